//! `evidence new`: a commented record to fill in.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use anyhow::{bail, ensure};
use clap::{Args, Subcommand};

use super::{Outcome, output, today};
use crate::{
    domain::{SourceId, TopicId, id::BlurbId},
    files::{Folder, NewFile},
};

#[derive(Args, Debug)]
pub(super) struct New {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// A publication with one finding
    Source(Target<SourceId>),
    /// Publishable text
    Blurb(Target<BlurbId>),
    /// A concept
    Topic(Target<TopicId>),
}

#[derive(Args, Debug)]
struct Target<Id: std::str::FromStr + Clone + Send + Sync + 'static>
where
    Id::Err: std::error::Error + Send + Sync + 'static,
{
    /// Id of the new record: the name of its file
    id: Id,
    /// Folder of the records
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    data: PathBuf,
    /// Print the record instead of writing it
    #[arg(long)]
    print: bool,
}

const SOURCE: &str = include_str!("new/source.toml");
const BLURB: &str = include_str!("new/blurb.md");
const TOPIC: &str = include_str!("new/topic.toml");

pub(super) fn run(arguments: &New) -> anyhow::Result<Outcome> {
    match &arguments.kind {
        Kind::Source(Target { id, data, print }) => write(SOURCE, id.as_str(), &data.join("sources"), "toml", *print),
        Kind::Blurb(Target { id, data, print }) => write(BLURB, id.as_str(), &data.join("blurbs"), "md", *print),
        Kind::Topic(Target { id, data, print }) => write(TOPIC, id.as_str(), &data.join("topics"), "toml", *print),
    }
}

/// Fills id and day in and writes the file, unless there is one.
fn write(template: &str, id: &str, folder: &Path, ending: &str, print: bool) -> anyhow::Result<Outcome> {
    let content = template.replace("{id}", id).replace("{today}", &today().to_string());
    if print {
        output::data(&content)?;
        return Ok(Outcome::Done);
    }
    let name = format!("{id}.{ending}");
    let path = folder.join(&name);
    // The folder of a kind that has no record yet is made; never the folder of the data, which a slip may have named.
    if let Some(data) = folder.parent() {
        ensure!(data.is_dir(), "cannot write {}: there is no folder {}", path.display(), data.display());
    }
    match Folder::claim(folder, "evidence new")?.add(&[NewFile { name, content }]) {
        Err(error) if error.source.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already; records are not overwritten", path.display())
        }
        written => written?,
    }
    output::remark(&format!("wrote {}; fill in what is empty, then run `evidence lint`", path.display()));
    Ok(Outcome::Done)
}
