//! A text cut into words, figures and signs, each with its place.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

use super::lexicon::near::Near;

/// A word, a figure or a sign of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Token<'t> {
    /// As printed.
    pub text: &'t str,
    /// In lower case; letters with stops between them are one word (`b.i.d.` is `b.i.d`).
    pub lower: Cow<'t, str>,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
    /// What it is.
    pub kind: TokenKind,
    /// No white space stands before it.
    pub glued: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TokenKind {
    /// Letters, with apostrophes inside.
    Word,
    /// A number in digits, with its separators.
    Figure(Figure),
    /// Letters and digits mixed, or figures with several stops: `B12`, `4.2.1`. A name, not a number.
    Code,
    /// Raised digits; the value they print.
    Superscript(i32),
    /// A single sign. `+/-` is `±`, `<=` is `≤`, `>=` is `≥`.
    Sign(char),
}

/// A number in digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Its size, without sign.
    pub value: f64,
    /// Digits after the point; of a factor with an exponent those of the factor.
    pub decimals: u8,
    /// How it is written.
    pub form: FigureForm,
    /// Digits before the point, separators not counted.
    pub digits: u8,
}

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FigureForm {
    /// Digits, perhaps with a point and decimals.
    Plain,
    /// In groups of three.
    Grouped,
    /// One full stop before three digits: a decimal point, or thousands in the way of the continent.
    DotGroup,
    /// A comma before decimals; the number before the comma and the one after it.
    Comma(u32, u32),
    /// With a power of ten: `1e-4`.
    Exponent,
    /// `10th`.
    Ordinal,
    /// `1990s`, `60s`.
    Decade,
    /// `½`.
    Vulgar(u8, u8),
}

impl Token<'_> {
    /// The number, if it is one.
    pub fn figure(&self) -> Option<Figure> {
        match self.kind {
            TokenKind::Figure(figure) => Some(figure),
            TokenKind::Word | TokenKind::Code | TokenKind::Superscript(_) | TokenKind::Sign(_) => None,
        }
    }

    /// The sign, if it is one.
    pub fn sign(&self) -> Option<char> {
        match self.kind {
            TokenKind::Sign(sign) => Some(sign),
            TokenKind::Word | TokenKind::Code | TokenKind::Superscript(_) | TokenKind::Figure(_) => None,
        }
    }
}

/// Bytes of most tokens, with the blank before them.
const USUAL_TOKEN: usize = 5;

/// The tokens of a text in order, in time linear in its length.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut cutter = Cutter { text, at: 0, tokens: Vec::with_capacity(text.len() / USUAL_TOKEN) };
    cutter.cut();
    cutter.tokens
}

/// Whether it is a hyphen, a dash or a minus.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '–' | '—' | '−' | '\u{fe63}' | '\u{ff0d}' | '―')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// White space that may stand between groups of three digits.
fn is_group_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{2007}' | '\u{200a}' | '\u{2008}')
}

/// The raised dot that is a decimal point in some journals.
fn is_raised_dot(c: char) -> bool {
    matches!(c, '·' | '∙' | '•' | '‧' | '⋅')
}

fn superscript(c: char) -> Option<u32> {
    if c.is_ascii() {
        return None;
    }
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|digit| digit == c).and_then(|at| u32::try_from(at).ok())
}

fn is_subscript(c: char) -> bool {
    ('₀'..='₉').contains(&c)
}

fn vulgar(c: char) -> Option<(u8, u8)> {
    Some(match c {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅐' => (1, 7),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        _ => return None,
    })
}

fn is_letter(c: char) -> bool {
    // Most of most texts is ASCII, of which nothing need be looked up.
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    (c.is_alphabetic() || is_combining_mark(c)) && superscript(c).is_none()
}

/// Letters and digits of words and codes.
fn is_inside(c: char) -> bool {
    is_letter(c) || c.is_ascii_digit() || is_subscript(c)
}

struct Cutter<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<Token<'t>>,
}

