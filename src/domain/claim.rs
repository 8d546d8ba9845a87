//! A sentence of a web page, with what the evidence says of it.

use std::str::FromStr;

use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::{
    date::Date,
    id::{ClaimId, FindingId, PageId, SourceId, TopicId},
    number::Stated,
    provenance::Provenance,
    repeated::one_line,
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
    #[schema(example = "Frequently Asked Questions")]
    pub section: String,
    /// Line of the page's text, from 1.
    #[schema(minimum = 1, example = 39)]
    pub line: u32,
    /// The words that make the claim, word for word, in one piece: at most 25.
    pub quote: String,
    /// Hash of the paragraph that the words stand in, as it was on the day of the audit. It proves the words without a copy
    /// of the page: SHA-256 of its words in UTF-8, white space as single blanks, quotation marks and dashes plain. Null when the
    /// collection keeps the words of the page itself.
    #[schema(value_type = Option<String>, min_length = 64, max_length = 64)]
    pub passage: Option<PassageHash>,
}

/// SHA-256 of a paragraph, in lower-case hexadecimal digits.
///
/// The paragraph is hashed as UTF-8, its runs of white space as one blank each, without those at its ends, typographic
/// quotation marks and dashes as plain ones: what a copy of a page changes by the way changes no hash.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PassageHash(String);

impl PassageHash {
    /// Of a paragraph.
    pub fn of(paragraph: &str) -> Self {
        Self(Sha256::digest(Self::hashed(paragraph).as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// What is hashed of a text: its words, however a copy sets them.
    pub fn hashed(text: &str) -> String {
        let plain = |c: char| match c {
            '‘' | '’' | '‚' | '′' => '\'',
            '“' | '”' | '„' | '″' => '"',
            '‐' | '‑' | '–' | '—' | '−' => '-',
            other => other,
        };
        one_line(text).chars().map(plain).collect()
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PassageHash {
    type Err = NoPassageHash;

    fn from_str(text: &str) -> Result<Self, NoPassageHash> {
        let is_hash = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hash.then(|| Self(text.to_owned())).ok_or(NoPassageHash)
    }
}

/// A text that is no hash of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("64 digits from 0 to 9 and a to f; `evidence verify --page` prints them")]
pub struct NoPassageHash;

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
    /// Its words, a line a paragraph, where the collection keeps them: a page that is its own.
    pub text: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::PassageHash;

    #[test]
    fn a_hash_is_of_the_words_and_not_of_how_a_copy_sets_them() {
        let hash = PassageHash::of("Nobody’s “pain” fell 1–2 points.");
        assert_eq!(hash, PassageHash::of("  Nobody's  \"pain\" fell\t1-2 points.\n"));
        assert_ne!(hash, PassageHash::of("Nobody's \"pain\" fell 1-3 points."));
        assert_ne!(hash, PassageHash::of("nobody's \"pain\" fell 1-2 points."));
        // The hash of no bytes, as FIPS 180-4 has it.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(PassageHash::of("").as_str(), empty);
        assert_eq!(empty.parse(), Ok(PassageHash::of(" ")));
        for other in ["", "e3b0", &empty.to_uppercase(), &empty.replace('e', "g")] {
            assert!(other.parse::<PassageHash>().is_err(), "{other}");
        }
    }
}
