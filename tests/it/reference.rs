//! The reference of the API shows real answers: each sample request is sent to the service on the real data.

use std::{collections::BTreeSet, fmt::Write, fs};

use evidence::{
    literature::Loader,
    web::{MISTYPED, SAMPLES, Sample},
};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use crate::{
    library::{AS_OF, root},
    support::{Answer, Fixture, Program},
};

/// Stands for what was left out.
const CUT: &str = "…";
/// Longer texts are cut, to somewhat less.
const LONG_TEXT: usize = 400;
const CUT_TEXT: usize = 300;
/// Items that a list in the answer keeps, and that lists within lists keep.
const ITEMS: usize = 3;
const INNER_ITEMS: usize = 2;
/// Lines that a text keeps.
const LINES: usize = 40;

/// Names of fields that differ from day to day or from build to build, and change with every record.
const DRIFTING: [&str; 7] = ["request_id", "version", "fingerprint", "as_of", "score", "time", "next_cursor"];

/// The service in answers that name it.
const SHOWN_ORIGIN: &str = "http://localhost:8080";
/// What is another answer every day, and cannot be asked about another one: compared by its first line alone.
const MOVING: [&str; 2] = ["getAtomFeed", "getJsonFeed"];

/// `UPDATE=1` writes the answers that are no longer those of the service.
#[test]
fn answers_in_the_reference_are_those_of_the_service() {
    let fixture = Fixture::of(&root().join("data"));
    // Beside the real records invented ones: what others load is theirs.
    let mut loader = Loader::open(&fixture.index().join("literature"), "evidence test").unwrap();
    loader.add(&root().join("tests/fixtures/literature/example.xml"), &mut |_| ()).unwrap();
    loader.finish().unwrap();
    let program = Program::start_on(fixture, &[]);
    let document = program.client.get("/openapi.json").json();
    let origin = format!("http://{}", program.client.address());
    #[expect(clippy::disallowed_methods, reason = "how `make generate` says that files are to be written")]
    let update = std::env::var_os("UPDATE").is_some();
    let good = SAMPLES.iter().map(|sample| (sample.operation, sample, 200));
    for (file, sample, status) in good.chain([("mistyped", &MISTYPED, 400)]) {
        let answer = ask(&program, sample, &document);
        assert_eq!(answer.status, status, "{file}: {}", answer.text());
        let is_json = answer.header("Content-Type").split(';').next().unwrap().ends_with("json");
        let extension = if is_json { "json" } else { "txt" };
        let found = if is_json { json(sample, &answer) } else { lines(answer.text()) };
        // On the page it is the address of a service started by hand.
        let found = found.replace(&origin, SHOWN_ORIGIN);
        let is_as_recorded = if MOVING.contains(&sample.operation) {
            found.lines().next() == sample.recorded().lines().next()
        } else {
            settled(&found) == settled(sample.recorded())
        };
        if is_as_recorded {
            continue;
        }
        if update {
            let file = format!("src/web/reference/answers/{file}.{extension}");
            fs::write(root().join(file), format!("{}\n", found.trim_end())).unwrap();
        } else {
            assert_eq!(
                settled(&found),
                settled(sample.recorded()),
                "the answer in {file}.{extension} is another one: run `make generate` and look at what changes",
            );
        }
    }
}

#[test]
fn every_operation_has_one_sample() {
    let text = fs::read_to_string(root().join("openapi/openapi.json")).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    let described: BTreeSet<_> = operations.map(|operation| operation["operationId"].as_str().unwrap()).collect();
    let sampled: BTreeSet<_> = SAMPLES.iter().map(|sample| sample.operation).collect();
    assert_eq!(sampled, described);
    assert_eq!(sampled.len(), SAMPLES.len());
}

/// Sends the request of a sample, on the day of all tests where an operation can be asked about a day.
fn ask(program: &Program, sample: &Sample, document: &Value) -> Answer {
    let mut address = sample.address();
    if let Some(body) = sample.json() {
        return program.client.post(&address, &body);
    }
    let operations = document["paths"].as_object().unwrap().values().map(|item| &item["get"]);
    let mut parameters = operations
        .filter(|operation| operation["operationId"] == sample.operation)
        .flat_map(|operation| operation["parameters"].as_array().into_iter().flatten());
    if !address.contains("as_of=") && parameters.any(|parameter| parameter["name"] == "as_of") {
        let _ = write!(address, "{}as_of={AS_OF}", if address.contains('?') { '&' } else { '?' });
    }
    program.client.get(&address)
}

