//! Sources as entries.

use std::fmt::Write;

use super::super::{
    export::{ExportRecord, Exported, registered},
    labels::note,
    language,
    name::{is_family_with_initials, is_organisation},
    status::Standing,
};
use crate::{
    citation::date,
    domain::{
        Name,
        source::{Bibliography, ItemType},
    },
};

/// Which of the two is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Bibtex,
    Biblatex,
}

/// All sources as BibTeX, in UTF-8, with our ids as keys.
pub fn write_bibtex(sources: &[Exported<'_>]) -> String {
    sources.iter().map(|source| write_one(source, Dialect::Bibtex)).collect::<Vec<_>>().join("\n")
}

/// All sources as BibLaTeX, in UTF-8, with our ids as keys.
pub fn write_biblatex(sources: &[Exported<'_>]) -> String {
    sources.iter().map(|source| write_one(source, Dialect::Biblatex)).collect::<Vec<_>>().join("\n")
}

fn write_one(exported: &Exported<'_>, dialect: Dialect) -> String {
    let Exported { source, currency } = exported;
    let ExportRecord { bibliography, unverified } = ExportRecord::of(source);
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
        language: tag,
        doi,
        pmid,
        pmcid,
        issn,
        isbn,
        url,
    } = &bibliography;
    let is_bibtex = dialect == Dialect::Bibtex;
    let is_article = *item_type == ItemType::ArticleJournal;
    let kind = match item_type {
        ItemType::ArticleJournal => "article",
        ItemType::Report if is_bibtex => "techreport",
        ItemType::Report => "report",
        ItemType::Book => "book",
        ItemType::Webpage if is_bibtex => "misc",
        ItemType::Webpage => "online",
        ItemType::Legislation => "legislation",
        ItemType::Chapter => "incollection",
        ItemType::PaperConference => "inproceedings",
        ItemType::Thesis if is_bibtex => "phdthesis",
        ItemType::Thesis => "thesis",
        ItemType::Preprint => "misc",
    };
    let subtype = match item_type {
        ItemType::Webpage if is_bibtex => Some("webpage"),
        ItemType::Preprint => Some("preprint"),
        ItemType::ArticleJournal
        | ItemType::Report
        | ItemType::Book
        | ItemType::Webpage
        | ItemType::Legislation
        | ItemType::Chapter
        | ItemType::PaperConference
        | ItemType::Thesis => None,
    };
    let publisher_field = match item_type {
        ItemType::Report => "institution",
        ItemType::Thesis if is_bibtex => "school",
        ItemType::Thesis => "institution",
        ItemType::Webpage if !is_bibtex => "organization",
        ItemType::ArticleJournal
        | ItemType::Book
        | ItemType::Webpage
        | ItemType::Legislation
        | ItemType::Chapter
        | ItemType::PaperConference
        | ItemType::Preprint => "publisher",
    };
    let people = |people: &[Name]| {
        let names: Vec<String> = people.iter().map(written_name).collect();
        Some(names.join(" and ")).filter(|list| !list.is_empty())
    };
    let (year, month, day) = issued.parts();
    let (nct, prospero): (Vec<&str>, Vec<&str>) =
        registered(&source.registration).partition(|number| number.starts_with("NCT"));
    let named = |bibtex: &'static str, biblatex: &'static str| if is_bibtex { bibtex } else { biblatex };
    let text = |value: &Option<String>| value.as_deref().map(escaped);
    fn shown(value: Option<&impl ToString>) -> Option<String> {
        value.map(|value| escaped(&value.to_string()))
    }
    // BibTeX's own styles know no `eid`.
    let pages = page.as_ref().or(number.as_ref().filter(|_| is_bibtex && is_article));
    let list = |numbers: Vec<&str>| Some(numbers.join(", ")).filter(|list| !list.is_empty());
    // What says something of the publication is printed with the reference, which styles of BibTeX do with `note` alone and those
    // of BibLaTeX with `addendum` as well; who looked for notices is for whoever keeps the reference.
    let Standing { words, is_news } = Standing::of(source);
    let looked_up = Some(format!("{}: {words}", note::STANDING));
    let currency = currency.as_ref().map(|currency| format!("{}: {currency}", note::CURRENCY));
    let babel = language::babel(tag).filter(|_| !is_bibtex);
    let fields = [
        ("author", people(author)),
        ("editor", people(editor)),
        ("translator", people(translator)),
        ("title", Some(protected(title))),
        ("entrysubtype", subtype.map(str::to_owned)),
        (
            match item_type {
                ItemType::ArticleJournal | ItemType::Preprint => named("journal", "journaltitle"),
                ItemType::Chapter | ItemType::PaperConference => "booktitle",
                ItemType::Report | ItemType::Book | ItemType::Webpage | ItemType::Legislation | ItemType::Thesis => {
                    "series"
                }
            },
            text(container_title),
        ),
        (if is_article { "shortjournal" } else { "shortseries" }, text(container_title_short)),
        ("eventtitle", text(event_title)),
        ("edition", text(edition)),
        // Styles of BibTeX call every thesis one for a doctorate unless they are told otherwise.
        ("type", text(genre).or_else(|| (*item_type == ItemType::Thesis).then(|| "Thesis".to_owned()))),
        (publisher_field, text(publisher)),
        (named("address", "location"), text(publisher_place)),
        ("date", (!is_bibtex).then(|| issued.to_string())),
        ("year", is_bibtex.then(|| format!("{year:04}"))),
        ("month", month.filter(|_| is_bibtex).map(|month| date::month_name(month).to_lowercase())),
        ("day", shown(day.filter(|_| is_bibtex).as_ref())),
        ("availabledate", shown(available_date.as_ref())),
        ("urldate", shown(accessed.as_ref())),
        ("volume", text(volume)),
        (if is_article { "number" } else { "issue" }, text(issue)),
        ("pages", pages.map(|page| escaped(page).replace("{}", "").replace("--", "-").replace('-', "--"))),
        (if is_article { "eid" } else { "number" }, text(number)),
        ("version", text(version)),
        ("langid", babel.map(str::to_owned)),
        ("language", babel.is_none().then(|| escaped(tag))),
        ("doi", doi.as_ref().map(|doi| unbraced(doi.as_str()))),
        ("pmid", shown(pmid.as_ref())),
        ("eprinttype", (pmid.is_some() && !is_bibtex).then(|| "pubmed".to_owned())),
        ("eprint", shown(pmid.filter(|_| !is_bibtex).as_ref())),
        ("pmcid", shown(pmcid.as_ref())),
        ("issn", shown(issn.as_ref())),
        ("isbn", shown(isbn.as_ref())),
        ("nct", list(nct)),
        ("prospero", list(prospero)),
        ("url", url.as_ref().map(|url| unbraced(url.as_str()))),
        ("note", lines([Some(words).filter(|_| is_news), currency.clone().filter(|_| is_bibtex)])),
        ("addendum", lines([currency.filter(|_| !is_bibtex)])),
        (
            named("annote", "annotation"),
            lines([looked_up.filter(|_| !is_news), unverified.map(|told| format!("{}: {told}", note::UNVERIFIED))]),
        ),
    ];
    let mut all = format!("@{kind}{{{},\n", source.id);
    for (name, value) in fields {
        let Some(value) = value else { continue };
        // Writing to a string does not fail.
        let _ = match name {
            // A name that BibTeX knows, in the language of its style.
            "month" => writeln!(all, "  month = {value},"),
            _ => writeln!(all, "  {name} = {{{value}}},"),
        };
    }
    all.push_str("}\n");
    all
}

/// Sentences that are there, a line each.
fn lines<const COUNT: usize>(sentences: [Option<String>; COUNT]) -> Option<String> {
    let lines: Vec<String> = sentences.into_iter().flatten().map(|line| escaped(&line)).collect();
    Some(lines.join("\n")).filter(|text| !text.is_empty())
}

/// A verbatim value without what would end it.
fn unbraced(value: &str) -> String {
    value.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

/// A text as LaTeX reads it. Letters stay as they are; braces are written by name, because BibTeX counts even those behind
/// a backslash.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut last = None;
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '$' | '&' | '#' | '%' | '_' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // Two of them would be a dash or a quotation mark.
            '-' | '`' | '\'' if last == Some(c) => {
                escaped.push_str("{}");
                escaped.push(c);
            }
            c => escaped.push(c),
        }
        last = Some(c);
    }
    escaped
}

