//! The one error body: `application/problem+json` (RFC 9457), and the catalogue of what can go wrong.

use std::fmt;

use actix_web::{HttpRequest, HttpResponse, ResponseError, http::StatusCode};
use serde::Serialize;

/// Media type of a problem.
pub const CONTENT_TYPE: &str = "application/problem+json";

macro_rules! catalogue {
    ($( $Code:ident = $slug:literal, $status:ident, $title:literal, $retryable:literal, $explanation:literal; )+) => {
        /// Everything that can go wrong with a request.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $( #[doc = $title] $Code, )+
        }

        impl Code {
            /// All codes, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$( Self::$Code, )+];

            /// The stable name; the last part of the address of its page, `/problems/{slug}`.
            pub fn slug(self) -> &'static str {
                match self { $( Self::$Code => $slug, )+ }
            }

            /// HTTP status it is answered with.
            pub fn status(self) -> StatusCode {
                match self { $( Self::$Code => StatusCode::$status, )+ }
            }

            /// What it is, in a few words, the same every time.
            pub fn title(self) -> &'static str {
                match self { $( Self::$Code => $title, )+ }
            }

            /// Whether the same request may succeed later.
            pub fn is_retryable(self) -> bool {
                match self { $( Self::$Code => $retryable, )+ }
            }

            /// Why it happens and what to do, for the page of the code.
            pub fn explanation(self) -> &'static str {
                match self { $( Self::$Code => $explanation, )+ }
            }
        }
    };
}

catalogue! {
    UnknownParameter = "unknown-parameter", BAD_REQUEST, "Unknown parameter", false,
        "The address has a parameter this resource does not know. `errors` names it with the nearest known one and the \
         whole list. Parameters are never ignored: a misspelled filter would silently return everything.";
    InvalidParameter = "invalid-parameter", BAD_REQUEST, "Invalid parameter", false,
        "A parameter has a value it cannot take. `errors` names the parameter, what was found and what is allowed. All \
         faulty parameters are listed at once.";
    InvalidCursor = "invalid-cursor", BAD_REQUEST, "Invalid cursor", false,
        "The cursor was not made by this service, or belongs to another question. A cursor is opaque: take it from \
         `meta.next_cursor`, keep every other parameter as it was, and begin again without a cursor if in doubt.";
    ExpiredCursor = "expired-cursor", CONFLICT, "The data has changed", false,
        "The cursor belongs to another version of the data, so its next page could skip or repeat records. Begin again \
         without a cursor. All pages of one cursor come from one version.";
    NotFound = "not-found", NOT_FOUND, "Not found", false,
        "There is no record with this id, or no page at this address. Ids are never reused; look one up with \
         `/v1/sources?id=` or search for it.";
    LiteratureNotLoaded = "literature-not-loaded", NOT_FOUND, "No literature", false,
        "This installation has no literature: bibliographic records beside the appraised ones. Its operator loads some with \
         `evidence literature add FILE`, with files of PubMed or of a reference manager, and then loads the data again \
         (SIGHUP, or a restart).";
    LiteratureUnreadable = "literature-unreadable", SERVICE_UNAVAILABLE, "Literature cannot be read", false,
        "The literature of this installation is damaged, or was written by another version of the program, and nothing of it \
         is served. Its operator finds what is wrong with `evidence literature verify`, and loads it again. Everything else \
         answers as ever.";
    Gone = "gone", GONE, "No longer published", false,
        "The text was withdrawn, or was not reviewed before the last day on which it was valid. Take it down. `detail` says \
         why, `successor` is the address of the text to use instead, when there is one.";
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "Method not allowed", false,
        "The resource exists, but not for this method. The `Allow` header lists the methods it has. Nothing over HTTP \
         changes the data: it changes by reviewed files. POST asks a question that is too long for an address.";
    NotAcceptable = "not-acceptable", NOT_ACCEPTABLE, "Not acceptable", false,
        "The `Accept` header excludes every media type this resource has. Resources below `/v1` answer with \
         `application/json`.";
    UriTooLong = "uri-too-long", URI_TOO_LONG, "Address too long", false,
        "The address has more bytes than the service reads. Look identifiers up in several requests of at most 100.";
    PayloadTooLarge = "payload-too-large", PAYLOAD_TOO_LARGE, "Body too large", false,
        "The body has more bytes than the service reads: 1 MiB of JSON, 4 MiB of a form. Send it in parts. Requests for \
         reading need no body.";
    RequestTimeout = "request-timeout", REQUEST_TIMEOUT, "Body too slow", true,
        "The body did not arrive within ten seconds. Send it again, all of it at once.";
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "Unsupported media type", false,
        "The body is not what the resource reads. Send JSON with `Content-Type: application/json`, in UTF-8 and without \
         `Content-Encoding`.";
    InvalidJson = "invalid-json", BAD_REQUEST, "Body is not JSON", false,
        "The body cannot be read as JSON (RFC 8259). `detail` says in which line and column reading stopped, and why. \
         Common reasons: a comma after the last item, single quotes, a line break inside a text.";
    InvalidBody = "invalid-body", BAD_REQUEST, "Invalid body", false,
        "The body is JSON, but not of the form the resource reads. `errors` has the place as a JSON pointer, what was \
         found there and what is allowed. Fields are never ignored: a misspelled one would silently change the answer.";
    Unprocessable = "unprocessable", UNPROCESSABLE_ENTITY, "Cannot be processed", false,
        "The body has the right form, but what it says cannot be done: it asks for more than one request may, or its parts \
         contradict one another. `errors` says which, and what would be right.";
    NotImplemented = "not-implemented", NOT_IMPLEMENTED, "Not implemented", false,
        "The format that was asked for is not made here. `/oembed` answers with `format=json` or `format=xml`.";
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Not ready", true,
        "The service is starting or shutting down. Try again after the seconds in `Retry-After`.";
    Overloaded = "overloaded", SERVICE_UNAVAILABLE, "Too busy", true,
        "The service works on as many requests as it takes on at once, and as many wait. Nothing is wrong with the request: \
         send it again after the seconds in `Retry-After`. Answers that are kept ready are still given.";
    DeadlineExceeded = "deadline-exceeded", SERVICE_UNAVAILABLE, "Took too long", true,
        "The answer was not ready within the time the service gives one, and the work was ended. Ask for less: a shorter \
         text, fewer references, a smaller page. The operator sets the time with `--deadline`.";
    TooManyRequests = "too-many-requests", TOO_MANY_REQUESTS, "Too many requests", true,
        "Your address has sent more requests than the operator allows each client. Wait the seconds in `Retry-After`; \
         `RateLimit` says how many are left (draft-ietf-httpapi-ratelimit-headers). An export fetches many records at once.";
    Internal = "internal", INTERNAL_SERVER_ERROR, "Internal error", true,
        "Something went wrong on our side and was logged under the `request_id`. The request itself may be fine.";
}

