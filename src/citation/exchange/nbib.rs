//! MEDLINE, which PubMed saves as `.nbib`.

use std::{fmt::Write, io};

use super::{
    explain::Each,
    export::{ExportRecord, Exported},
    input::Input,
    labels::{note, take_identifiers, take_note},
    language,
    name::{self, Written},
    pubmed,
    raw::RawEntry,
    status::{Said, Standing},
    tagged::{self, Field, Grammar, Use},
    tidy::{shortened, with_stop, without_stop},
};
use crate::{
    citation::date,
    domain::{
        Editorial, EditorialStatus, Name,
        source::{Bibliography, ItemType, Registration},
    },
};

/// Tags a record may begin with. PubMed always begins with the PMID; what has none begins with its owner.
pub(super) const STARTS: [&str; 2] = ["PMID", "OWN"];

/// Tags that are read.
const USED: &[&str] = &[
    "PMID", "TI", "BTI", "CTI", "TT", "FAU", "AU", "CN", "FED", "ED", "JT", "TA", "DP", "DEP", "VI", "IP", "PG", "LID",
    "AID", "PMC", "IS", "ISBN", "LA", "PT", "SI", "PB", "PL", "GN", "EN", "RIN", "EIN", "ECI", "RPI", "RRI", "CRI",
    "UIN", "ROF", "EFR", "ECF", "RPF", "RRF", "CRF", "PRIN", "PROF", "OID", "SO",
];

/// Those of them whose values are texts, which may go on in any further line; of the others a line that is not moved to the
/// right is no part.
const TEXTS: &[&str] = &["TI", "BTI", "CTI", "TT", "JT", "CN", "PB", "GN", "OID", "SO"];

/// Tags that are passed over: abstracts, which belong to their publishers; headings and keywords; addresses and numbers of
/// people; comments on the article and by it; the article it updates; grants, chemicals, and what is the database's own.
const PASSED_OVER: &[&str] = &[
    "AB", "OAB", "OABL", "MH", "OT", "OTO", "RN", "AD", "AUID", "IRAD", "IR", "FIR", "CIN", "CON", "UOF", "SPIN",
    "OCI", "ORI", "GR", "NM", "STAT", "OWN", "DA", "DCOM", "LR", "JID", "SB", "EDAT", "MHDA", "CRDT", "PHST", "PST",
    "PMCR", "MID", "CI", "COIS", "RF", "GS", "SFM", "PS", "FPS", "DRDT", "CDAT", "LID2", "CP", "PUBM", "TT2", "BTI2",
    "DDAT",
];

/// Tags that are searched and not kept whole: the full names of authors are kept and not the short ones, of the numbers of a
/// publisher the one that is the article's, of types of publication what they say; what PubMed prints is made of the rest.
const SEARCHED: &[&str] =
    &["AU", "ED", "LID", "AID", "IS", "PT", "SO", "GN", "OID", "TA", "TT", "BTI", "CTI", "PL", "SI"];

/// Every tag of which a value may be lost without a word in the draft.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    PASSED_OVER.iter().chain(SEARCHED).copied()
}

fn usage(tag: &str) -> Use {
    match tag {
        _ if TEXTS.contains(&tag) => Use::Text,
        _ if USED.contains(&tag) => Use::Line,
        _ if PASSED_OVER.contains(&tag) => Use::PassedOver,
        _ => Use::Unknown,
    }
}

const GRAMMAR: Grammar = Grammar {
    field: tagged::nbib_field,
    begins: |tag, has_begun| tag == "PMID" || (!has_begun && tag == "OWN"),
    ends: |_| false,
    must_end: false,
    ends_at_gap: true,
    begins_behind_gap: false,
    wraps: true,
    uses: usage,
    is_record: |fields| {
        let has = |tag: &str| fields.iter().any(|field| field.tag == tag);
        has("TI") && has("DP")
    },
    convert,
    // Names are read as a list, of which each says what became of it.
    may_be_lost: |tag| matches!(tag, "FAU" | "CN" | "FED") || passed_over().any(|known| known == tag),
    start: "`PMID- `",
};

pub(super) fn read(input: &mut Input<'_>, each: &mut Each<'_>) -> io::Result<()> {
    tagged::read(input, &GRAMMAR, each)
}

