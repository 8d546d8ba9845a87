//! Writing to the two streams.
//!
//! What is for people goes through [`text`], [`remark`] or [`complain`]: characters of others that nobody sees, and those
//! that would steer a terminal, are written down as `\u{1b}`. What is for programs goes through [`data`], and keeps the
//! rules of its format.

use std::io::{self, IsTerminal, Write};

use anyhow::Context;

use crate::domain::visible::visible;

/// Writes text for people.
pub(super) fn text(text: &str) -> anyhow::Result<()> {
    // Marks are made for a terminal only; elsewhere their characters are somebody else's.
    if io::stdout().is_terminal() { write(&inked(text)) } else { write(&visible(text)) }
}

/// Writes data for programs. On a terminal a person reads them, so there they are shown as a text is.
pub(super) fn data(data: &str) -> anyhow::Result<()> {
    if io::stdout().is_terminal() { text(data) } else { write(data) }
}

/// A reader that has seen enough and left is no error.
fn write(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("cannot write to stdout"),
    }
}

/// Says something about the data, for people.
pub(super) fn remark(text: &str) {
    // Nobody could be told that stderr is closed.
    let _ = writeln!(io::stderr().lock(), "{}", visible(text));
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

/// Where bold begins and ends, until the text is written: code points that will never be characters, and that no record
/// may hold. A draft that held them would be shown in bold, and nothing worse.
const BOLD: char = '\u{fdd0}';
const PLAIN: char = '\u{fdd1}';
const ON: &str = "\u{1b}[1m";
const OFF: &str = "\u{1b}[0m";

impl Ink {
    pub(super) fn of_stdout() -> Self {
        Self { is_on: io::stdout().is_terminal() }
    }

    pub(super) fn bold(self, text: &str) -> String {
        if self.is_on { format!("{BOLD}{text}{PLAIN}") } else { text.to_owned() }
    }
}

/// The text as a terminal takes it, with the marks of [`Ink`]. No mark reaches beyond its line.
fn inked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (mut rest, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let mut is_bold = false;
        while let Some((before, mark)) = rest.find([BOLD, PLAIN]).map(|at| rest.split_at(at)) {
            is_bold = mark.starts_with(BOLD);
            shown.push_str(&visible(before));
            shown.push_str(if is_bold { ON } else { OFF });
            rest = mark.trim_start_matches([BOLD, PLAIN]);
        }
        shown.push_str(&visible(rest));
        shown.push_str(if is_bold { OFF } else { "" });
        shown.push_str(end);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_marks_steer_a_terminal() {
        let ink = Ink { is_on: true };
        let text = format!("{} a\u{1b}[31mb\n\\u{{fdd0}} {BOLD}open\nnext", ink.bold("id\u{202e}"));
        let expected = "\u{1b}[1mid\\u{202e}\u{1b}[0m a\\u{1b}[31mb\n\\u{fdd0} \u{1b}[1mopen\u{1b}[0m\nnext";
        assert_eq!(inked(&text), expected);
        assert_eq!(inked("plain\n"), "plain\n");
        assert_eq!(Ink { is_on: false }.bold("id"), "id");
    }
}
