//! A group that a trial did not have, told beside one that it had: `humming or massage`, `so much with humming and so much with massage`
//! (E004).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::{Claim, Subject},
        known::Known,
        quantity::Role,
        rule,
        whole::is_trial,
    },
    corpus::lexicon::Cue,
    domain::{TopicKind, finding::ComparatorClass},
    text::Grammar,
};

/// Most words from `or` to the treatment that it brings in: `or to a course of`.
const OR_REACH: usize = 5;

/// Most words from a value of a group to what that group got.
const VALUE_REACH: usize = 3;

impl Judge<'_> {
    /// E004: what one of the groups of a trial is said to have got, where no text of its record has that.
    pub(super) fn other_arms(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let is_left_out = claim.says(Grammar::LeftOut);
        let is_result = matches!(claim.subject, Subject::Effect | Subject::Harm);
        if !is_trial(of.source.design) || !is_result || claim.denies() || claim.is_question || is_left_out {
            return;
        }
        let compared =
            |at: &&usize| self.finding(**at).is_some_and(|one| one.comparator.class != ComparatorClass::None);
        let Some((at, own)) = of.known.findings.iter().find(compared).and_then(|&at| Some((at, self.finding(at)?)))
        else {
            return;
        };
        let tested: Vec<usize> = self
            .treatments_of(claim)
            .into_iter()
            .filter(|(_, last)| {
                claim.read.topics.iter().any(|read| read.last == *last && self.is_tested(read.topic, of.known))
            })
            .map(|(first, _)| first)
            .collect();
        let strange = self.treatments_of(claim).into_iter().find(|&(first, last)| {
            self.is_strange(claim, (first, last), of.known)
                && tested.iter().any(|own| *own < first)
                && (is_alternative(claim, first, &tested) || has_value(claim, first))
        });
        let Some((first, last)) = strange else { return };
        let contradiction = Contradiction {
            kind: AttributeKind::Comparator,
            span: (first, last),
            finding: Some(at),
            message: format!(
                "{} tells of no such group; it compared with {}",
                of.source.short_title,
                one_line(&own.comparator.description)
            ),
            expected: Some(one_line(&own.comparator.description)),
            on_record: None,
        };
        found.leave(AttributeKind::Comparator, (first, last));
        found.suspect(rule::WRONG_COMPARATOR, contradiction);
    }

    /// Where a claim names treatments, in order.
    fn treatments_of(&self, claim: &Claim) -> Vec<(usize, usize)> {
        let named =
            claim.read.topics.iter().filter(|read| !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty());
        let any = claim.cues.iter().filter(|cue| cue.cue == Cue::AnyTreatment && cue.first == cue.last);
        let mut all: Vec<(usize, usize)> =
            named.map(|read| (read.first, read.last)).chain(any.map(|cue| (cue.first, cue.last))).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether a source tested a treatment.
    fn is_tested(&self, topic: usize, known: &Known) -> bool {
        known.findings.iter().any(|at| {
            let own = self.facts.topics_at.get(*at);
            own.is_some_and(|own| own.treatment.iter().any(|&other| self.facts.related(other, topic)))
        })
    }

    /// Whether no text of a record has a treatment that stands here, nor any that it may be meant by: drugs are usual care in many
    /// trials, and other treatments may be anything.
    fn is_strange(&self, claim: &Claim, (first, last): (usize, usize), known: &Known) -> bool {
        let is_comparator = claim
            .cues
            .iter()
            .any(|cue| matches!(cue.cue, Cue::Comparator(_)) && cue.first <= last && first <= cue.last);
        let topics = || claim.read.topics.iter().filter(|read| read.first <= last && first <= read.last);
        let is_known = topics().any(|read| {
            let class = self.corpus.topics().get(read.topic).and_then(|topic| topic.comparator_class);
            class.is_some() || known.topics.iter().any(|&own| self.facts.related(own, read.topic))
        });
        let has_word =
            (first..=last).filter_map(|at| claim.read.words.get(at)).any(|word| known.stems.contains(&word.stem));
        let is_drug = Grammar::DrugsAtLarge.has(claim.word(last));
        let may_be_drugs = known.classes.iter().any(|class| {
            matches!(class, ComparatorClass::Active | ComparatorClass::UsualCare | ComparatorClass::SameIntervention)
        });
        let is_vague = Grammar::AnyTreatment.has(claim.word(last));
        !(is_comparator || is_known || has_word || is_vague || is_drug && may_be_drugs)
    }
}

/// Whether a treatment is told as the other of two that people got: `had humming or massage`, `were randomized to humming or to a
/// course of pills`.
fn is_alternative(claim: &Claim, first: usize, tested: &[usize]) -> bool {
    let joint = (first.saturating_sub(OR_REACH)..first).rev().find(|at| Grammar::Alternatives.has(claim.word(*at)));
    let Some(joint) = joint else { return false };
    let leads = (joint + 1..first).all(|at| {
        let word = claim.word(at);
        let is_small = claim.read.words.get(at).is_some_and(|word| word.is_stopword || word.has_digit);
        is_small || Grammar::Courses.has(word)
    });
    let begins =
        tested.iter().any(|own| *own < joint && !claim.is_parted(joint) && claim.clause(*own) == claim.clause(first));
    let is_given = (0..joint).any(|at| Grammar::AtRandom.has(claim.word(at)) || Grammar::Got.has(claim.word(at)))
        || claim.numbers_of(Role::Participants).any(|number| number.last < joint);
    leads && begins && is_given
}

/// Whether right before a treatment stands the value of a group, and another value before that: `by 30 mm with humming and by 15 mm
/// with massage`.
fn has_value(claim: &Claim, first: usize) -> bool {
    let is_in_group = first
        .checked_sub(1)
        .is_some_and(|at| Grammar::OfGroup.has(claim.word(at)) || Grammar::After.has(claim.word(at)));
    let mut values = claim.numbers.iter().filter(|number| number.role.is_result() && number.role != Role::P);
    let own = values.clone().find(|number| number.last < first && first - number.last <= VALUE_REACH);
    is_in_group && own.is_some_and(|own| values.any(|number| number.last < own.first))
}
