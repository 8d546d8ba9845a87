//! XML of EndNote: every element is in a value, in a note, or of a name that is said to be passed over. The publications are
//! made up.

use evidence::{
    citation::exchange::{self, ImportFormat, Imported, Outcome},
    domain::{EditorialStatus, Name, source::ItemType},
};
use proptest::{prelude::*, sample::select};

use crate::exchange::read;

fn outcomes(records: &str) -> Vec<Outcome> {
    let (outcomes, ended) = read(format!("<xml><records>{records}</records></xml>").as_bytes());
    assert_eq!(ended.expect("the document is whole"), ImportFormat::EndNoteXml);
    outcomes
}

/// The one record with these elements, an article unless they say another type.
fn only(elements: &str) -> Imported {
    let kind = if elements.contains("<ref-type") { "" } else { "<ref-type name=\"Journal Article\">17</ref-type>" };
    let title = if elements.contains("<title>") { "" } else { "<titles><title>Humming nowhere</title></titles>" };
    let year = if elements.contains("<year>") { "" } else { "<dates><year>2020</year></dates>" };
    let mut all = outcomes(&format!("<record>{kind}{title}{year}{elements}</record>"));
    assert_eq!(all.len(), 1, "{elements}");
    all.remove(0).unwrap_or_else(|fault| panic!("{fault:?}: {elements}"))
}

fn names(names: &[Name]) -> Vec<String> {
    names.iter().map(Name::full).collect()
}

#[test]
fn a_chapter_has_its_book_and_the_people_who_made_it() {
    let file = std::fs::read(crate::library::root().join("tests/fixtures/exchange/endnote.xml")).unwrap();
    let (outcomes, ended) = read(&file);
    assert_eq!(ended.unwrap(), ImportFormat::EndNoteXml);
    let [Ok(article), Ok(chapter)] = outcomes.as_slice() else { panic!("{outcomes:#?}") };
    assert_eq!(article.notes, [""; 0]);
    let b = &chapter.bibliography;
    assert_eq!((b.item_type, b.title.as_str()), (ItemType::Chapter, "Counting 10⁹ tones"));
    assert_eq!(names(&b.editor), ["Carl Third"]);
    assert_eq!(names(&b.translator), ["Dora Fourth"]);
    let said = [&b.container_title, &b.edition, &b.publisher, &b.publisher_place, &b.page];
    let said = said.map(|value| value.as_deref().unwrap_or_default());
    assert_eq!(said, ["Handbook of Nowhere", "2nd", "Nowhere Press", "Nowhere", "11-20"]);
    assert_eq!(b.isbn.as_ref().map(ToString::to_string).as_deref(), Some("9780306406157"));
    assert_eq!(b.url.as_ref().map(|url| url.as_str()), Some("https://example.org/book"));
    assert_eq!(
        chapter.notes,
        [
            "custom4 is `a reader's own field`, for which we have no place",
            "in the series `Books of Nowhere`",
            "not read: section (line 44)",
        ]
    );
}

#[test]
fn types_are_told_by_name_and_else_by_number() {
    for (kind, expected) in [
        ("<ref-type name=\"Book\">6</ref-type>", ItemType::Book),
        ("<ref-type>6</ref-type>", ItemType::Book),
        ("<ref-type name=\"Thesis\">32</ref-type>", ItemType::Thesis),
        ("<ref-type name=\"Conference Proceedings\">10</ref-type>", ItemType::PaperConference),
        ("<ref-type name=\"Web Page\">12</ref-type>", ItemType::Webpage),
        ("<ref-type name=\"Report\">27</ref-type>", ItemType::Report),
        ("<ref-type name=\"Statute\">31</ref-type>", ItemType::Legislation),
        // A name in another language beside the number.
        ("<ref-type name=\"Zeitschriftenartikel\">17</ref-type>", ItemType::ArticleJournal),
    ] {
        assert_eq!(only(kind).bibliography.item_type, expected, "{kind}");
    }
    let film = only("<ref-type name=\"Film or Broadcast\">21</ref-type>");
    assert!(film.notes.iter().any(|note| note.contains("FILM OR BROADCAST")), "{:?}", film.notes);
}

