//! What other sites embed: it names itself rightly, says what the API says, and gives away nothing that is gone.

use std::fs;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha384};

use crate::{
    library::root,
    support::{Answer, Fixture, Program},
};

/// The fabricated records that have everything, one of the blurbs being live for a long time and one expired.
fn start(arguments: &[&str]) -> Program {
    let fixture = Fixture::of(&root().join("tests/fixtures/lint"));
    let edit = |blurb: &str, edits: &[(&str, &str)]| {
        let path = fixture.data().join(format!("blurbs/{blurb}.md"));
        let mut text = fs::read_to_string(&path).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{blurb} has no {from}");
            text = text.replacen(from, to, 1);
        }
        fs::write(path, text).unwrap();
    };
    let live = [("review-due = \"2027-01-05\"", "review-due = \"2998-01-05\""), ("2027-07-05", "2999-07-05")];
    edit("needling-effect", &live);
    edit("needling-effect", &[("nowhere pain?\"", "<b>nowhere</b> & pain?\"")]);
    edit(
        "needling-guidelines",
        &[("review-due = \"2027-01-05\"", "review-due = \"2026-01-06\""), ("2027-07-05", "2026-01-06")],
    );
    Program::start_on(fixture, arguments)
}

const LIVE: &str = "needling-effect";
const EXPIRED: &str = "needling-guidelines";
const WITHDRAWN: &str = "needling-withdrawn";

fn faulty(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!((answer.status, answer.header("content-type").as_str()), (status, "application/problem+json"));
    let body = answer.json();
    assert_eq!(body["code"], code, "{body}");
    body
}

fn origin(program: &Program) -> String {
    let src = program.client.get("/embed.json").json()["src"].as_str().unwrap().to_owned();
    src.split("/embed/").next().unwrap().to_owned()
}

#[test]
fn the_element_has_a_name_that_never_means_another_file() {
    let program = start(&[]);
    let named = program.client.get("/embed.json");
    assert_eq!((named.status, named.header("content-type").as_str()), (200, "application/json"));
    let named = named.json();
    let src = named["src"].as_str().unwrap();
    let path = src.strip_prefix(&origin(&program)).unwrap();
    let file = program.client.get(path);
    assert_eq!((file.status, file.header("content-type").as_str()), (200, "text/javascript; charset=utf-8"));
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(file.header("access-control-allow-origin"), "*");
    assert_eq!(file.header("cross-origin-resource-policy"), "cross-origin");
    let hash = Sha384::digest(&file.body);
    assert_eq!(named["integrity"], format!("sha384-{}", STANDARD.encode(hash)));
    assert_eq!(named["bytes"], file.body.len());
    let digits: String = hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(path, format!("/embed/evidence-blurb-{digits}.js"));

    let again = program.client.send("GET", path, &[("If-None-Match", &file.header("etag"))]);
    assert_eq!((again.status, again.header("cache-control")), (304, file.header("cache-control")));
    let gzip = program.client.send("GET", path, &[("Accept-Encoding", "gzip")]);
    assert_eq!(gzip.header("content-encoding"), "gzip");
    for other in ["/embed/evidence-blurb.js", "/embed/evidence-blurb-000000000000.js", "/embed/..%2fCargo.toml"] {
        let body = faulty(&program.client.get(other), 404, "not-found");
        assert!(body["detail"].as_str().unwrap().contains(path), "{body}");
    }
}

