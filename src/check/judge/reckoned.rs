//! A share told as another one than the two numbers beside it make: `one in 4,000, that is 0.25%` (E001).

use super::{Contradiction, Found, Judge, Of, reported::on_record};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::Claim,
        quantity::{Number, Role},
        rule,
    },
    text::Grammar,
};

/// Most words between a part of a whole and the share that it is said to be.
const REACH: usize = 6;

/// Most words between a part and the `in` before its whole: `one moderate bleed in`.
const COUNTED_WORDS: usize = 4;

/// The smallest whole that a share of it is reckoned from.
const SMALLEST_WHOLE: f64 = 20.0;

/// How far a share may be from what its numbers make, of it: whoever tells a share rounds.
const ROUNDED: f64 = 0.1;

impl Judge<'_> {
    /// E001: a share that is told of a part and a whole that the record has, and is another one.
    pub(super) fn reckoned(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for told in claim.numbers_of(Role::Percent).filter(|told| told.parts.is_none() && is_plain(told)) {
            let Some(counted) = counted_before(claim, told) else { continue };
            let share = 100.0 * counted.part.low / counted.whole.low;
            let is_same = told.is(share) || (told.low - share).abs() <= ROUNDED * share;
            let is_own = on_record(of, &counted.part).is_some() || on_record(of, &counted.whole).is_some();
            if is_same || !is_own {
                continue;
            }
            let span = (told.first, told.last);
            let said: Vec<&str> = (counted.part.first..=counted.whole.last).map(|at| claim.word(at)).collect();
            let said = said.join(" ");
            let contradiction = Contradiction {
                kind: AttributeKind::Percent,
                span,
                finding: None,
                message: format!("{said} are not {}", self.said(claim, told)),
                expected: None,
                on_record: None,
            };
            found.contradict(rule::NUMBER_MISMATCH, contradiction);
        }
    }
}

/// A part and the whole that it is counted in.
struct Counted {
    part: Number,
    whole: Number,
}

/// Whether a number is told as one value, and rounded by nobody.
fn is_plain(number: &Number) -> bool {
    number.qualifier.is_none() && number.low >= number.high && !number.is_of_few
}

/// The part and the whole of which a share is told: `one bleed in 4,000 sessions is a rate of`, `168 of 1,422 (11.8%)`.
fn counted_before(claim: &Claim, told: &Number) -> Option<Counted> {
    let before = claim.numbers.iter().rposition(|number| number.last < told.first)?;
    let last = claim.numbers.get(before)?;
    let as_count = |value: f64| Number { low: value, high: value, role: Role::Other, parts: None, ..last.clone() };
    let counted = match last.parts {
        Some((part, whole)) => Counted { part: as_count(part), whole: as_count(whole) },
        None => {
            let part = before.checked_sub(1).and_then(|at| claim.numbers.get(at))?;
            let is_joined = last
                .first
                .checked_sub(1)
                .is_some_and(|at| Grammar::PartOfWhole.has(claim.word(at)) && at <= part.last + COUNTED_WORDS);
            let is_count = |number: &Number| {
                matches!(number.role, Role::Other | Role::Participants | Role::Sessions)
                    && number.per_days.is_none()
                    && !number.is_scale
            };
            if !is_joined || !is_count(part) || !is_count(last) || last.low < SMALLEST_WHOLE {
                return None;
            }
            Counted { part: part.clone(), whole: last.clone() }
        }
    };
    let is_told = counted.part.low > 0.0
        && counted.part.low < counted.whole.low
        && is_plain(&counted.part)
        && is_plain(&counted.whole)
        && is_told_of(claim, last.last + 1..told.first);
    is_told.then_some(counted)
}

/// Whether the words between a count and a share say that the one is the other.
fn is_told_of(claim: &Claim, between: std::ops::Range<usize>) -> bool {
    let equates = |at: usize| Grammar::Being.has(claim.word(at)) || Grammar::ShareNouns.has(claim.word(at));
    let is_counted = |at: usize| Grammar::RateBases.has(claim.word(at));
    let is_filled =
        |at: usize| equates(at) || is_counted(at) || claim.read.words.get(at).is_some_and(|word| word.is_stopword);
    // Behind a sign and nothing but what was counted stands the share of it.
    let is_apposed = claim.is_parted(between.end) && between.clone().all(is_counted);
    between.len() <= REACH && (is_apposed || between.clone().any(equates) && between.clone().all(is_filled))
}
