//! From a document to its visible text, with the way back: passages of plain text that know where in the original each
//! of their characters stands.

mod html;
mod markdown;
mod plain;
mod recognise;
mod tags;

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// How a draft is written down.
    pub enum DraftFormat ("format of a draft") {
        /// Plain text; a line that stands alone is a paragraph or a heading.
        Plain = "text/plain", "Plain text";
        /// Markdown (`CommonMark`).
        Markdown = "text/markdown", "Markdown";
        /// HTML; only what a browser would show is read.
        Html = "text/html", "HTML";
    }
}

/// What a passage is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PassageKind {
    /// A heading: it names what follows.
    Heading,
    /// A paragraph, a table cell, a quotation.
    Paragraph,
    /// An item of a list.
    Item,
}

/// The digits of superscripts, from nought.
pub(super) const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// A digit between `<sup>` and `</sup>`: the mark of a footnote, or a power, and no end of the number before.
fn raised(digit: char) -> Option<char> {
    let digit = usize::try_from(digit.to_digit(10)?).ok()?;
    SUPERSCRIPTS.get(digit).copied()
}

/// A stretch of text that is the same in passage and original, or replaced as a whole: an entity, a run of white space.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// First byte in the passage.
    at: usize,
    /// First byte in the original.
    original: usize,
    /// Byte after the last one in the original.
    original_end: usize,
    /// Whether it is the same text in both.
    is_verbatim: bool,
}

/// A paragraph, a heading or an item of a list, as a reader sees it.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) kind: PassageKind,
    /// The visible text.
    pub(super) text: String,
    /// Where its links stand, in bytes of the text, and where they lead.
    pub(super) links: Vec<(std::ops::Range<usize>, String)>,
    /// The row of a table that it is a cell of, counted through the document.
    pub(super) row: Option<usize>,
    /// For a cell of a table, what the head of its column says.
    pub(super) head: Option<String>,
    /// The name by which links of the document lead to it.
    pub(super) anchor: Option<String>,
    runs: Vec<Run>,
}

impl Passage {
    fn new(kind: PassageKind) -> Self {
        Self { kind, text: String::new(), links: Vec::new(), row: None, head: None, anchor: None, runs: Vec::new() }
    }

    /// Adds text that stands like this in the original.
    fn verbatim(&mut self, text: &str, original: usize) {
        if text.is_empty() {
            return;
        }
        let (at, original_end) = (self.text.len(), original + text.len());
        if let Some(last) = self.runs.last_mut()
            && last.is_verbatim
            && last.original_end == original
        {
            last.original_end = original_end;
        } else {
            self.runs.push(Run { at, original, original_end, is_verbatim: true });
        }
        self.text.push_str(text);
    }

    /// Adds text that stands for other text of the original.
    fn replaced(&mut self, text: &str, original: std::ops::Range<usize>) {
        let run = Run { at: self.text.len(), original: original.start, original_end: original.end, is_verbatim: false };
        self.runs.push(run);
        self.text.push_str(text);
    }

    /// Adds one space for white space of the original, unless there is one or nothing comes before it.
    fn space(&mut self, original: std::ops::Range<usize>) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.replaced(" ", original);
        }
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The bytes of the original that a stretch of the passage stands for.
    pub(super) fn original(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let run_at = |at: usize| {
            let after = self.runs.partition_point(|run| run.at <= at);
            after.checked_sub(1).and_then(|i| self.runs.get(i))
        };
        let from = run_at(start).map_or(0, |run| match run.is_verbatim {
            true => (run.original + (start - run.at)).min(run.original_end),
            false => run.original,
        });
        let to = run_at(end.saturating_sub(1)).map_or(from, |run| match run.is_verbatim {
            true => (run.original + (end - run.at)).min(run.original_end),
            false => run.original_end,
        });
        from..to.max(from)
    }
}

/// Longest head of a column that its cells are read with, in bytes.
const HEAD: usize = 60;

/// The heads of the columns of the table that is being read.
#[derive(Debug, Default)]
struct Heads {
    heads: Vec<String>,
    /// The column of the cell that was begun last; none before the first.
    column: Option<usize>,
    /// Whether the row is one of heads.
    is_head: bool,
}

