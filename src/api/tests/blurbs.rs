use actix_web::{HttpResponse, body::MessageBody, http::header::VARY};
use serde_json::{Value, json};

use super::{Api, ids};
use crate::http::problem::Code;

const ALL: &str = "/v1/blurbs?state=live,due,expired,withdrawn";

fn text_of(response: HttpResponse) -> String {
    String::from_utf8(response.into_body().try_into_bytes().unwrap().to_vec()).unwrap()
}

async fn shown(api: &Api, address: &str, accept: Option<&str>) -> (String, String) {
    let response = api.response(address, accept).await;
    assert!(response.status().is_success(), "{address}: {:?}", response.error());
    let content_type = response.headers().get("content-type").unwrap().to_str().unwrap().to_owned();
    (content_type, text_of(response))
}

#[actix_web::test]
async fn what_may_not_be_published_is_not_listed() {
    let api = Api::new();
    assert_eq!(ids(&api.get("/v1/blurbs").await.body), ["example-effect", "example-guidelines"]);
    // The day decides: one was still valid, the other not yet written, but that is for its reader to know.
    let earlier = api.get("/v1/blurbs?as_of=2026-11-22").await.body;
    assert!(ids(&earlier).contains(&"example-expired"));
    for (state, found) in [
        ("live", &["example-effect"] as &[&str]),
        ("due", &["example-guidelines"]),
        ("expired", &["example-expired"]),
        ("withdrawn", &["example-withdrawn", "example-withdrawn-alone"]),
    ] {
        let listed = api.get(&format!("/v1/blurbs?state={state}")).await.body;
        assert_eq!(ids(&listed), found, "{state}");
        for blurb in listed["data"].as_array().unwrap() {
            assert_eq!(blurb["state"], state);
            let is_given = matches!(state, "live" | "due");
            assert_eq!((blurb["text"].is_string(), blurb["texts"].is_object()), (is_given, is_given), "{state}");
        }
    }
}

#[actix_web::test]
async fn blurbs_are_filtered_by_topic_aspect_and_source() {
    let api = Api::new();
    for (query, found) in [
        ("topic=imaginary-ache&aspect=effectiveness", &["example-effect"] as &[&str]),
        ("aspect=guideline-position", &["example-guidelines"]),
        ("aspect=coverage", &[]),
        ("source=example-guideline-elsewhere", &["example-guidelines"]),
        ("q=mothballs&state=expired", &["example-expired"]),
    ] {
        assert_eq!(ids(&api.get(&format!("/v1/blurbs?{query}")).await.body), found, "{query}");
    }
}

#[actix_web::test]
async fn the_text_has_the_length_asked_for() {
    let api = Api::new();
    for (length, begin) in
        [("line", "In a trial, people"), ("short", "In a trial of the"), ("full", "In a trial of the")]
    {
        let listed = api.get(&format!("/v1/blurbs?aspect=effectiveness&length={length}")).await.body;
        let blurb = &listed["data"][0];
        assert_eq!((&blurb["length"], &blurb["text"]), (&json!(length), &blurb["texts"][length]));
        assert!(blurb["text"].as_str().unwrap().starts_with(begin), "{blurb}");
        let one = api.get(&format!("/v1/blurbs/example-effect?length={length}")).await.body;
        assert_eq!(&one, blurb);
    }
    assert_eq!(api.refused("/v1/blurbs?length=long").await.code, Code::InvalidParameter);
}

