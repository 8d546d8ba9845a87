//! The tokens of a sentence and what was read of them: what rules look at, and what they add to.

use super::{
    NumberKind, NumberRole, NumberValue, Period, Spread, SpreadKind,
    first::{Begins, First},
};
use crate::text::{
    lexicon::{WordLists, lexicon, near::Near, numbers::Numbers, units::Units},
    phrase_table::PhraseTable,
    token::{Figure, FigureForm, Token, TokenKind, is_dash, tokens},
    word_class::{Counted, Qualifier},
};

/// A number that is being read; places are tokens.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) kind: NumberKind,
    pub(super) value: NumberValue,
    pub(super) unit: Option<String>,
    pub(super) counts: Option<Counted>,
    /// The last token of the noun that is counted.
    pub(super) noun: Option<usize>,
    pub(super) qualifier: Option<Qualifier>,
    pub(super) role: Option<NumberRole>,
    pub(super) decimals: Option<u8>,
    pub(super) per: Option<Period>,
    pub(super) spread: Option<Spread>,
    /// Nothing beside it says what it is: it takes the unit of the list it stands in.
    pub(super) is_bare: bool,
}

impl Reading {
    pub(super) fn new(first: usize, last: usize, kind: NumberKind, value: NumberValue) -> Self {
        Self {
            first,
            last,
            kind,
            value,
            unit: None,
            counts: None,
            noun: None,
            qualifier: None,
            role: None,
            decimals: None,
            per: None,
            spread: None,
            is_bare: false,
        }
    }
}

