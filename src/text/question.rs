//! How people ask, read from `data/lexicon/en/questions.toml`: words of ordinary talk, what question words ask for, other
//! ways of saying what records say.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use super::{
    fold::fold,
    subject_kind::SubjectKind,
    word_file::{LexiconError, read_list},
    words::is_stopword,
};
use crate::domain::{
    phrase::{Found, NamedTopic, Phrase, PhraseError, Phrases},
    sought::Sought,
    vocabulary::Vocabulary,
    word_table::{WordMap, WordSet},
};

/// The list of questions: its name below `data/lexicon/en` and its text.
pub(super) const QUESTIONS: (&str, &str) = ("questions.toml", include_str!("../../data/lexicon/en/questions.toml"));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct QuestionsFile {
    talk: Vec<String>,
    asks: Vec<AsksEntry>,
    way: Vec<WayEntry>,
    look_up: WordSet<String>,
    endings: Vec<String>,
    kind: Vec<KindEntry>,
    about: Vec<String>,
    hurts: WordSet<String>,
    afterwards: Vec<String>,
    plurals: Vec<String>,
    capitals: WordMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindEntry {
    of: String,
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

/// Shortest word that is taken for talk with a slip, in characters.
const MIN_SLIP: usize = 5;

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
    talk: WordSet<String>,
    /// Words of talk and of phrases that ask, by their first letter.
    by_letter: HashMap<char, Vec<String>>,
    asks: Phrases<Asks>,
    /// Words that stand in phrases of `say`, but for those that may be anything.
    asking_words: WordSet<String>,
    ways: Phrases<usize>,
    means: Vec<Vec<String>>,
    look_up: WordSet<String>,
    endings: Vec<String>,
    /// Endings with what words that have them stand for.
    kinds: Vec<(String, SubjectKind)>,
    /// Ways of leading to what a question is about.
    about: Phrases<()>,
    hurts: WordSet<String>,
    /// Ways of saying that something followed treatment.
    afterwards: Phrases<()>,
    plurals: Vec<String>,
    /// Words that are names in capitals, and what they are read as.
    capitals: WordMap<String, String>,
}

/// What is wrong with the list of questions.
#[derive(Debug, thiserror::Error)]
enum QuestionsError {
    #[error("{0}")]
    List(LexiconError),
    #[error("`{phrase}`: {error}")]
    Phrase { phrase: String, error: PhraseError },
    #[error("`{0}` is nothing that can be asked for")]
    Sought(String),
    #[error("`{0}` is no kind of subject")]
    Kind(String),
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
        let QuestionsFile { talk, asks, way, look_up, endings, kind, about, hurts, afterwards, plurals, capitals } =
            read_list(QUESTIONS.0, QUESTIONS.1).map_err(QuestionsError::List)?;
        let mut asking = Vec::new();
        let mut asking_words = WordSet::default();
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
        let mut kinds = Vec::new();
        for KindEntry { of, endings } in kind {
            let of = SubjectKind::from_slug(&of).map_err(|_| QuestionsError::Kind(of))?;
            kinds.extend(endings.into_iter().map(|ending| (ending, of)));
        }
        let about = about.iter().map(|text| phrase(text)).collect::<Result<Vec<_>, _>>()?;
        let afterwards = afterwards.iter().map(|text| phrase(text)).collect::<Result<Vec<_>, _>>()?;
        let talk: WordSet<String> = talk.iter().map(|word| fold(word)).collect();
        let mut by_letter: HashMap<char, Vec<String>> = HashMap::new();
        for word in talk.union(&asking_words) {
            if let Some(first) = word.chars().next() {
                by_letter.entry(first).or_default().push(word.clone());
            }
        }
        by_letter.values_mut().for_each(|words| words.sort_unstable());
        Ok(Self {
            talk,
            by_letter,
            asks: Phrases::new(asking.iter().map(|(asks, phrase)| (*asks, phrase)), fold),
            asking_words,
            ways: Phrases::new(saying.iter().map(|(way, phrase)| (*way, phrase)), fold),
            means,
            look_up,
            endings,
            kinds,
            about: Phrases::new(about.iter().map(|phrase| ((), phrase)), fold),
            hurts,
            afterwards: Phrases::new(afterwards.iter().map(|phrase| ((), phrase)), fold),
            plurals,
            capitals,
        })
    }

    /// Whether a folded word is ordinary talk, which tells no record from another.
    pub fn is_talk(&self, exact: &str) -> bool {
        self.talk.contains(exact)
    }

    /// Whether a folded word is talk, a stopword, or stands in a phrase that asks for something.
    pub fn is_asking(&self, exact: &str) -> bool {
        self.is_talk(exact) || is_stopword(exact) || self.asking_words.contains(exact)
    }

    /// The word of talk, or of a phrase that asks, that a folded word is but for one slip after its first letter.
    pub fn slip_of_talk(&self, exact: &str) -> Option<&str> {
        let length = exact.chars().count();
        let is_near =
            |word: &&str| word.chars().count().abs_diff(length) <= 1 && strsim::osa_distance(word, exact) == 1;
        let first = exact.chars().next().filter(|_| length >= MIN_SLIP)?;
        // The first in the alphabet, so that a text is read the same each time.
        self.by_letter.get(&first)?.iter().map(String::as_str).find(is_near)
    }

    /// Whether a folded word is one of those who look a publication up.
    pub fn is_look_up(&self, exact: &str) -> bool {
        self.look_up.contains(exact)
    }

    /// The ending of a word that tells one disease or operation from another.
    pub fn ending(&self, exact: &str) -> Option<&str> {
        self.endings.iter().map(String::as_str).find(|ending| exact.ends_with(ending))
    }

    /// What a folded word stands for, told by its ending.
    pub(super) fn kind_by_ending(&self, exact: &str) -> Option<SubjectKind> {
        self.kinds.iter().find(|(ending, _)| exact.ends_with(ending)).map(|(_, kind)| *kind)
    }

    /// Every phrase after which stands what a question is about, in a row of folded words: `for`, `helps with`.
    pub fn leads_to_subject<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Vec<Found<()>> {
        self.about.find(words, &[])
    }

    /// Whether a folded word says of a part of the body that something is wrong with it.
    pub fn is_hurt(&self, exact: &str) -> bool {
        self.hurts.contains(exact)
    }

    /// Whether folded words tell of what followed treatment. `named` are the names of topics among them.
    pub fn tells_of_afterwards<'w>(&self, words: impl IntoIterator<Item = &'w str>, named: &[NamedTopic]) -> bool {
        !self.afterwards.find(words, named).is_empty()
    }

    /// What a folded word is read as that is written in capitals: `WHO` asks of nobody.
    pub fn in_capitals(&self, exact: &str) -> Option<&str> {
        self.capitals.get(exact).map(String::as_str)
    }

    /// A folded word and what it may be the plural of.
    pub fn singulars<'w>(&self, exact: &'w str) -> impl Iterator<Item = &'w str> {
        std::iter::once(exact).chain(self.plurals.iter().filter_map(move |ending| exact.strip_suffix(ending.as_str())))
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
}
