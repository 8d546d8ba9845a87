//! The promises of the pages: whole without scripts, nothing from another host, nothing inline.

mod bibliography;
mod literature;

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, LazyLock},
    time::Duration,
};

use actix_web::{App, HttpMessage, body::MessageBody, dev::Service, http::StatusCode, test, web};

use crate::{
    app::Library,
    domain::Date,
    http::{
        cache::CachePolicy,
        media::Preference,
        metrics::Metrics,
        origin::Origins,
        problem::{Code, Problem},
        served::{Opening, PROGRAM, RequestContext, Snapshot},
        state::State,
    },
};

struct Got {
    status: StatusCode,
    content_type: String,
    link: String,
    policy: Option<CachePolicy>,
    problem: Option<Problem>,
    /// Where else it is.
    location: Option<String>,
    text: String,
}

/// The committed document. A test keeps it what the API says of itself.
const DESCRIBED: &str = include_str!("../../openapi/openapi.json");

/// Where the service of these tests is reached.
const ORIGIN: &str = "https://evidence.example";

/// The fabricated corpus, opened once.
static STATE: LazyLock<Arc<State>> = LazyLock::new(|| {
    let index = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api/tests/corpus");
    let served = Snapshot::new(Library::open(&data, index.path(), &|_| ()).unwrap().library).described_by(DESCRIBED);
    let opening = Opening { took: Duration::ZERO, index_was_built: false };
    Arc::new(State::new(served, opening, 0, Metrics::new(), None).reached_at(Origins::Configured(ORIGIN.into())))
});

async fn get(address: &str) -> Got {
    send(&STATE, test::TestRequest::get().uri(address)).await
}

async fn send(state: &Arc<State>, request: test::TestRequest) -> Got {
    let request = request.to_request();
    let mut context = RequestContext::on(state.served(), Date::constant(2026, 11, 23));
    context.preference = Preference::of(request.headers());
    let app = App::new().app_data(web::Data::new(Arc::clone(state))).configure(super::configure).wrap_fn(
        move |request, routes| {
            request.extensions_mut().insert(context.clone());
            routes.call(request)
        },
    );
    let app = test::init_service(app).await;
    let response = test::call_service(&app, request).await;
    let status = response.status();
    let header = response.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    let link = response.headers().get("link").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let policy = response.response().extensions().get::<CachePolicy>().copied();
    let problem = response.response().error().and_then(|error| error.as_error::<Problem>()).cloned();
    let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
    let bytes = response.into_body().try_into_bytes().unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    Got { status, content_type: header.unwrap_or_default(), link, policy, problem, location, text }
}

/// A page of every kind, over the fabricated corpus.
const PAGES: [&str; 28] = [
    "/",
    "/?q=ache&style=apa",
    "/bibliography",
    "/bibliography?id=example-retracted&id=example-trial-nowhere&id=nonsense&add=example-trial-nowher",
    "/?q=ache",
    "/?q=ache&kind=finding&sort=newest",
    "/?q=zzzz+qqqq",
    "/?design=nonsense&start=x",
    "/sources/example-trial-nowhere",
    "/sources/example-unidentified",
    "/sources/example-retracted",
    "/findings/example-trial-nowhere-ache",
    "/findings/example-guideline-nowhere-offer",
    "/topics",
    "/topics/imaginary-ache",
    "/topics/imaginary-ache?intervention=invented-therapy",
    "/blurbs/example-effect",
    "/claims/example-page-c01",
    "/pages/example-page",
    "/check",
    "/check?example",
    "/references",
    "/docs/api",
    "/docs/api/search",
    "/docs/api/checkDraft",
    "/docs/try",
    "/docs/checks/E002",
    "/problems",
];

/// Answers that are no page of a record, and are pages all the same.
const REFUSALS: [(&str, StatusCode); 9] = [
    ("/docs/api/serach", StatusCode::NOT_FOUND),
    ("/docs/checks/wrong-time-orign", StatusCode::NOT_FOUND),
    ("/problems/nonsense", StatusCode::NOT_FOUND),
    ("/sources/nonsense", StatusCode::NOT_FOUND),
    ("/findings/%3Cscript%3E", StatusCode::NOT_FOUND),
    ("/pages/nonsense", StatusCode::NOT_FOUND),
    ("/blurbs/example-draft", StatusCode::NOT_FOUND),
    ("/blurbs/example-withdrawn", StatusCode::GONE),
    ("/blurbs/example-expired", StatusCode::GONE),
];

