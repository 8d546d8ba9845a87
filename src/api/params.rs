//! The parameters of all resources: each stands once, and the reader and the OpenAPI document both come from it.
//!
//! A parameter nobody knows, a value it cannot take, or a second value of one that has a single value is refused, all
//! faults of a request at once: a filter that is silently ignored returns everything.

mod document;
pub(super) mod listing;
pub(super) mod literature;
mod resource;

pub(super) use document::{
    BlurbParams, BlurbsParams, ChangesParams, CitationParams, ClaimParams, ClaimsParams, ExportParams, FindingParams,
    FindingsParams, LiteratureCitationParams, LiteratureParams, LiteratureRecordParams, SearchParams, SourceParams,
    SourcesParams, SuggestParams, TopicParams, TopicsParams,
};
pub(super) use listing::Listing;
pub(super) use literature::OfLiterature;
pub(super) use resource::Resource;
use serde_json::{Value, json};

use super::{cursor, routes::export::ExportFormat};
use crate::{
    citation::{locale::LocaleId, render::Linking, style::StyleId},
    domain::{
        BlurbState, Certainty, Currency, EditorialStatus, FindingKind, RecordKind, StudyDesign, Verdict, Verification,
        Vocabulary, claim::ClaimKind, finding::Direction, vocabulary::vocabulary,
    },
    search::{Facet, MAX_NAMES, NameField, NumberField},
};

/// One parameter.
pub(super) struct Param {
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    description: String,
    example: Value,
}

vocabulary! {
    /// Representations of a blurb.
    pub(crate) enum BlurbFormat ("format of a blurb") {
        /// The whole record.
        Json = "json", "JSON";
        /// A fragment for a page: escaped, without scripts and styles.
        Html = "html", "HTML fragment";
        /// The same for a text.
        Markdown = "markdown", "Markdown";
    }
}

/// What a parameter takes, and so what it sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// `q`: any text.
    Text,
    /// `match`.
    Matching,
    /// `expand`.
    Expansion,
    /// `sort`.
    Sort,
    /// Values of a facet: comma for or, repeated for and.
    Filter(Facet),
    /// `a..b`, `a..`, `..b` or `a`.
    Range(NumberField),
    /// A name that no list holds; repeated for or.
    Name(NameField),
    /// `limit`.
    Limit { default: usize, max: usize },
    /// `cursor`.
    Cursor,
    /// `facets`: which ones to count.
    Counts(&'static [Facet]),
    /// `fields`: which optional parts of a hit to give.
    Parts,
    /// `fields`: which fields of the records of a list to give.
    Fields(Listing),
    /// `brief`: the short form of the records of a list.
    Brief,
    /// `highlight`.
    Highlight,
    /// `explain`.
    Explain,
    /// `as_of`.
    Day,
    /// `id`: pasted identifiers, one each time.
    Identifiers,
    /// `ids`: sources, by our ids or any other identifier.
    Sources,
    /// `format` of an export.
    Format,
    /// `bibliographic`: a reference, or what is remembered of it.
    Reference,
    /// `kind`, where it only narrows.
    Kinds,
    /// `style`.
    Style,
    /// `locale`.
    Locale,
    /// `link`.
    Linking,
    /// `locator`.
    Locator,
    /// `length` of the text of a blurb.
    Length,
    /// `format` of a blurb.
    BlurbFormat,
    /// `since`: the first day of what is wanted.
    Since,
    /// `intervention`, where it narrows the overview of a topic.
    Intervention,
    /// Of the literature alone.
    Literature(OfLiterature),
}

/// Most identifiers one request may look up.
pub(super) const MAX_IDENTIFIERS: usize = 100;

/// Most sources one export may name.
pub(super) const MAX_SOURCES: usize = 300;

/// The most that `limit` can be.
pub(super) const MAX_LIMIT: usize = 100;
/// Default of `limit` where nothing else is said.
pub(super) const DEFAULT_LIMIT: usize = 10;
const MAX_SUGGESTIONS: usize = 20;

/// Longest text of a locator, in characters.
pub(super) const MAX_LOCATOR_CHARS: usize = 100;

/// Most faults that are listed: each may carry a list of its own, and an address has room for thousands.
pub(super) const MAX_FAULTS: usize = 20;

/// Ids and other words in filters, as a pattern.
const WORD: &str = "[a-z0-9]+(?:[.-][a-z0-9]+)*";

