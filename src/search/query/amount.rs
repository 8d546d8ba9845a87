//! Numbers, as people write and remember them.

use super::{Draft, Reader, identifier_group, term, text_fields};
use crate::{
    domain::Identifier,
    search::{
        answer::{TermRole, TextField},
        plan::{Clause, Form, Group, Mark},
        rank,
    },
    text::{
        Number, NumberKind, NumberValue, Qualifier, Shape, Word, days_in, number_word, numbers, same_span, scale,
        time_spellings,
    },
};

impl Reader<'_> {
    /// A number, and those it may be the rounded form of.
    pub(super) fn number(&self, exact: &str, meant: Option<(u64, u64)>) -> Vec<Clause> {
        // `2hz` is two words where it is printed.
        let unit = exact.find(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|at| *at > 0);
        let apart = unit.map(|at| exact.split_at(at)).filter(|(_, unit)| unit.chars().all(char::is_alphabetic));
        let apart = apart.into_iter().flat_map(|(number, unit)| {
            let words = vec![number.to_owned(), unit.to_owned()];
            text_fields().map(move |field| Clause {
                field,
                form: Form::Exact,
                words: words.clone(),
                boost: rank::SYNONYM_DISCOUNT * rank::boost(field),
            })
        });
        let near = meant.into_iter().flat_map(|(low, high)| self.spell_checker.numbers_between(low, high));
        let near = near.map(|number| number.to_string()).filter(|number| number != exact).take(MAX_ROUNDED);
        let numbers = std::iter::once((exact.to_owned(), 1.0)).chain(near.map(|near| (near, rank::SYNONYM_DISCOUNT)));
        let of_field = |(number, worth): (String, f32)| {
            text_fields().map(move |field| Clause {
                field,
                form: Form::Exact,
                words: vec![number.clone()],
                boost: worth * rank::boost(field),
            })
        };
        numbers.flat_map(of_field).chain(apart).collect()
    }

    /// A number that somebody remembers roughly: `9 thousand`, `over 11,000`.
    pub(super) fn amount(&mut self, text: &str, words: &[Word], amount: &Amount, draft: &mut Draft) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let typed = &text[first.start..last.end];
        let mut clauses = self.number(&amount.value.to_string(), Some((amount.low, amount.high)));
        if let ([_], Ok(pmid @ Identifier::Pmid(_))) = (words, Identifier::recognise(&first.exact)) {
            clauses.extend(identifier_group(&pmid).clauses);
        }
        let marks = words.iter().map(|word| Mark::Stem(word.stem.clone())).collect();
        draft.add(Group::new(clauses, marks), term(typed, TermRole::Number));
    }
}

impl Reader<'_> {
    /// A span of time is one term: `12` alone is said of much else. It may be printed in digits or in a word, and in another
    /// unit: `one year` for `12 months`.
    pub(super) fn span(&self, text: &str, words: &[Word], span: &TimeSpan, draft: &mut Draft) {
        let [number, unit] = words else { return };
        let typed = &text[number.start..unit.end];
        let mut forms: Vec<(String, &str, f32)> = vec![(span.value.to_string(), &unit.stem, 1.0)];
        forms.extend(number_word(span.value).map(|word| (word.to_owned(), unit.stem.as_str(), 1.0)));
        for (value, name) in same_span(span.value, &unit.stem, MOST_OF_A_UNIT) {
            forms.push((value.to_string(), name, rank::SAME_SPAN));
            let word = number_word(value.into()).filter(|_| value <= MOST_IN_SMALL_WORDS);
            forms.extend(word.map(|word| (word.to_owned(), name, rank::SAME_SPAN)));
        }
        let of_form = |(value, unit, worth): &(String, &str, f32)| {
            let (words, worth) = (vec![value.clone(), (*unit).to_owned()], *worth);
            text_fields().filter(|field| *field != TextField::Bibliography).map(move |field| Clause {
                field,
                form: Form::Stem,
                words: words.clone(),
                boost: worth * rank::boost(field),
            })
        };
        let clauses = forms.iter().flat_map(of_form).collect();
        let spelt = |(value, name, _): &(String, &str, f32)| {
            let value = value.clone();
            let mut spellings: Vec<String> = time_spellings(name).map(str::to_owned).collect();
            spellings.push(unit.exact.clone());
            spellings.into_iter().map(move |unit| Mark::Phrase(vec![value.clone(), unit]))
        };
        let marks = forms.iter().flat_map(spelt).collect();
        draft.spans.push(typed.to_owned());
        draft.add(Group::new(clauses, marks), term(typed, TermRole::Number));
    }
}

/// A whole number of days, weeks and the like, in two words.
pub(super) struct TimeSpan {
    /// The first of its words, and the last.
    pub(super) first: usize,
    pub(super) last: usize,
    value: u64,
}

