//! `/findings/{id}`: one result, complete enough to check a sentence against.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::{
    frame::Frame,
    id, metadata, missing, page,
    parts::{self, Brief, Fact, Facts, Linked, Mark, Origin, Scene},
    plot::{self, Panel},
};
use crate::{
    domain::{
        Estimate, Finding, FindingResult, Rated, RecordKind, Stated, Vocabulary,
        finding::{
            Comparator, Importance, Intervention, Measurement, Outcome, Population, Quote, Recommendation, Sessions,
        },
    },
    http::{cache::CachePolicy, problem::Problem, served::Now, work::Effort},
};

#[derive(Template)]
#[template(path = "finding.html")]
struct FindingPage<'a> {
    frame: Frame,
    statement: &'a str,
    kind: &'static str,
    source: Option<Brief>,
    marks: Vec<Mark>,
    caveats: &'a [String],
    qualified_by: Vec<Brief>,
    qualifies: Vec<Brief>,
    numbers: Vec<Number>,
    panels: Vec<Panel>,
    question: Vec<Fact>,
    certainty: Option<(String, &'a [String])>,
    importance: Vec<Fact>,
    alternatives: &'a [String],
    conditions: &'a [String],
    locator: Option<&'a str>,
    quote: Option<&'a Quote>,
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
pub(super) async fn one(request: HttpRequest, now: Now, frame: Frame) -> Result<HttpResponse, Problem> {
    let id = id(&request).to_owned();
    now.respond(Effort::Light, move |now, _| {
        let scene = Scene { corpus: now.served.library.corpus(), as_of: frame.as_of };
        match scene.corpus.finding(&id) {
            Some(finding) => page(frame.signposted(), &FindingPage::of(scene, finding, frame), CachePolicy::Dataset),
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
            statement,
            topics: _,
            population,
            intervention,
            comparator,
            result,
            certainty,
            caveats,
            qualified_by,
            locator,
            quote,
            provenance,
        } = finding;
        let measurement = result.measurement();
        let numbers = measurement.map(|measurement| measurement.estimates.iter().map(Number::from).collect());
        let (alternatives, conditions) = match result {
            FindingResult::Recommendation(Recommendation { stance: _, strength: _, alternatives, conditions }) => {
                (alternatives.as_slice(), conditions.as_slice())
            }
            FindingResult::Effect(_)
            | FindingResult::Harm(_)
            | FindingResult::Cost(_)
            | FindingResult::Mechanism(_) => (&[][..], &[][..]),
        };
        let qualified_by = qualified_by.iter().filter_map(|id| scene.corpus.finding(id.as_str()));
        Self {
            statement,
            kind: result.kind().label(),
            source: scene.corpus.source_of(finding).map(|source| scene.source(source)),
            marks: scene.finding_marks(finding),
            caveats,
            qualified_by: qualified_by.map(|other| scene.finding(other)).collect(),
            qualifies: scene.corpus.qualifies(finding).map(|other| scene.finding(other)).collect(),
            numbers: numbers.unwrap_or_default(),
            panels: plot::panels(scene, &[finding]),
            question: question(scene, finding, population, intervention, comparator),
            certainty: match certainty {
                Stated::As(Rated { certainty, reasons }) => Some((certainty.label(), reasons.as_slice())),
                Stated::NotReported | Stated::NotApplicable => None,
            },
            importance: importance(finding, measurement),
            alternatives,
            conditions,
            locator: locator.value().map(String::as_str),
            quote: quote.as_ref(),
            blurbs: scene.corpus.blurbs_on(finding).map(|blurb| scene.blurb(blurb)).collect(),
            claims: scene.corpus.claims_on(finding).map(|(claim, role)| Scene::claim(claim, Some(role))).collect(),
            topics: scene.topics(finding.all_topics()),
            origins: Origin::all(provenance),
            json_ld: metadata::web_page(&frame.canonical, statement, statement, None, &[]),
            frame,
        }
    }
}

/// Who, what, against what, measured how and when.
fn question(
    scene: Scene<'_>,
    finding: &Finding,
    population: &Population,
    intervention: &Intervention,
    comparator: &Comparator,
) -> Vec<Fact> {
    let mut facts = Facts::new(&finding.provenance);
    let Population { description, topics: _, duration, age_min, age_max } = population;
    facts.add("Who", "population", description);
    facts.stated("Duration of pain", "population.duration", duration, |classes| {
        classes.iter().map(|class| class.label().to_lowercase()).collect::<Vec<_>>().join(", ")
    });
    facts.stated("Lowest age", "population.age-min", age_min, |age| format!("{age} years"));
    facts.stated("Highest age", "population.age-max", age_max, |age| format!("{age} years"));
    let Intervention { description, topics: _, sessions, weeks } = intervention;
    facts.add("What was done", "intervention", description);
    facts.stated("Sessions", "intervention.sessions", sessions, |Sessions { min, max }| {
        if min == max { min.to_string() } else { format!("{min} to {max}") }
    });
    facts.stated("Over", "intervention.weeks", weeks, |weeks| format!("{weeks} weeks"));
    let Comparator { class, description, topics: _ } = comparator;
    facts.add("Compared with", "comparator", format!("{description} ({})", class.label().to_lowercase()));
    if let Some(Measurement { outcome, time, estimates: _, sample, studies, direction, importance: _ }) =
        finding.result.measurement()
    {
        let Outcome { name, topic: _, instrument, scale, better } = outcome;
        facts.add("What was measured", "outcome", name);
        facts.stated("With", "outcome.instrument", instrument, |id| {
            scene.corpus.topic(id.as_str()).map_or_else(|| id.to_string(), |topic| topic.label.clone())
        });
        facts.stated("Scale", "outcome.scale", scale, |scale| format!("{} to {}", scale.min, scale.max));
        facts.stated("Better end", "outcome.better", better, |better| better.label().to_owned());
        facts.stated("When", "time", time, crate::domain::finding::TimePoint::text);
        facts.stated("Size of this analysis", "sample", sample, parts::count);
        facts.stated("Studies in it", "studies", studies, |count| parts::separated(*count));
        facts.add("Direction", "direction", direction.label());
    }
    facts.done()
}

/// Whether it matters to patients, and who says so.
fn importance(finding: &Finding, measurement: Option<&Measurement>) -> Vec<Fact> {
    let mut facts = Facts::new(&finding.provenance);
    match measurement.map(|measurement| &measurement.importance) {
        Some(Stated::As(Importance { answer, threshold, set_by })) => {
            facts.add("Answer", "importance", answer.label());
            facts.stated("Yardstick", "importance.threshold", threshold, Clone::clone);
            facts.stated("Set by", "importance.set-by", set_by, Clone::clone);
        }
        Some(Stated::NotReported) => {
            facts.add("Answer", "importance", "The source does not say whether it matters to patients.")
        }
        Some(Stated::NotApplicable) | None => {}
    }
    facts.done()
}
