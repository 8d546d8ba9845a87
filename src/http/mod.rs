//! Shared HTTP ground: what every answer has in common, whether JSON or HTML.
//!
//! Knows the library only as the thing that is served and swapped; knows no resource. [`layer`] is the one middleware;
//! everything it does has a file of its own here.

pub mod access_log;
mod bodies;
pub mod body;
pub mod cache;
pub mod connection;
pub mod encoding;
pub mod etag;
mod exchange;
mod failure;
pub mod headers;
pub mod health;
pub mod layer;
pub mod limits;
pub mod media;
pub mod methods;
pub mod metrics;
mod options;
pub mod origin;
pub mod problem;
pub mod rate;
pub mod request_id;
mod response_cache;
pub mod routes;
pub mod served;
pub mod state;

pub mod streamed;
pub mod unmatched;
pub mod work;
