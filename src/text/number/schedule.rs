//! How often, how long, how many times as much.

use super::{
    NumberKind, NumberValue, Period,
    quantity::Shape,
    reader::{Reader, Reading},
    unit::UnitKind,
};

use crate::text::{lexicon::near::Near, word_class::Counted};

impl Reader<'_> {
    /// `once weekly`, `twice a day`, `every 3 weeks`, `every sixth hour`, `bid`.
    pub(super) fn schedule(&mut self, at: usize) -> Option<usize> {
        if let Some(times) = self.numbers().times.get(self.word(at)).copied() {
            return self.times(at, times);
        }
        if let Some(times) =
            self.numbers().prescriptions.get(self.word(at)).copied().filter(|_| self.is_prescription(at))
        {
            let period = Period { value: 1.0, unit: "day".to_owned() };
            return self.push_frequency(at, at, NumberValue::One(times), period, None);
        }
        if self.is_near(at, Near::Every) {
            let (last, period) = self.every(at)?;
            let is_single = period.value == 1.0;
            return if is_single { None } else { self.push_frequency(at, last, NumberValue::One(1.0), period, None) };
        }
        None
    }

    /// `bid` in small letters or with stops; `bd` and its like only after an amount.
    fn is_prescription(&self, at: usize) -> bool {
        let printed = self.printed(at);
        let after_amount = self.found.last().is_some_and(|reading| reading.last + 1 == at);
        let is_noun = self.near(self.word_before(at, 1), Near::NounBefore);
        let is_sure = printed.contains('.') || (self.near(printed, Near::PlainPrescriptions) && !is_noun);
        is_sure || (after_amount && printed == self.word(at))
    }

    fn times(&mut self, at: usize, times: f64) -> Option<usize> {
        // `once or twice a week`
        if self.is_near(at + 1, Near::OrTo)
            && let Some(more) = self.numbers().times.get(self.word(at + 2)).copied()
        {
            if let Some((last, period)) = self.period(at + 3, false) {
                return self.push_frequency(at, last, NumberValue::Range(times, more), period, None);
            }
            return None;
        }
        if let Some((last, period)) = self.period(at + 1, true).or_else(|| self.within_period(at + 1)) {
            return self.push_frequency(at, last, NumberValue::One(times), period, None);
        }
        if times == 1.0 {
            let before = self.word_before(at, 1);
            let counts = self.near(before, Near::OnceBefore);
            return if counts { self.push_times(at, at, times) } else { None };
        }
        let size = self.is_near(at + 1, Near::Comparatives) || self.is_near(at + 1, Near::Comparatives);
        if size {
            return self.push_multiple(at, at, NumberValue::One(times), None);
        }
        self.push_times(at, at, times)
    }

    fn push_times(&mut self, first: usize, last: usize, times: f64) -> Option<usize> {
        let mut reading = Reading::new(first, last, NumberKind::Count, NumberValue::One(times));
        reading.counts = Some(Counted::Events);
        reading.qualifier = self.qualifier(first, last, NumberKind::Count, reading.counts);
        self.push(reading)
    }

    fn push_multiple(&mut self, first: usize, last: usize, value: NumberValue, decimals: Option<u8>) -> Option<usize> {
        let mut reading = Reading::new(first, last, NumberKind::Multiple, value);
        reading.decimals = decimals;
        reading.qualifier = self.qualifier(first, last, NumberKind::Multiple, None);
        self.push(reading)
    }

    fn push_frequency(
        &mut self,
        first: usize,
        last: usize,
        value: NumberValue,
        period: Period,
        counts: Option<Counted>,
    ) -> Option<usize> {
        let mut reading = Reading::new(first, last, NumberKind::Frequency, value);
        (reading.per, reading.counts) = (Some(period), counts);
        reading.qualifier = self.qualifier(first, last, NumberKind::Frequency, counts);
        self.push(reading)
    }

    /// `every 3 weeks`, `every other day`, `every sixth hour`, `every week`: the last token and the period.
    fn every(&self, at: usize) -> Option<(usize, Period)> {
        let next = at + 1;
        let period = |last: usize, value: f64, unit: &str| Some((last, Period { value, unit: unit.to_owned() }));
        if let Some(unit) = self.time_at(next) {
            return period(next, 1.0, unit);
        }
        if self.is_near(next, Near::Other) {
            return self.time_at(next + 1).and_then(|unit| period(next + 1, 2.0, unit));
        }
        let ordinal = self.numbers().ordinals.get(self.word(next)).copied();
        let ordinal = ordinal.or_else(|| {
            self.figure(next)
                .filter(|figure| figure.form == crate::text::token::FigureForm::Ordinal)
                .map(|figure| figure.value)
        });
        if let (Some(value), Some(unit)) = (ordinal, self.time_at(next + 1)) {
            return period(next + 1, value, unit);
        }
        if self.is_near(next, Near::Half) {
            let unit = self.past_hyphen(next + 1);
            let unit = if self.is_near(unit, Near::Indefinite) { unit + 1 } else { unit };
            return self.time_at(unit).and_then(|name| period(unit, 0.5, name));
        }
        let shape = self.shape(next, false)?;
        let unit = shape.unit().filter(|unit| unit.kind == UnitKind::Time)?;
        let (low, high) = shape.value(self).ends()?;
        period(unit.last, low.midpoint(high), &unit.text)
    }

    /// The period that follows a number of times: `a day`, `per week`, `/wk`, `daily`, `every two weeks`, and, where sessions
    /// are counted, `in 90 days`.
    pub(super) fn period(&self, at: usize, may_have_number: bool) -> Option<(usize, Period)> {
        let period = |last: usize, value: f64, unit: &str| Some((last, Period { value, unit: unit.to_owned() }));
        if let Some(unit) = self.units().periods.get(self.word(at)) {
            return period(at, 1.0, unit);
        }
        if self.is_near(at, Near::Every) {
            return self.every(at);
        }
        let is_article = self.is_near(at, Near::PeriodBefore)
            && (!self.is_near(at, Near::In) || self.is_near(at + 1, Near::PeriodAfterIn));
        let slash = self.sign(at) == Some('/') && self.is_glued(at) && !self.is_near(at + 1, Near::SlashWords);
        if !(is_article || slash) {
            return None;
        }
        let mut next = at + 1;
        if self.is_near(at, Near::In) {
            next += 1;
        }
        if self.is_near(next, Near::PeriodAdjectives) {
            next += 1;
        }
        if let Some(unit) = self.time_at_or_letter(next) {
            return period(next, 1.0, unit);
        }
        if may_have_number
            && self.is_near(at, Near::Per)
            && let Some(side) = self.side(next, false)
            && let Some(unit) = side.unit.as_ref().filter(|unit| unit.kind == UnitKind::Time)
        {
            return period(side.last, side.value, &unit.text);
        }
        None
    }

    fn time_at_or_letter(&self, at: usize) -> Option<&str> {
        self.time_at(at)
    }

    /// A number of times or sessions with its period: `9 to 162 times per hour`, `12 sessions in 90 days`, `six days a week`.
    pub(super) fn frequency(&mut self, shape: &Shape) -> Option<usize> {
        let value = shape.value(self);
        let time = shape.unit().filter(|unit| unit.kind == UnitKind::Time);
        if shape.unit().is_some() && time.is_none() {
            return None;
        }
        if time.is_some() {
            // `six days a week`, but `40 weeks per year` and `2 hours a day` too.
            let (last, period) = self.period(shape.last() + 1, true)?;
            return self.push_counted(shape, last, value, period, Some(Counted::Time));
        }
        let at = shape.last() + 1;
        let word = self.word(self.past_hyphen(at));
        if self.near(word, Near::TimesWords) || self.is_sign(at, "×") && self.is_glued(at) {
            let times = self.past_hyphen(at);
            if let Some((last, period)) = self.period(times + 1, true) {
                return self.push_counted(shape, last, value, period, None);
            }
            if let Some((last, period)) = self.within_period(times + 1) {
                return self.push_counted(shape, last, value, period, None);
            }
            if !self.near(word, Near::Times) {
                return None;
            }
            return self.times_as(shape, times);
        }
        // `3/day`, `5 a day`, `two weekly`: nothing counted between.
        if let Some((last, period)) = self.period(self.past_hyphen(at), false) {
            let at = self.past_hyphen(at);
            // `two hourly`, `3-weekly`: once in so many.
            let in_so_many =
                self.is_near(at, Near::Hourly) || (self.is_near(at, Near::WeeklyMonthly) && self.is_hyphen(at - 1));
            if let (true, NumberValue::One(every)) = (in_so_many, &value) {
                let period = Period { value: *every, ..period };
                return self.push_frequency(shape.low.first, last, NumberValue::One(1.0), period, None);
            }
            let is_every = self.is_near(at, Near::Every) || self.units().periods.contains_key(self.word(at));
            let noun_follows = self.units().periods.contains_key(self.word(at)) && self.counted(at + 1).is_some();
            if !(is_every && noun_follows) {
                return self.push_counted(shape, last, value, period, None);
            }
        }
        // `3 weekly sessions` is a frequency only to those who know; `3 sessions weekly` says so.
        let class = self.counted(at)?;
        let noun = self.noun_end(at)?;
        if class == Counted::Participants {
            return None;
        }
        let slashed = self.sign(noun + 1) == Some('/');
        let is_noun = !slashed || self.phrase(noun, &self.numbers().counts).is_some();
        if let Some((last, period)) = self.period(noun + 1, true).filter(|_| is_noun) {
            return self.push_counted(shape, last, value, period, Some(class));
        }
        if class == Counted::Sessions
            && let Some((last, period)) = self.within_period(noun + 1)
        {
            return self.push_counted(shape, last, value, period, Some(class));
        }
        None
    }

    fn push_counted(
        &mut self,
        shape: &Shape,
        last: usize,
        value: NumberValue,
        period: Period,
        counts: Option<Counted>,
    ) -> Option<usize> {
        let next = self.push_frequency(shape.low.first, last, value, period, counts);
        if let Some(reading) = self.found.last_mut() {
            reading.decimals = shape.decimals();
        }
        next
    }

    /// The last word of the noun phrase that begins at a place.
    pub(super) fn noun_end(&self, at: usize) -> Option<usize> {
        let mut last = None;
        let mut next = self.past_hyphen(at);
        for _ in 0..5 {
            let word = self.word(next);
            if word.is_empty()
                || self.numbers().stops.contains(word)
                || self.units().periods.contains_key(word)
                || self.atom(next).is_some()
            {
                break;
            }
            last = Some(next);
            next = self.past_hyphen(next + 1);
        }
        last
    }

    /// `in 90 days`, `within 12 weeks`, `in a year`. What is had over a time is a course: a count and a duration.
    fn within_period(&self, at: usize) -> Option<(usize, Period)> {
        if !self.is_near(at, Near::WindowBefore) {
            return None;
        }
        let mut next = at + 1;
        while self.is_near(next, Near::PeriodArticles) {
            if let Some(unit) = self.time_at(next + 1) {
                return Some((next + 1, Period { value: 1.0, unit: unit.to_owned() }));
            }
            next += 1;
        }
        let side = self.side(next, false)?;
        let unit = side.unit.as_ref().filter(|unit| unit.kind == UnitKind::Time)?;
        Some((side.last, Period { value: side.value, unit: unit.text.clone() }))
    }

    /// `4 times higher`, `five times as likely`; else so many times.
    fn times_as(&mut self, shape: &Shape, last: usize) -> Option<usize> {
        let value = shape.value(self);
        let first = shape.low.first;
        let next = self.word(last + 1);
        let compares = self.near(next, Near::Comparatives);
        let grew = (first.saturating_sub(7)..first)
            .any(|at| self.numbers().change.contains(self.word(at)) && !self.near(self.word(at), Near::PlainChange));
        if compares || grew || shape.decimals().unwrap_or(0) > 0 {
            return self.push_multiple(first, last, value, shape.decimals());
        }
        let mut reading = Reading::new(first, shape.last(), NumberKind::Count, value);
        (reading.counts, reading.decimals) = (Some(Counted::Events), shape.decimals());
        reading.qualifier = self.qualifier(first, shape.last(), NumberKind::Count, reading.counts);
        self.push(reading)
    }

    /// `doubled`, `threefold`, `two- to threefold`, `double the`.
    pub(super) fn multiple(&mut self, at: usize) -> Option<usize> {
        let numbers = self.numbers();
        if let Some(value) = numbers.multiples.get(self.word(at)).copied() {
            return self.push_multiple(at, at, NumberValue::One(value), None);
        }
        // `two- to threefold`
        if let Some(low) = numbers.cardinals.get(self.word(at)).copied()
            && self.is_dash(at + 1)
            && self.is_near(at + 2, Near::OrTo)
            && let Some(high) = numbers.multiples.get(self.word(at + 3)).copied()
        {
            return self.push_multiple(at, at + 3, NumberValue::Range(low, high), None);
        }
        if let Some(low) = numbers.cardinals.get(self.word(at)).copied()
            && self.is_near(at + 1, Near::To)
            && let Some(high) = numbers.multiples.get(self.word(at + 2)).copied()
        {
            return self.push_multiple(at, at + 2, NumberValue::Range(low, high), None);
        }
        let value = numbers.multiple_adjectives.get(self.word(at)).copied()?;
        if self.is_near(at + 1, Near::WholeOfMultiple) {
            return self.push_multiple(at, at, NumberValue::One(value), None);
        }
        None
    }

    /// Spans of time that hold their number: `a fortnight`, `for a year`.
    pub(super) fn span_of_time(&mut self, at: usize) -> Option<usize> {
        if let Some(span) = self.units().spans.get(self.word(at)) {
            let every = self.is_near(at.wrapping_sub(1), Near::EachPeriod) && at > 0;
            if every {
                return None;
            }
            let mut reading = Reading::new(at, at, NumberKind::Duration, NumberValue::One(span.value));
            reading.unit = Some(span.unit.clone());
            reading.qualifier = self.qualifier(at, at, NumberKind::Duration, None);
            return self.push(reading);
        }
        if !self.is_near(at, Near::Indefinite) {
            return None;
        }
        // `A full year`.
        let noun = at + 1 + usize::from(self.is_near(at + 1, Near::WholeUnits));
        let unit = self.time_at(noun).filter(|_| self.word(noun).len() > 2)?.to_owned();
        let before = self.word_before(at, 1);
        let after = self.word(noun + 1);
        // `in a second group`: a place in an order.
        let is_ordinal = self.numbers().ordinals.contains_key(self.word(noun)) && !self.ends_phrase(noun + 1);
        let is_whole = noun > at + 1;
        // `A year on, it still held`; `it costs so much a year on average` has no sign there.
        let is_edge = at == 0 || self.is_sign(at - 1, ",;:(") || self.is_sign(noun + 2, ",;:.)");
        let goes_on = is_edge && self.near(after, Near::SpanOn);
        let is_span = !is_ordinal
            && (is_whole || goes_on || self.near(before, Near::SpanBefore) || self.near(after, Near::SpanAfter));
        let mut reading = Reading::new(at, noun, NumberKind::Duration, NumberValue::One(1.0));
        if self.is_near(noun + 1, Near::And) && self.is_near(noun + 2, Near::A) && self.is_near(noun + 3, Near::Half) {
            (reading.last, reading.value) = (noun + 3, NumberValue::One(1.5));
        } else if !is_span {
            return None;
        }
        reading.unit = Some(unit);
        reading.qualifier = self.qualifier(at, reading.last, NumberKind::Duration, None);
        self.push(reading)
    }
}
