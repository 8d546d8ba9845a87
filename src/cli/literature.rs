//! `evidence literature`: the bibliographic records beside the appraised ones.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Outcome, output};
use crate::{
    app::imported_of,
    config::LITERATURE,
    literature::{
        Counts, Ledger, ListOutcome, Literature, LiteratureId, Loaded, LoadedList, Loader, OpenError, Outcome as Added,
        numbered,
    },
};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Load files: XML of PubMed (baseline and update files), NBIB, RIS, BibTeX, CSL-JSON, packed with gzip or not
    ///
    /// Each file is taken whole or not at all, so that this may be stopped at any moment and given the same files again.
    /// Of two records of one publication the one of the newer file holds, whatever the order they are loaded in
    #[command(after_help = super::help::LITERATURE)]
    Add {
        /// Files to load; numbered files of PubMed are taken in their order
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        folder: Folder,
    },
    /// Keep the notices of a list beside the records: CSV with the columns of Retraction Watch
    ///
    /// They tell what became of publications, loaded or not. A list of the same name takes the place of the one before. What is
    /// no UTF-8 is read as Windows-1252 and counted
    #[command(after_help = super::help::LITERATURE)]
    Notices {
        /// Lists of notices
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        folder: Folder,
    },
    /// Say what is loaded
    #[command(after_help = super::help::LITERATURE)]
    Status {
        /// List every file
        #[arg(long)]
        files: bool,
        #[command(flatten)]
        folder: Folder,
    },
    /// Check every byte of the index, and that every record can be read
    #[command(after_help = super::help::LITERATURE)]
    Verify {
        #[command(flatten)]
        folder: Folder,
    },
    /// Remove records, the records of a file, or everything
    #[command(after_help = super::help::LITERATURE)]
    Remove {
        /// Records (`pmid:12345678`) or names of loaded files (`library.ris`)
        #[arg(value_name = "ID|FILE", required_unless_present = "all", conflicts_with = "all")]
        what: Vec<String>,
        /// Remove all literature
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        folder: Folder,
    },
    /// Begin a record of a publication that the literature has, as a draft
    #[command(after_help = super::help::LITERATURE)]
    Promote {
        /// Records to begin from: `pmid:12345678`, a PMID alone, `doi:10.5555/x`
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        /// Folder of the records
        #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
        data: PathBuf,
        #[command(flatten)]
        folder: Folder,
    },
    /// Make answers cheaper and give back the room of records that were replaced or deleted
    ///
    /// Worth its time when many files were loaded. While it works, it needs as much room on the disk again
    #[command(after_help = super::help::LITERATURE)]
    Compact {
        #[command(flatten)]
        folder: Folder,
    },
}

#[derive(Args, Debug)]
struct Folder {
    /// Folder of the literature
    #[arg(long, value_name = "DIR", default_value = LITERATURE, env = "EVIDENCE_LITERATURE")]
    literature: PathBuf,
}

const TASK: &str = "evidence literature";

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::Add { files, folder } => add(files, &folder.literature),
        Command::Notices { files, folder } => notices(files, &folder.literature),
        Command::Status { files, folder } => status(*files, &folder.literature),
        Command::Verify { folder } => verify(&folder.literature),
        Command::Remove { what, all, folder } => remove(what, *all, &folder.literature),
        Command::Promote { ids, data, folder } => promote(ids, data, &folder.literature),
        Command::Compact { folder } => {
            let before = Loader::open(&folder.literature, TASK)?;
            before.compact()?;
            output::remark(&format!("{} is compact", folder.literature.display()));
            Ok(Outcome::Done)
        }
    }
}

