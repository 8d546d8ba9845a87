//! RIS, as EndNote, Zotero, Mendeley, RefWorks and publishers write it, each a little differently.

use std::{fmt::Write, io};

use super::{
    Outcome,
    handed::Handed,
    input::Input,
    raw::{Raw, is_article_number, person_by_commas, registered, standing, without_stop},
    tagged::{self, Field, Grammar, note, take_note},
};
use crate::domain::{
    Name, Source,
    source::{Bibliography, ItemType},
};

/// Tags whose values are used. Abstracts and keywords are not: abstracts belong to their publishers.
const USED: &[&str] = &[
    "TY", "TI", "T1", "T2", "T3", "BT", "AU", "A1", "PY", "Y1", "DA", "ET", "VL", "IS", "SP", "EP", "C7", "M1", "JF",
    "JO", "JA", "J1", "J2", "PB", "CY", "PP", "LA", "SN", "DO", "AN", "DB", "DP", "C2", "UR", "L2", "N1", "SE",
];

const GRAMMAR: Grammar = Grammar {
    field: tagged::ris_field,
    begins: |tag, _| tag == "TY",
    ends: |tag| tag == "ER",
    ends_at_gap: false,
    uses: |tag| USED.contains(&tag),
    convert,
    start: "`TY  - `",
};

pub(super) fn read(input: &mut Input<'_>, each: &mut dyn FnMut(Outcome)) -> io::Result<()> {
    tagged::read(input, &GRAMMAR, each)
}

/// The types of RIS and what they are here. The first of each is the one we write.
const TYPES: &[(&str, ItemType)] = &[
    ("JOUR", ItemType::ArticleJournal),
    ("RPRT", ItemType::Report),
    ("BOOK", ItemType::Book),
    ("ELEC", ItemType::Webpage),
    ("STAT", ItemType::Legislation),
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

fn convert(mut raw: Raw, fields: Vec<Field>) -> Raw {
    let first =
        |tag: &str| fields.iter().find(|field| field.tag == tag && !field.value.is_empty()).map(|f| f.value.clone());
    let any = |tags: &[&str]| tags.iter().find_map(|tag| first(tag));
    let kind = first("TY").unwrap_or_default().to_uppercase();
    raw.item_type = TYPES.iter().find(|(name, _)| *name == kind).map(|(_, item_type)| *item_type);
    if raw.item_type.is_none() {
        raw.note(format!("the file says type `{kind}`, which we have no word for"));
    }
    let is_article = raw.item_type == Some(ItemType::ArticleJournal);

    let is_ours = first("DP").is_some_and(|provider| provider == PROVIDER);
    raw.title = any(&["TI", "T1"]).or_else(|| if raw.item_type == Some(ItemType::Book) { first("BT") } else { None });
    raw.title = raw.title.map(|title| without_stop(&title).to_owned());
    for Field { tag, value } in &fields {
        if matches!(tag.as_str(), "AU" | "A1") {
            raw.author.push(author(value, is_ours));
        }
    }
    let full = any(&["T2", "JF"]).or_else(|| if kind == "BOOK" { first("T3") } else { any(&["BT", "T3"]) });
    // Where the whole name has its place, Zotero puts the abbreviation into `JO`.
    let (name, short) = match (full, first("JO")) {
        (Some(full), jo) => (Some(full.clone()), jo.filter(|jo| *jo != full)),
        (None, jo) => (jo, None),
    };
    let short = any(&["J2", "JA", "J1"]).or(short);
    raw.container_title = name.or_else(|| short.clone());
    raw.container_title_short = short;
    raw.publisher = first("PB");
    raw.publisher_place = any(&["CY", "PP"]);

    // `DA` is the whole date, or what EndNote adds to the year.
    let year = any(&["PY", "Y1"]);
    raw.issued = match (year, first("DA")) {
        (Some(year), Some(day)) if !has_year(&day) => Some(format!("{} {day}", year.trim_matches('/'))),
        (Some(year), Some(day)) if day.contains(year.get(..4).unwrap_or(&year)) => Some(day),
        (Some(year), _) => Some(year),
        (None, day) => day,
    };
    // EndNote's "Epub Date" of an article is the edition of anything else.
    if is_article && first("ET").is_some_and(|et| has_year(&et)) {
        raw.available = first("ET");
    } else {
        raw.version = first("ET");
    }
    raw.volume = first("VL");
    raw.issue = first("IS");
    raw.number = if is_article { first("C7") } else { any(&["C7", "M1"]) };
    raw.page = match (first("SP"), first("EP")) {
        (Some(from), Some(to)) if !from.contains('-') && from != to => Some(format!("{from}-{to}")),
        (from, _) => from,
    };
    if is_article && raw.number.is_none() && raw.page.as_deref().is_some_and(is_article_number) {
        raw.number = raw.page.take();
    }
    raw.language = first("LA");
    raw.serials = fields.iter().filter(|field| field.tag == "SN").map(|field| field.value.clone()).collect();
    raw.doi = first("DO");
    raw.pmcid = first("C2").filter(|text| text.to_ascii_uppercase().contains("PMC"));
    for Field { tag, value } in &fields {
        match tag.as_str() {
            "N1" => take_note(&mut raw, value),
            "UR" | "L2" if raw.url.is_none() => raw.url = value.split_whitespace().next().map(str::to_owned),
            _ => {}
        }
    }
    let from_pubmed = any(&["DB", "DP"]).is_some_and(|database| {
        let database = database.to_lowercase();
        ["pubmed", "medline", "nlm"].iter().any(|name| database.contains(name))
    });
    if raw.pmid.is_none() {
        raw.pmid = first("AN").filter(|number| from_pubmed || number.to_ascii_lowercase().contains("pmid"));
    }
    raw
}

fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| matches!(digits.len(), 4 | 8))
}

