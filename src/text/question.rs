//! How people ask, read from `data/lexicon/en/questions.toml`: words of ordinary talk, what question words ask for, other
//! ways of saying what records say; and which words are English at all.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;

use super::{fold::fold, lexicon::read_list};
use crate::domain::{
    phrase::{Found, NamedTopic, Phrase, PhraseError, Phrases},
    sought::Sought,
    vocabulary::Vocabulary,
};

/// The list of questions: its name below `data/lexicon/en` and its text.
pub(super) const QUESTIONS: (&str, &str) = ("questions.toml", include_str!("../../data/lexicon/en/questions.toml"));

/// Common English words, lower case, in the order of their bytes, one a line.
const WORDS: &str = include_str!("../../data/lexicon/words-en.txt");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct QuestionsFile {
    talk: Vec<String>,
    asks: Vec<AsksEntry>,
    way: Vec<WayEntry>,
    look_up: HashSet<String>,
    endings: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AsksEntry {
    #[serde(rename = "for")]
    sought: String,
    say: Vec<String>,
    #[serde(default)]
    hint: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WayEntry {
    say: Vec<String>,
    means: Vec<String>,
}

/// What words ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asks {
    /// What.
    pub sought: Sought,
    /// Whether the words say nothing else, so that no record need have them.
    pub only: bool,
}

/// How people ask.
#[derive(Debug)]
pub struct Questions {
    talk: HashSet<String>,
    asks: Phrases<Asks>,
    /// Words that stand in phrases of `say`, but for those that may be anything.
    asking_words: HashSet<String>,
    ways: Phrases<usize>,
    means: Vec<Vec<String>>,
    look_up: HashSet<String>,
    endings: Vec<String>,
}

/// What is wrong with the list of questions.
#[derive(Debug, thiserror::Error)]
enum QuestionsError {
    #[error("{0}")]
    List(super::lexicon::LexiconError),
    #[error("`{phrase}`: {error}")]
    Phrase { phrase: String, error: PhraseError },
    #[error("`{0}` is nothing that can be asked for")]
    Sought(String),
}

fn phrase(text: &str) -> Result<Phrase, QuestionsError> {
    text.parse().map_err(|error| QuestionsError::Phrase { phrase: text.to_owned(), error })
}

impl Questions {
    /// The list that ships with the program.
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<Questions> =
            LazyLock::new(|| Questions::read().expect("a test reads the list that is built in"));
        &ENGLISH
    }

    fn read() -> Result<Self, QuestionsError> {
        let QuestionsFile { talk, asks, way, look_up, endings } =
            read_list(QUESTIONS.0, QUESTIONS.1).map_err(QuestionsError::List)?;
        let mut asking = Vec::new();
        let mut asking_words = HashSet::new();
        for AsksEntry { sought, say, hint } in asks {
            let sought = Sought::from_slug(&sought).map_err(|_| QuestionsError::Sought(sought))?;
            for (only, phrases) in [(true, say), (false, hint)] {
                for text in phrases {
                    if only {
                        let words =
                            text.split([' ', '|', '(', ')']).filter(|word| !word.starts_with("..") && !word.is_empty());
                        asking_words.extend(words.map(fold));
                    }
                    asking.push((Asks { sought, only }, phrase(&text)?));
                }
            }
        }
        let mut saying = Vec::new();
        let mut means = Vec::new();
        for (i, WayEntry { say, means: meant }) in way.into_iter().enumerate() {
            for text in say {
                saying.push((i, phrase(&text)?));
            }
            means.push(meant);
        }
        Ok(Self {
            talk: talk.iter().map(|word| fold(word)).collect(),
            asks: Phrases::new(asking.iter().map(|(asks, phrase)| (*asks, phrase)), fold),
            asking_words,
            ways: Phrases::new(saying.iter().map(|(way, phrase)| (*way, phrase)), fold),
            means,
            look_up,
            endings,
        })
    }

    /// Whether a folded word is ordinary talk, which tells no record from another.
    pub fn is_talk(&self, exact: &str) -> bool {
        self.talk.contains(exact)
    }

    /// Whether a folded word is talk, a stopword, or stands in a phrase that asks for something.
    pub fn is_asking(&self, exact: &str) -> bool {
        self.is_talk(exact) || super::is_stopword(exact) || self.asking_words.contains(exact)
    }

    /// Whether a folded word is one of those who look a publication up.
    pub fn is_look_up(&self, exact: &str) -> bool {
        self.look_up.contains(exact)
    }

    /// The ending of a word that tells one disease or operation from another.
    pub fn ending(&self, exact: &str) -> Option<&str> {
        self.endings.iter().map(String::as_str).find(|ending| exact.ends_with(ending))
    }

    /// Every phrase that asks for something in a row of folded words. `named` are the names of topics among them.
    pub fn asks<'w>(&self, words: impl IntoIterator<Item = &'w str>, named: &[NamedTopic]) -> Vec<Found<Asks>> {
        self.asks.find(words, named)
    }

    /// Every other way of saying something in a row of folded words, by its number.
    pub fn ways<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Vec<Found<usize>> {
        self.ways.find(words, &[])
    }

    /// What a way of saying means: words and names, any of which will do.
    pub fn means(&self, way: usize) -> &[String] {
        self.means.get(way).map_or(&[], Vec::as_slice)
    }

    /// All that ways of saying mean, by the number of the way.
    pub fn all_means(&self) -> impl Iterator<Item = &[String]> {
        self.means.iter().map(Vec::as_slice)
    }
}

/// Whether a folded word is a common English word of five letters or more.
pub fn is_english(exact: &str) -> bool {
    static ENGLISH: LazyLock<Vec<&str>> = LazyLock::new(|| WORDS.lines().collect());
    ENGLISH.binary_search(&exact).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read() {
        let questions = Questions::read().unwrap();
        assert!(questions.is_talk("actually") && !questions.is_talk("pain"));
        let asks: Vec<_> = questions.asks(["how", "often"], &[]).into_iter().map(|found| found.cue.sought).collect();
        assert_eq!(asks, [Sought::Dose]);
    }

    #[test]
    fn common_words_are_english() {
        assert!(WORDS.lines().is_sorted(), "they are looked up by halves");
        assert!(is_english("going") && is_english("shoes") && is_english("sometimes"));
        assert!(!is_english("zzyzx") && !is_english(""));
    }
}
