//! A topic as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Scene, TopicBrief,
    overview::{Form, Overview},
    provenance::ProvenanceView,
    topic_href,
    unstated::{Absences, Unstated},
};
use crate::{
    app,
    domain::{
        Topic, TopicId, TopicKind,
        finding::{Better, Scale},
        topic::{Instrument, MeshHeading},
    },
};

/// A concept with everything people call it, its place among other concepts, and what the records have about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Topic)]
pub(crate) struct TopicView<'a> {
    /// Id of the topic, as filters take it; never reused.
    id: &'a TopicId,
    /// Address of this record.
    #[schema(example = "/v1/topics/low-back-pain")]
    href: String,
    /// What the concept is.
    kind: TopicKind,
    /// The name shown to people.
    #[schema(example = "Low back pain")]
    label: &'a str,
    /// What it means, in our words.
    description: &'a str,
    /// Names professionals use. A search for one finds all others.
    #[schema(example = json!(["lumbago"]))]
    technical: &'a [String],
    /// Names patients use; synonyms likewise.
    #[schema(example = json!(["bad back"]))]
    lay: &'a [String],
    /// Short names with another meaning elsewhere: found as written, never expanded.
    ambiguous: &'a [String],
    /// Headings of the Medical Subject Headings.
    mesh: Vec<Mesh<'a>>,
    /// Wider concepts.
    broader: Vec<TopicBrief<'a>>,
    /// Concepts directly below this one.
    narrower: Vec<TopicBrief<'a>>,
    /// What an instrument measures with; null for all other kinds.
    instrument: Option<InstrumentView<'a>>,
    /// How many records are about it or about a narrower topic.
    counts: TopicCounts,
    /// Where these records are listed.
    links: TopicLinks,
    /// What the records say about it, for and against; null in lists.
    overview: Option<Overview<'a>>,
}

/// How many records are about a topic or about a narrower one.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct TopicCounts {
    /// Publications.
    #[schema(example = 4)]
    sources: usize,
    /// Results they report.
    #[schema(example = 31)]
    findings: usize,
    /// Sentences of audited pages.
    #[schema(example = 12)]
    claims: usize,
    /// Texts that may be published on the day `as_of`.
    #[schema(example = 3)]
    blurbs: usize,
}

/// Where the records about a topic or about a narrower one are listed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TopicLinks {
    /// Publications.
    #[schema(example = "/v1/sources?topic=low-back-pain")]
    sources: String,
    /// Results they report.
    #[schema(example = "/v1/findings?topic=low-back-pain")]
    findings: String,
    /// Sentences of audited pages.
    #[schema(example = "/v1/claims?topic=low-back-pain")]
    claims: String,
    /// Texts.
    #[schema(example = "/v1/blurbs?topic=low-back-pain")]
    blurbs: String,
}

/// A heading of the Medical Subject Headings of the U.S. National Library of Medicine.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Mesh<'a> {
    /// The unique id; null when it is still to be looked up.
    #[schema(example = "D017116")]
    id: Option<&'a str>,
    /// The heading.
    #[schema(example = "Low Back Pain")]
    heading: &'a str,
    /// Where id and heading come from.
    provenance: ProvenanceView<'a>,
}

/// What an instrument measures with.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Instrument)]
pub(crate) struct InstrumentView<'a> {
    /// Range of the score.
    scale: Scale,
    /// The better end: instruments point opposite ways.
    better: Better,
    /// The usual minimum important change, in our words; null when none is stated.
    #[schema(example = "15 points of 100")]
    important_change: Option<&'a str>,
    /// The values that are null, and why.
    unstated: Vec<Unstated>,
    /// Where these come from.
    provenance: ProvenanceView<'a>,
}

impl<'a> TopicView<'a> {
    /// A topic with what the corpus has about it on the day of the scene.
    pub(crate) fn of(scene: Scene<'a>, topic: &'a Topic) -> Self {
        let Scene { corpus, as_of } = scene;
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
        let list = |kind: &str| format!("/v1/{kind}?topic={id}");
        Self {
            id,
            href: topic_href(id),
            kind: *kind,
            label,
            description,
            technical,
            lay,
            ambiguous,
            mesh: mesh
                .iter()
                .map(|MeshHeading { id, heading, provenance }| Mesh {
                    id: id.as_deref(),
                    heading,
                    provenance: provenance.into(),
                })
                .collect(),
            broader: broader.iter().filter_map(|id| corpus.topic(id.as_str())).map(TopicBrief::of).collect(),
            narrower: corpus.narrower(topic).map(TopicBrief::of).collect(),
            instrument: instrument.as_ref().map(|Instrument { scale, better, important_change, provenance }| {
                InstrumentView {
                    scale: *scale,
                    better: *better,
                    important_change: important_change.value().map(String::as_str),
                    unstated: Absences::of("important_change", important_change),
                    provenance: provenance.into(),
                }
            }),
            // As the lists that `links` leads to count them.
            counts: TopicCounts {
                sources: corpus.sources_about(topic).len(),
                findings: corpus.findings_about(topic).len(),
                claims: corpus.claims_about(topic).len(),
                blurbs: corpus.blurbs_about(topic).filter(|blurb| blurb.life.is_publishable(as_of)).count(),
            },
            links: TopicLinks {
                sources: list("sources"),
                findings: list("findings"),
                claims: list("claims"),
                blurbs: list("blurbs"),
            },
            overview: None,
        }
    }

    /// The same with what the records say about it, narrowed to an intervention if there is one, its findings in brief or
    /// whole.
    pub(crate) fn with_overview(
        self,
        scene: Scene<'a>,
        topic: &'a Topic,
        intervention: Option<&'a Topic>,
        form: Form,
    ) -> Self {
        let overview = app::Overview::of(scene.corpus, topic, intervention, scene.as_of);
        Self { overview: Some(Overview::of(scene, topic, &overview, form)), ..self }
    }
}
