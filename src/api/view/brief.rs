//! Records in short, where another record speaks of them. They know no record whole, so that whole ones may show one another.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Scene, Status, finding_href, href};
use crate::domain::{
    Aspect, Blurb, BlurbId, BlurbState, Claim, ClaimId, Finding, FindingId, RecordKind, SourceId, Verdict,
    Verification, claim::LinkRole,
};

/// A finding in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct FindingBrief<'a> {
    /// Id of the finding.
    id: &'a FindingId,
    /// Address of the whole record.
    #[schema(example = "/v1/findings/acp-2017-chronic")]
    href: String,
    /// The result in our words.
    statement: &'a str,
    /// The source that reports it.
    source: &'a SourceId,
    /// Status of that source.
    status: Status<'a>,
    /// How far the values of the finding were checked.
    verification: Verification,
}

impl<'a> FindingBrief<'a> {
    pub(super) fn of(scene: Scene<'a>, finding: &'a Finding) -> Option<Self> {
        Some(Self {
            id: &finding.id,
            href: finding_href(&finding.id),
            statement: &finding.statement,
            source: &finding.source,
            status: scene.status(scene.corpus.source(finding.source.as_str())?),
            verification: finding.verification(),
        })
    }
}

/// A blurb in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct BlurbBrief<'a> {
    /// Id of the blurb.
    id: &'a BlurbId,
    /// Address of the whole record.
    #[schema(example = "/v1/blurbs/acupuncture-chronic-back-pain-sham")]
    href: String,
    /// A question or a plain heading.
    title: &'a str,
    /// The question it answers.
    aspect: Aspect,
    /// Whether it may be published.
    state: BlurbState,
}

impl<'a> BlurbBrief<'a> {
    pub(super) fn of(scene: Scene<'a>, blurb: &'a Blurb) -> Option<Self> {
        let href = href(RecordKind::Blurb, blurb.id.as_str());
        let state = blurb.life.state(scene.as_of)?;
        Some(Self { id: &blurb.id, href, title: &blurb.title, aspect: blurb.aspect, state })
    }
}

/// A claim in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ClaimBrief<'a> {
    /// Id of the claim.
    id: &'a ClaimId,
    /// Address of the whole record.
    #[schema(example = "/v1/claims/back-pain-c06")]
    href: String,
    /// The words that make the claim.
    quote: &'a str,
    /// What the evidence lets one say of it.
    verdict: Verdict,
    /// What the finding or topic at hand does to it; null for a topic.
    role: Option<LinkRole>,
}

impl<'a> ClaimBrief<'a> {
    pub(super) fn of(claim: &'a Claim, role: Option<LinkRole>) -> Self {
        let href = href(RecordKind::Claim, claim.id.as_str());
        Self { id: &claim.id, href, quote: &claim.place.quote, verdict: claim.verdict, role }
    }
}
