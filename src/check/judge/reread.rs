//! A claim read again in the light of its source: what words mean differs with who is spoken of.

use std::borrow::Cow;

use super::Judge;
use crate::{
    check::{
        claim::{Claim, Subject, advise, relate_anew},
        quantity::Role,
    },
    corpus::lexicon::Cue,
    domain::{StudyDesign, finding::FindingKind},
    text::Grammar,
};

/// Most words before the last one of the name of a body: `Northland Physical Therapy Association`.
const BODY_WORDS: usize = 4;

/// One way of reading a claim anew in the light of a source, by its position; none where it says the same as before.
type Rereading<J> = fn(&J, &Claim, usize) -> Option<Claim>;

impl Judge<'_> {
    /// A claim as it is meant of a source, by its position; as it is, where none is known.
    pub(super) fn reread<'c>(&self, claim: &'c Claim, source: Option<usize>) -> Cow<'c, Claim> {
        let Some(source) = source else { return Cow::Borrowed(claim) };
        let steps: [Rereading<Self>; 8] = [
            Self::without_imprint,
            Self::as_result,
            Self::as_ranking,
            Self::as_cost,
            Self::as_own_comparator,
            Self::as_described_comparator,
            Self::as_other_form,
            Self::as_further_course,
        ];
        let as_is = Cow::Borrowed(claim);
        steps.iter().fold(as_is, |claim, step| step(self, &claim, source).map(Cow::Owned).unwrap_or(claim))
    }

    /// A claim without what the words of its source's journal or issuer would say: `Current Pain and Headache Reports` is no outcome.
    fn without_imprint(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let own = self.facts.imprints(claim).filter(|(entry, ..)| entry.source == source);
        // `The Northland Physical Therapy Association`: whose it is.
        let is_plain = |at: &usize| !claim.read.words.get(*at).is_none_or(|word| word.is_stopword || word.has_digit);
        let bodies = (0..claim.read.words.len()).filter(|at| Grammar::Bodies.has(claim.word(*at))).filter_map(|body| {
            let first = (0..body).rev().take(BODY_WORDS).take_while(is_plain).last()?;
            Some((first, body))
        });
        let spans: Vec<(usize, usize)> = own.map(|(_, first, last)| (first, last)).chain(bodies).collect();
        let is_inside = |first: usize, last: usize| spans.iter().any(|&(from, to)| from <= first && last <= to);
        let says = claim.read.topics.iter().any(|read| is_inside(read.first, read.last))
            || claim.cues.iter().any(|cue| is_inside(cue.first, cue.last))
            || claim.numbers.iter().any(|number| is_inside(number.first, number.first));
        says.then(|| {
            let mut claim = claim.clone();
            claim.read.topics.retain(|read| !is_inside(read.first, read.last));
            claim.cues.retain(|cue| !is_inside(cue.first, cue.last));
            // `PLoS ONE in 2012` is no share.
            claim.numbers.retain(|number| !is_inside(number.first, number.first));
            claim.topics = claim.read.topics.iter().map(|read| read.topic).collect();
            claim.topics.sort_unstable();
            claim.topics.dedup();
            // `In the Annals of Nothing, humming eased it` denies nothing.
            if claim.unread_negations.iter().any(|&(first, _)| is_inside(first, first)) && !claim.is_answer {
                relate_anew(&mut claim, self.corpus);
            }
            claim
        })
    }

    /// A claim that reads as advice, of a source that gives none and measured something: `it lists it among the treatments
    /// that beat placebo` tells a result.
    fn as_result(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let advises = |&at: &usize| self.finding(at).is_some_and(|finding| finding.result.recommendation().is_some());
        let known = self.facts.sources.get(source)?;
        let is_result = claim.subject == Subject::Recommendation
            && !claim.relations.is_empty()
            && !known.findings.is_empty()
            && !known.findings.iter().any(advises);
        is_result.then(|| Claim { subject: Subject::Effect, ..claim.clone() })
    }

    /// A claim that reads as a result, of a guideline that is said to have put one treatment before another: `it put humming ahead of
    /// whistling`.
    fn as_ranking(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let is_guideline = self.source(source).is_some_and(|source| source.design == StudyDesign::Guideline);
        let ranks = claim.cues.iter().any(|cue| cue.cue == Cue::Rank && cue.last > cue.first + 1);
        let is_ranking = is_guideline && ranks && claim.subject == Subject::Effect && !claim.has(Cue::Trial);
        is_ranking.then(|| {
            let mut claim = Claim { subject: Subject::Recommendation, ..claim.clone() };
            advise(&mut claim);
            claim
        })
    }

    /// A claim whose amounts of money are results, of a source that measured costs.
    fn as_cost(&self, claim: &Claim, source: usize) -> Option<Claim> {
        let is_cost = |&at: &usize| self.finding(at).is_some_and(|finding| finding.result.kind() == FindingKind::Cost);
        let measures = self.facts.sources.get(source)?.findings.iter().any(is_cost);
        let is_told = measures && claim.numbers.iter().any(|number| number.is_money);
        is_told.then(|| {
            let mut claim = claim.clone();
            for number in claim.numbers.iter_mut().filter(|number| number.is_money) {
                number.role = Role::Effect;
            }
            claim
        })
    }
}
