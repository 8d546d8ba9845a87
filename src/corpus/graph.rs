//! What leads to each record: the links of all records turned round, once for a version of the data.

use std::sync::Arc;

use crate::domain::{
    Blurb, Claim, Finding, Page, RecordKind, Source, Topic, TopicId,
    claim::{ClaimLink, LinkRole, LinkTarget},
    source::{Link, Relation},
};

/// For each record of a list, by position, what leads to it, in the order in which it was added.
#[derive(Debug)]
pub(super) struct Leading<T>(Vec<Vec<T>>);

impl<T: PartialEq> Leading<T> {
    fn new(records: usize) -> Self {
        Self(std::iter::repeat_with(Vec::new).take(records).collect())
    }

    /// Nothing is added twice in a row.
    fn add(&mut self, to: Option<usize>, from: T) {
        if let Some(all) = to.and_then(|to| self.0.get_mut(to))
            && all.last() != Some(&from)
        {
            all.push(from);
        }
    }

    /// What leads to the record at this position; nothing to one that there is not.
    pub(super) fn to(&self, record: Option<usize>) -> &[T] {
        record.and_then(|record| self.0.get(record)).map_or(&[], Vec::as_slice)
    }
}

/// The links between records turned round. Everything is a position in the list of its kind.
#[derive(Debug)]
pub(super) struct Graph {
    /// The findings of each source.
    pub(super) findings_of: Leading<usize>,
    /// The sources with a link to each source.
    pub(super) links_to: Leading<(usize, Relation)>,
    /// The findings each finding qualifies.
    pub(super) qualified_by: Leading<usize>,
    /// The claims of each page.
    pub(super) claims_of: Leading<usize>,
    /// The claims linked with each finding.
    pub(super) claims_on: Leading<(usize, LinkRole)>,
    /// The claims with a link to each source itself.
    pub(super) claims_naming: Leading<usize>,
    /// The blurbs that rest on each finding.
    pub(super) blurbs_on: Leading<usize>,
    /// The findings whose outcome was measured with each topic.
    pub(super) measured_with: Leading<usize>,
    /// The topics directly below each topic.
    pub(super) narrower: Leading<usize>,
    /// The sources about each topic or a narrower one, or with findings about it.
    pub(super) sources_about: Leading<usize>,
    /// The findings about each topic or a narrower one, by whatever part of them.
    pub(super) findings_about: Leading<usize>,
    /// The claims about each topic or a narrower one.
    pub(super) claims_about: Leading<usize>,
    /// The blurbs about each topic or a narrower one.
    pub(super) blurbs_about: Leading<usize>,
}

/// For each topic, itself and all wider ones.
struct Wider(Vec<Vec<usize>>);

impl Wider {
    fn of(topics: &[Topic], place: impl Fn(&TopicId) -> Option<usize>) -> Self {
        let wider = |topic: usize| {
            let mut all = vec![topic];
            let mut next = 0;
            while let Some(topic) = all.get(next).and_then(|&at| topics.get(at)) {
                for above in topic.broader.iter().filter_map(&place) {
                    if !all.contains(&above) {
                        all.push(above);
                    }
                }
                next += 1;
            }
            all
        };
        Self((0..topics.len()).map(wider).collect())
    }

    /// Some topics and all wider ones, each once.
    fn with_wider(&self, topics: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let own = topics.into_iter();
        let mut all: Vec<usize> = own.filter_map(|topic| self.0.get(topic)).flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Graph {
    /// Of lists in the order of their ids; `place` finds a record in the list of its kind.
    pub(super) fn of(
        sources: &[Arc<Source>],
        findings: &[Arc<Finding>],
        pages: &[Page],
        claims: &[Claim],
        blurbs: &[Blurb],
        topics: &[Topic],
        place: impl Fn(RecordKind, &str) -> Option<usize>,
    ) -> Self {
        let mut graph = Self {
            findings_of: Leading::new(sources.len()),
            links_to: Leading::new(sources.len()),
            qualified_by: Leading::new(findings.len()),
            claims_of: Leading::new(pages.len()),
            claims_on: Leading::new(findings.len()),
            claims_naming: Leading::new(sources.len()),
            blurbs_on: Leading::new(findings.len()),
            measured_with: Leading::new(topics.len()),
            narrower: Leading::new(topics.len()),
            sources_about: Leading::new(topics.len()),
            findings_about: Leading::new(topics.len()),
            claims_about: Leading::new(topics.len()),
            blurbs_about: Leading::new(topics.len()),
        };
        let topic = |id: &TopicId| place(RecordKind::Topic, id.as_str());
        let wider = Wider::of(topics, topic);
        let mut of_sources: Vec<Vec<usize>> =
            sources.iter().map(|source| source.topics.iter().filter_map(topic).collect()).collect();
        for (i, source) in sources.iter().enumerate() {
            for Link { relation, source: other } in &source.links {
                graph.links_to.add(place(RecordKind::Source, other.as_str()), (i, *relation));
            }
        }
        for (i, finding) in findings.iter().enumerate() {
            let source = place(RecordKind::Source, finding.source.as_str());
            graph.findings_of.add(source, i);
            let about = wider.with_wider(finding.all_topics().into_iter().filter_map(topic));
            about.iter().for_each(|&topic| graph.findings_about.add(Some(topic), i));
            if let Some(of_source) = source.and_then(|source| of_sources.get_mut(source)) {
                of_source.extend(about);
            }
            let instrument = finding.result.measurement().and_then(|measured| measured.outcome.instrument.value());
            graph.measured_with.add(instrument.and_then(topic), i);
            for by in &finding.qualified_by {
                graph.qualified_by.add(place(RecordKind::Finding, by.as_str()), i);
            }
        }
        for (i, topics) in of_sources.into_iter().enumerate() {
            let about = wider.with_wider(topics);
            about.into_iter().for_each(|topic| graph.sources_about.add(Some(topic), i));
        }
        for (i, claim) in claims.iter().enumerate() {
            let about = wider.with_wider(claim.topics.iter().filter_map(topic));
            about.into_iter().for_each(|topic| graph.claims_about.add(Some(topic), i));
            graph.claims_of.add(pages.binary_search_by(|page| page.id.cmp(&claim.page)).ok(), i);
            for ClaimLink { target, role } in &claim.links {
                match target {
                    LinkTarget::Finding(id) => {
                        graph.claims_on.add(place(RecordKind::Finding, id.as_str()), (i, *role));
                    }
                    LinkTarget::Source(id) => graph.claims_naming.add(place(RecordKind::Source, id.as_str()), i),
                }
            }
        }
        for (i, blurb) in blurbs.iter().enumerate() {
            let about = wider.with_wider(blurb.all_topics().filter_map(topic));
            about.into_iter().for_each(|topic| graph.blurbs_about.add(Some(topic), i));
            for finding in &blurb.findings {
                graph.blurbs_on.add(place(RecordKind::Finding, finding.as_str()), i);
            }
        }
        for (i, topic) in topics.iter().enumerate() {
            for broader in &topic.broader {
                graph.narrower.add(place(RecordKind::Topic, broader.as_str()), i);
            }
        }
        graph
    }
}
