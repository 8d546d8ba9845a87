//! What single words of numbers and units say, for the rooms above.

use super::lexicon::lexicon;

/// Whether a folded word is a month, whole or shortened.
pub fn is_month(word: &str) -> bool {
    lexicon().numbers.months.contains_key(word)
}

/// The days in a unit of time, by its name: a month is a twelfth of a year.
pub fn days_in(unit: &str) -> Option<f64> {
    lexicon().units.days(unit)
}

/// The same span of time in whole numbers of other units, each with the name of its unit: a year is 12 months and 52 weeks.
/// Those of which it would be more than `most` are left out.
pub fn same_span(value: u64, unit: &str, most: u32) -> Vec<(u32, &'static str)> {
    /// What a whole number may leave over: 52 weeks are a day less than a year.
    const LEFT_OVER: f64 = 0.01;
    let units = &lexicon().units;
    let (Some(of_unit), Ok(value)) = (units.days(unit), u32::try_from(value)) else { return Vec::new() };
    let days = f64::from(value) * of_unit;
    let is_same = |count: u32, length: f64| (f64::from(count) * length - days).abs() <= LEFT_OVER * days;
    let others = units.times().filter(|(spelling, name, length)| spelling == name && *length != of_unit);
    let mut all: Vec<(u32, &str)> = others
        .filter_map(|(name, _, length)| (1..=most).find(|count| is_same(*count, length)).map(|count| (count, name)))
        .collect();
    all.sort_unstable();
    all
}

/// The ways in which a unit of time is spelt, its plural among them.
pub fn time_spellings(unit: &str) -> impl Iterator<Item = &'static str> {
    lexicon().units.times().filter(move |(_, name, _)| *name == unit).map(|(spelling, _, _)| spelling)
}

/// Whether a word is the name of a point of a scale.
pub fn is_point(word: &str) -> bool {
    lexicon().units.points.contains(word)
}

/// What a unit of length, as it is printed, is in millimetres: of those in which results on a scale are told.
pub fn in_millimetres(unit: &str) -> Option<f64> {
    lexicon().units.millimetres.get(unit).copied()
}

/// What a word like `million` multiplies by.
pub fn scale(word: &str) -> Option<f64> {
    lexicon().numbers.scales.get(word).copied()
}

/// The word for a small whole number: `six`. Of several spellings the one that others begin like, or the first.
pub fn number_word(value: u64) -> Option<&'static str> {
    let words = lexicon().numbers.cardinals.iter();
    let of_value = words.filter(|(_, of)| format!("{of:.0}").parse() == Ok(value)).map(|(word, _)| word.as_str());
    of_value.min_by_key(|word| (word.len(), *word))
}

/// The small whole number that a word is: `six`.
pub fn number_in_word(word: &str) -> Option<u64> {
    lexicon().numbers.cardinals.get(word).and_then(|value| format!("{value:.0}").parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_words() {
        assert_eq!((number_word(6), number_word(40), number_word(41)), (Some("six"), Some("forty"), None));
        assert_eq!((number_in_word("six"), number_in_word("sixty"), number_in_word("so")), (Some(6), Some(60), None));
    }

    #[test]
    fn a_span_of_time_is_the_same_in_other_units() {
        assert_eq!(same_span(12, "month", 104), [(1, "year"), (52, "week")]);
        assert_eq!(same_span(26, "week", 104), [(6, "month")]);
        // Four weeks are no month.
        assert_eq!(same_span(4, "week", 27), []);
        assert!(time_spellings("year").any(|spelling| spelling == "years"));
    }

    #[test]
    fn words_of_numbers_and_units_are_known() {
        assert!(is_month("sept") && !is_month("vol"));
        assert_eq!((scale("million"), days_in("week")), (Some(1e6), Some(7.0)));
    }
}
