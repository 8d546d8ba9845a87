//! Whether two things go together, as people ask it: a treatment, and what is taken, worn or carried beside it.
//!
//! A record answers that if it tells of harms in people who had both; that one of them helps answers nothing.

use std::collections::HashSet;

use super::{document, thesaurus::Thesaurus};
use crate::{
    corpus::{Corpus, Record},
    domain::{Blurb, Finding, Sought, Topic, TopicId, TopicKind, scope::OutsideTerm},
};

/// Things that may not go together, each by the positions of the topics that its words may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Together {
    things: Vec<Vec<usize>>,
}

/// Of more than one in so many texts a collection is about a condition as a whole.
const MUCH: usize = 8;

impl Together {
    /// What is asked of whether things go together; `named` are the topics of each name in the question, in its order, and
    /// `topics` all that are named. None where something else is asked, or not of two things. A condition is one where nothing
    /// else is, unless much of the collection is about it: then it is why somebody is treated.
    pub(super) fn asked(
        corpus: &Corpus,
        thesaurus: &Thesaurus,
        asked: &[Sought],
        named: &[Vec<usize>],
        topics: &[usize],
    ) -> Option<Self> {
        let asks = |sought| asked.contains(&sought);
        if !asks(Sought::Harms) || asks(Sought::Comparison) || asks(Sought::Effectiveness) {
            return None;
        }
        let kind = |topic: &usize| corpus.topics().get(*topic).map(|topic| topic.kind);
        let is_related =
            |a: usize, b: usize| thesaurus.with_wider(a).contains(&b) || thesaurus.with_wider(b).contains(&a);
        let mut things: Vec<Vec<usize>> = Vec::new();
        for topics in named {
            let is_thing = |topic: &usize| matches!(kind(topic), Some(TopicKind::Intervention | TopicKind::Population));
            let topics: Vec<usize> = topics.iter().copied().filter(is_thing).collect();
            // Words that may mean several things name none of them: `medication`.
            let is_one = topics.first().is_some_and(|first| topics.iter().all(|topic| is_related(*first, *topic)));
            let is_new = !things.iter().flatten().any(|known| topics.iter().any(|topic| is_related(*known, *topic)));
            if is_one && is_new {
                things.push(topics);
            }
        }
        let is_rare_condition = |topic: &&usize| {
            let about = corpus.topics().get(**topic).map_or(0, |topic| corpus.blurbs_about(topic).len());
            kind(topic) == Some(TopicKind::Condition) && MUCH * about <= corpus.blurbs().len()
        };
        if things.len() == 1 {
            things.extend(topics.iter().find(is_rare_condition).map(|topic| vec![*topic]));
        }
        let is_treatment = |thing: &Vec<usize>| thing.iter().any(|topic| kind(topic) == Some(TopicKind::Intervention));
        (things.len() > 1 && things.iter().any(is_treatment)).then_some(Self { things })
    }

    /// The ids of texts and findings that tell of harms where all of the things come together.
    pub(super) fn told_by<'a>(&self, corpus: &'a Corpus, thesaurus: &Thesaurus) -> HashSet<&'a str> {
        let of_thing = |thing: &Vec<usize>| {
            // What is told of a treatment holds for each form of it.
            let topic = |place: usize| corpus.topics().get(place);
            let is_treatment = |topic: &&Topic| topic.kind == TopicKind::Intervention;
            let wider = thing.iter().flat_map(|of| thesaurus.with_wider(*of)).filter_map(|place| topic(*place));
            let topics = thing.iter().filter_map(|of| topic(*of)).chain(wider.filter(is_treatment));
            topics.flat_map(|topic| corpus.with_narrower(topic)).collect::<HashSet<&TopicId>>()
        };
        let things: Vec<HashSet<&TopicId>> = self.things.iter().map(of_thing).collect();
        let has_all = |topics: &[&TopicId]| things.iter().all(|thing| topics.iter().any(|topic| thing.contains(topic)));
        let is_of_harms = |record: Record<'_>| document::answers(corpus, record).contains(&Sought::Harms);
        let has_both = |finding: &&Finding| {
            // Two groups that were compared had one thing each.
            let topics: Vec<&TopicId> = finding.population.topics.iter().chain(&finding.intervention.topics).collect();
            has_all(&topics) && is_of_harms(Record::Finding(finding))
        };
        let is_about_both =
            |blurb: &&Blurb| has_all(&blurb.all_topics().collect::<Vec<_>>()) && is_of_harms(Record::Blurb(blurb));
        let findings = corpus.findings().iter().filter(has_both).map(|finding| finding.id.as_str());
        findings.chain(corpus.blurbs().iter().filter(is_about_both).map(|blurb| blurb.id.as_str())).collect()
    }

    /// The things, as what no record is about.
    pub(super) fn as_outside(&self, corpus: &Corpus, text: &str) -> OutsideTerm {
        let label = |thing: &Vec<usize>| Some(corpus.topics().get(*thing.first()?)?.label.clone());
        let labels: Vec<String> = self.things.iter().filter_map(label).collect();
        OutsideTerm { text: text.trim().to_owned(), label: Some(labels.join(" + ")) }
    }
}

/// Whether a record is among those told, or reports a finding that is.
pub(super) fn is_among(corpus: &Corpus, record: Record<'_>, told: &HashSet<&str>) -> bool {
    match record {
        Record::Source(source) => corpus.findings_of(source).any(|finding| told.contains(finding.id.as_str())),
        Record::Finding(_) | Record::Blurb(_) => told.contains(record.id()),
        Record::Claim(_) | Record::Topic(_) => false,
    }
}
