//! Phrases that mean something to the check, found in a list of words in one pass.
//!
//! A pattern is written as it is read: `no|zero (..2) side effect|effects`. Words stand as they are spelt and are folded
//! like the text; `a|b` is either; `confirm*` is any word that begins so; `(word)` may be missing; `..2` is up to two words
//! of any kind.

use std::collections::HashMap;

/// A phrase found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found<C> {
    /// What it means.
    pub(super) cue: C,
    /// Its first word.
    pub(super) first: usize,
    /// Its last word.
    pub(super) last: usize,
}

#[derive(Clone, Debug)]
enum Form {
    Exact(String),
    Prefix(String),
}

#[derive(Clone, Debug)]
enum Token {
    Word { forms: Vec<Form>, optional: bool },
    Gap(usize),
}

#[derive(Clone, Debug)]
struct Pattern<C> {
    cue: C,
    tokens: Vec<Token>,
}

/// A table of patterns, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct Phrases<C> {
    patterns: Vec<Pattern<C>>,
    /// Patterns by their first word.
    by_word: HashMap<String, Vec<usize>>,
    /// Patterns that begin with the beginning of a word, by its first two bytes.
    by_prefix: HashMap<[u8; 2], Vec<usize>>,
}

impl<C: Copy> Phrases<C> {
    /// `fold` spells a word as the texts spell it.
    pub(super) fn new(table: &[(C, &[&str])], mut fold: impl FnMut(&str) -> String) -> Self {
        let mut all = Self { patterns: Vec::new(), by_word: HashMap::new(), by_prefix: HashMap::new() };
        for (cue, patterns) in table {
            for pattern in *patterns {
                let tokens: Vec<Token> = pattern.split_whitespace().map(|token| read(token, &mut fold)).collect();
                all.add(*cue, tokens);
            }
        }
        all
    }

    fn add(&mut self, cue: C, tokens: Vec<Token>) {
        let index = self.patterns.len();
        if let Some(Token::Word { forms, optional: false }) = tokens.first() {
            for form in forms {
                match form {
                    Form::Exact(word) => self.by_word.entry(word.clone()).or_default().push(index),
                    Form::Prefix(prefix) => {
                        if let [a, b, ..] = prefix.as_bytes() {
                            self.by_prefix.entry([*a, *b]).or_default().push(index);
                        }
                    }
                }
            }
            self.patterns.push(Pattern { cue, tokens });
        }
    }

    /// Every phrase in a text, by first word; of one pattern at one place the longest.
    pub(super) fn find<'w>(&self, words: impl ExactSizeIterator<Item = &'w str>) -> Vec<Found<C>> {
        let words: Vec<&str> = words.collect();
        let mut found = Vec::new();
        for (first, word) in words.iter().enumerate() {
            let by_word = self.by_word.get(*word).into_iter().flatten();
            let by_prefix = match word.as_bytes() {
                [a, b, ..] => self.by_prefix.get(&[*a, *b]),
                _ => None,
            };
            for pattern in by_word.chain(by_prefix.into_iter().flatten()).filter_map(|&i| self.patterns.get(i)) {
                if let Some(end) = matched(&pattern.tokens, &words, first)
                    && end > first
                {
                    found.push(Found { cue: pattern.cue, first, last: end - 1 });
                }
            }
        }
        found
    }
}

fn read(token: &str, fold: &mut impl FnMut(&str) -> String) -> Token {
    let inner = token.strip_prefix('(').and_then(|token| token.strip_suffix(')'));
    if let Some(count) = token.strip_prefix("..") {
        return Token::Gap(count.parse().unwrap_or(1));
    }
    let forms = inner
        .unwrap_or(token)
        .split('|')
        .map(|form| match form.strip_suffix('*') {
            Some(prefix) => Form::Prefix(prefix.to_owned()),
            None => Form::Exact(fold(form)),
        })
        .collect();
    Token::Word { forms, optional: inner.is_some() }
}

/// Where the tokens end if they stand at `at`, the longest way of reading them.
fn matched(tokens: &[Token], words: &[&str], at: usize) -> Option<usize> {
    let Some((token, rest)) = tokens.split_first() else { return Some(at) };
    match token {
        Token::Word { forms, optional } => {
            let fits = words.get(at).is_some_and(|word| {
                forms.iter().any(|form| match form {
                    Form::Exact(exact) => exact == word,
                    Form::Prefix(prefix) => word.starts_with(prefix.as_str()),
                })
            });
            let with = if fits { matched(rest, words, at + 1) } else { None };
            if *optional { with.or_else(|| matched(rest, words, at)) } else { with }
        }
        // The shortest gap first: a phrase does not reach further than it must.
        Token::Gap(most) => (0..=*most).find_map(|skipped| matched(rest, words, at + skipped)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &'static str, text: &str) -> Vec<(usize, usize)> {
        let phrases = Phrases::new(&[((), &[pattern])], str::to_owned);
        let words: Vec<&str> = text.split(' ').collect();
        phrases.find(words.iter().copied()).into_iter().map(|f| (f.first, f.last)).collect()
    }

    #[test]
    fn patterns_mean_what_they_look_like() {
        assert_eq!(found("no|zero ..2 side effect|effects", "it has no bad side effects"), [(2, 5)]);
        assert_eq!(found("no ..2 side effect|effects", "no one two three side effects"), []);
        assert_eq!(found("confirm*", "confirmed confirm con"), [(0, 0), (1, 1)]);
        assert_eq!(found("after (the) end (of) treatment", "after the end of treatment"), [(0, 4)]);
        assert_eq!(found("after (the) end (of) treatment", "after end treatment"), [(0, 2)]);
    }
}
