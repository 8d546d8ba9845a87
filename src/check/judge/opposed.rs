//! Words that exclude those which the record has in their place: `rarer` where it says `likelier` (E003, E005).
//!
//! No field holds most of what a record says. Where a sentence of it stands beside the claim in its words, and one of these is
//! the opposite of what the claim has there, the claim says something else.

use super::{
    Contradiction, Found, Judge, Of, one_line,
    shares::{amount, is_share},
};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord, Standing},
        claim::Claim,
        known::{Pole, RecordSentence, poles_of, telling_of},
        quantity::Number,
        rule::{self, CheckRule},
    },
    corpus::lexicon::{Axis, Cue},
    text::Grammar,
};

/// Telling words beside both that make it certain that the same is spoken of.
pub(super) const SURE: usize = 2;

/// Telling words of both sentences that make one word beside both enough, mostly: see [`least_alike`].
pub(super) const ALIKE: usize = 3;

/// The share of which as much is lost as is left.
const HALF: f64 = 50.0;

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
                pole.axis == Axis::Amount && (pole.pole > amount::SEVERAL || Grammar::No.has(claim.word(pole.first)));
            let asked = claim.first(Cue::Indirect).is_some_and(|asked| asked.first < pole.first);
            let is_but = Grammar::Contrasts.has(claim.word(pole.last + 1));
            // `Half of it is gone`, and half of it is left.
            let is_half = || {
                let results = claim.numbers.iter().filter(|number| number.role.is_result());
                results.clone().next().is_some() && results.clone().all(|number| number.is(HALF))
            };
            let tells_no_rest = pole.axis == Axis::Rest && (!has_result() || is_half());
            if is_but || is_number && !is_share(pole) || asked || tells_no_rest {
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
            if self.share(claim, pole, of, found) {
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

    /// E005: `likelier in men than in women`, where the record has it the other way round.
    fn exchanged(&self, claim: &Claim, poles: &[Pole], of: Of<'_>, found: &mut Found<'_>) {
        let compares = |first: usize, last: usize| {
            claim.cues.iter().any(|cue| cue.cue == Cue::Against && first < cue.first && cue.first < last)
                // `Twice as often as`.
                || (first + 1..last).any(|at| Grammar::As.has(claim.word(at)))
        };
        let next_of_axis = |at: usize, one: &Pole| poles.iter().skip(at + 1).find(|other| other.axis == one.axis);
        for (one, other) in poles.iter().enumerate().filter_map(|(at, one)| Some((one, next_of_axis(at, one)?))) {
            if one.pole == other.pole || !compares(one.first, other.first) {
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

    /// A contradiction by the words of a sentence of the record.
    pub(super) fn says_otherwise(
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

    /// The sentences of the record that have a word of the same axis beside the same things.
    pub(super) fn beside<'k>(&self, claim: &Claim, pole: &Pole, of: Of<'k>) -> Vec<(Likeness, &'k RecordSentence)> {
        let results: Vec<&Number> = claim
            .numbers
            .iter()
            .filter(|number| number.role.is_result() && claim.clause(number.first) == claim.clause(pole.first))
            .collect();
        let telling = telling_of(claim);
        let likeness = |sentence: &RecordSentence| -> Option<Likeness> {
            let own = sentence.poles.iter().filter(|own| own.axis == pole.axis);
            let shared = own.map(|own| pole.beside.iter().filter(|stem| own.beside.contains(stem)).count()).max()?;
            let of_both = sentence.telling.shared(&telling);
            let is_same = shared >= SURE || shared > 0 && of_both >= least_alike(pole.axis);
            // A result in numbers is the same where a number is.
            let is_same_result =
                results.is_empty() || sentence.numbers.iter().any(|own| results.iter().any(|number| number.is(*own)));
            (is_same && is_same_result).then_some((shared, of_both))
        };
        of.known.opposing.iter().filter_map(|sentence| Some((likeness(sentence)?, sentence))).collect()
    }
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
        Axis::Amount => pole.pole != amount::NONE,
        Axis::Size | Axis::Importance | Axis::Severity | Axis::Sex | Axis::Giver | Axis::Repetition | Axis::Company => {
            true
        }
        Axis::Frequency | Axis::Difference | Axis::Rest | Axis::Change => false,
    }
}

pub(super) fn is_same(one: &Pole, other: &Pole) -> bool {
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