#[actix_web::test]
async fn a_blurb_names_what_it_rests_on() {
    let api = Api::new();
    let blurb = api.get("/v1/blurbs/example-guidelines").await.body;
    assert_eq!(blurb["state"], "due");
    assert_eq!((&blurb["reviewed"], &blurb["valid_until"]), (&json!("2026-10-01"), &json!("2027-04-01")));
    let attribution = blurb["attribution"].as_array().unwrap();
    assert_eq!(
        attribution[0]["reference"]["text"],
        "Example College of Nowhere. Example Guideline on the Imaginary Ache. Example College of Nowhere; 2019. https://example.org/guideline"
    );
    assert_eq!(attribution[0]["note"], "Lapsed since 2024-03-01.");
    let apa = api.get("/v1/blurbs/example-guidelines?style=apa").await.body;
    assert_ne!(apa["attribution"][0]["reference"], attribution[0]["reference"]);
    assert_eq!(
        (&attribution[1]["note"], &attribution[1]["source"]["id"]),
        (&Value::Null, &json!("example-guideline-elsewhere"))
    );
    let findings: Vec<_> = blurb["findings"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect();
    assert_eq!(findings, ["example-guideline-nowhere-offer", "example-guideline-elsewhere-against"]);
    assert!(blurb["reading_grade"]["short"].as_f64().unwrap() > 0.0);
    // On a day on which the guideline still held, nothing has to be said of it.
    let then = api.get("/v1/blurbs/example-guidelines?as_of=2020-01-01").await.body;
    assert_eq!(then["attribution"][0]["note"], Value::Null);
}

#[actix_web::test]
async fn the_representation_is_chosen_by_accept_and_by_format() {
    let api = Api::new();
    let address = "/v1/blurbs/example-effect";
    for (query, accept, content_type) in [
        ("", None, "application/json"),
        ("", Some("text/html,application/xhtml+xml,*/*;q=0.8"), "text/html; charset=utf-8"),
        ("", Some("text/markdown"), "text/markdown; charset=utf-8"),
        ("?format=html", None, "text/html; charset=utf-8"),
        ("?format=markdown", Some("text/html"), "text/markdown; charset=utf-8"),
        ("?format=json", Some("image/png"), "application/json"),
    ] {
        let response = api.response(&format!("{address}{query}"), accept).await;
        assert_eq!(response.headers().get("content-type").unwrap(), content_type, "{query} {accept:?}");
        assert_eq!(response.headers().get(VARY).unwrap(), "Accept", "{query} {accept:?}");
    }
    let refused = api.response(address, Some("image/png")).await;
    let problem = refused.error().and_then(|error| error.as_error::<crate::http::problem::Problem>());
    assert_eq!(problem.map(|problem| problem.code), Some(Code::NotAcceptable));
    assert_eq!(api.refused(&format!("{address}?format=pdf")).await.code, Code::InvalidParameter);
}

#[actix_web::test]
async fn the_fragment_is_escaped_and_needs_no_script() {
    let api = Api::new();
    let (_, html) = shown(&api, "/v1/blurbs/example-effect?format=html&length=full", None).await;
    assert!(
        html.starts_with("<section class=\"evidence-blurb\" lang=\"en\"") && html.trim_end().ends_with("</section>")
    );
    assert!(html.contains("data-evidence-valid-until=\"2028-04-01\"") && html.contains("data-evidence-state=\"live\""));
    assert!(html.contains("<time datetime=\"2026-10-01\">2026-10-01</time>"));
    // What its editors typed is text, in attributes too; nothing runs, nothing is loaded.
    let (_, other) = shown(&api, "/v1/blurbs/example-guidelines?format=html", None).await;
    for html in [&html, &other] {
        for mark in ["<script", "<b>", "<style", "<img", " on", "style=", "\"javascript:"] {
            let found = html.match_indices(mark).map(|(i, _)| &html[i..]).find(|_| mark != " on");
            assert_eq!(found, None, "{mark}");
        }
        let opened: Vec<&str> = html.split('<').skip(1).filter(|tag| !tag.starts_with('/')).collect();
        for tag in &opened {
            let name = tag.split([' ', '>']).next().unwrap();
            assert!(["section", "h3", "p", "ul", "li", "ol", "a", "strong", "time", "i"].contains(&name), "{tag}");
        }
        assert_eq!(opened.len(), html.matches("</").count(), "each tag is closed");
    }
    for of_the_title in ["&#34;help&#34;", "&#60;b&#62;", "ache &#38; more"] {
        assert_eq!(html.matches(of_the_title).count(), 2, "as label and as heading: {of_the_title} in {html}");
    }
    assert!(html.contains("&#60;script&#62;alert(&#34;x&#34;)"), "{html}");
    assert!(other.contains("&lt;Script&gt;Alert(‘imaginary’)&lt;/Script&gt;"), "{other}");
    assert!(other.contains("<a href=\"https://example.org/elsewhere?a=1&amp;b=2\">"), "{other}");
    assert!(other.contains("<strong>Lapsed since 2024-03-01.</strong>"), "{other}");
}

#[actix_web::test]
async fn markdown_shows_what_was_typed() {
    let api = Api::new();
    let (_, text) = shown(&api, "/v1/blurbs/example-guidelines?format=markdown&length=line", None).await;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "### What do guidelines say?");
    assert!(lines[2].starts_with("For the imaginary ache, the Example College"), "{text}");
    assert!(text.contains("- Fabricated.\n"), "{text}");
    assert!(text.contains("<https://example.org/guideline> **Lapsed since 2024-03-01.**"), "{text}");
    assert!(
        text.contains("\\<Script\\>Alert(‘imaginary’)\\</Script\\> & \\[Other\\](Javascript:Alert) \\*Aches\\*"),
        "{text}"
    );
    let dates = "*Compared with its sources 2026-10-01. Not yet reviewed by a clinician. Valid until 2027-04-01. From The \
        Nowhere Collection.*\n";
    assert!(text.ends_with(dates), "{text}");
}

