//! What is served, and the day it is served on.

use std::{
    cell::Cell,
    future::{Ready, ready},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::Payload,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
    web::Bytes,
};
use jiff::{Timestamp, tz::TimeZone};
use xxhash_rust::xxh3::xxh3_64;

use super::{
    cache::{CachePolicy, cached},
    media::Preference,
    problem::{Code, Problem},
    work::{Effort, WorkLimits, WorkMetrics, Workshop},
};
use crate::{
    app::{Library, Shelf},
    domain::{Date, stop::Stop},
};

/// Version of the program with its build: `0.1.0.1a2b3c4d`. Two builds of one version may answer differently.
pub const PROGRAM: &str = env!("EVIDENCE_PROGRAM");

/// What the tags of the program's own parts begin from.
pub(super) fn program_seed() -> u64 {
    xxh3_64(PROGRAM.as_bytes())
}

/// What the tags of parts that never change begin from: their address says it all.
pub(super) const NAMED_SEED: u64 = 0;

/// The version that answers over a library carry: data, program, and the literature where some is loaded.
pub fn version_of(library: &Library) -> String {
    let fingerprint = library.corpus().fingerprint();
    match library.shelf() {
        Shelf::NotLoaded => format!("{fingerprint}+{PROGRAM}"),
        Shelf::Loaded(literature) => format!("{fingerprint}+{PROGRAM}.{}", literature.version()),
        // What is answered without it is another answer.
        Shelf::Damaged(_) => format!("{fingerprint}+{PROGRAM}.literature-damaged"),
    }
}

/// One immutable version of everything: what a request sees from its first byte to its last, whatever is reloaded
/// meanwhile.
#[derive(Debug)]
pub struct Snapshot {
    /// Corpus and index.
    pub library: Library,
    /// The OpenAPI document of the program, for the pages that show it; empty where nobody said it.
    pub described: Arc<str>,
    /// `Evidence-Version`: fingerprint of the data and version of the program.
    pub version: String,
    /// The same as a header.
    pub(super) version_header: HeaderValue,
    /// A hash of the same, which the tags of answers begin from.
    pub(super) seed: u64,
    /// The same number for the same version, and for no other, as long as the process lives.
    pub(super) edition: u64,
}

impl Snapshot {
    /// A version of the data under the version of this program.
    pub fn new(library: Library) -> Self {
        let version = version_of(&library);
        let version_header =
            HeaderValue::from_str(&version).expect("hexadecimal digits, `+` and a version are a header");
        let seed = xxh3_64(version.as_bytes());
        Self { library, described: Arc::from(""), version, version_header, seed, edition: 0 }
    }

    /// With this OpenAPI document.
    pub fn described_by(self, document: &str) -> Self {
        Self { described: document.into(), ..self }
    }

    /// What the answers of one day begin their tags from.
    pub(super) fn seed_on(&self, day: Day) -> u64 {
        // The multiplier spreads neighbouring days over all bits.
        self.seed ^ day.number.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

/// What it took to open a version.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// Time to read the data and to open or build the index.
    pub took: Duration,
    /// Whether the index had to be built.
    pub index_was_built: bool,
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
pub struct RequestContext {
    /// The version of the data this request sees.
    pub served: Arc<Snapshot>,
    /// Today in UTC, for requests that do not say `as_of`.
    pub today: Date,
    /// Which representations the client accepts.
    pub preference: Preference,
    /// Where the answer is worked out.
    pub workshop: Arc<Workshop>,
}

impl RequestContext {
    /// Works something out beside the threads that serve connections, when there is room for it.
    ///
    /// # Errors
    /// Those of [`Workshop::run`] and of `work` itself.
    pub async fn work<T: Send + 'static>(
        self,
        effort: Effort,
        work: impl FnOnce(&Self, &Stop) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let workshop = Arc::clone(&self.workshop);
        workshop.run(effort, move |stop| work(&self, stop)).await
    }

    /// The same for a whole answer. Its body must be there at once, not a stream.
    ///
    /// # Errors
    /// Those of [`RequestContext::work`].
    pub async fn respond(
        self,
        effort: Effort,
        work: impl FnOnce(&Self, &Stop) -> Result<HttpResponse, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.work(effort, |context, stop| Prepared::of(work(context, stop)?)).await.map(HttpResponse::from)
    }

    /// This moment as a test or a command has it, in which everything is accepted.
    pub fn on(served: Arc<Snapshot>, today: Date) -> Self {
        let workshop = Workshop::new(WorkLimits::for_processors(1), WorkMetrics::default());
        Self { served, today, preference: Preference::ANY, workshop: Arc::new(workshop) }
    }
}

impl FromRequest for RequestContext {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let context = request.extensions().get::<Self>().cloned();
        ready(context.ok_or_else(|| Problem::new(Code::Unavailable, "the service is not ready")))
    }
}

/// An answer on its way from the thread that worked it out: what the framework's own does not travel with.
struct Prepared {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    policy: Option<CachePolicy>,
}

impl Prepared {
    fn of(response: HttpResponse) -> Result<Self, Problem> {
        let policy = response.extensions().get().copied();
        let headers = response.headers().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let status = response.status();
        let body = response.into_body().try_into_bytes();
        let body = body.map_err(|_| Problem::new(Code::Internal, "an answer was begun that is sent as it is made"))?;
        Ok(Self { status, headers, body, policy })
    }
}

impl From<Prepared> for HttpResponse {
    fn from(Prepared { status, headers, body, policy }: Prepared) -> Self {
        let mut response = Self::with_body(status, BoxBody::new(body));
        for (name, value) in headers {
            response.headers_mut().append(name, value);
        }
        match policy {
            Some(policy) => cached(response, policy),
            None => response,
        }
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
