//! What other programs write besides: entries that are part of others, tables, citations as PubMed prints them, and lines that
//! belong to a record before or behind them. The publications are made up.

use evidence::{
    citation::exchange::{self, ImportFormat, Imported},
    domain::{EditorialStatus, Name, source::ItemType},
};
use proptest::{prelude::*, sample::select};

use crate::foreign_kinds::{all, bib, csl, has_note, names, nbib, only, ris};

#[test]
fn a_title_may_say_it_at_both_ends_and_where_the_notice_is() {
    let said = "RETRACTED: Humming nowhere (Retracted article. See vol. 15, pg. 99, 2024)";
    for text in [
        format!("TY  - JOUR\nTI  - {said}\nPY  - 2020\nER  - \n"),
        format!("@article{{a, title={{{said}}}, journal={{J}}, year=2020}}"),
        format!("[{{\"type\":\"article-journal\",\"title\":\"{said}\",\"issued\":2020,\"container-title\":\"J\"}}]"),
    ] {
        let Imported { bibliography, editorial, .. } = only(&text);
        assert_eq!(bibliography.title, "Humming nowhere", "{text}");
        assert_eq!(
            (editorial.status, editorial.notice.as_deref()),
            (EditorialStatus::Retracted, Some("vol. 15, pg. 99, 2024"))
        );
        assert_eq!(editorial.noticed.map(|day| day.to_string()).as_deref(), Some("2024"));
    }
}

#[test]
fn who_is_not_known_is_nobody() {
    for text in [
        ris("AU  - [No author name available]"),
        ris("AU  - [Anonymous]"),
        nbib("FAU - No authors listed"),
        bib("year=2020, author={{[No author name available]}}"),
        csl("\"issued\":2020,\"author\":[{\"literal\":\"[Anonymous]\"}]"),
    ] {
        let read = only(&text);
        let names = names(&read.bibliography.author);
        // MEDLINE has people only in this field, and somebody may be called so.
        assert!(names.is_empty() && has_note(&read, "names no author") || text.contains("FAU"), "{text}: {names:?}");
    }
}

#[test]
fn a_further_serial_number_is_told() {
    for text in [
        ris("SN  - 1234-5679\nSN  - 9999-9994"),
        bib("year=2020, issn={1234-5679, 9999-9994}"),
        csl("\"issued\":2020,\"ISSN\":[\"1234-5679\",\"9999-9994\"]"),
    ] {
        let read = only(&text);
        assert!(has_note(&read, "a further ISSN: 9999-9994"), "{text}: {:?}", read.notes);
    }
    assert!(!has_note(&only(&ris("SN  - 1234-5679 (Print)\nSN  - 1234-5679")), "further"));
}

#[test]
fn letters_before_a_page_are_those_of_the_last_one_too() {
    for (written, expected) in [("S7--15", "S7-S15"), ("A77-8", "A77-A78"), ("e12-e18", "e12-e18"), ("7-15", "7-15")] {
        for text in [ris(&format!("SP  - {written}")), bib(&format!("year=2020, pages={{{written}}}"))] {
            assert_eq!(only(&text).bibliography.page.as_deref(), Some(expected), "{text}");
        }
    }
}

#[test]
fn a_part_takes_what_it_lacks_from_its_whole() {
    let part = "@incollection{a, author={Nobody, Anna}, title={On Cups}, pages={1-9}, crossref={Book}}\n";
    let whole = "@book{book, editor={Editor, Ed}, title={Handbook of Nowhere}, year=2018, publisher={Press}, doi={10.5555/whole}}\n";
    for text in [format!("{part}{whole}"), format!("{whole}{part}")] {
        let (read, faults) = all(&text);
        assert_eq!((read.len(), faults.len()), (2, 0), "{text}: {faults:?}");
        let chapter = read.iter().find(|one| one.bibliography.title == "On Cups").expect("the chapter is read");
        let found = &chapter.bibliography;
        assert_eq!((found.item_type, found.issued.to_string().as_str()), (ItemType::Chapter, "2018"));
        assert_eq!(found.container_title.as_deref(), Some("Handbook of Nowhere"));
        assert_eq!((names(&found.editor), found.publisher.as_deref()), (vec!["Ed Editor".to_owned()], Some("Press")));
        // What belongs to the book alone stays with it.
        assert_eq!(found.doi, None);
    }
    let paper = "@inproceedings{p, title={Tea}, author={Nobody, A}, crossref={conf}}\n@proceedings{conf, title={Proc of Nowhere}, date={2019-05-02}}";
    let (read, _) = all(paper);
    let paper = read.iter().find(|one| one.bibliography.title == "Tea").expect("the paper is read");
    assert_eq!(paper.bibliography.container_title.as_deref(), Some("Proc of Nowhere"));
    let lone = only("@incollection{a, author={Nobody, A}, title={Lone}, year=2018, crossref={missing}}");
    assert!(has_note(&lone, "is not in the file"), "{:?}", lone.notes);
}

