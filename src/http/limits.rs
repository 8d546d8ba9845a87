//! How much of a request is read.

use actix_web::{
    dev::RequestHead,
    http::header::{CONTENT_LENGTH, HeaderValue},
};

use super::problem::{Code, Problem};

/// The longest address, path and query together, in bytes. A hundred identifiers fit well.
pub const MAX_ADDRESS_BYTES: usize = 16 * 1024;

/// The largest body a request may announce, in bytes. Nothing in this version reads one.
pub const MAX_BODY_BYTES: u64 = 64 * 1024;

/// What of the request is too large, if anything.
pub fn exceeded(request: &RequestHead) -> Option<Problem> {
    let address_bytes = request.uri.path_and_query().map_or(0, |address| address.as_str().len());
    if address_bytes > MAX_ADDRESS_BYTES {
        let detail = format!("the address has {address_bytes} bytes; at most {MAX_ADDRESS_BYTES} are read");
        return Some(Problem::new(Code::UriTooLong, detail));
    }
    let announced = request.headers.get(CONTENT_LENGTH).map(HeaderValue::to_str)?;
    let body_bytes: u64 = announced.ok()?.parse().ok()?;
    (body_bytes > MAX_BODY_BYTES).then(|| {
        let detail = format!("the body has {body_bytes} bytes; at most {MAX_BODY_BYTES} are read");
        Problem::new(Code::PayloadTooLarge, detail)
    })
}
