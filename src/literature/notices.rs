//! Notices of lists, as Retraction Watch keeps them: they tell what became of publications, loaded or not.
//!
//! They lie in the index beside the records and are none: no question finds them, and no record is made of them. A list
//! of the same name takes the place of the one before, whole.

use std::{fs::File, path::Path};

use serde::{Deserialize, Serialize};
use tantivy::{TantivyDocument, Term, schema::Value};

use super::{
    Literature, LookUpError,
    ledger::{Counts, LoadedFile},
    load::{LoadError, Loader, hash_of},
    look_up::addresses_with,
    place::remark_doi,
    reader,
    record::Record,
    schema::{concerned_doi, concerned_pmid},
    stored::{self, StoredError, parsed, parsed_if_any},
};
use crate::{
    citation::exchange::{NoticeEntry, NoticeList, NoticedPaper, Remark, read_notices},
    domain::{
        EditorialState, Listed, SaidBy, StateSaid, States, Vocabulary,
        identifier::{Identifier, Pmid},
    },
};

/// A notice with the list it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedNotice {
    /// Name of the file of the list.
    pub list: String,
    /// The notice.
    pub entry: NoticeEntry,
}

/// What became of a list of notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListOutcome {
    /// Its notices are in.
    Loaded(LoadedList),
    /// It was in before: the same bytes, under this name.
    Known(String),
}

/// What loading a list of notices did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadedList {
    /// Notices that are kept.
    pub notices: u64,
    /// Notices of the list of the same name before, which are gone.
    pub before: u64,
    /// Rows without a notice, or without DOI and PubMed id of the publication.
    pub passed_over: usize,
    /// Values that were no UTF-8.
    pub decoded: usize,
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

    fn read(bytes: &[u8]) -> Result<Self, StoredError> {
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

impl Loader {
    /// Keeps the notices of a list: CSV with the columns of Retraction Watch. Those of a list of the same name go.
    ///
    /// # Errors
    /// [`LoadError`]. Then nothing has changed.
    pub fn add_notices(&mut self, path: &Path) -> Result<ListOutcome, LoadError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let open = |source| LoadError::Open { file: path.display().to_string(), source };
        let hash = hash_of(path).map_err(open)?;
        if let Some(known) = self.ledger.file_with(&hash) {
            return Ok(ListOutcome::Known(known.name.clone()));
        }
        let before = self.ledger.files.iter().find(|file| file.name == name);
        if before.is_some_and(|before| before.notices == 0) {
            return Err(LoadError::NameTaken { file: name });
        }
        let before = before.map_or(0, |before| before.notices);
        let file = File::open(path).map_err(open)?;
        let list =
            read_notices(file).map_err(|source| LoadError::Notices { file: path.display().to_string(), source })?;
        let NoticeList { notices, passed_over, decoded } = list;
        if notices.is_empty() {
            return Err(LoadError::NoNotices { file: path.display().to_string(), passed_over });
        }
        let kept = u64::try_from(notices.len()).unwrap_or(u64::MAX);
        if let Err(error) = self.put_notices(&name, notices) {
            self.give_up();
            return Err(error);
        }
        let mut ledger = self.ledger.clone();
        ledger.notices = ledger.notices - before + kept;
        ledger.add(LoadedFile {
            name: name.clone(),
            hash,
            year: 0,
            number: 0,
            counts: Counts::default(),
            notices: kept,
        });
        self.commit(ledger, &name)?;
        Ok(ListOutcome::Loaded(LoadedList { notices: kept, before, passed_over, decoded }))
    }

    fn put_notices(&mut self, name: &str, notices: Vec<NoticeEntry>) -> Result<(), LoadError> {
        self.writer.delete_term(Term::from_field_text(self.documents.fields.file, &name.to_lowercase()));
        for (number, entry) in notices.into_iter().enumerate() {
            let notice = ListedNotice { list: name.to_owned(), entry };
            let document = self.documents.notice(&notice, number);
            let document = document.map_err(|source| LoadError::Stored { file: name.to_owned(), source })?;
            self.writer.add_document(document).map_err(|source| self.engine(name, source))?;
        }
        Ok(())
    }
}

impl Literature {
    /// How many notices of lists it holds.
    pub fn notices(&self) -> u64 {
        self.ledger.notices
    }

    /// What became of a publication that need not be loaded, by the records that speak of it and by lists of notices.
    ///
    /// # Errors
    /// [`LookUpError`].
    pub fn states_of(&self, identifier: &Identifier) -> Result<States, LookUpError> {
        match identifier {
            Identifier::Pmid(pmid) => self.states_of_pmid(*pmid),
            Identifier::Doi(doi) => match self.by_doi(doi)?.first() {
                Some(record) => self.states(record),
                None => {
                    let mut states = States::default();
                    self.add_listed([concerned_doi(doi)], &mut states)?;
                    Ok(states)
                }
            },
            Identifier::Source(_)
            | Identifier::Pmcid(_)
            | Identifier::Nct(_)
            | Identifier::Prospero(_)
            | Identifier::Isbn(_)
            | Identifier::Url(_) => Ok(States::default()),
        }
    }

    /// What notices say that name a record by its DOI, or stand in a list.
    pub(super) fn add_listed_of(&self, record: &Record, states: &mut States) -> Result<(), LookUpError> {
        let pmid = record.bibliography.pmid.map(concerned_pmid);
        self.add_listed(pmid.into_iter().chain(record.dois().map(concerned_doi)), states)
    }

    /// What lists of notices say of a publication that is not loaded.
    pub(super) fn add_listed_of_pmid(&self, pmid: Pmid, states: &mut States) -> Result<(), LookUpError> {
        self.add_listed([concerned_pmid(pmid)], states)
    }

    fn add_listed(&self, terms: impl IntoIterator<Item = String>, states: &mut States) -> Result<(), LookUpError> {
        for name in terms {
            let term = Term::from_field_text(self.fields.concerned, &name);
            for at in addresses_with(&self.searcher, &term, usize::MAX)? {
                let document: TantivyDocument = self.searcher.doc(at)?;
                let bytes = |field| document.get_first(field).and_then(|value| value.as_bytes());
                if let Some(notice) = bytes(self.fields.notice) {
                    states.add(ListedNotice::read(notice)?.said());
                } else if let Some(record) = bytes(self.fields.record) {
                    let notice = stored::read(record)?;
                    let is_meant = |remark: &&Remark| {
                        remark.kind.speaks() && remark_doi(&remark.place).is_some_and(|doi| concerned_doi(&doi) == name)
                    };
                    for state in
                        notice.remarks.iter().filter(is_meant).filter_map(|remark| remark.kind.reverse().state())
                    {
                        states.add(StateSaid {
                            state,
                            by: SaidBy::Notice,
                            other: notice.bibliography.pmid,
                            place: Some(notice.place()),
                            date: Some(notice.issued()),
                            list: None,
                        });
                    }
                }
            }
        }
        Ok(())
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

impl Loader {
    /// How many entries with this file are there.
    pub(super) fn entries_of(&self, name: &str) -> Result<u64, LoadError> {
        let term = Term::from_field_text(self.documents.fields.file, &name.to_lowercase());
        let searcher =
            reader(&self.index).map(|reader| reader.searcher()).map_err(|source| self.engine(name, source))?;
        let found = addresses_with(&searcher, &term, usize::MAX).map_err(|source| self.engine(name, source))?;
        Ok(u64::try_from(found.len()).unwrap_or(u64::MAX))
    }
}
