//! What changed for readers: records entered and corrected, notices of publishers, and what the calendar did.

use std::{cmp::Ordering, collections::HashSet, ops::RangeInclusive};

use super::Corpus;
use crate::domain::{
    Blurb, BlurbState, Change, ChangeKind, Date, Finding, RecordKind, Source, Topic, TopicId, Vocabulary,
    blurb::{LifeCycle, Stage},
    status::EditorialStatus,
};

impl Corpus {
    /// The changes from the day `since` to the day `as_of`, both included, newest first; those of a day by kind of change,
    /// kind of record and id.
    pub fn changes(&self, since: Date, as_of: Date) -> Vec<Change> {
        let span = since..=as_of;
        // What lies outside is left out before it is told: at each record that was ever entered there is one.
        let mut all = self.added(&span);
        all.extend(self.corrections.iter().filter(|change| span.contains(&change.on)).cloned());
        all.extend(self.sources.iter().filter_map(|source| notice(source)));
        all.extend(self.sources.iter().flat_map(|source| self.lapses(source, since, as_of)));
        all.extend(self.states());
        all.retain(|change| span.contains(&change.on));
        all.sort_by(newest_first);
        all
    }

    /// Those of [`Corpus::changes`] of a source since it was entered, up to a day.
    pub fn changes_of(&self, source: &Source, as_of: Date) -> Vec<Change> {
        let is_of = |change: &&Change| change.record == RecordKind::Source && change.id == source.id.as_str();
        let mut all: Vec<Change> =
            self.corrections.iter().filter(is_of).filter(|change| change.kind != ChangeKind::Added).cloned().collect();
        all.extend(notice(source));
        all.extend(self.lapses(source, Date::MIN, as_of));
        all.retain(|change| change.on <= as_of);
        all.sort_by(newest_first);
        all
    }

    /// Those of [`Corpus::changes`] that are of a record about this topic or one below it.
    pub fn changes_about(&self, topic: &Topic, since: Date, as_of: Date) -> Vec<Change> {
        let mut about = vec![topic];
        let mut next = 0;
        while let Some(wider) = about.get(next).copied() {
            let narrower = self.narrower(wider).filter(|narrower| !about.contains(narrower)).collect::<Vec<_>>();
            about.extend(narrower);
            next += 1;
        }
        let about: HashSet<&TopicId> = about.into_iter().map(|topic| &topic.id).collect();
        let mut changes = self.changes(since, as_of);
        changes.retain(|change| self.topics_of(change.record, &change.id).into_iter().any(|id| about.contains(id)));
        changes
    }

    /// The topics of a record; of a topic, itself.
    fn topics_of(&self, kind: RecordKind, id: &str) -> Vec<&TopicId> {
        match kind {
            RecordKind::Source => self.source(id).into_iter().flat_map(|source| &source.topics).collect(),
            RecordKind::Finding => self.finding(id).map(Finding::all_topics).unwrap_or_default(),
            RecordKind::Claim => self.claim(id).into_iter().flat_map(|claim| &claim.topics).collect(),
            RecordKind::Blurb => self.blurb(id).into_iter().flat_map(Blurb::all_topics).collect(),
            RecordKind::Topic => self.topic(id).into_iter().map(|topic| &topic.id).collect(),
        }
    }

    fn added(&self, span: &RangeInclusive<Date>) -> Vec<Change> {
        let added = |record, id: &str, on| {
            span.contains(&on).then(|| Change {
                on,
                kind: ChangeKind::Added,
                record,
                id: id.to_owned(),
                field: None,
                before: None,
                after: None,
                why: None,
            })
        };
        let sources =
            self.sources.iter().filter_map(|source| added(RecordKind::Source, source.id.as_str(), source.recorded));
        // A finding is entered with its source, a claim with its page.
        let findings = self
            .findings
            .iter()
            .filter_map(|finding| added(RecordKind::Finding, finding.id.as_str(), self.source_of(finding)?.recorded));
        let claims = self
            .claims
            .iter()
            .filter_map(|claim| added(RecordKind::Claim, claim.id.as_str(), self.page(claim.page.as_str())?.recorded));
        let blurbs = self.blurbs.iter().filter_map(|blurb| added(RecordKind::Blurb, blurb.id.as_str(), blurb.recorded));
        let topics = self.topics.iter().filter_map(|topic| added(RecordKind::Topic, topic.id.as_str(), topic.recorded));
        sources.chain(findings).chain(claims).chain(blurbs).chain(topics).collect()
    }

    /// How a source changed its currency, going back from `as_of` one state at a time.
    fn lapses(&self, source: &Source, since: Date, as_of: Date) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut day = as_of;
        loop {
            let after = self.currency(source, day);
            let Some(began) = after.since.filter(|began| *began >= since && *began <= day) else { break };
            let Ok(eve) = began.yesterday() else { break };
            let before = self.currency(source, eve);
            changes.push(Change {
                on: began,
                kind: ChangeKind::Currency,
                record: RecordKind::Source,
                id: source.id.to_string(),
                field: Some("/status/currency/state".to_owned()),
                before: Some(before.state.slug().to_owned()),
                after: Some(after.state.slug().to_owned()),
                why: Some(after.reason),
            });
            day = eve;
        }
        changes
    }

    /// Blurbs that became due, expired or were taken back.
    fn states(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        for blurb in &self.blurbs {
            let LifeCycle { stage, reviewed: _, review_due, valid_until } = blurb.life;
            let mut add = |on, kind, before: BlurbState, after: BlurbState, why: Option<&str>| {
                changes.push(Change {
                    on,
                    kind,
                    record: RecordKind::Blurb,
                    id: blurb.id.to_string(),
                    field: Some("/state".to_owned()),
                    before: Some(before.slug().to_owned()),
                    after: Some(after.slug().to_owned()),
                    why: why.map(str::to_owned),
                });
            };
            match (stage, &blurb.withdrawn) {
                (Stage::Live, _) => {
                    add(review_due, ChangeKind::State, BlurbState::Live, BlurbState::Due, None);
                    if let Ok(over) = valid_until.tomorrow() {
                        add(over, ChangeKind::State, BlurbState::Due, BlurbState::Expired, None);
                    }
                }
                (Stage::Withdrawn, Some(withdrawal)) => {
                    let reason = Some(withdrawal.reason.as_str());
                    add(withdrawal.on, ChangeKind::Withdrawn, BlurbState::Live, BlurbState::Withdrawn, reason);
                }
                (Stage::Draft, _) | (Stage::Withdrawn, None) => {}
            }
        }
        changes
    }
}

/// What the publisher of a source said; an incomplete date counts from its first day.
fn notice(source: &Source) -> Option<Change> {
    let editorial = &source.editorial;
    Some(Change {
        on: editorial.noticed?.earliest(),
        kind: ChangeKind::Editorial,
        record: RecordKind::Source,
        id: source.id.to_string(),
        field: Some("/status/editorial/status".to_owned()),
        before: Some(EditorialStatus::None.slug().to_owned()),
        after: Some(editorial.status.slug().to_owned()),
        why: editorial.note.clone(),
    })
}

/// The order of changes: the newest first, those of a day by kind of change, kind of record and id.
fn newest_first(a: &Change, b: &Change) -> Ordering {
    b.on.cmp(&a.on).then_with(|| (a.kind, a.record, &a.id, &a.field).cmp(&(b.kind, b.record, &b.id, &b.field)))
}
