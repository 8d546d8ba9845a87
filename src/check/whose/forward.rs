//! Headlines and first sentences that tell of a study which is named only below them: `pills do not help, large review finds`.

use super::{Carried, introduces, moved, reclassify, research::kind_of, source_of};
use crate::{
    check::{
        Sentence,
        claim::{Claim, Subject},
        identify::{Identifying, Named},
        known::{NameEntry, NameKind, of_kind},
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

/// Whether a source is of the kind that a headline or a first sentence tells of without its name: a study, whatever appeared in
/// the journal that is named, or advice.
fn may_be_told(identifying: &Identifying<'_>, sentence: &Sentence<'_>, source: usize) -> bool {
    let claim = &sentence.claim;
    let Some(design) = identifying.corpus.sources().get(source).map(|record| record.design) else { return false };
    let is_heading = sentence.kind == PassageKind::Heading;
    let mut journals = None;
    if is_heading {
        let names = identifying.names(sentence.text, claim).into_iter();
        let is_journal = |entry: &NameEntry| entry.kind == NameKind::Journal;
        for (entry, ..) in names.filter(|(entry, ..)| is_journal(entry)) {
            journals = Some(journals.unwrap_or(false) || entry.source == source);
        }
    }
    match (journals, unnamed_study(claim)) {
        (Some(is_in_it), _) => is_in_it,
        (None, Some(is)) => (is_heading || introduces(claim) || claim.has(Cue::VagueSource)) && is(design),
        (None, None) => is_heading && claim.subject == Subject::Recommendation && design == StudyDesign::Guideline,
    }
}

/// Gives headings, and what tells at the head of a page of a study without its name, the source that is named first below, where
/// that is of the same kind and on the same treatment.
pub(super) fn tell_ahead(identifying: &Identifying<'_>, all: &mut [Sentence<'_>]) {
    let corpus = identifying.corpus;
    for at in 0..all.len() {
        let Some(([.., sentence], below)) = all.split_at_mut_checked(at + 1) else { break };
        let is_at_head = at < HEAD;
        let is_heading = sentence.kind == PassageKind::Heading;
        let is_open = sentence.named == Named::Nothing && !sentence.claim.is_question;
        if !is_open || !is_at_head && !is_heading {
            continue;
        }
        let is_here = |other: &&Sentence<'_>| is_at_head || other.kind != PassageKind::Heading;
        let own = |other: &&Sentence<'_>| other.carried.is_none() && source_of(&other.named).is_some();
        let Some(first) = below.iter().take(BELOW).take_while(is_here).find(own) else { continue };
        let Some(source) = source_of(&first.named) else { continue };
        let treatments = of_kind(corpus, &sentence.claim.topics, &[TopicKind::Intervention]);
        let is_on = treatments.is_empty() || identifying.treats(source, &treatments);
        if !(is_on && may_be_told(identifying, sentence, source)) {
            continue;
        }
        sentence.named = moved(&first.named, 0, 0);
        sentence.carried = Some(Carried::Section);
        reclassify(corpus, sentence);
    }
}
