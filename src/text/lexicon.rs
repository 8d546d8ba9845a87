//! The word lists of the language, `data/lexicon/en/*.toml`, read once from what was built into the program.

pub(super) mod near;
pub(super) mod numbers;
pub(super) mod units;

use std::sync::LazyLock;

use serde::Deserialize;

use self::{numbers::Numbers, units::Units};
use super::word_file::{LexiconError, read_list};
use crate::domain::word_table::{WordMap, WordSet};

const ABBREVIATIONS: (&str, &str) = ("abbreviations.toml", include_str!("../../data/lexicon/en/abbreviations.toml"));
const STOPWORDS: (&str, &str) = ("stopwords.toml", include_str!("../../data/lexicon/en/stopwords.toml"));
const SPELLING: (&str, &str) = ("spelling.toml", include_str!("../../data/lexicon/en/spelling.toml"));
const SYLLABLES: (&str, &str) = ("syllables.toml", include_str!("../../data/lexicon/en/syllables.toml"));

/// The files of these lists below `data/lexicon/en`.
pub(super) const FILES: [&str; 6] = [numbers::FILE, units::FILE, ABBREVIATIONS.0, STOPWORDS.0, SPELLING.0, SYLLABLES.0];

/// All word lists.
#[derive(Debug)]
pub(super) struct WordLists {
    pub(super) numbers: Numbers,
    pub(super) units: Units,
    pub(super) abbreviations: Abbreviations,
    pub(super) spelling: Spelling,
    pub(super) syllables: Syllables,
    pub(super) stopwords: WordList,
}

/// The word lists that ship with the program.
pub(super) fn lexicon() -> &'static WordLists {
    static LEXICON: LazyLock<WordLists> =
        LazyLock::new(|| WordLists::read().expect("a test reads the word lists that are built in"));
    &LEXICON
}

impl WordLists {
    fn read() -> Result<Self, LexiconError> {
        Ok(Self {
            numbers: Numbers::read()?,
            units: Units::read()?,
            abbreviations: read_list(ABBREVIATIONS.0, ABBREVIATIONS.1)?,
            spelling: read_list(SPELLING.0, SPELLING.1)?,
            syllables: read_list(SYLLABLES.0, SYLLABLES.1)?,
            stopwords: read_list(STOPWORDS.0, STOPWORDS.1)?,
        })
    }
}

type Words = WordSet<String>;

/// A list of words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordList {
    pub(super) words: Words,
}

/// Words that end in a full stop.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Abbreviations {
    /// The sentence goes on, whatever follows.
    pub(super) never: Words,
    /// The sentence ends if a word follows that begins one.
    pub(super) may_end: Words,
    /// A figure that follows belongs to it.
    pub(super) before_figures: Words,
    /// A name follows.
    pub(super) titles: Words,
    /// With a figure they number a heading: `Step 1.`
    pub(super) numbered: Words,
    /// Words before a letter that names something: `Room B.`
    pub(super) lettered: Words,
    /// `a.m` and `p.m`, after which a day of the week may follow.
    pub(super) clock: Words,
    pub(super) weekdays: Words,
    /// Of those that may end, words that are no abbreviation more often.
    pub(super) short_words: Words,
    /// Of these, the ones that end a sentence before a name too.
    pub(super) ending_words: Words,
    /// Of those that never end, words that end a sentence where the next word begins one.
    pub(super) words_too: Words,
    /// An answer of one word, which looks like an abbreviation.
    pub(super) answers: Words,
    /// Words before an answer.
    pub(super) before_answers: Words,
    /// Who may have said a quotation.
    pub(super) speakers: Words,
    /// Verbs after the speaker of a quotation.
    pub(super) speech: Words,
    /// Words that begin a sentence.
    pub(super) starters: Words,
}

/// Spellings that are folded to one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spelling {
    pub(super) words: WordMap<String, String>,
    pub(super) endings: Vec<Ending>,
    pub(super) letters: WordMap<char, String>,
    /// Words whose stem would be that of a word with another sense.
    pub(super) stems: WordMap<String, String>,
    /// In the letters of ids.
    pub(super) latin: WordMap<char, String>,
    /// The ending of an owner.
    pub(super) possessive: String,
}

/// How the syllables of a word are counted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Syllables {
    pub(super) vowels: String,
    /// Endings that are not spoken.
    pub(super) silent: Vec<SilentEnding>,
    /// Vowels that meet and are spoken apart.
    pub(super) apart: Vec<String>,
    /// Letters in which the same vowels are one syllable.
    pub(super) together: Vec<String>,
    /// Letters in which they glide into one, but for the words of `always`.
    pub(super) glide: Vec<String>,
    /// Words whose vowels are spoken apart whatever else they have.
    pub(super) always: Vec<String>,
}

/// An ending that is not spoken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SilentEnding {
    pub(super) ending: String,
    /// A longer ending that is spoken.
    #[serde(default)]
    pub(super) but: Option<String>,
    /// Letters before it, of which one must be there.
    #[serde(default)]
    pub(super) after: Option<String>,
    /// Letters before it, of which none may be there.
    #[serde(default)]
    pub(super) not_after: Option<String>,
}

/// An ending and what it becomes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ending {
    pub(super) from: String,
    pub(super) to: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word_class::Label;

    #[test]
    fn the_word_lists_are_read() {
        let lexicon = WordLists::read().unwrap();
        assert!(lexicon.numbers.labels.get("iqr") == Some(Label::Quartiles));
    }
}