/// Records come in the order of the file, whether or not they wait for what they are part of.
#[test]
fn parts_that_wait_keep_their_place() {
    let text = "@inproceedings{a, title={First}, author={Nobody, A}, crossref={conf}}\n\
        @article{b, title={Second}, journal={J}, year=2019}\n@book{broken, title={Never}\n\
        @incollection{c, title={Third}, author={Nobody, A}, crossref={missing}}\n\
        @proceedings{conf, title={Fourth}, year=2018}\n@article{d, title={Fifth}, journal={J}, year=2020}\n";
    let mut seen = Vec::new();
    exchange::read(text.as_bytes(), None, &mut |outcome| match outcome {
        Ok(read) => seen.push(read.bibliography.title),
        Err(fault) => seen.push(format!("line {}", fault.line)),
    })
    .unwrap();
    // The third one has no year without its whole.
    assert_eq!(seen, ["First", "Second", "line 3", "line 4", "Fourth", "Fifth"]);
}

/// What stands in the place of a value and is none: an e-mail address behind a group, the first of a month that the issue does not
/// name, the version of a preprint in its DOI.
#[test]
fn what_databases_add_is_no_part_of_a_value() {
    let group = "Nowhere Tram Collaborative. Electronic address: nobody@example.org";
    for text in [
        ris(&format!("AU  - {group},")),
        nbib(&format!("CN  - {group}")),
        csl(&format!("\"issued\":2020,\"author\":[{{\"literal\":\"{group}\"}}]")),
        bib(&format!("year=2020, author={{{{{group}}}}}")),
    ] {
        let read = only(&text);
        assert_eq!(names(&read.bibliography.author), ["Nowhere Tram Collaborative"], "{text}");
        assert!(has_note(&read, "nobody@example.org"), "{text}: {:?}", read.notes);
    }
    let result = |dates: &str| {
        only(&format!(
            "{{\"resultList\":{{\"result\":[{{\"id\":\"99999901\",\"source\":\"MED\",\"title\":\"Humming nowhere.\",\"pubYear\":\"2020\",\
            \"authorString\":\"Nobody A.\",\"journalInfo\":{{{dates}}}}}]}}}}"
        ))
    };
    for (dates, expected) in [
        ("\"dateOfPublication\":\"2020 Mar\",\"printPublicationDate\":\"2020-03-01\"", "2020-03"),
        ("\"printPublicationDate\":\"2020-03-01\"", "2020-03-01"),
        ("\"dateOfPublication\":\"2020 Mar 5\"", "2020-03-05"),
    ] {
        assert_eq!(result(dates).bibliography.issued.to_string(), expected, "{dates}");
    }
    for text in [
        bib("year=2020, eprint={2099.00000v2}, archiveprefix={arXiv}"),
        ris("N1  - arXiv:2099.00000v2 [stat]"),
        csl("\"issued\":2020,\"note\":\"arXiv:2099.00000 [stat]\""),
    ] {
        let doi = only(&text).bibliography.doi.map(|doi| doi.to_string());
        assert_eq!(doi.as_deref(), Some("10.48550/arXiv.2099.00000"), "{text}");
    }
}

