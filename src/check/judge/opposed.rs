//! Words that exclude those which the record has in their place: `rarer` where it says `likelier` (E003, E005).
//!
//! No field holds most of what a record says. Where a sentence of it stands beside the claim in its words, and one of these is
//! the opposite of what the claim has there, the claim says something else.

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord, Standing},
        claim::{Claim, Subject},
        judge::numbers::told_number,
        known::{Context, Known, Mention, Pole, RecordSentence, is_negative, poles_of, telling_of},
        quantity::{Number, Role},
        rule::{self, CheckRule},
    },
    corpus::lexicon::{Axis, Cue},
    text::{Grammar, is_stopword},
};

/// Telling words beside both that make it certain that the same is spoken of.
const SURE: usize = 2;

/// Telling words of both sentences that make one word beside both enough, mostly: see [`least_alike`].
const ALIKE: usize = 3;

/// The pole of `several` on its axis; those above are shares of a whole.
const SEVERAL: u32 = 2;

/// Of so many telling words of a claim …
const SAME_OF: usize = 4;

/// … a sentence of the record has at least so many, when it says the same of the same.
const SAME: usize = 3;

/// A word that stands in at most one source of so many says what a text is about.
const TELLING_SHARE: usize = 8;

/// Words behind `all` or `none` that are looked through.
const REACH: usize = 9;

/// From this share on, in percent, whoever says `all` rounds.
const ALL: f64 = 97.0;

/// Up to this share, in percent, it is not nearly all.
const NEARLY_ALL: f64 = 75.0;

/// Up to this share, in percent, it is not most.
const MOST: f64 = 45.0;

/// From this number on it is the whole, and no part of it.
const MANY: f64 = 200.0;

/// How well a sentence of the record stands beside a claim: words beside both poles, and words of both sentences.
type Likeness = (usize, usize);

