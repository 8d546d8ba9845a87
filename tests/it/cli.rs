//! Subcommands: what they print, where, and how they end.

use std::process::{Command, Stdio};

use crate::support::{Fixture, Program, cli};

fn run(fixture: &Fixture, arguments: &[&str]) -> (Option<i32>, String, String) {
    let (data, index) = (fixture.data().display().to_string(), fixture.index().display().to_string());
    let folders = ["--data", &data, "--index", &index];
    let ended = cli(arguments.iter().copied().chain(folders));
    (ended.code, ended.stdout, ended.stderr)
}

fn lint(fixture: &Fixture, arguments: &[&str]) -> (Option<i32>, String, String) {
    let data = fixture.data().display().to_string();
    let ended = cli(["lint", "--data", &data].into_iter().chain(arguments.iter().copied()));
    (ended.code, ended.stdout.replace(&data, "data"), ended.stderr)
}

#[test]
fn clean_data_lint() {
    let fixture = Fixture::new();
    let (code, stdout, stderr) = lint(&fixture, &[]);
    assert_eq!((code, stdout.as_str()), (Some(0), ""));
    assert!(stderr.starts_with("no faults: 2 sources, 2 findings, 0 claims, 0 blurbs, 3 topics"), "{stderr}");
    let (code, stdout, _) = lint(&fixture, &["--format", "json"]);
    assert_eq!((code, stdout.as_str()), (Some(0), "[]\n"));
}

#[test]
fn faults_are_shown_where_they_stand() {
    let fixture = Fixture::new();
    fixture.edit("design = \"guideline\"", "design = \"guidelin\"");
    let (code, stdout, _) = lint(&fixture, &[]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!(stdout, @r#"
    error[unknown-word]: `guidelin` is not a study design
      --> data/sources/example-guideline-nowhere.toml:13:10
       |
    13 | design = "guidelin"
       |          ^
       = help: did you mean `guideline`?

    1 error, 0 warnings
    "#);

    let (code, stdout, _) = lint(&fixture, &["--format", "github"]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!(stdout, @"::error file=data/sources/example-guideline-nowhere.toml,line=13,col=10,title=unknown-word::`guidelin` is not a study design; did you mean `guideline`?");

    let (code, stdout, _) = lint(&fixture, &["--format", "json"]);
    assert_eq!(code, Some(1));
    let faults: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(faults[0]["file"], "sources/example-guideline-nowhere.toml");
    assert_eq!((&faults[0]["line"], &faults[0]["code"]), (&13.into(), &"unknown-word".into()));
}

#[test]
fn what_cannot_be_done_says_why() {
    let ended = cli(["lint", "--data", "/nonexistent/data"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.starts_with("error: cannot read the data folder"), "{}", ended.stderr);
    assert!(ended.stderr.contains("because: "), "{}", ended.stderr);
    assert_eq!(cli(["no-such-command"]).code, Some(2));
    assert_eq!(cli(["serve", "--listen", "nowhere"]).code, Some(2));
}

#[test]
fn serving_faulty_data_lists_the_faults() {
    let fixture = Fixture::new();
    fixture.edit("design = \"guideline\"", "design = \"guidelin\"");
    let (code, stdout, stderr) = run(&fixture, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("error[unknown-word]"), "{stderr}");
}

#[test]
fn a_port_in_use_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, _, stderr) = run(&Fixture::new(), &["serve", "--listen", &address]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains(&format!("cannot listen on {address}")), "{stderr}");
}

/// The program with at most so many files open at once.
fn limited(descriptors: u64) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n \"$0\" && exec \"$@\"", &descriptors.to_string(), env!("CARGO_BIN_EXE_evidence")]);
    command
}

