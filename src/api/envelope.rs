//! The envelope of lists: `data`, `meta`, `facets`.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Context,
    params::{DEFAULT_LIMIT, ListParams, Paging},
    view::{
        answer::{AnswerView, ScopeView},
        blurb::BlurbView,
        change::ChangeView,
        citation::StyleView,
        claim::ClaimView,
        finding::FindingView,
        hit::SearchHit,
        source::SourceView,
        topic::TopicView,
    },
    warning::Warning,
};
use crate::{
    app::{Library, ReferencePart},
    domain::{Date, Identifier, RecordKind, SourceId, Vocabulary, identifier::IdentifierKind, vocabulary::vocabulary},
    http::{
        problem::{Code, Problem},
        served::version_of,
    },
    search::{self, DropReason, SearchError, TermRole},
};

/// Which version of the data answered, and for which day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Dataset {
    /// Version of data and program, as in the header `Evidence-Version`. The same question to the same version on the
    /// same day has the same answer.
    #[schema(example = "3f9c1d0a5b7e4c2f8a6d9e0b1c2d3e4f+0.1.0.1a2b3c4d")]
    version: String,
    /// Hash of all records, whatever the program.
    #[schema(example = "3f9c1d0a5b7e4c2f8a6d9e0b1c2d3e4f", pattern = "^[0-9a-f]{32}$")]
    fingerprint: String,
    /// The day for which `currency` was computed.
    #[schema(value_type = String, format = Date, example = "2026-11-23")]
    as_of: Date,
}

impl Dataset {
    pub(super) fn of(library: &Library, as_of: Date) -> Self {
        let fingerprint = library.corpus().fingerprint();
        Self { version: version_of(library), fingerprint: fingerprint.to_string(), as_of }
    }
}

/// How often each value occurs among the hits.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct FacetCount {
    /// The value, as the filter takes it.
    #[schema(example = "systematic-review")]
    value: String,
    /// The value in words.
    #[schema(example = "Systematic review")]
    label: String,
    /// Records there would be with this value, were the facet itself not filtered by.
    #[schema(example = 3)]
    count: usize,
    /// Whether the request filters by it.
    selected: bool,
}

/// Counts by facet.
pub(super) type Facets = BTreeMap<&'static str, Vec<FacetCount>>;

/// Most values of a facet that are counted in an answer.
const MAX_FACET_VALUES: usize = 200;

/// Counts for an answer: the values that most records have, and those that were chosen. What is cut off is said.
pub(super) fn facets(counts: Vec<search::FacetCounts>, warnings: &mut Vec<Warning>) -> Facets {
    let mut shown = |search::FacetCounts { facet, values }: search::FacetCounts| {
        let all = values.len();
        let mut place = 0..;
        let most = values.into_iter().filter(|value| place.next() < Some(MAX_FACET_VALUES) || value.selected);
        let values: Vec<_> = most
            .map(|search::FacetValue { value, label, count, selected }| FacetCount { value, label, count, selected })
            .collect();
        if values.len() < all {
            let message = format!(
                "truncated: `{facet}` has {all} values, of which the {MAX_FACET_VALUES} that most records have are counted; \
                 narrow the search with another filter to see the others"
            );
            warnings.push(Warning { parameter: "facets", message });
        }
        (facet.slug(), values)
    };
    counts.into_iter().map(&mut shown).collect()
}

/// How the text of a query was understood.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Query {
    /// The text as it was sent.
    #[schema(example = "lumbago acupunture")]
    text: String,
    /// What is looked for, in the order of the text.
    terms: Vec<QueryTerm>,
    /// What was left out, and why.
    dropped: Vec<DroppedTerm>,
    /// The fewest of the terms that can be enough. What counts is what they tell: a rare term is worth several common
    /// ones.
    #[schema(example = 2)]
    required: usize,
    /// Whether no record has enough of the terms, and those that have the most of them are given instead.
    is_rescue: bool,
    /// The text with its corrections; null when there were none.
    #[schema(example = "lumbago acupuncture")]
    corrected: Option<String>,
    /// How many records there would be without the terms that no record has; null when something was found, or when
    /// leaving them out does not help.
    #[schema(example = 12)]
    without_unknown: Option<usize>,
}

