//! `evidence init`: a collection with one example of each kind of record, to replace by one's own.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;

use super::{Outcome, output};
use crate::files::Folder;

#[derive(Args, Debug)]
pub(super) struct Init {
    /// The new folder; one that is there may hold hidden files only, as `.git`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// The description of the format, whose examples are the records of a new collection.
const FORMAT: &str = include_str!("../../data/README.md");

/// What the folder says of itself.
const README: &str = include_str!("init/README.md");

pub(super) fn run(Init { folder }: &Init) -> anyhow::Result<Outcome> {
    let written = Folder::claim(folder, "evidence init")?;
    if !is_free(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        bail!(
            "{} is not empty; a collection begins in a folder with hidden files only, or with none",
            folder.display()
        );
    }
    let mut count = 0;
    for (name, text) in examples(FORMAT) {
        written.replace(name, text.as_bytes())?;
        count += 1;
    }
    written.replace("README.md", README.as_bytes())?;
    let shown = folder.display();
    output::remark(&format!(
        "wrote {count} files of an invented collection to {shown}\nnext: evidence lint --data {shown}, then write your own \
         records and remove these"
    ));
    Ok(Outcome::Done)
}

/// Whether nothing stands in the folder but names that begin with a dot: those are no records, and the lock is one.
fn is_free(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if !entry?.file_name().as_encoded_bytes().starts_with(b".") {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The files that stand in the fenced blocks of the description: their paths below the folder, and what they hold. The
/// first line of a block names its file, or its fence does where a file cannot begin with a comment.
fn examples(format: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = format;
    while let Some((fence, block, after)) = next_block(rest) {
        rest = after;
        let named = match fence.split_once(' ') {
            Some((_, name)) => name.strip_prefix("data/").map(|name| (name, block)),
            None => block.split_once('\n').and_then(|(first, text)| Some((first.strip_prefix("# data/")?, text))),
        };
        found.extend(named);
    }
    found
}

/// The next fenced block: what stands behind its fence, its lines, and what follows it.
fn next_block(text: &str) -> Option<(&str, &str, &str)> {
    let begin = if text.starts_with("```") { 3 } else { text.find("\n```")? + 4 };
    let (fence, rest) = text.get(begin..)?.split_once('\n')?;
    let end = if rest.starts_with("```") { 0 } else { rest.find("\n```")? + 1 };
    let block = rest.get(..end)?;
    let (_, after) = rest.get(end..)?.split_once('\n').unwrap_or_default();
    Some((fence, block, after))
}
