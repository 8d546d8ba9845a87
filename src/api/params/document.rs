//! The parameters in the words of the OpenAPI document.

use serde_json::json;
use utoipa::{
    IntoParams,
    openapi::{
        ObjectBuilder, Required, Type,
        extensions::Extensions,
        path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle},
    },
};

use super::{
    BlurbParams, BlurbsParams, ChangesParams, CitationParams, ClaimsParams, ExportParams, FindingsParams,
    LiteratureParams, Param, RecordParams, SearchParams, SourcesParams, SuggestParams, TopicParams, TopicsParams, WORD,
    form::{Described, described},
};

impl Param {
    fn document(self) -> Parameter {
        let Self { name, described } = self;
        let Described { description, example, schema, explode, schema_has_empty } = described;
        // Empty counts as absent for all of them. The builder has no word for it.
        let empty_counts_as_absent = (!schema_has_empty).then(|| Extensions::from_iter([("allowEmptyValue", true)]));
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(description))
            .style(explode.map(|_| ParameterStyle::Form))
            .explode(explode)
            .schema(Some(schema))
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
    ($( $Params:ty; )+) => { $(
        impl IntoParams for $Params {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                described::<Self>().into_iter().map(Param::document).collect()
            }
        }
    )+ };
}

documented! {
    SearchParams;
    SuggestParams;
    SourcesParams;
    ExportParams;
    FindingsParams;
    ClaimsParams;
    BlurbsParams;
    BlurbParams;
    ChangesParams;
    TopicsParams;
    TopicParams;
    LiteratureParams;
    CitationParams;
    RecordParams;
}

macro_rules! in_path {
    ($( $InPath:ident = $id:expr; )+) => { $(
        /// The id in the path of a record.
        pub(in crate::api) struct $InPath;

        impl IntoParams for $InPath {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                vec![$id]
            }
        }
    )+ };
}

in_path! {
    SourceInPath = path_id("source", "acp-2017");
    FindingInPath = path_id("finding", "acp-2017-chronic");
    ClaimInPath = path_id("claim", "back-pain-c06");
    BlurbInPath = path_id("blurb", "acupuncture-chronic-back-pain-sham");
    TopicInPath = path_id("topic", "low-back-pain");
    LiteratureInPath = literature_id();
}
