//! The records: `data/` in, checked and cross-linked graph out.
//!
//! There is one way in, [`Corpus::load`], and it is the lint: data that has an error cannot become a corpus, so nothing
//! above this module ever sees a dangling link or a number outside its interval. Knows nothing of search, citation
//! styles or HTTP.

mod diagnostic;
mod fingerprint;
mod lint;
mod read;
mod record;
mod schema;

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use read::FileText;
use record::SourceFile;

pub use diagnostic::{Diagnostic, RULES, Rule, Severity};
pub use fingerprint::Fingerprint;
pub use schema::documents as json_schemas;

use crate::domain::{
    CurrencyState, Date, Finding, Identifier, RecordKind, Source, Topic,
    date::PartialDate,
    identifier::WebAddress,
    source::{Link, Relation},
    status::CurrencyBasis,
};

/// All records, cross-linked and immutable. Each kind is in the order of its ids; the position of a record in its list
/// is stable for one [`Fingerprint`].
#[derive(Debug)]
pub struct Corpus {
    sources: Vec<Source>,
    findings: Vec<Finding>,
    topics: Vec<Topic>,
    places: HashMap<(RecordKind, String), usize>,
    by_identifier: HashMap<Identifier, Vec<usize>>,
    superseded_by: HashMap<usize, (usize, PartialDate)>,
    fingerprint: Fingerprint,
}

/// A record of any kind.
#[derive(Clone, Copy, Debug)]
pub enum Record<'a> {
    /// A source.
    Source(&'a Source),
    /// A finding.
    Finding(&'a Finding),
    /// A topic.
    Topic(&'a Topic),
}

impl<'a> Record<'a> {
    /// What kind it is.
    pub fn kind(self) -> RecordKind {
        match self {
            Self::Source(_) => RecordKind::Source,
            Self::Finding(_) => RecordKind::Finding,
            Self::Topic(_) => RecordKind::Topic,
        }
    }

    /// Its id.
    pub fn id(self) -> &'a str {
        match self {
            Self::Source(source) => source.id.as_str(),
            Self::Finding(finding) => finding.id.as_str(),
            Self::Topic(topic) => topic.id.as_str(),
        }
    }
}

/// Why there is no corpus.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder cannot be read.
    #[error("cannot read the data folder {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// There is no record in it.
    #[error("there are no records in {path}: expected {path}/sources/*.toml and {path}/topics/*.toml")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// The records have faults.
    #[error("{}", summary(.0))]
    Faults(Vec<Diagnostic>),
}

/// How many errors there are, and the first of them; warnings are no reason for anything.
fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors: Vec<_> = diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    match errors.as_slice() {
        [] => "the data has no fault".to_owned(),
        [only] => format!("the data has a fault: {only}"),
        [first, ..] => format!("the data has {} faults, the first one: {first}", errors.len()),
    }
}

/// A corpus, and what is worth looking at all the same.
#[derive(Debug)]
pub struct Loaded {
    /// The records.
    pub corpus: Corpus,
    /// Diagnostics of severity warning, in order of file and line.
    pub warnings: Vec<Diagnostic>,
}

/// A record with the file it was read from and the places of its fields.
struct Filed<T> {
    record: T,
    file: usize,
    /// Byte offset of each field by path.
    places: HashMap<String, usize>,
}

