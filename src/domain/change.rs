//! What changed for readers, and when.

use super::{date::Date, kind::RecordKind, vocabulary::vocabulary};

vocabulary! {
    /// How a record changed.
    pub enum ChangeKind ("kind of change") {
        /// It was entered.
        Added = "added", "Added";
        /// A value or a text of it was corrected.
        Corrected = "corrected", "Corrected";
        /// Its publisher said something about it: a correction, a concern, a retraction.
        Editorial = "editorial", "Editorial notice";
        /// It lapsed, was superseded, or became due for review.
        Currency = "currency", "Currency";
        /// A blurb became due for review, or may not be published any more.
        State = "state", "State of a blurb";
        /// A blurb was taken back.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

/// One change of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The day.
    pub on: Date,
    /// How it changed.
    pub kind: ChangeKind,
    /// Kind of the record.
    pub record: RecordKind,
    /// Its id.
    pub id: String,
    /// JSON pointer to the value in the record as the API shows it; none when the record changed as a whole.
    pub field: Option<String>,
    /// The value before; none when there was none.
    pub before: Option<String>,
    /// The value after; none when there is none any more.
    pub after: Option<String>,
    /// Why, in our words; none when the change says it all.
    pub why: Option<String>,
}
