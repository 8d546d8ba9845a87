//! Whom a claim says that nothing is told of, that nobody pays for, or that were left out.

use crate::{check::claim::Claim, corpus::lexicon::Cue, text::Grammar};

/// Most words from those who were left out to what says so.
const KEPT_OUT_REACH: usize = 8;

/// Whether near a word of its clause stands that somebody was left out: `excluded`, `left out`.
pub(super) fn is_kept_out_beside(claim: &Claim, at: usize) -> bool {
    let is_here = |other: usize| claim.clause(other) == claim.clause(at);
    let is_told = |other: usize| {
        let is_out = Grammar::Out.has(claim.word(other)) && Grammar::KeptOut.has(claim.word(other.wrapping_sub(1)));
        Grammar::LeftOut.has(claim.word(other)) || is_out
    };
    (at.saturating_sub(KEPT_OUT_REACH)..=at + KEPT_OUT_REACH).any(|other| is_here(other) && is_told(other))
}

/// Whether a claim says of a payer that it does not pay: `for these it will not pay`.
pub(super) fn pays_nothing(claim: &Claim) -> bool {
    let is_denial = |at: usize| Grammar::Not.has(claim.word(at)) || Grammar::Denials.has(claim.word(at));
    let pays = |at: usize| (at + 1..=at + PAID_REACH).any(|next| Grammar::PaidFor.has(claim.word(next)));
    (0..claim.read.words.len()).any(|at| is_denial(at) && pays(at))
}

/// Words behind `nothing` or a denial within which stands that something is told.
const TOLD_REACH: usize = 2;

/// Whether words before a place say that nothing is told of it: `it says nothing about chronic pain`, `it cannot tell what happens in`.
pub(super) fn tells_nothing(claim: &Claim, end: usize) -> bool {
    let behind = |at: usize, list: Grammar| (at + 1..=at + TOLD_REACH).any(|next| list.has(claim.word(next)));
    (0..end).any(|at| {
        Grammar::Nothing.has(claim.word(at)) && behind(at, Grammar::About)
            || Grammar::Denials.has(claim.word(at)) && behind(at, Grammar::Tells)
    })
}

/// Words behind a negation within which stands that somebody pays.
const PAID_REACH: usize = 2;

/// Whether a claim says that somebody is not covered, by a guideline or by a payer.
pub(super) fn is_left_out(claim: &Claim) -> bool {
    claim.cues.iter().any(|cue| cue.cue == Cue::Covers && claim.is_negated(cue.first))
}
