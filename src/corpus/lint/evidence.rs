//! Rules of findings: what they state, and what the evidence beside it bears.

use std::collections::HashMap;

use super::{Files, findings};
use crate::{
    corpus::{
        Severity,
        diagnostic::{self, Diagnostic},
    },
    domain::{
        Finding, Stated, StudyDesign, Vocabulary,
        finding::{Better, Direction, FindingResult},
        number::{Estimate, Measure},
    },
    text::{Grammar, Wording},
};

pub(super) fn no_difference_includes_none(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, finding) in findings(files) {
        let Some(measured) = finding.result.measurement() else { continue };
        let excludes = |estimate: &&Estimate| excludes_no_difference(estimate);
        let Some(estimate) = measured.estimates.iter().find(excludes) else { continue };
        if measured.direction != Direction::NoDifference || says(finding, Grammar::IntervalReading) {
            continue;
        }
        let message = format!("`{}`, but {} excludes it", measured.direction, estimate.text());
        let help = "say which side it favours, and in `importance` that it is too small to matter; or, where the authors' \
                    words are followed, say in `editor-notes` how the authors read the interval";
        found.push(filed.fault(files, &format!("{path}.direction"), diagnostic::EXCLUDED_NULL, message, help));
    }
}

/// Whether an estimate compares two groups and its interval leaves out that they are alike.
fn excludes_no_difference(estimate: &Estimate) -> bool {
    let Some(none) = estimate.measure.no_difference() else { return false };
    let compares = estimate.arm.is_none();
    let interval = estimate.interval.as_ref();
    compares && interval.is_some_and(|interval| !(interval.low..=interval.high).contains(&none))
}

/// Whether one caveat has all of these words.
fn says(finding: &Finding, words: Grammar) -> bool {
    finding
        .notes()
        .map(|caveat| Wording::of(caveat))
        .any(|caveat| words.words().iter().all(|word| caveat.mentions(word)))
}

/// Whether a text has one of the words.
fn mentions(text: &Wording, words: Grammar) -> bool {
    words.words().iter().any(|word| text.mentions(word))
}

/// A summary may say less than the table it sums up. Who tells one comparison by the table and the next by the summary
/// makes a difference between them that the review does not make.
pub(super) fn effects_follow_one_part_of_their_review(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let place = |finding: &Finding| match (&finding.result, &finding.locator) {
        (FindingResult::Effect(_), Stated::As(locator)) => Some(Wording::of(locator)),
        _ => None,
    };
    for filed in &files.records.sources {
        let places: Vec<Option<Wording>> = filed.record.findings.iter().map(|finding| place(finding)).collect();
        let has_table = places.iter().flatten().any(|place| mentions(place, Grammar::Tables));
        for (i, (finding, place)) in filed.record.findings.iter().zip(&places).enumerate() {
            let from_summary = place.as_ref().is_some_and(|place| mentions(place, Grammar::LaySummary));
            if !has_table || !from_summary || says(finding, Grammar::LaySummary) {
                continue;
            }
            let message = "it follows the plain-language summary, other effects of this source its tables".to_owned();
            let help = "follow the table; or say in `editor-notes` that this is the plain-language summary, and what the table shows";
            found.push(filed.fault(files, &format!("finding[{i}].locator"), diagnostic::ONE_BASIS, message, help));
        }
    }
}

pub(super) fn ratings_stand_for_the_whole_finding(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, finding) in findings(files) {
        if finding.certainty.value().is_none() {
            continue;
        }
        let of_a_part = finding.notes().find(|caveat| {
            let wording = Wording::of(caveat);
            mentions(&wording, Grammar::RatedInPart)
        });
        let Some(caveat) = of_a_part else { continue };
        let message = format!("it has a rating, and a point beside it says that it is one of a part: `{caveat}`");
        let help = "make the part that was rated a finding of its own, and leave the rest `not-reported`";
        found.push(filed.fault(files, &format!("{path}.certainty"), diagnostic::RATED_PART, message, help));
    }
}

pub(super) fn single_studies_rate_no_body_of_evidence(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, finding) in findings(files) {
        let is_single = match filed.record.source.design {
            StudyDesign::Rct
            | StudyDesign::PragmaticRct
            | StudyDesign::EconomicEvaluation
            | StudyDesign::Cohort
            | StudyDesign::Survey
            | StudyDesign::CaseReport
            | StudyDesign::HumanExperiment
            | StudyDesign::Animal => true,
            StudyDesign::Guideline
            | StudyDesign::CoveragePolicy
            | StudyDesign::SystematicReview
            | StudyDesign::MetaAnalysis
            | StudyDesign::IpdMetaAnalysis
            | StudyDesign::NetworkMetaAnalysis
            | StudyDesign::Overview
            | StudyDesign::NarrativeReview
            | StudyDesign::Protocol
            | StudyDesign::Commentary => false,
        };
        if is_single && finding.certainty == Stated::NotReported {
            let message = format!("`{}` is of a single study, and its rating is `not-reported`", finding.id);
            let help = "write `not-applicable`: `not-reported` says that a review left out its rating";
            found.push(filed.fault(files, &format!("{path}.certainty"), diagnostic::SINGLE_STUDY, message, help));
        }
    }
}

