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

/// How far a share may be from what its numbers make, of it: whoever tells a share rounds.
const ROUNDED: f64 = 0.1;

impl Judge<'_> {
    /// E001: a share that is told of a part and a whole that the record has, and is another one.
    pub(super) fn reckoned(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let mut shares = claim.numbers_of(Role::Percent).peekable();
        while let Some(counted) = shares.next() {
            let Some(told) = shares.peek().filter(|told| is_told_of(claim, counted, told)) else { continue };
            let is_same = told.is(counted.low) || (told.low - counted.low).abs() <= ROUNDED * counted.low;
            if is_same || on_record(of, counted).is_none() || on_record(of, told).is_some() {
                continue;
            }
            let span = (told.first, told.last);
            let said = self.said(claim, counted);
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

/// Whether the second of two numbers says what share the first one is: `one in 4,000 is a rate of`, `168 of 1,422 (11.8%)`.
fn is_told_of(claim: &Claim, counted: &Number, told: &Number) -> bool {
    let is_plain = |number: &Number| number.qualifier.is_none() && number.low >= number.high && !number.is_of_few;
    let between = counted.last + 1..told.first;
    let equates = |at: usize| Grammar::Being.has(claim.word(at)) || Grammar::ShareNouns.has(claim.word(at));
    let is_filled = |at: usize| {
        equates(at)
            || claim.read.words.get(at).is_some_and(|word| word.is_stopword)
            || Grammar::RateBases.has(claim.word(at))
    };
    // Behind a sign and nothing but what was counted stands the share of it.
    let is_apposed = claim.is_parted(told.first) && between.clone().all(|at| Grammar::RateBases.has(claim.word(at)));
    is_plain(counted)
        && is_plain(told)
        && counted.parts.is_some()
        && told.parts.is_none()
        && between.len() <= REACH
        && (is_apposed || between.clone().any(equates) && between.clone().all(is_filled))
}
