//! The records of one file put beside those that are here: which of two holds, and what is counted.

use std::collections::{HashMap, HashSet};

use tantivy::{DocAddress, IndexWriter, Searcher, TantivyDocument, Term, schema::Value};

use super::{
    document::Documents,
    key::compared,
    ledger::{Counts, Ledger, numbered},
    look_up::addresses_with,
    record::{LiteratureId, Rank, Record},
    schema::Fields,
    stored::{self, StoredError},
};
use crate::{
    citation::exchange::{Malformed, PubmedItem, WholeItem},
    domain::identifier::{Doi, Pmid},
};

/// Most refused records of one file that are told; all are counted.
const MAX_TOLD: usize = 20;

/// A record that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The line it begins on, from 1.
    pub line: usize,
    /// Why.
    pub message: String,
}

/// Why a record could not be taken in.
pub(super) enum Fault {
    Engine(tantivy::TantivyError),
    Stored(StoredError),
}

impl From<tantivy::TantivyError> for Fault {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Engine(error)
    }
}

impl From<StoredError> for Fault {
    fn from(error: StoredError) -> Self {
        Self::Stored(error)
    }
}

/// What is known of a publication before a record of it comes.
pub(super) struct Entry {
    rank: Rank,
    /// Whether it can be found, and is not the mark of a deleted one.
    pub(super) is_live: bool,
    /// How many DOIs of other versions it has.
    others: u64,
    at: DocAddress,
}

pub(super) fn entry(searcher: &Searcher, fields: Fields, term: &Term) -> tantivy::Result<Option<Entry>> {
    let Some(at) = addresses_with(searcher, term, 1)?.pop() else { return Ok(None) };
    let columns = searcher.segment_reader(at.segment_ord).fast_fields();
    let schema = searcher.schema();
    let value = |field| -> tantivy::Result<u64> {
        Ok(columns.u64(schema.get_field_name(field))?.first(at.doc_id).unwrap_or(0))
    };
    let (rank, live, others) = (value(fields.rank)?, value(fields.live)?, value(fields.others)?);
    Ok(Some(Entry { rank: Rank::unpacked(rank), is_live: live == 1, others, at }))
}

/// Whether something is there of a publication before a record of it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Free,
    Taken,
}

/// What this file has said of a publication so far.
struct Seen {
    rank: Rank,
    is_live: bool,
    dois: Vec<(u16, Doi)>,
    /// Kept where a lower version may still come.
    record: Option<Box<Record>>,
}

/// What one file makes of the records that are here: it is taken record by record, and nothing of it holds until the commit.
pub(super) struct OneFile<'a> {
    fields: Fields,
    writer: &'a IndexWriter,
    documents: &'a mut Documents,
    /// What was there before the file.
    searcher: Searcher,
    year: u16,
    number: u32,
    name: &'a str,
    /// Whether a team's own library was loaded.
    others_are_here: bool,
    seen: HashMap<LiteratureId, Seen>,
    /// Records of a team's own library that gave way to records of this file.
    given_way: HashSet<LiteratureId>,
    pub(super) records: u64,
    pub(super) gone: u64,
    pub(super) counts: Counts,
    pub(super) refused: Vec<Refused>,
}

