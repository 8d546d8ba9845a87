//! Files in: each whole or not at all.
//!
//! One commit a file, with the [`Ledger`] in it. Until it is done, readers see what was there before, also after a crash.
//! Of two records of one publication the one with the higher [`Rank`](super::record::Rank) holds, whatever the order they
//! come in; what was deleted leaves a mark with a rank of its own.

mod notices;

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use tantivy::{
    Index, IndexWriter, SegmentMeta, Term,
    directory::INDEX_WRITER_LOCK,
    indexer::{LogMergePolicy, NoMergePolicy},
};
use xxhash_rust::xxh3::Xxh3;

use super::{
    document::Documents,
    ledger::{Counts, Ledger, LoadedFile, numbered},
    look_up::addresses_with,
    merge::{Fault, OneFile, Refused, entry},
    reader,
    record::LiteratureId,
    schema::{self, Fields},
    stored::StoredError,
};
use crate::{
    citation::exchange::{self, NoticesError, ReadError},
    files::{ClaimError, Folder, WriteError},
};
pub use notices::{ListOutcome, LoadedList};

/// Memory for what is not on the disk yet, in bytes.
const MEMORY: usize = 120_000_000;

/// Segments of so many records are not merged any more: a merge costs as much as what it holds.
const LARGEST_MERGED: usize = 5_000_000;

/// So many records are put into one segment by who asks for it, at most.
const MOST_IN_SEGMENT: u32 = 20_000_000;

