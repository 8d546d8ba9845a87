//! What operators and load balancers ask: is it alive, is it ready, how is it doing.

use std::sync::Arc;

use actix_web::{HttpResponse, Responder, get, http::StatusCode, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    cache::{CachePolicy, cached},
    metrics::CONTENT_TYPE as METRICS_TYPE,
    state::State,
};
use crate::{app::Shelf, corpus::Diagnostic};

/// How many faults `/readyz` shows; `evidence lint` shows them all.
const SHOWN_FAULTS: usize = 5;

/// Registers the service's own addresses.
pub fn configure(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
    config.service(healthz).service(readyz).service(metrics);
}

/// The process answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Alive {
    /// Always `ok`.
    #[schema(example = "ok")]
    pub status: &'static str,
}

/// Whether requests should be sent here, and what they would be answered from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// Whether it takes requests.
    pub status: ReadyStatus,
    /// Version of data and program, as in `Evidence-Version`.
    #[schema(example = "3f9c1d0a5b7e4c2f8a6d9e0b1c2d3e4f+0.1.0.1a2b3c4d")]
    pub version: String,
    /// Records that are served.
    pub records: RecordCounts,
    /// What there is of the literature. The service is ready without it.
    pub literature: LiteratureStatus,
    /// How the last attempt to load data went. When it failed, the version before it is still served.
    pub last_reload: LastReload,
}

/// Whether the service takes requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReadyStatus {
    /// It does.
    Ready,
    /// It is shutting down and finishes what it has.
    Draining,
}

/// What there is of the literature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LiteratureStatus {
    /// None was loaded.
    NotLoaded,
    /// It is served.
    Loaded,
    /// It is there and cannot be used; the operator's log says why. Its addresses answer 503.
    Damaged,
}

impl LiteratureStatus {
    /// What there is on a shelf.
    pub fn of(shelf: &Shelf) -> Self {
        match shelf {
            Shelf::NotLoaded => Self::NotLoaded,
            Shelf::Loaded(_) => Self::Loaded,
            Shelf::Damaged(_) => Self::Damaged,
        }
    }
}

/// Number of records by kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordCounts {
    /// Publications.
    #[schema(example = 5)]
    pub sources: usize,
    /// Results they report.
    #[schema(example = 60)]
    pub findings: usize,
    /// Concepts.
    #[schema(example = 80)]
    pub topics: usize,
}

/// How an attempt to load data went.
#[derive(Debug, Serialize, ToSchema)]
pub struct LastReload {
    /// Whether the data were taken.
    pub ok: bool,
    /// When it ended, in UTC.
    #[schema(format = DateTime, example = "2026-11-23T08:15:00Z")]
    pub time: String,
    /// Why the data were not taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "the data cannot be used: the data has 1 faults")]
    pub message: Option<String>,
    /// The first faults of the records; `evidence lint` lists all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<RecordFault>,
}

/// What is wrong with a record, and where.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordFault {
    /// File, relative to the data folder.
    #[schema(example = "sources/example-guideline.toml")]
    pub file: String,
    /// Line, from 1.
    #[schema(example = 12)]
    pub line: usize,
    /// Column in characters, from 1.
    #[schema(example = 1)]
    pub column: usize,
    /// The rule.
    #[schema(example = "unknown-field")]
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: String,
}

impl From<&Diagnostic> for RecordFault {
    fn from(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { file, line, column, code, severity: _, message, help } = diagnostic.clone();
        Self { file, line, column, code, message, help }
    }
}

/// Is the process alive
///
/// Answers as long as the process does, whatever it serves. For load balancers, ask `/readyz`.
#[utoipa::path(tag = "service", responses((status = 200, description = "It is.", body = Alive)))]
#[get("/healthz")]
async fn healthz() -> impl Responder {
    cached(HttpResponse::Ok().json(Alive { status: "ok" }), CachePolicy::NoStore)
}

/// Is the service ready
///
/// Stays ready while the last good data are served, even when newer data were refused; `last_reload` then says why.
#[utoipa::path(tag = "service", responses(
    (status = 200, description = "It is; send requests.", body = Readiness),
    (status = 503, description = "It is shutting down; send requests elsewhere.", body = Readiness),
))]
#[get("/readyz")]
async fn readyz(state: web::Data<Arc<State>>) -> impl Responder {
    let served = state.served();
    let corpus = served.library.corpus();
    let last_load = state.last_load();
    let failure = last_load.failure.as_ref();
    let readiness = Readiness {
        status: if state.is_draining() { ReadyStatus::Draining } else { ReadyStatus::Ready },
        version: served.version.clone(),
        records: RecordCounts {
            sources: corpus.sources().len(),
            findings: corpus.findings().len(),
            topics: corpus.topics().len(),
        },
        literature: LiteratureStatus::of(served.library.shelf()),
        last_reload: LastReload {
            ok: failure.is_none(),
            time: last_load.time.to_string(),
            message: failure.map(|failure| failure.message.clone()),
            faults: failure
                .map(|failure| failure.faults.iter().take(SHOWN_FAULTS).map(RecordFault::from).collect())
                .unwrap_or_default(),
        },
    };
    let status = match readiness.status {
        ReadyStatus::Ready => StatusCode::OK,
        ReadyStatus::Draining => StatusCode::SERVICE_UNAVAILABLE,
    };
    cached(HttpResponse::build(status).json(readiness), CachePolicy::NoStore)
}

/// Metrics for Prometheus
///
/// Requests by route and status, answers kept ready, reloads, and what is served.
#[utoipa::path(tag = "service", responses(
    (status = 200, description = "All metrics, in the OpenMetrics text format.",
     content_type = "application/openmetrics-text", body = String),
))]
#[get("/metrics")]
async fn metrics(state: web::Data<Arc<State>>) -> impl Responder {
    let response = HttpResponse::Ok().content_type(METRICS_TYPE).body(state.metrics.text());
    cached(response, CachePolicy::NoStore)
}
