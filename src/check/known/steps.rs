//! What a sentence puts first in an order of care and what later: `an NSAID first, opioids only when that has failed`.

use crate::{check::claim::Claim, text::Grammar};

/// Most words between something and the word behind it that says where it stands: `opioids as the very first choice`.
const BEHIND_REACH: usize = 4;

/// Most words between `begin` and what care begins with.
const BEGIN_REACH: usize = 4;

/// Most words between two things of which one comes before the other: `drugs well before trying humming`.
const PAIR_REACH: usize = 5;

/// What stands in an order of care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Item {
    /// A topic, by its position.
    Topic(usize),
    /// Drugs of whatever kind.
    Drugs,
    /// Whatever is no drug.
    NoDrugs,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Turn {
    First,
    Later,
}

/// Something and its turn, with the words that name it. What is denied has none.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Step {
    pub(in crate::check) item: Item,
    pub(in crate::check) turn: Turn,
    pub(in crate::check) first: usize,
    pub(in crate::check) last: usize,
}

impl Step {
    /// The steps that a sentence tells.
    pub(in crate::check) fn all(claim: &Claim) -> Vec<Self> {
        let items = items(claim);
        let mut all: Vec<Self> = Vec::new();
        for (at, &(item, first, last)) in items.iter().enumerate() {
            let next = items.get(at + 1).map_or(usize::MAX, |(_, first, _)| *first);
            let before = at.checked_sub(1).and_then(|at| items.get(at)).map(|(_, _, last)| *last);
            if claim.is_negated(first) {
                continue;
            }
            if let Some(turn) = turn_behind(claim, last, next).or_else(|| turn_before(claim, first, before)) {
                all.push(Self { item, turn, first, last });
            }
            // `Opioids before NSAIDs`.
            let between = last + 1..next.min(claim.read.words.len());
            if next != usize::MAX
                && between.len() <= PAIR_REACH
                && between.clone().any(|at| Grammar::Precedes.has(claim.word(at)))
                && let Some(&(other, from, to)) = items.get(at + 1)
            {
                all.push(Self { item, turn: Turn::First, first, last });
                all.push(Self { item: other, turn: Turn::Later, first: from, last: to });
            }
        }
        all
    }
}

/// What may stand in an order, with its words: names of topics, and drugs at large.
fn items(claim: &Claim) -> Vec<(Item, usize, usize)> {
    let topics = claim.read.topics.iter().map(|read| (Item::Topic(read.topic), read.first, read.last));
    let mut all: Vec<(Item, usize, usize)> = topics.collect();
    let is_free = |at: usize| !claim.read.topics.iter().any(|read| read.first <= at && at <= read.last);
    for at in (0..claim.read.words.len()).filter(|&at| is_free(at)) {
        let is_other_than = at.checked_sub(1).is_some_and(|before| Grammar::OtherThan.has(claim.word(before)));
        if Grammar::DrugFree.has(claim.word(at)) || is_other_than && Grammar::DrugsAtLarge.has(claim.word(at)) {
            all.push((Item::NoDrugs, at.saturating_sub(usize::from(is_other_than)), at));
        } else if Grammar::DrugsAtLarge.has(claim.word(at)) && !Grammar::FreeOf.has(claim.word(at + 1)) {
            all.push((Item::Drugs, at, at));
        } else if Grammar::DrugsAtLarge.has(claim.word(at)) {
            all.push((Item::NoDrugs, at, at + 1));
        }
    }
    all.sort_by_key(|(_, first, _)| *first);
    all
}

/// The turn that the words behind something say: `first`, `as the first choice`, `only when the others have failed`.
fn turn_behind(claim: &Claim, last: usize, next: usize) -> Option<Turn> {
    let clause = claim.clause(last);
    let until = next.min(last + 1 + BEHIND_REACH).min(claim.read.words.len());
    let here = || (last + 1..until).filter(|&at| claim.clause(at) == clause);
    let is_only = |at: usize| Grammar::OnlyThen.has(claim.word(at)) && Grammar::Conditions.has(claim.word(at + 1));
    if here().any(|at| Grammar::LaterInOrder.has(claim.word(at)) || is_only(at)) {
        return Some(Turn::Later);
    }
    // `Opioids as the first choice`, and `opioids first`.
    let first = here().find(|&at| Grammar::FirstInOrder.has(claim.word(at)))?;
    // `Non-drug treatment comes first`.
    let leads = |at: usize| {
        let lists = [Grammar::As, Grammar::AnyTreatment, Grammar::StandsInOrder];
        is_small(claim, at) || lists.iter().any(|list| list.has(claim.word(at)))
    };
    (last + 1..first).all(leads).then_some(Turn::First)
}

/// The turn that the words before something say: `begin with drugs`.
fn turn_before(claim: &Claim, first: usize, before: Option<usize>) -> Option<Turn> {
    let from = before.map_or(0, |last| last + 1).max(first.saturating_sub(BEGIN_REACH));
    let is_begin = |at: usize| Grammar::BeginsCare.has(claim.word(at)) && !claim.is_negated(at);
    (from..first).any(|at| is_begin(at) && claim.clause(at) == claim.clause(first)).then_some(Turn::First)
}

fn is_small(claim: &Claim, at: usize) -> bool {
    claim.read.words.get(at).is_some_and(|word| word.is_stopword)
}
