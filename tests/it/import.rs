//! `evidence import` and `evidence export`: what they write, what they say, and what they leave alone.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use evidence::corpus::Corpus;

use crate::{
    library::root,
    support::{Fixture, cli},
};

/// Runs `import` over a copy of the fabricated corpus.
fn import(fixture: &Fixture, arguments: &[&str]) -> (Option<i32>, String, String) {
    let data = fixture.data().display().to_string();
    let ended = cli(["import", "--data", &data].into_iter().chain(arguments.iter().copied()));
    let short = |text: String| text.replace(&data, "data").replace(&fixtures(), "fixtures");
    (ended.code, short(ended.stdout), short(ended.stderr))
}

fn fixtures() -> String {
    root().join("tests/fixtures/exchange").display().to_string()
}

fn file(name: &str) -> String {
    format!("{}/{name}", fixtures())
}

/// The names of the files of a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_publication_is_begun_as_a_draft() {
    let fixture = Fixture::new();
    let before = names(&fixture.data().join("sources"));
    let (code, stdout, stderr) = import(&fixture, &["--dry-run", &file("pubmed.xml")]);
    insta::assert_snapshot!(stdout, @"new    nobody-2024                      fixtures/pubmed.xml:4: Humming for Ache of Nowhere: A Randomized Trial That Never Took Place");
    assert_eq!(
        (code, stderr.trim()),
        (Some(0), "would import 1 into data/sources as drafts; 0 are there already; 0 are malformed")
    );
    assert_eq!(names(&fixture.data().join("sources")), before);

    let (code, again, stderr) = import(&fixture, &[&file("pubmed.xml")]);
    assert_eq!((code, again), (Some(0), stdout), "{stderr}");
    let draft = fs::read_to_string(fixture.data().join("sources/nobody-2024.toml")).unwrap();
    let today = draft.lines().find(|line| line.starts_with("recorded")).unwrap().to_owned();
    insta::assert_snapshot!(draft.replace(&today, "recorded = \"TODAY\""), @r#"
    draft = true
    id = "nobody-2024"
    short-title = "Nobody 2024"
    recorded = "TODAY"

    type = "article-journal"
    title = "Humming for Ache of Nowhere: A Randomized Trial That Never Took Place"
    author = [
        { family = "Nobody", given = "Anna" },
        { family = "Example", given = "Bert", suffix = "Jr" },
        { literal = "Nowhere Study Group" },
    ]
    container-title = "Journal of Invented Results"
    container-title-short = "J Invent Results"
    issued = "2024-05-02"
    available-date = "2024-04-11"
    volume = "7"
    issue = "2"
    page = "101-109"
    language = "en"
    DOI = "10.5555/nowhere.2024.101"
    PMID = "99999999"
    PMCID = "PMC999999999"

    design = "rct"

    [registration]
    nct = ["NCT00000000"]

    [editorial]
    status = "retracted"
    notice = "J Invent Results. 2025 Jan 3;8(1):1 PMID: 99999998"
    noticed = "2025-01-03"

    [provenance]
    unverified = "imported from pubmed.xml, line 4, not checked against the publication"
    "#);
    let mut expected = before;
    expected.push("nobody-2024.toml".to_owned());
    expected.sort_unstable();
    assert_eq!(names(&fixture.data().join("sources")), expected);
    let loaded = Corpus::load(&fixture.data()).unwrap();
    assert_eq!(loaded.drafts.len(), 1);
}

#[test]
fn what_is_there_is_said_and_nothing_is_overwritten() {
    let fixture = Fixture::new();
    let corpus = Corpus::load(&fixture.data()).unwrap().corpus;
    let known = corpus.sources().iter().find(|source| source.bibliography.doi.is_some()).unwrap();
    let (doi, title) = (known.bibliography.doi.as_ref().unwrap(), &known.bibliography.title);
    let year = known.year();
    let list = fixture.data().join("list.ris");
    let record = |lines: &str| format!("TY  - JOUR\n{lines}\nER  - \n");
    let content = [
        record(&format!("TI  - Another title\nPY  - 1999\nDO  - https://doi.org/{}", doi.as_str().to_uppercase())),
        record(&format!("TI  - {}.\nPY  - {year}", title.to_uppercase())),
        record("AU  - Nobody, Anna\nTI  - Humming alone\nPY  - 2024"),
        record("AU  - Nobody, Anna\nTI  - Humming ALONE\nPY  - 2024/05/02"),
        record("AU  - Nobody, Berta\nTI  - Humming together\nPY  - 2024"),
        record("AU  - Nobody, Carl\nTI  - Humming together, again\nPY  - 2024"),
        record("AU  - Nobody, Dora\nTI  - Humming together, at last\nPY  - 2024"),
        record("AU  - Nobody, Emil\nTI  - Humming: no year"),
    ];
    fs::write(&list, content.concat()).unwrap();
    let (code, stdout, stderr) = import(&fixture, &[list.to_str().unwrap()]);
    assert_eq!(code, Some(1), "{stderr}");
    let lines: Vec<&str> = stdout.lines().collect();
    let begins: Vec<String> =
        lines.iter().map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ")).collect();
    let known_line = format!("known {}", known.id);
    assert_eq!(
        begins,
        [
            &known_line,
            &known_line,
            "new nobody-2024",
            "known nobody-2024",
            "new nobody-2024-humming",
            "new nobody-2024-humming-2",
            "new nobody-2024-humming-3",
        ]
    );
    assert!(lines[0].ends_with(&format!("(doi:{})", doi.as_str().to_uppercase())), "{stdout}");
    assert!(lines[1].ends_with("(same title and year)"), "{stdout}");
    assert!(lines[3].ends_with("(same title and year, from list.ris:10)"), "{stdout}");
    assert!(stderr.contains("list.ris:35: not imported: the record has no year: \"Humming: no year\""), "{stderr}");

    // Once more: everything is there, by the drafts, and no file has changed.
    let draft = fixture.data().join("sources/nobody-2024.toml");
    fs::write(&draft, fs::read_to_string(&draft).unwrap() + "# mine\n").unwrap();
    let (_, stdout, _) = import(&fixture, &[list.to_str().unwrap()]);
    assert!(stdout.lines().all(|line| line.starts_with("known ")), "{stdout}");
    assert!(stdout.contains("(same title and year, a draft)"), "{stdout}");
    assert!(fs::read_to_string(&draft).unwrap().ends_with("# mine\n"));
}

