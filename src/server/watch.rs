//! Loads the data again when their files change.

use std::{
    io,
    path::Path,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher, event::ModifyKind};

use super::Reloader;

/// A folder that has not changed for this long is taken for saved: editors and checkouts write many files.
const QUIET: Duration = Duration::from_millis(200);

/// Watches the folder until the value returned is dropped.
pub(super) fn watch(folder: &Path, reloader: Reloader) -> io::Result<RecommendedWatcher> {
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| match event {
        // The other end lives as long as this one.
        Ok(event) if changes_content(event.kind) => drop(sender.send(())),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "a change of the data folder may have been missed"),
    })
    .map_err(io::Error::other)?;
    watcher.watch(folder, RecursiveMode::Recursive).map_err(io::Error::other)?;
    thread::Builder::new().name("watch".to_owned()).spawn(move || work(&changes, &reloader))?;
    Ok(watcher)
}

/// Reading changes times of access, and loading reads: those must not lead to loading again.
fn changes_content(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

fn work(changes: &Receiver<()>, reloader: &Reloader) {
    while changes.recv().is_ok() {
        loop {
            match changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        reloader.request();
    }
}
