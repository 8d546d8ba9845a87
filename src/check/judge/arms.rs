//! Numbers of two groups: each belongs to the group that the sentence names beside it (E001).

use super::{
    Contradiction, Found, Judge, Of, numbers::is_rest_of_group, same_class, told_of_people::are_shares_of_all, unique,
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
pub(super) const ARM_REACH: usize = 10;

/// A number and the group that the words after it name: none for the treatment, else what it is compared with.
type OfGroup<'n> = (&'n Number, Option<ComparatorClass>);

impl Judge<'_> {
    /// E001 for numbers that are on record for the other group: `27% with it and 47% with usual care`.
    pub(super) fn arms(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let told = self.of_groups(claim);
        let classes: Vec<ComparatorClass> = told.iter().filter_map(|(_, class)| *class).collect();
        let Some(&class) = classes.first().filter(|class| classes.iter().all(|other| other == *class)) else { return };
        // `A third had usual care, a third ten sessions`: who got what.
        if told.len() < 2 || are_shares_of_all(claim) {
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
pub(super) fn results(claim: &Claim) -> Vec<&Number> {
    claim
        .numbers
        .iter()
        .filter(|number| matches!(number.role, Role::Percent | Role::Effect) && !number.is_scale)
        // `By at least 30%`: what counted as a response.
        .filter(|number| !matches!(number.qualifier, Some(Qualifier::AtLeast | Qualifier::AtMost)))
        .collect()
}
