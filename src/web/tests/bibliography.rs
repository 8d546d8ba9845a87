//! The promises of the bibliography, and of what can be taken along from a hit.

use actix_web::http::StatusCode;

use super::get;
use crate::{app::MAX_REFERENCES, http::cache::CachePolicy};

const TRIAL: &str = "example-trial-nowhere";
const GUIDELINE: &str = "example-guideline-nowhere";
const RETRACTED: &str = "example-retracted";

/// The ids of the entries of a list, as they stand on the page.
fn entries(page: &str) -> Vec<&str> {
    page.split("<p class=\"entry\" id=\"entry-").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// The address of the list on a page, with everything in it.
fn address(page: &str) -> String {
    let address = page.split("data-address=\"").nth(1).unwrap().split('"').next().unwrap();
    address.replace("&#38;", "&")
}

/// Where a button leads: the address of the changed list.
async fn after(address: &str) -> String {
    let got = get(address).await;
    assert_eq!((got.status, got.policy), (StatusCode::SEE_OTHER, Some(CachePolicy::NoStore)), "{address}");
    got.location.unwrap()
}

#[actix_web::test]
async fn the_order_of_the_writer_counts_where_references_are_numbered() {
    let list = format!("/bibliography?id={TRIAL}&id={RETRACTED}&id={GUIDELINE}");
    let numbered = get(&list).await.text;
    assert_eq!(entries(&numbered), [TRIAL, RETRACTED, GUIDELINE]);
    assert!(numbered.contains("3 references in AMA, in your order"), "{numbered}");
    assert!(numbered.contains("name=\"down\""));
    let by_author = get(&format!("{list}&style=apa")).await.text;
    assert_ne!(entries(&by_author), [TRIAL, RETRACTED, GUIDELINE]);
    assert!(by_author.contains("APA orders its list by author and year."), "{by_author}");
    assert!(!by_author.contains("name=\"down\""), "an order that does not count can be changed");
    // It is kept all the same.
    assert_eq!(address(&by_author), format!("{list}&style=apa"));
}

#[actix_web::test]
async fn a_button_leads_to_the_address_of_the_changed_list() {
    let list = |ids: &[&str]| {
        let ids: Vec<String> = ids.iter().map(|id| format!("id={id}")).collect();
        format!("/bibliography?{}", ids.join("&"))
    };
    let three = list(&[TRIAL, "nonsense", RETRACTED, GUIDELINE]);
    for (asked, expected) in [
        // Past what nobody knows, which is shown apart.
        (format!("up={RETRACTED}"), list(&[RETRACTED, TRIAL, "nonsense", GUIDELINE])),
        (format!("down={TRIAL}"), list(&["nonsense", RETRACTED, TRIAL, GUIDELINE])),
        (format!("up={TRIAL}"), three.clone()),
        (format!("down={GUIDELINE}"), three.clone()),
        (format!("remove={RETRACTED}"), list(&[TRIAL, "nonsense", GUIDELINE])),
        ("remove=nonsense".to_owned(), list(&[TRIAL, RETRACTED, GUIDELINE])),
        (
            "instead=example-guideline-old+nonsense".to_owned(),
            list(&[TRIAL, "example-guideline-old", RETRACTED, GUIDELINE]),
        ),
        (format!("instead={TRIAL}+nonsense"), list(&[TRIAL, RETRACTED, GUIDELINE])),
        ("sort=author".to_owned(), list(&[GUIDELINE, TRIAL, RETRACTED, "nonsense"])),
        // A list that was changed meanwhile has no such entry.
        ("remove=gone".to_owned(), three.clone()),
        ("up=gone".to_owned(), three.clone()),
        ("instead=gone+nonsense".to_owned(), three.clone()),
    ] {
        assert_eq!(after(&format!("{three}&style=bmj&{asked}")).await, format!("{expected}&style=bmj"), "{asked}");
    }
    let emptied = after(&format!("/bibliography?id={TRIAL}&style=bmj&locale=de-DE&remove={TRIAL}")).await;
    assert_eq!(emptied, "/bibliography?style=bmj&locale=de-DE");
}

#[actix_web::test]
async fn what_nobody_knows_is_said_and_stays() {
    let page = get("/bibliography?id=example-trial-nowher&id=10.5555%2Fnowhere.2021.1&id=%3Cscript%3E").await.text;
    assert_eq!(entries(&page), [TRIAL]);
    assert!(page.contains("1 reference in AMA, in your order; 2 not found"), "{page}");
    assert!(
        page.contains("value=\"example-trial-nowhere example-trial-nowher\">Take Example Trial of Nowhere<"),
        "{page}"
    );
    assert!(page.contains("<q>&#60;script&#62;</q>") && !page.contains("<script>"), "{page}");
    // It is kept in the address, and left out of what is downloaded.
    let kept = format!("/bibliography?id=example-trial-nowher&id={TRIAL}&id=%3Cscript%3E&style=ama");
    assert_eq!(address(&page), kept);
    assert!(page.contains(&format!("href=\"/v1/export?ids={TRIAL}&#38;format=ris\"")), "{page}");
}

#[actix_web::test]
async fn what_cannot_be_shown_is_no_key() {
    let page = get(&format!("/bibliography?id=%00&id=%1F{TRIAL}%07&id=%FF&id=&style=%00ama")).await.text;
    assert_eq!(entries(&page), [TRIAL]);
    assert!(!page.contains(['\0', '\u{1f}', '\u{7}']), "{page:?}");
    assert!(page.contains("1 reference in AMA, in your order; 1 not found"), "{page}");
}

#[actix_web::test]
async fn notices_stand_with_their_entry() {
    let page = get(&format!("/bibliography?id={TRIAL}&id={RETRACTED}&id=example-unidentified")).await.text;
    let of = |id: &str| {
        let begin = format!("id=\"entry-{id}\"");
        page.split(&begin).nth(1).unwrap().split("</li>\n<li>").next().unwrap().to_owned()
    };
    assert!(of(RETRACTED).contains("<strong>To know:</strong> Retracted"), "{}", of(RETRACTED));
    assert!(of(RETRACTED).contains("<li class=\"mark bad\">Retracted</li>"));
    assert!(of("example-unidentified").contains("must not be cited as evidence"));
    assert!(!of(TRIAL).contains("To know"), "{}", of(TRIAL));
}

#[actix_web::test]
async fn what_is_pasted_is_looked_up_line_by_line() {
    let pasted = "1.+doi%3A10.5555%2Fnowhere.2021.1%0D%0A%0A\
        the+nowhere+guideline%0A\
        -+https%3A%2F%2Fevidence.example%2Fsources%2Fexample-retracted%23cite%0A\
        example-guideline-old%2C+example-guideline-elsewhere%0A\
        example-trial-nowher%0A\
        Smith+J.+Cats+and+headaches.+2011%0A\
        example-retracted";
    let page = get(&format!("/bibliography?add={pasted}")).await.text;
    let all = [TRIAL, GUIDELINE, RETRACTED, "example-guideline-old", "example-guideline-elsewhere"];
    assert_eq!(entries(&page), all);
    let looked = page.split("id=\"looked\"").nth(1).unwrap();
    assert_eq!(looked.matches(">Added<").count(), 4, "{looked}");
    assert_eq!(looked.matches(">Already in the list<").count(), 1);
    // What may be meant is offered, unless the list has it.
    assert!(looked.contains("<span class=\"by\">In the list:</span> <span>Example Trial of Nowhere:"), "{looked}");
    let alone = get("/bibliography?add=example-trial-nowher").await.text;
    assert!(alone.contains("name=\"add\" value=\"example-trial-nowhere\""), "{alone}");
    assert!(looked.contains("<q>Smith J. Cats and headaches. 2011</q> <span class=\"mark bad\">No record is like it<"));
    // Lines that led to nothing are still there to be put right.
    assert!(page.contains(">\nexample-trial-nowher\nSmith J. Cats and headaches. 2011</textarea>"), "{page}");
}

#[actix_web::test]
async fn a_reference_in_words_is_taken_with_a_warning() {
    let page =
        get("/bibliography?add=Nobody+N%2C+Doe+J.+Invented+therapy+for+the+imaginary+ache%3A+a+fabricated+trial.+2021")
            .await;
    assert_eq!(entries(&page.text), [TRIAL]);
    assert!(page.text.contains("Added, by its words: see whether it is meant"), "{}", page.text);
}

#[actix_web::test]
async fn the_list_is_a_file_in_three_forms() {
    let list = format!("/bibliography?id={TRIAL}&style=vancouver");
    for (format, content_type, begin) in [
        ("html", "text/html; charset=utf-8", "<!DOCTYPE html>\n<html lang=\"en\">"),
        ("markdown", "text/markdown; charset=utf-8", "1. Nobody N, Doe J."),
        ("text", "text/plain; charset=utf-8", "1. Nobody N, Doe J."),
    ] {
        let file = get(&format!("{list}&format={format}")).await;
        assert_eq!(file.content_type, content_type);
        assert!(file.text.starts_with(begin), "{}", file.text);
        assert_eq!(file.text.contains("](https://doi.org/"), format == "markdown", "{}", file.text);
    }
    let unknown = get(&format!("{list}&format=docx")).await;
    assert!(unknown.text.contains("There is no kind of file “docx”, so it was left out."), "{}", unknown.text);
    // Nothing is no file.
    assert!(get("/bibliography?format=text").await.text.contains("No reference is in the list yet"));
}

#[actix_web::test]
async fn a_list_that_is_too_long_says_what_is_left_out() {
    let ids: Vec<String> = (0..MAX_REFERENCES + 7).map(|number| format!("id=k{number}")).collect();
    let page = get(&format!("/bibliography?{}", ids.join("&"))).await.text;
    assert!(page.contains("A list has at most 300 references; 7 more were left out."), "{page}");
    let page = get(&format!("/bibliography?{}&add={TRIAL}", ids[..MAX_REFERENCES].join("&"))).await.text;
    assert!(page.contains("Not added: a list has at most 300 references"), "{page}");
}

#[actix_web::test]
async fn what_is_too_much_to_look_up_stays_in_the_box() {
    let lines: Vec<String> = (0..MAX_REFERENCES + 2).map(|number| format!("z{number}")).collect();
    let page = get(&format!("/bibliography?add={}", lines.join("%0A"))).await.text;
    let rest = page.split("<textarea id=\"add\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(rest.contains("\nz0\n") && rest.ends_with("\nz300\nz301"), "{rest}");
}

#[actix_web::test]
async fn in_text_forms_stand_where_no_number_says_them() {
    let list = format!("/bibliography?id={TRIAL}&id={GUIDELINE}");
    let page = get(&format!("{list}&style=apa")).await.text;
    assert!(page.contains("<span id=\"in-text-example-trial-nowhere\">(Nobody &amp; Doe, 2021)</span>"), "{page}");
    assert!(!get(&list).await.text.contains("In the text:"));
}

/// The buttons of a hit, by its address.
fn taken<'a>(page: &'a str, href: &str) -> &'a str {
    let begin = format!("data-href=\"{href}\"");
    page.split(&begin).nth(1).unwrap_or_else(|| panic!("no hit {href}\n{page}")).split("</div>").next().unwrap()
}