impl Heads {
    /// A table begins.
    fn table(&mut self) {
        *self = Self::default();
    }

    /// A row begins.
    fn row(&mut self, is_head: bool) {
        self.column = None;
        self.is_head = is_head;
    }

    /// A cell begins.
    fn cell(&mut self) {
        self.column = Some(self.column.map_or(0, |column| column + 1));
    }

    /// Keeps the text of a head, and tells other cells of it. Only numbers need one: what they count stands there.
    fn finish(&mut self, passage: &mut Passage) {
        let Some(column) = self.column else { return };
        if self.is_head {
            self.heads.resize(self.heads.len().max(column + 1), String::new());
            if let Some(head) = self.heads.get_mut(column) {
                head.push_str(passage.text.trim());
            }
        } else if passage.text.contains(|c: char| c.is_ascii_digit()) {
            passage.head = self.heads.get(column).filter(|head| (1..=HEAD).contains(&head.len())).cloned();
        }
    }
}

/// The passages of a document, in order. Nothing that can be written is an error, and the time is linear in its length.
pub(super) fn passages(text: &str, format: DraftFormat) -> Vec<Passage> {
    match format {
        DraftFormat::Plain => plain::passages(text),
        DraftFormat::Markdown => markdown::passages(text),
        DraftFormat::Html => html::passages(text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Vocabulary;

    fn texts(text: &str, format: DraftFormat) -> Vec<String> {
        passages(text, format).into_iter().map(|passage| passage.text).collect()
    }

    /// What the original has where the passage has `needle`.
    fn behind(text: &str, format: DraftFormat, needle: &str) -> String {
        for passage in passages(text, format) {
            if let Some(at) = passage.text.find(needle) {
                return text[passage.original(at, at + needle.len())].to_owned();
            }
        }
        panic!("{needle} is not in the passages of {text}")
    }

    #[test]
    fn html_is_what_a_browser_shows() {
        let page = "<title>no</title><h2>The <em>trial</em></h2>\n<script>let a = '<p>no</p>';</script>\
            <p>Pain&nbsp;fell by 10&#37;\n   more &amp; faster.<br>Then <span hidden>not this</span>it \
            <b style='display:none'>nor this</b>stayed.</p><ul><li>one<li>two</ul><!-- no --><p>P &lt; .05";
        assert_eq!(
            texts(page, DraftFormat::Html),
            ["The trial", "Pain fell by 10% more & faster.", "Then it stayed.", "one", "two", "P < .05"]
        );
        assert_eq!(behind(page, DraftFormat::Html, "10% more & faster"), "10&#37;\n   more &amp; faster");
        assert_eq!(behind(page, DraftFormat::Html, "The trial"), "The <em>trial");
    }

    #[test]
    fn raised_digits_are_no_part_of_the_number_before() {
        let page =
            "<p>It enrolled 800<sup>1</sup> adults.<sup><a href='#n2'>12</a></sup></p><ol><li id=n2><p>Gloam.</p></ol>";
        assert_eq!(texts(page, DraftFormat::Html), ["It enrolled 800¹ adults.¹²", "Gloam."]);
        assert_eq!(behind(page, DraftFormat::Html, "¹²"), "12");
        let draft = "It enrolled 800 adults.<sup>1</sup> They were *followed*<sup>2</sup>.";
        assert_eq!(texts(draft, DraftFormat::Markdown), ["It enrolled 800 adults.¹ They were followed²."]);
        assert_eq!(behind(draft, DraftFormat::Markdown, "²"), "2");
        let read = passages(page, DraftFormat::Html);
        assert_eq!((read[0].links.len(), read[1].anchor.as_deref()), (1, Some("n2")));
    }

    #[test]
    fn markdown_is_read_as_its_readers_see_it() {
        let page = "# Key *studies*\n\nThe trial of **800**\nadults [found](https://example.org) it.\n\n- one\n- two\n\n\
            ```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n";
        let read = texts(page, DraftFormat::Markdown);
        assert_eq!(&read[..4], ["Key studies", "The trial of 800 adults found it.", "one", "two"]);
        assert!(!read.iter().any(|text| text.contains("code") || text.contains("example.org")), "{read:?}");
        assert!(read.iter().any(|text| text == "d"), "{read:?}");
        assert_eq!(behind(page, DraftFormat::Markdown, "800 adults found"), "800**\nadults [found");
    }

    #[test]
    fn lines_that_were_wrapped_are_joined_and_others_are_not() {
        let wrapped = "The trial enrolled adults with chronic low back\npain and followed them for a year after they\n\
            joined.\n\nA heading\nA sentence that stands below it and is longer than it.";
        assert_eq!(
            texts(wrapped, DraftFormat::Plain),
            [
                "The trial enrolled adults with chronic low back pain and followed them for a year after they joined.",
                "A heading",
                "A sentence that stands below it and is longer than it.",
            ]
        );
        assert_eq!(texts("* one\r\n2. two\r\n– three", DraftFormat::Plain), ["one", "two", "three"]);
    }

    #[test]
    fn a_sentence_is_not_cut_at_the_end_of_a_line() {
        let plain = |text: &str| texts(text, DraftFormat::Plain);
        // Broken at any width, with a line that is much wider than the others.
        for wrapped in [
            "The trial\nenrolled adults with chronic low back pain in the\nUnited States and followed them for a year.",
            "See https://example.org/a-long-address-that-no-program-breaks\nfor the trial of adults\n65 and older,\nIt fell by\n1.5 points.",
        ] {
            assert_eq!(plain(wrapped), [wrapped.replace('\n', " ")]);
        }
        assert_eq!(
            plain("neck pain\nback pain\nheadache and migraine"),
            ["neck pain", "back pain", "headache and migraine"]
        );
        assert_eq!(plain("It fell.\nIt rose by 2 points."), ["It fell.", "It rose by 2 points."]);
        assert_eq!(
            plain("Our Services\nWe treat all kinds of\nback pain."),
            ["Our Services", "We treat all kinds of back pain."]
        );
    }

    #[test]
    fn markdown_that_nests_beyond_reason_is_read_as_plain_text() {
        for deep in ["> ".repeat(5000), "- ".repeat(5000), "1. ".repeat(5000), format!("{}- ", " ".repeat(5000))] {
            let page = format!("> a quoted line\n\n{deep}It fell.\nIt rose.\n");
            let read = texts(&page, DraftFormat::Markdown);
            // Whether the second line stands for itself or carries the first on is for the reader of plain text to say.
            for said in ["It fell.", "It rose."] {
                assert!(read.iter().any(|text| text.contains(said)), "{said} is lost after {:?}", &deep[..4]);
            }
        }
        let page = format!("{}- It fell.\n{}code\n", "  ".repeat(40), " ".repeat(5000));
        assert_eq!(texts(&page, DraftFormat::Markdown).len(), 0, "a block of code");
        assert_eq!(texts(&format!("{}It fell.", "> ".repeat(90)), DraftFormat::Markdown), ["It fell."]);
    }

    proptest! {
        #[test]
        fn every_character_has_its_place(text in "([<>&;#*_`\\[\\]()|a-zA-Z0-9 .,\n-]|&amp;|&nbsp;|<p>|</p>|<b>|é|😀){0,80}") {
            for &format in DraftFormat::ALL {
                for passage in passages(&text, format) {
                    let mut last = 0;
                    for (at, c) in passage.text.char_indices() {
                        let place = passage.original(at, at + c.len_utf8());
                        prop_assert!(text.get(place.clone()).is_some(), "{format} {place:?}");
                        prop_assert!(place.start >= last);
                        last = place.start;
                    }
                }
            }
        }

        #[test]
        fn nothing_panics(text in any::<String>()) {
            for &format in DraftFormat::ALL {
                for passage in passages(&text, format) {
                    prop_assert!(text.get(passage.original(0, passage.text.len())).is_some());
                }
            }
        }
    }
}
