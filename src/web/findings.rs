//! `/findings/{id}`: one result, complete enough to check a sentence against.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::{
    frame::Frame,
    gist::Gist,
    id, metadata, missing, page,
    parts::{self, Brief, Fact, Facts, Linked, Mark, Origin, Scene, Shown},
    plot::{self, Panel},
};
use crate::{
    domain::{
        Estimate, Finding, Rated, RecordKind, Sourced, Stated, Vocabulary,
        field::{
            FindingValues, ImportanceValues, InterventionValues, MeasurementValues, OutcomeValues, PopulationValues,
            RecommendationValues,
        },
        finding::{Comparator, Quote, Sessions},
    },
    http::{cache::CachePolicy, problem::Problem, served::RequestContext, work::Effort},
};

#[derive(Template)]
#[template(path = "finding.html")]
struct FindingPage<'a> {
    frame: Frame,
    statement: Shown<'a, String>,
    kind: &'static str,
    gist: Gist,
    source: Option<Brief>,
    marks: Vec<Mark>,
    good_to_know: Shown<'a, Vec<String>>,
    editor_notes: Shown<'a, Vec<String>>,
    qualified_by: Vec<Brief>,
    qualifies: Vec<Brief>,
    numbers: Vec<Number>,
    panels: Vec<Panel>,
    question: Vec<Fact>,
    certainty: Option<Shown<'a, Rated>>,
    /// Why there is no rating, where there is none.
    unrated: &'static str,
    importance: Vec<Fact>,
    alternatives: Option<Shown<'a, Vec<String>>>,
    conditions: Option<Shown<'a, Vec<String>>>,
    locator: Option<Shown<'a, String>>,
    quote: Option<Shown<'a, Quote>>,
    blurbs: Vec<Brief>,
    claims: Vec<Brief>,
    topics: Vec<Linked>,
    origins: Vec<Origin>,
    json_ld: String,
}

/// A number as printed, with where it was read.
struct Number {
    text: String,
    /// What kind of number, in words.
    measure: &'static str,
    adjusted: Option<&'static str>,
    origin: Origin,
}

impl From<&Estimate> for Number {
    fn from(estimate: &Estimate) -> Self {
        Self {
            text: estimate.text(),
            measure: estimate.measure.label(),
            adjusted: estimate.adjusted.map(|adjusted| if adjusted { "adjusted" } else { "not adjusted" }),
            origin: Origin::of(None, &estimate.provenance),
        }
    }
}

#[get("/findings/{id}")]
pub(super) async fn one(request: HttpRequest, context: RequestContext, frame: Frame) -> Result<HttpResponse, Problem> {
    let id = id(&request).to_owned();
    context
        .respond(Effort::Light, move |context, _| {
            let scene = Scene { corpus: context.served.library.corpus(), as_of: frame.as_of };
            match scene.corpus.finding(&id) {
                Some(finding) => {
                    page(frame.signposted(), &FindingPage::of(scene, finding, frame), CachePolicy::Dataset)
                }
                None => missing::no_such_record(scene, RecordKind::Finding, &id),
            }
        })
        .await
}

impl<'a> FindingPage<'a> {
    fn of(scene: Scene<'a>, finding: &'a Finding, frame: Frame) -> Self {
        let Finding {
            id: _,
            source: _,
            statement: _,
            topics: _,
            population: _,
            intervention: _,
            comparator: _,
            result,
            certainty: _,
            good_to_know: _,
            editor_notes: _,
            qualified_by,
            locator: _,
            quote: _,
            provenance,
        } = finding;
        let FindingValues {
            statement,
            topics: _,
            population: _, // in `question`, with the two below
            intervention: _,
            comparator: _,
            certainty,
            good_to_know,
            editor_notes,
            qualified_by: _,
            locator,
            quote,
        } = finding.values();
        let measurement = result.measurement();
        let numbers = measurement.map(|measurement| measurement.estimates.iter().map(Number::from).collect());
        let advice = finding.recommendation_values();
        let list = |list: Option<Sourced<'a, Vec<String>>>| list.map(Shown::from).filter(|list| !list.value.is_empty());
        let qualified_by = qualified_by.iter().filter_map(|id| scene.corpus.finding(id.as_str()));
        Self {
            json_ld: metadata::web_page(&frame.canonical, &finding.statement, &finding.statement, &[]),
            statement: statement.into(),
            kind: result.kind().label(),
            gist: Gist::of(finding),
            source: scene.corpus.source_of(finding).map(|source| scene.source(source)),
            marks: scene.finding_marks(finding),
            good_to_know: good_to_know.into(),
            editor_notes: editor_notes.into(),
            qualified_by: qualified_by.map(|other| scene.finding(other)).collect(),
            qualifies: scene.corpus.qualifies(finding).map(|other| scene.finding(other)).collect(),
            numbers: numbers.unwrap_or_default(),
            panels: plot::panels(scene, &[finding], &frame.pictures()),
            question: question(scene, finding),
            unrated: match finding.certainty {
                Stated::NotApplicable => {
                    "There is no rating to give: no body of evidence stands behind it, only this study."
                }
                Stated::NotReported | Stated::As(_) => "The source gives no rating of this result.",
            },
            certainty: said(certainty),
            importance: importance(finding),
            alternatives: list(advice.map(|advice| advice.alternatives)),
            conditions: list(advice.map(|advice| advice.conditions)),
            locator: said(locator),
            quote: quote.known().map(Shown::from),
            blurbs: scene.published(scene.corpus.blurbs_on(finding)),
            claims: scene.corpus.claims_on(finding).map(|(claim, role)| Scene::claim(claim, Some(role))).collect(),
            topics: scene.topics(finding.all_topics()),
            origins: Origin::all(provenance),
            frame,
        }
    }
}

