//! `[[finding]]` of a source: which fields a finding has depends on its kind.

use serde_json::json;

use super::{
    in_order, own_id,
    provenance::{FindingProvenances, provenance_fields, provenance_in},
};
use crate::{
    corpus::{
        diagnostic::{BAD_TIME, INTERVAL_ORDER, KIND_FIELDS, OUTSIDE_INTERVAL, QUOTE_LENGTH, UNKNOWN_WORD},
        read::{Definitions, FieldSchema, FromTable, FromToml, Node, Table, record, table},
    },
    domain::{
        Certainty, Count, Decimal, Duration, Estimate, Finding, FindingId, FindingKind, FindingResult, Provenance,
        Rated, SourceId, Stated, TopicId,
        certainty::CertaintySystem,
        finding::{
            Better, Clinical, Comparator, ComparatorClass, Direction, DurationClass, Importance, Intervention, Limit,
            Measurement, Outcome, Population, QUOTE_MAX_WORDS, Quote, Recommendation, Scale, Sessions, Stance,
            Strength, TimeOrigin, TimePoint,
        },
        number::{Arm, Interval, Measure},
    },
    text::word_count,
};

/// A finding that still lacks the id of the source above it.
pub(super) struct FindingTable(pub(super) Box<dyn FnOnce(&SourceId) -> Finding>);

record! { Population {
    description: String = "description", "Who, in our words.";
    topics: Vec<TopicId> = "topics", "Conditions and populations.";
    duration: Stated<Vec<DurationClass>> = "duration", "How long the condition had lasted.";
    age_min: Stated<u8> = "age-min", "Lowest age, in years.";
    age_max: Stated<u8> = "age-max", "Highest age, in years.";
    excludes: Vec<TopicId> = "excludes", "Conditions and populations the source says it is not about.";
} }

record! { Intervention {
    description: String = "description", "What was done, in our words.";
    topics: Vec<TopicId> = "topics", "Interventions.";
    sessions: Stated<Sessions> = "sessions", "Sessions given.";
    weeks: Stated<u16> = "weeks", "Over how many weeks.";
} }

record! { Comparator {
    class: ComparatorClass = "class", "What kind of comparison: sham is not usual care.";
    description: String = "description", "Against what, in our words.";
    topics: Vec<TopicId> = "topics", "Treatments compared with.";
} }

record! { Outcome {
    name: String = "name", "What was measured, in our words.";
    topic: TopicId = "topic", "The outcome.";
    instrument: Stated<TopicId> = "instrument", "The instrument.";
    scale: Stated<Scale> = "scale", "Range of the score.";
    better: Stated<Better> = "better", "Which end is the good one.";
} }

record! { Importance {
    answer: Clinical = "answer", "Whether the effect matters to patients.";
    threshold: Stated<String> = "threshold", "The yardstick.";
    set_by: Stated<String> = "set-by", "Who set it.";
} }

record! { Sessions, checked by sessions_in_order {
    min: u16 = "min", "Fewest.";
    max: u16 = "max", "Most.";
} }

fn sessions_in_order(table: &Table<'_>, Sessions { min, max }: &Sessions) -> Option<()> {
    in_order(table, min <= max, || (format!("{min} to {max} sessions"), "`min` is at most `max`"))
}

record! { Scale, checked by scale_in_order {
    min: Decimal = "min", "Lowest score.";
    max: Decimal = "max", "Highest score.";
} }

fn scale_in_order(table: &Table<'_>, Scale { min, max }: &Scale) -> Option<()> {
    in_order(table, min < max, || (format!("a scale from {min} to {max}"), "`min` is below `max`"))
}

