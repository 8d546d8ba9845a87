//! By how much work grows when what it is done on grows fourfold.

use std::{collections::BTreeMap, fmt, fs, thread, time::Duration};

/// How much more there is of what grows.
pub(crate) const FACTOR: usize = 4;
/// How many times the work that four times as much may take: linear work with room for the noise of a busy machine.
pub(crate) const MOST: f64 = 6.0;
/// A ratio that needs no second look; in between the median decides.
const CLEAR: f64 = 5.0;
/// The median of how many ratios decides.
const ROUNDS: usize = 5;

/// Whose processor time is counted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Clock {
    /// Of all threads of another process, which does nothing else.
    Process(u32),
    /// Of this thread, which does the work itself.
    Thread,
}

impl Clock {
    /// The processor time that the work took, and what came of it.
    pub(crate) fn time<T>(self, mut work: impl FnMut() -> T) -> (Duration, T) {
        loop {
            let before = self.threads();
            let result = work();
            let after = self.threads();
            // With a thread that ended meanwhile its time is gone; the next ones will last.
            if before.keys().all(|thread| after.contains_key(thread)) {
                let taken =
                    after.iter().map(|(thread, time)| *time - before.get(thread).copied().unwrap_or_default()).sum();
                return (Duration::from_nanos(taken), result);
            }
        }
    }

    /// Nanoseconds that each thread has run. `/proc/PID/stat` would count hundredths of a second.
    fn threads(self) -> BTreeMap<String, u64> {
        let ran = |folder: &str| -> Option<u64> {
            fs::read_to_string(format!("{folder}/schedstat")).ok()?.split(' ').next()?.parse().ok()
        };
        match self {
            Self::Process(id) => {
                let threads = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().filter_map(Result::ok);
                let folders = threads.map(|thread| thread.path().to_string_lossy().into_owned());
                folders.filter_map(|folder| ran(&folder).map(|time| (folder, time))).collect()
            }
            Self::Thread => {
                // A thread that runs is counted whenever it is put aside.
                thread::yield_now();
                ran("/proc/thread-self").map(|time| (String::new(), time)).into_iter().collect()
            }
        }
    }
}

/// Pairs of times, of the same work on less and on four times as much.
#[derive(Clone, Debug, Default)]
pub(crate) struct Growth(Vec<(Duration, Duration)>);

impl Growth {
    /// Measures until it is clear whether the median of the ratios is at most `most`.
    pub(crate) fn measure<E>(most: f64, mut pair: impl FnMut() -> Result<(Duration, Duration), E>) -> Result<Self, E> {
        let mut growth = Self::default();
        loop {
            growth.0.push(pair()?);
            let ratios = growth.ratios();
            let of = |is: &dyn Fn(f64) -> bool| ratios.iter().filter(|ratio| is(**ratio)).count();
            let is_clear = ratios.len() == 1 && ratios.iter().all(|ratio| *ratio <= CLEAR.min(most));
            let majority = ROUNDS / 2 + 1;
            if is_clear || of(&|ratio| ratio <= most) == majority || of(&|ratio| ratio > most) == majority {
                return Ok(growth);
            }
        }
    }

    /// The median ratio.
    pub(crate) fn ratio(&self) -> f64 {
        let mut ratios = self.ratios();
        ratios.sort_unstable_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied().unwrap_or_default()
    }

    fn ratios(&self) -> Vec<f64> {
        self.0.iter().map(|(less, more)| more.as_secs_f64() / less.as_secs_f64().max(1e-9)).collect()
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let times: Vec<String> = self.0.iter().map(|(less, more)| format!("{less:.1?} → {more:.1?}")).collect();
        write!(f, "{:.1} times the work ({})", self.ratio(), times.join(", "))
    }
}
