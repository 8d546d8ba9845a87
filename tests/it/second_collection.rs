//! A collection of another field, whose words the program has never named, runs through everything: no health area is
//! built in. And a collection of one's own begins with `evidence init`.

use std::fs;

use evidence::corpus::Corpus;

use crate::{
    library::{files_below, root},
    support::{Ended, Fixture, Program, cli},
};

fn second() -> Fixture {
    Fixture::of(&root().join("tests/fixtures/second"))
}

fn run(fixture: &Fixture, arguments: &[&str]) -> Ended {
    let (data, index) = (fixture.data(), fixture.index());
    let folders = ["--data", data.to_str().unwrap(), "--index", index.to_str().unwrap()];
    cli(arguments.iter().copied().chain(folders))
}

#[test]
fn it_lints_without_a_word() {
    let loaded = Corpus::load(&second().data()).unwrap();
    assert_eq!(loaded.warnings, []);
    assert_eq!(loaded.corpus.collection().title.value(), Some("The Glimmerwort Papers"));
}

/// The rules that hit a text, each once, and the verdict of its first sentence.
fn judged(program: &Program, text: &str) -> (Vec<String>, String) {
    let answer = program.client.post("/v1/check", &serde_json::json!({ "text": text }).to_string());
    assert_eq!(answer.status, 200, "{text}: {}", answer.text());
    let report = answer.json();
    let sentences = report["sentences"].as_array().unwrap();
    let hits = sentences.iter().flat_map(|sentence| sentence["hits"].as_array().unwrap());
    let mut rules: Vec<String> = hits.map(|hit| hit["rule"].as_str().unwrap().to_owned()).collect();
    rules.sort();
    rules.dedup();
    (rules, sentences[0]["verdict"].as_str().unwrap().to_owned())
}

#[test]
fn it_runs_through_everything() {
    let program = Program::start_on(second(), &[]);
    let get = |path: &str| {
        let answer = program.client.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer
    };

    // Search: by names of every kind, by a wider word, and what is near.
    for (question, kind, id) in [
        ("glimmer leaves", "topic", "glimmerwort"),
        ("the 640 person trial", "source", "lumen-2024"),
        ("pruritus lunaris nusquam", "topic", "moonitch"),
    ] {
        let found = get(&format!("/v1/search?q={}&kind={kind}", question.replace(' ', "+"))).json();
        assert_eq!(found["data"][0]["id"], id, "{question}");
    }
    assert!(get("/v1/suggest?q=glimm").text().contains("Glimmerwort"));
    let overview = get("/v1/topics/moonitch?intervention=glimmerwort").json();
    assert_eq!(overview["overview"]["positions"].as_array().map_or(0, Vec::len), 1, "{overview}");

    // Cite, hand on, embed.
    assert!(get("/v1/sources/lumen-2024/citation?style=ama").text().contains("Lumen A"));
    assert!(get("/v1/export?format=ris&ids=lumen-2024").text().contains("10.5555/lumen-2024"));
    assert!(get("/v1/blurbs/glimmerwort-for-moonitch?format=html").text().contains("painted leaves"));
    get("/embed");
    get("/oembed?url=/blurbs/glimmerwort-for-moonitch");
    get("/feeds/changes.json");

    // Every page for people.
    for path in [
        "/",
        "/?q=moonitch",
        "/sources/lumen-2024",
        "/sources/nowhere-council-2023",
        "/findings/lumen-2024-itch-painted",
        "/topics/moonitch",
        "/topics/moonitch?intervention=glimmerwort",
        "/blurbs/glimmerwort-for-moonitch",
        "/claims/moonitch-page-c01",
        "/check",
        "/check?example",
        "/bibliography?id=lumen-2024",
        "/docs",
        "/docs/write",
        "/docs/website",
        "/docs/build",
        "/docs/data",
        "/docs/checks",
        "/docs/methods",
        "/docs/limits",
        "/docs/versions",
        "/docs/api",
        "/llms.txt",
        "/llms-full.txt",
        "/sitemap.xml",
    ] {
        let page = get(path);
        assert!(!page.text().contains("{{"), "{path} has an open place");
    }
    // What the first page leads to is there, and what the guides name is of this collection.
    let home = get("/").text().to_owned();
    assert!(home.contains("The Glimmerwort Papers") && home.contains("not stated"), "{home}");
    for link in home.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|l| l.starts_with('/')) {
        let path = link.replace("&amp;", "&");
        assert!(program.client.get(&path).status < 400, "{path}");
    }
    for guide in ["/docs.md", "/docs/write.md", "/docs/website.md", "/docs/build.md", "/docs/methods.md", "/llms.txt"] {
        let text = get(guide).text().to_lowercase();
        for foreign in ["acupuncture", "sciatica", "backinaction", "acp-2017"] {
            assert!(!text.contains(foreign), "{guide} speaks of {foreign}");
        }
    }

    // The draft check, with words that only the records know.
    for (text, rules, verdict) in [
        ("The GLEAM trial enrolled 640 adults with lasting moonitch.", &[][..], "matched"),
        ("The GLEAM trial enrolled 900 adults with lasting moonitch.", &["E001"][..], "conflicts"),
        ("In the GLEAM trial, glimmerwort was better than dullwort for itching.", &["E005"][..], "conflicts"),
        ("The Nowhere Council recommends glimmerwort for moonitch.", &["E005"][..], "conflicts"),
        // A warning: no record knows the words, and only their place says that people have it.
        (
            "The GLEAM trial found that glimmerwort eased itching in people with knee gravel.",
            &["E003"][..],
            "not-found",
        ),
        ("Glimmerwort is proven to cure moonitch and has no side effects.", &["W104", "W105"][..], ""),
        ("Glimmer leaves are completely safe.", &["W105"][..], ""),
        ("With glimmerwort, moonlight does the rest.", &["W104"][..], ""),
        // Of what it has never heard, it says just that, and promises are marked all the same.
        ("Warble root eases knee gravel.", &[][..], "not-found"),
        ("Warble root is a miracle against knee gravel.", &["W104"][..], ""),
    ] {
        let (found, given) = judged(&program, text);
        for rule in rules {
            assert!(found.iter().any(|found| found == rule), "{text}: {found:?}");
        }
        assert_eq!(
            found.iter().any(|rule| rule.starts_with('E')),
            rules.iter().any(|rule| rule.starts_with('E')),
            "{text}: {found:?}"
        );
        assert!(
            verdict.is_empty() || given == verdict || (given == "not-checkable" && verdict == "not-found"),
            "{text}: {given}"
        );
    }
}

