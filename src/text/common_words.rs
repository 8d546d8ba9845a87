//! Which words are English at all.

use std::sync::LazyLock;

/// Common English words, lower case, in the order of their bytes, one a line.
const WORDS: &str = include_str!("../../data/lexicon/words-en.txt");

/// Shortest common word that is never taken for a misspelt or unfinished one, in characters.
const MIN_ENGLISH: usize = 5;

/// Whether a folded word is a common English word of five letters or more: shorter ones may be the beginning of another.
pub fn is_english(exact: &str) -> bool {
    exact.chars().count() >= MIN_ENGLISH && is_common(exact)
}

/// Whether a folded word is a common English word of any length.
pub fn is_common(exact: &str) -> bool {
    static ENGLISH: LazyLock<Vec<&str>> = LazyLock::new(|| WORDS.lines().collect());
    ENGLISH.binary_search(&exact).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_english() {
        assert!(WORDS.lines().is_sorted(), "they are looked up by halves");
        assert!(is_common("punt") && !is_english("punt"), "a short word may be the beginning of another");
        assert!(is_english("going") && is_english("shoes") && is_english("sometimes"));
        assert!(!is_english("zzyzx") && !is_english(""));
    }
}
