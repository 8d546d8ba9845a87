//! What the records say about a topic, for and against, side by side.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Scene, SourceBrief, Status,
    blurb::BlurbBrief,
    claim::ClaimBrief,
    finding::{CertaintyView, FindingBrief},
    href,
    unstated::{Absence, Absences, Unstated, absence},
};
use crate::{
    app,
    domain::{
        Finding, FindingId, RecordKind, TopicId, Verification,
        finding::{ComparatorClass, Direction, Recommendation, Stance, Strength},
    },
};

/// What the records say about a topic: what guidelines advise, side by side, and what was found, for and against. Each
/// list begins with what is rated surest, and ends at a bound that `counts` tells; ratings of different systems stand beside one another and are not compared.
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
    /// How many each list would have, were it whole. Lists of findings have the first 25, the others the first hundred; all
    /// findings are at `/v1/findings?topic=…`, with `type` and `direction` to tell the lists apart.
    counts: OverviewCounts,
}

/// What a guideline or a payer advises.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Position<'a> {
    /// The finding that records it.
    finding: &'a FindingId,
    /// Address of that finding.
    #[schema(example = "/v1/findings/acp-2017-chronic")]
    href: String,
    /// The publication, with whether it still holds.
    source: SourceBrief<'a>,
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
    /// The source that reports it.
    source: SourceBrief<'a>,
    /// Status of that source.
    status: Status<'a>,
    /// How far the values were checked.
    verification: Verification,
    /// What readers should know with it.
    good_to_know: &'a [String],
    /// What a writer must know beyond that; not for publication.
    editor_notes: &'a [String],
    /// `good_to_know` and `editor_notes` in one list. Use these two.
    #[schema(deprecated)]
    caveats: Vec<&'a str>,
    /// Findings that qualify or contradict it.
    qualified_by: Vec<FindingBrief<'a>>,
    /// The values that are null, and why.
    unstated: Vec<Unstated>,
}

/// Most positions, texts and claims of an overview: who names one position must see the others.
const MAX_LISTED: usize = 100;
/// Most findings of one of its lists. The others are found with the filters of `/v1/findings`.
const MAX_FINDINGS: usize = 25;

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
    fn of(scene: Scene<'a>, finding: &'a Finding, advice: &'a Recommendation) -> Option<Self> {
        let Recommendation { stance, strength, alternatives, conditions: _, limits: _, not_billed_by: _ } = advice;
        Some(Self {
            finding: &finding.id,
            href: href(RecordKind::Finding, finding.id.as_str()),
            source: scene.source_brief(&finding.source)?,
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
    fn of(scene: Scene<'a>, finding: &'a Finding) -> Option<Self> {
        let qualifying = finding.qualified_by.iter().filter_map(|id| scene.corpus.finding(id.as_str()));
        Some(Self {
            id: &finding.id,
            href: href(RecordKind::Finding, finding.id.as_str()),
            statement: &finding.statement,
            comparator: finding.comparator.class,
            direction: finding.result.measurement().map(|measurement| measurement.direction),
            certainty: finding.certainty.value().map(CertaintyView::from),
            certainty_absence: absence(&finding.certainty),
            source: scene.source_brief(&finding.source)?,
            status: scene.status(scene.corpus.source_of(finding)?),
            verification: finding.verification(),
            good_to_know: &finding.good_to_know,
            editor_notes: &finding.editor_notes,
            caveats: finding.notes().map(String::as_str).collect(),
            qualified_by: qualifying.filter_map(|finding| FindingBrief::of(scene, finding)).collect(),
            unstated: unstated(finding),
        })
    }
}

impl<'a> Overview<'a> {
    /// An overview on the day of the scene.
    pub(super) fn of(scene: Scene<'a>, overview: &app::Overview<'a>) -> Self {
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
            let listed = findings.iter().take(MAX_FINDINGS);
            listed.filter_map(|finding| OverviewFinding::of(scene, finding)).collect::<Vec<_>>()
        };
        Self {
            intervention: intervention.map(|topic| &topic.id),
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
                .take(MAX_LISTED)
                .filter_map(|(finding, advice)| Position::of(scene, finding, advice))
                .collect(),
            positions_disagree: *positions_disagree,
            favouring: list(favouring),
            no_difference: list(no_difference),
            opposing: list(opposing),
            mixed: list(mixed),
            harms: list(harms),
            costs: list(costs),
            mechanisms: list(mechanisms),
            blurbs: blurbs.iter().take(MAX_LISTED).filter_map(|blurb| BlurbBrief::of(scene, blurb)).collect(),
            claims: claims.iter().take(MAX_LISTED).map(|claim| ClaimBrief::of(claim, None)).collect(),
        }
    }
}
