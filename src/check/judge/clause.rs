//! What a single clause of a claim is about: `better at six months, while at twelve no difference was shown` tells two results,
//! each of its own time.

use std::ops::Range;

use super::{Judge, Of};
use crate::{
    check::{
        claim::{Claim, Relation},
        quantity::Role,
    },
    corpus::lexicon::Cue,
    domain::TopicKind,
};

/// What one clause may name for itself, by the kinds of topics that stand for it.
const GROUPS: [&[TopicKind]; 3] = [
    &[TopicKind::Intervention],
    &[TopicKind::Outcome, TopicKind::Instrument, TopicKind::Mechanism],
    &[TopicKind::Condition, TopicKind::Population],
];

/// Words before a relation within which stands what was lower or better.
const OUTCOME_REACH: usize = 3;

impl Judge<'_> {
    /// The findings on what stands right before a relation, or in it, where that tells some results of the source from the
    /// others: `pain was lower by 0.7, and opioid use significantly lower`, `took fewer pills`.
    pub(super) fn of_own_outcome(&self, claim: &Claim, relation: Relation, of: Of<'_>) -> Option<Vec<usize>> {
        let words = |at: usize| self.facts.words_of.get(at);
        let kinds = self.kinds(claim);
        let is_of_kind = |at: usize| self.finding(at).is_some_and(|finding| kinds.contains(&finding.result.kind()));
        let measured: Vec<usize> = of.known.findings.iter().copied().filter(|&at| is_of_kind(at)).collect();
        let has = |at: usize, stem: &str| words(at).is_some_and(|words| words.outcome.contains(stem));
        let tells_apart = |stem: &str| {
            measured.iter().any(|&at| has(at, stem))
                && !measured.iter().all(|&at| has(at, stem))
                && !measured.iter().any(|&at| words(at).is_some_and(|words| words.treatment.contains(stem)))
        };
        let is_number = |at: usize| claim.numbers.iter().any(|number| number.first <= at && at <= number.last);
        let stems = |places: Range<usize>| -> Vec<&str> {
            let here = places.filter(|&at| claim.clause(at) == relation.clause && !is_number(at));
            let told = here.filter_map(|at| claim.read.words.get(at)).filter(|word| !word.is_stopword);
            told.map(|word| word.stem.as_str()).filter(|stem| tells_apart(stem)).collect()
        };
        let of_stems = |stems: &[&str]| -> Vec<usize> {
            measured.iter().copied().filter(|&at| stems.iter().any(|stem| has(at, stem))).collect()
        };
        let is_fitting = |at: &usize| of.fitting.contains(at);
        // `Fewer painkillers`: what was taken is what was measured.
        let is_treatment = |at: usize| {
            claim.cues.iter().any(|cue| cue.cue == Cue::AnyTreatment && cue.first <= at && at <= cue.last)
                || claim.read.topics.iter().any(|read| {
                    let is_one = || !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty();
                    read.first <= at && at <= read.last && is_one()
                })
        };
        let taken = (relation.first..=relation.last).find(|&at| is_treatment(at));
        let mut own = taken.map_or_else(Vec::new, |at| of_stems(&stems(at..at + 1)));
        if own.iter().any(is_fitting) {
            own.retain(is_fitting);
        }
        if own.is_empty() {
            own = of_stems(&stems(relation.first.saturating_sub(OUTCOME_REACH)..relation.first));
            own = if own.iter().any(is_fitting) { Vec::new() } else { own };
        }
        (!own.is_empty()).then_some(own)
    }

    /// The findings that a clause can be about, where it names a treatment, outcome, group of people, time or comparison of
    /// its own and another clause names others; none where the claim has nothing to tell apart.
    pub(super) fn of_clause(&self, claim: &Claim, clause: usize, of: Of<'_>) -> Option<Vec<usize>> {
        let inside = |at: usize| claim.clause(at) == clause;
        let kind = |topic: usize| self.corpus.topics().get(topic).map(|topic| topic.kind);
        let mut own = claim.clone();
        let mut is_apart = false;
        for group in GROUPS {
            let is_one = |topic: usize| kind(topic).is_some_and(|kind| group.contains(&kind));
            let spoken = |cue: &Cue| matches!(cue, Cue::Outcome(_)) && group.contains(&TopicKind::Outcome);
            let here = claim.read.topics.iter().any(|read| is_one(read.topic) && inside(read.first))
                || claim.cues.iter().any(|found| spoken(&found.cue) && inside(found.first));
            let elsewhere = claim.read.topics.iter().any(|read| is_one(read.topic) && !inside(read.first))
                || claim.cues.iter().any(|found| spoken(&found.cue) && !inside(found.first));
            if here && elsewhere {
                is_apart = true;
                own.read.topics.retain(|read| !is_one(read.topic) || inside(read.first));
                own.cues.retain(|found| !spoken(&found.cue) || inside(found.first));
            }
        }
        own.topics = Vec::new();
        for read in &own.read.topics {
            if !own.topics.contains(&read.topic) {
                own.topics.push(read.topic);
            }
        }
        // Times of other clauses are theirs.
        if claim.numbers_of(Role::Days).any(|number| !inside(number.first)) {
            is_apart = true;
            own.numbers.retain(|number| number.role != Role::Days || inside(number.first));
        }
        let compares_here = claim.comparators.iter().any(|said| inside(said.first));
        if compares_here && claim.comparators.iter().any(|said| !inside(said.first)) {
            is_apart = true;
            own.comparators.retain(|said| inside(said.first));
            own.compared_with.retain(|said| inside(said.first));
        }
        // So are forms of a treatment: `lower with the wet one; for the dry one, nothing was shown`.
        let forms = self.forms_at(claim, of.known);
        let (here, elsewhere): (Vec<_>, Vec<_>) = forms.into_iter().partition(|(at, _)| inside(*at));
        let differ = here.iter().any(|(_, stem)| elsewhere.iter().all(|(_, other)| other != stem));
        let is_of_forms = differ && !elsewhere.is_empty();
        (is_apart || is_of_forms).then(|| {
            let mut all = self.fitting(&own, of.known);
            if is_of_forms && all.iter().any(|&at| here.iter().any(|(_, stem)| self.has_form(at, stem))) {
                all.retain(|&at| here.iter().any(|(_, stem)| self.has_form(at, stem)));
            }
            all
        })
    }
}
