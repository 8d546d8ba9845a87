//! No input decides how deep a recursion goes: a megabyte of what nests is answered or refused by everything that takes
//! text. What is recursive runs on the small stack of a test's thread, so that an overflow is noticed.

use std::fs;

use evidence::{
    app::Draft,
    check::{CheckRequest, DraftFormat},
    citation::{
        exchange::{self, ImportFormat},
        markers::TextKind,
        render::{Linking, RenderOptions},
        style::{Style, StyleId},
    },
    corpus::{Corpus, LoadError},
    domain::{Identifier, Vocabulary},
    search::Request,
};

use crate::{
    library::{AS_OF, library},
    support::{Service, cli},
};

const MEGABYTE: usize = 1_000_000;

/// As much of it as a megabyte holds.
fn megabyte_of(shape: &str) -> String {
    shape.repeat(MEGABYTE / shape.len())
}

/// So much of one, then as much of the other.
fn pair(open: &str, close: &str) -> String {
    let count = MEGABYTE / (open.len() + close.len());
    open.repeat(count) + &close.repeat(count)
}

#[test]
fn drafts_may_nest() {
    for (format, text) in [
        (DraftFormat::Plain, pair("(", ")")),
        (DraftFormat::Markdown, pair("[", "]")),
        (DraftFormat::Markdown, megabyte_of("> ")),
        (DraftFormat::Markdown, megabyte_of("- ")),
        (DraftFormat::Markdown, pair("*a ", "a*")),
        (DraftFormat::Markdown, pair("![", "](a)")),
        (DraftFormat::Html, pair("<div>", "</div>")),
        (DraftFormat::Html, megabyte_of("<b>")),
        (DraftFormat::Html, megabyte_of("<table><tr><td>")),
        (DraftFormat::Html, pair("<!--", "-->")),
    ] {
        let report = library().check(&CheckRequest { format, ..CheckRequest::new(&text, AS_OF) });
        assert!(report.is_ok(), "{text:.20}");
    }
}

#[test]
fn texts_with_markers_may_nest() {
    let style = library().renderer().style(StyleId::Ama);
    let setting = RenderOptions { style, locale: None, linking: Linking::Url, has_anchors: true };
    for text in [pair("[@", "]"), pair("{", "}"), megabyte_of("1."), megabyte_of("1) "), pair("<b>", "</b>")] {
        for kind in TextKind::ALL {
            let made = library().bibliography(setting, Draft::Text(&text, *kind), AS_OF);
            assert!(made.is_ok(), "{text:.20}");
        }
    }
}

#[test]
fn files_of_references_may_nest() {
    for (format, text) in [
        (ImportFormat::Ris, format!("TY  - JOUR\nTI  - {}\nER  - \n", pair("<i>", "</i>"))),
        (ImportFormat::Nbib, format!("PMID- 1\nTI  - {}\n\n", pair("<i>", "</i>"))),
        (ImportFormat::Bibtex, format!("@article{{a, title = {}}}", pair("{", "}"))),
        (ImportFormat::Bibtex, format!("@article{{a, title = {{{}}}}}", pair("\\emph{", "}"))),
        (ImportFormat::Bibtex, format!("@article{{a, title = {{{}}}}}", megabyte_of("$"))),
        (ImportFormat::Bibtex, format!("@article{{a, title = a {}}}", megabyte_of("# a "))),
        (ImportFormat::Bibtex, megabyte_of("@string{a = a}\n")),
        (ImportFormat::PubmedXml, format!("<PubmedArticleSet><PubmedArticle>{}", pair("<a>", "</a>"))),
        (ImportFormat::PubmedXml, pair("<a>", "</a>")),
        (ImportFormat::EndNoteXml, format!("<xml><records><record><titles>{}", pair("<style>", "</style>"))),
        (ImportFormat::CslJson, pair("[", "]")),
        (ImportFormat::CslJson, format!("[{{\"id\": \"a\", \"title\": {}}}]", pair("[", "]"))),
        (ImportFormat::CslJson, format!("[{}]", megabyte_of("{\"a\":"))),
    ] {
        // Whether it is refused as a whole, in part or not at all: it ends.
        let _ = exchange::read(text.as_bytes(), Some(format), &mut |_| ());
    }
}

#[test]
fn records_that_nest_are_refused() {
    let key = vec!["a"; 79].join(".");
    let shapes = [
        format!("id = {}", pair("[", "]")),
        format!("id = {}", megabyte_of("{ a = ")),
        format!("{} = 1", megabyte_of("a.").trim_end_matches('.')),
        format!("[{}]", megabyte_of("a.").trim_end_matches('.')),
        // As deep as the parser lets it be: tables in tables, under keys of many parts.
        format!("[{key}]\n{key} = {}1{}", format!("{{ {key} = ").repeat(79), " }".repeat(79)),
    ];
    for (i, shape) in shapes.iter().enumerate() {
        for (folder, file) in [("sources", "a.toml"), ("topics", "a.toml"), ("pages", "a.toml"), ("changes", "a.toml")]
        {
            let data = tempfile::tempdir().unwrap();
            fs::create_dir(data.path().join(folder)).unwrap();
            fs::write(data.path().join(folder).join(file), shape).unwrap();
            let loaded = Corpus::load(data.path());
            assert!(matches!(loaded, Err(LoadError::Faults(_))), "shape {i} in {folder}");
        }
        let data = tempfile::tempdir().unwrap();
        fs::create_dir(data.path().join("blurbs")).unwrap();
        let blurb = format!("+++\n{shape}\n+++\n\n{}", megabyte_of("> "));
        fs::write(data.path().join("blurbs/a.md"), blurb).unwrap();
        assert!(matches!(Corpus::load(data.path()), Err(LoadError::Faults(_))), "shape {i} in blurbs");
    }
}

#[test]
fn styles_that_nest_are_refused() {
    assert!(Style::from_csl(&megabyte_of("<group>")).is_err());
    assert!(Style::from_csl(&pair("<a>", "</a>")).is_err());
}

#[test]
fn questions_may_nest() {
    for shape in ["(", "\"", "[", "{", "-", "a-", "1.", "10.1/"] {
        let text = shape.repeat(16_000 / shape.len());
        library().search(&Request::new(&text, AS_OF)).unwrap();
        library().recognise(&text);
        let _ = Identifier::recognise(&text);
    }
}

#[test]
fn posted_json_that_nests_is_refused() {
    let service = Service::start();
    for body in [megabyte_of("["), megabyte_of("{\"text\":"), format!("{{\"text\": {}}}", "[".repeat(MEGABYTE / 2))] {
        for path in ["/v1/check", "/v1/bibliography"] {
            assert_eq!(service.client.post(path, &body).status, 400, "{path}: {body:.20}");
        }
    }
}

#[test]
fn files_of_the_command_may_nest() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("deep.json"), pair("[", "]")).unwrap();
    fs::write(path("deep.csl"), pair("<group>", "</group>")).unwrap();
    fs::write(path("list.txt"), megabyte_of("1. a\n")).unwrap();
    let cite = cli(["cite", "--csl-json", &path("deep.json")]);
    assert_eq!(cite.code, Some(2), "{}", cite.stderr);
    let cite = cli(["cite", "--style-file", &path("deep.csl"), "--csl-json", &path("deep.json")]);
    assert_eq!(cite.code, Some(2), "{}", cite.stderr);
    assert!(cite.stderr.contains("cannot use"), "{}", cite.stderr);
}
