//! Forest plots: the comparisons of several findings on one axis each.
//!
//! Numbers share an axis only if they are of one measure, of one outcome, on one scale, with the same end being the better
//! one: what points opposite ways is never drawn side by side. Numbers that nobody has confirmed are drawn hollow and say
//! so. A row of a table for each number, so that everything drawn can be read as well.

use super::parts::{Mark, Scene, Tone, address, against};
use crate::domain::{
    Decimal, Estimate, Finding, Stated, Vocabulary,
    finding::{Better, Measurement, Outcome, Scale},
    number::{Interval, Measure},
};

/// How the numbers of a measure are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    /// Differences: none is 0.
    Linear,
    /// Ratios: none is 1, and doubling is as far as halving.
    Logarithmic,
}

/// What must agree for two numbers to stand on one axis.
#[derive(Clone, Copy, PartialEq)]
struct Shared<'a> {
    /// The measure; adjusted and weighted forms stand beside the plain one.
    measure: Measure,
    outcome: &'a str,
    instrument: Option<&'a str>,
    scale: Option<Scale>,
    unit: Option<&'a str>,
    better: Stated<Better>,
}

/// One axis with its rows.
pub(super) struct Panel {
    pub(super) heading: String,
    /// What the scale is, and which end is better.
    pub(super) note: String,
    /// What lies to the left of no difference.
    pub(super) left: &'static str,
    /// What lies to the right.
    pub(super) right: &'static str,
    /// Where no difference lies, in percent of the width.
    pub(super) none: String,
    /// Places and labels.
    pub(super) ticks: Vec<(String, String)>,
    pub(super) rows: Vec<Row>,
}

/// One number.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) study: String,
    pub(super) marks: Vec<Mark>,
    /// Results against sham and against usual care are different things.
    pub(super) against: String,
    pub(super) treatment: String,
    pub(super) when: String,
    pub(super) text: String,
    pub(super) is_verified: bool,
    pub(super) point: String,
    pub(super) interval: Option<(String, String)>,
}

/// A number, with what it is of.
type Number<'a> = (&'a Finding, &'a Measurement, &'a Estimate);

/// The panels of these findings; those with most numbers first.
pub(super) fn panels(scene: Scene<'_>, findings: &[&Finding]) -> Vec<Panel> {
    let mut groups: Vec<(Shared<'_>, Vec<Number<'_>>)> = Vec::new();
    for &finding in findings {
        let Some(measurement) = finding.result.measurement() else { continue };
        for estimate in &measurement.estimates {
            let Some(shared) = shared(measurement, estimate) else { continue };
            let row = (finding, measurement, estimate);
            match groups.iter_mut().find(|(other, _)| *other == shared) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((shared, vec![row])),
            }
        }
    }
    for (_, rows) in &mut groups {
        rows.sort_by_key(|(finding, ..)| finding.comparator.class);
    }
    groups.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
    groups.iter().filter_map(|(shared, rows)| panel(scene, shared, rows)).collect()
}

/// What a number shares its axis by; none if it compares nothing.
fn shared<'a>(measurement: &'a Measurement, estimate: &'a Estimate) -> Option<Shared<'a>> {
    let measure = match estimate.measure {
        Measure::Md | Measure::Wmd => Measure::Md,
        Measure::Smd => Measure::Smd,
        Measure::Rr | Measure::Arr => Measure::Rr,
        Measure::Or => Measure::Or,
        Measure::Hr => Measure::Hr,
        Measure::RiskDifference => Measure::RiskDifference,
        Measure::Percent
        | Measure::Mean
        | Measure::Median
        | Measure::Change
        | Measure::Auc
        | Measure::Nnt
        | Measure::CostDifference
        | Measure::Qaly
        | Measure::Icer
        | Measure::Rate
        | Measure::Count => return None,
    };
    if estimate.arm.is_some() {
        return None;
    }
    let Outcome { name: _, topic, instrument, scale, better } = &measurement.outcome;
    // Points of a scale mean nothing on another scale; standard deviations and ratios do.
    let in_points = measure == Measure::Md;
    Some(Shared {
        measure,
        outcome: topic.as_str(),
        instrument: instrument.value().map(|id| id.as_str()).filter(|_| in_points),
        scale: scale.value().copied().filter(|_| in_points),
        unit: estimate.unit.as_deref(),
        better: *better,
    })
}

