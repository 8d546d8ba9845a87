//! Which source a sentence speaks of: agreement of names, issuers, authors, years, journals and counts, or none.

use std::collections::{BTreeSet, HashSet};

use super::{
    cited::Cited,
    claim::{Claim, Subject},
    known::{Facts, NameEntry, NameKind, Reported},
    quantity::{Number, Role},
};
use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{Source, StudyDesign, TopicKind, finding::Stance},
};

/// Most names of a sentence that are compared with one another.
const MOST_NAMES: usize = 60;

/// Least agreement for naming a source, in points.
const THRESHOLD: i32 = 7;

/// What names a source by itself.
const CERTAIN: [&str; 4] = ["name", "identifier", "link", "marker"];

/// How a source was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identified {
    pub(super) source: usize,
    pub(super) points: i32,
    /// Other sources that the sentence may speak of as well.
    pub(super) also: Vec<usize>,
    /// Whether more than a year, a design and a topic agree: only then it can be wrong about this source.
    pub(super) is_sure: bool,
    /// By what, for people: `name`, `participants`.
    pub(super) by: Vec<&'static str>,
    /// The words that name it, when words do.
    pub(super) first: usize,
    pub(super) last: usize,
}

/// What research a sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// None.
    Nothing,
    /// This source.
    Source(Identified),
    /// A source that is described, but is not in the collection or was never found.
    Unknown {
        /// The record that keeps the unfound publication, when there is one.
        record: Option<usize>,
        /// The source that fits best, and does not fit.
        nearest: Option<usize>,
        /// Whether that one must be meant: its name, its issuer or one of its counts agrees, and so does what it is about.
        is_near: bool,
        first: usize,
        last: usize,
    },
}

struct Candidate {
    source: usize,
    points: i32,
    by: Vec<&'static str>,
    span: Option<(usize, usize)>,
    /// By name, identifier or author and year: its numbers may then be wrong.
    is_named: bool,
}

impl Candidate {
    fn add(&mut self, points: i32, by: &'static str) {
        self.points += points;
        if points > 0 && !self.by.contains(&by) {
            self.by.push(by);
        }
    }
}

pub(super) struct Identifying<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) facts: &'a Facts,
}

