//! Texts of files made tidy: plain, without what no record may hold, of bounded length.

use super::plain::plain;
use crate::domain::visible::is_foreign;

/// Most characters of one value that is kept. Titles of real records have up to a thousand.
const MAX_VALUE: usize = 4_000;

/// Plain text without white space at the ends, line breaks and characters that no record may hold; none when nothing is
/// left.
pub(super) fn clean(text: Option<String>) -> Option<String> {
    let text = text?;
    if is_clean(&text) && text.len() <= MAX_VALUE { Some(text) } else { tidy(&plain(&text)) }
}

/// As [`clean`], of a text that may have so many characters.
pub(super) fn clean_long(text: &str, most: usize) -> Option<String> {
    if is_clean(text) && text.len() <= most { Some(text.to_owned()) } else { tidy_to(&plain(text), most) }
}

/// Whether a text is plain and tidy to all appearance, as most are: ASCII without markup, entities and a blank too many.
fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    !bytes.is_empty()
        && bytes.iter().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'&'))
        && !bytes.starts_with(b" ")
        && !bytes.ends_with(b" ")
        && !bytes.windows(2).any(|pair| pair == b"  ")
}

/// As [`clean`], and what looks like markup stays: a DOI may hold angle brackets.
pub(super) fn tidy(text: &str) -> Option<String> {
    tidy_to(text, MAX_VALUE)
}

fn tidy_to(text: &str, most: usize) -> Option<String> {
    let mut tidy = String::with_capacity(text.len());
    let mut is_parted = false;
    let mut rest = text;
    // Most of most texts are words in ASCII, of which no letter need be looked up.
    while let Some(c) = rest.chars().next() {
        let word = rest.bytes().position(|byte| !byte.is_ascii_graphic()).unwrap_or(rest.len());
        let (next, behind) = rest.split_at(if word > 0 { word } else { c.len_utf8() });
        rest = behind;
        // Control characters part words; the others stand within them.
        if word == 0 && (c.is_control() || c == '\u{feff}' || (c.is_whitespace() && !is_foreign(c))) {
            is_parted = true;
        } else if word > 0 || !is_foreign(c) {
            if std::mem::take(&mut is_parted) && !tidy.is_empty() {
                tidy.push(' ');
            }
            tidy.push_str(next);
        }
    }
    if tidy.len() > most
        && let Some((end, _)) = tidy.char_indices().nth(most)
    {
        tidy.truncate(end);
        tidy.truncate(tidy.trim_end().len());
    }
    (!tidy.is_empty()).then_some(tidy)
}

/// The begin of a text, for messages.
pub(super) fn shortened(text: &str) -> String {
    const MAX: usize = 80;
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !is_foreign(*c));
    let line: String = line.take(MAX + 1).collect();
    match line.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Names of fields in a row, as many as anybody reads, and how many there are besides.
pub(super) fn listed(names: &[&str]) -> String {
    const MOST: usize = 40;
    let shown: Vec<String> = names.iter().take(MOST).map(|name| shortened(name)).collect();
    match names.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The letters and digits of a text, in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A title without the full stop that lists put after it, or the two of a list that did not see the first.
pub(super) fn without_stop(title: &str) -> &str {
    let title = title.trim();
    let Some(rest) = title.strip_suffix('.') else { return title };
    // "and so on..." ends with three dots of its own.
    if let Some(shorter) = rest.strip_suffix('.') {
        return if shorter.ends_with('.') { title } else { shorter };
    }
    // "in the U.S." ends with an abbreviation.
    let mut last = rest.chars().rev();
    let is_initial = last.next().is_some_and(char::is_alphabetic) && last.next() == Some('.');
    if is_initial { title } else { rest }
}

/// The title with the full stop that [`without_stop`] takes away again.
pub(super) fn with_stop(title: &str) -> String {
    let ended = format!("{title}.");
    if without_stop(title) == title && (title.ends_with(['?', '!']) || title.ends_with('.')) {
        title.to_owned()
    } else {
        ended
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_title_comes_back_from_a_list(title in "[A-Za-z0-9.?! ]{0,30}[a-z0-9]{2}(\\.{3}|[.?!])?") {
            let title = title.trim();
            // What ends in a stop of its own is what lists made of it.
            let title = without_stop(title);
            let ended = with_stop(title);
            prop_assert_eq!(without_stop(&ended), title);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = (without_stop(&text).len(), clean(Some(text.clone())), shortened(&text));
        }
    }
}
