//! The words of references and titles, laid beside each other.

use std::borrow::Cow;

use crate::text::{Citing, FoldedWord, title_words};

/// A word with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// First byte in the text.
    pub(super) start: usize,
    /// The byte behind it.
    pub(super) end: usize,
    /// Folded: lower case, without accents, in one spelling.
    pub(super) word: String,
    /// The word in the spelling of the other side of the ocean, where that is another.
    spelt: Option<String>,
    /// Whether it belongs to an identifier or an address, and so to no other part.
    pub(super) is_taken: bool,
}

impl Token {
    pub(super) fn has_digit(&self) -> bool {
        self.word.bytes().any(|byte| byte.is_ascii_digit())
    }

    pub(super) fn is_number(&self) -> bool {
        !self.word.is_empty() && self.word.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// A year in which something can have been published, with the letter that lists put behind it or without.
    pub(super) fn year(&self) -> Option<i16> {
        let digits = self.word.get(..4)?;
        let rest = &self.word[4..];
        let is_lettered = rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_lowercase());
        let year: i16 = digits.parse().ok()?;
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        (is_plain && (rest.is_empty() || is_lettered) && (1700..2100).contains(&year)).then_some(year)
    }
}

/// The words of a text, none of them taken.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let token = |FoldedWord { exact, start, end }| {
        let spelt = match spelt(&exact) {
            Cow::Owned(spelt) => Some(spelt),
            Cow::Borrowed(_) => None,
        };
        Token { start, end, word: exact, spelt, is_taken: false }
    };
    title_words(text).into_iter().map(token).collect()
}

/// The folded words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

/// A word in one of the spellings it may have: `hemorrhage` and `haemorrhage` are no difference.
fn spelt(word: &str) -> Cow<'_, str> {
    // In shorter words the letters are others by chance.
    const SHORTEST: usize = 5;
    let mut spelt = Cow::Borrowed(word);
    if let Some(number) = roman(word) {
        return Cow::Owned(number.to_string());
    }
    if word.len() < SHORTEST {
        return spelt;
    }
    for (one, other) in Citing::Spellings.words().iter().filter_map(|pair| pair.split_once('/')) {
        if spelt.contains(one) {
            spelt = Cow::Owned(spelt.replace(one, other));
        }
    }
    spelt
}

/// The value of a Roman number, as parts of a series and types of a disease have them.
fn roman(word: &str) -> Option<usize> {
    const ROMAN: [&str; 16] =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"];
    ROMAN.iter().position(|roman| *roman == word).map(|at| at + 1)
}

/// Whether a word is a number, as parts of a series have it.
pub(super) fn is_part_number(word: &str) -> bool {
    const MOST_FIGURES: usize = 2;
    let is_figures = !word.is_empty() && word.len() <= MOST_FIGURES && word.bytes().all(|byte| byte.is_ascii_digit());
    is_figures || roman(word).is_some()
}

/// Where a title stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// First token.
    pub(super) from: usize,
    /// The token behind it.
    pub(super) to: usize,
    /// How many words are another, too many or too few.
    pub(super) edits: usize,
}

/// Most words that are laid beside each other: no title and no reference is longer.
const MAX_WORDS: usize = 400;

/// The part of the text that is most like the title, by the least number of words to change. A word cut in two, and two
/// written as one, are no change. None when less than half of the words are there.
pub(super) fn align(title: &[String], text: &[Token]) -> Option<Window> {
    let (title, text) = (&title[..title.len().min(MAX_WORDS)], &text[..text.len().min(MAX_WORDS)]);
    let columns = text.len() + 1;
    let spellings: Vec<Cow<'_, str>> = title.iter().map(|word| spelt(word)).collect();
    // `Part 2` is the second part, and so is `2`.
    let is_label = |word: &str, next: Option<&str>| Citing::SeriesParts.has(word) && next.is_some_and(is_part_number);
    let is_label_of_text: Vec<bool> = text
        .iter()
        .enumerate()
        .map(|(j, token)| is_label(&token.word, text.get(j + 1).map(|next| &*next.word)))
        .collect();
    // For each column the least number of changes and the column the window begins at: this row and two before.
    let first: Vec<(usize, usize)> = (0..columns).map(|at| (0, at)).collect();
    let (mut before, mut last) = (first.clone(), first);
    for (i, word) in title.iter().enumerate() {
        let mut row = Vec::with_capacity(columns);
        row.push((i + 1, 0));
        let missing = usize::from(!is_label(word, title.get(i + 1).map(String::as_str)));
        for j in 1..columns {
            let token = &text[j - 1];
            let better = |a: (usize, usize), b: (usize, usize)| {
                if (b.0, usize::MAX - b.1) < (a.0, usize::MAX - a.1) { b } else { a }
            };
            let added = |(edits, from): (usize, usize), more: usize| (edits + more, from);
            let is_same = !token.is_taken
                && (token.word == *word || token.spelt.as_deref().unwrap_or(&token.word) == spellings[i]);
            // What belongs to an identifier is no word of a title.
            let other = if token.is_taken { 2 } else { 1 };
            let mut best = added(last[j - 1], if is_same { 0 } else { other });
            best = better(best, added(last[j], missing));
            best = better(best, added(row[j - 1], if is_label_of_text[j - 1] { 0 } else { other }));
            if i > 0 && is_joined(&title[i - 1], word, &token.word) && !token.is_taken {
                best = better(best, before[j - 1]);
            }
            if j > 1 && is_joined(&text[j - 2].word, &token.word, word) {
                best = better(best, last[j - 2]);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    let (to, (edits, from)) =
        last.into_iter().enumerate().min_by_key(|(to, (edits, from))| (*edits, to - from, *to))?;
    (from < to && edits * 2 < title.len().max(1)).then_some(Window { from, to, edits })
}

/// Whether the one word is the two others without the blank.
fn is_joined(first: &str, second: &str, whole: &str) -> bool {
    whole.len() == first.len() + second.len() && whole.starts_with(first) && whole.ends_with(second)
}
