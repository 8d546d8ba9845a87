//! `evidence check --references`: references held against the records.

use std::fmt::Write;

use anyhow::Context;
use serde_json::{Value, json};

use super::{FailOn, Format, names, read};
use crate::{
    api,
    app::Library,
    cli::{Outcome, lint, output},
    domain::{LinePlace, Lines, Vocabulary, stop::Stop},
    references::{Checked, RecordName, ReferenceState, ReferenceStatus, References},
};

/// A file with what became of its references.
struct File {
    name: String,
    text: String,
    checked: Vec<Checked>,
}

/// How grave something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Severity {
    Error,
    Warning,
    Note,
}

/// What is told of references, as code scanning lists it.
const RULES: &[(&str, &str)] = &[
    ("reference-editorial", "The publication was retracted, withdrawn, doubted, corrected or replaced, or is a notice"),
    ("reference-mismatch", "The identifier belongs to another publication than the words"),
    ("reference-differs", "A part of the reference is another on record"),
    ("reference-ambiguous", "Several records fit, or the reference says too little"),
    ("reference-not-in-this-collection", "No record here is meant"),
];

pub(super) fn run(library: &Library, files: &[String], format: Format, fail_on: FailOn) -> anyhow::Result<Outcome> {
    let mut all = Vec::new();
    for name in names(files)? {
        let text = read(&name)?;
        let references = References::of_text(&text).with_context(|| format!("cannot read references in {name}"))?;
        let checked = library
            .check_references(references, &Stop::default())
            .with_context(|| format!("cannot check the references in {name}"))?;
        all.push(File { name, text, checked });
    }
    match format {
        Format::Text => output::text(&all.iter().map(shown).collect::<String>())?,
        Format::Github => output::text(&all.iter().map(annotations).collect::<String>())?,
        Format::Json => output::data(&as_json(&all)?)?,
        Format::Sarif => output::data(&sarif(&all)?)?,
        Format::Html => {
            anyhow::bail!("references have no substantiation file; `--format` is text, json, sarif or github")
        }
    }
    let counted = |severity| {
        let told = all.iter().flat_map(|file| &file.checked).flat_map(told);
        told.filter(|told| told.severity == severity).count()
    };
    let (errors, warnings) = (counted(Severity::Error), counted(Severity::Warning));
    let total: usize = all.iter().map(|file| file.checked.len()).sum();
    let matching =
        all.iter().flat_map(|file| &file.checked).filter(|one| one.status == ReferenceStatus::Matches).count();
    output::remark(&format!(
        "{}: {matching} match; {}, {}",
        lint::counted(total, "reference"),
        lint::counted(errors, "error"),
        lint::counted(warnings, "warning")
    ));
    let fails = match fail_on {
        FailOn::Error => errors > 0,
        FailOn::Warning => errors + warnings > 0,
        FailOn::Never => false,
    };
    Ok(if fails { Outcome::Faults } else { Outcome::Done })
}

/// One thing that is told of a reference.
struct Told {
    rule: &'static str,
    severity: Severity,
    message: String,
}

fn told(checked: &Checked) -> Vec<Told> {
    let mut all = Vec::new();
    if let Some(editorial) = checked.editorial.as_ref().filter(|editorial| editorial.state.is_remarkable()) {
        let severity = match editorial.state {
            ReferenceState::Retracted
            | ReferenceState::RetractedAndRepublished
            | ReferenceState::Withdrawn
            | ReferenceState::ExpressionOfConcern => Severity::Error,
            ReferenceState::Superseded
            | ReferenceState::PublishedSince
            | ReferenceState::RetractionNotice
            | ReferenceState::ConcernNotice
            | ReferenceState::CorrectionNotice => Severity::Warning,
            ReferenceState::Corrected | ReferenceState::Unchecked | ReferenceState::None => Severity::Note,
        };
        let notice = editorial.notice.as_ref().map(|notice| format!(": {notice}")).unwrap_or_default();
        all.push(Told {
            rule: "reference-editorial",
            severity,
            message: format!("{}{notice}", editorial.state.label()),
        });
    }
    for difference in &checked.differences {
        let own = match &difference.on_record {
            Some(on_record) => format!("on record it is `{on_record}`"),
            None => "it belongs to another publication".to_owned(),
        };
        let message = format!("{}: the reference says `{}`; {own}", difference.field.label(), difference.said);
        all.push(Told { rule: "reference-differs", severity: Severity::Warning, message });
    }
    match checked.status {
        ReferenceStatus::Matches | ReferenceStatus::Differs => {}
        ReferenceStatus::Mismatch => {
            let owner = checked.identifier_of.as_ref().map(named).unwrap_or_default();
            let message = format!("its words mean nothing that is here, and its identifier belongs to {owner}");
            all.push(Told { rule: "reference-mismatch", severity: Severity::Error, message });
        }
        ReferenceStatus::Ambiguous => {
            let may_be: Vec<String> = checked.candidates.iter().map(named).collect();
            let message = format!("it may mean {}", may_be.join("; "));
            all.push(Told { rule: "reference-ambiguous", severity: Severity::Note, message });
        }
        ReferenceStatus::NotInThisCollection => {
            let message = "no record here is meant; it may exist all the same".to_owned();
            all.push(Told { rule: "reference-not-in-this-collection", severity: Severity::Note, message });
        }
    }
    all
}

