//! The records that were found, put in order.

use std::cmp::{Ordering, Reverse};

use super::{rank::design_factor, request::Sort};
use crate::{
    corpus::{Corpus, Record},
    domain::Vocabulary,
};

/// A record found, by its position, with its text score and the share of what the terms tell that it has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    pub(super) ordinal: usize,
    pub(super) text_score: f32,
    pub(super) share: f32,
    /// How much of that stands where a record says what it is about.
    pub(super) said: f32,
    pub(super) score: f32,
    /// Whether it is a text after the first ones.
    pub(super) is_further: bool,
    /// What it was multiplied by because a position that still holds comes first; 1 when nothing.
    pub(super) lapsed: f32,
}

impl Match {
    /// Which of two comes first by relevance.
    pub(super) fn before(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.ordinal.cmp(&other.ordinal))
    }
}

/// Puts matches in order, by relevance only as many as are needed. Every order ends with the position of the record, which is
/// by kind and id, so that it is total.
pub(super) fn order(corpus: &Corpus, sort: Sort, hits: &mut [Match], needed: usize) {
    let source = |hit: &Match| match corpus.record(hit.ordinal) {
        Some(Record::Source(source)) => Some(source),
        Some(Record::Finding(finding)) => corpus.source(finding.source.as_str()),
        Some(Record::Claim(_) | Record::Blurb(_) | Record::Topic(_)) | None => None,
    };
    match sort {
        Sort::Relevance => {
            let needed = needed.min(hits.len());
            if needed < hits.len() {
                hits.select_nth_unstable_by(needed, Match::before);
            }
            hits[..needed].sort_unstable_by(Match::before);
        }
        // Records without a date come last in both.
        Sort::Newest => hits.sort_by_cached_key(|hit| {
            let issued = source(hit).map(|source| source.bibliography.issued);
            (issued.is_none(), Reverse(issued), hit.ordinal)
        }),
        Sort::Oldest => hits.sort_by_cached_key(|hit| {
            let issued = source(hit).map(|source| source.bibliography.issued);
            (issued.is_none(), issued, hit.ordinal)
        }),
        Sort::Evidence => hits.sort_by(|a, b| {
            let strength = |hit| source(hit).map_or(0.0, |source| design_factor(source.design));
            strength(b).total_cmp(&strength(a)).then(b.score.total_cmp(&a.score)).then(a.ordinal.cmp(&b.ordinal))
        }),
        Sort::Title => hits.sort_by_cached_key(|hit| {
            (corpus.record(hit.ordinal).map(|record| record.title().to_lowercase()), hit.ordinal)
        }),
        Sort::Id => hits.sort_by_cached_key(|hit| {
            let record = corpus.record(hit.ordinal);
            (record.map(|record| record.id().to_owned()), record.map(|record| record.kind().slug()))
        }),
    }
}
