//! From the files of a folder to the records: reading, checking, linking.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::Arc,
};

use super::{
    Corpus, Diagnostic, Fingerprint, LoadError, Origins, Places, Severity, diagnostic,
    english::english,
    file_text::FileText,
    filed::{Filed, Records, collect},
    folder::{FOLDERS, FileKind, Listed, list_folder, page_texts, read_collection, read_scope},
    graph::Graph,
    identifiers,
    lexicon::Lexicon,
    lint,
    read::{self, Reference},
    record::{self, ChangeFile, NewerFormat, SourceFile},
};
use crate::domain::{
    Collection, Draft, Identifier, RecordKind,
    blurb::Stage,
    date::PartialDate,
    scope::Scope,
    source::{Link, Relation},
};

/// A corpus, and what is worth looking at all the same.
#[derive(Debug)]
pub struct Loaded {
    /// The records.
    pub corpus: Corpus,
    /// Sources that are not complete, and so not among the records; by id.
    pub drafts: Vec<Draft>,
    /// Diagnostics of severity warning, in order of file and line.
    pub warnings: Vec<Diagnostic>,
}

impl Corpus {
    /// Reads and checks all records below `data`.
    ///
    /// # Errors
    /// [`LoadError::Faults`] holds every fault of every file, warnings included, in order of file and line.
    pub fn load(data: &Path) -> Result<Loaded, LoadError> {
        Self::load_after(None, data)
    }

    /// The same after a version of the data that was loaded before: files of sources that have not changed since are not read
    /// again, and their records are shared.
    ///
    /// # Errors
    /// Those of [`Corpus::load`].
    pub fn load_after(before: Option<&Self>, data: &Path) -> Result<Loaded, LoadError> {
        Self::load_with(before, data, |_, _| ()).map(|(loaded, ())| loaded)
    }

    /// The same, with where each value was read.
    ///
    /// # Errors
    /// Those of [`Corpus::load`].
    pub fn load_with_origins(data: &Path) -> Result<(Loaded, Origins), LoadError> {
        Self::load_with(None, data, Origins::read)
    }

