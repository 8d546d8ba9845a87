//! `evidence diff`: what changed for readers since a revision.
//!
//! Compares the records as the API shows them, not the files: another order of lines is no change, another number is.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{BufRead, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, bail, ensure};
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{Outcome, git, lint, output, today};
use crate::{
    api,
    corpus::{Corpus, LoadError, Loaded, Origins},
    domain::{Date, RecordKind},
    files::Scratch,
};

#[derive(Args, Debug)]
pub(super) struct Diff {
    /// A revision of git: a commit, a tag, a branch, HEAD~3
    revision: String,
    /// Folder of the records, inside a git repository
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    data: PathBuf,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// Entries for a file in data/changes, their `why` to be filled in.
    Toml,
}

/// What happened to a record.
enum Happened {
    Added,
    Removed,
    /// Pointer, value before, value after.
    Changed(Vec<(String, Option<Value>, Option<Value>)>),
}

type Key = (RecordKind, String);

pub(super) fn run(arguments: &Diff) -> anyhow::Result<Outcome> {
    let Diff { revision, data, format } = arguments;
    let Some((Loaded { corpus, drafts: _, warnings: _ }, origins)) = lint::load(data)? else {
        return Ok(Outcome::Faults);
    };
    let before = Scratch::new().context("cannot make a folder for the older records")?;
    check_out(data, revision, &before)?;
    let older = match Corpus::load(before.path()) {
        Ok(loaded) => loaded.corpus,
        Err(LoadError::Empty { .. }) => bail!("there were no records in {} at {revision}", data.display()),
        Err(error) => {
            return Err(error).with_context(|| format!("this program cannot read the records of {revision}"));
        }
    };
    let today = today();
    let changes = compare(&shown(&older, today)?, &shown(&corpus, today)?);
    match format {
        Format::Text => output::text(&text(data, &origins, &changes))?,
        Format::Toml => output::data(&toml(&changes, today))?,
    }
    output::remark(&format!("{} since {revision}", lint::counted(changes.len(), "changed record")));
    Ok(Outcome::Done)
}

/// Every record as the API shows it by itself.
fn shown(corpus: &Corpus, today: Date) -> anyhow::Result<BTreeMap<Key, Value>> {
    let record = |record: crate::corpus::Record<'_>| {
        let mut value = api::record_value(corpus, record, today)?;
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|field, _| !NOT_ITS_OWN.contains(&field.as_str()));
        }
        Ok(((record.kind(), record.id().to_owned()), value))
    };
    corpus.records().map(record).collect()
}

/// Fields that show other records, or where values come from: they change when those do.
const NOT_ITS_OWN: &[&str] = &[
    "attribution",
    "blurbs",
    "broader",
    "claims",
    "counts",
    "findings",
    "href",
    "linked_by",
    "narrower",
    "overview",
    "provenance",
    "qualified_by",
    "qualifies",
    "source",
    "sources",
    "topics",
];

fn compare(before: &BTreeMap<Key, Value>, after: &BTreeMap<Key, Value>) -> BTreeMap<Key, Happened> {
    let mut changes = BTreeMap::new();
    for (key, old) in before {
        let Some(new) = after.get(key) else {
            changes.insert(key.clone(), Happened::Removed);
            continue;
        };
        let mut found = Vec::new();
        differences(old, new, &mut String::new(), &mut found);
        if !found.is_empty() {
            changes.insert(key.clone(), Happened::Changed(found));
        }
    }
    for key in after.keys().filter(|key| !before.contains_key(*key)) {
        changes.insert(key.clone(), Happened::Added);
    }
    changes
}

/// The values that differ, by JSON pointer; a list of another length differs as a whole.
fn differences(old: &Value, new: &Value, at: &mut String, found: &mut Vec<(String, Option<Value>, Option<Value>)>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                let length = at.len();
                at.push('/');
                at.push_str(&name.replace('~', "~0").replace('/', "~1"));
                match (old.get(name), new.get(name)) {
                    (Some(old), Some(new)) => differences(old, new, at, found),
                    (old, new) => found.push((at.clone(), old.cloned(), new.cloned())),
                }
                at.truncate(length);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (i, (old, new)) in old.iter().zip(new).enumerate() {
                let length = at.len();
                // Writing to a string does not fail.
                let _ = write!(at, "/{i}");
                differences(old, new, at, found);
                at.truncate(length);
            }
        }
        (old, new) if old == new => {}
        (old, new) => found.push((at.clone(), Some(old.clone()), Some(new.clone()))),
    }
}

