//! Which of several kinds of people a sentence says had more of something: women or men, the old or the young.

use crate::{
    check::{
        claim::{Claim, Subject},
        quantity::Role,
    },
    corpus::lexicon::{Axis, Cue},
    text::{Grammar, Qualifier},
};

/// The poles of [`Axis::Sex`], as `opposites.toml` numbers them.
const WOMEN: u32 = 1;

/// Words from people to what says that they had more, where that stands behind them.
const BEHIND_REACH: usize = 12;

/// And where it stands before them: `likelier in people with asthma, a cold or hay fever, and in men`.
const BEFORE_REACH: usize = 40;

/// Words before people within which something sets them apart: `not the men`, `rather than in men`.
const APART_REACH: usize = 3;

/// Words before a comparison within which it is denied.
const DENIED_REACH: usize = 4;

/// A kind of people, beside others of the same sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum People {
    Women,
    Men,
    Old,
    Young,
}

impl People {
    /// Those beside whom they are told.
    fn others(self) -> Self {
        match self {
            Self::Women => Self::Men,
            Self::Men => Self::Women,
            Self::Old => Self::Young,
            Self::Young => Self::Old,
        }
    }
}

/// People of whom it is said that they had more of something than others, or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct More {
    people: People,
    is_more: bool,
    pub(in crate::check) first: usize,
    pub(in crate::check) last: usize,
}

impl More {
    /// All that a sentence says so of.
    pub(in crate::check) fn all(claim: &Claim) -> Vec<Self> {
        let named = named(claim);
        if named.is_empty() {
            return Vec::new();
        }
        let is_people = |at: usize| named.iter().any(|(_, first, last)| *first <= at && at <= *last);
        let compared = compared(claim, &is_people);
        let subjects = named.iter().filter(|(_, first, _)| !is_object(claim, *first));
        subjects
            .filter_map(|&(people, first, last)| {
                let behind = compared.iter().find(|(at, _)| last < *at && *at - last <= BEHIND_REACH);
                let before = compared.iter().rev().find(|(at, _)| *at < first && first - *at <= BEFORE_REACH);
                let (_, is_more) = *behind.or(before)?;
                Some(Self { people, is_more, first, last })
            })
            .collect()
    }

    /// The same of a sentence of a record, which tells of harm or sets people beside others: `in older adults pain fell by more than with
    /// rest` tells who was treated.
    pub(in crate::check) fn on_record(claim: &Claim) -> Vec<Self> {
        let named = named(claim);
        let is_beside = |(people, first, _): &(People, usize, usize)| {
            is_object(claim, *first) && named.iter().any(|(other, _, _)| *other == people.others())
        };
        let is_frequency = claim.poles.iter().any(|pole| pole.cue.0 == Axis::Frequency);
        let compares = claim.subject == Subject::Harm || is_frequency || named.iter().any(is_beside);
        if compares { Self::all(claim) } else { Vec::new() }
    }

    /// Whether another sentence says the same of the same sort of people; none where it is of another sort.
    pub(in crate::check) fn agrees(&self, other: &Self) -> Option<bool> {
        if other.people == self.people {
            Some(other.is_more == self.is_more)
        } else if other.people == self.people.others() {
            Some(other.is_more != self.is_more)
        } else {
            None
        }
    }
}

/// The people that a claim names, with the places of the words for them, in order.
fn named(claim: &Claim) -> Vec<(People, usize, usize)> {
    let sexes = claim.poles.iter().filter(|pole| pole.cue.0 == Axis::Sex);
    let sexes = sexes.map(|pole| {
        let people = if pole.cue.1 == WOMEN { People::Women } else { People::Men };
        (people, pole.first, pole.last)
    });
    let aged = (0..claim.read.words.len()).filter_map(|at| Some((age_of(claim.word(at))?, at, at)));
    let bounded = claim.numbers_of(Role::Age).filter_map(|number| {
        let before = number.first.checked_sub(1).map_or("", |at| claim.word(at));
        let is_below = matches!(number.qualifier, Some(Qualifier::LessThan | Qualifier::AtMost | Qualifier::UpTo));
        let is_above = matches!(number.qualifier, Some(Qualifier::MoreThan | Qualifier::AtLeast));
        if is_below || Grammar::BelowAge.has(before) {
            Some((People::Young, number.first, number.last))
        } else if is_above || Grammar::AboveAge.has(before) {
            Some((People::Old, number.first, number.last))
        } else {
            None
        }
    });
    let mut all: Vec<(People, usize, usize)> = sexes.chain(aged).chain(bounded).collect();
    all.sort_by_key(|(_, first, _)| *first);
    all
}

/// The words that say that there is more of something, or less, with their places, in order. What is denied says neither.
fn compared(claim: &Claim, is_people: &impl Fn(usize) -> bool) -> Vec<(usize, bool)> {
    let is_denied = |at: usize| {
        claim.cues.iter().any(|cue| {
            // `Women, not men, had more`.
            let sets_apart = (cue.last + 1..=cue.last + APART_REACH).any(is_people);
            cue.cue == Cue::Not
                && cue.first < at
                && at - cue.first <= DENIED_REACH
                && !sets_apart
                && !Grammar::LessOften.has(claim.word(cue.first))
        })
    };
    let way = |at: usize| {
        let word = claim.word(at);
        let is_more = Grammar::MoreOften.has(word);
        // `The older ones got off more lightly.`
        if is_more && Grammar::Mildly.has(claim.word(at + 1)) {
            return Some(false);
        }
        (is_more || Grammar::LessOften.has(word)).then_some(is_more)
    };
    let all = (0..claim.read.words.len()).filter(|&at| !claim.is_bound(at) && !is_denied(at));
    all.filter_map(|at| Some((at, way(at)?))).collect()
}

/// Whether something is named as what does not have it, or with what others are compared: `not in men`, `rather than in men`.
pub(in crate::check) fn is_object(claim: &Claim, first: usize) -> bool {
    let near = first.saturating_sub(APART_REACH)..first;
    near.clone().any(|at| Grammar::Than.has(claim.word(at)) || Grammar::Not.has(claim.word(at)))
        || claim.cues.iter().any(|cue| {
            matches!(cue.cue, Cue::Against) && near.contains(&cue.last) && !Grammar::Over.has(claim.word(cue.last))
        })
}

fn age_of(word: &str) -> Option<People> {
    if Grammar::Aged.has(word) {
        Some(People::Old)
    } else if Grammar::Youthful.has(word) {
        Some(People::Young)
    } else {
        None
    }
}
