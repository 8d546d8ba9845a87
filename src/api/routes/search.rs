//! `/v1/search`: one ranked list over all kinds of record.

use actix_web::get;

use super::{given_up, with_next};
use crate::{
    api::{
        Answer, ApiRequest, Context, Reply,
        envelope::{InLiterature, Meta, SearchMeta, SearchPage, facets, searched},
        params::{Asked, Resource, SearchParams},
        view::{
            Scene,
            answer::{AnswerView, ScopeView},
            hit::{SearchHit, Wanted},
        },
        warning::Warning,
    },
    app::{Contradiction, Shelf},
    domain::scope::OutsideTerm,
    http::problem::Problem,
    literature::SearchError,
};

/// Search everything
///
/// One ranked list over sources, findings, claims, blurbs and topics. Each hit says why it was found (`excerpts`), what its publisher
/// has said since (`editorial_status`) and whether it still holds (`currency`), and how far it was checked (`verification`). Retracted and
/// lapsed sources sink; they are never hidden. `meta.query` says how the text was understood: the synonyms that were
/// looked for as well, the spellings that were corrected, the words that were left out.
#[utoipa::path(
    tag = "search",
    operation_id = "search",
    params(SearchParams),
    responses((status = 200, description = "A page of hits, best first unless `sort` says otherwise.", body = SearchPage)),
)]
#[get("/v1/search")]
pub(crate) async fn search(question: ApiRequest) -> Reply {
    question.answer(Resource::Search, answer).await
}

/// That no record is about something.
fn nothing_on(term: &OutsideTerm) -> Warning {
    let label = term.label.as_deref().unwrap_or(&term.text);
    Warning { parameter: "q", message: format!("no record is about {}; see `meta.scope`", label.to_lowercase()) }
}

/// That `literature` is null for another reason than that none was loaded.
fn without_literature(context: &Context<'_>) -> Option<Warning> {
    let message = "the literature of this installation is damaged and was not asked; the operator's log says how";
    let is_damaged = matches!(context.library.shelf(), Shelf::Damaged(_));
    is_damaged.then(|| Warning { parameter: "q", message: message.to_owned() })
}

/// What the literature has of the words. One that cannot be read keeps nobody from the records.
fn in_literature(context: &Context<'_>, q: &str) -> Result<Option<InLiterature>, Problem> {
    let Some(literature) = context.library.shelf().literature().filter(|_| !q.trim().is_empty()) else {
        return Ok(None);
    };
    match literature.count(q, context.stop) {
        Ok(total) => {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
            Ok(Some(InLiterature { total, href: format!("/v1/literature?{query}") }))
        }
        Err(SearchError::Stopped(stopped)) => Err(given_up(stopped)),
        Err(SearchError::LookUp(error)) => {
            tracing::error!("{error}");
            Ok(None)
        }
    }
}

/// That a record has something otherwise than a sentence says.
fn otherwise(contradiction: Contradiction) -> Warning {
    let Contradiction { said, message, expected: _, source, finding } = contradiction;
    let record = finding.map_or_else(|| source.to_string(), |finding| finding.to_string());
    Warning { parameter: "q", message: format!("`{said}`: {message} ({record})") }
}

/// The body of the resource.
pub(crate) fn answer(context: &Context<'_>) -> Result<Answer, Problem> {
    let Asked { params, warnings } = Asked::<SearchParams>::read(context)?;
    let found = searched(context.library, &params.request())?;
    let SearchParams { listed, hits, explain: _ } = params;
    let text = listed.question.text.as_str();
    context.library.count_unanswered(text, &found);
    let scene = Scene { corpus: context.library.corpus(), as_of: listed.as_of };
    let parts = hits.parts();
    let wanted = Wanted { parts: parts.as_deref(), highlight: hits.highlight };
    let data: Vec<_> = found.hits.into_iter().filter_map(|hit| SearchHit::of(scene, hit, &wanted)).collect();
    let leading = found.lead.and_then(|lead| context.library.leading(lead, listed.as_of));
    let answer = leading.map(|leading| AnswerView::of(scene, leading));
    let topics: Vec<String> = found.understood.terms.iter().filter_map(|term| term.topic.clone()).collect();
    let outside: Vec<Warning> =
        found.scope.outside.iter().filter(|term| term.label.is_some()).map(nothing_on).collect();
    let scope = (!text.trim().is_empty()).then(|| ScopeView::of(scene.corpus, text, found.scope, &topics));
    let literature = in_literature(context, text)?;
    let Meta { total, limit, next_cursor, dataset, query, mut warnings } =
        Meta::of(context, &listed, warnings, (data.len(), found.total), found.understood);
    warnings.extend(outside);
    warnings.extend(found.contradictions.into_iter().map(otherwise));
    warnings.extend(without_literature(context));
    let facets = facets(found.facets, &mut warnings);
    let meta = SearchMeta { total, limit, next_cursor, dataset, query, warnings, scope, literature };
    let page = SearchPage { answer, data, meta, facets };
    Ok(with_next(context, Answer::of(&page)?, page.meta.next_cursor.as_ref()))
}
