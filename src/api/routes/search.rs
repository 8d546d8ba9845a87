//! `/v1/search`: one ranked list over all kinds of record.

use actix_web::get;

use super::with_next;
use crate::{
    api::{
        Answer, Asking, Question, Reply,
        asked::Asked,
        envelope::{Meta, SearchPage, facets, searched},
        params::{Resource, SearchParams},
        view::{
            Scene,
            hit::{SearchHit, Wanted},
        },
    },
    http::problem::Problem,
};

/// Search everything
///
/// One ranked list over sources, findings, claims, blurbs and topics. Each hit says why it was found (`excerpts`), what its publisher
/// has said since and whether it still holds (`status`), and how far it was checked (`verification`). Retracted and
/// lapsed sources sink; they are never hidden. `meta.query` says how the text was understood: the synonyms that were
/// looked for as well, the spellings that were corrected, the words that were left out.
#[utoipa::path(
    tag = "search",
    operation_id = "search",
    params(SearchParams),
    responses((status = 200, description = "A page of hits, best first unless `sort` says otherwise.", body = SearchPage)),
)]
#[get("/v1/search")]
pub(crate) async fn search(question: Question) -> Reply {
    question.answer(Resource::Search, answer).await
}

/// The body of the resource.
pub(crate) fn answer(asking: &Asking<'_>) -> Result<Answer, Problem> {
    let asked = Asked::read(asking)?;
    let found = searched(asking.library, &asked.request(None))?;
    let scene = Scene { corpus: asking.library.corpus(), as_of: asked.as_of };
    let wanted = Wanted { parts: asked.parts.as_deref(), highlight: asked.highlight };
    let data: Vec<_> = found.hits.into_iter().filter_map(|hit| SearchHit::of(scene, hit, &wanted)).collect();
    let mut meta = Meta::of(asking, &asked, data.len(), found.total, found.understood);
    let facets = facets(found.facets, &mut meta.warnings);
    let page = SearchPage { data, meta, facets };
    Ok(with_next(asking, Answer::of(&page)?, page.meta.next_cursor.as_ref()))
}
