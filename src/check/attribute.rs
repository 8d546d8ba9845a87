//! What a claim says, part by part, and how each part stands against the record: the steps from a sentence to its verdict.

use std::collections::HashSet;

use super::{
    claim::{Claim, Subject},
    quantity::Role,
};
use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{FieldPath, Sourced, TopicKind, vocabulary::vocabulary},
};

vocabulary! {
    /// What a part of a sentence says of research.
    pub enum AttributeKind ("kind of attribute") {
        /// How a comparison came out.
        Direction = "direction", "Direction";
        /// Which way advice goes.
        Stance = "stance", "Stance";
        /// Whether a payer pays.
        Coverage = "coverage", "Coverage";
        /// How strong advice is, in its issuer's word.
        Strength = "strength", "Strength";
        /// How sure the evidence makes one.
        Certainty = "certainty", "Certainty";
        /// How many people.
        Participants = "participants", "Participants";
        /// How many studies.
        Studies = "studies", "Studies";
        /// A share or a rate.
        Percent = "percent", "Share or rate";
        /// How many sessions, and in what time.
        Sessions = "sessions", "Sessions";
        /// A span of time.
        Time = "time", "Time";
        /// From when a time is counted.
        TimeOrigin = "time-origin", "Counted from";
        /// An age.
        Age = "age", "Age";
        /// A year of the calendar.
        Year = "year", "Year";
        /// A p value.
        PValue = "p-value", "P value";
        /// The ends of an interval.
        Interval = "interval", "Interval";
        /// The size of an effect.
        Effect = "effect", "Size of the effect";
        /// Any other number.
        Number = "number", "Number";
        /// With what it was compared.
        Comparator = "comparator", "Comparator";
        /// Who was studied, or is meant.
        Population = "population", "Population";
        /// What was measured.
        Outcome = "outcome", "Outcome";
        /// What was done.
        Treatment = "treatment", "Treatment";
        /// Who may do or bill something.
        Provider = "provider", "Provider";
        /// Words that say something which was not read.
        Words = "words", "Words";
        /// All of it, as one result: uncompared where no single finding has it.
        Whole = "whole", "All of it as one result";
    }
}

impl AttributeKind {
    /// Whether a sentence that is right in this says something of what research found: people and treatments alone are what
    /// it is about.
    fn is_substance(self) -> bool {
        match self {
            Self::Direction
            | Self::Stance
            | Self::Coverage
            | Self::Strength
            | Self::Certainty
            | Self::Participants
            | Self::Studies
            | Self::Percent
            | Self::Sessions
            | Self::Time
            | Self::TimeOrigin
            | Self::Age
            | Self::PValue
            | Self::Interval
            | Self::Effect
            | Self::Provider => true,
            Self::Year
            | Self::Number
            | Self::Comparator
            | Self::Population
            | Self::Outcome
            | Self::Treatment
            | Self::Words
            | Self::Whole => false,
        }
    }

    /// What a number of this role is called.
    pub(super) fn of_role(role: Role) -> Option<Self> {
        Some(match role {
            Role::Participants => Self::Participants,
            Role::Studies => Self::Studies,
            Role::Percent => Self::Percent,
            Role::Sessions => Self::Sessions,
            Role::Days => Self::Time,
            Role::Age => Self::Age,
            Role::Year => Self::Year,
            Role::P => Self::PValue,
            Role::Interval => Self::Interval,
            Role::Effect => Self::Effect,
            Role::Other => Self::Number,
            Role::Logistics => return None,
        })
    }
}

vocabulary! {
    /// How a part of a sentence stands against the record.
    pub enum Standing ("standing of an attribute") {
        /// The record has the same.
        Confirmed = "confirmed", "Confirmed";
        /// The record has something else.
        Contradicted = "contradicted", "Contradicted";
        /// The record has nothing that it could be compared with, or it was not understood well enough.
        Uncompared = "uncompared", "Not compared";
    }
}

