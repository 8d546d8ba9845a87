//! What is known of each source, laid out for comparing: its names, its numbers by what they count, its topics and words.

mod names;
mod prose;
mod reported;

use std::collections::{HashMap, HashSet};

pub(super) use names::{NameEntry, NameKind};
pub(super) use reported::Reported;

use super::{
    claim::Claim,
    quantity::{Role, quantities},
};
use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{Finding, Source, TopicKind, finding::ComparatorClass, phrase::Found},
    search::{ReadWord, TextReader},
    text::sentences,
};
use names::names_of;
use prose::{Prose, texts};
use reported::typed;

/// A source laid out.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Positions of its findings.
    pub(super) findings: Vec<usize>,
    pub(super) reported: Vec<Reported>,
    /// Topics of its record and of its prose.
    pub(super) topics: HashSet<usize>,
    /// Stems of its prose.
    pub(super) stems: HashSet<String>,
    pub(super) classes: HashSet<ComparatorClass>,
    /// Conditions that it says it is not about, as positions of topics.
    pub(super) excluded: HashSet<usize>,
}

impl Known {
    /// Numbers of the same kind as one that is said: results are told in several ways.
    pub(super) fn alike(&self, role: Role) -> impl Iterator<Item = &Reported> {
        self.reported.iter().filter(move |reported| {
            reported.role == role
                || (matches!(role, Role::Percent | Role::Effect | Role::Interval)
                    && matches!(reported.role, Role::Percent | Role::Effect | Role::Interval))
        })
    }
}

/// All sources laid out.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) sources: Vec<Known>,
    /// Names by their first word.
    pub(super) names: HashMap<String, Vec<NameEntry>>,
    /// For each topic, itself and all wider ones.
    pub(super) wider: Vec<Vec<usize>>,
    /// Positions of topics by id.
    pub(super) topic_of: HashMap<String, usize>,
    /// Findings by each topic they touch, wider ones included.
    pub(super) findings_by_topic: HashMap<usize, Vec<usize>>,
    /// For each finding, the position of its source.
    pub(super) source_of: Vec<usize>,
    /// In how many sources each stem stands.
    stem_counts: HashMap<String, usize>,
    /// Stems of what the records say of the people that were studied.
    people_stems: HashSet<String>,
    /// Treatments that this collection is about: those of at least one finding in [`TREATED_SHARE`], and wider ones.
    pub(super) treated: HashSet<usize>,
}

/// A word that stands in at most one source of so many says what a text is about.
const TELLING_SHARE: usize = 8;

/// Shortest word that says what a text is about, in bytes.
const TELLING_LENGTH: usize = 4;

/// Words after `for`, `with` or `prevents` within which stands what is meant.
const OBJECT_REACH: usize = 2;

/// A treatment of one finding in so many is what a collection is about; of others it holds what came along.
const TREATED_SHARE: usize = 20;

/// Words that say whom a claim is about, and that its source never mentions.
pub(super) struct Strangers {
    pub(super) first: usize,
    pub(super) last: usize,
    /// Whether other records say it of the people they studied; else it is told from its place in the sentence alone.
    pub(super) is_studied_elsewhere: bool,
}

impl Facts {
    pub(super) fn new(corpus: &Corpus, mut reader: TextReader<'_>) -> Self {
        let topic_of: HashMap<String, usize> =
            corpus.topics().iter().enumerate().map(|(i, topic)| (topic.id.as_str().to_owned(), i)).collect();
        let wider = wider(corpus, &topic_of);
        let place: HashMap<&str, usize> =
            corpus.sources().iter().enumerate().map(|(i, source)| (source.id.as_str(), i)).collect();
        let source_of: Vec<usize> = corpus
            .findings()
            .iter()
            .map(|finding| place.get(finding.source.as_str()).copied().unwrap_or(usize::MAX))
            .collect();
        let mut findings_of: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut findings_by_topic: HashMap<usize, Vec<usize>> = HashMap::new();
        for (i, finding) in corpus.findings().iter().enumerate() {
            if let Some(&source) = source_of.get(i) {
                findings_of.entry(source).or_default().push(i);
            }
            let mut topics: Vec<usize> = finding
                .all_topics()
                .into_iter()
                .filter_map(|id| topic_of.get(id.as_str()))
                .flat_map(|&topic| wider.get(topic).into_iter().flatten().copied())
                .collect();
            topics.sort_unstable();
            topics.dedup();
            for topic in topics {
                findings_by_topic.entry(topic).or_default().push(i);
            }
        }
        let mut names: HashMap<String, Vec<NameEntry>> = HashMap::new();
        let mut sources = Vec::new();
        for (i, source) in corpus.sources().iter().enumerate() {
            for (name, kind) in names_of(source) {
                let read = reader.read(&name).words;
                let words: Vec<String> = read.into_iter().map(|word| word.exact).collect();
                let Some(first) = words.first().cloned() else { continue };
                let letters = || name.chars().filter(|c| c.is_alphabetic());
                let capitals = words.len() == 1 && letters().all(char::is_uppercase);
                let capital = letters().next().is_some_and(char::is_uppercase);
                names.entry(first).or_default().push(NameEntry { words, source: i, kind, capitals, capital });
            }
            let findings = findings_of.remove(&i).unwrap_or_default();
            sources.push(known(corpus, source, findings, &topic_of, &mut reader));
        }
        let mut stem_counts: HashMap<String, usize> = HashMap::new();
        for stem in sources.iter().flat_map(|known: &Known| &known.stems) {
            *stem_counts.entry(stem.clone()).or_default() += 1;
        }
        let mut people_stems = HashSet::new();
        let of_sources = corpus.sources().iter().map(|source| &source.pico.population);
        for text in of_sources.chain(corpus.findings().iter().map(|finding| &finding.population.description)) {
            people_stems.extend(reader.read(text).words.into_iter().map(|word| word.stem));
        }
        let treated = treated(corpus, &topic_of, &wider);
        Self { sources, names, wider, topic_of, findings_by_topic, source_of, stem_counts, people_stems, treated }
    }

