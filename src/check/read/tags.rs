//! Cuts HTML into tags and the text between them, as the tokenizer of the standard does (WHATWG HTML, section 13.2.5).
//!
//! In one loop: the tokenizer that reads the text calls itself once for each attribute of a tag, and a tag of a hundred
//! kilobytes would overflow its stack. Comments, declarations and whatever is no tag but looks like one are passed over. The
//! escapes within scripts are not told apart: a script ends at the first `</script>`.

use std::ops::Range;

/// Elements in which nothing is a tag but their end.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"];

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text, entities as they are written. Bytes of the page.
    Text(Range<usize>),
    /// The begin of an element.
    Start(Tag<'a>),
    /// The end of one: its name in lower case.
    End(String),
}

/// The begin of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// In lower case.
    pub(super) name: String,
    /// Whether it ends with `/>`.
    pub(super) is_self_closing: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The value of the first attribute with this name, in lower case, as it is written; empty when it has none.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut attributes = Attributes { text: self.attributes, at: 0 };
        std::iter::from_fn(|| attributes.next())
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

/// The pieces of a page, in order.
#[derive(Clone, Debug)]
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    /// The element whose end alone is a tag.
    raw: Option<String>,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0, raw: None }
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes().get(at).copied()
    }

    /// The place of the next `needle`, or the end of the page.
    fn next_at(&self, from: usize, needle: char) -> usize {
        self.text.get(from..).and_then(|rest| rest.find(needle)).map_or(self.text.len(), |found| from + found)
    }

    /// Where the text that begins here ends: at a tag, or at what is passed over like one.
    fn end_of_text(&self) -> usize {
        let mut from = self.at;
        loop {
            let open = self.next_at(from, '<');
            match self.byte(open + 1) {
                None => return self.text.len(),
                Some(b'!' | b'?') => return open,
                Some(byte) if byte.is_ascii_alphabetic() => return open,
                // `</` at the end of the page is text.
                Some(b'/') if self.byte(open + 2).is_some() => return open,
                Some(_) => from = open + 1,
            }
        }
    }

    /// Where the end of a raw element begins.
    fn end_of_raw(&self, name: &str) -> usize {
        let mut from = self.at;
        loop {
            let open = self.next_at(from, '<');
            if open == self.text.len() {
                return open;
            }
            let after = open + 2 + name.len();
            let is_end = self.byte(open + 1) == Some(b'/')
                && self.bytes().get(open + 2..after).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && self.byte(after).is_some_and(|byte| is_space(byte) || matches!(byte, b'/' | b'>'));
            if is_end {
                return open;
            }
            from = open + 1;
        }
    }

    /// Passes over a comment, a declaration or a tag without a name that begins here.
    fn pass_over(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(comment) = rest.strip_prefix("<!--") else {
            self.at = (self.next_at(self.at, '>') + 1).min(self.text.len());
            return;
        };
        let length = if comment.starts_with('>') {
            1
        } else if comment.starts_with("->") {
            2
        } else {
            end_of_comment(comment)
        };
        self.at += "<!--".len() + length;
    }

    /// The tag that begins here; none when the page ends within it.
    fn tag(&mut self) -> Option<Piece<'a>> {
        let is_end = self.byte(self.at + 1) == Some(b'/');
        let begin = self.at + if is_end { 2 } else { 1 };
        let name_ends = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>');
        let length = self.bytes().get(begin..)?.iter().position(name_ends)?;
        let name = self.text.get(begin..begin + length)?.to_ascii_lowercase();
        let rest = self.text.get(begin + length..)?;
        let mut attributes = Attributes { text: rest, at: 0 };
        while attributes.next().is_some() {}
        let end = attributes.at;
        // Ended by the end of the page, not by `>`.
        if rest.as_bytes().get(end) != Some(&b'>') {
            return None;
        }
        self.at = begin + length + end + 1;
        if is_end {
            return Some(Piece::End(name));
        }
        let attributes = rest.get(..end)?;
        if RAW.contains(&&*name) {
            self.raw = Some(name.clone());
        }
        Some(Piece::Start(Tag {
            name,
            is_self_closing: attributes.ends_with('/') && !ends_in_value(attributes),
            attributes,
        }))
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        while self.at < self.text.len() {
            let begin = self.at;
            let end = match self.raw.take() {
                Some(name) => self.end_of_raw(&name),
                None => self.end_of_text(),
            };
            if end > begin {
                self.at = end;
                return Some(Piece::Text(begin..end));
            }
            let after = self.byte(begin + 1).filter(|byte| *byte != b'/').or_else(|| self.byte(begin + 2));
            if !after.is_some_and(|byte| byte.is_ascii_alphabetic()) {
                self.pass_over();
                continue;
            }
            let tag = self.tag();
            if tag.is_none() {
                self.at = self.text.len();
            }
            return tag;
        }
        None
    }
}

/// The attributes of a tag, in order.
struct Attributes<'a> {
    text: &'a str,
    /// Where the next one begins; in the end the `>` of the tag, or the end of the text.
    at: usize,
}