#[test]
fn drafts_can_be_written_elsewhere_beside_what_is_there() {
    let fixture = Fixture::new();
    let out = fixture.data().join("../begun");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("nobody-2024.toml"), "something of mine").unwrap();
    let (code, stdout, stderr) =
        import(&fixture, &["--out", out.to_str().unwrap(), &file("endnote.ris"), &file("zotero.json")]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.starts_with("new    nobody-2024-humming "), "{stdout}");
    assert!(stdout.contains("zotero.json:2") && stdout.contains("from endnote.ris:1"), "{stdout}");
    assert_eq!(names(&out), ["nobody-2024-humming.toml", "nobody-2024.toml"]);
    assert_eq!(fs::read_to_string(out.join("nobody-2024.toml")).unwrap(), "something of mine");
}

#[test]
fn the_first_records_of_an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let ended = cli(["import", "--data", &data, &file("library.bib")]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(names(&folder.path().join("sources")), ["muller-2023.toml", "nobody-2024.toml"]);
    // Notes for whoever completes the draft stand in it.
    let draft = fs::read_to_string(folder.path().join("sources/nobody-2024.toml")).unwrap();
    assert!(draft.starts_with("# `crossref` is not followed\ndraft = true\n"), "{draft}");
}

#[test]
fn standard_input_is_a_file_too() {
    let fixture = Fixture::new();
    let data = fixture.data();
    let mut child = Command::new(env!("CARGO_BIN_EXE_evidence"))
        .args(["import", "--dry-run", "--format", "nbib", "--data", data.to_str().unwrap(), "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&fs::read(file("pubmed.nbib")).unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.starts_with("new    nobody-2024                      standard input:2: Humming"), "{stdout}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_cannot_be_imported_is_said() {
    let fixture = Fixture::new();
    let notes = fixture.data().join("notes.txt");
    fs::write(&notes, "dear diary").unwrap();
    let (code, stdout, stderr) = import(&fixture, &[notes.to_str().unwrap()]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("notes.txt: the file is in no format we read"), "{stderr}");
    // One that is not there does not keep the others from being read.
    let (code, stdout, stderr) = import(&fixture, &["/nonexistent/list.ris", &file("mendeley.ris")]);
    assert_eq!(code, Some(2));
    assert!(stdout.starts_with("new    nobody-2024 "), "{stdout}");
    assert!(stderr.contains("cannot open /nonexistent/list.ris"), "{stderr}");
    // Among records with faults, nobody can tell what is there.
    fixture.edit("design = \"guideline\"", "design = \"guidelin\"");
    let (code, stdout, stderr) = import(&fixture, &[&file("endnote.ris")]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("error[unknown-word]") && stderr.contains("nothing was imported"), "{stderr}");
}

#[test]
fn what_is_exported_is_known_when_it_is_imported() {
    let fixture = Fixture::new();
    let (data, index) = (fixture.data().display().to_string(), fixture.index().display().to_string());
    let sources = Corpus::load(&fixture.data()).unwrap().corpus.sources().len();
    for format in ["ris", "bibtex", "biblatex", "csl-json", "nbib"] {
        let path = fixture.data().join(format!("all.{format}"));
        let out = path.display().to_string();
        let ended = cli(["export", "--format", format, "--out", &out, "--data", &data, "--index", &index]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""), "{}", ended.stderr);
        let (code, stdout, stderr) = import(&fixture, &["--dry-run", &out]);
        assert_eq!(code, Some(0), "{format}: {stderr}");
        assert_eq!(stdout.lines().filter(|line| line.starts_with("known ")).count(), sources, "{format}: {stdout}");
    }
    let ended = cli(["export", "no-such-source", "--data", &data, "--index", &index]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("names no source `no-such-source`"), "{}", ended.stderr);
    let ended = cli(["export", "--filter", "design=guideline", "--format", "csv", "--data", &data, "--index", &index]);
    assert_eq!(ended.stdout.lines().count(), 2, "{}", ended.stdout);
}
