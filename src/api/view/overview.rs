//! What the records say about a topic, for and against, side by side.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Scene, SourceBrief, Status,
    brief::{BlurbBrief, ClaimBrief, FindingBrief},
    finding::CertaintyView,
    hit::HitSource,
    href,
    unstated::{Absence, Absences, Unstated, absence},
};
use crate::{
    app,
    domain::{
        Currency, EditorialStatus, Finding, FindingId, FindingKind, RecordKind, StudyDesign, Topic, TopicId,
        Verification, Vocabulary,
        finding::{ComparatorClass, Direction, Recommendation, Stance, Strength},
    },
    search::Facet,
};

/// What the records say about a topic: what guidelines advise, side by side, and what was found, for and against. Each
/// list begins with what is rated surest, has the first of those that `counts` tells, and is whole where `links` leads; ratings of
/// different systems stand beside one another and are not compared.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Overview<'a> {
    /// Id of the intervention the overview is narrowed to; null when it is about all of them.
    #[schema(value_type = Option<String>, example = "acupuncture")]
    intervention: Option<&'a TopicId>,
    /// What guidelines and payers advise, newest first. Where they disagree, a text that names one must name the other.
    positions: Vec<Position<'a>>,
    /// Whether positions on one intervention go both ways.
    positions_disagree: bool,
    /// Effects that favour the intervention.
    favouring: Vec<OverviewFinding<'a>>,
    /// Effects that show no difference, or whose source concludes that there may be none.
    no_difference: Vec<OverviewFinding<'a>>,
    /// Effects that favour the comparator.
    opposing: Vec<OverviewFinding<'a>>,
    /// Effects with different answers by outcome or time, and those that only describe.
    mixed: Vec<OverviewFinding<'a>>,
    /// Unwanted events.
    harms: Vec<OverviewFinding<'a>>,
    /// Costs.
    costs: Vec<OverviewFinding<'a>>,
    /// How it may work.
    mechanisms: Vec<OverviewFinding<'a>>,
    /// Text that may be published.
    blurbs: Vec<BlurbBrief<'a>>,
    /// What audited pages claim.
    claims: Vec<ClaimBrief<'a>>,
    /// How many each list would have, were it whole.
    counts: OverviewCounts,
    /// Where each list is whole.
    links: OverviewLinks,
}

/// What a guideline or a payer advises.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Position<'a> {
    /// The finding that records it.
    finding: &'a FindingId,
    /// Address of that finding.
    #[schema(example = "/v1/findings/acp-2017-chronic")]
    href: String,
    /// The publication, by the name people use.
    by: HitSource<'a>,
    /// Year of its issue date.
    #[schema(minimum = 1000, maximum = 9999, example = 2017)]
    year: i16,
    /// What its publisher has said about it since it appeared.
    editorial_status: EditorialStatus,
    /// Whether it still holds.
    currency: Currency,
    /// The publication in short; left out in brief.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    source: Option<SourceBrief<'a>>,
    /// For whom.
    #[schema(example = "adults with chronic low back pain")]
    population: &'a str,
    /// What is advised for or against.
    #[schema(example = "acupuncture")]
    intervention: &'a str,
    /// Which way it goes.
    stance: Stance,
    /// How strong it is, in its issuer's word; null when the issuer does not say.
    strength: Option<Strength>,
    /// How sure the evidence behind it is; null when nobody rated it. A strong recommendation may rest on weak evidence.
    certainty: Option<CertaintyView<'a>>,
    /// Why `certainty` is null.
    certainty_absence: Option<Absence>,
    /// The options named beside it.
    alternatives: &'a [String],
    /// How far the values were checked.
    verification: Verification,
    /// The advice in our words.
    statement: &'a str,
    /// The values that are null, and why.
    unstated: Vec<Unstated>,
}

/// A finding in an overview.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OverviewFinding<'a> {
    /// Id of the finding.
    id: &'a FindingId,
    /// Address of the whole record.
    #[schema(example = "/v1/findings/haake-2007-real-vs-sham")]
    href: String,
    /// The result in our words.
    statement: &'a str,
    /// Against what.
    comparator: ComparatorClass,
    /// Which side it favours; null where that is no question.
    direction: Option<Direction>,
    /// How sure the evidence makes us; null when nobody rated it.
    certainty: Option<CertaintyView<'a>>,
    /// Why `certainty` is null.
    certainty_absence: Option<Absence>,
    /// The source that reports it, by the name people use.
    by: HitSource<'a>,
    /// Year of its issue date.
    #[schema(minimum = 1000, maximum = 9999, example = 2017)]
    year: i16,
    /// What its publisher has said about it since it appeared.
    editorial_status: EditorialStatus,
    /// Whether it still holds.
    currency: Currency,
    /// How far the values were checked.
    verification: Verification,
    /// How many findings qualify or contradict it.
    qualified_by_count: usize,
    /// The source in short; left out in brief.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    source: Option<SourceBrief<'a>>,
    /// Status of that source; left out in brief.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    status: Option<Status<'a>>,
    /// What readers should know with it; left out in brief.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    good_to_know: Option<&'a [String]>,
    /// What a writer must know beyond that; not for publication. Left out in brief.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    editor_notes: Option<&'a [String]>,
    /// `good_to_know` and `editor_notes` in one list. Use these two.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, deprecated)]
    caveats: Option<Vec<&'a str>>,
    /// Findings that qualify or contradict it; left out in brief.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    qualified_by: Option<Vec<FindingBrief<'a>>>,
    /// The values that are null, and why; left out in brief.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unstated: Option<Vec<Unstated>>,
}

