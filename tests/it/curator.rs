//! The curator's commands: what is due, what can be traced, how a record begins, what changed for readers.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use crate::{
    library::root,
    support::{Ended, Fixture, GUIDELINE, cli},
};

fn run(fixture: &Fixture, arguments: &[&str]) -> Ended {
    let data = fixture.data().display().to_string();
    let ended = cli(arguments.iter().copied().chain(["--data", &data]));
    Ended { stdout: ended.stdout.replace(&data, "data"), stderr: ended.stderr.replace(&data, "data"), ..ended }
}

/// A blurb on the fabricated guideline, which lapses in 2024.
fn add_blurb(fixture: &Fixture, status: &str) {
    let folder = fixture.data().join("blurbs");
    fs::create_dir_all(&folder).unwrap();
    let text = format!(
        r#"+++
id = "nowhere-blurb"
title = "Does invented therapy do anything?"
topic = "imaginary-ache"
aspect = "guideline-position"
status = "{status}"
findings = ["example-guideline-nowhere-offer"]
good-to-know = ["Nobody has the ache."]
reviewed = "2020-06-01"
review-due = "2021-06-01"
valid-until = "2022-06-01"
recorded = "2020-06-01"
+++

# Line

In 2019 the guideline of Nowhere spoke of invented therapy for imaginary ache.

# Short

In 2019 the guideline of Nowhere spoke of invented therapy for imaginary ache.

# Full

In 2019 the guideline of Nowhere spoke of invented therapy for imaginary ache.
"#
    );
    fs::write(folder.join("nowhere-blurb.md"), text).unwrap();
}

#[test]
fn what_is_due_is_listed_by_date_with_the_line_to_change() {
    let fixture = Fixture::new();
    add_blurb(&fixture, "live");
    let on = |day: &str| run(&fixture, &["due", "--as-of", day]).stdout;
    assert_eq!(on("2020-07-01"), "");
    assert_eq!(on("2021-05-01"), "2021-06-01  data/blurbs/nowhere-blurb.md:10  nowhere-blurb will be due for review\n");
    assert!(on("2021-07-01").ends_with("nowhere-blurb is due for review\n"));
    assert!(on("2022-05-01").contains("data/blurbs/nowhere-blurb.md:11  nowhere-blurb will be given out no more"));
    assert!(on("2022-07-01").contains("nowhere-blurb is given out no more: review it and set new dates"));
    let late = on("2026-01-01");
    let lapsed = late.lines().find(|line| line.contains(GUIDELINE)).unwrap();
    assert!(
        lapsed.contains("example-guideline-nowhere is lapsed") && lapsed.ends_with("1 live blurb on it"),
        "{lapsed}"
    );

    add_blurb(&fixture, "draft");
    assert!(on("2020-07-01").ends_with("data/blurbs/nowhere-blurb.md:6  nowhere-blurb is a draft\n"));
}

