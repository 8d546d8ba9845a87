//! Citations in a text, in pandoc's syntax: `[see @acp-2017, p. 3; -@cochrane-mu-2020]`, `@acp-2017 [p. 3]`.
//!
//! The text has often been through word processors and web editors, so a marker is recognised with other spaces and
//! dashes, with invisible characters in it, with brackets written as entities or behind a backslash. What is no marker
//! stays as it is, byte for byte.

mod read;

use std::ops::Range;

use crate::domain::vocabulary::vocabulary;
use read::{Read, Seen, read};

vocabulary! {
    /// What a text with markers is written in.
    pub enum TextKind ("kind of text") {
        /// Plain text; empty lines part paragraphs.
        Text = "text", "Plain text";
        /// HTML; what is no marker stays as it is.
        Html = "html", "HTML";
        /// Markdown; what is no marker stays as it is.
        Markdown = "markdown", "Markdown";
    }
}

/// A group of citations in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What it cites, in order; never empty.
    pub cites: Vec<Cite>,
    /// Whether the first one is part of the sentence: `@acp-2017 found`.
    pub is_narrative: bool,
    /// Whether it stands in brackets, so that it can mean nothing but a citation.
    pub is_bracketed: bool,
    /// Whether it stands in the text of a link, where no other link may be.
    pub is_in_link: bool,
    /// Tags of HTML within it, in bytes: word processors part words with them. They stay, behind the citation.
    pub tags: Vec<Range<usize>>,
}

/// One citation of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cite {
    /// The key after `@`, in lower case and with plain hyphens.
    pub key: String,
    /// Text before it: `see`.
    pub prefix: String,
    /// Kind of locator, by its CSL name, and where: `("page", "3-5")`.
    pub locator: Option<(&'static str, String)>,
    /// Text after it.
    pub suffix: String,
    /// Whether the author is left out, because the sentence names them.
    pub suppresses_author: bool,
    /// Where the key stands, in bytes.
    pub at: usize,
}

/// Labels of locators as people write them, by CSL name. Longer ones first where one begins another.
const LABELS: &[(&str, &[&str])] = &[
    ("appendix", &["appendices", "appendix", "app."]),
    ("book", &["book", "bk."]),
    ("chapter", &["chapters", "chapter", "chaps.", "chap."]),
    ("column", &["columns", "column", "cols.", "col."]),
    ("figure", &["figures", "figure", "figs.", "fig."]),
    ("folio", &["folios", "folio", "fols.", "fol."]),
    ("issue", &["number", "nos.", "no."]),
    ("line", &["lines", "line"]),
    ("note", &["notes", "note", "nn.", "n."]),
    ("page", &["pages", "page", "pp.", "p."]),
    ("paragraph", &["paragraphs", "paragraph", "paras.", "para.", "¶¶", "¶"]),
    ("part", &["parts", "part", "pts.", "pt."]),
    ("section", &["sections", "section", "secs.", "sec.", "§§", "§"]),
    ("supplement", &["supplement", "suppl."]),
    ("table", &["tables", "table", "tab."]),
    ("volume", &["volumes", "volume", "vols.", "vol."]),
];

