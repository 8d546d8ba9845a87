//! Positions of guidelines and payers: one that no longer holds does not lead where another one does.

use std::collections::HashMap;

use super::{Engine, Match, facet::OnDay, rank};
use crate::{
    corpus::Corpus,
    domain::{Currency, RecordKind, Source, StudyDesign, TopicId, TopicKind},
};

impl Engine {
    /// Puts positions that lapsed or were replaced after the first that still holds on the same condition, unless they have
    /// more of what was asked: who names the body asks for its position.
    pub(super) fn let_what_holds_lead(&self, corpus: &Corpus, on_day: &OnDay<'_>, hits: &mut [Match]) {
        let conditions = |source: &Source| -> Vec<TopicId> {
            let is_condition =
                |id: &&TopicId| corpus.topic(id.as_str()).is_some_and(|topic| topic.kind == TopicKind::Condition);
            source.topics.iter().filter(is_condition).cloned().collect()
        };
        let position = |hit: &Match| {
            let source = corpus.sources().get(self.doc_values.source_of(hit.ordinal)?)?;
            let is_position = matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
            is_position.then_some((source, on_day.currency(hit.ordinal)?))
        };
        let holds = |currency: Currency| !matches!(currency, Currency::Lapsed | Currency::Superseded);
        let is_source = |hit: &Match| self.kinds.get(hit.ordinal) == Some(&RecordKind::Source);
        // Of each condition, the best first.
        let mut standing: HashMap<TopicId, Vec<Match>> = HashMap::new();
        for hit in hits.iter().filter(|hit| is_source(hit)) {
            if let Some((source, currency)) = position(hit)
                && holds(currency)
            {
                for condition in conditions(source) {
                    standing.entry(condition).or_default().push(*hit);
                }
            }
        }
        if standing.is_empty() {
            return;
        }
        standing.values_mut().for_each(|alike| alike.sort_unstable_by(Match::before));
        for hit in hits {
            let Some((source, currency)) = position(hit) else { continue };
            if holds(currency) {
                continue;
            }
            let alike: Vec<&Vec<Match>> =
                conditions(source).iter().filter_map(|condition| standing.get(condition)).collect();
            let leads = alike.iter().filter_map(|of| of.first()).any(|best| best.score >= hit.score);
            let behind =
                |of: &&Vec<Match>| of.iter().find(|other| other.score < hit.score && other.share >= hit.share).copied();
            if let (Some(first), false) = (alike.iter().filter_map(behind).min_by(Match::before), leads) {
                hit.lapsed = rank::AFTER_WHAT_HOLDS * first.score / hit.score;
                hit.score *= hit.lapsed;
            }
        }
    }
}