/// A work of `OpenAlex`: what became of it, names in either order, a first of a month that nobody printed.
#[test]
fn works_of_openalex_are_read() {
    let work = |date: &str, more: &str| {
        format!(
            "{{\"title\":\"Humming nowhere\",\"publication_year\":2019,\"publication_date\":\"{date}\",\"doi\":\"https://doi.org/10.5555/x.1\",\
            \"ids\":{{\"pmid\":\"https://pubmed.ncbi.nlm.nih.gov/99999901\",\"pmcid\":\"https://www.ncbi.nlm.nih.gov/pmc/articles/9999901\"}},\
            \"primary_location\":{{\"source\":{{\"display_name\":\"J Nowhere\",\"issn_l\":\"1234-5679\",\"type\":\"journal\"}}}},\"authorships\":[\
            {{\"author\":{{\"display_name\":\"Ivy B. von der Heide\"}},\"raw_author_name\":\"Ivy B. von der Heide\"}},\
            {{\"author\":{{\"display_name\":\"Anna Nobody\"}},\"raw_author_name\":\"Nobody, Anna\"}}],\
            \"biblio\":{{\"volume\":\"4\",\"issue\":null,\"first_page\":\"30\",\"last_page\":\"37\"}},{more}}}"
        )
    };
    let retracted = only(&work("2019-08-01", "\"type\":\"article\",\"is_retracted\":true"));
    assert_eq!(retracted.editorial.status, EditorialStatus::Retracted);
    let found = &retracted.bibliography;
    assert_eq!(names(&found.author), ["Ivy B. von der Heide", "Anna Nobody"]);
    assert_eq!((found.issued.to_string().as_str(), found.page.as_deref()), ("2019-08", Some("30-37")));
    assert_eq!(found.pmcid.as_ref().map(ToString::to_string).as_deref(), Some("PMC9999901"));
    assert_eq!(found.pmid.map(|pmid| pmid.to_string()).as_deref(), Some("99999901"));
    let all_of = format!(
        "{{\"meta\":{{}},\"results\":[{}]}}",
        work("2019-08-17", "\"type\":\"erratum\",\"is_retracted\":false")
    );
    let notice = only(&all_of);
    assert_eq!(
        (notice.editorial.status, notice.bibliography.issued.to_string().as_str()),
        (EditorialStatus::Unchecked, "2019-08-17")
    );
    assert!(has_note(&notice, "this record is itself a notice (correction)"), "{:?}", notice.notes);
    assert_eq!(only(&work("2019-01-01", "\"type\":\"preprint\"")).bibliography.item_type, ItemType::Preprint);
}

/// Of two kinds one is kept, and the other told.
#[test]
fn a_further_kind_is_told() {
    let read = only("TY  - RPRT\nTI  - Humming nowhere\nPY  - 2020\nM3  - Survey\nM3  - Working paper\nER  - \n");
    assert_eq!(read.bibliography.genre.as_deref(), Some("Survey"));
    assert!(has_note(&read, "`Working paper` too"), "{:?}", read.notes);
}

/// What PubMed and Ovid have and no field takes is told; what is passed over is documented.
#[test]
fn what_no_field_takes_is_told() {
    let xml = "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99999901</PMID><Article><Journal><JournalIssue><PubDate><Year>2020\
        </Year></PubDate></JournalIssue><Title>J Nowhere</Title></Journal><ArticleTitle>[Humming].</ArticleTitle><Language>ger</Language>\
        <Language>fre</Language><VernacularTitle>Summen.</VernacularTitle><Novelty>zebra</Novelty></Article></MedlineCitation>\
        </PubmedArticle><PubmedBookArticle><BookDocument><PMID>99999902</PMID><Book><Publisher><PublisherName>Press</PublisherName>\
        </Publisher><BookTitle>Whistling</BookTitle><PubDate><Year>2019</Year></PubDate><ReportNumber>NR-7</ReportNumber></Book>\
        </BookDocument></PubmedBookArticle></PubmedArticleSet>";
    let (read, faults) = all(xml);
    let [article, book] = read.as_slice() else { panic!("{faults:?}") };
    for told in ["own language: `Summen.`", "Article/Language (line 1)", "Article/Novelty (line 1)"] {
        assert!(has_note(article, told), "{told}: {:?}", article.notes);
    }
    assert_eq!((book.bibliography.number.as_deref(), book.notes.len()), (Some("NR-7"), 0), "{:?}", book.notes);
    let ovid = only(
        "1.\nHumming nowhere.\nNobody A., Example B.\nEmbase\nJ Nowhere. 6(2) (pp 44-46), 2023. Date of Publication: September 2023.\n\
         [Article]\nAN: 2099999999\nTrade Name: Nowherin\nInstitution\n(Nobody) House: of Nowhere\nPublisher: Press\nAbstract\n\
         Background: nothing.\n",
    );
    assert_eq!(ovid.bibliography.publisher.as_deref(), Some("Press"));
    assert!(has_note(&ovid, "not read: `Trade Name: Nowherin`"), "{:?}", ovid.notes);
    assert!(!has_note(&ovid, "House") && !has_note(&ovid, "Background"), "{:?}", ovid.notes);
}

