//! Whether there was a gain in those who lack something: `mice without the receptor were relieved as well` (E005).

use super::{Found, Judge, Of};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::Claim,
        known::{Lacking, RecordSentence},
        rule,
    },
    corpus::lexicon::Cue,
};

impl Judge<'_> {
    /// E005, as a warning: a gain told of those of whom the record denies it.
    pub(super) fn lacking(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let Some(said) = Lacking::of(claim).filter(|_| !claim.has(Cue::Indirect)) else { return };
        let told = |agrees: bool| {
            let is = |own: &RecordSentence| own.lacking.as_ref().and_then(|own| said.agrees(own)) == Some(agrees);
            of.known.opposing.iter().find(|sentence| is(sentence))
        };
        let span = (said.at, said.at);
        match (told(true), told(false)) {
            (Some(sentence), _) => self.says_so(span, sentence, of, found),
            (None, Some(sentence)) => {
                let breaks = (AttributeKind::Direction, rule::DIRECTION_CONFLICT);
                self.may_say_otherwise(claim, span, breaks, sentence, of, found);
            }
            (None, None) => {}
        }
    }
}
