//! What a source is, and whether it still holds (W108, W109, W111).

use super::{Around, Found, Judge};
use crate::{
    check::{
        claim::Claim,
        identify::{Identified, is_review, is_trial},
        known::NameKind,
        quantity::Role,
        rule,
    },
    corpus::lexicon::Cue,
    domain::{Currency, EditorialStatus, Source, StudyDesign, Vocabulary},
    text::Grammar,
};

impl Judge<'_> {
    /// W111.
    pub(super) fn label(&self, claim: &Claim, identified: &Identified, found: &mut Found<'_>) {
        let Some(source) = self.source(identified.source) else { return };
        for style in claim.cues.iter().filter(|cue| cue.cue == Cue::Style) {
            let is_name = style.first > 0
                && self
                    .facts
                    .names
                    .get(claim.word(style.first - 1))
                    .into_iter()
                    .flatten()
                    .any(|entry| entry.words.len() == 1 && matches!(entry.kind, NameKind::Issuer));
            let noun = (style.last + 1..style.last + 4).any(|at| Grammar::Works.has(claim.word(at)));
            if is_name && noun {
                let message = format!("this is {} itself, not something like it", source.short_title);
                found.at(
                    rule::MISLABELLED,
                    (style.first - 1, style.last),
                    None,
                    message,
                    Some(source.short_title.clone()),
                );
            }
        }
        if !identified.by.iter().any(|by| matches!(*by, "name" | "identifier" | "author and year")) {
            return;
        }
        // The noun must stand with the name: `the Haake 2007 meta-analysis`.
        let beside =
            |cue: Cue| {
                claim.cues.iter().copied().find(|found| {
                    found.cue == cue && found.first > identified.last && found.first <= identified.last + 2
                })
            };
        let called_review = beside(Cue::Review);
        let called_trial = beside(Cue::Trial);
        let wrong = if is_trial(source.design) {
            called_review
        } else if is_review(source.design) {
            called_trial.filter(|cue| Grammar::Trial.has(claim.word(cue.first)))
        } else if source.design == StudyDesign::Guideline {
            called_trial.or(called_review)
        } else {
            None
        };
        if let Some(cue) = wrong {
            let design = source.design.label().to_lowercase();
            let message = format!("{} is a {design}", source.short_title);
            found.at(rule::MISLABELLED, (cue.first, cue.last), None, message, Some(design));
        }
    }

    /// W109.
    pub(super) fn editorial(&self, claim: &Claim, identified: &Identified, around: &Around<'_>, found: &mut Found<'_>) {
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

    /// W108.
    pub(super) fn currency(&self, claim: &Claim, source: &Source, around: &Around<'_>, found: &mut Found<'_>) {
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
            .find(|cue| cue.cue == Cue::InForce && (!dated || cue.last > cue.first))
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
