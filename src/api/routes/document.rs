//! `/openapi.json`: this API described; `/openapi-3.0.json`: the same in an older version of the format.

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::takes_nothing;
use crate::{
    api::{ApiRequest, Context, Reply, openapi::Document, params::Resource},
    domain::stop::Stop,
    http::{
        cache::{CachePolicy, cached},
        media::Media,
        problem::{Code, Problem},
        served::RequestContext,
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
pub(crate) async fn document(question: ApiRequest, request: HttpRequest) -> Reply {
    described(&question, &request, Resource::Document, Document::current)
}

/// Get this document in OpenAPI 3.0
///
/// The same description in OpenAPI 3.0.3, for generators that read no later version. Where it says less, the other one counts.
#[utoipa::path(
    tag = "service",
    operation_id = "getOpenApi30",
    responses((status = 200, description = "The document.", body = Object)),
)]
#[get("/openapi-3.0.json")]
pub(crate) async fn older(question: ApiRequest, request: HttpRequest) -> Reply {
    described(&question, &request, Resource::OlderDocument, Document::older)
}

fn described(question: &ApiRequest, request: &HttpRequest, resource: Resource, text: fn(&Document) -> String) -> Reply {
    let ApiRequest { request_context, id, pairs } = question;
    request_context.preference.choose(&[Media::Json])?;
    let RequestContext { served, today, .. } = request_context;
    takes_nothing(&Context { library: &served.library, today: *today, resource, id, pairs, stop: &Stop::default() })?;
    let known = request
        .app_data::<web::Data<Document>>()
        .ok_or_else(|| Problem::new(Code::Internal, "the document was not registered"))?;
    let response = HttpResponse::Ok().content_type("application/json").body(text(known));
    Ok(cached(response, CachePolicy::Asset))
}
