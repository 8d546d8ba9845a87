//! What tells one source from all others without its name: a number that no other record has, and the country it was done in.

use super::{Facts, other_words_of_nation};
use crate::{
    check::{claim::Claim, quantity::Number},
    domain::word_table::WordMap,
    search::TextReader,
    text::{self, Grammar, NumberKind, NumberValue},
};

/// Smallest whole number of a record that tells it from others …
const LEAST_WHOLE: f64 = 100.0;

/// … unless it is a round one, a multiple of this.
const ROUND_WHOLE: f64 = 50.0;

/// A whole number that is large enough to tell one record from others, and not round.
fn whole_key(value: f64) -> Option<i64> {
    let value = value.abs();
    let is_telling = value.fract() == 0.0 && value % ROUND_WHOLE != 0.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked against the bounds right before")]
    let key = (is_telling && (LEAST_WHOLE..1e15).contains(&value)).then_some(value as i64);
    key
}

/// The whole numbers of a sentence that tell one record from others: what is counted, and amounts.
pub(super) fn wholes_of(sentence: &str) -> Vec<i64> {
    let values = text::numbers(sentence).into_iter().filter_map(|number| {
        let is_time = matches!(
            number.kind,
            NumberKind::Year | NumberKind::Ordinal | NumberKind::Duration | NumberKind::Age | NumberKind::Level
        );
        match number.value {
            NumberValue::One(value) if !is_time => Some([value, 0.0]),
            NumberValue::Parts { num, den } => Some([num, den]),
            NumberValue::One(_) | NumberValue::Range(..) | NumberValue::Moment(_) | NumberValue::Span(..) => None,
        }
    });
    values.flatten().filter_map(whole_key).collect()
}

/// See [`Facts::nations`].
pub(super) fn nations(reader: &mut TextReader<'_>) -> WordMap<String, Vec<String>> {
    let mut stem = |word: &str| reader.read(word).words.first().map(|read| read.stem.clone());
    let words = Grammar::Nations.words().iter();
    words
        .map(|word| {
            let all = std::iter::once(word.clone()).chain(other_words_of_nation(word));
            (word.clone(), all.filter_map(|one| stem(&one)).collect())
        })
        .collect()
}

/// A thousand times a result that has decimals.
pub(super) fn result_key(value: f64) -> Option<i64> {
    let scaled = (value.abs() * 1_000.0).round();
    #[expect(clippy::cast_possible_truncation, reason = "checked against the bounds right before")]
    let key = (scaled < 1e15 && value.fract() != 0.0).then_some(scaled as i64);
    key
}

impl Facts {
    /// The one source that has a number of a claim on record: a whole one that is not round, or a result with decimals.
    pub(in crate::check) fn only_holder(&self, number: &Number) -> Option<usize> {
        let holders = if number.decimals > 0 {
            result_key(number.low).and_then(|key| self.results.get(&key))
        } else {
            whole_key(number.low).and_then(|key| self.wholes.get(&key))
        };
        match holders.map(Vec::as_slice) {
            Some([only]) if number.low >= number.high => Some(*only),
            _ => None,
        }
    }

    /// For each word of a claim that stands for a country, the stems of all words for that country.
    pub(in crate::check) fn nations_of(&self, claim: &Claim) -> Vec<&[String]> {
        claim.read.words.iter().filter_map(|word| self.nations.get(&word.exact)).map(Vec::as_slice).collect()
    }

    /// Whether a source tells something of one of these countries; none where there are none.
    pub(in crate::check) fn is_of_nation(&self, nations: &[&[String]], source: usize) -> Option<bool> {
        let known = self.sources.get(source).filter(|_| !nations.is_empty())?;
        Some(nations.iter().any(|stems| stems.iter().any(|stem| known.stems.contains(stem))))
    }
}