    /// The stems of [`Self::foreign_words`].
    pub(super) fn foreign_stems<'c>(&self, corpus: &Corpus, claim: &'c Claim) -> Vec<&'c str> {
        let words = self.foreign_words(corpus, claim).into_iter();
        words.filter_map(|at| claim.read.words.get(at)).map(|word| word.stem.as_str()).collect()
    }

    /// What a claim is about in words that are no topic of this collection: the positions of rare words in the place of an
    /// object, `for gout`, `prevents gout`. None when it names a condition or mechanism of the collection.
    fn foreign_words(&self, corpus: &Corpus, claim: &Claim) -> Vec<usize> {
        let is_ours = |topic: &usize| {
            let kind = corpus.topics().get(*topic).map(|topic| topic.kind);
            matches!(kind, Some(TopicKind::Condition | TopicKind::Mechanism))
        };
        if claim.topics.iter().any(is_ours) {
            return Vec::new();
        }
        let words = &claim.read.words;
        let mut is_taken = vec![false; words.len()];
        let mut is_object = vec![false; words.len()];
        let topics = claim.read.topics.iter().map(|read| (read.first, read.last));
        for (first, last) in topics.chain(claim.cues.iter().map(|found| (found.first, found.last))) {
            is_taken.iter_mut().take(last + 1).skip(first).for_each(|taken| *taken = true);
        }
        for found in claim.cues.iter().filter(|found| found.cue == Cue::Subject) {
            is_object.iter_mut().skip(found.last + 1).take(OBJECT_REACH).for_each(|object| *object = true);
        }
        let free = words.iter().zip(is_taken.iter().zip(&is_object)).enumerate();
        free.filter(|(_, (word, (taken, object)))| !**taken && **object && self.is_telling(word))
            .map(|(at, _)| at)
            .collect()
    }

    /// People a claim credits a source with that no text of it mentions: `in people with gout`, `eased gout`. None when
    /// the source knows any of the words for people that stand there.
    pub(super) fn strangers(&self, corpus: &Corpus, claim: &Claim, source: usize) -> Option<Strangers> {
        let words = self.foreign_words(corpus, claim);
        let stem = |at: usize| claim.read.words.get(at).map_or("", |word| word.stem.as_str());
        let is_of_people = |at: usize| self.people_stems.contains(stem(at));
        if words.iter().any(|&at| is_of_people(at) && !self.lacks(source, &[stem(at)])) {
            return None;
        }
        let stand_there = |at: usize| {
            let reach = |found: &Found<Cue>| found.last + 1..=found.last + OBJECT_REACH;
            claim.cues.iter().any(|found| found.cue == Cue::PeopleWith && reach(found).contains(&at))
        };
        let is_stranger = |at: usize| self.lacks(source, &[stem(at)]) && (is_of_people(at) || stand_there(at));
        let at = words.iter().position(|&at| is_stranger(at))?;
        let phrase: Vec<usize> = words
            .get(at..)?
            .iter()
            .enumerate()
            .map_while(|(i, &word)| (word == words.get(at)? + i && self.lacks(source, &[stem(word)])).then_some(word))
            .collect();
        Some(Strangers {
            first: *phrase.first()?,
            last: *phrase.last()?,
            is_studied_elsewhere: phrase.iter().any(|&word| is_of_people(word)),
        })
    }

    /// Whether a word says something by itself: it is long enough, rare among the sources, and no name of one.
    pub(super) fn is_telling(&self, word: &ReadWord) -> bool {
        self.is_rare(word, TELLING_SHARE)
    }

    /// Whether a word is long enough to say something, stands in at most one source of so many, and is no name of one.
    pub(super) fn is_rare(&self, word: &ReadWord, share: usize) -> bool {
        let count = self.stem_counts.get(&word.stem).copied().unwrap_or(0);
        !word.has_digit
            && word.exact.len() >= TELLING_LENGTH
            && count * share <= self.sources.len()
            && !self.names.contains_key(&word.exact)
    }

    /// Whether a condition is one that a source says it is not about, or a kind of one.
    pub(super) fn excludes(&self, source: usize, condition: usize) -> bool {
        let above = self.wider.get(condition).map_or(&[][..], Vec::as_slice);
        self.sources.get(source).is_some_and(|known| above.iter().any(|topic| known.excluded.contains(topic)))
    }

    /// Whether one of these stems stands in no text of a source.
    pub(super) fn lacks(&self, source: usize, stems: &[&str]) -> bool {
        self.sources.get(source).is_some_and(|known| stems.iter().any(|stem| !known.stems.contains(*stem)))
    }

    /// Whether one topic is the other or a wider or narrower one.
    pub(super) fn related(&self, a: usize, b: usize) -> bool {
        let is_above = |a: usize, b: usize| self.wider.get(b).is_some_and(|above| above.contains(&a));
        is_above(a, b) || is_above(b, a)
    }
}

