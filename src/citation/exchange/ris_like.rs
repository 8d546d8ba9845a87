//! Formats that say what RIS says with tags of their own: EndNote's tagged one (`.enw`), RefWorks' and Web of Science's.
//!
//! Each value gets the tag of RIS that means the same and is read as it is there; notes name the tag of the file.

use std::io;

use super::{
    explain::Each,
    input::Input,
    name,
    raw::RawEntry,
    ris,
    tagged::{self, Field, Grammar, Use},
    tidy::shortened,
};
use crate::citation::date;

/// A tag, the tag of RIS that means the same, and whether a value may go on in the next lines.
type Row = (&'static str, &'static str, bool);

/// EndNote's tags, which are those of `refer` with more.
const ENDNOTE: &[Row] = &[
    ("%0", "TY", false),
    ("%A", "AU", false),
    ("%B", "T2", true),
    ("%C", "CY", false),
    ("%D", "PY", false),
    ("%E", "A2", false),
    ("%G", "LA", false),
    ("%I", "PB", true),
    ("%J", "JF", true),
    ("%K", "KW", true),
    ("%M", "AN", false),
    ("%N", "IS", false),
    ("%O", "N1", true),
    ("%P", "SP", false),
    ("%Q", "TT", true),
    ("%R", "DO", false),
    ("%S", "T3", true),
    ("%T", "TI", true),
    ("%U", "UR", false),
    ("%V", "VL", false),
    ("%W", "DP", false),
    ("%Y", "A3", false),
    ("%Z", "N1", true),
    ("%2", "C2", false),
    ("%7", "ET", false),
    ("%8", "DA", false),
    ("%9", "M3", false),
    ("%?", "A4", false),
    ("%@", "SN", false),
    ("%[", "Y2", false),
    ("%&", "SE", false),
    ("%]", "C7", false),
    ("%~", "DB", false),
];

/// Of EndNote: abstracts, addresses, call numbers, labels, files, short titles, fields of the reader's own.
const ENDNOTE_PASSED_OVER: &[&str] = &[
    "%X", "%+", "%L", "%F", "%>", "%<", "%!", "%=", "%1", "%3", "%4", "%5", "%6", "%#", "%$", "%^", "%*", "%(", "%)",
    "%H",
];

/// RefWorks' tags.
const REFWORKS: &[Row] = &[
    ("RT", "TY", false),
    ("A1", "AU", false),
    ("A2", "A2", false),
    ("A3", "A3", false),
    ("T1", "TI", true),
    ("T2", "T2", true),
    ("T3", "T3", true),
    ("JF", "JF", true),
    ("JO", "JO", true),
    ("YR", "PY", false),
    ("FD", "DA", false),
    ("VO", "VL", false),
    ("IS", "IS", false),
    ("SP", "SP", false),
    ("OP", "EP", false),
    ("ED", "ET", false),
    ("PB", "PB", true),
    ("PP", "CY", false),
    ("SN", "SN", false),
    ("DO", "DO", false),
    ("LK", "UR", false),
    ("UL", "UR", false),
    ("AN", "AN", false),
    ("LA", "LA", false),
    ("NO", "N1", true),
    ("K1", "KW", true),
    ("RD", "Y2", false),
    ("DB", "DB", false),
];

/// Of RefWorks: abstracts, addresses, numbers and shelves of the database, fields of the reader's own.
const REFWORKS_PASSED_OVER: &[&str] = &[
    "SR", "ID", "AB", "AD", "AV", "CL", "CN", "CR", "DS", "IP", "OL", "SF", "SL", "ST", "TA", "TT", "U1", "U2", "U3",
    "U4", "U5", "U6", "U7", "U8", "U9", "U10", "U11", "U12", "U13", "U14", "U15", "WT", "WV", "WP", "PMID",
];

/// Web of Science's tags.
const WEB_OF_SCIENCE: &[Row] = &[
    ("PT", "TY", false),
    ("AU", "AU", false),
    ("AF", "AU", false),
    ("BA", "AU", false),
    ("BF", "AU", false),
    ("CA", "AU", false),
    ("GP", "AU", false),
    ("BE", "A2", false),
    ("TI", "TI", true),
    ("SO", "JF", true),
    ("SE", "T3", true),
    ("JI", "J2", false),
    ("CT", "T2", true),
    ("PD", "DA", false),
    ("PY", "PY", false),
    ("EA", "EA", false),
    ("VL", "VL", false),
    ("IS", "IS", false),
    ("SI", "SI", false),
    ("SU", "SU", false),
    ("PN", "PN", false),
    ("BP", "SP", false),
    ("EP", "EP", false),
    ("AR", "C7", false),
    ("DI", "DO", false),
    ("D2", "D2", false),
    ("PM", "PMID", false),
    ("SN", "SN", false),
    ("EI", "SN", false),
    ("BN", "SN", false),
    ("PU", "PB", true),
    ("PI", "CY", false),
    ("LA", "LA", false),
    ("DT", "KW", false),
];

