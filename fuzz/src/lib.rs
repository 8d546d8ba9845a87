//! What every fuzz target shares: one library on the records of the repository, opened once.

mod targets;

use std::{path::Path, sync::LazyLock};

use evidence::app::Library;
use libfuzzer_sys::Corpus;

use targets::{Scene, TARGETS};

static SCENE: LazyLock<Scene> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let index = tempfile::tempdir().expect("a folder for the index");
    let opened = Library::open(&root.join("data"), index.path(), &|_| ()).expect("the records can be served");
    Scene::new(opened.library)
});

/// Opens the library, so that it is not part of what the first input takes.
pub fn open() {
    LazyLock::force(&SCENE);
}

/// Gives an input to the target of this name, and says whether it is worth keeping.
pub fn keep(name: &str, input: &[u8]) -> Corpus {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a target of this name");
    if target(&SCENE, input) { Corpus::Keep } else { Corpus::Reject }
}
