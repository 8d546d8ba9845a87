//! The numbers of a sentence, as the check compares them: read by `text`, counted in the words of the sentence, and each in
//! the one unit in which the records hold its kind.

mod sessions;

use crate::{
    search::ReadWord,
    text::{self, Counted, Grammar, NumberKind, NumberRole, NumberValue, Qualifier, TokenKind},
};

/// What a number is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// People.
    Participants,
    /// Trials, studies, reviews.
    Studies,
    /// Percent of something; `four out of ten` is one, and so is `1 per 10,000`.
    Percent,
    /// Sessions or visits.
    Sessions,
    /// A span of time, in days.
    Days,
    /// Years of life.
    Age,
    /// A year of the calendar.
    Year,
    /// A p value.
    P,
    /// The ends of an interval.
    Interval,
    /// Points or millimeters of a scale, standard deviations, ratios.
    Effect,
    /// Money, hours, addresses, telephone numbers: nothing research reports.
    Logistics,
    /// Options, events and things counted, doses, and what nobody can tell.
    Other,
}

impl Role {
    /// Whether it says how a result came out.
    pub(super) fn is_result(self) -> bool {
        matches!(self, Self::Percent | Self::Effect | Self::Interval | Self::P)
    }
}

/// A number, or a range of two.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// Its first word.
    pub(super) first: usize,
    /// Its last word, the unit included.
    pub(super) last: usize,
    /// The number, or the lower end. A sign does not count.
    pub(super) low: f64,
    /// The upper end; equal to `low` unless it is a range.
    pub(super) high: f64,
    /// Decimals it was written with: `10` may stand for 10.26, `10.0` may not.
    pub(super) decimals: u8,
    /// The same of the larger end.
    pub(super) high_decimals: u8,
    pub(super) role: Role,
    /// How exactly it is meant.
    pub(super) qualifier: Option<Qualifier>,
    /// Whether it is a share of a few: `four in five`.
    pub(super) is_of_few: bool,
    /// Whether it is the length of a scale: `on a 24-point scale`.
    pub(super) is_scale: bool,
    /// Whether it is an amount of money.
    pub(super) is_money: bool,
    /// Whether it is so many times something: `twice as likely`.
    pub(super) is_multiple: bool,
    /// Whether it is so many per some large number of people.
    pub(super) is_rate: bool,
    /// For shares: whether the whole less this share may be what the source reports.
    pub(super) is_rest: bool,
    /// Whether it is told in points.
    pub(super) is_in_points: bool,
    /// Whether it may be a difference of shares: in percentage points, or in points beside a percentage.
    pub(super) is_of_shares: bool,
    /// For sessions: the days in which so many take place.
    pub(super) per_days: Option<f64>,
    /// For sessions: whether they are added to others, `another eight`.
    pub(super) is_further: bool,
    /// So many parts of so many, as printed: `12 of the 25`.
    pub(super) parts: Option<(f64, f64)>,
    /// The unit of an amount, a dose or a sum of money, in small letters and without an ending for several; none of a length on a scale.
    pub(super) unit: Option<String>,
    /// Whether it is an amount that is given to somebody.
    pub(super) is_dose: bool,
    /// What one of its unit is in the unit of the record: a centimetre ten millimetres.
    pub(super) per_unit: f64,
    /// For a rate whose people stand in front of it, the word that names them: `per 10,000 patients, 8 bled`.
    pub(super) counted_in: Option<usize>,
    /// For a date with its day, the month and the day of it: `01-21`.
    pub(super) day: Option<String>,
}

/// Days in a unit of time, from a minute to a year: what is shorter or longer is no time of a session or a study.
pub(super) fn days(unit: &str) -> Option<f64> {
    text::days_in(unit.trim_end_matches('s')).filter(|days| (1.0 / 1_441.0..366.0).contains(days))
}

/// The unit of a difference between two percentages, as `text` has it.
const PERCENTAGE_POINTS: &str = "percentage points";

/// Whether two spans of time are the same: three months are 13 weeks.
pub(super) fn is_same_span(said: f64, own: f64) -> bool {
    (said - own).abs() <= 0.03 * own
}

/// Most in the denominator of a share that is told in round numbers.
const FEW: f64 = 10.0;

/// Fewest in the denominator of what is called a rate.
const RATE_BASE: f64 = 500.0;

