//! What is fuzzed: each target gives one input to the program and asserts what must hold of every answer.
//!
//! The fuzzers of `fuzz/fuzz_targets` run these on inputs they make up, `tests/it/fuzz.rs` runs them on the inputs that are
//! kept in `fuzz/corpus`.

use std::{fs, path::Path, sync::Arc, time::Duration};

use actix_web::{
    http::{
        StatusCode, Uri,
        header::{ACCEPT, HeaderValue},
    },
    rt::System,
    test::{TestRequest, call_service, init_service},
};
use evidence::{
    app::{
        Draft as Cited, Library,
        intake::{Intake, Verdict},
    },
    check::{CheckRequest, DraftFormat},
    citation::{
        csl::Item,
        exchange::{self, ImportFormat},
        markers::{TextKind, markers},
        render::{Linking, RenderOptions},
        style::{Style, StyleId},
        work::Work,
    },
    corpus::{Corpus, LoadError},
    domain::{Date, Identifier, RecordKind, Vocabulary},
    http::{
        metrics::Metrics,
        served::{Opening, Snapshot},
        state::State,
    },
    search::{Facet, Request},
    server,
};

/// Runs one input; false when it is of no use to the target.
pub type Target = fn(&Scene, &[u8]) -> bool;

/// Every target by name.
pub const TARGETS: &[(&str, Target)] = &[
    ("search", search),
    ("identifiers", identifiers),
    ("bibliography", bibliography),
    ("check_plain", |scene, input| check(scene, input, DraftFormat::Plain)),
    ("check_markdown", |scene, input| check(scene, input, DraftFormat::Markdown)),
    ("check_html", |scene, input| check(scene, input, DraftFormat::Html)),
    ("import_ris", |scene, input| import(scene, input, ImportFormat::Ris)),
    ("import_nbib", |scene, input| import(scene, input, ImportFormat::Nbib)),
    ("import_bibtex", |scene, input| import(scene, input, ImportFormat::Bibtex)),
    ("import_pubmed", |scene, input| import(scene, input, ImportFormat::PubmedXml)),
    ("import_endnote_xml", |scene, input| import(scene, input, ImportFormat::EndNoteXml)),
    ("import_endnote", |scene, input| import(scene, input, ImportFormat::EndNote)),
    ("import_refworks", |scene, input| import(scene, input, ImportFormat::RefWorks)),
    ("import_web_of_science", |scene, input| import(scene, input, ImportFormat::WebOfScience)),
    ("import_pubmed_text", |scene, input| import(scene, input, ImportFormat::PubmedText)),
    ("import_ovid", |scene, input| import(scene, input, ImportFormat::Ovid)),
    ("import_cochrane", |scene, input| import(scene, input, ImportFormat::Cochrane)),
    ("import_table", |scene, input| import(scene, input, ImportFormat::Table)),
    ("import_csl_json", |scene, input| import(scene, input, ImportFormat::CslJson)),
    ("records", records),
    ("style", style),
    ("http", http),
];

/// What all targets use.
pub struct Scene {
    state: Arc<State>,
}

/// The day of every question.
const TODAY: Date = Date::constant(2026, 11, 23);

impl Scene {
    /// Over this library.
    pub fn new(library: Library) -> Self {
        let opening = Opening { took: Duration::ZERO, index_was_built: true };
        Self { state: Arc::new(State::new(Snapshot::new(library), opening, 1 << 20, Metrics::new(), None)) }
    }

    fn ask<T>(&self, question: impl FnOnce(&Library) -> T) -> T {
        question(&self.state.served().library)
    }
}

fn text(input: &[u8]) -> Option<&str> {
    str::from_utf8(input).ok()
}

/// A search, completions, and the text taken for a reference.
fn search(scene: &Scene, input: &[u8]) -> bool {
    let Some(text) = text(input) else { return false };
    scene.ask(|library| {
        let request = Request { facets: Facet::ALL.to_vec(), explain: true, ..Request::new(text, TODAY) };
        let answer = library.search(&request).expect("no question is an error");
        assert!(answer.hits.len() <= answer.total.min(10));
        for found in &answer.hits {
            assert!(found.hit.score.is_finite(), "{} has no score", found.record.id());
        }
        library.suggest(text, RecordKind::ALL, TODAY, 10);
        library.did_you_mean(text);
        let scores = library.recognise(text).into_iter().map(|candidate| candidate.score);
        assert!(scores.is_sorted_by(|a, b| a >= b), "candidates are in order");
    });
    true
}

/// An identifier as it is pasted: written again, it is the same one.
fn identifiers(scene: &Scene, input: &[u8]) -> bool {
    let Some(text) = text(input) else { return false };
    if let Ok(identifier) = Identifier::recognise(text) {
        let written = identifier.to_string();
        assert_eq!(Identifier::recognise(&written).as_ref(), Ok(&identifier), "{written}");
    }
    scene.ask(|library| library.look_up(text).sources.len());
    true
}

