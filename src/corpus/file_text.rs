//! A file of the data, with the positions of its lines.

use std::{fs, path::PathBuf, sync::OnceLock};

use xxhash_rust::xxh3::xxh3_128;

use super::diagnostic::{Diagnostic, Rule};
use crate::domain::{LinePlace, Lines};

/// A file with the positions of its lines.
#[derive(Debug)]
pub(super) struct FileText {
    /// Path relative to the data folder, with `/`.
    pub(super) path: String,
    /// Content with `\n` line ends and without byte order mark, unless it was let go.
    text: OnceLock<String>,
    /// Where it can be read again.
    disk: Option<PathBuf>,
    /// XXH3-128 of the content.
    hash: u128,
    /// Made when somebody asks for a place: most files have no fault.
    lines: OnceLock<Lines>,
}

impl FileText {
    pub(super) fn new(path: String, text: String) -> Self {
        let hash = xxh3_128(text.as_bytes());
        Self { path, text: text.into(), disk: None, hash, lines: OnceLock::new() }
    }

    /// The same, of a file that can be read again at this path.
    pub(super) fn on_disk(self, disk: PathBuf) -> Self {
        Self { disk: Some(disk), ..self }
    }

    /// Content with `\n` line ends and without byte order mark. What was let go is read again; nothing if it cannot be.
    pub(super) fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let bytes = self.disk.as_ref().and_then(|disk| fs::read(disk).ok());
            bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map(|text| normalised(&text)).unwrap_or_default()
        })
    }

    /// XXH3-128 of the content.
    pub(super) fn hash(&self) -> u128 {
        self.hash
    }

    /// Lets the content go, if it can be read again: that of all files at once would be as much memory as their records.
    pub(super) fn let_go(&mut self) {
        if self.disk.is_some() {
            (self.text, self.lines) = (OnceLock::new(), OnceLock::new());
        }
    }

    /// The place of a byte offset.
    pub(super) fn place(&self, offset: usize) -> LinePlace {
        self.lines.get_or_init(|| Lines::of(self.text())).place(self.text(), offset)
    }

    pub(super) fn diagnostic(&self, offset: usize, rule: Rule, message: String, help: String) -> Diagnostic {
        let LinePlace { line, column, column_utf16: _ } = self.place(offset);
        let Rule { code, severity, asks: _ } = rule;
        Diagnostic { file: self.path.clone(), line, column, code, severity, message, help }
    }
}

/// The content of a file as records are read: line ends as `\n`, no byte order mark.
pub(super) fn normalised(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n")
}
