//! A gain said not to fade, where the record tells how much of it was lost (E005).

use super::{Contradiction, Found, Judge, Of, one_line, same_class};
use crate::{
    check::{attribute::AttributeKind, claim::Claim, quantity::Role, rule},
    domain::Finding,
    text::Grammar,
};

/// Words between a denial and what is denied.
const DENIAL_REACH: usize = 3;

/// The share of a gain that is lost from which on it has faded, in percent.
const FADED: f64 = 30.0;

impl Judge<'_> {
    /// E005: `the lead over the sham did not shrink`, where a good part of it is on record as lost.
    pub(super) fn fading(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let is_denied = |at: usize| {
            (at.saturating_sub(DENIAL_REACH)..at)
                .any(|at| Grammar::Denials.has(claim.word(at)) || Grammar::Never.has(claim.word(at)))
        };
        let Some(fading) = (0..claim.read.words.len()).find(|&at| Grammar::Fading.has(claim.word(at))) else { return };
        let tells_gain = claim.says_within(0..fading, Grammar::GainNouns);
        if !tells_gain || !is_denied(fading) || claim.is_question {
            return;
        }
        let is_compared = |finding: &Finding| {
            !claim.comparators.is_empty()
                && claim.comparators.iter().all(|said| same_class(said.what, finding.comparator.class))
        };
        let told = of.fitting.iter().find_map(|&at| {
            let finding = self.finding(at).filter(|finding| is_compared(finding))?;
            (self.lost(at, finding)? >= FADED).then_some((at, finding))
        });
        let Some((at, finding)) = told else { return };
        let contradiction = Contradiction {
            kind: AttributeKind::Words,
            span: (fading, fading),
            finding: Some(at),
            message: format!("{} tells how much of it was lost", of.source.short_title),
            expected: Some(one_line(&finding.statement)),
            on_record: None,
        };
        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
    }

    /// The share of a gain that a finding tells as lost, in percent.
    fn lost(&self, at: usize, finding: &Finding) -> Option<f64> {
        let known = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source))?;
        let share = known.typed.iter().find(|one| one.finding == Some(at) && one.role == Role::Percent)?;
        let says = |list: Grammar| {
            finding.statement.split(|c: char| !c.is_alphanumeric()).any(|word| list.has(&word.to_lowercase()))
        };
        match (says(Grammar::Lost), says(Grammar::Kept)) {
            (true, false) => Some(share.high),
            (false, true) => Some(100.0 - share.low),
            (true, true) | (false, false) => None,
        }
    }
}
