//! The parameters in the words of the OpenAPI document.

use serde_json::json;
use utoipa::{
    IntoParams,
    openapi::{
        KnownFormat, ObjectBuilder, Required, Schema, SchemaFormat, Type,
        extensions::Extensions,
        path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle},
        schema::ArrayBuilder,
    },
};

use super::{
    BlurbFormat, MAX_IDENTIFIERS, MAX_LOCATOR_CHARS, MAX_SOURCES, Param, Resource, Takes, WORD, closed_values,
    countable, cursor, slugs,
};
use crate::{
    api::{routes::export::ExportFormat, view::hit::HitPart},
    citation::{locale::LocaleId, render::Linking, style::StyleId},
    domain::{RecordKind, Vocabulary, blurb::TextLength},
    search::{Expansion, MAX_DIGITS, MAX_NAMES, Matching, Sort},
};

impl Takes {
    fn schema(self) -> Schema {
        let string = || ObjectBuilder::new().schema_type(Type::String);
        let words = |words: Vec<&'static str>| string().enum_values(Some(words));
        let list = |items: ObjectBuilder| ArrayBuilder::new().items(items);
        match self {
            Self::Text | Self::Reference => string().into(),
            Self::Matching => words(slugs::<Matching>()).default(Some(json!(Matching::Most.slug()))).into(),
            Self::Expansion => words(slugs::<Expansion>()).default(Some(json!(Expansion::Full.slug()))).into(),
            Self::Sort => words(slugs::<Sort>()).default(Some(json!(Sort::Relevance.slug()))).into(),
            Self::Filter(facet) => {
                let word = match closed_values(facet) {
                    Some(values) => format!("(?:{})", values.join("|")),
                    None => WORD.to_owned(),
                };
                list(string().pattern(Some(format!("^(?:{word}(?:,{word})*)?$")))).into()
            }
            Self::Range(_) => {
                let n = format!("[0-9]{{1,{MAX_DIGITS}}}");
                string().pattern(Some(format!("^(?:{n}(?:\\.\\.(?:{n})?)?|\\.\\.{n})?$"))).into()
            }
            Self::Name(_) => list(string()).max_items(Some(MAX_NAMES)).into(),
            Self::Limit { default, max } => ObjectBuilder::new()
                .schema_type(Type::Integer)
                .minimum(Some(1))
                .maximum(Some(max))
                .default(Some(json!(default)))
                .into(),
            Self::Cursor => string().pattern(Some(format!("^(?:[A-Za-z0-9_-]{{{}}})?$", cursor::LEN))).into(),
            Self::Counts(facets) => list(words(countable(facets))).into(),
            Self::Parts => list(words(slugs::<HitPart>())).into(),
            Self::Fields(listing) => list(words(listing.optional())).into(),
            Self::Highlight => ObjectBuilder::new().schema_type(Type::Boolean).default(Some(json!(true))).into(),
            Self::Brief | Self::Explain => {
                ObjectBuilder::new().schema_type(Type::Boolean).default(Some(json!(false))).into()
            }
            Self::Day | Self::Since => string().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).into(),
            Self::Identifiers => list(string()).max_items(Some(MAX_IDENTIFIERS)).into(),
            Self::Sources => list(string()).max_items(Some(MAX_SOURCES)).into(),
            Self::Format => words(slugs::<ExportFormat>()).default(Some(json!(ExportFormat::Ris.slug()))).into(),
            Self::Kinds => list(words(slugs::<RecordKind>())).into(),
            Self::Length => words(slugs::<TextLength>()).default(Some(json!(TextLength::Short.slug()))).into(),
            Self::BlurbFormat => words(slugs::<BlurbFormat>()).into(),
            Self::Intervention => string().pattern(Some(format!("^(?:{WORD})?$"))).into(),
            Self::Style => words(slugs::<StyleId>()).default(Some(json!(StyleId::Ama.slug()))).into(),
            Self::Locale => words(slugs::<LocaleId>()).into(),
            Self::Linking => words(slugs::<Linking>()).default(Some(json!(Linking::Url.slug()))).into(),
            Self::Locator => string().max_length(Some(MAX_LOCATOR_CHARS)).into(),
            Self::Literature(of) => of.schema(),
        }
    }

    /// Whether an array is written with commas (`false`) or by repeating the parameter.
    fn explode(self) -> Option<bool> {
        match self {
            Self::Filter(_) | Self::Name(_) | Self::Identifiers => Some(true),
            Self::Counts(_) | Self::Parts | Self::Fields(_) | Self::Kinds | Self::Sources => Some(false),
            Self::Literature(of) => of.explode(),
            Self::Text
            | Self::Matching
            | Self::Expansion
            | Self::Sort
            | Self::Range(_)
            | Self::Limit { .. }
            | Self::Cursor
            | Self::Highlight
            | Self::Explain
            | Self::Brief
            | Self::Format
            | Self::Reference
            | Self::Style
            | Self::Locale
            | Self::Linking
            | Self::Locator
            | Self::Day
            | Self::Length
            | Self::BlurbFormat
            | Self::Since
            | Self::Intervention => None,
        }
    }
}