fn param(name: &'static str, takes: Takes, description: impl Into<String>, example: impl Into<Value>) -> Param {
    Param { name, takes, description: description.into(), example: example.into() }
}

fn text() -> Param {
    param(
        "q",
        Takes::Text,
        "What to look for, in plain words. Any text at all: it is never a syntax error, and `meta.query` says how it \
         was understood. Words in quotes are looked for as a phrase; numbers and identifiers are matched exactly. \
         Without it, everything that passes the filters is found.",
        "the 800 person trial of acupuncture",
    )
}

fn suggest_text() -> Param {
    param("q", Takes::Text, "The begin of what is being typed. Without it there are no suggestions.", "low ba")
}

fn matching() -> Param {
    param(
        "match",
        Takes::Matching,
        "How much of the words a record must have: `most` of what they tell (a rare word is worth several common ones), \
         `any`, `all`, or `phrase` for all of them next to one another in this order.",
        "most",
    )
}

fn expansion() -> Param {
    param(
        "expand",
        Takes::Expansion,
        "Whether to look for synonyms, other ways of saying, corrected spellings and what a question asks for (`full`), for \
         synonyms and corrected spellings only (`names`), or for the words as written (`none`).",
        "full",
    )
}

fn filter(facet: Facet) -> Param {
    let (description, example) = match facet {
        Facet::Kind => ("Kind of record", "source,finding"),
        Facet::Design => ("Design of the source, or of the source of a finding", "rct,pragmatic-rct"),
        Facet::Type => ("Kind of finding; only findings have one", "effect"),
        Facet::Topic => (
            "Id of a topic the record belongs to, directly or through a narrower topic; see `/v1/topics`",
            "low-back-pain",
        ),
        Facet::Population => ("Id of a topic: the condition or the group of people studied", "chronic-low-back-pain"),
        Facet::Intervention => ("Id of a topic: what was done", "acupuncture"),
        Facet::Comparator => ("Class of the comparator, or the id of the topic of the treatment compared with", "sham"),
        Facet::Outcome => ("Id of a topic: what was measured, or with which instrument", "disability"),
        Facet::Certainty => (
            "Certainty of the evidence as system and rating; ratings of different systems are different words",
            "grade:low",
        ),
        Facet::Direction => ("Which side the result favours", "no-difference"),
        Facet::EditorialStatus => ("What the publisher has said about the publication since it appeared", "retracted"),
        Facet::Currency => ("Whether the source still holds on the day `as_of`", "lapsed"),
        Facet::Verification => ("How far the record was checked against its pages", "verified"),
        Facet::Source => ("Id of a source: the one it is, comes from, or rests on", "cochrane-mu-2020"),
        Facet::Aspect => ("The question a blurb answers, or what a claim is about", "effectiveness"),
        Facet::Verdict => ("What the evidence lets one say of a claim", "overstated,contradicted"),
        Facet::Page => ("Id of an audited page a claim stands on", "back-pain"),
        Facet::State => ("Whether a blurb may be published on the day `as_of`", "live"),
    };
    let description = format!("{description}. Commas mean or; repeat the parameter for and.");
    param(facet.slug(), Takes::Filter(facet), description, json!([example]))
}

fn range(field: NumberField) -> Param {
    let (description, example) = match field {
        NumberField::Year => ("Year of the issue date", "2017..2025"),
        NumberField::Participants => ("People in the study or in the analysis", "800.."),
        NumberField::Studies => ("Studies in the review or in the analysis", "10.."),
        NumberField::AgeMin => ("Lowest age admitted, in years", "60.."),
        NumberField::Sessions => ("Sessions of treatment; a range of sessions passes when it overlaps", "..15"),
    };
    let description = format!(
        "{description}. A range `a..b` with both ends included, open as `a..` or `..b`, or one number. Records without \
         the number do not pass."
    );
    param(field.slug(), Takes::Range(field), description, example)
}

fn name(field: NameField) -> Param {
    let (description, example) = match field {
        NameField::Author => (
            "An author of the publication: a family name, alone or with given name or initials before or behind it; or an \
             organisation",
            "Nemo A",
        ),
        NameField::Title => {
            ("Words that the title of the publication has, in any order and form", "needles for nothing")
        }
        NameField::Journal => ("Journal of the publication, by its name, an abbreviation or its ISSN", "J Nowhere Med"),
    };
    let description = format!(
        "{description}. Results pass by their publication; claims, texts and topics do not pass. Repeat it for or, up to \
         {MAX_NAMES} times; a comma is part of the name. `meta.warnings` has the nearest of a name that no publication has."
    );
    param(field.slug(), Takes::Name(field), description, json!([example]))
}

