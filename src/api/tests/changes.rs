use serde_json::{Value, json};

use super::{Api, ids};
use crate::http::problem::Code;

/// Day, kind, id, before and after of each change.
/// Day, kind, id, value before, value after.
type Brief<'a> = (&'a str, &'a str, &'a str, Option<&'a str>, Option<&'a str>);

fn brief(list: &Value) -> Vec<Brief<'_>> {
    let changes = list["data"].as_array().unwrap().iter();
    changes
        .map(|change| {
            let text = |key: &str| change[key].as_str();
            (text("on").unwrap(), text("kind").unwrap(), text("id").unwrap(), text("before"), text("after"))
        })
        .collect()
}

#[actix_web::test]
async fn the_last_thirty_days_are_told_newest_first() {
    let api = Api::new();
    let list = api.get("/v1/changes").await.body;
    assert_eq!(
        brief(&list),
        [
            ("2026-11-23", "state", "example-expired", Some("due"), Some("expired")),
            ("2026-11-20", "state", "example-guidelines", Some("live"), Some("due")),
            ("2026-11-15", "corrected", "example-trial-nowhere-ache", Some("-0.3"), Some("-0.2")),
            ("2026-11-15", "corrected", "example-page-c02", Some("overstated"), Some("contradicted")),
            ("2026-11-11", "withdrawn", "example-withdrawn-alone", Some("live"), Some("withdrawn")),
            ("2026-11-10", "withdrawn", "example-withdrawn", Some("live"), Some("withdrawn")),
        ]
    );
    let corrected = &list["data"][2];
    assert_eq!((&corrected["record"], &corrected["field"]), (&json!("finding"), &json!("/estimates/0/value")));
    assert_eq!(corrected["href"], "/v1/findings/example-trial-nowhere-ache");
    assert_eq!(corrected["why"], "The sum was done again.");
    assert_eq!(list["data"][4]["why"], "Nobody knows.");
    // What a correction points to is there.
    for i in [2, 3] {
        let change = &list["data"][i];
        let record = api.get(change["href"].as_str().unwrap()).await.body;
        let now = record.pointer(change["field"].as_str().unwrap()).unwrap();
        assert_eq!(now.as_str().map_or_else(|| now.to_string(), str::to_owned), change["after"].as_str().unwrap());
    }
}

#[actix_web::test]
async fn the_first_day_and_the_last_are_included() {
    let api = Api::new();
    let of = async |query: &str| api.get(&format!("/v1/changes?limit=100&{query}")).await.body;
    let on_the_day = of("since=2024-03-01&as_of=2024-03-01").await;
    assert_eq!(
        brief(&on_the_day),
        [("2024-03-01", "currency", "example-guideline-nowhere", Some("current"), Some("lapsed"))]
    );
    assert_eq!(on_the_day["data"][0]["field"], "/status/currency/state");
    assert_eq!(of("since=2024-03-02&as_of=2024-03-31").await["meta"]["total"], 0);
    assert_eq!(of("since=2024-02-01&as_of=2024-02-29").await["meta"]["total"], 0);
    // One that lapsed, and was superseded later, did both.
    let old: Vec<_> = of("since=2015-01-01&as_of=2019-12-31").await["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["on"].clone(), change["before"].clone(), change["after"].clone()))
        .collect();
    assert_eq!(
        old,
        [
            (json!("2019-03-01"), json!("lapsed"), json!("superseded")),
            (json!("2015-03-01"), json!("current"), json!("lapsed")),
        ]
    );
    // A notice known to the month counts from its first day.
    let notices = of("since=2023-02-01&as_of=2023-02-01").await;
    assert_eq!(brief(&notices), [("2023-02-01", "editorial", "example-retracted", Some("none"), Some("retracted"))]);
    assert_eq!(of("since=2026-12-01").await["meta"]["total"], 0);
    assert_eq!(api.refused("/v1/changes?since=yesterday").await.code, Code::InvalidParameter);
}

#[actix_web::test]
async fn kinds_narrow_and_pages_follow() {
    let api = Api::new();
    let all = api.get("/v1/changes?since=2010-01-01&limit=100").await.body;
    let total = all["meta"]["total"].as_u64().unwrap();
    assert!(total > 20 && all["meta"]["next_cursor"].is_null(), "{total}");
    let mut walked = Vec::new();
    let mut next = Some("/v1/changes?since=2010-01-01&limit=7".to_owned());
    while let Some(address) = next {
        let page = api.get(&address).await;
        assert_eq!(page.body["meta"]["total"], total);
        walked.extend(page.body["data"].as_array().unwrap().clone());
        next = page.link.map(|link| link[1..].split('>').next().unwrap().to_owned());
    }
    assert_eq!(&walked, all["data"].as_array().unwrap());
    // Everything that was entered is told once, drafts apart.
    let added = walked.iter().filter(|change| change["kind"] == "added").count();
    let records = api.library().corpus().len();
    assert_eq!(added, records);
    assert!(ids(&all).iter().all(|id| *id != "example-draft"));

    let narrowed = api.get("/v1/changes?since=2010-01-01&limit=100&kind=claim,blurb").await.body;
    let kinds: Vec<_> = narrowed["data"].as_array().unwrap().iter().map(|c| c["record"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"claim") && kinds.contains(&"blurb") && !kinds.contains(&"source"), "{kinds:?}");
}
