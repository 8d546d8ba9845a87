//! One request from its first byte to its line in the log.

use std::time::{Instant, SystemTime};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{ConnectionType, StatusCode, Uri, header::CONTENT_LENGTH},
};

use super::{
    access_log::Line,
    bodies::{Headless, Unread},
    methods::Verb,
    metrics::Answered,
    request_id::{self, RequestId},
    state::State,
};

/// What is known of a request when it arrives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exchange {
    pub(super) id: RequestId,
    pub(super) verb: Verb,
    pub(super) time: SystemTime,
    started: Instant,
}

impl Exchange {
    pub(super) fn begin(state: &State, request: &ServiceRequest) -> Self {
        let id = RequestId::given(request.headers()).unwrap_or_else(|| state.ids.next());
        Self { id, verb: Verb::of(request.method()), time: SystemTime::now(), started: Instant::now() }
    }

    /// Gives the answer its id, counts it and logs it. `unread` is what of the body of the request nobody has read: the
    /// connection ends with this answer, and so it does while the service shuts down.
    pub(super) fn end(
        &self,
        state: &State,
        mut response: ServiceResponse<BoxBody>,
        unread: Option<Payload>,
        answered: &Answered,
        is_kept: bool,
    ) -> ServiceResponse<BoxBody> {
        response.headers_mut().insert(request_id::HEADER, self.id.header());
        if unread.is_some() || state.is_draining() {
            response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
        }
        let bytes = match response.response().body().size() {
            // The body is there, for its length, but is not sent.
            _ if self.verb == Verb::Head => Some(0),
            BodySize::None => Some(0),
            BodySize::Sized(bytes) => Some(bytes),
            BodySize::Stream => None,
        };
        let sent = Sent { status: response.status(), bytes, is_kept };
        self.note(state, &sent, answered, || logged(state, response.request().uri()));
        if self.verb == Verb::Head {
            response = response.map_body(|head, body| match body.size() {
                BodySize::Sized(bytes) if bytes > 0 => {
                    head.headers_mut().insert(CONTENT_LENGTH, bytes.into());
                    head.no_chunking(true);
                    BoxBody::new(Headless)
                }
                BodySize::None | BodySize::Sized(_) | BodySize::Stream => body,
            });
        }
        match unread {
            Some(unread) => response.map_body(|_, body| BoxBody::new(Unread::new(body, unread))),
            None => response,
        }
    }

    /// Counts and logs a request whose answer is written elsewhere.
    pub(super) fn note(&self, state: &State, sent: &Sent, answered: &Answered, address: impl FnOnce() -> Box<str>) {
        let took = self.started.elapsed();
        answered.count(took);
        if let Some(log) = &state.access_log {
            log.push(Line {
                time: self.time,
                id: self.id,
                method: self.verb.name(),
                address: address(),
                status: sent.status.as_u16(),
                bytes: sent.bytes,
                took,
                cached: sent.is_kept,
            });
        }
    }
}

/// What was sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) status: StatusCode,
    /// Bytes of the body; none when they were not known beforehand.
    pub(super) bytes: Option<u64>,
    /// Whether it came from memory.
    pub(super) is_kept: bool,
}

/// The address as it may be logged.
pub(super) fn logged(state: &State, uri: &Uri) -> Box<str> {
    let with_query = state.access_log.as_ref().is_some_and(super::access_log::AccessLog::with_query);
    if with_query { address(uri).into() } else { uri.path().into() }
}

/// Path and query as they were sent.
pub(super) fn address(uri: &Uri) -> &str {
    uri.path_and_query().map_or("", |address| address.as_str())
}
