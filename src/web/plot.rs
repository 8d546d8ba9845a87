//! Forest plots: the comparisons of several findings on one axis each.
//!
//! No difference is in the middle of every axis, and how far an axis reaches does not depend on the numbers that happen to
//! be on it: a difference that is small on its scale looks small. Where the record of an instrument says which change
//! matters to patients, what is smaller is shaded.
//!
//! Numbers share an axis only if they are of one measure, of one outcome, on one scale, with the same end being the better
//! one: what points opposite ways is never drawn side by side. Numbers that nobody has confirmed are drawn hollow and say
//! so. A row of a table for each number, so that everything drawn can be read as well.

pub(super) mod picture;

use std::cmp::Ordering;

use super::{
    gist::against,
    parts::{Mark, Scene, Tone, address},
};
use crate::{
    domain::{
        Decimal, Estimate, Finding, PageKind, Stated, Vocabulary,
        finding::{Better, Direction, Measurement, Outcome, Scale},
        number::{Interval, Measure},
        topic::Instrument,
    },
    text::number::{NumberValue, numbers},
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
    /// Which of its page, from 1: the name of its picture.
    pub(super) number: usize,
    /// Where it is as a file of its own.
    pub(super) picture: String,
    pub(super) heading: String,
    /// What the scale is, and which end is better.
    pub(super) note: String,
    /// What lies to the left of no difference.
    pub(super) left: &'static str,
    /// What lies to the right.
    pub(super) right: &'static str,
    /// What is too small to matter to patients, if that is on record.
    pub(super) band: Option<Band>,
    /// Places and labels.
    pub(super) ticks: Vec<(String, String)>,
    pub(super) rows: Vec<Row>,
}

/// The part of an axis with the differences that are too small to matter to patients.
pub(super) struct Band {
    /// Where it begins, and its width.
    pub(super) from: String,
    pub(super) width: String,
    /// What the record says of the instrument, word for word.
    pub(super) words: String,
}