impl Judge<'_> {
    pub(super) fn opposed(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let poles = poles_of(claim);
        self.some_of_none(claim, of, found);
        self.exchanged(claim, &poles, of, found);
        self.denied_otherwise(claim, of, found);
        for pole in &poles {
            // `Likelier in women than in men` names both.
            if poles.iter().any(|other| other.axis == pole.axis && other.pole != pole.pole) {
                continue;
            }
            // `All but two` is a number.
            let is_who = matches!(pole.axis, Axis::Sex | Axis::Giver);
            let is_number =
                !is_who && claim.numbers.iter().any(|number| number.first <= pole.first && pole.last <= number.last);
            // Whether something is left or lost is told with how much.
            let has_result = || {
                let here = |first: usize| claim.clause(first) == claim.clause(pole.first);
                claim.numbers.iter().any(|number| number.role.is_result() && here(number.first))
            };
            // `No` and `all` are said of too much: of amounts only `several` and `nobody` are held against each other.
            let is_vague =
                pole.axis == Axis::Amount && (pole.pole > SEVERAL || Grammar::No.has(claim.word(pole.first)));
            let asked = claim.first(Cue::Indirect).is_some_and(|asked| asked.first < pole.first);
            let is_number = is_number || Grammar::Contrasts.has(claim.word(pole.last + 1));
            let is_of_whole = Quantity::of(pole).is_some() && !Grammar::Contrasts.has(claim.word(pole.last + 1));
            if is_number && !is_of_whole || asked || pole.axis == Axis::Rest && !has_result() {
                continue;
            }
            let span = (pole.first, pole.last);
            // What has been held against a field needs no words.
            let is_judged = found
                .attributes
                .iter()
                .any(|one| one.standing == Standing::Contradicted && one.first <= span.1 && span.0 <= one.last);
            if is_judged {
                continue;
            }
            if self.of_no_number(claim, pole, of, found) {
                continue;
            }
            let alike = self.beside(claim, pole, of);
            // A record that has the word itself beside any of these does not deny it.
            let has = alike.iter().any(|(_, sentence)| sentence.poles.iter().any(|own| is_same(own, pole)));
            let nearest = alike.iter().max_by_key(|(likeness, _)| *likeness);
            match nearest.filter(|_| !has && !is_vague && !is_number) {
                Some((_, sentence)) => self.says_otherwise(claim, span, broken(pole.axis), sentence, of, found),
                // Nobody can tell whether it is so: what is said with it is no match.
                None if !has && is_left_open(pole) => found.leave(AttributeKind::Words, span),
                None => {}
            }
        }
    }

    /// E001: `three of them died`, where the record says that none did.
    fn some_of_none(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for (at, number) in claim.numbers.iter().enumerate() {
            let counts = matches!(number.role, Role::Other | Role::Participants | Role::Percent) && number.low > 0.0;
            let Some(kind) = AttributeKind::of_role(number.role).filter(|_| counts && !claim.is_negated(number.first))
            else {
                continue;
            };
            let context = Context::of(&claim.numbers, at, &claim.read.words);
            let shares = |other: &[String]| context.after.iter().filter(|stem| other.contains(stem)).count() >= SURE;
            // How many were looked at is on record.
            if of.known.reported.iter().any(|one| one.role == number.role && one.is(number)) {
                continue;
            }
            let is_counted = of.known.mentions.iter().any(|one| one.number.low > 0.0 && shares(&one.context.after));
            let denies = |sentence: &&RecordSentence| {
                sentence.poles.iter().any(|own| (own.axis, own.pole) == (Axis::Amount, 1) && shares(&own.beside))
            };
            let Some(sentence) = of.known.opposing.iter().find(denies).filter(|_| !is_counted) else { continue };
            let span = (number.first, number.last);
            self.says_otherwise(claim, span, (kind, rule::NUMBER_MISMATCH), sentence, of, found);
        }
    }

    /// E005: `likelier in men than in women`, where the record has it the other way round.
    fn exchanged(&self, claim: &Claim, poles: &[Pole], of: Of<'_>, found: &mut Found<'_>) {
        let compares = |first: usize, last: usize| {
            claim.cues.iter().any(|cue| cue.cue == Cue::Against && first < cue.first && cue.first < last)
        };
        for (one, other) in poles.iter().zip(poles.iter().skip(1)) {
            if one.axis != other.axis || one.pole == other.pole || !compares(one.first, other.first) {
                continue;
            }
            let is_turned = |sentence: &&RecordSentence| {
                let mut own = sentence.poles.iter().filter(|own| own.axis == one.axis);
                let (Some(first), Some(second)) = (own.next(), own.next()) else { return false };
                let way = |all: &[Pole]| all.iter().find(|own| own.axis == Axis::Frequency).map(|own| own.pole);
                (first.pole, second.pole) == (other.pole, one.pole)
                    && sentence.compares_between(first.first, second.first)
                    && way(poles).is_some()
                    && way(poles) == way(&sentence.poles)
            };
            if let Some(sentence) = of.known.opposing.iter().find(is_turned) {
                self.says_otherwise(
                    claim,
                    (one.first, other.last),
                    (AttributeKind::Direction, rule::DIRECTION_CONFLICT),
                    sentence,
                    of,
                    found,
                );
            }
        }
    }

    /// E005: a sentence in the words of the record, denied where that affirms, or the other way round.
    fn denied_otherwise(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let is_judged = found.attributes.iter().any(|one| one.standing == Standing::Contradicted);
        let telling = telling_of(claim);
        let is_open = [Cue::Hedge, Cue::Indirect].iter().any(|cue| claim.has(*cue))
            || claim.clauses.iter().any(|clause| *clause > 0)
            || matches!(claim.subject, Subject::Recommendation | Subject::Coverage);
        if is_judged || telling.len() < ALIKE || is_open {
            return;
        }
        let results: Vec<&Number> = claim.numbers.iter().filter(|number| number.role.is_result()).collect();
        let poles = claim_poles(claim);
        let near: Vec<&RecordSentence> = of
            .known
            .opposing
            .iter()
            .filter(|sentence| {
                let shared = telling.iter().filter(|stem| sentence.telling.contains(stem)).count();
                // The names of a source stand in no text of it.
                shared > ALIKE
                    && SAME_OF * shared >= SAME * telling.len()
                    && sentence.poles_agree(&poles)
                    && results.iter().all(|number| sentence.numbers.iter().any(|own| number.is(*own)))
            })
            .collect();
        let is_denied = is_negative(claim);
        // Of several clauses nobody can tell which one is denied.
        if near.iter().any(|sentence| sentence.is_negative == is_denied || !sentence.is_single) {
            return;
        }
        let is_as_long = |sentence: &&&RecordSentence| {
            let shared = telling.iter().filter(|stem| sentence.telling.contains(stem)).count();
            2 * shared >= sentence.telling.len()
        };
        let Some(sentence) = near.iter().find(is_as_long) else { return };
        self.says_otherwise(
            claim,
            found.whole(),
            (AttributeKind::Direction, rule::DIRECTION_CONFLICT),
            sentence,
            of,
            found,
        );
    }

    /// Whether a sentence of the record says what a claim says, in most of its words and with the same denial.
    pub(super) fn is_told_so(&self, claim: &Claim, known: &Known) -> bool {
        let (telling, is_denied, poles) = (telling_of(claim), is_negative(claim), claim_poles(claim));
        known.opposing.iter().any(|sentence| {
            let shared = telling.iter().filter(|stem| sentence.telling.contains(stem)).count();
            shared > ALIKE
                && SAME_OF * shared >= SAME * telling.len()
                && sentence.is_negative == is_denied
                && sentence.poles_agree(&poles)
        })
    }

    /// A contradiction by the words of a sentence of the record.
    fn says_otherwise(
        &self,
        claim: &Claim,
        span: (usize, usize),
        (kind, rule): (AttributeKind, &'static CheckRule),
        sentence: &RecordSentence,
        of: Of<'_>,
        found: &mut Found<'_>,
    ) {
        let said = (span.0..=span.1).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
        let name = &of.source.short_title;
        let message = if span == found.whole() {
            format!("{name} says otherwise")
        } else {
            format!("{name} says otherwise than `{said}`")
        };
        let expected = one_line(&sentence.text);
        let on_record = OnRecord {
            value: expected.clone(),
            field: sentence.field,
            is_verified: sentence.is_verified,
            finding: sentence.finding,
            source: of.at,
        };
        let contradiction = Contradiction {
            kind,
            span,
            finding: sentence.finding,
            message,
            expected: Some(expected),
            on_record: Some(on_record),
        };
        found.contradict(rule, contradiction);
    }

    /// E001: `all of them` or `none of them`, where the record counts some. Whether it was judged.
    fn of_no_number(&self, claim: &Claim, pole: &Pole, of: Of<'_>, found: &mut Found<'_>) -> bool {
        let is_wrong = |number: &Number| {
            let share = if number.role == Role::Percent { Some(number.high) } else { None };
            match Quantity::of(pole) {
                Some(Quantity::None) => number.low > 0.0,
                Some(Quantity::All) => share.is_some_and(|share| share < ALL) || share.is_none() && number.high > 0.0,
                Some(Quantity::Most) => share.is_some_and(|share| share < MOST),
                Some(Quantity::NearlyAll) => share.is_some_and(|share| share < NEARLY_ALL),
                Some(Quantity::Few) => share.is_some_and(|share| share > MOST),
                None => false,
            }
        };
        let Some(quantity) = Quantity::of(pole) else { return false };
        // `No treatment` and `no better` say nothing of people, and `all adverse events` what was counted.
        let is_of_some = quantity != Quantity::None || !Grammar::No.has(claim.word(pole.first));
        let counts_itself = claim
            .numbers
            .iter()
            .any(|number| claim.clause(number.first) == claim.clause(pole.first) && number.role.is_result());
        let is_inside =
            claim.cues.iter().any(|cue| cue.last > cue.first && cue.first <= pole.first && pole.last <= cue.last);
        if !is_of_some || counts_itself || is_inside {
            return false;
        }
        let denies = |sentence: &&RecordSentence| sentence.poles.iter().any(|own| is_same(own, pole));
        if self.beside(claim, pole, of).iter().any(|(_, sentence)| denies(sentence)) {
            return false;
        }
        let after: Vec<&String> = self.behind(claim, pole.last);
        let is_alike = |mention: &&Mention| {
            let shared = after.iter().filter(|stem| mention.context.after.contains(stem)).count();
            let rare = after
                .iter()
                .any(|stem| mention.context.after.contains(stem) && self.facts.is_rare_stem(stem, TELLING_SHARE));
            let is_count =
                matches!(mention.number.role, Role::Percent | Role::Other | Role::Participants | Role::Studies);
            let is_said = claim.numbers.iter().any(|number| number.is(mention.number.low));
            is_count && !is_said && shared >= SURE && rare
        };
        let told: Vec<&Mention> = of.known.mentions.iter().filter(is_alike).collect();
        // What is counted in words: of a whole that stands beside it, a part.
        let is_part = |mention: &&&Mention| {
            quantity == Quantity::None || mention.number.role == Role::Percent || mention.number.low < MANY
        };
        let Some(mention) = told.iter().find(is_part).filter(|_| told.iter().all(|one| is_wrong(&one.number))) else {
            return false;
        };
        let span = (pole.first, pole.last);
        let value = told_number(&mention.number);
        found.contradict(
            rule::NUMBER_MISMATCH,
            Contradiction {
                kind: AttributeKind::Number,
                span,
                finding: mention.finding,
                message: format!("{} has {value} where this says `{}`", of.source.short_title, claim.word(pole.first)),
                expected: Some(value.clone()),
                on_record: Some(OnRecord {
                    value,
                    field: mention.field,
                    is_verified: mention.is_verified,
                    finding: mention.finding,
                    source: of.at,
                }),
            },
        );
        true
    }

    /// The stems of the telling words behind a place, numbers left out.
    fn behind<'c>(&self, claim: &'c Claim, last: usize) -> Vec<&'c String> {
        let words = claim.read.words.iter().enumerate().skip(last + 1).take(REACH);
        words
            .filter(|(at, word)| {
                !word.has_digit && !is_stopword(&word.exact) && claim.clause(*at) == claim.clause(last)
            })
            .map(|(_, word)| &word.stem)
            .collect()
    }

    /// The sentences of the record that have a word of the same axis beside the same things.
    fn beside<'k>(&self, claim: &Claim, pole: &Pole, of: Of<'k>) -> Vec<(Likeness, &'k RecordSentence)> {
        let results: Vec<&Number> = claim
            .numbers
            .iter()
            .filter(|number| number.role.is_result() && claim.clause(number.first) == claim.clause(pole.first))
            .collect();
        let telling = telling_of(claim);
        let likeness = |sentence: &RecordSentence| -> Option<Likeness> {
            let own = sentence.poles.iter().filter(|own| own.axis == pole.axis);
            let shared = own.map(|own| pole.beside.iter().filter(|stem| own.beside.contains(stem)).count()).max()?;
            let of_both = telling.iter().filter(|stem| sentence.telling.contains(stem)).count();
            let is_same = shared >= SURE || shared > 0 && of_both >= least_alike(pole.axis);
            // A result in numbers is the same where a number is.
            let is_same_result =
                results.is_empty() || sentence.numbers.iter().any(|own| results.iter().any(|number| number.is(*own)));
            (is_same && is_same_result).then_some((shared, of_both))
        };
        of.known.opposing.iter().filter_map(|sentence| Some((likeness(sentence)?, sentence))).collect()
    }
}

