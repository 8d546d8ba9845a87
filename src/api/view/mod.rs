//! Records as the API shows them. Their doc comments are the text of the OpenAPI document.
//!
//! Each conversion names every field of its record, so that a new field does not compile until somebody has decided
//! whether it is shown. The paths of texts are what excerpts point to: `/limitations/2` is the third limitation.
//! Whatever stands for a source or a finding carries its status and how far it was checked.

pub(super) mod answer;
pub(super) mod blurb;
mod brief;
pub(super) mod change;
pub(super) mod check;
pub(super) mod citation;
pub(super) mod claim;
pub(super) mod finding;
pub(super) mod hit;
pub(super) mod literature;
pub(super) mod overview;
pub(super) mod provenance;
pub(super) mod references;
pub(super) mod source;
pub(super) mod topic;
mod unstated;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::Standing,
    corpus::Corpus,
    domain::{
        CurrencyState, Date, Editorial, RecordKind, Source, SourceId, StudyDesign, Topic, TopicId, TopicKind,
        Verification,
    },
};

/// Where and on which day records are looked at.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) as_of: Date,
}

/// The two axes of status, which are never one flag: what the publisher did to the publication, and whether it still
/// holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Status<'a> {
    /// What the publisher has said about the publication since it appeared.
    editorial: &'a Editorial,
    /// Whether it still holds on the day asked for.
    currency: CurrencyState,
}

impl<'a> Scene<'a> {
    pub(super) fn status(self, source: &'a Source) -> Status<'a> {
        Status { editorial: &source.editorial, currency: self.corpus.currency(source, self.as_of) }
    }

    pub(super) fn source_brief(self, id: &SourceId) -> Option<SourceBrief<'a>> {
        let source = self.corpus.source(id.as_str())?;
        let standing = Standing::of_source(self.corpus, source, self.as_of);
        let Standing { editorial: _, currency, verification, is_identified } = standing;
        Some(SourceBrief {
            id: &source.id,
            short_title: &source.short_title,
            title: &source.bibliography.title,
            year: source.year(),
            design: source.design,
            status: Status { editorial: &source.editorial, currency },
            verification,
            identified: is_identified,
            href: source_href(&source.id),
        })
    }

    pub(super) fn topics(self, ids: impl IntoIterator<Item = &'a TopicId>) -> Vec<TopicBrief<'a>> {
        ids.into_iter().filter_map(|id| self.corpus.topic(id.as_str())).map(TopicBrief::of).collect()
    }
}

/// A source in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SourceBrief<'a> {
    /// Id of the source.
    id: &'a SourceId,
    /// The name people use.
    #[schema(example = "ACP 2017")]
    short_title: &'a str,
    /// Title of the publication.
    #[schema(example = "Example Trial of Nowhere: a fabricated title")]
    title: &'a str,
    /// Year of its issue date.
    #[schema(minimum = 1000, maximum = 9999, example = 2017)]
    year: i16,
    /// Design of the work.
    design: StudyDesign,
    /// What the publisher has said since, and whether it still holds.
    status: Status<'a>,
    /// How far the record was checked against pages.
    verification: Verification,
    /// Whether the publication could be identified. If not, the record holds what somebody asserts of it, and nothing
    /// of it may be published as fact.
    identified: bool,
    /// Address of the whole record.
    #[schema(example = "/v1/sources/acp-2017")]
    href: String,
}

/// A topic in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct TopicBrief<'a> {
    /// Id of the topic, as filters take it.
    id: &'a TopicId,
    /// What the concept is.
    kind: TopicKind,
    /// The name shown to people.
    #[schema(example = "Low back pain")]
    label: &'a str,
    /// Address of the whole record.
    #[schema(example = "/v1/topics/low-back-pain")]
    href: String,
}

impl<'a> TopicBrief<'a> {
    pub(super) fn of(topic: &'a Topic) -> Self {
        Self { id: &topic.id, kind: topic.kind, label: &topic.label, href: topic_href(&topic.id) }
    }
}

pub(super) fn source_href(id: &SourceId) -> String {
    format!("/v1/sources/{id}")
}

pub(super) fn finding_href(id: &crate::domain::FindingId) -> String {
    format!("/v1/findings/{id}")
}

pub(super) fn topic_href(id: &TopicId) -> String {
    format!("/v1/topics/{id}")
}

/// The collection a kind of record stands in.
pub(super) fn collection(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Source => "/v1/sources",
        RecordKind::Finding => "/v1/findings",
        RecordKind::Claim => "/v1/claims",
        RecordKind::Blurb => "/v1/blurbs",
        RecordKind::Topic => "/v1/topics",
    }
}

/// The address of a record.
pub(super) fn href(kind: RecordKind, id: &str) -> String {
    format!("{}/{id}", collection(kind))
}
