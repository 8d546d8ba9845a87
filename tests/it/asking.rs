//! What can be asked of the API can be asked of the page and of the command, and means the same; what the document describes
//! is there.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use crate::{
    library::LIBRARY,
    support::{Fixture, Program, cli},
};

/// Parameters of a search that leave nothing out: how much is shown, and in which form.
const OF_THE_ANSWER: [&str; 7] = ["limit", "cursor", "facets", "highlight", "fields", "brief", "explain"];

fn encoded(name: &str, value: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
}

fn total(program: &Program, query: &str) -> u64 {
    let answer = program.client.get(&format!("/v1/search?limit=1&{query}"));
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    answer.json()["meta"]["total"].as_u64().unwrap()
}

/// How many the page says it found.
fn shown(program: &Program, query: &str) -> u64 {
    let answer = program.client.send("GET", &format!("/?{query}"), &[("Accept", "text/html")]);
    assert_eq!(answer.status, 200, "{query}");
    let page = answer.text().to_owned();
    let status = page.split_once("id=\"status\" class=\"status\" role=\"status\">").unwrap().1;
    let status = status.split('<').next().unwrap();
    if status == "Nothing found" {
        return 0;
    }
    status.split(' ').next().unwrap().parse().unwrap_or_else(|_| panic!("{query}: {status}"))
}

/// For each parameter of a search, a question that it narrows.
fn questions(program: &Program) -> BTreeMap<String, String> {
    let document = program.client.get("/openapi.json").json();
    let parameters = document["paths"]["/v1/search"]["get"]["parameters"].as_array().unwrap().clone();
    let names = parameters.iter().map(|parameter| parameter["name"].as_str().unwrap().to_owned());
    let names: Vec<String> = names.filter(|name| !OF_THE_ANSWER.contains(&name.as_str())).collect();
    let countable = parameters.iter().find(|parameter| parameter["name"] == "facets").unwrap();
    let facets: Vec<&str> =
        countable["schema"]["items"]["enum"].as_array().unwrap().iter().map(|facet| facet.as_str().unwrap()).collect();
    let counts = program.client.get(&format!("/v1/search?limit=1&facets={}", facets.join(","))).json();
    let sources = program.client.get("/v1/sources?limit=100").json();
    // The first of the kind that the collection has.
    let first = |pointer: &str| {
        let found = sources["data"].as_array().unwrap().iter().find_map(|source| source.pointer(pointer)?.as_str());
        found.unwrap_or_else(|| panic!("no source has {pointer}")).to_owned()
    };
    let question = |name: &str| -> String {
        match name {
            "q" | "expand" => encoded("q", "lunapressure sham") + if name == "q" { "" } else { "&expand=none" },
            "match" => encoded("q", "lunapressure sham") + "&match=all",
            "sort" => "kind=source&sort=title".to_owned(),
            "as_of" => {
                // What was so then and is otherwise now.
                let states = ["current", "due-for-review", "lapsed", "superseded", "unknown"];
                let now = |state: &str| total(program, &format!("currency={state}"));
                let then = |state: &str| total(program, &format!("currency={state}&as_of=2010-01-01"));
                let state = states.into_iter().find(|state| then(state) > 0 && then(state) != now(state)).unwrap();
                format!("currency={state}&as_of=2010-01-01")
            }
            "author" => encoded(name, &first("/author/0/family")),
            "title" => encoded(name, &first("/title")),
            "journal" => encoded(name, &first("/container_title")),
            "year" => "year=2015..".to_owned(),
            "participants" | "studies" | "age_min" | "sessions" => format!("{name}=1.."),
            facet => {
                let values = counts["facets"][facet].as_array().unwrap_or_else(|| panic!("no question for {facet}"));
                // The rarest, so that something is left out.
                encoded(facet, values.last().unwrap()["value"].as_str().unwrap())
            }
        }
    };
    names.into_iter().map(|name| (name.clone(), question(&name))).collect()
}

