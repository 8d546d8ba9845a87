//! Whoever writes records writes them whole and alone: two at once, and one that is killed at any point.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

use evidence::{corpus::Corpus, files::Folder};

use crate::support::{Fixture, cli};

/// As many records as are written in more than one go.
const RECORDS: usize = 600;

/// A file of fabricated references, each with a title of its own.
fn references(fixture: &Fixture) -> PathBuf {
    let mut text = String::new();
    for i in 0..RECORDS {
        write!(text, "TY  - JOUR\nTI  - Humming number {i}\nAU  - Nobody, N{i}\nPY  - 2024\nER  - \n\n").unwrap();
    }
    let path = fixture.data().join("../many.ris");
    fs::write(&path, text).unwrap();
    path
}

fn import(fixture: &Fixture, list: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_evidence"))
        .args(["import", "--data"])
        .arg(fixture.data())
        .arg(list)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Names in the folder of the sources.
fn names(fixture: &Fixture) -> Vec<String> {
    let entries = fs::read_dir(fixture.data().join("sources")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// How many drafts there are: the records have no fault, and none is there twice.
fn drafts(fixture: &Fixture) -> usize {
    let drafts = Corpus::load(&fixture.data()).unwrap_or_else(|error| panic!("{error}")).drafts;
    let titles: BTreeSet<&str> = drafts.iter().map(|draft| draft.bibliography.title.as_str()).collect();
    assert_eq!(titles.len(), drafts.len(), "a record was written twice");
    drafts.len()
}

#[test]
fn of_several_imports_at_once_none_writes_a_record_twice() {
    let fixture = Fixture::new();
    let list = references(&fixture);
    let all: Vec<Child> = (0..3).map(|_| import(&fixture, &list)).collect();
    let mut done = 0;
    for child in all {
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        match ended.status.code() {
            Some(0) => done += 1,
            Some(2) => {
                assert!(said.contains("is being written by") && said.contains("try again"), "{said}");
                assert_eq!(said.trim().lines().count(), 1, "{said}");
            }
            code => panic!("{code:?}: {said}"),
        }
    }
    assert!(done > 0);
    assert_eq!(drafts(&fixture), RECORDS);
    assert!(names(&fixture).iter().all(|name| !name.starts_with('.')));
}

#[test]
fn who_writes_is_named_to_the_others() {
    let fixture = Fixture::new();
    let list = references(&fixture);
    let sources = fixture.data().join("sources");
    let held = Folder::claim(&sources, "a test").unwrap();
    let (data, list) = (fixture.data().display().to_string(), list.display().to_string());
    for arguments in [&["import", list.as_str()][..], &["new", "source", "nobody-2024"]] {
        let ended = cli(arguments.iter().copied().chain(["--data", &data]));
        let expected = format!("{} is being written by a test, process {}:", sources.display(), std::process::id());
        assert_eq!(ended.code, Some(2));
        assert!(ended.stderr.contains(&expected), "{}", ended.stderr);
    }
    // Whoever only reads or says what would be done does not care.
    assert_eq!(cli(["lint", "--data", &data]).code, Some(0));
    assert_eq!(cli(["import", "--dry-run", &list, "--data", &data]).code, Some(0));
    drop(held);
    assert_eq!(cli(["import", &list, "--data", &data]).code, Some(0));
    assert_eq!(cli(["new", "source", "nobody-2023", "--data", &data]).code, Some(0));
}

/// Killed when so many drafts are there, again and again; what is there is whole, and what is missing comes with the
/// next import.
#[test]
fn a_killed_import_leaves_whole_records_and_no_lock() {
    let fixture = Fixture::new();
    let list = references(&fixture);
    let before = names(&fixture).len();
    for written in [0, 1, 40, 255, 257, 500] {
        let mut child = import(&fixture, &list);
        while names(&fixture).len() < before + written && child.try_wait().unwrap().is_none() {
            thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(drafts(&fixture) <= RECORDS);
    }
    // As one that was killed leaves it, wherever that was this time.
    fs::write(fixture.data().join("sources/.evidence-A1b2C3.new"), "draft = tr").unwrap();
    let data = fixture.data().display().to_string();
    assert_eq!(cli(["lint", "--data", &data]).code, Some(0));
    assert_eq!(import(&fixture, &list).wait().unwrap().code(), Some(0));
    assert_eq!(drafts(&fixture), RECORDS);
    assert!(names(&fixture).iter().all(|name| !name.starts_with('.')), "{:?}", names(&fixture));
}

#[test]
fn a_folder_of_records_that_is_not_there_is_not_made() {
    let fixture = Fixture::new();
    let list = references(&fixture);
    let (missing, list) = (fixture.data().join("../missing"), list.display().to_string());
    let data = missing.display().to_string();
    for arguments in [&["import", list.as_str()][..], &["new", "source", "nobody-2024"]] {
        let ended = cli(arguments.iter().copied().chain(["--data", &data]));
        assert_eq!(ended.code, Some(2), "{}", ended.stderr);
        assert!(ended.stderr.contains(&data), "{}", ended.stderr);
        assert!(!missing.exists());
    }
}
