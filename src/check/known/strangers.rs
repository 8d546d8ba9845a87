//! Words of a claim that its source does not have: whom or what it is about instead.

use std::collections::HashSet;

use super::Facts;
use crate::{
    check::claim::Claim,
    corpus::{Corpus, lexicon::Cue},
    domain::{TopicKind, phrase::Found},
    search::{ReadTopic, ReadWord},
    text::{Grammar, Subjects},
};

/// Words after `people with` within which stands what they have.
const PEOPLE_REACH: usize = 5;

/// A word behind `people with` that stands in at most one source of so many says what they have.
const STRANGE_SHARE: usize = 5;

/// Words after `for`, `with` or `prevents` within which stands what is meant.
const OBJECT_REACH: usize = 2;

/// What a condition leaves out is told in words that stand in at most one source of so many.
const LEFT_OUT_SHARE: usize = 2;

/// Words that say whom a claim is about, and that its source never mentions.
pub(in crate::check) struct Strangers {
    pub(in crate::check) first: usize,
    pub(in crate::check) last: usize,
    /// Whether other records say it of the people they studied; else it is told from its place in the sentence alone.
    pub(in crate::check) is_studied_elsewhere: bool,
}

impl Facts {
    /// The stems of [`Self::foreign_words`].
    pub(in crate::check) fn foreign_stems<'c>(&self, corpus: &Corpus, claim: &'c Claim) -> Vec<&'c str> {
        let words = self.foreign_words(corpus, claim).into_iter();
        words.filter_map(|at| claim.read.words.get(at)).map(|word| word.stem.as_str()).collect()
    }

    /// What a claim is about in words that are no topic of this collection: the positions of rare words in the place of an
    /// object, `for gout`, `prevents gout`. None when it names a condition or mechanism of the collection.
    fn foreign_words(&self, corpus: &Corpus, claim: &Claim) -> Vec<usize> {
        let is_ours = |topic: &usize| {
            let kind = corpus.topics().get(*topic).map(|topic| topic.kind);
            matches!(kind, Some(TopicKind::Condition | TopicKind::Mechanism))
        };
        if claim.topics.iter().any(is_ours) {
            return Vec::new();
        }
        let words = &claim.read.words;
        let mut is_taken = vec![false; words.len()];
        let mut is_object = vec![false; words.len()];
        let topics = claim.read.topics.iter().map(|read| (read.first, read.last));
        let cues = claim.cues.iter().map(|found| (found.first, found.last));
        let numbers = claim.numbers.iter().map(|number| (number.first, number.last));
        let durations = claim.durations.iter().map(|said| (said.first, said.last));
        for (first, last) in topics.chain(cues).chain(numbers).chain(durations) {
            is_taken.iter_mut().take(last + 1).skip(first).for_each(|taken| *taken = true);
        }
        // `Of humming shrank`: behind a treatment stands no further object.
        let is_object_itself = |read: &&ReadTopic| {
            let kind = corpus.topics().get(read.topic).map(|topic| topic.kind);
            let is_listed = words.get(read.last + 1).is_some_and(|word| Grammar::Conjunctions.has(&word.exact));
            match kind {
                Some(TopicKind::Intervention) => true,
                Some(TopicKind::Outcome | TopicKind::Instrument) => !is_listed,
                _ => false,
            }
        };
        let named = claim.read.topics.iter().filter(is_object_itself).map(|read| read.first);
        let spoken = claim
            .cues
            .iter()
            .filter(|cue| matches!(cue.cue, Cue::Outcome(_)))
            .filter(|cue| words.get(cue.last + 1).is_none_or(|word| !Grammar::Conjunctions.has(&word.exact)));
        let treatments: HashSet<usize> = named.chain(spoken.map(|cue| cue.first)).collect();
        for found in claim.cues.iter().filter(|found| found.cue == Cue::Subject) {
            // `The review of 2015 took in`: behind a number stands no object either.
            let is_number = claim.numbers.iter().any(|number| number.first == found.last + 1);
            if treatments.contains(&(found.last + 1)) || is_number {
                continue;
            }
            let mut end = found.last + OBJECT_REACH;
            // `For gout and lumbago`: each of a list is meant.
            while words.get(end + 1).is_some_and(|word| Grammar::Conjunctions.has(&word.exact)) {
                end += OBJECT_REACH;
            }
            // `Against whatever it was, yet stayed low`: what stands behind a sign is no object.
            let sign = (found.last + 1..=end).find(|at| begins_another(claim, *at, found.last));
            let end = sign.map_or(end, |at| at.saturating_sub(1)).max(found.last);
            is_object.iter_mut().skip(found.last + 1).take(end - found.last).for_each(|object| *object = true);
        }
        let free = words.iter().zip(is_taken.iter().zip(&is_object)).enumerate();
        // Common words that stand for no illness, part of the body, drug or animal, and for nobody who was studied, say nothing of
        // what it is about: `the individual records`, `the extra visits`.
        // Nor does how much of something there is: `for three months or longer`.
        let may_tell = |word: &ReadWord| {
            (Subjects::english().may_be(&word.exact) || self.is_of_people(&word.stem))
                && !Grammar::Measures.has(&word.exact)
        };
        let mut found: Vec<usize> = free
            .filter(|(_, (word, (taken, object)))| !**taken && **object && self.is_telling(word) && may_tell(word))
            .map(|(at, _)| at)
            .collect();
        // `In the Annals of Tidal Surgery`: the words of a journal name nothing that was treated.
        if !found.is_empty() {
            let imprints: Vec<(usize, usize)> = self.imprints(claim).map(|(_, first, last)| (first, last)).collect();
            found.retain(|at| !imprints.iter().any(|(first, last)| first <= at && at <= last));
        }
        found
    }

    /// The words of [`Self::foreign_words`], and what stands behind `people with` where no condition of the collection does.
    fn strange_words(&self, corpus: &Corpus, claim: &Claim) -> Vec<usize> {
        let mut words = self.foreign_words(corpus, claim);
        let is_condition = |topic: usize| {
            corpus.topics().get(topic).is_some_and(|topic| topic.kind == TopicKind::Condition && topic.span.is_none())
        };
        let is_taken = |at: usize| {
            claim.cues.iter().any(|cue| cue.first <= at && at <= cue.last)
                || claim.read.topics.iter().any(|read| read.first <= at && at <= read.last)
        };
        let is_number = |at: usize| claim.numbers.iter().any(|number| number.first <= at && at <= number.last);
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::PeopleWith) {
            let reach = cue.last + 1..=cue.last + PEOPLE_REACH;
            let is_named = claim.read.topics.iter().any(|read| reach.contains(&read.first) && is_condition(read.topic));
            // `Patients who had humming from a doctor`: what they got.
            let is_treatment =
                |topic: usize| corpus.topics().get(topic).is_some_and(|topic| topic.kind == TopicKind::Intervention);
            let is_treated =
                claim.read.topics.iter().any(|read| read.first == cue.last + 1 && is_treatment(read.topic));
            // `Those who had been needled`: what befell them.
            let is_passive = claim.read.words.get(cue.last + 1).is_some_and(|word| Grammar::Been.has(&word.exact));
            if is_named || is_treated || is_passive {
                continue;
            }
            // Up to where something else begins: how long it has lasted belongs to it.
            // A comma ends it, where it is another clause that follows: `if you have gout, take note`.
            let until = |&at: &usize| {
                let is_other_clause = cue.last + 1 < at && begins_another(claim, at, cue.last);
                !is_number(at)
                    && !is_other_clause
                    && !claim.cues.iter().any(|other| {
                        other.first == at
                            && !matches!(other.cue, Cue::Duration(_) | Cue::Subject | Cue::Not | Cue::Outcome(_))
                    })
            };
            words.extend(reach.take_while(until).filter(|&at| {
                let tells = |word: &ReadWord| !word.is_stopword && self.is_rare(word, STRANGE_SHARE);
                !is_taken(at) && claim.read.words.get(at).is_some_and(tells)
            }));
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    /// People a claim credits a source with that no text of it mentions: `in people with gout`, `eased gout`. None when
    /// the source knows any of the words for people that stand there.
    pub(in crate::check) fn strangers(&self, corpus: &Corpus, claim: &Claim, source: usize) -> Option<Strangers> {
        let words = self.strange_words(corpus, claim);
        let stem = |at: usize| claim.read.words.get(at).map_or("", |word| word.stem.as_str());
        let is_of_people = |at: usize| self.is_of_people(stem(at));
        let stand_there = |at: usize| {
            let reach = |found: &Found<Cue>| found.last + 1..=found.last + PEOPLE_REACH;
            claim.cues.iter().any(|found| found.cue == Cue::PeopleWith && reach(found).contains(&at))
        };
        // Words of an object that the source knows of its people, but for what stands behind `people with`.
        let knows = |&at: &usize| !stand_there(at) && is_of_people(at) && !self.lacks(source, &[stem(at)]);
        if words.iter().any(knows) {
            return None;
        }
        let is_stranger = |at: usize| self.lacks(source, &[stem(at)]) && (is_of_people(at) || stand_there(at));
        let at = words.iter().position(|&at| is_stranger(at))?;
        let phrase: Vec<usize> = words
            .get(at..)?
            .iter()
            .enumerate()
            .map_while(|(i, &word)| (word == words.get(at)? + i && self.lacks(source, &[stem(word)])).then_some(word))
            .collect();
        // `Close to 4,000 treatments`, `with the longer course`: common words that stand for no illness tell of nobody.
        let tells = |&at: &usize| {
            let word = claim.read.words.get(at);
            word.is_some_and(|word| {
                !Grammar::Measures.has(&word.exact) && (is_of_people(at) || Subjects::english().may_be(&word.exact))
            })
        };
        // `One of the conditions of the policy`: its terms, and no illness.
        let are_terms = |at: &usize| {
            let next = claim.read.words.get(at + 1).map_or("", |word| word.exact.as_str());
            claim.read.words.get(*at).is_some_and(|word| Grammar::Terms.has(&word.exact))
                && Grammar::Prepositions.has(next)
        };
        if !phrase.iter().any(tells) || phrase.iter().all(are_terms) {
            return None;
        }
        Some(Strangers {
            first: *phrase.first()?,
            last: *phrase.last()?,
            is_studied_elsewhere: phrase.iter().any(|&word| is_of_people(word)),
        })
    }

    /// Stems of what a condition of advice leaves out: what stands behind a negation in it and is told in rare words.
    pub(super) fn left_out(&self, condition: &Claim) -> Vec<String> {
        let Some(negation) = condition.first(Cue::Not) else { return Vec::new() };
        let is_told = |at: usize| {
            condition.cues.iter().any(|cue| cue.cue != Cue::AnyTreatment && cue.first <= at && at <= cue.last)
        };
        // `Not associated with surgery`: what it is not associated with.
        let with = condition.cues.iter().find(|cue| cue.cue == Cue::InGroup && cue.first > negation.last);
        let from = with.map_or(negation.last, |cue| cue.last) + 1;
        let words = condition.read.words.iter().enumerate().skip(from);
        words
            .filter(|(at, word)| !is_told(*at) && self.is_rare(word, LEFT_OUT_SHARE))
            .map(|(_, word)| word.stem.clone())
            .collect()
    }
}

/// Whether behind a sign another clause begins than that of an earlier word, or something that the reader is told to do.
fn begins_another(claim: &Claim, at: usize, earlier: usize) -> bool {
    claim.is_parted(at) && (claim.clause(at) != claim.clause(earlier) || Grammar::Orders.has(claim.word(at)))
}