fn named(name: &RecordName) -> String {
    format!("{} ({})", name.id, name.title)
}

/// Where each reference stands in its file.
fn places(file: &File) -> Vec<(LinePlace, usize, usize)> {
    let lines = Lines::of(&file.text);
    let mut from = 0;
    let mut all = Vec::new();
    for checked in &file.checked {
        let at = file.text.get(from..).and_then(|rest| rest.find(&checked.input)).map_or(from, |at| from + at);
        from = at + checked.input.len();
        all.push((lines.place(&file.text, at), at, checked.input.len()));
    }
    all
}

/// For people.
fn shown(file: &File) -> String {
    let mut all = String::new();
    for (checked, (place, ..)) in file.checked.iter().zip(places(file)) {
        let record = checked.record.as_ref().map(|record| format!(" {}", record.id)).unwrap_or_default();
        // Writing to a string does not fail.
        let _ = writeln!(all, "{}:{}:{}: {}{record}", file.name, place.line, place.column, checked.status.label());
        let _ = writeln!(all, "  {}", checked.input.lines().map(str::trim).collect::<Vec<_>>().join(" "));
        for Told { severity, message, .. } in told(checked) {
            let severity = match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let _ = writeln!(all, "  {severity}: {message}");
        }
    }
    all
}

/// Workflow commands of GitHub.
fn annotations(file: &File) -> String {
    let mut all = String::new();
    for (checked, (place, ..)) in file.checked.iter().zip(places(file)) {
        for Told { rule, severity, message } in told(checked) {
            let level = match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "notice",
            };
            let (name, message) = (lint::property(&file.name), lint::escaped(&message));
            let _ = writeln!(all, "::{level} file={name},line={},title={rule}::{message}", place.line);
        }
    }
    all
}

fn as_json(all: &[File]) -> anyhow::Result<String> {
    let mut files = Vec::new();
    for File { name, text: _, checked } in all {
        files.push(json!({ "file": name, "report": api::references_json(checked)? }));
    }
    let mut text = serde_json::to_string_pretty(&files).context("cannot print the report as JSON")?;
    text.push('\n');
    Ok(text)
}

fn sarif(all: &[File]) -> anyhow::Result<String> {
    let mut results: Vec<Value> = Vec::new();
    for file in all {
        for (checked, (place, at, length)) in file.checked.iter().zip(places(file)) {
            for Told { rule, severity, message } in told(checked) {
                let level = match severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Note => "note",
                };
                results.push(json!({
                    "ruleId": rule,
                    "ruleIndex": RULES.iter().position(|(id, _)| *id == rule),
                    "level": level,
                    "message": { "text": message },
                    "locations": [{ "physicalLocation": {
                        "artifactLocation": { "uri": super::sarif::uri(&file.name) },
                        "region": {
                            "startLine": place.line,
                            "startColumn": place.column_utf16,
                            "byteOffset": at,
                            "byteLength": length,
                        },
                    } }],
                    "properties": { "status": checked.status.slug(), "record": checked.record.as_ref().map(|record| &record.id) },
                }));
            }
        }
    }
    let rules: Vec<Value> =
        RULES.iter().map(|(id, text)| json!({ "id": id, "shortDescription": { "text": text } })).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "evidence", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&document).context("cannot print the report as SARIF")?;
    text.push('\n');
    Ok(text)
}
