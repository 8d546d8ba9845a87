//! `/openapi.json`: this API described.

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::takes_nothing;
use crate::{
    api::{
        Asking, Question, Reply,
        accept::{Media, preferred},
        openapi::Document,
        params::Resource,
    },
    http::{
        cache::{CachePolicy, cached},
        problem::{Code, Problem},
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
    let Question { now, id, pairs, accept } = &question;
    preferred(accept, &[Media::Json])?;
    let library = &now.served.library;
    takes_nothing(&Asking { library, today: now.today, resource: Resource::Document, id, pairs })?;
    let document = request
        .app_data::<web::Data<Document>>()
        .ok_or_else(|| Problem::new(Code::Internal, "the document was not registered"))?;
    let response = HttpResponse::Ok().content_type("application/json").body(document.text());
    Ok(cached(response, CachePolicy::Asset))
}
