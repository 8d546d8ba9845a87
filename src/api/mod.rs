//! The JSON API: resources below `/v1` and the document that describes them.
//!
//! Knows the library and what all answers share in [`crate::http`]; knows nothing of the pages for people. Each
//! resource is one function from the library, the day and the parameters to a body, so that the same text comes out of
//! a request, of the command line and of a test; a handler adds nothing but headers. Every answer is worked out beside the
//! threads that serve connections.

mod cursor;
mod envelope;
mod format;
pub mod openapi;
mod params;
mod routes;
#[cfg(test)]
mod tests;
mod view;
mod warning;

use std::{
    future::{Future, Ready, ready},
    pin::Pin,
};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{CONTENT_TYPE, HeaderValue, LINK, LOCATION, VARY},
    web,
};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    app::{Library, SearchAnswer},
    check::Report,
    citation::rich::Written,
    corpus::{Corpus, Record},
    domain::{Date, Vocabulary, blurb::TextLength, stop::Stop},
    http::{
        body::{Body, Posted},
        cache::{CachePolicy, cached, query_pairs},
        media::Media,
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
    references::Checked,
};
use params::{Asked, ListShape, Resource, SearchParams};
use view::{Scene, blurb::BlurbView, claim::ClaimView, finding::FindingView, source::SourceView, topic::TopicView};

pub use format::ExportFormat;

pub use openapi::{older_openapi_json, openapi_json};

/// Registers every resource, and the document that describes them.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.app_data(web::Data::new(openapi::Document::new())).configure(resources);
}

/// The resources. Only through `service`, so that what answers is also described.
fn resources(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::index::index)
        .service(routes::search::search)
        .service(routes::suggest::suggest)
        .service(routes::sources::list)
        .service(routes::sources::one)
        .service(routes::export::export)
        .service(routes::citations::one)
        .service(routes::citations::styles)
        .service(routes::citations::bibliography)
        .service(routes::findings::list)
        .service(routes::findings::one)
        .service(routes::claims::list)
        .service(routes::claims::one)
        .service(routes::blurbs::list)
        .service(routes::blurbs::one)
        .service(routes::changes::list)
        .service(routes::topics::list)
        .service(routes::topics::one)
        .service(routes::literature::list)
        .service(routes::literature::one)
        .service(routes::literature::cite)
        .route("/v1/literature/{doi:10\\..+|[dD][oO][iI]:.+}", web::get().to(routes::literature::raw_doi))
        .service(routes::check::check)
        .service(routes::references::check)
        .service(routes::document::document)
        .service(routes::document::older);
}

/// The body `/v1/search` has for this query string, for callers without HTTP.
///
/// # Errors
/// The [`Problem`] the resource would answer with.
pub fn search_json(library: &Library, query_string: &str, today: Date) -> Result<String, Problem> {
    let pairs: Vec<_> = url::form_urlencoded::parse(query_string.as_bytes()).into_owned().collect();
    let context = Context { library, today, resource: Resource::Search, id: "", pairs: &pairs, stop: &Stop::default() };
    routes::search::answer(&context).map(|answer| answer.body)
}

/// What a search for this query string of `/v1/search` finds, with what was read in a way its writer may not have meant; for
/// callers without HTTP.
///
/// # Errors
/// The [`Problem`] the resource would answer with.
pub fn search_found<'a>(
    library: &'a Library,
    query_string: &str,
    today: Date,
) -> Result<(SearchAnswer<'a>, Vec<String>), Problem> {
    let pairs: Vec<_> = url::form_urlencoded::parse(query_string.as_bytes()).into_owned().collect();
    let context = Context { library, today, resource: Resource::Search, id: "", pairs: &pairs, stop: &Stop::default() };
    let Asked { params, warnings } = Asked::<SearchParams>::read(&context)?;
    let found = envelope::searched(library, &params.request())?;
    let warnings = warnings.iter().map(|warning| format!("{}: {}", warning.parameter, warning.message));
    Ok((found, warnings.collect()))
}

/// The HTML fragment that the resource of a blurb answers with, for those who show it elsewhere.
///
/// # Errors
/// The [`Problem`] the resource would answer with: there is no such blurb, or it may not be published any more.
pub fn blurb_fragment(library: &Library, id: &str, length: TextLength, today: Date) -> Result<String, Problem> {
    let pairs = [("length".to_owned(), length.slug().to_owned())];
    let context = Context { library, today, resource: Resource::Blurb, id, pairs: &pairs, stop: &Stop::default() };
    routes::blurbs::answer_one(&context, Ok(Media::Html)).map(|answer| answer.body)
}