/// What we call ourselves as the provider of a record. In our files every organisation is marked, so that a name without
/// any comma is that of a person who has one name.
const PROVIDER: &str = "evidence";

/// A person with a comma, an organisation without one. Organisations may be marked, as EndNote asks: a comma at the end,
/// and two commas for the first one inside.
fn author(text: &str, is_ours: bool) -> Name {
    let organisation = |literal: &str| Name::Organisation { literal: literal.to_owned() };
    if text.contains(",,") {
        return organisation(&text.replacen(",,", ",", 1));
    }
    match (text.strip_suffix(','), person_by_commas(text)) {
        (Some(name), _) if is_ours || is_several_names(name) => organisation(name),
        (_, Some(person)) => person,
        (_, None) if is_ours => Name::Person { family: text.to_owned(), given: None, suffix: None },
        (_, None) => organisation(text),
    }
}

/// Whether a name with a comma at its end is that of an organisation: several words, of which the first is no particle.
fn is_several_names(name: &str) -> bool {
    name.contains(' ') && !name.starts_with(char::is_lowercase)
}

/// All sources as RIS, each ended by `ER`. Lines end in `\r\n`, as the format asks.
pub fn write(sources: &[&Source]) -> String {
    let mut all = String::new();
    for source in sources {
        write_one(&mut all, source);
    }
    all
}

fn write_one(all: &mut String, source: &Source) {
    let Handed { bibliography, unverified } = Handed::of(source);
    let Bibliography {
        item_type,
        title,
        author,
        container_title,
        container_title_short,
        publisher,
        publisher_place,
        issued,
        available_date,
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
    for name in author {
        some("AU", Some(&written_author(name)));
    }
    some("T2", container_title.as_deref());
    some("J2", container_title_short.as_deref());
    some("PY", Some(&format!("{year:04}")));
    let part = |part: Option<i8>| part.map_or_else(String::new, |part| format!("{part:02}"));
    some("DA", Some(&format!("{year:04}/{}/{}/", part(month), part(day))));
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
    let mut labelled = |label: &str, value: &str| some("N1", Some(&format!("{label}: {value}")));
    match (available_date, version) {
        (Some(day), None) if is_article => some("ET", Some(&day.to_string())),
        (None, Some(version)) if !is_article => some("ET", Some(version)),
        (day, version) => {
            if let Some(day) = day {
                labelled(note::FIRST_ONLINE, &day.to_string());
            }
            if let Some(version) = version {
                labelled(note::VERSION, version);
            }
        }
    }
    for number in registered(&source.registration) {
        some("N1", Some(&format!("{}: {number}", note::REGISTRATION)));
    }
    some("N1", standing(source).map(|note| format!("{}: {note}", note::STANDING)).as_deref());
    some("N1", unverified.map(|told| format!("{}: {told}", note::UNVERIFIED)).as_deref());
    some("ER", Some(""));
    all.push_str("\r\n");
}

fn written_author(name: &Name) -> String {
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
