//! Cursors: where a list goes on, in which version of the data, on which day, of which question.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::{
    corpus::Fingerprint,
    domain::{Date, repeated::shortened},
    http::problem::{Code, Fault, Problem},
};

/// Length of a cursor as text: 27 bytes in base64url, without padding and without bits to spare, so that each cursor
/// has one spelling.
pub(super) const LEN: usize = 36;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The next page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// First half of the fingerprint of the data.
    pub(super) dataset: u64,
    /// Hash of every parameter but `cursor` and `limit`.
    pub(super) question: u64,
    /// How many records came before.
    pub(super) offset: u32,
    /// The day the first page was computed for.
    pub(super) as_of: Date,
}

/// The part of a fingerprint a cursor has room for. It tells versions apart; nothing is lost when two collide but a
/// warning.
pub(super) fn dataset(fingerprint: Fingerprint) -> u64 {
    u64::try_from(fingerprint.to_u128() >> 64).expect("64 bits are left")
}

/// Hash of a question to the resource at an address. The order of different parameters does not matter, that of repeated ones does.
pub(super) fn question(path: &str, pairs: &[(String, String)]) -> u64 {
    let mut asked: Vec<_> =
        pairs.iter().filter(|(name, value)| !value.is_empty() && name != "cursor" && name != "limit").collect();
    asked.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut hash = Xxh3::new();
    let mut part = |text: &str| {
        hash.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(text.as_bytes());
    };
    part(path);
    for (name, value) in asked {
        part(name);
        part(value);
    }
    hash.digest()
}

impl Cursor {
    /// The opaque text.
    pub(super) fn encode(&self) -> String {
        let Self { dataset, question, offset, as_of } = self;
        let days = EPOCH.until(*as_of).map_or(0, |span| span.get_days());
        let mut bytes = Vec::with_capacity(27);
        bytes.extend(dataset.to_be_bytes());
        bytes.extend(question.to_be_bytes());
        bytes.extend(offset.to_be_bytes());
        bytes.extend(days.to_be_bytes());
        bytes.extend(check(&bytes));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The cursor in a text that [`Cursor::encode`] made.
    pub(super) fn decode(text: &str) -> Option<Self> {
        if text.len() != LEN {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (payload, sum) = bytes.split_last_chunk::<3>()?;
        if check(payload) != *sum {
            return None;
        }
        let (dataset, rest) = payload.split_first_chunk::<8>()?;
        let (question, rest) = rest.split_first_chunk::<8>()?;
        let (offset, rest) = rest.split_first_chunk::<4>()?;
        let days = i32::from_be_bytes(*rest.first_chunk::<4>()?);
        let span = jiff::Span::new().try_days(days).ok()?;
        Some(Self {
            dataset: u64::from_be_bytes(*dataset),
            question: u64::from_be_bytes(*question),
            offset: u32::from_be_bytes(*offset),
            as_of: EPOCH.checked_add(span).ok()?,
        })
    }

    /// The cursor in a parameter, if it goes on with this question over this data.
    pub(super) fn read(text: &str, dataset: u64, question: u64) -> Result<Self, Problem> {
        let invalid = |detail: &str| {
            let fault = Fault {
                parameter: Some("cursor".to_owned()),
                pointer: None,
                message: detail.to_owned(),
                found: Some(shortened(text)),
                did_you_mean: None,
                allowed: Vec::new(),
            };
            Problem::new(Code::InvalidCursor, detail).with_errors(vec![fault])
        };
        let cursor = Self::decode(text).ok_or_else(|| invalid("this cursor was not made by this service"))?;
        if cursor.question != question {
            return Err(invalid("this cursor belongs to another question: keep every parameter but `limit` as it was"));
        }
        if cursor.dataset != dataset {
            return Err(Problem::new(
                Code::ExpiredCursor,
                "the data has changed since the first page; begin again without `cursor`",
            ));
        }
        Ok(cursor)
    }
}

/// Tells a cursor of ours from rubbish. No defence against forgery, which would gain nothing.
fn check(payload: &[u8]) -> [u8; 3] {
    let [a, b, c, ..] = xxh3_64(payload).to_be_bytes();
    [a, b, c]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cursors() -> impl Strategy<Value = Cursor> {
        (any::<u64>(), any::<u64>(), any::<u32>(), 1i16..=9999, 1i8..=12, 1i8..=28).prop_map(
            |(dataset, question, offset, year, month, day)| Cursor {
                dataset,
                question,
                offset,
                as_of: Date::constant(year, month, day),
            },
        )
    }

    proptest! {
        #[test]
        fn decoding_gives_back_what_was_encoded(cursor in cursors()) {
            let text = cursor.encode();
            prop_assert_eq!(text.len(), LEN);
            prop_assert_eq!(Cursor::decode(&text), Some(cursor));
        }

        #[test]
        fn a_changed_character_is_noticed(cursor in cursors(), at in 0..LEN, to in "[A-Za-z0-9_-]") {
            let text = cursor.encode();
            let mut changed = text.clone();
            changed.replace_range(at..=at, &to);
            prop_assume!(changed != text);
            prop_assert_eq!(Cursor::decode(&changed), None);
        }

        #[test]
        fn no_text_panics(text in any::<String>(), bytes in any::<[u8; 27]>()) {
            let _ = Cursor::decode(&text);
            let _ = Cursor::decode(&URL_SAFE_NO_PAD.encode(bytes));
        }
    }

    #[test]
    fn the_order_of_different_parameters_does_not_matter() {
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
        };
        let of = |list: &[(&str, &str)]| question("/v1/search", &pairs(list));
        assert_eq!(of(&[("q", "x"), ("year", "2017")]), of(&[("year", "2017"), ("limit", "3"), ("q", "x")]));
        assert_ne!(of(&[("q", "x")]), of(&[("q", "y")]));
        assert_ne!(of(&[("q", "xy")]), of(&[("q", "x"), ("y", "")]));
        assert_ne!(of(&[]), question("/v1/topics", &[]));
    }
}
