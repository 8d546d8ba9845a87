//! Plain English text as data: its sentences, words, numbers and reading grade.
//!
//! Deterministic and small: it serves the rules about our own texts, which are written to be read by it as well. A draft
//! from outside needs more.

use unicode_segmentation::UnicodeSegmentation;

use super::number::Decimal;

/// A number as a text prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedNumber {
    /// Its size, without sign: texts say "9 points less", records `-9`.
    pub value: Decimal,
    /// As printed: `8,270`, `twelve`.
    pub text: String,
}

/// Number words of texts. `one` is left out, being mostly a pronoun; "one in ten" is read by its other end. `half` is
/// fifty of a hundred.
const NUMBER_WORDS: &[(&str, u32)] = &[
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("thousand", 1000),
    ("million", 1_000_000),
    ("half", 50),
];

/// Every number of the text, in its order. Digits that belong to a name (`NG59`, `A1`) or to a section number (`30.3.3`)
/// are none.
pub fn numbers(text: &str) -> Vec<PrintedNumber> {
    // A word ends at white space, at a hyphen or dash between figures, and at anything that is no part of a number.
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '\'' | '’');
    text.split(|c: char| !is_inside(c)).filter_map(number).collect()
}

fn number(token: &str) -> Option<PrintedNumber> {
    let token = token.trim_matches(|c: char| !c.is_alphanumeric());
    let singular = token.strip_suffix(['s', 'S']).unwrap_or(token);
    let is = |word: &str| token.eq_ignore_ascii_case(word) || singular.eq_ignore_ascii_case(word);
    if let Some((_, value)) = NUMBER_WORDS.iter().find(|(word, _)| is(word)) {
        return Some(PrintedNumber { value: (*value).into(), text: token.to_owned() });
    }
    // A comma separates thousands only before three figures; `30.3.3` and `NG59` do not parse.
    let groups: Vec<&str> = token.split('.').next().unwrap_or_default().split(',').collect();
    let well_grouped = groups.len() == 1 || groups[1..].iter().all(|group| group.len() == 3);
    let value = well_grouped.then(|| token.replace(',', "")).and_then(|digits| digits.parse().ok())?;
    Some(PrintedNumber { value, text: token.to_owned() })
}

/// Short forms whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &["vs.", "e.g.", "i.e.", "et al.", "u.s.", "dr.", "no.", "approx.", "st."];

/// The sentences of a text (UAX #29, joined again after abbreviations, and parted before a figure that begins one).
pub fn sentences(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for piece in text.unicode_sentences().flat_map(before_figures) {
        match all.last_mut() {
            Some(open) if ends_in_abbreviation(open) => open.push_str(piece),
            Some(_) | None => all.push(piece.to_owned()),
        }
    }
    all.iter().map(|sentence| sentence.trim().to_owned()).collect()
}

/// The pieces of a text that end in a full stop, a space and a figure: `felt better. 79% slept`.
fn before_figures(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    for (stop, _) in text.match_indices(". ") {
        let next = stop + 2;
        if text[next..].starts_with(|c: char| c.is_ascii_digit()) {
            pieces.push(&text[begin..next]);
            begin = next;
        }
    }
    pieces.push(&text[begin..]);
    pieces
}

fn ends_in_abbreviation(text: &str) -> bool {
    let text = text.trim_end();
    ABBREVIATIONS.iter().any(|short| {
        let Some(before) = text.len().checked_sub(short.len()) else { return false };
        text.get(before..).is_some_and(|end| end.eq_ignore_ascii_case(short))
            && text[..before].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
    })
}

/// The words of a text in lower case; a hyphen or an apostrophe joins what stands at its sides.
pub fn words(text: &str) -> Vec<String> {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
    text.split(|c: char| !is_inside(c))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).replace('’', "'").to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// A text to look phrases up in. Cutting it into words costs more than a look, so it is done once for all of them.
#[derive(Clone, Debug)]
pub struct Wording(String);

