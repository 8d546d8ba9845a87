use serde_json::{Value, json};

use super::{Api, StatusCode};
use crate::http::problem::Code;

#[actix_web::test]
async fn without_literature_its_addresses_say_how_to_load_some() {
    let api = Api::new();
    for address in ["/v1/literature", "/v1/literature/pmid:99999901", "/v1/literature/pmid:99999901/citation"] {
        let problem = api.refused(address).await;
        assert_eq!(problem.code, Code::LiteratureNotLoaded, "{address}");
        assert!(problem.detail.contains("evidence literature add"), "{}", problem.detail);
    }
    assert_eq!(api.get("/v1").await.body["literature"], Value::Null);
    assert_eq!(api.get("/v1/search?q=example").await.body["meta"]["literature"], Value::Null);
    // Faults of the question come first.
    assert_eq!(api.refused("/v1/literature?yaer=2001").await.code, Code::UnknownParameter);
}

#[actix_web::test]
async fn damaged_literature_is_told_wherever_it_would_have_been_asked() {
    let api = Api::with_damaged_literature();
    let whole = Api::with_literature();
    assert_eq!(api.refused("/v1/literature").await.code, Code::LiteratureUnreadable);
    let reference = "Nemo AB, Example B. Example record: needles that nobody used. Ex J Nowhere. 2002;7(2):101-109.";
    let body = json!({ "text": reference }).to_string();
    let refused = api.post_refused("/v1/references/check", &body).await;
    assert_eq!(refused.code, Code::LiteratureUnreadable, "{}", refused.detail);
    for (api, status) in [(&api, "damaged"), (&whole, "loaded"), (&Api::new(), "not-loaded")] {
        assert_eq!(api.get("/v1").await.body["literature_status"], status);
        let warnings = &api.get("/v1/search?q=example").await.body["meta"]["warnings"];
        assert_eq!(
            warnings.to_string().contains("the literature of this installation is damaged"),
            status == "damaged"
        );
        let draft = json!({ "text": format!("It is said so (doi:10.5555/literature.99999902).\n\n1. {reference}\n") });
        let report = api.post("/v1/check", &draft).await;
        let limits = report["limits"].as_array().unwrap();
        assert_eq!(limits.len(), usize::from(status == "damaged"), "{limits:?}");
        // A draft that names no publication misses nothing.
        let report = api.post("/v1/check", &json!({ "text": "Nobody knows." })).await;
        assert_eq!(report["limits"], json!([]));
    }
}

