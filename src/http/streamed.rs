//! Bodies that are made part by part, each when the client has taken the one before.
//!
//! However long the whole, no more than a part is held. Between two parts nobody works, so that a slow client keeps nobody else
//! waiting.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use actix_web::{
    body::{BodySize, MessageBody},
    web::Bytes,
};

use super::{problem::Problem, served::RequestContext, work::Effort};
use crate::domain::stop::Stop;

/// A part that is being made.
type Part = Pin<Box<dyn Future<Output = Result<Bytes, Problem>>>>;

/// A body of so many parts.
pub struct Streamed<M> {
    context: RequestContext,
    make: Arc<M>,
    parts: usize,
    next: usize,
    pending: Option<Part>,
}

impl<M> Streamed<M>
where
    M: Fn(&RequestContext, usize, &Stop) -> Result<Bytes, Problem> + Send + Sync + 'static,
{
    /// Made by `make` from the number of each part, from 0. When one cannot be made the connection is cut off, so that nobody
    /// takes what there is for the whole.
    pub fn new(context: RequestContext, parts: usize, make: M) -> Self {
        Self { context, make: Arc::new(make), parts, next: 0, pending: None }
    }
}

impl<M> MessageBody for Streamed<M>
where
    M: Fn(&RequestContext, usize, &Stop) -> Result<Bytes, Problem> + Send + Sync + 'static,
{
    type Error = Problem;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Bytes, Problem>>> {
        let Self { context, make, parts, next, pending } = self.get_mut();
        if *next == *parts {
            return Poll::Ready(None);
        }
        let part = pending.get_or_insert_with(|| {
            let (make, number) = (Arc::clone(make), *next);
            Box::pin(context.clone().work(Effort::Heavy, move |context, stop| make(context, number, stop)))
        });
        let made = std::task::ready!(part.as_mut().poll(task));
        *pending = None;
        // Nothing follows what failed.
        *next = if made.is_ok() { *next + 1 } else { *parts };
        Poll::Ready(Some(made))
    }
}
