//! MEDLINE, which PubMed saves as `.nbib`.

use std::{fmt::Write, io};

use super::{
    Outcome, date,
    handed::Handed,
    input::Input,
    language, pubmed,
    raw::{Raw, is_article_number, is_suffix, standing, with_stop, without_stop},
    tagged::{self, Field, Grammar, note, take_note},
};
use crate::domain::{
    Editorial, EditorialStatus, Name, Source,
    source::{Bibliography, ItemType, Registration},
};

/// Tags a record may begin with. PubMed always begins with the PMID; what has none begins with its owner.
pub(super) const STARTS: [&str; 2] = ["PMID", "OWN"];

/// Tags whose values are used.
const USED: &[&str] = &[
    "PMID", "TI", "BTI", "TT", "FAU", "AU", "CN", "FED", "JT", "TA", "DP", "DEP", "VI", "IP", "PG", "LID", "AID",
    "PMC", "IS", "ISBN", "LA", "PT", "SI", "PB", "PL", "GN", "RIN", "EIN", "ECI", "RPI", "RRI",
];

const GRAMMAR: Grammar = Grammar {
    field: tagged::nbib_field,
    begins: |tag, is_open| tag == "PMID" || (!is_open && tag == "OWN"),
    ends: |_| false,
    ends_at_gap: true,
    uses: |tag| USED.contains(&tag),
    convert,
    start: "`PMID- `",
};

pub(super) fn read(input: &mut Input<'_>, each: &mut dyn FnMut(Outcome)) -> io::Result<()> {
    tagged::read(input, &GRAMMAR, each)
}

/// Publication types for what is no journal article.
const TYPES: &[(&str, ItemType)] = &[
    ("Technical Report", ItemType::Report),
    ("Book", ItemType::Book),
    ("Web Page", ItemType::Webpage),
    ("Legislation", ItemType::Legislation),
    ("Book Chapter", ItemType::Book),
];

/// Tags of notices by what they say, the gravest first.
const NOTICES: [(EditorialStatus, &str); 4] = [
    (EditorialStatus::RetractedAndRepublished, "RPI"),
    (EditorialStatus::Retracted, "RIN"),
    (EditorialStatus::ExpressionOfConcern, "ECI"),
    (EditorialStatus::Corrected, "EIN"),
];

fn convert(mut raw: Raw, fields: Vec<Field>) -> Raw {
    let first =
        |tag: &str| fields.iter().find(|field| field.tag == tag && !field.value.is_empty()).map(|f| f.value.clone());
    let all = |tag: &'static str| {
        fields.iter().filter(move |field| field.tag == tag).map(|field| field.value.replace('\n', " "))
    };
    let types: Vec<String> = all("PT").collect();
    raw.item_type =
        Some(TYPES.iter().find(|(name, _)| types.iter().any(|known| known == name)).map_or(
            if first("BTI").is_some() { ItemType::Book } else { ItemType::ArticleJournal },
            |(_, item_type)| *item_type,
        ));
    let is_article = raw.item_type == Some(ItemType::ArticleJournal);
    raw.design = pubmed::design(types.iter().map(String::as_str));
    raw.pmid = first("PMID");
    let title = first("TI").or_else(|| first("BTI")).or_else(|| first("TT"));
    raw.title = title.map(|title| without_stop(&title.replace('\n', " ")).to_owned());

    // The full form of a name stands before its short form; where a file has short forms only, they must do.
    let has_full = fields.iter().any(|field| field.tag == "FAU");
    for Field { tag, value } in &fields {
        match tag.as_str() {
            "FAU" => raw.author.push(full_author(value)),
            "AU" if !has_full => raw.author.push(short_author(value)),
            "CN" => raw.author.push(Name::Organisation { literal: value.clone() }),
            _ => {}
        }
    }
    raw.container_title =
        first("JT").or_else(|| first("TA")).or_else(|| first("BTI").filter(|_| first("TI").is_some()));
    raw.container_title_short = first("TA");
    raw.issued = first("DP");
    raw.available = first("DEP");
    raw.volume = first("VI");
    raw.issue = first("IP");
    raw.page = first("PG").map(|pages| pages.split(';').next().unwrap_or_default().to_owned());
    for value in all("LID").chain(all("AID")) {
        match value.rsplit_once(" [") {
            Some((doi, "doi]")) if raw.doi.is_none() => raw.doi = Some(doi.to_owned()),
            Some((number, "pii]")) if Some(number) == raw.page.as_deref() && is_article => {
                raw.number = Some(number.to_owned());
            }
            Some((number, "number]")) => raw.number = Some(number.to_owned()),
            _ => {}
        }
    }
    if is_article && raw.number.is_none() && raw.page.as_deref().is_some_and(is_article_number) {
        raw.number = raw.page.take();
    }
    raw.pmcid = first("PMC");
    raw.serials =
        all("ISBN").chain(all("IS").map(|issn| issn.split(' ').next().unwrap_or_default().to_owned())).collect();
    raw.language = first("LA");
    raw.publisher = first("PB");
    // Of an article it is the country of the journal, which no reference names.
    raw.publisher_place = first("PL").filter(|_| !is_article || raw.publisher.is_some());
    for value in all("SI") {
        if let Some((register, number)) = value.split_once('/')
            && matches!(register, "ClinicalTrials.gov" | "PROSPERO")
        {
            raw.registered.push(number.to_owned());
        }
    }
    for value in all("GN") {
        take_note(&mut raw, &value);
    }
    let noticed = NOTICES.into_iter().find_map(|(status, tag)| Some((status, first(tag)?)));
    raw.editorial = pubmed::editorial(
        types.iter().map(String::as_str),
        noticed.map(|(status, text)| (status, text.replace('\n', " "))),
    );
    raw
}

