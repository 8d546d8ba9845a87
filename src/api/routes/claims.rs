//! `/v1/claims`: the sentences of audited pages.

use actix_web::get;

use super::{no_such_record, with_next};
use crate::{
    api::{
        Answer, ApiRequest, Context, Reply,
        envelope::{ClaimPage, Meta, facets, searched},
        params::{Asked, ClaimInPath, ClaimsParams, RecordParams, Resource},
        view::{Scene, claim::ClaimView},
    },
    corpus::Record,
    domain::RecordKind,
    http::problem::{Code, Problem},
    search::Sort,
};

/// List claims
///
/// Sentences of audited web pages with their verdicts: what the sources report, why the verdict, and what the page could
/// say instead. Without words to look for they come in the order of their page.
#[utoipa::path(
    tag = "claims",
    operation_id = "listClaims",
    params(ClaimsParams),
    responses((status = 200, description = "A page of claims.", body = ClaimPage)),
)]
#[get("/v1/claims")]
pub(crate) async fn list(question: ApiRequest) -> Reply {
    question.answer(Resource::Claims, answer_list).await
}

fn answer_list(context: &Context<'_>) -> Result<Answer, Problem> {
    let Asked { params: ClaimsParams { listed, shape }, warnings } = Asked::read(context)?;
    let mut request = listed.request(Some(RecordKind::Claim));
    if listed.is_unordered() {
        request.sort = Sort::Id;
    }
    let found = searched(context.library, &request)?;
    let scene = Scene { corpus: context.library.corpus(), as_of: listed.as_of };
    let claim = |record| match record {
        Record::Claim(claim) => ClaimView::of(scene, claim),
        Record::Source(_) | Record::Finding(_) | Record::Blurb(_) | Record::Topic(_) => None,
    };
    let data: Vec<_> = found.hits.iter().filter_map(|hit| claim(hit.record)).collect();
    let mut meta = Meta::of(context, &listed, warnings, (data.len(), found.total), found.understood);
    let facets = facets(found.facets, &mut meta.warnings);
    let page = ClaimPage { data, meta, facets };
    let answer = Answer::of_list(&page, &shape)?;
    Ok(with_next(context, answer, page.meta.next_cursor.as_ref()))
}

/// Get a claim
///
/// One sentence with its place, its verdict, the findings that support, qualify or contradict it, and a rewording the
/// evidence carries.
#[utoipa::path(
    tag = "claims",
    operation_id = "getClaim",
    params(ClaimInPath, RecordParams),
    responses((status = 200, description = "The claim.", body = ClaimView)),
)]
#[get("/v1/claims/{id}")]
pub(crate) async fn one(question: ApiRequest) -> Reply {
    question.answer(Resource::Claim, answer_one).await
}

fn answer_one(context: &Context<'_>) -> Result<Answer, Problem> {
    let RecordParams { as_of } = Asked::read(context)?.params;
    let corpus = context.library.corpus();
    let Some(claim) = corpus.claim(context.id) else {
        let ids = corpus.claims().iter().map(|claim| claim.id.as_str());
        return Err(no_such_record(context, RecordKind::Claim, ids));
    };
    let view = ClaimView::of(Scene { corpus, as_of }, claim)
        .ok_or_else(|| Problem::new(Code::Internal, format!("the claim {} has no page", claim.id)))?;
    Answer::of(&view)
}
