//! Files in: each whole or not at all.
//!
//! One commit a file, with the [`Ledger`] in it. Until it is done, readers see what was there before, also after a crash.
//! Of two records of one publication the one with the higher [`Rank`] holds, whatever the order they come in; what was
//! deleted leaves a mark with a rank of its own.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use tantivy::{Index, IndexWriter, TantivyDocument, Term, indexer::LogMergePolicy, schema::Value};
use xxhash_rust::xxh3::Xxh3;

use super::{
    ledger::{Counts, Ledger, LoadedFile, numbered},
    look_up::addresses_with,
    reader,
    record::{LiteratureId, Rank, Record, compared},
    schema::{self, Documents, Fields},
    stored::{self, StoredError},
};
use crate::{
    citation::exchange::{self, Malformed, PubmedItem, ReadError, WholeItem},
    domain::identifier::{Doi, Pmid},
    files::{ClaimError, Folder, WriteError},
};

/// Memory for what is not on the disk yet, in bytes.
const MEMORY: usize = 120_000_000;

/// Segments of so many records are not merged any more: a merge costs as much as what it holds.
const LARGEST_MERGED: usize = 5_000_000;

/// Share of a segment that is deleted before it is written anew.
const DELETED_SHARE: f32 = 0.2;

/// Most refused records of one file that are told; all are counted.
const MAX_TOLD: usize = 20;

/// Why nothing was loaded, or no more. What was loaded before stands.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Another process loads.
    #[error("the literature in {path} is being changed by {by}: try again when it has finished")]
    Held {
        /// The folder.
        path: PathBuf,
        /// Which process.
        by: String,
    },
    /// The folder cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The folder holds something that is not ours, or is damaged.
    #[error(
        "the literature in {path} cannot be used: {because}; remove it with `evidence literature remove --all` and load its files again"
    )]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        because: String,
    },
    /// The index failed: the disk is full, or a file has gone.
    #[error("{file} was not loaded: the index in {path} cannot be written")]
    Engine {
        /// The file that was being loaded.
        file: String,
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: tantivy::TantivyError,
    },
    /// A file cannot be opened.
    #[error("{file} cannot be read")]
    Open {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file breaks off, is damaged or is of another kind.
    #[error("{file} was not loaded")]
    File {
        /// The file.
        file: String,
        /// Why, with the line.
        #[source]
        source: ReadError,
    },
    /// A file without a record.
    #[error("{file} was not loaded: none of its {refused} records can be read")]
    Nothing {
        /// The file.
        file: String,
        /// How many were refused.
        refused: u64,
    },
    /// What is stored cannot be read.
    #[error("{file} was not loaded")]
    Stored {
        /// The file that was being loaded.
        file: String,
        /// Why.
        #[source]
        source: StoredError,
    },
}

/// A record that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The line it begins on, from 1.
    pub line: usize,
    /// Why.
    pub message: String,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its records are in.
    Loaded(Loaded),
    /// It was in before: the same bytes, under this name.
    Known(String),
}

/// What loading a file did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Its entry in the ledger.
    pub file: LoadedFile,
    /// The first records that were refused.
    pub refused: Vec<Refused>,
}

/// The right to change the literature of a folder; ends with the value.
pub struct Loader {
    folder: Folder,
    index: Index,
    writer: IndexWriter,
    documents: Documents,
    ledger: Ledger,
}

impl std::fmt::Debug for Loader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Loader").field("folder", &self.folder.path()).finish_non_exhaustive()
    }
}

