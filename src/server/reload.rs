//! New data without a stop: the next version is opened aside and swapped in; the last good one stays when it has faults.

use std::{
    error::Error,
    io,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
};

use crate::{
    app::OpenError,
    corpus::{LoadError, Severity},
    http::{
        served::{Opening, Snapshot},
        state::{Failure, State},
    },
};

/// How many faults are logged; `evidence lint` prints them all.
const LOGGED_FAULTS: usize = 20;

/// Asks for the data to be loaded again. Loading happens on a thread of its own, one at a time; what is asked for
/// meanwhile becomes one more.
#[derive(Clone, Debug)]
pub struct Reloader(SyncSender<()>);

impl Reloader {
    /// Starts the thread. It ends with the last copy of the value returned.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start<F>(state: Arc<State>, open: F) -> io::Result<Self>
    where
        F: Fn() -> Result<(Snapshot, Opening), OpenError> + Send + 'static,
    {
        // Room for one: a request that waits stands for all that come after it.
        let (requests, waiting) = sync_channel(1);
        thread::Builder::new().name("reload".to_owned()).spawn(move || work(&waiting, &state, open))?;
        Ok(Self(requests))
    }

    /// Asks for it. Returns at once.
    pub fn request(&self) {
        match self.0.try_send(()) {
            // Full: somebody has asked already, and what is on disk now will be read then.
            Ok(()) | Err(TrySendError::Full(())) => {}
            Err(TrySendError::Disconnected(())) => {
                tracing::error!("data can no longer be loaded: the thread that does it has ended; restart the service");
            }
        }
    }
}

fn work<F>(waiting: &Receiver<()>, state: &State, open: F)
where
    F: Fn() -> Result<(Snapshot, Opening), OpenError>,
{
    while waiting.recv().is_ok() {
        match open() {
            Ok((served, opening)) => {
                let version = served.version.clone();
                let records = served.library.corpus().len();
                let seconds = opening.took.as_secs_f64();
                state.replace(served, opening);
                tracing::info!(%version, records, seconds, "loaded the data again");
            }
            Err(error) => {
                let failure = failure(&error);
                for fault in failure.faults.iter().take(LOGGED_FAULTS) {
                    tracing::error!("{fault}");
                }
                let version = state.served().version.clone();
                let (reason, faults) = (failure.message.clone(), failure.faults.len());
                state.keep(failure);
                tracing::error!(%version, faults, reason, "the new data were not taken; the last good ones are served");
            }
        }
    }
}

fn failure(error: &OpenError) -> Failure {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        message.push_str(": ");
        message.push_str(&next.to_string());
        cause = next.source();
    }
    let faults = match error {
        OpenError::Data(LoadError::Faults(all)) => {
            all.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).cloned().collect()
        }
        OpenError::Data(LoadError::Folder { .. } | LoadError::Empty { .. }) | OpenError::Index(_) => Vec::new(),
    };
    Failure { message, faults }
}
