//! `evidence completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Outcome, output};

#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

pub(super) fn run(arguments: &Completions) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "evidence", &mut script);
    output::data(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
