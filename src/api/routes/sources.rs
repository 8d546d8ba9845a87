//! `/v1/sources`: publications, listed, looked up and one by one.

use std::collections::{HashMap, HashSet};

use actix_web::get;

use super::{no_such_record, with_next};
use crate::{
    api::{
        Answer, ApiRequest, Context, Reply,
        envelope::{LookupResult, Meta, ReferenceMatch, SourceMeta, SourcePage, facets, searched},
        params::{Asked, DEFAULT_LIMIT, MAX_LIMIT, RecordParams, Resource, SourceInPath, SourcesParams},
        view::{Scene, source::SourceView},
        warning::Warning,
    },
    app::{Candidate, SearchAnswer},
    corpus::Record,
    domain::{RecordKind, Source, SourceId},
    http::problem::Problem,
    search::{FacetCounts, QueryInterpretation},
};

/// List sources, or look them up
///
/// Publications, filtered and searched; or, with `id`, looked up by whatever identifiers one has. A look-up is answered
/// with 200 even if nothing was found: `meta.lookups` says what became of each identifier.
#[utoipa::path(
    tag = "sources",
    operation_id = "listSources",
    params(SourcesParams),
    responses((status = 200, description = "A page of sources.", body = SourcePage)),
)]
#[get("/v1/sources")]
pub(crate) async fn list(question: ApiRequest) -> Reply {
    question.answer(Resource::Sources, answer_list).await
}

fn answer_list(context: &Context<'_>) -> Result<Answer, Problem> {
    let asked = Asked::<SourcesParams>::read(context)?;
    if !asked.params.bibliographic.is_empty() {
        return recognise(context, asked);
    }
    if !asked.params.ids.is_empty() {
        return look_up(context, asked);
    }
    let SearchAnswer { hits, total, facets, understood, scope: _, lead: _, contradictions: _ } =
        searched(context.library, &asked.params.listed.request(Some(RecordKind::Source)))?;
    let sources: Vec<&Source> = hits.iter().filter_map(|hit| source(hit.record)).collect();
    page(context, asked, Page { sources, total, understood, facets, lookups: Vec::new(), matches: Vec::new() })
}

fn source(record: Record<'_>) -> Option<&Source> {
    match record {
        Record::Source(source) => Some(source),
        Record::Finding(_) | Record::Claim(_) | Record::Blurb(_) | Record::Topic(_) => None,
    }
}

/// The list narrowed to the sources that identifiers mean.
fn look_up(context: &Context<'_>, mut asked: Asked<SourcesParams>) -> Result<Answer, Problem> {
    let lookups: Vec<LookupResult> =
        asked.params.ids.iter().map(|input| LookupResult::of(context.library, input)).collect();
    // Each with its place in the order in which they were asked for.
    let mut wanted: HashMap<&SourceId, usize> = HashMap::new();
    for id in lookups.iter().flat_map(LookupResult::source_ids) {
        let place = wanted.len();
        wanted.entry(id).or_insert(place);
    }
    if !asked.params.listed.facets.is_empty() {
        let message = "facets are not counted for a look-up by `id`".to_owned();
        asked.warnings.push(Warning { parameter: "facets", message });
    }
    // Whoever asks for many wants them all, up to what a page may have.
    asked.params.listed.paging.limit.get_or_insert(MAX_LIMIT);

    let among: Vec<SourceId> = wanted.keys().map(|id| (*id).clone()).collect();
    let mut request = asked.params.listed.request(Some(RecordKind::Source));
    (request.offset, request.limit) = (0, among.len());
    (request.facets, request.among) = (Vec::new(), Some(among.as_slice()));
    let found = searched(context.library, &request)?;
    let mut sources: Vec<&Source> = found.hits.iter().filter_map(|hit| source(hit.record)).collect();
    if asked.params.listed.is_unordered() {
        sources.sort_by_key(|source| wanted.get(&source.id));
    }
    let total = sources.len();
    let paging = &asked.params.listed.paging;
    let sources = sources.into_iter().skip(paging.offset).take(paging.limit.unwrap_or(total)).collect();
    page(
        context,
        asked,
        Page { sources, total, understood: found.understood, facets: Vec::new(), lookups, matches: Vec::new() },
    )
}

