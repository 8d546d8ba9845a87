//! Spans of time that a claim tells: how long complaints had lasted, and from when each time is counted.

use super::{Claim, Said};
use crate::{
    check::quantity::{Number, Role},
    corpus::lexicon::Cue,
    domain::{
        finding::{DurationClass, TimeOrigin},
        phrase::Found,
    },
    text::{Grammar, Qualifier},
};

/// How long complaints had lasted, by the words for it.
pub(super) fn durations(cues: &[Found<Cue>]) -> Vec<Said<DurationClass>> {
    let mut all: Vec<Said<DurationClass>> = Vec::new();
    for found in cues {
        if let Cue::Duration(what) = found.cue {
            // `sub-acute` is cut into two words.
            let part = cues.iter().any(|other| {
                other.cue == Cue::Duration(DurationClass::Subacute)
                    && other.first <= found.first
                    && found.last <= other.last
                    && other != found
            });
            if !part && !all.iter().any(|said| said.what == what) {
                all.push(Said { what, first: found.first, last: found.last });
            }
        }
    }
    all
}

/// Days up to which a complaint is acute or subacute: 12 weeks, or three months.
const NOT_CHRONIC: f64 = 92.0;

/// Days from which a complaint is chronic: 12 weeks.
const CHRONIC: f64 = 84.0;

/// Most words between what says that a complaint has lasted and how long.
const LASTING_REACH: usize = 5;

/// Words after a span of time that say the same of it: `less than six weeks old`.
const LASTING_AFTER: usize = 1;

/// Reads a span of time that a complaint has lasted as what it is called by: `that began less than 12 weeks ago` is acute.
pub(super) fn lasting(claim: &mut Claim) {
    let told = claim.numbers_of(Role::Days).find_map(|number| {
        let is_lasting = claim.cues.iter().any(|cue| {
            cue.cue == Cue::Lasting
                && (cue.last < number.first && number.first - cue.last <= LASTING_REACH
                    || cue.first > number.first && cue.first <= number.last + LASTING_AFTER)
        }) || is_of_complaint(claim, number);
        let bound = number.qualifier?;
        let is_below = matches!(bound, Qualifier::LessThan | Qualifier::AtMost | Qualifier::UpTo);
        let is_above = matches!(bound, Qualifier::MoreThan | Qualifier::AtLeast);
        let class = if is_below && number.high <= NOT_CHRONIC {
            DurationClass::Acute
        } else if is_above && number.low >= CHRONIC {
            DurationClass::Chronic
        } else {
            return None;
        };
        is_lasting.then_some(Said { what: class, first: number.first, last: number.last })
    });
    if let Some(said) = told.filter(|_| claim.durations.is_empty()) {
        claim.durations.push(said);
        // What is told as the definition of a kind of people is no time of a result.
        let defines = |number: &Number| (0.9 * CHRONIC..=1.1 * CHRONIC).contains(&number.high);
        claim.numbers.retain(|number| (number.first, number.last) != (said.first, said.last) || !defines(number));
    }
}

/// Whether a span of time is what a complaint is younger or older than: `back pain younger than twelve weeks`.
fn is_of_complaint(claim: &Claim, number: &Number) -> bool {
    let is_age = |at: usize| Grammar::Youthful.has(claim.word(at)) || Grammar::Aged.has(claim.word(at));
    let told = (number.first.saturating_sub(COMPARED_REACH)..=number.first).find(|at| is_age(*at));
    told.is_some_and(|at| Grammar::Than.has(claim.word(at + 1)))
}

/// Words before a span of time within which stands what it bounds.
const COMPARED_REACH: usize = 3;

/// For each time, the origin that is said right after it.
pub(super) fn origins(claim: &Claim) -> Vec<(usize, Said<TimeOrigin>)> {
    let mut all = Vec::new();
    for (i, number) in claim.numbers.iter().enumerate().filter(|(_, number)| number.role == Role::Days) {
        // `For a year, even after the last session` counts from nowhere.
        let near = |found: &&Found<Cue>| {
            found.first > number.last
                && found.first - number.last <= 2
                && !Grammar::Even.has(claim.word(number.last + 1))
        };
        let named = |cue| claim.cues.iter().filter(near).find(|found| found.cue == cue).copied();
        // `After the start of treatment` holds `after treatment` as well: the later says less.
        let by_precedence =
            [TimeOrigin::Randomization, TimeOrigin::Surgery, TimeOrigin::StartOfTreatment, TimeOrigin::EndOfTreatment];
        let origin = by_precedence.into_iter().find_map(|what| Some((named(Cue::TimeOrigin(what))?, what)));
        if let Some((found, what)) = origin {
            all.push((i, Said { what, first: number.first, last: found.last }));
        }
    }
    if all.is_empty() {
        all.extend(counted_from(claim));
    }
    all
}

/// The origin of the one time of a claim, where other words say from when it is counted: `counted from the day of randomization, most is
/// left at 12 months`.
fn counted_from(claim: &Claim) -> Option<(usize, Said<TimeOrigin>)> {
    let mut times = claim.numbers.iter().enumerate().filter(|(_, number)| number.role == Role::Days);
    let (i, _) = times.next().filter(|_| times.next().is_none())?;
    let mut told = claim.cues.iter().filter_map(|cue| {
        let Cue::TimeOrigin(what) = cue.cue else { return None };
        Some((cue, what))
    });
    let (cue, what) = told.next().filter(|_| told.next().is_none())?;
    let counts = |at: usize| Grammar::CountedFrom.has(claim.word(at)) && !claim.is_negated(at);
    let before = cue.first.saturating_sub(COUNTS_REACH)..=cue.first;
    before.into_iter().any(counts).then_some((i, Said { what, first: cue.first, last: cue.last }))
}

/// Most words between what says that a time is counted and from when.
const COUNTS_REACH: usize = 4;