/// What the source states, if it does.
fn said<T>(value: Sourced<'_, Stated<T>>) -> Option<Shown<'_, T>> {
    match value.stated() {
        Stated::As(value) => Some(value.into()),
        Stated::NotReported | Stated::NotApplicable => None,
    }
}

/// Who, what, against what, measured how and when.
fn question(scene: Scene<'_>, finding: &Finding) -> Vec<Fact> {
    let mut facts = Facts::default();
    let FindingValues { population, intervention, comparator, .. } = finding.values();
    let PopulationValues { description, topics: _, duration, age_min, age_max, excludes: _ } = population.values();
    facts.add("Who", description, Clone::clone);
    facts.stated("Duration of pain", duration, |classes| {
        classes.iter().map(|class| class.label().to_lowercase()).collect::<Vec<_>>().join(", ")
    });
    facts.stated("Lowest age", age_min, |age| format!("{age} years"));
    facts.stated("Highest age", age_max, |age| format!("{age} years"));
    let InterventionValues { description, topics: _, sessions, weeks } = intervention.values();
    facts.add("What was done", description, Clone::clone);
    facts.stated(
        "Sessions",
        sessions,
        |Sessions { min, max }| {
            if min == max { min.to_string() } else { format!("{min} to {max}") }
        },
    );
    facts.stated("Over", weeks, |weeks| format!("{weeks} weeks"));
    facts.add("Compared with", comparator, |Comparator { class, description, topics: _ }| {
        format!("{description} ({})", class.label().to_lowercase())
    });
    if let Some(measurement) = finding.measurement_values() {
        let MeasurementValues { outcome, time, estimates: _, sample, studies, direction, importance: _ } = measurement;
        let OutcomeValues { name, topic: _, instrument, scale, better } = outcome.values();
        facts.add("What was measured", name, Clone::clone);
        facts.stated("Measured with", instrument, |id| {
            scene.corpus.topic(id.as_str()).map_or_else(|| id.to_string(), |topic| topic.label.clone())
        });
        facts.stated("Scale", scale, |scale| format!("{} to {}", scale.min, scale.max));
        facts.stated("Which end is better", better, |better| better.label().to_owned());
        facts.stated("Time point", time, crate::domain::finding::TimePoint::text);
        facts.stated("Size of this analysis", sample, parts::count);
        facts.stated("Studies in it", studies, |count| parts::separated(*count));
        facts.add("Direction", direction, |direction| direction.label().to_owned());
    }
    if let Some(advice) = finding.recommendation_values() {
        let RecommendationValues { stance, strength, alternatives: _, conditions: _, limits: _, not_billed_by: _ } =
            advice;
        facts.add("Advice", stance, |stance| stance.label().to_owned());
        facts.stated("Strength", strength, |strength| strength.label().to_owned());
    }
    facts.done()
}

/// Whether it matters to patients, and who says so.
fn importance(finding: &Finding) -> Vec<Fact> {
    let mut facts = Facts::default();
    match finding.measurement_values().map(|measurement| measurement.importance.stated()) {
        Some(Stated::As(importance)) => {
            let ImportanceValues { answer, threshold, set_by } = importance.values();
            facts.add("Answer", answer, |answer| answer.label().to_owned());
            facts.stated("Threshold", threshold, Clone::clone);
            facts.stated("Threshold set by", set_by, Clone::clone);
        }
        Some(Stated::NotReported) => {
            facts.says("Answer", "The source does not say whether it matters to patients.");
        }
        Some(Stated::NotApplicable) | None => {}
    }
    facts.done()
}
