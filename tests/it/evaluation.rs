//! How well the check does on labelled sentences: precision and recall of each rule, verdicts, abstentions.

use std::collections::BTreeMap;

use evidence::{
    check::{CHECK_RULES, CheckRule, CheckVerdict, HitSeverity, Report, SentenceReport, find_rule},
    domain::Vocabulary,
};
use serde::Deserialize;

/// What was left uncompared is no accusation.
const LEFT_UNCOMPARED: &str = "I203";
/// A source that is not there carries nothing of its sentence, wherever in it the source is named.
const SOURCE_NOT_FOUND: &str = "E006";

/// A labelled file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledFile {
    /// Which half: rules may be tuned on `tune`, and `report` is only reported.
    pub half: String,
    /// What the texts are.
    pub about: String,
    /// A document that `quote`s are taken from, beside the file; then the cases are parts of it.
    #[serde(default)]
    pub document: Option<String>,
    /// Labelled texts.
    #[serde(default)]
    pub case: Vec<Case>,
}

/// A labelled text, or a labelled part of a document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// A name, unique in its file.
    pub id: String,
    /// The text to check, or the words of the document that the label is about.
    pub text: String,
    /// What kind of case: `right`, `number`, `comparator`, …
    pub kind: String,
    /// Rules that must fire. With `any`, one of them is enough.
    #[serde(default)]
    pub expect: Vec<String>,
    /// Whether one of `expect` is enough.
    #[serde(default)]
    pub any: bool,
    /// Rules that may fire without being wrong.
    #[serde(default)]
    pub allow: Vec<String>,
    /// Verdicts that are right; empty when the label says nothing of it.
    #[serde(default)]
    pub verdict: Vec<String>,
    /// What the text belongs to.
    #[serde(default)]
    pub context: String,
}

/// How a case came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Id of the case.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its text.
    pub text: String,
    /// Rules that fired on it, each once, in order.
    pub fired: Vec<&'static str>,
    /// Rules that should have fired and did not.
    pub missed: Vec<String>,
    /// Rules that should not have fired.
    pub wrong: Vec<&'static str>,
    /// The verdict.
    pub verdict: Option<CheckVerdict>,
    /// Whether the verdict is one of the right ones; none when the label says nothing of it.
    pub verdict_is_right: Option<bool>,
}

/// Counts of one rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Fired where it should.
    pub right: usize,
    /// Fired where it should not.
    pub wrong: usize,
    /// Did not fire where it should.
    pub missed: usize,
}

impl Tally {
    /// Share of hits that are right, in thousandths; none without hits.
    pub fn precision(self) -> Option<usize> {
        (1_000 * self.right).checked_div(self.right + self.wrong)
    }