fn add(files: &[PathBuf], folder: &Path) -> anyhow::Result<Outcome> {
    let mut files: Vec<&PathBuf> = files.iter().collect();
    // Numbered files in their order, whatever the shell made of it; others as they were given, after them.
    files.sort_by_key(|file| {
        let number = file.file_name().and_then(|name| numbered(&name.to_string_lossy()));
        (number.is_none(), number)
    });
    let mut loader = Loader::open(folder, TASK)?;
    let mut refused_any = false;
    let mut failed = None;
    for file in files {
        let bar = bar(file);
        let started = Instant::now();
        let added = loader.add(file, &mut |read| bar.set_position(read));
        bar.finish_and_clear();
        match added {
            Ok(Added::Loaded(loaded)) => {
                refused_any |= loaded.file.counts.refused > 0;
                output::remark(&told(file, &loaded, started.elapsed().as_secs_f64()));
            }
            Ok(Added::Known(name)) => {
                output::remark(&format!("{}: loaded already, as {name}; nothing was changed", file.display()));
            }
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    let ledger = loader.ledger().clone();
    loader.finish()?;
    if let Some(error) = failed {
        return Err(error).context(format!("stopped; {} records stand", ledger.records));
    }
    for gap in ledger.gaps() {
        output::remark(&format!("not loaded: {gap}; what these files say is missing"));
    }
    let (records, files) = (ledger.records, ledger.files.len());
    output::remark(&format!("{} holds {records} records of {files} files", folder.display()));
    Ok(if refused_any { Outcome::Faults } else { Outcome::Done })
}

fn notices(files: &[PathBuf], folder: &Path) -> anyhow::Result<Outcome> {
    let mut loader = Loader::open(folder, TASK)?;
    for file in files {
        match loader.add_notices(file)? {
            ListOutcome::Known(name) => {
                output::remark(&format!("{}: loaded already, as {name}; nothing was changed", file.display()));
            }
            ListOutcome::Loaded(LoadedList { notices, before, passed_over, decoded }) => {
                let mut text = format!("{}: {notices} notices", file.display());
                if before > 0 {
                    let _ = write!(text, " in the place of the {before} of the list before");
                }
                if passed_over > 0 {
                    let _ = write!(
                        text,
                        "; {passed_over} rows passed over (no notice, or a publication without DOI and PMID)"
                    );
                }
                if decoded > 0 {
                    let _ = write!(text, "; {decoded} values were no UTF-8 and were read as Windows-1252");
                }
                output::remark(&text);
            }
        }
    }
    let total = loader.ledger().notices;
    loader.finish()?;
    output::remark(&format!("{} holds {total} notices of lists", folder.display()));
    Ok(Outcome::Done)
}

fn bar(file: &Path) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    // A template that cannot be read leaves the bar as it comes.
    let bar = match ProgressStyle::with_template("{prefix} {pos} records, {per_sec}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    };
    bar.with_prefix(file.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

fn told(file: &Path, loaded: &Loaded, seconds: f64) -> String {
    let Loaded { file: entry, refused } = loaded;
    let Counts { added, replaced, older, deleted, known, refused: refusals } = entry.counts;
    let mut text = format!("{}: {added} new", file.display());
    for (count, what) in [
        (replaced, "in the place of older ones"),
        (older, "older than what is here"),
        (deleted, "deleted"),
        (known, "here already from PubMed"),
        (refusals, "refused"),
    ] {
        if count > 0 {
            let _ = write!(text, ", {count} {what}");
        }
    }
    let all = added + replaced + older + known + refusals;
    // Both are far below what a float counts exactly.
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = all as f64 / seconds.max(0.001);
    let _ = write!(text, " ({rate:.0} records/s)");
    for record in refused {
        let _ = write!(text, "\n{}:{}: {}", file.display(), record.line, record.message);
    }
    let told = u64::try_from(refused.len()).unwrap_or(u64::MAX);
    if refusals > told {
        let _ = write!(text, "\n{} more were refused", refusals - told);
    }
    text
}

fn status(list: bool, folder: &Path) -> anyhow::Result<Outcome> {
    let literature = match Literature::open(folder) {
        Ok(literature) => literature,
        Err(nothing @ OpenError::Nothing { .. }) => {
            output::remark(&nothing.to_string());
            return Ok(Outcome::Faults);
        }
        Err(other) => return Err(other.into()),
    };
    let Ledger { records, gone, notices, files, .. } = literature.ledger();
    let mut text = format!("records   {records}\ndeleted   {gone}\nnotices   {notices}\nfiles     {}\n", files.len());
    if let Some(last) = files.last() {
        let _ = writeln!(text, "last      {}", last.name);
    }
    let _ = writeln!(text, "version   {}", literature.version());
    for gap in literature.ledger().gaps() {
        let _ = writeln!(text, "missing   {gap}");
    }
    if list {
        for file in files {
            if file.notices > 0 {
                let _ = writeln!(text, "{}\tnotices {}", file.name, file.notices);
                continue;
            }
            let Counts { added, replaced, older, deleted, known, refused } = file.counts;
            let _ = writeln!(
                text,
                "{}\tnew {added}\treplaced {replaced}\tolder {older}\tdeleted {deleted}\tknown {known}\trefused {refused}",
                file.name
            );
        }
    }
    output::text(&text)?;
    Ok(Outcome::Done)
}

fn verify(folder: &Path) -> anyhow::Result<Outcome> {
    let literature = Literature::open(folder)?;
    let bar = bar(folder);
    let verified = literature.verify(|read| bar.set_position(read));
    bar.finish_and_clear();
    match verified {
        Ok(()) => {
            output::remark(&format!("{} is whole: {} records", folder.display(), literature.total()));
            Ok(Outcome::Done)
        }
        Err(faults) => {
            for fault in faults {
                output::remark(&fault);
            }
            output::remark("remove it with `evidence literature remove --all` and load its files again");
            Ok(Outcome::Faults)
        }
    }
}

fn promote(ids: &[String], data: &Path, folder: &Path) -> anyhow::Result<Outcome> {
    let literature = Literature::open(folder)?;
    let mut begun = Vec::new();
    let mut missing = false;
    for id in ids {
        let text = if id.bytes().all(|byte| byte.is_ascii_digit()) { format!("pmid:{id}") } else { id.clone() };
        let name: LiteratureId = text.parse().with_context(|| format!("`{id}`"))?;
        match literature.by_id(&name)? {
            Some(record) => {
                let states = literature.states(&record)?;
                begun.push((record.id.to_string(), imported_of(&record, &states)));
            }
            None => {
                missing = true;
                output::remark(&format!("{name} is not among the {} records that are loaded", literature.total()));
            }
        }
    }
    let outcome = super::import::begin(data, begun)?;
    Ok(if missing { Outcome::Faults } else { outcome })
}

fn remove(what: &[String], all: bool, folder: &Path) -> anyhow::Result<Outcome> {
    if !Literature::is_in(folder) {
        output::remark(&format!("{} holds no literature", folder.display()));
        return Ok(Outcome::Faults);
    }
    if all {
        Loader::remove_all(folder, TASK)?;
        output::remark(&format!("removed all literature of {}", folder.display()));
        return Ok(Outcome::Done);
    }
    let mut loader = Loader::open(folder, TASK)?;
    let mut missing = false;
    for name in what {
        let removed = match loader.remove_file(name)? {
            Some(removed) => Some(removed),
            None => {
                let id: LiteratureId =
                    name.parse().with_context(|| format!("`{name}` is neither a loaded file nor a record"))?;
                Some(loader.remove(&[id])?).filter(|removed| *removed > 0)
            }
        };
        match removed {
            Some(removed) => output::remark(&format!("{name}: removed {removed} entries")),
            None => {
                missing = true;
                output::remark(&format!("{name} is not here"));
            }
        }
    }
    loader.finish()?;
    Ok(if missing { Outcome::Faults } else { Outcome::Done })
}
