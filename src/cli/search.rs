//! `evidence search`: the answer of GET /v1/search in a terminal.

use std::fmt::Write;

use clap::Args;

use super::{
    Outcome, index,
    narrowing::Narrowing,
    output::{self, Ink},
    today,
};
use crate::{
    api,
    app::{FoundRecord, Library, SearchAnswer},
    config::Folders,
    corpus::Record,
    domain::{Vocabulary, repeated::one_line},
    search::Excerpt,
};

#[derive(Args, Debug)]
pub(super) struct Search {
    /// What to look for; nothing finds every record
    #[arg(default_value = "")]
    text: Vec<String>,
    /// How many to show
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
    limit: u16,
    /// The JSON of GET /v1/search
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    narrowing: Narrowing,
    #[command(flatten)]
    folders: Folders,
}

pub(super) fn run(arguments: &Search) -> anyhow::Result<Outcome> {
    let Search { text, limit, json, narrowing, folders } = arguments;
    let Some(opened) = index::open(folders)? else { return Ok(Outcome::Faults) };
    let (library, today) = (opened.library, today());
    let text = text.join(" ");
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", &text).append_pair("limit", &limit.to_string()).extend_pairs(&narrowing.pairs);
    let query = query.finish();
    if *json {
        let mut body = api::search_json(&library, &query, today)?;
        if !body.ends_with('\n') {
            body.push('\n');
        }
        output::data(&body)?;
        return Ok(Outcome::Done);
    }
    let (answer, warnings) = api::search_found(&library, &query, today)?;
    output::text(&list(&library, &answer, Ink::of_stdout()))?;
    for warning in warnings {
        output::remark(&warning);
    }
    if !text.is_empty() {
        for remark in answer.understood.remarks(answer.total) {
            output::remark(&remark);
        }
    }
    output::remark(&format!("{} of {} records", answer.hits.len(), answer.total));
    Ok(Outcome::Done)
}

fn list(library: &Library, answer: &SearchAnswer<'_>, ink: Ink) -> String {
    let mut all = String::new();
    for FoundRecord { record, hit } in &answer.hits {
        // Writing to a string does not fail.
        let _ = writeln!(all, "{}  {}", ink.bold(record.id()), about(library, *record));
        let _ = writeln!(all, "  {}", record.title());
        if let Some(excerpt) = hit.excerpts.first() {
            let _ = writeln!(all, "  {}: {}", excerpt.field.label(), marked(excerpt, ink));
        }
        all.push('\n');
    }
    all
}

/// Kind, design and year.
fn about(library: &Library, record: Record<'_>) -> String {
    match record {
        Record::Source(source) => format!("{}, {}", source.design.label(), source.year()),
        Record::Finding(finding) => {
            let kind = finding.result.kind().label();
            match library.corpus().source(finding.source.as_str()) {
                Some(source) => format!("{kind}, {} {}", source.short_title, source.year()),
                None => kind.to_owned(),
            }
        }
        Record::Claim(claim) => format!("Claim of {}, {}", claim.page, claim.verdict.label().to_lowercase()),
        Record::Blurb(blurb) => format!("Blurb, {}", blurb.aspect.label().to_lowercase()),
        Record::Topic(topic) => format!("Topic, {}", topic.kind.label().to_lowercase()),
    }
}

/// The extract with what matched in bold.
fn marked(excerpt: &Excerpt, ink: Ink) -> String {
    let Excerpt { text, start, marks, cut, .. } = excerpt;
    let mut shown = String::new();
    if cut.before {
        shown.push('…');
    }
    let mut done = 0;
    for mark in marks {
        let from = mark.start.bytes.saturating_sub(start.bytes);
        let to = mark.end.bytes.saturating_sub(start.bytes);
        if let (Some(before), Some(matched)) = (text.get(done..from), text.get(from..to)) {
            shown.push_str(before);
            shown.push_str(&ink.bold(matched));
            done = to;
        }
    }
    shown.push_str(text.get(done..).unwrap_or_default());
    if cut.after {
        shown.push('…');
    }
    // An extract is one paragraph here, however the record breaks its lines.
    one_line(&shown)
}
