//! The API to read and try: Swagger UI, from files inside this program.

use std::{borrow::Cow, sync::Arc};

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY},
    web::Bytes,
};
use askama::Template;
use utoipa_swagger_ui::{Config, SwaggerFile};

use super::page;
use crate::http::{
    cache::{CachePolicy, cached},
    problem::{Code, Problem, no_such_page},
};

/// As for other pages, but Swagger UI writes style attributes and draws its icons from `data:` addresses.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The files of Swagger UI that the page loads.
const FILES: [&str; 2] = ["swagger-ui.css", "swagger-ui-bundle.js"];

#[derive(Template)]
#[template(path = "try_it.html")]
struct TryIt;

#[get("/docs/try")]
pub(super) async fn index() -> Result<HttpResponse, Problem> {
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_SECURITY_POLICY, CONTENT_SECURITY));
    page(response, &TryIt, CachePolicy::Asset)
}

#[get("/docs/try/{file}")]
pub(super) async fn file(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let name = request.match_info().get("file").filter(|name| FILES.contains(name));
    let name = name.ok_or_else(|| no_such_page(&request))?;
    let config = Arc::new(Config::from("/openapi.json"));
    let file =
        utoipa_swagger_ui::serve(name, config).map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    let SwaggerFile { bytes, content_type, gzpipped, .. } = file.ok_or_else(|| no_such_page(&request))?;
    let mut response = HttpResponse::Ok();
    if gzpipped {
        response.insert_header((CONTENT_ENCODING, "gzip"));
    }
    let bytes = match bytes {
        // Spares a copy of the megabyte and a half of the bundle.
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    Ok(cached(response.content_type(content_type).body(bytes), CachePolicy::Asset))
}
