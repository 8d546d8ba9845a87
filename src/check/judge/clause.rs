//! What a single clause of a claim is about: `better at six months, while at twelve no difference was shown` tells two results,
//! each of its own time.

use super::{Judge, Of};
use crate::{
    check::{claim::Claim, quantity::Role},
    corpus::lexicon::Cue,
    domain::TopicKind,
};

/// What one clause may name for itself, by the kinds of topics that stand for it.
const GROUPS: [&[TopicKind]; 3] = [
    &[TopicKind::Intervention],
    &[TopicKind::Outcome, TopicKind::Instrument, TopicKind::Mechanism],
    &[TopicKind::Condition, TopicKind::Population],
];

impl Judge<'_> {
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
