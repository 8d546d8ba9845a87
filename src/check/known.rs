//! What is known of each source, laid out for comparing: its names, its numbers by what they count, its topics and words.

mod counts;
mod doses;
mod lacking;
mod mention;
mod more;
mod names;
mod opposite;
mod order;
mod prose;
mod reading;
mod reported;
mod scope;
mod shown;
mod stems;
mod steps;
mod strangers;
mod tellers;

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, OnceLock},
};

pub(super) use counts::CountsOnRecord;
pub(super) use doses::Dose;
pub(super) use lacking::Lacking;
pub(super) use mention::{Context, Mention, is_alike};
pub(super) use more::{More, is_object};
pub(super) use names::{NameEntry, NameKind};
pub(super) use opposite::{Pole, RecordSentence, is_negative, pairs_of, poles_of, telling_of, topic_mark};
pub(super) use order::{Order, comparator_in, outcome_in, time_in};
pub(super) use reading::{Known, KnownSources, RecordReader};
pub(super) use reported::Reported;
pub(super) use shown::Lines;
pub(super) use steps::{Item, Step, Turn};
pub(super) use strangers::Strangers;

use super::{
    claim::Claim,
    quantity::{Number, Role},
};
use crate::{
    corpus::Corpus,
    domain::{
        Finding, Source, TopicId, TopicKind,
        finding::{ComparatorClass, FindingKind, Measurement, Stance},
        number::Measure,
        word_table::WordMap,
    },
    search::{ReadWord, TextReader},
    text::{Grammar, Synonyms, sentences},
};
pub(super) use mention::base_of;
use names::names_of;
pub(super) use prose::is_caveat;
use prose::{Prose, texts};
use reported::typed;
use shown::Shown;
pub(super) use stems::Stems;
use stems::{RareStems, StemCounts, StemSet};
use tellers::{nations, result_key, wholes_of};

/// Of so many sources at most one has a stem that is a source's own.
const OWN_STEM_SHARE: usize = 20;

/// What tells a source from the others, laid out for all of them. [`Known`] has what its sentences say as well.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    /// Positions of its findings.
    pub(super) findings: Vec<usize>,
    /// The numbers of the record itself; those of its prose are read when somebody asks for them.
    pub(super) typed: Vec<Reported>,
    /// Topics of its record and of its prose.
    pub(super) topics: HashSet<usize>,
    /// These and all wider ones, in order.
    pub(super) wider_topics: Vec<usize>,
    /// Topics that its record lists.
    pub(super) own_topics: Vec<usize>,
    /// Stems of its prose.
    pub(super) stems: Stems,
    /// In their order, in which messages name them.
    pub(super) classes: BTreeSet<ComparatorClass>,
    /// Conditions that it says it is not about, as positions of topics.
    pub(super) excluded: HashSet<usize>,
    /// Whole numbers of its prose that are no round ones, each once, in order.
    wholes: Box<[i64]>,
}

/// Numbers of the same kind as one that is said: results are told in several ways, but points of a scale are no
/// percentages.
pub(super) fn alike<'r>(reported: &'r [Reported], number: &Number) -> impl Iterator<Item = &'r Reported> {
    let (role, in_points) = (number.role, number.is_in_points && !number.is_of_shares);
    reported.iter().filter(move |reported| {
        let is_result = |role: Role| matches!(role, Role::Percent | Role::Effect | Role::Interval);
        let is_value = matches!(reported.role, Role::Percent | Role::Effect);
        let other_unit =
            in_points && is_value && !reported.is_of_scale || role == Role::Percent && reported.is_of_scale;
        !other_unit && (reported.role == role || is_result(role) && is_result(reported.role))
    })
}

/// Those of these topics, by their positions, that are of one of these kinds.
pub(super) fn of_kind(corpus: &Corpus, topics: &[usize], kinds: &[TopicKind]) -> Vec<usize> {
    let is = |topic: &usize| corpus.topics().get(*topic).is_some_and(|topic| kinds.contains(&topic.kind));
    topics.iter().copied().filter(is).collect()
}

