//! Which of several results a relation is nearest to, by its words.

use super::Judge;
use crate::{
    check::claim::{Claim, Relation},
    search::ReadWord,
    text::Grammar,
};

impl Judge<'_> {
    /// Whether a claim names the outcome of a finding by a word that none of the others has in its outcome.
    pub(super) fn names_outcome_of(&self, claim: &Claim, relation: Relation, at: usize, among: &[usize]) -> bool {
        let has =
            |at: usize, stem: &String| self.facts.words_of.get(at).is_some_and(|words| words.outcome.contains(stem));
        words_beside(claim, relation).any(|word| {
            !word.is_stopword
                && has(at, &word.stem)
                && among.iter().all(|&other| other == at || !has(other, &word.stem))
        })
    }

    /// Whether a claim tells the result of a finding by a word that none of the others has: `at follow-up`. That something was shown
    /// is said of any.
    pub(super) fn names_result_of(&self, claim: &Claim, relation: Relation, at: usize, among: &[usize]) -> bool {
        let has =
            |at: usize, stem: &String| self.facts.words_of.get(at).is_some_and(|words| words.result.contains(stem));
        let is_cue = |at: usize| claim.cues.iter().any(|cue| cue.first <= at && at <= cue.last);
        let words = claim.read.words.iter().enumerate().filter(|(at, _)| claim.clause(*at) == relation.clause);
        let mut telling = words.filter(|(at, word)| {
            !word.is_stopword && !word.has_digit && !Grammar::Shown.has(&word.exact) && !is_cue(*at)
        });
        // Where what was compared with differs, words of that tell as well.
        let class = |at: usize| self.finding(at).map(|finding| finding.comparator.class);
        among.iter().all(|&other| class(other) == class(at))
            && telling.any(|(_, word)| {
                has(at, &word.stem) && among.iter().all(|&other| other == at || !has(other, &word.stem))
            })
    }

    /// The findings whose result is told in most of the words of a claim.
    pub(super) fn closest(&self, claim: &Claim, relation: Relation, among: &[usize]) -> Vec<usize> {
        let shared = |at: usize| {
            let words = self.facts.words_of.get(at).map(|words| &words.result);
            words_beside(claim, relation).filter(|word| words.is_some_and(|words| words.contains(&word.stem))).count()
        };
        let most = among.iter().map(|&at| shared(at)).max().filter(|most| *most > 0);
        among.iter().copied().filter(|&at| Some(shared(at)) == most).collect()
    }
}

/// The words that may tell which result a relation is of: those of its clause, where another clause has a relation as well.
fn words_beside(claim: &Claim, relation: Relation) -> impl Iterator<Item = &ReadWord> {
    let is_one_of_several = claim.relations.iter().any(|other| other.clause != relation.clause);
    let words = claim.read.words.iter().enumerate();
    words.filter(move |(at, _)| !is_one_of_several || claim.clause(*at) == relation.clause).map(|(_, word)| word)
}
