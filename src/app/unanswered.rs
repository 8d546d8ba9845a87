//! What people look for and do not find, counted by words: nothing of who asked, when, or in which sentence.
//!
//! A search gives single words and names of concepts, never its text. A name of a topic without records, or of a concept that
//! the collection says it has nothing on, is counted as it is. Any other word is counted only if it is a common word of the language or ends as
//! the name of a disease or an operation does, is written small, and stands in no address; and it is written down from its
//! [`LEAST_SEEN`]th search on. So what tells of a person (a name, an address, a number) does not come in. What is left out is
//! counted as that, without its words.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::{Library, SearchAnswer};
use crate::{
    search::TermRole,
    text::{Questions, folded_words, is_english},
};

/// Searches from which on a word that is no name of a concept is written down.
pub const LEAST_SEEN: u64 = 3;

/// Most terms that a file holds: the most frequent stay.
pub const MAX_TERMS: usize = 1_000;

/// The version of the file.
const FORMAT: u32 = 1;

/// Counts of terms, as they stand in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    format: u32,
    /// Searches with a term that no record has, or without a hit.
    pub searches: u64,
    /// Words of them that were left out, because they may be anything.
    pub left_out: u64,
    /// How many searches had the term.
    pub terms: BTreeMap<String, u64>,
}

/// The text is no file of counts.
#[derive(Debug, thiserror::Error)]
pub enum CountsError {
    /// It cannot be read.
    #[error("it is no file of counts: {0}")]
    Damaged(#[from] serde_json::Error),
    /// It is of another version.
    #[error("it has format {0}, and this program writes {FORMAT}")]
    Format(u32),
}

impl Counts {
    /// Reads a file.
    ///
    /// # Errors
    /// [`CountsError`].
    pub fn read(text: &str) -> Result<Self, CountsError> {
        let counts: Self = serde_json::from_str(text)?;
        if counts.format == FORMAT { Ok(counts) } else { Err(CountsError::Format(counts.format)) }
    }

    /// The terms, the most frequent first.
    pub fn ranked(&self) -> Vec<(&str, u64)> {
        let mut ranked: Vec<(&str, u64)> = self.terms.iter().map(|(term, count)| (term.as_str(), *count)).collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        ranked
    }

    /// Keeps the most frequent [`MAX_TERMS`], if there are more than so many.
    fn bound(terms: &mut BTreeMap<String, u64>, most: usize) {
        if terms.len() > most {
            let mut ranked: Vec<(u64, String)> = terms.iter().map(|(term, count)| (*count, term.clone())).collect();
            ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            for (_, term) in ranked.drain(MAX_TERMS..) {
                terms.remove(&term);
            }
        }
    }
}

/// One term of a search.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Term {
    /// A name of a topic without records, or of a concept that the collection says it has nothing on.
    Concept(String),
    /// A word that may be written down when it comes again.
    Word(String),
    /// A word that may be anything.
    LeftOut,
}

/// Counts while the service runs.
#[derive(Debug, Default)]
pub struct Unanswered(Mutex<Tally>);

#[derive(Debug, Default)]
struct Tally {
    counts: Counts,
    /// Words that have not been seen often enough.
    rare: BTreeMap<String, u64>,
    is_changed: bool,
}

impl Unanswered {
    /// Goes on counting from what a file holds.
    pub fn from(counts: Counts) -> Self {
        Self(Mutex::new(Tally { counts, ..Tally::default() }))
    }

    /// What a file is to hold, if it is not what was given last.
    pub fn changed(&self) -> Option<String> {
        let mut tally = self.tally();
        if !std::mem::take(&mut tally.is_changed) {
            return None;
        }
        let mut counts = tally.counts.clone();
        drop(tally);
        counts.format = FORMAT;
        Counts::bound(&mut counts.terms, MAX_TERMS);
        // Plain data with text keys print.
        serde_json::to_string_pretty(&counts).ok().map(|text| text + "\n")
    }

