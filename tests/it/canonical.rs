//! The canonical form of a source file: whatever is written is read back equal, whether it came from the repository or
//! not.

use std::{fs, path::Path};

use evidence::{
    corpus::{Corpus, draft_file, source_file},
    domain::{
        Date, Draft, Editorial, EditorialStatus, FieldPath, Finding, Name, Provenance, Provenances, Source, Vocabulary,
    },
};
use proptest::{option, prelude::*, sample::select};

use crate::library::{copy, library, root};

fn loaded(data: &Path) -> evidence::corpus::Loaded {
    Corpus::load(data).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_source_of_the_repository_is_written_as_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("data"), folder.path());
    let corpus = library().corpus();
    for source in corpus.sources() {
        let findings: Vec<&Finding> = corpus.findings_of(source).collect();
        let path = folder.path().join(format!("sources/{}.toml", source.id));
        fs::write(path, source_file(source, &findings)).unwrap();
    }
    let again = loaded(folder.path()).corpus;
    assert_eq!(again.sources(), corpus.sources());
    assert_eq!(again.findings(), corpus.findings());
    // The canonical form of the canonical form is itself.
    for source in again.sources() {
        let findings: Vec<&Finding> = again.findings_of(source).collect();
        let path = folder.path().join(format!("sources/{}.toml", source.id));
        assert_eq!(fs::read_to_string(path).unwrap(), source_file(source, &findings), "{}", source.id);
    }
}

#[test]
fn no_line_is_longer_than_it_must_be() {
    for source in library().corpus().sources() {
        let findings: Vec<&Finding> = library().corpus().findings_of(source).collect();
        for line in source_file(source, &findings).lines() {
            // One value that cannot be parted: a title, an address, a sentence in a list.
            let is_one_value = line.matches('"').count() <= 4 || line.starts_with("    {");
            assert!(line.chars().count() <= 120 || is_one_value, "{}: {line}", source.id);
        }
    }
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
    }

    #[test]
    fn any_words_of_a_source_are_read_back_equal(
        (short_title, also_known_as, summary, conclusion) in
            (text(), proptest::collection::vec(text(), 0..4), text(), text()),
        (limitations, setting, population, reason) in
            (proptest::collection::vec(text(), 0..3), text(), text(), text()),
    ) {
        let folder = tempfile::tempdir().unwrap();
        // Texts about the sources would be held against their words.
        for kind in ["sources", "topics"] {
            copy(&root().join("tests/fixtures/corpus").join(kind), &folder.path().join(kind));
        }
        let corpus = loaded(folder.path()).corpus;
        let model = corpus.sources().iter().find(|source| corpus.findings_of(source).next().is_some()).unwrap();
        let mut source = Source { short_title, also_known_as, summary, conclusion, limitations, ..model.clone() };
        source.study.setting = evidence::domain::Stated::As(setting);
        source.pico.population = population;
        let issue = FieldPath::find("issue", FieldPath::of_source()).unwrap();
        source.provenance.except.push((issue, Provenance::Unverified { reason }));
        let findings: Vec<&Finding> = corpus.findings_of(model).collect();
        let file = source_file(&source, &findings);
        fs::write(folder.path().join(format!("sources/{}.toml", source.id)), &file).unwrap();
        let read = loaded(folder.path()).corpus;
        prop_assert_eq!(read.source(source.id.as_str()).unwrap(), &source, "{}", file);
        prop_assert_eq!(read.findings(), corpus.findings());
    }
}
