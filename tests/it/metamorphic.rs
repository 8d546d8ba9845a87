//! The draft check on sentences that a machine made wrong: the statement of every finding and the sentences of every live text
//! that rests on one source, the source given by a marker, with one thing in them changed. None may be called matched;
//! unchanged, nearly all must be.

use std::{collections::BTreeMap, fmt::Write, ops::Range};

use evidence::{
    check::{CheckRequest, CheckVerdict, HitSeverity, Report, SentenceClass},
    domain::{Finding, FindingId, SourceId, Vocabulary},
    text::sentences,
};

use crate::library::{AS_OF, real_library};

/// Statements that are matched at least in part, of a hundred. Floors only move up.
const KNOWN_FLOOR: usize = 94;

/// The same of sentences of live texts, of which some claim nothing.
const KNOWN_LIVE_FLOOR: usize = 74;

/// Sentences of live texts, taken out of their paragraph, that are accused of something. It only moves down.
const ACCUSED_CEILING: usize = 2;

/// Changed statements in conflict with their record, of a hundred.
const CONFLICT_FLOOR: usize = 67;

/// Changed statements that are partly matched without an error or a warning, of a hundred. It only moves down.
const SILENT_CEILING: usize = 7;

/// Statements in other words whose verdict stays, of a hundred.
const KEPT_FLOOR: usize = 97;

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
    ("was not shown to", "could not be shown to"),
    ("slightly better", "a little better"),
    ("systematic review", "systematic overview of trials"),
    ("physical function", "physical functioning"),
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

/// Whom it is about told last: `In people with gout, it fell more` as `It fell more in people with gout`.
fn reordered(text: &str) -> Option<String> {
    let (people, rest) = text.split_once(", ").filter(|(first, _)| first.starts_with("In "))?;
    let is_single = sentences(text).len() == 1 && !rest.contains(['(', ':', ';', ',']);
    let rest = rest.trim_end_matches('.');
    let mut letters = rest.chars();
    let first = letters.next()?.to_uppercase();
    is_single.then(|| format!("{first}{} i{}.", letters.as_str(), &people[1..]))
}

