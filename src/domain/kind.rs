//! The kinds of record.

use super::vocabulary::vocabulary;

vocabulary! {
    /// The kinds of record the corpus holds.
    pub enum RecordKind ("kind of record") {
        /// One publication.
        Source = "source", "Source";
        /// One result a source reports.
        Finding = "finding", "Finding";
        /// One sentence of an audited page.
        Claim = "claim", "Claim";
        /// Publishable text about a topic.
        Blurb = "blurb", "Blurb";
        /// One concept with its synonyms.
        Topic = "topic", "Topic";
    }
}
