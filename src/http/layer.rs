//! The one middleware: everything that holds for every request, in one pass.
//!
//! One instead of a stack, because each layer of a stack costs a future, and a request that is answered from memory
//! should cost little more than sending its bytes. In order: id, limits, the allowance of the client, method, "you have it
//! already", the answer kept ready; and only then routes, whose answers get their headers here and are kept.

use std::{
    future::{Future, Ready, ready},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::{self, BoxBody, MessageBody},
    dev::{Payload, Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    http::{
        ConnectionType, Method, StatusCode,
        header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, IF_NONE_MATCH, RETRY_AFTER},
    },
    web::{self, Bytes},
};

use super::{
    bodies::Lent,
    cache::CachePolicy,
    encoding::{self, Encoding},
    etag::{KeyHash, Tag},
    exchange::{Exchange, Sent, address, logged},
    failure::{InternalFailure, caught, page_for, problem_of, refusal},
    headers, limits,
    media::Preference,
    methods::Verb,
    metrics::Answered,
    options::options,
    response_cache::{CacheKey, CachedResponse, MAX_BODY_BYTES, OwnedCacheKey},
    served::{Calendar, NAMED_SEED, RequestContext, Snapshot, program_seed},
    state::State,
};

/// The middleware. Wrap the whole application in it, and nothing else around it.
#[derive(Clone, Debug)]
pub struct Layer(Arc<State>);

impl Layer {
    /// The middleware over this state.
    pub fn new(state: Arc<State>) -> Self {
        Self(state)
    }
}

impl<S> Transform<S, ServiceRequest> for Layer
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error>,
    S::Future: 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = Layered<S>;
    type InitError = ();
    type Future = Ready<Result<Layered<S>, ()>>;

    fn new_transform(&self, routes: S) -> Self::Future {
        ready(Ok(Layered { state: Arc::clone(&self.0), calendar: Calendar::new(), routes }))
    }
}

/// The middleware of one worker.
#[derive(Debug)]
pub struct Layered<S> {
    state: Arc<State>,
    calendar: Calendar,
    routes: S,
}

