//! From text to words: one way of cutting and folding for records, queries and excerpts, so that they always agree.
//!
//! - Letters are folded: lower case, no accents, Greek spelt out (`β-endorphin` is `beta endorphin`), British spellings
//!   to American (`randomised`, `oedema`, `disc`).
//! - A number is one word whatever its separators: `8,270`, `8270` and `8270.0` are the same; `P=.08` holds `0.08`.
//!   A number never stems, and is never looked for approximately.
//! - A token that mixes letters and digits stays whole: `NG59`, `NCT04982315`.
//! - A hyphen separates, and the whole is a word of its own as well: `micro-needling` is found by `microneedling`.

use frostem::{Algorithm, Stemmer};
use unicode_normalization::char::is_combining_mark;

use super::{
    fold::{fold, is_apostrophe},
    lexicon::lexicon,
    lists::Citing,
    memo::{Memo, Remembered},
};

/// Longest word that is looked at, in bytes after folding. What is longer is no word of any language we hold.
const MAX_WORD: usize = 64;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded, not stemmed.
    pub exact: String,
    /// Folded and stemmed; equal to `exact` for anything with a digit.
    pub stem: String,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
    /// Number of words before it; a compound stands at the position of its first part.
    pub position: u32,
    /// What it is made of.
    pub shape: Shape,
}

/// What a word is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Letters.
    Letters,
    /// A digit somewhere.
    Digits,
    /// The parts of a hyphenated word, joined.
    Compound,
}

/// A word of a text, lent while the text is cut.
#[derive(Clone, Copy, Debug)]
pub struct CutWord<'a> {
    /// [`Word::exact`].
    pub exact: &'a str,
    /// [`Word::stem`].
    pub stem: &'a str,
    /// [`Word::start`].
    pub start: usize,
    /// [`Word::end`].
    pub end: usize,
    /// [`Word::position`].
    pub position: u32,
    /// [`Word::shape`].
    pub shape: Shape,
    /// Of a word that the analyser remembers its number, which is small and the same wherever the word is printed so.
    pub number: Option<u32>,
}

/// Cuts and folds texts. Remembers what it has folded and stemmed, which is most of the work.
pub struct Analyser {
    stemmer: Stemmer,
    memo: Memo,
    /// The joined form of the hyphenated word that is being cut.
    joined: String,
}

impl Default for Analyser {
    fn default() -> Self {
        Self::new()
    }
}

/// The parts of a hyphenated word so far.
#[derive(Clone, Copy, Default)]
struct Parts {
    count: usize,
    start: usize,
    end: usize,
    position: u32,
}

impl Analyser {
    /// One that has seen nothing yet.
    pub fn new() -> Self {
        Self { stemmer: Stemmer::new(Algorithm::English), memo: Memo::default(), joined: String::new() }
    }