/// Share of a segment that is deleted before it is written anew.
const DELETED_SHARE: f32 = 0.2;

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
    #[error("{file} was not loaded: the index in {path} cannot be written; see that its disk has room")]
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
    #[error("{file} was not loaded: none of its {refused} records can be taken; line {line}: {message}")]
    Nothing {
        /// The file.
        file: String,
        /// How many were refused.
        refused: u64,
        /// The line that the first of them begins on, from 1.
        line: usize,
        /// Why that one was refused.
        message: String,
    },
    /// A list of notices cannot be read.
    #[error("{file} was not loaded")]
    Notices {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: NoticesError,
    },
    /// A list without a notice.
    #[error(
        "{file} was not loaded: none of its {passed_over} rows is a notice about a publication with a DOI or PubMed id"
    )]
    NoNotices {
        /// The file.
        file: String,
        /// How many rows it has.
        passed_over: usize,
    },
    /// A file of records and a list of notices have one name.
    #[error(
        "{file} was not loaded: a file of that name is loaded already, and of records and notices only one is the other; \
         give it another name, or take the other out with `evidence literature remove {file}`"
    )]
    NameTaken {
        /// The name.
        file: String,
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
        // We alone write here. Whoever still holds the engine's lock is no loader: a process that another thread of the
        // last loader started at that moment holds all its open files until it runs its own program.
        folder.remove_files(|name| Path::new(name) == INDEX_WRITER_LOCK.filepath)?;
        let writer: IndexWriter = index.writer_with_num_threads(1, MEMORY).map_err(engine)?;
        let mut merging = LogMergePolicy::default();
        merging.set_max_docs_before_merge(LARGEST_MERGED);
        merging.set_del_docs_ratio_before_merge(DELETED_SHARE);
        writer.set_merge_policy(Box::new(merging));
        // Files of one that was killed, or found no room.
        let _ = writer.garbage_collect_files().wait();
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
        if self.ledger.files.iter().any(|file| file.name == name && file.notices > 0) {
            return Err(LoadError::NameTaken { file: name });
        }
        let file = File::open(path).map_err(open)?;
        let added = self.add_all(file, &name, progress);
        let (records, gone, counts, refused) = match added {
            Ok(added) => added,
            Err(error) => {
                self.give_up();
                return Err(error);
            }
        };
        let (year, number) = numbered(&name).unwrap_or_default();
        let file = LoadedFile { name: name.clone(), hash, year, number, counts, notices: 0 };
        let mut ledger = self.ledger.clone();
        (ledger.records, ledger.gone) = (records, gone);
        ledger.add(file.clone());
        self.commit(ledger, &name)?;
        Ok(Outcome::Loaded(Loaded { file, refused }))
    }

    /// Takes back what was added and not committed, and its files: a disk that is full has room again. If that fails as well,
    /// nobody ever sees what is left, and the next loader removes it.
    fn give_up(&mut self) {
        let _ = self.writer.rollback();
        let _ = self.writer.garbage_collect_files().wait();
    }

    fn add_all(
        &mut self,
        file: impl Read,
        name: &str,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(u64, u64, Counts, Vec<Refused>), LoadError> {
        let searcher =
            reader(&self.index).map(|reader| reader.searcher()).map_err(|source| self.engine(name, source))?;
        let mut one = OneFile::begin(name, &self.ledger, searcher, &self.writer, &mut self.documents);
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
            let (line, message) =
                refused.into_iter().next().map(|Refused { line, message }| (line, message)).unwrap_or_default();
            return Err(LoadError::Nothing { file: name.to_owned(), refused: refusals, line, message });
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
            self.give_up();
            return Err(self.engine(file, source));
        }
        self.ledger = ledger;
        self.check_count().map_err(damaged)
    }

    /// A deletion that does not fit its field deletes nothing and says nothing: so the entries are counted.
    fn check_count(&self) -> Result<(), String> {
        let found =
            reader(&self.index).map(|reader| reader.searcher().num_docs()).map_err(|error| error.to_string())?;
        let expected = self.ledger.entries();
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

    /// Removes the records or notices that came from a file, and the file from the ledger. None when it was not loaded.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn remove_file(&mut self, name: &str) -> Result<Option<u64>, LoadError> {
        let Some(file) = self.ledger.files.iter().find(|file| file.name == name) else { return Ok(None) };
        let of_notices = file.notices > 0;
        let removed = self.entries_of(name)?;
        self.writer.delete_term(Term::from_field_text(self.documents.fields.file, &name.to_lowercase()));
        let mut ledger = self.ledger.clone();
        let all = if of_notices { &mut ledger.notices } else { &mut ledger.records };
        *all = all.saturating_sub(removed);
        ledger.files.retain(|file| file.name != name);
        self.commit(ledger, name)?;
        Ok(Some(removed))
    }

    /// How many entries with this file are there.
    fn entries_of(&self, name: &str) -> Result<u64, LoadError> {
        let term = Term::from_field_text(self.documents.fields.file, &name.to_lowercase());
        let searcher =
            reader(&self.index).map(|reader| reader.searcher()).map_err(|source| self.engine(name, source))?;
        let found = addresses_with(&searcher, &term, usize::MAX).map_err(|source| self.engine(name, source))?;
        Ok(u64::try_from(found.len()).unwrap_or(u64::MAX))
    }

    /// Puts the records into as few segments as may be, without those that are deleted: each question looks its words up in every
    /// segment. Until it has ended, both lie on the disk.
    ///
    /// # Errors
    /// [`LoadError`].
    pub fn compact(mut self) -> Result<(), LoadError> {
        // Merging that began with what was loaded last would take segments away.
        self.writer.set_merge_policy(Box::new(NoMergePolicy));
        let metas = self.index.searchable_segment_metas().map_err(|source| self.engine("", source))?;
        let mut groups: Vec<Vec<SegmentMeta>> = Vec::new();
        for meta in metas {
            let count = |group: &Vec<SegmentMeta>| group.iter().map(SegmentMeta::num_docs).sum::<u32>();
            let last =
                groups.last_mut().filter(|group| count(group).saturating_add(meta.num_docs()) <= MOST_IN_SEGMENT);
            match last {
                Some(group) => group.push(meta),
                None => groups.push(vec![meta]),
            }
        }
        for group in groups {
            if group.len() > 1 || group.iter().any(SegmentMeta::has_deletes) {
                let ids: Vec<_> = group.iter().map(SegmentMeta::id).collect();
                self.writer.merge(&ids).wait().map_err(|source| self.engine("", source))?;
            }
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
