//! Whom a claim speaks of, against whom its source studied (E003).

use std::collections::HashSet;

use super::{Found, Judge, unique};
use crate::{
    check::{
        claim::Claim,
        identify::{Identified, holds},
        known::{Known, Strangers},
        number::Role,
        rule::{self, HitSeverity},
    },
    corpus::{Corpus, lexicon::Cue},
    domain::{Finding, Source, TopicKind, Vocabulary, finding::DurationClass},
};

/// Agreement, in points, from which a sentence names its source beyond doubt: people it does not have are then no sign of
/// another source.
const NAMED: i32 = 10;

impl Judge<'_> {
    /// E003: ages, durations and conditions the source does not have.
    #[expect(clippy::too_many_arguments, reason = "what is known of a claim and of its source, each once")]
    pub(super) fn population(
        &self,
        claim: &Claim,
        identified: &Identified,
        source: &Source,
        known: &Known,
        meant: &[usize],
        found: &mut Found<'_>,
        agrees: &mut Vec<&'static str>,
    ) {
        let name = &source.short_title;
        let ages = known.reported.iter().filter(|reported| reported.role == Role::Age && reported.is_typed);
        let youngest = ages.map(|reported| reported.low).fold(f64::INFINITY, f64::min);
        for number in claim.numbers_of(Role::Age) {
            let fits = known.reported.iter().any(|reported| reported.role == Role::Age && holds(reported, number))
                || known
                    .reported
                    .iter()
                    .any(|reported| (reported.low - number.low).abs() < 0.6 && reported.role == Role::Other);
            if fits {
                agrees.push("age");
            } else if youngest.is_finite() {
                let message = format!("{name} studied people aged {youngest} and older");
                let expected = Some(format!("{youngest} and older"));
                found.at(
                    rule::WRONG_POPULATION,
                    (number.first, number.last),
                    meant.first().copied(),
                    message,
                    expected,
                );
            }
        }
        if let Some(young) = claim.first(Cue::Young)
            && youngest.is_finite()
            && youngest >= 50.0
            && !claim.is_negated(young.first)
        {
            let message = format!("{name} studied people aged {youngest} and older only");
            let expected = Some(format!("{youngest} and older"));
            found.at(rule::WRONG_POPULATION, (young.first, young.last), meant.first().copied(), message, expected);
        }
        if claim.has(Cue::Old) && youngest.is_finite() && youngest >= 60.0 {
            agrees.push("age");
        }
        let durations: Vec<DurationClass> = known
            .findings
            .iter()
            .filter_map(|&at| self.finding(at))
            .filter_map(|finding| finding.population.duration.value())
            .flatten()
            .copied()
            .collect();
        for said in &claim.durations {
            // The word may belong to the condition that the source is compared with: `unlike acute pain`.
            if durations.contains(&said.what) {
                agrees.push("duration");
            } else if !durations.is_empty() && !self.mentions_duration(identified.source, said.what) {
                let condition = |class: DurationClass| self.condition_in(&known.topics, class);
                let own = unique(durations.iter().map(|class| condition(*class)));
                let message = format!("{name} studied {}, not {}", own.join(" and "), condition(said.what));
                let expected = Some(own.join(" or "));
                found.at(rule::WRONG_POPULATION, (said.first, said.last), meant.first().copied(), message, expected);
            }
        }
        let expected = || Some(source.pico.population.split_whitespace().collect::<Vec<_>>().join(" "));
        let is_asked = |at: usize| claim.first(Cue::Indirect).is_some_and(|asked| asked.first < at);
        if identified.points >= NAMED
            && let Some(Strangers { first, last, is_studied_elsewhere }) =
                self.facts.strangers(self.corpus, claim, identified.source)
            && !claim.is_negated(first)
            && !is_asked(first)
        {
            let words = (first..=last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
            let (severity, message) = if is_studied_elsewhere {
                (rule::WRONG_POPULATION.severity, format!("{name} does not report on {words}"))
            } else {
                (HitSeverity::Warning, format!("nothing on record says that {name} studied people with {words}"))
            };
            let at = meant.first().copied();
            found.as_severe_as(severity, rule::WRONG_POPULATION, (first, last), at, message, expected());
        }
        for topic in self.of_kind(&claim.topics, &[TopicKind::Condition]) {
            let is_known = known.topics.iter().any(|&other| {
                self.facts.related(topic, other) && (topic == other || !is_leaf_sibling(self.corpus, topic))
            });
            let place = claim.read.topics.iter().find(|read| read.topic == topic);
            if let Some(place) = place
                && !is_known
                && !claim.is_negated(place.first)
                && claim.way.is_some()
            {
                let message = format!("{name} does not report on {}", self.label_of(topic));
                let span = (place.first, place.last);
                found.at(rule::WRONG_POPULATION, span, meant.first().copied(), message, expected());
            }
        }
    }

    /// Whether the words of a source name a condition of this duration.
    pub(super) fn mentions_duration(&self, source: usize, class: DurationClass) -> bool {
        self.facts
            .sources
            .get(source)
            .is_some_and(|known| known.topics.iter().any(|&topic| self.has_span(topic, class)))
    }

    fn has_span(&self, topic: usize, class: DurationClass) -> bool {
        self.corpus.topics().get(topic).and_then(|topic| topic.span.as_ref()).is_some_and(|span| span.class == class)
    }

    /// The kind of a condition that has lasted so long: a topic below it, by its position.
    pub(super) fn of_duration(&self, condition: usize, class: DurationClass) -> Option<usize> {
        let is_below = |&topic: &usize| self.facts.wider.get(topic).is_some_and(|above| above.contains(&condition));
        (0..self.corpus.topics().len()).filter(is_below).find(|&topic| self.has_span(topic, class))
    }

    /// What a condition that has lasted so long is called: by the topics of a finding.
    pub(super) fn condition_of(&self, finding: &Finding, class: DurationClass) -> String {
        self.condition_in(&self.positions(&finding.population.topics).into_iter().collect(), class)
    }

    /// The name of a condition of this duration: one of these topics, a kind of one, or the duration of the widest.
    fn condition_in(&self, topics: &HashSet<usize>, class: DurationClass) -> String {
        let mut conditions = self.of_kind(&topics.iter().copied().collect::<Vec<_>>(), &[TopicKind::Condition]);
        conditions.sort_unstable();
        let of_class = conditions.iter().copied().find(|&topic| self.has_span(topic, class));
        let below = || conditions.iter().find_map(|&topic| self.of_duration(topic, class));
        match of_class.or_else(below) {
            Some(topic) => self.label_of(topic),
            None => format!("{} cases", class.label().to_lowercase()),
        }
    }
}

/// A condition with a kind of its own among wider ones: what is found in one is not found in its siblings.
pub(super) fn is_leaf_sibling(corpus: &Corpus, topic: usize) -> bool {
    corpus.topics().get(topic).is_some_and(|topic| corpus.narrower(topic).next().is_none())
}
