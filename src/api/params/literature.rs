//! What can be asked of the literature.

use serde_json::{Value, json};
use utoipa::openapi::{ObjectBuilder, Schema, Type, schema::ArrayBuilder};

use super::{Param, Takes, cursor_param, limit, param, range, slugs};
use crate::{
    domain::{EditorialState, Vocabulary},
    literature::{Facet, Matching, Sort},
    search::NumberField,
};

/// A filter by names that no list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) enum NameFilter {
    Author,
    Journal,
    Type,
    Mesh,
    Language,
}

/// A parameter of the literature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) enum OfLiterature {
    Matching,
    Sort,
    Names(NameFilter),
    HasAbstract,
    Editorial,
    Facets,
    Cursor,
}

/// Digits of a cursor.
pub(in crate::api) const CURSOR_LEN: usize = 32;

/// Says of a filter that a record must be in no state.
pub(in crate::api) const NO_STATE: &str = "none";

/// The states a record can be filtered by.
pub(in crate::api) fn states() -> Vec<&'static str> {
    slugs::<EditorialState>().into_iter().chain([NO_STATE]).collect()
}

impl OfLiterature {
    pub(super) fn repeats(self) -> bool {
        matches!(self, Self::Names(_))
    }

    pub(super) fn schema(self) -> Schema {
        let string = || ObjectBuilder::new().schema_type(Type::String);
        let words = |words: Vec<&'static str>| string().enum_values(Some(words));
        let list = |items: ObjectBuilder| ArrayBuilder::new().items(items);
        match self {
            Self::Matching => words(slugs::<Matching>()).default(Some(json!(Matching::Most.slug()))).into(),
            Self::Sort => words(slugs::<Sort>()).default(Some(json!(Sort::Relevance.slug()))).into(),
            Self::Names(_) => list(string()).into(),
            Self::HasAbstract => ObjectBuilder::new().schema_type(Type::Boolean).into(),
            Self::Editorial => list(words(states())).into(),
            Self::Facets => list(words(slugs::<Facet>())).into(),
            Self::Cursor => string().pattern(Some(format!("^(?:[0-9a-f]{{{CURSOR_LEN}}})?$"))).into(),
        }
    }

    pub(super) fn explode(self) -> Option<bool> {
        match self {
            Self::Names(_) => Some(true),
            Self::Editorial | Self::Facets => Some(false),
            Self::Matching | Self::Sort | Self::HasAbstract | Self::Cursor => None,
        }
    }

    pub(super) fn schema_has_empty(self) -> bool {
        matches!(self, Self::Names(_) | Self::Cursor)
    }
}

fn of(name: &'static str, takes: OfLiterature, description: &str, example: impl Into<Value>) -> Param {
    param(name, Takes::Literature(takes), description, example)
}

fn names(filter: NameFilter) -> Param {
    let (name, description, example) = match filter {
        NameFilter::Author => {
            ("author", "A family name, alone or with initials or given name behind it: `Nemo`, `Nemo AB`", "Nemo A")
        }
        NameFilter::Journal => {
            ("journal", "A journal, by its full name, its abbreviation or its ISSN", "J Nowhere Med")
        }
        NameFilter::Type => ("type", "A type of publication, in the words of PubMed", "Randomized Controlled Trial"),
        NameFilter::Mesh => ("mesh", "A heading of the NLM's thesaurus, MeSH", "Back Pain"),
        NameFilter::Language => ("language", "A language, as BCP 47 tags it", "en"),
    };
    let begin = match filter {
        NameFilter::Type | NameFilter::Mesh | NameFilter::Language => " `Back*` is every name that begins so.",
        NameFilter::Author | NameFilter::Journal => "",
    };
    let description =
        format!("{description}. Letter case does not matter.{begin} Repeat it for or; a comma is part of the name.");
    of(name, OfLiterature::Names(filter), &description, json!([example]))
}

/// The parameters of the list.
pub(super) fn params() -> Vec<Param> {
    let text = param(
        "q",
        Takes::Text,
        "What to look for, in plain words, in titles and abstracts. Words in quotes are looked for as a phrase; an identifier \
         alone finds its record. Any text at all: it is never a syntax error. Without it, everything that passes the filters \
         is found.",
        "acupuncture for back pain",
    );
    let matching = of(
        "match",
        OfLiterature::Matching,
        "How many of the words a record must have: `all`; `any`; or `most`, which is all, and where no record has all of them \
         most, and then any. `meta.matching` says which it was.",
        "most",
    );
    let has_abstract = of("has_abstract", OfLiterature::HasAbstract, "Whether the record has an abstract.", true);
    let editorial = of(
        "editorial",
        OfLiterature::Editorial,
        "What became of the publication, or which notice it is; `none` for records of which nothing is known. Commas mean or.",
        json!(["retracted", "expression-of-concern"]),
    );
    let sort = of(
        "sort",
        OfLiterature::Sort,
        "Order of the list. Ties are broken by PMID, so that every order is total.",
        "relevance",
    );
    let facets = of(
        "facets",
        OfLiterature::Facets,
        "What to count the records found by, separated by commas. The 50 values that most records have are given.",
        json!(["year", "type"]),
    );
    let Param { takes: _, description: _, example, name } = cursor_param();
    let cursor = param(
        name,
        Takes::Literature(OfLiterature::Cursor),
        "Where to go on: `meta.next_cursor` of the page before, with every other parameter but `limit` as it was. It names \
         the last record of that page, so that what is loaded between two pages neither repeats nor hides a record of \
         an order by date. Empty for the first page.",
        example,
    );
    [text, matching]
        .into_iter()
        .chain(
            [NameFilter::Author, NameFilter::Journal, NameFilter::Type, NameFilter::Mesh, NameFilter::Language]
                .map(names),
        )
        .chain([
            range(NumberField::Year),
            has_abstract,
            editorial,
            sort,
            limit(super::DEFAULT_LIMIT, super::MAX_LIMIT),
            cursor,
            facets,
        ])
        .collect()
}
