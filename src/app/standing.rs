//! How far a record may be relied on: what pages and the interface say of every source and finding, wherever one stands.

use crate::{
    corpus::Corpus,
    domain::{CurrencyState, Date, EditorialStatus, Finding, Source, Verification},
};

/// How far a source, or a finding of it, may be relied on. Four axes, which are never one flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What the publisher has said of the publication since it appeared.
    pub editorial: EditorialStatus,
    /// Whether it still holds on the day asked for.
    pub currency: CurrencyState,
    /// How far the record at hand was checked.
    pub verification: Verification,
    /// Whether the publication could be identified. If not, nothing of it may be published as fact.
    pub is_identified: bool,
}

impl Standing {
    /// That of a source.
    pub fn of_source(corpus: &Corpus, source: &Source, as_of: Date) -> Self {
        Self {
            editorial: source.editorial.status,
            currency: corpus.currency(source, as_of),
            verification: source.verification(),
            is_identified: source.assertion.is_none(),
        }
    }

    /// That of a finding of a source: it holds as long as its source does, and was checked by itself.
    pub fn of_finding(corpus: &Corpus, finding: &Finding, source: &Source, as_of: Date) -> Self {
        Self { verification: finding.verification(), ..Self::of_source(corpus, source, as_of) }
    }
}