impl FromTable for TimePoint {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let at = table.field::<Option<Duration>>("at");
        let within = table.field::<Option<Duration>>("within");
        let from = table.field::<Option<Duration>>("from");
        let to = table.field::<Option<Duration>>("to");
        let origin = table.field::<Stated<TimeOrigin>>("origin");
        let origin = origin?;
        match (at?, within?, from?, to?) {
            (Some(at), None, None, None) => Some(Self { from: None, to: at, origin }),
            (None, Some(to), None, None) => Some(Self { from: Some(Duration { count: 0, unit: to.unit }), to, origin }),
            (None, None, Some(from), Some(to)) => {
                if from.days() > to.days() {
                    table.node.fault(INTERVAL_ORDER, format!("{from} to {to}"), "the window begins before it ends");
                    return None;
                }
                Some(Self { from: Some(from), to, origin })
            }
            _ => {
                let help =
                    "write `at`, or `within`, or `from` and `to`: { at = \"6 months\", origin = \"randomization\" }";
                table.node.fault(BAD_TIME, "a time point has one span", help);
                None
            }
        }
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        let span = Duration::schema(definitions);
        let optional = |name, description| FieldSchema { name, description, schema: span.clone(), required: false };
        let mut fields = vec![
            optional("at", "The time point: 6 months."),
            optional("within", "The end of a window that begins at the origin."),
            optional("from", "The begin of a window."),
            optional("to", "The end of a window."),
        ];
        fields.push(FieldSchema {
            name: "origin",
            description: "Counted from when.",
            schema: Stated::<TimeOrigin>::schema(definitions),
            required: false,
        });
        fields
    }
}

table!(TimePoint);

impl FromTable for Rated {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let system = table.field::<CertaintySystem>("system");
        let rating = table.get("rating").or_else(|| {
            table.missing("rating");
            None
        });
        let reasons = table.field::<Vec<String>>("reasons");
        let (system, rating) = (system?, rating?);
        match Certainty::rated(system, &rating.text()?) {
            Ok(certainty) => Some(Self { certainty, reasons: reasons? }),
            Err(unknown) => {
                rating.fault(UNKNOWN_WORD, unknown.to_string(), format!("allowed: {}", unknown.allowed.join(", ")));
                None
            }
        }
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        let mut ratings: Vec<&str> = Certainty::all().map(Certainty::rating).collect();
        ratings.sort_unstable();
        ratings.dedup();
        vec![
            FieldSchema {
                name: "system",
                description: "The system of the rating.",
                schema: CertaintySystem::schema(definitions),
                required: true,
            },
            FieldSchema {
                name: "rating",
                description: "The rating, in the vocabulary of the system.",
                schema: json!({ "enum": ratings }),
                required: true,
            },
            FieldSchema {
                name: "reasons",
                description: "Why it was rated down.",
                schema: Vec::<String>::schema(definitions),
                required: false,
            },
        ]
    }
}

table!(Rated);

record! { Quote, checked by short_enough {
    text: String = "text", "At most 25 words.";
    locator: String = "locator", "Where it stands.";
} }

fn short_enough(table: &Table<'_>, quote: &Quote) -> Option<()> {
    let words = word_count(&quote.text);
    if words > QUOTE_MAX_WORDS {
        let help = format!("quote at most {QUOTE_MAX_WORDS} words, or say it in our own");
        table.node.fault(QUOTE_LENGTH, format!("the quote has {words} words"), help);
        return None;
    }
    Some(())
}

