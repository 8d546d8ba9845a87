//! Lists of records that versions of the data share.

use std::{cmp::Ordering, iter::Map, slice::Iter, sync::Arc};

/// Records of one kind, in the order of their ids. Versions of the data hold those in common that have not changed.
#[derive(Debug)]
pub struct Shared<'a, T>(&'a [Arc<T>]);

/// Iterates over [`Shared`] records.
pub type SharedIter<'a, T> = Map<Iter<'a, Arc<T>>, fn(&'a Arc<T>) -> &'a T>;

impl<T> Clone for Shared<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Shared<'_, T> {}

impl<'a, T> Shared<'a, T> {
    pub(super) fn new(records: &'a [Arc<T>]) -> Self {
        Self(records)
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The one at a position.
    pub fn get(self, at: usize) -> Option<&'a T> {
        self.0.get(at).map(Arc::as_ref)
    }

    /// The first one.
    pub fn first(self) -> Option<&'a T> {
        self.get(0)
    }

    /// All of them.
    pub fn iter(self) -> SharedIter<'a, T> {
        self.0.iter().map(Arc::as_ref)
    }

    /// As that of a slice: the position of one that is equal, or where it would stand.
    ///
    /// # Errors
    /// Where it would stand.
    pub fn binary_search_by(self, mut compare: impl FnMut(&'a T) -> Ordering) -> Result<usize, usize> {
        self.0.binary_search_by(|record| compare(record))
    }

    /// Whether the records at these positions of two lists are one record in memory.
    pub(crate) fn is_same(self, at: usize, other: Self, other_at: usize) -> bool {
        self.0.get(at).zip(other.0.get(other_at)).is_some_and(|(a, b)| Arc::ptr_eq(a, b))
    }
}

impl<'a, T> IntoIterator for Shared<'a, T> {
    type Item = &'a T;
    type IntoIter = SharedIter<'a, T>;

    fn into_iter(self) -> SharedIter<'a, T> {
        self.iter()
    }
}
