//! `evidence check --evaluate`: the labelled sentences, and how well the check does on them.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, bail};

use super::super::{Outcome, output};
use crate::{
    app::Library,
    check::{
        CheckRequest, HitSeverity,
        evaluate::{Evaluation, Half, LabelledFile, Tally, fired, format_of, quoted},
    },
    domain::{Date, Vocabulary},
};

pub(super) fn run(library: &Library, folder: &Path, as_of: Date, as_json: bool) -> anyhow::Result<Outcome> {
    let mut sets = Vec::new();
    for path in labelled(folder)? {
        sets.push(evaluate(library, &path, as_of)?);
    }
    if as_json {
        let all: Vec<_> = sets.iter().map(|(name, half, evaluation)| json(name, *half, evaluation)).collect();
        let mut text = serde_json::to_string_pretty(&all).context("cannot print the figures as JSON")?;
        text.push('\n');
        output::data(&text)?;
    } else {
        output::text(&sets.iter().map(|(name, half, evaluation)| text(name, *half, evaluation)).collect::<String>())?;
    }
    Ok(Outcome::Done)
}

fn labelled(folder: &Path) -> anyhow::Result<Vec<std::path::PathBuf>> {
    let shown = folder.display();
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {shown}"))? {
        let path = entry.with_context(|| format!("cannot read {shown}"))?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            paths.push(path);
        }
    }
    paths.sort_unstable();
    if paths.is_empty() {
        bail!("there are no labelled sentences (*.toml) in {shown}");
    }
    Ok(paths)
}

/// Checks every case of a file.
fn evaluate(library: &Library, path: &Path, as_of: Date) -> anyhow::Result<(String, Half, Evaluation)> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
    let file: LabelledFile = toml::from_str(&text).with_context(|| format!("{shown} is not a labelled set"))?;
    let half = Half::from_slug(&file.half).with_context(|| format!("`half` in {shown}"))?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut evaluation = Evaluation::default();
    if let Some(document) = &file.document {
        let beside = path.with_file_name(document);
        let draft = fs::read_to_string(&beside).with_context(|| format!("cannot read {}", beside.display()))?;
        let request = CheckRequest { format: format_of(document), ..CheckRequest::new(&draft, as_of) };
        let report = library.check(&request)?;
        for case in &file.case {
            let (sentences, rules) = quoted(&report, &draft, &case.text);
            if sentences.is_empty() {
                bail!("{shown}: `{}` quotes what {document} does not say", case.id);
            }
            evaluation.add(case, &sentences, rules);
        }
    } else {
        for case in &file.case {
            let request = CheckRequest { context: &case.context, ..CheckRequest::new(&case.text, as_of) };
            let report = library.check(&request)?;
            let sentences: Vec<_> = report.sentences.iter().collect();
            let rules = fired(&sentences);
            evaluation.add(case, &sentences, rules);
        }
    }
    Ok((name, half, evaluation))
}

fn share(thousandths: Option<usize>) -> String {
    thousandths.map_or_else(|| "-".to_owned(), |share| format!("{}.{}%", share / 10, share % 10))
}

fn text(name: &str, half: Half, evaluation: &Evaluation) -> String {
    let mut all = String::new();
    // Writing to a string does not fail.
    let _ = writeln!(all, "{name} ({half}): {} cases", evaluation.outcomes.len());
    let mut line = |name: &str, tally: Tally| {
        let Tally { right, wrong, missed } = tally;
        let (precision, recall) = (share(tally.precision()), share(tally.recall()));
        let _ = writeln!(
            all,
            "  {name:<26} right {right:>3}  wrong {wrong:>3}  missed {missed:>3}  precision {precision:>6}  recall {recall:>6}"
        );
    };
    for (rule, tally) in evaluation.tallies() {
        line(&format!("{} {}", rule.id, rule.name), tally);
    }
    line("all errors", evaluation.of_severity(HitSeverity::Error));
    line("all warnings", evaluation.of_severity(HitSeverity::Warning));
    for (verdict, (right, labelled)) in &evaluation.verdicts {
        let _ = writeln!(all, "  verdict {verdict:<18} right {right} of {labelled}");
    }
    let _ = writeln!(all, "  abstained on {} of {} that a finding is about", evaluation.abstained, evaluation.findable);
    for outcome in &evaluation.outcomes {
        let verdict_is_wrong = outcome.verdict_is_right == Some(false);
        if outcome.missed.is_empty() && outcome.wrong.is_empty() && !verdict_is_wrong {
            continue;
        }
        let verdict = outcome.verdict.map_or("-", Vocabulary::slug);
        let _ = writeln!(
            all,
            "  {} [{}] missed {:?} wrong {:?} verdict {verdict}{}: {}",
            outcome.id,
            outcome.kind,
            outcome.missed,
            outcome.wrong,
            if verdict_is_wrong { " (wrong)" } else { "" },
            outcome.text
        );
    }
    all
}

fn json(name: &str, half: Half, evaluation: &Evaluation) -> serde_json::Value {
    let tally = |tally: Tally| {
        serde_json::json!({
            "right": tally.right, "wrong": tally.wrong, "missed": tally.missed,
            "precision_thousandths": tally.precision(), "recall_thousandths": tally.recall(),
        })
    };
    let rules: serde_json::Map<_, _> =
        evaluation.tallies().map(|(rule, counts)| (rule.id.to_owned(), tally(counts))).collect();
    serde_json::json!({
        "set": name,
        "half": half,
        "cases": evaluation.outcomes.len(),
        "rules": rules,
        "errors": tally(evaluation.of_severity(HitSeverity::Error)),
        "warnings": tally(evaluation.of_severity(HitSeverity::Warning)),
        "verdicts": evaluation.verdicts.iter().map(|(verdict, (right, all))| {
            serde_json::json!({ "verdict": verdict, "right": right, "labelled": all })
        }).collect::<Vec<_>>(),
        "abstained": evaluation.abstained,
        "findable": evaluation.findable,
    })
}
