//! What people look for that a collection has nothing on, and what must be answered before any evidence.

use std::{fmt, str::FromStr};

use serde::Serialize;
use utoipa::ToSchema;

use super::{date::Date, phrase::Phrase, vocabulary::vocabulary};

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

vocabulary! {
    /// What something that no record is about may be to a question that names something else, too.
    pub enum OutsideKind ("kind of what is outside") {
        /// What somebody has or is: beside a condition that is recorded, what is recorded of that is shown.
        Situation = "situation", "Situation";
        /// What is done or taken: what is recorded is shown where a condition and a treatment that are recorded are named.
        Treatment = "treatment", "Treatment";
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
    /// Ways of asking for it that have gaps or choices.
    pub say: Vec<Phrase>,
    /// Whether records that only mention it are found; where not, nothing is.
    pub mentioned: bool,
    /// What it may be beside what is recorded. Where it is nothing of the kind, nothing stands in for it.
    pub kind: Option<OutsideKind>,
}

/// One part of a sign: a place of the body, a function, what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignPart {
    /// Its name in signs.
    pub id: String,
    /// The ways in which people say it.
    pub say: Vec<Phrase>,
}

/// What makes up a sign, written `saddle + numb` or `pregnant & bleeding`: parts joined by `+` stand near one another, those
/// joined by `&` anywhere in what somebody types, in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    text: String,
    /// Ids of parts near one another, in groups that may stand apart.
    pub groups: Vec<Vec<String>>,
}

/// Most parts of a sign that stand near one another, and most such groups.
const MAX_SIGN: usize = 4;

/// Why a text is no sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sign is parts joined by `+`, in groups joined by `&`, at most {MAX_SIGN} of each: `saddle + numb`")]
pub struct SignError;

impl FromStr for Sign {
    type Err = SignError;

    fn from_str(text: &str) -> Result<Self, SignError> {
        let group = |text: &str| text.split('+').map(|part| part.trim().to_owned()).collect::<Vec<String>>();
        let groups: Vec<Vec<String>> = text.split('&').map(group).collect();
        let is_bounded = groups.len() <= MAX_SIGN && groups.iter().all(|group| group.len() <= MAX_SIGN);
        let is_part = |part: &String| !part.is_empty() && !part.contains(' ');
        match is_bounded && groups.iter().flatten().all(is_part) {
            true => Ok(Self { text: text.to_owned(), groups }),
            false => Err(SignError),
        }
    }
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A sign that somebody should be seen by a professional before reading about treatments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedFlag {
    /// Our id.
    pub id: String,
    /// What it is, in plain words. Names no disease.
    pub label: String,
    /// Wordings of people, word for word.
    pub names: Vec<String>,
    /// What it is made of, however it is worded.
    pub signs: Vec<Sign>,
    /// Phrases that show that it is something else.
    pub unless: Vec<Phrase>,
    /// Whether it counts when it was years ago, too.
    pub even_past: Option<bool>,
    /// How soon.
    pub urgency: Urgency,
    /// What to do, in plain words, where it is not what all signs of this urgency ask for.
    pub advice: Option<String>,
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
    /// Phrases that count as the name of a condition beside a red flag.
    pub complaint: Vec<Phrase>,
    /// What the signs of the red flags are made of.
    pub parts: Vec<SignPart>,
    /// Red flags.
    pub flags: Vec<RedFlag>,
    /// What there is nothing on.
    pub outside: Vec<Outside>,
}

impl Scope {
    /// What somebody who tells of a sign is to do.
    pub fn advice<'a>(&'a self, flag: &'a RedFlag) -> &'a str {
        if let Some(advice) = &flag.advice {
            return advice;
        }
        match flag.urgency {
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
