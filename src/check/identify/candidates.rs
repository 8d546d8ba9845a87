//! The sources that a sentence may name: by names, counts, years and what it cites.

use std::collections::HashMap;

use super::{Candidate, Identifying, counted};
use crate::{
    check::{
        claim::{Claim, SentenceClass},
        known::{NameEntry, NameKind},
        quantity::{Number, Role},
        whole::{is_review, is_trial, of_whole},
    },
    corpus::lexicon::Cue,
    domain::{StudyDesign, source::Relation},
    text::{Grammar, without_possessive},
};

/// Most words between an author in the possessive and what is theirs.
const OWNED_REACH: usize = 6;

/// Most words from an author to the year of the publication.
const DATED_REACH: usize = 6;

/// A word that tells a source by what it is about stands in at most so many of them.
const RARE_SOURCES: usize = 3;

/// What a word counts that stands in one source …
const OF_ONE: usize = 2;

/// … and one that stands in a few.
const OF_FEW: usize = 1;

/// From so many people on a sentence tells the size of a study …
const COUNTED_PEOPLE: f64 = 100.0;

/// … and from so many studies that of a review.
const COUNTED_STUDIES: f64 = 10.0;

/// How a review was recognised that found as few trials as are told.
pub(super) const FEW_STUDIES: &str = "few studies";

/// So few trials may be all that a review found.
pub(super) const FEWEST_REVIEWED: f64 = 4.0;

/// Most sources that the rare words of a sentence may describe.
const MOST_DESCRIBED: usize = 5;

/// How a source was recognised that is described in rare words.
pub(in crate::check) const DESCRIPTION: &str = "description";

/// Most that a description in such words is worth, in points.
const WORDS_POINTS: i32 = 6;

/// How a review was recognised that is told by the guideline it was made for, and what that is worth, in points.
pub(in crate::check) const COMPANION: &str = "companion";

/// See [`COMPANION`].
const COMPANION_POINTS: i32 = 8;

/// Sources that a sentence may name, each once.
#[derive(Default)]
pub(super) struct Candidates {
    all: Vec<Candidate>,
    /// The place of each source among them.
    places: HashMap<usize, usize>,
}

impl Candidates {
    /// The candidate for a source, which becomes one if it was none.
    pub(super) fn of(&mut self, source: usize) -> &mut Candidate {
        let Self { all, places } = self;
        let place = *places.entry(source).or_insert_with(|| {
            all.push(Candidate { source, points: 0, by: Vec::new(), span: None, is_named: false, missed: 0 });
            all.len() - 1
        });
        &mut all[place]
    }

    /// All of them, in the order in which they were found.
    pub(super) fn into_all(self) -> Vec<Candidate> {
        self.all
    }

    /// Adds a source that is cited, by whatever means.
    pub(super) fn add_cited(&mut self, source: usize, by: &'static str) {
        let candidate = self.of(source);
        if !candidate.by.iter().any(|by| matches!(*by, "identifier" | "link" | "marker")) {
            candidate.add(20, by);
            candidate.is_named = true;
        }
    }
}

/// How a source was recognised that alone has a number that is told to the last one, and one that alone has a smaller number, or
/// a result, which may be that of a study nobody has here.
pub(in crate::check) const NUMBER: &str = "number";

/// See [`NUMBER`].
pub(super) const VALUE: &str = "value";

/// From here on a whole number that is not round is no coincidence.
const LARGE_NUMBER: f64 = 1_000.0;

/// Most that numbers which no other source has are worth, in points.
const NUMBER_POINTS: i32 = 8;

/// What a number is worth that one source alone has, in points.
fn worth(number: &Number) -> i32 {
    match (number.decimals, number.low >= LARGE_NUMBER) {
        (0, true) => 6,
        (0, false) | (2.., _) => 4,
        (1, _) => 2,
    }
}

