//! What the reference is made of.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    document::Document,
    languages::Language,
    samples::{SAMPLES, Sample, at},
};
use crate::{domain::Vocabulary, http::problem::Code};

/// The committed document. A test keeps it what the API says of itself.
fn document() -> Document {
    Document::read(include_str!("../../../openapi/openapi.json")).unwrap()
}

const ORIGIN: &str = "https://evidence.example";

fn code(language: Language, operation: &str) -> String {
    language.code(Sample::of(operation).unwrap(), ORIGIN)
}

#[test]
fn samples_are_requests_of_their_operation() {
    let document = document();
    for (method, path, operation) in document.operations() {
        let sample = Sample::of(&operation.operation_id).unwrap();
        let name = sample.operation;
        assert_eq!(if sample.json().is_some() { "post" } else { "get" }, method, "{name}");
        let (before, after) = path
            .split_once('{')
            .map_or((path, ""), |(before, after)| (before, after.split_once('}').map_or("", |(_, after)| after)));
        assert!(sample.path.starts_with(before) && sample.path.ends_with(after), "{name}: {}", sample.path);
        assert!(!sample.path.contains('{'), "{name}: {}", sample.path);
        let known: BTreeSet<_> = operation.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        for (parameter, _) in sample.query {
            assert!(known.contains(parameter), "{name}: {parameter}");
        }
    }
}

/// Otherwise the page would promise what the code does not print.
#[test]
fn what_is_printed_is_whole() {
    for sample in SAMPLES {
        for line in sample.printed().iter().flat_map(|printed| printed.lines()) {
            assert!(!line.trim().is_empty() && line != "null", "{}", sample.operation);
            assert!(line == "…" || !line.ends_with('…'), "{}: {line}", sample.operation);
        }
    }
}

#[test]
fn every_answer_and_every_refusal_is_described() {
    let document = document();
    let known: BTreeSet<_> = Code::ALL.iter().map(|code| code.slug()).collect();
    for (_, _, operation) in document.operations() {
        let name = &operation.operation_id;
        let answers = document.answers(operation);
        assert_eq!(answers.first().map(|answer| answer.status.as_str()), Some("200"), "{name}");
        let refusals = document.refusals(operation);
        assert!(!refusals.is_empty(), "{name}");
        for code in refusals.iter().flat_map(|refusal| &refusal.codes) {
            assert!(known.contains(code.as_str()), "{name}: {code}");
        }
        assert_eq!(answers.len() + refusals.len(), operation.responses.iter().count(), "{name}");
    }
}

/// Fields of the answer on the page, without those whose names are data.
fn names(value: &Value, to: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                to.insert(name.clone());
                match value.as_object().filter(|_| name == "facets") {
                    Some(facets) => facets.values().for_each(|facet| names(facet, to)),
                    None => names(value, to),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, to)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_field_of_a_real_answer_is_explained() {
    let document = document();
    for (_, _, operation) in document.operations().filter(|(_, path, _)| path.starts_with("/v1")) {
        let sample = Sample::of(&operation.operation_id).unwrap();
        let mut answered = BTreeSet::new();
        names(&sample.answer(), &mut answered);
        let answers = document.answers(operation);
        let explained: BTreeSet<_> = answers
            .iter()
            .flat_map(|answer| &answer.fields)
            .flat_map(|fields| fields.flat())
            .map(|(_, field)| field.name.clone())
            .collect();
        let missing: Vec<_> = answered.difference(&explained).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", sample.operation);
    }
}

#[test]
fn code_asks_where_the_service_is() {
    for sample in SAMPLES {
        for language in Language::ALL {
            let code = language.code(sample, ORIGIN);
            assert!(code.contains(&format!("{ORIGIN}{}", sample.path)), "{} in {language}", sample.operation);
        }
    }
}

#[test]
fn code_is_what_one_would_write() {
    assert_eq!(code(Language::Curl, "healthz"), "curl --fail-with-body https://evidence.example/healthz");
    assert_eq!(
        code(Language::Curl, "checkDraft"),
        "curl --fail-with-body https://evidence.example/v1/check \\\n  --header 'Content-Type: application/json' \\\n  \
         --data '{\"text\":\"In a trial of 800 adults, benefits lasted 12 months after treatment.\"}'"
    );
    assert_eq!(
        code(Language::JavaScript, "getTopic"),
        "const response = await fetch(\"https://evidence.example/v1/topics/sciatica\");\n\
         const answer = await response.json();\n\
         if (!response.ok) throw new Error(`${answer.title}: ${answer.detail}`);\n\n\
         console.log(answer.description);"
    );
    assert!(
        code(Language::Python, "checkDraft")
            .ends_with("for hit in answer[\"sentences\"][0][\"hits\"]:\n    print(hit[\"rule\"], hit[\"message\"])")
    );
    // A number is printed as it is, a text without its quotes.
    let rust = code(Language::Rust, "makeBibliography");
    assert!(rust.contains("let number = &entry[\"number\"];\n"), "{rust}");
    assert!(rust.contains("let text = entry[\"reference\"][\"text\"].as_str().unwrap_or_default();\n"), "{rust}");
}

#[test]
fn a_path_leads_through_fields_and_lists() {
    let value = serde_json::json!({ "a": [{ "b": 7 }] });
    assert_eq!(at(&value, &["a", "0", "b"]), 7);
    assert!(at(&value, &["a", "1", "b"]).is_null());
}
