//! The values a text prints, for comparing it with a record.

use super::{Number, NumberKind, NumberRole, NumberValue, Spread, TokenKind, numbers, sentences, tokens};
use crate::domain::Decimal;

/// A value without its sign: texts say "9 points less", records `-9`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// With the decimals printed. A fraction in words is a share of a hundred: `half` is 50.
    pub number: Decimal,
    /// Whether it is a share of a hundred: `39%`, `half`.
    pub is_share: bool,
}

impl Size {
    /// A number that is no share.
    pub fn of(number: Decimal) -> Self {
        Self { number: number.magnitude(), is_share: false }
    }

    /// A share of a hundred.
    pub fn share(number: Decimal) -> Self {
        Self { number: number.magnitude(), is_share: true }
    }
}

/// A value of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedValue {
    /// What is printed.
    pub size: Size,
    /// The share of a hundred that a simple part of a whole stands for, roughly: 50 for `half`, 20 for `one in five`.
    pub about: Option<Decimal>,
    /// Its number as printed, the unit included: `8,270`, `twelve`, `39–44%`.
    pub text: String,
    /// Whether its number holds other values, too.
    in_company: bool,
}

impl PrintedValue {
    /// What it may be meant for: as printed, and the share it stands for.
    pub fn readings(&self) -> impl Iterator<Item = Size> + use<> {
        let about = self.about.map(Size::share).filter(|share| *share != self.size);
        std::iter::once(self.size).chain(about)
    }

    /// How to speak of it in a message: as printed; which value, where its number has several.
    pub fn said(&self) -> String {
        let Self { size, about: _, text, in_company } = self;
        if *in_company { format!("`{}` (in `{text}`)", size.number) } else { format!("`{text}`") }
    }
}

/// Every value of a text in its order: both ends of a range, both parts of a proportion, the year and the day of a date.
///
/// Left out are places in an order, times of day, the one in `one in ten`, and `one` and `once` by themselves, which say
/// no more than their noun.
pub fn printed_values(text: &str) -> Vec<PrintedValue> {
    let mut all = Vec::new();
    for range in sentences(text) {
        let Some(sentence) = text.get(range) else { continue };
        for number in numbers(sentence) {
            let printed = sentence.get(number.start..number.end).unwrap_or_default();
            let values = values(&number, printed);
            let in_company = values.len() > 1;
            let printed = |(size, about)| PrintedValue { size, about, text: printed.to_owned(), in_company };
            all.extend(values.into_iter().map(printed));
        }
    }
    all
}

/// Decimals of values that are computed: thirds of a hundred, parts of a year.
const COMPUTED: usize = 4;

/// The size of a value as records write it; none for one that is too large or too fine for a record.
fn decimal(value: f64, decimals: Option<u8>) -> Option<Decimal> {
    let size = value.abs();
    let computed = format!("{size:.COMPUTED$}");
    let computed = computed.trim_end_matches('0').trim_end_matches('.');
    let printed = decimals.map(|decimals| format!("{size:.0$}", usize::from(decimals)));
    let read = |text: &str| text.parse::<Decimal>().ok();
    // The decimals of a product (`1.2 million`) are those of its factor.
    printed
        .as_deref()
        .and_then(read)
        .filter(|read| (read.to_f64() - size).abs() <= size * 1e-9)
        .or_else(|| read(computed))
}

/// Each end of a range has its own decimals: `3.4 to 17`.
fn decimals_in(printed: &str, value: f64) -> Option<u8> {
    tokens(printed).into_iter().find_map(|token| {
        let TokenKind::Figure(figure) = token.kind else { return None };
        ((figure.value - value.abs()).abs() < 1e-9).then_some(figure.decimals)
    })
}

