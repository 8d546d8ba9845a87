//! What a collection of records is about, who answers for it, and the format it is written in.

use std::fmt;

/// The version of the format of the records that this program reads and writes. Collections that do not say theirs are of
/// version 1.
pub const FORMAT: u16 = 2;

/// What is printed for a detail that nobody has filled in.
pub const NOT_STATED: &str = "not stated";

/// A collection of records: a data folder as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Version of the format its records are written in, from 1; never above [`FORMAT`] in a loaded corpus.
    pub format: u16,
    /// The name of the collection, as its pages show it.
    pub title: Detail,
    /// What it is about, in a line.
    pub subject: Detail,
    /// Who publishes it.
    pub publisher: Detail,
    /// Where its publisher can be reached: an address of a page or of mail.
    pub contact: Detail,
    /// The terms under which the records may be reused: `CC BY 4.0`.
    pub licence: Detail,
    /// The person or group who answers for what the records say.
    pub responsible: Detail,
}

impl Collection {
    /// A collection that says nothing of itself.
    pub fn unstated() -> Self {
        let nothing = Detail::default;
        Self {
            format: FORMAT,
            title: nothing(),
            subject: nothing(),
            publisher: nothing(),
            contact: nothing(),
            licence: nothing(),
            responsible: nothing(),
        }
    }
}

/// Something a collection may say of itself. Prints as it was written, or as [`NOT_STATED`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail(Option<String>);

impl Detail {
    /// What is said; an empty text says nothing.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Some(text.into()).filter(|text| !text.is_empty()))
    }

    /// What is said, if anything is.
    pub fn value(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.value().unwrap_or(NOT_STATED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_said_to_be_not_stated() {
        assert_eq!(Detail::new("").to_string(), NOT_STATED);
        assert_eq!(Detail::new("").value(), None);
        assert_eq!(Detail::new("The Nowhere Society").to_string(), "The Nowhere Society");
        assert_eq!(Collection::unstated().publisher.to_string(), "not stated");
    }
}
