//! What is known of each source, laid out for comparing: its names, its numbers by what they count, its topics and words.

use std::collections::{HashMap, HashSet};

use super::{
    claim::Claim,
    number::{Role, numbers},
    sentence::sentences,
};
use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{
        Finding, FindingResult, Source, Stated, StudyDesign, TopicKind,
        finding::ComparatorClass,
        number::{Estimate, Measure},
        phrase::Found,
    },
    search::{ReadWord, TextReader},
};

/// A number a source reports, as a range of one or more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reported {
    pub(super) role: Role,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Whether it is a value of the record, not one that its prose mentions.
    pub(super) is_typed: bool,
}

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
}

/// What a name says of the source it is found for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    /// A name of this publication.
    Own,
    /// A name of who issued it.
    Issuer,
    /// The family name of its first author.
    Author,
    /// The journal it appeared in.
    Journal,
}

/// A name of a source, as folded words.
#[derive(Clone, Debug)]
pub(super) struct NameEntry {
    pub(super) words: Vec<String>,
    pub(super) source: usize,
    pub(super) kind: NameKind,
    /// Written in capitals: then only capitals mean it. `WHO` is not `who`.
    pub(super) capitals: bool,
    /// Begins with a capital: then the text must too.
    pub(super) capital: bool,
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
        let is_telling = |word: &ReadWord| {
            let count = self.stem_counts.get(&word.stem).copied().unwrap_or(0);
            !word.has_digit
                && word.exact.len() >= TELLING_LENGTH
                && count * TELLING_SHARE <= self.sources.len()
                && !self.names.contains_key(&word.exact)
        };
        let free = words.iter().zip(is_taken.iter().zip(&is_object)).enumerate();
        free.filter(|(_, (word, (taken, object)))| !**taken && **object && is_telling(word)).map(|(at, _)| at).collect()
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

/// Every name a source goes by.
fn names_of(source: &Source) -> Vec<(String, NameKind)> {
    let b = &source.bibliography;
    let mut names = Vec::new();
    let author = b.author.first().map(|name| name.main().to_owned());
    let by_author = |name: &str| author.as_deref().is_some_and(|author| name.starts_with(author));
    for name in std::iter::once(&source.short_title).chain(&source.also_known_as) {
        let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
        // A short word in capitals means too many things: ART is a therapy, a trial and an art.
        if bare.chars().count() > 3 {
            names.push((bare.to_owned(), NameKind::Own));
        }
    }
    let is_official = matches!(source.design, StudyDesign::Guideline | StudyDesign::CoveragePolicy);
    let mut issuers: Vec<String> = Vec::new();
    let first_word = source.short_title.split([' ', '/']).next().unwrap_or_default();
    let is_journal = b.container_title_short.as_deref().or(b.container_title.as_deref()) == Some(first_word)
        || b.publisher
            .as_deref()
            .is_some_and(|publisher| publisher.starts_with(first_word) && publisher.contains("Publishing"))
        || (b.container_title.as_deref() == Some(first_word));
    let names_its_issuer = source.short_title.contains(' ') && !by_author(&source.short_title) && !is_journal;
    let in_container = b.container_title.as_deref().is_some_and(|title| title.split(' ').next() == Some(first_word));
    if names_its_issuer && (is_official || in_container || first_word.chars().all(|c| c.is_uppercase() || c == '/')) {
        let whole = source.short_title.split(' ').next().unwrap_or_default();
        issuers.push(whole.to_owned());
    }
    if is_official {
        issuers.extend(b.publisher.clone());
        issuers.extend(b.author.iter().filter_map(|name| match name {
            crate::domain::Name::Organisation { literal } => {
                Some(literal.rsplit_once(" of the ").map_or(literal.as_str(), |(_, body)| body).to_owned())
            }
            crate::domain::Name::Person { .. } => None,
        }));
    }
    // An earlier review of the same issuer: `Cochrane Database of Systematic Reviews`.
    if let Some(series) = b.container_title.as_deref().filter(|title| title.contains("Database of Systematic Reviews"))
    {
        issuers.extend(series.split(' ').next().map(str::to_owned));
    }
    issuers.sort_unstable();
    issuers.dedup();
    names.extend(issuers.into_iter().filter(|name| !name.is_empty()).map(|name| (name, NameKind::Issuer)));
    if let Some(author) =
        author.filter(|_| b.author.first().is_some_and(|name| matches!(name, crate::domain::Name::Person { .. })))
    {
        names.push((author, NameKind::Author));
    }
    for journal in b.container_title.iter().chain(&b.container_title_short) {
        names.push((journal.clone(), NameKind::Journal));
    }
    names
}

/// Every text of a source and its findings.
fn texts<'a>(source: &'a Source, findings: &[&'a Finding]) -> Vec<&'a str> {
    let mut texts: Vec<&str> = vec![
        &source.bibliography.title,
        &source.summary,
        &source.conclusion,
        &source.pico.population,
        &source.pico.intervention,
        &source.pico.comparator,
        &source.pico.outcome,
    ];
    texts.extend(source.also_known_as.iter().map(String::as_str));
    texts.extend(source.limitations.iter().map(String::as_str));
    texts.extend(source.study.setting.value().map(String::as_str));
    for finding in findings {
        texts.extend([finding.statement.as_str(), &finding.population.description, &finding.intervention.description]);
        texts.push(&finding.comparator.description);
        texts.extend(finding.caveats.iter().map(String::as_str));
        if let Some(m) = finding.result.measurement() {
            texts.push(&m.outcome.name);
            if let Stated::As(importance) = &m.importance {
                texts.extend(importance.threshold.value().map(String::as_str));
            }
        }
        if let Some(advice) = finding.result.recommendation() {
            texts.extend(advice.alternatives.iter().chain(&advice.conditions).map(String::as_str));
        }
    }
    texts
}

fn known(
    corpus: &Corpus,
    source: &Source,
    findings: Vec<usize>,
    topic_of: &HashMap<String, usize>,
    reader: &mut TextReader<'_>,
) -> Known {
    let records: Vec<&Finding> = findings.iter().filter_map(|&i| corpus.findings().get(i)).collect();
    let mut reported = typed(source, &records);
    let mut topics: HashSet<usize> = source.topics.iter().filter_map(|id| topic_of.get(id.as_str()).copied()).collect();
    let mut stems = HashSet::new();
    for text in texts(source, &records) {
        for range in sentences(text) {
            let Some(sentence) = text.get(range) else { continue };
            let read = reader.read(sentence);
            let found = numbers(sentence, &read.words);
            reported.extend(found.iter().map(|n| Reported { role: n.role, low: n.low, high: n.high, is_typed: false }));
            topics.extend(read.topics.iter().map(|topic| topic.topic));
            stems.extend(read.words.into_iter().map(|word| word.stem));
        }
    }
    for finding in &records {
        topics.extend(finding.all_topics().into_iter().filter_map(|id| topic_of.get(id.as_str()).copied()));
    }
    let classes = records
        .iter()
        .filter(|finding| finding.result.measurement().is_some())
        .map(|finding| finding.comparator.class)
        .filter(|class| *class != ComparatorClass::None)
        .collect();
    Known { findings, reported, topics, stems, classes }
}

/// The numbers of the record itself.
fn typed(source: &Source, findings: &[&Finding]) -> Vec<Reported> {
    let mut all = Vec::new();
    let mut add = |role, low: f64, high: f64| {
        all.push(Reported { role, low: low.abs().min(high.abs()), high: low.abs().max(high.abs()), is_typed: true });
    };
    let study = &source.study;
    if let Stated::As(count) = study.sample {
        add(Role::Participants, count.value.into(), count.value.into());
    }
    if let Stated::As(studies) = study.studies {
        add(Role::Studies, studies.into(), studies.into());
    }
    if let Stated::As(age) = study.age_min {
        add(Role::Age, age.into(), age.into());
    }
    let b = &source.bibliography;
    for year in [Some(b.issued), b.available_date].into_iter().flatten().map(|date| f64::from(date.year())) {
        add(Role::Year, year, year);
    }
    for finding in findings {
        let Finding { population, intervention, result, .. } = finding;
        if let Stated::As(age) = population.age_min {
            add(Role::Age, age.into(), age.into());
        }
        if let Stated::As(sessions) = intervention.sessions {
            add(Role::Sessions, sessions.min.into(), sessions.max.into());
        }
        if let Stated::As(weeks) = intervention.weeks {
            add(Role::Days, f64::from(weeks) * 7.0, f64::from(weeks) * 7.0);
        }
        let measurement = match result {
            FindingResult::Effect(m)
            | FindingResult::Harm(m)
            | FindingResult::Cost(m)
            | FindingResult::Mechanism(m) => m,
            FindingResult::Recommendation(_) => continue,
        };
        if let Stated::As(time) = measurement.time {
            add(Role::Days, time.to.days(), time.to.days());
            if let Some(from) = time.from {
                add(Role::Days, from.days(), from.days());
            }
        }
        if let Stated::As(count) = measurement.sample {
            add(Role::Participants, count.value.into(), count.value.into());
        }
        if let Stated::As(studies) = measurement.studies {
            add(Role::Studies, studies.into(), studies.into());
        }
        for Estimate { measure, value, interval, p, i2, .. } in &measurement.estimates {
            let role = if matches!(measure, Measure::Percent | Measure::RiskDifference) {
                Role::Percent
            } else if *measure == Measure::Count {
                Role::Other
            } else {
                Role::Effect
            };
            add(role, value.to_f64(), value.to_f64());
            // A difference of percentages is also told in points.
            add(Role::Effect, value.to_f64(), value.to_f64());
            if let Some(interval) = interval {
                add(Role::Interval, interval.low.to_f64(), interval.high.to_f64());
            }
            if let Some(p) =
                p.as_deref().and_then(|p| format!("0{}", p.trim_start_matches(['<', '>', '='])).parse::<f64>().ok())
            {
                add(Role::P, p, p);
            }
            if let Some(i2) = i2 {
                add(Role::Percent, i2.to_f64(), i2.to_f64());
            }
        }
    }
    all
}
