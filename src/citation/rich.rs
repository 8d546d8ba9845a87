//! Text with marks: what a citation engine sets, before it is written as plain text, HTML or Markdown.
//!
//! Every text is escaped here and nowhere else; what comes from records can therefore hold any character.

use std::ops::{AddAssign, BitOr, Range};

use crate::domain::repeated::escape_html;

/// How a piece of text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Italic.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Above the line.
    pub superscript: bool,
    /// Below the line.
    pub subscript: bool,
    /// Small capitals.
    pub small_caps: bool,
}

impl BitOr for Marks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        let Self { italic, bold, superscript, subscript, small_caps } = other;
        Self {
            italic: self.italic || italic,
            bold: self.bold || bold,
            superscript: self.superscript || superscript,
            subscript: self.subscript || subscript,
            small_caps: self.small_caps || small_caps,
        }
    }
}

/// A stretch of text with one setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// How it is set.
    pub marks: Marks,
    /// Address it leads to: absolute, or `#name` within the page.
    pub link: Option<String>,
}

/// A text with marks. Two neighbours never have the same setting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rich(Vec<Piece>);

/// A text in the three forms it is published in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Without marks; raised numbers in brackets.
    pub text: String,
    /// HTML: `<i>`, `<b>`, `<sup>`, `<sub>`, `<a>`.
    pub html: String,
    /// Markdown as `CommonMark` reads it, with HTML for what it has no marks for.
    pub markdown: String,
}

