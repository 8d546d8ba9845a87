//! Notices of lists, as Retraction Watch keeps them: they tell what became of publications, loaded or not.
//!
//! They lie in the index beside the records and are none: no question finds them, and no record is made of them.

use serde::{Deserialize, Serialize};
use tantivy::{TantivyDocument, schema::Value};

use super::{
    Literature, LookUpError,
    key::{concerned_doi, concerned_pmid},
    record::Record,
    stored::{StoredError, parsed, parsed_if_any},
};
use crate::{
    citation::exchange::{NoticeEntry, NoticedPaper},
    domain::{EditorialState, Listed, SaidBy, StateSaid, Vocabulary, identifier::Identifier},
};

/// A notice with the list it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedNotice {
    /// Name of the file of the list.
    pub list: String,
    /// The notice.
    pub entry: NoticeEntry,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    list: String,
    state: String,
    doi: Option<String>,
    pmid: Option<String>,
    notice_doi: Option<String>,
    notice_pmid: Option<String>,
    place: Option<String>,
    date: Option<String>,
    reason: Option<String>,
    paper: Option<StoredPaper>,
}

#[derive(Serialize, Deserialize)]
struct StoredPaper {
    title: String,
    author: Option<String>,
    journal: Option<String>,
    issued: String,
}

fn text<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}

impl ListedNotice {
    /// The publication that it is about, as it is looked up.
    pub(super) fn concerned(&self) -> impl Iterator<Item = String> {
        let NoticeEntry { doi, pmid, .. } = &self.entry;
        pmid.map(concerned_pmid).into_iter().chain(doi.as_ref().map(concerned_doi))
    }

    /// What it says of the publication.
    pub fn said(&self) -> StateSaid {
        let NoticeEntry { state, doi: _, pmid: _, notice_doi, notice_pmid, place, date, reason, paper: _ } =
            &self.entry;
        StateSaid {
            state: *state,
            by: SaidBy::List,
            other: *notice_pmid,
            place: place.clone(),
            date: *date,
            list: Some(Listed { name: self.list.clone(), doi: notice_doi.clone(), reason: reason.clone() }),
        }
    }

    pub(super) fn write(&self) -> Result<Vec<u8>, StoredError> {
        let NoticeEntry { state, doi, pmid, notice_doi, notice_pmid, place, date, reason, paper } = &self.entry;
        let stored = Stored {
            list: self.list.clone(),
            state: state.slug().to_owned(),
            doi: text(doi.as_ref()),
            pmid: text(pmid.as_ref()),
            notice_doi: text(notice_doi.as_ref()),
            notice_pmid: text(notice_pmid.as_ref()),
            place: place.clone(),
            date: text(date.as_ref()),
            reason: reason.clone(),
            paper: paper.as_ref().map(|NoticedPaper { title, author, journal, issued }| StoredPaper {
                title: title.clone(),
                author: author.clone(),
                journal: journal.clone(),
                issued: issued.to_string(),
            }),
        };
        serde_json::to_vec(&stored).map_err(|error| StoredError(error.to_string()))
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, StoredError> {
        let stored: Stored = serde_json::from_slice(bytes).map_err(|error| StoredError(error.to_string()))?;
        let Stored { list, state, doi, pmid, notice_doi, notice_pmid, place, date, reason, paper } = stored;
        let paper = paper.map(|StoredPaper { title, author, journal, issued }| {
            Ok::<_, StoredError>(NoticedPaper { title, author, journal, issued: parsed(&issued)? })
        });
        let entry = NoticeEntry {
            state: EditorialState::from_slug(&state).map_err(|error| StoredError(error.to_string()))?,
            doi: parsed_if_any(doi)?,
            pmid: parsed_if_any(pmid)?,
            notice_doi: parsed_if_any(notice_doi)?,
            notice_pmid: parsed_if_any(notice_pmid)?,
            place,
            date: parsed_if_any(date)?,
            reason,
            paper: paper.transpose()?,
        };
        Ok(Self { list, entry })
    }
}

impl Literature {
    /// How many notices of lists it holds.
    pub fn notices(&self) -> u64 {
        self.ledger.notices
    }

    /// The notices of lists about publications whose titles have words of this one, those with most that tell something
    /// first.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn listed_by_title(&self, title: &str, limit: usize) -> Result<Vec<ListedNotice>, LookUpError> {
        if self.ledger.notices == 0 {
            return Ok(Vec::new());
        }
        let found = self.titled(self.fields.concerned_title, title, limit)?;
        found.into_iter().map(|(_, at)| self.notice_at(at)).collect()
    }

    /// The records here that lists of notices are about.
    pub(super) fn listed_records(&self) -> Result<Vec<Record>, LookUpError> {
        let mut records = Vec::new();
        if self.ledger.notices == 0 {
            return Ok(records);
        }
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.concerned)?;
            let mut terms = index.terms().stream().map_err(tantivy::TantivyError::from)?;
            while let Some((term, _)) = terms.next() {
                match std::str::from_utf8(term).ok().and_then(|term| Identifier::recognise(term).ok()) {
                    Some(Identifier::Pmid(pmid)) => records.extend(self.by_pmid(pmid)?),
                    Some(Identifier::Doi(doi)) => records.extend(self.by_doi(&doi)?),
                    _ => {}
                }
            }
        }
        Ok(records)
    }

    /// How many notices can be read.
    ///
    /// # Errors
    /// What is wrong with the first that cannot.
    pub(super) fn verify_notices(&self) -> Result<u64, LookUpError> {
        let mut read = 0;
        for segment in self.searcher.segment_readers() {
            let store = segment.get_store_reader(1).map_err(tantivy::TantivyError::from)?;
            for document in store.iter::<TantivyDocument>(segment.alive_bitset()) {
                if let Some(bytes) = document?.get_first(self.fields.notice).and_then(|value| value.as_bytes()) {
                    ListedNotice::read(bytes)?;
                    read += 1;
                }
            }
        }
        Ok(read)
    }

    fn notice_at(&self, at: tantivy::DocAddress) -> Result<ListedNotice, LookUpError> {
        let document: TantivyDocument = self.searcher.doc(at)?;
        let bytes = document.get_first(self.fields.notice).and_then(|value| value.as_bytes()).unwrap_or_default();
        Ok(ListedNotice::read(bytes)?)
    }
}
