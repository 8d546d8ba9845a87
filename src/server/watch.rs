//! Loads the data again when their files change.

use std::{
    io,
    path::Path,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher, event::ModifyKind};

use super::Reloader;

/// A folder that has not changed for this long is taken for saved: editors and checkouts write many files.
const QUIET: Duration = Duration::from_millis(200);

/// Keeps the watch on while it lives.
pub(super) struct Watch(#[expect(dead_code, reason = "dropping it ends the watch")] Arc<Mutex<RecommendedWatcher>>);

/// Watches the folder until the value returned is dropped.
///
/// The folder above is watched as well: a deployment that puts a new folder in the place of the old one would leave the
/// watch on the old one, so it is set again whenever something changes.
pub(super) fn watch(folder: &Path, reloader: Reloader) -> io::Result<Watch> {
    let folder = std::path::absolute(folder)?;
    let (sender, changes) = channel();
    let within = folder.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| match event {
        // The other end lives as long as this one.
        Ok(event) if changes_content(event.kind) && event.paths.iter().any(|path| path.starts_with(&within)) => {
            let _ = sender.send(());
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "a change of the data folder may have been missed"),
    })
    .map_err(io::Error::other)?;
    watcher.watch(&folder, RecursiveMode::Recursive).map_err(io::Error::other)?;
    if let Some(above) = folder.parent() {
        watcher.watch(above, RecursiveMode::NonRecursive).map_err(io::Error::other)?;
    }
    let watcher = Arc::new(Mutex::new(watcher));
    let again = Arc::downgrade(&watcher);
    thread::Builder::new().name("watch".to_owned()).spawn(move || {
        work(&changes, || {
            // Gone with the service.
            let Some(watcher) = again.upgrade() else { return };
            let Ok(mut watcher) = watcher.lock() else { return };
            let _ = watcher.unwatch(&folder);
            if let Err(error) = watcher.watch(&folder, RecursiveMode::Recursive) {
                tracing::warn!(%error, folder = %folder.display(), "the data folder cannot be watched until it is back");
            }
            reloader.request();
        });
    })?;
    Ok(Watch(watcher))
}

/// Reading changes times of access, and loading reads: those must not lead to loading again.
fn changes_content(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

/// Calls `changed` when changes have come to rest.
fn work(changes: &Receiver<()>, changed: impl Fn()) {
    while changes.recv().is_ok() {
        loop {
            match changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        changed();
    }
}
