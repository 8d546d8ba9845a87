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
            let mut all = told_of(&said, of).peekable();
            let Some((_, first)) = all.peek().copied() else { continue };
            let span = (said.first, said.last);
            if let Some((_, sentence)) = all.find(|(agrees, _)| *agrees) {
                found.confirm(AttributeKind::Words, span, None);
                self.says_so(span, sentence, of, found);
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

    /// Whether a claim says of people that they had more than others, of whom the record says which of them had.
    pub(super) fn tells_people(&self, claim: &Claim, of: Of<'_>) -> bool {
        More::all(claim).iter().any(|said| told_of(said, of).next().is_some())
    }
}

/// The sentences of a record that say which of the same sort of people had more, each with whether it agrees.
fn told_of<'k>(said: &More, of: Of<'k>) -> impl Iterator<Item = (bool, &'k RecordSentence)> {
    of.known.opposing.iter().filter_map(move |sentence| {
        let agrees = sentence.more.iter().find_map(|own| said.agrees(own))?;
        Some((agrees, sentence))
    })
}
