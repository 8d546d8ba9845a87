use actix_web::http::StatusCode;
use serde_json::{Value, json};

use super::{Api, ids};
use crate::http::problem::Code;

#[actix_web::test]
async fn messy_identifiers_are_looked_up_in_their_order() {
    let api = Api::new();
    let address = "/v1/sources?id=https%3A%2F%2Fdoi.org%2F10.5555%2FNOWHERE.2021.1.&id=doi%3Abanana&id=example.org%2Fguideline\
                   &id=99999999&id=NCT00000000&id=example-trial-nowhere";
    let body = api.get(address).await.body;
    assert_eq!(ids(&body), ["example-trial-nowhere", "example-guideline-nowhere", "example-retracted"]);
    let lookups = body["meta"]["lookups"].as_array().unwrap();
    let brief: Vec<_> = lookups.iter().map(|l| (&l["outcome"], &l["source_ids"])).collect();
    assert_eq!(
        brief,
        [
            (&json!("found"), &json!(["example-trial-nowhere"])),
            (&json!("not-recognised"), &json!([])),
            (&json!("found"), &json!(["example-guideline-nowhere"])),
            (&json!("not-found"), &json!([])),
            (&json!("found"), &json!(["example-retracted", "example-trial-nowhere"])),
            (&json!("found"), &json!(["example-trial-nowhere"])),
        ]
    );
    // As it was written.
    assert_eq!(lookups[0]["identifier"], "doi:10.5555/NOWHERE.2021.1");
    assert_eq!(lookups[0]["detail"], Value::Null);
    assert_eq!((&lookups[1]["kind"], &lookups[1]["identifier"]), (&Value::Null, &Value::Null));
    assert!(lookups[1]["detail"].as_str().unwrap().starts_with("a DOI is"));
    assert_eq!(lookups[3]["detail"], "no source has this PMID");
    assert_eq!(body["meta"]["limit"], 100);
}

