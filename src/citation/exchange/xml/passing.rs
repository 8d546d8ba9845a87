//! Passing over elements without taking them apart: of a record of PubMed more than half is nothing that is kept, and the reader of
//! XML would hand on every tag of it.
//!
//! Only what is plain is passed over: tags with balanced quotes, text, entities. Before anything else, and before what ends within the
//! piece that is in memory, this stops, and the reader of XML reads on: what is a fault for it stays one.

use std::io::{self, BufRead};

use memchr::{memchr, memchr2};

use super::{Bounded, Doctype, MAX_OPEN};

/// Longest entity that is passed over, from `&` to `;`.
const MAX_ENTITY: usize = 40;

/// What was passed over of a piece.
#[derive(Debug, Default, PartialEq)]
struct Passed {
    bytes: usize,
    /// Bytes up to the end of the last tag; none when there was no tag.
    tags: Option<usize>,
    /// What follows is not passed over.
    is_over: bool,
}

impl Bounded<'_> {
    /// Passes over what stands in an element, so many elements deep, up to something that is to be read.
    pub(super) fn pass_over(&mut self, depth: &mut usize, opened: &mut usize, doctype: &Doctype) -> io::Result<()> {
        loop {
            let ready = match self.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if ready.is_empty() {
                return Ok(());
            }
            let Passed { bytes, tags, is_over } = pass(ready, depth, opened, doctype);
            self.consume(bytes);
            if let Some(tags) = tags {
                self.since = bytes - tags;
            }
            if is_over {
                return Ok(());
            }
        }
    }
}

fn pass(piece: &[u8], depth: &mut usize, opened: &mut usize, doctype: &Doctype) -> Passed {
    let mut passed = Passed::default();
    loop {
        let rest = &piece[passed.bytes..];
        let Some(start) = memchr2(b'<', b'&', rest) else {
            passed.bytes = piece.len();
            return passed;
        };
        passed.bytes += start;
        let rest = &rest[start..];
        let length = match rest {
            [b'&', ..] => entity(rest),
            _ => tag(rest, depth, opened, doctype),
        };
        let Some(length) = length else {
            passed.is_over = true;
            return passed;
        };
        passed.bytes += length;
        if rest[0] == b'<' {
            passed.tags = Some(passed.bytes);
        }
    }
}

/// The length of the entity that the text begins with.
fn entity(text: &[u8]) -> Option<usize> {
    let name = text.get(1..text.len().min(MAX_ENTITY))?;
    let end = name.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'#'))?;
    (end > 0 && name.get(end) == Some(&b';')).then_some(end + 2)
}

/// The length of the tag that the text begins with.
fn tag(text: &[u8], depth: &mut usize, opened: &mut usize, doctype: &Doctype) -> Option<usize> {
    let length = memchr(b'>', text)? + 1;
    let inner = &text[1..length - 1];
    let quotes = |quote: u8| inner.iter().filter(|byte| **byte == quote).count();
    // A quoted value may hold the sign that ends a tag, and the other quote.
    if memchr2(b'"', b'\'', inner).is_some() && (!quotes(b'"').is_multiple_of(2) || quotes(b'\'') > 0) {
        return None;
    }
    let (is_end, inner) = match inner {
        [b'/', inner @ ..] => (true, inner),
        _ => (false, inner),
    };
    let (is_empty, inner) = match inner {
        [inner @ .., b'/'] => (true, inner),
        _ => (false, inner),
    };
    let name = &inner[..inner.iter().position(u8::is_ascii_whitespace).unwrap_or(inner.len())];
    let name = std::str::from_utf8(name).ok()?;
    let is_told = (doctype.begins_record)(name) || doctype.roots.contains(&name);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || is_told || (is_end && is_empty) {
        return None;
    }
    if is_end {
        *depth = depth.checked_sub(1)?;
        *opened = opened.saturating_sub(1);
    } else if !is_empty {
        if *opened >= MAX_OPEN {
            return None;
        }
        (*depth, *opened) = (*depth + 1, *opened + 1);
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCTYPE: Doctype =
        Doctype { roots: &["All"], begins_record: |name| name == "One", passes_over: |name| name == "History" };

    fn passed(text: &str) -> (&str, usize) {
        let (mut depth, mut opened) = (0, 3);
        let Passed { bytes, is_over, .. } = pass(text.as_bytes(), &mut depth, &mut opened, &DOCTYPE);
        assert_eq!((is_over, opened), (bytes < text.len(), 3 + depth), "{text}");
        (&text[bytes..], depth)
    }

    #[test]
    fn what_is_plain_is_passed_over_and_nothing_else() {
        for (text, rest, depth) in [
            ("<A x=\"1\"><B/>a &amp; b</A></History><C>", "</History><C>", 0),
            ("<A>text that goes on", "", 1),
            // What ends in another piece.
            ("<A>text &am", "&am", 1),
            ("<A><B x=", "<B x=", 1),
            // What the reader of XML decides.
            ("<A><!-- </A> -->", "<!-- </A> -->", 1),
            ("<![CDATA[</A>]]>", "<![CDATA[</A>]]>", 0),
            ("<?x ?>", "<?x ?>", 0),
            ("<A x='>'>", "<A x='>'>", 0),
            ("<A x=\">\">", "<A x=\">\">", 0),
            ("<A>this & that</A>", "& that</A>", 1),
            ("< A>", "< A>", 0),
            ("<>", "<>", 0),
            // A record that begins, a document that ends.
            ("<A><One x=\"1\">", "<One x=\"1\">", 1),
            ("<A></All>", "</All>", 1),
        ] {
            assert_eq!(passed(text), (rest, depth), "{text}");
        }
    }
}