pub(super) fn scales_agree_with_instruments(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    let instruments: HashMap<&str, Better> = files
        .records
        .topics
        .iter()
        .filter_map(|filed| Some((filed.record.id.as_str(), filed.record.instrument.as_ref()?.better)))
        .collect();
    for (filed, path, finding) in findings(files) {
        let Some(outcome) = finding.result.measurement().map(|m| &m.outcome) else { continue };
        // The share of people who improved by some points of a scale is better when higher, whatever the scale.
        let Some(scale_better) = outcome.scale.value().and(outcome.better.value()) else { continue };
        let Some(instrument) = outcome.instrument.value() else { continue };
        if let Some(better) = instruments.get(instrument.as_str())
            && better != scale_better
        {
            let message = format!("of `{instrument}`, {} is better, here {}", better.slug(), scale_better.slug());
            let help = "instruments point opposite ways: check which end of this one is good";
            let field = format!("{path}.outcome");
            found.push(filed.fault(files, &field, diagnostic::SCALE_DIRECTION, message, help));
        }
    }
}

/// What the intervals of the comparisons between groups show.
#[derive(PartialEq, Eq)]
enum Shown {
    /// All of them include "no difference".
    Nothing,
    /// At least one mean difference excludes it, and lies on this side.
    Side(Direction),
    /// Cannot be told from these numbers alone.
    Unclear,
}

pub(super) fn directions_agree_with_numbers(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, finding) in findings(files) {
        let measurement = match &finding.result {
            FindingResult::Effect(m) => m,
            FindingResult::Harm(_)
            | FindingResult::Cost(_)
            | FindingResult::Mechanism(_)
            | FindingResult::Recommendation(_) => continue,
        };
        let favours = matches!(measurement.direction, Direction::FavoursIntervention | Direction::FavoursComparator);
        let (message, help) = match shown(&measurement.estimates, measurement.outcome.better.value().copied()) {
            Shown::Nothing if favours => (
                format!("`{}`, but every interval includes no difference", measurement.direction),
                "say `no-difference`, or check the intervals",
            ),
            Shown::Side(side) if favours && side != measurement.direction => (
                format!("`{}`, but the numbers say `{side}`", measurement.direction),
                "check the sign, and which end of the scale is better",
            ),
            Shown::Nothing | Shown::Side(_) | Shown::Unclear => continue,
        };
        found.push(filed.fault(files, &format!("{path}.direction"), diagnostic::DIRECTION, message, help));
    }
}

fn shown(estimates: &[Estimate], better: Option<Better>) -> Shown {
    let mut compared = false;
    let mut side = None;
    for estimate in estimates.iter().filter(|estimate| estimate.arm.is_none()) {
        // What costs less, and by how many years, is no direction of an effect.
        let is_of_cost = matches!(estimate.measure, Measure::CostDifference | Measure::Qaly);
        let Some(null) = estimate.measure.no_difference().filter(|_| !is_of_cost) else { continue };
        let Some(interval) = &estimate.interval else { return Shown::Unclear };
        compared = true;
        if (interval.low..=interval.high).contains(&null) {
            continue;
        }
        // The sign of a standardized difference follows the habit of its authors, not the scale.
        let mean_difference = matches!(estimate.measure, Measure::Md | Measure::Wmd);
        side = match better {
            Some(better) if mean_difference => {
                let lower = interval.high < null;
                let good = lower == (better == Better::Lower);
                Some(if good { Direction::FavoursIntervention } else { Direction::FavoursComparator })
            }
            Some(_) | None => return Shown::Unclear,
        };
    }
    match side {
        Some(side) => Shown::Side(side),
        None if compared => Shown::Nothing,
        None => Shown::Unclear,
    }
}

pub(super) fn recommendations_are_rated(files: &Files<'_>, found: &mut Vec<Diagnostic>) {
    for (filed, path, finding) in findings(files) {
        let is_advice = finding.result.recommendation().is_some();
        let is_guideline = filed.record.source.design == StudyDesign::Guideline;
        if is_advice && is_guideline && finding.certainty.value().is_none() {
            let message = format!("recommendation `{}` states no certainty of evidence", finding.id);
            let help = "a strong recommendation may rest on weak evidence: readers need both";
            let field = format!("{path}.certainty");
            found.push(filed.fault(files, &field, diagnostic::NO_RATING, message, help));
        }
    }
    debug_assert!(diagnostic::NO_RATING.severity == Severity::Warning);
}
