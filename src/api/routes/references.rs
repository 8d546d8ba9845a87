//! `POST /v1/references/check`: references held against the records.

use actix_web::post;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{given_up, takes_nothing};
use crate::{
    api::{Answer, Context, PostedRequest, Reply, params::Resource, view::references::CheckedReferences},
    app::NoLiterature,
    http::{
        body::Body,
        problem::{Code, Fault, Problem},
    },
    references::{MAX_CHECKED, References, ReferencesError},
};

/// References to check: a text, or a list.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReferencesRequest)]
pub(crate) struct ReferencesBody {
    /// A text with references: a list cut at its numbers, at blank lines or at hanging lines, or a file in RIS, BibTeX, NBIB,
    /// PubMed XML or CSL-JSON. Neither stored nor logged.
    #[serde(default)]
    #[schema(example = "1. Nobody A. Needles for nothing. J Nowhere. 2020;1(2):3-9.")]
    text: Option<String>,
    /// References, cut apart: each in any style, an identifier, or a record of one of these formats. At most 500.
    #[serde(default)]
    #[schema(max_items = 500, example = json!(["Nobody A. Needles for nothing. J Nowhere. 2020;1(2):3-9."]))]
    references: Option<Vec<String>>,
}

impl Body for ReferencesBody {
    /// Lists written for people, and files of reference managers: the text tells its format.
    const TEXTS: &'static [&'static str] = &[
        "text/plain",
        "application/x-research-info-systems",
        "application/x-bibtex",
        "text/x-bibtex",
        "application/nbib",
        "application/xml",
        "text/xml",
        "application/vnd.citationstyles.csl+json",
    ];

    fn of_text(_media: &str, text: String) -> Option<Self> {
        Some(Self { text: Some(text), references: None })
    }
}

/// Check references
///
/// Says of each reference which record it means, by what it was recognised, which of its parts differ from the record, and whether the
/// publication was retracted, withdrawn, corrected, doubted or replaced, or is itself a notice. Words decide, not identifiers: an
/// identifier that belongs to another publication than the words mean is a difference, and where the words mean nothing here, its owner
/// stands in `identifier_of`. What several records fit is `ambiguous`. What is not here is `not-in-this-collection`, which does not say
/// that it does not exist. The body may also be a text (`text/plain`) or a file (`application/x-research-info-systems`,
/// `application/x-bibtex`, `application/nbib`, `application/vnd.citationstyles.csl+json`). It is neither stored nor logged.
#[utoipa::path(
    tag = "check",
    operation_id = "checkReferences",
    request_body(
        content = ReferencesBody,
        description = "The references.",
        example = json!({ "references": ["Nobody A. Needles for nothing. J Nowhere. 2020;1(2):3-9."] }),
    ),
    responses((status = 200, description = "Each reference with what this collection says of it.", body = CheckedReferences)),
)]
#[post("/v1/references/check")]
pub(crate) async fn check(question: PostedRequest<ReferencesBody>) -> Reply {
    question.answer(Resource::References, answer).await
}

/// The body of the resource.
pub(crate) fn answer(context: &Context<'_>, body: ReferencesBody) -> Result<Answer, Problem> {
    takes_nothing(context)?;
    let (pointer, references) = match (body.text, body.references) {
        (Some(text), None) => ("/text", References::of_text(&text)),
        (None, Some(list)) => ("/references", References::of_list(&list)),
        (Some(_), Some(_)) => return Err(unprocessable("/references", "stands beside `text`: send one of the two")),
        (None, None) => return Err(unprocessable("/text", "is missing, and so is `references`: send one of the two")),
    };
    let references = references.map_err(|error| refused(pointer, error))?;
    if references.is_empty() {
        return Err(unprocessable(pointer, "holds no reference"));
    }
    let checked =
        context.library.check_references(references, context.stop).map_err(|error| refused(pointer, error))?;
    Answer::of(&CheckedReferences::of(&checked))
}

fn refused(pointer: &str, error: ReferencesError) -> Problem {
    match error {
        ReferencesError::Stopped(stopped) => given_up(stopped),
        ReferencesError::TooMany => {
            unprocessable(pointer, &format!("holds more than {MAX_CHECKED} references: send them in parts"))
        }
        ReferencesError::TooLong { .. } | ReferencesError::Unreadable(_) => unprocessable(pointer, &error.to_string()),
        ReferencesError::Damaged(because) => super::literature::none(NoLiterature::Damaged(because)),
        ReferencesError::Literature(error) => Problem::new(Code::Internal, error.to_string()),
    }
}

fn unprocessable(pointer: &str, message: &str) -> Problem {
    let fault = Fault { pointer: Some(pointer.to_owned()), message: message.to_owned(), ..Fault::default() };
    Problem::new(Code::Unprocessable, format!("`{pointer}`: {message}")).with_errors(vec![fault])
}
