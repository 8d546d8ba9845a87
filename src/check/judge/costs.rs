//! Which way a difference in cost goes: so much more, where the record has so much less (E005).

use super::{Contradiction, Found, Judge, Of, gain::turned, one_line};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::{Claim, EffectDirection},
        quantity::Number,
        rule,
    },
    corpus::lexicon::Cue,
    domain::number::{Estimate, Measure},
    text::Grammar,
};

/// Words behind an amount within which it is said whether it is more or less.
const SIGN_REACH: usize = 2;

impl Judge<'_> {
    /// E005: `$421 more with it`, where the estimate is that it was less.
    pub(super) fn cost_turned(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for number in claim.numbers.iter().filter(|number| number.is_money && number.low >= number.high) {
            let Some(is_more) = is_more(claim, number) else { continue };
            let is_same = |one: &&Estimate| {
                one.measure == Measure::CostDifference
                    && number.is(one.value.to_f64().abs())
                    && one.value.to_f64() != 0.0
            };
            let differences = |at: usize| self.finding(at)?.result.measurement()?.estimates.iter().find(is_same);
            let all = || of.known.findings.iter().filter_map(|&at| Some((at, self.finding(at)?, differences(at)?)));
            let is_right = |one: &Estimate| (one.value.to_f64() > 0.0) == is_more;
            let Some((at, finding, _)) = all().next().filter(|_| !all().any(|(_, _, one)| is_right(one))) else {
                continue;
            };
            // `With usual care it was $421 more`: told from the other side.
            let is_other_side = turned(self, claim, finding, EffectDirection::Better) != EffectDirection::Better
                || claim.comparators.iter().any(|said| {
                    said.first < number.first
                        && !claim.cues.iter().any(|cue| cue.cue == Cue::Against && cue.first < said.first)
                });
            if is_other_side {
                continue;
            }
            let contradiction = Contradiction {
                kind: AttributeKind::Direction,
                span: (number.first, number.last + 1),
                finding: Some(at),
                message: format!("{} has this amount the other way round", of.source.short_title),
                expected: Some(one_line(&finding.statement)),
                on_record: None,
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
        }
    }
}

/// Whether an amount is told as so much more, or as so much less; none where neither is said right behind it.
fn is_more(claim: &Claim, number: &Number) -> Option<bool> {
    let near = number.last + 1..=number.last + SIGN_REACH;
    // `421 dollars higher`.
    let said = |cue: Cue| claim.cues.iter().any(|found| found.cue == cue && near.contains(&found.first));
    let way = (said(Cue::Higher) || said(Cue::Lower)).then(|| said(Cue::Higher));
    let is_higher = way.filter(|_| !claim.is_negated(number.last + 1));
    if let Some(is_higher) = is_higher.filter(|_| !Grammar::No.has(claim.word(number.first.wrapping_sub(1)))) {
        return Some(is_higher);
    }
    let word = near.clone().find(|at| Grammar::Differences.has(claim.word(*at)))?;
    // `No more than`, `not less`.
    if claim.is_negated(word) || Grammar::No.has(claim.word(number.first.wrapping_sub(1))) {
        return None;
    }
    Some(!Grammar::Less.has(claim.word(word)))
}
