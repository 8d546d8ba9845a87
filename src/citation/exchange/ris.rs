//! RIS, as EndNote, Zotero, Mendeley, RefWorks and publishers write it, each a little differently.

mod places;
mod write;

use std::io;

use super::{
    explain::Each,
    finish::{is_preprint_server, says_article},
    input::Input,
    labels::{take_identifier, take_identifiers, take_note},
    name::{self, Written},
    pages,
    raw::RawEntry,
    serial::is_serial_number,
    status,
    tagged::{self, Field, Grammar, Use},
    tidy::{shortened, without_stop},
};
use crate::{citation::date, domain::source::ItemType};
use places::{containers, dates};
pub use write::write;

/// Tags whose values are one line.
const LINES: &[&str] = &[
    "TY", "AU", "A1", "A2", "A3", "A4", "ED", "PY", "Y1", "Y2", "DA", "ET", "VL", "IS", "SP", "EP", "C7", "M1", "M3",
    "LA", "LG", "PT", "SN", "DO", "DOI", "DI", "AN", "DB", "DP", "C2", "XR", "UR", "L2", "LK", "PMID", "PM", "PMC",
    "ISSN", "ISBN", "URL", "RD", "CP", "SE", "AR",
];

/// Tags whose values may go on in the next lines.
const TEXTS: &[&str] =
    &["TI", "T1", "TT", "T2", "T3", "BT", "C3", "JF", "JO", "JA", "J1", "J2", "PB", "CY", "PP", "N1", "KW", "RN"];

/// Tags that are passed over: abstracts, which belong to their publishers; addresses of people and institutions; short titles;
/// what is the manager's or the database's own (numbers, dates of entry, labels, files, shelves).
const PASSED_OVER: &[&str] = &[
    "AB", "N2", "ABS", "AD", "ST", "TA", "OP", "L4", "CN", "CA", "AV", "RI", "RP", "KEY", "PUB", "XFR", "ORN", "NV",
    "VO", "SO", "DS", "WT", "WV",
];

/// Tags that are the manager's or the reader's own, of which a value is kept where it is an identifier and nothing else.
const OWN: &[&str] = &["ID", "U1", "U2", "U3", "U4", "U5", "C1", "C4", "C5", "C6", "C8", "L1", "L3", "LB"];

/// Tags whose values are told one by one where they are not kept.
const LISTS: &[&str] =
    &["C3", "XR", "TY", "AU", "A1", "A2", "A3", "A4", "ED", "UR", "L2", "LK", "URL", "M1", "M3", "SE"];

/// Tags that are searched and not kept: notes and keywords for identifiers, dates and what became of the publication, names of
/// databases for whose numbers they give, short names of a journal of which one is kept, the day an article was opened.
const SEARCHED: &[&str] = &[
    "TT", "N1", "RN", "KW", "AN", "DB", "DP", "JO", "JA", "J1", "J2", "T3", "BT", "Y2", "RD", "C2", "PP", "CP", "CY",
    "PT",
];

/// Every tag of which a value may be lost without a word in the draft.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    PASSED_OVER.iter().chain(SEARCHED).chain(OWN).copied()
}

/// Whether values of this tag may be lost without a word. Names and addresses are read as lists, of which each says what
/// became of it.
pub(super) fn may_be_lost(tag: &str) -> bool {
    LISTS.contains(&tag) || passed_over().any(|known| known == tag)
}

fn usage(tag: &str) -> Use {
    match tag {
        _ if LINES.contains(&tag) => Use::Line,
        _ if TEXTS.contains(&tag) || OWN.contains(&tag) => Use::Text,
        _ if PASSED_OVER.contains(&tag) => Use::PassedOver,
        _ => Use::Unknown,
    }
}

const GRAMMAR: Grammar = Grammar {
    field,
    begins: |tag, _| tag == "TY",
    ends: |tag| tag == "ER",
    must_end: true,
    ends_at_gap: false,
    begins_behind_gap: false,
    wraps: false,
    uses: usage,
    is_record: |fields| {
        let has =
            |tags: &[&str]| fields.iter().any(|field| tags.contains(&field.tag.as_str()) && !field.value.is_empty());
        has(&["TI", "T1"]) && has(&["PY", "Y1", "DA"])
    },
    convert,
    may_be_lost,
    start: "`TY  - `",
};

/// The tag and value of a line, the tag in small letters too: `ty  - JOUR`.
pub(super) fn field(line: &str) -> Option<(&str, &str)> {
    tagged::ris_field(line).or_else(|| {
        let (tag, value) = line.trim_start_matches('\u{feff}').split_at_checked(2)?;
        let known = LINES.iter().chain(TEXTS).chain(OWN).chain(PASSED_OVER).chain(&["ER"]);
        let known = known.filter(|known| known.len() == 2).find(|known| known.eq_ignore_ascii_case(tag))?;
        let value = value.strip_prefix("  -")?;
        (value.is_empty() || value.starts_with(' ')).then(|| (*known, value.trim()))
    })
}

