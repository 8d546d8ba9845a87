//! The invariants of the house, read from the imports: who may know whom, which crate is named where, and that the
//! modules that answer questions read no clock, environment or network.
//!
//! A crate of its own for each layer would make the compiler check this, at the price of ten manifests.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::library::{files_below, root};

/// Each module directly below `src`, and the modules it may name. A new module gets its line here first.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("files", &[]),
    ("text", &["domain"]),
    ("corpus", &["domain", "text"]),
    ("citation", &["domain", "text"]),
    ("search", &["domain", "files", "text", "corpus"]),
    ("check", &["domain", "text", "corpus", "search"]),
    ("literature", &["domain", "files", "text", "citation"]),
    ("references", &["domain", "text", "corpus", "citation", "literature"]),
    ("app", &["domain", "text", "corpus", "citation", "search", "literature", "references", "check"]),
    ("http", &["domain", "text", "corpus", "citation", "search", "check", "app"]),
    ("api", &["domain", "text", "corpus", "citation", "search", "literature", "references", "check", "app", "http"]),
    ("embed", &["domain", "text", "corpus", "citation", "search", "check", "app", "http", "api"]),
    (
        "web",
        &[
            "domain",
            "text",
            "corpus",
            "citation",
            "search",
            "literature",
            "references",
            "check",
            "app",
            "http",
            "embed",
        ],
    ),
    ("config", &["http"]),
    ("telemetry", &["domain", "config"]),
    (
        "server",
        &[
            "domain",
            "text",
            "corpus",
            "citation",
            "search",
            "literature",
            "references",
            "check",
            "app",
            "http",
            "api",
            "web",
            "embed",
            "config",
            "files",
            "telemetry",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "files",
            "text",
            "corpus",
            "citation",
            "search",
            "literature",
            "references",
            "check",
            "app",
            "http",
            "api",
            "web",
            "embed",
            "config",
            "telemetry",
            "server",
        ],
    ),
    ("main", &["cli", "config", "telemetry"]),
];

/// Crates that only some modules may name: an engine that is named in one folder can be replaced in one folder.
const CONFINED: &[(&str, &[&str])] = &[
    ("tantivy", &["search", "literature"]),
    ("frostem", &["text"]),
    ("hayagriva", &["citation"]),
    ("biblatex", &["citation"]),
    ("quick_xml", &["citation"]),
    ("encoding_rs", &["citation"]),
    ("encoding_rs_io", &["citation"]),
    ("html5gum", &["check", "citation"]),
    // In `citation` by a test: what is written is read back.
    ("pulldown_cmark", &["check", "citation", "web"]),
    ("actix_web", &["config", "http", "api", "web", "embed", "server"]),
    ("actix_http", &["http", "server"]),
    ("actix_server", &["server"]),
    ("actix_service", &["server"]),
    ("futures_core", &["http"]),
    ("governor", &["http"]),
    ("zstd", &["http"]),
    // Value types of the domain derive their schema where the file, the API and the domain agree.
    ("utoipa", &["domain", "http", "api", "server"]),
    ("utoipa_actix_web", &["http", "api", "server"]),
    ("utoipa_swagger_ui", &["api", "web", "server"]),
    ("askama", &["api", "web", "embed"]),
    ("clap", &["config", "cli", "main"]),
    ("anyhow", &["cli", "main"]),
];

/// Modules whose answers depend on nothing but the data and the question.
const PURE: &[&str] = &["domain", "text", "corpus", "citation", "search", "literature", "references", "check", "app"];

/// What would make an answer depend on when, where or as whom it is asked.
const IMPURE: &[&str] = &[
    "std::time",
    "std::env",
    "std::net",
    "jiff::Timestamp",
    "jiff::Zoned",
    "jiff::tz",
    "tokio",
    "SystemTime",
    "Instant",
    "Zoned",
    "Timestamp",
];