    /// Says that the last that was given could not be written.
    pub fn was_not_written(&self) {
        self.tally().is_changed = true;
    }

    fn count(&self, terms: BTreeSet<Term>, left_out: u64) {
        let mut tally = self.tally();
        let Tally { counts, rare, is_changed } = &mut *tally;
        counts.searches += 1;
        counts.left_out += left_out;
        *is_changed = true;
        for term in terms {
            match term {
                Term::Concept(name) => *counts.terms.entry(name).or_default() += 1,
                Term::Word(word) => match counts.terms.get_mut(&word) {
                    Some(count) => *count += 1,
                    None => {
                        let seen = rare.entry(word.clone()).or_default();
                        *seen += 1;
                        if *seen >= LEAST_SEEN
                            && let Some(seen) = rare.remove(&word)
                        {
                            counts.terms.insert(word, seen);
                        }
                    }
                },
                Term::LeftOut => {}
            }
        }
        // Down to half, so that what is new finds room and has time to come again.
        Counts::bound(&mut counts.terms, 2 * MAX_TERMS);
        Counts::bound(rare, 2 * MAX_TERMS);
    }

    /// A panic elsewhere spoils no count.
    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a word may be counted as.
fn of_word(word: &str) -> Option<Term> {
    let questions = Questions::english();
    let is_number = word.chars().any(|c| c.is_ascii_digit());
    if is_number || questions.is_asking(word) {
        return None;
    }
    let may_stand =
        is_english(word) || questions.ending(word).is_some() && word.chars().all(|c| c.is_ascii_lowercase());
    Some(if may_stand { Term::Word(word.to_owned()) } else { Term::LeftOut })
}

/// The words of a text that may tell of a person: parts of addresses, and what is written with a capital, but for a first word.
fn personal(text: &str) -> BTreeSet<String> {
    let pieces: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |piece: &&str| piece.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let has_capitals = pieces.iter().skip(1).any(is_capital);
    let is_address =
        |piece: &str| piece.contains(['@', '/', '\\', '_', '#', '+']) || piece.chars().any(|c| c.is_ascii_digit());
    let tells = |(at, piece): &(usize, &&str)| is_address(piece) || is_capital(piece) && (*at > 0 || has_capitals);
    let told = pieces.iter().enumerate().filter(tells).flat_map(|(_, piece)| folded_words(piece));
    told.map(|word| word.exact).collect()
}

impl Library {
    /// The same, counting what is looked for and not found.
    #[must_use]
    pub fn counting(self, unanswered: Option<std::sync::Arc<Unanswered>>) -> Self {
        Self { unanswered, ..self }
    }

