//! What a comparison tells of another outcome or another form of a treatment than a finding is about, and of several outcomes at
//! once.

use super::Judge;
use crate::{
    check::claim::{Claim, Relation},
    corpus::lexicon::Cue,
    domain::{Finding, TopicKind, finding::Direction},
    text::Grammar,
};

impl Judge<'_> {
    /// Whether a relation names the form of the treatment that a finding is about, and another one none but others: `dry cupping
    /// helped, and wet cupping did not`.
    pub(super) fn is_of_other_form(&self, claim: &Claim, (own, other): (Relation, Relation), at: usize) -> bool {
        let known = self.records.known_of_finding(at);
        let forms = known.as_deref().map(|known| self.forms_at(claim, known)).unwrap_or_default();
        let of_clause = |clause| forms.iter().filter(move |(place, _)| claim.clause(*place) == clause);
        let has = |(_, stem): &(usize, &str)| self.has_form(at, stem);
        let mut elsewhere = of_clause(other.clause).peekable();
        of_clause(own.clause).any(has) && elsewhere.peek().is_some() && !elsewhere.any(has)
    }

    /// Whether the clause of a relation names an outcome, and none that a finding is about: `pain fell, while disability did not`.
    pub(super) fn is_of_other_outcome(&self, claim: &Claim, relation: Relation, finding: &Finding) -> bool {
        let inside = |first: usize| claim.clause(first) == relation.clause;
        // `Low back pain` is a complaint.
        let is_part = |at: usize| claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
        let spoken = claim.cues.iter().filter(|cue| inside(cue.first) && !is_part(cue.first)).filter_map(|cue| {
            let Cue::Outcome(topic) = cue.cue else { return None };
            Some(topic)
        });
        let named = claim.read.topics.iter().filter(|read| inside(read.first)).map(|read| read.topic);
        let all: Vec<usize> = spoken.chain(named).collect();
        let outcomes = self.of_kind(&all, &[TopicKind::Outcome, TopicKind::Instrument]);
        let Some(m) = finding.result.measurement() else { return false };
        let own = self.positions(std::iter::once(&m.outcome.topic).chain(m.outcome.instrument.value()));
        !outcomes.is_empty() && !outcomes.iter().any(|&named| own.iter().any(|&own| self.facts.related(own, named)))
    }

    /// Of several outcomes that a clause names side by side, a finding on one of them that came out otherwise than it says of all:
    /// `pain and disability had both fallen more`.
    pub(super) fn told_of_both<'f>(
        &self,
        claim: &Claim,
        relation: Relation,
        compared: &[(usize, &'f Finding, Direction)],
        told: &impl Fn(usize, &Finding, Direction) -> Option<bool>,
    ) -> Option<(usize, &'f Finding)> {
        let here = |at: usize| claim.clause(at) == relation.clause;
        let is_denial = |word: &str| [Grammar::Not, Grammar::No, Grammar::Nobody].iter().any(|list| list.has(word));
        let denies = claim.cues.iter().filter(|cue| here(cue.first)).any(|cue| {
            matches!(cue.cue, Cue::NotShown | Cue::Contrast | Cue::Same)
                || cue.cue == Cue::Not && is_denial(claim.word(cue.first))
        });
        if denies || claim.relations.len() > 1 || !relation.way.is_gain() {
            return None;
        }
        let kinds = [TopicKind::Outcome, TopicKind::Instrument];
        let read = claim.read.topics.iter().filter(|read| here(read.first));
        let read = read.filter(|read| !self.of_kind(&[read.topic], &kinds).is_empty()).map(|read| read.topic);
        let is_part =
            |first: usize, last: usize| claim.read.topics.iter().any(|read| read.first <= first && last <= read.last);
        let spoken = claim.cues.iter().filter(|cue| here(cue.first) && !is_part(cue.first, cue.last));
        let spoken = spoken.filter_map(|cue| if let Cue::Outcome(topic) = cue.cue { Some(topic) } else { None });
        let mut named: Vec<usize> = read.chain(spoken).collect();
        named.sort_unstable();
        named.dedup();
        let of_outcome = |outcome: usize| {
            compared.iter().copied().filter(move |(at, _, _)| {
                self.facts.topics_at.get(*at).is_some_and(|topics| topics.outcome.contains(&outcome))
            })
        };
        let is =
            |(at, finding, direction): (usize, &Finding, Direction), is_so| told(at, finding, direction) == Some(is_so);
        let agrees = |outcome: usize| of_outcome(outcome).any(|one| is(one, true));
        let conflicts =
            |outcome: usize| of_outcome(outcome).next().is_some() && of_outcome(outcome).all(|one| is(one, false));
        let other = named.iter().copied().find(|&outcome| conflicts(outcome))?;
        let (at, finding, _) = of_outcome(other).next()?;
        named.iter().any(|&outcome| agrees(outcome)).then_some((at, finding))
    }

    /// Whether a claim names outcomes by their topics, and no result of the source of a finding is about any of them or about a
    /// wider or narrower one, nor says a word of them.
    pub(super) fn is_of_no_finding(&self, claim: &Claim, at: usize) -> bool {
        let outcomes = self.of_kind(&self.outcomes(claim), &[TopicKind::Outcome, TopicKind::Instrument]);
        let Some(known) = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source)) else {
            return false;
        };
        let is_told = |outcome: usize| {
            known.topics.contains(&outcome)
                || known.findings.iter().any(|&other| {
                    let topics = self.facts.topics_at.get(other);
                    topics.is_some_and(|topics| topics.outcome.iter().any(|&own| self.facts.related(own, outcome)))
                })
        };
        !outcomes.is_empty() && !outcomes.into_iter().any(is_told)
    }
}
