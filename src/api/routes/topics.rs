//! `/v1/topics`: the vocabulary.

use std::collections::BTreeMap;

use actix_web::get;

use super::{no_such_record, with_next};
use crate::{
    api::{
        Answer, ApiRequest, Context, Reply,
        envelope::{Meta, TopicPage, searched},
        params::{Asked, Resource, TopicInPath, TopicParams, TopicsParams},
        view::{Scene, overview::Form, topic::TopicView},
    },
    corpus::Record,
    domain::RecordKind,
    http::problem::Problem,
};

/// List topics
///
/// The concepts of the records with everything people call them: the values of the filters `topic`, `population`,
/// `intervention`, `comparator` and `outcome`.
#[utoipa::path(
    tag = "topics",
    operation_id = "listTopics",
    params(TopicsParams),
    responses((status = 200, description = "A page of topics.", body = TopicPage)),
)]
#[get("/v1/topics")]
pub(crate) async fn list(question: ApiRequest) -> Reply {
    question.answer(Resource::Topics, answer_list).await
}

fn answer_list(context: &Context<'_>) -> Result<Answer, Problem> {
    let Asked { params: TopicsParams { listed, shape }, warnings } = Asked::read(context)?;
    let found = searched(context.library, &listed.request(Some(RecordKind::Topic)))?;
    let scene = Scene { corpus: context.library.corpus(), as_of: listed.as_of };
    let topic = |record| match record {
        Record::Topic(topic) => Some(TopicView::of(scene, topic)),
        Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Blurb(_) => None,
    };
    let data: Vec<_> = found.hits.iter().filter_map(|hit| topic(hit.record)).collect();
    let meta = Meta::of(context, &listed, warnings, (data.len(), found.total), found.understood);
    let page = TopicPage { data, meta, facets: BTreeMap::new() };
    let answer = Answer::of_list(&page, &shape)?;
    Ok(with_next(context, answer, page.meta.next_cursor.as_ref()))
}

/// Get a topic
///
/// One concept: its names, its place among other concepts, and how many records are about it and where they are listed; and its `overview`:
/// what guidelines advise, side by side, with strength, certainty and currency, and what was found for and against, in brief, with
/// counts and where the rest is listed; `brief=false` gives the findings with all that is to be said with them.
/// Narrow it with `intervention`: `/v1/topics/low-back-pain?intervention=acupuncture`.
#[utoipa::path(
    tag = "topics",
    operation_id = "getTopic",
    params(TopicInPath, TopicParams),
    responses((status = 200, description = "The topic.", body = TopicView)),
)]
#[get("/v1/topics/{id}")]
pub(crate) async fn one(question: ApiRequest) -> Reply {
    question.answer(Resource::Topic, answer_one).await
}

fn answer_one(context: &Context<'_>) -> Result<Answer, Problem> {
    let TopicParams { intervention, is_whole, as_of } = Asked::read(context)?.params;
    let corpus = context.library.corpus();
    let Some(topic) = corpus.topic(context.id) else {
        let ids = corpus.topics().iter().map(|topic| topic.id.as_str());
        return Err(no_such_record(context, RecordKind::Topic, ids));
    };
    let intervention = intervention.as_deref().and_then(|id| corpus.topic(id));
    let form = if is_whole { Form::Whole } else { Form::Brief };
    let scene = Scene { corpus, as_of };
    Answer::of(&TopicView::of(scene, topic).with_overview(scene, topic, intervention, form))
}