impl Takes {
    /// Whether its schema says that it may be empty. To say it a second time makes tools look for values that only one of the
    /// two refuses, and there are none.
    fn schema_has_empty(self) -> bool {
        match self {
            Self::Text
            | Self::Reference
            | Self::Filter(_)
            | Self::Range(_)
            | Self::Name(_)
            | Self::Cursor
            | Self::Identifiers
            | Self::Sources
            | Self::Intervention
            | Self::Locator => true,
            Self::Literature(of) => of.schema_has_empty(),
            Self::Matching
            | Self::Expansion
            | Self::Sort
            | Self::Limit { .. }
            | Self::Counts(_)
            | Self::Parts
            | Self::Fields(_)
            | Self::Brief
            | Self::Highlight
            | Self::Explain
            | Self::Day
            | Self::Since
            | Self::Format
            | Self::Kinds
            | Self::Length
            | Self::BlurbFormat
            | Self::Style
            | Self::Locale
            | Self::Linking => false,
        }
    }
}

impl Param {
    fn document(self) -> Parameter {
        let Self { name, takes, description, example } = self;
        let explode = takes.explode();
        // Empty counts as absent for all of them. The builder has no word for it.
        let empty_counts_as_absent =
            (!takes.schema_has_empty()).then(|| Extensions::from_iter([("allowEmptyValue", true)]));
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(description))
            .style(explode.map(|_| ParameterStyle::Form))
            .explode(explode)
            .schema(Some(takes.schema()))
            .example(Some(example))
            .extensions(empty_counts_as_absent)
            .build()
    }
}

/// The name in the path of a record of the literature.
fn literature_id() -> Parameter {
    ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(
            "Name of the record: `pmid:` and a number, or `doi:` and a DOI with its slashes encoded; `pmcid:` and `isbn:` for \
             what has neither. A DOI whose slashes are not encoded is redirected.",
        ))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).max_length(Some(crate::domain::id::MAX_LEN))))
        .example(Some(json!("pmid:99999901")))
        .build()
}

/// The id in the path of a record.
fn path_id(noun: &str, example: &str) -> Parameter {
    ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(format!("Id of the {noun}.")))
        .schema(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .pattern(Some(format!("^{WORD}$")))
                .max_length(Some(crate::domain::id::MAX_LEN)),
        ))
        .example(Some(json!(example)))
        .build()
}

macro_rules! documented {
    ($( $Params:ident = $Resource:ident $(, $id:expr)?; )+) => { $(
        /// The parameters of a resource, for its description.
        pub(in crate::api) struct $Params;

        impl IntoParams for $Params {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                let query = Resource::$Resource.params().into_iter().map(Param::document);
                None $( .or(Some($id)) )? .into_iter().chain(query).collect()
            }
        }
    )+ };
}

documented! {
    SearchParams = Search;
    SuggestParams = Suggest;
    SourcesParams = Sources;
    SourceParams = Source, path_id("source", "acp-2017");
    ExportParams = Export;
    CitationParams = Citation, path_id("source", "acp-2017");
    FindingsParams = Findings;
    FindingParams = Finding, path_id("finding", "acp-2017-chronic");
    ClaimsParams = Claims;
    ClaimParams = Claim, path_id("claim", "back-pain-c06");
    BlurbsParams = Blurbs;
    BlurbParams = Blurb, path_id("blurb", "acupuncture-chronic-back-pain-sham");
    ChangesParams = Changes;
    TopicsParams = Topics;
    LiteratureParams = Literature;
    LiteratureRecordParams = LiteratureRecord, literature_id();
    LiteratureCitationParams = LiteratureCitation, literature_id();
    TopicParams = Topic, path_id("topic", "low-back-pain");
}
