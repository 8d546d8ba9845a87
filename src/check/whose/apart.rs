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

/// Words between whose people are and the word for them.
const OWNED_REACH: usize = 2;

/// Words from `every` to the word for a study of which all are meant.
const ALL_REACH: usize = 4;

/// Whether a sentence is apart from whatever source its place would give it.
pub(super) fn is_apart(identifying: &Identifying<'_>, sentence: &Sentence<'_>, place: &Place) -> bool {
    let claim = &sentence.claim;
    let source = place.current.as_ref().and_then(|(_, _, named)| source_of(named));
    let design = source.and_then(|at| identifying.corpus.sources().get(at)).map(|source| source.design);
    // `Sample has shown once and for all`: its author is named.
    let names_it = || {
        let names = identifying.names(sentence.text, claim);
        names.iter().any(|(entry, ..)| Some(entry.source) == source)
    };
    tells_of_a_practice(claim)
        || is_priced_apart(claim, design)
        || tells_the_reader(claim, design)
        || is_quoted(sentence.text)
        || speaks_of_all(claim)
        || (praises_at_large(claim) || addresses_the_reader(claim, design)) && !names_it()
}

/// What a practice counts of its own patients, or says of itself.
fn tells_of_a_practice(claim: &Claim) -> bool {
    let own = [Cue::OwnResult, Cue::Testimonial, Cue::Practice];
    // `Nine of ten of our sore patients`.
    let owns = |at: usize| {
        let behind = at + 1..=at + OWNED_REACH;
        Grammar::Speaker.has(claim.word(at)) && behind.into_iter().any(|at| Grammar::Persons.has(claim.word(at)))
    };
    own.iter().any(|cue| claim.has(*cue))
        || (0..BEGIN).any(|at| Grammar::Speaker.has(claim.word(at)))
        || (0..claim.read.words.len()).any(owns)
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

/// Whether a sentence says that it goes on with what was told before it.
fn goes_on(claim: &Claim) -> bool {
    claim.has(Cue::Anaphora)
        || (0..BEGIN).any(|at| Grammar::LinksBack.has(claim.word(at)) || Grammar::Pronouns.has(claim.word(at)))
}

/// Whether a sentence counts something that research or a payer may.
fn counts(claim: &Claim) -> bool {
    claim.numbers.iter().any(|number| number.is_money || !matches!(number.role, Role::Other | Role::Logistics))
}

/// Praise or comfort that goes on with nothing and tells no number: `cupping is natural and therefore harmless`.
fn praises_at_large(claim: &Claim) -> bool {
    let promises = [Cue::Safety, Cue::HarmAsGood, Cue::Promise].iter().any(|cue| claim.has(*cue));
    promises && !goes_on(claim) && !counts(claim) && claim.comparators.is_empty()
}

/// What is said to the reader, and goes on with nothing: `if a wound hurts, you may say so`.
fn addresses_the_reader(claim: &Claim, design: Option<StudyDesign>) -> bool {
    let addresses = claim.read.words.iter().any(|word| Grammar::Reader.has(&word.exact));
    addresses && !design.is_some_and(is_advice) && !goes_on(claim) && !counts(claim) && claim.comparators.is_empty()
}

/// Every study there is, or none, and nobody ever: `every decent trial ever done`.
fn speaks_of_all(claim: &Claim) -> bool {
    let has = |list: Grammar| (1..=ALL_REACH).any(|at| list.has(claim.word(at)));
    let is_of_studies = || Grammar::EachOfAll.has(claim.word(0)) && has(Grammar::Studies);
    let is_of_anybody = || Grammar::Nobody.has(claim.word(0)) && has(Grammar::Ever);
    let counts = claim.numbers_of(Role::Studies).next().is_some();
    !counts && !claim.has(Cue::Anaphora) && (is_of_studies() || is_of_anybody())
}
