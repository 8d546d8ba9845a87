//! What a sentence concludes from the values of both groups, and whether a source has a gain that such a conclusion may be of (E005).

use super::{Contradiction, Found, Judge, gain::against_record, one_line};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::{Claim, EffectDirection, Relation},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{Finding, finding::Direction},
    text::Grammar,
};

impl Judge<'_> {
    /// E005: the values of both groups, and behind them a difference that is called significant or clear, where none was shown.
    pub(super) fn concluded_difference(&self, claim: &Claim, among: &[usize], found: &mut Found<'_>) {
        let is_called_clear = |relation: &Relation| {
            claim.cues.iter().any(|cue| {
                matches!(cue.cue, Cue::Strong | Cue::Emphatic)
                    && cue.first <= relation.last
                    && relation.first <= cue.last
            })
        };
        let told = claim.further.iter().find(|relation| {
            relation.way == EffectDirection::Differs && is_conclusion(claim, **relation) && is_called_clear(relation)
        });
        let Some(relation) = told.filter(|_| !claim.denies()) else { return };
        let unshown = among.iter().find_map(|&at| {
            let finding = self.finding(at)?;
            let direction = finding.result.measurement()?.direction;
            (direction == Direction::NoDifference && self.tells_both_arms(claim, at)).then_some((at, finding))
        });
        let Some((at, finding)) = unshown else { return };
        let contradiction = Contradiction {
            kind: AttributeKind::Direction,
            span: (relation.first, relation.last),
            finding: Some(at),
            message: against_record(finding),
            expected: Some(one_line(&finding.statement)),
            on_record: self.direction_on_record(at, finding),
        };
        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
    }

    /// The same of the treatment and of how long complaints had lasted, where a claim names both as the finding has them: of `exercise in
    /// acute pain` a gain in chronic pain says nothing.
    pub(super) fn has_gain_beside(&self, claim: &Claim, at: usize, finding: &Finding) -> bool {
        let treatments =
            |at: usize| self.facts.topics_at.get(at).map(|topics| topics.treatment.as_slice()).unwrap_or_default();
        let named: Vec<usize> = treatments(at)
            .iter()
            .copied()
            .filter(|topic| claim.read.topics.iter().any(|read| read.topic == *topic))
            .collect();
        let lasted = |finding: &Finding, is_open: bool| {
            let own = finding.population.duration.value();
            own.map_or(is_open, |own| own.iter().any(|one| claim.durations.iter().any(|said| said.what == *one)))
        };
        if named.is_empty() || claim.durations.is_empty() || !lasted(finding, false) {
            return self.has_gain(finding);
        }
        let known = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source));
        let all = known.map(|known| known.findings.as_slice()).unwrap_or_default();
        all.iter().filter_map(|&other| Some((other, self.finding(other)?))).any(|(at, other)| {
            other.result.kind() == finding.result.kind()
                && lasted(other, true)
                && treatments(at).iter().any(|topic| named.contains(topic))
                && other.result.measurement().is_some_and(|m| m.direction == Direction::FavoursIntervention)
        })
    }
}

/// Whether a clause without a number concludes from the values of another one which group did better: `it stood at 3 with it and at 4
/// without, and it eased pain better`.
pub(super) fn is_conclusion(claim: &Claim, relation: Relation) -> bool {
    let begins = (0..=relation.first).rev().find(|at| claim.is_parted(*at)).unwrap_or(0);
    let here = |at: usize| claim.clause(at) == relation.clause && begins <= at;
    let has_numbers = claim.numbers.iter().any(|number| here(number.first));
    // `And it came out ahead of that`, `a significant difference`.
    let is_of_two = relation.way == EffectDirection::Differs
        || relation.way.is_gain() && claim.cues.iter().any(|cue| cue.cue == Cue::Against && here(cue.first));
    begins > 0
        && !has_numbers
        && (is_of_two || (0..claim.read.words.len()).any(|at| here(at) && Grammar::Comparatives.has(claim.word(at))))
}