/// Of Web of Science: abstracts, addresses, funding, cited references, counts, what is the database's own.
const WEB_OF_SCIENCE_PASSED_OVER: &[&str] = &[
    "FN", "VR", "EF", "AB", "C1", "C3", "CL", "CR", "CY", "DA", "DE", "EC", "EM", "ES", "FU", "FX", "FP", "GA", "GC",
    "HC", "HO", "HP", "ID", "J9", "MA", "NR", "OA", "OI", "P2", "PA", "PG", "PS", "RI", "RID", "RP", "SC", "SP", "TC",
    "U1", "U2", "UT", "WC", "WE", "Z1", "Z2", "Z3", "Z8", "Z9", "ZB", "ZS",
];

/// What types are called in these formats, and in RIS.
const TYPES: &[(&str, &str)] = &[
    ("journal article", "JOUR"),
    ("journal", "JOUR"),
    ("journal, electronic", "EJOUR"),
    ("electronic article", "EJOUR"),
    ("magazine article", "MGZN"),
    ("newspaper article", "NEWS"),
    ("book", "BOOK"),
    ("book, whole", "BOOK"),
    ("book, edited", "EDBOOK"),
    ("edited book", "EDBOOK"),
    ("electronic book", "EBOOK"),
    ("book section", "CHAP"),
    ("book, section", "CHAP"),
    ("book chapter", "CHAP"),
    ("electronic book section", "ECHAP"),
    ("conference proceedings", "CONF"),
    ("conference paper", "CPAPER"),
    ("thesis", "THES"),
    ("dissertation/thesis", "THES"),
    ("report", "RPRT"),
    ("web page", "ELEC"),
    ("blog", "BLOG"),
    ("government document", "GOVDOC"),
    ("standard", "STAND"),
    ("legal rule or regulation", "LEGAL"),
    ("laws/statutes", "LEGAL"),
    ("statute", "LEGAL"),
    ("bill", "BILL"),
    ("unpublished work", "UNPB"),
    ("unpublished material", "UNPB"),
    ("manuscript", "UNPB"),
    ("preprint", "PREPRINT"),
    ("generic", "GEN"),
    ("j", "JOUR"),
    ("b", "BOOK"),
    ("s", "JOUR"),
    ("c", "CONF"),
];

fn row(table: &[Row], tag: &str) -> Option<Row> {
    table.iter().find(|(known, _, _)| *known == tag).copied()
}

fn usage(table: &[Row], passed_over: &[&str], tag: &str) -> Use {
    match row(table, tag) {
        Some((_, _, false)) => Use::Line,
        Some((_, _, true)) => Use::Text,
        None if passed_over.contains(&tag) => Use::PassedOver,
        None => Use::Unknown,
    }
}

/// The tag and value of a line of EndNote: `%T Title`.
pub(super) fn endnote_field(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['\u{feff}', ' ', '\t']);
    let mut chars = line.strip_prefix('%')?.chars();
    let tag = chars.next().filter(|c| c.is_ascii_graphic())?;
    let (tag, rest) = line.split_at(1 + tag.len_utf8());
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| (tag, rest.trim()))
}

