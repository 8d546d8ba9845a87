//! Entity tags that are known before any work.
//!
//! A cacheable answer depends on nothing but its address, the data, the program and the day. So its tag is a hash of
//! these, and "you have it already" can be said before anything is looked up. The tag is weak: one answer is sent in
//! several encodings.

use actix_web::http::header::{ACCEPT, HeaderMap, HeaderValue, IF_NONE_MATCH};
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

use super::request_id::hex;

/// What is asked for, as a number: equal for equal questions to one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Question(u128);

impl Question {
    /// The question that this address is under `seed`, which stands for everything else an answer depends on.
    pub fn new(seed: u64, address: &str, headers: &HeaderMap) -> Self {
        let mut lines = headers.get_all(ACCEPT).map(HeaderValue::as_bytes);
        let seed = match (lines.next(), lines.next()) {
            // What most programs send, and what makes no difference.
            (None | Some(b"*/*"), None) => seed,
            // Several lines are one list.
            _ => headers.get_all(ACCEPT).fold(seed, |seed, line| xxh3_64_with_seed(line.as_bytes(), seed)),
        };
        Self(xxh3_128_with_seed(address.as_bytes(), seed))
    }

    /// The number.
    pub fn to_u128(self) -> u128 {
        self.0
    }

    /// The tag of its answer.
    pub fn tag(self) -> Tag {
        let low = u64::try_from(self.0 & u128::from(u64::MAX)).unwrap_or_default();
        let mut digits = [0; 16];
        hex(low, &mut digits);
        Tag(digits)
    }
}

/// The opaque part of an entity tag: 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag([u8; 16]);

impl Tag {
    /// The value of `ETag`: `W/"0123456789abcdef"`.
    pub fn header(self) -> HeaderValue {
        let mut value = *b"W/\"................\"";
        for (to, from) in value.iter_mut().skip(3).zip(self.0) {
            *to = from;
        }
        HeaderValue::from_bytes(&value).unwrap_or_else(|_| HeaderValue::from_static("W/\"-\""))
    }

    /// Whether `If-None-Match` lists the tag, compared weakly (RFC 9110, 13.1.2). `*` does not count: whether there is
    /// an answer at all is not known before the work is done.
    pub fn is_listed(self, headers: &HeaderMap) -> bool {
        headers.get_all(IF_NONE_MATCH).flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).any(|listed| {
            let listed = listed.trim_ascii();
            let opaque = listed.strip_prefix(b"W/").unwrap_or(listed);
            opaque.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) == Some(&self.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: actix_web::http::header::HeaderName, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_str(value).expect("a header value"));
        headers
    }

    #[test]
    fn lists_are_compared_weakly() {
        let tag = Question::new(1, "/v1", &HeaderMap::new()).tag();
        let own = tag.header();
        let own = own.to_str().expect("ASCII");
        let check = |value: &str, expected: bool| {
            assert_eq!(tag.is_listed(&with(IF_NONE_MATCH, value)), expected, "{value}");
        };
        check(own, true);
        check(own.strip_prefix("W/").expect("weak"), true);
        check(&format!("\"a\" , {own}, W/\"b,c\""), true);
        check("*", false);
        check("", false);
        check("\"a\"", false);
        check(own.trim_end_matches('"'), false);
    }

    #[test]
    fn a_tag_stands_for_address_version_and_wanted_type() {
        let none = HeaderMap::new();
        let tag = |seed, address, headers: &HeaderMap| Question::new(seed, address, headers).tag();
        assert_eq!(tag(1, "/v1", &none), tag(1, "/v1", &with(ACCEPT, "*/*")));
        assert_ne!(tag(1, "/v1", &none), tag(2, "/v1", &none));
        assert_ne!(tag(1, "/v1", &none), tag(1, "/v1?", &none));
        assert_ne!(tag(1, "/v1", &none), tag(1, "/v1", &with(ACCEPT, "text/html")));
    }
}
