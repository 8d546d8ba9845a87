//! `evidence schemas`.

use std::{fs, path::PathBuf};

use anyhow::Context;
use clap::Args;
use serde_json::{Map, Value};

use super::{Outcome, output};
use crate::corpus::json_schemas;

#[derive(Args, Debug)]
pub(super) struct Schemas {
    /// Write each schema to its file in this folder instead of printing all as one JSON object
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

pub(super) fn run(arguments: &Schemas) -> anyhow::Result<Outcome> {
    let documents = json_schemas();
    if let Some(folder) = &arguments.write {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        for (name, text) in documents {
            let path = folder.join(name);
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        return Ok(Outcome::Done);
    }
    let mut all = Map::new();
    for (name, text) in documents {
        let schema: Value = serde_json::from_str(&text).with_context(|| format!("{name} is not JSON"))?;
        all.insert(name.to_owned(), schema);
    }
    let text = serde_json::to_string_pretty(&all).context("cannot print the schemas")?;
    output::print(&(text + "\n"))?;
    Ok(Outcome::Done)
}
