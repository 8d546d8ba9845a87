//! In which order a guideline has treatments tried: `opioids first`, where it keeps them for last (E005).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        identify::NAMED,
        known::{Item, Step, Turn},
        rule,
    },
    domain::StudyDesign,
};

impl Judge<'_> {
    /// Whether a claim names how long complaints had lasted, and a finding is on none of these: in acute pain another order may hold.
    fn is_of_other_duration(&self, claim: &Claim, at: usize) -> bool {
        let own = self.finding(at).and_then(|finding| finding.population.duration.value());
        own.is_some_and(|own| {
            !claim.durations.is_empty() && !own.iter().any(|one| claim.durations.iter().any(|said| said.what == *one))
        })
    }

    /// E005: something is put first which the sentences of a guideline put later, or later which they put first. A claim that tells a part
    /// of the order rightly may deny the rest in whatever way.
    pub(super) fn steps(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if of.source.design != StudyDesign::Guideline || of.identified.points < NAMED {
            return;
        }
        let is_same = |one: Item, other: Item| match (one, other) {
            (Item::Topic(one), Item::Topic(other)) => one == other || self.facts.related(one, other),
            (one, other) => one == other,
        };
        let told = |step: &Step, turn: Turn| {
            let has = |own: &Step| own.turn == turn && is_same(step.item, own.item);
            of.known.opposing.iter().find(|sentence| {
                sentence.steps.iter().any(has)
                    && !sentence.finding.is_some_and(|at| self.is_of_other_duration(claim, at))
            })
        };
        let all = Step::all(claim);
        if all.iter().any(|step| told(step, step.turn).is_some()) {
            return;
        }
        for step in &all {
            let turned = match step.turn {
                Turn::First => Turn::Later,
                Turn::Later => Turn::First,
            };
            let Some(sentence) = told(step, turned) else { continue };
            let contradiction = Contradiction {
                kind: AttributeKind::Stance,
                span: (step.first, step.last),
                finding: sentence.finding,
                message: format!("{} puts these treatments in another order", of.source.short_title),
                expected: Some(one_line(&sentence.text)),
                on_record: Some(OnRecord {
                    value: one_line(&sentence.text),
                    field: sentence.field,
                    is_verified: sentence.is_verified,
                    finding: sentence.finding,
                    source: of.at,
                }),
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
        }
    }
}
