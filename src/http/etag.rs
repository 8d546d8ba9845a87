//! Entity tags that are known before any work.
//!
//! A cacheable answer depends on nothing but its address, the data, the program and the day. So its tag is a hash of
//! these, and "you have it already" can be said before anything is looked up. The tag is weak: one answer is sent in
//! several encodings.

use actix_web::http::header::{HeaderMap, HeaderValue, IF_NONE_MATCH};
use xxhash_rust::xxh3::xxh3_128_with_seed;

use super::{media::Preference, request_id::hex};

/// A hash of what is asked for: equal for equal questions to one version.
///
/// Anybody can compute it, so it may only
/// decide what is not given to others: the tag that a client has from us, and the place where an answer may be kept, which
/// the store then compares whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyHash(u128);

impl KeyHash {
    /// The question that this address is to who accepts this, under `seed`, which stands for everything else an answer
    /// depends on.
    pub fn new(seed: u64, address: &str, preference: Preference) -> Self {
        // The multiplier spreads small numbers over all bits.
        let seed = seed ^ preference.number().wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self(xxh3_128_with_seed(address.as_bytes(), seed))
    }

    /// The number.
    pub fn to_u128(self) -> u128 {
        self.0
    }

    /// The tag of its answer.
    pub fn tag(self) -> Tag {
        let low = u64::try_from(self.0 & u128::from(u64::MAX)).expect("64 bits are left");
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
        HeaderValue::from_bytes(&value).expect("quotation marks and hexadecimal digits are a header")
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
        let tag = KeyHash::new(1, "/v1", Preference::ANY).tag();
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
        let tag = |seed, address, accept| {
            let headers = with(actix_web::http::header::ACCEPT, accept);
            KeyHash::new(seed, address, Preference::of(&headers)).tag()
        };
        assert_eq!(tag(1, "/v1", "*/*"), tag(1, "/v1", "*/*, text/html;q=1"));
        assert_ne!(tag(1, "/v1", "*/*"), tag(2, "/v1", "*/*"));
        assert_ne!(tag(1, "/v1", "*/*"), tag(1, "/v1?", "*/*"));
        assert_ne!(tag(1, "/v1", "*/*"), tag(1, "/v1", "text/html"));
    }
}
