//! A finding at a glance: what came out, in the points of its scale, then when, in whom and against what.
//!
//! Only what a record states is put into words. Where sign, scale and direction do not say the same, or a value that the
//! words would rest on was never verified, the numbers stand as they were printed.

use crate::domain::{
    Decimal, Estimate, Finding, Sourced, Stated, Vocabulary,
    field::{MeasurementValues, OutcomeValues, PopulationValues},
    finding::{Better, Comparator, ComparatorClass, Direction, Recommendation, Scale, Stance, TimePoint},
    number::Measure,
};

/// A finding at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gist {
    /// `1.0 of 24 points better`, `No difference shown`, `For, strong`.
    pub(super) size: String,
    /// `6 months after randomization`; none for advice, and where the source does not say.
    pub(super) when: Option<String>,
    /// `65 and older`; none where the source does not limit ages.
    pub(super) who: Option<String>,
    /// `usual care`; none for advice.
    pub(super) against: Option<String>,
}

impl Gist {
    pub(super) fn of(finding: &Finding) -> Self {
        let PopulationValues { age_min, age_max, .. } = finding.values().population.values();
        let who = ages(age_min.stated(), age_max.stated());
        match (finding.measurement_values(), finding.result.recommendation()) {
            (Some(measured), _) => Self {
                size: size(finding, &measured),
                when: match measured.time.stated() {
                    Stated::As(time) => time.verified().map(TimePoint::text),
                    Stated::NotReported | Stated::NotApplicable => None,
                },
                who,
                against: Some(against(finding)),
            },
            (None, Some(advice)) => Self { size: stance(advice), when: None, who, against: None },
            (None, None) => Self { size: finding.result.kind().label().to_owned(), when: None, who, against: None },
        }
    }

    /// What stands behind the size in a list: `6 months after randomization, 65 and older, against usual care`.
    pub(super) fn rest(&self) -> String {
        let against = self.against.as_ref().map(|against| format!("against {against}"));
        [self.when.clone(), self.who.clone(), against].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// What a result is measured against, by its class. Where the record knows no class, as of controls of several kinds taken
/// together, in its words.
pub(super) fn against(finding: &Finding) -> String {
    let Comparator { class, description, topics: _ } = &finding.comparator;
    match class {
        ComparatorClass::None => within_sentence(description.trim_end_matches('.')),
        ComparatorClass::Sham
        | ComparatorClass::NoTreatment
        | ComparatorClass::WaitList
        | ComparatorClass::UsualCare
        | ComparatorClass::Active
        | ComparatorClass::SameIntervention => class.label().to_lowercase(),
    }
}

/// A text that began a sentence, within another one: `Sham treatment` becomes `sham treatment`, `NSAIDs` stays.
fn within_sentence(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second.is_whitespace() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

/// Which way advice goes, and how strongly.
pub(super) fn stance(advice: &Recommendation) -> String {
    let strength = advice.strength.value().map(|strength| format!(", {}", strength.label().to_lowercase()));
    let word = match advice.stance {
        Stance::For => "For",
        Stance::Against => "Against",
        Stance::Covered => "Covered, on conditions",
    };
    format!("{word}{}", strength.unwrap_or_default())
}

/// The ages that a population is limited to, in words.
fn ages(lowest: Stated<Sourced<'_, u8>>, highest: Stated<Sourced<'_, u8>>) -> Option<String> {
    let known = |age: Stated<Sourced<'_, u8>>| match age {
        Stated::As(age) => age.verified().copied(),
        Stated::NotReported | Stated::NotApplicable => None,
    };
    match (known(lowest), known(highest)) {
        (Some(lowest), Some(highest)) => Some(format!("aged {lowest} to {highest}")),
        (Some(lowest), None) => Some(format!("{lowest} and older")),
        (None, Some(highest)) => Some(format!("up to {highest} years old")),
        (None, None) => None,
    }
}

/// What came out.
fn size(finding: &Finding, measured: &MeasurementValues<'_>) -> String {
    let (direction, doubt) = measured.direction.with_doubt();
    let estimates = &finding.result.measurement().map(|measured| measured.estimates.as_slice()).unwrap_or_default();
    let compares = |estimate: &&Estimate| estimate.arm.is_none() && estimate.measure.no_difference().is_some();
    let estimate = estimates.iter().find(compares);
    let unconfirmed = |said: &str| match doubt {
        Some(_) => format!("{said}, not confirmed"),
        None => said.to_owned(),
    };
    match direction {
        Direction::NoDifference => unconfirmed(direction.label()),
        Direction::Mixed => unconfirmed("Mixed results"),
        Direction::Descriptive => {
            estimates.first().map_or_else(|| unconfirmed("Describes only"), |estimate| estimate.text())
        }
        Direction::FavoursIntervention | Direction::FavoursComparator => {
            let favours_intervention = *direction == Direction::FavoursIntervention;
            let points = estimate
                .filter(|_| doubt.is_none())
                .and_then(|estimate| points(measured.outcome.values(), estimate, favours_intervention));
            points.or_else(|| estimate.map(Estimate::text)).unwrap_or_else(|| {
                unconfirmed(if favours_intervention {
                    "Better with the treatment"
                } else {
                    "Better with the comparison"
                })
            })
        }
    }
}

/// A difference in points of a scale, when its sign says the same as the direction of the finding: differences are those of
/// intervention less comparator.
fn points(outcome: OutcomeValues<'_>, estimate: &Estimate, favours_intervention: bool) -> Option<String> {
    if !matches!(estimate.measure, Measure::Md | Measure::Wmd) || !estimate.provenance.is_publishable() {
        return None;
    }
    let OutcomeValues { name: _, topic: _, instrument: _, scale, better } = outcome;
    let Stated::As(better) = better.stated() else { return None };
    let is_less = estimate.value < Decimal::from(0);
    let is_better = match better.verified()? {
        Better::Lower => is_less,
        Better::Higher => !is_less,
    };
    if estimate.value == Decimal::from(0) || is_better != favours_intervention {
        return None;
    }
    let amount = estimate.value.magnitude();
    let of = match (&estimate.unit, scale.stated()) {
        (Some(unit), _) => unit.clone(),
        (None, Stated::As(scale)) => {
            let Scale { min, max } = scale.verified()?;
            if *min == Decimal::from(0) {
                format!("of {max} points")
            } else {
                format!("points, on a scale of {min} to {max},")
            }
        }
        (None, Stated::NotReported | Stated::NotApplicable) => return None,
    };
    Some(format!("{amount} {of} {}", if is_better { "better" } else { "worse" }))
}
