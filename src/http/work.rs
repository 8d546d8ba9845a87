//! Work beside the threads that serve connections: so much of it at once, and for so long.
//!
//! An answer that is not kept ready is worked out on a thread of its own, so that nobody else's answer waits for it. The
//! number of threads that work is bounded; who comes when all of them work stands in a queue of bounded length, for a bounded
//! time, and is then told to come back. Work has a deadline, and ends early when nobody waits for it any more.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use actix_web::{rt::time::timeout, web};
use prometheus_client::metrics::{counter::Counter, gauge::Gauge};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::{Code, Problem};
use crate::domain::stop::Stop;

/// How long a request waits for its work to begin, in seconds.
pub const PATIENCE_SECONDS: u64 = 10;

/// How long work may take unless the operator says otherwise, in seconds. The longest text that is read takes a tenth of it.
pub const DEADLINE_SECONDS: u16 = 20;

/// How much work an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Looking something up, searching, drawing a page: milliseconds.
    Light,
    /// Reading what a client sent, setting a list of references, exporting: up to seconds.
    Heavy,
}

/// How much is done at once, and how long anybody waits.
#[derive(Clone, Copy, Debug)]
pub struct WorkLimits {
    /// Light work at once; at least 1.
    pub light: usize,
    /// Heavy work at once; at least 1.
    pub heavy: usize,
    /// Requests that wait for heavy work to begin; sixteen times as many wait for light work.
    pub queue: usize,
    /// Longest time to wait for work to begin.
    pub patience: Duration,
    /// Longest time work may take.
    pub deadline: Duration,
}

impl WorkLimits {
    /// Light work is done soon: a longer queue of it is as short in time.
    const LIGHT_QUEUE_FACTOR: usize = 16;

    /// For a machine with so many processors: heavy work on each of them, twice as much light work, so that a look-up
    /// need not wait for a draft check.
    pub fn for_processors(processors: usize) -> Self {
        let processors = processors.max(1);
        Self {
            light: 2 * processors,
            heavy: processors,
            queue: 16 * processors,
            patience: Duration::from_secs(PATIENCE_SECONDS),
            deadline: Duration::from_secs(DEADLINE_SECONDS.into()),
        }
    }
}

/// One kind of work: who works, and who waits.
#[derive(Debug)]
struct Lane {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue: usize,
}

impl Lane {
    fn new(at_once: usize, queue: usize) -> Self {
        Self { permits: Arc::new(Semaphore::new(at_once.max(1))), waiting: AtomicUsize::new(0), queue }
    }
}

/// What everybody who waits takes from the queue, and gives back.
struct Place<'a> {
    waiting: &'a AtomicUsize,
    shown: &'a Gauge,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        self.shown.dec();
    }
}

/// Tells the work that nobody waits for it any more, unless it is done: the client has gone, or was told that it takes too
/// long.
struct Waiting(Option<Stop>);

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(stop) = self.0.take() {
            stop.stop();
        }
    }
}

/// A piece of work under way, also when it panics.
struct Working {
    metrics: WorkMetrics,
    _permit: OwnedSemaphorePermit,
}

impl Working {
    fn begin(metrics: WorkMetrics, permit: OwnedSemaphorePermit) -> Self {
        metrics.working.inc();
        Self { metrics, _permit: permit }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.metrics.working.dec();
    }
}

/// Numbers for the operator.
#[derive(Clone, Debug, Default)]
pub struct WorkMetrics {
    /// Work that is being done.
    pub working: Gauge,
    /// Requests that wait for work to begin.
    pub waiting: Gauge,
    /// Requests that were turned away because too many waited.
    pub overloads: Counter,
    /// Work that took too long.
    pub deadlines: Counter,
    /// Work that nobody waited for any more.
    pub abandoned: Counter,
}

/// Where work is done.
#[derive(Debug)]
pub struct Workshop {
    light: Lane,
    heavy: Lane,
    limits: WorkLimits,
    metrics: WorkMetrics,
}

impl Workshop {
    /// With these limits, counting there.
    pub fn new(limits: WorkLimits, metrics: WorkMetrics) -> Self {
        let WorkLimits { light, heavy, queue, patience: _, deadline: _ } = limits;
        Self {
            light: Lane::new(light, queue.saturating_mul(WorkLimits::LIGHT_QUEUE_FACTOR)),
            heavy: Lane::new(heavy, queue),
            limits,
            metrics,
        }
    }

    /// Does the work as soon as there is room for it. `work` should look at its [`Stop`] now and then, and end when it is
    /// told to: whatever it returns then goes nowhere.
    ///
    /// # Errors
    /// [`Code::Overloaded`] when too many wait or it did not begin in time, [`Code::DeadlineExceeded`] when it takes too
    /// long, and whatever the work itself answers with.
    pub async fn run<T: Send + 'static>(
        &self,
        effort: Effort,
        work: impl FnOnce(&Stop) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let working = Working::begin(self.metrics.clone(), self.permit(effort).await?);
        let stop = Stop::default();
        let mut waiting = Waiting(Some(stop.clone()));
        let done = web::block(move || {
            let done = work(&stop);
            if stop.is_stopped() {
                working.metrics.abandoned.inc();
            }
            // The permit is given back when the work ends, not when somebody stops to wait for it.
            drop(working);
            done
        });
        let Ok(done) = timeout(self.limits.deadline, done).await else {
            self.metrics.deadlines.inc();
            let detail = format!(
                "the answer takes longer than the {} s that this service gives one; ask for less, or send the text in parts",
                self.limits.deadline.as_secs()
            );
            return Err(Problem::new(Code::DeadlineExceeded, detail));
        };
        waiting.0 = None;
        done.map_err(|_| Problem::new(Code::Internal, "the answer was abandoned"))?
    }

    async fn permit(&self, effort: Effort) -> Result<OwnedSemaphorePermit, Problem> {
        let lane = match effort {
            Effort::Light => &self.light,
            Effort::Heavy => &self.heavy,
        };
        if let Ok(permit) = Arc::clone(&lane.permits).try_acquire_owned() {
            return Ok(permit);
        }
        let before = lane.waiting.fetch_add(1, Ordering::SeqCst);
        self.metrics.waiting.inc();
        let _place = Place { waiting: &lane.waiting, shown: &self.metrics.waiting };
        if before >= lane.queue {
            return Err(self.overloaded("too many requests wait for an answer already"));
        }
        match timeout(self.limits.patience, Arc::clone(&lane.permits).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            // The semaphore is never closed.
            Ok(Err(_)) => Err(Problem::new(Code::Internal, "no work is done any more")),
            Err(_) => Err(self.overloaded("other requests are still being worked on")),
        }
    }

    fn overloaded(&self, why: &str) -> Problem {
        self.metrics.overloads.inc();
        Problem::new(Code::Overloaded, format!("{why}; send it again after the seconds in `Retry-After`"))
    }
}