fn printed(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn text(data: &Path, origins: &Origins, changes: &BTreeMap<Key, Happened>) -> String {
    let mut all = String::new();
    for ((kind, id), happened) in changes {
        let word = match happened {
            Happened::Added => "added",
            Happened::Removed => "removed",
            Happened::Changed(_) => "changed",
        };
        let place = |field: &str| {
            let (file, line) = origins.of(*kind, id, field)?;
            Some(format!("  {}:{line}", data.join(file).display()))
        };
        let _ = writeln!(all, "{word} {kind} {id}{}", place("id").unwrap_or_default());
        let Happened::Changed(found) = happened else { continue };
        for (pointer, old, new) in found {
            // The file has the names of the API with hyphens, at the top of a record at least.
            let field = pointer.split('/').nth(1).unwrap_or_default().replace('_', "-");
            let _ = writeln!(all, "  {pointer}{}", place(&field).unwrap_or_default());
            for (sign, value) in [("-", old), ("+", new)] {
                if let Some(value) = value {
                    let _ = writeln!(all, "    {sign} {}", printed(value));
                }
            }
        }
    }
    all
}

fn toml(changes: &BTreeMap<Key, Happened>, today: Date) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let mut all = String::new();
    for ((kind, id), happened) in changes {
        let Happened::Changed(found) = happened else { continue };
        for (pointer, old, new) in found {
            let _ = writeln!(all, "[[change]]\non = \"{today}\"\nrecord = \"{kind}\"\nid = \"{id}\"");
            let _ = writeln!(all, "field = {}", quoted(pointer));
            for (name, value) in [("before", old), ("after", new)] {
                if let Some(value) = value.as_ref().filter(|value| !value.is_null()) {
                    let _ = writeln!(all, "{name} = {}", quoted(&printed(value)));
                }
            }
            all.push_str("why = \"\"\n\n");
        }
    }
    all
}

/// Writes the folder as it was at a revision to another place.
fn check_out(data: &Path, revision: &str, to: &Scratch) -> anyhow::Result<()> {
    let commit = git::commit(data, revision)?;
    // Names relative to the folder, however deep it stands in its repository; NUL between them.
    let listed = git::git(data, &["ls-tree", "-r", "-z", "--format=%(objectname) %(path)", &commit, "."])?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let files: Vec<(&str, &str)> = listed.split('\0').filter_map(|line| line.split_once(' ')).collect();

    let mut batch = Command::new("git")
        .arg("-C")
        .arg(data)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run git, which keeps the older records")?;
    let (Some(mut names), Some(contents)) = (batch.stdin.take(), batch.stdout.take()) else {
        bail!("cannot talk to git");
    };
    let wanted: String = files.iter().map(|(object, _)| format!("{object}\n")).collect();
    // Written beside the reading: git stops answering when nobody reads.
    let writing = thread::spawn(move || names.write_all(wanted.as_bytes()));
    let mut contents = BufReader::new(contents);
    for (object, path) in &files {
        let mut head = String::new();
        contents.read_line(&mut head).context("git stopped answering")?;
        let size: usize = head
            .split_whitespace()
            .nth(2)
            .and_then(|size| size.parse().ok())
            .with_context(|| format!("git has no object {object}"))?;
        // A line end follows the content.
        let mut content = vec![0; size + 1];
        contents.read_exact(&mut content).context("git stopped answering")?;
        content.truncate(size);
        to.put(path, &content).context("cannot keep the older records aside")?;
    }
    let written = writing.join().ok().and_then(Result::ok);
    ensure!(written.is_some() && batch.wait().is_ok_and(|status| status.success()), "git stopped answering");
    Ok(())
}
