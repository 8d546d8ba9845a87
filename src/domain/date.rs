//! Dates as publications carry them: a year, a month of a year, or a day.

use std::{fmt, str::FromStr};

pub use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::{
    schema::text_schema,
    vocabulary::{Vocabulary, vocabulary},
};

/// A date as precise as it is known: `2017`, `2017-04` or `2017-04-04` (ISO 8601 calendar dates, reduced precision).
///
/// Ordered by the first day it can mean, the less precise first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

text_schema!(
    PartialDate,
    "A date as precise as it is known: year, month of a year, or day (ISO 8601).",
    r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "2017-04-04"
);

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a date is written `2017`, `2017-04` or `2017-04-04` and stands in the calendar")]
pub struct DateError;

impl PartialDate {
    /// The year, 1000 to 9999.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Year, month and day as far as they are known, for citation formats that take parts.
    pub fn parts(self) -> (i16, Option<i8>, Option<i8>) {
        (self.year, self.month, self.day)
    }

    /// The first day this date can mean.
    pub fn earliest(self) -> Date {
        Date::constant(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day this date can mean.
    pub fn latest(self) -> Date {
        match (self.month, self.day) {
            (Some(month), Some(day)) => Date::constant(self.year, month, day),
            (Some(month), None) => Date::constant(self.year, month, 1).last_of_month(),
            (None, _) => Date::constant(self.year, 12, 31),
        }
    }
}

/// A day as addresses write it, `2026-11-23`. The calendar alone would also read `20261123` and times of day.
pub fn written_day(text: &str) -> Option<Date> {
    let is_written_out = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    is_written_out.then(|| text.parse().ok()).flatten()
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.year, self.month, self.day).cmp(&(other.year, other.month, other.day))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let year = number(parts.next(), 4)?.ok_or(DateError)?;
        let month = number(parts.next(), 2)?;
        let day = number(parts.next(), 2)?;
        if parts.next().is_some() || year < 1000 {
            return Err(DateError);
        }
        let month = month.map(i8::try_from).transpose().map_err(|_| DateError)?;
        let day = day.map(i8::try_from).transpose().map_err(|_| DateError)?;
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| DateError)?;
        Ok(Self { year, month, day })
    }
}

/// A number of exactly `digits` ASCII digits, if there is a part at all.
fn number(part: Option<&str>, digits: usize) -> Result<Option<i16>, DateError> {
    let Some(part) = part else { return Ok(None) };
    if part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateError);
    }
    part.parse().map(Some).map_err(|_| DateError)
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

vocabulary! {
    /// Units in which follow-up is reported.
    pub enum TimeUnit ("unit of time") {
        /// Days.
        Days = "days", "days";
        /// Weeks.
        Weeks = "weeks", "weeks";
        /// Months.
        Months = "months", "months";
        /// Years.
        Years = "years", "years";
    }
}

/// A length of time as it was reported: `12 months` is not turned into `52 weeks`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// How many, 0 or more.
    pub count: u16,
    /// Of what.
    pub unit: TimeUnit,
}

impl Duration {
    /// The length in days, for comparing: a month counts 30.4375 days, a year 365.25.
    pub fn days(self) -> f64 {
        let unit_days = match self.unit {
            TimeUnit::Days => 1.0,
            TimeUnit::Weeks => 7.0,
            TimeUnit::Months => 30.4375,
            TimeUnit::Years => 365.25,
        };
        f64::from(self.count) * unit_days
    }
}

impl FromStr for Duration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let (count, unit) = text.split_once(' ').ok_or(DurationError)?;
        let count = count.parse().map_err(|_| DurationError)?;
        let unit = TimeUnit::ALL
            .iter()
            .copied()
            .find(|known| known.slug() == unit || known.slug().strip_suffix('s') == Some(unit))
            .ok_or(DurationError)?;
        Ok(Self { count, unit })
    }
}

/// Why a text is not a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a length of time is a whole number and days, weeks, months or years: `12 months`")]
pub struct DurationError;

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.unit.slug();
        let unit = if self.count == 1 { unit.strip_suffix('s').unwrap_or(unit) } else { unit };
        write!(f, "{} {unit}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_stand_in_the_calendar() {
        for good in ["2017", "2017-04", "2017-04-04", "2024-02-29"] {
            assert_eq!(good.parse::<PartialDate>().map(|d| d.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "17", "2017-4", "2017-13", "2017-02-30", "2023-02-29", "2017-04-04-01", "2017/04", "+017"] {
            assert_eq!(bad.parse::<PartialDate>(), Err(DateError), "{bad}");
        }
    }

    #[test]
    fn a_partial_date_spans_its_days() {
        let february: PartialDate = "2024-02".parse().expect("a month");
        assert_eq!(february.earliest(), Date::constant(2024, 2, 1));
        assert_eq!(february.latest(), Date::constant(2024, 2, 29));
        let year: PartialDate = "2017".parse().expect("a year");
        assert_eq!(year.latest(), Date::constant(2017, 12, 31));
        assert!(year < "2017-01".parse().expect("a month"));
    }

    #[test]
    fn durations_keep_their_unit() {
        assert_eq!("1 day".parse::<Duration>().map(|d| d.to_string()), Ok("1 day".to_owned()));
        assert_eq!("12 months".parse::<Duration>().map(|d| d.to_string()), Ok("12 months".to_owned()));
        for bad in ["12", "months", "12  months", "1.5 years", "12 moons", "-1 days"] {
            assert_eq!(bad.parse::<Duration>(), Err(DurationError), "{bad}");
        }
        let day = Duration { count: 8, unit: TimeUnit::Days };
        let months = Duration { count: 3, unit: TimeUnit::Months };
        assert!(day.days() < months.days());
    }

    proptest! {
        #[test]
        fn printing_gives_back_what_was_parsed(year in 1000i16..=9999, month in 1i8..=12, day in 1i8..=28, precision in 0..3) {
            let text = match precision {
                0 => format!("{year:04}"),
                1 => format!("{year:04}-{month:02}"),
                _ => format!("{year:04}-{month:02}-{day:02}"),
            };
            prop_assert_eq!(text.parse::<PartialDate>().map(|d| d.to_string()), Ok(text));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<PartialDate>();
            let _ = text.parse::<Duration>();
        }
    }
}
