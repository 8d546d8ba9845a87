//! Every place where text comes in: over HTTP, told from the OpenAPI document where it is described there, and in files.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use url::form_urlencoded::byte_serialize;

use crate::{
    files::files,
    growth::Clock,
    support::{
        Question, Service,
        collection::{Known, known},
    },
};

/// A place where text comes in.
pub(crate) struct Door {
    pub(crate) name: String,
    /// The lengths of text that are tried, from the shortest.
    pub(crate) sizes: &'static [usize],
    /// Whether it is tried with every shape, not with every second: what is behind it is behind others as well.
    pub(crate) is_thorough: bool,
    make: Make,
    is_in_process: bool,
}

/// What becomes of a text; nothing if it would not be read.
type Make = Box<dyn Fn(&str) -> Option<Work>>;

/// What is done with a text, again and again.
pub(crate) type Work = Box<dyn Fn(&Service) -> Result<(), String>>;

impl Door {
    /// A door in this process.
    pub(crate) fn in_process(name: String, sizes: &'static [usize], make: impl Fn(&str) -> Work + 'static) -> Self {
        Self { name, sizes, make: Box::new(move |text| Some(make(text))), is_thorough: false, is_in_process: true }
    }

    /// The same, tried with every shape.
    fn thorough(self) -> Self {
        Self { is_thorough: true, ..self }
    }

    /// What is done with a text; nothing if the service would not read that much.
    pub(crate) fn work(&self, text: &str) -> Option<Work> {
        (self.make)(text)
    }

    /// Whose work is counted.
    pub(crate) fn clock(&self, service: &Service) -> Clock {
        if self.is_in_process { Clock::Thread } else { service.clock() }
    }