/// The numbers of a sentence. `words` are those of the same text.
pub(super) fn quantities(sentence: &str, words: &[ReadWord]) -> Vec<Number> {
    let read = text::numbers(sentence);
    let printed = |number: &text::Number| sentence.get(number.start..number.end).unwrap_or_default();
    let mut all: Vec<Number> = read.iter().filter_map(|number| quantity(number, printed(number), words)).collect();
    and_a_half(&mut all, words);
    of_points(&mut all, words);
    for number in &mut all {
        at_time(number, words);
    }
    elided_times(&mut all, words, sentence);
    sessions::times_treated(&mut all, words);
    sessions::further_sessions(&mut all, words);
    series(&mut all, words);
    // `44% against 29%, 15 points more`: points beside a percentage may be its points.
    let has_share = all.iter().any(|number| number.role == Role::Percent);
    for number in &mut all {
        number.is_of_shares |= has_share;
    }
    let mut all = fronted_rate(rates(all, words), words);
    pairs_of_shares(&mut all, words);
    all
}

/// Gives a number the whole of the share that it is compared with: `44 against 27 in every hundred`.
fn pairs_of_shares(all: &mut [Number], words: &[ReadWord]) {
    for at in 1..all.len() {
        let Some([first, next]) = all.get_mut(at - 1..=at) else { continue };
        let between = words.get(first.last + 1..next.first).unwrap_or_default();
        let is_compared = matches!(between, [.., one] if between.len() <= 2 && Grammar::ComparedWith.has(&one.exact));
        let is_bare = |number: &Number| {
            matches!(number.role, Role::Other | Role::Participants)
                && number.low >= number.high
                && !number.is_scale
                && number.parts.is_none()
        };
        let (share, bare) = match (is_bare(first), is_bare(next)) {
            (true, false) => (next, first),
            (false, true) => (first, next),
            (true, true) | (false, false) => continue,
        };
        let Some((_, whole)) = share.parts.filter(|(_, whole)| RATE_BASES.contains(whole)) else { continue };
        if is_compared && share.role == Role::Percent && bare.low <= whole {
            let part = bare.low;
            (bare.low, bare.high) = (100.0 * part / whole, 100.0 * part / whole);
            (bare.role, bare.is_rate, bare.parts) = (Role::Percent, share.is_rate, Some((part, whole)));
        }
    }
}

/// Adds the half of `a point and a half` or `a year and a half` to what stands before, which it is half of.
fn and_a_half(all: &mut Vec<Number>, words: &[ReadWord]) {
    let word = |at: usize| words.get(at).map_or("", |word| word.exact.as_str());
    let is_half = |number: &Number| {
        number.role == Role::Percent
            && (number.low, number.high) == (50.0, 50.0)
            && number.last == number.first + 1
            && Grammar::Indefinite.has(word(number.first))
            && number.first > 2
            && Grammar::And.has(word(number.first - 1))
    };
    let Some(at) = all.iter().position(is_half) else { return };
    let Some(half) = all.get(at).cloned() else { return };
    let unit = half.first - 2;
    let (role, one) = match (text::is_point(word(unit)), days(word(unit))) {
        (true, _) => (Role::Effect, 1.0),
        (false, Some(days)) => (Role::Days, days),
        (false, None) => return,
    };
    // `A point`, or `two points`, whose number is there already.
    let whole = at.checked_sub(1).and_then(|at| all.get_mut(at)).filter(|before| before.last == unit);
    match whole {
        Some(whole) => {
            (whole.low, whole.high) = (whole.low + one / 2.0, whole.high + one / 2.0);
            (whole.last, whole.decimals, whole.high_decimals) = (half.last, 1, 1);
            all.remove(at);
        }
        None if Grammar::Indefinite.has(word(unit - 1)) => {
            if let Some(number) = all.get_mut(at) {
                (number.low, number.high, number.role) = (1.5 * one, 1.5 * one, role);
                (number.first, number.decimals, number.high_decimals) = (unit - 1, 1, 1);
                (number.is_in_points, number.parts, number.is_of_few) = (role == Role::Effect, None, false);
            }
        }
        None => {}
    }
}

/// Reads `2.2 of 24 points` as so many points, and the points behind as the length of the scale.
fn of_points(all: &mut [Number], words: &[ReadWord]) {
    for at in 1..all.len() {
        let Some([first, next]) = all.get_mut(at - 1..=at) else { continue };
        let between = words.get(first.last + 1..next.first).unwrap_or_default();
        let is_part = matches!(between, [one] | [_, one] if Grammar::PartOfWhole.has(&one.exact));
        let is_whole = next.role == Role::Effect && next.is_in_points && next.decimals == 0 && next.low >= next.high;
        let is_value = matches!(first.role, Role::Effect | Role::Other) && !first.is_scale && first.parts.is_none();
        if is_part && is_whole && is_value && first.high <= next.low {
            (first.role, first.is_in_points) = (Role::Effect, true);
            (next.role, next.is_in_points, next.is_scale) = (Role::Other, false, true);
        }
    }
}

