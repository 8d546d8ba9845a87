//! The numbers of a sentence: what each is, its value, its unit and what it counts.
//!
//! A grammar over tokens, tried at each in the order that `rules` has. `names` takes out what looks like a number and is none;
//! `atom` reads a single figure or number word, `quantity` puts them together to ranges and amounts, and `amount` tells these
//! apart; `calendar`, `schedule`, `share` and `statistic` know the expressions of their fields, `context` the words around a
//! number; `settle` carries what is printed once to the numbers it belongs to.

mod amount;
mod atom;
mod calendar;
mod context;
mod first;
mod names;
mod quantity;
mod reader;
mod rules;
mod schedule;
mod settle;
mod share;
mod statistic;
mod unit;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::word_class::{Counted, Qualifier};

/// A number of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// First byte: of its sign or currency, or of the lower end.
    pub start: usize,
    /// Byte after the last one, the unit or period included.
    pub end: usize,
    /// What it is.
    pub kind: NumberKind,
    /// Its value.
    pub value: NumberValue,
    /// As printed, but units of time by their name, `%`, `points`, and ISO 4217 codes where the currency is sure.
    pub unit: Option<String>,
    /// What is counted, or what it is a share of; none where the words beside the number do not say.
    pub counts: Option<Counted>,
    /// Byte after the noun that is counted, where it follows: `8,270 older adults`.
    pub noun_end: Option<usize>,
    /// How exactly it is meant; none is exact.
    pub qualifier: Option<Qualifier>,
    /// What it does in the sentence, where that is plain.
    pub role: Option<NumberRole>,
    /// Decimals printed: `12.0` has one, and may not stand for 12.3. None for words and for parts of a whole.
    pub decimals: Option<u8>,
    /// The period of a frequency.
    pub per: Option<Period>,
    /// What is printed as the spread of a centre.
    pub spread: Option<Spread>,
}

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// Cardinal of people, things, trials, times.
    Count,
    /// `10th`, `third`.
    Ordinal,
    /// Parts of a hundred.
    Percent,
    /// A part of one in words or as a sign: `half`, `¾`.
    Fraction,
    /// Parts of a whole in numbers, and ratios: `36 of 120`, `one in ten`, `2:1`.
    Proportion,
    /// So many for each round number of people or years.
    Rate,
    /// The two ends of a confidence, credible or interquartile interval.
    Interval,
    /// The percentage in the name of an interval.
    Level,
    /// A p value or a significance level.
    P,
    /// Time since birth.
    Age,
    /// A span of time.
    Duration,
    /// A year of the calendar.
    Year,
    /// A date of the calendar.
    Date,
    /// A time of day.
    Time,
    /// An amount of money.
    Money,
    /// An amount that is given to somebody.
    Dose,
    /// So many times in each period.
    Frequency,
    /// A factor: `58-fold`, `twice as likely`, `doubled`.
    Multiple,
    /// A quantity with a unit, points of a scale, bare readings.
    Measure,
    /// Ratios, correlations, test values.
    Statistic,
    /// A centre and its spread in one.
    MeanSpread,
}

/// The value of a number.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberValue {
    /// A single number.
    One(f64),
    /// Both ends, the lower first.
    Range(f64, f64),
    /// So many parts of so many, or so many to so many.
    Parts {
        /// The part.
        num: f64,
        /// The whole.
        den: f64,
    },
    /// A date or a time of day, as ISO 8601 writes it: `2017-10`, `08:00`.
    Moment(String),
    /// From one date or time to another.
    Span(String, String),
}

