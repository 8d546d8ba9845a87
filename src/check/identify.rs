//! Which source a sentence speaks of: agreement of names, issuers, authors, years, journals and counts, or none.

mod agree;
mod candidates;
mod nearly;

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashSet},
};

use candidates::{FEW_STUDIES, VALUE};

pub(super) use candidates::{COMPANION, DESCRIPTION, NUMBER};

use super::{
    cited::Cited,
    claim::{Claim, Subject},
    known::{Facts, NameEntry, NameKind, RecordReader, of_kind},
    quantity::{Number, Role},
};
use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{TopicKind, finding::Stance},
    text::Grammar,
};

/// Most names of a sentence that are compared with one another.
const MOST_NAMES: usize = 60;

/// By so many points a source that is described must be ahead of every other.
const AHEAD: i32 = 2;

/// Least agreement for naming a source, in points.
const THRESHOLD: i32 = 7;

/// Sources within so many points of the best fit nearly as well.
const ALIKE: i32 = 2;

/// What another year takes away, in points.
const YEAR_POINTS: i32 = 6;

/// Agreement, in points, from which a sentence names its source beyond doubt.
pub(super) const NAMED: i32 = 10;

/// What names a source by itself.
pub(super) const CERTAIN: [&str; 4] = ["name", "identifier", "link", "marker"];

/// How a source was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identified {
    pub(super) source: usize,
    pub(super) points: i32,
    /// Other sources that the sentence may speak of as well.
    pub(super) also: Vec<usize>,
    /// Of these, those that fit nearly as well.
    pub(super) alike: Vec<usize>,
    /// Whether more than a year, a design and a topic agree: only then it can be wrong about this source.
    pub(super) is_sure: bool,
    /// By what, for people: `name`, `participants`.
    pub(super) by: Vec<&'static str>,
    /// The words that name it, when words do.
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Identified {
    /// Whether it is called by a name of its own, by an identifier, or by author and year.
    pub(super) fn is_called(&self) -> bool {
        self.by.iter().any(|by| matches!(*by, "name" | "identifier" | "author and year"))
    }

    /// Whether all that is told of it agrees but for its size: it may be another one.
    pub(super) fn is_nearly(&self) -> bool {
        self.by.contains(&nearly::NEARLY)
    }

    /// Whether its year tells it, and with that its country or how few studies it had: hardly another one is meant.
    pub(super) fn is_dated_in_part(&self) -> bool {
        let has = |what: &str| self.by.contains(&what);
        has("year") && (has("country") || has(FEW_STUDIES)) && self.alike.is_empty()
    }

    /// Whether a name of the source, of its author, issuer or journal, or an address tells it: counts and a design may be those of
    /// another one.
    pub(super) fn is_by_name(&self) -> bool {
        let names = ["author", "author and year", "issuer", "journal"];
        self.by.is_empty() || self.by.iter().any(|by| names.contains(by) || CERTAIN.contains(by))
    }

    /// Whether two numbers of it tell it, one of them how many people or studies it had: another one has not both.
    pub(super) fn is_by_counts(&self) -> bool {
        let counts = self.counts();
        counts > 0 && counts + ["results", "year"].iter().filter(|by| self.by.contains(by)).count() > 1
    }

    /// By how many of the numbers of its people and studies it is known.
    pub(super) fn counts(&self) -> usize {
        ["participants", "studies", "analysis"].iter().filter(|by| self.by.contains(by)).count()
    }
}

/// Smallest count of whatever that may be the people of a study: `1,162 sore backs`.
const SOME_PEOPLE: f64 = 150.0;

/// Fewest studies of which a part is told that name a review by their number.
const SOME_STUDIES: f64 = 20.0;

/// Words behind a number within which stands what it counts: `of 23 systematic reviews`.
const STUDIES_REACH: usize = 2;

