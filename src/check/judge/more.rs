//! Which of several kinds of people is said to have had more of something: women or men, the old or the young (E005).

use super::{Found, Judge, Of};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::{Claim, Subject},
        known::{More, RecordSentence, telling_of},
        rule,
    },
    corpus::lexicon::Cue,
};

impl Judge<'_> {
    /// E005: one kind of people said to have had more than the others, where the record has it the other way round. A warning, where
    /// the words do not tell that the same thing is meant.
    pub(super) fn had_more(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if claim.has(Cue::Indirect) {
            return;
        }
        let telling = telling_of(claim);
        for said in More::all(claim) {
            let told = |sentence: &RecordSentence| {
                let mut own = sentence.more.iter().filter_map(|own| said.agrees(own));
                own.next()
            };
            let mut all = of.known.opposing.iter().filter_map(|sentence| Some((told(sentence)?, sentence))).peekable();
            let Some((_, first)) = all.peek().copied() else { continue };
            let span = (said.first, said.last);
            if all.any(|(agrees, _)| agrees) {
                found.confirm(AttributeKind::Words, span, None);
                continue;
            }
            let breaks = (AttributeKind::Direction, rule::DIRECTION_CONFLICT);
            let is_same = claim.subject == Subject::Harm || first.telling.shared(&telling) > 0;
            if is_same {
                self.says_otherwise(claim, span, breaks, first, of, found);
            } else {
                self.may_say_otherwise(claim, span, breaks, first, of, found);
            }
            return;
        }
    }
}
