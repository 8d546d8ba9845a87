//! Where values come from, as files say it.

use serde_json::json;

use crate::{
    corpus::{
        diagnostic::PROVENANCE,
        read::{FieldSchema, FromTable, FromToml, Table, record, table},
        schema::Definitions,
    },
    domain::{Date, Provenance, Provenances},
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
            Some(Some(Provenance::Sourced { pages, on }))
        }
        (None, Some(step), None) => Some(Some(Provenance::Inferred { step })),
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

/// Named fields with a provenance of their own.
struct Exception {
    fields: Vec<String>,
    provenance: Provenance,
}

record! { Exception {
    fields: Vec<String> = "fields", "Names of the fields this holds for.";
    ..provenance: Provenance;
} }

impl FromTable for Provenances {
    fn from_table(table: &Table<'_>) -> Option<Self> {
        let except = table.field::<Vec<Exception>>("except");
        let default = Provenance::from_table(table)?;
        let mut named = Vec::new();
        for Exception { fields, provenance } in except? {
            named.extend(fields.into_iter().map(|field| (field, provenance.clone())));
        }
        Some(Self { default, except: named })
    }

    fn fields(definitions: &mut Definitions) -> Vec<FieldSchema> {
        let mut fields = provenance_fields(definitions);
        fields.push(FieldSchema {
            name: "except",
            description: "Fields with another provenance than the rest of the record.",
            schema: Vec::<Exception>::schema(definitions),
            required: false,
        });
        fields
    }
}

table!(Provenances);