#[test]
fn addresses_begin_where_the_service_is_reached() {
    let program = start(&["--allowed-host", "one.example,two.example:8443"]);
    let get = |host: &str| {
        program.client.raw(&format!("GET /embed.json HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    };
    // Twice, so that each is also given from memory.
    for _ in 0..2 {
        for host in ["one.example", "two.example:8443", "[::1]:80"] {
            let answer = get(host);
            assert!(answer.contains(&format!("\"src\":\"http://{host}/embed/")), "{answer}");
        }
        for host in ["three.example", "two.example", "\"><script>"] {
            assert!(get(host).contains("\"src\":\"/embed/"), "{host}");
        }
    }
    let tag = |answer: &str| answer.lines().find(|line| line.starts_with("etag: ")).unwrap().to_owned();
    assert_ne!(tag(&get("one.example")), tag(&get("two.example")));

    let program = start(&["--public-url", "https://evidence.example.org/"]);
    let answer = program.client.raw("GET /feeds/changes.json HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n");
    assert!(answer.contains("\"feed_url\":\"https://evidence.example.org/feeds/changes.json\""), "{answer}");
    assert!(!answer.contains("x.example"));
    // Pages say their whole address, and where they are described for those who embed them.
    let page = program.client.get(&format!("/blurbs/{LIVE}"));
    let address = format!("https://evidence.example.org/blurbs/{LIVE}");
    assert!(page.text().contains(&format!("<link rel=\"canonical\" href=\"{address}\">")), "{}", page.text());
    assert!(page.text().contains(&format!("\"@id\":\"{address}\"")), "{}", page.text());
    let found =
        page.text().split("type=\"application/json+oembed\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = found.strip_prefix("https://evidence.example.org").unwrap().replace("&#38;", "&");
    assert_eq!(program.client.get(&path).json()["type"], "rich", "{path}");
}

#[test]
fn oembed_gives_a_frame_with_the_text() {
    let program = start(&[]);
    let origin = origin(&program);
    let ask = |url: &str, more: &str| {
        let url: String = url::form_urlencoded::byte_serialize(url.as_bytes()).collect();
        program.client.get(&format!("/oembed?url={url}{more}"))
    };
    let framed = |body: &Value, length: &str| {
        let html = body["html"].as_str().unwrap();
        let src = html.strip_prefix("<iframe src=\"").unwrap().split('"').next().unwrap();
        let path = src.strip_prefix(&origin).unwrap();
        assert_eq!(path, format!("/embed/frame/{LIVE}?length={length}"));
        assert!(html.contains(" title=\"") && html.ends_with("></iframe>"), "{html}");
        for size in ["width", "height"] {
            assert!(html.contains(&format!(" {size}=\"{}\"", body[size])), "{html}");
        }
    };
    for url in [format!("{origin}/blurbs/{LIVE}"), format!("/blurbs/{LIVE}"), format!("/v1/blurbs/{LIVE}")] {
        // As WordPress asks.
        let answer = ask(&url, "&format=json&maxwidth=320&maxheight=100&dnt=1");
        assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "application/json"), "{url}");
        let body = answer.json();
        assert_eq!((&body["version"], &body["type"]), (&json!("1.0"), &json!("rich")));
        assert_eq!((&body["width"], &body["height"]), (&json!(320), &json!(100)));
        framed(&body, "short");
        assert_eq!(body["cache_age"], 86_400);
    }
    let line = ask(&format!("{}/blurbs/{LIVE}?length=line#top", origin.replace("http:", "https:")), "");
    framed(&line.json(), "line");
    assert_eq!(line.json()["width"], 600);
    let height = |answer: &Answer| answer.json()["height"].as_u64().unwrap();
    assert!(height(&line) < height(&ask(&format!("/blurbs/{LIVE}?length=full"), "")), "a line is lower than all of it");

    let xml = ask(&format!("/blurbs/{LIVE}"), "&format=xml");
    assert_eq!((xml.status, xml.header("content-type").as_str()), (200, "text/xml; charset=utf-8"));
    assert!(xml.text().contains("<html>&#60;iframe src=") && !xml.text().contains("<iframe"), "{}", xml.text());

    faulty(&ask(&format!("/blurbs/{LIVE}"), "&format=yaml"), 501, "not-implemented");
    for url in [
        "/blurbs/no-such-blurb",
        "/sources/nowhere-2020",
        "https://elsewhere.example/blurbs/needling-effect",
        "//elsewhere.example/blurbs/needling-effect",
        "javascript:alert(1)",
        "http://[",
        "/blurbs/needling-effect?length=endless",
    ] {
        faulty(&ask(url, ""), 404, "not-found");
    }
    for gone in [EXPIRED, WITHDRAWN] {
        let answer = ask(&format!("/blurbs/{gone}"), "");
        faulty(&answer, 410, "gone");
        assert!(!answer.text().contains("miracle") && !answer.text().contains("healed"), "{}", answer.text());
    }
    let body = faulty(&program.client.get("/oembed?ulr=x&maxwidth=0"), 400, "unknown-parameter");
    let named: Vec<_> = body["errors"].as_array().unwrap().iter().map(|fault| &fault["parameter"]).collect();
    assert_eq!(named, ["ulr", "maxwidth", "url"]);
    assert_eq!(body["errors"][0]["did_you_mean"], "url");
}

#[test]
fn a_frame_shows_the_text_to_any_site_and_nothing_that_is_gone() {
    let program = start(&[]);
    let frame = program.client.get(&format!("/embed/frame/{LIVE}?length=line"));
    assert_eq!((frame.status, frame.header("content-type").as_str()), (200, "text/html; charset=utf-8"));
    let policy = frame.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors *"), "{policy}");
    let line = program.client.get(&format!("/v1/blurbs/{LIVE}?length=line")).json();
    assert!(frame.text().contains(&format!("<evidence-blurb blurb=\"{LIVE}\" length=\"line\"")), "{}", frame.text());
    assert!(frame.text().contains(line["data"]["text"].as_str().unwrap_or(line["text"].as_str().unwrap_or("?"))));
    for gone in [EXPIRED, WITHDRAWN] {
        let answer = program.client.get(&format!("/embed/frame/{gone}"));
        assert_eq!(answer.status, 410, "{gone}");
        let text = answer.text();
        assert!(text.contains("not published any more") && text.contains(&format!("/blurbs/{gone}\"")), "{text}");
        assert!(!text.contains("miracle") && !text.contains("healed") && !text.contains("<evidence-blurb"), "{text}");
    }
    faulty(&program.client.get("/embed/frame/no-such-blurb"), 404, "not-found");
    faulty(&program.client.get(&format!("/embed/frame/{LIVE}?lenght=line")), 400, "unknown-parameter");
}

#[test]
fn a_text_is_described_for_search_engines() {
    let program = start(&[]);
    let origin = origin(&program);
    let described = |html: &str| -> Value {
        let begin = "<script type=\"application/ld+json\">";
        serde_json::from_str(html.split_once(begin).unwrap().1.split_once("</script>").unwrap().0).unwrap()
    };
    let own = described(program.client.get(&format!("/blurbs/{LIVE}")).text());
    let page = program.client.get(&format!("/embed?blurb={LIVE}"));
    let pasted = page.text().split_once("id=\"structured-data\"").unwrap().1;
    let pasted = pasted.split_once('>').unwrap().1.split_once("</textarea>").unwrap().0;
    let pasted = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
        .iter()
        .fold(pasted.to_owned(), |text, (from, to)| text.replace(from, to));
    let copied = described(&pasted);
    let address = format!("{origin}/blurbs/{LIVE}");
    assert_eq!((&own["@id"], &own["url"]), (&json!(address), &json!(address)));
    // On another site it is that site's page.
    assert_eq!((&copied["@id"], &copied["isBasedOn"]), (&Value::Null, &json!(address)));
    for described in [own, copied] {
        assert_eq!(described["@type"], "MedicalWebPage");
        let kinds = |member: &str| -> Vec<Value> {
            described[member].as_array().unwrap().iter().map(|one| one["@type"].clone()).collect()
        };
        assert!(kinds("about").contains(&json!("MedicalCondition")), "{described}");
        assert!(!kinds("citation").is_empty(), "{described}");
        assert!(kinds("citation").iter().all(|kind| kind == "MedicalScholarlyArticle" || kind == "MedicalGuideline"));
        assert!(described["lastReviewed"].is_string(), "{described}");
    }
}

#[test]
fn texts_are_looked_for_before_one_is_chosen() {
    let program = start(&[]);
    let page = program.client.get("/embed?q=imaginary+needling");
    assert_eq!(page.status, 200);
    assert!(page.text().contains(&format!("/embed?q=imaginary+needling&#38;blurb={LIVE}")), "{}", page.text());
    for gone in [EXPIRED, WITHDRAWN] {
        assert!(!page.text().contains(&format!("blurb={gone}")), "{gone} is offered");
    }
    let nothing = program.client.get("/embed?q=zzzz");
    assert!(nothing.text().contains("No text answers “zzzz”") && nothing.text().contains(LIVE), "{}", nothing.text());
}

#[test]
fn a_badge_says_whether_a_source_holds() {
    let program = start(&[]);
    let said = |id: &str| {
        let answer = program.client.get(&format!("/badges/sources/{id}.svg"));
        assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "image/svg+xml"), "{id}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        let text = answer.text();
        assert!(text.contains("role=\"img\""), "{text}");
        let title = text.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned();
        assert!(text.contains(&format!("aria-label=\"{title}\"")), "{text}");
        title
    };
    assert_eq!(said("nowhere-2020"), "Guideline: Nowhere 2020: out of date since 2025-03-04");
    assert_eq!(said("nobody-2021"), "Study: Nobody 2021: corrections not looked up");
    assert_eq!(said("elsewhere-2024"), "Guideline: Elsewhere 2024: no end date stated");
    assert_eq!(said("unfound-2022"), "Unfound review: this publication could not be identified");
    let body = faulty(&program.client.get("/badges/sources/nowhere-2002.svg"), 404, "not-found");
    assert!(body["detail"].as_str().unwrap().contains("/badges/sources/nowhere-2020.svg"), "{body}");
    faulty(&program.client.get("/badges/sources/nowhere-2020.png"), 404, "not-found");
    faulty(&program.client.get("/badges/sources/nowhere-2020.svg?style=flat"), 400, "unknown-parameter");
}

#[test]
fn feeds_tell_what_changed_and_repeat_nothing_that_is_gone() {
    let program = start(&[]);
    let items = |query: &str| {
        let answer = program.client.get(&format!("/feeds/changes.json{query}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["items"].as_array().unwrap().clone()
    };
    let all = items("");
    let titles: Vec<_> = all.iter().map(|item| item["title"].as_str().unwrap()).collect();
    for expected in [
        "Withdrawn: Does imaginary needling heal nowhere?",
        "New source: Review of nothing 2023",
        "New topic: Nowhere pain",
    ] {
        assert!(titles.contains(&expected), "{expected} is not among {titles:#?}");
    }
    assert!(titles.iter().any(|title| title.starts_with("Expired: ")), "{titles:#?}");
    assert!(titles.iter().any(|title| title.starts_with("Checked, ")), "{titles:#?}");
    let corrected = all.iter().find(|item| item["title"].as_str().unwrap().starts_with("Corrected: ")).unwrap();
    assert_eq!(
        corrected["content_text"],
        "It was: -0.46. It is: -0.64. Why: Two digits had changed places. Field: /estimates/0/value."
    );

    // About a topic, and what is below it.
    let id = |items: &[Value], title: &str| {
        items.iter().find(|item| item["title"].as_str().unwrap().starts_with(title)).map(|item| item["id"].clone())
    };
    let of_topic = items("?topic=nowhere-pain");
    for title in ["Withdrawn: ", "Corrected: ", "Expired: "] {
        assert!(id(&all, title).is_some() && id(&all, title) == id(&of_topic, title), "{title}");
    }
    // With less to tell, it goes further back.
    assert!(id(&of_topic, "Lapsed: Nowhere 2020").is_some(), "{of_topic:#?}");
    assert!(of_topic.iter().any(|item| item["url"].as_str().unwrap().ends_with("/topics/chronic-nowhere-pain")));
    assert!(of_topic.iter().all(|item| !item["url"].as_str().unwrap().ends_with("/topics/nobody-scale")));

    for form in ["atom", "json"] {
        let text = program.client.get(&format!("/feeds/changes.{form}"));
        assert!(!text.text().contains("miracle") && !text.text().contains("healed"), "{form}");
        assert_eq!(program.client.send("HEAD", &format!("/feeds/changes.{form}"), &[]).status, 200);
    }
    let body = faulty(&program.client.get("/feeds/changes.atom?topic=nowhere-pian"), 400, "invalid-parameter");
    assert_eq!(body["errors"][0]["did_you_mean"], "nowhere-pain");
    faulty(&program.client.get("/feeds/changes.atom?topics=nowhere-pain"), 400, "unknown-parameter");
}

#[test]
fn the_page_offers_what_may_be_published() {
    let program = start(&[]);
    let page = program.client.get("/embed");
    assert_eq!((page.status, page.header("content-type").as_str()), (200, "text/html; charset=utf-8"));
    let text = page.text();
    assert!(text.contains(&format!("value=\"{LIVE}\"")), "{text}");
    for gone in [EXPIRED, WITHDRAWN] {
        assert!(!text.contains(&format!("value=\"{gone}\"")), "{gone} is offered");
        let answer = program.client.get(&format!("/embed?blurb={gone}"));
        faulty(&answer, 410, "gone");
    }
    for unwanted in ["<style", "style=", "onclick", "<script>", "<b>nowhere"] {
        assert!(!text.contains(unwanted), "it has {unwanted}");
    }

    let chosen = program.client.get(&format!("/embed?topic=nowhere-pain&blurb={LIVE}&length=line&level=2"));
    let text = chosen.text();
    // The snippet stands in the page escaped, with the text between its tags.
    let element = format!(
        "&#60;evidence-blurb blurb=&#34;{LIVE}&#34; length=&#34;line&#34; heading-level=&#34;2&#34; \
         valid-until=&#34;2999-07-05&#34;&#62;"
    );
    assert!(text.contains(&element), "{text}");
    let record = program.client.get(&format!("/v1/blurbs/{LIVE}?length=line")).json();
    let line = record["text"].as_str().unwrap();
    assert_eq!(text.matches(line).count(), 3, "in the preview, the snippet and what search engines read: {text}");
    // Each form says whose text it is, when it was compared with its sources, and where its page is.
    let page = format!("{}/blurbs/{LIVE}", origin(&program));
    for length in ["line", "short", "full"] {
        let chosen = program.client.get(&format!("/embed?blurb={LIVE}&length={length}"));
        let text = chosen.text();
        let printed =
            text.split("<div class=\"embed-preview\">").nth(1).unwrap().split("</evidence-blurb>").next().unwrap();
        for said in [&page, record["reviewed"].as_str().unwrap(), "Good to know", "From "] {
            assert!(printed.contains(said), "{length} does not say {said}: {printed}");
        }
        // The title holds markup that was typed; a line has no title.
        assert_eq!(printed.contains("&#60;b&#62;nowhere&#60;/b&#62; &#38; pain?</h3>"), length != "line", "{printed}");
        assert!(!printed.contains("<b>"), "{printed}");
        let fragment = program.client.get(&format!("/v1/blurbs/{LIVE}?format=html&length={length}"));
        let version =
            fragment.text().split("data-evidence-version=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let pinned = program.client.get(&format!("/embed?blurb={LIVE}&length={length}&references=full&pin=on"));
        let attributes = format!(" references=\"full\" version=\"{version}\" ");
        assert!(pinned.text().contains(&attributes), "{attributes}: {}", pinned.text());
        assert!(!text.contains(" version=\""), "{text}");
    }

    let body = faulty(&program.client.get("/embed?topic=nowhere&length=long&level=1"), 400, "invalid-parameter");
    assert_eq!(body["errors"].as_array().unwrap().len(), 3, "{body}");
}
