//! What a guideline or payer says, against what a claim says it says (E004 to E007, W104).

use super::{Around, Found, Judge, one_line};
use crate::{
    check::{
        claim::{Claim, Subject},
        identify::Identified,
        known::Known,
        number::Role,
        rule,
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, Source, TopicKind, Vocabulary,
        finding::{DurationClass, Stance},
    },
};

impl Judge<'_> {
    /// Recommendations: stance, treatments named, and rankings nobody made.
    #[expect(clippy::too_many_arguments, reason = "what is known of a claim and of its source, each once")]
    pub(super) fn advice(
        &self,
        claim: &Claim,
        identified: &Identified,
        source: &Source,
        known: &Known,
        around: &Around<'_>,
        found: &mut Found<'_>,
        agrees: &mut Vec<&'static str>,
    ) {
        let advice: Vec<(usize, &Finding)> = known
            .findings
            .iter()
            .filter_map(|&at| Some((at, self.finding(at)?)))
            .filter(|(_, finding)| finding.result.recommendation().is_some())
            .collect();
        if !matches!(claim.subject, Subject::Recommendation | Subject::Coverage) || advice.is_empty() {
            return;
        }
        let durations: Vec<DurationClass> = claim.durations.iter().map(|said| said.what).collect();
        let compared: Vec<usize> = claim.compared_with.iter().map(|said| said.what).collect();
        let mut own = self.of_kind(&claim.topics, &[TopicKind::Intervention]);
        own.retain(|topic| !compared.contains(topic));
        let is_both = own.is_empty()
            && claim.read.words.iter().any(|word| matches!(word.exact.as_str(), "both" | "either" | "each"));
        if own.is_empty() {
            own = if is_both { around.before.to_vec() } else { around.treatments.to_vec() };
        }
        let applies = |finding: &Finding| {
            let times = finding
                .population
                .duration
                .value()
                .is_none_or(|own| durations.is_empty() || own.iter().any(|class| durations.contains(class)));
            let topics = self.positions(&finding.intervention.topics);
            times && (own.is_empty() || own.iter().any(|&a| topics.iter().any(|&b| self.facts.related(a, b))))
        };
        let applying: Vec<(usize, &Finding)> = advice.iter().copied().filter(|(_, finding)| applies(finding)).collect();
        for &topic in &own {
            let named = known.topics.iter().any(|&other| self.facts.related(topic, other));
            if !named && (is_both || claim.topics.contains(&topic)) {
                let message = format!("{} says nothing about {}", source.short_title, self.label_of(topic));
                let place =
                    claim.read.topics.iter().find(|read| read.topic == topic).map(|read| (read.first, read.last));
                let place = place
                    .or(claim.first(Cue::Recommend).map(|cue| (cue.first, cue.last)))
                    .unwrap_or_else(|| found.whole());
                found.at(rule::SOURCE_NOT_FOUND, place, applying.first().map(|(at, _)| *at), message, None);
            }
        }
        let against = claim.is_negated_advice;
        let place = claim
            .first(Cue::RecommendAgainst)
            .or(claim.first(Cue::Recommend))
            .or(claim.first(Cue::Covers))
            .map_or((identified.first, identified.last), |cue| (cue.first, cue.last));
        let stances: Vec<(usize, Stance)> =
            applying.iter().filter_map(|(at, finding)| Some((*at, finding.result.recommendation()?.stance))).collect();
        let fits = |stance: Stance| match stance {
            Stance::Against => against,
            Stance::For | Stance::Covered => !against,
        };
        // Another publication of the same issuer may be meant, or an earlier one.
        let conditions = self.of_kind(&claim.topics, &[TopicKind::Condition]);
        let may_mean = |other: &&usize| {
            let topics = self.source(**other).map(|source| self.positions(&source.topics)).unwrap_or_default();
            conditions.is_empty() || conditions.iter().any(|&a| topics.iter().any(|&b| self.facts.related(a, b)))
        };
        let elsewhere =
            identified.also.iter().filter(may_mean).filter_map(|&other| self.facts.sources.get(other)).any(|other| {
                other
                    .findings
                    .iter()
                    .filter_map(|&at| self.finding(at))
                    .any(|finding| finding.result.recommendation().is_some_and(|advice| fits(advice.stance)))
            });
        let other_year = claim.numbers_of(Role::Year).next().is_some()
            && !claim.numbers_of(Role::Year).any(|number| (number.low - f64::from(source.year())).abs() < 0.5);
        if stances.iter().any(|(_, stance)| fits(*stance)) {
            agrees.push("recommendation");
        } else if claim.word(place.0).starts_with("recommendation")
            && !matches!(claim.word(place.1 + 1), "for" | "that" | "to" | "in" | "against")
        {
            // `The recommendations of 2025`: named, not repeated.
        } else if let Some((at, stance)) = stances.first()
            && !elsewhere
            && !other_year
            && let Some(finding) = self.finding(*at)
        {
            let message = match stance {
                Stance::Against => format!("{} advises against it", source.short_title),
                Stance::For => format!("{} recommends it", source.short_title),
                Stance::Covered => format!("{} covers it, on conditions", source.short_title),
            };
            found.at(rule::DIRECTION_CONFLICT, place, Some(*at), message, Some(one_line(&finding.statement)));
        }
        self.ranking(claim, source, &applying, found);
        if let Some(order) = claim.first(Cue::Order)
            && !claim.is_negated(order.first)
            && let Some((at, finding)) = applying.iter().find(|(_, finding)| {
                finding.result.recommendation().is_some_and(|advice| !advice.alternatives.is_empty())
            })
        {
            let message = format!(
                "{} names options to choose from; it does not tell anybody to prescribe one",
                source.short_title
            );
            found.at(
                rule::OVERCLAIM_WORDING,
                (order.first, order.last),
                Some(*at),
                message,
                Some(one_line(&finding.statement)),
            );
        }
        // Strength of the recommendation, in its issuer's word.
        let strong = claim.read.words.windows(2).position(|pair| {
            matches!(pair, [a, b] if a.exact == "strong" && b.exact.starts_with("recommend"))
                || matches!(pair, [a, b] if a.exact == "strongly" && b.exact.starts_with("recommend"))
        });
        if let Some(strong) = strong {
            let strengths: Vec<_> = applying
                .iter()
                .filter_map(|(at, finding)| Some((*at, *finding.result.recommendation()?.strength.value()?)))
                .collect();
            let is_strong = strengths.iter().any(|(_, strength)| strength.slug() == "strong");
            if is_strong {
                agrees.push("strength");
            } else if let Some((at, strength)) = strengths.first() {
                let message = format!(
                    "the recommendation of {} is {}, not strong",
                    source.short_title,
                    strength.label().to_lowercase()
                );
                found.at(
                    rule::WRONG_CERTAINTY,
                    (strong, strong + 1),
                    Some(*at),
                    message,
                    Some(strength.label().to_lowercase()),
                );
            }
        }
    }

    /// E004 for guidelines: a treatment put before one that the same recommendation names.
    pub(super) fn ranking(
        &self,
        claim: &Claim,
        source: &Source,
        applying: &[(usize, &Finding)],
        found: &mut Found<'_>,
    ) {
        let Some(rank) = claim.first(Cue::Rank) else { return };
        // `In chronic pain … before drugs; in acute pain …`: what stands in the clause counts.
        let here: Vec<DurationClass> = claim
            .durations
            .iter()
            .filter(|said| claim.clause(said.first) == claim.clause(rank.first))
            .map(|said| said.what)
            .collect();
        let mut targets: Vec<(String, usize, usize)> = claim
            .compared_with
            .iter()
            .filter_map(|said| Some((self.corpus.topics().get(said.what)?, said)))
            .flat_map(|(topic, said)| topic.names().map(move |name| (name.to_lowercase(), said.first, said.last)))
            .collect();
        if claim.compared_with.is_empty()
            && let Some(any) = claim.cues.iter().find(|cue| cue.cue == Cue::AnyTreatment && cue.first >= rank.first)
        {
            targets.push(("drug".to_owned(), any.first, any.last));
        }
        for (at, finding) in applying {
            let Some(advice) = finding.result.recommendation() else { continue };
            let fits =
                finding.population.duration.value().is_none_or(|own| own.iter().any(|class| here.contains(class)));
            if !here.is_empty() && !fits {
                continue;
            }
            let listed = advice.alternatives.iter().find_map(|option| {
                let option_text = option.to_lowercase();
                let hit = targets.iter().find(|(name, _, _)| option_text.contains(name.trim_end_matches('s')));
                hit.map(|(_, first, last)| (option, *first, *last))
            });
            if let Some((option, first, last)) = listed {
                let message = format!(
                    "{} does not put one before the other here: the same recommendation names {option}",
                    source.short_title
                );
                found.at(
                    rule::WRONG_COMPARATOR,
                    (rank.first.min(first), last.max(rank.last)),
                    Some(*at),
                    message,
                    Some(one_line(&finding.statement)),
                );
                return;
            }
        }
    }
}