/// Numbers to the last one, of a study, that count nobody knows what: those who took part may be told in any word. And the
/// whole of which a part is told, people or studies.
fn counted(claim: &Claim) -> impl Iterator<Item = Number> {
    let tells_a_study = [Cue::Trial, Cue::Review, Cue::Research].iter().any(|cue| claim.has(*cue));
    let plain = claim.numbers_of(Role::Other).filter(|number| {
        !number.is_money && !number.is_scale && !number.is_dose && number.parts.is_none() && number.unit.is_none()
    });
    let plain = plain.map(|number| Number { role: Role::Participants, ..number.clone() });
    // `Two of the 229,230 patients`.
    let wholes = claim.numbers.iter().filter_map(|number| {
        let (_, whole) = number.parts?;
        let mut behind = (1..=STUDIES_REACH).map(|ahead| claim.word(number.last + ahead));
        let is_of_studies = behind.any(|word| Grammar::ManyStudies.has(word));
        let role = if is_of_studies { Role::Studies } else { Role::Participants };
        let exact = Number { low: whole, high: whole, decimals: 0, high_decimals: 0, parts: None, ..number.clone() };
        Some(Number { role, qualifier: None, is_of_few: false, is_rest: false, is_rate: false, ..exact })
    });
    plain.chain(wholes).filter(move |number| {
        let is_exact = number.low >= number.high && number.decimals == 0 && number.low % 50.0 != 0.0;
        let fewest = if number.role == Role::Studies { SOME_STUDIES } else { SOME_PEOPLE };
        tells_a_study && is_exact && number.low >= fewest
    })
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
    /// What another number of people or of studies took away, in points.
    missed: i32,
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
    pub(super) records: RecordReader<'a>,
}

