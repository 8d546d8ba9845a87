//! Two groups without the treatment, one told against the other: `the sham beat usual care` (E005).

use super::{Contradiction, Found, Judge, gain::against_record, one_line, same_class, says, side::subject_class};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::{Claim, EffectDirection, Relation, Said},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{TopicKind, finding::ComparatorClass, phrase},
    text::Grammar,
};

/// Words behind `than` within which stands the group that is compared with.
const GROUP_REACH: usize = 4;

impl Judge<'_> {
    /// Whether a claim compares two groups without the treatment, and so tells of no two results of it.
    pub(super) fn tells_of_groups(&self, claim: &Claim) -> bool {
        subject_class(claim).is_some()
            || claim.relations.iter().any(|relation| self.groups_behind(claim, *relation).is_some())
    }

    /// Two groups without the treatment that stand behind what is said of them: `more people responded to usual care than to the
    /// sham`.
    pub(super) fn groups_behind(
        &self,
        claim: &Claim,
        relation: Relation,
    ) -> Option<(ComparatorClass, ComparatorClass)> {
        let is_here = |at: usize| claim.clause(at) == relation.clause;
        let length = claim.read.words.len();
        let than = (relation.last + 1..length).take_while(|at| is_here(*at));
        let than = than.into_iter().find(|&at| Grammar::Than.has(claim.word(at)))?;
        // `The gain was larger against the sham than against usual care` is told of the treatment.
        let is_against =
            |cue: &phrase::Found<Cue>| cue.cue == Cue::Against && relation.first <= cue.last && cue.first < than;
        if claim.cues.iter().any(is_against) {
            return None;
        }
        let is_group = |class| !matches!(class, ComparatorClass::Active | ComparatorClass::SameIntervention);
        let subject = claim.comparators.iter().find(|said| relation.last < said.first && said.last < than)?;
        let object = claim.comparators.iter().find(|said| than < said.first && said.first <= than + GROUP_REACH)?;
        let is_pair = is_group(subject.what)
            && is_group(object.what)
            && is_here(object.first)
            && !same_class(subject.what, object.what)
            && claim.unread_negations.is_empty();
        // `With the needles beside usual care than with the sham` is told of the needles.
        let names_treatment = claim.read.topics.iter().any(|read| {
            let is_part = |said: &Said<ComparatorClass>| said.first <= read.last && read.first <= said.last + 1;
            relation.last < read.first
                && read.last < than
                && !is_part(subject)
                && !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty()
        });
        (is_pair && !names_treatment).then_some((subject.what, object.what))
    }

    /// A comparison of two groups without the treatment: `the sham beat usual care`. Judged on findings whose treatment is one
    /// of these.
    pub(super) fn without_treatment(
        &self,
        relation: Relation,
        (subject, object): (ComparatorClass, ComparatorClass),
        among: &[usize],
        found: &mut Found<'_>,
    ) {
        let source = among.first().and_then(|at| self.facts.source_of.get(*at)).copied();
        let all = source.and_then(|at| self.facts.sources.get(at)).map(|known| known.findings.as_slice());
        let told = all.unwrap_or_default().iter().find_map(|&at| {
            let finding = self.finding(at)?;
            let direction = finding.result.measurement()?.direction;
            let treated = finding.intervention.topics.iter().find_map(|id| {
                let topic = self.facts.topic_of.get(id.as_str())?;
                self.corpus.topics().get(*topic)?.comparator_class
            })?;
            let compared = finding.comparator.class;
            let is_turned = same_class(treated, object) && same_class(compared, subject);
            if !(is_turned || same_class(treated, subject) && same_class(compared, object)) {
                return None;
            }
            let way = match (is_turned, self.as_gain(relation.way, finding)?) {
                (true, EffectDirection::Better) => EffectDirection::Worse,
                (true, EffectDirection::Worse) => EffectDirection::Better,
                (_, way) => way,
            };
            Some((at, finding, says(way, direction)?))
        });
        let Some((at, finding, is_right)) = told else { return };
        let span = (relation.first, relation.last);
        let on_record = self.direction_on_record(at, finding);
        if is_right {
            found.confirm(AttributeKind::Direction, span, on_record);
            return;
        }
        let contradiction = Contradiction {
            kind: AttributeKind::Direction,
            span,
            finding: Some(at),
            message: against_record(finding),
            expected: Some(one_line(&finding.statement)),
            on_record,
        };
        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
    }
}

/// The other group without the treatment that is named behind a relation of the one which is its subject: `the sham beat usual care`.
pub(super) fn object_behind(claim: &Claim, relation: Relation, subject: ComparatorClass) -> Option<ComparatorClass> {
    let is_other = |said: &&Said<ComparatorClass>| {
        said.first > relation.first
            && claim.clause(said.first) == relation.clause
            && !same_class(said.what, subject)
            && said.what != ComparatorClass::Active
    };
    let is_here =
        claim.comparators.iter().any(|said| said.what == subject && claim.clause(said.first) == relation.clause);
    claim.comparators.iter().filter(|_| is_here).find(is_other).map(|said| said.what)
}

/// Whether a group without the treatment is said to have done worse, beside nothing: `usual care came last`.
pub(super) fn is_of_group(claim: &Claim, relation: Relation) -> bool {
    let here = |first: usize, last: usize| claim.clause(first) == relation.clause && last < relation.first;
    let is_group = |class| !matches!(class, ComparatorClass::Active | ComparatorClass::SameIntervention);
    let is_subject = claim.comparators.iter().any(|said| is_group(said.what) && here(said.first, said.last));
    let compares = claim.cues.iter().any(|cue| cue.cue == Cue::Against && claim.clause(cue.first) == relation.clause);
    let names_other = claim.read.topics.iter().any(|read| here(read.first, read.last));
    relation.way == EffectDirection::Worse && is_subject && !compares && !names_other
}
