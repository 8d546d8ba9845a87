//! What leads the answer to a question, and whether the question lies within the collection.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Scene, SourceBrief, brief::FindingBrief, href};
use crate::{
    app::{Leading, elsewhere},
    corpus::Corpus,
    domain::{
        BlurbId, Date, Finding, RecordKind, TopicId,
        scope::{Coverage, OutsideTerm, Urgency},
        vocabulary::vocabulary,
    },
    search,
};

vocabulary! {
    /// What leads an answer.
    pub(crate) enum AnswerKind ("kind of answer") {
        /// A text that answers the question.
        Blurb = "blurb", "Text";
        /// A sign that somebody should be seen by a professional first.
        RedFlag = "red-flag", "Red flag";
    }
}

/// What answers a question, beside the list and not in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AnswerView<'a> {
    /// What it is.
    kind: AnswerKind,
    /// Id of the blurb; null for a red flag.
    #[schema(value_type = Option<String>)]
    blurb: Option<&'a BlurbId>,
    /// Path of the blurb; null for a red flag.
    href: Option<String>,
    /// The question the blurb answers, or the sign in plain words.
    title: &'a str,
    /// What can be printed alone: the line of the blurb, or what to do.
    line: &'a str,
    /// Findings that qualify what the line says.
    qualified_by: Vec<FindingBrief<'a>>,
    /// Current positions against it.
    contrary: Vec<FindingBrief<'a>>,
    /// The sources it rests on.
    references: Vec<SourceBrief<'a>>,
    /// How soon; null for a blurb.
    urgency: Option<Urgency>,
    /// Public bodies that list the sign; empty for a blurb.
    listed_by: &'a [String],
    /// The day on which their pages were read; null for a blurb.
    #[schema(value_type = Option<String>, format = Date)]
    read_on: Option<Date>,
    /// Whether a clinician has read the list of signs; null for a blurb.
    read_by_clinician: Option<bool>,
}

impl<'a> AnswerView<'a> {
    /// What leads an answer.
    pub(crate) fn of(scene: Scene<'a>, leading: Leading<'a>) -> Self {
        let brief = |finding: &'a Finding| FindingBrief::of(scene, finding);
        match leading {
            Leading::Flag { flag, scope } => Self {
                kind: AnswerKind::RedFlag,
                blurb: None,
                href: None,
                title: &flag.label,
                line: scope.advice(flag),
                qualified_by: Vec::new(),
                contrary: Vec::new(),
                references: Vec::new(),
                urgency: Some(flag.urgency),
                listed_by: &flag.listed_by,
                read_on: Some(scope.read_on),
                read_by_clinician: Some(scope.read_by_clinician),
            },
            Leading::Blurb { blurb, qualified_by, contrary } => Self {
                kind: AnswerKind::Blurb,
                blurb: Some(&blurb.id),
                href: Some(href(RecordKind::Blurb, blurb.id.as_str())),
                title: &blurb.title,
                line: &blurb.texts.line,
                qualified_by: qualified_by.into_iter().filter_map(brief).collect(),
                contrary: contrary.into_iter().filter_map(brief).collect(),
                references: scene
                    .corpus
                    .sources_of_blurb(blurb)
                    .into_iter()
                    .filter_map(|source| scene.source_brief(&source.id))
                    .collect(),
                urgency: None,
                listed_by: &[],
                read_on: None,
                read_by_clinician: None,
            },
        }
    }
}

/// Where to look for what the collection does not have.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Elsewhere {
    /// Its name.
    #[schema(example = "PubMed")]
    name: &'static str,
    /// Its address with the question filled in.
    #[schema(example = "https://pubmed.ncbi.nlm.nih.gov/?term=tinnitus")]
    url: String,
}

/// Whether a question lies within what the collection is about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ScopeView {
    /// Whether it does.
    coverage: Coverage,
    /// What of it no record is about.
    outside: Vec<OutsideTerm>,
    /// Topics named in it that there are records on, the nearest things inside.
    #[schema(value_type = Vec<String>)]
    nearest: Vec<TopicId>,
    /// Where to look instead; empty when all of it is inside.
    elsewhere: Vec<Elsewhere>,
}

impl ScopeView {
    /// What was found of the scope of a question.
    pub(crate) fn of(corpus: &Corpus, text: &str, scope: search::QuestionScope, topics: &[String]) -> Self {
        let search::QuestionScope { coverage, outside } = scope;
        let inside = coverage == Coverage::Inside;
        let has_records = |id: &&String| corpus.topic(id).is_some_and(|topic| !corpus.has_nothing_on(topic));
        Self {
            coverage,
            nearest: topics
                .iter()
                .filter(has_records)
                .filter_map(|id| corpus.topic(id).map(|topic| topic.id.clone()))
                .collect(),
            outside,
            elsewhere: match inside {
                true => Vec::new(),
                false => elsewhere(text).map(|(name, url)| Elsewhere { name, url }).collect(),
            },
        }
    }
}
