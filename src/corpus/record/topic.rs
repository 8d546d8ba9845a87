//! A file in `data/topics`: a concept and its names.

use super::own_id;
use crate::{
    corpus::{
        diagnostic::BAD_IDENTIFIER,
        read::{FieldSchema, FromTable, FromToml, Table, record, table},
        schema::Definitions,
    },
    domain::{
        Date, Provenance, Stated, Topic, TopicId, TopicKind,
        finding::{Better, Scale},
        topic::{Instrument, MeshHeading},
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
} }

impl FromTable for Topic {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        // Entered with the file, so that `sourced` values of topics have a date too.
        let recorded = table.field::<Date>("recorded");
        if let Some(day) = recorded {
            table.set_recorded(day);
        }
        let TopicTable { id, kind, label, description, technical, lay, ambiguous, broader, mesh, instrument } =
            TopicTable::from_table(table)?;
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