pub(super) fn read(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    tagged::read(input, &GRAMMAR, each)
}

/// The types of RIS and what they are here. The first of each is the one we write.
const TYPES: &[(&str, ItemType)] = &[
    ("JOUR", ItemType::ArticleJournal),
    ("RPRT", ItemType::Report),
    ("BOOK", ItemType::Book),
    ("ELEC", ItemType::Webpage),
    ("STAT", ItemType::Legislation),
    ("CHAP", ItemType::Chapter),
    ("THES", ItemType::Thesis),
    ("CONF", ItemType::PaperConference),
    ("UNPB", ItemType::Preprint),
    ("CPAPER", ItemType::PaperConference),
    ("ECHAP", ItemType::Chapter),
    ("UNPD", ItemType::Preprint),
    ("PREPRINT", ItemType::Preprint),
    ("NEWS", ItemType::ArticleJournal),
    ("EJOUR", ItemType::ArticleJournal),
    ("JFULL", ItemType::ArticleJournal),
    ("MGZN", ItemType::ArticleJournal),
    ("ABST", ItemType::ArticleJournal),
    ("INPR", ItemType::ArticleJournal),
    ("GOVDOC", ItemType::Report),
    ("STAND", ItemType::Report),
    ("EBOOK", ItemType::Book),
    ("EDBOOK", ItemType::Book),
    ("WEB", ItemType::Webpage),
    ("BLOG", ItemType::Webpage),
    ("BILL", ItemType::Legislation),
    ("LEGAL", ItemType::Legislation),
];

/// Tags for one thing, the one that is taken first.
const ALTERNATIVES: &[&[&str]] =
    &[&["TI", "T1"], &["CY", "PP", "CP"], &["Y2", "RD"], &["DO", "DOI", "DI"], &["LA", "LG"]];

