//! Values that are null because the source does not say, told apart from those that make no sense for the record.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Sourced, Stated, vocabulary::vocabulary};

vocabulary! {
    /// Why a value that could be stated is null.
    pub(crate) enum Absence ("reason for a missing value") {
        /// The source, as far as it was read, does not say.
        NotReported = "not-reported", "Not reported";
        /// The question does not arise for this record.
        NotApplicable = "not-applicable", "Not applicable";
    }
}

/// A value that is null, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Unstated {
    /// Path of the value in this representation, with dots.
    #[schema(example = "population.age_max")]
    field: &'static str,
    /// Why it is null.
    reason: Absence,
}

/// The values of a record that are null, in the order in which they were looked at.
#[derive(Default)]
pub(super) struct Absences(Vec<Unstated>);

impl Absences {
    /// Notes the value if it is not stated.
    pub(super) fn look_at<T>(&mut self, value: Sourced<'_, Stated<T>>) {
        let field = value.field().json();
        self.0.extend(absence(&value.stated()).map(|reason| Unstated { field, reason }));
    }

    pub(super) fn list(self) -> Vec<Unstated> {
        self.0
    }

    /// The one value of its record that could be stated, if it is not.
    pub(super) fn of<T>(field: &'static str, value: &Stated<T>) -> Vec<Unstated> {
        absence(value).map(|reason| Unstated { field, reason }).into_iter().collect()
    }
}

/// Why there is no value; none if there is one.
pub(super) fn absence<T>(value: &Stated<T>) -> Option<Absence> {
    match value {
        Stated::As(_) => None,
        Stated::NotReported => Some(Absence::NotReported),
        Stated::NotApplicable => Some(Absence::NotApplicable),
    }
}
