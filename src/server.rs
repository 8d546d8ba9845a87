//! The service assembled: the middleware, the resources, the pages, and the process around them.

mod counting;
mod descriptors;
mod reload;
mod signals;
mod watch;

use std::{
    future::{Future, poll_fn},
    io,
    net::{SocketAddr, TcpListener},
    num::NonZero,
    pin::pin,
    sync::Arc,
    task::Poll,
    thread,
    time::{Duration, Instant},
};

use actix_http::{HttpService, Request};
use actix_server::Server;
use actix_service::{IntoServiceFactory, ServiceFactoryExt, fn_service, map_config};
use actix_web::{
    App, Error,
    body::BoxBody,
    dev::{AppConfig, ServiceFactory, ServiceRequest, ServiceResponse},
    web,
};
use utoipa_actix_web::{AppExt, service_config::ServiceConfig};

pub use reload::Reloader;

use crate::{
    api,
    app::{Examples, Library, OpenError, OpenedLibrary, Shelf, Unanswered},
    config::{Folders, Serve},
    domain::Date,
    embed,
    http::{
        access_log::AccessLog,
        connection, health,
        layer::Layer,
        limits::{KEEP_ALIVE, REQUEST_TIMEOUT, SHUTDOWN_SECONDS},
        methods::Methods,
        metrics::Metrics,
        origin::{KnownHosts, Origins},
        rate::ClientRate,
        routes::Routes,
        served::{Opening, Snapshot},
        state::State,
        unmatched::unmatched,
        work::WorkLimits,
    },
    search::{Opened, Progress},
    web as pages,
};

/// How long a client may take to close its side.
const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// Threads of each worker for work that does not serve connections. More than work at once on any machine this is meant for:
/// the permits of [`WorkLimits`] are the bound.
const BLOCKING_THREADS: usize = 64;