/// The list narrowed to the sources that a reference may mean.
fn recognise(context: &Context<'_>, mut asked: Asked<SourcesParams>) -> Result<Answer, Problem> {
    if !asked.params.listed.facets.is_empty() {
        let message = "facets are not counted for a look-up by `bibliographic`".to_owned();
        asked.warnings.push(Warning { parameter: "facets", message });
    }
    let recognised = context.library.recognise(&asked.params.bibliographic);
    let among: Vec<SourceId> = recognised.iter().map(|candidate| candidate.source.id.clone()).collect();
    let mut request = asked.params.listed.request(Some(RecordKind::Source));
    (request.offset, request.limit) = (0, among.len());
    (request.facets, request.among) = (Vec::new(), Some(among.as_slice()));
    // The filters hold here as they do everywhere.
    let found = searched(context.library, &request)?;
    let places: HashMap<&str, usize> =
        found.hits.iter().enumerate().map(|(place, hit)| (hit.record.id(), place)).collect();
    let place = |id: &SourceId| places.get(id.as_str());
    let lookups: Vec<LookupResult> =
        asked.params.ids.iter().map(|input| LookupResult::of(context.library, input)).collect();
    let looked_up: HashSet<&SourceId> = lookups.iter().flat_map(LookupResult::source_ids).collect();
    let is_looked_up = |id| lookups.is_empty() || looked_up.contains(id);
    let mut candidates: Vec<Candidate<'_>> = recognised
        .into_iter()
        .filter(|candidate| place(&candidate.source.id).is_some() && is_looked_up(&candidate.source.id))
        .collect();
    if asked.params.listed.question.sort.is_some() {
        candidates.sort_by_key(|candidate| place(&candidate.source.id));
    }
    let total = candidates.len();
    let paging = &asked.params.listed.paging;
    let shown = candidates.into_iter().skip(paging.offset).take(paging.limit.unwrap_or(DEFAULT_LIMIT));
    let (sources, matches) = shown
        .map(|Candidate { source, score, title_share, parts }| {
            let rounded = |share: f64| (share * 1000.0).round() / 1000.0;
            let found = ReferenceMatch {
                source: source.id.clone(),
                score: rounded(score),
                title_share: rounded(title_share),
                matched_by: parts,
            };
            (source, found)
        })
        .unzip();
    let understood = found.understood;
    page(context, asked, Page { sources, total, understood, facets: Vec::new(), lookups, matches })
}

struct Page<'a> {
    sources: Vec<&'a Source>,
    total: usize,
    understood: QueryInterpretation,
    facets: Vec<FacetCounts>,
    lookups: Vec<LookupResult>,
    matches: Vec<ReferenceMatch>,
}

fn page(context: &Context<'_>, asked: Asked<SourcesParams>, found: Page<'_>) -> Result<Answer, Problem> {
    let Asked { params: SourcesParams { ids: _, bibliographic: _, listed, shape }, warnings } = asked;
    let Page { sources, total, understood, facets: counts, lookups, matches } = found;
    let scene = Scene { corpus: context.library.corpus(), as_of: listed.as_of };
    let data: Vec<_> = sources.into_iter().map(|source| SourceView::of(scene, source)).collect();
    let Meta { total, limit, next_cursor, dataset, query, mut warnings } =
        Meta::of(context, &listed, warnings, (data.len(), total), understood);
    let facets = facets(counts, &mut warnings);
    let meta = SourceMeta { total, limit, next_cursor, dataset, query, warnings, lookups, matches };
    let page = SourcePage { data, meta, facets };
    let answer = Answer::of_list(&page, &shape)?;
    Ok(with_next(context, answer, page.meta.next_cursor.as_ref()))
}

/// Get a source
///
/// One publication by our own id. Any other identifier of it, `pmid:40938602` or a DOI with its slash as `%2F`, leads there
/// (307); `/v1/sources?id=` looks up several at once. A
/// retracted or superseded publication is answered like any other, and says so in `status`.
#[utoipa::path(
    tag = "sources",
    operation_id = "getSource",
    params(SourceInPath, RecordParams),
    responses((status = 200, description = "The source.", body = SourceView)),
)]
#[get("/v1/sources/{id}")]
pub(crate) async fn one(question: ApiRequest) -> Reply {
    if let Some(moved) = question.moved("") {
        return Ok(moved);
    }
    question.answer(Resource::Source, answer_one).await
}

fn answer_one(context: &Context<'_>) -> Result<Answer, Problem> {
    let RecordParams { as_of } = Asked::read(context)?.params;
    let corpus = context.library.corpus();
    let Some(source) = corpus.source(context.id) else {
        let ids = corpus.sources().iter().map(|source| source.id.as_str());
        return Err(no_such_record(context, RecordKind::Source, ids));
    };
    Answer::of(&SourceView::of(Scene { corpus, as_of }, source))
}
