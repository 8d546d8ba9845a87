//! What comes back from a check: every sentence with its verdict, the findings behind it, and what is wrong with it.

use std::{collections::HashMap, ops::Range};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    Acknowledgement,
    attribute::{Attribute, AttributeKind, OnRecord, Standing},
    claim::{Claim, SentenceClass},
    identify::{Identified, Named},
    judge::{Breach, CheckVerdict},
    known::{Facts, Lines},
    rule::{CheckRule, HitSeverity, NOT_ON_RECORD},
};
use crate::{
    corpus::Corpus,
    domain::{Date, Finding, FindingId, SourceId, Vocabulary},
    search::{Offset, Span, utf16_length},
};

/// The answer to a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The day currency was computed for.
    pub as_of: Date,
    /// Every sentence in order, headings included.
    pub sentences: Vec<SentenceReport>,
    /// What was checked and what was not.
    pub coverage: Coverage,
    /// Where the first sentence begins that is left out, when the report became too large.
    pub left: Option<Offset>,
    /// What this check could not do, a sentence each; empty for most.
    pub limits: Vec<String>,
}

impl Report {
    /// Leaves out sentences, of what was checked as well.
    pub fn keep(&mut self, is_kept: impl FnMut(&SentenceReport) -> bool) {
        self.sentences.retain(is_kept);
        self.coverage = Coverage::of(self.coverage.bytes, &self.sentences);
    }

    /// Hits that nobody has acknowledged.
    pub fn open_hits(&self) -> impl Iterator<Item = (&SentenceReport, &Hit)> {
        self.sentences
            .iter()
            .flat_map(|sentence| sentence.hits.iter().map(move |hit| (sentence, hit)))
            .filter(|(_, hit)| hit.acknowledged.is_none())
    }

    /// How many open hits there are of a severity.
    pub fn count(&self, severity: HitSeverity) -> usize {
        self.open_hits().filter(|(_, hit)| hit.severity == severity).count()
    }
}

/// One sentence of the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct SentenceReport {
    /// Its place in the draft as it was sent.
    pub span: Span,
    /// Its text as a reader sees it.
    pub text: String,
    /// What it is.
    pub class: SentenceClass,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// What the collection says of it.
    pub verdict: CheckVerdict,
    /// The source it speaks of, when that could be told.
    pub source: Option<NamedSource>,
    /// What it says, part by part, and how each part stands against the record: the verdict follows from these.
    pub attributes: Vec<ReportedAttribute>,
    /// The findings it was compared with, best first; a few.
    pub findings: Vec<SupportingFinding>,
    /// What must be said with the best of them.
    pub caveats: Vec<String>,
    /// What is wrong with it, errors first.
    pub hits: Vec<Hit>,
    /// A hash of its words, for acknowledging a hit. Punctuation and letter case do not count.
    pub hash: String,
}

/// The source a sentence speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedSource {
    /// Its id.
    pub id: SourceId,
    /// By what it was recognised: `name`, `participants`, `year`; `context` when a sentence before named it.
    pub recognised_by: Vec<&'static str>,
}

/// A part of what a sentence says, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedAttribute {
    /// What it says.
    pub kind: AttributeKind,
    /// How it stands.
    pub standing: Standing,
    /// The words that say it, in the draft as it was sent.
    pub span: Span,
    /// These words as a reader sees them.
    pub said: String,
    /// What the record has, where something was compared.
    pub record: Option<RecordedValue>,
}

/// A value of a record that a part of a sentence was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedValue {
    /// The value, for people.
    pub value: String,
    /// The path of its field in the JSON of the record, with dots: `study.sample`.
    pub field: &'static str,
    /// Where in the source the finding stands: a table, a page; none where nobody has said.
    pub locator: Option<String>,
    /// Whether somebody has read the value on a page.
    pub is_verified: bool,
    /// The finding that has it; none for a value of the source as a whole.
    pub finding: Option<FindingId>,
    /// The source.
    pub source: SourceId,
}

