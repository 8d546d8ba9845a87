//! The promises of the literature's pages: a second list that is never mixed with the first, and references checked.

use std::{
    fs,
    path::Path,
    sync::{Arc, LazyLock},
    time::Duration,
};

use actix_web::{http::StatusCode, test};

use super::{DESCRIBED, Got, ORIGIN, get, send, tags};
use crate::{
    app::{Library, Shelf},
    http::{
        cache::CachePolicy,
        metrics::Metrics,
        origin::Origins,
        problem::Code,
        served::{Opening, Snapshot},
        state::State,
    },
    literature::Loader,
};

const LIST: &str = "Record ID,Title,Journal,Author,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n\
    1,Example record: acupuncture for an imaginary ache,Ex J Nowhere,Ada B Nemo,4/5/2004 0:00,10.5555/notice.1,0,3/1/2001 0:00,10.5555/literature.99999901,99999901,Expression of concern,+Doubts about <data>;\n\
    2,Whistling at clouds that were never there,Ex J Nowhere,Zoe Absent,6/7/2008 0:00,10.5555/notice.2,0,3/1/2005 0:00,10.5555/absent.1,0,Retraction,+Invented;\n";

/// The fabricated corpus with fabricated literature beside it.
static LOADED: LazyLock<Arc<State>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("notices.csv");
    fs::write(&list, LIST).unwrap();
    let literature = folder.path().join("literature");
    let mut loader = Loader::open(&literature, "evidence test").unwrap();
    loader.add(&root.join("tests/fixtures/literature/example.xml"), &mut |_| ()).unwrap();
    loader.add_notices(&list).unwrap();
    loader.finish().unwrap();
    let library = Library::open(&root.join("src/api/tests/corpus"), folder.path(), &|_| ()).unwrap().library;
    let served = Snapshot::new(library.with_literature(Shelf::open(&literature))).described_by(DESCRIBED);
    let opening = Opening { took: Duration::ZERO, index_was_built: false };
    let state = State::new(served, opening, 0, Metrics::new(), None);
    // The files are mapped: the folder stays as long as they are served.
    let _kept = folder.keep();
    Arc::new(state.reached_at(Origins::Configured(ORIGIN.into())))
});

async fn loaded(address: &str) -> Got {
    send(&LOADED, test::TestRequest::get().uri(address)).await
}

