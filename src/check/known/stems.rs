//! Sets of stems, kept as hashes: there are a hundred for each source and for each finding, and all that is asked is whether one
//! is among them.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

/// Some stems, by their hashes in order. Among a hundred thousand words two have the same with a chance of one in a thousand
/// million.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Stems(Box<[u64]>);

impl Stems {
    /// Whether a stem is among them.
    pub(in crate::check) fn contains(&self, stem: &str) -> bool {
        self.0.binary_search(&xxh3_64(stem.as_bytes())).is_ok()
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
#[derive(Debug, Default)]
pub(super) struct StemCounts(HashMap<u64, usize>);

impl StemCounts {
    pub(super) fn of<'a>(sets: impl Iterator<Item = &'a Stems>) -> Self {
        let mut counts = HashMap::new();
        for stem in sets.flat_map(|Stems(stems)| stems) {
            *counts.entry(*stem).or_default() += 1;
        }
        Self(counts)
    }

    pub(super) fn of_stem(&self, stem: &str) -> usize {
        self.0.get(&xxh3_64(stem.as_bytes())).copied().unwrap_or(0)
    }
}

/// The sets in which each stem is that is in few of them, by their places.
#[derive(Debug, Default)]
pub(super) struct RareStems(HashMap<u64, Vec<usize>>);

impl RareStems {
    /// Of the stems that are in at most so many of these sets.
    pub(super) fn of<'a>(sets: impl Iterator<Item = &'a Stems>, most: usize) -> Self {
        let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, Stems(stems)) in sets.enumerate() {
            for stem in stems {
                let all = places.entry(*stem).or_default();
                // One more than may be tells that there are too many.
                if all.len() <= most {
                    all.push(at);
                }
            }
        }
        places.retain(|_, all| all.len() <= most);
        Self(places)
    }

    pub(super) fn of_stem(&self, stem: &str) -> Option<&[usize]> {
        self.0.get(&xxh3_64(stem.as_bytes())).map(Vec::as_slice)
    }
}
