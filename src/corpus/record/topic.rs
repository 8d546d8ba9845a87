//! A file in `data/topics`: a concept and its names.

use super::own_id;
use crate::{
    corpus::{
        diagnostic::{BAD_IDENTIFIER, KIND_FIELDS},
        read::{Definitions, FieldSchema, FromTable, FromToml, Table, record, table},
    },
    domain::{
        Date, Duration, Provenance, Stated, Topic, TopicId, TopicKind, Vocabulary,
        finding::{Better, ComparatorClass, DurationClass, Scale},
        phrase::Phrase,
        topic::{Instrument, MeshHeading, Span},
    },
};

/// The heading and id of `[[mesh]]` before its provenance.
struct MeshTable {
    id: Option<String>,
    heading: String,
    provenance: Provenance,
}

record! { MeshTable {
    id: Option<String> = "id", "Unique id: D017116.";
    heading: String = "heading", "The heading.";
    ..provenance: Provenance;
} }

impl FromTable for MeshHeading {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let MeshTable { id, heading, provenance } = MeshTable::from_table(table)?;
        let well_formed = id.as_deref().is_none_or(|id| {
            id.strip_prefix('D')
                .is_some_and(|number| matches!(number.len(), 6 | 9) && number.bytes().all(|b| b.is_ascii_digit()))
        });
        if !well_formed {
            let help = "a MeSH descriptor id is `D` and six or nine digits: D017116";
            table.get("id")?.fault(BAD_IDENTIFIER, "this is no MeSH id", help);
            return None;
        }
        Some(Self { id, heading, provenance })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        MeshTable::fields(definitions)
    }
}

table!(MeshHeading);

record! { Instrument {
    scale: Scale = "scale", "Range of the score.";
    better: Better = "better", "Which end is the good one.";
    important_change: Stated<String> = "important-change", "The usual minimum important change.";
    ..provenance: Provenance;
} }

record! { Span {
    class: DurationClass = "class", "What it is called when it has lasted so long.";
    from: Option<Duration> = "from", "It has lasted at least so long: 12 weeks.";
    under: Option<Duration> = "under", "It has lasted less than this.";
    phrases: Vec<Phrase> = "phrases", "Phrases that say so of this condition alone.";
} }

/// The fields of a topic file.
struct TopicTable {
    id: String,
    kind: TopicKind,
    label: String,
    description: String,
    technical: Vec<String>,
    lay: Vec<String>,
    ambiguous: Vec<String>,
    broader: Vec<TopicId>,
    mesh: Vec<MeshHeading>,
    instrument: Option<Instrument>,
    phrases: Vec<Phrase>,
    mechanisms: Vec<Phrase>,
    main_outcome: Option<bool>,
    comparator_class: Option<ComparatorClass>,
    span: Option<Span>,
}

record! { TopicTable {
    id: String = "id", "Our id: the name of the file.";
    kind: TopicKind = "kind", "What the concept is.";
    label: String = "label", "The name shown to people.";
    description: String = "description", "What it means, in our words.";
    technical: Vec<String> = "technical", "Names professionals use.";
    lay: Vec<String> = "lay", "Names patients use.";
    ambiguous: Vec<String> = "ambiguous", "Short names with another meaning elsewhere: found as written, never expanded.";
    broader: Vec<TopicId> = "broader", "Wider concepts.";
    mesh: Vec<MeshHeading> = "mesh", "Medical Subject Headings.";
    instrument: Option<Instrument> = "instrument", "Scale of an instrument.";
    phrases: Vec<Phrase> = "phrases", "Phrases that speak of it without being a name, for the draft check.";
    mechanisms: Vec<Phrase> = "mechanisms", "Of an intervention: phrases for the ways in which it is said to work.";
    main_outcome: Option<bool> = "main-outcome", "Of an outcome: a benefit told without its outcome is one in this.";
    comparator_class: Option<ComparatorClass> = "comparator-class", "Of a comparator: the class of comparison.";
    span: Option<Span> = "span", "Of a condition of a certain duration: how long that is.";
} }

/// Kinds of topics that texts speak of without their names.
const OF_PHRASES: &[TopicKind] =
    &[TopicKind::Outcome, TopicKind::Intervention, TopicKind::Mechanism, TopicKind::Comparator];

impl FromTable for Topic {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        // Entered with the file, so that `sourced` values of topics have a date too.
        let recorded = table.field::<Date>("recorded");
        if let Some(day) = recorded {
            table.set_recorded(day);
        }
        let TopicTable {
            id,
            kind,
            label,
            description,
            technical,
            lay,
            ambiguous,
            broader,
            mesh,
            instrument,
            phrases,
            mechanisms,
            main_outcome,
            comparator_class,
            span,
        } = TopicTable::from_table(table)?;
        for (name, is_given, kinds) in [
            ("phrases", !phrases.is_empty(), OF_PHRASES),
            ("mechanisms", !mechanisms.is_empty(), &[TopicKind::Intervention][..]),
            ("main-outcome", main_outcome.is_some(), &[TopicKind::Outcome]),
            ("comparator-class", comparator_class.is_some(), &[TopicKind::Comparator]),
            ("span", span.is_some(), &[TopicKind::Condition]),
        ] {
            if is_given && !kinds.contains(&kind) {
                let kinds: Vec<&str> = kinds.iter().map(|kind| kind.slug()).collect();
                let help = format!("only topics of kind {} have it", kinds.join(", "));
                table.get(name)?.fault(KIND_FIELDS, format!("a topic of kind `{kind}` has no `{name}`"), help);
            }
        }
        Some(Self {
            id: own_id(table, &id)?,
            kind,
            label,
            description,
            technical,
            lay,
            ambiguous,
            broader,
            mesh,
            instrument,
            phrases,
            mechanisms,
            is_main_outcome: main_outcome.unwrap_or(false),
            comparator_class,
            span,
            recorded: recorded?,
        })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        let mut fields = TopicTable::fields(definitions);
        fields.push(FieldSchema {
            name: "recorded",
            description: "Day the record was entered.",
            schema: Date::schema(definitions),
            required: true,
        });
        fields
    }
}

table!(Topic);