    fn new(
        name: impl Into<String>,
        (sizes, most): (&'static [usize], usize),
        make: impl Fn(&str) -> Question + 'static,
    ) -> Self {
        let make = move |text: &str| -> Option<Work> {
            let question = make(text);
            let length = question.body.as_ref().map_or(question.target.len(), |(_, body)| body.len());
            let work = move |service: &Service| service.ask(&question).map(drop);
            (length <= most).then(|| -> Work { Box::new(work) })
        };
        Self { name: name.into(), sizes, make: Box::new(make), is_thorough: false, is_in_process: false }
    }
}

/// Lengths of an address, which takes 16 kB; percent signs make it three times as long.
const ADDRESS: (&[usize], usize) = (&[5_200], 16_000);
/// Lengths of a body of JSON.
const BODY: (&[usize], usize) = (&[4_000, 16_000, 64_000, 256_000, 1_000_000], 1 << 20);
/// Lengths of a form.
const FORM: (&[usize], usize) = (&[4_000, 16_000, 64_000, 256_000, 1_000_000], 4 << 20);

const JSON: &str = "application/json";
const FORM_TYPE: &str = "application/x-www-form-urlencoded";

/// Most ids in a list.
const MOST_IDS: usize = 300;

/// All doors: those of this service, and those of files.
///
/// # Panics
/// When the OpenAPI document takes text in a body at a place that has no door here: add one to [`posts`].
pub(crate) fn doors(service: &Service) -> Vec<Door> {
    let document: Value = serde_json::from_str(&get(service, "/openapi.json")).unwrap();
    let mut doors = posts(&document);
    doors.extend(reads(&document));
    doors.extend(undescribed());
    doors.extend(files());
    doors
}

fn get(service: &Service, target: &str) -> String {
    service.ask(&address(target.to_owned())).unwrap()
}

fn address(target: String) -> Question {
    Question { target, ..Question::default() }
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// A text as the parts of a list: as many as a list may have, so that both their number and their length grow.
///
/// In an address the length stays: of a text that repeats itself, parts of another length may be many more different ones.
fn parts(text: &str, most: usize) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let length = letters.len().div_ceil(most).max(18);
    letters.chunks(length).map(|part| part.iter().collect()).collect()
}

/// One for each place in a body.
fn posts(document: &Value) -> Vec<Door> {
    let post = |name: &str, path: &'static str, body: fn(&str, &Known) -> Value| {
        let known = known();
        Door::new(format!("POST {path}, {name}"), BODY, move |text| Question {
            target: path.to_owned(),
            body: Some((JSON, body(text, &known).to_string())),
            ..Question::default()
        })
    };
    let check = "/v1/check";
    let references = "/v1/references/check";
    let bibliography = "/v1/bibliography";
    let as_it_is = |path: &'static str| {
        Door::new(format!("POST {path}, as it is"), BODY, move |text| Question {
            target: path.to_owned(),
            body: Some(("text/plain", text.to_owned())),
            ..Question::default()
        })
    };
    let doors = vec![
        as_it_is(check),
        as_it_is(references),
        post("plain text", check, |text, _| json!({ "text": text })).thorough(),
        post("Markdown", check, |text, _| json!({ "text": text, "content_type": "text/markdown" })).thorough(),
        post("HTML", check, |text, _| json!({ "text": text, "content_type": "text/html" })).thorough(),
        post("text", references, |text, _| json!({ "text": text })).thorough(),
        post("list", references, |text, _| json!({ "references": parts(text, 500) })),
        post("context", check, |text, known| json!({ "text": known.title, "context": text })),
        post("media type", check, |text, known| json!({ "text": known.title, "content_type": text })),
        post("rules", check, |text, known| {
            let rules = parts(text, 1000);
            json!({ "text": known.title, "rules": { "only": rules, "without": rules } })
        }),
        post("acknowledged", check, |text, known| {
            let sentence = format!("{} found that {} helps. ", known.title, known.treatment.label);
            let parts = parts(text, 1000);
            let acknowledge: Vec<Value> = parts
                .iter()
                .map(|part| json!({ "rule": "W101", "sentence": part, "record": part, "reason": part, "date": "2026-01-02" }))
                .collect();
            json!({ "text": sentence.repeat(parts.len().div_ceil(16)), "acknowledge": acknowledge })
        }),
        post("rules and days acknowledged", check, |text, known| {
            let acknowledge: Vec<Value> = parts(text, 1000)
                .iter()
                .map(|part| json!({ "rule": part, "sentence": "", "record": "", "reason": "", "date": part }))
                .collect();
            json!({ "text": known.title, "acknowledge": acknowledge })
        }),
        post("text", bibliography, |text, _| json!({ "text": text })).thorough(),
        post("Markdown", bibliography, |text, _| json!({ "text": text, "input": "markdown" })).thorough(),
        post("HTML", bibliography, |text, _| json!({ "text": text, "input": "html" })).thorough(),
        post("ids", bibliography, |text, _| json!({ "ids": parts(text, MOST_IDS) })),
        post("one id", bibliography, |text, _| json!({ "ids": [text] })),
        post("kind of text", bibliography, |text, known| json!({ "text": known.title, "input": text })),
        post(
            "style",
            bibliography,
            |text, known| json!({ "text": known.title, "style": text, "locale": text, "link": text }),
        ),
    ];
    let tried: BTreeSet<String> = [
        "/v1/bibliography /ids/*",
        "/v1/bibliography /input",
        "/v1/bibliography /link",
        "/v1/bibliography /locale",
        "/v1/bibliography /style",
        "/v1/bibliography /text",
        "/v1/check ",
        "/v1/check /acknowledge/*/date",
        "/v1/check /acknowledge/*/reason",
        "/v1/check /acknowledge/*/record",
        "/v1/check /acknowledge/*/rule",
        "/v1/check /acknowledge/*/sentence",
        "/v1/check /content_type",
        "/v1/check /context",
        "/v1/check /rules/only/*",
        "/v1/check /rules/without/*",
        "/v1/check /text",
        "/v1/references/check /references/*",
        "/v1/references/check /text",
    ]
    .map(str::to_owned)
    .into();
    let mut described = BTreeSet::new();
    for (path, operation) in operations(document, "post") {
        for body in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            texts_in(document, &body.1["schema"], &format!("{path} "), &mut described);
        }
    }
    assert_eq!(described, tried, "the bodies of the OpenAPI document and those that are tried are not the same");
    doors
}

fn operations<'a>(document: &'a Value, method: &'a str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths.iter().filter_map(move |(path, methods)| Some((path, methods.get(method)?)))
}

/// The places of a body where a text stands, as JSON pointers with `*` for any place of a list.
fn texts_in(document: &Value, schema: &Value, place: &str, found: &mut BTreeSet<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/components/schemas/").unwrap();
        return texts_in(document, &document["components"]["schemas"][name], place, found);
    }
    for choice in ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|of| schema[of].as_array()).flatten() {
        texts_in(document, choice, place, found);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        texts_in(document, property, &format!("{place}/{name}"), found);
    }
    for inner in ["items", "additionalProperties"].into_iter().filter_map(|inner| schema.get(inner)) {
        texts_in(document, inner, &format!("{place}/*"), found);
    }
    if is_text(schema) {
        found.insert(place.to_owned());
    }
}