/// A finding that a sentence was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportingFinding {
    /// Its id.
    pub id: FindingId,
    /// Its source.
    pub source: SourceId,
    /// What it says, in one line.
    pub statement: String,
    /// In what the sentence agrees with its source: `direction`, `participants`.
    pub agrees_in: Vec<&'static str>,
}

/// A breach of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The rule.
    pub rule: &'static CheckRule,
    /// How much it matters: as the rule says, or a warning in place of an error where it rests on a value that nobody has
    /// verified.
    pub severity: HitSeverity,
    /// The words in question, in the draft as it was sent.
    pub span: Span,
    /// These words as a reader sees them.
    pub found: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What the record has instead, when it has something.
    pub expected: Option<String>,
    /// The finding behind it.
    pub finding: Option<FindingId>,
    /// The source behind it.
    pub source: Option<SourceId>,
    /// A sentence that would be right, from the finding.
    pub suggestion: Option<String>,
    /// A hash of the record behind it, for acknowledging.
    pub record: String,
    /// Why somebody lets it stand, when somebody does.
    pub acknowledged: Option<String>,
}

impl Hit {
    /// Whether it says that the record has nothing of the words, and not that it has something else.
    pub fn is_of_what_is_missing(&self) -> bool {
        self.rule.id == NOT_ON_RECORD.id
    }
}

/// What was checked and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Bytes of the draft.
    pub bytes: usize,
    /// Sentences in all.
    pub sentences: usize,
    /// Evidence claims: these were compared with the findings.
    pub evidence_claims: usize,
    /// Evidence claims with a source of this collection: named, described, linked, or told by their place in the text.
    pub anchored: usize,
    /// Evidence claims that could be compared with their source: matched, partly matched or in conflict.
    pub found: usize,
    /// Sentences on practice; not compared.
    pub practice_experience: usize,
    /// Prices, hours and addresses; not compared.
    pub logistics: usize,
    /// Questions, headings and whatever else makes no claim; not compared.
    pub other: usize,
}

impl Coverage {
    pub(super) fn of(bytes: usize, all: &[SentenceReport]) -> Self {
        let of_class = |class| all.iter().filter(|sentence| sentence.class == class).count();
        let is_found =
            |verdict| matches!(verdict, CheckVerdict::Matched | CheckVerdict::PartlyMatched | CheckVerdict::Conflicts);
        Self {
            bytes,
            sentences: all.len(),
            evidence_claims: of_class(SentenceClass::EvidenceClaim),
            anchored: all
                .iter()
                .filter(|sentence| sentence.class == SentenceClass::EvidenceClaim && sentence.source.is_some())
                .count(),
            found: all.iter().filter(|sentence| is_found(sentence.verdict)).count(),
            practice_experience: of_class(SentenceClass::PracticeExperience),
            logistics: of_class(SentenceClass::Logistics),
            other: of_class(SentenceClass::Other),
        }
    }
}

/// Counts offsets in UTF-16, going forward through a text once: sentences come in order and hits stand inside them.
pub(super) struct Places<'a> {
    text: &'a str,
    /// Offsets, at most [`STEP`] bytes apart.
    marks: Vec<Offset>,
}

/// Most bytes between two marks.
const STEP: usize = 256;

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut mark = Offset::default();
        while mark.bytes < text.len() {
            marks.push(mark);
            let most = (mark.bytes + STEP).min(text.len());
            let next = (mark.bytes..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(most);
            let between = text.get(mark.bytes..next).unwrap_or_default();
            mark = Offset { bytes: next, utf16: mark.utf16 + utf16_length(between) };
        }
        Self { text, marks }
    }

    fn offset(&self, bytes: usize) -> Offset {
        let after = self.marks.partition_point(|mark| mark.bytes <= bytes);
        let mark = after.checked_sub(1).and_then(|i| self.marks.get(i)).copied().unwrap_or_default();
        let between = self.text.get(mark.bytes..bytes).unwrap_or_default();
        Offset { bytes, utf16: mark.utf16 + utf16_length(between) }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span { start: self.offset(range.start), end: self.offset(range.end) }
    }
}

