use super::Api;
use crate::http::problem::{Code, Fault};

#[actix_web::test]
async fn an_unknown_parameter_is_refused_with_the_nearest_and_all() {
    let api = Api::new();
    let problem = api.refused("/v1/search?q=ache&desing=rct").await;
    assert_eq!(problem.code, Code::UnknownParameter);
    assert_eq!(problem.detail, "`desing` is no parameter of /v1/search; did you mean `design`?");
    let [Fault { parameter, did_you_mean, allowed, .. }] = problem.errors.as_slice() else { panic!("one fault") };
    assert_eq!((parameter.as_deref().unwrap(), did_you_mean.as_deref()), ("desing", Some("design")));
    assert!(allowed.iter().any(|name| name == "as_of"));

    for address in ["/v1?x=1", "/v1/topics?since=2020-01-01", "/openapi.json?version=3", "/v1/suggest?=1"] {
        let problem = api.refused(address).await;
        assert_eq!(problem.code, Code::UnknownParameter, "{address}");
    }
    assert_eq!(api.refused("/v1?x=1").await.detail, "`x` is no parameter of /v1, which takes none");
}

#[actix_web::test]
async fn all_faults_come_at_once() {
    let api = Api::new();
    let address = "/v1/search?limit=0&design=rtc,cohort&year=abc&sort=newst&explain=yes&as_of=2026-02-30&facets=design,x\
                   &q=a&q=b&topic=imaginary-ake&fields=";
    let problem = api.refused(address).await;
    assert_eq!(problem.code, Code::InvalidParameter);
    let faults: Vec<_> = problem
        .errors
        .iter()
        .map(|fault| (fault.parameter.as_deref().unwrap(), fault.did_you_mean.as_deref()))
        .collect();
    assert_eq!(
        faults,
        [
            ("limit", None),
            ("design", Some("rct")),
            ("year", None),
            ("sort", Some("newest")),
            ("explain", None),
            ("as_of", None),
            ("facets", None),
            ("q", None),
            ("topic", Some("imaginary-ache")),
        ]
    );
    assert!(problem.detail.starts_with("the parameters have 9 faults; the first one: `limit` takes a whole number"));
    assert_eq!(api.refused(&format!("{address}&colour=red")).await.code, Code::UnknownParameter);
}

#[actix_web::test]
async fn values_that_no_parameter_takes() {
    let api = Api::new();
    let faulty = [
        "limit=101",
        "limit=-1",
        "limit=+5",
        "limit=1e1",
        "limit=5.0",
        "limit=%20",
        "year=..",
        "year=2017...2020",
        "year=2017..2018..2019",
        "year=-5",
        "year=1234567890",
        "year=2017-2020",
        "kind=source,",
        "kind=Source",
        "certainty=low",
        "certainty=acp:very-low",
        "match=some",
        "expand=1",
        "highlight=TRUE",
        "fields=id",
        "facets=kind,kinds",
        "as_of=20261123",
        "as_of=2026-11-23T00:00",
        "as_of=heute",
        "topic=",
        "design=rct,,cohort",
        "currency=old",
        "age_min=6%200",
        "limit=%D9%A3",
    ];
    for query in faulty {
        let address = format!("/v1/search?{query}");
        if query.ends_with('=') {
            api.get(&address).await;
            continue;
        }
        let problem = api.refused(&address).await;
        assert_eq!(problem.code, Code::InvalidParameter, "{query}");
        assert_eq!(problem.errors.len(), 1, "{query}: {:?}", problem.errors);
    }
    assert_eq!(api.refused("/v1/suggest?q=a&limit=21").await.code, Code::InvalidParameter);
    assert_eq!(api.refused("/v1/sources?kind=source").await.code, Code::UnknownParameter);
}

#[actix_web::test]
async fn no_text_is_an_error() {
    let api = Api::new();
    for q in ["%22", "((((", "a:b", "-x", "%00", "%FF%FE", "*", "%F0%9F%92%89", "a+OR+", "'--", "%25", "%0d%0a"] {
        api.get(&format!("/v1/search?q={q}")).await;
        api.get(&format!("/v1/suggest?q={q}")).await;
        api.get(&format!("/v1/sources?id={q}")).await;
    }
}

#[actix_web::test]
async fn long_texts_are_not_repeated() {
    let api = Api::new();
    let long = "x".repeat(500);
    let problem = api.refused(&format!("/v1/search?{long}={long}&topic={long}")).await;
    for Fault { parameter, message, found, .. } in &problem.errors {
        assert!(parameter.as_deref().unwrap().chars().count() <= 81 && message.chars().count() <= 200, "{message}");
        assert!(found.as_ref().is_none_or(|found| found.chars().count() <= 81));
    }
    assert!(api.refused(&format!("/v1/sources/{long}")).await.detail.len() < 300);
}

