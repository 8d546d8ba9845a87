//! References with a label before each part, as encyclopedias, programs and tables write them: `{{cite journal |title=… |volume=…}}`,
//! `%T …`, `Title: …; Authors: …`. They are put into the order of a reference.

use std::borrow::Cow;

use crate::text::Citing;

/// The parts that a label may name, in the order in which they are written, with what stands before each and behind it.
const ORDER: [(&str, &str, &str); 9] = [
    ("author", "", ". "),
    ("title", "", ". "),
    ("journal", "", ". "),
    ("year", "", ""),
    ("volume", ";", ""),
    ("issue", "(", ")"),
    ("pages", ":", ""),
    ("doi", ". doi:", ""),
    ("pmid", ". PMID: ", ""),
];

/// Given names, which belong to the author before.
const GIVEN: &str = "given";

/// The text in the order of a reference, if it has labels: for a title and for two parts more.
pub(super) fn in_order(text: &str) -> Cow<'_, str> {
    const LEAST: usize = 3;
    let parts = template(text).or_else(|| tagged(text)).unwrap_or_else(|| sentences(text));
    let is_labelled = parts.iter().any(|(part, _)| *part == "title") && parts.len() >= LEAST;
    if is_labelled { Cow::Owned(written(&parts)) } else { Cow::Borrowed(text) }
}

fn written(parts: &[(&str, String)]) -> String {
    let mut whole = String::new();
    for (name, before, after) in ORDER {
        let mut value = String::new();
        for (part, said) in parts {
            let joint = match *part {
                part if part == name && value.is_empty() => "",
                part if part == name => "; ",
                GIVEN if name == "author" => ", ",
                _ => continue,
            };
            value.push_str(joint);
            value.push_str(said);
        }
        if !value.is_empty() {
            for piece in [before, value.as_str(), after] {
                whole.push_str(piece);
            }
        }
    }
    whole
}

/// What part a label names.
fn part_of(label: &str) -> Option<&'static str> {
    let label = label.trim().to_lowercase();
    // `last1`, `author2`
    let bare = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let pairs = Citing::PartLabels.words().iter().filter_map(|pair| pair.split_once('/'));
    pairs.into_iter().find(|(said, _)| *said == bare).map(|(_, part)| part)
}

/// `{{cite journal |title=… |volume=…}}`.
fn template(text: &str) -> Option<Vec<(&'static str, String)>> {
    let inner = text.trim().trim_start_matches(['*', ' ']).strip_prefix("{{")?;
    let inner = inner.split_once("}}").map_or(inner, |(inner, _)| inner);
    let part = |field: &str| {
        let (label, value) = field.split_once('=')?;
        let value = value.replace("[[", "").replace("]]", "").replace("''", "");
        (!value.trim().is_empty()).then_some((part_of(label)?, value.trim().to_owned()))
    };
    Some(inner.split('|').filter_map(part).collect())
}

/// A line for each part with a letter behind a sign: `%T …`.
fn tagged(text: &str) -> Option<Vec<(&'static str, String)>> {
    let part = |line: &str| {
        let (label, value) = line.trim().split_once(' ')?;
        Some((part_of(label)?, value.trim().to_owned()))
    };
    text.trim_start().starts_with('%').then(|| text.lines().filter_map(part).collect())
}

/// `Title: …; Authors: …; Journal: …`, on one line or on several. What has no label goes on with the part before.
fn sentences(text: &str) -> Vec<(&'static str, String)> {
    let mut parts: Vec<(&'static str, String)> = Vec::new();
    for piece in text.split([';', '\n', '|']) {
        let labelled = piece.split_once(':').and_then(|(label, value)| Some((part_of(label)?, value)));
        match (labelled, parts.last_mut()) {
            (Some((part, value)), _) => parts.push((part, value.trim().to_owned())),
            (None, Some((_, value))) => {
                value.push_str("; ");
                value.push_str(piece.trim());
            }
            // The first piece has a label, or none has.
            (None, None) => return parts,
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labelled_parts_come_into_order() {
        for (text, expected) in [
            (
                "{{cite journal |last1=Nobody |first1=Anna B |last2=Example |title=Aches |journal=[[J Nowhere]] |volume=12 |issue=3 |pages=1–2 |year=2020 |doi=10.5555/x |url=}}",
                "Nobody, Anna B; Example. Aches. J Nowhere. 2020;12(3):1–2. doi:10.5555/x",
            ),
            ("%0 Journal Article\n%A Nobody, A\n%T Aches\n%J J Nowhere\n%D 2020", "Nobody, A. Aches. J Nowhere. 2020"),
            ("Title: Aches; Authors: Nobody A; Example C; Year: 2020", "Nobody A; Example C. Aches. 2020"),
        ] {
            assert_eq!(in_order(text), expected, "{text}");
        }
        for text in
            ["Nobody A. Title: a word. 2020", "Title: Aches", "{{x}}", "Nobody A; Title: x; Year: 2; Volume: 3", ""]
        {
            assert_eq!(in_order(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(\\{\\{|\\}\\}|\\||=|title|%T |:|;|ä|\n| ){0,30}") {
            let _ = in_order(&text);
        }
    }
}
