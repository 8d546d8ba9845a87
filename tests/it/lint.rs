//! Every rule of the lint notices its fault, at its place, and nothing else.
//!
//! `tests/fixtures/lint` is a small corpus of people, studies and pains that do not exist. Each case alters it so that
//! one rule is broken once.

use std::{collections::BTreeSet, fs, path::Path};

use evidence::corpus::{Corpus, Diagnostic, LoadError, Loaded, RULES, Severity};

use crate::library::{copy, root};

const GUIDELINE: &str = "sources/nowhere-2020.toml";
const TRIAL: &str = "sources/nobody-2021.toml";
const UNFOUND: &str = "sources/unfound-2022.toml";
const PAIN: &str = "topics/nowhere-pain.toml";
const CHRONIC: &str = "topics/chronic-nowhere-pain.toml";
const NEEDLING: &str = "topics/imaginary-needling.toml";
const CARE: &str = "topics/made-up-care.toml";

/// What is done to the corpus.
#[derive(Clone, Copy)]
enum Change {
    /// The first occurrence of a text in a file is replaced.
    Replace(&'static str, &'static str, &'static str),
    /// A text is added to the end of a file, which is made when it is not there.
    Append(&'static str, &'static [u8]),
    /// A folder is made where a file is expected.
    Folder(&'static str),
}
use Change::{Append, Folder, Replace};

/// A breach of one rule.
struct Case {
    code: &'static str,
    changes: &'static [Change],
    file: &'static str,
    /// The diagnostic stands on the line with the first occurrence of this text; line 1 when there is none.
    at: &'static str,
}

const fn case(code: &'static str, changes: &'static [Change], file: &'static str, at: &'static str) -> Case {
    Case { code, changes, file, at }
}

const CASES: &[Case] = &[
    case("unreadable-file", &[Append("topics/latin-1.toml", b"label = \"caf\xe9\"\n")], "topics/latin-1.toml", ""),
    // Other records link to this one; that it cannot be read must not be said again for each link.
    case("unreadable-file", &[Append(PAIN, b"# \xff\n")], PAIN, ""),
    case("unreadable-file", &[Folder("sources/folder.toml")], "sources/folder.toml", ""),
    case("stray-file", &[Append("topics/notes.txt", b"buy milk")], "topics/notes.txt", ""),
    case("stray-file", &[Folder("sources/old")], "sources/old", ""),
    case("syntax", &[Replace(PAIN, "kind = \"condition\"", "kind = condition")], PAIN, "kind = "),
    case("unknown-field", &[Replace(TRIAL, "volume =", "volum =")], TRIAL, "volum ="),
    case(
        "unknown-field",
        &[Replace(TRIAL, "[finding.comparator]", "[finding.comparator]\nkind = \"sham\"")],
        TRIAL,
        "kind = \"sham\"",
    ),
    case("missing-field", &[Replace(TRIAL, "funding = \"not-reported\"\n", "")], TRIAL, ""),
    case("missing-field", &[Replace(TRIAL, "measure = \"MD\"\n", "")], TRIAL, "[[finding.estimate]]"),
    case("wrong-type", &[Replace(TRIAL, "volume = \"13\"", "volume = 13")], TRIAL, "volume"),
    // Where one field of a table is at fault, those beside it are not.
    case(
        "wrong-type",
        &[Replace(TRIAL, "[provenance]\nunverified", "[provenance]\nsourced = \"a page\"\nunverified")],
        TRIAL,
        "sourced",
    ),
    case("wrong-type", &[Replace(GUIDELINE, "years = 5", "years = \"5\"")], GUIDELINE, "years"),
    case("unknown-word", &[Replace(TRIAL, "design = \"rct\"", "design = \"rtc\"")], TRIAL, "design ="),
    // What a finding of no known kind should hold cannot be told: its other fields are not faults.
    case("unknown-word", &[Replace(TRIAL, "kind = \"effect\"", "kind = \"efect\"")], TRIAL, "kind = \"efect\""),
    case("unknown-word", &[Replace(GUIDELINE, "rating = \"low\"", "rating = \"lowish\"")], GUIDELINE, "lowish"),
    case("unknown-word", &[Replace(GUIDELINE, "years = 5\n", "")], GUIDELINE, "[currency]"),
    case("bad-text", &[Replace(PAIN, "label = \"Nowhere pain\"", "label = \" Nowhere pain\"")], PAIN, "label"),
    case("bad-text", &[Replace(CARE, "label = \"Made-up care\"", "label = \"Made-up\\u0007care\"")], CARE, "label"),
    case("bad-id", &[Replace(TRIAL, "id = \"nobody-2021\"", "id = \"Nobody_2021\"")], TRIAL, "id ="),
    case("bad-identifier", &[Replace(TRIAL, "10.5555/nobody.2021", "5555/nobody")], TRIAL, "DOI ="),
    // A check digit: the ISSN of a journal is 8 digits of which the last follows from the others.
    case("bad-identifier", &[Replace(TRIAL, "DOI =", "ISSN = \"1234-5678\"\nDOI =")], TRIAL, "ISSN ="),
    case("bad-date", &[Replace(TRIAL, "issued = \"2021-05\"", "issued = \"2021-02-30\"")], TRIAL, "issued ="),
    case("bad-date", &[Replace(TRIAL, "recorded = \"2026-01-02\"", "recorded = \"2026-01\"")], TRIAL, "recorded ="),
    case("bad-number", &[Replace(TRIAL, "weeks = 6", "weeks = 0")], TRIAL, "weeks = 0"),
    case("bad-number", &[Replace(TRIAL, "age-min = 18", "age-min = 300")], TRIAL, "age-min = 300"),
    case("bad-number", &[Replace(TRIAL, "value = -1.5", "value = -15e-1")], TRIAL, "value = -15e-1"),
    case(
        "bad-time",
        &[Replace(TRIAL, "{ at = \"6 months\",", "{ at = \"6 months\", within = \"1 year\",")],
        TRIAL,
        "within",
    ),
    case("bad-time", &[Replace(TRIAL, "at = \"6 months\"", "at = \"half a year\"")], TRIAL, "half a year"),
    case("interval-order", &[Replace(TRIAL, "[-2.5, -0.5]", "[-0.5, -2.5]")], TRIAL, "ci = [-0.5"),
    case("interval-order", &[Replace(TRIAL, "{ min = 4, max = 8 }", "{ min = 8, max = 4 }")], TRIAL, "sessions = {"),
    case("interval-order", &[Replace(TRIAL, "to = \"2020-06\"", "to = \"2018-06\"")], TRIAL, "enrolled ="),
    case("outside-interval", &[Replace(TRIAL, "value = -1.5", "value = 1.5")], TRIAL, "[[finding.estimate]]"),
    case(
        "provenance",
        &[Replace(TRIAL, "[provenance]\n", "[provenance]\ninferred = \"by guessing\"\n")],
        TRIAL,
        "[provenance]",
    ),
    case(
        "provenance",
        &[Replace(TRIAL, "[provenance]\nunverified = \"Invented for the tests.\"", "[provenance]")],
        TRIAL,
        "[provenance]",
    ),
    case(
        "kind-fields",
        &[Replace(GUIDELINE, "stance = \"for\"", "stance = \"for\"\nstudies = 3")],
        GUIDELINE,
        "studies = 3",
    ),
    case(
        "kind-fields",
        &[Replace(
            TRIAL,
            "studies = \"not-applicable\"\ndirection",
            "studies = \"not-applicable\"\nstance = \"for\"\ndirection",
        )],
        TRIAL,
        "stance",
    ),
    case(
        "quote-length",
        &[Replace(
            TRIAL,
            "locator = \"not-reported\"",
            "locator = \"not-reported\"\nquote = { locator = \"p. 0\", text = \"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26\" }",
        )],
        TRIAL,
        "quote =",
    ),
    case(
        "id-file-name",
        &[Replace(CHRONIC, "id = \"chronic-nowhere-pain\"", "id = \"lasting-nowhere-pain\"")],
        CHRONIC,
        "id =",
    ),
    case(
        "duplicate-id",
        &[
            Replace(TRIAL, "id = \"nobody-2021-pain-care\"", "id = \"nobody-2021-pain-sham\""),
            Replace(TRIAL, "qualified-by = [\"nobody-2021-pain-sham\"]", "qualified-by = []"),
        ],
        TRIAL,
        "id = \"nobody-2021-pain-sham\"\nkind = \"effect\"\nstatement = \"In nobody with nowhere pain, imaginary needling did not",
    ),
    case(
        "finding-id",
        &[Replace(TRIAL, "id = \"nobody-2021-pain-care\"", "id = \"nobody-2022-pain-care\"")],
        TRIAL,
        "id = \"nobody-2022",
    ),
    case(
        "finding-id",
        &[Replace(TRIAL, "id = \"nobody-2021-pain-care\"", "id = \"nobody-2021\"")],
        TRIAL,
        "id = \"nobody-2021\"\nkind",
    ),
    case(
        "dangling-link",
        &[Replace(CHRONIC, "broader = [\"nowhere-pain\"]", "broader = [\"nowhere-pane\"]")],
        CHRONIC,
        "broader =",
    ),
    case(
        "dangling-link",
        &[Replace(GUIDELINE, "qualified-by = [\"nobody-2021-pain-sham\"]", "qualified-by = [\"nobody-2021-none\"]")],
        GUIDELINE,
        "qualified-by =",
    ),
    case(
        "dangling-link",
        &[Replace(
            TRIAL,
            "[provenance]",
            "[[link]]\nrelation = \"companion\"\nsource = \"nowhere-1920\"\n\n[provenance]",
        )],
        TRIAL,
        "nowhere-1920",
    ),
    case("self-link", &[Replace(PAIN, "lay =", "broader = [\"nowhere-pain\"]\nlay =")], PAIN, "broader"),
    case(
        "self-link",
        &[Replace(TRIAL, "qualified-by = [\"nobody-2021-pain-sham\"]", "qualified-by = [\"nobody-2021-pain-care\"]")],
        TRIAL,
        "qualified-by",
    ),
    case(
        "topic-kind",
        &[Replace(TRIAL, "topic = \"invented-pain\"", "topic = \"nowhere-pain\"")],
        TRIAL,
        "topic = \"nowhere-pain\"",
    ),
    case(
        "topic-kind",
        &[Replace(TRIAL, "instrument = \"nobody-scale\"", "instrument = \"invented-pain\"")],
        TRIAL,
        "instrument = \"invented-pain\"",
    ),
    // A cycle is one fault, however many topics are part of it.
    case("topic-cycle", &[Replace(PAIN, "lay =", "broader = [\"chronic-nowhere-pain\"]\nlay =")], CHRONIC, "broader"),
    case("duplicate-name", &[Replace(NEEDLING, "\"pretend pins\"", "\"It hurts nowhere\"")], PAIN, "lay ="),
    case("duplicate-name", &[Replace(CARE, "technical = []", "technical = [\"made-up care\"]")], CARE, "technical"),
    case("duplicate-identifier", &[Replace(TRIAL, "10.5555/nobody.2021", "10.5555/Nowhere.2020")], GUIDELINE, "DOI"),
    case(
        "duplicate-title",
        &[
            Replace(
                TRIAL,
                "Imaginary Needling for Nowhere Pain: A Trial That Never Was",
                "Example guideline of Nowhere.",
            ),
            Replace(TRIAL, "issued = \"2021-05\"", "issued = \"2020\""),
        ],
        GUIDELINE,
        "title = \"Example",
    ),
    case("no-topic", &[Replace(UNFOUND, "topics = [\"nowhere-pain\"]", "topics = []")], UNFOUND, "topics"),
    case(
        "no-topic",
        &[Replace(GUIDELINE, "topics = [\"nowhere-pain\", \"imaginary-needling\"]", "topics = []")],
        GUIDELINE,
        "topics = []",
    ),
    case(
        "incomplete-reference",
        &[Replace(TRIAL, "container-title = \"Journal of Invented Results\"\n", "")],
        TRIAL,
        "type =",
    ),
    case(
        "incomplete-reference",
        &[Replace(TRIAL, "type = \"article-journal\"", "type = \"webpage\"")],
        TRIAL,
        "type =",
    ),
    case(
        "unidentified",
        &[Replace(UNFOUND, "language =", "DOI = \"10.5555/unfound\"\nlanguage =")],
        UNFOUND,
        "[assertion]",
    ),
    case(
        "date-order",
        &[Replace(
            GUIDELINE,
            "[provenance]",
            "[[link]]\nrelation = \"supersedes\"\nsource = \"nobody-2021\"\n\n[provenance]",
        )],
        GUIDELINE,
        "[[link]]",
    ),
    case("date-order", &[Replace(TRIAL, "recorded = \"2026-01-02\"", "recorded = \"2021-01-02\"")], TRIAL, "issued"),
    case(
        "date-order",
        &[Replace(GUIDELINE, "searched-through = \"2019-12\"", "searched-through = \"2022\"")],
        GUIDELINE,
        "searched-through",
    ),
    case(
        "scale-direction",
        &[Replace(
            TRIAL,
            "name = \"invented pain, by the scale\"\ntopic = \"invented-pain\"\ninstrument = \"nobody-scale\"\nscale = { min = 0, max = 10 }\nbetter = \"lower\"",
            "name = \"invented pain, by the scale\"\ntopic = \"invented-pain\"\ninstrument = \"nobody-scale\"\nscale = { min = 0, max = 10 }\nbetter = \"higher\"",
        )],
        TRIAL,
        "[finding.outcome]\nname = \"invented pain, by the scale\"",
    ),
    case(
        "direction",
        &[Replace(TRIAL, "direction = \"favours-intervention\"", "direction = \"favours-comparator\"")],
        TRIAL,
        "direction",
    ),
    case(
        "direction",
        &[Replace(TRIAL, "direction = \"no-difference\"", "direction = \"favours-intervention\"")],
        TRIAL,
        "direction = \"favours-intervention\"\nimportance = \"not-reported\"\ncertainty = \"not-reported\"\ncaveats = []\nqualified-by = []",
    ),
    case(
        "no-rating",
        &[Replace(GUIDELINE, "certainty = { system = \"grade\", rating = \"low\" }", "certainty = \"not-reported\"")],
        GUIDELINE,
        "certainty",
    ),
];

/// A copy of the fabricated corpus.
fn corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the corpus");
    copy(&root().join("tests/fixtures/lint"), folder.path());
    folder
}

fn apply(data: &Path, change: Change) {
    match change {
        Replace(file, from, to) => {
            let path = data.join(file);
            let text = fs::read_to_string(&path).expect("the file is text");
            assert!(text.contains(from), "{file} does not hold {from:?}: the case is out of date");
            fs::write(path, text.replacen(from, to, 1)).expect("the file can be written");
        }
        Append(file, bytes) => {
            let path = data.join(file);
            let mut content = fs::read(&path).unwrap_or_default();
            content.extend_from_slice(bytes);
            fs::write(path, content).expect("the file can be written");
        }
        Folder(path) => fs::create_dir(data.join(path)).expect("the folder can be made"),
    }
}

/// Everything the lint says.
fn diagnostics(data: &Path) -> Vec<Diagnostic> {
    match Corpus::load(data) {
        Ok(Loaded { warnings, .. }) => warnings,
        Err(LoadError::Faults(faults)) => faults,
        Err(other) => panic!("{other}"),
    }
}

fn load(data: &Path) -> Corpus {
    Corpus::load(data).expect("there is no fault").corpus
}

/// The line on which a text begins for the first time.
fn line_of(data: &Path, file: &str, text: &str) -> usize {
    if text.is_empty() {
        return 1;
    }
    let content = fs::read_to_string(data.join(file)).expect("the file is text");
    let at = content.find(text).unwrap_or_else(|| panic!("{file} does not hold {text:?}"));
    content[..at].matches('\n').count() + 1
}

#[test]
fn the_fabricated_corpus_is_clean() {
    assert_eq!(diagnostics(corpus().path()), []);
}

#[test]
fn every_rule_notices_its_fault_and_nothing_else() {
    let mut wrong = Vec::new();
    for Case { code, changes, file, at } in CASES {
        let data = corpus();
        for change in *changes {
            apply(data.path(), *change);
        }
        let expected = (*code, (*file).to_owned(), line_of(data.path(), file, at));
        let found = diagnostics(data.path());
        let places: Vec<_> = found.iter().map(|d| (d.code, d.file.clone(), d.line)).collect();
        if places != [expected.clone()] {
            wrong.push((expected, found));
        }
    }
    assert!(wrong.is_empty(), "expected, found: {wrong:#?}");
}

#[test]
fn every_rule_has_a_case() {
    let tested: BTreeSet<_> = CASES.iter().map(|case| case.code).collect();
    let rules: BTreeSet<_> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(tested, rules);
}

#[test]
fn warnings_do_not_keep_data_from_being_served() {
    for Case { code, changes, .. } in CASES {
        let data = corpus();
        for change in *changes {
            apply(data.path(), *change);
        }
        let severity = RULES.iter().find(|rule| rule.code == *code).map(|rule| rule.severity);
        assert_eq!(Corpus::load(data.path()).is_ok(), severity == Some(Severity::Warning), "{code}");
    }
}

#[test]
fn all_faults_of_all_files_are_told_at_once_and_in_order() {
    let data = corpus();
    for change in [
        Replace(NEEDLING, "kind = \"intervention\"", "kind = \"interventoin\""),
        Replace(TRIAL, "weeks = 6", "weeks = 0"),
        Replace(TRIAL, "design = \"rct\"", "design = \"rtc\""),
        Replace(TRIAL, "[-2.5, -0.5]", "[-0.5, -2.5]"),
        Replace(GUIDELINE, "stance = \"for\"", "stance = \"fro\""),
        Replace(UNFOUND, "topics = [\"nowhere-pain\"]", "topics = []"),
        Append("sources/a.txt", b""),
    ] {
        apply(data.path(), change);
    }
    let found = diagnostics(data.path());
    let told: Vec<_> = found.iter().map(|d| (d.file.as_str(), d.code)).collect();
    assert_eq!(
        told,
        [
            ("sources/a.txt", "stray-file"),
            (TRIAL, "unknown-word"),
            (TRIAL, "bad-number"),
            (TRIAL, "interval-order"),
            (GUIDELINE, "unknown-word"),
            (UNFOUND, "no-topic"),
            (NEEDLING, "unknown-word"),
        ]
    );
    assert!(found.is_sorted_by_key(|d| (&d.file, d.line, d.column)));
    assert!(found.iter().all(|d| !d.message.is_empty() && !d.help.is_empty()));
}

#[test]
fn the_summary_of_faults_names_an_error_not_a_warning() {
    let data = corpus();
    apply(data.path(), Append("sources/a.txt", b""));
    apply(data.path(), Replace(TRIAL, "weeks = 6", "weeks = 0"));
    let error = Corpus::load(data.path()).expect_err("there is a fault");
    let text = error.to_string();
    assert!(text.starts_with("the data has a fault") && text.contains("bad-number"), "{text}");
}

#[test]
fn columns_count_characters() {
    let data = corpus();
    // é and 😀 are two and four bytes, and one character each.
    apply(
        data.path(),
        Replace(TRIAL, "sessions = { min = 4, max = 8 }", "sessions = { \"é😀\" = 1, min = 4, max = 0 }"),
    );
    let found: Vec<_> = diagnostics(data.path()).into_iter().map(|d| (d.code, d.column)).collect();
    assert_eq!(found, [("unknown-field", 14), ("bad-number", 39)]);
}

#[test]
fn line_ends_byte_order_marks_and_editor_files_change_nothing() {
    let plain = corpus();
    let fingerprint = load(plain.path()).fingerprint();

    let windows = corpus();
    for file in [GUIDELINE, TRIAL, PAIN] {
        let path = windows.path().join(file);
        let text = fs::read_to_string(&path).expect("the file is text").replace('\n', "\r\n");
        fs::write(path, format!("\u{feff}{text}")).expect("the file can be written");
    }
    fs::write(windows.path().join("sources/.nowhere-2020.toml.swp"), b"\xff").expect("the file can be written");
    fs::write(windows.path().join("sources/nowhere-2020.toml~"), b"\xff").expect("the file can be written");
    assert_eq!(diagnostics(windows.path()), []);
    let corpus = load(windows.path());
    assert_eq!(corpus.fingerprint(), fingerprint);
    assert_eq!(corpus.source("nowhere-2020"), load(plain.path()).source("nowhere-2020"));
}

#[test]
fn the_order_in_which_files_were_made_changes_nothing() {
    let plain = corpus();
    let again = tempfile::tempdir().expect("a folder");
    for folder in ["topics", "sources"] {
        fs::create_dir(again.path().join(folder)).expect("a folder");
        let mut names: Vec<_> = fs::read_dir(plain.path().join(folder))
            .expect("the folder can be read")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        names.sort_unstable_by(|a, b| b.cmp(a));
        for name in names {
            let (from, to) = (plain.path().join(folder).join(&name), again.path().join(folder).join(&name));
            fs::copy(from, to).expect("the file can be copied");
        }
    }
    let (a, b) = (load(plain.path()), load(again.path()));
    assert_eq!(a.fingerprint(), b.fingerprint());
    let ids = |corpus: &Corpus| corpus.records().map(|record| record.id().to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(&a), ids(&b));
}

#[test]
fn another_text_is_another_fingerprint() {
    let plain = load(corpus().path()).fingerprint();
    let changed = corpus();
    apply(changed.path(), Replace(PAIN, "A pain that nobody has", "A pain that no one has"));
    assert_ne!(load(changed.path()).fingerprint(), plain);
    // The same bytes under another name are other data, too.
    let renamed = corpus();
    fs::remove_file(renamed.path().join(UNFOUND)).expect("the file can be removed");
    assert_ne!(load(renamed.path()).fingerprint(), plain);
}

#[test]
fn a_folder_without_records_says_what_is_expected() {
    let empty = tempfile::tempdir().expect("a folder");
    assert!(matches!(Corpus::load(empty.path()), Err(LoadError::Empty { .. })));
    assert!(matches!(Corpus::load(&empty.path().join("none")), Err(LoadError::Folder { .. })));
}