/// How much of a whole a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantity {
    None,
    All,
    Most,
    Few,
    NearlyAll,
}

impl Quantity {
    /// By the numbers of the poles in `opposites.toml`.
    fn of(pole: &Pole) -> Option<Self> {
        match (pole.axis, pole.pole) {
            (Axis::Amount, 1) => Some(Self::None),
            (Axis::Amount, 3) => Some(Self::All),
            (Axis::Amount, 4) => Some(Self::Most),
            (Axis::Amount, 5) => Some(Self::Few),
            (Axis::Amount, 6) => Some(Self::NearlyAll),
            _ => None,
        }
    }
}

/// The poles of a claim, as they are held against those of a record.
fn claim_poles(claim: &Claim) -> Vec<(Axis, u32)> {
    poles_of(claim).iter().map(|pole| (pole.axis, pole.pole)).collect()
}

/// Telling words of both sentences that make one word beside both enough.
fn least_alike(axis: Axis) -> usize {
    match axis {
        Axis::Giver => 0,
        Axis::Sex => 2,
        Axis::Frequency
        | Axis::Size
        | Axis::Difference
        | Axis::Rest
        | Axis::Change
        | Axis::Severity
        | Axis::Amount
        | Axis::Importance
        | Axis::Repetition
        | Axis::Company => ALIKE,
    }
}

