//! Times of a claim: counted from when (E002), how long a course was, within what span something was counted (E001).

use super::{Contradiction, Found, Judge, Of, reported::value, unique};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::{Claim, Subject},
        known::{Context, Mention, Reported},
        quantity::{Number, Role},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{FieldPath, Vocabulary, finding::TimeOrigin},
    text::Grammar,
};

/// Most words between a number of sessions and the time in which they took place.
const COURSE_REACH: usize = 4;

/// Most words between them where nothing else is said in between: `12 sessions of real or of simulated acupuncture over six weeks`.
const COURSE_WORDS: usize = 9;

/// A span within which events were counted that is certainly another one: so many times as long or as short.
const OTHER_SPAN: f64 = 1.5;

/// Most words between a negation and the time that it denies, the time counted in.
const TIME_DENIED_REACH: usize = 4;

impl Judge<'_> {
    /// E002: the same span, counted from another day.
    pub(super) fn time(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        // `12 months after randomization, 6 months after the last session`: one time, told twice.
        let mut is_told_right = false;
        let mut wrong: Vec<Contradiction> = Vec::new();
        for (at, said) in &claim.origins {
            let Some(number) = claim.numbers.get(*at) else { continue };
            let at_that_time = |&at: &usize| {
                let time = self.finding(at).and_then(|finding| finding.result.measurement()?.time.value().copied());
                time.is_some_and(|time| number.is(time.to.days()))
            };
            // The results that the sentence is about, or any other of that time.
            let mut candidates: Vec<usize> = of.fitting.iter().copied().filter(at_that_time).collect();
            if candidates.is_empty() {
                candidates = of.known.findings.iter().copied().filter(at_that_time).collect();
            }
            let origins: Vec<(usize, TimeOrigin, String, OnRecord)> = candidates
                .into_iter()
                .filter_map(|at| {
                    let finding = self.finding(at)?;
                    let time = finding.result.measurement()?.time.value().copied()?;
                    let on_record = OnRecord::of(finding.measurement_values()?.time, time.text(), Some(at), of.at);
                    Some((at, *time.origin.value()?, time.text(), on_record))
                })
                .collect();
            let span = (said.first, said.last);
            if let Some((_, _, _, on_record)) = origins.iter().find(|(_, origin, _, _)| *origin == said.what) {
                found.confirm(AttributeKind::TimeOrigin, span, Some(on_record.clone()));
                is_told_right = true;
            } else if is_told_in_words(claim, number, of) {
                found.confirm(AttributeKind::TimeOrigin, span, None);
                is_told_right = true;
            } else if let Some((finding, origin, text, on_record)) = origins.first()
                // `That is not 12 months after treatment` says so rightly; `less disability 6 months after treatment` does not.
                && !is_time_denied(claim, said.first)
            {
                wrong.push(Contradiction {
                    kind: AttributeKind::TimeOrigin,
                    span,
                    finding: Some(*finding),
                    message: format!(
                        "{} counts this time {}, not {}",
                        of.source.short_title,
                        origin.label(),
                        said.what.label()
                    ),
                    expected: Some(text.clone()),
                    on_record: Some(on_record.clone()),
                });
            }
        }
        for contradiction in wrong.into_iter().filter(|_| !is_told_right) {
            found.contradict(rule::WRONG_TIME_ORIGIN, contradiction);
        }
    }
}

/// Whether a text of the record has this time with the same words behind it: `about 6 months after the last session`.
fn is_told_in_words(claim: &Claim, number: &Number, of: Of<'_>) -> bool {
    let Some(at) = claim.numbers.iter().position(|one| one == number) else { return false };
    let context = Context::of(&claim.numbers, at, &claim.read.words);
    let is_same = |mention: &Mention| mention.number.role == Role::Days && number.is(mention.number.low);
    // Beside the time that the result is of.
    let is_result = |one: &Number| {
        let mut own = of.known.alike(one).filter(|own| own.is_typed && own.finding.is_some());
        own.any(|own| own.is(one))
    };
    claim.numbers_of(Role::Days).any(|other| other.first != number.first && is_result(other))
        && of.known.mentions.iter().any(|mention| is_same(mention) && context.shared(&mention.context) > 1)
}

/// Whether a negation stands right before a time, and denies no outcome.
fn is_time_denied(claim: &Claim, time: usize) -> bool {
    claim.cues.iter().any(|cue| {
        let is_near = cue.cue == Cue::Not && cue.last < time && time - cue.last <= TIME_DENIED_REACH;
        let denies_other = claim
            .cues
            .iter()
            .any(|other| matches!(other.cue, Cue::Outcome(_)) && cue.last < other.first && other.last < time);
        let names_other = claim.read.topics.iter().any(|read| cue.last < read.first && read.last < time);
        is_near && !denies_other && !names_other
    })
}

