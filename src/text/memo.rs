//! What printed words become, remembered: a table that finds a word in two looks at the memory, because words come by the
//! million and most have come before.

use xxhash_rust::xxh3::xxh3_64;

/// Most words remembered; the commonest come first, and neither millions of records nor a stream of queries must grow the
/// memory.
const MAX_WORDS: usize = 100_000;

/// Words of letters as printed, each with what it is folded to and with the stem of that.
#[derive(Default)]
pub(super) struct Memo {
    /// A power of two of them, at most half of them taken.
    slots: Vec<Slot>,
    count: usize,
    /// The three forms of each word, one behind the other.
    texts: String,
}

/// Where a word stands. One of length 0 is free.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The upper half of its hash.
    tag: u32,
    start: u32,
    number: u32,
    printed: u8,
    exact: u8,
    stem: u8,
}

/// A word that is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Remembered<'m> {
    /// How many were remembered before it.
    pub(super) number: u32,
    pub(super) exact: &'m str,
    pub(super) stem: &'m str,
}

impl Memo {
    /// The folded form of a word and its stem, if it was seen before.
    pub(super) fn get(&self, printed: &str) -> Option<Remembered<'_>> {
        let slot = self.slots.get(self.place(printed, hash(printed))?)?;
        let start = usize::try_from(slot.start).ok()?;
        let exact = start + usize::from(slot.printed);
        let stem = exact + usize::from(slot.exact);
        (slot.printed > 0).then_some(())?;
        Some(Remembered {
            number: slot.number,
            exact: self.texts.get(exact..stem)?,
            stem: self.texts.get(stem..stem + usize::from(slot.stem))?,
        })
    }

    /// Remembers a word that [`Self::get`] did not know, if there is room, and says its number.
    pub(super) fn insert(&mut self, printed: &str, exact: &str, stem: &str) -> Option<u32> {
        let lengths = [printed, exact, stem].map(|text| u8::try_from(text.len()));
        let (&[Ok(printed_length), Ok(exact_length), Ok(stem_length)], Ok(start), Ok(number)) =
            (&lengths, u32::try_from(self.texts.len()), u32::try_from(self.count))
        else {
            return None;
        };
        if printed.is_empty() || self.count >= MAX_WORDS {
            return None;
        }
        if (self.count + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let hash = hash(printed);
        let place = self.place(printed, hash);
        let slot = place.and_then(|place| self.slots.get_mut(place)).filter(|slot| slot.printed == 0)?;
        *slot = Slot { tag: tag(hash), start, number, printed: printed_length, exact: exact_length, stem: stem_length };
        self.count += 1;
        self.texts.extend([printed, exact, stem]);
        Some(number)
    }

    /// Where a word stands, or where it would.
    fn place(&self, printed: &str, hash: u64) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut place = usize::try_from(hash & u64::from(u32::MAX)).ok()? & mask;
        loop {
            let slot = self.slots.get(place)?;
            let is_it = || {
                let start = usize::try_from(slot.start).unwrap_or(usize::MAX);
                usize::from(slot.printed) == printed.len()
                    && self.texts.as_bytes().get(start..start.saturating_add(printed.len())) == Some(printed.as_bytes())
            };
            if slot.printed == 0 || (slot.tag == tag(hash) && is_it()) {
                return Some(place);
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let before = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
        for slot in before.into_iter().filter(|slot| slot.printed > 0) {
            let start = usize::try_from(slot.start).unwrap_or(usize::MAX);
            let printed = self.texts.get(start..start.saturating_add(usize::from(slot.printed))).unwrap_or_default();
            let place = self.place(printed, hash(printed));
            if let Some(free) = place.and_then(|place| self.slots.get_mut(place)) {
                *free = slot;
            }
        }
    }
}

fn hash(printed: &str) -> u64 {
    xxh3_64(printed.as_bytes())
}

fn tag(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again_and_no_others() {
        let mut memo = Memo::default();
        assert_eq!(memo.get("Needles"), None);
        for number in 0..5_000 {
            let printed = format!("Wörter{number}");
            memo.insert(&printed, &printed.to_lowercase(), "wort");
        }
        for number in 0..5_000 {
            let printed = format!("Wörter{number}");
            let exact = printed.to_lowercase();
            assert_eq!(memo.get(&printed), Some(Remembered { number, exact: &exact, stem: "wort" }));
        }
        assert_eq!(memo.get("Wörter5000"), None);
        // Too long, or nothing.
        memo.insert(&"x".repeat(300), "x", "x");
        memo.insert("", "", "");
        assert_eq!((memo.get(&"x".repeat(300)), memo.get("")), (None, None));
    }
}
