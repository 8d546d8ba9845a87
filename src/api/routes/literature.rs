//! `/v1/literature`: bibliographic records beside the appraised ones.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get, http::header::LOCATION};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use utoipa::ToSchema;

use super::{given_up, with_next};
use crate::{
    api::{
        Answer, ApiRequest, Context, Reply,
        envelope::Dataset,
        params::{Asked, CitationParams, LiteratureInPath, LiteratureParams, Resource},
        view::{
            citation::{FormattedText, NoticeView},
            literature::{Appraisal, EditorialView, LiteratureView, href},
        },
        warning::Warning,
    },
    app::{NoLiterature, notices_of_states, source_of},
    citation::{
        locale::LocaleId,
        render::{Citation, RenderOptions},
        style::StyleId,
    },
    domain::repeated::shortened,
    http::{
        cache::{CachePolicy, cached},
        problem::{Code, Problem},
    },
    literature::{FacetCount, Literature, LiteratureId, LookUpError, Matching, Record, Request, SearchError},
};

/// A page of the literature.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LiteraturePage<'a> {
    /// The records of this page, in order.
    data: Vec<LiteratureView<'a>>,
    /// About the list.
    meta: LiteratureMeta,
    /// Counts of what was asked for.
    #[schema(value_type = BTreeMap<String, Vec<LiteratureCount>>)]
    facets: BTreeMap<&'static str, Vec<LiteratureCount>>,
}

/// About a page of the literature.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LiteratureMeta {
    /// How many records there are in all; exact.
    #[schema(example = 17)]
    total: u64,
    /// How many this page has at most.
    #[schema(example = 10)]
    limit: usize,
    /// The value of `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
    /// Which version of the data answered.
    dataset: Dataset,
    /// How many of the words the records have.
    matching: Matching,
    /// Words that no record has, as they are looked for: folded and stemmed.
    unknown_words: Vec<String>,
    /// How many records are loaded in all.
    #[schema(example = 50783)]
    loaded: u64,
    /// Always `not-appraised`.
    appraisal: Appraisal,
    /// What was read in a way its writer may not have meant.
    warnings: Vec<Warning>,
}

/// How many records have a value.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LiteratureCount {
    /// The value.
    #[schema(example = "Randomized Controlled Trial")]
    value: String,
    /// Records that have it.
    count: u64,
}

/// A record of the literature, cited.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LiteratureCitation {
    /// Its name.
    #[schema(example = "pmid:99999901")]
    id: String,
    /// Address of the record.
    #[schema(example = "/v1/literature/pmid:99999901")]
    href: String,
    /// Always `not-appraised`.
    appraisal: Appraisal,
    /// What became of it.
    editorial: EditorialView,
    /// The style.
    style: StyleId,
    /// The language of the terms; null for that of the style.
    locale: Option<LocaleId>,
    /// The entry for a list.
    reference: FormattedText,
    /// How a text points to it.
    in_text: FormattedText,
    /// The same with the authors as part of the sentence.
    narrative: FormattedText,
    /// What whoever copies it should know.
    notices: Vec<NoticeView>,
}

/// Search the literature
///
/// Bibliographic records, as databases have them: **not appraised by anybody here**. What became of each since it appeared
/// stands in `editorial`, with who says so. Where an appraised record of the same publication is here, `appraised` leads to it. Totals
/// are exact. Scores of the two tiers are never mixed: `/v1/search` finds no literature, and says how much there is.
#[utoipa::path(
    tag = "literature",
    operation_id = "searchLiterature",
    params(LiteratureParams),
    responses((status = 200, description = "A page of records.", body = LiteraturePage)),
)]
#[get("/v1/literature")]
pub(crate) async fn list(question: ApiRequest) -> Reply {
    question.answer(Resource::Literature, answer_list).await
}

fn answer_list(context: &Context<'_>) -> Result<Answer, Problem> {
    let Asked { params, warnings } = Asked::read(context)?;
    let LiteratureParams { text, matching, filters, sort, limit, after, facets, shape } = params;
    let library = context.library;
    let literature = library.literature().map_err(none)?;
    let request = Request { text: &text, matching, filters, sort, limit, after, facets };
    let found = literature.search(&request, context.stop).map_err(failed)?;
    let states = found.found.iter().map(|found| literature.states(&found.record)).collect::<Result<Vec<_>, _>>();
    let states = states.map_err(unreadable)?;
    let records = found.found.iter().zip(&states);
    let data =
        records.map(|(found, states)| LiteratureView::of(&found.record, states, library.appraised(&found.record)));
    let count = |FacetCount { value, count }| LiteratureCount { value, count };
    let page = LiteraturePage {
        data: data.collect(),
        meta: LiteratureMeta {
            total: found.total,
            limit,
            next_cursor: found.next.map(|cursor| cursor.to_string()),
            dataset: Dataset::of(library, context.today),
            matching: found.matching,
            unknown_words: found.unknown,
            loaded: literature.total(),
            appraisal: Appraisal::NotAppraised,
            warnings,
        },
        facets: found
            .facets
            .into_iter()
            .map(|(facet, counts)| (crate::domain::Vocabulary::slug(facet), counts.into_iter().map(count).collect()))
            .collect(),
    };
    let answer = Answer::of_list(&page, &shape)?;
    Ok(with_next(context, answer, page.meta.next_cursor.as_ref()))
}

