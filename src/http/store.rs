//! Answers that are kept ready to be sent: headers written, body compressed.
//!
//! An answer depends on nothing but the question and the version, so it can be given again without asking anything. A
//! new version of the data has other keys, so nothing stale can ever be found; what the old one left is dropped.

use std::{
    hash::{BuildHasherDefault, Hasher},
    sync::Arc,
};

use actix_web::{
    http::header::{HeaderName, HeaderValue},
    web::Bytes,
};

use super::{encoding::Encoding, etag::Question, metrics::Answered};

/// What an entry takes beside its body, roughly: headers, key, address and the bookkeeping of the cache.
const OVERHEAD_BYTES: usize = 1024;

/// Answers larger than this are not kept, so that one of them cannot push out all others.
pub const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;

/// An answer, ready to be sent.
#[derive(Debug)]
pub struct Stored {
    /// Path and query it answers: tells apart two addresses with one hash.
    pub address: Box<str>,
    /// Every header but the id of the request.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body in its encoding.
    pub body: Bytes,
    /// Where it is counted.
    pub answered: Answered,
}

/// The key of a question in an encoding. It is a hash already, so it is not hashed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key(u128);

impl Key {
    fn new(question: Question, encoding: Encoding) -> Self {
        let variant = match encoding {
            Encoding::Identity => 0,
            Encoding::Gzip => 1,
            Encoding::Brotli => 2,
        };
        Self(question.to_u128() ^ variant)
    }
}

/// Takes the upper half of a key as its hash.
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

    fn write_u128(&mut self, key: u128) {
        // Folded, because the encoding stands in the lowest bits.
        let (high, low) = (key >> 64, key & u128::from(u64::MAX));
        self.0 = u64::try_from(high ^ low.rotate_left(17) & u128::from(u64::MAX)).unwrap_or_default();
    }
}

/// The answers that are kept, up to a number of bytes; the least used go first.
#[derive(Debug)]
pub struct Store(moka::sync::Cache<Key, Arc<Stored>, BuildHasherDefault<AsItIs>>);

impl Store {
    /// A store for so many bytes; none keeps nothing.
    pub fn new(capacity_bytes: u64) -> Self {
        let weight = |_: &Key, stored: &Arc<Stored>| {
            let bytes = stored.body.len() + stored.address.len() + OVERHEAD_BYTES;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let cache = moka::sync::Cache::builder().max_capacity(capacity_bytes).weigher(weight);
        Self(cache.build_with_hasher(BuildHasherDefault::default()))
    }

    /// The answer to this question, if it is kept.
    pub fn get(&self, question: Question, encoding: Encoding, address: &str) -> Option<Arc<Stored>> {
        self.0.get(&Key::new(question, encoding)).filter(|stored| *stored.address == *address)
    }

    /// Keeps an answer.
    pub fn put(&self, question: Question, encoding: Encoding, stored: Stored) {
        self.0.insert(Key::new(question, encoding), Arc::new(stored));
    }

    /// Drops everything.
    pub fn clear(&self) {
        self.0.invalidate_all();
    }
}
