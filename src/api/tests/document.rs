use std::collections::{BTreeMap, HashSet};

use actix_web::http::StatusCode;
use serde_json::Value;
use utoipa_actix_web::OpenApiFactory;

use super::Api;
use crate::{
    api::{
        openapi::{older_openapi_json, openapi_json},
        params::Resource,
        routes,
    },
    http::problem::{Code, Fault, Problem},
};

fn document() -> Value {
    serde_json::from_str(&openapi_json()).unwrap()
}

fn operations(document: &Value) -> Vec<(String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (format!("{method} {path}"), operation.clone()))
        })
        .collect()
}

/// `UPDATE=1 cargo test committed_document` writes it anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "a switch for people, not configuration")]
fn committed_document_is_current() {
    for (name, current) in [("openapi.json", openapi_json()), ("openapi-3.0.json", older_openapi_json())] {
        let path = format!("{}/openapi/{name}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var("UPDATE").is_ok() {
            std::fs::write(&path, &current).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == current, "openapi/{name} is out of date: run the tests with UPDATE=1 and commit it");
    }
}

/// Whatever no older version knows; and a choice without names, for which generators invent some.
fn newer(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let here = format!("{at}/{name}");
                let is_newer = match name.as_str() {
                    "examples" => value.is_array(),
                    "const" | "propertyNames" | "prefixItems" | "contentEncoding" => !at.ends_with("/properties"),
                    "type" => value.is_array() || value == "null",
                    "oneOf" | "anyOf" => value
                        .as_array()
                        .unwrap()
                        .iter()
                        .any(|choice| choice.get("$ref").is_none() && choice.get("title").is_none()),
                    "$ref" => fields.len() > 1,
                    _ => false,
                };
                if is_newer {
                    found.push(here.clone());
                }
                if name != "example" && name != "enum" {
                    newer(value, &here, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| newer(item, at, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[actix_web::test]
async fn the_older_document_has_nothing_newer() {
    let older = Api::new().get("/openapi-3.0.json").await.body;
    assert_eq!(older["openapi"], "3.0.3");
    let mut found = Vec::new();
    newer(&older, "", &mut found);
    assert!(found.is_empty(), "{found:#?}");
    // It describes the same.
    let current = document();
    let names = |document: &Value| -> Vec<String> { operations(document).into_iter().map(|(name, _)| name).collect() };
    assert_eq!(names(&older), names(&current));
    let nullable = &older["components"]["schemas"]["Source"]["properties"]["volume"];
    assert_eq!((&nullable["type"], &nullable["nullable"]), (&Value::from("string"), &Value::from(true)));
}

#[test]
fn a_hit_is_told_by_its_kind() {
    let document = document();
    let hit = &document["components"]["schemas"]["SearchHit"];
    assert_eq!(hit["discriminator"]["propertyName"], "kind");
    for (kind, reference) in hit["discriminator"]["mapping"].as_object().unwrap() {
        let schema = document.pointer(reference.as_str().unwrap().trim_start_matches('#')).unwrap();
        assert_eq!(schema["properties"]["kind"]["enum"], serde_json::json!([kind]));
    }
    assert_eq!(hit["oneOf"].as_array().unwrap().len(), hit["discriminator"]["mapping"].as_object().unwrap().len());
}

#[actix_web::test]
async fn the_committed_document_is_the_one_served() {
    assert_eq!(Api::new().get("/openapi.json").await.body, document());
}

#[test]
fn every_operation_is_documented() {
    let document = document();
    let mut seen = HashSet::new();
    for (name, operation) in operations(&document) {
        for text in ["summary", "description", "operationId"] {
            assert!(operation[text].as_str().is_some_and(|text| !text.is_empty()), "{name} has no {text}");
        }
        assert!(seen.insert(operation["operationId"].clone()), "{name}: operationId is not unique");
        assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{name}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter_name = &parameter["name"];
            assert!(parameter["description"].as_str().is_some_and(|text| text.len() > 10), "{name} {parameter_name}");
            assert!(!parameter["example"].is_null(), "{name} {parameter_name} has no example");
            assert!(parameter["schema"].is_object(), "{name} {parameter_name}");
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            let response = match response["$ref"].as_str() {
                Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
                None => response,
            };
            assert!(response["description"].as_str().is_some_and(|text| !text.is_empty()), "{name} {status}");
            if status.starts_with('4') {
                let content = response["content"].as_object().unwrap();
                assert_eq!(content.keys().collect::<Vec<_>>(), ["application/problem+json"], "{name} {status}");
            }
        }
    }
}

#[test]
fn every_field_is_described() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(schema["description"].is_string(), "{name}");
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let described = property["description"].is_string()
                || property["oneOf"].as_array().is_some_and(|of| of.iter().any(|one| one["description"].is_string()));
            assert!(described, "{name}.{field}");
        }
    }
}