/// What is wrong with one parameter, or with one place in the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Name of the parameter; none for a fault of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Where in the body, as a JSON pointer (RFC 6901), the whole body being the empty text; none for a fault of a
    /// parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What is wrong with it.
    pub message: String,
    /// What was found, shortened when long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// The nearest name or value that would be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// Every name or value that would be right, when they can be listed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
}

/// A request that could not be answered. Handlers return it as their error; [`super::layer`] writes the body, because
/// it knows the id of the request.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which of the catalogue.
    pub code: Code,
    /// What was wrong with this request and what would be right.
    pub detail: String,
    /// One entry for each faulty parameter, or for the fault of the body.
    pub errors: Vec<Fault>,
    /// Methods the resource has, for [`Code::MethodNotAllowed`].
    pub allow: Vec<&'static str>,
    /// Address of what to use instead, for [`Code::Gone`].
    pub successor: Option<String>,
    /// Seconds after which the same request may succeed; of [`Code::is_retryable`] ones, 1 when there is none.
    pub retry_after: Option<u64>,
}

/// Draws a problem, with the id of its request, as a page for people. As `app_data` it is what browsers get; programs, and
/// whatever asks for `/v1`, get the problem itself.
#[derive(Clone, Copy, Debug)]
pub struct ProblemPage(pub fn(&Problem, &str) -> Option<String>);

impl Problem {
    /// A problem with nothing but its detail.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), allow: Vec::new(), successor: None, retry_after: None }
    }

    /// With faults of parameters or of the body.
    pub fn with_errors(self, errors: Vec<Fault>) -> Self {
        Self { errors, ..self }
    }

    /// The body.
    pub fn body<'a>(&'a self, request_id: &'a str) -> Body<'a> {
        let Self { code, detail, errors, allow: _, successor, retry_after: _ } = self;
        Body {
            r#type: format!("/problems/{}", code.slug()),
            title: code.title(),
            status: code.status().as_u16(),
            detail,
            code: code.slug(),
            errors,
            successor: successor.as_deref(),
            retryable: code.is_retryable(),
            request_id,
        }
    }
}

/// A problem as JSON.
#[derive(Debug, Serialize)]
pub struct Body<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    code: &'static str,
    #[serde(skip_serializing_if = "<[Fault]>::is_empty")]
    errors: &'a [Fault],
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<&'a str>,
    retryable: bool,
    request_id: &'a str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.title(), self.detail)
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.status()
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// The problem of an address nobody serves.
pub fn no_such_page(request: &HttpRequest) -> Problem {
    Problem::new(Code::NotFound, format!("there is nothing at {}", request.path()))
}
