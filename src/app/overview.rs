//! What the records say about a topic, for and against.

use std::collections::HashSet;

use crate::{
    corpus::Corpus,
    domain::{
        Blurb, Claim, Date, Finding, FindingKind, StudyDesign, Topic, TopicId,
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
        let narrowed: Option<HashSet<&TopicId>> =
            intervention.map(|intervention| corpus.with_narrower(intervention).into_iter().collect());
        let mut findings: Vec<&Finding> = corpus
            .findings_about(topic)
            .filter(|finding| touches(narrowed.as_ref(), finding.intervention.topics.iter()))
            .collect();
        // What nobody rated comes last.
        findings.sort_by_cached_key(|finding| {
            finding.certainty.value().map_or(usize::MAX, |rated| rated.certainty.place_in_system())
        });
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
        positions.sort_by_cached_key(|(finding, _)| {
            let issued = corpus.source_of(finding).map(|source| source.bibliography.issued);
            (std::cmp::Reverse(issued), finding.id.clone())
        });
        let treatments_of = |stance: Stance| -> HashSet<&TopicId> {
            let taken = positions.iter().filter(|(_, advice)| advice.stance == stance);
            taken.flat_map(|(finding, _)| &finding.intervention.topics).collect()
        };
        let positions_disagree = !treatments_of(Stance::For).is_disjoint(&treatments_of(Stance::Against));
        let is_publishable = |blurb: &&Blurb| blurb.life.is_publishable(as_of);
        let blurbs = corpus.blurbs_about(topic).filter(is_publishable);
        let blurbs = blurbs.filter(|blurb| touches(narrowed.as_ref(), blurb.all_topics()));
        let claims = corpus.claims_about(topic).filter(|claim| touches(narrowed.as_ref(), claim.topics.iter()));
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

    /// Leaves at most so many in each list, the first ones. Tells how many findings were left out.
    pub fn cut(&mut self, most: usize) -> usize {
        let Self {
            intervention: _,
            positions_disagree: _,
            positions,
            favouring,
            no_difference,
            opposing,
            mixed,
            harms,
            costs,
            mechanisms,
            blurbs,
            claims,
        } = self;
        blurbs.truncate(most);
        claims.truncate(most);
        let mut left = positions.len().saturating_sub(most);
        positions.truncate(most);
        for list in [favouring, no_difference, opposing, mixed, harms, costs, mechanisms] {
            left += list.len().saturating_sub(most);
            list.truncate(most);
        }
        left
    }
}

/// Whether one of some topics is wanted; without a wish all are.
fn touches<'a>(wanted: Option<&HashSet<&TopicId>>, mut topics: impl Iterator<Item = &'a TopicId>) -> bool {
    wanted.is_none_or(|wanted| topics.any(|id| wanted.contains(id)))
}

/// Which list of an overview a finding belongs to.
fn belongs(finding: &Finding, kind: FindingKind, direction: Option<&[Direction]>) -> bool {
    let own = finding.result.measurement().map(|measurement| measurement.direction);
    finding.result.kind() == kind
        && direction.is_none_or(|wanted| own.is_some_and(|direction| wanted.contains(&direction)))
}