impl<S> Service<ServiceRequest> for Layered<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<BoxBody>, Error = Error>,
    S::Future: 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = Answering;

    forward_ready!(routes);

    fn call(&self, mut request: ServiceRequest) -> Answering {
        let state = &*self.state;
        let exchange = Exchange::begin(state, &request);
        // Taken once: the request sees one version, whatever is reloaded meanwhile.
        let served = state.served_now();
        let today = self.calendar.day(exchange.time);
        // Only a POST is read; what else brings a body is answered, and the body never taken.
        let body = Some(request.take_payload()).filter(|payload| !matches!(payload, Payload::None));

        let (left, refused) = match (limits::exceeded(request.head()), &state.client_rate) {
            (Some(problem), _) => (None, Some(problem)),
            (None, Some(rate)) if !limits::is_for_operators(request.path()) => {
                let (left, refused) = rate.count(request.peer_addr().map(|peer| peer.ip()), request.headers());
                (Some(left), refused)
            }
            (None, _) => (None, None),
        };
        let answer = match refused {
            Some(problem) => Some(refusal(&problem, &exchange.id, page_for(request.request()))),
            None if exchange.verb == Verb::Options => options(&request),
            None => None,
        };
        if let Some(mut response) = answer {
            let to = response.headers_mut();
            headers::caching(to, CachePolicy::NoStore, None);
            headers::common(to, request.path(), &served.version_header);
            if let Some(left) = left {
                left.write(to);
            }
            let route = request.resource_map().match_pattern(request.path());
            let answered = state.metrics.answered(route, exchange.verb, response.status());
            return Answering::now(exchange.end(state, request.into_response(response), body, &answered, false));
        }

        let asked = exchange.verb.reads().then(|| {
            let key = CacheKey {
                edition: served.edition,
                day: today,
                origin: state.origin.of(request.head()),
                preference: Preference::of(request.headers()),
                encoding: Encoding::negotiate(request.headers()),
                address: address(request.uri()),
            };
            let seed = served.seed_on(today) ^ key.origin.seed();
            (KeyHash::new(seed, key.address, key.preference), key)
        });
        if let Some((hash, key)) = asked {
            if let Some((policy, tag)) = held_by_client(hash, &key, request.headers()) {
                let mut response = HttpResponse::with_body(StatusCode::NOT_MODIFIED, BoxBody::new(body::None::new()));
                let to = response.headers_mut();
                headers::caching(to, policy, Some(tag));
                headers::common(to, request.path(), &served.version_header);
                if let Some(left) = left {
                    left.write(to);
                }
                let route = request.resource_map().match_pattern(request.path());
                let answered = state.metrics.answered(route, exchange.verb, response.status());
                state.metrics.not_modified.inc();
                return Answering::now(exchange.end(state, request.into_response(response), body, &answered, true));
            }
            if let Some(kept) = state.cache.get(hash, &key) {
                let mut response = HttpResponse::with_body(StatusCode::OK, BoxBody::new(kept.body.clone()));
                let to = response.headers_mut();
                for (name, value) in &kept.headers {
                    to.append(name.clone(), value.clone());
                }
                if let Some(left) = left {
                    left.write(to);
                }
                state.metrics.hits.inc();
                return Answering::now(exchange.end(
                    state,
                    request.into_response(response),
                    body,
                    &kept.answered,
                    true,
                ));
            }
        }

        let preference = asked.map_or_else(|| Preference::of(request.headers()), |(_, key)| key.preference);
        let asked = asked.map(|(hash, key)| Cacheable { hash, key: key.owned() });
        if exchange.verb == Verb::Head {
            // Routed as GET.
            request.head_mut().method = Method::GET;
        }
        let (lent, unread) = match body {
            Some(body) if exchange.verb == Verb::Post => {
                let lent = Lent::new(body);
                request.set_payload(lent.to_payload());
                (Some(lent), None)
            }
            unread => (None, unread),
        };
        let served = Arc::clone(&served);
        let request_context = RequestContext {
            served: Arc::clone(&served),
            today: today.date,
            preference,
            workshop: Arc::clone(&state.workshop),
        };
        request.extensions_mut().insert(request_context);
        let state = Arc::clone(&self.state);
        // No clone of the request may be kept while routes have it, so what a failure needs is copied.
        let (path, shown): (Box<str>, _) = (request.path().into(), logged(&state, request.uri()));
        let routed = self.routes.call(request);
        Answering::Later(Box::pin(async move {
            let reason = match caught(routed).await {
                Ok(Ok(response)) => {
                    let (mut response, answered) = complete(&exchange, &state, &served, asked, response).await;
                    if let Some(left) = left {
                        left.write(response.headers_mut());
                    }
                    let unread = unread.or_else(|| lent?.unread());
                    return Ok(exchange.end(&state, response, unread, &answered, false));
                }
                Ok(Err(error)) => error.to_string(),
                Err(panic) => panic,
            };
            let sent = Sent { status: StatusCode::INTERNAL_SERVER_ERROR, bytes: None, is_kept: false };
            exchange.note(&state, &sent, &state.metrics.answered(None, exchange.verb, sent.status), || shown);
            Err(InternalFailure { id: exchange.id, path, version: served.version_header.clone(), reason }.into())
        }))
    }
}

/// The answer of [`Layered`]: there at once when nothing had to be routed.
pub enum Answering {
    /// There.
    Now(Option<Result<ServiceResponse<BoxBody>, Error>>),
    /// Being worked out.
    Later(Pin<Box<dyn Future<Output = Result<ServiceResponse<BoxBody>, Error>>>>),
}

impl Answering {
    fn now(response: ServiceResponse<BoxBody>) -> Self {
        Self::Now(Some(Ok(response)))
    }
}

impl Future for Answering {
    type Output = Result<ServiceResponse<BoxBody>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            // A future that has answered is not polled again.
            Self::Now(answer) => answer.take().map_or(Poll::Pending, Poll::Ready),
            Self::Later(answer) => answer.as_mut().poll(context),
        }
    }
}

/// The tag of the answer when the client already has it, and how long it may go on keeping it. A client knows the tag from no
/// other place than an answer to this question, so nothing needs to be looked up.
fn held_by_client(hash: KeyHash, key: &CacheKey<'_>, headers: &HeaderMap) -> Option<(CachePolicy, Tag)> {
    if !headers.contains_key(IF_NONE_MATCH) {
        return None;
    }
    [CachePolicy::Dataset, CachePolicy::Asset, CachePolicy::Immutable].into_iter().find_map(|policy| {
        let tag = tag_of(policy, hash, key.address, key.preference).filter(|tag| tag.is_listed(headers))?;
        Some((policy, tag))
    })
}

