//! How something is asked, and what that makes of the order.

use std::collections::{HashMap, HashSet};

use super::{Engine, document::answers, rank, together::is_among};
use crate::{
    corpus::{Corpus, Record},
    domain::{Aspect, Blurb, RecordKind, Sought, TopicId, TopicKind, Vocabulary},
};

/// How something is asked, for the ranking.
pub(super) struct Asking<'a> {
    pub(super) voice: rank::Voice,
    /// Topics that are named.
    pub(super) topics: &'a [usize],
    /// Whether nothing is named that few records have.
    pub(super) is_overview: bool,
    /// Whether it says what is asked for.
    pub(super) asks: bool,
    /// Whether that is harms, and nothing else.
    pub(super) asks_harms_only: bool,
    /// Where it asks whether things go together, what tells of harms where they do.
    pub(super) together: Option<&'a HashSet<&'a str>>,
    /// Whether there is a text at all.
    pub(super) has_text: bool,
}

/// What a blurb or a source is about.
#[derive(Debug)]
pub(super) struct Subject {
    /// The topic a blurb is filed under, by position.
    topic: Option<usize>,
    /// Its topics (of a source those of its people and what they have), but for those that a third of all have: what they
    /// are all about tells none from another.
    narrow: Vec<usize>,
    /// Whether it says if something helps.
    is_of_benefit: bool,
}

/// What each record that is a blurb or a source is about.
pub(super) fn subjects(corpus: &Corpus) -> Vec<Option<Subject>> {
    let position: HashMap<&str, usize> =
        corpus.topics().iter().enumerate().map(|(i, topic)| (topic.id.as_str(), i)).collect();
    let place = |id: &TopicId| position.get(id.as_str()).copied();
    let mut counts = vec![0_usize; corpus.topics().len()];
    for topic in corpus.blurbs().iter().flat_map(Blurb::all_topics).filter_map(place) {
        counts[topic] += 1;
    }
    let mut of_sources = vec![0_usize; corpus.topics().len()];
    for topic in corpus.sources().iter().flat_map(|source| &source.topics).filter_map(place) {
        of_sources[topic] += 1;
    }
    let of_people = |topic: &usize| {
        let kind = corpus.topics().get(*topic).map(|topic| topic.kind);
        matches!(kind, Some(TopicKind::Condition | TopicKind::Population))
            && 3 * of_sources[*topic] <= corpus.sources().len()
    };
    let tells = |topic: &usize| 3 * counts[*topic] <= corpus.blurbs().len();
    let subject = |blurb: &Blurb| Subject {
        topic: place(&blurb.topic),
        narrow: blurb.all_topics().filter_map(place).filter(tells).collect(),
        is_of_benefit: blurb.aspect == Aspect::Effectiveness,
    };
    corpus
        .records()
        .map(|record| match record {
            Record::Blurb(blurb) => Some(subject(blurb)),
            Record::Source(source) => Some(Subject {
                topic: None,
                narrow: source.topics.iter().filter_map(place).filter(of_people).collect(),
                is_of_benefit: false,
            }),
            Record::Finding(_) | Record::Claim(_) | Record::Topic(_) => None,
        })
        .collect()
}

impl Engine {
    /// Tells `add` what the score of a record is multiplied by because of how it is asked: what for, in two parts, and by how
    /// much.
    pub(super) fn factors_of_asking(
        &self,
        corpus: &Corpus,
        ordinal: usize,
        text_score: f32,
        share: f32,
        asking: &Asking<'_>,
        mut add: impl FnMut(&str, &str, f32),
    ) {
        let Asking { voice, topics, is_overview, asks, asks_harms_only: _, together, has_text } = *asking;
        let Some(kind) = self.kinds.get(ordinal).copied() else { return };
        add("kind", kind.slug(), rank::kind_factor(kind, voice));
        if !has_text {
            return;
        }
        add("share", "of the terms", rank::share_factor(share));
        if voice == rank::Voice::LookUp {
            return;
        }
        let subject = self.subjects.get(ordinal).and_then(Option::as_ref);
        if let Some(subject) = subject.filter(|_| kind == RecordKind::Source && is_overview) {
            // What a publication is narrower about than the question, it is about beside it.
            let is_beside =
                |topic: &&usize| !topics.iter().any(|asked| self.thesaurus.with_wider(*asked).contains(topic));
            let beside = subject.narrow.iter().filter(is_beside).count();
            add("topics", "beside the question", rank::narrow_factor(beside));
        }
        if let Some(subject) = subject.filter(|_| kind == RecordKind::Blurb) {
            let is_asked = |topic: &&usize| {
                let wider = |of: usize, is: usize| self.thesaurus.with_wider(of).contains(&is);
                !topics.iter().any(|asked| wider(**topic, *asked) || wider(*asked, **topic))
            };
            let beside: Vec<usize> = subject.narrow.iter().filter(is_asked).copied().collect();
            add("topics", "beside the question", rank::beside_factor(beside.len()));
            let filed = subject.topic.filter(|topic| beside.contains(topic));
            let kind_of = |topic: usize| corpus.topics().get(topic).map(|topic| topic.kind);
            let is_treatment = |topic: &usize| kind_of(*topic) == Some(TopicKind::Intervention);
            if filed.is_some_and(|topic| is_treatment(&topic)) && topics.iter().any(is_treatment) {
                add("topics", "of another treatment", rank::ANOTHER_TREATMENT);
            }
            if filed.and_then(kind_of) == Some(TopicKind::Population) {
                add("topics", "of people who are not named", rank::PEOPLE_NOT_NAMED);
            }
            if is_overview && topics.iter().any(|topic| subject.topic == Some(*topic)) {
                add("filed", "under the topic", rank::FILED_UNDER);
            }
            if is_overview && !asks && subject.is_of_benefit {
                add("aspect", "effectiveness", rank::BENEFIT_FIRST);
            }
        }
        if let (Some(told), Some(record)) = (together, corpus.record(ordinal)) {
            match is_among(corpus, record, told) {
                true => add("harms", "of both together", rank::TOLD_TOGETHER),
                false if !answers(corpus, record).contains(&Sought::Harms) => {
                    add("harms", "not told", rank::NO_HARMS_TOGETHER);
                }
                false => {}
            }
        }
        let source = self.doc_values.source_of(ordinal).and_then(|i| corpus.sources().get(i));
        if is_overview {
            // Where all that was named is common, how often it is named says little.
            add("overview", "of all that was named", 1.0 / text_score.max(1.0).sqrt());
        }
        if is_overview && let Some(source) = source {
            add("overview", source.design.slug(), rank::overview_factor(source.design));
        }
    }
}