/// Gives the numbers of a row the unit of the first: `29 millimetres with one, 24 with another and 7 on the waiting list`.
fn series(all: &mut [Number], words: &[ReadWord]) {
    let is_of_group =
        |number: &Number| words.get(number.last + 1).is_some_and(|word| Grammar::OfGroup.has(&word.exact));
    for at in 1..all.len() {
        let Some([first, next]) = all.get_mut(at - 1..=at) else { continue };
        let is_bare = next.role == Role::Other && next.low >= next.high && !next.is_scale && next.parts.is_none();
        let has_unit = matches!(first.role, Role::Effect | Role::Percent) && !first.is_rate && first.parts.is_none();
        // `15 points in 100`: of so many.
        let is_whole = next
            .first
            .checked_sub(1)
            .and_then(|at| words.get(at))
            .is_some_and(|word| Grammar::PartOfWhole.has(&word.exact));
        if is_bare && !is_whole && has_unit && is_of_group(first) && is_of_group(next) && next.last == next.first {
            (next.role, next.per_unit, next.is_in_points) = (first.role, first.per_unit, first.is_in_points);
            (next.low, next.high) = (next.low * first.per_unit, next.high * first.per_unit);
            next.unit.clone_from(&first.unit);
        }
    }
}

/// Reads a number behind a unit of time as a time: `at week 12`.
fn at_time(number: &mut Number, words: &[ReadWord]) {
    let Some(before) = number.first.checked_sub(1) else { return };
    let unit = words.get(before).filter(|word| !word.exact.ends_with('s')).and_then(|word| days(&word.exact));
    // `At week four to 10.8 mm`: the unit behind is that of the next number.
    let is_bare = matches!(number.role, Role::Other | Role::Effect)
        // `At one year, twice as many`.
        && !number.is_multiple
        && !number.is_money
        && number.first == number.last
        && number.low >= number.high;
    if let Some(unit) = unit.filter(|_| is_bare && number.low.fract() == 0.0) {
        (number.low, number.high) = (number.low * unit, number.high * unit);
        (number.role, number.unit, number.is_in_points) = (Role::Days, None, false);
        number.first = before;
    }
}

/// Gives a time without its unit that of the time before: `7 mm more at two weeks and 16 mm more at four`.
fn elided_times(all: &mut [Number], words: &[ReadWord], sentence: &str) {
    let leads =
        |number: &Number| number.first.checked_sub(1).and_then(|at| words.get(at)).map(|word| word.exact.as_str());
    for at in 1..all.len() {
        let (before, rest) = all.split_at_mut(at);
        let Some(number) = rest.first_mut() else { continue };
        let is_bare = matches!(number.role, Role::Other | Role::Effect)
            && number.first == number.last
            && !number.is_money
            && number.low >= number.high
            && number.low.fract() == 0.0;
        // Nothing that is counted stands behind it.
        let ends = words.get(number.last).is_some_and(|word| {
            let next = words.get(number.last + 1);
            next.is_none_or(|next| {
                Grammar::And.has(&next.exact)
                    || sentence.get(word.end..next.start).is_some_and(|between| between.contains([',', ';', '.', ')']))
            })
        });
        let Some(time) = before.iter().rev().find(|time| time.role == Role::Days).filter(|_| is_bare && ends) else {
            continue;
        };
        let unit = [time.last, time.first].iter().find_map(|at| words.get(*at).and_then(|word| days(&word.exact)));
        let (Some(unit), true) = (unit, leads(time).is_some() && leads(time) == leads(number)) else { continue };
        (number.low, number.high) = (number.low * unit, number.high * unit);
        (number.role, number.unit, number.is_in_points) = (Role::Days, None, false);
    }
}

/// The numbers of people that rates are told in, beside the event: other numbers are those who were counted.
const RATE_BASES: [f64; 5] = [100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0];

/// Most words between the number of a rate and that of its people: `serious adverse events in`.
const EVENT_WORDS: usize = 5;

