//! A single number: a figure or number words, with powers of ten, scales and mixed fractions.

use super::reader::Reader;
use crate::text::{
    lexicon::near::Near,
    token::{FigureForm, TokenKind},
};

/// A number without unit or sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Atom {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) value: f64,
    /// Decimals printed; none for words and fractions.
    pub(super) decimals: Option<u8>,
    /// In words.
    pub(super) is_spelt: bool,
    /// A lone sign such as `½`.
    pub(super) vulgar: Option<(u8, u8)>,
    /// `7,5`: the numbers at both sides of the comma.
    pub(super) comma: Option<(u32, u32)>,
    /// `12.500`: three decimals, or thousands in the way of the continent.
    pub(super) may_be_grouped: bool,
    /// A power of ten lost its raised figures: the value is what was meant.
    pub(super) has_scale: bool,
}

impl Reader<'_> {
    /// The number that begins at a token.
    pub(super) fn atom(&self, at: usize) -> Option<Atom> {
        if self.is_masked(at) {
            return None;
        }
        match self.tokens.get(at)?.kind {
            TokenKind::Figure(_) => self.figure_atom(at),
            TokenKind::Word => self.spelt(at),
            TokenKind::Code | TokenKind::Superscript(_) | TokenKind::Sign(_) => None,
        }
    }

    fn figure_atom(&self, at: usize) -> Option<Atom> {
        let figure = self.figure(at)?;
        let mut atom = Atom {
            first: at,
            last: at,
            value: figure.value,
            decimals: Some(figure.decimals),
            is_spelt: false,
            vulgar: None,
            comma: None,
            may_be_grouped: figure.form == FigureForm::DotGroup,
            has_scale: false,
        };
        match figure.form {
            FigureForm::Ordinal | FigureForm::Decade => return None,
            FigureForm::Vulgar(num, den) => (atom.vulgar, atom.decimals) = (Some((num, den)), None),
            FigureForm::Comma(whole, part) => atom.comma = Some((whole, part)),
            FigureForm::Plain | FigureForm::Grouped | FigureForm::DotGroup | FigureForm::Exponent => {}
        }
        if let Some((last, part)) = self.mixed(at) {
            return Some(Atom { last, value: atom.value + part, decimals: None, ..atom });
        }
        if let Some((last, factor)) = self.power(at) {
            return Some(Atom { last, value: factor, may_be_grouped: false, has_scale: true, ..atom });
        }
        if let Some((last, part)) = self.and_part(at + 1) {
            return Some(Atom { last, value: atom.value + part, decimals: None, ..atom });
        }
        let next = self.past_hyphen(at + 1);
        if let Some(scale) = self.numbers().scales.get(self.word(next)).filter(|_| !self.is_masked(next)) {
            // `2.4 hundred thousand` is nobody's; `57 thousand million` is old.
            return Some(Atom { last: next, value: atom.value * scale, has_scale: true, ..atom });
        }
        Some(atom)
    }

    /// `1 1/2`, `2½`, `3-1/2`: the last token and the part.
    fn mixed(&self, at: usize) -> Option<(usize, f64)> {
        let whole = self.whole(at)?;
        let next = self.past_hyphen(at + 1);
        if let Some(FigureForm::Vulgar(num, den)) = self.figure(next).map(|figure| figure.form) {
            return Some((next, f64::from(num) / f64::from(den)));
        }
        let (num, den) = (self.whole(next)?, self.whole(next + 2)?);
        let is_part = self.sign(next + 1) == Some('/')
            && self.is_glued(next + 1)
            && self.is_glued(next + 2)
            && (1.0..den).contains(&num)
            && den <= 10.0
            && whole < 100.0
            && !self.is_sign(next + 3, "/");
        is_part.then_some((next + 2, num / den))
    }

    /// `1.3 x 10(7)`, `5 × 10⁻⁸`, `10^6`: the last token and the value.
    fn power(&self, at: usize) -> Option<(usize, f64)> {
        let factor = self.figure(at)?.value;
        let is_times = self.is_sign(at + 1, "×x·*∙⋅•") || self.is_near(at + 1, Near::TimesSign);
        if is_times && self.whole(at + 2) == Some(10.0) {
            let (last, exponent) = self.exponent(at + 3, true)?;
            return Some((last, scaled(factor, exponent)));
        }
        // `7.7 × 105`: the raised figures are printed as the others are.
        if is_times
            && (1.0..10.0).contains(&factor)
            && let Some(exponent) = self
                .printed(at + 2)
                .strip_prefix("10")
                .and_then(|rest| rest.parse().ok())
                .filter(|exponent| (1..=15).contains(exponent))
            && self.whole(at + 2).is_some()
        {
            return Some((at + 2, scaled(factor, exponent)));
        }
        if self.whole(at) == Some(10.0) {
            let (last, exponent) = self.exponent(at + 1, false)?;
            return Some((last, scaled(1.0, exponent)));
        }
        None
    }

    /// The exponent after a ten. After a factor a dash and a figure are one that lost its raised print.
    fn exponent(&self, at: usize, after_factor: bool) -> Option<(usize, i32)> {
        let exponent = |at: usize, sign: f64| {
            let value = self.whole(at).filter(|value| *value <= 300.0)?;
            #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most 300")]
            let value = (sign * value) as i32;
            Some(value)
        };
        if let Some(TokenKind::Superscript(raised)) = self.tokens.get(at).filter(|t| t.glued).map(|t| t.kind) {
            return Some((at, raised));
        }
        let signed = |at: usize| match (self.is_dash(at) && self.is_glued(at + 1), self.sign(at) == Some('+')) {
            (true, _) => (at + 1, -1.0),
            (false, true) => (at + 1, 1.0),
            (false, false) => (at, 1.0),
        };
        match self.sign(at) {
            Some('^') => {
                let open = at + 1 + usize::from(self.is_sign(at + 1, "({"));
                let (figure, sign) = signed(open);
                let last = figure + usize::from(open > at + 1);
                Some((last, exponent(figure, sign)?))
            }
            Some('(' | '[') if self.is_glued(at) => {
                let (figure, sign) = signed(at + 1);
                let value = exponent(figure, sign)?;
                (self.is_sign(figure + 1, ")]") && value.abs() <= 30).then_some((figure + 1, value))
            }
            Some(_) if after_factor && self.is_dash(at) && self.is_glued(at + 1) => {
                Some((at + 1, exponent(at + 1, -1.0)?))
            }
            _ => None,
        }
    }

    /// `and a half`, `-and-a-half`, `and a quarter`, `and three quarters`: the last token and the part.
    fn and_part(&self, at: usize) -> Option<(usize, f64)> {
        let and = self.past_hyphen(at);
        if !self.is_near(and, Near::And) {
            return None;
        }
        let count = self.past_hyphen(and + 1);
        let num = if self.is_near(count, Near::OneOfParts) {
            1.0
        } else if self.is_near(count, Near::ThreeOfParts) {
            3.0
        } else {
            return None;
        };
        let part = self.past_hyphen(count + 1);
        let den = self.numbers().parts.get(self.word(part)).filter(|den| **den <= 4.0 && num < **den)?;
        // `two and a third group`: an ordinal. Only halves and quarters are said so.
        (*den != 3.0).then_some((part, num / den))
    }

    /// Number words: `twenty-nine`, `two thousand three hundred and forty`, `half a million`, `a dozen`.
    fn spelt(&self, at: usize) -> Option<Atom> {
        let atom = |first, last, value| Atom {
            first,
            last,
            value,
            decimals: None,
            is_spelt: true,
            vulgar: None,
            comma: None,
            may_be_grouped: false,
            has_scale: false,
        };
        let scale = |at: usize| self.numbers().scales.get(self.word(at)).copied();
        if self.is_near(at, Near::Half)
            && self.is_near(at + 1, Near::Indefinite)
            && let Some(scale) = scale(at + 2)
        {
            return Some(atom(at, at + 2, 0.5 * scale));
        }
        if let Some(value) = scale(at) {
            let is_one = self.near_before(at, 1, Near::OneBeforeScale);
            let (last, value) = is_one.then(|| self.after_scale(at, value))?;
            return Some(atom(at, last, value));
        }
        let (last, value) = self.compound(at)?;
        match self.and_part(last + 1) {
            // `one and a half million`
            Some((last, part)) => match scale(last + 1).filter(|scale| *scale >= 1000.0) {
                Some(scale) => Some(atom(at, last + 1, (value + part) * scale)),
                None => Some(atom(at, last, value + part)),
            },
            None => Some(atom(at, last, value)),
        }
    }

    /// Cardinal words that make one number: the last token and the value.
    fn compound(&self, at: usize) -> Option<(usize, f64)> {
        let open = *self.numbers().cardinals.get(self.word(at))?;
        Some(self.continued(at, 0.0, open, f64::INFINITY, room_after(open)))
    }

    /// `hundred and twenty`, `hundred thousand` after an article: the last token and the value.
    fn after_scale(&self, at: usize, scale: f64) -> (usize, f64) {
        match scale {
            12.0 => self.continued(at, 0.0, scale, f64::INFINITY, 0.0),
            100.0 => self.continued(at, 0.0, scale, f64::INFINITY, 99.0),
            _ => self.continued(at, scale, 0.0, scale, 999.0),
        }
    }

    /// Goes on after a number word: `total` is what the words of a higher scale made, `open` what stands below the next
    /// scale, `lowest` the last scale, `room` what may still be added.
    fn continued(&self, at: usize, mut total: f64, mut open: f64, mut lowest: f64, mut room: f64) -> (usize, f64) {
        let cardinals = &self.numbers().cardinals;
        let scales = &self.numbers().scales;
        let mut last = at;
        loop {
            let mut next = self.past_hyphen(last + 1);
            let mut joined = false;
            if self.is_near(next, Near::And) && (open >= 100.0 || total > 0.0) && room >= 99.0 {
                next = self.past_hyphen(next + 1);
                joined = true;
            }
            if self.is_masked(next) {
                break;
            }
            let word = self.word(next);
            if let Some(value) = cardinals.get(word).filter(|value| **value >= 1.0 && **value <= room) {
                open += value;
                room = room_after(*value).min(room - value);
            } else if let Some(scale) = scales.get(word).filter(|scale| !joined && **scale < lowest) {
                if *scale == 100.0 || *scale == 12.0 {
                    if !(1.0..100.0).contains(&open) {
                        break;
                    }
                    open *= scale;
                    room = if *scale == 12.0 { 0.0 } else { 99.0 };
                } else {
                    total += open * scale;
                    (open, lowest, room) = (0.0, *scale, (*scale - 1.0).min(999.0));
                }
            } else {
                break;
            }
            last = next;
        }
        (last, total + open)
    }
}

/// What may be added below a number word: nine after `twenty`, nothing after `seven`.
fn room_after(value: f64) -> f64 {
    if (20.0..100.0).contains(&value) && value % 10.0 == 0.0 { 9.0 } else { 0.0 }
}

fn scaled(factor: f64, exponent: i32) -> f64 {
    // Read from text, so that 5 and -5 give 0.00005 and not its neighbour.
    format!("{factor}e{exponent}").parse().unwrap_or(f64::MAX)
}
