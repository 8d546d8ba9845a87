//! What numbers that stand in texts of the record are told in: units, what a rate is counted in, and on which side of a limit (E001).

use super::{
    Contradiction, Found, Judge, Of,
    reported::{of_mention, told_number},
    unique,
};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        known::{Mention, Reported, base_of},
        quantity::{Number, Role},
        rule,
    },
    domain::number::{Estimate, Measure},
    search::ReadWord,
    text::{Grammar, Qualifier},
};

/// Longest sign of a unit, in characters: what is longer is its name.
const LONGEST_SIGN: usize = 3;

impl Judge<'_> {
    pub(super) fn units(&self, claim: &Claim, number: &Number, of: Of<'_>, found: &mut Found<'_>) {
        self.unit(claim, number, of, found);
        self.rate_base(claim, number, of, found);
        // `Nobody younger than 65` says who was there.
        // And `more than 20 are not paid for` says what the limit is.
        // And so does `nothing is known of those under 65`.
        let is_unknown = number.role == Role::Age && claim.says_unknown();
        let is_denied = claim.is_negated(number.first) || claim.is_of_nobody(number.first) || claim.is_negated_advice;
        if !is_denied && !is_unknown {
            self.bound_turned(number, of, found);
        }
    }

    /// E001: the number of a dose or an amount, in another unit or another number of the same one.
    fn unit(&self, claim: &Claim, number: &Number, of: Of<'_>, found: &mut Found<'_>) {
        let (Some(unit), Some(kind)) = (&number.unit, AttributeKind::of_role(number.role)) else { return };
        // `USD a quality-adjusted life year`: the money, and not what it buys.
        let main = |unit: &str| unit.split('/').next().unwrap_or_default().to_owned();
        let unit = &main(unit);
        let with_units = || of.known.mentions.iter().filter_map(|one| Some((one, main(one.number.unit.as_ref()?))));
        let is_value = |one: &Mention| number.is(one.number.low) && number.is(one.number.high);
        // `mm` and `millimetres` may be one: only signs are held beside signs.
        let is_sign = |unit: &str| unit.chars().count() <= LONGEST_SIGN;
        let of_value: Vec<(&Mention, String)> =
            with_units().filter(|(one, own)| is_value(one) && is_sign(own) == is_sign(unit)).collect();
        // `Twenty points` of percentage points are told loosely, not wrongly.
        let is_own = |own: &str| own == unit || own.strip_suffix(unit.as_str()).is_some_and(|rest| rest.ends_with(' '));
        let is_other_unit = !of_value.is_empty() && of_value.iter().all(|(_, own)| !is_own(own));
        // `2 g a day`, where the record has another dose.
        let doses: Vec<(&Mention, String)> =
            with_units().filter(|(one, _)| number.is_dose && one.number.is_dose).collect();
        let is_other_dose = !doses.is_empty() && doses.iter().all(|(one, own)| !is_value(one) || own != unit);
        let told = if is_other_unit { of_value } else { doses };
        let Some((mention, _)) = told.first().filter(|_| is_other_unit || is_other_dose) else { return };
        let values = unique(told.iter().map(|(one, own)| format!("{} {own}", told_number(&one.number))));
        let expected = values.join(" or ");
        let contradiction = Contradiction::of(
            kind,
            (number.first, number.last),
            format!("{} has {expected}, not {}", of.source.short_title, self.said(claim, number)),
            of_mention(mention, expected, of.at),
        );
        found.contradict(rule::NUMBER_MISMATCH, contradiction);
    }

    /// E001: a rate of people that the record has of treatments, sessions or needles.
    fn rate_base(&self, claim: &Claim, number: &Number, of: Of<'_>, found: &mut Found<'_>) {
        let Some(said) = base_of(number, &claim.read.words) else { return };
        let kind = AttributeKind::of_role(number.role).filter(|_| number.role == Role::Percent);
        let own: Vec<(&Mention, &String)> = of
            .known
            .mentions
            .iter()
            .filter(|one| one.number.role == Role::Percent && number.is(one.number.low))
            .filter_map(|one| Some((one, one.base.as_ref()?)))
            .collect();
        if let Some(kind) = kind.filter(|_| own.is_empty()) {
            self.base_on_record(number, said, kind, of, found);
        }
        let (Some(kind), Some((mention, base))) = (kind, own.first()) else { return };
        if own.iter().any(|(_, base)| **base == said.stem || self.are_both_people(base, &said.stem)) {
            return;
        }
        let expected = format!("{} {base}", told_number(&mention.number));
        let contradiction = Contradiction::of(
            kind,
            (number.first, number.last),
            format!("{} counts this rate in another unit than `{}`", of.source.short_title, said.exact),
            of_mention(mention, expected, of.at),
        );
        found.contradict(rule::NUMBER_MISMATCH, contradiction);
    }

    /// E001: a rate of people, where the unit of each result that has it names treatments, sessions or needles.
    fn base_on_record(&self, number: &Number, said: &ReadWord, kind: AttributeKind, of: Of<'_>, found: &mut Found<'_>) {
        if !self.facts.is_person(&said.stem) {
            return;
        }
        let is_of =
            |one: &Reported| one.is_typed && one.role == Role::Percent && one.arm.is_none() && number.is(one.low);
        let holders =
            of.known.reported.iter().filter(|one| is_of(one) && !one.is_derived).filter_map(|one| one.finding);
        let holders: Vec<usize> = holders.collect();
        let bases = |at: usize| -> Option<String> {
            let measured = self.finding(at)?.result.measurement()?;
            let is_rate = |one: &&Estimate| matches!(one.measure, Measure::Percent | Measure::Rate);
            let told = measured.estimates.iter().filter(is_rate).filter_map(|one| one.unit.as_deref());
            let word =
                told.flat_map(str::split_whitespace).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
            word.into_iter().find(|word| Grammar::RateBases.has(word)).map(str::to_owned)
        };
        let told: Vec<(usize, Option<String>)> = holders.into_iter().map(|at| (at, bases(at))).collect();
        let is_thing = |base: &Option<String>| base.as_ref().is_some_and(|base| !Grammar::Persons.has(base));
        let Some((at, Some(base))) = told.first().filter(|_| told.iter().all(|(_, base)| is_thing(base))) else {
            return;
        };
        let Some(measured) = self.finding(*at).and_then(|finding| finding.measurement_values()) else { return };
        let contradiction = Contradiction::of(
            kind,
            (number.first, number.last),
            format!("{} counts this rate in another unit than `{}`", of.source.short_title, said.exact),
            OnRecord::of(measured.estimates, base.clone(), Some(*at), of.at),
        );
        found.contradict(rule::NUMBER_MISMATCH, contradiction);
    }

    /// E001: `over 40`, where the record has `under 40` and no other number of that value.
    fn bound_turned(&self, number: &Number, of: Of<'_>, found: &mut Found<'_>) {
        let side = |number: &Number| match number.qualifier {
            Some(Qualifier::MoreThan | Qualifier::AtLeast) => Some(true),
            Some(Qualifier::LessThan | Qualifier::AtMost | Qualifier::UpTo) => Some(false),
            None
            | Some(
                Qualifier::About | Qualifier::Nearly | Qualifier::AllBut | Qualifier::AsManyAs | Qualifier::AsFewAs,
            ) => None,
        };
        // From 12 weeks on a complaint is chronic: records say it of both sides.
        let is_definition = (75.0..=95.0).contains(&number.low);
        // Of sessions a limit: `no fewer than 20 a year`.
        let kind = AttributeKind::of_role(number.role).filter(|_| {
            number.role == Role::Age
                || number.role == Role::Days && !is_definition
                || number.role == Role::Sessions && number.per_days.is_some()
        });
        let (Some(said), Some(kind)) = (side(number), kind) else { return };
        let same = || {
            let is_value = |own: f64| (own - number.low).abs() <= 0.01 * number.low;
            of.known.mentions.iter().filter(move |one| one.number.role == number.role && is_value(one.number.low))
        };
        let Some(mention) = same().next().filter(|_| same().all(|one| side(&one.number) == Some(!said))) else {
            return;
        };
        let value = told_number(&mention.number);
        let expected = if said { format!("at most {value}") } else { format!("at least {value}") };
        let contradiction = Contradiction::of(
            kind,
            (number.first, number.last),
            format!("{} has the other side of {value}", of.source.short_title),
            of_mention(mention, expected, of.at),
        );
        found.contradict(rule::NUMBER_MISMATCH, contradiction);
    }

    /// Whether two words for what a rate is counted in both mean people.
    fn are_both_people(&self, one: &str, other: &str) -> bool {
        self.facts.is_person(one) && self.facts.is_person(other)
    }
}