/// Stems of what a finding says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct FindingWords {
    /// Of its treatment.
    pub(super) treatment: Stems,
    /// Of the first words of its treatment, which say what form of it this was.
    pub(super) form: Stems,
    /// Of the first words of what it was compared with.
    pub(super) compared: Stems,
    /// Of what was measured.
    pub(super) outcome: Stems,
    /// Topics that the name of its outcome has: what is filed beside a topic is not called by it.
    pub(super) named: Vec<usize>,
    /// Of its outcome and of its statement.
    pub(super) result: Stems,
    /// Of the people it is about, and of its statement.
    pub(super) people: Stems,
}

/// Topics of a finding, by their positions.
#[derive(Clone, Debug, Default)]
pub(super) struct FindingTopics {
    pub(super) treatment: Vec<usize>,
    pub(super) comparator: Vec<usize>,
    pub(super) people: Vec<usize>,
    /// What was measured, and with what.
    pub(super) outcome: Vec<usize>,
}

/// All sources laid out.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) sources: Vec<Arc<Outline>>,
    /// For each source its numbers, those of its prose behind those of the record, once somebody has asked for them.
    numbers: Vec<OnceLock<Box<[Reported]>>>,
    pub(super) shown: Shown,
    /// Names by their first word.
    pub(super) names: WordMap<String, Vec<NameEntry>>,
    /// For each source with names of issuers, the sources that have one of them, itself among these.
    pub(super) of_same_issuer: HashMap<usize, Vec<Arc<[usize]>>>,
    /// Sources by the year they are of.
    pub(super) of_year: HashMap<i16, Vec<usize>>,
    /// Sources by the people and studies they count.
    pub(super) counted: CountsOnRecord,
    /// For each topic, itself and all wider ones.
    pub(super) wider: Vec<Vec<usize>>,
    /// Positions of topics by id.
    pub(super) topic_of: WordMap<String, usize>,
    /// Findings by each topic they touch, wider ones included.
    pub(super) findings_by_topic: HashMap<usize, Vec<usize>>,
    /// For each finding, the position of its source.
    pub(super) source_of: Vec<usize>,
    /// In how many sources each stem stands.
    stem_counts: StemCounts,
    /// The sources of each stem that stands in few of them, by their positions.
    sources_of_stem: RareStems,
    /// Stems of what the records say of the people that were studied.
    people_stems: StemCounts,
    /// Outcomes that are measured as what something costs, and in no other way.
    pub(super) costs: HashSet<usize>,
    /// For each treatment with harms that are counted in shares, the first finding that counts them.
    pub(super) counted_harms: HashMap<usize, usize>,
    /// The findings that advise against something, in order.
    pub(super) advice_against: Vec<usize>,
    /// The sources of each result with decimals, by a thousand times its value.
    results: HashMap<i64, Vec<usize>>,
    /// The sources of each whole number that is no round one.
    wholes: HashMap<i64, Vec<usize>>,
    /// For each word for a country and what is called after it, the stems of all words for that country.
    nations: WordMap<String, Vec<String>>,
    /// Stems of the words for a person, as rates are counted in.
    people_words: Stems,
    /// Stems of the words that say that a treatment came on top of another one, and that it was the only one.
    pub(super) company: [Vec<String>; 2],
    /// For each finding, the stems of what it says of its treatment, and of what came out.
    pub(super) words_of: Vec<Arc<FindingWords>>,
    /// For each finding, its topics.
    pub(super) topics_at: Vec<FindingTopics>,
    /// Treatments that this collection is about: those of at least one finding in [`TREATED_SHARE`], and wider ones.
    pub(super) treated: HashSet<usize>,
}

/// A word that stands in at most one source of so many says what a text is about.
const TELLING_SHARE: usize = 8;

/// A word of at most so many sources tells one from the others.
const FEW_SOURCES: usize = 4;

