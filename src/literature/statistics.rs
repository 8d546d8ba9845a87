//! The statistics that scores rest on: those of records alone. Marks of deleted records and notices of lists have no words, and
//! would make every word rarer and every text longer than it is.

use tantivy::{Searcher, Term, query::Bm25StatisticsProvider, schema::Field};

/// The statistics of records.
pub(super) struct OfRecords<'a> {
    pub(super) searcher: &'a Searcher,
    /// Entries that are none.
    pub(super) others: u64,
}

impl Bm25StatisticsProvider for OfRecords<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.total_num_docs()?.saturating_sub(self.others).max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.doc_freq(term)
    }
}