/// A hash of the words of a sentence.
pub(super) fn fold_hash(claim: &Claim) -> String {
    let words: Vec<&str> = claim.read.words.iter().map(|word| word.exact.as_str()).collect();
    format!("{:016x}", xxh3_64(words.join(" ").as_bytes()))
}

/// A sentence that would be right: the statement of the finding, with the first thing that must be said with it.
fn suggestion(rule: &CheckRule, finding: &Finding, lines: &Lines) -> String {
    let mut text = lines.statement.clone();
    // An omission is mended by the caveat; a wrong number by the right statement.
    let has_caveat = !finding.good_to_know.is_empty() && rule.severity == HitSeverity::Warning;
    if let Some(caveat) = lines.notes.first().filter(|_| has_caveat) {
        text.push(' ');
        text.push_str(caveat);
    }
    text
}

/// Makes hits of breaches.
pub(super) struct Hits<'a> {
    corpus: &'a Corpus,
    facts: &'a Facts,
    /// By rule in lower case, sentence and record; of those that are alike the first.
    acknowledged: HashMap<(String, &'a str, &'a str), &'a Acknowledgement>,
}

impl<'a> Hits<'a> {
    pub(super) fn new(corpus: &'a Corpus, facts: &'a Facts, acknowledged: &'a [Acknowledgement]) -> Self {
        let mut by_hit = HashMap::new();
        for seen in acknowledged {
            let Acknowledgement { rule, sentence, record, reason: _, date: _ } = seen;
            by_hit.entry((rule.to_ascii_lowercase(), sentence.as_str(), record.as_str())).or_insert(seen);
        }
        Self { corpus, facts, acknowledged: by_hit }
    }

    /// The hit at this place of the draft; `sentence` is the hash of its sentence.
    pub(super) fn hit(&self, breach: Breach, span: Span, found: String, sentence: &str) -> Hit {
        let Breach { rule, severity, is_doubtful, first: _, last: _, message, expected, finding: finding_at, source } =
            breach;
        let source_at = finding_at.and_then(|at| self.facts.source_of.get(at).copied()).or(source);
        let finding = finding_at.and_then(|at| self.corpus.findings().get(at));
        let source = source_at.and_then(|at| self.corpus.sources().get(at));
        let record = self.facts.shown.hash(self.corpus, finding_at, source_at);
        let seen = match self.acknowledged.is_empty() {
            true => None,
            false => self.acknowledged.get(&(rule.id.to_ascii_lowercase(), sentence, record)),
        };
        let acknowledged = seen.map(|seen| format!("{} ({})", seen.reason, seen.date));
        Hit {
            rule,
            severity,
            span,
            found,
            message,
            expected,
            // What nobody has verified is no sentence to put in.
            suggestion: finding
                .zip(finding_at.and_then(|at| self.facts.shown.lines(self.corpus, at)))
                .filter(|_| !is_doubtful)
                .map(|(finding, lines)| suggestion(rule, finding, lines)),
            finding: finding.map(|finding| finding.id.clone()),
            source: source.map(|source| source.id.clone()),
            record: record.to_owned(),
            acknowledged,
        }
    }
}

/// The source a sentence speaks of, and what must be said with the finding that fits best.
pub(super) fn behind(
    corpus: &Corpus,
    facts: &Facts,
    named: &Named,
    compared: &[usize],
    carried: Option<&'static str>,
) -> (Option<NamedSource>, Vec<String>) {
    let source = match named {
        Named::Source(Identified { source, by, .. }) => corpus.sources().get(*source).map(|source| NamedSource {
            id: source.id.clone(),
            recognised_by: carried.map_or_else(|| by.clone(), |place| vec![place]),
        }),
        Named::Unknown { record, .. } => record
            .and_then(|at| corpus.sources().get(at))
            .map(|source| NamedSource { id: source.id.clone(), recognised_by: vec!["description"] }),
        Named::Nothing => None,
    };
    let best = compared.first().and_then(|best| facts.shown.lines(corpus, *best));
    let caveats = best.map(|lines| lines.notes.clone()).unwrap_or_default();
    (source, caveats)
}

