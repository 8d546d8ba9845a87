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
        Topic, TopicId, TopicKind, Verdict, Verification, Vocabulary,
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
pub(super) struct DocValues {
    /// In the order of [`Facet::ALL`].
    facets: Vec<Column>,
    /// In the order of [`NumberField::ALL`]; for each record, lowest and highest value.
    numbers: Vec<Vec<Option<(u32, u32)>>>,
    /// For each record, the position of its source.
    sources: Vec<Option<usize>>,
    /// For each record that is a blurb, from when to when it may be published.
    lives: Vec<Option<LifeCycle>>,
    /// Currency of each source on the day last asked for; most requests ask for the same one.
    currency: ArcSwap<(Date, Vec<Currency>)>,
}

/// The values that each record has of one facet, by their numbers: those of all records in one row, because a list of lists
/// costs a miss of the processor's cache for each record that is looked at.
#[derive(Debug)]
struct Column {
    values: Vec<Value>,
    number: HashMap<String, u32>,
    /// For each topic of the corpus, its number; none for facets that have no topics.
    of_topic: Vec<Option<u32>>,
    /// Where the values of each record begin, up to the record that is being added.
    starts: Vec<u32>,
    row: Vec<u32>,
}

/// A position or number as columns keep it. More than four thousand million of anything fit no memory.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Column {
    fn new(values: Vec<Value>, topics: &[Topic], records: usize) -> Self {
        let number: HashMap<String, u32> =
            values.iter().enumerate().map(|(i, (slug, _))| (slug.clone(), narrow(i))).collect();
        let of_topic = topics.iter().map(|topic| number.get(topic.id.as_str()).copied()).collect();
        Self { values, number, of_topic, starts: Vec::with_capacity(records + 1), row: Vec::new() }
    }

    /// Ends the records before this one. Records are added in their order.
    fn reach(&mut self, record: usize) {
        while self.starts.len() <= record {
            self.starts.push(narrow(self.row.len()));
        }
    }

    fn add(&mut self, record: usize, number: u32) {
        self.reach(record);
        let begun = self.starts.last().map_or(0, |start| *start as usize);
        if !self.row[begun..].contains(&number) {
            self.row.push(number);
        }
    }

    /// The numbers of the values of a record.
    fn of(&self, record: usize) -> &[u32] {
        let ends = (self.starts.get(record), self.starts.get(record + 1));
        let (Some(&from), Some(&to)) = ends else { return &[] };
        self.row.get(from as usize..to as usize).unwrap_or_default()
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

/// Columns being filled, record after record.
struct Filling<'a> {
    corpus: &'a Corpus,
    doc_values: DocValues,
    /// Positions of topics by id.
    topic_at: HashMap<&'a str, usize>,
    /// For each topic, itself and all wider ones.
    wider: Vec<Vec<usize>>,
}

impl DocValues {
    pub(super) fn new(corpus: &Corpus) -> Self {
        let facets =
            Facet::ALL.iter().map(|&facet| Column::new(values(corpus, facet), corpus.topics(), corpus.len())).collect();
        let numbers = NumberField::ALL.iter().map(|_| vec![None; corpus.len()]).collect();
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
        let doc_values = Self { facets, numbers, sources, lives, currency: ArcSwap::from_pointee((never, Vec::new())) };
        let topic_at: HashMap<&str, usize> =
            corpus.topics().iter().enumerate().map(|(i, topic)| (topic.id.as_str(), i)).collect();
        let wider = (0..corpus.topics().len()).map(|topic| wider(corpus, &topic_at, topic)).collect();
        let mut filling = Filling { corpus, doc_values, topic_at, wider };
        for (ordinal, record) in corpus.records().enumerate() {
            filling.add(Facet::Kind, ordinal, record.kind().slug());
            match record {
                Record::Source(source) => filling.add_source(ordinal, source),
                Record::Finding(finding) => filling.add_finding(ordinal, finding),
                Record::Claim(claim) => filling.add_claim(ordinal, claim),
                Record::Blurb(blurb) => filling.add_blurb(ordinal, blurb),
                Record::Topic(topic) => filling.add_topic(Facet::Topic, ordinal, &topic.id),
            }
        }
        for column in &mut filling.doc_values.facets {
            column.reach(corpus.len());
        }
        filling.doc_values
    }
}