impl Rich {
    /// A text without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        let mut rich = Self::default();
        rich.push(Piece { text: text.into(), ..Piece::default() });
        rich
    }

    /// The pieces in their order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// Adds a piece at the end.
    pub fn push(&mut self, piece: Piece) {
        if piece.text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.marks == piece.marks && last.link == piece.link => last.text.push_str(&piece.text),
            Some(_) | None => self.0.push(piece),
        }
    }

    /// Adds text that is set as the text before it.
    pub fn push_str(&mut self, text: &str) {
        self.push(Piece { text: text.to_owned(), ..Piece::default() });
    }

    /// Whether there is any text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the text ends in this character.
    pub fn ends_with(&self, c: char) -> bool {
        self.0.last().is_some_and(|piece| piece.text.ends_with(c))
    }

    /// The text without marks.
    pub fn text(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// All of it leading to one address, apart from what leads somewhere already.
    #[must_use]
    pub fn linked(self, address: &str) -> Self {
        let link = |piece: Piece| Piece { link: piece.link.or_else(|| Some(address.to_owned())), ..piece };
        Self(self.0.into_iter().map(link).collect())
    }

    /// Leading nowhere.
    #[must_use]
    pub fn without_links(self) -> Self {
        let mut made = Self::default();
        self.0.into_iter().for_each(|piece| made.push(Piece { link: None, ..piece }));
        made
    }

    /// With these stretches, in ascending order, leading to addresses.
    #[must_use]
    pub fn with_links(self, links: &[(std::ops::Range<usize>, String)]) -> Self {
        if links.is_empty() {
            return self;
        }
        let mut made = Self::default();
        let mut begin = 0;
        for piece in self.0 {
            let end = begin + piece.text.len();
            let mut at = begin;
            let first = links.partition_point(|(range, _)| range.end <= begin);
            let here = links.iter().skip(first).take_while(|(range, _)| range.start < end);
            for (range, address) in here {
                let (from, to) = (range.start.max(begin), range.end.min(end));
                for (part, link) in [(at..from, None), (from..to, Some(address.clone()))] {
                    let text = piece.text.get(part.start - begin..part.end - begin).unwrap_or_default().to_owned();
                    made.push(Piece { text, marks: piece.marks, link: link.or_else(|| piece.link.clone()) });
                }
                at = to;
            }
            let text = piece.text.get(at - begin..).unwrap_or_default().to_owned();
            made.push(Piece { text, marks: piece.marks, link: piece.link });
            begin = end;
        }
        made
    }

    /// With these marks on a stretch, beside those it has.
    #[must_use]
    pub fn marked(self, range: std::ops::Range<usize>, marks: Marks) -> Self {
        let mut made = Self::default();
        let mut begin = 0;
        for piece in self.0 {
            let end = begin + piece.text.len();
            let within = |at: usize| at.clamp(begin, end) - begin;
            let (from, to) = (within(range.start), within(range.end.max(range.start)));
            for (part, more) in
                [(0..from, Marks::default()), (from..to, marks), (to..piece.text.len(), Marks::default())]
            {
                let text = piece.text.get(part).unwrap_or_default().to_owned();
                made.push(Piece { text, marks: piece.marks | more, link: piece.link.clone() });
            }
            begin = end;
        }
        made
    }

    /// Without these characters at its begin.
    #[must_use]
    pub fn trimmed_start<const N: usize>(mut self, superfluous: [char; N]) -> Self {
        let is_blank = |piece: &Piece| piece.text.trim_start_matches(superfluous).is_empty();
        let blank = self.0.iter().take_while(|piece| is_blank(piece)).count();
        self.0.drain(..blank);
        if let Some(first) = self.0.first_mut() {
            first.text = first.text.trim_start_matches(superfluous).to_owned();
        }
        self
    }

    /// Without leading and trailing white space.
    #[must_use]
    pub fn trimmed(self) -> Self {
        let mut trimmed = self.trimmed_start([' ', '\n', '\t', '\u{a0}']);
        trimmed.trim_end();
        trimmed
    }

    fn trim_end(&mut self) {
        while let Some(last) = self.0.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            self.0.pop();
        }
    }

    /// The same pieces with the whole text changed character by character: `change` sees the text of all pieces and
    /// gives, for each byte range in ascending order, what stands in its place.
    #[must_use]
    pub fn replaced(self, edits: &[(std::ops::Range<usize>, String)]) -> Self {
        if edits.is_empty() {
            return self;
        }
        let mut made = Self::default();
        let mut begin = 0;
        for piece in self.0 {
            let end = begin + piece.text.len();
            let mut at = begin;
            let mut text = String::with_capacity(piece.text.len());
            let first = edits.partition_point(|(range, _)| range.end < begin);
            let here = edits.iter().skip(first).take_while(|(range, _)| range.start <= end);
            for (range, with) in here.filter(|(range, _)| range.start < end || range.is_empty()) {
                let (from, to) = (range.start.max(begin), range.end.min(end));
                if from > at {
                    text.push_str(piece.text.get(at - begin..from - begin).unwrap_or_default());
                }
                // What spans pieces is written where it begins.
                if range.start >= begin && (range.start < end || range.end > range.start || range.start == begin) {
                    text.push_str(with);
                }
                at = at.max(to);
            }
            text.push_str(piece.text.get(at - begin..).unwrap_or_default());
            made.push(Piece { text, ..piece });
            begin = end;
        }
        made
    }

    /// All three forms.
    pub fn written(&self) -> Written {
        Written { text: self.on_the_line(), html: self.html(), markdown: self.markdown() }
    }

    /// The text without marks, raised numbers in brackets: `found that [1]`.
    fn on_the_line(&self) -> String {
        let mut out = String::new();
        for run in self.0.chunk_by(|a, b| a.marks.superscript == b.marks.superscript) {
            let text: String = run.iter().map(|piece| piece.text.as_str()).collect();
            if run.first().is_some_and(|piece| piece.marks.superscript) {
                let gap = if out.is_empty() || out.ends_with(char::is_whitespace) { "" } else { " " };
                out.push_str(&format!("{gap}[{}]", text.trim()));
            } else {
                out.push_str(&text);
            }
        }
        out
    }

    /// HTML, escaped.
    pub fn html(&self) -> String {
        let mut out = String::new();
        for run in self.0.chunk_by(|a, b| a.link == b.link) {
            let link = run.first().and_then(|piece| piece.link.as_deref());
            if let Some(address) = link {
                out.push_str("<a href=\"");
                escape_html(address, &mut out);
                out.push_str("\">");
            }
            for piece in run {
                let tags = tags(piece.marks);
                for (open, _) in &tags {
                    out.push_str(open);
                }
                escape_html(&piece.text, &mut out);
                for (_, close) in tags.iter().rev() {
                    out.push_str(close);
                }
            }
            if link.is_some() {
                out.push_str("</a>");
            }
        }
        out
    }

    /// Markdown, escaped.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        for run in self.0.chunk_by(|a, b| a.link == b.link) {
            let link = run.first().and_then(|piece| piece.link.as_deref());
            let is_bare = link.is_some_and(|address| run.len() == 1 && run.iter().all(|piece| piece.text == address));
            if let (Some(address), true) = (link, is_bare) {
                out.push('<');
                out.push_str(address);
                out.push('>');
                continue;
            }
            if link.is_some() {
                out.push('[');
            }
            for piece in run {
                let marks = markdown_marks(piece.marks);
                // Marks stand next to words, not next to space.
                let inner = piece.text.trim();
                let lead = piece.text.len() - piece.text.trim_start().len();
                out.push_str(&piece.text[..lead]);
                if !inner.is_empty() {
                    marks.iter().for_each(|(open, _)| out.push_str(open));
                    escape_markdown(inner, &mut out);
                    marks.iter().rev().for_each(|(_, close)| out.push_str(close));
                    out.push_str(&piece.text[lead + inner.len()..]);
                }
            }
            if let Some(address) = link {
                out.push_str("](");
                out.push_str(&address.replace('(', "%28").replace(')', "%29").replace(' ', "%20"));
                out.push(')');
            }
        }
        out
    }

    /// Where a text stands in it, letter case and form of apostrophes aside, in bytes of [`Rich::text`].
    pub(super) fn find_ignoring_case(&self, sought: &str) -> Option<Range<usize>> {
        let text = self.text();
        let fold = |c: char| if c == '’' { '\'' } else { c.to_lowercase().next().unwrap_or(c) };
        let sought: String = sought.chars().map(fold).collect();
        if sought.is_empty() {
            return None;
        }
        let mut folded = String::with_capacity(text.len());
        // For each byte of the folded text, the character of the text it comes from.
        let mut places = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let c = fold(c);
            folded.push(c);
            places.resize(folded.len(), at);
        }
        let found = folded.find(&sought)?;
        let end = places.get(found + sought.len()).copied().unwrap_or(text.len());
        Some(*places.get(found)?..end)
    }
}

