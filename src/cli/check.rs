//! `evidence check`: drafts against the findings, for people, programs, pull requests and the file of a page.

mod references;
mod sarif;
mod since;

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use jiff::{Timestamp, tz::TimeZone};

use super::{
    Outcome, index,
    output::{self, Ink},
};
use crate::{
    api,
    check::{
        Acknowledgement, CHECK_RULES, CheckRequest, CheckRule, Coverage, DraftFormat, Hit, HitSeverity, MAX_TEXT,
        NamedSource, RecordedValue, Report, ReportedAttribute, SentenceClass, find_rule,
    },
    config::Folders,
    domain::{Date, FindingId, LinePlace, Lines, Vocabulary},
    web,
};

#[derive(Args, Debug)]
pub(super) struct Check {
    /// Drafts to check: files, patterns such as `'pages/**/*.md'`, or `-` for standard input
    #[arg(required_unless_present = "references")]
    file: Vec<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// How the drafts are written down; told from the ending of the name when missing
    #[arg(long, value_name = "TYPE", value_parser = content_type)]
    content_type: Option<DraftFormat>,
    /// What the drafts belong to, in words; not checked itself
    #[arg(long, value_name = "TEXT", default_value = "")]
    context: String,
    /// Only these rules, by id or name
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    only: Vec<&'static CheckRule>,
    /// All rules but these
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    without: Vec<&'static CheckRule>,
    /// JSON file with hits that may stand, as `acknowledge` of POST /v1/check
    #[arg(long, value_name = "FILE")]
    acknowledge: Option<PathBuf>,
    /// Only sentences that are new or judged otherwise since this revision of git: a commit, a tag, a branch, HEAD~3
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// From which severity on a hit fails the check
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// Check the references in these files instead: lists in any style, identifiers, RIS, BibTeX, NBIB, CSL-JSON
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "file")]
    references: Vec<String>,
    #[command(flatten)]
    folders: Folders,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// The JSON of POST /v1/check, one entry a file.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// The substantiation file of a page: each claim, its source, quote, certainty and what is open.
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Errors only.
    Error,
    /// Errors and warnings.
    Warning,
    /// Nothing.
    Never,
}

fn content_type(text: &str) -> Result<DraftFormat, String> {
    DraftFormat::from_slug(text).map_err(|unknown| format!("{unknown}; allowed: {}", unknown.allowed.join(", ")))
}

fn rule(text: &str) -> Result<&'static CheckRule, String> {
    let known = || CHECK_RULES.iter().map(|rule| rule.id).collect::<Vec<_>>().join(", ");
    find_rule(text).ok_or_else(|| format!("`{text}` is not a rule; there are {}", known()))
}

/// A draft with its report.
struct Checked {
    /// The name as it was given.
    name: String,
    text: String,
    report: Report,
}

pub(super) fn run(arguments: &Check) -> anyhow::Result<Outcome> {
    let Check { file, format, content_type, context, only, without, acknowledge, since, fail_on, references, folders } =
        arguments;
    let Some(opened) = index::open(folders)? else { return Ok(Outcome::Faults) };
    let library = opened.library;
    let as_of = Timestamp::now().to_zoned(TimeZone::UTC).date();
    if !references.is_empty() {
        // A folder that was named and holds nothing is a slip.
        if let (Some(folder), Err(none)) = (&folders.literature, library.literature()) {
            return Err(none).with_context(|| format!("cannot use the literature in {}", folder.display()));
        }
        return references::run(&library, references, *format, *fail_on);
    }
    let acknowledged = match acknowledge {
        Some(path) => read_acknowledged(path)?,
        None => Vec::new(),
    };
    let mut all = Vec::new();
    for name in names(file)? {
        let text = read(&name)?;
        let request = CheckRequest {
            format: content_type.unwrap_or_else(|| format_of(&name)),
            context,
            only: only.clone(),
            without: without.clone(),
            acknowledged: acknowledged.clone(),
            ..CheckRequest::new(&text, as_of)
        };
        let mut report = library.check(&request).with_context(|| format!("cannot check {name}"))?;
        if let Some(revision) = since {
            since::keep_changed(&library, &request, &name, revision, &mut report)?;
        }
        all.push(Checked { name, text, report });
    }
    let shown = match format {
        Format::Text => all.iter().map(|checked| text(checked, Ink::of_stdout())).collect(),
        Format::Json => json(&all)?,
        Format::Sarif => sarif::document(&all)?,
        Format::Github => all.iter().map(annotations).collect(),
        Format::Html => {
            let drafts = all.iter().map(|checked| (shown_name(&checked.name), &checked.report));
            web::substantiation(&library, drafts, as_of).context("cannot write the substantiation file")?
        }
    };
    match format {
        Format::Text | Format::Github => output::text(&shown)?,
        Format::Json | Format::Sarif | Format::Html => output::data(&shown)?,
    }
    let count = |severity| all.iter().map(|checked| checked.report.count(severity)).sum::<usize>();
    let (errors, warnings) = (count(HitSeverity::Error), count(HitSeverity::Warning));
    let limits: BTreeSet<&String> = all.iter().flat_map(|checked| &checked.report.limits).collect();
    for limit in limits {
        output::remark(&format!("warning: {limit}"));
    }
    output::remark(&summary(&all, errors, warnings));
    let fails = match fail_on {
        FailOn::Error => errors > 0,
        FailOn::Warning => errors + warnings > 0,
        FailOn::Never => false,
    };
    Ok(if fails { Outcome::Faults } else { Outcome::Done })
}

