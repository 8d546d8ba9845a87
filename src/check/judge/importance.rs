//! Whether a difference matters to patients, against what its source judges (E005).

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        quantity::{Number, Role},
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    domain::{
        Vocabulary,
        finding::{Clinical, Direction},
    },
    text::Grammar,
};

/// Most words between what would have mattered and that it would: `10 points, which the review counts as important`.
const THRESHOLD_REACH: usize = 8;

/// The field of a finding that says what counts as important.
const THRESHOLD: &str = "importance";

/// Most words between a doubt and the importance that it is of: `may be important`.
const DOUBT_REACH: usize = 3;

impl Judge<'_> {
    /// E005: a gain is called important which its source judges too small to matter, or too small which it judges important.
    pub(super) fn importance(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let important = claim.cues.iter().filter(|cue| cue.cue == Cue::Meaningful).map(|cue| (cue.first, cue.last));
        let reached = claim.poles.iter().filter(|pole| pole.cue == (Axis::Importance, IMPORTANT));
        let reached: Vec<(usize, usize)> = reached.map(|pole| (pole.first, pole.last)).collect();
        let all = important.chain(reached.iter().copied()).filter(|span| !is_in_small(claim, *span));
        for span in all {
            let is_small = claim.cues.iter().any(|other| {
                other.cue == Cue::Small && other.first < span.0 && claim.clause(other.first) == claim.clause(span.0)
            });
            // `Counts 15 points as important`, where no gain of its own is told.
            let is_as = Grammar::As.has(claim.word(span.0.wrapping_sub(1))) && !self.tells_gain(claim, span.0, of);
            let is_denied = claim.is_negated(span.0)
                || is_denied_inside(claim, span)
                || claim.is_of_nobody(span.0)
                || is_as
                || is_small;
            if is_denied {
                let is_judged = of.fitting.iter().any(|&at| self.is_judged(at, Clinical::No));
                if !is_judged {
                    found.leave(AttributeKind::Words, span);
                }
                continue;
            }
            // `More than the 10 points that count as important` names what would have been.
            let is_threshold = !reached.contains(&span) && self.is_threshold(claim, span, of);
            if !is_threshold && self.is_affirmed(claim, span, of) {
                let message = format!("{} judges this difference too small to matter", of.source.short_title);
                self.judged_otherwise(span, Clinical::No, message, of, found);
            }
        }
        for pole in claim.poles.iter().filter(|pole| pole.cue == (Axis::Importance, UNIMPORTANT)) {
            let is_turned = claim.negation(pole.first).is_some_and(|negation| negation.last < pole.first);
            if !is_turned && !counts_people(claim, pole.first) && !self.is_of_another_clause(claim, pole.first, of) {
                let message = format!("{} judges this difference large enough to matter", of.source.short_title);
                self.judged_otherwise((pole.first, pole.last), Clinical::Yes, message, of, found);
            }
        }
    }

    /// Contradicts what a claim says of a gain, where its source judges all that the claim can be about so.
    fn judged_otherwise(
        &self,
        span: (usize, usize),
        own: Clinical,
        message: String,
        of: Of<'_>,
        found: &mut Found<'_>,
    ) {
        let gains = || of.fitting.iter().copied().filter(|&at| self.is_gain(at));
        // Of what nobody has judged, what is smaller than the threshold on record.
        let falls_short = own == Clinical::No && gains().any(|at| self.falls_short(at, of));
        let is_open = |at: usize| falls_short && (self.falls_short(at, of) || !self.has_importance(at));
        let all_are = gains().all(|at| self.is_judged(at, own) || is_open(at));
        // `That counts as important; in function 7 points fall short`: of two results of which the source judges each otherwise, each has
        // its clause.
        let other = |at: usize| self.is_judged(at, if own == Clinical::No { Clinical::Yes } else { Clinical::No });
        let is_of_two = tells_both(found.claim) && of.known.findings.iter().any(|&at| other(at));
        let Some(at) = gains().next().filter(|_| all_are && !is_of_two) else { return };
        let Some(finding) = self.finding(at) else { return };
        let on_record = finding.measurement_values().map(|measured| {
            let value = own.label().to_lowercase();
            OnRecord::of(measured.importance, value, Some(at), of.at)
        });
        let contradiction = Contradiction {
            kind: AttributeKind::Direction,
            span,
            finding: Some(at),
            message,
            expected: Some(one_line(&finding.statement)),
            on_record,
        };
        found.contradict(rule::DIRECTION_CONFLICT, contradiction);
    }

    fn is_judged(&self, at: usize, answer: Clinical) -> bool {
        let measured = self.finding(at).and_then(|finding| finding.result.measurement());
        measured.is_some_and(|m| m.importance.value().is_some_and(|importance| importance.answer == answer))
    }

    /// Whether each difference of a finding is smaller than what the record calls important, which nobody has judged.
    fn falls_short(&self, at: usize, of: Of<'_>) -> bool {
        let told = of.known.mentions.iter().filter(|one| one.finding == Some(at) && one.field.as_str() == THRESHOLD);
        let threshold = told.map(|one| &one.number).find(|number| number.role == Role::Effect && number.is_in_points);
        let measured = self.finding(at).and_then(|finding| finding.result.measurement());
        let estimates = measured.map(|m| m.estimates.as_slice()).unwrap_or_default();
        let mut sizes = estimates.iter().filter(|one| one.measure.is_of_scale() && one.arm.is_none()).peekable();
        let is_open = measured.is_some_and(|m| m.importance.value().is_some_and(|one| one.answer == Clinical::Unclear));
        let Some(threshold) = threshold.filter(|_| is_open && sizes.peek().is_some()) else { return false };
        sizes.all(|one| one.value.to_f64().abs() < threshold.low)
    }

    fn has_importance(&self, at: usize) -> bool {
        let measured = self.finding(at).and_then(|finding| finding.result.measurement());
        measured.is_some_and(|m| m.importance.value().is_some())
    }

    fn is_gain(&self, at: usize) -> bool {
        let measured = self.finding(at).and_then(|finding| finding.result.measurement());
        measured.is_some_and(|m| m.direction == Direction::FavoursIntervention)
    }

    /// Whether a claim says outright that what it tells matters: not of how many people it was seen in, nor what would have mattered.
    fn is_affirmed(&self, claim: &Claim, span: (usize, usize), of: Of<'_>) -> bool {
        let here = |first: usize| claim.clause(first) == claim.clause(span.0);
        // `Less than the 15 points that count as important`.
        let is_measured_against =
            claim.poles.iter().any(|pole| pole.cue == (Axis::Importance, UNIMPORTANT) && here(pole.first))
                || is_less_than(claim, span.0)
                || claim.cues.iter().any(|other| {
                    other.cue == Cue::Hedge && other.first < span.0 && span.0 - other.first <= DOUBT_REACH
                });
        let is_told = claim.way.is_none_or(|way| way.what.is_gain());
        is_told
            && !counts_people(claim, span.0)
            && !is_measured_against
            && !self.is_of_another_clause(claim, span.0, of)
    }

    /// Whether the number beside what is called important is what would have been: `10 points as important`, `the 2.4 that it rates
    /// as relevant`, of a gain of another size.
    fn is_threshold(&self, claim: &Claim, span: (usize, usize), of: Of<'_>) -> bool {
        let is_size =
            |number: &&Number| matches!(number.role, Role::Effect | Role::Other | Role::Percent) && !number.is_scale;
        let is_gain = |number: &Number| {
            of.known
                .alike(number)
                .any(|one| one.is_typed && one.is(number) && one.finding.is_some_and(|at| of.fitting.contains(&at)))
        };
        let mut near = claim.numbers.iter().filter(is_size).filter(|number| {
            let is_before = number.last < span.0 && span.0 - number.last <= THRESHOLD_REACH;
            let is_behind = span.1 < number.first && number.first - span.1 <= THRESHOLD_REACH;
            let is_inside = span.0 < number.first && number.last < span.1;
            (is_before || is_behind || is_inside) && claim.clause(number.first) == claim.clause(span.0)
        });
        near.any(|number| !is_gain(number))
    }

    /// Whether the clause of a word tells the size of a gain that the claim can be about.
    fn tells_gain(&self, claim: &Claim, at: usize, of: Of<'_>) -> bool {
        let is_gain = |number: &Number| {
            let mut own = of.known.alike(number).filter(|one| one.is_typed && one.is(number));
            own.any(|one| one.finding.is_some_and(|at| of.fitting.contains(&at) && self.is_gain(at)))
        };
        claim.numbers.iter().any(|number| claim.clause(number.first) == claim.clause(at) && is_gain(number))
    }

    /// Whether the clause of a word tells the size of another result than the ones that the claim can be about: `the 7 points in function
    /// are not`.
    fn is_of_another_clause(&self, claim: &Claim, at: usize, of: Of<'_>) -> bool {
        let is_own = |number: &Number| {
            of.known.alike(number).any(|one| one.is(number) && one.finding.is_some_and(|at| of.fitting.contains(&at)))
        };
        let is_of_other = |number: &Number| {
            of.known.alike(number).any(|one| one.is_typed && one.is(number) && one.finding.is_some()) && !is_own(number)
        };
        claim
            .numbers
            .iter()
            .filter(|number| claim.clause(number.first) == claim.clause(at) && number.role == Role::Effect)
            .any(is_of_other)
    }
}

