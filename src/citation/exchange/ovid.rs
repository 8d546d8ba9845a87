//! What Ovid saves beside RIS: its tagged records (`<1. >`, `TI  - …`) and its citations in words.
//!
//! Each value gets the tag of RIS that means the same and is read as it is there; notes name the tag of the file.

use std::{collections::BTreeSet, io};

use super::{
    Malformed,
    explain::{Anatomy, Each, Part},
    input::{Input, MAX_RECORD},
    raw::RawEntry,
    ris, status,
    tagged::{self, Field, Grammar, Use},
    tidy::{shortened, without_stop},
};

/// The tag that stands for `<1. >`, with which a tagged record begins.
const BEGIN: &str = "<";

/// Tags of records, the tag of RIS that means the same, and whether a value may go on in the next lines.
const ROWS: &[(&str, &str, bool)] = &[
    ("DB", "DB", false),
    ("UI", "AN", false),
    ("AN", "AN", false),
    ("PM", "PMID", false),
    ("TI", "TI", true),
    ("TT", "TT", true),
    ("OT", "TT", true),
    ("SO", "SO", true),
    ("NJ", "JF", true),
    ("JN", "JF", true),
    ("JA", "J2", true),
    ("VO", "VL", false),
    ("IP", "IS", false),
    ("PG", "SP", false),
    ("AU", "AU", false),
    ("FA", "AU", false),
    ("CA", "AU", false),
    ("FE", "A2", false),
    ("IS", "SN", false),
    ("IB", "SN", false),
    ("DO", "DO", false),
    ("LG", "LA", false),
    ("PT", "KW", false),
    ("KW", "KW", true),
    ("EP", "ET", false),
    ("YR", "PY", false),
    ("DP", "DA", false),
    ("PB", "PB", true),
    ("PL", "CY", false),
    ("UR", "UR", false),
    ("ED", "ED", false),
];

/// Tags that are passed over: abstracts, headings and addresses, what is the database's own, numbers of publishers, and short
/// forms of what stands elsewhere.
const PASSED_OVER: &[&str] = &[
    BEGIN, "VN", "ST", "AS", "IN", "MH", "HW", "SH", "AB", "DI", "CR", "RN", "NM", "GI", "CM", "SB", "DA", "DC", "RO",
    "UP", "XL", "CP", "CO", "JC", "NB", "RF", "PH", "IM", "DE", "SU", "EM", "EZ", "RE", "OI", "NI", "ER",
];

const GRAMMAR: Grammar = Grammar {
    field,
    begins: |tag, _| tag == BEGIN,
    ends: |_| false,
    must_end: false,
    ends_at_gap: false,
    begins_behind_gap: false,
    wraps: true,
    uses: |tag| match ROWS.iter().find(|(known, ..)| *known == tag) {
        Some((_, _, true)) => Use::Text,
        Some((_, _, false)) => Use::Line,
        None if PASSED_OVER.contains(&tag) => Use::PassedOver,
        None => Use::Unknown,
    },
    is_record: |fields| fields.iter().any(|field| field.tag == "TI") && fields.iter().any(|field| field.tag == "YR"),
    convert: of_fields,
    may_be_lost: |tag| {
        matches!(tag, "AU" | "FA" | "CA" | "FE" | "SO" | "EP" | "UI" | "ED" | "TI" | "YR")
            || ROWS.iter().find(|(known, ..)| *known == tag).is_none_or(|(_, meant, _)| ris::may_be_lost(meant))
    },
    start: "`<1. >`",
};

/// Every tag of which a value may be lost without a word in the draft.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    let searched =
        |(tag, meant, _): &(&'static str, &str, bool)| ris::passed_over().any(|known| known == *meant).then_some(*tag);
    // Of the names of authors the full ones are kept.
    PASSED_OVER.iter().copied().chain(["SO", "UI", "EP", "ED", "AU"]).chain(ROWS.iter().filter_map(searched))
}

