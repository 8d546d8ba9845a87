use serde_json::{Value, json};

use super::{Api, TODAY};

#[actix_web::test]
async fn the_index_counts() {
    let api = Api::new();
    let body = api.get("/v1").await.body;
    assert_eq!(body["records"], json!({ "sources": 6, "findings": 4, "claims": 3, "blurbs": 5, "topics": 3 }));
    assert_eq!(body["dataset"]["version"], json!(api.context.served.version));
    assert_eq!(body["links"]["search"], "/v1/search");
}

#[actix_web::test]
async fn the_index_says_what_the_collection_is_and_what_it_leaves_open() {
    let body = Api::new().get("/v1").await.body;
    let expected = json!({
        "title": "The Nowhere Collection",
        "subject": "Pains that nobody has, and what is done about them",
        "publisher": "not stated",
        "contact": "not stated",
        "licence": "not stated",
        "responsible": "not stated",
    });
    assert_eq!(body["collection"], expected);
}

#[actix_web::test]
async fn a_source_says_everything_about_itself() {
    let api = Api::new();
    let source = api.get("/v1/sources/example-guideline-nowhere").await.body;
    assert_eq!(source["title"], "Example guideline on the imaginary ache");
    assert_eq!(source["author"][0]["name"], "Example College of Nowhere");
    assert_eq!(source["author"][0]["literal"], "Example College of Nowhere");
    assert_eq!(source["urls"]["best"], "https://example.org/guideline");
    assert_eq!(source["status"]["currency"]["state"], "lapsed");
    assert_eq!(source["status"]["currency"]["since"], "2024-03-01");
    assert_eq!(source["currency_rule"]["years"], 5);
    assert_eq!(source["level"], Value::Null);
    assert_eq!(source["verification"], "partial");
    assert_eq!(source["provenance"]["default"]["origin"], "sourced");
    assert_eq!(source["provenance"]["fields"][0]["field"], "publisher_place");
    assert_eq!(source["provenance"]["fields"][0]["provenance"]["origin"], "unverified");
    assert_eq!(source["links"][0]["relation"], "supersedes");
    assert_eq!(source["findings"], json!(["example-guideline-nowhere-offer"]));

    let then = api.get("/v1/sources/example-guideline-nowhere?as_of=2020-01-01").await.body;
    assert_eq!(then["status"]["currency"]["state"], "current");

    let old = api.get("/v1/sources/example-guideline-old").await.body;
    assert_eq!(old["status"]["currency"]["superseded_by"], "example-guideline-nowhere");
    assert_eq!(old["linked_from"][0]["source"]["id"], "example-guideline-nowhere");
}

#[actix_web::test]
async fn an_unidentified_source_says_so() {
    let api = Api::new();
    let source = api.get("/v1/sources/example-unidentified").await.body;
    assert_eq!((&source["identified"], &source["verification"]), (&json!(false), &json!("unverified")));
    assert_eq!(source["assertion"]["by"], "a page of nowhere");
    assert_eq!(source["urls"]["best"], Value::Null);
}

#[actix_web::test]
async fn a_finding_says_what_must_be_said_with_it() {
    let api = Api::new();
    let trial = api.get("/v1/findings/example-trial-nowhere-ache").await.body;
    assert_eq!(trial["estimates"][0]["text"], "MD -0.2 (95% CI -0.9 to 0.5)");
    assert_eq!(trial["estimates"][0]["value"], json!(-0.2));
    assert_eq!(trial["time"]["text"], "6 weeks after randomization");
    assert_eq!(trial["comparator"]["class"], "sham");
    assert_eq!(trial["certainty"], Value::Null);
    assert_eq!(trial["stance"], Value::Null);
    assert_eq!(trial["qualifies"][0]["id"], "example-guideline-nowhere-offer");

    let advice = api.get("/v1/findings/example-guideline-nowhere-offer").await.body;
    assert_eq!(advice["outcome"], Value::Null);
    assert_eq!(advice["stance"], "for");
    assert_eq!(advice["certainty"]["value"], "grade:low");
    assert_eq!(advice["qualified_by"][0]["id"], "example-trial-nowhere-ache");
    assert_eq!(advice["source"]["status"]["currency"]["state"], "lapsed");
}

