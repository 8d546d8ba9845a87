//! A file in `data/changes`: corrections as they are told to readers.

use crate::{
    corpus::{
        diagnostic::BAD_ID,
        read::{Definitions, FieldSchema, FromTable, Table, record, table},
    },
    domain::{Change, ChangeKind, Date, RecordKind},
};

/// The fields of `[[change]]`.
struct ChangeTable {
    on: Date,
    record: RecordKind,
    id: String,
    field: Option<String>,
    before: Option<String>,
    after: Option<String>,
    why: String,
}

record! { ChangeTable {
    on: Date = "on", "The day.";
    record: RecordKind = "record", "Kind of the record.";
    id: String = "id", "Its id.";
    field: Option<String> = "field", "JSON pointer to the value in the record as the API shows it.";
    before: Option<String> = "before", "The value before.";
    after: Option<String> = "after", "The value after.";
    why: String = "why", "Why, in our words.";
} }

/// A correction.
struct Correction(Change);

impl FromTable for Correction {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let ChangeTable { on, record, id, field, before, after, why } = ChangeTable::from_table(table)?;
        table.get("id")?.refer(record, &id);
        if let Some(pointer) = field.as_ref().filter(|pointer| !pointer.starts_with('/')) {
            let help = "write a JSON pointer: /estimates/0/value";
            table.get("field")?.fault(BAD_ID, format!("`{pointer}` is no JSON pointer"), help);
            return None;
        }
        let kind = ChangeKind::Corrected;
        Some(Self(Change { on, kind, record, id, field, before, after, why: Some(why) }))
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        ChangeTable::fields(definitions)
    }
}

table!(Correction);

/// All of a file.
struct ChangesTable {
    change: Vec<Correction>,
}

record! { ChangesTable {
    change: Vec<Correction> = "change", "What was corrected.";
} }

/// The corrections of a file, in its order.
pub(in crate::corpus) struct ChangeFile {
    pub(in crate::corpus) changes: Vec<Change>,
}

impl FromTable for ChangeFile {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let ChangesTable { change } = ChangesTable::from_table(table)?;
        Some(Self { changes: change.into_iter().map(|Correction(change)| change).collect() })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        ChangesTable::fields(definitions)
    }
}

table!(ChangeFile);
