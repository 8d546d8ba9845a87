//! Where values come from, as files say it.

use serde_json::json;

use crate::{
    corpus::{
        diagnostic::{PROVENANCE, PROVENANCE_FIELD},
        read::{Definitions, FieldSchema, FromTable, FromToml, Node, Table, object, table},
    },
    domain::{Date, FieldPath, Provenance, Provenances},
};

/// The provenance a table states, if it states any.
pub(super) fn provenance_in(table: &Table<'_>) -> Option<Option<Provenance>> {
    // All are asked for before the first fault ends the reading, or the others would be unknown fields.
    let sourced = table.field::<Option<Vec<String>>>("sourced");
    let on = table.field::<Option<Date>>("on");
    let inferred = table.field::<Option<String>>("inferred");
    let unverified = table.field::<Option<String>>("unverified");
    let (sourced, on, inferred, unverified) = (sourced?, on?, inferred?, unverified?);
    let help = "state one of `sourced` (a list of pages), `inferred` (the step) or `unverified` (the reason)";
    match (sourced, inferred, unverified) {
        (None, None, None) => Some(None),
        (Some(pages), None, None) => {
            if pages.is_empty() {
                table.node.fault(PROVENANCE, "`sourced` names no page", help);
                return None;
            }
            // Without the file's date there is already a fault: `recorded` is missing or no date.
            let on = on.or_else(|| table.node.recorded())?;
            Some(Some(Provenance::Sourced { pages, kind: None, on }))
        }
        (None, Some(step), None) => Some(Some(Provenance::Inferred { step, kind: None })),
        (None, None, Some(reason)) => Some(Some(Provenance::Unverified { reason })),
        _ => {
            table.node.fault(PROVENANCE, "a value has more than one provenance", help);
            None
        }
    }
}

pub(super) fn provenance_fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
    let optional = |name, description, schema| FieldSchema { name, description, schema, required: false };
    vec![
        optional(
            "sourced",
            "Pages on which the value was read.",
            json!({ "type": "array", "minItems": 1, "items": String::schema(definitions) }),
        ),
        optional(
            "on",
            "Day the value was entered from those pages, when not the `recorded` day of the file.",
            Date::schema(definitions),
        ),
        optional("inferred", "How the value was worked out from sourced ones.", String::schema(definitions)),
        optional("unverified", "Why the value is not confirmed.", String::schema(definitions)),
    ]
}

impl FromTable for Provenance {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let provenance = provenance_in(table)?;
        if provenance.is_none() {
            let help = "state `sourced` (a list of pages), `inferred` (the step) or `unverified` (the reason)";
            table.node.fault(PROVENANCE, "no provenance is stated", help);
        }
        provenance
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        provenance_fields(definitions)
    }
}

table!(Provenance);

/// The provenances of a source.
pub(super) struct SourceProvenances(pub(super) Provenances);

/// The provenances of a finding.
pub(super) struct FindingProvenances(pub(super) Provenances);

macro_rules! provenances {
    ($( $Type:ident of $fields:ident named $kind:literal; )+) => { $(
        impl FromTable for $Type {
            fn from_table(table: &Table<'_>) -> Option<Self> {
                let except = exceptions(table, FieldPath::$fields(), $kind);
                let default = Provenance::from_table(table)?;
                Some(Self(Provenances { default, except: except? }))
            }

            fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
                let mut fields = provenance_fields(definitions);
                fields.push(exceptions_schema(definitions, FieldPath::$fields()));
                fields
            }
        }

        table!($Type);
    )+ };
}

provenances! {
    SourceProvenances of of_source named "source";
    FindingProvenances of of_finding named "finding";
}

/// `except`: named fields with a provenance of their own.
fn exceptions(
    table: &Table<'_>,
    fields: impl Iterator<Item = FieldPath> + Clone,
    kind: &str,
) -> Option<Vec<(FieldPath, Provenance)>> {
    let Some(list) = table.get("except") else { return Some(Vec::new()) };
    let mut named: Vec<(FieldPath, Provenance)> = Vec::new();
    let mut is_whole = true;
    for item in list.items()? {
        let Some(table) = item.table() else {
            is_whole = false;
            continue;
        };
        let names = table.get("fields").or_else(|| {
            table.missing("fields");
            None
        });
        let names = names.and_then(|node| node.items());
        let provenance = Provenance::from_table(&table);
        table.close();
        let (Some(names), Some(provenance)) = (names, provenance) else {
            is_whole = false;
            continue;
        };
        for name in names {
            match field(&name, fields.clone(), kind).filter(|field| is_new(&name, *field, &named)) {
                Some(field) => named.push((field, provenance.clone())),
                None => is_whole = false,
            }
        }
    }
    is_whole.then_some(named)
}

fn field(name: &Node<'_>, fields: impl Iterator<Item = FieldPath> + Clone, kind: &str) -> Option<FieldPath> {
    match FieldPath::find(&name.text()?, fields) {
        Ok(field) => Some(field),
        Err(unknown) => {
            let message = format!("`{}` is no field of a {kind} that has a provenance", unknown.found);
            let help = match unknown.nearest {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write it as in the file, below its table with a dot: `study.sample`, `DOI`".to_owned(),
            };
            name.fault(PROVENANCE_FIELD, message, help);
            None
        }
    }
}

/// Notes a field that has a provenance already.
fn is_new(name: &Node<'_>, field: FieldPath, named: &[(FieldPath, Provenance)]) -> bool {
    let is_new = named.iter().all(|(other, _)| *other != field);
    if !is_new {
        name.fault(PROVENANCE_FIELD, format!("`{field}` is named twice"), "a value has one provenance: keep one");
    }
    is_new
}

fn exceptions_schema(definitions: &mut Definitions, fields: impl Iterator<Item = FieldPath>) -> FieldSchema {
    let names: Vec<&str> = fields.map(FieldPath::as_str).collect();
    let mut exception = object(provenance_fields(definitions));
    if let Some(exception) = exception.as_object_mut() {
        let fields = json!({
            "description": "The fields this holds for, and what stands below them.",
            "type": "array",
            "items": { "enum": names },
        });
        exception.insert("required".to_owned(), json!(["fields"]));
        if let Some(properties) = exception.get_mut("properties").and_then(|properties| properties.as_object_mut()) {
            properties.insert("fields".to_owned(), fields);
        }
    }
    FieldSchema {
        name: "except",
        description: "Fields with another provenance than the rest of the record.",
        schema: json!({ "type": "array", "items": exception }),
        required: false,
    }
}
