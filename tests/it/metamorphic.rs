//! The draft check on sentences that a machine made wrong: the statement of every finding, its source given by a marker, with
//! one thing in it changed. None may be called matched; unchanged, nearly all must be.

use std::{collections::BTreeMap, fmt::Write, ops::Range};

use evidence::{
    check::{CheckRequest, CheckVerdict, HitSeverity, Report, SentenceClass},
    domain::{Finding, Vocabulary},
    text::sentences,
};

use crate::library::{AS_OF, real_library};

/// Statements that are matched at least in part, of a hundred. Floors only move up.
const KNOWN_FLOOR: usize = 94;

/// Changed statements in conflict with their record, of a hundred.
const CONFLICT_FLOOR: usize = 70;

/// Changed statements that are partly matched while nothing at all is marked in them, of a hundred.
const SILENT_CEILING: usize = 2;

/// Statements in other words whose verdict stays, of a hundred.
const KEPT_FLOOR: usize = 98;

/// The same in other words: what is looked for, and what is put there.
const PARAPHRASES: &[(&str, &str)] = &[
    ("randomization", "randomisation"),
    ("standardized", "standardised"),
    ("individualized", "individualised"),
    ("randomized", "randomised"),
    ("low back pain", "lower back pain"),
    ("compared with", "versus"),
    ("sham acupuncture", "placebo acupuncture"),
    ("usual care", "care as usual"),
    ("herniated disk", "slipped disc"),
    ("65 and older", "aged 65 and over"),
    ("6 months", "six months"),
    ("8 weeks", "eight weeks"),
    ("3 months", "three months"),
];

/// One thing changed: its kind, what is looked for, and what is put there. Words stand for whole words.
const OPERATORS: &[(&str, &str, &str)] = &[
    ("direction", "better than", "worse than"),
    ("direction", "worse than", "better than"),
    ("direction", "more than", "less than"),
    ("direction", "lowered", "raised"),
    ("direction", "lower", "higher"),
    ("direction", "lessened", "worsened"),
    ("direction", "no better than", "better than"),
    ("direction", "no difference", "a clear difference"),
    ("direction", "reduced", "increased"),
    ("direction", "improves", "worsens"),
    ("stance", "recommended in", "advised against in"),
    ("stance", "may offer", "should not offer"),
    ("stance", "not be used", "be used"),
    ("stance", "may be considered", "should not be used"),
    ("stance", "has covered", "does not cover"),
    ("stance", "cannot bill", "can bill"),
    ("comparator", "sham acupuncture", "usual care"),
    ("comparator", "usual care", "sham acupuncture"),
    ("comparator", "no treatment", "sham acupuncture"),
    ("comparator", "no acupuncture", "sham acupuncture"),
    ("population", "chronic low back pain", "acute low back pain"),
    ("population", "acute low back pain", "chronic low back pain"),
    ("population", "chronic pain", "migraine"),
    ("population", "low back pain", "neck pain"),
    ("population", "65 and older", "18 and older"),
    ("time", "6 months", "18 months"),
    ("time", "12 months", "3 years"),
    ("time", "one year", "five years"),
    ("time", "8 weeks", "30 weeks"),
    ("origin", "after randomization", "after the end of treatment"),
    ("origin", "after the end of treatment", "after randomization"),
    ("certainty", "moderate certainty", "high certainty"),
    ("certainty", "low certainty", "high certainty"),
    ("certainty", "low-certainty", "high-certainty"),
    ("certainty", "moderate quality", "high quality"),
    ("certainty", "is conditional", "is strong"),
    ("negation", "did better", "did not do better"),
    ("negation", "lowered", "did not lower"),
    ("negation", "had improved", "had not improved"),
    ("negation", "improved", "did not improve"),
    ("negation", "recommends", "does not recommend"),
    ("negation", "was lower", "was not lower"),
];

/// Where words stand in a text as whole words, first.
fn find(text: &str, words: &str) -> Option<usize> {
    let is_edge = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices(words)
        .map(|(at, _)| at)
        .find(|&at| is_edge(text[..at].chars().next_back()) && is_edge(text[at + words.len()..].chars().next()))
}

