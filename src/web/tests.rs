//! The promises of the pages: whole without scripts, nothing from another host, nothing inline.

use std::{path::Path, sync::Arc};

use actix_web::{App, HttpMessage, body::MessageBody, dev::Service, http::StatusCode, test};

use crate::{
    app::Library,
    domain::Date,
    http::{
        cache::CachePolicy,
        problem::{Code, Problem},
        served::{Now, Served},
    },
};

struct Got {
    status: StatusCode,
    content_type: String,
    policy: Option<CachePolicy>,
    problem: Option<Problem>,
    text: String,
}

async fn get(address: &str) -> Got {
    let index = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api/tests/corpus");
    let library = Library::open(&data, index.path(), &|_| ()).unwrap().library;
    let now = Now { served: Arc::new(Served::new(library)), today: Date::constant(2026, 11, 23) };
    let app = App::new().configure(super::configure).wrap_fn(move |request, routes| {
        request.extensions_mut().insert(now.clone());
        routes.call(request)
    });
    let app = test::init_service(app).await;
    let response = test::call_service(&app, test::TestRequest::get().uri(address).to_request()).await;
    let status = response.status();
    let header = response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    let policy = response.response().extensions().get::<CachePolicy>().copied();
    let problem = response.response().error().and_then(|error| error.as_error::<Problem>()).cloned();
    let bytes = response.into_body().try_into_bytes().unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    Got { status, content_type: header.unwrap_or_default(), policy, problem, text }
}

#[actix_web::test]
async fn pages_are_whole_and_load_nothing_from_elsewhere() {
    let pages = [
        "/",
        "/docs",
        "/docs/checks",
        "/docs/checks/E002",
        "/docs/checks/wrong-time-orign",
        "/problems",
        "/problems/unknown-parameter",
        "/problems/nonsense",
    ];
    for address in pages {
        let Got { status, content_type, text, .. } = get(address).await;
        let is_nonsense = address.ends_with("nonsense") || address.ends_with("orign");
        assert_eq!(status == StatusCode::NOT_FOUND, is_nonsense, "{address}");
        assert_eq!(content_type, "text/html; charset=utf-8", "{address}");
        for wanted in ["<!DOCTYPE html>", "<html lang=\"en\">", "<title>", "<main>", "<h1>"] {
            assert!(text.contains(wanted), "{address} has no {wanted}");
        }
        for unwanted in ["://", "<style", "style=", "onclick", "<script>", "//cdn"] {
            assert!(!text.contains(unwanted), "{address} has {unwanted}");
        }
        for (at, _) in
            text.match_indices("<link rel=\"stylesheet\" href=\"").chain(text.match_indices("<script src=\""))
        {
            let loaded = text[at..].split('"').find(|part| part.starts_with('/')).unwrap();
            let asset = get(loaded).await;
            assert_eq!((asset.status, asset.policy), (StatusCode::OK, Some(CachePolicy::Asset)), "{loaded}");
        }
    }
}

#[actix_web::test]
async fn the_first_page_counts() {
    let home = get("/").await;
    assert_eq!(home.policy, Some(CachePolicy::Dataset));
    assert!(home.text.contains("<a href=\"/v1/sources\">6</a>"), "{}", home.text);
}

#[actix_web::test]
async fn every_problem_has_its_page() {
    let index = get("/problems").await.text;
    for code in Code::ALL {
        let address = format!("/problems/{}", code.slug());
        assert!(index.contains(&format!("href=\"{address}\"")), "{address}");
        let page = get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.text.contains(code.title()) && page.text.contains(&code.status().to_string()), "{address}");
        assert_eq!(code.explanation().matches('`').count() % 2, 0, "{address}: code that does not end");
    }
    assert!(get("/problems/unknown-parametre").await.text.contains("/problems/unknown-parameter"));
    assert!(get("/problems/%3Cscript%3E").await.text.contains("&#60;script&#62;"));
}

#[actix_web::test]
async fn other_files_are_not_there() {
    for address in ["/static/app.js", "/docs/index.html", "/docs/swagger-initializer.js", "/docs/..%2fCargo.toml"] {
        assert_eq!(get(address).await.problem.map(|problem| problem.code), Some(Code::NotFound), "{address}");
    }
    assert!(get("/static/docs.js").await.content_type.starts_with("text/javascript"));
    assert_eq!(get("/docs/swagger-ui.css").await.content_type, "text/css");
}
