//! What an operator can set. Defaults stand here; flags come before environment variables; nothing is read elsewhere.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, ValueEnum};

/// Where data and index are.
#[derive(Args, Clone, Debug)]
pub struct Folders {
    /// Folder of the records
    #[arg(long, value_name = "DIR", default_value = "data", env = "EVIDENCE_DATA")]
    pub data: PathBuf,
    /// Folder of the index; built when it is missing or does not fit the records
    #[arg(long, value_name = "DIR", default_value = "index", env = "EVIDENCE_INDEX")]
    pub index: PathBuf,
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
    /// Memory for answers kept ready, in MiB; 0 keeps none
    #[arg(long, value_name = "MIB", default_value_t = 16, env = "EVIDENCE_CACHE")]
    pub cache: u32,
    /// Threads that answer; by default one for each processor, at least two
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), env = "EVIDENCE_WORKERS")]
    pub workers: Option<u16>,
    /// Seconds between saying "not ready" and closing the door at shutdown, for load balancers to notice
    #[arg(long, value_name = "SECONDS", default_value_t = 0, env = "EVIDENCE_DRAIN")]
    pub drain: u16,
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