fn axis(measure: Measure) -> Axis {
    match measure {
        Measure::Rr | Measure::Arr | Measure::Or | Measure::Hr => Axis::Logarithmic,
        Measure::Md
        | Measure::Wmd
        | Measure::Smd
        | Measure::RiskDifference
        | Measure::Percent
        | Measure::Mean
        | Measure::Median
        | Measure::Change
        | Measure::Auc
        | Measure::Nnt
        | Measure::CostDifference
        | Measure::Qaly
        | Measure::Icer
        | Measure::Rate
        | Measure::Count => Axis::Linear,
    }
}

/// Places on an axis, in percent of its width.
struct Ruler {
    axis: Axis,
    low: f64,
    high: f64,
}

impl Ruler {
    /// Over all of these numbers and no difference, with some room at both ends. None when a number has no place on the
    /// axis, as a ratio of 0 has none.
    fn over(axis: Axis, numbers: impl Iterator<Item = Decimal>) -> Option<Self> {
        let none = if axis == Axis::Linear { 0.0 } else { 1.0 };
        let (mut low, mut high) = (none, none);
        for number in numbers.map(Decimal::to_f64) {
            (low, high) = (f64::min(low, number), f64::max(high, number));
        }
        let ruler = Self { axis, low, high };
        let (low, high) = (ruler.raw(low), ruler.raw(high));
        let room = (high - low) * 0.08;
        let usable = low.is_finite() && high.is_finite() && room > 0.0;
        usable.then_some(Self { axis, low: low - room, high: high + room })
    }

    fn raw(&self, number: f64) -> f64 {
        if self.axis == Axis::Linear { number } else { number.log10() }
    }

    fn place(&self, number: f64) -> String {
        format!("{:.2}%", (self.raw(number) - self.low) / (self.high - self.low) * 100.0)
    }

