//! A publication: what is cited.

use serde::Serialize;
use utoipa::ToSchema;

pub use super::bibliography::{BibliographicValue, Bibliography, ItemType};
use super::{
    certainty::OcebmLevel,
    date::{Date, PartialDate},
    design::StudyDesign,
    id::{SourceId, TopicId},
    identifier::{NctId, ProsperoId},
    number::{Count, Stated},
    provenance::{Provenances, Verification},
    status::{CurrencyRule, Editorial},
    vocabulary::vocabulary,
};

vocabulary! {
    /// How one source stands to another.
    pub enum Relation ("relation between sources") {
        /// This source replaces the other.
        Supersedes = "supersedes", "supersedes";
        /// Both report the same study.
        SameStudy = "same-study", "reports the same study as";
        /// Written to be read together with the other.
        Companion = "companion", "companion to";
        /// The other is among the studies this one reviews.
        Includes = "includes", "includes";
        /// The other is the plan of this study.
        Protocol = "protocol", "follows the protocol";
        /// This source comments on the other.
        CommentsOn = "comments-on", "comments on";
        /// This may be the publication that the other, unidentified record means.
        CandidateFor = "candidate-for", "may be the publication meant by";
    }
}

/// A typed edge from a source to another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Link {
    /// How this source stands to the other.
    pub relation: Relation,
    /// The other source.
    pub source: SourceId,
}

/// Registrations of the study.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Registration {
    /// ClinicalTrials.gov.
    pub nct: Vec<NctId>,
    /// PROSPERO.
    pub prospero: Vec<ProsperoId>,
}

/// The study in numbers. What the publication does not report is `NotReported`, never left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// Size of the whole: people, or what else was counted.
    pub sample: Stated<Count>,
    /// Studies included, for reviews.
    pub studies: Stated<u32>,
    /// Lowest age admitted, in years.
    pub age_min: Stated<u8>,
    /// Highest age admitted, in years.
    pub age_max: Stated<u8>,
    /// Last day the literature was searched, for reviews.
    pub searched_through: Stated<PartialDate>,
    /// First and last day of enrolment, for studies with participants.
    pub enrolled: Stated<Enrolment>,
    /// Where it was done, in our words.
    pub setting: Stated<String>,
}

/// When participants were enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Enrolment {
    /// First day.
    pub from: PartialDate,
    /// Last day; not before `from`.
    pub to: PartialDate,
}

/// The question of the work in four parts, in our words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Pico {
    /// Who was studied or is meant.
    pub population: String,
    /// What was done.
    pub intervention: String,
    /// Against what.
    pub comparator: String,
    /// What was measured.
    pub outcome: String,
}

/// What somebody says of a publication that could not be identified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Assertion {
    /// Who says so.
    pub by: String,
    /// Studies it is said to include.
    pub studies: Option<u32>,
    /// Participants it is said to have.
    pub participants: Option<u32>,
    /// What it is said to have found, in our words.
    pub says: String,
    /// What was done to find it.
    pub search: String,
}

/// One publication with everything that is known of it, apart from its findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Our id.
    pub id: SourceId,
    /// The name people use: `ACP 2017`, `BackInAction`.
    pub short_title: String,
    /// Other names people use for it.
    pub also_known_as: Vec<String>,
    /// What a reference is made of.
    pub bibliography: Bibliography,
    /// Design of the work.
    pub design: StudyDesign,
    /// Level of evidence by study design; not applicable where the system has none.
    pub level: Stated<OcebmLevel>,
    /// What was done and found, in our words and in one paragraph.
    pub summary: String,
    /// The neutral conclusion, in one or two sentences that may stand alone.
    pub conclusion: String,
    /// The question.
    pub pico: Pico,
    /// The study in numbers.
    pub study: Study,
    /// Registrations.
    pub registration: Registration,
    /// Who paid.
    pub funding: Stated<String>,
    /// Conflicts of interest.
    pub conflicts: Stated<String>,
    /// Under what terms the publication may be reused.
    pub licence: Stated<String>,
    /// What limits its results, one sentence each, none about how it was read.
    pub limitations: Vec<String>,
    /// What a writer must know of how it was read, one sentence each.
    pub editor_notes: Vec<String>,
    /// Where its publisher or issuer shows it: hosts, or hosts with the begin of a path, without scheme and `www`. Pages
    /// there are its own, beside its records at the databases.
    pub published_at: Vec<String>,
    /// What its publisher has said since.
    pub editorial: Editorial,
    /// How long it holds.
    pub currency_rule: CurrencyRule,
    /// When its issuer meant to look at it again.
    pub review_due: Stated<PartialDate>,
    /// Relations to other sources.
    pub links: Vec<Link>,
    /// Present when the publication could not be identified: what is asserted of it, by whom.
    pub assertion: Option<Assertion>,
    /// Topics; not empty.
    pub topics: Vec<TopicId>,
    /// Day the record was entered from its pages.
    pub recorded: Date,
    /// Where its values come from.
    pub provenance: Provenances,
}