#[actix_web::test]
async fn a_hit_says_what_can_be_taken_along() {
    let page = get("/?q=ache&kind=source,finding,claim,blurb,topic&match=any").await.text
        + &get("/?q=ache&match=any&start=11").await.text
        + &get("/?q=unidentified+quicksilver&match=any").await.text;
    let trial = taken(&page, "/sources/example-trial-nowhere");
    assert!(
        trial.contains("data-sources=\"example-trial-nowhere\"") && trial.contains("data-blurb=\"example-effect\"")
    );
    let finding = taken(&page, "/findings/example-trial-nowhere-ache");
    assert!(finding.contains("data-sources=\"example-trial-nowhere\""), "{finding}");
    let topic = taken(&page, "/topics/imaginary-ache");
    assert!(topic.contains("data-take=\"link\"") && !topic.contains("data-take=\"reference\""), "{topic}");
    let unidentified = taken(&page, "/sources/example-unidentified");
    assert!(unidentified.contains("nobody could identify the publication"), "{unidentified}");
    assert!(!unidentified.contains("data-keep"), "{unidentified}");
    // Text that was taken back cannot be taken along.
    let withdrawn = taken(&page, "/blurbs/example-withdrawn");
    assert!(!withdrawn.contains("data-blurb") && !withdrawn.contains("data-sources"), "{withdrawn}");
}

#[actix_web::test]
async fn references_are_printed_with_the_hits_when_a_style_is_asked_for() {
    let page = get("/?q=fabricated+trial&style=apa&kind=source").await.text;
    assert!(page.contains("<p class=\"reference\">Nobody, N., &amp; Doe, J. (2021)."), "{page}");
    assert!(page.contains("<option value=\"apa\" selected>APA</option>"));
    // The style goes along with filters and further typing, and the API has no such parameter.
    assert!(page.contains("<input type=\"hidden\" name=\"style\" value=\"apa\">"));
    assert!(page.contains("href=\"/?q=fabricated+trial&#38;style=apa\""), "{page}");
    assert!(page.contains("href=\"/v1/search?q=fabricated+trial&#38;kind=source\""), "{page}");
    assert!(!get("/?q=fabricated+trial").await.text.contains("<p class=\"reference\">"));
    let unknown = get("/?q=ache&style=apaa").await.text;
    assert!(unknown.contains("There is no citation style “apaa”, so it was left out."), "{unknown}");
}
