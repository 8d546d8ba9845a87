//! `/v1/changes`: what changed for readers.

use std::collections::BTreeMap;

use actix_web::get;
use jiff::ToSpan;

use super::with_next;
use crate::{
    api::{
        Answer, ApiRequest, Context, Reply,
        envelope::{ChangePage, Meta},
        params::{Asked, ChangesParams, DEFAULT_LIMIT, Resource},
        view::change::ChangeView,
    },
    http::problem::Problem,
};

/// How far back changes are told when nothing is asked, in days.
const DAYS: i64 = 30;

/// List changes
///
/// What changed for readers since a day, newest first: records entered and corrected, with the value before and after;
/// notices of publishers; guidelines that lapsed and blurbs that became due, expired or were withdrawn. Ask once a day
/// with the day before as `since`, and nothing is missed.
#[utoipa::path(
    tag = "service",
    operation_id = "listChanges",
    params(ChangesParams),
    responses((status = 200, description = "A page of changes.", body = ChangePage)),
)]
#[get("/v1/changes")]
pub(crate) async fn list(question: ApiRequest) -> Reply {
    question.answer(Resource::Changes, answer).await
}

fn answer(context: &Context<'_>) -> Result<Answer, Problem> {
    let Asked { params, warnings } = Asked::read(context)?;
    let ChangesParams { since, kinds, paging, as_of } = params;
    let since = since.unwrap_or_else(|| as_of.saturating_sub(DAYS.days()));
    let mut changes = context.library.corpus().changes(since, as_of);
    changes.retain(|change| kinds.is_empty() || kinds.contains(&change.record));
    let total = changes.len();
    let page = changes.into_iter().skip(paging.offset).take(paging.limit.unwrap_or(DEFAULT_LIMIT));
    let data: Vec<_> = page.map(ChangeView::from).collect();
    let meta = Meta::of_list(context, &paging, as_of, warnings, (data.len(), total));
    let page = ChangePage { data, meta, facets: BTreeMap::new() };
    Ok(with_next(context, Answer::of(&page)?, page.meta.next_cursor.as_ref()))
}