/// The markers of a text in their order. Tags of HTML and what stands in them are passed over, and so is code.
pub fn markers(text: &str, kind: TextKind) -> Vec<Marker> {
    let Read { seen, links, tags } = read(text, kind);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(Seen { c, .. }) = seen.get(at) {
        let marker = match c {
            '[' => bracketed(&seen, at),
            '@' | '-' => bare(&seen, at),
            _ => None,
        };
        match marker {
            Some((mut marker, end)) => {
                marker.is_in_link = in_order(&links, &marker.range).next().is_some();
                marker.tags = in_order(&tags, &marker.range).cloned().collect();
                found.push(marker);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Those of the ranges, which are in ascending order, that lie in another one at least in part.
fn in_order<'a>(ranges: &'a [Range<usize>], within: &Range<usize>) -> impl Iterator<Item = &'a Range<usize>> {
    let (first, end) = (ranges.partition_point(|range| range.end <= within.start), within.end);
    ranges.iter().skip(first).take_while(move |range| range.start < end)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}')
}

/// Longest key in braces, in characters.
const LONGEST_KEY: usize = 500;

/// The key that begins at `at`, behind the `@`, and the place after it.
fn key(seen: &[Seen], at: usize, stops_at_tags: bool) -> Option<(String, usize)> {
    let char_at = |at: usize| seen.get(at).map(|seen| seen.c);
    if char_at(at) == Some('{') {
        let rest = at + 1..seen.len().min(at + LONGEST_KEY);
        let end = rest.take_while(|&i| char_at(i) != Some('\n')).find(|&i| char_at(i) == Some('}'))?;
        let key: String = seen.get(at + 1..end)?.iter().map(|seen| plain(seen.c)).collect();
        return (!key.trim().is_empty()).then(|| (key.trim().to_lowercase(), end + 1));
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    char_at(at).filter(|c| is_word(*c))?;
    let mut key = String::new();
    let mut i = at;
    let is_address = |begin: &str| {
        begin.chars().enumerate().all(|(i, c)| char_at(at + i).is_some_and(|seen| seen.eq_ignore_ascii_case(&c)))
    };
    if is_address("https://") || is_address("http://") {
        // An address ends at a blank, at the end of the bracket, or at a comma with a blank behind it.
        while let Some(c) = char_at(i).filter(|_| i < at + LONGEST_KEY) {
            let ends = matches!(c, ' ' | '\n' | ';' | ']' | '[' | '<' | '>' | '"' | '{' | '}')
                || (matches!(c, ',' | '.' | ')') && char_at(i + 1).is_none_or(|next| !is_word(next)));
            if ends {
                break;
            }
            key.push(plain(c));
            i += 1;
        }
        return Some((key.to_lowercase(), i));
    }
    while let Some(c) = char_at(i) {
        // A word that stands alone ends with its element; in a bracket it goes on.
        if stops_at_tags && i > at && seen.get(i).is_some_and(|seen| seen.follows_tag) {
            break;
        }
        // Punctuation belongs to the key when the key goes on behind it.
        let goes_on = char_at(i + 1).is_some_and(is_word);
        if is_word(c)
            || (goes_on && (is_hyphen(c) || matches!(c, ':' | '.' | '#' | '$' | '%' | '&' | '+' | '?' | '~' | '/')))
        {
            key.push(plain(c));
            i += 1;
        } else {
            break;
        }
    }
    Some((key.to_lowercase(), i))
}

fn plain(c: char) -> char {
    if is_hyphen(c) { '-' } else { c }
}

/// Whether an `@` here could begin a citation: the one of an e-mail address has a word before it.
fn may_begin(seen: &[Seen], at: usize) -> bool {
    if seen.get(at).is_some_and(|seen| seen.follows_tag) {
        return true;
    }
    let before = at.checked_sub(1).and_then(|before| seen.get(before)).map(|seen| seen.c);
    before.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '+' | '%' | '@' | '/' | '\\' | '=' | '#')))
}

/// `@key`, `-@key`, and `@key [p. 3]`.
fn bare(seen: &[Seen], at: usize) -> Option<(Marker, usize)> {
    let begin = seen.get(at)?;
    let suppresses_author = begin.c == '-';
    let sign = if suppresses_author { at + 1 } else { at };
    if seen.get(sign)?.c != '@' || !may_begin(seen, at) {
        return None;
    }
    let (key, mut end) = key(seen, sign + 1, true)?;
    let mut cites = vec![Cite { key, suppresses_author, at: seen.get(sign)?.from, ..Cite::default() }];
    // A bracket right behind it belongs to it, unless it is the text of a link.
    let bracket = (end..seen.len()).find(|&i| seen.get(i).is_some_and(|seen| seen.c != ' ')).unwrap_or(end);
    if !suppresses_author
        && bracket <= end + 1
        && seen.get(bracket).is_some_and(|seen| seen.c == '[')
        && let Some(close) = closing(seen, bracket)
        && seen.get(close + 1).is_none_or(|seen| seen.c != '(')
    {
        let inner = seen.get(bracket + 1..close)?;
        let parts = split(inner);
        let first = parts.first().copied().unwrap_or_default();
        let more: Option<Vec<Cite>> = if first.iter().any(|seen| seen.c == '@') {
            None
        } else {
            parts.iter().skip(1).map(|part| cite(part)).collect()
        };
        let (locator, suffix) = locator(&text_of(first), true);
        // `@mention [draft]` is no citation with a place in it.
        if let (Some(more), true) = (more, locator.is_some() || parts.len() > 1)
            && let Some(cite) = cites.first_mut()
        {
            (cite.locator, cite.suffix) = (locator, suffix);
            cites.extend(more);
            end = close + 1;
        }
    }
    let to = end.checked_sub(1).and_then(|last| seen.get(last))?.to;
    let marker = Marker {
        range: begin.from..to,
        cites,
        is_narrative: !suppresses_author,
        is_bracketed: false,
        is_in_link: false,
        tags: Vec::new(),
    };
    Some((marker, end))
}

