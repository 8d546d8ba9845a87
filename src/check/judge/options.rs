//! Of how many something is named as one: `one of 13 options` (E001).

use super::Of;
use crate::{
    check::{
        claim::{Claim, Subject},
        known::{Context, Known, Mention},
        quantity::{Number, Role},
    },
    corpus::lexicon::Axis,
};

/// The pole of [`Axis::Company`] that says that there are others, as `opposites.toml` numbers it.
const AMONG: u32 = 2;

/// Words behind `one of` within which stands of how many.
const LISTED_REACH: usize = 2;

/// Telling words behind a number within which stands what it counts.
const COUNTED_WORDS: usize = 3;

/// Whether advice names a treatment as one of so many.
pub(super) fn is_one_of_options(claim: &Claim, number: &Number) -> bool {
    let is_one = number.parts.is_some_and(|(part, _)| part == 1.0) && !number.is_rate;
    is_one && claim.subject == Subject::Recommendation
}

/// Whether a record names something as one of another number than this: `one of nine`, where it is one of others.
pub(super) fn is_told_of_others(known: &Known, part: f64, whole: f64) -> bool {
    let mut parts = known.mentions.iter().filter_map(|one| one.number.parts);
    parts.any(|(own, of)| own == part && (of - whole).abs() > 1e-9)
}

/// Of how many the findings that a claim can be about name something as one, in another number than the claim does: `one of only four
/// options`, of advice that names thirteen for these people and four for others.
pub(super) fn listed_here<'k>(claim: &Claim, number: &Number, of: Of<'k>) -> Option<&'k Mention> {
    let is_near = |last: usize| last < number.first && number.first - last <= LISTED_REACH;
    let is_one_of = claim
        .poles
        .iter()
        .any(|pole| pole.cue == (Axis::Company, AMONG) && pole.first < pole.last && is_near(pole.last));
    if number.role != Role::Other || !is_one_of {
        return None;
    }
    let at = claim.numbers.iter().position(|one| one.first == number.first)?;
    let context = Context::of(&claim.numbers, at, &claim.read.words);
    let is_here = |mention: &&Mention| mention.finding.is_some_and(|at| of.fitting.contains(&at));
    let counts_same = |mention: &&Mention| {
        let counted = mention.context.after.first();
        // `One of 13 options`: named as one itself.
        let is_one = mention.number.parts.is_some_and(|(part, _)| (part - 1.0).abs() < 1e-9);
        is_one && counted.is_some_and(|counted| context.after.iter().take(COUNTED_WORDS).any(|stem| stem == counted))
    };
    let mut here = of.known.mentions.iter().filter(is_here).filter(counts_same);
    let first = here.clone().next()?;
    here.all(|mention| !number.is(options(mention))).then_some(first)
}

/// Of how many a text of a record names one: of `one of 13` the 13.
pub(super) fn options(mention: &Mention) -> f64 {
    mention.number.parts.map_or(mention.number.low, |(_, whole)| whole)
}