    /// The words of a text in their order; a compound follows its last part.
    pub fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        self.each_word(text, |word| {
            let CutWord { exact, stem, start, end, position, shape, number: _ } = word;
            words.push(Word { exact: exact.to_owned(), stem: stem.to_owned(), start, end, position, shape });
        });
        words
    }

    /// Lends the words of a text in their order; a compound follows its last part.
    pub fn each_word(&mut self, text: &str, mut each: impl FnMut(CutWord<'_>)) {
        let mut position = 0;
        let mut parts = Parts::default();
        for piece in Pieces::new(text) {
            let Piece { start, end, hyphen_before, number } = piece;
            if !hyphen_before {
                self.join(text, std::mem::take(&mut parts), &mut each);
            }
            let raw = &text[start..end];
            let new: (String, String);
            let (exact, stem, shape, number) = match self.memo.get(raw).filter(|_| !number) {
                Some(Remembered { number, exact, stem }) => (exact, stem, Shape::Letters, Some(number)),
                None => {
                    let (exact, shape) = piece.fold(text);
                    if exact.is_empty() || exact.len() > MAX_WORD {
                        parts = Parts::default();
                        continue;
                    }
                    let stem = if shape == Shape::Letters { self.stem_of(&exact) } else { exact.clone() };
                    let is_kept = shape == Shape::Letters;
                    let number = if is_kept { self.memo.insert(raw, &exact, &stem) } else { None };
                    new = (exact, stem);
                    (new.0.as_str(), new.1.as_str(), shape, number)
                }
            };
            each(CutWord { exact, stem, start, end, position, shape, number });
            if shape == Shape::Letters {
                if parts.count == 0 {
                    self.joined.clear();
                    parts = Parts { count: 0, start, end, position };
                }
                self.joined.push_str(exact);
                (parts.count, parts.end) = (parts.count + 1, end);
            } else {
                parts = Parts::default();
            }
            position += 1;
        }
        self.join(text, parts, &mut each);
    }

    /// Hands on the joined form of two or more hyphenated parts.
    fn join(&mut self, text: &str, parts: Parts, each: &mut impl FnMut(CutWord<'_>)) {
        let Parts { count, start, end, position } = parts;
        if count < 2 || self.joined.len() > MAX_WORD {
            return;
        }
        let raw = &text[start..end];
        let new;
        let (stem, number) = match self.memo.get(raw) {
            Some(Remembered { number, exact: _, stem }) => (stem, Some(number)),
            None => {
                new = self.stem_of(&self.joined);
                let number = self.memo.insert(raw, &self.joined, &new);
                (new.as_str(), number)
            }
        };
        each(CutWord { exact: &self.joined, stem, start, end, position, shape: Shape::Compound, number });
    }

    /// The stem of a folded word of letters.
    pub fn stem_of(&self, word: &str) -> String {
        match lexicon().spelling.stems.get(word) {
            Some(stem) => stem.clone(),
            None => self.stemmer.stem(word).into_owned(),
        }
    }
}

/// A word of a text, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldedWord {
    /// As [`fold`] has it; numbers without separators.
    pub exact: String,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

/// The words of a text in their order, as [`Analyser::words`] cuts and folds them, without compounds and stems.
pub fn folded_words(text: &str) -> Vec<FoldedWord> {
    let folded = |piece: Piece| {
        let (exact, _) = piece.fold(text);
        (!exact.is_empty()).then_some(FoldedWord { exact, start: piece.start, end: piece.end })
    };
    Pieces::new(text).filter_map(folded).collect()
}

/// The words of a title or a reference in their order: letters and digits, folded, with apostrophes within.
///
/// Signs part numbers (`145-52` and `2.1` are two words), and `&` is a word: what stands where in a reference is told by its signs.
pub fn title_words(text: &str) -> Vec<FoldedWord> {
    let mut all = Vec::new();
    let mut push = |start: usize, end: usize| {
        let raw = &text[start..end];
        let read = if raw == AMPERSAND { Citing::Ampersand.words().first().cloned() } else { None };
        let exact: String = read.unwrap_or_else(|| fold(raw)).chars().filter(|c| c.is_alphanumeric()).collect();
        if !exact.is_empty() {
            all.push(FoldedWord { exact, start, end });
        }
    };
    let mut start = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_inner = (is_apostrophe(c) || c == SOFT_HYPHEN)
            && start.is_some()
            && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if is_word_char(c) || is_inner {
            start = start.or(Some(at));
            continue;
        }
        if let Some(from) = start.take() {
            push(from, at);
        }
        if text[at..].starts_with(AMPERSAND) {
            push(at, at + AMPERSAND.len());
        }
    }
    if let Some(from) = start {
        push(from, text.len());
    }
    all
}

/// Joins two authors or two words of a name.
const AMPERSAND: &str = "&";

/// Stands within a word where it may be broken.
const SOFT_HYPHEN: char = '\u{ad}';

/// A run of characters that makes one word.
#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    /// Only a hyphen stands between this and the piece before.
    hyphen_before: bool,
    /// It is a number with its separators.
    number: bool,
}

impl Piece {
    /// What it is folded to, and of what that is made.
    fn fold(self, text: &str) -> (String, Shape) {
        let raw = &text[self.start..self.end];
        if self.number {
            return (plain_number(raw), Shape::Digits);
        }
        let folded = fold(raw);
        let shape = if folded.bytes().any(|b| b.is_ascii_digit()) { Shape::Digits } else { Shape::Letters };
        (folded, shape)
    }
}

/// Iterates over the pieces of a text.
struct Pieces<'a> {
    text: &'a str,
    at: usize,
    last_end: Option<usize>,
}

impl<'a> Pieces<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, last_end: None }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// The end of the number that begins at `start`: digits, with `,` before groups of exactly three and one `.` or `·`
/// before decimals. None when letters follow directly, which makes it a token like `2Hz`.
fn number_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits_from = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = start + digits_from(start);
    let grouped = (1..=3).contains(&(end - start));
    while grouped && bytes.get(end) == Some(&b',') && digits_from(end + 1) == 3 {
        end += 4;
    }
    for point in [".", "·"] {
        if text[end..].starts_with(point) && digits_from(end + point.len()) > 0 {
            end += point.len() + digits_from(end + point.len());
            break;
        }
    }
    let next = text[end..].chars().next();
    if next.is_some_and(is_word_char) { None } else { Some(end) }
}

