//! Headlines and first sentences that tell of a study which is named only below them: `pills do not help, large review finds`.

use super::{Carried, introduces, moved, reclassify, research::kind_of, source_of};
use crate::{
    check::{
        Sentence,
        claim::Claim,
        identify::{Identifying, Named},
        known::of_kind,
        read::PassageKind,
    },
    corpus::lexicon::Cue,
    domain::{StudyDesign, TopicKind},
    text::Grammar,
};

/// So many sentences below are looked through for the name.
const BELOW: usize = 12;

/// So many sentences stand at the head of a page.
const HEAD: usize = 6;

/// The one study that a claim tells of without a name, as the kind of work that it may be: `landmark trial finds`.
fn unnamed_study(claim: &Claim) -> Option<fn(StudyDesign) -> bool> {
    let is_one = |at: usize| Grammar::Studies.has(claim.word(at)) && !Grammar::ManyStudies.has(claim.word(at));
    let noun = (0..claim.read.words.len()).find(|at| is_one(*at))?;
    let is_plain = noun == 0 || !Grammar::EachOfAll.has(claim.word(noun - 1));
    kind_of(claim, noun, noun).filter(|_| is_plain)
}

/// Gives what tells at the head of a page of a study without its name the source that is named first below it, where that is of the
/// same kind and on the same treatment.
pub(super) fn tell_ahead(identifying: &Identifying<'_>, all: &mut [Sentence<'_>]) {
    let corpus = identifying.corpus;
    for at in 0..all.len().min(HEAD) {
        let Some(([.., sentence], below)) = all.split_at_mut_checked(at + 1) else { break };
        let is_open = sentence.named == Named::Nothing && !sentence.claim.is_question;
        let claim = &sentence.claim;
        let tells_one = sentence.kind == PassageKind::Heading || introduces(claim) || claim.has(Cue::VagueSource);
        let Some(is) = unnamed_study(claim).filter(|_| is_open && tells_one) else { continue };
        let own = |other: &&Sentence<'_>| other.carried.is_none() && source_of(&other.named).is_some();
        let Some(first) = below.iter().take(BELOW).find(own) else { continue };
        let Some(source) = source_of(&first.named) else { continue };
        let treatments = of_kind(corpus, &claim.topics, &[TopicKind::Intervention]);
        let is_on = treatments.is_empty() || identifying.treats(source, &treatments);
        let is_of_kind = corpus.sources().get(source).is_some_and(|record| is(record.design));
        if !(is_on && is_of_kind) {
            continue;
        }
        sentence.named = moved(&first.named, 0, 0);
        sentence.carried = Some(Carried::Section);
        reclassify(corpus, sentence);
    }
}
