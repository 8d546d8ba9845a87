//! A finding as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Scene, SourceBrief, Status, TopicBrief,
    brief::{BlurbBrief, ClaimBrief, FindingBrief},
    finding_href,
    provenance::{ProvenanceView, RecordProvenance},
    unstated::{Absence, Absences, Unstated, absence},
};
use crate::domain::{
    Count, Decimal, Duration, Estimate, Finding, FindingId, FindingKind, FindingResult, Rated, Stated, Verification,
    Vocabulary,
    certainty::CertaintySystem,
    date::TimeUnit,
    field::{FindingValues, ImportanceValues, InterventionValues, MeasurementValues, OutcomeValues, PopulationValues},
    finding::{
        Comparator, Direction, Importance, Intervention, Limit, Measurement, Outcome, Population, Quote,
        Recommendation, Stance, Strength, TimeOrigin, TimePoint,
    },
    number::{Arm, Interval, Measure},
};

/// One result a source reports, complete enough to check a sentence against: who, what, against what, measured how and
/// when, with which numbers and how certain. Null means that the source does not say, as far as it was read, or that
/// the question does not arise for this type of finding: `unstated` says which.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
pub(crate) struct FindingView<'a> {
    /// Id of the finding; never reused.
    id: &'a FindingId,
    /// Address of this record.
    #[schema(example = "/v1/findings/acp-2017-chronic")]
    href: String,
    /// What the finding is about. Recommendations have `stance` and what follows it; all others have `outcome` and what
    /// follows it.
    r#type: FindingKind,
    /// The result in one or two plain sentences of ours, with population, comparator and time.
    statement: &'a str,
    /// The source that reports it.
    source: SourceBrief<'a>,
    /// Status of the source: what its publisher has said since, and whether it still holds.
    status: Status<'a>,
    /// How far the values of the finding were checked against pages.
    verification: Verification,
    /// Who it is about.
    population: &'a Population,
    /// What was done.
    intervention: &'a Intervention,
    /// Against what. A result against sham must not be read as one against usual care.
    comparator: &'a Comparator,
    /// What was measured; null for recommendations.
    outcome: Option<&'a Outcome>,
    /// When it was measured, and counted from when.
    time: Option<TimePointView>,
    /// The numbers; empty when only the direction was seen, and for recommendations.
    estimates: Vec<EstimateView<'a>>,
    /// Size of this analysis: people, or what else was counted.
    sample: Option<Count>,
    /// Studies in this analysis.
    #[schema(example = 33)]
    studies: Option<u32>,
    /// Which side the result favours; null for recommendations.
    direction: Option<Direction>,
    /// Whether the effect matters to patients, and by which yardstick.
    importance: Option<&'a Importance>,
    /// Which way a recommendation goes; null for all other types.
    stance: Option<Stance>,
    /// How strong a recommendation is, in its issuer's word.
    strength: Option<Strength>,
    /// The options a recommendation names beside this one; it must not be quoted as if this one were singled out.
    alternatives: &'a [String],
    /// Conditions attached to a recommendation.
    conditions: &'a [String],
    /// For recommendations: the most sessions that are paid for or advised, each in its period.
    limits: &'a [Limit],
    /// For recommendations of payers: professions that cannot bill the payer.
    not_billed_by: &'a [String],
    /// How sure the evidence makes us, in the words of whoever rated it; null when nobody did.
    certainty: Option<CertaintyView<'a>>,
    /// Why `certainty` is null: the source gives no rating, or there is none to give, as for a single study. Null when there is one.
    certainty_absence: Option<Absence>,
    /// What readers should know with it, one sentence each: at most three, the most important first.
    good_to_know: &'a [String],
    /// What a writer must know beyond that, one sentence each; not for publication.
    editor_notes: &'a [String],
    /// `good_to_know` and `editor_notes` in one list. Use these two.
    #[schema(deprecated)]
    caveats: Vec<&'a str>,
    /// Findings that qualify or contradict this one. A text that uses this one should know them.
    qualified_by: Vec<FindingBrief<'a>>,
    /// Findings that this one qualifies or contradicts.
    qualifies: Vec<FindingBrief<'a>>,
    /// Blurbs that rest on it.
    blurbs: Vec<BlurbBrief<'a>>,
    /// Claims of audited pages it is linked with, and what it does to each.
    claims: Vec<ClaimBrief<'a>>,
    /// What it is about.
    topics: Vec<TopicBrief<'a>>,
    /// Where in the source it stands; null when not noted.
    #[schema(example = "Recommendation 2")]
    locator: Option<&'a str>,
    /// A verbatim extract of at most 25 words.
    quote: Option<&'a Quote>,
    /// The values that are null because the source does not say, or because the question does not arise. What another type of
    /// finding would have is not listed.
    unstated: Vec<Unstated>,
    /// Where the values of this record come from.
    provenance: RecordProvenance<'a>,
}

