//! XML of EndNote, which Zotero, Mendeley and others write as well.
//!
//! Each value gets the tag of RIS that means the same and is read as it is there; notes name the elements of the file.

use super::{
    ReadError,
    explain::Each,
    input::Input,
    raw::RawEntry,
    ris, ris_like,
    tagged::Field,
    tidy::{letters, shortened},
    xml::{self, Complete, Doctype, Element, Record},
};

/// Elements a document may have at its root.
pub(super) const ROOTS: [&str; 2] = ["xml", "records"];

const DOCTYPE: Doctype =
    Doctype { roots: &ROOTS, begins_record: |name| name == "record", passes_over: |name| PASSED_OVER.contains(&name) };

/// Elements with a value, and the tag of RIS that means the same. Where a record has several for one tag that takes one value,
/// the first of them here is taken.
const ROWS: &[(&str, &str)] = &[
    ("ref-type", "TY"),
    ("contributors/authors/author", "AU"),
    ("contributors/secondary-authors/author", "A2"),
    ("contributors/tertiary-authors/author", "A3"),
    ("contributors/subsidiary-authors/author", "A4"),
    ("titles/title", "TI"),
    ("titles/secondary-title", "T2"),
    ("titles/tertiary-title", "T3"),
    ("titles/alt-title", "J2"),
    ("titles/translated-title", "TT"),
    ("periodical/full-title", "JF"),
    ("periodical/abbr-1", "JA"),
    ("periodical/abbr-2", "J1"),
    ("periodical/abbr-3", "J1"),
    ("alt-periodical/full-title", "J2"),
    ("alt-periodical/abbr-1", "J2"),
    ("alt-periodical/abbr-2", "J2"),
    ("alt-periodical/abbr-3", "J2"),
    ("pages", "SP"),
    ("volume", "VL"),
    ("number", "IS"),
    ("issue", "IS"),
    ("edition", "ET"),
    ("section", "SE"),
    ("dates/year", "PY"),
    ("dates/pub-dates/date", "DA"),
    ("pub-location", "CY"),
    ("publisher", "PB"),
    ("isbn", "SN"),
    ("report-id", "M1"),
    ("accession-num", "AN"),
    ("electronic-resource-num", "DO"),
    ("work-type", "M3"),
    ("language", "LA"),
    ("remote-database-name", "DB"),
    ("remote-database-provider", "DP"),
    ("notes", "N1"),
    ("keywords/keyword", "KW"),
    ("urls/web-urls/url", "UR"),
    ("urls/related-urls/url", "UR"),
    ("urls/text-urls/url", "UR"),
    ("access-date", "Y2"),
    ("custom7", "C7"),
];

/// Elements that a reference may be made of in some types only, or that no reference names: each is a note with its value.
const NOTED: &[&str] = &[
    "contributors/translated-authors/author",
    "dates/copyright-dates/date",
    "secondary-volume",
    "secondary-issue",
    "num-vols",
    "reprint-edition",
    "reprint-status",
    "orig-pub",
    "reviewed-item",
    "meeting-place",
    "work-location",
    "work-extent",
    "custom1",
    "custom2",
    "custom3",
    "custom4",
    "custom5",
    "custom6",
    "custom8",
    "misc1",
    "misc2",
    "misc3",
];

/// Elements that are passed over: abstracts, which belong to their publishers; addresses of people; short and translated
/// titles; what is the program's or the reader's own (numbers, libraries, labels, files, shelves, research notes).
const PASSED_OVER: &[&str] = &[
    "database",
    "source-app",
    "rec-number",
    "foreign-keys",
    "auth-address",
    "auth-affiliaton",
    "auth-affiliation",
    "abstract",
    "short-title",
    "call-num",
    "label",
    "image",
    "caption",
    "research-notes",
    "modified-date",
    "added-date",
    "availability",
    "remote-source",
    "pack-method",
    "size",
    "repro-ratio",
    "coden",
    "pdf-urls",
    "image-urls",
];

/// Every element of which a value may be lost without a word in the draft: those of tags of RIS that are searched and not kept,
/// and those that are passed over.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    let searched = |(path, tag): &(&'static str, &str)| ris::passed_over().any(|known| known == *tag).then_some(*path);
    PASSED_OVER.iter().copied().chain(ROWS.iter().filter_map(searched))
}

/// The numbers of EndNote's types that stand beside their names, for files that have no names.
const NUMBERS: &[(&str, &str)] = &[
    ("4", "bill"),
    ("5", "book section"),
    ("6", "book"),
    ("10", "conference proceedings"),
    ("12", "web page"),
    ("13", "generic"),
    ("17", "journal article"),
    ("19", "magazine article"),
    ("23", "newspaper article"),
    ("27", "report"),
    ("28", "edited book"),
    ("31", "statute"),
    ("32", "thesis"),
    ("34", "unpublished work"),
    ("36", "manuscript"),
    ("43", "electronic article"),
    ("44", "electronic book"),
    ("46", "government document"),
    ("47", "conference paper"),
    ("50", "legal rule or regulation"),
    ("56", "blog"),
    ("58", "standard"),
    ("60", "electronic book section"),
];

