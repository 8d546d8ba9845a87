//! Processor time in nanoseconds: `/proc/PID/stat` would count hundredths of a second.

use std::{collections::BTreeMap, fs, time::Duration};

/// The processor time that work took, by what the threads that do it have run before and after, and what came of it.
pub fn timed<T>(threads: impl Fn() -> BTreeMap<String, u64>, mut work: impl FnMut() -> T) -> (Duration, T) {
    loop {
        let before = threads();
        let result = work();
        let after = threads();
        // With a thread that ended meanwhile its time is gone; the next ones will last.
        if before.keys().all(|thread| after.contains_key(thread)) {
            let taken =
                after.iter().map(|(thread, time)| *time - before.get(thread).copied().unwrap_or_default()).sum();
            return (Duration::from_nanos(taken), result);
        }
    }
}

/// How long each thread of a process has run.
pub fn threads_of(process: u32) -> BTreeMap<String, u64> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().filter_map(Result::ok);
    let folders = threads.map(|thread| thread.path().to_string_lossy().into_owned());
    folders.filter_map(|folder| ran(&folder).map(|time| (folder, time))).collect()
}

/// How long the thread of a folder below `/proc` has run.
pub fn ran(folder: &str) -> Option<u64> {
    fs::read_to_string(format!("{folder}/schedstat")).ok()?.split(' ').next()?.parse().ok()
}
