//! How much of a request is read, and how long it is waited for.

use std::time::Duration;

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue},
    },
};

use super::problem::{Code, Problem};

/// The longest address, path and query together, in bytes. A hundred identifiers fit well.
pub const MAX_ADDRESS_BYTES: usize = 16 * 1024;

/// The largest body of a request whose body is not read, in bytes.
pub const MAX_UNREAD_BYTES: usize = 64 * 1024;

/// The largest body of a POST, in bytes: some 150,000 words of text.
pub const MAX_POSTED_BYTES: usize = 1024 * 1024;

/// The largest body of a form, in bytes. A form writes a byte that is no letter as three, so a text of the size that is
/// checked fits however it is written.
pub const MAX_FORM_BYTES: usize = 4 * 1024 * 1024;

/// The largest report of a draft check over HTTP, in bytes, about. What is left out is said.
pub const MAX_ANSWER_BYTES: usize = 8 * 1024 * 1024;

/// Whether the body is announced as a form, as browsers send one without a script.
pub fn is_form(headers: &HeaderMap) -> bool {
    let stated = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = stated.split_once(';').map_or(stated, |(media, _)| media);
    media.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Connections that nothing was asked on are closed after this.
pub const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// The head of a request must have arrived after this.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);

/// How long requests under way may take at shutdown, in seconds.
pub const SHUTDOWN_SECONDS: u64 = 30;

/// Whether an address is for operators and load balancers, who are not counted.
pub fn is_for_operators(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz" | "/metrics")
}

/// What of the request is too large, if anything.
pub fn exceeded(request: &RequestHead) -> Option<Problem> {
    let address_bytes = request.uri.path_and_query().map_or(0, |address| address.as_str().len());
    if address_bytes > MAX_ADDRESS_BYTES {
        let detail = format!("the address has {address_bytes} bytes; at most {MAX_ADDRESS_BYTES} are read");
        return Some(Problem::new(Code::UriTooLong, detail));
    }
    let announced = request.headers.get(CONTENT_LENGTH).map(HeaderValue::to_str)?;
    let body_bytes: u64 = announced.ok()?.parse().ok()?;
    let most = match request.method == Method::POST {
        true if is_form(&request.headers) => MAX_FORM_BYTES,
        true => MAX_POSTED_BYTES,
        false => MAX_UNREAD_BYTES,
    };
    // A body without an announced length is counted by whoever reads it.
    usize::try_from(body_bytes).map_or(true, |bytes| bytes > most).then(|| {
        let detail = format!("the body has {body_bytes} bytes; at most {most} are read");
        Problem::new(Code::PayloadTooLarge, detail)
    })
}
