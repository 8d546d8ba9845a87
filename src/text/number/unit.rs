//! The unit after a number.

use super::reader::Reader;
use crate::text::{
    lexicon::near::Near,
    token::{FigureForm, Token, TokenKind},
};

/// A unit, and where it ends.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unit {
    pub(super) last: usize,
    pub(super) kind: UnitKind,
    /// The name under which the unit is known, or as printed.
    pub(super) text: String,
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnitKind {
    Percent,
    /// A difference between percentages.
    PercentPoints,
    Time,
    Money,
    Points,
    Measure,
}

impl Reader<'_> {
    /// The unit that begins after the number that ends before `at`, perhaps after a hyphen.
    pub(super) fn unit(&self, at: usize) -> Option<Unit> {
        let begin = self.past_hyphen(at);
        if self.is_masked(begin) {
            return None;
        }
        let of = |last, kind, text: &str| Some(Unit { last, kind, text: text.to_owned() });
        // `One full year`.
        if self.is_near(begin, Near::WholeUnits) && self.time_at(begin + 1).is_some() {
            return self.unit(begin + 1);
        }
        if let Some((last, ())) = self.phrase(begin, &self.units().percent_points) {
            return of(last, UnitKind::PercentPoints, "percentage points");
        }
        if self.is_sign(begin, "%％") {
            let points = self.past_hyphen(begin + 1);
            if self.is_near(points, Near::PointWords) {
                return of(points, UnitKind::PercentPoints, "percentage points");
            }
            return of(begin, UnitKind::Percent, "%");
        }
        if let Some((last, ())) = self.phrase(begin, &self.units().percent) {
            return of(last, UnitKind::Percent, "%");
        }
        if let Some(sign) = self.sign(begin).filter(|_| self.is_glued(begin) || !self.has_figure(begin + 1)) {
            let mut buffer = [0; 4];
            if let Some(code) = self.units().currency(sign.encode_utf8(&mut buffer)) {
                return of(begin, UnitKind::Money, code);
            }
        }
        if let Some(unit) = self.money_word(begin) {
            return Some(unit);
        }
        if self.units().points.contains(self.word(begin)) {
            return of(begin, UnitKind::Points, "points");
        }
        if let Some(name) = self.time_at(begin) {
            let name = name.to_owned();
            return of(begin, UnitKind::Time, &name);
        }
        self.measure(begin)
    }

    fn has_figure(&self, at: usize) -> bool {
        self.figure(at).is_some()
    }

    /// The name of the unit of time at a place. Single letters count in lower case only.
    pub(super) fn time_at(&self, at: usize) -> Option<&str> {
        let (word, printed) = (self.word(at), self.printed(at));
        let is_letter = word.len() == 1;
        let is_plain = !is_letter || (printed == word && !self.is_sign(at + 1, "=<>/"));
        self.units().time(word).filter(|_| is_plain)
    }

    fn money_word(&self, at: usize) -> Option<Unit> {
        let two = format!("{} {}", self.word(at), self.word(at + 1));
        let (last, word) = match self.units().money(&two) {
            Some(_) => (at + 1, two.as_str()),
            None => (at, self.word(at)),
        };
        let printed = self.printed(at);
        if self.units().cents.contains(word) {
            return Some(Unit { last, kind: UnitKind::Money, text: "cent".to_owned() });
        }
        let code = || self.units().currency(word).filter(|_| printed.chars().all(char::is_uppercase));
        let name = self.units().money(word).or_else(code)?;
        Some(Unit { last, kind: UnitKind::Money, text: name.to_owned() })
    }

    fn measure(&self, at: usize) -> Option<Unit> {
        let last = self.measure_head(at)?;
        let last = self.tails(last);
        Some(Unit { last, kind: UnitKind::Measure, text: self.slice(at, last).to_owned() })
    }

    fn measure_head(&self, at: usize) -> Option<usize> {
        if self.sign(at).is_some_and(|sign| self.units().degrees.contains(&sign)) {
            let scale = self.units().scales.contains(self.printed(at + 1));
            return Some(if scale { at + 1 } else { at });
        }
        // `/L`, `/mm3`: a count for each unit.
        if self.sign(at) == Some('/') && self.is_glued(at) {
            return self.unit_word(at + 1).filter(|_| !self.has_figure(at + 1));
        }
        if let Some((last, ())) = self.phrase(at, &self.units().measure_words) {
            let degrees = self.is_near(last, Near::DegreeWords);
            let scale = degrees && self.units().scales.contains(self.printed(last + 1));
            let named = degrees && self.is_near(last + 1, Near::Thermometers);
            return Some(if scale || named { last + 1 } else { last });
        }
        if self.units().is_measure_sign(self.printed(at)) {
            let printed = self.printed(at);
            // `in` and `A` are words more often than units.
            let is_word = self.near(printed, Near::WordUnits);
            let next_is_word = !self.word(at + 1).is_empty() && !self.is_near(at + 1, Near::AfterUnit);
            let is_used_so = !self.near(printed, Near::DoubtfulUnits) || self.is_sign(at + 1, ".,;)");
            return (!(is_word && next_is_word) && is_used_so).then_some(at);
        }
        let heads = self.units().heads.contains(self.word(at));
        (heads && (self.is_sign(at + 1, "/") || self.is_near(at + 1, Near::Per)) && self.tails(at) > at).then_some(at)
    }

    /// A unit of any kind, or the thing it is for.
    fn unit_word(&self, at: usize) -> Option<usize> {
        let printed = self.printed(at);
        let known = self.units().is_measure_sign(printed)
            || self.units().time(self.word(at)).is_some()
            || self.units().per_things.contains(self.word(at));
        if known {
            // `mm³` is one token with its raised figure or two.
            let raised =
                self.tokens.get(at + 1).is_some_and(|t| t.glued && matches!(t.kind, TokenKind::Superscript(2 | 3)));
            return Some(if raised { at + 1 } else { at });
        }
        self.phrase(at, &self.units().measure_words).map(|(last, ())| last)
    }

    /// The last token of a unit with what it is divided by: `mg/kg body weight`, `mg per 100 g`, `mL·min⁻¹`, `mg kg-1`.
    fn tails(&self, head: usize) -> usize {
        let mut last = head;
        for _ in 0..6 {
            let Some(end) = self.tail(last, head) else { break };
            last = end;
        }
        match self.phrase(last + 1, &self.units().tails) {
            Some((end, ())) if last > head => end,
            _ => last,
        }
    }

    /// One more part of a unit after `last`.
    fn tail(&self, last: usize, head: usize) -> Option<usize> {
        let raised =
            |at: usize| self.tokens.get(at).is_some_and(|t| t.glued && matches!(t.kind, TokenKind::Superscript(_)));
        // `kg-1`: a power that lost its raised print. Its figure is masked, because it looks like a name.
        let below = |at: usize| {
            let figure = self.tokens.get(at + 1).and_then(Token::figure);
            self.is_dash(at)
                && self.is_glued(at)
                && self.is_glued(at + 1)
                && figure.is_some_and(|f| (1.0..=3.0).contains(&f.value) && f.decimals == 0)
        };
        if raised(last + 1) {
            return Some(last + 1);
        }
        if last > head && below(last + 1) && !self.is_dash(last + 3) {
            return Some(last + 2);
        }
        if let Some(unit) = self.unit_word(last + 1).filter(|unit| below(unit + 1) || raised(unit + 1)) {
            return Some(if below(unit + 1) { unit + 2 } else { unit + 1 });
        }
        let divides =
            (self.sign(last + 1) == Some('/') && self.is_glued(last + 1)) || self.is_near(last + 1, Near::Per);
        let multiplies = self.is_sign(last + 1, "·⋅•∙×.") && self.is_glued(last + 1) && self.is_glued(last + 2);
        if !(divides || multiplies) {
            return None;
        }
        let mut next = last + 2;
        if divides && self.whole(next).is_some_and(|value| value <= 1000.0) && self.unit_word(next + 1).is_some() {
            next += 1;
        }
        self.unit_word(next)
    }

    /// A currency before a number: its first token and code.
    pub(super) fn currency_before(&self, at: usize) -> Option<(usize, String)> {
        let before = at.checked_sub(1)?;
        let code = |sign: &str| self.units().currency(sign).map(str::to_owned);
        if let Some(sign) = self.sign(before) {
            let letters = self.word_before(before, 1).to_owned();
            if !letters.is_empty()
                && let Some(code) = code(&format!("{letters}{sign}"))
            {
                let glued = self.is_glued(before);
                return Some((if glued { before - 1 } else { before }, code));
            }
            return code(&sign.to_string()).map(|code| (before, code));
        }
        let printed = self.printed(before);
        let is_code = printed.len() == 3 && printed.chars().all(|c| c.is_ascii_uppercase());
        if is_code && !self.is_masked(before) { code(self.word(before)).map(|code| (before, code)) } else { None }
    }

    /// Whether the figure is a year of four digits that may stand in a date.
    pub(super) fn calendar_year(&self, at: usize) -> Option<f64> {
        let figure = self.figure(at)?;
        let plain = figure.form == FigureForm::Plain && figure.digits == 4 && figure.decimals == 0;
        (plain && (1500.0..2100.0).contains(&figure.value)).then_some(figure.value)
    }
}
