//! `/v1/styles`, `/v1/sources/{id}/citation` and `/v1/bibliography`: how publications are cited.

use std::collections::BTreeMap;

use actix_web::{get, post};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::{no_such_record, takes_nothing};
use crate::{
    api::{
        Answer, ApiRequest, Context, PostedRequest, Reply,
        envelope::{Dataset, Meta, StylePage},
        params::{Asked, CitationParams, Resource, SourceInPath},
        view::citation::{
            CitationGroup, CitationView, DocumentText, FormattedText, ListedReference, NoticeView, StyleView,
            UnknownCitation,
        },
    },
    app::{Bibliography, Draft, MAX_REFERENCES},
    citation::{
        locale::LocaleId,
        markers::TextKind,
        render::{Citation, Linking, RenderOptions},
        style::StyleId,
    },
    domain::{RecordKind, Source, Vocabulary},
    http::{
        body::Body,
        problem::{Code, Fault, Problem},
    },
};

/// The record that styles are shown with, where there is one.
const SHOWN: &str = "acp-2017";

/// List the citation styles
///
/// The styles on offer, under ids that never change: how many authors each names, how it prints the DOI, which date it
/// uses, its licence, and a record of this installation set in it.
#[utoipa::path(
    tag = "citations",
    operation_id = "listStyles",
    responses((status = 200, description = "The styles.", body = StylePage)),
)]
#[get("/v1/styles")]
pub(crate) async fn styles(question: ApiRequest) -> Reply {
    question.answer(Resource::Styles, answer_styles).await
}

fn answer_styles(context: &Context<'_>) -> Result<Answer, Problem> {
    takes_nothing(context)?;
    let library = context.library;
    let corpus = library.corpus();
    let shown = corpus.source(SHOWN).or_else(|| corpus.sources().iter().find(|source| source.assertion.is_none()));
    let data: Vec<StyleView> = StyleId::ALL
        .iter()
        .map(|id| {
            let style = library.renderer().style(*id);
            let options = RenderOptions { style, locale: None, linking: Linking::Url, has_anchors: false };
            let cited: Option<(&Source, Citation)> = shown.map(|source| (source, library.set(options, source, None)));
            StyleView::of(*id, cited.as_ref().map(|(source, cited)| (*source, cited)))
        })
        .collect();
    let meta = Meta {
        total: data.len(),
        limit: data.len(),
        next_cursor: None,
        dataset: Dataset::of(library, context.today),
        query: None,
        warnings: Vec::new(),
    };
    Answer::of(&StylePage { data, meta, facets: BTreeMap::new() })
}

/// Cite a source
///
/// One publication in a style: its entry for a list, and how a text points to it. A retracted publication says so in
/// its reference, one that could not be identified looks like no publication, and `notices` says what of it was not
/// checked.
#[utoipa::path(
    tag = "citations",
    operation_id = "citeSource",
    params(SourceInPath, CitationParams),
    responses((status = 200, description = "The source, cited.", body = CitationView)),
)]
#[get("/v1/sources/{id}/citation")]
pub(crate) async fn one(question: ApiRequest) -> Reply {
    if let Some(moved) = question.moved("/citation") {
        return Ok(moved);
    }
    question.answer(Resource::Citation, answer_citation).await
}

fn answer_citation(context: &Context<'_>) -> Result<Answer, Problem> {
    let CitationParams { style, locale, linking, locator } = Asked::read(context)?.params;
    let library = context.library;
    let Some(source) = library.corpus().source(context.id) else {
        let ids = library.corpus().sources().iter().map(|source| source.id.as_str());
        return Err(no_such_record(context, RecordKind::Source, ids));
    };
    let options = RenderOptions { style: library.renderer().style(style), locale, linking, has_anchors: false };
    let locator = locator.as_ref().map(|(label, text)| (*label, text.as_str()));
    let (cited, notices) = library.cite(options, source, locator, context.today);
    Answer::of(&CitationView::of(source, style, locale, &cited, notices))
}

/// What is to be cited, and how. Either `ids` or `text`.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BibliographyRequest {
    /// Our ids, or any identifiers; up to 300.
    #[serde(default)]
    #[schema(example = json!(["acp-2017", "doi:10.1001/jamanetworkopen.2025.31348"]), max_items = 300)]
    ids: Option<Vec<String>>,
    /// A text with markers in pandoc's syntax: `[see @acp-2017, p. 3; @cochrane-mu-2020]`, `@acp-2017 [p. 3]`,
    /// `[-@acp-2017]`. Up to 300 sources.
    #[serde(default)]
    #[schema(example = "Acupuncture is among the first choices [@acp-2017, p. 3].")]
    text: Option<String>,
    /// What `text` is written in.
    #[serde(default, deserialize_with = "word")]
    #[schema(value_type = Option<TextKind>, default = "text")]
    input: Option<TextKind>,
    /// The style.
    #[serde(default, deserialize_with = "word")]
    #[schema(value_type = Option<StyleId>, default = "ama")]
    style: Option<StyleId>,
    /// The language of terms and dates; that of the style by default.
    #[serde(default, deserialize_with = "word")]
    #[schema(value_type = Option<LocaleId>)]
    locale: Option<LocaleId>,
    /// Which addresses are links. With `none`, citations and references do not lead to one another either.
    #[serde(default, deserialize_with = "word")]
    #[schema(value_type = Option<Linking>, default = "url")]
    link: Option<Linking>,
}

