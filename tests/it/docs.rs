//! The documents say what is: commands in the README do what is shown, generated parts are what the program writes, and
//! the examples of the record format are records.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use evidence::{
    corpus::{Corpus, RULES, Severity, json_schemas, lexicon::CueKind},
    domain::Vocabulary,
};

use crate::{
    library::{real_library, root},
    support::{Fixture, Program, cli},
};

fn document(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The fenced blocks of a language, in their order.
fn blocks(text: &str, language: &str) -> Vec<String> {
    fenced(text).into_iter().filter(|(fence, _)| fence == language).map(|(_, block)| block).collect()
}

/// All fenced blocks with what stands behind their fence.
fn fenced(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(fence) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        found.push((fence.to_owned(), block.join("\n")));
    }
    found
}

/// Whether the parts between the `…` of what is shown occur in what was printed, in their order.
fn shows(printed: &str, shown: &str) -> bool {
    let mut rest = printed;
    shown.split('…').map(str::trim).filter(|part| !part.is_empty()).all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

/// The words of a command line, with quotes as a shell reads them.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn commands_in_the_readme_print_what_is_shown() {
    let service = Program::start_on(Fixture::of(&root().join("data")), &[]);
    let (data, index) = (service.fixture.data(), service.fixture.index());
    let mut run = 0;
    for block in blocks(&document("README.md"), "console") {
        for entry in format!("\n{block}").split("\n$ ").skip(1) {
            let (command, shown) = entry.split_once('\n').unwrap_or((entry, ""));
            let words = words(command);
            let printed = match words[0].as_str() {
                "evidence" => {
                    let folders = ["--data", data.to_str().unwrap(), "--index", index.to_str().unwrap()];
                    let ended = cli(words[1..].iter().map(String::as_str).chain(folders));
                    assert_eq!(ended.code, Some(0), "{command}\n{}", ended.stderr);
                    ended.stdout
                }
                "curl" => {
                    let path = words.last().unwrap().strip_prefix("localhost:8080").expect("the address it serves on");
                    let answer = service.client.get(path);
                    assert_eq!(answer.status, 200, "{command}");
                    String::from_utf8(answer.body).unwrap()
                }
                other => panic!("nobody runs `{other}` here"),
            };
            assert!(shows(&printed, shown), "{command} printed\n{printed}\nand not\n{shown}");
            run += 1;
        }
    }
    assert!(run >= 5, "the README shows too little");
    // CI runs the others.
    let others = blocks(&document("README.md"), "sh");
    assert_eq!(others, ["cargo install --path .", "evidence", "make test"]);
}

#[test]
fn the_readme_counts_the_records() {
    let corpus = real_library().corpus();
    let (sources, findings, topics) = (corpus.sources().len(), corpus.findings().len(), corpus.topics().len());
    let counted =
        format!("{sources} publications on acupuncture and back pain with {findings} findings, and {topics} topics");
    assert!(document("README.md").contains(&counted), "it should say: {counted}");
    let (claims, blurbs) = (corpus.claims().len(), corpus.blurbs().len());
    let counted = format!("{claims} sentences of a clinic's page with their verdicts, and {blurbs} texts");
    assert!(document("README.md").contains(&counted), "it should say: {counted}");
}

/// Compares what stands between two markers with what it should be; `UPDATE=1` writes it.
fn generated(path: &str, begin: &str, end: &str, expected: &str) {
    let text = document(path);
    let (before, rest) = text.split_once(&format!("{begin}\n")).expect("the marker it begins with");
    let (_, after) = rest.split_once(end).expect("the marker it ends with");
    generated_whole(path, &text, &format!("{before}{begin}\n{expected}{end}{after}"));
}

/// Compares a file with what it should be; `UPDATE=1` writes it.
fn generated_whole(path: &str, found: &str, expected: &str) {
    if found == expected {
        return;
    }
    #[expect(clippy::disallowed_methods, reason = "how `make generate` says that files are to be written")]
    let update = std::env::var_os("UPDATE").is_some();
    assert!(update, "{path} is out of date: run `make generate`\n{expected}");
    fs::write(root().join(path), expected).unwrap();
}

