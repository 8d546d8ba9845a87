//! The file of what people look for and do not find: read at the start, written from time to time and at the end.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::{
    app::{Counts, Unanswered},
    files,
};

/// Time between two writings.
const EVERY: Duration = Duration::from_secs(300);

/// Whoever the others are told is writing.
const TASK: &str = "evidence serve";

/// Counts that go on from a file. None when there is a file that holds something else: it is told, and left alone.
pub(super) fn open(path: &Path) -> Option<Arc<Unanswered>> {
    let counts = match std::fs::read_to_string(path) {
        Ok(text) => Counts::read(&text).map_err(|error| error.to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Counts::default()),
        Err(error) => Err(error.to_string()),
    };
    match counts {
        Ok(counts) => Some(Arc::new(Unanswered::from(counts))),
        Err(because) => {
            tracing::error!(
                "{}: {because}; searches without results are not counted, and the file is left as it is: move it away \
                 and start again",
                path.display()
            );
            None
        }
    }
}

/// The thread that writes. Dropping it writes what is left.
#[derive(Debug)]
pub(super) struct Writing {
    until: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Writing {
    pub(super) fn start(path: PathBuf, unanswered: Arc<Unanswered>) -> io::Result<Self> {
        let (until, ended) = mpsc::channel();
        let thread = thread::Builder::new().name("counts".to_owned()).spawn(move || {
            loop {
                let wait = ended.recv_timeout(EVERY);
                write(&path, &unanswered);
                if wait != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        })?;
        Ok(Self { until: Some(until), thread: Some(thread) })
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.until = None;
        if let Some(thread) = self.thread.take() {
            // It has told what went wrong.
            let _ = thread.join();
        }
    }
}

fn write(path: &Path, unanswered: &Unanswered) {
    let Some(text) = unanswered.changed() else { return };
    if let Err(error) = files::replace(path, text.as_bytes(), TASK) {
        unanswered.was_not_written();
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        tracing::warn!("{error}: {cause}; it is tried again");
    }
}
