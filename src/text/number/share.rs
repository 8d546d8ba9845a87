//! Parts of a whole, and places in an order.

use super::{
    NumberKind, NumberValue,
    context::is_plural,
    quantity::Side,
    reader::{Reader, Reading},
    unit::UnitKind,
};
use crate::text::{lexicon::near::Near, token::FigureForm, word_class::Counted};

impl Reader<'_> {
    /// `half`, `two-thirds`, `a quarter`, `¾`, `2/3 of`.
    pub(super) fn fraction(&mut self, at: usize) -> Option<usize> {
        if let Some(FigureForm::Vulgar(num, den)) = self.figure(at).map(|figure| figure.form) {
            let atom = self.atom(at)?;
            if atom.last != at || self.unit(at + 1).is_some() || self.upper_follows(at + 1) {
                return None;
            }
            return self.push_fraction(at, at, f64::from(num), f64::from(den));
        }
        if self.is_near(at, Near::Half) {
            return self.half(at);
        }
        let is_article = self.is_near(at, Near::Indefinite);
        let num = match is_article {
            true => 1.0,
            false => self
                .numbers()
                .cardinals
                .get(self.word(at))
                .copied()
                .or_else(|| self.whole(at).filter(|value| *value < 20.0))?,
        };
        let part = self.past_hyphen(at + 1);
        let den = *self.numbers().parts.get(self.word(part)).filter(|_| !self.is_masked(part))?;
        let plural = self.word(part).ends_with('s') || self.is_near(part, Near::Halves);
        let hyphen = part > at + 1;
        if (num > 1.0) != plural || num >= den && den > 1.0 && num > 1.0 && num > 20.0 {
            return None;
        }
        // `a third pot` is an ordinal, `a third of the pots` a part; `one quarter mile` is rare.
        let ordinal = self.numbers().ordinals.contains_key(self.word(part));
        if num == 1.0 && ordinal && !hyphen && !self.ends_phrase(part + 1) {
            return None;
        }
        if self.is_hyphen(part + 1) && self.unit(part + 1).is_none() {
            return None;
        }
        if let Some(unit) = self.unit(part + 1).filter(|unit| unit.kind == UnitKind::Time) {
            return self.time_part(at, unit.last, num / den, unit.text);
        }
        if (self.is_near(part + 1, Near::As) || self.is_near(part + 1, Near::That))
            && self.is_near(part + 2, Near::Degrees)
        {
            return self.part_as_multiple(at, part, num / den);
        }
        if self.is_near(part + 1, Near::Of)
            && self.is_near(part + 2, Near::Indefinite)
            && let Some(unit) = self.unit(part + 3).filter(|unit| unit.kind == UnitKind::Time)
        {
            return self.time_part(at, unit.last, num / den, unit.text);
        }
        if let Some(last) = self.one_percent(part + 1) {
            return self.part_of_percent(at, last, num / den);
        }
        self.push_fraction(at, part, num, den)
    }

    /// The last token of `of one percent`, `of a percent`.
    fn one_percent(&self, at: usize) -> Option<usize> {
        let is_one = self.is_near(at + 1, Near::Indefinite)
            || self.numbers().cardinals.get(self.word(at + 1)).is_some_and(|value| *value == 1.0)
            || self.whole(at + 1) == Some(1.0);
        let unit = self.unit(at + 2).filter(|_| self.is_near(at, Near::Of) && is_one)?;
        (unit.kind == UnitKind::Percent).then_some(unit.last)
    }

    fn part_of_percent(&mut self, first: usize, last: usize, value: f64) -> Option<usize> {
        let mut reading = Reading::new(first, last, NumberKind::Percent, NumberValue::One(value));
        reading.unit = self.unit(last).map(|unit| unit.text);
        reading.qualifier = self.qualifier(first, last, NumberKind::Percent, None);
        reading.counts = self.counted_of(last + 1);
        reading.role = self.share_role(first, last);
        self.push(reading)
    }

    fn upper_follows(&self, at: usize) -> bool {
        (self.is_dash(at) || self.is_near(at, Near::OrTo)) && self.atom(at + 1).is_some()
    }

    /// No noun follows that would make an ordinal of the word before.
    pub(super) fn ends_phrase(&self, at: usize) -> bool {
        let word = self.word(at);
        let adverb = word.is_empty() || self.near(word, Near::AfterPart) || self.numbers().stops.contains(word);
        adverb && !self.is_hyphen(at)
    }

    fn half(&mut self, at: usize) -> Option<usize> {
        if self.is_hyphen(at + 1) && self.units().time(self.word(at + 2)).is_none() {
            return None;
        }
        if self.is_near(at + 1, Near::Indefinite) && self.numbers().scales.contains_key(self.word(at + 2)) {
            return None;
        }
        // `half an hour`, `half a day`, `half-hour`
        let unit = match self.is_near(at + 1, Near::Indefinite) {
            true => self.unit(at + 2),
            false if self.is_hyphen(at + 1) => self.unit(at + 1),
            false => None,
        };
        if let Some(unit) = unit {
            if unit.kind == UnitKind::Time {
                return self.time_part(at, unit.last, 0.5, unit.text);
            }
            let mut reading = Reading::new(at, unit.last, NumberKind::Measure, NumberValue::One(0.5));
            reading.unit = Some(unit.text);
            reading.qualifier = self.qualifier(at, unit.last, NumberKind::Measure, None);
            return self.push(reading);
        }
        if self.is_near(at + 1, Near::As) || (self.is_near(at + 1, Near::That) && self.is_near(at + 2, Near::OfIn)) {
            return self.part_as_multiple(at, at, 0.5);
        }
        self.push_fraction(at, at, 1.0, 2.0)
    }

    fn part_as_multiple(&mut self, first: usize, last: usize, value: f64) -> Option<usize> {
        let mut reading = Reading::new(first, last, NumberKind::Multiple, NumberValue::One(value));
        reading.qualifier = self.qualifier(first, last, NumberKind::Multiple, None);
        self.push(reading)
    }

    fn time_part(&mut self, first: usize, last: usize, value: f64, unit: String) -> Option<usize> {
        let mut reading = Reading::new(first, last, NumberKind::Duration, NumberValue::One(value));
        reading.unit = Some(unit);
        if self.is_age(first, last, true) {
            reading.kind = NumberKind::Age;
        }
        reading.qualifier = self.qualifier(first, last, reading.kind, None);
        self.push(reading)
    }

    fn push_fraction(&mut self, first: usize, last: usize, num: f64, den: f64) -> Option<usize> {
        let mut reading = Reading::new(first, last, NumberKind::Fraction, NumberValue::Parts { num, den });
        reading.counts =
            self.counted_of(last + 1).or_else(|| self.counted(last + 1).filter(|class| *class != Counted::Things));
        if self.is_near(last + 1, Near::Determiners) {
            reading.counts = self.counted(last + 2).filter(|class| *class != Counted::Things);
        }
        reading.qualifier = self.qualifier(first, last, NumberKind::Fraction, None);
        reading.role = self.share_role(first, last);
        self.push(reading)
    }

    /// `10th`, `twenty-first`, `the third`; `first` and `second` only where they stand before a noun.
    pub(super) fn ordinal(&mut self, at: usize) -> Option<usize> {
        if let Some(figure) = self.figure(at).filter(|figure| figure.form == FigureForm::Ordinal) {
            let mut reading = Reading::new(at, at, NumberKind::Ordinal, NumberValue::One(figure.value));
            reading.decimals = Some(0);
            return self.push(reading);
        }
        let numbers = self.numbers();
        let (last, value) = match numbers.ordinals.get(self.word(at)) {
            Some(value) => (at, *value),
            None => {
                let tens = numbers.cardinals.get(self.word(at)).filter(|tens| **tens >= 20.0)?;
                let next = self.past_hyphen(at + 1);
                let unit = numbers.ordinals.get(self.word(next)).filter(|unit| **unit < 10.0)?;
                (next, tens + unit)
            }
        };
        if self.is_masked(last) {
            return None;
        }
        // `Third, we looked`: an adverb.
        let is_adverb = self.is_sign(last + 1, ",") && (at == 0 || self.is_sign(at - 1, ".;:"));
        if is_adverb || value <= 2.0 && last == at && !self.is_place(at) {
            return None;
        }
        self.push(Reading::new(at, last, NumberKind::Ordinal, NumberValue::One(value)))
    }

    /// Whether `first` or `second` is a place in an order, not an adverb or a unit of time.
    fn is_place(&self, at: usize) -> bool {
        let before = self.word_before(at, 1);
        let in_list =
            self.found.last().is_some_and(|reading| reading.kind == NumberKind::Ordinal && at - reading.last <= 3);
        let next = self.word(at + 1);
        let list_follows =
            (self.is_near(at + 1, Near::OrdinalJoints) || self.is_sign(at + 1, ",")) && numbers_ordinal(self, at + 2);
        let follows = !next.is_empty() && !self.numbers().stops.contains(next)
            || list_follows
            || self.is_near(at + 1, Near::AfterOrdinal);
        if self.is_near(at, Near::SecondWord) && self.near(before, Near::SecondBefore) && !follows {
            return false;
        }
        in_list || list_follows || (self.numbers().joints.determiners.contains(before) && follows)
    }

    /// `36 of 120`, `14 of the 17`, `one in ten`, `1 person in 50`, `2 in every 10`, `one out of three`, `4/22`, `2:1`.
    pub(super) fn proportion(&mut self, low: &Side) -> Option<usize> {
        if low.unit.is_some() || low.value < 0.0 {
            return None;
        }
        let at = low.last + 1;
        let glued = self.is_glued(at) && self.is_glued(at + 1);
        if self.sign(at) == Some('/') && glued {
            return self.slashed(low);
        }
        if self.sign(at) == Some(':') && glued {
            let high = self.side(at + 1, false).filter(|high| high.unit.is_none())?;
            let mut last = high.bare_last;
            while self.sign(last + 1) == Some(':') && self.is_glued(last + 2) && self.atom(last + 2).is_some() {
                last += 2;
            }
            let reading = Reading::new(
                low.first,
                last,
                NumberKind::Proportion,
                NumberValue::Parts { num: low.value, den: high.value },
            );
            return self.push(reading);
        }
        if self.is_near(at, Near::To) {
            return self.ratio_in_words(low);
        }
        let between = self.people_between(at);
        let joint = between.map_or_else(|| self.past_hyphen(at), |(noun, _)| noun + 1);
        let hyphen = between.is_none() && joint > at;
        let integer = low.atom.decimals.unwrap_or(0) == 0 && low.value.fract() == 0.0;
        let mut whole = joint + 1;
        let is_out = self.is_near(joint, Near::Out) && self.is_near(self.past_hyphen(joint + 1), Near::Of);
        let is_of = self.is_near(joint, Near::Of);
        let is_in = self.is_near(joint, Near::In);
        if is_out {
            whole = self.past_hyphen(joint + 1) + 1;
        }
        if !(is_out || is_of || is_in) {
            return None;
        }
        whole = self.past_hyphen(whole);
        let mut every = false;
        while self.is_near(whole, Near::Determiners) && whole < joint + 4 {
            if self.is_near(whole, Near::A) && !self.numbers().scales.contains_key(self.word(whole + 1)) {
                return None;
            }
            every |= self.is_near(whole, Near::EveryOrEach);
            whole += 1;
        }
        let high = self.side(whole, false)?;
        // `4.9 out of 5`
        let is_score = is_out && high.value <= 100.0;
        if !(integer || is_score) {
            return None;
        }
        let span_follows = high.unit.is_some() && !hyphen;
        let range_follows = self.shape(whole, false).is_some_and(|shape| shape.high.is_some());
        let fits = high.value >= low.value
            && high.value > 1.0
            && high.value.fract() == 0.0
            && high.atom.decimals.unwrap_or(0) == 0;
        let is_year = self.calendar_year(whole).is_some_and(|year| year >= 1900.0)
            && (low.value != 1.0 || between.is_some() && !every)
            && !is_out
            && (is_in || !self.counted_class(high.last + 1));
        let round = high.value <= 20.0
            || [100.0, 1000.0, 10_000.0, 100_000.0, 1_000_000.0].contains(&high.value)
            || low.value == 1.0
            || every;
        if span_follows || range_follows || !fits || is_year || (is_in && !round) {
            return None;
        }
        // `five patients in 20 clinics`: no part of them. Behind `1 person in 50` an `s` is that of a verb.
        let names_others = |noun: usize| low.value != 1.0 && is_plural(self.word(noun));
        let others = self.phrase_in(high.last + 1).is_some()
            || self.noun(high.last + 1).is_some_and(|(noun, _)| names_others(noun));
        if between.is_some() && (is_of || others) {
            return None;
        }
        let is_one = low.atom.is_spelt && low.value == 1.0;
        if is_one && is_of && !every && self.is_near(joint + 1, Near::Determiners) {
            // `one of the 30 guests`: one in thirty, said of a single one.
            return None;
        }
        let last = high.bare_last;
        let mut reading = Reading::new(
            low.first,
            last,
            NumberKind::Proportion,
            NumberValue::Parts { num: low.value, den: high.value },
        );
        reading.decimals = low.atom.decimals.max(high.atom.decimals);
        match between {
            Some((noun, class)) => (reading.counts, reading.noun) = (Some(class), Some(noun)),
            None => {
                reading.counts = self.counted(last + 1).or_else(|| self.counted_of(last + 1));
                reading.noun = self.noun(last + 1).map(|(noun, _)| noun);
            }
        }
        if reading.counts.is_none() && self.sign_before(low.first) == Some('(') {
            reading.counts = self.counted_before_bracket(low.first);
        }
        reading.qualifier = self.qualifier(low.first, last, NumberKind::Proportion, None);
        self.push(reading)
    }

    /// The noun between the two numbers of a share, `1 person in 50`: its last token and its class.
    fn people_between(&self, at: usize) -> Option<(usize, Counted)> {
        let (last, class) = self.phrase(at, &self.numbers().counts)?;
        let is_part = matches!(class, Counted::Participants | Counted::Sessions | Counted::Events);
        let joins =
            self.is_near(last + 1, Near::In) || self.is_near(last + 1, Near::Out) && self.is_near(last + 2, Near::Of);
        (is_part && joins).then_some((last, class))
    }

    /// `3 to 1`, `a ratio of 2 to 3`.
    fn ratio_in_words(&mut self, low: &Side) -> Option<usize> {
        let high = self.side(low.last + 2, false).filter(|high| high.unit.is_none() && high.value > 0.0)?;
        let named =
            (1..=4).any(|back| self.is_near(low.first.wrapping_sub(back), Near::RatioWords) && low.first >= back);
        let to_one = high.value == 1.0
            && low.value > 1.0
            && self.counted(high.last + 1).is_none()
            && low.value.fract() == 0.0
            && !self.near_before(low.first, 1, Near::From);
        if !(named || to_one) || (1..=2).any(|back| self.near_before(low.first, back, Near::From)) {
            return None;
        }
        let value = NumberValue::Parts { num: low.value, den: high.value };
        self.push(Reading::new(low.first, high.last, NumberKind::Proportion, value))
    }

    fn counted_class(&self, at: usize) -> bool {
        self.counted(at).is_some_and(|class| class != Counted::Things)
    }

    /// `4/22`, `3,750/100,000`, `1/3 of`.
    fn slashed(&mut self, low: &Side) -> Option<usize> {
        let den_at = low.last + 2;
        let den = self.whole(den_at).or_else(|| self.atom(den_at).map(|atom| atom.value))?;
        let end = self.atom(den_at)?.last;
        if den <= 0.0 || (self.sign(end + 1) == Some('/') && self.is_glued(end + 1)) {
            return None;
        }
        let value = NumberValue::Parts { num: low.value, den };
        let is_base = den >= 1000.0 && is_round(den);
        let small = den <= 10.0 && low.value < den && low.value.fract() == 0.0;
        let kind = match (is_base, small && self.is_near(end + 1, Near::Of)) {
            (true, _) => NumberKind::Rate,
            (false, true) => NumberKind::Fraction,
            (false, false) if low.value.fract() == 0.0 || low.atom.decimals.unwrap_or(0) > 0 => NumberKind::Proportion,
            (false, false) => return None,
        };
        let mut reading = Reading::new(low.first, end, kind, value);
        reading.decimals = low.atom.decimals;
        reading.counts = self.counted(end + 1).or_else(|| self.counted_of(end + 1));
        if reading.counts.is_none() && self.label(low.first).is_none() {
            reading.counts =
                self.counted_before_bracket(low.first).filter(|_| self.sign_before(low.first) == Some('('));
        }
        if let Some(unit) = self.unit(end + 1).filter(|unit| unit.kind == UnitKind::Measure) {
            // `120/80 mmHg`
            (reading.kind, reading.last, reading.unit, reading.counts) =
                (NumberKind::Measure, unit.last, Some(unit.text), None);
        }
        reading.qualifier = self.qualifier(low.first, end, kind, None);
        self.push(reading)
    }
}

fn numbers_ordinal(reader: &Reader<'_>, at: usize) -> bool {
    let at = if reader.is_near(at, Near::Conjunctions) { at + 1 } else { at };
    reader.numbers().ordinals.contains_key(reader.word(at))
        || reader.figure(at).is_some_and(|figure| figure.form == FigureForm::Ordinal)
}

/// A power of ten.
pub(super) fn is_round(value: f64) -> bool {
    let power = value.log10();
    (power - power.round()).abs() < 1e-9
}