/// A publication that somebody began to record: imported, or not yet complete. It is checked as far as its form and its
/// identifiers go, so that nobody begins it twice, and is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Our id, kept when the record is completed.
    pub id: SourceId,
    /// The name people use.
    pub short_title: Option<String>,
    /// What a reference is made of.
    pub bibliography: Bibliography,
    /// Design of the work, where it is known.
    pub design: Option<StudyDesign>,
    /// Registrations.
    pub registration: Registration,
    /// What its publisher has said since, where somebody has looked.
    pub editorial: Option<Editorial>,
    /// Day the draft was begun.
    pub recorded: Date,
    /// Where its values come from.
    pub provenance: Provenances,
}

/// Databases whose records of a publication stand for it, found by its identifier.
const RECORDS_AT: &[&str] = &[
    "pubmed.ncbi.nlm.nih.gov",
    "pubmed.gov",
    "ncbi.nlm.nih.gov",
    "pmc.ncbi.nlm.nih.gov",
    "europepmc.org",
    "doi.org",
    "dx.doi.org",
    "clinicaltrials.gov",
    "crd.york.ac.uk",
];

impl Source {
    /// Whether a page, as its reader named it, is one of the publication's own: its record at a database, found by its
    /// identifier, or a page where it is [published](Self::published_at). A copy elsewhere is not, nor is what says more than
    /// an address (`mirror of …`).
    pub fn is_own_page(&self, page: &str) -> bool {
        let page = page.trim().to_ascii_lowercase();
        let page = page.strip_prefix("https://").or_else(|| page.strip_prefix("http://")).unwrap_or(&page);
        let page = page.strip_prefix("www.").unwrap_or(page);
        if page.contains(char::is_whitespace) {
            return false;
        }
        let begins = |own: &String| {
            let rest = page.strip_prefix(own.to_ascii_lowercase().trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        };
        if self.published_at.iter().any(begins) {
            return true;
        }
        let (host, path) = page.split_once('/').unwrap_or((page, ""));
        let Bibliography { doi, pmid, pmcid, .. } = &self.bibliography;
        let Registration { nct, prospero } = &self.registration;
        let ids = (pmid.iter().map(ToString::to_string))
            .chain(pmcid.iter().map(ToString::to_string))
            .chain(nct.iter().map(ToString::to_string))
            .chain(prospero.iter().map(ToString::to_string));
        // Readers write a record at PMC by its number alone.
        let is_numbered = pmcid.as_ref().is_some_and(|id| host == id.to_string().to_ascii_lowercase());
        let is_record = RECORDS_AT.contains(&host)
            && (ids
                .into_iter()
                .any(|id| path.split(['/', '?', '=', '&', '#']).any(|part| part.eq_ignore_ascii_case(&id)))
                || doi.as_ref().is_some_and(|doi| path == doi.to_string().to_ascii_lowercase()));
        is_numbered || is_record
    }

    /// Whether somebody here has appraised the publication. A record of the literature belongs to no topic, and says no design,
    /// no summary and no numbers that anybody here stands for.
    pub fn is_appraised(&self) -> bool {
        !self.topics.is_empty()
    }

    /// How far the record was checked. An unidentified publication is unverified, whatever was read about it.
    pub fn verification(&self) -> Verification {
        if self.assertion.is_some() { Verification::Unverified } else { self.provenance.verification([]) }
    }

    /// The year of its issue date.
    pub fn year(&self) -> i16 {
        self.bibliography.issued.year()
    }
}
