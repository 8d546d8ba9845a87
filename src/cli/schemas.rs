//! `evidence schemas`.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::{Map, Value};

use super::{Outcome, output};
use crate::{corpus::json_schemas, files::Folder};

#[derive(Args, Debug)]
pub(super) struct Schemas {
    /// Write each schema to its file in this folder instead of printing all as one JSON object
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

pub(super) fn run(arguments: &Schemas) -> anyhow::Result<Outcome> {
    let documents = json_schemas();
    if let Some(folder) = &arguments.write {
        let folder = Folder::claim(folder, "evidence schemas")?;
        for (name, text) in documents {
            folder.replace(name, text.as_bytes())?;
        }
        return Ok(Outcome::Done);
    }
    let mut all = Map::new();
    for (name, text) in documents {
        let schema: Value = serde_json::from_str(&text).with_context(|| format!("{name} is not JSON"))?;
        all.insert(name.to_owned(), schema);
    }
    let text = serde_json::to_string_pretty(&all).context("cannot print the schemas")?;
    output::data(&(text + "\n"))?;
    Ok(Outcome::Done)
}