#[actix_web::test]
async fn several_identifiers_in_one_line_are_several() {
    let api = Api::new();
    let body = api.get("/v1/sources?id=10.5555%2FNOWHERE.2021.1%2C%20NCT00000000%3B%20PMID%3A%2099999999").await.body;
    let lookups = body["meta"]["lookups"].as_array().unwrap();
    let inputs: Vec<&str> = lookups.iter().filter_map(|lookup| lookup["input"].as_str()).collect();
    assert_eq!(inputs, ["10.5555/NOWHERE.2021.1", "NCT00000000", "pmid:99999999"]);
    assert_eq!(ids(&body), ["example-trial-nowhere", "example-retracted"]);
    // A reference is one, whatever it names besides.
    let one =
        api.get("/v1/sources?id=Nobody.%20doi%3A10.5555%2FNOWHERE.2021.1.%20Erratum%20PMID%3A%2099999999").await.body;
    assert_eq!(one["meta"]["lookups"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn filters_and_pages_hold_for_look_ups() {
    let api = Api::new();
    let both = "id=example-retracted&id=example-trial-nowhere";
    let narrowed = api.get(&format!("/v1/sources?{both}&editorial_status=none")).await.body;
    assert_eq!(ids(&narrowed), ["example-trial-nowhere"]);
    assert_eq!(narrowed["meta"]["lookups"].as_array().unwrap().len(), 2);

    let first = api.get(&format!("/v1/sources?{both}&limit=1&facets=design")).await;
    assert_eq!(ids(&first.body), ["example-retracted"]);
    assert_eq!(first.body["meta"]["total"], 2);
    assert_eq!(first.body["meta"]["warnings"][0]["parameter"], "facets");
    let link = first.link.unwrap();
    let next = link.trim_start_matches('<').split('>').next().unwrap();
    let second = api.get(next).await;
    assert_eq!(ids(&second.body), ["example-trial-nowhere"]);
    assert_eq!(second.link, None);

    let sorted = api.get(&format!("/v1/sources?{both}&sort=newest")).await.body;
    assert_eq!(ids(&sorted), ["example-retracted", "example-trial-nowhere"]);
}

#[actix_web::test]
async fn a_hundred_at_a_time() {
    let api = Api::new();
    let of = |n: usize| format!("/v1/sources?{}", vec!["id=1"; n].join("&"));
    assert_eq!(api.get(&of(100)).await.body["meta"]["lookups"].as_array().unwrap().len(), 100);
    let problem = api.refused(&of(101)).await;
    assert_eq!((problem.code, problem.errors[0].parameter.as_deref()), (Code::InvalidParameter, Some("id")));
}

#[actix_web::test]
async fn a_reference_finds_its_source_and_says_by_what() {
    let api = Api::new();
    let reference = "bibliographic=Nobody%20N,%20Doe%20J.%20Invented%20therapy%20for%20the%20imaginary%20ache:%20a%20fabricated%20\
                     trial.%20Journal%20of%20Fabricated%20Results.%202021;1(2):3-9.";
    let body = api.get(&format!("/v1/sources?{reference}")).await.body;
    assert_eq!(ids(&body).first(), Some(&"example-trial-nowhere"));
    let first = &body["meta"]["matches"][0];
    assert_eq!((&first["source"], &first["title_share"]), (&json!("example-trial-nowhere"), &json!(1.0)));
    assert!(first["score"].as_f64().is_some_and(|score| score > 0.9), "{first}");
    for part in ["title", "author", "year", "page"] {
        assert!(first["matched_by"].as_array().unwrap().contains(&json!(part)), "{first}");
    }
    let narrowed = api.get(&format!("/v1/sources?{reference}&editorial_status=retracted")).await.body;
    assert!(!ids(&narrowed).contains(&"example-trial-nowhere"));
    let both =
        api.get(&format!("/v1/sources?{reference}&id=example-retracted&id=example-trial-nowhere&limit=1")).await.body;
    assert_eq!((ids(&both), &both["meta"]["lookups"][0]["outcome"]), (vec!["example-trial-nowhere"], &json!("found")));
    let nothing = api.get("/v1/sources?bibliographic=Somebody%20Else.%20Quite%20another%20matter.%201901").await.body;
    assert_eq!((ids(&nothing), &nothing["meta"]["matches"]), (vec![], &json!([])));
    assert_eq!(api.get("/v1/sources?limit=1").await.body["meta"]["matches"], json!([]));
}

#[actix_web::test]
async fn any_identifier_in_the_place_of_an_id_leads_to_the_source() {
    let api = Api::new();
    let location = async |address: &str| {
        let response = api.response(address, None).await;
        assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT, "{address}");
        response.headers().get("location").unwrap().to_str().unwrap().to_owned()
    };
    for (asked, meant) in [
        ("/v1/sources/10.5555%2Fnowhere.2021.1", "/v1/sources/example-trial-nowhere"),
        (
            "/v1/sources/doi:10.5555%2FNOWHERE.2021.1?as_of=2026-01-01",
            "/v1/sources/example-trial-nowhere?as_of=2026-01-01",
        ),
        ("/v1/sources/EXAMPLE-TRIAL-NOWHERE", "/v1/sources/example-trial-nowhere"),
        (
            "/v1/sources/doi:10.5555%2Fnowhere.2021.1/citation?style=apa",
            "/v1/sources/example-trial-nowhere/citation?style=apa",
        ),
    ] {
        assert_eq!(location(asked).await, meant);
        assert_eq!(api.response(meant, None).await.status(), StatusCode::OK, "{meant}");
    }
    // What several sources have leads to none.
    let several = api.get("/v1/sources?id=NCT00000000").await.body;
    assert!(ids(&several).len() > 1, "{several}");
    assert_eq!(api.refused("/v1/sources/NCT00000000").await.code, Code::NotFound);
}