/// What the record has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OnRecord {
    pub(super) value: String,
    pub(super) field: FieldPath,
    pub(super) is_verified: bool,
    /// Position of the finding; none for a value of the source as a whole.
    pub(super) finding: Option<usize>,
    /// Position of the source.
    pub(super) source: usize,
}

impl OnRecord {
    /// A value of a record; `finding` and `source` are positions.
    pub(super) fn of<T>(sourced: Sourced<'_, T>, value: String, finding: Option<usize>, source: usize) -> Self {
        Self { value, field: sourced.field(), is_verified: sourced.is_verified(), finding, source }
    }
}

/// A part of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) kind: AttributeKind,
    pub(super) standing: Standing,
    /// The words that say it.
    pub(super) first: usize,
    pub(super) last: usize,
    /// What the record has, where something was compared.
    pub(super) on_record: Option<OnRecord>,
}

impl Attribute {
    pub(super) fn is_substance(&self) -> bool {
        // What was counted is a result as well: `14 of the patients died`.
        let is_count = self.kind == AttributeKind::Number
            && self.on_record.as_ref().is_some_and(|record| record.field == FieldPath::ESTIMATE);
        self.kind.is_substance() || is_count
    }
}

/// The parts of a claim that say something a source could confirm or deny, none of them compared yet, in order.
pub(super) fn said(corpus: &Corpus, claim: &Claim) -> Vec<Attribute> {
    let mut all: Vec<Attribute> = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |kind, first, last| {
        if seen.insert((kind, first, last)) {
            all.push(Attribute { kind, standing: Standing::Uncompared, first, last, on_record: None });
        }
    };
    for number in &claim.numbers {
        if let Some(kind) = AttributeKind::of_role(number.role) {
            add(kind, number.first, number.last);
        }
    }
    for (_, said) in &claim.origins {
        add(AttributeKind::TimeOrigin, said.first, said.last);
    }
    match claim.subject {
        Subject::Recommendation => {
            if let Some((first, last)) = claim.advice {
                add(AttributeKind::Stance, first, last);
            }
        }
        Subject::Coverage => {
            if let Some((first, last)) = claim.advice {
                add(AttributeKind::Coverage, first, last);
            }
        }
        Subject::Effect | Subject::Harm | Subject::Mechanism => {}
    }
    if !matches!(claim.subject, Subject::Recommendation | Subject::Coverage) {
        for relation in &claim.relations {
            add(AttributeKind::Direction, relation.first, relation.last);
        }
    }
    for &(first, last) in &claim.unread_negations {
        add(AttributeKind::Words, first, last);
    }
    for said in &claim.strengths {
        add(AttributeKind::Strength, said.first, said.last);
    }
    for said in &claim.levels {
        add(AttributeKind::Certainty, said.first, said.last);
    }
    for said in &claim.comparators {
        add(AttributeKind::Comparator, said.first, said.last);
    }
    for said in &claim.durations {
        add(AttributeKind::Population, said.first, said.last);
    }
    for found in &claim.cues {
        if matches!(found.cue, Cue::Young | Cue::Old) {
            add(AttributeKind::Population, found.first, found.last);
        }
        // One before another is a comparison that somebody must have made.
        if found.cue == Cue::Rank {
            add(AttributeKind::Comparator, found.first, found.last);
        }
    }
    for read in &claim.read.topics {
        let kind = match corpus.topics().get(read.topic).map(|topic| topic.kind) {
            Some(TopicKind::Condition | TopicKind::Population) => AttributeKind::Population,
            Some(TopicKind::Outcome | TopicKind::Instrument | TopicKind::Mechanism) => AttributeKind::Outcome,
            Some(TopicKind::Intervention) => AttributeKind::Treatment,
            Some(TopicKind::Comparator | TopicKind::Design | TopicKind::Payer) | None => continue,
        };
        add(kind, read.first, read.last);
    }
    all.sort_by_key(|attribute| (attribute.first, attribute.last, attribute.kind));
    all
}
