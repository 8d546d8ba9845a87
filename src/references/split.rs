//! Cuts a text into references.

use super::reading::{Reading, without_number};
use crate::{citation::exchange, domain::Identifier, text::Citing};

/// The references of a file of one of the formats of import; none if the text is in none of them. A record that cannot be read is
/// read as free text.
///
/// # Errors
/// [`exchange::ReadError`] when the file breaks off.
pub(super) fn records(text: &str) -> Result<Option<Vec<(String, Reading)>>, exchange::ReadError> {
    if !looks_like_records(text) {
        return Ok(None);
    }
    let mut found: Vec<(usize, Option<Reading>)> = Vec::new();
    let read = exchange::read(text.as_bytes(), None, &mut |outcome| match outcome {
        Ok(imported) => {
            found.push((imported.line, Some(Reading::of_fields(imported.bibliography, imported.editorial.status))))
        }
        Err(malformed) => found.push((malformed.line, None)),
    });
    match read {
        Ok(_) => {}
        // No format after all: a list that begins with a brace or a bracket.
        Err(exchange::ReadError::Format(_)) => return Ok(None),
        Err(broken) if found.is_empty() => return Err(broken),
        Err(_) => {}
    }
    let mut lines: Vec<usize> = vec![0];
    lines.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let begin = |line: usize| lines.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
    let ends: Vec<usize> = found.iter().skip(1).map(|(line, _)| begin(*line)).chain([text.len()]).collect();
    let mut all = Vec::new();
    for ((line, reading), end) in found.into_iter().zip(ends) {
        // Records that share a line are told apart by nothing; each repeats the line.
        let input = text.get(begin(line)..end.max(begin(line))).unwrap_or_default().trim();
        let input = if input.is_empty() {
            text.get(begin(line)..).and_then(|rest| rest.lines().next()).unwrap_or_default()
        } else {
            input
        };
        let reading = reading.unwrap_or_else(|| Reading::of_text(input));
        all.push((input.to_owned(), reading));
    }
    Ok((!all.is_empty()).then_some(all))
}

/// Whether a text is in one of the formats of import, by its begin: a list of references may hold anything further on.
fn looks_like_records(text: &str) -> bool {
    let begin = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let tag = |name: &str| begin.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    let is_tagged = ["TY  -", "TY -", "PMID-", "PMID -"].into_iter().any(tag);
    let is_json = begin.starts_with("[{")
        || begin.starts_with('{')
        || begin.starts_with('[') && begin[1..].trim_start().starts_with('{');
    let is_bibtex = begin.strip_prefix('@').is_some_and(|rest| {
        let word = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        word.len() < rest.len() && word.trim_start().starts_with(['{', '('])
    });
    is_tagged || is_json || is_bibtex || tag("<?xml") || tag("<Pubmed")
}

/// The references of a list written for people: cut at the numbers of the list where it has some, else at blank lines, at lines
/// that hang and at lines that end a reference.
pub(super) fn entries(text: &str) -> Vec<&str> {
    let lines = lines(text);
    let is_blank = |line: &Line<'_>| line.text.trim().is_empty();
    let numbered = numbers(&lines);
    let mut starts: Vec<usize> = Vec::new();
    let mut block: Vec<&Line<'_>> = Vec::new();
    if numbered.len() >= 2
        || numbered.first().is_some_and(|first| lines.iter().take_while(|line| line.start < *first).all(is_blank))
    {
        starts.extend(numbered.iter());
        let mut after_blank = false;
        // What stands before the first number, and what follows a blank line without one, are references of their own.
        for line in &lines {
            let is_first = starts.first().is_none_or(|first| line.start < *first);
            if !is_blank(line) && is_first && (block.is_empty() || after_blank) {
                block.push(line);
            }
            after_blank = is_blank(line);
        }
        starts.extend(block.iter().map(|line| line.start));
        starts.sort_unstable();
        starts.dedup();
    } else {
        for line in &lines {
            if is_blank(line) {
                cut_block(&block, &mut starts);
                block.clear();
            } else {
                block.push(line);
            }
        }
        cut_block(&block, &mut starts);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let entries = starts.iter().zip(ends).filter_map(|(start, end)| text.get(*start..end)).map(str::trim);
    entries.filter(|entry| entry.chars().any(char::is_alphanumeric)).collect()
}

/// A line and where it begins.
struct Line<'a> {
    start: usize,
    /// Without its end.
    text: &'a str,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut all = Vec::new();
    for line in text.split_inclusive(['\n', '\r']) {
        all.push(Line { start, text: line.trim_end_matches(['\n', '\r']) });
        start += line.len();
    }
    all
}