/// Joins a number with decimals and the large number after it that it is counted in: `1.01 in 10,000 patients`.
fn rates(all: Vec<Number>, words: &[ReadWord]) -> Vec<Number> {
    let mut joined: Vec<Number> = Vec::with_capacity(all.len());
    for base in all {
        let between =
            joined.last().and_then(|share: &Number| words.get(share.last + 1..base.first)).unwrap_or_default();
        // `Out of every million`.
        let joint = match between {
            [rest @ .., every] if !rest.is_empty() && Grammar::RateFronts.has(&every.exact) => rest,
            all => all,
        };
        let is_joined = matches!(joint, [one] | [one, _] if Grammar::PartOfWhole.has(&one.exact))
            && base.low >= 100.0
            && !matches!(base.role, Role::Year | Role::Days | Role::Logistics);
        // `One serious event in 10,000 patients`: events in so many people.
        let in_round = RATE_BASES.contains(&base.low)
            && matches!(base.role, Role::Participants | Role::Sessions | Role::Other)
            && (2..=EVENT_WORDS).contains(&between.len())
            && between.iter().rev().take(2).any(|word| Grammar::RateFollows.has(&word.exact));
        if let Some(share) = joined.last_mut().filter(|share| {
            // `One acupuncture patient in a thousand` counts people in so many people.
            let is_count = matches!(share.role, Role::Other | Role::Participants);
            in_round && is_count && share.low >= share.high && share.low < base.low
        }) {
            share.role = Role::Percent;
            share.is_rate = true;
            (share.low, share.high) = (100.0 * share.low / base.low, 100.0 * share.high / base.low);
            share.last = base.last;
            continue;
        }
        // `7.29 points out of 100`: on a scale of that length.
        if is_joined && joined.last().is_some_and(|share| share.is_in_points) {
            joined.push(Number { role: Role::Other, is_scale: true, ..base });
            continue;
        }
        match joined.last_mut().filter(|share| {
            is_joined
                && share.decimals > 0
                && share.low >= share.high
                && share.low < base.low
                && matches!(share.role, Role::Effect | Role::Other)
        }) {
            Some(share) => {
                share.role = Role::Percent;
                share.is_rate = true;
                (share.low, share.high) = (100.0 * share.low / base.low, 100.0 * share.high / base.low);
                share.last = base.last;
            }
            None => joined.push(base),
        }
    }
    joined
}

/// Words from the people of a rate to its number.
const FRONT_REACH: usize = 12;

/// Joins the people of a rate that stand in front and the number behind them: `Per 10,000 patients, the study counts 8.31 bleeds`.
fn fronted_rate(mut all: Vec<Number>, words: &[ReadWord]) -> Vec<Number> {
    let is_fronted = |base: &Number| {
        let before = base.first.checked_sub(1).and_then(|at| words.get(at));
        RATE_BASES.contains(&base.low)
            && base.low >= base.high
            && matches!(base.role, Role::Participants | Role::Sessions | Role::Other)
            && before.is_some_and(|word| Grammar::RateFronts.has(&word.exact))
    };
    let Some(at) = all.iter().position(is_fronted) else { return all };
    let Some([base, share]) = all.get(at..at + 2) else { return all };
    let is_count =
        matches!(share.role, Role::Participants | Role::Sessions | Role::Other | Role::Effect) && !share.is_money;
    if !is_count || share.is_multiple || share.high >= base.low || share.first.saturating_sub(base.last) > FRONT_REACH {
        return all;
    }
    let (whole, mut near) = (base.low, base.last..=base.last + 1);
    let named = near.rfind(|at| words.get(*at).is_some_and(|word| Grammar::RateBases.has(&word.exact)));
    if let Some(share) = all.get_mut(at + 1) {
        (share.low, share.high) = (100.0 * share.low / whole, 100.0 * share.high / whole);
        (share.role, share.is_rate, share.counted_in) = (Role::Percent, true, named);
    }
    all.remove(at);
    all
}

/// Digits after the point of the figure that has this value: each end of a range has its own (`1.74 to 24`).
fn decimals_of(printed: &str, value: f64) -> Option<u8> {
    text::tokens(printed).into_iter().find_map(|token| {
        let TokenKind::Figure(figure) = token.kind else { return None };
        ((figure.value - value).abs() < 1e-9).then_some(figure.decimals)
    })
}

/// Whether a count is written as years are: four digits of our time, without a separator.
fn is_year(number: &text::Number, words: &[ReadWord]) -> bool {
    let at = words.partition_point(|word| word.end <= number.start);
    let is_bare = words.get(at).is_some_and(|word| word.start == number.start && word.end - word.start == 4);
    matches!(number.value, NumberValue::One(value) if is_bare && (1_900.0..2_100.0).contains(&value) && value.fract() == 0.0)
}