/// One number.
pub(super) struct Row {
    pub(super) href: String,
    /// Id of its source.
    pub(super) source: String,
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

/// The panels of these findings; those with most numbers first. The address of each as a file ends in its number.
pub(super) fn panels(scene: Scene<'_>, findings: &[&Finding], pictures: &str) -> Vec<Panel> {
    let mut groups: Vec<(Shared<'_>, Vec<Number<'_>>)> = Vec::new();
    for &finding in findings {
        let Some(measurement) = finding.result.measurement() else { continue };
        for estimate in &measurement.estimates {
            let Some(shared) = shared(measurement, estimate).filter(|_| points_one_way(measurement, estimate)) else {
                continue;
            };
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
    let mut panels: Vec<Panel> = groups.iter().filter_map(|(shared, rows)| panel(scene, shared, rows)).collect();
    for (i, panel) in panels.iter_mut().enumerate() {
        panel.number = i + 1;
        panel.picture = format!("{pictures}{}", panel.number);
    }
    panels
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

/// Whether the sign of a difference says what its finding says. Some differences are printed the other way round, as those of a
/// standardized scale where less is better are: on an axis with two named ends they would stand on the wrong side.
fn points_one_way(measurement: &Measurement, estimate: &Estimate) -> bool {
    let Some(none) = estimate.measure.no_difference() else { return false };
    let side = |value: Decimal| value.cmp(&none);
    let better = match measurement.outcome.better {
        Stated::As(Better::Lower) => Ordering::Less,
        Stated::As(Better::Higher) => Ordering::Greater,
        Stated::NotReported | Stated::NotApplicable => return true,
    };
    let agrees = match measurement.direction {
        Direction::FavoursIntervention => side(estimate.value) == better || side(estimate.value) == Ordering::Equal,
        Direction::FavoursComparator => {
            side(estimate.value) == better.reverse() || side(estimate.value) == Ordering::Equal
        }
        Direction::NoDifference | Direction::Mixed | Direction::Descriptive => true,
    };
    // The points of an instrument go the way its record says; what is standardized need not.
    let is_standardized = estimate.measure == Measure::Smd;
    let contradicted = measurement.estimates.iter().any(|other| {
        matches!(other.measure, Measure::Md | Measure::Wmd)
            && other.arm.is_none()
            && side(other.value) == side(estimate.value).reverse()
            && side(other.value) != Ordering::Equal
    });
    agrees && !(is_standardized && contradicted)
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

/// Places on an axis, in percent of its width. No difference is in the middle.
struct Ruler {
    axis: Axis,
    /// How far it goes to either side: in the unit of differences, for ratios in powers of ten.
    reach: f64,
}

/// The part of a ruler beyond its reach at each end, so that what stands at the end is seen whole.
const MARGIN: f64 = 1.06;

impl Ruler {
    /// The first of these reaches that holds all numbers; a round one when none does. None when a number has no place on the
    /// axis, as a ratio of 0 has none.
    fn over(axis: Axis, reaches: &[f64], numbers: impl Iterator<Item = Decimal>) -> Option<Self> {
        let ruler = Self { axis, reach: 1.0 };
        let furthest = numbers.map(|number| ruler.raw(number.to_f64()).abs()).fold(0.0, f64::max);
        if !furthest.is_finite() {
            return None;
        }
        let fixed = reaches.iter().copied().find(|reach| *reach >= furthest);
        let reach = fixed.unwrap_or_else(|| rounded_up(furthest));
        (reach > 0.0).then_some(Self { axis, reach })
    }

    fn raw(&self, number: f64) -> f64 {
        if self.axis == Axis::Linear { number } else { number.log10() }
    }

    fn percent(&self, number: f64) -> f64 {
        50.0 + self.raw(number) / (self.reach * MARGIN) * 50.0
    }

    fn place(&self, number: f64) -> String {
        format!("{:.2}%", self.percent(number))
    }

    /// Three to seven round numbers within the axis.
    fn ticks(&self) -> Vec<(String, String)> {
        let labelled = |number: f64, text: String| (self.place(number), text);
        match self.axis {
            Axis::Linear => {
                let rough = self.reach / 3.0;
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
                (-3..=3)
                    .map(|i| f64::from(i) * step)
                    .filter(|number| number.abs() <= self.reach)
                    // Adding 0 turns a negative zero into zero.
                    .map(|number| labelled(number, format!("{:.places$}", number + 0.0)))
                    .collect()
            }
            Axis::Logarithmic => {
                let within = |number: &f64| number.log10().abs() <= self.reach + 1e-9;
                let round: &[f64] = if self.reach < 1.0 {
                    &[0.25, 0.5, 1.0, 2.0, 4.0]
                } else {
                    &[0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]
                };
                round.iter().copied().filter(within).map(|number| labelled(number, number.to_string())).collect()
            }
        }
    }
}

/// The least of 1, 2 and 5 times a power of ten that is not below a number.
fn rounded_up(number: f64) -> f64 {
    let magnitude = 10_f64.powf(number.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * magnitude);
    steps.into_iter().find(|step| *step >= number).unwrap_or(number)
}

/// How far an axis of a measure reaches to either side: as little of this as holds the numbers.
fn reaches(measure: Measure, scale: Option<Scale>) -> Vec<f64> {
    match (measure, scale) {
        (Measure::Smd, _) => vec![1.0, 2.0, 5.0],
        // Percentage points.
        (Measure::RiskDifference, _) => vec![20.0, 50.0, 100.0],
        // From a quarter to four times, and by tens beyond.
        (Measure::Rr | Measure::Arr | Measure::Or | Measure::Hr, _) => vec![4_f64.log10(), 1.0, 2.0, 3.0],
        (_, Some(Scale { min, max })) => [0.25, 0.5, 1.0].map(|part| part * (max.to_f64() - min.to_f64())).into(),
        (_, None) => Vec::new(),
    }
}

/// The numbers of an estimate: its value and the ends of its interval.
fn values(estimate: &Estimate) -> impl Iterator<Item = Decimal> {
    let ends = estimate.interval.as_ref().map(|interval| [interval.low, interval.high]);
    std::iter::once(estimate.value).chain(ends.into_iter().flatten())
}

/// Every number that is drawn on the scale of an instrument, on whatever page: its axis is the same on all of them.
fn on_the_same_scale<'a>(scene: Scene<'a>, wanted: &Shared<'a>) -> impl Iterator<Item = Decimal> {
    let of_instrument = wanted.instrument.into_iter().flat_map(|id| scene.corpus.findings_measured_with(id));
    let findings = of_instrument.filter_map(|finding| finding.result.measurement());
    let estimates = findings.flat_map(|measured| measured.estimates.iter().map(move |estimate| (measured, estimate)));
    let (measure, instrument, scale) = (wanted.measure, wanted.instrument, wanted.scale);
    let alike = estimates.filter(move |(measured, estimate)| {
        shared(measured, estimate)
            .is_some_and(|other| (other.measure, other.instrument, other.scale) == (measure, instrument, scale))
    });
    alike.flat_map(|(_, estimate)| values(estimate))
}

/// The change of an instrument that matters to patients, in its points, with the words of the record.
fn threshold(instrument: &Instrument, scale: Scale) -> Option<(f64, String)> {
    let Instrument { scale: own, better: _, important_change, provenance } = instrument;
    let words = important_change.value().filter(|_| *own == scale && provenance.is_publishable())?;
    let read = numbers(words);
    let span = scale.max.to_f64() - scale.min.to_f64();
    let is_points = |number: &crate::text::number::Number| number.unit.as_deref() == Some("points");
    let points = match read.as_slice() {
        [first, ..] if is_points(first) => first,
        // `15 of 100 points`, if the scale has as many.
        [first, second, ..]
            if is_points(second)
                && second.value == NumberValue::One(span)
                && words.get(first.end..second.start).is_some_and(|between| between.trim() == "of") =>
        {
            first
        }
        _ => return None,
    };
    let NumberValue::One(points) = points.value else { return None };
    let doubt = match provenance.page_kind() {
        Some(PageKind::Secondary) => ", read second-hand",
        Some(PageKind::Primary) | None => "",
    };
    (points > 0.0 && points < span).then(|| (points, format!("{words}{doubt}")))
}

fn panel(scene: Scene<'_>, shared: &Shared<'_>, rows: &[Number<'_>]) -> Option<Panel> {
    let Shared { measure, outcome, instrument, scale, unit, better } = shared;
    let axis = axis(*measure);
    let reaches = reaches(*measure, *scale);
    let ruler = match (*instrument, *scale) {
        (Some(_), Some(_)) => Ruler::over(axis, &reaches, on_the_same_scale(scene, shared)),
        _ => Ruler::over(axis, &reaches, rows.iter().flat_map(|(_, _, estimate)| values(estimate))),
    }?;
    let measured_with = instrument.and_then(|id| scene.corpus.topic(id)).and_then(|topic| topic.instrument.as_ref());
    let matters = measured_with.zip(*scale).and_then(|(instrument, scale)| threshold(instrument, scale));
    let band = matters.map(|(points, words)| {
        let from = ruler.percent(-points).max(0.0);
        let width = ruler.percent(points).min(100.0) - from;
        Band { from: format!("{from:.2}%"), width: format!("{width:.2}%"), words }
    });
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
                Better::Lower => ("better with the treatment", "better with the comparison"),
                Better::Higher => ("better with the comparison", "better with the treatment"),
            }
        }
        Stated::NotReported | Stated::NotApplicable => {
            note.push("neither end is said to be better".to_owned());
            ("lower with the treatment", "higher with the treatment")
        }
    };
    Some(Panel {
        number: 0,
        picture: String::new(),
        heading: format!("{}: {}", label(outcome), measure.label()),
        note: note.join("; "),
        left,
        right,
        band,
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
        source: finding.source.to_string(),
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

    fn ruler(axis: Axis, reaches: &[f64], numbers: &[&str]) -> Option<Ruler> {
        Ruler::over(axis, reaches, numbers.iter().map(|number| number.parse().expect("a decimal")))
    }

    fn labels(ruler: &Ruler) -> Vec<String> {
        ruler.ticks().into_iter().map(|(_, label)| label).collect()
    }

    fn scale(min: u32, max: u32) -> Scale {
        Scale { min: Decimal::from(min), max: Decimal::from(max) }
    }

    #[test]
    fn no_difference_is_in_the_middle() {
        let differences = ruler(Axis::Linear, &[], &["-10", "-4"]).expect("an axis");
        assert_eq!(differences.place(0.0), "50.00%");
        assert_eq!(labels(&differences), ["-10", "-5", "0", "5", "10"]);
        let ratios = ruler(Axis::Logarithmic, &[4_f64.log10()], &["0.5", "2"]).expect("an axis");
        assert_eq!(ratios.place(1.0), "50.00%");
        assert_eq!(labels(&ratios), ["0.25", "0.5", "1", "2", "4"]);
    }

    #[test]
    fn what_is_small_on_its_scale_looks_small() {
        for (scale, number, share) in
            [(scale(0, 24), "-1.0", 0.10), (scale(0, 100), "4", 0.10), (scale(0, 10), "0.4", 0.10)]
        {
            let reaches = reaches(Measure::Md, Some(scale));
            let ruler = ruler(Axis::Linear, &reaches, &[number]).expect("an axis");
            let number: f64 = number.parse().expect("a number");
            let from_the_middle = (ruler.percent(number) - 50.0).abs() / 100.0;
            assert!(from_the_middle < share, "{number} of {} reaches {from_the_middle} of the width", scale.max);
        }
    }

    #[test]
    fn an_axis_holds_all_that_is_drawn_on_it() {
        let reaches = reaches(Measure::Md, Some(scale(0, 24)));
        for numbers in [&["-1"][..], &["-6", "2"], &["-6.1"], &["13"], &["-30"]] {
            let ruler = ruler(Axis::Linear, &reaches, numbers).expect("an axis");
            for number in numbers {
                let at = ruler.percent(number.parse().expect("a number"));
                assert!((0.0..=100.0).contains(&at), "{number} stands at {at}");
            }
        }
    }

    #[test]
    fn what_has_no_place_is_not_drawn() {
        assert!(ruler(Axis::Logarithmic, &[1.0], &["0"]).is_none());
        assert!(ruler(Axis::Linear, &[], &["0"]).is_none());
    }

    #[test]
    fn the_change_that_matters_is_read_from_the_record_or_not_at_all() {
        let instrument = |words: &str, scale: Scale| Instrument {
            scale,
            better: Better::Lower,
            important_change: Stated::As(words.to_owned()),
            provenance: crate::domain::Provenance::Sourced {
                pages: Vec::new(),
                kind: None,
                on: crate::domain::Date::constant(2026, 1, 1),
            },
        };
        let read =
            |words: &str, own: Scale, drawn: Scale| threshold(&instrument(words, own), drawn).map(|(points, _)| points);
        assert_eq!(read("5 points or 30% (of one person)", scale(0, 24), scale(0, 24)), Some(5.0));
        assert_eq!(read("15 of 100 points (set by somebody)", scale(0, 100), scale(0, 100)), Some(15.0));
        for (words, own, drawn) in [
            ("30%", scale(0, 10), scale(0, 10)),
            // Of another scale than the one that is drawn, or than the words are of.
            ("15 of 100 points", scale(0, 100), scale(0, 10)),
            ("15 of 100 points", scale(0, 24), scale(0, 24)),
            ("5 to 10 points", scale(0, 24), scale(0, 24)),
            ("40 points", scale(0, 24), scale(0, 24)),
            ("in 2012 it was said to be 5 points", scale(0, 24), scale(0, 24)),
        ] {
            assert_eq!(read(words, own, drawn), None, "{words}");
        }
    }
}