/// The findings that a sentence was compared with, and in what it agrees with their source.
pub(super) fn findings(
    corpus: &Corpus,
    facts: &Facts,
    compared: &[usize],
    attributes: &[Attribute],
) -> Vec<SupportingFinding> {
    let confirmed = attributes.iter().filter(|attribute| attribute.standing == Standing::Confirmed);
    let mut agrees_in: Vec<&'static str> = confirmed.map(|attribute| attribute.kind.slug()).collect();
    agrees_in.sort_unstable();
    agrees_in.dedup();
    compared
        .iter()
        .filter_map(|&at| {
            let finding = corpus.findings().get(at)?;
            Some(SupportingFinding {
                id: finding.id.clone(),
                source: finding.source.clone(),
                statement: facts.shown.lines(corpus, at)?.statement.clone(),
                agrees_in: agrees_in.clone(),
            })
        })
        .collect()
}

/// A part of a claim as it is reported; `span` and `said` are its words.
pub(super) fn attribute(corpus: &Corpus, attribute: Attribute, span: Span, said: String) -> ReportedAttribute {
    let Attribute { kind, standing, first: _, last: _, on_record } = attribute;
    let record = on_record.and_then(|OnRecord { value, field, is_verified, finding, source }| {
        let finding = finding.and_then(|at| corpus.findings().get(at));
        Some(RecordedValue {
            value,
            field: field.json(),
            locator: finding.and_then(|finding| finding.locator.value().cloned()),
            is_verified,
            finding: finding.map(|finding| finding.id.clone()),
            source: corpus.sources().get(source)?.id.clone(),
        })
    });
    ReportedAttribute { kind, standing, span, said, record }
}

impl SentenceReport {
    /// About how many bytes it prints as: its texts, and what stands around them.
    pub(super) fn weight(&self) -> usize {
        const FRAME: usize = 300;
        let of = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let findings = self.findings.iter().map(|finding| finding.statement.len() + FRAME);
        let hits = self.hits.iter().map(|hit| {
            hit.found.len()
                + hit.message.len()
                + of(&hit.expected)
                + of(&hit.suggestion)
                + of(&hit.acknowledged)
                + 2 * FRAME
        });
        let caveats = self.caveats.iter().map(|caveat| caveat.len() + 4);
        let attributes = self.attributes.iter().map(|attribute| {
            let record = attribute.record.as_ref().map_or(0, |record| record.value.len() + FRAME);
            attribute.said.len() + record + FRAME
        });
        FRAME + self.text.len() + findings.chain(hits).chain(caveats).chain(attributes).sum::<usize>()
    }

    /// In a line, for people: `E002 W101 conflicts`.
    pub fn summary(&self) -> String {
        let mut words: Vec<&str> = self.hits.iter().map(|hit| hit.rule.id).collect();
        words.dedup();
        words.push(self.verdict.slug());
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_bytes_and_in_utf16_code_units() {
        for text in
            ["a".repeat(3 * STEP), "é😀 ".repeat(STEP), format!("{}–{}", "a".repeat(STEP - 1), "b".repeat(STEP))]
        {
            let places = Places::new(&text);
            for (bytes, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let utf16 = text[..bytes].encode_utf16().count();
                assert_eq!(places.span(bytes..bytes).start, Offset { bytes, utf16 }, "{bytes}");
            }
        }
        assert_eq!(Places::new("").span(0..0).end, Offset::default());
    }
}