/// `Example, Bert Jr`, in which the suffix stands behind the given names.
fn full_author(text: &str) -> Name {
    let (family, given) = match text.split_once(',') {
        Some((family, given)) => (family.trim().to_owned(), given.trim()),
        None => (text.trim().to_owned(), ""),
    };
    let (given, suffix) = match given.rsplit_once(' ') {
        Some((given, last)) if is_suffix(last) => (given, Some(last.to_owned())),
        None if is_suffix(given) => ("", Some(given.to_owned())),
        _ => (given, None),
    };
    Name::Person { family, given: Some(given.to_owned()).filter(|given| !given.is_empty()), suffix }
}

/// `Example B Jr`: the family name, initials, suffix.
fn short_author(text: &str) -> Name {
    let (rest, suffix) = match text.rsplit_once(' ') {
        Some((rest, last)) if is_suffix(last) && rest.contains(' ') => (rest, Some(last.to_owned())),
        _ => (text, None),
    };
    match rest.rsplit_once(' ') {
        Some((family, initials)) if initials.chars().all(char::is_uppercase) => {
            Name::Person { family: family.to_owned(), given: Some(initials.to_owned()), suffix }
        }
        _ => Name::Person { family: rest.to_owned(), given: None, suffix },
    }
}

/// All sources in the MEDLINE format, an empty line between two.
pub fn write(sources: &[&Source]) -> String {
    let records: Vec<String> = sources.iter().map(|source| write_one(source)).collect();
    records.join("\n")
}

