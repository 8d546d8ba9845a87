//! A search result as the API shows it.

use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr, Schema,
        schema::{Discriminator, OneOfBuilder},
    },
};

use super::{Scene, Status, TopicBrief, finding::CertaintyView, href, source_href};
use crate::{
    app::{FoundRecord, Standing},
    corpus::Record,
    domain::{
        BlurbState, Currency, EditorialStatus, RecordKind, Source, SourceId, StudyDesign, TopicId, TopicKind, Verdict,
        Verification, Vocabulary, vocabulary::vocabulary,
    },
    search::{self, TextField},
};

vocabulary! {
    /// Parts of a hit that can be left out.
    pub(crate) enum HitPart ("part of a hit") {
        /// How well it matches.
        Score = "score", "Score";
        /// What became of the source, whole.
        Status = "status", "Status";
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
        /// Extracts as HTML, with what matched marked.
        ExcerptsHtml = "excerpts.html", "Excerpts as HTML";
        /// Extracts as text.
        ExcerptsText = "excerpts.text", "Excerpts as text";
    }
}

impl HitPart {
    /// Whether excerpts are needed for it.
    pub(crate) fn is_of_excerpts(self) -> bool {
        match self {
            Self::Excerpts | Self::ExcerptsHtml | Self::ExcerptsText => true,
            Self::Score | Self::Status | Self::Source | Self::Year | Self::Design | Self::Certainty | Self::Topics => {
                false
            }
        }
    }
}

/// What a hit has in brief: as much as a line of a list shows.
pub(crate) const BRIEF: [HitPart; 5] =
    [HitPart::Source, HitPart::Year, HitPart::Design, HitPart::Certainty, HitPart::ExcerptsHtml];

