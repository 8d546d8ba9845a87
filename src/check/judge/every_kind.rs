//! A result or advice on complaints of one duration, told of all of them: `for every kind of back pain`, of a source on recent pain (E003).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{attribute::AttributeKind, claim::Claim, identify::NAMED, known::is_negative, rule},
    corpus::lexicon::Cue,
    domain::{TopicKind, finding::DurationClass},
    search::ReadTopic,
    text::Grammar,
};

/// Most words from what says that all kinds are meant to the complaint: `any type of chronic or recent`.
const KINDS_REACH: usize = 4;

/// Most words from a complaint to what says that all durations are meant: `back pain of whatever`.
const DURATION_REACH: usize = 4;

impl Judge<'_> {
    /// E003: what a source has of complaints of one duration, told of all.
    pub(super) fn every_kind(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let tells =
            claim.way.is_some_and(|way| way.what.is_gain()) || claim.advice.is_some() && !claim.is_negated_advice;
        if !tells || is_negative(claim) || claim.has(Cue::Indirect) || claim.is_question || claim.says_unknown() {
            return;
        }
        let Some(span) = claim.read.topics.iter().find_map(|read| self.of_all_kinds(claim, read)) else { return };
        let own = self.durations_of(of.known);
        let lacks = |class: DurationClass| !own.contains(&class) && !self.mentions_duration(of.at, class);
        let lacking = [DurationClass::Acute, DurationClass::Chronic].into_iter().find(|class| lacks(*class));
        if lacking.is_none() || own.is_empty() {
            return;
        }
        let contradiction = Contradiction {
            kind: AttributeKind::Population,
            span,
            finding: of.fitting.first().copied(),
            message: format!("{} is about some of these complaints only", of.source.short_title),
            expected: Some(one_line(&of.source.pico.population)),
            on_record: None,
        };
        found.contradict_if(of.identified.points >= NAMED, rule::WRONG_POPULATION, contradiction);
    }

    /// The words that say of a complaint that every kind or duration of it is meant.
    fn of_all_kinds(&self, claim: &Claim, read: &ReadTopic) -> Option<(usize, usize)> {
        let is_complaint = self
            .corpus
            .topics()
            .get(read.topic)
            .is_some_and(|topic| topic.kind == TopicKind::Condition && topic.span.is_none());
        let is_all = |at: usize| Grammar::EachOfAll.has(claim.word(at)) && !Grammar::No.has(claim.word(at));
        let is_kind = |at: usize| Grammar::Kinds.has(claim.word(at)) || Grammar::SeveralKinds.has(claim.word(at));
        let before = read.first.saturating_sub(KINDS_REACH)..read.first;
        let kinds = before.into_iter().find(|&at| is_all(at) && is_kind(at + 1) && Grammar::Of.has(claim.word(at + 2)));
        if let Some(first) = kinds.filter(|first| is_complaint && !claim.is_negated(*first)) {
            return Some((first, read.last));
        }
        // `Back pain of any duration`.
        let behind = read.last + 1..=read.last + DURATION_REACH;
        let is_lasting = |at: usize| is_all(at) && Grammar::SpanNouns.has(claim.word(at + 1));
        let last = behind.into_iter().find(|&at| is_lasting(at)).map(|at| at + 1);
        last.filter(|_| is_complaint && !claim.is_negated(read.first)).map(|last| (read.first, last))
    }
}
