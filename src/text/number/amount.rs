//! What an amount is, by its unit, its label and the words around it.

use super::{
    NumberKind, NumberRole, NumberValue,
    quantity::{Shape, carried},
    reader::{Reader, Reading},
    unit::{Unit, UnitKind},
};
use crate::text::{
    lexicon::near::Near,
    token::TokenKind,
    word_class::{Counted, Label},
};

/// From here on a number is no age, not even a wrong one.
const NO_AGE: f64 = 200.0;

impl Reader<'_> {
    /// What the amount is.
    pub(super) fn classified(&self, shape: &Shape) -> Option<Reading> {
        let (first, last) = (shape.low.first, shape.last());
        let label = self.label(first);
        let mut value = shape.value(self);
        let reading = |kind, last, value| {
            let mut reading = Reading::new(first, last, kind, value);
            reading.decimals = shape.decimals();
            reading
        };
        if let Some(unit) = shape.unit().cloned() {
            return Some(self.with_unit(shape, &unit, label, reading(NumberKind::Measure, last, value)));
        }
        if let Some(unit) = self.unit_behind(last) {
            let behind = Unit { last, ..unit };
            return Some(self.with_unit(shape, &behind, label, reading(NumberKind::Measure, last, value)));
        }
        if let Some(unit) = self.time_before(first).filter(|_| self.counted(last + 1).is_none()) {
            let mut point = reading(NumberKind::Duration, last, value);
            point.unit = Some(unit);
            return Some(point);
        }
        if let Some(next) = self.fold(last + 1) {
            let mut multiple = reading(NumberKind::Multiple, next, value);
            multiple.qualifier = self.qualifier(first, next, NumberKind::Multiple, None);
            return Some(multiple);
        }
        if let Some(base) = self.sign(last + 1).and_then(|sign| self.units().rate_signs.get(&sign)) {
            let NumberValue::One(num) = value else { return None };
            let mut rate = reading(NumberKind::Rate, last + 1, NumberValue::Parts { num, den: *base });
            rate.qualifier = self.qualifier(first, last + 1, NumberKind::Rate, None);
            rate.counts = self.counted_of(last + 2);
            return Some(rate);
        }
        let is_one = shape.high.is_none() && shape.low.atom.is_spelt && shape.low.value == 1.0;
        let next = self.word(last + 1);
        // `one per 10,000`
        let has_base = self.near(next, Near::Per) && self.atom(last + 2).is_some();
        if is_one && label.is_none() && !has_base {
            let is_pronoun = self.numbers().pronoun.contains(next)
                || next.is_empty() && !self.is_hyphen(last + 1)
                || self.numbers().stops.contains(next);
            if is_pronoun || self.is_near(first.wrapping_sub(1), Near::BeforePronoun) && first > 0 && next.is_empty() {
                return None;
            }
        }
        // `three-dimensional`: number words in a compound that counts nothing.
        if self.is_hyphen(last + 1) && self.compound_noun(last + 2).is_none() {
            return None;
        }
        let is_factor =
            self.is_near(first.wrapping_sub(2), Near::Factor) && self.near_before(first, 1, Near::Of) && first > 1;
        if is_factor {
            return Some(reading(NumberKind::Multiple, last, value));
        }
        // `t(48) = 2.31`: degrees of freedom.
        let label = if self.is_freedom(first) { Some(Label::Statistic) } else { label };
        let by_label = match label {
            Some(Label::Estimate) => Some((NumberKind::Statistic, Some(NumberRole::Effect))),
            Some(Label::Statistic) => Some((NumberKind::Statistic, None)),
            Some(Label::Alpha) if shape.low.value > 0.2 => Some((NumberKind::Statistic, None)),
            Some(Label::Alpha) => Some((NumberKind::P, Some(NumberRole::Alpha))),
            Some(Label::Sample) => Some((NumberKind::Count, Some(NumberRole::SampleSize))),
            Some(Label::Studies) if shape.low.atom.decimals == Some(0) => {
                Some((NumberKind::Count, Some(NumberRole::StudyCount)))
            }
            Some(Label::Studies) => Some((NumberKind::Statistic, None)),
            Some(Label::SpreadSd | Label::SpreadSe) => Some((NumberKind::Measure, Some(NumberRole::Deviation))),
            _ => None,
        };
        if let Some((kind, role)) = by_label {
            let mut labelled = reading(kind, last, value);
            labelled.role = role;
            labelled.qualifier = self.qualifier(first, last, kind, None);
            labelled.counts = match role {
                Some(NumberRole::SampleSize) => self
                    .counted_before_bracket(first)
                    .filter(|class| matches!(class, Counted::Participants | Counted::Animals))
                    .or_else(|| self.phrase_counted(last + 1)),
                Some(NumberRole::StudyCount) => Some(Counted::Studies),
                _ => None,
            };
            return Some(labelled);
        }
        // `131 and older` is an age, and a wrong one; `2,000 and older` is none.
        let plausible = value.ends().is_some_and(|(low, high)| low > 0.0 && high < NO_AGE);
        if plausible && self.is_age(first, last, false) && self.counted_is_no_noun(last + 1) {
            let mut age = reading(NumberKind::Age, last, value);
            age.unit = Some("year".to_owned());
            age.qualifier = self.qualifier(first, last, NumberKind::Age, None);
            return Some(age);
        }
        let counts = match self.is_hyphen(last + 1) {
            true => self.compound_noun(last + 2),
            // `10,000+ people`
            false => self.counted(last + 1 + usize::from(self.is_sign(last + 1, "+") && self.is_glued(last + 1))),
        };
        if shape.low.atom.may_be_grouped && counts.is_some_and(|class| class != Counted::Things) {
            value = NumberValue::One(shape.low.value * 1000.0);
        }
        let decimals = shape.decimals().unwrap_or(0) > 0
            && !shape.low.atom.has_scale
            && !(shape.low.atom.may_be_grouped && counts.is_some());
        let negative = value.ends().is_some_and(|(low, _)| low < 0.0);
        let scale = !self.is_hyphen(last + 1) && self.is_on_scale(first, last);
        let counted = counts
            .filter(|class| !scale || *class != Counted::Things)
            .filter(|class| *class != Counted::Things || !decimals);
        let kind = match counted {
            Some(_) if !negative => NumberKind::Count,
            _ if decimals || negative || scale || matches!(label, Some(Label::Effect | Label::Centre)) => {
                self.bare_kind(first, last)
            }
            _ => NumberKind::Count,
        };
        let mut bare = reading(kind, last, value);
        if kind == NumberKind::Count {
            bare.counts = counts;
            if self.closing(last + 1).is_some() && counts.is_none() {
                let close = self.closing(last + 1)?;
                bare.counts = if self.is_near(close + 1, Near::Of) { None } else { self.phrase_counted(close + 1) };
            }
        }
        if bare.counts.is_none() && kind == NumberKind::Count {
            bare.counts = self.phrase_counted(last + 1);
            if self.is_near(last + 1, Near::Per) || self.sign(last + 1) == Some('/') {
                bare.counts = self.counted_before_bracket(first);
            }
        }
        if (self.near_before(first, 1, Near::Of) || self.of_the(first)) && self.follows_bracket(first) {
            bare.role = Some(NumberRole::Denominator);
        }
        if label == Some(Label::Effect) && bare.role.is_none() {
            bare.role = Some(NumberRole::Effect);
        }
        if bare.counts.is_none() && (self.is_behind_scale(first) || scale && is_whole_scale(&bare.value)) {
            bare.role = Some(NumberRole::Scale);
        }
        bare.qualifier = self.qualifier(first, last, kind, bare.counts);
        if self.is_near(last + 1, Near::Conjunctions) && self.is_near(last + 2, Near::ComparedNumbers) {
            bare.counts = bare.counts.or_else(|| self.counted(last + 3));
        }
        if bare.qualifier.is_none() && counts.is_some() {
            // `12 sessions or more`
            let end = self.noun_end(last + 1).unwrap_or(last);
            bare.qualifier = self
                .phrase(end + 1, &self.numbers().after)
                .map(|(_, qualifier)| qualifier)
                .filter(|_| self.is_near(end + 1, Near::Conjunctions));
        }
        if bare.counts.is_some_and(|class| class != Counted::Things) {
            bare.noun = match self.is_hyphen(last + 1) {
                true => Some(last + 2),
                false => self.noun(last + 1).map(|(noun, _)| noun),
            };
        }
        bare.is_bare = counts.is_none();
        Some(bare)
    }

    /// `t(48) = 2.31`, `F(1, 46) = 5.2`: the figure stands in a bracket between a test and its value.
    fn is_freedom(&self, first: usize) -> bool {
        let open = (first.saturating_sub(3)..first).rev().find(|at| self.is_sign(*at, "("));
        let is_test = |open: usize| {
            let raised = usize::from(matches!(
                self.tokens.get(open.wrapping_sub(1)).map(|token| token.kind),
                Some(TokenKind::Superscript(_))
            ));
            self.numbers().labels.get(self.word_before(open, 1 + raised)) == Some(Label::Statistic)
        };
        open.is_some_and(|open| {
            self.closing(open).is_some_and(|close| self.sign(close + 1) == Some('=')) && is_test(open)
        })
    }

    /// `0-10 scale`, `a scale of 0 to 10`, `scored 4`: points of a scale.
    fn is_on_scale(&self, first: usize, last: usize) -> bool {
        let next = self.past_hyphen(last + 1);
        (next..next + 3).take_while(|at| !self.word(*at).is_empty()).any(|at| self.is_near(at, Near::ScaleWords))
            || (1..=3).any(|back| self.is_near(first.wrapping_sub(back), Near::ScaleWords) && first >= back)
    }

    /// `A scale of 100`, `a line of 10 cm`: the length of the scale before it.
    fn is_behind_scale(&self, first: usize) -> bool {
        self.near_before(first, 1, Near::Of) && first > 1 && self.is_near(first - 2, Near::ScaleAfterUnit)
    }

    /// `A 24 point scale`: so much of one thing.
    fn is_of_one(&self, first: usize) -> bool {
        first > 0 && self.is_near(first - 1, Near::SingleArticles)
    }

    /// `7 [IQR 5–9] points`: the unit behind the bracket that holds the interval.
    fn unit_behind(&self, last: usize) -> Option<Unit> {
        let close = self.closing(last + 1)?;
        let holds = (last + 2..close).any(|at| {
            matches!(
                self.phrase(at, &self.numbers().labels),
                Some((_, Label::Interval | Label::Quartiles | Label::Range))
            )
        });
        let range = self
            .shape(last + 2, true)
            .is_some_and(|shape| shape.high.is_some() && shape.unit().is_none() && shape.last() + 1 == close);
        self.unit(close + 1).filter(|_| holds || range)
    }

    /// `day 7`, `week 12`: a point in time by its number.
    fn time_before(&self, first: usize) -> Option<String> {
        let word = self.word_before(first, 1);
        let whole = self.near(word, Near::TimePoints);
        if whole && self.figure(first).is_some() { self.units().time(word).map(str::to_owned) } else { None }
    }

    fn of_the(&self, first: usize) -> bool {
        self.is_near(first.wrapping_sub(1), Near::WholeArticles) && first > 1 && self.near_before(first, 2, Near::Of)
    }

    fn follows_bracket(&self, first: usize) -> bool {
        (1..=3).any(|back| first.checked_sub(back).is_some_and(|at| self.is_sign(at, ")]")))
    }

    fn phrase_counted(&self, at: usize) -> Option<Counted> {
        self.counted(at).filter(|class| *class != Counted::Things)
    }

    fn counted_is_no_noun(&self, at: usize) -> bool {
        self.phrase(at, &self.numbers().counts).is_none() || self.is_hyphen(at)
    }

    /// The noun of a compound: `800-person`, `two-arm`, `30-item`.
    pub(super) fn compound_noun(&self, at: usize) -> Option<Counted> {
        let known = self.phrase(at, &self.numbers().counts).map(|(_, class)| class);
        known.or_else(|| self.is_near(at, Near::CompoundParts).then_some(Counted::Things))
    }

    /// What a number is that has no unit and nothing to count: an estimate before its interval is a statistic.
    fn bare_kind(&self, first: usize, last: usize) -> NumberKind {
        let words = first.saturating_sub(6)..first;
        let statistic = words.clone().any(|at| {
            matches!(self.phrase(at, &self.numbers().labels), Some((end, Label::Statistic | Label::Estimate)) if self.printed(end).len() > 3 && end < first)
        });
        let bracketed = self.sign_before(first).is_some_and(|sign| "([".contains(sign)) && self.is_sign(last + 1, "[(");
        if statistic || bracketed { NumberKind::Statistic } else { NumberKind::Measure }
    }

    fn with_unit(&self, shape: &Shape, unit: &Unit, label: Option<Label>, mut reading: Reading) -> Reading {
        let (first, last) = (reading.first, reading.last);
        reading.unit = Some(unit.text.clone());
        match unit.kind {
            UnitKind::Percent => {
                reading.kind = if self.is_level(first, last) {
                    NumberKind::Level
                } else if matches!(label, Some(Label::Statistic | Label::Estimate)) {
                    NumberKind::Statistic
                } else if label == Some(Label::Alpha) {
                    NumberKind::P
                } else {
                    NumberKind::Percent
                };
                if reading.kind == NumberKind::Percent {
                    reading.counts = self.counted_of(last + 1);
                    reading.role = self.share_role(first, last);
                }
            }
            UnitKind::PercentPoints => {}
            UnitKind::Points => {
                // `24-point scale`, `a 24 point scale`, `a scale of 24 points`.
                let is_one = self.is_hyphen(last.wrapping_sub(1)) || self.is_of_one(first);
                let is_length = is_one && self.scale_follows(last + 1) || self.is_behind_scale(first);
                reading.role = is_length.then_some(NumberRole::Scale);
                reading.counts = Some(Counted::Points);
            }
            UnitKind::Time => self.time_amount(shape, &mut reading),
            UnitKind::Money => {
                reading.kind = NumberKind::Money;
                if self.is_near(last + 1, Near::Per) && !self.word(last + 2).is_empty() {
                    let thing = self
                        .units()
                        .time(self.word(last + 2))
                        .map_or_else(|| self.printed(last + 2).to_owned(), str::to_owned);
                    reading.unit = Some(format!("{}/{thing}", unit.text));
                    reading.last = last + 2;
                }
            }
            UnitKind::Measure => {
                if self.is_given(&unit.text) {
                    reading.kind = NumberKind::Dose;
                }
                // `10-cm line`, `a 10 cm line`, `a line of 10 cm`.
                let is_one = self.is_hyphen(shape.bare_last() + 1) || self.is_of_one(first);
                let names_scale = is_one && self.is_near(last + 1, Near::ScaleAfterUnit) || self.is_behind_scale(first);
                if names_scale {
                    reading.role = Some(NumberRole::Scale);
                }
            }
        }
        if matches!(label, Some(Label::SpreadSd | Label::SpreadSe)) {
            (reading.kind, reading.role) = (NumberKind::Measure, Some(NumberRole::Deviation));
        }
        if reading.kind != NumberKind::Level && reading.qualifier.is_none() {
            reading.qualifier = self.qualifier(first, reading.last, reading.kind, reading.counts);
        }
        reading
    }

    /// Whether a scale is named behind the length of one, perhaps with what it measures: `ten-point pain scale`.
    fn scale_follows(&self, next: usize) -> bool {
        let is_plain = |at: usize| !self.word(at).is_empty() && !self.numbers().stops.contains(self.word(at));
        self.is_near(next, Near::ScaleAfterPoints)
            || is_plain(next)
                && (self.is_near(next + 1, Near::ScaleAfterPoints)
                    || is_plain(next + 1) && self.is_near(next + 2, Near::ScaleAfterPoints))
    }

    /// A span of time: an age, or a duration, perhaps in two units.
    fn time_amount(&self, shape: &Shape, reading: &mut Reading) {
        reading.kind = NumberKind::Duration;
        if shape.high.is_none()
            && let Some((last, value)) = self.second_unit(shape)
        {
            reading.last = last;
            reading.value = NumberValue::One(value);
            reading.decimals = None;
        }
        let people = self.near(self.printed(reading.last), Near::PluralEnding) && self.is_glued(reading.last);
        if people && let Some(qualifier) = self.age_bound(reading.first) {
            (reading.kind, reading.unit) = (NumberKind::Age, Some("year".to_owned()));
            (reading.qualifier, reading.counts) = (Some(qualifier), Some(Counted::Participants));
            return;
        }
        // `$491 less per person over one year`: a span, and the age of nobody who is treated.
        let is_span = shape.low.value < YOUNGEST && self.is_near(reading.first.wrapping_sub(1), Near::Over);
        if !is_span && self.is_age(reading.first, reading.last, true) {
            reading.kind = NumberKind::Age;
            let next = self.past_hyphen(reading.last + 1);
            if self.is_near(next, Near::Old) {
                reading.last = next;
            }
        }
    }

    /// `2 h 30 min`, `1 year and 3 months`: the last token and the value in the larger unit.
    fn second_unit(&self, shape: &Shape) -> Option<(usize, f64)> {
        let one = shape.low.unit.as_ref()?;
        let mut next = one.last + 1;
        if self.is_near(next, Near::And) || self.is_sign(next, ",") {
            next += 1;
            if self.is_near(next, Near::And) {
                next += 1;
            }
        }
        if self.is_near(next, Near::A) && self.is_near(next + 1, Near::Half) {
            return Some((next + 1, shape.low.value + 0.5));
        }
        let side = self.side(next, false)?;
        let two = side.unit.as_ref().filter(|unit| unit.kind == UnitKind::Time)?;
        let (large, small) = (self.units().days(&one.text)?, self.units().days(&two.text)?);
        let is_part =
            small < large && side.value * small < large && (next == one.last + 1 || self.is_near(next - 1, Near::And));
        let follows = is_part && self.time_units_adjoin(large, small);
        follows.then(|| (side.last, shape.low.value + carried(side.value, small, large)))
    }

    /// Years go with months, weeks and days, hours with minutes: `a year and 30 minutes` are two.
    fn time_units_adjoin(&self, large: f64, small: f64) -> bool {
        large / small < 400.0
    }

    /// `-fold`, ` fold`, `x higher`: the last token.
    fn fold(&self, at: usize) -> Option<usize> {
        let next = self.past_hyphen(at);
        if self.is_near(next, Near::Fold) {
            return Some(next);
        }
        let times =
            self.is_near(at, Near::TimesSign) && self.is_glued(at) || self.is_sign(at, "×") && self.is_glued(at);
        (times && self.is_near(at + 1, Near::Comparatives)).then_some(at)
    }

    /// `95% CI`, `95%-CI`, `95 % confidence interval`, `CI 95%`.
    fn is_level(&self, first: usize, last: usize) -> bool {
        let mut at = last + 1;
        for _ in 0..4 {
            at = self.past_hyphen(at);
            if self.is_sign(at, "(") && self.is_glued(at) {
                at += 1;
                continue;
            }
            let label = self.phrase(at, &self.numbers().labels).map(|(_, label)| label);
            if label == Some(Label::Interval) || self.is_near(at, Near::LevelWords) {
                return true;
            }
            if label != Some(Label::Confidence) {
                break;
            }
            at += 1;
        }
        let mut before = first;
        while before > 0 && (self.is_sign(before - 1, "([,:=") || self.is_dash(before - 1)) {
            before -= 1;
        }
        matches!(self.phrase_before(before, &self.numbers().labels), Some((_, Label::Interval)))
            && !self.is_dash(last + 1)
            && !self.is_near(last + 1, Near::BetweenEnds)
            && !self.is_sign(first.wrapping_sub(1), ",")
            && self.interval_follows(last + 1)
    }

    /// Whether two ends follow the name of an interval.
    fn interval_follows(&self, at: usize) -> bool {
        let mut at = at;
        while self.is_sign(at, "=:,([)") {
            at += 1;
        }
        self.shape(at, true).is_some_and(|shape| shape.high.is_some())
    }

    /// Whether an amount in this unit is given to somebody rather than read off.
    fn is_given(&self, unit: &str) -> bool {
        let head = unit.split(['/', ' ']).next().unwrap_or_default();
        let given = self.near(head, Near::Given);
        given
            && !unit.contains("/l")
            && !unit.contains("/L")
            && !unit.contains("/ml")
            && !unit.contains("/mL")
            && !unit.contains("/dL")
            && !unit.contains("/dl")
            || unit.contains("/kg")
            || unit.contains("per kg")
    }
}

/// Years from which on `people over so many years` tells their age.
const YOUNGEST: f64 = 3.0;

/// Whether a range is one that scales have as a whole: from 0, or from 1 to as many answers as are offered.
fn is_whole_scale(value: &NumberValue) -> bool {
    match value {
        NumberValue::Range(low, high) => *low == 0.0 || *low == 1.0 && [5.0, 7.0, 10.0, 100.0].contains(high),
        NumberValue::One(_) | NumberValue::Parts { .. } | NumberValue::Moment(_) | NumberValue::Span(..) => false,
    }
}
