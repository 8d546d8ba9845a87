//! A concept with everything people call it.

use super::{
    date::Date,
    finding::{Better, Scale},
    id::TopicId,
    number::Stated,
    provenance::Provenance,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What a concept is.
    pub enum TopicKind ("kind of topic") {
        /// What is treated.
        Condition = "condition", "Condition";
        /// What is done.
        Intervention = "intervention", "Intervention";
        /// What it is compared with.
        Comparator = "comparator", "Comparator";
        /// What is measured.
        Outcome = "outcome", "Outcome";
        /// With what it is measured.
        Instrument = "instrument", "Instrument";
        /// Who is treated.
        Population = "population", "Population";
        /// How research is done.
        Design = "design", "Study design";
        /// How it may work.
        Mechanism = "mechanism", "Mechanism";
        /// Who pays.
        Payer = "payer", "Payer";
    }
}

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