/// The tag and value of a line that begins with two letters or digits and a blank: `AU Nobody, A`.
fn two_letters(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let (tag, rest) = line.split_at_checked(2)?;
    let mut letters = tag.bytes();
    let is_tag = letters.next().is_some_and(|byte| byte.is_ascii_uppercase())
        && letters.next().is_some_and(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    (is_tag && (rest.is_empty() || rest.starts_with([' ', '\t']))).then(|| (tag, rest.trim()))
}

/// As RefWorks writes it: `PMID` and `U15` are tags, too.
fn refworks_field(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let (tag, rest) = line.split_once(' ').unwrap_or((line, ""));
    match REFWORKS_PASSED_OVER.contains(&tag) {
        true => Some((tag, rest.trim())),
        false => two_letters(line),
    }
}

/// Whether a file begins like one of RefWorks.
pub(super) fn begins_refworks(line: &str) -> bool {
    matches!(two_letters(line), Some(("RT", value)) if TYPES.iter().any(|(name, _)| *name == value.to_lowercase()))
}

/// Whether a file begins like one of Web of Science.
pub(super) fn begins_web_of_science(line: &str) -> bool {
    matches!(two_letters(line), Some(("FN", _)) | Some(("PT", "J" | "B" | "S" | "C" | "P")))
}

const ENDNOTE_GRAMMAR: Grammar = Grammar {
    field: endnote_field,
    begins: |tag, _| tag == "%0",
    ends: |_| false,
    must_end: false,
    ends_at_gap: false,
    begins_behind_gap: true,
    wraps: false,
    uses: |tag| usage(ENDNOTE, ENDNOTE_PASSED_OVER, tag),
    is_record: |fields| has(fields, "%T") && has(fields, "%D"),
    convert: |raw, fields| {
        let (mut raw, mut fields) = (raw, as_ris(fields, ENDNOTE));
        turn_names(&mut raw, &mut fields);
        read_as_ris(raw, &fields, ENDNOTE)
    },
    may_be_lost: |tag| may_be_lost(ENDNOTE, tag),
    start: "`%0 `",
};

const REFWORKS_GRAMMAR: Grammar = Grammar {
    field: refworks_field,
    begins: |tag, _| tag == "RT",
    ends: |_| false,
    must_end: false,
    ends_at_gap: false,
    begins_behind_gap: true,
    wraps: false,
    uses: |tag| usage(REFWORKS, REFWORKS_PASSED_OVER, tag),
    is_record: |fields| has(fields, "T1") && has(fields, "YR"),
    convert: |raw, fields| read_as_ris(raw, &as_ris(fields, REFWORKS), REFWORKS),
    may_be_lost: |tag| may_be_lost(REFWORKS, tag),
    start: "`RT `",
};

const WEB_OF_SCIENCE_GRAMMAR: Grammar = Grammar {
    field: two_letters,
    begins: |tag, _| tag == "PT",
    ends: |tag| matches!(tag, "ER" | "EF"),
    must_end: true,
    ends_at_gap: false,
    begins_behind_gap: false,
    wraps: true,
    uses: |tag| usage(WEB_OF_SCIENCE, WEB_OF_SCIENCE_PASSED_OVER, tag),
    is_record: |fields| has(fields, "TI") && has(fields, "PY"),
    convert: web_of_science,
    may_be_lost: |tag| may_be_lost(WEB_OF_SCIENCE, tag),
    start: "`PT `",
};

fn has(fields: &[Field], tag: &str) -> bool {
    fields.iter().any(|field| field.tag == tag && !field.value.is_empty())
}

fn may_be_lost(table: &[Row], tag: &str) -> bool {
    row(table, tag).is_none_or(|(_, meant, _)| ris::may_be_lost(meant) || OWN.contains(&meant))
}

/// Tags that RIS has no word for, which [`web_of_science`] reads, and those whose values are written in other words here.
const OWN: &[&str] = &["SI", "SU", "PN", "TY", "AU", "A2"];

pub(super) fn read_endnote(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    tagged::read(input, &ENDNOTE_GRAMMAR, each)
}

pub(super) fn read_refworks(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    tagged::read(input, &REFWORKS_GRAMMAR, each)
}

pub(super) fn read_web_of_science(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    tagged::read(input, &WEB_OF_SCIENCE_GRAMMAR, each)
}

/// Every tag of which a value may be lost without a word in the draft.
pub(super) fn passed_over_endnote() -> impl Iterator<Item = &'static str> {
    lost(ENDNOTE, ENDNOTE_PASSED_OVER)
}

/// The same for RefWorks.
pub(super) fn passed_over_refworks() -> impl Iterator<Item = &'static str> {
    lost(REFWORKS, REFWORKS_PASSED_OVER)
}

/// The same for Web of Science.
pub(super) fn passed_over_web_of_science() -> impl Iterator<Item = &'static str> {
    // Of the names of authors the full ones are kept.
    lost(WEB_OF_SCIENCE, WEB_OF_SCIENCE_PASSED_OVER).chain(["AU"])
}

fn lost(table: &'static [Row], passed_over: &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    let searched = |(tag, meant, _): &Row| ris::passed_over().any(|known| known == *meant).then_some(*tag);
    passed_over.iter().copied().chain(table.iter().filter_map(searched))
}

/// The fields as those of RIS.
fn as_ris(fields: &[Field], table: &[Row]) -> Vec<Field> {
    let meant = |field: &Field| {
        let (_, meant, _) = row(table, &field.tag)?;
        let value = match meant {
            "TY" => kind(&field.value),
            _ => field.value.clone(),
        };
        Some(Field { line: field.line, tag: meant.to_owned(), value })
    };
    fields.iter().filter_map(meant).collect()
}

/// Names without a comma begin with the given names in EndNote's formats, which mark organisations by a comma at the end.
pub(super) fn turn_names(raw: &mut RawEntry, fields: &mut [Field]) {
    for Field { tag, value, line: _ } in fields {
        if matches!(tag.as_str(), "AU" | "A2" | "A3" | "A4")
            && let Some(turned) = name::turned(value)
        {
            raw.note(format!("`{}` has no comma and is read as a person, the given names first", shortened(value)));
            *value = turned;
        }
    }
}

