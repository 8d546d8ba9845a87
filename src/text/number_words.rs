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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_words() {
        assert_eq!((number_word(6), number_word(40), number_word(41)), (Some("six"), Some("forty"), None));
    }

    #[test]
    fn words_of_numbers_and_units_are_known() {
        assert!(is_month("sept") && !is_month("vol"));
        assert_eq!((scale("million"), days_in("week")), (Some(1e6), Some(7.0)));
    }
}