/// How much of each finding an overview shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A line each, and where the rest is.
    Brief,
    /// With all that is to be said with it.
    Whole,
}

impl Form {
    /// Most findings of a list. The others are where `links` leads.
    fn most_findings(self) -> usize {
        match self {
            Self::Brief => 10,
            Self::Whole => 25,
        }
    }

    /// Most texts and claims.
    fn most_others(self) -> usize {
        match self {
            Self::Brief => 10,
            Self::Whole => 100,
        }
    }
}

/// Where the lists of an overview are whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct OverviewLinks {
    /// Positions of guidelines and payers.
    #[schema(example = "/v1/findings?topic=low-back-pain&type=recommendation&design=guideline%2Ccoverage-policy")]
    positions: String,
    /// Effects that favour the intervention.
    #[schema(example = "/v1/findings?topic=low-back-pain&type=effect&direction=favours-intervention")]
    favouring: String,
    /// Effects that show no difference.
    #[schema(example = "/v1/findings?topic=low-back-pain&type=effect&direction=no-difference")]
    no_difference: String,
    /// Effects that favour the comparator.
    #[schema(example = "/v1/findings?topic=low-back-pain&type=effect&direction=favours-comparator")]
    opposing: String,
    /// Effects with different answers, and those that only describe.
    #[schema(example = "/v1/findings?topic=low-back-pain&type=effect&direction=mixed%2Cdescriptive")]
    mixed: String,
    /// Unwanted events.
    #[schema(example = "/v1/findings?topic=low-back-pain&type=harm")]
    harms: String,
    /// Costs.
    #[schema(example = "/v1/findings?topic=low-back-pain&type=cost")]
    costs: String,
    /// How it may work.
    #[schema(example = "/v1/findings?topic=low-back-pain&type=mechanism")]
    mechanisms: String,
    /// Texts that may be published.
    #[schema(example = "/v1/blurbs?topic=low-back-pain")]
    blurbs: String,
    /// Claims of audited pages.
    #[schema(example = "/v1/claims?topic=low-back-pain")]
    claims: String,
}

impl OverviewLinks {
    fn of(topic: &Topic, intervention: Option<&Topic>) -> Self {
        // Of a finding the filter asks what was done; a text or a claim is about its topics.
        let list = |collection: &str, narrowing: Facet, filters: &[(Facet, &[&str])]| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair(Facet::Topic.slug(), topic.id.as_str());
            if let Some(intervention) = intervention {
                query.append_pair(narrowing.slug(), intervention.id.as_str());
            }
            for (facet, values) in filters {
                query.append_pair(facet.slug(), &values.join(","));
            }
            format!("/v1/{collection}?{}", query.finish())
        };
        let findings = |filters: &[(Facet, &[&str])]| list("findings", Facet::Intervention, filters);
        let of_kind = |kind: FindingKind| findings(&[(Facet::Type, &[kind.slug()])]);
        let effects = |directions: &[Direction]| {
            let directions: Vec<&str> = directions.iter().map(|direction| direction.slug()).collect();
            findings(&[(Facet::Type, &[FindingKind::Effect.slug()]), (Facet::Direction, &directions)])
        };
        let issuers = [StudyDesign::Guideline.slug(), StudyDesign::CoveragePolicy.slug()];
        Self {
            positions: findings(&[(Facet::Type, &[FindingKind::Recommendation.slug()]), (Facet::Design, &issuers)]),
            favouring: effects(&[Direction::FavoursIntervention]),
            no_difference: effects(&[Direction::NoDifference]),
            opposing: effects(&[Direction::FavoursComparator]),
            mixed: effects(&[Direction::Mixed, Direction::Descriptive]),
            harms: of_kind(FindingKind::Harm),
            costs: of_kind(FindingKind::Cost),
            mechanisms: of_kind(FindingKind::Mechanism),
            blurbs: list("blurbs", Facet::Topic, &[]),
            claims: list("claims", Facet::Topic, &[]),
        }
    }
}

/// Most positions: who names one must see the others.
const MAX_POSITIONS: usize = 100;

