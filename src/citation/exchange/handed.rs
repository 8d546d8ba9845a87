//! What of a source is handed on to other programs.

use crate::domain::{Source, source::Bibliography};

/// What a reference cannot do without: handed on as it is, with a word about what nobody has verified.
const DESCRIPTION: [&str; 15] = [
    "type",
    "title",
    "author",
    "container-title",
    "container-title-short",
    "publisher",
    "publisher-place",
    "issued",
    "available-date",
    "volume",
    "issue",
    "page",
    "number",
    "version",
    "language",
];

/// A source as a file for other programs has it.
pub(super) struct Handed {
    /// Without the identifiers that nobody has verified: programs open publications by them, and take records for one,
    /// where nobody reads a note.
    pub(super) bibliography: Bibliography,
    /// What nobody has verified: identifiers that were left out, with their values, and the names of fields that were
    /// kept. None for most sources.
    pub(super) unverified: Option<String>,
}

impl Handed {
    pub(super) fn of(source: &Source) -> Self {
        let is_unverified = |field: &str| !source.provenance.of(field).is_publishable();
        let mut bibliography = source.bibliography.clone();
        let mut left_out = Vec::new();
        let Bibliography { doi, pmid, pmcid, issn, isbn, url, .. } = &mut bibliography;
        withhold("DOI", doi, is_unverified, &mut left_out);
        withhold("PMID", pmid, is_unverified, &mut left_out);
        withhold("PMCID", pmcid, is_unverified, &mut left_out);
        withhold("ISSN", issn, is_unverified, &mut left_out);
        withhold("ISBN", isbn, is_unverified, &mut left_out);
        withhold("URL", url, is_unverified, &mut left_out);
        let kept: Vec<&str> = DESCRIPTION.into_iter().filter(|field| is_unverified(field)).collect();
        let left_out = (!left_out.is_empty()).then(|| format!("left out: {}", left_out.join(", ")));
        let kept = (!kept.is_empty()).then(|| format!("kept: {}", kept.join(", ")));
        let told: Vec<String> = left_out.into_iter().chain(kept).collect();
        Self { bibliography, unverified: (!told.is_empty()).then(|| told.join("; ")) }
    }
}

/// Takes an identifier out if nobody has verified it.
fn withhold<T: ToString>(
    field: &str,
    value: &mut Option<T>,
    is_unverified: impl Fn(&str) -> bool,
    left_out: &mut Vec<String>,
) {
    if is_unverified(field)
        && let Some(value) = value.take()
    {
        left_out.push(format!("{field} {}", value.to_string()));
    }
}