/// Shortest word that says what a text is about, in bytes.
const TELLING_LENGTH: usize = 4;

/// Fields that name a source and count nothing.
const NAMED_IN: [&str; 2] = ["title", "also-known-as"];

/// First words of what was done that say what form of a treatment it was: `warm humming, 8 sessions …`.
const FORM_WORDS: usize = 2;

/// A treatment of one finding in so many is what a collection is about; of others it holds what came along.
const TREATED_SHARE: usize = 20;

impl Facts {
    /// Lays out a corpus. What was laid out for a version of the data before is taken from there, where it would be the same.
    pub(super) fn new(corpus: &Corpus, mut reader: TextReader<'_>, before: Option<(&Corpus, &Self)>) -> Self {
        let before = before.filter(|(other, _)| corpus.reads_alike(other));
        let topic_of: WordMap<String, usize> =
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
        let names = named(corpus, &mut reader, before);
        let mut sources: Vec<Arc<Outline>> = Vec::new();
        let mut stem_counts = before.map(|(_, facts)| facts.stem_counts.clone()).unwrap_or_default();
        let mut taken = HashSet::new();
        for (i, source) in corpus.sources().iter().enumerate() {
            let findings = findings_of.remove(&i).unwrap_or_default();
            let same = before.and_then(|before| same_outline(corpus, i, &findings, before));
            if let Some((at, same)) = same {
                taken.insert(at);
                sources.push(Arc::clone(same));
                continue;
            }
            let made = outline(corpus, source, findings, (&topic_of, &wider), &mut reader);
            stem_counts.add(&made.stems);
            sources.push(Arc::new(made));
        }
        for (at, gone) in before.into_iter().flat_map(|(_, facts)| facts.sources.iter().enumerate()) {
            if !taken.contains(&at) {
                stem_counts.remove(&gone.stems);
            }
        }
        let mut issued: HashMap<Arc<[String]>, Vec<usize>> = HashMap::new();
        for NameEntry { words, source, kind, .. } in names.values().flatten() {
            if *kind == NameKind::Issuer {
                issued.entry(Arc::clone(words)).or_default().push(*source);
            }
        }
        let mut of_same_issuer: HashMap<usize, Vec<Arc<[usize]>>> = HashMap::new();
        for sources in issued.into_values().map(Arc::<[usize]>::from) {
            for source in sources.iter() {
                of_same_issuer.entry(*source).or_default().push(Arc::clone(&sources));
            }
        }
        let mut of_year: HashMap<i16, Vec<usize>> = HashMap::new();
        for (i, source) in corpus.sources().iter().enumerate() {
            of_year.entry(source.year()).or_default().push(i);
        }
        let counted = CountsOnRecord::of(corpus, &sources);
        let sources_of_stem = RareStems::of(sources.iter().map(|known| &known.stems), &stem_counts, FEW_SOURCES);
        let people_stems = people(corpus, &mut reader, before);
        let topics_at = corpus.findings().iter().map(|finding| finding_topics(finding, &topic_of)).collect();
        let treated = treated(corpus, &topic_of, &wider);
        let costs = costs(corpus, &topic_of);
        let counted_harms = counted_harms(corpus, &topic_of);
        let is_against =
            |finding: &Finding| finding.result.recommendation().is_some_and(|one| one.stance == Stance::Against);
        let findings = corpus.findings().iter().enumerate();
        let advice_against = findings.filter(|(_, finding)| is_against(finding)).map(|(at, _)| at).collect();
        let mut results: HashMap<i64, Vec<usize>> = HashMap::new();
        for (at, known) in sources.iter().enumerate() {
            for one in known.typed.iter().filter(|one| one.role.is_result()) {
                for key in [one.low, one.high].into_iter().filter_map(result_key) {
                    let all = results.entry(key).or_default();
                    if all.last() != Some(&at) {
                        all.push(at);
                    }
                }
            }
        }
        let mut wholes: HashMap<i64, Vec<usize>> = HashMap::new();
        for (at, known) in sources.iter().enumerate() {
            for whole in &known.wholes {
                wholes.entry(*whole).or_default().push(at);
            }
        }
        let nations = nations(&mut reader);
        let company = [Grammar::AddedTo, Grammar::Alone].map(|list| {
            let words = reader.read(&list.words().join(" ")).words;
            words.iter().map(|word| word.stem.clone()).collect()
        });
        let reader = RefCell::new(reader);
        let stems = |text: &str| {
            let mut stems = StemSet::default();
            stems.add(reader.borrow_mut().read(text).words.iter().map(|word| word.stem.as_str()));
            stems
        };
        let named_in = |text: &str| -> Vec<usize> {
            reader.borrow_mut().read(text).topics.iter().map(|read| read.topic).collect()
        };
        let people_words = Stems::from(stems(&Grammar::Persons.words().join(" ")));
        let words_of = corpus
            .findings()
            .iter()
            .enumerate()
            .map(|(at, finding)| {
                let same = before.and_then(|(other, facts)| facts.words_of.get(corpus.same_finding(at, other)?));
                if let Some(words) = same {
                    return Arc::clone(words);
                }
                let mut result = stems(&finding.statement);
                let mut people = stems(&finding.population.description);
                people.add_all(&result);
                let outcome = finding.result.measurement().map(|m| stems(&m.outcome.name)).unwrap_or_default();
                let named = finding.result.measurement().map(|m| named_in(&m.outcome.name)).unwrap_or_default();
                result.add_all(&outcome);
                let treatment = &finding.intervention.description;
                // `Long humming, the short course and more`: what stands behind a comma tells what it is made of.
                let head = treatment.split(',').next().unwrap_or(treatment);
                let begin: Vec<&str> = head.split_whitespace().take(FORM_WORDS).collect();
                let (form, treatment) = (stems(&begin.join(" ")), stems(treatment));
                let compared: Vec<&str> = finding.comparator.description.split_whitespace().take(FORM_WORDS).collect();
                Arc::new(FindingWords {
                    treatment: treatment.into(),
                    form: form.into(),
                    compared: stems(&compared.join(" ")).into(),
                    outcome: outcome.into(),
                    named,
                    result: result.into(),
                    people: people.into(),
                })
            })
            .collect();
        Self {
            topics_at,
            costs,
            counted_harms,
            advice_against,
            words_of,
            numbers: std::iter::repeat_with(OnceLock::new).take(sources.len()).collect(),
            sources,
            shown: Shown::of(corpus),
            names,
            of_same_issuer,
            of_year,
            counted,
            wider,
            topic_of,
            findings_by_topic,
            source_of,
            stem_counts,
            sources_of_stem,
            results,
            wholes,
            nations,
            people_words,
            company,
            people_stems,
            treated,
        }
    }