#[test]
fn the_page_and_the_command_narrow_as_the_api_does() {
    let program = Program::start_on(Fixture::of(Path::new(LIBRARY)), &[]);
    let everything = total(&program, "");
    let (data, index) = (program.fixture.data(), program.fixture.index());
    for (name, query) in questions(&program) {
        let found = total(&program, &query);
        assert!(found > 0, "{name}: {query} finds nothing");
        assert!(found < everything, "{name}: {query} leaves nothing out");
        assert_eq!(shown(&program, &query), found, "{name}: {query}");

        let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let options = pairs.iter().flat_map(|(name, value)| match name.as_str() {
            "q" => vec![value.clone()],
            name => vec![format!("--{}", name.replace('_', "-")), value.clone()],
        });
        let folders = ["--data", data.to_str().unwrap(), "--index", index.to_str().unwrap()].map(str::to_owned);
        let arguments: Vec<String> =
            folders.into_iter().chain(["search".to_owned(), "--json".to_owned()]).chain(options).collect();
        let ended = cli(arguments.iter().map(String::as_str));
        assert_eq!(ended.code, Some(0), "{arguments:?}: {}", ended.stderr);
        let body: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(body["meta"]["total"], found, "{arguments:?}");
    }
}

#[test]
fn a_name_that_nobody_has_is_told_everywhere() {
    let program = Program::start_on(Fixture::of(Path::new(LIBRARY)), &[]);
    let sources = program.client.get("/v1/sources?limit=100").json();
    let family =
        sources["data"].as_array().unwrap().iter().find_map(|source| source.pointer("/author/0/family")?.as_str());
    let family = family.unwrap();
    let mistyped = format!("{family}x");
    let query = encoded("author", &mistyped);
    let found = program.client.get(&format!("/v1/sources?{query}")).json();
    assert_eq!(found["meta"]["total"], 0);
    let warning = &found["meta"]["warnings"][0];
    assert_eq!(warning["parameter"], "author");
    assert!(warning["message"].as_str().unwrap().contains(&format!("did you mean `{family}`?")), "{warning}");
    let page = program.client.send("GET", &format!("/?{query}"), &[("Accept", "text/html")]);
    assert!(page.text().contains(&format!("Did you mean “{family}”?")));
}

#[test]
fn what_the_document_describes_beside_the_resources_is_there() {
    let program = Program::start_on(Fixture::of(Path::new(LIBRARY)), &[]);
    let document = program.client.get("/openapi.json").json();
    let source = program.client.get("/v1/sources?limit=1").json()["data"][0]["id"].as_str().unwrap().to_owned();
    let blurb = program.client.get("/v1/blurbs?limit=1").json()["data"][0]["id"].as_str().unwrap().to_owned();
    let topic = program.client.get("/v1/topics?limit=1").json()["data"][0]["id"].as_str().unwrap().to_owned();
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let operation = &item["get"];
        if operation["tags"] != serde_json::json!(["embedding"]) {
            continue;
        }
        asked += 1;
        let mut address = path.replace("{file}", &format!("{source}.svg"));
        for (at, parameter) in operation["parameters"].as_array().unwrap().iter().enumerate() {
            let name = parameter["name"].as_str().unwrap();
            let value = match name {
                "file" => continue,
                "url" => format!("/blurbs/{blurb}"),
                "topic" => topic.clone(),
                _ => parameter["example"].to_string().trim_matches('"').to_owned(),
            };
            address += if at == 0 { "?" } else { "&" };
            address += &encoded(name, &value);
        }
        let answer = program.client.get(&address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
        let described = operation["responses"]["200"]["content"].as_object().unwrap();
        let content_type = answer.header("Content-Type");
        let media = content_type.split(';').next().unwrap();
        assert!(described.contains_key(media), "{address} answers {media}");
        if media == "application/json" {
            let schema = &described[media]["schema"];
            let body = answer.json();
            for field in schema["required"].as_array().unwrap() {
                assert!(!body[field.as_str().unwrap()].is_null(), "{address}: {field}");
            }
        }
        // What it cannot take is refused, as the document says.
        let separator = if address.contains('?') { "&" } else { "?" };
        let refused = program.client.get(&format!("{address}{separator}imagined=1"));
        assert!(operation["responses"].get(refused.status.to_string()).is_some(), "{address}: {}", refused.status);
    }
    assert_eq!(asked, 4);
}

#[test]
fn the_command_says_what_would_be_right() {
    let fixture = Fixture::of(Path::new(LIBRARY));
    let (data, index) = (fixture.data(), fixture.index());
    let nowhere = fixture.index().join("nowhere");
    let ended = cli(["search", "needles", "--data", nowhere.to_str().unwrap(), "--index", index.to_str().unwrap()]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("--data DIR or EVIDENCE_DATA"), "{}", ended.stderr);
    let folders = ["--data", data.to_str().unwrap(), "--index", index.to_str().unwrap()];
    let ended = cli(folders.into_iter().chain(["search", "--certainty", "low"]));
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("did you mean `grade:low`"), "{}", ended.stderr);
}
