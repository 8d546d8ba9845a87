//! The program itself, serving.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use super::{Client, Fixture};

/// Nothing takes this long; a test that would wait for ever fails instead.
const PATIENCE: Duration = Duration::from_secs(60);

/// `evidence serve` on a free port.
pub(crate) struct Program {
    pub(crate) client: Client,
    pub(crate) fixture: Fixture,
    child: Child,
    log: Receiver<String>,
}

impl Program {
    /// On the fabricated corpus.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_on(Fixture::new(), arguments)
    }

    pub(crate) fn start_on(fixture: Fixture, arguments: &[&str]) -> Self {
        Self::start_by(Command::new(env!("CARGO_BIN_EXE_evidence")), fixture, arguments)
    }

    /// By a command that runs the program with the arguments that follow.
    pub(crate) fn start_by(mut command: Command, fixture: Fixture, arguments: &[&str]) -> Self {
        let mut child = command
            // As it is run most often: without a subcommand.
            .args(["--listen", "127.0.0.1:0"])
            .arg("--data")
            .arg(fixture.data())
            .arg("--index")
            .arg(fixture.index())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, log) = channel();
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let listening = wait_for(&log, "listening on http://");
        let address = listening.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
        let client = Client::new(address.parse().unwrap());
        Self { client, fixture, child, log }
    }

    /// Waits for a line of the log with this in it.
    pub(crate) fn wait_for(&self, text: &str) -> String {
        wait_for(&self.log, text)
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("sh").args(["-c", "kill -s \"$0\" \"$1\"", name, &id]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the end; returns what was logged since.
    pub(crate) fn wait(&mut self) -> (ExitStatus, Vec<String>) {
        let status = self.child.wait().unwrap();
        (status, self.log.iter().collect())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wait_for(log: &Receiver<String>, text: &str) -> String {
    let mut seen = Vec::new();
    loop {
        match log.recv_timeout(PATIENCE) {
            Ok(line) if line.contains(text) => return line,
            Ok(line) => seen.push(line),
            Err(error) => panic!("no line with {text:?} ({error}):\n{}", seen.join("\n")),
        }
    }
}
