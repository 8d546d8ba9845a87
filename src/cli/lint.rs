//! `evidence lint`: every fault of every record, for people, programs and pull requests.

use std::{collections::HashMap, fmt::Write, fs, path::Path};

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{Outcome, output};
use crate::{
    corpus::{Corpus, Diagnostic, LoadError, Loaded, Origins, Severity},
    domain::{RecordKind, Vocabulary, visible::visible},
};

#[derive(Args, Debug)]
pub(super) struct Lint {
    /// Folder of the records
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    data: std::path::PathBuf,
    /// Form of the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the line in question.
    Text,
    /// One JSON array.
    Json,
    /// Annotations of GitHub Actions.
    Github,
}

pub(super) fn run(arguments: &Lint) -> anyhow::Result<Outcome> {
    let Lint { data, format } = arguments;
    let (read, diagnostics) = match Corpus::load(data) {
        Ok(Loaded { corpus, drafts, warnings }) => (Some((corpus, drafts.len())), warnings),
        Err(LoadError::Faults(faults)) => (None, faults),
        Err(other) => return Err(other.into()),
    };
    match format {
        Format::Text => output::text(&text(data, &diagnostics))?,
        Format::Json => {
            let json = serde_json::to_string_pretty(&diagnostics).context("cannot print the faults as JSON")?;
            output::data(&(json + "\n"))?;
        }
        Format::Github => output::text(&annotations(data, &diagnostics))?,
    }
    let Some((corpus, drafts)) = read else { return Ok(Outcome::Faults) };
    let drafts = if drafts == 0 { String::new() } else { format!(", and {}", counted(drafts, "draft")) };
    output::remark(&format!("no faults: {} ({}){drafts}", holdings(&corpus), corpus.fingerprint()));
    Ok(Outcome::Done)
}

/// The records for a command that needs them; none when they have faults, which are then on stderr.
pub(super) fn load(data: &Path) -> anyhow::Result<Option<(Loaded, Origins)>> {
    match Corpus::load_with_origins(data) {
        Ok(loaded) => Ok(Some(loaded)),
        Err(LoadError::Faults(faults)) => {
            output::remark(&text(data, &faults));
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

/// How many records there are of each kind: `60 sources, 175 findings`.
pub(super) fn holdings(corpus: &Corpus) -> String {
    let kinds = RecordKind::ALL.iter();
    kinds.map(|kind| counted(corpus.count(*kind), kind.slug())).collect::<Vec<_>>().join(", ")
}

/// The list for people, each fault with the line it stands on, and their number at the end. Empty when there are none.
pub(super) fn text(data: &Path, diagnostics: &[Diagnostic]) -> String {
    let mut files: HashMap<&str, String> = HashMap::new();
    let mut all = String::new();
    for diagnostic in diagnostics {
        let Diagnostic { file, line, column, code, severity, message, help } = diagnostic;
        // A file that cannot be read is what is wrong with it.
        let content =
            files.entry(file).or_insert_with(|| fs::read_to_string(data.join(file)).unwrap_or_default()).as_str();
        let source = line.checked_sub(1).and_then(|i| content.lines().nth(i)).map(str::trim_end);
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let path = data.join(file);
        let gutter = " ".repeat(line.to_string().len());
        // Writing to a string does not fail.
        let _ = writeln!(all, "{severity}[{code}]: {message}");
        let _ = writeln!(all, "{gutter}--> {}:{line}:{column}", path.display());
        if let Some(source) = source.filter(|source| !source.is_empty()) {
            // Tabs stay tabs, so that the caret stands under its character however wide they are shown.
            let before: String = source.chars().take(column.saturating_sub(1)).collect();
            let indent: String = visible(&before).chars().map(|c| if c == '\t' { c } else { ' ' }).collect();
            let _ = writeln!(all, "{gutter} |\n{line} | {source}\n{gutter} | {indent}^");
        }
        let _ = writeln!(all, "{gutter} = help: {help}\n");
    }
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    if !diagnostics.is_empty() {
        let _ = writeln!(all, "{}, {}", counted(errors, "error"), counted(warnings, "warning"));
    }
    all
}

pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Workflow commands, which GitHub shows beside the lines of a pull request.
fn annotations(data: &Path, diagnostics: &[Diagnostic]) -> String {
    let mut all = String::new();
    for Diagnostic { file, line, column, code, severity, message, help } in diagnostics {
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let path = property(&data.join(file).display().to_string());
        let said = escaped(&format!("{message}; {help}"));
        let _ = writeln!(all, "::{severity} file={path},line={line},col={column},title={code}::{said}");
    }
    all
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

pub(super) fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_keep_to_one_line() {
        let diagnostic = Diagnostic {
            file: "sources/a,b.toml".to_owned(),
            line: 3,
            column: 7,
            code: "syntax",
            severity: Severity::Error,
            message: "100% wrong\nreally".to_owned(),
            help: "mend it".to_owned(),
        };
        assert_eq!(
            annotations(Path::new("data"), &[diagnostic]),
            "::error file=data/sources/a%2Cb.toml,line=3,col=7,title=syntax::100%25 wrong%0Areally; mend it\n"
        );
    }
}
