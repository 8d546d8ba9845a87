//! The words of a language, as data: which phrases mean what to the draft check and to the rules for our own texts.
//!
//! The English lexicon stands in `data/lexicon/en/` and ships inside the program. A collection may have a folder
//! `lexicon/en` of its own: an entry with the id of one of ours replaces it (without phrases it takes it away), one with
//! another id is added. What belongs to a single concept stands with its topic.

mod cue;

use crate::domain::{
    Topic, TopicKind,
    phrase::{Found, Phrase},
};

pub(super) use cue::Details;
pub use cue::{Axis, Cue, CueKind, Often, Polarity, RelationDirection};

/// Phrases that mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) cue: Cue,
    pub(super) phrases: Vec<Phrase>,
}

/// Every phrase of a language with what it means, in the order of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    pub(super) entries: Vec<Entry>,
}

impl Lexicon {
    /// Puts each entry in the place of the one with its id, or at the end.
    pub(super) fn take(&mut self, entries: impl IntoIterator<Item = Entry>) {
        for entry in entries {
            match self.entries.iter_mut().find(|own| own.id == entry.id) {
                Some(own) => *own = entry,
                None => self.entries.push(entry),
            }
        }
    }

    /// Every phrase with what it means, those of the topics among them.
    pub fn cues<'a>(&'a self, topics: impl IntoIterator<Item = &'a Topic>) -> impl Iterator<Item = (Cue, &'a Phrase)> {
        let of_language = self.entries.iter().flat_map(|entry| entry.phrases.iter().map(|phrase| (entry.cue, phrase)));
        of_language.chain(topics.into_iter().enumerate().flat_map(|(at, topic)| of_topic(at, topic)))
    }

    /// The phrases of a cue as they are written, for messages.
    pub(super) fn written(&self, cue: Cue) -> Vec<String> {
        let entries = self.entries.iter().filter(|entry| entry.cue == cue);
        entries.flat_map(|entry| &entry.phrases).map(ToString::to_string).collect()
    }
}

/// The phrases of a topic, `at` its position.
fn of_topic(at: usize, topic: &Topic) -> impl Iterator<Item = (Cue, &Phrase)> {
    let cue = match (topic.comparator_class, topic.kind) {
        (Some(class), _) => Some(Cue::Comparator(class)),
        (None, TopicKind::Outcome) => Some(Cue::Outcome(at)),
        (None, TopicKind::Intervention) => Some(Cue::Treating),
        (None, TopicKind::Mechanism) => Some(Cue::Mechanism),
        (
            None,
            TopicKind::Condition
            | TopicKind::Comparator
            | TopicKind::Instrument
            | TopicKind::Population
            | TopicKind::Design
            | TopicKind::Payer,
        ) => None,
    };
    let own = cue.into_iter().flat_map(|cue| topic.phrases.iter().map(move |phrase| (cue, phrase)));
    let mechanisms = topic.mechanisms.iter().map(|phrase| (Cue::Mechanism, phrase));
    let span = topic.span.iter().flat_map(|span| {
        let cue = Cue::Duration(span.class);
        span.phrases.iter().map(move |phrase| (cue, phrase))
    });
    own.chain(mechanisms).chain(span)
}

/// Words before a promise in which a negation takes it back.
const NEGATION_REACH: usize = 4;

/// Words before a promise of safety in which a denial turns it round: shorter, because such promises begin with `no`.
const DENIAL_REACH: usize = 3;

/// Words after a promise of safety in which something makes it a result.
const RESULT_REACH: usize = 4;

/// The promises of a text that stand; one rule for drafts and for our own texts.
///
/// [`Cue::Promise`], [`Cue::Overclaim`] and [`Cue::Safety`], less those that the words around them take back (`not proven`,
/// `not without risks`), make a result (`no serious side effects were reported`) or give another sense (`proved difficult`).
pub fn promises(cues: &[Found<Cue>]) -> impl Iterator<Item = Found<Cue>> {
    let stands_before = move |cue: Cue, at: usize, reach: usize| {
        cues.iter().any(|found| found.cue == cue && found.first < at && at - found.first <= reach)
    };
    let is_part_of = move |cue: Cue, promise: Found<Cue>| {
        cues.iter().any(|found| found.cue == cue && found.first <= promise.first && promise.last <= found.last)
    };
    cues.iter().copied().filter(move |found| !is_part_of(Cue::OtherSense, *found)).filter(move |found| {
        if found.cue == Cue::Safety {
            let near = found.first..=found.last + RESULT_REACH;
            !stands_before(Cue::Denial, found.first, DENIAL_REACH)
                && !cues.iter().any(|other| other.cue == Cue::ReportedResult && near.contains(&other.first))
        } else {
            // `The matter has not been settled`.
            let is_denied_inside =
                cues.iter().any(|other| other.cue == Cue::Not && found.first < other.first && other.last < found.last);
            matches!(found.cue, Cue::Promise | Cue::Overclaim)
                && !stands_before(Cue::Not, found.first, NEGATION_REACH)
                && !is_denied_inside
        }
    })
}