/// What changes something on a disk, by the ends of its names. Only `files` does, so that it is done in one way.
const WRITING: &[&str] = &[
    "fs::write",
    "fs::rename",
    "fs::copy",
    "fs::hard_link",
    "fs::create_dir",
    "fs::create_dir_all",
    "fs::remove_file",
    "fs::remove_dir",
    "fs::remove_dir_all",
    "fs::OpenOptions",
    "OpenOptions::new",
    "File::create",
    "File::create_new",
    "File::options",
    "tempfile::Builder",
    "tempfile::tempdir",
    "tempfile::tempfile",
];

/// A path named in a file, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    segments: Vec<String>,
    line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Name(String),
    /// `::`
    Separator,
    Sign(char),
}

/// The tokens of a Rust file with their lines, without comments, texts, characters and numbers.
fn tokens(source: &str) -> Vec<(Token, usize)> {
    let chars: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        let end = match (c, next) {
            ('/', Some('/')) => (at..chars.len()).find(|&i| chars[i] == '\n').unwrap_or(chars.len()),
            ('/', Some('*')) => end_of_comment(&chars, at),
            ('"', _) => end_of_text(&chars, at + 1),
            ('\'', Some('\\')) => (at + 3..chars.len()).find(|&i| chars[i] == '\'').map_or(chars.len(), |i| i + 1),
            ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => at + 3,
            (':', Some(':')) => {
                tokens.push((Token::Separator, line));
                at + 2
            }
            _ if is_name(c) => {
                let end = (at..chars.len()).find(|&i| !is_name(chars[i])).unwrap_or(chars.len());
                let name: String = chars[at..end].iter().collect();
                let hashes = chars[end..].iter().take_while(|c| **c == '#').count();
                let text_follows = chars.get(end + hashes) == Some(&'"');
                match name.as_str() {
                    "r" | "br" | "cr" if text_follows => end_of_raw_text(&chars, end + hashes + 1, hashes),
                    // `r#type` is the name `type`.
                    "r" if hashes == 1 => end + 1,
                    "b" | "c" if text_follows && hashes == 0 => end,
                    _ => {
                        if !c.is_ascii_digit() {
                            tokens.push((Token::Name(name), line));
                        }
                        end
                    }
                }
            }
            _ => {
                if !c.is_whitespace() {
                    tokens.push((Token::Sign(c), line));
                }
                at + 1
            }
        };
        line += chars[at..end].iter().filter(|c| **c == '\n').count();
        at = end;
    }
    tokens
}

fn end_of_comment(chars: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0, start);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn end_of_text(chars: &[char], start: usize) -> usize {
    let mut at = start;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

fn end_of_raw_text(chars: &[char], start: usize, hashes: usize) -> usize {
    let ends =
        |at: usize| chars[at] == '"' && chars[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
    (start..chars.len()).find(|&at| ends(at)).map_or(chars.len(), |at| at + 1 + hashes)
}

/// Every path a file names, groups of a `use` taken apart: `std::{env, fs::File}` is `std::env` and `std::fs::File`.
fn paths(source: &str) -> Vec<Named> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // In `use ::tantivy` the path begins after the word.
        let begins = matches!(&tokens[at].0, Token::Name(name) if !WORDS_BEFORE_PATHS.contains(&name.as_str()));
        at = if begins { path(&tokens, at, &[], &mut found) } else { at + 1 };
    }
    found
}

const WORDS_BEFORE_PATHS: &[&str] = &["use", "in", "as", "dyn", "impl", "mut", "return", "for", "where"];

