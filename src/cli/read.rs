//! `evidence read`: how the program reads a text.

use std::{fmt::Write, fs, io};

use anyhow::Context;
use clap::Args;
use serde::Serialize;

use super::{
    Outcome,
    output::{self, Ink},
};
use crate::{
    check::MAX_TEXT,
    domain::repeated::one_line,
    text::{
        Counted, Number, NumberKind, NumberRole, NumberValue, Period, Qualifier, Spread, SpreadKind, numbers, sentences,
    },
};

#[derive(Args, Debug)]
pub(super) struct Read {
    /// The text, or `-` for standard input
    file: String,
    /// As JSON; places are bytes of the text in UTF-8
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct TextView {
    sentences: Vec<SentenceView>,
}

#[derive(Serialize)]
struct SentenceView {
    bytes: [usize; 2],
    numbers: Vec<NumberView>,
}

#[derive(Serialize)]
struct NumberView {
    bytes: [usize; 2],
    kind: NumberKind,
    value: NumberValue,
    unit: Option<String>,
    counts: Option<Counted>,
    qualifier: Option<Qualifier>,
    role: Option<NumberRole>,
    decimals: Option<u8>,
    per: Option<Period>,
    spread: Option<NumberValue>,
    spread_kind: Option<SpreadKind>,
}

impl NumberView {
    /// `offset` is where its sentence begins.
    fn of(number: Number, offset: usize) -> Self {
        let Number { start, end, kind, value, unit, counts, noun_end: _, qualifier, role, decimals, per, spread } =
            number;
        let (spread, spread_kind) = match spread {
            Some(Spread { value, kind }) => (Some(value), Some(kind)),
            None => (None, None),
        };
        let bytes = [start + offset, end + offset];
        Self { bytes, kind, value, unit, counts, qualifier, role, decimals, per, spread, spread_kind }
    }
}

pub(super) fn run(arguments: &Read) -> anyhow::Result<Outcome> {
    let Read { file, json } = arguments;
    let text = text_of(file)?;
    anyhow::ensure!(text.len() <= MAX_TEXT, "{file} has {} bytes; at most {MAX_TEXT} are read", text.len());
    let read: Vec<SentenceView> = sentences(&text)
        .into_iter()
        .map(|range| {
            let sentence = text.get(range.clone()).unwrap_or_default();
            let numbers = numbers(sentence).into_iter().map(|number| NumberView::of(number, range.start)).collect();
            SentenceView { bytes: [range.start, range.end], numbers }
        })
        .collect();
    let shown = match json {
        true => serde_json::to_string(&TextView { sentences: read })? + "\n",
        false => listed(&text, &read, Ink::of_stdout())?,
    };
    if *json {
        output::data(&shown)?
    } else {
        output::text(&shown)?
    }
    Ok(Outcome::Done)
}

fn text_of(file: &str) -> anyhow::Result<String> {
    if file == "-" {
        return io::read_to_string(io::stdin().lock()).context("cannot read standard input as UTF-8");
    }
    fs::read_to_string(file).with_context(|| format!("cannot read {file} as UTF-8"))
}

/// For people: each sentence, and below it each number with what was understood.
fn listed(text: &str, read: &[SentenceView], ink: Ink) -> anyhow::Result<String> {
    let mut shown = String::new();
    for SentenceView { bytes: [start, end], numbers } in read {
        let sentence = text.get(*start..*end).unwrap_or_default();
        writeln!(shown, "{start}..{end}  {}", ink.bold(&one_line(sentence)))?;
        for number in numbers {
            let [start, end] = number.bytes;
            write!(shown, "    {:<24} {}", text.get(start..end).unwrap_or_default(), plain(&number.kind)?)?;
            write!(shown, " {}", plain(&number.value)?)?;
            if let Some(unit) = &number.unit {
                write!(shown, " {unit}")?;
            }
            if let Some(Period { value, unit }) = &number.per {
                write!(shown, " per {value} {unit}")?;
            }
            if let Some(spread) = &number.spread {
                write!(shown, " ± {}", plain(spread)?)?;
            }
            if let Some(counts) = &number.counts {
                write!(shown, " of {}", plain(counts)?)?;
            }
            if let Some(qualifier) = &number.qualifier {
                write!(shown, " ({})", plain(qualifier)?)?;
            }
            shown.push('\n');
        }
    }
    Ok(shown)
}

/// A value as JSON writes it, without the quotation marks.
fn plain(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string(value)?.replace('"', "").replace(',', ", "))
}
