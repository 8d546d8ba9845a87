//! What a sentence says on nobody's behalf but its own: shares of a practice's patients, and what it says and does not stand for.

use super::{Claim, EffectDirection};
use crate::{
    check::quantity::{Number, Role},
    corpus::lexicon::Cue,
    domain::phrase::Found,
    text::Grammar,
};

/// Words from somebody who claims something to what is claimed.
const CLAIM_REACH: usize = 12;

/// Words from what denies a claim, or warns of it, to the verb of claiming.
const DENIED_CLAIM_REACH: usize = 6;

/// Words from what is asked to what it is asked of.
const ASKED_REACH: usize = 10;

/// Words from a number to those whom it counts.
const COUNTED_REACH: usize = 2;

impl Claim {
    /// A share of those whom a practice treats, and where it stands: `nine in ten of our patients`, `of every 100 who come to us, 90`.
    pub(in crate::check) fn share_of_own(&self) -> Option<(usize, usize)> {
        let people = self.first(Cue::OwnPeople)?;
        if [Cue::Trial, Cue::Review, Cue::Guideline, Cue::Research].iter().any(|cue| self.has(*cue)) {
            return None;
        }
        let span = |number: &Number| (number.first, number.last);
        let is_front = |at: usize| Grammar::RateFronts.has(self.word(at));
        let is_whole = |number: &&Number| {
            number.first.checked_sub(1).is_some_and(is_front)
                && number.last < people.first
                && people.first <= number.last + COUNTED_REACH
        };
        let of_whole = || {
            self.numbers.iter().find(is_whole)?;
            self.numbers.iter().find(|number| number.first > people.first)
        };
        self.numbers_of(Role::Percent).next().or_else(of_whole).map(span)
    }

    /// The same where it is told that they got better, or what they were spared.
    pub(in crate::check) fn own_result(&self) -> Option<(usize, usize)> {
        let tells = |cue: Cue| {
            matches!(cue, Cue::Outcome(_) | Cue::Absolute | Cue::AnyTreatment | Cue::Praise | Cue::Better | Cue::Event)
        };
        let is_result = self.way.is_some_and(|way| way.what != EffectDirection::Same)
            || self.cues.iter().any(|found| tells(found.cue));
        self.share_of_own().filter(|_| is_result)
    }

    /// That most of those whom a practice treats were freed of what they had: `in our practice most backs are fixed in two visits`.
    pub(in crate::check) fn recovered_of_own(&self) -> Option<(usize, usize)> {
        let is_own = self.has(Cue::Practice) || self.has(Cue::OwnPeople);
        let is_open = self.is_question || self.has(Cue::Hedge) || self.has(Cue::Trial) || self.has(Cue::Review);
        if !is_own || is_open || self.has(Cue::Harm) || self.has(Cue::Event) {
            return None;
        }
        let length = self.read.words.len();
        let share = self.numbers_of(Role::Percent).next().map(|number| number.first);
        let most = share.or_else(|| self.find_word(0..length, Grammar::MostOf))?;
        // `Are back at work`.
        let is_back = |at: usize| {
            Grammar::Back.has(self.word(at))
                && Grammar::Prepositions.has(self.word(at + 1))
                && at.checked_sub(1).is_some_and(|before| Grammar::BeingOrNot.has(self.word(before)))
        };
        let freed = (most..length).find(|at| Grammar::Freed.has(self.word(*at)) || is_back(*at))?;
        let is_mild = self.says(Grammar::Aftermath);
        (!self.is_negated(freed) && !self.is_negated(most) && !is_mild).then_some((most, freed))
    }

    /// Whether the sentence does not stand for what it says at a word: nobody can promise it, whoever says it is warned of, it is asked,
    /// or it is called a mistake.
    pub(in crate::check) fn is_disowned(&self, at: usize) -> bool {
        let here = |other: usize| self.clause(other) == self.clause(at);
        let denied = |verb: usize| {
            let near = verb.saturating_sub(DENIED_CLAIM_REACH)..verb;
            near.clone().any(|at| {
                [Grammar::Whoever, Grammar::Wary, Grammar::Denials, Grammar::Nobody, Grammar::No]
                    .iter()
                    .any(|list| list.has(self.word(at)))
            }) || self.cues.iter().any(|cue| {
                // `Recorded nothing, which proves`: what stands behind a sign is denied no more.
                cue.cue == Cue::Not && near.contains(&cue.first) && !(cue.first + 1..=verb).any(|at| self.is_parted(at))
            })
        };
        let vouches = |at: usize| {
            [Grammar::Claiming, Grammar::ClaimNouns, Grammar::Vouching].iter().any(|list| list.has(self.word(at)))
        };
        let follows = |from: usize, to: usize| self.says_within(from..to, Grammar::ClauseFollows);
        let is_noun = |at: usize| Grammar::ClaimNouns.has(self.word(at)) || Grammar::ClauseFollows.has(self.word(at));
        // `It is a mistake to think that`; `the idea that it is harmless is wrong`, and not `it shows once and for all that it is a myth`.
        let is_mistake = |other: usize| {
            Grammar::Mistaken.has(self.word(other))
                && here(other)
                && !self.is_negated(other)
                && if other < at { follows(other, at) } else { !follows(at, other) && (0..at).any(is_noun) }
        };
        let is_untrue = |other: usize| {
            Grammar::Correct.has(self.word(other)) && self.is_negated(other) && here(other) && (0..at).any(is_noun)
        };
        let is_asked = |cue: &Found<Cue>| {
            cue.cue == Cue::Indirect && cue.first < at && at <= cue.last + ASKED_REACH && here(cue.first)
        };
        (at.saturating_sub(CLAIM_REACH)..at).any(|verb| vouches(verb) && denied(verb))
            || (0..self.read.words.len()).any(is_mistake)
            || (at..self.read.words.len()).any(is_untrue)
            || self.cues.iter().any(is_asked)
    }
}
