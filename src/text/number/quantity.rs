//! Amounts: a number with its sign, unit and range, told apart by what stands around it.

use super::{
    NumberValue,
    atom::Atom,
    context::is_plural,
    reader::Reader,
    unit::{Unit, UnitKind},
};
use crate::text::lexicon::near::Near;

/// A number with its sign, currency and unit.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) first: usize,
    /// The last token, unit included.
    pub(super) last: usize,
    /// The last token of the number itself.
    pub(super) bare_last: usize,
    pub(super) atom: Atom,
    pub(super) value: f64,
    pub(super) unit: Option<Unit>,
}

/// Two ends, or one number.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) low: Side,
    pub(super) high: Option<Side>,
}

impl Shape {
    pub(super) fn last(&self) -> usize {
        self.high.as_ref().map_or(self.low.last, |high| high.last)
    }

    pub(super) fn bare_last(&self) -> usize {
        self.high.as_ref().map_or(self.low.bare_last, |high| high.bare_last)
    }

    pub(super) fn unit(&self) -> Option<&Unit> {
        self.high.as_ref().and_then(|high| high.unit.as_ref()).or(self.low.unit.as_ref())
    }

    /// Both ends, the lower first; of two units of time the lower end is carried over to the unit of the upper.
    pub(super) fn value(&self, reader: &Reader<'_>) -> NumberValue {
        let Some(high) = &self.high else { return NumberValue::One(self.low.value) };
        let mut low = self.low.value;
        if let (Some(one), Some(two)) = (&self.low.unit, &high.unit)
            && one.kind == UnitKind::Time
            && two.kind == UnitKind::Time
            && let (Some(own), Some(other)) = (reader.units().days(&one.text), reader.units().days(&two.text))
            && one.text != two.text
        {
            low = carried(low, own, other);
        }
        range(low, high.value)
    }

    pub(super) fn decimals(&self) -> Option<u8> {
        let high = self.high.as_ref().map(|high| high.atom.decimals);
        match high {
            Some(high) => self.low.atom.decimals.max(high),
            None => self.low.atom.decimals,
        }
    }
}

/// A length in another unit; months and years are carried over by twelve, not by days.
pub(super) fn carried(value: f64, own: f64, other: f64) -> f64 {
    let factor = own / other;
    let rounded = factor.recip().round();
    if factor < 1.0 && (rounded * factor - 1.0).abs() < 0.01 { value / rounded } else { value * factor }
}

pub(super) fn range(one: f64, two: f64) -> NumberValue {
    NumberValue::Range(one.min(two), one.max(two))
}

