//! Words that mean the same, read from `data/lexicon/en/synonyms.toml`.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use serde::Deserialize;

use super::{
    word_file::{LexiconError, read_list},
    words::Analyser,
};
use crate::domain::word_table::WordMap;

/// The list: its name below `data/lexicon/en` and its text.
pub(super) const SYNONYMS: (&str, &str) = ("synonyms.toml", include_str!("../../data/lexicon/en/synonyms.toml"));

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SynonymsFile {
    words: HashMap<String, Vec<String>>,
}

/// Words that mean the same: each leads to the stem of one of them.
#[derive(Debug)]
pub struct Synonyms(WordMap<String, String>);

impl Synonyms {
    /// Those that are built into the program.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Synonyms> =
            LazyLock::new(|| Synonyms::of(SYNONYMS.1).expect("a test reads the synonyms that are built in"));
        &BUILT_IN
    }

    fn of(text: &str) -> Result<Self, LexiconError> {
        let file: SynonymsFile = read_list(SYNONYMS.0, text)?;
        let fault = |word: &str, what: &str| {
            let before = text.find(word).and_then(|at| text.get(..at)).unwrap_or_default();
            let line = 1 + before.matches('\n').count();
            LexiconError { file: SYNONYMS.0.to_owned(), line, message: format!("`{word}` {what}") }
        };
        let mut analyser = Analyser::new();
        let mut stem_of = WordMap::default();
        let heads: HashSet<&String> = file.words.keys().collect();
        for (head, words) in &file.words {
            let stem = match analyser.words(head).as_slice() {
                [word] => word.stem.clone(),
                _ => return Err(fault(head, "is not one word")),
            };
            for word in words.iter().chain([head]) {
                if word != head && heads.contains(word) || stem_of.insert(word.clone(), stem.clone()).is_some() {
                    return Err(fault(word, "stands here twice"));
                }
            }
        }
        Ok(Self(stem_of))
    }

    /// The stem that a folded word is read as, if it is one of these.
    pub fn stem(&self, exact: &str) -> Option<&str> {
        self.0.get(exact).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_meaning_have_one_stem() {
        let synonyms = Synonyms::built_in();
        assert_eq!(synonyms.stem("fatalities"), synonyms.stem("died"));
        assert!(synonyms.stem("died").is_some());
        assert_ne!(synonyms.stem("men"), synonyms.stem("women"));
        assert_eq!(synonyms.stem("nowhere"), None);
    }

    #[test]
    fn a_word_that_stands_twice_is_told_with_its_line() {
        let error = Synonyms::of("[words]\nnowhere = [\"nobody\"]\nnothing = [\"nobody\"]\n").expect_err("a fault");
        assert!(error.message.contains("nobody"), "{error}");
        assert!(Synonyms::of("[words]\nnowhere = [\"nobody\"]\nnobody = [\"none\"]\n").is_err());
        assert!(Synonyms::of("[words]\n\"two words\" = [\"nobody\"]\n").is_err());
    }
}