impl AddAssign for Rich {
    fn add_assign(&mut self, other: Self) {
        other.0.into_iter().for_each(|piece| self.push(piece));
    }
}

fn tags(marks: Marks) -> Vec<(&'static str, &'static str)> {
    let Marks { italic, bold, superscript, subscript, small_caps } = marks;
    [
        (superscript, ("<sup>", "</sup>")),
        (subscript, ("<sub>", "</sub>")),
        (bold, ("<b>", "</b>")),
        (italic, ("<i>", "</i>")),
        (small_caps, ("<span class=\"csl-small-caps\">", "</span>")),
    ]
    .into_iter()
    .filter_map(|(is_on, tag)| is_on.then_some(tag))
    .collect()
}

fn markdown_marks(marks: Marks) -> Vec<(&'static str, &'static str)> {
    let Marks { italic, bold, superscript, subscript, small_caps: _ } = marks;
    [(superscript, ("<sup>", "</sup>")), (subscript, ("<sub>", "</sub>")), (bold, ("**", "**")), (italic, ("*", "*"))]
        .into_iter()
        .filter_map(|(is_on, mark)| is_on.then_some(mark))
        .collect()
}

/// Writes text so that Markdown shows it as it is. What is a mark only at the begin of a line is escaped where a line
/// begins, because a reference may stand anywhere.
pub fn escape_markdown(text: &str, out: &mut String) {
    /// So many columns of white space begin a block of code.
    const CODE: usize = 4;
    let is_line_end = |c: char| matches!(c, '\n' | '\r');
    let line = out.trim_end_matches([' ', '\t']);
    // How far the line is indented; none when there is more in it than white space.
    let mut indent = (line.is_empty() || line.ends_with(is_line_end)).then(|| out.len() - line.len());
    // Where the point stands that makes a list of the number before it.
    let mut list_point = None;
    for (i, c) in text.char_indices() {
        let rest = &text[i..];
        if indent.is_some() && c.is_ascii_digit() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            list_point = rest[digits..].starts_with(['.', ')']).then_some(i + digits);
        }
        let is_mark = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            '#' | '+' | '-' | '=' => indent.is_some(),
            '.' | ')' => list_point == Some(i),
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        match (c, indent) {
            // White space written as an entity indents nothing.
            ('\t', Some(_)) => out.push_str("&#9;"),
            (' ', Some(columns)) if columns + 1 >= CODE => out.push_str("&#32;"),
            ('&', _) if begins_entity(rest) => out.push_str("&amp;"),
            _ => out.push(c),
        }
        indent = match c {
            ' ' | '\t' => indent.map(|columns| columns + 1),
            _ => is_line_end(c).then_some(0),
        };
    }
}

