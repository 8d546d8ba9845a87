//! What a claim says of a known source that stands nowhere in its record (W114, or the rule of its kind).

use super::{
    Breach, Judge,
    comparators::mentions_class,
    instead::Beside,
    options::{is_one_of_options, is_told_of_others},
    same_class, unique,
};
use crate::{
    check::{
        attribute::{Attribute, AttributeKind, Standing},
        claim::Claim,
        identify::Identified,
        known::{Known, Reported},
        quantity::{Number, Role},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{TopicKind, finding::Direction, phrase::Found},
    text::Qualifier,
};

/// A count up to this is told in passing: `one trial`, `two groups`.
const SMALL_COUNT: f64 = 2.0;

impl Judge<'_> {
    /// What of a claim stands nowhere in the record: under the rule of its kind, once for each, where the record has another value of
    /// that kind; else as W114, once for a sentence. Of a source without findings only the former.
    pub(super) fn not_on_record(
        &self,
        claim: &Claim,
        identified: &Identified,
        compared: &[usize],
        attributes: &[Attribute],
    ) -> Vec<Breach> {
        let at = identified.source;
        let (Some(source), Some(known)) = (self.source(at), self.records.known(at)) else { return Vec::new() };
        let known = &*known;
        let beside = Beside { claim, source, at, known, compared };
        let (mut told, mut rest): (Vec<Breach>, Vec<&Attribute>) = (Vec::new(), Vec::new());
        let is_open = |one: &&Attribute| one.standing == Standing::Uncompared;
        for one in attributes.iter().filter(is_open).filter(|one| self.is_lacking(claim, known, one)) {
            // With what a source compared is sure enough of one that a single number tells.
            let is_told = |breach: &Breach| {
                let is_counted = identified.counts() > 0 && breach.rule.id == rule::WRONG_COMPARATOR.id;
                is_counted || identified.is_by_name() || identified.is_by_counts()
            };
            match self.instead(&beside, one).filter(is_told) {
                Some(breach) if told.iter().any(|other| other.rule.id == breach.rule.id) => {}
                Some(breach) => told.push(breach),
                None => rest.push(one),
            }
        }
        let Some(first) = rest.first().filter(|_| told.is_empty() && !known.findings.is_empty()) else { return told };
        let words = |one: &&Attribute| {
            let said = (one.first..=one.last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
            format!("`{said}`")
        };
        let said = unique(rest.iter().map(words)).join(", ");
        told.push(Breach {
            rule: rule::NOT_ON_RECORD,
            severity: rule::NOT_ON_RECORD.severity,
            is_doubtful: false,
            first: first.first,
            last: first.last,
            message: format!("nothing on record says this of {}: {said}", source.short_title),
            expected: None,
            finding: None,
            source: Some(at),
        });
        told
    }

    /// Whether any finding of a source came out as these words say, whatever it was compared with.
    fn is_told_of_any(&self, claim: &Claim, known: &Known, one: &Attribute) -> bool {
        let ways = claim.relations.iter().filter(|way| way.first <= one.last && one.first <= way.last);
        let all = || known.findings.iter().filter_map(|&at| self.finding(at));
        ways.map(|relation| relation.way).any(|way| {
            all().any(|finding| {
                let direction = finding.result.measurement().map(|measured| measured.direction);
                direction.is_some_and(|direction| {
                    matches!(direction, Direction::Mixed | Direction::Descriptive)
                        || self.tells(claim, way, finding, direction) == Some(true)
                })
            })
        })
    }

    /// Whether a part of a claim stands nowhere in the record of its source.
    fn is_lacking(&self, claim: &Claim, known: &Known, one: &Attribute) -> bool {
        let number = || claim.numbers.iter().find(|number| (number.first, number.last) == (one.first, one.last));
        let topic = |kinds: &[TopicKind]| {
            let read = claim.read.topics.iter().find(|read| (read.first, read.last) == (one.first, one.last));
            read.map(|read| read.topic).filter(|&topic| !self.of_kind(&[topic], kinds).is_empty())
        };
        let is_known = |topic: usize| known.topics.iter().any(|&own| self.facts.related(own, topic));
        match one.kind {
            AttributeKind::Participants
            | AttributeKind::Studies
            | AttributeKind::Percent
            | AttributeKind::Sessions
            | AttributeKind::Time
            | AttributeKind::Age
            | AttributeKind::PValue
            | AttributeKind::Interval
            | AttributeKind::Effect
            | AttributeKind::Number => number().is_some_and(|number| is_nowhere(claim, known, number)),
            AttributeKind::Comparator => {
                claim.comparators.iter().filter(|said| (said.first, said.last) == (one.first, one.last)).any(|said| {
                    !known.classes.iter().any(|class| same_class(said.what, *class))
                        && !mentions_class(known, said.what)
                })
            }
            AttributeKind::Outcome => {
                let outcomes = [TopicKind::Outcome, TopicKind::Instrument, TopicKind::Mechanism];
                topic(&outcomes).is_some_and(|topic| !is_known(topic))
            }
            AttributeKind::Treatment => topic(&[TopicKind::Intervention]).is_some_and(|topic| !is_known(topic)),
            AttributeKind::Population => match topic(&[TopicKind::Condition, TopicKind::Population]) {
                Some(topic) => !is_known(topic),
                // `People with sore necks`, in words that are no topic.
                None => (one.first..=one.last)
                    .filter_map(|at| claim.read.words.get(at))
                    .any(|word| !word.has_digit && !word.is_stopword && !known.stems.contains(&word.stem)),
            },
            AttributeKind::Certainty
            | AttributeKind::Strength
            | AttributeKind::TimeOrigin
            | AttributeKind::Provider => true,
            // A result that no finding and no sentence of the record tells.
            AttributeKind::Direction => !self.is_told_so(claim, known) && !self.is_told_of_any(claim, known, one),
            AttributeKind::Stance | AttributeKind::Coverage => !self.is_told_so(claim, known),
            AttributeKind::Year | AttributeKind::Whole => false,
            AttributeKind::Words => {
                one.first == one.last
                    && (self.other_places(claim, known).any(|at| at == one.first)
                        || is_compared_with_unknown(claim, known, one.first))
            }
        }
    }
}

/// Words after `than` within which stands what is compared with.
const COMPARED_REACH: usize = 2;

/// Shortest word that names what is compared with, in bytes.
const NAME: usize = 4;

/// Whether a word stands in the place of what is compared with, and in no text of the record: `more than traction did`.
fn is_compared_with_unknown(claim: &Claim, known: &Known, at: usize) -> bool {
    let is_behind = |cue: &Found<Cue>| {
        cue.cue == Cue::Against && cue.first == cue.last && at > cue.last && at - cue.last <= COMPARED_REACH
    };
    claim.read.words.get(at).is_some_and(|word| {
        !word.has_digit && word.exact.len() >= NAME && !word.is_stopword && !known.stems.contains(&word.stem)
    }) && claim.cues.iter().any(is_behind)
}

/// Whether a record has a number neither in a field nor in a text, whatever it counts.
fn is_nowhere(claim: &Claim, known: &Known, number: &Number) -> bool {
    // `Two dozen of the 301`: the part and the whole, or what is left of it by `all but two`.
    if let Some((part, whole)) = number.parts.filter(|_| number.role != Role::Sessions) {
        let part = if number.qualifier == Some(Qualifier::AllBut) { whole - part } else { part };
        let has = |value: f64| known.mentions.iter().any(|one| (one.number.low - value).abs() < 1e-9);
        if is_one_of_options(claim, number) {
            return is_told_of_others(known, part, whole) && !has(whole);
        }
        if part > SMALL_COUNT && has(whole) {
            // `Eighty of the 105 gave no details`: the rest of those that did.
            let is_rest = claim.denies() && has(whole - part);
            return !has(part) && !is_rest && !is_on_record(known, number);
        }
    }
    let is_small = number.high <= SMALL_COUNT
        && matches!(number.role, Role::Participants | Role::Studies | Role::Sessions | Role::Other);
    !(is_small || is_on_record(known, number))
}

fn is_on_record(known: &Known, number: &Number) -> bool {
    // A result that only a note of an editor has is none: it may be a misprint of the source.
    let bears = |one: &Reported| !(number.role.is_result() && one.field.as_str() == "editor-notes");
    let is_one = |said: f64| {
        let end = Number { low: said, high: said, ..number.clone() };
        known.reported.iter().filter(|one| bears(one)).any(|one| end.is(one.low) || end.is(one.high))
    };
    // `14 significant and 671 minor events per 10,000`: the number of a rate; `the following 12`, of weeks.
    let is_bare = matches!(number.role, Role::Other | Role::Participants | Role::Studies) && number.low >= number.high;
    let is_part = |own: &Number| own.parts.is_some_and(|(part, whole)| number.is(part) || number.is(whole));
    let is_of_time =
        |one: &Number| one.role == Role::Days && UNITS_OF_TIME.iter().any(|unit| one.low == number.low * unit);
    is_one(number.low) && is_one(number.high)
        || is_bare && known.mentions.iter().any(|one| is_part(&one.number) || is_of_time(&one.number))
}

/// Days of a day, a week and a month as the numbers of a text have them.
const UNITS_OF_TIME: [f64; 3] = [1.0, 7.0, 30.4375];