#[actix_web::test]
async fn thousands_of_faults_are_counted_and_the_first_are_listed() {
    let api = Api::new();
    for query in [format!("topic={}", "x,".repeat(3000)), "x=1&".repeat(3000), format!("facets={}", "x,".repeat(3000))]
    {
        let problem = api.refused(&format!("/v1/search?{query}")).await;
        assert!(problem.errors.len() <= 20, "{}", problem.errors.len());
        assert!(serde_json::to_string(&problem.body("id")).unwrap().len() < 50_000);
    }
    let problem = api.refused(&format!("/v1/search?topic={}x", "x,".repeat(2999))).await;
    assert!(problem.detail.starts_with("the parameters have 3000 faults"), "{}", problem.detail);
}

#[actix_web::test]
async fn an_unknown_id_is_not_found_and_says_what_is_near() {
    let api = Api::new();
    let cases = [
        ("/v1/sources/example-trail-nowhere", "did you mean `example-trial-nowhere`?"),
        ("/v1/sources/10.5555%2Felsewhere.1", "/v1/sources?id="),
        ("/v1/sources/imaginary-ache", "it is the id of a topic: see /v1/topics/imaginary-ache"),
        ("/v1/findings/example-trial-nowhere", "it is the id of a source"),
        ("/v1/topics/imaginary-ake", "did you mean `imaginary-ache`?"),
        ("/v1/topics/zzzzzzzzzzzzzz", "/v1/search?kind=topic&q="),
    ];
    for (address, hint) in cases {
        let problem = api.refused(address).await;
        assert_eq!(problem.code, Code::NotFound, "{address}");
        assert!(problem.detail.contains(hint), "{address}: {}", problem.detail);
    }
}

#[actix_web::test]
async fn only_json_is_offered() {
    let api = Api::new();
    for address in ["/v1", "/v1/search", "/v1/topics/imaginary-ache", "/openapi.json"] {
        let refused = api.response(address, Some("text/html")).await;
        let problem = refused.error().and_then(|error| error.as_error::<crate::http::problem::Problem>());
        assert_eq!(problem.map(|problem| problem.code), Some(Code::NotAcceptable), "{address}");
        assert!(api.response(address, Some("text/html, */*;q=0.1")).await.error().is_none(), "{address}");
    }
}

#[actix_web::test]
async fn cursors_belong_to_their_question_and_their_data() {
    let api = Api::new();
    let first = api.get("/v1/topics?limit=2").await.body;
    let cursor = first["meta"]["next_cursor"].as_str().unwrap();
    api.get(&format!("/v1/topics?limit=5&cursor={cursor}")).await;
    for address in [
        format!("/v1/topics?q=ache&cursor={cursor}"),
        format!("/v1/findings?cursor={cursor}"),
        "/v1/topics?cursor=rubbish".to_owned(),
        format!("/v1/topics?cursor={}", "A".repeat(36)),
    ] {
        let problem = api.refused(&address).await;
        assert_eq!(problem.code, Code::InvalidCursor, "{address}");
        assert_eq!(problem.errors.len(), 1, "{address}");
    }

    let changed = tempfile::tempdir().unwrap();
    copy_corpus(changed.path());
    let path = changed.path().join("topics/imaginary-ache.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("A fabricated condition", "Another fabricated condition")).unwrap();
    let problem = Api::over(changed.path()).refused(&format!("/v1/topics?limit=2&cursor={cursor}")).await;
    assert_eq!(problem.code, Code::ExpiredCursor);
}

fn copy_corpus(to: &std::path::Path) {
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api/tests/corpus");
    std::fs::copy(from.join("collection.toml"), to.join("collection.toml")).unwrap();
    for folder in ["sources", "topics", "pages", "blurbs", "changes"] {
        std::fs::create_dir_all(to.join(folder)).unwrap();
        for file in std::fs::read_dir(from.join(folder)).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), to.join(folder).join(file.file_name())).unwrap();
        }
    }
}

#[actix_web::test]
async fn what_other_services_call_a_parameter_is_no_misspelling() {
    let api = Api::new();
    for (asked, meant) in [
        ("/v1/search?query=ache", "q"),
        ("/v1/search?q=ache&per_page=3", "limit"),
        ("/v1/search?q=ache&offset=20", "cursor"),
        ("/v1/search?q=ache&sort=date", "newest"),
        ("/v1/sources?authors=Nobody", "author"),
        ("/v1/claims?author=Nobody", "q"),
        ("/v1/search?container-title=Nowhere", "journal"),
        ("/v1/literature?lang=en", "language"),
        ("/v1/changes?from=2026-01-01", "since"),
        ("/v1/sources/example-trial-nowhere/citation?lang=de", "locale"),
        ("/v1/search?q=ache&certainty=low", "grade:low"),
    ] {
        let problem = api.refused(asked).await;
        assert_eq!(problem.errors[0].did_you_mean.as_deref(), Some(meant), "{asked}: {problem:?}");
    }
}
