//! What a sentence says of more or less of a treatment: `the more sessions, the better`.

use crate::{check::claim::Claim, corpus::lexicon::Cue, text::Grammar};

/// Words behind `more` or `fewer` within which stands of what.
const NOUN_REACH: usize = 3;

/// Words behind these within which it is said what goes along with it.
const RESULT_REACH: usize = 14;

/// More of something, and whether that went along with a better result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct Dose {
    /// Stems of what there was more or less of.
    things: Vec<String>,
    /// Whether the more of it, the better.
    is_better: bool,
    pub(in crate::check) first: usize,
    pub(in crate::check) last: usize,
}

impl Dose {
    /// All that a sentence says so of.
    pub(in crate::check) fn all(claim: &Claim) -> Vec<Self> {
        let length = claim.read.words.len();
        let amounts = (0..length).filter(|&at| Grammar::Differences.has(claim.word(at)));
        amounts.filter_map(|at| Self::at(claim, at)).collect()
    }

    fn at(claim: &Claim, at: usize) -> Option<Self> {
        let result = |cue: Cue| {
            let is_good = matches!(cue, Cue::Better | Cue::Lower);
            (is_good || cue == Cue::Worse).then_some(is_good)
        };
        let mut behind = claim.cues.iter().filter(|cue| at < cue.first && cue.first - at <= RESULT_REACH);
        let (cue, is_good) = behind.find_map(|cue| Some((cue, result(cue.cue)?)))?;
        let is_the = |at: usize| at.checked_sub(1).is_some_and(|before| Grammar::Definite.has(claim.word(before)));
        // `The more …, the better`, `more of it went with better results`.
        let goes_with = claim.says_within(at + 1..cue.first, Grammar::GoesWith);
        let is_denied =
            claim.is_negated(at) && !Grammar::Less.has(claim.word(at)) || claim.negation(cue.first).is_some();
        if is_denied || !(goes_with || is_the(at) && is_the(cue.first)) {
            return None;
        }
        let words = claim.read.words.iter().enumerate().skip(at + 1).take(NOUN_REACH);
        let words = words.take_while(|(place, word)| *place < cue.first && !Grammar::GoesWith.has(&word.exact));
        let things: Vec<String> =
            words.filter(|(_, word)| !word.is_stopword && !word.has_digit).map(|(_, word)| word.stem.clone()).collect();
        let is_more = !Grammar::Less.has(claim.word(at));
        (!things.is_empty()).then_some(Self { things, is_better: is_more == is_good, first: at, last: cue.last })
    }

    /// Whether another sentence says the same of the same thing; none where it is of another thing.
    pub(in crate::check) fn agrees(&self, other: &Self) -> Option<bool> {
        let is_same = self.things.iter().any(|stem| other.things.contains(stem));
        is_same.then_some(self.is_better == other.is_better)
    }
}