fn replaced(text: &str, at: usize, length: usize, with: &str) -> String {
    format!("{}{with}{}", &text[..at], &text[at + length..])
}

/// Every number of a text that is no year of our time, by itself made about twice as large.
fn numbers(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(from) = text[at..].find(|c: char| c.is_ascii_digit()).map(|next| at + next) {
        let length = text[from..]
            .char_indices()
            .take_while(|(i, c)| {
                let next = text[from + i + 1..].chars().next();
                c.is_ascii_digit() || (matches!(c, ',' | '.') && next.is_some_and(|next| next.is_ascii_digit()))
            })
            .map(|(i, c)| i + c.len_utf8())
            .last()
            .unwrap();
        let written = &text[from..from + length];
        at = from + length;
        let before = text[..from].chars().next_back();
        let after = text[at..].chars().next();
        let is_name = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '−'))
            || after.is_some_and(char::is_alphanumeric);
        let plain: f64 = written.replace(',', "").parse().unwrap();
        let is_year = (1900.0..=2100.0).contains(&plain) && !written.contains(',');
        if is_name || is_year {
            continue;
        }
        let with = match written.split_once('.') {
            Some((_, decimals)) => format!("{:.*}", decimals.len(), plain * 2.0 + 0.3),
            None => format!("{}", plain * 2.0 + 1.0),
        };
        all.push(replaced(text, from, length, &with));
    }
    all
}

/// What a reader is told of the text: the worst of what is said of its claims.
fn verdict(report: &Report) -> CheckVerdict {
    let claims = || report.sentences.iter().filter(|sentence| sentence.class == SentenceClass::EvidenceClaim);
    let any = |verdict| claims().any(|sentence| sentence.verdict == verdict);
    if any(CheckVerdict::Conflicts) {
        CheckVerdict::Conflicts
    } else if claims().next().is_some() && claims().all(|sentence| sentence.verdict == CheckVerdict::Matched) {
        CheckVerdict::Matched
    } else if any(CheckVerdict::Matched) || any(CheckVerdict::PartlyMatched) {
        CheckVerdict::PartlyMatched
    } else {
        claims().next().map_or(CheckVerdict::NotCheckable, |sentence| sentence.verdict)
    }
}

