//! `/v1/suggest`: completions of what is being typed.

use std::collections::BTreeMap;

use actix_web::get;

use crate::{
    api::{
        Answer, ApiRequest, Context, Reply,
        envelope::{Dataset, SuggestMeta, SuggestPage, Suggestion},
        params::{Asked, Resource, SuggestParams},
        view,
    },
    http::problem::Problem,
    search,
};

/// Complete what is being typed
///
/// Names of topics and of sources, and questions that texts answer, with words that begin with what was typed, best first;
/// each leads to a record. When nothing
/// does, misspelt words are corrected and tried again, and `meta.did_you_mean` has the corrected text.
#[utoipa::path(
    tag = "search",
    operation_id = "suggest",
    params(SuggestParams),
    responses((status = 200, description = "Suggestions, best first.", body = SuggestPage)),
)]
#[get("/v1/suggest")]
pub(crate) async fn suggest(question: ApiRequest) -> Reply {
    question.answer(Resource::Suggest, answer).await
}

fn answer(context: &Context<'_>) -> Result<Answer, Problem> {
    let Asked { params, warnings } = Asked::read(context)?;
    let SuggestParams { text, kinds, limit, as_of } = params;
    let data: Vec<Suggestion> =
        context.library.suggest(&text, &kinds, as_of, limit).into_iter().map(Suggestion::from).collect();
    // A word that is still being typed is no misspelling.
    let is_complete = context.library.completes(&text, &kinds, as_of);
    let did_you_mean = if is_complete { None } else { context.library.did_you_mean(&text) };
    let meta = SuggestMeta {
        total: data.len(),
        limit,
        next_cursor: None,
        dataset: Dataset::of(context.library, as_of),
        query: None,
        warnings,
        did_you_mean,
    };
    Answer::of(&SuggestPage { data, meta, facets: BTreeMap::new() })
}

impl From<search::Suggestion> for Suggestion {
    fn from(search::Suggestion { text, kind, id }: search::Suggestion) -> Self {
        let href = view::href(kind, &id);
        Self { text, kind, id, href }
    }
}
