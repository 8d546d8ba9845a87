//! SARIF 2.1.0, the format of code scanning.

use std::collections::BTreeSet;

use anyhow::Context;
use serde_json::{Value, json};

use super::Checked;
use crate::{
    check::{CHECK_RULES, CheckRule, Hit, HitSeverity, SentenceReport},
    domain::{Lines, Vocabulary},
    search::Span,
};

/// The whole report as one run.
pub(super) fn document(all: &[Checked]) -> anyhow::Result<String> {
    let results: Vec<Value> = all
        .iter()
        .flat_map(|checked| {
            let lines = Lines::of(&checked.text);
            let hits = checked
                .report
                .sentences
                .iter()
                .flat_map(|sentence| sentence.hits.iter().map(move |hit| (sentence, hit)));
            hits.map(move |(sentence, hit)| result(checked, &lines, sentence, hit))
        })
        .collect();
    let limits: BTreeSet<&String> = all.iter().flat_map(|checked| &checked.report.limits).collect();
    let notifications: Vec<Value> =
        limits.into_iter().map(|limit| json!({ "level": "warning", "message": { "text": limit } })).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "evidence",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": CHECK_RULES.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
            } },
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notifications }],
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&document).context("cannot print the report as SARIF")?;
    text.push('\n');
    Ok(text)
}

fn level(severity: HitSeverity) -> &'static str {
    match severity {
        HitSeverity::Error => "error",
        HitSeverity::Warning => "warning",
        HitSeverity::Info => "note",
    }
}

fn described(rule: &CheckRule) -> Value {
    let CheckRule { id, name, severity, rests_on: _, title, asks, why, wrong: _, right: _ } = rule;
    json!({
        "id": id,
        "name": name,
        "shortDescription": { "text": title },
        "fullDescription": { "text": asks },
        "help": { "text": why },
        "defaultConfiguration": { "level": level(*severity) },
    })
}

fn result(checked: &Checked, lines: &Lines, sentence: &SentenceReport, hit: &Hit) -> Value {
    let verdict = sentence.verdict.slug();
    let index = CHECK_RULES.iter().position(|rule| rule.id == hit.rule.id);
    let message = match &hit.suggestion {
        Some(right) => format!("{}. Would be right: {right}", hit.message),
        None => hit.message.clone(),
    };
    let mut result = json!({
        "ruleId": hit.rule.id,
        "ruleIndex": index,
        "level": level(hit.severity),
        "message": { "text": message },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&checked.name) },
            "region": region(&checked.text, lines, hit.span),
        } }],
        "partialFingerprints": { "sentence/v1": sentence.hash, "record/v1": hit.record },
        "properties": { "finding": hit.finding, "source": hit.source, "expected": hit.expected, "verdict": verdict },
    });
    if let (Some(right), Some(fields)) = (&hit.suggestion, result.as_object_mut()) {
        let fix = json!([{
            "description": { "text": "Put the statement of the finding in place of the sentence" },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri(&checked.name) },
                "replacements": [{
                    "deletedRegion": region(&checked.text, lines, sentence.span),
                    "insertedContent": { "text": right },
                }],
            }],
        }]);
        fields.insert("fixes".to_owned(), fix);
    }
    if let (Some(reason), Some(fields)) = (&hit.acknowledged, result.as_object_mut()) {
        let suppression = json!([{ "kind": "external", "status": "accepted", "justification": reason }]);
        fields.insert("suppressions".to_owned(), suppression);
    }
    result
}

/// Everything but what a path may have.
const KEPT: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// The name of a file as a relative reference; standard input has a name of its own.
pub(super) fn uri(name: &str) -> String {
    if name == "-" {
        return "stdin".to_owned();
    }
    percent_encoding::utf8_percent_encode(&name.replace('\\', "/"), KEPT).to_string()
}

/// Lines from 1, columns from 1 in UTF-16 code units.
fn region(text: &str, lines: &Lines, span: Span) -> Value {
    let (start, end) = (lines.place(text, span.start.bytes), lines.place(text, span.end.bytes));
    json!({
        "startLine": start.line,
        "startColumn": start.column_utf16,
        "endLine": end.line,
        "endColumn": end.column_utf16,
        "byteOffset": span.start.bytes,
        "byteLength": span.end.bytes - span.start.bytes,
    })
}
