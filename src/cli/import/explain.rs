//! `evidence import --explain`: which value of a record was read from where.

use std::{fmt::Write as _, io::Read};

use serde::Serialize;

use super::{MAX_TOLD, TITLE_CHARS};
use crate::{
    citation::exchange::{self, Explained, ExplainedPart, FieldValue, ImportFormat, Imported, Malformed, ReadError},
    cli::output::{self, Ink},
    domain::repeated::shortened_to,
};

/// A record, for programs: one on each line.
#[derive(Serialize)]
struct RecordView<'a> {
    file: &'a str,
    line: usize,
    title: Option<&'a str>,
    /// Why it cannot be imported.
    fault: Option<&'a str>,
    parts: Vec<PartView<'a>>,
    notes: &'a [String],
    parts_left_out: usize,
}

#[derive(Serialize)]
struct PartView<'a> {
    name: &'a str,
    lines: &'a [usize],
    written: &'a [String],
    gives: Vec<ValueView<'a>>,
    repeats: Vec<ValueView<'a>>,
    notes: &'a [String],
    passed_over: bool,
}

#[derive(Serialize)]
struct ValueView<'a> {
    field: &'a str,
    values: &'a [String],
}

impl<'a> RecordView<'a> {
    fn of(file: &'a str, explained: &'a Explained) -> Self {
        let Explained { outcome, parts, notes, left_out } = explained;
        let (line, title, fault) = match outcome {
            Ok(Imported { line, bibliography, .. }) => (*line, Some(bibliography.title.as_str()), None),
            Err(Malformed { line, message }) => (*line, None, Some(message.as_str())),
        };
        Self {
            file,
            line,
            title,
            fault,
            parts: parts.iter().map(PartView::of).collect(),
            notes,
            parts_left_out: *left_out,
        }
    }
}

impl<'a> PartView<'a> {
    fn of(part: &'a ExplainedPart) -> Self {
        let ExplainedPart { name, lines, written, gives, repeats, notes, is_passed_over } = part;
        let values = |values: &'a [FieldValue]| {
            values.iter().map(|FieldValue { field, values }| ValueView { field, values }).collect()
        };
        Self {
            name,
            lines,
            written,
            gives: values(gives),
            repeats: values(repeats),
            notes,
            passed_over: *is_passed_over,
        }
    }
}

/// How many records of a file can be imported and how many cannot, and why the file was not read to its end.
pub(super) struct Counted {
    pub(super) good: usize,
    pub(super) malformed: usize,
    pub(super) ended: Result<ImportFormat, ReadError>,
    /// Why nothing more could be printed.
    pub(super) unprinted: Option<anyhow::Error>,
}

/// Prints of each record of a file what was read from where.
pub(super) fn file(shown: &str, content: impl Read, format: Option<ImportFormat>, as_json: bool) -> Counted {
    let (mut good, mut malformed, mut unprinted) = (0, 0, None);
    let ink = Ink::of_stdout();
    let ended = exchange::read_explained(content, format, &mut |explained| {
        match explained.outcome {
            Ok(_) => good += 1,
            Err(_) => malformed += 1,
        }
        if unprinted.is_some() || (explained.outcome.is_err() && malformed > MAX_TOLD) {
            return;
        }
        let printed = if as_json {
            let line = serde_json::to_string(&RecordView::of(shown, &explained)).map_err(anyhow::Error::from);
            line.and_then(|line| output::data(&format!("{line}\n")))
        } else {
            output::text(&text(shown, &explained, ink))
        };
        unprinted = printed.err();
    });
    Counted { good, malformed, ended, unprinted }
}

/// For people: the record, and below it a line for each value.
fn text(file: &str, explained: &Explained, ink: Ink) -> String {
    let Explained { outcome, parts, notes, left_out } = explained;
    let mut text = match outcome {
        Ok(Imported { line, bibliography, .. }) => {
            format!("{file}:{line}: {}\n", ink.bold(&shortened_to(&bibliography.title, TITLE_CHARS)))
        }
        Err(Malformed { line, message }) => format!("{file}:{line}: not imported: {message}\n"),
    };
    for part in parts {
        let ExplainedPart { name, lines, written: _, gives, repeats, notes, is_passed_over } = part;
        let place = match lines.as_slice() {
            [] => name.clone(),
            [line] => format!("{name} (line {line})"),
            [first, .., last] => format!("{name} (lines {first} to {last})"),
        };
        let mut rows: Vec<String> = gives.iter().map(|value| said(value, "")).collect();
        rows.extend(repeats.iter().map(|value| said(value, " (said elsewhere, too)")));
        rows.extend(notes.iter().map(|note| format!("note: {note}")));
        if rows.is_empty() {
            rows.push(if *is_passed_over { "passed over".to_owned() } else { "nothing more".to_owned() });
        }
        for (at, row) in rows.iter().enumerate() {
            // Writing to a string does not fail.
            let _ = writeln!(text, "    {:<36} {row}", if at == 0 { place.as_str() } else { "" });
        }
    }
    for note in notes {
        let _ = writeln!(text, "    {:<36} note: {note}", "");
    }
    if *left_out > 0 {
        let _ = writeln!(text, "    {left_out} more values are not explained");
    }
    text.push('\n');
    text
}

fn said(FieldValue { field, values }: &FieldValue, also: &str) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = values.iter().take(SHOWN).map(|value| shortened_to(value, TITLE_CHARS)).collect();
    let more = match values.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{field}: {}{more}{also}", shown.join("; "))
}
