//! The promises of the API, kept over a small corpus that is fabricated from end to end: `tests/corpus`.

mod answers;
mod blurbs;
mod changes;
mod citations;
mod claims;
mod document;
mod exports;
mod faults;
mod lists;
mod literature;
mod lookups;
mod overview;
mod references;

use std::{path::Path, sync::Arc};

use actix_web::{
    App, Error, HttpMessage, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    http::{StatusCode, header::LINK},
    test,
};
use serde_json::Value;
use utoipa_actix_web::AppExt;

use crate::{
    app::{Library, Shelf},
    domain::Date,
    http::{
        cache::CachePolicy,
        media::Preference,
        problem::Problem,
        served::{RequestContext, Snapshot},
    },
    literature::Loader,
};

/// The day of all tests: the guideline has lapsed, the old one was superseded.
const TODAY: Date = Date::constant(2026, 11, 23);

/// The service without its layer: problems come back as values.
struct Api {
    context: RequestContext,
    _index: tempfile::TempDir,
}

/// An answer that is not a problem.
struct Got {
    body: Value,
    link: Option<String>,
    policy: Option<CachePolicy>,
}

impl Api {
    fn new() -> Self {
        Self::over(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api/tests/corpus"))
    }

    fn over(data: &Path) -> Self {
        let index = tempfile::tempdir().unwrap();
        let library = Library::open(data, index.path(), &|_| ()).unwrap().library;
        Self { context: RequestContext::on(Arc::new(Snapshot::new(library)), TODAY), _index: index }
    }

    /// The same with literature beside it.
    fn with_literature() -> Self {
        Self::beside_literature(|_| ())
    }

    /// The same with literature of which a file breaks off.
    fn with_damaged_literature() -> Self {
        Self::beside_literature(|folder| {
            let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            let store = files.into_iter().find(|path| path.extension().is_some_and(|end| end == "store")).unwrap();
            let bytes = std::fs::read(&store).unwrap();
            std::fs::write(&store, &bytes[..bytes.len() / 2]).unwrap();
        })
    }

    fn beside_literature(change: fn(&Path)) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let index = tempfile::tempdir().unwrap();
        let folder = index.path().join("literature");
        let mut loader = Loader::open(&folder, "evidence test").unwrap();
        loader.add(&root.join("tests/fixtures/literature/example.xml"), &mut |_| ()).unwrap();
        loader.finish().unwrap();
        change(&folder);
        let library = Library::open(&root.join("src/api/tests/corpus"), index.path(), &|_| ()).unwrap().library;
        let library = library.with_literature(Shelf::open(&folder));
        Self { context: RequestContext::on(Arc::new(Snapshot::new(library)), TODAY), _index: index }
    }

    fn library(&self) -> &Library {
        &self.context.served.library
    }

    async fn response(&self, address: &str, accept: Option<&str>) -> HttpResponse {
        let mut request = test::TestRequest::get().uri(address);
        if let Some(accept) = accept {
            request = request.insert_header(("Accept", accept));
        }
        self.call(request).await
    }

    async fn call(&self, request: test::TestRequest) -> HttpResponse {
        let context = self.context.clone();
        let (app, _) = App::new().into_utoipa_app().configure(super::configure).split_for_parts();
        let app = app.wrap_fn(move |request, routes| {
            let preference = Preference::of(request.headers());
            request.extensions_mut().insert(RequestContext { preference, ..context.clone() });
            routes.call(request)
        });
        let app = test::init_service(app).await;
        let response: Result<ServiceResponse<_>, Error> = app.call(request.to_request()).await;
        match response {
            Ok(response) => response.into_parts().1.map_into_boxed_body(),
            Err(error) => HttpResponse::from_error(error),
        }
    }

    async fn get(&self, address: &str) -> Got {
        let response = self.response(address, None).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}: {:?}", response.error());
        assert_eq!(response.headers().get("content-type").unwrap(), "application/json", "{address}");
        let link = response.headers().get(LINK).map(|link| link.to_str().unwrap().to_owned());
        let policy = response.extensions().get::<CachePolicy>().copied();
        let bytes = response.into_body().try_into_bytes().unwrap();
        Got { body: serde_json::from_slice(&bytes).unwrap(), link, policy }
    }

    fn posting(address: &str, body: &str) -> test::TestRequest {
        let request = test::TestRequest::post().uri(address).insert_header(("Content-Type", "application/json"));
        request.set_payload(body.to_owned())
    }

    async fn post(&self, address: &str, body: &Value) -> Value {
        let response = self.call(Self::posting(address, &body.to_string())).await;
        assert_eq!(response.status(), StatusCode::OK, "{body}: {:?}", response.error());
        serde_json::from_slice(&response.into_body().try_into_bytes().unwrap()).unwrap()
    }

    async fn post_refused(&self, address: &str, body: &str) -> Problem {
        let response = self.call(Self::posting(address, body)).await;
        let problem = response.error().and_then(|error| error.as_error::<Problem>());
        problem.unwrap_or_else(|| panic!("{body} was answered with {}", response.status())).clone()
    }

    async fn refused(&self, address: &str) -> Problem {
        let response = self.response(address, None).await;
        let problem = response.error().and_then(|error| error.as_error::<Problem>());
        problem.unwrap_or_else(|| panic!("{address} was answered with {}", response.status())).clone()
    }
}

fn ids(list: &Value) -> Vec<&str> {
    list["data"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap()).collect()
}