impl Loader {
    /// Takes the right to change the literature of a folder, which is made if there is none. `task` is what others are told.
    ///
    /// # Errors
    /// [`LoadError::Held`] at once when another process has it.
    pub fn open(path: &Path, task: &str) -> Result<Self, LoadError> {
        let folder = claim(path, task)?;
        let damaged = |because: String| LoadError::Damaged { path: path.to_owned(), because };
        let engine = |error: tantivy::TantivyError| damaged(error.to_string());
        let index = schema::open(path, true).map_err(engine)?;
        let ledger = match index.load_metas().map_err(engine)?.payload {
            Some(payload) => Ledger::read(&payload).map_err(damaged)?,
            // Nothing was ever committed.
            None => Ledger::default(),
        };
        let fields = Fields::of(&index.schema()).map_err(engine)?;
        let writer: IndexWriter = index.writer_with_num_threads(1, MEMORY).map_err(engine)?;
        let mut merging = LogMergePolicy::default();
        merging.set_max_docs_before_merge(LARGEST_MERGED);
        merging.set_del_docs_ratio_before_merge(DELETED_SHARE);
        writer.set_merge_policy(Box::new(merging));
        let loader = Self { folder, index, writer, documents: Documents::new(fields), ledger };
        loader.check_count().map_err(damaged)?;
        Ok(loader)
    }

