//! However many records there are: four times as many are never more than some four times the work, for any address.

use std::{collections::BTreeMap, time::Duration};

use evidence::corpus::Corpus;
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

use crate::{
    growth::{FACTOR, Growth, MOST},
    support::{
        Collection, Question, Service,
        collection::{Known, known},
        run,
    },
};

/// Sources of the smaller collection. The larger one has four times as many; more would take minutes to open in a build
/// without optimisation.
const SOURCES: usize = 150;
/// Work that nobody has to wait for, however it grows.
const FLOOR: Duration = Duration::from_millis(5);
/// By how much a ratio may be above the one that is listed.
const MARGIN: f64 = 1.6;
/// A ratio that is mended for good: what is worse comes out at less now and then on a busy machine.
const MENDED: f64 = 4.2;

/// What grows faster, with the ratio as it was measured and the reason, or does not answer at all. The list is to become
/// empty: an address that is worse than listed is a failure, and so is one that need not stand here any more.
const KNOWN: &[(&str, f64, &str)] = &[];

/// A day that is not today.
const ANOTHER_DAY: &str = "2026-06-30";

#[test]
fn what_is_fabricated_has_no_fault() {
    let loaded = Corpus::load(&Collection::of(60).data());
    let warnings = loaded.map(|loaded| loaded.warnings.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(warnings.map_err(|error| error.to_string()), Ok(Vec::new()));
}

#[test]
fn four_times_the_records_are_not_more_than_six_times_the_work() {
    let collections = [Collection::of(SOURCES), Collection::of(SOURCES * FACTOR)];
    let mut results = Vec::new();
    for what in ["build the index", "open the index"] {
        let [less, more] = &collections;
        // Twice for the second: what the first leaves behind is what the second opens.
        let time = |collection: &Collection| {
            if what == "build the index" {
                collection.forget_index();
            }
            let folders = collection.folders();
            let mut arguments = vec!["index"];
            arguments.extend(folders.iter().map(String::as_str));
            run(&arguments, None)
        };
        results.push((what.to_owned(), Growth::measure(MOST, || Ok::<_, String>((time(less)?, time(more)?)))));
    }
    let services = collections.each_ref().map(Service::of);
    let [less, more] = &services;
    let known = known();
    let document: Value = serde_json::from_str(&less.ask(&Question::to("/openapi.json")).unwrap()).unwrap();
    for target in described(&document, &known).into_iter().chain(pages(&known)) {
        let question = Question::to(&target);
        let time = |service: &Service| {
            let (took, answer) = service.clock().time(|| service.ask_for_success(&question));
            answer.map(|_| took)
        };
        // What is made at the first question, and at the first of a day, is made.
        let (first, took) = (time(less).and_then(|_| time(more)), time(more));
        match first.and(took) {
            Ok(took) if took <= FLOOR => results.push((target, Ok(Growth::default()))),
            Ok(_) => results.push((target, Growth::measure(MOST, || Ok((time(less)?, time(more)?))))),
            Err(error) => results.push((target, Err(error))),
        }
    }
    let faults: Vec<String> = results.iter().filter_map(|(what, result)| fault(what, result.as_ref())).collect();
    for (what, ..) in KNOWN {
        assert!(results.iter().any(|(other, _)| other == what), "{what} stands in KNOWN, and nobody asks for it");
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), results.len(), faults.join("\n"));
}

/// What is wrong with a result, in the light of the list.
fn fault(what: &str, result: Result<&Growth, &String>) -> Option<String> {
    let listed = KNOWN.iter().find(|(other, ..)| *other == what).map(|(_, ratio, _)| *ratio);
    let growth = match result {
        Ok(growth) => growth,
        Err(error) => return listed.is_none().then(|| format!("{what}: {error}")),
    };
    match listed {
        None if growth.ratio() > MOST => Some(format!("{what}: {growth}")),
        Some(listed) if growth.ratio() > listed * MARGIN => {
            Some(format!("{what}: {growth}; in the list it is {listed:.1} times"))
        }
        Some(_) if growth.ratio() <= MENDED => Some(format!("{what} need not stand in KNOWN any more: {growth}")),
        None | Some(_) => None,
    }
}

