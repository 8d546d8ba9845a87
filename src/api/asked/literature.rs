//! What is asked of the literature.

use super::Reader;
use crate::{
    api::params::literature::{NO_STATE, NameFilter, OfLiterature, states},
    domain::{EditorialState, Vocabulary},
    literature::{Cursor, Facet, Filters, Matching, Sort},
    search::{self, NumberField, Range},
};

/// The parameters of the literature, each at its value or default.
#[derive(Debug)]
pub(in crate::api) struct AskedOfLiterature {
    pub(in crate::api) matching: Matching,
    pub(in crate::api) sort: Sort,
    pub(in crate::api) after: Option<Cursor>,
    pub(in crate::api) facets: Vec<Facet>,
    filters: Filters,
}

impl Default for AskedOfLiterature {
    fn default() -> Self {
        Self {
            matching: Matching::Most,
            sort: Sort::Relevance,
            after: None,
            facets: Vec::new(),
            filters: Filters::default(),
        }
    }
}

impl AskedOfLiterature {
    pub(super) fn read(&mut self, reader: &mut Reader<'_>, of: OfLiterature, name: &str, value: &str) {
        match of {
            OfLiterature::Matching => self.matching = reader.word(name, value).unwrap_or(self.matching),
            OfLiterature::Sort => self.sort = reader.word(name, value).unwrap_or(self.sort),
            OfLiterature::Names(filter) => {
                let Filters { author, journal, kind, mesh, language, .. } = &mut self.filters;
                let names = match filter {
                    NameFilter::Author => author,
                    NameFilter::Journal => journal,
                    NameFilter::Type => kind,
                    NameFilter::Mesh => mesh,
                    NameFilter::Language => language,
                };
                names.push(value.to_owned());
            }
            OfLiterature::HasAbstract => self.filters.has_abstract = reader.boolean(name, value),
            OfLiterature::Editorial => {
                self.filters.editorial = reader.words(name, value, &states(), |word| {
                    if word == NO_STATE { Some(None) } else { EditorialState::from_slug(word).ok().map(Some) }
                });
            }
            OfLiterature::Facets => {
                let known: Vec<&'static str> = Facet::ALL.iter().map(|facet| facet.slug()).collect();
                self.facets = reader.words(name, value, &known, |word| Facet::from_slug(word).ok());
            }
            OfLiterature::Cursor => match value.parse() {
                Ok(cursor) => self.after = Some(cursor),
                Err(error) => reader.fault(name, &format!("{error}"), value, None, Vec::new()),
            },
        }
    }

    /// What records must be, with the range of years that is read as everywhere.
    pub(in crate::api) fn filters(&self, searched: &search::Filters) -> Filters {
        let years = searched.ranges.iter().find(|range| range.field == NumberField::Year);
        let bound = |number: Option<u32>, other: u16| number.map_or(other, |n| u16::try_from(n).unwrap_or(u16::MAX));
        let year = years.map(|Range { field: _, from, to }| (bound(*from, 0), bound(*to, u16::MAX)));
        Filters { year, ..self.filters.clone() }
    }
}