impl<'t> Cutter<'t> {
    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.rest(at).chars().next()
    }

    fn digits_at(&self, at: usize) -> usize {
        self.rest(at).bytes().take_while(u8::is_ascii_digit).count()
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn push(&mut self, end: usize, kind: TokenKind) {
        let start = self.at;
        let text = self.slice(start, end);
        let lower = if kind == TokenKind::Word || kind == TokenKind::Code { lower(text) } else { Cow::Borrowed(text) };
        let glued = self.tokens.last().is_some_and(|last| last.end == start);
        self.tokens.push(Token { text, lower, start, end, kind, glued });
        self.at = end;
    }

    fn cut(&mut self) {
        while let Some(c) = self.char_at(self.at) {
            let at = self.at;
            if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}') {
                self.at += c.len_utf8();
            } else if c.is_ascii_digit() || self.begins_decimals(c) {
                self.figure();
            } else if let Some((num, den)) = vulgar(c) {
                let value = f64::from(num) / f64::from(den);
                let figure = Figure { value, decimals: 0, form: FigureForm::Vulgar(num, den), digits: 0 };
                self.push(at + c.len_utf8(), TokenKind::Figure(figure));
            } else if superscript(c).is_some() || (matches!(c, '⁻' | '⁺') && self.raised(at + c.len_utf8()).is_some())
            {
                self.superscript();
            } else if is_letter(c) {
                self.word();
            } else {
                let (len, sign) = self.sign(c);
                self.push(at + len, TokenKind::Sign(sign));
            }
        }
    }

    fn raised(&self, at: usize) -> Option<u32> {
        self.char_at(at).and_then(superscript)
    }

    /// `.05` and `·05`, where no digit stands before the point.
    fn begins_decimals(&self, c: char) -> bool {
        let is_point = c == '.' || c == '·';
        let before = self.slice(0, self.at).chars().next_back();
        is_point
            && self.digits_at(self.at + c.len_utf8()) > 0
            && !before.is_some_and(|b| is_inside(b) || b == '.' || b == ')' || b == ']')
    }

    fn sign(&self, c: char) -> (usize, char) {
        let rest = self.rest(self.at);
        // `140--150`: a dash as typewriters have it.
        let after_figure = self.tokens.last().is_some_and(|last| last.end == self.at && last.figure().is_some());
        if rest.starts_with("--") && after_figure && self.digits_at(self.at + 2) > 0 {
            return (2, '–');
        }
        for (printed, sign) in
            [("+/-", '±'), ("+/−", '±'), ("+/–", '±'), ("+-", '±'), ("<=", '≤'), ("=<", '≤'), (">=", '≥'), ("=>", '≥')]
        {
            if rest.starts_with(printed) {
                return (printed.len(), sign);
            }
        }
        (c.len_utf8(), c)
    }

    fn superscript(&mut self) {
        let mut end = self.at;
        let mut negative = false;
        let mut value: i32 = 0;
        while let Some(c) = self.char_at(end) {
            match superscript(c) {
                Some(digit) => {
                    value = value.saturating_mul(10).saturating_add(i32::try_from(digit).unwrap_or_default());
                }
                None if c == '⁻' => negative = true,
                None if c == '⁺' => {}
                None => break,
            }
            end += c.len_utf8();
        }
        self.push(end, TokenKind::Superscript(if negative { -value } else { value }));
    }

    fn word(&mut self) {
        let (mut end, mut has_digit) = (self.at, false);
        if let Some(end) = self.stopped_letters() {
            return self.push(end, TokenKind::Word);
        }
        while let Some(c) = self.char_at(end) {
            let after = end + c.len_utf8();
            if is_inside(c) {
                has_digit |= c.is_ascii_digit() || is_subscript(c);
            } else if !(is_apostrophe(c) && self.char_at(after).is_some_and(is_letter)) {
                break;
            }
            end = after;
        }
        self.push(end, if has_digit { TokenKind::Code } else { TokenKind::Word });
    }

    /// The end of single letters with a stop after each: `U.S.`, `b.i.d.`; the last stop need not be there.
    fn stopped_letters(&self) -> Option<usize> {
        let mut end = self.at;
        let mut letters = 0;
        while let Some(c) = self.char_at(end).filter(|c| is_letter(*c)) {
            let after = end + c.len_utf8();
            let next = self.char_at(after);
            if next == Some('.') {
                letters += 1;
                end = after + 1;
                continue;
            }
            if letters > 0 && !next.is_some_and(is_inside) {
                letters += 1;
                end = after;
            } else if letters > 0 && next.is_some_and(is_inside) {
                // `Ph.D.` begins with two letters, `A.Moor` ends with a name: neither is a row of letters.
                return (letters > 1).then_some(end);
            }
            break;
        }
        (letters > 1).then_some(end)
    }

    fn figure(&mut self) {
        let start = self.at;
        let whole = self.digits_at(start);
        let mut end = start + whole;
        let mut digits = self.slice(start, end).to_owned();
        let mut form = FigureForm::Plain;
        if let Some(grouped) = self.groups(start, whole) {
            digits = self.slice(start, grouped).chars().filter(char::is_ascii_digit).collect();
            (end, form) = (grouped, FigureForm::Grouped);
        }
        let mut decimals = String::new();
        if let Some(point) = self.point(start, end, form) {
            let first = end + point.len_utf8();
            let last = first + self.digits_at(first);
            self.slice(first, last).clone_into(&mut decimals);
            if point == ',' {
                form = FigureForm::Comma(digits.parse().unwrap_or(u32::MAX), decimals.parse().unwrap_or(u32::MAX));
            } else if point == '.' && decimals.len() == 3 && (1..=3).contains(&whole) && !digits.starts_with('0') {
                form = FigureForm::DotGroup;
            }
            end = last;
        }
        // `4.2.1`, `10.1000/j.tesk`: several stops make a name.
        if self.char_at(end) == Some('.') && !decimals.is_empty() && self.digits_at(end + 1) > 0 {
            while self.char_at(end) == Some('.') && self.digits_at(end + 1) > 0 {
                end += 1 + self.digits_at(end + 1);
            }
            return self.push(end, TokenKind::Code);
        }
        let mut printed = format!("{}.{decimals}", if digits.is_empty() { "0" } else { &digits });
        if let Some(exponent) = self.exponent(end, !decimals.is_empty()) {
            printed.push_str(&self.slice(end, exponent).replace(is_dash, "-").to_lowercase());
            (end, form) = (exponent, FigureForm::Exponent);
        }
        let value: f64 = printed.parse().unwrap_or(f64::MAX);
        if !value.is_finite() {
            return self.push(end, TokenKind::Code);
        }
        let mut figure = Figure {
            value,
            decimals: u8::try_from(decimals.len()).unwrap_or(u8::MAX),
            form,
            digits: u8::try_from(digits.len()).unwrap_or(u8::MAX),
        };
        let letters: usize = self.rest(end).chars().take_while(|c| is_inside(*c)).map(char::len_utf8).sum();
        let printed_suffix = self.slice(end, end + letters);
        let suffix = printed_suffix.to_lowercase();
        let numbers = &super::lexicon::lexicon().numbers;
        let is_round = form == FigureForm::Plain && digits.ends_with('0') && matches!(digits.len(), 2 | 4);
        if numbers.is_near(printed_suffix, Near::OrdinalEndings) {
            figure.form = FigureForm::Ordinal;
            end += letters;
        } else if is_round && numbers.is_near(printed_suffix, Near::PluralEnding) {
            figure.form = FigureForm::Decade;
            end += letters;
        }
        self.push(end, TokenKind::Figure(figure));
        self.suffix(&suffix);
    }

    /// What follows a figure directly: a unit and the like stays a word of its own, anything else makes a code of both.
    fn suffix(&mut self, suffix: &str) {
        let unread = self.char_at(self.at).is_some_and(is_inside);
        if suffix.is_empty() || !unread {
            return;
        }
        let mut letters = suffix.chars();
        let is_product = letters.next() == Some('x') && letters.next().is_some_and(|c| c.is_ascii_digit());
        if is_product {
            return self.push(self.at + 1, TokenKind::Sign('×'));
        }
        if is_glued_word(self.rest(self.at), suffix) {
            return self.word();
        }
        if let Some(figure) = self.tokens.pop() {
            self.at = figure.start;
            let end = figure.end
                + self.rest(figure.end).chars().take_while(|c| is_inside(*c)).map(char::len_utf8).sum::<usize>();
            self.push(end, TokenKind::Code);
        }
    }

    /// The end of groups of three digits that begin with the `first` digits at `start`.
    fn groups(&self, start: usize, first: usize) -> Option<usize> {
        if !(1..=3).contains(&first) || self.char_at(start) == Some('0') {
            return None;
        }
        let mut end = start + first;
        let separator = self.char_at(end)?;
        if !(separator == ',' || separator == '.' || is_apostrophe(separator) || is_group_blank(separator)) {
            return None;
        }
        // A row of figures with blanks between them is a telephone number or a list.
        let row = self.tokens.last().is_some_and(|last| {
            is_group_blank(separator) && last.figure().is_some() && self.slice(last.end, start).trim().is_empty()
        });
        let mut groups = 0;
        while !row && self.char_at(end) == Some(separator) && self.digits_at(end + separator.len_utf8()) == 3 {
            end += separator.len_utf8() + 3;
            groups += 1;
        }
        let next = self.char_at(end);
        let goes_on = next.is_some_and(|c| c == separator || is_group_blank(c))
            && next.is_some_and(|c| {
                self.digits_at(end + c.len_utf8()) > 0 && (is_group_blank(separator) || c == separator)
            });
        // A single full stop may be a decimal point: the noun behind it decides, see `FigureForm::DotGroup`.
        let decided =
            groups > 1 || (groups == 1 && (separator != '.' || (next == Some(',') && self.digits_at(end + 1) > 0)));
        (decided && !goes_on).then_some(end)
    }

    /// The decimal point after the digits that end at `end`.
    fn point(&self, start: usize, end: usize, form: FigureForm) -> Option<char> {
        let point = self.char_at(end)?;
        let after = end + point.len_utf8();
        let digits = self.digits_at(after);
        if digits == 0 {
            return None;
        }
        if point == '.' {
            return Some('.');
        }
        if is_raised_dot(point) {
            // `4·10^6` is a product.
            let power = self.char_at(after + digits);
            let is_power = self.slice(after, after + digits) == "10"
                && power.is_some_and(|c| matches!(c, '^' | '(' | '⁻' | '⁺') || superscript(c).is_some());
            return (!is_power).then_some(point);
        }
        let before = self.slice(0, start).chars().next_back();
        let in_row =
            before == Some(',') || self.char_at(after + digits) == Some(',') && self.digits_at(after + digits + 1) > 0;
        let dotted = form == FigureForm::Grouped && self.slice(start, end).contains('.');
        let is_decimal = dotted || (form == FigureForm::Plain && (digits != 3 || self.char_at(start) == Some('0')));
        let is_pair = self.char_at(after + digits) == Some('.') && self.digits_at(after + digits + 1) > 0;
        (point == ',' && is_decimal && !in_row && !is_pair).then_some(',')
    }

    fn exponent(&self, end: usize, has_decimals: bool) -> Option<usize> {
        let letter = self.char_at(end)?;
        let mut at = end + 1;
        let signed = matches!(letter, 'e' | 'E') && self.char_at(at).is_some_and(|c| c == '+' || is_dash(c));
        if signed {
            at += self.char_at(at)?.len_utf8();
        }
        let digits = self.digits_at(at);
        let last = at + digits;
        let ends = !self.char_at(last).is_some_and(is_inside);
        (matches!(letter, 'e' | 'E') && (signed || has_decimals) && (1..=3).contains(&digits) && ends).then_some(last)
    }
}

