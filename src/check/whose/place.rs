//! Sources named before that a country, a year, a journal or the title of the document tells again.

use super::{Carried, Place, has_its_words, is_in_its_words, moved, research::kind_of, source_of};
use crate::{
    check::{
        Sentence,
        claim::{Claim, Subject},
        identify::{Identifying, Named},
        known::{NameKind, of_kind},
        quantity::{Number, Role},
        read::PassageKind,
    },
    domain::{StudyDesign, TopicKind},
    text::Grammar,
};

/// So many of the sources last named are looked through.
const LAST: usize = 8;

/// Words between an article, or a country, and the word for a study.
const STUDY_REACH: usize = 4;

/// Words from the begin of a sentence within which a country is where all that follows was found.
const BEGIN: usize = 2;

/// What is told of a study between an article and the word for it.
struct Told {
    noun: usize,
    year: Option<f64>,
    has_nation: bool,
    /// The sources that appeared in the journal, where one is named.
    of_journal: Option<Vec<usize>>,
}

/// Whether a word is one for a study.
fn is_study(claim: &Claim, at: usize) -> bool {
    let word = claim.word(at);
    [Grammar::OfAuthor, Grammar::Studies, Grammar::AnyStudy].iter().any(|list| list.has(word))
}

/// What is told between the article at `at` and the word for a study behind it.
fn told_behind(identifying: &Identifying<'_>, claim: &Claim, at: usize) -> Option<Told> {
    if !(Grammar::Definite.has(claim.word(at)) || Grammar::LinksBack.has(claim.word(at))) {
        return None;
    }
    let noun = (at + 2..=at + STUDY_REACH).find(|noun| is_study(claim, *noun))?;
    let between = at + 1..noun;
    let year = claim.numbers_of(Role::Year).find(|number| between.contains(&number.first)).map(|number| number.low);
    let has_nation = between.clone().any(|at| Grammar::Nations.has(claim.word(at)));
    let journal = identifying.facts.names.get(claim.word(at + 1)).into_iter().flatten().filter(|entry| {
        let is_whole = || entry.words.iter().enumerate().all(|(i, word)| claim.word(at + 1 + i) == word);
        entry.kind == NameKind::Journal && at + entry.words.len() < noun && is_whole()
    });
    let longest = journal.clone().map(|entry| entry.words.len()).max();
    let of_journal =
        longest.map(|length| journal.filter(|entry| entry.words.len() == length).map(|entry| entry.source).collect());
    (year.is_some() || has_nation || of_journal.is_some()).then_some(Told { noun, year, has_nation, of_journal })
}

impl Place {
    /// The sources named last, the last one first.
    fn last(&self) -> impl Iterator<Item = &Named> {
        self.recent.iter().rev().take(LAST)
    }

    /// The last source named that a country, a year or a journal tells, before a word for a study: `that Northland study`.
    pub(super) fn told_again(&self, identifying: &Identifying<'_>, claim: &Claim) -> Option<Named> {
        if self.recent.is_empty() {
            return None;
        }
        let told = (0..claim.read.words.len()).find_map(|at| told_behind(identifying, claim, at))?;
        let nations = if told.has_nation { identifying.facts.nations_of(claim) } else { Vec::new() };
        let kind = kind_of(claim, told.noun, told.noun);
        let fits = |named: &&Named| {
            let Some(source) = source_of(named) else { return false };
            let Some(record) = identifying.corpus.sources().get(source) else { return false };
            kind.is_none_or(|is| is(record.design))
                && told.year.is_none_or(|year| f64::from(record.year()).total_cmp(&year).is_eq())
                && identifying.facts.is_of_nation(&nations, source) != Some(false)
                && told.of_journal.as_ref().is_none_or(|all| all.contains(&source))
        };
        self.last().find(fits).cloned()
    }

    /// The last source named of the country in which a sentence begins, in whose words it is told: `in Northland, it came to 2 %`.
    pub(super) fn of_country(&self, identifying: &Identifying<'_>, claim: &Claim) -> Option<(Named, Carried)> {
        if !begins_in_a_country(claim) {
            return None;
        }
        let nations = identifying.facts.nations_of(claim);
        let fits = |named: &&Named| {
            source_of(named).is_some_and(|source| {
                identifying.facts.is_of_nation(&nations, source) == Some(true)
                    && is_in_its_words(identifying, claim, source)
            })
        };
        self.last().find(fits).map(|named| (moved(named, 0, 0), Carried::Section))
    }

    /// What a sentence names that brings in a study so many years after the one before: `seven years later a review`. The years are
    /// told of when it came out, and of no result.
    pub(super) fn named_later(
        &self,
        identifying: &Identifying<'_>,
        sentence: &mut Sentence<'_>,
        around: &[usize],
    ) -> Option<Named> {
        let claim = &mut sentence.claim;
        let at = claim.numbers.iter().position(|number| is_time_between(claim, number))?;
        let before = self.current.iter().map(|(.., named)| named).chain(self.last()).find_map(source_of)?;
        let year = f64::from(identifying.corpus.sources().get(before)?.year());
        let number = claim.numbers.get_mut(at)?;
        let (first, last) = (number.first, number.last);
        let is_before = Grammar::Formerly.has(claim.read.words.get(last + 1).map_or("", |word| word.exact.as_str()));
        let years = (number.low / DAYS_OF_YEAR).round();
        let told = if is_before { year - years } else { year + years };
        (number.role, number.low, number.high) = (Role::Year, told, told);
        claim.durations.retain(|said| said.last < first || last < said.first);
        let named = identifying.named(sentence.text, &sentence.claim, around, &sentence.cited);
        sentence.claim.numbers.remove(at);
        matches!(&named, Named::Source(one) if one.by.contains(&"year")).then_some(named)
    }

