//! Two values of which each is told of the group, or the comparison, that has the other one: `60% with usual care and 39% with it`
//! (E001).

use super::{Contradiction, Found, Judge, Of, numbers::is_rest_of_group, same_class, side::Side};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord, Standing},
        claim::Claim,
        known::Reported,
        quantity::{Number, Role},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{
        finding::{ComparatorClass, FindingKind},
        number::Arm,
    },
    text::{Grammar, Qualifier},
};

/// Most words between a value and the group that it is of, with what leads to it: `60% of the usual-care group`.
const TIGHT_REACH: usize = 4;

/// Most words between a value and what it is of, where both values of a sentence have it on the same side.
const LOOSE_REACH: usize = 7;

/// What a value may be of, with its words.
type Named<T> = (T, usize, usize);

impl Judge<'_> {
    /// E001: two values that the record has the other way round.
    pub(super) fn values_of_others(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let is_result = |number: &&Number| {
            matches!(number.role, Role::Percent | Role::Effect)
                && !number.is_scale
                && number.low >= number.high
                && !matches!(number.qualifier, Some(Qualifier::AtLeast | Qualifier::AtMost))
        };
        let results: Vec<&Number> = claim.numbers.iter().filter(is_result).collect();
        // What is denied may be told of the rest.
        let is_denied = !claim.unread_negations.is_empty() || claim.has(Cue::NotShown);
        let [one, other] = results.as_slice() else { return };
        if is_denied || [one, other].iter().any(|number| is_rest_of_group(claim, number, of)) {
            return;
        }
        let own = self.of_other_group(claim, (one, other), of).or_else(|| self.of_other_class(claim, (one, other), of));
        let (Some(own), Some(kind)) = (own, AttributeKind::of_role(one.role)) else { return };
        let span = (one.first, one.last);
        if found.said(kind, span).any(|said| said.standing == Standing::Contradicted) {
            return;
        }
        let value = own.low.to_string();
        let (name, said) = (&of.source.short_title, self.said(claim, one));
        let message =
            format!("{name} has {value} where this says {said}: each of two values is told of what has the other");
        let on_record =
            OnRecord { value, field: own.field, is_verified: own.is_verified, finding: own.finding, source: of.at };
        found.contradict(rule::NUMBER_MISMATCH, Contradiction::of(kind, span, message, on_record));
    }

    /// What the record has in the place of the first of two values that it has of two groups of one result, the other way round.
    fn of_other_group<'k>(&self, claim: &Claim, pair: (&Number, &Number), of: Of<'k>) -> Option<&'k Reported> {
        let held = |at: usize, number: &Number, arm: Arm| {
            let is_own = |one: &&Reported| one.finding == Some(at) && one.arm == Some(arm) && one.is_typed;
            of.known.alike(number).filter(is_own).find(|one| one.role != Role::Interval && number.is(one.low))
        };
        let mut turned = None;
        for &at in &of.known.findings {
            let Some(finding) = self.finding(at).filter(|one| one.result.kind() != FindingKind::Recommendation) else {
                continue;
            };
            let first_is_treated = held(at, pair.0, Arm::Intervention).zip(held(at, pair.1, Arm::Comparator));
            let first_is_compared = held(at, pair.1, Arm::Intervention).zip(held(at, pair.0, Arm::Comparator));
            let (own, expected) = match (first_is_treated, first_is_compared) {
                (Some((_, second)), None) => (Side::Treated, second),
                (None, Some((second, _))) => (Side::Compared, second),
                (Some(_), Some(_)) | (None, None) => continue,
            };
            let named = self.sides(claim, at, finding);
            let Some(said) = told_first(claim, pair, &named, |side| match side {
                Side::Treated => Side::Compared,
                Side::Compared => Side::Treated,
            }) else {
                continue;
            };
            if said == own {
                return None;
            }
            turned = turned.or(Some(expected));
        }
        turned
    }

    /// What the record has in the place of the first of two values that it has of two comparisons, the other way round: `beat the sham
    /// by a half and no treatment by a fifth`.
    fn of_other_class<'k>(&self, claim: &Claim, pair: (&Number, &Number), of: Of<'k>) -> Option<&'k Reported> {
        let named: Vec<Named<ComparatorClass>> =
            claim.comparators.iter().map(|said| (said.what, said.first, said.last)).collect();
        let (one, other) = told_both(claim, pair, &named)?;
        if same_class(one, other) {
            return None;
        }
        let held = |number: &Number, class: ComparatorClass| {
            // `A fifth of it`, of 0.2 standard deviations.
            let is = |value: f64| number.is(value) || number.role == Role::Percent && number.is(100.0 * value);
            of.known.reported.iter().find(|own| {
                let finding = own.finding.and_then(|at| self.finding(at));
                own.is_typed
                    && own.role.is_result()
                    && own.role != Role::Interval
                    && is(own.low)
                    && finding.is_some_and(|finding| same_class(finding.comparator.class, class))
            })
        };
        let is_right = held(pair.0, one).is_some() || held(pair.1, other).is_some();
        let (expected, _) = held(pair.1, one).zip(held(pair.0, other)).filter(|_| !is_right)?;
        Some(expected)
    }
}

/// Of what the first of two values is told, where words lead from one of them to what it is of, or both have it on the same side.
fn told_first<T: Copy + PartialEq>(
    claim: &Claim,
    pair: (&Number, &Number),
    named: &[Named<T>],
    turned: impl Fn(T) -> T,
) -> Option<T> {
    let tight = |number: &Number, until: usize| {
        let next = named.iter().find(|(_, first, _)| number.last < *first && *first < until)?;
        let leads = claim.word(number.last + 1);
        let is_led = Grammar::OfGroup.has(leads) || Grammar::Of.has(leads);
        (is_led && next.1 - number.last <= TIGHT_REACH).then_some(next.0)
    };
    match (tight(pair.0, pair.1.first), tight(pair.1, usize::MAX)) {
        (Some(one), Some(other)) => (one != other).then_some(one),
        (Some(one), None) => Some(one),
        (None, Some(other)) => Some(turned(other)),
        (None, None) => told_both(claim, pair, named).and_then(|(one, other)| (one != other).then_some(one)),
    }
}

/// Of what each of two values is told, where both have it on the same side: `39% with it and 27% without`, `the needles 39%, usual care
/// 27%`.
fn told_both<T: Copy>(claim: &Claim, pair: (&Number, &Number), named: &[Named<T>]) -> Option<(T, T)> {
    let behind = |number: &Number, until: usize| {
        named.iter().find(|(_, first, _)| number.last < *first && *first < until && *first - number.last <= LOOSE_REACH)
    };
    let before = |number: &Number, from: usize| {
        named
            .iter()
            .rev()
            .find(|(_, first, last)| from <= *first && *last < number.first && number.first - *last <= LOOSE_REACH)
    };
    let both_behind = behind(pair.0, pair.1.first).zip(behind(pair.1, claim.read.words.len()));
    let both_before = before(pair.0, 0).zip(before(pair.1, pair.0.last + 1));
    match (both_behind, both_before) {
        (Some((one, other)), None) | (None, Some((one, other))) => Some((one.0, other.0)),
        (Some(_), Some(_)) | (None, None) => None,
    }
}
