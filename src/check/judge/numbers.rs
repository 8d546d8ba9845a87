//! Numbers of a claim, against those of its source (E001).

use super::{
    Contradiction, Found, Judge, Of,
    dated::is_year_of_issue,
    options::{listed_here, options},
    reported::{difference_beside, limits_otherwise, of_mention, on_record, told, value},
    times::{course, event_span, measured_spans, other_course},
    told_of_people::{is_between_works, is_next_of_groups},
    unique,
};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::{Claim, Subject},
        known::Reported,
        quantity::{Number, Role, is_same_span},
        rule,
        whole::{is_review, of_whole},
    },
    corpus::lexicon::{Axis, Cue},
    domain::{
        Source, TopicKind,
        finding::{FindingKind, TimePoint},
        number::Measure,
    },
    search::ReadWord,
    text::{Grammar, Qualifier},
};

/// From this number on, one that the record has for anything it counts is no coincidence.
const TELLING_COUNT: f64 = 20.0;

/// Most words between a number of people and what befell them.
const COUNT_REACH: usize = 3;

/// Days from which a number of sessions in so many is that of a whole course.
const COURSE_DAYS: f64 = 28.0;

/// Most words between what says that something is possible and the number that is.
const POSSIBLE_REACH: usize = 6;

/// Words from the length of a scale to the word for it.
const SCALE_REACH: usize = 4;

/// Words behind `any` within which stands of what.
const ANY_REACH: usize = 4;

/// Whether sessions that are added to others are held beside a limit of a period, where the record has what is added: `another 12`,
/// of 12 in 90 days and eight more.
fn is_other_limit(number: &Number, own: &Reported, of: Of<'_>) -> bool {
    let is_added = |one: &&Reported| one.is_typed && one.role == Role::Sessions && one.per_days.is_none();
    let mut added = of.known.reported.iter().filter(is_added).peekable();
    let is_limit = own.role == Role::Sessions && own.per_days.is_some();
    number.is_further && is_limit && added.peek().is_some() && !added.any(|one| one.is(number))
}

/// Whether the outcome that a claim names last stands nearer to another result: `it fell by 10.8 points, and disability by 4.8`.
fn is_beside_another(claim: &Claim, number: &Number) -> bool {
    let named = claim.cues.iter().filter(|cue| matches!(cue.cue, Cue::Outcome(_))).map(|cue| cue.first).max();
    let Some(outcome) = named.filter(|outcome| *outcome > number.last) else { return false };
    // `Improved function by 7`: a size without its unit.
    let is_size = |other: &Number| {
        let is_by = other.first.checked_sub(1).is_some_and(|at| Grammar::By.has(claim.word(at)));
        other.role.is_result() || other.role == Role::Other && is_by
    };
    let mut between = claim.numbers.iter().filter(|other| is_size(other) && other.first > outcome);
    between.next().is_some_and(|other| other.first - outcome <= outcome - number.last)
}