/// What stands between the tags of the element for a blurb, and the version of its words; `page` is the whole address of its
/// page, `level` that of its heading.
///
/// # Errors
/// The [`Problem`] the resource would answer with, as for [`blurb_fragment`].
pub fn blurb_printed(
    library: &Library,
    id: &str,
    length: TextLength,
    today: Date,
    page: &str,
    level: u32,
) -> Result<(String, String), Problem> {
    let pairs = [("length".to_owned(), length.slug().to_owned())];
    let context = Context { library, today, resource: Resource::Blurb, id, pairs: &pairs, stop: &Stop::default() };
    routes::blurbs::printed(&context, page, level)
}

/// A record as its resource shows it by itself, but for the overview of a topic.
///
/// # Errors
/// [`Code::Internal`] when it cannot be shown, which no loaded corpus gives a reason for.
pub fn record_value(corpus: &Corpus, record: Record<'_>, as_of: Date) -> Result<serde_json::Value, Problem> {
    let scene = Scene { corpus, as_of };
    let value = match record {
        Record::Source(source) => serde_json::to_value(SourceView::of(scene, source)),
        Record::Finding(finding) => serde_json::to_value(FindingView::of(scene, finding)),
        Record::Claim(claim) => serde_json::to_value(ClaimView::of(scene, claim)),
        // How a source is cited is no part of the record.
        Record::Blurb(blurb) => {
            serde_json::to_value(BlurbView::of(scene, blurb, TextLength::Full, |_| Written::default()))
        }
        Record::Topic(topic) => serde_json::to_value(TopicView::of(scene, topic)),
    };
    value.map_err(|error| Problem::new(Code::Internal, error.to_string()))
}

/// The file `/v1/export` gives for this query string, for callers without HTTP.
///
/// # Errors
/// The [`Problem`] the resource would answer with.
pub fn export_text(library: &Library, query_string: &str, today: Date) -> Result<String, Problem> {
    let pairs: Vec<_> = url::form_urlencoded::parse(query_string.as_bytes()).into_owned().collect();
    let context = Context { library, today, resource: Resource::Export, id: "", pairs: &pairs, stop: &Stop::default() };
    routes::export::file(&context).map(|file| file.content)
}

/// The body `/v1/check` has for this report, for callers without HTTP.
///
/// # Errors
/// [`Problem`] when it cannot be printed, which is a fault of the program.
pub fn check_json(report: &Report) -> Result<serde_json::Value, Problem> {
    serde_json::to_value(view::check::CheckReport::of(report))
        .map_err(|error| Problem::new(Code::Internal, error.to_string()))
}

/// The body `/v1/references/check` has for these, for callers without HTTP.
///
/// # Errors
/// [`Problem`] when it cannot be printed, which is a fault of the program.
pub fn references_json(checked: &[Checked]) -> Result<serde_json::Value, Problem> {
    serde_json::to_value(view::references::CheckedReferences::of(checked))
        .map_err(|error| Problem::new(Code::Internal, error.to_string()))
}

/// A question to one resource.
struct Context<'a> {
    library: &'a Library,
    today: Date,
    resource: Resource,
    /// The id in the path, for resources that are one record; else empty.
    id: &'a str,
    /// The parameters, decoded, in their order.
    pairs: &'a [(String, String)],
    /// Says when nobody waits for the answer any more.
    stop: &'a Stop,
}

/// What a resource answers.
struct Answer {
    body: String,
    media: Media,
    /// Address of the next page.
    next: Option<String>,
}

impl Answer {
    fn of(body: &impl Serialize) -> Result<Self, Problem> {
        // Views are plain data with text keys; were one not to print, that is our fault and no empty answer.
        let body = serde_json::to_string(body).map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        Ok(Self { body, media: Media::Json, next: None })
    }
}

impl Answer {
    /// A page of a list, its records with the fields that were asked for.
    fn of_list(page: &impl Serialize, shape: &ListShape) -> Result<Self, Problem> {
        let Some(wanted) = shape.wanted() else { return Self::of(page) };
        let mut page = serde_json::to_value(page).map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
        for record in page.get_mut("data").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(record) = record.as_object_mut() {
                record.retain(|field, _| wanted.contains(&field.as_str()));
            }
        }
        Self::of(&page)
    }
}