/// The files that are meant, patterns replaced by what they find.
fn names(given: &[String]) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for name in given {
        let is_pattern = name.contains(['*', '?', '[']) && !Path::new(name).exists();
        if !is_pattern {
            names.push(name.clone());
            continue;
        }
        let before = names.len();
        for path in glob::glob(name).with_context(|| format!("`{name}` is no pattern"))? {
            let path = path.with_context(|| format!("cannot look through `{name}`"))?;
            if path.is_file() {
                names.push(path.to_string_lossy().into_owned());
            }
        }
        if names.len() == before {
            bail!("no file fits `{name}`");
        }
    }
    Ok(names)
}

/// The name of a draft for people.
fn shown_name(name: &str) -> &str {
    if name == "-" { "Standard input" } else { name }
}

/// The text of a draft. What is too long is not read to its end.
fn read(name: &str) -> anyhow::Result<String> {
    use io::Read;
    let most = u64::try_from(MAX_TEXT).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    match name {
        "-" => io::stdin().lock().take(most).read_to_end(&mut bytes).context("cannot read standard input")?,
        path => fs::File::open(path)
            .and_then(|file| file.take(most).read_to_end(&mut bytes))
            .with_context(|| format!("cannot read {path}"))?,
    };
    if bytes.len() > MAX_TEXT {
        bail!("{name} has more than {MAX_TEXT} bytes, which are checked at most: check it in parts");
    }
    let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8: save it as UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    rule: String,
    sentence: String,
    record: String,
    reason: String,
    date: String,
}

fn read_acknowledged(path: &Path) -> anyhow::Result<Vec<Acknowledgement>> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let seen: Vec<Seen> = serde_json::from_str(&text)
        .with_context(|| format!("{shown} is not a JSON list of `rule`, `sentence`, `record`, `reason`, `date`"))?;
    seen.into_iter()
        .map(|Seen { rule: name, sentence, record, reason, date }| {
            let rule = rule(&name).map_err(anyhow::Error::msg)?;
            let date: Date =
                date.parse().with_context(|| format!("`{date}` in {shown} is no day: write 2026-11-23"))?;
            Ok(Acknowledgement { rule: rule.id.to_owned(), sentence, record, reason, date })
        })
        .collect()
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// What was checked and what was skipped, and why.
fn summary(all: &[Checked], errors: usize, warnings: usize) -> String {
    let mut sum = Coverage::default();
    for Checked { report, .. } in all {
        let Coverage { bytes, sentences, evidence_claims, anchored, found, practice_experience, logistics, other } =
            report.coverage;
        sum.bytes += bytes;
        sum.sentences += sentences;
        sum.evidence_claims += evidence_claims;
        sum.anchored += anchored;
        sum.found += found;
        sum.practice_experience += practice_experience;
        sum.logistics += logistics;
        sum.other += other;
    }
    format!(
        "{}, {} in {}: {} of {} anchored in a source of this collection, {} compared with it, in {}; not compared: {} on \
         practice, {} on prices and places, {} without a claim that was recognised",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(all.len(), "file"),
        sum.anchored,
        counted(sum.evidence_claims, "evidence claim"),
        sum.found,
        counted(sum.sentences, "sentence"),
        sum.practice_experience,
        sum.logistics,
        sum.other,
    )
}

