//! Numbers of a record: where it has the one of a claim, and how they are told.

use super::Of;
use crate::{
    check::{
        attribute::OnRecord,
        claim::Claim,
        known::{Mention, Reported},
        quantity::{Number, Role},
    },
    text::Grammar,
};

/// Where the record of a source has a number. A result is one of the findings that the claim can be about, or stands in a text
/// about the whole while no other finding has it; a size or a year may be any.
pub(super) fn on_record<'k>(of: Of<'k>, number: &Number) -> Option<&'k Reported> {
    // A result stands among the numbers of its finding or in what the record says of it, not in a caveat on something else.
    let tells = |reported: &&Reported| {
        !number.role.is_result()
            || reported.is_typed
            || matches!(reported.field.as_str(), "statement" | "summary" | "conclusion")
    };
    // `12 visits in 30 days`: a limit of so many is on record for another period, and prose that names none bears nothing.
    let is_of_period = |reported: &&Reported| {
        number.per_days.is_none() || reported.per_days.is_some() || !limits_otherwise(of, number)
    };
    let all = || of.known.alike(number).filter(tells).filter(|reported| reported.is(number)).filter(is_of_period);
    let fits = |reported: &&Reported| reported.finding.is_some_and(|at| of.fitting.contains(&at));
    let of_whole = |reported: &&Reported| reported.finding.is_none();
    let typed = |reported: &&Reported| reported.is_typed;
    let best = all().find(|one| typed(one) && fits(one)).or_else(|| all().find(|one| fits(one)));
    if number.role.is_result() || number.role == Role::Days {
        let elsewhere = all().any(|one| typed(&one) && !fits(&one) && one.finding.is_some());
        return best.or_else(|| all().find(of_whole).filter(|_| !elsewhere));
    }
    let best = best.or_else(|| all().find(|one| typed(one) && of_whole(one))).or_else(|| all().find(of_whole));
    // The number of people or studies of another result, where that of this one is on record.
    let is_counted = |one: &&Reported| {
        one.is_typed
            && one.role == number.role
            && one.finding.is_some_and(|at| of.fitting.contains(&at))
            && matches!(number.role, Role::Participants | Role::Studies)
    };
    if best.is_none()
        && of.fitting.len() < of.known.findings.len()
        && of.known.reported.iter().any(|one| is_counted(&one))
    {
        return None;
    }
    // Of how many people or sessions there were any record may tell.
    best.or_else(|| all().next())
}

/// Words behind a number within which stands that there is so much more or less.
const DIFFERENCE_REACH: usize = 2;

/// The difference of two groups on record, where a claim tells a value of one of them as the difference: `it fell by 13.0 points
/// more with humming than without`.
pub(super) fn difference_beside<'k>(
    claim: &Claim,
    number: &Number,
    own: &Reported,
    of: Of<'k>,
) -> Option<&'k Reported> {
    let more = claim.find_word(number.last + 1..=number.last + DIFFERENCE_REACH, Grammar::Differences)?;
    let compares = (more + 1..claim.read.words.len())
        .any(|at| Grammar::Than.has(claim.word(at)) && claim.clause(at) == claim.clause(more));
    let of_finding = || of.known.alike(number).filter(|one| one.is_typed && one.finding == own.finding);
    let is_difference = |one: &&Reported| one.arm.is_none() && one.role == Role::Effect;
    let is_of_group = own.is_typed && own.arm.is_some() && own.role == Role::Effect && compares;
    let is_told = of_finding().filter(is_difference).any(|one| one.is(number));
    of_finding().find(is_difference).filter(|_| is_of_group && !is_told)
}

/// Whether the record limits this number of sessions, in other periods only.
pub(super) fn limits_otherwise(of: Of<'_>, number: &Number) -> bool {
    let mut periods = of.known.reported.iter().filter(|one| {
        let plain = Number { per_days: None, ..number.clone() };
        one.is_typed && one.role == Role::Sessions && one.per_days.is_some() && one.is(&plain)
    });
    periods.next().is_some()
}

/// A number of a text of a record, for people.
pub(super) fn told_number(number: &Number) -> String {
    let Number { role, low, high, .. } = number;
    let range = if low == high { low.to_string() } else { format!("{low} to {high}") };
    match role {
        Role::Percent => format!("{range}%"),
        Role::Days => span_of_days(*high),
        Role::Participants
        | Role::Studies
        | Role::Sessions
        | Role::P
        | Role::Age
        | Role::Year
        | Role::Interval
        | Role::Effect
        | Role::Logistics
        | Role::Other => range,
    }
}

/// A number of a record, for people.
pub(super) fn value(reported: &Reported) -> String {
    let Reported { role, low, high, per_days, .. } = reported;
    let range = if low == high { low.to_string() } else { format!("{low} to {high}") };
    let period = per_days.map_or(String::new(), |days| format!(" in {days} days"));
    match role {
        Role::Participants => format!("{range} participants"),
        Role::Studies => format!("{range} studies"),
        Role::Percent => format!("{range}%"),
        Role::Sessions => format!("{range} sessions{period}"),
        Role::Days => span_of_days(*high),
        Role::P => format!("P {range}"),
        Role::Age => format!("{range} years of age"),
        Role::Year | Role::Interval | Role::Effect | Role::Logistics | Role::Other => range,
    }
}

/// A span of days in the largest unit that makes it a whole number.
fn span_of_days(days: f64) -> String {
    let months = days / 30.4375;
    if days < 1.0 {
        return format!("{} hours", (days * 24.0 * 10.0).round() / 10.0);
    }
    if (months - months.round()).abs() < 0.02 && months >= 1.0 {
        format!("{} months", months.round())
    } else if (days % 7.0).abs() < 0.01 {
        format!("{} weeks", days / 7.0)
    } else {
        format!("{days} days")
    }
}

/// A number of a record as what a claim is held against.
pub(super) fn told(reported: &Reported, source: usize) -> OnRecord {
    OnRecord {
        value: value(reported),
        field: reported.field,
        is_verified: reported.is_verified,
        finding: reported.finding,
        source,
    }
}

/// A number that a text of the record tells, as what is on record.
pub(super) fn of_mention(mention: &Mention, value: String, source: usize) -> OnRecord {
    OnRecord { value, field: mention.field, is_verified: mention.is_verified, finding: mention.finding, source }
}