fn wider(corpus: &Corpus, topic_of: &HashMap<String, usize>) -> Vec<Vec<usize>> {
    let topics = corpus.topics();
    (0..topics.len())
        .map(|topic| {
            let mut all = vec![topic];
            let mut next = 0;
            while let Some(at) = all.get(next).and_then(|&at| topics.get(at)) {
                for above in at.broader.iter().filter_map(|id| topic_of.get(id.as_str())) {
                    if !all.contains(above) {
                        all.push(*above);
                    }
                }
                next += 1;
            }
            all
        })
        .collect()
}

/// The treatments of at least one finding in [`TREATED_SHARE`], with wider ones.
fn treated(corpus: &Corpus, topic_of: &HashMap<String, usize>, wider: &[Vec<usize>]) -> HashSet<usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for finding in corpus.findings() {
        let own = finding.intervention.topics.iter().filter_map(|id| topic_of.get(id.as_str()));
        let all: HashSet<usize> = own.filter_map(|&topic| wider.get(topic)).flatten().copied().collect();
        for topic in all {
            *counts.entry(topic).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count * TREATED_SHARE >= corpus.findings().len());
    counts.into_keys().collect()
}

fn known(
    corpus: &Corpus,
    source: &Source,
    findings: Vec<usize>,
    topic_of: &HashMap<String, usize>,
    reader: &mut TextReader<'_>,
) -> Known {
    let records: Vec<(usize, &Finding)> =
        findings.iter().filter_map(|&i| Some((i, corpus.findings().get(i)?))).collect();
    let mut reported = typed(source, &records);
    let mut topics: HashSet<usize> = source.topics.iter().filter_map(|id| topic_of.get(id.as_str()).copied()).collect();
    let mut stems = HashSet::new();
    for Prose { text, field, is_verified, finding } in texts(source, &records) {
        for range in sentences(text) {
            let Some(sentence) = text.get(range) else { continue };
            let read = reader.read(sentence);
            let found = quantities(sentence, &read.words);
            reported.extend(found.iter().map(|n| Reported {
                role: n.role,
                low: n.low,
                high: n.high,
                is_typed: false,
                finding,
                field,
                is_verified,
                per_days: n.per_days,
            }));
            topics.extend(read.topics.iter().map(|topic| topic.topic));
            stems.extend(read.words.into_iter().map(|word| word.stem));
        }
    }
    let mut excluded = HashSet::new();
    for (_, finding) in &records {
        topics.extend(finding.all_topics().into_iter().filter_map(|id| topic_of.get(id.as_str()).copied()));
        excluded.extend(finding.population.excludes.iter().filter_map(|id| topic_of.get(id.as_str()).copied()));
    }
    let classes = records
        .iter()
        .map(|(_, finding)| finding)
        .filter(|finding| finding.result.measurement().is_some())
        .flat_map(|finding| {
            let named = finding.comparator.topics.iter().filter_map(|id| topic_of.get(id.as_str()).copied());
            let of_topics = named.filter_map(|at| corpus.topics().get(at)?.comparator_class);
            std::iter::once(finding.comparator.class).chain(of_topics)
        })
        .filter(|class| *class != ComparatorClass::None)
        .collect();
    Known { findings, reported, topics, stems, classes, excluded }
}
