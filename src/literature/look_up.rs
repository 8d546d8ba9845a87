//! Records found by what is known of them: an identifier, the words of a title, a place in a journal.

use std::collections::BTreeSet;

use tantivy::{
    DocAddress, DocSet, TERMINATED, TantivyDocument, Term,
    collector::TopDocs,
    query::{BooleanQuery, Occur, TermQuery},
    schema::{Field, IndexRecordOption, Value},
};

use super::{
    Literature,
    key::{compared, journal_key, place_key, place_of_key},
    record::{LiteratureId, Record},
    stored::{self, StoredError},
};
use crate::{
    domain::identifier::{Doi, Identifier, Pmcid, Pmid},
    text::{Analyser, Shape, is_stopword},
};

/// The index failed to answer: one of its files is damaged or has gone.
#[derive(Debug, thiserror::Error)]
pub enum LookUpError {
    /// The index.
    #[error("the literature cannot be read: check it with `evidence literature verify`")]
    Engine(#[from] tantivy::TantivyError),
    /// A stored record.
    #[error(transparent)]
    Record(#[from] StoredError),
}

/// A record whose title has words that were asked for.
#[derive(Clone, Debug)]
pub struct TitleMatch {
    /// The record.
    pub record: Record,
    /// Its score: comparable within one answer only.
    pub score: f32,
}

/// Most words of a title that are looked up: the rarest tell what it is.
const MAX_TITLE_WORDS: usize = 24;

/// Shortest begin of a journal's name by which journals are looked up, in letters: shorter ones begin very many.
const LEAST_BEGIN: usize = 8;
/// Most journals that are looked into because their names begin alike.
const MAX_BEGUN: usize = 6;

impl Literature {
    /// The record with this name.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn by_id(&self, id: &LiteratureId) -> Result<Option<Record>, LookUpError> {
        if let Some(record) = self.records_with(self.fields.key, id.as_str(), 1)?.pop() {
            return Ok(Some(record));
        }
        // What PubMed has is named by its PMID, and found by its other names.
        Ok(match id.identifier() {
            Some(Identifier::Doi(doi)) => self.by_doi(&doi)?.into_iter().next(),
            Some(Identifier::Pmcid(pmcid)) => self.by_pmcid(&pmcid)?.into_iter().next(),
            _ => None,
        })
    }

    /// The record of PubMed with this PMID.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn by_pmid(&self, pmid: Pmid) -> Result<Option<Record>, LookUpError> {
        Ok(self.records_with(self.fields.key, LiteratureId::of_pmid(pmid).as_str(), 1)?.pop())
    }