/// How long the course of treatment was, where a number of sessions stands right before a span of time: `10 sessions over
/// four weeks`.
pub(super) fn course(claim: &Claim, number: &Number, of: Of<'_>) -> Option<String> {
    let before = claim.word(number.first.checked_sub(1)?);
    let follows = claim.numbers_of(Role::Sessions).any(|sessions| {
        sessions.last < number.first && number.first - sessions.last <= COURSE_REACH && sessions.per_days.is_none()
    });
    if !follows || !Grammar::SpanFollows.has(before) {
        return None;
    }
    let lengths = unique(lengths_of_course(of).map(value));
    (!lengths.is_empty()).then(|| lengths.join(" or "))
}

/// How long the course of treatment was, where a claim gives it another length, right behind the sessions and before anything is said
/// of how it came out.
pub(super) fn other_course(claim: &Claim, number: &Number, of: Of<'_>) -> Option<String> {
    if number.role != Role::Days || number.qualifier.is_some() {
        return None;
    }
    let before = number.first.checked_sub(1).filter(|at| Grammar::Over.has(claim.word(*at)))?;
    let sessions = claim.numbers_of(Role::Sessions).filter(|one| one.last < before).max_by_key(|one| one.last)?;
    let between = |first: usize| sessions.last < first && first < number.first;
    let is_apart = before - sessions.last > COURSE_WORDS
        || claim.clause(sessions.first) != claim.clause(number.first)
        || claim.relations.iter().chain(&claim.further).any(|relation| between(relation.first))
        || claim.numbers.iter().any(|other| between(other.first));
    let own: Vec<&Reported> = lengths_of_course(of).collect();
    let is_own = own.iter().any(|one| one.is(number) || one.contains(number));
    (!is_apart && !own.is_empty() && !is_own).then(|| unique(own.into_iter().map(value)).join(" or "))
}

/// How long the courses of treatment on record were.
fn lengths_of_course(of: Of<'_>) -> impl Iterator<Item = &Reported> {
    let is_one = |one: &&Reported| one.is_typed && one.role == Role::Days && one.field.as_str() == "intervention.weeks";
    of.known.reported.iter().filter(is_one)
}

/// The spans of time that were the result, where the claim tells another of them: `9 days with it and 14 without`.
pub(super) fn measured_spans(claim: &Claim, number: &Number, of: Of<'_>) -> Option<String> {
    let spans: Vec<&Reported> = of
        .known
        .reported
        .iter()
        .filter(|one| one.is_typed && one.role == Role::Days && one.field == FieldPath::ESTIMATE)
        .filter(|one| one.finding.is_some_and(|at| of.fitting.contains(&at)))
        .collect();
    let tells_another =
        claim.numbers_of(Role::Days).any(|other| other.first != number.first && spans.iter().any(|one| one.is(other)));
    tells_another.then(|| unique(spans.into_iter().map(value)).join(", "))
}

/// The span within which the events of a result were counted, where a claim tells another one: `within 90 days`, of events of 14.
pub(super) fn event_span(claim: &Claim, number: &Number, of: Of<'_>) -> Option<String> {
    let before = number.first.checked_sub(1).map(|at| claim.word(at))?;
    let results = claim.numbers.iter().filter(|other| other.role.is_result() && other.role != Role::P);
    let is_told = |other: &&Number| claim.clause(other.first) == claim.clause(number.first);
    let mut holders: Vec<usize> = results
        .clone()
        .filter(is_told)
        .flat_map(|other| of.known.alike(other).filter(|one| one.is_typed && one.is(other)))
        .filter_map(|one| one.finding)
        .collect();
    // `Bleeding was looked for over the 60 days after each session`: told of no result, and of all that were counted so.
    let is_plain = results.clone().next().is_none() && claim.numbers_of(Role::Days).count() == 1;
    let is_over = Grammar::CountedOver.has(before) && Grammar::Conditions.has(claim.word(number.last + 1));
    if is_plain && is_over && claim.subject == Subject::Harm {
        holders = of.fitting.to_vec();
    } else if !Grammar::Within.has(before) {
        return None;
    }
    let is_own = |one: &&Reported| one.role == Role::Days && one.finding.is_some_and(|at| holders.contains(&at));
    let own: Vec<&Reported> = of.known.reported.iter().filter(is_own).collect();
    let is_apart = |one: &&Reported| number.high > OTHER_SPAN * one.high || OTHER_SPAN * number.high < one.low;
    (!own.is_empty() && own.iter().all(is_apart)).then(|| unique(own.into_iter().map(value)).join(" or "))
}
