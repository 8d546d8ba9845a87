//! Where a value comes from, and how sure we are that it was carried over right.

use super::{date::Date, field::FieldPath, vocabulary::vocabulary};

/// Where one value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// Read on a page.
    Sourced {
        /// The pages, as the person who read them named them: an address, with or without its scheme. Often a mirror or
        /// digest; what is cited is the publication, never the mirror. Not empty.
        pages: Vec<String>,
        /// The day the value was entered in the record from those pages.
        on: Date,
    },
    /// Worked out from sourced values.
    Inferred {
        /// How.
        step: String,
    },
    /// Known to somebody, not yet checked against a page. Must not be published as fact.
    Unverified {
        /// What is missing.
        reason: String,
    },
}

impl Provenance {
    /// Whether the value may stand in published text.
    pub fn is_publishable(&self) -> bool {
        self.doubt().is_none()
    }

    /// Why the value is not confirmed; none when it is.
    pub fn doubt(&self) -> Option<&str> {
        match self {
            Self::Sourced { .. } | Self::Inferred { .. } => None,
            Self::Unverified { reason } => Some(reason),
        }
    }
}

/// The provenance of all values of one record: one for most, others for named fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenances {
    /// Of every value that is not covered by a field in `except`.
    pub default: Provenance,
    /// Of these fields and of what stands below them; no field is named twice.
    pub except: Vec<(FieldPath, Provenance)>,
}

impl Provenances {
    /// The provenance of a field: its own, else that of the nearest field above it that has one, else the default.
    pub fn of(&self, field: FieldPath) -> &Provenance {
        self.except
            .iter()
            .filter(|(named, _)| named.covers(field))
            .max_by_key(|(named, _)| named.as_str().len())
            .map_or(&self.default, |(_, provenance)| provenance)
    }

    /// Why a field, or one below it, is not verified; none when all of them are.
    pub fn doubt(&self, field: FieldPath) -> Option<&str> {
        let below = self.except.iter().filter(|(named, _)| field.covers(*named)).map(|(_, provenance)| provenance);
        std::iter::once(self.of(field)).chain(below).find_map(Provenance::doubt)
    }

    fn all(&self) -> impl Iterator<Item = &Provenance> {
        std::iter::once(&self.default).chain(self.except.iter().map(|(_, provenance)| provenance))
    }

    /// What this amounts to for the whole record, `values` being further values with a provenance of their own.
    pub fn verification<'a>(&'a self, values: impl IntoIterator<Item = &'a Provenance>) -> Verification {
        if !self.default.is_publishable() {
            return Verification::Unverified;
        }
        if self.all().chain(values).all(Provenance::is_publishable) {
            Verification::Verified
        } else {
            Verification::Partial
        }
    }
}

vocabulary! {
    /// How far a record was checked against pages.
    pub enum Verification ("state of verification") {
        /// Every value was read on a page, or worked out from values that were.
        Verified = "verified", "Verified";
        /// Some values were not read on a page.
        Partial = "partial", "Partly verified";
        /// The record as a whole could not be confirmed.
        Unverified = "unverified", "Not verified";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_unverified_value_makes_a_record_partly_verified() {
        let sourced = Provenance::Sourced { pages: vec!["example.org".into()], on: Date::constant(2026, 1, 1) };
        let unverified = Provenance::Unverified { reason: "not seen".into() };
        let all = Provenances { default: sourced.clone(), except: vec![] };
        assert_eq!(all.verification([]), Verification::Verified);
        assert_eq!(all.verification([&unverified]), Verification::Partial);
        let field = |path| FieldPath::find(path, FieldPath::of_source()).unwrap();
        let except = Provenances { default: sourced, except: vec![(field("PMID"), unverified.clone())] };
        assert_eq!(except.verification([]), Verification::Partial);
        assert!(!except.of(field("PMID")).is_publishable());
        assert!(except.of(field("DOI")).is_publishable());
        let none = Provenances { default: unverified, except: vec![] };
        assert_eq!(none.verification([]), Verification::Unverified);
    }
}
