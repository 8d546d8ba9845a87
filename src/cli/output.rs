//! Writing to the two streams.

use std::io::{self, IsTerminal, Write};

use anyhow::Context;

/// Writes data. A reader that has seen enough and left is no error.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to stdout"),
    }
}

/// Says something about the data, for people.
pub(super) fn remark(text: &str) {
    // Nobody could be told that stderr is closed.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Says why something could not be done, down to the cause.
pub(super) fn complain(error: &anyhow::Error) {
    let mut text = format!("error: {error}");
    for cause in error.chain().skip(1) {
        text.push_str("\n  because: ");
        text.push_str(&cause.to_string());
    }
    remark(&text);
}

/// Marks in the text, on a terminal only.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    is_on: bool,
}

impl Ink {
    pub(super) fn of_stdout() -> Self {
        Self { is_on: io::stdout().is_terminal() }
    }

    pub(super) fn bold(self, text: &str) -> String {
        if self.is_on { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
