//! What a number counts, where the record counts it in something else: procedures told as people, cases told as deaths (E001).

use super::{
    Contradiction, Found, Judge, Of,
    reported::{of_mention, told_number},
    unique,
};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::Claim,
        known::Mention,
        quantity::{Number, Role},
        rule,
        whole::of_whole,
    },
    corpus::lexicon::Cue,
    domain::{
        FieldPath, StudyDesign, TopicKind, Vocabulary,
        number::{Count, CountUnit, Estimate, Measure},
    },
    search::ReadWord,
    text::{Grammar, Qualifier},
};

/// From here on a number that a record has is no coincidence.
const TELLING_COUNT: f64 = 20.0;

/// Words behind a number within which stands what it counts.
const COUNTED_REACH: usize = 3;

/// So few may have been counted of anything.
const FEW: f64 = 2.0;

/// Words behind a share within which stands that it is one of cases.
const CASE_REACH: usize = 8;

impl Judge<'_> {
    /// E001: a number that the record has, told of other things than it counts there.
    pub(super) fn counted_otherwise(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for number in claim.numbers.iter().filter(|number| number.low >= number.high) {
            let Some(kind) = AttributeKind::of_role(number.role) else { continue };
            let other = self.other_sample(claim, number, of).or_else(|| self.other_result(claim, number, of));
            let other = other.or_else(|| self.share_of_cases(claim, number, of));
            let other = other.or_else(|| self.whole_of_event(claim, number, of));
            let other = other.or_else(|| self.other_outcome(claim, number, of));
            let other = other.or_else(|| other_works(claim, number, of));
            let Some(on_record) = other else { continue };
            let (name, expected) = (&of.source.short_title, &on_record.value);
            let contradiction = Contradiction::of(
                kind,
                (number.first, number.last),
                format!("{name} counts something else with this number: {expected}"),
                on_record,
            );
            found.contradict(rule::NUMBER_MISMATCH, contradiction);
        }
    }

    /// The size of the study, where a claim tells it of people and the record of procedures or treatments.
    fn other_sample(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
        let mut behind = (number.first + 1..=number.last + COUNTED_REACH).filter_map(|at| claim.read.words.get(at));
        let named = behind.find(|word| Grammar::RateBases.has(&word.exact) || self.facts.is_person(&word.stem))?;
        let is_of_people = number.low >= TELLING_COUNT && self.facts.is_person(&named.stem);
        let of_finding = |&at: &usize| {
            let count = self.finding(at)?.result.measurement()?.sample.value().copied()?;
            Some((count, Some(at)))
        };
        let whole = of.source.study.sample.value().map(|count| (*count, None));
        let all = whole.into_iter().chain(of.known.findings.iter().filter_map(of_finding));
        let own: Vec<(Count, Option<usize>)> = all.filter(|(count, _)| number.is(count.value.into())).collect();
        let is_of_things = |count: &Count| matches!(count.unit, CountUnit::Procedures | CountUnit::Treatments);
        let (count, at) = *own.first().filter(|_| is_of_people && own.iter().all(|(count, _)| is_of_things(count)))?;
        let value = format!("{} {}", count.value, count.unit.label().to_lowercase());
        Some(match at.and_then(|at| self.finding(at)).and_then(|finding| finding.measurement_values()) {
            Some(measured) => OnRecord::of(measured.sample, value, at, of.at),
            None => OnRecord::of(of.source.values().study.values().sample, value, None, of.at),
        })
    }

    /// The cases of which a share is on record, where a claim tells it of all who were treated: `three in a hundred patients die of
    /// it`, of three in a hundred cases of harm that somebody reported.
    fn share_of_cases(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
        let cases = |at: usize| {
            let count = self.finding(at)?.result.measurement()?.sample.value().copied()?;
            (count.unit == CountUnit::Cases).then_some(count)
        };
        let mut own = of.known.alike(number).filter(|one| one.is_typed && one.is(number)).peekable();
        let at = own.peek()?.finding?;
        let count = cases(at)?;
        let all_are = own.all(|one| one.is_derived && one.finding.and_then(cases).is_some());
        let mut behind = claim.read.words.iter().skip(number.last.saturating_sub(1)).take(COUNTED_REACH + 2);
        let is_of_people = behind.any(|word| self.facts.is_person(&word.stem));
        // `Of those harmed`, `of the cases`: of whom it is told.
        let clause = claim.clause(number.first);
        let words = claim.read.words.iter().enumerate().filter(|(at, _)| claim.clause(*at) == clause);
        let is_told = words.take(number.last + CASE_REACH).any(|(_, word)| Grammar::Cases.has(&word.exact));
        let is_parts = number.parts.is_some_and(|(_, whole)| (whole - f64::from(count.value)).abs() < 1e-9);
        let is_share = number.role == Role::Percent && !is_parts;
        let measured = self.finding(at)?.measurement_values()?;
        let value = format!("{} {}", count.value, count.unit.label().to_lowercase());
        (all_are && is_share && is_of_people && !is_told).then(|| OnRecord::of(measured.sample, value, Some(at), of.at))
    }

    /// How many had an event, where a claim tells it of all who were counted: `all 479 patients died`, of 14 among 479.
    fn whole_of_event(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
        let is_whole = number.role == Role::Participants
            && number.parts.is_none()
            && of_whole(of.source, Role::Participants).is_some_and(|whole| number.is(whole));
        let event =
            claim.cues.iter().find(|cue| cue.cue == Cue::Event && number.last < cue.first).filter(|_| is_whole)?;
        let is_between = |other: &Number| number.first < other.first && other.first <= event.last;
        let is_near =
            event.first - number.last <= COUNTED_REACH && claim.clause(event.first) == claim.clause(number.first);
        if !is_near || claim.numbers.iter().any(is_between) || claim.is_negated(event.first) {
            return None;
        }
        let stem = &claim.read.words.get(event.first)?.stem;
        let of_event = |&&at: &&usize| self.facts.words_of.get(at).is_some_and(|words| words.result.contains(stem));
        let counts = |at: usize| {
            let measured = self.finding(at)?.result.measurement()?;
            let own = measured.estimates.iter().filter(|one| one.measure == Measure::Count);
            Some(own.map(|one| (at, one)).collect::<Vec<_>>())
        };
        let all: Vec<(usize, &Estimate)> =
            of.known.findings.iter().filter(of_event).filter_map(|&at| counts(at)).flatten().collect();
        let (at, first) = *all.first()?;
        let is_less = |one: &Estimate| one.value.to_f64() < number.low && !number.is(one.value.to_f64());
        all.iter().all(|(_, one)| is_less(one)).then(|| estimated(first, at, of))
    }

    /// The count or share of one outcome, where a claim tells that of another one: `14 minor events`, of 14 significant and 671 minor
    /// ones. What sets the one outcome apart stands in the clause, and nothing of what sets the other apart does.
    fn other_outcome(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
        let is_counted = matches!(number.role, Role::Percent | Role::Other | Role::Participants | Role::Studies);
        let value = number.parts.filter(|_| !number.is_rate).map_or(number.low, |(part, _)| part);
        let is_few = number.role != Role::Percent && value <= FEW;
        let is_bound = number.qualifier.is_some_and(|one| matches!(one, Qualifier::MoreThan | Qualifier::LessThan));
        // `In the 25 of 105 studies`: no events.
        let is_of_studies = claim.says_within(number.last + 1..=number.last + 2, Grammar::ManyStudies);
        let is_condition = |at: usize| {
            let mut here = claim.read.topics.iter().filter(|read| read.first <= at && at <= read.last);
            here.any(|read| !self.of_kind(&[read.topic], &[TopicKind::Condition]).is_empty())
        };
        if is_of_studies || !is_counted || number.is_of_few && number.parts.is_none() || is_few || is_bound {
            return None;
        }
        let kinds = [Measure::Count, Measure::Rate, Measure::Percent];
        let all = || {
            let measured = |&at: &usize| Some((at, self.finding(at)?.result.measurement()?));
            let own = of.known.findings.iter().filter_map(measured);
            own.flat_map(|(at, m)| m.estimates.iter().map(move |one| (at, one)))
                .filter(|(_, one)| kinds.contains(&one.measure) && one.arm.is_none())
        };
        let shares = |at: usize| {
            of.known
                .reported
                .iter()
                .filter(move |one| one.role == Role::Percent && one.finding == Some(at) && !one.is_derived)
        };
        let holds = |at: usize| {
            all().any(|(other, one)| other == at && one.measure == Measure::Count && one.value.to_f64() == value)
                || number.role == Role::Percent && shares(at).any(|one| one.is(number))
        };
        let (holders, others): (Vec<usize>, Vec<usize>) =
            unique(all().map(|(at, _)| at)).into_iter().partition(|at| holds(*at));
        let words = |at: usize| self.facts.words_of.get(at);
        let clause = claim.clause(number.first);
        let said: Vec<&ReadWord> = claim
            .read
            .words
            .iter()
            .enumerate()
            .filter(|(at, word)| claim.clause(*at) == clause && !word.is_stopword && !word.has_digit)
            // What people have is no event.
            .filter(|(at, _)| !is_condition(*at))
            .map(|(_, word)| word)
            .collect();
        let in_outcome = |at: usize, word: &ReadWord| words(at).is_some_and(|own| own.outcome.contains(&word.stem));
        let in_result = |at: usize, word: &ReadWord| words(at).is_some_and(|own| own.result.contains(&word.stem));
        let is_of_holder = |other: usize| {
            claim.read.words.iter().any(|word| {
                !word.is_stopword && holders.iter().any(|&at| in_outcome(at, word)) && !in_result(other, word)
            })
        };
        // `3.76% had an adverse event, nearly all recovered`: what is counted stands before the sign, and another thing behind.
        let sign = (number.last + 2..claim.read.words.len()).find(|at| claim.is_parted(*at));
        let names_own = sign.is_some_and(|sign| {
            let before = claim.read.words.iter().take(sign).skip(number.last + 1);
            before.into_iter().any(|word| !word.is_stopword && holders.iter().any(|&at| in_outcome(at, word)))
        });
        let is_behind_own = |at: usize| names_own && sign.is_some_and(|sign| sign <= at);
        let other = others.into_iter().find(|&other| {
            let sets_apart = |word: &&&ReadWord| {
                !Grammar::RateBases.has(&word.exact)
                    && in_outcome(other, word)
                    && !holders.iter().any(|&at| in_result(at, word))
            };
            let told = said.iter().find(sets_apart);
            let place = told.and_then(|word| claim.read.words.iter().position(|own| own.start == word.start));
            place.is_some_and(|at| !claim.is_negated(at) && !is_behind_own(at)) && !is_of_holder(other)
        })?;
        let is_told =
            !holders.is_empty() && claim.numbers.iter().filter(|other| other.role == number.role).count() == 1;
        let (at, own) = all().find(|(at, _)| *at == other).filter(|_| is_told)?;
        Some(estimated(own, at, of))
    }

    /// The result with this value, where a claim tells it of what another result of the same finding counts.
    fn other_result(&self, claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
        let estimates = |at: usize| self.finding(at)?.result.measurement().map(|m| m.estimates.as_slice());
        let all = || of.known.findings.iter().filter_map(|&at| Some((at, estimates(at)?)));
        // `(odds ratio 7.9), emphysema (4.9)`: what a sign sets apart is not counted by the number before.
        let words = &claim.read.words;
        let is_next = |next: &ReadWord| words.get(number.last).is_some_and(|word| next.start <= word.end + 1);
        let next = words.get(number.last + 1).filter(|next| is_next(next)).map(|word| word.exact.as_str());
        // `Twelve of the 25 events were infections`: what a part of a whole was.
        let clause = claim.clause(number.first);
        let verb = claim.find_word(number.last + 1..words.len(), Grammar::Being);
        let has_whole = |own: &Estimate| number.parts.is_some_and(|(_, whole)| own.value.to_f64() == whole);
        let is_of_whole =
            number.parts.is_some_and(|(part, _)| part > FEW) && all().flat_map(|(_, own)| own).any(has_whole);
        let verb = verb.filter(|at| is_of_whole && claim.clause(*at) == clause);
        let told = verb.map(|at| claim.word(at + 1)).filter(|word| !word.is_empty());
        let counted: Vec<&str> = match told {
            Some(told) => vec![singular(told)],
            None => next.into_iter().chain([claim.word(number.last)]).map(singular).collect(),
        };
        let part = number.parts.filter(|_| told.is_some()).map(|(part, _)| part);
        let is_count =
            |one: &Estimate| matches!(one.measure, Measure::Count | Measure::Median | Measure::Mean | Measure::Rate);
        let is_value = |one: &Estimate| match part {
            Some(part) => one.value.to_f64() == part,
            None => number.is(one.value.to_f64().abs()),
        };
        let is_counted = |one: &Estimate| counts(one).is_some_and(|own| counted.contains(&own));
        // Another number of this value, or a text that has it of this, makes it right.
        if all().flat_map(|(_, own)| own).any(|one| is_value(one) && (is_counted(one) || counts(one).is_none())) {
            return None;
        }
        let is_other = |own: &[Estimate], one: &Estimate| {
            is_value(one) && is_count(one) && own.iter().any(|other| other.measure == one.measure && is_counted(other))
        };
        let (at, own, one) =
            all().find_map(|(at, own)| Some((at, own, own.iter().find(|&one| is_other(own, one))?)))?;
        let told = own.iter().filter(|other| other.measure == one.measure);
        let values = unique(told.map(|one| format!("{} {}", one.value, one.unit.as_deref().unwrap_or_default())));
        Some(OnRecord { value: values.join(", "), ..estimated(one, at, of) })
    }
}

