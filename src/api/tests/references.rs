use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::Api;
use crate::http::problem::Code;

const ADDRESS: &str = "/v1/references/check";

#[actix_web::test]
async fn references_are_answered_in_their_order_and_shape() {
    let api = Api::new();
    let title = "Example guideline on the imaginary ache";
    let list =
        json!({ "references": [format!("Example College of Nowhere. {title}. 2019."), "Nothing of the kind. 2001."] });
    let body = api.post(ADDRESS, &list).await;
    let first = &body["data"][0];
    assert_eq!((&first["status"], &first["record"]["id"]), (&json!("matches"), &json!("example-guideline-nowhere")));
    assert_eq!(first["recognised_by"], json!(["title", "first-author", "year"]));
    assert_eq!(first["input"], list["references"][0]);
    let expected = json!({
        "input": "Nothing of the kind. 2001.",
        "recognised_by": [],
        "record": null,
        "status": "not-in-this-collection",
        "differences": [],
        "editorial": null,
        "candidates": [],
        "identifier_of": null,
    });
    assert_eq!(body["data"][1], expected);
}

#[actix_web::test]
async fn a_text_is_a_body_too() {
    let api = Api::new();
    for media in ["text/plain; charset=utf-8", "application/x-bibtex", "application/vnd.citationstyles.csl+json"] {
        let request = TestRequest::post().uri(ADDRESS).insert_header(("content-type", media));
        let response = api.call(request.set_payload("1. Nothing. 2001.\n2. Nothing else. 2002.\n")).await;
        let body = actix_web::body::to_bytes(response.into_body()).await.expect("it is whole");
        let body: Value = serde_json::from_slice(&body).expect("it is JSON");
        assert_eq!(body["data"].as_array().map(Vec::len), Some(2), "{media}");
    }
}

#[actix_web::test]
async fn what_holds_no_reference_is_refused() {
    let api = Api::new();
    for body in [r#"{"text":" \n"}"#, "{}", r#"{"references":[]}"#, r#"{"text":"a","references":["b"]}"#] {
        assert_eq!(api.post_refused(ADDRESS, body).await.code, Code::Unprocessable, "{body}");
    }
    let many = json!({ "references": vec!["x"; 501] }).to_string();
    assert_eq!(api.post_refused(ADDRESS, &many).await.code, Code::Unprocessable);
    assert_eq!(api.post_refused(ADDRESS, r#"{"txt":"a"}"#).await.code, Code::InvalidBody);
}
