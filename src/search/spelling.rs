//! The words of the corpus: which are known, what a misspelt one was meant for, and what one not yet finished may become.

mod kept;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    domain::word_table::WordMap,
    text::{Analyser, Questions, Shape, Word, is_english},
};

/// Shortest word that is ever corrected, in characters.
const MIN_CORRECTED: usize = 5;

/// From this length on, in characters, two edits are allowed instead of one.
const TWO_EDITS_FROM: usize = 9;

/// Up to this length, in characters, a correction keeps the first letter: writers get it right, and `weight` is not
/// `height`.
const FIRST_LETTER_KEPT: usize = 8;

/// The words of the corpus, for telling what is unknown and what was meant by it.
#[derive(Clone, Debug, Default)]
pub(super) struct SpellChecker {
    counts: WordMap<String, Count>,
    /// Every word, in the order of the alphabet, so that those that begin alike stand together.
    in_order: Vec<String>,
    /// Stems, each with how many different words have it.
    stems: WordMap<String, u32>,
    /// Words of names and titles, in the order of the alphabet.
    names: Vec<String>,
    /// Whole numbers as they stand in the texts, each with how often it does.
    numbers: BTreeMap<u64, u32>,
}

/// How often a word stands in the records.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: u32,
    /// Without references, which are full of the initials of people and of cut names of journals.
    of_texts: u32,
}

/// Longest word that may be somebody's initials.
const AS_SHORT_AS_INITIALS: usize = 3;

/// Shortest beginning of a word that is completed, in characters.
const MIN_BEGUN: usize = 2;

/// Most words that the beginning of one is looked for as.
pub(super) const MAX_COMPLETIONS: usize = 8;

/// The same of a word of which only so few letters are there as make a beginning: most of what begins so is not meant, and each
/// costs as much as a word that is.
const FEW_COMPLETIONS: usize = 3;

/// Endings that tell one disease or operation from another: a correction keeps them.
fn telling_ending(word: &str) -> Option<&'static str> {
    Questions::english().ending(word)
}

impl SpellChecker {
    /// Takes in the words of a text; whether it is part of a reference.
    pub(super) fn learn(&mut self, words: &[Word], is_reference: bool) {
        for word in words {
            if word.shape == Shape::Digits {
                if let Ok(number) = word.exact.parse::<u64>() {
                    *self.numbers.entry(number).or_default() += 1;
                }
                continue;
            }
            let count = |count: &mut Count| {
                count.all += 1;
                count.of_texts += u32::from(!is_reference);
            };
            // A word that is known is not copied.
            if let Some(known) = self.counts.get_mut(&word.exact) {
                count(known);
                continue;
            }
            count(self.counts.entry(word.exact.clone()).or_default());
            // A word has the same stem wherever it stands.
            *self.stems.entry(word.stem.clone()).or_default() += 1;
        }
    }

    /// Takes in what was learnt of other texts.
    pub(super) fn add(&mut self, others: &Self, analyser: &Analyser) {
        for (word, Count { all, of_texts }) in &others.counts {
            let known = self.counts.entry(word.clone()).or_insert_with(|| {
                *self.stems.entry(analyser.stem_of(word)).or_default() += 1;
                Count::default()
            });
            known.all += all;
            known.of_texts += of_texts;
        }
        for (number, count) in &others.numbers {
            *self.numbers.entry(*number).or_default() += count;
        }
    }

    /// Forgets what was learnt of some of its texts.
    pub(super) fn forget(&mut self, some: &Self, analyser: &Analyser) {
        for (word, Count { all, of_texts }) in &some.counts {
            let Some(known) = self.counts.get_mut(word) else { continue };
            known.all = known.all.saturating_sub(*all);
            known.of_texts = known.of_texts.saturating_sub(*of_texts);
            if known.all > 0 {
                continue;
            }
            self.counts.remove(word);
            let stem = analyser.stem_of(word);
            if let Some(words) = self.stems.get_mut(&stem) {
                *words = words.saturating_sub(1);
                if *words == 0 {
                    self.stems.remove(&stem);
                }
            }
        }
        for (number, count) in &some.numbers {
            let Some(known) = self.numbers.get_mut(number) else { continue };
            *known = known.saturating_sub(*count);
            if *known == 0 {
                self.numbers.remove(number);
            }
        }
    }

    /// The words that one not yet finished may become, the most frequent first; none for a word that is finished as it
    /// stands.
    pub(super) fn completions(&self, begun: &Word) -> Vec<&str> {
        let length = begun.exact.chars().count();
        let is_of_texts = self.counts.get(&begun.exact).is_some_and(|count| count.of_texts > 0);
        // Initials are no form of another word, and a cut name of a journal is the beginning of one.
        let is_form =
            length > AS_SHORT_AS_INITIALS && begun.exact != begun.stem && self.stems.contains_key(&begun.stem);
        let is_finished = is_of_texts || is_form;
        if begun.shape != Shape::Letters || length < MIN_BEGUN || is_finished {
            return Vec::new();
        }
        let from = self.in_order.partition_point(|word| *word <= begun.exact);
        let begins = self.in_order.iter().skip(from).take_while(|word| word.starts_with(&begun.exact));
        let mut words: Vec<(u32, &str)> =
            begins.filter_map(|word| Some((self.counts.get(word)?.all, word.as_str()))).collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let most = if length == MIN_BEGUN { FEW_COMPLETIONS } else { MAX_COMPLETIONS };
        words.into_iter().map(|(_, word)| word).take(most).collect()
    }