/// A title with braces around the words that keep their capitals in every style: names and abbreviations. In a title where
/// nearly every word has one, only those with a capital inside are known to be such.
fn protected(title: &str) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let begins_big =
        |word: &&&str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let long: Vec<&&str> = words.iter().skip(1).filter(|word| word.chars().count() > 3).collect();
    let is_title_case = long.iter().filter(|word| begins_big(word)).count() * 2 > long.len();
    let mut after_colon = true;
    let written = words.iter().map(|word| {
        let has_inner = word.chars().skip_while(|c| !c.is_alphanumeric()).skip(1).any(char::is_uppercase);
        let is_name = begins_big(&word) && !is_title_case && !after_colon;
        after_colon = word.ends_with([':', '.', '?', '!', '—']);
        if has_inner || is_name { format!("{{{}}}", escaped(word)) } else { escaped(word) }
    });
    written.collect::<Vec<_>>().join(" ")
}

fn written_name(name: &Name) -> String {
    match name {
        Name::Organisation { literal } => format!("{{{}}}", escaped(literal)),
        Name::Person { family, given, suffix } => {
            // `Nobody M, Anna J` would be two people with their initials.
            let would_be_two = is_family_with_initials(family) && given.as_deref().is_some_and(is_family_with_initials);
            // `Authors A Nobody, First` would be taken for an organisation.
            let would_be_group = given.is_some() && is_organisation(family);
            // Braces keep "and" and commas within a name, and its words together.
            let part = |text: &str| {
                let text_escaped = escaped(text);
                let is_parted = text.contains(',') || text.split(' ').any(|word| word == "and");
                let parts_names = is_parted || would_be_two || would_be_group;
                if parts_names { format!("{{{text_escaped}}}") } else { text_escaped }
            };
            let (family, given) = (part(family), given.as_deref().map(part));
            match (given, suffix) {
                (Some(given), Some(suffix)) => format!("{family}, {}, {given}", part(suffix)),
                (Some(given), None) => format!("{family}, {given}"),
                (None, Some(suffix)) => format!("{family}, {}, ", part(suffix)),
                (None, None) => format!("{family},"),
            }
        }
    }
}