/// The bracket that closes the one at `at`, on the same line or the next ones of the paragraph.
fn closing(seen: &[Seen], at: usize) -> Option<usize> {
    /// Longest marker, in characters.
    const LONGEST: usize = 2000;
    /// Brackets within one another.
    const DEEPEST: usize = 4;
    let mut depth = 0_usize;
    let mut line_ended = false;
    for (i, Seen { c, .. }) in seen.iter().enumerate().skip(at).take(LONGEST) {
        match c {
            // Brackets in brackets are names of places at most, and looking for their ends takes time.
            '[' if depth == DEEPEST => return None,
            '[' => depth += 1,
            ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(i);
                }
            }
            // A paragraph ends at an empty line.
            '\n' if line_ended => return None,
            _ => {}
        }
        line_ended = *c == '\n' || line_ended && *c == ' ';
    }
    None
}

/// `[see @a, p. 3; -@b]`.
fn bracketed(seen: &[Seen], at: usize) -> Option<(Marker, usize)> {
    let close = closing(seen, at)?;
    // `[text](address)` is a link.
    if seen.get(close + 1).is_some_and(|seen| seen.c == '(') {
        return None;
    }
    let cites: Option<Vec<Cite>> = split(seen.get(at + 1..close)?).into_iter().map(cite).collect();
    let cites = cites.filter(|cites| !cites.is_empty())?;
    let range = seen.get(at)?.from..seen.get(close)?.to;
    let marker = Marker { range, cites, is_narrative: false, is_bracketed: true, is_in_link: false, tags: Vec::new() };
    Some((marker, close + 1))
}

/// The parts between semicolons.
fn split(seen: &[Seen]) -> Vec<&[Seen]> {
    seen.split(|seen| seen.c == ';').filter(|part| part.iter().any(|seen| seen.c != ' ' && seen.c != '\n')).collect()
}

/// One part of a bracket: prefix, key, locator, suffix. None when it has no key.
fn cite(part: &[Seen]) -> Option<Cite> {
    let sign = (0..part.len()).find(|&i| {
        part.get(i).is_some_and(|seen| seen.c == '@') && {
            let dashed = i.checked_sub(1).filter(|&before| part.get(before).is_some_and(|seen| is_hyphen(seen.c)));
            may_begin(part, dashed.unwrap_or(i))
        }
    })?;
    let dashed = sign.checked_sub(1).filter(|&before| part.get(before).is_some_and(|seen| is_hyphen(seen.c)));
    let (key, end) = key(part, sign + 1, false)?;
    let prefix = text_of(part.get(..dashed.unwrap_or(sign))?);
    let (locator, suffix) = locator(&text_of(part.get(end..)?), false);
    Some(Cite {
        key,
        prefix: prefix.trim().to_owned(),
        locator,
        suffix,
        suppresses_author: dashed.is_some(),
        at: part.get(sign)?.from,
    })
}

fn text_of(seen: &[Seen]) -> String {
    seen.iter().map(|seen| if seen.c == '\n' { ' ' } else { seen.c }).collect()
}

/// The kind of locator that a text begins with, by its CSL name, and what follows its label.
fn label_of(text: &str) -> Option<(&'static str, &str)> {
    let lower = text.to_lowercase();
    LABELS.iter().find_map(|(name, labels)| {
        labels.iter().find_map(|label| {
            let after = lower.starts_with(label).then(|| text.get(label.len()..)).flatten()?;
            let is_whole = label.ends_with(['.', '§', '¶']) || after.starts_with([' ', '\u{a0}']);
            is_whole.then(|| (*name, after.trim_start()))
        })
    })
}

