//! Tables of references, as Scopus, PubMed and Zotero hand them out for spreadsheets (RFC 4180): a reference a row, a header above.
//!
//! Each value gets the tag of RIS that means the same and is read as it is there; notes name the column. A table of our own
//! export has a [reader](ours) of its own, because it says more than RIS has tags for.

mod ours;

use std::io;

use csv::ReaderBuilder;

use super::{
    Malformed,
    explain::{Anatomy, Each, Part},
    input::{Input, MAX_RECORD},
    raw::RawEntry,
    ris, summary,
    tagged::Field,
    tidy::{listed, shortened},
};
use crate::citation::date;

/// Columns by their names in lower case, and the tag of RIS that means the same.
const COLUMNS: &[(&str, &str)] = &[
    ("document type", "TY"),
    ("publication type", "TY"),
    ("authors", "AU"),
    ("author full names", "AU"),
    ("editors", "A2"),
    ("title", "TI"),
    ("year", "PY"),
    ("publication year", "PY"),
    ("source title", "JF"),
    ("journal/book", "JF"),
    ("abbreviated source title", "J2"),
    ("volume", "VL"),
    ("issue", "IS"),
    ("art. no.", "C7"),
    ("page start", "SP"),
    ("page end", "EP"),
    ("pages", "SP"),
    ("publisher", "PB"),
    ("doi", "DO"),
    ("link", "UR"),
    ("issn", "SN"),
    ("isbn", "SN"),
    ("pubmed id", "PMID"),
    ("pmid", "PMID"),
    ("pmcid", "PMC"),
    ("language of original document", "LA"),
    ("conference name", "C3"),
    // Zotero's.
    ("item type", "TY"),
    ("author", "AU"),
    ("editor", "A2"),
    ("series editor", "A3"),
    ("translator", "A4"),
    ("publication title", "T2"),
    ("journal abbreviation", "J2"),
    ("date", "DA"),
    ("place", "CY"),
    ("language", "LA"),
    ("url", "UR"),
    ("access date", "Y2"),
    ("number", "M1"),
    ("edition", "ET"),
    ("series", "T3"),
    ("type", "M3"),
    ("extra", "N1"),
    // Where it was printed, as PubMed prints it.
    ("citation", "SO"),
];

/// Columns that are passed over: abstracts, addresses, keywords, money, and what is the database's own.
const PASSED_OVER: &[&str] = &[
    "abstract",
    "affiliations",
    "authors with affiliations",
    "author(s) id",
    "author keywords",
    "index keywords",
    "page count",
    "cited by",
    "publication stage",
    "open access",
    "source",
    "eid",
    "first author",
    "create date",
    "nihms id",
    "references",
    "correspondence address",
    "sponsors",
    "funding details",
    "funding texts",
    "coden",
    "conference date",
    "conference location",
    "conference code",
    "molecular sequence numbers",
    "chemicals/cas",
    "tradenames",
    "manufacturers",
    "key",
    "abstract note",
    "date added",
    "date modified",
    "num pages",
    "short title",
    "rights",
    "archive",
    "archive location",
    "library catalog",
    "call number",
    "notes",
    "file attachments",
    "link attachments",
    "manual tags",
    "automatic tags",
];

/// Every column of which a value may be lost without a word in the draft.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    let searched = |(name, tag): &(&'static str, &str)| {
        (*tag == "SO" || ris::passed_over().any(|known| known == *tag)).then_some(*name)
    };
    PASSED_OVER.iter().copied().chain(COLUMNS.iter().filter_map(searched)).chain(ours::PASSED_OVER.iter().copied())
}

/// The types of Zotero and what they are called in RIS.
const TYPES_OF_ZOTERO: &[(&str, &str)] = &[
    ("journalarticle", "JOUR"),
    ("magazinearticle", "MGZN"),
    ("newspaperarticle", "NEWS"),
    ("book", "BOOK"),
    ("booksection", "CHAP"),
    ("encyclopediaarticle", "CHAP"),
    ("dictionaryentry", "CHAP"),
    ("conferencepaper", "CONF"),
    ("thesis", "THES"),
    ("report", "RPRT"),
    ("standard", "STAND"),
    ("preprint", "PREPRINT"),
    ("webpage", "ELEC"),
    ("blogpost", "BLOG"),
    ("statute", "STAT"),
    ("bill", "BILL"),
    ("manuscript", "UNPB"),
    ("document", "GEN"),
];