impl Identifying<'_> {
    /// The sources that alone have a number of the sentence on record. What a practice counts is its own.
    pub(super) fn by_number(&self, claim: &Claim, candidates: &mut Candidates) {
        if is_of_practice(claim) {
            return;
        }
        let mut worths: Vec<(usize, i32, bool)> = Vec::new();
        for number in &claim.numbers {
            let is_time = matches!(number.role, Role::Year | Role::Days | Role::Age | Role::P | Role::Interval);
            let is_plain = !is_time && !number.is_scale && !number.is_dose && number.parts.is_none();
            let Some(source) = Some(number).filter(|_| is_plain).and_then(|number| self.facts.only_holder(number))
            else {
                continue;
            };
            let is_large = number.decimals == 0 && number.low >= LARGE_NUMBER;
            match worths.iter_mut().find(|(of, ..)| *of == source) {
                Some((_, points, large)) => (*points, *large) = (*points + worth(number), *large || is_large),
                None => worths.push((source, worth(number), is_large)),
            }
        }
        for (source, points, is_large) in worths {
            let candidate = candidates.of(source);
            // What it counts is looked at by itself.
            let points = if candidate.is_named { points.min(2) } else { points.min(NUMBER_POINTS) };
            candidate.add(points, if is_large { NUMBER } else { VALUE });
        }
    }

    /// The sources that have most of the rare words of a sentence on a piece of research.
    pub(super) fn by_words(&self, claim: &Claim, candidates: &mut Candidates) {
        let tells_of_research = claim.has(Cue::Research)
            || claim.has(Cue::Trial)
            || claim.has(Cue::Review)
            || claim.has(Cue::Guideline)
            || claim.has(Cue::Animals)
            || claim.says(Grammar::OfAuthor)
            || tells_of_a_country(claim);
        // A study told by its size is found by that, or not at all.
        let is_counted = claim.numbers_of(Role::Participants).any(|number| number.low >= COUNTED_PEOPLE)
            || claim.numbers_of(Role::Studies).any(|number| number.low >= COUNTED_STUDIES);
        if !tells_of_research || is_counted || candidates.all.iter().any(|candidate| candidate.is_named) {
            return;
        }
        let mut stems: Vec<&str> = claim
            .read
            .words
            .iter()
            .filter(|word| !word.has_digit && word.exact.len() > 3 && !word.is_stopword)
            .map(|word| word.stem.as_str())
            .collect();
        stems.sort_unstable();
        stems.dedup();
        let mut weights: HashMap<usize, usize> = HashMap::new();
        for sources in stems.into_iter().filter_map(|stem| self.facts.sources_of(stem, RARE_SOURCES)) {
            for source in sources {
                *weights.entry(*source).or_default() += if sources.len() == 1 { OF_ONE } else { OF_FEW };
            }
        }
        let mut ranked: Vec<(usize, usize)> = weights.into_iter().map(|(source, weight)| (weight, source)).collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        for (weight, source) in ranked.into_iter().filter(|(weight, _)| *weight >= OF_ONE).take(MOST_DESCRIBED) {
            let points = i32::try_from(weight).unwrap_or(WORDS_POINTS).saturating_add(1).min(WORDS_POINTS);
            candidates.of(source).add(points, DESCRIPTION);
        }
    }

    /// Trials and reviews of the year that is given: enough only together with the topic.
    pub(super) fn by_year(&self, claim: &Claim, candidates: &mut Candidates) {
        let years: Vec<f64> = years_of(claim).collect();
        if claim.has(Cue::Review) {
            self.by_search(claim, candidates);
        }
        let (trial, review) = (claim.has(Cue::Trial), claim.has(Cue::Review));
        let guideline = claim.has(Cue::Guideline) && !trial;
        let study = !(trial || review) && claim.says(Grammar::AnyStudy);
        if years.is_empty() || !(trial || review || study || guideline) {
            return;
        }
        // A year that no date can have is that of no source.
        let whole = |year: &f64| (1.0..=9999.0).contains(year) && year.fract() == 0.0;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below ten thousand")]
        let of_years =
            years.iter().filter(|year| whole(year)).filter_map(|year| self.facts.of_year.get(&(*year as i16)));
        for &i in of_years.flatten() {
            let Some(source) = self.corpus.sources().get(i) else { continue };
            let other =
                !(is_trial(source.design) || is_review(source.design) || source.design == StudyDesign::Guideline);
            let fits = (trial && !review && is_trial(source.design))
                || (review && is_review(source.design))
                || (guideline && source.design == StudyDesign::Guideline)
                || (study && (other || is_trial(source.design) || is_review(source.design)));
            if fits {
                candidates.of(i);
            }
        }
    }

    /// Reviews whose search went on to the year that is given for it.
    fn by_search(&self, claim: &Claim, candidates: &mut Candidates) {
        let Some(year) = claim.numbers_of(Role::Year).find(|number| is_of_search(claim, number)) else { return };
        for (at, source) in self.corpus.sources().iter().enumerate() {
            let until = source.study.searched_through.value().map(|date| f64::from(date.year()));
            if is_review(source.design) && until == Some(year.low) {
                candidates.of(at).add(3, "year");
            }
        }
    }

    /// Every name of a source in the sentence, with its first and last word.
    pub(in crate::check) fn names(&self, text: &str, claim: &Claim) -> Vec<(&NameEntry, usize, usize)> {
        let words = &claim.read.words;
        let mut found: Vec<(&NameEntry, usize, usize)> = self.dotted_names(text, claim);
        for first in 0..words.len() {
            for entry in self.facts.names.get(claim.word(first)).into_iter().flatten() {
                let last = first + entry.words.len() - 1;
                let same = words
                    .get(first..=last)
                    .is_some_and(|here| here.iter().zip(entry.words.iter()).all(|(word, name)| word.exact == *name));
                if !same {
                    continue;
                }
                let raw = words.get(first).and_then(|word| text.get(word.start..word.end)).unwrap_or_default();
                let raw = without_possessive(raw);
                let is_written_so = match (entry.capitals, entry.capital) {
                    (true, _) => raw.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase),
                    (false, true) => raw.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric()),
                    (false, false) => true,
                };
                if is_written_so {
                    found.push((entry, first, last));
                }
            }
        }
        found
    }

    /// Names of one word in capitals that are written with full stops.
    fn dotted_names(&self, text: &str, claim: &Claim) -> Vec<(&NameEntry, usize, usize)> {
        let words = &claim.read.words;
        let mut found = Vec::new();
        let mut first = 0;
        while first < words.len() {
            let is_letter = |at: usize| words.get(at).is_some_and(|word| word.exact.len() == 1 && !word.has_digit);
            let mut last = first;
            let joined = |at: usize| {
                let gap = words.get(at).zip(words.get(at + 1)).and_then(|(a, b)| text.get(a.end..b.start));
                gap == Some(".")
            };
            while is_letter(last) && is_letter(last + 1) && joined(last) {
                last += 1;
            }
            if last > first + 1 {
                let name: String = (first..=last).map(|at| claim.word(at)).collect();
                let entries = self.facts.names.get(&name).into_iter().flatten();
                found.extend(entries.filter(|entry| entry.words.len() == 1).map(|entry| (entry, first, last)));
            }
            first = last + 1;
        }
        found
    }

    pub(super) fn by_name(&self, text: &str, claim: &Claim) -> Candidates {
        let found = self.names(text, claim);
        let years: Vec<(usize, f64)> = claim.numbers_of(Role::Year).map(|number| (number.first, number.low)).collect();
        let mut candidates = Candidates::default();
        // `BMJ Evidence-Based Medicine` is not the `BMJ`.
        let journals: Vec<(usize, usize)> = found
            .iter()
            .filter(|(entry, _, _)| entry.kind == NameKind::Journal)
            .map(|(_, first, last)| (*first, *last))
            .collect();
        let of_longer = |first: usize, last: usize| {
            journals.iter().any(|&(from, to)| from <= first && last <= to && last - first < to - from)
        };
        for (entry, first, last) in found {
            if entry.kind == NameKind::Journal && of_longer(first, last) {
                continue;
            }
            let (points, by, is_named) = match entry.kind {
                // `The review behind the advice of the WHO`: who asked for it is not who made it.
                NameKind::Issuer | NameKind::Dated if is_made_for(claim, first, ANY_RESEARCH) => (0, "issuer", false),
                // `The review behind the Northland guideline`, where that has one.
                NameKind::Own if self.of_companions(claim, (entry.source, first), &mut candidates) => {
                    (0, "issuer", false)
                }
                NameKind::Own => (12, "name", true),
                NameKind::Dated => {
                    let year = self.corpus.sources().get(entry.source).map(|source| f64::from(source.year()));
                    // `The Northland cost study`, of which there is one.
                    let is_only = || {
                        let of_first = self.facts.names.get(claim.word(first)).into_iter().flatten();
                        let mut others = of_first.filter(|other| entry.words.starts_with(&other.words));
                        years.is_empty() && others.all(|other| other.source == entry.source)
                    };
                    if !years.iter().any(|(_, value)| Some(*value) == year) && !is_only() {
                        continue;
                    }
                    (12, "name", true)
                }
                NameKind::Issuer => (7, "issuer", true),
                NameKind::Author => {
                    let year = self.corpus.sources().get(entry.source).map(|source| f64::from(source.year()));
                    // The name of the journal between them is one word.
                    let between = |from: usize, to: usize| {
                        let inside = journals.iter().filter(|(first, last)| from < *first && *last < to);
                        to - from - inside.map(|(first, last)| last - first).max().unwrap_or_default()
                    };
                    let near = |at: usize| {
                        at > last && between(last, at) <= DATED_REACH || at < first && between(at, first) <= DATED_REACH
                    };
                    let dated = years.iter().any(|(at, value)| Some(*value) == year && near(*at));
                    let is_owner = || {
                        let raw = claim.read.words.get(last).and_then(|word| text.get(word.start..word.end));
                        raw.is_some_and(|raw| without_possessive(raw).len() < raw.len())
                    };
                    // `Sample's review`, `Sample's large Northland trial`.
                    let owns = || {
                        let study = |at: usize| Grammar::OfAuthor.has(claim.word(at));
                        is_owner() && (last + 1..=last + OWNED_REACH).any(study)
                    };
                    // `The Northland cohort (Sample)`.
                    let is_aside = || {
                        let word = claim.read.words.get(first);
                        word.is_some_and(|word| text.get(..word.start).is_some_and(|before| before.ends_with('(')))
                    };
                    if dated {
                        (10, "author and year", true)
                    } else if owns() {
                        (8, "author", true)
                    } else if is_aside()
                        || Grammar::AfterAuthor.has(claim.word(last + 1))
                        || Grammar::By.has(claim.word(first.wrapping_sub(1)))
                    {
                        (6, "author", false)
                    } else {
                        (1, "author", false)
                    }
                }
                // `Pain` and `Trials` are journals, and words.
                NameKind::Journal => {
                    let is_meant = first != last
                        || entry.capitals
                        || Grammar::JournalFollows.has(claim.word(first.wrapping_sub(1)));
                    (if is_meant { 4 } else { 0 }, "journal", false)
                }
            };
            let candidate = candidates.of(entry.source);
            if candidate.by.contains(&by) {
                continue;
            }
            // A longer name says more, and an issuer inside a name says nothing more.
            let covered =
                candidate.span.is_some_and(|(f, l)| f <= first && last <= l) && entry.kind == NameKind::Issuer;
            candidate.add(if covered { 0 } else { points }, by);
            candidate.is_named |= is_named;
            if entry.kind != NameKind::Journal || candidate.span.is_none() {
                let longer = candidate.span.is_none_or(|(f, l)| last - first > l - f);
                if longer {
                    candidate.span = Some((first, last));
                }
            }
        }
        candidates
    }

    /// Whether a guideline, named by the word at `first`, is told as what a review was made for, and has such reviews: these may then
    /// be meant.
    fn of_companions(&self, claim: &Claim, (guideline, first): (usize, usize), candidates: &mut Candidates) -> bool {
        if !is_made_for(claim, first, &[Cue::Review]) {
            return false;
        }
        let reviews = self.reviews_for(guideline);
        for &review in &reviews {
            let candidate = candidates.of(review);
            if !candidate.by.contains(&COMPANION) {
                candidate.add(COMPANION_POINTS, COMPANION);
            }
        }
        !reviews.is_empty()
    }

    /// The reviews that a guideline rests on: those that its record, or theirs, calls its companions.
    fn reviews_for(&self, guideline: usize) -> Vec<usize> {
        let Some(source) = self.corpus.sources().get(guideline) else { return Vec::new() };
        let own = source.links.iter().map(|link| (&link.source, link.relation));
        let others = self.corpus.links_to(source).map(|(other, relation)| (&other.id, relation));
        let companions = own.chain(others).filter(|(_, relation)| *relation == Relation::Companion);
        let positions = companions.filter_map(|(id, _)| self.corpus.position_of_source(id));
        positions.filter(|&at| self.corpus.sources().get(at).is_some_and(|source| is_review(source.design))).collect()
    }

    /// The one review that a guideline rests on which a claim points back to: `the review prepared for that guideline`.
    pub(in crate::check) fn review_behind(&self, claim: &Claim, guideline: usize) -> Option<usize> {
        let mut pointed = claim.cues.iter().filter(|found| found.cue == Cue::Anaphora);
        pointed.find(|found| is_made_for(claim, found.first, &[Cue::Review]))?;
        match self.reviews_for(guideline).as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Sources that have just these counts.
    pub(super) fn by_count(&self, claim: &Claim, candidates: &mut Candidates) {
        if is_of_practice(claim) {
            return;
        }
        let counts: Vec<&Number> = claim
            .numbers
            .iter()
            .filter(|number| {
                let fewest =
                    if number.role == Role::Studies && claim.has(Cue::Review) { FEWEST_REVIEWED } else { 10.0 };
                matches!(number.role, Role::Participants | Role::Studies) && number.low >= fewest
            })
            .collect();
        let untold: Vec<Number> = counted(claim).collect();
        let counts: Vec<&Number> = counts.into_iter().chain(&untold).collect();
        let mut near: Vec<usize> = counts.iter().flat_map(|number| self.facts.counted.near(number)).collect();
        near.sort_unstable();
        near.dedup();
        for i in near {
            let Some(source) = self.corpus.sources().get(i) else { continue };
            let known = self.facts.sources.get(i);
            let fits = counts.iter().any(|number| {
                of_whole(source, number.role).is_some_and(|value| number.is(value))
                    || known.is_some_and(|known| {
                        known.typed.iter().any(|reported| reported.role == number.role && reported.is(number))
                    })
            });
            if fits {
                candidates.of(i);
            }
        }
    }
}

