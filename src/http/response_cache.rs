//! Answers that are kept ready to be sent: headers written, body compressed.
//!
//! An answer depends on nothing but its key, so it can be given again without asking anything. The key is kept with it and
//! compared whole: two questions with one hash push each other out, and neither ever gets the other's answer. A new
//! version of the data has other keys, so nothing stale can ever be found; what the old one left is dropped.

use std::{
    hash::{BuildHasherDefault, Hasher},
    sync::Arc,
};

use actix_web::{
    http::header::{HeaderName, HeaderValue},
    web::Bytes,
};

use super::{
    encoding::Encoding,
    etag::KeyHash,
    media::Preference,
    metrics::Answered,
    origin::{Named, Origin},
    served::Day,
};

/// What an entry takes beside its body, roughly: headers, key and the bookkeeping of the cache.
const OVERHEAD_BYTES: usize = 1024;

/// Answers larger than this are not kept, so that one of them cannot push out all others.
pub const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

/// All that an answer depends on, as it stands in a request. Whatever a route reads from a request must be in here, or the
/// answer of one client is given to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct CacheKey<'r> {
    /// Which version of the data: see [`super::served::Snapshot::edition`]. The program is the process itself.
    pub(super) edition: u64,
    /// The day it is answered on.
    pub(super) day: Day,
    /// Where addresses begin: scheme and host, as far as the operator lets a request name them.
    pub(super) origin: Named<'r>,
    /// The media types the client accepts, in the order of its wishes.
    pub(super) preference: Preference,
    /// How the body is encoded.
    pub(super) encoding: Encoding,
    /// Path and query, byte for byte.
    pub(super) address: &'r str,
}

impl CacheKey<'_> {
    /// A copy that outlives the request.
    pub(super) fn owned(self) -> OwnedCacheKey {
        let Self { edition, day, origin, preference, encoding, address } = self;
        OwnedCacheKey { edition, day, origin: origin.to_origin(), preference, encoding, address: address.into() }
    }
}

/// [`CacheKey`], kept.
#[derive(Clone, Debug)]
pub(super) struct OwnedCacheKey {
    edition: u64,
    day: Day,
    origin: Origin,
    preference: Preference,
    encoding: Encoding,
    address: Box<str>,
}

impl OwnedCacheKey {
    /// The media types the client accepts.
    pub(super) fn preference(&self) -> Preference {
        self.preference
    }

    /// How the body is encoded.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    fn is(&self, key: &CacheKey<'_>) -> bool {
        let Self { edition, day, origin, preference, encoding, address } = self;
        *edition == key.edition
            && *day == key.day
            && key.origin.is(origin)
            && *preference == key.preference
            && *encoding == key.encoding
            && **address == *key.address
    }
}

/// An answer, ready to be sent.
#[derive(Debug)]
pub(super) struct CachedResponse {
    /// What it answers.
    pub(super) key: OwnedCacheKey,
    /// Every header but the id of the request.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// The body in its encoding.
    pub(super) body: Bytes,
    /// Where it is counted.
    pub(super) answered: Answered,
}

/// Where an answer is looked for: the hash of its key, and the encoding. It is a hash already, so it is not hashed
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Slot(u128);

impl Slot {
    fn of(hash: KeyHash, encoding: Encoding) -> Self {
        let variant = match encoding {
            Encoding::Identity => 0,
            Encoding::Gzip => 1,
            Encoding::Brotli => 2,
            Encoding::Zstd => 3,
        };
        Self(hash.to_u128() ^ variant)
    }
}

/// Takes the upper half of a slot as its hash.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u128(&mut self, slot: u128) {
        // Folded, because the encoding stands in the lowest bits.
        let (high, low) = (slot >> 64, slot & u128::from(u64::MAX));
        self.0 = u64::try_from(high ^ low.rotate_left(17) & u128::from(u64::MAX)).expect("64 bits are left");
    }
}

/// The answers that are kept, up to a number of bytes; the least used go first.
#[derive(Debug)]
pub(super) struct ResponseCache(moka::sync::Cache<Slot, Arc<CachedResponse>, BuildHasherDefault<AsItIs>>);

impl ResponseCache {
    /// A cache of so many bytes; none keeps nothing.
    pub(super) fn new(capacity_bytes: u64) -> Self {
        let weight = |_: &Slot, stored: &Arc<CachedResponse>| {
            let bytes = stored.body.len() + stored.key.address.len() + OVERHEAD_BYTES;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let cache = moka::sync::Cache::builder().max_capacity(capacity_bytes).weigher(weight);
        Self(cache.build_with_hasher(BuildHasherDefault::default()))
    }

    /// The answer to exactly this question, if it is kept. `hash` is that of its key.
    pub(super) fn get(&self, hash: KeyHash, key: &CacheKey<'_>) -> Option<Arc<CachedResponse>> {
        self.0.get(&Slot::of(hash, key.encoding)).filter(|stored| stored.key.is(key))
    }

    /// Keeps an answer.
    pub(super) fn put(&self, hash: KeyHash, stored: CachedResponse) {
        self.0.insert(Slot::of(hash, stored.key.encoding), Arc::new(stored));
    }

    /// Drops everything.
    pub(super) fn clear(&self) {
        self.0.invalidate_all();
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use actix_web::{
        http::{
            StatusCode,
            header::{ACCEPT, HOST, HeaderMap},
        },
        test::TestRequest,
    };

    use super::*;
    use crate::http::{methods::Verb, metrics::Metrics, origin::Origins, served::Calendar};

    /// The worst that a client can do is to find another question with the same hash. Here every question has it.
    #[test]
    fn one_hash_never_gives_the_answer_to_another_question() {
        let cache = ResponseCache::new(1 << 20);
        let hash = KeyHash::new(7, "/", Preference::ANY);
        let answered = Metrics::new().answered(None, Verb::Get, StatusCode::OK);
        let days = [0, 1].map(|day| Calendar::new().day(UNIX_EPOCH + Duration::from_secs(day * 86_400)));
        let origins = Origins::default();
        let hosts = ["localhost", "localhost:1", "evil.example"]
            .map(|host| TestRequest::default().insert_header((HOST, host)).to_http_request());
        let accepts = ["*/*", "text/html", "application/json"].map(|accept| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
            Preference::of(&headers)
        });
        let mut keys = Vec::new();
        for edition in [1, 2] {
            for day in days {
                for host in &hosts {
                    for preference in accepts {
                        for encoding in [Encoding::Identity, Encoding::Gzip, Encoding::Brotli, Encoding::Zstd] {
                            for address in ["/a", "/a?", "/b"] {
                                let origin = origins.of(host.head());
                                keys.push(CacheKey { edition, day, origin, preference, encoding, address });
                            }
                        }
                    }
                }
            }
        }
        for (i, kept) in keys.iter().enumerate() {
            let stored = CachedResponse {
                key: kept.owned(),
                headers: Vec::new(),
                body: Bytes::from(i.to_string()),
                answered: answered.clone(),
            };
            cache.put(hash, stored);
            for (j, asked) in keys.iter().enumerate() {
                // Encodings have places of their own: what stands there is nobody else's either.
                let got = cache.get(hash, asked).map(|stored| stored.body.clone());
                assert!(got.is_some() || i != j, "{kept:?} is not kept");
                assert!(got.is_none_or(|body| body == j.to_string()), "{asked:?} got the answer of another");
            }
        }
    }
}
