//! The words of a language are data: in the rooms that read texts no word of a list of `data/lexicon` stands in the code. A rule
//! names a list (`text::Grammar`, `text::Citing`, the lists beside numbers), and whoever knows the language changes the list.

use std::{collections::BTreeSet, fs};

use crate::{
    library::{files_below, root},
    scope::literals,
};

/// Where texts are read.
const ROOMS: [&str; 7] = ["text", "check", "search", "references", "literature", "corpus/lint", "app"];

/// The lists: what they hold are words, no phrases with a meaning.
const LISTS: [&str; 8] = [
    "en/abbreviations.toml",
    "en/grammar.toml",
    "en/numbers.toml",
    "en/spelling.toml",
    "en/stopwords.toml",
    "en/syllables.toml",
    "en/units.toml",
    "references.toml",
];

/// Words that mean something else in the code, where they may stand, and why.
const ALLOWED: &[(&str, &[&str], &str)] = &[
    ("src/app/question.rs", &["q", "sort"], "the names of parameters in addresses"),
    ("src/references/compare.rs", &["en"], "the code of a language"),
    ("src/references/reading.rs", &["http"], "the beginning of an address"),
    ("src/references/item_number.rs", &["pii"], "the name of an identifier"),
    (
        "src/references/labelled.rs",
        &["author", "given", "issue", "journal", "pages", "title", "volume", "year"],
        "the parts that the labels of a list stand for",
    ),
    ("src/references/links.rs", &["aa", "ae", "i", "l", "o", "oe", "ss"], "letters as TeX names them"),
    ("src/references/words.rs", &["i", "ii", "iii", "iv", "v", "x"], "Roman numbers"),
    (
        "src/check/identify",
        &[
            "analysis",
            "author",
            "comparator",
            "costs",
            "country",
            "findings",
            "identifier",
            "journal",
            "name",
            "number",
            "participants",
            "population",
            "results",
            "studies",
            "treatment",
            "value",
            "words",
            "year",
        ],
        "what a source was recognised by, as `recognised_by` of the API has it",
    ),
    ("src/check/judge/imprint.rs", &["identifier", "name", "year"], "the same"),
    ("src/check/judge.rs", &["name"], "the same"),
    ("src/check/entries.rs", &["name"], "the same"),
    ("src/check/whose/", &["author", "identifier", "journal", "name", "participants", "studies", "year"], "the same"),
    ("src/check/known.rs", &["title"], "a field of a record"),
    ("src/app/intake.rs", &["source"], "the name of a file that has none"),
    ("src/check/judge/reported.rs", &["conclusion", "statement"], "fields of a record"),
    ("src/corpus/lint/mod.rs", &["assertion"], "a field of a record"),
    ("src/check/whose.rs", &["list", "paragraph", "row", "section"], "by what a source was carried, as the API has it"),
    ("src/check/quantity.rs", &["percentage points"], "the name of a unit, as the API has it"),
    (
        "src/check/read/",
        &[
            "a", "area", "article", "b", "base", "code", "col", "data", "del", "dl", "figure", "head", "hr", "http",
            "i", "id", "li", "mark", "meta", "option", "p", "pre", "q", "s", "section", "source", "sub", "table", "th",
            "time", "title", "track", "true", "u", "ul", "var",
        ],
        "elements and attributes of HTML",
    ),
    (
        "src/corpus/lint/",
        &["findings", "id", "lay", "line", "section", "title", "type", "withdrawn", "words"],
        "fields of records, and what a message counts",
    ),
    (
        "src/literature/",
        &["doi", "id", "isbn", "lowered", "pmcid", "pmid", "pubmed", "records"],
        "columns, kinds of identifiers, names of files",
    ),
    (
        "src/literature/stored.rs",
        &["ed", "g", "i", "is", "n", "on", "p", "pm", "pmc", "pp", "u", "v", "ver"],
        "short names of stored fields",
    ),
    ("src/check/mod.rs", &["sources"], "a field in what `Debug` prints"),
    ("src/check/referred.rs", &["pmid"], "the label of an identifier, which is no word"),
    (
        "src/references/",
        &["doi", "pmc", "pmcid", "pmid", "pubmed", "und"],
        "labels of identifiers and a code of a language, which are no words",
    ),
    ("src/search/asking.rs", &["overview", "share"], "steps of a score, as the API has them"),
    (
        "src/search/",
        &["doi", "evidence", "exact", "further", "isbn", "kind", "pmcid", "pmid", "position", "pubmed", "records"],
        "labels of identifiers, fields of the index, names in errors",
    ),
    (
        "src/text/number/",
        &["cent", "day", "den", "num", "percentage points", "points", "second", "year"],
        "names of units and fields, as the API has them",
    ),
];

/// Every word of a list, and what it is read as where that is a word too.
fn words(value: &toml::Value, is_top: bool, all: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(word) => {
            all.insert(word.clone());
        }
        toml::Value::Array(list) => list.iter().for_each(|value| words(value, false, all)),
        toml::Value::Table(table) => {
            // The words of a table of numbers are its keys; those of a file are the names of its lists.
            let is_words =
                !is_top && table.values().all(|value| value.is_integer() || value.is_float() || value.is_str());
            for (name, value) in table {
                if is_words {
                    all.insert(name.clone());
                }
                words(value, false, all);
            }
        }
        toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Boolean(_) | toml::Value::Datetime(_) => {}
    }
}

/// Whether a line gives a value of a closed list its name: `Volume = "volume",` or `#[serde(rename = "volume")]`.
fn is_name_of_a_value(line: &str) -> bool {
    let line = line.trim();
    let is_value = line.split_once(" = \"").is_some_and(|(name, _)| name.chars().all(char::is_alphanumeric));
    is_value || line.contains("serde(rename")
}

#[test]
fn words_of_the_language_stand_in_lists() {
    let mut listed = BTreeSet::new();
    for name in LISTS {
        let text = fs::read_to_string(root().join("data/lexicon").join(name)).unwrap();
        words(&toml::from_str(&text).unwrap(), true, &mut listed);
    }
    listed.retain(|word| word.chars().any(char::is_lowercase) && *word == word.to_lowercase());
    assert!(listed.contains("twenty") && listed.contains("whereas") && listed.contains("erratum"), "{}", listed.len());
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for path in ROOMS.iter().flat_map(|room| files_below(&root().join("src").join(room))) {
        let shown = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        if !shown.ends_with(".rs") || shown.ends_with("tests.rs") || shown.contains("/tests/") {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = source.lines().collect();
        for (line, word) in literals(&source) {
            if !listed.contains(&word) || is_name_of_a_value(lines[line - 1]) {
                continue;
            }
            match ALLOWED
                .iter()
                .position(|(place, words, _)| shown.starts_with(place) && words.contains(&word.as_str()))
            {
                Some(allowed) => {
                    used.insert((allowed, word));
                }
                None => {
                    found.push(format!("{shown}:{line}: `{word}` is a word of the language: name its list instead"))
                }
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
    // What is allowed is needed.
    let all = ALLOWED.iter().enumerate().flat_map(|(at, (_, words, _))| words.iter().map(move |word| (at, *word)));
    let idle: Vec<String> = all
        .filter(|(at, word)| !used.contains(&(*at, (*word).to_owned())))
        .map(|(at, word)| format!("{}: `{word}`", ALLOWED[at].0))
        .collect();
    assert_eq!(idle, Vec::<String>::new());
}
