//! Whether a source still holds (W108, W109).

use super::{Found, Judge, SentenceContext};
use crate::{
    check::{claim::Claim, identify::Identified, quantity::Role, rule},
    corpus::lexicon::Cue,
    domain::{Currency, EditorialStatus, Source, Vocabulary},
};

impl Judge<'_> {
    /// W109.
    pub(super) fn editorial(
        &self,
        claim: &Claim,
        identified: &Identified,
        around: &SentenceContext<'_>,
        found: &mut Found<'_>,
    ) {
        let Some(source) = self.source(identified.source) else { return };
        let status = source.editorial.status;
        let is_clean = matches!(
            status,
            EditorialStatus::Unchecked
                | EditorialStatus::None
                | EditorialStatus::Corrected
                | EditorialStatus::RetractedAndRepublished
        );
        if is_clean || around.says(Cue::RetractionStated) {
            return;
        }
        let when = source.editorial.noticed.map(|date| format!(" ({date})")).unwrap_or_default();
        let message = format!("{}: {}{when}", source.short_title, status.label().to_lowercase());
        let span = if identified.last > identified.first || identified.first > 0 {
            (identified.first, identified.last)
        } else {
            (0, claim.read.words.len().saturating_sub(1))
        };
        found.at(rule::RETRACTED, span, None, message, Some(status.label().to_lowercase()));
    }

    /// W108 of a sentence that says nothing else: `the guideline is in force today`.
    pub(super) fn told_in_force(
        &self,
        claim: &Claim,
        source: usize,
        around: &SentenceContext<'_>,
        found: &mut Found<'_>,
    ) {
        let is_told = claim.cues.iter().any(|cue| cue.cue == Cue::InForce && cue.last > cue.first);
        if let Some(source) = self.source(source).filter(|_| is_told) {
            self.currency(claim, source, around, found);
        }
    }

    /// W108.
    pub(super) fn currency(&self, claim: &Claim, source: &Source, around: &SentenceContext<'_>, found: &mut Found<'_>) {
        let state = self.corpus.currency(source, self.as_of);
        if !matches!(state.state, Currency::Lapsed | Currency::Superseded) {
            return;
        }
        if around.says(Cue::LapseStated) {
            return;
        }
        let Some(force) = claim.first(Cue::InForce) else { return };
        // With its year beside it, readers know how old it is; not so if it is called the standard.
        let dated = claim.numbers_of(Role::Year).next().is_some();
        let Some(force) = claim
            .cues
            .iter()
            .find(|cue| cue.cue == Cue::InForce && (!dated || cue.last > cue.first) && !claim.is_negated(cue.first))
            .or((!dated).then_some(&force))
        else {
            return;
        };
        let since = state.since.map(|day| format!(" since {day}")).unwrap_or_default();
        let message =
            format!("{} is {}{since}: {}", source.short_title, state.state.label().to_lowercase(), state.reason);
        found.at(
            rule::LAPSED_SOURCE,
            (force.first, force.last),
            None,
            message,
            Some(format!("{}{since}", state.state.label().to_lowercase())),
        );
    }
}
