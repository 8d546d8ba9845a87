//! How people tell of what they have, read from `data/lexicon/en/telling.toml`: what denies a sign of illness, puts it into the
//! past, or speaks of it in general.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    fold::fold,
    word_file::{LexiconError, read_list},
};
use crate::domain::phrase::{Found, NamedTopic, Phrase, Phrases};

/// The list: its name below `data/lexicon/en` and its text.
pub(super) const TELLING: (&str, &str) = ("telling.toml", include_str!("../../data/lexicon/en/telling.toml"));

/// What a phrase makes of what is told beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// What follows is not there.
    Denies,
    /// What follows at once is not there.
    DeniesNext,
    /// What was denied ends here.
    EndsDenial,
    /// The parts of a list are joined.
    Joins,
    /// Another clause begins.
    Breaks,
    /// What follows is spoken of in general.
    General,
    /// What stands before is.
    GeneralAfter,
    /// Somebody tells of a person.
    Person,
    /// It was long ago, or has gone.
    Past,
    /// It is so today.
    Now,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TellingFile {
    denies: Vec<String>,
    denies_next: Vec<String>,
    ends_denial: Vec<String>,
    joins: Vec<String>,
    breaks: Vec<String>,
    general: Vec<String>,
    general_after: Vec<String>,
    person: Vec<String>,
    past: Vec<String>,
    now: Vec<String>,
}

/// How people tell of what they have.
#[derive(Debug)]
pub struct Telling(Phrases<Told>);

impl Telling {
    /// The list that ships with the program.
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<Telling> =
            LazyLock::new(|| Telling::read().expect("a test reads the list that is built in"));
        &ENGLISH
    }

    fn read() -> Result<Self, LexiconError> {
        let TellingFile { denies, denies_next, ends_denial, joins, breaks, general, general_after, person, past, now } =
            read_list(TELLING.0, TELLING.1)?;
        let mut all = Vec::new();
        for (told, phrases) in [
            (Told::Denies, denies),
            (Told::DeniesNext, denies_next),
            (Told::EndsDenial, ends_denial),
            (Told::Joins, joins),
            (Told::Breaks, breaks),
            (Told::General, general),
            (Told::GeneralAfter, general_after),
            (Told::Person, person),
            (Told::Past, past),
            (Told::Now, now),
        ] {
            for text in phrases {
                let phrase: Phrase = text.parse().map_err(|error| LexiconError {
                    file: TELLING.0.to_owned(),
                    line: 1,
                    message: format!("`{text}`: {error}"),
                })?;
                all.push((told, phrase));
            }
        }
        Ok(Self(Phrases::new(all.iter().map(|(told, phrase)| (*told, phrase)), fold)))
    }

    /// Every such phrase in a row of folded words, by first word. `named` are the names of topics among them.
    pub fn find<'w>(&self, words: impl IntoIterator<Item = &'w str>, named: &[NamedTopic]) -> Vec<Found<Told>> {
        self.0.find(words, named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read() {
        let found = Telling::read().unwrap().find(["without", "any", "fever"], &[]);
        assert_eq!(found, [Found { cue: Told::Denies, first: 0, last: 0 }]);
    }
}
