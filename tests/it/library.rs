//! The library of the tests, the one on the real data, and copies of folders that a test may change.
//!
//! What the program does is tested on `tests/fixtures/library`, a fabricated collection of a field that does not exist; what
//! must hold of the real records is tested on them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use evidence::{
    app::{FoundRecord, Library, SearchAnswer},
    domain::Date,
    search::Request,
};

/// The day of the tests: late enough for the guideline of 2017 to have lapsed.
pub(crate) const AS_OF: Date = Date::constant(2026, 11, 23);

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The fabricated collection.
pub(crate) const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/library");

/// The library on the fabricated collection. Opened once: its index is held in memory, so the folder may go at once.
pub(crate) fn library() -> &'static Library {
    static OPENED: LazyLock<Library> = LazyLock::new(|| open(Path::new(LIBRARY)));
    &OPENED
}

/// The library on a second fabricated collection, of a field whose words the program has never named; opened once.
pub(crate) fn second_library() -> &'static Library {
    static OPENED: LazyLock<Library> = LazyLock::new(|| open(&root().join("tests/fixtures/second")));
    &OPENED
}

/// The library on the real data, opened once.
pub(crate) fn real_library() -> &'static Library {
    static OPENED: LazyLock<Library> = LazyLock::new(|| open(&root().join("data")));
    &OPENED
}

/// A library on the records of a folder.
pub(crate) fn open(data: &Path) -> Library {
    let index = tempfile::tempdir().expect("a folder for the index");
    Library::open(data, index.path(), &|_| ()).expect("the records can be served").library
}

/// The answer to a text with every option at its default.
pub(crate) fn ask(text: &str) -> SearchAnswer<'static> {
    answer(&Request::new(text, AS_OF))
}

/// The answer of the library.
pub(crate) fn answer(request: &Request<'_>) -> SearchAnswer<'static> {
    library().search(request).expect("no question is an error")
}

/// Every hit of a request, whatever its limit.
pub(crate) fn every_hit<'a>(request: &Request<'a>) -> SearchAnswer<'static> {
    answer(&Request { offset: 0, limit: usize::MAX, ..request.clone() })
}

/// The ids of hits in their order.
pub(crate) fn ids<'a>(hits: &[FoundRecord<'a>]) -> Vec<&'a str> {
    hits.iter().map(|hit| hit.record.id()).collect()
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("the entry can be read");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("the entry has a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

/// All files below a folder, by path.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort_unstable();
    files
}