impl Corpus {
    /// Reads and checks all records below `data`.
    ///
    /// # Errors
    /// [`LoadError::Faults`] holds every fault of every file, warnings included, in order of file and line.
    pub fn load(data: &Path) -> Result<Loaded, LoadError> {
        let mut diagnostics = Vec::new();
        let source_files = files(data, "sources", &mut diagnostics)?;
        let topic_files = files(data, "topics", &mut diagnostics)?;
        if source_files.is_empty() && topic_files.is_empty() && diagnostics.is_empty() {
            return Err(LoadError::Empty { path: data.to_owned() });
        }
        let files: Vec<FileText> = source_files.into_iter().chain(topic_files).collect();
        let fingerprint = Fingerprint::of(&files);

        let mut references = Vec::new();
        let mut sources: Vec<Filed<SourceFile>> = Vec::new();
        let mut topics: Vec<Filed<Topic>> = Vec::new();
        for (i, file) in files.iter().enumerate() {
            let (faults, mentions) = if file.path.starts_with("sources/") {
                collect(i, read::read(file), &mut sources)
            } else {
                collect(i, read::read(file), &mut topics)
            };
            diagnostics.extend(faults);
            references.extend(mentions.into_iter().map(|reference| (i, reference)));
        }
        let every_file_was_read = sources.len() + topics.len() == files.len()
            && diagnostics.iter().all(|diagnostic| diagnostic.code != diagnostic::UNREADABLE.code);
        diagnostics.extend(lint::check(&lint::Files {
            files: &files,
            sources: &sources,
            topics: &topics,
            references: &references,
            every_file_was_read,
        }));
        diagnostics.sort_unstable();
        // `recorded` is read first, for those who take their date from it, and again in its turn.
        diagnostics.dedup();
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return Err(LoadError::Faults(diagnostics));
        }
        let corpus = Self::link(
            sources.into_iter().map(|filed| filed.record).collect(),
            topics.into_iter().map(|filed| filed.record).collect(),
            fingerprint,
        );
        Ok(Loaded { corpus, warnings: diagnostics })
    }

    fn link(files: Vec<SourceFile>, mut topics: Vec<Topic>, fingerprint: Fingerprint) -> Self {
        let mut sources = Vec::with_capacity(files.len());
        let mut findings = Vec::new();
        for SourceFile { source, findings: reported } in files {
            sources.push(source);
            findings.extend(reported);
        }
        sources.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        findings.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        topics.sort_unstable_by(|a, b| a.id.cmp(&b.id));

        let of = |kind, id: &str, i| ((kind, id.to_owned()), i);
        let places: HashMap<_, _> = sources
            .iter()
            .enumerate()
            .map(|(i, source)| of(RecordKind::Source, source.id.as_str(), i))
            .chain(findings.iter().enumerate().map(|(i, f)| of(RecordKind::Finding, f.id.as_str(), i)))
            .chain(topics.iter().enumerate().map(|(i, t)| of(RecordKind::Topic, t.id.as_str(), i)))
            .collect();
        let mut by_identifier: HashMap<Identifier, Vec<usize>> = HashMap::new();
        let mut superseded_by: HashMap<usize, (usize, PartialDate)> = HashMap::new();
        for (i, source) in sources.iter().enumerate() {
            for identifier in identifiers(source) {
                by_identifier.entry(identifier).or_default().push(i);
            }
            for Link { relation, source: other } in &source.links {
                let Some(&older) = places.get(&(RecordKind::Source, other.as_str().to_owned())) else { continue };
                if *relation == Relation::Supersedes {
                    let by = (i, source.bibliography.issued);
                    let earliest = superseded_by.entry(older).or_insert(by);
                    if by.1 < earliest.1 {
                        *earliest = by;
                    }
                }
            }
        }
        Self { sources, findings, topics, places, by_identifier, superseded_by, fingerprint }
    }

    /// All sources, by id.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// All findings, by id.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// All topics, by id.
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Every record: sources, findings, topics, each by id. The order is the order of the index.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.sources
            .iter()
            .map(Record::Source)
            .chain(self.findings.iter().map(Record::Finding))
            .chain(self.topics.iter().map(Record::Topic))
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.sources.len() + self.findings.len() + self.topics.len()
    }

    /// Whether there are none. A loaded corpus never is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record at a position of [`Corpus::records`].
    pub fn record(&self, ordinal: usize) -> Option<Record<'_>> {
        let finding = ordinal.checked_sub(self.sources.len());
        let topic = finding.and_then(|i| i.checked_sub(self.findings.len()));
        match (finding, topic) {
            (None, _) => self.sources.get(ordinal).map(Record::Source),
            (Some(i), None) => self.findings.get(i).map(Record::Finding),
            (Some(_), Some(i)) => self.topics.get(i).map(Record::Topic),
        }
    }

    fn place(&self, kind: RecordKind, id: &str) -> Option<usize> {
        self.places.get(&(kind, id.to_owned())).copied()
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.get(self.place(RecordKind::Source, id)?)
    }

    /// The finding with this id.
    pub fn finding(&self, id: &str) -> Option<&Finding> {
        self.findings.get(self.place(RecordKind::Finding, id)?)
    }

    /// The topic with this id.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.get(self.place(RecordKind::Topic, id)?)
    }

    /// The findings a source reports, by id.
    pub fn findings_of<'a>(&'a self, source: &'a Source) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(|finding| finding.source == source.id)
    }

    /// The sources with this identifier, by id. One DOI has one source; a registration may have several.
    pub fn identified(&self, identifier: &Identifier) -> impl Iterator<Item = &Source> {
        self.by_identifier.get(identifier).into_iter().flatten().filter_map(|&i| self.sources.get(i))
    }

    /// The links other sources have to this one.
    pub fn links_to<'a>(&'a self, source: &'a Source) -> impl Iterator<Item = (&'a Source, Relation)> {
        self.sources
            .iter()
            .flat_map(|other| other.links.iter().map(move |link| (other, link)))
            .filter_map(|(other, link)| (link.source == source.id).then_some((other, link.relation)))
    }

    /// The findings this one qualifies or contradicts.
    pub fn qualifies<'a>(&'a self, finding: &'a Finding) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(|other| other.qualified_by.contains(&finding.id))
    }

    /// The topics directly below this one.
    pub fn narrower<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = &'a Topic> {
        self.topics.iter().filter(|other| other.broader.contains(&topic.id))
    }

    /// Whether a source still holds on the day `as_of`.
    pub fn currency(&self, source: &Source, as_of: Date) -> CurrencyState {
        let newer = self.place(RecordKind::Source, source.id.as_str()).and_then(|i| self.superseded_by.get(&i));
        CurrencyBasis {
            rule: &source.currency_rule,
            issued: source.bibliography.issued,
            review_due: &source.review_due,
            superseded_by: newer.and_then(|(i, date)| Some((&self.sources.get(*i)?.id, *date))),
        }
        .on(as_of)
    }

    /// What tells this version of the data from others.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

