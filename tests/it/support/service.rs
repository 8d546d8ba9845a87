//! The service within the test, with routes that the product does not have.

use std::{
    net::TcpListener,
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
    time::Duration,
};

use actix_web::{HttpResponse, dev::ServerHandle, web};
use evidence::{
    app::Library,
    http::{
        body::Posted,
        cache::{CachePolicy, cached},
        metrics::Metrics,
        problem::{Code, Problem},
        served::{Opening, RequestContext, Snapshot},
        state::State,
    },
    server,
};

use super::{Client, Fixture};

/// A running service.
pub(crate) struct Service {
    pub(crate) client: Client,
    pub(crate) state: Arc<State>,
    pub(crate) fixture: Fixture,
    pub(crate) handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Service {
    pub(crate) fn start() -> Self {
        Self::start_with(|_| {})
    }

    /// With further routes.
    pub(crate) fn start_with(extra: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static) -> Self {
        Self::start_as(|state| state, extra)
    }

    /// As an operator sets it up, with further routes.
    pub(crate) fn start_as(
        set_up: impl FnOnce(State) -> State,
        extra: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
    ) -> Self {
        Self::start_on(Fixture::new(), set_up, extra)
    }

    /// The same on other records.
    pub(crate) fn start_on(
        fixture: Fixture,
        set_up: impl FnOnce(State) -> State,
        extra: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
    ) -> Self {
        let state = Arc::new(set_up(State::new(open(&fixture), OPENING, 1 << 20, Metrics::new(), None)));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = Client::new(listener.local_addr().unwrap());
        let (sender, started) = mpsc::channel();
        let thread = thread::spawn({
            let state = Arc::clone(&state);
            move || {
                let routes = move |config: &mut web::ServiceConfig| {
                    samples(config);
                    extra(config);
                };
                actix_web::rt::System::new().block_on(async move {
                    let server = server::server(listener, 2, &state, routes).unwrap();
                    sender.send(server.handle()).unwrap();
                    server.await.unwrap();
                });
            }
        });
        let handle = started.recv().unwrap();
        Self { client, state, fixture, handle, thread: Some(thread) }
    }

    /// Loads what the fixture holds now.
    pub(crate) fn reload(&self) {
        self.state.replace(open(&self.fixture), OPENING);
    }

    /// Waits for the end.
    pub(crate) fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // The order is sent by the call; only waiting for it would need a runtime.
        drop(self.handle.stop(false));
    }
}

const OPENING: Opening = Opening { took: Duration::ZERO, index_was_built: true };

fn open(fixture: &Fixture) -> Snapshot {
    let library = Library::open(&fixture.data(), &fixture.index(), &|_| ()).unwrap().library;
    Snapshot::new(library).described_by(&evidence::api::openapi_json())
}

/// Routes for what the layer does with all routes.
#[expect(clippy::disallowed_types, reason = "what the framework's own extractor answers is to be tried")]
fn samples(config: &mut web::ServiceConfig) {
    let dataset = |response| cached(response, CachePolicy::Dataset);
    config
        .route(
            "/v1/sample",
            web::get().to(move |context: RequestContext| async move {
                let body =
                    format!("{{\"version\":\"{}\",\"text\":\"{}\"}}", context.served.version, "benefits ".repeat(400));
                let response = HttpResponse::Ok()
                    .content_type("application/json")
                    .append_header(("Link", "</v1/sample?cursor=2>; rel=\"next\""))
                    .body(body);
                dataset(response)
            }),
        )
        .route(
            "/small",
            web::get().to(move || async move { dataset(HttpResponse::Ok().content_type("text/plain").body("small")) }),
        )
        .route(
            "/page",
            web::get().to(move || async move {
                dataset(HttpResponse::Ok().content_type("text/html; charset=utf-8").body("<p>page"))
            }),
        )
        .route(
            "/style.css",
            web::get().to(|| async {
                let response = HttpResponse::Ok().content_type("text/css").body("p{}".repeat(1000));
                cached(response, CachePolicy::Asset)
            }),
        )
        .route("/numbers/{n}", web::get().to(|n: web::Path<u8>| async move { n.to_string() }))
        .route("/echo", web::post().to(|posted: Posted<Echo>| async move { posted.0.text }))
        .route("/panic", web::get().to(|| async { panic_of_ours() }))
        .route(
            "/broken",
            web::get().to(|| async { Err::<HttpResponse, _>(Problem::new(Code::Internal, "the secret cause")) }),
        )
        .route(
            "/refused",
            web::get().to(move || async move {
                // A policy on an error must not make it cacheable.
                dataset(HttpResponse::BadRequest().finish())
            }),
        );
}

/// What `/echo` reads.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Echo {
    text: String,
}

impl evidence::http::body::Body for Echo {}

fn panic_of_ours() -> HttpResponse {
    panic!("the secret cause")
}