    /// Reads and checks all records; `beside` is what is wanted of the files beside them.
    fn load_with<T>(
        before: Option<&Self>,
        data: &Path,
        beside: impl FnOnce(&Records, &[FileText]) -> T,
    ) -> Result<(Loaded, T), LoadError> {
        let mut diagnostics = Vec::new();
        let mut listed = Vec::new();
        for folder in FOLDERS {
            listed.extend(list_folder(data, folder, &mut diagnostics)?);
        }
        let is_of_language = |file: &Listed| matches!(file.kind(), Some(FileKind::Lexicon | FileKind::Reading));
        if listed.iter().all(is_of_language) && diagnostics.is_empty() {
            return Err(LoadError::Empty { path: data.to_owned() });
        }
        let about = read_collection(data, &mut diagnostics);
        let collection = match &about {
            None => Collection::unstated(),
            Some(file) => {
                if let Some(newer) = newer(file) {
                    // All else that looks wrong may be right in that format.
                    return Err(LoadError::Faults(vec![newer]));
                }
                let read::Read { record, faults, references: _ } = read::read(file);
                diagnostics.extend(faults);
                record.unwrap_or_else(Collection::unstated)
            }
        };
        let limits = read_scope(data, &mut diagnostics);
        let scope = limits.as_ref().and_then(|file| {
            let read::Read { record, faults, references: _ } = read::read::<Scope>(file);
            diagnostics.extend(faults);
            record
        });
        let mut references: Vec<(usize, Arc<[Reference]>)> = Vec::new();
        let mut records = Records::default();
        let mut read_before = HashMap::new();
        let mut files = Vec::with_capacity(listed.len());
        let mut texts = 0;
        for file in listed {
            let mut file = match file.read() {
                Ok(file) => file,
                Err(unreadable) => {
                    diagnostics.push(unreadable);
                    continue;
                }
            };
            let i = files.len();
            let (faults, mentions) = match file.kind() {
                Some(FileKind::Source) => {
                    let (faults, mentions) = records.read_source(i, &file, before, &mut read_before);
                    file.let_go();
                    (faults, mentions)
                }
                Some(FileKind::Topic) => collect(i, read::read(&file), &mut records.topics),
                Some(FileKind::Page) => collect(i, read::read(&file), &mut records.pages),
                Some(FileKind::Blurb) => collect(i, record::read_blurb(&file), &mut records.blurbs),
                Some(FileKind::Changes) => collect(i, read::read(&file), &mut records.changes),
                Some(FileKind::Lexicon) => collect(i, read::read(&file), &mut records.lexicons),
                Some(FileKind::PageText | FileKind::Reading) | None => {
                    texts += 1;
                    files.push(file);
                    continue;
                }
            };
            files.push(file);
            diagnostics.extend(faults);
            references.push((i, mentions));
        }
        let every_file_was_read = records.len() + texts == files.len()
            && diagnostics.iter().all(|diagnostic| diagnostic.code != diagnostic::UNREADABLE.code);
        let mut lexicon = english(&mut diagnostics);
        lexicon.take(records.lexicons.iter().flat_map(|filed| filed.record.entries.iter().cloned()));
        let checked = lint::Files::new(&files, &records, &references, &lexicon, every_file_was_read);
        diagnostics.extend(lint::check(&checked));
        diagnostics.sort_unstable();
        // `recorded` is read first, for those who take their date from it, and again in its turn.
        diagnostics.dedup();
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return Err(LoadError::Faults(diagnostics));
        }
        // What is not served makes no other version of what is.
        let unserved: HashSet<usize> = records.drafts.iter().map(|filed| filed.file).collect();
        let served = files.iter().enumerate().filter(|(i, _)| !unserved.contains(i)).map(|(_, file)| file);
        let fingerprint = Fingerprint::of(served.chain(&about).chain(&limits));
        let is_about =
            |file: &&FileText| matches!(file.kind(), Some(FileKind::Topic | FileKind::Lexicon | FileKind::Reading));
        let of_all = Fingerprint::of(files.iter().filter(is_about).chain(&about).chain(&limits));
        let beside = beside(&records, &files);
        let drafts = std::mem::take(&mut records.drafts).into_iter().map(|filed| filed.record.draft).collect();
        let mut corpus = Self::link(collection, scope, records, &files, lexicon, fingerprint);
        (corpus.read, corpus.about) = (read_before, of_all);
        Ok((Loaded { corpus, drafts, warnings: diagnostics }, beside))
    }

    fn link(
        collection: Collection,
        scope: Option<Scope>,
        records: Records,
        files: &[FileText],
        lexicon: Lexicon,
        fingerprint: Fingerprint,
    ) -> Self {
        fn records_of<T>(filed: Vec<Filed<T>>) -> impl Iterator<Item = T> {
            filed.into_iter().map(|filed| filed.record)
        }
        let Records { sources: source_files, drafts: _, topics, pages: page_files, blurbs, changes, lexicons: _ } =
            records;
        let mut sources = Vec::with_capacity(source_files.len());
        let mut findings = Vec::new();
        for SourceFile { source, findings: reported } in records_of(source_files) {
            sources.push(source);
            findings.extend(reported);
        }
        let mut pages = Vec::new();
        let mut claims = Vec::new();
        let texts = page_texts(files);
        for page in records_of(page_files) {
            let text = texts.get(page.id.as_str()).map(|file| file.text().to_owned());
            let (page, made) = page.with_text(text);
            pages.push(page);
            claims.extend(made);
        }
        let (drafts, mut blurbs): (Vec<_>, Vec<_>) =
            records_of(blurbs).partition(|blurb| blurb.life.stage == Stage::Draft);
        let mut topics: Vec<_> = records_of(topics).collect();
        let corrections = records_of(changes).flat_map(|ChangeFile { changes }| changes).collect();
        sources.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        findings.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        claims.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        blurbs.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        topics.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        pages.sort_unstable_by(|a, b| a.id.cmp(&b.id));

        let places = Places::of([
            ids(&sources, |source| source.id.as_str()),
            ids(&findings, |finding| finding.id.as_str()),
            ids(&claims, |claim| claim.id.as_str()),
            ids(&blurbs, |blurb| blurb.id.as_str()),
            ids(&topics, |topic| topic.id.as_str()),
        ]);
        let mut by_identifier: HashMap<Identifier, Vec<usize>> = HashMap::new();
        let mut superseded_by: HashMap<usize, (usize, PartialDate)> = HashMap::new();
        for (i, source) in sources.iter().enumerate() {
            for identifier in identifiers(source) {
                by_identifier.entry(identifier).or_default().push(i);
            }
            for Link { relation, source: other } in &source.links {
                let Some(older) = places.get(RecordKind::Source, other.as_str()) else { continue };
                if *relation == Relation::Supersedes {
                    let by = (i, source.bibliography.issued);
                    let earliest = superseded_by.entry(older).or_insert(by);
                    if by.1 < earliest.1 {
                        *earliest = by;
                    }
                }
            }
        }
        let place = |kind, id: &str| places.get(kind, id);
        let graph = Graph::of(&sources, &findings, &pages, &claims, &blurbs, &topics, place);
        Self {
            collection,
            scope,
            sources,
            findings,
            claims,
            blurbs,
            topics,
            pages,
            drafts,
            corrections,
            places,
            by_identifier,
            superseded_by,
            graph,
            lexicon,
            fingerprint,
            about: fingerprint,
            read: HashMap::new(),
        }
    }
}

/// That a collection is written in a newer format than this program knows.
fn newer(collection: &FileText) -> Option<Diagnostic> {
    let read::Read { faults, .. } = read::read::<NewerFormat>(collection);
    faults.into_iter().find(|fault| fault.code == diagnostic::FORMAT_NEWER.code)
}

/// What the lint says of a data folder in a newer format than this program knows; none of any other.
pub fn newer_format(data: &Path) -> Option<Diagnostic> {
    newer(&read_collection(data, &mut Vec::new())?)
}

fn ids<T>(records: &[T], id: impl Fn(&T) -> &str) -> Vec<&str> {
    records.iter().map(id).collect()
}
