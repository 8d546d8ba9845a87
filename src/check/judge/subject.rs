//! What a claim is about beside its people: treatments and outcomes that its source has as well, and words that nothing here
//! has read.

use super::{Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::{Attribute, AttributeKind, OnRecord, Standing},
        claim::Claim,
    },
    corpus::lexicon::Cue,
    domain::{Finding, TopicKind},
    text::is_stopword,
};

/// A word that is left uncompared stands in at most one source of so many: what stands in more says little by itself.
const UNREAD_SHARE: usize = 4;

/// Words after `people with` within which the condition they have is named.
const CONDITION_REACH: usize = 5;

impl Judge<'_> {
    /// What a claim is about, apart from people: the treatments and outcomes that its source has as well.
    pub(super) fn subjects(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for read in &claim.read.topics {
            let kind = match self.corpus.topics().get(read.topic).map(|topic| topic.kind) {
                Some(TopicKind::Intervention) => AttributeKind::Treatment,
                Some(TopicKind::Outcome | TopicKind::Instrument | TopicKind::Mechanism) => AttributeKind::Outcome,
                _ => continue,
            };
            let fits = |finding: &&Finding| {
                let topics = match (kind, finding.result.measurement()) {
                    (AttributeKind::Treatment, _) => {
                        self.positions(finding.intervention.topics.iter().chain(&finding.comparator.topics))
                    }
                    (_, Some(m)) => {
                        self.positions(std::iter::once(&m.outcome.topic).chain(m.outcome.instrument.value()))
                    }
                    (_, None) => Vec::new(),
                };
                topics.iter().any(|&topic| self.facts.related(topic, read.topic))
            };
            let findings =
                || of.fitting.iter().chain(&of.known.findings).filter_map(|&at| Some((at, self.finding(at)?)));
            if let Some((at, finding)) = findings().find(|(_, finding)| fits(finding)) {
                let values = finding.values();
                let on_record = match (kind, finding.measurement_values()) {
                    (AttributeKind::Outcome, Some(measured)) => {
                        let name = measured.outcome.values().name;
                        OnRecord::of(name, one_line(name.with_doubt().0), Some(at), of.at)
                    }
                    _ => {
                        let what = values.intervention.values().description;
                        OnRecord::of(what, one_line(what.with_doubt().0), Some(at), of.at)
                    }
                };
                found.confirm(kind, (read.first, read.last), Some(on_record));
            }
        }
    }

    /// Words that say something which nothing here has read: neither phrases nor numbers nor names nor words of the record.
    pub(super) fn unread(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let mut is_taken = vec![false; claim.read.words.len()];
        let mut take = |first: usize, last: usize| {
            is_taken.iter_mut().take(last + 1).skip(first).for_each(|taken| *taken = true);
        };
        claim.cues.iter().for_each(|cue| take(cue.first, cue.last));
        claim.read.topics.iter().for_each(|topic| take(topic.first, topic.last));
        claim.numbers.iter().for_each(|number| take(number.first, number.last));
        take(of.identified.first, of.identified.last);
        // People with something that is no topic: nobody can tell whether they were studied.
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::PeopleWith) {
            let is_read = claim.read.topics.iter().any(|read| {
                let kind = self.corpus.topics().get(read.topic).map(|topic| topic.kind);
                // `Those with usual care`: what they got.
                matches!(kind, Some(TopicKind::Condition | TopicKind::Payer | TopicKind::Intervention))
                    && cue.last < read.first
                    && read.first <= cue.last + CONDITION_REACH
            });
            let is_group =
                claim.comparators.iter().any(|said| cue.last < said.first && said.first <= cue.last + CONDITION_REACH);
            if !is_read && !is_group {
                found.attributes.push(Attribute {
                    kind: AttributeKind::Words,
                    standing: Standing::Uncompared,
                    first: cue.first,
                    last: cue.last,
                    on_record: None,
                });
            }
        }
        // A negation that nothing here has read may turn the whole round.
        for negation in claim.loose_negations() {
            found.attributes.push(Attribute {
                kind: AttributeKind::Words,
                standing: Standing::Uncompared,
                first: negation.first,
                last: negation.last,
                on_record: None,
            });
        }
        for (at, (word, taken)) in claim.read.words.iter().zip(is_taken).enumerate() {
            let is_unread = !taken
                && !is_stopword(&word.exact)
                && !of.known.stems.contains(&word.stem)
                && self.facts.is_rare(word, UNREAD_SHARE);
            if is_unread {
                found.attributes.push(Attribute {
                    kind: AttributeKind::Words,
                    standing: Standing::Uncompared,
                    first: at,
                    last: at,
                    on_record: None,
                });
            }
        }
    }
}