/// The types of Scopus and what they are called in RIS; all others are articles.
const TYPES: &[(&str, &str)] = &[
    ("book chapter", "CHAP"),
    ("book", "BOOK"),
    ("conference paper", "CONF"),
    ("conference review", "CONF"),
    ("report", "RPRT"),
];

/// Signs that part the cells of a row.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The names of the columns, in lower case, and what parts them; none for another table.
pub(super) fn header(line: &str) -> Option<(Vec<String>, u8)> {
    let cells = DELIMITERS.into_iter().filter_map(|sign| Some((cells(line, sign)?, sign)));
    let (names, sign) = cells.max_by_key(|(cells, _)| cells.len())?;
    let names: Vec<String> = names.iter().map(|name| name.trim_matches([' ', '\u{feff}']).to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let is_known = has("title") && has("authors") && (has("source title") || has("journal/book"));
    let is_zotero = has("item type") && has("title") && has("author");
    (is_known || is_zotero || ours::is_header(&names)).then_some((names, sign))
}

/// The cells of a row.
fn cells(row: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(row.as_bytes());
    let record = reader.records().next()?.ok()?;
    Some(record.iter().map(str::to_owned).collect())
}

pub(super) fn read(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    let mut table: Option<(Vec<String>, u8)> = None;
    let mut row: Option<(usize, String)> = None;
    // Whether a quotation mark is open: counted line by line, for a cell may have very many.
    let mut is_open = false;
    while let Some(line) = input.next_line()? {
        is_open ^= line.text.matches('"').count() % 2 == 1;
        let (begun, text) = match &mut row {
            // Within a cell in quotation marks.
            Some((begun, text)) => {
                text.push('\n');
                text.push_str(&line.text);
                (*begun, text)
            }
            None if line.text.trim_matches(['\u{feff}', ' ']).is_empty() => continue,
            None => {
                let (begun, text) = row.insert((line.number, line.text));
                (*begun, text)
            }
        };
        if line.is_cut || text.len() > MAX_RECORD {
            each.fault(Malformed {
                line: begun,
                message: format!("more than {} MiB: a quotation mark is missing", MAX_RECORD >> 20),
            });
            return Ok(());
        }
        if is_open {
            continue;
        }
        let Some((begun, text)) = row.take() else { continue };
        match &table {
            None => {
                table = header(&text);
                if table.is_none() {
                    let message =
                        "the first line names no columns of Scopus, PubMed, Zotero or our own table".to_owned();
                    each.fault(Malformed { line: begun, message });
                    return Ok(());
                }
            }
            Some((names, delimiter)) => match cells(&text, *delimiter) {
                Some(cells) => record(names, &cells, begun, each),
                None => each.fault(Malformed { line: begun, message: "this is no row of a table".to_owned() }),
            },
        }
    }
    if let Some((line, _)) = row {
        each.fault(Malformed { line, message: "the file ends within a cell: a quotation mark is missing".to_owned() });
    }
    Ok(())
}

fn record(names: &[String], cells: &[String], line: usize, each: &mut Each<'_>) {
    let filled = || names.iter().zip(cells).filter(|(_, value)| !value.trim().is_empty());
    let kept = |keep: &dyn Fn(&str) -> bool| -> Vec<(&str, &str)> {
        filled().filter(|(name, _)| keep(name)).map(|(name, value)| (name.as_str(), value.trim())).collect()
    };
    let extra = cells.get(names.len()..).unwrap_or_default().iter().filter(|cell| !cell.trim().is_empty()).count();
    let is_ours = ours::is_header(names);
    let convert = |values: &[(&str, &str)]| {
        let mut raw = if is_ours { ours::convert(values, line) } else { convert(values, line) };
        if extra > 0 {
            raw.note(format!("{extra} cells have no name above them"));
        }
        raw
    };
    each.record(convert(&kept(&|_| true)), || Anatomy {
        parts: filled()
            .map(|(name, value)| Part { name: name.clone(), line: Some(line), written: value.trim().to_owned() })
            .collect(),
        passed_over: Vec::new(),
        read: Box::new(move |keep| convert(&kept(keep))),
    });
}

fn convert(values: &[(&str, &str)], line: usize) -> RawEntry {
    let mut raw = RawEntry::at(line);
    let column = |name: &str| COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, tag)| *tag);
    let unknown: Vec<&str> = values
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| column(name).is_none() && !PASSED_OVER.contains(name))
        .collect();
    if !unknown.is_empty() {
        raw.note(format!("not read: {}", listed(&unknown)));
    }
    let value = |sought: &str| values.iter().find(|(name, _)| *name == sought).map(|(_, value)| *value);
    let count = |name: &str| value(name).map_or(0, |names| names.split(';').count());
    // Whole names, where all have one.
    let authors = if count("author full names") >= count("authors") && count("author full names") > 0 {
        "author full names"
    } else {
        "authors"
    };
    let mut fields: Vec<Field> = Vec::new();
    let mut add = |tag: &str, value: &str| fields.push(Field { line, tag: tag.to_owned(), value: value.to_owned() });
    let is_known_type = ["document type", "publication type", "item type"].iter().any(|name| value(name).is_some());
    if !is_known_type {
        add("TY", "JOUR");
    }
    for (name, said) in values {
        match column(name) {
            None | Some("SO") => {}
            Some("TY") if *name == "item type" => {
                let kind = said.to_lowercase();
                add("TY", TYPES_OF_ZOTERO.iter().find(|(known, _)| *known == kind).map_or(said, |(_, kind)| kind));
            }
            Some("TY") => {
                let kind =
                    TYPES.iter().find(|(known, _)| said.eq_ignore_ascii_case(known)).map_or("JOUR", |(_, kind)| kind);
                add("TY", kind);
                said.split(';').for_each(|word| add("KW", word.trim()));
            }
            Some("AU") if *name != authors && *name != "author" => {}
            Some(tag @ ("AU" | "A2" | "A3" | "A4")) => {
                people(said, *name == "authors" && value("pmid").is_some()).iter().for_each(|person| add(tag, person))
            }
            Some("LA") => add("LA", said.split(';').next().unwrap_or_default().trim()),
            Some(tag @ ("IS" | "SP" | "EP" | "C7" | "VL")) => {
                let number = undated(said);
                if number != *said {
                    raw.note(format!("`{}` is what a spreadsheet makes of `{number}`", shortened(said)));
                }
                add(tag, &number);
            }
            Some(tag) => add(tag, said),
        }
    }
    let told = raw.notes.len();
    let mut raw = ris::convert(raw, &fields);
    ris::rename(&mut raw.notes[told..], |tag, _| {
        COLUMNS.iter().find(|(name, known)| *known == tag && value(name).is_some()).map(|(name, _)| (*name).to_owned())
    });
    if let Some(printed) = value("citation") {
        summary::take_place(&mut raw, printed);
    }
    let lost = values.iter().filter(|(name, _)| {
        column(name)
            .is_some_and(|tag| !ris::may_be_lost(tag) && !matches!(tag, "SO" | "TY" | "IS" | "SP" | "EP" | "LA"))
    });
    let lost: Vec<(String, &str)> = lost.map(|(name, value)| ((*name).to_owned(), *value)).collect();
    raw.note_unread(lost.into_iter());
    raw
}