impl FromTable for Estimate {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let measure = table.field::<Measure>("measure");
        let arm = table.field::<Option<Arm>>("arm");
        let value = table.field::<Decimal>("value");
        let unit = table.field::<Option<String>>("unit");
        let ci = table.get("ci").map(|node| bounds(&node, table));
        let level = table.get("level");
        let ci_unverified = table.field::<Option<String>>("ci-unverified")?;
        let p = table.field::<Option<String>>("p");
        let i2 = table.field::<Option<Decimal>>("i2");
        let adjusted = table.field::<Option<bool>>("adjusted");
        let provenance = provenance_in(table)?;
        if let (Some(level), None) = (level, &ci) {
            level.fault(INTERVAL_ORDER, "`level` without `ci`", "add the interval or remove its level");
            return None;
        }
        // `?` inside the option: a faulty interval is noted, an absent one is none.
        let bounds = match ci {
            Some(read) => Some(read?),
            None => None,
        };
        let value = value?;
        if let Some((_, low, high)) = bounds
            && !(low..=high).contains(&value)
        {
            let help = "check sign and digits of all three against the source";
            table.node.fault(OUTSIDE_INTERVAL, format!("{value} lies outside {low} to {high}"), help);
            return None;
        }
        let provenance = provenance.or_else(|| table.node.inherited_provenance())?;
        let interval = bounds.map(|(level, low, high)| {
            let of_interval = ci_unverified.map(|reason| Provenance::Unverified { reason });
            Interval { level, low, high, provenance: of_interval.unwrap_or_else(|| provenance.clone()) }
        });
        Some(Self {
            measure: measure?,
            arm: arm?,
            value,
            unit: unit?,
            interval,
            p: p?,
            i2: i2?,
            adjusted: adjusted?,
            provenance,
        })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        let number = Decimal::schema(definitions);
        let text = String::schema(definitions);
        let field = |name, description, schema, required| FieldSchema { name, description, schema, required };
        let mut fields = vec![
            field("measure", "What kind of number.", Measure::schema(definitions), true),
            field("arm", "Whose number, when it is not a comparison.", Arm::schema(definitions), false),
            field("value", "The number as printed.", number.clone(), true),
            field("unit", "Unit when neither measure nor scale says it.", text.clone(), false),
            field(
                "ci",
                "Interval: [low, high].",
                json!({ "type": "array", "items": number, "minItems": 2, "maxItems": 2 }),
                false,
            ),
            field("level", "Level of the interval in percent, when not 95.", Decimal::schema(definitions), false),
            field("ci-unverified", "Why the interval, unlike the value, is not confirmed.", text.clone(), false),
            field("p", "P value as printed: \".08\", \"<.001\".", text, false),
            field("i2", "Heterogeneity in percent.", Decimal::schema(definitions), false),
            field("adjusted", "Whether adjusted for covariates.", bool::schema(definitions), false),
        ];
        fields.extend(provenance_fields(definitions));
        fields
    }
}

table!(Estimate);

/// Level, lower and upper end of an interval.
fn bounds(node: &Node<'_>, table: &Table<'_>) -> Option<(Decimal, Decimal, Decimal)> {
    let level = match table.get("level") {
        Some(level) => Decimal::from_toml(&level)?,
        None => 95.into(),
    };
    let ends: Vec<Decimal> = FromToml::from_toml(node)?;
    let &[low, high] = ends.as_slice() else {
        node.fault(INTERVAL_ORDER, format!("an interval of {} numbers", ends.len()), "write `ci = [low, high]`");
        return None;
    };
    if low > high {
        node.fault(INTERVAL_ORDER, format!("the interval runs from {low} to {high}"), "write the lower end first");
        return None;
    }
    Some((level, low, high))
}

/// The fields every finding has.
struct FindingHead {
    id: String,
    statement: String,
    topics: Vec<TopicId>,
    population: Population,
    intervention: Intervention,
    comparator: Comparator,
    certainty: Stated<Rated>,
    good_to_know: Vec<String>,
    editor_notes: Vec<String>,
    qualified_by: Vec<FindingId>,
    locator: Stated<String>,
    quote: Option<Quote>,
}

record! { FindingHead {
    id: String = "id", "Our id: the id of the source, a hyphen, and a name.";
    statement: String = "statement", "The result in our words, with population, comparator and time.";
    topics: Vec<TopicId> = "topics", "What it is about.";
    population: Population = "population", "Who.";
    intervention: Intervention = "intervention", "What was done.";
    comparator: Comparator = "comparator", "Against what.";
    certainty: Stated<Rated> = "certainty", "How sure the evidence makes us, as rated by somebody.";
    good_to_know: Vec<String> = "good-to-know", "What readers should know with it, at most three points.";
    editor_notes: Vec<String> = "editor-notes", "What a writer must know beyond that.";
    qualified_by: Vec<FindingId> = "qualified-by", "Findings that qualify or contradict it.";
    locator: Stated<String> = "locator", "Where in the source it stands.";
    quote: Option<Quote> = "quote", "A verbatim extract.";
} }

record! { Measurement {
    outcome: Outcome = "outcome", "What was measured.";
    time: Stated<TimePoint> = "time", "When, and counted from when.";
    estimates: Vec<Estimate> = "estimate", "The numbers.";
    sample: Stated<Count> = "sample", "Size of this analysis, with its unit.";
    studies: Stated<u32> = "studies", "Studies in this analysis.";
    direction: Direction = "direction", "Which side it favours.";
    importance: Stated<Importance> = "importance", "Whether it matters to patients.";
} }

