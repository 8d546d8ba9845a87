//! Whose name stands in addresses that leave the service, and that no client puts a name into the answers of another.

use std::path::Path;

use evidence::http::origin::{KnownHosts, Origins};

use crate::{
    library::{LIBRARY, root},
    support::{Fixture, Program, Service},
};

/// Everything that prints whole addresses.
const PRINTING: [&str; 9] = [
    "/feeds/changes.atom",
    "/feeds/changes.json",
    "/embed",
    "/embed.json",
    "/docs/website.md",
    "/llms.txt",
    "/sitemap.xml",
    "/robots.txt",
    "/sources/example-guideline-nowhere",
];

#[test]
fn a_made_up_host_is_printed_nowhere() {
    let service = Service::start();
    // Twice: worked out, and kept ready.
    for _ in 0..2 {
        for path in PRINTING {
            for host in ["evil.example", "localhost.evil.example", "evil.example:8080"] {
                let answer = service.client.send("GET", path, &[("Host", host)]);
                assert!(!answer.text().contains("evil"), "{path} as {host}");
            }
            // The answer to who asks by a name of this machine is its own, whoever asked before.
            let own = service.client.send("GET", path, &[("Host", "localhost:8080")]);
            assert!(!own.text().contains("evil"), "{path}");
            let other = service.client.send("GET", path, &[("Host", "127.0.0.1:8080")]);
            if own.status == 200 && own.text().contains("http://localhost:8080") {
                assert!(!other.text().contains("http://localhost:8080"), "{path}");
                assert!(other.text().contains("http://127.0.0.1:8080"), "{path}");
            }
        }
    }
    let feed = service.client.send("GET", "/feeds/changes.json", &[("Host", "localhost:8080")]).json();
    assert_eq!(feed["feed_url"], "http://localhost:8080/feeds/changes.json");
    let feed = service.client.send("GET", "/feeds/changes.json", &[("Host", "evil.example")]).json();
    assert_eq!(feed["feed_url"], "/feeds/changes.json");
}

#[test]
fn the_operator_says_which_hosts_are_printed() {
    let known = KnownHosts::new("127.0.0.1:1".parse().unwrap(), &["evidence.example".to_owned()]);
    let service = Service::start_as(|state| state.reached_at(Origins::Named(known)), |_| {});
    let printed =
        |host| service.client.send("GET", "/feeds/changes.json", &[("Host", host)]).json()["feed_url"].clone();
    assert_eq!(printed("evidence.example"), "http://evidence.example/feeds/changes.json");
    assert_eq!(printed("other.example"), "/feeds/changes.json");

    let configured = Origins::Configured("https://evidence.example".into());
    let service = Service::start_as(|state| state.reached_at(configured), |_| {});
    let printed =
        |host| service.client.send("GET", "/feeds/changes.json", &[("Host", host)]).json()["feed_url"].clone();
    assert_eq!(printed("other.example"), "https://evidence.example/feeds/changes.json");
}

#[test]
fn the_program_says_what_it_prints() {
    let program = Program::start(&["--allowed-host", "evidence.example:8443"]);
    // What was logged before it listened is read in the test of its options.
    let feed = |host| program.client.send("GET", "/feeds/changes.json", &[("Host", host)]).json()["feed_url"].clone();
    assert_eq!(feed("evidence.example:8443"), "http://evidence.example:8443/feeds/changes.json");
    assert_eq!(feed("evidence.example"), "/feeds/changes.json");
    let own = program.client.address().to_string();
    assert_eq!(feed(&own), format!("http://{own}/feeds/changes.json"));
}

/// The media type that is answered must be the one that was asked for, whatever was asked before.
#[test]
fn one_representation_is_never_given_for_another() {
    let service = Service::start_on(Fixture::of(&root().join("src/api/tests/corpus")), |state| state, |_| {});
    let blurb = "/v1/blurbs/example-effect";
    let accepts =
        ["*/*", "text/html", "text/markdown", "application/json", "text/html;q=0.5, application/json", "text/*"];
    let asked = |accept| service.client.send("GET", blurb, &[("Accept", accept)]);
    let first = accepts.map(|accept| asked(accept).header("content-type"));
    assert!(first[0].starts_with("application/json"), "{first:?}");
    for (accept, first) in accepts.iter().rev().zip(first.iter().rev()) {
        assert_eq!(&asked(accept).header("content-type"), first, "{accept}");
    }
}

/// Programs that resolve DOIs ask a page for the reference itself, in one of the media types of DOI content negotiation.
#[test]
fn a_publication_is_given_as_reference_managers_ask_for_it() {
    let program = Program::start_on(Fixture::of(Path::new(LIBRARY)), &[]);
    let page = "/sources/gloam-2025";
    let asked = |accept: &str| program.client.send("GET", page, &[("Accept", accept)]);
    let cases = [
        ("application/x-bibtex", "application/x-bibtex", "@article{"),
        ("application/x-research-info-systems, */*;q=0.1", "application/x-research-info-systems", "TY  - JOUR"),
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json", "{\n"),
        ("application/citeproc+json;q=0.9, text/html;q=0.5", "application/vnd.citationstyles.csl+json", "{\n"),
        ("text/x-bibliography", "text/x-bibliography", "Nobody A, Invent B, Madeup C."),
        (
            "text/x-bibliography; style=apa; locale=en-GB",
            "text/x-bibliography",
            "Nobody, A., Invent, B., & Madeup, C. (2025).",
        ),
        (
            "text/x-bibliography;style=american-medical-association",
            "text/x-bibliography",
            "Nobody A, Invent B, Madeup C.",
        ),
        ("text/html,application/x-bibtex", "text/html", "<!DOCTYPE html>"),
        ("*/*", "text/html", "<!DOCTYPE html>"),
    ];
    // Twice, the second time from what is kept: each gets its own.
    for (accept, media, begin) in cases.iter().chain(cases.iter().rev()) {
        let answer = asked(accept);
        assert_eq!(answer.status, 200, "{accept}");
        assert!(answer.header("content-type").starts_with(media), "{accept}: {}", answer.header("content-type"));
        assert!(answer.text().starts_with(begin), "{accept}: {}", answer.text());
        assert!(answer.headers.get_all("vary").iter().any(|vary| vary == "Accept"), "{accept}: {:?}", answer.headers);
    }
    let refused = asked("text/x-bibliography; style=runes");
    assert_eq!(refused.status, 406);
    assert!(refused.text().contains("`apa`"), "{}", refused.text());
    assert_eq!(program.client.send("GET", "/sources/nobody", &[("Accept", "application/x-bibtex")]).status, 404);
}