    /// The records that a DOI means, by the DOI of any of their versions. There can be several: publishers give one DOI to
    /// two records of PubMed.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn by_doi(&self, doi: &Doi) -> Result<Vec<Record>, LookUpError> {
        self.records_with(self.fields.doi, &compared(doi), 50)
    }

    /// The records with this number of PubMed Central; more than one only by an error of the database.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn by_pmcid(&self, pmcid: &Pmcid) -> Result<Vec<Record>, LookUpError> {
        self.records_with(self.fields.pmcid, pmcid.as_str(), 50)
    }

    /// The records in a journal, by any of its names or its ISSN's journal, with this volume and first page. Place is no
    /// key: letters share pages.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn by_place(&self, journal: &str, volume: &str, page: &str) -> Result<Vec<Record>, LookUpError> {
        if journal_key(journal).is_empty() {
            return Ok(Vec::new());
        }
        self.records_with(self.fields.place, &place_key(journal, volume, page), 50)
    }

    /// As [`by_place`](Self::by_place), in the journals whose names begin so, if no journal has the name itself.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn by_begun_place(&self, journal: &str, volume: &str, page: &str) -> Result<Vec<Record>, LookUpError> {
        let begin = journal_key(journal);
        if begin.len() < LEAST_BEGIN || self.knows_journal(journal)? {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for key in self.journals_beginning(&begin)? {
            found.extend(self.records_with(self.fields.place, &place_of_key(&key, volume, page), 50)?);
        }
        Ok(found)
    }

    /// The keys of journals that begin so, at most [`MAX_BEGUN`].
    fn journals_beginning(&self, begin: &str) -> Result<BTreeSet<String>, LookUpError> {
        let mut keys = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.journal)?;
            let mut terms = index.terms().range().ge(begin).into_stream().map_err(tantivy::TantivyError::from)?;
            let mut seen = 0;
            while seen < MAX_BEGUN && terms.advance() {
                let Ok(key) = std::str::from_utf8(terms.key()) else { continue };
                if !key.starts_with(begin) {
                    break;
                }
                keys.insert(key.to_owned());
                seen += 1;
            }
        }
        Ok(keys.into_iter().take(MAX_BEGUN).collect())
    }

    /// The records of notices about what stands at this volume and first page: of a journal, or with an empty name of any,
    /// which is many.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn notices_about_place(&self, journal: &str, volume: &str, page: &str) -> Result<Vec<Record>, LookUpError> {
        self.records_with(self.fields.concerned_place, &place_key(journal, volume, page), 50)
    }

    /// Whether a name is that of a journal with records here.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn knows_journal(&self, journal: &str) -> Result<bool, LookUpError> {
        let key = journal_key(journal);
        Ok(!key.is_empty() && self.searcher.doc_freq(&Term::from_field_text(self.fields.journal, &key))? > 0)
    }

    /// Candidates for a title: the records whose titles have its words, those with most that tell something first. A
    /// candidate may have one word of many: whether it is the publication, the caller must see.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn by_title(&self, title: &str, limit: usize) -> Result<Vec<TitleMatch>, LookUpError> {
        let found = self.titled(self.fields.title, title, limit)?;
        found.into_iter().map(|(score, at)| Ok(TitleMatch { record: self.record_at(at)?, score })).collect()
    }

    /// Where the entries are with words of a title in a field of titles.
    pub(super) fn titled(&self, field: Field, title: &str, limit: usize) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let mut terms: Vec<(bool, u64, Term)> = Vec::new();
        for word in Analyser::new().words(title).into_iter().filter(|word| word.shape != Shape::Compound) {
            let term = Term::from_field_text(field, &word.stem);
            let found = self.searcher.doc_freq(&term)?;
            if found > 0 && terms.iter().all(|(.., known)| *known != term) {
                terms.push((is_stopword(&word.exact), found, term));
            }
        }
        // A title of nothing but common words is looked up by them.
        if terms.iter().any(|(is_common, ..)| !is_common) {
            terms.retain(|(is_common, ..)| !is_common);
        }
        terms.sort_by_key(|(_, found, _)| *found);
        terms.truncate(MAX_TITLE_WORDS);
        if terms.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let clauses = terms.into_iter().map(|(_, _, term)| {
            let query: Box<dyn tantivy::query::Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Should, query)
        });
        let query = BooleanQuery::new(clauses.collect());
        let best = TopDocs::with_limit(limit).order_by_score();
        self.searcher.search_with_statistics_provider(&query, &best, &self.statistics())
    }

    /// The records that have a term, in the order they lie in.
    pub(super) fn records_with(&self, field: Field, term: &str, most: usize) -> Result<Vec<Record>, LookUpError> {
        let addresses = addresses_with(&self.searcher, &Term::from_field_text(field, term), most)?;
        let mut records = Vec::new();
        for at in addresses {
            let document: TantivyDocument = self.searcher.doc(at)?;
            // The mark of a deleted record holds none.
            if let Some(bytes) = document.get_first(self.fields.record).and_then(|value| value.as_bytes()) {
                records.push(stored::read(bytes)?);
            }
        }
        Ok(records)
    }

    /// The record at an address that a search gave.
    pub(super) fn record_at(&self, at: DocAddress) -> Result<Record, LookUpError> {
        let document: TantivyDocument = self.searcher.doc(at)?;
        let bytes = document.get_first(self.fields.record).and_then(|value| value.as_bytes()).unwrap_or_default();
        Ok(stored::read(bytes)?)
    }

    /// Hands on every record, in the order they lie in, until told to end.
    pub(super) fn each_record(
        &self,
        mut each: impl FnMut(Result<Record, StoredError>) -> bool,
    ) -> Result<(), LookUpError> {
        for segment in self.searcher.segment_readers() {
            let store = segment.get_store_reader(1).map_err(tantivy::TantivyError::from)?;
            for document in store.iter::<TantivyDocument>(segment.alive_bitset()) {
                let document = document?;
                let Some(bytes) = document.get_first(self.fields.record).and_then(|value| value.as_bytes()) else {
                    continue;
                };
                if !each(stored::read(bytes)) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// Where the documents with a term are.
pub(super) fn addresses_with(
    searcher: &tantivy::Searcher,
    term: &Term,
    most: usize,
) -> tantivy::Result<Vec<DocAddress>> {
    let mut found = Vec::new();
    for (ordinal, segment) in (0_u32..).zip(searcher.segment_readers()) {
        let index = segment.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED && found.len() < most {
            if !segment.is_deleted(postings.doc()) {
                found.push(DocAddress::new(ordinal, postings.doc()));
            }
            postings.advance();
        }
    }
    Ok(found)
}
