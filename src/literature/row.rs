//! Words that the analyser has cut, in one text for the index: it parts them where they are parted, and does nothing else.
//!
//! A sign in front of each word says where it stands. The tokens themselves would be copied word by word on their way into
//! the index.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Words between two texts of one field, so that no phrase reaches from one into the next.
pub(super) const GAP: usize = 100;

/// The name of the [`Parting`].
pub(super) const PARTING: &str = "parting";

/// One word after the one before.
const NEXT: char = '\u{1}';
/// At the place of the one before.
const SAME: char = '\u{2}';
/// The first word of another text.
const APART: char = '\u{3}';

/// Words with their places.
#[derive(Default)]
pub(super) struct Row {
    words: String,
    is_apart: bool,
}

impl Row {
    /// What comes next belongs to another text.
    pub(super) fn part(&mut self) {
        self.is_apart = !self.words.is_empty();
    }

    /// Adds the word after the last one.
    pub(super) fn push(&mut self, word: &str) {
        let sign = if std::mem::take(&mut self.is_apart) { APART } else { NEXT };
        self.add(sign, word);
    }

    /// Adds a word at the place of the last one.
    pub(super) fn push_beside(&mut self, word: &str) {
        self.add(SAME, word);
    }

    fn add(&mut self, sign: char, word: &str) {
        self.words.push(sign);
        self.words.push_str(word);
    }

    /// As it is handed to the index.
    pub(super) fn as_str(&self) -> &str {
        &self.words
    }

    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.is_apart = false;
    }
}

/// Parts a [`Row`].
#[derive(Clone, Default)]
pub(super) struct Parting {
    token: Token,
}

impl Tokenizer for Parting {
    type TokenStream<'a> = Parted<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Parted<'a> {
        self.token.reset();
        Parted { rest: text, token: &mut self.token }
    }
}

/// The words of a row.
pub(super) struct Parted<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for Parted<'_> {
    fn advance(&mut self) -> bool {
        let mut rest = self.rest.chars();
        // Before the first word the position is one less than none.
        let step = match rest.next() {
            None => return false,
            Some(APART) => GAP,
            Some(SAME) => 0,
            Some(_) => 1,
        };
        let rest = rest.as_str();
        let is_sign = |byte: &u8| matches!(*byte, 1..=3);
        let (word, rest) = rest.split_at(rest.as_bytes().iter().position(is_sign).unwrap_or(rest.len()));
        self.rest = rest;
        self.token.position = self.token.position.wrapping_add(step);
        self.token.text.clear();
        self.token.text.push_str(word);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_at_their_places() {
        let mut all = Row::default();
        all.push("micro");
        all.push_beside("microneedl");
        all.push("needl");
        all.part();
        all.push("ärzt");
        let mut found = Vec::new();
        Parting::default().token_stream(all.as_str()).process(&mut |token| {
            found.push((token.position, token.text.clone()));
        });
        let found: Vec<(usize, &str)> = found.iter().map(|(at, word)| (*at, word.as_str())).collect();
        assert_eq!(found, [(0, "micro"), (0, "microneedl"), (1, "needl"), (101, "ärzt")]);
    }
}
