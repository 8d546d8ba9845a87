//! What can be asked of the literature.

use serde_json::json;

use super::{
    DEFAULT_LIMIT, MAX_LIMIT, Params,
    form::{Described, Form, list, slugs, string},
    listing::{ListShape, Listing},
    shared::described_number,
};
use crate::{
    app::{Filter, Question, parameter},
    domain::{EditorialState, Vocabulary},
    literature::{Cursor, Facet, Filters, Matching, Sort},
    search::{NumberField, Range},
};

/// A filter by names that no list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameFilter {
    Author,
    Journal,
    Type,
    Mesh,
    Language,
}

/// Digits of a cursor.
const CURSOR_LEN: usize = 32;

/// Says of a filter that a record must be in no state.
const NO_STATE: &str = "none";

/// The states a record can be filtered by.
fn states() -> Vec<&'static str> {
    slugs::<EditorialState>().into_iter().chain([NO_STATE]).collect()
}

fn state(word: &str) -> Option<Option<EditorialState>> {
    if word == NO_STATE { Some(None) } else { EditorialState::from_slug(word).ok().map(Some) }
}

/// `/v1/literature`.
pub(in crate::api) struct LiteratureParams {
    pub(in crate::api) text: String,
    pub(in crate::api) matching: Matching,
    pub(in crate::api) filters: Filters,
    pub(in crate::api) sort: Sort,
    pub(in crate::api) limit: usize,
    pub(in crate::api) after: Option<Cursor>,
    pub(in crate::api) facets: Vec<Facet>,
    pub(in crate::api) shape: ListShape,
}

impl Params for LiteratureParams {
    fn of(form: &mut Form<'_>) -> Self {
        let text = form.text(
            parameter::TEXT,
            "What to look for, in plain words, in titles and abstracts. Words in quotes are looked for as a phrase; an identifier \
             alone finds its record. Any text at all: it is never a syntax error. Without it, everything that passes the filters \
             is found.",
            "acupuncture for back pain",
        );
        let matching = form.word(
            parameter::MATCHING,
            Some(Matching::MinimumShouldMatch),
            "How many of the words a record must have: `all`; `any`; or `most`, which is all, and where no record has all of them \
             most, and then any. `meta.matching` says which it was.",
            "most",
        );
        let filters = Filters {
            author: form.names(NameFilter::Author),
            journal: form.names(NameFilter::Journal),
            kind: form.names(NameFilter::Type),
            mesh: form.names(NameFilter::Mesh),
            language: form.names(NameFilter::Language),
            year: form.years(),
            has_abstract: form.flag("has_abstract", None, || "Whether the record has an abstract.".to_owned(), true),
            editorial: form
                .words("editorial", states, state, || {
                    let description = "What became of the publication, or which notice it is; `none` for records of which \
                        nothing is known. Commas mean or.";
                    (description.to_owned(), json!(["retracted", "expression-of-concern"]))
                })
                .unwrap_or_default(),
        };
        let sort = form.word(
            parameter::SORT,
            Some(Sort::Relevance),
            "Order of the list. Ties are broken by PMID, so that every order is total.",
            "relevance",
        );
        let limit = form.limit(DEFAULT_LIMIT, MAX_LIMIT);
        let after = form.record_after();
        let facets = form.words("facets", slugs::<Facet>, |word| Facet::from_slug(word).ok(), || {
            let description = "What to count the records found by, separated by commas. The 50 values that most records have are \
                given.";
            (description.to_owned(), json!(["year", "type"]))
        });
        Self {
            text,
            matching: matching.unwrap_or(Matching::MinimumShouldMatch),
            filters,
            sort: sort.unwrap_or(Sort::Relevance),
            limit: limit.unwrap_or(DEFAULT_LIMIT),
            after,
            facets: facets.unwrap_or_default(),
            shape: form.shape(Listing::Literature),
        }
    }
}

impl Form<'_> {
    fn names(&mut self, filter: NameFilter) -> Vec<String> {
        let (name, description, example) = match filter {
            NameFilter::Author => {
                ("author", "A family name, alone or with initials or given name behind it: `Nemo`, `Nemo AB`", "Nemo A")
            }
            NameFilter::Journal => {
                ("journal", "A journal, by its full name, its abbreviation or its ISSN", "J Nowhere Med")
            }
            NameFilter::Type => {
                ("type", "A type of publication, in the words of PubMed", "Randomized Controlled Trial")
            }
            NameFilter::Mesh => ("mesh", "A heading of the NLM's thesaurus, MeSH", "Back Pain"),
            NameFilter::Language => ("language", "A language, as BCP 47 tags it", "en"),
        };
        let described = || {
            let begin = match filter {
                NameFilter::Type | NameFilter::Mesh | NameFilter::Language => " `Back*` is every name that begins so.",
                NameFilter::Author | NameFilter::Journal => "",
            };
            let description = format!(
                "{description}. Letter case does not matter.{begin} Repeat it for or; a comma is part of the name."
            );
            Described::new(description, json!([example]), list(string())).repeated().or_empty()
        };
        let names = self.all(name, described, |_, values| values.iter().map(|value| (*value).to_owned()).collect());
        names.unwrap_or_default()
    }

    /// The range of years, which is read as everywhere.
    fn years(&mut self) -> Option<(u16, u16)> {
        let mut question = Question::default();
        let field = NumberField::Year;
        self.filter(&mut question, Filter::Number(field), || described_number(field));
        let bound = |number: Option<u32>, other: u16| number.map_or(other, |n| u16::try_from(n).unwrap_or(u16::MAX));
        let range = question.filters.ranges.first();
        range.map(|Range { field: _, from, to }| (bound(*from, 0), bound(*to, u16::MAX)))
    }

    fn record_after(&mut self) -> Option<Cursor> {
        let described = || {
            Described::new(
                "Where to go on: `meta.next_cursor` of the page before, with every other parameter but `limit` as it was. It names \
                 the last record of that page, so that what is loaded between two pages neither repeats nor hides a record of \
                 an order by date. Empty for the first page.",
                "",
                string().pattern(Some(format!("^(?:[0-9a-f]{{{CURSOR_LEN}}})?$"))),
            )
            .or_empty()
        };
        self.one("cursor", described, |reader, value| match value.parse() {
            Ok(cursor) => Some(cursor),
            Err(error) => {
                let error: <Cursor as std::str::FromStr>::Err = error;
                reader.fault("cursor", &error.to_string(), value, None, Vec::new());
                None
            }
        })
    }
}
