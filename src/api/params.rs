//! What can be asked of each resource: a struct of small values, whose one function goes through its parameters in the order of
//! the document. The reader and the document both come from it ([`form`]).
//!
//! A parameter nobody knows, a value it cannot take, or a second value of one that has a single value is refused, all
//! faults of a request at once: a filter that is silently ignored returns everything.

mod document;
mod elsewhere;
mod form;
pub(super) mod listing;
pub(super) mod literature;
mod resource;
mod shared;

pub(super) use document::{BlurbInPath, ClaimInPath, FindingInPath, LiteratureInPath, SourceInPath, TopicInPath};
pub(super) use form::{Form, Param};
pub(super) use listing::{ListShape, Listing};
pub(super) use literature::LiteratureParams;
pub(super) use resource::Resource;
use serde_json::json;

use form::slugs;

use super::{
    Context,
    cursor::Cursor,
    format::ExportFormat,
    view::hit::{self, HitPart},
    warning::Warning,
};
use crate::{
    app::{Question, parameter},
    citation::{locale::LocaleId, render::Linking, style::StyleId},
    domain::{Date, RecordKind, Source, SourceId, States, Vocabulary, blurb::TextLength, vocabulary::vocabulary},
    http::problem::Problem,
    literature::Record,
    search::{Choice, Facet, Request},
};

/// What can be asked of a resource.
pub(super) trait Params: Sized {
    /// Goes through the parameters, in the order of the document.
    fn of(form: &mut Form<'_>) -> Self;
}

/// What a request asks of a resource, every parameter at its value or default.
pub(super) struct Asked<P> {
    pub(super) params: P,
    /// What was read in a way its writer may not have meant.
    pub(super) warnings: Vec<Warning>,
}

impl<P: Params> Asked<P> {
    /// Reads the parameters of a request.
    ///
    /// # Errors
    /// One problem with all faults of all parameters; or that of the cursor, when it is the only fault.
    pub(super) fn read(context: &Context<'_>) -> Result<Self, Problem> {
        form::read(context).map(|(params, warnings)| Self { params, warnings })
    }
}

/// Nothing.
pub(super) struct NoParams;

impl Params for NoParams {
    fn of(_: &mut Form<'_>) -> Self {
        Self
    }
}

/// What one record is asked.
pub(super) struct RecordParams {
    pub(super) as_of: Date,
}

impl Params for RecordParams {
    fn of(form: &mut Form<'_>) -> Self {
        Self { as_of: form.as_of(None) }
    }
}

/// What a list of records is asked.
pub(super) struct ListParams {
    pub(super) question: Question,
    pub(super) paging: Paging,
    pub(super) facets: Vec<Facet>,
    pub(super) as_of: Date,
}

impl ListParams {
    /// The question to the index, without excerpts. Records of another kind than `kind` are left out.
    pub(super) fn request(&self, kind: Option<RecordKind>) -> Request<'_> {
        let Self { question, paging, facets, as_of } = self;
        let mut request = Request {
            offset: paging.offset,
            limit: paging.limit.unwrap_or(DEFAULT_LIMIT),
            facets: facets.clone(),
            excerpts: false,
            ..question.request(*as_of)
        };
        let of_kind = kind.map(|kind| Choice { facet: Facet::Kind, any_of: vec![kind.slug().to_owned()] });
        request.filters.choices.extend(of_kind);
        request
    }

    /// Whether nothing says in which order records come.
    pub(super) fn is_unordered(&self) -> bool {
        self.question.text.is_empty() && self.question.sort.is_none()
    }
}

/// Which part of a list is wanted.
#[derive(Default)]
pub(super) struct Paging {
    pub(super) limit: Option<usize>,
    /// How many records came before.
    pub(super) offset: usize,
    /// The day that the first page was computed for.
    pub(super) as_of: Option<Date>,
    /// Hashes of what is asked and of what it is asked of.
    question: u64,
    dataset: u64,
}