impl Body for BibliographyRequest {}

/// A word of a closed vocabulary, or null.
fn word<'de, D: Deserializer<'de>, T: Vocabulary>(deserializer: D) -> Result<Option<T>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    T::from_slug(&text).map(Some).map_err(|unknown| {
        let allowed: Vec<String> = unknown.allowed.iter().map(|word| format!("`{word}`")).collect();
        let found = text.replace('`', "'");
        serde::de::Error::custom(format!("unknown variant `{found}`, expected one of {}", allowed.join(", ")))
    })
}

/// A list of references, with the text that cites them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Bibliography)]
pub(crate) struct BibliographyView {
    /// Which version of the data answered.
    dataset: Dataset,
    /// The style.
    style: StyleId,
    /// The language of the terms; null for that of the style.
    locale: Option<LocaleId>,
    /// The text with its citations set; null when ids were asked for.
    document: Option<DocumentText>,
    /// The groups of citations in the text, in its order.
    citations: Vec<CitationGroup>,
    /// The references, in the order of the style.
    references: Vec<ListedReference>,
    /// The references together, and before them the notes of a style that has notes. In HTML, `<ol>` for numbered ones,
    /// with links back to the text.
    list: FormattedText,
    /// What is cited and nobody knows, with its place and what may be meant.
    unknown: Vec<UnknownCitation>,
    /// What whoever copies the references should know.
    notices: Vec<NoticeView>,
}

/// Make a bibliography
///
/// References to a list of ids, or to what a text cites; of a text also the text itself with its citations, numbered or
/// by author and date, grouped, and linked with the list both ways. Markers are recognised after a way through word
/// processors and web editors: with curly quotes, other spaces and dashes, invisible characters, entities for brackets.
/// What nobody knows is listed in `unknown` with its place, and stays visible in the text.
#[utoipa::path(
    tag = "citations",
    operation_id = "makeBibliography",
    request_body(
        content = BibliographyRequest,
        description = "What is to be cited, and how.",
        examples(
            ("ids" = (summary = "A list", value = json!({
                "ids": ["backinaction-2025", "doi:10.7326/M16-2367"],
                "style": "ama",
            }))),
            ("text" = (summary = "A text with citations", value = json!({
                "text": "Acupuncture is among the first choices [@acp-2017, p. 3].",
                "style": "ama",
            }))),
        ),
    ),
    responses((status = 200, description = "The references.", body = BibliographyView)),
)]
#[post("/v1/bibliography")]
pub(crate) async fn bibliography(posted: PostedRequest<BibliographyRequest>) -> Reply {
    posted.answer(Resource::Bibliography, answer_bibliography).await
}

fn answer_bibliography(context: &Context<'_>, request: BibliographyRequest) -> Result<Answer, Problem> {
    takes_nothing(context)?;
    let BibliographyRequest { ids, text, input, style, locale, link } = request;
    let draft = match (&ids, &text) {
        (Some(ids), None) => {
            if ids.len() > MAX_REFERENCES {
                let found = format!("has {} ids; one list has at most {MAX_REFERENCES}", ids.len());
                return Err(unprocessable("/ids", found));
            }
            Draft::Keys(ids)
        }
        (None, Some(text)) => Draft::Text(text, input.unwrap_or(TextKind::Text)),
        (Some(_), Some(_)) => return Err(unprocessable("", "has both `ids` and `text`; give one of them".to_owned())),
        (None, None) => return Err(unprocessable("", "has neither `ids` nor `text`; give one of them".to_owned())),
    };
    let library = context.library;
    let (style, linking) = (style.unwrap_or(StyleId::Ama), link.unwrap_or(Linking::Url));
    let has_anchors = linking != Linking::None;
    let options = RenderOptions { style: library.renderer().style(style), locale, linking, has_anchors };
    let made = library.bibliography(options, draft, context.today);
    let Bibliography { document, groups, references, list, unknown, notices } =
        made.map_err(|error| unprocessable(if ids.is_some() { "/ids" } else { "/text" }, error.to_string()))?;
    Answer::of(&BibliographyView {
        dataset: Dataset::of(library, context.today),
        style,
        locale,
        document: document.map(DocumentText::from),
        citations: groups.into_iter().enumerate().map(|(place, group)| CitationGroup::of(place + 1, group)).collect(),
        references: references
            .into_iter()
            .map(|(reference, source, cited_by)| ListedReference::of(&reference, &source, cited_by))
            .collect(),
        list: list.into(),
        unknown: unknown.into_iter().map(UnknownCitation::from).collect(),
        notices: notices.into_iter().map(NoticeView::from).collect(),
    })
}

fn unprocessable(pointer: &str, message: String) -> Problem {
    let place = if pointer.is_empty() { "the body".to_owned() } else { format!("`{pointer}`") };
    let fault = Fault { pointer: Some(pointer.to_owned()), message: message.clone(), ..Fault::default() };
    Problem::new(Code::Unprocessable, format!("{place} {message}")).with_errors(vec![fault])
}