#[actix_web::test]
async fn pages_are_whole_and_load_nothing_from_elsewhere() {
    let refusals = REFUSALS.into_iter();
    for (address, expected) in PAGES.into_iter().map(|address| (address, StatusCode::OK)).chain(refusals) {
        let Got { status, content_type, text, .. } = get(address).await;
        assert_eq!(status, expected, "{address}");
        assert_eq!(content_type, "text/html; charset=utf-8", "{address}");
        for wanted in ["<!DOCTYPE html>", "<html lang=\"en\">", "<title>", "<main id=\"main\"", "<h1"] {
            assert!(text.contains(wanted), "{address} has no {wanted}");
        }
        assert_eq!(text.matches("<h1").count(), 1, "{address}");
        assert_eq!(tags(&text, "description").len(), 1, "{address}");
        assert!(tags(&text, "description").iter().all(|said| !said.trim().is_empty()), "{address}");
        for unwanted in ["<style", " style=", " onclick=", "<script>", "//cdn", "<img", "<iframe", "url("] {
            assert!(!text.contains(unwanted), "{address} has {unwanted}");
        }
        for (at, _) in text.match_indices("<script ") {
            let tag = text[at..].split('>').next().unwrap();
            let is_data = tag == "<script type=\"application/ld+json\"";
            assert!(is_data || tag.contains(" src=\"/"), "{address} runs {tag}");
        }
        for (at, _) in
            text.match_indices("<link rel=\"stylesheet\" href=\"").chain(text.match_indices("<script src=\""))
        {
            let loaded = text[at..].split('"').find(|part| part.starts_with('/')).unwrap();
            let asset = get(loaded).await;
            // Named with the build, but for the files of the API reader, which are another's.
            let policy = if loaded.contains(PROGRAM) { CachePolicy::Immutable } else { CachePolicy::Asset };
            assert_eq!((asset.status, asset.policy), (StatusCode::OK, Some(policy)), "{loaded}");
            assert!(!loaded.starts_with("/static/") || loaded.contains(PROGRAM), "{address} loads {loaded}");
        }
    }
}

#[actix_web::test]
async fn the_first_page_counts_and_says_where_to_begin() {
    let home = get("/").await;
    assert_eq!(home.policy, Some(CachePolicy::Dataset));
    for kind in [("source", 6), ("blurb", 5), ("claim", 3), ("topic", 3)] {
        let count = format!("<a href=\"/?kind={}\" data-swap>{}</a>", kind.0, kind.1);
        assert!(home.text.contains(&count), "{count}\n{}", home.text);
    }
    // What it is about, and the three ways in, before everything else.
    for said in ["6 publications", "href=\"/topics\"", "href=\"/check\"", "href=\"/embed\"", "Where to begin"] {
        assert!(home.text.contains(said), "{said}\n{}", home.text);
    }
    assert!(!get("/?q=ache").await.text.contains("Where to begin"));
}

#[actix_web::test]
async fn a_question_that_finds_nothing_is_helped_on() {
    let filtered = get("/?q=ache&design=survey").await.text;
    assert!(filtered.contains("Without filters"), "{filtered}");
    assert!(filtered.contains("href=\"/?q=ache\" data-swap>Without filters"), "{filtered}");
    let mistyped = get("/?q=imagnary").await.text;
    assert!(mistyped.contains("Looked for <strong>imaginary</strong>"), "{mistyped}");
    assert!(mistyped.contains("href=\"/?q=imagnary&#38;expand=none\""), "{mistyped}");
    let faulty = get("/?q=ache&design=rtc").await.text;
    assert!(faulty.contains("There is no study design “rtc”, so it was left out. Did you mean “rct”?"), "{faulty}");
    // Shared links collect parameters that are not ours.
    assert_eq!(get("/?q=ache&utm_source=mail").await.text, get("/?q=ache").await.text);
}

#[actix_web::test]
async fn filters_are_links_that_add_and_take_away() {
    let page = get("/?q=ache&kind=finding,source").await.text;
    assert!(page.contains("<input type=\"hidden\" name=\"kind\" value=\"finding,source\">"), "{page}");
    assert!(
        page.contains(
            "href=\"/?q=ache&#38;kind=source\" data-swap><span class=\"hidden\">Remove </span>Kind of record: Finding"
        ),
        "{page}"
    );
    assert!(page.contains("href=\"/?q=ache&#38;kind=finding%2Csource&#38;design=rct\""), "{page}");
    assert!(page.contains("href=\"/v1/search?q=ache&#38;kind=finding%2Csource\""), "{page}");
}