    /// Share of faults that are hit, in thousandths; none without faults.
    pub fn recall(self) -> Option<usize> {
        (1_000 * self.right).checked_div(self.right + self.missed)
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// The outcome of a labelled set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Every case in order.
    pub outcomes: Vec<Outcome>,
    /// Counts by id of rule.
    pub rules: BTreeMap<&'static str, Tally>,
    /// Verdicts: right ones and all that were labelled, by slug of the verdict given.
    pub verdicts: BTreeMap<&'static str, (usize, usize)>,
    /// How often a verdict was given, by the verdicts that the label calls right.
    pub confusion: BTreeMap<(String, &'static str), usize>,
    /// Cases with a finding behind them that were not found or not checkable.
    pub abstained: usize,
    /// Cases that have a finding behind them.
    pub findable: usize,
}

impl Evaluation {
    /// Takes in how a case came out.
    pub fn add(&mut self, case: &Case, sentences: &[&SentenceReport], fired: Vec<&'static str>) {
        let is =
            |names: &[String], id: &str| names.iter().any(|name| find_rule(name).is_some_and(|rule| rule.id == id));
        let verdict = worst(sentences);
        let hit_one = case.expect.iter().any(|name| find_rule(name).is_some_and(|rule| fired.contains(&rule.id)));
        let mut missed = Vec::new();
        for name in &case.expect {
            let Some(rule) = find_rule(name) else { continue };
            let tally = self.rules.entry(rule.id).or_default();
            if fired.contains(&rule.id) {
                tally.right += 1;
            } else if !(case.any && hit_one) {
                // With `any`, one miss is counted, on the first rule that would have done.
                if !case.any || missed.is_empty() {
                    tally.missed += 1;
                    missed.push(rule.id.to_owned());
                }
            }
        }
        let mut wrong = Vec::new();
        for &id in &fired {
            if id != LEFT_UNCOMPARED && !is(&case.expect, id) && !is(&case.allow, id) {
                self.rules.entry(id).or_default().wrong += 1;
                wrong.push(id);
            }
        }
        let right_verdicts: Vec<CheckVerdict> =
            case.verdict.iter().filter_map(|slug| CheckVerdict::from_slug(slug).ok()).collect();
        let verdict_is_right =
            verdict.filter(|_| !right_verdicts.is_empty()).map(|given| right_verdicts.contains(&given));
        if let (Some(given), Some(is_right)) = (verdict, verdict_is_right) {
            let labels: Vec<&str> = right_verdicts.iter().map(|verdict| verdict.slug()).collect();
            *self.confusion.entry((labels.join(" or "), given.slug())).or_default() += 1;
            let (right, all) = self.verdicts.entry(given.slug()).or_default();
            *all += 1;
            *right += usize::from(is_right);
            let abstains = |verdict: &CheckVerdict| {
                matches!(verdict, CheckVerdict::NotFound | CheckVerdict::NotCompared | CheckVerdict::NotCheckable)
            };
            if !right_verdicts.iter().any(abstains) {
                self.findable += 1;
                self.abstained += usize::from(abstains(&given));
            }
        }
        let Case { id, text, kind, .. } = case;
        self.outcomes.push(Outcome {
            id: id.clone(),
            kind: kind.clone(),
            text: text.clone(),
            fired,
            missed,
            wrong,
            verdict,
            verdict_is_right,
        });
    }

    /// Counts over all rules of a severity.
    pub fn of_severity(&self, severity: HitSeverity) -> Tally {
        let mut all = Tally::default();
        for rule in CHECK_RULES.iter().filter(|rule| rule.severity == severity) {
            all.add(self.rules.get(rule.id).copied().unwrap_or_default());
        }
        all
    }

    /// The rules with something to count, in their order.
    pub fn tallies(&self) -> impl Iterator<Item = (&'static CheckRule, Tally)> {
        CHECK_RULES.iter().filter_map(|rule| Some((*rule, *self.rules.get(rule.id)?)))
    }
}

/// Of several verdicts the one that says most of the text.
fn worst(sentences: &[&SentenceReport]) -> Option<CheckVerdict> {
    let rank = |verdict: CheckVerdict| match verdict {
        CheckVerdict::Conflicts => 5,
        CheckVerdict::NotFound => 4,
        CheckVerdict::PartlyMatched => 3,
        CheckVerdict::Matched => 2,
        CheckVerdict::NotCompared => 1,
        CheckVerdict::NotCheckable => 0,
    };
    sentences.iter().map(|sentence| sentence.verdict).max_by_key(|verdict| rank(*verdict))
}

/// Ids of the rules that fired in these sentences, notes left out, each once.
pub fn fired(sentences: &[&SentenceReport]) -> Vec<&'static str> {
    unique(sentences.iter().flat_map(|sentence| &sentence.hits).map(|hit| hit.rule.id))
}

/// The sentences that hold a quote of the document, and the rules whose words overlap it.
pub fn quoted<'r>(report: &'r Report, document: &str, quote: &str) -> (Vec<&'r SentenceReport>, Vec<&'static str>) {
    let Some(from) = document.find(quote) else { return (Vec::new(), Vec::new()) };
    let to = from + quote.len();
    let sentences: Vec<&SentenceReport> = report
        .sentences
        .iter()
        .filter(|sentence| sentence.span.start.bytes < to && from < sentence.span.end.bytes)
        .collect();
    let hits = sentences.iter().flat_map(|sentence| &sentence.hits);
    let overlapping =
        hits.filter(|hit| hit.rule.id == SOURCE_NOT_FOUND || (hit.span.start.bytes < to && from < hit.span.end.bytes));
    let rules = unique(overlapping.map(|hit| hit.rule.id));
    (sentences, rules)
}

fn unique(ids: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = ids.filter(|id| !id.starts_with('I')).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A set with every case that went wrong, in words.
pub fn told(name: &str, evaluation: &Evaluation) -> String {
    let mut all = format!("{name}: {} cases\n", evaluation.outcomes.len());
    for Outcome { id, kind, text, fired: _, missed, wrong, verdict, verdict_is_right } in &evaluation.outcomes {
        let verdict_is_wrong = *verdict_is_right == Some(false);
        if missed.is_empty() && wrong.is_empty() && !verdict_is_wrong {
            continue;
        }
        let verdict = verdict.map_or("-", Vocabulary::slug);
        let mark = if verdict_is_wrong { " (wrong)" } else { "" };
        all += &format!("  {id} [{kind}] missed {missed:?} wrong {wrong:?} verdict {verdict}{mark}: {text}\n");
    }
    all
}