/// Tags of notices by what they say.
const NOTICES: &[(Said, &str)] = &[
    (Said::Of(EditorialStatus::RetractedAndRepublished), "RRI"),
    (Said::Of(EditorialStatus::Retracted), "RIN"),
    (Said::Of(EditorialStatus::Retracted), "PRIN"),
    (Said::Of(EditorialStatus::ExpressionOfConcern), "ECI"),
    (Said::Of(EditorialStatus::Corrected), "CRI"),
    (Said::Of(EditorialStatus::Corrected), "EIN"),
    (Said::Updated, "UIN"),
    (Said::Notice("retraction"), "ROF"),
    (Said::Notice("retraction"), "PROF"),
    (Said::Notice("republication"), "RRF"),
    // Printed again, and nothing else.
    (Said::Reprinted, "RPI"),
    (Said::Reprinted, "RPF"),
    (Said::Notice("expression of concern"), "ECF"),
    (Said::Notice("correction"), "EFR"),
    (Said::Notice("corrected republication"), "CRF"),
];

fn convert(mut raw: RawEntry, fields: &[Field]) -> RawEntry {
    let first =
        |tag: &str| fields.iter().find(|field| field.tag == tag && !field.value.is_empty()).map(|f| f.value.clone());
    let all = |tag: &'static str| {
        fields.iter().filter(move |field| field.tag == tag).map(|field| field.value.replace('\n', " "))
    };
    let types: Vec<String> = all("PT").collect();
    let other = if first("BTI").is_some() { ItemType::Book } else { ItemType::ArticleJournal };
    raw.item_type = Some(pubmed::item_type(types.iter().map(String::as_str)).unwrap_or(other));
    let is_article = raw.item_type == Some(ItemType::ArticleJournal);
    raw.design = pubmed::design(types.iter().map(String::as_str));
    raw.pmid = first("PMID");
    let title = first("TI").or_else(|| first("BTI")).or_else(|| first("TT"));
    raw.title = title.map(|title| without_stop(&title.replace('\n', " ")).to_owned());

    // Of a translation the title in its own language.
    if let (Some(own), Some(_)) = (first("TT"), first("TI")) {
        raw.note(format!("the title in its own language: `{}`", shortened(&own.replace('\n', " "))));
    }
    // The full form of a name stands before its short form; where a file has short forms only, they must do.
    let has_full = fields.iter().any(|field| field.tag == "FAU");
    let has_full_editors = fields.iter().any(|field| field.tag == "FED");
    for Field { tag, value, line: _ } in fields {
        let value = value.replace('\n', " ");
        match tag.as_str() {
            "FAU" => raw.author.push(full_name(&value)),
            "AU" if !has_full => raw.author.push(Written::PersonText(value)),
            "CN" => raw.author.push(Written::Organisation(value)),
            "FED" => raw.editor.push(full_name(&value)),
            "ED" if !has_full_editors => raw.editor.push(Written::PersonText(value)),
            _ => {}
        }
    }
    raw.container_title = first("JT")
        .or_else(|| first("TA"))
        .or_else(|| first("BTI").filter(|_| first("TI").is_some()))
        .or_else(|| first("CTI"));
    raw.container_title_short = first("TA");
    raw.issued = first("DP");
    raw.available = first("DEP");
    raw.volume = first("VI");
    raw.issue = first("IP");
    raw.page = first("PG");
    for value in all("LID").chain(all("AID")) {
        match value.rsplit_once(" [") {
            Some((doi, "doi]")) if raw.doi.is_none() => raw.doi = Some(doi.to_owned()),
            Some((number, "pii]")) if Some(number) == raw.page.as_deref() && is_article => {
                raw.number = Some(number.to_owned());
            }
            Some((number, "pii]")) => raw.publisher_numbers.push(number.to_owned()),
            Some((number, "number]")) => raw.number = Some(number.to_owned()),
            _ => {}
        }
    }
    // Where a record has no field for its place, what PubMed prints of it says it.
    if raw.doi.is_none()
        && let Some(printed) = first("SO")
    {
        take_identifiers(&mut raw, &printed);
    }
    raw.pmcid = first("PMC").or(raw.pmcid);
    raw.serials =
        all("ISBN").chain(all("IS").map(|issn| issn.split(' ').next().unwrap_or_default().to_owned())).collect();
    raw.language = first("LA");
    raw.publisher = first("PB");
    raw.edition = first("EN");
    // Of an article it is the country of the journal, which no reference names.
    raw.publisher_place = first("PL").filter(|_| !is_article || raw.publisher.is_some());
    for value in all("SI") {
        if let Some((register, number)) = value.split_once('/')
            && matches!(register, "ClinicalTrials.gov" | "PROSPERO")
        {
            raw.registered.push(number.to_owned());
        }
    }
    for field in fields {
        if matches!(field.tag.as_str(), "GN" | "OID") {
            take_note(&mut raw, &field.value.replace('\n', " "));
        }
    }
    for kind in &types {
        raw.takes_word(kind);
    }
    for (said, tag) in NOTICES.iter().copied() {
        for place in all(tag) {
            raw.takes(said, Some(place));
        }
    }
    raw
}

