//! Numbers that stand for something else than they print, which only the record tells: points of its scale told as a share, and
//! differences told in things.

use super::{Judge, Of};
use crate::{
    check::{
        claim::Claim,
        quantity::{Number, Role},
    },
    domain::{finding::Measurement, number::Measure},
    text::Grammar,
};

/// Words behind `fewer` within which stands what there are fewer of.
const COUNTED_REACH: usize = 3;

impl Judge<'_> {
    /// A number as it is compared, where that is not as it is printed.
    pub(super) fn as_meant(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<Number> {
        as_none(claim, number)
            .or_else(|| self.on_scale(number, of))
            .or_else(|| self.as_difference(claim, number, of))
            .or_else(|| self.as_health(claim, number, of))
    }

    /// `16 out of 100`, of a result that was measured on a scale of 100: so many points of it, and no share of people.
    fn on_scale(&self, number: &Number, of: Of<'_>) -> Option<Number> {
        let (part, whole) = number.parts.filter(|_| number.role == Role::Percent && !number.is_rate)?;
        let is_of_scale = |at: &usize| {
            let measured = self.finding(*at).and_then(|finding| finding.result.measurement());
            measured.is_some_and(|m| {
                m.outcome.scale.value().is_some_and(|scale| scale.max.to_f64() == whole)
                    && m.estimates.iter().all(|estimate| !matches!(estimate.measure, Measure::Percent | Measure::Rate))
            })
        };
        let all_are = !of.fitting.is_empty() && of.fitting.iter().all(is_of_scale);
        all_are.then(|| Number {
            role: Role::Effect,
            low: part,
            high: part,
            parts: None,
            is_of_few: false,
            is_in_points: true,
            ..number.clone()
        })
    }

    /// `0.03 more years of full health`, of a source that measured these: the size of a result.
    fn as_health(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<Number> {
        let is_part = number.role == Role::Other && number.decimals > 0 && number.low < 1.0 && number.parts.is_none();
        let measures = |topic: usize| {
            of.known.findings.iter().any(|&at| {
                let is_of = self.facts.topics_at.get(at).is_some_and(|topics| topics.outcome.contains(&topic));
                let measured = self.finding(at).and_then(|finding| finding.result.measurement());
                is_of && measured.is_some_and(|m| m.estimates.iter().any(|one| one.measure == Measure::Qaly))
            })
        };
        let is_near = |first: usize| number.last < first && first - number.last <= COUNTED_REACH;
        let is_told = is_part && claim.read.topics.iter().any(|read| is_near(read.first) && measures(read.topic));
        is_told.then(|| Number { role: Role::Effect, ..number.clone() })
    }

    /// `Nine fewer pills`, of a result that is a difference in pills: as many of what was counted.
    fn as_difference(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<Number> {
        let is_difference = number.role == Role::Other
            && number.parts.is_none()
            && !number.is_scale
            // `15 points out of 100 more`.
            && !Grammar::PartOfWhole.has(claim.word(number.first.wrapping_sub(1)))
            && Grammar::Differences.has(claim.word(number.last + 1));
        let counted: Vec<&str> = (number.last + 2..=number.last + 1 + COUNTED_REACH)
            .filter_map(|at| claim.read.words.get(at))
            .map(|word| word.stem.as_str())
            .collect();
        let counts = |at: &usize| {
            let has = |stem: &&str| self.facts.words_of.get(*at).is_some_and(|words| words.outcome.contains(stem));
            let measured = self.finding(*at).and_then(|finding| finding.result.measurement());
            let is_mean = |m: &Measurement| {
                m.estimates.iter().any(|estimate| matches!(estimate.measure, Measure::Md | Measure::Wmd))
            };
            measured.is_some_and(is_mean) && counted.iter().any(has)
        };
        let is_counted = is_difference && of.fitting.iter().any(counts);
        is_counted.then(|| Number { role: Role::Effect, ..number.clone() })
    }
}

/// `Not one major bleed`: none.
fn as_none(claim: &Claim, number: &Number) -> Option<Number> {
    let is_none = number.role == Role::Other
        && (number.low, number.high) == (1.0, 1.0)
        && number.first.checked_sub(1).is_some_and(|before| Grammar::Not.has(claim.word(before)));
    is_none.then(|| Number { low: 0.0, high: 0.0, ..number.clone() })
}
