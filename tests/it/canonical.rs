//! The canonical form of record files: what is written reads back equal and is laid out, and what is laid out says the same.

use std::{fs, path::Path};

use evidence::{
    corpus::{Corpus, draft_file, laid_out},
    domain::{Date, Draft, Editorial, EditorialStatus, Name, Provenance, Provenances, Vocabulary},
};
use proptest::{option, prelude::*, sample::select};

use crate::library::{files_below, library, root};

fn loaded(data: &Path) -> evidence::corpus::Loaded {
    Corpus::load(data).unwrap_or_else(|error| panic!("{error}"))
}

/// Every record file below a folder, with its path in it and its content.
fn record_files(data: &Path) -> Vec<(String, String)> {
    let name = |path: &Path| path.strip_prefix(data).unwrap().to_str().unwrap().to_owned();
    let files = files_below(data).into_iter().filter(|path| path.extension().is_some_and(|end| end != "txt"));
    files.filter_map(|path| Some((name(&path), fs::read_to_string(path).ok()?))).collect()
}

/// The file as `evidence fmt` leaves it; none when it is no record.
fn formatted(name: &str, content: &str) -> Option<String> {
    laid_out(name, content, false).map(|laid_out| laid_out.unwrap_or_else(|fault| panic!("{fault}")).text)
}

#[test]
fn the_records_of_the_repository_are_laid_out() {
    for folder in
        ["data", "tests/fixtures/lint", "tests/fixtures/corpus", "tests/fixtures/library", "src/api/tests/corpus"]
    {
        for (name, content) in record_files(&root().join(folder)) {
            let Some(text) = formatted(&name, &content) else { continue };
            assert!(text == content, "{folder}/{name}: run `cargo run -- fmt --data {folder}`");
        }
    }
}

#[test]
fn what_is_out_of_place_is_put_right_and_comments_stay() {
    let untidy = "  # Who wrote it.\n\n\n\n\n  id=\"nobody-2021\"   \n# A list.\ntopics = [\"a\",\"b\" ,  \"c\"]# why\r\n\
                  author=[\n  {family=\"Nobody\",given = \"Anna\"},\n]\nnames = [\n\"a\", \"b\"]\n\
                  kept = [ # for a reason\n  \"a\",\n]\n[ study ] # numbers\nage-min=18\n\
                  text = \"\"\"\n  as it\n    stands  \n\"\"\"\n[[finding]]\nid = \"x\"\n\n\n";
    let tidy = "# Who wrote it.\n\n\nid = \"nobody-2021\"\n# A list.\ntopics = [\"a\", \"b\", \"c\"]# why\n\
                author = [\n    { family = \"Nobody\", given = \"Anna\" },\n]\nnames = [\n    \"a\", \"b\",\n]\n\
                kept = [ # for a reason\n  \"a\",\n]\n\n[ study ] # numbers\nage-min = 18\n\
                text = \"\"\"\n  as it\n    stands  \n\"\"\"\n\n[[finding]]\nid = \"x\"\n";
    assert_eq!(formatted("sources/nobody-2021.toml", untidy).unwrap(), tidy);
    assert_eq!(formatted("sources/nobody-2021.toml", tidy).unwrap(), tidy);
    let blurb = "+++\nid=\"x\"\n+++\n\n# Line\nNobody.  \n\n\n";
    assert_eq!(formatted("blurbs/x.md", blurb).unwrap(), "+++\nid = \"x\"\n+++\n\n# Line\nNobody.\n");
    // What is no record is left alone; what is no TOML is said to be none, with its place.
    assert_eq!(formatted("pages/x.txt", " words "), None);
    assert_eq!(formatted("README.md", "# Read me"), None);
    let fault = laid_out("topics/x.toml", "id = \"x\"\nkind = condition\n", false).unwrap().unwrap_err();
    assert_eq!((fault.code, fault.line), ("syntax", 2));
}

/// A text as a record may have it: with anything but control characters, and no blanks at its ends.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec("[^\\s\\p{C}]{1,14}", 1..40).prop_map(|words| words.join(" "))
}

fn name() -> impl Strategy<Value = Name> {
    prop_oneof![
        (text(), option::of(text()), option::of(text())).prop_map(|(family, given, suffix)| Name::Person {
            family,
            given,
            suffix
        }),
        text().prop_map(|literal| Name::Organisation { literal }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_draft_is_read_back_equal(
        (title, author, journal, publisher) in
            (text(), proptest::collection::vec(name(), 0..4), option::of(text()), option::of(text())),
        (volume, number, version, short_title) in
            (option::of(text()), option::of(text()), option::of(text()), option::of(text())),
        (reason, notice, remarks) in
            (text(), option::of(text()), proptest::collection::vec(any::<String>(), 0..3)),
        status in option::of(select(EditorialStatus::ALL)),
    ) {
        let model = library().corpus().sources().first().unwrap();
        let mut bibliography = model.bibliography.clone();
        bibliography.title = title;
        bibliography.author = author;
        bibliography.container_title = journal;
        bibliography.publisher = publisher;
        bibliography.volume = volume;
        bibliography.number = number;
        bibliography.version = version;
        let editorial = status.map(|status| Editorial { status, checked: None, notice, noticed: None, note: None });
        let draft = Draft {
            id: "nobody-2024".parse().unwrap(),
            short_title,
            bibliography,
            design: Some(model.design),
            registration: model.registration.clone(),
            editorial,
            recorded: Date::constant(2026, 11, 23),
            provenance: Provenances { default: Provenance::Unverified { reason }, except: Vec::new() },
        };
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sources")).unwrap();
        let file = draft_file(&draft, &remarks);
        fs::write(folder.path().join("sources/nobody-2024.toml"), &file).unwrap();
        let read = loaded(folder.path());
        prop_assert_eq!(read.drafts, vec![draft], "{}", file);
        prop_assert_eq!(formatted("sources/nobody-2024.toml", &file).unwrap(), file.clone());
    }

    #[test]
    fn any_file_is_laid_out_once(
        (title, comment, words) in (text(), text(), proptest::collection::vec(text(), 0..4)),
        (blanks, indent) in (0_usize..4, "[ \t]{0,3}"),
    ) {
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        let list: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        let gap = "\n".repeat(blanks);
        let file = format!(
            "{gap}{indent}# {comment}\n{indent}title{indent}={indent}{}\n{gap}{indent}list={indent}[{}]\n{gap}[a.b]\n{indent}c=1\n",
            quoted(&title),
            list.join(&format!(",{indent}"))
        );
        let once = formatted("topics/x.toml", &file).unwrap();
        prop_assert_eq!(&formatted("topics/x.toml", &once).unwrap(), &once);
        let read = |text: &str| text.parse::<toml::Table>().unwrap();
        prop_assert_eq!(read(&once), read(&file), "{}", once);
        let comment = format!("# {comment}");
        prop_assert!(once.lines().any(|line| line == comment), "{}", once);
    }
}
