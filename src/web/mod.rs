//! Pages for people: the search, a page for every record and every audited page, the literature, references checked, what went wrong, and the API to read
//! and try.
//!
//! Server-rendered, whole without scripts (apart from the page that is one), and self-contained: nothing is loaded from
//! another host, no script that runs and no style stands in a page. Knows the library and what all answers share; knows
//! nothing of the JSON API but its addresses.

mod assets;
mod audits;
mod bibliography;
mod blurbs;
mod checks;
mod claims;
mod draft;
mod findings;
mod frame;
mod gist;
mod guides;
mod literature;
mod metadata;
mod missing;
mod parts;
mod plot;
mod posted;
mod problems;
mod reference;
mod references;
mod refused;
mod search;
mod site;
mod sources;
mod topics;
mod try_it;

use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web::ServiceConfig};
use askama::Template;

pub use reference::{MISTYPED, SAMPLES, Sample};

use crate::http::{
    cache::{CachePolicy, cached},
    problem::{Code, Problem, ProblemPage},
};

pub use draft::substantiation;

/// Pages that answer to a form as well, which is no part of the OpenAPI document.
pub const FORMS: &[&str] = &["/check", "/references"];

/// Registers every page and what they load.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(ProblemPage(refused::page))
        .service(search::home)
        .service(bibliography::index)
        .service(plot::picture::of_source)
        .service(plot::picture::of_finding)
        .service(topics::picture)
        .service(sources::one)
        .service(literature::index)
        .service(literature::one)
        .service(references::blank)
        .service(references::posted)
        .service(findings::one)
        .service(topics::index)
        .service(topics::one)
        .service(blurbs::one)
        .service(claims::one)
        .service(audits::one)
        .service(draft::blank)
        .service(draft::posted)
        .service(problems::index)
        .service(problems::one)
        .service(checks::one)
        .service(reference::index)
        .service(reference::index_as_markdown)
        .service(reference::one)
        .service(try_it::index)
        .service(try_it::file)
        .service(site::robots)
        .service(site::map)
        .service(assets::icon)
        .service(assets::old_icon)
        .service(assets::file)
        .service(assets::file_of_build)
        .service(guides::home)
        .service(guides::home_markdown)
        .service(guides::picture)
        .service(guides::index_for_models)
        .service(guides::all_for_models)
        // Takes what no other page below /docs takes.
        .service(guides::one);
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
