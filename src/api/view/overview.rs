//! What the records say about a topic, for and against, side by side.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Scene, SourceBrief, Status,
    blurb::BlurbBrief,
    claim::ClaimBrief,
    finding::{CertaintyView, FindingBrief},
    href,
};
use crate::domain::{
    Blurb, BlurbState, Certainty, Finding, FindingId, FindingKind, RecordKind, TopicId, Verification,
    finding::{ComparatorClass, Direction, Recommendation, Stance, Strength},
};

/// What the records say about a topic: what guidelines advise, side by side, and what was found, for and against. Each
/// list begins with what is rated surest; ratings of different systems stand beside one another and are not compared.
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
    /// The options named beside it.
    alternatives: &'a [String],
    /// How far the values were checked.
    verification: Verification,
    /// The advice in our words.
    statement: &'a str,
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
    /// The source that reports it.
    source: SourceBrief<'a>,
    /// Status of that source.
    status: Status<'a>,
    /// How far the values were checked.
    verification: Verification,
    /// What must be said with it.
    caveats: &'a [String],
    /// Findings that qualify or contradict it.
    qualified_by: Vec<FindingBrief<'a>>,
}

impl<'a> Position<'a> {
    fn of(scene: Scene<'a>, finding: &'a Finding, advice: &'a Recommendation) -> Option<Self> {
        let Recommendation { stance, strength, alternatives, conditions: _ } = advice;
        Some(Self {
            finding: &finding.id,
            href: href(RecordKind::Finding, finding.id.as_str()),
            source: scene.source_brief(&finding.source)?,
            population: &finding.population.description,
            intervention: &finding.intervention.description,
            stance: *stance,
            strength: strength.value().copied(),
            certainty: finding.certainty.value().map(CertaintyView::from),
            alternatives,
            verification: finding.verification(),
            statement: &finding.statement,
        })
    }
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
            source: scene.source_brief(&finding.source)?,
            status: scene.status(scene.corpus.source_of(finding)?),
            verification: finding.verification(),
            caveats: &finding.caveats,
            qualified_by: qualifying.filter_map(|finding| FindingBrief::of(scene, finding)).collect(),
        })
    }
}

/// Where a rating stands in its own system, the surest first; what nobody rated comes last. Only for the order of a
/// list that shows the rating with its system.
fn rank(certainty: Option<Certainty>) -> usize {
    let Some(certainty) = certainty else { return usize::MAX };
    // The ratings of a system are listed from the least sure to the surest, but for OCEBM levels, where 1 is the strongest.
    let own: Vec<Certainty> = Certainty::all().filter(|other| other.system() == certainty.system()).collect();
    let place = own.iter().position(|other| *other == certainty).unwrap_or_default();
    match certainty {
        Certainty::Ocebm2011(_) => place,
        Certainty::Grade(_) | Certainty::Acp(_) | Certainty::AhrqSoe(_) | Certainty::Cinema(_) => own.len() - 1 - place,
    }
}

/// Which list of an overview a finding belongs to.
fn belongs(finding: &Finding, kind: FindingKind, direction: Option<&[Direction]>) -> bool {
    let own = finding.result.measurement().map(|measurement| measurement.direction);
    finding.result.kind() == kind
        && direction.is_none_or(|wanted| own.is_some_and(|direction| wanted.contains(&direction)))
}

impl<'a> Overview<'a> {
    /// Over the findings that are `about` a topic and, with `intervention`, about that intervention or a narrower one.
    pub(super) fn of(
        scene: Scene<'a>,
        about: &[&'a TopicId],
        intervention: Option<(&'a TopicId, &[&'a TopicId])>,
    ) -> Self {
        let corpus = scene.corpus;
        let on = |topics: &[TopicId], wanted: &[&TopicId]| topics.iter().any(|topic| wanted.contains(&topic));
        let concerns = |finding: &&'a Finding| {
            finding.all_topics().iter().any(|topic| about.contains(topic))
                && intervention.is_none_or(|(_, wanted)| on(&finding.intervention.topics, wanted))
        };
        let mut findings: Vec<&Finding> = corpus.findings().iter().filter(concerns).collect();
        findings.sort_by_key(|finding| rank(finding.certainty.value().map(|rated| rated.certainty)));
        let list = |kind, direction: Option<&[Direction]>| {
            let chosen = findings.iter().filter(|finding| belongs(finding, kind, direction));
            chosen.filter_map(|finding| OverviewFinding::of(scene, finding)).collect::<Vec<_>>()
        };
        let effects = |direction: &[Direction]| list(FindingKind::Effect, Some(direction));

        let mut advice: Vec<(&Finding, &Recommendation)> =
            findings.iter().filter_map(|finding| Some((*finding, finding.result.recommendation()?))).collect();
        advice.sort_by_key(|(finding, _)| {
            let issued = corpus.source_of(finding).map(|source| source.bibliography.issued);
            (std::cmp::Reverse(issued), finding.id.clone())
        });
        let positions_disagree = advice.iter().any(|(one, a)| {
            advice.iter().any(|(other, b)| {
                (a.stance, b.stance) == (Stance::For, Stance::Against)
                    && one.intervention.topics.iter().any(|topic| other.intervention.topics.contains(topic))
            })
        });
        let texts_on = |topics: &mut dyn Iterator<Item = &'a TopicId>| -> bool {
            let topics: Vec<_> = topics.collect();
            topics.iter().any(|topic| about.contains(topic))
                && intervention.is_none_or(|(_, wanted)| topics.iter().any(|topic| wanted.contains(topic)))
        };
        let is_publishable = |blurb: &&Blurb| blurb.life.state(scene.as_of).is_some_and(BlurbState::is_publishable);
        let blurbs = corpus.blurbs().iter().filter(is_publishable).filter(|blurb| texts_on(&mut blurb.all_topics()));
        let claims = corpus.claims().iter().filter(|claim| texts_on(&mut claim.topics.iter()));
        Self {
            intervention: intervention.map(|(id, _)| id),
            positions: advice.iter().filter_map(|(finding, advice)| Position::of(scene, finding, advice)).collect(),
            positions_disagree,
            favouring: effects(&[Direction::FavoursIntervention]),
            no_difference: effects(&[Direction::NoDifference]),
            opposing: effects(&[Direction::FavoursComparator]),
            mixed: effects(&[Direction::Mixed, Direction::Descriptive]),
            harms: list(FindingKind::Harm, None),
            costs: list(FindingKind::Cost, None),
            mechanisms: list(FindingKind::Mechanism, None),
            blurbs: blurbs.filter_map(|blurb| BlurbBrief::of(scene, blurb)).collect(),
            claims: claims.map(|claim| ClaimBrief::of(claim, None)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::certainty::{CertaintySystem, GradeCertainty, OcebmLevel};

    #[test]
    fn the_surest_of_a_system_comes_first() {
        let surest = [Certainty::Grade(GradeCertainty::High), Certainty::Ocebm2011(OcebmLevel::One)];
        assert!(surest.into_iter().all(|certainty| rank(Some(certainty)) == 0));
        assert_eq!(rank(Some(Certainty::Grade(GradeCertainty::VeryLow))), 3);
        assert!(rank(None) > rank(Some(Certainty::Ocebm2011(OcebmLevel::Five))));
        assert_eq!(Certainty::all().filter(|c| c.system() == CertaintySystem::Grade).count(), 4);
    }
}