/// Whether a claim tells a result in numbers, and of which country: `in Norway, it came to 2 per 1,000`.
fn tells_of_a_country(claim: &Claim) -> bool {
    let names_one = || claim.says(Grammar::Nations);
    claim.numbers.iter().any(|number| number.role.is_result()) && names_one()
}

/// Words before a year within which it is said that something was looked for until then.
const SEARCH_REACH: usize = 4;

/// Whether a year is told as when a search ended: `with a search to May 2022`.
fn is_of_search(claim: &Claim, year: &Number) -> bool {
    claim.says_within(year.first.saturating_sub(SEARCH_REACH)..year.first, Grammar::Searching)
}

/// The years of a claim that may be those of a publication.
pub(super) fn years_of(claim: &Claim) -> impl Iterator<Item = f64> {
    claim.numbers_of(Role::Year).filter(|number| !is_of_search(claim, number)).map(|number| number.low)
}

/// Whether a claim tells what a practice does or sees: what it counts is its own.
fn is_of_practice(claim: &Claim) -> bool {
    claim.has(Cue::Practice) || claim.class == SentenceClass::PracticeExperience
}

/// Words before an issuer within which it is said that something was made for its advice.
const MADE_FOR_REACH: usize = 4;

/// What may have been made for the advice of somebody.
const ANY_RESEARCH: &[Cue] = &[Cue::Review, Cue::Trial, Cue::Research];

/// Whether an issuer, by its first word, is named as the one that research of such a kind was made for.
fn is_made_for(claim: &Claim, issuer: usize, kinds: &[Cue]) -> bool {
    let near = issuer.saturating_sub(MADE_FOR_REACH)..issuer;
    let made = near.clone().find(|at| Grammar::MadeFor.has(claim.word(*at)));
    made.is_some_and(|made| claim.cues.iter().any(|cue| kinds.contains(&cue.cue) && cue.last < made))
}
