//! Where in a text something stands, as people and editors say it: by line and column.

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePlace {
    /// Line, from 1. Lines end in `\n`.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Column in UTF-16 code units, from 1.
    pub column_utf16: usize,
}

/// The lines of a text, laid out once: each place is then found in the same time, wherever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The byte each line begins at.
    begins: Vec<usize>,
    /// What comes before every so many bytes.
    marks: Vec<Before>,
}

/// How much text comes before a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Before {
    bytes: usize,
    chars: usize,
    utf16: usize,
}

/// Bytes between two marks.
const STEP: usize = 512;

impl Lines {
    /// Of this text.
    pub fn of(text: &str) -> Self {
        let mut lines = Self { begins: vec![0], marks: vec![Before::default()] };
        let mut at = Before::default();
        for (bytes, c) in text.char_indices() {
            at.bytes = bytes;
            if bytes >= lines.marks.len() * STEP {
                lines.marks.push(at);
            }
            if c == '\n' {
                lines.begins.push(bytes + 1);
            }
            at.chars += 1;
            at.utf16 += c.len_utf16();
        }
        lines
    }

    /// The place of a byte of `text`, which must be the one that was laid out; of its end when it is not so long.
    pub fn place(&self, text: &str, byte: usize) -> LinePlace {
        let byte = byte.min(text.len());
        let line = self.begins.partition_point(|begin| *begin <= byte);
        let begin = line.checked_sub(1).and_then(|i| self.begins.get(i)).copied().unwrap_or_default();
        let (from, to) = (self.before(text, begin), self.before(text, byte));
        LinePlace { line, column: to.chars - from.chars + 1, column_utf16: to.utf16 - from.utf16 + 1 }
    }

    fn before(&self, text: &str, byte: usize) -> Before {
        let after = self.marks.partition_point(|mark| mark.bytes <= byte);
        let mut at = after.checked_sub(1).and_then(|i| self.marks.get(i)).copied().unwrap_or_default();
        for c in text.get(at.bytes..).unwrap_or_default().chars() {
            if at.bytes + c.len_utf8() > byte {
                break;
            }
            at = Before { bytes: at.bytes + c.len_utf8(), chars: at.chars + 1, utf16: at.utf16 + c.len_utf16() };
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_counted_in_characters_and_in_utf_16() {
        let text = "aé😀b\n\nx";
        let lines = Lines::of(text);
        let place = |byte| {
            let LinePlace { line, column, column_utf16 } = lines.place(text, byte);
            (line, column, column_utf16)
        };
        assert_eq!(place(0), (1, 1, 1));
        assert_eq!(place(text.find('b').unwrap()), (1, 4, 5));
        assert_eq!(place(text.find('x').unwrap()), (3, 1, 1));
        assert_eq!(place(text.len()), (3, 2, 2));
        assert_eq!(place(1000), (3, 2, 2));
        assert_eq!(Lines::of("").place("", 0), LinePlace { line: 1, column: 1, column_utf16: 1 });
    }

    proptest! {
        #[test]
        fn a_place_is_what_counting_from_the_begin_gives(text in "([aé😀]|\n){0,3000}", at in 0_usize..9000) {
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let before = &text[..at];
            let line = before.rsplit('\n').next().unwrap_or_default();
            let counted = LinePlace {
                line: before.matches('\n').count() + 1,
                column: line.chars().count() + 1,
                column_utf16: line.encode_utf16().count() + 1,
            };
            prop_assert_eq!(Lines::of(&text).place(&text, at), counted);
        }
    }
}
