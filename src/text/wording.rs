//! The wording of our own texts: phrases in them, how long they are, and how hard they are to read.

use super::{
    lexicon::{SilentEnding, Syllables, lexicon},
    plain, sentences,
    words::folded_words,
};

/// A text to look phrases up in. Cutting it into words costs more than a look, so it is done once for all of them.
#[derive(Clone, Debug)]
pub struct Wording(String);

impl Wording {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len() + 2);
        folded.push(' ');
        for word in folded_words(text) {
            folded.push_str(&word.exact);
            folded.push(' ');
        }
        Self(folded)
    }

    /// Whether the words of `phrase` stand in the text side by side, whatever their case and what stands between them.
    pub fn mentions(&self, phrase: &str) -> bool {
        let Self(phrase) = Self::of(phrase);
        phrase.len() > 1 && self.0.contains(&phrase)
    }
}

/// How many words a text has, as limits on its length count them: what stands between blanks.
pub fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Words as they are spoken, in lower case: compounds apart, an apostrophe inside.
fn spoken_words(text: &str) -> Vec<String> {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    text.split(|c: char| !is_inside(c))
        .map(|word| plain(word.trim_matches(|c: char| !c.is_alphanumeric())))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The Flesch-Kincaid grade: years of school a reader needs, to a tenth.
///
/// 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid 1975). Zero for a text without words. Figures count
/// as they are spoken, roughly: a syllable a digit.
pub fn reading_grade(text: &str) -> f64 {
    let words = spoken_words(text);
    if words.is_empty() {
        return 0.0;
    }
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let per_sentence = count(words.len()) / count(sentences(text).len().max(1));
    let per_word = count(syllables) / count(words.len());
    let grade = 0.39 * per_sentence + 11.8 * per_word - 15.59;
    (grade.max(0.0) * 10.0).round() / 10.0
}

/// Syllables of a lower-case word, by rule: groups of vowels, less silent endings, plus the commonest hiatus.
fn syllables(word: &str) -> usize {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if digits > 0 {
        return digits;
    }
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let rules = &lexicon().syllables;
    let is_vowel = |c: &char| rules.vowels.contains(*c);
    let groups =
        letters.iter().enumerate().filter(|(i, c)| is_vowel(c) && (*i == 0 || !is_vowel(&letters[i - 1]))).count();
    let is_silent = |SilentEnding { ending, but, after, not_after }: &SilentEnding| {
        let letter = word.strip_suffix(ending.as_str()).and_then(|root| root.chars().rfind(|c| c.is_alphabetic()));
        letter.is_some_and(|letter| {
            after.as_ref().is_none_or(|letters| letters.contains(letter))
                && not_after.as_ref().is_none_or(|letters| !letters.contains(letter))
                && but.as_ref().is_none_or(|longer| !word.ends_with(longer.as_str()))
        })
    };
    let mut count = groups;
    if groups > 1 && rules.silent.iter().any(is_silent) {
        count -= 1;
    }
    count += spoken_apart(rules, word);
    count.max(1)
}

/// How many pairs of vowels of the word are two syllables.
fn spoken_apart(rules: &Syllables, word: &str) -> usize {
    let has = |letters: &[String]| letters.iter().any(|letters| word.contains(letters.as_str()));
    if has(&rules.together) {
        return 0;
    }
    let is_always = rules.always.iter().any(|end| word.ends_with(end.as_str()));
    usize::from(has(&rules.apart) && !has(&rules.glide) || is_always)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts of the CMU Pronouncing Dictionary.
    #[test]
    fn syllables_of_the_words_we_use() {
        for (word, count) in [
            ("acupuncture", 4),
            ("pain", 1),
            ("people", 2),
            ("treatment", 2),
            ("usual", 3),
            ("care", 1),
            ("needles", 2),
            ("improved", 2),
            ("treated", 2),
            ("little", 2),
            ("medicare", 3),
            ("trial", 2),
            ("trials", 2),
            ("recommendation", 5),
            ("evidence", 3),
            ("disability", 5),
            ("exercise", 3),
            ("serious", 3),
            ("physicians", 3),
            ("area", 3),
            ("older", 2),
            ("adults", 2),
            ("sciatica", 4),
            ("review", 2),
            ("studies", 2),
            ("massage", 2),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    /// The formula by hand: 10 words, 2 sentences, 12 syllables.
    #[test]
    fn the_grade_follows_the_formula() {
        let text = "The cat sat on the mat. It was very happy.";
        let expected: f64 = 0.39 * 5.0 + 11.8 * 1.2 - 15.59;
        assert!((reading_grade(text) - (expected * 10.0).round() / 10.0).abs() < 0.05, "{}", reading_grade(text));
        assert!(reading_grade("").abs() < f64::EPSILON);
    }

    #[test]
    fn phrases_are_found_as_words() {
        let mentions = |text: &str, phrase: &str| Wording::of(text).mentions(phrase);
        assert!(mentions("People with Low-back pain", "low back pain"));
        assert!(mentions("usual medical care", "medical care"));
        assert!(mentions("sham", "Sham."));
        assert!(!mentions("a shameless plug", "sham"));
        assert!(!mentions("a plug", " - "));
    }
}