/// When something was measured, and counted from when.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TimePoint)]
pub(crate) struct TimePointView {
    /// In words.
    #[schema(example = "6 months after randomization")]
    text: String,
    /// Begin of the window, when a window was reported.
    from: Option<DurationView>,
    /// The time point, or the end of the window.
    to: DurationView,
    /// Counted from when; null when the source does not say. `12 months` after randomization and after the end of
    /// treatment are different claims.
    origin: Option<TimeOrigin>,
}

/// A length of time as it was reported.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = Duration)]
pub(crate) struct DurationView {
    /// How many.
    #[schema(example = 6)]
    count: u16,
    /// Of what.
    unit: TimeUnit,
}

impl From<Duration> for DurationView {
    fn from(Duration { count, unit }: Duration) -> Self {
        Self { count, unit }
    }
}

impl From<&TimePoint> for TimePointView {
    fn from(time: &TimePoint) -> Self {
        let TimePoint { from, to, origin } = time;
        Self {
            text: time.text(),
            from: from.map(DurationView::from),
            to: (*to).into(),
            origin: origin.value().copied(),
        }
    }
}

/// A number with where it comes from.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Estimate)]
pub(crate) struct EstimateView<'a> {
    /// As one would print it.
    #[schema(example = "MD -1.0 (95% CI -1.9 to -0.1)")]
    text: String,
    /// What kind of number.
    measure: Measure,
    /// The kind in words.
    #[schema(example = "mean difference")]
    measure_label: &'static str,
    /// The group it belongs to; null for a comparison between groups.
    arm: Option<Arm>,
    /// The point estimate.
    #[schema(value_type = f64, example = -1.0)]
    value: Decimal,
    /// Unit, when neither measure nor scale says it.
    #[schema(example = "USD")]
    unit: Option<&'a str>,
    /// Confidence or credible interval; null when not reported.
    interval: Option<IntervalView<'a>>,
    /// P value as printed; null when not reported.
    #[schema(example = "<.001")]
    p: Option<&'a str>,
    /// Heterogeneity in percent, 0 to 100; null when not reported.
    #[schema(value_type = Option<f64>, minimum = 0, maximum = 100, example = 72)]
    i2: Option<Decimal>,
    /// Whether adjusted for covariates; null when not reported.
    adjusted: Option<bool>,
    /// Where the number comes from.
    provenance: ProvenanceView<'a>,
}

/// A confidence or credible interval.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Interval)]
pub(crate) struct IntervalView<'a> {
    /// Level in percent, usually 95.
    #[schema(value_type = f64, example = 95)]
    level: Decimal,
    /// Lower end; not above `high`.
    #[schema(value_type = f64, example = -1.9)]
    low: Decimal,
    /// Upper end.
    #[schema(value_type = f64, example = -0.1)]
    high: Decimal,
    /// Where the ends come from: a table may have shown the estimate and a digest its interval.
    provenance: ProvenanceView<'a>,
}

impl<'a> From<&'a Estimate> for EstimateView<'a> {
    fn from(estimate: &'a Estimate) -> Self {
        let Estimate { measure, arm, value, unit, interval, p, i2, adjusted, provenance } = estimate;
        Self {
            text: estimate.text(),
            measure: *measure,
            measure_label: measure.label(),
            arm: *arm,
            value: *value,
            unit: unit.as_deref(),
            interval: interval.as_ref().map(|Interval { level, low, high, provenance }| IntervalView {
                level: *level,
                low: *low,
                high: *high,
                provenance: provenance.into(),
            }),
            p: p.as_deref(),
            i2: *i2,
            adjusted: *adjusted,
            provenance: provenance.into(),
        }
    }
}

/// How sure a body of evidence makes us: a rating within its system. `low` of ACP, of AHRQ and of GRADE are three
/// different words and must not be compared.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Certainty)]
pub(crate) struct CertaintyView<'a> {
    /// The system.
    system: CertaintySystem,
    /// The system in words.
    #[schema(example = "GRADE")]
    system_label: &'static str,
    /// The rating within the system.
    #[schema(example = "low")]
    rating: &'static str,
    /// System and rating, as the filter `certainty` takes them.
    #[schema(example = "grade:low")]
    value: String,
    /// The rating in the system's own words.
    #[schema(example = "Low certainty (GRADE)")]
    label: String,
    /// What it was rated down for, in our words; empty when the source does not say.
    reasons: &'a [String],
}

impl<'a> From<&'a Rated> for CertaintyView<'a> {
    fn from(rated: &'a Rated) -> Self {
        let Rated { certainty, reasons } = rated;
        Self {
            system: certainty.system(),
            system_label: certainty.system().label(),
            rating: certainty.rating(),
            value: certainty.slug(),
            label: certainty.label(),
            reasons,
        }
    }
}

