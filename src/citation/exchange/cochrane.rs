//! Citations of the Cochrane Library as it saves them in text: `AU: Nobody A` below `Record #1 of 2`.
//!
//! Each value gets the tag of RIS that means the same and is read as it is there; notes name the tag of the file.

use std::io;

use super::{
    explain::Each,
    input::Input,
    raw::RawEntry,
    ris,
    tagged::{self, Field, Grammar, Use},
};

/// The words a record begins with.
const BEGIN: &str = "Record";

/// Tags, and the tag of RIS that means the same.
const ROWS: &[(&str, &str)] = &[
    ("ID", "ID"),
    ("AU", "AU"),
    ("TI", "TI"),
    ("SO", "JF"),
    ("YR", "PY"),
    ("VL", "VL"),
    ("NO", "IS"),
    ("PG", "SP"),
    ("PB", "PB"),
    ("SN", "SN"),
    ("KY", "KW"),
    ("DOI", "DO"),
    ("PM", "PM"),
    ("XR", "XR"),
    ("PT", "M3"),
    ("LA", "LA"),
];

/// Tags that are passed over: abstracts, the groups of Cochrane, addresses of its own.
const PASSED_OVER: &[&str] = &[BEGIN, "AB", "CC", "US", "AD", "DE", "HW"];

/// Tags whose values may go on.
const TEXTS: &[&str] = &["TI", "SO", "KY"];

/// The shape in which a number of a review is its article number.
const OF_REVIEWS: &str = "CD";

const GRAMMAR: Grammar = Grammar {
    field,
    begins: |tag, _| tag == BEGIN,
    ends: |_| false,
    must_end: false,
    ends_at_gap: false,
    begins_behind_gap: false,
    wraps: true,
    uses: |tag| match ROWS.iter().any(|(known, _)| *known == tag) {
        true if TEXTS.contains(&tag) => Use::Text,
        true => Use::Line,
        false if PASSED_OVER.contains(&tag) => Use::PassedOver,
        false => Use::Unknown,
    },
    is_record: |fields| fields.iter().any(|field| field.tag == "TI") && fields.iter().any(|field| field.tag == "YR"),
    convert,
    may_be_lost: |tag| {
        matches!(tag, "AU" | "ID" | "PM" | "PT")
            || ROWS.iter().find(|(known, _)| *known == tag).is_none_or(|(_, meant)| ris::may_be_lost(meant))
    },
    start: "`Record #1 of 2`",
};

/// Every tag of which a value may be lost without a word in the draft.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    let searched =
        |(tag, meant): &(&'static str, &str)| ris::passed_over().any(|known| known == *meant).then_some(*tag);
    PASSED_OVER.iter().copied().chain(ROWS.iter().filter_map(searched))
}

fn field(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    if let Some(number) = line.strip_prefix("Record #") {
        return number.starts_with(|c: char| c.is_ascii_digit()).then_some((BEGIN, ""));
    }
    let (tag, value) = line.split_once(':')?;
    let is_tag = (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_tag && (value.is_empty() || value.starts_with(' '))).then(|| (tag, value.trim()))
}

/// Whether a file begins like one of these: a number of a record, and a tag with a colon below it.
pub(super) fn begins(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next().and_then(field).is_some_and(|(tag, _)| tag == BEGIN)
        && lines.next().and_then(field).is_some_and(|(tag, _)| ROWS.iter().any(|(known, _)| *known == tag))
}

pub(super) fn read(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    tagged::read(input, &GRAMMAR, each)
}

fn convert(raw: RawEntry, fields: &[Field]) -> RawEntry {
    let mut meant = vec![Field { line: raw.line, tag: "TY".to_owned(), value: "JOUR".to_owned() }];
    for Field { line, tag, value } in fields {
        let value = value.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
        let tag = match tag.as_str() {
            "ID" if value.starts_with(OF_REVIEWS) => "C7",
            "PM" => {
                // `PUBMED 99000171`: the number.
                let number = value.rsplit(' ').next().unwrap_or_default();
                meant.push(Field { line: *line, tag: "PMID".to_owned(), value: number.to_owned() });
                continue;
            }
            other => match ROWS.iter().find(|(known, _)| *known == other) {
                Some((_, meant)) => meant,
                None => continue,
            },
        };
        meant.push(Field { line: *line, tag: tag.to_owned(), value });
    }
    let told = raw.notes.len();
    let mut raw = ris::convert(raw, &meant);
    let own = |tag: &str| ROWS.iter().find(|(_, known)| *known == tag).map(|(own, _)| (*own).to_owned());
    ris::rename(&mut raw.notes[told..], |tag, _| own(tag));
    raw
}