/// How many records an overview is made of.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct OverviewCounts {
    /// Positions of guidelines and payers.
    positions: usize,
    /// Effects that favour the intervention.
    favouring: usize,
    /// Effects that show no difference.
    no_difference: usize,
    /// Effects that favour the comparator.
    opposing: usize,
    /// Effects with different answers, and those that only describe.
    mixed: usize,
    /// Unwanted events.
    harms: usize,
    /// Costs.
    costs: usize,
    /// How it may work.
    mechanisms: usize,
    /// Texts that may be published.
    blurbs: usize,
    /// Claims of audited pages.
    claims: usize,
}

impl<'a> Position<'a> {
    fn of(scene: Scene<'a>, finding: &'a Finding, advice: &'a Recommendation, form: Form) -> Option<Self> {
        let Recommendation { stance, strength, alternatives, conditions: _, limits: _, not_billed_by: _ } = advice;
        let source = scene.corpus.source_of(finding)?;
        Some(Self {
            finding: &finding.id,
            href: href(RecordKind::Finding, finding.id.as_str()),
            by: HitSource::of(source),
            year: source.year(),
            editorial_status: source.editorial.status,
            currency: scene.corpus.currency(source, scene.as_of).state,
            source: if form == Form::Whole { scene.source_brief(&finding.source) } else { None },
            population: &finding.population.description,
            intervention: &finding.intervention.description,
            stance: *stance,
            strength: strength.value().copied(),
            certainty: finding.certainty.value().map(CertaintyView::from),
            certainty_absence: absence(&finding.certainty),
            alternatives,
            verification: finding.verification(),
            statement: &finding.statement,
            unstated: unstated(finding),
        })
    }
}

/// Those of the values an overview shows that could be stated and are not.
fn unstated(finding: &Finding) -> Vec<Unstated> {
    let mut absences = Absences::default();
    if let Some(advice) = finding.recommendation_values() {
        absences.look_at(advice.strength);
    }
    absences.look_at(finding.values().certainty);
    absences.list()
}

impl<'a> OverviewFinding<'a> {
    fn of(scene: Scene<'a>, finding: &'a Finding, form: Form) -> Option<Self> {
        let source = scene.corpus.source_of(finding)?;
        let is_whole = form == Form::Whole;
        let qualifying = finding.qualified_by.iter().filter_map(|id| scene.corpus.finding(id.as_str()));
        Some(Self {
            id: &finding.id,
            href: href(RecordKind::Finding, finding.id.as_str()),
            statement: &finding.statement,
            comparator: finding.comparator.class,
            direction: finding.result.measurement().map(|measurement| measurement.direction),
            certainty: finding.certainty.value().map(CertaintyView::from),
            certainty_absence: absence(&finding.certainty),
            by: HitSource::of(source),
            year: source.year(),
            editorial_status: source.editorial.status,
            currency: scene.corpus.currency(source, scene.as_of).state,
            verification: finding.verification(),
            qualified_by_count: finding.qualified_by.len(),
            source: if is_whole { scene.source_brief(&finding.source) } else { None },
            status: is_whole.then(|| scene.status(source)),
            good_to_know: is_whole.then_some(finding.good_to_know.as_slice()),
            editor_notes: is_whole.then_some(finding.editor_notes.as_slice()),
            caveats: is_whole.then(|| finding.notes().map(String::as_str).collect()),
            qualified_by: is_whole.then(|| qualifying.filter_map(|finding| FindingBrief::of(scene, finding)).collect()),
            unstated: is_whole.then(|| unstated(finding)),
        })
    }
}

impl<'a> Overview<'a> {
    /// An overview on the day of the scene.
    pub(super) fn of(scene: Scene<'a>, topic: &Topic, overview: &app::Overview<'a>, form: Form) -> Self {
        let app::Overview {
            intervention,
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
        } = overview;
        let list = |findings: &[&'a Finding]| {
            let listed = findings.iter().take(form.most_findings());
            listed.filter_map(|finding| OverviewFinding::of(scene, finding, form)).collect::<Vec<_>>()
        };
        Self {
            intervention: intervention.map(|topic| &topic.id),
            links: OverviewLinks::of(topic, *intervention),
            counts: OverviewCounts {
                positions: positions.len(),
                favouring: favouring.len(),
                no_difference: no_difference.len(),
                opposing: opposing.len(),
                mixed: mixed.len(),
                harms: harms.len(),
                costs: costs.len(),
                mechanisms: mechanisms.len(),
                blurbs: blurbs.len(),
                claims: claims.len(),
            },
            positions: positions
                .iter()
                .take(MAX_POSITIONS)
                .filter_map(|(finding, advice)| Position::of(scene, finding, advice, form))
                .collect(),
            positions_disagree: *positions_disagree,
            favouring: list(favouring),
            no_difference: list(no_difference),
            opposing: list(opposing),
            mixed: list(mixed),
            harms: list(harms),
            costs: list(costs),
            mechanisms: list(mechanisms),
            blurbs: blurbs.iter().take(form.most_others()).filter_map(|blurb| BlurbBrief::of(scene, blurb)).collect(),
            claims: claims.iter().take(form.most_others()).map(|claim| ClaimBrief::of(claim, None)).collect(),
        }
    }
}