/// A text with markers, of each kind and in a style of each form.
fn bibliography(scene: &Scene, input: &[u8]) -> bool {
    let Some(text) = text(input) else { return false };
    for (kind, style) in
        [(TextKind::Text, StyleId::Ama), (TextKind::Markdown, StyleId::Apa), (TextKind::Html, StyleId::ChicagoNotes)]
    {
        let found = markers(text, kind);
        assert!(found.is_sorted_by(|a, b| a.range.end <= b.range.start), "markers are in order");
        assert!(found.iter().all(|marker| text.get(marker.range.clone()).is_some() && !marker.cites.is_empty()));
        scene.ask(|library| {
            let style = library.renderer().style(style);
            let setting = RenderOptions { style, locale: None, linking: Linking::Url, has_anchors: true };
            // Too many works are an error; nothing else is.
            let _ = library.bibliography(setting, Cited::Text(text, kind), TODAY);
        });
    }
    true
}

/// A draft: every place of the report lies in it.
fn check(scene: &Scene, input: &[u8], format: DraftFormat) -> bool {
    let Some(text) = text(input) else { return false };
    let request = CheckRequest { format, ..CheckRequest::new(text, TODAY) };
    let Ok(report) = scene.ask(|library| library.check(&request)) else { return true };
    let utf16 = text.encode_utf16().count();
    let mut at = 0;
    for sentence in &report.sentences {
        let spans = std::iter::once(&sentence.span).chain(sentence.hits.iter().map(|hit| &hit.span));
        for span in spans {
            assert!(text.get(span.start.bytes..span.end.bytes).is_some(), "{span:?} is no part of the draft");
            assert!(span.start.utf16 <= span.end.utf16 && span.end.utf16 <= utf16, "{span:?} is beyond the draft");
        }
        assert!(at <= sentence.span.start.bytes, "sentences are in order");
        at = sentence.span.start.bytes;
    }
    true
}

/// A file of references: what is begun as a draft is a file of records without a fault.
fn import(_: &Scene, input: &[u8], format: ImportFormat) -> bool {
    let mut intake = Intake::default();
    let mut begun = Vec::new();
    let _ = exchange::read(input, Some(format), &mut |outcome| {
        if let Ok(imported) = outcome
            && let Verdict::New(new) = intake.consider(imported, "fuzz", TODAY)
        {
            begun.push(*new);
        }
    });
    if begun.is_empty() {
        return true;
    }
    let files: Vec<(String, String)> =
        begun.iter().take(20).map(|new| (format!("sources/{}.toml", new.draft.id), new.file())).collect();
    match lint(files.iter().map(|(path, content)| (path.as_str(), content.as_bytes()))) {
        Ok(drafts) => assert_eq!(drafts, files.len(), "every draft is read: {files:?}"),
        Err(error) => panic!("a draft has faults: {error:?}: {files:?}"),
    }
    true
}

/// A file of records: its first line names the folder, `sources`.
fn records(_: &Scene, input: &[u8]) -> bool {
    let Some((folder, content)) = text(input).and_then(|text| text.split_once('\n')) else { return false };
    let ending = match folder {
        "sources" | "topics" | "pages" | "changes" => "toml",
        "blurbs" => "md",
        _ => return false,
    };
    let path = format!("{folder}/fuzz.{ending}");
    if let Err(LoadError::Faults(faults)) = lint([(path.as_str(), content.as_bytes())]) {
        let lines = content.lines().count() + 1;
        for fault in &faults {
            assert!((1..=lines).contains(&fault.line) && fault.column > 0, "{fault} is nowhere");
        }
    }
    true
}

/// Loads these files as data; how many drafts there are.
fn lint<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<usize, LoadError> {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let folder = folder.expect("a folder for the records");
    for (path, content) in files {
        let path = folder.path().join(path);
        let parent = path.parent().expect("a file in a folder");
        fs::create_dir_all(parent).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }
    Corpus::load(folder.path()).map(|loaded| loaded.drafts.len())
}

/// A style file: what is accepted can be rendered in.
fn style(scene: &Scene, input: &[u8]) -> bool {
    let Some(text) = text(input) else { return false };
    let Ok(style) = Style::from_csl(text) else { return true };
    let item = Item { id: "a".to_owned(), kind: "article-journal".to_owned(), ..Item::default() };
    let works = [Work::from_item(item)];
    let setting = RenderOptions { style: &style, locale: None, linking: Linking::Url, has_anchors: true };
    scene.ask(|library| library.renderer().list(setting, &works, &[]));
    true
}

/// A request: the first line is the path with its query, which holds cursors, identifiers and texts, the second `Accept`.
fn http(scene: &Scene, input: &[u8]) -> bool {
    let Some(text) = text(input) else { return false };
    let (path, accept) = text.split_once('\n').unwrap_or((text, "*/*"));
    let Ok(uri) = path.parse::<Uri>() else { return false };
    if !path.starts_with('/') {
        return false;
    }
    let Ok(accept) = HeaderValue::from_str(accept) else { return false };
    let status = System::new().block_on(async {
        let service = init_service(server::application(Arc::clone(&scene.state), |_| {})).await;
        let request = TestRequest::get().uri(&uri.to_string()).insert_header((ACCEPT, accept));
        call_service(&service, request.to_request()).await.status()
    });
    // A service that is busy may say so; it may not fail.
    assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
    true
}