impl Judge<'_> {
    /// E001: every number of the sentence, against those of the source.
    pub(super) fn numbers(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for number in &claim.numbers {
            let as_meant = self.as_meant(claim, number, of);
            let number = as_meant.as_ref().unwrap_or(number);
            // Ages are judged with the people.
            let Some(kind) = AttributeKind::of_role(number.role).filter(|kind| *kind != AttributeKind::Age) else {
                continue;
            };
            let span = (number.first, number.last);
            if let Some(own) = self.share_of_the_others(claim, number, of) {
                found.confirm(kind, span, Some(told(own, of.at)));
                continue;
            }
            if let Some(own) = self.share_of_those_who_had(claim, number, of) {
                let own = told(own, of.at);
                let message =
                    format!("{} has this share of those who had it, not of those who had not", of.source.short_title);
                found.contradict(rule::NUMBER_MISMATCH, Contradiction::of(kind, span, message, own));
                continue;
            }
            // `The trial of 2025 studied people`: its year, read as their number.
            if number.role == Role::Participants && number.is(f64::from(of.source.year())) {
                let issued = of.known.reported.iter().find(|one| one.role == Role::Year && one.is(number));
                found.confirm(kind, span, issued.map(|one| told(one, of.at)));
                for attribute in found.said(kind, span) {
                    attribute.kind = AttributeKind::Year;
                }
                continue;
            }
            // `Which its issuer brought out in 2009`: of all years only that of the publication bears on it.
            if is_year_of_issue(claim, number, of) {
                let own = of.source.year();
                let contradiction = Contradiction {
                    kind,
                    span,
                    finding: None,
                    message: format!("{} came out in {own}, not {}", of.source.short_title, number.low),
                    expected: Some(own.to_string()),
                    on_record: of
                        .known
                        .reported
                        .iter()
                        .find(|one| one.role == Role::Year && one.is_typed)
                        .map(|one| told(one, of.at)),
                };
                found.contradict(rule::NUMBER_MISMATCH, contradiction);
                continue;
            }
            // `12 sessions over 26 weeks`: that a result is of that time says nothing of the course.
            if let Some(expected) = other_course(claim, number, of) {
                let contradiction = Contradiction {
                    kind,
                    span,
                    finding: None,
                    message: format!("{} reports a course of {expected}", of.source.short_title),
                    expected: Some(expected),
                    on_record: None,
                };
                found.suspect(rule::NUMBER_MISMATCH, contradiction);
                continue;
            }
            let reported = |number: &Number| on_record(of, number);
            let end = |said: f64| Number { low: said, high: said, ..number.clone() };
            // `1.0 to 1.5 points`: both ends may be results. Of times both must be those of results: `4 to 105 weeks` of pain
            // are none because one text says 4 weeks and a result came after 24 months.
            let is_one = |one: &Reported| number.role != Role::Days || one.is_typed;
            let ends = || {
                let both = [number.low, number.high].map(|said| reported(&end(said)).filter(|one| is_one(one)));
                let [Some(first), Some(_)] = both else { return None };
                Some(first)
            };
            let own = reported(number);
            if let Some(difference) = own.and_then(|own| difference_beside(claim, number, own, of)) {
                let difference = told(difference, of.at);
                let (name, value) = (&of.source.short_title, &difference.value);
                let message = format!("{name} has this of one group; they differ by {value}");
                found.contradict(rule::NUMBER_MISMATCH, Contradiction::of(kind, span, message, difference));
                continue;
            }
            if let Some((of_any, value)) = self.of_any_kind(claim, number, of) {
                let (name, value) = (&of.source.short_title, format!("{value}%"));
                let message = format!("{name} has this of some of these only, and {value} of any");
                let measured = self.finding(of_any).and_then(|finding| finding.measurement_values());
                let contradiction = Contradiction {
                    kind,
                    span,
                    finding: Some(of_any),
                    message,
                    expected: Some(value.clone()),
                    on_record: measured.map(|values| OnRecord::of(values.estimates, value, Some(of_any), of.at)),
                };
                found.contradict(rule::NUMBER_MISMATCH, contradiction);
                continue;
            }
            let own = own.filter(|one| !is_other_limit(number, one, of));
            if let Some(mention) = listed_here(claim, number, of) {
                let count = of_mention(mention, options(mention).to_string(), of.at);
                let message = format!("{} names one of {} here", of.source.short_title, count.value);
                found.suspect(rule::NUMBER_MISMATCH, Contradiction::of(kind, span, message, count));
                continue;
            }
            if let Some(reported) = own.or_else(|| ends().filter(|_| number.low < number.high)) {
                found.confirm(kind, span, Some(told(reported, of.at)));
                continue;
            }
            // `From a saving of 2,861 to an extra cost of 1,144`: both ends of an interval.
            let both = |one: &&Reported| {
                let has = |value: f64| claim.numbers.iter().any(|other| other.role == number.role && other.is(value));
                one.role == Role::Interval
                    && (number.is(one.low) || number.is(one.high))
                    && has(one.low)
                    && has(one.high)
            };
            let is_size = matches!(number.role, Role::Effect | Role::Percent);
            if let Some(interval) = of.known.reported.iter().filter(|_| is_size).find(both) {
                found.confirm(kind, span, Some(told(interval, of.at)));
                continue;
            }
            // `Could as well be 1,249 more`: an end of the interval, told as what is possible.
            if let Some(end) = self.possible_end(claim, number, of) {
                found.confirm(kind, span, Some(told(end, of.at)));
                continue;
            }
            // A result of another finding, a number that a text of the record has, or so many sessions as some had may be
            // meant.
            // `479 reports` may be what was counted, whatever the record calls it.
            let is_counted = |one: &Reported| {
                let is_count = matches!(one.role, Role::Other | Role::Participants | Role::Studies);
                one.role == number.role || is_count && number.low >= TELLING_COUNT
            };
            let is_part = matches!(number.role, Role::Participants | Role::Studies)
                && of.known.reported.iter().any(|one| is_counted(one) && one.is(number));
            // `More than 40 points`: a difference of shares, and no share; `fewer than one in a hundred` of what the sentence
            // is about.
            let has_differences = number.is_of_shares && of.known.alike(number).any(|one| one.is_of_shares);
            let is_narrowed = of.fitting.len() < of.known.findings.len();
            let may_bound = |one: &Reported| {
                (!has_differences || one.is_of_shares)
                    && (!is_narrowed || one.finding.is_none_or(|at| of.fitting.contains(&at)))
            };
            let is_possible = is_part
                || !limits_otherwise(of, number)
                    && of.known.alike(number).any(|one| {
                        let is_result = number.role.is_result();
                        one.contains(number)
                            || is_result
                                && one.is(number)
                                && (!one.is_derived || one.finding.is_none_or(|at| of.fitting.contains(&at)))
                            || is_result && one.is_typed && number.bounds(one.low) && may_bound(one)
                    });
            let is_possible = is_possible && !self.is_of_another_result(claim, number, of);
            // `12 of the 25`: both stand in a text of the record.
            let mentioned = |value: f64| of.known.mentions.iter().any(|one| (one.number.low - value).abs() < 1e-9);
            let is_of_mentioned =
                number.parts.is_some_and(|(part, whole)| whole >= TELLING_COUNT && mentioned(part) && mentioned(whole));
            // `74 patients had it`, of whom the record says what became of 73: they are a part.
            let is_whole_of_part = number.role == Role::Participants
                && of.known.mentions.iter().any(|one| one.number.parts.is_some_and(|(_, whole)| number.is(whole)));
            let is_possible = is_possible || is_whole_of_part || is_price_of_health(number) || is_of_mentioned;
            // `Four studies of seven` counts a part, and `not one in a hundred` what it is not.
            let is_possible = is_possible
                || number.role == Role::Studies && claim.is_of_part(number)
                || claim.is_set_apart(number.first);
            // `One third stayed with usual care`: who got what is no result.
            let is_possible = is_possible
                || number.role == Role::Percent
                    && (self.tells_who_got_what(claim, of) || is_next_of_groups(claim, number));
            // `After a year one in five, and at six weeks no better`: each time may be that of its own result.
            let is_of_another_time = number.role == Role::Days
                && of.known.alike(number).any(|one| one.is(number))
                && (claim
                    .numbers_of(Role::Days)
                    .any(|other| other.first != number.first && on_record(of, other).is_some())
                    // `No gain in pain, and a year later a higher risk`: the time of the second result.
                    || claim.relations.len() + claim.further.len() > 1 && number.first > 0
                        && Grammar::And.has(claim.word(number.first - 1)));
            let is_of_another_time = is_of_another_time || is_between_works(claim, number);
            let is_possible = is_possible || is_of_another_time || is_rest_of_group(claim, number, of);
            let is_possible = is_possible
                || self.is_scale_of_record(claim, number, of)
                || self.is_of_counts(number, of)
                || self.is_part_of_ratio(claim, number, of);
            let Some(expected) = self.expected(claim, number, of).filter(|_| !is_possible) else { continue };
            let said = self.said(claim, number);
            // `Back pain of more than ten years`: how long they have had it.
            let is_of_people = number.role == Role::Days && self.is_of_complaint(claim, number);
            found.contradict(
                if is_of_people { rule::WRONG_POPULATION } else { rule::NUMBER_MISMATCH },
                Contradiction {
                    kind,
                    span,
                    // The size of the whole has no finding, and a sentence on one result would mend nothing.
                    finding: of
                        .fitting
                        .first()
                        .copied()
                        .filter(|_| number.role.is_result() || matches!(number.role, Role::Sessions | Role::Days)),
                    message: format!("{} reports {expected}, not {said}", of.source.short_title),
                    expected: Some(expected),
                    // Of several the first of its own kind.
                    on_record: of
                        .known
                        .alike(number)
                        .filter(|reported| reported.is_typed)
                        .min_by_key(|reported| reported.role != number.role)
                        .map(|one| told(one, of.at)),
                },
            );
        }
    }

    /// Whether a number is the length of the scale of a result, told beside a word for it: `on a scale up to 23`, `the 24-point
    /// Northland scale`.
    fn is_scale_of_record(&self, claim: &Claim, number: &Number, of: Of<'_>) -> bool {
        let is_word = |at: usize| Grammar::Scales.has(claim.word(at)) && claim.clause(at) == claim.clause(number.first);
        let near = || (number.first.saturating_sub(SCALE_REACH)..=number.last + SCALE_REACH).any(is_word);
        let is_max = |at: &usize| {
            let measured = self.finding(*at).and_then(|finding| finding.result.measurement());
            measured.and_then(|m| m.outcome.scale.value()).is_some_and(|scale| number.low == scale.max.to_f64())
        };
        number.decimals == 0 && near() && of.known.findings.iter().any(is_max)
    }

    /// Whether a fraction in words is that of two things which a finding counts: `nearly half of them`, of 12 of 25.
    fn is_of_counts(&self, number: &Number, of: Of<'_>) -> bool {
        let counts = |at: &usize| -> Vec<f64> {
            let measured = self.finding(*at).and_then(|finding| finding.result.measurement());
            let all = measured.map(|m| m.estimates.as_slice()).unwrap_or_default();
            all.iter().filter(|one| one.measure == Measure::Count).map(|one| one.value.to_f64()).collect()
        };
        let is_share = |all: &[f64]| {
            all.iter().any(|part| all.iter().any(|whole| part < whole && number.is(100.0 * part / whole)))
        };
        number.role == Role::Percent
            && number.is_of_few
            && of.known.findings.iter().map(counts).any(|all| is_share(&all))
    }

    /// The interval of which a number is an end, where the words before it say that it may be so.
    fn possible_end<'k>(&self, claim: &Claim, number: &Number, of: Of<'k>) -> Option<&'k Reported> {
        let near = |first: usize| first < number.first && number.first - first <= POSSIBLE_REACH;
        let is_possible = number.role.is_result()
            && claim.cues.iter().any(|cue| {
                cue.cue == Cue::Hedge && near(cue.last) && claim.clause(cue.last) == claim.clause(number.first)
            });
        let is_end = |one: &&Reported| one.role == Role::Interval && (number.is(one.low) || number.is(one.high));
        of.known.reported.iter().filter(|_| is_possible).find(is_end)
    }

    /// Whether a size is on record for another outcome, or another form of the treatment, than a claim names, which has sizes
    /// of its own.
    fn is_of_another_result(&self, claim: &Claim, number: &Number, of: Of<'_>) -> bool {
        if number.role == Role::Percent && self.is_of_another_outcome_in_words(claim, number, of) {
            return true;
        }
        let (outcomes, forms) = (self.outcomes(claim), self.forms(claim, of.known));
        let is_of_result = matches!(number.role, Role::Effect | Role::Interval | Role::Studies | Role::Participants);
        // `Eases the pain by 15 points, which it counts as important; its gain in function falls short`: the outcome of another
        // clause.
        if forms.is_empty() && !self.names_outcome_beside(claim, number) {
            return false;
        }
        if outcomes.is_empty() && forms.is_empty() || !is_of_result || is_beside_another(claim, number) {
            return false;
        }
        // `1.0 point (standard course) and 1.5 points (longer course)`: of two values told side by side, one is of a form in words
        // that the record does not have.
        let is_told_beside = !forms.is_empty()
            && claim.numbers.iter().any(|other| {
                other.first != number.first
                    && other.role == number.role
                    && of.known.alike(other).any(|one| {
                        one.is_typed && one.is(other) && one.finding.is_some_and(|at| of.fitting.contains(&at))
                    })
            });
        let forms = if is_told_beside { Vec::new() } else { forms };
        if outcomes.is_empty() && forms.is_empty() {
            return false;
        }
        let is_of_outcome = |at: usize| {
            self.finding(at).and_then(|finding| finding.result.measurement()).is_some_and(|m| {
                let own = self.positions(std::iter::once(&m.outcome.topic).chain(m.outcome.instrument.value()));
                own.iter().any(|topic| outcomes.iter().any(|&named| self.facts.related(*topic, named)))
            })
        };
        let is_meant = |at: usize| {
            (outcomes.is_empty() || is_of_outcome(at))
                && (forms.is_empty() || forms.iter().any(|stem| self.has_form(at, stem)))
        };
        let mut holders = of.known.alike(number).filter(|one| one.is(number)).filter_map(|one| one.finding).peekable();
        holders.peek().is_some()
            && holders.all(|at| !is_meant(at))
            && !of.fitting.is_empty()
            && of.fitting.iter().all(|&at| is_meant(at))
    }

    /// Whether the outcomes that a claim names may be those of a number: one of them stands in its clause, or no other clause
    /// than this has a result.
    fn names_outcome_beside(&self, claim: &Claim, number: &Number) -> bool {
        let clause = claim.clause(number.first);
        let is_outcome = |topic: usize| {
            let kinds = [TopicKind::Outcome, TopicKind::Instrument, TopicKind::Mechanism];
            !self.of_kind(&[topic], &kinds).is_empty()
        };
        // `Low back pain` is a complaint.
        let is_part = |at: usize| claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
        let spoken = claim.cues.iter().filter(|cue| matches!(cue.cue, Cue::Outcome(_)) && !is_part(cue.first));
        let spoken = spoken.map(|cue| cue.first);
        let named = claim.read.topics.iter().filter(|read| is_outcome(read.topic)).map(|read| read.first);
        // `Slightly more got well, by a ratio of 1.1, though pain varied widely`: a clause of its own, behind the one with the result.
        let has_way = claim.relations.iter().any(|one| one.clause == clause && one.first < number.first);
        let is_later = |at: usize| number.last < at && claim.clause(at) != clause;
        let mut all = spoken.clone().chain(named.clone()).peekable();
        if has_way && all.peek().is_some() && all.all(is_later) {
            return false;
        }
        // `15 points, enough to count; the 7 points in function are not`: a clause has a result with its size as well.
        let is_told = |inside: bool| {
            claim.relations.iter().any(|one| (one.clause == clause) == inside)
                || claim.numbers_of(number.role).any(|one| (claim.clause(one.first) == clause) == inside)
        };
        !(is_told(true) && is_told(false)) || spoken.chain(named).any(|at| claim.clause(at) == clause)
    }

    /// Whether a share is on record, and only for findings whose outcome lacks a word of the claim that the outcome of each finding
    /// has which it can be about: `a side effect that needed treatment`, beside any side effect.
    fn is_of_another_outcome_in_words(&self, claim: &Claim, number: &Number, of: Of<'_>) -> bool {
        let words = |at: usize| self.facts.words_of.get(at);
        let is_share = |one: &&Reported| one.is_typed && one.role == Role::Percent;
        let holders: Vec<usize> = of
            .known
            .alike(number)
            .filter(is_share)
            .filter(|one| one.is(number))
            .filter_map(|one| one.finding)
            .collect();
        let has_own = |at: &usize| of.known.reported.iter().any(|one| is_share(&one) && one.finding == Some(*at));
        if holders.is_empty()
            || of.fitting.is_empty()
            || of.fitting.iter().any(|at| holders.contains(at) || !has_own(at))
            || claim.numbers_of(Role::Percent).count() > 1
        {
            return false;
        }
        // A word of the outcome that has this number, and of no other: it is the one that is told.
        let is_of_holder = |word: &&ReadWord| {
            let has = |at: &usize| words(*at).is_some_and(|words| words.outcome.contains(&word.stem));
            !word.is_stopword && holders.iter().any(has) && !of.fitting.iter().any(has)
        };
        if claim.read.words.iter().any(|word| is_of_holder(&word)) {
            return false;
        }
        claim.read.words.iter().any(|word| {
            let is_told = |at: &usize| words(*at).is_some_and(|words| words.outcome.contains(&word.stem));
            let is_mentioned = |at: &usize| words(*at).is_some_and(|words| words.result.contains(&word.stem));
            !word.is_stopword && of.fitting.iter().all(is_told) && !holders.iter().any(is_mentioned)
        })
    }

    /// The finding on any outcome of a kind and its share, where a claim tells of any with the share of a narrower one: `any reaction
    /// at all` with the number of those that needed treatment.
    fn of_any_kind(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<(usize, f64)> {
        if number.role != Role::Percent || claim.is_negated(number.first) {
            return None;
        }
        let words = |at: usize| self.facts.words_of.get(at);
        let is_share = |one: &&Reported| one.is_typed && one.role == Role::Percent && one.arm.is_none();
        let outcome = |at: usize| Some(self.finding(at)?.result.measurement()?.outcome.name.as_str());
        let is_of_any = |at: usize| {
            outcome(at)
                .is_some_and(|name| name.split(' ').take(2).any(|word| Grammar::AnyKind.has(&word.to_lowercase())))
        };
        let shares = || of.known.reported.iter().filter(is_share);
        let (of_any, own) = shares().find_map(|one| Some((one.finding.filter(|at| is_of_any(*at))?, one)))?;
        let holders: Vec<usize> = shares().filter(|one| one.is(number)).filter_map(|one| one.finding).collect();
        if holders.is_empty() || holders.contains(&of_any) || number.bounds(own.low) {
            return None;
        }
        let (all, any) = (&claim.read.words, words(of_any)?);
        let is_told = |at: usize| {
            all.iter().skip(at + 1).take(ANY_REACH).any(|word| !word.is_stopword && any.outcome.contains(&word.stem))
        };
        let tells_any = (0..all.len()).any(|at| Grammar::AnyKind.has(claim.word(at)) && is_told(at));
        // What sets the narrower one apart is not told.
        let is_narrower = |word: &ReadWord| {
            let has = |&at: &usize| words(at).is_some_and(|words| words.outcome.contains(&word.stem));
            !word.is_stopword && holders.iter().any(has) && !any.outcome.contains(&word.stem)
        };
        let is_one = claim.numbers_of(Role::Percent).count() == 1;
        (is_one && tells_any && !all.iter().any(is_narrower)).then_some((of_any, own.low))
    }

    pub(super) fn said(&self, claim: &Claim, number: &Number) -> String {
        (number.first..=number.last).map(|at| claim.word(at)).collect::<Vec<_>>().join(" ")
    }

    /// What the source reports where a claim gives another number; none when it reports nothing of the kind.
    fn expected(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<String> {
        let Of { source, known, meant, fitting, .. } = of;
        let typed: Vec<_> =
            known.reported.iter().filter(|reported| reported.is_typed && reported.role == number.role).collect();
        match number.role {
            Role::Participants => {
                if let Some(counted) = self.counted(claim, number, of) {
                    return Some(counted);
                }
                if let Some(sample) = self.of_one_result(claim, number, of) {
                    return Some(sample);
                }
                let value = of_whole(source, Role::Participants)?;
                // `of the 800 participants, 267 …`: another number of the same kind is right.
                let another = claim.numbers_of(Role::Participants).any(|other| other.is(value));
                let tells_whole = number.low >= 10.0
                    && [Cue::Trial, Cue::Review, Cue::Research, Cue::Sample].iter().any(|cue| claim.has(*cue));
                // No part is larger than the whole.
                let is_larger = number.low > 1.02 * value;
                let is_wrong = (tells_whole && !another) || is_larger;
                (is_wrong && !self.is_of_kin(source, number)).then(|| format!("{value} participants"))
            }
            Role::Studies => {
                let value = of_whole(source, Role::Studies)?;
                let another = claim.numbers_of(Role::Studies).any(|other| other.is(value));
                (is_review(source.design) && !another && number.low >= 2.0 && !self.is_of_kin(source, number))
                    .then(|| format!("{value} studies"))
            }
            Role::Percent => {
                // `15 of the 17` are no rate.
                let is_of_things = number.parts.is_some_and(|(part, whole)| part > 1.0 && whole < 100.0);
                let is_share = |measure| {
                    matches!(measure, Measure::Percent | Measure::RiskDifference)
                        || measure == Measure::Rate && !is_of_things
                };
                let estimates = self.estimates(fitting, is_share);
                (!estimates.is_empty()).then(|| estimates.join(", "))
            }
            Role::Sessions => {
                // How many in a period is no untruth of how many in all: only a limit of a period bears on it.
                let typed: Vec<&Reported> = match number.per_days {
                    // `20 sessions in 12 weeks` are those of a course.
                    Some(days) if days < COURSE_DAYS => {
                        typed.into_iter().filter(|one| one.per_days.is_some()).collect()
                    }
                    Some(_) | None => typed,
                };
                // A limit of another period says nothing of this one.
                let same = |reported: &&&Reported| match (number.per_days, reported.per_days) {
                    (Some(said), Some(own)) => is_same_span(said, own),
                    (Some(_), None) | (None, _) => true,
                };
                let near: Vec<&Reported> = typed.iter().filter(same).copied().collect();
                let these = if near.is_empty() { typed } else { near };
                let ranges = unique(these.into_iter().map(value));
                (!ranges.is_empty()).then(|| ranges.join(" or "))
            }
            Role::Days => {
                let span = course(claim, number, of).or_else(|| measured_spans(claim, number, of));
                if let Some(expected) = span.or_else(|| event_span(claim, number, of)) {
                    return Some(expected);
                }
                let is_coverage = claim.subject == Subject::Coverage;
                // `Over one year it costs so much`.
                let tells_cost = claim.numbers.iter().any(|other| other.is_money && on_record(of, other).is_some());
                let is_exact = number.qualifier.is_none_or(|bound| bound == Qualifier::About);
                let follows_up = claim.way.is_some()
                    || claim.has(Cue::Anaphora)
                    || claim.has(Cue::Sample)
                    || tells_cost
                    || is_exact && tells_result(claim, of);
                let times = unique(
                    meant
                        .iter()
                        .filter_map(|&at| self.finding(at))
                        .filter_map(|finding| finding.result.measurement()?.time.value().map(TimePoint::text)),
                );
                (follows_up && !is_coverage && !times.is_empty()).then(|| times.join("; "))
            }
            Role::Year => {
                let years: Vec<&Number> = claim.numbers_of(Role::Year).collect();
                let names_it = years.len() == 1
                    && !claim.has(Cue::Reversal)
                    && (claim.has(Cue::Trial)
                        || claim.has(Cue::Review)
                        || claim.has(Cue::Guideline)
                        || claim.has(Cue::Research)
                        || claim.has(Cue::Past));
                names_it.then(|| source.year().to_string())
            }
            Role::P => (!typed.is_empty() && fitting.len() == 1).then(|| "another p value".to_owned()),
            Role::Interval | Role::Effect => {
                let of_scale = number.is_in_points && !number.is_of_shares;
                let is_effect = |measure: Measure| {
                    let is_frequency = matches!(measure, Measure::Percent | Measure::Count | Measure::Rate);
                    !is_frequency && (!of_scale || measure.is_of_scale())
                };
                // Points are no price.
                let is_cost = |at: &usize| self.finding(*at).is_some_and(|one| one.result.kind() == FindingKind::Cost);
                let held: Vec<usize> =
                    fitting.iter().copied().filter(|at| !(number.is_in_points && is_cost(at))).collect();
                let estimates = self.estimates(&held, is_effect);
                (!estimates.is_empty()).then(|| estimates.join("; "))
            }
            Role::Other if number.is_scale => self.scales(number, of),
            Role::Other => self.counted(claim, number, of),
            Role::Age | Role::Logistics => None,
        }
    }

    /// The scales of the findings that a claim can be about, where none is the one it tells.
    fn scales(&self, number: &Number, of: Of<'_>) -> Option<String> {
        let mut all = Vec::new();
        for finding in of.fitting.iter().filter_map(|&at| self.finding(at)) {
            let scale = finding.result.measurement()?.outcome.scale.value()?;
            let (min, max) = (scale.min.to_f64(), scale.max.to_f64());
            // From 0 to 10 there are 10 points, or 11 answers.
            if [max, max - min, max - min + 1.0].iter().any(|value| number.is(*value)) {
                return None;
            }
            all.push(format!("a scale of {}", scale.max));
        }
        let all = unique(all);
        (!all.is_empty()).then(|| all.join(" or "))
    }

    /// The number of people of the one result that a claim tells in numbers.
    fn of_one_result(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<String> {
        let [at] = of.fitting else { return None };
        let of_finding = |one: &&Reported| one.is_typed && one.finding == Some(*at);
        let is_told = claim
            .numbers
            .iter()
            .filter(|other| other.role.is_result())
            .any(|other| of.known.alike(other).filter(of_finding).any(|one| one.is(other)));
        let mut samples = of.known.reported.iter().filter(of_finding).filter(|one| one.role == Role::Participants);
        (is_told && number.low >= 10.0).then(|| samples.next().map(value)).flatten()
    }

    /// How many had the event that a claim names after a number: `14 patients died`.
    fn counted(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<String> {
        let event = claim
            .cues
            .iter()
            .find(|cue| cue.cue == Cue::Event && number.last < cue.first && cue.first - number.last <= COUNT_REACH)?;
        let stem = &claim.read.words.get(event.first)?.stem;
        let has = |&&at: &&usize| self.facts.words_of.get(at).is_some_and(|words| words.result.contains(stem));
        let findings: Vec<usize> = of.known.findings.iter().filter(has).copied().collect();
        let counts = unique(self.estimates(&findings, |measure| measure == Measure::Count));
        (!counts.is_empty()).then(|| counts.join(", "))
    }

    /// Whether a publication of the same study has this number.
    fn is_of_kin(&self, source: &Source, number: &Number) -> bool {
        let named = source.links.iter().filter_map(|link| self.corpus.source(link.source.as_str()));
        let mut kin = named.chain(self.corpus.links_to(source).map(|(other, _)| other));
        kin.any(|other| of_whole(other, number.role).is_some_and(|value| number.is(value)))
    }

    pub(super) fn estimates(&self, meant: &[usize], is_one: impl Fn(Measure) -> bool) -> Vec<String> {
        unique(
            meant
                .iter()
                .filter_map(|&at| self.finding(at))
                .filter_map(|finding| finding.result.measurement())
                .flat_map(|m| &m.estimates)
                .filter(|estimate| is_one(estimate.measure))
                .map(|estimate| {
                    let is_share = matches!(estimate.measure, Measure::Percent | Measure::RiskDifference);
                    if is_share { estimate.value.to_string() } else { estimate.text() }
                }),
        )
    }
}

/// Whether an amount is what a health system may pay for a year of health, in round tens of thousands: a measure that results
/// are held against, and no result.
fn is_price_of_health(number: &Number) -> bool {
    number.is_money && number.low >= 10_000.0 && number.low % 10_000.0 == 0.0
}

/// Whether a claim gives the size of a result that it can be about.
fn tells_result(claim: &Claim, of: Of<'_>) -> bool {
    let is_fitting = |one: &Reported| one.is_typed && one.finding.is_some_and(|at| of.fitting.contains(&at));
    claim
        .numbers
        .iter()
        .filter(|number| number.role.is_result() && number.role != Role::P)
        .any(|number| of.known.alike(number).any(|one| is_fitting(one) && one.is(number)))
}

/// Whether a share is the rest of one on record, of a claim that denies something or tells what is lost: `six in ten had not reached
/// it, and seven in ten with usual care`.
pub(super) fn is_rest_of_group(claim: &Claim, number: &Number, of: Of<'_>) -> bool {
    let denies = claim.cues.iter().any(|cue| cue.cue == Cue::Not && !Grammar::Less.has(claim.word(cue.first)));
    let tells_rest = claim.poles.iter().any(|pole| pole.cue.0 == Axis::Rest);
    let rest = Number { is_rest: true, ..number.clone() };
    let is_own = |one: &Reported| {
        let is_of_group = denies && one.arm.is_some() || tells_rest;
        let is_less = number.qualifier == Some(Qualifier::MoreThan) && number.low <= 100.0 - one.high;
        one.is_typed && one.role == Role::Percent && is_of_group && (one.is(&rest) || is_less && one.arm.is_some())
    };
    number.role == Role::Percent && of.known.alike(number).any(is_own)
}
