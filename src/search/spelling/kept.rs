//! The words of the records as bytes, as they are kept beside the index: to learn them again would be to cut every text again.

use super::{Count, SpellChecker};

impl SpellChecker {
    /// As it is kept beside the index, with how many words each of its fields has: without what [`Self::learn_names`] adds.
    pub(in crate::search) fn to_bytes(&self, tokens: &[u64]) -> Vec<u8> {
        let Self { counts, in_order: _, stems, names: _, numbers } = self;
        let mut bytes = Vec::new();
        tokens.iter().for_each(|count| put(*count, &mut bytes));
        let mut words: Vec<(&String, &Count)> = counts.iter().collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        put(words.len() as u64, &mut bytes);
        for (word, Count { all, of_texts }) in words {
            put_text(word, &mut bytes);
            put(u64::from(*all), &mut bytes);
            put(u64::from(*of_texts), &mut bytes);
        }
        let mut stems: Vec<(&String, &u32)> = stems.iter().collect();
        stems.sort_unstable();
        put(stems.len() as u64, &mut bytes);
        for (stem, count) in stems {
            put_text(stem, &mut bytes);
            put(u64::from(*count), &mut bytes);
        }
        put(numbers.len() as u64, &mut bytes);
        for (number, count) in numbers {
            put(*number, &mut bytes);
            put(u64::from(*count), &mut bytes);
        }
        bytes
    }

    /// What [`Self::to_bytes`] made of so many fields.
    ///
    /// # Errors
    /// When it made no such bytes.
    pub(in crate::search) fn from_bytes(mut bytes: &[u8], fields: usize) -> Result<(Self, Vec<u64>), String> {
        let mut read = || -> Option<(Self, Vec<u64>)> {
            let tokens = (0..fields).map(|_| take(&mut bytes)).collect::<Option<_>>()?;
            let mut known = Self::default();
            for _ in 0..take(&mut bytes)? {
                let word = take_text(&mut bytes)?;
                let all = u32::try_from(take(&mut bytes)?).ok()?;
                let of_texts = u32::try_from(take(&mut bytes)?).ok()?;
                known.counts.insert(word, Count { all, of_texts });
            }
            for _ in 0..take(&mut bytes)? {
                let stem = take_text(&mut bytes)?;
                known.stems.insert(stem, u32::try_from(take(&mut bytes)?).ok()?);
            }
            for _ in 0..take(&mut bytes)? {
                let number = take(&mut bytes)?;
                known.numbers.insert(number, u32::try_from(take(&mut bytes)?).ok()?);
            }
            bytes.is_empty().then_some((known, tokens))
        };
        read().ok_or_else(|| "its words cannot be read".to_owned())
    }
}

/// Writes a number in as many bytes as it needs: seven bits in each, the last one marked.
fn put(mut number: u64, bytes: &mut Vec<u8>) {
    loop {
        let low = number.to_le_bytes()[0] & 0x7f;
        number >>= 7;
        if number == 0 {
            bytes.push(low | 0x80);
            return;
        }
        bytes.push(low);
    }
}

/// The number that [`put`] wrote; none where there is none.
fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 != 0 {
            return Some(number);
        }
    }
    None
}

fn put_text(text: &str, bytes: &mut Vec<u8>) {
    put(text.len() as u64, bytes);
    bytes.extend_from_slice(text.as_bytes());
}

fn take_text(bytes: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(take(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    String::from_utf8(text.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::text::Analyser;

    fn learned(texts: &[String]) -> SpellChecker {
        let mut known = SpellChecker::default();
        for (place, text) in texts.iter().enumerate() {
            known.learn(&Analyser::new().words(text), place % 3 == 0);
        }
        known
    }

    fn told(known: &SpellChecker) -> String {
        let SpellChecker { counts, in_order: _, stems, names: _, numbers } = known;
        let mut counts: Vec<_> = counts.iter().map(|(word, count)| (word, count.all, count.of_texts)).collect();
        let mut stems: Vec<_> = stems.iter().collect();
        counts.sort_unstable();
        stems.sort_unstable();
        format!("{counts:?} {stems:?} {numbers:?}")
    }

    const FIELDS: usize = 9;

    fn some_tokens() -> Vec<u64> {
        (0..).map(|i| 7 * i * i).take(FIELDS).collect()
    }

    proptest! {
        #[test]
        fn words_are_the_same_after_they_were_kept(texts in vec("[a-zé0-9,. -]{0,40}", 0..20)) {
            let known = learned(&texts);
            let (kept, tokens) = SpellChecker::from_bytes(&known.to_bytes(&some_tokens()), FIELDS).unwrap();
            prop_assert_eq!(told(&kept), told(&known));
            prop_assert_eq!(tokens, some_tokens());
        }

        #[test]
        fn words_forgotten_and_added_are_those_of_what_is_left(texts in vec("[a-dé0-2,. -]{0,20}(ing|ed|s)?", 3..12), gone in 0_usize..3) {
            let (old, come) = texts.split_at(texts.len() / 2);
            let gone = gone.min(old.len());
            let all = |texts: &[String], from: usize| {
                let mut known = SpellChecker::default();
                for (place, text) in texts.iter().enumerate() {
                    known.learn(&Analyser::new().words(text), (from + place).is_multiple_of(3));
                }
                known
            };
            let analyser = Analyser::new();
            let mut known = all(old, 0);
            known.forget(&all(&old[..gone], 0), &analyser);
            known.add(&all(come, old.len()), &analyser);
            let mut left = all(&old[gone..], gone);
            left.add(&all(come, old.len()), &analyser);
            prop_assert_eq!(told(&known), told(&left));
            prop_assert_eq!(told(&left), told(&all(&texts[gone..], gone)));
        }

        #[test]
        fn bytes_that_were_cut_or_are_others_are_refused_or_read_without_harm(bytes in vec(any::<u8>(), 0..60), cut in 1_usize..40) {
            let _ = SpellChecker::from_bytes(&bytes, FIELDS);
            let whole = learned(&["some words, 120 of them".to_owned()]).to_bytes(&some_tokens());
            prop_assert!(SpellChecker::from_bytes(&whole[..whole.len() - cut.min(whole.len())], FIELDS).is_err());
        }
    }
}
