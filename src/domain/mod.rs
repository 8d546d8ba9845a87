//! The words of the field as types: what a source, a finding, a claim, a blurb and a topic *are*.
//!
//! Pure values. Nothing here reads a file, a clock, an environment variable or a socket, and nothing here knows
//! how a record is written down, searched, served or drawn. A date "today" is always passed in as `as_of`.

pub mod bibliography;
pub mod blurb;
pub mod certainty;
pub mod change;
pub mod claim;
pub mod collection;
pub mod date;
pub mod design;
pub mod editorial;
pub mod field;
pub mod field_path;
pub mod finding;
pub mod id;
pub mod identifier;
pub mod kind;
pub mod lines;
pub mod name;
pub mod number;
pub mod phrase;
pub mod provenance;
pub mod repeated;
mod schema;
pub mod scope;
pub mod sought;
pub mod source;
pub mod sourced;
pub mod status;
pub mod stop;
pub mod topic;
pub mod topic_kind;
pub mod visible;
pub mod vocabulary;
pub mod word_table;

pub use blurb::{Aspect, Blurb, BlurbState};
pub use certainty::{Certainty, Rated};
pub use change::{Change, ChangeKind};
pub use claim::{Claim, Page, Verdict};
pub use collection::Collection;
pub use date::{Date, Duration, PartialDate};
pub use design::StudyDesign;
pub use editorial::{EditorialState, Listed, RemarkKind, SaidBy, StateSaid, States};
pub use field_path::FieldPath;
pub use finding::{Finding, FindingKind, FindingResult};
pub use id::{BlurbId, ClaimId, FindingId, PageId, SourceId, TopicId};
pub use identifier::Identifier;
pub use kind::RecordKind;
pub use lines::{LinePlace, Lines};
pub use name::Name;
pub use number::{Count, Decimal, Estimate, Stated};
pub use provenance::{PageKind, Provenance, Provenances, Verification};
pub use sought::Sought;
pub use source::{Draft, Source};
pub use sourced::Sourced;
pub use status::{Currency, CurrencyState, Editorial, EditorialStatus};
pub use topic::Topic;
pub use topic_kind::TopicKind;
pub use vocabulary::Vocabulary;