    /// What is loaded.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Loads one file. `progress` is told how many records were read.
    ///
    /// # Errors
    /// [`LoadError`]. Then nothing of the file is in.
    pub fn add(&mut self, path: &Path, progress: &mut dyn FnMut(u64)) -> Result<Outcome, LoadError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let open = |source| LoadError::Open { file: path.display().to_string(), source };
        let hash = hash_of(path).map_err(open)?;
        if let Some(known) = self.ledger.file_with(&hash) {
            return Ok(Outcome::Known(known.name.clone()));
        }
        let file = File::open(path).map_err(open)?;
        let added = self.add_all(file, &name, progress);
        let (records, gone, counts, refused) = match added {
            Ok(added) => added,
            Err(error) => {
                // What was added and not committed; if that fails as well, nobody ever sees it.
                let _ = self.writer.rollback();
                return Err(error);
            }
        };
        let (year, number) = numbered(&name).unwrap_or_default();
        let file = LoadedFile { name: name.clone(), hash, year, number, counts };
        let mut ledger = self.ledger.clone();
        (ledger.records, ledger.gone) = (records, gone);
        ledger.add(file.clone());
        self.commit(ledger, &name)?;
        Ok(Outcome::Loaded(Loaded { file, refused }))
    }

    fn add_all(
        &mut self,
        file: impl Read,
        name: &str,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(u64, u64, Counts, Vec<Refused>), LoadError> {
        let (year, number) = numbered(name).unwrap_or_default();
        let searcher =
            reader(&self.index).map(|reader| reader.searcher()).map_err(|source| self.engine(name, source))?;
        let mut one = OneFile {
            fields: self.documents.fields,
            writer: &self.writer,
            documents: &mut self.documents,
            searcher,
            year,
            number,
            name,
            others_are_here: self.ledger.files.iter().any(|file| file.number == 0),
            seen: HashMap::new(),
            given_way: HashSet::new(),
            records: self.ledger.records,
            gone: self.ledger.gone,
            counts: Counts::default(),
            refused: Vec::new(),
        };
        let mut fault: Option<Fault> = None;
        let mut read = 0;
        let whole = exchange::read_whole(file, &mut |item| {
            if fault.is_none() {
                read += 1;
                fault = one.take(item).err();
                progress(read);
            }
        });
        let OneFile { records, gone, counts, refused, .. } = one;
        match fault {
            Some(Fault::Engine(source)) => return Err(self.engine(name, source)),
            Some(Fault::Stored(source)) => return Err(LoadError::Stored { file: name.to_owned(), source }),
            None => {}
        }
        whole.map_err(|source| LoadError::File { file: name.to_owned(), source })?;
        let Counts { added, replaced, older, deleted, known, refused: refusals } = counts;
        if refusals > 0 && added + replaced + older + deleted + known == 0 {
            return Err(LoadError::Nothing { file: name.to_owned(), refused: refusals });
        }
        Ok((records, gone, counts, refused))
    }

    fn commit(&mut self, ledger: Ledger, file: &str) -> Result<(), LoadError> {
        let path = self.folder.path().to_owned();
        let damaged = |because: String| LoadError::Damaged { path: path.clone(), because };
        let payload = ledger.payload().map_err(damaged)?;
        let committed = self.writer.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(&payload);
            prepared.commit()
        });
        if let Err(source) = committed {
            let _ = self.writer.rollback();
            return Err(self.engine(file, source));
        }
        self.ledger = ledger;
        self.check_count().map_err(damaged)
    }

    /// A deletion that does not fit its field deletes nothing and says nothing: so the entries are counted.
    fn check_count(&self) -> Result<(), String> {
        let found =
            reader(&self.index).map(|reader| reader.searcher().num_docs()).map_err(|error| error.to_string())?;
        let expected = self.ledger.records + self.ledger.gone;
        if found == expected { Ok(()) } else { Err(format!("it has {found} entries instead of {expected}")) }
    }

    /// Removes records by their names. Gives how many there were.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn remove(&mut self, ids: &[LiteratureId]) -> Result<u64, LoadError> {
        let fields = self.documents.fields;
        let searcher = reader(&self.index).map(|reader| reader.searcher()).map_err(|source| self.engine("", source))?;
        let mut removed = 0;
        for id in ids {
            let term = Term::from_field_text(fields.key, id.as_str());
            let found = entry(&searcher, fields, &term).map_err(|source| self.engine("", source))?;
            if found.is_some_and(|entry| entry.is_live) {
                self.writer.delete_term(term);
                removed += 1;
            }
        }
        if removed > 0 {
            let mut ledger = self.ledger.clone();
            ledger.records -= removed;
            self.commit(ledger, "")?;
        }
        Ok(removed)
    }

    /// Removes the records that came from a file, and the file from the ledger. None when it was not loaded.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn remove_file(&mut self, name: &str) -> Result<Option<u64>, LoadError> {
        if !self.ledger.files.iter().any(|file| file.name == name) {
            return Ok(None);
        }
        let term = Term::from_field_text(self.documents.fields.file, &name.to_lowercase());
        let searcher =
            reader(&self.index).map(|reader| reader.searcher()).map_err(|source| self.engine(name, source))?;
        let found = addresses_with(&searcher, &term, usize::MAX).map_err(|source| self.engine(name, source))?.len();
        let removed = u64::try_from(found).unwrap_or(u64::MAX);
        self.writer.delete_term(term);
        let mut ledger = self.ledger.clone();
        ledger.records = ledger.records.saturating_sub(removed);
        ledger.files.retain(|file| file.name != name);
        self.commit(ledger, name)?;
        Ok(Some(removed))
    }

    /// Writes segments anew that hold deleted records, and ends when all merging has ended.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn compact(mut self) -> Result<(), LoadError> {
        let metas = self.index.searchable_segment_metas().map_err(|source| self.engine("", source))?;
        for meta in metas.into_iter().filter(|meta| meta.has_deletes()) {
            let merged = self.writer.merge(&[meta.id()]).wait();
            merged.map_err(|source| self.engine("", source))?;
        }
        self.writer.garbage_collect_files().wait().map_err(|source| self.engine("", source))?;
        self.finish()
    }

    /// Waits until merging has ended.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn finish(self) -> Result<(), LoadError> {
        let Self { folder, index: _, writer, documents: _, ledger: _ } = self;
        let path = folder.path().to_owned();
        writer.wait_merging_threads().map_err(|source| LoadError::Engine { file: String::new(), path, source })
    }

    /// Removes all literature of a folder, usable or not.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn remove_all(path: &Path, task: &str) -> Result<(), LoadError> {
        let folder = claim(path, task)?;
        // The one that says what is there goes first: without it the others are nothing.
        folder.remove_files(|name| name == "meta.json")?;
        folder.remove_files(is_file_of_index)?;
        Ok(())
    }

    fn engine(&self, file: &str, source: tantivy::TantivyError) -> LoadError {
        LoadError::Engine { file: file.to_owned(), path: self.folder.path().to_owned(), source }
    }
}