#[test]
fn sound_data_can_be_traced_and_the_doubtful_values_are_listed() {
    let fixture = Fixture::new();
    let ended = run(&fixture, &["verify", "--as-of", "2026-11-23"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stdout);
    assert!(!ended.stdout.contains("FAIL"), "{}", ended.stdout);

    // Read on a day that has not come.
    let ended = run(&fixture, &["verify", "--as-of", "1999-01-01"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.stdout.contains("FAIL    no value was read after 1999-01-01"), "{}", ended.stdout);
    assert!(ended.stdout.contains("data/sources/"), "{}", ended.stdout);
}

#[test]
fn a_broken_check_is_named_with_its_faults() {
    let fixture = Fixture::new();
    fixture.edit("example-trial-nowhere-ache", "example-trial-nowhere-ach");
    let ended = run(&fixture, &["verify"]);
    assert_eq!(ended.code, Some(1));
    let failed: Vec<_> = ended.stdout.lines().filter(|line| line.starts_with("FAIL")).collect();
    assert_eq!(failed, ["FAIL    every link leads to a record (1 fault)"]);
    assert!(ended.stderr.contains("dangling-link") && ended.stderr.contains(GUIDELINE), "{}", ended.stderr);
}

#[test]
fn a_new_record_lacks_nothing_but_its_words() {
    let fixture = Fixture::new();
    for (kind, id) in [("source", "invented-2030"), ("blurb", "invented-blurb"), ("topic", "invented-topic")] {
        let ended = run(&fixture, &["new", kind, id]);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        // Never twice.
        let ended = run(&fixture, &["new", kind, id]);
        assert_eq!(ended.code, Some(2));
        assert!(ended.stderr.contains("is there already"), "{}", ended.stderr);
    }
    let ended = run(&fixture, &["lint", "--format", "json"]);
    let faults: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let codes: BTreeSet<_> = faults.as_array().unwrap().iter().map(|fault| fault["code"].as_str().unwrap()).collect();
    // All of them are empty texts; no field is missing, unknown or of another type.
    assert_eq!(codes, BTreeSet::from(["bad-text", "bad-date", "bad-id", "bad-identifier"]));
    let files: BTreeSet<_> = faults.as_array().unwrap().iter().map(|fault| fault["file"].as_str().unwrap()).collect();
    assert_eq!(files.len(), 3, "{files:?}");

    assert_eq!(run(&fixture, &["new", "source", "Not An Id"]).code, Some(2));
    assert!(run(&fixture, &["new", "topic", "printed", "--print"]).stdout.contains("id = \"printed\""));
    assert!(!fixture.data().join("topics/printed.toml").exists());
}

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn what_changed_for_readers_is_told_by_value() {
    let fixture = Fixture::new();
    let repository = fixture.data().parent().unwrap().to_owned();
    git(&repository, &["init", "--quiet"]);
    git(&repository, &["add", "--all"]);
    git(&repository, &["commit", "--quiet", "-m", "records"]);
    let diff = |arguments: &[&str]| run(&fixture, &[&["diff", "HEAD"], arguments].concat());

    // Another order and another comment are no change.
    fixture.edit("short-title", "# a remark\nshort-title");
    let ended = diff(&[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{}", ended.stderr);

    fixture.edit("short-title = \"", "short-title = \"New ");
    add_blurb(&fixture, "live");
    fs::remove_file(fixture.data().join("sources/example-trial-nowhere.toml")).unwrap();
    let path = fixture.data().join(GUIDELINE);
    let text = fs::read_to_string(&path).unwrap().replace("qualified-by = [\"example-trial-nowhere-ache\"]", "");
    fs::write(&path, text).unwrap();
    let ended = diff(&[]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stdout.contains("added blurb nowhere-blurb  data/blurbs/nowhere-blurb.md:2\n"), "{}", ended.stdout);
    assert!(ended.stdout.contains("removed source example-trial-nowhere\n"), "{}", ended.stdout);
    let changed = "changed source example-guideline-nowhere  data/sources/example-guideline-nowhere.toml:";
    assert!(ended.stdout.contains(changed), "{}", ended.stdout);
    assert!(ended.stdout.contains("  /short_title  data/sources/"), "{}", ended.stdout);
    assert!(ended.stdout.contains("    + New "), "{}", ended.stdout);

    // As entries for data/changes, which lack nothing but the reason.
    let ended = diff(&["--format", "toml"]);
    let folder = fixture.data().join("changes");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("2026.toml"), ended.stdout.replace("why = \"\"", "why = \"A slip.\"")).unwrap();
    assert_eq!(run(&fixture, &["lint"]).code, Some(0), "{}", run(&fixture, &["lint"]).stdout);

    let ended = run(&fixture, &["diff", "no-such-revision"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("there is no revision `no-such-revision`"), "{}", ended.stderr);
}

/// A page is not kept; whoever has a copy can see what has changed.
#[test]
fn a_copy_of_a_page_is_compared_with_the_hashes_of_its_claims() {
    let fixture = Fixture::of(&root().join("tests/fixtures/library"));
    let data = fixture.data();
    let copy = fixture.data().parent().unwrap().join("copy.txt");
    let page = data.join("pages/nowhere-clinic.toml");
    let words = fs::read_to_string(page.with_extension("txt")).unwrap();
    fs::remove_file(page.with_extension("txt")).unwrap();
    fs::write(&copy, &words).unwrap();
    let compared = || run(&fixture, &["verify", "--page", copy.to_str().unwrap()]);

    // Without hashes, those to write are told; then all is proven.
    let bare = compared();
    assert_eq!(bare.code, Some(1), "{}", bare.stdout);
    let mut record = fs::read_to_string(&page).unwrap();
    for told in bare.stdout.lines().filter(|line| line.contains("it has no hash: write `")) {
        let id = told.trim().split(',').next().unwrap();
        let hash = told.rsplit('`').nth(1).unwrap();
        let at = record.find(&format!("id = \"{id}\"")).unwrap();
        let quote = at + record[at..].find("\nquote = ").unwrap() + 1;
        record.insert_str(quote, &format!("{hash}\n"));
    }
    fs::write(&page, &record).unwrap();
    let proven = compared();
    assert_eq!(proven.code, Some(0), "{}{}", proven.stdout, proven.stderr);

    // How a copy is set changes nothing; a changed passage is named with its claims, and no other.
    fs::write(&copy, words.replace(' ', "  ").replace('\'', "’")).unwrap();
    assert_eq!(compared().code, Some(0));
    fs::write(&copy, words.replace("Our patients hum", "Our patients whistle")).unwrap();
    let changed = compared();
    assert_eq!(changed.code, Some(1));
    let named: Vec<&str> = changed.stdout.lines().filter(|line| line.contains("its passage has changed")).collect();
    let expected = "nowhere-clinic-c03, line 3, under `Introduction`: its passage has changed, and its words are gone";
    assert_eq!(named.iter().map(|line| line.trim()).collect::<Vec<_>>(), [expected]);
}
