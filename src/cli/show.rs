//! `evidence show`: one record, for people.

use std::fmt::Write;

use clap::Args;

use super::{
    Outcome, index,
    output::{self, Ink},
    today,
};
use crate::{
    app::Library,
    config::Folders,
    corpus::{Corpus, Record},
    domain::{
        Blurb, Claim, Date, Finding, Source, Sourced, Stated, Topic, Vocabulary,
        blurb::{LifeCycle, Reviewer, TextLength},
        claim::{ClaimLink, LinkTarget},
        field::{FindingValues, MeasurementValues, OutcomeValues, RecommendationValues, SourceValues, StudyValues},
        vocabulary::nearest,
    },
};

/// How many ids are offered when there is no such record.
const OFFERED: usize = 3;

#[derive(Args, Debug)]
pub(super) struct Show {
    /// Id of a record, or any identifier of a source as it was pasted: a DOI, a PMID, an NCT number, an address
    id: String,
    #[command(flatten)]
    folders: Folders,
}

pub(super) fn run(arguments: &Show) -> anyhow::Result<Outcome> {
    let Show { id, folders } = arguments;
    let Some(opened) = index::open(folders)? else { return Ok(Outcome::Faults) };
    let library = opened.library;
    let corpus = library.corpus();
    let today = today();
    let records = find(&library, id);
    if records.is_empty() {
        let near = near(corpus, id);
        output::remark(&match near.as_slice() {
            [] => format!("there is no record {id}; look for it with `evidence search`"),
            near => format!("there is no record {id}; did you mean {}?", near.join(", ")),
        });
        return Ok(Outcome::Faults);
    }
    let ink = Ink::of_stdout();
    let shown: Vec<_> = records
        .into_iter()
        .map(|record| match record {
            Record::Source(source) => show_source(corpus, source, today, ink),
            Record::Finding(finding) => show_finding(corpus, finding, today, ink),
            Record::Claim(claim) => show_claim(corpus, claim, ink),
            Record::Blurb(blurb) => show_blurb(corpus, blurb, today, ink),
            Record::Topic(topic) => show_topic(corpus, topic, ink),
        })
        .collect();
    output::text(&shown.join("\n"))?;
    Ok(Outcome::Done)
}

/// The record with this id, or the sources with this identifier.
fn find<'a>(library: &'a Library, id: &str) -> Vec<Record<'a>> {
    let (corpus, id) = (library.corpus(), id.trim());
    let own = corpus.records().find(|record| record.id() == id);
    match own {
        Some(record) => vec![record],
        None => library.look_up(id).sources.into_iter().map(Record::Source).collect(),
    }
}

/// The ids most like this one, nearest first.
fn near<'a>(corpus: &'a Corpus, id: &str) -> Vec<&'a str> {
    let mut ids: Vec<&str> = corpus.records().map(Record::id).collect();
    let mut found = Vec::new();
    while found.len() < OFFERED
        && let Some(near) = nearest(id, ids.iter().copied())
    {
        found.push(near);
        ids.retain(|other| *other != near);
    }
    found
}

/// Lines of `name: value`.
struct Sheet {
    text: String,
    ink: Ink,
}

impl Sheet {
    fn new(title: &str, about: &str, ink: Ink) -> Self {
        Self { text: format!("{}\n{about}\n", ink.bold(title)), ink }
    }

    fn line(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            // Writing to a string does not fail.
            let _ = writeln!(self.text, "  {name}: {value}");
        }
    }

    fn list<'a>(&mut self, name: &str, values: impl IntoIterator<Item = &'a str>) {
        let values: Vec<_> = values.into_iter().collect();
        match values.as_slice() {
            [] => {}
            [one] => self.line(name, one),
            more => {
                let _ = writeln!(self.text, "  {name}:");
                for value in more {
                    let _ = writeln!(self.text, "    - {value}");
                }
            }
        }
    }

    fn heading(&mut self, name: &str) {
        let _ = writeln!(self.text, "\n{}", self.ink.bold(name));
    }
}

/// A value, and that nobody has verified it.
fn said<T>(value: Sourced<'_, T>, text: impl FnOnce(&T) -> String) -> String {
    match value.with_doubt() {
        (value, None) => text(value),
        (value, Some(_)) => format!("{} (not verified)", text(value)),
    }
}

