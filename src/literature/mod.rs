//! The second tier: bibliographic records by the million, as databases have them, beside the records that are appraised here.
//!
//! They are searched, cited and looked up, never appraised, and every answer says so. The tier lies in a folder of its own
//! as an index whose files are mapped, not read: memory is the system's to give and take. Unlike the curated index
//! it stores its records whole, because there are no other files they could come from.
//!
//! ```text
//! record    what a record is, and which of two is the newer; notices: what lists say
//! document  how they lie in the index: schema its fields, key the names that are compared, stored what is kept whole
//! look_up   by identifier, by words of a title, by place
//! load      files in, whole or not at all; merge: which of two records holds
//! query     the tree of a question; engine: its one translation into tantivy; union: any of some words; collect: pages and counts
//! states    what became of a publication
//! ```
//! Knows citations, which read the files, and the analyser of texts. Not the curated records.

mod collect;
mod cursor;
mod document;
mod engine;
mod key;
mod ledger;
mod load;
mod look_up;
mod merge;
mod notices;
mod place;
mod query;
mod record;
mod row;
mod schema;
mod states;
mod statistics;
mod stored;
mod union;

use std::{
    cell::RefCell,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, index::SegmentComponent};

pub use cursor::{Cursor, CursorError};
pub use engine::{Answer, Found, SearchError};
pub use key::{first_page, journal_key, journal_names};
pub use ledger::{Counts, Ledger, LoadedFile, numbered};
pub use load::{ListOutcome, LoadError, Loaded, LoadedList, Loader, Outcome};
pub use look_up::{LookUpError, TitleMatch};
pub use merge::Refused;
pub use notices::ListedNotice;
pub use place::RemarkPlace;
pub use query::{Facet, FacetCount, Filters, Matching, Query, Request, Sort};
pub use record::{LiteratureId, LiteratureIdError, OtherDoi, Rank, Record};

use schema::Fields;
use statistics::{Having, OfFields};

/// Why the literature of a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none.
    #[error("{path} holds no literature: load some with `evidence literature add FILE`")]
    Nothing {
        /// The folder.
        path: PathBuf,
    },
    /// It is damaged, half written, or of another version of the program.
    #[error("the literature in {path} cannot be used: {because}; remove the folder and load its files again")]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        because: String,
    },
}

/// The literature of a folder as it was when it was opened: what is loaded later is seen by opening again.
pub struct Literature {
    folder: PathBuf,
    index: Index,
    searcher: Searcher,
    fields: Fields,
    ledger: Ledger,
    version: String,
    noticed: OnceLock<engine::Noticed>,
    spoken: OnceLock<states::Spoken>,
    having: Having,
    /// Of each segment; read when somebody asks.
    keys: OnceLock<Arc<[collect::Keys]>>,
}

impl fmt::Debug for Literature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Literature").field("folder", &self.folder).field("records", &self.ledger.records).finish()
    }
}

impl Literature {
    /// Whether a folder holds literature, usable or not.
    pub fn is_in(folder: &Path) -> bool {
        folder.join("meta.json").is_file()
    }

    /// Opens the literature of a folder. Nothing is read but what a question needs, so that damage within a file is found
    /// by [`Self::verify`] and not here.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        if !Self::is_in(folder) {
            return Err(OpenError::Nothing { path: folder.to_owned() });
        }
        let damaged = |because: String| OpenError::Damaged { path: folder.to_owned(), because };
        let engine = |error: tantivy::TantivyError| damaged(error.to_string());
        let index = schema::open(folder, false).map_err(engine)?;
        let meta = index.load_metas().map_err(engine)?;
        let Some(payload) = meta.payload else {
            return Err(OpenError::Nothing { path: folder.to_owned() });
        };
        let ledger = Ledger::read(&payload).map_err(damaged)?;
        let fields = Fields::of(&index.schema()).map_err(engine)?;
        files_are_there(&index).map_err(damaged)?;
        let reader = reader(&index).map_err(engine)?;
        let searcher = reader.searcher();
        let (found, expected) = (searcher.num_docs(), ledger.entries());
        if found != expected {
            return Err(damaged(format!("it has {found} entries instead of {expected}")));
        }
        let version = format!("{:016x}", xxhash_rust::xxh3::xxh3_64(format!("{}{payload}", meta.opstamp).as_bytes()));
        Ok(Self {
            folder: folder.to_owned(),
            index,
            searcher,
            fields,
            ledger,
            version,
            noticed: OnceLock::new(),
            spoken: OnceLock::new(),
            having: Having::default(),
            keys: OnceLock::new(),
        })
    }

    /// Checks every byte of the index, and that every record can be read.
    ///
    /// # Errors
    /// What is wrong, a line each; never empty.
    pub fn verify(&self, mut progress: impl FnMut(u64)) -> Result<(), Vec<String>> {
        let mut wrong = Vec::new();
        match self.index.validate_checksum() {
            Ok(files) => {
                let mut names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
                names.sort_unstable();
                wrong.extend(names.into_iter().map(|name| format!("{name} is damaged: its content has changed")));
            }
            Err(error) => wrong.push(error.to_string()),
        }
        if wrong.is_empty() {
            let mut read = 0;
            let each = self.each_record(|record| {
                if let Err(error) = record {
                    wrong.push(error.to_string());
                }
                read += 1;
                progress(read);
                wrong.len() < 20
            });
            if let Err(error) = each {
                wrong.push(error.to_string());
            } else if wrong.is_empty() && read != self.ledger.records {
                wrong.push(format!("it has {read} records instead of {}", self.ledger.records));
            }
            match self.verify_notices() {
                Ok(notices) if notices == self.ledger.notices => {}
                Ok(notices) => wrong.push(format!("it has {notices} notices instead of {}", self.ledger.notices)),
                Err(error) => wrong.push(error.to_string()),
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// How many records it holds.
    pub fn total(&self) -> u64 {
        self.ledger.records
    }

    fn statistics(&self) -> OfFields<'_> {
        OfFields { searcher: &self.searcher, fields: self.fields, having: &self.having, found: RefCell::default() }
    }

    /// What was loaded.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Changes whenever something is loaded or removed: 16 hexadecimal digits.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// Whether each file of the index is there and ends as it was written: one that has gone is elsewhere taken for empty.
fn files_are_there(index: &Index) -> Result<(), String> {
    let engine = |error: tantivy::TantivyError| error.to_string();
    for segment in index.searchable_segments().map_err(engine)? {
        let deleted = segment.meta().has_deletes().then_some(SegmentComponent::Delete);
        let always = [
            SegmentComponent::Terms,
            SegmentComponent::Postings,
            SegmentComponent::Positions,
            SegmentComponent::FieldNorms,
            SegmentComponent::FastFields,
            SegmentComponent::Store,
        ];
        for component in always.into_iter().chain(deleted) {
            segment.open_read(component).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// A reader that sees what is there now.
fn reader(index: &Index) -> tantivy::Result<IndexReader> {
    index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()
}
