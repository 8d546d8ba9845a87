//! What was compared with what, and how it came out (E004, E005).

use super::{Found, Judge, one_line, same_class, says, unique};
use crate::{
    check::{
        claim::{Claim, Subject, Way},
        identify::is_review,
        known::Known,
        rule,
    },
    corpus::lexicon::Cue,
    domain::{
        Finding, Source, TopicKind, Vocabulary,
        finding::{ComparatorClass, Direction},
    },
};

impl Judge<'_> {
    /// E005: better, worse or no different.
    pub(super) fn direction(
        &self,
        claim: &Claim,
        meant: &[usize],
        found: &mut Found<'_>,
        agrees: &mut Vec<&'static str>,
    ) {
        let Some(way) = claim.way else { return };
        if matches!(claim.subject, Subject::Recommendation | Subject::Coverage | Subject::Mechanism) {
            return;
        }
        let names_a_comparison = !claim.comparators.is_empty();
        // `Improved with real and with simulated needles` tells of two groups and compares nothing.
        let compares = [Cue::Against, Cue::NotAs, Cue::Same, Cue::AsGood].iter().any(|cue| claim.has(*cue));
        if names_a_comparison && !compares {
            return;
        }
        let mut conflict: Option<usize> = None;
        let mut agreed = false;
        for &at in meant {
            let Some(finding) = self.finding(at) else { continue };
            let Some(m) = finding.result.measurement() else { continue };
            let is_compared = claim.comparators.iter().any(|said| same_class(said.what, finding.comparator.class));
            if names_a_comparison && !is_compared {
                continue;
            }
            match says(turned(self, claim, finding, way.what), m.direction) {
                Some(true) => agreed = true,
                Some(false) => conflict = conflict.or(Some(at)),
                None => {}
            }
        }
        // A sentence with two statements, or two comparisons, is right if one finding of its source bears each way.
        let says_both = claim.has(Cue::Better) && (claim.has(Cue::Same) || claim.has(Cue::NotShown));
        let other = conflict.and_then(|at| self.finding(at)).is_some_and(|finding| {
            self.corpus.findings().iter().filter(|other| other.source == finding.source).any(|other| {
                other.result.kind() == finding.result.kind()
                    && claim.comparators.iter().any(|said| same_class(said.what, other.comparator.class))
                    && other
                        .result
                        .measurement()
                        .is_some_and(|m| says(turned(self, claim, other, way.what), m.direction) == Some(true))
            })
        });
        if agreed || says_both || (claim.comparators.len() > 1 && other) {
            agrees.push("direction");
            return;
        }
        let Some(at) = conflict else { return };
        let Some(finding) = self.finding(at) else { return };
        // Without a comparator the sentence may mean another result of the same source.
        if !names_a_comparison && way.what == Way::Better && self.has_gain(finding) {
            return;
        }
        let message = match finding.result.measurement().map(|m| m.direction) {
            Some(Direction::FavoursComparator) => {
                format!("here the comparison group did better ({})", finding.comparator.description.trim())
            }
            Some(Direction::NoDifference) => format!("no difference was shown against {}", against(finding)),
            Some(Direction::FavoursIntervention) => format!("a difference was found against {}", against(finding)),
            Some(Direction::Mixed | Direction::Descriptive) | None => "the source says otherwise".to_owned(),
        };
        found.at(
            rule::DIRECTION_CONFLICT,
            (way.first, way.last),
            Some(at),
            message,
            Some(one_line(&finding.statement)),
        );
    }

    /// Whether the source of a finding reports a gain in the same kind of result against anything.
    pub(super) fn has_gain(&self, finding: &Finding) -> bool {
        self.corpus.findings().iter().any(|other| {
            other.source == finding.source
                && other.result.kind() == finding.result.kind()
                && other.result.measurement().is_some_and(|m| m.direction == Direction::FavoursIntervention)
        })
    }

    /// E004: comparisons the source did not make.
    pub(super) fn comparator(
        &self,
        claim: &Claim,
        source: &Source,
        known: &Known,
        meant: &[usize],
        found: &mut Found<'_>,
        agrees: &mut Vec<&'static str>,
    ) {
        if !matches!(claim.subject, Subject::Effect | Subject::Harm) || known.classes.is_empty() || claim.way.is_none()
        {
            return;
        }
        for said in &claim.comparators {
            // A comparator told as absent is told rightly: `there was no sham group`.
            // `Without massage`: whatever those people got instead.
            let names_a_treatment = claim.read.topics.iter().any(|read| {
                said.first <= read.first
                    && read.last <= said.last
                    && !self.of_kind(&[read.topic], &[TopicKind::Intervention]).is_empty()
            });
            let is_without = said.what == ComparatorClass::NoTreatment && names_a_treatment;
            // Another form of the same is named beside the comparison that counts.
            let is_beside = said.what == ComparatorClass::SameIntervention && claim.comparators.len() > 1;
            if is_without || is_beside || (is_review(source.design) && self.mentions_class(known, said.what)) {
                continue;
            }
            let negated = claim.is_negated(said.first)
                && claim.word(said.first.wrapping_sub(1)) == "no"
                && said.what == ComparatorClass::Sham;
            if known.classes.iter().any(|class| same_class(said.what, *class)) {
                if said.what != ComparatorClass::Active || self.compares_with(claim, known) {
                    agrees.push("comparator");
                    continue;
                }
            } else if said.what == ComparatorClass::Active
                && known.classes.contains(&ComparatorClass::SameIntervention)
                && claim.compared_with.is_empty()
            {
                // `than other forms`: too vague to be wrong, unless treatments at large are meant.
                if !claim.has(Cue::AnyTreatment) {
                    continue;
                }
            }
            if negated
                || (is_review(source.design) && said.what == ComparatorClass::Active && claim.compared_with.is_empty())
            {
                continue;
            }
            // The treatment named may be the one that the source tested: `against placebo, manipulation was better`.
            let is_tested = known.findings.iter().filter_map(|&at| self.finding(at)).any(|finding| {
                let topics = self.positions(&finding.intervention.topics);
                claim.compared_with.iter().all(|said| topics.contains(&said.what)) && !claim.compared_with.is_empty()
            });
            if said.what == ComparatorClass::Active && is_tested && claim.comparators.len() > 1 {
                continue;
            }
            // `medication` is usual care in many trials.
            if said.what == ComparatorClass::Active && claim.has(Cue::Comparator(ComparatorClass::UsualCare)) {
                continue;
            }
            if said.what == ComparatorClass::Active && !self.related_topics(claim, known) {
                let own = unique(known.classes.iter().map(|class| class.label().to_lowercase()));
                let message =
                    format!("{} made no such comparison; it compared with {}", source.short_title, own.join(", "));
                found.at(
                    rule::WRONG_COMPARATOR,
                    (said.first, said.last),
                    meant.first().copied(),
                    message,
                    Some(own.join(", ")),
                );
            } else if said.what != ComparatorClass::Active {
                let own = unique(known.classes.iter().map(|class| class.label().to_lowercase()));
                let message = format!(
                    "{} did not compare with {}; it compared with {}",
                    source.short_title,
                    said.what.label().to_lowercase(),
                    own.join(", ")
                );
                found.at(
                    rule::WRONG_COMPARATOR,
                    (said.first, said.last),
                    meant.first().copied(),
                    message,
                    Some(own.join(", ")),
                );
            }
        }
    }

    /// Whether the prose of a source names a comparator.
    fn mentions_class(&self, known: &Known, class: ComparatorClass) -> bool {
        let is_of_class = |topic: &usize| {
            let own = self.corpus.topics().get(*topic).and_then(|topic| topic.comparator_class);
            own.is_some_and(|own| same_class(own, class))
        };
        known.topics.iter().any(is_of_class)
    }

    /// Whether the source compared with a treatment the claim names.
    pub(super) fn compares_with(&self, claim: &Claim, known: &Known) -> bool {
        if claim.compared_with.is_empty() {
            return true;
        }
        known.findings.iter().filter_map(|&at| self.finding(at)).any(|finding| {
            let of_finding = self.positions(finding.comparator.topics.iter().chain(&finding.intervention.topics));
            // A comparator without topics, such as `oral drugs`, may mean any of them.
            let is_open = finding.comparator.topics.is_empty() && finding.comparator.class == ComparatorClass::Active;
            is_open
                || claim
                    .compared_with
                    .iter()
                    .any(|said| of_finding.iter().any(|&topic| self.facts.related(topic, said.what)))
        })
    }

    /// Whether the prose of the source names a treatment the claim compares with.
    pub(super) fn related_topics(&self, claim: &Claim, known: &Known) -> bool {
        claim.compared_with.iter().any(|said| known.topics.contains(&said.what))
            && known.classes.contains(&ComparatorClass::Active)
    }
}

/// A way as seen from the intervention of the finding: `massage did better than acupuncture` is worse for acupuncture.
pub(super) fn turned(judge: &Judge<'_>, claim: &Claim, finding: &Finding, way: Way) -> Way {
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
    match (is_turned, way) {
        (true, Way::Better) => Way::Worse,
        (true, Way::Worse) => Way::Better,
        (_, way) => way,
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