    /// Counts the terms of a search for `asked` that no record has; does nothing unless the operator asked for it. Terms that
    /// records have one by one and none has together say nothing by themselves, and only the search is counted.
    pub fn count_unanswered(&self, asked: &str, answer: &SearchAnswer<'_>) {
        let Some(unanswered) = &self.unanswered else { return };
        let SearchAnswer { hits: _, total, facets: _, understood, scope, lead, contradictions: _ } = answer;
        let found_nothing = *total == 0 && lead.is_none() && !understood.terms.is_empty();
        let mut terms = BTreeSet::new();
        let mut left_out = 0;
        let personal = personal(asked);
        let mut words_of = |text: &str, terms: &mut BTreeSet<Term>| {
            for word in folded_words(text) {
                let Some(term) = of_word(&word.exact) else { continue };
                if term == Term::LeftOut || personal.contains(&word.exact) {
                    left_out += 1;
                } else {
                    terms.insert(term);
                }
            }
        };
        for outside in &scope.outside {
            if let Some(label) = &outside.label {
                terms.insert(Term::Concept(label.to_lowercase()));
            }
        }
        for term in &understood.terms {
            let is_known = scope.outside.iter().any(|outside| outside.label.is_some() && outside.text == term.text);
            let is_word = matches!(term.role, TermRole::Word | TermRole::Phrase);
            if !is_known && is_word && !term.found {
                words_of(&term.text, &mut terms);
            }
        }
        if !terms.is_empty() || left_out > 0 || found_nothing {
            unanswered.count(terms, left_out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(unanswered: &Unanswered, words: &[&str]) {
        unanswered.count(words.iter().map(|word| Term::Word((*word).to_owned())).collect(), 0);
    }

    #[test]
    fn a_word_is_written_down_when_it_comes_again() {
        let unanswered = Unanswered::default();
        assert_eq!(unanswered.changed(), None);
        for times in 1..=LEAST_SEEN {
            count(&unanswered, &["mattress"]);
            let counts = Counts::read(&unanswered.changed().unwrap()).unwrap();
            assert_eq!(counts.terms.get("mattress").copied(), (times == LEAST_SEEN).then_some(LEAST_SEEN), "{times}");
        }
        assert_eq!(unanswered.changed(), None, "nothing is written twice");
        unanswered.was_not_written();
        assert!(unanswered.changed().is_some());
        let again = Unanswered::from(
            Counts::read(&{
                count(&unanswered, &["mattress"]);
                unanswered.changed().unwrap()
            })
            .unwrap(),
        );
        count(&again, &["mattress"]);
        assert_eq!(Counts::read(&again.changed().unwrap()).unwrap().ranked(), [("mattress", LEAST_SEEN + 2)]);
    }

    #[test]
    fn words_that_may_be_anything_are_left_out() {
        let is_left_out = |word: &str| of_word(word) == Some(Term::LeftOut);
        for word in ["xqzzy", "o'nobody", "abc"] {
            let words = folded_words(word);
            assert!(words.iter().all(|word| is_left_out(&word.exact)), "{word}: {words:?}");
        }
        for nothing in ["the", "how", "0301234567", "12", "a1b2"] {
            assert_eq!(of_word(nothing), None, "{nothing}");
        }
        for kept in ["mattress", "nowheritis"] {
            assert_eq!(of_word(kept), Some(Term::Word(kept.to_owned())));
        }
    }

    #[test]
    fn what_may_tell_of_a_person_is_told_by_how_it_is_written() {
        let told = |text: &str| personal(text).into_iter().collect::<Vec<_>>().join(" ");
        for (text, expected) in [
            ("Mattress for backs", ""),
            ("best mattress", ""),
            ("Nobody Example mattress", "example nobody"),
            ("mattress of Nobody", "nobody"),
            ("nobody.example@example.org mattress", "example nobody org"),
            ("https://example.org/mattress firm", "example https mattress org"),
            ("room12 mattress", "room12"),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn the_most_frequent_stay() {
        let unanswered = Unanswered::default();
        for number in 0..3 * MAX_TERMS {
            let times = if number % 300 == 0 { 2 } else { 1 };
            for _ in 0..times {
                unanswered.count(BTreeSet::from([Term::Concept(format!("concept {number:05}"))]), 1);
            }
        }
        let counts = Counts::read(&unanswered.changed().unwrap()).unwrap();
        assert_eq!(counts.terms.len(), MAX_TERMS);
        assert_eq!(counts.ranked().iter().filter(|(_, count)| *count == 2).count(), 10);
        assert!(counts.left_out > 3_000);
    }

    #[test]
    fn another_file_is_told() {
        for (text, message) in [
            ("", "it is no file of counts: EOF"),
            ("{}", "it is no file of counts: missing field `format`"),
            (
                r#"{"format": 2, "searches": 0, "left_out": 0, "terms": {}}"#,
                "it has format 2, and this program writes 1",
            ),
        ] {
            let told = Counts::read(text).unwrap_err().to_string();
            assert!(told.starts_with(message), "{told}");
        }
    }
}
