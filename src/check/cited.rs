//! What a text cites by identifiers, addresses and markers.

use crate::{corpus::Corpus, domain::Identifier};

/// The publications that a sentence cites by identifiers, links or numbers of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cited {
    /// Positions of sources.
    pub(super) sources: Vec<usize>,
    /// Whether an identifier leads to something that is not in the collection.
    pub(super) is_elsewhere: bool,
}

impl Cited {
    pub(super) fn add(&mut self, other: &Self) {
        let Self { sources, is_elsewhere } = other;
        for source in sources {
            if !self.sources.contains(source) {
                self.sources.push(*source);
            }
        }
        self.is_elsewhere |= is_elsewhere;
    }

    /// The publications that identifiers and addresses in a text lead to.
    pub(super) fn by_identifiers(corpus: &Corpus, text: &str) -> Self {
        const MARKS: &[&str] = &["10.", "NCT", "PMC", "CRD", "PMID", "HTTP"];
        let mut cited = Self::default();
        if !has_mark(text, MARKS) {
            return cited;
        }
        let mut is_pmid = false;
        for token in text.split_whitespace() {
            let spelt = if std::mem::take(&mut is_pmid) { format!("PMID {token}") } else { token.to_owned() };
            is_pmid = token.to_ascii_uppercase().trim_end_matches([':', '.']).ends_with("PMID");
            if is_pmid || !has_mark(&spelt, MARKS) {
                continue;
            }
            let spelt = spelt.trim_matches(['(', ')', '[', ']', ',', ';', '.', '"', '”', '“']);
            let Ok(identifier) = Identifier::recognise(spelt) else { continue };
            let before = cited.sources.len();
            let ours = corpus.identified(&identifier);
            cited.sources.extend(
                ours.filter_map(|source| corpus.sources().binary_search_by(|other| other.id.cmp(&source.id)).ok()),
            );
            // A word may be an id of ours, and an address lead anywhere; the others name a publication.
            let names_one = !matches!(identifier, Identifier::Source(_) | Identifier::Url(_));
            cited.is_elsewhere |= names_one && cited.sources.len() == before;
        }
        cited
    }

    /// What markers of citations by our own ids lead to: `[@example-2024]`.
    pub(super) fn by_markers(corpus: &Corpus, text: &str) -> Self {
        let mut cited = Self::default();
        for (at, _) in text.match_indices('@') {
            let rest = text.get(at + 1..).unwrap_or_default();
            let length =
                rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))).unwrap_or(rest.len());
            let id = rest.get(..length).unwrap_or_default().trim_end_matches('.');
            cited.sources.extend(corpus.sources().binary_search_by(|other| other.id.as_str().cmp(id)).ok());
        }
        cited
    }
}

/// Whether one of these marks, in capitals, stands in a text, in letters of whatever case.
pub(super) fn has_mark(text: &str, marks: &[&str]) -> bool {
    let bytes = text.as_bytes();
    let stands =
        |at: usize, mark: &[u8]| bytes.get(at..at + mark.len()).is_some_and(|here| here.eq_ignore_ascii_case(mark));
    bytes.iter().enumerate().any(|(at, byte)| {
        let first = byte.to_ascii_uppercase();
        marks.iter().map(|mark| mark.as_bytes()).any(|mark| mark.first() == Some(&first) && stands(at, mark))
    })
}

#[cfg(test)]
mod tests {
    use super::has_mark;

    #[test]
    fn marks_are_found_in_letters_of_whatever_case() {
        let marks = ["10.", "PMID"];
        for text in ["doi:10.5555/x", "(pmid 1)", "é pMiD", "PMID"] {
            assert!(has_mark(text, &marks), "{text}");
        }
        for text in ["", "1", "10 people", "PMI", "p.m. id"] {
            assert!(!has_mark(text, &marks), "{text}");
        }
    }
}
