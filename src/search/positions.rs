//! Positions of guidelines and payers: one that no longer holds does not lead where another one does.

use super::{Engine, Match, facet::OnDay, rank};
use crate::{
    corpus::Corpus,
    domain::{Currency, RecordKind, Source, StudyDesign, TopicId, TopicKind},
};

impl Engine {
    /// Puts positions that lapsed or were replaced after the first that still holds on the same condition, unless they have
    /// more of what was asked: who names the body asks for its position. Tells whether any score changed.
    pub(super) fn let_what_holds_lead(&self, corpus: &Corpus, on_day: &OnDay<'_>, hits: &mut [Match]) -> bool {
        let conditions = |source: &Source| -> Vec<TopicId> {
            let is_condition =
                |id: &&TopicId| corpus.topic(id.as_str()).is_some_and(|topic| topic.kind == TopicKind::Condition);
            source.topics.iter().filter(is_condition).cloned().collect()
        };
        let position = |hit: &Match| {
            let source = corpus.sources().get(self.columns.source_of(hit.ordinal)?)?;
            let is_position = matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
            is_position.then_some((source, on_day.currency(hit.ordinal)?))
        };
        let holds = |currency: Currency| !matches!(currency, Currency::Lapsed | Currency::Superseded);
        let is_source = |hit: &Match| self.kinds.get(hit.ordinal) == Some(&RecordKind::Source);
        let standing: Vec<(f32, f32, Vec<TopicId>)> = hits
            .iter()
            .filter(|hit| is_source(hit))
            .filter_map(|hit| Some((hit, position(hit)?)))
            .filter(|(_, (_, currency))| holds(*currency))
            .map(|(hit, (source, _))| (hit.score, hit.share, conditions(source)))
            .collect();
        let mut changed = false;
        for hit in hits.iter_mut() {
            let Some((source, currency)) = position(hit) else { continue };
            if holds(currency) {
                continue;
            }
            let own = conditions(source);
            let first = standing.iter().find(|(score, share, of)| {
                *score < hit.score && *share >= hit.share && of.iter().any(|condition| own.contains(condition))
            });
            let leads = standing.iter().any(|(score, _, of)| *score >= hit.score && of.iter().any(|c| own.contains(c)));
            if let (Some((score, _, _)), false) = (first, leads) {
                hit.lapsed = rank::AFTER_WHAT_HOLDS * score / hit.score;
                hit.score *= hit.lapsed;
                changed = true;
            }
        }
        changed
    }
}
