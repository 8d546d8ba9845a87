//! `/topics/{id}`: a concept with everything people call it, and what the records say about it, for and against.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashSet},
};

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::{
    frame::Frame,
    gist::stance,
    id, metadata, missing, page,
    parts::{self, Brief, Fact, Linked, Mark, Scene},
    plot::{self, Panel},
};
use crate::{
    app::Overview,
    corpus::Corpus,
    domain::{
        Aspect, Blurb, BlurbState, Finding, RecordKind, Source, Topic, TopicId, TopicKind, Verification, Vocabulary,
        finding::{ComparatorClass, Recommendation, Stance},
        topic::{Instrument, MeshHeading},
    },
    embed,
    http::{
        cache::{CachePolicy, query_pairs},
        origin::Origin,
        problem::Problem,
        served::RequestContext,
        work::Effort,
    },
};

/// Findings of a list that are shown before the others are folded away.
const SHOWN: usize = 3;
/// Outcomes that are open at first.
const OPEN_OUTCOMES: usize = 2;
/// Most records of each list on a page: a topic may have thousands, which a search shows page by page.
const MOST_LISTED: usize = 100;
/// Drawn comparisons that are shown before the others are folded away: a phone shows a few numbers at a time.
const SHOWN_PANELS: usize = 2;

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
    short_answer: Option<ShortAnswer<'a>>,
    /// For, against, and what is paid.
    positions: Vec<(&'static str, Vec<Position<'a>>)>,
    positions_disagree: bool,
    outcomes: Vec<Outcome>,
    /// Harms, costs, how it may work.
    others: Vec<Side>,
    /// What the records do not say, in sentences.
    unknown: Vec<String>,
    /// Findings that are not shown, because there are too many.
    left: usize,
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

/// A text that may be published and answers what most people ask of a topic.
struct ShortAnswer<'a> {
    href: String,
    title: &'a str,
    line: &'a str,
    good_to_know: &'a [String],
}

/// What a guideline or payer advises.
struct Position<'a> {
    href: String,
    issuer: &'a str,
    stance: Mark,
    year: String,
    population: &'a str,
    intervention: &'a str,
    statement: &'a str,
    alternatives: &'a [String],
    marks: Vec<Mark>,
}

/// Effects on one outcome.
struct Outcome {
    label: String,
    count: usize,
    is_open: bool,
    /// By what was compared with.
    sides: Vec<Side>,
}

/// Findings that belong together.
struct Side {
    heading: String,
    /// What to say when there are none; none when the list is then left out.
    empty: Option<&'static str>,
    shown: Vec<Brief>,
    more: Vec<Brief>,
}

impl Side {
    fn new(scene: Scene<'_>, heading: &str, empty: Option<&'static str>, findings: &[&Finding]) -> Self {
        let mut shown: Vec<Brief> = findings.iter().map(|finding| scene.finding(finding)).collect();
        let more = shown.split_off(shown.len().min(SHOWN));
        Self { heading: heading.to_owned(), empty, shown, more }
    }

    fn is_shown(&self) -> bool {
        !self.shown.is_empty() || self.empty.is_some()
    }

    fn count(&self) -> usize {
        self.shown.len() + self.more.len()
    }
}

