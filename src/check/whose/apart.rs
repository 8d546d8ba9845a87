//! Sentences that stand beside a source and tell nothing of it: what a practice says of itself, prices, advice to the reader,
//! words of somebody else, and praise in general.

use super::{Place, research::is_advice, source_of};
use crate::{
    check::{Sentence, claim::Claim, identify::Identifying, quantity::Role},
    corpus::lexicon::Cue,
    domain::StudyDesign,
    text::Grammar,
};

/// Words from the begin of a sentence within which it is said that it goes on with what was told.
const BEGIN: usize = 3;

/// Words from `every` to the word for a study of which all are meant.
const ALL_REACH: usize = 4;

/// Whether a sentence is apart from whatever source its place would give it.
pub(super) fn is_apart(identifying: &Identifying<'_>, sentence: &Sentence<'_>, place: &Place) -> bool {
    let claim = &sentence.claim;
    let source = place.current.as_ref().and_then(|(_, _, named)| source_of(named));
    let design = source.and_then(|at| identifying.corpus.sources().get(at)).map(|source| source.design);
    tells_of_a_practice(claim)
        || is_priced_apart(claim, design)
        || tells_the_reader(claim, design)
        || is_quoted(sentence.text)
        || praises_at_large(claim)
        || speaks_of_all(claim)
}

/// What a practice counts of its own patients, or says of itself.
fn tells_of_a_practice(claim: &Claim) -> bool {
    let own = [Cue::OwnResult, Cue::Testimonial, Cue::Practice];
    own.iter().any(|cue| claim.has(*cue)) || (0..BEGIN).any(|at| Grammar::Speaker.has(claim.word(at)))
}

/// An amount of money beside a source that is about no costs.
fn is_priced_apart(claim: &Claim, design: Option<StudyDesign>) -> bool {
    let is_of_costs = matches!(design, Some(StudyDesign::EconomicEvaluation | StudyDesign::CoveragePolicy));
    let counts = claim.numbers.iter().any(|number| number.role.is_result() || number.role == Role::Participants);
    !is_of_costs && !counts && claim.numbers.iter().any(|number| number.is_money)
}

/// An order to the reader: `tell your doctor`. What a guideline or a payer says may begin so.
fn tells_the_reader(claim: &Claim, design: Option<StudyDesign>) -> bool {
    let addresses = claim.read.words.iter().any(|word| Grammar::Reader.has(&word.exact));
    let orders = Grammar::Orders.has(claim.word(0)) || claim.is_parted(1) && Grammar::Orders.has(claim.word(1));
    let counts = claim.numbers.iter().any(|number| number.role.is_result());
    orders && !counts && (addresses || !design.is_some_and(is_advice))
}

/// Words of somebody, in quotation marks from their begin.
fn is_quoted(text: &str) -> bool {
    text.trim_start().starts_with(['"', '\u{201c}', '\u{201e}'])
}

/// Praise or comfort that goes on with nothing and tells no number: `cupping is natural and therefore harmless`.
fn praises_at_large(claim: &Claim) -> bool {
    let promises = [Cue::Safety, Cue::HarmAsGood, Cue::Promise].iter().any(|cue| claim.has(*cue));
    let goes_on = claim.has(Cue::Anaphora)
        || (0..BEGIN).any(|at| Grammar::LinksBack.has(claim.word(at)) || Grammar::Pronouns.has(claim.word(at)));
    let counts = claim.numbers.iter().any(|number| !matches!(number.role, Role::Other | Role::Logistics));
    promises && !goes_on && !counts && claim.comparators.is_empty()
}

/// Every study there is, or none: `every decent trial ever done`.
fn speaks_of_all(claim: &Claim) -> bool {
    Grammar::EachOfAll.has(claim.word(0))
        && claim.numbers_of(Role::Studies).next().is_none()
        && !claim.has(Cue::Anaphora)
        && (1..=ALL_REACH).any(|at| Grammar::Studies.has(claim.word(at)))
}
