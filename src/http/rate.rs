//! How many requests one client may send, if the operator limits that.
//!
//! A client is an IP address; of IPv6 the first 64 bits, because one client usually has all that begin with them (RFC
//! 6177). Requests are counted by the generic cell rate algorithm: so many a minute on average, and as many at once after a
//! pause. What operators ask (`/healthz`, `/readyz`, `/metrics`) is not counted.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DashMapStateStore,
};

use super::problem::{Code, Problem};

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// After so many requests, clients that have all of their requests left again are forgotten.
const FORGET_EVERY: u32 = 4096;

/// The time that the number of requests is for, in seconds.
const WINDOW_SECONDS: u64 = 60;

/// Counts the requests of each client.
pub struct ClientRate {
    limiter: RateLimiter<IpAddr, DashMapStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>,
    /// Requests a minute.
    quota: NonZeroU32,
    /// Which header names the client, when a proxy that writes it stands before the service.
    named_by: Option<HeaderName>,
    counted: AtomicU32,
}

impl fmt::Debug for ClientRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientRate")
            .field("quota", &self.quota)
            .field("named_by", &self.named_by)
            .finish_non_exhaustive()
    }
}

/// What is left to a client.
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    quota: u32,
    requests: u32,
    /// Seconds until there is one more.
    seconds: u64,
}

impl Left {
    /// Writes it (draft-ietf-httpapi-ratelimit-headers-10).
    pub(super) fn write(self, headers: &mut HeaderMap) {
        let Self { quota, requests, seconds } = self;
        let policy = format!("\"client\";q={quota};w={WINDOW_SECONDS}");
        let left = format!("\"client\";r={requests};t={seconds}");
        for (name, value) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, left)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }
}

impl ClientRate {
    /// So many requests a minute from each client. `named_by` is the header in which a proxy names the client: the last
    /// address in it counts, the one that the proxy itself has seen.
    pub fn new(a_minute: NonZeroU32, named_by: Option<HeaderName>) -> Self {
        let limiter = RateLimiter::dashmap(Quota::per_minute(a_minute)).with_middleware();
        Self { limiter, quota: a_minute, named_by, counted: AtomicU32::new(0) }
    }

    /// Counts a request; the answer says what is left, or is refused with a problem.
    pub(super) fn count(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> (Left, Option<Problem>) {
        if self.counted.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.limiter.retain_recent();
        }
        let client = self.client(peer, headers);
        let quota = self.quota.get();
        match self.limiter.check_key(&client) {
            Ok(state) => {
                let requests = state.remaining_burst_capacity();
                (Left { quota, requests, seconds: WINDOW_SECONDS.div_ceil(u64::from(quota)) }, None)
            }
            Err(not_yet) => {
                let wait = not_yet.wait_time_from(DefaultClock::default().now());
                let seconds = (wait + Duration::from_millis(999)).as_secs().max(1);
                let detail = format!("{quota} requests a minute are answered for each client; wait {seconds} s");
                let problem = Problem { retry_after: Some(seconds), ..Problem::new(Code::TooManyRequests, detail) };
                (Left { quota, requests: 0, seconds }, Some(problem))
            }
        }
    }

    /// Who asks. Requests whose client cannot be told share one allowance.
    fn client(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
        let named = self.named_by.as_ref().and_then(|name| {
            let line = headers.get_all(name).last()?.to_str().ok()?;
            line.rsplit(',').next()?.trim().parse().ok()
        });
        match named.or(peer).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)) {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => match address.to_ipv4_mapped() {
                Some(address) => IpAddr::V4(address),
                None => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn five() -> NonZeroU32 {
        NonZeroU32::new(5).expect("not zero")
    }

    #[test]
    fn each_client_has_its_own_allowance() {
        let rate = ClientRate::new(five(), None);
        let headers = HeaderMap::new();
        let from = |address: &str| Some(address.parse().expect("an address"));
        for left in [4, 3, 2, 1, 0] {
            let (has, refused) = rate.count(from("192.0.2.1"), &headers);
            assert_eq!((has.requests, refused.is_some()), (left, false));
        }
        let (has, refused) = rate.count(from("192.0.2.1"), &headers);
        let refused = refused.expect("the sixth");
        assert_eq!((has.requests, refused.code), (0, Code::TooManyRequests));
        assert!((1..=12).contains(&refused.retry_after.expect("a time")), "{refused:?}");
        assert!(rate.count(from("::ffff:192.0.2.1"), &headers).1.is_some(), "the same address");
        assert!(rate.count(from("192.0.2.2"), &headers).1.is_none(), "another client");
        for last in 1..=5 {
            assert!(rate.count(from(&format!("2001:db8::{last}")), &headers).1.is_none());
        }
        assert!(rate.count(from("2001:db8::6"), &headers).1.is_some(), "the same network");
        assert!(rate.count(from("2001:db8:0:1::6"), &headers).1.is_none());
    }

    #[test]
    fn a_proxy_names_the_client_only_where_the_operator_says_so() {
        let mut headers = HeaderMap::new();
        let forwarded = HeaderName::from_static("x-forwarded-for");
        headers.insert(forwarded.clone(), HeaderValue::from_static("10.0.0.1, 192.0.2.9"));
        let peer = Some("192.0.2.1".parse().expect("an address"));
        assert_eq!(ClientRate::new(five(), None).client(peer, &headers).to_string(), "192.0.2.1");
        assert_eq!(ClientRate::new(five(), Some(forwarded.clone())).client(peer, &headers).to_string(), "192.0.2.9");
        headers.insert(forwarded.clone(), HeaderValue::from_static("nonsense"));
        assert_eq!(ClientRate::new(five(), Some(forwarded)).client(peer, &headers).to_string(), "192.0.2.1");
    }
}