#[actix_web::test]
async fn what_is_typed_stays_text() {
    let page = get("/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await.text;
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(page.contains("value=\"&#34;&#62;&#60;script&#62;"), "{page}");
}

/// The fields of a reference as a reference manager reads them.
fn tags<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let begin = format!("<meta name=\"{name}\" content=\"");
    page.match_indices(&begin).map(|(at, _)| page[at + begin.len()..].split('"').next().unwrap()).collect()
}

#[actix_web::test]
async fn reference_managers_read_every_field() {
    let page = get("/sources/example-trial-nowhere").await.text;
    for (name, values) in [
        ("citation_title", &["Invented therapy for the imaginary ache: a fabricated trial"][..]),
        ("citation_author", &["Nobody, Nemo", "Doe, Jane"]),
        ("citation_publication_date", &["2021/05"]),
        ("citation_journal_title", &["Journal of Fabricated Results"]),
        ("citation_volume", &["1"]),
        ("citation_issue", &["2"]),
        ("citation_firstpage", &["3"]),
        ("citation_lastpage", &["9"]),
        ("citation_doi", &["10.5555/nowhere.2021.1"]),
        ("citation_language", &["en"]),
        ("citation_isbn", &[]),
        ("citation_public_url", &["https://doi.org/10.5555/nowhere.2021.1"]),
        ("citation_abstract_html_url", &["https://evidence.example/sources/example-trial-nowhere"]),
    ] {
        assert_eq!(tags(&page, name), values, "{name}");
    }
    let coins = page.split("<span class=\"Z3988\" title=\"").nth(1).unwrap().split('"').next().unwrap();
    let coins = coins.replace("&#38;", "&");
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(coins.as_bytes()).into_owned().collect();
    let of =
        |name: &str| pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>();
    // The first in parts, for resolvers; nobody twice.
    assert_eq!((of("rft.aulast"), of("rft.aufirst")), (vec!["Nobody"], vec!["Nemo"]));
    assert_eq!(of("rft.au"), ["Doe, Jane"]);
    assert_eq!(of("rft.jtitle"), ["Journal of Fabricated Results"]);
    assert_eq!((of("rft.spage"), of("rft.epage")), (vec!["3"], vec!["9"]));
    assert_eq!(of("rft_id"), ["info:doi/10.5555/nowhere.2021.1", "https://doi.org/10.5555/nowhere.2021.1"]);

    let guideline = get("/sources/example-guideline-nowhere").await.text;
    assert_eq!(tags(&guideline, "citation_technical_report_institution"), ["Example College of Nowhere"]);
    // With a comma: whoever takes names apart at the last space takes it whole.
    assert_eq!(tags(&guideline, "citation_author"), ["Example College of Nowhere,"]);
    assert!(guideline.contains("rft.aucorp=Example+College+of+Nowhere"), "{guideline}");
    // Nobody could identify it: it has no reference to read.
    let unidentified = get("/sources/example-unidentified").await.text;
    assert_eq!(tags(&unidentified, "citation_author"), Vec::<&str>::new());
    assert!(unidentified.contains("Nobody could identify this publication."));
}

/// The colours of a scheme, by their names.
fn colours(style: &str, scheme: &str) -> HashMap<String, [f64; 3]> {
    let block = style.split(scheme).nth(1).unwrap().split('}').next().unwrap();
    let of = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
        let digits = value.trim_end_matches(';');
        let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok().map(f64::from);
        Some((name.to_owned(), [channel(0)?, channel(2)?, channel(4)?]))
    };
    block.lines().filter_map(of).collect()
}

