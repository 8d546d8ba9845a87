//! A text read the way records are read, for those who compare texts with records.

use std::{ops::Deref, sync::Arc};

use super::{
    spelling::SpellChecker,
    thesaurus::{Concept, Thesaurus},
};
#[cfg(test)]
use crate::text::Word;
use crate::text::{Analyser, CutWord, Shape, Synonyms, is_stopword};

/// What a word is, wherever a text prints it: made once for all of its places.
#[derive(Debug, PartialEq, Eq)]
pub struct WordForm {
    /// Folded, not stemmed: lower case, no accents, American spelling, numbers without separators.
    pub exact: String,
    /// Folded and stemmed, words of one meaning as one ([`Synonyms`]); equal to `exact` for anything with a digit.
    pub stem: String,
    /// Whether there is a digit in it.
    pub has_digit: bool,
    /// Whether any record has it.
    pub known: bool,
    /// Whether it tells no record from another.
    pub is_stopword: bool,
    /// Its own stem where it has another one's, by which names of topics are looked up.
    own_stem: Option<String>,
    /// Most words of a name of a topic that begins with it.
    longest_name: usize,
}

impl WordForm {
    fn own_stem(&self) -> &str {
        self.own_stem.as_ref().unwrap_or(&self.stem)
    }
}

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadWord {
    form: Arc<WordForm>,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

impl Deref for ReadWord {
    type Target = WordForm;

    fn deref(&self) -> &WordForm {
        &self.form
    }
}

#[cfg(test)]
impl From<Word> for ReadWord {
    /// A word by itself, which no record is asked for.
    fn from(word: Word) -> Self {
        let Word { exact, stem, start, end, position: _, shape } = word;
        let has_digit = shape == Shape::Digits;
        let is_stopword = is_stopword(&exact);
        let form = WordForm { exact, stem, has_digit, known: false, is_stopword, own_stem: None, longest_name: 0 };
        Self { form: Arc::new(form), start, end }
    }
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

/// Reads texts. Remembers the words it has met, so one reader should read all sentences of a text.
pub struct TextReader<'a> {
    analyser: Analyser,
    /// The forms of words by their numbers in the memory of the analyser.
    forms: Vec<Option<Arc<WordForm>>>,
    thesaurus: &'a Thesaurus,
    spell_checker: &'a SpellChecker,
}

impl<'a> TextReader<'a> {
    pub(super) fn new(thesaurus: &'a Thesaurus, spell_checker: &'a SpellChecker) -> Self {
        Self { analyser: Analyser::new(), forms: Vec::new(), thesaurus, spell_checker }
    }

    /// The words and topics of a text, in time linear in its length.
    pub fn read(&mut self, text: &str) -> ReadText {
        let Self { analyser, forms, thesaurus, spell_checker } = self;
        let mut words: Vec<ReadWord> = Vec::new();
        analyser.each_word(text, |word| {
            if word.shape == Shape::Compound {
                return;
            }
            let made = || form(&word, thesaurus, spell_checker);
            let form = match word.number.and_then(|number| usize::try_from(number).ok()) {
                Some(number) => {
                    if number >= forms.len() {
                        forms.resize(number + 1, None);
                    }
                    Arc::clone(forms[number].get_or_insert_with(made))
                }
                None => made(),
            };
            words.push(ReadWord { form, start: word.start, end: word.end });
        });
        let mut concepts = Vec::new();
        for (first, word) in words.iter().enumerate().filter(|(_, word)| word.longest_name > 0) {
            let names = words.iter().enumerate().skip(first);
            let names = names.map(|(at, word)| (at, word.own_stem(), word.exact.as_str()));
            thesaurus.names_from(first, word.longest_name, names, &mut concepts);
        }
        ReadText { topics: longest(concepts), words }
    }
}

/// What is known of a word by itself.
fn form(word: &CutWord<'_>, thesaurus: &Thesaurus, spell_checker: &SpellChecker) -> Arc<WordForm> {
    let synonym = Synonyms::built_in().stem(word.exact);
    Arc::new(WordForm {
        exact: word.exact.to_owned(),
        stem: synonym.unwrap_or(word.stem).to_owned(),
        has_digit: word.shape == Shape::Digits,
        known: spell_checker.knows(word.exact),
        is_stopword: is_stopword(word.exact),
        own_stem: synonym.map(|_| word.stem.to_owned()),
        longest_name: thesaurus.longest_from(word.stem),
    })
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
