//! The program as a service that is asked, and looked at, from outside.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

/// `evidence serve` on a free port, until this is dropped. Its log goes nowhere.
pub struct Snapshot {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
}

impl Snapshot {
    /// Runs `program` with these arguments and waits until it listens.
    ///
    /// # Errors
    /// When it cannot be run, or ends before it listens: what it said last.
    pub fn start(program: &Path, arguments: &[&OsStr]) -> Result<Self, Box<dyn std::error::Error>> {
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut log = BufReader::new(child.stderr.take().ok_or("no log")?).lines();
        let mut last = String::new();
        let address = loop {
            let Some(line) = log.next() else { return Err(format!("the service did not start: {last}").into()) };
            last = line?;
            if let Some(address) = last.split("listening on http://").nth(1) {
                break address.trim_end_matches('/').parse()?;
            }
        };
        // Read on, or the service would wait for somebody to.
        thread::spawn(move || log.for_each(drop));
        Ok(Self { address, child })
    }

    /// The id of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
