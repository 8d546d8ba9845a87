//! One result a source reports, complete enough to check a sentence against.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    certainty::Rated,
    date::Duration,
    id::{FindingId, SourceId, TopicId},
    number::{Count, Decimal, Estimate, Stated},
    provenance::{Provenances, Verification},
    vocabulary::vocabulary,
};

vocabulary! {
    /// What a finding is about.
    pub enum FindingKind ("kind of finding") {
        /// Benefit, or the lack of it.
        Effect = "effect", "Effect";
        /// What a guideline or payer advises.
        Recommendation = "recommendation", "Recommendation";
        /// Unwanted events.
        Harm = "harm", "Harm";
        /// Costs and cost-effectiveness.
        Cost = "cost", "Cost";
        /// How it may work.
        Mechanism = "mechanism", "Mechanism";
    }
}

vocabulary! {
    /// How long a condition has lasted. Where one ends and the next begins stands with the topic of the condition.
    pub enum DurationClass ("duration class") {
        /// For a short time.
        Acute = "acute", "Acute";
        /// Longer than acute, not yet chronic.
        Subacute = "subacute", "Subacute";
        /// For long.
        Chronic = "chronic", "Chronic";
    }
}

vocabulary! {
    /// What an intervention is compared with.
    pub enum ComparatorClass ("comparator class") {
        /// Made to look and feel like the intervention.
        Sham = "sham", "Sham";
        /// Nothing.
        NoTreatment = "no-treatment", "No treatment";
        /// The intervention later.
        WaitList = "wait-list", "Waiting list";
        /// What patients get anyway.
        UsualCare = "usual-care", "Usual care";
        /// Another treatment.
        Active = "active", "Another treatment";
        /// Another form or dose of the same intervention.
        SameIntervention = "same-intervention", "Another form of the same treatment";
        /// Before against after, no comparison at all, or several kinds of comparison taken together.
        None = "none", "No comparison";
    }
}

vocabulary! {
    /// Which side a result favours.
    pub enum Direction ("direction of a result") {
        /// Better with the intervention.
        FavoursIntervention = "favours-intervention", "Favours the intervention";
        /// Better with the comparator.
        FavoursComparator = "favours-comparator", "Favours the comparator";
        /// No difference was shown, or the source concludes that there may be none. Whether a difference matters to
        /// patients is another question, answered by its importance.
        NoDifference = "no-difference", "No difference shown";
        /// Different answers by outcome or time.
        Mixed = "mixed", "Mixed";
        /// Describes without comparing.
        Descriptive = "descriptive", "Describes, does not compare";
    }
}

vocabulary! {
    /// Whether an effect is large enough to matter to patients.
    pub enum Clinical ("answer on clinical importance") {
        /// It is.
        Yes = "yes", "Clinically important";
        /// It is not.
        No = "no", "Not clinically important";
        /// It cannot be told.
        Unclear = "unclear", "Clinical importance unclear";
    }
}

vocabulary! {
    /// From when a follow-up time is counted.
    pub enum TimeOrigin ("origin of a time point") {
        /// From the day participants were assigned to a group.
        Randomization = "randomization", "after randomization";
        /// From the last session.
        EndOfTreatment = "end-of-treatment", "after the end of treatment";
        /// From the first session.
        StartOfTreatment = "start-of-treatment", "after the start of treatment";
        /// From an operation.
        Surgery = "surgery", "after surgery";
    }
}

vocabulary! {
    /// Which end of a scale is the good one.
    pub enum Better ("better end of a scale") {
        /// Lower is better.
        Lower = "lower", "lower is better";
        /// Higher is better.
        Higher = "higher", "higher is better";
    }
}

vocabulary! {
    /// Which way a recommendation goes.
    pub enum Stance ("stance of a recommendation") {
        /// Do it.
        For = "for", "For";
        /// Do not.
        Against = "against", "Against";
        /// May be paid for, on conditions.
        Covered = "covered", "Covered";
    }
}

vocabulary! {
    /// How strong a recommendation is, in its issuer's word.
    pub enum Strength ("strength of a recommendation") {
        /// Strong.
        Strong = "strong", "Strong";
        /// Weak (ACP).
        Weak = "weak", "Weak";
        /// Conditional (GRADE, WHO).
        Conditional = "conditional", "Conditional";
    }
}