#[test]
fn a_collection_of_ones_own_begins_with_a_command() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    let shown = own.to_str().unwrap();
    let made = cli(["init", shown]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert!(made.stderr.contains("evidence lint"), "{}", made.stderr);
    let linted = cli(["lint", "--data", shown]);
    assert_eq!(linted.code, Some(0), "{}", linted.stderr);
    let loaded = Corpus::load(&own).unwrap();
    assert_eq!(loaded.warnings, []);
    let corpus = &loaded.corpus;
    assert!(!corpus.sources().is_empty() && !corpus.findings().is_empty() && !corpus.topics().is_empty());
    assert!(!corpus.blurbs().is_empty() && !corpus.claims().is_empty() && own.join("changes").is_dir());
    assert!(
        own.join("README.md").is_file() && own.join("lexicon/en").is_dir() && own.join("collection.toml").is_file()
    );
    // A folder under version control is free for one.
    let cloned = folder.path().join("cloned");
    fs::create_dir_all(cloned.join(".git")).unwrap();
    let begun = cli(["init", cloned.to_str().unwrap()]);
    assert_eq!(begun.code, Some(0), "{}", begun.stderr);
    // Nothing is written over.
    let files = files_below(&own);
    let again = cli(["init", shown]);
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("is not empty"), "{}", again.stderr);
    assert_eq!(files_below(&own), files);
}

#[test]
fn its_records_are_found_from_the_command_line() {
    let fixture = second();
    let found = run(&fixture, &["search", "glimmerwort", "--limit", "1"]);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(found.stdout.contains("limmerwort"), "{}", found.stdout);
    let cited = run(&fixture, &["cite", "lumen-2024"]);
    assert!(cited.stdout.contains("Annals of Nothing"), "{} {}", cited.stdout, cited.stderr);
    let shown = run(&fixture, &["show", "moonitch"]);
    assert!(shown.stdout.contains("moonlight"), "{} {}", shown.stdout, shown.stderr);
}
