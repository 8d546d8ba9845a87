//! Methods that need no handler of their own: HEAD is answered like GET, OPTIONS by looking at the routes.

use actix_web::{
    HttpResponse,
    dev::ServiceRequest,
    http::{
        Method, StatusCode,
        header::{self, HeaderValue},
    },
};

use super::unmatched;

/// The methods of every resource: nothing over HTTP changes the data.
pub const ALLOWED: [&str; 3] = ["GET", "HEAD", "OPTIONS"];

/// [`ALLOWED`] as the value of `Allow`.
pub const ALLOW: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");

/// How long a browser may remember the answer to a preflight, in seconds: a day, which all of them cut down.
const MAX_AGE: HeaderValue = HeaderValue::from_static("86400");

/// Request headers that scripts of other sites may send, beyond those that are always allowed.
const ALLOW_HEADERS: HeaderValue = HeaderValue::from_static("Accept, Content-Type, If-None-Match, X-Request-Id");

/// A method, as far as the service tells methods apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// GET.
    Get,
    /// HEAD.
    Head,
    /// OPTIONS.
    Options,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
    /// Any other. One word for all of them, so that no client can make up labels for the metrics.
    Other,
}

impl Verb {
    /// Which of them a method is.
    pub fn of(method: &Method) -> Self {
        match *method {
            Method::GET => Self::Get,
            Method::HEAD => Self::Head,
            Method::OPTIONS => Self::Options,
            Method::POST => Self::Post,
            Method::PUT => Self::Put,
            Method::PATCH => Self::Patch,
            Method::DELETE => Self::Delete,
            _ => Self::Other,
        }
    }

    /// Its name in logs and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Other => "other",
        }
    }

    /// Whether it asks for a representation.
    pub fn reads(self) -> bool {
        match self {
            Self::Get | Self::Head => true,
            Self::Options | Self::Post | Self::Put | Self::Patch | Self::Delete | Self::Other => false,
        }
    }
}

/// The answer to OPTIONS: what a script of another site may send, or which methods a resource has. `OPTIONS *` asks
/// about the service as a whole. None when there is nothing at the address.
pub fn options(request: &ServiceRequest) -> Option<HttpResponse> {
    let is_preflight = request.headers().contains_key(header::ORIGIN)
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !is_preflight && request.path() != "*" && !unmatched::is_known(request.resource_map(), request.path()) {
        return None;
    }
    let mut response = HttpResponse::new(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, ALLOW);
    if is_preflight {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, ALLOW);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOW_HEADERS);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    }
    Some(response)
}
