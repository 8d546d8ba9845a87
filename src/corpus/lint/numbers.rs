//! The numbers that come with records: which of them a text that rests on the records may print.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, OnceLock},
};

use crate::{
    corpus::filed::{Filed, Records},
    domain::{
        Decimal, Estimate, Finding, FindingId, Source, SourceId, Sourced, Stated, Topic, TopicId,
        field::{
            BibliographyValues, ComparatorValues, FindingValues, ImportanceValues, InterventionValues,
            MeasurementValues, OutcomeValues, PopulationValues, RecommendationValues, SourceValues, StudyValues,
        },
        number::{Interval, Measure},
        status::CurrencyRule,
    },
    text::{PrintedValue, Size, printed_values},
};

/// The numbers of one record, without sign.
#[derive(Default)]
struct Numbers {
    /// Values somebody has read on a page.
    confirmed: Vec<Size>,
    /// Values nobody has confirmed.
    unverified: Vec<Size>,
    /// Those in its words.
    told: Vec<Size>,
    /// Those in words nobody has confirmed.
    doubted: Vec<Size>,
}

impl Numbers {
    fn add(&mut self, values: impl IntoIterator<Item = Decimal>, doubt: Option<&str>) {
        self.add_sizes(values.into_iter().map(Size::of), doubt);
    }

    fn add_sizes(&mut self, sizes: impl IntoIterator<Item = Size>, doubt: Option<&str>) {
        let list = if doubt.is_none() { &mut self.confirmed } else { &mut self.unverified };
        list.extend(sizes);
    }

    /// Adds the numbers of what a source states.
    fn stated<T, N: IntoIterator<Item = Decimal>>(
        &mut self,
        value: Sourced<'_, Stated<T>>,
        numbers: impl FnOnce(&T) -> N,
    ) {
        if let Stated::As(value) = value.stated() {
            let (value, doubt) = value.with_doubt();
            self.add(numbers(value), doubt);
        }
    }

