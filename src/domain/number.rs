//! Numbers as sources report them: exact decimals, counts with their unit, estimates with their interval.

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::{
    provenance::Provenance,
    vocabulary::{Vocabulary, vocabulary},
};

/// What a source says of something it could say: never left out, so that silence is a stated fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stated<T> {
    /// The source says this.
    As(T),
    /// The source, as far as it was read, does not say.
    NotReported,
    /// The question does not arise: a recommendation has no follow-up time.
    NotApplicable,
}

impl<T> Stated<T> {
    /// The value, if the source says one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::As(value) => Some(value),
            Self::NotReported | Self::NotApplicable => None,
        }
    }
}

impl<T: Serialize> Serialize for Stated<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

/// A decimal number as printed in its source: `-1.0` stays `-1.0`, and equality is exact.
///
/// At most 15 digits, at most 9 of them after the point.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    digits: i64,
    places: u8,
}

/// Why a text is not a [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a number is digits with an optional sign and point, without separators or exponent: `-1.0`")]
pub struct DecimalError;

impl Decimal {
    /// The number for computing and for JSON; every value of at most 15 digits has an exact round trip.
    pub fn to_f64(self) -> f64 {
        // Printing and parsing gives the double nearest to the decimal; dividing by a power of ten need not.
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Its size without its sign.
    pub fn magnitude(self) -> Self {
        Self { digits: self.digits.abs(), ..self }
    }

    /// How many digits stand after the point, as printed.
    pub fn places(self) -> u8 {
        self.places
    }

    /// The nearest number with at most this many digits after the point; halves away from zero.
    pub fn rounded(self, places: u8) -> Self {
        let Some(surplus) = self.places.checked_sub(places).filter(|surplus| *surplus > 0) else { return self };
        let unit = 10_i64.pow(u32::from(surplus));
        let digits = (self.digits.abs() + unit / 2) / unit * self.digits.signum();
        Self { digits, places }
    }

    fn normal(self) -> (i64, u8) {
        let (mut digits, mut places) = (self.digits, self.places);
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        (digits, places)
    }
}

impl From<u32> for Decimal {
    fn from(whole: u32) -> Self {
        Self { digits: i64::from(whole), places: 0 }
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all_digits = whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
        let point_has_digits = unsigned.contains('.') != fraction.is_empty();
        if whole.is_empty()
            || !all_digits
            || !point_has_digits
            || fraction.len() > 9
            || whole.len() + fraction.len() > 15
        {
            return Err(DecimalError);
        }
        let digits: i64 = format!("{whole}{fraction}").parse().map_err(|_| DecimalError)?;
        let places = u8::try_from(fraction.len()).map_err(|_| DecimalError)?;
        Ok(Self { digits: sign * digits, places })
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.normal() == other.normal()
    }
}

impl Eq for Decimal {}

impl std::hash::Hash for Decimal {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.normal().hash(state);
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let places = self.places.max(other.places);
        let scaled = |n: &Self| i128::from(n.digits) * 10_i128.pow(u32::from(places - n.places));
        scaled(self).cmp(&scaled(other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.digits.unsigned_abs();
        let sign = if self.digits < 0 { "-" } else { "" };
        if self.places == 0 {
            return write!(f, "{sign}{magnitude}");
        }
        let width = usize::from(self.places) + 1;
        let padded = format!("{magnitude:0width$}");
        let (whole, fraction) = padded.split_at(padded.len() - usize::from(self.places));
        write!(f, "{sign}{whole}.{fraction}")
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

impl utoipa::PartialSchema for Decimal {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::Number).into()
    }
}

impl ToSchema for Decimal {}

vocabulary! {
    /// What a count counts.
    pub enum CountUnit ("unit of a count") {
        /// People.
        Participants = "participants", "participants";
        /// Treatments given, of which one person may have many.
        Procedures = "procedures", "procedures";
        /// Treatment sessions.
        Treatments = "treatments", "treatments";
        /// Reported cases.
        Cases = "cases", "cases";
    }
}

/// How many, of what. `8,338 procedures` must never be read as people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
pub struct Count {
    /// How many; 1 or more.
    #[schema(minimum = 1, example = 800)]
    pub value: u32,
    /// Of what.
    pub unit: CountUnit,
}

impl Count {
    /// The number of people, when people are what is counted.
    pub fn participants(self) -> Option<u32> {
        match self.unit {
            CountUnit::Participants => Some(self.value),
            CountUnit::Procedures | CountUnit::Treatments | CountUnit::Cases => None,
        }
    }
}

vocabulary! {
    /// Measures of effect and of frequency.
    pub enum Measure ("measure of effect") {
        /// Mean difference between groups, in points of the scale.
        Md = "MD", "mean difference";
        /// Weighted mean difference.
        Wmd = "WMD", "weighted mean difference";
        /// Standardized mean difference, in standard deviations.
        Smd = "SMD", "standardized mean difference";
        /// Risk ratio.
        Rr = "RR", "risk ratio";
        /// Adjusted risk ratio.
        Arr = "aRR", "adjusted risk ratio";
        /// Odds ratio.
        Or = "OR", "odds ratio";
        /// Hazard ratio.
        Hr = "HR", "hazard ratio";
        /// Difference of two percentages, in percentage points.
        RiskDifference = "RD", "risk difference in percentage points";
        /// Share of a group, in percent.
        Percent = "percent", "percent";
        /// Mean of a group, in points of the scale.
        Mean = "mean", "mean";
        /// Median of a group.
        Median = "median", "median";
        /// Change of a group from its baseline, in points of the scale.
        Change = "change", "change from baseline";
        /// Area under a curve over time.
        Auc = "AUC", "area under the curve";
        /// People to treat for one more to benefit.
        Nnt = "NNT", "number needed to treat";
        /// Difference in cost.
        CostDifference = "cost-difference", "difference in cost";
        /// Difference in quality-adjusted life years.
        Qaly = "QALY", "difference in quality-adjusted life years";
        /// Incremental cost-effectiveness ratio: cost of one more quality-adjusted life year.
        Icer = "ICER", "cost per quality-adjusted life year";
        /// Events per stated number of patients or treatments.
        Rate = "rate", "rate";
        /// How many.
        Count = "count", "count";
    }
}

impl Measure {
    /// The value at which two groups are alike: nought for differences, one for ratios. None for what compares no groups.
    pub fn no_difference(self) -> Option<Decimal> {
        match self {
            Self::Md | Self::Wmd | Self::Smd | Self::RiskDifference | Self::CostDifference | Self::Qaly => {
                Some(Decimal::from(0))
            }
            Self::Rr | Self::Arr | Self::Or | Self::Hr => Some(Decimal::from(1)),
            Self::Percent
            | Self::Mean
            | Self::Median
            | Self::Change
            | Self::Auc
            | Self::Nnt
            | Self::Icer
            | Self::Rate
            | Self::Count => None,
        }
    }

