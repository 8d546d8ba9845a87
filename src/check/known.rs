//! What is known of each source, laid out for comparing: its names, its numbers by what they count, its topics and words.

use std::collections::{HashMap, HashSet};

use super::{
    claim::Claim,
    quantity::{Number, Role, quantities},
};
use crate::{
    corpus::{Corpus, lexicon::Cue},
    domain::{
        Finding, Source, Stated, StudyDesign, TopicKind,
        field::{FieldPath, Sourced},
        finding::ComparatorClass,
        number::{Estimate, Measure},
        phrase::Found,
    },
    search::{ReadWord, TextReader},
    text::sentences,
};

/// A number a source reports, as a range of one or more.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reported {
    pub(super) role: Role,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Whether it is a value of the record, not one that its prose mentions.
    pub(super) is_typed: bool,
    /// The finding it belongs to; none for a number of the source as a whole.
    pub(super) finding: Option<usize>,
    /// Where it stands in the record.
    pub(super) field: FieldPath,
    pub(super) is_verified: bool,
    /// The days in which so many sessions are, at most.
    pub(super) per_days: Option<f64>,
}

impl Reported {
    /// Whether a number of sessions that is said lies within those on record, without being one of their ends.
    pub(super) fn contains(&self, number: &Number) -> bool {
        self.role == Role::Sessions
            && number.role == Role::Sessions
            && self.per_days.is_none()
            && self.low <= number.low
            && number.high <= self.high
    }

    /// Whether it is the number said: for ranges, whether each end is one of its ends.
    pub(super) fn is(&self, number: &Number) -> bool {
        let fits =
            number.spans(self.low, self.high) || (number.is_rest && number.spans(100.0 - self.high, 100.0 - self.low));
        let same_period = match (number.per_days, self.per_days) {
            (Some(said), Some(own)) => (said - own).abs() <= 0.03 * own,
            (Some(_), None) | (None, Some(_)) | (None, None) => true,
        };
        fits && same_period
    }
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

/// A text of a record, with its address and what is known of it.
struct Prose<'a> {
    text: &'a str,
    field: FieldPath,
    is_verified: bool,
    finding: Option<usize>,
}