/// The tag of an answer. Parts of the program keep theirs when the data change.
fn tag_of(policy: CachePolicy, hash: KeyHash, address: &str, preference: Preference) -> Option<Tag> {
    match policy {
        CachePolicy::Dataset => Some(hash.tag()),
        CachePolicy::Asset => Some(KeyHash::new(program_seed(), address, preference).tag()),
        CachePolicy::Immutable => Some(KeyHash::new(NAMED_SEED, address, preference).tag()),
        CachePolicy::NoStore => None,
    }
}

/// What is asked for, while a route works on it.
struct Cacheable {
    hash: KeyHash,
    key: OwnedCacheKey,
}

/// Turns the answer of a route into the answer of the service, but for what [`Exchange::end`] adds.
async fn complete(
    exchange: &Exchange,
    state: &State,
    served: &Snapshot,
    asked: Option<Cacheable>,
    response: ServiceResponse<BoxBody>,
) -> (ServiceResponse<BoxBody>, Answered) {
    let (request, mut response) = response.into_parts();
    if let Some(problem) = problem_of(&response) {
        response = refusal(&problem, &exchange.id, page_for(&request));
    }
    let status = response.status();
    if matches!(status, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT) {
        // The rest of the body is not read.
        response.head_mut().set_connection_type(ConnectionType::Close);
    }
    if status == StatusCode::SERVICE_UNAVAILABLE && !response.headers().contains_key(RETRY_AFTER) {
        response.headers_mut().insert(RETRY_AFTER, headers::IN_A_MOMENT);
    }
    let stated = response.extensions().get::<CachePolicy>().copied();
    let policy = match (stated, &asked) {
        (Some(stated), Some(_)) if status == StatusCode::OK || status.is_redirection() => stated,
        _ => CachePolicy::NoStore,
    };
    let asked = asked.filter(|_| status == StatusCode::OK && policy != CachePolicy::NoStore);
    let tag =
        asked.as_ref().and_then(|asked| tag_of(policy, asked.hash, address(request.uri()), asked.key.preference()));
    headers::caching(response.headers_mut(), policy, tag);
    headers::common(response.headers_mut(), request.path(), &served.version_header);
    let answered = state.metrics.answered(pattern(&request), exchange.verb, status);
    if let Some(asked) = asked {
        state.metrics.misses.inc();
        // What is kept answers HEAD as well, but is counted as what it will mostly be.
        let counted = state.metrics.answered(pattern(&request), Verb::Get, status);
        response = keep(state, asked, counted, response).await;
    }
    (ServiceResponse::new(request, response), answered)
}

/// The pattern of the route that answered; none when no route did.
fn pattern(request: &HttpRequest) -> Option<String> {
    request.match_pattern().filter(|pattern| !pattern.is_empty())
}

/// Compresses an answer, and keeps it for the next one who asks.
async fn keep(state: &State, asked: Cacheable, answered: Answered, response: HttpResponse) -> HttpResponse {
    let Cacheable { hash, key } = asked;
    let (mut response, body) = response.into_parts();
    let mut body = match body.try_into_bytes() {
        Ok(bytes) if bytes.len() <= MAX_BODY_BYTES => bytes,
        // Sent as it is made, or too large to be kept.
        Ok(bytes) => return response.set_body(BoxBody::new(bytes)),
        Err(stream) => return response.set_body(stream),
    };
    if let Some(encoded) = encoded(key.encoding(), response.headers(), &body).await
        && let Some(name) = key.encoding().header()
    {
        response.headers_mut().insert(CONTENT_ENCODING, name);
        body = encoded;
    }
    let headers = response.headers().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    state.cache.put(hash, CachedResponse { key, headers, body: body.clone(), answered });
    response.set_body(BoxBody::new(body))
}

/// The body in the encoding, when that makes it smaller.
async fn encoded(encoding: Encoding, headers: &HeaderMap, body: &Bytes) -> Option<Bytes> {
    let is_worth_it = encoding != Encoding::Identity
        && body.len() >= encoding::MIN_BYTES
        && !headers.contains_key(CONTENT_ENCODING)
        && headers.get(CONTENT_TYPE).is_some_and(encoding::is_compressible);
    if !is_worth_it {
        return None;
    }
    let result = if body.len() > encoding::INLINE_MAX_BYTES {
        let body = body.clone();
        web::block(move || encoding.encode(&body)).await.ok()?
    } else {
        encoding.encode(body)
    };
    let encoded = result.ok().flatten()?;
    (encoded.len() < body.len()).then(|| encoded.into())
}
