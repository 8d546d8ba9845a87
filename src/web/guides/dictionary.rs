//! The data dictionary, read from the OpenAPI document, which the doc comments of the types were written into: what a
//! field means is said once, where it is declared.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::repeated::one_line;

/// The kinds of record, in the order in which one meets them.
const RECORDS: [&str; 5] = ["Source", "Finding", "Claim", "Blurb", "Topic"];

/// What the OpenAPI document says of the records.
#[derive(Debug)]
pub(super) struct Dictionary(Value);

/// What a schema is, for the dictionary.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// It has fields.
    Object,
    /// It has a closed list of values.
    Vocabulary,
    /// Text of a certain form.
    Text,
}

fn form(schema: &Value) -> Form {
    if schema.get("enum").is_some() {
        Form::Vocabulary
    } else if schema.get("properties").is_some() {
        Form::Object
    } else {
        Form::Text
    }
}

impl Dictionary {
    /// Reads the document; none when it is no JSON, which is a fault of the program.
    pub(super) fn read(document: &str) -> Option<Self> {
        serde_json::from_str(document).ok().map(Self)
    }

    /// The schema of a parameter.
    pub(super) fn parameter(&self, path: &str, name: &str) -> Option<&Value> {
        let parameters = self.0.get("paths")?.get(path)?.get("get")?.get("parameters")?.as_array()?;
        let named = parameters.iter().find(|parameter| parameter.get("name").is_some_and(|found| found == name))?;
        named.get("schema")
    }

    fn schema(&self, name: &str) -> Option<&Value> {
        self.0.get("components")?.get("schemas")?.get(name)
    }

    /// The names of everything the records are made of, each once, in alphabetical order.
    fn reachable(&self) -> BTreeMap<&str, &Value> {
        let mut found = BTreeMap::new();
        let mut open: Vec<&Value> = RECORDS.iter().filter_map(|name| self.schema(name)).collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Object(members) => {
                    let named = members.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
                    if let Some((name, schema)) = named.and_then(|name| Some((name, self.schema(name)?)))
                        && found.insert(name, schema).is_none()
                    {
                        open.push(schema);
                    }
                    // An example holds values, not schemas.
                    open.extend(members.iter().filter(|(key, _)| *key != "example").map(|(_, member)| member));
                }
                Value::Array(items) => open.extend(items),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        found
    }

    /// Links to the tables of their parts.
    pub(super) fn part_names(&self) -> String {
        self.links(self.named(Form::Object).filter(|name| !RECORDS.contains(name)))
    }

    /// Links to the tables of the vocabularies.
    pub(super) fn vocabulary_names(&self) -> String {
        self.links(self.named(Form::Vocabulary))
    }

    fn named(&self, wanted: Form) -> impl Iterator<Item = &str> {
        self.reachable().into_iter().filter(move |(_, schema)| form(schema) == wanted).map(|(name, _)| name)
    }