/// Reads the path that begins at a name, and gives the place after it.
fn path(tokens: &[(Token, usize)], start: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut segments = before.to_vec();
    let line = tokens[start].1;
    let mut at = start;
    loop {
        match tokens.get(at) {
            Some((Token::Name(name), _)) => {
                segments.push(name.clone());
                at += 1;
            }
            Some((Token::Sign('{'), _)) if at > start => {
                at += 1;
                while let Some((token, _)) = tokens.get(at) {
                    match token {
                        Token::Sign('}') => return at + 1,
                        // The new name of `web as pages` is no path.
                        Token::Name(name) if name == "as" => at += 2,
                        Token::Name(_) => at = path(tokens, at, &segments, found),
                        Token::Separator | Token::Sign(_) => at += 1,
                    }
                }
                return at;
            }
            _ => break,
        }
        match tokens.get(at) {
            Some((Token::Separator, _)) => at += 1,
            _ => break,
        }
    }
    found.push(Named { segments, line });
    at
}

/// The modules directly below `src` that a file names, with the line: by `crate::`, by the name of the library, or by
/// climbing up with `super::`. `depth` is the number of modules above the file, itself included.
fn modules_named(source: &str, depth: usize) -> Vec<(String, usize)> {
    let known: BTreeSet<&str> = MAY_NAME.iter().map(|(module, _)| *module).collect();
    let mut named = Vec::new();
    for Named { segments, line } in paths(source) {
        let rest = match segments.first().map(String::as_str) {
            Some("crate" | "evidence") => &segments[1..],
            Some("super") => {
                let climbed = segments.iter().take_while(|segment| *segment == "super").count();
                if climbed < depth {
                    continue;
                }
                &segments[climbed..]
            }
            _ => continue,
        };
        if let Some(module) = rest.first()
            && (segments[0] == "crate" || known.contains(module.as_str()))
        {
            named.push((module.clone(), line));
        }
    }
    named
}

/// The modules from `src` to a file: `["web", "search", "asked"]`.
fn module_path(shown: &str) -> Vec<String> {
    let below = shown.trim_start_matches("src/").trim_end_matches(".rs");
    let mut modules: Vec<String> = below.split('/').map(str::to_owned).collect();
    if modules.last().is_some_and(|last| matches!(last.as_str(), "mod" | "main" | "lib")) {
        modules.pop();
    }
    modules
}

