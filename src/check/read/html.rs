//! HTML: its tags and texts one by one, without building a tree, so that no depth of nesting costs anything.

use std::ops::Range;

use html5gum::{Token, Tokenizer, emitters::default::DefaultEmitter};

use super::{
    Heads, Passage, PassageKind, raised,
    tags::{Piece, Pieces, Tag},
};

/// Elements whose text is not shown, or not as prose.
const UNSEEN: &[&str] = &[
    "audio", "canvas", "datalist", "head", "iframe", "math", "noembed", "noframes", "noscript", "object", "option",
    "pre", "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that have no end.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements inside a line of text; every other one begins a passage and ends one.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr", "img", "input",
];

pub(super) fn passages(text: &str) -> Vec<Passage> {
    passages_at(text, 0)
}

/// The passages of a piece of HTML that begins at `offset` of its document.
pub(super) fn passages_at(text: &str, offset: usize) -> Vec<Passage> {
    let mut page = Page {
        text,
        offset,
        done: Vec::new(),
        current: Passage::new(PassageKind::Paragraph),
        unseen: None,
        link: None,
        raised: 0,
        rows: 0,
        row: None,
        heads: Heads::default(),
        is_first_row: false,
    };
    for piece in Pieces::of(text) {
        match piece {
            Piece::Start(tag) => page.start(&tag),
            Piece::End(name) => page.end(&name),
            Piece::Text(range) => page.text(range),
        }
    }
    page.flush(PassageKind::Paragraph);
    page.done
}