/// A topic and all wider ones, by their positions.
fn wider(corpus: &Corpus, topic_at: &HashMap<&str, usize>, topic: usize) -> Vec<usize> {
    let mut all = vec![topic];
    let mut next = 0;
    while let Some(topic) = all.get(next).and_then(|&at| corpus.topics().get(at)) {
        for above in topic.broader.iter().filter_map(|id| topic_at.get(id.as_str())) {
            if !all.contains(above) {
                all.push(*above);
            }
        }
        next += 1;
    }
    all
}

impl Filling<'_> {
    fn add(&mut self, facet: Facet, ordinal: usize, slug: &str) {
        let Some(column) = self.doc_values.facets.get_mut(facet as usize) else { return };
        if let Some(&number) = column.number.get(slug) {
            column.add(ordinal, number);
        }
    }

    /// A topic with all wider ones; values that the facet does not have are passed over.
    fn add_topic(&mut self, facet: Facet, ordinal: usize, topic: &TopicId) {
        let Some(column) = self.doc_values.facets.get_mut(facet as usize) else { return };
        let at = self.topic_at.get(topic.as_str());
        for wider in at.and_then(|&at| self.wider.get(at)).into_iter().flatten() {
            if let Some(number) = column.of_topic.get(*wider).copied().flatten() {
                column.add(ordinal, number);
            }
        }
    }

    fn set(&mut self, field: NumberField, ordinal: usize, low: u32, high: u32) {
        if let Some(slot) = self.doc_values.numbers.get_mut(field as usize).and_then(|column| column.get_mut(ordinal)) {
            *slot = Some((low, high));
        }
    }

    fn add_source(&mut self, ordinal: usize, source: &Source) {
        self.add_publication(ordinal, source);
        self.add(Facet::Verification, ordinal, source.verification().slug());
        for topic in &source.topics {
            for facet in [Facet::Topic, Facet::Population, Facet::Intervention, Facet::Outcome] {
                self.add_topic(facet, ordinal, topic);
            }
        }
        for finding in self.corpus.findings_of(source) {
            self.add_parts(ordinal, finding);
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
        let sessions = self.corpus.findings_of(source).filter_map(|finding| finding.intervention.sessions.value());
        let span = sessions.fold(None, |span: Option<(u16, u16)>, sessions| match span {
            None => Some((sessions.min, sessions.max)),
            Some((low, high)) => Some((low.min(sessions.min), high.max(sessions.max))),
        });
        if let Some((low, high)) = span {
            self.set(NumberField::Sessions, ordinal, low.into(), high.into());
        }
    }

    fn add_finding(&mut self, ordinal: usize, finding: &Finding) {
        let source = self.corpus.source(finding.source.as_str());
        if let Some(source) = source {
            self.add_publication(ordinal, source);
        }
        self.add(Facet::Verification, ordinal, finding.verification().slug());
        for topic in &finding.topics {
            self.add_topic(Facet::Topic, ordinal, topic);
        }
        self.add_parts(ordinal, finding);
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

    fn add_claim(&mut self, ordinal: usize, claim: &Claim) {
        self.add(Facet::Verdict, ordinal, claim.verdict.slug());
        self.add(Facet::Aspect, ordinal, claim.kind.slug());
        self.add(Facet::Page, ordinal, claim.page.as_str());
        for topic in &claim.topics {
            self.add_topic(Facet::Topic, ordinal, topic);
        }
        for source in self.corpus.sources_of_claim(claim) {
            self.add(Facet::Source, ordinal, source.id.as_str());
        }
    }

    fn add_blurb(&mut self, ordinal: usize, blurb: &Blurb) {
        self.add(Facet::Aspect, ordinal, blurb.aspect.slug());
        for topic in blurb.all_topics() {
            self.add_topic(Facet::Topic, ordinal, topic);
        }
        for source in self.corpus.sources_of_blurb(blurb) {
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
    fn add_parts(&mut self, ordinal: usize, finding: &Finding) {
        self.add(Facet::Type, ordinal, finding.result.kind().slug());
        for topic in &finding.population.topics {
            self.add_topic(Facet::Population, ordinal, topic);
        }
        for topic in &finding.intervention.topics {
            self.add_topic(Facet::Intervention, ordinal, topic);
        }
        self.add(Facet::Comparator, ordinal, finding.comparator.class.slug());
        for topic in &finding.comparator.topics {
            self.add_topic(Facet::Comparator, ordinal, topic);
        }
        for topic in finding.all_topics() {
            self.add_topic(Facet::Topic, ordinal, topic);
        }
        if let Some(rated) = finding.certainty.value() {
            self.add(Facet::Certainty, ordinal, &rated.certainty.slug());
        }
        if let Some(measurement) = finding.result.measurement() {
            self.add(Facet::Direction, ordinal, measurement.direction.slug());
            self.add_topic(Facet::Outcome, ordinal, &measurement.outcome.topic);
            if let Some(instrument) = measurement.outcome.instrument.value() {
                self.add_topic(Facet::Outcome, ordinal, instrument);
            }
        }
    }
}

impl DocValues {
    /// The values of a facet with their labels, in published order.
    pub(super) fn values(&self, facet: Facet) -> &[Value] {
        self.facets.get(facet as usize).map_or(&[], |column| &column.values)
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
        OnDay { doc_values: self, currency }
    }
}

/// The columns on one day.
pub(super) struct OnDay<'a> {
    doc_values: &'a DocValues,
    currency: Arc<(Date, Vec<Currency>)>,
}

impl OnDay<'_> {
    /// Currency of the source of a record; unknown for a record without one.
    pub(super) fn currency(&self, ordinal: usize) -> Option<Currency> {
        self.currency.1.get(self.doc_values.source_of(ordinal)?).copied()
    }

    /// The value of a facet that depends on the day, by its number: not in a column, because it changes without the data
    /// changing.
    fn on_day(&self, ordinal: usize, facet: Facet) -> Option<u32> {
        match facet {
            Facet::Currency => self.currency(ordinal).map(number_of),
            Facet::State => {
                let life = self.doc_values.lives.get(ordinal).copied().flatten()?;
                life.state(self.currency.0).map(number_of)
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

    /// Filters with their words looked up, ready to be asked of every record.
    pub(super) fn filter<'f>(&'f self, filters: &'f Filters, published: Option<&'f [bool]>) -> Filter<'f> {
        let Filters { choices, ranges, names: _ } = filters;
        let choices = choices.iter().map(|Choice { facet, any_of }| {
            let column = self.doc_values.facets.get(*facet as usize);
            let numbers =
                column.into_iter().flat_map(|column| any_of.iter().filter_map(|slug| column.number.get(slug)));
            Chosen { facet: *facet, column, any_of: numbers.copied().collect() }
        });
        Filter { on_day: self, choices: choices.collect(), ranges, published, asked: filters }
    }
}

/// Whether the values of a facet are worked out for a day, and stand in no column.
fn changes_with_the_day(facet: Facet) -> bool {
    matches!(facet, Facet::Currency | Facet::State)
}

/// The number of a value in a column of its vocabulary.
fn number_of<T: Vocabulary + PartialEq>(value: T) -> u32 {
    narrow(T::ALL.iter().position(|other| *other == value).unwrap_or_default())
}

/// A choice with its values as numbers.
struct Chosen<'a> {
    facet: Facet,
    column: Option<&'a Column>,
    any_of: Vec<u32>,
}

/// Filters of one request on one day.
pub(super) struct Filter<'a> {
    on_day: &'a OnDay<'a>,
    choices: Vec<Chosen<'a>>,
    ranges: &'a [Range],
    published: Option<&'a [bool]>,
    asked: &'a Filters,
}

