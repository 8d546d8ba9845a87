//! `data/scope.toml`: what people look for that the collection has nothing on, and red flags.

use crate::{
    corpus::read::{FromTable, Table, record, table},
    corpus::{read::FieldSchema, schema::Definitions},
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

/// The fields of the file.
struct ScopeTable {
    read_on: Date,
    read_by_clinician: bool,
    emergency: String,
    same_day: String,
    soon: String,
    flag: Vec<RedFlag>,
    outside: Vec<Outside>,
}

record! { ScopeTable {
    read_on: Date = "read-on", "Day on which the pages behind the red flags were read.";
    read_by_clinician: bool = "read-by-clinician", "Whether a clinician has read the red flags.";
    emergency: String = "emergency", "What to do at once.";
    same_day: String = "same-day", "What to do on the same day.";
    soon: String = "soon", "What to do soon.";
    flag: Vec<RedFlag> = "flag", "Signs that somebody should be seen by a professional first.";
    outside: Vec<Outside> = "outside", "What people look for and no record is about.";
} }

/// The whole file.
pub(in crate::corpus) struct ScopeFile(pub(in crate::corpus) Scope);

impl FromTable for ScopeFile {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let ScopeTable { read_on, read_by_clinician, emergency, same_day, soon, flag, outside } =
            ScopeTable::from_table(table)?;
        Some(Self(Scope { read_on, read_by_clinician, emergency, same_day, soon, flags: flag, outside }))
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        ScopeTable::fields(definitions)
    }
}

table!(ScopeFile);