impl Pieces<'_> {
    /// To the next character that can begin a word. None at the end.
    fn seek(&mut self) -> Option<()> {
        let text = self.text;
        loop {
            // Most of most texts is ASCII, of which nothing need be looked up.
            let byte = *text.as_bytes().get(self.at)?;
            if byte.is_ascii_alphanumeric() {
                return Some(());
            }
            if byte.is_ascii() {
                let next_is_digit = || text.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_digit);
                let follows = |b: char| is_word_char(b) || b == '.';
                if byte == b'.' && next_is_digit() && !text[..self.at].chars().next_back().is_some_and(follows) {
                    return Some(());
                }
                self.at += 1;
                continue;
            }
            let c = self.char_at(self.at)?;
            if is_word_char(c) {
                return Some(());
            }
            self.at += c.len_utf8();
        }
    }

    /// The end of the word that begins at `start`.
    fn word_end(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = start;
        loop {
            match bytes.get(end) {
                Some(byte) if byte.is_ascii_alphanumeric() => {
                    end += 1;
                    continue;
                }
                Some(byte) if byte.is_ascii() && *byte != b'\'' => return end,
                Some(_) => {}
                None => return end,
            }
            let Some(c) = self.char_at(end) else { return end };
            let after = end + c.len_utf8();
            // Inside a word an apostrophe belongs to it: don't, patient's.
            let is_inside =
                is_word_char(c) || (is_apostrophe(c) && self.char_at(after).is_some_and(char::is_alphabetic));
            if !is_inside {
                return end;
            }
            end = after;
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let text = self.text;
        self.seek()?;
        let start = self.at;
        let hyphen_before = self.last_end.is_some_and(|end| {
            let mut between = text[end..start].chars();
            between.next().is_some_and(is_hyphen) && between.next().is_none()
        });
        let first = *text.as_bytes().get(start)?;
        let (end, number) = if first == b'.' {
            let digits = text.as_bytes()[start + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
            (start + 1 + digits, true)
        } else if let Some(end) = first.is_ascii_digit().then(|| number_end(text, start)).flatten() {
            (end, true)
        } else {
            (self.word_end(start), false)
        };
        self.at = end;
        self.last_end = Some(end);
        Some(Piece { start, end, hyphen_before, number })
    }
}

/// A number without separators and without zeros that say nothing.
fn plain_number(raw: &str) -> String {
    let digits: String = raw.chars().filter(|c| *c != ',').map(|c| if c == '·' { '.' } else { c }).collect();
    match digits.split_once('.') {
        Some((whole, fraction)) => {
            let whole = if whole.is_empty() { "0" } else { whole };
            let fraction = fraction.trim_end_matches('0');
            if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
        }
        None => digits,
    }
}

/// Words that tell no record from another, folded. `no`, `not`, `without` and `versus` are not among them: they carry
/// the meaning of a result.
pub fn is_stopword(exact: &str) -> bool {
    lexicon().stopwords.words.contains(exact)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(text: &str) -> Vec<String> {
        Analyser::new().words(text).into_iter().map(|word| word.exact).collect()
    }

    #[test]
    fn numbers_are_the_same_however_written() {
        for (text, expected) in [
            ("8,270 participants", &["8270", "participants"][..]),
            ("8270", &["8270"]),
            ("1,234,567.80", &["1234567.8"]),
            ("-16.00 (-33.33 to -0.19)", &["16", "33.33", "to", "0.19"]),
            ("P=.08", &["p", "0.08"]),
            ("20-37 h", &["20", "37", "h"]),
            ("in 2017, 2018", &["in", "2017", "2018"]),
            ("1,2 and 3", &["1", "2", "and", "3"]),
            ("65+ ≥65", &["65", "65"]),
            ("2 Hz, 100Hz", &["2", "hz", "100hz"]),
            ("end of 2017.", &["end", "of", "2017"]),
            ("NG59 NCT04982315", &["ng59", "nct04982315"]),
        ] {
            assert_eq!(exact(text), expected, "{text}");
        }
    }

    #[test]
    fn words_fold() {
        assert_eq!(exact("β-endorphin"), ["beta", "endorphin", "betaendorphin"]);
        assert_eq!(exact("Müller’s patients' don't"), ["muller", "patients", "dont"]);
        assert_eq!(exact("randomised Discs"), ["randomized", "disks"]);
        assert_eq!(exact("cost–benefit micro-needling"), ["cost", "benefit", "micro", "needling", "microneedling"]);
        assert_eq!(exact("the 800-person trial"), ["the", "800", "person", "trial"]);
        assert_eq!(exact("😀 \u{0}"), [""; 0]);
    }

    #[test]
    fn british_and_american_spellings_share_a_stem() {
        let mut analyser = Analyser::new();
        let mut stem = |text: &str| analyser.words(text).remove(0).stem;
        for (british, american) in [
            ("randomised", "randomized"),
            ("individualisation", "individualization"),
            ("oedema", "edema"),
            ("disc", "disk"),
        ] {
            assert_eq!(stem(british), stem(american));
        }
        assert_eq!(stem("exercises"), stem("exercise"));
    }

    #[test]
    fn stopwords_are_the_words_without_meaning() {
        assert!(is_stopword("the") && is_stopword("a") && is_stopword("your"));
        assert!(!is_stopword("no") && !is_stopword("not") && !is_stopword("versus") && !is_stopword("without"));
    }

    proptest! {
        #[test]
        fn words_lie_on_character_borders(text in any::<String>()) {
            for word in Analyser::new().words(&text) {
                prop_assert!(text.get(word.start..word.end).is_some_and(|slice| !slice.is_empty()));
                prop_assert!(!word.exact.is_empty() && word.exact.len() <= MAX_WORD);
            }
        }

        #[test]
        fn numbers_and_signs_do_no_harm(text in "[0-9.,·'’ -]{0,24}[a-zß-ÿα-ω0-9.,-]{0,12}") {
            for word in Analyser::new().words(&text) {
                prop_assert!(text.get(word.start..word.end).is_some());
            }
        }
    }
}
