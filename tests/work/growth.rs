//! By how much work grows when what it is done on grows fourfold.

use std::{collections::BTreeMap, fmt, thread, time::Duration};

use crate::support::clock::{ran, threads_of, timed};

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
    pub(crate) fn time<T>(self, work: impl FnMut() -> T) -> (Duration, T) {
        timed(|| self.threads(), work)
    }

    /// Nanoseconds that each thread has run.
    fn threads(self) -> BTreeMap<String, u64> {
        match self {
            Self::Process(id) => threads_of(id),
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
