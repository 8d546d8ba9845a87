//! What an operator can set. Defaults stand here; flags come before environment variables; nothing is read elsewhere.

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf};

use actix_web::http::header::HeaderName;
use clap::{Args, ValueEnum};
use url::Url;

use crate::http::{origin::host_name, work::DEADLINE_SECONDS};

/// Where the literature is by default.
pub const LITERATURE: &str = "index/literature";

/// Where data and index are.
#[derive(Args, Clone, Debug)]
pub struct Folders {
    /// Folder of the records
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    pub data: PathBuf,
    /// Folder of the index; built when it is missing or does not fit the records
    #[arg(long, value_name = "DIR", default_value = "index", env = "EVIDENCE_INDEX")]
    pub index: PathBuf,
    /// Folder of the literature; by default `literature` in the folder of the index, when there is some in it
    #[arg(long, value_name = "DIR", env = "EVIDENCE_LITERATURE")]
    pub literature: Option<PathBuf>,
}

impl Folders {
    /// The folder of the literature.
    pub fn literature(&self) -> PathBuf {
        self.literature.clone().unwrap_or_else(|| self.index.join("literature"))
    }
}

/// How the service is run.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Where data and index are.
    #[command(flatten)]
    pub folders: Folders,
    /// Address and port to listen on; port 0 takes any free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", env = "EVIDENCE_LISTEN")]
    pub listen: SocketAddr,
    /// Where people reach the service, for addresses that leave it (snippets, feeds, canonical links): `https://evidence.example.org`.
    /// Give it when a proxy stands before the service. Without it these addresses name the host of the request, without TLS, if
    /// that is a loopback name, the address listened on or an --allowed-host; else they name no host
    #[arg(long, value_name = "URL", value_parser = origin, env = "EVIDENCE_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// A host that addresses may name, with any port unless one is given: `evidence.example.org`. May be given several times
    #[arg(long, value_name = "HOST", value_parser = host_name, value_delimiter = ',', env = "EVIDENCE_ALLOWED_HOST")]
    pub allowed_host: Vec<String>,
    /// Load the records again whenever a file changes
    #[arg(long, env = "EVIDENCE_WATCH")]
    pub watch: bool,
    /// Form of the log
    #[arg(long, value_enum, default_value_t = LogFormat::Text, env = "EVIDENCE_LOG_FORMAT")]
    pub log_format: LogFormat,
    /// What is logged: a level, or the filter syntax of tracing. By default not what clients send that is no HTTP
    #[arg(long, value_name = "FILTER", default_value = "info,actix_server=warn,actix_http=off", env = "EVIDENCE_LOG")]
    pub log: String,
    /// One line of JSON on stderr for every request
    #[arg(long, value_enum, default_value_t = Switch::On, env = "EVIDENCE_ACCESS_LOG")]
    pub access_log: Switch,
    /// Log the queries of requests too; what people search for is left out otherwise
    #[arg(long, env = "EVIDENCE_LOG_QUERIES")]
    pub log_queries: bool,
    /// Count words and names of concepts that people look for and no record has, in this file: no query, no time, nothing of who
    /// asked. `evidence gaps` shows them. One file for each service
    #[arg(long, value_name = "FILE", env = "EVIDENCE_COUNT_QUERIES")]
    pub count_queries: Option<PathBuf>,
    /// Memory for answers kept ready, in MiB; 0 keeps none
    #[arg(long, value_name = "MIB", default_value_t = 16, env = "EVIDENCE_CACHE")]
    pub cache: u32,
    /// Threads that answer; by default one for each processor, at least two
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), env = "EVIDENCE_WORKERS")]
    pub workers: Option<u16>,
    /// How many texts, reference lists and exports are worked on at once; by default one for each processor. A look-up
    /// never waits for them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), env = "EVIDENCE_HEAVY")]
    pub heavy: Option<u16>,
    /// How many of these wait when all are worked on, before others are answered 503 `overloaded`; by default 16 for each
    /// processor
    #[arg(long, value_name = "N", env = "EVIDENCE_QUEUE")]
    pub queue: Option<u16>,
    /// Seconds that an answer may take before it is given up
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = DEADLINE_SECONDS,
        value_parser = clap::value_parser!(u16).range(1..=3600),
        env = "EVIDENCE_DEADLINE"
    )]
    pub deadline: u16,
    /// Requests a minute that one client (an IP address) may send; by default any number. Behind a proxy, limit there, or
    /// give --client-header too
    #[arg(long, value_name = "N", env = "EVIDENCE_RATE_LIMIT")]
    pub rate_limit: Option<NonZeroU32>,
    /// Header in which your proxy names the client: `X-Forwarded-For`. Its last address counts. Give it only when nobody
    /// reaches the service but through that proxy
    #[arg(long, value_name = "NAME", requires = "rate_limit", env = "EVIDENCE_CLIENT_HEADER")]
    pub client_header: Option<HeaderName>,
    /// Seconds between saying "not ready" and closing the door at shutdown, for load balancers to notice
    #[arg(long, value_name = "SECONDS", default_value_t = 0, env = "EVIDENCE_DRAIN")]
    pub drain: u16,
}

/// Scheme, host and port of an address that has nothing else.
fn origin(text: &str) -> Result<String, String> {
    let right = "write scheme, host and perhaps port: https://evidence.example.org";
    let url = Url::parse(text).map_err(|error| format!("{error}; {right}"))?;
    let is_bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") || !is_bare {
        return Err(right.to_owned());
    }
    Ok(url.origin().ascii_serialization())
}

/// Form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(origin(text).ok().as_deref(), expected, "{text}");
        };
        check("https://evidence.example.org", Some("https://evidence.example.org"));
        check("https://Evidence.example.org:443/", Some("https://evidence.example.org"));
        check("http://[::1]:8080", Some("http://[::1]:8080"));
        check("https://example.org/evidence", None);
        check("https://user:secret@example.org", None);
        check("evidence.example.org", None);
        check("ftp://example.org", None);
        check("", None);
    }
}
