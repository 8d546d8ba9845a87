//! What belongs to a result and is missing (W101, W102, W106, W107).

use super::{Found, Judge, Of, SentenceContext, one_line, same_class, unique};
use crate::{
    check::{
        claim::{Claim, EffectDirection, Subject},
        known::Known,
        quantity::Role,
        rule,
        whole::{is_review, is_trial},
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, Source, Stated, StudyDesign, TopicKind, Vocabulary,
        finding::{Clinical, ComparatorClass, Direction, DurationClass, FindingKind},
        number::Measure,
    },
};

/// A difference of less than this share of its scale is called small: 1.5 points of 24 is, 8 points of 100 is not.
const SMALL_SHARE: f64 = 0.07;

impl Judge<'_> {
    /// W101, W102, W106: what belongs to a result and is missing.
    pub(super) fn omitted(&self, claim: &Claim, of: Of<'_>, around: &SentenceContext<'_>, found: &mut Found<'_>) {
        let Of { source, known, meant, .. } = of;
        let says = |cue| around.says(cue);
        let best = meant.first().copied();
        let age = meant
            .iter()
            .filter_map(|&at| self.finding(at))
            .filter_map(|finding| finding.population.age_min.value().copied())
            .max()
            .or(source.study.age_min.value().copied());
        let tells_age = says(Cue::Old) || says(Cue::Young) || around.of_source.ages;
        let noun = claim
            .numbers_of(Role::Participants)
            .next()
            .map(|number| (number.first, number.last))
            .or(claim.first(Cue::Trial).map(|cue| (cue.first, cue.last)));
        if let Some(age) = age
            && age >= 50
            && !tells_age
            // Of several sentences on one trial, the first carries the warning.
            && around.is_first
            && is_trial(source.design)
            && (claim.way.is_some() || claim.numbers_of(Role::Participants).next().is_some())
        {
            let message = format!(
                "{} studied people aged {age} and older only, and the text does not say so",
                source.short_title
            );
            let expected = Some(format!("aged {age} and older"));
            found.at(rule::POPULATION_OMITTED, noun.unwrap_or_else(|| found.whole()), best, message, expected);
        }
        let named: Vec<&Finding> = meant.iter().filter_map(|&at| self.finding(at)).collect();
        // A condition named without its duration, where what is known is of one duration only. A guideline is about all that it advises
        // on, where a claim names no treatment of them.
        let treatments = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        let is_told_apart = of.identified.is_sure && !of.identified.is_nearly();
        let of_whole: Vec<&Finding> = if source.design == StudyDesign::Guideline && treatments.is_empty() {
            known.findings.iter().filter_map(|&at| self.finding(at)).collect()
        } else {
            named.clone()
        };
        let conditions = self.of_kind(&claim.topics, &[TopicKind::Condition]);
        let narrower = claim
            .read
            .topics
            .iter()
            .filter(|read| conditions.contains(&read.topic))
            .filter(|read| is_told_apart && !self.facts.excludes(of.at, read.topic))
            .find_map(|read| Some((read, self.only_of_one_duration(read.topic, &of_whole)?)));
        // Advice on what it names for these people only is told with whom it is for.
        let is_of_all = source.design == StudyDesign::Guideline && claim.is_negated_advice;
        if let Some((place, narrower)) = narrower
            && !is_of_all
            && around.of_source.durations.is_empty()
        {
            let label = self.label_of(narrower);
            let message = format!("{} is about {label} only, and the text does not say so", source.short_title);
            found.at(rule::POPULATION_OMITTED, (place.first, place.last), best, message, Some(label));
        }
        let Some(way) = claim.way else { return };
        if claim.subject != Subject::Effect || !way.what.is_gain() {
            return;
        }
        let told = around.whole.comparators
            || claim.numbers_of(Role::Percent).next().is_some()
            || claim.numbers_of(Role::Effect).nth(1).is_some();
        let compares =
            !known.classes.is_empty() && named.iter().any(|finding| finding.comparator.class != ComparatorClass::None);
        if !told && compares && !says(Cue::AsGood) {
            let own = unique(named.iter().map(|finding| finding.comparator.class.label().to_lowercase()));
            let message =
                format!("{} compared with {}; the text does not say with what", source.short_title, own.join(", "));
            found.at(rule::COMPARATOR_OMITTED, (way.first, way.last), best, message, Some(own.join(", ")));
        }
        let is_loud = claim.has(Cue::Meaningful) || claim.has(Cue::Strong);
        // `Significantly less` sounds large, whatever size another sentence gives.
        let gives_size = claim.numbers.iter().any(|number| number.role.is_result());
        if around.says_anywhere(Cue::Small) || around.of_source.sizes && (!is_loud || gives_size) {
            return;
        }
        // The comparisons the sentence names are judged one by one: one may matter and another not. `No better than` claims
        // nothing that could be small.
        let is_told_equal = |at: usize| {
            claim
                .relations
                .iter()
                .any(|relation| relation.way == EffectDirection::Same && relation.clause == claim.clause(at))
        };
        let classes: Vec<(ComparatorClass, usize, usize)> = claim
            .comparators
            .iter()
            .filter(|said| !is_told_equal(said.first))
            .map(|said| (said.what, said.first, said.last))
            .collect();
        let small: Vec<(usize, &Finding, String)> = known
            .findings
            .iter()
            .filter_map(|&at| Some((at, self.finding(at)?)))
            .filter(|(at, finding)| {
                meant.contains(at) || (is_loud && !classes.is_empty() && self.same_outcome(claim, finding))
            })
            .filter_map(|(at, finding)| Some((at, finding, small(finding)?)))
            .collect();
        let (claims_size, place) = match claim.first(Cue::Meaningful).or(claim.first(Cue::Strong)) {
            Some(cue) => (true, (cue.first, cue.last)),
            None => (false, (way.first, way.last)),
        };
        for (class, first, last) in &classes {
            if let Some((at, _, why)) =
                small.iter().find(|(_, finding, _)| same_class(*class, finding.comparator.class))
            {
                let message = format!(
                    "against {} the difference in {} was small: {why}",
                    class.label().to_lowercase(),
                    source.short_title
                );
                let span = if classes.len() > 1 { (*first, *last) } else { place };
                found.at(rule::SMALL_EFFECT_OMITTED, span, Some(*at), message, Some(why.clone()));
                return;
            }
        }
        if classes.is_empty()
            && let Some((at, _, why)) = small.iter().find(|(at, _, _)| meant.contains(at))
            && (claims_size || meant.iter().filter_map(|&at| self.finding(at)).all(small_or_none))
        {
            let message = format!("the difference in {} was small: {why}", source.short_title);
            found.at(rule::SMALL_EFFECT_OMITTED, place, Some(*at), message, Some(why.clone()));
        }
    }

    /// The kind of a condition that findings are about, when they are all of chronic cases and the condition is told
    /// without a duration: a position of a topic.
    fn only_of_one_duration(&self, condition: usize, findings: &[&Finding]) -> Option<usize> {
        let topic = self.corpus.topics().get(condition)?;
        let is_chronic = |finding: &&Finding| {
            finding.population.duration.value().is_some_and(|own| own.as_slice() == [DurationClass::Chronic])
        };
        if topic.span.is_some() || findings.is_empty() || !findings.iter().all(is_chronic) {
            return None;
        }
        self.of_duration(condition, DurationClass::Chronic)
    }

    pub(super) fn same_outcome(&self, claim: &Claim, finding: &Finding) -> bool {
        let outcomes = self.outcomes(claim);
        finding.result.measurement().is_some_and(|m| {
            let own = self.positions(std::iter::once(&m.outcome.topic).chain(m.outcome.instrument.value()));
            finding.result.kind() == FindingKind::Effect
                && (outcomes.is_empty() || own.iter().any(|topic| outcomes.contains(topic)))
        })
    }

    /// W107: praise without reserve where there is a strong voice against it.
    pub(super) fn contrary(
        &self,
        claim: &Claim,
        of: Option<(&Source, &Known)>,
        around: &SentenceContext<'_>,
        found: &mut Found<'_>,
    ) {
        let advises = claim.subject == Subject::Recommendation && !claim.is_negated_advice;
        // `Increases blood flow and relieves back pain` praises beside what it says of the body.
        let names_condition = !self.of_kind(&claim.topics, &[TopicKind::Condition]).is_empty();
        let is_praise =
            claim.subject == Subject::Effect || of.is_none() && claim.subject == Subject::Mechanism && names_condition;
        let praises = claim.is_positive() && is_praise;
        let reserved = claim.has(Cue::Hedge)
            || claim.has(Cue::Small)
            || claim.has(Cue::OneOfSeveral)
            || !claim.levels.is_empty() && advises
            || around.whole.low_level
            || around.says_anywhere(Cue::Comparator(ComparatorClass::Sham))
            || around.whole.negated_advice;
        // A sentence without a source praises only in general terms: results have numbers or a study.
        let named = !self.of_kind(&claim.topics, &[TopicKind::Intervention]).is_empty();
        if of.is_none()
            && !(advises || (claim.has(Cue::Praise) && named && !around.names_research && !claim.has(Cue::Research)))
        {
            return;
        }
        if reserved || !(advises || praises) {
            return;
        }
        let own = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        let compared: Vec<usize> = claim.compared_with.iter().map(|said| said.what).collect();
        let mut own: Vec<usize> = own.into_iter().filter(|topic| !compared.contains(topic)).collect();
        if own.is_empty() {
            own = around.treatments.to_vec();
        }
        let span = claim.way.filter(|_| praises).map(|way| (way.first, way.last));
        let span =
            span.or(claim.first(Cue::Recommend).map(|cue| (cue.first, cue.last))).unwrap_or_else(|| found.whole());
        if let Some((source, known)) = of {
            if is_review(source.design) && praises {
                let null = known.findings.iter().copied().find(|&at| {
                    self.finding(at).is_some_and(|finding| {
                        finding.comparator.class == ComparatorClass::Sham
                            && finding.result.kind() == FindingKind::Effect
                            && finding.result.measurement().is_some_and(|m| m.direction == Direction::NoDifference)
                            && self.same_outcome(claim, finding)
                    })
                });
                if let Some((at, finding)) = null.and_then(|at| Some((at, self.finding(at)?))) {
                    let message = format!(
                        "{} also found no difference from sham, and the text does not say so",
                        source.short_title
                    );
                    found.at(rule::CONTRARY_GUIDANCE, span, Some(at), message, Some(one_line(&finding.statement)));
                }
                return;
            }
            if !matches!(source.design, StudyDesign::Guideline) {
                return;
            }
        } else if !claim.comparators.is_empty() {
            return;
        }
        let conditions = self.of_kind(&claim.topics, &[TopicKind::Condition]);
        let mut advice = self.facts.advice_against.iter().filter_map(|&at| Some((at, self.finding(at)?)));
        let against = advice.find(|(_, finding)| {
            let topics = self.positions(&finding.intervention.topics);
            let population = self.positions(&finding.population.topics);
            own.iter().any(|&a| topics.contains(&a))
                && (conditions.is_empty()
                    || conditions.iter().any(|&a| population.iter().any(|&b| self.facts.related(a, b))))
        });
        if against.is_none() && of.is_none() && praises {
            self.no_better_than_sham(claim, &own, span, found);
        }
        if let Some((at, finding)) = against.filter(|(_, finding)| {
            // The issuer of the source itself is not against it.
            let issuer =
                self.corpus.source(finding.source.as_str()).map(|source| source.bibliography.publisher.clone());
            of.is_none_or(|(source, _)| {
                issuer.is_none_or(|publisher| publisher.is_none() || publisher != source.bibliography.publisher)
            })
        }) {
            let issuer = self
                .corpus
                .source(finding.source.as_str())
                .map(|source| source.short_title.clone())
                .unwrap_or_default();
            let message = format!("{issuer} advises against it, and the text does not say so");
            found.at(rule::CONTRARY_GUIDANCE, span, Some(at), message, Some(one_line(&finding.statement)));
        }
    }

    /// W107: praise of what a source found no better than a sham, in the people that are spoken of.
    fn no_better_than_sham(&self, claim: &Claim, own: &[usize], span: (usize, usize), found: &mut Found<'_>) {
        let conditions = self.of_kind(&claim.topics, &[TopicKind::Condition]);
        let null = self.no_different_from(ComparatorClass::Sham, own).find(|(_, finding)| {
            let population = self.positions(&finding.population.topics);
            self.same_outcome(claim, finding)
                && (conditions.is_empty()
                    || conditions.iter().any(|&a| population.iter().any(|&b| self.facts.related(a, b))))
        });
        if let Some((at, finding)) = null {
            let name = self.corpus.source(finding.source.as_str()).map(|source| source.short_title.as_str());
            let message =
                format!("{} found no difference from sham, and the text does not say so", name.unwrap_or_default());
            found.at(rule::CONTRARY_GUIDANCE, span, Some(at), message, Some(one_line(&finding.statement)));
        }
    }
}

/// Why the difference of a finding is small, when it is.
pub(super) fn small(finding: &Finding) -> Option<String> {
    let m = finding.result.measurement()?;
    if m.direction != Direction::FavoursIntervention {
        return None;
    }
    if let Stated::As(importance) = &m.importance
        && importance.answer == Clinical::No
    {
        return Some(match &importance.threshold {
            Stated::As(threshold) => format!("not clinically important (threshold {})", one_line(threshold)),
            Stated::NotReported | Stated::NotApplicable => {
                "not clinically important, by the source's own measure".to_owned()
            }
        });
    }
    let scale = m.outcome.scale.value()?;
    let range = scale.max.to_f64() - scale.min.to_f64();
    let estimate = m.estimates.iter().find(|estimate| matches!(estimate.measure, Measure::Md | Measure::Wmd))?;
    let share = estimate.value.to_f64().abs() / range;
    (share < SMALL_SHARE).then(|| format!("{} points of {}", estimate.value, scale.max))
}

/// Whether a finding is small, or tells no size.
pub(super) fn small_or_none(finding: &Finding) -> bool {
    small(finding).is_some() || finding.result.measurement().is_some_and(|m| m.estimates.is_empty())
}