/// One thing looked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct QueryTerm {
    /// As typed.
    #[schema(example = "acupunture")]
    text: String,
    /// What it was taken for.
    role: TermRole,
    /// What it was corrected to; null when some record has it as typed, and with `expand=none`.
    #[schema(example = "acupuncture")]
    corrected_to: Option<String>,
    /// The words it was taken to be the beginning of, when it is the last one and not finished; the most frequent first.
    #[schema(example = json!([]))]
    completed_to: Vec<String>,
    /// Other names of the same concept that are looked for as well.
    synonyms: Vec<String>,
    /// Id of the topic whose names they are.
    #[schema(example = "acupuncture")]
    topic: Option<String>,
    /// Whether any record has it, in whatever form.
    found: bool,
}

/// A part of a query that is not looked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct DroppedTerm {
    /// As typed.
    #[schema(example = "the")]
    text: String,
    /// Why.
    reason: DropReason,
}

impl Query {
    /// None when nothing was typed.
    fn of(text: &str, understood: search::QueryInterpretation) -> Option<Self> {
        let search::QueryInterpretation {
            terms,
            dropped,
            required,
            is_rescue,
            without_unknown,
            corrected,
            not_in_a_row: _,
        } = understood;
        let term = |term: search::InterpretedTerm| {
            let search::InterpretedTerm { text, role, corrected_to, completed_to, synonyms, topic, found } = term;
            QueryTerm { text, role, corrected_to, completed_to, synonyms, topic, found }
        };
        (!text.is_empty()).then(|| Self {
            text: text.to_owned(),
            terms: terms.into_iter().map(term).collect(),
            dropped: dropped.into_iter().map(|search::Dropped { text, reason }| DroppedTerm { text, reason }).collect(),
            required,
            is_rescue,
            corrected,
            without_unknown,
        })
    }
}

