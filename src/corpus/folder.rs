//! The files of `data/`: which there are, and what each holds.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    LoadError,
    diagnostic::{self, Diagnostic},
    file_text::{FileText, normalised},
    record::{COLLECTION_FILE, SCOPE_FILE},
};
use crate::{domain::collection::FORMAT, text};

/// The folders of records.
pub(super) const FOLDERS: [Folder; 6] = [
    Folder { name: "sources", kinds: &[("toml", FileKind::Source)] },
    Folder { name: "topics", kinds: &[("toml", FileKind::Topic)] },
    Folder { name: "pages", kinds: &[("toml", FileKind::Page), ("txt", FileKind::PageText)] },
    Folder { name: "blurbs", kinds: &[("md", FileKind::Blurb)] },
    Folder { name: "changes", kinds: &[("toml", FileKind::Changes)] },
    Folder { name: "lexicon/en", kinds: &[("toml", FileKind::Lexicon)] },
];

/// A folder, and what the endings of its files say they are.
pub(super) struct Folder {
    name: &'static str,
    kinds: &'static [(&'static str, FileKind)],
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Source,
    Topic,
    Page,
    /// The words of the page of the same name.
    PageText,
    Blurb,
    /// Corrections, as they are told to readers.
    Changes,
    /// Phrases with what they mean.
    Lexicon,
    /// How numbers, units and spellings are read: part of the program alone.
    Reading,
}

impl FileKind {
    /// What a file holds, by its path below the data folder, with `/`; none when it is no file of a folder of records.
    pub(super) fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/')?;
        let folder = FOLDERS.iter().find(|known| known.name == folder)?;
        if folder.name == "lexicon/en" && text::is_word_file(name) {
            return Some(Self::Reading);
        }
        folder
            .kinds
            .iter()
            .find(|(ending, _)| name.rsplit_once('.').is_some_and(|(_, end)| end == *ending))
            .map(|(_, kind)| *kind)
    }
}

impl FileText {
    pub(super) fn kind(&self) -> Option<FileKind> {
        FileKind::of(&self.path)
    }

    /// The name of the file without its folder and ending.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// The files with the words of pages, by the id of the page.
pub(super) fn page_texts(files: &[FileText]) -> HashMap<&str, &FileText> {
    let texts = files.iter().filter(|file| file.kind() == Some(FileKind::PageText));
    texts.map(|file| (file.stem(), file)).collect()
}

/// The record files of one folder, by name. A folder that is missing has none.
pub(super) fn list_folder(
    data: &Path,
    folder: Folder,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Listed>, LoadError> {
    let path = data.join(folder.name);
    let error = |source| LoadError::Folder { path: path.clone(), source };
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(missing) if missing.kind() == io::ErrorKind::NotFound && data.is_dir() => return Ok(Vec::new()),
        Err(other) => return Err(error(other)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(error)?.file_name());
    }
    names.sort_unstable();
    let mut files = Vec::new();
    for name in names {
        let shown = format!("{}/{}", folder.name, name.to_string_lossy());
        // Editors keep their own files beside what is edited.
        if name.as_encoded_bytes().starts_with(b".") || name.as_encoded_bytes().ends_with(b"~") {
            continue;
        }
        let empty = FileText::new(shown, String::new());
        if empty.kind().is_none() {
            let endings: Vec<_> = folder.kinds.iter().map(|(ending, _)| format!(".{ending}")).collect();
            let help = format!("files here end in {}; keep notes elsewhere", endings.join(" or "));
            diagnostics.push(empty.diagnostic(0, diagnostic::STRAY_FILE, "this is no record".to_owned(), help));
            continue;
        }
        files.push(Listed { empty, disk: path.join(&name) });
    }
    Ok(files)
}

/// A file that is there, and was not yet read.
pub(super) struct Listed {
    empty: FileText,
    disk: PathBuf,
}

impl Listed {
    pub(super) fn kind(&self) -> Option<FileKind> {
        self.empty.kind()
    }

    /// Reads it.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn read(self) -> Result<FileText, Diagnostic> {
        let Self { empty, disk } = self;
        let content = fs::read(&disk);
        Ok(file_text(empty, content)?.on_disk(disk))
    }
}

/// What the collection says of itself, if it does.
pub(super) fn read_collection(data: &Path, diagnostics: &mut Vec<Diagnostic>) -> Option<FileText> {
    let empty = FileText::new(COLLECTION_FILE.to_owned(), String::new());
    let content = match fs::read(data.join(COLLECTION_FILE)) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
            let message = format!("there is no {COLLECTION_FILE}");
            let help = format!("add one with `format = {FORMAT}`; data/README.md shows what else it can say");
            diagnostics.push(empty.diagnostic(0, diagnostic::COLLECTION, message, help));
            return None;
        }
        content => content,
    };
    file_text(empty, content).map_err(|unreadable| diagnostics.push(unreadable)).ok()
}

/// What the collection says of its limits, if it does.
pub(super) fn read_scope(data: &Path, diagnostics: &mut Vec<Diagnostic>) -> Option<FileText> {
    let content = match fs::read(data.join(SCOPE_FILE)) {
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return None,
        content => content,
    };
    let empty = FileText::new(SCOPE_FILE.to_owned(), String::new());
    file_text(empty, content).map_err(|unreadable| diagnostics.push(unreadable)).ok()
}

/// The content of a file as text, or why it is none.
fn file_text(empty: FileText, content: io::Result<Vec<u8>>) -> Result<FileText, Diagnostic> {
    match content.map(String::from_utf8) {
        Ok(Ok(text)) => Ok(FileText::new(empty.path, normalised(&text))),
        Ok(Err(bytes)) => {
            let message = format!("byte {} is not UTF-8", bytes.utf8_error().valid_up_to() + 1);
            Err(empty.diagnostic(0, diagnostic::UNREADABLE, message, "save the file as UTF-8".to_owned()))
        }
        Err(error) => {
            let help = "check that it is a file that may be read".to_owned();
            Err(empty.diagnostic(0, diagnostic::UNREADABLE, format!("cannot be read: {error}"), help))
        }
    }
}
