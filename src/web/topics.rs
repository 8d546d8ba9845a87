//! `/topics/{id}`: a concept with everything people call it, and what the records say about it, for and against.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;
use serde_json::json;

use super::{
    frame::Frame,
    id, metadata, missing, page,
    parts::{self, Brief, Fact, Linked, Mark, Scene},
    plot::{self, Panel},
};
use crate::{
    app::Overview,
    domain::{
        Finding, RecordKind, Source, Topic, TopicKind, Vocabulary,
        finding::Recommendation,
        topic::{Instrument, MeshHeading},
    },
    http::{
        cache::{CachePolicy, query_pairs},
        problem::Problem,
        served::Now,
        work::Effort,
    },
};

/// Findings of a list that are shown before the others are folded away.
const SHOWN: usize = 6;
/// Drawn comparisons that are shown before the others are folded away: a phone shows a few numbers at a time.
const SHOWN_PANELS: usize = 4;

#[derive(Template)]
#[template(path = "topic.html")]
struct TopicPage<'a> {
    frame: Frame,
    id: &'a str,
    label: &'a str,
    kind: &'static str,
    description: &'a str,
    technical: &'a [String],
    lay: &'a [String],
    ambiguous: &'a [String],
    mesh: Vec<String>,
    broader: Vec<Linked>,
    narrower: Vec<Linked>,
    instrument: Vec<Fact>,
    /// What it is narrowed to, and to what it can be.
    narrowed: Option<&'a str>,
    interventions: Vec<Linked>,
    positions: Vec<Position<'a>>,
    positions_disagree: bool,
    sides: Vec<Side>,
    others: Vec<Side>,
    /// Panels of several numbers, those with the most first; then those that are folded away.
    panels: Vec<Panel>,
    more_panels: Vec<Panel>,
    /// Panels of a single number, folded away.
    lone_panels: Vec<Panel>,
    blurbs: Vec<Brief>,
    claims: Vec<Brief>,
    sources: Vec<Brief>,
    json_ld: String,
}

/// What a guideline or payer advises.
struct Position<'a> {
    href: String,
    issuer: &'a str,
    stance: Mark,
    population: &'a str,
    intervention: &'a str,
    statement: &'a str,
    alternatives: &'a [String],
    marks: Vec<Mark>,
}

/// Findings that point one way.
struct Side {
    heading: &'static str,
    /// What to say when there are none; none when the list is then left out.
    empty: Option<&'static str>,
    shown: Vec<Brief>,
    more: Vec<Brief>,
}

impl Side {
    fn new(scene: Scene<'_>, heading: &'static str, empty: Option<&'static str>, findings: &[&Finding]) -> Self {
        let mut shown: Vec<Brief> = findings.iter().map(|finding| compared(scene, finding)).collect();
        let more = shown.split_off(shown.len().min(SHOWN));
        Self { heading, empty, shown, more }
    }

    fn is_shown(&self) -> bool {
        !self.shown.is_empty() || self.empty.is_some()
    }

    fn count(&self) -> usize {
        self.shown.len() + self.more.len()
    }
}

/// A finding in short, under a heading that says which way it goes: with its comparator, because an effect over sham is
/// not one over usual care.
fn compared(scene: Scene<'_>, finding: &Finding) -> Brief {
    let brief = scene.finding(finding);
    let by = brief.by.unwrap_or_default();
    let mut marks = vec![Mark::certainty(finding)];
    marks.extend(scene.corpus.source_of(finding).map(|source| scene.status(source)).unwrap_or_default());
    marks.extend(Mark::doubt(finding.verification()));
    Brief { by: Some(format!("{by} · against: {}", parts::against(finding))), marks, ..brief }
}

#[get("/topics/{id}")]
pub(super) async fn one(request: HttpRequest, now: Now, frame: Frame) -> Result<HttpResponse, Problem> {
    let (id, pairs) = (id(&request).to_owned(), query_pairs(&request));
    now.respond(Effort::Light, move |now, _| {
        let scene = Scene { corpus: now.served.library.corpus(), as_of: frame.as_of };
        let Some(topic) = scene.corpus.topic(&id) else {
            return missing::no_such_record(scene, RecordKind::Topic, &id);
        };
        let asked = pairs.iter().find(|(name, _)| name == "intervention").map(|(_, value)| value.as_str());
        // One that is not there narrows to nothing; the page says what it is about.
        let intervention =
            asked.and_then(|id| scene.corpus.topic(id)).filter(|topic| topic.kind == TopicKind::Intervention);
        let frame = match intervention {
            Some(intervention) => frame.with("intervention", intervention.id.as_str()),
            None => frame,
        };
        page(frame.signposted(), &TopicPage::of(scene, topic, intervention, frame), CachePolicy::Dataset)
    })
    .await
}

