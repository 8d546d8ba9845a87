//! What the fuzzers found worth keeping is run again by the same functions that they run.

use std::{fs, sync::LazyLock};

use evidence::app::Library;

use crate::library::{files_below, root};

#[path = "../../fuzz/src/targets.rs"]
mod targets;

use targets::{Scene, TARGETS};

/// On records that are fabricated, so that no change of the real ones can change what is found here.
fn scene() -> &'static Scene {
    static SCENE: LazyLock<Scene> = LazyLock::new(|| {
        let index = tempfile::tempdir().expect("a folder for the index");
        let opened = Library::open(&root().join("tests/fixtures/corpus"), index.path(), &|_| ());
        Scene::new(opened.expect("the fixture can be served").library)
    });
    &SCENE
}

#[test]
fn every_kept_input_is_answered() {
    let corpus = root().join("fuzz/corpus");
    for (name, target) in TARGETS {
        let inputs = files_below(&corpus.join(name));
        assert!(!inputs.is_empty(), "there is nothing in fuzz/corpus/{name}");
        for path in inputs {
            let input = fs::read(&path).unwrap();
            assert!(target(scene(), &input), "{} is of no use to its target", path.display());
        }
    }
    let folders = fs::read_dir(&corpus).unwrap().count();
    assert_eq!(folders, TARGETS.len(), "each folder of fuzz/corpus belongs to a target");
}
