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

use super::{problem::Problem, served::Now, work::Effort};
use crate::domain::stop::Stop;

/// A part that is being made.
type Part = Pin<Box<dyn Future<Output = Result<Bytes, Problem>>>>;

/// A body of so many parts.
pub struct Streamed<M> {
    now: Now,
    make: Arc<M>,
    parts: usize,
    next: usize,
    pending: Option<Part>,
}

impl<M> Streamed<M>
where
    M: Fn(&Now, usize, &Stop) -> Result<Bytes, Problem> + Send + Sync + 'static,
{
    /// Made by `make` from the number of each part, from 0. When one cannot be made the connection is cut off, so that nobody
    /// takes what there is for the whole.
    pub fn new(now: Now, parts: usize, make: M) -> Self {
        Self { now, make: Arc::new(make), parts, next: 0, pending: None }
    }
}

impl<M> MessageBody for Streamed<M>
where
    M: Fn(&Now, usize, &Stop) -> Result<Bytes, Problem> + Send + Sync + 'static,
{
    type Error = Problem;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Problem>>> {
        let Self { now, make, parts, next, pending } = self.get_mut();
        if *next == *parts {
            return Poll::Ready(None);
        }
        let part = pending.get_or_insert_with(|| {
            let (make, number) = (Arc::clone(make), *next);
            Box::pin(now.clone().work(Effort::Heavy, move |now, stop| make(now, number, stop)))
        });
        let made = std::task::ready!(part.as_mut().poll(context));
        *pending = None;
        // Nothing follows what failed.
        *next = if made.is_ok() { *next + 1 } else { *parts };
        Poll::Ready(Some(made))
    }
}
