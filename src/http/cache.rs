//! How long an answer may be kept. Handlers say which policy holds; [`super::layer`] turns it into headers, and is the
//! only place that writes them.

use actix_web::{HttpRequest, HttpResponse};

/// What may be done with a copy of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CachePolicy {
    /// It depends on nothing but the address, the data, the program and the day. Kept by the service itself; shared
    /// caches may use it for five minutes, show it for an hour while they ask again, and for a day when the service
    /// does not answer.
    Dataset,
    /// Changes from request to request, or tells the state of the service.
    NoStore,
    /// Part of the program: a stylesheet, a script.
    Asset,
    /// Part of the program under a name that holds a hash of it: what has this name never changes.
    Immutable,
}

/// Marks a response with its policy. A response without one is not stored by anybody.
pub fn cached(mut response: HttpResponse, policy: CachePolicy) -> HttpResponse {
    response.extensions_mut().insert(policy);
    response
}

/// The pairs of the query string in their order, percent-decoded; bytes that are no UTF-8 become U+FFFD, so that no
/// query is an error of its encoding.
pub fn query_pairs(request: &HttpRequest) -> Vec<(String, String)> {
    url::form_urlencoded::parse(request.query_string().as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}
