//! What each record can be filtered and counted by, in columns beside the index.
//!
//! The corpus is held in memory anyway, and every hit is scored (an exact total needs that), so filters and counts run
//! over plain columns: for each record and facet the numbers of its values. Only currency is computed for a day.

use std::{collections::HashMap, sync::Arc};

use arc_swap::ArcSwap;

use super::{
    answer::{FacetCounts, FacetValue},
    request::{Choice, Facet, Filters, NumberField, Range},
};
use crate::{
    corpus::{Corpus, Record},
    domain::{
        Blurb, BlurbState, Certainty, Claim, Currency, Date, Finding, FindingKind, RecordKind, Source, StudyDesign,
        TopicId, TopicKind, Verdict, Verification, Vocabulary,
        blurb::LifeCycle,
        claim::ClaimKind,
        finding::{ComparatorClass, Direction},
        status::EditorialStatus,
    },
};

/// A value and its label.
type Value = (String, String);

/// All columns of one corpus.
#[derive(Debug)]
pub(super) struct Columns {
    facets: HashMap<Facet, Column>,
    /// For each record and number: lowest and highest value.
    numbers: HashMap<NumberField, Vec<Option<(u32, u32)>>>,
    /// For each record, the position of its source.
    sources: Vec<Option<usize>>,
    /// For each record that is a blurb, from when to when it may be published.
    lives: Vec<Option<LifeCycle>>,
    /// Currency of each source on the day last asked for; most requests ask for the same one.
    currency: ArcSwap<(Date, Vec<Currency>)>,
}

#[derive(Debug)]
struct Column {
    values: Vec<Value>,
    number: HashMap<String, u16>,
    of: Vec<Vec<u16>>,
}

impl Column {
    fn new(values: Vec<Value>, records: usize) -> Self {
        let number = values
            .iter()
            .enumerate()
            .filter_map(|(i, (slug, _))| Some((slug.clone(), u16::try_from(i).ok()?)))
            .collect();
        Self { values, number, of: vec![Vec::new(); records] }
    }

    fn add(&mut self, record: usize, slug: &str) {
        if let (Some(&number), Some(of)) = (self.number.get(slug), self.of.get_mut(record))
            && !of.contains(&number)
        {
            of.push(number);
        }
    }
}

fn vocabulary<T: Vocabulary>() -> Vec<Value> {
    T::ALL.iter().map(|value| (value.slug().to_owned(), value.label().to_owned())).collect()
}

/// The values a facet can have, in published order.
fn values(corpus: &Corpus, facet: Facet) -> Vec<Value> {
    let topics = |kinds: &[TopicKind]| -> Vec<Value> {
        let of_kind = corpus.topics().iter().filter(|topic| kinds.contains(&topic.kind));
        of_kind.map(|topic| (topic.id.to_string(), topic.label.clone())).collect()
    };
    match facet {
        Facet::Kind => vocabulary::<RecordKind>(),
        Facet::Design => vocabulary::<StudyDesign>(),
        Facet::Type => vocabulary::<FindingKind>(),
        Facet::Topic => topics(TopicKind::ALL),
        Facet::Population => topics(&[TopicKind::Condition, TopicKind::Population]),
        Facet::Intervention => topics(&[TopicKind::Intervention]),
        Facet::Comparator => {
            let mut all = vocabulary::<ComparatorClass>();
            // `usual-care` and `no-treatment` are classes and topics: one value each.
            let topics = topics(&[TopicKind::Comparator, TopicKind::Intervention]);
            let new: Vec<_> =
                topics.into_iter().filter(|(slug, _)| all.iter().all(|(class, _)| class != slug)).collect();
            all.extend(new);
            all
        }
        Facet::Outcome => topics(&[TopicKind::Outcome, TopicKind::Instrument, TopicKind::Mechanism]),
        Facet::Certainty => Certainty::all().map(|certainty| (certainty.slug(), certainty.label())).collect(),
        Facet::Direction => vocabulary::<Direction>(),
        Facet::EditorialStatus => vocabulary::<EditorialStatus>(),
        Facet::Currency => vocabulary::<Currency>(),
        Facet::Verification => vocabulary::<Verification>(),
        Facet::Source => {
            corpus.sources().iter().map(|source| (source.id.to_string(), source.short_title.clone())).collect()
        }
        // The aspects of blurbs are among the kinds of claims.
        Facet::Aspect => vocabulary::<ClaimKind>(),
        Facet::Verdict => vocabulary::<Verdict>(),
        Facet::Page => corpus.pages().iter().map(|page| (page.id.to_string(), page.title.clone())).collect(),
        Facet::State => vocabulary::<BlurbState>(),
    }
}

