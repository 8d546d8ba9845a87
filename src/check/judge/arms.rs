//! Numbers of two groups: each belongs to the group that the sentence names beside it (E001).

use super::{
    Contradiction, Found, Judge, Of, numbers::is_rest_of_group, one_line, reported::told, same_class, side::Side,
    unique,
};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        known::Reported,
        quantity::{Number, Role},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, TopicKind,
        finding::{ComparatorClass, FindingKind},
        number::Arm,
    },
    text::{Grammar, Qualifier},
};

/// Words after a number within which its group is named.
const ARM_REACH: usize = 10;

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

/// A number and the group that the words after it name: none for the treatment, else what it is compared with.
type OfGroup<'n> = (&'n Number, Option<ComparatorClass>);

impl Judge<'_> {
    /// E001 for numbers that are on record for the other group: `27% with it and 47% with usual care`.
    pub(super) fn arms(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let told = self.of_groups(claim);
        let classes: Vec<ComparatorClass> = told.iter().filter_map(|(_, class)| *class).collect();
        let Some(&class) = classes.first().filter(|class| classes.iter().all(|other| other == *class)) else { return };
        if told.len() < 2 {
            return;
        }
        // Two values of one group: one of them belongs to another.
        if told.len() == classes.len() {
            if told.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if (a.low, a.high) != (b.low, b.high))) {
                let whole = found.whole();
                found.leave(AttributeKind::Whole, whole);
            }
            return;
        }
        let in_arm = |at: usize, number: &Number, class: Option<ComparatorClass>| {
            let arm = if class.is_some() { Arm::Comparator } else { Arm::Intervention };
            of.known.reported.iter().find(|one| {
                let is_alike = (one.role == Role::Percent) == (number.role == Role::Percent);
                one.finding == Some(at) && one.arm == Some(arm) && is_alike && one.role != Role::Interval
            })
        };
        let has_arms = |at: usize| told.iter().all(|(number, class)| in_arm(at, number, *class).is_some());
        let candidates: Vec<(usize, &Finding)> = of
            .known
            .findings
            .iter()
            .filter_map(|&at| Some((at, self.finding(at)?)))
            .filter(|(_, finding)| finding.result.kind() != FindingKind::Recommendation)
            .filter(|(at, finding)| {
                let is_class = same_class(class, finding.comparator.class)
                    || class == ComparatorClass::NoTreatment && finding.comparator.class == ComparatorClass::UsualCare;
                is_class && has_arms(*at)
            })
            .collect();
        let is = |at: usize, number: &Number, class| {
            let arm = if class { Arm::Comparator } else { Arm::Intervention };
            of.known.alike(number).any(|one| one.finding == Some(at) && one.arm == Some(arm) && number.is(one.low))
        };
        if candidates.is_empty()
            || candidates.iter().any(|(at, _)| told.iter().all(|(number, class)| is(*at, number, class.is_some())))
        {
            return;
        }
        for (number, class) in &told {
            // `Three in four did not respond`: the rest of the share that is on record.
            if candidates.iter().any(|(at, _)| is(*at, number, class.is_some())) || is_rest_of_group(claim, number, of)
            {
                continue;
            }
            let own: Vec<&Reported> = candidates.iter().filter_map(|(at, _)| in_arm(*at, number, *class)).collect();
            let Some(first) = own.first() else { continue };
            let values = unique(own.iter().map(|one| one.low.to_string())).join(" or ");
            let kind = AttributeKind::of_role(number.role).unwrap_or(AttributeKind::Effect);
            let contradiction = Contradiction::of(
                kind,
                (number.first, number.last),
                format!("{} reports {values} for this group, not {}", of.source.short_title, self.said(claim, number)),
                OnRecord {
                    value: values,
                    field: first.field,
                    is_verified: first.is_verified,
                    finding: first.finding,
                    source: of.at,
                },
            );
            found.contradict(rule::NUMBER_MISMATCH, contradiction);
        }
    }

    /// E001 for the numbers of two treatments that were compared with each other, each told of the other one: `5.9 with acupuncture
    /// and 8.3 with massage`, where it was the other way round.
    pub(super) fn swapped(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let results = results(claim);
        let pairs = || results.windows(2).filter_map(|pair| <[&Number; 2]>::try_from(pair).ok());
        let has = |at: usize, arm: Arm, number: &Number| {
            of.known
                .alike(number)
                .any(|one| one.is_typed && one.finding == Some(at) && one.arm == Some(arm) && one.is(number))
        };
        let is_of_two = |finding: &Finding| {
            matches!(finding.comparator.class, ComparatorClass::Active | ComparatorClass::SameIntervention)
        };
        for [one, other] in pairs().filter(|[one, other]| one.low != other.low) {
            let mut turned = None;
            for (at, finding) in of.known.findings.iter().filter_map(|&at| Some((at, self.finding(at)?))) {
                let until = one.last + 1 + ARM_REACH;
                let first = self.side_behind(claim, (one.last, other.first.min(until)), at, finding);
                let second = self.side_behind(claim, (other.last, other.last + 1 + ARM_REACH), at, finding);
                let (Some(first), Some(second)) = (first, second) else { continue };
                if first == second || !is_of_two(finding) {
                    continue;
                }
                let (own, others) = match first {
                    Side::Treated => (Arm::Intervention, Arm::Comparator),
                    Side::Compared => (Arm::Comparator, Arm::Intervention),
                };
                if has(at, own, one) || has(at, others, other) {
                    turned = None;
                    break;
                }
                if has(at, others, one) && has(at, own, other) {
                    turned = Some((at, finding));
                }
            }
            let Some((at, finding)) = turned else { continue };
            let contradiction = Contradiction {
                kind: AttributeKind::of_role(one.role).unwrap_or(AttributeKind::Effect),
                span: (one.first, one.last),
                finding: Some(at),
                message: format!("{} has these of the other group each", of.source.short_title),
                expected: Some(one_line(&finding.statement)),
                on_record: finding
                    .measurement_values()
                    .map(|values| OnRecord::of(values.estimates, other.low.to_string(), Some(at), of.at)),
            };
            found.contradict(rule::NUMBER_MISMATCH, contradiction);
        }
    }

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

    /// The results of a claim whose group is named after them, before the next of them.
    pub(super) fn of_groups<'c>(&self, claim: &'c Claim) -> Vec<OfGroup<'c>> {
        let results = results(claim);
        let mut told = Vec::new();
        for (at, number) in results.iter().enumerate() {
            let end = results.get(at + 1).map_or(usize::MAX, |next| next.first).min(number.last + 1 + ARM_REACH);
            let is_near = |first: usize| number.last < first && first < end;
            // `Compared with 47% of those with usual care`: the word of comparison ends the first group.
            let group = claim.cues.iter().find_map(|cue| {
                let Cue::Comparator(class) = cue.cue else { return None };
                is_near(cue.first).then_some((cue.first, class))
            });
            let treatment = claim
                .read
                .topics
                .iter()
                .filter(|read| is_near(read.first))
                .filter(|read| !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty())
                .map(|read| read.first)
                .find(|&first| {
                    !claim
                        .cues
                        .iter()
                        .any(|cue| matches!(cue.cue, Cue::Comparator(_)) && cue.first <= first && first <= cue.last + 1)
                });
            let joins = |first: usize| {
                claim.cues.iter().any(|cue| cue.cue == Cue::InGroup && number.last < cue.first && cue.first < first)
            };
            // `460 with it and 345 without`: whatever those had instead.
            let without = claim
                .cues
                .iter()
                .find(|cue| cue.cue == Cue::Not && Grammar::Without.has(claim.word(cue.first)) && is_near(cue.first));
            if let Some(cue) = without.filter(|cue| group.is_none_or(|(first, _)| cue.first <= first)) {
                let class = group.filter(|(first, _)| *first == cue.first).map(|(_, class)| class);
                told.push((*number, Some(class.unwrap_or(ComparatorClass::NoTreatment))));
                continue;
            }
            match (group, treatment) {
                (Some((first, class)), treatment) if treatment.is_none_or(|other| first <= other) && joins(first) => {
                    told.push((*number, Some(class)));
                }
                (_, Some(first)) if joins(first) => told.push((*number, None)),
                _ => {}
            }
        }
        told
    }
}

/// The sizes and shares that a claim tells as results.
fn results(claim: &Claim) -> Vec<&Number> {
    claim
        .numbers
        .iter()
        .filter(|number| matches!(number.role, Role::Percent | Role::Effect) && !number.is_scale)
        // `By at least 30%`: what counted as a response.
        .filter(|number| !matches!(number.qualifier, Some(Qualifier::AtLeast | Qualifier::AtMost)))
        .collect()
}