/// The contrast of two colours (WCAG 2.2).
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [red, green, blue] = colour.map(|channel| {
            let share = channel / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[actix_web::test]
async fn the_style_sheet_keeps_to_its_system() {
    let style = get("/static/style.css").await.text;
    for (at, _) in style.match_indices("font-size: ") {
        let size = style[at + "font-size: ".len()..].split(';').next().unwrap();
        let token = size.strip_prefix("var(--").and_then(|size| size.strip_suffix(')'));
        let is_known = token.is_some_and(|token| ["small", "body", "large", "title"].contains(&token));
        assert!(is_known || size == "9.5pt", "a fifth size of type: {size}");
    }
    for scheme in ["\n:root {", ":root:not(:has(#swagger-ui)) {"] {
        let colours = colours(&style, scheme);
        let of = |name: &str| *colours.get(name).unwrap_or_else(|| panic!("no --{name} in {scheme}"));
        for (text, ground) in [
            ("ink", "ground"),
            ("ink", "panel"),
            ("quiet", "ground"),
            ("quiet", "panel"),
            ("link", "ground"),
            ("link", "panel"),
            ("band-ink", "band"),
            ("action-ink", "action"),
            ("ink", "hit"),
            ("plain-ink", "plain"),
            ("good-ink", "good"),
            ("caution-ink", "caution"),
            ("warn-ink", "warn"),
            ("bad-ink", "bad"),
            ("ink", "bad"),
        ] {
            let found = contrast(of(text), of(ground));
            assert!(found >= 4.5, "{text} on {ground} has {found:.2} in {scheme}");
        }
        for (edge, ground) in [("edge", "ground"), ("focus", "ground"), ("focus", "panel"), ("action", "ground")] {
            let found = contrast(of(edge), of(ground));
            assert!(found >= 3.0, "{edge} on {ground} has {found:.2} in {scheme}");
        }
    }
}

/// The JSON-LD document of a page.
fn json_ld(page: &str) -> serde_json::Value {
    let begin = "<script type=\"application/ld+json\">";
    let text = page.split(begin).nth(1).unwrap().split("</script>").next().unwrap();
    serde_json::from_str(text).unwrap()
}

#[actix_web::test]
async fn search_engines_read_what_a_page_is() {
    let trial = json_ld(&get("/sources/example-trial-nowhere").await.text);
    assert_eq!(trial["@type"], "MedicalScholarlyArticle");
    assert_eq!(trial["sameAs"], "https://doi.org/10.5555/nowhere.2021.1");
    assert_eq!(trial["author"][1]["familyName"], "Doe");
    assert_eq!(json_ld(&get("/sources/example-guideline-nowhere").await.text)["@type"], "MedicalGuideline");
    assert_eq!(json_ld(&get("/sources/example-retracted").await.text)["creativeWorkStatus"], "Retracted");
    let blurb = json_ld(&get("/blurbs/example-effect").await.text);
    assert_eq!((&blurb["@type"], &blurb["lastReviewed"]), (&"MedicalWebPage".into(), &"2026-10-01".into()));
}

#[actix_web::test]
async fn a_page_says_its_whole_address_and_the_way_to_its_twin() {
    for path in [
        "/",
        "/sources/example-trial-nowhere",
        "/findings/example-trial-nowhere-ache",
        "/topics/imaginary-ache",
        "/topics/imaginary-ache?intervention=invented-therapy",
        "/blurbs/example-effect",
        "/claims/example-page-c01",
        "/pages/example-page",
    ] {
        let Got { text: page, link, .. } = get(path).await;
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{ORIGIN}{path}\">")), "{path}\n{page}");
        if path != "/" {
            let twin = page.split("<link rel=\"alternate\" type=\"application/json\" href=\"").nth(1).unwrap();
            let twin = twin.split('"').next().unwrap();
            assert!(page.contains(&format!("<a href=\"{twin}\">")), "{path} shows no link to {twin}");
            let is_record = !path.starts_with("/pages/");
            assert!(!is_record || link.contains(&format!("<{twin}>; rel=\"describedby\"")), "{path}: {link}");
        }
        // Neither what somebody added to the address nor the day.
        let other = format!("{path}{}as_of=2024-02-29&utm_source=mail", if path.contains('?') { '&' } else { '?' });
        assert!(get(&other).await.text.contains(&format!("href=\"{ORIGIN}{path}\">")), "{other}");
    }
    let trial = json_ld(&get("/sources/example-trial-nowhere").await.text);
    assert_eq!(trial["@id"], "https://evidence.example/sources/example-trial-nowhere");
    let blurb = get("/blurbs/example-effect").await.text;
    let found = "<link rel=\"alternate\" type=\"application/json+oembed\" \
        href=\"https://evidence.example/oembed?url=https%3A%2F%2Fevidence.example%2Fblurbs%2Fexample-effect&#38;format=json\"";
    assert!(blurb.contains(found), "{blurb}");
    let topic = get("/topics/imaginary-ache").await.text;
    assert!(topic.contains("type=\"application/atom+xml\" title=\"Changes: Imaginary ache\""), "{topic}");
    assert!(!topic.contains("href=\"/feeds/changes.json\""), "{topic}");
}