struct Page<'a> {
    text: &'a str,
    offset: usize,
    done: Vec<Passage>,
    current: Passage,
    /// The element whose text is not shown, and how many of its name are open inside one another.
    unseen: Option<(String, usize)>,
    /// The link that is open: where it begins in the passage, and where it leads.
    link: Option<(usize, String)>,
    /// How many `sup` are open: digits in them are marks of footnotes or powers, and no end of the number before.
    raised: usize,
    /// Rows of tables so far.
    rows: usize,
    /// The row that is open.
    row: Option<usize>,
    heads: Heads,
    /// Whether it is the first of its table: there a `th` stands above a column.
    is_first_row: bool,
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    let value = |name| tag.attribute(name).map(str::to_lowercase);
    let style: String = value("style").unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
    tag.attribute("hidden").is_some()
        || value("aria-hidden").as_deref() == Some("true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

impl Page<'_> {
    fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        if let Some((unseen, depth)) = &mut self.unseen {
            // Text in an element that was never closed is shown again from the next of its kind that is.
            if unseen == name && !tag.is_self_closing {
                *depth += 1;
            }
            return;
        }
        let is_void = VOID.contains(&name) || tag.is_self_closing;
        if !is_void && (UNSEEN.contains(&name) || is_hidden(tag)) {
            self.unseen = Some((name.to_owned(), 1));
            return;
        }
        if name == "sup" {
            self.raised += 1;
        }
        if name == "a" {
            self.end_link();
            self.link = tag.attribute("href").map(|target| (self.current.text.len(), target.replace("&amp;", "&")));
        }
        if !INLINE.contains(&name) {
            if name == "tr" {
                self.rows += 1;
            }
            let kind = match name {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "caption" | "legend" | "dt" => {
                    PassageKind::Heading
                }
                "li" | "dd" => PassageKind::Item,
                _ => PassageKind::Paragraph,
            };
            self.flush(kind);
            // A footnote is what a link leads to.
            self.current.anchor = tag.attribute("id").map(str::to_owned).or(self.current.anchor.take());
            match name {
                "tr" => {
                    self.row = Some(self.rows);
                    self.heads.row(false);
                }
                "table" => {
                    self.row = None;
                    self.heads.table();
                    self.is_first_row = true;
                }
                "th" | "td" => {
                    self.heads.is_head = name == "th" && self.is_first_row;
                    self.heads.cell();
                }
                _ => {}
            }
            self.current.row = self.row;
        }
    }

    /// Ends the link that is open, if one is.
    fn end_link(&mut self) {
        if let Some((start, target)) = self.link.take() {
            let end = self.current.text.len();
            if start < end {
                self.current.links.push((start..end, target));
            }
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((unseen, depth)) = &mut self.unseen {
            if unseen == name {
                *depth -= 1;
                if *depth == 0 {
                    self.unseen = None;
                }
            }
            return;
        }
        if name == "sup" {
            self.raised = self.raised.saturating_sub(1);
        }
        if name == "a" {
            self.end_link();
        }
        if !INLINE.contains(&name) {
            self.flush(PassageKind::Paragraph);
            if matches!(name, "tr" | "table") {
                self.row = None;
                self.heads.row(false);
                self.is_first_row = false;
            }
            self.current.row = self.row;
        }
    }

    fn flush(&mut self, next: PassageKind) {
        // A paragraph inside an item is the item.
        let next = match (self.current.kind, next) {
            (PassageKind::Item | PassageKind::Heading, PassageKind::Paragraph) if self.current.is_blank() => {
                self.current.kind
            }
            _ => next,
        };
        // A link that nobody closed ends with its passage.
        self.end_link();
        let mut done = std::mem::replace(&mut self.current, Passage::new(next));
        self.raised = 0;
        if done.is_blank() {
            // An item may hold its text in a paragraph.
            self.current.anchor = done.anchor;
        } else {
            self.heads.finish(&mut done);
            self.done.push(done);
        }
    }

    /// Text as it is written, entities to be decoded.
    fn text(&mut self, range: Range<usize>) {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        if self.unseen.is_some() || !raw.contains(['&', '\r', '\0']) {
            self.string(raw, range);
            return;
        }
        for Ok(token) in Tokenizer::new_with_emitter(raw, DefaultEmitter::<usize>::new_with_span()) {
            if let Token::String(said) = token {
                let span = range.start + said.span.start..range.start + said.span.end;
                self.string(&String::from_utf8_lossy(&said.value), span);
            }
        }
    }

    /// Text, with entities decoded. The raw text is walked beside it, so that every character keeps its place.
    fn string(&mut self, said: &str, span: Range<usize>) {
        if self.unseen.is_some() {
            return;
        }
        let raw = self.text.get(span.clone()).unwrap_or_default();
        let mut at = 0;
        let mut shown = said.chars().peekable();
        while let Some(c) = shown.next() {
            let Some(r) = raw.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let begin = at;
            let rest = raw.get(at..).unwrap_or_default();
            let is_entity = r == '&' && (c != '&' || is_ampersand(rest));
            if is_entity {
                at += entity_length(rest);
                // A few entities stand for two characters.
                if rest.get(entity_length(rest)..).and_then(|after| after.chars().next()) != shown.peek().copied()
                    && rest.len() > entity_length(rest)
                    && shown.peek().is_some_and(|next| !next.is_ascii())
                {
                    shown.next();
                }
            } else {
                at += r.len_utf8();
                if r == '\r' && raw.get(at..).is_some_and(|rest| rest.starts_with('\n')) {
                    at += 1;
                }
            }
            let original = self.offset + span.start + begin..self.offset + span.start + at;
            if let Some(mark) = raised(c).filter(|_| self.raised > 0) {
                self.current.replaced(mark.encode_utf8(&mut [0; 4]), original);
            } else if c.is_whitespace() {
                self.current.space(original);
            } else if is_entity || c != r {
                self.current.replaced(c.encode_utf8(&mut [0; 4]), original);
            } else {
                self.current.verbatim(c.encode_utf8(&mut [0; 4]), original.start);
            }
        }
    }
}

/// Whether an ampersand is written as an entity.
fn is_ampersand(raw: &str) -> bool {
    ["&amp", "&AMP", "&#38", "&#x26", "&#X26"].iter().any(|entity| raw.starts_with(entity))
}

/// How many bytes the entity at the beginning of `raw` takes.
fn entity_length(raw: &str) -> usize {
    let name = raw.bytes().skip(1).take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let end = 1 + name;
    if raw.as_bytes().get(end) == Some(&b';') { end + 1 } else { end }
}
