//! Where values come from.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Date, PageKind, Provenance, Provenances, vocabulary::vocabulary};

vocabulary! {
    /// How a value got into the record.
    pub(crate) enum Origin ("origin of a value") {
        /// It was read on a page.
        Sourced = "sourced", "Read on a page";
        /// It was worked out from sourced values.
        Inferred = "inferred", "Worked out";
        /// It is not confirmed, and must not be published as fact.
        Unverified = "unverified", "Not confirmed";
    }
}

/// Where a value comes from.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Provenance)]
pub(crate) struct ProvenanceView<'a> {
    /// How it got into the record. What is `unverified` must not be published as fact.
    origin: Origin,
    /// The pages it was read on, as the person who read them named them; empty unless `sourced`. Often a mirror or a
    /// digest of the publication.
    #[schema(example = json!(["pmc.ncbi.nlm.nih.gov/articles/PMC8095030"]))]
    pages: &'a [String],
    /// Whether it was read in the publication or a record of its own, or only second-hand. A value that was worked out has the
    /// weaker kind of those of its record. Null when it was read nowhere, or belongs to no publication.
    page_kind: Option<PageKind>,
    /// The day it was entered from those pages; null unless `sourced`.
    #[schema(value_type = Option<String>, format = Date, example = "2026-11-23")]
    on: Option<Date>,
    /// How it was worked out, or what is missing; null when `sourced`.
    note: Option<&'a str>,
}

impl<'a> From<&'a Provenance> for ProvenanceView<'a> {
    fn from(provenance: &'a Provenance) -> Self {
        let note =
            |origin, note| Self { origin, pages: &[], page_kind: provenance.page_kind(), on: None, note: Some(note) };
        match provenance {
            Provenance::Sourced { pages, kind, on } => {
                Self { origin: Origin::Sourced, pages, page_kind: *kind, on: Some(*on), note: None }
            }
            Provenance::Inferred { step, kind: _ } => note(Origin::Inferred, step),
            Provenance::Unverified { reason } => note(Origin::Unverified, reason),
        }
    }
}

/// Where the values of a record come from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct RecordProvenance<'a> {
    /// Of every value that is not covered by `fields`.
    default: ProvenanceView<'a>,
    /// Of fields with a provenance of their own, and of what stands below them: `study` holds for `study.sample`, unless that
    /// is listed too.
    fields: Vec<FieldProvenance<'a>>,
}

/// Where the value of one field comes from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FieldProvenance<'a> {
    /// Path of the field in this representation, with dots: `study.searched_through`.
    #[schema(example = "available_date")]
    field: &'static str,
    /// Where its value comes from.
    provenance: ProvenanceView<'a>,
}

impl<'a> From<&'a Provenances> for RecordProvenance<'a> {
    fn from(provenances: &'a Provenances) -> Self {
        let Provenances { default, except } = provenances;
        let fields = except
            .iter()
            .map(|(field, provenance)| FieldProvenance { field: field.json(), provenance: provenance.into() })
            .collect();
        Self { default: default.into(), fields }
    }
}
