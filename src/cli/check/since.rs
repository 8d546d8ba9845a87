//! `--since`: a draft as it stood at a revision of git, to leave out what has not changed since.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};

use super::super::git::{commit, git};
use crate::{
    app::Library,
    check::{CheckRequest, MAX_TEXT, Report, SentenceReport},
};

/// Leaves out of a report the sentences that the draft had before, with the same source and verdict.
pub(super) fn keep_changed(
    library: &Library,
    request: &CheckRequest<'_>,
    name: &str,
    revision: &str,
    report: &mut Report,
) -> anyhow::Result<()> {
    let Some(before) = text_at(name, revision)? else { return Ok(()) };
    let before = library
        .check(&CheckRequest { text: &before, ..request.clone() })
        .with_context(|| format!("cannot check {name} as it was at `{revision}`"))?;
    let known: HashSet<_> = before.sentences.iter().map(told).collect();
    report.keep(|sentence| !known.contains(&told(sentence)));
    Ok(())
}

/// What makes a sentence the same as another: its words, whose claim it is, and what the collection says of it.
fn told(sentence: &SentenceReport) -> (&str, Option<&str>, &'static str) {
    use crate::domain::Vocabulary;
    let source = sentence.source.as_ref().map(|source| source.id.as_str());
    (sentence.hash.as_str(), source, sentence.verdict.slug())
}

/// The text of a file at a revision; none when it was not there.
fn text_at(name: &str, revision: &str) -> anyhow::Result<Option<String>> {
    if name == "-" {
        bail!("`--since` compares files with a revision of git; standard input has none");
    }
    let path = Path::new(name);
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    };
    let file = path.file_name().with_context(|| format!("{name} is no file"))?.to_string_lossy();
    git(&folder, &["rev-parse", "--show-toplevel"])
        .with_context(|| format!("{name} is in no git repository, which `--since` compares it with"))?;
    let commit = commit(&folder, revision)?;
    let object = format!("{commit}:./{file}");
    if git(&folder, &["cat-file", "-e", &object]).is_err() {
        return Ok(None);
    }
    let bytes =
        git(&folder, &["cat-file", "blob", &object]).with_context(|| format!("cannot read {name} at `{revision}`"))?;
    ensure!(
        bytes.len() <= MAX_TEXT,
        "{name} had more than {MAX_TEXT} bytes at `{revision}`, which are checked at most"
    );
    let text = String::from_utf8(bytes).with_context(|| format!("{name} was not UTF-8 at `{revision}`"))?;
    Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
}