    fn links<'a>(&self, names: impl Iterator<Item = &'a str>) -> String {
        names.map(|name| format!("[{name}]({})", self.address(name))).collect::<Vec<_>>().join(" · ")
    }

    /// The page on which something the records are made of is described, with the place on it.
    fn address(&self, name: &str) -> String {
        let place = name.to_lowercase();
        if RECORDS.contains(&name) {
            return format!("/docs/data/{place}");
        }
        match self.schema(name).map(form) {
            Some(Form::Object) => format!("/docs/data/parts#{place}"),
            Some(Form::Vocabulary) => format!("/docs/data/vocabularies#{place}"),
            Some(Form::Text) | None => "/docs/data/formats".to_owned(),
        }
    }

    /// A kind of record, by its name in an address, with all its fields.
    pub(super) fn record(&self, slug: &str) -> Option<String> {
        let name = RECORDS.iter().find(|name| name.to_lowercase() == slug)?;
        let (about, fields) = self.described(self.schema(name)?);
        Some(format!("{about}{fields}"))
    }

    /// What the fields of the records are made of.
    pub(super) fn parts(&self) -> Option<String> {
        self.of_form(Form::Object, |name, schema| (!RECORDS.contains(&name)).then(|| self.table(name, schema)), "\n\n")
    }

    /// Every vocabulary with its values.
    pub(super) fn vocabularies(&self) -> Option<String> {
        self.of_form(
            Form::Vocabulary,
            |name, schema| {
                let description = text(schema, "description");
                let (about, values) = description.split_once("\n\n").unwrap_or((&description, ""));
                let rows: String = values
                    .lines()
                    .filter_map(|line| line.strip_prefix("- ")?.split_once(':'))
                    .map(|(value, meaning)| format!("| {value} | {} |\n", cell(meaning)))
                    .collect();
                Some(format!(
                    "### {name}\n\n{}\n\n| Value | Meaning |\n| --- | --- |\n{}",
                    one_line(about),
                    rows.trim_end()
                ))
            },
            "\n\n",
        )
    }

    /// Texts that have a form: identifiers, dates, addresses.
    pub(super) fn texts(&self) -> Option<String> {
        let rows = self.of_form(
            Form::Text,
            |name, schema| {
                let example = schema.get("example").or_else(|| schema.get("examples")?.get(0));
                let example = example.and_then(Value::as_str).map(|example| format!("`{example}`")).unwrap_or_default();
                Some(format!("| {name} | {} | {example} |", cell(&text(schema, "description"))))
            },
            "\n",
        )?;
        Some(format!("| Name | What it is | Example |\n| --- | --- | --- |\n{rows}"))
    }

    fn of_form(&self, wanted: Form, show: impl Fn(&str, &Value) -> Option<String>, between: &str) -> Option<String> {
        let shown: Vec<String> = self
            .reachable()
            .into_iter()
            .filter(|(_, schema)| form(schema) == wanted)
            .filter_map(|(name, schema)| show(name, schema))
            .collect();
        (!shown.is_empty()).then(|| shown.join(between))
    }

    /// A heading, what it is, and its fields.
    fn table(&self, name: &str, schema: &Value) -> String {
        let (about, fields) = self.described(schema);
        format!("### {name}\n\n{about}{fields}")
    }

    /// What something is, as a paragraph if anything is said, and the table of its fields.
    fn described(&self, schema: &Value) -> (String, String) {
        let fields = schema.get("properties").and_then(Value::as_object);
        let rows: String = fields
            .into_iter()
            .flatten()
            .map(|(field, schema)| format!("| `{field}` | {} | {} |\n", self.holds(schema), cell(&meaning(schema))))
            .collect();
        let about = one_line(&text(schema, "description"));
        let about = if about.is_empty() { about } else { format!("{about}\n\n") };
        (about, format!("| Field | Holds | Meaning |\n| --- | --- | --- |\n{}", rows.trim_end()))
    }

    /// What kind of value a field holds; the name of a part leads to its table.
    fn holds(&self, schema: &Value) -> String {
        if let Some(name) = text(schema, "$ref").rsplit('/').next().filter(|name| !name.is_empty()) {
            return format!("[{name}]({})", self.address(name));
        }
        if let Some(alternatives) = schema.get("oneOf").and_then(Value::as_array) {
            return alternatives.iter().map(|schema| self.holds(schema)).collect::<Vec<_>>().join(" or ");
        }
        match schema.get("type") {
            Some(Value::Array(types)) => {
                let of_each = types.iter().filter_map(Value::as_str).map(|name| self.plain(name, schema));
                of_each.collect::<Vec<_>>().join(" or ")
            }
            Some(Value::String(name)) => self.plain(name, schema),
            _ => "anything".to_owned(),
        }
    }

    fn plain(&self, name: &str, schema: &Value) -> String {
        match (name, text(schema, "format").as_str()) {
            ("string", "date") => "date".to_owned(),
            ("string", "uri") => "address".to_owned(),
            ("string", _) => "text".to_owned(),
            ("integer", _) => "whole number".to_owned(),
            ("boolean", _) => "true or false".to_owned(),
            ("array", _) => match schema.get("items") {
                Some(items) => format!("list of {}", self.holds(items)),
                None => "list".to_owned(),
            },
            (other, _) => other.to_owned(),
        }
    }
}

/// The description of a field, which stands in the alternative that is not null when there is one.
fn meaning(schema: &Value) -> String {
    let own = text(schema, "description");
    if !own.is_empty() {
        return own;
    }
    let alternatives = schema.get("oneOf").and_then(Value::as_array);
    alternatives.into_iter().flatten().map(|schema| text(schema, "description")).collect()
}

fn text(schema: &Value, member: &str) -> String {
    schema.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The same within a table, where a bar would end the column.
fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary() -> Dictionary {
        Dictionary::read(include_str!("../../../openapi/openapi.json")).unwrap()
    }

    fn all_records() -> String {
        RECORDS.map(|name| dictionary().record(&name.to_lowercase()).unwrap()).join("\n\n")
    }

    #[test]
    fn every_field_and_every_value_has_a_meaning() {
        let all = [Some(all_records()), dictionary().parts(), dictionary().vocabularies(), dictionary().texts()]
            .map(Option::unwrap)
            .join("\n");
        for line in all.lines().filter(|line| line.starts_with('|')) {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            assert!(cells.len() >= 2 && cells.iter().take(2).all(|cell| !cell.is_empty()), "{line}");
            assert!(cells.get(2).is_none_or(|cell| !cell.is_empty()) || line.starts_with("| Name"), "{line}");
            assert!(!line.contains("anything"), "{line}");
        }
        for wanted in ["### Estimate", "### StudyDesign", "| `pragmatic-rct` |", "| Doi |"] {
            assert!(all.contains(wanted), "{wanted}");
        }
    }

    #[test]
    fn every_kind_of_record_is_there_with_all_its_fields() {
        let dictionary = dictionary();
        for name in RECORDS {
            let all = dictionary.record(&name.to_lowercase()).unwrap();
            let fields = dictionary.schema(name).unwrap()["properties"].as_object().unwrap();
            assert!(fields.len() > 5, "{name}");
            for field in fields.keys() {
                assert!(all.contains(&format!("| `{field}` |")), "{name}.{field}");
            }
        }
    }
}
