//! How a finding came out, as seen from its treatment: what a way that is said means for it, and what its record has.

use super::{
    Judge, one_line, same_class, says,
    side::{Side, subject_class},
};
use crate::{
    check::{
        attribute::OnRecord,
        claim::{Claim, EffectDirection, Relation},
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, TopicKind, Vocabulary,
        finding::{Better, Clinical, ComparatorClass, Direction},
    },
    text::Grammar,
};

/// Most words from `it was` to the treatment that is lifted out, and from that to `that`.
const LIFTED_REACH: usize = 3;

impl Judge<'_> {
    /// What the record has of how a finding came out, and against what.
    pub(super) fn direction_on_record(&self, at: usize, finding: &Finding) -> Option<OnRecord> {
        let direction = finding.measurement_values()?.direction;
        let source = self.facts.source_of.get(at).copied()?;
        let value = format!("{}: {}", direction.with_doubt().0.label(), one_line(&finding.comparator.description));
        Some(OnRecord::of(direction, value, Some(at), source))
    }

    /// Whether a way that is said agrees with the direction of a finding; none when that cannot be told.
    pub(super) fn tells(
        &self,
        claim: &Claim,
        way: EffectDirection,
        finding: &Finding,
        direction: Direction,
    ) -> Option<bool> {
        let way = turned(self, claim, finding, self.as_gain(way, finding)?);
        // `No better than sham` of a difference that the source itself calls unimportant: told loosely, not wrongly.
        if way == EffectDirection::Same && is_unimportant(finding) {
            return None;
        }
        says(way, direction)
    }

    /// The same of a relation, as seen from the group that it is told of.
    pub(super) fn tells_of(
        &self,
        claim: &Claim,
        relation: Relation,
        (at, finding): (usize, &Finding),
        direction: Direction,
    ) -> Option<bool> {
        if self.is_of_others(claim, relation, at, finding) {
            return None;
        }
        let Some(side) = self.side(claim, relation, at, finding) else {
            return self.tells(claim, relation.way, finding, direction);
        };
        let way = self.as_gain(relation.way, finding)?;
        let way = if side == Side::Compared { turned_round(way) } else { way };
        if way == EffectDirection::Same && is_unimportant(finding) {
            return None;
        }
        says(way, direction)
    }

    /// A lower or higher value as a gain or a loss, as the scale of a finding has it; none where that cannot be told.
    pub(super) fn as_gain(&self, way: EffectDirection, finding: &Finding) -> Option<EffectDirection> {
        let outcome = finding.result.measurement().map(|m| &m.outcome);
        let better = outcome.and_then(|outcome| outcome.better.value().copied());
        // A change for the better may be measured upwards where less of the thing itself is better.
        let is_main = self.is_of_main_outcome(finding);
        Some(match (way, better) {
            (EffectDirection::Lower | EffectDirection::Higher, Some(Better::Higher)) if is_main => return None,
            (EffectDirection::Lower, Some(Better::Lower) | None) | (EffectDirection::Higher, Some(Better::Higher)) => {
                EffectDirection::Better
            }
            (EffectDirection::Lower, Some(Better::Higher)) | (EffectDirection::Higher, Some(Better::Lower)) => {
                EffectDirection::Worse
            }
            (way, _) => way,
        })
    }

    /// Whether a finding is about what people are treated for.
    pub(super) fn is_of_main_outcome(&self, finding: &Finding) -> bool {
        let topic = finding.result.measurement().map(|m| m.outcome.topic.as_str());
        let topic = topic.and_then(|id| self.facts.topic_of.get(id)).and_then(|&at| self.corpus.topics().get(at));
        topic.is_some_and(|topic| topic.is_main_outcome)
    }
}

