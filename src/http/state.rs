//! What all workers share: the served version, the answers kept ready, the counters and the log.

use std::{
    future::{Ready, ready},
    num::NonZero,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use arc_swap::{ArcSwap, Guard};
use jiff::Timestamp;

use super::{
    access_log::AccessLog,
    metrics::Metrics,
    origin::{Origin, Origins},
    problem::{Code, Problem},
    rate::ClientRate,
    request_id::RequestIds,
    response_cache::ResponseCache,
    served::{Opening, Snapshot},
    work::{WorkLimits, Workshop},
};
use crate::corpus::Diagnostic;

/// How the last attempt to load data went.
#[derive(Clone, Debug)]
pub struct LastLoad {
    /// When it ended.
    pub time: Timestamp,
    /// Why the data were not taken; none when they were.
    pub failure: Option<Failure>,
}

/// Why data were not taken.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The chain of causes.
    pub message: String,
    /// Faults of the records, in order of file and line; empty when something else was wrong.
    pub faults: Vec<Diagnostic>,
}

/// What all workers share.
#[derive(Debug)]
pub struct State {
    served: ArcSwap<Snapshot>,
    last_load: ArcSwap<LastLoad>,
    is_draining: AtomicBool,
    /// Answers kept ready.
    pub(super) cache: ResponseCache,
    /// Counters.
    pub metrics: Metrics,
    /// Ids of requests.
    pub(super) ids: RequestIds,
    /// Where requests are logged, if anywhere.
    pub access_log: Option<AccessLog>,
    /// Under which address it is reached.
    pub origin: Origins,
    /// Where answers are worked out that are not kept ready.
    pub(super) workshop: Arc<Workshop>,
    /// How many requests a client may send, if that is limited.
    pub(super) client_rate: Option<ClientRate>,
}

impl State {
    /// Serves this version.
    pub fn new(
        served: Snapshot,
        opening: Opening,
        cache_bytes: u64,
        metrics: Metrics,
        access_log: Option<AccessLog>,
    ) -> Self {
        metrics.loaded(&served, opening);
        let processors = thread::available_parallelism().map_or(2, NonZero::get);
        let workshop = Workshop::new(WorkLimits::for_processors(processors), metrics.work.clone());
        Self {
            served: ArcSwap::from_pointee(served),
            last_load: ArcSwap::from_pointee(LastLoad { time: Timestamp::now(), failure: None }),
            is_draining: AtomicBool::new(false),
            cache: ResponseCache::new(cache_bytes),
            metrics,
            ids: RequestIds::new(),
            access_log,
            origin: Origins::default(),
            workshop: Arc::new(workshop),
            client_rate: None,
        }
    }

    /// The same with these limits of work.
    #[must_use]
    pub fn working_within(self, limits: WorkLimits) -> Self {
        let workshop = Arc::new(Workshop::new(limits, self.metrics.work.clone()));
        Self { workshop, ..self }
    }

    /// The same with a limit on the requests of each client.
    #[must_use]
    pub fn limiting(self, client_rate: Option<ClientRate>) -> Self {
        Self { client_rate, ..self }
    }

    /// The same, reached under this address.
    #[must_use]
    pub fn reached_at(self, origin: Origins) -> Self {
        Self { origin, ..self }
    }

    /// The version that is served now.
    pub fn served(&self) -> Arc<Snapshot> {
        self.served.load_full()
    }

    /// The same without a share in it, for as long as a request is answered at once.
    pub(super) fn served_now(&self) -> Guard<Arc<Snapshot>> {
        self.served.load()
    }

    /// Serves another version from the next request on. Requests under way keep the one they began with.
    pub fn replace(&self, mut served: Snapshot, opening: Opening) {
        self.metrics.loaded(&served, opening);
        self.metrics.reloaded(true);
        // Loading happens on one thread, one version after another.
        let old = self.served.load();
        let is_new = old.version != served.version;
        served.edition = old.edition + u64::from(is_new);
        self.served.store(Arc::new(served));
        if is_new {
            self.cache.clear();
        }
        self.last_load.store(Arc::new(LastLoad { time: Timestamp::now(), failure: None }));
    }

    /// Keeps the version that is served, and remembers why.
    pub fn keep(&self, failure: Failure) {
        self.metrics.reloaded(false);
        self.last_load.store(Arc::new(LastLoad { time: Timestamp::now(), failure: Some(failure) }));
    }

    /// How the last attempt to load data went.
    pub fn last_load(&self) -> Arc<LastLoad> {
        self.last_load.load_full()
    }

    /// Tells load balancers to send no more requests.
    pub fn drain(&self) {
        self.is_draining.store(true, Ordering::SeqCst);
    }

    /// Whether the service is shutting down.
    pub fn is_draining(&self) -> bool {
        self.is_draining.load(Ordering::SeqCst)
    }
}

impl FromRequest for Origin {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<Data<Arc<State>>>();
        let origin = state.map(|state| state.origin.of(request.head()).to_origin());
        ready(origin.ok_or_else(|| Problem::new(Code::Unavailable, "the service is not ready")))
    }
}
