use serde_json::{Value, json};

use super::Api;
use crate::{app::MAX_REFERENCES, citation::style::StyleId, domain::Vocabulary, http::problem::Code};

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {pointer} of {value}"))
}

#[actix_web::test]
async fn a_source_is_cited_in_every_style() {
    let api = Api::new();
    let of = async |query: &str| api.get(&format!("/v1/sources/example-trial-nowhere/citation{query}")).await.body;
    let ama = of("").await;
    assert_eq!((text(&ama, "/style"), text(&ama, "/in_text/form")), ("ama", "superscript"));
    assert!(text(&ama, "/reference/html").starts_with("<div class=\"csl-entry\">"), "{ama}");
    assert!(text(&ama, "/reference/html").contains("<a href=\"https://doi.org/10.5555/nowhere.2021.1\">"), "{ama}");
    assert_eq!(text(&ama, "/in_text/citation/html"), "<sup>1</sup>");
    assert_eq!(ama["in_text"]["subsequent"], Value::Null);
    let bare = of("?link=none").await;
    assert!(!text(&bare, "/reference/html").contains("<a "), "{bare}");
    let apa = of("?style=apa&locator=pp.%203-5").await;
    assert!(text(&apa, "/in_text/citation/text").ends_with(", pp. 3–5)"), "{apa}");
    assert!(text(&apa, "/in_text/narrative/text").contains(" ("), "{apa}");
    let notes = of("?style=chicago-notes&locale=de-DE").await;
    assert_eq!(text(&notes, "/locale"), "de-DE");
    assert!(text(&notes, "/in_text/subsequent/text").len() < text(&notes, "/in_text/citation/text").len(), "{notes}");
    let silent = of("?style=vancouver&locator=table%202").await;
    assert_eq!(text(&silent, "/notices/0/kind"), "locator-not-printed");

    let styles = api.get("/v1/styles").await.body;
    let listed: Vec<_> = styles["data"].as_array().unwrap().iter().map(|style| text(style, "/id").to_owned()).collect();
    assert_eq!(listed, StyleId::ALL.iter().map(|id| id.slug()).collect::<Vec<_>>());
    for style in styles["data"].as_array().unwrap() {
        for field in
            ["/manual", "/authors", "/doi", "/date", "/licence", "/example/reference/text", "/example/citation/text"]
        {
            assert!(!text(style, field).is_empty(), "{style}");
        }
    }
}

#[actix_web::test]
async fn what_happened_to_a_publication_stands_in_its_reference() {
    let api = Api::new();
    for style in StyleId::ALL {
        let of = async |id: &str| api.get(&format!("/v1/sources/{id}/citation?style={style}")).await.body;
        let retracted = of("example-retracted").await;
        let reference = text(&retracted, "/reference/text");
        assert!(reference.to_uppercase().contains("RETRACTED: "), "{style}: {reference}");
        assert!(reference.contains("etract"), "{style}: {reference}");
        assert_eq!(text(&retracted, "/notices/0/kind"), "editorial-status", "{style}");
        let strange = of("example-unidentified").await;
        let reference = text(&strange, "/reference/text");
        assert!(reference.starts_with("Publication not identified"), "{style}: {reference}");
        assert!(reference.to_lowercase().contains("not to be cited as evidence"), "{style}: {reference}");
        assert!(text(&strange, "/in_text/narrative/text").contains("not identified"), "{style}");
        assert_eq!(text(&strange, "/notices/0/kind"), "not-identified", "{style}");
    }
}