impl Filter<'_> {
    fn meets(&self, ordinal: usize, chosen: &Chosen<'_>) -> bool {
        if changes_with_the_day(chosen.facet) {
            return self.on_day.on_day(ordinal, chosen.facet).is_some_and(|number| chosen.any_of.contains(&number));
        }
        chosen.column.is_some_and(|column| column.of(ordinal).iter().any(|own| chosen.any_of.contains(own)))
    }

    fn within(&self, ordinal: usize, range: &Range) -> bool {
        let column = self.on_day.doc_values.numbers.get(range.field as usize);
        let number = column.and_then(|column| column.get(ordinal)).copied().flatten();
        number.is_some_and(|(low, high)| {
            range.from.is_none_or(|from| high >= from) && range.to.is_none_or(|to| low <= to)
        })
    }

    /// Whether the publication of a record is one of those that are meant.
    fn is_published(&self, ordinal: usize) -> bool {
        self.published.is_none_or(|published| {
            self.on_day
                .doc_values
                .source_of(ordinal)
                .and_then(|source| published.get(source))
                .is_some_and(|passes| *passes)
        })
    }

    /// Whether a record passes all filters.
    pub(super) fn passes(&self, ordinal: usize) -> bool {
        self.choices.iter().all(|chosen| self.meets(ordinal, chosen))
            && self.is_published(ordinal)
            && self.ranges.iter().all(|range| self.within(ordinal, range))
    }

    /// Whether it passes those of all facets but one.
    fn passes_but_for(&self, ordinal: usize, facet: Facet) -> bool {
        let others = self.choices.iter().filter(|chosen| chosen.facet != facet);
        others.into_iter().all(|chosen| self.meets(ordinal, chosen))
            && self.is_published(ordinal)
            && self.ranges.iter().all(|range| self.within(ordinal, range))
    }

    /// Counts of facets over the records that pass the filters of all *other* facets, so that a reader sees what choosing
    /// another value would give. `passing` are those of the matched records that pass all filters.
    pub(super) fn counts(&self, matched: &[usize], passing: &[usize], facets: &[Facet]) -> Vec<FacetCounts> {
        let count = |&facet: &Facet| {
            let is_filtered = self.choices.iter().any(|chosen| chosen.facet == facet);
            if is_filtered {
                let records = matched.iter().copied().filter(|&ordinal| self.passes_but_for(ordinal, facet));
                self.count(records, facet)
            } else {
                self.count(passing.iter().copied(), facet)
            }
        };
        facets.iter().map(count).collect()
    }

    fn count(&self, records: impl Iterator<Item = usize>, facet: Facet) -> FacetCounts {
        let column = self.on_day.doc_values.facets.get(facet as usize);
        let values = self.on_day.doc_values.values(facet);
        let mut counts = vec![0_usize; values.len()];
        let mut add = |number: u32| {
            if let Some(count) = counts.get_mut(number as usize) {
                *count += 1;
            }
        };
        if changes_with_the_day(facet) {
            records.filter_map(|ordinal| self.on_day.on_day(ordinal, facet)).for_each(add);
        } else {
            for ordinal in records {
                column.map_or(&[][..], |column| column.of(ordinal)).iter().for_each(|&number| add(number));
            }
        }
        let is_selected = |slug: &String| {
            self.asked.choices.iter().any(|choice| choice.facet == facet && choice.any_of.contains(slug))
        };
        let mut counted: Vec<(usize, bool, &Value)> = values
            .iter()
            .zip(counts)
            .map(|(value, count)| (count, is_selected(&value.0), value))
            // What is chosen stays in sight when nothing has it.
            .filter(|(count, is_selected, _)| *count > 0 || *is_selected)
            .collect();
        counted.sort_unstable_by(|(a, _, (one, _)), (b, _, (other, _))| b.cmp(a).then_with(|| one.cmp(other)));
        let values = counted.into_iter().map(|(count, selected, (value, label))| FacetValue {
            selected,
            value: value.clone(),
            label: label.clone(),
            count,
        });
        FacetCounts { facet, values: values.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_beyond_sixteen_bits_stay_apart() {
        const VALUES: usize = 70_000;
        let values = (0..VALUES).map(|i| (format!("source-{i}"), String::new())).collect();
        let mut column = Column::new(values, &[], 3);
        let last = column.number["source-69999"];
        column.add(0, last);
        // The same but for the bits above the sixteenth.
        let alike = column.number["source-4463"];
        column.add(2, alike);
        column.add(2, alike);
        column.reach(3);
        assert_eq!((column.of(0), column.of(1), column.of(2)), (&[last][..], &[][..], &[alike][..]));
        assert_ne!(last, alike);
    }
}
