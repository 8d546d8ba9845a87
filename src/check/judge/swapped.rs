//! Two values of which each is told of the group, or the comparison, that has the other one: `60% with usual care and 39% with it`
//! (E001).

use super::{
    Contradiction, Found, Judge, Of,
    arms::{ARM_REACH, results},
    numbers::is_rest_of_group,
    reported::told,
    same_class,
    side::Side,
};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord, Standing},
        claim::Claim,
        known::Reported,
        quantity::{Number, Role},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{
        TopicKind,
        finding::{ComparatorClass, FindingKind},
        number::Arm,
    },
    text::Grammar,
};

/// Most words between a value and the group that it is of, with what leads to it: `60% of the usual-care group`.
const TIGHT_REACH: usize = 4;

/// Most words between a value and what it is of, where both values of a sentence have it on the same side.
const LOOSE_REACH: usize = 7;

/// What a value may be of, with its words.
type Named<T> = (T, usize, usize);

/// Those of whom a share is told, by what they got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Class(ComparatorClass),
    /// A treatment, by the position of its topic.
    Treatment(usize),
}

/// Whether nothing was added for a group: what it is called then differs.
fn is_without(class: ComparatorClass) -> bool {
    matches!(class, ComparatorClass::UsualCare | ComparatorClass::NoTreatment | ComparatorClass::WaitList)
}

impl Judge<'_> {
    /// E001: a share that is on record for one group only, told of those who got something else: `39% of the people who had usual care`,
    /// of the 39% who had humming.
    pub(super) fn share_of_another_group(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let mut shares = claim.numbers_of(Role::Percent);
        let (Some(number), None) = (shares.next(), shares.next()) else { return };
        let Some(group) = self.people_behind(claim, number) else { return };
        let holders: Vec<&Reported> =
            of.known.alike(number).filter(|one| one.is_typed && one.role == Role::Percent && one.is(number)).collect();
        let is_of_group = |one: &&Reported| {
            let (Some(at), Some(arm)) = (one.finding, one.arm) else { return true };
            let (Some(finding), Some(topics)) = (self.finding(at), self.facts.topics_at.get(at)) else { return true };
            let has = |own: &[usize], class: ComparatorClass| {
                own.iter().any(|&topic| {
                    self.corpus.topics().get(topic).and_then(|topic| topic.comparator_class) == Some(class)
                })
            };
            let is_named = |own: &[usize], topic: usize| own.iter().any(|&own| self.facts.related(own, topic));
            let own_class = finding.comparator.class;
            match (group, arm) {
                (Group::Class(class), Arm::Intervention) => has(&topics.treatment, class),
                (Group::Class(class), Arm::Comparator) => {
                    same_class(class, own_class) || is_without(class) && is_without(own_class)
                }
                (Group::Treatment(topic), Arm::Intervention) => is_named(&topics.treatment, topic),
                (Group::Treatment(topic), Arm::Comparator) => {
                    is_named(&topics.comparator, topic)
                        || topics.comparator.is_empty() && own_class == ComparatorClass::Active
                        || own_class == ComparatorClass::SameIntervention
                }
            }
        };
        let Some(first) = holders.first().filter(|_| !holders.iter().any(is_of_group)) else { return };
        let contradiction = Contradiction::of(
            AttributeKind::Percent,
            (number.first, number.last),
            format!("{} has this share of another group", of.source.short_title),
            told(first, of.at),
        );
        found.contradict(rule::NUMBER_MISMATCH, contradiction);
    }

    /// The people of whom a share is told, by what they got: `of the adults who used oil`.
    fn people_behind(&self, claim: &Claim, number: &Number) -> Option<Group> {
        let clause = claim.clause(number.first);
        let is_of = Grammar::PartOfWhole.has(claim.word(number.last + 1));
        let end = (number.last + 1..=number.last + ARM_REACH)
            .take_while(|at| *at < claim.read.words.len() && claim.clause(*at) == clause)
            .take_while(|at| {
                (*at == number.last + 1 || !claim.is_parted(*at))
                    && !claim.numbers.iter().any(|other| other.first == *at)
            })
            .last()?;
        let near = |first: usize| number.last < first && first <= end;
        let class = claim.cues.iter().find_map(|cue| {
            let Cue::Comparator(class) = cue.cue else { return None };
            near(cue.first).then_some((cue.first, Group::Class(class)))
        });
        let treatment = claim
            .read
            .topics
            .iter()
            .find(|read| near(read.first) && !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty());
        let treatment = treatment.map(|read| (read.first, Group::Treatment(read.topic)));
        let (first, group) = class.into_iter().chain(treatment).min_by_key(|(first, _)| *first)?;
        let between = number.last + 1..first;
        let is_person = |at: usize| {
            Grammar::StandIns.has(claim.word(at))
                || claim.read.words.get(at).is_some_and(|word| self.facts.is_person(&word.stem))
        };
        // `Of the people with pain who had not had it`, `more than of those with oil`.
        let is_crossed = claim.cues.iter().any(|cue| {
            matches!(cue.cue, Cue::Not | Cue::Against | Cue::Better | Cue::Worse | Cue::Same | Cue::Event)
                && between.contains(&cue.first)
        });
        (is_of && between.clone().any(is_person) && !is_crossed).then_some(group)
    }

    /// E001: two values that the record has the other way round.
    pub(super) fn values_of_others(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let results: Vec<&Number> = results(claim).into_iter().filter(|number| number.low >= number.high).collect();
        // What is denied may be told of the rest.
        let is_denied = !claim.unread_negations.is_empty() || claim.has(Cue::NotShown);
        let [one, other] = results.as_slice() else { return };
        if is_denied || [one, other].iter().any(|number| is_rest_of_group(claim, number, of)) {
            return;
        }
        let own = self.of_other_group(claim, (one, other), of).or_else(|| self.of_other_class(claim, (one, other), of));
        let (Some(own), Some(kind)) = (own, AttributeKind::of_role(one.role)) else { return };
        let span = (one.first, one.last);
        if found.said(kind, span).any(|said| said.standing == Standing::Contradicted) {
            return;
        }
        let value = own.low.to_string();
        let (name, said) = (&of.source.short_title, self.said(claim, one));
        let message =
            format!("{name} has {value} where this says {said}: each of two values is told of what has the other");
        let on_record =
            OnRecord { value, field: own.field, is_verified: own.is_verified, finding: own.finding, source: of.at };
        found.contradict(rule::NUMBER_MISMATCH, Contradiction::of(kind, span, message, on_record));
    }

    /// What the record has in the place of the first of two values that it has of two groups of one result, the other way round.
    fn of_other_group<'k>(&self, claim: &Claim, pair: (&Number, &Number), of: Of<'k>) -> Option<&'k Reported> {
        let held = |at: usize, number: &Number, arm: Arm| {
            let is_own = |one: &&Reported| one.finding == Some(at) && one.arm == Some(arm) && one.is_typed;
            of.known.alike(number).filter(is_own).find(|one| one.role != Role::Interval && number.is(one.low))
        };
        let mut turned = None;
        for &at in &of.known.findings {
            let Some(finding) = self.finding(at).filter(|one| one.result.kind() != FindingKind::Recommendation) else {
                continue;
            };
            let first_is_treated = held(at, pair.0, Arm::Intervention).zip(held(at, pair.1, Arm::Comparator));
            let first_is_compared = held(at, pair.1, Arm::Intervention).zip(held(at, pair.0, Arm::Comparator));
            let (own, expected) = match (first_is_treated, first_is_compared) {
                (Some((_, second)), None) => (Side::Treated, second),
                (None, Some((second, _))) => (Side::Compared, second),
                (Some(_), Some(_)) | (None, None) => continue,
            };
            let named = self.sides(claim, at, finding);
            let Some(said) = told_first(claim, pair, &named, |side| match side {
                Side::Treated => Side::Compared,
                Side::Compared => Side::Treated,
            }) else {
                continue;
            };
            if said == own {
                return None;
            }
            turned = turned.or(Some(expected));
        }
        turned
    }

    /// What the record has in the place of the first of two values that it has of two comparisons, the other way round: `beat the sham
    /// by a half and no treatment by a fifth`.
    fn of_other_class<'k>(&self, claim: &Claim, pair: (&Number, &Number), of: Of<'k>) -> Option<&'k Reported> {
        let named: Vec<Named<ComparatorClass>> =
            claim.comparators.iter().map(|said| (said.what, said.first, said.last)).collect();
        let (one, other) = told_both(claim, pair, &named)?;
        if same_class(one, other) {
            return None;
        }
        let held = |number: &Number, class: ComparatorClass| {
            // `A fifth of it`, of 0.2 standard deviations.
            let is = |value: f64| number.is(value) || number.role == Role::Percent && number.is(100.0 * value);
            of.known.reported.iter().find(|own| {
                let finding = own.finding.and_then(|at| self.finding(at));
                own.is_typed
                    && own.role.is_result()
                    && own.role != Role::Interval
                    && is(own.low)
                    && finding.is_some_and(|finding| same_class(finding.comparator.class, class))
            })
        };
        let is_right = held(pair.0, one).is_some() || held(pair.1, other).is_some();
        let (expected, _) = held(pair.1, one).zip(held(pair.0, other)).filter(|_| !is_right)?;
        Some(expected)
    }
}