/// The record that the fields make.
pub(super) fn convert(mut raw: RawEntry, fields: &[Field]) -> RawEntry {
    let first =
        |tag: &str| fields.iter().find(|field| field.tag == tag && !field.value.is_empty()).map(|f| f.value.clone());
    let any = |tags: &[&str]| tags.iter().find_map(|tag| first(tag));
    let kind = first("TY").unwrap_or_default().to_uppercase();
    raw.item_type = TYPES.iter().find(|(name, _)| *name == kind).map(|(_, item_type)| *item_type);
    if raw.item_type.is_none() && !matches!(kind.as_str(), "" | "GEN") {
        raw.note(format!("the file says type `{}`, which we have no word for", shortened(&kind)));
    }
    let is_ours = first("DP").is_some_and(|provider| provider == PROVIDER);
    let is_on_a_server = any(&["PB", "T2", "JF", "JO"]).is_some_and(|name| is_preprint_server(&name));
    if kind.starts_with("UNP") && !is_ours && !is_on_a_server && first("DO").is_none() {
        raw.item_type = Some(ItemType::Report);
        raw.note("the file says that this is not published");
    }
    if kind == "ABST" {
        raw.note("the file says that this is an abstract");
    }
    if raw.item_type.is_none() && says_thesis(fields) {
        raw.item_type = Some(ItemType::Thesis);
    }
    let is_article = raw.item_type == Some(ItemType::ArticleJournal);
    let is_part = matches!(raw.item_type, Some(ItemType::Chapter | ItemType::PaperConference));

    let is_book = raw.item_type == Some(ItemType::Book);
    raw.title = any(&["TI", "T1"]).or_else(|| if is_book { first("BT").or_else(|| first("T2")) } else { None });
    raw.title = raw.title.map(|title| without_stop(&title).to_owned());
    for Field { tag, value, line: _ } in fields {
        let name = || if is_ours { name::of_line(value) } else { written_name(value) };
        match tag.as_str() {
            "AU" | "A1" => raw.author.push(name()),
            "ED" => raw.editor.push(name()),
            // Of a part the editors of the whole, of a whole its own editors; of other things whoever had a part in it.
            "A2" | "A3" if is_part || is_book || raw.item_type.is_none() => raw.editor.push(name()),
            "A4" if is_part || is_book => raw.translator.push(name()),
            "A2" | "A3" | "A4" if !value.is_empty() => {
                raw.note(format!("{tag} names `{}`, whose part in it we have no word for", shortened(value)));
            }
            _ => {}
        }
    }
    containers(&mut raw, &first, is_article, is_book);
    raw.publisher = first("PB");
    raw.publisher_place = any(&["CY", "PP", "CP"]);
    dates(&mut raw, &first);
    raw.accessed = any(&["Y2", "RD"]);
    // Of a page, programs put the day it was read beside the year it came out.
    let years =
        [first("PY"), first("DA")].map(|text| text.and_then(|text| date::read(&text)).map(|read| read.date.year()));
    if let ([Some(year), Some(day)], Some(ItemType::Webpage)) = (years, raw.item_type)
        && day > year
    {
        raw.issued = first("PY");
        raw.available = None;
        raw.accessed = raw.accessed.take().or_else(|| first("DA"));
    }
    // EndNote's "Epub Date" of an article is the edition of a book and the version of anything else.
    match first("ET") {
        Some(edition) if is_article && date::has_year(&edition) => raw.available = Some(edition),
        Some(edition) if is_book || is_part => raw.edition = Some(edition),
        version => raw.version = version,
    }
    raw.volume = first("VL");
    raw.issue = first("IS");
    raw.number = if is_article { any(&["C7", "AR"]) } else { any(&["C7", "M1", "AR"]) };
    raw.page = match (first("SP"), first("EP")) {
        (None, Some(to)) => {
            raw.note(format!("the file has a last page, `{}`, and no first one", shortened(&to)));
            None
        }
        (Some(from), Some(to)) if !from.contains('-') && from != to => Some(format!("{from}-{to}")),
        (from, _) => from,
    };
    raw.language = any(&["LA", "LG"]);
    raw.serials = fields
        .iter()
        .filter(|field| matches!(field.tag.as_str(), "SN" | "ISSN" | "ISBN"))
        .map(|f| f.value.clone())
        .collect();
    // Of a report it is the report's own number, as EndNote and others have it.
    if raw.item_type == Some(ItemType::Report) && raw.number.is_none() {
        let own = raw.serials.iter().position(|number| !is_serial_number(number));
        raw.number = own.map(|at| raw.serials.remove(at));
    }
    raw.doi = any(&["DO", "DOI", "DI"]);
    raw.pmid = any(&["PMID", "PM"]);
    raw.pmcid = first("PMC").or_else(|| first("C2").filter(|text| text.to_ascii_uppercase().contains("PMC")));
    let from_pubmed = any(&["DB", "DP"]).is_some_and(|database| {
        let database = database.to_lowercase();
        ["pubmed", "medline", "nlm"].iter().any(|name| database.contains(name))
    });
    if raw.pmid.is_none() {
        raw.pmid = first("AN").filter(|number| from_pubmed || number.to_ascii_lowercase().contains("pmid"));
    }
    // Places in which databases put the number of PubMed without its name.
    let database = first("DB").unwrap_or_default().to_lowercase();
    let unnamed = [("scopus", "C2"), ("embase", "C5")].into_iter().find(|(name, _)| {
        fields.iter().any(|field| field.tag == "DB" && field.value.to_lowercase().contains(name))
            || database.contains(name)
    });
    if let (None, Some((_, tag))) = (&raw.pmid, unnamed) {
        raw.pmid = first(tag).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    }
    // Of another database it is a number of its own, unless it can be nothing else than an identifier.
    if let Some(number) = first("AN").filter(|number| raw.pmid.as_ref() != Some(number)) {
        take_identifiers(&mut raw, &number);
    }
    for Field { tag, value, line } in fields {
        match tag.as_str() {
            "N1" | "RN" => {
                take_note(&mut raw, value);
            }
            "KW" | "PT" => {
                value.lines().for_each(|word| {
                    raw.takes_word(word);
                });
                if tag == "PT" && is_article && value.to_lowercase().contains("abstract") {
                    raw.note(format!("the file calls it `{}`", shortened(value)));
                }
            }
            "UR" | "L2" | "LK" | "URL" => {
                for address in value.split_whitespace() {
                    if take_identifiers(&mut raw, address) {
                        continue;
                    }
                    match &raw.url {
                        None => raw.url = Some(address.to_owned()),
                        Some(known) if known == address => {}
                        Some(_) => raw.note(format!("a further address: `{}`", shortened(address))),
                    }
                }
            }
            // `99000041 [https://www.ncbi.nlm.nih.gov/pubmed/…]`
            own if OWN.contains(&own) && value.contains(" [http") => {
                take_identifiers(&mut raw, value);
            }
            own if OWN.contains(&own) => take_identifier(&mut raw, value),
            // Of a conference it is the title of its papers; the Cochrane Library has numbers of PubMed and Embase there.
            "C3" if raw.item_type != Some(ItemType::PaperConference)
                && !value.is_empty()
                && !take_identifiers(&mut raw, value)
                && raw.container_title.as_ref() != Some(value) =>
            {
                raw.note(format!("not read: C3 (line {line})"));
            }
            // The number of another database, as the Cochrane Library refers to it.
            "XR" if !value.is_empty() && !take_identifiers(&mut raw, value) => {
                raw.note(format!("not read: XR (line {line})"));
            }
            // One more way to say that it is an article, or an article number behind its name.
            "M3" if is_article && says_article(value) => {}
            "M3" if status::of_note(value).is_some_and(|(_, place)| !place.is_empty()) => {
                take_note(&mut raw, value);
            }
            "M1" if is_article && raw.number.is_none() && says_number(value) => raw.number = Some(value.clone()),
            // The kind of a thesis or a report; publishers put the DOI here, databases what was retracted.
            "M3" if !take_identifiers(&mut raw, value) && !raw.takes_word(value) && !value.is_empty() => {
                match &raw.genre {
                    _ if is_article => raw.note(format!("the file calls it `{}`", shortened(value))),
                    Some(kind) if kind != value => raw.note(format!("the file calls it `{}` too", shortened(value))),
                    _ => raw.genre = Some(value.clone()),
                }
            }
            "M1" if (is_article || raw.number.as_deref() != Some(value.as_str()))
                && !value.is_empty()
                && !take_identifiers(&mut raw, value) =>
            {
                raw.note(format!("not read: M1 (line {line})"));
            }
            // The second way to say one thing, when it says another one.
            // Of a translation, in one language or the other.
            "TT" if !value.is_empty() && raw.title.as_deref() != Some(without_stop(value)) => {
                raw.note(format!("a further title: `{}`", shortened(value)));
            }
            other if ALTERNATIVES.iter().any(|tags| tags.contains(&other)) && !value.is_empty() => {
                let tags = ALTERNATIVES.iter().find(|tags| tags.contains(&other));
                if tags.and_then(|tags| any(tags)).is_some_and(|taken| taken != *value) {
                    raw.note(format!("not read: {other} (line {line})"));
                }
            }
            // Of an article EndNote calls it the first page.
            "SE" if !value.is_empty() && raw.page.as_ref().is_none_or(|page| !begins_at(page, value)) => {
                raw.note(format!("not read: SE (line {line})"))
            }
            "C2" if raw.pmcid.is_none() && !value.is_empty() && !take_identifiers(&mut raw, value) => {
                raw.note(format!("not read: C2 (line {line})"));
            }
            _ => {}
        }
    }
    raw
}

