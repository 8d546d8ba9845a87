//! RIS, as EndNote, Zotero, Mendeley, RefWorks and publishers write it, each a little differently.

use std::{fmt::Write, io};

use super::{
    date,
    explain::Each,
    handed::{Exported, Handed},
    input::Input,
    labels::{note, take_identifiers, take_note},
    name::Written,
    raw::{Raw, is_preprint_server, is_serial_number, letters, registered, shortened, without_stop},
    status::standing,
    tagged::{self, Field, Grammar, Use},
};
use crate::domain::{
    Name, PartialDate,
    source::{Bibliography, ItemType},
};

/// Tags whose values are one line.
const LINES: &[&str] = &[
    "TY", "AU", "A1", "A2", "A3", "A4", "ED", "PY", "Y1", "Y2", "DA", "ET", "VL", "IS", "SP", "EP", "C7", "M1", "M3",
    "LA", "SN", "DO", "DOI", "AN", "DB", "DP", "C2", "UR", "L2", "LK", "PMID", "PMC", "ISSN", "ISBN", "URL", "RD",
    "CP", "SE",
];

/// Tags whose values may go on in the next lines.
const TEXTS: &[&str] =
    &["TI", "T1", "T2", "T3", "BT", "C3", "JF", "JO", "JA", "J1", "J2", "PB", "CY", "PP", "N1", "KW", "RN"];

/// Tags that are passed over: abstracts, which belong to their publishers; addresses of people and institutions; short and
/// translated titles; what is the manager's or the database's own (numbers, dates of entry, labels, files, shelves).
const PASSED_OVER: &[&str] = &[
    "AB", "N2", "ABS", "AD", "ST", "TT", "TA", "OP", "ID", "U1", "U2", "U3", "U4", "U5", "L1", "L3", "L4", "CN", "CA",
    "AV", "RI", "RP", "KEY", "PUB", "XFR", "ORN", "C1", "C4", "C5", "C6", "C8", "NV", "VO", "SO", "LB", "DS", "WT",
    "WV",
];

/// Tags whose values are told one by one where they are not kept.
const LISTS: &[&str] = &["TY", "AU", "A1", "A2", "A3", "A4", "ED", "UR", "L2", "LK", "URL", "M1", "M3", "SE"];

/// Tags that are searched and not kept: notes and keywords for identifiers, dates and what became of the publication, names of
/// databases for whose numbers they give, short names of a journal of which one is kept, the day an article was opened.
const SEARCHED: &[&str] =
    &["N1", "RN", "KW", "AN", "DB", "DP", "JO", "JA", "J1", "J2", "T3", "BT", "Y2", "RD", "C2", "PP", "CP", "CY"];

/// Every tag of which a value may be lost without a word in the draft.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    PASSED_OVER.iter().chain(SEARCHED).copied()
}

/// Whether values of this tag may be lost without a word. Names and addresses are read as lists, of which each says what
/// became of it.
pub(super) fn may_be_lost(tag: &str) -> bool {
    LISTS.contains(&tag) || passed_over().any(|known| known == tag)
}

fn usage(tag: &str) -> Use {
    match tag {
        _ if LINES.contains(&tag) => Use::Line,
        _ if TEXTS.contains(&tag) => Use::Text,
        _ if PASSED_OVER.contains(&tag) => Use::PassedOver,
        _ => Use::Unknown,
    }
}