/// `Nobody III, Ned` in every format that has a family name before a comma.
#[test]
fn a_suffix_behind_the_family_name_is_one() {
    for text in [
        ris("AU  - Nobody III, Ned"),
        nbib("FAU - Nobody III, Ned"),
        bib("year=2020, author={Nobody III, Ned and Example, Bert}"),
        csl("\"issued\":2020,\"author\":[{\"family\":\"Nobody III\",\"given\":\"Ned\"}]"),
    ] {
        let first = only(&text).bibliography.author.into_iter().next();
        let expected = Name::Person { family: "Nobody".into(), given: Some("Ned".into()), suffix: Some("III".into()) };
        assert_eq!(first, Some(expected), "{text}");
    }
}

#[test]
fn each_line_of_a_note_says_its_own() {
    let read = only(&bib("year=2020, note={Publisher: Nowhere Press\n  Retraction in: J Nowhere 2022;13:1}"));
    assert_eq!(
        (read.editorial.status, read.editorial.notice.as_deref()),
        (EditorialStatus::Retracted, Some("J Nowhere 2022;13:1"))
    );
    let wrapped = only(&bib("year=2020, annote={Erratum in: J Nowhere\n   2022;13:1}"));
    assert_eq!(wrapped.editorial.notice.as_deref(), Some("J Nowhere 2022;13:1"));
}

#[test]
fn names_without_a_comma_begin_with_the_given_names_in_files_of_endnote() {
    let xml = "<xml><records><record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors>\
        <author>Bram Oddsworth</author><author>Nowhere Trial Group</author></authors></contributors><titles><title>Humming\
        </title></titles><dates><year>2020</year></dates></record></records></xml>";
    let enw = "%0 Journal Article\n%A Bram Oddsworth\n%A Nowhere Trial Group\n%T Humming\n%D 2020\n";
    for text in [xml, enw] {
        let read = only(text);
        let person = Name::Person { family: "Oddsworth".into(), given: Some("Bram".into()), suffix: None };
        let group = Name::Organisation { literal: "Nowhere Trial Group".into() };
        assert_eq!(read.bibliography.author, [person, group], "{text}");
        assert!(has_note(&read, "read as a person"), "{:?}", read.notes);
    }
}

#[test]
fn fields_before_the_begin_of_their_record_belong_to_it() {
    let first = "%0 Journal Article\n%T First\n%D 2020\n%A Nobody, A\n";
    let (read, faults) =
        all(&format!("{first}\n%A Lost, B\n%R 10.5555/lost.1\n%0 Journal Article\n%T Second\n%D 2021\n"));
    assert_eq!((read.len(), faults.len()), (2, 0));
    assert_eq!(names(&read[1].bibliography.author), ["B Lost"]);
    assert_eq!(read[1].bibliography.doi.as_ref().map(|doi| doi.as_str()), Some("10.5555/lost.1"));
    assert_eq!(names(&read[0].bibliography.author), ["A Nobody"]);
    // Behind an empty line, and an empty line behind them: of the record before.
    let (read, _) = all(&format!("{first}\n%U https://example.org/x\n\n%0 Journal Article\n%T Second\n%D 2021\n"));
    assert!(read[0].bibliography.url.is_some() && read[1].bibliography.url.is_none());
    let (read, _) =
        all("RT Journal Article\nT1 First\nYR 2020\n\nA1 Lost, B\nRT Journal Article\nT1 Second\nYR 2021\n");
    assert_eq!(names(&read[1].bibliography.author), ["B Lost"]);
}

