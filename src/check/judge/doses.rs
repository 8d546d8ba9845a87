//! Whether more of a treatment went along with a better result: `the fewer the sessions, the better` (E005).

use super::{Found, Judge, Of};
use crate::{
    check::{attribute::AttributeKind, claim::Claim, known::Dose, rule},
    corpus::lexicon::Cue,
};

impl Judge<'_> {
    /// E005: less of something said to go with a better result, where the record has it of more, or the other way round.
    pub(super) fn doses(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if claim.has(Cue::Indirect) {
            return;
        }
        for said in Dose::all(claim) {
            let told = |agrees: bool| {
                let is = |own: &Dose| said.agrees(own) == Some(agrees);
                of.known.opposing.iter().find(|sentence| sentence.doses.iter().any(is))
            };
            let span = (said.first, said.last);
            match (told(true), told(false)) {
                (Some(sentence), _) => self.says_so(span, sentence, of, found),
                (None, Some(sentence)) => {
                    let breaks = (AttributeKind::Direction, rule::DIRECTION_CONFLICT);
                    self.says_otherwise(claim, span, breaks, sentence, of, found);
                    return;
                }
                (None, None) => {}
            }
        }
    }
}
