//! What a source is, who issued it and where it appeared (W111).

use super::{Contradiction, Found, Judge};
use crate::{
    check::{
        attribute::AttributeKind,
        claim::Claim,
        identify::{Identified, NAMED},
        known::{NameEntry, NameKind},
        quantity::{Number, Role},
        rule,
    },
    corpus::lexicon::Cue,
    domain::{Source, StudyDesign},
    text::{Grammar, is_stopword},
};

impl Judge<'_> {
    /// W111.
    pub(super) fn label(&self, claim: &Claim, identified: &Identified, found: &mut Found<'_>) {
        let Some(source) = self.source(identified.source) else { return };
        for style in claim.cues.iter().filter(|cue| cue.cue == Cue::Style) {
            let is_name = style.first > 0
                && self
                    .facts
                    .names
                    .get(claim.word(style.first - 1))
                    .into_iter()
                    .flatten()
                    .any(|entry| entry.words.len() == 1 && matches!(entry.kind, NameKind::Issuer));
            let noun = claim.says_within(style.last + 1..style.last + 4, Grammar::Works);
            if is_name && noun {
                let message = format!("this is {} itself, not something like it", source.short_title);
                found.at(
                    rule::MISLABELLED,
                    (style.first - 1, style.last),
                    None,
                    message,
                    Some(source.short_title.clone()),
                );
            }
        }
        self.issuer(claim, identified, source, found);
        other_year(claim, identified, source, found);
        other_body(claim, identified, source, found);
        self.other_journal(claim, identified, source, found);
        self.called_beside(claim, identified, source, found);
    }

    /// W111: a work that is named is credited to an issuer whose it is not: `NG59, issued by the World Health Organization`.
    fn issuer(&self, claim: &Claim, identified: &Identified, source: &Source, found: &mut Found<'_>) {
        let is_by = |by: &&str| matches!(*by, "name" | "identifier" | "link" | "marker");
        if !identified.by.iter().any(is_by) {
            return;
        }
        for cue in claim.cues.iter().filter(|cue| cue.cue == Cue::IssuedBy) {
            let from = cue.last + 1 + usize::from(Grammar::Definite.has(claim.word(cue.last + 1)));
            let entries = self.facts.names.get(claim.word(from)).into_iter().flatten().filter(|entry| {
                let is_said = || entry.words.iter().enumerate().all(|(at, word)| claim.word(from + at) == word);
                matches!(entry.kind, NameKind::Issuer | NameKind::Journal) && is_said()
            });
            let longest = entries.clone().map(|entry| entry.words.len()).max().unwrap_or_default();
            let mut named = entries.filter(|entry| entry.words.len() == longest).peekable();
            if named.peek().is_none() || named.any(|entry| entry.source == identified.source) {
                continue;
            }
            let issuer = source.bibliography.publisher.clone().unwrap_or_else(|| source.short_title.clone());
            let contradiction = Contradiction {
                kind: AttributeKind::Words,
                span: (from, from + longest - 1),
                finding: None,
                message: format!("{} is not theirs", source.short_title),
                expected: Some(issuer),
                on_record: None,
            };
            found.contradict(rule::MISLABELLED, contradiction);
        }
    }
}

/// W111: a guideline of an issuer that has one here, told with the year of another.
fn other_year(claim: &Claim, identified: &Identified, source: &Source, found: &mut Found<'_>) {
    let by = |what: &str| identified.by.contains(&what);
    let is_open = !identified.is_sure && by("issuer") && !by("name") && !by("year");
    let said = claim.numbers_of(Role::Year).next().filter(|_| is_open && source.design == StudyDesign::Guideline);
    let Some(said) = said else { return };
    let year = source.bibliography.issued.year().to_string();
    let message = format!("no guideline of theirs of that year is on record; {} is of {year}", source.short_title);
    found.at(rule::MISLABELLED, (said.first, said.last), None, message, Some(year));
}

/// Most words of the name of a body or a journal.
const MOST_NAME_WORDS: usize = 7;

/// Most words between a work and the body whose it is said to be.
const WORK_REACH: usize = 4;

/// Most words between a body and what it advises.
const ADVICE_REACH: usize = 6;

