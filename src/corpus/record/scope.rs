//! `data/scope.toml`: what people look for that the collection has nothing on, and red flags.

use crate::{
    corpus::read::record,
    domain::{
        Date,
        scope::{Outside, RedFlag, Scope, Urgency},
    },
};

/// The file in the data folder.
pub const FILE: &str = "scope.toml";

record! { Outside {
    id: String = "id", "Our id.";
    label: String = "label", "The name shown to people.";
    names: Vec<String> = "names", "Other names, misspellings among them.";
    mentioned: bool = "mentioned", "Whether records that only mention it are found.";
} }

record! { RedFlag {
    id: String = "id", "Our id.";
    label: String = "label", "What it is, in plain words.";
    names: Vec<String> = "names", "Wordings of people.";
    urgency: Urgency = "urgency", "How soon somebody should be seen.";
    with_condition: bool = "with-condition", "Whether it counts only beside the name of a condition.";
    listed_by: Vec<String> = "listed-by", "Public bodies that list it.";
} }

record! { Scope {
    read_on: Date = "read-on", "Day on which the pages behind the red flags were read.";
    read_by_clinician: bool = "read-by-clinician", "Whether a clinician has read the red flags.";
    emergency: String = "emergency", "What to do at once.";
    same_day: String = "same-day", "What to do on the same day.";
    soon: String = "soon", "What to do soon.";
    flags: Vec<RedFlag> = "flag", "Signs that somebody should be seen by a professional first.";
    outside: Vec<Outside> = "outside", "What people look for and no record is about.";
} }