impl Identifying<'_> {
    /// The research a sentence names. `around` are the topics of its heading and document, `cited` the addresses and entries
    /// of lists that it leads to.
    pub(super) fn named(&self, text: &str, claim: &Claim, around: &[usize], cited: &Cited) -> Named {
        let mut candidates = self.by_name(text, claim);
        let identified = Cited::by_identifiers(self.corpus, text);
        for source in &identified.sources {
            candidates.add_cited(*source, "identifier");
        }
        for source in &cited.sources {
            candidates.add_cited(*source, "link");
        }
        let is_elsewhere = identified.is_elsewhere || cited.is_elsewhere;
        self.by_count(claim, &mut candidates);
        self.by_year(claim, &mut candidates);
        self.by_number(claim, &mut candidates);
        self.by_words(claim, &mut candidates);
        let mut candidates = candidates.into_all();
        if !candidates.is_empty() {
            let sought = self.sought(claim, around);
            for candidate in &mut candidates {
                self.agree(candidate, &sought);
            }
        }
        // Of two of one issuer, the one that is about fewer treatments.
        let breadth = |one: &Candidate| {
            let own = self.facts.sources.get(one.source).map_or(&[][..], |known| known.own_topics.as_slice());
            of_kind(self.corpus, own, &[TopicKind::Intervention]).len()
        };
        candidates.sort_by(|a, b| {
            let narrower = || if a.is_named && b.is_named { breadth(a).cmp(&breadth(b)) } else { Ordering::Equal };
            b.points.cmp(&a.points).then_with(narrower).then(a.source.cmp(&b.source))
        });
        self.prefer_fitting_advice(claim, &mut candidates);
        self.prefer_kin(claim, &mut candidates);
        let best = candidates.first().filter(|candidate| candidate.points >= THRESHOLD);
        let from = |best: &Candidate, least: i32| -> Vec<usize> {
            let rest = candidates.iter().skip(1).filter(|other| other.points >= least && other.source != best.source);
            rest.map(|other| other.source).collect()
        };
        let is_by_author_alone = |best: &Candidate| {
            best.by.contains(&"author") && !best.by.iter().any(|by| CERTAIN.contains(by) || *by == "author and year")
        };
        if let Some(best) = best
            && (!best.is_named || is_by_author_alone(best))
            && candidates.get(1).is_some_and(|other| other.points == best.points)
        {
            // Two sources fit alike: nobody can tell which is meant.
            return Named::Nothing;
        }
        let is_loose = |best: &&Candidate| best.by.iter().any(|by| [DESCRIPTION, FEW_STUDIES, VALUE].contains(by));
        // `The evidence review behind the Northland guideline`: what it was made for tells it.
        let is_companion = |best: &&Candidate| best.by.contains(&COMPANION);
        if let Some(best) = best.filter(|best| !best.is_named && is_loose(best) && !is_companion(best))
            && candidates.iter().any(|other| other.source != best.source && other.points + AHEAD > best.points)
        {
            // Words that describe another one nearly as well describe none.
            return Named::Nothing;
        }
        // What is cited by an identifier that is not ours is not ours, whatever its numbers.
        let best = best.filter(|best| best.is_named || !is_elsewhere);
        let also = best.map(|best| from(best, THRESHOLD)).unwrap_or_default();
        let alike = best.map(|best| from(best, THRESHOLD.max(best.points - ALIKE))).unwrap_or_default();
        if let Some(Candidate { source, points, by, span, is_named, missed }) = best {
            let is_found = self.corpus.sources().get(*source).is_some_and(|source| source.assertion.is_none());
            let weak = [
                "year",
                "design",
                "topic",
                "comparator",
                "context",
                "findings",
                "country",
                "costs",
                DESCRIPTION,
                FEW_STUDIES,
                VALUE,
            ];
            // Words that describe it, and its year: no other one is meant.
            let is_sure =
                by.iter().any(|by| !weak.contains(by)) || [DESCRIPTION, "year"].iter().all(|what| by.contains(what));
            let (first, last) = span.or_else(|| described(claim)).unwrap_or((0, 0));
            return if is_found {
                Named::Source(Identified {
                    source: *source,
                    points: *points,
                    also,
                    alike,
                    is_sure,
                    by: by.iter().copied().chain((*missed > 0 && !is_named).then_some(nearly::NEARLY)).collect(),
                    first,
                    last,
                })
            } else {
                Named::Unknown { record: Some(*source), nearest: None, is_near: true, first, last }
            };
        }
        if let Some(identified) = self.of_another_year(claim, &candidates).filter(|_| !is_elsewhere) {
            return Named::Source(identified);
        }
        if let Some(identified) = self.but_for_its_size(claim, &candidates).filter(|_| !is_elsewhere) {
            return Named::Source(identified);
        }
        match self.describes_a_study(claim) {
            Some((first, last)) => {
                let nearest = candidates.first().filter(|candidate| candidate.points > 2);
                // Ten trials may be anybody's.
                let many = claim.numbers_of(Role::Studies).any(|number| number.low >= 20.0);
                // 262 patients may be anybody's where no study is spoken of.
                let tells_a_study = claim.says(Grammar::Studies);
                let tells_its_people = tells_a_study && claim.numbers_of(Role::Participants).next().is_some();
                let telling = ["name", "issuer", "author", "author and year"];
                let counted = ["participants", "analysis"];
                let treatments = self.treatments(claim);
                let is_near = candidates.iter().any(|candidate| {
                    let known = self.facts.sources.get(candidate.source);
                    let about = known.is_some_and(|known| {
                        treatments.iter().any(|topic| known.topics.contains(topic)) || treatments.is_empty()
                    });
                    let is_told = |by: &&str| {
                        telling.contains(by) || tells_its_people && counted.contains(by) || many && *by == "studies"
                    };
                    candidate.by.iter().any(is_told) && about && !is_elsewhere
                });
                Named::Unknown { record: None, nearest: nearest.map(|nearest| nearest.source), is_near, first, last }
            }
            None => Named::Nothing,
        }
    }

    /// A work that is named, and one of the same study of which the sentence has what is not of the first: author and year, or the
    /// journal. That one is meant: `the paper on GLOAM in the Annals of Plans`.
    fn prefer_kin(&self, claim: &Claim, candidates: &mut [Candidate]) {
        let Some(best) = candidates.first() else { return };
        let has = |one: &Candidate, what: &[&str]| one.by.iter().any(|by| what.contains(by));
        if !has(best, &["name"]) || has(best, &["identifier", "link", "marker", "author and year"]) {
            return;
        }
        let tells_year = claim.numbers_of(Role::Year).next().is_some();
        let by_journal = !has(best, &["journal"]);
        let linked = |one: usize, other: usize| {
            let id = self.corpus.sources().get(other).map(|source| source.id.as_str());
            let links = self.corpus.sources().get(one).map_or(&[][..], |source| source.links.as_slice());
            links.iter().any(|link| Some(link.source.as_str()) == id)
        };
        let source = best.source;
        let is_kin = |other: &Candidate| {
            let is_told = tells_year && has(other, &["author and year"])
                || by_journal && has(other, &["journal"]) && (!tells_year || has(other, &["year"]));
            is_told && (linked(source, other.source) || linked(other.source, source))
        };
        let points = best.points;
        if let Some(at) = candidates.iter().position(is_kin) {
            candidates.swap(0, at);
            // The name is that of the study, and so of each work on it.
            if let Some(kin) = candidates.first_mut() {
                kin.points = kin.points.max(points);
                kin.is_named = true;
            }
        }
    }

    /// The treatments that a claim names, by their positions.
    fn treatments(&self, claim: &Claim) -> Vec<usize> {
        of_kind(self.corpus, &claim.topics, &[TopicKind::Intervention])
    }

    /// An issuer with several guidelines, and a sentence that does not say for whom: where one of them advises against, that
    /// one is meant. Advice for some is no advice for all.
    fn prefer_fitting_advice(&self, claim: &Claim, candidates: &mut [Candidate]) {
        let names_a_condition = !of_kind(self.corpus, &claim.topics, &[TopicKind::Condition]).is_empty();
        let Some(best) = candidates.first().filter(|best| best.by.contains(&"issuer")).map(|best| best.points) else {
            return;
        };
        if names_a_condition || !claim.durations.is_empty() || claim.subject != Subject::Recommendation {
            return;
        }
        let treatments = self.treatments(claim);
        let is_against = |candidate: &Candidate| {
            let known = self.facts.sources.get(candidate.source);
            let findings = known.into_iter().flat_map(|known| &known.findings);
            findings.filter_map(|&at| Some((at, self.corpus.findings().get(at)?))).any(|(at, finding)| {
                let own = self.facts.topics_at.get(at).map_or(&[][..], |topics| topics.treatment.as_slice());
                let about = treatments.is_empty()
                    || own.iter().any(|&own| treatments.iter().any(|&topic| self.facts.related(topic, own)));
                about && finding.result.recommendation().is_some_and(|advice| advice.stance == Stance::Against)
            })
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
        // `Sample 2010`: an author beside the year.
        let is_dated = |entry: &NameEntry, last: usize| {
            let year = self.corpus.sources().get(entry.source).map(|source| f64::from(source.year()));
            claim.numbers_of(Role::Year).any(|number| number.first == last + 1 && Some(number.low) == year)
        };
        let issuers: Vec<&(&NameEntry, usize, usize)> = names
            .iter()
            .filter(|(entry, _, last)| match entry.kind {
                NameKind::Own | NameKind::Issuer => true,
                NameKind::Author => is_dated(entry, *last),
                NameKind::Dated | NameKind::Journal => false,
            })
            .collect();
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
        let apart: Vec<usize> = claim.cues.iter().filter(|cue| cue.cue == Cue::Contrast).map(|cue| cue.first).collect();
        let mut cuts = Vec::new();
        for (at, pair) in words.windows(2).enumerate() {
            let [one, next] = pair else { continue };
            let gap = text.get(one.end..next.start).unwrap_or_default();
            let joins = apart.binary_search(&(at + 1)).is_ok();
            let name_follows = starts.binary_search(&(at + 1)).is_ok() && !Grammar::WithinNames.has(&one.exact);
            // `While the review of A found this, the review of B found that`.
            let ends_first = cuts.is_empty()
                && apart.first() == Some(&0)
                && starts.first().is_some_and(|&first| first <= at)
                && starts.last().is_some_and(|&last| last > at);
            if gap.contains(';') || (gap.contains(',') && (joins || name_follows || ends_first)) {
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
            // `The same 29 trials`: those of the work before.
            .filter(|number| !number.first.checked_sub(1).is_some_and(|at| Grammar::SameOnes.has(claim.word(at))))
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
