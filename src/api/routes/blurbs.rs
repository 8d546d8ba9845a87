//! `/v1/blurbs`: text that may be published.

use actix_web::get;

use super::{no_such_record, with_next};
use crate::{
    api::{
        Answer, ApiRequest, Context, Reply,
        envelope::{BlurbPage, Meta, facets, searched},
        params::{Asked, BlurbFormat, BlurbInPath, BlurbParams, BlurbsParams, Resource},
        view::{Scene, blurb::BlurbView},
    },
    citation::{
        render::{Linking, RenderOptions},
        rich::Written,
        style::StyleId,
    },
    corpus::Record,
    domain::{Blurb, BlurbState, Date, RecordKind, Source, Vocabulary},
    http::{
        media::Media,
        problem::{Code, Problem},
    },
    search::{Choice, Facet, Sort},
};

/// List blurbs
///
/// Text that may be published as it is, by topic and aspect, `text` being in the length asked for. What may not be
/// published on the day `as_of` is left out, unless `state` asks for it; then it comes without its texts.
#[utoipa::path(
    tag = "blurbs",
    operation_id = "listBlurbs",
    params(BlurbsParams),
    responses((status = 200, description = "A page of blurbs.", body = BlurbPage)),
)]
#[get("/v1/blurbs")]
pub(crate) async fn list(question: ApiRequest) -> Reply {
    question.answer(Resource::Blurbs, answer_list).await
}

fn answer_list(context: &Context<'_>) -> Result<Answer, Problem> {
    let Asked { params: BlurbsParams { listed, shape, length, style }, warnings } = Asked::read(context)?;
    let mut request = listed.request(Some(RecordKind::Blurb));
    if listed.is_unordered() {
        request.sort = Sort::Id;
    }
    if request.filters.choices.iter().all(|choice| choice.facet != Facet::State) {
        let publishable = BlurbState::ALL.iter().filter(|state| state.is_publishable());
        let any_of = publishable.map(|state| state.slug().to_owned()).collect();
        request.filters.choices.push(Choice { facet: Facet::State, any_of });
    }
    let found = searched(context.library, &request)?;
    let scene = Scene { corpus: context.library.corpus(), as_of: listed.as_of };
    let cite = citing(context, style);
    let blurb = |record| match record {
        Record::Blurb(blurb) => BlurbView::of(scene, blurb, length, &cite),
        Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Topic(_) => None,
    };
    let data: Vec<_> = found.hits.iter().filter_map(|hit| blurb(hit.record)).collect();
    let mut meta = Meta::of(context, &listed, warnings, (data.len(), found.total), found.understood);
    let facets = facets(found.facets, &mut meta.warnings);
    let page = BlurbPage { data, meta, facets };
    let answer = Answer::of_list(&page, &shape)?;
    Ok(with_next(context, answer, page.meta.next_cursor.as_ref()))
}

/// Get a blurb
///
/// One text with what is good to know, its references and its dates: as JSON, as the HTML fragment a website puts into its page,
/// or as Markdown. One that was withdrawn, or that was not reviewed in time, is answered with 410: take it down.
#[utoipa::path(
    tag = "blurbs",
    operation_id = "getBlurb",
    params(BlurbInPath, BlurbParams),
    responses((
        status = 200,
        description = "The blurb.",
        content((BlurbView = "application/json"), (String = "text/html"), (String = "text/markdown")),
    )),
)]
#[get("/v1/blurbs/{id}")]
pub(crate) async fn one(question: ApiRequest) -> Reply {
    question.represent(Resource::Blurb, &[Media::Json, Media::Html, Media::Markdown], answer_one).await
}

pub(in crate::api) fn answer_one(context: &Context<'_>, accepted: Result<Media, Problem>) -> Result<Answer, Problem> {
    let Asked { params, warnings: _ } = Asked::<BlurbParams>::read(context)?;
    let media = match params.format {
        Some(BlurbFormat::Json) => Media::Json,
        Some(BlurbFormat::Html) => Media::Html,
        Some(BlurbFormat::Markdown) => Media::Markdown,
        None => accepted?,
    };
    let view = shown(context, &params)?;
    let body = match media {
        Media::Json => return Answer::of(&view),
        Media::Html => view.html(),
        Media::Markdown => view.markdown(),
    };
    Ok(Answer { body: body.ok_or_else(|| no_view(context))?, media, next: None })
}

/// A blurb as it stands between the tags of the element, and the version of its words.
pub(in crate::api) fn printed(context: &Context<'_>, page: &str, level: u32) -> Result<(String, String), Problem> {
    let view = shown(context, &Asked::read(context)?.params)?;
    let html = view.printed(page, level).ok_or_else(|| no_view(context))?;
    Ok((html, view.version()))
}

fn shown<'a>(context: &Context<'a>, params: &BlurbParams) -> Result<BlurbView<'a>, Problem> {
    let BlurbParams { length, style, format: _, as_of } = params;
    let corpus = context.library.corpus();
    let Some(blurb) = corpus.blurb(context.id) else {
        let ids = corpus.blurbs().iter().map(|blurb| blurb.id.as_str());
        return Err(no_such_record(context, RecordKind::Blurb, ids));
    };
    if let Some(gone) = gone(blurb, *as_of) {
        return Err(gone);
    }
    let view = BlurbView::of(Scene { corpus, as_of: *as_of }, blurb, *length, citing(context, *style));
    view.ok_or_else(|| no_view(context))
}

fn no_view(context: &Context<'_>) -> Problem {
    Problem::new(Code::Internal, format!("the blurb {} cannot be shown", context.id))
}

/// How the sources of blurbs are cited: as entries of a list.
fn citing(context: &Context<'_>, style: StyleId) -> impl Fn(&Source) -> Written {
    let library = context.library;
    move |source| {
        let style = library.renderer().style(style);
        let options = RenderOptions { style, locale: None, linking: Linking::Url, has_anchors: false };
        library.set(options, source, None).reference.written()
    }
}

/// The problem of a text that may not be published any more.
fn gone(blurb: &Blurb, as_of: Date) -> Option<Problem> {
    let problem = |detail| Problem::new(Code::Gone, detail);
    match blurb.life.state(as_of)? {
        BlurbState::Live | BlurbState::Due => None,
        BlurbState::Expired => {
            let detail = format!(
                "the blurb `{}` was valid until {} and has not been reviewed since; take it down until it is",
                blurb.id, blurb.life.valid_until
            );
            Some(problem(detail))
        }
        BlurbState::Withdrawn => {
            let withdrawal = blurb.withdrawn.as_ref()?;
            let instead = match &withdrawal.replaced_by {
                Some(id) => format!("use `{id}` instead"),
                None => "nothing replaces it".to_owned(),
            };
            let detail = format!(
                "the blurb `{}` was withdrawn on {}: {}; {instead}",
                blurb.id, withdrawal.on, withdrawal.reason
            );
            let successor = withdrawal.replaced_by.as_ref().map(|id| format!("/v1/blurbs/{id}"));
            Some(Problem { successor, ..problem(detail) })
        }
    }
}
