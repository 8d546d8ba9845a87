//! Of which of two things there was more: of harms by the shares of people who had them, of the treatments that harm is counted after by
//! these counts (E005).

use super::{Contradiction, Found, Judge, Of, beside::amount, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        known::{Mention, Reported, is_negative, is_object},
        quantity::Role,
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    domain::{TopicKind, finding::FindingKind},
    search::ReadTopic,
    text::Grammar,
};

/// The poles of [`Axis::Frequency`] that say which is more frequent, as `opposites.toml` numbers them.
const COMPARED: [u32; 2] = [1, 2];

/// Words behind `more often` within which its `than` stands.
const THAN_REACH: usize = 3;

/// Words behind `than`, and before `more often`, within which the two things stand.
const THING_REACH: usize = 6;

/// Telling words behind a count within which stands the treatment that it is counted after.
const COUNTED_REACH: usize = 2;

impl Judge<'_> {
    /// E005: `pain was commoner than bleeding`, `most of it came from cups and not from needles`, where the record counts otherwise.
    pub(super) fn outnumbered(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if is_negative(claim) && self.counted_pair(claim, of).is_none() || claim.has(Cue::Indirect) {
            return;
        }
        if let Some((first, [more, less])) = self.counted_pair(claim, of) {
            if more.number.low < less.number.low {
                let on_record = OnRecord {
                    value: format!("{} and {}", less.number.low, more.number.low),
                    field: less.field,
                    is_verified: less.is_verified,
                    finding: less.finding,
                    source: of.at,
                };
                let message = format!("{} counts more of the other", of.source.short_title);
                let contradiction = Contradiction::of(AttributeKind::Direction, (first, first), message, on_record);
                found.contradict(rule::DIRECTION_CONFLICT, contradiction);
            }
            return;
        }
        for pole in claim.poles.iter().filter(|pole| pole.cue.0 == Axis::Frequency && COMPARED.contains(&pole.cue.1)) {
            let is_joint = |at: &usize| Grammar::Than.has(claim.word(*at)) || Grammar::Over.has(claim.word(*at));
            let Some(than) = (pole.last..=pole.last + THAN_REACH).find(is_joint) else { continue };
            let object = (than + 1..=than + THING_REACH).find_map(|at| self.share_of(claim, at, of));
            let before = (pole.first.saturating_sub(THING_REACH)..pole.first).rev();
            let subject = before.into_iter().find_map(|at| self.share_of(claim, at, of));
            let (Some((_, one)), Some((finding, other))) = (subject, object) else { continue };
            let is_turned = if pole.cue.1 == COMPARED[0] { one < other } else { one > other };
            let Some(statement) = self.finding(finding).map(|finding| one_line(&finding.statement)) else { continue };
            if is_turned {
                let contradiction = Contradiction {
                    kind: AttributeKind::Direction,
                    span: (pole.first, pole.last),
                    finding: Some(finding),
                    message: format!("by the numbers of {} it is the other way round", of.source.short_title),
                    expected: Some(statement),
                    on_record: None,
                };
                found.contradict(rule::DIRECTION_CONFLICT, contradiction);
            }
        }
    }

    /// Of two treatments, of which a claim says that most of something came from the one and not from the other, what the record counts
    /// after each, with the place of the first.
    pub(super) fn counted_pair<'k>(&self, claim: &Claim, of: Of<'k>) -> Option<(usize, [&'k Mention; 2])> {
        let is_most = |pole: &(Axis, u32)| *pole == (Axis::Amount, amount::MOST);
        claim.poles.iter().find(|pole| is_most(&pole.cue))?;
        let treatments =
            claim.read.topics.iter().filter(|read| !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty());
        // Right behind its number, what a record counts.
        let counted = |first: usize, last: usize| {
            let stems: Vec<&String> =
                claim.read.words.iter().take(last + 1).skip(first).map(|word| &word.stem).collect();
            let is_of = move |mention: &&Mention| {
                let is_count = !matches!(mention.number.role, Role::Year | Role::Days | Role::Age);
                is_count && mention.context.after.iter().take(COUNTED_REACH).any(|stem| stems.contains(&stem))
            };
            of.known.mentions.iter().filter(is_of)
        };
        let (objects, subjects): (Vec<&ReadTopic>, Vec<&ReadTopic>) =
            treatments.partition(|read| is_object(claim, read.first));
        let pairs = subjects.iter().flat_map(|one| objects.iter().map(move |other| (one, other)));
        pairs.filter(|(one, other)| one.topic != other.topic).find_map(|(one, other)| {
            counted(one.first, one.last).find_map(|more| {
                let is_beside = |less: &&Mention| (less.field, less.finding) == (more.field, more.finding);
                Some((one.first, [more, counted(other.first, other.last).find(is_beside)?]))
            })
        })
    }

    /// The share of people who had the harm that a word names, where one result of the source counts it and not all are of it.
    fn share_of(&self, claim: &Claim, at: usize, of: Of<'_>) -> Option<(usize, f64)> {
        let word = claim.read.words.get(at).filter(|word| !word.is_stopword && !word.has_digit)?;
        let is_harm = |at: &usize| self.finding(*at).is_some_and(|finding| finding.result.kind() == FindingKind::Harm);
        let shares = of.known.findings.iter().copied().filter(is_harm).filter_map(|at| {
            let is = |one: &&Reported| {
                one.is_typed && one.finding == Some(at) && one.role == Role::Percent && one.arm.is_none()
            };
            Some((at, of.known.typed.iter().find(is)?.high))
        });
        let shares: Vec<(usize, f64)> = shares.collect();
        let has = |at: usize| self.facts.words_of.get(at).is_some_and(|words| words.outcome.contains(&word.stem));
        let mut own = shares.iter().copied().filter(|(at, _)| has(*at));
        own.next().filter(|_| own.next().is_none() && shares.len() > 1)
    }
}