/// The locator at the begin of a text, and what is left. Without a label, a number with a comma before it is a page; in
/// a bracket of its own (`@key [3]`), without the comma.
fn locator(text: &str, is_alone: bool) -> (Option<(&'static str, String)>, String) {
    let whole = text.trim();
    let after_comma = whole.strip_prefix(',').map(str::trim_start);
    // Right behind the key or behind a comma, braces hold a locator, whatever it looks like; empty ones say that there is
    // none.
    let behind_key = Some(whole).filter(|whole| whole.starts_with('{') && whole.contains('}'));
    let Some(rest) = after_comma.or(behind_key).or(is_alone.then_some(whole)) else { return (None, whole.to_owned()) };
    let inner = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    if let Some((inner, after)) = inner {
        if inner.trim().is_empty() {
            return (None, after.trim().to_owned());
        }
        // Letters without a label are no pages: they are printed as they stand.
        if label_of(inner.trim()).is_none() && !inner.contains(|c: char| c.is_ascii_digit()) {
            return (None, format!(", {}{}", inner.trim().replace('-', "–"), after.trim_end()));
        }
    }
    let (rest, braced_suffix) = inner.map_or((rest, None), |(inner, after)| (inner.trim(), Some(after)));
    let label = label_of(rest);
    let (name, value) = label.unwrap_or(("page", rest));
    let (value, suffix) = match braced_suffix {
        Some(after) => (value.len(), after),
        None => (numbers(value, label.is_some()), ""),
    };
    let (value, left) = label.map_or(rest, |(_, after)| after).split_at_checked(value).unwrap_or((rest, ""));
    if value.is_empty() {
        return (None, whole.to_owned());
    }
    let suffix = format!("{left}{suffix}");
    (Some((name, value.trim().to_owned())), suffix.trim().trim_start_matches(',').trim().to_owned())
}

/// A place in a work as a writer puts it: `p. 3`, `pp. 33-35`, `table 2`, `12`. None when it is something else.
pub fn place(text: &str) -> Option<(&'static str, String)> {
    let (locator, suffix) = locator(text, true);
    locator.filter(|_| suffix.is_empty())
}

/// How many bytes of the text are numbers of places: `33-35, 38-39`, `iv`, `2.3`, `S12`. Roman ones need a label.
fn numbers(text: &str, has_label: bool) -> usize {
    let mut end = 0;
    let mut rest = text;
    loop {
        let gap = rest.len() - rest.trim_start_matches([' ', ',', '&']).len();
        let word = &rest[gap..];
        let length = word
            .find(|c: char| !(c.is_alphanumeric() || is_hyphen(c) || matches!(c, '.' | ':' | '/')))
            .unwrap_or(word.len());
        let word = word[..length].trim_end_matches('.');
        let has_digit = word.chars().any(|c| c.is_ascii_digit());
        let is_roman = has_label
            && end == 0
            && !word.is_empty()
            && word.chars().all(|c| "ivxlcdmIVXLCDM".contains(c) || is_hyphen(c));
        let is_dash = end > 0 && !word.is_empty() && word.chars().all(is_hyphen);
        if !(has_digit || is_roman || is_dash) || word.is_empty() {
            return end;
        }
        end += gap + word.len();
        rest = &text[end..];
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::domain::Vocabulary;

    /// The markers in short: `see|key|page 3|suffix`, author left out with `-`.
    fn brief(text: &str) -> Vec<String> {
        let cite = |cite: &Cite| {
            let Cite { key, prefix, locator, suffix, suppresses_author, at: _ } = cite;
            let locator = locator.as_ref().map(|(label, text)| format!("{label} {text}")).unwrap_or_default();
            let dash = if *suppresses_author { "-" } else { "" };
            format!("{prefix}|{dash}{key}|{locator}|{suffix}")
        };
        let marker = |marker: &Marker| {
            let cites: Vec<_> = marker.cites.iter().map(cite).collect();
            format!("{}{}", if marker.is_narrative { "@" } else { "" }, cites.join(";"))
        };
        markers(text, TextKind::Text).iter().map(marker).collect()
    }

    #[test]
    fn pandocs_manual_is_followed() {
        let check = |text: &str, expected: &[&str]| assert_eq!(brief(text), expected, "{text}");
        check(
            "Blah [see @doe99, pp. 33-35 and *passim*; @smith04, chap. 1].",
            &["see|doe99|page 33-35|and *passim*;|smith04|chapter 1|"],
        );
        check("Smith says blah [-@smith04].", &["|-smith04||"]);
        check("@smith04 says blah.", &["@|smith04||"]);
        check("@smith04 [p. 33] says blah.", &["@|smith04|page 33|"]);
        check("@smith04 [p. 33; see @doe99] says.", &["@|smith04|page 33|;see|doe99||"]);
        check("[@smith{ii, A, D-Z}, with a suffix]", &["|smith||, ii, A, D–Z, with a suffix"]);
        check("[@smith{}, 99 years later]", &["|smith||, 99 years later"]);
        check("[@smith, {}99 years later]", &["|smith||99 years later"]);
        check(
            "[@PMID:1; @https://doi.org/10.5555/x.1, p. 3; see @http://example.org/a?b=c]",
            &["|pmid:1||;|https://doi.org/10.5555/x.1|page 3|;see|http://example.org/a?b=c||"],
        );
        check(
            "[@smith, {pp. iv, vi-xi, (xv)-(xvii)} with suffix here]",
            &["|smith|page iv, vi-xi, (xv)-(xvii)|with suffix here"],
        );
        check("[@a, 12; @b, p. iv, @c]", &["|a|page 12|;|b|page iv|@c"]);
        check(
            "[@{https://example.com/bib?name=foobar&date=2000}, p. 33]",
            &["|https://example.com/bib?name=foobar&date=2000|page 33|"],
        );
        check("[@a, fig. 2a; @b, § 4.1; @c, tables 1 & 2]", &["|a|figure 2a|;|b|section 4.1|;|c|table 1 & 2|"]);
    }

    #[test]
    fn markers_survive_word_processors() {
        let expected = ["|acp-2017|page 3|;|cochrane-mu-2020||"];
        for pasted in [
            "[@acp-2017, p. 3; @cochrane-mu-2020]",
            "[@acp\u{2011}2017, p.\u{a0}3; @cochrane\u{2013}mu\u{2013}2020]",
            "[\u{200b}@acp-2017\u{200b}, p. 3; \u{feff}@cochrane-mu-2020]",
            "&#91;@acp-2017, p.&nbsp;3; &#64;cochrane-mu-2020&#93;",
            "\\[@acp-2017, p. 3; @cochrane-mu-2020\\]",
            "［＠acp-2017, p. 3； @cochrane-mu-2020］",
            "[@ACP-2017, p. 3; @Cochrane-Mu-2020]",
            "[@acp-2017, p. 3;\n @cochrane-mu-2020]",
            "“[@acp-2017, p. 3; @cochrane-mu-2020].”",
        ] {
            assert_eq!(brief(pasted), expected, "{pasted}");
        }
    }

    #[test]
    fn what_is_no_citation_is_left_alone() {
        for text in [
            "write to anna.nobody@example.org",
            "[anna@example.org](mailto:anna@example.org)",
            "[link text](https://example.org/@name)",
            "[not a citation]",
            "see [1-3]",
            "\\@acp-2017",
            "https://example.social/@acp-2017",
            "a @ b",
            "[@acp-2017\n\nnext paragraph]",
        ] {
            let found: Vec<_> =
                markers(text, TextKind::Text).into_iter().filter(|marker| marker.is_bracketed).collect();
            assert_eq!(found, [], "{text}");
        }
        assert_eq!(brief("mail anna@example.org or x@y.z"), Vec::<String>::new());
        assert_eq!(markers("<a href=\"mailto:x\" title=\"[@a]\">[@b]</a>", TextKind::Html).len(), 1);
    }

    #[test]
    fn code_is_left_alone_and_words_that_were_parted_are_whole() {
        let cited = |text: &str, kind: TextKind| -> Vec<(String, bool)> {
            markers(text, kind).iter().map(|marker| (marker.cites[0].key.clone(), marker.is_in_link)).collect()
        };
        let key = |key: &str, is_in_link: bool| (key.to_owned(), is_in_link);
        let markdown = "A [@a].\n\n    [@b]\n\n```\n[@c]\n```\n\nWrite `[@d]`, ![@e](x.png), [see [@f]](https://x.example).\n\n- item\n\n    [@g]\n";
        assert_eq!(cited(markdown, TextKind::Markdown), [key("a", false), key("f", true), key("g", false)]);
        let html = "<p>[@a] <code>[@b]</code> <PRE>[@c]</pre> <a href=\"x\">[@d]</a> <span>[@e</span><b>-2017]</b></p>";
        assert_eq!(cited(html, TextKind::Html), [key("a", false), key("d", true), key("e-2017", false)]);
        assert_eq!(cited("<b>@a</b>and <p>[@b</p><p>c]</p>", TextKind::Html), [key("a", false), key("b", false)]);
        assert_eq!(cited("<code>[@a]", TextKind::Html), []);
    }

    /// Each of these once took a time that grows with the square of the length.
    #[test]
    fn long_texts_of_marks_hold_no_markers() {
        for piece in ["[", "@{", "[@", "<", "&", "@a [", "[;", "-@-", "<code>", "<a>", "`", "[@a]("] {
            let text = piece.repeat(300_000 / piece.len());
            for kind in TextKind::ALL {
                assert!(markers(&text, *kind).iter().all(|marker| !marker.is_bracketed), "{piece}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), kind in select(TextKind::ALL)) {
            for marker in markers(&text, kind) {
                prop_assert!(text.get(marker.range.clone()).is_some());
            }
        }

        #[test]
        fn no_marker_like_text_panics(text in r"[\[\]@{};,. \-–a-z0-9\\&<>/#p§`~!()\n]{0,60}", kind in select(TextKind::ALL)) {
            let mut end = 0;
            for marker in markers(&text, kind) {
                prop_assert!(text.get(marker.range.clone()).is_some());
                prop_assert!(marker.range.start >= end, "markers overlap");
                end = marker.range.end;
            }
        }
    }
}
