//! Claims that name no source: compared with every finding that could be meant (W110).

use super::{Found, Judge, SHOWN, SentenceContext, same_class};
use crate::{
    check::{
        attribute::Standing,
        claim::{Claim, Subject},
        quantity::Role,
        rule,
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, TopicKind,
        finding::{ComparatorClass, FindingKind},
    },
    text::Grammar,
};

/// What is wrong with an appeal to research at large.
const UNNAMED: &str = "research is appealed to and not named";

impl Judge<'_> {
    /// W110: research at large is said to show something of a treatment, in words that no finding could be held beside: `studies
    /// show that cupping draws out toxins`.
    pub(super) fn appeal(&self, claim: &Claim, found: &mut Found<'_>) {
        let Some(vague) = claim.first(Cue::VagueSource).filter(|vague| !claim.is_negated(vague.first)) else { return };
        let is_shown = |at: usize| Grammar::Shown.has(claim.word(at)) || Grammar::Finds.has(claim.word(at));
        let behind = vague.last + 1 + usize::from(is_shown(vague.last + 1));
        let tells = Grammar::ClauseFollows.has(claim.word(behind));
        let is_treatment =
            !self.of_kind(&claim.topics, &[TopicKind::Intervention]).is_empty() || claim.says(Grammar::Needling);
        if tells && is_treatment && !claim.is_question && !claim.has(Cue::NotShown) {
            found.at(rule::UNCITED, (vague.first, vague.last), None, UNNAMED.to_owned(), None);
        }
    }

    /// A claim that names no source: the findings that are related to it, which is no verdict on it.
    pub(super) fn without_source(
        &self,
        claim: &Claim,
        around: &SentenceContext<'_>,
        found: &mut Found<'_>,
    ) -> Vec<usize> {
        let topical = self.of_kind(
            &claim.topics,
            &[
                TopicKind::Intervention,
                TopicKind::Condition,
                TopicKind::Mechanism,
                TopicKind::Payer,
                TopicKind::Outcome,
            ],
        );
        let own = self.of_kind(&claim.topics, &[TopicKind::Intervention, TopicKind::Payer]);
        if topical.is_empty() && around.treatments.is_empty() {
            return Vec::new();
        }
        if let Some(vague) = claim.first(Cue::VagueSource).filter(|vague| !claim.is_negated(vague.first))
            && !claim.has(Cue::NotShown)
        {
            found.at(rule::UNCITED, (vague.first, vague.last), None, UNNAMED.to_owned(), None);
        } else if !around.names_research
            && let Some(number) = claim.numbers_of(Role::Percent).chain(claim.numbers_of(Role::P)).next()
            // `100% safe` is no result.
            && !claim.cues.iter().any(|cue| cue.cue == Cue::Safety && cue.first <= number.first && number.last <= cue.last)
        {
            let message = "a result is given in numbers, without its source".to_owned();
            found.at(rule::UNCITED, (number.first, number.last), None, message, None);
        }
        let treatments: Vec<usize> = match (own.is_empty(), around.treatments.is_empty()) {
            (false, _) => own,
            (true, false) => around.treatments.to_vec(),
            // `Needling releases adenosine`: what it acts by is named, and not what it is.
            (true, true) => topical,
        };
        let kinds = self.kinds(claim);
        let candidates: Vec<usize> = {
            let mut all: Vec<usize> = treatments
                .iter()
                .filter_map(|topic| self.facts.findings_by_topic.get(topic))
                .flatten()
                .copied()
                .collect();
            all.sort_unstable();
            all.dedup();
            let conditions = self.of_kind(&claim.topics, &[TopicKind::Condition]);
            let foreign = self.facts.foreign_stems(self.corpus, claim);
            all.retain(|&at| {
                self.finding(at).is_some_and(|finding| {
                    let population = self.positions(&finding.population.topics);
                    let people = conditions.is_empty()
                        || claim.has(Cue::NotAs)
                        || finding.population.topics.is_empty()
                        || conditions.iter().any(|&a| population.iter().any(|&b| self.facts.related(a, b)));
                    kinds.contains(&finding.result.kind()) && people && finding.result.kind() != FindingKind::Cost
                }) && self.facts.source_of.get(at).is_none_or(|&source| !self.facts.lacks(source, &foreign))
            });
            all
        };
        self.contrary(claim, None, around, found);
        let mut meant = self.meant(claim, &candidates, around);
        let classes: Vec<ComparatorClass> = claim.comparators.iter().map(|said| said.what).collect();
        if !classes.is_empty() && claim.subject == Subject::Effect {
            meant.retain(|&at| {
                self.finding(at)
                    .is_some_and(|finding| classes.iter().any(|class| same_class(*class, finding.comparator.class)))
            });
            if !claim.compared_with.is_empty() {
                let named: Vec<usize> = claim.compared_with.iter().map(|said| said.what).collect();
                meant.retain(|&at| {
                    self.finding(at).is_some_and(|finding| {
                        let topics =
                            self.positions(finding.comparator.topics.iter().chain(&finding.intervention.topics));
                        finding.comparator.class != ComparatorClass::Active
                            || named.iter().any(|topic| topics.contains(topic))
                            || self.names_in_words(finding, &named)
                    })
                });
            }
        }
        self.mechanism(claim, &self.of_mechanism(claim, &candidates), around, found);
        if claim.subject == Subject::Mechanism {
            let about = self.of_mechanism(claim, &candidates);
            if !about.is_empty() {
                meant = about;
            }
        }
        let is_result = [Role::Effect, Role::Percent, Role::Studies, Role::Participants]
            .iter()
            .any(|role| claim.numbers_of(*role).next().is_some());
        if !classes.is_empty() && classes.len() < 2 && !is_result {
            self.direction(claim, None, &meant, &[], found);
        }
        // Nobody is named: that a finding says the same is no confirmation, and other findings may say otherwise.
        for attribute in found.attributes.iter_mut().filter(|attribute| attribute.standing == Standing::Confirmed) {
            attribute.standing = Standing::Uncompared;
            attribute.on_record = None;
        }
        meant.truncate(SHOWN);
        meant
    }

    /// Whether a comparator without topics has the name of a treatment in its description.
    pub(super) fn names_in_words(&self, finding: &Finding, named: &[usize]) -> bool {
        let text = finding.comparator.description.to_lowercase();
        named
            .iter()
            .filter_map(|&topic| self.corpus.topics().get(topic))
            .any(|topic| topic.names().any(|name| text.contains(&name.to_lowercase())))
    }
}