/// What a number does in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberRole {
    /// Of a sample or a group: `n = 120`.
    SampleSize,
    /// The whole that a share before it is of.
    Denominator,
    /// The length of a scale: `a 10-point scale`.
    Scale,
    /// A share that was lost, withdrew or dropped out.
    Dropout,
    /// A share that stayed: what a dropout leaves.
    Retained,
    /// What another share of the same whole leaves.
    Complement,
    /// Ends of an interquartile range.
    #[serde(rename = "iqr")]
    Quartiles,
    /// Half the width of an interval.
    #[serde(rename = "ci_half_width")]
    HalfWidth,
    /// A significance level declared beforehand.
    Alpha,
    /// A standard deviation by itself.
    #[serde(rename = "sd")]
    Deviation,
    /// A number of studies: `k = 12`.
    StudyCount,
    /// A centre of ages with its spread.
    Age,
    /// A measure of an effect by its name: `RR 0.86`, `MD -4.6`.
    Effect,
}

/// A period of a frequency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Period {
    /// How many units.
    pub value: f64,
    /// The unit of time.
    pub unit: String,
}

/// What follows a centre: `± 9.2`, `(SD 9.2)`, `(4–8)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// One number, or the ends of a range.
    pub value: NumberValue,
    /// What it measures.
    pub kind: SpreadKind,
}

/// What a spread measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpreadKind {
    /// The standard deviation.
    Sd,
    /// The standard error.
    Se,
    /// The interquartile range.
    Iqr,
    /// The text does not say.
    Unstated,
}

impl NumberValue {
    /// The lower and the upper end, equal for a single number; the share for parts of a whole; none for dates and times.
    pub fn ends(&self) -> Option<(f64, f64)> {
        match self {
            Self::One(value) => Some((*value, *value)),
            Self::Range(low, high) => Some((*low, *high)),
            Self::Parts { num, den } => Some((num / den, num / den)),
            Self::Moment(_) | Self::Span(..) => None,
        }
    }
}

impl Serialize for NumberValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(value) => serializer.serialize_f64(*value),
            Self::Range(low, high) => [low, high].serialize(serializer),
            Self::Parts { num, den } => {
                let mut parts = serializer.serialize_struct("Parts", 2)?;
                parts.serialize_field("num", num)?;
                parts.serialize_field("den", den)?;
                parts.end()
            }
            Self::Moment(moment) => serializer.serialize_str(moment),
            Self::Span(from, to) => [from, to].serialize(serializer),
        }
    }
}

/// The numbers of a sentence in their order, in time linear in its length. Spans are bytes of `sentence`.
pub fn numbers(sentence: &str) -> Vec<Number> {
    rules::read(sentence)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces that numbers are printed with, put together at random.
    const PIECES: &str = "( |[0-9]{1,4}|[.,;:/()\\[\\]%±×–−-]|\\$|€|½|²|⁻⁵| CI | p | P | n | = |<|≥| to | and | or | of | in | per | one | two\
        | twenty| hundred | thousand | half | third| a | an | years | weeks | mg| kg| points | patients| times | every | between\
        | from | aged | SD | IQR | May | e-4|\\^| x |st|th|s|é|😀|\u{a0}|\u{2009}){0,24}";

    fn check(text: &str) -> Result<(), TestCaseError> {
        let read = numbers(text);
        let mut last = 0;
        for number in &read {
            prop_assert!(number.start >= last && number.start < number.end, "{text:?} {number:?}");
            prop_assert!(text.get(number.start..number.end).is_some(), "{text:?} {number:?}");
            if let Some((low, high)) = number.value.ends() {
                prop_assert!(low <= high || matches!(number.value, NumberValue::Parts { .. }), "{text:?} {number:?}");
            }
            last = number.end;
        }
        prop_assert_eq!(&read, &numbers(text));
        Ok(())
    }

    proptest! {
        #[test]
        fn numbers_lie_in_the_text_in_order_and_apart(text in PIECES) {
            check(&text)?;
        }

        #[test]
        fn anything_can_be_read(text in any::<String>()) {
            check(&text)?;
        }
    }

    #[test]
    fn long_rows_cost_no_more_than_their_length() {
        for piece in
            ["1,", "(", "one ", "1 to ", "P < ", "10(", "per 1000 ", "1/", "-1", "95% CI ", "twenty-", "1;2(3):"]
        {
            numbers(&piece.repeat(2_000));
        }
    }
}