/// Of what the first of two values is told, where words lead from one of them to what it is of, or both have it on the same side.
fn told_first<T: Copy + PartialEq>(
    claim: &Claim,
    pair: (&Number, &Number),
    named: &[Named<T>],
    turned: impl Fn(T) -> T,
) -> Option<T> {
    let tight = |number: &Number, until: usize| {
        let next = named.iter().find(|(_, first, _)| number.last < *first && *first < until)?;
        let leads = claim.word(number.last + 1);
        let is_led = Grammar::OfGroup.has(leads) || Grammar::Of.has(leads);
        (is_led && next.1 - number.last <= TIGHT_REACH).then_some(next.0)
    };
    match (tight(pair.0, pair.1.first), tight(pair.1, usize::MAX)) {
        (Some(one), Some(other)) => (one != other).then_some(one),
        (Some(one), None) => Some(one),
        (None, Some(other)) => Some(turned(other)),
        (None, None) => told_both(claim, pair, named).and_then(|(one, other)| (one != other).then_some(one)),
    }
}

/// Of what each of two values is told, where both have it on the same side: `39% with it and 27% without`, `the needles 39%, usual care
/// 27%`.
fn told_both<T: Copy>(claim: &Claim, pair: (&Number, &Number), named: &[Named<T>]) -> Option<(T, T)> {
    let behind = |number: &Number, until: usize| {
        named.iter().find(|(_, first, _)| number.last < *first && *first < until && *first - number.last <= LOOSE_REACH)
    };
    let before = |number: &Number, from: usize| {
        named
            .iter()
            .rev()
            .find(|(_, first, last)| from <= *first && *last < number.first && number.first - *last <= LOOSE_REACH)
    };
    let both_behind = behind(pair.0, pair.1.first).zip(behind(pair.1, claim.read.words.len()));
    let both_before = before(pair.0, 0).zip(before(pair.1, pair.0.last + 1));
    match (both_behind, both_before) {
        (Some((one, other)), None) | (None, Some((one, other))) => Some((one.0, other.0)),
        (Some(_), Some(_)) | (None, None) => None,
    }
}
