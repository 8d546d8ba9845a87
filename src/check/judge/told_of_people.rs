//! Numbers that are told of people and of nothing that came out: who got what, and for how long they have had their complaint.

use super::{Judge, Of};
use crate::{
    check::{
        claim::Claim,
        quantity::{Number, Role},
    },
    corpus::lexicon::Cue,
    domain::TopicKind,
    search::ReadWord,
    text::Grammar,
};

/// The shares of all, in per cent.
const WHOLE: f64 = 100.0;

/// How far from the whole shares that make it up may be: three times 33.
const WHOLE_ROUNDED: f64 = 2.0;

/// Words behind a time within which stands the work that came then.
const WORK_REACH: usize = 4;

/// Words before a time within which stands that something came out then.
const ISSUE_REACH: usize = 3;

/// Words from a complaint to how long it has lasted.
const COMPLAINT_REACH: usize = 4;

impl Judge<'_> {
    /// Whether a claim tells of a comparator, and of nothing that came out; or shares that make up the whole: `a third had usual care, a
    /// third ten sessions, and a third ten more`.
    pub(super) fn tells_who_got_what(&self, claim: &Claim, of: Of<'_>) -> bool {
        let tells_result = claim.way.is_some()
            || !self.outcomes(claim).is_empty()
            || [Cue::Harm, Cue::Event, Cue::Safety].iter().any(|cue| claim.has(*cue));
        let is_single = claim.numbers_of(Role::Percent).count() < 2;
        let is_one = !claim.comparators.is_empty() && is_single && !self.tells_what_was_measured(claim, of);
        !tells_result && (are_shares_of_all(claim) || is_one)
    }

    /// Whether a word of a claim, outside what its groups had, is one of the outcome of a result that it can be about: `had responded`.
    fn tells_what_was_measured(&self, claim: &Claim, of: Of<'_>) -> bool {
        let is_group = |at: usize| {
            claim.comparators.iter().any(|said| said.first <= at && at <= said.last)
                || claim.read.topics.iter().any(|read| read.first <= at && at <= read.last)
        };
        // What befell them stands in the statement as a verb, where the outcome is called by a noun.
        let is_past = |word: &str| Grammar::PastEndings.words().iter().any(|ending| word.ends_with(ending.as_str()));
        let is_told = |word: &ReadWord| {
            let mut words = of.fitting.iter().filter_map(|&at| self.facts.words_of.get(at));
            words.any(|words| {
                words.outcome.contains(&word.stem) || is_past(&word.exact) && words.result.contains(&word.stem)
            })
        };
        let words = claim.read.words.iter().enumerate();
        words.into_iter().any(|(at, word)| {
            let is_plain = !word.is_stopword && !word.has_digit && !self.facts.is_person(&word.stem);
            is_plain && !is_group(at) && !Grammar::Got.has(&word.exact) && is_told(word)
        })
    }

    /// Whether a time is told of a complaint: `back pain of more than ten years`.
    pub(super) fn is_of_complaint(&self, claim: &Claim, number: &Number) -> bool {
        claim.read.topics.iter().any(|read| {
            let is_near = read.last < number.first && number.first - read.last <= COMPLAINT_REACH;
            is_near
                && Grammar::Of.has(claim.word(read.last + 1))
                && !self.of_kind(&[read.topic], &[TopicKind::Condition]).is_empty()
        })
    }
}

/// Whether the shares of a claim are told in words and make up the whole.
pub(super) fn are_shares_of_all(claim: &Claim) -> bool {
    let shares: Vec<&Number> = claim.numbers_of(Role::Percent).collect();
    let sum: f64 = shares.iter().map(|share| share.low).sum();
    shares.len() > 1 && shares.iter().all(|share| share.is_of_few) && (sum - WHOLE).abs() <= WHOLE_ROUNDED
}

/// Whether a share is none but the next of groups that are counted: `one went on as before, a second was needled, and a third had more`.
pub(super) fn is_next_of_groups(claim: &Claim, number: &Number) -> bool {
    let is_place = |at: usize| Grammar::Places.has(claim.word(at));
    let stands_alone = |at: usize| at > 0 && Grammar::IndefiniteOrAnother.has(claim.word(at - 1));
    is_place(number.last) && (0..number.first).any(|at| is_place(at) && stands_alone(at))
}

/// Whether a time lies between two works: `seven years later an overview came to the same`, `had found so three years before`,
/// `appeared a year later`.
pub(super) fn is_between_works(claim: &Claim, number: &Number) -> bool {
    number.role == Role::Days
        && (brings_in_a_work(claim, number) || counts_back(claim, number) || is_of_issue(claim, number))
}

/// Whether a time is counted back from what was told before, and from nothing that stands beside it: `three years before:`, `ten years
/// ago`.
fn counts_back(claim: &Claim, number: &Number) -> bool {
    let (next, behind) = (number.last + 1, number.last + 2);
    let ends = claim.read.words.len() <= behind || claim.is_parted(behind);
    Grammar::Ago.has(claim.word(next)) || Grammar::Formerly.has(claim.word(next)) && ends
}

/// Whether a time is when something came out, after what was told before: `which appeared a year later`.
fn is_of_issue(claim: &Claim, number: &Number) -> bool {
    let before = number.first.saturating_sub(ISSUE_REACH)..number.first;
    let is_issued = before
        .into_iter()
        .any(|at| Grammar::Issued.has(claim.word(at)) && claim.clause(at) == claim.clause(number.first));
    is_issued && Grammar::LaterInOrder.has(claim.word(number.last + 1))
}

/// Whether a time is that from one work to the next, which stands behind it: `seven years later an overview`.
fn brings_in_a_work(claim: &Claim, number: &Number) -> bool {
    let is_work = |cue: Cue| matches!(cue, Cue::Review | Cue::Trial | Cue::Guideline | Cue::Research);
    let is_later = [number.last, number.last + 1].iter().any(|at| Grammar::LaterOn.has(claim.word(*at)));
    // A new one, right behind it: `later the trial found` tells of the same.
    let new = claim.find_word(number.last + 1..=number.last + WORK_REACH, Grammar::IndefiniteOrAnother);
    let is_led = |new: usize| {
        let near = new + 1..=new + WORK_REACH;
        claim.cues.iter().any(|cue| is_work(cue.cue) && near.contains(&cue.first))
            || near.clone().any(|at| {
                let lists = [Grammar::Works, Grammar::Studies, Grammar::ManyStudies];
                lists.iter().any(|list| list.has(claim.word(at)))
            })
    };
    is_later && new.is_some_and(is_led)
}