/// A way as seen from the intervention of the finding: `massage did better than acupuncture` is worse for acupuncture.
pub(super) fn turned(judge: &Judge<'_>, claim: &Claim, finding: &Finding, way: EffectDirection) -> EffectDirection {
    let of_finding = judge.positions(&finding.intervention.topics);
    let against = judge.positions(&finding.comparator.topics);
    let compared: Vec<usize> = claim.compared_with.iter().map(|said| said.what).collect();
    let own = judge.of_kind(&claim.topics, &[TopicKind::Intervention]);
    let subject: Vec<usize> = own.into_iter().filter(|topic| !compared.contains(topic)).collect();
    let is_turned = compared.iter().any(|topic| of_finding.contains(topic))
        && subject.iter().any(|topic| against.contains(topic))
        || claim.first(Cue::NotAs).is_some()
            && compared.iter().any(|topic| of_finding.contains(topic))
            && subject.iter().any(|topic| against.contains(topic));
    let is_turned =
        is_turned || lifted(judge, claim).is_some_and(|topic| against.contains(&topic) && !of_finding.contains(&topic));
    // `The massage group did better`, where massage is what the treatment was compared with.
    let is_of_comparator = compared.is_empty()
        && !subject.is_empty()
        && subject.iter().all(|topic| against.contains(topic) && !of_finding.contains(topic));
    let is_turned = is_turned || is_of_comparator;
    let is_turned = is_turned || subject_class(claim).is_some_and(|class| same_class(class, finding.comparator.class));
    if is_turned { turned_round(way) } else { way }
}

/// A way as seen from the other group.
pub(super) fn turned_round(way: EffectDirection) -> EffectDirection {
    match way {
        EffectDirection::Better => EffectDirection::Worse,
        EffectDirection::Worse => EffectDirection::Better,
        // `The sham did as well as it` denies a difference.
        EffectDirection::Equivalent => EffectDirection::Same,
        EffectDirection::Same | EffectDirection::Lower | EffectDirection::Higher | EffectDirection::Differs => way,
    }
}

/// The treatment that a sentence lifts out as the one it tells of: `it was the massage group that was less disabled`.
fn lifted(judge: &Judge<'_>, claim: &Claim) -> Option<usize> {
    let relation = claim.way?;
    let begins = |at: usize| Grammar::It.has(claim.word(at)) && Grammar::Being.has(claim.word(at + 1));
    let it = (0..relation.first).rev().find(|at| begins(*at))?;
    let read = claim.read.topics.iter().find(|read| {
        it + 1 < read.first
            && read.first <= it + 1 + LIFTED_REACH
            && !judge.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty()
    })?;
    let follows = claim.says_within(read.last + 1..=read.last + LIFTED_REACH, Grammar::Relative);
    (follows && read.last < relation.first).then_some(read.topic)
}

/// Whether a difference was found, and rated as too small to matter to patients.
pub(super) fn is_unimportant(finding: &Finding) -> bool {
    finding.result.measurement().is_some_and(|m| {
        m.direction == Direction::FavoursIntervention
            && m.importance.value().is_some_and(|importance| importance.answer == Clinical::No)
    })
}

/// What a finding says, where a claim says otherwise.
pub(super) fn against_record(finding: &Finding) -> String {
    match finding.result.measurement().map(|m| m.direction) {
        Some(Direction::FavoursComparator) => {
            format!("here the comparison group did better ({})", finding.comparator.description.trim())
        }
        // With what it was compared is told by words only, if at all.
        Some(Direction::NoDifference) if finding.comparator.class == ComparatorClass::None => {
            "no difference was shown".to_owned()
        }
        Some(Direction::FavoursIntervention) if finding.comparator.class == ComparatorClass::None => {
            "a difference was found".to_owned()
        }
        Some(Direction::NoDifference) => format!("no difference was shown against {}", against(finding)),
        Some(Direction::FavoursIntervention) => format!("a difference was found against {}", against(finding)),
        Some(Direction::Mixed | Direction::Descriptive) | None => "the source says otherwise".to_owned(),
    }
}

pub(super) fn against(finding: &Finding) -> String {
    let class = finding.comparator.class;
    match class {
        ComparatorClass::Active | ComparatorClass::SameIntervention => one_line(&finding.comparator.description),
        ComparatorClass::Sham
        | ComparatorClass::NoTreatment
        | ComparatorClass::WaitList
        | ComparatorClass::UsualCare
        | ComparatorClass::None => class.label().to_lowercase(),
    }
}