#[derive(Template)]
#[template(path = "topics.html")]
struct TopicsPage {
    canonical: String,
    kinds: Vec<(&'static str, Vec<(Linked, usize)>)>,
}

/// Every topic, with how many findings are about it or about a narrower one.
pub(super) fn counted(corpus: &Corpus) -> Vec<(&Topic, usize)> {
    corpus.topics().iter().map(|topic| (topic, corpus.findings_about(topic).len())).collect()
}

#[get("/topics")]
pub(super) async fn index(context: RequestContext, origin: Origin) -> Result<HttpResponse, Problem> {
    context
        .respond(Effort::Light, move |context, _| {
            let mut all = counted(context.served.library.corpus());
            all.sort_by(|(a, _), (b, _)| a.label.cmp(&b.label));
            let of_kind = |kind: &TopicKind| {
                let topics = all.iter().filter(|(topic, _)| topic.kind == *kind);
                (kind.label(), topics.map(|(topic, count)| (Linked::topic(topic), *count)).collect::<Vec<_>>())
            };
            let kinds = TopicKind::ALL.iter().map(of_kind).filter(|(_, topics)| !topics.is_empty()).collect();
            let made = TopicsPage { canonical: origin.address("/topics"), kinds };
            page(HttpResponse::Ok(), &made, CachePolicy::Dataset)
        })
        .await
}

#[get("/topics/{id}")]
pub(super) async fn one(request: HttpRequest, context: RequestContext, frame: Frame) -> Result<HttpResponse, Problem> {
    let (id, pairs) = (id(&request).to_owned(), query_pairs(&request));
    context
        .respond(Effort::Light, move |context, _| {
            let scene = Scene { corpus: context.served.library.corpus(), as_of: frame.as_of };
            let Some(topic) = scene.corpus.topic(&id) else {
                return missing::no_such_record(scene, RecordKind::Topic, &id);
            };
            let asked = pairs.iter().find(|(name, _)| name == "intervention").map(|(_, value)| value.as_str());
            // One that is not there narrows to nothing; the page says what it is about.
            let intervention = narrowed_to(scene, asked);
            let frame = match intervention {
                Some(intervention) => frame.with("intervention", intervention.id.as_str()),
                None => frame,
            };
            page(frame.signposted(), &TopicPage::of(scene, topic, intervention, frame), CachePolicy::Dataset)
        })
        .await
}

/// The treatment that a topic is narrowed to, if there is one of that id.
fn narrowed_to<'a>(scene: Scene<'a>, asked: Option<&str>) -> Option<&'a Topic> {
    asked.and_then(|id| scene.corpus.topic(id)).filter(|topic| topic.kind == TopicKind::Intervention)
}

/// What an overview has found, apart from what is advised.
fn found<'a>(overview: &Overview<'a>) -> Vec<&'a Finding> {
    let Overview { favouring, no_difference, opposing, mixed, harms, costs, mechanisms, .. } = overview;
    let lists = [no_difference, opposing, favouring, mixed, harms, costs, mechanisms];
    lists.into_iter().flat_map(|list| list.iter().copied()).collect()
}

/// What an overview has found of whether it helps.
fn effects<'a>(overview: &Overview<'a>) -> Vec<&'a Finding> {
    let Overview { favouring, no_difference, opposing, mixed, .. } = overview;
    let lists = [no_difference, opposing, favouring, mixed];
    lists.into_iter().flat_map(|list| list.iter().copied()).collect()
}

#[get("/topics/{id}/plot.svg")]
pub(super) async fn picture(
    request: HttpRequest,
    context: RequestContext,
    frame: Frame,
) -> Result<HttpResponse, Problem> {
    plot::picture::answered(&request, context, frame, drawn).await
}

/// The findings that are drawn on the page of a topic; none if there is no such topic.
fn drawn<'a>(scene: Scene<'a>, id: &str, intervention: Option<&str>) -> Option<Vec<&'a Finding>> {
    let topic = scene.corpus.topic(id)?;
    let mut overview = Overview::of(scene.corpus, topic, narrowed_to(scene, intervention), scene.as_of);
    overview.cut(MOST_LISTED);
    Some(found(&overview))
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
        let mut overview = Overview::of(corpus, topic, narrowed, scene.as_of);
        let unknown = unknown(&overview, &effects(&overview));
        let left = overview.cut(MOST_LISTED);
        let Overview {
            intervention: _,
            positions,
            positions_disagree,
            favouring: _,
            no_difference: _,
            opposing: _,
            mixed: _,
            harms,
            costs,
            mechanisms,
            blurbs,
            claims,
        } = &overview;
        let side = |heading, empty, findings: &[&Finding]| Side::new(scene, heading, empty, findings);
        let effects = effects(&overview);
        let found = found(&overview);
        let (mut panels, lone_panels): (Vec<Panel>, Vec<Panel>) =
            plot::panels(scene, &found, &frame.pictures()).into_iter().partition(|panel| panel.rows.len() > 1);
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
            short_answer: short_answer(scene, topic, &overview),
            positions: grouped(scene, positions),
            positions_disagree: *positions_disagree,
            outcomes: outcomes(scene, &effects),
            others: vec![
                side("Harms", Some("No record here counts harms. That is not the same as none."), harms),
                side("Costs", None, costs),
                side("How it may work", None, mechanisms),
            ],
            unknown,
            left,
            panels,
            more_panels,
            lone_panels,
            blurbs: blurbs.iter().map(|blurb| scene.blurb(blurb)).collect(),
            claims: claims.iter().map(|claim| Scene::claim(claim, None)).collect(),
            sources,
            json_ld: metadata::web_page(&frame.canonical, label, description, &[embed::about(topic)]),
            frame,
        }
    }
}