/// What RIS makes of the fields, with the tags of the file in its notes.
fn read_as_ris(raw: RawEntry, meant: &[Field], table: &[Row]) -> RawEntry {
    let told = raw.notes.len();
    let mut raw = ris::convert(raw, meant);
    let own = |tag: &str| table.iter().find(|(_, meant, _)| *meant == tag).map(|(own, _, _)| (*own).to_owned());
    ris::rename(&mut raw.notes[told..], |tag, _| own(tag));
    raw
}

/// The type of RIS that the name of a type means; the name itself where it means none.
pub(super) fn kind(value: &str) -> String {
    let name = value.trim().to_lowercase();
    TYPES.iter().find(|(known, _)| *known == name).map_or_else(|| value.to_owned(), |(_, kind)| (*kind).to_owned())
}

/// Web of Science: names stand a line each, whole ones beside those with initials; the day stands beside the year.
fn web_of_science(raw: RawEntry, fields: &[Field]) -> RawEntry {
    let value = |tag: &str| fields.iter().find(|field| field.tag == tag).map(|field| field.value.as_str());
    let is_chapter = value("DT").is_some_and(|kinds| kinds.contains("Book Chapter"));
    let is_paper = value("DT").is_some_and(|kinds| kinds.contains("Proceedings Paper"))
        && value("PT").is_some_and(|kind| kind != "J");
    let lines = |tag: &str| value(tag).map_or(0, |names| names.lines().count());
    let whole =
        |short: &str, long: &str| if lines(long) >= lines(short) && lines(long) > 0 { long } else { short }.to_owned();
    let (authors, of_book) = (whole("AU", "AF"), whole("BA", "BF"));
    let mut meant: Vec<Field> = Vec::new();
    let mut add = |line: usize, tag: &str, value: String| meant.push(Field { line, tag: tag.to_owned(), value });
    for Field { line, tag, value: said } in fields {
        let line = *line;
        let one_line = || said.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        match tag.as_str() {
            "PT" if is_chapter => add(line, "TY", "CHAP".to_owned()),
            "PT" if is_paper => add(line, "TY", "CONF".to_owned()),
            "PT" => add(line, "TY", kind(said)),
            "AU" | "AF" if *tag == authors => said.lines().for_each(|name| add(line, "AU", name.trim().to_owned())),
            // Of a chapter those of the book are its editors.
            "BA" | "BF" if *tag == of_book && fields.iter().all(|field| field.tag != "AU") => {
                said.lines().for_each(|name| add(line, "AU", name.trim().to_owned()));
            }
            "CA" | "GP" => said.lines().for_each(|name| add(line, "AU", format!("{},", name.trim()))),
            "BE" => said.lines().for_each(|name| add(line, "A2", name.trim().to_owned())),
            "AU" | "AF" | "BA" | "BF" => {}
            "SO" if is_paper => add(line, "C3", one_line()),
            "SO" if is_chapter => add(line, "T2", one_line()),
            "CT" if !is_paper => {}
            "PD" => {
                let year = value("PY").unwrap_or_default();
                add(line, "DA", format!("{said} {year}"));
            }
            "DT" => said.split(';').for_each(|word| add(line, "KW", word.trim().to_owned())),
            "PM" => add(line, "PMID", said.clone()),
            other => {
                if let Some((_, tag, _)) = row(WEB_OF_SCIENCE, other)
                    && !matches!(other, "EA" | "SI" | "SU" | "PN" | "D2")
                {
                    add(line, tag, one_line());
                }
            }
        }
    }
    let mut raw = read_as_ris(raw, &meant, WEB_OF_SCIENCE);
    if let Some(online) = value("EA").filter(|text| date::has_year(text)) {
        raw.available.get_or_insert_with(|| online.to_owned());
    }
    const WORDS: [&str; 6] = ["Suppl", "SUPPL", "Pt", "PT", "S", "P"];
    // What stands beside volume and issue, as references print it: `12 Suppl. 1`, `Pt. 2`.
    let beside = [("SU", "Suppl"), ("PN", "Pt"), ("SI", "")];
    for (tag, word) in beside {
        let Some(said) = value(tag).filter(|said| !said.is_empty() && *said != "SI") else { continue };
        let number =
            WORDS.iter().find_map(|word| said.strip_prefix(word)).unwrap_or(said).trim_start_matches(['.', ' ']);
        let text = format!("{word} {number}");
        let place = if raw.issue.is_some() || tag != "SU" { &mut raw.issue } else { &mut raw.volume };
        *place = Some(match place.take() {
            Some(known) => format!("{known} {}", text.trim()),
            None => text.trim().to_owned(),
        });
    }
    if raw.doi.is_none() {
        raw.doi = value("D2").map(str::to_owned);
    }
    raw
}