/// The people of a cell: Scopus parts them by semicolons and puts its own number behind each, PubMed by commas.
fn people(cell: &str, of_pubmed: bool) -> Vec<String> {
    if of_pubmed && !cell.contains(';') {
        return cell
            .trim_end_matches('.')
            .split(',')
            .map(|name| name.trim().to_owned())
            .filter(|n| !n.is_empty())
            .collect();
    }
    let without_number = |name: &str| {
        let name = name.trim();
        let number = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
        match number {
            Some((name, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => name.trim().to_owned(),
            _ => name.to_owned(),
        }
    };
    cell.split(';').map(without_number).filter(|name| !name.is_empty()).collect()
}

/// The numbers of which a spreadsheet has made a day: `7-8` of `7-Aug`.
fn undated(value: &str) -> String {
    let Some((day, month)) = value.split_once('-') else { return value.to_owned() };
    let is_day = matches!(day.len(), 1 | 2) && day.bytes().all(|byte| byte.is_ascii_digit());
    let number = (is_day && month.len() == 3).then(|| date::month_of(month)).flatten();
    number.map_or_else(|| value.to_owned(), |number| format!("{day}-{number}"))
}

/// Whether a text begins with the header of a table that is read.
pub(super) fn begins(head: &str) -> bool {
    head.lines().next().is_some_and(|line| header(line).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheets_are_read_back() {
        for (written, meant) in
            [("7-Aug", "7-8"), ("12-Jan", "12-1"), ("7-8", "7-8"), ("Suppl-Aug", "Suppl-Aug"), ("", "")]
        {
            assert_eq!(undated(written), meant);
        }
        assert_eq!(people("Nobody, A. (123); Example, B.", false), ["Nobody, A.", "Example, B."]);
        assert_eq!(people("Nobody A, Example B.", true), ["Nobody A", "Example B"]);
    }
}