impl<'a> Position<'a> {
    fn of(scene: Scene<'a>, finding: &'a Finding, advice: &'a Recommendation) -> Option<Self> {
        let source = scene.corpus.source_of(finding)?;
        let mut marks = scene.finding_news(finding);
        let currency = scene.currency(source);
        if !marks.contains(&currency) {
            marks.push(currency);
        }
        Some(Self {
            href: parts::address("findings", finding.id.as_str()),
            issuer: &source.short_title,
            stance: Mark::plain(stance(advice)),
            year: source.bibliography.issued.year().to_string(),
            population: &finding.population.description,
            // What else is said of it stands on its own page.
            intervention: finding.intervention.description.split(';').next().unwrap_or_default(),
            statement: &finding.statement,
            alternatives: &advice.alternatives,
            marks,
        })
    }
}

/// What guidelines and payers advise: for, against, paid; none of what nobody says.
fn grouped<'a>(
    scene: Scene<'a>,
    positions: &[(&'a Finding, &'a Recommendation)],
) -> Vec<(&'static str, Vec<Position<'a>>)> {
    let of = |stance: Stance| {
        let taken = positions.iter().filter(|(_, advice)| advice.stance == stance);
        taken.filter_map(|(finding, advice)| Position::of(scene, finding, advice)).collect::<Vec<_>>()
    };
    [("For", Stance::For), ("Against", Stance::Against), ("Coverage", Stance::Covered)]
        .map(|(heading, stance)| (heading, of(stance)))
        .into_iter()
        .filter(|(_, positions)| !positions.is_empty())
        .collect()
}

/// The text on whether it helps that rests on most findings, filed under the topic itself.
fn short_answer<'a>(scene: Scene<'a>, topic: &Topic, overview: &Overview<'a>) -> Option<ShortAnswer<'a>> {
    let answers = |blurb: &&&'a Blurb| blurb.topic == topic.id && blurb.aspect == Aspect::Effectiveness;
    let live = |blurb: &&&'a Blurb| blurb.life.state(scene.as_of) == Some(BlurbState::Live);
    let all = overview.blurbs.iter().filter(answers).filter(live);
    let blurb = all.max_by_key(|blurb| (blurb.findings.len(), Reverse(blurb.id.as_str())))?;
    Some(ShortAnswer {
        href: parts::address("blurbs", blurb.id.as_str()),
        title: &blurb.title,
        line: &blurb.texts.line,
        good_to_know: &blurb.good_to_know,
    })
}

/// Effects by outcome, the main ones first, then those with most findings; within one by what was compared with.
fn outcomes(scene: Scene<'_>, effects: &[&Finding]) -> Vec<Outcome> {
    let mut by_outcome: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in effects {
        let Some(measurement) = finding.result.measurement() else { continue };
        by_outcome.entry(measurement.outcome.topic.as_str()).or_default().push(finding);
    }
    let mut all: Vec<(&str, Vec<&Finding>)> = by_outcome.into_iter().collect();
    let is_main = |id: &str| scene.corpus.topic(id).is_some_and(|topic| topic.is_main_outcome);
    all.sort_by_key(|(id, findings)| (!is_main(id), Reverse(findings.len())));
    let outcome = |(at, (id, findings)): (usize, (&str, Vec<&Finding>))| {
        let of_class = |class: &ComparatorClass| {
            let alike: Vec<&Finding> =
                findings.iter().copied().filter(|finding| finding.comparator.class == *class).collect();
            let heading = match class {
                ComparatorClass::None => "Without a comparison, or with several".to_owned(),
                ComparatorClass::Sham
                | ComparatorClass::NoTreatment
                | ComparatorClass::WaitList
                | ComparatorClass::UsualCare
                | ComparatorClass::Active
                | ComparatorClass::SameIntervention => format!("Against {}", class.label().to_lowercase()),
            };
            Side::new(scene, &heading, None, &alike)
        };
        Outcome {
            label: scene.corpus.topic(id).map_or_else(|| id.to_owned(), |topic| topic.label.clone()),
            count: findings.len(),
            is_open: at < OPEN_OUTCOMES,
            sides: ComparatorClass::ALL.iter().map(of_class).filter(Side::is_shown).collect(),
        }
    };
    all.into_iter().enumerate().map(outcome).collect()
}

