//! A report of the draft check as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    finding_href,
    hit::{Offset, Span},
    source_href,
};
use crate::{
    check::{
        self, AttributeKind, CheckRule, CheckVerdict, Coverage, HitSeverity, NamedSource, RecordedValue, Report,
        ReportedAttribute, SentenceClass, Standing, SupportingFinding,
    },
    domain::{Date, FindingId, SourceId},
};

/// What the evidence says of a draft. Says matched, in conflict or not found in this collection; never true or false.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CheckReport<'a> {
    /// The day on which currency was looked at.
    #[schema(value_type = String, format = Date, example = "2026-11-23")]
    as_of: Date,
    /// Open hits by severity; acknowledged ones do not count.
    totals: CheckTotals,
    /// What was checked and what was not.
    coverage: CheckCoverage,
    /// What this check could not do, a sentence each: that references could not be looked up in the literature, because it is
    /// damaged. Empty for most.
    limits: &'a [String],
    /// Every sentence in order, headings included. A sentence that speaks of two sources stands here in its parts.
    sentences: Vec<CheckedSentence<'a>>,
    /// Where to go on, when the report would have become too large; null when it is whole.
    truncated: Option<CheckTruncated>,
}

/// What is missing in a report that would have become too large. Totals and coverage are those of what is there.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct CheckTruncated {
    /// Where the first sentence begins that is left out: send the draft again from here on, or in parts from the beginning.
    next: Offset,
}

/// Open hits by severity.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct CheckTotals {
    /// The text says what the evidence does not say.
    #[schema(example = 1)]
    errors: usize,
    /// What the text says needs something beside it.
    #[schema(example = 2)]
    warnings: usize,
    /// Worth knowing.
    #[schema(example = 0)]
    notes: usize,
}

/// What was checked and what was not.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct CheckCoverage {
    /// Bytes of the draft.
    #[schema(example = 62)]
    bytes: usize,
    /// Sentences in all.
    #[schema(example = 1)]
    sentences: usize,
    /// Evidence claims: these were compared with the findings.
    #[schema(example = 1)]
    evidence_claims: usize,
    /// Evidence claims with a source of this collection: named, described, linked, or told by their place in the text.
    #[schema(example = 1)]
    anchored: usize,
    /// Sentences that could be compared with their source: matched, partly matched or in conflict.
    #[schema(example = 1)]
    found: usize,
    /// Skipped: what a practice sees or does.
    #[schema(example = 0)]
    skipped_practice_experience: usize,
    /// Skipped: prices, hours and addresses.
    #[schema(example = 0)]
    skipped_logistics: usize,
    /// Skipped: questions, headings and whatever else makes no claim.
    #[schema(example = 0)]
    skipped_other: usize,
}

/// One sentence of the draft.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CheckedSentence<'a> {
    /// Its place in the draft as it was sent.
    span: Span,
    /// Its text as a reader sees it.
    #[schema(example = "A trial of 800 adults found benefits 12 months after treatment.")]
    text: &'a str,
    /// What it is.
    class: SentenceClass,
    /// Whether it is a heading.
    heading: bool,
    /// What this collection says of it.
    verdict: CheckVerdict,
    /// The source it speaks of; null when that could not be told.
    source: Option<CheckedSource<'a>>,
    /// What it says, part by part, and how each part stands against the record: the verdict follows from these. Empty where
    /// there is nothing to compare.
    attributes: Vec<CheckedAttribute<'a>>,
    /// Findings it was compared with, best first; a few. Without a source these are related findings and no verdict.
    findings: Vec<CheckedFinding<'a>>,
    /// What must be said with the first finding.
    caveats: &'a [String],
    /// What is wrong with it, errors first.
    hits: Vec<CheckHit<'a>>,
    /// Hash of its words, for `acknowledge`.
    #[schema(example = "6b86b273ff34fce1")]
    hash: &'a str,
}

/// The source a sentence speaks of.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CheckedSource<'a> {
    /// Id of the source.
    id: &'a SourceId,
    /// By what it was recognised: `name`, `participants`, `year`, `link`; `context` when its words point back to a sentence
    /// before; `paragraph`, `row` or `section` when only its place tells, and errors are warnings.
    #[schema(example = json!(["participants", "design"]))]
    recognised_by: &'a [&'static str],
    /// Address of the source.
    #[schema(example = "/v1/sources/backinaction-2025")]
    href: String,
}

/// A part of what a sentence says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CheckedAttribute<'a> {
    /// What it says.
    kind: AttributeKind,
    /// How it stands.
    standing: Standing,
    /// The words that say it, in the draft as it was sent.
    span: Span,
    /// These words as a reader sees them.
    #[schema(example = "800 adults")]
    said: &'a str,
    /// What the record has; null where nothing was compared.
    record: Option<CheckedValue<'a>>,
}

/// A value of a record that a part of a sentence was compared with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CheckedValue<'a> {
    /// The value, for people.
    #[schema(example = "800 participants")]
    value: &'a str,
    /// Where it stands in the JSON of the finding, or of the source where there is no finding.
    #[schema(example = "study.sample")]
    field: &'static str,
    /// Where it stands in the publication; null where nobody has said.
    #[schema(example = "Table 2")]
    locator: Option<&'a str>,
    /// Whether somebody has read it on a page.
    verified: bool,
    /// The finding that has it; null for a value of the source as a whole.
    finding: Option<&'a FindingId>,
    /// The source.
    source: &'a SourceId,
}

