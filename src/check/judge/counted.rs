//! What a number counts, where the record counts it in something else: procedures told as people, cases told as deaths (E001).

use super::{Contradiction, Found, Judge, Of, unique};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        quantity::{Number, Role},
        rule,
    },
    domain::{
        FieldPath, Vocabulary,
        number::{Count, CountUnit, Estimate, Measure},
    },
    search::ReadWord,
    text::Grammar,
};

/// From here on a number that a record has is no coincidence.
const TELLING_COUNT: f64 = 20.0;

/// Words behind a number within which stands what it counts.
const COUNTED_REACH: usize = 3;

/// Words behind a share within which stands that it is one of cases.
const CASE_REACH: usize = 8;

impl Judge<'_> {
    /// E001: a number that the record has, told of other things than it counts there.
    pub(super) fn counted_otherwise(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for number in claim.numbers.iter().filter(|number| number.low >= number.high) {
            let Some(kind) = AttributeKind::of_role(number.role) else { continue };
            let other = self.other_sample(claim, number, of).or_else(|| self.other_result(claim, number, of));
            let other = other.or_else(|| self.share_of_cases(claim, number, of));
            let Some(on_record) = other else { continue };
            let (name, expected) = (&of.source.short_title, &on_record.value);
            let contradiction = Contradiction::of(
                kind,
                (number.first, number.last),
                format!("{name} counts something else with this number: {expected}"),
                on_record,
            );
            found.contradict(rule::NUMBER_MISMATCH, contradiction);
        }
    }

    /// The size of the study, where a claim tells it of people and the record of procedures or treatments.
    fn other_sample(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
        let mut behind = (number.first + 1..=number.last + COUNTED_REACH).filter_map(|at| claim.read.words.get(at));
        let named = behind.find(|word| Grammar::RateBases.has(&word.exact) || self.facts.is_person(&word.stem))?;
        let is_of_people = number.low >= TELLING_COUNT && self.facts.is_person(&named.stem);
        let of_finding = |&at: &usize| {
            let count = self.finding(at)?.result.measurement()?.sample.value().copied()?;
            Some((count, Some(at)))
        };
        let whole = of.source.study.sample.value().map(|count| (*count, None));
        let all = whole.into_iter().chain(of.known.findings.iter().filter_map(of_finding));
        let own: Vec<(Count, Option<usize>)> = all.filter(|(count, _)| number.is(count.value.into())).collect();
        let is_of_things = |count: &Count| matches!(count.unit, CountUnit::Procedures | CountUnit::Treatments);
        let (count, at) = *own.first().filter(|_| is_of_people && own.iter().all(|(count, _)| is_of_things(count)))?;
        let value = format!("{} {}", count.value, count.unit.label().to_lowercase());
        Some(match at.and_then(|at| self.finding(at)).and_then(|finding| finding.measurement_values()) {
            Some(measured) => OnRecord::of(measured.sample, value, at, of.at),
            None => OnRecord::of(of.source.values().study.values().sample, value, None, of.at),
        })
    }

    /// The cases of which a share is on record, where a claim tells it of all who were treated: `three in a hundred patients die of
    /// it`, of three in a hundred cases of harm that somebody reported.
    fn share_of_cases(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
        let cases = |at: usize| {
            let count = self.finding(at)?.result.measurement()?.sample.value().copied()?;
            (count.unit == CountUnit::Cases).then_some(count)
        };
        let mut own = of.known.alike(number).filter(|one| one.is_typed && one.is(number)).peekable();
        let at = own.peek()?.finding?;
        let count = cases(at)?;
        let all_are = own.all(|one| one.is_derived && one.finding.and_then(cases).is_some());
        let mut behind = claim.read.words.iter().skip(number.last.saturating_sub(1)).take(COUNTED_REACH + 2);
        let is_of_people = behind.any(|word| self.facts.is_person(&word.stem));
        // `Of those harmed`, `of the cases`: of whom it is told.
        let clause = claim.clause(number.first);
        let words = claim.read.words.iter().enumerate().filter(|(at, _)| claim.clause(*at) == clause);
        let is_told = words.take(number.last + CASE_REACH).any(|(_, word)| Grammar::Cases.has(&word.exact));
        let is_parts = number.parts.is_some_and(|(_, whole)| (whole - f64::from(count.value)).abs() < 1e-9);
        let is_share = number.role == Role::Percent && !is_parts;
        let measured = self.finding(at)?.measurement_values()?;
        let value = format!("{} {}", count.value, count.unit.label().to_lowercase());
        (all_are && is_share && is_of_people && !is_told).then(|| OnRecord::of(measured.sample, value, Some(at), of.at))
    }

    /// The result with this value, where a claim tells it of what another result of the same finding counts.
    fn other_result(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
        // `(odds ratio 7.9), emphysema (4.9)`: what a sign sets apart is not counted by the number before.
        let words = &claim.read.words;
        let is_next = |next: &ReadWord| words.get(number.last).is_some_and(|word| next.start <= word.end + 1);
        let next = words.get(number.last + 1).filter(|next| is_next(next)).map(|word| word.exact.as_str());
        let counted: Vec<&str> = next.into_iter().chain([claim.word(number.last)]).map(singular).collect();
        let is_count =
            |one: &Estimate| matches!(one.measure, Measure::Count | Measure::Median | Measure::Mean | Measure::Rate);
        let estimates = |at: usize| self.finding(at)?.result.measurement().map(|m| m.estimates.as_slice());
        let all = || of.known.findings.iter().filter_map(|&at| Some((at, estimates(at)?)));
        let is_value = |one: &Estimate| number.is(one.value.to_f64().abs());
        let is_counted = |one: &Estimate| counts(one).is_some_and(|own| counted.contains(&own));
        // Another number of this value, or a text that has it of this, makes it right.
        if all().flat_map(|(_, own)| own).any(|one| is_value(one) && (is_counted(one) || counts(one).is_none())) {
            return None;
        }
        let is_other = |own: &[Estimate], one: &Estimate| {
            is_value(one) && is_count(one) && own.iter().any(|other| other.measure == one.measure && is_counted(other))
        };
        let (at, own, one) =
            all().find_map(|(at, own)| Some((at, own, own.iter().find(|&one| is_other(own, one))?)))?;
        let told = own.iter().filter(|other| other.measure == one.measure);
        let values = unique(told.map(|one| format!("{} {}", one.value, one.unit.as_deref().unwrap_or_default())));
        Some(OnRecord {
            value: values.join(", "),
            field: FieldPath::ESTIMATE,
            is_verified: one.provenance.is_publishable(),
            finding: Some(at),
            source: of.at,
        })
    }
}

/// What an estimate counts: the first word of its unit, as one of them.
fn counts(estimate: &Estimate) -> Option<&str> {
    estimate.unit.as_deref()?.split(' ').next().map(singular).filter(|word| !word.is_empty())
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}