fn claim(path: &Path, task: &str) -> Result<Folder, LoadError> {
    Folder::claim(path, task).map_err(|error| match error {
        ClaimError::Held { path, by } => LoadError::Held { path, by },
        ClaimError::Write(error) => LoadError::Write(error),
    })
}

/// Whether a file has a name that the index gives: somebody may keep other things in the folder.
fn is_file_of_index(name: &str) -> bool {
    let is_segment = name
        .split_once('.')
        .is_some_and(|(segment, _)| segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let is_aside = name
        .strip_prefix(".tmp")
        .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let is_lock = name.starts_with(".tantivy-") && name.ends_with(".lock");
    is_segment || is_aside || is_lock || name == ".managed.json"
}

fn hash_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Xxh3::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(format!("{:032x}", hash.digest128())),
            Ok(amount) => hash.update(&buffer[..amount]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Why a record could not be taken in.
enum Fault {
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
struct Entry {
    rank: Rank,
    /// Whether it can be found, and is not the mark of a deleted one.
    is_live: bool,
    /// How many DOIs of other versions it has.
    others: u64,
    at: tantivy::DocAddress,
}

fn entry(searcher: &tantivy::Searcher, fields: Fields, term: &Term) -> tantivy::Result<Option<Entry>> {
    let Some(at) = addresses_with(searcher, term, 1)?.pop() else { return Ok(None) };
    let columns = searcher.segment_reader(at.segment_ord).fast_fields();
    let schema = searcher.schema();
    let value = |field| -> tantivy::Result<u64> {
        Ok(columns.u64(schema.get_field_name(field))?.first(at.doc_id).unwrap_or(0))
    };
    let (rank, live, others) = (value(fields.rank)?, value(fields.live)?, value(fields.others)?);
    Ok(Some(Entry { rank: Rank::unpacked(rank), is_live: live == 1, others, at }))
}

/// What this file has said of a publication so far.
struct Seen {
    rank: Rank,
    is_live: bool,
    dois: Vec<(u16, Doi)>,
    /// Kept where a lower version may still come.
    record: Option<Box<Record>>,
}

struct OneFile<'a> {
    fields: Fields,
    writer: &'a IndexWriter,
    documents: &'a mut Documents,
    /// What was there before the file.
    searcher: tantivy::Searcher,
    year: u16,
    number: u32,
    name: &'a str,
    /// Whether a team's own library was loaded.
    others_are_here: bool,
    seen: HashMap<LiteratureId, Seen>,
    /// Records of a team's own library that gave way to records of this file.
    given_way: HashSet<LiteratureId>,
    records: u64,
    gone: u64,
    counts: Counts,
    refused: Vec<Refused>,
}

impl OneFile<'_> {
    fn take(&mut self, item: WholeItem) -> Result<(), Fault> {
        match item {
            WholeItem::Pubmed(PubmedItem::Record(record)) => {
                let line = record.imported.line;
                match Record::of_pubmed(*record, self.name, self.year, self.number) {
                    Some(record) => self.put(record),
                    None => {
                        self.refuse(line, "the record has no PMID, so nothing could name it".to_owned());
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
            return self.write(record);
        }
        match self.known(&record.id)? {
            None => {
                self.counts.added += 1;
                self.records += 1;
            }
            Some(entry) if entry.rank > record.rank => {
                self.counts.older += 1;
                if entry.is_live && entry.rank.version != record.rank.version {
                    let mut kept = self.stored(&entry)?;
                    if kept.takes_dois(record.versioned_dois()) {
                        return self.write(kept);
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
        self.write(record)
    }

    fn write(&mut self, record: Record) -> Result<(), Fault> {
        self.writer.delete_term(self.key(&record.id));
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
