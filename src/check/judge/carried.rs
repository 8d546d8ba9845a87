//! What may be said against a sentence whose source only its place in the text tells.

use super::{Breach, Judge};
use crate::{
    check::{
        attribute::{Attribute, AttributeKind, Standing},
        claim::Claim,
        rule::HitSeverity,
    },
    domain::{
        Finding, TopicKind,
        finding::{ComparatorClass, Direction, FindingKind},
    },
    search::ReadWord,
    text::Grammar,
};

/// Of a source that only the place of a sentence tells.
pub(super) const IS_CARRIED: &str = "; the text names this source elsewhere, and may mean another one here";

/// Of a source that agrees with what is told of it, or with all but its size.
pub(super) const MAY_BE_ANOTHER: &str = "; all else that is told of the study agrees, but another one may be meant";

impl Judge<'_> {
    /// Takes back what a source that only the place of a sentence tells is too little for: which way advice goes and how
    /// strong it is, and the direction of a result whose outcome is not named and which nothing else pins.
    pub(super) fn leave_what_may_be_of_others(
        &self,
        claim: &Claim,
        source: Option<usize>,
        attributes: &mut [Attribute],
        breaches: &mut Vec<Breach>,
    ) {
        let names_outcome = !self.outcomes(claim).is_empty();
        let pinned = pinned(attributes);
        let is_unread =
            attributes.iter().any(|one| one.kind == AttributeKind::Words && one.standing == Standing::Uncompared);
        // What is told under a condition that nobody has read is told of something else.
        let compared = if is_unread { Vec::new() } else { compared_findings(attributes) };
        for attribute in attributes.iter_mut().filter(|attribute| attribute.standing == Standing::Contradicted) {
            let is_advice =
                matches!(attribute.kind, AttributeKind::Stance | AttributeKind::Coverage | AttributeKind::Strength);
            // `Major bleeding was more frequent`: what the finding measured is named in its own words.
            let tells_outcome = || {
                let record = attribute.on_record.as_ref().filter(|record| record.field.as_str() == "direction");
                let at = record.and_then(|record| record.finding);
                let measured = at.and_then(|at| self.finding(at)).and_then(|finding| finding.result.measurement());
                let is_directed =
                    measured.is_some_and(|m| !matches!(m.direction, Direction::Descriptive | Direction::Mixed));
                let words = at.filter(|_| is_directed).and_then(|at| self.facts.words_of.get(at));
                let has = |word: &ReadWord| words.is_some_and(|words| words.outcome.contains(&word.stem));
                let outside = |at: usize| at < attribute.first || attribute.last < at;
                // `Took fewer painkillers`: no other result of the source is of these.
                let is_only = |word: &ReadWord| {
                    let source = at.and_then(|at| self.facts.source_of.get(at)).copied();
                    let findings =
                        source.and_then(|source| self.facts.sources.get(source)).map(|known| &known.findings);
                    let is_of = |at: &&usize| {
                        self.facts.words_of.get(**at).is_some_and(|words| words.outcome.contains(&word.stem))
                    };
                    findings.is_some_and(|all| all.iter().filter(is_of).count() == 1)
                };
                let mut all = claim.read.words.iter().enumerate();
                all.any(|(at, word)| !word.is_stopword && has(word) && (outside(at) || is_only(word)))
            };
            let of_pinned = || {
                attribute.on_record.as_ref().and_then(|record| record.finding).is_some_and(|at| pinned.contains(&at))
            };
            let at = attribute.on_record.as_ref().and_then(|record| record.finding);
            let is_told_apart = || {
                at.is_some_and(|at| {
                    compared.iter().any(|other| self.compares_with_same(*other, at))
                        || self.tells_in_own_words(claim, (attribute.first, attribute.last), at)
                })
            };
            // A comparison of a treatment that the record has nowhere is one of another source.
            let is_of_unheard = attribute.kind == AttributeKind::Comparator && self.is_of_unheard(claim, source);
            let stays = !is_advice
                && !is_of_unheard
                && (attribute.kind != AttributeKind::Direction
                    || names_outcome
                    || tells_outcome()
                    || at.is_some_and(|at| self.tells_cost(claim, (attribute.first, attribute.last), at))
                    || of_pinned()
                    || is_told_apart());
            if !stays {
                attribute.standing = Standing::Uncompared;
                let (first, last) = (attribute.first, attribute.last);
                breaches.retain(|breach| {
                    breach.severity != HitSeverity::Error || (breach.first, breach.last) != (first, last)
                });
            }
        }
    }
}

