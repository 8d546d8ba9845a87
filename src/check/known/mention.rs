//! Numbers in what the records say, each with the words it stands among: they tell what it counts where no field does.

use crate::{
    check::quantity::{Number, Role},
    domain::FieldPath,
    search::ReadWord,
    text::{Grammar, is_stopword},
};

/// Most telling words on one side of a number.
const WORDS: usize = 4;

/// Most words looked at on one side.
const REACH: usize = 8;

/// A number that a text of a record has.
#[derive(Clone, Debug)]
pub(in crate::check) struct Mention {
    pub(in crate::check) number: Number,
    /// The finding whose text has it; none for a text on the source as a whole.
    pub(in crate::check) finding: Option<usize>,
    pub(in crate::check) field: FieldPath,
    pub(in crate::check) is_verified: bool,
    /// What it is said of.
    pub(in crate::check) context: Context,
    /// The stem of what a rate is counted in: `needle` of `8 per 10,000 needles`.
    pub(in crate::check) base: Option<String>,
    /// Whether it is since then that something is so.
    pub(in crate::check) is_since: bool,
}

/// Words behind a rate within which stands what it is counted in: `of the pregnant women`.
const BASE_REACH: usize = 4;

/// Words behind a rate within which stands the base that `every` is in front of.
const BASE_FAR: usize = 9;

/// Words behind the number of a base within which stands what it counts.
const NAMED_IN: usize = 2;

/// What a number that is a rate is counted in: in the rate itself, in front of it or right behind it.
pub(in crate::check) fn base_of<'w>(number: &Number, words: &'w [ReadWord]) -> Option<&'w ReadWord> {
    if let Some(at) = number.counted_in {
        return words.get(at);
    }
    // `14 significant events for every 10,000 patients`: behind the number of the base.
    let behind = words.get(number.last + 1..(number.last + BASE_FAR).min(words.len())).unwrap_or_default();
    let front = behind.windows(2).position(|two| match two {
        [front, base] => Grammar::RateFronts.has(&front.exact) && base.has_digit,
        _ => false,
    });
    // `Per 10,000 humming sessions`: a word for what they are of may stand between.
    let mut fronted = behind.iter().skip(front.map_or(behind.len(), |at| at + 2)).take(NAMED_IN);
    if let Some(of) = fronted.find(|of| number.is_rate && Grammar::RateBases.has(&of.exact)) {
        return Some(of);
    }
    let near = words.get(number.first..(number.last + BASE_REACH + 1).min(words.len()))?;
    // What stands behind a comma or a semicolon belongs to something else.
    let until = near.windows(2).enumerate().position(|(at, pair)| match pair {
        // The `%` of a share is no such sign.
        [one, next] => number.first + at >= number.last + usize::from(!number.is_rate) && next.start > one.end + 1,
        _ => false,
    });
    let mut named =
        near.iter().take(until.map_or(near.len(), |at| at + 1)).filter(|word| Grammar::RateBases.has(&word.exact));
    named.next().filter(|_| number.role == Role::Percent)
}

/// The stems of the telling words around a number, the nearest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::check) struct Context {
    pub(in crate::check) after: Vec<String>,
    pub(in crate::check) before: Vec<String>,
}

impl Context {
    /// Of the number at a place among the numbers of a sentence, up to the next of them.
    pub(in crate::check) fn of(numbers: &[Number], at: usize, words: &[ReadWord]) -> Self {
        let Some(number) = numbers.get(at) else { return Self::default() };
        let is_number = |place: usize| numbers.iter().any(|one| one.first <= place && place <= one.last);
        let joins = |word: &str| {
            let lists = [Grammar::EachOfTwo, Grammar::Than, Grammar::Over, Grammar::Not, Grammar::No];
            is_stopword(word) || lists.into_iter().any(|list| list.has(word))
        };
        let telling = |place: &usize| {
            words.get(*place).is_some_and(|word| !word.has_digit && !joins(&word.exact) && word.exact.len() > 2)
        };
        let stems = |places: Vec<usize>| -> Vec<String> {
            places.into_iter().filter(telling).take(WORDS).filter_map(|at| Some(words.get(at)?.stem.clone())).collect()
        };
        let reaches = |place: &usize| !is_number(*place);
        // `Twelve turned out to be of low quality`: such words take no room.
        let is_told = |place: &usize| words.get(*place).is_some_and(|word| !Grammar::Linking.has(&word.exact));
        let after = (number.last + 1..words.len()).filter(is_told).take(REACH).take_while(reaches).collect();
        let before = (0..number.first).rev().filter(is_told).take(REACH).take_while(reaches).collect();
        Self { after: stems(after), before: stems(before) }
    }

    /// Whether there are no such words.
    pub(in crate::check) fn is_empty(&self) -> bool {
        self.after.is_empty() && self.before.is_empty()
    }

    /// Whether a word stands near both numbers, on whichever side.
    pub(in crate::check) fn touches(&self, other: &Self) -> bool {
        let near = |context: &Self, stem: &String| context.after.contains(stem) || context.before.contains(stem);
        self.after.iter().chain(&self.before).any(|stem| near(other, stem))
    }

    /// How many of the words behind a number stand behind another one as well.
    pub(in crate::check) fn shared(&self, other: &Self) -> usize {
        self.after.iter().filter(|stem| other.after.contains(stem)).count()
    }
}

/// Whether two numbers can be of one kind: what is counted in words is of no kind of its own.
pub(in crate::check) fn is_alike(one: &Number, other: &Number) -> bool {
    let is_count = |role: Role| matches!(role, Role::Other | Role::Participants | Role::Studies | Role::Sessions);
    one.role == other.role || is_count(one.role) && is_count(other.role)
}