impl Wording {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len() + 2);
        folded.push(' ');
        for word in split_words(text) {
            folded.push_str(&word);
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

/// Words with compounds taken apart: `non-specific` is two.
fn split_words(text: &str) -> Vec<String> {
    words(text).iter().flat_map(|word| word.split('-')).map(str::to_owned).collect()
}

/// The Flesch-Kincaid grade: years of school a reader needs, to a tenth.
///
/// 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid 1975). Zero for a text without words. Figures count
/// as they are spoken, roughly: a syllable a digit.
pub fn reading_grade(text: &str) -> f64 {
    let words = split_words(text);
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

/// Vowels that meet and are spoken apart.
const HIATUS: &[&str] = &["ia", "io", "iu", "ua", "uo"];

/// Syllables of a lower-case word, by rule: groups of vowels, less silent endings, plus the commonest hiatus.
fn syllables(word: &str) -> usize {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if digits > 0 {
        return digits;
    }
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let is_vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let groups =
        letters.iter().enumerate().filter(|(i, c)| is_vowel(c) && (*i == 0 || !is_vowel(&letters[i - 1]))).count();
    let ends = |end: &str| word.ends_with(end);
    let before_end = |n: usize| letters.len().checked_sub(n + 1).map(|i| letters[i]);
    let mut count = groups;
    let silent_e = ends("e") && !ends("le") && before_end(1).is_some_and(|c| !is_vowel(&c));
    let silent_es =
        ends("es") && before_end(2).is_some_and(|c| !matches!(c, 's' | 'z' | 'x' | 'c' | 'g' | 'h' | 'i' | 'l'));
    let silent_ed = ends("ed") && before_end(2).is_some_and(|c| !matches!(c, 't' | 'd') && !is_vowel(&c));
    let silent_le = ends("le") && before_end(2).is_some_and(|c| is_vowel(&c));
    if groups > 1 && (silent_e || silent_es || silent_ed || silent_le) {
        count -= 1;
    }
    count += spoken_apart(word);
    count.max(1)
}

/// How many pairs of vowels of the word are two syllables.
fn spoken_apart(word: &str) -> usize {
    // Endings in which the same letters are one syllable.
    let one = ["tion", "sion", "cian", "cial", "tial", "cious", "tious", "gion", "xious"];
    if one.iter().any(|end| word.contains(end)) {
        return 0;
    }
    let twice =
        HIATUS.iter().filter(|pair| !matches!(**pair, "ea" | "ie" | "iou" | "uou")).any(|pair| word.contains(pair));
    let endings = ["area", "idea", "diet", "quiet", "science", "experience"];
    usize::from(
        (twice && !word.contains("qu") && !word.contains("gua")) || endings.iter().any(|end| word.ends_with(end)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        numbers(text).into_iter().map(|number| number.value.to_string()).collect()
    }

    #[test]
    fn numbers_are_read_as_printed() {
        assert_eq!(read("33 trials (8,270 people), 39-44%, 1.5 points."), ["33", "8270", "39", "44", "1.5"]);
        assert_eq!(read("About half, one in ten, twelve weeks; twenty visits"), ["50", "10", "12", "20"]);
        assert_eq!(read("NG59, A1 receptors, NCD 30.3.3, ST36, one of several"), Vec::<String>::new());
        assert_eq!(read("In 2017, 5 years"), ["2017", "5"]);
        assert_eq!(read("between 1.01 and 7,98"), ["1.01"]);
    }

    #[test]
    fn sentences_end_where_they_end() {
        assert_eq!(
            sentences("Acupuncture vs. Sham made 1.5 points. In the U.S. Medicare pays. Does it? Yes."),
            ["Acupuncture vs. Sham made 1.5 points.", "In the U.S. Medicare pays.", "Does it?", "Yes."]
        );
        assert_eq!(sentences("They felt better. 79% slept."), ["They felt better.", "79% slept."]);
    }

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