/// Everything that a source says of who made it and where it appeared, in small letters.
fn imprint(source: &Source) -> String {
    let b = &source.bibliography;
    let names = b.author.iter().map(|name| name.main().to_owned());
    let texts = [&b.publisher, &b.container_title, &b.container_title_short, &b.genre];
    let all = names.chain(texts.into_iter().flatten().cloned()).chain([b.title.clone(), source.short_title.clone()]);
    // A society may be named in what its work is known as, and nowhere else.
    let all = all.chain(source.also_known_as.iter().cloned());
    all.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// W111: a work that is named is called that of another body: `NG59, the guideline of the Northland Society`.
fn other_body(claim: &Claim, identified: &Identified, source: &Source, found: &mut Found<'_>) {
    // An author and a year may be those of a work for another body: of guidelines they are not.
    let is_by = |by: &&str| {
        matches!(*by, "name" | "identifier" | "link" | "marker")
            || *by == "author and year" && source.design == StudyDesign::Guideline
    };
    if !identified.by.iter().any(is_by) {
        return;
    }
    let is_plain =
        |at: &usize| !is_stopword(claim.word(*at)) && !claim.read.words.get(*at).is_some_and(|word| word.has_digit);
    let bodies = (0..claim.read.words.len()).filter(|at| Grammar::Bodies.has(claim.word(*at)));
    let imprint = imprint(source);
    for body in bodies {
        let first = (0..body).rev().take(MOST_NAME_WORDS).take_while(is_plain).last().unwrap_or(body);
        // `The society's guideline`: of whatever is called so.
        let advises = claim.cues.iter().any(|cue| {
            matches!(cue.cue, Cue::Recommend | Cue::RecommendAgainst)
                && body < cue.first
                && cue.first <= body + ADVICE_REACH
        });
        let is_work =
            advises || is_its_work(claim, identified, first) || claim.says_within(body + 1..body + 5, Grammar::Works);
        if first == body || !is_work || (first..=body).all(|at| imprint.contains(claim.word(at))) {
            continue;
        }
        let message = format!("{} is not theirs", source.short_title);
        let expected = source.bibliography.publisher.clone().unwrap_or_else(|| source.short_title.clone());
        let kind = AttributeKind::Words;
        let contradiction = Contradiction {
            kind,
            span: (first, body),
            finding: None,
            message,
            expected: Some(expected),
            on_record: None,
        };
        found.contradict(rule::MISLABELLED, contradiction);
        return;
    }
}

/// Whether a body is named as the one whose the work is that was named right before: `NG59, the guideline of the Northland Society`.
fn is_its_work(claim: &Claim, identified: &Identified, body: usize) -> bool {
    let begins = identified.last + 1;
    let between = begins..body;
    let is_near = body > begins && body - begins <= WORK_REACH + 1;
    let is_apposed = claim.is_parted(begins)
        && Grammar::Definite.has(claim.word(begins))
        && between.clone().any(|at| Grammar::Works.has(claim.word(at)))
        && !between.clone().any(|at| Grammar::MadeFor.has(claim.word(at)));
    is_near && is_apposed
}

/// The words that name the journal in which a work is said to have appeared: `published in the Lancet`.
fn journal_in(claim: &Claim) -> Option<(usize, usize)> {
    let words = claim.read.words.len();
    let printed = (0..words).find(|at| Grammar::Printed.has(claim.word(*at)) && Grammar::In.has(claim.word(at + 1)));
    let first = printed? + 2;
    let is_number = |at: usize| claim.numbers.iter().any(|number| number.first <= at && at <= number.last);
    let run = (first..words.min(first + MOST_NAME_WORDS))
        .take_while(|at| !is_number(*at) && !Grammar::In.has(claim.word(*at)));
    let last = run.filter(|at| Grammar::JournalWords.has(claim.word(*at))).last()?;
    // `Carried out in people with back pain`.
    let names_people = claim.says_within(first..=last, Grammar::Persons);
    (!names_people).then_some((first, last))
}

/// The same where somebody writes there, and the year follows: `writing in the Lancet in 2020`.
fn journal_written_in(claim: &Claim) -> Option<(usize, usize)> {
    let words = claim.read.words.len();
    let writing = (0..words).find(|at| Grammar::Writing.has(claim.word(*at)) && Grammar::In.has(claim.word(at + 1)));
    let first = writing? + 2 + usize::from(Grammar::Definite.has(claim.word(writing? + 2)));
    let year = claim.numbers_of(Role::Year).map(|year| year.first).find(|year| *year > first)?;
    let last = if Grammar::In.has(claim.word(year - 1)) { year.checked_sub(2)? } else { year - 1 };
    let is_name = first <= last && last - first < MOST_NAME_WORDS;
    // `Reporting in pain patients in 2020` names none.
    let mut tells = (first..=last).filter(|at| !is_stopword(claim.word(*at)));
    let has_head = claim.says_within(first..=last, Grammar::JournalHeads);
    let is_journal = has_head || tells.all(|at| Grammar::JournalWords.has(claim.word(at)));
    (is_name && is_journal).then_some((first, last))
}

/// The same where the journal is who does it: `which the Lancet published`.
fn journal_that_published(claim: &Claim) -> Option<(usize, usize)> {
    // `Points out of 100` are printed nowhere.
    let printed = (1..claim.read.words.len()).find(|at| {
        Grammar::Printed.has(claim.word(*at))
            && Grammar::JournalWords.has(claim.word(*at - 1))
            && (Grammar::In.has(claim.word(at + 1)) || !Grammar::PartOfWhole.has(claim.word(at + 1)))
    })?;
    let relative = (printed.saturating_sub(MOST_NAME_WORDS + 1)..printed)
        .rev()
        .find(|at| Grammar::Relative.has(claim.word(*at)))?;
    let first = relative + 1 + usize::from(Grammar::Definite.has(claim.word(relative + 1)));
    (first < printed).then(|| (first, printed - 1))
}

/// The words that name a journal of which it is said that it is one: `the journal Humming`, `the Northland Journal of Humming`.
fn journal_by_kind(claim: &Claim) -> Option<(usize, usize)> {
    let is_name = |at: usize| !is_stopword(claim.word(at)) && !claim.word(at).is_empty() && !claim.is_parted(at);
    (0..claim.read.words.len()).filter(|at| Grammar::Journal.has(claim.word(*at))).find_map(|at| {
        let begins = (0..at).rev().take(MOST_NAME_WORDS).take_while(|before| {
            is_name(before + 1)
                && !is_stopword(claim.word(*before))
                && !claim.read.words.get(*before).is_some_and(|word| word.has_digit)
        });
        let first = begins.last().unwrap_or(at);
        if Grammar::WithinNames.has(claim.word(at + 1)) && !Grammar::And.has(claim.word(at + 1)) && is_name(at + 2) {
            return Some((first, at + 2));
        }
        let is_called = first == at && Grammar::Definite.has(claim.word(at.checked_sub(1)?));
        let last = (at + 1..claim.read.words.len()).take(MOST_NAME_WORDS).take_while(|at| is_name(*at));
        let last = last.filter(|at| Grammar::JournalWords.has(claim.word(*at))).last()?;
        is_called.then_some((at + 1, last))
    })
}

/// Whether a word of a name that only journals have is none of the journal's own names: `Nature Medicine`, of one that has `medicine`.
fn has_other_head(claim: &Claim, (first, last): (usize, usize), own: &str) -> bool {
    let is_name = |at: &usize| *at == first || !claim.is_parted(*at) && !is_stopword(claim.word(*at));
    let run = (first..=last).take_while(is_name);
    run.filter(|at| Grammar::JournalWords.has(claim.word(*at))).any(|at| !is_of(own, claim.word(at)))
}

/// Whether a word is one of these names, or begins one: journals are abbreviated in many ways.
fn is_of(names: &str, word: &str) -> bool {
    names.split(|c: char| !c.is_alphanumeric()).any(|own| own.starts_with(word))
}

/// Whether all years of a claim are that of a work: where another one stands, another work may be spoken of.
fn is_of_one_year(claim: &Claim, source: &Source) -> bool {
    let dates = [Some(source.bibliography.issued), source.bibliography.available_date];
    let is_own = |number: &Number| dates.into_iter().flatten().any(|date| number.is(f64::from(date.year())));
    claim.numbers_of(Role::Year).all(is_own)
}

/// The words between two signs that end with the name of a journal and stand right before the year of the work: `(The Lancet, 2025)`.
fn journal_before_year(claim: &Claim, year: &Number) -> Option<(usize, usize)> {
    // So is the first word of all.
    let is_apart = |at: usize| at == 0 || claim.is_parted(at);
    let last = year.first.checked_sub(1).filter(|_| is_apart(year.first))?;
    let first = (last.saturating_sub(MOST_NAME_WORDS)..=last).rev().find(|at| is_apart(*at))?;
    let names = |list: Grammar| claim.says_within(first..=last, list);
    (names(Grammar::JournalHeads) && !names(Grammar::Printed) && !names(Grammar::Works)).then_some((first, last))
}

impl Judge<'_> {
    /// W111: a work that is named is told to stand in another journal: `published in the Lancet`.
    fn other_journal(&self, claim: &Claim, identified: &Identified, source: &Source, found: &mut Found<'_>) {
        let journal = source.bibliography.container_title.clone().filter(|_| identified.points >= NAMED);
        let Some(journal) = journal else { return };
        let own = [Some(journal.as_str()), source.bibliography.container_title_short.as_deref()];
        let own = own.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
        let tells = |at: &usize| !is_stopword(claim.word(*at)) && !Grammar::JournalFollows.has(claim.word(*at));
        // What is printed somewhere may be told in a word of the name; who writes somewhere names it whole.
        let has_own =
            |&(first, last): &(usize, usize)| (first..=last).filter(tells).any(|at| own.contains(claim.word(at)));
        let is_own =
            |&(first, last): &(usize, usize)| (first..=last).filter(tells).all(|at| is_of(&own, claim.word(at)));
        let printed = journal_in(claim).or_else(|| journal_that_published(claim));
        let printed = printed.filter(|span| !has_own(span) || has_other_head(claim, *span, &own));
        let written = || journal_written_in(claim).filter(|span| !is_own(span));
        let before_year = || {
            let mut years = claim.numbers_of(Role::Year);
            years.find_map(|year| journal_before_year(claim, year)).filter(|span| !is_own(span))
        };
        let beside = || {
            let is_plain = is_of_one_year(claim, source);
            let by_kind = || {
                journal_by_kind(claim).filter(|span| {
                    !is_own(span) && !claim.is_negated(span.0) && !self.is_of_source(claim, *span, identified)
                })
            };
            is_plain.then(|| self.journal_beside(claim, identified).or_else(before_year).or_else(by_kind)).flatten()
        };
        let Some(span) = printed.or_else(written).or_else(beside) else { return };
        let message = format!("{} appeared in another journal", source.short_title);
        let contradiction = Contradiction {
            kind: AttributeKind::Words,
            span,
            finding: None,
            message,
            expected: Some(journal),
            on_record: None,
        };
        found.contradict(rule::MISLABELLED, contradiction);
    }

    /// Whether these words stand among those by which a source is known.
    fn is_of_source(&self, claim: &Claim, (first, last): (usize, usize), identified: &Identified) -> bool {
        (first..=last).any(|from| {
            let entries = self.facts.names.get(claim.word(from)).into_iter().flatten();
            let is_said =
                |entry: &NameEntry| entry.words.iter().enumerate().all(|(at, word)| claim.word(from + at) == word);
            entries.into_iter().any(|entry| entry.source == identified.source && is_said(entry))
        })
    }

    /// The journal that a claim names for its one source, by the name of one that others appeared in.
    fn journal_beside(&self, claim: &Claim, identified: &Identified) -> Option<(usize, usize)> {
        let mut longest: Vec<(usize, usize, bool)> = Vec::new();
        let mut from = 0;
        for first in 0..claim.read.words.len() {
            let entries = self.facts.names.get(claim.word(first)).into_iter().flatten().filter(|entry| {
                let is_said = || entry.words.iter().enumerate().all(|(at, word)| claim.word(first + at) == word);
                first >= from && entry.kind == NameKind::Journal && is_said()
            });
            let most = entries.clone().map(|entry| entry.words.len()).max();
            if let Some(most) = most {
                let mut of_these = entries.filter(|entry| entry.words.len() == most);
                longest.push((first, first + most - 1, of_these.any(|entry| entry.source == identified.source)));
                from = first + most;
            }
        }
        // Its own is named as well.
        let is_journal = |(first, last, _): &&(usize, usize, bool)| first < last;
        if longest.iter().filter(is_journal).any(|(_, _, is_own)| *is_own) {
            return None;
        }
        let is_plain = |(first, last): &(usize, usize)| {
            !(claim.is_negated(*first) || *first <= identified.first && identified.first <= *last)
        };
        longest.iter().filter(is_journal).map(|(first, last, _)| (*first, *last)).find(is_plain)
    }
}
