//! Words that exclude those which the record has in their place: `rarer` where it says `likelier` (E003, E005).
//!
//! No field holds most of what a record says. Where a sentence of it stands beside the claim in its words, and one of these is
//! the opposite of what the claim has there, the claim says something else.

use super::{
    Found, Judge, Of,
    beside::{SURE, amount, is_same},
    shares::is_share,
    side::Side,
};
use crate::{
    check::{
        attribute::{AttributeKind, Standing},
        claim::Claim,
        identify::NAMED,
        known::{Order, Pole, RecordSentence, poles_of},
        rule::{self, CheckRule},
        whole::is_trial,
    },
    corpus::lexicon::{Axis, Cue},
    domain::StudyDesign,
    text::{Grammar, Qualifier},
};

/// The share of which as much is lost as is left.
const HALF: f64 = 50.0;

/// Words of `as many as` before a number.
const BOUND_WORDS: usize = 3;

/// Words between a number and what so many were: `253 of them mild`.
const COUNT_WORDS: usize = 3;

/// Most words from `as many` to the `as` of what it is compared with.
const ALIKE_REACH: usize = 8;

/// Telling words behind a number of the record within which stands what so many were.
const COUNTED_WORDS: usize = 2;

impl Judge<'_> {
    pub(super) fn opposed(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let poles = poles_of(claim);
        self.some_of_none(claim, of, found);
        self.counted_parts(claim, of, found);
        self.share_of_outcome(claim, of, found);
        self.counted_by_certainty(claim, of, found);
        self.exchanged(claim, &poles, of, found);
        self.denied_otherwise(claim, of, found);
        self.shared_with(claim, of, found);
        self.not_listed(claim, of, found);
        self.larger(claim, of, found);
        let order = Order::of(claim).filter(|order| order.is_of_results(claim));
        self.undenied(claim, of, found);
        for pole in &poles {
            // Held against which way the advice goes.
            if pole.axis == Axis::Position {
                continue;
            }
            if matches!(pole.axis, Axis::Stage | Axis::Place) {
                self.of_other_people(claim, pole, of, found);
                continue;
            }
            // `Likelier in women than in men` names both; of givers the record may have neither.
            let has_one =
                |one: &Pole| of.known.opposing.iter().any(|own| own.poles.iter().any(|own| is_same(own, one)));
            let mut of_axis = poles.iter().filter(|other| other.axis == pole.axis);
            // `Hardly any` is read as few and as none.
            let is_apart = |other: &Pole| (other.first, other.last) != (pole.first, pole.last);
            let names_both = of_axis.clone().any(|other| other.pole != pole.pole && is_apart(other));
            if names_both && (pole.axis != Axis::Giver || of_axis.any(has_one)) {
                continue;
            }
            // `Rarer in the younger than in the older` is held against what the record says of these people.
            if pole.axis == Axis::Frequency && self.tells_people(claim, of) {
                continue;
            }
            // `Larger for sleep than for mood` is held against what the record says of both.
            if order.as_ref().is_some_and(|order| pole.first <= order.at && order.at <= pole.last) {
                continue;
            }
            // `Usual care was the cheaper one`: told of the other group, and judged by the fields.
            let relation = claim.relations.iter().find(|one| one.first <= pole.last && pole.first <= one.last);
            let is_of_compared = relation.is_some_and(|relation| {
                of.fitting.iter().any(|&at| {
                    self.finding(at).and_then(|finding| self.side(claim, *relation, at, finding))
                        == Some(Side::Compared)
                })
            });
            if is_of_compared {
                continue;
            }
            // `As many with it as without`: alike in both, not many.
            if pole.axis == Axis::Amount && is_told_alike(claim, pole) {
                continue;
            }
            // `All but two` is a number.
            let is_who = matches!(pole.axis, Axis::Sex | Axis::Giver);
            // And so is `as many as 12`, where that is on record.
            let is_number = !is_who
                && claim.numbers.iter().any(|number| {
                    let is_told = found.attributes.iter().any(|one| {
                        one.standing == Standing::Confirmed && one.first <= number.last && number.first <= one.last
                    });
                    let is_bound =
                        is_told && matches!(number.qualifier, Some(Qualifier::AsManyAs | Qualifier::AsFewAs));
                    let from = if is_bound { number.first.saturating_sub(BOUND_WORDS) } else { number.first };
                    from <= pole.first && pole.last <= number.last
                });
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
            // `Nobody knows how many were treated` counts nobody.
            let is_able = pole.axis == Axis::Amount
                && (Grammar::Able.has(claim.word(pole.last + 1)) || Grammar::Infinitive.has(claim.word(pole.last + 2)));
            // `Seven of the twelve saw no difference` is told of these.
            let is_of_part = matches!(pole.axis, Axis::Difference | Axis::Amount)
                && claim.numbers.iter().any(|number| {
                    number.parts.is_some()
                        && !number.is_rate
                        && number.last < pole.first
                        && claim.clause(number.first) == claim.clause(pole.first)
                });
            // `Half of it is gone`, and half of it is left.
            let is_half = || {
                let results = claim.numbers.iter().filter(|number| number.role.is_result());
                results.clone().next().is_some() && results.clone().all(|number| number.is(HALF))
            };
            let tells_no_rest = pole.axis == Axis::Rest && (!has_result() || is_half());
            // `None was thought likely to be due to it`: no amount, and the cause denied of all.
            let denies_cause = pole.axis == Axis::Amount
                && claim.poles.iter().any(|own| {
                    matches!(own.cue.0, Axis::Cause | Axis::Sufficiency)
                        && claim.clause(own.first) == claim.clause(pole.first)
                });
            let is_of_another = is_but || is_able || is_of_part || asked || tells_no_rest || denies_cause;
            // `279 events, 253 of them mild`: the record counts so many under the same word.
            if is_counted_so(claim, pole, of) {
                continue;
            }
            // `Most of it came from the one rather than from the other` is held against what the record counts of both.
            let is_of_two = is_share(pole) && self.counted_pair(claim, of).is_some();
            if is_of_another || is_of_two || is_number && !is_share(pole) {
                continue;
            }
            let span = (pole.first, pole.last);
            // What has been held against a field needs no words.
            let is_judged = found.attributes.iter().any(|one| {
                let is_told = one.kind == AttributeKind::Direction
                    && pole.axis == Axis::Difference
                    && one.standing == Standing::Confirmed
                    && one.on_record.as_ref().is_some_and(|own| own.field.as_str() == "direction");
                (one.standing == Standing::Contradicted || is_told) && one.first <= span.1 && span.0 <= one.last
            });
            if is_judged {
                continue;
            }
            if self.share(claim, pole, of, found) {
                continue;
            }
            let alike = self.beside(claim, pole, of);
            // A record that has the word itself beside any of these does not deny it.
            let same = alike.iter().find(|(_, sentence)| sentence.poles.iter().any(|own| is_same(own, pole)));
            let has = same.is_some();
            let tells_all = matches!(pole.axis, Axis::Cause | Axis::Rank | Axis::Agreement | Axis::Safety);
            if let Some((_, sentence)) = same.filter(|_| tells_all) {
                self.says_so(span, sentence, of, found);
            }
            // `None was put down to it`, and all were judged unlikely to be due to it.
            let is_none = (pole.axis, pole.pole) == (Axis::Amount, amount::NONE);
            let nearest = alike.iter().max_by_key(|(likeness, _)| *likeness);
            let nearest = nearest.filter(|(_, sentence)| !(is_none && sentence.is_negative));
            match nearest.filter(|_| !has && !is_vague && !is_number) {
                Some((_, sentence)) => self.says_otherwise(claim, span, broken(pole.axis), sentence, of, found),
                // `Few of them`, where the record has `most`: likely the same, told the other way round.
                None if !has
                    && !is_number
                    && !has_share(claim, pole, of)
                    && let Some(sentence) = turned_share(pole, &alike) =>
                {
                    self.may_say_otherwise(claim, span, broken(pole.axis), sentence, of, found);
                }
                // Nobody can tell whether it is so: what is said with it is no match.
                None if !has && is_left_open(pole) => found.leave(AttributeKind::Words, span),
                None => {}
            }
        }
    }

    /// E003: people in a stage of life that no text of the record has, where it has another one.
    fn of_other_people(&self, claim: &Claim, pole: &Pole, of: Of<'_>, found: &mut Found<'_>) {
        // Reviews have trials of many countries, and a guideline is named by its own.
        let is_one_study = is_trial(of.source.design)
            || matches!(of.source.design, StudyDesign::Cohort | StudyDesign::Survey | StudyDesign::EconomicEvaluation);
        if pole.axis == Axis::Place && !is_one_study {
            return;
        }
        let all =
            || of.known.opposing.iter().flat_map(|sentence| sentence.poles.iter().map(move |own| (sentence, own)));
        // `Not in children`, `pregnant women were left out`: who was not studied may be told rightly.
        let is_denied = [Cue::Not, Cue::NotShown, Cue::Indirect].iter().any(|cue| claim.has(*cue));
        if is_denied || of.identified.points < NAMED || all().any(|(_, own)| is_same(own, pole)) {
            return;
        }
        if let Some((sentence, _)) = all().find(|(_, own)| own.axis == pole.axis) {
            self.says_otherwise(claim, (pole.first, pole.last), broken(pole.axis), sentence, of, found);
        }
    }

    /// E005: `likelier in men than in women`, where the record has it the other way round.
    fn exchanged(&self, claim: &Claim, poles: &[Pole], of: Of<'_>, found: &mut Found<'_>) {
        let compares = |first: usize, last: usize| {
            claim.cues.iter().any(|cue| cue.cue == Cue::Against && first < cue.first && cue.first < last)
                // `Twice as often as`.
                || claim.says_within(first + 1..last, Grammar::As)
        };
        let next_of_axis = |at: usize, one: &Pole| poles.iter().skip(at + 1).find(|other| other.axis == one.axis);
        for (one, other) in poles.iter().enumerate().filter_map(|(at, one)| Some((one, next_of_axis(at, one)?))) {
            if one.pole == other.pole || !compares(one.first, other.first) {
                continue;
            }
            let is_turned = |sentence: &&RecordSentence| {
                let mut own = sentence.poles.iter().filter(|own| own.axis == one.axis);
                let way = |all: &[Pole]| all.iter().find(|own| own.axis == Axis::Frequency).map(|own| own.pole);
                let (first, second) = (own.next(), own.next());
                // `Likelier in women`, of two kinds of people.
                if let (Some(first), None, Axis::Sex) = (first, second, one.axis) {
                    return first.pole == other.pole && way(poles).is_some() && way(poles) == way(&sentence.poles);
                }
                let (Some(first), Some(second)) = (first, second) else { return false };
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
}

/// Whether an amount stands between two `as`: `as many with it as without`.
fn is_told_alike(claim: &Claim, pole: &Pole) -> bool {
    let is_as = |at: usize| Grammar::As.has(claim.word(at)) && claim.clause(at) == claim.clause(pole.first);
    pole.first.checked_sub(1).is_some_and(is_as) && (pole.last + 2..=pole.last + ALIKE_REACH).any(is_as)
}

/// Whether right before a word stands a number of which the record says the same right behind it: `253 of them mild`.
fn is_counted_so(claim: &Claim, pole: &Pole, of: Of<'_>) -> bool {
    let Some(stem) = claim.read.words.get(pole.first).map(|word| &word.stem) else { return false };
    let near = |last: usize| last < pole.first && pole.first - last <= COUNT_WORDS;
    claim.numbers.iter().filter(|number| near(number.last) && !claim.is_parted(pole.first)).any(|number| {
        let value = number.parts.map_or(number.low, |(part, _)| part);
        of.known.mentions.iter().any(|mention| {
            (mention.number.low - value).abs() < 1e-9
                && mention.context.after.iter().take(COUNTED_WORDS).any(|own| own == stem)
        })
    })
}

/// Whether a text of the record has the same share beside a word of the claim: `nearly all patients recovered`.
fn has_share(claim: &Claim, pole: &Pole, of: Of<'_>) -> bool {
    let has = |stem: &String| claim.read.words.iter().any(|word| word.stem == *stem);
    let all = of.known.opposing.iter().flat_map(|sentence| &sentence.poles);
    all.into_iter().any(|own| is_same(own, pole) && own.beside.iter().any(has))
}

/// Of sentences of a record that stand beside a share in words, one that has a large share where that is small, or the other way round.
fn turned_share<'k>(pole: &Pole, alike: &[((usize, usize), &'k RecordSentence)]) -> Option<&'k RecordSentence> {
    let is_large = |pole: &Pole| matches!(pole.pole, amount::ALL | amount::MOST | amount::NEARLY_ALL);
    let is_small = |pole: &Pole| matches!(pole.pole, amount::FEW | amount::NONE);
    // `All` and `no` are said of too much.
    let is_vague = matches!(pole.pole, amount::ALL | amount::NONE);
    if pole.axis != Axis::Amount || is_vague || !(is_large(pole) || is_small(pole)) {
        return None;
    }
    let turned = alike.iter().find(|((shared, _), sentence)| {
        let mut own = sentence.poles.iter().filter(|own| own.axis == Axis::Amount && is_share(own)).peekable();
        *shared >= SURE
            && own.peek().is_some()
            && own.all(|own| is_large(own) != is_large(pole) && is_small(own) != is_small(pole))
    });
    turned.map(|(_, sentence)| *sentence)
}

