//! Whom a claim speaks of, against whom its source studied (E003).

use super::{Found, Judge, unique};
use crate::{
    check::{
        claim::Claim,
        cue::Cue,
        identify::{Identified, Identifying, holds},
        known::Known,
        number::Role,
        rule,
    },
    corpus::Corpus,
    domain::{Source, TopicKind, Vocabulary, finding::DurationClass},
};

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
                let own = unique(durations.iter().map(|class| class.label().to_lowercase()));
                let message =
                    format!("{name} studied {} pain, not {} pain", own.join(" and "), said.what.label().to_lowercase());
                let expected = Some(format!("{} pain", own.join(" or ")));
                found.at(rule::WRONG_POPULATION, (said.first, said.last), meant.first().copied(), message, expected);
            }
        }
        let identifying = Identifying { corpus: self.corpus, facts: self.facts };
        let is_named = identified.points >= 10;
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::OtherField && is_named) {
            if !identifying.knows(identified.source, claim, cue.first) && !claim.is_negated(cue.first) {
                let words: Vec<&str> = (cue.first..=cue.last).map(|at| claim.word(at)).collect();
                let message = format!("{name} does not address {}", words.join(" "));
                let expected = Some(source.pico.population.split_whitespace().collect::<Vec<_>>().join(" "));
                found.at(rule::WRONG_POPULATION, (cue.first, cue.last), meant.first().copied(), message, expected);
            }
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
                let expected = Some(source.pico.population.split_whitespace().collect::<Vec<_>>().join(" "));
                found.at(rule::WRONG_POPULATION, (place.first, place.last), meant.first().copied(), message, expected);
            }
        }
    }

    pub(super) fn mentions_duration(&self, source: usize, class: DurationClass) -> bool {
        let id = match class {
            DurationClass::Acute => "acute-low-back-pain",
            DurationClass::Subacute => "subacute-low-back-pain",
            DurationClass::Chronic => "chronic-low-back-pain",
        };
        let topic = self.facts.topic_of.get(id);
        topic.is_some_and(|topic| self.facts.sources.get(source).is_some_and(|known| known.topics.contains(topic)))
    }
}

/// A condition with a kind of its own among wider ones: what is found in one is not found in its siblings.
pub(super) fn is_leaf_sibling(corpus: &Corpus, topic: usize) -> bool {
    corpus.topics().get(topic).is_some_and(|topic| {
        !matches!(topic.id.as_str(), "back-pain" | "low-back-pain" | "chronic-pain" | "acute-pain")
    })
}
