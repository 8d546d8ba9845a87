//! How many times as many: `twice as likely to recover`, against the ratios of the record (E001).

use super::{Contradiction, Found, Judge, Of, unique};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::{Claim, Subject},
        quantity::{Number, Role},
        rule,
    },
    domain::{
        FieldPath, Vocabulary,
        number::{Estimate, Measure},
    },
    text::Grammar,
};

/// A ratio is told in round numbers: one that is so much larger or smaller than the one on record is another.
const ROUNDED: f64 = 1.25;

/// Below this a ratio says that there is hardly a difference, and nobody tells it in times.
const HARDLY: f64 = 1.3;

/// So far from the part on record, in percent, one that is told may be: `a tenth more`, of 11%.
const ROUNDED_PART: f64 = 1.5;

/// Words behind a share within which it is said to be more or less.
const MORE_REACH: usize = 2;

impl Judge<'_> {
    /// E001: a number of times, where the results that a claim can be about are ratios, and all are others.
    pub(super) fn ratios(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if matches!(claim.subject, Subject::Recommendation | Subject::Coverage) {
            return;
        }
        // `8.31 times per 10,000 needles` is a rate.
        let is_ratio = |number: &&Number| number.is_multiple && !Grammar::RateFollows.has(claim.word(number.last + 1));
        for number in claim.numbers.iter().filter(is_ratio).filter(|number| number.low >= HARDLY) {
            let ratios: Vec<(usize, &Estimate)> = of
                .fitting
                .iter()
                .filter_map(|&at| Some((at, self.finding(at)?.result.measurement()?)))
                .flat_map(|(at, measured)| measured.estimates.iter().map(move |one| (at, one)))
                .filter(|(_, one)| matches!(one.measure, Measure::Rr | Measure::Or | Measure::Hr))
                .collect();
            // Shares or times may be in that ratio as well.
            let is_told = || {
                ratios.iter().any(|(_, one)| is_near(number, one))
                    || of.fitting.iter().any(|&at| self.may_be_ratio(at, number))
            };
            let Some((at, first)) = ratios.first().filter(|_| !is_told()) else { continue };
            let expected =
                unique(ratios.iter().map(|(_, one)| format!("{} {}", one.measure.label(), one.value))).join(" or ");
            let on_record = OnRecord {
                value: expected.clone(),
                field: FieldPath::ESTIMATE,
                is_verified: first.provenance.is_publishable(),
                finding: Some(*at),
                source: of.at,
            };
            found.contradict(
                rule::NUMBER_MISMATCH,
                Contradiction::of(
                    AttributeKind::Number,
                    (number.first, number.last),
                    format!("{} reports {expected}, not {}", of.source.short_title, self.said(claim, number)),
                    on_record,
                ),
            );
        }
    }

    /// Whether a share is the part by which a ratio on record is more or less than one: `11% more of them`, of 1.11.
    pub(super) fn is_part_of_ratio(&self, claim: &Claim, number: &Number, of: Of<'_>) -> bool {
        let is_more = number.role == Role::Percent
            && number.low >= number.high
            && claim.says_within(number.last + 1..=number.last + MORE_REACH, Grammar::Comparatives);
        is_more
            && of.fitting.iter().filter_map(|&at| self.finding(at)?.result.measurement()).any(|measured| {
                measured.estimates.iter().any(|one| {
                    let ratio = one.value.to_f64();
                    let is_ratio = matches!(one.measure, Measure::Rr | Measure::Or | Measure::Hr);
                    is_ratio && ((100.0 * (ratio - 1.0)).abs() - number.low).abs() <= ROUNDED_PART
                })
            })
    }

    /// Whether two other results of a finding are to each other as a claim says.
    fn may_be_ratio(&self, at: usize, number: &Number) -> bool {
        let Some(measured) = self.finding(at).and_then(|finding| finding.result.measurement()) else { return false };
        let values: Vec<f64> = measured
            .estimates
            .iter()
            .filter(|one| !matches!(one.measure, Measure::Rr | Measure::Or | Measure::Hr))
            .map(|one| one.value.to_f64().abs())
            .filter(|value| *value > 0.0)
            .collect();
        values.iter().any(|one| values.iter().any(|other| is_about(number.low, one / other)))
    }
}

/// Whether a ratio is the one said, in whichever direction it was counted.
fn is_near(number: &Number, estimate: &Estimate) -> bool {
    let value = estimate.value.to_f64().abs();
    value > 0.0 && (is_about(number.low, value) || is_about(number.low, 1.0 / value))
}

fn is_about(said: f64, own: f64) -> bool {
    (1.0 / ROUNDED..=ROUNDED).contains(&(said / own))
}