/// Whether a record without a type says elsewhere that it is a thesis: beside its date, or as the type of its database.
fn says_thesis(fields: &[Field]) -> bool {
    const WORDS: [&str; 3] = ["doctoral dissertation", "masters thesis", "master's thesis"];
    let place = |field: &&Field| matches!(field.tag.as_str(), "Y1" | "DA" | "PY" | "N1" | "PT" | "M3");
    let texts = fields.iter().filter(place).map(|field| field.value.to_lowercase());
    texts.into_iter().any(|text| WORDS.iter().any(|word| text.contains(word)))
}

/// Whether pages begin at this one.
fn begins_at(pages: &str, first: &str) -> bool {
    pages.split(['-', ',']).next().is_some_and(|begin| begin.trim() == first.trim())
}

/// Whether a text says that it is the number of an article: `Article 1042`, `e1042`.
fn says_number(text: &str) -> bool {
    pages::read(text).number.is_some() && text.starts_with(|c: char| c.is_alphabetic())
}

/// Gives notes the names that a file has in the place of our tags. `own` knows them by tag and, where the note says it, line.
pub(super) fn rename(notes: &mut [String], own: impl Fn(&str, Option<usize>) -> Option<String>) {
    const NOT_READ: &str = "not read: ";
    for note in notes {
        let (begin, rest) = note.split_at(if note.starts_with(NOT_READ) { NOT_READ.len() } else { 0 });
        let Some((tag, after)) = rest.split_once(' ') else { continue };
        let line = after.strip_prefix("(line ").and_then(|after| after.split(')').next()?.parse().ok());
        if begin.is_empty() && !after.starts_with("names `") && !after.starts_with("says `") {
            continue;
        }
        if let Some(name) = own(tag, line) {
            *note = format!("{begin}{name} {after}");
        }
    }
}

/// What we call ourselves as the provider of a record. In our files every organisation is marked, so that a name without
/// any comma is that of a person who has one name.
const PROVIDER: &str = "evidence";

/// A name of a file of somebody else. Organisations may be marked, as EndNote asks: a comma at the end, and two commas for
/// the first one inside.
pub(super) fn written_name(text: &str) -> Written {
    if text.contains(",,") {
        return Written::Organisation(text.replacen(",,", ",", 1));
    }
    match text.strip_suffix(',') {
        Some(name) if is_several_names(name) => Written::Organisation(name.to_owned()),
        _ => Written::Text(text.to_owned()),
    }
}

/// Whether a name with a comma at its end is that of an organisation: several words, of which the first is no particle.
fn is_several_names(name: &str) -> bool {
    name.contains(' ') && !name.starts_with(char::is_lowercase)
}