/// Whether a claim calls something important in one clause and too small in another.
fn tells_both(claim: &Claim) -> bool {
    let mut small = claim.poles.iter().filter(|pole| pole.cue == (Axis::Importance, UNIMPORTANT));
    let large = |clause: usize| {
        let is_cue = claim.cues.iter().any(|cue| cue.cue == Cue::Meaningful && claim.clause(cue.first) != clause);
        let mut poles = claim.poles.iter().filter(|pole| pole.cue == (Axis::Importance, IMPORTANT));
        is_cue || poles.any(|pole| claim.clause(pole.first) != clause)
    };
    small.any(|pole| large(claim.clause(pole.first)))
}

/// Whether the words are a part of a longer phrase that says the contrary: `short of what it calls important`.
fn is_in_small(claim: &Claim, (first, last): (usize, usize)) -> bool {
    claim
        .poles
        .iter()
        .any(|pole| pole.cue == (Axis::Importance, UNIMPORTANT) && pole.first <= last && first <= pole.last)
}

/// Whether a phrase of several words has a negation inside: `reaches but does not pass the bar`.
fn is_denied_inside(claim: &Claim, (first, last): (usize, usize)) -> bool {
    claim.cues.iter().any(|cue| cue.cue == Cue::Not && first < cue.first && cue.last <= last)
}

/// Whether the clause of a word tells of how many people something is said: points of a scale are no people.
fn counts_people(claim: &Claim, at: usize) -> bool {
    claim.numbers_of(Role::Percent).any(|number| {
        let is_on_scale = number.parts.is_some() && number.is_in_points;
        claim.clause(number.first) == claim.clause(at) && !is_on_scale
    })
}

/// Whether something is said to be less than what matters: `less than the review counts as important`.
fn is_less_than(claim: &Claim, important: usize) -> bool {
    let is_less = |at: usize| {
        claim.cues.iter().any(|other| matches!(other.cue, Cue::Not | Cue::Lower | Cue::Worse) && other.first == at)
    };
    (1..important)
        .any(|at| claim.clause(at) == claim.clause(important) && Grammar::Than.has(claim.word(at)) && is_less(at - 1))
}

/// The pole of [`Axis::Importance`] that says that something does not matter, as `opposites.toml` numbers it.
const UNIMPORTANT: u32 = 1;

/// The pole that says that it does.
const IMPORTANT: u32 = 2;
