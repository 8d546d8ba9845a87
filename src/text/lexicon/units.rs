//! Units, `units.toml`.

use serde::Deserialize;

use super::{WordList, Words};
use crate::{
    domain::word_table::{WordMap, WordSet},
    text::{
        phrase_table::PhraseTable,
        word_file::{LexiconError, read_list},
    },
};

pub(super) const FILE: &str = "units.toml";
const TEXT: &str = include_str!("../../../data/lexicon/en/units.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeUnit {
    name: String,
    days: f64,
    spellings: Vec<String>,
}

/// A span that holds a number of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::text) struct Span {
    pub(in crate::text) value: f64,
    pub(in crate::text) unit: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Currency {
    code: String,
    signs: Vec<String>,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyFile {
    words: Words,
    cents: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PercentFile {
    words: Vec<String>,
    points: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MeasureFile {
    signs: Words,
    words: Vec<String>,
    degrees: WordSet<char>,
    scales: Words,
    tails: Vec<String>,
    heads: Words,
    per_things: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RateSign {
    sign: char,
    base: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RatesFile {
    signs: Vec<RateSign>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    time: Vec<TimeUnit>,
    spans: WordMap<String, Span>,
    periods: WordMap<String, String>,
    currencies: Vec<Currency>,
    money: MoneyFile,
    percent: PercentFile,
    points: WordList,
    measure: MeasureFile,
    millimetres: WordMap<String, f64>,
    rates: RatesFile,
}

/// Units.
#[derive(Debug)]
pub(in crate::text) struct Units {
    /// From a spelling to the name of the unit and its days.
    time: WordMap<String, (String, f64)>,
    pub(in crate::text) spans: WordMap<String, Span>,
    /// From `weekly` to `week`.
    pub(in crate::text) periods: WordMap<String, String>,
    /// From a sign or code, in lower case, to the ISO 4217 code.
    signs: WordMap<String, String>,
    /// From a word to the ISO 4217 code, or to itself where the word does not say the country.
    money: WordMap<String, String>,
    pub(in crate::text) cents: Words,
    pub(in crate::text) percent: PhraseTable<()>,
    pub(in crate::text) percent_points: PhraseTable<()>,
    pub(in crate::text) points: Words,
    measure_signs: Words,
    pub(in crate::text) measure_words: PhraseTable<()>,
    pub(in crate::text) degrees: WordSet<char>,
    pub(in crate::text) scales: Words,
    pub(in crate::text) tails: PhraseTable<()>,
    pub(in crate::text) heads: Words,
    pub(in crate::text) per_things: Words,
    pub(in crate::text) rate_signs: WordMap<char, f64>,
    /// What a unit of length is in millimetres.
    pub(in crate::text) millimetres: WordMap<String, f64>,
}

impl Units {
    pub(super) fn read() -> Result<Self, LexiconError> {
        Ok(Self::of(read_list(FILE, TEXT)?))
    }

    fn of(file: UnitsFile) -> Self {
        let listed = |list: &[String]| PhraseTable::new(list.iter().map(|phrase| (phrase.as_str(), ())));
        let mut time = WordMap::default();
        for TimeUnit { name, days, spellings } in file.time {
            time.extend(spellings.into_iter().map(|spelling| (spelling, (name.clone(), days))));
        }
        let (mut signs, mut money) = (WordMap::default(), WordMap::default());
        for Currency { code, signs: printed, words } in file.currencies {
            signs.extend(printed.into_iter().map(|sign| (sign, code.clone())));
            money.extend(words.into_iter().map(|word| (word, code.clone())));
        }
        money.extend(file.money.words.into_iter().map(|word| (word.clone(), word)));
        Self {
            time,
            spans: file.spans,
            periods: file.periods,
            signs,
            money,
            cents: file.money.cents,
            percent: listed(&file.percent.words),
            percent_points: listed(&file.percent.points),
            points: file.points.words,
            measure_signs: file.measure.signs,
            measure_words: listed(&file.measure.words),
            degrees: file.measure.degrees,
            scales: file.measure.scales,
            tails: listed(&file.measure.tails),
            heads: file.measure.heads,
            per_things: file.measure.per_things,
            millimetres: file.millimetres,
            rate_signs: file.rates.signs.into_iter().map(|RateSign { sign, base }| (sign, base)).collect(),
        }
    }

    /// The name of a unit of time.
    pub(in crate::text) fn time(&self, word: &str) -> Option<&str> {
        self.time.get(word).map(|(name, _)| name.as_str())
    }

    /// The length in days of a unit of time, by its name.
    pub(in crate::text) fn days(&self, name: &str) -> Option<f64> {
        self.time.get(name).map(|(_, days)| *days)
    }

    /// Every spelling of a unit of time, with its name and its days; the order means nothing.
    pub(in crate::text) fn times(&self) -> impl Iterator<Item = (&str, &str, f64)> {
        self.time.iter().map(|(spelling, (name, days))| (spelling.as_str(), name.as_str(), *days))
    }

    /// The ISO 4217 code of a sign.
    pub(in crate::text) fn currency(&self, sign: &str) -> Option<&str> {
        self.signs.get(sign).map(String::as_str)
    }

    pub(in crate::text) fn is_currency(&self, sign: &str) -> bool {
        self.signs.contains_key(sign)
    }

    /// The currency of a word of money, as a code where it names a country.
    pub(in crate::text) fn money(&self, word: &str) -> Option<&str> {
        self.money.get(word).map(String::as_str)
    }

    /// Whether the sign of a unit is printed so; case counts.
    pub(in crate::text) fn is_measure_sign(&self, printed: &str) -> bool {
        self.measure_signs.contains(printed)
    }

    /// Whether it is a unit of any kind, as it may follow a figure without a blank.
    pub(in crate::text) fn is_unit(&self, printed: &str) -> bool {
        self.is_measure_sign(printed)
            || self.time.contains_key(printed)
            || self.points.contains(printed)
            || self.measure_words.get(printed).is_some()
    }
}
