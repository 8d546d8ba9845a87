//! A sentence of a web page, with what the evidence says of it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    date::Date,
    id::{ClaimId, FindingId, PageId, SourceId, TopicId},
    number::Stated,
    provenance::Provenance,
    vocabulary::vocabulary,
};

vocabulary! {
    /// What a sentence is about.
    pub enum ClaimKind ("kind of claim") {
        /// Whether it helps, whom and how much.
        Effectiveness = "effectiveness", "Effectiveness";
        /// Unwanted effects, and what a treatment feels like.
        Safety = "safety", "Safety";
        /// How many sessions, how often, for how long.
        Dose = "dose", "Dose";
        /// One treatment beside another.
        Comparison = "comparison", "Comparison";
        /// What a guideline says.
        GuidelinePosition = "guideline-position", "Guideline position";
        /// How it may work.
        Mechanism = "mechanism", "Mechanism";
        /// Who pays.
        Coverage = "coverage", "Coverage";
        /// What a study did or where it was published.
        StudyReport = "study-report", "Study report";
        /// What practitioners have learnt, and whether it matters.
        Qualification = "qualification", "Qualification of practitioners";
        /// What a practice does or sees.
        Practice = "practice", "Practice";
    }
}

vocabulary! {
    /// How a page makes a claim.
    pub enum ClaimForm ("form of a claim") {
        /// In so many words.
        Stated = "stated", "Stated";
        /// By what its words suggest.
        Implied = "implied", "Implied";
        /// By leaving out what belongs to it.
        Omission = "omission", "Omission";
    }
}

vocabulary! {
    /// What the evidence lets one say of a claim. None of them is "true" or "false".
    pub enum Verdict ("verdict") {
        /// The sources say so.
        Supported = "supported", "Supported";
        /// The sources say so under conditions that the sentence leaves out.
        SupportedWithCaveat = "supported-with-caveat", "Supported with a caveat";
        /// The sources say less.
        Overstated = "overstated", "Overstated";
        /// The sources say otherwise.
        Contradicted = "contradicted", "Contradicted";
        /// The sources the page names are silent.
        NotAddressed = "not-addressed", "Not addressed by the sources named";
        /// What a practice sees; no evidence is offered and none is claimed.
        PracticeExperience = "practice-experience", "Practice experience";
    }
}

vocabulary! {
    /// What a finding does to a claim.
    pub enum LinkRole ("role of a link") {
        /// Says the same.
        Supports = "supports", "Supports";
        /// Says it with a condition, for others, or to a lesser degree.
        Qualifies = "qualifies", "Qualifies";
        /// Says otherwise.
        Contradicts = "contradicts", "Contradicts";
        /// Belongs to it without speaking for or against.
        Background = "background", "Background";
    }
}

/// Where on a page a claim stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Place {
    /// The heading it stands under, word for word; `Introduction` before the first one.
    #[schema(example = "What the Research Says: Key Studies on Acupuncture for Back Pain")]
    pub section: String,
    /// Line of the page's text, from 1.
    #[schema(minimum = 1, example = 39)]
    pub line: u32,
    /// The words that make the claim, word for word, in one piece.
    pub quote: String,
}

/// What a link of a claim leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A finding.
    Finding(FindingId),
    /// A source none of whose findings can be named: one that nobody could identify has none.
    Source(SourceId),
}

/// A link from a claim to the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimLink {
    /// Where to.
    pub target: LinkTarget,
    /// What it does to the claim.
    pub role: LinkRole,
}

/// One sentence, or a part of one, of an audited page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Our id: begins with the id of its page.
    pub id: ClaimId,
    /// The page.
    pub page: PageId,
    /// Where it stands.
    pub place: Place,
    /// Other places of the page that say the same.
    pub also: Vec<Place>,
    /// Topics; not empty.
    pub topics: Vec<TopicId>,
    /// What it is about.
    pub kind: ClaimKind,
    /// How the page makes it.
    pub form: ClaimForm,
    /// What the evidence lets one say of it.
    pub verdict: Verdict,
    /// What the sources report, and why this verdict. Our words.
    pub rationale: String,
    /// What the page could say instead. Not applicable when nothing needs to change, or when there is no evidence to put in
    /// its place.
    pub rewording: Stated<String>,
    /// The evidence.
    pub links: Vec<ClaimLink>,
    /// Where the rationale's facts come from that stand in no finding.
    pub provenance: Option<Provenance>,
}

impl Claim {
    /// The findings it is linked with, and their roles, in the order of the record.
    pub fn findings(&self) -> impl Iterator<Item = (&FindingId, LinkRole)> {
        self.links.iter().filter_map(|ClaimLink { target, role }| match target {
            LinkTarget::Finding(id) => Some((id, *role)),
            LinkTarget::Source(_) => None,
        })
    }
}

/// A web page whose sentences were compared with the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Our id.
    pub id: PageId,
    /// Its own title.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// The sources it names.
    pub cites: Vec<SourceId>,
    /// The day the verdicts were given.
    pub audited: Date,
    /// The day it was entered.
    pub recorded: Date,
    /// What was left out of the audit, and why. Our words.
    pub note: String,
    /// Its words, a line a paragraph.
    pub text: String,
}
