//! The program run once.

use std::process::{Command, Stdio};

/// How it ended and what it said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `evidence` with these arguments.
pub(crate) fn cli<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_evidence")).args(arguments).stdin(Stdio::null()).output().unwrap();
    Ended {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
