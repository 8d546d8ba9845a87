//! ISSNs and ISBNs, which formats do not keep apart.

use super::tidy::shortened;
use crate::domain::identifier::{Isbn, Issn};

/// The first ISSN and the first ISBN among numbers that may stand in one field: `0003-4819 (Print) 1539-3704 (Online)`.
pub(super) fn serial_numbers(texts: &[String], notes: &mut Vec<String>) -> (Option<Issn>, Option<Isbn>) {
    let (mut issn, mut isbn) = (None, None);
    for text in texts {
        let mut read_any = false;
        let whole = text.trim().trim_start_matches("urn:").trim_start_matches("ISBN").trim_start_matches("ISSN");
        let whole = whole.trim_start_matches([':', ' ']);
        for part in std::iter::once(whole).chain(whole.split([' ', ',', ';', '/'])) {
            let part = part.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if let Some(found) = issn_in(part) {
                read_any = true;
                if issn.as_ref().is_some_and(|known| *known != found) {
                    notes.push(format!("a further ISSN: {found}"));
                }
                issn.get_or_insert(found);
            } else if let Some(found) = isbn_in(part) {
                read_any = true;
                if isbn.as_ref().is_some_and(|known| *known != found) {
                    notes.push(format!("a further ISBN: {found}"));
                }
                isbn.get_or_insert(found);
            }
        }
        if !read_any && !text.trim().is_empty() {
            notes.push(format!("`{}` is neither an ISSN nor an ISBN", shortened(text.trim())));
        }
    }
    (issn, isbn)
}

/// Whether a text holds an ISSN or an ISBN.
pub(super) fn is_serial_number(text: &str) -> bool {
    let (issn, isbn) = serial_numbers(&[text.to_owned()], &mut Vec::new());
    issn.is_some() || isbn.is_some()
}

fn issn_in(text: &str) -> Option<Issn> {
    if text.len() == 8 && text.is_ascii() && !text.contains('-') {
        return format!("{}-{}", &text[..4], &text[4..]).parse().ok();
    }
    text.parse().ok()
}

/// An ISBN; one of ten digits is written with thirteen, as ISO 2108 says since 2007.
fn isbn_in(text: &str) -> Option<Isbn> {
    if let Ok(isbn) = text.parse() {
        return Some(isbn);
    }
    let ten: Vec<u32> = text
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .map(|c| if c.eq_ignore_ascii_case(&'x') { Some(10) } else { c.to_digit(10) })
        .collect::<Option<_>>()?;
    let sum: u32 = ten.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    if ten.len() != 10 || ten[..9].contains(&10) || !sum.is_multiple_of(11) {
        return None;
    }
    let body: Vec<u32> = [9, 7, 8].into_iter().chain(ten[..9].iter().copied()).collect();
    let sum: u32 = body.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    let check = (10 - sum % 10) % 10;
    body.iter().chain([&check]).map(u32::to_string).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn short_book_numbers_become_long_ones() {
        assert_eq!(isbn_in("0-306-40615-2").map(|isbn| isbn.to_string()), Some("9780306406157".to_owned()));
        assert_eq!(isbn_in("0-306-40615-3"), None);
        let mut notes = Vec::new();
        let (issn, isbn) = serial_numbers(
            &["0003-4819 (Print) 1539-3704 (Online)".to_owned(), "978-0-306-40615-7".to_owned()],
            &mut notes,
        );
        assert_eq!(issn.map(|issn| issn.to_string()), Some("0003-4819".to_owned()));
        assert_eq!(isbn.map(|isbn| isbn.to_string()), Some("9780306406157".to_owned()));
        assert_eq!(notes, ["a further ISSN: 1539-3704"]);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = (isbn_in(&text), issn_in(&text));
        }
    }
}
