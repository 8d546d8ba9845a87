//! What reports show of records: made when a report first shows a record, and kept, because the same few records stand behind most
//! sentences of a draft, and writing one out takes as long as checking some sentences.

use std::sync::OnceLock;

use xxhash_rust::xxh3::xxh3_64;

use crate::{
    corpus::Corpus,
    domain::{Finding, Source, repeated::one_line},
};

/// What is shown of the records of one version of the data, by their positions.
#[derive(Debug, Default)]
pub(in crate::check) struct Shown {
    findings: Vec<OnceLock<Lines>>,
    /// Hashes of findings, each with its source, by which an acknowledged hit is known again.
    hashes_of_findings: Vec<OnceLock<Box<str>>>,
    /// The same of sources by themselves.
    hashes_of_sources: Vec<OnceLock<Box<str>>>,
    hash_of_none: OnceLock<Box<str>>,
}

/// The texts of a finding, each on one line.
#[derive(Debug)]
pub(in crate::check) struct Lines {
    pub(in crate::check) statement: String,
    /// What must be said with it.
    pub(in crate::check) notes: Vec<String>,
}

impl Shown {
    pub(super) fn of(corpus: &Corpus) -> Self {
        fn places<T>(count: usize) -> Vec<OnceLock<T>> {
            std::iter::repeat_with(OnceLock::new).take(count).collect()
        }
        let findings = corpus.findings().len();
        Self {
            findings: places(findings),
            hashes_of_findings: places(findings),
            hashes_of_sources: places(corpus.sources().len()),
            hash_of_none: OnceLock::new(),
        }
    }

    /// The texts of a finding, by its position.
    pub(in crate::check) fn lines(&self, corpus: &Corpus, at: usize) -> Option<&Lines> {
        let finding = corpus.findings().get(at)?;
        let lines = || Lines {
            statement: one_line(&finding.statement),
            notes: finding.notes().map(|note| one_line(note)).collect(),
        };
        Some(self.findings.get(at)?.get_or_init(lines))
    }

    /// The hash of a finding with its source, or of a source by itself. Positions that lead nowhere are those of no record.
    pub(in crate::check) fn hash(&self, corpus: &Corpus, finding: Option<usize>, source: Option<usize>) -> &str {
        let of_finding = finding.and_then(|at| self.hashes_of_findings.get(at));
        let of_source = || source.and_then(|at| self.hashes_of_sources.get(at));
        of_finding.or_else(of_source).unwrap_or(&self.hash_of_none).get_or_init(|| {
            let finding = finding.and_then(|at| corpus.findings().get(at));
            let source = source.and_then(|at| corpus.sources().get(at));
            written(finding, source).into()
        })
    }
}

/// A hash of the record as it is in memory: any change of it, of what we know of it or of its type makes another one.
fn written(finding: Option<&Finding>, source: Option<&Source>) -> String {
    format!("{:016x}", xxh3_64(format!("{finding:?}{source:?}").as_bytes()))
}
