//! Pages for people: where to begin, what went wrong, and the API to read and try.
//!
//! Server-rendered, whole without scripts (apart from the page that is one), and self-contained: nothing is loaded from
//! another host, no script or style stands in a page. Knows the library and what all answers share; knows nothing of
//! the JSON API but its addresses.

mod assets;
mod checks;
mod docs;
mod home;
mod problems;

use actix_web::{HttpResponse, HttpResponseBuilder, web::ServiceConfig};
use askama::Template;

use crate::http::{
    cache::{CachePolicy, cached},
    problem::{Code, Problem},
};

/// Registers every page and what they load.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(home::home)
        .service(problems::index)
        .service(problems::one)
        .service(checks::index)
        .service(checks::one)
        .service(docs::docs)
        .service(docs::file)
        .service(assets::file);
}

/// A page as an answer.
fn page(mut response: HttpResponseBuilder, page: &impl Template, policy: CachePolicy) -> Result<HttpResponse, Problem> {
    let html = page.render().map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    Ok(cached(response.content_type("text/html; charset=utf-8").body(html), policy))
}

#[cfg(test)]
mod tests;
