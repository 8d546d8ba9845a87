//! Values that come with their provenance.

use super::{
    field_path::FieldPath,
    number::Stated,
    provenance::{Provenance, Provenances},
};

/// A value that cannot be read without what is known of where it comes from.
#[derive(Debug)]
pub struct Sourced<'a, T> {
    pub(super) value: &'a T,
    pub(super) field: FieldPath,
    pub(super) provenances: &'a Provenances,
}

// By hand: a reference is copied whatever it leads to.
impl<T> Clone for Sourced<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Sourced<'_, T> {}

impl<'a, T> Sourced<'a, T> {
    /// Its address in the record.
    pub fn field(self) -> FieldPath {
        self.field
    }

    /// Where the value as a whole comes from.
    pub fn provenance(self) -> &'a Provenance {
        self.provenances.of(self.field)
    }

    /// Why the value, or a part of it, is not confirmed; none when all of it is.
    pub fn doubt(self) -> Option<&'a str> {
        self.provenances.doubt(self.field)
    }

    /// Whether the value and all its parts were read on a page, or worked out from values that were.
    pub fn is_verified(self) -> bool {
        self.doubt().is_none()
    }

    /// The value, and why it is not confirmed if it is not.
    pub fn with_doubt(self) -> (&'a T, Option<&'a str>) {
        (self.value, self.doubt())
    }

    /// The value, if all of it is confirmed.
    pub fn verified(self) -> Option<&'a T> {
        self.is_verified().then_some(self.value)
    }
}

impl<'a, T> Sourced<'a, Stated<T>> {
    /// What the source says, with its provenance, or why there is nothing.
    pub fn stated(self) -> Stated<Sourced<'a, T>> {
        let Self { value, field, provenances } = self;
        match value {
            Stated::As(value) => Stated::As(Sourced { value, field, provenances }),
            Stated::NotReported => Stated::NotReported,
            Stated::NotApplicable => Stated::NotApplicable,
        }
    }
}

impl<'a, T> Sourced<'a, Option<T>> {
    /// The value with its provenance, if there is one.
    pub fn known(self) -> Option<Sourced<'a, T>> {
        let Self { value, field, provenances } = self;
        value.as_ref().map(|value| Sourced { value, field, provenances })
    }
}