fn is_text(schema: &Value) -> bool {
    match &schema["type"] {
        Value::String(one) => one == "string",
        Value::Array(some) => some.iter().any(|one| one == "string"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// One for each parameter that is text: free ones at every address, those that are refused unless they match a pattern or
/// stand in a list once, because one function refuses them all.
fn reads(document: &Value) -> Vec<Door> {
    let mut doors = Vec::new();
    let mut refused = BTreeSet::new();
    for (path, operation) in operations(document, "get") {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let (name, schema) = (parameter["name"].as_str().unwrap(), &parameter["schema"]);
            let (is_list, value) = match schema.get("items") {
                Some(items) => (true, items),
                None => (false, schema),
            };
            let is_free = ["enum", "pattern", "format"].iter().all(|bound| value.get(*bound).is_none());
            if !is_text(value) || !is_free && !refused.insert(name.to_owned()) {
                continue;
            }
            let (path, name) = (path.clone(), name.to_owned());
            if parameter["in"] == "path" {
                let shown = format!("GET {path}");
                doors.push(Door::new(shown, ADDRESS, move |text| {
                    address(path.replace(&format!("{{{name}}}"), &encoded(text)))
                }));
                continue;
            }
            if is_list && is_free {
                let (path, name) = (path.clone(), name.clone());
                doors.push(Door::new(format!("GET {path}, a list of {name}"), ADDRESS, move |text| {
                    address(filled(&path, &list(&name, text)))
                }));
            }
            let is_thorough = matches!(
                (path.as_str(), name.as_str()),
                ("/v1/search" | "/v1/suggest", "q") | ("/v1/sources", "id" | "bibliographic")
            );
            let door = Door::new(format!("GET {path}, {name}"), ADDRESS, move |text| {
                address(filled(&path, &format!("{name}={}", encoded(text))))
            });
            doors.push(if is_thorough { door.thorough() } else { door });
        }
    }
    doors
}

/// A query with a text as the parts of a list.
fn list(name: &str, text: &str) -> String {
    let parts: Vec<String> = parts(text, MOST_IDS).iter().map(|part| format!("{name}={}", encoded(part))).collect();
    parts.join("&")
}

/// The address with a record in it, and a query.
fn filled(path: &str, query: &str) -> String {
    format!("{}?{query}", path.replace("{id}", &known().source))
}

/// What stands in no document: pages, and what goes around all addresses.
fn undescribed() -> Vec<Door> {
    let form = |name: &str, fields: fn(&str) -> String| {
        Door::new(format!("POST /check as a form, {name}"), FORM, move |text| Question {
            target: String::from("/check"),
            body: Some((FORM_TYPE, fields(text))),
            ..Question::default()
        })
    };
    assert_eq!(evidence::web::FORMS, ["/check", "/references"], "a form has no door");
    let page = |name: &'static str, target: &'static str| {
        Door::new(name, ADDRESS, move |text| address(format!("{target}{}", encoded(text))))
    };
    vec![
        form("plain text", |text| format!("format=text/plain&text={}", encoded(text))),
        form("Markdown", |text| format!("format=text/markdown&text={}", encoded(text))),
        form("HTML", |text| format!("format=text/html&text={}", encoded(text))),
        form("substantiation file", |text| format!("wish=file&text={}", encoded(text))),
        form("names", |text| format!("text=m&context={0}&name={0}&{0}={0}", encoded(text))),
        Door::new("POST /references as a form", FORM, |text| Question {
            target: String::from("/references"),
            body: Some((FORM_TYPE, format!("text={}", encoded(text)))),
            ..Question::default()
        }),
        Door::new("GET /bibliography, a list of id", ADDRESS, |text| {
            address(format!("/bibliography?{}", list("id", text)))
        }),
        page("GET /bibliography, id", "/bibliography?id="),
        page("GET /bibliography, add", "/bibliography?add="),
        page("GET /, q", "/?q="),
        page("GET /literature, q", "/literature?q="),
        page("GET /literature/{id}", "/literature/"),
        page("GET /sources/{id}", "/sources/"),
        page("GET /docs/{page}", "/docs/"),
        page("GET /embed, blurb", "/embed?blurb="),
        page("GET /oembed, url", "/oembed?url="),
        page("GET /feeds/changes.json, topic", "/feeds/changes.json?topic="),
        page("GET an unknown address", "/"),
        page("GET an unknown parameter", "/v1/search?"),
        Door::new("GET /v1/blurbs/{id}, Accept", ADDRESS, |text| {
            let visible = text.chars().map(|letter| if matches!(letter, ' '..='~') { letter } else { ',' });
            Question { accept: Some(visible.collect()), ..address(format!("/v1/blurbs/{}", known().blurb)) }
        }),
    ]
}
