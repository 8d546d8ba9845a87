//! Dates, times of day and years of the calendar.

use super::{
    NumberKind, NumberValue,
    reader::{Reader, Reading},
};
use crate::text::{lexicon::near::Near, token::FigureForm, word_class::Counted};

/// A date with what is printed of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Day {
    year: Option<u32>,
    month: u32,
    day: Option<u32>,
}

impl Day {
    fn iso(self) -> String {
        let Self { year, month, day } = self;
        match (year, day) {
            (Some(year), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(year), None) => format!("{year:04}-{month:02}"),
            (None, Some(day)) => format!("--{month:02}-{day:02}"),
            (None, None) => format!("--{month:02}"),
        }
    }
}

impl Reader<'_> {
    /// A date, a time of day or a year.
    pub(super) fn moment(&mut self, at: usize) -> Option<usize> {
        self.date(at).or_else(|| self.clock(at)).or_else(|| self.year(at))
    }

    /// Whole numbers of a date or time, which fit easily.
    fn small(&self, at: usize, most: f64) -> Option<u32> {
        let figure = self.figure(at)?;
        let is_plain = matches!(figure.form, FigureForm::Plain | FigureForm::Ordinal) && figure.decimals == 0;
        if !is_plain || !(0.0..=most).contains(&figure.value) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number of at most `most`")]
        let whole = (figure.value.fract() == 0.0).then_some(figure.value as u32);
        whole
    }

    fn month(&self, at: usize) -> Option<u32> {
        let month = self.numbers().months.get(self.word(at)).copied()?;
        // `may` and `march` are verbs unless printed as names.
        self.printed(at).starts_with(char::is_uppercase).then_some(u32::from(month))
    }

    /// After a short month there may be a stop.
    fn past_stop(&self, at: usize) -> usize {
        if self.is_sign(at, ".") && self.is_glued(at) { at + 1 } else { at }
    }

    fn year_at(&self, at: usize) -> Option<u32> {
        self.calendar_year(at)?;
        self.small(at, 2100.0)
    }

    fn date(&mut self, at: usize) -> Option<usize> {
        let (mut last, mut day) = self.one_date(at)?;
        let mut end = None;
        let mut next = last + 1;
        if self.is_sign(next, ",") && self.is_near(next + 1, Near::MomentJoints) {
            next += 1;
        }
        let between = (1..=2).any(|back| self.near_before(at, back, Near::Between));
        let joins = self.is_dash(next) || self.is_near(next, Near::Until) || (self.is_near(next, Near::And) && between);
        if joins {
            let from = next + 1 + usize::from(self.is_near(next + 1, Near::The));
            if let Some((to_last, to)) = self.one_date(from) {
                (last, end) = (to_last, Some(to));
            } else if let (Some(_), Some(to)) =
                (day.day, self.small(from, 31.0).filter(|_| self.year_at(from).is_none()))
            {
                // `May 1-5, 2020`
                let mut until = Day { day: Some(to), ..day };
                last = from;
                if self.is_sign(last + 1, ",")
                    && let Some(year) = self.year_at(last + 2)
                {
                    (until.year, last) = (Some(year), last + 2);
                }
                end = Some(until);
            }
        }
        if let Some(to) = end {
            day.year = day.year.or(to.year);
        }
        let is_partial = day.year.is_none() && day.day.is_none() && end.is_none_or(|to| to.year.is_none());
        if is_partial {
            return None;
        }
        let value = match end {
            Some(to) => NumberValue::Span(day.iso(), to.iso()),
            None => NumberValue::Moment(day.iso()),
        };
        self.push(Reading::new(at, last, NumberKind::Date, value))
    }

    /// A date that begins at a token: `January 1, 2012`, `1 January 2012`, `October 2017`, `March`, `2012-01-31`.
    fn one_date(&self, at: usize) -> Option<(usize, Day)> {
        if let Some(month) = self.month(at) {
            let next = self.past_stop(at + 1);
            if let Some(year) = self.year_at(next) {
                return Some((next, Day { year: Some(year), month, day: None }));
            }
            if self.is_sign(next, ",")
                && let Some(year) = self.year_at(next + 1)
            {
                return Some((next + 1, Day { year: Some(year), month, day: None }));
            }
            if let Some(day) = self.small(next, 31.0).filter(|day| *day > 0 && self.unit(next + 1).is_none()) {
                let year = next + 1 + usize::from(self.is_sign(next + 1, ","));
                return Some(match self.year_at(year) {
                    Some(known) => (year, Day { year: Some(known), month, day: Some(day) }),
                    None => (next, Day { year: None, month, day: Some(day) }),
                });
            }
            return Some((next - 1, Day { year: None, month, day: None }));
        }
        if let Some(year) = self.year_at(at) {
            let iso = self.is_hyphen(at + 1) && self.is_hyphen(at + 3);
            if iso && let (Some(month), Some(day)) = (self.small(at + 2, 12.0), self.small(at + 4, 31.0)) {
                return Some((at + 4, Day { year: Some(year), month, day: Some(day) }));
            }
            return None;
        }
        // `01/2012`
        if let (Some(month), true, Some(year)) =
            (self.small(at, 12.0), self.is_sign(at + 1, "/") && self.is_glued(at + 1), self.year_at(at + 2))
        {
            return (month > 0).then_some((at + 2, Day { year: Some(year), month, day: None }));
        }
        let day = self.small(at, 31.0).filter(|day| *day > 0)?;
        // `02/03/2018`, `31.12.2018`
        let parted = self.is_sign(at + 1, "/") && self.is_sign(at + 3, "/") && self.is_glued(at + 1);
        if parted && let (Some(month), Some(year)) = (self.small(at + 2, 31.0), self.year_at(at + 4)) {
            let (day, month) = if month > 12 { (month, day) } else { (day, month) };
            return (month <= 12).then_some((at + 4, Day { year: Some(year), month, day: Some(day) }));
        }
        let mut next = at + 1;
        if self.is_near(next, Near::Of) && self.figure(at).is_some_and(|figure| figure.form == FigureForm::Ordinal) {
            next += 1;
        }
        let month = self.month(next)?;
        let year = self.past_stop(next + 1);
        let year = year + usize::from(self.is_sign(year, ",") && self.year_at(year + 1).is_some());
        Some(match self.year_at(year) {
            Some(known) => (year, Day { year: Some(known), month, day: Some(day) }),
            None => (next, Day { year: None, month, day: Some(day) }),
        })
    }

    fn clock(&mut self, at: usize) -> Option<usize> {
        let (mut last, mut from, half) = self.one_clock(at)?;
        let joins = self.is_dash(last + 1)
            || self.is_near(last + 1, Near::Until)
            || (self.is_near(last + 1, Near::And) && self.near_before(at, 1, Near::Between));
        let mut until = None;
        if joins && let Some((end, to, other)) = self.one_clock(last + 2) {
            // `8 to 10 am`
            if half.is_none() && other == Some(true) && from.0 < 12 && to.0 > from.0 + 12 {
                from.0 += 12;
            }
            if half.is_some() || other.is_some() || self.is_sign(at + 1, ":") {
                (last, until) = (end, Some(to));
            }
        }
        let is_sure = half.is_some() || until.is_some() || self.is_sign(at + 1, ":");
        if !is_sure {
            return None;
        }
        let iso = |(hour, minute): (u32, u32)| format!("{hour:02}:{minute:02}");
        let value = match until {
            Some(to) => NumberValue::Span(iso(from), iso(to)),
            None => NumberValue::Moment(iso(from)),
        };
        self.push(Reading::new(at, last, NumberKind::Time, value))
    }

    /// A time of day: its last token, hour and minute, and whether it is said to be before or after noon.
    fn one_clock(&self, at: usize) -> Option<(usize, (u32, u32), Option<bool>)> {
        if let Some(time) = self.stopped_clock(at) {
            return Some(time);
        }
        let hour = self.small(at, 24.0)?;
        let has_minutes = self.is_sign(at + 1, ":.")
            && self.is_glued(at + 1)
            && self.is_glued(at + 2)
            && self.printed(at + 2).len() == 2;
        let minutes = if has_minutes && self.sign(at + 1) == Some(':') { self.small(at + 2, 59.0) } else { None };
        let last = if minutes.is_some() { at + 2 } else { at };
        let next = last + 1;
        let half = self.half_of_day(next);
        if self.is_near(next, Near::Oclock) {
            return Some((next, (hour, 0), Some(false)));
        }
        if let Some(after_noon) = half.filter(|_| hour <= 12) {
            let hour = hour % 12 + if after_noon { 12 } else { 0 };
            return Some((next, (hour, minutes.unwrap_or(0)), half));
        }
        match minutes {
            // `1:10` and `2:1` are ratios: a clock has two figures for the minute, and words of time or two for the hour.
            Some(minute) => {
                let before = self.word_before(at, 1);
                let is_time = self.near(before, Near::ClockBefore) || self.is_dash(at.wrapping_sub(1));
                let is_ratio = (1..=4).any(|back| self.near(self.word_before(at, back), Near::RatioWords));
                ((is_time || self.printed(at).len() == 2 && !is_ratio) && !self.is_sign(last + 1, ":")).then_some((
                    last,
                    (hour, minute),
                    None,
                ))
            }
            None => {
                // A bare hour counts only as the beginning of `8 to 10 am`.
                let joins = self.is_dash(last + 1) || self.is_near(last + 1, Near::Until);
                let noon_follows = self.small(last + 2, 12.0).is_some() && self.half_of_day(last + 3).is_some();
                let minutes_follow =
                    noon_follows || (self.is_sign(last + 3, ":") && self.half_of_day(last + 5).is_some());
                (joins && minutes_follow).then_some((last, (hour, 0), None))
            }
        }
    }

    /// `5.30pm`
    fn stopped_clock(&self, at: usize) -> Option<(usize, (u32, u32), Option<bool>)> {
        let figure = self.figure(at).filter(|figure| figure.form == FigureForm::Plain && figure.decimals == 2)?;
        let (hour, minute) = self.printed(at).split_once('.')?;
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        let after_noon = self.half_of_day(at + 1)?;
        let is_time = figure.value < 13.0 && hour > 0 && minute < 60;
        is_time.then_some((at + 1, (hour % 12 + if after_noon { 12 } else { 0 }, minute), Some(after_noon)))
    }

    /// Whether the word at a place says before or after noon: `am`, `p.m`.
    pub(super) fn half_of_day(&self, at: usize) -> Option<bool> {
        let after_noon = self.is_near(at, Near::Afternoon);
        (after_noon || self.is_near(at, Near::Forenoon)).then_some(after_noon)
    }

    fn year(&mut self, at: usize) -> Option<usize> {
        let year = self.calendar_year(at).filter(|year| *year >= 1900.0)?;
        let mut last = at;
        let mut value = NumberValue::One(year);
        let joint = at + 1;
        let glued = self.is_glued(joint) && self.is_glued(joint + 1);
        let two_digits = self
            .figure(joint + 1)
            .filter(|figure| figure.form == FigureForm::Plain && figure.digits == 2 && figure.decimals == 0);
        let century = (year / 100.0).floor() * 100.0;
        let short = two_digits
            .map(|figure| century + figure.value)
            .filter(|end| *end > year && glued && self.is_sign(joint, "/–-—−"));
        let between = (1..=2).any(|back| self.near_before(at, back, Near::Between));
        let joins = self.is_dash(joint)
            || self.is_sign(joint, "/")
            || self.is_near(joint, Near::Until)
            || (self.is_near(joint, Near::And) && between);
        if let Some(end) = short.filter(|_| !self.is_dash(joint + 2)) {
            (last, value) = (joint + 1, NumberValue::Range(year, end));
        } else if joins && let Some(end) = self.calendar_year(joint + 1).filter(|end| *end > year) {
            (last, value) = (joint + 1, NumberValue::Range(year, end));
        } else if !self.is_calendar(at, at) || self.unit(at + 1).is_some() {
            return None;
        }
        if self.currency_before(at).is_some() || self.label(at).is_some() || self.is_sign(at.wrapping_sub(1), "=<>") {
            return None;
        }
        if last > at
            && (self.unit(last + 1).is_some()
                || self.counted(last + 1).is_some_and(|class| class == Counted::Participants)
                    && !self.is_hyphen(last + 1)
                    && !self.near_before(at, 1, Near::In))
        {
            return None;
        }
        let mut reading = Reading::new(at, last, NumberKind::Year, value);
        reading.decimals = Some(0);
        self.push(reading)
    }

    /// `1990s`, `the nineties`, `in her sixties`, `the 60s`.
    pub(super) fn decade(&mut self, at: usize) -> Option<usize> {
        let before = self.word_before(at, 1);
        let hyphen = self.is_hyphen(at.wrapping_sub(1)) && at > 1;
        let anchor = if hyphen { self.word_before(at, 2) } else { before };
        let is_early = self.near(anchor, Near::PartOfDecade);
        let far = self.word_before(at, if hyphen { 3 } else { 2 });
        let possessive = |word: &str| self.near(word, Near::Possessives);
        let of_people = possessive(anchor) || (is_early && possessive(far));
        let decade = |first: usize, last: usize, kind, from: f64| {
            let mut reading = Reading::new(first, last, kind, NumberValue::Range(from, from + 9.0));
            reading.unit = (kind == NumberKind::Age).then(|| "year".to_owned());
            reading
        };
        if let Some(figure) = self.figure(at).filter(|figure| figure.form == FigureForm::Decade) {
            if figure.digits == 4 {
                return self.push(decade(at, at, NumberKind::Year, figure.value));
            }
            if of_people {
                return self.push(decade(at, at, NumberKind::Age, figure.value));
            }
            if self.numbers().years.eras.contains(anchor) {
                return self.push(decade(at, at, NumberKind::Year, 1900.0 + figure.value));
            }
            if let Some(qualifier) = self.age_bound(at) {
                let first = if hyphen { at - 2 } else { at };
                let mut age = Reading::new(first, at, NumberKind::Age, NumberValue::One(figure.value));
                (age.unit, age.decimals) = (Some("year".to_owned()), Some(0));
                (age.qualifier, age.counts) = (Some(qualifier), Some(Counted::Participants));
                return self.push(age);
            }
            let mut reading = Reading::new(at, at, NumberKind::Duration, NumberValue::One(figure.value));
            (reading.unit, reading.decimals) = (Some("second".to_owned()), Some(0));
            reading.qualifier = self.qualifier(at, at, NumberKind::Duration, None);
            return self.push(reading);
        }
        let from = *self.numbers().decades.get(self.word(at))?;
        if of_people {
            return self.push(decade(at, at, NumberKind::Age, from));
        }
        let is_era = self.numbers().years.eras.contains(anchor)
            && from >= 20.0
            && self.numbers().counts.get(self.word(at)).is_none();
        if is_era { self.push(decade(at, at, NumberKind::Year, 1900.0 + from)) } else { None }
    }
}