#[actix_web::test]
async fn a_record_is_shown_as_of_a_day() {
    let then = get("/sources/example-guideline-nowhere?as_of=2019-06-01").await.text;
    assert!(then.contains("As of 2019-06-01"), "{then}");
    assert!(then.contains("<a href=\"/sources/example-guideline-nowhere\">Show today</a>"), "{then}");
    assert!(then.contains("href=\"/v1/sources/example-guideline-nowhere?as_of=2019-06-01\""), "{then}");
    assert!(then.contains("<li class=\"mark good\">Current</li>"), "{then}");
    let now = get("/sources/example-guideline-nowhere").await.text;
    assert!(!now.contains("As of") && now.contains("<li class=\"mark bad\">Lapsed since"), "{now}");
    assert!(!get("/sources/example-guideline-nowhere?as_of=2026-11-23").await.text.contains("Show today"));
    for slip in ["2019-13-01", "2019-6-1", "20190601", "yesterday", "%3Cscript%3E"] {
        let page = get(&format!("/topics/imaginary-ache?as_of={slip}")).await;
        assert_eq!(page.status, StatusCode::OK, "{slip}");
        assert!(page.text.contains("is no day of the calendar, so this is the page of today"), "{slip}\n{}", page.text);
    }
    // Text that could be published then is there, text that cannot be then is not.
    assert_eq!(get("/blurbs/example-expired?as_of=2020-01-01").await.status, StatusCode::OK);
    let later = get("/blurbs/example-effect?as_of=2099-01-01").await;
    assert_eq!(later.status, StatusCode::GONE);
    assert!(later.text.contains("As of 2099-01-01"), "{}", later.text);
}

