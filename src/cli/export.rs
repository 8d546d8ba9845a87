//! `evidence export`: the file of GET /v1/export, to a file or to stdout.

use std::path::PathBuf;

use clap::{Args, builder::PossibleValuesParser};
use jiff::{Timestamp, tz::TimeZone};

use super::{Outcome, index, narrowing::Narrowing, output};
use crate::{
    api::{self, ExportFormat},
    config::Folders,
    domain::Vocabulary,
    files,
};

#[derive(Args, Debug)]
pub(super) struct Export {
    /// Sources to export: ids, DOIs, PMIDs or other identifiers, in this order; all when neither these nor a search are
    /// given
    ids: Vec<String>,
    /// Format of the file
    #[arg(long, value_parser = PossibleValuesParser::new(ExportFormat::ALL.iter().map(|format| format.slug())))]
    #[arg(default_value = ExportFormat::Ris.slug())]
    format: String,
    /// Only what a search for this text finds
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Further parameters of GET /v1/export: `design=rct&year=2017..`
    #[arg(long, value_name = "QUERY")]
    filter: Vec<String>,
    /// Write to this file instead of stdout; a file that is there is replaced
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    narrowing: Narrowing,
    #[command(flatten)]
    folders: Folders,
}

pub(super) fn run(arguments: &Export) -> anyhow::Result<Outcome> {
    let Export { ids, format, search, filter, out, narrowing, folders } = arguments;
    let Some(opened) = index::open(folders)? else { return Ok(Outcome::Faults) };
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("format", format);
    for id in ids {
        query.append_pair("ids", id);
    }
    if let Some(text) = search {
        query.append_pair("q", text);
    }
    query.extend_pairs(&narrowing.pairs);
    for (name, value) in filter.iter().flat_map(|pairs| url::form_urlencoded::parse(pairs.as_bytes())) {
        query.append_pair(&name, &value);
    }
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let content = api::export_text(&opened.library, &query.finish(), today)?;
    match out {
        None => output::data(&content)?,
        Some(path) => files::replace(path, content.as_bytes(), "evidence export")?,
    }
    Ok(Outcome::Done)
}