/// Whether a word that the record has nowhere beside the same things leaves open whether the whole is right: how a comparison
/// came out is held against fields as well, and `no` is said of too much.
fn is_left_open(pole: &Pole) -> bool {
    match pole.axis {
        Axis::Amount => pole.pole > 1,
        Axis::Size | Axis::Importance | Axis::Sex | Axis::Giver | Axis::Repetition | Axis::Company => true,
        Axis::Frequency | Axis::Difference | Axis::Rest | Axis::Change | Axis::Severity => false,
    }
}

fn is_same(one: &Pole, other: &Pole) -> bool {
    (one.axis, one.pole) == (other.axis, other.pole)
}

/// The part of a claim that an axis says something of, and the rule that a wrong one breaks.
fn broken(axis: Axis) -> (AttributeKind, &'static CheckRule) {
    match axis {
        Axis::Sex => (AttributeKind::Population, rule::WRONG_POPULATION),
        Axis::Giver => (AttributeKind::Provider, rule::DIRECTION_CONFLICT),
        Axis::Frequency
        | Axis::Size
        | Axis::Difference
        | Axis::Rest
        | Axis::Change
        | Axis::Severity
        | Axis::Amount
        | Axis::Importance
        | Axis::Repetition
        | Axis::Company => (AttributeKind::Direction, rule::DIRECTION_CONFLICT),
    }
}
