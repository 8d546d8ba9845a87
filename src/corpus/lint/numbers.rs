//! The numbers that come with records: which of them a text that rests on the records may print.

use std::collections::HashMap;

use crate::{
    corpus::{Filed, Records},
    domain::{
        Decimal, Estimate, Finding, FindingId, Source, SourceId, Sourced, Stated, Topic, TopicId,
        field::{
            BibliographyValues, ComparatorValues, FindingValues, ImportanceValues, InterventionValues,
            MeasurementValues, OutcomeValues, PopulationValues, RecommendationValues, SourceValues, StudyValues,
        },
        number::Interval,
        prose,
        status::CurrencyRule,
    },
};

/// The numbers of one record, without sign.
#[derive(Default)]
struct Numbers {
    /// Values somebody has read on a page.
    confirmed: Vec<Decimal>,
    /// Values nobody has confirmed.
    unverified: Vec<Decimal>,
    /// Those in its words.
    told: Vec<Decimal>,
    /// Those in words nobody has confirmed.
    doubted: Vec<Decimal>,
}

impl Numbers {
    fn add(&mut self, values: impl IntoIterator<Item = Decimal>, doubt: Option<&str>) {
        let list = if doubt.is_none() { &mut self.confirmed } else { &mut self.unverified };
        list.extend(values.into_iter().map(Decimal::magnitude));
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
            caveats,
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
        all.words(caveats, texts);
        all
    }

    fn measured(&mut self, measurement: MeasurementValues<'_>) {
        let MeasurementValues { outcome, time, estimates, sample, studies, direction: _, importance } = measurement;
        // Each has a provenance of its own, beside its numbers.
        let (estimates, _) = estimates.with_doubt();
        for Estimate { measure: _, arm: _, value, unit, interval, p: _, i2, adjusted: _, provenance } in estimates {
            self.add(std::iter::once(*value).chain(*i2), provenance.doubt());
            if let Some(Interval { level, low, high, provenance }) = interval {
                self.add([*low, *high], provenance.doubt());
                self.add([*level], None);
            }
            self.tell(unit.as_deref());
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
            self.add(numbers_in(stated_text(threshold)), doubt);
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

fn numbers_in<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Decimal> {
    texts.into_iter().flat_map(prose::numbers).map(|number| number.value.magnitude()).collect()
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

/// The numbers of every record, read once: many texts rest on one finding.
pub(super) struct AllNumbers<'a> {
    findings: HashMap<&'a FindingId, Numbers>,
    sources: HashMap<&'a SourceId, Numbers>,
    topics: HashMap<&'a TopicId, Numbers>,
}

impl<'a> AllNumbers<'a> {
    pub(super) fn new(records: &'a Records) -> Self {
        let sources = || records.sources.iter().map(|Filed { record, .. }| record);
        let findings = sources().flat_map(|file| &file.findings);
        let topics = records.topics.iter().map(|Filed { record, .. }| record);
        Self {
            findings: findings.map(|finding| (&finding.id, Numbers::of_finding(finding))).collect(),
            sources: sources().map(|file| (&file.source.id, Numbers::of_source(&file.source))).collect(),
            topics: topics.map(|topic| (&topic.id, Numbers::of_topic(topic))).collect(),
        }
    }

    /// What a text may print that rests on these records.
    pub(super) fn of(&self, findings: &[&Finding], sources: &[&Source], topics: &[&Topic]) -> Printable {
        let findings = findings.iter().filter_map(|finding| self.findings.get(&finding.id));
        let sources = sources.iter().filter_map(|source| self.sources.get(&source.id));
        let topics = topics.iter().filter_map(|topic| self.topics.get(&topic.id));
        let mut printable = Printable::default();
        let (mut told, mut doubted) = (Vec::new(), Vec::<Decimal>::new());
        for numbers in findings.chain(sources).chain(topics) {
            printable.confirmed.extend(&numbers.confirmed);
            printable.unverified.extend(&numbers.unverified);
            told.extend(&numbers.told);
            doubted.extend(&numbers.doubted);
        }
        // A statement may name a number that is not confirmed, saying so; that does not make it one to print.
        told.retain(|value| !printable.unverified.contains(value));
        printable.confirmed.extend(told);
        printable.unverified.extend(doubted);
        printable
    }
}

/// The numbers a text may print.
#[derive(Default)]
pub(super) struct Printable {
    confirmed: Vec<Decimal>,
    /// May be printed only if they are confirmed for another reason.
    unverified: Vec<Decimal>,
}

impl Printable {
    /// Adds numbers that may be printed.
    pub(super) fn allow(&mut self, numbers: impl IntoIterator<Item = Decimal>) {
        self.confirmed.extend(numbers);
    }

    /// Whether a printed number is one of those that may be.
    pub(super) fn has(&self, printed: Decimal) -> bool {
        self.confirmed.iter().any(|value| prints(*value, printed))
    }

    /// Whether a printed number is one that nobody has confirmed.
    pub(super) fn has_unverified(&self, printed: Decimal) -> bool {
        self.unverified.iter().any(|value| prints(*value, printed))
    }
}

/// Whether a text may print `number` for `value`: as it is, or rounded by at most five parts in a hundred.
fn prints(value: Decimal, number: Decimal) -> bool {
    if value == number {
        return true;
    }
    let rounded = value.rounded(number.places());
    let (exact, about) = (value.to_f64(), rounded.to_f64());
    rounded == number && (exact - about).abs() <= exact * 0.05
}
