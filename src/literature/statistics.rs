//! The statistics that scores rest on: of each field those of the entries that have it. Marks of deleted records and notices of
//! lists have no words, some records no authors; counted, they would make every word rarer and every text longer than it is.
//!
//! The index asks for one number of documents for all fields. It is told that of the records, and what it asks of a field is
//! raised in proportion, as though every record had one: means and rarities are those of the entries that do.

use std::{cell::RefCell, collections::HashMap, sync::OnceLock};

use tantivy::{Searcher, Term, query::Bm25StatisticsProvider, schema::Field};

use super::schema::Fields;

/// How many entries have a field, each counted when it is first asked for: a byte of every entry is read.
#[derive(Default)]
pub(super) struct Having {
    text: OnceLock<u64>,
    author: OnceLock<u64>,
    concerned_title: OnceLock<u64>,
}

/// The statistics of records, for one question: how many entries have a word is looked up once.
pub(super) struct OfFields<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    pub(super) having: &'a Having,
    pub(super) found: RefCell<HashMap<Term, u64>>,
}

impl OfFields<'_> {
    /// How many entries have a term.
    pub(super) fn found(&self, term: &Term) -> tantivy::Result<u64> {
        if let Some(known) = self.found.borrow().get(term) {
            return Ok(*known);
        }
        let found = self.searcher.doc_freq(term)?;
        self.found.borrow_mut().insert(term.clone(), found);
        Ok(found)
    }

    /// How many entries have words in a field, replaced ones included as long as they lie in the index.
    fn having(&self, field: Field) -> tantivy::Result<u64> {
        // Every record has a title.
        let counted = match field {
            field if field == self.fields.author => &self.having.author,
            field if field == self.fields.concerned_title => &self.having.concerned_title,
            _ => &self.having.text,
        };
        if let Some(known) = counted.get() {
            return Ok(*known);
        }
        let mut having = 0;
        for segment in self.searcher.segment_readers() {
            let lengths = segment.get_fieldnorms_reader(field)?;
            let with_words = (0..segment.max_doc()).filter(|entry| lengths.fieldnorm_id(*entry) > 0).count();
            having += u64::try_from(with_words).unwrap_or(u64::MAX);
        }
        Ok(*counted.get_or_init(|| having))
    }

    /// What a number would be if every record had the field.
    fn raised(&self, number: u64, field: Field) -> tantivy::Result<u64> {
        let (all, having) = (self.total_num_docs()?, self.having(field)?.max(1));
        let raised = u128::from(number) * u128::from(all) / u128::from(having);
        Ok(u64::try_from(raised).unwrap_or(u64::MAX))
    }
}

impl Bm25StatisticsProvider for OfFields<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.raised(self.searcher.total_num_tokens(field)?, field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.having(self.fields.text)?.max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let found = self.found(term)?;
        // No word is in more of them than there are; one that is in any stays in one.
        Ok(self.raised(found, term.field())?.max(found.min(1)).min(self.total_num_docs()?))
    }
}
