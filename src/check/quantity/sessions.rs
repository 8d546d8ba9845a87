//! Numbers that count sessions without a word for them: how often somebody was treated, and what was added.

use super::{Number, Role};
use crate::{search::ReadWord, text::Grammar};

/// Words before a number of times within which stands what was done so often.
const TREATED_REACH: usize = 8;

/// Reads the times that somebody was treated as sessions: `treated 24 times over six weeks`, and further ones behind it.
pub(super) fn times_treated(all: &mut [Number], words: &[ReadWord]) {
    let is_times = |at: usize| words.get(at).is_some_and(|word| Grammar::Times.has(&word.exact));
    let mut is_treated = false;
    for number in all {
        let is_count = number.role == Role::Other && !number.is_multiple && number.parts.is_none() && !number.is_scale;
        if !is_count || !(is_times(number.last) || is_times(number.last + 1)) {
            continue;
        }
        let before = words.get(number.first.saturating_sub(TREATED_REACH)..number.first).unwrap_or_default();
        is_treated |= before.iter().any(|word| Grammar::TreatedTimes.has(&word.exact));
        if is_treated {
            number.role = Role::Sessions;
        }
    }
}

/// Reads a bare number of more behind one of sessions as sessions, those that are added: `12 visits, and another eight`. So does
/// `12 in 90 days, and another eight`, where only the span tells that visits are counted.
pub(super) fn further_sessions(all: &mut [Number], words: &[ReadWord]) {
    let is_in = |at: usize, list: Grammar| words.get(at).is_some_and(|word| list.has(&word.exact));
    let is_bare = |number: &Number| {
        number.role == Role::Other
            && number.parts.is_none()
            && !number.is_scale
            && !number.is_money
            && !number.is_multiple
    };
    let is_apart = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        before.zip(words.get(at)).is_some_and(|(word, next)| next.start > word.end + 1)
    };
    let mut of_sessions: Option<usize> = None;
    for at in 0..all.len() {
        let span = all.get(at + 1).filter(|next| next.role == Role::Days).map(|next| (next.first, next.high));
        let Some(number) = all.get_mut(at) else { continue };
        // `12 visits in 90 days, another eight`: behind a sign begins what is added, and `three more than others pay for` compares.
        let is_behind = is_in(number.last + 1, Grammar::Further)
            && !is_apart(number.last + 1)
            && !is_in(number.last + 2, Grammar::Than);
        let is_more = number.first.checked_sub(1).is_some_and(|before| is_in(before, Grammar::Further))
            || (number.first + 1..=number.last).any(|inside| is_in(inside, Grammar::Further))
            || is_behind;
        // `10 more sessions`: what is added is named behind.
        let is_named = is_more && is_in(number.last + 2, Grammar::SessionWords);
        if is_named && is_bare(number) {
            (number.role, number.last) = (Role::Sessions, number.last + 2);
        }
        if is_more
            && is_bare(number)
            && let Some(before) = of_sessions
        {
            number.role = Role::Sessions;
            if let Some(first) = all.get_mut(before) {
                first.role = Role::Sessions;
            }
        }
        let Some(number) = all.get_mut(at) else { continue };
        number.is_further = number.role == Role::Sessions && is_more;
        let per_days = span.filter(|(first, _)| *first == number.last + 2 && is_in(number.last + 1, Grammar::In));
        if number.role == Role::Sessions {
            of_sessions = Some(at);
        } else if let Some((_, days)) = per_days.filter(|_| is_bare(number)) {
            number.per_days = Some(days);
            of_sessions = of_sessions.or(Some(at));
        }
    }
}
