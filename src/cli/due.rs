//! `evidence due`: what lapses or waits for a review, with the file to open.

use std::fmt::Write;

use clap::Args;
use jiff::ToSpan;

use super::{Outcome, lint, output, today};
use crate::{
    corpus::{Corpus, Loaded, Origins},
    domain::{Currency, Date, RecordKind, Vocabulary, blurb::LifeCycle, blurb::Stage, status::EditorialStatus},
};

#[derive(Args, Debug)]
pub(super) struct Due {
    /// Folder of the records
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    data: std::path::PathBuf,
    /// The day to look from; today in UTC by default
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// How many days to look ahead
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    within: u16,
}

/// Something to look at.
struct Item {
    /// Since when, or when it will be.
    on: Option<Date>,
    file: String,
    line: usize,
    text: String,
}

pub(super) fn run(arguments: &Due) -> anyhow::Result<Outcome> {
    let Due { data, as_of, within } = arguments;
    let Some((Loaded { corpus, drafts, warnings: _ }, origins)) = lint::load(data)? else { return Ok(Outcome::Faults) };
    let today = as_of.unwrap_or_else(today);
    let horizon = today.saturating_add(i64::from(*within).days());
    let mut items = Vec::new();
    publications(&corpus, &origins, (today, horizon), &mut items);
    texts(&corpus, &origins, (today, horizon), &mut items);
    for draft in &drafts {
        let text = format!("{} is a draft", draft.id);
        items.push(item(&origins, RecordKind::Source, draft.id.as_str(), "draft", None, text));
    }
    items.sort_by(|a, b| (a.on, &a.file, a.line).cmp(&(b.on, &b.file, b.line)));
    let mut all = String::new();
    for Item { on, file, line, text } in &items {
        let on = on.map_or_else(|| "          ".to_owned(), |day| day.to_string());
        // Writing to a string does not fail.
        let _ = writeln!(all, "{on}  {}:{line}  {text}", data.join(file).display());
    }
    output::text(&all)?;
    output::remark(&format!("{} as of {today}, looking ahead to {horizon}", lint::counted(items.len(), "item")));
    Ok(Outcome::Done)
}

fn item(origins: &Origins, kind: RecordKind, id: &str, field: &str, on: Option<Date>, text: String) -> Item {
    // Every record of a loaded corpus was read somewhere.
    let (file, line) = origins.of(kind, id, field).unwrap_or(("", 1));
    Item { on, file: file.to_owned(), line, text }
}

/// Sources that no longer hold, or will not at the horizon, with what stands on them.
fn publications(corpus: &Corpus, origins: &Origins, (today, horizon): (Date, Date), items: &mut Vec<Item>) {
    for source in corpus.sources() {
        let id = source.id.as_str();
        let on_it = corpus
            .blurbs()
            .iter()
            .filter(|blurb| blurb.life.stage == Stage::Live)
            .filter(|blurb| corpus.sources_of_blurb(blurb).iter().any(|other| other.id == source.id))
            .count();
        let (now, then) = (corpus.currency(source, today), corpus.currency(source, horizon));
        let soon = now.state != then.state;
        let state = if soon { then } else { now };
        let news = matches!(state.state, Currency::DueForReview | Currency::Lapsed | Currency::Superseded);
        if news {
            let word = state.state.label().to_lowercase();
            let when = if soon { "will be" } else { "is" };
            let text = format!("{id} {when} {word}: {}; {} on it", state.reason, lint::counted(on_it, "live blurb"));
            items.push(item(origins, RecordKind::Source, id, "currency", state.since, text));
        }
        match source.editorial.status {
            EditorialStatus::Unchecked
            | EditorialStatus::None
            | EditorialStatus::Corrected
            | EditorialStatus::RetractedAndRepublished => {}
            EditorialStatus::ExpressionOfConcern | EditorialStatus::Retracted | EditorialStatus::Removed => {
                let word = source.editorial.status.label().to_lowercase();
                let since = source.editorial.noticed.map(|date| date.earliest());
                let text = format!("{id}: {word}; {} on it", lint::counted(on_it, "live blurb"));
                items.push(item(origins, RecordKind::Source, id, "editorial", since, text));
            }
        }
    }
}

/// Blurbs that are due or over, or will be at the horizon; and drafts, which wait for somebody.
fn texts(corpus: &Corpus, origins: &Origins, (today, horizon): (Date, Date), items: &mut Vec<Item>) {
    for blurb in corpus.blurbs().iter().chain(corpus.drafts()) {
        let LifeCycle { stage, reviewed: _, review_due, valid_until } = blurb.life;
        let id = blurb.id.as_str();
        let (field, on, text) = match stage {
            Stage::Draft => ("status", None, format!("{id} is a draft")),
            Stage::Live if valid_until < today => {
                ("valid-until", Some(valid_until), format!("{id} is given out no more: review it and set new dates"))
            }
            Stage::Live if valid_until <= horizon => {
                ("valid-until", Some(valid_until), format!("{id} will be given out no more after this day"))
            }
            Stage::Live if review_due <= today => ("review-due", Some(review_due), format!("{id} is due for review")),
            Stage::Live if review_due <= horizon => {
                ("review-due", Some(review_due), format!("{id} will be due for review"))
            }
            Stage::Live | Stage::Withdrawn => continue,
        };
        items.push(item(origins, RecordKind::Blurb, id, field, on, text));
    }
}