    /// Whether some record says a word of the people it is about.
    pub(super) fn is_of_people(&self, stem: &str) -> bool {
        self.people_stems.of_stem(stem) > 0
    }

    /// The names of journals and issuers in a claim that have several words, each with its first and last word.
    pub(super) fn imprints<'f>(&'f self, claim: &'f Claim) -> impl Iterator<Item = (&'f NameEntry, usize, usize)> {
        let stands = |entry: &NameEntry, first: usize| {
            matches!(entry.kind, NameKind::Journal | NameKind::Issuer)
                && entry.words.len() > 1
                && entry.words.iter().enumerate().all(|(at, word)| claim.word(first + at) == word)
        };
        (0..claim.read.words.len()).flat_map(move |first| {
            let entries = self.names.get(claim.word(first)).into_iter().flatten();
            entries
                .filter(move |entry| stands(entry, first))
                .map(move |entry| (entry, first, first + entry.words.len() - 1))
        })
    }

    /// Whether a word says something by itself: it is long enough, rare among the sources, and no name of one.
    pub(super) fn is_telling(&self, word: &ReadWord) -> bool {
        self.is_rare(word, TELLING_SHARE)
    }

    /// Whether a word is long enough to say something, stands in at most one source of so many, and is no name of one.
    pub(super) fn is_rare(&self, word: &ReadWord, share: usize) -> bool {
        let count = self.stem_counts.of_stem(&word.stem);
        !word.has_digit
            && word.exact.len() >= TELLING_LENGTH
            && !Grammar::Subordinate.has(&word.exact)
            && count * share <= self.sources.len()
            && !self.names.contains_key(&word.exact)
    }

    /// The sources in whose texts a stem stands, where these are at most so many (no more than [`FEW_SOURCES`]).
    pub(super) fn sources_of(&self, stem: &str, most: usize) -> Option<&[usize]> {
        self.sources_of_stem.of_stem(stem).filter(|sources| sources.len() <= most)
    }

    /// Whether a result with decimals is on record for other sources, and not for this one.
    pub(super) fn is_result_of_others(&self, source: usize, number: &Number) -> bool {
        let holders = result_key(number.low).and_then(|key| self.results.get(&key));
        number.decimals > 0 && holders.is_some_and(|holders| !holders.contains(&source))
    }

    /// Whether one of these stems is a rare one that stands in the texts of a source, and in none of those for which a result is on
    /// record: `the enhanced course`.
    pub(super) fn is_in_own_words(&self, source: usize, number: &Number, stems: &[&str]) -> bool {
        let has = |at: usize, stem: &str| self.sources.get(at).is_some_and(|known| known.stems.contains(stem));
        let holders = || result_key(number.low).and_then(|key| self.results.get(&key)).into_iter().flatten();
        stems.iter().any(|stem| {
            self.is_rare_stem(stem, OWN_STEM_SHARE) && has(source, stem) && !holders().any(|&holder| has(holder, stem))
        })
    }

    /// Whether a stem is that of a word for a person.
    pub(super) fn is_person(&self, stem: &str) -> bool {
        self.people_words.contains(stem)
    }

    /// Whether a stem stands in at most one source of so many.
    pub(super) fn is_rare_stem(&self, stem: &str, share: usize) -> bool {
        self.stem_counts.of_stem(stem) * share <= self.sources.len()
    }

    /// Whether a condition is one that a source says it is not about, or a kind of one.
    pub(super) fn excludes(&self, source: usize, condition: usize) -> bool {
        let above = self.wider.get(condition).map_or(&[][..], Vec::as_slice);
        self.sources.get(source).is_some_and(|known| above.iter().any(|topic| known.excluded.contains(topic)))
    }

    /// Whether one of these stems stands in no text of a source.
    pub(super) fn lacks(&self, source: usize, stems: &[&str]) -> bool {
        self.sources.get(source).is_some_and(|known| stems.iter().any(|stem| !known.stems.contains(stem)))
    }

    /// Whether one topic is the other or a wider or narrower one.
    pub(super) fn related(&self, a: usize, b: usize) -> bool {
        let is_above = |a: usize, b: usize| self.wider.get(b).is_some_and(|above| above.contains(&a));
        is_above(a, b) || is_above(b, a)
    }
}

