//! An index that is missing, stale, damaged or half written is built anew, never served, and says why.
//!
//! On the fabricated corpus of the lint tests, because what matters here is the folder, not what is in it.

use std::{
    error::Error,
    fs::{self, File},
    path::{Path, PathBuf},
    sync::LazyLock,
    thread,
};

use evidence::{
    app::{Library, OpenError, OpenedLibrary},
    search::{IndexError, Opened, Request},
};
use tempfile::TempDir;

use crate::library::{AS_OF, copy, files_below, root};

/// A folder with data and, once it was opened, an index.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&root().join("tests/fixtures/lint"), &folder.path().join("data"));
        Self { folder }
    }

    /// With an index that fits the data.
    fn built() -> Self {
        let place = Self::new();
        place.open();
        place
    }

    /// The same as a place that was built, without building again.
    fn copy(&self) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(self.folder.path(), folder.path());
        Self { folder }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    fn manifest(&self) -> PathBuf {
        self.index().join("manifest.json")
    }

    /// The folder of the index in force.
    fn generation(&self) -> PathBuf {
        let manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(self.manifest()).expect("a manifest")).expect("the manifest is JSON");
        self.index().join(manifest["folder"].as_str().expect("the manifest names a folder"))
    }

    fn try_open(&self) -> Result<OpenedLibrary, OpenError> {
        Library::open(&self.data(), &self.index(), &|_| ())
    }

    /// Opens, checks that what is found is right, and says whether the index was built.
    fn open(&self) -> Opened {
        let OpenedLibrary { library, index, .. } = self.try_open().expect("the data is whole");
        assert_eq!(answers(&library), *EXPECTED);
        index
    }

    /// Opens, expecting to be told that the index had to be built because of this, and then that it fits.
    fn heals(&self, reason: &str) {
        match self.open() {
            Opened::Built { because } => assert!(because.contains(reason), "{because:?} does not say {reason:?}"),
            Opened::AsItWas => panic!("the index was served although {reason}"),
        }
        assert_eq!(self.open(), Opened::AsItWas);
    }
}

type Found = Vec<(String, String)>;

/// What a few questions find: ids and scores.
fn answers(library: &Library) -> Vec<Found> {
    let questions = ["needling", "nowhere pain", "it hurts nowhere", "120", "nobody scale", "Anna", ""];
    let found = |text| {
        let answer = library.search(&Request::new(text, AS_OF)).expect("no question is an error");
        answer.hits.iter().map(|hit| (hit.record.id().to_owned(), format!("{:.4}", hit.hit.score))).collect()
    };
    questions.map(found).to_vec()
}

/// What is found when nothing ever went wrong. No test changes the data in a way that shows here.
static EXPECTED: LazyLock<Vec<Found>> = LazyLock::new(|| {
    let found = answers(&Place::new().try_open().expect("the data is whole").library);
    assert!(found.iter().all(|hits| !hits.is_empty()), "a question that finds nothing tests nothing: {found:?}");
    found
});

fn index_error(error: OpenError) -> IndexError {
    match error {
        OpenError::Index(error) => error,
        OpenError::Data(error) => panic!("{error}"),
    }
}

#[test]
fn an_index_that_fits_is_used_as_it_is() {
    let place = Place::new();
    place.heals("there is none yet");
    let before: Vec<_> = files_below(&place.index()).into_iter().map(|path| fs::read(path).ok()).collect();
    assert_eq!(place.open(), Opened::AsItWas);
    let after: Vec<_> = files_below(&place.index()).into_iter().map(|path| fs::read(path).ok()).collect();
    assert_eq!(before, after);
}

#[test]
fn progress_begins_at_nothing_and_ends_with_all_records() {
    let place = Place::new();
    let told = std::cell::RefCell::new(Vec::new());
    let opened = Library::open(&place.data(), &place.index(), &|progress| told.borrow_mut().push(progress));
    let records = opened.expect("the data is whole").library.corpus().len();
    let told = told.into_inner();
    assert_eq!(told.first().map(|p| p.done), Some(0));
    assert_eq!(told.last().map(|p| p.done), Some(records));
    assert!(told.iter().all(|p| p.total == records) && told.is_sorted_by_key(|p| p.done));
}

