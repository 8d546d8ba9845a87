//! What pages load: a stylesheet, and the scripts that make pages quicker to use. Every page but `/docs/try` is whole without.
//!
//! Pages name them with the build they belong to, `/static/0.1.0.1a2b3c4d/style.css`, so that a page never meets the script of
//! another build; under that name they are kept for good.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{HeaderValue, LOCATION},
};

use crate::http::{
    cache::{CachePolicy, cached},
    problem::{Problem, no_such_page},
    served::PROGRAM,
};

/// One file for all pages, so that the second page needs none; written in a file for each group of them.
const STYLE: &str = concat!(
    include_str!("static/base.css"),
    include_str!("static/search.css"),
    include_str!("static/record.css"),
    include_str!("static/take.css"),
    include_str!("static/draft.css"),
    include_str!("static/guides.css"),
    include_str!("static/reference.css"),
);
const TRY_IT_SCRIPT: &str = include_str!("static/try_it.js");
/// One file, because every page has a search box.
const PAGE_SCRIPT: &str = concat!(include_str!("static/page.js"), include_str!("static/combobox.js"));
const DRAFT_SCRIPT: &str = concat!(include_str!("static/paste.js"), include_str!("static/draft.js"));
const REFERENCE_SCRIPT: &str = include_str!("static/reference.js");
const SEARCH_SCRIPT: &str = include_str!("static/search.js");
const TAKE_SCRIPT: &str = include_str!("static/take.js");
const BIBLIOGRAPHY_SCRIPT: &str = include_str!("static/bibliography.js");
const ICON: &str = include_str!("static/favicon.svg");

#[get("/static/{file}")]
pub(super) async fn file(request: HttpRequest) -> Result<HttpResponse, Problem> {
    named(&request, CachePolicy::Asset)
}

/// Another build is asked for while one replaces the other: what this one has is better than nothing, and is not kept.
#[get("/static/{build}/{file}")]
pub(super) async fn file_of_build(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let is_ours = request.match_info().get("build") == Some(PROGRAM);
    named(&request, if is_ours { CachePolicy::Immutable } else { CachePolicy::NoStore })
}

fn named(request: &HttpRequest, policy: CachePolicy) -> Result<HttpResponse, Problem> {
    let (content_type, text) = match request.match_info().get("file") {
        Some("style.css") => ("text/css; charset=utf-8", STYLE),
        Some("try_it.js") => ("text/javascript; charset=utf-8", TRY_IT_SCRIPT),
        Some("page.js") => ("text/javascript; charset=utf-8", PAGE_SCRIPT),
        Some("draft.js") => ("text/javascript; charset=utf-8", DRAFT_SCRIPT),
        Some("reference.js") => ("text/javascript; charset=utf-8", REFERENCE_SCRIPT),
        Some("search.js") => ("text/javascript; charset=utf-8", SEARCH_SCRIPT),
        Some("take.js") => ("text/javascript; charset=utf-8", TAKE_SCRIPT),
        Some("bibliography.js") => ("text/javascript; charset=utf-8", BIBLIOGRAPHY_SCRIPT),
        Some(_) | None => return Err(no_such_page(request)),
    };
    Ok(cached(HttpResponse::Ok().content_type(content_type).body(text), policy))
}

#[get("/favicon.svg")]
pub(super) async fn icon() -> HttpResponse {
    cached(HttpResponse::Ok().content_type("image/svg+xml").body(ICON), CachePolicy::Asset)
}

/// Where browsers look that were told nothing, as for an answer in JSON.
#[get("/favicon.ico")]
pub(super) async fn old_icon() -> HttpResponse {
    let to = (LOCATION, HeaderValue::from_static("/favicon.svg"));
    cached(HttpResponse::PermanentRedirect().insert_header(to).finish(), CachePolicy::Asset)
}