/// `<12. >`.
fn begins_record(line: &str) -> bool {
    let number = line.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    number.and_then(|rest| rest.trim().strip_suffix('.')).is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn field(line: &str) -> Option<(&str, &str)> {
    if begins_record(line) {
        return Some((BEGIN, ""));
    }
    tagged::ris_field(line)
}

/// Whether a file is one of these, and which.
pub(super) fn begins(head: &str) -> bool {
    head.lines().find(|line| !line.trim().is_empty()).is_some_and(begins_record) || is_prose(head)
}

/// Citations in words: a number on a line of its own, and below it where something was printed.
fn is_prose(head: &str) -> bool {
    let mut numbered = false;
    for line in head.lines().map(str::trim).take(400) {
        numbered |= line.strip_suffix('.').is_some_and(is_number);
        if numbered && line.contains("Date of Publication:") && source(line).is_some() {
            return true;
        }
    }
    false
}

pub(super) fn read(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    let head = input.head().to_owned();
    if is_prose(&head) { prose(input, each) } else { tagged::read(input, &GRAMMAR, each) }
}

/// Where something was printed.
#[derive(Debug, Default, PartialEq)]
struct Printed {
    journal: String,
    volume: Option<String>,
    issue: Option<String>,
    pages: Option<String>,
    date: Option<String>,
    /// What stands between the name of the journal and the volume: the name of a conference.
    event: Option<String>,
}

/// Reads `Journal of Nowhere. 7(2) (pp 101-109), 2024. Date of Publication: May 2024.` and `Journal of Nowhere. 6:44, 2023.`
fn source(text: &str) -> Option<Printed> {
    let text = text.trim();
    let (place, date_of) = match text.split_once(" Date of Publication:") {
        Some((place, date)) => {
            (place.trim(), Some(date.split(". ").next().unwrap_or(date).trim().trim_end_matches('.')))
        }
        None => (text, None),
    };
    let place = place.trim_end_matches('.');
    let (before, year) = place.rsplit_once(", ")?;
    let begins_with_year = year.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    if !begins_with_year {
        return None;
    }
    let (journal, numbers) = before.rsplit_once(". ")?;
    let (journal, event) = match journal.split_once(". Conference: ") {
        Some((journal, event)) => (journal, Some(event.trim_end_matches('.').to_owned())),
        None => (journal, None),
    };
    let (numbers, pages) = match numbers.split_once("(pp ").or_else(|| numbers.split_once("(p ")) {
        Some((numbers, pages)) => (numbers, Some(pages.trim_end_matches([')', ' ']))),
        None => match numbers.split_once(':') {
            Some((numbers, pages)) => (numbers, Some(pages)),
            None => (numbers, None),
        },
    };
    let numbers = numbers.trim();
    let (volume, issue) = match numbers.strip_suffix(')').and_then(|numbers| numbers.split_once('(')) {
        Some((volume, issue)) => (volume, Some(issue)),
        None => (numbers, None),
    };
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Some(Printed {
        journal: journal.trim().to_owned(),
        volume: some(volume),
        issue: issue.and_then(some),
        pages: pages.and_then(some),
        date: some(date_of.unwrap_or(year)),
        event,
    })
}

/// Puts where something was printed into the places that are empty.
fn take_source(raw: &mut RawEntry, text: &str) {
    let Some(Printed { journal, volume, issue, pages, date, event }) = source(text) else {
        return raw.note(format!("not read: SO `{}`", shortened(text)));
    };
    let set = |place: &mut Option<String>, value: Option<String>| {
        if place.is_none() {
            *place = value;
        }
    };
    set(&mut raw.container_title, Some(journal));
    set(&mut raw.volume, volume);
    set(&mut raw.issue, issue);
    set(&mut raw.page, pages);
    set(&mut raw.issued, date);
    if let Some(event) = event {
        raw.note(format!("presented at `{}`", shortened(&event)));
    }
}

/// A title without the remark of the database behind it: `[Review]`, `[Retraction in J Nowhere. 2025;8:3]`, which is taken.
fn without_remark(raw: &mut RawEntry, title: &str) -> String {
    let title = title.trim();
    let bare = title.trim_end_matches('.');
    let Some(open) = bare.strip_suffix(']').and_then(|bare| bare.rfind('[')).filter(|open| *open > 0) else {
        return title.to_owned();
    };
    let remark = bare[open + 1..].trim_end_matches(']').trim();
    match status::of_note(remark) {
        Some((said, place)) => raw.takes(said, Some(place.to_owned()).filter(|place| !place.is_empty())),
        None => raw.note(format!("the database calls it `{}`", shortened(remark))),
    }
    without_stop(bare[..open].trim_end()).to_owned()
}

fn of_fields(mut raw: RawEntry, fields: &[Field]) -> RawEntry {
    let all = |tag: &'static str| fields.iter().filter(move |field| field.tag == tag);
    // Names in full, where there are as many.
    let authors = if all("FA").count() >= all("AU").count() && all("FA").next().is_some() { "FA" } else { "AU" };
    let mut meant = vec![Field { line: raw.line, tag: "TY".to_owned(), value: "JOUR".to_owned() }];
    let mut printed = None;
    for Field { line, tag, value } in fields {
        let one_line = value.split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
        let value = match tag.as_str() {
            "AU" | "FA" if tag != authors => continue,
            "CA" => format!("{},", one_line.trim_end_matches(',')),
            "TI" => without_remark(&mut raw, &one_line),
            // The day of the database, of entry or of revision.
            "ED" => continue,
            "SO" => {
                printed = Some(one_line);
                continue;
            }
            "EP" => match one_line.as_bytes() {
                [_, _, _, _, _, _, _, _] => format!("{}-{}-{}", &one_line[..4], &one_line[4..6], &one_line[6..]),
                _ => one_line,
            },
            _ => one_line,
        };
        if let Some((_, known, _)) = ROWS.iter().find(|(known, ..)| known == tag) {
            meant.push(Field { line: *line, tag: (*known).to_owned(), value });
        }
    }
    let told = raw.notes.len();
    let mut raw = ris::convert(raw, &meant);
    let own = |tag: &str| ROWS.iter().find(|(_, known, _)| *known == tag).map(|(own, ..)| (*own).to_owned());
    ris::rename(&mut raw.notes[told..], |tag, _| own(tag));
    if let Some(printed) = printed {
        take_source(&mut raw, &printed);
    }
    raw
}

/// Labels of citations in words, and the tag of RIS that means the same.
const LABELS: &[(&str, &str)] = &[
    ("AN", "AN"),
    ("PMID", "PMID"),
    ("DOI", "DO"),
    ("ISSN", "SN"),
    ("ISBN", "SN"),
    ("Language", "LA"),
    ("Publisher", "PB"),
];

/// Labels on a line of their own or before a value that are passed over: addresses, headings, abstracts, what is the database's own.
const PROSE_PASSED_OVER: &[&str] = &[
    "Status",
    "Institution",
    "Country of Publication",
    "Abstract",
    "Author NameID",
    "Keyword Heading",
    "MeSH Subject Headings",
    "Copyright",
    "Embase Section Headings",
    "Correspondence Address",
    "Entry Date",
    "Year of Publication",
    "URL",
    "Link to the Ovid Full Text or citation",
];

/// Citations in words, each below its number.
fn prose(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    let mut open: Option<(usize, Vec<String>)> = None;
    let mut size = 0;
    while let Some(line) = input.next_line()? {
        let text = line.text.trim_matches(['\u{feff}', ' ', '\t']).to_owned();
        if text.strip_suffix('.').is_some_and(is_number) {
            close(open.replace((line.number, Vec::new())), each);
            size = 0;
        } else if let Some((begun, lines)) = &mut open {
            size += text.len() + 1;
            if line.is_cut || size > MAX_RECORD {
                each.fault(Malformed { line: *begun, message: "longer than any citation".to_owned() });
                open = None;
            } else {
                lines.push(text);
            }
        }
    }
    close(open, each);
    Ok(())
}

fn close(open: Option<(usize, Vec<String>)>, each: &mut Each<'_>) {
    let Some((line, mut lines)) = open else { return };
    lines.retain(|line| !line.is_empty());
    if lines.is_empty() {
        return;
    }
    let passed = passed_lines(&lines);
    let name = |at: usize| format!("line {}", at + 1);
    let numbered = || lines.iter().enumerate();
    let read = numbered().filter(|(at, _)| !passed.contains(at));
    each.record(of_lines(line, &lines, &|_| true), || Anatomy {
        parts: read.map(|(at, text)| Part { name: name(at), line: None, written: text.clone() }).collect(),
        passed_over: passed.iter().map(|at| (name(*at), line)).collect(),
        read: Box::new(|keep| of_lines(line, &lines, keep)),
    });
}

/// Lines behind the place of a citation that are passed over: a heading that is, and what stands below it until another one that is
/// known.
fn passed_lines(lines: &[String]) -> BTreeSet<usize> {
    let from = lines.iter().position(|text| source(text).is_some()).map_or(2, |at| at + 1);
    let mut is_passing = false;
    let is_passed = |(_, text): &(usize, &String)| {
        let label = text.split_once(':').map_or(text.as_str(), |(label, _)| label).trim();
        if PROSE_PASSED_OVER.contains(&label) {
            is_passing = true;
        } else if LABELS.iter().any(|(known, _)| *known == label)
            || text.starts_with('[')
            || status::of_note(text).is_some()
        {
            is_passing = false;
        }
        is_passing
    };
    lines.iter().enumerate().skip(from).filter(is_passed).map(|(at, _)| at).collect()
}

fn of_lines(line: usize, lines: &[String], keep: &dyn Fn(&str) -> bool) -> RawEntry {
    let mut raw = RawEntry::at(line);
    let kept = |at: usize| keep(&format!("line {}", at + 1));
    let printed = lines.iter().position(|text| source(text).is_some());
    let passed = passed_lines(lines);
    // The title, the authors, the database; then where it was printed.
    let ahead = printed.unwrap_or(lines.len().min(2));
    let mut meant = vec![Field { line, tag: "TY".to_owned(), value: "JOUR".to_owned() }];
    let mut add = |tag: &str, value: &str| meant.push(Field { line, tag: tag.to_owned(), value: value.to_owned() });
    for (at, text) in lines.iter().enumerate().filter(|(at, _)| kept(*at)) {
        match at {
            0 => {
                let title = without_remark(&mut raw, text);
                add("TI", &title);
            }
            1 if ahead > 1 => {
                text.split(',').map(|name| name.trim().trim_end_matches(';')).filter(|name| !name.is_empty()).for_each(
                    |name| {
                        let is_last = text.trim_end().ends_with(name);
                        let name = if is_last && !name.contains('.') { name.trim_end_matches('.') } else { name };
                        add("AU", name);
                    },
                );
            }
            2 if at < ahead => add("DB", text),
            at if Some(at) == printed || passed.contains(&at) => {}
            _ => {
                if let Some(kind) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
                    add("KW", kind);
                    if kind.to_lowercase().contains("abstract") {
                        raw.note(format!("the database calls it `{}`", shortened(kind)));
                    }
                    continue;
                }
                let (label, value) = text.split_once(':').unwrap_or((text, ""));
                let value = value.trim();
                if let Some((_, tag)) = LABELS.iter().find(|(known, _)| *known == label) {
                    // `99000031 [https://…]`: the number.
                    add(tag, value.split(" [").next().unwrap_or(value));
                } else if status::of_note(text).is_some() {
                    add("N1", text);
                } else {
                    raw.note(format!("not read: `{}`", shortened(text)));
                }
            }
        }
    }
    let mut raw = ris::convert(raw, &meant);
    if let Some(at) = printed.filter(|at| kept(*at)) {
        take_source(&mut raw, &lines[at]);
    }
    raw
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_read_in_both_forms() {
        let some = |text: &str| Some(text.to_owned());
        let found = source(
            "J Nowhere. Conference: 3rd Congress. Nowhere. 6(SUPPL 1) (pp S55), 2023. Date of Publication: September 2023.",
        );
        let printed = Printed {
            journal: "J Nowhere".to_owned(),
            volume: some("6"),
            issue: some("SUPPL 1"),
            pages: some("S55"),
            date: some("September 2023"),
            event: some("3rd Congress. Nowhere"),
        };
        assert_eq!(found, Some(printed));
        let found = source("J Nowhere. 6:44, 2023.").map(|found| (found.volume, found.issue, found.pages, found.date));
        assert_eq!(found, Some((some("6"), None, some("44"), some("2023"))));
        assert_eq!(source("Nobody A, Example B."), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), lines in proptest::collection::vec("[ -~ä]{0,30}", 0..8)) {
            let _ = (source(&text), begins(&text), of_lines(1, &lines, &|_| true));
            let _ = without_remark(&mut RawEntry::at(1), &text);
        }
    }
}
