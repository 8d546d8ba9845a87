//! What is printed once for several numbers: the unit of a list, the base of a rate.

use super::{
    NumberKind, NumberValue,
    reader::{Reader, Reading},
    share::is_round,
    unit::UnitKind,
};
use crate::text::{lexicon::near::Near, word_class::Counted};

impl Reader<'_> {
    /// Carries units and bases to the numbers they belong to.
    pub(super) fn settle(&mut self) {
        self.bracketed_pairs();
        self.bracketed_ranges();
        self.lists();
        self.spreads();
        self.rates();
        self.shares();
    }

    /// Two numbers in brackets around the estimate before them are its interval: `0.76 (0.64, 0.91)`.
    fn bracketed_pairs(&mut self) {
        let mut at = 2;
        while at < self.found.len() {
            let (estimate, low, high) = (&self.found[at - 2], &self.found[at - 1], &self.found[at]);
            let open = estimate.last + 1;
            let alone = low.first == open + 1 && self.closing(open) == Some(high.last + 1);
            let separated = high.first == low.last + 2 && self.is_sign(low.last + 1, ",;");
            let square = self.sign(open) == Some('[');
            let printed = square || [estimate, low, high].iter().all(|reading| reading.decimals > Some(0));
            let plain = [low, high].iter().all(|reading| {
                matches!(reading.kind, NumberKind::Measure | NumberKind::Statistic | NumberKind::Count)
                    || reading.unit == estimate.unit
            });
            let around = match (&estimate.value, &low.value, &high.value) {
                (NumberValue::One(value), NumberValue::One(low), NumberValue::One(high)) => {
                    (low <= value && value <= high).then_some(NumberValue::Range(*low, *high))
                }
                _ => None,
            };
            if let Some(value) = around.filter(|_| alone && separated && printed && plain) {
                let (last, unit) = (high.last, estimate.unit.clone());
                let low = &mut self.found[at - 1];
                (low.kind, low.value, low.last, low.unit) = (NumberKind::Interval, value, last, unit);
                (low.counts, low.is_bare) = (None, false);
                self.found.remove(at);
            }
            at += 1;
        }
    }

    /// A range alone in brackets after an estimate is its interval: `0.91 [0.82–1.01]`.
    fn bracketed_ranges(&mut self) {
        for at in 1..self.found.len() {
            let (one, two) = (&self.found[at - 1], &self.found[at]);
            let open = one.last + 1;
            let alone = two.first == open + 1 && self.closing(open) == Some(two.last + 1);
            let bare = matches!(two.value, NumberValue::Range(..)) && two.unit.is_none() && two.counts.is_none();
            let of_estimate = !matches!(
                one.kind,
                NumberKind::Year
                    | NumberKind::Date
                    | NumberKind::Ordinal
                    | NumberKind::Level
                    | NumberKind::P
                    | NumberKind::Interval
            ) && (one.counts.is_none() || two.decimals > Some(0));
            if alone
                && bare
                && of_estimate
                && matches!(two.kind, NumberKind::Measure | NumberKind::Statistic | NumberKind::Count)
            {
                let unit = if one.kind == NumberKind::Count { None } else { one.unit.clone() };
                let two = &mut self.found[at];
                (two.kind, two.unit, two.is_bare) = (NumberKind::Interval, unit, false);
            }
        }
    }

    /// `24.5 (6.2) points versus 20.1 (5.9)`, `12.3 ± 1.1 vs 9.8 ± 0.9 ng/ml`: the unit is printed once.
    fn spreads(&mut self) {
        for at in 1..self.found.len() {
            let (one, two) = (&self.found[at - 1], &self.found[at]);
            let both = one.kind == NumberKind::MeanSpread && two.kind == NumberKind::MeanSpread;
            if !both || !self.is_list(one, two, at) || one.unit.is_some() == two.unit.is_some() {
                continue;
            }
            let (from, to) = if one.unit.is_some() { (at - 1, at) } else { (at, at - 1) };
            (self.found[to].unit, self.found[to].counts) = (self.found[from].unit.clone(), self.found[from].counts);
        }
    }

    /// `2 in every 10 patients said no, and 4 in every 10 said yes`: the same whole is counted.
    fn shares(&mut self) {
        for at in 1..self.found.len() {
            let (one, two) = (&self.found[at - 1], &self.found[at]);
            let same_whole = match (&one.value, &two.value) {
                (NumberValue::Parts { den: one, .. }, NumberValue::Parts { den: two, .. }) => {
                    (one - two).abs() < f64::EPSILON
                }
                _ => false,
            };
            if same_whole && one.kind == two.kind && two.counts.is_none() {
                self.found[at].counts = one.counts;
            }
        }
    }

    /// A bare number takes the unit of the next one of its list: `20 and 60 mL`, `from 11.1 to 1.5%`, `3, 6 and 12 months`.
    fn lists(&mut self) {
        for at in (1..self.found.len()).rev() {
            let (one, two) = (&self.found[at - 1], &self.found[at]);
            let takes = matches!(
                two.kind,
                NumberKind::Percent
                    | NumberKind::Duration
                    | NumberKind::Age
                    | NumberKind::Dose
                    | NumberKind::Measure
                    | NumberKind::Money
                    | NumberKind::Count
                    | NumberKind::Multiple
            );
            let gives = two.unit.is_some()
                || (two.kind == NumberKind::Count && two.counts.is_some())
                || two.kind == NumberKind::Multiple;
            if !(one.is_bare && takes && gives && self.is_list(one, two, at)) {
                continue;
            }
            let (kind, unit, counts, role) = (two.kind, two.unit.clone(), two.counts, two.role);
            let one = &mut self.found[at - 1];
            (one.kind, one.unit, one.counts) = (kind, unit, counts);
            if one.role.is_none() {
                one.role = role.filter(|_| kind == NumberKind::Percent);
            }
        }
    }

    fn is_list(&self, one: &Reading, two: &Reading, at: usize) -> bool {
        let between = one.last + 1..two.first;
        if between.is_empty() || between.len() > 3 {
            return false;
        }
        let joints = &self.numbers().joints.list;
        let mut word = false;
        for joint in between {
            let is_word = joints.contains(self.word(joint));
            let is_sign = self.is_sign(joint, ",/×") || self.is_near(joint, Near::TimesSign) || self.is_dash(joint);
            // `0.25 x 40 mm` are two lengths, `2 x 100 mg` is a number of doses.
            let is_product = self.is_near(joint, Near::TimesSign) || self.is_sign(joint, "×");
            if is_product && two.kind != NumberKind::Measure {
                return false;
            }
            word |= is_word || is_product;
            if !(is_word || is_sign) {
                return false;
            }
        }
        // Commas alone make a list only if a conjunction follows later in it.
        let later = self.found.get(at + 1).is_some_and(|three| {
            (two.last + 1..three.first).len() <= 2
                && (two.last + 1..three.first).any(|joint| joints.contains(self.word(joint)))
        });
        let printed_one = self.slice(one.first, one.last);
        word || later || (two.is_bare && !printed_one.is_empty())
    }

    /// `3.3 cases per 100,000 adults`, `17.4 (95% CI: 15.3–19.5) per 100 patient-years`, `the rate per 100,000 people was 434`.
    fn rates(&mut self) {
        let mut bases: Vec<(usize, usize, f64, usize)> = Vec::new();
        for at in 0..self.tokens.len() {
            let for_each = self.is_near(at, Near::For) && self.is_near(at + 1, Near::EveryOrEach)
                || self.is_near(at, Near::In) && self.is_near(at + 1, Near::Every);
            let next = if self.is_near(at, Near::Per) || self.sign(at) == Some('/') {
                at + 1
            } else if for_each {
                at + 2
            } else {
                continue;
            };
            let Some(atom) = self.atom(next) else { continue };
            let person_time = self
                .phrase(atom.last + 1, &self.numbers().counts)
                .is_some_and(|(_, class)| class == Counted::PersonTime);
            // `one per 5,000`: of one in so many, any number is the base.
            let of_one = self
                .found
                .iter()
                .any(|reading| reading.last + 1 == at && matches!(reading.value, NumberValue::One(1.0)));
            let is_base = (is_round(atom.value) || of_one) && (atom.value >= 100.0 || person_time);
            if is_base && self.unit(atom.last + 1).is_none_or(|unit| unit.kind == UnitKind::Time || person_time) {
                bases.push((at, next, atom.value, atom.last));
            }
        }
        // A base is no number by itself.
        self.found.retain(|reading| {
            let is_base = bases.iter().any(|(_, first, ..)| reading.first == *first);
            !is_base || reading.kind == NumberKind::Rate
        });
        // From the last base backwards, so that a number belongs to the base that follows it first.
        for (at, _, base, last) in bases.into_iter().rev() {
            self.rate(at, base, last);
        }
    }

    fn rate(&mut self, at: usize, base: f64, last: usize) {
        let counts = self.counted(last + 1);
        if self
            .found
            .iter()
            .any(|reading| reading.kind == NumberKind::Rate && reading.first < at && reading.last >= last)
        {
            return;
        }
        // The numerators before: the nearest number, and those of its list, range or comparison.
        let mut numerators = Vec::new();
        let mut end = at;
        for (place, reading) in self.found.iter().enumerate().rev().filter(|(_, reading)| reading.last < at) {
            if matches!(reading.kind, NumberKind::Interval) || reading.kind == NumberKind::Level {
                if end > reading.last && end - reading.last <= 6 {
                    end = reading.first;
                    continue;
                }
                break;
            }
            let near = end > reading.last
                && end - reading.last <= 7
                && !(reading.last + 1..end).any(|at| self.is_sign(at, ".;:"));
            let joined = numerators.is_empty() && self.reaches(reading.last + 1, at);
            let listed = !numerators.is_empty()
                && near
                && (reading.last + 1..end).all(|at| {
                    self.is_sign(at, ",(/)[]") || self.numbers().joints.list.contains(self.word(at)) || self.is_dash(at)
                });
            let fits = matches!(
                reading.kind,
                NumberKind::Count | NumberKind::Measure | NumberKind::Statistic | NumberKind::Proportion
            ) && matches!(reading.value, NumberValue::One(_) | NumberValue::Range(..))
                && reading.unit.is_none();
            if fits && near && (joined || listed) {
                numerators.push(place);
                end = reading.first;
            } else {
                break;
            }
        }
        let forwards = numerators.is_empty();
        if forwards {
            // `the rate per 100,000 people was 434`
            let next = self.found.iter().position(|reading| {
                reading.first > last
                    && reading.first - last <= 10
                    // `Per million treatments, the review of 2021 reckons with eight`
                    && self.calendar_year(reading.first).is_none_or(|year| year < 1900.0)
                    && matches!(reading.kind, NumberKind::Count | NumberKind::Measure | NumberKind::Statistic)
                    && reading.unit.is_none()
            });
            numerators.extend(next);
        }
        let adjoins = numerators.len() == 1
            && !forwards
            && numerators.first().is_some_and(|place| self.found[*place].last + 1 == at);
        let mut ends = Vec::new();
        for place in &numerators {
            let reading = &mut self.found[*place];
            match reading.value {
                NumberValue::One(num) => reading.value = NumberValue::Parts { num, den: base },
                NumberValue::Range(..) | NumberValue::Parts { .. } | NumberValue::Moment(_) | NumberValue::Span(..) => {
                    reading.unit = Some(format!("per {base}"));
                }
            }
            reading.kind = NumberKind::Rate;
            reading.counts = counts;
            reading.role = None;
            reading.is_bare = false;
            if adjoins {
                reading.last = last;
            }
            ends.push(*place);
        }
        if ends.is_empty() {
            return;
        }
        let unit = format!("per {base}");
        let from = ends.iter().min().copied().unwrap_or_default();
        for reading in self.found.iter_mut().skip(from) {
            let belongs = reading.first < at || forwards || reading.first.saturating_sub(last) <= 12;
            if reading.kind == NumberKind::Interval && belongs && reading.unit.is_none() {
                reading.unit = Some(unit.clone());
            }
        }
    }

    /// Whether only the noun that is counted, or a bracket, stands between a number and its base.
    fn reaches(&self, from: usize, to: usize) -> bool {
        let mut at = from;
        let mut words = 0;
        while at < to {
            if let Some(close) = self.closing(at).filter(|close| *close < to) {
                at = close + 1;
                continue;
            }
            let word = self.word(at);
            let passes = !word.is_empty()
                && (!self.numbers().stops.contains(word) || self.near(word, Near::PhraseJoints))
                || self.is_dash(at);
            words += 1;
            if !passes || words > 6 {
                return false;
            }
            at += 1;
        }
        true
    }
}
