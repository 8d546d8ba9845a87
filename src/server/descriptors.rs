//! How many files the process may have open, and how many serving takes.

use std::fs;

use super::ServeError;

/// Descriptors of an event loop: of the main one, and of each worker. Counted while serving, as those below.
const OF_AN_EVENT_LOOP: u64 = 4;
/// Descriptors of the listener, of what accepts connections, and of signals.
const OF_THE_SERVER: u64 = 7;
/// Descriptors that are open before anything is started, at least: standard input, output and error.
const OF_THE_PROCESS: u64 = 3;
/// Descriptors of the watch on the data folder.
const OF_THE_WATCH: u64 = 4;
/// What is left for connections and for the files that a reload reads: with fewer, hardly anybody would be answered.
const FOR_CLIENTS: u64 = 16;

/// Whether the system lets the process open as many files as serving with so many workers takes.
///
/// Asked before anything is started: a worker that gets no descriptor panics, in a thread of its own.
///
/// # Errors
/// [`ServeError::Descriptors`].
pub(super) fn suffice(workers: usize, watches: bool) -> Result<(), ServeError> {
    // Only Linux says these in files. Where they cannot be read, a start that fails says less well why.
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let open = fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    // One of them is that of the folder that was read.
    let open = u64::try_from(open).unwrap_or(u64::MAX).saturating_sub(1).max(OF_THE_PROCESS);
    let needed = open.saturating_add(needed(workers, watches));
    match allowed(&limits) {
        Some(allowed) if allowed < needed => Err(ServeError::Descriptors { allowed, needed }),
        Some(_) | None => Ok(()),
    }
}

/// How many serving takes, beside those that are open.
fn needed(workers: usize, watches: bool) -> u64 {
    let event_loops = u64::try_from(workers).unwrap_or(u64::MAX).saturating_add(1);
    let watch = if watches { OF_THE_WATCH } else { 0 };
    event_loops.saturating_mul(OF_AN_EVENT_LOOP).saturating_add(OF_THE_SERVER + watch + FOR_CLIENTS)
}

/// The limit that is in force, in a table of limits: `Max open files  1024  4096  files`. None for `unlimited`.
fn allowed(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_in_force_is_the_first_one() {
        let limits = "Limit                     Soft Limit  Hard Limit  Units\nMax open files            1024        4096        files";
        assert_eq!(allowed(limits), Some(1024));
        assert_eq!(allowed("Max open files            unlimited            unlimited            files"), None);
        assert_eq!(allowed(""), None);
        assert_eq!((needed(1, false), needed(2, true)), (31, 39));
    }
}
