//! Characters that nobody sees: what a text of somebody else may do to a terminal, a log or the order of a line.

use std::borrow::Cow;

/// Ranges of characters that show nothing, or change how others are shown, and are no control characters: the
/// default ignorable code points of Unicode (`DerivedCoreProperties.txt`), the other format characters that are shown as
/// nothing, the separators of lines and paragraphs, and the code points that will never be characters. The soft hyphen is
/// among them: it parts a word for programs and for nobody else.
const HIDDEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),       // soft hyphen
    ('\u{34f}', '\u{34f}'),     // combining grapheme joiner
    ('\u{61c}', '\u{61c}'),     // Arabic letter mark
    ('\u{115f}', '\u{1160}'),   // Hangul fillers
    ('\u{17b4}', '\u{17b5}'),   // Khmer inherent vowels
    ('\u{180b}', '\u{180f}'),   // Mongolian selectors and vowel separator
    ('\u{200b}', '\u{200f}'),   // zero width space and joiners, marks of direction
    ('\u{2028}', '\u{202e}'),   // separators of lines and paragraphs, embeddings and overrides of direction
    ('\u{2060}', '\u{206f}'),   // word joiner, invisible operators, isolates of direction
    ('\u{3164}', '\u{3164}'),   // Hangul filler
    ('\u{fdd0}', '\u{fdef}'),   // no characters
    ('\u{fe00}', '\u{fe0f}'),   // variation selectors
    ('\u{feff}', '\u{feff}'),   // byte order mark
    ('\u{ffa0}', '\u{ffa0}'),   // halfwidth Hangul filler
    ('\u{fff0}', '\u{fffb}'),   // interlinear annotation
    ('\u{13430}', '\u{1343f}'), // layout of Egyptian hieroglyphs
    ('\u{1bca0}', '\u{1bca3}'), // shorthand
    ('\u{1d173}', '\u{1d17a}'), // musical beams and slurs
    ('\u{e0000}', '\u{e0fff}'), // tags, further variation selectors
];

/// Whether a character is not to be seen: a control character, one that shows nothing or changes the order of others, or
/// none at all. White space that parts words is seen, line feeds and tabs among it.
pub fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => false,
        _ => c.is_control() || is_no_character(c) || HIDDEN.iter().any(|&(from, to)| (from..=to).contains(&c)),
    }
}

/// Whether a character has no place in the text of a record.
///
/// Those that are not to be seen have none, save the joiners and selectors that some scripts cannot be written without.
pub fn is_foreign(c: char) -> bool {
    let is_of_a_script = matches!(
        c,
        '\u{34f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200c}'..='\u{200d}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0100}'..='\u{e01ef}'
    );
    is_hidden(c) && !is_of_a_script
}

/// The last two code points of each plane.
fn is_no_character(c: char) -> bool {
    u32::from(c) & 0xfffe == 0xfffe
}

/// The text with each character that is not to be seen written as `\u{1b}`. Line feeds and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Nearly all text has none.
    let Some(first) = text.find(is_hidden) else { return Cow::Borrowed(text) };
    let mut shown = String::with_capacity(text.len() + 8);
    let (seen, rest) = text.split_at(first);
    shown.push_str(seen);
    for c in rest.chars() {
        if is_hidden(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_written_down() {
        for (text, expected) in [
            ("plain, with a\ttab\nand Größe, 背, 😀", "plain, with a\ttab\nand Größe, 背, 😀"),
            ("\u{1b}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
            ("a\rb\u{7f}\u{9b}c\0", "a\\u{d}b\\u{7f}\\u{9b}c\\u{0}"),
            ("no\u{202e}t\u{2066} \u{200f}\u{61c}", "no\\u{202e}t\\u{2066} \\u{200f}\\u{61c}"),
            ("a\u{200b}b\u{ad}c\u{feff}\u{2028}", "a\\u{200b}b\\u{ad}c\\u{feff}\\u{2028}"),
            ("\u{e0041}\u{fffa}\u{2064}\u{fffe}\u{fdd0}", "\\u{e0041}\\u{fffa}\\u{2064}\\u{fffe}\\u{fdd0}"),
            ("👩\u{200d}⚕\u{fe0f}", "👩\\u{200d}⚕\\u{fe0f}"),
        ] {
            assert_eq!(visible(text), expected);
            assert!(!visible(text).contains(is_hidden), "{text:?}");
        }
    }

    /// All bidi controls, all controls; and nothing that is written.
    #[test]
    fn kinds_are_whole() {
        let bidi = "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
        assert!(bidi.chars().all(|c| is_hidden(c) && is_foreign(c)));
        for c in (0..=0x9f).filter_map(char::from_u32).filter(|c| c.is_control()) {
            assert_eq!(is_hidden(c), !matches!(c, '\n' | '\t'), "{c:?}");
        }
        let all = ('\0'..=char::MAX).filter(|c| c.is_alphanumeric() && is_hidden(*c));
        let fillers: Vec<char> = all.collect();
        assert_eq!(fillers, ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}']);
        // Persian and Devanagari cannot be written without.
        assert!(!is_foreign('\u{200c}') && !is_foreign('\u{200d}'));
    }
}
