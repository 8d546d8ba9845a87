//! Words that no evidence bears, and mechanisms told as facts (W104, W105, W112).

use super::{Found, Judge, SentenceContext, one_line, sweeping::is_hearsay};
use crate::{
    check::{
        claim::{Claim, EffectDirection, SentenceClass, Subject},
        quantity::Role,
        rule,
    },
    corpus::lexicon::Cue,
    domain::{
        StudyDesign, TopicKind,
        certainty::Level,
        finding::{Direction, FindingKind},
        phrase::Found as Phrase,
    },
    text::Grammar,
};

impl Judge<'_> {
    /// W104 and W105: words that no evidence bears. They depend on no topic: what a promise is about makes it no truer.
    pub(super) fn wording(&self, claim: &Claim, around: &SentenceContext<'_>, found: &mut Found<'_>) {
        // A question promises nothing.
        if claim.is_question {
            return;
        }
        let names_treatment = || !self.of_kind(&claim.topics, &[TopicKind::Intervention]).is_empty();
        let is_on_evidence =
            claim.class == SentenceClass::EvidenceClaim || claim.class == SentenceClass::Other && names_treatment();
        let words = |cue: &Phrase<Cue>| (cue.first..=cue.last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
        // `No treatment comes without any of the risks`.
        let is_denied = |cue: &Phrase<Cue>| {
            Grammar::Without.has(claim.word(cue.first)) && (claim.is_negated(cue.first) || is_of_none(claim, cue.first))
        };
        for cue in claim.promises().filter(|cue| !claim.is_disowned(cue.first) && !is_denied(cue)) {
            let span = (cue.first, cue.last);
            if cue.cue == Cue::Safety {
                let message = format!("`{}`: no treatment is free of unwanted effects", words(&cue));
                let at = self.harm(around, claim);
                let expected = at.and_then(|at| self.finding(at)).map(|finding| one_line(&finding.statement));
                found.at(rule::ABSOLUTE_SAFETY, span, at, message, expected);
            } else if cue.cue == Cue::Promise || is_on_evidence {
                let message = format!("`{}` leaves no room for doubt; no finding here is that certain", words(&cue));
                found.at(rule::OVERCLAIM_WORDING, span, None, message, None);
            }
        }
        let is_sign = |cue: &&Phrase<Cue>| {
            cue.cue == Cue::HarmAsGood || cue.cue == Cue::GoodSign && is_beside_harm(claim, around, cue.first)
        };
        for cue in
            claim.cues.iter().filter(is_sign).filter(|cue| !claim.is_negated(cue.first) && !claim.is_negated(cue.last))
        {
            let message = "a harm is told as a sign that the treatment works; nothing here shows that".to_owned();
            found.at(rule::ABSOLUTE_SAFETY, (cue.first, cue.last), self.harm(around, claim), message, None);
        }
        if let Some(said) = claim.levels.iter().find(|said| said.what == Level::High)
            && is_on_evidence
            && found.source.is_none()
            && !claim.is_negated(said.first)
        {
            let message = "no finding here on this is rated high".to_owned();
            found.at(rule::OVERCLAIM_WORDING, (said.first, said.last), None, message, None);
        }
    }

    /// How often treatments of the claim do harm: a finding with a number.
    pub(super) fn harm(&self, around: &SentenceContext<'_>, claim: &Claim) -> Option<usize> {
        let own = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        let own: &[usize] = if own.is_empty() { around.treatments } else { &own };
        own.iter().filter_map(|topic| self.facts.counted_harms.get(topic)).min().copied()
    }

    /// W112, and W104 for mechanisms told as facts where findings are open.
    pub(super) fn mechanism(
        &self,
        claim: &Claim,
        meant: &[usize],
        around: &SentenceContext<'_>,
        found: &mut Found<'_>,
    ) {
        let reports =
            claim.has(Cue::Trial) || claim.has(Cue::Review) || claim.numbers_of(Role::Studies).next().is_some();
        if reports || claim.has(Cue::NotShown) || around.says_anywhere(Cue::Animals) || around.names_research {
            return;
        }
        if claim.subject != Subject::Mechanism
            || claim.has(Cue::Animals)
            || claim.first(Cue::Mechanism).is_some_and(|cue| claim.is_negated(cue.first))
            || claim.has(Cue::Hedge)
            || claim.first(Cue::Mechanism).is_some_and(|cue| is_hearsay(claim, cue.first))
            || claim.way.is_some_and(|way| way.what == EffectDirection::Same)
        {
            return;
        }
        let of_kind: Vec<usize> = meant
            .iter()
            .copied()
            .filter(|&at| self.finding(at).is_some_and(|finding| finding.result.kind() == FindingKind::Mechanism))
            .collect();
        let design = |at: usize| {
            self.facts.source_of.get(at).and_then(|&source| self.source(source)).map(|source| source.design)
        };
        let from_animals = of_kind
            .iter()
            .copied()
            .find(|&at| matches!(design(at), Some(StudyDesign::Animal | StudyDesign::NarrativeReview)));
        let open = of_kind.iter().copied().find(|&at| {
            self.finding(at)
                .and_then(|finding| finding.result.measurement())
                .is_some_and(|m| matches!(m.direction, Direction::Mixed | Direction::NoDifference))
        });
        let span =
            claim.first(Cue::Mechanism).map(|cue| (cue.first, cue.last)).or(claim.way.map(|way| (way.first, way.last)));
        let span = span.unwrap_or_else(|| found.whole());
        let name = |at: usize| {
            self.facts
                .source_of
                .get(at)
                .and_then(|&source| self.source(source))
                .map(|source| source.short_title.clone())
                .unwrap_or_default()
        };
        if let Some((at, finding)) = open.and_then(|at| Some((at, self.finding(at)?))) {
            let message = format!("told as a fact, but {} leaves it open", name(at));
            found.at(rule::OVERCLAIM_WORDING, span, Some(at), message, Some(one_line(&finding.statement)));
        }
        if let Some((at, finding)) = from_animals.and_then(|at| Some((at, self.finding(at)?))) {
            let message = format!("what is known of it comes from animals or laboratories ({})", name(at));
            found.at(rule::FROM_ANIMALS, span, Some(at), message, Some(one_line(&finding.statement)));
        }
    }

    /// Mechanism findings about what the claim names.
    pub(super) fn of_mechanism(&self, claim: &Claim, candidates: &[usize]) -> Vec<usize> {
        let named = self.of_kind(&claim.topics, &[TopicKind::Mechanism]);
        let about = |at: &usize| {
            self.finding(*at).is_some_and(|finding| {
                let topics = self.positions(finding.all_topics());
                finding.result.kind() == FindingKind::Mechanism
                    && (named.iter().any(|topic| topics.contains(topic))
                        || (named.is_empty()
                            && claim
                                .cues
                                .iter()
                                .any(|cue| cue.cue == Cue::Mechanism && Grammar::Mechanism.has(claim.word(cue.first)))))
            })
        };
        candidates.iter().copied().filter(about).collect()
    }
}