fn wider(corpus: &Corpus, topic_of: &WordMap<String, usize>) -> Vec<Vec<usize>> {
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

fn finding_topics(finding: &Finding, topic_of: &WordMap<String, usize>) -> FindingTopics {
    let of = |ids: &[TopicId]| ids.iter().filter_map(|id| topic_of.get(id.as_str()).copied()).collect::<Vec<usize>>();
    let outcome = finding.result.measurement().map_or_else(Vec::new, |m| {
        let named = std::iter::once(&m.outcome.topic).chain(m.outcome.instrument.value());
        named.filter_map(|id| topic_of.get(id.as_str()).copied()).collect()
    });
    FindingTopics {
        treatment: of(&finding.intervention.topics),
        comparator: of(&finding.comparator.topics),
        people: of(&finding.population.topics),
        outcome,
    }
}

/// The outcomes of findings on costs that no other finding has.
fn costs(corpus: &Corpus, topic_of: &WordMap<String, usize>) -> HashSet<usize> {
    let of = |is_cost: bool| -> HashSet<usize> {
        let of_kind = corpus.findings().iter().filter(|one| (one.result.kind() == FindingKind::Cost) == is_cost);
        let outcomes = of_kind.filter_map(|finding| finding.result.measurement()).map(|m| m.outcome.topic.as_str());
        outcomes.filter_map(|id| topic_of.get(id).copied()).collect()
    };
    &of(true) - &of(false)
}

/// See [`Facts::counted_harms`].
fn counted_harms(corpus: &Corpus, topic_of: &WordMap<String, usize>) -> HashMap<usize, usize> {
    let mut first = HashMap::new();
    for (at, finding) in corpus.findings().iter().enumerate() {
        let is_counted = |m: &Measurement| m.estimates.iter().any(|estimate| estimate.measure == Measure::Percent);
        if finding.result.kind() == FindingKind::Harm && finding.result.measurement().is_some_and(is_counted) {
            for topic in finding.intervention.topics.iter().filter_map(|id| topic_of.get(id.as_str())) {
                first.entry(*topic).or_insert(at);
            }
        }
    }
    first
}

/// The treatments of at least one finding in [`TREATED_SHARE`], with wider ones.
fn treated(corpus: &Corpus, topic_of: &WordMap<String, usize>, wider: &[Vec<usize>]) -> HashSet<usize> {
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

/// The names of all sources by their first word. What names are cut into does not depend on other records.
fn named(
    corpus: &Corpus,
    reader: &mut TextReader<'_>,
    before: Option<(&Corpus, &Facts)>,
) -> WordMap<String, Vec<NameEntry>> {
    let mut known: HashMap<usize, Vec<(&String, &NameEntry)>> = HashMap::new();
    for (first, entries) in before.into_iter().flat_map(|(_, facts)| &facts.names) {
        for entry in entries {
            known.entry(entry.source).or_default().push((first, entry));
        }
    }
    let mut names: WordMap<String, Vec<NameEntry>> = WordMap::default();
    for (i, source) in corpus.sources().iter().enumerate() {
        if let Some(at) = before.and_then(|(other, _)| corpus.same_source(i, other)) {
            for (first, entry) in known.remove(&at).into_iter().flatten() {
                let entry = NameEntry { source: i, ..entry.clone() };
                match names.get_mut(first) {
                    Some(all) => all.push(entry),
                    None => drop(names.insert(first.clone(), vec![entry])),
                }
            }
            continue;
        }
        for (name, kind) in names_of(source) {
            let read = reader.read(&name).words;
            let words: Arc<[String]> = read.iter().map(|word| word.exact.clone()).collect();
            let Some(first) = words.first().cloned() else { continue };
            let letters = || name.chars().filter(|c| c.is_alphabetic());
            let capitals = words.len() == 1 && letters().all(char::is_uppercase);
            let capital = letters().next().is_some_and(char::is_uppercase);
            let entry = NameEntry { words, source: i, kind, capitals, capital };
            // `Germany's national guideline` for `German national guideline`.
            for other in other_words_of_nation(&first).filter(|_| matches!(kind, NameKind::Own | NameKind::Dated)) {
                let rest = entry.words.iter().skip(1).cloned();
                let words = std::iter::once(other.clone()).chain(rest).collect();
                names.entry(other).or_default().push(NameEntry { words, ..entry.clone() });
            }
            names.entry(first).or_default().push(entry);
        }
    }
    names
}

/// The other words for the country that a word of a name stands for: its name, and what its people and things are called.
fn other_words_of_nation(word: &str) -> impl Iterator<Item = String> {
    let own = Synonyms::built_in().stem(word).filter(|_| Grammar::Nations.has(word));
    let is_other =
        move |other: &&String| own.is_some() && other.as_str() != word && Synonyms::built_in().stem(other) == own;
    Grammar::Nations.words().iter().filter(is_other).cloned()
}

/// In how many texts on the people that were studied each stem stands.
fn people(corpus: &Corpus, reader: &mut TextReader<'_>, before: Option<(&Corpus, &Facts)>) -> StemCounts {
    let mut counts = before.map(|(_, facts)| facts.people_stems.clone()).unwrap_or_default();
    let mut stems = |text: &str| -> Stems {
        let mut stems = StemSet::default();
        stems.add(reader.read(text).words.iter().map(|word| word.stem.as_str()));
        stems.into()
    };
    /// The texts of one version that are not those of a record of the other.
    fn texts<'c>(of: &'c Corpus, other: Option<&'c Corpus>) -> impl Iterator<Item = &'c str> {
        let is_new = move |at, same: fn(&Corpus, usize, &Corpus) -> Option<usize>| {
            other.is_none_or(|other| same(of, at, other).is_none())
        };
        let sources = of.sources().iter().enumerate().filter(move |(at, _)| is_new(*at, Corpus::same_source));
        let findings = of.findings().iter().enumerate().filter(move |(at, _)| is_new(*at, Corpus::same_finding));
        sources
            .map(|(_, source)| source.pico.population.as_str())
            .chain(findings.map(|(_, finding)| finding.population.description.as_str()))
    }
    for text in texts(corpus, before.map(|(other, _)| other)) {
        counts.add(&stems(text));
    }
    for text in before.into_iter().flat_map(|(other, _)| texts(other, Some(corpus))) {
        counts.remove(&stems(text));
    }
    counts
}

/// The outline that a source had in a version of the data before, with its place there, if it has the same findings at the same positions.
fn same_outline<'f>(
    corpus: &Corpus,
    source: usize,
    findings: &[usize],
    (other, facts): (&Corpus, &'f Facts),
) -> Option<(usize, &'f Arc<Outline>)> {
    let at = corpus.same_source(source, other)?;
    let outline = facts.sources.get(at)?;
    let is_same = outline.findings == findings
        && findings.iter().all(|&finding| corpus.findings().is_same(finding, other.findings(), finding));
    is_same.then_some((at, outline))
}

fn outline(
    corpus: &Corpus,
    source: &Source,
    findings: Vec<usize>,
    (topic_of, wider): (&WordMap<String, usize>, &[Vec<usize>]),
    reader: &mut TextReader<'_>,
) -> Outline {
    let records: Vec<(usize, &Finding)> =
        findings.iter().filter_map(|&i| Some((i, corpus.findings().get(i)?))).collect();
    let own_topics: Vec<usize> = source.topics.iter().filter_map(|id| topic_of.get(id.as_str()).copied()).collect();
    let mut topics: HashSet<usize> = own_topics.iter().copied().collect();
    let (mut stems, mut wholes) = (StemSet::default(), BTreeSet::new());
    for Prose { text, field, .. } in texts(source, &records) {
        for range in sentences(text) {
            let Some(sentence) = text.get(range) else { continue };
            let read = reader.read(sentence);
            topics.extend(read.topics.iter().map(|topic| topic.topic));
            // What writers note for themselves, of rules before this one for example, is not what the source is about.
            if field.as_str() != "editor-notes" {
                // The number of a report is a part of its name.
                if !NAMED_IN.contains(&field.as_str()) {
                    wholes.extend(wholes_of(sentence));
                }
                stems.add(read.words.iter().map(|word| word.stem.as_str()));
            }
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
    let mut wider_topics: Vec<usize> = topics.iter().filter_map(|&topic| wider.get(topic)).flatten().copied().collect();
    wider_topics.sort_unstable();
    wider_topics.dedup();
    let typed = typed(source, &records);
    let wholes = wholes.into_iter().collect();
    Outline { wholes, findings, typed, topics, wider_topics, own_topics, stems: stems.into(), classes, excluded }
}