fn sort() -> Param {
    param(
        "sort",
        Takes::Sort,
        "Order of the list. Ties are broken by id, so that every order is total. Retracted and lapsed sources sink in \
         `relevance`, and are never hidden.",
        "relevance",
    )
}

fn limit(default: usize, max: usize) -> Param {
    param("limit", Takes::Limit { default, max }, format!("How many to give at most: 1 to {max}."), default)
}

fn cursor_param() -> Param {
    param(
        "cursor",
        Takes::Cursor,
        "Where to go on: `meta.next_cursor` of the page before, with every other parameter but `limit` as it was. \
         Opaque. All pages of one cursor come from one version of the data and are computed for one day; when the data \
         have changed, the answer is 409. Empty for the first page.",
        // Any other would be refused by all data but those it was made for.
        "",
    )
}

fn counts(resource: Resource) -> Param {
    let example: Vec<_> = resource.facets().iter().take(2).map(|facet| facet.slug()).collect();
    param(
        "facets",
        Takes::Counts(resource.facets()),
        "Facets to count, separated by commas. Each count says how many records there would be, were the facet itself \
         not filtered by.",
        json!(example),
    )
}

fn highlight() -> Param {
    param("highlight", Takes::Highlight, "Whether to give excerpts with what matched.", true)
}

fn parts() -> Param {
    param(
        "fields",
        Takes::Parts,
        "Optional parts of a hit to give, separated by commas; all by default. What identifies a hit and how far it may be \
         relied on are always there. `excerpts.html` and `excerpts.text` are the excerpts in one of their two forms, without \
         the places of what matched.",
        json!(["score", "excerpts.html"]),
    )
}

fn fields(listing: Listing) -> Param {
    let always = listing.always().iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
    param(
        "fields",
        Takes::Fields(listing),
        format!("Fields of the records to give, separated by commas; all by default. Always there: {always}."),
        json!(listing.brief().get(..2).unwrap_or_default()),
    )
}

fn brief(kept: &[&str]) -> Param {
    param(
        "brief",
        Takes::Brief,
        format!(
            "Whether to give records in brief: the same as `fields={}`. Further `fields` come on top.",
            kept.join(",")
        ),
        true,
    )
}

fn explain() -> Param {
    param("explain", Takes::Explain, "Whether to account for the score of each hit.", false)
}

fn day() -> Param {
    param(
        "as_of",
        Takes::Day,
        "The day for which `currency` is computed: whether a guideline had lapsed then, or was superseded. Today in UTC \
         by default.",
        "2026-11-23",
    )
}

fn identifiers() -> Param {
    param(
        "id",
        Takes::Identifiers,
        "An identifier of a publication, as it was found: our own id, DOI, PMID, PMCID, NCT or PROSPERO number, ISBN or \
         web address, with or without prefix or resolver, in any letter case. Repeat it for up to 100. The list then \
         holds only these sources, in the order asked for unless `sort` or `q` is given, and `meta.lookups` says what \
         became of each. Other filters narrow the list; facets are not counted.",
        json!(["doi:10.7326/M16-2367", "pmid:40938602"]),
    )
}

fn export_format() -> Param {
    param(
        "format",
        Takes::Format,
        "Format of the file. `ris`, `bibtex`, `biblatex`, `csl-json` and `nbib` are read by reference managers, `csv` by \
         spreadsheets; `ndjson` is the whole record as `/v1/sources/{id}` shows it, one a line.",
        ExportFormat::Ris.slug(),
    )
}

fn chosen_sources() -> Param {
    param(
        "ids",
        Takes::Sources,
        format!(
            "Only these sources, in this order: our ids, or any other identifier `/v1/sources?id=` understands, with \
             commas between them. At most {MAX_SOURCES}. When nothing is found for one of them, the answer is 404 and \
             names it. Other parameters narrow the list further."
        ),
        json!(["acp-2017", "pmid:40938602"]),
    )
}

fn bibliographic() -> Param {
    param(
        "bibliographic",
        Takes::Reference,
        "A whole reference in any style, or what is remembered of one: authors, year, words of the title. The list then \
         holds only the sources it may mean, likeliest first, and `meta.matches` says how likely each is and by what it \
         was recognised. What has too little in common is left out, so the list may be empty. Other parameters narrow \
         the list, and `sort` gives it another order.",
        "Vickers 2018 acupuncture chronic pain individual patient data",
    )
}

