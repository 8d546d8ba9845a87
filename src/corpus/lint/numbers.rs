//! The numbers that come with records: which of them a text that rests on the records may print.

use std::collections::HashMap;

use crate::{
    corpus::{Filed, Records},
    domain::{
        Decimal, Finding, FindingId, Source, SourceId, Topic, TopicId, number::Estimate, prose, source::Bibliography,
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
}

impl Numbers {
    fn add(&mut self, value: impl Into<Decimal>, is_publishable: bool) {
        let list = if is_publishable { &mut self.confirmed } else { &mut self.unverified };
        list.push(value.into().magnitude());
    }

    fn tell<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        let numbers = texts.into_iter().flat_map(prose::numbers);
        self.told.extend(numbers.map(|number| number.value.magnitude()));
    }

    fn of_finding(finding: &Finding) -> Self {
        let mut all = Self::default();
        let stated = |field: &str| finding.provenance.of(field).is_publishable();
        if let Some(measurement) = finding.result.measurement() {
            for estimate in &measurement.estimates {
                let Estimate { value, interval, i2, provenance, unit, .. } = estimate;
                all.add(*value, provenance.is_publishable());
                if let Some(interval) = interval {
                    all.add(interval.low, interval.provenance.is_publishable());
                    all.add(interval.high, interval.provenance.is_publishable());
                    all.add(interval.level, true);
                }
                if let Some(i2) = i2 {
                    all.add(*i2, provenance.is_publishable());
                }
                all.tell(unit.as_deref());
            }
            if let Some(sample) = measurement.sample.value() {
                all.add(sample.value, stated("sample"));
            }
            if let Some(studies) = measurement.studies.value() {
                all.add(*studies, stated("studies"));
            }
            if let Some(time) = measurement.time.value() {
                all.add(u32::from(time.to.count), true);
                if let Some(from) = time.from {
                    all.add(u32::from(from.count), true);
                }
            }
            if let Some(scale) = measurement.outcome.scale.value() {
                all.add(scale.min, true);
                all.add(scale.max, true);
            }
            all.tell([measurement.outcome.name.as_str()]);
            if let Some(importance) = measurement.importance.value() {
                all.tell(importance.threshold.value().map(String::as_str));
            }
        }
        if let Some(advice) = finding.result.recommendation() {
            all.tell(advice.alternatives.iter().chain(&advice.conditions).map(String::as_str));
        }
        if let Some(sessions) = finding.intervention.sessions.value() {
            all.add(u32::from(sessions.min), true);
            all.add(u32::from(sessions.max), true);
        }
        if let Some(weeks) = finding.intervention.weeks.value() {
            all.add(u32::from(*weeks), true);
        }
        for age in [&finding.population.age_min, &finding.population.age_max] {
            if let Some(age) = age.value() {
                all.add(u32::from(*age), true);
            }
        }
        all.tell([
            finding.statement.as_str(),
            finding.population.description.as_str(),
            finding.intervention.description.as_str(),
            finding.comparator.description.as_str(),
        ]);
        all.tell(finding.caveats.iter().map(String::as_str));
        all
    }

    fn of_source(source: &Source) -> Self {
        let mut all = Self::default();
        let stated = |field: &str| source.provenance.of(field).is_publishable();
        all.add(u32::from(source.year().unsigned_abs()), true);
        if let Some(sample) = source.study.sample.value() {
            all.add(sample.value, stated("study") && stated("sample"));
        }
        if let Some(studies) = source.study.studies.value() {
            all.add(*studies, stated("study") && stated("studies"));
        }
        for age in [&source.study.age_min, &source.study.age_max] {
            if let Some(age) = age.value() {
                all.add(u32::from(*age), stated("study"));
            }
        }
        if let CurrencyRule::LapsesAfter { years, .. } = &source.currency_rule {
            all.add(u32::from(*years), true);
        }
        all.tell([source.bibliography.title.as_str(), source.short_title.as_str()]);
        all.tell(source.study.setting.value().map(String::as_str));
        let Bibliography { volume, issue, .. } = &source.bibliography;
        all.tell(volume.iter().chain(issue).map(String::as_str));
        all
    }

    fn of_topic(topic: &Topic) -> Self {
        let mut all = Self::default();
        all.tell([topic.description.as_str()]);
        all
    }
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
        let mut told = Vec::new();
        for numbers in findings.chain(sources).chain(topics) {
            printable.confirmed.extend(&numbers.confirmed);
            printable.unverified.extend(&numbers.unverified);
            told.extend(&numbers.told);
        }
        // A statement may name a number that is not confirmed, saying so; that does not make it one to print.
        told.retain(|value| !printable.unverified.contains(value));
        printable.confirmed.extend(told);
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