fn values(number: &Number, printed: &str) -> Vec<(Size, Option<Decimal>)> {
    let Number { kind, value, unit, per, spread, role, decimals, .. } = number;
    let is_spelt = decimals.is_none();
    let is_share = *kind == NumberKind::Percent;
    let plain = |value: f64| {
        let number = decimal(value, decimals_in(printed, value).or(*decimals))?;
        Some((if is_share { Size::share(number) } else { Size::of(number) }, None))
    };
    let computed = |value: f64| Some((Size::of(decimal(value, None)?), None));
    let share = |num: f64, den: f64| decimal(100.0 * num / den, None);
    let mut all: Vec<(Size, Option<Decimal>)> = match (kind, value) {
        (NumberKind::Ordinal | NumberKind::Time, _) => Vec::new(),
        (NumberKind::Fraction, NumberValue::Parts { num, den }) => {
            share(*num, *den).map(|share| (Size::share(share), Some(share))).into_iter().collect()
        }
        (NumberKind::Multiple, NumberValue::One(factor)) if *factor < 1.0 => {
            plain(*factor).map(|(size, _)| (size, share(*factor, 1.0))).into_iter().collect()
        }
        (_, NumberValue::Parts { num, den }) if *num == 1.0 => {
            computed(*den).map(|(size, _)| (size, share(*num, *den))).into_iter().collect()
        }
        (_, NumberValue::Parts { num, den }) => plain(*num).into_iter().chain(computed(*den)).collect(),
        (_, NumberValue::One(value)) => plain(*value).into_iter().collect(),
        (_, NumberValue::Range(low, high)) => [*low, *high].into_iter().filter_map(plain).collect(),
        (_, NumberValue::Moment(moment)) => calendar(moment).into_iter().filter_map(computed).collect(),
        (_, NumberValue::Span(from, to)) => {
            calendar(from).into_iter().chain(calendar(to)).filter_map(computed).collect()
        }
    };
    // The base of a rate from one number to another stands in its unit: `per 1000`.
    if *kind == NumberKind::Rate && matches!(value, NumberValue::Range(..)) {
        let base = unit.iter().filter_map(|unit| unit.split_whitespace().nth(1)?.parse().ok());
        all.extend(base.filter_map(computed));
    }
    if is_spelt && *kind != NumberKind::Fraction && *role != Some(NumberRole::SampleSize) {
        all.retain(|(size, _)| size.number != Decimal::from(1));
    }
    all.extend(per.iter().map(|per| per.value).filter(|value| *value != 1.0).filter_map(computed));
    match spread.as_ref().map(|Spread { value, .. }| value) {
        Some(NumberValue::One(value)) => all.extend(plain(*value)),
        Some(NumberValue::Range(low, high)) => all.extend([*low, *high].into_iter().filter_map(plain)),
        Some(NumberValue::Parts { .. } | NumberValue::Moment(_) | NumberValue::Span(..)) | None => {}
    }
    all
}

/// The year and the day of a date in ISO 8601.
fn calendar(moment: &str) -> Vec<f64> {
    let mut parts = moment.split('-');
    let (year, _, day) = (parts.next(), parts.next(), parts.next());
    [year, day].into_iter().flatten().filter_map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        printed_values(text).into_iter().map(|printed| printed.size.number.to_string()).collect()
    }

    #[test]
    fn values_are_read_as_printed() {
        assert_eq!(read("33 trials (8,270 people), 39-44%, 1.5 points."), ["33", "8270", "39", "44", "1.5"]);
        assert_eq!(read("About half, one in ten, twelve weeks; twenty visits"), ["50", "10", "12", "20"]);
        assert_eq!(read("NG59, A1 receptors, NCD 30.3.3, ST36, one of several"), [""; 0]);
        assert_eq!(read("On 3 May 2017, 5 years ago."), ["2017", "3", "5"]);
        assert_eq!(read("12 visits in 90 days, -4.50 points, 12.0 points."), ["12", "90", "4.50", "12.0"]);
        assert_eq!(read("From 3.4 to 17 points (95% CI -0.5 to 12.25)."), ["3.4", "17", "95", "0.5", "12.25"]);
        assert_eq!(read("Twice as likely, 36 of 120, two thirds"), ["2", "36", "120", "66.6667"]);
        assert_eq!(
            read("0.5 to 7.37 per 1,000 people, 12% (3 per 10,000)"),
            ["0.5", "7.37", "1000", "12", "3", "10000"]
        );
    }

    #[test]
    fn a_part_of_a_whole_stands_for_its_share() {
        let shares = |text: &str| printed_values(text).into_iter().map(|printed| printed.about).collect::<Vec<_>>();
        assert_eq!(shares("one in five people"), [Some(20.into())]);
        assert_eq!(shares("The rate halved."), [Some(50.into())]);
        assert_eq!(shares("30 of 120 people"), [None, None]);
    }

    #[test]
    fn a_message_names_the_value_it_means() {
        let said = |text: &str| printed_values(text).iter().map(PrintedValue::said).collect::<Vec<_>>();
        assert_eq!(said("39–44% of 8,270 people"), ["`39` (in `39–44%`)", "`44` (in `39–44%`)", "`8,270`"]);
    }
}
