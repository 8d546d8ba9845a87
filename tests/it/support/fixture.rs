//! A copy of the fabricated corpus that a test may spoil.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::library::copy;

/// The corpus as it stands in the repository.
pub(crate) const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/corpus");

/// The file most tests change.
pub(crate) const GUIDELINE: &str = "sources/example-guideline-nowhere.toml";

/// Data and index in a folder of their own, gone when the test is.
pub(crate) struct Fixture {
    folder: TempDir,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self::of(Path::new(CORPUS))
    }

    /// A copy of the records of another folder.
    pub(crate) fn of(corpus: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        for kind in ["sources", "topics", "pages", "blurbs", "changes", "lexicon"] {
            // A corpus need not have records of every kind.
            let from = corpus.join(kind);
            if from.is_dir() {
                copy(&from, &data.join(kind));
            }
        }
        fs::copy(corpus.join("collection.toml"), data.join("collection.toml")).unwrap();
        Self { folder }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Replaces a piece of the guideline that must be in it.
    pub(crate) fn edit(&self, from: &str, to: &str) {
        let path = self.data().join(GUIDELINE);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{GUIDELINE} has no {from:?}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
}