impl Paging {
    /// The cursor of the page after one of `given` records of `total`.
    pub(super) fn next_cursor(&self, as_of: Date, given: usize, total: usize) -> Option<String> {
        let Self { limit: _, offset, as_of: _, question, dataset } = *self;
        let offset = offset.saturating_add(given);
        let more = given > 0 && offset < total;
        let offset = u32::try_from(offset).ok().filter(|_| more)?;
        Some(Cursor { dataset, question, offset, as_of }.encode())
    }
}

/// `/v1/search`.
pub(super) struct SearchParams {
    pub(super) listed: ListParams,
    pub(super) hits: HitShape,
    pub(super) explain: bool,
}

impl Params for SearchParams {
    fn of(form: &mut Form<'_>) -> Self {
        let mut question = form.question();
        form.facets(&mut question, Facet::ALL);
        form.publications(&mut question);
        let paging = form.ordered(&mut question);
        let facets = form.counts(Facet::ALL);
        let highlight =
            form.flag("highlight", Some(true), || "Whether to give excerpts with what matched.".to_owned(), true);
        let parts = form.words("fields", slugs::<HitPart>, |word| HitPart::from_slug(word).ok(), || {
            let description = "Optional parts of a hit to give, separated by commas; all by default. What identifies a hit and \
                how far it may be relied on are always there. `excerpts.html` and `excerpts.text` are the excerpts in one of \
                their two forms, without the places of what matched.";
            (description.to_owned(), json!(["score", "excerpts.html"]))
        });
        let brief = form.brief(&hit::BRIEF.map(HitPart::slug));
        let explain =
            form.flag("explain", Some(false), || "Whether to account for the score of each hit.".to_owned(), false);
        Self {
            listed: form.listed(question, paging, facets),
            hits: HitShape { parts, brief, highlight: highlight.unwrap_or(true) },
            explain: explain.unwrap_or(false),
        }
    }
}

impl SearchParams {
    /// The question to the index.
    pub(super) fn request(&self) -> Request<'_> {
        let Self { listed, hits, explain } = self;
        let parts = hits.parts();
        let wants_excerpts = parts.is_none_or(|parts| parts.iter().any(|part| part.is_of_excerpts()));
        Request { excerpts: hits.highlight && wants_excerpts, explain: *explain, ..listed.request(None) }
    }
}

/// What of a hit is wanted.
pub(super) struct HitShape {
    parts: Option<Vec<HitPart>>,
    brief: Option<bool>,
    pub(super) highlight: bool,
}

impl HitShape {
    /// The optional parts that were asked for; none for all.
    pub(super) fn parts(&self) -> Option<Vec<HitPart>> {
        let named = self.parts.iter().flatten().copied();
        match self.brief {
            Some(true) => Some(hit::BRIEF.into_iter().chain(named).collect()),
            Some(false) | None => self.parts.clone(),
        }
    }
}

/// `/v1/suggest`.
pub(super) struct SuggestParams {
    pub(super) text: String,
    pub(super) kinds: Vec<RecordKind>,
    pub(super) limit: usize,
    pub(super) as_of: Date,
}

impl Params for SuggestParams {
    fn of(form: &mut Form<'_>) -> Self {
        let description = "The begin of what is being typed. Without it there are no suggestions.";
        Self {
            text: form.text(parameter::TEXT, description, "low ba"),
            kinds: form.kinds(),
            limit: form.limit(DEFAULT_LIMIT, MAX_SUGGESTIONS).unwrap_or(DEFAULT_LIMIT),
            as_of: form.today(),
        }
    }
}

/// `/v1/sources`.
pub(super) struct SourcesParams {
    /// Pasted identifiers.
    pub(super) ids: Vec<String>,
    /// A reference, or what is remembered of it.
    pub(super) bibliographic: String,
    pub(super) listed: ListParams,
    pub(super) shape: ListShape,
}

