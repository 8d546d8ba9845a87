//! The library on the real data, and copies of folders that a test may change.

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

/// The day on which the data in this repository was entered: late enough for the ACP guideline to have lapsed.
pub(crate) const AS_OF: Date = Date::constant(2026, 11, 23);

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The library on the real data. Opened once: its index is held in memory, so the folder may go at once.
pub(crate) fn library() -> &'static Library {
    static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
        let index = tempfile::tempdir().expect("a folder for the index");
        let opened = Library::open(&root().join("data"), index.path(), &|_| ());
        opened.expect("the data in the repository can be served").library
    });
    &LIBRARY
}

/// The answer to a text with every option at its default.
pub(crate) fn ask(text: &str) -> SearchAnswer<'static> {
    answer(&Request::new(text, AS_OF))
}

/// The answer of the real library.
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
