//! JSON Schemas of the record files, for editors that complete and check while one types.

use serde_json::{Value, json};

use super::{
    read::{Definitions, FromTable, object},
    record::{ChangeFile, FrontMatter, LexiconFile, PageFile, SourceEntry},
};
use crate::domain::{Collection, Source, Topic, scope::Scope};

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
pub fn documents() -> [(&'static str, String); 8] {
    [
        ("blurb.schema.json", of::<FrontMatter>("The front matter of a file in data/blurbs")),
        ("changes.schema.json", of::<ChangeFile>("A file in data/changes")),
        ("collection.schema.json", of::<Collection>("The file data/collection.toml")),
        ("lexicon.schema.json", of::<LexiconFile>("A file in data/lexicon/en")),
        ("page.schema.json", of::<PageFile>("A file in data/pages")),
        ("scope.schema.json", of::<Scope>("The file data/scope.toml")),
        ("source.schema.json", document("A file in data/sources", source)),
        ("topic.schema.json", of::<Topic>("A file in data/topics")),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::FieldPath;

    /// What stands behind a reference, and what a value is when it is stated.
    fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
        let schema = schema["anyOf"].get(0).unwrap_or(schema);
        match schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
            Some(name) => &root["$defs"][name],
            None => schema,
        }
    }

    /// Every path of a table, down to where the list of addresses ends.
    fn paths(root: &Value, table: &Value, above: &str, listed: &BTreeSet<&str>) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for (name, field) in table["properties"].as_object().expect("a table has fields") {
            let path = format!("{above}{name}");
            let below = format!("{path}.");
            let field = resolved(root, field);
            if field["properties"].is_object() && listed.iter().any(|listed| listed.starts_with(&below)) {
                all.extend(paths(root, field, &below, listed));
            }
            all.insert(path);
        }
        all
    }

    #[test]
    fn every_field_that_is_read_has_an_address_and_no_other() {
        let (_, source) =
            documents().into_iter().find(|(name, _)| *name == "source.schema.json").expect("sources have a schema");
        let root: Value = serde_json::from_str(&source).expect("a schema is JSON");
        let finding = resolved(&root, &root["properties"]["finding"]["items"]);
        // What is ours, and where things come from, comes from nowhere.
        let of_source = ["id", "draft", "recorded", "published-at", "provenance", "finding"];
        let of_finding = ["id", "provenance"];
        let listed: BTreeSet<&str> = FieldPath::of_source().map(FieldPath::as_str).collect();
        let mut read = paths(&root, &root, "", &listed);
        read.retain(|path| !of_source.contains(&path.as_str()));
        assert_eq!(read.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
        let listed: BTreeSet<&str> = FieldPath::of_finding().map(FieldPath::as_str).collect();
        let mut read = paths(&root, finding, "", &listed);
        read.retain(|path| !of_finding.contains(&path.as_str()));
        assert_eq!(read.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
    }
}