/// One sentence while it is read.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token<'t>>,
    /// What is known of each token before anything is read.
    firsts: Vec<First>,
    /// Tokens that belong to a name or an idiom.
    pub(super) masked: Vec<bool>,
    pub(super) lexicon: &'static WordLists,
    pub(super) found: Vec<Reading>,
    /// The spread a heading announced: `mean (SD)`.
    pub(super) announced: Option<SpreadKind>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let tokens = tokens(text);
        let firsts = tokens.iter().map(First::of).collect();
        let masked = vec![false; tokens.len()];
        Self { text, tokens, firsts, masked, lexicon: lexicon(), found: Vec::new(), announced: None }
    }

    /// The rules that may begin at a token, by itself.
    pub(super) fn begins(&self, at: usize) -> Begins {
        self.firsts.get(at).map_or_else(Begins::default, |first| first.begins)
    }

    /// Takes a reading; what an earlier one has taken stays with that.
    pub(super) fn push(&mut self, mut reading: Reading) -> Option<usize> {
        let taken = self.found.last().map_or(0, |last| last.last + 1);
        reading.first = reading.first.max(taken);
        if reading.first > reading.last {
            return None;
        }
        let next = reading.last + 1;
        self.found.push(reading);
        Some(next)
    }

    pub(super) fn numbers(&self) -> &'static Numbers {
        &self.lexicon.numbers
    }

    pub(super) fn units(&self) -> &'static Units {
        &self.lexicon.units
    }

    pub(super) fn is_masked(&self, at: usize) -> bool {
        self.masked.get(at).copied().unwrap_or(true)
    }

    /// The word or code at a place in lower case; empty for anything else.
    pub(super) fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(token) if matches!(token.kind, TokenKind::Word | TokenKind::Code) => &token.lower,
            Some(_) | None => "",
        }
    }

    /// The word `back` tokens before a place.
    pub(super) fn word_before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    pub(super) fn printed(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    /// The text from one token to another.
    pub(super) fn slice(&self, first: usize, last: usize) -> &'t str {
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(first), Some(last)) => self.text.get(first.start..last.end).unwrap_or_default(),
            _ => "",
        }
    }

    pub(super) fn sign(&self, at: usize) -> Option<char> {
        self.tokens.get(at).and_then(Token::sign)
    }

    pub(super) fn sign_before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.sign(at))
    }

    pub(super) fn is_sign(&self, at: usize, signs: &str) -> bool {
        self.sign(at).is_some_and(|sign| signs.contains(sign))
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.sign(at).is_some_and(is_dash)
    }

    /// A hyphen or dash with nothing but itself between its neighbours.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        self.is_dash(at) && self.is_glued(at) && self.is_glued(at + 1)
    }

    /// No white space before the token.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// A figure that is no part of a name.
    pub(super) fn figure(&self, at: usize) -> Option<Figure> {
        self.tokens.get(at).filter(|_| !self.is_masked(at)).and_then(Token::figure)
    }

    /// A whole number in plain digits.
    pub(super) fn whole(&self, at: usize) -> Option<f64> {
        let figure = self.figure(at)?;
        let is_whole = matches!(figure.form, FigureForm::Plain | FigureForm::Grouped) && figure.decimals == 0;
        is_whole.then_some(figure.value)
    }

    /// Skips a hyphen.
    pub(super) fn past_hyphen(&self, at: usize) -> usize {
        if self.is_hyphen(at) { at + 1 } else { at }
    }

    /// Whether the word at a place stands in a list.
    pub(super) fn is_near(&self, at: usize, list: Near) -> bool {
        self.firsts.get(at).is_some_and(|first| first.near.has(list as usize))
    }

    /// Whether the word `back` tokens before a place stands in a list.
    pub(super) fn near_before(&self, at: usize, back: usize, list: Near) -> bool {
        at.checked_sub(back).is_some_and(|at| self.is_near(at, list))
    }

    /// Whether a word stands in a list.
    pub(super) fn near(&self, word: &str, list: Near) -> bool {
        self.numbers().is_near(word, list)
    }

    /// The places of words from a place on; hyphens between them are skipped.
    fn places(&self, at: usize) -> impl Fn(usize) -> usize {
        let mut places = [usize::MAX; 8];
        let mut next = at;
        for place in &mut places {
            if self.word(next).is_empty() {
                break;
            }
            *place = next;
            next = self.past_hyphen(next + 1);
        }
        move |n| places.get(n).copied().unwrap_or(usize::MAX)
    }

    /// The longest phrase that begins at a place: its last token and what it stands for.
    pub(super) fn phrase<T: Copy>(&self, at: usize, phrases: &PhraseTable<T>) -> Option<(usize, T)> {
        if !phrases.begins(self.word(at)) {
            return None;
        }
        let place = self.places(at);
        let (words, value) = phrases.at(|n| self.word(place(n)))?;
        Some((place(words - 1), value))
    }

    /// The longest phrase that ends with the token before a place: its first token and what it stands for.
    pub(super) fn phrase_before<T: Copy>(&self, at: usize, phrases: &PhraseTable<T>) -> Option<(usize, T)> {
        if !phrases.ends(self.word_before(at, 1)) {
            return None;
        }
        let mut places = [usize::MAX; 8];
        let mut next = at.checked_sub(1);
        for place in &mut places {
            let Some(here) = next.filter(|here| !self.word(*here).is_empty()) else { break };
            *place = here;
            next = here
                .checked_sub(1)
                .and_then(|before| if self.is_hyphen(before) { before.checked_sub(1) } else { Some(before) });
        }
        let place = |n: usize| places.get(n).copied().unwrap_or(usize::MAX);
        let (words, value) = phrases.before(|n| self.word(place(n)))?;
        Some((place(words - 1), value))
    }

    /// The place of the bracket that closes the one at `open`, if it is near.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        let close = match self.sign(open)? {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            _ => return None,
        };
        (open + 1..open + 24).find(|at| self.sign(*at) == Some(close))
    }

    /// The place of the bracket that opens the one at `close`, if it is near.
    pub(super) fn opening(&self, close: usize) -> Option<usize> {
        let open = match self.sign(close)? {
            ')' => '(',
            ']' => '[',
            _ => return None,
        };
        (close.saturating_sub(24)..close).rev().find(|at| self.sign(*at) == Some(open))
    }
}