/// Get a record of the literature
///
/// By `pmid:12345678` or, with its slashes encoded, `doi:10.5555%2Fx`. The DOI of any of its versions finds a record.
#[utoipa::path(
    tag = "literature",
    operation_id = "getLiterature",
    params(LiteratureInPath),
    responses((status = 200, description = "The record.", body = LiteratureView<'_>)),
)]
#[get("/v1/literature/{id}")]
pub(crate) async fn one(question: ApiRequest) -> Reply {
    question.answer(Resource::LiteratureRecord, answer_one).await
}

fn answer_one(context: &Context<'_>) -> Result<Answer, Problem> {
    super::takes_nothing(context)?;
    let library = context.library;
    let literature = library.literature().map_err(none)?;
    let record = record(literature, context.id)?;
    let states = literature.states(&record).map_err(unreadable)?;
    Answer::of(&LiteratureView::of(&record, &states, library.appraised(&record)))
}

/// Cite a record of the literature
///
/// One publication in a style: its entry for a list, and how a text points to it. A retracted publication says so in its
/// reference. Nobody here has compared the reference with the publication.
#[utoipa::path(
    tag = "literature",
    operation_id = "citeLiterature",
    params(LiteratureInPath, CitationParams),
    responses((status = 200, description = "The record, cited.", body = LiteratureCitation)),
)]
#[get("/v1/literature/{id}/citation")]
pub(crate) async fn cite(question: ApiRequest) -> Reply {
    question.answer(Resource::LiteratureCitation, answer_citation).await
}

fn answer_citation(context: &Context<'_>) -> Result<Answer, Problem> {
    let CitationParams { style, locale, linking, locator } = Asked::read(context)?.params;
    let library = context.library;
    let literature = library.literature().map_err(none)?;
    let record = record(literature, context.id)?;
    let states = literature.states(&record).map_err(unreadable)?;
    let source = source_of(&record, &states)
        .ok_or_else(|| Problem::new(Code::Internal, format!("{} cannot be cited", record.id)))?;
    let options = RenderOptions { style: library.renderer().style(style), locale, linking, has_anchors: false };
    let locator = locator.as_ref().map(|(label, text)| (*label, text.as_str()));
    let (cited, mut notices) = library.cite(options, &source, locator, context.today);
    notices.extend(notices_of_states(&source, &states));
    let Citation { reference, citation, narrative, subsequent: _, lacks_locator: _ } = &cited;
    Answer::of(&LiteratureCitation {
        id: record.id.to_string(),
        href: href(&record.id),
        appraisal: Appraisal::NotAppraised,
        editorial: EditorialView::from(&states),
        style,
        locale,
        reference: FormattedText::entry(reference),
        in_text: citation.into(),
        narrative: narrative.into(),
        notices: notices.into_iter().map(NoticeView::from).collect(),
    })
}

/// A DOI whose slashes are not encoded: where its record is.
pub(crate) async fn raw_doi(request: HttpRequest) -> Reply {
    let path = request.match_info().get("doi").unwrap_or_default();
    let (path, end) = match path.strip_suffix("/citation") {
        Some(path) => (path, "/citation"),
        None => (path, ""),
    };
    let id = named(path)?;
    let query = request.query_string();
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    let mut response = HttpResponse::PermanentRedirect();
    response.insert_header((LOCATION, format!("{}{end}{query}", href(&id))));
    Ok(cached(response.finish(), CachePolicy::Dataset))
}

/// The name in an address.
fn named(id: &str) -> Result<LiteratureId, Problem> {
    let decoded = percent_decode_str(id).decode_utf8_lossy();
    // A bare DOI is no other thing.
    let bare = decoded.starts_with("10.").then(|| format!("doi:{decoded}"));
    let text = bare.as_deref().unwrap_or(&decoded);
    text.parse()
        .map_err(|error| Problem::new(Code::NotFound, format!("there is no record `{}`: {error}", shortened(text))))
}

fn record(literature: &Literature, id: &str) -> Result<Record, Problem> {
    let id = named(id)?;
    let found = literature.by_id(&id).map_err(unreadable)?;
    found.ok_or_else(|| {
        let detail = format!(
            "there is no record `{id}` among the {} that are loaded; whether the publication exists is another question",
            literature.total()
        );
        Problem::new(Code::NotFound, detail)
    })
}

/// The problem of an installation without literature.
pub(crate) fn none(none: NoLiterature) -> Problem {
    match none {
        NoLiterature::NotLoaded => Problem::new(Code::LiteratureNotLoaded, none.to_string()),
        // Where it lies on the machine is nobody's business.
        NoLiterature::Damaged(because) => {
            tracing::error!("{because}");
            Problem::new(Code::LiteratureUnreadable, "the literature is damaged; the operator's log says how")
        }
    }
}

/// The problem of literature that fails while it is asked.
pub(crate) fn unreadable(error: LookUpError) -> Problem {
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
    tracing::error!("{error}{cause}");
    Problem::new(Code::LiteratureUnreadable, error.to_string())
}

pub(crate) fn failed(error: SearchError) -> Problem {
    match error {
        SearchError::LookUp(error) => unreadable(error),
        SearchError::Stopped(stopped) => given_up(stopped),
    }
}