/// The reviews of which there are so many, where a claim tells them as trials: `an overview of 23 trials`.
fn other_works(claim: &Claim, number: &Number, of: Of<'_>) -> Option<OnRecord> {
    let is_whole = of_whole(of.source, Role::Studies).is_some_and(|whole| number.is(whole));
    if of.source.design != StudyDesign::Overview || number.role != Role::Studies || !is_whole {
        return None;
    }
    let noun = claim.cues.iter().find(|cue| {
        matches!(cue.cue, Cue::Trial | Cue::Review)
            && number.first < cue.last
            && cue.first <= number.last + COUNTED_REACH
    })?;
    let stem = &claim.read.words.get(noun.last)?.stem;
    let own = || of.known.mentions.iter().filter(|mention| number.is(mention.number.low));
    let has = |mention: &Mention| mention.context.after.contains(stem);
    let mention = own().next().filter(|_| noun.cue == Cue::Trial && !own().any(has))?;
    Some(of_mention(mention, format!("{} reviews", told_number(&mention.number)), of.at))
}

/// An estimate as what a claim is held against.
fn estimated(estimate: &Estimate, at: usize, of: Of<'_>) -> OnRecord {
    let value = format!("{} {}", estimate.value, estimate.unit.as_deref().unwrap_or_default()).trim_end().to_owned();
    OnRecord {
        value,
        field: FieldPath::ESTIMATE,
        is_verified: estimate.provenance.is_publishable(),
        finding: Some(at),
        source: of.at,
    }
}

/// What an estimate counts: the first word of its unit, as one of them.
fn counts(estimate: &Estimate) -> Option<&str> {
    estimate.unit.as_deref()?.split(' ').next().map(singular).filter(|word| !word.is_empty())
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}