macro_rules! meta {
    ($(#[doc = $doc:literal])+ $Meta:ident { $( $(#[$of_extra:meta])+ $extra:ident : $Extra:ty, )* }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Serialize, ToSchema)]
        pub(super) struct $Meta {
            /// How many records there are in all; exact.
            #[schema(example = 17)]
            pub(super) total: usize,
            /// How many this page has at most.
            #[schema(example = 10)]
            pub(super) limit: usize,
            /// The value of `cursor` for the next page; null on the last one.
            pub(super) next_cursor: Option<String>,
            /// Which version of the data answered.
            pub(super) dataset: Dataset,
            /// How the text was understood; null when none was sent.
            pub(super) query: Option<Query>,
            /// What was read in a way its writer may not have meant.
            pub(super) warnings: Vec<Warning>,
            $( $(#[$of_extra])+ pub(super) $extra: $Extra, )*
        }
    };
}

meta! {
    /// About a list.
    Meta {}
}

meta! {
    /// About a list of sources.
    SourceMeta {
        /// What became of each `id`, in the order asked; empty when none was asked.
        lookups: Vec<LookupResult>,
        /// How likely each source of the list is what `bibliographic` means, in the order of the list; empty when none
        /// was asked.
        matches: Vec<ReferenceMatch>,
    }
}

meta! {
    /// About a list of search results.
    SearchMeta {
        /// Whether the question lies within what the collection is about; null when none was asked.
        scope: Option<ScopeView>,
        /// What the literature has of the same words; null when none is loaded, or when nothing was asked.
        literature: Option<InLiterature>,
    }
}

/// What the literature has of the words of a search. Nobody here has appraised it, and its records are in no list of this
/// answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct InLiterature {
    /// Records with the words, as `/v1/literature` finds them.
    #[schema(example = 412)]
    pub(super) total: u64,
    /// Where they are listed.
    #[schema(example = "/v1/literature?q=acupuncture")]
    pub(super) href: String,
}

meta! {
    /// About a list of suggestions.
    SuggestMeta {
        /// The text with words corrected that no record has; null when there are none.
        #[schema(example = "acupuncture")]
        did_you_mean: Option<String>,
    }
}

macro_rules! page {
    ($(#[doc = $doc:literal])+ $Page:ident of $Item:ty, $Meta:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Serialize, ToSchema)]
        pub(super) struct $Page<'a> {
            /// The records of this page, in order.
            pub(super) data: Vec<$Item>,
            /// About the list.
            pub(super) meta: $Meta,
            /// Counts of the facets asked for, by facet.
            #[schema(value_type = BTreeMap<String, Vec<FacetCount>>)]
            pub(super) facets: Facets,
        }
    };
}

/// A page of search results.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SearchPage<'a> {
    /// What answers the question, beside the list: a text that may be published, or a sign that must be seen to before
    /// any evidence is read. Null where nothing answers it surely.
    pub(super) answer: Option<AnswerView<'a>>,
    /// The records of this page, in order.
    pub(super) data: Vec<SearchHit<'a>>,
    /// About the list.
    pub(super) meta: SearchMeta,
    /// Counts of the facets asked for, by facet.
    #[schema(value_type = BTreeMap<String, Vec<FacetCount>>)]
    pub(super) facets: Facets,
}

page! {
    /// A page of sources.
    SourcePage of SourceView<'a>, SourceMeta
}

page! {
    /// A page of findings.
    FindingPage of FindingView<'a>, Meta
}

/// The citation styles.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct StylePage {
    /// The styles.
    pub(super) data: Vec<StyleView>,
    /// About the list.
    pub(super) meta: Meta,
    /// Always empty: nothing is counted here.
    #[schema(value_type = BTreeMap<String, Vec<FacetCount>>)]
    pub(super) facets: Facets,
}

page! {
    /// A page of claims.
    ClaimPage of ClaimView<'a>, Meta
}

page! {
    /// A page of blurbs.
    BlurbPage of BlurbView<'a>, Meta
}

/// A page of changes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ChangePage {
    /// The changes of this page, newest first.
    pub(super) data: Vec<ChangeView>,
    /// About the list.
    pub(super) meta: Meta,
    /// Always empty: nothing is counted here.
    #[schema(value_type = BTreeMap<String, Vec<FacetCount>>)]
    pub(super) facets: Facets,
}

page! {
    /// A page of topics.
    TopicPage of TopicView<'a>, Meta
}

/// Suggestions, best first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SuggestPage {
    /// The suggestions.
    pub(super) data: Vec<Suggestion>,
    /// About the list.
    pub(super) meta: SuggestMeta,
    /// Always empty: nothing is counted here.
    #[schema(value_type = BTreeMap<String, Vec<FacetCount>>)]
    pub(super) facets: Facets,
}

/// A completion of what is being typed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Suggestion {
    /// The name that completes it, to put in the search box.
    #[schema(example = "low back pain")]
    pub(super) text: String,
    /// Kind of the record it leads to.
    pub(super) kind: RecordKind,
    /// Id of that record.
    #[schema(example = "low-back-pain")]
    pub(super) id: String,
    /// Address of that record.
    #[schema(example = "/v1/topics/low-back-pain")]
    pub(super) href: String,
}

/// How likely a source is what a reference means.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReferenceMatch {
    /// Id of the source.
    pub(super) source: SourceId,
    /// From 0.5 to 1; 1 when an identifier was named or everything fits.
    #[schema(example = 0.93, minimum = 0.5, maximum = 1)]
    pub(super) score: f64,
    /// How much of the title was named, from 0 to 1, by how much its words tell.
    #[schema(example = 1.0, minimum = 0, maximum = 1)]
    pub(super) title_share: f64,
    /// What it was recognised by.
    pub(super) matched_by: Vec<ReferencePart>,
}