impl Columns {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let facets =
            Facet::ALL.iter().map(|&facet| (facet, Column::new(values(corpus, facet), corpus.len()))).collect();
        let numbers = NumberField::ALL.iter().map(|&field| (field, vec![None; corpus.len()])).collect();
        let position: HashMap<&str, usize> =
            corpus.sources().iter().enumerate().map(|(i, source)| (source.id.as_str(), i)).collect();
        let sources = corpus
            .records()
            .map(|record| match record {
                Record::Source(source) => position.get(source.id.as_str()).copied(),
                Record::Finding(finding) => position.get(finding.source.as_str()).copied(),
                Record::Claim(_) | Record::Blurb(_) | Record::Topic(_) => None,
            })
            .collect();
        let lives = corpus
            .records()
            .map(|record| match record {
                Record::Blurb(blurb) => Some(blurb.life),
                Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Topic(_) => None,
            })
            .collect();
        let never = Date::constant(1, 1, 1);
        let mut columns =
            Self { facets, numbers, sources, lives, currency: ArcSwap::from_pointee((never, Vec::new())) };
        for (ordinal, record) in corpus.records().enumerate() {
            columns.add(Facet::Kind, ordinal, record.kind().slug());
            match record {
                Record::Source(source) => columns.add_source(corpus, ordinal, source),
                Record::Finding(finding) => columns.add_finding(corpus, ordinal, finding),
                Record::Claim(claim) => columns.add_claim(corpus, ordinal, claim),
                Record::Blurb(blurb) => columns.add_blurb(corpus, ordinal, blurb),
                Record::Topic(topic) => columns.add_topic(corpus, Facet::Topic, ordinal, &topic.id),
            }
        }
        columns
    }

    fn add(&mut self, facet: Facet, ordinal: usize, slug: &str) {
        if let Some(column) = self.facets.get_mut(&facet) {
            column.add(ordinal, slug);
        }
    }

    /// A topic with all wider ones; values that the facet does not have are passed over.
    fn add_topic(&mut self, corpus: &Corpus, facet: Facet, ordinal: usize, topic: &TopicId) {
        let mut next = vec![topic];
        let mut seen = Vec::new();
        while let Some(id) = next.pop() {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            self.add(facet, ordinal, id.as_str());
            next.extend(corpus.topic(id.as_str()).into_iter().flat_map(|topic| &topic.broader));
        }
    }

    fn set(&mut self, field: NumberField, ordinal: usize, low: u32, high: u32) {
        if let Some(slot) = self.numbers.get_mut(&field).and_then(|column| column.get_mut(ordinal)) {
            *slot = Some((low, high));
        }
    }

    fn add_source(&mut self, corpus: &Corpus, ordinal: usize, source: &Source) {
        self.add_publication(ordinal, source);
        self.add(Facet::Verification, ordinal, source.verification().slug());
        for topic in &source.topics {
            for facet in [Facet::Topic, Facet::Population, Facet::Intervention, Facet::Outcome] {
                self.add_topic(corpus, facet, ordinal, topic);
            }
        }
        for finding in corpus.findings_of(source) {
            self.add_parts(corpus, ordinal, finding);
        }
        let asserted = source.assertion.as_ref();
        let people = source.study.sample.value().and_then(|count| count.participants());
        if let Some(people) = people.or_else(|| asserted?.participants) {
            self.set(NumberField::Participants, ordinal, people, people);
        }
        if let Some(studies) = source.study.studies.value().copied().or_else(|| asserted?.studies) {
            self.set(NumberField::Studies, ordinal, studies, studies);
        }
        if let Some(&age) = source.study.age_min.value() {
            self.set(NumberField::AgeMin, ordinal, age.into(), age.into());
        }
        let sessions = corpus.findings_of(source).filter_map(|finding| finding.intervention.sessions.value());
        let span = sessions.fold(None, |span: Option<(u16, u16)>, sessions| match span {
            None => Some((sessions.min, sessions.max)),
            Some((low, high)) => Some((low.min(sessions.min), high.max(sessions.max))),
        });
        if let Some((low, high)) = span {
            self.set(NumberField::Sessions, ordinal, low.into(), high.into());
        }
    }

    fn add_finding(&mut self, corpus: &Corpus, ordinal: usize, finding: &Finding) {
        let source = corpus.source(finding.source.as_str());
        if let Some(source) = source {
            self.add_publication(ordinal, source);
        }
        self.add(Facet::Verification, ordinal, finding.verification().slug());
        for topic in &finding.topics {
            self.add_topic(corpus, Facet::Topic, ordinal, topic);
        }
        self.add_parts(corpus, ordinal, finding);
        let measurement = finding.result.measurement();
        let own = measurement.and_then(|m| m.sample.value()).and_then(|count| count.participants());
        let whole = source.and_then(|source| source.study.sample.value()).and_then(|count| count.participants());
        if let Some(people) = own.or(whole) {
            self.set(NumberField::Participants, ordinal, people, people);
        }
        if let Some(&studies) = measurement.and_then(|m| m.studies.value()) {
            self.set(NumberField::Studies, ordinal, studies, studies);
        }
        if let Some(&age) = finding.population.age_min.value() {
            self.set(NumberField::AgeMin, ordinal, age.into(), age.into());
        }
        if let Some(sessions) = finding.intervention.sessions.value() {
            self.set(NumberField::Sessions, ordinal, sessions.min.into(), sessions.max.into());
        }
    }

    fn add_claim(&mut self, corpus: &Corpus, ordinal: usize, claim: &Claim) {
        self.add(Facet::Verdict, ordinal, claim.verdict.slug());
        self.add(Facet::Aspect, ordinal, claim.kind.slug());
        self.add(Facet::Page, ordinal, claim.page.as_str());
        for topic in &claim.topics {
            self.add_topic(corpus, Facet::Topic, ordinal, topic);
        }
        for source in corpus.sources_of_claim(claim) {
            self.add(Facet::Source, ordinal, source.id.as_str());
        }
    }

    fn add_blurb(&mut self, corpus: &Corpus, ordinal: usize, blurb: &Blurb) {
        self.add(Facet::Aspect, ordinal, blurb.aspect.slug());
        for topic in blurb.all_topics() {
            self.add_topic(corpus, Facet::Topic, ordinal, topic);
        }
        for source in corpus.sources_of_blurb(blurb) {
            self.add(Facet::Source, ordinal, source.id.as_str());
        }
    }

    /// What a finding has from its publication.
    fn add_publication(&mut self, ordinal: usize, source: &Source) {
        self.add(Facet::Source, ordinal, source.id.as_str());
        self.add(Facet::Design, ordinal, source.design.slug());
        self.add(Facet::EditorialStatus, ordinal, source.editorial.status.slug());
        if let Ok(year) = u32::try_from(source.year()) {
            self.set(NumberField::Year, ordinal, year, year);
        }
    }

    /// What a finding says, for itself and for its publication.
    fn add_parts(&mut self, corpus: &Corpus, ordinal: usize, finding: &Finding) {
        self.add(Facet::Type, ordinal, finding.result.kind().slug());
        for topic in &finding.population.topics {
            self.add_topic(corpus, Facet::Population, ordinal, topic);
        }
        for topic in &finding.intervention.topics {
            self.add_topic(corpus, Facet::Intervention, ordinal, topic);
        }
        self.add(Facet::Comparator, ordinal, finding.comparator.class.slug());
        for topic in &finding.comparator.topics {
            self.add_topic(corpus, Facet::Comparator, ordinal, topic);
        }
        for topic in finding.all_topics() {
            self.add_topic(corpus, Facet::Topic, ordinal, topic);
        }
        if let Some(rated) = finding.certainty.value() {
            self.add(Facet::Certainty, ordinal, &rated.certainty.slug());
        }
        if let Some(measurement) = finding.result.measurement() {
            self.add(Facet::Direction, ordinal, measurement.direction.slug());
            self.add_topic(corpus, Facet::Outcome, ordinal, &measurement.outcome.topic);
            if let Some(instrument) = measurement.outcome.instrument.value() {
                self.add_topic(corpus, Facet::Outcome, ordinal, instrument);
            }
        }
    }

    /// The values of a facet with their labels, in published order.
    pub(super) fn values(&self, facet: Facet) -> &[Value] {
        self.facets.get(&facet).map_or(&[], |column| &column.values)
    }

    /// The position of the source of a record.
    pub(super) fn source_of(&self, ordinal: usize) -> Option<usize> {
        self.sources.get(ordinal).copied().flatten()
    }

    /// The columns as they are on a day.
    pub(super) fn on<'a>(&'a self, corpus: &Corpus, as_of: Date) -> OnDay<'a> {
        let mut currency = self.currency.load_full();
        if currency.0 != as_of || currency.1.len() != corpus.sources().len() {
            let states = corpus.sources().iter().map(|source| corpus.currency(source, as_of).state).collect();
            currency = Arc::new((as_of, states));
            self.currency.store(Arc::clone(&currency));
        }
        OnDay { columns: self, currency }
    }
}