/// Longest ending of a possessive, with the sign before it, in bytes.
const POSSESSIVE: std::ops::RangeInclusive<usize> = 2..=4;

/// Whether a share is one of what belongs to something: `of humming's`, right behind it.
fn is_of_owner(end: usize, words: &[ReadWord]) -> bool {
    let behind = words.partition_point(|word| word.start < end);
    let is_owner = |word: &ReadWord| POSSESSIVE.contains(&(word.end - word.start).saturating_sub(word.exact.len()));
    matches!(words.get(behind..behind + 2), Some([of, owner]) if Grammar::PartOfWhole.has(&of.exact) && is_owner(owner))
}

/// Days of a year: of what is younger it is told how long it has lasted, and not how old somebody is.
const YEAR: f64 = 360.0;

/// Decimals that nobody gives of a time.
const NO_TIME_DECIMALS: usize = 2;

/// Whether a number is printed without a unit and with so many decimals that it is no time.
fn is_bare_decimal(printed: &str) -> bool {
    let is_bare = printed.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_bare && printed.split_once('.').is_some_and(|(_, decimals)| decimals.len() >= NO_TIME_DECIMALS)
}

fn quantity(number: &text::Number, printed: &str, words: &[ReadWord]) -> Option<Number> {
    let text::Number { start, end, kind, value, unit, counts, noun_end: _, qualifier, role, decimals, per, spread: _ } =
        number;
    let parts = match value {
        NumberValue::Parts { num, den } => Some((*num, *den)),
        NumberValue::One(_) | NumberValue::Range(..) | NumberValue::Moment(_) | NumberValue::Span(..) => None,
    };
    let of_time = unit.as_deref().and_then(days);
    // What a number is told in, in terms of what records hold.
    let (as_role, factor) = match (kind, role, counts) {
        (_, Some(NumberRole::Alpha | NumberRole::Deviation | NumberRole::Quartiles), _)
        | (NumberKind::Level | NumberKind::Ordinal, _, _) => return None,
        // `On a 24-point scale`: the scale is part of the result.
        (_, Some(NumberRole::Scale), _) => (Role::Other, 1.0),
        // `A 2025 trial`: a year, unless people are counted.
        (NumberKind::Count, None, counts) if is_year(number, words) && *counts != Some(Counted::Participants) => {
            (Role::Year, 1.0)
        }
        (NumberKind::Percent, _, _) => (Role::Percent, 1.0),
        // `Shrank by half`: a share of whatever is spoken of.
        (NumberKind::Fraction, _, None | Some(Counted::Participants | Counted::Events)) => (Role::Percent, 100.0),
        // `Half of humming's benefit`: of what somebody has.
        (NumberKind::Fraction, _, Some(_)) if is_of_owner(*end, words) => (Role::Percent, 100.0),
        // `2.78 out of ten`: no people, but a value on a scale.
        (NumberKind::Proportion, _, None) if parts.is_some_and(|(num, den)| num.fract() != 0.0 && den <= FEW) => {
            (Role::Effect, parts.map_or(1.0, |(_, den)| den))
        }
        (NumberKind::Proportion | NumberKind::Rate, _, counts) => match counts {
            Some(Counted::PersonTime) => (Role::Other, 1.0),
            // `25 of 105 studies`: a share, and no result.
            Some(Counted::Studies) => (Role::Other, 100.0),
            _ if parts.is_some_and(|(num, den)| num <= den) => (Role::Percent, 100.0),
            _ => (Role::Other, 1.0),
        },
        (NumberKind::Interval, _, _) => (Role::Interval, 1.0),
        (NumberKind::P, _, _) => (Role::P, 1.0),
        // `Pain younger than twelve weeks`: as long as a complaint has lasted.
        (NumberKind::Age, _, _) if of_time.is_some_and(|days| days < YEAR) => (Role::Days, of_time?),
        (NumberKind::Age, _, _) | (_, Some(NumberRole::Age), _) => (Role::Age, 1.0),
        // `After 12 months 0.012 and after 24 months 0.027`: no months.
        (NumberKind::Duration, _, _) if is_bare_decimal(printed) => (Role::Effect, 1.0),
        (NumberKind::Duration, _, _) => (Role::Days, of_time?),
        (NumberKind::Year, _, _) => (Role::Year, 1.0),
        (NumberKind::Date, _, _) => (Role::Year, 1.0),
        (NumberKind::Time | NumberKind::Money, _, _) => (Role::Logistics, 1.0),
        (_, Some(NumberRole::SampleSize), _) | (NumberKind::Count, _, Some(Counted::Participants)) => {
            (Role::Participants, 1.0)
        }
        (_, Some(NumberRole::StudyCount), _) | (NumberKind::Count, _, Some(Counted::Studies)) => (Role::Studies, 1.0),
        (NumberKind::Count | NumberKind::Frequency, _, Some(Counted::Sessions)) => (Role::Sessions, 1.0),
        (NumberKind::Count, _, Some(Counted::Time)) => of_time.map_or((Role::Other, 1.0), |days| (Role::Days, days)),
        (NumberKind::Count, _, Some(Counted::Points))
        | (NumberKind::Measure | NumberKind::Statistic | NumberKind::MeanSpread, _, _)
        | (_, Some(NumberRole::Effect), _) => (Role::Effect, 1.0),
        (NumberKind::Count | NumberKind::Fraction | NumberKind::Dose | NumberKind::Frequency, _, _)
        | (NumberKind::Multiple, _, _) => (Role::Other, 1.0),
    };
    let (low, high) = match value {
        NumberValue::Moment(moment) if as_role == Role::Year => {
            let year: f64 = moment.get(..4)?.parse().ok()?;
            (year, year)
        }
        NumberValue::One(_)
        | NumberValue::Range(..)
        | NumberValue::Parts { .. }
        | NumberValue::Moment(_)
        | NumberValue::Span(..) => value.ends()?,
    };
    let first = words.partition_point(|word| word.end <= *start);
    let last = words.partition_point(|word| word.start < *end).checked_sub(1)?;
    if first > last {
        return None;
    }
    let (low, high) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
    // Lengths on a scale are on record in millimetres.
    let per_unit = unit
        .as_deref()
        .filter(|_| as_role == Role::Effect || *role == Some(NumberRole::Scale))
        .and_then(text::in_millimetres)
        .unwrap_or(1.0);
    // `2.2 of 10 cm`, `2.2 of 10 points`: so much on a scale of that length.
    let of_length = unit.as_deref().and_then(text::in_millimetres);
    let is_of_points = *counts == Some(Counted::Points) || printed.split_whitespace().any(text::is_point);
    let one = of_length.or(is_of_points.then_some(1.0));
    let on_scale = parts.zip(one).filter(|_| as_role == Role::Percent);
    let (as_role, factor, per_unit, low, high) = match on_scale {
        Some(((part, _), one)) => (Role::Effect, 1.0, one, part, part),
        None => (as_role, factor, per_unit, low, high),
    };
    let parts = parts.filter(|_| on_scale.is_none());
    // `Half a point` is told as exactly as 0.5.
    let fraction = |value: f64| (value.fract() != 0.0 && factor <= 1.0).then_some(1);
    // A share of studies is the quotient of two whole numbers, and rounded by nobody.
    let exact_share = (parts.is_some() && *counts == Some(Counted::Studies)).then_some(1);
    let decimals_as_told = |value: f64| {
        exact_share.or_else(|| decimals_of(printed, value)).or_else(|| fraction(value)).or(*decimals).unwrap_or(0)
    };
    let low_decimals = decimals_as_told(low);
    Some(Number {
        first,
        last,
        low: low * factor * per_unit,
        high: high * factor * per_unit,
        decimals: low_decimals,
        high_decimals: if high == low { low_decimals } else { decimals_as_told(high) },
        role: as_role,
        qualifier: *qualifier,
        is_of_few: parts.is_some_and(|(_, den)| den <= FEW),
        is_scale: *role == Some(NumberRole::Scale),
        is_money: *kind == NumberKind::Money,
        is_multiple: *kind == NumberKind::Multiple,
        is_rate: *kind == NumberKind::Rate || parts.is_some_and(|(_, den)| den >= RATE_BASE),
        is_in_points: *counts == Some(Counted::Points),
        is_of_shares: unit.as_deref() == Some(PERCENTAGE_POINTS),
        is_rest: matches!(role, Some(NumberRole::Retained | NumberRole::Complement | NumberRole::Dropout)),
        is_further: false,
        per_days: per.as_ref().and_then(|per| Some(per.value * days(&per.unit)?)),
        parts,
        unit: unit
            .as_ref()
            .filter(|_| matches!(kind, NumberKind::Measure | NumberKind::Dose | NumberKind::Money))
            // Lengths are all held in millimetres.
            .filter(|unit| text::in_millimetres(unit).is_none())
            .map(|unit| unit.trim_end_matches('s').to_lowercase()),
        is_dose: *kind == NumberKind::Dose,
        per_unit,
        counted_in: None,
        day: match value {
            NumberValue::Moment(moment) if as_role == Role::Year => moment.get(5..10).map(str::to_owned),
            NumberValue::One(_)
            | NumberValue::Range(..)
            | NumberValue::Parts { .. }
            | NumberValue::Moment(_)
            | NumberValue::Span(..) => None,
        },
    })
}

