//! The draft check on whole pages that another hand wrote and labelled sentence by sentence: what is named once and carried on, what is
//! overstated, and right sentences made wrong in one thing where they stand.

use std::{fmt::Write, fs};

use evidence::check::{CheckRequest, CheckVerdict, DraftFormat, HitSeverity, Report, SentenceReport};
use serde::Deserialize;

use crate::library::{AS_OF, real_library, root};

/// Wrong or overstated sentences that a rule of their label hits, at least. Floors only move up.
const WRONG_HIT: usize = 21;

/// Right sentences made wrong in one thing that a rule of their label hits, at least.
const MUTANTS_HIT: usize = 51;

/// Right and wrong sentences whose source is told, at least.
const SOURCES_TOLD: usize = 122;

/// A sentence of a page with its label.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labelled {
    text: String,
    kind: Kind,
    /// What is wrong with it: one of these rules must hit it.
    any_of: Vec<String>,
    source: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Right,
    Wrong,
    /// Says nothing that research could show, or what no record has.
    Other,
}

/// A right sentence of a page, made wrong in one thing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutant {
    page: String,
    from: String,
    to: String,
    any_of: Vec<String>,
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(format!("tests/check/pages/{name}.md"))).unwrap()
}

fn lines<T: for<'de> Deserialize<'de>>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(root().join(format!("tests/check/pages/{name}.jsonl"))).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn checked(text: &str) -> Report {
    real_library().check(&CheckRequest { format: DraftFormat::Markdown, ..CheckRequest::new(text, AS_OF) }).unwrap()
}

/// The sentences of a report that a text of the page stands in.
fn of<'r>(report: &'r Report, page: &str, text: &str) -> Vec<&'r SentenceReport> {
    let start = page.find(text).unwrap_or_else(|| panic!("not in the page: {text}"));
    let end = start + text.len();
    let overlaps = |one: &&SentenceReport| one.span.start.bytes < end && start < one.span.end.bytes;
    report.sentences.iter().filter(overlaps).collect()
}

fn is_hit(sentences: &[&SentenceReport], any_of: &[String]) -> bool {
    let hits = sentences.iter().flat_map(|one| &one.hits).filter(|hit| hit.severity != HitSeverity::Info);
    hits.map(|hit| hit.rule.id).any(|id| any_of.iter().any(|rule| rule == id))
}

#[derive(Default)]
struct Figures {
    others: usize,
    false_errors: Vec<String>,
    wrong: usize,
    wrong_missed: Vec<String>,
    mutants: usize,
    mutants_missed: Vec<String>,
    mutants_matched: usize,
    sourced: usize,
    source_told: usize,
}

fn evaluated() -> Figures {
    let mut figures = Figures::default();
    for number in 1..=10 {
        let name = format!("{number:02}");
        let page = page(&name);
        let report = checked(&page);
        for Labelled { text, kind, any_of, source } in lines(&name) {
            let here = of(&report, &page, &text);
            if kind == Kind::Wrong {
                figures.wrong += 1;
                if !is_hit(&here, &any_of) {
                    figures.wrong_missed.push(text.clone());
                }
            } else {
                figures.others += 1;
                let mut hits = here.iter().flat_map(|one| &one.hits);
                if let Some(hit) = hits.find(|hit| hit.severity == HitSeverity::Error) {
                    figures.false_errors.push(format!("{} {text}: {}", hit.rule.id, hit.message));
                }
            }
            if let Some(source) = source.filter(|_| kind != Kind::Other) {
                figures.sourced += 1;
                let told = here.iter().filter_map(|one| one.source.as_ref()).any(|one| one.id.as_str() == source);
                figures.source_told += usize::from(told);
            }
        }
    }
    for Mutant { page: name, from, to, any_of } in lines("mutants") {
        let page = page(&name).replacen(&from, &to, 1);
        let report = checked(&page);
        let here = of(&report, &page, &to);
        figures.mutants += 1;
        if !is_hit(&here, &any_of) {
            figures.mutants_missed.push(to.clone());
            figures.mutants_matched += usize::from(here.iter().any(|one| one.verdict == CheckVerdict::Matched));
        }
    }
    figures
}

/// The figures as `tests/check/README.md` shows them.
pub(crate) fn figures() -> String {
    let of = evaluated();
    let mut text = "\n### pages: 10 pages of another hand\n\n| | sentences | |\n| --- | --: | --: |\n".to_owned();
    let mut line = |what: &str, all: usize, some: usize| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "| {what} | {all} | {some} |");
    };
    line("right, or no evidence: with an error", of.others, of.false_errors.len());
    line("wrong or overstated: hit by a rule of the label", of.wrong, of.wrong - of.wrong_missed.len());
    line("made wrong in one thing: hit by a rule of the label", of.mutants, of.mutants - of.mutants_missed.len());
    line("made wrong in one thing: called matched", of.mutants, of.mutants_matched);
    line("about a source: told which", of.sourced, of.source_told);
    text
}

#[test]
fn pages_are_judged_sentence_by_sentence() {
    let of = evaluated();
    assert_eq!(of.false_errors, Vec::<String>::new());
    assert!(of.wrong - of.wrong_missed.len() >= WRONG_HIT, "{:#?}", of.wrong_missed);
    assert!(of.mutants - of.mutants_missed.len() >= MUTANTS_HIT, "{:#?}", of.mutants_missed);
    assert_eq!(of.mutants_matched, 0, "{:#?}", of.mutants_missed);
    assert!(of.source_told >= SOURCES_TOLD, "{} of {}", of.source_told, of.sourced);
}
