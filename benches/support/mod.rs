//! What benches of the running service share.

#[path = "../../tests/support/served.rs"]
mod served;

use std::fs;

pub(crate) use served::Snapshot;

/// Whatever ends a bench early.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// Memory of a process in MB: `VmRSS` for what is resident, `VmHWM` for the most that was.
pub(crate) fn memory(id: u32, line: &str) -> Result<f64, Failure> {
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    let size = status.lines().find_map(|candidate| candidate.strip_prefix(line)?.strip_prefix(':'));
    Ok(size.ok_or("no memory figure")?.trim().trim_end_matches("kB").trim().parse::<f64>()? / 1024.0)
}
