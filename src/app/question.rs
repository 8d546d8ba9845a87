//! What somebody asks of the records: the words, what to leave out, the order, the day.
//!
//! A filter is read here and nowhere else, by its name and its values, so that the page, the API and the command cannot differ
//! in what they let pass. What could not be read is handed back: the API refuses it, a page leaves it out and says so.

#[cfg(test)]
mod tests;

use super::Library;
use crate::{
    domain::{Date, Vocabulary, vocabulary::nearest},
    search::{
        Choice, Expansion, Facet, Filters, MAX_NAMES, Matching, NameField, Named, NumberField, Range, Request, Sort,
    },
};

/// Names of the parameters of a question beside its filters, as addresses have them.
pub mod parameter {
    /// The text.
    pub const TEXT: &str = "q";
    /// How many of the words.
    pub const MATCHING: &str = "match";
    /// What else is looked for.
    pub const EXPANSION: &str = "expand";
    /// The order.
    pub const SORT: &str = "sort";
    /// The day.
    pub const DAY: &str = "as_of";
}

/// A filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// By values of a facet: commas mean or, several of them mean and.
    Facet(Facet),
    /// By a number, with one range.
    Number(NumberField),
    /// By what a publication is called: several mean or, and a comma is part of the name.
    Name(NameField),
}

impl Filter {
    /// All there are.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        let facets = Facet::ALL.iter().copied().map(Self::Facet);
        let names = NameField::ALL.iter().copied().map(Self::Name);
        let numbers = NumberField::ALL.iter().copied().map(Self::Number);
        facets.chain(numbers).chain(names)
    }

    /// The filter with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|filter| filter.name() == name)
    }

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.slug(),
            Self::Number(field) => field.slug(),
            Self::Name(field) => field.slug(),
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.label(),
            Self::Number(field) => field.label(),
            Self::Name(field) => field.label(),
        }
    }
}

/// Why a value of a filter was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterFault<'v> {
    /// The facet has no such value.
    NoSuchValue(Facet, &'v str),
    /// It is no range of whole numbers of at most [`MAX_DIGITS`](crate::search::MAX_DIGITS) digits.
    NoRange(NumberField, &'v str),
    /// There is a range already.
    SecondRange(NumberField, &'v str),
    /// So many names are more than [`MAX_NAMES`]; the first ones were taken.
    TooManyNames(NameField, usize),
}

/// How the values of a filter were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFilter<'v> {
    /// What was not taken.
    pub faults: Vec<FilterFault<'v>>,
    /// The range as it was read, if it ended before it began.
    pub turned: Option<Range>,
}

/// What is asked; whatever is none has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What was typed.
    pub text: String,
    /// What to leave out.
    pub filters: Filters,
    /// How many of the words a record must have.
    pub matching: Option<Matching>,
    /// Whether to look for other words too.
    pub expansion: Option<Expansion>,
    /// In which order.
    pub sort: Option<Sort>,
    /// The day for which it is told what still holds.
    pub as_of: Option<Date>,
}

impl Question {
    /// Narrows the question by all values of a filter. Those that can be read are taken.
    pub fn narrow<'v>(&mut self, library: &Library, filter: Filter, values: &[&'v str]) -> ReadFilter<'v> {
        let mut read = ReadFilter::default();
        match filter {
            Filter::Facet(facet) => {
                let known = library.facet_values(facet);
                for value in values {
                    let mut any_of: Vec<String> = Vec::new();
                    for word in value.split(',') {
                        if known.iter().all(|(slug, _)| slug != word) {
                            read.faults.push(FilterFault::NoSuchValue(facet, word));
                        } else if any_of.iter().all(|other| other != word) {
                            any_of.push(word.to_owned());
                        }
                    }
                    if !any_of.is_empty() {
                        self.filters.choices.push(Choice { facet, any_of });
                    }
                }
            }
            Filter::Number(field) => {
                for value in values {
                    if self.filters.ranges.iter().any(|range| range.field == field) {
                        read.faults.push(FilterFault::SecondRange(field, value));
                    } else if let Some((range, was_turned)) = Range::read(field, value) {
                        self.filters.ranges.push(range);
                        read.turned = was_turned.then_some(range);
                    } else {
                        read.faults.push(FilterFault::NoRange(field, value));
                    }
                }
            }
            Filter::Name(field) => {
                values.iter().take(MAX_NAMES).for_each(|said| self.filters.name(field, said));
                if values.len() > MAX_NAMES {
                    read.faults.push(FilterFault::TooManyNames(field, values.len()));
                }
            }
        }
        read
    }

    /// Whether something is left out on purpose.
    pub fn is_filtered(&self) -> bool {
        let Filters { choices, ranges, names } = &self.filters;
        !choices.is_empty() || !ranges.is_empty() || !names.is_empty()
    }

    /// Everything but the text as parameters, in an order of its own; read again they are the same question.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let Self { text: _, filters: Filters { choices, ranges, names }, matching, expansion, sort, as_of } = self;
        let choices = choices.iter().map(|Choice { facet, any_of }| (facet.slug(), any_of.join(",")));
        let ranges = ranges.iter().map(|range| (range.field.slug(), range.to_string()));
        let names =
            names.iter().flat_map(|Named { field, any_of }| any_of.iter().map(|said| (field.slug(), said.clone())));
        let mut all: Vec<_> = choices.chain(ranges).chain(names).collect();
        all.extend(as_of.map(|day| (parameter::DAY, day.to_string())));
        all.extend(sort.map(|sort| (parameter::SORT, sort.slug().to_owned())));
        all.extend(matching.map(|matching| (parameter::MATCHING, matching.slug().to_owned())));
        all.extend(expansion.map(|expansion| (parameter::EXPANSION, expansion.slug().to_owned())));
        all
    }

    /// The question to the index.
    pub fn request(&self, today: Date) -> Request<'_> {
        let Self { text, filters, matching, expansion, sort, as_of } = self;
        let plain = Request::new(text, as_of.unwrap_or(today));
        Request {
            filters: filters.clone(),
            matching: matching.unwrap_or(plain.matching),
            expansion: expansion.unwrap_or(plain.expansion),
            sort: sort.unwrap_or(plain.sort),
            ..plain
        }
    }
}

impl Library {
    /// The value of a facet that somebody may have meant by one that it does not have.
    pub fn nearest_value(&self, facet: Facet, value: &str) -> Option<&str> {
        let known = self.facet_values(facet).iter().map(|(slug, _)| slug.as_str());
        // `low` of `grade:low`: the first scale that has it.
        let of_a_scale = known.clone().find(|slug| slug.split_once(':').is_some_and(|(_, rating)| rating == value));
        of_a_scale.or_else(|| nearest(value, known))
    }
}