    /// Whether it is told in units of a scale: a value of a group, or a difference of two.
    pub fn is_of_scale(self) -> bool {
        matches!(self, Self::Md | Self::Wmd | Self::Mean | Self::Median | Self::Change)
    }
}

vocabulary! {
    /// Whose number it is, when it is not a comparison of groups.
    pub enum Arm ("arm of a study") {
        /// The group with the intervention of the finding.
        Intervention = "intervention", "intervention group";
        /// The group with its comparator.
        Comparator = "comparator", "comparison group";
    }
}

/// A confidence or credible interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Level in percent, usually 95.
    pub level: Decimal,
    /// Lower end; not above `high`.
    pub low: Decimal,
    /// Upper end.
    pub high: Decimal,
    /// Where the ends come from: a table may have shown the estimate and a digest its interval.
    pub provenance: Provenance,
}

/// A number of a finding, with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// What kind of number.
    pub measure: Measure,
    /// The group it belongs to; none for a comparison between groups.
    pub arm: Option<Arm>,
    /// The point estimate.
    pub value: Decimal,
    /// Unit when neither measure nor scale says it: `USD`, `days`, `per 10,000 patients`.
    pub unit: Option<String>,
    /// Interval, when reported.
    pub interval: Option<Interval>,
    /// P value as printed: `.08`, `<.001`.
    pub p: Option<String>,
    /// Heterogeneity in percent, 0 to 100.
    pub i2: Option<Decimal>,
    /// Whether adjusted for covariates, when reported.
    pub adjusted: Option<bool>,
    /// Where the number comes from.
    pub provenance: Provenance,
}

impl Estimate {
    /// Where its numbers come from: the estimate, and its interval if it has one.
    pub fn provenances(&self) -> impl Iterator<Item = &Provenance> {
        std::iter::once(&self.provenance).chain(self.interval.as_ref().map(|interval| &interval.provenance))
    }

