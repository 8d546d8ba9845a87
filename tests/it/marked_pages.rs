//! The draft check on whole pages that another hand wrote and labelled sentence by sentence: what is named once and carried on, what is
//! overstated, and right sentences made wrong in one thing where they stand.

use std::{fmt::Write, fs};

use evidence::check::{CheckRequest, CheckVerdict, DraftFormat, HitSeverity, Report, SentenceReport};
use serde::Deserialize;

use crate::library::{AS_OF, real_library, root};

/// A folder of pages by one hand, and what the check does on them. At least and at most: floors move up, ceilings down.
struct Set {
    folder: &'static str,
    about: &'static str,
    pages: usize,
    /// Wrong or overstated sentences that a rule of their label hits, at least.
    wrong_hit: usize,
    /// Wrong or overstated sentences that are called matched, at most.
    wrong_matched: usize,
    /// Right sentences and such as are no evidence with an error, at most.
    false_errors: usize,
    /// Right sentences made wrong in one thing that a rule of their label hits, at least.
    mutants_hit: usize,
    /// Right sentences made wrong in one thing that are called matched, at most.
    mutants_matched: usize,
    /// Right and wrong sentences whose source is told, at least.
    sources_told: usize,
}

const SETS: [Set; 9] = [
    Set {
        folder: "1",
        about: "10 pages of a clinic, tuned on",
        pages: 10,
        wrong_hit: 23,
        wrong_matched: 0,
        false_errors: 0,
        mutants_hit: 57,
        mutants_matched: 0,
        sources_told: 127,
    },
    Set {
        folder: "2",
        about: "12 pages as practitioners have them, tuned on",
        pages: 12,
        wrong_hit: 58,
        wrong_matched: 0,
        false_errors: 0,
        mutants_hit: 51,
        mutants_matched: 0,
        sources_told: 158,
    },
    Set {
        folder: "3",
        about: "12 pages as hospitals, insurers and charities have them, tuned on",
        pages: 12,
        wrong_hit: 58,
        wrong_matched: 1,
        false_errors: 0,
        mutants_hit: 56,
        mutants_matched: 0,
        sources_told: 151,
    },
    Set {
        folder: "4",
        about: "12 pages as newspapers, blogs and sceptics have them, tuned on",
        pages: 12,
        wrong_hit: 53,
        wrong_matched: 1,
        false_errors: 0,
        mutants_hit: 54,
        mutants_matched: 0,
        sources_told: 162,
    },
    Set {
        folder: "5",
        about: "12 pages of all kinds, tuned on in the second round",
        pages: 12,
        wrong_hit: 65,
        wrong_matched: 0,
        false_errors: 0,
        mutants_hit: 53,
        mutants_matched: 0,
        sources_told: 174,
    },
    Set {
        folder: "6",
        about: "12 pages of all kinds, read by nobody who mends",
        pages: 12,
        wrong_hit: 48,
        wrong_matched: 0,
        false_errors: 3,
        mutants_hit: 49,
        mutants_matched: 2,
        sources_told: 152,
    },
    Set {
        folder: "7",
        about: "12 pages for questions that people ask, tuned on in the second round",
        pages: 12,
        wrong_hit: 54,
        wrong_matched: 0,
        false_errors: 0,
        mutants_hit: 53,
        mutants_matched: 1,
        sources_told: 154,
    },
    Set {
        folder: "8",
        about: "12 pages that tell studies at length, tuned on in the second round",
        pages: 12,
        wrong_hit: 49,
        wrong_matched: 0,
        false_errors: 0,
        mutants_hit: 55,
        mutants_matched: 0,
        sources_told: 150,
    },
    Set {
        folder: "9",
        about: "12 pages of all kinds by another hand, blind for two rounds",
        pages: 12,
        wrong_hit: 41,
        wrong_matched: 1,
        false_errors: 0,
        mutants_hit: 45,
        mutants_matched: 0,
        sources_told: 141,
    },
];

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

fn page(set: &Set, name: &str) -> String {
    fs::read_to_string(root().join(format!("tests/check/pages/{}/{name}.md", set.folder))).unwrap()
}

fn lines<T: for<'de> Deserialize<'de>>(set: &Set, name: &str) -> Vec<T> {
    let text = fs::read_to_string(root().join(format!("tests/check/pages/{}/{name}.jsonl", set.folder))).unwrap();
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
    wrong_matched: Vec<String>,
    mutants: usize,
    mutants_missed: Vec<String>,
    mutants_matched: Vec<String>,
    sourced: usize,
    source_told: usize,
}

/// Whether a text is called matched and no rule hits it.
fn is_matched(sentences: &[&SentenceReport], any_of: &[String]) -> bool {
    !is_hit(sentences, any_of) && sentences.iter().any(|one| one.verdict == CheckVerdict::Matched)
}

fn evaluated(set: &Set) -> Figures {
    let mut figures = Figures::default();
    for number in 1..=set.pages {
        let name = format!("{number:02}");
        let page = page(set, &name);
        let report = checked(&page);
        for Labelled { text, kind, any_of, source } in lines(set, &name) {
            let here = of(&report, &page, &text);
            if kind == Kind::Wrong {
                figures.wrong += 1;
                if !is_hit(&here, &any_of) {
                    figures.wrong_missed.push(text.clone());
                }
                if is_matched(&here, &any_of) {
                    figures.wrong_matched.push(text.clone());
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
    for Mutant { page: name, from, to, any_of } in lines(set, "mutants") {
        let page = page(set, &name).replacen(&from, &to, 1);
        let report = checked(&page);
        let here = of(&report, &page, &to);
        figures.mutants += 1;
        if is_matched(&here, &any_of) {
            figures.mutants_matched.push(to.clone());
        }
        if !is_hit(&here, &any_of) {
            figures.mutants_missed.push(to);
        }
    }
    figures
}

/// The figures as `tests/check/README.md` shows them.
pub(crate) fn figures() -> String {
    let mut text = "\n### pages: whole pages of other hands\n\n\
        | | right, or no evidence | of them with an error | wrong or overstated | hit by a rule of the label | called matched | made wrong | hit | called matched | about a source | told which |\n\
        | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n"
        .to_owned();
    for set in &SETS {
        let of = evaluated(set);
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "| `pages/{}`: {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            set.folder,
            set.about,
            of.others,
            of.false_errors.len(),
            of.wrong,
            of.wrong - of.wrong_missed.len(),
            of.wrong_matched.len(),
            of.mutants,
            of.mutants - of.mutants_missed.len(),
            of.mutants_matched.len(),
            of.sourced,
            of.source_told,
        );
    }
    text
}

#[test]
fn pages_are_judged_sentence_by_sentence() {
    for set in &SETS {
        let of = evaluated(set);
        let at = format!("pages/{}", set.folder);
        assert!(of.false_errors.len() <= set.false_errors, "{at}: {:#?}", of.false_errors);
        assert!(of.wrong - of.wrong_missed.len() >= set.wrong_hit, "{at}: {:#?}", of.wrong_missed);
        assert!(of.wrong_matched.len() <= set.wrong_matched, "{at}: {:#?}", of.wrong_matched);
        assert!(of.mutants - of.mutants_missed.len() >= set.mutants_hit, "{at}: {:#?}", of.mutants_missed);
        assert!(of.mutants_matched.len() <= set.mutants_matched, "{at}: {:#?}", of.mutants_matched);
        assert!(of.source_told >= set.sources_told, "{at}: {} of {}", of.source_told, of.sourced);
    }
}
