//! What happens on a connection before a request gets to [`super::layer`], or instead of it.

use std::{
    fmt,
    future::{Ready, ready},
    time::SystemTime,
};

use actix_http::{
    Request, Response,
    body::BoxBody,
    error::{DispatchError, ParseError},
};
use actix_web::{
    HttpMessage,
    http::{ConnectionType, StatusCode, Uri},
};

use super::{
    access_log::Line,
    cache::CachePolicy,
    failure::refusal,
    headers, limits,
    methods::Verb,
    request_id::{self, RequestId},
    state::State,
};

/// A client that asks whether it may send its body (`Expect: 100-continue`, RFC 9110, section 10.1.1) and may not.
pub struct NotExpected(Response<BoxBody>);

impl fmt::Debug for NotExpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NotExpected").field(&self.0.status()).finish()
    }
}

impl From<NotExpected> for Response<BoxBody> {
    fn from(NotExpected(response): NotExpected) -> Self {
        response
    }
}

/// Tells a client that asks whether it may send its body: yes, unless the body is too large. Then the answer is what the body
/// would have been answered with, before anything of it was sent.
pub fn may_send(state: &State, request: Request) -> Ready<Result<Request, NotExpected>> {
    let Some(problem) = limits::exceeded(request.head()) else { return ready(Ok(request)) };
    let time = SystemTime::now();
    let id = RequestId::given(request.headers()).unwrap_or_else(|| state.ids.next());
    let mut response = refusal(&problem, &id, None);
    response.head_mut().set_connection_type(ConnectionType::Close);
    let to = response.headers_mut();
    headers::caching(to, CachePolicy::NoStore, None);
    headers::common(to, request.path(), &state.served().version_header);
    to.insert(request_id::HEADER, id.header());
    let (verb, status) = (Verb::of(request.method()), response.status());
    let took = time.elapsed().unwrap_or_default();
    state.metrics.answered(None, verb, status).count(took);
    if let Some(log) = &state.access_log {
        let address = super::exchange::logged(state, request.uri());
        let (method, status) = (verb.name(), status.as_u16());
        log.push(Line { time, id, method, address, status, bytes: None, took, cached: false });
    }
    ready(Err(NotExpected(response.into())))
}

/// Notes the end of a connection that the parser of the framework has refused.
///
/// The framework has answered already, and tells no more
/// than why, so the line of the log has no address: what came could not be read as one.
pub fn ended(state: &State, error: &DispatchError) {
    let DispatchError::Parse(error) = error else { return };
    // The client went away in the middle of a request: there was nobody to answer.
    if matches!(error, ParseError::Io(_) | ParseError::Incomplete) {
        return;
    }
    let is_too_large = matches!(error, ParseError::TooLarge);
    let status = if is_too_large { StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE } else { StatusCode::BAD_REQUEST };
    state.metrics.refused_by_parser.inc();
    if let Some(log) = &state.access_log {
        log.push(Line {
            time: SystemTime::now(),
            id: state.ids.next(),
            method: Verb::Other.name(),
            address: Uri::default().path().into(),
            status: status.as_u16(),
            bytes: Some(0),
            took: std::time::Duration::ZERO,
            cached: false,
        });
    }
}
