//! The program: everything is in the library, so that tests can reach it.

use std::process::ExitCode;

/// Gives memory back to the system after a burst of large answers; `.cargo/config.toml` says when.
#[cfg(all(unix, not(target_env = "musl")))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    evidence::cli::run()
}
