//! What the records say about a topic, for and against.

use crate::{
    corpus::Corpus,
    domain::{
        Blurb, BlurbState, Certainty, Claim, Date, Finding, FindingKind, StudyDesign, Topic, TopicId,
        finding::{Direction, Recommendation, Stance},
    },
};

/// What the records say about a topic. Each list of findings begins with what is rated surest; ratings of different
/// systems stand beside one another and are not compared.
#[derive(Debug)]
pub struct Overview<'a> {
    /// The intervention it is narrowed to; none when it is about all of them.
    pub intervention: Option<&'a Topic>,
    /// What guidelines and payers advise, newest first.
    pub positions: Vec<(&'a Finding, &'a Recommendation)>,
    /// Whether positions on one intervention go both ways.
    pub positions_disagree: bool,
    /// Effects that favour the intervention.
    pub favouring: Vec<&'a Finding>,
    /// Effects that show no difference, or whose source concludes that there may be none.
    pub no_difference: Vec<&'a Finding>,
    /// Effects that favour the comparator.
    pub opposing: Vec<&'a Finding>,
    /// Effects with different answers by outcome or time, and those that only describe.
    pub mixed: Vec<&'a Finding>,
    /// Unwanted events.
    pub harms: Vec<&'a Finding>,
    /// Costs.
    pub costs: Vec<&'a Finding>,
    /// How it may work.
    pub mechanisms: Vec<&'a Finding>,
    /// Text that may be published on the day, by id.
    pub blurbs: Vec<&'a Blurb>,
    /// What audited pages claim, by id.
    pub claims: Vec<&'a Claim>,
}

impl<'a> Overview<'a> {
    /// Over the findings about a topic or a narrower one and, with `intervention`, about that intervention or a narrower
    /// one.
    pub fn of(corpus: &'a Corpus, topic: &'a Topic, intervention: Option<&'a Topic>, as_of: Date) -> Self {
        let about = corpus.with_narrower(topic);
        let narrowed = intervention.map(|intervention| corpus.with_narrower(intervention));
        let on = |topics: &[TopicId], wanted: &[&TopicId]| topics.iter().any(|topic| wanted.contains(&topic));
        let concerns = |finding: &&'a Finding| {
            finding.all_topics().iter().any(|topic| about.contains(topic))
                && narrowed.as_ref().is_none_or(|wanted| on(&finding.intervention.topics, wanted))
        };
        let mut findings: Vec<&Finding> = corpus.findings().iter().filter(concerns).collect();
        findings.sort_by_key(|finding| rank(finding.certainty.value().map(|rated| rated.certainty)));
        let list = |kind, direction: Option<&[Direction]>| {
            findings.iter().copied().filter(|finding| belongs(finding, kind, direction)).collect::<Vec<_>>()
        };
        let effects = |direction: &[Direction]| list(FindingKind::Effect, Some(direction));

        // A review that tells what guidelines recommend takes no position of its own.
        let is_position = |finding: &&Finding| {
            corpus
                .source_of(finding)
                .is_some_and(|source| matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy))
        };
        let positions = findings.iter().copied().filter(is_position);
        let mut positions: Vec<(&Finding, &Recommendation)> =
            positions.filter_map(|finding| Some((finding, finding.result.recommendation()?))).collect();
        positions.sort_by_key(|(finding, _)| {
            let issued = corpus.source_of(finding).map(|source| source.bibliography.issued);
            (std::cmp::Reverse(issued), finding.id.clone())
        });
        let positions_disagree = positions.iter().any(|(one, a)| {
            positions.iter().any(|(other, b)| {
                (a.stance, b.stance) == (Stance::For, Stance::Against)
                    && one.intervention.topics.iter().any(|topic| other.intervention.topics.contains(topic))
            })
        });
        let texts_on = |topics: &mut dyn Iterator<Item = &'a TopicId>| -> bool {
            let topics: Vec<_> = topics.collect();
            topics.iter().any(|topic| about.contains(topic))
                && narrowed.as_ref().is_none_or(|wanted| topics.iter().any(|topic| wanted.contains(topic)))
        };
        let is_publishable = |blurb: &&Blurb| blurb.life.state(as_of).is_some_and(BlurbState::is_publishable);
        let blurbs = corpus.blurbs().iter().filter(is_publishable).filter(|blurb| texts_on(&mut blurb.all_topics()));
        let claims = corpus.claims().iter().filter(|claim| texts_on(&mut claim.topics.iter()));
        Self {
            intervention,
            positions_disagree,
            favouring: effects(&[Direction::FavoursIntervention]),
            no_difference: effects(&[Direction::NoDifference]),
            opposing: effects(&[Direction::FavoursComparator]),
            mixed: effects(&[Direction::Mixed, Direction::Descriptive]),
            harms: list(FindingKind::Harm, None),
            costs: list(FindingKind::Cost, None),
            mechanisms: list(FindingKind::Mechanism, None),
            blurbs: blurbs.collect(),
            claims: claims.collect(),
            positions,
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::certainty::{CertaintySystem, GradeCertainty, OcebmLevel};

    #[test]
    fn the_surest_of_a_system_comes_first() {
        let surest = [Certainty::Grade(GradeCertainty::High), Certainty::Ocebm2011(OcebmLevel::One)];
        assert!(surest.into_iter().all(|certainty| rank(Some(certainty)) == 0));
        assert_eq!(rank(Some(Certainty::Grade(GradeCertainty::VeryLow))), 6);
        // A range stands with its lower end.
        assert_eq!(rank(Some(Certainty::Grade(GradeCertainty::VeryLowToModerate))), 4);
        assert!(rank(None) > rank(Some(Certainty::Ocebm2011(OcebmLevel::Five))));
        assert_eq!(Certainty::all().filter(|c| c.system() == CertaintySystem::Grade).count(), 7);
    }
}