impl<'a> FindingView<'a> {
    /// A finding on the day of the scene. None if it had no source, which no corpus has.
    pub(crate) fn of(scene: Scene<'a>, finding: &'a Finding) -> Option<Self> {
        let Finding {
            id,
            source,
            statement,
            topics,
            population,
            intervention,
            comparator,
            result,
            certainty,
            good_to_know,
            editor_notes,
            qualified_by,
            locator,
            quote,
            provenance,
        } = finding;
        let Parts {
            outcome,
            time,
            estimates,
            sample,
            studies,
            direction,
            importance,
            stance,
            strength,
            alternatives,
            conditions,
            limits,
            not_billed_by,
        } = Parts::of(result);
        Some(Self {
            id,
            href: finding_href(id),
            r#type: result.kind(),
            statement,
            source: scene.source_brief(source)?,
            status: scene.status(scene.corpus.source(source.as_str())?),
            verification: finding.verification(),
            population,
            intervention,
            comparator,
            outcome,
            time,
            estimates,
            sample,
            studies,
            direction,
            importance,
            stance,
            strength,
            alternatives,
            conditions,
            limits,
            not_billed_by,
            certainty: certainty.value().map(CertaintyView::from),
            certainty_absence: absence(certainty),
            good_to_know,
            editor_notes,
            caveats: finding.notes().map(String::as_str).collect(),
            qualified_by: qualified_by
                .iter()
                .filter_map(|id| FindingBrief::of(scene, scene.corpus.finding(id.as_str())?))
                .collect(),
            blurbs: scene.corpus.blurbs_on(finding).filter_map(|blurb| BlurbBrief::of(scene, blurb)).collect(),
            claims: scene.corpus.claims_on(finding).map(|(claim, role)| ClaimBrief::of(claim, Some(role))).collect(),
            qualifies: scene.corpus.qualifies(finding).filter_map(|other| FindingBrief::of(scene, other)).collect(),
            topics: scene.topics(topics),
            locator: locator.value().map(String::as_str),
            quote: quote.as_ref(),
            unstated: unstated(finding),
            provenance: provenance.into(),
        })
    }
}

/// The values of a finding that could be stated and are not.
pub(super) fn unstated(finding: &Finding) -> Vec<Unstated> {
    let mut absences = Absences::default();
    let FindingValues { population, intervention, certainty, locator, .. } = finding.values();
    let PopulationValues { description: _, topics: _, duration, age_min, age_max, excludes: _ } = population.values();
    absences.look_at(duration);
    absences.look_at(age_min);
    absences.look_at(age_max);
    let InterventionValues { description: _, topics: _, sessions, weeks } = intervention.values();
    absences.look_at(sessions);
    absences.look_at(weeks);
    if let Some(measurement) = finding.measurement_values() {
        let MeasurementValues { outcome, time, estimates: _, sample, studies, direction: _, importance } = measurement;
        let OutcomeValues { name: _, topic: _, instrument, scale, better } = outcome.values();
        absences.look_at(instrument);
        absences.look_at(scale);
        absences.look_at(better);
        absences.look_at(time);
        if let Stated::As(time) = time.stated() {
            absences.look_at(time.values().origin);
        }
        absences.look_at(sample);
        absences.look_at(studies);
        absences.look_at(importance);
        if let Stated::As(importance) = importance.stated() {
            let ImportanceValues { answer: _, threshold, set_by } = importance.values();
            absences.look_at(threshold);
            absences.look_at(set_by);
        }
    }
    if let Some(advice) = finding.recommendation_values() {
        absences.look_at(advice.strength);
    }
    absences.look_at(certainty);
    absences.look_at(locator);
    absences.list()
}

/// What only some types of finding have.
struct Parts<'a> {
    outcome: Option<&'a Outcome>,
    time: Option<TimePointView>,
    estimates: Vec<EstimateView<'a>>,
    sample: Option<Count>,
    studies: Option<u32>,
    direction: Option<Direction>,
    importance: Option<&'a Importance>,
    stance: Option<Stance>,
    strength: Option<Strength>,
    alternatives: &'a [String],
    conditions: &'a [String],
    /// For recommendations: the most sessions that are paid for or advised, each in its period.
    limits: &'a [Limit],
    /// For recommendations of payers: professions that cannot bill the payer.
    not_billed_by: &'a [String],
}

impl<'a> Parts<'a> {
    fn of(result: &'a FindingResult) -> Self {
        match result {
            FindingResult::Effect(measurement)
            | FindingResult::Harm(measurement)
            | FindingResult::Cost(measurement)
            | FindingResult::Mechanism(measurement) => {
                let Measurement { outcome, time, estimates, sample, studies, direction, importance } = measurement;
                Self {
                    outcome: Some(outcome),
                    time: time.value().map(TimePointView::from),
                    estimates: estimates.iter().map(EstimateView::from).collect(),
                    sample: sample.value().copied(),
                    studies: studies.value().copied(),
                    direction: Some(*direction),
                    importance: importance.value(),
                    stance: None,
                    strength: None,
                    alternatives: &[],
                    conditions: &[],
                    limits: &[],
                    not_billed_by: &[],
                }
            }
            FindingResult::Recommendation(Recommendation {
                stance,
                strength,
                alternatives,
                conditions,
                limits,
                not_billed_by,
            }) => Self {
                outcome: None,
                time: None,
                estimates: Vec::new(),
                sample: None,
                studies: None,
                direction: None,
                importance: None,
                stance: Some(*stance),
                strength: Stated::value(strength).copied(),
                alternatives,
                conditions,
                limits,
                not_billed_by,
            },
        }
    }
}
