//! What a sentence says of those who lack something: `mice without the receptor got no relief`.

use crate::{
    check::claim::{Claim, Subject},
    corpus::lexicon::{Axis, Cue},
    text::Grammar,
};

/// Words behind `without` within which stands what is lacking.
const THING_REACH: usize = 5;

/// The pole of [`Axis::Rest`] that says that nothing is left, as `opposites.toml` numbers it.
const LOST: u32 = 2;

/// Something that is lacking, and whether there was a gain without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct Lacking {
    /// Stems of what is lacking.
    things: Vec<String>,
    /// Whether there was a gain all the same.
    is_gain: bool,
    pub(in crate::check) at: usize,
}

impl Lacking {
    /// What a sentence says so, where it says of a gain that there was one or none.
    pub(in crate::check) fn of(claim: &Claim) -> Option<Self> {
        // `Treatments without drugs` are what they are called.
        if claim.subject != Subject::Mechanism && !claim.has(Cue::Animals) {
            return None;
        }
        let at = (0..claim.read.words.len()).find(|&at| Grammar::Lacking.has(claim.word(at)))?;
        let words = claim.read.words.iter().skip(at + 1).take(THING_REACH);
        let things: Vec<String> =
            words.filter(|word| !word.is_stopword && !word.has_digit).map(|word| word.stem.clone()).collect();
        let is_one = |cue: Cue| matches!(cue, Cue::Better | Cue::Lower | Cue::AsGood | Cue::Same | Cue::NotShown);
        let tells = claim.cues.iter().any(|cue| is_one(cue.cue));
        // `Without it relief was unchanged`, `made no difference to the relief`: there was one.
        let tells_behind =
            |last: usize| claim.cues.iter().any(|cue| matches!(cue.cue, Cue::Better | Cue::Lower) && cue.first > last);
        let is_same = claim.cues.iter().any(|cue| cue.cue == Cue::Same && tells_behind(cue.last));
        let denies = !is_same
            && claim.cues.iter().any(|cue| {
                let is_denial = matches!(cue.cue, Cue::Same | Cue::NotShown | Cue::Worse);
                is_denial || cue.cue == Cue::Not && cue.first != at
            });
        let is_lost = claim.poles.iter().any(|pole| pole.cue == (Axis::Rest, LOST));
        (tells && !things.is_empty()).then_some(Self { things, is_gain: !denies && !is_lost, at })
    }

    /// Whether another sentence says the same of those who lack the same; none where that is something else.
    pub(in crate::check) fn agrees(&self, other: &Self) -> Option<bool> {
        let is_same = self.things.iter().any(|stem| other.things.contains(stem));
        is_same.then_some(self.is_gain == other.is_gain)
    }
}