/// Every text of a source and its findings; findings with their positions.
fn texts<'a>(source: &'a Source, findings: &[(usize, &'a Finding)]) -> Vec<Prose<'a>> {
    fn add<'a, T>(
        all: &mut Vec<Prose<'a>>,
        sourced: Sourced<'a, T>,
        finding: Option<usize>,
        texts: impl FnOnce(&'a T) -> Vec<&'a str>,
    ) {
        let (field, is_verified) = (sourced.field(), sourced.is_verified());
        let texts = texts(sourced.with_doubt().0);
        all.extend(texts.into_iter().map(|text| Prose { text, field, is_verified, finding }));
    }
    fn list(texts: &[String]) -> Vec<&str> {
        texts.iter().map(String::as_str).collect()
    }
    let mut all = Vec::new();
    let (values, pico, study) = (source.values(), source.values().pico.values(), source.values().study.values());
    add(&mut all, source.bibliography_values().title, None, |text| vec![text]);
    add(&mut all, values.summary, None, |text| vec![text]);
    add(&mut all, values.conclusion, None, |text| vec![text]);
    for part in [pico.population, pico.intervention, pico.comparator, pico.outcome] {
        add(&mut all, part, None, |text| vec![text]);
    }
    add(&mut all, values.also_known_as, None, |texts| list(texts));
    add(&mut all, values.limitations, None, |texts| list(texts));
    add(&mut all, values.editor_notes, None, |texts| list(texts));
    add(&mut all, study.setting, None, |text| text.value().map(String::as_str).into_iter().collect());
    for (at, finding) in findings {
        let (at, values) = (Some(*at), finding.values());
        add(&mut all, values.statement, at, |text| vec![text]);
        add(&mut all, values.population.values().description, at, |text| vec![text]);
        add(&mut all, values.intervention.values().description, at, |text| vec![text]);
        add(&mut all, values.comparator.values().description, at, |text| vec![text]);
        add(&mut all, values.good_to_know, at, |texts| list(texts));
        add(&mut all, values.editor_notes, at, |texts| list(texts));
        if let Some(measured) = finding.measurement_values() {
            add(&mut all, measured.outcome.values().name, at, |text| vec![text]);
            add(&mut all, measured.importance, at, |importance| match importance {
                Stated::As(importance) => importance.threshold.value().map(String::as_str).into_iter().collect(),
                Stated::NotReported | Stated::NotApplicable => Vec::new(),
            });
        }
        if let Some(advice) = finding.recommendation_values() {
            add(&mut all, advice.alternatives, at, |texts| list(texts));
            add(&mut all, advice.conditions, at, |texts| list(texts));
        }
    }
    all
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

/// The numbers of the record itself; findings with their positions.
fn typed(source: &Source, findings: &[(usize, &Finding)]) -> Vec<Reported> {
    let mut all = Vec::new();
    let mut add = |role, low: f64, high: f64, field: FieldPath, is_verified: bool, finding: Option<usize>| {
        let (low, high) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
        all.push(Reported { role, low, high, is_typed: true, finding, field, is_verified, per_days: None });
    };
    let study = source.values().study.values();
    if let Stated::As(count) = source.study.sample {
        let value = count.value.into();
        add(Role::Participants, value, value, study.sample.field(), study.sample.is_verified(), None);
    }
    if let Stated::As(studies) = source.study.studies {
        add(Role::Studies, studies.into(), studies.into(), study.studies.field(), study.studies.is_verified(), None);
    }
    if let Stated::As(age) = source.study.age_min {
        add(Role::Age, age.into(), age.into(), study.age_min.field(), study.age_min.is_verified(), None);
    }
    let (b, values) = (&source.bibliography, source.bibliography_values());
    let dates = [
        (Some(b.issued), values.issued.field(), values.issued.is_verified()),
        (b.available_date, values.available_date.field(), values.available_date.is_verified()),
    ];
    for (date, field, is_verified) in dates {
        if let Some(year) = date.map(|date| f64::from(date.year())) {
            add(Role::Year, year, year, field, is_verified, None);
        }
    }
    let mut limits: Vec<Reported> = Vec::new();
    for (at, finding) in findings {
        let at = Some(*at);
        let (population, intervention) = (finding.values().population.values(), finding.values().intervention.values());
        if let Stated::As(age) = finding.population.age_min {
            let field = population.age_min;
            add(Role::Age, age.into(), age.into(), field.field(), field.is_verified(), at);
        }
        if let Stated::As(sessions) = finding.intervention.sessions {
            let field = intervention.sessions;
            add(Role::Sessions, sessions.min.into(), sessions.max.into(), field.field(), field.is_verified(), at);
        }
        if let Stated::As(weeks) = finding.intervention.weeks {
            let (days, field) = (f64::from(weeks) * 7.0, intervention.weeks);
            add(Role::Days, days, days, field.field(), field.is_verified(), at);
        }
        if let (Some(advice), Some(values)) = (finding.result.recommendation(), finding.recommendation_values()) {
            limits.extend(advice.limits.iter().map(|limit| Reported {
                role: Role::Sessions,
                low: limit.sessions.into(),
                high: limit.sessions.into(),
                is_typed: true,
                finding: at,
                field: values.limits.field(),
                is_verified: values.limits.is_verified(),
                per_days: limit.days.map(f64::from),
            }));
        }
        let (Some(measurement), Some(values)) = (finding.result.measurement(), finding.measurement_values()) else {
            continue;
        };
        if let Stated::As(time) = measurement.time {
            let (field, is_verified) = (values.time.field(), values.time.is_verified());
            add(Role::Days, time.to.days(), time.to.days(), field, is_verified, at);
            if let Some(from) = time.from {
                add(Role::Days, from.days(), from.days(), field, is_verified, at);
            }
        }
        if let Stated::As(count) = measurement.sample {
            let value = count.value.into();
            add(Role::Participants, value, value, values.sample.field(), values.sample.is_verified(), at);
        }
        if let Stated::As(studies) = measurement.studies {
            add(
                Role::Studies,
                studies.into(),
                studies.into(),
                values.studies.field(),
                values.studies.is_verified(),
                at,
            );
        }
        if let Stated::As(scale) = measurement.outcome.scale {
            let field = values.outcome.values().scale;
            add(Role::Other, scale.max.to_f64(), scale.max.to_f64(), field.field(), field.is_verified(), at);
        }
        for estimate in &measurement.estimates {
            let Estimate { measure, value, unit, interval, p, i2, provenance, .. } = estimate;
            let (field, is_verified) = (FieldPath::ESTIMATE, provenance.is_publishable());
            let value = value.to_f64();
            match measure {
                Measure::Percent | Measure::RiskDifference => {
                    add(Role::Percent, value, value, field, is_verified, at);
                    // A difference of percentages is also told in points.
                    add(Role::Effect, value, value, field, is_verified, at);
                }
                Measure::Rate => {
                    let share = share(value, unit.as_deref().unwrap_or_default());
                    let (role, value) = share.map_or((Role::Other, value), |share| (Role::Percent, share));
                    add(role, value, value, field, is_verified, at);
                }
                Measure::Count => add(Role::Other, value, value, field, is_verified, at),
                Measure::Md
                | Measure::Wmd
                | Measure::Smd
                | Measure::Rr
                | Measure::Arr
                | Measure::Or
                | Measure::Hr
                | Measure::Mean
                | Measure::Median
                | Measure::Change
                | Measure::Auc
                | Measure::CostDifference
                | Measure::Nnt
                | Measure::Qaly
                | Measure::Icer => add(Role::Effect, value, value, field, is_verified, at),
            }
            if let Some(interval) = interval {
                let is_verified = interval.provenance.is_publishable();
                add(Role::Interval, interval.low.to_f64(), interval.high.to_f64(), field, is_verified, at);
            }
            if let Some(p) =
                p.as_deref().and_then(|p| format!("0{}", p.trim_start_matches(['<', '>', '='])).parse::<f64>().ok())
            {
                add(Role::P, p, p, field, is_verified, at);
            }
            if let Some(i2) = i2 {
                add(Role::Percent, i2.to_f64(), i2.to_f64(), field, is_verified, at);
            }
        }
    }
    all.extend(limits);
    all
}

/// A rate as a share in percent: `1.01` with the unit `per 10,000 patients`. None when its base is no number of people or
/// treatments.
fn share(value: f64, unit: &str) -> Option<f64> {
    let base = match unit.trim_start().strip_prefix("per ")? {
        rest if rest.starts_with("million") => 1_000_000.0,
        rest => rest.split(' ').next()?.replace(',', "").parse::<f64>().ok()?,
    };
    (base >= 100.0).then(|| 100.0 * value / base)
}