/// The columns on one day.
pub(super) struct OnDay<'a> {
    columns: &'a Columns,
    currency: Arc<(Date, Vec<Currency>)>,
}

impl OnDay<'_> {
    /// Currency of the source of a record; unknown for a record without one.
    pub(super) fn currency(&self, ordinal: usize) -> Option<Currency> {
        self.currency.1.get(self.columns.source_of(ordinal)?).copied()
    }

    /// The value of a facet that depends on the day: not in a column, because it changes without the data changing.
    fn on_day(&self, ordinal: usize, facet: Facet) -> Option<&'static str> {
        match facet {
            Facet::Currency => self.currency(ordinal).map(Vocabulary::slug),
            Facet::State => {
                let life = self.columns.lives.get(ordinal).copied().flatten()?;
                life.state(self.currency.0).map(Vocabulary::slug)
            }
            Facet::Kind
            | Facet::Design
            | Facet::Type
            | Facet::Topic
            | Facet::Population
            | Facet::Intervention
            | Facet::Comparator
            | Facet::Outcome
            | Facet::Certainty
            | Facet::Direction
            | Facet::EditorialStatus
            | Facet::Verification
            | Facet::Source
            | Facet::Aspect
            | Facet::Verdict
            | Facet::Page => None,
        }
    }

    fn has(&self, ordinal: usize, facet: Facet, slug: &str) -> bool {
        if let Some(value) = self.on_day(ordinal, facet) {
            return value == slug;
        }
        let Some(column) = self.columns.facets.get(&facet) else { return false };
        let Some(number) = column.number.get(slug) else { return false };
        column.of.get(ordinal).is_some_and(|of| of.contains(number))
    }

    fn meets(&self, ordinal: usize, choice: &Choice) -> bool {
        choice.any_of.iter().any(|slug| self.has(ordinal, choice.facet, slug))
    }

    fn within(&self, ordinal: usize, range: &Range) -> bool {
        let number = self.columns.numbers.get(&range.field).and_then(|column| column.get(ordinal)).copied().flatten();
        number.is_some_and(|(low, high)| {
            range.from.is_none_or(|from| high >= from) && range.to.is_none_or(|to| low <= to)
        })
    }

    /// Whether a record passes all filters, those of the facet `except` left aside.
    pub(super) fn passes(&self, ordinal: usize, filters: &Filters, except: Option<Facet>) -> bool {
        let Filters { choices, ranges } = filters;
        choices.iter().filter(|choice| Some(choice.facet) != except).all(|choice| self.meets(ordinal, choice))
            && ranges.iter().all(|range| self.within(ordinal, range))
    }

    /// Counts of a facet over records that pass the filters of all *other* facets, so that a reader sees what choosing
    /// another value would give.
    pub(super) fn counts(&self, matched: &[usize], filters: &Filters, facet: Facet) -> FacetCounts {
        let values = self.columns.values(facet);
        let mut counts = vec![0usize; values.len()];
        let column = self.columns.facets.get(&facet);
        for &ordinal in matched.iter().filter(|&&ordinal| self.passes(ordinal, filters, Some(facet))) {
            if let Some(slug) = self.on_day(ordinal, facet) {
                if let Some(i) = values.iter().position(|(value, _)| value == slug) {
                    counts[i] += 1;
                }
                continue;
            }
            for &number in column.and_then(|column| column.of.get(ordinal)).into_iter().flatten() {
                if let Some(count) = counts.get_mut(usize::from(number)) {
                    *count += 1;
                }
            }
        }
        let selected =
            |slug: &String| filters.choices.iter().any(|choice| choice.facet == facet && choice.any_of.contains(slug));
        let mut counted: Vec<FacetValue> = values
            .iter()
            .zip(counts)
            .map(|((value, label), count)| FacetValue {
                selected: selected(value),
                value: value.clone(),
                label: label.clone(),
                count,
            })
            // What is chosen stays in sight when nothing has it.
            .filter(|value| value.count > 0 || value.selected)
            .collect();
        counted.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        FacetCounts { facet, values: counted }
    }
}
