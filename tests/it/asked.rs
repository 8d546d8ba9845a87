//! Whether the program knows what it can answer: questions within the collection and questions beyond it, by kind.
//!
//! The questions of `tests/relevance/scope.toml` were written before any of them was asked. The floors only move up.

use std::{collections::BTreeMap, fs};

use evidence::{
    app::SearchAnswer,
    domain::scope::Coverage,
    search::{Lead, Request},
};
use serde::Deserialize;

use crate::library::{AS_OF, ids, real_library, root};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    outside: BTreeMap<String, Vec<String>>,
    partly: BTreeMap<String, Vec<String>>,
    inside: BTreeMap<String, Vec<String>>,
}

fn asked() -> Asked {
    let text = fs::read_to_string(root().join("tests/relevance/scope.toml")).expect("the questions");
    toml::from_str(&text).expect("the questions are well formed")
}

fn answer(text: &str) -> SearchAnswer<'static> {
    real_library().search(&Request { limit: 3, ..Request::new(text, AS_OF) }).expect("no question is an error")
}

/// The share of those that fail, in thousandths, and all that do, by kind.
#[expect(clippy::print_stderr, reason = "who mends a kind reads which questions fail")]
fn failing(kinds: &BTreeMap<String, Vec<String>>, fails: impl Fn(&str) -> Option<String>) -> (usize, Vec<String>) {
    let (mut count, mut failed) = (0, Vec::new());
    for (kind, texts) in kinds {
        count += texts.len();
        failed.extend(texts.iter().filter_map(|text| Some(format!("{kind}: {text:?}: {}", fails(text)?))));
    }
    eprintln!("{} of {count} fail: {failed:#?}", failed.len());
    (1000 * failed.len() / count, failed)
}

fn what(answer: &SearchAnswer<'_>) -> String {
    format!("{} {:?} {:?} {:?}", answer.scope.coverage, answer.scope.outside, ids(&answer.hits), answer.lead)
}

#[test]
fn what_lies_beyond_is_told() {
    let Asked { outside, partly, .. } = asked();
    let is_untold = |text: &str| {
        let answer = answer(text);
        (answer.scope.coverage == Coverage::Inside && !matches!(answer.lead, Some(Lead::Flag(_))))
            .then(|| what(&answer))
    };
    let (share, failed) = failing(&outside, is_untold);
    assert!(share <= 100, "{failed:#?}");
    let (share, failed) = failing(&partly, is_untold);
    assert!(share <= 130, "{failed:#?}");
}

#[test]
fn nothing_else_comes_first_for_what_lies_beyond() {
    let (share, failed) = failing(&asked().outside, |text| {
        let answer = answer(text);
        let is_filled = !answer.hits.is_empty() || matches!(answer.lead, Some(Lead::Blurb(_)));
        is_filled.then(|| what(&answer))
    });
    assert!(share <= 100, "{failed:#?}");
}

#[test]
fn what_lies_within_is_not_told_to_be_missing() {
    let (share, failed) = failing(&asked().inside, |text| {
        let answer = answer(text);
        (answer.scope.coverage != Coverage::Inside || answer.hits.is_empty()).then(|| what(&answer))
    });
    assert!(share <= 50, "{failed:#?}");
}

#[test]
fn what_a_text_is_written_to_answer_lies_within() {
    let corpus = real_library().corpus();
    let mut texts = BTreeMap::new();
    for blurb in corpus.blurbs() {
        let all: Vec<String> = std::iter::once(&blurb.title).chain(&blurb.asked_as).cloned().collect();
        texts.insert(blurb.id.to_string(), all);
    }
    let (share, failed) = failing(&texts, |text| {
        let answer = answer(text);
        (answer.scope.coverage != Coverage::Inside).then(|| what(&answer))
    });
    assert!(share <= 20, "{failed:#?}");
}