fn kinds() -> Param {
    param("kind", Takes::Kinds, "Kinds of record wanted, separated by commas; all by default.", json!(["topic"]))
}

fn length() -> Param {
    param(
        "length",
        Takes::Length,
        "Length of `text`: `line` (at most 140 characters), `short` (60 words) or `full` (150 words).",
        "line",
    )
}

fn format() -> Param {
    param(
        "format",
        Takes::BlurbFormat,
        "Representation: `json`, the `html` fragment for a page, or `markdown`. Goes before `Accept`; without either, JSON.",
        "json",
    )
}

fn since() -> Param {
    param(
        "since",
        Takes::Since,
        "The first day of the changes wanted. Thirty days before `as_of` by default.",
        "2026-11-01",
    )
}

fn intervention() -> Param {
    param(
        "intervention",
        Takes::Intervention,
        "Id of a topic: narrows the overview to findings, texts and claims about that intervention or a narrower one.",
        "acupuncture",
    )
}

fn whole_findings() -> Param {
    param(
        "brief",
        Takes::Brief,
        "Whether the overview shows its findings in brief, which it does by default. With `false` it has them with all that is \
         to be said with them.",
        false,
    )
}

fn style() -> Param {
    param("style", Takes::Style, "The citation style; see `/v1/styles`.", StyleId::Ama.slug())
}

fn locale() -> Param {
    param(
        "locale",
        Takes::Locale,
        "The language of terms and dates in the reference; that of the style by default.",
        LocaleId::EnUs.slug(),
    )
}

fn linking() -> Param {
    param(
        "link",
        Takes::Linking,
        "Which addresses in the reference are links: none, the DOI, or every address that is printed.",
        Linking::Url.slug(),
    )
}

fn locator() -> Param {
    param(
        "locator",
        Takes::Locator,
        "Where in the work: a label and a number, `p. 3`, `pp. 33-35`, `table 2`, `fig. 1`, `sec. 4.1`; a number alone is \
         a page. `notices` says so when the style does not print it.",
        "p. 3",
    )
}

// Document ------------------------------------------------------------------------------------------------------------

pub(super) fn slugs<T: Vocabulary>() -> Vec<&'static str> {
    T::ALL.iter().map(|value| value.slug()).collect()
}

/// The values of a facet whose list is closed; none for those that depend on the data.
pub(super) fn closed_values(facet: Facet) -> Option<Vec<String>> {
    fn of<T: Vocabulary>() -> Option<Vec<String>> {
        Some(slugs::<T>().into_iter().map(str::to_owned).collect())
    }
    match facet {
        Facet::Kind => of::<RecordKind>(),
        Facet::Design => of::<StudyDesign>(),
        Facet::Type => of::<FindingKind>(),
        Facet::Certainty => Some(Certainty::all().map(Certainty::slug).collect()),
        Facet::Direction => of::<Direction>(),
        Facet::EditorialStatus => of::<EditorialStatus>(),
        Facet::Currency => of::<Currency>(),
        Facet::Verification => of::<Verification>(),
        Facet::Aspect => of::<ClaimKind>(),
        Facet::Verdict => of::<Verdict>(),
        Facet::State => of::<BlurbState>(),
        Facet::Topic
        | Facet::Population
        | Facet::Intervention
        | Facet::Comparator
        | Facet::Outcome
        | Facet::Source
        | Facet::Page => None,
    }
}

pub(super) fn countable(facets: &[Facet]) -> Vec<&'static str> {
    facets.iter().map(|facet| facet.slug()).collect()
}

impl Takes {
    /// Whether it may be given more than once.
    pub(super) fn repeats(self) -> bool {
        match self {
            Self::Filter(_) | Self::Name(_) | Self::Identifiers | Self::Sources => true,
            Self::Literature(of) => of.repeats(),
            Self::Style | Self::Locale | Self::Linking | Self::Locator => false,
            Self::Text
            | Self::Matching
            | Self::Expansion
            | Self::Sort
            | Self::Range(_)
            | Self::Limit { .. }
            | Self::Cursor
            | Self::Counts(_)
            | Self::Parts
            | Self::Fields(_)
            | Self::Brief
            | Self::Format
            | Self::Highlight
            | Self::Explain
            | Self::Day
            | Self::Reference
            | Self::Kinds
            | Self::Length
            | Self::BlurbFormat
            | Self::Since
            | Self::Intervention => false,
        }
    }
}