/// Whatever the limit is, the program serves or says why it does not.
#[test]
fn too_few_descriptors_are_said_before_anything_is_served() {
    let fixture = Fixture::new();
    let (data, index) = (fixture.data().display().to_string(), fixture.index().display().to_string());
    for (descriptors, workers) in [(8, "1"), (16, "2"), (20, "1"), (33, "1"), (64, "20")] {
        let output = limited(descriptors)
            .args(["serve", "--listen", "127.0.0.1:0", "--data", &data, "--index", &index, "--workers", workers])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{descriptors}: {said}");
        assert!(said.contains(&format!("open {descriptors} files at once, and serving takes")), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    // Those that are open already do not count.
    let open_many = "ulimit -n 60; for i in $(seq 3 40); do eval \"exec $i</dev/null\"; done; exec \"$0\" \"$@\"";
    let output = Command::new("bash")
        .args(["-c", open_many, env!("CARGO_BIN_EXE_evidence"), "serve", "--listen", "127.0.0.1:0"])
        .args(["--data", &data, "--index", &index, "--workers", "1"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    // Hardly more than are said to suffice do, with a watch as well; who runs the tests may leave some open.
    let program = Program::start_by(limited(48), fixture, &["--workers", "2", "--watch"]);
    for _ in 0..8 {
        assert_eq!(program.client.get("/v1/search?q=ache").status, 200);
    }
}

#[test]
fn what_keeps_the_service_from_starting_is_said_in_a_sentence() {
    let fixture = Fixture::new();
    let (data, index) = (fixture.data().display().to_string(), fixture.index().display().to_string());
    let file = fixture.data().join("../a-file").display().to_string();
    std::fs::write(&file, "").unwrap();
    let missing = fixture.data().join("../missing").display().to_string();
    for (data, index, expected) in [
        (&file, &index, "cannot read the data folder"),
        (&missing, &index, "cannot read the data folder"),
        (&data, &file, "cannot write"),
    ] {
        let ended = cli(["serve", "--listen", "127.0.0.1:0", "--data", data, "--index", index]);
        assert_eq!(ended.code, Some(2), "{}", ended.stderr);
        assert!(ended.stderr.contains(expected), "{}", ended.stderr);
        assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    }
}

#[test]
fn records_are_shown_by_any_identifier() {
    let fixture = Fixture::new();
    for id in ["example-trial-nowhere", "https://doi.org/10.5555/NOWHERE.2021.1", "nct00000000"] {
        let (code, stdout, stderr) = run(&fixture, &["show", id]);
        assert_eq!(code, Some(0), "{id}: {stderr}");
        assert!(stdout.starts_with("Example Trial of Nowhere\n"), "{id}: {stdout}");
        assert!(stdout.contains("example-trial-nowhere-ache"), "{id}: {stdout}");
        assert!(!stdout.contains('\u{1b}'), "colours only on a terminal");
    }
    let (_, stdout, _) = run(&fixture, &["show", "example-trial-nowhere-ache"]);
    assert!(stdout.contains("MD -0.2 (95% CI -0.9 to 0.5)"), "{stdout}");
    assert!(stdout.contains("6 weeks after randomization"), "{stdout}");
    let (_, stdout, _) = run(&fixture, &["show", "imaginary-ache"]);
    assert!(stdout.contains("pretend pain"), "{stdout}");

    let (code, stdout, stderr) = run(&fixture, &["show", "example-trail-nowhere"]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("did you mean example-trial-nowhere"), "{stderr}");
}

#[test]
fn the_index_is_built_once() {
    let fixture = Fixture::new();
    let (code, stdout, stderr) = run(&fixture, &["index"]);
    assert_eq!((code, stdout.as_str()), (Some(0), ""));
    assert!(stderr.contains("with 7 records"), "{stderr}");
    let (_, _, stderr) = run(&fixture, &["index"]);
    assert!(stderr.contains("fits the 7 records"), "{stderr}");
}

#[test]
fn generated_texts_are_printed() {
    let schemas: serde_json::Value = serde_json::from_str(&cli(["schemas"]).stdout).unwrap();
    assert!(schemas["source.schema.json"]["properties"]["DOI"].is_object());
    let folder = tempfile::tempdir().unwrap();
    let ended = cli(["schemas", "--write", folder.path().to_str().unwrap()]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
    assert!(folder.path().join("topic.schema.json").is_file());

    let document: serde_json::Value = serde_json::from_str(&cli(["openapi"]).stdout).unwrap();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "{document}");
    for shell in ["bash", "zsh", "fish"] {
        let ended = cli(["completions", shell]);
        assert_eq!(ended.code, Some(0));
        assert!(ended.stdout.contains("log-queries"), "{shell}");
    }
}

#[test]
fn help_lists_the_exit_codes() {
    for arguments in [&["--help"][..], &["lint", "--help"], &["serve", "--help"]] {
        let ended = cli(arguments.iter().copied());
        assert_eq!(ended.code, Some(0));
        assert!(ended.stdout.contains("Exit codes:"), "{}", ended.stdout);
    }
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Command::new(env!("CARGO_BIN_EXE_evidence"))
        .arg("schemas")
        .stdin(Stdio::null())
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// A builder is killed at whatever it is doing, again and again; what is found afterwards is whole.
#[test]
fn a_killed_builder_leaves_a_whole_index_or_none() {
    let fixture = Fixture::of(std::path::Path::new(crate::library::LIBRARY));
    let (data, index) = (fixture.data(), fixture.index());
    for round in 0..6_u32 {
        let mut builder = std::process::Command::new(env!("CARGO_BIN_EXE_evidence"))
            .arg("index")
            .args([
                std::ffi::OsStr::new("--data"),
                data.as_os_str(),
                std::ffi::OsStr::new("--index"),
                index.as_os_str(),
            ])
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // No clock: how far it gets is how long it takes to read so much of the corpus here.
        for _ in 0..round {
            evidence::corpus::Corpus::load(&data).unwrap();
        }
        builder.kill().unwrap();
        builder.wait().unwrap();
        let (code, stdout, stderr) = run(&fixture, &["search", "moonago", "--limit", "1"]);
        assert_eq!(code, Some(0), "{stderr}");
        assert!(stdout.contains("Moonache"), "{stdout}");
        std::fs::remove_dir_all(&index).unwrap();
    }
}

/// A CSL style of our own: author, title, year.
const STYLE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info>
    <title>Invented style</title>
    <id>http://www.example.org/invented-style</id>
    <updated>2026-01-01T00:00:00+00:00</updated>
  </info>
  <citation><layout prefix="{" suffix="}" delimiter="; "><names variable="author"><name form="short"/></names></layout></citation>
  <bibliography><layout suffix=".">
    <group delimiter=" / ">
      <names variable="author"/>
      <text variable="title"/>
      <date variable="issued"><date-part name="year"/></date>
    </group>
  </layout></bibliography>
</style>"#;

#[test]
fn records_are_cited() {
    let fixture = Fixture::new();
    let (code, stdout, stderr) = run(&fixture, &["cite", "example-trial-nowhere", "10.5555/NOWHERE.2021.1"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.starts_with("1. Nobody N, Doe J. ") && stdout.lines().count() == 1, "{stdout}");

    let (code, stdout, stderr) = run(&fixture, &["cite", "example-trail-nowhere", "--style", "apa"]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(
        stderr.contains("there is no source example-trail-nowhere; did you mean example-trial-nowhere"),
        "{stderr}"
    );

    let (code, stdout, _) = run(&fixture, &["cite", "--list-styles"]);
    assert_eq!(code, Some(0));
    assert!(stdout.starts_with("ama ") && stdout.contains("\nvancouver "), "{stdout}");
    assert_eq!(run(&fixture, &["cite"]).0, Some(2));
    assert_eq!(run(&fixture, &["cite", "a", "--all"]).0, Some(2));
}

/// What the engine reads otherwise than CSL says, in styles of operators.
#[test]
fn styles_of_others_print_as_csl_says() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let items = write(
        "items.json",
        r#"[{"id": 1, "type": "article-journal", "title": "Humming", "container-title": "J Nowhere", "volume": "7", "page": "1",
             "author": [{"family": "De Nobody", "given": "Anna"}, {"family": "Example", "given": "Bert"}, {"literal": "Nowhere Group"}],
             "issued": {"date-parts": [[2020]]}}]"#,
    );
    let cite = |layout: &str| {
        let style = write(
            "style.csl",
            &format!(
                r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" demote-non-dropping-particle="display-and-sort">
                <info><title>Invented</title><id>invented</id><updated>2020-01-01T00:00:00+00:00</updated></info>
                <citation><layout><text variable="title"/></layout></citation>
                <bibliography><layout>{layout}</layout></bibliography></style>"#
            ),
        );
        let ended = cli(["cite", "--csl-json", &items, "--style-file", &style, "--link", "none"]);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        ended.stdout.trim_end().to_owned()
    };
    // A term with names that are not there prints nothing, by itself or in a macro.
    let editors = r#"<group delimiter=" "><text term="in"/><names variable="editor"><label/></names></group>"#;
    assert_eq!(cite(&format!(r#"<group delimiter=". "><text variable="title"/>{editors}</group>"#)), "Humming");
    let translated = r#"<group><text term="translator" form="short"/><names variable="translator"/></group>"#;
    assert_eq!(cite(&format!(r#"<group delimiter=", ">{translated}<text variable="volume"/></group>"#)), "7");
    // Affixes of names are those of each person, and capital particles stay where they are.
    let names = |name: &str| cite(&format!(r#"<names variable="author">{name}</names>"#));
    assert_eq!(
        names(r#"<name suffix="." initialize-with="" name-as-sort-order="all" sort-separator=" " delimiter=", "/>"#),
        "De Nobody A., Example B., Nowhere Group"
    );
    assert_eq!(
        names(
            r#"<name suffix="!" name-as-sort-order="all" sort-separator=", " delimiter="; "><name-part name="family" font-weight="bold"/></name>"#
        ),
        "De Nobody, Anna!; Example, Bert!; Nowhere Group"
    );
    // A blank before a mark is kept where the style has it.
    assert_eq!(names(r#"<name delimiter=" ; "/>"#), "Anna De Nobody ; Bert Example ; Nowhere Group");
    assert_eq!(cite(r#"<text variable="title" suffix=" : "/><text variable="volume"/>"#), "Humming : 7");
    // Of two marks that meet the first is printed.
    assert_eq!(cite(r#"<text variable="volume" suffix=":"/><text variable="page" prefix=":"/>"#), "7:1");
    assert_eq!(
        cite(
            r#"<group suffix="."><date variable="issued"><date-part name="year"/></date><text value=";"/><text variable="issue"/></group>"#
        ),
        "2020;"
    );
}

#[test]
fn texts_and_items_of_others_are_cited_in_any_style() {
    let fixture = Fixture::new();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let style = write("invented.csl", STYLE);
    let draft = write("draft.md", "It *helps* [@example-trial-nowhere].\n");
    let (code, stdout, stderr) =
        run(&fixture, &["cite", "--text", &draft, "--input", "markdown", "--format", "markdown", "--link", "none"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.starts_with("It *helps*.<sup>1</sup>\n\n1. Nobody N, Doe J. "), "{stdout}");
    let (code, stdout, stderr) = run(&fixture, &["cite", "--text", &draft, "--style-file", &style, "--link", "none"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.starts_with("It *helps* {Nobody, Doe}.\n\n"), "{stdout}");
    let (code, _, stderr) = run(&fixture, &["cite", "--text", &draft, "--input", "markdown", "--format", "html"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("take markdown"), "{stderr}");

    let items = write(
        "items.json",
        r#"[{"id": 1, "type": "book", "title": "Invented", "author": [{"family": "Nobody"}], "issued": {"raw": "2020"}}]"#,
    );
    let cite = |arguments: &[&str]| cli(["cite", "--csl-json", &items].into_iter().chain(arguments.iter().copied()));
    assert_eq!(cite(&["--style-file", &style]).stdout, "Nobody / Invented / 2020.\n");
    let json: serde_json::Value = serde_json::from_str(&cite(&["--format", "json"]).stdout).unwrap();
    assert_eq!((&json["references"][0]["id"], &json["references"][0]["number"]), (&"1".into(), &1.into()));
    let again: serde_json::Value = serde_json::from_str(&cite(&["--format", "csl-json"]).stdout).unwrap();
    assert_eq!(again[0]["issued"]["date-parts"], serde_json::json!([[2020]]));

    let bad = write("bad.json", r#"[{"id": 1, "type": "book", "author": 7}]"#);
    let ended = cli(["cite", "--csl-json", &bad]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("/0/author: not cited: a name is an object"), "{}", ended.stderr);
    // Among others it costs itself only, and an empty date is none.
    let mixed = write(
        "mixed.json",
        r#"[{"id": 1, "type": "book", "author": 7},
            {"id": 2, "type": "book", "title": "Undated", "author": "Nobody, Anna", "issued": {"date-parts": [[null]]}}]"#,
    );
    let ended = cli(["cite", "--csl-json", &mixed, "--style", "apa", "--link", "none"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), "Nobody, A. (n.d.). Undated.\n"), "{}", ended.stderr);
    let ended = cli(["cite", "--csl-json", &items, "--style-file", &bad]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("this is no CSL style"), "{}", ended.stderr);
}