#[test]
fn citations_are_read_as_pubmed_prints_them() {
    let text = "1: Nobody A, Example BC 3rd; Nowhere Study Group. Is tea better? A trial in St. Nowhere. J Nowhere. 2020 Feb\n\
        29;11(2):e1234. doi: 10.5555/x.1. Epub 2019 Dec 31. PMID: 99990001; PMCID: PMC9999001.\n\n\
        2: Nowhere Council. [Needles nowhere]. J Nowhere. 2024 Winter:12-9. German. doi: 10.5555/x.2. Erratum in: J\n\
        Nowhere. 2025 Jan;16(1):9. doi: 10.5555/notice.1. PMID: 99990002.\n";
    let (read, faults) = all(text);
    assert_eq!((read.len(), faults.len()), (2, 0), "{faults:?}");
    let found = &read[0].bibliography;
    assert_eq!(found.title, "Is tea better? A trial in St. Nowhere");
    assert_eq!(
        names(&found.author),
        ["A Nobody", "BC Example 3rd", "Nowhere Study Group"].map(|name| match name {
            "BC Example 3rd" => read[0].bibliography.author[1].full(),
            other => other.to_owned(),
        })
    );
    assert_eq!(
        (found.volume.as_deref(), found.issue.as_deref(), found.number.as_deref()),
        (Some("11"), Some("2"), Some("e1234"))
    );
    assert_eq!(
        (found.issued.to_string(), found.available_date.map(|day| day.to_string())),
        ("2020-02-29".into(), Some("2019-12-31".into()))
    );
    assert_eq!(
        (found.pmid.map(|pmid| pmid.to_string()), found.container_title.as_deref()),
        (Some("99990001".into()), Some("J Nowhere"))
    );
    let found = &read[1];
    assert_eq!(found.bibliography.doi.as_ref().map(|doi| doi.as_str()), Some("10.5555/x.2"));
    assert_eq!((found.editorial.status, found.bibliography.language.as_str()), (EditorialStatus::Corrected, "de"));
    assert!(matches!(found.bibliography.author[0], Name::Organisation { .. }));
    // What the button "Cite" copies has no number.
    let one = only("Nobody A. Humming nowhere. J Nowhere. 2020;1(2):3-9. doi: 10.5555/x.3. PMID: 99990003.");
    assert_eq!((one.bibliography.title.as_str(), one.bibliography.page.as_deref()), ("Humming nowhere", Some("3-9")));
}

#[test]
fn tables_of_databases_are_read() {
    let scopus = "\u{feff}\"Authors\",\"Author full names\",\"Title\",\"Year\",\"Source title\",\"Volume\",\"Issue\",\"Art. No.\",\"Page start\",\"Page end\",\"DOI\",\"Document Type\",\"ISSN\",\"Shelf\"\r\n\
        \"Nobody, A.; Example, B.\",\"Nobody, Anna (100); Example, Bert (200)\",\"Tea, \"\"rest\"\" and\r\nneedles\",\"2021\",\"J Nowhere\",\"12\",\"7-Aug\",\"\",\"1201\",\"9\",\"10.5555/t.1\",\"Retracted\",\"12345679\",\"A 7\"\r\n\
        \"Nobody, A.\",\"\",\"On cups\",\"2018\",\"Handbook of Nowhere\",\"\",\"\",\"\",\"1\",\"9\",\"\",\"Book chapter\",\"\",\"\"\r\n";
    let (read, faults) = all(scopus);
    assert_eq!((read.len(), faults.len()), (2, 0), "{faults:?}");
    let found = &read[0].bibliography;
    assert_eq!(
        (names(&found.author), found.title.as_str()),
        (vec!["Anna Nobody".to_owned(), "Bert Example".to_owned()], "Tea, \"rest\" and needles")
    );
    assert_eq!((found.issue.as_deref(), found.page.as_deref()), (Some("7-8"), Some("1201-1209")));
    assert_eq!(read[0].editorial.status, EditorialStatus::Retracted);
    assert!(
        has_note(&read[0], "a spreadsheet makes of `7-8`") && has_note(&read[0], "not read: shelf"),
        "{:?}",
        read[0].notes
    );
    assert_eq!((read[1].bibliography.item_type, read[1].line), (ItemType::Chapter, 4));
    let pubmed = "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n\
        \"99990001\",\"Humming nowhere.\",\"Nobody A, Example BC.\",\"J Nowhere. 2020 Jan;1(2):3-9. doi: 10.5555/t.2.\",\"Nobody A\",\"J Nowhere\",\"2020\",\"2020/01/02\",\"\",\"\",\"10.5555/t.2\"\n";
    let read = only(pubmed);
    assert_eq!(names(&read.bibliography.author), ["A Nobody", "BC Example"]);
    assert_eq!((read.bibliography.volume.as_deref(), read.bibliography.page.as_deref()), (Some("1"), Some("3-9")));
    let (_, faults) = all(&scopus.replace("\"A 7\"\r\n", "\"A 7\r\n"));
    assert!(faults.iter().any(|fault| fault.contains("quotation mark")), "{faults:?}");
}

/// Whether a value is in what was read.
fn is_told(read: &Imported, mark: &str, name: &str) -> bool {
    format!("{:?}", (&read.bibliography, &read.registration, &read.editorial)).contains(mark)
        || read.notes.iter().any(|note| note.contains(mark) || note.contains(name))
}