#[actix_web::test]
async fn records_are_listed_filtered_and_paged() {
    let api = Api::with_literature();
    let ids = |body: &Value| -> Vec<String> {
        body["data"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
    };
    let all = api.get("/v1/literature?sort=oldest").await.body;
    assert_eq!(ids(&all), ["pmid:99999901", "pmid:99999902", "pmid:99999903", "pmid:99999904"]);
    assert_eq!((&all["meta"]["total"], &all["meta"]["appraisal"]), (&json!(4), &json!("not-appraised")));
    let first = api.get("/v1/literature?sort=oldest&limit=3").await;
    let cursor = first.body["meta"]["next_cursor"].as_str().unwrap();
    let second = api.get(&format!("/v1/literature?sort=oldest&limit=3&cursor={cursor}")).await.body;
    assert_eq!((ids(&second), &second["meta"]["next_cursor"]), (vec!["pmid:99999904".to_owned()], &Value::Null));
    assert!(first.link.unwrap().contains(cursor));
    for (query, expected) in [
        ("editorial=retracted", &["pmid:99999902"][..]),
        ("editorial=retraction-notice", &["pmid:99999903"]),
        ("editorial=none,retracted&year=2001..2002", &["pmid:99999901", "pmid:99999902"]),
        ("q=acupuncture&has_abstract=true", &["pmid:99999901"]),
        ("author=Nemo%20AB&year=2021", &["pmid:99999904"]),
        ("type=Randomized%20Controlled%20Trial", &["pmid:99999901"]),
        ("mesh=acupuncture*", &["pmid:99999901"]),
        ("journal=ex%20j%20nowhere&journal=other&year=2003..", &["pmid:99999903", "pmid:99999904"]),
        ("q=10.5555/literature.99999903", &["pmid:99999903"]),
        ("language=de", &[]),
    ] {
        let body = api.get(&format!("/v1/literature?sort=oldest&{query}")).await.body;
        assert_eq!(ids(&body), expected, "{query}");
    }
    let counted = api.get("/v1/literature?facets=year,type&editorial=retracted").await.body;
    assert_eq!(counted["facets"]["year"], json!([{ "value": "2002", "count": 1 }]));
    for wrong in ["cursor=x", "editorial=retrcted", "sort=best", "has_abstract=yes", "facets=author"] {
        assert_eq!(api.refused(&format!("/v1/literature?{wrong}")).await.code, Code::InvalidParameter, "{wrong}");
    }
    let search = api.get("/v1/search?q=needles%20acupuncture").await.body;
    let beside = &search["meta"]["literature"];
    assert_eq!(beside["href"], "/v1/literature?q=needles+acupuncture");
    assert_eq!(beside["total"], api.get(beside["href"].as_str().unwrap()).await.body["meta"]["total"]);
}

#[actix_web::test]
async fn a_record_says_what_became_of_it_and_who_appraised_it() {
    let api = Api::with_literature();
    let record = api.get("/v1/literature/pmid:99999902").await.body;
    assert_eq!((&record["appraisal"], &record["editorial"]["state"]), (&json!("not-appraised"), &json!("retracted")));
    let said = &record["editorial"]["said"][0];
    assert_eq!((&said["by"], &said["pmid"], &said["date"]), (&json!("remark"), &json!("99999903"), &json!("2003-05")));
    for (address, expected) in [
        ("/v1/literature/doi:10.5555%2FLITERATURE.99999902", "pmid:99999902"),
        ("/v1/literature/10.5555%2Fliterature.99999902", "pmid:99999902"),
        ("/v1/literature/PMID:99999902", "pmid:99999902"),
    ] {
        assert_eq!(api.get(address).await.body["id"], expected, "{address}");
    }
    for (address, location) in [
        ("/v1/literature/doi:10.5555/literature.99999902", "/v1/literature/doi:10.5555%2Fliterature.99999902"),
        ("/v1/literature/10.5555/A/b", "/v1/literature/doi:10.5555%2Fa%2Fb"),
        ("/v1/literature/doi:10.5555/a/citation?style=apa", "/v1/literature/doi:10.5555%2Fa/citation?style=apa"),
    ] {
        let response = api.response(address, None).await;
        assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT, "{address}");
        assert_eq!(response.headers().get("location").unwrap(), location, "{address}");
    }
    for missing in ["pmid:1", "pmid:x", "99999902", "nonsense"] {
        assert_eq!(api.refused(&format!("/v1/literature/{missing}")).await.code, Code::NotFound, "{missing}");
    }
    let appraised = api.get("/v1/literature/pmid:99999904").await.body;
    assert_eq!(appraised["appraised"]["id"], "example-trial-nowhere");
}

#[actix_web::test]
async fn records_are_cited_and_exported_beside_the_appraised_ones() {
    let api = Api::with_literature();
    let cited = api.get("/v1/literature/pmid:99999902/citation").await.body;
    assert!(cited["reference"]["text"].as_str().unwrap().contains("RETRACTED: Example record"), "{cited}");
    let text = "Nobody was helped [@pmid:99999901; @example-trial-nowhere].";
    let made = api.post("/v1/bibliography", &json!({ "text": text })).await;
    let sources: Vec<&str> =
        made["references"].as_array().unwrap().iter().map(|entry| entry["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["pmid-99999901", "example-trial-nowhere"]);
    let kinds: Vec<&str> = made["notices"].as_array().unwrap().iter().map(|n| n["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"not-appraised"), "{kinds:?}");
    // The appraised record is cited in the place of its twin.
    let made = api.post("/v1/bibliography", &json!({ "ids": ["pmid:99999904", "pmid:99999999"] })).await;
    assert_eq!(made["references"][0]["source"], "example-trial-nowhere", "{made}");
    assert_eq!(made["unknown"][0]["key"], "pmid:99999999");
    for format in ["ris", "bibtex", "csl-json", "nbib", "csv", "ndjson"] {
        let address = format!("/v1/export?format={format}&ids=pmid:99999901,example-trial-nowhere");
        let response = api.response(&address, None).await;
        assert_eq!(response.status(), StatusCode::OK, "{format}");
        let bytes = actix_web::body::MessageBody::try_into_bytes(response.into_body()).unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        assert!(text.contains("99999901"), "{format}: {text}");
        assert!(!text.contains("commentary"), "{format}: {text}");
    }
}
