//! A search result as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Scene, Status, TopicBrief, finding::CertaintyView, href, source_href};
use crate::{
    app::FoundRecord,
    corpus::Record,
    domain::{BlurbState, RecordKind, SourceId, StudyDesign, Verdict, Verification, vocabulary::vocabulary},
    search::{self, TextField},
};

vocabulary! {
    /// Parts of a hit that can be left out.
    pub(crate) enum HitPart ("part of a hit") {
        /// How well it matches.
        Score = "score", "Score";
        /// The source of a finding.
        Source = "source", "Source";
        /// Year of the issue date.
        Year = "year", "Year";
        /// Design of the source.
        Design = "design", "Design";
        /// Certainty of a finding.
        Certainty = "certainty", "Certainty";
        /// What it is about.
        Topics = "topics", "Topics";
        /// Extracts with what matched.
        Excerpts = "excerpts", "Excerpts";
    }
}

/// One record found. Parts that `fields` leaves out are missing; null means that this record has none.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct SearchHit<'a> {
    /// Kind of the record.
    kind: RecordKind,
    /// Id of the record.
    #[schema(example = "acp-2017-chronic")]
    id: &'a str,
    /// Title of a source or blurb, statement of a finding, words of a claim, label of a topic.
    title: &'a str,
    /// Address of the whole record.
    #[schema(example = "/v1/findings/acp-2017-chronic")]
    href: String,
    /// Status of the source, or of the source of a finding; null for claims, blurbs and topics.
    status: Option<Status<'a>>,
    /// How far the record was checked; null for claims, blurbs and topics.
    verification: Option<Verification>,
    /// Whether the publication could be identified; null for claims, blurbs and topics. If not, nothing of it may be published as fact.
    identified: Option<bool>,
    /// What the evidence lets one say of a claim; null for all others.
    verdict: Option<Verdict>,
    /// Whether a blurb may be published on the day of the answer; null for all others.
    state: Option<BlurbState>,
    /// How well it matches; comparable within one answer only. 0 when nothing was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, example = 23.4)]
    score: Option<f32>,
    /// The source that reports a finding, and the source itself; null for claims, blurbs and topics.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Option<HitSource<'a>>>,
    /// Year of the issue date; null for claims, blurbs and topics.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1000, maximum = 9999, example = 2017)]
    year: Option<Option<i16>>,
    /// Design of the source; null for claims, blurbs and topics.
    #[serde(skip_serializing_if = "Option::is_none")]
    design: Option<Option<StudyDesign>>,
    /// Certainty of a finding; null for all others, and when nobody rated it.
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<Option<CertaintyView<'a>>>,
    /// What it is about; empty for topics.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    topics: Option<Vec<TopicBrief<'a>>>,
    /// Extracts with what matched, best first, at most three.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_items = 3)]
    excerpts: Option<Vec<ExcerptView>>,
    /// How the score came about; only there with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    explanation: Option<ExplanationView>,
}

/// The source of a hit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct HitSource<'a> {
    /// Id of the source.
    id: &'a SourceId,
    /// The name people use.
    #[schema(example = "ACP 2017")]
    short_title: &'a str,
    /// Address of the source.
    #[schema(example = "/v1/sources/acp-2017")]
    href: String,
}

/// An extract of a text of a record.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Excerpt)]
pub(crate) struct ExcerptView {
    /// Which kind of text.
    field: TextField,
    /// JSON pointer to the whole text in the record at `href`.
    #[schema(example = "/good_to_know/0")]
    pointer: String,
    /// The extract: whole sentences where they are short enough; never cut inside a number and its unit.
    text: String,
    /// The extract as escaped HTML, each match in `<mark>`. Safe to insert into a page.
    #[schema(example = "Benefits over <mark>sham</mark> were small.")]
    html: String,
    /// Where the extract begins in the whole text.
    start: Offset,
    /// Whether there is text before the extract.
    cut_before: bool,
    /// Whether there is text after it.
    cut_after: bool,
    /// What matched, in order, not overlapping, as places in the whole text.
    marks: Vec<Span>,
}

/// A place in a text, counted in two ways.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct Offset {
    /// In bytes of UTF-8.
    #[schema(example = 14)]
    bytes: usize,
    /// In UTF-16 code units, as JavaScript counts.
    #[schema(example = 14)]
    utf16: usize,
}

/// A stretch of a text.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct Span {
    /// First character.
    start: Offset,
    /// After the last character.
    end: Offset,
}

/// How a score came about: the text score times all factors.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Explanation)]
pub(crate) struct ExplanationView {
    /// Sum of the scores of all matching terms (BM25 times the boost of the field).
    #[schema(example = 18.2)]
    text_score: f32,
    /// What the text score is multiplied by.
    factors: Vec<FactorView>,
    /// What each matching term in each field adds, largest first.
    parts: Vec<ScorePartView>,
}