/// Who a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Population {
    /// In our words.
    #[schema(example = "adults aged 65 and older with chronic low back pain")]
    pub description: String,
    /// Topics of kind condition or population.
    pub topics: Vec<TopicId>,
    /// How long the pain had lasted; null when the source does not say.
    #[schema(value_type = Option<Vec<DurationClass>>)]
    pub duration: Stated<Vec<DurationClass>>,
    /// Lowest age, in years; null when the source does not say.
    #[schema(value_type = Option<u8>, example = 65)]
    pub age_min: Stated<u8>,
    /// Highest age, in years; null when there is none or the source does not say.
    #[schema(value_type = Option<u8>)]
    pub age_max: Stated<u8>,
    /// Topics of kind condition or population that the source says it is not about.
    pub excludes: Vec<TopicId>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Intervention {
    /// In our words.
    #[schema(example = "manual acupuncture added to usual care")]
    pub description: String,
    /// Topics of kind intervention.
    pub topics: Vec<TopicId>,
    /// Sessions given; null when the source does not say.
    #[schema(value_type = Option<Sessions>)]
    pub sessions: Stated<Sessions>,
    /// Over how many weeks; null when the source does not say.
    #[schema(value_type = Option<u16>, example = 12)]
    pub weeks: Stated<u16>,
}

/// A number of sessions, or a range of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sessions {
    /// Fewest.
    #[schema(example = 8)]
    pub min: u16,
    /// Most; not below `min`.
    #[schema(example = 15)]
    pub max: u16,
}

/// Against what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Comparator {
    /// The class: a result against sham must not be read as one against usual care.
    pub class: ComparatorClass,
    /// In our words.
    #[schema(example = "usual medical care alone")]
    pub description: String,
    /// Topics of the treatment compared with.
    pub topics: Vec<TopicId>,
}

/// A measuring scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Scale {
    /// Lowest score.
    #[schema(value_type = f64, example = 0)]
    pub min: Decimal,
    /// Highest score; above `min`.
    #[schema(value_type = f64, example = 24)]
    pub max: Decimal,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Outcome {
    /// In our words.
    #[schema(example = "pain-related disability")]
    pub name: String,
    /// Topic of kind outcome.
    pub topic: TopicId,
    /// Topic of kind instrument; null when the source does not say or none was used.
    #[schema(value_type = Option<String>, example = "rmdq")]
    pub instrument: Stated<TopicId>,
    /// Range of the scale; null when the source does not say or there is none.
    #[schema(value_type = Option<Scale>)]
    pub scale: Stated<Scale>,
    /// The better end: instruments point opposite ways. Null when neither end is better.
    #[schema(value_type = Option<Better>)]
    pub better: Stated<Better>,
}

/// When it was measured, and counted from when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimePoint {
    /// Begin of the window, when a window was reported.
    pub from: Option<Duration>,
    /// The time point, or the end of the window.
    pub to: Duration,
    /// Counted from when. `12 months` alone says nothing: a course of treatment may have filled three of them.
    pub origin: Stated<TimeOrigin>,
}

impl TimePoint {
    /// In words: `6 months after randomization`.
    pub fn text(&self) -> String {
        let span = match self.from {
            Some(from) if from.count == 0 => format!("up to {}", self.to),
            Some(from) => format!("{from} to {}", self.to),
            None => self.to.to_string(),
        };
        match self.origin {
            Stated::As(origin) => format!("{span} {}", super::Vocabulary::label(origin)),
            Stated::NotReported => format!("{span}, counted from a day the source does not state"),
            Stated::NotApplicable => span,
        }
    }
}

/// Whether the effect matters to patients, and by which yardstick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Importance {
    /// The answer.
    pub answer: Clinical,
    /// The threshold, in our words; null when the source does not state one.
    #[schema(value_type = Option<String>, example = "15 points of 100")]
    pub threshold: Stated<String>,
    /// Who set it; null when the source does not say.
    #[schema(value_type = Option<String>, example = "the review's authors, in advance")]
    pub set_by: Stated<String>,
}

/// What was measured, when, and what came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// What was measured.
    pub outcome: Outcome,
    /// When.
    pub time: Stated<TimePoint>,
    /// The numbers; empty when only the direction was seen.
    pub estimates: Vec<Estimate>,
    /// Size of this analysis: people, or what else was counted.
    pub sample: Stated<Count>,
    /// Studies in this analysis.
    pub studies: Stated<u32>,
    /// Which side it favours.
    pub direction: Direction,
    /// Whether it matters to patients.
    pub importance: Stated<Importance>,
}

/// The most sessions in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Limit {
    /// Most sessions.
    #[schema(example = 12)]
    pub sessions: u16,
    /// Days of the period; null when the limit has none.
    #[schema(example = 90)]
    pub days: Option<u16>,
}

/// What a guideline or a payer advises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// Which way.
    pub stance: Stance,
    /// How strong, in the issuer's word.
    pub strength: Stated<Strength>,
    /// The options named beside this one, so that it is not quoted as if singled out. Our words.
    pub alternatives: Vec<String>,
    /// Conditions attached, in our words.
    pub conditions: Vec<String>,
    /// The most sessions that a payer pays for, or a guideline advises, each in its period.
    pub limits: Vec<Limit>,
    /// Who cannot bill the payer: names of professions as a text would write them, in the plural.
    pub not_billed_by: Vec<String>,
}