    fn tell<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        self.told.extend(numbers_in(texts));
    }

    /// Adds the numbers in words of the record: they are as sure as the words are.
    fn words<'a, T>(&mut self, text: Sourced<'a, T>, parts: impl FnOnce(&'a T) -> Vec<&'a str>) {
        let (text, doubt) = text.with_doubt();
        let numbers = numbers_in(parts(text));
        if doubt.is_none() { self.told.extend(numbers) } else { self.doubted.extend(numbers) }
    }

    fn of_finding(finding: &Finding) -> Self {
        let mut all = Self::default();
        if let Some(measurement) = finding.measurement_values() {
            all.measured(measurement);
        }
        if let Some(advice) = finding.recommendation_values() {
            let RecommendationValues { stance: _, strength: _, alternatives, conditions, limits: _, not_billed_by: _ } =
                advice;
            all.words(alternatives, texts);
            all.words(conditions, texts);
        }
        let FindingValues {
            statement,
            topics: _,
            population,
            intervention,
            comparator,
            certainty: _,
            good_to_know,
            editor_notes,
            qualified_by: _,
            locator: _,
            quote: _,
        } = finding.values();
        let PopulationValues { description, topics: _, duration: _, age_min, age_max, excludes: _ } =
            population.values();
        all.words(description, text);
        all.stated(age_min, |age| [u32::from(*age).into()]);
        all.stated(age_max, |age| [u32::from(*age).into()]);
        let InterventionValues { description, topics: _, sessions, weeks } = intervention.values();
        all.words(description, text);
        all.stated(sessions, |sessions| [u32::from(sessions.min).into(), u32::from(sessions.max).into()]);
        all.stated(weeks, |weeks| [u32::from(*weeks).into()]);
        let ComparatorValues { class: _, description, topics: _ } = comparator.values();
        all.words(description, text);
        all.words(statement, text);
        all.words(good_to_know, texts);
        all.words(editor_notes, texts);
        all
    }

    fn measured(&mut self, measurement: MeasurementValues<'_>) {
        let MeasurementValues { outcome, time, estimates, sample, studies, direction: _, importance } = measurement;
        // Each has a provenance of its own, beside its numbers.
        let (estimates, _) = estimates.with_doubt();
        for Estimate { measure, arm: _, value, unit, interval, p: _, i2, adjusted: _, provenance } in estimates {
            let is_share = *measure == Measure::Percent || unit.as_deref() == Some("%");
            let size = |number: Decimal| if is_share { Size::share(number) } else { Size::of(number) };
            self.add_sizes([size(*value)], provenance.doubt());
            self.add_sizes(i2.map(Size::share), provenance.doubt());
            if let Some(Interval { level, low, high, provenance }) = interval {
                self.add_sizes([size(*low), size(*high)], provenance.doubt());
                self.add_sizes([Size::share(*level)], None);
            }
            // The base of a rate is a number of its unit: `per 1,000`.
            let with_unit = unit.as_ref().map(|unit| format!("{value} {unit}"));
            self.tell(with_unit.as_deref());
        }
        self.stated(sample, |sample| [sample.value.into()]);
        self.stated(studies, |studies| [(*studies).into()]);
        self.stated(time, |time| {
            std::iter::once(time.to).chain(time.from).map(|span| u32::from(span.count).into()).collect::<Vec<_>>()
        });
        let OutcomeValues { name, topic: _, instrument: _, scale, better: _ } = outcome.values();
        self.words(name, text);
        self.stated(scale, |scale| [scale.min, scale.max]);
        if let Stated::As(importance) = importance.stated() {
            let ImportanceValues { answer: _, threshold, set_by: _ } = importance.values();
            // A value that is told in words, not words about values.
            let (threshold, doubt) = threshold.with_doubt();
            self.add_sizes(numbers_in(stated_text(threshold)), doubt);
        }
    }

    fn of_source(source: &Source) -> Self {
        let mut all = Self::default();
        let BibliographyValues { title, issued, volume, issue, .. } = source.bibliography_values();
        let (issued, doubt) = issued.with_doubt();
        all.add([u32::from(issued.year().unsigned_abs()).into()], doubt);
        all.words(title, text);
        for part in [volume, issue] {
            all.words(part, |part| part.as_deref().into_iter().collect());
        }
        let SourceValues { short_title, study, currency_rule, .. } = source.values();
        all.words(short_title, text);
        let StudyValues { sample, studies, age_min, age_max, searched_through: _, enrolled: _, setting } =
            study.values();
        all.stated(sample, |sample| [sample.value.into()]);
        all.stated(studies, |studies| [(*studies).into()]);
        all.stated(age_min, |age| [u32::from(*age).into()]);
        all.stated(age_max, |age| [u32::from(*age).into()]);
        all.words(setting, stated_text);
        if let (CurrencyRule::LapsesAfter { years, issuer: _ }, doubt) = currency_rule.with_doubt() {
            all.add([u32::from(*years).into()], doubt);
        }
        all
    }

    fn of_topic(topic: &Topic) -> Self {
        let mut all = Self::default();
        all.tell([topic.description.as_str()]);
        all
    }
}

fn numbers_in<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Size> {
    texts.into_iter().flat_map(printed_values).flat_map(|printed| printed.readings()).collect()
}

fn text<T: AsRef<str>>(text: &T) -> Vec<&str> {
    vec![text.as_ref()]
}

fn texts<T: AsRef<[String]>>(texts: &T) -> Vec<&str> {
    texts.as_ref().iter().map(String::as_str).collect()
}

fn stated_text(text: &Stated<String>) -> Vec<&str> {
    text.value().map(String::as_str).into_iter().collect()
}

/// A record with its numbers, which are read when a text first rests on it, and with its place in the order of the files.
type Numbered<'a, T> = (usize, &'a T, OnceLock<Numbers>);

/// The numbers of records, read once: many texts rest on one finding, and none on most.
pub(super) struct AllNumbers<'a> {
    findings: HashMap<&'a FindingId, Numbered<'a, Finding>>,
    sources: HashMap<&'a SourceId, Numbered<'a, Source>>,
    topics: HashMap<&'a TopicId, Numbered<'a, Topic>>,
}

fn numbered<'a, T, K: Hash + Eq>(
    records: impl Iterator<Item = &'a T>,
    id: impl Fn(&'a T) -> K,
) -> HashMap<K, Numbered<'a, T>> {
    let mut all = HashMap::new();
    for (place, record) in records.enumerate() {
        // Of two with one id, which is a fault of its own, the first counts.
        all.entry(id(record)).or_insert_with(|| (place, record, OnceLock::new()));
    }
    all
}

/// The records with these ids, in the order of the files.
fn with_ids<'a, 'b, T, K: Hash + Eq + 'b>(
    all: &HashMap<&'a K, Numbered<'a, T>>,
    ids: impl IntoIterator<Item = &'b K>,
) -> Vec<&'a T> {
    let mut found: Vec<(usize, &'a T)> =
        ids.into_iter().filter_map(|id| all.get(id)).map(|(place, record, _)| (*place, *record)).collect();
    found.sort_unstable_by_key(|(place, _)| *place);
    found.dedup_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, record)| record).collect()
}