fn write_one(source: &Source) -> String {
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
    let mut all = String::new();
    let mut some = |tag: &str, value: Option<String>| {
        if let Some(value) = value {
            wrap(&mut all, tag, &value);
        }
    };
    let text = |value: &Option<String>| value.clone();
    match pmid {
        Some(pmid) => some("PMID", Some(pmid.to_string())),
        // What is in no database of the NLM: nobody there answers for it.
        None => some("OWN", Some("NOTNLM".to_owned())),
    }
    some("IS", issn.as_ref().map(|issn| format!("{issn} (Print)")));
    some("ISBN", isbn.as_ref().map(ToString::to_string));
    some("VI", text(volume));
    some("IP", text(issue));
    let (year, month, day) = issued.parts();
    let printed =
        [Some(format!("{year:04}")), month.map(|month| date::month_name(month).to_owned()), day.map(|d| d.to_string())];
    some("DP", Some(printed.into_iter().flatten().collect::<Vec<_>>().join(" ")));
    some("TI", Some(with_stop(title)));
    some("PG", text(page).or_else(|| if *item_type == ItemType::ArticleJournal { number.clone() } else { None }));
    some("LID", number.as_ref().map(|number| format!("{number} [number]")));
    some("LID", doi.as_ref().map(|doi| format!("{doi} [doi]")));
    for name in author {
        match name {
            Name::Organisation { literal } => some("CN", Some(literal.clone())),
            Name::Person { family, given, suffix } => {
                let last = suffix.as_ref().map_or_else(String::new, |suffix| format!(" {suffix}"));
                match given {
                    Some(given) => {
                        some("FAU", Some(format!("{family}, {given}{last}")));
                        some("AU", Some(format!("{family} {}{last}", initials(given))));
                    }
                    None => {
                        some("FAU", Some(if last.is_empty() { family.clone() } else { format!("{family},{last}") }));
                        some("AU", Some(format!("{family}{last}")));
                    }
                }
            }
        }
    }
    some("LA", Some(language::marc(language).to_owned()));
    let Registration { nct, prospero } = &source.registration;
    for number in nct {
        some("SI", Some(format!("ClinicalTrials.gov/{number}")));
    }
    for number in prospero {
        some("SI", Some(format!("PROSPERO/{number}")));
    }
    let kind = TYPES.iter().find(|(_, known)| known == item_type).map_or("Journal Article", |(name, _)| name);
    some("PT", Some(kind.to_owned()));
    let Editorial { status, checked: _, notice, noticed: _, note: _ } = &source.editorial;
    some("PT", (*status == EditorialStatus::Retracted).then(|| "Retracted Publication".to_owned()));
    let tag = NOTICES.into_iter().find(|(known, _)| known == status);
    if let Some((_, tag)) = tag {
        some(tag, notice.clone());
    }
    // A second time, where older readers look for it.
    some("AID", doi.as_ref().map(|doi| format!("{doi} [doi]")));
    some("DEP", available_date.map(|day| day.to_string().replace('-', "")));
    some("PL", text(publisher_place));
    some("TA", text(container_title_short));
    some("JT", text(container_title));
    some("PB", text(publisher));
    some("PMC", pmcid.as_ref().map(ToString::to_string));
    some("GN", version.as_ref().map(|version| format!("{}: {version}", note::VERSION)));
    some("GN", url.as_ref().map(|url| format!("{}: {url}", note::ADDRESS)));
    some("GN", standing(source).map(|note| format!("{}: {note}", note::STANDING)));
    some("GN", unverified.map(|told| format!("{}: {told}", note::UNVERIFIED)));
    some("SO", Some(so(&bibliography)));
    all
}

/// What PubMed prints below a title; for people who read the file.
fn so(b: &Bibliography) -> String {
    let name = b.container_title_short.as_ref().or(b.container_title.as_ref()).or(b.publisher.as_ref());
    let mut text = name.map_or_else(String::new, |name| format!("{name}. "));
    text.push_str(&b.issued.year().to_string());
    if let Some(volume) = &b.volume {
        text.push(';');
        text.push_str(volume);
        if let Some(issue) = &b.issue {
            text.push_str(&format!("({issue})"));
        }
    }
    if let Some(page) = b.page.as_ref().or(b.number.as_ref()) {
        text.push(':');
        text.push_str(page);
    }
    text.push('.');
    if let Some(doi) = &b.doi {
        text.push_str(&format!(" doi: {doi}."));
    }
    text
}

/// The first letters of given names: `BA` of `Bert A.` and of `B.-A.`
fn initials(given: &str) -> String {
    given.split([' ', '-', '.']).filter_map(|name| name.chars().next()).flat_map(char::to_uppercase).collect()
}

/// Longest line, with its tag.
const WIDTH: usize = 88;

/// A value with its tag, going on below itself where it is long.
fn wrap(all: &mut String, tag: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = write!(all, "{tag:<4}-");
    let mut width = 5;
    for (at, word) in value.split_whitespace().enumerate() {
        let length = word.chars().count() + 1;
        if at > 0 && width + length > WIDTH {
            all.push_str("\n     ");
            width = 5;
        }
        all.push(' ');
        all.push_str(word);
        width += length;
    }
    all.push('\n');
}
