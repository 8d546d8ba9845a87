//! Processor time of a process.

use std::fs;

use super::Failure;

/// Seconds of processor time a process has taken.
pub(crate) fn cpu(id: u32) -> Result<f64, Failure> {
    /// Clock ticks in a second, as `/proc` counts them on every Linux.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The name of the program, in brackets, may hold spaces; user and system time are the 12th and 13th values after it.
    let values: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |i: usize| values.get(i).and_then(|value| value.parse::<f64>().ok()).ok_or("no processor time");
    Ok((ticks(11)? + ticks(12)?) / TICKS)
}