/// What leads from one module to another that lies in the same folder, by folder. A file names its own submodules and what it
/// lies in as it likes: there the way up and down is one room.
fn neighbours(files: &[(Vec<String>, &str)]) -> BTreeMap<Vec<String>, BTreeMap<String, BTreeSet<String>>> {
    let known: BTreeSet<&[String]> = files.iter().map(|(module, _)| module.as_slice()).collect();
    let mut all: BTreeMap<Vec<String>, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (module, source) in files {
        // Tests within a file may look at everything.
        let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for Named { segments, line: _ } in paths(source) {
            let climbed = segments.iter().take_while(|segment| *segment == "super").count();
            let named: Vec<String> = match segments.first().map(String::as_str) {
                Some("crate") => segments[1..].to_vec(),
                Some("super") if climbed <= module.len() => {
                    [&module[..module.len() - climbed], &segments[climbed..]].concat()
                }
                Some("self") => [module, &segments[1..]].concat(),
                _ => [module.as_slice(), &segments].concat(),
            };
            let Some(named) = (1..=named.len()).rev().map(|end| &named[..end]).find(|named| known.contains(named))
            else {
                continue;
            };
            let shared = module.iter().zip(named).take_while(|(a, b)| a == b).count();
            if let (Some(from), Some(to)) = (module.get(shared), named.get(shared)) {
                let folder = all.entry(module[..shared].to_vec()).or_default();
                folder.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    all
}

/// Everything that a module leads to.
fn reached<'a>(from: &'a str, ways: &'a BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(module) = open.pop() {
        for next in ways.get(module).into_iter().flatten() {
            if reached.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    reached
}

fn circles(files: &[(Vec<String>, &str)]) -> Vec<(String, Vec<String>)> {
    let mut circles = BTreeSet::new();
    for (folder, ways) in neighbours(files) {
        for module in ways.keys() {
            let ahead = reached(module, &ways);
            let circle: Vec<String> = ahead
                .iter()
                .filter(|other| reached(other, &ways).contains(module.as_str()))
                .map(|other| (*other).to_owned())
                .collect();
            if circle.len() > 1 {
                circles.insert((folder.join("/"), circle));
            }
        }
    }
    circles.into_iter().collect()
}

#[test]
fn modules_of_a_folder_do_not_lead_round_in_circles() {
    let files = files();
    let modules: Vec<(Vec<String>, &str)> = files
        .iter()
        .filter(|(shown, _, _, _)| !is_of_tests(shown))
        .map(|(shown, _, _, source)| (module_path(shown), source.as_str()))
        .collect();
    let none: [(String, Vec<String>); 0] = [];
    assert_eq!(circles(&modules), none);
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let of = |shown: &str| module_path(shown);
    let files = |a: &'static str, b: &'static str, c: &'static str| {
        vec![
            (of("src/x/mod.rs"), "mod a; mod b;"),
            (of("src/x/a.rs"), a),
            (of("src/x/b.rs"), b),
            (of("src/x/b/c.rs"), c),
        ]
    };
    let none: [(String, Vec<String>); 0] = [];
    assert_eq!(circles(&files("use super::b::B;", "use super::Other;", "use super::super::Other;")), none);
    // Up and down within a module is one room.
    assert_eq!(circles(&files("", "use c::C;", "use super::B;")), none);
    let circle = vec![("x".to_owned(), vec!["a".to_owned(), "b".to_owned()])];
    assert_eq!(circles(&files("use super::{b::B};", "use crate::x::a::A;", "")), circle);
    assert_eq!(circles(&files("use super::b::B;", "", "fn f() -> super::super::a::A {}")), circle);
    let in_tests = "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use super::super::a::A;\n}\n";
    assert_eq!(circles(&files("use super::b::B;", in_tests, "")), none);
}

fn module_of(path: &Path) -> (String, usize) {
    let below = path.strip_prefix(root().join("src")).expect("a file of src");
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    let module = parts[0].trim_end_matches(".rs").to_owned();
    let own_module = !matches!(parts.last().map(AsRef::as_ref), Some("mod.rs" | "main.rs" | "lib.rs"));
    (module, parts.len() - 1 + usize::from(own_module))
}

/// Every Rust file of the program: its path for messages, its module, its depth, its text.
fn files() -> Vec<(String, String, usize, String)> {
    let sources =
        files_below(&root().join("src")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    sources
        .map(|path| {
            let (module, depth) = module_of(&path);
            let shown = path.strip_prefix(root()).expect("a file of the repository").display().to_string();
            (shown, module, depth, fs::read_to_string(&path).expect("source is text"))
        })
        .collect()
}

fn may_name(module: &str) -> Option<&'static [&'static str]> {
    MAY_NAME.iter().find(|(of, _)| *of == module).map(|(_, may)| *may)
}

/// What a file names against the arrows.
fn wrong_arrows(shown: &str, module: &str, depth: usize, source: &str) -> Vec<String> {
    let Some(allowed) = may_name(module) else { return vec![format!("{shown}: `{module}` has no line in MAY_NAME")] };
    modules_named(source, depth)
        .into_iter()
        .filter(|(named, _)| named != module && !allowed.contains(&named.as_str()))
        .map(|(named, line)| format!("{shown}:{line}: `{module}` names `{named}`"))
        .collect()
}

/// Confined crates a file names without the right to.
fn wrong_crates(shown: &str, module: &str, source: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for Named { segments, line } in paths(source) {
        for (name, may) in CONFINED {
            if segments.first().is_some_and(|first| first == name) && !may.contains(&module) {
                wrong.push(format!("{shown}:{line}: `{module}` names the crate {name}"));
            }
        }
    }
    wrong
}

/// Clocks, environment and network in a file of a pure module.
fn impurities(shown: &str, source: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for Named { segments, line } in paths(source) {
        let path = segments.join("::");
        let hit = |impure: &&&str| path == **impure || path.starts_with(&format!("{impure}::"));
        if let Some(impure) = IMPURE.iter().find(hit) {
            wrong.push(format!("{shown}:{line}: `{path}`, but {impure} is not for modules that only answer"));
        }
    }
    wrong
}

/// Places of a file where it changes something on a disk.
fn writes(shown: &str, source: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for Named { segments, line } in paths(source) {
        let path = segments.join("::");
        if WRITING.iter().any(|writing| path == *writing || path.ends_with(&format!("::{writing}"))) {
            wrong.push(format!("{shown}:{line}: `{path}`; files are written by `files`"));
        }
    }
    wrong
}

/// Tests that stand in `src` write what they like.
fn is_of_tests(shown: &str) -> bool {
    shown.split(['/', '.']).any(|part| part == "tests")
}

#[test]
fn one_module_writes_files() {
    let wrong: Vec<_> = files()
        .iter()
        .filter(|(shown, module, _, _)| module != "files" && !is_of_tests(shown))
        .flat_map(|(shown, _, _, source)| writes(shown, source))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for source in ["fs::write(a, b)", "use std::{fs::{self, OpenOptions}, io};", "std::fs::File::create(a)"] {
        assert_eq!(writes("x.rs", source).len(), 1, "{source}");
    }
    assert_eq!(writes("x.rs", "fmt::Write::write(a); fs::read(b); File::open(c)"), [] as [String; 0]);
}

#[test]
fn modules_name_only_what_stands_below_them() {
    let wrong: Vec<_> = files()
        .iter()
        .filter(|(_, module, _, _)| module != "lib")
        .flat_map(|(shown, module, depth, source)| wrong_arrows(shown, module, *depth, source))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn confined_crates_stay_where_they_are() {
    let wrong: Vec<_> =
        files().iter().flat_map(|(shown, module, _, source)| wrong_crates(shown, module, source)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_answers_questions_reads_no_clock_environment_or_network() {
    let wrong: Vec<_> = files()
        .iter()
        .filter(|(_, module, _, _)| PURE.contains(&module.as_str()))
        .flat_map(|(shown, _, _, source)| impurities(shown, source))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_tables_of_this_test_agree_with_themselves() {
    let modules: Vec<&str> = MAY_NAME.iter().map(|(module, _)| *module).collect();
    for (i, (module, may)) in MAY_NAME.iter().enumerate() {
        // Each module is listed after all that it may name, so there is no way round in a circle.
        assert!(may.iter().all(|named| modules[..i].contains(named)), "{module}");
    }
    let not =
        |module: &str, named: &str| assert!(!may_name(module).is_some_and(|may| may.contains(&named)), "{module}");
    not("api", "web");
    not("web", "api");
    not("corpus", "citation");
    not("citation", "corpus");
    for (name, may) in CONFINED {
        assert!(may.iter().all(|module| modules.contains(module)), "{name}");
    }
}

#[test]
fn the_map_names_every_folder_and_file_of_the_program() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("there is an ARCHITECTURE.md with a map");
    let words: BTreeSet<&str> = map
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '.' | '_')))
        .map(|word| word.trim_end_matches('.'))
        .collect();
    for entry in fs::read_dir(root().join("src")).expect("src can be read") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if entry.path().is_dir() { format!("{name}/") } else { name };
        let named = words.iter().any(|word| *word == name || word.strip_prefix("src/") == Some(&name));
        assert!(named, "ARCHITECTURE.md does not name src/{name}");
    }
}

fn names(source: &str) -> Vec<String> {
    paths(source).into_iter().map(|named| named.segments.join("::")).filter(|path| path.contains("::")).collect()
}

#[test]
fn groups_are_taken_apart() {
    assert_eq!(
        names("use crate::{app::Library, domain::{Date, self}, http::*};\nfn f() -> std::io::Result<()> {}"),
        ["crate::app::Library", "crate::domain::Date", "crate::domain::self", "crate::http", "std::io::Result"]
    );
    assert_eq!(
        names("use tantivy::{\n    Index as I,\n    query::{Query},\n};"),
        ["tantivy::Index", "tantivy::query::Query"]
    );
    assert_eq!(
        names("#[derive(utoipa::ToSchema)] struct A(crate::domain::Date);"),
        ["utoipa::ToSchema", "crate::domain::Date"]
    );
    assert_eq!(names("$crate::domain::Date; Vec::<crate::api::X>::new()"), ["crate::domain::Date", "crate::api::X"]);
}

#[test]
fn comments_and_texts_name_nothing() {
    let source = r##"
        // crate::web::A
        //! [`crate::web::B`]
        /* crate::web::C /* nested */ crate::web::D */
        const T: &str = "crate::web::E \" crate::web::F";
        const R: &str = r#"crate::web::G " crate::web::H"#;
        const B: &[u8] = b"crate::web::I";
        const C: (char, char, char) = ('"', '\'', 'x');
        fn f<'a>(x: &'a str) -> crate::domain::Date {}
    "##;
    assert_eq!(names(source), ["crate::domain::Date"]);
}

