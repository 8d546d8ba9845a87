//! `evidence fmt`: record files in their canonical layout, and collections of older formats carried over.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;

use super::{Outcome, lint::counted, output};
use crate::{
    corpus::{self, LaidOut},
    files::{Folder, NewFile},
};

/// The records in one folder, each with its path below the folder of all records.
struct Records {
    folder: PathBuf,
    files: Vec<(PathBuf, String)>,
}

/// What others are told is writing.
const TASK: &str = "evidence fmt";

#[derive(Args, Debug)]
pub(super) struct Fmt {
    /// Files and folders of records to lay out; by default the whole folder of the records
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Folder of the records
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    data: PathBuf,
    /// Write nothing, list the files that would change, and fail if there are any
    #[arg(long)]
    check: bool,
    /// Carry the records over to the newest format, too
    #[arg(long, conflicts_with = "paths")]
    upgrade: bool,
}

pub(super) fn run(arguments: &Fmt) -> anyhow::Result<Outcome> {
    let Fmt { paths, data, check, upgrade } = arguments;
    if let Some(newer) = corpus::newer_format(data) {
        bail!("{newer}");
    }
    let mut files = Vec::new();
    if paths.is_empty() {
        files_below(data, &mut files)?;
    }
    for path in paths {
        files_below(path, &mut files)?;
    }
    let (mut changed, mut is_clean) = (0, true);
    for Records { folder, files } in records(data, files)? {
        // Before they are read: what somebody else writes after that would be lost.
        let claimed = if *check { None } else { Some(Folder::claim(&folder, TASK)?) };
        for (path, name) in files {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let content = String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
            let LaidOut { text, left } = match corpus::laid_out(&name, &content, *upgrade) {
                None => continue,
                Some(Ok(laid_out)) => laid_out,
                Some(Err(fault)) => {
                    output::remark(&fault.to_string());
                    is_clean = false;
                    continue;
                }
            };
            for left in left {
                output::remark(&format!("{}: {left}", path.display()));
                is_clean = false;
            }
            if text == content {
                continue;
            }
            changed += 1;
            match (&claimed, path.file_name()) {
                (Some(folder), Some(file)) => folder.replace(file, text.as_bytes())?,
                _ => output::text(&format!("{}\n", path.display()))?,
            }
        }
    }
    let collection = data.join(corpus::COLLECTION_FILE);
    if *upgrade && !collection.exists() {
        changed += 1;
        if *check {
            output::text(&format!("{}\n", collection.display()))?;
        } else {
            let content = corpus::new_collection();
            Folder::claim(data, TASK)?.add(&[NewFile { name: corpus::COLLECTION_FILE.to_owned(), content }])?;
        }
    }
    output::remark(&format!("{} {}", counted(changed, "file"), if *check { "would change" } else { "changed" }));
    let is_done = is_clean && !(*check && changed > 0);
    Ok(if is_done { Outcome::Done } else { Outcome::Faults })
}

/// Those of the files that have a layout, by folder. Where a link leads there, what it leads to is laid out.
fn records(data: &Path, files: Vec<PathBuf>) -> anyhow::Result<Vec<Records>> {
    let mut all: Vec<Records> = Vec::new();
    for path in files {
        let Some(name) = name_in(data, &path) else {
            bail!("{} is not in the folder of the records, {} (see --data)", path.display(), data.display());
        };
        if !corpus::has_layout(&name) {
            continue;
        }
        let path = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
        let folder = path.parent().unwrap_or(data).to_owned();
        match all.iter_mut().find(|records| records.folder == folder) {
            Some(records) => records.files.push((path, name)),
            None => all.push(Records { folder, files: vec![(path, name)] }),
        }
    }
    Ok(all)
}

/// The files of a folder and of the folders in it, by name; a file by itself.
fn files_below(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let context = || format!("cannot read {}", path.display());
    if !fs::metadata(path).with_context(context)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).with_context(context)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>().with_context(context)?;
    paths.sort_unstable();
    for path in paths {
        // Editors keep their own files beside what is edited.
        let is_hidden = path.file_name().is_some_and(|name| {
            let name = name.as_encoded_bytes();
            name.starts_with(b".") || name.ends_with(b"~")
        });
        if !is_hidden {
            files_below(&path, files)?;
        }
    }
    Ok(())
}

/// The path of a record file below the folder of the records, with `/`.
fn name_in(data: &Path, path: &Path) -> Option<String> {
    let (data, path) = (data.canonicalize().ok()?, path.canonicalize().ok()?);
    let parts: Option<Vec<&str>> = path.strip_prefix(data).ok()?.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}