const TAGS: [&str; 34] = [
    "BTI", "CTI", "TT", "CN", "FED", "JT", "TA", "DEP", "VI", "IP", "PG", "LID", "AID", "PMC", "IS", "ISBN", "LA",
    "PT", "SI", "PB", "PL", "GN", "EN", "RIN", "EIN", "ECI", "RPI", "RRI", "UIN", "ROF", "OID", "SO", "ZZ", "QX1",
];
const MEMBERS: [&str; 30] = [
    "author",
    "editor",
    "translator",
    "container-title",
    "container-title-short",
    "publisher",
    "publisher-place",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
    "version",
    "genre",
    "event-title",
    "language",
    "DOI",
    "PMID",
    "PMCID",
    "ISSN",
    "ISBN",
    "URL",
    "note",
    "subtitle",
    "article-number",
    "accessed",
    "collection-title",
    "original-title",
    "medium",
    "status",
];
const FIELDS: [&str; 30] = [
    "subtitle",
    "titleaddon",
    "journal",
    "booktitle",
    "series",
    "shortjournal",
    "publisher",
    "institution",
    "school",
    "address",
    "location",
    "volume",
    "number",
    "issue",
    "eid",
    "pages",
    "edition",
    "version",
    "language",
    "doi",
    "url",
    "issn",
    "isbn",
    "pmid",
    "eprint",
    "type",
    "eventtitle",
    "howpublished",
    "chapter",
    "day",
];
const COLUMNS: [&str; 14] = [
    "volume",
    "issue",
    "art. no.",
    "page start",
    "page end",
    "doi",
    "link",
    "publisher",
    "issn",
    "isbn",
    "pubmed id",
    "abbreviated source title",
    "editors",
    "shelf mark",
];

proptest! {
    /// Of the fields that the formats know, with values that are not what they should be.
    #[test]
    fn no_known_field_is_lost_without_a_word(
        tags in proptest::sample::subsequence(TAGS.to_vec(), 1..8),
        members in proptest::sample::subsequence(MEMBERS.to_vec(), 1..8),
        fields in proptest::sample::subsequence(FIELDS.to_vec(), 1..8),
        columns in proptest::sample::subsequence(COLUMNS.to_vec(), 1..8),
        shape in select(vec!["Qz", "Qz 7", "7 Qz", "Qz, A."]),
    ) {
        let mark = |at: usize| format!("{shape}{at}x");
        let held = |at: usize| format!("{}{at}x", shape.split_whitespace().last().unwrap_or_default());
        let is_known = |format: ImportFormat, name: &str| exchange::passed_over(format).contains(&name);
        let lines: Vec<String> = tags.iter().enumerate().map(|(at, tag)| format!("{tag:<4}- {}", mark(at))).collect();
        let read = only(&nbib(&lines.join("\n")));
        for (at, tag) in tags.iter().enumerate().filter(|(_, tag)| !is_known(ImportFormat::Nbib, tag)) {
            prop_assert!(is_told(&read, &held(at), tag), "{tag}: {read:#?}");
        }
        let list: Vec<String> = members.iter().enumerate().map(|(at, name)| format!("\"{name}\":\"{}\"", mark(at))).collect();
        let text = format!("[{{\"title\":\"Humming\",\"issued\":2020,{}}}]", list.join(","));
        let read = only(&text);
        for (at, name) in members.iter().enumerate().filter(|(_, name)| !is_known(ImportFormat::CslJson, name)) {
            prop_assert!(is_told(&read, &held(at), name), "{name}: {read:#?}");
        }
        let list: Vec<String> = fields.iter().enumerate().map(|(at, name)| format!("{name}={{{}}}", mark(at))).collect();
        let read = only(&format!("@article{{a, title={{Humming}}, year=2020, {}}}", list.join(", ")));
        for (at, name) in fields.iter().enumerate().filter(|(_, name)| !is_known(ImportFormat::Bibtex, name)) {
            prop_assert!(is_told(&read, &held(at), name), "{name}: {read:#?}");
        }
        let cells: Vec<String> = (0..columns.len()).map(|at| format!("\"{}\"", mark(at))).collect();
        let read = only(&format!("authors,title,year,source title,{}\n\"Nobody, A.\",Humming,2020,J Nowhere,{}\n", columns.join(","), cells.join(",")));
        for (at, name) in columns.iter().enumerate().filter(|(_, name)| !is_known(ImportFormat::Table, name)) {
            prop_assert!(is_told(&read, &held(at), name), "{name}: {read:#?}");
        }
    }
}