impl Params for SourcesParams {
    fn of(form: &mut Form<'_>) -> Self {
        let ids = form.identifiers();
        let description = "A whole reference in any style, or what is remembered of one: authors, year, words of the title. The \
            list then holds only the sources it may mean, likeliest first, and `meta.matches` says how likely each is and by what \
            it was recognised. What has too little in common is left out, so the list may be empty. Other parameters narrow the \
            list, and `sort` gives it another order.";
        let example = "Vickers 2018 acupuncture chronic pain individual patient data";
        let bibliographic = form.text("bibliographic", description, example);
        let mut question = form.question();
        form.facets(&mut question, OF_SOURCES);
        form.publications(&mut question);
        let paging = form.ordered(&mut question);
        let shape = form.shape(Listing::Sources);
        let facets = form.counts(OF_SOURCES);
        Self { ids, bibliographic, listed: form.listed(question, paging, facets), shape }
    }
}

/// `/v1/export`.
pub(super) struct ExportParams {
    pub(super) format: ExportFormat,
    pub(super) named: NamedSources,
    pub(super) question: Question,
    pub(super) as_of: Date,
}

impl Params for ExportParams {
    fn of(form: &mut Form<'_>) -> Self {
        let format = form.word(
            "format",
            Some(ExportFormat::Ris),
            "Format of the file. `ris`, `bibtex`, `biblatex`, `csl-json` and `nbib` are read by reference managers, `csv` by \
             spreadsheets; `ndjson` is the whole record as `/v1/sources/{id}` shows it, one a line.",
            ExportFormat::Ris.slug(),
        );
        let named = form.named_sources();
        let mut question = form.question();
        form.facets(&mut question, OF_SOURCES);
        form.publications(&mut question);
        question.sort = form.sort();
        Self { format: format.unwrap_or(ExportFormat::Ris), named, question, as_of: form.as_of(None) }
    }
}

/// Sources that were named one by one.
#[derive(Default)]
pub(super) struct NamedSources {
    /// Our ids of them; empty when none was named.
    pub(super) ids: Vec<SourceId>,
    /// Those of them that are records of the literature.
    pub(super) of_literature: Vec<(Source, Record, States)>,
}

/// `/v1/findings`.
pub(super) struct FindingsParams {
    pub(super) listed: ListParams,
    pub(super) shape: ListShape,
}

impl Params for FindingsParams {
    fn of(form: &mut Form<'_>) -> Self {
        let mut question = form.question();
        form.facets(&mut question, OF_FINDINGS);
        form.publications(&mut question);
        let paging = form.ordered(&mut question);
        let shape = form.shape(Listing::Findings);
        let facets = form.counts(OF_FINDINGS);
        Self { listed: form.listed(question, paging, facets), shape }
    }
}

/// `/v1/claims`.
pub(super) struct ClaimsParams {
    pub(super) listed: ListParams,
    pub(super) shape: ListShape,
}

impl Params for ClaimsParams {
    fn of(form: &mut Form<'_>) -> Self {
        let mut question = form.question();
        form.facets(&mut question, OF_CLAIMS);
        let paging = form.ordered(&mut question);
        let shape = form.shape(Listing::Claims);
        let facets = form.counts(OF_CLAIMS);
        Self { listed: form.listed(question, paging, facets), shape }
    }
}

/// `/v1/blurbs`.
pub(super) struct BlurbsParams {
    pub(super) listed: ListParams,
    pub(super) shape: ListShape,
    pub(super) length: TextLength,
    pub(super) style: StyleId,
}

