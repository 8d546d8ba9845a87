//! Answers to requests that failed: every one becomes a problem with the id of its request.

use std::{
    any::Any,
    fmt,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
};

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderValue, LINK, RETRY_AFTER},
    },
};

use super::{
    cache::CachePolicy,
    headers,
    methods::Methods,
    problem::{self, Code, Problem, ProblemPage},
    request_id::{self, RequestId},
};

/// What a client is told of a failure of ours. What it was stands in the log.
const INTERNAL_DETAIL: &str = "the request could not be answered; the log of the service has the reason under this id";

/// The answer to a request that is refused. Failures of ours are logged here, once, and their details kept from the
/// client.
pub(super) fn refusal(problem: &Problem, id: &RequestId, page: Option<ProblemPage>) -> HttpResponse {
    let public;
    let shown = if problem.code == Code::Internal {
        tracing::error!(request_id = %id, reason = %problem.detail, "a request failed");
        public = Problem::new(Code::Internal, INTERNAL_DETAIL);
        &public
    } else {
        problem
    };
    let mut response = HttpResponse::new(shown.code.status());
    let to = response.headers_mut();
    let drawn = page.and_then(|ProblemPage(draw)| draw(shown, id.as_str()));
    let content_type = if drawn.is_some() { "text/html; charset=utf-8" } else { problem::CONTENT_TYPE };
    to.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if !shown.allow.is_empty()
        && let Ok(allow) = HeaderValue::from_str(&shown.allow.join(", "))
    {
        to.insert(ALLOW, allow);
    }
    if matches!(shown.code.status(), StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        to.insert(RETRY_AFTER, shown.retry_after.map_or(headers::IN_A_MOMENT, HeaderValue::from));
    }
    if let Some(successor) = &shown.successor
        && let Ok(link) = HeaderValue::from_str(&format!("<{successor}>; rel=\"successor-version\""))
    {
        to.append(LINK, link);
    }
    if let Some(page) = drawn {
        return response.set_body(page).map_into_boxed_body();
    }
    // Plain data always prints.
    let body = serde_json::to_vec(&shown.body(id.as_str())).unwrap_or_default();
    response.set_body(body).map_into_boxed_body()
}

/// How a refusal is drawn for whoever asks: as a page for a browser, which names HTML, on an address for people.
pub(super) fn page_for(request: &HttpRequest) -> Option<ProblemPage> {
    let wants_page = request.headers().get_all(ACCEPT).any(|line| {
        let line = line.as_bytes().to_ascii_lowercase();
        line.split(|byte| *byte == b',').any(|range| range.trim_ascii().starts_with(b"text/html"))
    });
    let is_for_people = request.path() != "/v1" && !request.path().starts_with("/v1/");
    request.app_data::<ProblemPage>().copied().filter(|_| wants_page && is_for_people)
}

/// The problem that a response stands for, if it is an error without a body meant for the client: our own problems,
/// and what the framework answers in plain text or not at all.
pub(super) fn problem_of(response: &HttpResponse) -> Option<Problem> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    if let Some(error) = response.error() {
        let own = error.as_error::<Problem>().cloned();
        return Some(own.unwrap_or_else(|| from_framework(status, Some(error.to_string()))));
    }
    let content_type = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    match content_type {
        Some(stated) if !stated.starts_with(b"text/plain") => None,
        Some(_) | None => Some(from_framework(status, None)),
    }
}

/// A failure that the framework found, in the words of the catalogue.
fn from_framework(status: StatusCode, said: Option<String>) -> Problem {
    let code = match status {
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::NOT_ACCEPTABLE => Code::NotAcceptable,
        StatusCode::PAYLOAD_TOO_LARGE => Code::PayloadTooLarge,
        StatusCode::URI_TOO_LONG => Code::UriTooLong,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        StatusCode::REQUEST_TIMEOUT => Code::RequestTimeout,
        StatusCode::TOO_MANY_REQUESTS => Code::TooManyRequests,
        StatusCode::SERVICE_UNAVAILABLE => Code::Unavailable,
        other if other.is_server_error() => Code::Internal,
        _ => Code::InvalidParameter,
    };
    let detail = said.filter(|said| !said.is_empty()).unwrap_or_else(|| code.title().to_lowercase());
    let allow = if code == Code::MethodNotAllowed { Methods::READS.names().to_vec() } else { Vec::new() };
    Problem { allow, ..Problem::new(code, detail) }
}

/// Waits for a future; a panic in it becomes what the panic said.
pub(super) async fn caught<F: Future>(future: F) -> Result<F::Output, String> {
    let mut future = pin!(future);
    poll_fn(|context| {
        // A request that panicked is not looked at again; what it shares with others is locks that shrug it off.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => Poll::Ready(Err(said(&*panic))),
        }
    })
    .await
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", text.unwrap_or("without a message"))
}

/// A request that got lost on its way: nothing of it is left but its id. The framework turns it into a response after
/// the middleware, so it brings all its headers.
#[derive(Clone, Debug)]
pub(super) struct InternalFailure {
    pub(super) id: RequestId,
    pub(super) path: Box<str>,
    pub(super) version: HeaderValue,
    pub(super) reason: String,
}

impl fmt::Display for InternalFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl ResponseError for InternalFailure {
    fn status_code(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = refusal(&Problem::new(Code::Internal, self.reason.clone()), &self.id, None);
        let to = response.headers_mut();
        headers::caching(to, CachePolicy::NoStore, None);
        headers::common(to, &self.path, &self.version);
        to.insert(request_id::HEADER, self.id.header());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_framework_refuses_becomes_a_problem() {
        let check = |response: HttpResponse, expected: Option<Code>| {
            let status = response.status();
            assert_eq!(problem_of(&response).map(|problem| problem.code), expected, "{status}");
        };
        check(HttpResponse::NotFound().finish(), Some(Code::NotFound));
        check(
            HttpResponse::BadRequest().content_type("text/plain; charset=utf-8").body("no"),
            Some(Code::InvalidParameter),
        );
        check(HttpResponse::BadGateway().finish(), Some(Code::Internal));
        check(HttpResponse::from_error(actix_web::error::ErrorNotAcceptable("no")), Some(Code::NotAcceptable));
        check(HttpResponse::from_error(Problem::new(Code::ExpiredCursor, "old")), Some(Code::ExpiredCursor));
        check(HttpResponse::Gone().content_type("text/html").body("<p>gone"), None);
        check(HttpResponse::ServiceUnavailable().content_type("application/json").body("{}"), None);
        check(HttpResponse::Ok().finish(), None);
    }
}
