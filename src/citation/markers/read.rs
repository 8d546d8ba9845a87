//! A text as markers are looked for in it: without tags, code and what nobody sees, with entities as the characters they
//! stand for.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::TextKind;

/// A character of the text as it is read, and the bytes it was written with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) c: char,
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether a tag stands before it.
    pub(super) follows_tag: bool,
}

/// Entities that stand for characters of markers.
const ENTITIES: &[(&str, char)] = &[
    ("&#91;", '['),
    ("&#x5b;", '['),
    ("&lsqb;", '['),
    ("&lbrack;", '['),
    ("&#93;", ']'),
    ("&#x5d;", ']'),
    ("&rsqb;", ']'),
    ("&rbrack;", ']'),
    ("&#64;", '@'),
    ("&#x40;", '@'),
    ("&commat;", '@'),
    ("&#160;", ' '),
    ("&nbsp;", ' '),
    ("&#45;", '-'),
    ("&hyphen;", '-'),
    ("&#8209;", '-'),
    ("&ndash;", '–'),
    ("&#8211;", '–'),
    ("&#44;", ','),
    ("&#59;", ';'),
    ("&amp;", '&'),
    ("&shy;", '\u{ad}'),
    ("&#8203;", '\u{200b}'),
];

/// A text as it is read.
pub(super) struct Read {
    /// Its characters, without tags, code and what nobody sees.
    pub(super) seen: Vec<Seen>,
    /// The texts of links, in bytes.
    pub(super) links: Vec<Range<usize>>,
    /// Tags that part no words, in bytes.
    pub(super) tags: Vec<Range<usize>>,
}

/// Elements that part no words: word processors put them anywhere.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "big", "cite", "del", "em", "font", "i", "ins", "mark", "o:p", "q", "s", "small", "span",
    "strike", "strong", "sub", "sup", "u", "wbr",
];

/// Elements whose text is code, or no text.
const CODE: &[&str] = &["code", "kbd", "pre", "samp", "script", "style", "textarea", "tt", "title", "svg", "math"];

/// What the text is parted into before it is read.
pub(super) fn read(text: &str, kind: TextKind) -> Read {
    let (mut links, code) = match kind {
        TextKind::Markdown => of_markdown(text),
        TextKind::Text | TextKind::Html => (Vec::new(), Vec::new()),
    };
    let is_html = kind == TextKind::Html;
    let mut code = code.into_iter().peekable();
    let mut seen = Vec::with_capacity(text.len());
    let mut tags = Vec::new();
    let mut at = 0;
    let mut follows_tag = false;
    // Where the text of a link began.
    let mut link_from = None;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        while code.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = code.peek().filter(|range| range.start <= at) {
            seen.push(Seen { c: '\n', from: at, to: range.end, follows_tag: true });
            at = range.end.max(at + c.len_utf8());
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        if c == '<' && (is_html || kind == TextKind::Markdown && begins_code_or_link(rest)) {
            let length = rest.find('>').map_or(rest.len(), |end| end + 1);
            let inner = rest.get(1..length).unwrap_or_default();
            let ends = inner.starts_with('/');
            let name = inner.trim_start_matches('/');
            let name = name.get(..name.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':')).unwrap_or(name.len()));
            let name = name.unwrap_or_default().to_ascii_lowercase();
            let mut end = at + length;
            if INLINE.contains(&name.as_str()) {
                tags.push(at..end);
                follows_tag = true;
                if name == "a" {
                    match (ends, link_from.take()) {
                        (true, Some(from)) => links.push(from..at),
                        (true, None) => {}
                        (false, _) => link_from = Some(end),
                    }
                }
            } else {
                if !ends && CODE.contains(&name.as_str()) && !inner.ends_with("/>") {
                    let close = format!("</{name}");
                    end = find_ignoring_ascii_case(text, &close, end).unwrap_or(text.len());
                }
                // A tag cannot be part of a marker; it ends one like a line of its own.
                seen.push(Seen { c: '\n', from: at, to: end, follows_tag });
            }
            at = end;
            continue;
        }
        let entity = (c == '&')
            .then(|| {
                ENTITIES.iter().find(|(name, _)| rest.get(..name.len()).is_some_and(|s| s.eq_ignore_ascii_case(name)))
            })
            .flatten();
        let (c, length) = match (c, entity) {
            (_, Some((name, c))) => (*c, name.len()),
            // Written behind a backslash when a document is turned into Markdown.
            ('\\', None) if rest.starts_with("\\[") || rest.starts_with("\\]") => {
                (if rest.starts_with("\\[") { '[' } else { ']' }, 2)
            }
            // An escaped character is meant as it is.
            ('\\', None) if rest.starts_with("\\@") => ('\u{fffc}', 2),
            ('［', None) => ('[', c.len_utf8()),
            ('］', None) => (']', c.len_utf8()),
            ('＠', None) => ('@', c.len_utf8()),
            ('；', None) => (';', c.len_utf8()),
            (c, None) => (c, c.len_utf8()),
        };
        let is_invisible =
            matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}');
        if !is_invisible {
            let c = if c.is_whitespace() && c != '\n' { ' ' } else { c };
            seen.push(Seen { c, from: at, to: at + length, follows_tag: std::mem::take(&mut follows_tag) });
        }
        at += length;
    }
    Read { seen, links, tags }
}

/// Whether a tag of HTML in Markdown begins or ends code or a link; the others are let be.
fn begins_code_or_link(text: &str) -> bool {
    let name = text.strip_prefix('<').unwrap_or(text);
    let name = name.strip_prefix('/').unwrap_or(name);
    let name = name.get(..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())).unwrap_or_default();
    name.eq_ignore_ascii_case("a") || CODE.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Where a text in ASCII stands next, whatever its letter case. Texts that are looked for begin with a sign, so that this is
/// linear in what is passed over.
fn find_ignoring_ascii_case(text: &str, sought: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let first = sought.get(..1)?;
    rest.match_indices(first)
        .map(|(at, _)| from + at)
        .find(|at| text.get(*at..*at + sought.len()).is_some_and(|found| found.eq_ignore_ascii_case(sought)))
}

/// The texts of links and the code of a Markdown text, in ascending order. The alternative text of a picture and the
/// addresses count as code: nothing that is set can stand there.
fn of_markdown(text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    /// Most marks of quotations and lists at the begin of a line: the parser goes through all that are open at each line.
    const MAX_MARKS: usize = 100;
    let marks = |line: &str| line.chars().take_while(|c| !c.is_alphabetic()).filter(|c| !c.is_whitespace()).count();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let (mut links, mut code) = (Vec::new(), Vec::new());
    if text.lines().any(|line| marks(line) + indent(line) / 2 > MAX_MARKS) {
        return (links, code);
    }
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        if let Event::Code(_) | Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) = event {
            code.push(range);
        } else if let Event::Start(Tag::Link { .. }) = event {
            links.push(range);
        }
    }
    (links, code)
}