/// What a finding says, by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingResult {
    /// Benefit, or the lack of it.
    Effect(Measurement),
    /// Advice.
    Recommendation(Recommendation),
    /// Unwanted events.
    Harm(Measurement),
    /// Costs.
    Cost(Measurement),
    /// How it may work.
    Mechanism(Measurement),
}

impl FindingResult {
    /// The kind of the finding.
    pub fn kind(&self) -> FindingKind {
        match self {
            Self::Effect(_) => FindingKind::Effect,
            Self::Recommendation(_) => FindingKind::Recommendation,
            Self::Harm(_) => FindingKind::Harm,
            Self::Cost(_) => FindingKind::Cost,
            Self::Mechanism(_) => FindingKind::Mechanism,
        }
    }

    /// What was measured, for every kind but a recommendation.
    pub fn measurement(&self) -> Option<&Measurement> {
        match self {
            Self::Effect(m) | Self::Harm(m) | Self::Cost(m) | Self::Mechanism(m) => Some(m),
            Self::Recommendation(_) => None,
        }
    }

    /// The advice, for a recommendation.
    pub fn recommendation(&self) -> Option<&Recommendation> {
        match self {
            Self::Recommendation(recommendation) => Some(recommendation),
            Self::Effect(_) | Self::Harm(_) | Self::Cost(_) | Self::Mechanism(_) => None,
        }
    }
}

/// A verbatim extract of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quote {
    /// At most 25 words.
    pub text: String,
    /// Page, table or section.
    pub locator: String,
}

/// The most words a verbatim quote may have.
pub const QUOTE_MAX_WORDS: usize = 25;

/// One result a source reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Our id.
    pub id: FindingId,
    /// The source that reports it.
    pub source: SourceId,
    /// The result in one or two plain sentences of ours, with population, comparator and time.
    pub statement: String,
    /// Topics; not empty.
    pub topics: Vec<TopicId>,
    /// Who.
    pub population: Population,
    /// What was done.
    pub intervention: Intervention,
    /// Against what.
    pub comparator: Comparator,
    /// What came out.
    pub result: FindingResult,
    /// How sure the evidence makes us, in the words of whoever rated it.
    pub certainty: Stated<Rated>,
    /// What readers should know with it, one sentence each: at most [`MOST_FOR_READERS`](super::blurb::MOST_FOR_READERS), the
    /// most important first, none about how the source was read.
    pub good_to_know: Vec<String>,
    /// What a writer must know beyond that, one sentence each: limits of the reading, scales and signs, what must not be
    /// mixed.
    pub editor_notes: Vec<String>,
    /// Findings that qualify or contradict it.
    pub qualified_by: Vec<FindingId>,
    /// Where in the source it stands.
    pub locator: Stated<String>,
    /// A verbatim extract.
    pub quote: Option<Quote>,
    /// Where its values come from.
    pub provenance: Provenances,
}

impl Finding {
    /// What a writer must know, readers' points first.
    pub fn notes(&self) -> impl Iterator<Item = &String> {
        self.good_to_know.iter().chain(&self.editor_notes)
    }

    /// Says of each page its values were read on whether it is one of its source's own.
    pub fn classify_pages(&mut self, is_own: impl Fn(&str) -> bool) {
        let estimates = match &mut self.result {
            FindingResult::Effect(measurement)
            | FindingResult::Harm(measurement)
            | FindingResult::Cost(measurement)
            | FindingResult::Mechanism(measurement) => measurement.estimates.as_mut_slice(),
            FindingResult::Recommendation(_) => &mut [],
        };
        let of_numbers = estimates.iter_mut().flat_map(|estimate| {
            std::iter::once(&mut estimate.provenance)
                .chain(estimate.interval.as_mut().map(|interval| &mut interval.provenance))
        });
        self.provenance.classify(of_numbers, is_own);
    }

    /// How far its values were checked.
    pub fn verification(&self) -> Verification {
        let estimates = self.result.measurement().map_or(&[][..], |m| &m.estimates);
        self.provenance.verification(estimates.iter().flat_map(Estimate::provenances))
    }

    /// Every topic the finding touches, those of its parts included, each once, in order.
    pub fn all_topics(&self) -> Vec<&TopicId> {
        let outcome = self.result.measurement().map(|m| &m.outcome);
        let mut topics: Vec<&TopicId> = self
            .topics
            .iter()
            .chain(&self.population.topics)
            .chain(&self.intervention.topics)
            .chain(&self.comparator.topics)
            .chain(outcome.map(|o| &o.topic))
            .chain(outcome.and_then(|o| o.instrument.value()))
            .collect();
        topics.sort_unstable();
        topics.dedup();
        topics
    }
}
