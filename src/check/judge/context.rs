//! What is known around a sentence.

use std::collections::HashSet;

use crate::{
    check::{claim::Claim, quantity::Role},
    corpus::lexicon::Cue,
    domain::{certainty::Level, finding::DurationClass, word_table::WordSet},
};

/// What several claims say together, gathered once for all of their sentences.
#[derive(Debug, Default)]
pub(in crate::check) struct Told {
    pub(super) cues: WordSet<Cue>,
    /// Positions of topics.
    pub(super) topics: WordSet<usize>,
    /// Any certainty, and one that is low or very low.
    pub(super) levels: bool,
    pub(super) low_level: bool,
    pub(super) comparators: bool,
    /// How long complaints had lasted.
    pub(super) durations: HashSet<DurationClass>,
    pub(super) ages: bool,
    /// How large an effect is, in numbers.
    pub(super) sizes: bool,
    pub(super) negated_advice: bool,
}

impl Told {
    pub(in crate::check) fn add(&mut self, claim: &Claim) {
        let counts = |role| claim.numbers_of(role).next().is_some();
        self.cues.extend(claim.cues.iter().map(|found| found.cue));
        self.topics.extend(&claim.topics);
        self.levels |= !claim.levels.is_empty();
        self.low_level |= claim.levels.iter().any(|said| said.what <= Level::Low);
        self.comparators |= !claim.comparators.is_empty();
        self.durations.extend(claim.durations.iter().map(|said| said.what));
        self.ages |= counts(Role::Age);
        self.sizes |= counts(Role::Effect) || counts(Role::Percent);
        self.negated_advice |= claim.is_negated_advice;
    }
}

/// What is known around a sentence.
pub(in crate::check) struct SentenceContext<'c> {
    /// What the paragraph says of the same source, this sentence included.
    pub(in crate::check) of_source: &'c Told,
    /// Whether the sentence is the first of these.
    pub(in crate::check) is_first: bool,
    /// Treatments the document is about, as positions of topics.
    pub(in crate::check) treatments: &'c [usize],
    /// What the paragraph says of whatever source.
    pub(in crate::check) whole: &'c Told,
    /// Whether the paragraph names any research.
    pub(in crate::check) names_research: bool,
    /// Treatments named right before, for `both`.
    pub(in crate::check) before: &'c [usize],
    /// Whether the sentence stands in the row of a table whose source another cell names.
    pub(in crate::check) is_in_row: bool,
    /// Whether the paragraph names no other source.
    pub(in crate::check) is_alone: bool,
}

impl SentenceContext<'_> {
    pub(super) fn says(&self, cue: Cue) -> bool {
        self.of_source.cues.contains(&cue)
    }

    /// Whether the paragraph says it anywhere, of whatever source.
    pub(super) fn says_anywhere(&self, cue: Cue) -> bool {
        self.whole.cues.contains(&cue)
    }
}
