//! The document in OpenAPI 3.0.3, for generators that read no later version.
//!
//! Says the same in older words: a value that may be null is `nullable`, a reference with a description of its own is
//! wrapped, and what has no older word is left out where it only narrows. No schema is left without a name, so that no
//! generator has to invent one.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The version that the document announces.
const VERSION: &str = "3.0.3";

/// Where SPDX expressions are explained.
const LICENCES: &str = "https://spdx.org/licenses/";

/// The document of a later version, said in OpenAPI 3.0.3.
pub(super) fn downgraded(mut document: Value) -> Value {
    if let Some(fields) = document.as_object_mut() {
        fields.insert("openapi".to_owned(), VERSION.into());
    }
    // The licence has its SPDX expression as its name, and no field for it.
    if let Some(licence) = document.pointer_mut("/info/license").and_then(Value::as_object_mut) {
        licence.remove("identifier");
        licence.insert("url".to_owned(), LICENCES.into());
    }
    let types = Types::of(&document);
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.values_mut().for_each(|schema| types.say(schema));
    }
    // Beside the components, schemas stand under this name and nowhere else; examples hold none.
    for part in ["/paths", "/components/responses", "/components/headers"] {
        if let Some(part) = document.pointer_mut(part) {
            types.say_below(part);
        }
    }
    document
}

/// The types of the schemas that have names, by the references to them.
struct Types(BTreeMap<String, String>);

impl Types {
    fn of(document: &Value) -> Self {
        let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
        let of = |(name, schema): (&String, &Value)| {
            // A choice has no type of its own; all of ours are between objects.
            let name_of_type = schema.get("type").and_then(Value::as_str).unwrap_or("object");
            (format!("#/components/schemas/{name}"), name_of_type.to_owned())
        };
        Self(schemas.into_iter().flatten().map(of).collect())
    }

    fn say_below(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match name.as_str() {
                        "schema" => self.say(value),
                        "example" | "examples" => {}
                        _ => self.say_below(value),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.say_below(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// One schema, and those within it.
    fn say(&self, schema: &mut Value) {
        let Some(fields) = schema.as_object_mut() else { return };
        type_or_null(fields);
        choice_or_null(fields);
        for list in ["oneOf", "anyOf", "allOf"] {
            if let Some(Value::Array(choices)) = fields.get_mut(list) {
                choices.iter_mut().for_each(|choice| self.say(choice));
            }
        }
        if let Some(Value::Object(properties)) = fields.get_mut("properties") {
            properties.values_mut().for_each(|property| self.say(property));
        }
        for name in ["items", "additionalProperties"] {
            if let Some(within) = fields.get_mut(name) {
                self.say(within);
            }
        }
        if let Some(Value::Array(examples)) = fields.remove("examples")
            && let Some(first) = examples.into_iter().next()
        {
            fields.entry("example").or_insert(first);
        }
        // Says of names what no older word says.
        fields.remove("propertyNames");
        // Whatever stands beside a reference is not read, and only a type may be null.
        if fields.len() > 1
            && let Some(reference) = fields.remove("$ref")
        {
            if let Some(name) = reference.as_str().and_then(|reference| self.0.get(reference))
                && fields.contains_key("nullable")
            {
                fields.insert("type".to_owned(), name.as_str().into());
            }
            let reference = Map::from_iter([("$ref".to_owned(), reference)]);
            fields.insert("allOf".to_owned(), Value::Array(vec![reference.into()]));
        }
    }
}

/// `["string", "null"]` becomes a text that may be null.
fn type_or_null(fields: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = fields.get_mut("type") else { return };
    let all = types.len();
    types.retain(|name| name != "null");
    let may_be_null = types.len() < all;
    if let [only] = types.as_slice() {
        let only = only.clone();
        fields.insert("type".to_owned(), only);
    }
    if may_be_null {
        fields.insert("nullable".to_owned(), true.into());
    }
}

/// A choice between nothing and something becomes something that may be null.
fn choice_or_null(fields: &mut Map<String, Value>) {
    for list in ["oneOf", "anyOf"] {
        let Some(Value::Array(choices)) = fields.get_mut(list) else { continue };
        let all = choices.len();
        choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
        if choices.len() == all {
            continue;
        }
        let only = if choices.len() == 1 { choices.pop() } else { None };
        fields.insert("nullable".to_owned(), true.into());
        if let Some(Value::Object(only)) = only {
            fields.remove(list);
            for (name, value) in only {
                fields.entry(name).or_insert(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_are_said_in_older_words() {
        let check = |mut newer: Value, older: Value| {
            Types(BTreeMap::from_iter([("#/a".to_owned(), "string".to_owned())])).say(&mut newer);
            assert_eq!(newer, older);
        };
        check(json!({ "type": ["string", "null"] }), json!({ "type": "string", "nullable": true }));
        check(
            json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/a", "description": "b" }] }),
            json!({ "nullable": true, "type": "string", "allOf": [{ "$ref": "#/a" }], "description": "b" }),
        );
        check(json!({ "$ref": "#/a" }), json!({ "$ref": "#/a" }));
        check(json!({ "type": "string", "examples": ["a", "b"] }), json!({ "type": "string", "example": "a" }));
        check(
            json!({ "type": "array", "items": { "type": ["integer", "null"] } }),
            json!({ "type": "array", "items": { "type": "integer", "nullable": true } }),
        );
        check(
            json!({ "oneOf": [{ "$ref": "#/a" }, { "$ref": "#/b" }], "discriminator": { "propertyName": "kind" } }),
            json!({ "oneOf": [{ "$ref": "#/a" }, { "$ref": "#/b" }], "discriminator": { "propertyName": "kind" } }),
        );
    }
}
