//! Text that is written as Markdown shows as it is.

use evidence::citation::rich::escape_markdown;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What Markdown shows of a text, and whether it read any mark in it.
fn shown(markdown: &str) -> (String, bool) {
    let (mut text, mut has_marks) = (String::new(), false);
    for event in Parser::new_ext(markdown, Options::ENABLE_GFM | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES) {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => text.push('\n'),
            Event::Start(Tag::Paragraph) => {}
            Event::Start(_)
            | Event::End(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => has_marks = true,
        }
    }
    (text, has_marks)
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

proptest::proptest! {
    #[test]
    fn markdown_shows_a_text_as_it_is(
        parts in proptest::collection::vec("[-#+=*_`~<>|\\[\\]()&;!:\\\\ \t\na]|[0-9]{1,3}[.)]|&(amp|#65|#x41|copy);|\n {1,6}|\n\n\t", 0..40),
        cut in 0_usize..40,
    ) {
        let cut = cut.min(parts.len());
        let (before, after) = (parts[..cut].concat(), parts[cut..].concat());
        let mut out = String::new();
        escape_markdown(&before, &mut out);
        escape_markdown(&after, &mut out);
        let (text, has_marks) = shown(&out);
        proptest::prop_assert!(!has_marks, "{out:?}");
        let whole = parts.concat();
        proptest::prop_assert_eq!(words(&text), words(&whole), "{:?}", out);
    }
}