#[test]
fn changed_data_makes_an_index_stale_and_the_old_one_goes() {
    let place = Place::built();
    let old = place.generation();
    let topic = place.data().join("topics/imaginary-needling.toml");
    let text = fs::read_to_string(&topic).expect("a topic").replace("pretend pins", "pretended pins");
    fs::write(&topic, text).expect("the topic can be written");
    place.heals("other data");
    assert!(!old.exists(), "the old index is only in the way");
    assert_eq!(folders(&place.index()), [place.generation()]);
}

#[test]
fn a_changed_word_that_is_not_searched_makes_an_index_stale_all_the_same() {
    // The fingerprint is of the files, so nobody has to know which of their fields are searched.
    let place = Place::built();
    let source = place.data().join("sources/nobody-2021.toml");
    let text = fs::read_to_string(&source).expect("a source").replace("page = \"10-19\"", "page = \"10-20\"");
    fs::write(&source, text).expect("the source can be written");
    place.heals("other data");
}

#[test]
fn every_file_is_checked_for_every_byte() {
    let whole = Place::built();
    let files = files_below(&whole.generation()).len();
    assert!(files > 3, "{files} files");
    for number in 0..files {
        for part in [0, 1, 2] {
            let place = whole.copy();
            let file = &files_below(&place.generation())[number];
            let mut bytes = fs::read(file).expect("a file");
            // The first byte, one in the middle and the last one.
            let at = part * bytes.len().saturating_sub(1) / 2;
            let Some(byte) = bytes.get_mut(at) else { continue };
            *byte ^= 1;
            fs::write(file, bytes).expect("the file can be written");
            let name = file.file_name().and_then(|name| name.to_str()).expect("a name");
            place.heals(&format!("{name} is damaged"));
        }
    }
}

#[test]
fn a_flipped_byte_anywhere_in_the_manifest_is_noticed() {
    let whole = Place::built();
    let good = fs::read(whole.manifest()).expect("a manifest");
    // A prime step meets names, values and punctuation alike.
    for at in (0..good.len()).step_by(97).chain([good.len() - 1]) {
        let place = whole.copy();
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(place.manifest(), &bad).expect("the manifest can be written");
        place.heals("");
    }
}

#[test]
fn truncated_emptied_and_missing_files_are_noticed() {
    let whole = Place::built();
    for number in 0..files_below(&whole.generation()).len() {
        for length in [None, Some(0), Some(1)] {
            let place = whole.copy();
            let path = &files_below(&place.generation())[number];
            match length {
                None => fs::remove_file(path).expect("the file can be removed"),
                Some(length) => {
                    let file = File::options().write(true).open(path).expect("a file");
                    file.set_len(length).expect("the file can be cut");
                }
            }
            place.heals(if length.is_some() { "bytes instead of" } else { "cannot be read" });
        }
    }
}

#[test]
fn a_manifest_that_is_garbage_or_leads_elsewhere_is_not_believed() {
    let place = Place::built();
    let good = fs::read_to_string(place.manifest()).expect("a manifest");
    let folder = place.generation().file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    let outside = place.folder.path().join("outside");
    copy(&place.generation(), &outside);
    let manifests = [
        (String::new(), "damaged"),
        ("{}".to_owned(), "damaged"),
        ("[1, 2".to_owned(), "damaged"),
        (good.replace("\"bytes\"", "\"octets\""), "damaged"),
        (good.replace(&folder, "../outside"), "elsewhere"),
        (good.replace(&folder, ".."), "elsewhere"),
        (good.replace(&folder, &outside.to_string_lossy()), "elsewhere"),
        (good.replace("\"meta.json\"", "\"../meta.json\""), "elsewhere"),
        (good.replace(&folder, "gone"), "cannot be read"),
        (good.replace("\"layout\": ", "\"layout\": 9"), "another version of the program"),
    ];
    for (manifest, reason) in manifests {
        assert_ne!(manifest, good, "{reason}");
        fs::write(place.manifest(), manifest).expect("the manifest can be written");
        place.heals(reason);
    }
    fs::write(place.manifest(), b"\xff\xfe\x00").expect("the manifest can be written");
    place.heals("damaged");
    fs::remove_file(place.manifest()).expect("the manifest can be removed");
    place.heals("there is none yet");
}

#[test]
fn a_manifest_that_lists_too_few_files_is_noticed() {
    let place = Place::built();
    let manifest = fs::read(place.manifest()).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("the manifest is JSON");
    let files = manifest["files"].as_array().expect("a list").len();
    for missing in 0..files {
        let mut fewer = manifest.clone();
        let file = fewer["files"].as_array_mut().expect("a list").remove(missing);
        // What tantivy manages is of no consequence for an index that is only read.
        if file["name"] == ".managed.json" {
            continue;
        }
        fs::write(place.manifest(), fewer.to_string()).expect("the manifest can be written");
        place.heals("");
    }
}

