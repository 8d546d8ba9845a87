//! Pages for people: the search, a page for every record and every audited page, what went wrong, and the API to read
//! and try.
//!
//! Server-rendered, whole without scripts (apart from the page that is one), and self-contained: nothing is loaded from
//! another host, no script that runs and no style stands in a page. Knows the library and what all answers share; knows
//! nothing of the JSON API but its addresses.

mod assets;
mod audits;
mod blurbs;
mod checks;
mod claims;
mod docs;
mod findings;
mod metadata;
mod missing;
mod parts;
mod plot;
mod problems;
mod search;
mod sources;
mod topics;

use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web::ServiceConfig};
use askama::Template;

use crate::http::{
    cache::{CachePolicy, cached},
    problem::{Code, Problem},
};

/// Registers every page and what they load.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(search::home)
        .service(sources::one)
        .service(findings::one)
        .service(topics::one)
        .service(blurbs::one)
        .service(claims::one)
        .service(audits::one)
        .service(problems::index)
        .service(problems::one)
        .service(checks::index)
        .service(checks::one)
        .service(docs::docs)
        .service(docs::file)
        .service(assets::file);
}

/// A page as an answer.
fn page(response: HttpResponseBuilder, page: &impl Template, policy: CachePolicy) -> Result<HttpResponse, Problem> {
    Ok(answer(response, html(page)?, policy))
}

/// A page as text.
fn html(page: &impl Template) -> Result<String, Problem> {
    page.render().map_err(|error| Problem::new(Code::Internal, error.to_string()))
}

/// The text of a page as an answer.
fn answer(mut response: HttpResponseBuilder, html: String, policy: CachePolicy) -> HttpResponse {
    cached(response.content_type("text/html; charset=utf-8").body(html), policy)
}

/// The id in the path of a request.
fn id(request: &HttpRequest) -> &str {
    request.match_info().get("id").unwrap_or_default()
}

#[cfg(test)]
mod tests;
