use serde_json::{Value, json};

use super::{Api, ids};
use crate::http::problem::Code;

#[actix_web::test]
async fn claims_come_in_the_order_of_their_page() {
    let api = Api::new();
    let all = api.get("/v1/claims").await.body;
    assert_eq!(ids(&all), ["example-page-c01", "example-page-c02", "example-page-c03"]);
    assert_eq!(all["meta"]["total"], 3);
}

#[actix_web::test]
async fn claims_are_filtered_by_what_they_say_and_rest_on() {
    let api = Api::new();
    let of = async |query: &str| api.get(&format!("/v1/claims?{query}")).await.body;
    for (query, found) in [
        ("page=example-page", &["example-page-c01", "example-page-c02", "example-page-c03"] as &[&str]),
        ("verdict=contradicted", &["example-page-c02"]),
        ("verdict=contradicted,practice-experience", &["example-page-c02", "example-page-c03"]),
        ("verdict=supported", &[]),
        ("aspect=practice", &["example-page-c03"]),
        ("aspect=guideline-position", &["example-page-c01"]),
        ("topic=imaginary-ache", &["example-page-c01", "example-page-c02"]),
        ("topic=imaginary-ache&topic=invented-therapy", &["example-page-c01"]),
        // Through a finding, and by itself.
        ("source=example-trial-nowhere", &["example-page-c02"]),
        ("source=example-unidentified", &["example-page-c01"]),
        ("source=example-guideline-elsewhere&verdict=contradicted", &[]),
        ("q=quicksilver", &[]),
        ("q=hum", &["example-page-c03"]),
    ] {
        assert_eq!(ids(&of(query).await), found, "{query}");
    }
    let counted = of("facets=verdict&verdict=contradicted").await;
    assert_eq!(counted["facets"]["verdict"].as_array().unwrap().len(), 3, "{counted}");
    let problem = api.refused("/v1/claims?page=example-pag&verdict=false").await;
    let faults: Vec<_> = problem.errors.iter().map(|fault| fault.parameter.as_deref().unwrap()).collect();
    assert_eq!((problem.code, faults), (Code::InvalidParameter, vec!["page", "verdict"]));
    assert_eq!(problem.errors[0].did_you_mean.as_deref(), Some("example-page"));
}

#[actix_web::test]
async fn a_claim_shows_its_place_its_verdict_and_its_evidence() {
    let api = Api::new();
    let claim = api.get("/v1/claims/example-page-c01").await.body;
    assert_eq!(claim["quote"], "Colleges recommend invented therapy for the imaginary ache");
    assert_eq!((&claim["section"], &claim["line"]), (&json!("Introduction"), &json!(2)));
    assert_eq!(claim["page"]["publisher"], "Clinic of Nowhere");
    assert_eq!(claim["page"]["audited"], "2026-10-01");
    assert_eq!(claim["verdict"], "supported-with-caveat");
    assert!(claim["rewording"].as_str().unwrap().contains("advises against"));
    let links: Vec<_> = claim["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| (link["role"].as_str().unwrap(), &link["finding"]["id"], link["source"]["id"].as_str().unwrap()))
        .collect();
    assert_eq!(
        links,
        [
            ("supports", &json!("example-guideline-nowhere-offer"), "example-guideline-nowhere"),
            ("contradicts", &json!("example-guideline-elsewhere-against"), "example-guideline-elsewhere"),
            ("background", &Value::Null, "example-unidentified"),
        ]
    );
    // Whoever reads a link sees what became of the publication, on the day asked for.
    assert_eq!(claim["links"][0]["source"]["status"]["currency"]["state"], "lapsed");
    let then = api.get("/v1/claims/example-page-c01?as_of=2020-01-01").await.body;
    assert_eq!(then["links"][0]["source"]["status"]["currency"]["state"], "current");

    let other = api.get("/v1/claims/example-page-c03").await.body;
    assert_eq!((&other["rewording"], &other["links"]), (&Value::Null, &json!([])));
}

#[actix_web::test]
async fn an_unknown_claim_is_not_found_and_says_what_is_near() {
    let api = Api::new();
    let problem = api.refused("/v1/claims/example-page-c04").await;
    assert_eq!(problem.code, Code::NotFound);
    assert!(problem.detail.contains("did you mean `example-page-c0"), "{}", problem.detail);
    let finding = api.refused("/v1/claims/example-trial-nowhere-ache").await;
    assert!(finding.detail.contains("it is the id of a finding: see /v1/findings/"), "{}", finding.detail);
}

#[actix_web::test]
async fn a_finding_names_the_claims_and_blurbs_made_from_it() {
    let api = Api::new();
    let finding = api.get("/v1/findings/example-trial-nowhere-ache").await.body;
    let claims: Vec<_> = finding["claims"].as_array().unwrap().iter().map(|c| (&c["id"], &c["role"])).collect();
    assert_eq!(claims, [(&json!("example-page-c02"), &json!("contradicts"))]);
    let blurbs: Vec<_> = finding["blurbs"].as_array().unwrap().iter().map(|b| b["id"].as_str().unwrap()).collect();
    assert!(blurbs.contains(&"example-effect") && !blurbs.contains(&"example-draft"), "{blurbs:?}");
}
