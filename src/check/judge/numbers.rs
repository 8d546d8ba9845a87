//! Numbers and times of a claim, against those of its source (E001, E002).

use super::{Found, Judge, unique};
use crate::{
    check::{
        claim::Claim,
        identify::{holds, is_review, of_whole, same},
        known::{Known, Reported},
        number::{Number, Role},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, Source, Vocabulary,
        finding::{TimeOrigin, TimePoint},
        number::Measure,
    },
};

impl Judge<'_> {
    /// E001: every number of the sentence, against those of the source.
    pub(super) fn numbers(
        &self,
        claim: &Claim,
        source: &Source,
        known: &Known,
        meant: &[usize],
        found: &mut Found<'_>,
        agrees: &mut Vec<&'static str>,
    ) {
        for number in &claim.numbers {
            let by = match number.role {
                Role::Participants => "participants",
                Role::Studies => "studies",
                Role::Percent => "percent",
                Role::Sessions => "sessions",
                Role::Days => "time",
                Role::Year => "year",
                Role::P => "p value",
                Role::Interval => "interval",
                Role::Effect => "effect",
                Role::Age | Role::Logistics | Role::Other => continue,
            };
            let same_role = |reported: &&Reported| {
                reported.role == number.role
                    || (matches!(number.role, Role::Percent | Role::Effect | Role::Interval)
                        && matches!(reported.role, Role::Percent | Role::Effect | Role::Interval))
            };
            let one = |said: f64| {
                let single = Number { low: said, high: said, ..number.clone() };
                known.reported.iter().filter(same_role).any(|reported| holds(reported, &single))
            };
            if known.reported.iter().filter(same_role).any(|reported| holds(reported, number))
                || (one(number.low) && one(number.high))
            {
                if !matches!(number.role, Role::Year) {
                    agrees.push(by);
                }
                continue;
            }
            let Some(expected) = self.expected(claim, number, source, known, meant) else { continue };
            let said = self.said(claim, number);
            let message = format!("{} reports {expected}, not {said}", source.short_title);
            found.at(
                rule::NUMBER_MISMATCH,
                (number.first, number.last),
                meant.first().copied(),
                message,
                Some(expected),
            );
        }
    }

    pub(super) fn said(&self, claim: &Claim, number: &Number) -> String {
        (number.first..=number.last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ")
    }

    /// What the source reports where a claim gives another number; none when it reports nothing of the kind.
    pub(super) fn expected(
        &self,
        claim: &Claim,
        number: &Number,
        source: &Source,
        known: &Known,
        meant: &[usize],
    ) -> Option<String> {
        let typed: Vec<_> =
            known.reported.iter().filter(|reported| reported.is_typed && reported.role == number.role).collect();
        match number.role {
            Role::Participants => {
                let value = of_whole(source, Role::Participants)?;
                // `of the 800 participants, 267 …`: another number of the same kind is right.
                let another = claim.numbers_of(Role::Participants).any(|other| same(other, value));
                let tells_whole =
                    number.low >= 10.0 && (claim.has(Cue::Trial) || claim.has(Cue::Review) || claim.has(Cue::Research));
                (!another && tells_whole && !self.is_of_kin(source, number)).then(|| format!("{value} participants"))
            }
            Role::Studies => {
                let value = of_whole(source, Role::Studies)?;
                let another = claim.numbers_of(Role::Studies).any(|other| same(other, value));
                (is_review(source.design) && !another && number.low >= 2.0).then(|| format!("{value} studies"))
            }
            Role::Percent => {
                let estimates =
                    self.estimates(meant, |measure| matches!(measure, Measure::Percent | Measure::RiskDifference));
                (!estimates.is_empty()).then(|| format!("{}%", estimates.join("%, ")))
            }
            Role::Sessions => {
                let ranges: Vec<String> = unique(typed.iter().map(|reported| match reported.low == reported.high {
                    true => format!("{}", reported.low),
                    false => format!("{} to {}", reported.low, reported.high),
                }));
                (!ranges.is_empty()).then(|| format!("{} sessions", ranges.join(" or ")))
            }
            Role::Days => {
                let follows_up = claim.way.is_some() || claim.has(Cue::Anaphora);
                let times = unique(
                    meant
                        .iter()
                        .filter_map(|&at| self.finding(at))
                        .filter_map(|finding| finding.result.measurement()?.time.value().map(TimePoint::text)),
                );
                (follows_up && !times.is_empty()).then(|| times.join("; "))
            }
            Role::Year => {
                let years: Vec<&Number> = claim.numbers_of(Role::Year).collect();
                let names_it = years.len() == 1
                    && (claim.has(Cue::Trial)
                        || claim.has(Cue::Review)
                        || claim.has(Cue::Guideline)
                        || claim.has(Cue::Research)
                        || claim.has(Cue::Past));
                names_it.then(|| source.year().to_string())
            }
            Role::P => (!typed.is_empty() && meant.len() == 1).then(|| "another p value".to_owned()),
            Role::Interval | Role::Effect => {
                let is_effect =
                    |measure: Measure| !matches!(measure, Measure::Percent | Measure::Count | Measure::Rate);
                let estimates = self.estimates(meant, is_effect);
                (!estimates.is_empty()).then(|| estimates.join("; "))
            }
            Role::Age | Role::Logistics | Role::Other => None,
        }
    }

    /// Whether a publication of the same study has this number.
    fn is_of_kin(&self, source: &Source, number: &Number) -> bool {
        self.corpus.sources().iter().any(|other| {
            let linked = other.links.iter().any(|link| link.source == source.id)
                || source.links.iter().any(|link| link.source == other.id);
            linked && of_whole(other, number.role).is_some_and(|value| same(number, value))
        })
    }

    pub(super) fn estimates(&self, meant: &[usize], is_one: impl Fn(Measure) -> bool) -> Vec<String> {
        unique(
            meant
                .iter()
                .filter_map(|&at| self.finding(at))
                .filter_map(|finding| finding.result.measurement())
                .flat_map(|m| &m.estimates)
                .filter(|estimate| is_one(estimate.measure))
                .map(|estimate| {
                    let is_share = matches!(estimate.measure, Measure::Percent | Measure::RiskDifference);
                    if is_share { estimate.value.to_string() } else { estimate.text() }
                }),
        )
    }

    /// E002: the same span, counted from another day.
    pub(super) fn time(
        &self,
        claim: &Claim,
        source: &Source,
        known: &Known,
        meant: &[usize],
        found: &mut Found<'_>,
        agrees: &mut Vec<&'static str>,
    ) {
        for (at, said) in &claim.origins {
            let Some(number) = claim.numbers.get(*at) else { continue };
            let at_that_time = |finding: &&Finding| {
                finding
                    .result
                    .measurement()
                    .and_then(|m| m.time.value().copied())
                    .is_some_and(|time| (time.to.days() - number.high).abs() <= 0.03 * time.to.days().max(1.0))
            };
            let mut candidates: Vec<usize> = Vec::new();
            for &at in meant.iter().chain(&known.findings) {
                if self.finding(at).as_ref().is_some_and(at_that_time) && !candidates.contains(&at) {
                    candidates.push(at);
                }
            }
            let origins: Vec<(usize, TimeOrigin, String)> = candidates
                .into_iter()
                .filter_map(|at| {
                    let time = self.finding(at)?.result.measurement()?.time.value().copied()?;
                    Some((at, *time.origin.value()?, time.text()))
                })
                .collect();
            if origins.iter().any(|(_, origin, _)| *origin == said.what) {
                agrees.push("time origin");
            } else if let Some((finding, origin, text)) = origins.first() {
                let message =
                    format!("{} counts this time {}, not {}", source.short_title, origin.label(), said.what.label());
                found.at(rule::WRONG_TIME_ORIGIN, (said.first, said.last), Some(*finding), message, Some(text.clone()));
            }
        }
    }
}