impl Identifying<'_> {
    /// The research a sentence names. `around` are the topics of its heading and document, `cited` the addresses and entries
    /// of lists that it leads to.
    pub(super) fn named(&self, text: &str, claim: &Claim, around: &[usize], cited: &Cited) -> Named {
        let mut candidates = self.by_name(text, claim);
        let identified = self.identified(text);
        for source in &identified.sources {
            add_cited(*source, "identifier", &mut candidates);
        }
        for source in &cited.sources {
            add_cited(*source, "link", &mut candidates);
        }
        let is_elsewhere = identified.is_elsewhere || cited.is_elsewhere;
        self.by_count(claim, &mut candidates);
        self.by_year(claim, &mut candidates);
        let foreign = self.facts.foreign_stems(self.corpus, claim);
        for candidate in &mut candidates {
            self.agree(candidate, claim, around, &foreign);
        }
        candidates.sort_by(|a, b| b.points.cmp(&a.points).then(a.source.cmp(&b.source)));
        self.prefer_fitting_advice(claim, &mut candidates);
        let best = candidates.first().filter(|candidate| candidate.points >= THRESHOLD);
        let nearly = |best: &Candidate| -> Vec<usize> {
            let rest =
                candidates.iter().skip(1).filter(|other| other.points >= THRESHOLD && other.source != best.source);
            rest.map(|other| other.source).collect()
        };
        if let Some(best) = best
            && !best.is_named
            && candidates.get(1).is_some_and(|other| other.points == best.points)
        {
            // Two sources fit alike: nobody can tell which is meant.
            return Named::Nothing;
        }
        // What is cited by an identifier that is not ours is not ours, whatever its numbers.
        let best = best.filter(|best| best.is_named || !is_elsewhere);
        let also = best.map(nearly).unwrap_or_default();
        if let Some(Candidate { source, points, by, span, is_named: _ }) = best {
            let is_found = self.corpus.sources().get(*source).is_some_and(|source| source.assertion.is_none());
            let weak = ["year", "design", "topic", "comparator", "context", "findings"];
            let is_sure = by.iter().any(|by| !weak.contains(by));
            let (first, last) = span.or_else(|| described(claim)).unwrap_or((0, 0));
            return if is_found {
                Named::Source(Identified {
                    source: *source,
                    points: *points,
                    also,
                    is_sure,
                    by: by.clone(),
                    first,
                    last,
                })
            } else {
                Named::Unknown { record: Some(*source), nearest: None, is_near: true, first, last }
            };
        }
        match self.describes_a_study(claim) {
            Some((first, last)) => {
                let nearest = candidates.first().filter(|candidate| candidate.points > 2);
                let telling = ["name", "issuer", "author", "author and year", "participants", "studies", "analysis"];
                let own = |topic: &usize| {
                    let kind = self.corpus.topics().get(*topic).map(|topic| topic.kind);
                    matches!(kind, Some(TopicKind::Intervention))
                };
                let is_near = candidates.iter().any(|candidate| {
                    let known = self.facts.sources.get(candidate.source);
                    let treatments: Vec<usize> = claim.topics.iter().copied().filter(own).collect();
                    let about = known.is_some_and(|known| {
                        treatments.iter().any(|topic| known.topics.contains(topic)) || treatments.is_empty()
                    });
                    candidate.by.iter().any(|by| telling.contains(by)) && about && !is_elsewhere
                });
                Named::Unknown { record: None, nearest: nearest.map(|nearest| nearest.source), is_near, first, last }
            }
            None => Named::Nothing,
        }
    }

    /// An issuer with several guidelines, and a sentence that does not say for whom: where one of them advises against, that
    /// one is meant. Advice for some is no advice for all.
    fn prefer_fitting_advice(&self, claim: &Claim, candidates: &mut [Candidate]) {
        let names_a_condition = claim
            .topics
            .iter()
            .any(|&topic| self.corpus.topics().get(topic).is_some_and(|topic| topic.kind == TopicKind::Condition));
        let Some(best) = candidates.first().filter(|best| best.by.contains(&"issuer")).map(|best| best.points) else {
            return;
        };
        if names_a_condition || claim.subject != Subject::Recommendation {
            return;
        }
        let treatments: Vec<usize> = claim
            .topics
            .iter()
            .copied()
            .filter(|&topic| self.corpus.topics().get(topic).is_some_and(|topic| topic.kind == TopicKind::Intervention))
            .collect();
        let is_against = |candidate: &Candidate| {
            let known = self.facts.sources.get(candidate.source);
            known.into_iter().flat_map(|known| &known.findings).filter_map(|&at| self.corpus.findings().get(at)).any(
                |finding| {
                    let about = treatments.is_empty()
                        || finding
                            .intervention
                            .topics
                            .iter()
                            .filter_map(|id| self.facts.topic_of.get(id.as_str()))
                            .any(|&own| treatments.iter().any(|&topic| self.facts.related(topic, own)));
                    about && finding.result.recommendation().is_some_and(|advice| advice.stance == Stance::Against)
                },
            )
        };
        let near = candidates.iter().take_while(|candidate| candidate.points + 3 >= best).count();
        if let Some(at) = candidates.iter().take(near).position(is_against)
            && at > 0
        {
            candidates.swap(0, at);
        }
    }

    /// The parts of a sentence that speak of different sources, in bytes; one part when it speaks of one.
    pub(super) fn parts(&self, text: &str, claim: &Claim, cited: &Cited) -> Vec<std::ops::Range<usize>> {
        let names = self.names(text, claim);
        // What is cited once and named nowhere else is meant throughout.
        if let [source] = cited.sources.as_slice()
            && names.len() <= MOST_NAMES
            && names.iter().all(|(entry, first, last)| {
                let may_mean = |(other, from, to): &(&NameEntry, usize, usize)| {
                    (from, to) == (first, last) && other.source == *source
                };
                !matches!(entry.kind, NameKind::Own | NameKind::Issuer) || names.iter().any(may_mean)
            })
        {
            return Vec::new();
        }
        let issuers: Vec<&(&NameEntry, usize, usize)> =
            names.iter().filter(|(entry, _, _)| matches!(entry.kind, NameKind::Own | NameKind::Issuer)).collect();
        let mut starts: Vec<usize> = issuers.iter().map(|(_, first, _)| *first).collect();
        starts.dedup();
        // What may be meant at each place; a name that is repeated means the same again.
        let places = issuers.chunk_by(|(_, a, _), (_, b, _)| a == b);
        let meant: HashSet<BTreeSet<usize>> =
            places.map(|place| place.iter().map(|(entry, _, _)| entry.source).collect()).collect();
        let has_study = claim.has(Cue::Trial) || claim.has(Cue::Review);
        // Two places that no one source has both of.
        let several = meant.iter().any(|a| meant.iter().any(|b| a.is_disjoint(b)));
        if !(several || (has_study && !starts.is_empty())) {
            return Vec::new();
        }
        let words = &claim.read.words;
        let mut cuts = Vec::new();
        for (at, pair) in words.windows(2).enumerate() {
            let [one, next] = pair else { continue };
            let gap = text.get(one.end..next.start).unwrap_or_default();
            let joins = matches!(next.exact.as_str(), "but" | "while" | "whereas" | "though" | "although" | "yet");
            let name_follows =
                starts.binary_search(&(at + 1)).is_ok() && !matches!(one.exact.as_str(), "and" | "or" | "of" | "the");
            if gap.contains(';') || (gap.contains(',') && (joins || name_follows)) {
                cuts.push(next.start);
            }
        }
        let mut parts = Vec::new();
        let mut from = 0;
        for cut in cuts.into_iter().chain([text.len()]) {
            let piece = text.get(from..cut).unwrap_or_default();
            let kept = piece.trim_end_matches([' ', ';', ',']);
            if !kept.is_empty() {
                parts.push(from..from + kept.len());
            }
            from = cut;
        }
        // A trial belongs to the name beside it; only apart from every name it is another study.
        let has_name = |part: &std::ops::Range<usize>| {
            starts.iter().filter_map(|&at| words.get(at)).any(|word| part.contains(&word.start))
        };
        let has_study = |part: &std::ops::Range<usize>| {
            let nouns = claim.cues.iter().filter(|found| matches!(found.cue, Cue::Trial | Cue::Review));
            nouns.filter_map(|found| words.get(found.first)).any(|word| part.contains(&word.start))
        };
        let apart = parts.iter().any(|part| has_name(part) && !has_study(part))
            && parts.iter().any(|part| has_study(part) && !has_name(part));
        if several || apart { parts } else { Vec::new() }
    }

    /// A trial or review told by its counts or its year, so that one could look for it.
    fn describes_a_study(&self, claim: &Claim) -> Option<(usize, usize)> {
        let research = claim.has(Cue::Trial) || claim.has(Cue::Review) || claim.has(Cue::Research);
        let counts: Vec<&Number> = claim
            .numbers
            .iter()
            .filter(|number| match number.role {
                Role::Participants => number.low >= 100.0 && research,
                Role::Studies => number.low >= 2.0,
                Role::Percent
                | Role::Sessions
                | Role::Days
                | Role::Age
                | Role::Year
                | Role::P
                | Role::Interval
                | Role::Effect
                | Role::Logistics
                | Role::Other => false,
            })
            .collect();
        // `In 2 trials` is a part of something; a year alone is too little to look for.
        let people = counts.iter().any(|number| number.role == Role::Participants);
        let studies = counts.iter().any(|number| number.low >= 10.0);
        let by_issuer =
            claim.numbers_of(Role::Year).next().is_some() && self.names_an_issuer(claim) && claim.has(Cue::Review);
        if !(people || studies || by_issuer) {
            return None;
        }
        described(claim)
    }

    /// Whether a word is the name of an issuer: its publication of that year is then not in the collection.
    fn names_an_issuer(&self, claim: &Claim) -> bool {
        claim.read.words.iter().any(|word| {
            self.facts
                .names
                .get(&word.exact)
                .into_iter()
                .flatten()
                .any(|entry| entry.kind == NameKind::Issuer && entry.words.len() == 1 && !entry.capitals)
        })
    }

    /// Trials and reviews of the year that is given: enough only together with the topic.
    fn by_year(&self, claim: &Claim, candidates: &mut Vec<Candidate>) {
        let years: Vec<f64> = claim.numbers_of(Role::Year).map(|number| number.low).collect();
        let (trial, review) = (claim.has(Cue::Trial), claim.has(Cue::Review));
        let study = !(trial || review)
            && claim.read.words.iter().any(|word| matches!(word.exact.as_str(), "study" | "survey" | "analysis"));
        if years.is_empty() || !(trial || review || study) {
            return;
        }
        for (i, source) in self.corpus.sources().iter().enumerate() {
            let other =
                !(is_trial(source.design) || is_review(source.design) || source.design == StudyDesign::Guideline);
            let fits = years.contains(&f64::from(source.year()))
                && ((trial && !review && is_trial(source.design))
                    || (review && is_review(source.design))
                    || (study && (other || is_trial(source.design) || is_review(source.design))));
            if fits && !candidates.iter().any(|candidate| candidate.source == i) {
                candidates.push(Candidate { source: i, points: 0, by: Vec::new(), span: None, is_named: false });
            }
        }
    }

    /// Every name of a source in the sentence, with its first and last word.
    fn names(&self, text: &str, claim: &Claim) -> Vec<(&NameEntry, usize, usize)> {
        let words = &claim.read.words;
        let mut found: Vec<(&NameEntry, usize, usize)> = self.dotted_names(text, claim);
        for first in 0..words.len() {
            for entry in self.facts.names.get(claim.word(first)).into_iter().flatten() {
                let last = first + entry.words.len() - 1;
                let same = words
                    .get(first..=last)
                    .is_some_and(|here| here.iter().zip(&entry.words).all(|(word, name)| word.exact == *name));
                if !same {
                    continue;
                }
                let raw = words.get(first).and_then(|word| text.get(word.start..word.end)).unwrap_or_default();
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

    fn by_name(&self, text: &str, claim: &Claim) -> Vec<Candidate> {
        let found = self.names(text, claim);
        let years: Vec<(usize, f64)> = claim.numbers_of(Role::Year).map(|number| (number.first, number.low)).collect();
        let mut candidates: Vec<Candidate> = Vec::new();
        for (entry, first, last) in found {
            let (points, by, is_named) = match entry.kind {
                NameKind::Own => (12, "name", true),
                NameKind::Issuer => (7, "issuer", true),
                NameKind::Author => {
                    let follows = |word: &str| {
                        matches!(word, "et" | "colleagues" | "team" | "and" | "trial" | "study" | "review")
                    };
                    let year = self.corpus.sources().get(entry.source).map(|source| f64::from(source.year()));
                    let dated = years.iter().any(|(at, value)| Some(*value) == year && *at > last && at - last <= 5);
                    if dated {
                        (10, "author and year", true)
                    } else if follows(claim.word(last + 1)) || claim.word(first.wrapping_sub(1)) == "by" {
                        (6, "author", false)
                    } else {
                        (1, "author", false)
                    }
                }
                // `Pain` and `Trials` are journals, and words.
                NameKind::Journal => {
                    let is_meant = first != last
                        || entry.capitals
                        || matches!(claim.word(first.wrapping_sub(1)), "in" | "journal");
                    (if is_meant { 4 } else { 0 }, "journal", false)
                }
            };
            let place = candidates.iter().position(|candidate| candidate.source == entry.source);
            let candidate = match place.and_then(|i| candidates.get_mut(i)) {
                Some(candidate) => candidate,
                None => {
                    candidates.push(Candidate {
                        source: entry.source,
                        points: 0,
                        by: Vec::new(),
                        span: None,
                        is_named: false,
                    });
                    let Some(new) = candidates.last_mut() else { continue };
                    new
                }
            };
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

    /// Sources that have just these counts.
    fn by_count(&self, claim: &Claim, candidates: &mut Vec<Candidate>) {
        let counts: Vec<&Number> = claim
            .numbers
            .iter()
            .filter(|number| matches!(number.role, Role::Participants | Role::Studies) && number.low >= 10.0)
            .collect();
        if counts.is_empty() {
            return;
        }
        for (i, source) in self.corpus.sources().iter().enumerate() {
            let known = self.facts.sources.get(i);
            let fits = counts.iter().any(|number| {
                of_whole(source, number.role).is_some_and(|value| number.is(value))
                    || known.is_some_and(|known| {
                        known
                            .reported
                            .iter()
                            .any(|reported| reported.is_typed && reported.role == number.role && reported.is(number))
                    })
            });
            if fits && !candidates.iter().any(|candidate| candidate.source == i) {
                candidates.push(Candidate { source: i, points: 0, by: Vec::new(), span: None, is_named: false });
            }
        }
    }

    /// Adds what else agrees, and takes away what does not.
    fn agree(&self, candidate: &mut Candidate, claim: &Claim, around: &[usize], foreign: &[&str]) {
        let Some(source) = self.corpus.sources().get(candidate.source) else { return };
        let Some(known) = self.facts.sources.get(candidate.source) else { return };
        for (role, by, points) in [(Role::Participants, "participants", 6), (Role::Studies, "studies", 4)] {
            let said: Vec<&Number> = claim.numbers_of(role).filter(|number| number.low >= 10.0).collect();
            if let Some(value) = of_whole(source, role)
                && !said.is_empty()
            {
                let fits = said.iter().any(|number| number.is(value));
                let mentioned = said.iter().any(|number| known.reported.iter().any(|reported| reported.is(number)));
                match (fits, candidate.is_named || mentioned) {
                    (true, _) => {
                        // 229,230 patients are no coincidence; 200 are.
                        let telling = said.iter().any(|number| {
                            number.is(value)
                                && number.low >= if role == Role::Studies { 50.0 } else { 150.0 }
                                && number.low % if role == Role::Studies { 10.0 } else { 50.0 } != 0.0
                        });
                        candidate.is_named |= telling;
                        candidate.add(if telling { points + 2 } else { points }, by);
                    }
                    (false, true) => {}
                    (false, false) => candidate.add(-6, by),
                }
            }
        }
        let years: Vec<f64> = claim.numbers_of(Role::Year).map(|number| number.low).collect();
        if !years.is_empty() {
            let b = &source.bibliography;
            let own = [Some(b.issued), b.available_date].into_iter().flatten().map(|date| f64::from(date.year()));
            let fits = own.into_iter().any(|year| years.contains(&year));
            let mentioned =
                known.reported.iter().any(|reported| reported.role == Role::Year && years.contains(&reported.low));
            let is_own = candidate.by.iter().any(|by| CERTAIN.contains(by));
            // `A 2019 Cochrane review`: the year of publication, whatever else happened in it.
            let is_beside = candidate.span.is_some_and(|(first, last)| {
                claim.numbers_of(Role::Year).any(|number| {
                    (number.first < first && first - number.first <= 2)
                        || (number.first > last && number.first - last <= 2)
                })
            });
            match (fits, (mentioned && !is_beside) || is_own) {
                (true, _) => candidate.add(3, "year"),
                (false, true) => {}
                (false, false) => candidate.add(-6, "year"),
            }
        }
        let is_review = is_review(source.design);
        let is_trial = is_trial(source.design);
        let is_guideline = matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
        let one_trial =
            claim.has(Cue::Trial) && !claim.has(Cue::Review) && claim.numbers_of(Role::Studies).next().is_none();
        if (one_trial && is_trial)
            || (claim.has(Cue::Review) && is_review)
            || (claim.has(Cue::Guideline) && is_guideline)
        {
            candidate.add(1, "design");
        } else if !candidate.is_named && ((one_trial && !is_trial) || (claim.has(Cue::Guideline) && !is_guideline)) {
            candidate.add(-3, "design");
        }
        // Counts of one analysis of this source.
        if !candidate.is_named {
            for (role, points) in [(Role::Participants, 4), (Role::Studies, 2)] {
                let typed = |reported: &Reported| reported.is_typed && reported.role == role;
                let whole = of_whole(source, role);
                let fits = claim
                    .numbers_of(role)
                    // 74 people may be anybody's.
                    .filter(|number| role == Role::Studies || number.low >= 150.0 && number.low % 50.0 != 0.0)
                    .filter(|number| number.low >= 2.0 && !whole.is_some_and(|value| number.is(value)))
                    .any(|number| known.reported.iter().any(|reported| typed(reported) && reported.is(number)));
                candidate.add(if fits { points } else { 0 }, "analysis");
            }
        }
        // Results told in numbers, as this source reports them.
        let results = [Role::Percent, Role::Effect];
        let told: Vec<&Number> = claim.numbers.iter().filter(|number| results.contains(&number.role)).collect();
        if !candidate.is_named && !told.is_empty() {
            let fits = told.iter().any(|number| {
                known
                    .reported
                    .iter()
                    .any(|reported| reported.is_typed && reported.role == number.role && reported.is(number))
            });
            candidate.add(2 * i32::from(fits), "results");
        }
        // A guideline that says it is not about these people is not the one that is meant.
        let is_excluded = claim.topics.iter().any(|&topic| self.facts.excludes(candidate.source, topic));
        // Nor one that is not about some of them.
        let is_partly_excluded = claim.topics.iter().any(|&topic| {
            known.excluded.iter().any(|&other| self.facts.wider.get(other).is_some_and(|above| above.contains(&topic)))
        });
        if is_partly_excluded && !is_excluded {
            candidate.add(-2, "population");
        }
        if is_excluded && !candidate.by.iter().any(|by| matches!(*by, "name" | "identifier" | "link" | "marker")) {
            candidate.add(-8, "population");
        }
        // A review of the same publisher on another treatment is another review.
        let is_official = matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
        let treatments: Vec<usize> = claim
            .topics
            .iter()
            .copied()
            .filter(|&topic| self.corpus.topics().get(topic).is_some_and(|topic| topic.kind == TopicKind::Intervention))
            .collect();
        let treats = |topic: &usize| {
            let own = source.topics.iter().filter_map(|id| self.facts.topic_of.get(id.as_str()));
            own.into_iter().any(|&other| self.facts.related(*topic, other))
        };
        let is_certain = candidate.by.iter().any(|by| CERTAIN.contains(by) || *by == "author and year");
        if !is_official
            && !is_certain
            && candidate.by.contains(&"issuer")
            && !treatments.is_empty()
            && !treatments.iter().any(treats)
        {
            candidate.add(-8, "treatment");
        }
        let population = |topic: &usize| {
            matches!(
                self.corpus.topics().get(*topic).map(|topic| topic.kind),
                Some(
                    TopicKind::Condition
                        | TopicKind::Population
                        | TopicKind::Intervention
                        | TopicKind::Mechanism
                        | TopicKind::Outcome
                )
            )
        };
        let own: Vec<usize> = claim.topics.iter().copied().filter(population).collect();
        // Who names a condition means its kinds as well.
        let is_of =
            |topic: usize, other: usize| self.facts.wider.get(other).is_some_and(|above| above.contains(&topic));
        let shared = own.iter().filter(|&&topic| known.topics.iter().any(|&other| is_of(topic, other))).count();
        if shared > 0 {
            candidate.add(1, "topic");
            let records = &source.topics;
            let exact = own.iter().any(|&topic| {
                let is_condition =
                    self.corpus.topics().get(topic).is_some_and(|topic| topic.kind == TopicKind::Condition);
                let of_record = || {
                    records.iter().filter_map(|id| self.facts.topic_of.get(id.as_str())).any(|&own| is_of(topic, own))
                };
                is_condition && of_record()
            });
            candidate.add(i32::from(exact), "topic");
            // What it was compared with tells two reviews of one year apart.
            let classes: Vec<_> = claim.comparators.iter().map(|said| said.what).collect();
            let compared = classes.iter().any(|class| known.classes.contains(class));
            candidate.add(i32::from(compared && !candidate.is_named), "comparator");
        } else if !own.is_empty() && !candidate.is_named {
            candidate.add(-3, "topic");
        }
        let conditions = |topics: &[usize]| {
            let is = |topic: &&usize| {
                self.corpus.topics().get(**topic).is_some_and(|topic| topic.kind == TopicKind::Condition)
            };
            topics.iter().filter(is).copied().collect::<Vec<usize>>()
        };
        if conditions(&own).is_empty()
            && conditions(around)
                .iter()
                .any(|&topic| self.corpus.topics().get(topic).is_some_and(|topic| source.topics.contains(&topic.id)))
        {
            candidate.add(1, "context");
        }
        if own.is_empty() && around.iter().any(|topic| known.topics.contains(topic)) {
            candidate.add(1, "context");
        }
        // There are trials of 800 people about anything, and an issuer advises on much.
        let is_foreign = self.facts.lacks(candidate.source, foreign);
        if is_foreign && !candidate.by.iter().any(|by| CERTAIN.contains(by)) {
            candidate.add(if candidate.is_named { -4 } else { -12 }, "topic");
        }
        let advises = matches!(claim.subject, Subject::Recommendation | Subject::Coverage);
        candidate.add(i32::from(is_guideline && advises), "design");
        if !known.findings.is_empty() {
            candidate.add(1, "findings");
        }
        // A count alone is a coincidence: `245 of 262 patients` may be said of any trial.
        let more = [
            "name",
            "issuer",
            "author",
            "author and year",
            "identifier",
            "link",
            "marker",
            "journal",
            "year",
            "design",
            "topic",
        ];
        let tells_a_study =
            claim.read.words.iter().any(|word| {
                matches!(word.exact.as_str(), "study" | "studies" | "trial" | "trials" | "survey" | "review")
            });
        if !tells_a_study && !candidate.by.iter().any(|by| more.contains(by)) {
            candidate.add(-6, "count alone");
        }
    }
}

/// Adds a source that is cited, by whatever means.
fn add_cited(source: usize, by: &'static str, candidates: &mut Vec<Candidate>) {
    match candidates.iter_mut().find(|known| known.source == source) {
        Some(known) if known.by.iter().any(|by| matches!(*by, "identifier" | "link" | "marker")) => {}
        Some(known) => {
            known.add(20, by);
            known.is_named = true;
        }
        None => candidates.push(Candidate { source, points: 20, by: vec![by], span: None, is_named: true }),
    }
}

/// The words that describe a study: its counts, its year and what it is called.
fn described(claim: &Claim) -> Option<(usize, usize)> {
    let numbers = claim
        .numbers
        .iter()
        .filter(|number| matches!(number.role, Role::Participants | Role::Studies | Role::Year))
        .map(|number| (number.first, number.last));
    let nouns = claim
        .cues
        .iter()
        .filter(|found| matches!(found.cue, Cue::Trial | Cue::Review | Cue::Guideline))
        .map(|found| (found.first, found.last));
    let spans: Vec<(usize, usize)> = numbers.chain(nouns).collect();
    Some((spans.iter().map(|span| span.0).min()?, spans.iter().map(|span| span.1).max()?))
}

/// Whether the work reviews other studies.
pub(super) fn is_review(design: StudyDesign) -> bool {
    matches!(
        design,
        StudyDesign::SystematicReview
            | StudyDesign::MetaAnalysis
            | StudyDesign::IpdMetaAnalysis
            | StudyDesign::NetworkMetaAnalysis
            | StudyDesign::Overview
            | StudyDesign::NarrativeReview
    )
}

/// Whether the work is one trial.
pub(super) fn is_trial(design: StudyDesign) -> bool {
    matches!(design, StudyDesign::Rct | StudyDesign::PragmaticRct)
}

/// The size of the whole work.
pub(super) fn of_whole(source: &Source, role: Role) -> Option<f64> {
    match role {
        Role::Participants => {
            let asserted = source.assertion.as_ref().and_then(|assertion| assertion.participants);
            source.study.sample.value().map(|count| f64::from(count.value)).or(asserted.map(f64::from))
        }
        Role::Studies => {
            let asserted = source.assertion.as_ref().and_then(|assertion| assertion.studies);
            source.study.studies.value().map(|&studies| f64::from(studies)).or(asserted.map(f64::from))
        }
        Role::Percent
        | Role::Sessions
        | Role::Days
        | Role::Age
        | Role::Year
        | Role::P
        | Role::Interval
        | Role::Effect
        | Role::Logistics
        | Role::Other => None,
    }
}
