//! The command line: a file a subcommand. Data go to stdout, everything else to stderr.

mod check;
mod cite;
mod completions;
mod diff;
mod due;
mod export;
mod fmt;
mod gaps;
mod git;
mod import;
mod index;
mod init;
mod lint;
mod literature;
mod new;
mod openapi;
mod output;
mod progress;
mod read;
mod schemas;
mod search;
mod serve;
mod show;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::{Timestamp, tz::TimeZone};

use crate::{config, domain::Date};

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the records have faults, or there is no such record
  2  it could not be done: wrong arguments, a folder that cannot be read, a port in use";

/// Checked medical evidence, searched and cited.
///
/// Without a subcommand it serves, as `evidence serve` does.
#[derive(Debug, Parser)]
#[command(name = "evidence", version, after_help = EXIT_CODES, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: config::Serve,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the records over HTTP
    #[command(after_help = EXIT_CODES)]
    Serve(config::Serve),
    /// Build the index if it is missing or does not fit the records
    #[command(after_help = EXIT_CODES)]
    Index(config::Folders),
    /// Check the records
    #[command(after_help = EXIT_CODES)]
    Lint(lint::Lint),
    /// Lay the record files out, or carry a collection over to the newest format
    #[command(after_help = EXIT_CODES)]
    Fmt(fmt::Fmt),
    /// Check that what the records say can be traced
    #[command(after_help = EXIT_CODES)]
    Verify(verify::Verify),
    /// List what lapses or waits for a review
    #[command(after_help = EXIT_CODES)]
    Due(due::Due),
    /// List what people look for and do not find
    #[command(after_help = EXIT_CODES)]
    Gaps(gaps::Gaps),
    /// Begin a collection: one invented example of each kind of record
    #[command(after_help = EXIT_CODES)]
    Init(init::Init),
    /// Begin a record
    #[command(after_help = EXIT_CODES)]
    New(new::New),
    /// Tell what changed for readers since a revision
    #[command(after_help = EXIT_CODES)]
    Diff(diff::Diff),
    /// Write sources as a file for other programs, as GET /v1/export does
    #[command(after_help = EXIT_CODES)]
    Export(export::Export),
    /// Begin records from files of reference managers and databases
    #[command(after_help = EXIT_CODES)]
    Import(import::Import),
    /// Load and keep the literature: bibliographic records beside the appraised ones
    Literature(literature::Arguments),
    /// Search as GET /v1/search does
    #[command(after_help = EXIT_CODES)]
    Search(search::Search),
    /// Cite records
    #[command(after_help = EXIT_CODES)]
    Cite(cite::Cite),
    /// Check drafts against the findings
    Check(check::Check),
    /// Show how a text is read: its sentences, and the numbers in them
    #[command(after_help = EXIT_CODES)]
    Read(read::Read),
    /// Show one record
    #[command(after_help = EXIT_CODES)]
    Show(show::Show),
    /// Print the OpenAPI document
    Openapi,
    /// Print the JSON Schemas of the record files, or write them
    Schemas(schemas::Schemas),
    /// Print completions for a shell
    Completions(completions::Completions),
}

/// How a command ended, when it could be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// The records have faults, or there is no such record.
    Faults,
}

/// Today in UTC, as the service counts days.
fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// Reads the arguments, carries them out and says how it went.
pub fn run() -> ExitCode {
    let Cli { command, serve } = match Cli::try_parse() {
        Ok(arguments) => arguments,
        Err(refused) if refused.use_stderr() => {
            // Repeats what was typed, or pasted.
            output::remark(refused.to_string().trim_end());
            return ExitCode::from(2);
        }
        // Help and version, with the colours of the terminal.
        Err(asked) => asked.exit(),
    };
    let outcome = match command.unwrap_or(Command::Serve(serve)) {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Index(arguments) => index::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Due(arguments) => due::run(&arguments),
        Command::Gaps(arguments) => gaps::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Literature(arguments) => literature::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Cite(arguments) => cite::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Read(arguments) => read::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::Openapi => openapi::run(),
        Command::Schemas(arguments) => schemas::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Err(error) => {
            output::complain(&error);
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