#[test]
fn a_wrong_arrow_is_found_however_it_is_written() {
    for (module, depth, source) in [
        ("domain", 2, "use crate::corpus::Corpus;"),
        ("corpus", 2, "use crate::{\n    citation::Style,\n    domain::Date,\n};"),
        ("api", 3, "fn f() { crate::web::page(); }"),
        ("web", 1, "use super::api;"),
        ("web", 3, "use super::super::super::{api, app};"),
        ("search", 2, "pub(in crate::search) use evidence::app::Library;"),
        ("app", 1, "#[cfg(test)] mod tests { use crate::http::Problem; }"),
        ("http", 2, "macro_rules! m { () => { $crate::server::application() } }"),
        ("main", 0, "use evidence::server::application;"),
        ("attic", 1, ""),
    ] {
        assert_eq!(wrong_arrows("x.rs", module, depth, source).len(), 1, "{module}: {source}");
    }
    let right = "use super::{text, super::domain};\nuse crate::{corpus::Corpus, domain::Date, search::rank};";
    assert_eq!(wrong_arrows("x.rs", "search", 2, right), [] as [String; 0]);
}

#[test]
fn a_confined_crate_is_found_however_it_is_written() {
    for source in [
        "use tantivy::Index;",
        "use tantivy as engine;",
        "fn f() -> tantivy::Result<()> {}",
        "use {serde::Serialize, tantivy::Term};",
        "use ::tantivy::schema::Field;",
        "#[from] tantivy::TantivyError",
    ] {
        assert_eq!(wrong_crates("x.rs", "app", source).len(), 1, "{source}");
        assert_eq!(wrong_crates("x.rs", "search", source), [] as [String; 0], "{source}");
    }
    assert_eq!(wrong_crates("x.rs", "app", "// the search uses tantivy\nlet tantivy_version = 1;"), [] as [String; 0]);
}

#[test]
fn a_clock_is_found_however_it_is_written() {
    for source in [
        "use std::time::Instant;",
        "use std::{env, fs};",
        "let now = std::time::SystemTime::now();",
        "let now = SystemTime::now();",
        "use jiff::{Zoned, civil::Date};",
        "std::net::TcpStream::connect(a)",
        "let home = std::env::var(b);",
    ] {
        assert_eq!(impurities("x.rs", source).len(), 1, "{source}");
    }
    assert_eq!(
        impurities("x.rs", "use jiff::civil::Date; use std::{fs, io}; let Duration = env!(\"X\");"),
        [] as [String; 0]
    );
}
