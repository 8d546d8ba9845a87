//! `/docs/api`: the reference of the API, made from its OpenAPI document, with a request for each operation in four
//! languages and a real answer to it. Every page is there as Markdown, too, under its address with `.md`.

mod document;
mod languages;
mod prose;
mod recipes;
mod samples;
mod view;

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

pub use self::samples::{MISTYPED, SAMPLES, Sample};
use self::{
    document::{Document, Operation},
    prose::{Block, Piece},
    view::{Answer, Code, Fields, Group, Refusal, Side, codes, groups},
};
use super::{html, page};
use crate::{
    domain::vocabulary::nearest,
    http::{
        cache::{CachePolicy, cached},
        origin::Origin,
        problem::{Code as ProblemCode, Problem},
        served::RequestContext,
    },
};

/// A header of answers.
struct Header<'a> {
    name: &'a str,
    description: Vec<Piece>,
    example: &'a str,
}

/// What the page of everything shows.
struct Overview<'a> {
    origin: Origin,
    version: &'a str,
    about: Vec<Block>,
    groups: Vec<Group<'a>>,
    first: Vec<Code>,
    printed: String,
    headers: Vec<Header<'a>>,
    mistyped: Code,
    refusal: &'static str,
    pages: Vec<Code>,
    again: Code,
    types: [Code; 2],
}

#[derive(Template)]
#[template(path = "reference.html")]
struct OverviewPage<'a> {
    shown: Overview<'a>,
}

#[derive(Template)]
#[template(path = "reference.md", escape = "none")]
struct OverviewMarkdown<'a> {
    shown: Overview<'a>,
}

/// What the page of an operation shows.
struct Shown<'a> {
    id: &'a str,
    tag: &'a str,
    method: String,
    path: &'a str,
    summary: &'a str,
    description: Vec<Block>,
    groups: Vec<Group<'a>>,
    codes: Vec<Code>,
    printed: Option<String>,
    /// A real answer.
    answer: &'static str,
    /// The request that was answered so, when it can be opened.
    opened: Option<String>,
    is_cut: bool,
    parameters: Fields,
    body: Option<Answer>,
    answers: Vec<Answer>,
    refusals: Vec<Refusal>,
}

#[derive(Template)]
#[template(path = "reference_operation.html")]
struct OperationPage<'a> {
    shown: Shown<'a>,
}

#[derive(Template)]
#[template(path = "reference_operation.md", escape = "none")]
struct OperationMarkdown<'a> {
    shown: Shown<'a>,
}

#[derive(Template)]
#[template(path = "no_such_operation.html")]
struct NoSuchOperation<'a> {
    id: &'a str,
    nearest: Option<&'a str>,
    groups: Vec<Group<'a>>,
}

#[get("/docs/api")]
pub(super) async fn index(context: RequestContext, origin: Origin) -> Result<HttpResponse, Problem> {
    let document = described(&context)?;
    page(HttpResponse::Ok(), &OverviewPage { shown: overview(&document, &origin)? }, CachePolicy::Asset)
}

#[get("/docs/api.md")]
pub(super) async fn index_as_markdown(context: RequestContext, origin: Origin) -> Result<HttpResponse, Problem> {
    let document = described(&context)?;
    markdown(&OverviewMarkdown { shown: overview(&document, &origin)? })
}

#[get("/docs/api/{operation}")]
pub(super) async fn one(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    let document = &described(&context)?;
    let asked = request.match_info().get("operation").unwrap_or_default();
    let (id, is_markdown) = asked.strip_suffix(".md").map_or((asked, false), |id| (id, true));
    let Some((method, path, operation)) = document.operations().find(|(_, _, known)| known.operation_id == id) else {
        let nearest = nearest(id, document.operations().map(|(_, _, operation)| operation.operation_id.as_str()));
        let refusal = NoSuchOperation { id, nearest, groups: groups(document, "") };
        return page(HttpResponse::NotFound(), &refusal, CachePolicy::NoStore);
    };
    let shown = operation_shown(document, method, path, operation, &origin)?;
    if is_markdown {
        markdown(&OperationMarkdown { shown })
    } else {
        page(HttpResponse::Ok(), &OperationPage { shown }, CachePolicy::Asset)
    }
}

/// The document of the service that answers.
fn described(context: &RequestContext) -> Result<Document, Problem> {
    Document::read(&context.served.described).map_err(|error| Problem::new(ProblemCode::Internal, error))
}

fn markdown(page: &impl Template) -> Result<HttpResponse, Problem> {
    let mut response = HttpResponse::Ok();
    Ok(cached(response.content_type("text/markdown; charset=utf-8").body(html(page)?), CachePolicy::Asset))
}

/// The sample of an operation. A test sees to it that every one has one.
fn sample(id: &str) -> Result<&'static Sample, Problem> {
    Sample::of(id).ok_or_else(|| Problem::new(ProblemCode::Internal, format!("`{id}` has no sample")))
}

fn overview<'a>(document: &'a Document, origin: &'a Origin) -> Result<Overview<'a>, Problem> {
    let first = sample("search")?;
    let header = |(name, header): (&'a str, &'a document::Header)| Header {
        name,
        description: prose::pieces(&header.description),
        example: &header.example,
    };
    let base = origin.or_local().to_string();
    Ok(Overview {
        origin: origin.or_local(),
        version: &document.info.version,
        about: document.prose(&document.info.description),
        groups: groups(document, ""),
        first: codes(first, &base),
        printed: first.printed().unwrap_or_default(),
        headers: document.components.headers.iter().map(header).collect(),
        mistyped: recipes::mistyped(&base),
        refusal: MISTYPED.recorded(),
        pages: recipes::pages(&base),
        again: recipes::again(&base),
        types: recipes::types(&base),
    })
}

fn operation_shown<'a>(
    document: &'a Document,
    method: &str,
    path: &'a str,
    operation: &'a Operation,
    origin: &Origin,
) -> Result<Shown<'a>, Problem> {
    let sample = sample(&operation.operation_id)?;
    let body = operation.request_body.as_ref().map(|body| document.answer_of("", body, Side::Request));
    Ok(Shown {
        id: &operation.operation_id,
        tag: operation.tag(),
        method: method.to_uppercase(),
        path,
        summary: &operation.summary,
        description: document.prose(&operation.description),
        groups: groups(document, &operation.operation_id),
        codes: codes(sample, &origin.or_local().to_string()),
        printed: sample.printed(),
        answer: sample.recorded(),
        opened: sample.json().is_none().then(|| sample.address()),
        is_cut: sample.is_cut(),
        parameters: document.parameters(operation),
        body,
        answers: document.answers(operation),
        refusals: document.refusals(operation),
    })
}

#[cfg(test)]
mod tests;
