use serde_json::{Value, json};

use super::Api;

fn list<'a>(overview: &'a Value, of: &str) -> Vec<&'a str> {
    overview[of].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn guidelines_stand_side_by_side() {
    let api = Api::new();
    let topic = api.get("/v1/topics/imaginary-ache").await.body;
    let overview = &topic["overview"];
    let positions: Vec<_> = overview["positions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|position| {
            let of = |pointer: &str| position.pointer(pointer).and_then(Value::as_str).unwrap();
            (of("/finding"), of("/stance"), of("/strength"), of("/certainty/value"), of("/currency"))
        })
        .collect();
    // Newest first; the strong advice rests on the weakest evidence, and says so.
    assert_eq!(
        positions,
        [
            ("example-guideline-elsewhere-against", "against", "strong", "grade:very-low", "unknown"),
            ("example-guideline-nowhere-offer", "for", "weak", "grade:low", "lapsed"),
        ]
    );
    assert_eq!(overview["positions_disagree"], true);
    assert_eq!(list(overview, "no_difference"), ["example-retracted-ache", "example-trial-nowhere-ache"]);
    let retracted = &overview["no_difference"][0];
    assert_eq!(retracted["editorial_status"], "retracted");
    assert_eq!(retracted["by"]["id"], "example-retracted");
    assert_eq!(list(overview, "claims"), ["example-page-c01", "example-page-c02"]);
    for empty in ["favouring", "opposing", "mixed", "harms", "costs", "mechanisms"] {
        assert_eq!(overview[empty], json!([]), "{empty}");
    }
}

#[actix_web::test]
async fn an_overview_is_for_a_day() {
    let api = Api::new();
    let then = api.get("/v1/topics/imaginary-ache?as_of=2020-01-01").await.body;
    let nowhere = &then["overview"]["positions"][1];
    assert_eq!(nowhere["finding"], "example-guideline-nowhere-offer");
    assert_eq!(nowhere["currency"], "current");
}

#[actix_web::test]
async fn an_overview_can_be_narrowed_to_an_intervention() {
    let api = Api::new();
    let narrowed = api.get("/v1/topics/imaginary-ache?intervention=invented-therapy").await.body;
    let overview = &narrowed["overview"];
    assert_eq!(overview["intervention"], "invented-therapy");
    assert_eq!(overview["positions"].as_array().unwrap().len(), 2);
    // A claim about the ache alone is not about the therapy.
    assert_eq!(list(overview, "claims"), ["example-page-c01"]);

    let problem = api.refused("/v1/topics/imaginary-ache?intervention=invented-terapy").await;
    assert_eq!(problem.errors[0].did_you_mean.as_deref(), Some("invented-therapy"));
    // Lists stay lean.
    assert_eq!(api.get("/v1/topics").await.body["data"][0]["overview"], Value::Null);
}

#[actix_web::test]
async fn an_overview_is_brief_and_leads_to_the_rest() {
    let api = Api::new();
    for address in ["/v1/topics/imaginary-ache", "/v1/topics/imaginary-ache?intervention=invented-therapy"] {
        let overview = api.get(address).await.body["overview"].clone();
        for (list, link) in overview["links"].as_object().unwrap() {
            let linked = api.get(link.as_str().unwrap()).await.body;
            assert_eq!(overview["counts"][list], linked["meta"]["total"], "{list} at {link}");
        }
        let finding = overview["no_difference"][0].as_object().unwrap();
        for left_out in ["source", "status", "good_to_know", "editor_notes", "caveats", "qualified_by", "unstated"] {
            assert!(!finding.contains_key(left_out), "{left_out}");
        }
    }
    let whole = api.get("/v1/topics/imaginary-ache?brief=false").await.body;
    let finding = &whole["overview"]["no_difference"][0];
    assert_eq!(finding["source"]["id"], finding["by"]["id"]);
    assert_eq!(finding["status"]["editorial"]["status"], finding["editorial_status"]);
    assert_eq!(finding["qualified_by"].as_array().unwrap().len(), finding["qualified_by_count"]);
    assert!(finding["good_to_know"].is_array());
}
