//! `/openapi.json`: this API described.

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::takes_nothing;
use crate::{
    api::{Asking, Question, Reply, openapi::Document, params::Resource},
    domain::stop::Stop,
    http::{
        cache::{CachePolicy, cached},
        media::Media,
        problem::{Code, Problem},
        served::Now,
    },
};

/// Get this document
///
/// The description of this API, in OpenAPI 3.1.
#[utoipa::path(
    tag = "service",
    operation_id = "getOpenApi",
    responses((status = 200, description = "The document.", body = Object)),
)]
#[get("/openapi.json")]
pub(crate) async fn document(question: Question, request: HttpRequest) -> Reply {
    let Question { now, id, pairs } = &question;
    now.preference.choose(&[Media::Json])?;
    let Now { served, today, .. } = now;
    let resource = Resource::Document;
    takes_nothing(&Asking { library: &served.library, today: *today, resource, id, pairs, stop: &Stop::default() })?;
    let document = request
        .app_data::<web::Data<Document>>()
        .ok_or_else(|| Problem::new(Code::Internal, "the document was not registered"))?;
    let response = HttpResponse::Ok().content_type("application/json").body(document.text());
    Ok(cached(response, CachePolicy::Asset))
}
