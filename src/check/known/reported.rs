//! The numbers that a record holds, by what they count and where they stand.

use crate::{
    check::quantity::{Number, Role, days, is_same_span},
    domain::{
        FieldPath, Finding, Source, Stated,
        finding::Scale,
        number::{Arm, Estimate, Measure},
    },
    text::{self, Grammar},
};

/// A number a source reports, as a range of one or more.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::check) struct Reported {
    pub(in crate::check) role: Role,
    pub(in crate::check) low: f64,
    pub(in crate::check) high: f64,
    /// Whether it is a value of the record, not one that its prose mentions.
    pub(in crate::check) is_typed: bool,
    /// The finding it belongs to; none for a number of the source as a whole.
    pub(in crate::check) finding: Option<usize>,
    /// Where it stands in the record.
    pub(in crate::check) field: FieldPath,
    pub(in crate::check) is_verified: bool,
    /// The days in which so many sessions are, at most.
    pub(in crate::check) per_days: Option<f64>,
    /// The group it was measured in; none for a comparison of groups, and for what prose says.
    pub(in crate::check) arm: Option<Arm>,
    /// Whether it was computed from two numbers of the record: so many of so many as a share.
    pub(in crate::check) is_derived: bool,
    /// Whether it is a difference of shares, told in points: those of a scale are another thing.
    pub(in crate::check) is_of_shares: bool,
    /// Whether it is a difference or a value on a scale.
    pub(in crate::check) is_of_scale: bool,
}

impl Reported {
    /// Whether a number of sessions that is said lies within those on record, without being one of their ends.
    pub(in crate::check) fn contains(&self, number: &Number) -> bool {
        self.role == Role::Sessions
            && number.role == Role::Sessions
            && self.per_days.is_none()
            && self.low <= number.low
            && number.high <= self.high
    }

    /// Whether it is the number said: for ranges, whether each end is one of its ends.
    pub(in crate::check) fn is(&self, number: &Number) -> bool {
        let fits =
            number.spans(self.low, self.high) || (number.is_rest && number.spans(100.0 - self.high, 100.0 - self.low));
        // The end of an interval is no estimate: `one in a hundred` is not borne by an interval that begins there.
        let is_estimate = number.role != Role::Interval && number.low >= number.high;
        if self.role == Role::Interval && is_estimate {
            return false;
        }
        let same_period = match (number.per_days, self.per_days) {
            (Some(said), Some(own)) => is_same_span(said, own),
            (Some(_), None) | (None, Some(_)) | (None, None) => true,
        };
        fits && same_period && (!self.is_of_shares || number.is_of_shares)
    }
}

/// Numbers as they are collected.
#[derive(Default)]
struct Numbers {
    all: Vec<Reported>,
    /// The group that the numbers to come belong to.
    arm: Option<Arm>,
}

impl Numbers {
    fn add(&mut self, role: Role, low: f64, high: f64, field: FieldPath, is_verified: bool, finding: Option<usize>) {
        let (low, high) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
        let arm = self.arm;
        self.all.push(Reported {
            role,
            low,
            high,
            is_typed: true,
            finding,
            field,
            is_verified,
            per_days: None,
            arm,
            is_derived: false,
            is_of_shares: false,
            is_of_scale: false,
        });
    }
}

/// The numbers of the record itself; findings with their positions.
pub(super) fn typed(source: &Source, findings: &[(usize, &Finding)]) -> Vec<Reported> {
    let mut all = Numbers::default();
    let study = source.values().study.values();
    if let Stated::As(count) = source.study.sample {
        let value = count.value.into();
        all.add(Role::Participants, value, value, study.sample.field(), study.sample.is_verified(), None);
    }
    if let Stated::As(studies) = source.study.studies {
        all.add(
            Role::Studies,
            studies.into(),
            studies.into(),
            study.studies.field(),
            study.studies.is_verified(),
            None,
        );
    }
    if let Stated::As(age) = source.study.age_min {
        all.add(Role::Age, age.into(), age.into(), study.age_min.field(), study.age_min.is_verified(), None);
    }
    let (b, values) = (&source.bibliography, source.bibliography_values());
    let dates = [
        (Some(b.issued), values.issued.field(), values.issued.is_verified()),
        (b.available_date, values.available_date.field(), values.available_date.is_verified()),
    ];
    for (date, field, is_verified) in dates {
        if let Some(year) = date.map(|date| f64::from(date.year())) {
            all.add(Role::Year, year, year, field, is_verified, None);
        }
    }
    let mut limits: Vec<Reported> = Vec::new();
    for (at, finding) in findings {
        let at = Some(*at);
        let (population, intervention) = (finding.values().population.values(), finding.values().intervention.values());
        if let Stated::As(age) = finding.population.age_min {
            let field = population.age_min;
            all.add(Role::Age, age.into(), age.into(), field.field(), field.is_verified(), at);
        }
        if let Stated::As(sessions) = finding.intervention.sessions {
            let field = intervention.sessions;
            all.add(Role::Sessions, sessions.min.into(), sessions.max.into(), field.field(), field.is_verified(), at);
        }
        if let Stated::As(weeks) = finding.intervention.weeks {
            let (days, field) = (f64::from(weeks) * 7.0, intervention.weeks);
            all.add(Role::Days, days, days, field.field(), field.is_verified(), at);
        }
        if let (Some(advice), Some(values)) = (finding.result.recommendation(), finding.recommendation_values()) {
            limits.extend(advice.limits.iter().map(|limit| Reported {
                role: Role::Sessions,
                low: limit.sessions.into(),
                high: limit.sessions.into(),
                is_typed: true,
                finding: at,
                field: values.limits.field(),
                is_verified: values.limits.is_verified(),
                per_days: limit.days.map(f64::from),
                arm: None,
                is_derived: false,
                is_of_shares: false,
                is_of_scale: false,
            }));
        }
        let (Some(measurement), Some(values)) = (finding.result.measurement(), finding.measurement_values()) else {
            continue;
        };
        if let Stated::As(time) = measurement.time {
            let (field, is_verified) = (values.time.field(), values.time.is_verified());
            all.add(Role::Days, time.to.days(), time.to.days(), field, is_verified, at);
            if let Some(from) = time.from {
                all.add(Role::Days, from.days(), from.days(), field, is_verified, at);
            }
        }
        if let Stated::As(count) = measurement.sample {
            let value = count.value.into();
            all.add(Role::Participants, value, value, values.sample.field(), values.sample.is_verified(), at);
        }
        if let Stated::As(studies) = measurement.studies {
            all.add(
                Role::Studies,
                studies.into(),
                studies.into(),
                values.studies.field(),
                values.studies.is_verified(),
                at,
            );
        }
        if let Stated::As(scale) = measurement.outcome.scale {
            let field = values.outcome.values().scale;
            all.add(Role::Other, scale.max.to_f64(), scale.max.to_f64(), field.field(), field.is_verified(), at);
        }
        let whole = measurement.sample.value().or(source.study.sample.value());
        let whole = whole.map(|count| f64::from(count.value)).filter(|whole| *whole > 0.0);
        let scale = measurement.outcome.scale.value();
        for estimate in &measurement.estimates {
            add_estimate(&mut all, estimate, whole, scale, at);
        }
    }
    let mut all = all.all;
    all.extend(limits);
    all
}

