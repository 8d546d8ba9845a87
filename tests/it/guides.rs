//! The guides: what a page says and what its Markdown says are the same, nothing in them is left open, what they count
//! is so, and the three paths take less than five minutes.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::{
    library::{real_library, root},
    support::{Answer, Fixture, Program},
};

const GUIDES: [&str; 19] = [
    "/docs",
    "/docs/write",
    "/docs/website",
    "/docs/build",
    "/docs/data",
    "/docs/data/source",
    "/docs/data/finding",
    "/docs/data/claim",
    "/docs/data/blurb",
    "/docs/data/topic",
    "/docs/data/parts",
    "/docs/data/vocabularies",
    "/docs/data/formats",
    "/docs/command/help",
    "/docs/checks",
    "/docs/command",
    "/docs/methods",
    "/docs/limits",
    "/docs/versions",
];
const CHANGELOG: &str = "/docs/changelog";

/// The three paths that promise to be short.
const PATHS: [&str; 3] = ["/docs/write", "/docs/website", "/docs/build"];

/// One service for all of them: they only read.
#[test]
fn the_guides_are_right() {
    let program = Program::start_on(Fixture::of(&root().join("data")), &[]);
    let promises: [fn(&Program); 8] = [
        a_page_and_its_markdown_say_the_same,
        guides_are_whole_pages,
        three_paths_take_less_than_five_minutes,
        what_the_guides_count_is_so,
        the_limits_are_those_that_hold,
        an_address_that_is_no_guide_names_the_nearest,
        models_find_the_guides,
        pages_made_elsewhere_say_whom_they_are_for,
    ];
    for holds in promises {
        holds(&program);
    }
}

fn get(program: &Program, address: &str) -> Answer {
    let answer = program.client.get(address);
    assert_eq!(answer.status, 200, "{address}");
    answer
}

/// What stands between two marks.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(begin).unwrap_or_else(|| panic!("no {begin}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end}")).0
}

/// The text of a page without its list of sections and its buttons, in words.
fn words_of_page(page: &str) -> Vec<String> {
    let article = between(page, "<article class=\"guide", "</article>");
    let mut article = article.split_once('>').unwrap().1.to_owned();
    for (begin, end) in [("<nav", "</nav>"), ("<button", "</button>"), ("<p class=\"twin\"", "</p>")] {
        while let Some(at) = article.find(begin) {
            let to = at + article[at..].find(end).unwrap() + end.len();
            article.replace_range(at..to, " ");
        }
    }
    let mut text = String::new();
    for piece in article.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        // A tag that is no part of a sentence ends a word.
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        if !["code", "em", "strong", "a"].contains(&name) {
            text.push(' ');
        }
        text.push_str(words);
    }
    let unescaped = [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    let text = unescaped.iter().fold(text, |text, (from, to)| text.replace(from, to));
    text.split_whitespace().map(str::to_owned).collect()
}

/// The words of a Markdown text as somebody else's reader finds them, without the prompts of commands.
fn words_of_markdown(text: &str) -> Vec<String> {
    let mut read = String::new();
    let mut is_image = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        if let Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) = &event {
            is_image = !is_image;
        }
        if let Event::Text(words) | Event::Code(words) | Event::InlineHtml(words) | Event::Html(words) = &event
            && !is_image
        {
            read.push_str(words);
        }
        if let Event::SoftBreak
        | Event::HardBreak
        | Event::End(
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_) | TagEnd::CodeBlock,
        ) = &event
        {
            read.push(' ');
        }
    }
    read.split_whitespace().filter(|word| *word != "$").map(str::to_owned).collect()
}

fn a_page_and_its_markdown_say_the_same(program: &Program) {
    for address in GUIDES.into_iter().chain([CHANGELOG]) {
        let page = get(program, address);
        let twin = get(program, &format!("{address}.md"));
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{address}");
        assert_eq!(twin.header("content-type"), "text/markdown; charset=utf-8", "{address}");
        let link = format!("<{address}.md>; rel=\"alternate\"; type=\"text/markdown\"");
        assert!(page.header("link").contains(&link), "{address}");
        assert!(twin.header("link").contains(&format!("<{address}>; rel=\"canonical\"")), "{address}");
        let (page, twin) = (page.text(), twin.text());
        assert!(twin.starts_with("# "), "{address}");
        for open in ["{{", "}}"] {
            assert!(!page.contains(open) && !twin.contains(open), "{address} has an open place");
        }
        let (shown, written) = (words_of_page(page), words_of_markdown(twin));
        let differs = shown.iter().zip(&written).position(|(shown, written)| shown != written);
        if let Some(at) = differs {
            let around = |words: &[String]| words[at.saturating_sub(5)..words.len().min(at + 5)].join(" ");
            panic!("{address}: the page says “{}”, its Markdown “{}”", around(&shown), around(&written));
        }
        assert_eq!(shown.len(), written.len(), "{address}");
        assert!(shown.len() > 200, "{address}");
    }
}