/// An answer without its drifting values.
fn settled(text: &str) -> Json {
    fn settle(json: Json) -> Json {
        match json {
            Json::List(items) => Json::List(items.into_iter().map(settle).collect()),
            Json::Object(fields) => {
                let keep = |(name, value): (String, Json)| {
                    let value =
                        if DRIFTING.contains(&name.as_str()) { Json::Other(Value::Null) } else { settle(value) };
                    (name, value)
                };
                Json::Object(fields.into_iter().map(keep).collect())
            }
            Json::Text(_) | Json::Other(_) => json,
        }
    }
    serde_json::from_str(text).map_or_else(|_| Json::Text(text.trim_end().to_owned()), settle)
}

/// The lines of an answer that is text. Of metrics, those that say what is measured.
fn lines(text: &str) -> String {
    let is_metrics = text.starts_with("# HELP");
    let mut kept: Vec<_> = text.lines().filter(|line| !is_metrics || line.starts_with('#')).collect();
    if kept.len() > LINES {
        kept.truncate(LINES);
        kept.push(CUT);
    }
    kept.join("\n")
}

fn json(sample: &Sample, answer: &Answer) -> String {
    // Of the OpenAPI document, what it consists of.
    let depth = if ["getOpenApi", "getOpenApi30"].contains(&sample.operation) { 2 } else { usize::MAX };
    let json: Json = serde_json::from_slice(&answer.body).unwrap();
    let mut text = String::new();
    json.shortened(depth, ITEMS).print(0, &mut text);
    text
}

/// JSON with its fields in the order in which they were sent.
#[derive(Debug, PartialEq)]
enum Json {
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
    /// A number, a truth value, null.
    Other(Value),
}

impl Json {
    fn shortened(self, depth: usize, items: usize) -> Self {
        match self {
            Self::Text(text) if text.chars().count() > LONG_TEXT => {
                Self::Text(text.chars().take(CUT_TEXT).chain(CUT.chars()).collect())
            }
            Self::List(_) | Self::Object(_) if depth == 0 => Self::Text(CUT.to_owned()),
            Self::List(list) => {
                let rest = list.len().saturating_sub(items);
                let kept = list.into_iter().take(items).map(|item| item.shortened(depth - 1, INNER_ITEMS));
                Self::List(kept.chain((rest > 0).then(|| Self::Text(CUT.to_owned()))).collect())
            }
            Self::Object(fields) => {
                let fields = fields.into_iter().map(|(name, value)| (name, value.shortened(depth - 1, items)));
                Self::Object(fields.collect())
            }
            Self::Text(_) | Self::Other(_) => self,
        }
    }

    fn print(&self, indent: usize, to: &mut String) {
        let (open, close, parts): (_, _, Vec<(Option<&str>, &Self)>) = match self {
            Self::Text(text) => return to.push_str(&Value::from(text.as_str()).to_string()),
            Self::Other(value) => return to.push_str(&value.to_string()),
            Self::List(items) => ('[', ']', items.iter().map(|item| (None, item)).collect()),
            Self::Object(fields) => {
                ('{', '}', fields.iter().map(|(name, value)| (Some(name.as_str()), value)).collect())
            }
        };
        to.push(open);
        for (i, (name, part)) in parts.iter().enumerate() {
            let _ = write!(to, "{}\n{:2$}", if i > 0 { "," } else { "" }, "", indent + 2);
            if let Some(name) = name {
                let _ = write!(to, "{}: ", Value::from(*name));
            }
            part.print(indent + 2, to);
        }
        if !parts.is_empty() {
            let _ = write!(to, "\n{:1$}", "", indent);
        }
        to.push(close);
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Json;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("JSON")
            }

            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::Text(text.to_owned()))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Other(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
                Ok(Json::Other(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
                Ok(Json::Other(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
                Ok(Json::Other(value.into()))
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Other(Value::Null))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Json::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
                let mut object = Vec::new();
                while let Some(field) = fields.next_entry()? {
                    object.push(field);
                }
                Ok(Json::Object(object))
            }
        }

        deserializer.deserialize_any(Any)
    }
}
