//! The command line: a file a subcommand. Data go to stdout, everything else to stderr.

mod arguments;
mod check;
mod cite;
mod completions;
mod diff;
mod due;
mod export;
mod fmt;
mod gaps;
mod git;
mod help;
mod import;
mod index;
mod init;
mod lint;
mod literature;
mod narrowing;
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

use std::{io, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};
use jiff::{Timestamp, tz::TimeZone};

use crate::{config, corpus::LoadError, domain::Date, http::problem::Problem};

/// Checked medical evidence, searched and cited.
///
/// Without a subcommand it serves, as `evidence serve` does.
#[derive(Debug, Parser)]
#[command(name = "evidence", version, after_help = help::PROGRAM, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: config::Serve,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the records over HTTP
    #[command(after_help = help::SERVE)]
    Serve(config::Serve),
    /// Build the index if it is missing or does not fit the records
    #[command(after_help = help::INDEX)]
    Index(config::Folders),
    /// Check the records
    #[command(after_help = help::LINT)]
    Lint(lint::Lint),
    /// Lay the record files out, or carry a collection over to the newest format
    #[command(after_help = help::FMT)]
    Fmt(fmt::Fmt),
    /// Check that what the records say can be traced
    #[command(after_help = help::VERIFY)]
    Verify(verify::Verify),
    /// List what lapses or waits for a review
    #[command(after_help = help::DUE)]
    Due(due::Due),
    /// List what people look for and do not find
    #[command(after_help = help::GAPS)]
    Gaps(gaps::Gaps),
    /// Begin a collection: one invented example of each kind of record
    #[command(after_help = help::INIT)]
    Init(init::Init),
    /// Begin a record
    #[command(after_help = help::NEW)]
    New(new::New),
    /// Tell what changed for readers since a revision
    #[command(after_help = help::DIFF)]
    Diff(diff::Diff),
    /// Write sources as a file for other programs, as GET /v1/export does
    #[command(after_help = help::EXPORT)]
    Export(export::Export),
    /// Begin records from files of reference managers and databases
    #[command(after_help = help::IMPORT)]
    Import(import::Import),
    /// Load and keep the literature: bibliographic records beside the appraised ones
    #[command(after_help = help::LITERATURE)]
    Literature(literature::Arguments),
    /// Search as GET /v1/search does
    #[command(after_help = help::SEARCH)]
    Search(search::Search),
    /// Cite records
    #[command(after_help = help::CITE)]
    Cite(cite::Cite),
    /// Check drafts against the findings
    #[command(after_help = help::CHECK)]
    Check(check::Check),
    /// Show how a text is read: its sentences, and the numbers in them
    #[command(after_help = help::READ)]
    Read(read::Read),
    /// Show one record
    #[command(after_help = help::SHOW)]
    Show(show::Show),
    /// Print the OpenAPI document
    #[command(after_help = help::OPENAPI)]
    Openapi(openapi::Openapi),
    /// Print the JSON Schemas of the record files, or write them
    #[command(after_help = help::SCHEMAS)]
    Schemas(schemas::Schemas),
    /// Print completions for a shell
    #[command(after_help = help::COMPLETIONS)]
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
    let mut whole = Cli::command();
    whole.build();
    let typed = arguments::behind_subcommand(&whole, std::env::args_os().collect());
    let Cli { command, serve } = match Cli::try_parse_from(typed) {
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
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Schemas(arguments) => schemas::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Err(error) => {
            output::complain(&error);
            meant(&error).iter().for_each(|meant| output::remark(meant));
            if let Some(hint) = hint(&error) {
                output::remark(hint);
            }
            ExitCode::from(2)
        }
    }
}

/// What was meant by values that the API does not take, where its message does not say it.
fn meant(error: &anyhow::Error) -> Vec<String> {
    let faults = error.downcast_ref::<Problem>().map_or(&[][..], |problem| &problem.errors);
    let near = faults.iter().filter_map(|fault| Some((fault, fault.did_you_mean.as_ref()?)));
    near.filter(|(fault, near)| !fault.message.contains(near.as_str()))
        .map(|(fault, near)| {
            let of = fault.parameter.as_ref().map(|name| format!(" for `{name}`")).unwrap_or_default();
            format!("did you mean `{near}`{of}?")
        })
        .collect()
}

/// What to do when the records are not where they were looked for.
fn hint(error: &anyhow::Error) -> Option<&'static str> {
    let is_elsewhere = error.chain().any(|cause| match cause.downcast_ref() {
        Some(LoadError::Folder { source, .. }) => source.kind() == io::ErrorKind::NotFound,
        Some(LoadError::Empty { .. }) => true,
        Some(LoadError::Faults(_)) | None => false,
    });
    is_elsewhere.then_some(
        "say where the records are with --data DIR or EVIDENCE_DATA, run it in the folder that has `data` in it, or begin a \
         collection with `evidence init DIR`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