#[test]
fn identifiers_and_numbers_are_read_where_endnote_has_them() {
    let read = only(
        "<electronic-resource-num>https://doi.org/10.5555/x.1/full</electronic-resource-num><accession-num>99999901</accession-num>\
         <remote-database-name>MEDLINE</remote-database-name><custom2>PMC9999999</custom2><custom7>e1042</custom7>\
         <isbn>0003-4819 (Print)&#xD;1539-3704 (Electronic)</isbn>",
    );
    let b = &read.bibliography;
    assert_eq!(b.doi.as_ref().map(|doi| doi.as_str()), Some("10.5555/x.1"));
    assert_eq!(b.pmid.map(|pmid| pmid.to_string()).as_deref(), Some("99999901"));
    assert_eq!(b.pmcid.as_ref().map(ToString::to_string).as_deref(), Some("PMC9999999"));
    assert_eq!(
        (b.number.as_deref(), b.issn.as_ref().map(ToString::to_string).as_deref()),
        (Some("e1042"), Some("0003-4819"))
    );
    // The number of another database is none of PubMed.
    let other =
        only("<accession-num>147000000</accession-num><remote-database-name>Nowhere Index</remote-database-name>");
    assert_eq!(other.bibliography.pmid, None);
    let report = only("<ref-type name=\"Report\">27</ref-type><isbn>NR-12/2020</isbn>");
    assert_eq!(report.bibliography.number.as_deref(), Some("NR-12/2020"));
}

#[test]
fn what_a_library_says_of_a_publication_is_seen() {
    for elements in [
        "<keywords><keyword>Retracted Publication</keyword></keywords>",
        "<notes>Nobody's note&#xD;Retraction in: J Nowhere. 2021;2:1. doi: 10.5555/notice.1</notes>",
        "<titles><title>RETRACTED: Humming nowhere</title></titles>",
    ] {
        let read = only(elements);
        assert_eq!(read.editorial.status, EditorialStatus::Retracted, "{elements}");
        assert_eq!(
            (read.bibliography.title.as_str(), &read.bibliography.doi),
            ("Humming nowhere", &None),
            "{elements}"
        );
    }
}

#[test]
fn people_are_read_as_in_every_format() {
    let author = |name: &str| only(&format!("<contributors><authors><author>{name}</author></authors></contributors>"));
    for (written, expected) in [
        ("Nobody, A.", &["A. Nobody"][..]),
        ("Nobody A", &["A Nobody"]),
        ("Nobody, Anna; Example, Bert", &["Anna Nobody", "Bert Example"]),
        ("Nowhere, Institute of,", &["Nowhere, Institute of"]),
        ("M&#252;ller, J&amp;uuml;rgen", &["Jürgen Müller"]),
    ] {
        assert_eq!(names(&author(written).bibliography.author), expected, "{written}");
    }
    let cut = author("et al.");
    assert!(cut.bibliography.author.is_empty() && cut.notes.iter().any(|note| note.contains("cuts the list")));
    let third = only("<contributors><tertiary-authors><author>Nobody, Anna</author></tertiary-authors></contributors>");
    assert_eq!(
        third.notes,
        ["contributors/tertiary-authors/author names `Nobody, Anna`, whose part in it we have no word for"]
    );
}