/// The report for people: each sentence that makes a claim or has open hits, with what was compared.
fn text(checked: &Checked, ink: Ink) -> String {
    let Checked { name, text, report } = checked;
    let lines = Lines::of(text);
    let mut all = String::new();
    for sentence in &report.sentences {
        let open: Vec<&Hit> = sentence.hits.iter().filter(|hit| hit.acknowledged.is_none()).collect();
        let is_worth_showing = open.iter().any(|hit| hit.severity != HitSeverity::Info);
        if !is_worth_showing && sentence.class != SentenceClass::EvidenceClaim {
            continue;
        }
        let LinePlace { line, column, column_utf16: _ } = lines.place(text, sentence.span.start.bytes);
        // Writing to a string does not fail.
        let _ = writeln!(all, "{}", ink.bold(&format!("{name}:{line}:{column}: {}", sentence.verdict.label())));
        let _ = writeln!(all, "  {}", sentence.text);
        if let Some(NamedSource { id, recognised_by }) = &sentence.source {
            let _ = writeln!(all, "  source: {id} (by {})", recognised_by.join(", "));
            for attribute in &sentence.attributes {
                let _ = writeln!(all, "  {}", attribute_line(attribute));
            }
        } else if let Some(finding) = sentence.findings.first() {
            let _ = writeln!(all, "  related: {}", finding.id);
        }
        for hit in &open {
            let severity = hit.severity.label().to_lowercase();
            let _ = writeln!(all, "  {severity}[{} {}]: {}", hit.rule.id, hit.rule.name, hit.message);
            let _ = writeln!(all, "    found:    {}", hit.found);
            if let Some(expected) = hit.expected.as_ref().filter(|expected| Some(*expected) != hit.suggestion.as_ref())
            {
                let _ = writeln!(all, "    expected: {expected}");
            }
            if let Some(finding) = &hit.finding {
                let _ = writeln!(all, "    finding:  {finding}");
            }
        }
        // One right sentence is enough.
        if let Some(right) = open.iter().find_map(|hit| hit.suggestion.as_ref()) {
            let _ = writeln!(all, "  would be right: {right}");
        }
        all.push('\n');
    }
    all
}

/// A part of a sentence and how it stands: `confirmed    participants: "800 adults", in the record: 800 participants`.
fn attribute_line(attribute: &ReportedAttribute) -> String {
    let ReportedAttribute { kind, standing, span: _, said, record } = attribute;
    let record = record.as_ref().map(|RecordedValue { value, field, locator, is_verified, finding, source }| {
        let place = finding.as_ref().map_or(source.as_str(), FindingId::as_str);
        let locator = locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
        let doubt = if *is_verified { "" } else { ", not verified" };
        format!(", in the record: {value} ({place}: {field}{locator}{doubt})")
    });
    format!("{:<12} {}: \"{said}\"{}", standing.slug(), kind.label().to_lowercase(), record.unwrap_or_default())
}

fn json(all: &[Checked]) -> anyhow::Result<String> {
    let mut files = Vec::new();
    for Checked { name, text: _, report } in all {
        let report = api::check_json(report)?;
        files.push(serde_json::json!({ "file": name, "report": report }));
    }
    let mut text = serde_json::to_string_pretty(&files).context("cannot print the report as JSON")?;
    text.push('\n');
    Ok(text)
}

/// Workflow commands, which GitHub shows beside the lines of a pull request.
fn annotations(checked: &Checked) -> String {
    let Checked { name, text, report } = checked;
    let lines = Lines::of(text);
    let mut all = String::new();
    for limit in &report.limits {
        let _ = writeln!(all, "::warning file={}::{}", super::lint::property(name), super::lint::escaped(limit));
    }
    for (_, hit) in report.open_hits() {
        let level = match hit.severity {
            HitSeverity::Error => "error",
            HitSeverity::Warning => "warning",
            HitSeverity::Info => "notice",
        };
        let LinePlace { line, column, column_utf16: _ } = lines.place(text, hit.span.start.bytes);
        let LinePlace { line: end_line, column: end_column, column_utf16: _ } = lines.place(text, hit.span.end.bytes);
        let said = match &hit.suggestion {
            Some(right) => format!("{}; would be right: {right}", hit.message),
            None => hit.message.clone(),
        };
        // Columns are only read when the annotation stays on its line.
        let columns = if line == end_line { format!(",col={column},endColumn={end_column}") } else { String::new() };
        let _ = writeln!(
            all,
            "::{level} file={},line={line},endLine={end_line}{columns},title={} {}::{}",
            super::lint::property(name),
            hit.rule.id,
            hit.rule.name,
            super::lint::escaped(&said)
        );
    }
    all
}

/// The format of a document, from the ending of its name.
fn format_of(name: &str) -> DraftFormat {
    let lower = name.to_lowercase();
    if [".md", ".markdown"].iter().any(|end| lower.ends_with(end)) {
        DraftFormat::Markdown
    } else if [".html", ".htm", ".xhtml"].iter().any(|end| lower.ends_with(end)) {
        DraftFormat::Html
    } else {
        DraftFormat::Plain
    }
}