/// The ids that a page offers to keep, in order.
fn kept(page: &str) -> Vec<&str> {
    page.split("data-keep=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[actix_web::test]
async fn the_search_page_has_a_second_list_with_a_total_of_its_own() {
    let page = loaded("/?q=acupuncture").await.text;
    let (first, second) = page.split_once("In PubMed, not appraised by us").expect("it has a second list");
    assert!(second.contains("<span class=\"count\">2<span class=\"hidden\"> records"), "{second}");
    assert!(!first.contains("/literature/"), "{first}");
    let mut found = kept(second);
    found.sort_unstable();
    assert_eq!(found, ["pmid:99999901", "pmid:99999902"]);
    assert!(second.contains("href=\"/literature/pmid:99999902\""), "{second}");
    assert!(second.contains("<li class=\"mark bad\">Retracted</li>"), "{second}");
    assert!(second.contains("data-take=\"reference\"") && second.contains("data-take=\"citation\""), "{second}");
    assert!(second.contains("href=\"/literature?q=acupuncture\""), "{second}");
    // References are copied in a style, which is chosen once on the page.
    assert_eq!(page.matches("id=\"style\"").count(), 1, "{page}");
    // What narrows the records narrows no other list.
    assert!(!loaded("/?q=acupuncture&kind=source").await.text.contains("In PubMed"));
    assert!(!get("/?q=acupuncture").await.text.contains("In PubMed"), "nothing is loaded");
    let printed = loaded("/?q=acupuncture&style=apa").await.text;
    assert!(printed.contains("RETRACTED: Example record") || printed.contains("Retracted"), "{printed}");
}

#[actix_web::test]
async fn the_literature_has_a_list_of_its_own() {
    let page = loaded("/literature?q=example+record").await.text;
    assert!(page.contains("4 records, not appraised by us"), "{page}");
    // The appraised record stands for its twin.
    assert!(kept(&page).contains(&"example-trial-nowhere") && !page.contains("\"pmid:99999904\""), "{page}");
    assert!(loaded("/literature?q=zzzz").await.text.contains("No record has these words"));
    assert!(loaded("/literature?q=example&after=x&sort=best").await.text.contains("“x” is no place in a list."));
    let typed = loaded("/literature?q=%22%3E%3Cscript%3Ealert(1)").await.text;
    assert!(!typed.contains("<script>alert"), "{typed}");
    let missing = get("/literature?q=example").await;
    assert_eq!(missing.problem.map(|problem| problem.code), Some(Code::LiteratureNotLoaded));
}

#[actix_web::test]
async fn a_record_says_what_became_of_it_with_source_and_date() {
    let page = loaded("/literature/pmid:99999902").await.text;
    assert!(
        page.contains("Retracted (2003-05): Ex J Nowhere. 2003 May;9(1):1. Told by: remark on the record, PubMed."),
        "{page}"
    );
    assert!(page.contains("The notice: <a href=\"/literature/pmid:99999903\">PMID 99999903</a>"), "{page}");
    assert!(page.contains("evidence literature promote 'pmid:99999902'"), "{page}");
    assert_eq!(tags(&page, "citation_title").len(), 1);
    for (name, values) in [
        ("citation_author", &["Nemo, Ada B", "Example, Bo"][..]),
        ("citation_journal_title", &["Example Journal of Nowhere"]),
        ("citation_publication_date", &["2002/03"]),
        ("citation_pmid", &["99999902"]),
        ("citation_doi", &["10.5555/literature.99999902"]),
        ("citation_abstract_html_url", &["https://evidence.example/literature/pmid:99999902"]),
    ] {
        assert_eq!(tags(&page, name), values, "{name}");
    }
    assert!(page.contains("<span class=\"Z3988\" title=\"ctx_ver="), "{page}");
    // A list of notices tells what no record does.
    let listed = loaded("/literature/pmid:99999901").await.text;
    let said = "Expression of concern (2004-04-05), doi:10.5555/notice.1; reason given: +Doubts about &#60;data&#62;. Told by: list of notices, notices.csv.";
    assert!(listed.contains(said), "{listed}");
    assert!(listed.contains("Nobody was treated, and nothing was found."), "{listed}");
}

/// A record is handed on as the resolver of DOIs does it, with what became of the publication.
#[actix_web::test]
async fn a_record_is_a_reference_for_programs_that_ask_for_one() {
    for (media, begins, holds) in [
        ("application/vnd.citationstyles.csl+json", "{", "\"note\""),
        ("application/x-bibtex", "@article{", "note = {Retracted"),
        ("application/x-research-info-systems", "TY  - JOUR", "N1  - Editorial status: Retracted"),
        ("text/x-bibliography; style=apa", "Nemo, A. B.", "Not appraised"),
    ] {
        let request = test::TestRequest::get().uri("/literature/pmid:99999902").insert_header(("Accept", media));
        let got = send(&LOADED, request).await;
        assert_eq!(got.status, StatusCode::OK, "{media}");
        assert!(got.content_type.starts_with(media.split(';').next().unwrap()), "{}", got.content_type);
        assert!(got.text.starts_with(begins) && got.text.contains("etracted"), "{media}: {}", got.text);
        assert!(got.text.contains(holds) || media.starts_with("text"), "{media}: {}", got.text);
    }
}

#[actix_web::test]
async fn a_record_is_found_by_its_other_names_and_gives_way_to_an_appraised_one() {
    for name in ["doi:10.5555/literature.99999902", "doi:10.5555%2FLITERATURE.99999902", "PMID:99999902"] {
        let got = loaded(&format!("/literature/{name}")).await;
        assert_eq!(got.status, StatusCode::OK, "{name}");
        assert!(
            got.text.contains("<link rel=\"canonical\" href=\"https://evidence.example/literature/pmid:99999902\">")
        );
    }
    let twin = loaded("/literature/pmid:99999904").await;
    assert_eq!(
        (twin.status, twin.location.as_deref()),
        (StatusCode::SEE_OTHER, Some("/sources/example-trial-nowhere"))
    );
    for missing in ["pmid:1", "nonsense", "%3Cscript%3E"] {
        let got = loaded(&format!("/literature/{missing}")).await;
        assert_eq!(got.problem.map(|problem| problem.code), Some(Code::NotFound), "{missing}");
    }
}

#[actix_web::test]
async fn a_list_with_works_outside_the_collection_is_finished_on_the_page() {
    let list = "/bibliography?id=10.5555%2Fliterature.99999902&id=example-trial-nowhere&id=pmid:99999901";
    let page = loaded(list).await.text;
    assert!(page.contains("3 references in AMA, in your order"), "{page}");
    assert!(page.contains("data-address=\"/bibliography?id=pmid%3A99999902&#38;id=example-trial-nowhere&#38;id=pmid%3A99999901&#38;style=ama\""), "{page}");
    assert!(page.contains("href=\"/literature/pmid:99999902\">Nemo 2002</a>"), "{page}");
    assert!(page.contains("nobody here has appraised it"), "{page}");
    assert!(
        page.contains("href=\"/v1/export?ids=pmid%3A99999902,example-trial-nowhere,pmid%3A99999901&#38;format=ris\""),
        "{page}"
    );
    for style in ["apa", "chicago-notes"] {
        let styled = loaded(&format!("{list}&style={style}")).await.text;
        assert!(styled.contains("3 references in ") && !styled.contains("Not found"), "{style}: {styled}");
    }
    let moved = loaded(&format!("{list}&style=ama&up=pmid%3A99999901")).await.location.unwrap();
    assert_eq!(moved, "/bibliography?id=pmid%3A99999902&id=pmid%3A99999901&id=example-trial-nowhere&style=ama");
    // A whole reference is taken by its words, and told where it differs.
    let pasted = "Nemo+AB%2C+Example+B.+Example+record%3A+needles+that+nobody+used%2C+and+acupuncture.+Ex+J+Nowhere.+2007%3B7(2)%3A101-9.%0A\
        Somebody+X.+Juggling+with+spoons+in+a+ward+that+is+not+there.+J+Elsewhere.+2011%3B3%3A4-9.";
    let looked = loaded(&format!("/bibliography?add={pasted}")).await.text;
    assert!(looked.contains("Added, by its words, with another year: see whether it is meant"), "{looked}");
    assert!(looked.contains("1 reference in AMA"), "{looked}");
    assert!(looked.contains("No record is like it"), "{looked}");
}

#[actix_web::test]
async fn references_are_checked_on_a_page() {
    let post = |text: &str| {
        let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("text", text).finish();
        let request = test::TestRequest::post().uri("/references").set_payload(body);
        send(&LOADED, request.insert_header(("Content-Type", "application/x-www-form-urlencoded")))
    };
    let title = "Example record: needles that nobody used, and acupuncture";
    let list = [
        format!("1. Nemo AB, Example B. {title}. Ex J Nowhere. 2002;7(2):101-9."),
        "2. Nemo AB, Example B. Example record: acupuncture for an imaginary ache. Ex J Nowhere. 2011;7(2):101-9.".to_owned(),
        "3. Somebody X. Juggling with <b>spoons</b> in a ward that is not there. J Elsewhere. 2011;3:4-9. doi:10.5555/literature.99999901".to_owned(),
        "4. Absent Z. Whistling at clouds that were never there. Ex J Nowhere. 2005;1:2.".to_owned(),
    ];
    let got = post(&list.join("\n")).await;
    assert_eq!((got.status, got.policy), (StatusCode::OK, Some(CachePolicy::NoStore)));
    let page = got.text;
    let headline = "4 references, 1 as on record, 1 not as on record, 1 with the identifier of another publication, 1 not in this collection, 3 retracted, withdrawn or doubted";
    assert!(page.contains(headline), "{page}");
    let rows: Vec<&str> = page.split("<p class=\"said\">").skip(1).collect();
    assert!(rows[0].contains("Retracted: pmid:99999903."), "{}", rows[0]);
    assert!(rows[1].contains("Year: the reference says “2011”, on record it is “2001”."), "{}", rows[1]);
    assert!(rows[1].contains("Expression of concern: doi:10.5555/notice.1."), "{}", rows[1]);
    assert!(rows[2].contains("The identifier belongs to: <a href=\"/literature/pmid:99999901\">"), "{}", rows[2]);
    // Not loaded, but its notice is.
    assert!(rows[3].contains("Retracted: doi:10.5555/notice.2.") && rows[3].contains("It may exist all the same"));
    assert!(!page.contains("<b>spoons"), "{page}");
    // A reference that is right is no approval of what was taken back.
    assert!(!page.contains("mark good"), "{page}");
    assert!(page.contains("href=\"/bibliography?id=pmid%3A99999902&#38;id=pmid%3A99999901\""), "{page}");
    // Who may be meant is told by more than a title, which several may share.
    let several = post("Nemo AB, Example B. Ex J Nowhere. 7(2):101-9.").await.text;
    assert!(several.contains("It may mean:") && several.contains("</a>, Nemo 2001;7:101-109</li>"), "{several}");
    let empty = post("  ").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("There is nothing to check yet"), "{}", empty.text);
    let json = test::TestRequest::post().uri("/references").set_json("x");
    assert_eq!(send(&LOADED, json).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
