//! What a record says of a work as a whole: whether it is a trial or a review, and its size.

use super::quantity::Role;
use crate::domain::{Source, StudyDesign};

/// Whether the work reviews other studies.
pub(super) fn is_review(design: StudyDesign) -> bool {
    matches!(
        design,
        StudyDesign::SystematicReview
            | StudyDesign::MetaAnalysis
            | StudyDesign::IpdMetaAnalysis
            | StudyDesign::NetworkMetaAnalysis
            | StudyDesign::Overview
            | StudyDesign::NarrativeReview
    )
}

/// Whether the work is one trial.
pub(super) fn is_trial(design: StudyDesign) -> bool {
    matches!(design, StudyDesign::Rct | StudyDesign::PragmaticRct)
}

/// The size of the whole work.
pub(super) fn of_whole(source: &Source, role: Role) -> Option<f64> {
    match role {
        Role::Participants => {
            let asserted = source.assertion.as_ref().and_then(|assertion| assertion.participants);
            source.study.sample.value().map(|count| f64::from(count.value)).or(asserted.map(f64::from))
        }
        Role::Studies => {
            let asserted = source.assertion.as_ref().and_then(|assertion| assertion.studies);
            source.study.studies.value().map(|&studies| f64::from(studies)).or(asserted.map(f64::from))
        }
        Role::Percent
        | Role::Sessions
        | Role::Days
        | Role::Age
        | Role::Year
        | Role::P
        | Role::Interval
        | Role::Effect
        | Role::Logistics
        | Role::Other => None,
    }
}
