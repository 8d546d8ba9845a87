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

pub(super) use document::{BlurbInPath, ClaimInPath, FindingInPath, LiteratureInPath, SourceInPath, TopicInPath};
pub(super) use form::{Form, Param};
pub(super) use listing::{ListShape, Listing};
pub(super) use literature::LiteratureParams;
pub(super) use resource::Resource;
use serde_json::json;

use form::{Described, list, slugs, string};

use super::{
    Asking,
    cursor::{self, Cursor},
    envelope::Warning,
    routes::export::ExportFormat,
    view::hit::{self, HitPart},
};
use crate::{
    app::{Filter, Question, UnknownName, parameter},
    citation::{locale::LocaleId, markers::place, render::Linking, style::StyleId},
    domain::{
        BlurbState, Certainty, Currency, Date, EditorialStatus, FindingKind, Identifier, RecordKind, Source, SourceId,
        States, StudyDesign, Verdict, Verification, Vocabulary,
        blurb::TextLength,
        claim::ClaimKind,
        finding::Direction,
        repeated::shortened,
        vocabulary::{nearest, vocabulary},
    },
    http::problem::Problem,
    literature::Record,
    search::{Choice, Expansion, Facet, MAX_DIGITS, MAX_NAMES, Matching, NameField, NumberField, Request, Sort},
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
    pub(super) fn read(asking: &Asking<'_>) -> Result<Self, Problem> {
        form::read(asking).map(|(params, warnings)| Self { params, warnings })
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
    as_of: Option<Date>,
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

// Parameters that several resources have -------------------------------------------------------------------------------

impl Form<'_> {
    /// The words, and how they are looked for.
    fn question(&mut self) -> Question {
        let text = self.text(
            parameter::TEXT,
            "What to look for, in plain words. Any text at all: it is never a syntax error, and `meta.query` says how it \
             was understood. Words in quotes are looked for as a phrase; numbers and identifiers are matched exactly. \
             Without it, everything that passes the filters is found.",
            "the 800 person trial of acupuncture",
        );
        let matching = self.word(
            parameter::MATCHING,
            Some(Matching::Most),
            "How much of the words a record must have: `most` of what they tell (a rare word is worth several common ones), \
             `any`, `all`, or `phrase` for all of them next to one another in this order.",
            "most",
        );
        let expansion = self.word(
            parameter::EXPANSION,
            Some(Expansion::Full),
            "Whether to look for synonyms, other ways of saying, corrected spellings and what a question asks for (`full`), for \
             synonyms and corrected spellings only (`names`), or for the words as written (`none`).",
            "full",
        );
        Question { text, matching, expansion, ..Question::default() }
    }

    /// Filters by values.
    fn facets(&mut self, question: &mut Question, facets: &[Facet]) {
        for facet in facets {
            self.filter(question, Filter::Facet(*facet), || described_facet(*facet));
        }
    }

    /// Filters by what a publication is called and by numbers: what has a year has a publication.
    fn publications(&mut self, question: &mut Question) {
        for field in NameField::ALL {
            self.filter(question, Filter::Name(*field), || described_name(*field));
        }
        for field in NumberField::ALL {
            self.filter(question, Filter::Number(*field), || described_number(*field));
        }
        if let Some(asking) = self.asking() {
            for UnknownName { field, said, nearest } in asking.library.unknown_names(&question.filters) {
                let offer = nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                self.warn(field.slug(), format!("no publication has `{}`{offer}", shortened(&said)));
            }
        }
    }

    fn sort(&mut self) -> Option<Sort> {
        self.word(
            parameter::SORT,
            Some(Sort::Relevance),
            "Order of the list. Ties are broken by id, so that every order is total. Retracted and lapsed sources sink in \
             `relevance`, and are never hidden.",
            "relevance",
        )
    }

    /// The order of a list, and which part of it is wanted.
    fn ordered(&mut self, question: &mut Question) -> Paging {
        question.sort = self.sort();
        self.paging()
    }

    fn paging(&mut self) -> Paging {
        let limit = self.limit(DEFAULT_LIMIT, MAX_LIMIT);
        let cursor = self.page_after(|| {
            let cursor = string().pattern(Some(format!("^(?:[A-Za-z0-9_-]{{{}}})?$", cursor::LEN)));
            // Any other example would be refused by all data but those it was made for.
            Described::new(
                "Where to go on: `meta.next_cursor` of the page before, with every other parameter but `limit` as it was. \
                 Opaque. All pages of one cursor come from one version of the data and are computed for one day; when the data \
                 have changed, the answer is 409. Empty for the first page.",
                "",
                cursor,
            )
            .or_empty()
        });
        let Some(Asking { library, resource, pairs, .. }) = self.asking() else { return Paging::default() };
        Paging {
            limit,
            offset: cursor.map_or(0, |cursor| usize::try_from(cursor.offset).unwrap_or(usize::MAX)),
            as_of: cursor.map(|cursor| cursor.as_of),
            question: cursor::question(*resource, pairs),
            dataset: cursor::dataset(library.corpus().fingerprint()),
        }
    }

    /// Which facets to count.
    fn counts(&mut self, facets: &'static [Facet]) -> Vec<Facet> {
        let counted = self.words("facets", || countable(facets), |word| Facet::from_slug(word).ok(), || {
            let description = "Facets to count, separated by commas. Each count says how many records there would be, were the \
                facet itself not filtered by.";
            (description.to_owned(), json!(countable(facets.get(..2).unwrap_or(facets))))
        });
        counted.unwrap_or_default()
    }

    /// Which fields of the records of a list are wanted.
    fn shape(&mut self, listing: Listing) -> ListShape {
        let fields = self.words(
            "fields",
            || listing.optional(),
            |word| Some(word.to_owned()),
            || {
                let always = listing.always().iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
                let description = format!(
                    "Fields of the records to give, separated by commas; all by default. Always there: {always}."
                );
                (description, json!(listing.brief().get(..2).unwrap_or_default()))
            },
        );
        ListShape { listing, fields, brief: self.brief(listing.brief()) }
    }

    fn brief(&mut self, kept: &[&str]) -> Option<bool> {
        let description = || {
            format!(
                "Whether to give records in brief: the same as `fields={}`. Further `fields` come on top.",
                kept.join(",")
            )
        };
        self.flag("brief", Some(false), description, true)
    }

    /// The day; that of the page before, or today, when nothing is said.
    fn as_of(&mut self, of_the_page_before: Option<Date>) -> Date {
        let said = self.day(
            parameter::DAY,
            "The day for which `currency` is computed: whether a guideline had lapsed then, or was superseded. Today in UTC \
             by default.",
            "2026-11-23",
        );
        said.or(of_the_page_before).unwrap_or_else(|| self.today())
    }

    /// Today; for the document any day is as good as another.
    fn today(&self) -> Date {
        self.asking().map_or(Date::constant(1970, 1, 1), |asking| asking.today)
    }

    fn listed(&mut self, question: Question, paging: Paging, facets: Vec<Facet>) -> ListParams {
        let as_of = self.as_of(paging.as_of);
        ListParams { question, paging, facets, as_of }
    }

    fn identifiers(&mut self) -> Vec<String> {
        let described = || {
            Described::new(
                "An identifier of a publication, as it was found: our own id, DOI, PMID, PMCID, NCT or PROSPERO number, ISBN or \
                 web address, with or without prefix or resolver, in any letter case. Repeat it for up to 100. The list then \
                 holds only these sources, in the order asked for unless `sort` or `q` is given, and `meta.lookups` says what \
                 became of each. Other filters narrow the list; facets are not counted.",
                json!(["doi:10.7326/M16-2367", "pmid:40938602"]),
                list(string()).max_items(Some(MAX_IDENTIFIERS)),
            )
            .repeated()
            .or_empty()
        };
        let ids = self.all("id", described, |reader, values| {
            let several = |value: &&str| Identifier::several(value).unwrap_or_else(|| vec![(*value).to_owned()]);
            let ids: Vec<String> = values.iter().flat_map(several).collect();
            if ids.len() > MAX_IDENTIFIERS {
                let message = format!("at most {MAX_IDENTIFIERS} identifiers can be looked up at a time");
                reader.fault("id", &message, &format!("{} identifiers", ids.len()), None, Vec::new());
            }
            ids
        });
        if let Self::Reading(reader) = self {
            for _ in 0..reader.empty("id") {
                reader.warn("id", "is empty, so nothing was looked up for it");
            }
        }
        ids.unwrap_or_default()
    }

    fn named_sources(&mut self) -> NamedSources {
        let described = || {
            Described::new(
                format!(
                    "Only these sources, in this order: our ids, or any other identifier `/v1/sources?id=` understands, with \
                     commas between them. At most {MAX_SOURCES}. When nothing is found for one of them, the answer is 404 and \
                     names it. Other parameters narrow the list further."
                ),
                json!(["acp-2017", "pmid:40938602"]),
                list(string()).max_items(Some(MAX_SOURCES)),
            )
            .with_commas()
            .or_empty()
        };
        let named = self.all(IDS, described, |reader, values| {
            let mut sources = NamedSources::default();
            let words = values.iter().flat_map(|value| value.split(','));
            for named in words.map(str::trim).filter(|named| !named.is_empty()) {
                sources.add(reader, named);
            }
            if sources.ids.len() > MAX_SOURCES {
                let message = format!("names more sources than the {MAX_SOURCES} of one request");
                reader.fault(IDS, &message, &format!("{} sources", sources.ids.len()), None, Vec::new());
            }
            sources
        });
        named.unwrap_or_default()
    }

    /// Kinds of record, where they only narrow.
    fn kinds(&mut self) -> Vec<RecordKind> {
        let kinds = self.words(
            "kind",
            slugs::<RecordKind>,
            |word| RecordKind::from_slug(word).ok(),
            || ("Kinds of record wanted, separated by commas; all by default.".to_owned(), json!(["topic"])),
        );
        kinds.unwrap_or_default()
    }

    fn length(&mut self) -> TextLength {
        let length = self.word(
            "length",
            Some(TextLength::Short),
            "Length of `text`: `line` (at most 140 characters), `short` (60 words) or `full` (150 words).",
            "line",
        );
        length.unwrap_or(TextLength::Short)
    }

    fn intervention(&mut self) -> Option<String> {
        let facet = Facet::Intervention;
        let described = || {
            Described::new(
                "Id of a topic: narrows the overview to findings, texts and claims about that intervention or a narrower one.",
                "acupuncture",
                string().pattern(Some(format!("^(?:{WORD})?$"))),
            )
            .or_empty()
        };
        self.one(facet.slug(), described, |reader, value| {
            let mut question = Question::default();
            reader.narrow(&mut question, Filter::Facet(facet), &[value]);
            question.filters.choices.into_iter().flat_map(|choice| choice.any_of).next()
        })
    }

    fn style(&mut self) -> StyleId {
        let ama = StyleId::Ama;
        self.word("style", Some(ama), "The citation style; see `/v1/styles`.", ama.slug()).unwrap_or(ama)
    }

    fn locale(&mut self) -> Option<LocaleId> {
        let description = "The language of terms and dates in the reference; that of the style by default.";
        self.word("locale", None, description, LocaleId::EnUs.slug())
    }

    fn linking(&mut self) -> Linking {
        let description =
            "Which addresses in the reference are links: none, the DOI, or every address that is printed.";
        self.word("link", Some(Linking::Url), description, Linking::Url.slug()).unwrap_or(Linking::Url)
    }

    fn locator(&mut self) -> Option<(&'static str, String)> {
        let described = || {
            Described::new(
                "Where in the work: a label and a number, `p. 3`, `pp. 33-35`, `table 2`, `fig. 1`, `sec. 4.1`; a number alone is \
                 a page. `notices` says so when the style does not print it.",
                "p. 3",
                string().max_length(Some(MAX_LOCATOR_CHARS)),
            )
            .or_empty()
        };
        self.one("locator", described, |reader, value| {
            let place = if value.chars().count() <= MAX_LOCATOR_CHARS { place(value) } else { None };
            if place.is_none() {
                let message = format!(
                    "takes a place in a work, in at most {MAX_LOCATOR_CHARS} characters: `p. 3`, `pp. 33-35`, `table 2`, `12`"
                );
                reader.fault("locator", &message, value, None, Vec::new());
            }
            place
        })
    }
}

impl NamedSources {
    /// Adds the sources that an identifier means.
    fn add(&mut self, reader: &mut form::Reader<'_>, named: &str) {
        let library = reader.asking.library;
        let found = library.look_up(named).sources;
        if found.is_empty()
            && let Some((source, record, states)) = library.literature_source(named)
        {
            if !self.ids.contains(&source.id) {
                self.ids.push(source.id.clone());
                self.of_literature.push((source, record, states));
            }
            return;
        }
        if found.is_empty() {
            reader.missing += 1;
            let ids = library.corpus().sources().iter().map(|source| source.id.as_str());
            let near = nearest(named, ids);
            let offer = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            reader.fault(IDS, &format!("names no source `{}`{offer}", shortened(named)), named, near, Vec::new());
        }
        for source in found {
            if !self.ids.contains(&source.id) {
                self.ids.push(source.id.clone());
            }
        }
    }
}

// Filters --------------------------------------------------------------------------------------------------------------

fn described_facet(facet: Facet) -> Described {
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
    let word = match closed_values(facet) {
        Some(values) => format!("(?:{})", values.join("|")),
        None => WORD.to_owned(),
    };
    let words = list(string().pattern(Some(format!("^(?:{word}(?:,{word})*)?$"))));
    Described::new(description, json!([example]), words).repeated().or_empty()
}

fn described_number(field: NumberField) -> Described {
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
    let n = format!("[0-9]{{1,{MAX_DIGITS}}}");
    let range = string().pattern(Some(format!("^(?:{n}(?:\\.\\.(?:{n})?)?|\\.\\.{n})?$")));
    Described::new(description, example, range).or_empty()
}

fn described_name(field: NameField) -> Described {
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
    let names = list(string()).max_items(Some(MAX_NAMES));
    Described::new(description, json!([example]), names).repeated().or_empty()
}

/// The values of a facet whose list is closed; none for those that depend on the data.
fn closed_values(facet: Facet) -> Option<Vec<String>> {
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

fn countable(facets: &[Facet]) -> Vec<&'static str> {
    facets.iter().map(|facet| facet.slug()).collect()
}