/// Whether a word that the record has nowhere beside the same things leaves open whether the whole is right: how a comparison
/// came out is held against fields as well, and `no` is said of too much.
fn is_left_open(pole: &Pole) -> bool {
    match pole.axis {
        Axis::Amount => pole.pole != amount::NONE,
        Axis::Size
        | Axis::Importance
        | Axis::Severity
        | Axis::Sex
        | Axis::Giver
        | Axis::Repetition
        | Axis::Company
        | Axis::Cause
        | Axis::Sufficiency
        | Axis::Stage
        | Axis::Place
        | Axis::Agreement
        | Axis::Safety
        | Axis::Position => true,
        Axis::Frequency | Axis::Difference | Axis::Rest | Axis::Change | Axis::Rank => false,
    }
}

/// The part of a claim that an axis says something of, and the rule that a wrong one breaks.
fn broken(axis: Axis) -> (AttributeKind, &'static CheckRule) {
    match axis {
        Axis::Sex | Axis::Stage | Axis::Place => (AttributeKind::Population, rule::WRONG_POPULATION),
        Axis::Giver => (AttributeKind::Provider, rule::DIRECTION_CONFLICT),
        Axis::Position => (AttributeKind::Stance, rule::DIRECTION_CONFLICT),
        Axis::Sufficiency => (AttributeKind::Certainty, rule::WRONG_CERTAINTY),
        Axis::Cause
        | Axis::Frequency
        | Axis::Size
        | Axis::Difference
        | Axis::Rest
        | Axis::Change
        | Axis::Severity
        | Axis::Amount
        | Axis::Importance
        | Axis::Repetition
        | Axis::Company
        | Axis::Rank
        | Axis::Agreement
        | Axis::Safety => (AttributeKind::Direction, rule::DIRECTION_CONFLICT),
    }
}
