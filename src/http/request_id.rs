//! The id of a request: what ties an answer, its problem and its log lines together.

use std::{
    fmt,
    hash::{BuildHasher, Hasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// The header it travels in, both ways.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken over from a client, in bytes.
pub const MAX_LEN: usize = 64;

/// An id of 1 to [`MAX_LEN`] of `A-Z a-z 0-9 . _ -`. Kept in place: it is made for every request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RequestId {
    bytes: [u8; MAX_LEN],
    len: u8,
}

impl RequestId {
    /// The id the client gave, if it is well formed.
    pub fn given(headers: &HeaderMap) -> Option<Self> {
        let given = headers.get(&HEADER)?.as_bytes();
        let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        if given.is_empty() || given.len() > MAX_LEN || !given.iter().all(allowed) {
            return None;
        }
        let mut bytes = [0; MAX_LEN];
        bytes.get_mut(..given.len())?.copy_from_slice(given);
        Some(Self { bytes, len: u8::try_from(given.len()).ok()? })
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..usize::from(self.len)]).expect("only ASCII is ever put into an id")
    }

    /// The id as the value of [`HEADER`].
    pub fn header(&self) -> HeaderValue {
        HeaderValue::from_str(self.as_str()).expect("an id is visible ASCII")
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Makes ids: a random number of this process and a count, in hexadecimal. Unique within a process, and across
/// processes as far as 64 random bits go; not secret.
#[derive(Debug)]
pub struct RequestIds {
    process: [u8; 16],
    count: AtomicU64,
}

impl RequestIds {
    /// With a random prefix.
    pub fn new() -> Self {
        // The standard library seeds its hash maps from the system's randomness.
        let random = RandomState::new().build_hasher().finish();
        let mut process = [0; 16];
        hex(random, &mut process);
        Self { process, count: AtomicU64::new(1) }
    }

    /// The next one.
    pub fn next(&self) -> RequestId {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let mut number = [0; 16];
        hex(count, &mut number);
        let leading = usize::try_from(count.leading_zeros() / 4).unwrap_or(0).min(15);
        let digits = number.get(leading..).unwrap_or_default();
        let mut bytes = [0; MAX_LEN];
        let mut len = 0;
        for part in [&self.process[..], b"-", digits] {
            for (to, from) in bytes.iter_mut().skip(len).zip(part) {
                *to = *from;
            }
            len += part.len();
        }
        RequestId { bytes, len: u8::try_from(len).expect("an id is shorter than 256 bytes") }
    }
}

impl Default for RequestIds {
    fn default() -> Self {
        Self::new()
    }
}

/// Writes `number` as 16 hexadecimal digits.
pub(super) fn hex(number: u64, digits: &mut [u8; 16]) {
    for (place, byte) in digits.chunks_exact_mut(2).zip(number.to_be_bytes()) {
        for (digit, nibble) in place.iter_mut().zip([byte >> 4, byte & 15]) {
            *digit = if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_clients_are_taken_when_well_formed() {
        let check = |value: &str, expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, HeaderValue::from_str(value).expect("a header value"));
            let given = RequestId::given(&headers);
            assert_eq!(given.as_ref().map(RequestId::as_str), expected, "{value}");
        };
        check("abc-1.2_X", Some("abc-1.2_X"));
        check(&"a".repeat(64), Some(&"a".repeat(64)));
        check(&"a".repeat(65), None);
        check("", None);
        check("a b", None);
        check("a\"b", None);
        assert_eq!(RequestId::given(&HeaderMap::new()), None);
    }

    #[test]
    fn made_ids_are_well_formed_and_differ() {
        let ids = RequestIds::new();
        let (first, second) = (ids.next(), ids.next());
        assert_ne!(first, second);
        assert!(first.as_str().ends_with("-1"), "{first}");
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, first.header());
        assert_eq!(RequestId::given(&headers), Some(first));
    }
}
