//! Tables that words are looked up in: word lists, phrases, names.
//!
//! They are filled by whoever writes these, never by who asks, so that
//! nobody can fill them with words of one hash, and their hash need not be a secret one.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Hashes a word at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    // What ends a text, which tells nothing where a key is one text.
    fn write_u8(&mut self, byte: u8) {
        self.0 ^= u64::from(byte);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What is looked up by a word.
pub type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// Words.
pub type WordSet<K> = HashSet<K, BuildHasherDefault<WordHasher>>;
