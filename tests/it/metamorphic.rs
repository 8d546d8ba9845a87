//! The draft check on sentences that a machine made wrong: the statement of every finding and the sentences of every live text
//! that rests on one source, the source given by a marker, with one thing in them changed. None may be called matched;
//! unchanged, nearly all must be. It is tried on every collection there is.

use std::{collections::BTreeMap, fmt::Write, ops::Range};

use evidence::{
    app::Library,
    check::{CheckRequest, CheckVerdict, HitSeverity, Report, SentenceClass},
    corpus::Corpus,
    domain::{Finding, FindingId, SourceId, Vocabulary},
    text::sentences,
};

use crate::library::{AS_OF, library, real_library, second_library};

/// A collection, and what may be asked of the check on it. Floors only move up, ceilings down.
struct Collection {
    name: &'static str,
    library: fn() -> &'static Library,
    /// Words of this collection that its statements are made wrong with, beside those of the language.
    operators: &'static [Operator],
    /// Other words of this collection for the same.
    paraphrases: &'static [Paraphrase],
    /// Least number of statements that are made wrong, so that the others say something.
    changed_floor: usize,
    /// Statements that are matched at least in part, of a hundred.
    known_floor: usize,
    /// The same of sentences of live texts, of which some claim nothing.
    known_live_floor: usize,
    /// Least number of sentences of live texts.
    live_floor: usize,
    /// Sentences of live texts, taken out of their paragraph, that are accused of something.
    accused_ceiling: usize,
    /// Changed statements in conflict with their record, of a hundred.
    conflict_floor: usize,
    /// Changed statements that are partly matched without an error or a warning, of a hundred.
    silent_ceiling: usize,
    /// Least number of statements in other words.
    reworded_floor: usize,
    /// Of these, whose verdict stays, of a hundred.
    kept_floor: usize,
}

/// The program on a collection that does not exist, on one of another field, and on the records of this repository.
const COLLECTIONS: [Collection; 3] = [
    Collection {
        name: "library",
        library,
        operators: &[
            ("comparator", "usual care", "sham"),
            ("comparator", "sham", "usual care"),
            ("comparator", "anti-moonitories", "sham"),
            ("population", "chronic moonache", "acute moonache"),
            ("population", "acute moonache", "chronic moonache"),
            ("population", "chronic moonache", "glimmeritis"),
        ],
        paraphrases: &[
            ("chronic moonache", "persistent moonache"),
            ("sham", "placebo"),
            ("lunapressure", "moon pressing"),
        ],
        changed_floor: 100,
        known_floor: 93,
        known_live_floor: 5,
        live_floor: 0,
        accused_ceiling: 0,
        conflict_floor: 72,
        silent_ceiling: 22,
        reworded_floor: 55,
        kept_floor: 100,
    },
    Collection {
        name: "second",
        library: second_library,
        operators: &[
            ("comparator", "plain oil", "painted leaves"),
            ("comparator", "painted leaves", "plain oil"),
            ("population", "lasting moonitch", "new moonitch"),
            ("population", "lasting moonitch", "knee gravel"),
        ],
        paraphrases: &[("painted leaves", "dullwort"), ("glimmerwort", "glimmer leaves")],
        changed_floor: 30,
        known_floor: 100,
        known_live_floor: 2,
        live_floor: 0,
        accused_ceiling: 0,
        conflict_floor: 48,
        silent_ceiling: 4,
        reworded_floor: 14,
        kept_floor: 100,
    },
    Collection {
        name: "live",
        library: real_library,
        operators: &[
            ("comparator", "sham acupuncture", "usual care"),
            ("comparator", "usual care", "sham acupuncture"),
            ("comparator", "no treatment", "sham acupuncture"),
            ("comparator", "no acupuncture", "sham acupuncture"),
            ("population", "chronic low back pain", "acute low back pain"),
            ("population", "acute low back pain", "chronic low back pain"),
            ("population", "chronic pain", "migraine"),
            ("population", "low back pain", "neck pain"),
        ],
        paraphrases: &[
            ("low back pain", "lower back pain"),
            ("sham acupuncture", "placebo acupuncture"),
            ("herniated disk", "slipped disc"),
        ],
        changed_floor: 500,
        known_floor: 94,
        known_live_floor: 74,
        live_floor: 50,
        accused_ceiling: 2,
        conflict_floor: 67,
        silent_ceiling: 7,
        reworded_floor: 100,
        kept_floor: 97,
    },
];

/// What is looked for, and what is put there.
type Paraphrase = (&'static str, &'static str);