/// The first small whole number in words.
fn in_words(text: &str) -> Option<String> {
    let words =
        [("2", "two"), ("3", "three"), ("4", "four"), ("5", "five"), ("8", "eight"), ("10", "ten"), ("11", "eleven")];
    let is_bare = |at: usize, digits: &str| {
        let before = text[..at].ends_with([' ', '(']);
        before && text[at + digits.len()..].starts_with(" ") && !text[..at].ends_with(". ")
    };
    let found = words.iter().filter_map(|(digits, word)| {
        let at = text.match_indices(digits).map(|(at, _)| at).find(|&at| is_bare(at, digits))?;
        Some((at, digits.len(), word))
    });
    let (at, length, word) = found.min_by_key(|(at, _, _)| *at)?;
    Some(replaced(text, at, length, word))
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

/// A text that is right of one source.
struct Base {
    /// The finding or text it is of, for messages.
    name: String,
    source: SourceId,
    /// The findings that it tells.
    findings: Vec<FindingId>,
    text: String,
}

/// The statements of findings.
fn statements() -> Vec<Base> {
    let of_finding = |finding: &Finding| Base {
        name: finding.id.to_string(),
        source: finding.source.clone(),
        findings: vec![finding.id.clone()],
        text: one_line(&finding.statement),
    };
    real_library().corpus().findings().iter().map(of_finding).collect()
}

/// The sentences of live texts that rest on the findings of one source.
fn live_sentences() -> Vec<Base> {
    let corpus = real_library().corpus();
    let mut all = Vec::new();
    for blurb in
        corpus.blurbs().iter().filter(|blurb| blurb.life.state(AS_OF).is_some_and(|state| state.is_publishable()))
    {
        let mut sources: Vec<&SourceId> =
            blurb.findings.iter().map(|id| &corpus.finding(id.as_str()).unwrap().source).collect();
        sources.dedup();
        let [source] = sources.as_slice() else { continue };
        let text = one_line(&blurb.texts.short);
        all.extend(sentences(&text).into_iter().map(|range| Base {
            name: blurb.id.to_string(),
            source: (*source).clone(),
            findings: blurb.findings.clone(),
            text: text[range].to_owned(),
        }));
    }
    all
}

fn check(base: &Base, statement: &str) -> Report {
    let cited = |range: Range<usize>| format!("{} [@{}].", statement[range].trim_end_matches('.'), base.source);
    let text = sentences(statement).into_iter().map(cited).collect::<Vec<_>>().join(" ");
    real_library().check(&CheckRequest::new(&text, AS_OF)).unwrap()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the changed sentence is one that the record bears all the same: another finding of the source has all of it, or its
/// text has the new number of something else.
fn is_borne(base: &Base, kind: &str, report: &Report) -> bool {
    let values = report.sentences.iter().flat_map(|s| &s.attributes).filter_map(|attribute| attribute.record.as_ref());
    values.into_iter().any(|value| {
        let other = value.finding.as_ref().is_some_and(|id| !base.findings.contains(id) || base.findings.len() > 1);
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
    for base in statements().iter().chain(&live_sentences()) {
        let statement = &base.text;
        let mut all: Vec<(&'static str, String)> =
            numbers(statement).into_iter().map(|text| ("number", text)).collect();
        for (kind, words, with) in OPERATORS {
            // `No better than` is changed by its own operator.
            let at = find(statement, words)
                .filter(|at| !["no ", "had "].iter().any(|word| statement[..*at].ends_with(word)));
            all.extend(at.map(|at| (*kind, replaced(statement, at, words.len(), with))));
        }
        for (kind, text) in all {
            let report = check(base, &text);
            let verdict = verdict(&report);
            *matrix.entry(kind).or_default().entry(verdict.slug()).or_default() += 1;
            if verdict == CheckVerdict::Matched && !is_borne(base, kind, &report) {
                matched.push(format!("{kind}: {text}"));
            }
            // A note that something was left uncompared is seen by whoever looks for it.
            let is_marked = report.open_hits().any(|(_, hit)| hit.severity != HitSeverity::Info);
            if verdict == CheckVerdict::PartlyMatched && !is_marked {
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
    let (statements, live) = (statements(), live_sentences());
    let mut accused = Vec::new();
    let mut of = |bases: &[Base], floor: usize| {
        let mut unknown = Vec::new();
        for base in bases {
            let report = check(base, &base.text);
            let errors = report.open_hits().filter(|(_, hit)| hit.severity == HitSeverity::Error);
            accused
                .extend(errors.map(|(s, hit)| format!("{}: {} {}: {}", base.name, hit.rule.id, s.text, hit.message)));
            // A sentence of a text may claim nothing.
            if matches!(verdict(&report), CheckVerdict::NotFound | CheckVerdict::NotCompared) {
                unknown.push(format!("{}: {}: {}", base.name, verdict(&report), base.text));
            }
        }
        let known = bases.len() - unknown.len();
        assert!(100 * known >= floor * bases.len(), "{known} of {}: {unknown:#?}", bases.len());
    };
    of(&statements, KNOWN_FLOOR);
    of(&live, KNOWN_LIVE_FLOOR);
    assert!(live.len() > 50, "{}", live.len());
    assert!(accused.len() <= ACCUSED_CEILING, "{accused:#?}");
}

#[test]
fn statements_in_other_words_keep_their_verdict() {
    let (mut kept, mut all, mut turned) = (0, 0, Vec::new());
    for base in statements() {
        let statement = &base.text;
        let found = PARAPHRASES.iter().filter_map(|(words, with)| Some((find(statement, words)?, words, with)));
        let mut texts: Vec<String> =
            found.map(|(at, words, with)| replaced(statement, at, words.len(), with)).collect();
        texts.extend(reordered(statement));
        texts.extend(in_words(statement));
        let before = verdict(&check(&base, statement));
        for text in texts {
            let report = check(&base, &text);
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
    let _ = writeln!(text, "\nOf these {all}, {} are partly matched without an error or a warning.", silent.len());
    text
}