impl Params for BlurbsParams {
    fn of(form: &mut Form<'_>) -> Self {
        let mut question = form.question();
        form.facets(&mut question, OF_BLURBS);
        let (length, style) = (form.length(), form.style());
        let paging = form.ordered(&mut question);
        let shape = form.shape(Listing::Blurbs);
        let facets = form.counts(OF_BLURBS);
        Self { listed: form.listed(question, paging, facets), shape, length, style }
    }
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

/// `/v1/blurbs/{id}`.
pub(super) struct BlurbParams {
    pub(super) length: TextLength,
    pub(super) style: StyleId,
    pub(super) format: Option<BlurbFormat>,
    pub(super) as_of: Date,
}

impl Params for BlurbParams {
    fn of(form: &mut Form<'_>) -> Self {
        let (length, style) = (form.length(), form.style());
        let format = form.word(
            "format",
            None,
            "Representation: `json`, the `html` fragment for a page, or `markdown`. Goes before `Accept`; without either, JSON.",
            "json",
        );
        Self { length, style, format, as_of: form.as_of(None) }
    }
}

/// `/v1/topics`.
pub(super) struct TopicsParams {
    pub(super) listed: ListParams,
    pub(super) shape: ListShape,
}

impl Params for TopicsParams {
    fn of(form: &mut Form<'_>) -> Self {
        let mut question = form.question();
        let paging = form.ordered(&mut question);
        let shape = form.shape(Listing::Topics);
        Self { listed: form.listed(question, paging, Vec::new()), shape }
    }
}

/// `/v1/topics/{id}`.
pub(super) struct TopicParams {
    /// Id of the topic that the overview is narrowed to.
    pub(super) intervention: Option<String>,
    /// Whether the overview shows its findings whole.
    pub(super) is_whole: bool,
    pub(super) as_of: Date,
}

impl Params for TopicParams {
    fn of(form: &mut Form<'_>) -> Self {
        let intervention = form.intervention();
        let brief = form.flag(
            "brief",
            Some(false),
            || {
                "Whether the overview shows its findings in brief, which it does by default. With `false` it has them with all \
                 that is to be said with them."
                    .to_owned()
            },
            false,
        );
        Self { intervention, is_whole: brief == Some(false), as_of: form.as_of(None) }
    }
}

/// `/v1/changes`.
pub(super) struct ChangesParams {
    /// The first day of what is wanted.
    pub(super) since: Option<Date>,
    pub(super) kinds: Vec<RecordKind>,
    pub(super) paging: Paging,
    pub(super) as_of: Date,
}

impl Params for ChangesParams {
    fn of(form: &mut Form<'_>) -> Self {
        let description = "The first day of the changes wanted. Thirty days before `as_of` by default.";
        let since = form.day("since", description, "2026-11-01");
        let kinds = form.kinds();
        let paging = form.paging();
        let as_of = form.as_of(paging.as_of);
        Self { since, kinds, paging, as_of }
    }
}

/// How one publication is to be cited.
pub(super) struct CitationParams {
    pub(super) style: StyleId,
    pub(super) locale: Option<LocaleId>,
    pub(super) linking: Linking,
    pub(super) locator: Option<(&'static str, String)>,
}

impl Params for CitationParams {
    fn of(form: &mut Form<'_>) -> Self {
        Self { style: form.style(), locale: form.locale(), linking: form.linking(), locator: form.locator() }
    }
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

/// The parameter that names sources one by one.
pub(super) const IDS: &str = "ids";

/// Ids and other words in filters, as a pattern.
const WORD: &str = "[a-z0-9]+(?:[.-][a-z0-9]+)*";

const OF_SOURCES: &[Facet] = &[
    Facet::Design,
    Facet::Type,
    Facet::Topic,
    Facet::Population,
    Facet::Intervention,
    Facet::Comparator,
    Facet::Outcome,
    Facet::Certainty,
    Facet::Direction,
    Facet::EditorialStatus,
    Facet::Currency,
    Facet::Verification,
];

const OF_FINDINGS: &[Facet] = &[
    Facet::Design,
    Facet::Type,
    Facet::Topic,
    Facet::Population,
    Facet::Intervention,
    Facet::Comparator,
    Facet::Outcome,
    Facet::Certainty,
    Facet::Direction,
    Facet::EditorialStatus,
    Facet::Currency,
    Facet::Verification,
    Facet::Source,
];

const OF_CLAIMS: &[Facet] = &[Facet::Page, Facet::Verdict, Facet::Aspect, Facet::Topic, Facet::Source];

const OF_BLURBS: &[Facet] = &[Facet::Topic, Facet::Aspect, Facet::Source, Facet::State];
