//! `/v1/findings`: results, listed and one by one.

use actix_web::get;

use super::{no_such_record, with_next};
use crate::{
    api::{
        Answer, ApiRequest, Context, Reply,
        envelope::{FindingPage, Meta, facets, searched},
        params::{Asked, FindingInPath, FindingsParams, RecordParams, Resource},
        view::{Scene, finding::FindingView},
    },
    corpus::Record,
    domain::RecordKind,
    http::problem::{Code, Problem},
};

/// List findings
///
/// Results that sources report, filtered by population, intervention, comparator, outcome, certainty and numbers, and
/// searched. Each says what qualifies or contradicts it.
#[utoipa::path(
    tag = "findings",
    operation_id = "listFindings",
    params(FindingsParams),
    responses((status = 200, description = "A page of findings.", body = FindingPage)),
)]
#[get("/v1/findings")]
pub(crate) async fn list(question: ApiRequest) -> Reply {
    question.answer(Resource::Findings, answer_list).await
}

fn answer_list(context: &Context<'_>) -> Result<Answer, Problem> {
    let Asked { params: FindingsParams { listed, shape }, warnings } = Asked::read(context)?;
    let found = searched(context.library, &listed.request(Some(RecordKind::Finding)))?;
    let scene = Scene { corpus: context.library.corpus(), as_of: listed.as_of };
    let finding = |record| match record {
        Record::Finding(finding) => FindingView::of(scene, finding),
        Record::Source(_) | Record::Claim(_) | Record::Blurb(_) | Record::Topic(_) => None,
    };
    let data: Vec<_> = found.hits.iter().filter_map(|hit| finding(hit.record)).collect();
    let mut meta = Meta::of(context, &listed, warnings, (data.len(), found.total), found.understood);
    let facets = facets(found.facets, &mut meta.warnings);
    let page = FindingPage { data, meta, facets };
    let answer = Answer::of_list(&page, &shape)?;
    Ok(with_next(context, answer, page.meta.next_cursor.as_ref()))
}

/// Get a finding
///
/// One result with its numbers, its certainty, what must be said with it, and the findings that qualify it.
#[utoipa::path(
    tag = "findings",
    operation_id = "getFinding",
    params(FindingInPath, RecordParams),
    responses((status = 200, description = "The finding.", body = FindingView)),
)]
#[get("/v1/findings/{id}")]
pub(crate) async fn one(question: ApiRequest) -> Reply {
    question.answer(Resource::Finding, answer_one).await
}

fn answer_one(context: &Context<'_>) -> Result<Answer, Problem> {
    let RecordParams { as_of } = Asked::read(context)?.params;
    let corpus = context.library.corpus();
    let Some(finding) = corpus.finding(context.id) else {
        let ids = corpus.findings().iter().map(|finding| finding.id.as_str());
        return Err(no_such_record(context, RecordKind::Finding, ids));
    };
    let view = FindingView::of(Scene { corpus, as_of }, finding)
        .ok_or_else(|| Problem::new(Code::Internal, format!("the finding {} has no source", finding.id)))?;
    Answer::of(&view)
}