/// The numbers of an estimate. `whole` is the number of people it is an estimate of, `at` the position of its finding.
fn add_estimate(all: &mut Numbers, estimate: &Estimate, whole: Option<f64>, scale: Option<&Scale>, at: Option<usize>) {
    let Estimate { measure, arm, value, unit, interval, p, i2, provenance, .. } = estimate;
    all.arm = *arm;
    let (time, unit) = (unit.as_deref().and_then(days), unit.as_deref().unwrap_or_default());
    let (field, is_verified) = (FieldPath::ESTIMATE, provenance.is_publishable());
    let value = value.to_f64();
    // A span of time that was measured: `recovered after 9 days`.
    if let Some(days) = time {
        all.add(Role::Days, value * days, value * days, field, is_verified, at);
    }
    match measure {
        Measure::Percent | Measure::RiskDifference => {
            all.add(Role::Percent, value, value, field, is_verified, at);
            // A difference of percentages is also told in points, and not of a scale.
            if scale.is_none() {
                all.add(Role::Effect, value, value, field, is_verified, at);
                if let Some(difference) = all.all.last_mut() {
                    difference.is_of_shares = true;
                }
            }
        }
        Measure::Rate => {
            let share = share(value, unit);
            let (role, value) = share.map_or((Role::Other, value), |share| (Role::Percent, share));
            all.add(role, value, value, field, is_verified, at);
        }
        Measure::Count => {
            all.add(Role::Other, value, value, field, is_verified, at);
            // `14 patients died`.
            all.add(Role::Participants, value, value, field, is_verified, at);
            // `2 of 229,230 patients`: told as a share of those who were counted.
            if let Some(whole) = whole {
                all.add(Role::Percent, 100.0 * value / whole, 100.0 * value / whole, field, is_verified, at);
                if let Some(share) = all.all.last_mut() {
                    share.is_derived = true;
                }
            }
        }
        Measure::Md | Measure::Wmd | Measure::Mean | Measure::Median | Measure::Change => {
            all.add(Role::Effect, value, value, field, is_verified, at);
            if let Some(result) = all.all.last_mut() {
                result.is_of_scale = !unit.contains('%')
                    && !Grammar::Percent.words().iter().any(|percent| unit.contains(percent.as_str()));
            }
        }
        Measure::Smd
        | Measure::Rr
        | Measure::Arr
        | Measure::Or
        | Measure::Hr
        | Measure::Auc
        | Measure::CostDifference
        | Measure::Nnt
        | Measure::Qaly
        | Measure::Icer => all.add(Role::Effect, value, value, field, is_verified, at),
    }
    if let Some(interval) = interval {
        let is_verified = interval.provenance.is_publishable();
        let (low, high) = (interval.low.to_f64(), interval.high.to_f64());
        all.add(Role::Interval, low, high, field, is_verified, at);
        // The ends of the interval of a rate are rates: 1.39 in a million are no percent.
        if *measure == Measure::Rate
            && let (Some(low), Some(high)) = (share(low, unit), share(high, unit))
        {
            if let Some(plain) = all.all.last_mut() {
                plain.is_of_scale = true;
            }
            all.add(Role::Interval, low, high, field, is_verified, at);
        }
    }
    if let Some(p) =
        p.as_deref().and_then(|p| format!("0{}", p.trim_start_matches(['<', '>', '='])).parse::<f64>().ok())
    {
        all.add(Role::P, p, p, field, is_verified, at);
    }
    if let Some(i2) = i2 {
        all.add(Role::Percent, i2.to_f64(), i2.to_f64(), field, is_verified, at);
    }
    all.arm = None;
}

/// A rate as a share in percent: `1.01` with the unit `per 10,000 patients`. None when its base is no number of people or
/// treatments.
fn share(value: f64, unit: &str) -> Option<f64> {
    let (per, rest) = unit.trim_start().split_once(' ')?;
    let base = rest.split(' ').next().filter(|_| Grammar::Per.has(per))?;
    let base = text::scale(base).or_else(|| base.replace(',', "").parse::<f64>().ok())?;
    (base >= 100.0).then(|| 100.0 * value / base)
}