/// Keeps the record if there is one; hands on its faults and references.
fn collect<T>(
    file: usize,
    read: read::Read<T>,
    records: &mut Vec<Filed<T>>,
) -> (Vec<Diagnostic>, Vec<read::Reference>) {
    let read::Read { record, faults, references, places } = read;
    if let Some(record) = record {
        records.push(Filed { record, file, places: places.into_iter().collect() });
    }
    (faults, references)
}

/// Everything a source can be looked up by.
fn identifiers(source: &Source) -> Vec<Identifier> {
    let b = &source.bibliography;
    let mut all = vec![Identifier::Source(source.id.clone())];
    all.extend(b.doi.clone().map(Identifier::Doi));
    all.extend(b.pmid.map(Identifier::Pmid));
    all.extend(b.pmcid.clone().map(Identifier::Pmcid));
    all.extend(b.isbn.clone().map(Identifier::Isbn));
    all.extend(b.url.clone().map(|url: WebAddress| Identifier::Url(url)));
    all.extend(source.registration.nct.iter().cloned().map(Identifier::Nct));
    all.extend(source.registration.prospero.iter().cloned().map(Identifier::Prospero));
    all
}

/// The record files of one folder, by name. A folder that is missing has none.
fn files(data: &Path, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<FileText>, LoadError> {
    let path = data.join(folder);
    let error = |source| LoadError::Folder { path: path.clone(), source };
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(missing) if missing.kind() == io::ErrorKind::NotFound && data.is_dir() => return Ok(Vec::new()),
        Err(other) => return Err(error(other)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(error)?.file_name());
    }
    names.sort_unstable();
    let mut files = Vec::new();
    for name in names {
        let shown = format!("{folder}/{}", name.to_string_lossy());
        // Editors keep their own files beside what is edited.
        if name.as_encoded_bytes().starts_with(b".") || name.as_encoded_bytes().ends_with(b"~") {
            continue;
        }
        let empty = FileText { path: shown, text: String::new() };
        if !empty.path.ends_with(".toml") {
            let help = "records end in .toml; keep notes elsewhere".to_owned();
            diagnostics.push(empty.diagnostic(0, diagnostic::STRAY_FILE, "this is no record".to_owned(), help));
            continue;
        }
        match fs::read(path.join(&name)).map(String::from_utf8) {
            Ok(Ok(text)) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
                files.push(FileText { text, ..empty });
            }
            Ok(Err(bytes)) => {
                let message = format!("byte {} is not UTF-8", bytes.utf8_error().valid_up_to() + 1);
                let help = "save the file as UTF-8".to_owned();
                diagnostics.push(empty.diagnostic(0, diagnostic::UNREADABLE, message, help));
            }
            Err(error) => {
                let help = "check that it is a file that may be read".to_owned();
                let message = format!("cannot be read: {error}");
                diagnostics.push(empty.diagnostic(0, diagnostic::UNREADABLE, message, help));
            }
        }
    }
    Ok(files)
}
