//! Which of two results is the larger one: of two outcomes, by the words of the record, and of two comparisons or times, by its numbers
//! (E005).

use std::ops::Range;

use super::{Contradiction, Found, Judge, Of, one_line, same_class};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::Claim,
        known::{Order, comparator_in, is_negative, outcome_in, time_in},
        quantity::Number,
        rule,
    },
    corpus::lexicon::Cue,
    domain::Finding,
};

impl Judge<'_> {
    /// E005: `larger for sleep than for mood`, where the record has it the other way round.
    pub(super) fn larger(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        if is_negative(claim) || claim.has(Cue::Indirect) {
            return;
        }
        let Some(order) = Order::of(claim) else { return };
        let span = (order.at, order.last);
        let breaks = (AttributeKind::Direction, rule::DIRECTION_CONFLICT);
        if let Some([larger, smaller]) = order.pair(|places| outcome_in(claim, places)) {
            let mut told = of.known.opposing.iter().filter_map(|sentence| Some((sentence.larger?, sentence)));
            if let Some((_, sentence)) = told.find(|(pair, _)| larger != smaller && *pair == [smaller, larger]) {
                self.says_otherwise(claim, span, breaks, sentence, of, found);
            }
            return;
        }
        let class = |places: &Range<usize>| comparator_in(claim, places);
        let time = |places: &Range<usize>| time_in(claim, places);
        let all = || of.fitting.iter().filter_map(|&at| Some((at, self.finding(at)?)));
        let turned = if let Some([larger, smaller]) =
            order.pair(class).filter(|[one, other]| one != other && !self.tells_of_groups(claim))
        {
            let is = |finding: &Finding, class| same_class(finding.comparator.class, class);
            let pairs = all().flat_map(|one| all().map(move |other| (one, other)));
            in_numbers(pairs.filter(|((_, one), (_, other))| {
                is(one, larger) && is(other, smaller) && is_same_outcome(one, other) && is_same_time(one, other)
            }))
        } else if let Some([larger, smaller]) = order.pair(time) {
            let is = |finding: &Finding, number: &Number| {
                let time = finding.result.measurement().and_then(|m| m.time.value());
                time.is_some_and(|time| number.is(time.to.days()))
            };
            let pairs = all().flat_map(|one| all().map(move |other| (one, other)));
            in_numbers(pairs.filter(|((_, one), (_, other))| {
                is(one, larger)
                    && is(other, smaller)
                    && is_same_outcome(one, other)
                    && same_class(one.comparator.class, other.comparator.class)
            }))
        } else {
            None
        };
        let Some((at, finding)) = turned else { return };
        let contradiction = Contradiction {
            kind: AttributeKind::Direction,
            span,
            finding: Some(at),
            message: format!("by the numbers of {} it is the other way round", of.source.short_title),
            expected: Some(one_line(&finding.statement)),
            on_record: None,
        };
        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
    }
}

fn is_same_outcome(one: &Finding, other: &Finding) -> bool {
    let topic = |finding: &Finding| finding.result.measurement().map(|m| m.outcome.topic.clone());
    topic(one) == topic(other)
}

fn is_same_time(one: &Finding, other: &Finding) -> bool {
    let days = |finding: &Finding| {
        finding
            .result
            .measurement()
            .and_then(|m| m.time.value())
            .map(|time| (time.from.map(|from| from.days()), time.to.days()))
    };
    days(one) == days(other)
}

/// Of pairs of findings, of which the first is said to be the larger one, one that has smaller numbers, where all of them have. A value
/// of one group is no difference.
fn in_numbers<'f>(
    pairs: impl Iterator<Item = ((usize, &'f Finding), (usize, &'f Finding))>,
) -> Option<(usize, &'f Finding)> {
    let mut turned = None;
    for ((at, one), (_, other)) in pairs {
        let differences = |finding: &'f Finding| {
            let all = finding.result.measurement().map(|m| m.estimates.as_slice()).unwrap_or_default();
            all.iter().filter(|one| one.arm.is_none()).map(|one| (one.measure, one.value.to_f64().abs()))
        };
        for (measure, value) in differences(one) {
            for (_, beside) in differences(other).filter(|(other, _)| *other == measure) {
                if value >= beside {
                    return None;
                }
                turned = Some((at, one));
            }
        }
    }
    turned
}