/// Most of a unit that a span of time is looked for in: nobody prints a year as 365 days.
const MOST_OF_A_UNIT: u32 = 104;

/// Largest number of it that is looked for in a word.
const MOST_IN_SMALL_WORDS: u32 = 12;

/// Largest number of a span of time that is looked for in a word.
const MOST_IN_A_WORD: u64 = 100;

/// The spans of time of a text that are told in a number and a unit: `12 months`, `six weeks`.
pub(super) fn time_spans(text: &str, words: &[Word]) -> Vec<TimeSpan> {
    // Whoever asks says none mostly: to read all numbers of a text is work.
    let is_number = |word: &Word| {
        word.exact.bytes().all(|byte| byte.is_ascii_digit())
            || (1..=MOST_IN_A_WORD).any(|value| number_word(value) == Some(word.exact.as_str()))
    };
    let may_be_one = words.windows(2).any(|pair| match pair {
        [number, unit] => (days_in(&unit.exact).is_some() || days_in(&unit.stem).is_some()) && is_number(number),
        _ => false,
    });
    if !may_be_one {
        return Vec::new();
    }
    let span = |number: Number| {
        let NumberValue::One(value) = number.value else { return None };
        let value = (number.kind == NumberKind::Duration && value.fract() == 0.0).then_some(value).and_then(whole)?;
        let within = |word: &Word| word.start >= number.start && word.end <= number.end;
        let (first, last) = (words.iter().position(within)?, words.iter().rposition(within)?);
        // `a year` is no number of years, and `year-long` has no number.
        let is_number =
            |word: &Word| word.exact == value.to_string() || number_word(value) == Some(word.exact.as_str());
        let is_two = last == first + 1 && words[last].shape == Shape::Letters && is_number(&words[first]);
        is_two.then_some(TimeSpan { first, last, value })
    };
    numbers(text).into_iter().filter_map(span).collect()
}

/// Most numbers that a rounded one is looked for as.
const MAX_ROUNDED: usize = 8;

/// A number as somebody remembers it.
pub(super) struct Amount {
    /// The first of its words, and the last.
    pub(super) first: usize,
    pub(super) last: usize,
    value: u64,
    /// The numbers that it may be the rounded form of.
    low: u64,
    high: u64,
}

/// The round numbers of a text that stand in words (`9 thousand`) or with words that say how exactly they are meant.
pub(super) fn amounts(text: &str, words: &[Word]) -> Vec<Amount> {
    let mut all = Vec::new();
    if words.iter().all(|word| word.shape != Shape::Digits && scale(&word.exact).is_none()) {
        return all;
    }
    for number in numbers(text) {
        let NumberValue::One(value) = number.value else { continue };
        let is_amount = matches!(number.kind, NumberKind::Count | NumberKind::Measure) && number.unit.is_none();
        let Some(value) = is_amount.then_some(value).filter(|value| value.fract() == 0.0).and_then(whole) else {
            continue;
        };
        let zeros = value.to_string().bytes().rev().take_while(|digit| *digit == b'0').count();
        let Some(half) =
            u32::try_from(zeros).ok().filter(|zeros| *zeros >= 2).and_then(|zeros| 10_u64.checked_pow(zeros))
        else {
            continue;
        };
        let half = half / 2;
        let below = value.saturating_sub(2 * half);
        let (low, high) = match number.qualifier {
            Some(Qualifier::Nearly | Qualifier::LessThan | Qualifier::AtMost | Qualifier::UpTo) => (below, value),
            Some(Qualifier::MoreThan | Qualifier::AtLeast) => (value, value + 2 * half),
            Some(Qualifier::About | Qualifier::AllBut | Qualifier::AsManyAs | Qualifier::AsFewAs) | None => {
                (value.saturating_sub(half), value + half)
            }
        };
        let within = |word: &Word| word.start >= number.start && word.end <= number.end;
        let first = words.iter().position(within);
        let last = words.iter().rposition(within);
        // Digits alone are the number that they print.
        if let (Some(first), Some(last)) = (first, last)
            && first <= last
            && (first < last || number.qualifier.is_some())
        {
            all.push(Amount { first, last, value, low, high });
        }
    }
    all
}

/// A whole number that a count can be.
fn whole(value: f64) -> Option<u64> {
    format!("{value:.0}").parse().ok()
}

/// The whole numbers that somebody who writes `230k` may mean: those that round to it.
pub(super) fn rounded(exact: &str) -> Option<(u64, u64)> {
    let thousands: u64 = exact.strip_suffix('k')?.parse().ok()?;
    let zeros = thousands.to_string().bytes().rev().take_while(|digit| *digit == b'0').count();
    let half = 500 * 10_u64.checked_pow(u32::try_from(zeros).ok()?)?;
    let value = thousands.checked_mul(1000)?;
    Some((value.saturating_sub(half), value.checked_add(half)?))
}
