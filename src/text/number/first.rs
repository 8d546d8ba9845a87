//! What the lists say of each word of a sentence, looked up once for each: most words begin no number and stand in no list, and
//! no rule need be tried at these.

use std::sync::LazyLock;

use crate::{
    domain::word_table::WordMap,
    text::{
        lexicon::{WordLists, lexicon, near::Near},
        token::{FigureForm, Token, TokenKind},
        word_lists::ListSet,
    },
};

/// Rules, a bit for each: those that may begin at a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Begins(u16);

impl Begins {
    pub(super) const MOMENT: Self = Self(1);
    pub(super) const P_VALUE: Self = Self(1 << 1);
    pub(super) const INTERVAL: Self = Self(1 << 2);
    pub(super) const DECADE: Self = Self(1 << 3);
    pub(super) const SCHEDULE: Self = Self(1 << 4);
    pub(super) const MULTIPLE: Self = Self(1 << 5);
    pub(super) const FRACTION: Self = Self(1 << 6);
    pub(super) const ORDINAL: Self = Self(1 << 7);
    pub(super) const QUANTITY: Self = Self(1 << 8);
    pub(super) const SPAN: Self = Self(1 << 9);
    /// What masks an idiom.
    pub(super) const IDIOM: Self = Self(1 << 10);
    /// What masks figures behind a word that numbers things.
    pub(super) const NAME: Self = Self(1 << 11);
    /// What masks figures behind the letters of a code.
    pub(super) const LETTERS: Self = Self(1 << 12);

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether one of these rules is among them.
    pub(super) const fn has(self, rules: Self) -> bool {
        self.0 & rules.0 != 0
    }
}

/// What is known of a token before anything is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct First {
    pub(super) begins: Begins,
    /// The lists beside numbers that its word stands in.
    pub(super) near: ListSet,
}

impl First {
    /// Of a token. Signs, and words beside a figure, begin amounts by what stands behind them, which is not told here.
    pub(super) fn of(token: &Token<'_>) -> Self {
        let of_word = || OF_WORDS.get(&*token.lower).copied().unwrap_or_default();
        match token.kind {
            TokenKind::Word => of_word(),
            // `CI95`: the name of an interval with its level.
            TokenKind::Code => {
                let First { begins, near } = of_word();
                Self { begins: begins.with(Begins::INTERVAL), near }
            }
            TokenKind::Figure(figure) => {
                let decade = if figure.form == FigureForm::Decade { Begins::DECADE } else { Begins::default() };
                let begins =
                    decade.with(Begins::MOMENT).with(Begins::FRACTION).with(Begins::ORDINAL).with(Begins::QUANTITY);
                Self { begins, near: ListSet::default() }
            }
            TokenKind::Superscript(_) | TokenKind::Sign(_) => Self::default(),
        }
    }
}

static OF_WORDS: LazyLock<WordMap<String, First>> = LazyLock::new(|| of_words(lexicon()));

/// For each word of the lists, the lists that it stands in and the rules whose first word it may be.
fn of_words(lexicon: &'static WordLists) -> WordMap<String, First> {
    let (numbers, units) = (&lexicon.numbers, &lexicon.units);
    let mut all: WordMap<String, First> = WordMap::default();
    for (word, near) in numbers.lists_by_word() {
        all.insert(word.to_owned(), First { begins: Begins::default(), near });
    }
    let mut add = |words: Vec<String>, rules: Begins| {
        for word in words {
            let first = all.entry(word).or_default();
            first.begins = first.begins.with(rules);
        }
    };
    fn keys<T>(table: &WordMap<String, T>) -> Vec<String> {
        table.keys().cloned().collect()
    }
    let listed = |list: Near| numbers.words_near(list).to_vec();
    add(keys(&numbers.months), Begins::MOMENT);
    add(numbers.labels.first_words(), Begins::P_VALUE.with(Begins::INTERVAL));
    add(listed(Near::GluedPNames).iter().map(|name| format!("p{name}")).collect(), Begins::P_VALUE);
    add(keys(&numbers.decades), Begins::DECADE);
    for words in [keys(&numbers.times), keys(&numbers.prescriptions), listed(Near::Every)] {
        add(words, Begins::SCHEDULE);
    }
    for words in [keys(&numbers.multiples), keys(&numbers.multiple_adjectives)] {
        add(words, Begins::MULTIPLE);
    }
    let by_cardinal = Begins::MULTIPLE.with(Begins::FRACTION).with(Begins::ORDINAL).with(Begins::QUANTITY);
    add(keys(&numbers.cardinals), by_cardinal);
    add(listed(Near::Half), Begins::FRACTION.with(Begins::QUANTITY));
    add(listed(Near::Indefinite), Begins::FRACTION.with(Begins::SPAN));
    add(keys(&numbers.ordinals), Begins::ORDINAL);
    for words in [keys(&numbers.scales), listed(Near::Minus)] {
        add(words, Begins::QUANTITY);
    }
    add(keys(&units.spans), Begins::SPAN);
    add(numbers.idioms.first_words(), Begins::IDIOM);
    add(numbers.names.before.iter().cloned().collect(), Begins::NAME);
    add(numbers.names.codes.iter().cloned().collect(), Begins::LETTERS);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;

    #[test]
    fn most_words_begin_nothing() {
        let words = "Patients who had felt worse were given warm soup";
        assert!(tokens(words).iter().all(|token| First::of(token).begins == Begins::default()), "{words}");
        for (text, rule) in
            [("May", Begins::MOMENT), ("seven", Begins::QUANTITY), ("p", Begins::P_VALUE), ("CI95", Begins::INTERVAL)]
        {
            assert!(tokens(text).iter().all(|token| First::of(token).begins.has(rule)), "{text}");
        }
    }
}