/// Elements that style a text and say nothing.
const STYLE: &str = "style";

pub(super) fn read(input: Input<'_>, each: &mut Each<'_>) -> Result<(), ReadError> {
    xml::elements(input, &DOCTYPE, &mut |event| match event {
        Complete::Element(Record { element, notes, passed_over }) => {
            let read = |element: Element<'_>| convert(element, &notes);
            each.record(read(element), || xml::anatomy(element, passed_over, read));
        }
        Complete::Fault(fault) => each.fault(fault),
    })
}

/// A value with where it stands.
struct Found<'a> {
    path: String,
    tag: &'static str,
    element: Element<'a>,
}

fn convert(record: Element<'_>, notes: &[String]) -> RawEntry {
    let mut raw = RawEntry::at(record.line());
    raw.notes = notes.to_vec();
    let mut found = Vec::new();
    walk(record, "", &mut found, &mut raw);
    let is_conference = found
        .iter()
        .find(|one| one.tag == "TY")
        .is_some_and(|one| matches!(kind(one.element).as_str(), "CONF" | "CPAPER"));
    // In the order of the table, so that the first element for a tag is the one that is taken.
    found.sort_by_key(|one| ROWS.iter().position(|(path, _)| *path == one.path).unwrap_or(ROWS.len()));
    let mut fields: Vec<Field> = Vec::new();
    for Found { path, tag, element } in &found {
        let text = element.text().replace("\r\n", "\n").replace('\r', "\n");
        let line = element.line();
        let tag = match (path.as_str(), is_conference) {
            // Of a conference they are its place and the title of its papers.
            ("custom1", true) => "CY",
            ("custom3", true) => "C3",
            // PubMed Central's number, as EndNote's own filters put it there.
            ("custom2", _) if text.trim().to_ascii_uppercase().starts_with("PMC") => "C2",
            (_, _) if tag.is_empty() => {
                if !text.trim().is_empty() {
                    let value = shortened(text.trim());
                    raw.note(format!("{path} is `{value}`, for which we have no place"));
                }
                continue;
            }
            _ => tag,
        };
        let value = match tag {
            "TY" => kind(*element),
            // The DTD has attributes for the parts of names and dates, which nobody is known to use.
            _ if text.trim().is_empty() && element.has_attributes() => {
                raw.note(format!("not read: {path} (line {line}), whose value is in its attributes"));
                continue;
            }
            "N1" | "KW" | "UR" => text,
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        fields.push(Field { line, tag: tag.to_owned(), value });
    }
    let place = |tag: &str, line: usize| {
        found.iter().find(|one| one.tag == tag && one.element.line() == line).map(|one| one.path.clone())
    };
    ris_like::turn_names(&mut raw, &mut fields);
    let told = raw.notes.len();
    let mut raw = ris::convert(raw, &fields);
    ris::rename(&mut raw.notes[told..], |tag, line| match line {
        Some(line) => place(tag, line),
        None => ROWS.iter().find(|(_, known)| *known == tag).map(|(path, _)| (*path).to_owned()),
    });
    let kept = fields.iter().filter(|field| !ris::may_be_lost(&field.tag));
    raw.note_unread(kept.map(|Field { line, tag, value }| {
        let path = place(tag, *line).unwrap_or_else(|| tag.clone());
        (format!("{path} (line {line})"), value.as_str())
    }));
    raw
}

/// Finds the values, and tells what stands where none is known.
fn walk<'a>(element: Element<'a>, path: &str, found: &mut Vec<Found<'a>>, raw: &mut RawEntry) {
    for child in element.children() {
        let path = if path.is_empty() { child.name().to_owned() } else { format!("{path}/{}", child.name()) };
        let row = ROWS.iter().find(|(known, _)| *known == path);
        if let Some((_, tag)) = row {
            found.push(Found { path, tag, element: child });
        } else if NOTED.contains(&path.as_str()) {
            found.push(Found { path, tag: "", element: child });
        } else {
            let is_leaf = child.children().all(|inner| inner.name() == STYLE);
            let inner: usize = child.children().map(|inner| letters(inner.text()).len()).sum();
            if (is_leaf && !child.text().trim().is_empty()) || (!is_leaf && letters(child.text()).len() > inner) {
                raw.note(format!("not read: {} (line {})", shortened(&path), child.line()));
            }
            if !is_leaf {
                walk(child, &path, found, raw);
            }
        }
    }
}

/// The type of RIS that the name of a type means, or its number where it has no name.
fn kind(element: Element<'_>) -> String {
    let text = element.text().trim();
    let name = element.attribute("name").map(str::trim).filter(|name| !name.is_empty());
    let numbered = NUMBERS.iter().find(|(number, _)| *number == text).map(|(_, name)| *name);
    let named = name.map(ris_like::kind);
    match (named, numbered) {
        // A name that nobody here knows beside a number that is known.
        (Some(named), Some(numbered)) if named == name.unwrap_or_default() => ris_like::kind(numbered),
        (Some(named), _) => named,
        (None, Some(numbered)) => ris_like::kind(numbered),
        (None, None) => text.to_owned(),
    }
}
