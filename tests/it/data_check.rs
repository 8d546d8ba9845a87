//! The draft check on the real records: the audited page, labelled sentences, and our own texts. What the check does with any
//! collection is tried in `check.rs`.

use std::{collections::BTreeMap, fmt::Write, fs};

use evidence::{
    check::{CheckRequest, CheckVerdict, DraftFormat, HitSeverity, Report, SentenceClass},
    domain::Vocabulary,
};

use crate::{
    evaluation::{Evaluation, LabelledFile, Tally, fired, quoted, told},
    library::{AS_OF, real_library, root},
};

/// Right hits among all hits on the half that was not tuned on, in thousandths. Floors only move up.
const PRECISION_FLOOR: usize = 940;

/// Faults hit among all faults of that half, in thousandths.
const RECALL_FLOOR: usize = 940;

/// Of the audit's 26 claims that are overstated or contradicted, how many the right rule hits.
const PAGE_FLOOR: usize = 23;

fn check(text: &str) -> Report {
    real_library().check(&CheckRequest::new(text, AS_OF)).unwrap()
}

/// The labelled files whose figures are shown.
const SETS: [&str; 4] = ["sentences-tune", "sentences-report", "language", "page"];

struct Set {
    name: &'static str,
    evaluation: Evaluation,
}

fn evaluated(name: &'static str) -> Set {
    let folder = root().join("tests/check");
    let file: LabelledFile = toml::from_str(&fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap()).unwrap();
    let is_of_a_half = ["tune", "report"].contains(&file.half.as_str());
    assert!(is_of_a_half && !file.about.is_empty(), "{name} says neither what it holds nor what for");
    let mut evaluation = Evaluation::default();
    match &file.document {
        Some(document) => {
            let draft = fs::read_to_string(folder.join(document)).unwrap();
            let report = check(&draft);
            for case in &file.case {
                let (sentences, rules) = quoted(&report, &draft, &case.text);
                assert!(!sentences.is_empty(), "{} is not in {document}", case.id);
                evaluation.add(case, &sentences, rules);
            }
        }
        None => {
            for case in &file.case {
                let report = real_library()
                    .check(&CheckRequest { context: &case.context, ..CheckRequest::new(&case.text, AS_OF) });
                let report = report.unwrap();
                let sentences: Vec<_> = report.sentences.iter().collect();
                let rules = fired(&sentences);
                evaluation.add(case, &sentences, rules);
            }
        }
    }
    Set { name, evaluation }
}

#[test]
fn the_audited_page_is_read_as_the_audit_reads_it() {
    let Set { evaluation, .. } = evaluated("page");
    let of =
        |kinds: &[&str]| evaluation.outcomes.iter().filter(|o| kinds.contains(&o.kind.as_str())).collect::<Vec<_>>();
    let faults = of(&["overstated", "contradicted"]);
    assert_eq!(faults.len(), 26);
    let hit = faults.iter().filter(|outcome| outcome.missed.is_empty()).count();
    assert!(hit >= PAGE_FLOOR, "only {hit} of 26 are hit by the right rule");
    let supported = of(&["supported"]);
    assert_eq!(supported.len(), 6);
    for outcome in supported {
        assert!(!outcome.fired.iter().any(|rule| rule.starts_with('E')), "{outcome:?}");
    }
    for outcome in of(&["practice-experience"]) {
        assert!(outcome.fired.is_empty(), "{outcome:?}");
        assert_eq!(outcome.verdict, Some(CheckVerdict::NotCheckable), "{outcome:?}");
    }
}

#[test]
fn practice_talk_is_not_called_evidence() {
    let folder = root().join("tests/check");
    let file: LabelledFile = toml::from_str(&fs::read_to_string(folder.join("page.toml")).unwrap()).unwrap();
    let draft = fs::read_to_string(folder.join("page.txt")).unwrap();
    let report = check(&draft);
    for case in file.case.iter().filter(|case| case.kind == "practice-experience") {
        let (sentences, _) = quoted(&report, &draft, &case.text);
        for sentence in sentences {
            assert_ne!(sentence.class, SentenceClass::EvidenceClaim, "{}", sentence.text);
        }
    }
}

#[test]
fn the_labelled_sentences_stay_as_well_judged_as_they_were() {
    for name in ["sentences-tune", "sentences-report"] {
        let Set { evaluation, .. } = evaluated(name);
        assert!(evaluation.outcomes.len() >= 75, "{name}");
        for (what, tally) in [
            ("errors", evaluation.of_severity(HitSeverity::Error)),
            ("warnings", evaluation.of_severity(HitSeverity::Warning)),
        ] {
            let (precision, recall) = (tally.precision().unwrap(), tally.recall().unwrap());
            let wrong: Vec<_> =
                evaluation.outcomes.iter().filter(|o| !o.missed.is_empty() || !o.wrong.is_empty()).collect();
            assert!(precision >= PRECISION_FLOOR, "{name}: precision of {what} {precision}: {wrong:#?}");
            assert!(recall >= RECALL_FLOOR, "{name}: recall of {what} {recall}: {wrong:#?}");
        }
    }
}

