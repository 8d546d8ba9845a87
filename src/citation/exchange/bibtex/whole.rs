//! Entries that take what they lack from the whole they are part of: `crossref = {handbook}` of BibTeX and BibLaTeX. The whole may
//! stand before its parts or, as BibTeX asks, behind them.

use std::collections::HashMap;

use super::Field;

/// Kinds of entries that others are part of.
const WHOLES: &[&str] = &[
    "book",
    "mvbook",
    "collection",
    "mvcollection",
    "proceedings",
    "mvproceedings",
    "reference",
    "mvreference",
    "periodical",
    "misc",
    "techreport",
    "report",
];

/// Fields of a whole that say nothing of its parts.
const OWN: &[&str] = &[
    "author",
    "doi",
    "url",
    "ee",
    "urldate",
    "eprint",
    "eprinttype",
    "archiveprefix",
    "pmid",
    "pmcid",
    "pages",
    "pagetotal",
    "note",
    "annote",
    "annotation",
    "addendum",
    "abstract",
    "keywords",
    "keyword",
    "file",
    "key",
    "shorttitle",
    "titleaddon",
    "language",
    "type",
    "entrysubtype",
    "retracted",
];

/// Most wholes of a file that are remembered, and most bytes of one that its parts can take: each of them takes as many.
const MAX_WHOLES: usize = 4_000;
const MAX_BYTES: usize = 2 << 10;

/// The wholes of a file by their keys.
#[derive(Default)]
pub(super) struct Wholes {
    by_key: HashMap<String, Vec<Field>>,
}

impl Wholes {
    /// Remembers an entry, where it can be a whole and has a key of its own. Whether it did.
    pub(super) fn remember(&mut self, key: &str, kind: &str, fields: &[Field]) -> bool {
        let shared = || fields.iter().filter(|(name, ..)| !OWN.contains(&name.as_str()));
        let size: usize = shared().map(|(name, value, _)| name.len() + value.len()).sum();
        let is_whole = WHOLES.iter().any(|whole| whole.eq_ignore_ascii_case(kind));
        let is_new =
            is_whole && !key.is_empty() && size <= MAX_BYTES && self.by_key.len() < MAX_WHOLES && !self.has(key);
        if is_new {
            self.by_key.insert(key.to_lowercase(), shared().cloned().collect());
        }
        is_new
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(&key.trim().to_lowercase())
    }

    /// Adds to the fields of a part what it lacks and its whole says. False when nobody knows the whole.
    pub(super) fn complete(&self, key: &str, kind: &str, part: &mut Vec<Field>) -> bool {
        let Some(whole) = self.by_key.get(&key.trim().to_lowercase()) else { return false };
        let has_date = part.iter().any(|(name, ..)| matches!(name.as_str(), "date" | "year"));
        let is_article = kind.eq_ignore_ascii_case("article");
        for (name, value, is_verbatim) in whole {
            let name = match (name.as_str(), is_article) {
                ("title", true) => "journaltitle",
                ("subtitle", true) => "journalsubtitle",
                ("title", false) => "booktitle",
                ("subtitle", false) => "booksubtitle",
                ("date" | "year" | "month" | "day", _) if has_date => continue,
                (name, _) => name,
            };
            let is_said = |known: &str| {
                known == name
                    || matches!(
                        (known, name),
                        ("journal", "journaltitle") | ("address", "location") | ("location", "address")
                    )
            };
            if !part.iter().any(|(known, ..)| is_said(known)) {
                part.push((name.to_owned(), value.clone(), *is_verbatim));
            }
        }
        true
    }
}