/// A finding a sentence was compared with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CheckedFinding<'a> {
    /// Id of the finding.
    id: &'a FindingId,
    /// Id of its source.
    source: &'a SourceId,
    /// What it says.
    #[schema(example = "In an invented trial, humming was better than usual care.")]
    statement: &'a str,
    /// In what the sentence agrees with its source: the attributes that are confirmed.
    #[schema(example = json!(["participants", "direction"]))]
    agrees_in: &'a [&'static str],
    /// Address of the finding.
    #[schema(example = "/v1/findings/backinaction-2025-rmdq-12mo-standard")]
    href: String,
}

/// A rule that a sentence breaks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CheckHit<'a> {
    /// Id of the rule.
    #[schema(example = "E002")]
    rule: &'static str,
    /// Name of the rule.
    #[schema(example = "wrong-time-origin")]
    name: &'static str,
    /// How much it matters. An error that rests on a value nobody has verified is a warning, and its message says so.
    severity: HitSeverity,
    /// Address of the page on the rule.
    #[schema(example = "/docs/checks/E002")]
    help: String,
    /// The words in question, in the draft as it was sent.
    span: Span,
    /// These words as a reader sees them.
    #[schema(example = "12 months after treatment")]
    found: &'a str,
    /// What is wrong, in a sentence.
    #[schema(example = "BackInAction counts this time after randomization, not after the end of treatment")]
    message: &'a str,
    /// What the record has instead; null when there is nothing to put in its place.
    #[schema(example = "12 months after randomization")]
    expected: Option<&'a str>,
    /// The finding behind it; null when the rule needs none.
    finding: Option<&'a FindingId>,
    /// The source behind it; null when there is none.
    source: Option<&'a SourceId>,
    /// A sentence that would be right, from the finding; null without one.
    suggestion: Option<&'a str>,
    /// Hash of the record behind it, for `acknowledge`: a changed record asks again.
    #[schema(example = "d4735e3a265e16ee")]
    record: &'a str,
    /// Why somebody lets it stand; null for an open hit.
    acknowledged: Option<&'a str>,
}

impl<'a> CheckReport<'a> {
    pub(crate) fn of(report: &'a Report) -> Self {
        let Report { as_of, sentences, coverage, left, limits } = report;
        let Coverage {
            bytes,
            sentences: count,
            evidence_claims,
            anchored,
            found,
            practice_experience,
            logistics,
            other,
        } = *coverage;
        Self {
            as_of: *as_of,
            totals: CheckTotals {
                errors: report.count(HitSeverity::Error),
                warnings: report.count(HitSeverity::Warning),
                notes: report.count(HitSeverity::Info),
            },
            coverage: CheckCoverage {
                bytes,
                sentences: count,
                evidence_claims,
                anchored,
                found,
                skipped_practice_experience: practice_experience,
                skipped_logistics: logistics,
                skipped_other: other,
            },
            limits,
            sentences: sentences.iter().map(CheckedSentence::of).collect(),
            truncated: left.map(|next| CheckTruncated { next: next.into() }),
        }
    }
}

impl<'a> CheckedSentence<'a> {
    fn of(sentence: &'a check::SentenceReport) -> Self {
        let check::SentenceReport {
            span,
            text,
            class,
            is_heading,
            verdict,
            source,
            attributes,
            findings,
            caveats,
            hits,
            hash,
        } = sentence;
        Self {
            span: (*span).into(),
            text,
            class: *class,
            heading: *is_heading,
            verdict: *verdict,
            source: source.as_ref().map(|NamedSource { id, recognised_by }| CheckedSource {
                id,
                recognised_by,
                href: source_href(id),
            }),
            attributes: attributes.iter().map(CheckedAttribute::of).collect(),
            findings: findings
                .iter()
                .map(|SupportingFinding { id, source, statement, agrees_in }| CheckedFinding {
                    id,
                    source,
                    statement,
                    agrees_in,
                    href: finding_href(id),
                })
                .collect(),
            caveats,
            hits: hits.iter().map(CheckHit::of).collect(),
            hash,
        }
    }
}

impl<'a> CheckedAttribute<'a> {
    fn of(attribute: &'a ReportedAttribute) -> Self {
        let ReportedAttribute { kind, standing, span, said, record } = attribute;
        Self {
            kind: *kind,
            standing: *standing,
            span: (*span).into(),
            said,
            record: record.as_ref().map(|RecordedValue { value, field, locator, is_verified, finding, source }| {
                CheckedValue {
                    value,
                    field,
                    locator: locator.as_deref(),
                    verified: *is_verified,
                    finding: finding.as_ref(),
                    source,
                }
            }),
        }
    }
}

impl<'a> CheckHit<'a> {
    fn of(hit: &'a check::Hit) -> Self {
        let check::Hit {
            rule,
            severity,
            span,
            found,
            message,
            expected,
            finding,
            source,
            suggestion,
            record,
            acknowledged,
        } = hit;
        let CheckRule { id, name, .. } = *rule;
        Self {
            rule: id,
            name,
            severity: *severity,
            help: format!("/docs/checks/{id}"),
            span: (*span).into(),
            found,
            message,
            expected: expected.as_deref(),
            finding: finding.as_ref(),
            source: source.as_ref(),
            suggestion: suggestion.as_deref(),
            record,
            acknowledged: acknowledged.as_deref(),
        }
    }
}
