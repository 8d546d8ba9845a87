//! Dates and spans of years, against those that the texts of a record have (E001).

use super::{Contradiction, Found, Judge, Of, reported::of_mention};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        identify::NAMED,
        known::Mention,
        quantity::{Number, Role},
        rule,
    },
    text::Grammar,
};

impl Judge<'_> {
    /// E001: `data of 2005 to 2018` and `since 21 January 2018`, where the record has another span or date in that place.
    pub(super) fn dates(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for number in claim.numbers_of(Role::Year) {
            if let Some(on_record) = other_search(claim, number, of) {
                let message = format!("{} searched up to {}", of.source.short_title, on_record.value);
                let span = (number.first, number.last);
                found.contradict(
                    rule::NUMBER_MISMATCH,
                    Contradiction::of(AttributeKind::Year, span, message, on_record),
                );
                continue;
            }
            let other = other_span(number, of)
                .or_else(|| other_date(number, of))
                .or_else(|| other_beginning(claim, number, of));
            let Some(mention) = other else { continue };
            let expected = told(&mention.number);
            let contradiction = Contradiction::of(
                AttributeKind::Year,
                (number.first, number.last),
                format!("{} has {expected}, not {}", of.source.short_title, self.said(claim, number)),
                of_mention(mention, expected, of.at),
            );
            found.contradict(rule::NUMBER_MISMATCH, contradiction);
        }
    }
}

/// Words between a search and its last day.
const SEARCH_REACH: usize = 8;

/// The last day of the search for literature, where a claim tells another year of it: `searched up to June 2012`.
fn other_search(claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
    let own = of.source.study.searched_through.value()?;
    let before = number.first.checked_sub(1).filter(|at| Grammar::Until.has(claim.word(*at)))?;
    let is_search = (1..=SEARCH_REACH)
        .filter_map(|back| before.checked_sub(back))
        .any(|at| Grammar::Searching.has(claim.word(at)) && claim.clause(at) == claim.clause(before));
    let is_own = number.is(f64::from(own.year())) || number.is(f64::from(of.source.year()));
    let is_other = is_search && !is_span(number) && !is_own && !years(of).any(|one| number.is(one.number.low));
    is_other.then(|| OnRecord::of(of.source.values().study.values().searched_through, own.to_string(), None, of.at))
}

/// Years that the texts of the record have, the spans of several among them.
fn years(of: Of<'_>) -> impl Iterator<Item = &Mention> {
    of.known.mentions.iter().filter(|one| one.number.role == Role::Year)
}

fn is_span(number: &Number) -> bool {
    number.low < number.high
}

/// The one span of years of the record, where a claim tells another that it does not have the ends of.
fn other_span<'k>(number: &Number, of: Of<'k>) -> Option<&'k Mention> {
    let mut spans = years(of).filter(|one| is_span(&one.number));
    let first = spans.next().filter(|_| is_span(number))?;
    let has = |year: f64| years(of).any(|one| one.number.low == year || one.number.high == year);
    let is_one = spans.all(|one| (one.number.low, one.number.high) == (first.number.low, first.number.high));
    (is_one && !(has(number.low) && has(number.high))).then_some(first)
}

/// The date of the record that differs from that of a claim in its day, its month or its year alone, where it has no such date.
fn other_date<'k>(number: &Number, of: Of<'k>) -> Option<&'k Mention> {
    let said = date(number)?;
    let has = years(of).any(|one| date(&one.number) == Some(said));
    let is_near = |one: &&Mention| {
        date(&one.number).is_some_and(|(year, month, day)| {
            [year == said.0, month == said.1, day == said.2].into_iter().filter(|same| *same).count() == 2
        })
    };
    years(of).find(is_near).filter(|_| !has)
}

/// The year since which something is so, where a claim says another.
fn other_beginning<'k>(claim: &Claim, number: &Number, of: Of<'k>) -> Option<&'k Mention> {
    let is_since = number.first.checked_sub(1).is_some_and(|at| Grammar::Since.has(claim.word(at)));
    let own = years(of).find(|one| one.is_since).filter(|_| is_since && !is_span(number))?;
    let has = years(of).any(|one| one.number.low == number.low || one.number.high == number.low);
    (!has && f64::from(of.source.year()) != number.low).then_some(own)
}

/// Year, month and day of a date that has all of them.
fn date(number: &Number) -> Option<(f64, &str, &str)> {
    let (month, day) = number.day.as_deref()?.split_once('-')?;
    Some((number.low, month, day))
}

/// A span of years or a date, for people.
fn told(number: &Number) -> String {
    let Number { low, high, .. } = number;
    match &number.day {
        Some(day) => format!("{low}-{day}"),
        None if low < high => format!("{low} to {high}"),
        None => low.to_string(),
    }
}

/// Most words between what says that something came out and the year.
const ISSUED_REACH: usize = 3;

/// Whether the one year of a claim is told as that in which its source came out, and is another.
pub(super) fn is_year_of_issue(claim: &Claim, number: &Number, of: Of<'_>) -> bool {
    let dates = [Some(of.source.bibliography.issued), of.source.bibliography.available_date];
    let is_own = dates.into_iter().flatten().any(|date| number.is(f64::from(date.year())));
    let before = number.first.checked_sub(1).filter(|at| Grammar::In.has(claim.word(*at)));
    let is_issued = before.is_some_and(|at| {
        (1..=ISSUED_REACH).any(|back| at.checked_sub(back).is_some_and(|at| Grammar::Issued.has(claim.word(at))))
    });
    number.role == Role::Year
        && !is_own
        && is_issued
        && of.identified.points >= NAMED
        && claim.numbers_of(Role::Year).count() == 1
}
