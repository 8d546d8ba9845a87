//! Sentences of the record in the words of a claim: whether one says the same, and whether one denies what the claim affirms or the
//! other way round (E005).

use super::{
    Found, Judge, Of,
    beside::{ALIKE, SURE},
};
use crate::{
    check::{
        attribute::{AttributeKind, Standing},
        claim::{Claim, Subject},
        known::{Known, RecordSentence, Stems, is_negative, pairs_of, poles_of, telling_of},
        quantity::Number,
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    text::Grammar,
};

/// Of so many telling words of a claim …
const SAME_OF: usize = 4;

/// … a sentence of the record has at least so many, when it says the same of the same.
const SAME: usize = 3;

impl Judge<'_> {
    /// E005: a sentence in the words of the record, denied where that affirms, or the other way round.
    pub(super) fn denied_otherwise(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let is_judged = found.attributes.iter().any(|one| one.standing == Standing::Contradicted);
        let telling = telling_of(claim);
        let is_open = [Cue::Hedge, Cue::Indirect].iter().any(|cue| claim.has(*cue))
            || claim.clauses.iter().any(|clause| *clause > 0)
            || matches!(claim.subject, Subject::Recommendation | Subject::Coverage)
            // `The guideline: no humming, no whistling` is advice without a verb.
            || claim.label > 0 && Grammar::No.has(claim.word(claim.label));
        if is_judged || telling.len() < ALIKE || is_open {
            return;
        }
        let results: Vec<&Number> = claim.numbers.iter().filter(|number| number.role.is_result()).collect();
        // The values of several groups, and no comparison of them: what is denied of these is not said.
        // `Compared three kinds, and it improved by so much`: what was compared, not what came of it.
        let mut against = claim.cues.iter().filter(|cue| cue.cue == Cue::Against);
        let compares = against.any(|cue| cue.last > cue.first || !Grammar::Compared.has(claim.word(cue.first)))
            || claim.says(Grammar::Comparatives);
        if results.len() > 1 && !compares {
            return;
        }
        let poles = claim_poles(claim);
        let near: Vec<&RecordSentence> = of
            .known
            .opposing
            .iter()
            .filter(|sentence| {
                is_near(sentence, &telling, &poles)
                    && results.iter().all(|number| sentence.numbers.iter().any(|own| number.is(*own)))
            })
            .collect();
        let is_denied = is_negative(claim);
        // Of several clauses nobody can tell which one is denied.
        if near.iter().any(|sentence| sentence.is_negative == is_denied || !sentence.is_single) {
            return;
        }
        let is_as_long = |sentence: &&&RecordSentence| 2 * sentence.telling.shared(&telling) >= sentence.telling.len();
        let Some(sentence) = near.iter().find(is_as_long) else { return };
        self.says_otherwise(
            claim,
            found.whole(),
            (AttributeKind::Direction, rule::DIRECTION_CONFLICT),
            sentence,
            of,
            found,
        );
    }

    /// E005: two words in a row that a sentence of the record denies of the same things, and that no sentence of it affirms: `the way it
    /// works is well understood`.
    pub(super) fn undenied(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if is_negative(claim) || claim.has(Cue::Indirect) || claim.has(Cue::Hedge) {
            return;
        }
        let telling = telling_of(claim);
        let is_same = |sentence: &&RecordSentence, pair: &[String; 2]| {
            let of_pair = pair.iter().filter(|stem| sentence.telling.contains(stem)).count();
            sentence.denied.contains(pair) && sentence.telling.shared(&telling).saturating_sub(of_pair) >= SURE
        };
        let is_affirmed = |pair: &[String; 2]| of.known.opposing.iter().any(|one| one.affirmed.contains(pair));
        let told = pairs_of(claim).find_map(|(at, pair)| {
            let sentence = of.known.opposing.iter().find(|sentence| is_same(sentence, &pair))?;
            (!is_affirmed(&pair)).then_some(((at, at + 1), sentence))
        });
        if let Some((span, sentence)) = told {
            let breaks = (AttributeKind::Direction, rule::DIRECTION_CONFLICT);
            self.says_otherwise(claim, span, breaks, sentence, of, found);
        }
    }

    /// Whether a sentence of the record says what a claim says, in most of its words and with the same denial.
    pub(super) fn is_told_so(&self, claim: &Claim, known: &Known) -> bool {
        let (telling, is_denied, poles) = (telling_of(claim), is_negative(claim), claim_poles(claim));
        let is_same =
            |sentence: &RecordSentence| sentence.is_negative == is_denied && is_near(sentence, &telling, &poles);
        known.opposing.iter().any(is_same)
    }
}

/// Whether a sentence of the record has most of the telling words of a claim, and none of its poles otherwise. The names of a source stand
/// in no text of it.
fn is_near(sentence: &RecordSentence, telling: &Stems, poles: &[(Axis, u32)]) -> bool {
    let shared = sentence.telling.shared(telling);
    shared > ALIKE && SAME_OF * shared >= SAME * telling.len() && sentence.poles_agree(poles)
}

/// The poles of a claim, as they are held against those of a record.
fn claim_poles(claim: &Claim) -> Vec<(Axis, u32)> {
    poles_of(claim).iter().map(|pole| (pole.axis, pole.pole)).collect()
}
