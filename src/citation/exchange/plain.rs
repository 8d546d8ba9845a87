//! Text of other programs as plain text: markup of web pages, of JATS and of `MathML` taken off, entities read, letters
//! composed.
//!
//! A raised number stays raised (`10⁹`): without that it would be another number. What only looks like markup stays:
//! `p<5` and `<b and c>` are no tags.

use html5gum::{Token, Tokenizer, emitters::default::DefaultEmitter};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Elements of web pages, JATS and `MathML` that titles and names come with. One with a prefix, `mml:mi`, needs none of
/// these names.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "annotation",
    "b",
    "big",
    "bold",
    "br",
    "center",
    "cite",
    "code",
    "del",
    "dfn",
    "div",
    "em",
    "fn",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "i",
    "inf",
    "ins",
    "italic",
    "kbd",
    "label",
    "li",
    "maligngroup",
    "mark",
    "math",
    "mfenced",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtext",
    "munder",
    "named-content",
    "ol",
    "overline",
    "p",
    "q",
    "roman",
    "s",
    "samp",
    "sans-serif",
    "sc",
    "scp",
    "sec",
    "semantics",
    "small",
    "span",
    "strike",
    "strong",
    "styled-content",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "underline",
    "var",
    "xref",
];

/// Prefixes of elements in XML.
const PREFIXES: &[&str] = &["mml:", "jats:", "m:", "xhtml:", "html:"];

/// Elements between which words are apart.
const PARTING: &[&str] = &["br", "div", "h1", "h2", "h3", "h4", "li", "p", "sec", "td", "title", "tr"];

/// Elements whose text says something again: the TeX beside `MathML`.
const REPEATING: &str = "annotation";

/// Elements that raise what they hold, and that hold what they raise as the second of two.
const RAISING: &[&str] = &["sup", "superscript"];
const POWER: &str = "msup";

/// How often entities may stand within entities: `&amp;lt;` is `<` in a file that was escaped twice.
const ESCAPED: usize = 3;

/// The text without markup, its entities read, in NFC (UAX #15).
pub fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return composed(text.into());
    }
    let mut text = std::borrow::Cow::Borrowed(text);
    for _ in 0..ESCAPED {
        let unmarked = if text.contains('<') { without_tags(&text) } else { text.clone().into_owned() };
        let read = if unmarked.contains('&') { without_entities(&unmarked) } else { unmarked };
        if read == *text {
            break;
        }
        text = read.into();
    }
    composed(text)
}

fn composed(text: std::borrow::Cow<'_, str>) -> String {
    if text.is_ascii() {
        return text.into_owned();
    }
    let composed: String = if is_nfc(&text) { text.into_owned() } else { text.nfc().collect() };
    // Hyphens that some programs write for the one everybody types: with them a word is not found.
    if composed.contains(['\u{2010}', '\u{2011}']) { composed.replace(['\u{2010}', '\u{2011}'], "-") } else { composed }
}

/// A tag: its name without prefix, whether it ends an element, and its length in bytes.
struct Tag<'a> {
    name: &'a str,
    ends: bool,
    is_empty: bool,
    length: usize,
}

/// The tag that the text begins with, if it is one.
fn tag(text: &str) -> Option<Tag<'_>> {
    // No tag of a title is longer.
    const LONGEST: usize = 2_000;
    let rest = text.strip_prefix('<')?;
    let ends = rest.starts_with('/');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-'))).unwrap_or(rest.len());
    let (name, after) = rest.split_at(length);
    let prefix = PREFIXES.iter().find(|prefix| name.starts_with(**prefix));
    let bare = prefix.map_or(name, |prefix| &name[prefix.len()..]);
    let is_known = prefix.is_some() || ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name));
    if !is_known || bare.is_empty() {
        return None;
    }
    let end = after.as_bytes().iter().take(LONGEST).position(|byte| *byte == b'>')?;
    let inner = &after[..end];
    let attributes = inner.trim().trim_end_matches('/');
    // `<b and c>` compares; a tag has attributes with values, or none.
    let is_tag =
        attributes.trim().is_empty() || (!ends && inner.starts_with(char::is_whitespace) && inner.contains('='));
    let is_empty = inner.trim_end().ends_with('/');
    is_tag.then(|| Tag { name: bare, ends, is_empty, length: text.len() - after.len() + end + 1 })
}

fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    // Where what is raised begins, and the parts of a power that have ended.
    let mut raised_from: Option<usize> = None;
    let mut power: Option<Vec<usize>> = None;
    let mut repeating = false;
    let last_end = text.rfind("-->");
    while let Some(at) = rest.find('<') {
        if !repeating {
            plain.push_str(&rest[..at]);
        }
        rest = &rest[at..];
        // Looked for only while one is to come: many that never end would each be followed to the end of the text.
        let ends_later = last_end.is_some_and(|last| text.len() - rest.len() < last);
        let comment = rest.strip_prefix("<!--").filter(|_| ends_later);
        if let Some(end) = comment.and_then(|comment| comment.find("-->")) {
            rest = &rest[end + "<!--".len() + "-->".len()..];
            continue;
        }
        let Some(Tag { name, ends, is_empty, length }) = tag(rest) else {
            if !repeating {
                plain.push('<');
            }
            rest = &rest[1..];
            continue;
        };
        rest = &rest[length..];
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if PARTING.iter().any(|known| is(known)) && !plain.ends_with(' ') {
            plain.push(' ');
        } else if is(REPEATING) && !is_empty {
            repeating = !ends;
        } else if RAISING.iter().any(|known| is(known)) {
            match (ends, raised_from.take()) {
                (true, Some(from)) => {
                    raised(&mut plain, from);
                }
                (true, None) => {}
                (false, _) => raised_from = Some(plain.len()),
            }
        } else if is(POWER) {
            match (ends, power.take()) {
                // The base, then what is raised.
                (true, Some(parts)) => {
                    if let [.., base, _] = parts.as_slice() {
                        raised(&mut plain, *base);
                    }
                }
                (true, None) => {}
                (false, _) => power = Some(Vec::new()),
            }
        } else if ends && let Some(parts) = &mut power {
            parts.push(plain.len());
        }
    }
    if !repeating {
        plain.push_str(rest);
    }
    plain
}

/// Raises what stands from `from` on, where all of it can be: numbers and their signs. Whether it could.
pub(in crate::citation) fn raised(text: &mut String, from: usize) -> bool {
    let letters: Option<String> = text.get(from..).and_then(|text| text.trim().chars().map(raised_letter).collect());
    let Some(letters) = letters.filter(|letters| !letters.is_empty()) else { return false };
    text.truncate(from);
    text.push_str(&letters);
    true
}

fn raised_letter(c: char) -> Option<char> {
    Some(match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        '+' => '⁺',
        '-' | '−' | '–' => '⁻',
        _ => return None,
    })
}

/// Longest name of an entity, with its marks: `&CounterClockwiseContourIntegral;`.
const LONGEST_ENTITY: usize = 34;

fn without_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.as_bytes().iter().take(LONGEST_ENTITY).position(|byte| *byte == b';');
        match end.and_then(|end| Some((end, entity(rest.get(..=end)?)?))) {
            Some((end, read)) => {
                plain.push_str(&read);
                rest = &rest[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What an entity of HTML stands for, with its marks: `&eacute;`, `&#946;`.
fn entity(written: &str) -> Option<String> {
    let name = written.strip_prefix('&')?.strip_suffix(';')?;
    let digits = name.strip_prefix('#').unwrap_or(name);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let mut read = String::new();
    for token in Tokenizer::new_with_emitter(written, DefaultEmitter::default()) {
        match token {
            Ok(Token::String(text)) => read.push_str(&String::from_utf8_lossy(&text)),
            Ok(Token::StartTag(_) | Token::EndTag(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_))
            | Err(_) => {}
        }
    }
    // One that nobody knows stays as it is; the shortest that is known may be the begin of it (`&notit;`).
    (!read.is_empty() && !read.ends_with(';') || written == "&semi;").then_some(read)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_goes_and_its_text_stays() {
        for (written, expected) in [
            (
                "Effects of <i>Radix</i> on CO<sub>2</sub> &amp; pain &lt;5 points",
                "Effects of Radix on CO2 & pain <5 points",
            ),
            ("10<sup>9</sup> CFU, 10&lt;sup&gt;-3&lt;/sup&gt;, the 5<sup>th</sup>", "10⁹ CFU, 10⁻³, the 5th"),
            ("a <mml:math xmlns:mml=\"x\"><mml:mi>x</mml:mi></mml:math> b", "a x b"),
            (
                "<math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding=\"TeX\">x^2</annotation></semantics></math>",
                "x²",
            ),
            ("<jats:title>One</jats:title>", " One "),
            ("One<br/>two<p>three", "One two three"),
            ("p<5 and <b and c> and a<b", "p<5 and <b and c> and a<b"),
            ("Bone &amp;amp; Joint, Caf&eacute; &#946;&#x3b2; R&D; AT&T", "Bone & Joint, Café ββ R&D; AT&T"),
            ("<span class=\"nocase\">pH</span><!-- no --> here", "pH here"),
            ("Mu\u{308}ller", "Müller"),
            ("<unknown>", "<unknown>"),
            ("", ""),
        ] {
            assert_eq!(plain(written), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = plain(&text);
        }

        #[test]
        fn no_markup_panics(text in "(</?|<|>|&|#|;|sup|msup|i|annotation|=|\"|9|ä| |/|!--|--){0,40}") {
            let _ = plain(&text);
        }
    }
}