fn check(finding: &Finding, statement: &str) -> Report {
    let cited = |range: Range<usize>| format!("{} [@{}].", statement[range].trim_end_matches('.'), finding.source);
    let text = sentences(statement).into_iter().map(cited).collect::<Vec<_>>().join(" ");
    real_library().check(&CheckRequest::new(&text, AS_OF)).unwrap()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the changed sentence is one that the record bears all the same: another finding of the source has all of it, or its
/// text has the new number of something else.
fn is_borne(finding: &Finding, kind: &str, report: &Report) -> bool {
    let values = report.sentences.iter().flat_map(|s| &s.attributes).filter_map(|attribute| attribute.record.as_ref());
    values.into_iter().any(|value| {
        let other = value.finding.as_ref().is_some_and(|id| *id != finding.id);
        other || (kind == "number" && value.finding.is_none() && value.field != "issued")
    })
}

/// Verdicts by what was changed, and the changed statements that are called matched.
struct Changed {
    matrix: BTreeMap<&'static str, BTreeMap<&'static str, usize>>,
    /// Called matched, and not borne by another finding.
    matched: Vec<String>,
    /// Partly matched, without a mark.
    silent: Vec<String>,
}

/// Counts of the verdicts on every changed statement.
fn changed() -> Changed {
    let mut matrix: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let (mut matched, mut silent) = (Vec::new(), Vec::new());
    for finding in real_library().corpus().findings() {
        let statement = one_line(&finding.statement);
        let mut all: Vec<(&'static str, String)> =
            numbers(&statement).into_iter().map(|text| ("number", text)).collect();
        for (kind, words, with) in OPERATORS {
            // `No better than` is changed by its own operator.
            let at = find(&statement, words)
                .filter(|at| !["no ", "had "].iter().any(|word| statement[..*at].ends_with(word)));
            all.extend(at.map(|at| (*kind, replaced(&statement, at, words.len(), with))));
        }
        for (kind, text) in all {
            let report = check(finding, &text);
            let verdict = verdict(&report);
            *matrix.entry(kind).or_default().entry(verdict.slug()).or_default() += 1;
            if verdict == CheckVerdict::Matched && !is_borne(finding, kind, &report) {
                matched.push(format!("{kind}: {text}"));
            }
            if verdict == CheckVerdict::PartlyMatched && report.sentences.iter().all(|s| s.hits.is_empty()) {
                silent.push(format!("{kind}: {text}"));
            }
        }
    }
    Changed { matrix, matched, silent }
}

#[test]
fn no_statement_that_was_made_wrong_is_matched() {
    let Changed { matrix, matched, silent } = changed();
    assert!(matched.is_empty(), "{matched:#?}");
    let count = |slug: Option<&str>| -> usize {
        let of = |verdicts: &BTreeMap<&str, usize>| match slug {
            Some(slug) => verdicts.get(slug).copied().unwrap_or(0),
            None => verdicts.values().sum(),
        };
        matrix.values().map(of).sum()
    };
    let (conflicts, all) = (count(Some("conflicts")), count(None));
    assert!(all > 500, "{matrix:#?}");
    assert!(100 * silent.len() <= SILENT_CEILING * all, "{} of {all} in silence: {silent:#?}", silent.len());
    assert!(100 * conflicts >= CONFLICT_FLOOR * all, "{conflicts} of {all} in conflict: {matrix:#?}");
}

#[test]
fn statements_as_they_are_are_known_and_not_accused() {
    let mut unknown = Vec::new();
    let findings = real_library().corpus().findings();
    for finding in findings {
        let report = check(finding, &one_line(&finding.statement));
        assert_eq!(report.count(HitSeverity::Error), 0, "{}: {:#?}", finding.id, report.sentences);
        if !matches!(verdict(&report), CheckVerdict::Matched | CheckVerdict::PartlyMatched) {
            unknown.push(format!("{}: {}", finding.id, verdict(&report)));
        }
    }
    let known = findings.len() - unknown.len();
    assert!(100 * known >= KNOWN_FLOOR * findings.len(), "{known} of {}: {unknown:#?}", findings.len());
}

#[test]
fn statements_in_other_words_keep_their_verdict() {
    let (mut kept, mut all, mut turned) = (0, 0, Vec::new());
    for finding in real_library().corpus().findings() {
        let statement = one_line(&finding.statement);
        let found = PARAPHRASES.iter().filter_map(|(words, with)| Some((find(&statement, words)?, words, with)));
        let texts: Vec<String> = found.map(|(at, words, with)| replaced(&statement, at, words.len(), with)).collect();
        if texts.is_empty() {
            continue;
        }
        let before = verdict(&check(finding, &statement));
        for text in texts {
            let report = check(finding, &text);
            assert_eq!(report.count(HitSeverity::Error), 0, "{text}: {:#?}", report.sentences);
            all += 1;
            if verdict(&report) == before {
                kept += 1;
            } else {
                turned.push(format!("{before} to {}: {text}", verdict(&report)));
            }
        }
    }
    assert!(all > 100 && 100 * kept >= KEPT_FLOOR * all, "{kept} of {all}: {turned:#?}");
}

/// The verdicts on changed statements, as `tests/check/README.md` shows them.
pub(crate) fn figures() -> String {
    let Changed { matrix, matched: _, silent } = changed();
    let mut columns: Vec<&str> = matrix.values().flat_map(|verdicts| verdicts.keys().copied()).collect();
    columns.sort_unstable();
    columns.dedup();
    let mut text = format!("\n### statements made wrong by a machine\n\n| changed | {} |\n", columns.join(" | "));
    let _ = writeln!(text, "| --- |{}", " --: |".repeat(columns.len()));
    for (kind, verdicts) in &matrix {
        let counts: Vec<String> =
            columns.iter().map(|column| verdicts.get(column).copied().unwrap_or(0).to_string()).collect();
        let _ = writeln!(text, "| {kind} | {} |", counts.join(" | "));
    }
    let all: usize = matrix.values().flat_map(BTreeMap::values).sum();
    let _ = writeln!(text, "\nOf these {all}, {} are partly matched with nothing marked in them.", silent.len());
    text
}
