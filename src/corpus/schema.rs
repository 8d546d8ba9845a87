//! JSON Schemas of the record files, for editors that complete and check while one types.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    read::{FieldSchema, FromTable},
    record::{ChangeFile, FrontMatter, LexiconFile, PageFile, SourceEntry},
};
use crate::domain::{Collection, Source, Topic};

/// The named parts of a schema.
#[derive(Default)]
pub(super) struct Definitions(BTreeMap<&'static str, Value>);

impl Definitions {
    /// A reference to the schema of `T`, which is added when it is not there yet.
    pub(super) fn reference<T: FromTable>(&mut self, name: &'static str) -> Value {
        if !self.0.contains_key(name) {
            // Holds the place, so that a type that contains itself ends the recursion.
            self.0.insert(name, Value::Null);
            let schema = object(T::fields(self));
            self.0.insert(name, schema);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }
}

fn object(fields: Vec<FieldSchema>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for FieldSchema { name, description, mut schema, required: must } in fields {
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), description.into());
        }
        properties.insert(name.to_owned(), schema);
        if must {
            required.push(Value::from(name));
        }
    }
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// A source, of which a draft need not have all fields.
fn source(definitions: &mut Definitions) -> Value {
    let mut schema = object(Source::fields(definitions));
    let of_draft = object(SourceEntry::draft_fields(definitions));
    if let Some(schema) = schema.as_object_mut() {
        let required = schema.remove("required");
        schema.insert("if".to_owned(), json!({ "required": ["draft"], "properties": { "draft": { "const": true } } }));
        schema.insert("then".to_owned(), json!({ "required": of_draft["required"] }));
        schema.insert("else".to_owned(), json!({ "required": required }));
    }
    schema
}

fn document(title: &str, root: fn(&mut Definitions) -> Value) -> String {
    let mut definitions = Definitions::default();
    let mut schema = root(&mut definitions);
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        schema.insert("title".to_owned(), title.into());
        schema.insert("$defs".to_owned(), json!(definitions.0));
    }
    // Values that are plain data always print.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of a file that is one record.
fn of<T: FromTable>(title: &str) -> String {
    document(title, |definitions| object(T::fields(definitions)))
}

/// The JSON Schema (draft 2020-12) of each kind of record file: file name in `data/schema/` and content.
pub fn documents() -> [(&'static str, String); 7] {
    [
        ("blurb.schema.json", of::<FrontMatter>("The front matter of a file in data/blurbs")),
        ("changes.schema.json", of::<ChangeFile>("A file in data/changes")),
        ("collection.schema.json", of::<Collection>("The file data/collection.toml")),
        ("lexicon.schema.json", of::<LexiconFile>("A file in data/lexicon/en")),
        ("page.schema.json", of::<PageFile>("A file in data/pages")),
        ("source.schema.json", document("A file in data/sources", source)),
        ("topic.schema.json", of::<Topic>("A file in data/topics")),
    ]
}