vocabulary! {
    /// What became of an identifier.
    pub(crate) enum LookupOutcome ("outcome of a look-up") {
        /// There is a source with it.
        Found = "found", "Found";
        /// It is an identifier, but no source has it.
        NotFound = "not-found", "Not found";
        /// It is no identifier.
        NotRecognised = "not-recognised", "Not recognised";
    }
}

/// What became of one `id`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Lookup)]
pub(super) struct LookupResult {
    /// As it was sent.
    #[schema(example = "https://doi.org/10.7326/M16-2367")]
    input: String,
    /// What it was taken for, in its normal form; null when it was not recognised.
    #[schema(example = "doi:10.7326/M16-2367")]
    identifier: Option<String>,
    /// The scheme of the identifier; null when it was not recognised.
    kind: Option<IdentifierKind>,
    /// What became of it.
    outcome: LookupOutcome,
    /// Ids of the sources that have it. A registration may belong to several publications.
    source_ids: Vec<SourceId>,
    /// What to do about it; null when it was found.
    #[schema(example = "no source has this DOI")]
    detail: Option<String>,
}

impl LookupResult {
    /// What became of a pasted text.
    pub(super) fn of(library: &Library, input: &str) -> Self {
        let looked_up = library.look_up(input);
        let source_ids: Vec<SourceId> = looked_up.sources.iter().map(|source| source.id.clone()).collect();
        let (outcome, detail) = match &looked_up.identifier {
            Err(unrecognised) => (LookupOutcome::NotRecognised, Some(unrecognised.to_string())),
            Ok(_) if !source_ids.is_empty() => (LookupOutcome::Found, None),
            Ok(identifier) => {
                (LookupOutcome::NotFound, Some(format!("no source has this {}", identifier.kind().label())))
            }
        };
        let identifier = looked_up.identifier.ok();
        Self {
            input: input.to_owned(),
            identifier: identifier.as_ref().map(ToString::to_string),
            kind: identifier.as_ref().map(Identifier::kind),
            outcome,
            source_ids,
            detail,
        }
    }

    /// The sources found.
    pub(super) fn source_ids(&self) -> &[SourceId] {
        &self.source_ids
    }
}

/// A search of the library for a request, its failure being ours.
pub(super) fn searched<'a>(
    library: &'a Library,
    request: &search::Request<'_>,
) -> Result<crate::app::SearchAnswer<'a>, Problem> {
    library.search(request).map_err(|error: SearchError| {
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        Problem::new(Code::Internal, format!("{error}: {cause}"))
    })
}

impl Meta {
    /// About a page of `given` records of `total`.
    pub(super) fn of(
        context: &Context<'_>,
        list: &ListParams,
        warnings: Vec<Warning>,
        (given, total): (usize, usize),
        understood: search::QueryInterpretation,
    ) -> Self {
        let ListParams { question, paging, facets: _, as_of } = list;
        let mut meta = Self::of_list(context, paging, *as_of, warnings, (given, total));
        if !question.text.is_empty() {
            let remarks = understood.remarks(total).into_iter();
            meta.warnings.extend(remarks.map(|message| Warning { parameter: "q", message }));
        }
        meta.query = Query::of(&question.text, understood);
        meta
    }

    /// About a page of a list that is not searched.
    pub(super) fn of_list(
        context: &Context<'_>,
        paging: &Paging,
        as_of: Date,
        warnings: Vec<Warning>,
        (given, total): (usize, usize),
    ) -> Self {
        Self {
            total,
            limit: paging.limit.unwrap_or(DEFAULT_LIMIT),
            next_cursor: paging.next_cursor(as_of, given, total),
            dataset: Dataset::of(context.library, as_of),
            query: None,
            warnings,
        }
    }
}