/// Our own texts are right: no error may be found in a published text or in the statement of a finding.
#[test]
fn what_we_publish_ourselves_is_not_accused() {
    let corpus = real_library().corpus();
    let mut accused = Vec::new();
    for finding in corpus.findings() {
        let source = corpus.source(finding.source.as_str()).unwrap();
        for text in [finding.statement.clone(), format!("{}: {}", source.short_title, finding.statement)] {
            accused.extend(
                check(&text)
                    .open_hits()
                    .filter(|(_, hit)| hit.rule.severity == HitSeverity::Error)
                    .map(|(s, h)| format!("{} {} {}", finding.id, h.rule.id, s.text)),
            );
        }
    }
    for entry in fs::read_dir(root().join("data/blurbs")).unwrap() {
        let path = entry.unwrap().path();
        let Some(text) = fs::read_to_string(&path).ok().filter(|_| path.extension().is_some_and(|end| end == "md"))
        else {
            continue;
        };
        let Some(body) = text.splitn(3, "+++").nth(2) else { continue };
        let request = CheckRequest { format: DraftFormat::Markdown, ..CheckRequest::new(body, AS_OF) };
        let report = real_library().check(&request).unwrap();
        accused.extend(
            report
                .open_hits()
                .filter(|(_, hit)| hit.rule.severity == HitSeverity::Error)
                .map(|(s, h)| format!("{} {} {}: {}", path.display(), h.rule.id, s.text, h.message)),
        );
    }
    assert!(accused.is_empty(), "{accused:#?}");
}

/// The figures, as tests/check/README.md shows them.
fn figures() -> String {
    let share =
        |thousandths: Option<usize>| thousandths.map_or("–".to_owned(), |t| format!("{}.{} %", t / 10, t % 10));
    let mut text = String::new();
    for Set { name, evaluation } in SETS.map(evaluated) {
        let _ = writeln!(text, "\n### {name}: {} cases\n", evaluation.outcomes.len());
        text.push_str(
            "| rule | right | wrong | missed | precision | recall |\n| --- | --: | --: | --: | --: | --: |\n",
        );
        let mut line = |name: &str, tally: Tally| {
            let Tally { right, wrong, missed } = tally;
            let (precision, recall) = (share(tally.precision()), share(tally.recall()));
            let _ = writeln!(text, "| {name} | {right} | {wrong} | {missed} | {precision} | {recall} |");
        };
        for (rule, tally) in evaluation.tallies() {
            line(&format!("{} {}", rule.id, rule.name), tally);
        }
        line("**errors**", evaluation.of_severity(HitSeverity::Error));
        line("**warnings**", evaluation.of_severity(HitSeverity::Warning));
        if !evaluation.verdicts.is_empty() {
            text.push_str("\n| verdict given | labelled | right |\n| --- | --: | --: |\n");
            for (verdict, (right, labelled)) in &evaluation.verdicts {
                let _ = writeln!(text, "| {verdict} | {labelled} | {right} |");
            }
            text.push_str("\n| labelled | given | texts |\n| --- | --- | --: |\n");
            for ((labelled, given), texts) in &evaluation.confusion {
                let _ = writeln!(text, "| {labelled} | {given} | {texts} |");
            }
            let _ = writeln!(
                text,
                "\nAbstained on {} of {} texts that a finding is about.",
                evaluation.abstained, evaluation.findable
            );
        }
        if name == "page" {
            let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for outcome in evaluation.outcomes.iter() {
                let (good, all) = kinds.entry(outcome.kind.as_str()).or_default();
                *good += usize::from(outcome.missed.is_empty() && outcome.wrong.is_empty());
                *all += 1;
            }
            text.push_str("\n| audit says | claims | as labelled |\n| --- | --: | --: |\n");
            for (kind, (good, all)) in kinds {
                let _ = writeln!(text, "| {kind} | {all} | {good} |");
            }
            text.push_str("\n| claim | audit | verdict of the check | rules that hit it | missed |\n| --- | --- | --- | --- | --- |\n");
            for outcome in &evaluation.outcomes {
                let verdict = outcome.verdict.map_or("–", Vocabulary::slug);
                let _ = writeln!(
                    text,
                    "| {} | {} | {verdict} | {} | {} |",
                    outcome.id,
                    outcome.kind,
                    outcome.fired.join(" "),
                    outcome.missed.join(" ")
                );
            }
        }
    }
    text.push_str(&crate::named::figures());
    text.push_str(&crate::marked_pages::figures());
    text.push_str(&crate::metamorphic::figures());
    text
}

/// `UPDATE=1 cargo test the_figures_are_those_of_the_program` writes them anew; with `SHOW=1` and `-- --nocapture` every case that
/// went wrong is printed.
#[test]
#[expect(clippy::disallowed_methods, reason = "a switch for people, not configuration")]
fn the_figures_are_those_of_the_program() {
    if std::env::var("SHOW").is_ok() {
        for Set { name, evaluation } in SETS.map(evaluated) {
            eprintln!("{}", told(name, &evaluation));
        }
    }
    let path = root().join("tests/check/README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- figures -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /figures -->").unwrap();
    let current = format!("{before}<!-- figures -->\n{}<!-- /figures -->{after}", figures());
    if std::env::var("UPDATE").is_ok() {
        fs::write(&path, &current).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == current,
        "run the tests with UPDATE=1 and commit tests/check/README.md"
    );
}
