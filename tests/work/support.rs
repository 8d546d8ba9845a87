//! Data to hold and a service to ask.

#[path = "../support/clock.rs"]
pub(crate) mod clock;
#[path = "../support/collection.rs"]
pub(crate) mod collection;
#[path = "../support/served.rs"]
mod served;

use std::{
    ffi::OsStr,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use tempfile::TempDir;
use ureq::{
    Agent,
    http::{self, StatusCode},
};

use served::Snapshot;

use crate::growth::Clock;

const PROGRAM: &str = env!("CARGO_BIN_EXE_evidence");

/// A fabricated collection in a folder of its own.
pub(crate) struct Collection {
    folder: TempDir,
}

impl Collection {
    pub(crate) fn of(sources: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        collection::write(&folder.path().join("data"), sources).unwrap();
        Self { folder }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Both as arguments.
    pub(crate) fn folders(&self) -> [String; 4] {
        let shown = |path: PathBuf| path.to_string_lossy().into_owned();
        [String::from("--data"), shown(self.data()), String::from("--index"), shown(self.index())]
    }

    /// Takes the index away, if there is one.
    pub(crate) fn forget_index(&self) {
        let _ = fs::remove_dir_all(self.index());
    }
}

/// The program serving a collection, without keeping answers ready: each question is worked on.
pub(crate) struct Service {
    served: Snapshot,
    agent: Agent,
}

/// What is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    pub(crate) target: String,
    pub(crate) accept: Option<String>,
    /// Media type and body, for a POST.
    pub(crate) body: Option<(&'static str, String)>,
}

impl Question {
    /// A GET.
    pub(crate) fn to(target: &str) -> Self {
        Self { target: target.to_owned(), ..Self::default() }
    }
}

impl Service {
    pub(crate) fn of(collection: &Collection) -> Self {
        let folders = collection.folders();
        let arguments = folders.iter().map(String::as_str).chain(["--cache", "0", "--access-log", "off"]);
        let arguments: Vec<&OsStr> = arguments.map(OsStr::new).collect();
        let served = Snapshot::start(Path::new(PROGRAM), &arguments);
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        Self { served: served.unwrap(), agent }
    }

    /// The processor time of the service.
    pub(crate) fn clock(&self) -> Clock {
        Clock::Process(self.served.id())
    }

    /// Whether it still answers.
    pub(crate) fn is_there(&self) -> bool {
        self.ask(&Question::to("/healthz")).is_ok()
    }

    /// Asks, and reads the answer to its end. What the service cannot help is no error: a question it refuses.
    pub(crate) fn ask(&self, question: &Question) -> Result<String, String> {
        match self.answer(question)? {
            (status, text) if status.is_server_error() => Err(refused(status, &text)),
            (_, text) => Ok(text),
        }
    }

    /// The same for a question that must not be refused.
    pub(crate) fn ask_for_success(&self, question: &Question) -> Result<String, String> {
        match self.answer(question)? {
            (status, text) if status.is_success() => Ok(text),
            (status, text) => Err(refused(status, &text)),
        }
    }

    fn answer(&self, question: &Question) -> Result<(StatusCode, String), String> {
        let Question { target, accept, body } = question;
        let uri = format!("http://{}{target}", self.served.address);
        let mut request = http::Request::builder().uri(uri).method(if body.is_some() { "POST" } else { "GET" });
        if let Some(accept) = accept {
            request = request.header("Accept", accept);
        }
        let response = match body {
            Some((media, text)) => {
                let request = request.header("Content-Type", *media).body(text.as_str());
                self.agent.run(request.map_err(|error| error.to_string())?)
            }
            None => self.agent.run(request.body(()).map_err(|error| error.to_string())?),
        };
        let (head, body) = response.map_err(|error| format!("no answer: {error}"))?.into_parts();
        let text = body.into_with_config().limit(u64::MAX).lossy_utf8(true).read_to_string();
        Ok((head.status, text.map_err(|error| format!("half an answer: {error}"))?))
    }
}

fn refused(status: StatusCode, text: &str) -> String {
    format!("{status}: {}", text.chars().take(300).collect::<String>())
}

/// The processor time of the program run once, with this on standard input.
///
/// # Errors
/// When it was killed or panicked. Faults that it tells of, and questions it refuses, are answers.
pub(crate) fn run(arguments: &[&str], input: Option<&str>) -> Result<Duration, String> {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    if let (Some(mut to), Some(input)) = (child.stdin.take(), input) {
        // It need not read all of it.
        let _ = to.write_all(input.as_bytes());
    }
    let mut printed = child.stdout.take().unwrap();
    io::copy(&mut printed, &mut io::sink()).unwrap();
    // It has ended or is about to; until somebody waits for it its figures can be read.
    let took = loop {
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
        // After the name in brackets: the state, and user and system time in hundredths of a second.
        let values: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        if let ["Z", ..] = values.as_slice() {
            break values[11].parse::<u64>().unwrap() + values[12].parse::<u64>().unwrap();
        }
        thread::yield_now();
    };
    match child.wait().unwrap().code() {
        Some(0..=2) => Ok(Duration::from_millis(took * 10)),
        code => Err(format!("evidence {} ended with {code:?}", arguments.join(" "))),
    }
}
