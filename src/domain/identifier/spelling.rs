//! The signs that word processors, web pages and other scripts put into identifiers, which are made of ASCII.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::is_hidden;

/// The text with plain hyphens, without what nobody sees, with the signs of East Asian keyboards and the entities of web
/// pages as ASCII has them. A slash that was written `%2F` is one, where there is no other. A text that was made plain
/// is plain.
pub(super) fn plain_signs(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| !c.is_ascii() || matches!(c, '&' | '%' | '\\' | '\t' | '\n');
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let plain = without_escapes(&in_ascii(text));
    if plain.contains("10.") && (plain.contains("%2F") || plain.contains("%2f")) && !plain.contains('/') {
        let decoded = percent_decode_str(&plain).decode_utf8_lossy();
        return Cow::Owned(without_escapes(&in_ascii(&decoded)));
    }
    Cow::Owned(plain)
}

/// Signs of other scripts and of typographers as ASCII has them, without what nobody sees.
fn in_ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => plain.push('-'),
            // The forms of full width stand for ASCII, in its order.
            '\u{ff01}'..='\u{ff5e}' => plain.extend(u8::try_from(u32::from(c) - 0xff01 + 0x21).map(char::from).ok()),
            '\u{2044}' | '\u{2215}' => plain.push('/'),
            '\u{2024}' | '\u{fe52}' => plain.push('.'),
            c if c.is_whitespace() => plain.push(' '),
            c if is_hidden(c) => {}
            c => plain.push(c),
        }
    }
    plain
}

/// Entities behind their ampersand, which may be written as an entity itself, any number of times.
const ENTITIES: &[(&str, char)] = &[
    ("lt;", '<'),
    ("gt;", '>'),
    ("quot;", '"'),
    ("nbsp;", ' '),
    ("#x2f;", '/'),
    ("#47;", '/'),
    ("#60;", '<'),
    ("#62;", '>'),
];
const AMPERSANDS: &[&str] = &["amp;", "#38;", "#x26;"];

/// Without the entities of web pages, then without the backslashes of TeX and Markdown.
fn without_escapes(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        read.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        while let Some(name) = AMPERSANDS.iter().find(|name| begins_with(rest, name)) {
            rest = &rest[name.len()..];
        }
        match ENTITIES.iter().find(|(name, _)| begins_with(rest, name)) {
            Some((name, meant)) => {
                read.push(*meant);
                rest = &rest[name.len()..];
            }
            None => read.push('&'),
        }
    }
    read.push_str(rest);
    let mut plain = String::with_capacity(read.len());
    let mut rest = read.as_str();
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        // `10.5555/a\_b`
        let escaped = rest[at..].trim_start_matches('\\');
        if !escaped.starts_with(['_', '/', '-', '<', '>', '(', ')']) {
            plain.push_str(&rest[at..rest.len() - escaped.len()]);
        }
        rest = escaped;
    }
    plain.push_str(rest);
    plain
}

fn begins_with(text: &str, begin: &str) -> bool {
    text.get(..begin.len()).is_some_and(|head| head.eq_ignore_ascii_case(begin))
}

/// A DOI without the blanks at which a line was broken, `10.7326/ M16-2367`; none where there are none, or where words
/// follow.
pub(super) fn without_breaks(text: &str) -> Option<String> {
    let at = text.find("10.")?;
    let (before, doi) = text.split_at(at);
    let mut joined = String::with_capacity(text.len());
    let mut rest = doi.trim();
    let mut broken = false;
    while let Some(blank) = rest.find(' ') {
        let (word, after) = rest.split_at(blank);
        let after = after.trim_start();
        joined.push_str(word);
        // Lines break behind a slash or a hyphen, or before a slash.
        if !(joined.ends_with(['/', '-']) || after.starts_with('/')) {
            return None;
        }
        (rest, broken) = (after, true);
    }
    joined.push_str(rest);
    broken.then(|| format!("{before}{joined}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_plain_stays(text in "(10\\.5555|/|%2F|%25|%26|&|amp;|lt;|#38;|\\\\|_|-|\u{2011}|\u{ff06}|\u{ff05}|2f|a| ){0,20}") {
            let plain = plain_signs(&text).into_owned();
            prop_assert_eq!(plain_signs(&plain).into_owned(), plain);
        }
    }
}
