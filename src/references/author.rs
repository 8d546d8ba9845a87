//! The first author of a reference: whether it is the one on record.

use super::{agreement::Agreement, place::Run, words::words};
use crate::{
    domain::Name,
    text::{Citing, slug},
};

/// Holds the begin of a run of tokens against the first author. Where the run is not surely a list of authors
/// (`is_list`), only that the author is in it counts.
pub(super) fn compare(run: &Run<'_>, authors: &[Name], is_list: bool) -> Agreement {
    let Some(first) = authors.first() else { return Agreement::Unsaid };
    let tokens: Vec<usize> =
        (run.from..run.to).filter(|at| run.tokens.get(*at).is_some_and(|token| !token.is_taken)).collect();
    let raw = |at: usize| run.tokens.get(at).and_then(|token| run.text.get(token.start..token.end)).unwrap_or_default();
    let gap = |at: usize| {
        let start = at.checked_sub(1).and_then(|before| run.tokens.get(before)).map_or(0, |token| token.end);
        run.tokens.get(at).and_then(|token| run.text.get(start..token.start)).unwrap_or_default()
    };
    // Years, days and numbers of lists stand before names, never within.
    let tokens: Vec<usize> =
        tokens.into_iter().skip_while(|at| run.tokens.get(*at).is_some_and(|token| is_numeral(&token.word))).collect();
    let Some(&begin) = tokens.first() else { return Agreement::Unsaid };
    // `Anna B. Nobody`: behind the initial of a second name stands the family name.
    let is_in_order_of_speech = |at: usize, chunk: &[usize]| {
        let Name::Person { family, given: Some(given), suffix: _ } = first else { return false };
        let is_given = given.split(' ').next().map(key) == chunk.first().map(|at| key(raw(*at)));
        let mut joined = String::new();
        let is_family = (at..run.to).take(words(family).len() + 2).any(|at| {
            joined.push_str(&key(raw(at)));
            joined == key(family)
        });
        is_given && is_family
    };
    // The first name: up to a comma, a semicolon or a word that joins.
    let mut chunk: Vec<usize> = Vec::new();
    for &at in &tokens {
        let is_joint = Citing::AuthorJoints.has(&raw(at).to_lowercase());
        let is_parted = at != begin && gap(at).contains([',', ';', '(', ':', '"', '“']);
        // `Haake M. Title`: behind initials a full stop ends the list.
        let has_family = chunk.iter().any(|at| !is_initials(raw(*at)));
        let is_end =
            at != begin && gap(at).contains(". ") && raw(at).chars().count() > 3 && chunk.len() >= 2 && has_family;
        let is_end = is_end && !is_in_order_of_speech(at, &chunk);
        if !chunk.is_empty() && (is_joint || is_parted || is_end)
            || run.tokens.get(at).is_some_and(|token| is_numeral(&token.word))
        {
            break;
        }
        chunk.push(at);
    }
    let keys = |from: usize, count: usize| -> Option<String> {
        let mut joined = String::new();
        for at in tokens.get(from..from + count)? {
            joined.push_str(&key(raw(*at)));
        }
        Some(joined)
    };
    let said = || {
        let after = chunk.last().and_then(|last| tokens.iter().position(|at| at == last)).map_or(0, |at| at + 1);
        // `Haake, M.`: initials behind a comma belong to the name.
        let mut last = chunk.last().copied().unwrap_or(begin);
        if chunk.len() == 1 {
            last = tokens.iter().skip(after).take_while(|at| is_initials(raw(**at))).last().copied().unwrap_or(last);
        }
        let end = run.tokens.get(last).map_or(0, |token| token.end);
        let start = run.tokens.get(begin).map_or(0, |token| token.start);
        run.text.get(start..end).unwrap_or_default().to_owned()
    };
    let on_record = || match first {
        Name::Person { family, given, suffix: _ } => match given {
            Some(given) => format!("{family}, {given}"),
            None => family.clone(),
        },
        Name::Organisation { literal } => literal.clone(),
    };
    let is_known = match first {
        Name::Organisation { literal } => {
            organisation(&words(literal), run, &tokens) || {
                // The group stands first on record and behind the people in the reference, or is left out.
                matches!(authors.get(1), Some(Name::Person { family, .. }) if family_at(family, 0, &keys).is_some())
            }
        }
        Name::Person { family, given, suffix: _ } => {
            if let Some(count) = family_at(family, 0, &keys) {
                let given = given.as_deref().and_then(|given| given.chars().find(|c| c.is_alphabetic()));
                let next = tokens.iter().skip(count).find(|at| !is_suffix(raw(**at)));
                match (given, next) {
                    (Some(given), Some(&at)) if is_initials(raw(at)) && !gap(at).contains(';') => {
                        let letter = |c: char| slug(&c.to_string());
                        raw(at).chars().next().is_none_or(|said| letter(said) == letter(given))
                    }
                    _ => true,
                }
            } else {
                // `Michael Haake`, `de la Cruz` as `Cruz`, one of two family names.
                let parts: Vec<String> = words(family).iter().map(|word| key(word)).collect();
                let within: Vec<String> = chunk.iter().map(|at| key(raw(*at))).collect();
                let whole = key(family);
                let begins = (0..chunk.len()).any(|from| {
                    (1..=chunk.len() - from).any(|count| keys(from, count).as_deref() == Some(whole.as_str()))
                });
                let longest = parts.iter().max_by_key(|part| part.len());
                let is_one = parts.len() > 1
                    && longest.is_some_and(|longest| longest.len() > 2 && within.first() == Some(longest))
                    || parts.len() > 1
                        && parts.first().is_some_and(|part| part.len() > 3 && within.first() == Some(part));
                // `Silva HJA` of Hugo Almeida Silva: the last of several family names, and the initials of the given ones.
                let letter = |c: char| slug(&c.to_string());
                let given = given.as_deref().and_then(|given| given.chars().find(|c| c.is_alphabetic())).map(letter);
                let initial = tokens.get(1).map(|at| raw(*at)).filter(|raw| is_initials(raw));
                let initial = initial.and_then(|raw| raw.chars().next()).map(letter);
                let is_last = parts.len() > 1
                    && parts.last().is_some_and(|part| part.len() > 2 && within.first() == Some(part))
                    && initial.is_some()
                    && initial == given;
                begins || is_one || is_last
            }
        }
    };
    if is_known {
        return Agreement::Same;
    }
    if !is_list {
        let is_within = (0..tokens.len()).any(|from| match first {
            Name::Person { family, .. } => family_at(family, from, &keys).is_some(),
            Name::Organisation { literal } => organisation(&words(literal), run, &tokens),
        });
        return if is_within { Agreement::Same } else { Agreement::Unsaid };
    }
    Agreement::Other { said: said(), on_record: on_record() }
}

