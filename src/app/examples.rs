//! Records of a collection that show what it holds, for pages that explain the service: whatever the collection is about.

use std::{cmp::Reverse, collections::HashMap};

use crate::{
    corpus::Corpus,
    domain::{
        Blurb, BlurbState, Date, Finding, Source, Stated, StudyDesign, Topic, TopicId, TopicKind, identifier::Doi,
    },
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

/// What of the examples holds on any day, as positions in the lists of a corpus: it takes a look at every finding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frequent {
    source: Option<usize>,
    condition: Option<usize>,
    intervention: Option<usize>,
}

impl Frequent {
    pub(super) fn of(corpus: &Corpus) -> Self {
        let topics = corpus.topics();
        let place: HashMap<&TopicId, usize> = topics.iter().enumerate().map(|(at, topic)| (&topic.id, at)).collect();
        let mut conditions = vec![0_usize; topics.len()];
        for about in corpus.findings().iter().flat_map(|finding| &finding.population.topics) {
            if let Some(&at) = place.get(about) {
                conditions[at] += 1;
            }
        }
        let condition = most(topics, &conditions, TopicKind::Condition);
        let mut interventions = vec![0_usize; topics.len()];
        if let Some(condition) = condition.and_then(|at| topics.get(at)) {
            let is_about = |finding: &&Finding| finding.population.topics.contains(&condition.id);
            let about = corpus.findings_about(condition).filter(is_about);
            for tried in about.flat_map(|finding| &finding.intervention.topics) {
                if let Some(&at) = place.get(tried) {
                    interventions[at] += 1;
                }
            }
        }
        let identified = corpus.sources().iter().enumerate().filter(|(_, source)| source.assertion.is_none());
        // Of several with as many, the first.
        let source = identified.max_by_key(|(at, source)| (corpus.findings_of(source).count(), Reverse(*at)));
        Self {
            source: source.map(|(at, _)| at),
            condition,
            intervention: most(topics, &interventions, TopicKind::Intervention),
        }
    }
}

/// The topic of a kind that is counted most often, if any is; of several the first.
fn most(topics: &[Topic], counts: &[usize], kind: TopicKind) -> Option<usize> {
    let of_kind = topics.iter().zip(counts).enumerate().filter(|(_, (topic, count))| topic.kind == kind && **count > 0);
    of_kind.max_by_key(|(at, (_, count))| (**count, Reverse(*at))).map(|(at, _)| at)
}

impl<'a> Examples<'a> {
    /// Of a corpus, on a day.
    pub fn of(corpus: &'a Corpus, today: Date) -> Self {
        Self::on(corpus, Frequent::of(corpus), today)
    }

    /// The same, where what holds on any day is known.
    pub(super) fn on(corpus: &'a Corpus, frequent: Frequent, today: Date) -> Self {
        let Frequent { source, condition, intervention } = frequent;
        let publishable = corpus.blurbs().iter().filter(|blurb| blurb.life.state(today) == Some(BlurbState::Live));
        let topic = |at: Option<usize>| at.and_then(|at| corpus.topics().get(at));
        Self {
            source: source.and_then(|at| corpus.sources().get(at)),
            blurb: publishable.max_by_key(|blurb| (blurb.findings.len(), Reverse(blurb.id.as_str()))),
            condition: topic(condition),
            intervention: topic(intervention),
        }
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