fn guides_are_whole_pages(program: &Program) {
    for address in GUIDES.into_iter().chain([CHANGELOG]) {
        let page = get(program, address);
        let page = page.text();
        assert_eq!(page.matches("<h1").count(), 1, "{address}");
        assert!(between(page, "<meta name=\"description\" content=\"", "\"").len() > 30, "{address}");
        assert!(between(page, "<link rel=\"canonical\" href=\"http", "\"").ends_with(address), "{address}");
        let current: Vec<_> = page.match_indices("aria-current=\"page\"").collect();
        assert_eq!(current.len(), 1, "{address} stands once in its navigation");
        for unwanted in [" style=", "<script>", "<iframe", "src=\"http", "<th>"] {
            assert!(!page.contains(unwanted), "{address} has {unwanted}");
        }
        // Every section can be linked to, and every link within the page leads somewhere.
        for anchor in page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            assert_eq!(page.matches(&format!(" id=\"{anchor}\"")).count(), 1, "{address}#{anchor}");
        }
    }
}

/// Of the guides that are written here a unit test holds the same.
fn pages_made_elsewhere_say_whom_they_are_for(program: &Program) {
    for address in ["/docs/api", "/docs/try", "/problems", "/embed"] {
        let page = get(program, address);
        let first = between(page.text().split_once("</h1>").unwrap().1, "<p", "</p>");
        let words = first.split_once('>').unwrap().1;
        assert!(words.starts_with("For "), "{address}: {words}");
    }
}

fn three_paths_take_less_than_five_minutes(program: &Program) {
    const WORDS_A_MINUTE: usize = 200;
    // To type or paste a command, or to do a step in the browser.
    const SECONDS_A_STEP: usize = 5;
    for address in PATHS {
        let twin = get(program, &format!("{address}.md"));
        let text = twin.text();
        // Code is run, not read.
        let mut is_code = false;
        let mut prose = String::new();
        let mut steps = 0;
        for line in text.lines() {
            if line.starts_with("```") {
                is_code = !is_code;
            } else if is_code {
                steps += usize::from(line.starts_with("$ "));
            } else {
                steps += usize::from(line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok()));
                prose.push_str(line);
                prose.push('\n');
            }
        }
        let words = words_of_markdown(&prose).len();
        let seconds = words * 60 / WORDS_A_MINUTE + steps * SECONDS_A_STEP;
        assert!(steps >= 5, "{address} has {steps} steps");
        assert!(seconds < 5 * 60, "{address} takes {seconds} s: {words} words and {steps} steps");
    }
}

fn what_the_guides_count_is_so(program: &Program) {
    let corpus = real_library().corpus();
    let home = get(program, "/docs.md");
    let (sources, findings) = (corpus.sources().len(), corpus.findings().len());
    assert!(
        home.text().contains(&format!("{sources} publications on acupuncture and back pain with {findings} findings"))
    );
    let methods = get(program, "/docs/methods.md");
    let rated = get(program, "/v1/findings?facets=certainty&limit=1").json();
    let ratings = rated["facets"]["certainty"].as_array().unwrap();
    let rated: u64 = ratings.iter().map(|rating| rating["count"].as_u64().unwrap()).sum();
    assert!(methods.text().contains(&format!("{findings} findings, {rated} have a rating")), "{rated}");
    let lapsed = get(program, "/v1/sources?currency=lapsed&limit=1").json()["meta"]["total"].clone();
    assert!(methods.text().contains(&format!("Lapsed by the rule of their own issuer: {lapsed}.")), "{lapsed}");
    let unverified = get(program, "/v1/findings?verification=unverified&limit=1").json()["meta"]["total"].clone();
    let partly = get(program, "/v1/findings?verification=partial&limit=1").json()["meta"]["total"].clone();
    let counted = format!("{partly} findings are partly verified, and {unverified} not at all");
    assert!(methods.text().contains(&counted), "{counted}");

    // The snippet is the one that `/embed` writes today.
    let website = get(program, "/docs/website.md");
    let current = get(program, "/embed.json").json();
    assert!(website.text().contains(current["tag"].as_str().unwrap()));
    let caching = get(program, "/v1").header("cache-control");
    assert!(get(program, "/docs/limits.md").text().contains(&caching), "{caching}");
    let version = get(program, "/v1").header("evidence-version");
    assert!(get(program, "/docs/versions.md").text().contains(&version), "{version}");
}

