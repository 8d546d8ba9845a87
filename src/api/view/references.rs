//! Checked references as the API shows them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::identifier::{Doi, Pmid},
    references::{
        Checked, Difference, RecordName, ReferenceEditorial, ReferenceField, ReferenceState, ReferenceStatus,
    },
};

/// What became of each reference, in their order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CheckedReferences<'a> {
    /// The references.
    data: Vec<CheckedReference<'a>>,
}

/// One reference. Says what this collection holds; never that a publication does not exist.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CheckedReference<'a> {
    /// The reference as it was sent.
    #[schema(example = "Nobody A. Needles for nothing. J Nowhere. 2020;1(2):3-9.")]
    input: &'a str,
    /// The parts that agree with the record.
    recognised_by: &'a [ReferenceField],
    /// The record that its words mean; of a reference that is only an identifier, its owner. Null when none is meant.
    record: Option<NamedRecord<'a>>,
    /// How it stands.
    status: ReferenceStatus,
    /// What differs. What a reference leaves out is no difference.
    differences: Vec<ReferenceDifference<'a>>,
    /// What has become of the publication; null when that is not known because nothing is meant. A publication that is not
    /// here is told by its notice, if that is here.
    editorial: Option<ReferenceNotice<'a>>,
    /// What it may mean, when it is ambiguous: the likeliest first, at most ten.
    candidates: Vec<NamedRecord<'a>>,
    /// The record that its identifier belongs to, when that is not what its words mean: the sign of a reference that was
    /// made up, or of a mistyped identifier.
    identifier_of: Option<NamedRecord<'a>>,
}

/// A record by its names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct NamedRecord<'a> {
    /// Id of the source, or `pmid:` and the PubMed id for a record of the literature.
    #[schema(example = "pmid:12345678")]
    id: &'a str,
    /// PubMed id.
    pmid: Option<Pmid>,
    /// DOI.
    doi: Option<&'a Doi>,
}

/// A part that is another in the reference than on record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ReferenceDifference<'a> {
    /// Which part.
    field: ReferenceField,
    /// What the reference says.
    #[schema(example = "2021")]
    said: &'a str,
    /// What the record has; null when it has nothing and what is said belongs to another publication.
    #[schema(example = "2020")]
    on_record: Option<&'a str>,
}

/// What has become of a publication.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ReferenceNotice<'a> {
    /// The gravest state that is known, or which notice the reference is to.
    status: ReferenceState,
    /// The notice, the newer version, or of a notice the publication it is about: an id, an address, or where it was printed.
    #[schema(example = "pmid:12345678")]
    notice: Option<&'a str>,
}

impl<'a> CheckedReferences<'a> {
    pub(crate) fn of(checked: &'a [Checked]) -> Self {
        Self { data: checked.iter().map(CheckedReference::of).collect() }
    }
}

impl<'a> CheckedReference<'a> {
    fn of(checked: &'a Checked) -> Self {
        let Checked { input, recognised_by, record, status, differences, editorial, candidates, identifier_of } =
            checked;
        let difference = |Difference { field, said, on_record }: &'a Difference| ReferenceDifference {
            field: *field,
            said,
            on_record: on_record.as_deref(),
        };
        let notice = |ReferenceEditorial { state, notice }: &'a ReferenceEditorial| ReferenceNotice {
            status: *state,
            notice: notice.as_deref(),
        };
        Self {
            input,
            recognised_by,
            record: record.as_ref().map(NamedRecord::of),
            status: *status,
            differences: differences.iter().map(difference).collect(),
            editorial: editorial.as_ref().map(notice),
            candidates: candidates.iter().map(NamedRecord::of).collect(),
            identifier_of: identifier_of.as_ref().map(NamedRecord::of),
        }
    }
}

impl<'a> NamedRecord<'a> {
    fn of(name: &'a RecordName) -> Self {
        let RecordName { id, pmid, doi, title: _, by: _ } = name;
        Self { id, pmid: *pmid, doi: doi.as_ref() }
    }
}