    /// The estimate as one would print it: `MD -1.0 (95% CI -1.9 to -0.1)`. What nobody has read on a page is marked `not
    /// verified`, so that a copied text carries the doubt along.
    pub fn text(&self) -> String {
        let Self { measure, arm, value, unit, interval, p, i2, adjusted: _, provenance } = self;
        let mut text = match measure {
            Measure::Percent => format!("{value}%"),
            Measure::Rate | Measure::Count => value.to_string(),
            Measure::Md
            | Measure::Wmd
            | Measure::Smd
            | Measure::Rr
            | Measure::Arr
            | Measure::Or
            | Measure::Hr
            | Measure::Mean
            | Measure::Median
            | Measure::Change
            | Measure::Auc
            | Measure::Nnt
            | Measure::Qaly
            | Measure::Icer => format!("{} {value}", measure.slug()),
            Measure::RiskDifference => format!("{} {value} percentage points", measure.slug()),
            Measure::CostDifference => format!("{} {value}", measure.label()),
        };
        if let Some(unit) = unit {
            text.push(' ');
            text.push_str(unit);
        }
        if let Some(arm) = arm {
            text.push_str(" in the ");
            text.push_str(arm.label());
        }
        let mut details = Vec::new();
        if let Some(Interval { level, low, high, provenance: of_interval }) = interval {
            // Said once, where it belongs: of the interval alone, or of the whole.
            let alone = provenance.is_publishable() && !of_interval.is_publishable();
            let doubt = if alone { ", not verified" } else { "" };
            details.push(format!("{level}% CI {low} to {high}{doubt}"));
        }
        if let Some(p) = p {
            let relation = if p.starts_with(['<', '>']) { "" } else { "=" };
            details.push(format!("P{relation}{p}"));
        }
        if let Some(i2) = i2 {
            details.push(format!("I² {i2}%"));
        }
        if !provenance.is_publishable() {
            details.push("not verified".to_owned());
        }
        if !details.is_empty() {
            text.push_str(" (");
            text.push_str(&details.join("; "));
            text.push(')');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_keep_what_was_printed() {
        for text in ["0", "-1.0", "9.38", "-0.05", "8270", "0.037"] {
            assert_eq!(text.parse::<Decimal>().map(|n| n.to_string()), Ok(text.to_owned()));
        }
        for bad in ["", "-", ".5", "5.", "1,000", "1e3", "NaN", "0x1", "1.2.3", "٣", "1234567890123456"] {
            assert_eq!(bad.parse::<Decimal>(), Err(DecimalError), "{bad}");
        }
        let parse = |text: &str| text.parse::<Decimal>().expect("a decimal");
        assert_eq!(parse("1.90"), parse("1.9"));
        assert!(parse("-1.9") < parse("-0.1"));
        assert_eq!(parse("-16.76").to_f64(), -16.76);
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn rounding_is_to_the_nearest() {
        for (number, places, rounded) in [
            ("39.1", 0, "39"),
            ("-9.22", 1, "-9.2"),
            ("0.05", 1, "0.1"),
            ("2.5", 0, "3"),
            ("8270", 0, "8270"),
            ("1.9", 3, "1.9"),
        ] {
            assert_eq!(decimal(number).rounded(places), decimal(rounded), "{number}");
        }
        assert_eq!(decimal("-9.0").magnitude(), decimal("9"));
    }

    fn sourced() -> Provenance {
        let on = crate::domain::Date::constant(2026, 1, 1);
        Provenance::Sourced { pages: vec!["example.org".to_owned()], kind: None, on }
    }

    fn unverified() -> Provenance {
        Provenance::Unverified { reason: "fabricated".to_owned() }
    }

    fn estimate(of_value: Provenance, of_interval: Provenance) -> Estimate {
        let (level, low, high) = (95.into(), decimal("-1.9"), decimal("-0.1"));
        Estimate {
            measure: Measure::Md,
            arm: None,
            value: decimal("-1.0"),
            unit: None,
            interval: Some(Interval { level, low, high, provenance: of_interval }),
            p: Some("<.001".to_owned()),
            i2: None,
            adjusted: Some(true),
            provenance: of_value,
        }
    }

    #[test]
    fn estimates_read_as_in_print() {
        let difference = estimate(sourced(), sourced());
        assert_eq!(difference.text(), "MD -1.0 (95% CI -1.9 to -0.1; P<.001)");
        let share = Estimate { measure: Measure::Percent, arm: Some(Arm::Comparator), interval: None, ..difference };
        assert_eq!(share.text(), "-1.0% in the comparison group (P<.001)");
    }

    #[test]
    fn what_nobody_has_read_is_marked() {
        assert_eq!(estimate(sourced(), unverified()).text(), "MD -1.0 (95% CI -1.9 to -0.1, not verified; P<.001)");
        assert_eq!(estimate(unverified(), unverified()).text(), "MD -1.0 (95% CI -1.9 to -0.1; P<.001; not verified)");
    }

    proptest! {
        #[test]
        fn printing_gives_back_what_was_parsed(text in "-?[1-9][0-9]{0,5}(\\.[0-9]{1,6})?") {
            let number: Decimal = text.parse().expect("a decimal");
            prop_assert_eq!(number.to_string(), text.clone());
            prop_assert_eq!(number.to_f64(), text.parse::<f64>().expect("a number"));
        }

        #[test]
        fn order_is_the_order_of_the_numbers(a in "-?[0-9]{1,6}(\\.[0-9]{1,6})?", b in "-?[0-9]{1,6}(\\.[0-9]{1,6})?") {
            let (x, y): (Decimal, Decimal) = (a.parse().expect("a"), b.parse().expect("b"));
            prop_assert_eq!(x.partial_cmp(&y), x.to_f64().partial_cmp(&y.to_f64()));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<Decimal>();
        }
    }
}
