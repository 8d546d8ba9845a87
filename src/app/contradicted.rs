//! Sentences that somebody looks up: what the record has otherwise, a number or the day that a time is counted from.

use super::Library;
use crate::{
    check::{CheckRequest, HitSeverity},
    domain::{Date, FindingId, SourceId},
};

/// A sentence has at least so many words; fewer are looked up and claim nothing.
const MIN_WORDS: usize = 7;

/// Longest text that is read as a sentence, in bytes.
const MAX_BYTES: usize = 600;

/// Something a sentence says that its record has otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The words in question.
    pub said: String,
    /// What is wrong with them, in a sentence.
    pub message: String,
    /// What the record has instead.
    pub expected: String,
    /// The source.
    pub source: SourceId,
    /// The finding that has it; none for a value of the source as a whole.
    pub finding: Option<FindingId>,
}

impl Library {
    /// What of a sentence its record has otherwise; nothing for questions, and for texts without a number.
    pub(super) fn contradictions(&self, text: &str, as_of: Date) -> Vec<Contradiction> {
        let quotes = ['"', '“', '”', '„', '«', '»'];
        let is_quoted = text.trim().ends_with(quotes);
        let text = text.trim().trim_matches(quotes);
        // What is looked up by a few words and a number is no sentence.
        let ends = is_quoted || text.ends_with(['.', '!']);
        let begins = text.chars().next().is_some_and(char::is_uppercase);
        let is_sentence = text.len() <= MAX_BYTES
            && !text.ends_with('?')
            && (begins || ends)
            && text.bytes().any(|byte| byte.is_ascii_digit())
            && text.split_whitespace().count() >= MIN_WORDS;
        if !is_sentence {
            return Vec::new();
        }
        let Ok(report) = self.checker.check(&self.corpus, &self.engine, &CheckRequest::new(text, as_of)) else {
            return Vec::new();
        };
        let hits = report.sentences.into_iter().flat_map(|sentence| sentence.hits);
        // What belongs to a sentence and is missing contradicts nothing.
        let told = hits.filter(|hit| hit.rule.severity == HitSeverity::Error).filter_map(|hit| {
            let (expected, source) = (hit.expected?, hit.source?);
            Some(Contradiction { said: hit.found, message: hit.message, expected, source, finding: hit.finding })
        });
        told.collect()
    }
}