/// What the records do not say of it, in sentences.
fn unknown(overview: &Overview<'_>, effects: &[&Finding]) -> Vec<String> {
    let mut unknown = Vec::new();
    if effects.is_empty() {
        return unknown;
    }
    let against = |class: ComparatorClass| effects.iter().any(|finding| finding.comparator.class == class);
    for (class, words) in [
        (
            ComparatorClass::Sham,
            "No result here is against a sham treatment, so what is due to expectation is not known.",
        ),
        (ComparatorClass::UsualCare, "No result here is against usual care."),
        (ComparatorClass::Active, "No result here is against another treatment."),
    ] {
        if !against(class) {
            unknown.push(words.to_owned());
        }
    }
    let unrated = effects.iter().filter(|finding| finding.certainty.value().is_none()).count();
    if unrated > 0 {
        unknown.push(format!(
            "For {unrated} of {} results on benefit nobody has rated how certain they are.",
            effects.len()
        ));
    }
    let is_unjudged = |finding: &&&Finding| {
        finding.result.measurement().is_some_and(|measured| measured.importance.value().is_none())
    };
    let unjudged = effects.iter().filter(is_unjudged).count();
    if unjudged > 0 {
        unknown.push(format!(
            "For {unjudged} of them the source does not say whether the difference matters to patients."
        ));
    }
    let unconfirmed = effects.iter().filter(|finding| finding.verification() == Verification::Unverified).count();
    if unconfirmed > 0 {
        unknown.push(format!("{unconfirmed} of them rest on values that nobody has confirmed."));
    }
    if overview.positions.is_empty() {
        unknown.push("No guideline or payer on record says anything about it.".to_owned());
    }
    unknown
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
    let mut facts = vec![
        fact("Scale", format!("{} to {}", scale.min, scale.max)),
        fact("Which end is better", better.label().to_owned()),
    ];
    facts.extend(important_change.value().map(|change| fact("Smallest change that matters", change.clone())));
    facts
}

/// The interventions that the findings are about, so that the page can be narrowed to one.
fn interventions(scene: Scene<'_>, topic: &Topic, narrowed: Option<&Topic>, found: &[&Finding]) -> Vec<Linked> {
    let ids: HashSet<&TopicId> = found.iter().flat_map(|finding| &finding.intervention.topics).collect();
    let known = ids.into_iter().filter(|id| **id != topic.id).filter_map(|id| scene.corpus.topic(id.as_str()));
    let mut all: Vec<&Topic> = known.filter(|other| other.kind == TopicKind::Intervention).collect();
    if narrowed.is_some() || all.len() < 2 {
        return Vec::new();
    }
    all.sort_unstable_by(|a, b| (&a.label, &a.id).cmp(&(&b.label, &b.id)));
    let link = |other: &&Topic| Linked {
        href: format!("/topics/{}?intervention={}", topic.id, other.id),
        label: other.label.clone(),
    };
    all.iter().map(link).collect()
}

/// The publications behind the page, each once, newest first.
fn sources(scene: Scene<'_>, overview: &Overview<'_>, found: &[&Finding]) -> Vec<Brief> {
    let mut seen = HashSet::new();
    let findings = overview.positions.iter().map(|(finding, _)| *finding).chain(found.iter().copied());
    let behind = findings.filter_map(|finding| scene.corpus.source_of(finding));
    let mut all: Vec<&Source> = behind.filter(|source| seen.insert(&source.id)).collect();
    all.sort_by_key(|source| std::cmp::Reverse(source.bibliography.issued));
    all.into_iter().map(|source| scene.source(source)).collect()
}
