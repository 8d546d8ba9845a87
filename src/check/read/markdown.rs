//! Markdown: the text of its events; code and addresses are not read. What nests beyond reason is read as plain text.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Heads, Passage, PassageKind, html, plain, raised};

/// Deepest nesting of quotations and lists. The parser goes through all that are open at each line that carries a
/// paragraph on without repeating their marks.
const MAX_DEPTH: usize = 100;

/// Most figures of the mark of a reference that is a link: four are a year.
const MARK: usize = 3;

pub(super) fn passages(text: &str) -> Vec<Passage> {
    if text.lines().any(|line| depth(line) > MAX_DEPTH) {
        return plain::passages(text);
    }
    let mut all = Pages::default();
    let mut rows = 0;
    let (mut code, mut items) = (0_usize, 0_usize);
    for (event, range) in
        Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter()
    {
        let block = if items > 0 { PassageKind::Item } else { PassageKind::Paragraph };
        match event {
            Event::Start(Tag::Heading { .. }) => all.begin(PassageKind::Heading),
            Event::Start(Tag::Item) => {
                items += 1;
                all.begin(PassageKind::Item);
            }
            Event::End(TagEnd::Item) => {
                items = items.saturating_sub(1);
                all.end();
            }
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => code += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) => code = code.saturating_sub(1),
            Event::Start(Tag::Table(_)) => all.heads.table(),
            Event::Start(row @ (Tag::TableRow | Tag::TableHead)) => {
                rows += 1;
                all.row = Some(rows);
                all.heads.row(row == Tag::TableHead);
            }
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => all.row = None,
            Event::Start(Tag::Link { dest_url, .. }) => {
                let start = all.current.as_ref().map_or(0, |passage| passage.text.len());
                all.links.push((start, dest_url.into_string()));
            }
            Event::End(TagEnd::Link) => all.end_link(),
            Event::Start(Tag::TableCell) => {
                all.begin(block);
                all.heads.cell();
            }
            Event::End(TagEnd::TableCell) => all.end_cell(),
            Event::Start(Tag::Paragraph) => all.begin(block),
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph) => all.end(),
            Event::Text(said) if code == 0 => all.text(text, &said, range, block),
            Event::Code(said) => all.text(text, &said, range, block),
            Event::SoftBreak | Event::HardBreak => {
                if let Some(passage) = &mut all.current {
                    passage.space(range);
                }
            }
            Event::InlineHtml(tag) => match tag.to_ascii_lowercase() {
                tag if tag.starts_with("<sup") => all.is_raised = true,
                tag if tag.starts_with("</sup") => all.is_raised = false,
                _ => {}
            },
            Event::Html(_) => {
                all.end();
                if let Some(raw) = text.get(range.clone()) {
                    all.done.extend(html::passages_at(raw, range.start));
                }
            }
            Event::Start(_)
            | Event::End(_)
            | Event::Text(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }
    all.end();
    all.done
}

/// How deep a line could begin something: one level for each mark of a quotation or a list at its begin, and one for
/// every two columns of white space before the last of these, because the text of an item stands at least so far in.
fn depth(line: &str) -> usize {
    let (mut marks, mut columns, mut deepest) = (0, 0, 0);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let is_space = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let length = match c {
            ' ' | '\t' => {
                columns += if c == ' ' { 1 } else { 4 };
                rest = &rest[1..];
                continue;
            }
            '>' => 1,
            '-' | '+' | '*' if is_space(&rest[1..]) => 1,
            _ if digits > 0 && rest[digits..].starts_with(['.', ')']) && is_space(&rest[digits + 1..]) => digits + 1,
            _ => break,
        };
        marks += 1;
        deepest = marks + columns / 2;
        // One space belongs to the mark.
        rest = rest[length..].strip_prefix(' ').unwrap_or(&rest[length..]);
    }
    deepest
}

#[derive(Default)]
struct Pages {
    done: Vec<Passage>,
    current: Option<Passage>,
    /// Links that are open: where they begin in the passage, and where they lead.
    links: Vec<(usize, String)>,
    row: Option<usize>,
    heads: Heads,
    /// Whether a `sup` is open.
    is_raised: bool,
}

impl Pages {
    fn begin(&mut self, kind: PassageKind) {
        self.end();
        self.is_raised = false;
        self.current = Some(Passage { row: self.row, ..Passage::new(kind) });
    }

    fn end_link(&mut self) {
        let Some((start, target)) = self.links.pop() else { return };
        if let Some(passage) = &mut self.current {
            let end = passage.text.len();
            passage.links.push((start.min(end)..end, target));
        }
    }

    fn end(&mut self) {
        self.done.extend(self.current.take().filter(|passage| !passage.is_blank()));
    }

    fn end_cell(&mut self) {
        if let Some(passage) = &mut self.current {
            self.heads.finish(passage);
        }
        self.end();
    }

    fn text(&mut self, whole: &str, said: &str, range: Range<usize>, kind: PassageKind) {
        let passage = self.current.get_or_insert_with(|| Passage::new(kind));
        // An escape or an entity is shorter than what it was written as.
        let is_verbatim = whole.get(range.clone()) == Some(said);
        // `in the week.[1]` with the address elsewhere: the words of the link are the mark of a reference.
        let begins_link = self.links.last().is_some_and(|(start, _)| *start == passage.text.len());
        let is_mark = begins_link && said.len() <= MARK && said.bytes().all(|byte| byte.is_ascii_digit());
        if (self.is_raised || is_mark) && is_verbatim {
            for (at, c) in said.char_indices() {
                let from = range.start + at;
                let mut buffer = [0; 4];
                match raised(c) {
                    Some(mark) => passage.replaced(mark.encode_utf8(&mut buffer), from..from + c.len_utf8()),
                    None => passage.verbatim(c.encode_utf8(&mut buffer), from),
                }
            }
        } else if is_verbatim {
            passage.verbatim(said, range.start);
        } else {
            passage.replaced(said, range);
        }
    }
}
