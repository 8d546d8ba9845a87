//! What git knows of files: older versions, by revision.

use std::{path::Path, process::Command};

use anyhow::{Context, ensure};

/// What git prints, run in a folder.
pub(super) fn git(folder: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let done = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .context("cannot run git, which keeps older versions")?;
    let said = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "git {}: {}", arguments.first().unwrap_or(&""), said.trim());
    Ok(done.stdout)
}

/// The commit that a revision names in the repository of a folder.
pub(super) fn commit(folder: &Path, revision: &str) -> anyhow::Result<String> {
    ensure!(!revision.starts_with('-'), "`{revision}` is no revision");
    let named = ["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")];
    let commit = git(folder, &named).with_context(|| format!("there is no revision `{revision}`"))?;
    Ok(String::from_utf8_lossy(&commit).trim().to_owned())
}
