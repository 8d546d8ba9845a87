//! Under which address people reach the service, for answers that leave it: snippets, feeds, canonical links.

use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

use actix_web::{dev::RequestHead, http::header::HOST};
use xxhash_rust::xxh3::xxh3_64;

/// The longest name of a host that is believed, with its port: that of the DNS, and a port.
const MAX_HOST_BYTES: usize = 253 + ":65535".len();

/// What stands before the host when no public address was given: TLS is the proxy's, and a proxy needs `--public-url`.
const SCHEME: &str = "http://";

/// Where addresses that leave the service begin.
#[derive(Clone, Debug)]
pub enum Origins {
    /// Here, whatever a request says: `https://evidence.example.org`.
    Configured(Arc<str>),
    /// At the host that a request names, without TLS, if it is one of these. Any other host gets addresses without a
    /// host: whoever can make up a name must not find it in what others are answered.
    Named(KnownHosts),
}

impl Default for Origins {
    /// Loopback names only.
    fn default() -> Self {
        Self::Named(KnownHosts::default())
    }
}

impl Origins {
    /// Where the addresses begin in the answer to this request.
    pub(super) fn of<'r>(&'r self, head: &'r RequestHead) -> Named<'r> {
        match self {
            Self::Configured(origin) => Named { scheme: "", rest: origin },
            Self::Named(known) => match host(head).filter(|host| known.has(host)) {
                Some(host) => Named { scheme: SCHEME, rest: host },
                None => Named { scheme: "", rest: "" },
            },
        }
    }
}

/// The hosts that may name themselves: loopback names, always, and what the operator adds.
#[derive(Clone, Debug, Default)]
pub struct KnownHosts {
    /// The address that is listened on, as it stands in a `Host`; none when that is every address of the machine.
    listening: Option<String>,
    /// Names, in lower case; one with a port is that port alone.
    allowed: Vec<String>,
}

impl KnownHosts {
    /// Those of a service that listens here, and `allowed`: `evidence.example.org` with any port, or with one.
    pub fn new(listening: SocketAddr, allowed: &[String]) -> Self {
        let listening = (!listening.ip().is_unspecified()).then(|| listening.to_string());
        Self { listening, allowed: allowed.iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Them in words: `localhost, 127.0.0.1, [::1], 192.0.2.7:8080`.
    pub fn described(&self) -> String {
        let mut all = vec!["localhost", "127.0.0.1", "[::1]"];
        all.extend(self.listening.as_deref());
        all.extend(self.allowed.iter().map(String::as_str));
        all.join(", ")
    }

    fn has(&self, host: &str) -> bool {
        let (name, _) = split(host);
        is_loopback(name)
            || self.listening.as_deref().is_some_and(|own| own == host || own.strip_suffix(":80") == Some(host))
            || self.allowed.iter().any(|known| known.eq_ignore_ascii_case(host) || known.eq_ignore_ascii_case(name))
    }
}

/// Name and port of a host; a port is digits only.
fn split(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => (name, Some(port)),
        Some(_) | None => (host, None),
    }
}

/// Whether a name means this very machine (RFC 6761, section 6.3; RFC 1122, section 3.2.1.3).
fn is_loopback(name: &str) -> bool {
    name == "localhost"
        || name == "[::1]"
        || name.ends_with(".localhost")
        || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

/// Where the addresses in one answer begin, before anything is copied: part of what the answer is kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named<'r> {
    scheme: &'static str,
    rest: &'r str,
}

impl Named<'_> {
    /// What it adds to what the tag of an answer begins from.
    pub(super) fn seed(&self) -> u64 {
        xxh3_64(self.rest.as_bytes())
    }

    /// Whether this is where `origin` begins.
    pub(super) fn is(&self, origin: &Origin) -> bool {
        origin.0.strip_prefix(self.scheme) == Some(self.rest)
    }

    /// A copy that outlives the request.
    pub(super) fn to_origin(self) -> Origin {
        Origin(format!("{}{}", self.scheme, self.rest).into())
    }
}

/// Scheme, host and port under which the service is reached, without a slash at the end; empty when addresses have no
/// host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(Arc<str>);

impl Origin {
    /// The address of a path of the service: whole, or the path alone.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Whether addresses are whole.
    pub fn is_whole(&self) -> bool {
        !self.0.is_empty()
    }

    /// The same, or for samples of code that must name a host, the one that a service on one's own machine has.
    #[must_use]
    pub fn or_local(&self) -> Self {
        if self.is_whole() { self.clone() } else { Self("http://localhost:8080".into()) }
    }

    /// Host and port, as they stand in an address; empty when there is none.
    pub fn authority(&self) -> &str {
        self.0.split_once("://").map_or(&self.0, |(_, authority)| authority)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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

/// A name of a host with perhaps a port, as an operator writes it.
///
/// # Errors
/// What would be right.
pub fn host_name(text: &str) -> Result<String, String> {
    let (name, _) = split(text);
    let is_name = !name.is_empty()
        && name.len() <= MAX_HOST_BYTES
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']'))
        || name.starts_with('[')
            && name.ends_with(']')
            && name.chars().all(|c| c.is_ascii_hexdigit() || ":[]".contains(c));
    if is_name {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("write a host and perhaps a port: evidence.example.org".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

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

    #[test]
    fn only_known_hosts_name_themselves() {
        let listening = "192.0.2.7:8080".parse().expect("an address");
        let known = KnownHosts::new(listening, &["Evidence.example".to_owned(), "one.example:8443".to_owned()]);
        let origins = Origins::Named(known);
        let begins = |host: &str| {
            let request = TestRequest::default().insert_header(("Host", host)).to_http_request();
            origins.of(request.head()).to_origin().to_string()
        };
        for good in [
            "localhost",
            "localhost:9000",
            "docs.localhost:1",
            "127.0.0.1:8080",
            "127.1.2.3",
            "[::1]:8080",
            "192.0.2.7:8080",
            "evidence.example",
            "EVIDENCE.example:444",
            "one.example:8443",
        ] {
            assert_eq!(begins(good), format!("http://{good}"));
        }
        for bad in [
            "evil.example",
            "localhost.evil.example",
            "evil.example:8080",
            "127.0.0.1.evil.example",
            "127.0.0.1:80:evil",
            "192.0.2.7",
            "192.0.2.7:81",
            "192.0.2.8:8080",
            "one.example",
            "notlocalhost",
            "localhost:",
            "localhost:a",
        ] {
            assert_eq!(begins(bad), "", "{bad}");
        }
        let everywhere = KnownHosts::new("0.0.0.0:8080".parse().expect("an address"), &[]);
        assert!(!everywhere.has("0.0.0.0:8080") && everywhere.has("localhost:8080"));
    }

    #[test]
    fn an_origin_is_itself_and_no_other() {
        let named = |scheme, rest| Named { scheme, rest };
        let own = named(SCHEME, "localhost");
        assert!(own.is(&own.to_origin()));
        for other in [named("", "localhost"), named(SCHEME, ""), named("", ""), named(SCHEME, "localhost:1")] {
            assert!(!other.is(&own.to_origin()), "{other:?}");
        }
    }

    #[test]
    fn an_allowed_host_is_a_name() {
        for good in ["evidence.example.org", "evidence.example.org:8443", "[2001:db8::1]", "[2001:db8::1]:80"] {
            assert_eq!(host_name(good).as_deref(), Ok(good));
        }
        for bad in ["", ":80", "https://evidence.example.org", "a/b", "a b", "a:b"] {
            assert!(host_name(bad).is_err(), "{bad}");
        }
    }
}