#[actix_web::test]
async fn a_topic_knows_its_place_and_its_records() {
    let api = Api::new();
    let topic = api.get("/v1/topics/imaginary-ache").await.body;
    assert_eq!(topic["lay"], json!(["pretend pain"]));
    assert_eq!(topic["counts"], json!({ "sources": 6, "findings": 4, "claims": 2, "blurbs": 2 }));
    for list in ["sources", "findings", "claims", "blurbs"] {
        assert_eq!(topic["links"][list], format!("/v1/{list}?topic=imaginary-ache"));
    }
}

/// Whatever stands for a source or a finding, however deep, says what became of it and how far it was checked.
#[actix_web::test]
async fn every_representation_carries_status_and_verification() {
    fn check(value: &Value, at: &str) {
        match value {
            Value::Object(object) => {
                let href = object.get("href").and_then(Value::as_str).unwrap_or_default();
                let stands_alone = object.contains_key("title") || object.contains_key("statement");
                if stands_alone && (href.starts_with("/v1/sources/") || href.starts_with("/v1/findings/")) {
                    assert!(object.get("verification").is_some_and(Value::is_string), "{at} of {href}");
                    let of_status = ["/editorial/status", "/currency/state"];
                    let of_status = of_status.map(|at| object.get("status").and_then(|status| status.pointer(at)));
                    let words = ["editorial_status", "currency"].map(|word| object.get(word));
                    let is_said = |of: &[Option<&Value>]| of.iter().all(|said| said.is_some_and(Value::is_string));
                    assert!(is_said(&of_status) || is_said(&words), "{at} of {href}");
                }
                object.iter().for_each(|(key, value)| check(value, &format!("{at}/{key}")));
            }
            Value::Array(items) => items.iter().for_each(|item| check(item, at)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let api = Api::new();
    for address in [
        "/v1/search?fields=score",
        "/v1/search?q=nowhere",
        "/v1/sources",
        "/v1/findings",
        "/v1/search?q=nowhere&brief=true",
        "/v1/sources?brief=true",
        "/v1/findings?fields=statement",
        "/v1/topics/imaginary-ache",
        "/v1/topics/imaginary-ache?brief=false",
    ] {
        check(&api.get(address).await.body, address);
    }
}

/// Excerpts point into the record as it is served, and their places are places in that text.
#[actix_web::test]
async fn excerpts_point_into_the_record() {
    let api = Api::new();
    let mut checked = 0;
    for q in [
        "imaginary+ache",
        "therapy+sham",
        "fabricated",
        "120+adults",
        "%22made-up+treatment%22",
        "MD+-0.2",
        "colleges+recommend",
        "mothballs",
    ] {
        let body = api.get(&format!("/v1/search?q={q}&limit=100")).await.body;
        for hit in body["data"].as_array().unwrap() {
            if matches!(hit["state"].as_str(), Some("expired" | "withdrawn")) {
                assert_eq!(hit["excerpts"], json!([]), "{}", hit["href"]);
                continue;
            }
            let record = api.get(hit["href"].as_str().unwrap()).await.body;
            for excerpt in hit["excerpts"].as_array().unwrap() {
                let pointer = excerpt["pointer"].as_str().unwrap();
                let whole = record.pointer(pointer).and_then(Value::as_str);
                let whole = whole.unwrap_or_else(|| panic!("{} has no text at {pointer}", hit["href"]));
                let place = |value: &Value| usize::try_from(value["bytes"].as_u64().unwrap()).unwrap();
                let start = place(&excerpt["start"]);
                assert!(whole[start..].starts_with(excerpt["text"].as_str().unwrap()), "{pointer}");
                for mark in excerpt["marks"].as_array().unwrap() {
                    let marked = &whole[place(&mark["start"])..place(&mark["end"])];
                    assert!(excerpt["html"].as_str().unwrap().contains(&format!("<mark>{marked}</mark>")), "{marked}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 10, "only {checked} marks were seen");
}

#[actix_web::test]
async fn the_command_line_gets_the_same_answer() {
    let api = Api::new();
    let over_http = api.get("/v1/search?q=ache&kind=finding").await.body;
    let body = crate::api::search_json(api.library(), "q=ache&kind=finding", TODAY).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&body).unwrap(), over_http);
    assert!(crate::api::search_json(api.library(), "colour=red", TODAY).is_err());
}
