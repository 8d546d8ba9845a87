//! What people look for that a collection has nothing on, and what must be answered before any evidence.

use serde::Serialize;
use utoipa::ToSchema;

use super::{date::Date, vocabulary::vocabulary};

vocabulary! {
    /// How soon somebody should be seen.
    pub enum Urgency ("urgency") {
        /// At once: emergency number, emergency department.
        Emergency = "emergency", "Get emergency help now";
        /// On the same day.
        SameDay = "same-day", "Get medical help today";
        /// Soon, by appointment.
        Soon = "soon", "See a doctor soon";
    }
}

vocabulary! {
    /// Whether a question lies within what a collection is about.
    pub enum Coverage ("coverage of a question") {
        /// All of it that can be told.
        Inside = "inside", "Inside";
        /// Some of it: other words of it are in no record, or are only mentioned.
        Partly = "partly", "Partly";
        /// It asks for something that no record is about.
        Outside = "outside", "Outside";
    }
}

/// A concept that people look for and no record is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// Our id.
    pub id: String,
    /// The name shown to people.
    pub label: String,
    /// Other names of it, misspellings among them.
    pub names: Vec<String>,
    /// Whether records that only mention it are found; where not, nothing is.
    pub mentioned: bool,
}

/// A sign that somebody should be seen by a professional before reading about treatments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedFlag {
    /// Our id.
    pub id: String,
    /// What it is, in plain words. Names no disease.
    pub label: String,
    /// Wordings of people.
    pub names: Vec<String>,
    /// How soon.
    pub urgency: Urgency,
    /// Whether it counts only in a question that names a condition, too.
    pub with_condition: bool,
    /// Public bodies that list it.
    pub listed_by: Vec<String>,
}

/// What the collection says of its own limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The day on which the pages behind the red flags were read.
    pub read_on: Date,
    /// Whether a clinician has read the red flags.
    pub read_by_clinician: bool,
    /// What to do, by urgency, in plain words.
    pub emergency: String,
    /// The same for what should be seen on the same day.
    pub same_day: String,
    /// The same for what should be seen soon.
    pub soon: String,
    /// Red flags.
    pub flags: Vec<RedFlag>,
    /// What there is nothing on.
    pub outside: Vec<Outside>,
}

impl Scope {
    /// What to do.
    pub fn advice(&self, urgency: Urgency) -> &str {
        match urgency {
            Urgency::Emergency => &self.emergency,
            Urgency::SameDay => &self.same_day,
            Urgency::Soon => &self.soon,
        }
    }
}

/// A concept in a question that no record is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OutsideTerm {
    /// As typed.
    #[schema(example = "ringing in the ears")]
    pub text: String,
    /// The name of the concept, where it is a known one.
    #[schema(example = "Tinnitus")]
    pub label: Option<String>,
}