impl<'a> AllNumbers<'a> {
    pub(super) fn new(records: &'a Records) -> Self {
        let sources = || records.sources.iter().map(|Filed { record, .. }| record);
        let findings = sources().flat_map(|file| &file.findings).map(Arc::as_ref);
        let topics = records.topics.iter().map(|Filed { record, .. }| record);
        Self {
            findings: numbered(findings, |finding| &finding.id),
            sources: numbered(sources().map(|file| file.source.as_ref()), |source| &source.id),
            topics: numbered(topics, |topic| &topic.id),
        }
    }

    /// The findings with these ids, in the order of the files.
    pub(super) fn findings<'b>(&self, ids: impl IntoIterator<Item = &'b FindingId>) -> Vec<&'a Finding> {
        with_ids(&self.findings, ids)
    }

    /// The sources with these ids, in the order of the files.
    pub(super) fn sources<'b>(&self, ids: impl IntoIterator<Item = &'b SourceId>) -> Vec<&'a Source> {
        with_ids(&self.sources, ids)
    }

    /// The topics with these ids, in the order of the files.
    pub(super) fn topics<'b>(&self, ids: impl IntoIterator<Item = &'b TopicId>) -> Vec<&'a Topic> {
        with_ids(&self.topics, ids)
    }

    /// What a text may print that rests on these records.
    pub(super) fn of(&self, findings: &[&Finding], sources: &[&Source], topics: &[&Topic]) -> Printable {
        let findings = findings.iter().filter_map(|finding| self.findings.get(&finding.id));
        let findings = findings.map(|(_, finding, read)| read.get_or_init(|| Numbers::of_finding(finding)));
        let sources = sources.iter().filter_map(|source| self.sources.get(&source.id));
        let sources = sources.map(|(_, source, read)| read.get_or_init(|| Numbers::of_source(source)));
        let topics = topics.iter().filter_map(|topic| self.topics.get(&topic.id));
        let topics = topics.map(|(_, topic, read)| read.get_or_init(|| Numbers::of_topic(topic)));
        let mut printable = Printable::default();
        let (mut told, mut doubted) = (Vec::<Size>::new(), Vec::<Size>::new());
        for numbers in findings.chain(sources).chain(topics) {
            printable.confirmed.extend(&numbers.confirmed);
            printable.unverified.extend(&numbers.unverified);
            told.extend(&numbers.told);
            doubted.extend(&numbers.doubted);
        }
        // A statement may name a number that is not confirmed, saying so; that does not make it one to print.
        told.retain(|size| printable.unverified.iter().all(|unverified| unverified.number != size.number));
        printable.confirmed.extend(told);
        printable.unverified.extend(doubted);
        printable
    }
}

/// The numbers a text may print.
#[derive(Default)]
pub(super) struct Printable {
    confirmed: Vec<Size>,
    /// May be printed only if they are confirmed for another reason.
    unverified: Vec<Size>,
}

impl Printable {
    /// Adds numbers that may be printed.
    pub(super) fn allow(&mut self, numbers: impl IntoIterator<Item = Size>) {
        self.confirmed.extend(numbers);
    }

    /// Whether a printed number is one of those that may be.
    pub(super) fn has(&self, printed: &PrintedValue) -> bool {
        self.confirmed.iter().any(|value| prints(*value, printed))
    }

    /// Whether a printed number is one that nobody has confirmed.
    pub(super) fn has_unverified(&self, printed: &PrintedValue) -> bool {
        self.unverified.iter().any(|value| prints(*value, printed))
    }
}

/// By how much a text may round, as a part of the value.
const MAX_ROUNDING: f64 = 0.05;

/// Whether a text may print this for `value`: as it is, or rounded; and a simple part of a whole for a share that is as near.
fn prints(value: Size, printed: &PrintedValue) -> bool {
    let PrintedValue { size, about, .. } = printed;
    let is_near = |about: Decimal| {
        let exact = value.number.to_f64();
        (exact - about.to_f64()).abs() <= exact * MAX_ROUNDING
    };
    let number = size.number;
    // `half` is no number of people.
    let is_of_kind = about.is_none() || !size.is_share || value.is_share;
    let is_printed = value.number == number || value.number.rounded(number.places()) == number && is_near(number);
    is_of_kind && is_printed || value.is_share && about.is_some_and(is_near)
}