/// Every GET of the OpenAPI document: as it is, with a question, with a long page, with everything counted, on another day,
/// and in each form.
fn described(document: &Value, known: &Known) -> Vec<String> {
    let mut targets = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        let Some(operation) = methods.get("get") else { continue };
        // None is fabricated with a collection: how it grows is measured by itself.
        if path.starts_with("/v1/literature") {
            continue;
        }
        let path = if path.contains("{id}") {
            let id = match path.split('/').nth(2) {
                Some("sources") => &known.source,
                Some("findings") => &known.finding,
                Some("claims") => &known.claim,
                Some("blurbs") => &known.blurb,
                Some("topics") => &known.condition.id,
                _ => panic!("{path} needs an id of a kind that has none here"),
            };
            path.replace("{id}", id)
        } else {
            path.replace("{file}", &format!("{}.svg", known.source))
        };
        let parameters: BTreeMap<&str, &Value> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "query")
            .filter_map(|parameter| Some((parameter["name"].as_str()?, &parameter["schema"])))
            .collect();
        let has = |name: &str| parameters.contains_key(name);
        // What has to be there.
        let base: Vec<(&str, String)> = match path.as_str() {
            "/v1/suggest" => vec![("q", known.treatment.label.chars().take(4).collect())],
            "/oembed" => vec![("url", format!("/blurbs/{}", known.blurb))],
            _ => Vec::new(),
        };
        let mut ask = |more: &[(&str, &str)]| {
            let base = base.iter().map(|(name, value)| (*name, value.as_str()));
            let pairs: Vec<String> =
                base.chain(more.iter().copied()).map(|(name, value)| format!("{name}={}", encoded(value))).collect();
            let mark = if pairs.is_empty() { "" } else { "?" };
            targets.push(format!("{path}{mark}{}", pairs.join("&")));
        };
        ask(&[]);
        if has("as_of") {
            ask(&[("as_of", ANOTHER_DAY)]);
        }
        if has("q") && base.is_empty() {
            ask(&[("q", &known.treatment.label)]);
            ask(&[("q", "nonsensicall")]);
            ask(&[("q", "adults with a trial"), ("match", "any")]);
        }
        if has("limit") && base.is_empty() {
            ask(&[("limit", "100")]);
        }
        if let Some(all) = parameters.get("facets").and_then(|schema| schema["items"]["enum"].as_array()) {
            let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            ask(&[("facets", &all.join(","))]);
            ask(&[("topic", &known.condition.id), ("facets", &all.join(","))]);
        }
        for format in parameters.get("format").and_then(|schema| schema["enum"].as_array()).into_iter().flatten() {
            ask(&[("format", format.as_str().unwrap_or_default())]);
        }
        if has("id") {
            ask(&[("id", &known.doi)]);
        }
        if has("bibliographic") {
            ask(&[("bibliographic", &format!("{}, a trial of {}", known.title, known.treatment.label))]);
        }
        if has("since") {
            ask(&[("since", "2026-02-10")]);
        }
        if path.starts_with("/v1/topics/") {
            ask(&[("intervention", &known.treatment.id)]);
        }
    }
    targets
}

/// Pages, feeds and what other sites load.
fn pages(known: &Known) -> Vec<String> {
    let Known { source, finding, condition, treatment, blurb, page, claim, title, doi } = known;
    let (title, label) = (encoded(title), encoded(&treatment.label));
    vec![
        String::from("/"),
        format!("/?q={label}"),
        format!("/?q={label}&kind=source&as_of={ANOTHER_DAY}"),
        format!("/sources/{source}"),
        format!("/sources/{source}?as_of={ANOTHER_DAY}"),
        format!("/findings/{finding}"),
        format!("/topics/{}", condition.id),
        format!("/topics/{}", treatment.id),
        format!("/blurbs/{blurb}"),
        format!("/claims/{claim}"),
        format!("/pages/{page}"),
        format!("/bibliography?id={source}&add={title}%0A{}", encoded(doi)),
        String::from("/check"),
        String::from("/docs"),
        String::from("/docs/checks/E001"),
        String::from("/docs/api"),
        String::from("/llms.txt"),
        String::from("/llms-full.txt"),
        String::from("/problems"),
        String::from("/sitemap.xml"),
        String::from("/robots.txt"),
        String::from("/feeds/changes.atom"),
        String::from("/feeds/changes.json"),
        format!("/feeds/changes.json?topic={}", condition.id),
        String::from("/embed"),
        format!("/embed?blurb={blurb}"),
        format!("/embed/frame/{blurb}"),
        format!("/findings/{finding}/plot.svg"),
        format!("/badges/sources/{source}.svg"),
    ]
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}