impl Number {
    /// Whether it is this value, rounded as the sentence rounds.
    pub(super) fn is(&self, value: f64) -> bool {
        self.end_is((self.low, self.decimals), value) || self.end_is((self.high, self.high_decimals), value)
    }

    /// Within which bounds a count lies that [`Self::is`] one of its ends.
    pub(super) fn bounds_of_counts(&self) -> [(f64, f64); 2] {
        [self.low, self.high].map(|said| {
            let slack = if said >= 10_000.0 { 501.0 } else { 1.0 };
            match self.qualifier {
                None if !self.is_of_few => (said - slack, said + slack),
                None | Some(_) => (0.75 * said - slack, 1.3 * said + slack),
            }
        })
    }

    /// Whether both of its ends are ends of this range.
    pub(super) fn spans(&self, low: f64, high: f64) -> bool {
        let one = |said| self.end_is(said, low) || self.end_is(said, high);
        one((self.low, self.decimals)) && one((self.high, self.high_decimals))
    }

    /// Whether this value lies on the side that the sentence names: `fewer than 10%` is no untruth of 2%, and tells little.
    pub(super) fn bounds(&self, value: f64) -> bool {
        match self.qualifier {
            // `Just over a third` is no way to tell a half.
            Some(Qualifier::MoreThan) => value >= self.low && (self.low < 10.0 || value <= 1.4 * self.low),
            Some(Qualifier::AtLeast) => value >= self.low,
            Some(Qualifier::LessThan | Qualifier::AtMost) => value <= self.high,
            // `Nearly half` is no way to tell a quarter.
            Some(Qualifier::Nearly) => value <= self.high && value >= 0.8 * self.high,
            None
            | Some(Qualifier::About | Qualifier::UpTo | Qualifier::AllBut | Qualifier::AsManyAs | Qualifier::AsFewAs) => {
                false
            }
        }
    }

