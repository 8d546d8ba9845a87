//! Numbers that publishers give to an item before it has pages, and that stand in their place: `S0039-6257(21)00001-1`.

/// The ways to write one: `0` is a figure, `X` a figure or the letter that checks a number.
const WAYS: [&str; 3] = ["S0000-000X(00)00000-X", "0000-000X(00)00000-X", "S0000000X0000000X"];

/// Where such numbers stand in a text, by their bytes, with the label before them.
pub(super) fn item_numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let is_begin = !before.is_some_and(char::is_alphanumeric);
        before = Some(c);
        if !is_begin || !c.is_ascii_alphanumeric() {
            continue;
        }
        if let Some(length) = WAYS.iter().find_map(|way| fitting(&text[at..], way)) {
            found.push((label(text, at), at + length));
        }
    }
    found
}

/// How many bytes of the text are written that way, if it begins so and does not go on.
fn fitting(text: &str, way: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    for sign in way.chars() {
        let (_, c) = chars.next()?;
        let is_there = match sign {
            '0' => c.is_ascii_digit(),
            'X' => c.is_ascii_digit() || c.eq_ignore_ascii_case(&'X'),
            '-' => matches!(c, '-' | '‐' | '‑' | '–'),
            sign => c.eq_ignore_ascii_case(&sign),
        };
        if !is_there {
            return None;
        }
    }
    match chars.next() {
        Some((_, next)) if next.is_alphanumeric() => None,
        Some((end, _)) => Some(end),
        None => Some(text.len()),
    }
}

/// Where the label before a number begins, or the number itself.
fn label(text: &str, at: usize) -> usize {
    const LABEL: &str = "pii";
    let before = text[..at].trim_end_matches([':', ' ']);
    let begin = before.len().saturating_sub(LABEL.len());
    let is_label = before.get(begin..).is_some_and(|last| last.eq_ignore_ascii_case(LABEL))
        && !before[..begin].ends_with(char::is_alphanumeric);
    if is_label { begin } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_found_by_their_form() {
        for (text, item) in [
            ("J Nowhere. 2021 Jan 8:S0039-6257(21)00001-1.", "S0039-6257(21)00001-1"),
            ("J Nowhere 1979. PII: 0002-9378(79)90483-X", "PII: 0002-9378(79)90483-X"),
            ("2021;S0039625721000011", "S0039625721000011"),
            ("S0039–6257(21)00001–1 ä", "S0039–6257(21)00001–1"),
        ] {
            let found: Vec<&str> = item_numbers(text).into_iter().map(|(from, to)| &text[from..to]).collect();
            assert_eq!(found, [item], "{text}");
        }
        for text in ["S12-18", "0039-6257(21)", "xS0039-6257(21)00001-1", "S0039-6257(21)00001-12", "ä", ""] {
            assert!(item_numbers(text).is_empty(), "{text}");
        }
    }
}