#[actix_web::test]
async fn what_editors_must_know_is_in_json_and_in_nothing_that_is_published() {
    let api = Api::new();
    let note = "Nobody measured it.";
    let record = api.get("/v1/blurbs/example-effect").await.body;
    assert_eq!(record["editor_notes"], json!([note]));
    assert_eq!(record["caveats"], record["good_to_know"], "the old name stays for clients that print it");
    assert_eq!(record["reviewed_by"], json!({ "role": "imaginary physician", "name": "Anna Nobody" }));
    for format in ["html", "markdown"] {
        let (_, text) = shown(&api, &format!("/v1/blurbs/example-effect?format={format}"), None).await;
        assert!(!text.contains(note) && text.contains("Good to know"), "{text}");
        assert!(text.contains("Reviewed by Anna Nobody, imaginary physician"), "{text}");
    }
    let other = api.get("/v1/blurbs/example-guidelines").await.body;
    assert_eq!((&other["reviewed_by"], &other["editor_notes"]), (&Value::Null, &json!([])));
}

#[actix_web::test]
async fn what_must_be_taken_down_is_gone_with_its_reason() {
    let api = Api::new();
    let withdrawn = api.refused("/v1/blurbs/example-withdrawn").await;
    assert_eq!(withdrawn.code, Code::Gone);
    assert_eq!(withdrawn.successor.as_deref(), Some("/v1/blurbs/example-effect"));
    for part in ["2026-11-10", "It promised what no trial of the ache has shown", "use `example-effect` instead"] {
        assert!(withdrawn.detail.contains(part), "{}", withdrawn.detail);
    }
    let alone = api.refused("/v1/blurbs/example-withdrawn-alone?format=html").await;
    assert_eq!((alone.code, alone.successor.as_deref()), (Code::Gone, None));
    assert!(alone.detail.contains("nothing replaces it"), "{}", alone.detail);

    let expired = api.refused("/v1/blurbs/example-expired").await;
    assert_eq!(expired.code, Code::Gone);
    assert!(expired.detail.contains("valid until 2026-11-22"), "{}", expired.detail);
    // To the last day, and not a day longer.
    assert_eq!(api.get("/v1/blurbs/example-expired?as_of=2026-11-22").await.body["state"], "due");
    api.get("/v1/blurbs/example-effect?as_of=2028-04-01").await;
    assert_eq!(api.refused("/v1/blurbs/example-effect?as_of=2028-04-02").await.code, Code::Gone);
}

/// What was said once and may not be said any more is nowhere to be read.
#[actix_web::test]
async fn words_that_are_gone_are_gone_everywhere() {
    let api = Api::new();
    let everywhere =
        [ALL, "/v1/search?limit=100", "/v1/topics/imaginary-ache", "/v1/findings/example-trial-nowhere-ache"];
    for address in everywhere {
        let body = api.get(address).await.body.to_string();
        for word in ["quicksilver", "with mothballs", "zeppelin", "example-draft"] {
            assert!(!body.contains(word), "{address} says {word}");
        }
    }
    for (q, excerpt) in [("mothballs", "with mothballs"), ("quicksilver", "quicksilver")] {
        let found = api.get(&format!("/v1/search?q={q}")).await.body;
        for hit in found["data"].as_array().unwrap() {
            assert!(!hit["excerpts"].to_string().contains(excerpt), "{hit}");
        }
    }
    let topic = api.get("/v1/topics/imaginary-ache").await.body;
    let blurbs: Vec<_> =
        topic["overview"]["blurbs"].as_array().unwrap().iter().map(|b| b["id"].as_str().unwrap()).collect();
    assert_eq!(blurbs, ["example-effect", "example-guidelines"], "text that may be published");
}

#[actix_web::test]
async fn drafts_are_nowhere() {
    let api = Api::new();
    let problem = api.refused("/v1/blurbs/example-draft").await;
    assert_eq!(problem.code, Code::NotFound);
    assert!(!problem.detail.contains("draft`?"), "{}", problem.detail);
    assert_eq!(api.get("/v1/search?q=zeppelin").await.body["meta"]["total"], 0);
    let suggested = api.get("/v1/suggest?q=zeppel").await.body;
    assert_eq!((&suggested["data"], &suggested["meta"]["did_you_mean"]), (&json!([]), &Value::Null));
    assert_eq!(api.get("/v1/suggest?q=What+do+z").await.body["data"], json!([]));
    assert_eq!(api.refused("/v1/blurbs?state=draft").await.code, Code::InvalidParameter);
    assert_eq!(ids(&api.get(ALL).await.body).len(), 5);
}