/// Why the service cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There is nothing to serve.
    #[error("there is nothing to serve")]
    Library(#[source] OpenError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}; give another one with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The system does not let the process open as many files as serving takes.
    #[error(
        "the system lets this process open {allowed} files at once, and serving takes {needed}: raise the limit \
         (`ulimit -n {needed}`) or give fewer --workers"
    )]
    Descriptors {
        /// How many files may be open.
        allowed: u64,
        /// How many must be.
        needed: u64,
    },
    /// The system refuses threads, signals or file events.
    #[error("cannot start: {what}")]
    Start {
        /// What was to be started.
        what: &'static str,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// Registers everything that stands in the OpenAPI document: the service's own addresses and the resources.
pub fn documented(config: &mut ServiceConfig<'_>) {
    config.configure(health::configure).configure(api::configure);
}

/// The whole service over this state; what `extra` registers comes last. Used to serve, by tests, and to write the
/// OpenAPI document.
pub fn application(
    state: Arc<State>,
    extra: impl FnOnce(&mut web::ServiceConfig),
) -> App<
    impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<BoxBody>, Error = Error, InitError = ()>,
> {
    let (app, document) = App::new().into_utoipa_app().configure(documented).split_for_parts();
    let described = document.paths.paths.into_iter().map(|(pattern, item)| {
        let methods = Methods { reads: item.get.is_some(), posts: item.post.is_some() };
        (pattern, methods)
    });
    let forms = pages::FORMS.iter().map(|&pattern| (pattern.to_owned(), Methods { reads: true, posts: true }));
    let routes = Routes::new(described.chain(forms));
    app.app_data(web::Data::new(Arc::clone(&state)))
        .app_data(web::Data::new(routes))
        .configure(pages::configure)
        .configure(embed::configure)
        .configure(extra)
        .default_service(web::to(unmatched))
        .wrap(Layer::new(state))
}

/// The server on a socket that listens already.
///
/// Assembled from the parts of the framework, because its own assembly gives no place to answer `Expect`, and hides what the
/// parser refuses.
///
/// # Errors
/// When the socket cannot be used.
pub fn server(
    listener: TcpListener,
    workers: usize,
    state: &Arc<State>,
    extra: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
) -> io::Result<Server> {
    let state = Arc::clone(state);
    let builder = Server::build()
        .workers(workers)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        // As many as work at once, and some for compressing; who waits does so without a thread.
        .worker_max_blocking_threads(BLOCKING_THREADS)
        // Ours tell load balancers first.
        .disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    let builder = builder.listen("evidence", listener, move || {
        let (stopping, expecting, ending) = (stopping.clone(), Arc::clone(&state), Arc::clone(&state));
        let application =
            IntoServiceFactory::<_, Request>::into_factory(application(Arc::clone(&state), extra.clone()));
        let routes = map_config(application, |()| AppConfig::default());
        HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(REQUEST_TIMEOUT)
            .client_disconnect_timeout(DISCONNECT_TIMEOUT)
            // Who has closed its side waits for no answer: the work on it ends.
            .h1_allow_half_closed(false)
            // Headers and body are written separately; waiting for acknowledgements costs 40 ms an answer.
            .tcp_nodelay(true)
            .expect(fn_service(move |request| connection::may_send(&expecting, request)))
            .finish(routes.map_err(|error: Error| error.error_response()))
            .tcp()
            .map_err(move |error| connection::ended(&ending, &error))
    })?;
    Ok(builder.run())
}

/// Opens the library, telling `progress` how far the building of an index is, and serves it until the process is told to
/// stop.
///
/// # Errors
/// [`ServeError`].
pub fn serve(config: &Serve, progress: &dyn Fn(Progress)) -> Result<(), ServeError> {
    descriptors::suffice(workers(config), config.watch)?;
    let unanswered = config.count_queries.as_deref().and_then(counting::open);
    let (served, opening) = open(config, None, unanswered.as_ref(), progress).map_err(ServeError::Library)?;
    let listener =
        TcpListener::bind(config.listen).map_err(|source| ServeError::Listen { address: config.listen, source })?;
    let address = listener.local_addr().unwrap_or(config.listen);
    let start = |what| move |source| ServeError::Start { what, source };

    let metrics = Metrics::new();
    let access_log = if config.access_log.is_on() {
        let log = AccessLog::start(io::stderr(), config.log_queries, metrics.log_drops.clone());
        Some(log.map_err(start("the access log"))?)
    } else {
        None
    };
    let cache_bytes = u64::from(config.cache) * 1024 * 1024;
    let origin = config.public_url.as_deref().map_or_else(
        || Origins::Named(KnownHosts::new(address, &config.allowed_host)),
        |url| Origins::Configured(url.into()),
    );
    let client_rate = config.rate_limit.map(|a_minute| ClientRate::new(a_minute, config.client_header.clone()));
    let state = State::new(served, opening, cache_bytes, metrics, access_log)
        .reached_at(origin)
        .working_within(work_limits(config))
        .limiting(client_rate);
    let state = Arc::new(state);
    let reloader = {
        let (state, config, unanswered) = (Arc::clone(&state), config.clone(), unanswered.clone());
        let before = Arc::clone(&state);
        let again = move || open(&config, Some(&before.served().library), unanswered.as_ref(), &|_| ());
        Reloader::start(state, again).map_err(start("the thread that loads data"))?
    };
    // Kept to the end: dropping it writes what has been counted since.
    let _counting = match (&config.count_queries, unanswered) {
        (Some(path), Some(unanswered)) => {
            tracing::info!(file = %path.display(), "counting what is looked for and not found");
            Some(counting::Writing::start(path.clone(), unanswered).map_err(start("the thread that writes counts"))?)
        }
        _ => None,
    };
    // Kept to the end: dropping it ends the watch.
    let _watch = if config.watch {
        let data = &config.folders.data;
        let watch = watch::watch(data, reloader.clone()).map_err(start("watching the data folder"))?;
        tracing::info!(folder = %data.display(), "watching for changes");
        Some(watch)
    } else {
        None
    };

    let runtime = actix_web::rt::Runtime::new().map_err(start("the event loop"))?;
    let outcome = actix_web::rt::System::with_tokio_rt(|| runtime).block_on(async {
        // Before the addresses are printed, so that whoever reads them can send signals.
        let mut signals = signals::Signals::listen().map_err(start("listening to signals"))?;
        let server = server(listener, workers(config), &state, |_| {}).map_err(start("the server"))?;
        let handle = server.handle();
        let mut running = actix_web::rt::spawn(server);
        announce(&state, address);

        let mut failed = None;
        let told = async {
            while signals.next().await == signals::Signal::Reload {
                reloader.request();
            }
        };
        // Its workers begin only now. Without them the process would live on and serve nothing.
        let ended = async { failed = Some((&mut running).await) };
        if !either(told, ended).await {
            let source = match failed {
                Some(Err(panicked)) => io::Error::other(panicked),
                Some(Ok(Err(error))) => error,
                Some(Ok(Ok(()))) | None => io::Error::other("it ended by itself"),
            };
            return Err(start("the server")(source));
        }
        // First, so that whoever reads the line finds the service not ready.
        state.drain();
        tracing::info!("stopping; finishing what is under way, a second signal stops at once");
        let finish = async {
            actix_web::rt::time::sleep(Duration::from_secs(config.drain.into())).await;
            handle.stop(true).await;
            let _ = running.await;
        };
        let again = async { while signals.next().await == signals::Signal::Reload {} };
        let was_finished = either(finish, again).await;
        tracing::info!(finished = was_finished, "stopped");
        Ok(())
    });
    if let Some(log) = &state.access_log {
        log.close();
    }
    outcome
}

/// Opens what is to be served, after what is served now.
fn open(
    config: &Serve,
    before: Option<&Library>,
    unanswered: Option<&Arc<Unanswered>>,
    progress: &dyn Fn(Progress),
) -> Result<(Snapshot, Opening), OpenError> {
    let started = Instant::now();
    let Folders { data, index, literature: _ } = &config.folders;
    let OpenedLibrary { library, warnings, index } = Library::open_after(before, data, index, progress)?;
    let shelf = Shelf::open(&config.folders.literature());
    match &shelf {
        Shelf::Loaded(literature) => {
            tracing::info!(records = literature.total(), folder = %literature.folder().display(), "with literature");
        }
        Shelf::Damaged(because) => tracing::error!("{because}; the literature is not served"),
        Shelf::NotLoaded => {}
    }
    let library = library.with_literature(shelf).counting(unanswered.cloned());
    // Whoever runs the service did not write the records.
    if !warnings.is_empty() {
        tracing::info!("remarks on the records: {}; `evidence lint` lists them for whoever keeps them", warnings.len());
    }
    let index_was_built = match index {
        Opened::AsItWas => false,
        Opened::Built { because } => {
            tracing::info!("built the index: {because}");
            true
        }
    };
    Ok((
        Snapshot::new(library).described_by(&api::openapi_json()),
        Opening { took: started.elapsed(), index_was_built },
    ))
}

fn workers(config: &Serve) -> usize {
    let processors = thread::available_parallelism().map_or(2, NonZero::get);
    config.workers.map_or(processors.max(2), usize::from)
}

fn work_limits(config: &Serve) -> WorkLimits {
    let processors = thread::available_parallelism().map_or(2, NonZero::get);
    let usual = WorkLimits::for_processors(processors);
    let heavy = config.heavy.map_or(usual.heavy, usize::from);
    WorkLimits {
        heavy,
        light: usual.light.max(heavy),
        queue: config.queue.map_or(usual.queue, usize::from),
        patience: usual.patience,
        deadline: Duration::from_secs(config.deadline.into()),
    }
}

/// Says what is served and which addresses to open.
fn announce(state: &State, address: SocketAddr) {
    let served = state.served();
    let corpus = served.library.corpus();
    tracing::info!(
        version = %served.version,
        sources = corpus.sources().len(),
        findings = corpus.findings().len(),
        claims = corpus.claims().len(),
        blurbs = corpus.blurbs().len(),
        topics = corpus.topics().len(),
        "serving"
    );
    match &state.origin {
        Origins::Configured(origin) => {
            tracing::info!("addresses in snippets, feeds and canonical links begin with {origin}");
        }
        Origins::Named(known) => tracing::info!(
            "addresses in snippets, feeds and canonical links name the host that was asked if it is one of {}, and none \
             otherwise; --public-url or --allowed-host says where people reach the service",
            known.described()
        ),
    }
    tracing::info!("listening on http://{address}/");
    tracing::info!("documentation at http://{address}/docs");
    // The day decides on texts alone.
    if let Some(condition) = Examples::of(corpus, Date::MIN).condition {
        let question: String =
            url::form_urlencoded::byte_serialize(condition.label.to_lowercase().as_bytes()).collect();
        tracing::info!("try http://{address}/v1/search?q={question}");
    }
}

/// Waits for one of two; says whether it was the first.
async fn either(first: impl Future<Output = ()>, second: impl Future<Output = ()>) -> bool {
    let (mut first, mut second) = (pin!(first), pin!(second));
    poll_fn(|context| {
        if first.as_mut().poll(context).is_ready() {
            Poll::Ready(true)
        } else {
            second.as_mut().poll(context).map(|()| false)
        }
    })
    .await
}