/// Whether a clause is told of nothing there is: `no treatment for pain is without risk`.
fn is_of_none(claim: &Claim, at: usize) -> bool {
    let from = (0..=at).rev().find(|word| *word == 0 || claim.is_parted(*word)).unwrap_or(0);
    (from..at).any(|word| Grammar::No.has(claim.word(word)) || Grammar::Nothing.has(claim.word(word)))
}

/// Words before a sign within which doubt is of the sign.
const DOUBT_REACH: usize = 4;

/// Whether a sign is told of a harm: one of its own sentence, or of the one before to which it points back.
fn is_beside_harm(claim: &Claim, around: &SentenceContext<'_>, at: usize) -> bool {
    let is_harm = |cue: Cue| matches!(cue, Cue::Harm | Cue::Event | Cue::Worse);
    let is_doubted =
        claim.cues.iter().any(|cue| cue.cue == Cue::Hedge && cue.first < at && at <= cue.last + DOUBT_REACH);
    let is_aftermath = (0..at).any(|before| Grammar::Aftermath.has(claim.word(before)));
    let points_back =
        Grammar::Them.has(claim.word(0)) && [Cue::Harm, Cue::Worse].iter().any(|cue| around.says_anywhere(*cue));
    !is_doubted
        && !claim.is_disowned(at)
        && (claim.cues.iter().any(|cue| is_harm(cue.cue)) || is_aftermath || points_back)
}