/// Letters that may follow a figure without a blank and are words of their own: units, scales, `x`, `fold`, `am`.
fn is_glued_word(printed: &str, suffix: &str) -> bool {
    let lexicon = super::lexicon::lexicon();
    let printed = printed.get(..suffix.len()).unwrap_or_default();
    // `3D`, `5A`: a single capital is a name more often than a unit.
    let is_capital = printed.len() == 1
        && printed.chars().all(char::is_uppercase)
        && !matches!(printed, "M" | "V" | "L" | "W" | "J");
    let is_word =
        lexicon.numbers.is_near(suffix, Near::GluedWords) || lexicon.numbers.is_near(printed, Near::TimesSign);
    let is_unit = lexicon.units.is_unit(printed) && !is_capital;
    let is_money = lexicon.numbers.money_scales.contains_key(suffix) || lexicon.units.is_currency(suffix);
    let is_label = lexicon.numbers.scales.contains_key(suffix) || lexicon.numbers.is_interval_label(suffix);
    is_word || is_unit || is_money || is_label
}

fn lower(text: &str) -> Cow<'_, str> {
    let trimmed = match text.strip_suffix('.') {
        Some(stripped) if stripped.contains('.') => stripped,
        _ => text,
    };
    if !trimmed.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        return Cow::Borrowed(trimmed);
    }
    let mut folded = String::with_capacity(trimmed.len());
    for c in trimmed.chars().flat_map(char::to_lowercase) {
        match c {
            '’' | 'ʼ' => folded.push('\''),
            _ if is_subscript(c) => {
                let digit = u32::from(c).saturating_sub(u32::from('₀'));
                folded.extend(char::from_digit(digit, 10));
            }
            _ => folded.push(c),
        }
    }
    Cow::Owned(folded)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_counted_in_bytes() {
        let text = "😀 5 µg für 12 500";
        let read = tokens(text);
        for token in &read {
            assert_eq!(&text[token.start..token.end], token.text);
        }
        assert_eq!(read.iter().map(|token| token.text).collect::<Vec<_>>(), ["😀", "5", "µg", "für", "12 500"]);
    }

    proptest! {
        #[test]
        fn tokens_follow_one_another(text in any::<String>()) {
            let mut last = 0;
            for token in tokens(&text) {
                prop_assert!(token.start >= last && token.start < token.end);
                prop_assert_eq!(text.get(token.start..token.end), Some(token.text));
                last = token.end;
            }
        }
    }
}
