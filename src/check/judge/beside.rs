//! The sentences of a record that stand beside a claim: they have a word of the same axis beside the same things.

use super::{Contradiction, Found, Judge, Of};
use crate::{
    check::{
        attribute::{Attribute, AttributeKind, OnRecord, Standing},
        claim::{Claim, Subject},
        known::{Pole, RecordSentence, telling_of},
        quantity::Number,
        rule::CheckRule,
    },
    corpus::lexicon::Axis,
    domain::{finding::FindingKind, repeated::one_line},
};

/// Telling words beside both that make it certain that the same is spoken of.
pub(super) const SURE: usize = 2;

/// Telling words of both sentences that make one word beside both enough, mostly: see [`least_alike`].
pub(super) const ALIKE: usize = 3;

/// How well a sentence of the record stands beside a claim: words beside both poles, and words of both sentences.
type Likeness = (usize, usize);

/// The poles of [`Axis::Amount`], as `opposites.toml` numbers them.
pub(super) mod amount {
    pub(in crate::check::judge) const NONE: u32 = 1;
    /// Above it stand shares of a whole.
    pub(in crate::check::judge) const SEVERAL: u32 = 2;
    pub(in crate::check::judge) const ALL: u32 = 3;
    pub(in crate::check::judge) const MOST: u32 = 4;
    pub(in crate::check::judge) const FEW: u32 = 5;
    pub(in crate::check::judge) const NEARLY_ALL: u32 = 6;
}

impl Judge<'_> {
    /// A contradiction by the words of a sentence of the record.
    pub(super) fn says_otherwise(
        &self,
        claim: &Claim,
        span: (usize, usize),
        (kind, rule): (AttributeKind, &'static CheckRule),
        sentence: &RecordSentence,
        of: Of<'_>,
        found: &mut Found<'_>,
    ) {
        let contradiction = otherwise(claim, span, kind, sentence, of, found);
        found.contradict(rule, contradiction);
    }

    /// The record says the same of the same, in other words.
    pub(super) fn says_so(&self, span: (usize, usize), sentence: &RecordSentence, of: Of<'_>, found: &mut Found<'_>) {
        found.attributes.push(Attribute {
            kind: AttributeKind::Direction,
            standing: Standing::Confirmed,
            first: span.0,
            last: span.1,
            on_record: Some(on_record(sentence, of)),
        });
    }

    /// The same, where it is likely but not sure that the sentence of the record is on the same thing: a warning.
    pub(super) fn may_say_otherwise(
        &self,
        claim: &Claim,
        span: (usize, usize),
        (kind, rule): (AttributeKind, &'static CheckRule),
        sentence: &RecordSentence,
        of: Of<'_>,
        found: &mut Found<'_>,
    ) {
        let contradiction = otherwise(claim, span, kind, sentence, of, found);
        found.suspect(rule, contradiction);
    }

    /// The sentences of the record that have a word of the same axis beside the same things.
    pub(super) fn beside<'k>(&self, claim: &Claim, pole: &Pole, of: Of<'k>) -> Vec<(Likeness, &'k RecordSentence)> {
        let results: Vec<&Number> = claim
            .numbers
            .iter()
            .filter(|number| number.role.is_result() && claim.clause(number.first) == claim.clause(pole.first))
            .collect();
        let telling = telling_of(claim);
        let likeness = |sentence: &RecordSentence| -> Option<Likeness> {
            let own = sentence.poles.iter().filter(|own| own.axis == pole.axis);
            let shared = own.map(|own| pole.beside.iter().filter(|stem| own.beside.contains(stem)).count()).max()?;
            let of_both = sentence.telling.shared(&telling);
            // Whether evidence is enough, or something is safe, is said far from what it is of.
            let is_same = shared >= SURE
                || shared > 0 && of_both >= least_alike(pole.axis)
                || matches!(pole.axis, Axis::Sufficiency | Axis::Safety) && of_both >= SURE;
            // A result in numbers is the same where a number is.
            let is_same_result =
                results.is_empty() || sentence.numbers.iter().any(|own| results.iter().any(|number| number.is(*own)));
            (is_same && is_same_result).then_some((shared, of_both))
        };
        // `It reduces the pain`, beside `it raises the risk of side effects`: each is told of another thing; so is `a slight benefit`
        // beside `no serious harm`.
        let is_of_other_kind = |sentence: &RecordSentence| {
            let kind = sentence.finding.and_then(|at| self.finding(at)).map(|finding| finding.result.kind());
            matches!(pole.axis, Axis::Change | Axis::Severity)
                && kind == Some(FindingKind::Harm)
                && claim.subject == Subject::Effect
        };
        let all = of.known.opposing.iter().filter(|sentence| !is_of_other_kind(sentence));
        all.filter_map(|sentence| Some((likeness(sentence)?, sentence))).collect()
    }
}

/// What some words of a claim say against a sentence of the record.
fn otherwise(
    claim: &Claim,
    span: (usize, usize),
    kind: AttributeKind,
    sentence: &RecordSentence,
    of: Of<'_>,
    found: &Found<'_>,
) -> Contradiction {
    let said = (span.0..=span.1).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ");
    let name = &of.source.short_title;
    let message = if span == found.whole() {
        format!("{name} says otherwise")
    } else {
        format!("{name} says otherwise than `{said}`")
    };
    Contradiction::of(kind, span, message, on_record(sentence, of))
}

fn on_record(sentence: &RecordSentence, of: Of<'_>) -> OnRecord {
    OnRecord {
        value: one_line(&sentence.text),
        field: sentence.field,
        is_verified: sentence.is_verified,
        finding: sentence.finding,
        source: of.at,
    }
}

/// Telling words of both sentences that make one word beside both enough.
fn least_alike(axis: Axis) -> usize {
    match axis {
        Axis::Giver | Axis::Sufficiency | Axis::Agreement | Axis::Position => 0,
        Axis::Sex | Axis::Rank | Axis::Safety => 2,
        Axis::Cause
        | Axis::Stage
        | Axis::Place
        | Axis::Frequency
        | Axis::Size
        | Axis::Difference
        | Axis::Rest
        | Axis::Change
        | Axis::Severity
        | Axis::Amount
        | Axis::Importance
        | Axis::Repetition
        | Axis::Company => ALIKE,
    }
}

/// Whether both are the same word of the same axis.
pub(super) fn is_same(one: &Pole, other: &Pole) -> bool {
    (one.axis, one.pole) == (other.axis, other.pole)
}