    /// Takes in the words of names and titles, which misspelt ones may be corrected to, when all texts were taken in.
    pub(super) fn learn_names<'a>(&mut self, names: impl Iterator<Item = &'a String>) {
        self.in_order = self.counts.keys().cloned().collect();
        self.in_order.sort_unstable();
        let is_of_letters = |word: &&String| word.chars().all(char::is_alphabetic);
        let names: BTreeSet<&String> = names.filter(is_of_letters).collect();
        self.names = names.into_iter().cloned().collect();
    }

    /// The whole numbers of the texts between two bounds, both included.
    pub(super) fn numbers_between(&self, low: u64, high: u64) -> impl Iterator<Item = u64> {
        self.numbers.range(low..=high).map(|(number, _)| *number)
    }

    /// Whether any text has the word in any form.
    pub(super) fn has_form_of(&self, word: &Word) -> bool {
        self.counts.contains_key(&word.exact) || (word.exact != word.stem && self.stems.contains_key(&word.stem))
    }

    /// Whether only references have the word: it is of the name of an author or a journal.
    pub(super) fn is_of_references(&self, exact: &str) -> bool {
        self.counts.get(exact).is_some_and(|count| count.of_texts == 0)
    }

    /// Whether any text has this word, in just this folded form.
    pub(super) fn knows(&self, exact: &str) -> bool {
        self.counts.contains_key(exact)
    }

    /// The word of a name or title most likely meant by an unknown one: fewest edits (optimal string alignment), then the
    /// most frequent, then the first in the alphabet. None for short words, because too many others are one edit away, and
    /// for English ones, which are no misspellings. Endings that tell one disease from another stay.
    pub(super) fn correction(&self, exact: &str) -> Option<&str> {
        let length = exact.chars().count();
        if length < MIN_CORRECTED || exact.bytes().any(|b| b.is_ascii_digit()) || is_english(exact) {
            return None;
        }
        let ending = telling_ending(exact);
        let edits = if length >= TWO_EDITS_FROM { 2 } else { 1 };
        let lengths = length.saturating_sub(edits).max(MIN_CORRECTED - 1)..=length + edits;
        let meant: Vec<char> = exact.chars().collect();
        // Names that begin alike stand together: from the first letter on, whole rows of them are passed over.
        let names = match meant.first().filter(|_| length <= FIRST_LETTER_KEPT) {
            None => self.names.as_slice(),
            Some(first) => {
                let from = self.names.partition_point(|name| name.chars().next() < Some(*first));
                let to = self.names.partition_point(|name| name.chars().next() <= Some(*first));
                self.names.get(from..to).unwrap_or_default()
            }
        };
        let near = near(names, &meant, edits).into_iter();
        near.filter(|(name, _)| lengths.contains(&name.chars().count()) && ending == telling_ending(name))
            .map(|(name, distance)| {
                let count = self.counts.get(name).map_or(0, |count| count.all);
                (distance, Reverse(count), name)
            })
            .min()
            .map(|(_, _, name)| name)
    }
}

/// Those of some words, which are in order, that are at most so many edits away (optimal string alignment), with how many.
///
/// The table of distances is kept for the letters that a word shares with the one before it; where its last rows say that no
/// word that begins so can be near, all that do are passed over.
pub(super) fn near<'a>(words: &'a [String], meant: &[char], edits: usize) -> Vec<(&'a str, usize)> {
    let mut found = Vec::new();
    let mut letters: Vec<char> = Vec::new();
    let mut rows: Vec<Vec<usize>> = vec![(0..=meant.len()).collect()];
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let shared = word.chars().zip(&letters).take_while(|(a, b)| a == *b).count();
        letters.truncate(shared);
        rows.truncate(shared + 1);
        let mut is_far = false;
        for letter in word.chars().skip(shared) {
            rows.push(next_row(&rows, &letters, letter, meant));
            letters.push(letter);
            let least =
                |back: usize| rows.iter().rev().nth(back).and_then(|row| row.iter().min()).copied().unwrap_or(0);
            // Two letters that change places look one row further back.
            if least(0) > edits && least(1) + 1 > edits {
                is_far = true;
                break;
            }
        }
        if is_far {
            let beginning: String = letters.iter().collect();
            at += words.get(at..).unwrap_or_default().partition_point(|other| other.starts_with(&beginning));
            continue;
        }
        let distance = rows.last().and_then(|row| row.last()).copied().unwrap_or(0);
        if distance <= edits {
            found.push((word.as_str(), distance));
        }
        at += 1;
    }
    found
}

/// The distances of a word one letter longer from each beginning of what is meant.
fn next_row(rows: &[Vec<usize>], letters: &[char], letter: char, meant: &[char]) -> Vec<usize> {
    let (Some(last), before) = (rows.last(), rows.len().checked_sub(2).and_then(|i| rows.get(i))) else {
        return Vec::new();
    };
    let mut row = Vec::with_capacity(last.len());
    row.push(rows.len());
    for (i, is) in meant.iter().enumerate() {
        let mut distance = (row[i] + 1).min(last[i + 1] + 1).min(last[i] + usize::from(*is != letter));
        if let (Some(before), Some(previous)) = (before, letters.last())
            && i > 0
            && meant[i - 1] == letter
            && is == previous
        {
            distance = distance.min(before[i - 1] + 1);
        }
        row.push(distance);
    }
    row
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn near_words_are_those_of_comparing_all(words in vec("[abcé]{0,7}", 0..60), meant in "[abcé]{1,7}", edits in 1_usize..3) {
            let words: BTreeSet<String> = words.into_iter().collect();
            let words: Vec<String> = words.into_iter().collect();
            let compared = words.iter().map(|word| (word.as_str(), strsim::osa_distance(&meant, word)));
            let expected: Vec<(&str, usize)> = compared.filter(|(_, distance)| *distance <= edits).collect();
            prop_assert_eq!(near(&words, &meant.chars().collect::<Vec<_>>(), edits), expected);
        }
    }
}