impl Judge<'_> {
    /// Whether a relation names money, and a finding counted it: `saves the service money`.
    fn tells_cost(&self, claim: &Claim, (first, last): (usize, usize), at: usize) -> bool {
        let is_cost = self.finding(at).is_some_and(|finding| finding.result.kind() == FindingKind::Cost);
        is_cost && (first..=last + 1).any(|at| Grammar::Costs.has(claim.word(at)) || Grammar::Money.has(claim.word(at)))
    }

    /// Whether a claim is about a treatment of which no text of a source has a word.
    fn is_of_unheard(&self, claim: &Claim, source: Option<usize>) -> bool {
        let Some(known) = source.and_then(|at| self.facts.sources.get(at)) else { return false };
        let is_compared = |topic: usize| claim.compared_with.iter().any(|said| said.what == topic);
        let is_heard = |topic: usize| known.topics.iter().any(|&own| self.facts.related(own, topic));
        let mut own =
            self.of_kind(&claim.topics, &[TopicKind::Intervention]).into_iter().filter(|&topic| !is_compared(topic));
        own.any(|topic| !is_heard(topic))
    }
}

/// Words of a claim that one finding alone has, from which on it is that one which is meant.
const OWN_WORDS: usize = 2;

impl Judge<'_> {
    /// Whether two findings compared with the same treatment, which both name.
    fn compares_with_same(&self, one: usize, other: usize) -> bool {
        let comparator = |at: usize| self.finding(at).map(|finding| &finding.comparator);
        comparator(one).zip(comparator(other)).is_some_and(|(own, beside)| {
            own.class == ComparatorClass::Active && !own.topics.is_empty() && own.topics == beside.topics
                || own.class == beside.class && self.is_unanimous(other)
        })
    }

    /// Whether all results of a source on what people gain came out alike beside the comparator of one of them.
    fn is_unanimous(&self, at: usize) -> bool {
        let source = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source));
        let Some((source, own)) = source.zip(self.finding(at)) else { return false };
        let direction = |finding: &Finding| finding.result.measurement().map(|measured| measured.direction);
        let beside = source.findings.iter().filter_map(|&at| self.finding(at)).filter(|finding| {
            finding.comparator.class == own.comparator.class && finding.result.kind() == FindingKind::Effect
        });
        own.result.kind() == FindingKind::Effect && beside.into_iter().all(|other| direction(other) == direction(own))
    }

    /// Whether a claim has words of a finding, beside the part in question, that no other finding of its source has.
    pub(super) fn tells_in_own_words(&self, claim: &Claim, (first, last): (usize, usize), at: usize) -> bool {
        let source = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source));
        let others = source.map(|source| source.findings.as_slice()).unwrap_or_default();
        let has = |at: usize, stem: &str| self.facts.words_of.get(at).is_some_and(|words| words.result.contains(stem));
        let is_own = |stem: &str| has(at, stem) && others.iter().all(|&other| other == at || !has(other, stem));
        let words = claim.read.words.iter().enumerate();
        let telling = words.filter(|(place, word)| {
            let is_outside = *place < first || last < *place;
            is_outside && !word.is_stopword && !word.has_digit && is_own(&word.stem)
        });
        telling.count() >= OWN_WORDS
    }
}

/// The findings with whose comparator what a sentence compares with was held.
fn compared_findings(attributes: &[Attribute]) -> Vec<usize> {
    let is = |one: &&Attribute| one.kind == AttributeKind::Comparator && one.standing == Standing::Confirmed;
    attributes.iter().filter(is).filter_map(|one| one.on_record.as_ref().and_then(|record| record.finding)).collect()
}

/// The findings that other parts of a sentence pin, whatever outcome it names: those whose number it has, and those whose time
/// and comparator it has.
fn pinned(attributes: &[Attribute]) -> Vec<usize> {
    let confirmed = |kinds: &'static [AttributeKind]| {
        attributes
            .iter()
            .filter(move |one| one.standing == Standing::Confirmed && kinds.contains(&one.kind))
            .filter_map(|one| one.on_record.as_ref().and_then(|record| record.finding))
    };
    let compared: Vec<usize> = confirmed(&[AttributeKind::Comparator]).collect();
    let by_number = confirmed(&[
        AttributeKind::Participants,
        AttributeKind::Percent,
        AttributeKind::Effect,
        AttributeKind::Interval,
        AttributeKind::PValue,
    ]);
    by_number.chain(confirmed(&[AttributeKind::Time]).filter(|at| compared.contains(at))).collect()
}

/// Makes warnings of errors, and adds to their message why they are none.
pub(super) fn lower(breaches: &mut [Breach], why: &str) {
    for breach in breaches.iter_mut().filter(|breach| breach.severity == HitSeverity::Error) {
        breach.message.push_str(why);
        breach.severity = HitSeverity::Warning;
    }
}