const GRAMMAR: Grammar = Grammar {
    field: tagged::ris_field,
    begins: |tag, _| tag == "TY",
    ends: |tag| tag == "ER",
    ends_at_gap: false,
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
const ALTERNATIVES: &[&[&str]] = &[&["TI", "T1"], &["CY", "PP", "CP"], &["Y2", "RD"], &["DO", "DOI"]];

/// The record that the fields make.
pub(super) fn convert(mut raw: Raw, fields: &[Field]) -> Raw {
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
    let is_article = raw.item_type == Some(ItemType::ArticleJournal);
    let is_part = matches!(raw.item_type, Some(ItemType::Chapter | ItemType::PaperConference));

    let is_book = raw.item_type == Some(ItemType::Book);
    raw.title = any(&["TI", "T1"]).or_else(|| if is_book { first("BT").or_else(|| first("T2")) } else { None });
    raw.title = raw.title.map(|title| without_stop(&title).to_owned());
    for Field { tag, value, line: _ } in fields {
        let name = || if is_ours { our_name(value) } else { written_name(value) };
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
    // EndNote's "Epub Date" of an article is the edition of a book and the version of anything else.
    match first("ET") {
        Some(edition) if is_article && date::has_year(&edition) => raw.available = Some(edition),
        Some(edition) if is_book || is_part => raw.edition = Some(edition),
        version => raw.version = version,
    }
    raw.volume = first("VL");
    raw.issue = first("IS");
    raw.number = if is_article { first("C7") } else { any(&["C7", "M1"]) };
    raw.page = match (first("SP"), first("EP")) {
        (None, Some(to)) => {
            raw.note(format!("the file has a last page, `{}`, and no first one", shortened(&to)));
            None
        }
        (Some(from), Some(to)) if !from.contains('-') && from != to => Some(format!("{from}-{to}")),
        (from, _) => from,
    };
    raw.language = first("LA");
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
    raw.doi = any(&["DO", "DOI"]);
    raw.pmid = first("PMID");
    raw.pmcid = first("PMC").or_else(|| first("C2").filter(|text| text.to_ascii_uppercase().contains("PMC")));
    let from_pubmed = any(&["DB", "DP"]).is_some_and(|database| {
        let database = database.to_lowercase();
        ["pubmed", "medline", "nlm"].iter().any(|name| database.contains(name))
    });
    if raw.pmid.is_none() {
        raw.pmid = first("AN").filter(|number| from_pubmed || number.to_ascii_lowercase().contains("pmid"));
    }
    for Field { tag, value, line } in fields {
        match tag.as_str() {
            "N1" | "RN" => {
                take_note(&mut raw, value);
            }
            "KW" => {
                value.lines().for_each(|word| {
                    raw.takes_word(word);
                });
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
            // The kind of a thesis or a report; publishers put the DOI here, databases what was retracted.
            "M3" if !take_identifiers(&mut raw, value) && !raw.takes_word(value) && !value.is_empty() => {
                if is_article {
                    raw.note(format!("not read: M3 (line {line})"));
                } else {
                    raw.genre = Some(value.clone());
                }
            }
            "M1" if (is_article || raw.number.as_deref() != Some(value.as_str()))
                && !value.is_empty()
                && !take_identifiers(&mut raw, value) =>
            {
                raw.note(format!("not read: M1 (line {line})"));
            }
            // The second way to say one thing, when it says another one.
            other if ALTERNATIVES.iter().any(|tags| tags.contains(&other)) && !value.is_empty() => {
                let tags = ALTERNATIVES.iter().find(|tags| tags.contains(&other));
                if tags.and_then(|tags| any(tags)).is_some_and(|taken| taken != *value) {
                    raw.note(format!("not read: {other} (line {line})"));
                }
            }
            // Of an article EndNote calls it the first page.
            "SE" if !value.is_empty() && raw.page.as_ref().is_none_or(|page| !begins_at(page, value)) => raw.note(format!("not read: SE (line {line})")),
            "C2" if raw.pmcid.is_none() && !value.is_empty() && !take_identifiers(&mut raw, value) => {
                raw.note(format!("not read: C2 (line {line})"));
            }
            _ => {}
        }
    }
    raw
}

/// Whether pages begin at this one.
fn begins_at(pages: &str, first: &str) -> bool {
    pages.split(['-', ',']).next().is_some_and(|begin| begin.trim() == first.trim())
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

/// The journal, book or series, and its short name. `JF` is the whole name of a journal; `T2` is that in most files, and
/// a section or a theme in others.
fn containers(raw: &mut Raw, first: &dyn Fn(&str) -> Option<String>, is_article: bool, is_book: bool) {
    let any = |tags: &[&str]| tags.iter().find_map(|tag| first(tag));
    let full = if is_article {
        any(&["JF", "T2", "BT", "T3"])
    } else if is_book {
        // Of a book `T2` may be its series; where it has no other title, it was its title.
        if first("TI").or_else(|| first("T1")).is_some() { any(&["T2", "T3", "JF"]) } else { first("T3") }
    } else if raw.item_type == Some(ItemType::PaperConference) {
        raw.event = if first("C3").is_some() { first("T2") } else { None };
        any(&["C3", "T2", "BT", "JF", "T3"])
    } else {
        any(&["T2", "BT", "JF", "T3"])
    };
    if is_article
        && let (Some(journal), Some(other)) = (first("JF"), first("T2"))
        && letters(&journal) != letters(&other)
        && !abbreviates(&other, &journal)
        && !abbreviates(&journal, &other)
    {
        raw.note(format!("T2 says `{}`, which is not the journal", shortened(&other)));
    }
    if !is_article
        && let (Some(whole), Some(series)) = (&full, first("T3"))
        && *whole != series
    {
        raw.note(format!("in the series `{}`", shortened(&series)));
    }
    // Without `JF`, what `JO` says in other words than `T2` is the journal where another tag says it too.
    let full = match (&full, first("JO")) {
        (Some(section), Some(journal))
            if is_article
                && first("JF").is_none()
                && letters(section) != letters(&journal)
                && !abbreviates(&journal, section)
                && !abbreviates(section, &journal) =>
        {
            let is_said_twice = ["J1", "JA", "J2"].iter().any(|tag| first(tag).as_ref() == Some(&journal));
            raw.note(format!("the file names two journals: `{}` and `{}`", shortened(section), shortened(&journal)));
            if is_said_twice { Some(journal) } else { full }
        }
        _ => full,
    };
    // Where the whole name has its place, Zotero puts the abbreviation into `JO`.
    let (name, short) = match (full, first("JO")) {
        (Some(full), jo) => (Some(full.clone()), jo.filter(|jo| *jo != full)),
        (None, jo) => (jo, None),
    };
    let short =
        any(&["J2", "JA", "J1"]).filter(|short| Some(short) != name.as_ref() || first("J2").is_some()).or(short);
    // EndNote's own files have the short name in the place of the whole one, and the whole one beside it.
    let (name, short) = match (name, short) {
        (Some(name), Some(short)) if is_article && short.len() > name.len() && abbreviates(&name, &short) => {
            (Some(short), Some(name))
        }
        other => other,
    };
    // A short name alone is the name.
    raw.container_title = name.or_else(|| short.clone());
    raw.container_title_short = short;
}

/// Whether each word of a short name begins a word of the long one, in their order, or it is made of initials.
fn abbreviates(short: &str, long: &str) -> bool {
    // `ANJ` stands for all of them.
    if !short.contains(' ') && short.chars().all(char::is_uppercase) {
        return true;
    }
    let long = long.to_lowercase();
    let mut words = long.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let short = short.to_lowercase();
    short
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|begin| words.any(|word| word.starts_with(begin)))
}

/// Most years that may lie between the first publication online and the issue: more, and one of the dates is another.
const MAX_YEARS_ONLINE: u16 = 3;

/// The dates. `DA` is the whole date, or what EndNote adds to the year; where the dates name two years, the issue is the
/// later one.
fn dates(raw: &mut Raw, first: &dyn Fn(&str) -> Option<String>) {
    let year = ["PY", "Y1"].iter().filter_map(|tag| first(tag)).max_by_key(|text| {
        // The more precise one of one year; the later one of two.
        date::read(text).map(|read| (read.date.year(), read.date.to_string().len()))
    });
    let read = |text: &Option<String>| text.as_deref().and_then(date::read).map(|read| read.date);
    let other = ["PY", "Y1"]
        .iter()
        .filter_map(|tag| first(tag))
        .find(|text| read(&Some(text.clone())).map(|d| d.year()) != read(&year).map(|d| d.year()));
    let day = first("DA");
    raw.issued = match (&year, &day) {
        (Some(year), Some(day)) if !date::has_year(day) => Some(format!("{} {day}", year.trim_matches('/'))),
        (Some(text), Some(text_of_day)) => match (read(&year), read(&day)) {
            (Some(one), Some(two)) if one.year() == two.year() => Some(text_of_day.clone()),
            (Some(one), Some(two)) if one.year().abs_diff(two.year()) <= MAX_YEARS_ONLINE => {
                let (online, issue) = if one.year() < two.year() { (text, text_of_day) } else { (text_of_day, text) };
                raw.note(format!("the file names two years: `{}` and `{}`", shortened(text), shortened(text_of_day)));
                raw.available = Some(online.clone());
                Some(issue.clone())
            }
            (Some(_), Some(_)) => {
                raw.note(format!("the file names two years: `{}` and `{}`", shortened(text), shortened(text_of_day)));
                Some(text.clone())
            }
            (None, Some(_)) => Some(text_of_day.clone()),
            _ => Some(text.clone()),
        },
        (year, day) => year.clone().or_else(|| day.clone()),
    };
    if let Some(other) = other.filter(|_| raw.available.is_none()) {
        raw.note(format!("the file names two years: `{}` too", shortened(&other)));
        raw.available = read(&Some(other.clone())).map(|_| other);
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

/// A name of a file of ours, in which nothing has to be guessed.
pub(super) fn our_name(text: &str) -> Written {
    if text.contains(",,") {
        return Written::Organisation(text.replacen(",,", ",", 1));
    }
    if let Some(name) = text.strip_suffix(',') {
        return Written::Organisation(name.to_owned());
    }
    let mut parts = text.splitn(3, ',').map(|part| part.trim().to_owned());
    let family = parts.next().unwrap_or_default();
    let some = |part: Option<String>| part.filter(|part| !part.is_empty());
    Written::Parts(family, some(parts.next()), some(parts.next()))
}

/// Whether a name with a comma at its end is that of an organisation: several words, of which the first is no particle.
fn is_several_names(name: &str) -> bool {
    name.contains(' ') && !name.starts_with(char::is_lowercase)
}

/// All sources as RIS, each ended by `ER`. Lines end in `\r\n`, as the format asks.
pub fn write(sources: &[Exported<'_>]) -> String {
    let mut all = String::new();
    for source in sources {
        write_one(&mut all, source);
    }
    all
}

fn write_one(all: &mut String, exported: &Exported<'_>) {
    let Exported { source, currency } = exported;
    let Handed { bibliography, unverified } = Handed::of(source);
    let Bibliography {
        item_type,
        title,
        author,
        editor,
        translator,
        container_title,
        container_title_short,
        event_title,
        edition,
        genre,
        publisher,
        publisher_place,
        issued,
        available_date,
        accessed,
        volume,
        issue,
        page,
        number,
        version,
        language,
        doi,
        pmid,
        pmcid,
        issn,
        isbn,
        url,
    } = &bibliography;
    let is_article = *item_type == ItemType::ArticleJournal;
    let kind = TYPES.iter().find(|(_, known)| known == item_type).map_or("GEN", |(name, _)| name);
    let mut line = |tag: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = write!(all, "{tag}  - {value}\r\n");
    };
    let mut some = |tag: &str, value: Option<&str>| {
        if let Some(value) = value {
            line(tag, value);
        }
    };
    let (year, month, day) = issued.parts();
    some("TY", Some(kind));
    some("ID", Some(source.id.as_str()));
    some("TI", Some(title));
    let is_part = matches!(item_type, ItemType::Chapter | ItemType::PaperConference);
    let is_book = *item_type == ItemType::Book;
    for name in author {
        some("AU", Some(&written_author(name)));
    }
    for name in editor {
        some(if is_part || is_book { "A2" } else { "ED" }, Some(&written_author(name)));
    }
    for name in translator.iter().filter(|_| is_part || is_book) {
        some("A4", Some(&written_author(name)));
    }
    some("T2", container_title.as_deref());
    some("J2", container_title_short.as_deref());
    some("PY", Some(&format!("{year:04}")));
    let part = |part: Option<i8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    some("DA", Some(&format!("{year:04}/{}/{}/", part(month), part(day))));
    let slashed = |date: &PartialDate| {
        let (year, month, day) = date.parts();
        format!("{year:04}/{}/{}/", part(month), part(day))
    };
    some("Y2", accessed.as_ref().map(slashed).as_deref());
    some("VL", volume.as_deref());
    some("IS", issue.as_deref());
    match (page.as_deref().map(|page| (page, page.split_once('-'))), number.as_deref()) {
        (Some((_, Some((from, to)))), _) if !to.contains(['-', ',']) && !from.contains(',') && from != to => {
            some("SP", Some(from));
            some("EP", Some(to));
        }
        (Some((page, _)), _) => some("SP", Some(page)),
        // For programs that know no article numbers.
        (None, Some(number)) if is_article => some("SP", Some(number)),
        (None, _) => {}
    }
    some(if is_article { "C7" } else { "M1" }, number.as_deref());
    some("M3", genre.as_deref().filter(|_| !is_article));
    some("PB", publisher.as_deref());
    some("CY", publisher_place.as_deref());
    some("LA", Some(language));
    some("SN", issn.as_ref().map(|issn| issn.as_str()));
    some("SN", isbn.as_ref().map(|isbn| isbn.as_str()));
    some("DO", doi.as_ref().map(|doi| doi.as_str()));
    if let Some(pmid) = pmid {
        some("AN", Some(&pmid.to_string()));
        some("DB", Some("PubMed"));
    }
    some("DP", Some(PROVIDER));
    some("C2", pmcid.as_ref().map(|pmcid| pmcid.as_str()));
    some("UR", url.as_ref().map(|url| url.as_str()));
    // One tag is the first date online of an article, the edition of a book, and the version of anything else.
    let online = available_date.map(|day| day.to_string());
    let (mut online, mut version, mut edition) = (online.as_deref(), version.as_deref(), edition.as_deref());
    let of_edition = if is_article && version.is_none() && edition.is_none() {
        online.take()
    } else if is_article {
        None
    } else if is_book || is_part {
        edition.take()
    } else {
        version.take()
    };
    some("ET", of_edition);
    for (label, value) in [(note::FIRST_ONLINE, online), (note::VERSION, version), (note::EDITION, edition)] {
        some("N1", value.map(|value| format!("{label}: {value}")).as_deref());
    }
    some("N1", event_title.as_ref().map(|event| format!("{}: {event}", note::EVENT)).as_deref());
    some("N1", genre.as_ref().filter(|_| is_article).map(|genre| format!("{}: {genre}", note::GENRE)).as_deref());
    for name in translator.iter().filter(|_| !is_part && !is_book) {
        some("N1", Some(&format!("{}: {}", note::TRANSLATOR, written_author(name))));
    }
    for number in registered(&source.registration) {
        some("N1", Some(&format!("{}: {number}", note::REGISTRATION)));
    }
    some("N1", standing(source).map(|note| format!("{}: {note}", note::STANDING)).as_deref());
    some("N1", currency.as_ref().map(|currency| format!("{}: {currency}", note::CURRENCY)).as_deref());
    some("N1", unverified.map(|told| format!("{}: {told}", note::UNVERIFIED)).as_deref());
    some("ER", Some(""));
    all.push_str("\r\n");
}

pub(super) fn written_author(name: &Name) -> String {
    match name {
        // Without the mark, some readers take the last word for a family name.
        Name::Organisation { literal } if literal.contains(',') => literal.replacen(',', ",,", 1),
        Name::Organisation { literal } => format!("{literal},"),
        Name::Person { family, given, suffix } => {
            let given = given.as_deref().unwrap_or_default();
            match suffix {
                Some(suffix) => format!("{family}, {given}, {suffix}"),
                None if given.is_empty() => family.clone(),
                None => format!("{family}, {given}"),
            }
        }
    }
}
