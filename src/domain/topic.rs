//! A concept with everything people call it.

use super::{
    date::{Date, Duration},
    finding::{Better, ComparatorClass, DurationClass, Scale},
    id::TopicId,
    number::Stated,
    phrase::Phrase,
    provenance::Provenance,
    topic_kind::TopicKind,
};

/// A heading of the Medical Subject Headings of the U.S. National Library of Medicine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeshHeading {
    /// The unique id: `D` and six or nine digits. None when it is still to be looked up.
    pub id: Option<String>,
    /// The heading.
    pub heading: String,
    /// Where id and heading come from.
    pub provenance: Provenance,
}

/// What an instrument measures with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Range of the score.
    pub scale: Scale,
    /// The better end.
    pub better: Better,
    /// The usual minimum important change, in our words.
    pub important_change: Stated<String>,
    /// Where these come from.
    pub provenance: Provenance,
}

/// How long a condition of a certain duration has lasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What that is called.
    pub class: DurationClass,
    /// It has lasted at least so long; none from the beginning.
    pub from: Option<Duration>,
    /// It has lasted less than this; none for ever.
    pub under: Option<Duration>,
    /// Phrases that say so of this condition alone: `recent ..2 ache`.
    pub phrases: Vec<Phrase>,
}

/// A concept, its names and its place among other concepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Our id.
    pub id: TopicId,
    /// What it is.
    pub kind: TopicKind,
    /// The name shown to people.
    pub label: String,
    /// What it means, in our words.
    pub description: String,
    /// Names professionals use; each is searched as a synonym of all others.
    pub technical: Vec<String>,
    /// Names patients use; synonyms likewise.
    pub lay: Vec<String>,
    /// Short names with another meaning elsewhere: found as written, never expanded.
    pub ambiguous: Vec<String>,
    /// Wider concepts.
    pub broader: Vec<TopicId>,
    /// Headings.
    pub mesh: Vec<MeshHeading>,
    /// For instruments.
    pub instrument: Option<Instrument>,
    /// Phrases that speak of it without being a name: for outcomes, interventions, mechanisms and comparators.
    pub phrases: Vec<Phrase>,
    /// For interventions: phrases for the ways in which it is said to work.
    pub mechanisms: Vec<Phrase>,
    /// For outcomes: whether a benefit that is told without its outcome is one in this.
    pub is_main_outcome: bool,
    /// For comparators: the class of comparison that it is.
    pub comparator_class: Option<ComparatorClass>,
    /// For conditions of a certain duration.
    pub span: Option<Span>,
    /// The day it was entered.
    pub recorded: Date,
}

impl Topic {
    /// Every name that means just this: label, technical and lay names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.label.as_str())
            .chain(self.technical.iter().map(String::as_str))
            .chain(self.lay.iter().map(String::as_str))
    }
}
