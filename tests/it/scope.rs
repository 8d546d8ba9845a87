//! No health area is built in: the texts of the program name no condition, treatment or payer that the collection of this
//! repository is about. What is said of one belongs to its topic in `data/topics`.

use std::{collections::BTreeSet, fs};

use evidence::{corpus::Corpus, domain::TopicKind};

use crate::library::{files_below, root};

/// Where such names may stand, and why.
const ALLOWED: &[(&str, &str)] = &[
    ("src/api/", "examples of the OpenAPI document, which show real answers"),
    ("src/web/reference/", "samples of the reference: requests to this collection with their recorded answers"),
];

/// Shortest name that is looked for: shorter ones are parts of other words.
const SHORTEST: usize = 4;

/// The string literals of a Rust file with their lines, without comments, attributes for examples, and unit tests.
pub(crate) fn literals(source: &str) -> Vec<(usize, String)> {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let chars: Vec<char> = source.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let here = chars[at];
        let next = chars.get(at + 1).copied();
        if here == '\n' {
            line += 1;
        }
        if here == '/' && next == Some('/') {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
            continue;
        }
        // A quoted character, which may be a quotation mark.
        if here == '\'' && (chars.get(at + 2) == Some(&'\'') || next == Some('\\')) {
            at += if next == Some('\\') { 4 } else { 3 };
            continue;
        }
        if here != '"' {
            at += 1;
            continue;
        }
        let hashes = chars[..at].iter().rev().take_while(|c| **c == '#').count();
        let is_raw = at > hashes && chars[at - hashes - 1] == 'r';
        let begin = line;
        let mut text = String::new();
        at += 1;
        while at < chars.len() {
            let c = chars[at];
            let closes = chars[at + 1..].iter().take_while(|c| **c == '#').count() >= hashes;
            if c == '"' && (!is_raw || closes) {
                break;
            }
            if c == '\n' {
                line += 1;
            }
            if c == '\\' && !is_raw {
                at += 1;
                line += usize::from(chars.get(at) == Some(&'\n'));
                text.push(' ');
            } else {
                text.push(c);
            }
            at += 1;
        }
        at += 1;
        found.push((begin, text));
    }
    let lines: Vec<&str> = source.lines().collect();
    found.retain(|(line, _)| lines.get(line - 1).is_none_or(|text| !text.contains("example")));
    found
}

/// Whether a text has a name as words of their own.
fn names(text: &str, name: &str) -> bool {
    let text = text.to_lowercase();
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn the_program_names_no_topic_of_this_collection() {
    let corpus = Corpus::load(&root().join("data")).unwrap().corpus;
    let kinds = [TopicKind::Condition, TopicKind::Intervention, TopicKind::Payer];
    let of_area: BTreeSet<String> = corpus
        .topics()
        .iter()
        .filter(|topic| kinds.contains(&topic.kind))
        .flat_map(|topic| topic.names().chain([topic.id.as_str()]).map(str::to_lowercase).collect::<Vec<_>>())
        .filter(|name| name.chars().count() >= SHORTEST)
        .chain(["acupuncturist", "acupuncturists", "chiropractor", "chiropractors"].map(str::to_owned))
        .collect();
    let mut named = Vec::new();
    for path in files_below(&root().join("src")) {
        let shown = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let is_test = shown.contains("/tests/") || shown.ends_with("tests.rs");
        if is_test || ALLOWED.iter().any(|(allowed, _)| shown.starts_with(allowed)) {
            continue;
        }
        let texts = if shown.ends_with(".rs") {
            literals(&fs::read_to_string(&path).unwrap())
        } else if shown.contains("/templates/") || shown.contains("/static/") || shown.contains("/new/") {
            vec![(1, fs::read_to_string(&path).unwrap())]
        } else {
            continue;
        };
        for (line, text) in texts {
            let found = of_area.iter().filter(|name| names(&text, name));
            named.extend(found.map(|name| format!("{shown}:{line}: `{name}`")));
        }
    }
    assert_eq!(named, Vec::<String>::new());
}

#[test]
fn literals_are_found_and_nothing_else() {
    let source = "// \"no\"\nlet a = \"one \\\" two\";\nlet b = '\"';\nlet c = r#\"raw \" three\"#;\n#[schema(example = \"no\")]\n";
    let texts: Vec<String> = literals(source).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["one   two", "raw \" three"]);
    assert!(names("for back pain, say", "back pain") && !names("backpain", "pain"));
}
