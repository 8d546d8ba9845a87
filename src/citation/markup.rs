//! The markup that titles in CSL-JSON may hold (`<i>`, `<sub>`, `<span class="nocase">`), which the engine knows nothing of:
//! taken off before, and set again in what the engine wrote.

use std::ops::Range;

use super::{
    csl::{Item, variable},
    exchange::{plain, raised},
    rich::{Marks, Rich},
};

/// Variables that may hold markup.
const MARKED: &[&str] = &[
    variable::TITLE,
    variable::TITLE_SHORT,
    variable::CONTAINER_TITLE,
    variable::CONTAINER_TITLE_SHORT,
    "collection-title",
    "reviewed-title",
    "original-title",
    variable::EVENT_TITLE,
    variable::PUBLISHER,
];

/// A text with what is marked in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Marked {
    text: String,
    /// In the order of their ends.
    spans: Vec<Span>,
}

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Span {
    range: Range<usize>,
    marks: Marks,
    /// Whether its letter case stays whatever the style does.
    keeps_case: bool,
}

/// A tag that is known, as it is written, with what it marks.
fn opening(text: &str) -> Option<(&'static str, usize, Marks, bool)> {
    let none = Marks::default();
    let simple: [(&str, &str, Marks); 8] = [
        ("<i>", "i", Marks { italic: true, ..none }),
        ("<em>", "em", Marks { italic: true, ..none }),
        ("<b>", "b", Marks { bold: true, ..none }),
        ("<strong>", "strong", Marks { bold: true, ..none }),
        ("<sub>", "sub", Marks { subscript: true, ..none }),
        ("<sup>", "sup", Marks { superscript: true, ..none }),
        ("<sc>", "sc", Marks { small_caps: true, ..none }),
        ("<scp>", "scp", Marks { small_caps: true, ..none }),
    ];
    if let Some((written, name, marks)) = simple.into_iter().find(|(written, ..)| text.starts_with(written)) {
        return Some((name, written.len(), marks, false));
    }
    let inner = text.strip_prefix("<span ")?;
    let end = inner.find('>')?;
    let attributes = &inner[..end];
    let small_caps = attributes.contains("small-caps");
    Some(("span", "<span ".len() + end + 1, Marks { small_caps, ..none }, attributes.contains("nocase")))
}

fn closing(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("</")?;
    let end = inner.find('>').filter(|end| *end <= 6)?;
    Some((&inner[..end], end + 3))
}

fn marked(written: &str) -> Marked {
    let mut made = Marked::default();
    let mut open: Vec<(&'static str, usize, Marks, bool)> = Vec::new();
    let mut rest = written;
    // Text that holds no tag of these is made plain as a whole, so that tags of other kinds are seen.
    let mut pending = String::new();
    while !rest.is_empty() {
        if let Some((name, length, marks, keeps_case)) = opening(rest) {
            made.text.push_str(&plain(&std::mem::take(&mut pending)));
            open.push((name, made.text.len(), marks, keeps_case));
            rest = &rest[length..];
        } else if let Some((name, length)) = closing(rest)
            && let Some(at) = open.iter().rposition(|(known, ..)| *known == name)
        {
            made.text.push_str(&plain(&std::mem::take(&mut pending)));
            let (_, from, marks, keeps_case) = open.remove(at);
            // Raised digits are letters of their own: on a line without marks they would be another number.
            let is_raised = marks.superscript && raised(&mut made.text, from);
            if !is_raised && from < made.text.len() {
                made.spans.push(Span { range: from..made.text.len(), marks, keeps_case });
            }
            rest = &rest[length..];
        } else {
            let next = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(at, _)| at);
            pending.push_str(&rest[..next]);
            rest = &rest[next..];
        }
    }
    made.text.push_str(&plain(&pending));
    made
}

/// The item with plain texts in the place of marked ones.
pub(super) fn without(item: &Item) -> Item {
    let mut item = item.clone();
    for variable in MARKED {
        if let Some(text) = item.texts.get_mut(*variable)
            && text.contains(['<', '&'])
        {
            *text = marked(text).text;
        }
    }
    item
}

/// What the engine wrote for the plain item, with the marks of the item as it was given.
pub(super) fn set_again(item: &Item, rich: Rich) -> Rich {
    let mut rich = rich;
    for text in MARKED.iter().filter_map(|variable| item.text(variable)).filter(|text| text.contains('<')) {
        let Marked { text: title, spans } = marked(text);
        if spans.is_empty() {
            continue;
        }
        let Some(found) = rich.find_ignoring_case(&title) else { continue };
        for Span { range, marks, keeps_case } in spans {
            // Letters whose case was changed may have another length; then the place is looked for by characters.
            let written = rich.text();
            let at = |bytes: usize| {
                let count = title.get(..bytes)?.chars().count();
                let whole = written.get(found.clone())?;
                Some(found.start + whole.char_indices().nth(count).map_or(whole.len(), |(at, _)| at))
            };
            let (Some(from), Some(to)) = (at(range.start), at(range.end)) else { continue };
            if keeps_case && let Some(original) = title.get(range.clone()) {
                rich = rich.replaced(&[(from..to, original.to_owned())]);
                continue;
            }
            rich = rich.marked(from..to, marks);
        }
    }
    rich
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_are_taken_off_and_kept() {
        let check = |written: &str, text: &str, spans: &[&str]| {
            let made = marked(written);
            let found: Vec<&str> = made.spans.iter().map(|span| &made.text[span.range.clone()]).collect();
            assert_eq!((made.text.as_str(), found.as_slice()), (text, spans), "{written}");
        };
        check("Effects of <i>Radix</i> on CO<sub>2</sub>", "Effects of Radix on CO2", &["Radix", "2"]);
        check("a <span class=\"nocase\">pH</span> study", "a pH study", &["pH"]);
        check("10<sup>9</sup> cells, the 5<sup>th</sup>", "10⁹ cells, the 5th", &["th"]);
        check("<i>a <b>b</b></i>", "a b", &["b", "a b"]);
        check("p <5 &amp; <mml:mi>x</mml:mi></i>", "p <5 & x", &[]);
        check("", "", &[]);
    }

    proptest! {
        #[test]
        fn no_markup_panics(text in "(<|>|/|i|b|sub|sup|span class=\"nocase\"|ä|2| |&lt;){0,40}") {
            let item = Item { kind: "book".to_owned(), ..Item::default() };
            let mut item = item;
            item.texts.insert(variable::TITLE.to_owned(), text);
            let plain = without(&item);
            let title = plain.text(variable::TITLE).unwrap_or_default().to_uppercase();
            let _ = set_again(&item, Rich::plain(format!("A. {title}. B")));
        }
    }
}