/// `Example, Bert Jr`: the family name, given names with what stands behind them.
fn full_name(text: &str) -> Written {
    match text.split_once(',') {
        Some((family, given)) => Written::Parts(
            family.trim().to_owned(),
            Some(given.trim().to_owned()).filter(|given| !given.is_empty()),
            None,
        ),
        None => Written::Parts(text.trim().to_owned(), None, None),
    }
}

/// All sources in the MEDLINE format, an empty line between two.
pub fn write(sources: &[Exported<'_>]) -> String {
    let records: Vec<String> = sources.iter().map(write_one).collect();
    records.join("\n")
}

fn write_one(exported: &Exported<'_>) -> String {
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
    // The format has no organisations among editors; in a note they keep their order.
    let (people, noted): (&[Name], &[Name]) =
        if editor.iter().all(|name| matches!(name, Name::Person { .. })) { (editor, &[]) } else { (&[], editor) };
    for name in noted {
        some("GN", Some(format!("{}: {}", note::EDITOR, name::on_one_line(name))));
    }
    for (people, full, short) in [(author.as_slice(), "FAU", "AU"), (people, "FED", "ED")] {
        for name in people {
            match name {
                Name::Organisation { literal } => some("CN", Some(literal.clone())),
                Name::Person { family, given, suffix } => {
                    let last = suffix.as_ref().map_or_else(String::new, |suffix| format!(" {suffix}"));
                    match given {
                        Some(given) => {
                            some(full, Some(format!("{family}, {given}{last}")));
                            some(short, Some(format!("{family} {}{last}", initials(given))));
                        }
                        None => {
                            some(full, Some(if last.is_empty() { family.clone() } else { format!("{family},{last}") }));
                            some(short, Some(format!("{family}{last}")));
                        }
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
    let kind = pubmed::TYPES.iter().find(|(_, known)| known == item_type).map_or("Journal Article", |(name, _)| name);
    some("PT", Some(kind.to_owned()));
    let Editorial { status, checked: _, notice, noticed: _, note: _ } = &source.editorial;
    some("PT", (*status == EditorialStatus::Retracted).then(|| "Retracted Publication".to_owned()));
    let tag = NOTICES.iter().find(|(said, _)| *said == Said::Of(*status)).map(|(_, tag)| *tag);
    // The one of two that older readers know.
    let tag = if *status == EditorialStatus::Corrected { Some("EIN") } else { tag };
    if let Some(tag) = tag {
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
    some("EN", text(edition));
    for name in translator {
        some("GN", Some(format!("{}: {}", note::TRANSLATOR, name::on_one_line(name))));
    }
    some("GN", event_title.as_ref().map(|event| format!("{}: {event}", note::EVENT)));
    some("GN", genre.as_ref().map(|genre| format!("{}: {genre}", note::GENRE)));
    some("GN", accessed.map(|day| format!("{}: {day}", note::ACCESSED)));
    some("GN", version.as_ref().map(|version| format!("{}: {version}", note::VERSION)));
    some("GN", url.as_ref().map(|url| format!("{}: {url}", note::ADDRESS)));
    some("GN", Some(format!("{}: {}", note::STANDING, Standing::of(source).words)));
    some("GN", currency.as_ref().map(|currency| format!("{}: {currency}", note::CURRENCY)));
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