impl Reader<'_> {
    /// A number with sign, currency and unit. `after_dash`: a dash directly before is a joint, a second one a minus.
    pub(super) fn side(&self, at: usize, after_joint: bool) -> Option<Side> {
        let (mut first, mut number, mut negative) = (at, at, false);
        let after_relation = self.is_sign(at.wrapping_sub(1), "=<>≤≥≈") && at > 0;
        if self.is_dash(at) && (self.is_glued(at + 1) || after_relation) {
            (number, negative) = (at + 1, self.may_be_minus(at, after_joint));
            if !negative {
                return None;
            }
        } else if self.is_near(at, Near::Minus) {
            (number, negative) = (at + 1, true);
        } else if self.sign(at) == Some('+') && self.is_glued(at + 1) {
            number = at + 1;
        }
        let mut currency = None;
        let money_at = number;
        for skip in 0..=2 {
            if let Some(figure) = self.figure(money_at + skip)
                && figure.value >= 0.0
                && let Some((begin, code)) = self.currency_before(money_at + skip)
                && begin >= at.saturating_sub(2)
                && (skip > 0 || begin < at)
            {
                if skip > 0 && begin > number {
                    break;
                }
                (currency, number) = (Some(code), money_at + skip);
                first = first.min(begin);
                break;
            }
        }
        // `$-5`, `−$5`
        let mut atom = self.atom(number)?;
        if let Some(code) = currency {
            return Some(self.money_side(first, atom, code, negative));
        }
        let unit = self.unit(atom.last + 1);
        if let Some(Unit { kind: UnitKind::Money, text, last }) = &unit {
            if atom.may_be_grouped {
                atom.value *= 1000.0;
            }
            let unit = Unit { last: *last, kind: UnitKind::Money, text: text.clone() };
            let value = if negative { -atom.value } else { atom.value };
            return Some(Side { first, last: unit.last, bare_last: atom.last, value, atom, unit: Some(unit) });
        }
        let value = if negative { -atom.value } else { atom.value };
        let last = unit.as_ref().map_or(atom.last, |unit| unit.last);
        Some(Side { first, last, bare_last: atom.last, atom, value, unit })
    }

    fn money_side(&self, first: usize, mut atom: Atom, code: String, negative: bool) -> Side {
        if atom.may_be_grouped {
            atom.value *= 1000.0;
        }
        let next = atom.last + 1;
        if !atom.has_scale
            && let Some(scale) = self
                .numbers()
                .money_scales
                .get(self.word(next))
                .filter(|_| self.is_glued(next) || self.word(next).len() > 1)
        {
            atom.value *= scale;
            atom.last = next;
        }
        let value = if negative { -atom.value } else { atom.value };
        let unit = Unit { last: atom.last, kind: UnitKind::Money, text: code };
        Side { first, last: atom.last, bare_last: atom.last, value, atom, unit: Some(unit) }
    }

    /// Whether a dash that is joined to the figure after it is its sign.
    fn may_be_minus(&self, at: usize, after_joint: bool) -> bool {
        if after_joint {
            return true;
        }
        let Some(before) = at.checked_sub(1) else { return true };
        // After a blank, a bracket, a relation; not after a word or a figure it is joined to.
        let opens = self.sign(before).is_some_and(|sign| "([{=<>≤≥:;,~≈∼/±|\"“'".contains(sign));
        if self.is_glued(at) {
            return opens || self.is_dash(before);
        }
        // `1993 –2017`: a joint that lost a blank.
        let is_joint = self.figure(before).is_some() && self.found.last().is_some_and(|reading| reading.last == before);
        !is_joint || self.sign(at) == Some('−')
    }

    /// One number or a range that begins at a token. Within the name of an interval any separator joins.
    pub(super) fn shape(&self, at: usize, in_interval: bool) -> Option<Shape> {
        let low = self.side(at, false)?;
        if in_interval
            && let Some((whole, part)) = low.atom.comma
            && low.unit.is_none()
            && !self.joins_next(low.last + 1)
        {
            // `IQR 22,26`: two numbers, no decimal comma.
            let side = |value: u32| Side { value: f64::from(value), ..low.clone() };
            return Some(Shape { low: side(whole), high: Some(side(part)) });
        }
        let high = self.upper(&low, in_interval);
        Some(Shape { low, high })
    }

    fn joins_next(&self, at: usize) -> bool {
        (self.is_dash(at) || self.is_sign(at, ",;") || self.is_near(at, Near::BetweenEnds))
            && self.side(at + 1, true).is_some()
    }

    fn upper(&self, low: &Side, in_interval: bool) -> Option<Side> {
        let joint = low.last + 1;
        let word = self.word(joint);
        if in_interval {
            let joins = self.is_dash(joint) || self.is_sign(joint, ",;~") || self.near(word, Near::RangeJoints);
            let next = joint + 1 + usize::from(self.is_sign(joint, ",") && self.is_near(joint + 1, Near::BetweenEnds));
            return if joins { self.side(next, true) } else { None };
        }
        if self.is_dash(joint) {
            // `6- to 8-week`
            if self.is_glued(joint) && self.is_near(joint + 1, Near::HyphenJoints) {
                return self.side(joint + 2, false);
            }
            let high = self.side(joint + 1, true)?;
            let is_list = self.is_glued(joint) != self.is_glued(joint + 1) && self.is_glued(joint);
            let minus_after_blank = !self.is_glued(joint)
                && self.is_glued(joint + 1)
                && self.sign(joint) != Some('–')
                && high.value > 0.0
                && high.value <= low.value;
            let spaced_word = low.atom.is_spelt && !self.is_glued(joint);
            return (!is_list && !minus_after_blank && !spaced_word).then_some(high);
        }
        if self.is_sign(joint, "~∼") {
            return self.side(joint + 1, true).filter(|high| high.value > low.value);
        }
        if self.numbers().joints.range.contains(word) {
            let high = self.side(joint + 1, false)?;
            // `15% until 31/12`: an end in time.
            let is_moment = self.near(word, Near::UntilMoment) && low.unit.is_some() && high.unit.is_none();
            return (!is_moment && self.is_range(low, &high)).then_some(high);
        }
        if self.near(word, Near::And) && self.is_between(low.first) {
            let mut next = joint + 1;
            if let Some((begin, _)) =
                self.phrase(next, &self.numbers().before).filter(|(last, _)| self.side(last + 1, false).is_some())
            {
                next = begin + 1;
            }
            return self.side(next, false);
        }
        if self.near(word, Near::Or) && low.unit.is_none() {
            let high = self.side(joint + 1, false)?;
            let is_next = high.value == low.value + 1.0 && low.value >= 0.0 && high.atom.decimals.unwrap_or(0) == 0;
            return is_next.then_some(high);
        }
        None
    }

    fn is_between(&self, first: usize) -> bool {
        let back = (1..=3).find(|back| self.near_before(first, *back, Near::Between));
        back.is_some_and(|back| (1..back).all(|back| self.sign_before(first - back + 1).is_none()))
    }

    /// Whether `low to high` is a range and no change.
    fn is_range(&self, low: &Side, high: &Side) -> bool {
        let is_odds = low.atom.is_spelt && high.atom.is_spelt && low.value > high.value;
        // `16 mm at week four to 10.8 mm`: the first is a time.
        let counts_time = low.unit.is_none()
            && low.first > 0
            && high.unit.as_ref().is_some_and(|unit| unit.kind != UnitKind::Time)
            && self.time_at(low.first - 1).is_some()
            && !is_plural(self.word(low.first - 1));
        if is_odds || counts_time {
            return false;
        }
        let units_differ = match (&low.unit, &high.unit) {
            (Some(one), Some(two)) => one.kind != two.kind,
            (Some(_), None) => high.atom.decimals.is_none() && low.atom.decimals.is_some(),
            _ => false,
        };
        if units_differ {
            return false;
        }
        let from = (1..=3).find(|back| self.near_before(low.first, *back, Near::From));
        let Some(back) = from else { return low.value <= high.value };
        let from = low.first - back;
        for at in (from.saturating_sub(9)..from).rev() {
            if self.is_sign(at, ";") {
                break;
            }
            let word = self.word(at);
            if self.numbers().range.contains(word) {
                return true;
            }
            if self.numbers().change.contains(word) {
                return false;
            }
        }
        low.value <= high.value
    }

    /// The number at a token with all that belongs to it.
    pub(super) fn quantity(&mut self, at: usize) -> Option<usize> {
        let shape = self.shape(at, false)?;
        if shape.high.is_none() {
            if let Some(next) = self.spread(&shape.low) {
                return Some(next);
            }
            if let Some(next) = self.proportion(&shape.low) {
                return Some(next);
            }
        }
        if let Some(next) = self.frequency(&shape) {
            return Some(next);
        }
        let reading = self.classified(&shape)?;
        self.push(reading)
    }
}
