//! Whether one finding has all that a sentence says of a result, or its parts are right of different ones (E001 to E005).
//!
//! A number tells which result is meant. Where every finding that has the numbers of a sentence has another comparator, time
//! or people than it says, the sentence is wrong, though the source has each of its parts somewhere.

use super::{Contradiction, Found, Judge, Of, one_line, same_class};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::{Claim, EffectDirection, Relation, Said, Subject},
        known::{Reported, is_caveat},
        quantity::{Number, Role},
        rule::{self, CheckRule},
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, TopicKind, Vocabulary,
        field::MeasurementValues,
        finding::{ComparatorClass, Direction, FindingKind, TimePoint},
    },
    text::Grammar,
};

/// Most numbers of a sentence that are looked for in each finding.
const MOST_RESULTS: usize = 24;

/// A part of a claim that a finding has, or has otherwise.
struct Aspect {
    kind: AttributeKind,
    span: (usize, usize),
    is_right: bool,
    /// What the finding has.
    value: String,
}

impl Judge<'_> {
    /// Compares the claim as a whole with each finding of its source.
    pub(super) fn together(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let kinds = self.kinds(claim);
        let of_kind: Vec<(usize, &Finding)> = of
            .known
            .findings
            .iter()
            .filter_map(|&at| Some((at, self.finding(at)?)))
            .filter(|(_, finding)| kinds.contains(&finding.result.kind()))
            .collect();
        if of_kind.is_empty() {
            return;
        }
        let results: Vec<&Number> = {
            // Many results share a p value.
            let tells = |number: &&Number| number.role.is_result() && number.role != Role::P;
            claim.numbers.iter().filter(tells).take(MOST_RESULTS).collect()
        };
        let outcomes = self.outcomes(claim);
        let has = |at: usize, number: &&Number| {
            // Of `1.0 to 1.5 points` either end may be its own.
            let is = |reported: &Reported| reported.is(number) || (number.low < number.high && number.is(reported.low));
            // What a caveat tells of another result is none of this one.
            let is_home = |reported: &Reported| reported.is_typed && reported.finding.is_some() && is(reported);
            let has_home = of.known.alike(number).any(is_home);
            let tells = |reported: &Reported| reported.is_typed || !has_home || !is_caveat(reported.field);
            of.known.alike(number).any(|reported| reported.finding == Some(at) && is(reported) && tells(reported))
        };
        // A value said of two groups must be on record twice.
        let is_twice = |at: usize, number: &Number| {
            let said = results
                .iter()
                .filter(|other| (other.role, other.low, other.high) == (number.role, number.low, number.high));
            let on_record =
                of.known.alike(number).filter(|one| one.finding == Some(at) && one.is_typed && one.is(number));
            said.count() <= on_record.count().max(1)
        };
        let has_all = |at: usize| results.iter().all(|number| has(at, number) && is_twice(at, number));
        let follow_ups: Vec<&Number> =
            claim.numbers_of(Role::Days).filter(|number| is_follow_up(self, of, number)).collect();
        // A finding without these numbers is none that the sentence tells.
        let judged: Vec<(usize, &Finding, Vec<Aspect>)> = of_kind
            .into_iter()
            .filter(|(at, _)| has_all(*at))
            .map(|(at, finding)| (at, finding, self.aspects(claim, (&outcomes, &follow_ups), at, finding)))
            .collect();
        let is_whole = judged.iter().any(|(_, _, aspects)| aspects.iter().all(|one| one.is_right));
        if is_whole {
            return;
        }
        // Of several results, comparisons or times each may be right by itself.
        let mut classes: Vec<ComparatorClass> = claim.named_comparators().map(|said| said.what).collect();
        classes.sort_unstable();
        classes.dedup();
        // `The gain was a point, but it lasted to month twelve`: a time of another clause.
        let is_of_results = |time: &&Number| {
            results.is_empty() || results.iter().any(|result| claim.clause(result.first) == claim.clause(time.first))
        };
        // `It shrank from 16 mm at week four to 11 mm`: two results, of which one finding tells the other in passing.
        let has_typed = |at: usize, number: &&Number| {
            of.known.alike(number).any(|one| one.is_typed && one.finding == Some(at) && one.is(number))
        };
        let is_of_several = |number: &&Number| {
            of.known.alike(number).any(|one| one.is_typed && one.finding.is_some() && one.is(number))
                && judged.iter().all(|(at, _, _)| !has_typed(*at, number))
        };
        let is_single = claim.relations.len() < 2
            && !(results.len() > 1 && results.iter().any(is_of_several))
            && follow_ups.len() < 2
            && follow_ups.iter().all(is_of_results)
            && classes.len() < 2
            && claim.durations.len() < 2;
        let telling: Vec<&(usize, &Finding, Vec<Aspect>)> = judged.iter().filter(|_| !results.is_empty()).collect();
        let first = telling.first().filter(|_| is_single);
        let wrong = first.and_then(|(at, finding, aspects)| {
            let shared = |one: &&Aspect| {
                telling.iter().all(|(_, _, aspects)| {
                    aspects.iter().any(|other| (other.kind, other.span) == (one.kind, one.span) && !other.is_right)
                })
            };
            Some((*at, *finding, aspects.iter().filter(|one| !one.is_right).find(shared)?))
        });
        if let Some((at, finding, aspect)) = wrong
            && let Some(rule) = broken(aspect.kind)
        {
            let Aspect { kind, span, is_right: _, value } = aspect;
            let of_result = |measured: MeasurementValues<'_>| {
                if *kind == AttributeKind::Direction { measured.direction.field() } else { measured.time.field() }
            };
            let field = if *kind == AttributeKind::Comparator {
                finding.values().comparator.field()
            } else if *kind == AttributeKind::Population {
                finding.values().population.field()
            } else {
                finding.measurement_values().map_or(finding.values().statement.field(), of_result)
            };
            let is_verified = finding.provenance.doubt(field).is_none();
            let on_record = OnRecord { value: value.clone(), field, is_verified, finding: Some(at), source: of.at };
            found.contradict(
                rule,
                Contradiction {
                    kind: *kind,
                    span: *span,
                    finding: Some(at),
                    message: format!("{} has this number for another result: {value}", of.source.short_title),
                    expected: Some(value.clone()),
                    on_record: Some(on_record),
                },
            );
            return;
        }
        let whole = found.whole();
        found.leave(AttributeKind::Whole, whole);
    }

    /// Whether a claim names an outcome in words that another finding of the source has, and this one not.
    fn is_told_by_others(&self, claim: &Claim, at: usize) -> bool {
        let kinds = [TopicKind::Outcome, TopicKind::Instrument, TopicKind::Mechanism];
        let has =
            |at: usize, stem: &String| self.facts.words_of.get(at).is_some_and(|words| words.result.contains(stem));
        let known = self.facts.source_of.get(at).and_then(|&source| self.facts.sources.get(source));
        let told_elsewhere =
            |stem: &String| known.is_some_and(|known| known.findings.iter().any(|&other| has(other, stem)));
        let named = claim.read.topics.iter().filter(|read| !self.of_kind(&[read.topic], &kinds).is_empty());
        named
            .flat_map(|read| read.first..=read.last)
            .filter_map(|word| claim.read.words.get(word))
            .any(|word| !word.is_stopword && !has(at, &word.stem) && told_elsewhere(&word.stem))
    }

    /// What a claim says that a finding has as well, or has otherwise. What a finding does not state is left out.
    /// `at` is the position of the finding, `told` the outcomes that the claim names and its times of follow-up.
    fn aspects(
        &self,
        claim: &Claim,
        (outcomes, follow_ups): (&[usize], &[&Number]),
        at: usize,
        finding: &Finding,
    ) -> Vec<Aspect> {
        let Some(topics) = self.facts.topics_at.get(at) else { return Vec::new() };
        let mut all = Vec::new();
        // What is right needs no correction.
        let mut add = |kind, span, is_right, value: &dyn Fn() -> String| {
            all.push(Aspect { kind, span, is_right, value: if is_right { String::new() } else { value() } });
        };
        let measured = finding.result.measurement();
        // Two groups told one after the other are not compared.
        let compares = [Cue::Against, Cue::NotAs, Cue::Same, Cue::AsGood].iter().any(|cue| claim.has(*cue));
        // `No comparison with a sham`: what there was not is not what a result is against.
        let is_absent = |said: &Said<ComparatorClass>| claim.absence(said.first, said.last).is_some();
        if let (Some(said), Some(_)) = (claim.named_comparators().find(|said| !is_absent(said)), measured)
            && finding.comparator.class != ComparatorClass::None
            && compares
        {
            // `The sham beat usual care`: what is a comparator elsewhere is what was tested here.
            let treated = || topics.treatment.iter().filter_map(|at| self.corpus.topics().get(*at)?.comparator_class);
            let is_class = claim.named_comparators().any(|said| {
                same_class(said.what, finding.comparator.class) || treated().any(|class| class == said.what)
            });
            let mut named = topics.comparator.iter().chain(&topics.treatment);
            let is_named = finding.comparator.class != ComparatorClass::Active
                || claim.compared_with.is_empty()
                || finding.comparator.topics.is_empty()
                || named.any(|&topic| claim.compared_with.iter().any(|said| self.facts.related(topic, said.what)));
            let value =
                || format!("{}: {}", finding.comparator.class.label(), one_line(&finding.comparator.description));
            add(AttributeKind::Comparator, (said.first, said.last), is_class && is_named, &value);
        }
        if let (Some(said), Some(own)) = (claim.durations.first(), finding.population.duration.value()) {
            let is_right = claim.durations.iter().any(|said| own.contains(&said.what));
            let value = || own.iter().map(|class| class.label().to_lowercase()).collect::<Vec<_>>().join(" or ");
            add(AttributeKind::Population, (said.first, said.last), is_right, &value);
        }
        let conditions: Vec<_> = claim
            .read
            .topics
            .iter()
            .filter(|read| !self.of_kind(&[read.topic], &[TopicKind::Condition]).is_empty())
            .collect();
        let own = &topics.people;
        if let Some(said) = conditions.first().filter(|_| !own.is_empty()) {
            let bears = |topic: usize| {
                own.iter().any(|&own| self.facts.wider.get(own).is_some_and(|above| above.contains(&topic)))
            };
            let is_right = conditions.iter().any(|read| bears(read.topic));
            let value = || one_line(&finding.population.description);
            add(AttributeKind::Population, (said.first, said.last), is_right, &value);
        }
        if let (false, Some(m)) = (outcomes.is_empty(), measured) {
            let is_right =
                topics.outcome.iter().any(|topic| outcomes.contains(topic)) && !self.is_told_by_others(claim, at);
            add(AttributeKind::Outcome, (0, 0), is_right, &|| one_line(&m.outcome.name));
        }
        if let (Some(time), Some(said)) = (measured.and_then(|m| m.time.value()), follow_ups.first()) {
            let is_right = follow_ups.iter().any(|number| is_time(number, time));
            add(AttributeKind::Time, (said.first, said.last), is_right, &|| time.text());
        }
        if let (Some(m), [relation]) = (measured, claim.relations.as_slice())
            && matches!(claim.subject, Subject::Effect | Subject::Harm)
            && (compares || claim.comparators.is_empty())
            // `A difference that may be chance` takes itself back.
            && !(relation.way == EffectDirection::Differs && claim.first(Cue::NotShown).is_some_and(|cue| cue.first > relation.last))
            // `It improved by 4.4 points with the one and by 4.5 with the other`: so it did in each.
            && !(m.direction == Direction::NoDifference && self.tells_both_arms(claim, at))
            // `491 dollars less` tells what was seen, whether or not it was shown.
            && !(tells_money(claim, *relation)
                && finding.result.kind() == FindingKind::Cost
                && m.direction == Direction::NoDifference)
            // `An improvement of 4.4 points with the one, of 4.5 with the other`: what was seen in each group.
            && !(m.direction == Direction::NoDifference
                && relation.way.is_gain()
                && !compares
                && self.tells_both_arms(claim, at))
            && !self.is_told_as_seen(claim, *relation, (at, m.direction))
            && let Some(is_right) = self.tells_of(claim, *relation, (at, finding), m.direction)
        {
            let value = || format!("{}: {}", m.direction.label(), one_line(&finding.comparator.description));
            add(AttributeKind::Direction, (relation.first, relation.last), is_right, &value);
        }
        if let Some(advice) = finding.result.recommendation() {
            let is_strong = |strength| strength == crate::domain::finding::Strength::Strong;
            if let (Some(said), Some(own)) = (claim.strengths.first(), advice.strength.value()) {
                let is_right = claim.strengths.iter().any(|said| is_strong(said.what) == is_strong(*own));
                add(AttributeKind::Strength, (said.first, said.last), is_right, &|| own.label().to_lowercase());
            }
        }
        all
    }
}

