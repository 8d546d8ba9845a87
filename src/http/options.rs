//! The answer to OPTIONS, which no route has to give.

use actix_web::{
    HttpResponse,
    dev::ServiceRequest,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
};

use super::{methods::Methods, routes::Routes, unmatched};

/// How long a browser may remember the answer to a preflight, in seconds: a day, which all of them cut down.
const MAX_AGE: HeaderValue = HeaderValue::from_static("86400");

/// Request headers that scripts of other sites may send, beyond those that are always allowed.
const ALLOW_HEADERS: HeaderValue = HeaderValue::from_static("Accept, Content-Type, If-None-Match, X-Request-Id");

/// The answer to OPTIONS: what a script of another site may send, or which methods a resource has. `OPTIONS *` asks
/// about the service as a whole. None when there is nothing at the address.
pub(super) fn options(request: &ServiceRequest) -> Option<HttpResponse> {
    let is_preflight = request.headers().contains_key(header::ORIGIN)
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !is_preflight && request.path() != "*" && !unmatched::is_known(request.resource_map(), request.path()) {
        return None;
    }
    let methods = if request.path() == "*" {
        Methods { reads: true, posts: true }
    } else {
        Routes::methods_at(request.app_data(), request.resource_map(), request.path())
    };
    let allow = methods.header();
    let mut response = HttpResponse::new(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();
    if is_preflight {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, allow.clone());
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOW_HEADERS);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    }
    headers.insert(header::ALLOW, allow);
    Some(response)
}