/// One record found. `kind` says which; parts that `fields` or `brief` leaves out are missing.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum SearchHit<'a> {
    Source(SourceHit<'a>),
    Finding(FindingHit<'a>),
    Claim(ClaimHit<'a>),
    Blurb(BlurbHit<'a>),
    Topic(TopicHit<'a>),
}

/// The names that the document has for the hits of each kind.
pub(in crate::api) const HITS: [(RecordKind, &str); 5] = [
    (RecordKind::Source, "SourceHit"),
    (RecordKind::Finding, "FindingHit"),
    (RecordKind::Claim, "ClaimHit"),
    (RecordKind::Blurb, "BlurbHit"),
    (RecordKind::Topic, "TopicHit"),
];

impl PartialSchema for SearchHit<'_> {
    fn schema() -> RefOr<Schema> {
        let mut discriminator = Discriminator::new("kind");
        let mut one_of = OneOfBuilder::new().description(Some(
            "One record found. `kind` says which; parts that `fields` or `brief` leaves out are missing.",
        ));
        for (kind, name) in HITS {
            let reference = Ref::from_schema_name(name);
            discriminator.mapping.insert(kind.slug().to_owned(), reference.ref_location.clone());
            one_of = one_of.item(reference);
        }
        RefOr::T(Schema::OneOf(one_of.discriminator(Some(discriminator)).build()))
    }
}

impl ToSchema for SearchHit<'_> {
    fn name() -> std::borrow::Cow<'static, str> {
        "SearchHit".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        macro_rules! add {
            ($( $Hit:ident )+) => { $(
                schemas.push(($Hit::name().into_owned(), $Hit::schema()));
                $Hit::schemas(schemas);
            )+ };
        }
        add! { SourceHit FindingHit ClaimHit BlurbHit TopicHit }
    }
}

macro_rules! hit {
    ($(#[doc = $doc:literal])+ $Hit:ident { $( $(#[$of_field:meta])+ $field:ident : $Type:ty, )* }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Serialize, ToSchema)]
        pub(crate) struct $Hit<'a> {
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
            $( $(#[$of_field])+ $field: $Type, )*
            /// How well it matches; comparable within one answer only. 0 when nothing was typed.
            #[serde(skip_serializing_if = "Option::is_none")]
            #[schema(nullable = false, minimum = 0, example = 23.4)]
            score: Option<f32>,
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
    };
}

hit! {
    /// A publication that was found.
    SourceHit {
        /// What the publisher has said about it since it appeared.
        editorial_status: EditorialStatus,
        /// Whether it still holds on the day asked for.
        currency: Currency,
        /// How far the record was checked.
        verification: Verification,
        /// Whether the publication could be identified. If not, nothing of it may be published as fact.
        identified: bool,
        /// The same two states with their days, their reasons and the notice.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        status: Option<Status<'a>>,
        /// The publication itself, as findings name it.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        source: Option<HitSource<'a>>,
        /// Year of the issue date.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false, minimum = 1000, maximum = 9999, example = 2017)]
        year: Option<i16>,
        /// Design of the source.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        design: Option<StudyDesign>,
    }
}

hit! {
    /// A result that was found.
    FindingHit {
        /// What the publisher has said since about the source that reports it.
        editorial_status: EditorialStatus,
        /// Whether that source still holds on the day asked for.
        currency: Currency,
        /// How far the values of the finding were checked.
        verification: Verification,
        /// Whether the publication could be identified. If not, nothing of it may be published as fact.
        identified: bool,
        /// The same two states of the source with their days, their reasons and the notice.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        status: Option<Status<'a>>,
        /// The source that reports it.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        source: Option<HitSource<'a>>,
        /// Year of the issue date of the source.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false, minimum = 1000, maximum = 9999, example = 2017)]
        year: Option<i16>,
        /// Design of the source.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        design: Option<StudyDesign>,
        /// How sure the evidence makes us; null when nobody rated it.
        #[serde(skip_serializing_if = "Option::is_none")]
        certainty: Option<Option<CertaintyView<'a>>>,
    }
}

hit! {
    /// A sentence of an audited page that was found.
    ClaimHit {
        /// What the evidence lets one say of it.
        verdict: Verdict,
    }
}

hit! {
    /// A text that was found.
    BlurbHit {
        /// Whether it may be published on the day of the answer.
        state: BlurbState,
    }
}

hit! {
    /// A concept that was found.
    TopicHit {
        /// What the concept is.
        topic_kind: TopicKind,
    }
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

impl<'a> HitSource<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        Self { id: &source.id, short_title: &source.short_title, href: source_href(&source.id) }
    }
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
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text: Option<String>,
    /// The extract as escaped HTML, each match in `<mark>`. Safe to insert into a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "Benefits over <mark>sham</mark> were small.")]
    html: Option<String>,
    /// Where the extract begins in the whole text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    start: Option<Offset>,
    /// Whether there is text before the extract.
    cut_before: bool,
    /// Whether there is text after it.
    cut_after: bool,
    /// What matched, in order, not overlapping, as places in the whole text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    marks: Option<Vec<Span>>,
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

impl ExcerptView {
    fn of(excerpt: search::Excerpt, forms: ExcerptForms) -> Self {
        let search::Excerpt { field, pointer, text, start, marks, html, cut: search::Cut { before, after } } = excerpt;
        let ExcerptForms { html: as_html, text: as_text, places } = forms;
        Self {
            field,
            pointer,
            text: as_text.then_some(text),
            html: as_html.then_some(html),
            start: places.then(|| start.into()),
            cut_before: before,
            cut_after: after,
            marks: places.then(|| marks.into_iter().map(Span::from).collect()),
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

/// What excerpts say.
#[derive(Clone, Copy)]
struct ExcerptForms {
    html: bool,
    text: bool,
    /// Where extract and matches stand in the whole text.
    places: bool,
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

    /// None when no excerpts are wanted.
    fn excerpt_forms(&self) -> Option<ExcerptForms> {
        let places = self.has(HitPart::Excerpts);
        let html = places || self.has(HitPart::ExcerptsHtml);
        let text = places || self.has(HitPart::ExcerptsText);
        (self.highlight && (html || text)).then_some(ExcerptForms { html, text, places })
    }
}

impl<'a> SearchHit<'a> {
    /// A hit on the day of the scene. None if it were a finding without a source, which no corpus has.
    pub(crate) fn of(scene: Scene<'a>, found: FoundRecord<'a>, wanted: &Wanted<'_>) -> Option<Self> {
        let FoundRecord { record, hit: search::Hit { ordinal: _, score, excerpts, explanation } } = found;
        // A text that may not be published is found, to learn what became of it, and is not repeated.
        let may_be_repeated = match record {
            Record::Blurb(blurb) => blurb.life.is_publishable(scene.as_of),
            Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Topic(_) => true,
        };
        let (id, title, href) = (record.id(), record.title(), href(record.kind(), record.id()));
        let score = wanted.has(HitPart::Score).then_some(score);
        let forms = wanted.excerpt_forms();
        let excerpts = forms.map(|forms| {
            excerpts.into_iter().filter(|_| may_be_repeated).map(|excerpt| ExcerptView::of(excerpt, forms)).collect()
        });
        let explanation = explanation.map(ExplanationView::from);
        let topics =
            |ids: &mut dyn Iterator<Item = &'a TopicId>| wanted.has(HitPart::Topics).then(|| scene.topics(ids));
        let kind = record.kind();
        Some(match record {
            Record::Source(source) => {
                let standing = Standing::of_source(scene.corpus, source, scene.as_of);
                let Standing { editorial, currency, verification, is_identified } = standing;
                let OfSource { status, source: of_source, year, design } = OfSource::of(scene, source, wanted);
                Self::Source(SourceHit {
                    kind,
                    id,
                    title,
                    href,
                    editorial_status: editorial,
                    currency: currency.state,
                    verification,
                    identified: is_identified,
                    status,
                    source: of_source,
                    year,
                    design,
                    score,
                    topics: topics(&mut source.topics.iter()),
                    excerpts,
                    explanation,
                })
            }
            Record::Finding(finding) => {
                let source = scene.corpus.source_of(finding)?;
                let standing = Standing::of_finding(scene.corpus, finding, source, scene.as_of);
                let Standing { editorial, currency, verification, is_identified } = standing;
                let OfSource { status, source, year, design } = OfSource::of(scene, source, wanted);
                let certainty = finding.certainty.value().map(CertaintyView::from);
                Self::Finding(FindingHit {
                    kind,
                    id,
                    title,
                    href,
                    editorial_status: editorial,
                    currency: currency.state,
                    verification,
                    identified: is_identified,
                    status,
                    source,
                    year,
                    design,
                    certainty: wanted.has(HitPart::Certainty).then_some(certainty),
                    score,
                    topics: topics(&mut finding.topics.iter()),
                    excerpts,
                    explanation,
                })
            }
            Record::Claim(claim) => Self::Claim(ClaimHit {
                kind,
                id,
                title,
                href,
                verdict: claim.verdict,
                score,
                topics: topics(&mut claim.topics.iter()),
                excerpts,
                explanation,
            }),
            Record::Blurb(blurb) => Self::Blurb(BlurbHit {
                kind,
                id,
                title,
                href,
                state: blurb.life.state(scene.as_of)?,
                score,
                topics: topics(&mut blurb.all_topics()),
                excerpts,
                explanation,
            }),
            Record::Topic(topic) => Self::Topic(TopicHit {
                kind,
                id,
                title,
                href,
                topic_kind: topic.kind,
                score,
                topics: topics(&mut std::iter::empty()),
                excerpts,
                explanation,
            }),
        })
    }
}

/// What a hit has of its source.
struct OfSource<'a> {
    status: Option<Status<'a>>,
    source: Option<HitSource<'a>>,
    year: Option<i16>,
    design: Option<StudyDesign>,
}

impl<'a> OfSource<'a> {
    fn of(scene: Scene<'a>, source: &'a Source, wanted: &Wanted<'_>) -> Self {
        Self {
            status: wanted.has(HitPart::Status).then(|| scene.status(source)),
            source: wanted.has(HitPart::Source).then(|| HitSource::of(source)),
            year: wanted.has(HitPart::Year).then(|| source.year()),
            design: wanted.has(HitPart::Design).then_some(source.design),
        }
    }
}
