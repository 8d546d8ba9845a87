//! `data/scope.toml`: what people look for that the collection has nothing on, and red flags.

use crate::{
    corpus::{
        diagnostic::BAD_PHRASE,
        read::{Table, record},
    },
    domain::{
        Date,
        phrase::Phrase,
        scope::{Outside, OutsideKind, RedFlag, Scope, Sign, SignPart, Urgency},
        vocabulary,
    },
};

/// The file in the data folder.
pub const FILE: &str = "scope.toml";

record! { Outside {
    id: String = "id", "Our id.";
    label: String = "label", "The name shown to people.";
    names: Vec<String> = "names", "Other names, misspellings among them.";
    say: Vec<Phrase> = "say", "Ways of asking for it that have gaps or choices: `how much ..3 per|a session`.";
    mentioned: bool = "mentioned", "Whether records that only mention it are found.";
    kind: Option<OutsideKind> = "kind", "What it may be beside what is recorded; left out where nothing may stand in for it.";
} }

record! { RedFlag {
    id: String = "id", "Our id.";
    label: String = "label", "What it is, in plain words.";
    names: Vec<String> = "names", "Wordings of people, word for word.";
    signs: Vec<Sign> = "signs", "Parts that make it up, however it is worded: `saddle + numb` near one another, `pregnant & bleeding` anywhere.";
    unless: Vec<Phrase> = "unless", "Phrases that show that it is something else.";
    even_past: Option<bool> = "even-past", "Whether it counts when it was years ago, too.";
    urgency: Urgency = "urgency", "How soon somebody should be seen.";
    advice: Option<String> = "advice", "What to do, where it is not what all signs of this urgency ask for.";
    with_condition: bool = "with-condition", "Whether it counts only beside the name of a condition.";
    listed_by: Vec<String> = "listed-by", "Public bodies that list it.";
} }

record! { SignPart {
    id: String = "id", "Its name in signs.";
    say: Vec<Phrase> = "say", "The ways in which people say it.";
} }

/// Every part that a sign names is there.
fn has_its_parts(table: &Table<'_>, scope: &Scope) -> Option<()> {
    let known = || scope.parts.iter().map(|part| part.id.as_str());
    let signs = scope.flags.iter().flat_map(|flag| &flag.signs);
    let missing =
        signs.flat_map(|sign| sign.groups.iter().flatten()).find(|id| known().all(|part| part != id.as_str()));
    let Some(id) = missing else { return Some(()) };
    let help = match vocabulary::nearest(id, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add a [[part]] with the id `{id}`"),
    };
    if let Some(flags) = table.get("flag") {
        flags.fault(BAD_PHRASE, format!("a sign names the part `{id}`, which is not there"), help);
    }
    None
}

record! { Scope, checked by has_its_parts {
    read_on: Date = "read-on", "Day on which the pages behind the red flags were read.";
    read_by_clinician: bool = "read-by-clinician", "Whether a clinician has read the red flags.";
    emergency: String = "emergency", "What to do at once.";
    same_day: String = "same-day", "What to do on the same day.";
    soon: String = "soon", "What to do soon.";
    complaint: Vec<Phrase> = "complaint", "Phrases that count as the name of a condition beside a sign.";
    parts: Vec<SignPart> = "part", "What signs are made of.";
    flags: Vec<RedFlag> = "flag", "Signs that somebody should be seen by a professional first.";
    outside: Vec<Outside> = "outside", "What people look for and no record is about.";
} }
