//! Which text answers a question, to lead what is found.

use std::collections::HashSet;

use super::{Engine, Match, SearchError, answer::Lead, asking::Asking, plan::Clause, rank, together::is_among};
use crate::{
    corpus::{Corpus, Record},
    domain::{Aspect, BlurbState, Date},
};

impl Engine {
    /// The first blurb that is asked for in these very words and may be published.
    pub(super) fn asked_for(
        &self,
        corpus: &Corpus,
        as_of: Date,
        question: Option<&Clause>,
    ) -> Result<Option<usize>, SearchError> {
        let mut found = None;
        if let Some(question) = question {
            self.each(question, |ordinal, _| {
                if found.is_none() && is_publishable(corpus, ordinal, as_of) {
                    found = Some(ordinal);
                }
            })?;
        }
        Ok(found)
    }

    /// The blurb that answers a question: the first among the best hits, if it has most of what the question tells.
    pub(super) fn answering(
        &self,
        corpus: &Corpus,
        as_of: Date,
        asking: &Asking<'_>,
        hits: &[Match],
        is_rescue: bool,
    ) -> Option<Lead> {
        if asking.voice == rank::Voice::LookUp || is_rescue {
            return None;
        }
        let best = hits.first()?.score;
        let near = hits.iter().take(rank::ANSWER_WITHIN).filter(|hit| {
            hit.share >= rank::ANSWER_SHARE
                && hit.said >= rank::ANSWER_SAID
                && hit.score > 0.0
                && hit.score >= rank::ANSWER_SCORE * best
        });
        // Who asks whether something is safe is not answered with whether it, or a drug they take, helps.
        let is_of_benefit = |ordinal: &usize| match corpus.record(*ordinal) {
            Some(Record::Blurb(blurb)) => blurb.aspect == Aspect::Effectiveness,
            Some(Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Topic(_)) | None => false,
        };
        let may_lead = |ordinal: &usize| {
            let is_told =
                |told: &HashSet<&str>| corpus.record(*ordinal).is_some_and(|record| is_among(corpus, record, told));
            asking.together.is_none_or(is_told) && !(asking.asks_harms_only && is_of_benefit(ordinal))
        };
        let mut near = near.map(|hit| hit.ordinal).filter(may_lead);
        near.find(|ordinal| is_publishable(corpus, *ordinal, as_of)).map(Lead::Blurb)
    }
}

/// Whether a record is a blurb that may be published on that day.
fn is_publishable(corpus: &Corpus, ordinal: usize, as_of: Date) -> bool {
    match corpus.record(ordinal) {
        Some(Record::Blurb(blurb)) => blurb.life.state(as_of).is_some_and(BlurbState::is_publishable),
        Some(Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Topic(_)) | None => false,
    }
}
