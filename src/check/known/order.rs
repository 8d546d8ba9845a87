//! Which of two results a sentence says is the larger one: `larger for sleep than for mood`.

use std::ops::Range;

use crate::{
    check::{
        claim::Claim,
        quantity::{Number, Role},
    },
    corpus::lexicon::Cue,
    domain::finding::ComparatorClass,
    text::Grammar,
};

/// Most words from `larger` to its `than`.
const THAN_REACH: usize = 14;

/// Words behind `than` within which stands what is compared with.
const OBJECT_REACH: usize = 5;

/// Two results by the words that stand for them.
#[derive(Clone, Debug)]
pub(in crate::check) struct Order {
    /// The word that says which is larger.
    pub(in crate::check) at: usize,
    /// The last word that belongs to it.
    pub(in crate::check) last: usize,
    /// Whether the one named first is.
    is_larger: bool,
    /// Between that word and `than`.
    between: Range<usize>,
    /// Before it.
    before: Range<usize>,
    /// Behind `than`.
    behind: Range<usize>,
}

impl Order {
    /// What a claim says of two results.
    pub(in crate::check) fn of(claim: &Claim) -> Option<Self> {
        let length = claim.read.words.len();
        (0..length).find_map(|at| {
            let is_larger = Grammar::Larger.has(claim.word(at));
            if !is_larger && !Grammar::Smaller.has(claim.word(at)) {
                return None;
            }
            let same_clause = |other: &usize| claim.clause(*other) == claim.clause(at);
            let than = (at + 1..(at + THAN_REACH).min(length)).find(|&at| Grammar::Than.has(claim.word(at)))?;
            let begin = (0..at).rev().take_while(same_clause).last().unwrap_or(at);
            let end = (than + 1..length.min(than + 1 + OBJECT_REACH)).take_while(same_clause).last()? + 1;
            Some(Self { at, last: end - 1, is_larger, between: at + 1..than, before: begin..at, behind: than + 1..end })
        })
    }

    /// What is said to be larger and what smaller, as somebody reads the words of each; none where one of them is not told.
    pub(in crate::check) fn pair<T>(&self, read: impl Fn(&Range<usize>) -> Option<T>) -> Option<[T; 2]> {
        let subject = read(&self.between).or_else(|| read(&self.before))?;
        let object = read(&self.behind)?;
        Some(if self.is_larger { [subject, object] } else { [object, subject] })
    }

    /// Whether two results are told of which the words name what tells them apart: outcomes, comparators or times.
    pub(in crate::check) fn is_of_results(&self, claim: &Claim) -> bool {
        self.pair(|places| outcome_in(claim, places)).is_some()
            || self.pair(|places| comparator_in(claim, places)).is_some()
            || self.pair(|places| time_in(claim, places)).is_some()
    }
}

/// The outcome that stands last among some words of a claim: phrases that are no part of another name, and names.
pub(in crate::check) fn outcome_in(claim: &Claim, places: &Range<usize>) -> Option<usize> {
    let is_part = |at: usize| claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
    let spoken = claim.cues.iter().filter(|cue| places.contains(&cue.first) && !is_part(cue.first));
    spoken.filter_map(|cue| if let Cue::Outcome(topic) = cue.cue { Some(topic) } else { None }).next_back()
}

/// The comparator that stands last among some words of a claim.
pub(in crate::check) fn comparator_in(claim: &Claim, places: &Range<usize>) -> Option<ComparatorClass> {
    let named = claim.cues.iter().filter(|cue| places.contains(&cue.first));
    named.filter_map(|cue| if let Cue::Comparator(class) = cue.cue { Some(class) } else { None }).next_back()
}

/// The time that stands last among some words of a claim.
pub(in crate::check) fn time_in<'c>(claim: &'c Claim, places: &Range<usize>) -> Option<&'c Number> {
    claim.numbers_of(Role::Days).filter(|number| places.contains(&number.first)).last()
}
