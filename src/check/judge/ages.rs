//! Which of two ages something is told of more often: `commoner in the younger than in the older` (E005).

use super::{Found, Judge, Of};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::Claim,
        known::{Pole, RecordSentence, is_negative, poles_of},
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    text::Grammar,
};

/// The poles of [`Axis::Frequency`] that say which is more frequent, as `opposites.toml` numbers them.
const COMPARED: [u32; 2] = [1, 2];

/// Old or young people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    Old,
    Young,
}

impl Judge<'_> {
    /// E005: one age said to have more of something than the other, where the record has it the other way round.
    pub(super) fn by_age(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let ages: Vec<(usize, Age)> = ages_in(claim).collect();
        let [(first, one), (last, other)] = ages[..] else { return };
        let is_plain = one != other && !is_negative(claim) && !claim.has(Cue::Indirect);
        if !is_plain || claim.clause(first) != claim.clause(last) {
            return;
        }
        let poles = poles_of(claim);
        let Some(more) = is_more(&poles) else { return };
        // `Than the older, the younger had more`: the one behind what compares is compared with.
        let than = |from: usize, until: usize| {
            claim.cues.iter().any(|cue| cue.cue == Cue::Against && from <= cue.first && cue.first < until)
        };
        let subject = match (than(0, first), than(first, last)) {
            (false, true) => one,
            (true, false) => other,
            (true, true) | (false, false) => return,
        };
        let oldest_have_more = (subject == Age::Old) == more;
        let is_turned = |sentence: &&RecordSentence| {
            let shares = poles.iter().any(|pole| {
                let own = sentence.poles.iter().filter(|own| own.axis == Axis::Frequency && pole.axis == own.axis);
                own.into_iter().any(|own| own.beside.iter().any(|stem| pole.beside.contains(stem)))
            });
            let told = told_of(sentence).zip(is_more(&sentence.poles));
            shares
                && !sentence.is_negative
                && told.is_some_and(|(age, more)| ((age == Age::Old) == more) != oldest_have_more)
        };
        if let Some(sentence) = of.known.opposing.iter().find(is_turned) {
            let breaks = (AttributeKind::Direction, rule::DIRECTION_CONFLICT);
            self.says_otherwise(claim, (first, last), breaks, sentence, of, found);
        }
    }
}

/// Whether a claim names old and young people.
pub(super) fn tells_ages(claim: &Claim) -> bool {
    [Age::Old, Age::Young].iter().all(|age| ages_in(claim).any(|(_, own)| own == *age))
}

/// The words of a claim that tell an age, with their places.
fn ages_in(claim: &Claim) -> impl Iterator<Item = (usize, Age)> {
    (0..claim.read.words.len()).filter_map(|at| Some((at, age_of(claim.word(at))?)))
}

/// Whether the words for how frequent something is say that it is more so; none where they do not agree.
fn is_more(poles: &[Pole]) -> Option<bool> {
    let mut all = poles.iter().filter(|pole| pole.axis == Axis::Frequency).map(|pole| pole.pole);
    let pole = all.next().filter(|pole| COMPARED.contains(pole))?;
    all.all(|other| other == pole).then_some(pole == COMPARED[0])
}

/// The age of which a sentence of a record tells; of two nobody can tell which has more.
fn told_of(sentence: &RecordSentence) -> Option<Age> {
    let words = sentence.text.split(|c: char| !c.is_alphanumeric());
    let mut ages = words.filter_map(|word| age_of(&word.to_lowercase()));
    ages.next().filter(|_| ages.next().is_none())
}

fn age_of(word: &str) -> Option<Age> {
    if Grammar::Aged.has(word) {
        Some(Age::Old)
    } else if Grammar::Youthful.has(word) {
        Some(Age::Young)
    } else {
        None
    }
}