/// What a handler takes from a request.
struct ApiRequest {
    request_context: RequestContext,
    id: String,
    pairs: Vec<(String, String)>,
}

impl FromRequest for ApiRequest {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut question = || {
            let request_context = RequestContext::from_request(request, payload).into_inner()?;
            let id = request.match_info().get("id").unwrap_or_default().to_owned();
            Ok(Self { request_context, id, pairs: query_pairs(request) })
        };
        ready(question())
    }
}

impl ApiRequest {
    /// The way to the source that another identifier in the place of its id means: our address of it and what stands
    /// behind, `/v1/sources/{id}/citation`, with the query as it was. None for ids of ours, and where nothing or more
    /// than one source is meant.
    fn moved(&self, behind: &str) -> Option<HttpResponse> {
        let library = &self.request_context.served.library;
        if library.corpus().source(&self.id).is_some() {
            return None;
        }
        let pasted = percent_decode_str(&self.id).decode_utf8().ok()?;
        let [source] = library.look_up(&pasted).sources[..] else { return None };
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.pairs);
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        let address = format!("/v1/sources/{}{behind}{mark}{query}", source.id);
        // For good as long as the data stays what it is: an identifier may turn out to be another one's.
        let response = HttpResponse::TemporaryRedirect().insert_header((LOCATION, address)).finish();
        Some(cached(response, CachePolicy::Dataset))
    }

    /// The answer of a resource, in JSON.
    async fn answer(self, resource: Resource, answer: fn(&Context<'_>) -> Result<Answer, Problem>) -> Reply {
        let Self { request_context, id, pairs } = self;
        request_context.preference.choose(&[Media::Json])?;
        request_context
            .respond(Effort::Light, move |request_context, stop| {
                let RequestContext { served, today, .. } = request_context;
                answer(&Context { library: &served.library, today: *today, resource, id: &id, pairs: &pairs, stop })
                    .map(respond)
            })
            .await
    }

    /// The answer of a resource that has several representations: the one `Accept` wants most, which a parameter may
    /// overrule.
    async fn represent(
        self,
        resource: Resource,
        offered: &'static [Media],
        answer: fn(&Context<'_>, Result<Media, Problem>) -> Result<Answer, Problem>,
    ) -> Reply {
        let Self { request_context, id, pairs } = self;
        request_context
            .respond(Effort::Light, move |request_context, stop| {
                let RequestContext { served, today, preference, .. } = request_context;
                let context =
                    Context { library: &served.library, today: *today, resource, id: &id, pairs: &pairs, stop };
                let mut response = respond(answer(&context, preference.choose(offered))?);
                response.headers_mut().append(VARY, HeaderValue::from_static("Accept"));
                Ok(response)
            })
            .await
    }
}

/// What a handler takes from a POST: the question, and the body it is about.
struct PostedRequest<T> {
    question: ApiRequest,
    body: T,
}

impl<T: Body> FromRequest for PostedRequest<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let question = ApiRequest::from_request(request, payload).into_inner();
        let posted = Posted::from_request(request, payload);
        Box::pin(async move {
            let question = question?;
            let Posted(body) = posted.await?;
            Ok(Self { question, body })
        })
    }
}

impl<T: Send + 'static> PostedRequest<T> {
    /// The answer. Nobody may keep it.
    async fn answer(self, resource: Resource, answer: fn(&Context<'_>, T) -> Result<Answer, Problem>) -> Reply {
        let Self { question: ApiRequest { request_context, id, pairs }, body } = self;
        request_context.preference.choose(&[Media::Json])?;
        request_context
            .respond(Effort::Heavy, move |request_context, stop| {
                let RequestContext { served, today, .. } = request_context;
                let context =
                    Context { library: &served.library, today: *today, resource, id: &id, pairs: &pairs, stop };
                answer(&context, body).map(respond)
            })
            .await
    }
}

type Reply = Result<HttpResponse, Problem>;

fn respond(Answer { body, media, next }: Answer) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, media.content_type()));
    if let Some(next) = next {
        response.insert_header((LINK, format!("<{next}>; rel=\"next\"")));
    }
    cached(response.body(body), CachePolicy::Dataset)
}
