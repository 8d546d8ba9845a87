//! The pages for people show what the API answers, for every record there is, and lead nowhere that is not there.

use std::{collections::BTreeSet, path::Path};

use serde_json::Value;

use crate::{
    library::LIBRARY,
    support::{Answer, Fixture, Program},
};

fn program() -> Program {
    Program::start_on(Fixture::of(Path::new(LIBRARY)), &[])
}

/// As a browser asks for pages, and a program for records.
fn get(program: &Program, address: &str) -> Answer {
    let accept: &[_] = if address.starts_with("/v1/") { &[] } else { &[("Accept", "text/html,*/*;q=0.8")] };
    let answer = program.client.send("GET", address, accept);
    assert!(matches!(answer.status, 200 | 410), "{address} answers {}", answer.status);
    answer
}

/// The addresses a page leads to on this service, without those of further searches.
fn links(page: &str) -> BTreeSet<String> {
    page.split("href=\"/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '#']).next())
        .filter(|address| !address.starts_with('?'))
        .map(|address| format!("/{}", address.replace("&amp;", "&")))
        .collect()
}

/// A page without its marks, as it is read.
fn words(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let unescaped = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    unescaped.iter().fold(text, |text, (from, to)| text.replace(from, to))
}

/// Every id of a collection.
fn ids(program: &Program, collection: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut next = format!("/v1/{collection}?limit=100");
    loop {
        let page = get(program, &next).json();
        ids.extend(page["data"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["meta"]["next_cursor"].as_str() else { return ids };
        next = format!("/v1/{collection}?limit=100&cursor={cursor}");
    }
}

/// The texts at a JSON pointer, a `*` standing for every item of a list. Null is no text.
fn texts(value: &Value, pointer: &str) -> Vec<String> {
    let Some((head, rest)) = pointer.split_once("/*") else {
        return match value.pointer(pointer) {
            Some(Value::String(text)) => vec![text.clone()],
            _ => Vec::new(),
        };
    };
    let items = value.pointer(head).and_then(Value::as_array);
    items.into_iter().flatten().flat_map(|item| texts(item, rest)).collect()
}

#[test]
fn a_page_says_what_the_record_says() {
    let program = program();
    let shown: [(&str, &[&str]); 5] = [
        (
            "sources",
            &[
                "/title",
                "/summary",
                "/conclusion",
                "/limitations/*",
                "/editor_notes/*",
                "/pico/population",
                "/doi",
                "/funding",
                "/assertion/says",
                "/status/editorial/note",
            ],
        ),
        (
            "findings",
            &[
                "/statement",
                "/good_to_know/*",
                "/editor_notes/*",
                "/estimates/*/text",
                "/certainty/label",
                "/qualified_by/*/statement",
                "/population/description",
                "/comparator/description",
                "/time/text",
                "/alternatives/*",
                "/conditions/*",
                "/quote/text",
                "/importance/threshold",
                "/blurbs/*/title",
                "/claims/*/quote",
            ],
        ),
        ("claims", &["/quote", "/rationale", "/rewording", "/links/*/finding/statement", "/page/title"]),
        (
            "blurbs",
            &[
                "/title",
                "/texts/line",
                "/texts/short",
                "/texts/full",
                "/good_to_know/*",
                "/editor_notes/*",
                "/valid_until",
                "/findings/*/statement",
                "/attribution/*/source/title",
            ],
        ),
        (
            "topics",
            &[
                "/label",
                "/description",
                "/technical/*",
                "/lay/*",
                "/overview/positions/*/statement",
                "/overview/favouring/*/statement",
                "/overview/no_difference/*/statement",
                "/overview/opposing/*/statement",
                "/overview/harms/*/statement",
                "/overview/blurbs/*/title",
                "/overview/claims/*/quote",
            ],
        ),
    ];
    let mut led_to = BTreeSet::new();
    for (collection, pointers) in shown {
        let mut compared = 0;
        for id in ids(&program, collection) {
            let record = get(&program, &format!("/v1/{collection}/{id}"));
            let page = get(&program, &format!("/{collection}/{id}"));
            assert_eq!((record.status, page.status), (200, 200), "{collection}/{id}");
            let page = page.text();
            let read = words(page);
            for pointer in pointers {
                for text in texts(&record.json(), pointer) {
                    assert!(read.contains(&text), "/{collection}/{id} does not say {pointer}: {text}");
                    compared += 1;
                }
            }
            led_to.extend(links(page));
        }
        assert!(compared > 10, "{collection}: {compared} texts compared");
    }
    assert!(led_to.len() > 80, "{} addresses", led_to.len());
    for address in led_to {
        get(&program, &address);
    }
}

#[test]
fn the_search_page_finds_what_the_api_finds() {
    let program = program();
    for question in [
        "q=the+800+person+trial",
        "q=bad+moon&kind=finding",
        "q=lunapresure+moonago",
        "q=lunapressure&design=guideline,systematic-review&sort=newest",
        "q=sham&verdict=overstated",
        "q=one+year&match=any&expand=none",
        "q=lunapressure&year=2015..&participants=..500",
        "kind=finding&type=effect&comparator=sham&studies=2..",
        "age_min=18..&sessions=..12",
        // Several times means and, as a list with commas means or.
        "kind=finding,source&kind=finding&design=rct,cohort&design=rct",
        // The ends stand the wrong way round.
        "year=2030..2015",
        "kind=blurb",
        "q=qqqq+zzzz",
    ] {
        let answer = get(&program, &format!("/v1/search?{question}")).json();
        let expected: Vec<&str> = answer["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["href"].as_str().unwrap().strip_prefix("/v1").unwrap())
            .collect();
        let page = get(&program, &format!("/?{question}"));
        let page = page.text();
        let found: Vec<&str> =
            page.split("<a class=\"hit-link\" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(found, expected, "{question}");
        let total = answer["meta"]["total"].as_u64().unwrap();
        let said = match total {
            0 => "Nothing found".to_owned(),
            1 => "1 result".to_owned(),
            total => format!("{total} results"),
        };
        assert!(words(page).contains(&said), "{question}: {said}");
    }
}

#[test]
fn one_more_value_is_chosen_beside_what_is_chosen() {
    let program = program();
    let found = |question: &str| {
        let page = get(&program, &format!("/?{question}"));
        let status = words(page.text().split("<p id=\"status\"").nth(1).unwrap().split("</p>").next().unwrap());
        let twin = page.text().contains("href=\"/v1/search?q=&#38;kind=source%2Cfinding\"");
        (status, twin)
    };
    let (together, is_so_asked) = found("kind=source,finding");
    assert!(is_so_asked && together.contains("results"), "{together}");
    // As the form sends it.
    assert_eq!(found("kind=source&kind_or=finding"), (together, true));
}

#[test]
fn every_filter_of_the_api_is_on_the_page_and_can_be_taken_away() {
    let program = program();
    let document = get(&program, "/openapi.json").json();
    let parameters = document["paths"]["/v1/search"]["get"]["parameters"].as_array().unwrap();
    let search: BTreeSet<&str> = parameters.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect();
    let not_filters = [
        "q",
        "match",
        "expand",
        "sort",
        "limit",
        "cursor",
        "facets",
        "highlight",
        "fields",
        "brief",
        "explain",
        "as_of",
    ];
    let page = get(&program, "/?q=lunapressure&year_from=2001&participants_to=90000");
    let aside = page.text().split("<aside class=\"facets\"").nth(1).unwrap().split("</aside>").next().unwrap();
    // Of a facet that tells no results apart there is nothing to choose; of what is chosen by kind, the tabs are the choice.
    let mut missing: Vec<&str> = Vec::new();
    for name in search.into_iter().filter(|name| !not_filters.contains(name)) {
        let is_there = ["", "_or", "_from"]
            .map(|end| format!("name=\"{name}{end}\""))
            .into_iter()
            .chain([format!("&#38;{name}=")])
            .any(|sign| page.text().contains(sign.as_str()));
        if is_there {
            continue;
        }
        let address = format!("/v1/search?q=lunapressure&year=2001..&participants=..90000&facets={name}");
        let counts = get(&program, &address).json();
        if counts["facets"][name].as_array().unwrap().len() > 1 {
            missing.push(name);
        }
    }
    assert_eq!(missing, Vec::<&str>::new());
    for end in ["name=\"year_from\" value=\"2001\"", "name=\"participants_to\" value=\"90000\""] {
        assert!(aside.contains(end), "{end}");
    }
    // Each filter in force is a link without it.
    let chips = words(page.text().split("<ul class=\"chosen\"").nth(1).unwrap().split("</ul>").next().unwrap());
    assert!(chips.contains("Year: 2001 or later") && chips.contains("Participants: at most 90000"), "{chips}");
    assert!(page.text().contains("href=\"/?q=lunapressure&#38;participants=..90000\""));
    let wrong = get(&program, "/?q=lunapressure&year_from=old");
    assert!(words(wrong.text()).contains("Year: “old..” was left out"), "{}", words(wrong.text()));
}

#[test]
fn no_page_of_results_ends_the_way() {
    let program = program();
    let nothing = get(&program, "/?q=qqqq+zzzz");
    let empty = nothing.text().split("<div class=\"empty\">").nth(1).unwrap().split("</div>").next().unwrap();
    for way in ["href=\"/topics\"", "href=\"https://pubmed.ncbi.nlm.nih.gov/"] {
        assert!(empty.contains(way), "{way}: {empty}");
    }
    // What filters hide is a click away.
    let hidden = get(&program, "/?q=lunapressure&year=..1850");
    assert!(words(hidden.text()).contains("Without filters"), "{}", words(hidden.text()));
    // A page after the last leads back.
    let beyond = get(&program, "/?q=lunapressure&start=100001");
    let back = beyond.text().split("rel=\"prev\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let last = get(&program, &back.split('"').next().unwrap().replace("&#38;", "&"));
    assert!(last.text().contains("class=\"hit-link\""));
}

#[test]
fn a_plot_is_a_file_with_its_references() {
    let program = program();
    let page = get(&program, "/topics/moonache");
    let addresses: Vec<String> = page
        .text()
        .split("<a href=\"/topics/moonache/plot.svg")
        .skip(1)
        .map(|rest| format!("/topics/moonache/plot.svg{}", rest.split('"').next().unwrap().replace("&#38;", "&")))
        .collect();
    let panels = plotted(page.text());
    assert_eq!(addresses.len(), panels.len());
    for (address, panel) in addresses.iter().zip(&panels) {
        let answer = get(&program, address);
        assert_eq!(answer.header("content-type"), "image/svg+xml", "{address}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        assert!(answer.header("content-disposition").starts_with("attachment; filename=\"moonache-"), "{address}");
        let svg = answer.text();
        let sources: BTreeSet<String> = panel
            .iter()
            .map(|id| get(&program, &format!("/v1/findings/{id}")).json()["source"]["id"].to_string())
            .collect();
        assert_eq!(svg.matches("<dc:source>").count(), sources.len(), "{address}");
        // A square for each number, and each row says in words what it shows.
        assert_eq!(svg.matches("width=\"9\" height=\"9\"").count(), panel.len(), "{address}");
        assert!(svg.contains("<desc id=\"desc\">") && svg.contains("/topics/moonache, "), "{address}");
        assert!(!svg.contains("<style") && !svg.contains("<script"), "{address}");
    }
    for (address, said) in [
        ("/topics/moonache/plot.svg?panel=0", "from 1 to"),
        ("/topics/moonache/plot.svg?panel=x", "from 1 to"),
        ("/topics/no-such-topic/plot.svg", "nothing of this record is drawn"),
    ] {
        let answer = program.client.get(address);
        assert_eq!(answer.status, 404, "{address}");
        assert!(answer.text().contains(said), "{address}: {}", answer.text());
    }
}

#[test]
fn the_second_page_goes_on() {
    let program = program();
    let first = get(&program, "/v1/search?q=lunapressure").json();
    let cursor = first["meta"]["next_cursor"].as_str().unwrap();
    let second = get(&program, &format!("/v1/search?q=lunapressure&cursor={cursor}")).json();
    let page = get(&program, "/?q=lunapressure&start=11");
    for hit in second["data"].as_array().unwrap() {
        let href = hit["href"].as_str().unwrap().strip_prefix("/v1").unwrap();
        assert!(page.text().contains(&format!("href=\"{href}\"")), "{href}");
    }
    assert!(page.text().contains("rel=\"prev\""));
}

#[test]
fn a_source_says_what_to_cite() {
    let program = program();
    let page = get(&program, "/sources/gloam-2025");
    let link = page.header("link");
    assert!(link.contains("<https://doi.org/10.5555/gloam.2025>; rel=\"cite-as\""), "{link}");
    assert!(link.contains("</v1/sources/gloam-2025>; rel=\"describedby\"; type=\"application/json\""), "{link}");
    assert!(link.contains("<https://schema.org/MedicalScholarlyArticle>; rel=\"type\""), "{link}");
    for tag in [
        "<meta name=\"citation_author\" content=\"Nobody, Ada\">",
        "<meta name=\"citation_firstpage\" content=\"1\">",
        "<meta name=\"citation_pmid\" content=\"99000817\">",
        // The whole address, under which it was asked.
        "<link rel=\"canonical\" href=\"http://",
    ] {
        assert!(page.text().contains(tag), "{tag}");
    }
    // Nobody has confirmed it.
    assert!(!page.text().contains("citation_publisher"));
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
}

/// Every row of a forest plot, as the finding it leads to.
fn plotted(page: &str) -> Vec<Vec<String>> {
    let figures = page.split("<figure class=\"forest\">").skip(1);
    figures
        .map(|figure| {
            let figure = figure.split("</figure>").next().unwrap();
            let rows = figure.split("<th scope=\"row\"><a href=\"/findings/").skip(1);
            rows.map(|row| row.split('"').next().unwrap().to_owned()).collect()
        })
        .collect()
}

#[test]
fn scales_that_point_opposite_ways_share_no_axis() {
    let program = program();
    let page = get(&program, "/topics/moonache");
    let panels = plotted(page.text());
    assert!(panels.len() > 2, "{} panels", panels.len());
    let mut ends = BTreeSet::new();
    for panel in panels {
        assert!(!panel.is_empty());
        let mut shared = BTreeSet::new();
        for id in panel {
            let finding = get(&program, &format!("/v1/findings/{id}")).json();
            let outcome = &finding["outcome"];
            shared.insert((outcome["topic"].to_string(), outcome["better"].to_string()));
        }
        assert_eq!(shared.len(), 1, "{shared:?}");
        ends.extend(shared.into_iter().map(|(_, better)| better));
    }
    assert!(ends.contains("\"lower\"") && ends.contains("\"higher\""), "{ends:?}");
}

/// Beside guidelines that were read, one that nobody could verify must not look like them.
#[test]
fn a_position_nobody_verified_is_marked() {
    let program = program();
    let page = get(&program, "/topics/moonache?intervention=lunapressure").text().to_owned();
    let card = |name: &str| {
        let at = page.find(&format!("{name}: For")).unwrap();
        words(page[at..].split("<h4").next().unwrap())
    };
    assert!(card("Office 2022").contains("Not verified"), "{}", card("Office 2022"));
    assert!(!card("Board guideline 2017").contains("Not verified"), "{}", card("Board guideline 2017"));
}