/// Whether a relation tells of an amount of money, and so what was seen: `cost less`, `came out 491 dollars cheaper`.
fn tells_money(claim: &Claim, relation: Relation) -> bool {
    let is_cheaper = || claim.says_within(relation.first..=relation.last, Grammar::Cheaper);
    let is_priced = || {
        let mut sums = claim.numbers.iter().filter(|number| number.is_money);
        sums.any(|sum| claim.clause(sum.first) == claim.clause(relation.first))
    };
    let is_less = matches!(relation.way, EffectDirection::Lower | EffectDirection::Higher);
    is_less && Grammar::Costs.has(claim.word(relation.first)) || is_cheaper() && is_priced()
}

/// The rule that a claim breaks which is wrong in this of the result it tells.
fn broken(kind: AttributeKind) -> Option<&'static CheckRule> {
    let rules = [
        (AttributeKind::Comparator, rule::WRONG_COMPARATOR),
        (AttributeKind::Population, rule::WRONG_POPULATION),
        (AttributeKind::Time, rule::NUMBER_MISMATCH),
        (AttributeKind::Direction, rule::DIRECTION_CONFLICT),
    ];
    rules.into_iter().find(|(of, _)| *of == kind).map(|(_, rule)| rule)
}

/// Whether a span of time is a point at which something was measured. A range is none, unless both its ends are told:
/// `pain of 4 to 105 weeks` is not borne by a result at 24 months.
fn is_time(number: &Number, time: &TimePoint) -> bool {
    let to = time.to.days();
    let from = time.from.map_or(to, |from| from.days());
    match number.low < number.high {
        true => number.spans(from, to),
        false => number.is(to) || number.is(from),
    }
}

/// Whether a span of time is when some result of the source was measured.
fn is_follow_up(judge: &Judge<'_>, of: Of<'_>, number: &Number) -> bool {
    of.known.findings.iter().filter_map(|&at| judge.finding(at)).any(|finding| {
        finding.result.measurement().and_then(|m| m.time.value()).is_some_and(|time| is_time(number, time))
    })
}
