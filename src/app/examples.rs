//! Records of a collection that show what it holds, for pages that explain the service: whatever the collection is about.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{
    corpus::Corpus,
    domain::{Blurb, BlurbState, Date, Source, Stated, StudyDesign, Topic, TopicId, TopicKind, identifier::Doi},
};

/// Records to show; each is none when the collection has nothing of the kind. The same corpus and day give the same ones.
#[derive(Clone, Copy, Debug)]
pub struct Examples<'a> {
    /// An identified source with many findings.
    pub source: Option<&'a Source>,
    /// A text that may be published.
    pub blurb: Option<&'a Blurb>,
    /// The condition that most findings are about.
    pub condition: Option<&'a Topic>,
    /// The treatment that most findings about this condition are about.
    pub intervention: Option<&'a Topic>,
}

impl<'a> Examples<'a> {
    /// Of a corpus, on a day.
    pub fn of(corpus: &'a Corpus, today: Date) -> Self {
        let mut reported: BTreeMap<&str, usize> = BTreeMap::new();
        let mut pairs: BTreeMap<(&TopicId, &TopicId), usize> = BTreeMap::new();
        let mut conditions: BTreeMap<&TopicId, usize> = BTreeMap::new();
        for finding in corpus.findings() {
            *reported.entry(finding.source.as_str()).or_default() += 1;
            for condition in &finding.population.topics {
                *conditions.entry(condition).or_default() += 1;
                for intervention in &finding.intervention.topics {
                    *pairs.entry((condition, intervention)).or_default() += 1;
                }
            }
        }
        let of_kind = |id: &TopicId, kind: TopicKind| corpus.topic(id.as_str()).filter(|topic| topic.kind == kind);
        let identified = corpus.sources().iter().filter(|source| source.assertion.is_none());
        let source = identified
            .max_by_key(|source| (reported.get(source.id.as_str()).copied().unwrap_or(0), Reverse(source.id.as_str())));
        let publishable = corpus.blurbs().iter().filter(|blurb| blurb.life.state(today) == Some(BlurbState::Live));
        let blurb = publishable.max_by_key(|blurb| (blurb.findings.len(), Reverse(blurb.id.as_str())));
        let most = conditions
            .into_iter()
            .filter_map(|(id, count)| Some((count, of_kind(id, TopicKind::Condition)?)))
            .max_by_key(|(count, topic)| (*count, Reverse(topic.id.as_str())));
        let condition = most.map(|(_, topic)| topic);
        let intervention = pairs
            .into_iter()
            .filter(|((about, _), _)| condition.is_some_and(|condition| condition.id == **about))
            .filter_map(|((_, id), count)| Some((count, of_kind(id, TopicKind::Intervention)?)))
            .max_by_key(|(count, topic)| (*count, Reverse(topic.id.as_str())))
            .map(|(_, topic)| topic);
        Self { source, blurb, condition, intervention }
    }

    /// A question in plain words that finds the source: by its participants, or by its short title.
    pub fn question(&self) -> Option<String> {
        let source = self.source?;
        let is_trial = matches!(source.design, StudyDesign::Rct | StudyDesign::PragmaticRct);
        Some(match source.study.sample {
            Stated::As(count) if is_trial => format!("the {} person trial", count.value),
            Stated::As(_) | Stated::NotReported | Stated::NotApplicable => source.short_title.clone(),
        })
    }

    /// The identifier of the source as people paste it.
    pub fn pasted(&self) -> Option<String> {
        let source = self.source?;
        Some(source.bibliography.doi.as_ref().map_or_else(|| source.id.to_string(), |doi: &Doi| format!("doi:{doi}")))
    }

    /// What patients call the condition.
    pub fn lay_name(&self) -> Option<&'a str> {
        let condition = self.condition?;
        Some(condition.lay.first().unwrap_or(&condition.label))
    }
}
