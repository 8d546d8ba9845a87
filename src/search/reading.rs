//! A text read the way records are read, for those who compare texts with records.

use super::{
    spelling::SpellChecker,
    thesaurus::{Concept, Thesaurus},
};
use crate::text::{Analyser, Shape, Synonyms, Word};

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadWord {
    /// Folded, not stemmed: lower case, no accents, American spelling, numbers without separators.
    pub exact: String,
    /// Folded and stemmed, words of one meaning as one ([`Synonyms`]); equal to `exact` for anything with a digit.
    pub stem: String,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
    /// Whether there is a digit in it.
    pub has_digit: bool,
    /// Whether any record has it.
    pub known: bool,
}

/// A name of a topic in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadTopic {
    /// Position of the topic in `Corpus::topics`.
    pub topic: usize,
    /// The first of its words in [`ReadText::words`].
    pub first: usize,
    /// The last of its words.
    pub last: usize,
}

/// A text cut into words, with the topics it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadText {
    /// Its words in order; the parts of a hyphenated word stand apart.
    pub words: Vec<ReadWord>,
    /// The topics it names, in order: of names that overlap the longest, all topics that share a name.
    pub topics: Vec<ReadTopic>,
}

/// Reads texts. Remembers the stems it has found, so one reader should read all sentences of a text.
pub struct TextReader<'a> {
    analyser: Analyser,
    thesaurus: &'a Thesaurus,
    spell_checker: &'a SpellChecker,
}

impl<'a> TextReader<'a> {
    pub(super) fn new(thesaurus: &'a Thesaurus, spell_checker: &'a SpellChecker) -> Self {
        Self { analyser: Analyser::new(), thesaurus, spell_checker }
    }

    /// The words and topics of a text, in time linear in its length.
    pub fn read(&mut self, text: &str) -> ReadText {
        let plain: Vec<Word> =
            self.analyser.words(text).into_iter().filter(|word| word.shape != Shape::Compound).collect();
        let topics = longest(self.thesaurus.concepts(&plain));
        let words = plain
            .into_iter()
            .map(|Word { exact, stem, start, end, position: _, shape }| ReadWord {
                known: self.spell_checker.knows(&exact),
                stem: Synonyms::built_in().stem(&exact).map_or(stem, str::to_owned),
                exact,
                start,
                end,
                has_digit: shape == Shape::Digits,
            })
            .collect();
        ReadText { words, topics }
    }
}

/// Of names that overlap, the one that begins first; of those that begin together, the longest.
fn longest(mut concepts: Vec<Concept>) -> Vec<ReadTopic> {
    concepts.sort_by_key(|concept| (concept.first, std::cmp::Reverse(concept.last), concept.topic));
    let mut kept: Vec<ReadTopic> = Vec::new();
    for Concept { topic, first, last } in concepts {
        let fits = kept.last().is_none_or(|before| first > before.last || (first, last) == (before.first, before.last));
        if fits {
            kept.push(ReadTopic { topic, first, last });
        }
    }
    kept
}
