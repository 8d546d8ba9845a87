//! What leads to each record: the links of all records turned round, once for a version of the data.

use crate::domain::{
    Blurb, Claim, Finding, Page, RecordKind, Source, Topic,
    claim::LinkRole,
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
    /// The blurbs that rest on each finding.
    pub(super) blurbs_on: Leading<usize>,
    /// The topics directly below each topic.
    pub(super) narrower: Leading<usize>,
}

impl Graph {
    /// Of lists in the order of their ids; `place` finds a record in the list of its kind.
    pub(super) fn of(
        sources: &[Source],
        findings: &[Finding],
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
            blurbs_on: Leading::new(findings.len()),
            narrower: Leading::new(topics.len()),
        };
        for (i, source) in sources.iter().enumerate() {
            for Link { relation, source: other } in &source.links {
                graph.links_to.add(place(RecordKind::Source, other.as_str()), (i, *relation));
            }
        }
        for (i, finding) in findings.iter().enumerate() {
            graph.findings_of.add(place(RecordKind::Source, finding.source.as_str()), i);
            for by in &finding.qualified_by {
                graph.qualified_by.add(place(RecordKind::Finding, by.as_str()), i);
            }
        }
        for (i, claim) in claims.iter().enumerate() {
            graph.claims_of.add(pages.binary_search_by(|page| page.id.cmp(&claim.page)).ok(), i);
            for (finding, role) in claim.findings() {
                graph.claims_on.add(place(RecordKind::Finding, finding.as_str()), (i, role));
            }
        }
        for (i, blurb) in blurbs.iter().enumerate() {
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
