//! How much of a request is read.

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{CONTENT_LENGTH, HeaderValue},
    },
};

use super::problem::{Code, Problem};

/// The longest address, path and query together, in bytes. A hundred identifiers fit well.
pub const MAX_ADDRESS_BYTES: usize = 16 * 1024;

/// The largest body of a request whose body is not read, in bytes.
pub const MAX_UNREAD_BYTES: usize = 64 * 1024;

/// The largest body of a POST, in bytes: some 150,000 words of text.
pub const MAX_POSTED_BYTES: usize = 1024 * 1024;

/// What of the request is too large, if anything.
pub fn exceeded(request: &RequestHead) -> Option<Problem> {
    let address_bytes = request.uri.path_and_query().map_or(0, |address| address.as_str().len());
    if address_bytes > MAX_ADDRESS_BYTES {
        let detail = format!("the address has {address_bytes} bytes; at most {MAX_ADDRESS_BYTES} are read");
        return Some(Problem::new(Code::UriTooLong, detail));
    }
    let announced = request.headers.get(CONTENT_LENGTH).map(HeaderValue::to_str)?;
    let body_bytes: u64 = announced.ok()?.parse().ok()?;
    let most = if request.method == Method::POST { MAX_POSTED_BYTES } else { MAX_UNREAD_BYTES };
    // A body without an announced length is counted by whoever reads it.
    usize::try_from(body_bytes).map_or(true, |bytes| bytes > most).then(|| {
        let detail = format!("the body has {body_bytes} bytes; at most {most} are read");
        Problem::new(Code::PayloadTooLarge, detail)
    })
}