#[test]
fn what_a_killed_builder_left_does_no_harm_and_goes_with_the_next_build() {
    let place = Place::built();
    let half = place.index().join("0123456789abcdef-4000000000");
    let kept = [place.index().join("README.md"), place.index().join("notes/meta.json")];
    fs::create_dir(&half).expect("a folder");
    fs::write(half.join(".managed.json"), b"[").expect("a file");
    fs::write(place.index().join("manifest.json.new"), b"{ \"lay").expect("a file");
    fs::write(&kept[0], b"about this folder").expect("a file");
    fs::create_dir(place.index().join("notes")).expect("a folder");
    fs::write(&kept[1], b"not ours").expect("a file");

    assert_eq!(place.open(), Opened::AsItWas);
    fs::remove_file(place.manifest()).expect("the manifest can be removed");
    place.heals("there is none yet");
    assert!(!half.exists(), "what was left behind is only in the way");
    assert!(kept.iter().all(|file| file.exists()), "what is not ours stays");
}

#[test]
fn a_builder_that_is_killed_before_the_manifest_leaves_the_old_index_in_force() {
    let place = Place::built();
    // All files of another index, and a manifest that was not yet renamed.
    let next = place.index().join("fedcba9876543210-4000000000");
    copy(&place.generation(), &next);
    let manifest = fs::read_to_string(place.manifest()).expect("a manifest");
    fs::write(place.index().join("manifest.json.new"), manifest).expect("a file");
    assert_eq!(place.open(), Opened::AsItWas);
}

#[test]
fn while_another_process_writes_there_is_an_error_and_no_waiting() {
    let place = Place::built();
    let lock = File::create(place.index().join(".evidence-lock")).expect("a file");
    lock.lock().expect("nobody holds the lock");
    // Who only reads does not care.
    assert_eq!(place.open(), Opened::AsItWas);

    let manifest = fs::read(place.manifest()).expect("a manifest");
    fs::remove_file(place.manifest()).expect("the manifest can be removed");
    let error = index_error(place.try_open().expect_err("somebody writes"));
    assert!(matches!(error, IndexError::Locked { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains(&*place.index().to_string_lossy()) && text.contains("another process"), "{text}");

    // The other process finished, and what it wrote fits.
    fs::write(place.manifest(), manifest).expect("the manifest can be written");
    drop(lock);
    assert_eq!(place.open(), Opened::AsItWas);
}

#[test]
fn a_lock_file_that_nobody_holds_is_no_lock() {
    let place = Place::new();
    fs::create_dir(place.index()).expect("a folder");
    fs::write(place.index().join(".evidence-lock"), b"4711").expect("a file");
    place.heals("there is none yet");
}

#[test]
fn of_several_that_open_at_once_each_has_the_index_or_is_told_to_wait() {
    let place = Place::new();
    thread::scope(|scope| {
        let opening: Vec<_> = (0..4).map(|_| scope.spawn(|| place.try_open())).collect();
        let opened: Vec<_> = opening.into_iter().map(|thread| thread.join().expect("no thread panics")).collect();
        assert!(opened.iter().any(Result::is_ok));
        for error in opened.into_iter().filter_map(Result::err) {
            assert!(matches!(index_error(error), IndexError::Locked { .. }));
        }
    });
    assert_eq!(place.open(), Opened::AsItWas);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    // A file where a folder should be, since the user who runs the tests may be allowed to write anywhere.
    let place = Place::new();
    fs::write(place.index(), b"a file").expect("a file");
    names_the_path(&place, &place.index());

    let place = Place::new();
    fs::create_dir_all(place.index().join(".evidence-lock")).expect("a folder");
    names_the_path(&place, &place.index().join(".evidence-lock"));

    let place = Place::new();
    fs::create_dir_all(place.manifest().join("in the way")).expect("a folder");
    names_the_path(&place, &place.manifest());
}

fn names_the_path(place: &Place, path: &Path) {
    let error = index_error(place.try_open().expect_err("it cannot be written"));
    assert!(matches!(error, IndexError::Write { .. }), "{error}");
    assert!(error.to_string().contains(&*path.to_string_lossy()), "{error}");
    assert!(error.source().is_some(), "the cause is kept for the log");
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect()
}