/// Where the lines begin that have the numbers of a list, in their order: `1.`, `[1]`, `1)`; each one more than the last.
fn numbers(lines: &[Line<'_>]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut last: Option<u32> = None;
    for line in lines {
        let begin = line.text.trim_start();
        if without_number(begin).len() == begin.len() {
            continue;
        }
        let inner = begin.trim_start_matches(['[', '(']);
        let digits = &inner[..inner.bytes().take_while(u8::is_ascii_digit).count()];
        match digits.parse::<u32>() {
            Ok(number) => {
                // A line that begins with a volume or a page is no entry; a list may leave a number out.
                if last.is_none_or(|last| number > last && number <= last + 3) {
                    last = Some(number);
                    starts.push(line.start);
                }
            }
            // A bullet.
            Err(_) => starts.push(line.start),
        }
    }
    starts
}

/// Cuts lines without blank ones between them.
fn cut_block(block: &[&Line<'_>], starts: &mut Vec<usize>) {
    let Some(first) = block.first() else { return };
    starts.push(first.start);
    let indent = |line: &Line<'_>| line.text.len() - line.text.trim_start().len();
    let hangs = block.iter().any(|line| indent(line) > indent(first));
    if hangs {
        starts.extend(block.iter().skip(1).filter(|line| indent(line) <= indent(first)).map(|line| line.start));
        return;
    }
    for pair in block.windows(2) {
        let [before, line] = pair else { continue };
        if is_begin(before.text, line.text) {
            starts.push(line.start);
        }
    }
}

/// Whether a line begins another reference, and does not go on with the one before.
fn is_begin(before: &str, line: &str) -> bool {
    let (before, line) = (before.trim(), line.trim());
    let is_only_identifier =
        |text: &str| !text.contains(' ') && Identifier::recognise(text).is_ok() || is_labelled(text);
    match (is_only_identifier(before), is_only_identifier(line)) {
        (true, true) => return true,
        // `doi: …` on a line of its own belongs to what stands above.
        (false, true) => return false,
        _ => {}
    }
    let ends = before.ends_with(['.', ')', ']', '"', '”', '/', ';'])
        || before.ends_with(|c: char| c.is_ascii_digit())
        || is_only_identifier(before);
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let ends_in_identifier = last.contains("10.") || last.contains("://") || last.to_lowercase().contains("pmc");
    // The initials of an author or an abbreviation at the end of a line that was broken.
    let is_short = last.trim_end_matches('.').chars().count() <= 2
        && last.ends_with('.')
        && !last.starts_with(|c: char| c.is_ascii_digit());
    let begins =
        line.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '[' | '‘' | '\'')) || is_particle(line);
    // A line that lacks any year, identifier or page is not whole.
    let is_whole = before.bytes().any(|byte| byte.is_ascii_digit());
    begins && is_whole && (ends && !is_short || ends_in_identifier)
}

/// `doi: 10.5555/abc`, `PMID: 99990001; PMCID: PMC9999001`.
fn is_labelled(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["doi:", "doi ", "pmid:", "pmid ", "pmcid:", "pubmed pmid", "https://", "http://"]
        .iter()
        .any(|label| lower.starts_with(label))
        || Citing::LineBegins.words().iter().any(|begin| {
            lower.strip_prefix(begin.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
}

/// A family name with its particle: `van der Heide`.
fn is_particle(line: &str) -> bool {
    let mut words = line.split(' ');
    let first = words.next().unwrap_or_default();
    Citing::Particles.has(first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_cut_into_references() {
        for (text, expected) in [
            ("", &[][..]),
            ("\n \n", &[]),
            ("Nobody A. Aches. J Nowhere. 2020;1:2.", &["Nobody A. Aches. J Nowhere. 2020;1:2."]),
            (
                "1. One A. 2020.\n2. Two B. 2021.\n   Further.\n3. Three C.",
                &["1. One A. 2020.", "2. Two B. 2021.\n   Further.", "3. Three C."],
            ),
            ("[1] One A. 2020.\n\n[2] Two B. 2021.", &["[1] One A. 2020.", "[2] Two B. 2021."]),
            ("One A. 2020.\n\nTwo B.\n2021.\n\n\nThree C.", &["One A. 2020.", "Two B.\n2021.", "Three C."]),
            (
                "One A. Aches.\n  J Nowhere. 2020.\nTwo B. Pains.\n  J Nowhere. 2021.",
                &["One A. Aches.\n  J Nowhere. 2020.", "Two B. Pains.\n  J Nowhere. 2021."],
            ),
            (
                "One A. J Nowhere. 2020;1:2.\nTwo B. J Nowhere. 2021;1:2.",
                &["One A. J Nowhere. 2020;1:2.", "Two B. J Nowhere. 2021;1:2."],
            ),
            ("10.5555/a.1\n10.5555/a.2\nPMID: 99990001", &["10.5555/a.1", "10.5555/a.2", "PMID: 99990001"]),
            (
                "One A. Aches.\nJ Nowhere. 2020;1:2.\ndoi: 10.5555/a.1",
                &["One A. Aches.\nJ Nowhere. 2020;1:2.\ndoi: 10.5555/a.1"],
            ),
            ("- One A. 2020.\n- Two B. 2021.", &["- One A. 2020.", "- Two B. 2021."]),
            ("One A. 2020.\r\n\r\nTwo B. 2021.\r\n", &["One A. 2020.", "Two B. 2021."]),
        ] {
            assert_eq!(entries(text), expected, "{text:?}");
        }
    }

    #[test]
    fn records_repeat_their_lines() {
        let text = "TY  - JOUR\nTI  - Aches\nAU  - Nobody, A.\nPY  - 2020\nER  - \n\nTY  - JOUR\nTI  - Pains\nAU  - Nobody, B.\nPY  - 2021\nER  - \n";
        let all = records(text).expect("it is whole").expect("it is RIS");
        let inputs: Vec<&str> = all.iter().map(|(input, _)| input.lines().nth(1).unwrap_or_default()).collect();
        assert_eq!(inputs, ["TI  - Aches", "TI  - Pains"]);
        assert!(records("Nobody A. Aches. 2020.").expect("it is no file").is_none());
        assert!(records("[1] Nobody A. Aches. 2020.").expect("it is no file").is_none());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = entries(&text);
            let _ = records(&text);
        }

        #[test]
        fn no_letter_is_lost(text in "([1-9]\\. |\\[[1-9]\\]|A|b|\\.|\n|\r| |10\\.5555/a|;){0,40}") {
            let count = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
            let kept: usize = entries(&text).iter().map(|entry| count(entry)).sum();
            prop_assert_eq!(kept, count(&text));
        }
    }
}