/// Whether Markdown would read an entity here: `&copy;`, `&#169;`.
fn begins_entity(text: &str) -> bool {
    let name = text.strip_prefix('&').unwrap_or(text);
    let name = name.strip_prefix('#').unwrap_or(name);
    let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    length > 0 && name[length..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, marks: Marks, link: Option<&str>) -> Piece {
        Piece { text: text.to_owned(), marks, link: link.map(str::to_owned) }
    }

    #[test]
    fn nothing_in_a_text_is_markup() {
        let hostile = "<script>alert(\"1\")</script> & *x* [y](z) _a_ `b` p<.05";
        let written = Rich::plain(hostile).linked("javascript:\"onclick='x'").written();
        assert_eq!(written.text, hostile);
        assert!(!written.html.contains("<script"), "{}", written.html);
        assert!(written.html.starts_with("<a href=\"javascript:&quot;onclick=&#39;x&#39;\">"), "{}", written.html);
        assert!(written.markdown.contains("\\<script\\>"), "{}", written.markdown);
        assert!(written.markdown.contains("\\*x\\* \\[y\\](z) \\_a\\_ \\`b\\`"), "{}", written.markdown);
    }

    #[test]
    fn marks_are_written_in_every_form() {
        let mut rich = Rich::plain("1. See ");
        rich.push(piece("J Nowhere ", Marks { italic: true, ..Marks::default() }, None));
        rich.push(piece("https://example.org/a_b", Marks::default(), Some("https://example.org/a_b")));
        rich.push(piece("2", Marks { superscript: true, ..Marks::default() }, Some("#ref-a")));
        let Written { text, html, markdown } = rich.written();
        assert_eq!(text, "1. See J Nowhere https://example.org/a_b [2]");
        assert_eq!(
            html,
            "1. See <i>J Nowhere </i><a href=\"https://example.org/a_b\">https://example.org/a_b</a>\
             <a href=\"#ref-a\"><sup>2</sup></a>"
        );
        assert_eq!(markdown, "1\\. See *J Nowhere* <https://example.org/a_b>[<sup>2</sup>](#ref-a)");
    }

    #[test]
    fn edits_keep_marks() {
        let mut rich = Rich::plain("abc");
        rich.push(piece("def", Marks { bold: true, ..Marks::default() }, None));
        let edited = |edits: &[(std::ops::Range<usize>, String)]| rich.clone().replaced(edits).html();
        assert_eq!(edited(&[(1..2, "X".to_owned())]), "aXc<b>def</b>");
        assert_eq!(edited(&[(2..4, String::new())]), "ab<b>ef</b>");
        assert_eq!(edited(&[(0..1, "Y".to_owned()), (5..6, "Z".to_owned())]), "Ybc<b>deZ</b>");
    }
    #[test]
    fn what_follows_a_list_number_begins_no_line() {
        let mut out = String::new();
        escape_markdown("1. # a\n2) - b\n1.1. c", &mut out);
        assert_eq!(out, "1\\. # a\n2\\) - b\n1\\.1. c");
    }

    #[test]
    fn a_megabyte_of_anything_is_escaped() {
        for shape in ["1.", "1. a\n", "1)", "&", "&#", "&a", "& ", "#", "\n-", " ", "\t", "\\", "<", "1"] {
            let text = shape.repeat(1_000_000 / shape.len());
            let mut out = String::new();
            escape_markdown(&text, &mut out);
            assert!(out.len() >= text.len(), "{shape}");
        }
    }
}