#[test]
fn nothing_in_a_file_is_expanded_or_costs_another_record() {
    let bomb = "<!DOCTYPE xml [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    let record = "<record><titles><title>A &b; &c;</title></titles><dates><year>2020</year></dates></record>";
    let (outcomes, ended) = read(format!("{bomb}<xml><records>{record}</records></xml>").as_bytes());
    assert_eq!(ended.unwrap(), ImportFormat::EndNoteXml);
    let [Ok(imported)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert_eq!(imported.bibliography.title, "A &b; &c;");
    assert_eq!(imported.notes, ["line 1 holds `&b;`, which is not expanded"]);

    let good = |title: &str| record.replace("A &b; &c;", title);
    for (broken, message) in [
        (good("x").replace("</title>", "</titel>"), "ends <titel>"),
        (good(&format!("{}x{}", "<i>".repeat(40), "</i>".repeat(40))), "deep"),
        (good("x").replace("<year>2020</year>", ""), "no year"),
        (good("x").replace("</record>", ""), "does not end before"),
    ] {
        let all = self::outcomes(&format!("{}{broken}{}", good("One"), good("Two")));
        let titles: Vec<&str> = all.iter().flatten().map(|read| read.bibliography.title.as_str()).collect();
        let faults: Vec<&str> =
            all.iter().filter_map(|one| one.as_ref().err()).map(|fault| fault.message.as_str()).collect();
        assert_eq!(titles, ["One", "Two"], "{broken}");
        assert!(faults.len() == 1 && faults[0].contains(message), "{faults:?}: {broken}");
    }
}

/// Elements of EndNote and their likes, at places where they belong and where they do not.
fn path() -> impl Strategy<Value = String> {
    let above = select(vec![
        "",
        "titles/",
        "contributors/",
        "contributors/authors/",
        "dates/",
        "dates/pub-dates/",
        "periodical/",
        "urls/",
        "urls/related-urls/",
        "nowhere/",
    ]);
    let known = select(vec![
        "author",
        "title",
        "secondary-title",
        "alt-title",
        "year",
        "date",
        "full-title",
        "abbr-1",
        "url",
        "pages",
        "volume",
        "number",
        "issue",
        "edition",
        "section",
        "publisher",
        "isbn",
        "notes",
        "work-type",
        "language",
        "custom1",
        "custom7",
        "misc2",
        "report-id",
        "accession-num",
        "electronic-resource-num",
        "tertiary-title",
        "reviewed-item",
        "orig-pub",
    ]);
    (above, prop_oneof![known.prop_map(str::to_owned), "[a-z]{3,9}"]).prop_map(|(above, name)| format!("{above}{name}"))
}

proptest! {
    #[test]
    fn every_element_ends_in_a_value_or_a_note(paths in proptest::collection::vec(path(), 1..8), kind in select(vec![5, 6, 10, 12, 17, 27, 32])) {
        let mut text = format!("<ref-type>{kind}</ref-type>\n<titles><title>Humming nowhere</title></titles>\n<dates><year>2020</year></dates>");
        let mut marks = Vec::new();
        for (at, path) in paths.iter().enumerate() {
            let mark = format!("Qz{at}x");
            let begin: String = path.split('/').map(|name| format!("<{name}>")).collect();
            let end: String = path.split('/').rev().map(|name| format!("</{name}>")).collect();
            text.push_str(&format!("\n{begin}{mark}{end}"));
            marks.push((path, at + 4, mark));
        }
        let read = only(&text);
        let Imported { line: _, bibliography, registration, design: _, editorial, notes } = &read;
        let whole = format!("{bibliography:?} {registration:?} {editorial:?}");
        let passed_over = exchange::passed_over(ImportFormat::EndNoteXml);
        for (path, line, mark) in marks {
            let is_passed_over = path.split('/').any(|name| passed_over.contains(&name)) || passed_over.contains(&path.as_str());
            let place = format!("{path} (line {line})");
            let is_told = whole.contains(&mark) || notes.iter().any(|note| note.contains(&mark) || note.contains(&place));
            prop_assert!(is_passed_over || is_told, "{path} of line {line} is lost: {text}{read:#?}");
        }
    }

    #[test]
    fn no_elements_panic(text in "(</?(record|titles|title|author|year|style|xml)>|&#?[a-z0-9]{1,4};|<|>|\"| |9|ä){0,60}") {
        let _ = read(format!("<xml><records>{text}").as_bytes());
        let _ = read(format!("<xml><records><record>{text}</record></records></xml>").as_bytes());
    }
}