impl<'a> OneFile<'a> {
    /// Nothing taken yet. `searcher` sees what was there before the file.
    pub(super) fn begin(
        name: &'a str,
        ledger: &Ledger,
        searcher: Searcher,
        writer: &'a IndexWriter,
        documents: &'a mut Documents,
    ) -> Self {
        let (year, number) = numbered(name).unwrap_or_default();
        Self {
            fields: documents.fields,
            writer,
            documents,
            searcher,
            year,
            number,
            name,
            others_are_here: ledger.files.iter().any(|file| file.number == 0 && file.notices == 0),
            seen: HashMap::new(),
            given_way: HashSet::new(),
            records: ledger.records,
            gone: ledger.gone,
            counts: Counts::default(),
            refused: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, item: WholeItem) -> Result<(), Fault> {
        match item {
            WholeItem::Pubmed(PubmedItem::Record(record)) => {
                let line = record.imported.line;
                match Record::of_pubmed(*record, self.name, self.year, self.number) {
                    Some(record) => self.put(record),
                    None => {
                        self.refuse(
                            line,
                            "the record has no PMID that is a number, so nothing could name it".to_owned(),
                        );
                        Ok(())
                    }
                }
            }
            WholeItem::Pubmed(PubmedItem::Deleted(pmids)) => pmids.into_iter().try_for_each(|pmid| self.delete(pmid)),
            WholeItem::Pubmed(PubmedItem::Malformed(Malformed { line, message })) => {
                self.refuse(line, message);
                Ok(())
            }
            WholeItem::Reference(outcome) => match *outcome {
                Ok(imported) => {
                    let line = imported.line;
                    match Record::of_library(imported, self.name) {
                        Some(record) => self.put(record),
                        None => {
                            let message = "the record has no PMID, DOI, PMCID or ISBN, so nothing could name it";
                            self.refuse(line, message.to_owned());
                            Ok(())
                        }
                    }
                }
                Err(Malformed { line, message }) => {
                    self.refuse(line, message);
                    Ok(())
                }
            },
        }
    }

    fn refuse(&mut self, line: usize, message: String) {
        self.counts.refused += 1;
        if self.refused.len() < MAX_TOLD {
            self.refused.push(Refused { line, message });
        }
    }

    fn key(&self, id: &LiteratureId) -> Term {
        Term::from_field_text(self.fields.key, id.as_str())
    }

    /// What was known of a publication before this file.
    fn known(&self, id: &LiteratureId) -> tantivy::Result<Option<Entry>> {
        if self.given_way.contains(id) {
            return Ok(None);
        }
        entry(&self.searcher, self.fields, &self.key(id))
    }

    fn stored(&self, entry: &Entry) -> Result<Record, Fault> {
        let document: TantivyDocument = self.searcher.doc(entry.at)?;
        let bytes = document.get_first(self.fields.record).and_then(|value| value.as_bytes()).unwrap_or_default();
        Ok(stored::read(bytes)?)
    }

    fn put(&mut self, mut record: Record) -> Result<(), Fault> {
        if record.bibliography.pmid.is_none() && self.is_of_pubmed(&record)? {
            self.counts.known += 1;
            return Ok(());
        }
        if record.bibliography.pmid.is_some() && self.others_are_here {
            self.take_place_of_others(&record)?;
        }
        if let Some(seen) = self.seen.get_mut(&record.id) {
            if seen.rank > record.rank {
                self.counts.older += 1;
                // The one that holds gets the DOI of this version.
                if let Some(mut kept) = seen.record.take() {
                    if kept.takes_dois(record.versioned_dois()) {
                        self.writer.delete_term(Term::from_field_text(self.fields.key, record.id.as_str()));
                        self.writer.add_document(self.documents.document(&kept)?)?;
                    }
                    seen.record = Some(kept);
                }
                return Ok(());
            }
            record.takes_dois(seen.dois.clone());
            if seen.is_live {
                self.counts.replaced += 1;
            } else {
                self.counts.added += 1;
                (self.records, self.gone) = (self.records + 1, self.gone - 1);
            }
            return self.write(record, Place::Taken);
        }
        let known = self.known(&record.id)?;
        let place = if known.is_some() { Place::Taken } else { Place::Free };
        match known {
            None => {
                self.counts.added += 1;
                self.records += 1;
            }
            Some(entry) if entry.rank > record.rank => {
                self.counts.older += 1;
                if entry.is_live && entry.rank.version != record.rank.version {
                    let mut kept = self.stored(&entry)?;
                    if kept.takes_dois(record.versioned_dois()) {
                        return self.write(kept, place);
                    }
                }
                return Ok(());
            }
            Some(entry) if entry.is_live => {
                if entry.others > 0 || entry.rank.version != record.rank.version {
                    record.takes_dois(self.stored(&entry)?.versioned_dois());
                }
                self.counts.replaced += 1;
            }
            Some(_) => {
                self.counts.added += 1;
                (self.records, self.gone) = (self.records + 1, self.gone - 1);
            }
        }
        self.write(record, place)
    }

    /// Writes a record in the place of what is there of its publication, if anything is: a deletion is looked up in every
    /// part of the index, also one of nothing.
    fn write(&mut self, record: Record, place: Place) -> Result<(), Fault> {
        if place == Place::Taken {
            self.writer.delete_term(self.key(&record.id));
        }
        self.writer.add_document(self.documents.document(&record)?)?;
        let (id, rank, dois) = (record.id.clone(), record.rank, record.versioned_dois());
        let record = (rank.version > 1).then(|| Box::new(record));
        self.seen.insert(id, Seen { rank, is_live: true, dois, record });
        Ok(())
    }

    fn delete(&mut self, pmid: Pmid) -> Result<(), Fault> {
        let id = LiteratureId::of_pmid(pmid);
        let rank = Rank { year: self.year, number: self.number, version: u16::MAX };
        let known = match self.seen.get(&id) {
            Some(seen) => Some((seen.rank, seen.is_live)),
            None => self.known(&id)?.map(|entry| (entry.rank, entry.is_live)),
        };
        match known {
            Some((newer, _)) if newer > rank => return Ok(()),
            Some((_, true)) => {
                self.counts.deleted += 1;
                (self.records, self.gone) = (self.records - 1, self.gone + 1);
            }
            Some((_, false)) => {}
            None => self.gone += 1,
        }
        self.writer.delete_term(self.key(&id));
        self.writer.add_document(self.documents.gone(&id, rank))?;
        self.seen.insert(id, Seen { rank, is_live: false, dois: Vec::new(), record: None });
        Ok(())
    }

    /// Whether a record of PubMed has one of these identifiers.
    fn is_of_pubmed(&self, record: &Record) -> Result<bool, Fault> {
        let dois = record.dois().map(|doi| Term::from_field_text(self.fields.doi, &compared(doi)));
        let pmcid = record.bibliography.pmcid.iter();
        let pmcid = pmcid.map(|pmcid| Term::from_field_text(self.fields.pmcid, pmcid.as_str()));
        for term in dois.chain(pmcid) {
            for at in addresses_with(&self.searcher, &term, 50)? {
                let columns = self.searcher.segment_reader(at.segment_ord).fast_fields();
                let name = self.searcher.schema().get_field_name(self.fields.id);
                let id = columns.u64(name)?.first(at.doc_id).unwrap_or(0);
                // The names of others have numbers above all PMIDs.
                if id < 1 << 63 {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Removes records of a team's own library that this record of PubMed is.
    fn take_place_of_others(&mut self, record: &Record) -> Result<(), Fault> {
        let mut reference = record.bibliography.clone();
        reference.pmid = None;
        let mut names: Vec<LiteratureId> = LiteratureId::of_reference(&reference).into_iter().collect();
        reference.doi = None;
        names.extend(LiteratureId::of_reference(&reference));
        names.retain(|name| !name.as_str().starts_with("isbn:"));
        for id in names {
            if !self.seen.contains_key(&id) && self.known(&id)?.is_some_and(|entry| entry.is_live) {
                self.writer.delete_term(self.key(&id));
                self.records -= 1;
                self.given_way.insert(id);
            }
        }
        Ok(())
    }
}