    /// The rule of a payer that the title of the document names, where an item of a list, or a sentence in its words, tells what it
    /// allows.
    pub(super) fn title_of_rule(&self, identifying: &Identifying<'_>, sentence: &Sentence<'_>) -> Option<&Named> {
        let named = self.title.as_ref()?;
        let source = source_of(named)?;
        let design = identifying.corpus.sources().get(source).map(|record| record.design);
        let claim = &sentence.claim;
        if design != Some(StudyDesign::CoveragePolicy) {
            return None;
        }
        let has_words = || has_its_words(identifying, claim, source);
        let is_item = sentence.kind == PassageKind::Item;
        let counts = claim
            .numbers
            .iter()
            .any(|number| !number.is_money && matches!(number.role, Role::Sessions | Role::Days | Role::Logistics));
        let is_limit = is_item && counts && claim.says(Grammar::SessionWords);
        let is_told = has_words() && (is_item || claim.subject == Subject::Coverage);
        (is_limit || is_told || is_in_its_words(identifying, claim, source)).then_some(named)
    }
}

/// Days of a year.
const DAYS_OF_YEAR: f64 = 365.0;

/// Whether a number is the years between one study and another that the sentence brings in: `seven years later a review`.
fn is_time_between(claim: &Claim, number: &Number) -> bool {
    let next = claim.word(number.last + 1);
    let years = (number.low / DAYS_OF_YEAR).round();
    number.role == Role::Days
        && number.first <= BEGIN
        && (1.0..100.0).contains(&years)
        && (number.low - years * DAYS_OF_YEAR).abs() <= years
        && number.low >= number.high
        && (Grammar::LaterInOrder.has(next) || Grammar::Formerly.has(next))
        && (is_of_same_researchers(claim, number.last + 2)
            || (number.last + 2..number.last + 2 + STUDY_REACH).any(|at| {
                Grammar::IndefiniteOrAnother.has(claim.word(at))
                    && (at + 1..=at + STUDY_REACH).any(|noun| {
                        is_study(claim, noun)
                            || Grammar::Overviews.has(claim.word(noun))
                            || Grammar::Works.has(claim.word(noun))
                    })
            }))
}

/// Whether a sentence begins so many years after or before what was told, with those who did that: `eight years later the same author
/// tested`. What follows is another work of theirs.
pub(super) fn is_later_work(claim: &Claim) -> bool {
    claim.numbers_of(Role::Days).any(|number| {
        let next = claim.word(number.last + 1);
        number.first <= BEGIN
            && number.low >= DAYS_OF_YEAR
            && (Grammar::LaterInOrder.has(next) || Grammar::Formerly.has(next))
            && is_of_same_researchers(claim, number.last + 2)
    })
}

/// Whether those who did what was told before stand right behind a place: `the same lead author`.
fn is_of_same_researchers(claim: &Claim, from: usize) -> bool {
    let is_same = |at: usize| Grammar::SameOnes.has(claim.word(at));
    (from..=from + STUDY_REACH).any(|at| Grammar::Researchers.has(claim.word(at)) && (from..at).any(is_same))
}

/// Whether a sentence begins with the country of all that it tells.
fn begins_in_a_country(claim: &Claim) -> bool {
    // `In plain English` tells of no country.
    let at = 1 + usize::from(Grammar::Definite.has(claim.word(1)));
    Grammar::In.has(claim.word(0)) && Grammar::Nations.has(claim.word(at))
}

/// Whether a claim says of which country its study is, and the source is of none of those it names: `in three Northland trials`.
pub(super) fn is_of_another_country(identifying: &Identifying<'_>, claim: &Claim, source: usize) -> bool {
    let of_a_study = |at: usize| {
        let behind = |behind: usize| {
            let word = claim.word(behind);
            is_study(claim, behind) || Grammar::ManyStudies.has(word)
        };
        Grammar::Nations.has(claim.word(at)) && behind(at + 1)
    };
    let tells_country = begins_in_a_country(claim) || (0..claim.read.words.len()).any(of_a_study);
    tells_country && identifying.facts.is_of_nation(&identifying.facts.nations_of(claim), source) == Some(false)
}

/// Whether a sentence begins with trials in a number that the source does not have, on a treatment or a mechanism that it is not about: `in five
/// trials cupping did better`.
pub(super) fn counts_other_trials(identifying: &Identifying<'_>, claim: &Claim, source: usize) -> bool {
    if !Grammar::In.has(claim.word(0)) {
        return false;
    }
    let Some(told) = claim.numbers_of(Role::Studies).find(|number| number.first <= BEGIN) else { return false };
    let reported = identifying.records.reported(source);
    let is_own = reported.iter().any(|one| one.role == Role::Studies && one.is(told));
    let treatments = of_kind(identifying.corpus, &claim.topics, &[TopicKind::Intervention]);
    // `In nine trials heart rate variability moved`: on what the source did not measure.
    let measured = of_kind(identifying.corpus, &claim.topics, &[TopicKind::Mechanism]);
    let has = |topic: usize| {
        let known = identifying.facts.sources.get(source);
        known.is_some_and(|known| known.topics.iter().any(|&own| identifying.facts.related(own, topic)))
    };
    let is_unmeasured = measured.iter().all(|&topic| !has(topic));
    !is_own
        && (treatments.iter().any(|topic| !identifying.treats(source, &[*topic]))
            || !measured.is_empty() && is_unmeasured)
}
