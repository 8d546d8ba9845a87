//! Sets of stems, kept as hashes: there are a hundred for each source and for each finding, and all that is asked is whether one
//! is among them.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use xxhash_rust::xxh3::xxh3_64;

/// Hashes what is a hash already.
#[derive(Clone, Copy, Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type OfStems<T> = HashMap<u64, T, BuildHasherDefault<AsItIs>>;

/// Some stems, by their hashes in order. Among a hundred thousand words two have the same with a chance of one in a thousand
/// million.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Stems(Box<[u64]>);

impl Stems {
    /// Whether a stem is among them.
    pub(in crate::check) fn contains(&self, stem: &str) -> bool {
        self.0.binary_search(&xxh3_64(stem.as_bytes())).is_ok()
    }

    /// How many are among others as well. Both are in order, so that each is passed once.
    pub(in crate::check) fn shared(&self, other: &Self) -> usize {
        let (Self(one), Self(two)) = (self, other);
        let (mut at, mut from, mut count) = (0, 0, 0);
        while let (Some(a), Some(b)) = (one.get(at), two.get(from)) {
            at += usize::from(a <= b);
            from += usize::from(b <= a);
            count += usize::from(a == b);
        }
        count
    }

    /// How many there are.
    pub(in crate::check) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Stems being gathered.
#[derive(Clone, Debug, Default)]
pub(super) struct StemSet(Vec<u64>);

impl StemSet {
    pub(super) fn add<'a>(&mut self, stems: impl Iterator<Item = &'a str>) {
        self.0.extend(stems.map(|stem| xxh3_64(stem.as_bytes())));
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }
}

impl From<StemSet> for Stems {
    fn from(StemSet(mut stems): StemSet) -> Self {
        stems.sort_unstable();
        stems.dedup();
        Self(stems.into())
    }
}

/// In how many sets each stem is.
#[derive(Clone, Debug, Default)]
pub(super) struct StemCounts(OfStems<u32>);

impl StemCounts {
    pub(super) fn add(&mut self, Stems(stems): &Stems) {
        for stem in stems {
            *self.0.entry(*stem).or_default() += 1;
        }
    }

    /// Takes a set out that was added.
    pub(super) fn remove(&mut self, Stems(stems): &Stems) {
        for stem in stems {
            if let Some(count) = self.0.get_mut(stem) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.0.remove(stem);
                }
            }
        }
    }

    pub(super) fn of_stem(&self, stem: &str) -> usize {
        self.of(xxh3_64(stem.as_bytes()))
    }

    fn of(&self, stem: u64) -> usize {
        self.0.get(&stem).and_then(|count| usize::try_from(*count).ok()).unwrap_or(0)
    }
}

/// The sets in which each stem is that is in few of them, by their places.
#[derive(Debug, Default)]
pub(super) struct RareStems(OfStems<Vec<usize>>);

impl RareStems {
    /// Of the stems that are in at most so many of these sets, which were counted.
    pub(super) fn of<'a>(sets: impl Iterator<Item = &'a Stems>, counts: &StemCounts, most: usize) -> Self {
        let mut places: OfStems<Vec<usize>> = HashMap::default();
        for (at, Stems(stems)) in sets.enumerate() {
            for stem in stems.iter().filter(|stem| counts.of(**stem) <= most) {
                places.entry(*stem).or_default().push(at);
            }
        }
        Self(places)
    }

    pub(super) fn of_stem(&self, stem: &str) -> Option<&[usize]> {
        self.0.get(&xxh3_64(stem.as_bytes())).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_sets_share_is_counted() {
        let set = |words: &str| {
            let mut set = StemSet::default();
            set.add(words.split(' '));
            Stems::from(set)
        };
        let few = set("hum whistl sing");
        for (other, shared) in [("sing hum yodel drum", 2), ("yodel", 0), ("hum hum whistl sing", 3)] {
            assert_eq!((few.shared(&set(other)), set(other).shared(&few)), (shared, shared), "{other}");
        }
        assert!(few.contains("hum") && !few.contains("drum"));
    }
}
