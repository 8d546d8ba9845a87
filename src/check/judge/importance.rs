//! Whether a difference matters to patients, against what its source judges (E005).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        quantity::Role,
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    domain::{
        Vocabulary,
        finding::{Clinical, Direction},
        phrase::Found as Phrase,
    },
    text::Grammar,
};

impl Judge<'_> {
    /// E005: a gain is called important which its source judges too small to matter. That one is too small is a judgement of the
    /// source, or of nobody.
    pub(super) fn importance(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::Meaningful) {
            let span = (cue.first, cue.last);
            let is_small = claim.cues.iter().any(|other| {
                other.cue == Cue::Small
                    && other.first < cue.first
                    && claim.clause(other.first) == claim.clause(cue.first)
            });
            let is_as = Grammar::As.has(claim.word(cue.first.wrapping_sub(1)));
            let is_denied = claim.is_negated(cue.first) || claim.is_of_nobody(cue.first) || is_as || is_small;
            if is_denied {
                let is_judged = of.fitting.iter().any(|&at| self.is_judged(at, Clinical::No));
                if !is_judged {
                    found.leave(AttributeKind::Words, span);
                }
                continue;
            }
            let gains = || of.fitting.iter().copied().filter(|&at| self.is_gain(at));
            let all_small = gains().next().is_some() && gains().all(|at| self.is_judged(at, Clinical::No));
            let Some(at) = gains().next().filter(|_| all_small && is_affirmed(claim, *cue)) else { continue };
            let Some(finding) = self.finding(at) else { continue };
            let on_record = finding.measurement_values().map(|measured| {
                let value = Clinical::No.label().to_lowercase();
                OnRecord::of(measured.importance, value, Some(at), of.at)
            });
            let contradiction = Contradiction {
                kind: AttributeKind::Direction,
                span,
                finding: Some(at),
                message: format!("{} judges this difference too small to matter", of.source.short_title),
                expected: Some(one_line(&finding.statement)),
                on_record,
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
        }
    }

    fn is_judged(&self, at: usize, answer: Clinical) -> bool {
        let measured = self.finding(at).and_then(|finding| finding.result.measurement());
        measured.is_some_and(|m| m.importance.value().is_some_and(|importance| importance.answer == answer))
    }

    fn is_gain(&self, at: usize) -> bool {
        let measured = self.finding(at).and_then(|finding| finding.result.measurement());
        measured.is_some_and(|m| m.direction == Direction::FavoursIntervention)
    }
}

/// Whether a claim says outright that what it tells matters: not of how many people it was seen in, nor what would have mattered.
fn is_affirmed(claim: &Claim, cue: Phrase<Cue>) -> bool {
    let here = |first: usize| claim.clause(first) == claim.clause(cue.first);
    let counts_people = claim.numbers_of(Role::Percent).any(|number| here(number.first));
    // `Less than the 15 points that count as important`.
    let is_measured_against =
        claim.poles.iter().any(|pole| pole.cue == (Axis::Importance, UNIMPORTANT) && here(pole.first))
            || is_less_than(claim, cue)
            || claim.cues.iter().any(|other| other.cue == Cue::Hedge && here(other.first) && other.first < cue.first)
            || claim.numbers_of(Role::Effect).any(|number| cue.last < number.first && here(number.first));
    // `Counts 10 points as important`: what would have mattered.
    let is_threshold = Grammar::As.has(claim.word(cue.first))
        && claim.numbers.iter().any(|number| number.last + 1 == cue.first && number.role == Role::Effect);
    let is_told = claim.way.is_none_or(|way| way.what.is_gain());
    is_told && !counts_people && !is_measured_against && !is_threshold
}

/// Whether something is said to be less than what matters: `less than the review counts as important`.
fn is_less_than(claim: &Claim, cue: Phrase<Cue>) -> bool {
    let is_less = |at: usize| {
        claim.cues.iter().any(|other| matches!(other.cue, Cue::Not | Cue::Lower | Cue::Worse) && other.first == at)
    };
    (1..cue.first)
        .any(|at| claim.clause(at) == claim.clause(cue.first) && Grammar::Than.has(claim.word(at)) && is_less(at - 1))
}

/// The pole of [`Axis::Importance`] that says that something does not matter, as `opposites.toml` numbers it.
const UNIMPORTANT: u32 = 1;
