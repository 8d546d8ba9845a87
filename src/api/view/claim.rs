//! A claim as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Scene, SourceBrief, TopicBrief,
    brief::FindingBrief,
    href,
    provenance::ProvenanceView,
    unstated::{Absences, Unstated},
};
use crate::domain::{
    Claim, ClaimId, Date, Page, PageId, RecordKind, Verdict,
    claim::{ClaimForm, ClaimKind, ClaimLink, LinkRole, LinkTarget, PassageHash, Place},
};

/// One sentence of an audited web page, or a part of one, with what the evidence says of it. A verdict is about the
/// words as they stand: it is never "true" or "false".
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Claim)]
pub(crate) struct ClaimView<'a> {
    /// Id of the claim; never reused.
    id: &'a ClaimId,
    /// Address of this record.
    #[schema(example = "/v1/claims/back-pain-c06")]
    href: String,
    /// The page it stands on.
    page: PageBrief<'a>,
    /// The words that make the claim, word for word.
    quote: &'a str,
    /// The heading it stands under.
    section: &'a str,
    /// Line of the page's text, from 1.
    #[schema(minimum = 1, example = 39)]
    line: u32,
    /// Hash of the paragraph they stood in, which proves them. Null when the collection keeps the page itself.
    #[schema(value_type = Option<String>, min_length = 64, max_length = 64)]
    passage: Option<&'a PassageHash>,
    /// Other places of the page that say the same.
    also: &'a [Place],
    /// What it is about.
    kind: ClaimKind,
    /// How the page makes it.
    form: ClaimForm,
    /// What the evidence lets one say of it.
    verdict: Verdict,
    /// What the sources report, and why this verdict, in our words.
    rationale: &'a str,
    /// What the page could say instead; null when nothing needs to change, or when there is no evidence to put in its
    /// place.
    rewording: Option<&'a str>,
    /// The values that are null, and why.
    unstated: Vec<Unstated>,
    /// The evidence, with what each does to the claim.
    links: Vec<ClaimLinkView<'a>>,
    /// Topics.
    topics: Vec<TopicBrief<'a>>,
    /// Where facts of the rationale come from that stand in no finding; null when there are none.
    provenance: Option<ProvenanceView<'a>>,
}

/// An audited web page in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PageBrief)]
pub(crate) struct PageBrief<'a> {
    /// Id of the page, as the filter `page` takes it.
    id: &'a PageId,
    /// Its own title.
    title: &'a str,
    /// Who publishes it.
    publisher: &'a str,
    /// The day the verdicts were given.
    #[schema(value_type = String, format = Date, example = "2026-11-23")]
    audited: Date,
}

/// A link from a claim to a finding, or to a source that has none.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ClaimLink)]
pub(crate) struct ClaimLinkView<'a> {
    /// What it does to the claim.
    role: LinkRole,
    /// The finding; null when the link leads to a source.
    finding: Option<FindingBrief<'a>>,
    /// The source, of the finding or by itself.
    source: SourceBrief<'a>,
}

impl<'a> ClaimLinkView<'a> {
    fn of(scene: Scene<'a>, ClaimLink { target, role }: &'a ClaimLink) -> Option<Self> {
        let (finding, source) = match target {
            LinkTarget::Finding(id) => {
                let finding = scene.corpus.finding(id.as_str())?;
                (Some(FindingBrief::of(scene, finding)?), &finding.source)
            }
            LinkTarget::Source(id) => (None, id),
        };
        Some(Self { role: *role, finding, source: scene.source_brief(source)? })
    }
}

impl<'a> PageBrief<'a> {
    fn of(page: &'a Page) -> Self {
        let Page { id, title, publisher, cites: _, audited, recorded: _, note: _, text: _ } = page;
        Self { id, title, publisher, audited: *audited }
    }
}

impl<'a> ClaimView<'a> {
    /// A claim on the day of the scene. None if it had no page, which no corpus has.
    pub(crate) fn of(scene: Scene<'a>, claim: &'a Claim) -> Option<Self> {
        let Claim { id, page, place, also, topics, kind, form, verdict, rationale, rewording, links, provenance } =
            claim;
        let Place { section, line, quote, passage } = place;
        Some(Self {
            id,
            href: href(RecordKind::Claim, id.as_str()),
            page: PageBrief::of(scene.corpus.page(page.as_str())?),
            quote,
            section,
            line: *line,
            passage: passage.as_ref(),
            also,
            kind: *kind,
            form: *form,
            verdict: *verdict,
            rationale,
            rewording: rewording.value().map(String::as_str),
            unstated: Absences::of("rewording", rewording),
            links: links.iter().filter_map(|link| ClaimLinkView::of(scene, link)).collect(),
            topics: scene.topics(topics),
            provenance: provenance.as_ref().map(ProvenanceView::from),
        })
    }
}
