//! What the record tells of one thing and denies of another, told of both: `with the sham just as with the real one` (E005).

use super::{Found, Judge, Of, beside::SURE};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::{Claim, EffectDirection},
        known::{RecordSentence, is_negative, telling_of},
        rule,
    },
    corpus::lexicon::Cue,
    domain::TopicKind,
    text::Grammar,
};

/// Most words between a thing and what says that it is so of that as well.
const AS_WELL_REACH: usize = 4;

impl Judge<'_> {
    /// E005: a thing that a sentence of the record sets apart, told as if it were no exception.
    pub(super) fn shared_with(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        // `It looked at both` tells no result.
        let tells_result = !claim.relations.is_empty() || !self.outcomes(claim).is_empty();
        let is_turned = tells_of_imitation(claim);
        if is_negative(claim) && !is_turned || claim.has(Cue::Indirect) || !tells_result {
            return;
        }
        let telling = telling_of(claim);
        let is_alike = |sentence: &&RecordSentence| {
            let of_both = |stem: &&String| telling.contains(stem) && sentence.telling.contains(stem);
            let apart = sentence.apart.iter().filter(of_both).count();
            !sentence.apart.is_empty() && sentence.telling.shared(&telling).saturating_sub(apart) >= SURE
        };
        let told = of.known.opposing.iter().filter(is_alike).find_map(|sentence| {
            let words = claim.read.words.iter().enumerate();
            let mut apart = words.filter(|(_, word)| sentence.apart.contains(&word.stem)).map(|(at, _)| at);
            Some((sentence, apart.find(|&at| is_turned || is_told_as_well(claim, at))?))
        });
        if let Some((sentence, at)) = told {
            let breaks = (AttributeKind::Direction, rule::DIRECTION_CONFLICT);
            self.says_otherwise(claim, (at, at), breaks, sentence, of, found);
        }
    }

    /// E005: a treatment told as one that did better, which a sentence of the record says is not among those that did.
    pub(super) fn not_listed(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if is_negative(claim) || claim.denies() || claim.has(Cue::Contrast) {
            return;
        }
        let tells_gain = |at: usize| {
            let mut ways = claim.relations.iter().chain(&claim.further);
            ways.any(|one| one.way.is_gain() && claim.clause(at) == one.clause)
        };
        let is_compared = |topic: usize| claim.compared_with.iter().any(|said| said.what == topic);
        let told = claim.read.topics.iter().filter(|read| tells_gain(read.first) && !is_compared(read.topic)).find_map(
            |read| {
                // `One in ten beat placebo, and for humming the evidence was inconclusive`: told of another thing.
                let begins_next = |at: usize| claim.is_parted(at) && Grammar::And.has(claim.word(at));
                let mut gains = claim.relations.iter().chain(&claim.further).filter(|one| one.way.is_gain());
                if gains.all(|one| (one.last + 1..read.first).any(begins_next)) {
                    return None;
                }
                let is_treatment = !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty();
                let sentence =
                    of.known.opposing.iter().find(|one| is_treatment && one.unlisted.contains(&read.topic))?;
                // `You won't find humming among the winners`.
                (!claim.is_negated(read.first)).then_some(((read.first, read.last), sentence))
            },
        );
        if let Some((span, sentence)) = told {
            let breaks = (AttributeKind::Treatment, rule::DIRECTION_CONFLICT);
            self.says_otherwise(claim, span, breaks, sentence, of, found);
        }
    }
}

/// Whether a claim tells its result of an imitation, alone or as well: `with the fake and not with the real one`, `real or fake, it made no
/// odds`, `with the fake ones as with the real ones`.
fn tells_of_imitation(claim: &Claim) -> bool {
    let genuine = || (0..claim.read.words.len()).filter(|&at| Grammar::Genuine.has(claim.word(at)));
    let is_denied = |at: usize| claim.says_within(at.saturating_sub(AS_WELL_REACH)..at, Grammar::Not);
    let is_beside = |at: usize| {
        let near = at.saturating_sub(AS_WELL_REACH)..at;
        near.into_iter().any(|at| Grammar::As.has(claim.word(at)) && Grammar::OfGroup.has(claim.word(at + 1)))
    };
    // `Sham needling, unlike real needling, did not shift it` denies it of the one alone.
    let is_plain = |at: usize| !Grammar::Denials.has(claim.word(at));
    let is_same = !claim.has(Cue::Contrast)
        && claim.relations.iter().any(|one| one.way == EffectDirection::Same && is_plain(one.first));
    genuine().any(|at| is_denied(at) || is_beside(at) || is_same)
}

/// Whether words near this one say that something is so of it as well.
fn is_told_as_well(claim: &Claim, at: usize) -> bool {
    let clause = claim.clause(at);
    let tells_result = claim.relations.iter().any(|relation| relation.clause == clause);
    let is_one = |near: usize| {
        let (before, word, next) = (claim.word(near.wrapping_sub(1)), claim.word(near), claim.word(near + 1));
        let is_behind = near > at;
        // `As well`, but not `as well as`; `both the sham and the real one`.
        let is_whole = match (Grammar::As.has(before), Grammar::As.has(next)) {
            (true, true) => false,
            (true, false) | (false, true) => true,
            (false, false) => Grammar::EachOfTwo.has(word) && !is_behind && tells_result,
        };
        (Grammar::AsWell.has(word) && is_whole || Grammar::Alike.has(word)) && claim.clause(near) == clause
    };
    // `With the sham it fell … just as it did with the real one` joins all of its clause.
    let joins = |near: usize| Grammar::Just.has(claim.word(near)) && Grammar::As.has(claim.word(near + 1));
    (at.saturating_sub(AS_WELL_REACH)..=at + AS_WELL_REACH).any(is_one)
        || (0..claim.read.words.len()).any(|near| joins(near) && claim.clause(near) == clause)
}
