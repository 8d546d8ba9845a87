//! What statistics prints: p values, intervals, spreads.

use super::{
    NumberKind, NumberRole, NumberValue, Spread, SpreadKind,
    quantity::{Side, range},
    reader::{Reader, Reading},
    unit::UnitKind,
};
use crate::text::{
    lexicon::near::Near,
    word_class::{Counted, Label, Qualifier},
};

impl Reader<'_> {
    /// Remembers a spread that a heading announces: `mean (SD)`, `median [IQR]`, `mean ± SD`.
    pub(super) fn announce(&mut self, at: usize) {
        let opens = self.is_sign(at, "([±");
        if !opens {
            return;
        }
        let Some((last, label)) = self.phrase(at + 1, &self.numbers().labels) else { return };
        let closes = self.is_sign(last + 1, ")]") || self.sign(at) == Some('±');
        let Some(kind) = spread_kind(label).filter(|_| closes) else { return };
        self.announced = Some(kind);
    }

    /// `P < .001`, `p = 0.03 and 0.002`, `P for trend = 0.04`, `0.001 ≤ p ≤ 0.03`, `p-value of 0.42`.
    pub(super) fn p_value(&mut self, at: usize) -> Option<usize> {
        let word = self.word(at);
        let glued_name = word.len() > 2
            && word.starts_with('p')
            && word.get(1..).is_some_and(|name| self.near(name, Near::GluedPNames));
        let (last, _) = match self.phrase(at, &self.numbers().labels) {
            Some((last, Label::P)) => (last, ()),
            _ if glued_name => (at, ()),
            _ => return None,
        };
        if self.is_hyphen(at.wrapping_sub(1)) && at > 0 {
            return None;
        }
        // Between the label and the value: `for trend`, `(trend)`, `-interaction`, a word of comparison.
        let mut next = last + 1;
        let mut relation = false;
        for _ in 0..7 {
            if self.is_sign(next, "=<>≤≥≈~∼:") {
                relation = true;
                next += 1;
                break;
            }
            if let Some(close) = self.closing(next).filter(|_| self.is_glued(next)) {
                next = close + 1;
                continue;
            }
            if self.is_near(next, Near::PJoints) {
                relation = true;
                next += 1;
                continue;
            }
            if relation && self.side(next, false).is_some() {
                break;
            }
            let is_name = self.is_dash(next) || self.is_near(next, Near::PNames) || self.is_sign(next, ",_'");
            if !is_name {
                break;
            }
            next += 1;
        }
        // A relation before the label reads from the other side.
        let before = self.found.last().map(|reading| reading.last);
        if let Some(end) = before
            && end + 2 == at
            && let Some(sign) = self.sign(at - 1).filter(|sign| "<≤>≥".contains(*sign))
            && let Some(reading) = self.found.last_mut()
        {
            let turned = match sign {
                '<' => Qualifier::MoreThan,
                '≤' => Qualifier::AtLeast,
                '>' => Qualifier::LessThan,
                _ => Qualifier::AtMost,
            };
            (reading.kind, reading.qualifier, reading.counts, reading.is_bare) =
                (NumberKind::P, Some(turned), None, false);
        }
        if !relation {
            return None;
        }
        let mut read = None;
        while let Some(shape) = self.shape(next, false) {
            let percent = shape.unit().is_some_and(|unit| unit.kind == UnitKind::Percent);
            let is_p = shape.value(self).ends().is_some_and(|(low, high)| low >= 0.0 && (high <= 1.0 || percent));
            if !is_p || (shape.unit().is_some() && !percent) {
                break;
            }
            let mut reading = Reading::new(shape.low.first, shape.last(), NumberKind::P, shape.value(self));
            reading.unit = percent.then(|| "%".to_owned());
            reading.decimals = shape.decimals();
            reading.qualifier = self.qualifier(reading.first, reading.last, NumberKind::P, None);
            let end = reading.last;
            read = self.push(reading);
            let mut following = end + 1;
            while self.is_sign(following, ",;") || self.is_near(following, Near::ListJoints) {
                following += 1;
            }
            let label = self.phrase(following, &self.numbers().labels).is_some();
            let signed = self.is_sign(following, "<>=≤≥");
            if following == end + 1 || label {
                break;
            }
            next = following + usize::from(signed);
            let goes_on = self.shape(next, false).is_some_and(|shape| {
                shape.low.atom.decimals.unwrap_or(0) > 0 && shape.unit().is_none() && shape.low.value < 1.0
            });
            if !goes_on {
                break;
            }
        }
        read
    }

    /// The ends of an interval after its name: `95% CI 1.01 to 64.48`, `IQR 22, 26`, `confidence limits: 3.9 and 4.9`.
    pub(super) fn interval(&mut self, at: usize) -> Option<usize> {
        let (last, label) = self.phrase(at, &self.numbers().labels).or_else(|| self.glued_label(at))?;
        let quartiles = label == Label::Quartiles;
        let is_range = label == Label::Range;
        if !(matches!(label, Label::Interval | Label::Quartiles) || is_range) || self.masked[at] {
            return None;
        }
        let printed = self.printed(at);
        if printed.len() <= 3 && !printed.chars().any(char::is_uppercase) {
            return None;
        }
        let mut next = last + 1;
        let mut level = None;
        for _ in 0..8 {
            let closes = self.is_sign(next, ")]")
                && (self.is_sign(next.wrapping_sub(2), "([")
                    || level == Some(next.wrapping_sub(1))
                    || self.is_sign(next.wrapping_sub(1), "%"));
            let passes = self.is_sign(next, "=:,([")
                || (self.is_dash(next) && !self.is_glued(next + 1))
                || closes
                || self.numbers().joints.interval.contains(self.word(next));
            if passes {
                next += 1;
            } else if let Some((end, Label::Interval | Label::Quartiles | Label::Confidence)) =
                self.phrase(next, &self.numbers().labels)
            {
                next = end + 1;
            } else if let Some(shape) = self.shape(next, true).filter(|shape| level.is_none() && shape.high.is_none())
                && (shape.unit().is_some_and(|unit| unit.kind == UnitKind::Percent)
                    || (shape.low.value == 95.0 && !self.is_sign(shape.last() + 1, ")]")))
                && !quartiles
                && !is_range
            {
                let mut reading =
                    Reading::new(shape.low.first, shape.last(), NumberKind::Level, NumberValue::One(shape.low.value));
                (reading.unit, reading.decimals) = (Some("%".to_owned()), shape.decimals());
                (level, next) = (Some(reading.last), reading.last + 1);
                self.push(reading);
            } else {
                break;
            }
        }
        // `IQR 1–3 (2 to 4)`; `± 2.1` is half a width.
        if self.sign(next) == Some('±') {
            let side = self.side(next + 1, false)?;
            let mut reading = Reading::new(side.first, side.last, NumberKind::Measure, NumberValue::One(side.value));
            (reading.decimals, reading.role) = (side.atom.decimals, Some(NumberRole::HalfWidth));
            reading.unit = side.unit.map(|unit| unit.text).or_else(|| self.estimate_unit());
            return self.push(reading);
        }
        let Some(shape) = self.shape(next, true) else { return level.map(|level| level + 1) };
        let Some(high) = shape.high.clone() else {
            if quartiles && self.is_sign(shape.last() + 1, ")],;") {
                let mut reading =
                    Reading::new(shape.low.first, shape.last(), NumberKind::Measure, NumberValue::One(shape.low.value));
                (reading.decimals, reading.role) = (shape.decimals(), Some(NumberRole::Quartiles));
                reading.unit = shape.unit().map(|unit| unit.text.clone()).or_else(|| self.estimate_unit());
                return self.push(reading);
            }
            return level.map(|level| level + 1);
        };
        // Two ends, not a whole sentence: `range, 5 and then`.
        if is_range {
            return self.labelled_range(&shape.low, &high);
        }
        let mut reading =
            Reading::new(shape.low.first, high.last, NumberKind::Interval, range(shape.low.value, high.value));
        reading.decimals = shape.decimals();
        reading.role = quartiles.then_some(NumberRole::Quartiles);
        reading.unit = shape.unit().map(|unit| unit.text.clone()).or_else(|| self.estimate_unit());
        self.push(reading)
    }

    /// `range 0–164`, `(range, 20 to 96)`: the ends of a range, with the unit of what stands before.
    fn labelled_range(&mut self, low: &Side, high: &Side) -> Option<usize> {
        if self.is_age(low.first, high.last, high.unit.is_some()) || self.calendar_year(low.first).is_some() {
            return None;
        }
        let unit = high.unit.as_ref().or(low.unit.as_ref());
        let counts = if unit.is_none() { self.counted(high.last + 1) } else { None };
        let estimate = self.found.iter().rev().find(|reading| reading.kind != NumberKind::Level);
        let adjoins = estimate.is_some_and(|reading| low.first - reading.last <= 8);
        let kind = match (unit.map(|unit| unit.kind), counts, estimate.filter(|_| adjoins)) {
            (Some(UnitKind::Percent), ..) => NumberKind::Percent,
            (Some(UnitKind::Time), _, Some(estimate))
                if estimate.kind == NumberKind::Age || estimate.role == Some(NumberRole::Age) =>
            {
                NumberKind::Age
            }
            (Some(UnitKind::Time), ..) => NumberKind::Duration,
            (Some(UnitKind::Money), ..) => NumberKind::Money,
            (Some(_), ..) => NumberKind::Measure,
            (None, Some(_), _) => NumberKind::Count,
            (None, None, Some(estimate)) => estimate.kind,
            (None, None, None) => NumberKind::Measure,
        };
        let kind = if matches!(kind, NumberKind::MeanSpread | NumberKind::Interval | NumberKind::P | NumberKind::Level)
        {
            NumberKind::Measure
        } else {
            kind
        };
        let own = unit.map(|unit| unit.text.clone());
        let inherited = match (unit, counts) {
            (None, None) if adjoins => estimate.and_then(|reading| reading.unit.clone()),
            _ => None,
        };
        let mut reading = Reading::new(low.first, high.last, kind, range(low.value, high.value));
        (reading.unit, reading.counts) = (own.or(inherited), counts);
        reading.decimals = low.atom.decimals.max(high.atom.decimals);
        self.push(reading)
    }

    /// `CI95`, `95CI`.
    fn glued_label(&self, at: usize) -> Option<(usize, Label)> {
        let word = self.word(at).trim_matches(|c: char| c.is_ascii_digit());
        let is_code = self.word(at).len() > word.len();
        (is_code && self.near(word, Near::IntervalCode)).then_some((at, Label::Interval))
    }

    /// The unit of the estimate that an interval belongs to.
    fn estimate_unit(&self) -> Option<String> {
        let estimate = self
            .found
            .iter()
            .rev()
            .find(|reading| !matches!(reading.kind, NumberKind::Level | NumberKind::P | NumberKind::Interval))?;
        match (&estimate.value, estimate.kind) {
            (NumberValue::Parts { den, .. }, NumberKind::Rate) => Some(format!("per {den}")),
            (_, NumberKind::Count | NumberKind::Statistic | NumberKind::Ordinal | NumberKind::Year) => None,
            _ => estimate.unit.clone(),
        }
    }

    /// A centre with its spread: `34.77 +/- 9.20 mg`, `7.1 (SE 0.4) points`, after a heading `6 (4–8)`.
    pub(super) fn spread(&mut self, low: &Side) -> Option<usize> {
        let next = low.last + 1;
        if self.sign(next) == Some('±') {
            let side = self.side(next + 1, false)?;
            let kind = self.announced.unwrap_or(SpreadKind::Unstated);
            let kind = match self.phrase(side.last + 1, &self.numbers().labels) {
                Some((_, Label::SpreadSd)) => SpreadKind::Sd,
                Some((_, Label::SpreadSe)) => SpreadKind::Se,
                _ => kind,
            };
            return self.push_spread(low, &side.clone(), NumberValue::One(side.value.abs()), side.last, kind);
        }
        let close = self.closing(next)?;
        if self.sign(next + 1) == Some('±') {
            let side = self.side(next + 2, false)?;
            return (side.last + 1 == close).then_some(()).and_then(|()| {
                self.push_spread(low, &side, NumberValue::One(side.value.abs()), close, SpreadKind::Unstated)
            });
        }
        let (mut inside, mut kind) = (next + 1, None);
        if let Some((last, label)) = self.phrase(inside, &self.numbers().labels) {
            kind = Some(spread_kind(label).filter(|kind| *kind != SpreadKind::Iqr)?);
            inside = last + 1;
            while self.is_sign(inside, "=:,±") || self.is_near(inside, Near::OfWas) {
                inside += 1;
            }
        }
        let shape = self.shape(inside, true)?;
        if shape.last() + 1 != close {
            return None;
        }
        let kind = kind.or(self.announced)?;
        let percent = shape.unit().is_some_and(|unit| unit.kind == UnitKind::Percent);
        if kind != SpreadKind::Iqr && (shape.high.is_some() || percent && low.unit.is_none()) {
            return None;
        }
        let side = shape.high.clone().unwrap_or_else(|| shape.low.clone());
        self.push_spread(low, &side, shape.value(self), close, kind)
    }

    fn push_spread(
        &mut self,
        low: &Side,
        side: &Side,
        spread: NumberValue,
        end: usize,
        kind: SpreadKind,
    ) -> Option<usize> {
        let mut last = end;
        let after = if low.unit.is_none() && side.unit.is_none() { self.unit(end + 1) } else { None };
        if let Some(unit) = &after {
            last = unit.last;
        }
        let unit = after.or_else(|| side.unit.clone()).or_else(|| low.unit.clone());
        let mut reading = Reading::new(low.first, last, NumberKind::MeanSpread, NumberValue::One(low.value));
        reading.decimals = low.atom.decimals;
        reading.counts = unit.as_ref().filter(|unit| unit.kind == UnitKind::Points).map(|_| Counted::Points);
        reading.unit = unit.map(|unit| unit.text);
        if self.is_age(low.first, last, reading.unit.is_some()) {
            reading.role = Some(NumberRole::Age);
            reading.unit = reading.unit.or_else(|| Some("year".to_owned()));
        }
        reading.spread = Some(Spread { value: spread, kind });
        reading.qualifier = self.qualifier(low.first, last, NumberKind::MeanSpread, None);
        self.push(reading)
    }
}

/// The spread that a label names.
fn spread_kind(label: Label) -> Option<SpreadKind> {
    match label {
        Label::SpreadSd => Some(SpreadKind::Sd),
        Label::SpreadSe => Some(SpreadKind::Se),
        Label::Quartiles => Some(SpreadKind::Iqr),
        Label::P
        | Label::Estimate
        | Label::Statistic
        | Label::Effect
        | Label::Centre
        | Label::Interval
        | Label::Range
        | Label::Sample
        | Label::Studies
        | Label::Alpha
        | Label::Confidence => None,
    }
}
