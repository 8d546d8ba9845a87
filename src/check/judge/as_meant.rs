//! Numbers that stand for something else than they print, which only the record tells: points of its scale told as a share, and
//! differences told in things.

use super::{Judge, Of};
use crate::{
    check::{
        claim::Claim,
        known::Reported,
        quantity::{Number, Role},
    },
    corpus::lexicon::Cue,
    domain::{TopicKind, finding::Measurement, number::Measure},
    text::{Grammar, Qualifier},
};

/// Words behind a share within which it is said what those had not.
const REST_REACH: usize = 16;

/// Words behind a denial within which stands what is denied.
const DENIED_REACH: usize = 3;

/// Words behind `fewer` within which stands what there are fewer of.
const COUNTED_REACH: usize = 3;

impl Judge<'_> {
    /// A number as it is compared, where that is not as it is printed.
    pub(super) fn as_meant(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<Number> {
        as_none(claim, number)
            .or_else(|| self.on_scale(number, of))
            .or_else(|| self.as_difference(claim, number, of))
            .or_else(|| self.as_health(claim, number, of))
    }

    /// The share on record of which a claim tells the rest: `86% went without a rash`, of the 14% who had one.
    pub(super) fn share_of_the_others<'k>(&self, claim: &Claim, number: &Number, of: Of<'k>) -> Option<&'k Reported> {
        if !self.tells_of_rest(claim, number) || shares(of).any(|one| one.is(number)) {
            return None;
        }
        let rest = Number { is_rest: true, ..number.clone() };
        let is_bound = |one: &Reported| match number.qualifier {
            Some(Qualifier::MoreThan | Qualifier::AtLeast) => number.low <= 100.0 - one.high,
            Some(Qualifier::LessThan | Qualifier::AtMost) => 100.0 - one.low <= number.high,
            _ => false,
        };
        let fits = |one: &&Reported| one.finding.is_some_and(|at| of.fitting.contains(&at));
        shares(of).find(|one| one.is(&rest)).or_else(|| shares(of).filter(fits).find(|one| is_bound(one)))
    }

    /// The share on record of those who had something, where a claim tells it of those who had not: `47.6% had not responded`.
    pub(super) fn share_of_those_who_had<'k>(
        &self,
        claim: &Claim,
        number: &Number,
        of: Of<'k>,
    ) -> Option<&'k Reported> {
        let denies = |text: &str| {
            let lists =
                [Grammar::Not, Grammar::No, Grammar::Without, Grammar::FreeOf, Grammar::Spared, Grammar::Nobody];
            let mut words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
            words.any(|word| lists.iter().any(|list| list.has(&word)))
        };
        let is_plain = |at: usize| {
            self.finding(at).is_some_and(|finding| {
                let measured = finding.result.measurement();
                !denies(&finding.statement) && !measured.is_some_and(|m| denies(&m.outcome.name))
            })
        };
        let rest = Number { is_rest: true, ..number.clone() };
        let is_both = shares(of).any(|one| one.is(&rest) && !one.is(number));
        let mut own = shares(of).filter(|one| one.is(number));
        let first = own.clone().next().filter(|_| !is_both && self.tells_of_rest(claim, number))?;
        own.all(|one| one.finding.is_some_and(is_plain)).then_some(first)
    }

    /// Whether a share is told of those who had not what the words behind it name: `had not improved`, `went without a rash`, `have no
    /// adverse event`; not of those `who did not have humming`.
    fn tells_of_rest(&self, claim: &Claim, number: &Number) -> bool {
        let is_share = number.role == Role::Percent;
        if !is_share || claim.numbers_of(Role::Percent).count() != 1 {
            return false;
        }
        let clause = claim.clause(number.first);
        let mut behind = (number.last + 1..=number.last + REST_REACH)
            .take_while(|at| *at < claim.read.words.len() && claim.clause(*at) == clause);
        let before = |at: usize| at.checked_sub(1).map_or("", |at| claim.word(at));
        let denial = behind.find(|&at| {
            let word = claim.word(at);
            Grammar::Not.has(word)
                || Grammar::Denials.has(word)
                || Grammar::No.has(word) && Grammar::Suffered.has(before(at))
                || (Grammar::Without.has(word) || Grammar::FreeOf.has(word)) && Grammar::GoesWithout.has(before(at))
                || Grammar::Spared.has(word)
        });
        let Some(denial) = denial else { return false };
        // `24.4% felt tired, so do not drive home`: what befell them stands before the sign, and advice behind it.
        let is_content = |at: usize| {
            claim.read.words.get(at).is_some_and(|word| !word.is_stopword && !self.facts.is_person(&word.stem))
        };
        let is_told_before =
            (number.last + 2..=denial).any(|sign| claim.is_parted(sign) && (number.last + 1..sign).any(is_content));
        if is_told_before {
            return false;
        }
        let is_relative =
            (1..=2).any(|back| denial.checked_sub(back).is_some_and(|at| Grammar::Relative.has(claim.word(at))));
        let is_treatment = |first: usize| denial < first && first <= denial + DENIED_REACH;
        let names_treatment = claim.read.topics.iter().any(|read| {
            is_treatment(read.first) && !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty()
        }) || claim
            .cues
            .iter()
            .any(|cue| matches!(cue.cue, Cue::Comparator(_)) && (is_treatment(cue.first) || cue.first == denial));
        // `30% lower with it, and did not last`: the number is of something else.
        let is_told =
            claim.relations.iter().chain(&claim.further).any(|one| number.last < one.first && one.last < denial)
                || claim.cues.iter().any(|cue| cue.cue == Cue::Event && number.last < cue.first && cue.first < denial);
        !is_relative && !names_treatment && !is_told && !Grammar::NotOnly.has(claim.word(denial + 1))
    }

    /// `16 out of 100`, of a result that was measured on a scale of 100: so many points of it, and no share of people.
    fn on_scale(&self, number: &Number, of: Of<'_>) -> Option<Number> {
        let (part, whole) = number.parts.filter(|_| number.role == Role::Percent && !number.is_rate)?;
        let is_of_scale = |at: &usize| {
            let measured = self.finding(*at).and_then(|finding| finding.result.measurement());
            measured.is_some_and(|m| {
                m.outcome.scale.value().is_some_and(|scale| scale.max.to_f64() == whole)
                    && m.estimates.iter().all(|estimate| !matches!(estimate.measure, Measure::Percent | Measure::Rate))
            })
        };
        let all_are = !of.fitting.is_empty() && of.fitting.iter().all(is_of_scale);
        all_are.then(|| Number {
            role: Role::Effect,
            low: part,
            high: part,
            parts: None,
            is_of_few: false,
            is_in_points: true,
            ..number.clone()
        })
    }

    /// `0.03 more years of full health`, of a source that measured these: the size of a result.
    fn as_health(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<Number> {
        let is_part = number.role == Role::Other && number.decimals > 0 && number.low < 1.0 && number.parts.is_none();
        let measures = |topic: usize| {
            of.known.findings.iter().any(|&at| {
                let is_of = self.facts.topics_at.get(at).is_some_and(|topics| topics.outcome.contains(&topic));
                let measured = self.finding(at).and_then(|finding| finding.result.measurement());
                is_of && measured.is_some_and(|m| m.estimates.iter().any(|one| one.measure == Measure::Qaly))
            })
        };
        let is_near = |first: usize| number.last < first && first - number.last <= COUNTED_REACH;
        let is_told = is_part && claim.read.topics.iter().any(|read| is_near(read.first) && measures(read.topic));
        is_told.then(|| Number { role: Role::Effect, ..number.clone() })
    }

    /// `Nine fewer pills`, of a result that is a difference in pills: as many of what was counted.
    fn as_difference(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<Number> {
        let is_difference = number.role == Role::Other
            && number.parts.is_none()
            && !number.is_scale
            // `15 points out of 100 more`.
            && !Grammar::PartOfWhole.has(claim.word(number.first.wrapping_sub(1)))
            && Grammar::Differences.has(claim.word(number.last + 1));
        let counted: Vec<&str> = (number.last + 2..=number.last + 1 + COUNTED_REACH)
            .filter_map(|at| claim.read.words.get(at))
            .map(|word| word.stem.as_str())
            .collect();
        let counts = |at: &usize| {
            let has = |stem: &&str| self.facts.words_of.get(*at).is_some_and(|words| words.outcome.contains(stem));
            let measured = self.finding(*at).and_then(|finding| finding.result.measurement());
            let is_mean = |m: &Measurement| {
                m.estimates.iter().any(|estimate| matches!(estimate.measure, Measure::Md | Measure::Wmd))
            };
            measured.is_some_and(is_mean) && counted.iter().any(has)
        };
        let is_counted = is_difference && of.fitting.iter().any(counts);
        is_counted.then(|| Number { role: Role::Effect, ..number.clone() })
    }
}

/// The shares of people that a record has.
fn shares(of: Of<'_>) -> impl Iterator<Item = &Reported> + Clone {
    of.known.reported.iter().filter(|one| one.is_typed && one.role == Role::Percent && !one.is_of_shares)
}

/// `Not one major bleed`: none.
fn as_none(claim: &Claim, number: &Number) -> Option<Number> {
    let is_none = number.role == Role::Other
        && (number.low, number.high) == (1.0, 1.0)
        && number.first.checked_sub(1).is_some_and(|before| Grammar::Not.has(claim.word(before)));
    is_none.then(|| Number { low: 0.0, high: 0.0, ..number.clone() })
}
