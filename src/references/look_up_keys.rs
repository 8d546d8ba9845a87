//! By what a reference is looked up: words of its title, place, first author and years.

use std::collections::BTreeSet;

use super::{
    place,
    reading::Reading,
    words::{Token, words},
};
use crate::{
    domain::{Name, source::Bibliography},
    text::journal_alias,
};

/// Most initials of a person.
const MAX_INITIALS: usize = 4;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub(super) struct LookUpKeys {
    /// Folded words, the title's among them.
    pub(super) words: BTreeSet<String>,
    /// Parts of the text in which the title is, the likeliest first.
    pub(super) titles: Vec<String>,
    /// What may be the name of the journal.
    pub(super) journals: Vec<String>,
    pub(super) volume: Option<String>,
    pub(super) pages: Option<String>,
    /// The family name of the first author.
    pub(super) family: Option<String>,
    /// The first letter of their given names.
    pub(super) initial: Option<char>,
    pub(super) years: Vec<i16>,
}

impl LookUpKeys {
    pub(super) fn of(reading: &Reading) -> Self {
        let Some(fields) = &reading.fields else { return Self::of_text(reading) };
        let Bibliography {
            title,
            author,
            container_title,
            container_title_short,
            issued,
            available_date,
            volume,
            page,
            number,
            ..
        } = fields.as_ref();
        Self {
            words: words(title).into_iter().collect(),
            titles: vec![title.clone()],
            journals: [container_title, container_title_short].into_iter().flatten().cloned().collect(),
            volume: volume.clone(),
            pages: page.clone().or_else(|| number.clone()),
            family: author.first().map(|name| name.main().to_owned()),
            initial: author.first().and_then(Name::initial),
            years: [Some(issued.year()), available_date.map(|day| day.year())].into_iter().flatten().collect(),
        }
    }

    /// Whether volume and first page are those of the record.
    pub(super) fn are_of(&self, record: &Bibliography) -> bool {
        let first = |pages: Option<&String>| pages.and_then(|pages| place::ends_of(pages)).map(|(first, _)| first);
        let (said, own) = (first(self.pages.as_ref()), first(record.page.as_ref().or(record.number.as_ref())));
        let is_page = said.zip(own).is_some_and(|(said, own)| place::is_same_page(&said, &own));
        is_page && self.volume.as_deref().map(str::trim) == record.volume.as_deref().map(str::trim)
    }

    fn of_text(reading: &Reading) -> Self {
        let Reading { text, tokens, .. } = reading;
        let run = place::Run { text, tokens, from: 0, to: tokens.len() };
        let printed = place::read(&run);
        let years = place::years(&run, printed.as_ref());
        // Initials stand behind the name or, in some styles, before it.
        let is_name = |token: &Token| !token.is_taken && !token.has_digit() && token.word.chars().count() > 1;
        let written = |token: &Token| text.get(token.start..token.end);
        let first = tokens.iter().position(is_name);
        let initials = |at: usize| {
            let written = tokens.get(at).and_then(written).filter(|written| written.chars().count() <= MAX_INITIALS)?;
            written.chars().all(char::is_uppercase).then(|| written.chars().next()).flatten()
        };
        let free: Vec<&Token> = tokens.iter().filter(|token| !token.is_taken).collect();
        Self {
            words: free.iter().map(|token| token.word.clone()).collect(),
            titles: titles(text, &free),
            journals: journals(text, tokens, printed.as_ref()),
            volume: printed.as_ref().and_then(|printed| printed.volume.clone()),
            pages: printed.and_then(|printed| printed.pages),
            family: first.and_then(|at| tokens.get(at)).and_then(written).map(str::to_owned),
            initial: first.and_then(|at| at.checked_sub(1).and_then(initials).or_else(|| initials(at + 1))),
            years,
        }
    }
}

/// Whether a reference says that it was printed where `written` says, or has the DOI that stands there.
pub(super) fn is_printed_as(reading: &Reading, written: &str) -> bool {
    if written.is_empty() {
        return false;
    }
    let other = Reading::of_text(written);
    if other.dois.iter().any(|doi| reading.dois.contains(doi)) {
        return true;
    }
    let (own, other) = (LookUpKeys::of(reading), LookUpKeys::of(&other));
    let first = |pages: &Option<String>| pages.as_deref().and_then(place::ends_of).map(|(first, _)| first);
    let is_page = first(&own.pages).is_some_and(|page| first(&other.pages) == Some(page));
    is_page
        && own.volume == other.volume
        && (own.volume.is_some() || own.years.iter().any(|year| other.years.contains(year)))
}

/// The sentences of a reference with the most words in small letters, one of which is its title, and all of it: names of authors
/// are words of titles too, and would crowd out those of this one.
fn titles(text: &str, free: &[&Token]) -> Vec<String> {
    // As many sentences are tried.
    const TRIED: usize = 2;
    let mut sentences: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut end = 0;
    for token in free {
        let gap = text.get(end..token.start).unwrap_or_default();
        let raw = text.get(token.start..token.end).unwrap_or_default();
        if sentences.is_empty() || gap.contains(['.', '?', '!', '"', '“', '”', '‘', '[', ']']) || gap.contains("’,")
        {
            sentences.push((0, Vec::new()));
        }
        if let Some((small, words)) = sentences.last_mut() {
            *small += usize::from(raw.chars().count() > 2 && raw.starts_with(char::is_lowercase));
            words.push(raw);
        }
        end = token.end;
    }
    let whole: Vec<&str> = sentences.iter().flat_map(|(_, words)| words).copied().collect();
    let whole = whole.join(" ");
    sentences.sort_by_key(|(small, words)| std::cmp::Reverse((*small, words.len())));
    let mut titles: Vec<String> =
        sentences.iter().take(TRIED).filter(|(small, _)| *small > 0).map(|(_, words)| words.join(" ")).collect();
    if !titles.contains(&whole) {
        titles.push(whole);
    }
    titles
}

/// The ends of what stands before the place, or before the first year: one of them is the journal.
fn journals(text: &str, tokens: &[Token], printed: Option<&place::Place>) -> Vec<String> {
    // No abbreviation has more words, and few titles.
    const LONGEST: usize = 10;
    let year = tokens.iter().position(|token| token.year().is_some() && !token.is_taken);
    let Some(end) = printed.map(|printed| printed.from).or(year) else { return Vec::new() };
    let Some(last) = end.checked_sub(1).and_then(|last| tokens.get(last)) else { return Vec::new() };
    let begins = (end.saturating_sub(LONGEST)..end).rev().filter_map(|from| tokens.get(from));
    let mut names: Vec<String> =
        begins.filter_map(|token| text.get(token.start..last.end)).map(str::to_owned).collect();
    // `Br Med J` is in databases under its later name.
    let others: Vec<&str> = names.iter().filter_map(|name| journal_alias(&words(name).join(" "))).collect();
    names.extend(others.into_iter().map(str::to_owned));
    names
}