/// One thing changed: its kind, what is looked for, and what is put there. Words stand for whole words.
type Operator = (&'static str, &'static str, &'static str);

/// The same in other words of the language.
const PARAPHRASES: &[Paraphrase] = &[
    ("randomization", "randomisation"),
    ("standardized", "standardised"),
    ("individualized", "individualised"),
    ("randomized", "randomised"),
    ("compared with", "versus"),
    ("usual care", "care as usual"),
    ("65 and older", "aged 65 and over"),
    ("6 months", "six months"),
    ("8 weeks", "eight weeks"),
    ("3 months", "three months"),
    ("was not shown to", "could not be shown to"),
    ("slightly better", "a little better"),
    ("systematic review", "systematic overview of trials"),
    ("physical function", "physical functioning"),
];

/// Words of the language, and what makes a statement wrong in their place.
const OPERATORS: &[Operator] = &[
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

impl Collection {
    fn corpus(&self) -> &'static Corpus {
        (self.library)().corpus()
    }

    /// The statements of findings.
    fn statements(&self) -> Vec<Base> {
        let of_finding = |finding: &Finding| Base {
            name: finding.id.to_string(),
            source: finding.source.clone(),
            findings: vec![finding.id.clone()],
            text: one_line(&finding.statement),
        };
        self.corpus().findings().iter().map(of_finding).collect()
    }

    /// The sentences of live texts that rest on the findings of one source.
    fn live_sentences(&self) -> Vec<Base> {
        let corpus = self.corpus();
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

    fn check(&self, base: &Base, statement: &str) -> Report {
        let cited = |range: Range<usize>| format!("{} [@{}].", statement[range].trim_end_matches('.'), base.source);
        let text = sentences(statement).into_iter().map(cited).collect::<Vec<_>>().join(" ");
        (self.library)().check(&CheckRequest::new(&text, AS_OF)).unwrap()
    }

    /// Counts of the verdicts on every changed statement.
    fn changed(&self) -> Changed {
        let mut matrix: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        let (mut matched, mut silent) = (Vec::new(), Vec::new());
        for base in self.statements().iter().chain(&self.live_sentences()) {
            let statement = &base.text;
            let mut all: Vec<(&'static str, String)> =
                numbers(statement).into_iter().map(|text| ("number", text)).collect();
            for (kind, words, with) in OPERATORS.iter().chain(self.operators) {
                // `No better than` is changed by its own operator.
                let at = find(statement, words)
                    .filter(|at| !["no ", "had "].iter().any(|word| statement[..*at].ends_with(word)));
                all.extend(at.map(|at| (*kind, replaced(statement, at, words.len(), with))));
            }
            for (kind, text) in all {
                let report = self.check(base, &text);
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

impl Changed {
    /// How many were changed, or of these have a verdict.
    fn count(&self, slug: Option<&str>) -> usize {
        let of = |verdicts: &BTreeMap<&str, usize>| match slug {
            Some(slug) => verdicts.get(slug).copied().unwrap_or(0),
            None => verdicts.values().sum(),
        };
        self.matrix.values().map(of).sum()
    }
}

#[test]
fn no_statement_that_was_made_wrong_is_matched() {
    for of in &COLLECTIONS {
        let changed = of.changed();
        let Changed { matrix, matched, silent } = &changed;
        assert!(matched.is_empty(), "{}: {matched:#?}", of.name);
        let (conflicts, all) = (changed.count(Some("conflicts")), changed.count(None));
        println!("{}: {conflicts} of {all} in conflict, {} in silence", of.name, silent.len());
        assert!(all >= of.changed_floor, "{}: {all}: {matrix:#?}", of.name);
        let is_told = 100 * silent.len() <= of.silent_ceiling * all;
        assert!(is_told, "{}: {} of {all} in silence: {silent:#?}", of.name, silent.len());
        let in_conflict = 100 * conflicts >= of.conflict_floor * all;
        assert!(in_conflict, "{}: {conflicts} of {all} in conflict: {matrix:#?}", of.name);
    }
}

#[test]
fn statements_as_they_are_are_known_and_not_accused() {
    for of in &COLLECTIONS {
        let (statements, live) = (of.statements(), of.live_sentences());
        let mut accused = Vec::new();
        for (bases, floor) in [(&statements, of.known_floor), (&live, of.known_live_floor)] {
            let mut unknown = Vec::new();
            for base in bases {
                let report = of.check(base, &base.text);
                let errors = report.open_hits().filter(|(_, hit)| hit.severity == HitSeverity::Error);
                accused.extend(
                    errors.map(|(s, hit)| format!("{}: {} {}: {}", base.name, hit.rule.id, s.text, hit.message)),
                );
                // A sentence of a text may claim nothing.
                if matches!(verdict(&report), CheckVerdict::NotFound | CheckVerdict::NotCompared) {
                    unknown.push(format!("{}: {}: {}", base.name, verdict(&report), base.text));
                }
            }
            let (known, all) = (bases.len() - unknown.len(), bases.len());
            println!("{}: {known} of {all} are known", of.name);
            assert!(100 * known >= floor * all, "{}: {known} of {all}: {unknown:#?}", of.name);
        }
        assert!(live.len() >= of.live_floor, "{}: {}", of.name, live.len());
        assert!(accused.len() <= of.accused_ceiling, "{}: {accused:#?}", of.name);
    }
}

#[test]
fn statements_in_other_words_keep_their_verdict() {
    for of in &COLLECTIONS {
        let (mut kept, mut all, mut turned) = (0, 0, Vec::new());
        for base in of.statements() {
            let statement = &base.text;
            let paraphrases = PARAPHRASES.iter().chain(of.paraphrases);
            let mut texts: Vec<String> = paraphrases
                .filter_map(|(words, with)| Some(replaced(statement, find(statement, words)?, words.len(), with)))
                .collect();
            texts.extend(reordered(statement));
            texts.extend(in_words(statement));
            let before = verdict(&of.check(&base, statement));
            for text in texts {
                let report = of.check(&base, &text);
                assert_eq!(report.count(HitSeverity::Error), 0, "{}: {text}: {:#?}", of.name, report.sentences);
                all += 1;
                if verdict(&report) == before {
                    kept += 1;
                } else {
                    turned.push(format!("{before} to {}: {text}", verdict(&report)));
                }
            }
        }
        println!("{}: {kept} of {all} keep their verdict", of.name);
        let is_kept = all >= of.reworded_floor && 100 * kept >= of.kept_floor * all;
        assert!(is_kept, "{}: {kept} of {all}: {turned:#?}", of.name);
    }
}

/// The verdicts on changed statements, as `tests/check/README.md` shows them.
pub(crate) fn figures() -> String {
    COLLECTIONS.iter().filter(|of| of.name == "live").map(figures_of).collect()
}

fn figures_of(of: &Collection) -> String {
    let Changed { matrix, matched: _, silent } = of.changed();
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