fn the_limits_are_those_that_hold(program: &Program) {
    let limits = get(program, "/docs/limits.md");
    let row = |begin: &str| {
        let line = limits.text().lines().find(|line| line.starts_with(&format!("| {begin}"))).unwrap();
        line.trim_matches('|').rsplit('|').next().unwrap().trim().to_owned()
    };
    let most: usize = row("Records on a page").split(", ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert_eq!(program.client.get(&format!("/v1/findings?limit={most}")).status, 200);
    assert_eq!(program.client.get(&format!("/v1/findings?limit={}", most + 1)).status, 400);
    let identifiers: usize = row("Identifiers looked up").parse().unwrap();
    let asked = |count: usize| vec!["id=acp-2017"; count].join("&");
    assert_eq!(program.client.get(&format!("/v1/sources?{}", asked(identifiers))).status, 200);
    assert_eq!(program.client.get(&format!("/v1/sources?{}", asked(identifiers + 1))).status, 400);
    assert_eq!(row("Body of a POST"), "1 MiB");
    let body = |bytes: usize| format!("{{\"text\": \"{}\"}}", " ".repeat(bytes));
    assert_eq!(program.client.post("/v1/check", &body(1024 * 1024)).status, 413);
    let address = 1024 * row("Address with its query").split(' ').next().unwrap().parse::<usize>().unwrap();
    assert_eq!(program.client.get(&format!("/v1?{}", "a".repeat(address))).status, 414);
}

fn an_address_that_is_no_guide_names_the_nearest(program: &Program) {
    for (address, meant) in [
        ("/docs/wirte", "/docs/write"),
        ("/docs/methods/", "/docs/methods"),
        ("/docs/change-log.md", "/docs/changelog"),
        ("/docs/versoins.md", "/docs/versions"),
    ] {
        let answer = program.client.get(address);
        assert_eq!(answer.status, 404, "{address}");
        let text = answer.text();
        assert!(text.contains(&format!("Did you mean <a href=\"{meant}\">")), "{address}: {text}");
    }
    let strange = program.client.get("/docs/%3Cscript%3E/x");
    assert_eq!(strange.status, 404);
    assert!(!strange.text().contains("<script>") && !strange.text().contains("Did you mean"), "{}", strange.text());
    let old = program.client.get("/docs/");
    assert_eq!((old.status, old.header("location")), (308, "/docs".to_owned()));
}

fn models_find_the_guides(program: &Program) {
    let index = get(program, "/llms.txt");
    assert_eq!(index.header("content-type"), "text/plain; charset=utf-8");
    let text = index.text();
    let mut blocks = text.split("\n\n");
    assert!(blocks.next().unwrap().starts_with("# "));
    assert!(blocks.next().unwrap().starts_with("> "));
    assert!(text.split("\n## ").skip(1).all(|section| section.contains("\n- [")), "{text}");
    let links: Vec<&str> = text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    let origin = text.split("](").nth(1).unwrap().split("/docs").next().unwrap();
    for guide in GUIDES.into_iter().skip(1).chain([CHANGELOG]) {
        assert!(links.contains(&format!("{origin}{guide}.md").as_str()), "{guide}");
    }
    assert!(links.iter().all(|link| link.starts_with(origin)), "{links:?}");
    let whole = get(program, "/llms-full.txt");
    for guide in GUIDES.into_iter().chain([CHANGELOG]) {
        let twin = get(program, &format!("{guide}.md"));
        assert!(whole.text().contains(twin.text().trim()), "{guide}");
    }
}
