//! Records with the files they were read from, before they are linked.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, OnceLock},
};

use super::{
    Corpus, Diagnostic,
    file_text::FileText,
    folder::FileKind,
    read::{self, Reference},
    record::{self, ChangeFile, DraftFile, LexiconFile, PageFile, SourceEntry, SourceFile},
};
use crate::domain::{Blurb, Topic};

/// A file of a source as it was read.
#[derive(Clone)]
pub(super) struct ReadSource {
    /// Hash of its content.
    hash: u128,
    record: SourceFile,
    /// What was worth looking at all the same.
    warnings: Vec<Diagnostic>,
    references: Arc<[Reference]>,
}

impl fmt::Debug for ReadSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadSource").field("hash", &self.hash).finish_non_exhaustive()
    }
}

/// Everything that was read, each in the order of its file.
#[derive(Default)]
pub(super) struct Records {
    pub(super) sources: Vec<Filed<SourceFile>>,
    pub(super) drafts: Vec<Filed<DraftFile>>,
    pub(super) topics: Vec<Filed<Topic>>,
    pub(super) pages: Vec<Filed<PageFile>>,
    pub(super) blurbs: Vec<Filed<Blurb>>,
    pub(super) changes: Vec<Filed<ChangeFile>>,
    pub(super) lexicons: Vec<Filed<LexiconFile>>,
}

impl Records {
    /// How many files were read without a fault.
    pub(super) fn len(&self) -> usize {
        let Self { sources, drafts, topics, pages, blurbs, changes, lexicons } = self;
        sources.len() + drafts.len() + topics.len() + pages.len() + blurbs.len() + changes.len() + lexicons.len()
    }

    /// Reads the file of a source, or takes it from a version of the data before, and keeps it with those that are complete or with the
    /// drafts. Gives what is wrong with it and what it mentions; complete ones go into `read` as well.
    pub(super) fn read_source(
        &mut self,
        at: usize,
        file: &FileText,
        before: Option<&Corpus>,
        read: &mut HashMap<String, ReadSource>,
    ) -> (Vec<Diagnostic>, Arc<[Reference]>) {
        let same = before.and_then(|corpus| corpus.read.get(&file.path)).filter(|same| same.hash == file.hash());
        if let Some(same) = same {
            self.sources.push(Filed::new(same.record.clone(), at));
            read.insert(file.path.clone(), same.clone());
            return (same.warnings.clone(), Arc::clone(&same.references));
        }
        let read::Read { record, faults, references } = read::read(file);
        let references: Arc<[Reference]> = references.into();
        match record {
            Some(SourceEntry::Complete(record)) => {
                let (warnings, references) = (faults.clone(), Arc::clone(&references));
                let kept = ReadSource { hash: file.hash(), record: (*record).clone(), warnings, references };
                read.insert(file.path.clone(), kept);
                self.sources.push(Filed::new(*record, at));
            }
            Some(SourceEntry::Draft(record)) => self.drafts.push(Filed::new(*record, at)),
            None => {}
        }
        (faults, references)
    }
}

/// A record with the file it was read from.
pub(super) struct Filed<T> {
    pub(super) record: T,
    pub(super) file: usize,
    pub(super) places: FieldPlaces,
}

impl<T> Filed<T> {
    pub(super) fn new(record: T, file: usize) -> Self {
        Self { record, file, places: FieldPlaces::default() }
    }
}

/// Where the fields of a file stand: found when somebody asks for the first time, because most files have no fault.
#[derive(Default)]
pub(super) struct FieldPlaces(OnceLock<HashMap<String, usize>>);

impl FieldPlaces {
    /// The byte offset of each field by its path, in the file that the record was read from.
    pub(super) fn of(&self, file: &FileText) -> &HashMap<String, usize> {
        self.0.get_or_init(|| field_places(file))
    }

    /// The byte offset of a field; the beginning of the file for one that is not there.
    pub(super) fn offset(&self, file: &FileText, field: &str) -> usize {
        self.of(file).get(field).copied().unwrap_or(0)
    }
}

/// Byte offset of each field of a file by path.
fn field_places(file: &FileText) -> HashMap<String, usize> {
    let places = match file.kind() {
        Some(FileKind::Source) => read::places_in::<SourceEntry>(file, file.text()),
        Some(FileKind::Topic) => read::places_in::<Topic>(file, file.text()),
        Some(FileKind::Page) => read::places_in::<PageFile>(file, file.text()),
        Some(FileKind::Blurb) => record::places_of_blurb(file),
        Some(FileKind::Changes) => read::places_in::<ChangeFile>(file, file.text()),
        Some(FileKind::Lexicon) => read::places_in::<LexiconFile>(file, file.text()),
        Some(FileKind::PageText | FileKind::Reading) | None => Vec::new(),
    };
    places.into_iter().collect()
}

/// Keeps the record if there is one; hands on its faults and references.
pub(super) fn collect<T>(
    file: usize,
    read: read::Read<T>,
    records: &mut Vec<Filed<T>>,
) -> (Vec<Diagnostic>, Arc<[Reference]>) {
    let read::Read { record, faults, references } = read;
    records.extend(record.map(|record| Filed::new(record, file)));
    (faults, references.into())
}