    /// Three to seven round numbers within the axis.
    fn ticks(&self) -> Vec<(String, String)> {
        let labelled = |number: f64, text: String| (self.place(number), text);
        match self.axis {
            Axis::Linear => {
                let rough = (self.high - self.low) / 5.0;
                let magnitude = 10_f64.powf(rough.log10().floor());
                let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * magnitude);
                let step = steps.into_iter().find(|step| *step >= rough).unwrap_or(rough);
                let places = if step >= 1.0 {
                    0
                } else if step >= 0.1 {
                    1
                } else {
                    2
                };
                let first = (self.low / step).ceil();
                (0..8)
                    .map(|i| (first + f64::from(i)) * step)
                    .filter(|number| *number <= self.high)
                    // Adding 0 turns a negative zero into zero.
                    .map(|number| labelled(number, format!("{:.places$}", number + 0.0)))
                    .collect()
            }
            Axis::Logarithmic => {
                let within = |number: &f64| (self.low..=self.high).contains(&number.log10());
                let all = |round: &[f64]| round.iter().copied().filter(within).collect::<Vec<_>>();
                let mut ticks = all(&[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
                if ticks.len() < 3 {
                    ticks = all(&[0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0]);
                }
                ticks.into_iter().map(|number| labelled(number, number.to_string())).collect()
            }
        }
    }
}

fn panel(scene: Scene<'_>, shared: &Shared<'_>, rows: &[Number<'_>]) -> Option<Panel> {
    let Shared { measure, outcome, instrument, scale, unit, better } = shared;
    let axis = axis(*measure);
    let numbers = rows.iter().flat_map(|(_, _, estimate)| {
        let ends = estimate.interval.as_ref().map(|interval| [interval.low, interval.high]);
        std::iter::once(estimate.value).chain(ends.into_iter().flatten())
    });
    let ruler = Ruler::over(axis, numbers)?;
    let label = |id: &str| scene.corpus.topic(id).map_or_else(|| id.to_owned(), |topic| topic.label.clone());
    let mut note = Vec::new();
    note.extend(instrument.map(label));
    note.extend(scale.map(|scale| format!("scale {} to {}", scale.min, scale.max)));
    note.extend(unit.map(str::to_owned));
    let (left, right) = match better {
        Stated::As(better) => {
            note.push(better.label().to_owned());
            // The numbers are intervention less comparator, or intervention over comparator.
            match better {
                Better::Lower => ("favours the treatment", "favours the comparison"),
                Better::Higher => ("favours the comparison", "favours the treatment"),
            }
        }
        Stated::NotReported | Stated::NotApplicable => {
            note.push("neither end is said to be better".to_owned());
            ("lower with the treatment", "higher with the treatment")
        }
    };
    Some(Panel {
        heading: format!("{}: {}", label(outcome), measure.label()),
        note: note.join("; "),
        left,
        right,
        none: ruler.place(if axis == Axis::Linear { 0.0 } else { 1.0 }),
        ticks: ruler.ticks(),
        rows: rows
            .iter()
            .map(|(finding, measurement, estimate)| row(scene, &ruler, finding, measurement, estimate))
            .collect(),
    })
}

fn row(scene: Scene<'_>, ruler: &Ruler, finding: &Finding, measurement: &Measurement, estimate: &Estimate) -> Row {
    let source = scene.corpus.source_of(finding);
    let bad = |mark: &Mark| mark.tone == Tone::Bad;
    let interval = |interval: &Interval| (ruler.place(interval.low.to_f64()), ruler.place(interval.high.to_f64()));
    Row {
        href: address("findings", finding.id.as_str()),
        study: source.map_or_else(|| finding.source.to_string(), |source| source.short_title.clone()),
        marks: source.map(|source| scene.status(source)).unwrap_or_default().into_iter().filter(bad).collect(),
        against: against(finding),
        treatment: finding.intervention.description.trim_end_matches('.').to_owned(),
        when: match &measurement.time {
            Stated::As(time) => time.text(),
            Stated::NotReported => "time not reported".to_owned(),
            Stated::NotApplicable => String::new(),
        },
        text: estimate.text(),
        is_verified: estimate.provenances().all(crate::domain::Provenance::is_publishable),
        point: ruler.place(estimate.value.to_f64()),
        interval: estimate.interval.as_ref().map(interval),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ruler(axis: Axis, numbers: &[&str]) -> Option<Ruler> {
        Ruler::over(axis, numbers.iter().map(|number| number.parse().expect("a decimal")))
    }

    #[test]
    fn no_difference_is_always_on_the_axis() {
        let differences = ruler(Axis::Linear, &["-10", "-4"]).expect("an axis");
        let none: f64 = differences.place(0.0).trim_end_matches('%').parse().expect("a place");
        assert!((90.0..100.0).contains(&none), "{none}");
        let labels: Vec<_> = differences.ticks().into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["-10", "-5", "0"]);
    }

    #[test]
    fn doubling_is_as_far_as_halving() {
        let ratios = ruler(Axis::Logarithmic, &["0.5", "2"]).expect("an axis");
        assert_eq!(ratios.place(1.0), "50.00%");
        let labels: Vec<_> = ratios.ticks().into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["0.5", "1", "2"]);
    }

    #[test]
    fn what_has_no_place_is_not_drawn() {
        assert!(ruler(Axis::Logarithmic, &["0"]).is_none());
        assert!(ruler(Axis::Linear, &["0"]).is_none());
    }
}
