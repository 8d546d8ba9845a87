//! In which way a draft is written down, told from the draft.

use super::DraftFormat;

/// The longest stretch that is looked at, in bytes: who writes Markdown or HTML shows it soon.
const LOOKED_AT: usize = 100_000;

/// Elements a page or a pasted piece of one begins with.
const BEGINNINGS: &[&str] = &[
    "!doctype",
    "article",
    "blockquote",
    "body",
    "div",
    "dl",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "html",
    "main",
    "ol",
    "p",
    "section",
    "table",
    "ul",
];

impl DraftFormat {
    /// How a text is written down, as far as it shows. HTML begins with an element of a page; Markdown has a heading, a link, a
    /// table, a footnote, a fence or an emphasis of its own; what shows neither is plain text. A draft can be either and look
    /// plain: then nothing is lost by reading it so.
    pub fn recognised(text: &str) -> Self {
        let mut end = text.len().min(LOOKED_AT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = text.get(..end).unwrap_or(text);
        if is_html(text) {
            Self::Html
        } else if has_front_matter(text) || text.lines().any(is_markdown) {
            Self::Markdown
        } else {
            Self::Plain
        }
    }
}

fn is_html(text: &str) -> bool {
    let mut text = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(comment) = text.strip_prefix("<!--") {
        text = comment.split_once("-->").map_or("", |(_, after)| after.trim_start());
    }
    let Some(tag) = text.strip_prefix('<') else { return false };
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '!').unwrap_or(tag.len());
    let (name, after) = tag.split_at(end);
    let ends = after.starts_with(['>', '/']) || after.starts_with(char::is_whitespace);
    ends && BEGINNINGS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether the text begins with a block between two lines of three hyphens, as generators of sites want it.
fn has_front_matter(text: &str) -> bool {
    let mut lines = text.lines();
    lines.next().is_some_and(|first| first.trim_end() == "---") && lines.any(|line| line.trim_end() == "---")
}

/// Whether a line means nothing but as Markdown.
fn is_markdown(line: &str) -> bool {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let line = line.trim();
    indent < 4
        && (is_heading(line)
            || line.starts_with("```")
            || line.starts_with("~~~")
            || is_rule_of_table(line)
            || is_definition(line)
            || has_link(line)
            || has_strong(line))
}

fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    (1..=6).contains(&level) && words.starts_with(' ') && words.contains(char::is_alphabetic)
}

/// `| --- | :-: |`
fn is_rule_of_table(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// `[1]: https://example.org` and `[^1]: A note.`
fn is_definition(line: &str) -> bool {
    let Some((label, after)) = line.strip_prefix('[').and_then(|rest| rest.split_once("]:")) else { return false };
    !label.contains('[') && (label.starts_with('^') || after.trim_start().starts_with("http"))
}

/// `[words](address)`
fn has_link(line: &str) -> bool {
    line.match_indices("](").any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + 2..]);
        let leads = ["http://", "https://", "/", "#", "mailto:"].iter().any(|begin| after.starts_with(begin));
        leads && before.contains('[') && after.contains(')')
    })
}

/// `**words**`
fn has_strong(line: &str) -> bool {
    let mut parts = line.split("**");
    // What stands between the first pair and every other one.
    parts.next();
    let inner: Vec<&str> = parts.collect();
    let closed = inner.len() / 2;
    inner.iter().step_by(2).take(closed).any(|words| {
        !words.is_empty() && !words.starts_with(char::is_whitespace) && !words.ends_with(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_read_as_it_is_written() {
        for (text, expected) in [
            ("", DraftFormat::Plain),
            ("A trial of 800 adults.\n\n- one\n- two\n", DraftFormat::Plain),
            ("#hashtag and # 1 and 5 < 6", DraftFormat::Plain),
            ("p < 0.05 in <p> of them", DraftFormat::Plain),
            ("<0.05 was the p-value", DraftFormat::Plain),
            ("<pain> was rated", DraftFormat::Plain),
            ("A note [1] (see below), 2 ** 3 ** 4", DraftFormat::Plain),
            ("    # code of somebody", DraftFormat::Plain),
            ("# A heading\n\nText.", DraftFormat::Markdown),
            ("Text with [a link](https://example.org/a).", DraftFormat::Markdown),
            ("Text.\n\n[1]: https://example.org", DraftFormat::Markdown),
            ("Text.[^a]\n\n[^a]: A note.", DraftFormat::Markdown),
            ("| a | b |\n| --- | --- |\n| 1 | 2 |", DraftFormat::Markdown),
            ("It is **very** plain.", DraftFormat::Markdown),
            ("---\ntitle: A page\n---\n\nText.", DraftFormat::Markdown),
            ("\n <!-- exported --> <p class=\"a\">Text.</p>", DraftFormat::Html),
            ("<!DOCTYPE html><title>A</title>", DraftFormat::Html),
            ("<H2>Heading</H2>", DraftFormat::Html),
            ("<!-- never ended", DraftFormat::Plain),
        ] {
            assert_eq!(DraftFormat::recognised(text), expected, "{text:?}");
        }
    }
}
