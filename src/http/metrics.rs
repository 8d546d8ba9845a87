//! Numbers for the operator, in the text format of Prometheus.
//!
//! A counter is found by its labels once for each kept answer, and then only counted up.

use std::{
    fmt,
    sync::{Mutex, PoisonError, atomic::AtomicU64},
    time::Duration,
};

use actix_web::http::StatusCode;
use jiff::Timestamp;
use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::Registry,
};

use super::{
    methods::Verb,
    served::{Opening, Snapshot},
    work::WorkMetrics,
};
use crate::domain::{RecordKind, Vocabulary};

/// Media type of the metrics.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The route of a request that no route takes: one label, whatever is asked for.
pub const UNMATCHED: &str = "unmatched";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DatasetLabels {
    fingerprint: String,
    program: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KindLabels {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

/// Where one kind of answer is counted: a route, a method and a status.
#[derive(Clone, Debug)]
pub struct Answered {
    requests: Counter,
    duration: Histogram,
}

impl Answered {
    /// Counts one more.
    pub fn count(&self, took: Duration) {
        self.requests.inc();
        self.duration.observe(took.as_secs_f64());
    }
}

/// All metrics of the process.
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabels, Histogram, fn() -> Histogram>,
    /// Answers given from memory.
    pub hits: Counter,
    /// Answers that could have been given from memory, but were not there.
    pub misses: Counter,
    /// Answers of "you have it already".
    pub not_modified: Counter,
    /// Lines of the access log that were dropped because it could not be written fast enough.
    pub log_drops: Counter,
    /// Connections on which something came that is no HTTP request.
    pub refused_by_parser: Counter,
    /// Work beside the threads that serve connections.
    pub work: WorkMetrics,
    dataset: Family<DatasetLabels, Gauge>,
    records: Family<KindLabels, Gauge>,
    reloads: Family<OutcomeLabels, Counter>,
    last_reload: Gauge,
    last_reload_ok: Gauge,
    open_seconds: Gauge<f64, AtomicU64>,
    index_builds: Counter,
}

impl Metrics {
    /// Everything at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("evidence");
        // From a twentieth of a millisecond to a second and a half.
        let histogram: fn() -> Histogram = || Histogram::new(exponential_buckets(0.000_05, 2.0, 16));
        let new = Self {
            registry: Mutex::default(),
            requests: Family::default(),
            durations: Family::new_with_constructor(histogram),
            hits: Counter::default(),
            misses: Counter::default(),
            not_modified: Counter::default(),
            log_drops: Counter::default(),
            refused_by_parser: Counter::default(),
            work: WorkMetrics::default(),
            dataset: Family::default(),
            records: Family::default(),
            reloads: Family::default(),
            last_reload: Gauge::default(),
            last_reload_ok: Gauge::default(),
            open_seconds: Gauge::default(),
            index_builds: Counter::default(),
        };
        let r = &mut registry;
        r.register("http_requests", "Requests answered", new.requests.clone());
        r.register("http_request_duration_seconds", "Time to the first byte of an answer", new.durations.clone());
        r.register("http_cache_hits", "Answers given from memory", new.hits.clone());
        r.register("http_cache_misses", "Cacheable answers that were not in memory", new.misses.clone());
        r.register("http_not_modified", "Requests answered with 304", new.not_modified.clone());
        r.register("access_log_drops", "Lines of the access log that were lost", new.log_drops.clone());
        let help = "Connections that were closed because what came was no HTTP request";
        r.register("http_requests_refused_by_parser", help, new.refused_by_parser.clone());
        let WorkMetrics { working, waiting, overloads, deadlines, abandoned } = &new.work;
        r.register("work_in_progress", "Answers that are being worked out", working.clone());
        r.register("work_waiting", "Requests that wait for their answer to be begun", waiting.clone());
        r.register("work_overloads", "Requests turned away because too many waited", overloads.clone());
        r.register("work_deadlines", "Answers that took too long and were given up", deadlines.clone());
        let help = "Work that went on although nobody waited for it any more, until it noticed";
        r.register("work_abandoned", help, abandoned.clone());
        r.register("dataset_info", "The data that are served", new.dataset.clone());
        r.register("records", "Records that are served, by kind", new.records.clone());
        r.register("reloads", "Attempts to load new data, by outcome", new.reloads.clone());
        let help = "When data were last loaded with success, in seconds since 1970";
        r.register("last_load_timestamp_seconds", help, new.last_reload.clone());
        let help = "Whether the last attempt to load data succeeded: 1 or 0";
        r.register("last_load_success", help, new.last_reload_ok.clone());
        let help = "Time to read the data and open or build the index";
        r.register("library_open_seconds", help, new.open_seconds.clone());
        r.register("index_builds", "How often the index was built", new.index_builds.clone());
        Self { registry: Mutex::new(registry), ..new }
    }

    /// Where answers of this route, method and status are counted.
    pub fn answered(&self, route: Option<String>, verb: Verb, status: StatusCode) -> Answered {
        let route = route.unwrap_or_else(|| UNMATCHED.to_owned());
        let labels = RequestLabels { route: route.clone(), method: verb.name(), status: status.as_u16() };
        Answered {
            requests: self.requests.get_or_create_owned(&labels),
            duration: self.durations.get_or_create_owned(&RouteLabels { route }),
        }
    }

    /// Notes what is served from now on, and what it took to open it.
    pub fn loaded(&self, served: &Snapshot, opening: Opening) {
        let Opening { took, index_was_built } = opening;
        let corpus = served.library.corpus();
        self.dataset.clear();
        let fingerprint = corpus.fingerprint().to_string();
        let labels = DatasetLabels { fingerprint, program: super::served::PROGRAM };
        self.dataset.get_or_create(&labels).set(1);
        for kind in RecordKind::ALL {
            let count = corpus.count(*kind);
            let labels = KindLabels { kind: kind.slug() };
            self.records.get_or_create(&labels).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        self.last_reload.set(Timestamp::now().as_second());
        self.last_reload_ok.set(1);
        self.open_seconds.set(took.as_secs_f64());
        if index_was_built {
            self.index_builds.inc();
        }
    }

    /// Counts an attempt to load new data.
    pub fn reloaded(&self, ok: bool) {
        let outcome = if ok { "success" } else { "failure" };
        self.reloads.get_or_create(&OutcomeLabels { outcome }).inc();
        self.last_reload_ok.set(i64::from(ok));
    }

    /// All of them as text.
    pub fn text(&self) -> String {
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = String::new();
        // Writing to a string does not fail.
        let _ = text::encode(&mut all, &registry);
        all
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}
