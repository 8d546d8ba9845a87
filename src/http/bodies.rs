//! What is done with bodies of the wrong kind: those of requests that nobody reads, and those of answers to HEAD.

use std::{
    cell::RefCell,
    convert::Infallible,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    dev::Payload,
    error::PayloadError,
    web::Bytes,
};
use futures_core::Stream;

/// The body of a request, lent to a route, and afterwards looked at: was it read to its end?
#[derive(Clone)]
pub(super) struct Lent(Rc<RefCell<State>>);

struct State {
    payload: Payload,
    was_read: bool,
}

impl Lent {
    pub(super) fn new(payload: Payload) -> Self {
        Self(Rc::new(RefCell::new(State { payload, was_read: false })))
    }

    /// What a route reads.
    pub(super) fn to_payload(&self) -> Payload {
        Payload::Stream { payload: Box::pin(self.clone()) }
    }

    /// The body, if it was not read to its end.
    pub(super) fn unread(self) -> Option<Payload> {
        let mut state = self.0.borrow_mut();
        (!state.was_read).then(|| std::mem::replace(&mut state.payload, Payload::None))
    }
}

impl Stream for Lent {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut state = self.0.borrow_mut();
        let polled = Pin::new(&mut state.payload).poll_next(context);
        if let Poll::Ready(None | Some(Err(_))) = &polled {
            state.was_read = true;
        }
        polled
    }
}

/// The body of an answer, and beside it the body of a request that was not read. While the second is alive, the framework
/// takes it for unread and closes the connection behind the answer; once it is dropped, a body in chunks would be read on to
/// an end that may never come.
pub(super) struct Unread {
    answer: BoxBody,
    _request: Payload,
}

impl Unread {
    pub(super) fn new(answer: BoxBody, request: Payload) -> Self {
        Self { answer, _request: request }
    }
}

impl MessageBody for Unread {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().answer).poll_next(context)
    }
}

/// No body, of an answer to HEAD that states the length of one in its headers. The framework leaves a body out by the last
/// request that it has read, which with a client that pipelines may be another one; and it states the length of a body that
/// is sent as it is made only if a header does.
pub(super) struct Headless;

impl MessageBody for Headless {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(None)
    }
}