/// What a source says, or that it does not.
fn stated<T>(value: Sourced<'_, Stated<T>>, text: impl FnOnce(&T) -> String) -> String {
    match value.stated() {
        Stated::As(value) => said(value, text),
        Stated::NotReported => "not reported".to_owned(),
        Stated::NotApplicable => String::new(),
    }
}

fn show_source(corpus: &Corpus, source: &Source, today: Date, ink: Ink) -> String {
    let b = &source.bibliography;
    let mut sheet = Sheet::new(&source.short_title, &b.title, ink);
    sheet.line("id", source.id.as_str());
    let authors: Vec<_> = b.author.iter().map(crate::domain::Name::full).collect();
    sheet.line("authors", &authors.join("; "));
    let published: Vec<_> = [
        b.container_title.clone(),
        b.publisher.clone(),
        Some(b.issued.to_string()),
        b.volume.as_ref().map(|volume| match &b.issue {
            Some(issue) => format!("{volume}({issue})"),
            None => volume.clone(),
        }),
        b.page.clone().or_else(|| b.number.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    sheet.line("published", &published.join(", "));
    let SourceValues { design, study, summary, conclusion, .. } = source.values();
    let StudyValues { sample, studies, .. } = study.values();
    sheet.line("design", &said(design, |design| design.label().to_owned()));
    sheet.line("address", &source.best_url().unwrap_or_default());
    let pmid = source.bibliography_values().pmid.known();
    sheet.line("PMID", &pmid.map(|pmid| said(pmid, ToString::to_string)).unwrap_or_default());
    sheet.line("editorial status", source.editorial.status.label());
    let currency = corpus.currency(source, today);
    sheet.line("currency", &format!("{} ({})", currency.state.label(), currency.reason));
    sheet.line("verification", source.verification().label());
    sheet.line("sample", &stated(sample, |count| format!("{} {}", count.value, count.unit.label())));
    sheet.line("studies", &stated(studies, ToString::to_string));
    sheet.line("summary", &said(summary, Clone::clone));
    sheet.line("conclusion", &said(conclusion, Clone::clone));
    sheet.list("limitations", source.limitations.iter().map(String::as_str));
    sheet.list("for writers", source.editor_notes.iter().map(String::as_str));
    let findings: Vec<_> = corpus.findings_of(source).collect();
    if !findings.is_empty() {
        sheet.heading("Findings");
        for finding in findings {
            sheet.line(finding.id.as_str(), &finding.statement);
        }
    }
    sheet.text
}

fn show_finding(corpus: &Corpus, finding: &Finding, today: Date, ink: Ink) -> String {
    let mut sheet = Sheet::new(&finding.statement, finding.result.kind().label(), ink);
    sheet.line("id", finding.id.as_str());
    if let Some(source) = corpus.source(finding.source.as_str()) {
        let currency = corpus.currency(source, today).state.label();
        let name = &source.short_title;
        sheet.line("source", &format!("{} ({name}, {}; {})", source.id, source.year(), currency.to_lowercase()));
    }
    let FindingValues { population, intervention, comparator, certainty, locator, .. } = finding.values();
    sheet.line("population", &said(population.values().description, Clone::clone));
    sheet.line("intervention", &said(intervention.values().description, Clone::clone));
    sheet.line("comparator", &said(comparator, |c| format!("{} ({})", c.description, c.class.label())));
    if let Some(measurement) = finding.measurement_values() {
        let MeasurementValues { outcome, time, estimates, sample, studies: _, direction, importance } = measurement;
        let OutcomeValues { name, better, .. } = outcome.values();
        sheet.line("outcome", &said(name, Clone::clone));
        sheet.line("better", &stated(better, |better| better.label().to_owned()));
        sheet.line("time", &stated(time, |time| time.text()));
        // Each says by itself whether it was verified.
        let (estimates, _) = estimates.with_doubt();
        let estimates: Vec<_> = estimates.iter().map(crate::domain::Estimate::text).collect();
        sheet.list("numbers", estimates.iter().map(String::as_str));
        sheet.line("sample", &stated(sample, |count| format!("{} {}", count.value, count.unit.label())));
        sheet.line("direction", &said(direction, |direction| direction.label().to_owned()));
        sheet.line(
            "importance",
            &stated(importance, |importance| match &importance.threshold {
                Stated::As(threshold) => format!("{} ({threshold})", importance.answer.label()),
                Stated::NotReported | Stated::NotApplicable => importance.answer.label().to_owned(),
            }),
        );
    }
    if let Some(advice) = finding.recommendation_values() {
        let RecommendationValues { stance, strength, alternatives, conditions, limits: _, not_billed_by: _ } = advice;
        sheet.line("stance", &said(stance, |stance| stance.label().to_owned()));
        sheet.line("strength", &stated(strength, |strength| strength.label().to_owned()));
        for (name, texts) in [("beside", alternatives), ("conditions", conditions)] {
            let (texts, doubt) = texts.with_doubt();
            let doubt = doubt.map(|_| "not verified");
            sheet.list(name, texts.iter().map(String::as_str).chain(doubt.filter(|_| !texts.is_empty())));
        }
    }
    sheet.line("certainty", &stated(certainty, |rated| rated.certainty.label()));
    sheet.list("good to know", finding.good_to_know.iter().map(String::as_str));
    sheet.list("for writers", finding.editor_notes.iter().map(String::as_str));
    sheet.list("qualified by", finding.qualified_by.iter().map(|id| id.as_str()));
    sheet.line("where", &stated(locator, Clone::clone));
    sheet.line("verification", finding.verification().label());
    sheet.text
}

fn show_claim(corpus: &Corpus, claim: &Claim, ink: Ink) -> String {
    let mut sheet = Sheet::new(&claim.place.quote, claim.verdict.label(), ink);
    sheet.line("id", claim.id.as_str());
    sheet.line("page", &format!("{}, line {}, under `{}`", claim.page, claim.place.line, claim.place.section));
    sheet.line("kind", claim.kind.label());
    sheet.line("form", claim.form.label());
    sheet.line("rationale", &claim.rationale);
    let rewording = match &claim.rewording {
        Stated::As(rewording) => rewording,
        Stated::NotReported => "not reported",
        Stated::NotApplicable => "",
    };
    sheet.line("rewording", rewording);
    for ClaimLink { target, role } in &claim.links {
        let (id, says) = match target {
            LinkTarget::Finding(id) => (id.as_str(), corpus.finding(id.as_str()).map(|f| f.statement.as_str())),
            LinkTarget::Source(id) => (id.as_str(), corpus.source(id.as_str()).map(|s| s.bibliography.title.as_str())),
        };
        sheet.line(&format!("{}: {id}", role.label().to_lowercase()), says.unwrap_or_default());
    }
    sheet.text
}

fn show_blurb(corpus: &Corpus, blurb: &Blurb, today: Date, ink: Ink) -> String {
    let mut sheet = Sheet::new(&blurb.title, blurb.aspect.label(), ink);
    sheet.line("id", blurb.id.as_str());
    let LifeCycle { stage, reviewed, review_due, valid_until } = blurb.life;
    let state = blurb.life.state(today).map_or(stage.label(), |state| state.label());
    sheet.line("state", &format!("{state}; reviewed {reviewed}, due {review_due}, valid until {valid_until}"));
    match &blurb.withdrawn {
        Some(withdrawal) => {
            sheet.line("withdrawn", &format!("{}: {}", withdrawal.on, withdrawal.reason));
            sheet.line("replaced by", withdrawal.replaced_by.as_ref().map_or("", |id| id.as_str()));
        }
        None => {
            for length in TextLength::ALL {
                sheet.line(length.slug(), blurb.texts.of(*length));
            }
            sheet.list("good to know", blurb.good_to_know.iter().map(String::as_str));
            sheet.list("for writers", blurb.editor_notes.iter().map(String::as_str));
            sheet.line("clinician", &Reviewer::sentence(blurb.reviewed_by.as_ref()));
        }
    }
    for finding in blurb.findings.iter().filter_map(|id| corpus.finding(id.as_str())) {
        sheet.line(finding.id.as_str(), &finding.statement);
    }
    sheet.text
}

fn show_topic(corpus: &Corpus, topic: &Topic, ink: Ink) -> String {
    let mut sheet = Sheet::new(&topic.label, topic.kind.label(), ink);
    sheet.line("id", topic.id.as_str());
    sheet.line("description", &topic.description);
    sheet.line("technical names", &topic.technical.join(", "));
    sheet.line("lay names", &topic.lay.join(", "));
    sheet.line("ambiguous names", &topic.ambiguous.join(", "));
    sheet.list("broader", topic.broader.iter().map(|id| id.as_str()));
    sheet.list("narrower", corpus.narrower(topic).map(|narrower| narrower.id.as_str()));
    sheet.list("MeSH", topic.mesh.iter().map(|mesh| mesh.heading.as_str()));
    sheet.text
}
