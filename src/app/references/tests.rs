//! What is kept from one version of the data to the next.

use std::{fs, path::Path};

use super::*;

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn only_what_a_reference_can_say_makes_the_index_anew() {
    let folder = tempfile::tempdir().unwrap();
    copied(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/corpus"), folder.path());
    let index = |before| publication_index(&Corpus::load(folder.path()).unwrap().corpus, before);
    let file = fs::read_dir(folder.path().join("sources")).unwrap().next().unwrap().unwrap().path();
    let replaced = |old: &str, new: &str| {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(&file, text.replacen(old, new, 1)).unwrap();
    };
    let first = index(None);
    replaced("\nsummary = \"", "\nsummary = \"Briefly: ");
    assert!(Arc::ptr_eq(&first, &index(Some(&first))));
    replaced("\ntitle = \"", "\ntitle = \"Anew: ");
    let second = index(Some(&first));
    assert!(!Arc::ptr_eq(&first, &second));
}
