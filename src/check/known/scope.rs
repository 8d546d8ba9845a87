//! What a record says that its source compared with, and whom it left out: no field holds either of all sources.

use std::collections::{BTreeSet, HashSet};

use super::prose::{Prose, is_caveat};
use crate::{
    check::claim::Claim,
    corpus::{Corpus, lexicon::Cue},
    domain::{
        FieldPath, TopicKind,
        certainty::Level,
        finding::{ComparatorClass, DurationClass},
    },
    text::Grammar,
};

/// Most words from `none` or `not` to the `about` that it denies: `none of the three trials was about`.
const DENIED_REACH: usize = 7;

/// Words behind `about` or `without` within which stands what is denied.
const NAMED_REACH: usize = 2;

/// How sure a text calls what it tells.
#[derive(Debug)]
pub(in crate::check) struct ToldLevel {
    pub(in crate::check) level: Level,
    /// The sentence that says it.
    pub(in crate::check) text: Box<str>,
    pub(in crate::check) field: FieldPath,
    pub(in crate::check) is_verified: bool,
    pub(in crate::check) finding: Option<usize>,
}

/// With what a source compared, and whom it studied, as its texts tell.
#[derive(Debug, Default)]
pub(in crate::check) struct Scope {
    /// Comparisons that its texts tell of, and do not deny.
    pub(in crate::check) compared: BTreeSet<ComparatorClass>,
    /// Conditions that its texts say it left out or is not about, as positions of topics.
    pub(in crate::check) conditions_left_out: HashSet<usize>,
    /// Stems of other words for people that were left out.
    pub(in crate::check) words_left_out: HashSet<String>,
    /// How sure its texts call what they tell.
    pub(in crate::check) levels: Vec<ToldLevel>,
    /// Whether it is about animals, and its population names no people.
    pub(in crate::check) is_of_animals: bool,
    /// How long the complaints of its people had lasted.
    pub(in crate::check) durations: BTreeSet<DurationClass>,
    /// Whether it is about young people.
    pub(in crate::check) is_of_young: bool,
}

impl Scope {
    /// Adds what a sentence of a record tells.
    pub(super) fn add(&mut self, text: &Prose<'_>, sentence: &str, claim: &Claim, corpus: &Corpus) {
        self.levels.extend(claim.levels.iter().filter(|said| !claim.is_negated(said.first)).map(|said| ToldLevel {
            level: said.what,
            text: sentence.into(),
            field: text.field,
            is_verified: text.is_verified,
            finding: text.finding,
        }));
        // What a record lacks is told in its caveats, and what it has in these.
        let is_beside = is_caveat(text.field) || matches!(text.field.as_str(), "limitations" | "also-known-as");
        if !is_beside {
            // Another treatment is named by its own topic.
            let is_open = |class| matches!(class, ComparatorClass::Active | ComparatorClass::SameIntervention);
            let told = claim
                .comparators
                .iter()
                .filter(|said| !is_open(said.what) && !claim.is_denied_by_word_before(said.first));
            self.compared.extend(told.map(|said| said.what));
        }
        let is_population = matches!(text.field.as_str(), "pico.population" | "population.description");
        if text.field.as_str() == "pico.population" {
            let names_people = claim.has(Cue::Human) || claim.says(Grammar::Persons);
            self.is_of_animals |= claim.has(Cue::Animals) && !names_people;
            self.is_of_young |= claim.has(Cue::Young);
            self.durations.extend(claim.durations.iter().map(|said| said.what));
        }
        let is_condition = |topic: usize| corpus.topics().get(topic).is_some_and(|t| t.kind == TopicKind::Condition);
        let excluding = claim.find_word(0..claim.read.words.len(), Grammar::LeftOut);
        let is_left_out = |first: usize, last: usize| {
            excluding.is_some_and(|at| claim.clause(at) == claim.clause(first))
                || is_population && is_without(claim, first)
                || is_not_about(claim, first, last)
        };
        let named = claim.read.topics.iter().filter(|read| is_condition(read.topic));
        self.conditions_left_out.extend(named.filter(|read| is_left_out(read.first, read.last)).map(|read| read.topic));
        if let Some(at) = excluding {
            let is_topic = |at: usize| claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
            let words = claim.read.words.iter().enumerate();
            self.words_left_out.extend(
                words
                    .filter(|(place, word)| {
                        claim.clause(*place) == claim.clause(at)
                            && !word.is_stopword
                            && !word.has_digit
                            && !is_topic(*place)
                            && !Grammar::LeftOut.has(&word.exact)
                    })
                    .map(|(_, word)| word.stem.clone()),
            );
        }
    }
}

/// Whether a condition is what people were without: not `with or without gout`.
fn is_without(claim: &Claim, first: usize) -> bool {
    (1..=NAMED_REACH).filter_map(|back| first.checked_sub(back)).any(|at| {
        let before = at.checked_sub(1).map_or("", |before| claim.word(before));
        Grammar::Without.has(claim.word(at)) && !Grammar::Conjunctions.has(before)
    })
}

/// Whether a text says that it is not about a condition: `none of the trials was about gout`, but not `about gout alone`.
fn is_not_about(claim: &Claim, first: usize, last: usize) -> bool {
    let about =
        (1..=NAMED_REACH).filter_map(|back| first.checked_sub(back)).find(|at| Grammar::About.has(claim.word(*at)));
    let denies = |at: usize| Grammar::Not.has(claim.word(at)) || Grammar::Nobody.has(claim.word(at));
    let is_denied = |about: usize| (about.saturating_sub(DENIED_REACH)..about).any(denies);
    about.is_some_and(is_denied)
        && !Grammar::Alone.has(claim.word(last + 1))
        && !Grammar::NotOnly.has(claim.word(last + 1))
}
