//! `/v1`: what there is.

use actix_web::get;
use serde::Serialize;
use utoipa::ToSchema;

use super::takes_nothing;
use crate::{
    api::{Answer, ApiRequest, Context, Reply, envelope::Dataset, params::Resource},
    domain::Collection,
    http::{health::LiteratureStatus, problem::Problem},
};

/// What the service holds, and where to go on.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ServiceIndex)]
pub(crate) struct Index {
    /// What the collection is, and who answers for it.
    collection: CollectionView,
    /// Which version of the data is served.
    dataset: Dataset,
    /// How many records there are of each kind.
    records: RecordTotals,
    /// Bibliographic records beside them, which nobody here has appraised; null when none are loaded.
    literature: Option<LiteratureTotal>,
    /// Whether there are none, or they are damaged and not served.
    literature_status: LiteratureStatus,
    /// Addresses of the resources.
    links: IndexLinks,
}

/// What a collection is and who answers for it. What nobody has filled in reads `not stated`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CollectionView {
    /// Its name.
    #[schema(example = "Acupuncture and back pain")]
    title: String,
    /// What it is about, in a line.
    #[schema(example = "acupuncture and back pain")]
    subject: String,
    /// Who publishes it.
    #[schema(example = "not stated")]
    publisher: String,
    /// Where its publisher can be reached: an address of a page or of mail.
    #[schema(example = "not stated")]
    contact: String,
    /// Terms under which the records may be reused.
    #[schema(example = "CC BY 4.0")]
    licence: String,
    /// Who answers for what the records say.
    #[schema(example = "not stated")]
    responsible: String,
}

impl From<&Collection> for CollectionView {
    fn from(collection: &Collection) -> Self {
        let Collection { format: _, title, subject, publisher, contact, licence, responsible } = collection;
        Self {
            title: title.to_string(),
            subject: subject.to_string(),
            publisher: publisher.to_string(),
            contact: contact.to_string(),
            licence: licence.to_string(),
            responsible: responsible.to_string(),
        }
    }
}

/// How many records there are.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct RecordTotals {
    /// Publications.
    #[schema(example = 10)]
    sources: usize,
    /// Results they report.
    #[schema(example = 62)]
    findings: usize,
    /// Sentences of audited pages.
    #[schema(example = 80)]
    claims: usize,
    /// Texts that may be published, and those that may not any more.
    #[schema(example = 50)]
    blurbs: usize,
    /// Concepts.
    #[schema(example = 61)]
    topics: usize,
}

/// How many bibliographic records there are.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LiteratureTotal {
    /// Records.
    #[schema(example = 50783)]
    total: u64,
    /// Files they were loaded from.
    #[schema(example = 2)]
    files: usize,
    /// Changes whenever something is loaded or removed.
    #[schema(example = "3f9c1d0a5b7e4c2f")]
    version: String,
}

/// Addresses of the resources.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(crate) struct IndexLinks {
    /// Search over all records.
    #[schema(example = "/v1/search")]
    search: &'static str,
    /// Completions of what is being typed.
    #[schema(example = "/v1/suggest")]
    suggest: &'static str,
    /// Publications.
    #[schema(example = "/v1/sources")]
    sources: &'static str,
    /// Publications as a file for other programs.
    #[schema(example = "/v1/export")]
    export: &'static str,
    /// Citation styles.
    #[schema(example = "/v1/styles")]
    styles: &'static str,
    /// References to ids or to what a text cites, by POST.
    #[schema(example = "/v1/bibliography")]
    bibliography: &'static str,
    /// Results they report.
    #[schema(example = "/v1/findings")]
    findings: &'static str,
    /// Sentences of audited pages.
    #[schema(example = "/v1/claims")]
    claims: &'static str,
    /// Texts that may be published.
    #[schema(example = "/v1/blurbs")]
    blurbs: &'static str,
    /// Concepts.
    #[schema(example = "/v1/topics")]
    topics: &'static str,
    /// What changed for readers.
    #[schema(example = "/v1/changes")]
    changes: &'static str,
    /// Bibliographic records, where some are loaded.
    #[schema(example = "/v1/literature")]
    literature: &'static str,
    /// The draft check: POST a text.
    #[schema(example = "/v1/check")]
    check: &'static str,
    /// References held against the records: POST them.
    #[schema(example = "/v1/references/check")]
    references: &'static str,
    /// This API as an OpenAPI document.
    #[schema(example = "/openapi.json")]
    openapi: &'static str,
    /// The same to read and to try.
    #[schema(example = "/docs")]
    docs: &'static str,
    /// What can go wrong, and what to do.
    #[schema(example = "/problems")]
    problems: &'static str,
}

/// What there is
///
/// What the collection is and who answers for it, the version of the data, how many records of each kind it has, and the
/// addresses of the resources.
#[utoipa::path(
    tag = "service",
    operation_id = "getIndex",
    responses((status = 200, description = "Collection, version, counts and links.", body = Index)),
)]
#[get("/v1")]
pub(crate) async fn index(question: ApiRequest) -> Reply {
    question.answer(Resource::Index, answer).await
}

fn answer(context: &Context<'_>) -> Result<Answer, Problem> {
    takes_nothing(context)?;
    let corpus = context.library.corpus();
    Answer::of(&Index {
        collection: corpus.collection().into(),
        dataset: Dataset::of(context.library, context.today),
        records: RecordTotals {
            sources: corpus.sources().len(),
            findings: corpus.findings().len(),
            claims: corpus.claims().len(),
            blurbs: corpus.blurbs().len(),
            topics: corpus.topics().len(),
        },
        literature: context.library.shelf().literature().map(|literature| LiteratureTotal {
            total: literature.total(),
            files: literature.ledger().files.len(),
            version: literature.version().to_owned(),
        }),
        literature_status: LiteratureStatus::of(context.library.shelf()),
        links: IndexLinks {
            search: "/v1/search",
            suggest: "/v1/suggest",
            sources: "/v1/sources",
            export: "/v1/export",
            styles: "/v1/styles",
            bibliography: "/v1/bibliography",
            findings: "/v1/findings",
            claims: "/v1/claims",
            blurbs: "/v1/blurbs",
            topics: "/v1/topics",
            changes: "/v1/changes",
            literature: "/v1/literature",
            check: "/v1/check",
            references: "/v1/references/check",
            openapi: "/openapi.json",
            docs: "/docs",
            problems: "/problems",
        },
    })
}
