//! A collection of an older format is carried over, and one of a newer format is refused.

use std::{collections::BTreeMap, fs, path::Path};

use evidence::corpus::{Corpus, LoadError};
use tempfile::TempDir;

use crate::{
    library::{copy, files_below, root},
    support::{Ended, cli},
};

/// A collection written before the format had a version.
fn old() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("tests/fixtures/format-1"), folder.path());
    folder
}

fn fmt(data: &Path, options: &[&str]) -> Ended {
    cli(["fmt", "--data", data.to_str().unwrap()].into_iter().chain(options.iter().copied()))
}

fn contents(folder: &Path) -> BTreeMap<String, String> {
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    files_below(folder).into_iter().map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

/// What is new in the lines of a file, and what is gone, in order.
fn difference(before: &str, after: &str) -> String {
    let gone = before.lines().filter(|line| !after.contains(line)).map(|line| format!("- {line}\n"));
    let new = after.lines().filter(|line| !before.contains(line)).map(|line| format!("+ {line}\n"));
    gone.chain(new).collect()
}

#[test]
fn an_old_collection_is_carried_over_and_has_no_fault() {
    let data = old();
    let before = contents(data.path());
    let Err(LoadError::Faults(faults)) = Corpus::load(data.path()) else { panic!("old names are faults") };
    assert!(faults.iter().any(|fault| fault.code == "provenance-field"), "{faults:?}");

    // What would be done is told first.
    let told = fmt(data.path(), &["--upgrade", "--check"]);
    assert_eq!(told.code, Some(1), "{}", told.stderr);
    assert_eq!(told.stdout.lines().count(), 3, "{}", told.stdout);
    assert_eq!(contents(data.path()), before);

    let done = fmt(data.path(), &["--upgrade"]);
    assert_eq!((done.code, done.stdout.as_str()), (Some(0), ""), "{}", done.stderr);
    assert_eq!(done.stderr, "3 files changed\n");
    let loaded = Corpus::load(data.path()).unwrap();
    assert_eq!(loaded.warnings, []);

    // Nothing but the names has changed, in the files that had them.
    let after = contents(data.path());
    let changed: Vec<&str> =
        after.keys().filter(|file| before.get(*file) != after.get(*file)).map(String::as_str).collect();
    assert_eq!(changed, ["blurbs/needling-effect.md", "collection.toml", "sources/review-2023.toml"]);
    let review = "sources/review-2023.toml";
    insta::assert_snapshot!(difference(&before[review], &after[review]), @r#"
    - status = "none"
    - fields = ["doi", "sample", "container_title", "study.studies"]  # each of them
    - fields = ["PICO", "DOI", "links", "review-due"]
    - caveats = ["Nobody took part."]
    - except = [{ fields = ["Certainty", "age_max", "sample"], inferred = "from a figure" }]
    - caveats = ["Nobody took part."]
    - caveats = ["Nobody took part."]
    + status = "unchecked"
    + fields = ["DOI", "study.sample", "container-title", "study.studies"]  # each of them
    + fields = ["pico", "link", "currency.review-due"]
    + good-to-know = ["Nobody took part."]
    + except = [{ fields = ["certainty", "population.age-max", "sample"], inferred = "from a figure" }]
    + good-to-know = ["Nobody took part."]
    + good-to-know = ["Nobody took part."]
    "#);
    let blurb = "blurbs/needling-effect.md";
    insta::assert_snapshot!(difference(&before[blurb], &after[blurb]), @r#"
    - caveats = ["Nobody took part."]
    + good-to-know = ["Nobody took part."]
    "#);
    assert!(after["collection.toml"].contains("\nformat = 2\n"), "{}", after["collection.toml"]);

    let again = fmt(data.path(), &["--upgrade", "--check"]);
    assert_eq!((again.code, again.stdout.as_str()), (Some(0), ""), "{}", again.stderr);
}

#[test]
fn what_somebody_must_decide_is_left_and_told() {
    let data = old();
    let path = data.path().join("sources/review-2023.toml");
    let text = fs::read_to_string(&path).unwrap().replace("\"PICO\"", "\"smaple\"");
    fs::write(&path, text).unwrap();
    let done = fmt(data.path(), &["--upgrade"]);
    assert_eq!(done.code, Some(1));
    let told = "`smaple` is no field of the record, and it is not clear which one is meant";
    assert!(done.stderr.contains(told), "{}", done.stderr);
    assert!(fs::read_to_string(&path).unwrap().contains("\"smaple\""));
}

#[test]
fn files_are_laid_out_one_by_one_or_all() {
    let data = old();
    let topic = data.path().join("topics/nowhere-pain.toml");
    let tidy = fs::read_to_string(&topic).unwrap();
    let untidy = format!("{}\n\n", tidy.replacen("kind = ", "  kind=", 1));
    fs::write(&topic, &untidy).unwrap();
    let check = fmt(data.path(), &["--check"]);
    assert_eq!((check.code, check.stdout.lines().count()), (Some(1), 1), "{}", check.stdout);
    let another = data.path().join("topics/made-up-care.toml");
    assert_eq!(fmt(data.path(), &[another.to_str().unwrap()]).stderr, "0 files changed\n");
    assert_eq!(fs::read_to_string(&topic).unwrap(), untidy);
    assert_eq!(fmt(data.path(), &[topic.to_str().unwrap()]).stderr, "1 file changed\n");
    assert_eq!(fs::read_to_string(&topic).unwrap(), tidy);
    // Files that are none of the collection are not touched.
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("x.toml"), "a=1").unwrap();
    let refused = fmt(data.path(), &[elsewhere.path().to_str().unwrap()]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("is not in the folder of the records"), "{}", refused.stderr);
    assert!(files_below(data.path()).iter().all(|path| !path.file_name().unwrap().to_str().unwrap().starts_with('.')));
}

/// A collection of a year from now: another format, and fields nobody knows yet.
#[test]
fn a_newer_format_is_refused_and_not_touched() {
    let data = old();
    fs::write(data.path().join("collection.toml"), "format = 3\nlanguages = [\"en\", \"nowherish\"]\n").unwrap();
    let path = data.path().join("sources/review-2023.toml");
    let text = fs::read_to_string(&path).unwrap().replace("volume = ", "volumes = ");
    fs::write(&path, text).unwrap();
    let before = contents(data.path());
    let told = "collection.toml:1:10: the records are written in format 3, this program reads up to 2 [format-newer]; \
                use a newer version of the program";
    for options in [&[][..], &["--upgrade"], &["--check"]] {
        let refused = fmt(data.path(), options);
        assert_eq!(refused.code, Some(2));
        assert!(refused.stderr.contains(told), "{}", refused.stderr);
    }
    let Err(LoadError::Faults(faults)) = Corpus::load(data.path()) else { panic!("a newer format is a fault") };
    assert_eq!(faults.iter().map(ToString::to_string).collect::<Vec<_>>(), [told]);
    assert_eq!(contents(data.path()), before);
}
