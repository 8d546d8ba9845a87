//! Plain text: lines are paragraphs unless a line was wrapped.

use super::{Passage, PassageKind};
use crate::text::is_stopword;

/// Longest line that counts as wrapped, in characters: wider ones were not broken by hand or by a mail program.
const WIDEST: usize = 120;

/// Shortest line, in characters, that is known by its last word to go on.
const SHORTEST: usize = 30;

/// Most words of a line that is taken for a heading.
const HEADING_WORDS: usize = 14;

#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

pub(super) fn passages(text: &str) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut block: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\n', '\r']);
        let indent = line.len() - line.trim_start().len();
        let trimmed = line.trim();
        if trimmed.is_empty() {
            flush(&mut block, &mut passages);
        } else {
            block.push(Line { start: start + indent, text: trimmed });
        }
        start += raw.len();
    }
    flush(&mut block, &mut passages);
    passages
}

fn width(line: &str) -> usize {
    line.chars().count()
}

/// Lines between two empty ones: joined where a line was broken because the next word did not fit.
fn flush(block: &mut Vec<Line<'_>>, passages: &mut Vec<Passage>) {
    let widest = block.iter().map(|line| width(line.text)).max().unwrap_or(0);
    // A list of short lines seldom ends in a full stop; a paragraph that somebody wrapped does.
    let is_prose = block.last().is_some_and(|line| ends_sentence(line.text));
    let lines = std::mem::take(block);
    // What came before was looked at before: once more for each block would take the square of the time.
    let known = passages.len();
    let mut current: Option<Passage> = None;
    for (i, line) in lines.iter().enumerate() {
        let (bullet, body) = without_bullet(line.text);
        let starts_anew = bullet > 0 || current.is_none();
        if starts_anew {
            passages.extend(current.take());
        }
        let kind = if bullet > 0 { PassageKind::Item } else { PassageKind::Paragraph };
        let passage = current.get_or_insert_with(|| Passage::new(kind));
        passage.space(line.start..line.start);
        passage.verbatim(body, line.start + bullet);
        let goes_on = lines.get(i + 1).is_some_and(|next| {
            let word = next.text.split(' ').next().map_or(0, width);
            let is_full = widest <= WIDEST && width(line.text) + 1 + word > widest;
            (is_full || is_prose && is_broken(line.text, next.text)) && without_bullet(next.text).0 == 0
        });
        if !goes_on {
            passages.extend(current.take());
        }
    }
    passages.extend(current);
    for passage in passages.iter_mut().skip(known).filter(|passage| passage.kind == PassageKind::Paragraph) {
        if is_heading(&passage.text) {
            passage.kind = PassageKind::Heading;
        }
    }
}

/// Whether a line ends in a sign that ends a sentence, closed by a quotation mark or a bracket or not.
fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']).ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Whether a sentence stands on both sides of the end of a line: it has no end there, and what follows is no beginning.
fn is_broken(line: &str, next: &str) -> bool {
    let begins_lower = next.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_lowercase() || c.is_numeric());
    let last = line.rsplit(' ').next().unwrap_or_default();
    // `What it is for` may be a heading.
    let is_long = width(line) >= SHORTEST;
    let asks_for_more = last.ends_with([',', '–', '—', '(']) || is_long && is_stopword(&last.to_lowercase());
    !ends_sentence(line) && (begins_lower || asks_for_more)
}

/// A short line without the end of a sentence, or a question, names what follows. `Hours: …` does not.
fn is_heading(text: &str) -> bool {
    let says_something = text.contains(": ") || text.ends_with(['.', '!', '…', ',', ';', ')']);
    !says_something && text.split_whitespace().count() <= HEADING_WORDS
}

/// How many bytes of bullet a line begins with, and the rest of it.
fn without_bullet(line: &str) -> (usize, &str) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after_digits = line.get(digits..).unwrap_or_default();
    let mark = match line.chars().next() {
        Some(c @ ('-' | '*' | '•' | '–' | '·' | '▪' | '◦')) => c.len_utf8(),
        Some(_) if (1..=2).contains(&digits) && after_digits.starts_with(['.', ')']) => digits + 1,
        Some(_) | None => 0,
    };
    match line.get(mark..) {
        Some(rest) if mark > 0 && rest.starts_with(' ') => {
            let body = rest.trim_start();
            (line.len() - body.len(), body)
        }
        _ => (0, line),
    }
}
