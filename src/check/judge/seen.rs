//! What was seen, told with how sure it is, or of another result than the one a clause seems to be about: nothing that a direction on
//! record contradicts.

use super::Judge;
use crate::{
    check::{
        claim::{Claim, EffectDirection, Relation},
        known::Reported,
        quantity::{Number, Role},
    },
    corpus::lexicon::Cue,
    domain::{
        Finding,
        finding::{Direction, FindingKind},
    },
    text::Grammar,
};

/// Words behind what something is set against within which stands what was measured: `unlike the pain at two years`.
const SET_AGAINST_REACH: usize = 3;

impl Judge<'_> {
    /// Whether a claim tells of a result that showed no difference how large it came out, and leaves it at that: with the interval on
    /// record, `the gain was 0.3, from -0.1 to 0.7`, or as the value of a difference, `the difference was 0.3 points`.
    pub(super) fn is_told_as_seen(
        &self,
        claim: &Claim,
        relation: Relation,
        (at, direction): (usize, Direction),
    ) -> bool {
        if direction != Direction::NoDifference {
            return false;
        }
        let known = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source));
        let own = |role: Role| {
            let typed = known.map_or(&[][..], |known| known.typed.as_slice());
            typed.iter().filter(move |one| one.finding == Some(at) && one.role == role)
        };
        // Two numbers, or one that is a range: `one session` is no interval around one.
        let sizes = || claim.numbers.iter().filter(|number| number.role.is_result() || number.role == Role::Other);
        let place = |value: f64| sizes().find(|number| number.is(value)).map(|number| number.first);
        let is_interval = |one: &Reported| {
            let ends = place(one.low).zip(place(one.high));
            ends.is_some_and(|(low, high)| low != high)
                || sizes().any(|number| number.low < number.high && number.spans(one.low, one.high))
        };
        let tells_interval = || own(Role::Interval).any(is_interval);
        let tells_value = || {
            relation.way == EffectDirection::Differs
                && claim.numbers.iter().any(|number| {
                    let is_own = own(Role::Effect).any(|one| number.is(one.low));
                    is_own && relation.last < number.first && claim.clause(number.first) == relation.clause
                })
        };
        // `It was lower, with an interval from -0.4 to 1.6` says that it was.
        let is_noun = claim.says_within(relation.first..=relation.last, Grammar::GainNouns);
        is_noun && tells_interval() || tells_value()
    }

    /// Whether the clause of a relation has the value of another result of the same source, which came out as the clause says: `on one
    /// scale it won by 12 points, and on the other the 2-point gap was not significant`.
    pub(super) fn is_of_other_value(&self, claim: &Claim, relation: Relation, at: usize) -> bool {
        let known = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source));
        let Some(known) = known else { return false };
        let here = claim.numbers_of(Role::Effect).filter(|number| claim.clause(number.first) == relation.clause);
        // `Won by 12 points on one, and on the other the 2-point gap was not significant`: the nearest is its own.
        let apart = |number: &&Number| number.first.abs_diff(relation.first).min(number.first.abs_diff(relation.last));
        let Some(nearest) = here.min_by_key(apart) else { return false };
        let has = |one: &&Reported| one.role == Role::Effect && one.arm.is_none() && nearest.is(one.low);
        let mut told = known.typed.iter().filter(has).filter_map(|one| one.finding).peekable();
        // `Disability was 8 points better`, which is the pain: the outcome that is named says which is meant.
        let topic = |at: usize| {
            self.finding(at).and_then(|finding| finding.result.measurement()).map(|measured| &measured.outcome.topic)
        };
        let is_alike = |other: usize| topic(other) == topic(at) || self.outcomes(claim).is_empty();
        told.peek().is_some()
            && told.all(|other| {
                let finding = self.finding(other);
                other != at
                    && is_alike(other)
                    && finding.is_some_and(|finding| {
                        let direction = finding.result.measurement().map(|m| m.direction);
                        direction.and_then(|way| self.tells_of(claim, relation, (other, finding), way)) == Some(true)
                    })
            })
    }
}

/// Whether a clause denies a gain and speaks of no harm, beside a finding that counted one: `it brought no relief, but it did bring
/// sickness`.
pub(super) fn is_beside_harm(claim: &Claim, relation: Relation, finding: &Finding) -> bool {
    let is_gain = |at: usize| Grammar::GainNouns.has(claim.word(at)) && !Grammar::Differences.has(claim.word(at));
    let names_harm = claim.cues.iter().any(|cue| cue.cue == Cue::Event && claim.clause(cue.first) == relation.clause);
    finding.result.kind() == FindingKind::Harm
        && relation.way == EffectDirection::Same
        && (relation.first..=relation.last).any(is_gain)
        && !names_harm
}

/// Whether what was measured stands before a relation as what it is set against: `disability, unlike pain at two years, did not differ`.
pub(super) fn is_set_against(claim: &Claim, relation: Relation) -> bool {
    let is_outcome = |at: usize| {
        claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Outcome(_)) && cue.first <= at && at <= cue.last)
    };
    (0..relation.first)
        .any(|at| Grammar::Unlike.has(claim.word(at)) && (at + 1..=at + SET_AGAINST_REACH).any(is_outcome))
}