/// Every example of a parameter is taken by the resource, apart from those that name records of the real data; and
/// every resource is in the document.
#[actix_web::test]
async fn documented_parameters_are_the_accepted_ones() {
    let document = document();
    let api = Api::with_literature();
    for resource in Resource::ALL.iter().copied() {
        let operation = &document["paths"][resource.path()][resource.method()];
        assert!(operation.is_object(), "{}", resource.path());
        let documented: Vec<_> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let accepted: Vec<_> = resource.params().iter().map(|param| param.name).collect();
        assert_eq!(documented, accepted, "{}", resource.path());
        // What takes a body is tried with one elsewhere.
        if resource.method() != "get" {
            continue;
        }

        let ids = [
            (Resource::Source, "example-trial-nowhere"),
            (Resource::Citation, "example-trial-nowhere"),
            (Resource::Finding, "example-trial-nowhere-ache"),
            (Resource::Topic, "imaginary-ache"),
            (Resource::Claim, "example-page-c01"),
            (Resource::Blurb, "example-effect"),
            (Resource::LiteratureRecord, "pmid:99999901"),
            (Resource::LiteratureCitation, "pmid:99999901"),
        ];
        let id = ids.into_iter().find(|(of, _)| *of == resource).map_or("", |(_, id)| id);
        let path = resource.path().replace("{id}", id);
        let of_the_data = ["topic", "population", "intervention", "outcome", "source", "page", "cursor", "ids"];
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            if parameter["in"] != "query" || of_the_data.contains(&name) {
                continue;
            }
            let example = &parameter["example"];
            let items: Vec<String> =
                example.as_array().map_or_else(|| vec![plain(example)], |all| all.iter().map(plain).collect());
            let values = if parameter["explode"] == true { items } else { vec![items.join(",")] };
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            values.iter().for_each(|value| {
                query.append_pair(name, value);
            });
            let address = format!("{path}?{}", query.finish());
            assert_eq!(api.response(&address, None).await.status(), StatusCode::OK, "{address}");
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn the_schema_of_problems_is_their_shape() {
    let fault = Fault {
        parameter: Some("desing".to_owned()),
        pointer: Some(String::new()),
        message: "is unknown".to_owned(),
        found: Some("x".to_owned()),
        did_you_mean: Some("design".to_owned()),
        allowed: vec!["design".to_owned()],
    };
    let mut problem = Problem::new(Code::UnknownParameter, "wrong").with_errors(vec![fault]);
    problem.successor = Some("/v1/blurbs/another".to_owned());
    let body = serde_json::to_value(problem.body("id")).unwrap();
    let schemas = &document()["components"]["schemas"];
    let names = |of: &Value| of.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&body), sorted(names(&schemas["Problem"]["properties"])));
    assert_eq!(names(&body["errors"][0]), sorted(names(&schemas["Fault"]["properties"])));
    assert_eq!(schemas["Problem"]["properties"]["code"]["enum"].as_array().unwrap().len(), Code::ALL.len());
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort_unstable();
    names
}

/// The derive of utoipa does not see through macros: once, every word of a vocabulary had its Rust name here.
#[test]
fn words_are_spelt_as_in_answers() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        for word in schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let begins_upper = word.starts_with(|c: char| c.is_ascii_uppercase());
            assert!(!begins_upper || name == "Measure", "{name} has the word {word}");
        }
    }
    assert_eq!(document["components"]["schemas"]["Currency"]["enum"][1], "due-for-review");
}

/// Two types of one name would hide one another in the document without a word.
#[test]
fn names_of_schemas_are_unique() {
    let mut all = Vec::new();
    routes::index::index.schemas(&mut all);
    routes::search::search.schemas(&mut all);
    routes::suggest::suggest.schemas(&mut all);
    routes::sources::list.schemas(&mut all);
    routes::sources::one.schemas(&mut all);
    routes::citations::styles.schemas(&mut all);
    routes::citations::one.schemas(&mut all);
    routes::citations::bibliography.schemas(&mut all);
    routes::findings::list.schemas(&mut all);
    routes::findings::one.schemas(&mut all);
    routes::claims::list.schemas(&mut all);
    routes::claims::one.schemas(&mut all);
    routes::blurbs::list.schemas(&mut all);
    routes::blurbs::one.schemas(&mut all);
    routes::changes::list.schemas(&mut all);
    routes::literature::list.schemas(&mut all);
    routes::literature::one.schemas(&mut all);
    routes::literature::cite.schemas(&mut all);
    routes::check::check.schemas(&mut all);
    routes::topics::list.schemas(&mut all);
    routes::topics::one.schemas(&mut all);
    let mut seen: BTreeMap<String, Value> = BTreeMap::new();
    for (name, schema) in all {
        let schema = serde_json::to_value(schema).unwrap();
        if let Some(other) = seen.insert(name.clone(), schema.clone()) {
            assert_eq!(other, schema, "{name}");
        }
    }
}
