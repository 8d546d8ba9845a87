//! What pages load: a stylesheet, and the scripts that make pages quicker to use. Every page but `/docs` is whole without.

use actix_web::{HttpRequest, HttpResponse, get};

use crate::http::{
    cache::{CachePolicy, cached},
    problem::{Problem, no_such_page},
};

const STYLE: &str = include_str!("static/style.css");
const DOCS_SCRIPT: &str = include_str!("static/docs.js");
const PAGE_SCRIPT: &str = include_str!("static/page.js");
const SEARCH_SCRIPT: &str = include_str!("static/search.js");

#[get("/static/{file}")]
pub(super) async fn file(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (content_type, text) = match request.match_info().get("file") {
        Some("style.css") => ("text/css; charset=utf-8", STYLE),
        Some("docs.js") => ("text/javascript; charset=utf-8", DOCS_SCRIPT),
        Some("page.js") => ("text/javascript; charset=utf-8", PAGE_SCRIPT),
        Some("search.js") => ("text/javascript; charset=utf-8", SEARCH_SCRIPT),
        Some(_) | None => return Err(no_such_page(&request)),
    };
    Ok(cached(HttpResponse::Ok().content_type(content_type).body(text), CachePolicy::Asset))
}
