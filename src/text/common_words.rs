//! Which words are English at all.

use std::sync::LazyLock;

use crate::domain::word_table::WordSet;

/// Common English words, lower case, in the order of their bytes, one a line.
const WORDS: &str = include_str!("../../data/lexicon/words-en.txt");

/// Shortest common word that is never taken for a misspelt or unfinished one, in characters.
const MIN_ENGLISH: usize = 5;

/// Whether a folded word is a common English word of five letters or more: shorter ones may be the beginning of another.
pub fn is_english(exact: &str) -> bool {
    exact.chars().count() >= MIN_ENGLISH && is_common(exact)
}

/// Shortest word that may be a common one with a slip in it, in characters.
const MIN_SLIP_OF_COMMON: usize = 6;

/// Whether a folded word is a common English word but for one slip after its first letter: a letter too many, one that is
/// missing or another one, two that changed places.
pub fn is_slip_of_common(exact: &str) -> bool {
    let letters: Vec<char> = exact.chars().collect();
    if letters.len() < MIN_SLIP_OF_COMMON {
        return false;
    }
    let mut tried = String::with_capacity(exact.len() + 1);
    let mut is_word = |before: &[char], put: Option<char>, after: &[char]| {
        tried.clear();
        tried.extend(before.iter().chain(&put).chain(after));
        is_common(&tried)
    };
    (1..=letters.len()).any(|at| {
        let (before, after) = letters.split_at(at);
        let without = after.get(1..);
        let swapped = |after: &[char]| match after {
            [one, other, rest @ ..] => Some([&[*other, *one], rest].concat()),
            [] | [_] => None,
        };
        without.is_some_and(|after| is_word(before, None, after))
            || swapped(after).is_some_and(|after| is_word(before, None, &after))
            || ('a'..='z').any(|letter| {
                is_word(before, Some(letter), after)
                    || without.is_some_and(|after| is_word(before, Some(letter), after))
            })
    })
}

/// Whether a folded word is a common English word of any length.
pub fn is_common(exact: &str) -> bool {
    static ENGLISH: LazyLock<WordSet<&str>> = LazyLock::new(|| WORDS.lines().collect());
    ENGLISH.contains(exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_english() {
        assert!(WORDS.lines().is_sorted(), "whoever adds one finds its place");
        assert!(is_common("punt") && !is_english("punt"), "a short word may be the beginning of another");
        assert!(is_english("going") && is_english("shoes") && is_english("sometimes"));
        assert!(!is_english("zzyzx") && !is_english(""));
        assert!(is_slip_of_common("handfull") && is_slip_of_common("noticably") && is_slip_of_common("definitly"));
        assert!(!is_slip_of_common("ozempic") && !is_slip_of_common("zzyzxitis"));
    }
}
