//! The words of the field as types: what a source, a finding and a topic *are*.
//!
//! Pure values. Nothing here reads a file, a clock, an environment variable or a socket, and nothing here knows
//! how a record is written down, searched, served or drawn. A date "today" is always passed in as `as_of`.
//!
//! `Claim` and `Blurb` join as modules of their own beside [`finding`] and [`topic`]; [`RecordKind`] is where their
//! names go first, so that the compiler lists every place that must decide about them.

pub mod certainty;
pub mod date;
pub mod design;
pub mod finding;
pub mod id;
pub mod identifier;
pub mod name;
pub mod number;
pub mod provenance;
mod schema;
pub mod source;
pub mod status;
pub mod topic;
pub mod vocabulary;

pub use certainty::{Certainty, Rated};
pub use date::{Date, Duration, PartialDate};
pub use design::StudyDesign;
pub use finding::{Finding, FindingKind, FindingResult};
pub use id::{FindingId, SourceId, TopicId};
pub use identifier::Identifier;
pub use name::Name;
pub use number::{Count, Decimal, Estimate, Stated};
pub use provenance::{Provenance, Provenances, Verification};
pub use source::Source;
pub use status::{Currency, CurrencyState, Editorial, EditorialStatus};
pub use topic::{Topic, TopicKind};
pub use vocabulary::Vocabulary;

vocabulary::vocabulary! {
    /// The kinds of record the corpus holds.
    pub enum RecordKind ("kind of record") {
        /// One publication.
        Source = "source", "Source";
        /// One result a source reports.
        Finding = "finding", "Finding";
        /// One concept with its synonyms.
        Topic = "topic", "Topic";
    }
}