#[actix_web::test]
async fn a_text_gets_its_citations_and_its_list() {
    let api = Api::new();
    let draft = "It helps [@example-trial-nowhere, p. 3; @example-guideline-nowhere].\n\n\
                 It does [@example-guideline-nowhere; @example-retracted; @example-trial-nowhere] \
                 <b> [@example-trail-nowhere]. Mail to a@example.org.";
    let made = api.post("/v1/bibliography", &json!({"text": draft})).await;
    assert_eq!(
        text(&made, "/document/text"),
        "It helps [1(p3),2].\n\nIt does [1-3] <b> [@example-trail-nowhere]. Mail to a@example.org."
    );
    let html = text(&made, "/document/html");
    assert!(
        html.starts_with("<p>It helps.<span class=\"citation\" id=\"cite-1\"><a href=\"#ref-example-trial-nowhere\">")
    );
    assert!(html.contains("&lt;b&gt;"), "{html}");
    let ids: Vec<_> =
        made["references"].as_array().unwrap().iter().map(|r| (text(r, "/source"), &r["cited_by"])).collect();
    assert_eq!(
        ids,
        [
            ("example-trial-nowhere", &json!([1, 2])),
            ("example-guideline-nowhere", &json!([1, 2])),
            ("example-retracted", &json!([2])),
        ]
    );
    let list = text(&made, "/list/html");
    assert!(list.starts_with(
        "<ol class=\"csl-bib-body\">\n<li class=\"csl-entry\" id=\"ref-example-trial-nowhere\" value=\"1\">"
    ));
    assert!(list.contains("href=\"#cite-2\""), "{list}");
    let unknown = &made["unknown"][0];
    assert_eq!(
        (text(unknown, "/key"), &unknown["line"], &unknown["column"]),
        ("example-trail-nowhere", &json!(3), &json!(87))
    );
    assert_eq!(text(unknown, "/did_you_mean/0"), "example-trial-nowhere");

    let bare = api.post("/v1/bibliography", &json!({"text": draft, "link": "none", "style": "apa"})).await;
    for field in ["/document/html", "/list/html"] {
        let html = text(&bare, field);
        assert!(!html.contains("href") && !html.contains("id=\""), "{html}");
    }
    assert!(text(&bare, "/list/html").starts_with("<ul "), "{bare}");
    let html = api
        .post("/v1/bibliography", &json!({"text": "<p title=\"[@x]\">[@example-retracted]</p>", "input": "html"}))
        .await;
    assert!(text(&html, "/document/html").starts_with("<p title=\"[@x]\"><span class=\"citation\""), "{html}");
    assert_eq!((&html["document"]["text"], &html["unknown"]), (&Value::Null, &json!([])));
}

#[actix_web::test]
async fn a_list_takes_any_identifier_once() {
    let api = Api::new();
    let ids =
        json!(["https://doi.org/10.5555/NOWHERE.2021.1", "EXAMPLE-TRIAL-NOWHERE", "example-retracted", "nobody-1999"]);
    let made = api.post("/v1/bibliography", &json!({"ids": ids, "style": "vancouver"})).await;
    assert_eq!(made["references"].as_array().unwrap().len(), 2);
    assert_eq!(made["document"], Value::Null);
    assert_eq!((text(&made, "/unknown/0/key"), &made["unknown"][0]["index"]), ("nobody-1999", &json!(3)));
    assert!(text(&made, "/list/text").starts_with("1. "), "{made}");
}

#[actix_web::test]
async fn what_cannot_be_made_says_where() {
    let api = Api::new();
    let check = async |body: Value, code: Code, pointer: &str| {
        let problem = api.post_refused("/v1/bibliography", &body.to_string()).await;
        assert_eq!(problem.code, code, "{body}");
        assert_eq!(problem.errors[0].pointer.as_deref(), Some(pointer), "{body}");
        problem
    };
    check(json!({}), Code::Unprocessable, "").await;
    check(json!({"ids": [], "text": ""}), Code::Unprocessable, "").await;
    check(json!({"ids": vec!["a"; MAX_REFERENCES + 1]}), Code::Unprocessable, "/ids").await;
    check(json!({"text": "@a ".repeat(2001)}), Code::Unprocessable, "/text").await;
    let problem = check(json!({"ids": [], "style": "amaa"}), Code::InvalidBody, "/style").await;
    assert_eq!(problem.errors[0].did_you_mean.as_deref(), Some("ama"));
    assert_eq!(problem.errors[0].allowed.len(), StyleId::ALL.len());
    let problem = check(json!({"ids": [], "stlye": "ama"}), Code::InvalidBody, "/stlye").await;
    assert_eq!(problem.errors[0].did_you_mean.as_deref(), Some("style"));
    check(json!({"ids": [1]}), Code::InvalidBody, "/ids/0").await;

    for address in ["style=amma", "locale=en", "link=yes", "locator=somewhere"] {
        let problem = api.refused(&format!("/v1/sources/example-retracted/citation?{address}")).await;
        assert_eq!(problem.code, Code::InvalidParameter, "{address}");
    }
    assert_eq!(api.refused("/v1/sources/example-retrcted/citation").await.code, Code::NotFound);
}
