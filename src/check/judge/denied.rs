//! Results that a claim gives with the right number and denies: `40% had not improved` (E005).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord, Standing},
        claim::{Claim, EffectDirection},
        quantity::Role,
        rule,
    },
    corpus::lexicon::Cue,
    domain::FieldPath,
    text::{FoldedWord, Grammar, folded_words},
};

/// Most words between what is denied and the number that says how much of it there was.
const NUMBER_REACH: usize = 8;

/// Most words between a share of people and what is denied of them.
const SHARE_REACH: usize = 28;

/// Whether a statement has a word, and no negation right before it.
fn affirms(statement: &str, word: &str) -> bool {
    let words = folded_words(statement);
    let denies = |before: &FoldedWord| Grammar::Not.has(&before.exact) || Grammar::No.has(&before.exact);
    let denied = |at: usize| words.iter().take(at).rev().take(2).any(denies);
    let mut places = (0..words.len()).filter(|&at| words.get(at).is_some_and(|own| own.exact == word)).peekable();
    places.peek().is_some() && !places.any(denied)
}

impl Judge<'_> {
    /// E005: the number of a result beside a denial that its record does not have.
    pub(super) fn denied_results(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let same = claim.relations.iter().filter(|relation| relation.way == EffectDirection::Same);
        let denials: Vec<(usize, usize)> = claim
            .unread_negations
            .iter()
            .copied()
            .chain(same.map(|relation| (relation.first, relation.last)))
            // `Not shown to be better by 3 points` says what was not shown, and how much was seen.
            .filter(|&(first, last)| {
                let is_here =
                    |cue: Cue| claim.cues.iter().any(|it| it.cue == cue && it.first <= last && first <= it.last);
                // `Made no`: what is denied stands behind it.
                let ends_in_it = claim.cues.iter().any(|it| it.cue == Cue::Not && it.last >= last && it.first <= last);
                is_here(Cue::Not) && !is_here(Cue::NotShown) && !ends_in_it
            })
            .collect();
        for (first, last) in denials {
            let told = claim.numbers.iter().find_map(|number| {
                let behind = number.first > last && number.first - last <= NUMBER_REACH;
                let before = number.last < first && first - number.last <= SHARE_REACH && number.role == Role::Percent;
                let is_near = (behind || before) && claim.clause(number.first) == claim.clause(first);
                // `61% had not improved`, of the 39% who had: what is on record for those.
                let is_rest = self.share_of_the_others(claim, number, of).is_some();
                let kind =
                    AttributeKind::of_role(number.role).filter(|_| is_near && !is_rest && number.role.is_result())?;
                found.said(kind, (number.first, number.last)).find_map(|one| {
                    let record = one.on_record.as_ref().filter(|_| one.standing == Standing::Confirmed)?;
                    record.finding.filter(|_| record.field == FieldPath::ESTIMATE)
                })
            });
            let Some((at, finding)) = told.and_then(|at| Some((at, self.finding(at)?))) else { continue };
            if !affirms(&finding.statement, claim.word(last)) {
                continue;
            }
            let statement = finding.values().statement;
            let contradiction = Contradiction {
                kind: AttributeKind::Direction,
                span: (first, last),
                finding: Some(at),
                message: format!("{} has this number of what happened, not of what did not", of.source.short_title),
                expected: Some(one_line(&finding.statement)),
                on_record: Some(OnRecord::of(statement, one_line(&finding.statement), Some(at), of.at)),
            };
            found.contradict(rule::DIRECTION_CONFLICT, contradiction);
        }
    }
}