#[actix_web::test]
async fn search_engines_are_told_what_there_is() {
    let robots = get("/robots.txt").await;
    assert!(robots.text.ends_with("Sitemap: https://evidence.example/sitemap.xml\n"), "{}", robots.text);
    let map = get("/sitemap.xml").await.text;
    for path in ["/", "/sources/example-trial-nowhere", "/blurbs/example-effect", "/claims/example-page-c01"] {
        assert!(map.contains(&format!("<loc>{ORIGIN}{path}</loc>")), "{path}\n{map}");
    }
    for gone in ["example-withdrawn<", "example-expired<", "example-draft<"] {
        assert!(!map.contains(gone), "{gone}\n{map}");
    }
    assert_eq!(get("/favicon.svg").await.content_type, "image/svg+xml");
    assert_eq!(get("/favicon.ico").await.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(get("/static/0.0.0.00000000/style.css").await.policy, Some(CachePolicy::NoStore));
}

#[actix_web::test]
async fn text_that_is_gone_is_not_repeated() {
    let withdrawn = get("/blurbs/example-withdrawn").await;
    assert_eq!(withdrawn.policy, Some(CachePolicy::NoStore));
    assert!(withdrawn.text.contains("It promised what no trial of the ache has shown."));
    assert!(withdrawn.text.contains("href=\"/blurbs/example-effect\""), "{}", withdrawn.text);
    assert!(get("/blurbs/example-withdrawn-alone").await.text.contains("Nothing replaces it."));
    let expired = get("/blurbs/example-expired").await.text;
    assert!(expired.contains("It was valid until"), "{expired}");
    for (page, text) in [(&withdrawn.text, "quicksilver"), (&get("/?q=quicksilver").await.text, "heals with")] {
        assert!(!page.contains(text), "{page}");
    }
}

#[actix_web::test]
async fn caveats_come_before_praise() {
    for (address, first, later) in [
        ("/sources/example-trial-nowhere", "It never took place.", "Invented therapy made no difference.</p>"),
        ("/findings/example-trial-nowhere-ache", "<li>Fabricated.</li>", "MD -0.2 (95% CI -0.9 to 0.5)"),
        ("/sources/example-retracted", "Retracted", "What it says</h2>"),
    ] {
        let text = get(address).await.text;
        let main = text.split("<main").nth(1).unwrap();
        let place = |part: &str| main.find(part).unwrap_or_else(|| panic!("{address} has no {part}\n{main}"));
        assert!(place(first) < place(later), "{address}: {first} stands after {later}");
    }
}

#[actix_web::test]
async fn an_audited_page_is_there_word_for_word() {
    let page = get("/pages/example-page").await.text;
    let body = page.split("<div class=\"audited wide\">").nth(1).unwrap();
    // Without the numbers that lead to the verdicts.
    let words = "<p><span class=\"claim caution\">Colleges recommend invented therapy for the imaginary ache</span>\
        <sup><a href=\"#note-1\" aria-label=\"Verdict 1\">1</a></sup>. \
        <span class=\"claim bad\">It takes away every ache</span>";
    assert!(body.contains(words), "{body}");
    assert!(body.contains("It was tried in 120 adults &#38; found &#34;good&#34;."), "{body}");
    assert!(body.contains("<h3>Our Patients</h3>"), "{body}");
    assert!(body.contains("What the clinic sees; nobody counted."), "{body}");
}

#[actix_web::test]
async fn an_address_that_no_record_has_says_what_was_meant() {
    let near = get("/sources/example-trial-nowher").await;
    assert_eq!(near.status, StatusCode::NOT_FOUND);
    assert!(near.text.contains("href=\"/sources/example-trial-nowhere\""), "{}", near.text);
    let elsewhere = get("/sources/imaginary-ache").await.text;
    assert!(elsewhere.contains("href=\"/topics/imaginary-ache\""), "{elsewhere}");
    assert!(get("/topics/%3Cscript%3E").await.text.contains("&#60;script&#62;"));
}

#[actix_web::test]
async fn every_problem_has_its_page() {
    let index = get("/problems").await.text;
    for code in Code::ALL {
        let address = format!("/problems/{}", code.slug());
        assert!(index.contains(&format!("href=\"{address}\"")), "{address}");
        let page = get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        assert!(page.text.contains(code.title()) && page.text.contains(&code.status().to_string()), "{address}");
        assert_eq!(code.explanation().matches('`').count() % 2, 0, "{address}: code that does not end");
    }
    assert!(get("/problems/unknown-parametre").await.text.contains("/problems/unknown-parameter"));
    assert!(get("/problems/%3Cscript%3E").await.text.contains("&#60;script&#62;"));
}

#[actix_web::test]
async fn other_files_are_not_there() {
    for address in [
        "/static/app.js",
        "/static/search.js.map",
        "/docs/try/index.html",
        "/docs/try/swagger-initializer.js",
        "/docs/try/..%2fCargo.toml",
    ] {
        assert_eq!(get(address).await.problem.map(|problem| problem.code), Some(Code::NotFound), "{address}");
    }
    for script in ["bibliography", "draft", "page", "reference", "search", "take", "try_it"] {
        let file = get(&format!("/static/{script}.js")).await;
        assert!(file.content_type.starts_with("text/javascript"), "{script}");
    }
    assert_eq!(get("/docs/try/swagger-ui.css").await.content_type, "text/css");
}

#[actix_web::test]
async fn the_reference_is_there_as_markdown() {
    for address in ["/docs/api.md", "/docs/api/search.md", "/docs/api/checkDraft.md", "/docs/api/exportSources.md"] {
        let Got { status, content_type, text, .. } = get(address).await;
        assert_eq!((status, content_type.as_str()), (StatusCode::OK, "text/markdown; charset=utf-8"), "{address}");
        assert!(text.starts_with("# ") && text.contains("\n```rust\n"), "{address}: {text}");
        // Marks of HTML, and blank lines without end, are what templates leave behind.
        for unwanted in ["&#", "<p>", "\n\n\n", "{{", " \n"] {
            assert!(!text.contains(unwanted), "{address} has {unwanted:?}: {text}");
        }
    }
}

#[actix_web::test]
async fn the_reference_asks_the_service_it_belongs_to() {
    let page = get("/docs/api/getSource").await.text;
    assert!(page.contains("curl --fail-with-body https://evidence.example/v1/sources/backinaction-2025<"), "{page}");
    let lost = get("/docs/api/%22%3E%3Cscript%3E").await;
    assert_eq!((lost.status, lost.policy), (StatusCode::NOT_FOUND, Some(CachePolicy::NoStore)));
    assert!(!lost.text.contains("<script>"), "{}", lost.text);
}
