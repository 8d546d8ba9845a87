//! What a claim is about beside its people: treatments and outcomes that its source has as well, and words that nothing here
//! has read.

use super::{Contradiction, Found, Judge, Of, one_line};
use crate::{
    check::{
        attribute::{AttributeKind, OnRecord},
        claim::{Claim, EffectDirection, Subject},
        known::{Known, Reported},
        quantity::Role,
        rule,
    },
    corpus::lexicon::{Axis, Cue},
    domain::{Finding, TopicKind},
    search::ReadWord,
    text::Grammar,
};

/// A word that is left uncompared stands in at most one source of so many: what stands in more says little by itself.
const UNREAD_SHARE: usize = 4;

/// Words after `people with` within which the condition they have is named.
const CONDITION_REACH: usize = 5;

/// Words after `than` within which stands the number that it bounds.
const BOUND_REACH: usize = 3;

/// Words after `than` within which an outcome is named that another is compared with.
const OUTCOME_REACH: usize = 2;

/// Words after `than` within which stands what is compared with.
const OBJECT_REACH: usize = 3;

/// Most words between a number and the event that it counts.
const EVENT_REACH: usize = 6;

/// The pole of what is large, as `opposites.toml` numbers it.
const LARGE: u32 = 2;

impl Judge<'_> {
    /// What a claim is about, apart from people: the treatments and outcomes that its source has as well.
    pub(super) fn subjects(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for read in &claim.read.topics {
            let kind = match self.corpus.topics().get(read.topic).map(|topic| topic.kind) {
                Some(TopicKind::Intervention) => AttributeKind::Treatment,
                Some(TopicKind::Outcome | TopicKind::Instrument | TopicKind::Mechanism) => AttributeKind::Outcome,
                _ => continue,
            };
            let fits = |finding: &&Finding| {
                let topics = match (kind, finding.result.measurement()) {
                    (AttributeKind::Treatment, _) => {
                        self.positions(finding.intervention.topics.iter().chain(&finding.comparator.topics))
                    }
                    (_, Some(m)) => {
                        self.positions(std::iter::once(&m.outcome.topic).chain(m.outcome.instrument.value()))
                    }
                    (_, None) => Vec::new(),
                };
                topics.iter().any(|&topic| self.facts.related(topic, read.topic))
            };
            // `Enkephalin`, which the statement of another finding has, and of this one not.
            let is_told = |at: usize| {
                let words = self.facts.words_of.get(at);
                let said = (read.first..=read.last).filter_map(|at| claim.read.words.get(at));
                said.filter(|word| !word.is_stopword)
                    .any(|word| words.is_some_and(|words| words.result.contains(&word.stem)))
            };
            let is_told_elsewhere = kind == AttributeKind::Outcome
                && of.known.findings.iter().any(|at| !of.fitting.contains(at) && is_told(*at))
                && !of.fitting.iter().any(|at| is_told(*at));
            let findings =
                || of.fitting.iter().chain(&of.known.findings).filter_map(|&at| Some((at, self.finding(at)?)));
            if let Some((at, finding)) = findings().find(|(_, finding)| fits(finding)).filter(|_| !is_told_elsewhere) {
                let values = finding.values();
                let on_record = match (kind, finding.measurement_values()) {
                    (AttributeKind::Outcome, Some(measured)) => {
                        let name = measured.outcome.values().name;
                        OnRecord::of(name, one_line(name.with_doubt().0), Some(at), of.at)
                    }
                    _ => {
                        let what = values.intervention.values().description;
                        OnRecord::of(what, one_line(what.with_doubt().0), Some(at), of.at)
                    }
                };
                found.confirm(kind, (read.first, read.last), Some(on_record));
            }
        }
    }

    /// Events that were counted: the finding that has the number of a clause must tell of them (E001).
    pub(super) fn events(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        for event in claim.cues.iter().filter(|cue| cue.cue == Cue::Event) {
            let span = (event.first, event.last);
            found.leave(AttributeKind::Outcome, (event.first, event.last));
            let stems = || (event.first..=event.last).filter_map(|at| claim.read.words.get(at)).map(|word| &word.stem);
            let tells = |at: &usize| {
                self.facts.words_of.get(*at).is_some_and(|words| stems().any(|stem| words.result.contains(stem)))
            };
            let on_record = |at: usize| {
                let statement = self.finding(at)?.values().statement;
                Some(OnRecord::of(statement, one_line(statement.with_doubt().0), Some(at), of.at))
            };
            if let Some(at) = of.fitting.iter().chain(&of.known.findings).copied().find(|at| tells(at)) {
                found.confirm(AttributeKind::Outcome, span, on_record(at));
                continue;
            }
            // The number before it is on record for something else.
            let counted = claim.numbers.iter().rev().find(|number| {
                number.last < event.first && event.first - number.last <= EVENT_REACH && number.role != Role::Year
            });
            let other = counted.and_then(|number| {
                let has = |one: &&Reported| one.is_typed && one.finding.is_some() && one.is(number);
                of.known.alike(number).find(has).and_then(|one| one.finding)
            });
            let Some((at, finding)) = other.and_then(|at| Some((at, self.finding(at)?))) else { continue };
            let is_mentioned = stems().any(|stem| of.known.stems.contains(stem));
            if is_mentioned || claim.is_negated(event.first) {
                continue;
            }
            let expected = one_line(&finding.statement);
            let contradiction = Contradiction {
                kind: AttributeKind::Outcome,
                span,
                finding: Some(at),
                message: format!("{} has this number for something else", of.source.short_title),
                expected: Some(expected),
                on_record: on_record(at),
            };
            found.contradict(rule::NUMBER_MISMATCH, contradiction);
        }
    }

    /// Where it hurts, in words that some record has of its people and no finding of this source: `neck` before `pain`.
    pub(super) fn other_places<'c>(&'c self, claim: &'c Claim, known: &'c Known) -> impl Iterator<Item = usize> + 'c {
        let is_read = |at: usize| claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
        let heads = claim.cues.iter().filter(|cue| matches!(cue.cue, Cue::Outcome(_)) && cue.first == cue.last);
        heads.filter_map(|cue| cue.first.checked_sub(1)).filter(move |&at| {
            let is_other = |stem: &String| {
                let has = |at: &usize| self.facts.words_of.get(*at).is_some_and(|words| words.people.contains(stem));
                self.facts.is_of_people(stem) && !known.findings.iter().any(has)
            };
            let is_phrase = claim.cues.iter().any(|cue| cue.first <= at && at <= cue.last);
            claim.read.words.get(at).is_some_and(|word| {
                !is_read(at) && !is_phrase && !word.has_digit && !word.is_stopword && is_other(&word.stem)
            })
        })
    }

    /// Words that say something which nothing here has read: neither phrases nor numbers nor names nor words of the record.
    pub(super) fn unread(&self, claim: &Claim, of: Of<'_>, found: &mut Found<'_>) {
        let mut is_taken = vec![false; claim.read.words.len()];
        let mut take = |first: usize, last: usize| {
            is_taken.iter_mut().take(last + 1).skip(first).for_each(|taken| *taken = true);
        };
        claim.cues.iter().for_each(|cue| take(cue.first, cue.last));
        claim.read.topics.iter().for_each(|topic| take(topic.first, topic.last));
        claim.numbers.iter().for_each(|number| take(number.first, number.last));
        claim.durations.iter().for_each(|said| take(said.first, said.last));
        take(of.identified.first, of.identified.last);
        let is_free = |at: usize| is_taken.get(at) == Some(&false);
        // People with something that is no topic: nobody can tell whether they were studied.
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::PeopleWith) {
            let is_read = claim.read.topics.iter().any(|read| {
                let kind = self.corpus.topics().get(read.topic).map(|topic| topic.kind);
                // `Those with usual care`: what they got.
                matches!(kind, Some(TopicKind::Condition | TopicKind::Payer | TopicKind::Intervention))
                    && cue.last < read.first
                    && read.first <= cue.last + CONDITION_REACH
            });
            let is_group =
                claim.comparators.iter().any(|said| cue.last < said.first && said.first <= cue.last + CONDITION_REACH);
            if !is_read && !is_group {
                let tells = |&at: &usize| is_free(at) && claim.read.words.get(at).is_some_and(|word| !word.is_stopword);
                let last = (cue.last + 1..=cue.last + CONDITION_REACH).find(tells).unwrap_or(cue.last);
                found.leave(AttributeKind::Words, (cue.first, last));
            }
        }
        // A negation that nothing here has read may turn the whole round.
        for negation in claim.loose_negations() {
            found.leave(AttributeKind::Words, (negation.first, negation.last));
        }
        // What advice says of an outcome: `8 more if the patient improves`.
        if matches!(claim.subject, Subject::Recommendation | Subject::Coverage) {
            for relation in &claim.relations {
                let stems = (relation.first..=relation.last).filter_map(|at| claim.read.words.get(at));
                let is_new = |word: &ReadWord| !word.is_stopword && !of.known.stems.contains(&word.stem);
                if relation.way == EffectDirection::Same || stems.into_iter().any(is_new) {
                    found.leave(AttributeKind::Words, (relation.first, relation.last));
                }
            }
        }
        // `Larger for function than for pain`: two results of one treatment are compared, and nothing is held beside that.
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::Against && Grammar::Than.has(claim.word(cue.first))) {
            let reach = cue.last + 1..=cue.last + OUTCOME_REACH;
            let is_outcome = |topic: usize| {
                let kind = self.corpus.topics().get(topic).map(|topic| topic.kind);
                matches!(kind, Some(TopicKind::Outcome | TopicKind::Instrument))
            };
            let named = claim.read.topics.iter().find(|read| reach.contains(&read.first) && is_outcome(read.topic));
            let spoken = claim.cues.iter().find(|it| matches!(it.cue, Cue::Outcome(_)) && reach.contains(&it.first));
            let outcome = named.map(|read| read.last).or(spoken.map(|cue| cue.last));
            let is_treated = claim.comparators.iter().any(|said| reach.contains(&said.first));
            if let Some(last) = outcome.filter(|_| !is_treated) {
                found.leave(AttributeKind::Words, (cue.first, last));
            }
        }
        // `Likelier than men`: compared with what nothing here has read.
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::Against && Grammar::Than.has(claim.word(cue.last))) {
            let reach = cue.last + 1..=cue.last + OBJECT_REACH;
            let is_read = claim.comparators.iter().any(|said| reach.contains(&said.first))
                || claim.read.topics.iter().any(|read| reach.contains(&read.first))
                || claim.numbers.iter().any(|number| reach.contains(&number.first))
                || claim.cues.iter().any(|it| {
                    reach.contains(&it.first)
                        && matches!(it.cue, Cue::Comparator(_) | Cue::AnyTreatment | Cue::Outcome(_) | Cue::Treating)
                });
            // `By less than the review counts as important`: part of a phrase.
            let is_part =
                claim.cues.iter().any(|it| it.cue != Cue::Against && it.first < cue.first && cue.last <= it.last);
            if !is_read && !is_part && reach.clone().next().is_some_and(|at| at < claim.read.words.len()) {
                found.leave(AttributeKind::Words, (cue.first, cue.last + 1));
            }
        }
        // `A large benefit`: no direction on record says how large.
        for pole in claim.poles.iter().filter(|pole| pole.cue == (Axis::Size, LARGE)) {
            found.leave(AttributeKind::Words, (pole.first, pole.last));
        }
        // `High`, `most`: words that say how much, which nothing here has read. That they stand in the record says little.
        for rating in claim.cues.iter().filter(|cue| cue.cue == Cue::Rating) {
            let is_read = claim.cues.iter().any(|cue| {
                !matches!(cue.cue, Cue::Rating | Cue::Outcome(_) | Cue::Harm)
                    && cue.first <= rating.first
                    && rating.last <= cue.last
            });
            let is_named = claim.read.topics.iter().any(|read| read.first <= rating.first && rating.last <= read.last);
            let is_number =
                claim.numbers.iter().any(|number| number.first <= rating.last && rating.first <= number.last);
            if !is_read && !is_named && !is_number {
                found.leave(AttributeKind::Words, (rating.first, rating.last));
            }
        }
        // `Had more of it with this than with that`: a comparison whose word was not read.
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::Against && Grammar::Than.has(claim.word(cue.first))) {
            let is_read = claim.relations.iter().any(|relation| relation.clause == claim.clause(cue.first));
            // `By less than 15 points` bounds a number.
            let is_bound =
                claim.numbers.iter().any(|number| number.first <= cue.last + BOUND_REACH && cue.first <= number.last);
            if !is_read && !is_bound && matches!(claim.subject, Subject::Effect | Subject::Harm | Subject::Mechanism) {
                found.leave(AttributeKind::Words, (cue.first, cue.last));
            }
        }
        for at in self.other_places(claim, of.known) {
            found.leave(AttributeKind::Words, (at, at));
        }
        for (at, (word, taken)) in claim.read.words.iter().zip(is_taken).enumerate() {
            let is_unread = !taken
                && !word.is_stopword
                && !of.known.stems.contains(&word.stem)
                && self.facts.is_rare(word, UNREAD_SHARE);
            if is_unread {
                found.leave(AttributeKind::Words, (at, at));
            }
        }
    }
}