/// A factor of the ranking rule.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Factor)]
pub(crate) struct FactorView {
    /// What it stands for.
    #[schema(example = "design guideline")]
    name: String,
    /// What the score is multiplied by.
    #[schema(example = 1.15)]
    value: f32,
}

/// What one term in one field adds to a score.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ScorePart)]
pub(crate) struct ScorePartView {
    /// The term, as it stands in the index.
    #[schema(example = "acupunctur")]
    term: String,
    /// The field.
    field: TextField,
    /// What it adds, boost included.
    #[schema(example = 7.9)]
    score: f32,
}

impl From<search::Offset> for Offset {
    fn from(search::Offset { bytes, utf16 }: search::Offset) -> Self {
        Self { bytes, utf16 }
    }
}

impl From<search::Span> for Span {
    fn from(search::Span { start, end }: search::Span) -> Self {
        Self { start: start.into(), end: end.into() }
    }
}

impl From<search::Excerpt> for ExcerptView {
    fn from(excerpt: search::Excerpt) -> Self {
        let search::Excerpt { field, pointer, text, start, marks, html, cut: search::Cut { before, after } } = excerpt;
        Self {
            field,
            pointer,
            text,
            html,
            start: start.into(),
            cut_before: before,
            cut_after: after,
            marks: marks.into_iter().map(Span::from).collect(),
        }
    }
}

impl From<search::Explanation> for ExplanationView {
    fn from(explanation: search::Explanation) -> Self {
        let search::Explanation { text_score, factors, parts } = explanation;
        Self {
            text_score,
            factors: factors.into_iter().map(|search::Factor { name, value }| FactorView { name, value }).collect(),
            parts: parts
                .into_iter()
                .map(|search::ScorePart { term, field, score }| ScorePartView { term, field, score })
                .collect(),
        }
    }
}

/// What of the optional parts a request wants.
pub(crate) struct Wanted<'a> {
    /// The parts named; none for all.
    pub(crate) parts: Option<&'a [HitPart]>,
    /// Whether excerpts are wanted at all.
    pub(crate) highlight: bool,
}

impl Wanted<'_> {
    fn has(&self, part: HitPart) -> bool {
        self.parts.is_none_or(|parts| parts.contains(&part))
    }
}

impl<'a> SearchHit<'a> {
    /// A hit on the day of the scene. None if it were a finding without a source, which no corpus has.
    pub(crate) fn of(scene: Scene<'a>, found: FoundRecord<'a>, wanted: &Wanted<'_>) -> Option<Self> {
        let FoundRecord { record, hit: search::Hit { ordinal: _, score, excerpts, explanation } } = found;
        let (source, verification, certainty, topics) = match record {
            Record::Source(source) => (Some(source), Some(source.verification()), None, scene.topics(&source.topics)),
            Record::Finding(finding) => (
                Some(scene.corpus.source(finding.source.as_str())?),
                Some(finding.verification()),
                finding.certainty.value().map(CertaintyView::from),
                scene.topics(&finding.topics),
            ),
            Record::Claim(claim) => (None, None, None, scene.topics(&claim.topics)),
            Record::Blurb(blurb) => (None, None, None, scene.topics(blurb.all_topics())),
            Record::Topic(_) => (None, None, None, Vec::new()),
        };
        let (verdict, state) = match record {
            Record::Claim(claim) => (Some(claim.verdict), None),
            Record::Blurb(blurb) => (None, blurb.life.state(scene.as_of)),
            Record::Source(_) | Record::Finding(_) | Record::Topic(_) => (None, None),
        };
        let of_source = source.map(|source| HitSource {
            id: &source.id,
            short_title: &source.short_title,
            href: source_href(&source.id),
        });
        // A text that may not be published is found, to learn what became of it, and is not repeated.
        let may_be_repeated = state.is_none_or(BlurbState::is_publishable);
        let excerpts_wanted = wanted.highlight && wanted.has(HitPart::Excerpts);
        Some(Self {
            kind: record.kind(),
            id: record.id(),
            title: record.title(),
            href: href(record.kind(), record.id()),
            status: source.map(|source| scene.status(source)),
            verification,
            identified: source.map(|source| source.assertion.is_none()),
            verdict,
            state,
            score: wanted.has(HitPart::Score).then_some(score),
            source: wanted.has(HitPart::Source).then_some(of_source),
            year: wanted.has(HitPart::Year).then_some(source.map(|source| source.year())),
            design: wanted.has(HitPart::Design).then_some(source.map(|source| source.design)),
            certainty: wanted.has(HitPart::Certainty).then_some(certainty),
            topics: wanted.has(HitPart::Topics).then_some(topics),
            excerpts: excerpts_wanted
                .then(|| excerpts.into_iter().filter(|_| may_be_repeated).map(ExcerptView::from).collect()),
            explanation: explanation.map(ExplanationView::from),
        })
    }
}