    fn end_is(&self, (said, decimals): (f64, u8), value: f64) -> bool {
        let step = self.per_unit * 10f64.powi(-i32::from(decimals)) / 2.0 + 1e-9;
        // A share in figures is rounded to its last one.
        let in_figures = self.role == Role::Percent && !self.is_rate && self.parts.is_none() && decimals > 0;
        let tolerance = if self.role == Role::Days {
            // Months are of several lengths.
            (0.025 * value).max(0.01)
        } else if self.role == Role::Percent && (self.is_rate || said < 0.5) {
            // A rate is rounded in its own unit, and by who says about to whole people.
            let whole = self.parts.filter(|(part, _)| self.qualifier == Some(Qualifier::About) && *part >= 2.0);
            let figure = if in_figures { step } else { 1e-9 };
            (0.05 * value).max(figure).max(whole.map_or(0.0, |(_, of)| 50.0 / of))
        } else if self.is_of_few {
            // Whoever says `four in five` rounds.
            (0.04 * value).max(0.5)
        } else if said >= 10_000.0 && said % 1_000.0 == 0.0 {
            500.0
        } else {
            step
        };
        let near = (said - value).abs() <= tolerance;
        // `One in nine or so` may be nearer to eight.
        let room = if self.is_of_few { 0.08 } else { 0.05 };
        let about = (said - value).abs() <= (room * value).max(tolerance);
        near || match self.qualifier {
            Some(Qualifier::About) => about,
            // `More than one in a thousand` leaves more room than `more than 39%`.
            Some(Qualifier::MoreThan) => said <= value && value <= if self.is_rate { 1.25 } else { 1.1 } * said,
            Some(Qualifier::Nearly) => value <= said && 0.92 * said <= value,
            Some(Qualifier::LessThan) => value <= said && 0.85 * said <= value,
            None
            | Some(
                Qualifier::AtLeast
                | Qualifier::AtMost
                | Qualifier::UpTo
                | Qualifier::AllBut
                | Qualifier::AsManyAs
                | Qualifier::AsFewAs,
            ) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Analyser, Shape};

    fn read(text: &str) -> Vec<(Role, f64, f64)> {
        let words: Vec<ReadWord> = Analyser::new()
            .words(text)
            .into_iter()
            .filter(|word| word.shape != Shape::Compound)
            .map(ReadWord::from)
            .collect();
        let round = |value: f64| (value * 1e6).round() / 1e6;
        quantities(text, &words).iter().map(|n| (n.role, round(n.low), round(n.high))).collect()
    }

    #[test]
    fn every_number_has_its_role() {
        for (text, expected) in [
            (
                "33 studies with 8,270 participants",
                &[(Role::Studies, 33.0, 33.0), (Role::Participants, 8270.0, 8270.0)][..],
            ),
            ("an 800-person trial", &[(Role::Participants, 800.0, 800.0)]),
            ("eight hundred adults aged sixty-five", &[(Role::Participants, 800.0, 800.0), (Role::Age, 65.0, 65.0)]),
            ("8-12 sessions", &[(Role::Sessions, 8.0, 12.0)]),
            ("8–15 sessions over 12 weeks", &[(Role::Sessions, 8.0, 15.0), (Role::Days, 84.0, 84.0)]),
            ("about 39–44% improved", &[(Role::Percent, 39.0, 44.0)]),
            ("1 in 5 people", &[(Role::Percent, 20.0, 20.0)]),
            ("four out of ten people", &[(Role::Percent, 40.0, 40.0)]),
            ("three quarters of the patients", &[(Role::Percent, 75.0, 75.0)]),
            ("1 per 10,000 patients", &[(Role::Percent, 0.01, 0.01)]),
            ("Per 10,000 patients, the study counts 8.5 small bleeds", &[(Role::Percent, 0.085, 0.085)]),
            ("Of every 1,000 sessions two ended early", &[(Role::Percent, 0.2, 0.2)]),
            ("a 2025 trial", &[(Role::Year, 2025.0, 2025.0)]),
            ("12 months after", &[(Role::Days, 365.25, 365.25)]),
            ("adults 65+", &[(Role::Age, 65.0, 65.0)]),
            ("back pain younger than twelve weeks", &[(Role::Days, 84.0, 84.0)]),
            ("P = .04", &[(Role::P, 0.04, 0.04)]),
            ("95% CI -17.11 to -3.40", &[(Role::Interval, 3.4, 17.11)]),
            ("better by a point and a half", &[(Role::Effect, 1.5, 1.5)]),
            ("after a year and a half", &[(Role::Days, 547.875, 547.875)]),
            ("9 points lower on a scale of 100", &[(Role::Effect, 9.0, 9.0), (Role::Other, 100.0, 100.0)]),
            ("lower by 16 on a scale from 0 to 100", &[(Role::Effect, 16.0, 16.0), (Role::Other, 0.0, 100.0)]),
            ("2.02 of 24 points lower", &[(Role::Effect, 2.02, 2.02), (Role::Other, 24.0, 24.0)]),
            ("people aged 65+, 6 months:", &[(Role::Age, 65.0, 65.0), (Role::Days, 182.625, 182.625)]),
            ("16 mm on a 100 mm line", &[(Role::Effect, 16.0, 16.0), (Role::Other, 100.0, 100.0)]),
            ("$491 less per person over one year", &[(Role::Logistics, 491.0, 491.0), (Role::Days, 365.25, 365.25)]),
            (
                "20 trials and six thousand something patients",
                &[(Role::Studies, 20.0, 20.0), (Role::Participants, 6000.0, 6000.0)],
            ),
            ("it costs $150", &[(Role::Logistics, 150.0, 150.0)]),
            ("in 2017 it said so", &[(Role::Year, 2017.0, 2017.0)]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_is_a_value_that_rounds_to_it() {
        let one = |low: f64, decimals, qualifier| Number {
            first: 0,
            last: 0,
            low,
            high: low,
            decimals,
            high_decimals: decimals,
            role: Role::Percent,
            qualifier,
            is_of_few: false,
            is_scale: false,
            is_money: false,
            is_multiple: false,
            is_rate: false,
            is_in_points: false,
            is_of_shares: false,
            is_rest: false,
            per_days: None,
            is_further: false,
            parts: None,
            unit: None,
            is_dose: false,
            per_unit: 1.0,
            counted_in: None,
            day: None,
        };
        assert!(one(39.0, 0, None).is(39.1) && !one(39.0, 1, None).is(39.1) && !one(40.0, 0, None).is(39.1));
        assert!(one(40.0, 0, Some(Qualifier::About)).is(39.1) && one(40.0, 0, Some(Qualifier::Nearly)).is(39.1));
        assert!(!one(30.0, 0, Some(Qualifier::MoreThan)).is(43.8) && !one(50.0, 0, Some(Qualifier::AtLeast)).is(43.8));
    }
}
