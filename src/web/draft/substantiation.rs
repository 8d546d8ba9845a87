//! The substantiation file of a page: what a reviewer signs. Each claim, what is behind it and what is open.

use askama::Template;

use super::replace::suggestions;
use crate::{
    app::Library,
    check::{Hit, HitSeverity, Report, ReportedAttribute, SentenceClass, SentenceReport},
    domain::{Date, Finding, Vocabulary, repeated::one_line},
};

#[derive(Template)]
#[template(path = "substantiation.html")]
struct File<'a> {
    dataset: String,
    as_of: Date,
    drafts: Vec<Draft<'a>>,
}

struct Draft<'a> {
    name: &'a str,
    errors: usize,
    warnings: usize,
    notes: usize,
    sentences: usize,
    /// What the check could not do.
    limits: &'a [String],
    claims: Vec<Claim<'a>>,
    /// Sentences that make no evidence claim, with hits that are more than a note or that somebody let stand.
    others: Vec<Claim<'a>>,
}

struct Claim<'a> {
    text: &'a str,
    verdict: &'static str,
    source: Option<NamedSource>,
    finding: Option<Behind>,
    /// What was compared, part by part.
    attributes: &'a [ReportedAttribute],
    caveats: &'a [String],
    open: Vec<&'a Hit>,
    acknowledged: Vec<(&'a Hit, &'a str)>,
    right: Option<&'a str>,
}

struct NamedSource {
    title: String,
    year: i16,
    url: Option<String>,
}

struct Behind {
    statement: String,
    certainty: String,
    quote: Option<(String, String)>,
}

/// One page of HTML for these drafts, each with its name and its report. Whole by itself, to be kept and printed.
///
/// # Errors
/// None that a report could cause.
pub fn substantiation<'a>(
    library: &Library,
    drafts: impl IntoIterator<Item = (&'a str, &'a Report)>,
    as_of: Date,
) -> Result<String, askama::Error> {
    let drafts = drafts.into_iter().map(|(name, report)| Draft::of(library, name, report)).collect();
    File { dataset: library.corpus().fingerprint().to_string(), as_of, drafts }.render()
}

impl<'a> Draft<'a> {
    fn of(library: &Library, name: &'a str, report: &'a Report) -> Self {
        let claims = |is_claim: bool| {
            let wanted = report.sentences.iter().filter(move |sentence| {
                let makes_claim = sentence.class == SentenceClass::EvidenceClaim;
                let matters = |hit: &Hit| hit.severity != HitSeverity::Info || hit.acknowledged.is_some();
                makes_claim == is_claim && (makes_claim || sentence.hits.iter().any(matters))
            });
            wanted.map(|sentence| Claim::of(library, sentence)).collect()
        };
        Self {
            name,
            errors: report.count(HitSeverity::Error),
            warnings: report.count(HitSeverity::Warning),
            notes: report.count(HitSeverity::Info),
            sentences: report.sentences.len(),
            limits: &report.limits,
            claims: claims(true),
            others: claims(false),
        }
    }
}

impl<'a> Claim<'a> {
    fn of(library: &Library, sentence: &'a SentenceReport) -> Self {
        // Without a source the findings are related at most, and substantiate nothing.
        let compared = sentence.source.as_ref().and_then(|_| sentence.findings.first());
        let best = compared.and_then(|finding| library.corpus().finding(finding.id.as_str()));
        let source = sentence.source.as_ref().map(|source| &source.id);
        let source = source.and_then(|id| library.corpus().source(id.as_str())).map(|source| NamedSource {
            title: source.bibliography.title.clone(),
            year: source.year(),
            url: source.best_url(),
        });
        Self {
            text: &sentence.text,
            verdict: sentence.verdict.label(),
            source,
            finding: best.map(Behind::of),
            attributes: if sentence.source.is_some() { &sentence.attributes } else { &[] },
            caveats: &sentence.caveats,
            open: sentence.hits.iter().filter(|hit| hit.acknowledged.is_none()).collect(),
            acknowledged: sentence.hits.iter().filter_map(|hit| Some((hit, hit.acknowledged.as_deref()?))).collect(),
            right: suggestions(sentence).first().copied(),
        }
    }
}

impl Behind {
    fn of(finding: &Finding) -> Self {
        let rated = finding.certainty.value().map(|rated| rated.certainty.label());
        Self {
            statement: one_line(&finding.statement),
            certainty: rated.unwrap_or_else(|| "not reported".to_owned()),
            quote: finding.quote.as_ref().map(|quote| (one_line(&quote.text), one_line(&quote.locator))),
        }
    }
}