impl<'a> TopicPage<'a> {
    fn of(scene: Scene<'a>, topic: &'a Topic, narrowed: Option<&'a Topic>, frame: Frame) -> Self {
        let Topic {
            id,
            kind,
            label,
            description,
            technical,
            lay,
            ambiguous,
            broader,
            mesh,
            instrument,
            // How drafts are read, and no facts about it.
            phrases: _,
            mechanisms: _,
            is_main_outcome: _,
            comparator_class: _,
            span: _,
            recorded: _,
        } = topic;
        let corpus = scene.corpus;
        let overview = Overview::of(corpus, topic, narrowed, scene.as_of);
        let Overview {
            intervention: _,
            positions,
            positions_disagree,
            favouring,
            no_difference,
            opposing,
            mixed,
            harms,
            costs,
            mechanisms,
            blurbs,
            claims,
        } = &overview;
        let side = |heading, empty, findings: &[&Finding]| Side::new(scene, heading, empty, findings);
        let found: Vec<&Finding> = [no_difference, opposing, favouring, mixed, harms, costs, mechanisms]
            .into_iter()
            .flat_map(|list| list.iter().copied())
            .collect();
        let (mut panels, lone_panels): (Vec<Panel>, Vec<Panel>) =
            plot::panels(scene, &found).into_iter().partition(|panel| panel.rows.len() > 1);
        let more_panels = panels.split_off(panels.len().min(SHOWN_PANELS));
        let sources = sources(scene, &overview, &found);
        Self {
            id: id.as_str(),
            label,
            kind: kind.label(),
            description,
            technical,
            lay,
            ambiguous,
            mesh: mesh.iter().map(heading).collect(),
            broader: scene.topics(broader),
            narrower: corpus.narrower(topic).map(Linked::topic).collect(),
            instrument: instrument.as_ref().map(measured_with).unwrap_or_default(),
            narrowed: narrowed.map(|topic| topic.label.as_str()),
            interventions: interventions(scene, topic, narrowed, &found),
            positions: positions.iter().filter_map(|(finding, advice)| Position::of(scene, finding, advice)).collect(),
            positions_disagree: *positions_disagree,
            sides: vec![
                side("No difference shown", Some("No record shows that there is no difference."), no_difference),
                side("Favours the treatment", Some("No record favours the treatment."), favouring),
            ],
            others: vec![
                side("Favours the comparison", None, opposing),
                side("Harms", Some("No record here counts harms. That is not the same as none."), harms),
                side("Mixed, or describes without comparing", None, mixed),
                side("Costs", None, costs),
                side("How it may work", None, mechanisms),
            ],
            panels,
            more_panels,
            lone_panels,
            blurbs: blurbs.iter().map(|blurb| scene.blurb(blurb)).collect(),
            claims: claims.iter().map(|claim| Scene::claim(claim, None)).collect(),
            sources,
            json_ld: metadata::web_page(&frame.canonical, label, description, None, &[about(topic)]),
            frame,
        }
    }
}

impl<'a> Position<'a> {
    fn of(scene: Scene<'a>, finding: &'a Finding, advice: &'a Recommendation) -> Option<Self> {
        let source = scene.corpus.source_of(finding)?;
        let mut marks = vec![Mark::certainty(finding)];
        marks.extend(scene.status(source));
        marks.extend(Mark::doubt(finding.verification()));
        Some(Self {
            href: parts::address("findings", finding.id.as_str()),
            issuer: &source.short_title,
            stance: parts::stance(advice),
            population: &finding.population.description,
            intervention: &finding.intervention.description,
            statement: &finding.statement,
            alternatives: &advice.alternatives,
            marks,
        })
    }
}

fn heading(mesh: &MeshHeading) -> String {
    let MeshHeading { id, heading, provenance } = mesh;
    let id = id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
    let doubt = if provenance.is_publishable() { "" } else { ", not confirmed" };
    format!("{heading}{id}{doubt}")
}

fn measured_with(instrument: &Instrument) -> Vec<Fact> {
    let Instrument { scale, better, important_change, provenance } = instrument;
    let doubt = (!provenance.is_publishable()).then(|| "These values were not read on a page.".to_owned());
    let fact = |label, value: String| Fact { label, value, doubt: doubt.clone() };
    let mut facts =
        vec![fact("Scale", format!("{} to {}", scale.min, scale.max)), fact("Better end", better.label().to_owned())];
    facts.extend(important_change.value().map(|change| fact("Smallest change that matters", change.clone())));
    facts
}

/// The interventions that the findings are about, so that the page can be narrowed to one.
fn interventions(scene: Scene<'_>, topic: &Topic, narrowed: Option<&Topic>, found: &[&Finding]) -> Vec<Linked> {
    let mut all: Vec<&Topic> = Vec::new();
    for id in found.iter().flat_map(|finding| &finding.intervention.topics) {
        let known = scene.corpus.topic(id.as_str()).filter(|other| other.kind == TopicKind::Intervention);
        let new = known.filter(|other| other.id != topic.id && !all.iter().any(|seen| seen.id == other.id));
        all.extend(new);
    }
    if narrowed.is_some() || all.len() < 2 {
        return Vec::new();
    }
    all.sort_by(|a, b| a.label.cmp(&b.label));
    let link = |other: &&Topic| Linked {
        href: format!("/topics/{}?intervention={}", topic.id, other.id),
        label: other.label.clone(),
    };
    all.iter().map(link).collect()
}

/// The publications behind the page, each once, newest first.
fn sources(scene: Scene<'_>, overview: &Overview<'_>, found: &[&Finding]) -> Vec<Brief> {
    let mut all: Vec<&Source> = Vec::new();
    let findings = overview.positions.iter().map(|(finding, _)| *finding).chain(found.iter().copied());
    for source in findings.filter_map(|finding| scene.corpus.source_of(finding)) {
        if !all.iter().any(|seen| seen.id == source.id) {
            all.push(source);
        }
    }
    all.sort_by_key(|source| std::cmp::Reverse(source.bibliography.issued));
    all.into_iter().map(|source| scene.source(source)).collect()
}

/// The concept in the words of schema.org.
fn about(topic: &Topic) -> serde_json::Value {
    let kind = match topic.kind {
        TopicKind::Condition => "MedicalCondition",
        TopicKind::Intervention => "MedicalTherapy",
        TopicKind::Population
        | TopicKind::Comparator
        | TopicKind::Outcome
        | TopicKind::Instrument
        | TopicKind::Design
        | TopicKind::Mechanism
        | TopicKind::Payer => "MedicalEntity",
    };
    let names: Vec<&str> = topic.technical.iter().chain(&topic.lay).map(String::as_str).collect();
    json!({ "@type": kind, "name": topic.label, "alternateName": names })
}
