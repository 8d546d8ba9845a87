//! `evidence gaps`: what people look for and do not find, for whoever decides what to record next.

use std::{collections::HashMap, fmt::Write, fs, path::PathBuf};

use anyhow::Context;
use clap::Args;

use super::{Outcome, lint, output};
use crate::{
    app::Counts,
    corpus::{Corpus, Loaded, Origins},
    domain::{RecordKind, TopicKind, Vocabulary},
    text::folded_words,
};

#[derive(Args, Debug)]
pub(super) struct Gaps {
    /// File that `evidence serve --count-queries` has written; without one, only what the records tell
    file: Option<PathBuf>,
    /// Folder of the records
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    data: PathBuf,
}

/// What a term is to the collection.
struct Place {
    /// What it is, and what to do about it.
    what: String,
    /// Whether it is told when nobody has looked for it.
    is_gap: bool,
}

pub(super) fn run(arguments: &Gaps) -> anyhow::Result<Outcome> {
    let Gaps { file, data } = arguments;
    let counts = match file {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            Counts::read(&text).with_context(|| format!("cannot use {}", path.display()))?
        }
        None => Counts::default(),
    };
    let Some((Loaded { corpus, drafts: _, warnings: _ }, origins)) = lint::load(data)? else {
        return Ok(Outcome::Faults);
    };
    let places = places(&corpus, &origins, data);
    let mut all = String::new();
    // Writing to a string does not fail.
    for (term, count) in counts.ranked() {
        let what = places.get(&key(term)).map_or("on no list", |place| place.what.as_str());
        let _ = writeln!(all, "{count:>6}  {term}  {what}");
    }
    let counted: Vec<String> = counts.terms.keys().map(|term| key(term)).collect();
    let mut others: Vec<(&String, &Place)> =
        places.iter().filter(|(name, place)| place.is_gap && !counted.contains(name)).collect();
    others.sort_by(|a, b| a.1.what.cmp(&b.1.what));
    for (name, place) in &others {
        let _ = writeln!(all, "{:>6}  {name}  {}", "-", place.what);
    }
    output::text(&all)?;
    let idle = lint::counted(others.len(), "topic");
    let remark = match file {
        Some(_) => format!(
            "terms: {}; searches: {}; words left out: {}; {idle} without records that nobody looked for",
            counts.terms.len(),
            counts.searches,
            counts.left_out,
        ),
        None => format!("{idle} without records"),
    };
    output::remark(&remark);
    Ok(Outcome::Done)
}

/// The names of what the collection has nothing on, and of its topics, as they are compared.
fn places(corpus: &Corpus, origins: &Origins, data: &std::path::Path) -> HashMap<String, Place> {
    let mut all = HashMap::new();
    for topic in corpus.topics() {
        let (file, line) = origins.of(RecordKind::Topic, topic.id.as_str(), "label").unwrap_or(("", 1));
        let at = format!("{}:{line}", data.join(file).display());
        let is_subject = matches!(topic.kind, TopicKind::Condition | TopicKind::Intervention | TopicKind::Payer);
        let is_gap = is_subject && corpus.has_nothing_on(topic);
        let kind = topic.kind.label().to_lowercase();
        let what = if is_gap { format!("{kind} without records: {at}") } else { format!("{kind} with records: {at}") };
        all.insert(key(&topic.label), Place { what, is_gap });
    }
    for outside in corpus.scope().into_iter().flat_map(|scope| &scope.outside) {
        let what = format!("nothing on it, as {} says: {}", data.join("scope.toml").display(), outside.id);
        for name in std::iter::once(&outside.label).chain(&outside.names) {
            all.entry(key(name)).or_insert_with(|| Place { what: what.clone(), is_gap: false });
        }
    }
    all
}

/// A name as names are compared.
fn key(name: &str) -> String {
    folded_words(name).into_iter().map(|word| word.exact).collect::<Vec<_>>().join(" ")
}
