//! Under which address people reach the service, for answers that leave it: snippets, feeds.

use std::{
    fmt,
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::{Payload, RequestHead},
    http::header::HOST,
    web::Data,
};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::{
    problem::{Code, Problem},
    state::State,
};

/// The longest name of a host that is believed, with its port: that of the DNS, and a port.
const MAX_HOST_BYTES: usize = 253 + ":65535".len();

/// Where addresses that leave the service begin.
#[derive(Clone, Debug, Default)]
pub enum Origins {
    /// Wherever a request says it was sent to (`Host`), without TLS: right for whoever asks the service itself. Answers
    /// then depend on the host as well, and are kept for each.
    #[default]
    AsAsked,
    /// Here, whatever a request says: `https://evidence.example.org`.
    Configured(Arc<str>),
}

impl Origins {
    /// `seed`, with what the origin of this request adds to what an answer depends on.
    pub(super) fn seed(&self, seed: u64, head: &RequestHead) -> u64 {
        match self {
            Self::AsAsked => host(head).map_or(seed, |host| xxh3_64_with_seed(host.as_bytes(), seed)),
            Self::Configured(origin) => xxh3_64_with_seed(origin.as_bytes(), seed),
        }
    }
}

/// Scheme, host and port under which the service is reached, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(Arc<str>);

impl Origin {
    /// The whole address of a path of the service.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Host and port, as they stand in an address.
    pub fn authority(&self) -> &str {
        self.0.split_once("://").map_or(&self.0, |(_, authority)| authority)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromRequest for Origin {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(state) = request.app_data::<Data<Arc<State>>>() else {
            return ready(Err(Problem::new(Code::Unavailable, "the service is not ready")));
        };
        ready(Ok(Self(match &state.origin {
            Origins::Configured(origin) => Arc::clone(origin),
            Origins::AsAsked => format!("http://{}", host(request.head()).unwrap_or("localhost")).into(),
        })))
    }
}

/// Host and port that a request says it was sent to; none when they could not stand in an address as they are. What
/// proxies add is not believed: anybody can add it.
fn host(head: &RequestHead) -> Option<&str> {
    let named = head.uri.authority().map(|authority| authority.as_str());
    let host = named.or_else(|| head.headers.get(HOST)?.to_str().ok())?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    (!host.is_empty() && host.len() <= MAX_HOST_BYTES && host.chars().all(is_plain)).then_some(host)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::host;

    #[test]
    fn only_what_can_stand_in_an_address_is_a_host() {
        let of = |value: &str| {
            let request = TestRequest::default().insert_header(("Host", value)).to_http_request();
            host(request.head()).map(str::to_owned)
        };
        for good in ["evidence.example", "127.0.0.1:8080", "[::1]:8080"] {
            assert_eq!(of(good).as_deref(), Some(good));
        }
        for bad in ["", "a\"><script>", "a b", "user@host", "a/b", &"a".repeat(300)] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}