record! { Recommendation {
    stance: Stance = "stance", "Which way.";
    strength: Stated<Strength> = "strength", "How strong, in the issuer's word.";
    alternatives: Vec<String> = "alternatives", "The options named beside this one.";
    conditions: Vec<String> = "conditions", "Conditions attached.";
    limits: Vec<Limit> = "limits", "The most sessions that are paid for or advised, each in its period.";
    not_billed_by: Vec<String> = "not-billed-by", "Professions that cannot bill the payer, in the plural.";
} }

record! { Limit {
    sessions: u16 = "sessions", "Most sessions.";
    days: Option<u16> = "days", "Days of the period, when there is one.";
} }

const MEASUREMENT_FIELDS: [&str; 7] = ["outcome", "time", "estimate", "sample", "studies", "direction", "importance"];
const RECOMMENDATION_FIELDS: [&str; 6] =
    ["stance", "strength", "alternatives", "conditions", "limits", "not-billed-by"];

/// Notes fields that belong to other kinds of finding.
fn refuse(table: &Table<'_>, kind: FindingKind, fields: &[&'static str]) -> Option<()> {
    let misplaced: Vec<_> = fields.iter().filter_map(|name| table.get(name)).collect();
    for node in &misplaced {
        node.fault(KIND_FIELDS, format!("a finding of kind `{kind}` has no such field"), "remove it, or change `kind`");
    }
    misplaced.is_empty().then_some(())
}

impl FromTable for FindingTable {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let provenance = table.field::<FindingProvenances>("provenance").map(|provenances| provenances.0);
        table.set_inherited_provenance(provenance.clone());
        let head = FindingHead::from_table(table);
        let kind = table.field::<FindingKind>("kind");
        if kind.is_none() {
            // Without a kind, nobody can tell which fields are missing, nor which are misplaced.
            for name in MEASUREMENT_FIELDS.iter().chain(&RECOMMENDATION_FIELDS) {
                table.get(name);
            }
        }
        let result = kind.and_then(|kind| {
            let measured = |wrap: fn(Measurement) -> FindingResult| {
                let measurement = Measurement::from_table(table).map(wrap);
                refuse(table, kind, &RECOMMENDATION_FIELDS).and(measurement)
            };
            match kind {
                FindingKind::Effect => measured(FindingResult::Effect),
                FindingKind::Harm => measured(FindingResult::Harm),
                FindingKind::Cost => measured(FindingResult::Cost),
                FindingKind::Mechanism => measured(FindingResult::Mechanism),
                FindingKind::Recommendation => {
                    let recommendation = Recommendation::from_table(table).map(FindingResult::Recommendation);
                    refuse(table, kind, &MEASUREMENT_FIELDS).and(recommendation)
                }
            }
        });
        let FindingHead {
            id,
            statement,
            topics,
            population,
            intervention,
            comparator,
            certainty,
            good_to_know,
            editor_notes,
            qualified_by,
            locator,
            quote,
        } = head?;
        let id: FindingId = own_id(table, &id)?;
        let (result, provenance) = (result?, provenance?);
        Some(Self(Box::new(move |source: &SourceId| Finding {
            id,
            source: source.clone(),
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
        })))
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        let mut fields = FindingHead::fields(definitions);
        fields.push(FieldSchema {
            name: "kind",
            description: "What it is about; decides which of the other fields it has.",
            schema: FindingKind::schema(definitions),
            required: true,
        });
        fields.push(FieldSchema {
            name: "provenance",
            description: "Where its values come from.",
            schema: FindingProvenances::schema(definitions),
            required: true,
        });
        // Which of these must be there depends on `kind`; the lint says so, a flat schema cannot.
        let by_kind = Measurement::fields(definitions).into_iter().chain(Recommendation::fields(definitions));
        fields.extend(by_kind.map(|field| FieldSchema { required: false, ..field }));
        fields
    }
}

table!(FindingTable);