/// Whether a text begins with the family name of the first author.
pub(super) fn begins(text: &str, authors: &[Name]) -> bool {
    let first = |text: &str| words(text).first().map(|word| key(word));
    authors.first().is_some_and(|author| first(author.main()).is_some_and(|name| first(text) == Some(name)))
}

/// Whether a run of tokens is nothing but one name or two, as texts have them before a year: `Nobody et al.`, `Nobody & Example`,
/// `van der Heide AB`.
pub(super) fn are_names(run: &Run<'_>) -> bool {
    const LONGEST: usize = 6;
    let raw = |at: usize| run.tokens.get(at).and_then(|token| run.text.get(token.start..token.end)).unwrap_or_default();
    let is_of_name = |at: usize| {
        let lower = raw(at).to_lowercase();
        let is_capital = raw(at).starts_with(char::is_uppercase) && raw(at).chars().all(char::is_alphabetic);
        is_capital || Citing::AuthorJoints.has(&lower) || Citing::Particles.has(&lower)
    };
    let count = run.to.saturating_sub(run.from);
    (1..=LONGEST).contains(&count)
        && (run.from..run.to).all(|at| is_of_name(at) && run.tokens.get(at).is_some_and(|token| !token.is_taken))
        && (run.from..run.to).any(|at| raw(at).starts_with(char::is_uppercase))
}

/// How many tokens from `from` on make the family name.
fn family_at(family: &str, from: usize, keys: &dyn Fn(usize, usize) -> Option<String>) -> Option<usize> {
    let whole = key(family);
    if whole.is_empty() {
        return None;
    }
    (1..=words(family).len() + 2).find(|count| keys(from, *count).as_deref() == Some(whole.as_str()))
}

/// Whether an organisation is named: whole, by most of its words, or by its initials.
fn organisation(name: &[String], run: &Run<'_>, tokens: &[usize]) -> bool {
    let said: Vec<&str> = tokens
        .iter()
        .take(name.len() + 12)
        .filter_map(|at| run.tokens.get(*at))
        .map(|token| token.word.as_str())
        .collect();
    let telling: Vec<&String> = name.iter().filter(|word| !crate::text::is_stopword(word)).collect();
    let shared = telling.iter().filter(|word| said.contains(&word.as_str())).count();
    let initials: String = telling.iter().filter_map(|word| word.chars().next()).collect();
    shared * 2 > telling.len() || said.iter().take(3).any(|word| word.len() >= 2 && initials.starts_with(word))
}

/// A name in the letters that all transliterations share: `Müller`, `Mueller` and `Muller` are one.
pub(super) fn key(name: &str) -> String {
    let slug: String = slug(name).chars().filter(char::is_ascii_alphanumeric).collect();
    Citing::Umlauts.words().iter().fold(slug, |slug, two| slug.replace(two, &two[..1]))
}

/// Whether a word begins with a figure, as years, days and numbers of lists do; a name may end in one: `Epi25`.
fn is_numeral(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// `M`, `MJ`, `M.-J.`: one to four capitals.
fn is_initials(raw: &str) -> bool {
    let letters = raw.chars().count();
    (1..=4).contains(&letters) && raw.chars().all(|c| c.is_uppercase())
}

fn is_suffix(raw: &str) -> bool {
    Citing::NameSuffixes.has(&raw.to_lowercase())
}
