//! What is served, and the day it is served on.

use std::{
    cell::Cell,
    future::{Ready, ready},
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header::HeaderValue};
use jiff::{Timestamp, tz::TimeZone};
use xxhash_rust::xxh3::xxh3_64;

use super::problem::{Code, Problem};
use crate::{app::Library, corpus::Fingerprint, domain::Date};

/// Version of the program with its build: `0.1.0.1a2b3c4d`. Two builds of one version may answer differently.
pub const PROGRAM: &str = env!("EVIDENCE_PROGRAM");

/// What the tags of the program's own parts begin from.
pub(super) fn program_seed() -> u64 {
    xxh3_64(PROGRAM.as_bytes())
}

/// What the tags of parts that never change begin from: their address says it all.
pub(super) const NAMED_SEED: u64 = 0;

/// The version that answers over data with this fingerprint carry: data and program.
pub fn version_of(fingerprint: Fingerprint) -> String {
    format!("{fingerprint}+{PROGRAM}")
}

/// One immutable version of everything: what a request sees from its first byte to its last, whatever is reloaded
/// meanwhile.
#[derive(Debug)]
pub struct Served {
    /// Corpus and index.
    pub library: Library,
    /// `Evidence-Version`: fingerprint of the data and version of the program.
    pub version: String,
    /// The same as a header.
    pub(super) version_header: HeaderValue,
    /// A hash of the same, which the tags of answers begin from.
    pub(super) seed: u64,
}

impl Served {
    /// A version of the data under the version of this program.
    pub fn new(library: Library) -> Self {
        let version = version_of(library.corpus().fingerprint());
        // Hexadecimal digits, `+` and a version: always a header.
        let version_header = HeaderValue::from_str(&version).unwrap_or_else(|_| HeaderValue::from_static("unknown"));
        let seed = xxh3_64(version.as_bytes());
        Self { library, version, version_header, seed }
    }

    /// What the answers of one day begin their tags from.
    pub(super) fn seed_on(&self, day: Day) -> u64 {
        // The multiplier spreads neighbouring days over all bits.
        self.seed ^ day.number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

/// A day in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Days since 1970-01-01.
    number: u64,
    /// The date.
    pub date: Date,
}

/// The clock of one worker. Remembers the day, because the calendar is asked for every request and changes once a day.
#[derive(Debug)]
pub struct Calendar {
    today: Cell<Day>,
}

impl Calendar {
    /// A calendar, open at the first day there is.
    pub fn new() -> Self {
        Self { today: Cell::new(Day { number: 0, date: Date::constant(1970, 1, 1) }) }
    }

    /// The day of a moment.
    pub fn day(&self, now: SystemTime) -> Day {
        const SECONDS: u64 = 24 * 60 * 60;
        // A clock before 1970 is not set; any day is as wrong as another.
        let seconds = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let number = seconds / SECONDS;
        let known = self.today.get();
        if known.number == number {
            return known;
        }
        let moment = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        let Some(moment) = moment else { return known };
        let today = Day { number, date: moment.to_zoned(TimeZone::UTC).date() };
        self.today.set(today);
        today
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self::new()
    }
}

/// What [`super::layer`] gives every request it lets through: the served version and the day.
#[derive(Clone, Debug)]
pub struct Now {
    /// The version of the data this request sees.
    pub served: Arc<Served>,
    /// Today in UTC, for requests that do not say `as_of`.
    pub today: Date,
}

impl FromRequest for Now {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let now = request.extensions().get::<Self>().cloned();
        ready(now.ok_or_else(|| Problem::new(Code::Unavailable, "the service is not ready")))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn days_begin_at_midnight_utc() {
        let calendar = Calendar::new();
        let day = |seconds| calendar.day(UNIX_EPOCH + Duration::from_secs(seconds)).date.to_string();
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(1_795_391_999), "2026-11-22");
        assert_eq!(day(1_795_392_000), "2026-11-23");
        assert_eq!(day(1_795_391_999), "2026-11-22");
    }
}