#[test]
fn the_docs_show_the_commands_there_are() {
    let ended = cli(["-h"]);
    let help: Vec<_> = ended.stdout.lines().map(str::trim_end).collect();
    let expected = format!("{}\n", help.join("\n").trim());
    generated("src/web/guides/command.md", "```text", "```", &expected);
}

/// The names of the commands that a help lists.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| line.trim() != "Commands:").skip(1);
    let listed = lines.take_while(|line| !line.trim().is_empty());
    // What a line goes on with stands further to the right.
    let names = listed.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    names.filter_map(|line| line.split(' ').next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn the_docs_have_the_help_of_every_command() {
    let help = |words: &[&str]| {
        let ended = cli([&["help"], words].concat());
        let lines: Vec<_> = ended.stdout.lines().map(str::trim_end).collect();
        lines.join("\n").trim().to_owned()
    };
    let mut sections = Vec::new();
    let mut add = |words: &[&str]| {
        let text = help(words);
        assert!(text.contains("Usage: evidence"), "{words:?}: {text}");
        sections.push(format!("## {}\n\n```text\n{text}\n```\n", words.join(" ")));
        text
    };
    for command in commands(&help(&[])) {
        for below in commands(&add(&[&command])) {
            add(&[&command, &below]);
        }
    }
    assert!(sections.len() > 15, "{} commands", sections.len());
    let path = "src/web/guides/command_help.md";
    let text = document(path);
    let (head, _) = text.split_once("\n## ").expect("a section");
    generated_whole(path, &text, &format!("{head}\n{}", sections.join("\n")));
}

#[test]
fn the_data_readme_lists_the_rules_there_are() {
    let mut table = String::from("| code | | what it asks |\n| --- | --- | --- |\n");
    for rule in RULES {
        let severity = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        table.push_str(&format!("| `{}` | {severity} | {} |\n", rule.code, rule.asks));
    }
    generated("data/README.md", "<!-- lint-rules -->", "<!-- /lint-rules -->", &table);
}

#[test]
fn the_readme_of_the_lexicon_lists_the_cues_there_are() {
    let mut table = String::from("| cue | its fields | what its phrases say |\n| --- | --- | --- |\n");
    for cue in CueKind::ALL {
        let fields: Vec<String> = cue.fields().iter().map(|field| format!("`{field}`")).collect();
        table.push_str(&format!("| `{cue}` | {} | {} |\n", fields.join(", "), cue.label()));
    }
    generated("data/lexicon/README.md", "<!-- cues -->", "<!-- /cues -->", &table);
}

#[test]
fn the_schemas_are_what_the_program_writes() {
    for (name, expected) in json_schemas() {
        let found = document(&format!("data/schema/{name}"));
        assert!(found == expected, "data/schema/{name} is out of date: run `make generate`");
    }
}

#[test]
fn the_examples_of_the_format_are_records() {
    let folder = tempfile::tempdir().unwrap();
    let mut kinds = BTreeMap::new();
    for (fence, block) in fenced(&document("data/README.md")) {
        // What cannot begin with a comment is named by its fence.
        let name = match fence.split_once(' ') {
            Some((_, name)) => name.strip_prefix("data/").expect("the fence names the file"),
            None if fence == "toml" => {
                block.lines().next().unwrap().strip_prefix("# data/").expect("the first line names the file")
            }
            None => continue,
        };
        let path: PathBuf = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &block).unwrap();
        *kinds.entry(Path::new(name).parent().unwrap().to_owned()).or_insert(0) += 1;
    }
    for kind in ["sources", "topics", "pages", "blurbs", "changes", "lexicon/en"] {
        assert!(kinds.contains_key(Path::new(kind)), "{kinds:?}");
    }
    let loaded = Corpus::load(folder.path()).unwrap();
    assert_eq!(loaded.warnings, []);
    let corpus = &loaded.corpus;
    assert!(!corpus.findings().is_empty() && !corpus.claims().is_empty() && !corpus.blurbs().is_empty());
}