impl<'a> Attributes<'a> {
    /// Goes on while this holds, and gives what it went over.
    fn take(&mut self, holds: impl Fn(u8) -> bool) -> &'a str {
        let begin = self.at;
        while self.text.as_bytes().get(self.at).is_some_and(|byte| holds(*byte)) {
            self.at += 1;
        }
        // Only ASCII ends it, so it is cut between characters.
        self.text.get(begin..self.at).unwrap_or_default()
    }

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        self.take(|byte| is_space(byte) || byte == b'/');
        if matches!(self.text.as_bytes().get(self.at), None | Some(b'>')) {
            return None;
        }
        let begin = self.at;
        // An `=` where a name should begin belongs to the name.
        self.at += usize::from(self.text.as_bytes().get(self.at) == Some(&b'='));
        self.take(|byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let name = self.text.get(begin..self.at).unwrap_or_default();
        let after_name = self.at;
        self.take(is_space);
        if self.text.as_bytes().get(self.at) != Some(&b'=') {
            self.at = after_name;
            return Some((name, ""));
        }
        self.at += 1;
        self.take(is_space);
        let value = match self.text.as_bytes().get(self.at) {
            Some(&quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let value = self.take(|byte| byte != quote);
                self.at = (self.at + 1).min(self.text.len());
                value
            }
            _ => self.take(|byte| !is_space(byte) && byte != b'>'),
        };
        Some((name, value))
    }
}

/// How long a comment is whose begin was read, its end included. Looks at each byte once, whichever end it has.
fn end_of_comment(comment: &str) -> usize {
    let mut from = 0;
    while let Some(dashes) = comment.get(from..).and_then(|rest| rest.find("--")) {
        let after = from + dashes + "--".len();
        let rest = comment.get(after..).unwrap_or_default();
        for end in [">", "!>"] {
            if rest.starts_with(end) {
                return after + end.len();
            }
        }
        // The second dash may be the first of the end.
        from = after - 1;
    }
    comment.len()
}

/// Whether the attributes end within a value without quotes, to which a `/` belongs.
fn ends_in_value(text: &str) -> bool {
    let mut attributes = Attributes { text, at: 0 };
    let mut is_in_value = false;
    while let Some((_, value)) = attributes.next() {
        // `<p a=/ />` ends behind its value, which is a `/` too.
        is_in_value = value.ends_with('/') && attributes.at == text.len();
    }
    is_in_value
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use html5gum::{Token, Tokenizer, emitters::default::DefaultEmitter};
    use proptest::prelude::*;

    use super::*;

    /// What is compared: text run together, names of tags, and what of their attributes counts.
    #[derive(Debug, PartialEq, Eq)]
    enum Seen {
        Text(String),
        Start(String, bool, Option<String>),
        End(String),
    }

    fn push(seen: &mut Vec<Seen>, text: &str) {
        match seen.last_mut() {
            Some(Seen::Text(before)) => before.push_str(text),
            _ if text.is_empty() => {}
            _ => seen.push(Seen::Text(text.to_owned())),
        }
    }

    fn ours(page: &str) -> Vec<Seen> {
        let mut seen = Vec::new();
        for piece in Pieces::of(page) {
            match piece {
                Piece::Text(range) => push(&mut seen, &page[range]),
                Piece::Start(tag) => {
                    seen.push(Seen::Start(
                        tag.name.clone(),
                        tag.is_self_closing,
                        tag.attribute("id").map(str::to_owned),
                    ));
                }
                Piece::End(name) => seen.push(Seen::End(name)),
            }
        }
        seen
    }

    fn theirs(page: &str) -> Vec<Seen> {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut seen = Vec::new();
        for Ok(token) in Tokenizer::new_with_emitter(page, emitter) {
            match token {
                Token::String(said) => push(&mut seen, &text(&said.value)),
                Token::StartTag(tag) => {
                    let id = tag.attributes.get(&b"id"[..]).map(|value| text(value));
                    seen.push(Seen::Start(text(&tag.name), tag.self_closing, id));
                }
                Token::EndTag(tag) => seen.push(Seen::End(text(&tag.name))),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        seen
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn pages_are_cut_as_the_standard_cuts_them(
            page in "(<|>|</|/>|<!--|-->|--!>|--|<!|<\\?|\"|'|=| |/|a|p|id|id=|<p |<b>|</b>|<title>|</title|<style>|</style>|é|\n|-){0,24}"
        ) {
            prop_assert_eq!(ours(&page), theirs(&page), "{:?}", page);
        }
    }

    #[test]
    fn a_slash_closes_a_tag_unless_it_belongs_to_a_value() {
        for page in ["<p a=/ />", "<p a=/\n/>", "<p a=b/>", "<p a=/>", "<p a='/'/>", "<p a=b/ c/>", "<p/>"] {
            assert_eq!(ours(page), theirs(page), "{page:?}");
        }
    }

    #[test]
    fn a_tag_has_as_many_attributes_as_anybody_likes() {
        for attribute in [" m=\"n\"", " m=n", " m", "/m", " m='n' "] {
            for end in [">It fell.", ""] {
                let page = format!("<p{}{end}", attribute.repeat(200_000));
                let pieces: Vec<_> = Pieces::of(&page).collect();
                assert_eq!(pieces.len(), if end.is_empty() { 0 } else { 2 }, "{attribute}");
            }
        }
        let tag = Pieces::of("<P Hidden STYLE='a>b' style=c aria-hidden=true/>").next();
        let Some(Piece::Start(tag)) = tag else { panic!("{tag:?}") };
        assert_eq!((tag.attribute("hidden"), tag.attribute("style")), (Some(""), Some("a>b")));
        assert_eq!((tag.attribute("aria-hidden"), tag.is_self_closing), (Some("true/"), false));
        assert_eq!(tag.attribute("id"), None);
    }
}
