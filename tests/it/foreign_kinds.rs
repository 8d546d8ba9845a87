//! More of what other programs write, at other places than `foreign.rs` tries: the same mistake of a reader is rarely made in
//! one tag only. The publications are made up.

use evidence::{
    citation::exchange::{self, Imported, ReadError},
    domain::{EditorialStatus, Name},
};

use crate::exchange::read;

/// What is read, and the messages about what is not.
pub(crate) fn all(text: &str) -> (Vec<Imported>, Vec<String>) {
    let (outcomes, ended) = read(text.as_bytes());
    if let Err(error) = ended {
        panic!("{error}: {text}");
    }
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(imported) => read.push(imported),
            Err(fault) => faults.push(fault.message),
        }
    }
    (read, faults)
}

pub(crate) fn only(text: &str) -> Imported {
    let (mut read, faults) = all(text);
    assert_eq!((read.len(), faults), (1, Vec::new()), "{text}");
    read.remove(0)
}

pub(crate) fn has_note(read: &Imported, words: &str) -> bool {
    read.notes.iter().any(|note| note.contains(words))
}

pub(crate) fn ris(lines: &str) -> String {
    format!("TY  - JOUR\nTI  - Humming nowhere\nPY  - 2020\nJF  - J Nowhere\n{lines}\nER  - \n")
}

fn enw(lines: &str) -> String {
    format!("%0 Journal Article\n%T Humming nowhere\n%D 2020\n%J J Nowhere\n{lines}\n")
}

pub(crate) fn nbib(lines: &str) -> String {
    format!("PMID- 99999901\nDP  - 2020\nTI  - Humming nowhere.\nJT  - J Nowhere\nPT  - Journal Article\n{lines}\n")
}

fn wos(lines: &str) -> String {
    format!("PT J\nTI Humming nowhere\nSO J NOWHERE\nPY 2020\n{lines}\nER\n")
}

pub(crate) fn bib(fields: &str) -> String {
    format!("@article{{a, title={{Humming nowhere}}, journal={{J Nowhere}}, {fields}}}")
}

pub(crate) fn csl(members: &str) -> String {
    format!(
        "[{{\"type\":\"article-journal\",\"title\":\"Humming nowhere\",\"container-title\":\"J Nowhere\",{members}}}]"
    )
}

fn xml(inner: &str, beside: &str) -> String {
    format!(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99999901</PMID><Article><Journal><JournalIssue><PubDate><Year>2020\
         </Year></PubDate></JournalIssue><Title>J Nowhere</Title></Journal><ArticleTitle>Humming nowhere.</ArticleTitle>{inner}\
         </Article>{beside}</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
}

pub(crate) fn names(names: &[Name]) -> Vec<String> {
    names.iter().map(Name::full).collect()
}

#[test]
fn a_stray_line_is_in_no_value_of_any_tagged_format() {
    let read = only(&nbib("VI  - 7\nSource: Nowhere 12\nFAU - Nobody, Anna\nDatabase: A Nowhere Base\nTI2 - x"));
    assert_eq!(read.bibliography.volume.as_deref(), Some("7"));
    assert_eq!(names(&read.bibliography.author), ["Anna Nobody"]);
    assert!(
        has_note(&read, "`Source: Nowhere 12`") && has_note(&read, "`Database: A Nowhere Base`"),
        "{:?}",
        read.notes
    );
    let read = only(&wos("AU Nobody, A\n   Example, B\nDatabase: Nowhere\nVL 7\nSource 12"));
    assert_eq!(names(&read.bibliography.author), ["A Nobody", "B Example"]);
    assert!(has_note(&read, "`Database: Nowhere`") && has_note(&read, "`Source 12`"), "{:?}", read.notes);
    let read = only(&ris("T2  - J Nowhere\nSUB - A trial that never was\nVL  - 7"));
    assert_eq!(read.bibliography.container_title.as_deref(), Some("J Nowhere"));
    assert!(has_note(&read, "`SUB - A trial that never was`"), "{:?}", read.notes);
    // What is moved to the right goes on, in names as in titles.
    let read = only(&nbib("FAU - Nobody, Anna\n      Bella\nLID - 10.5555/x.1\n      [doi]"));
    assert_eq!(names(&read.bibliography.author), ["Anna Bella Nobody"]);
    assert_eq!(read.bibliography.doi.as_ref().map(|doi| doi.as_str()), Some("10.5555/x.1"));
}

#[test]
fn no_record_is_lost_without_a_word() {
    let good = ris("");
    let (read, faults) = all(&format!("{good}ty  - JOUR\nti  - Second\npy  - 2021\ner  - \n"));
    assert_eq!((read.len(), read[1].bibliography.title.as_str(), faults.len()), (2, "Second", 0));
    let (read, faults) = all(&format!("{good}TY: JOUR\nTI: Second\nPY: 2021\nER:\n"));
    assert_eq!((read.len(), faults.len()), (1, 1), "{faults:?}");
    let (read, faults) =
        all(&format!("{}PT\tJ\nTI\tSecond\nPY\t2021\nER\n\n  PT J\n  TI Third\n  PY 2022\n  ER\n", wos("")));
    assert_eq!((read.len(), read[1].bibliography.title.as_str(), faults.len()), (2, "Second", 1), "{faults:?}");
    let (read, faults) = all(&format!("{}\n %0 Journal Article\n %T Second\n %D 2021\n", enw("")));
    assert_eq!((read.len(), read[1].bibliography.title.as_str(), faults.len()), (2, "Second", 0));
    let (read, faults) = all(&format!("{}\nPMID: 99999902\nTI  - Second.\nDP  - 2021\n", nbib("")));
    assert_eq!((read.len(), read[1].bibliography.title.as_str(), faults.len()), (2, "Second", 1), "{faults:?}");
}

#[test]
fn people_are_counted_however_they_are_joined() {
    let read = only(&bib("year=2020, author={Anna Nobody & Bert Example}"));
    assert_eq!(names(&read.bibliography.author), ["Anna Nobody", "Bert Example"]);
    assert!(has_note(&read, "2 authors"), "{:?}", read.notes);
    for (author, expected) in [
        ("{Anna} {Two Words}", "Anna Two Words"),
        ("Anna {Two Words}", "Anna Two Words"),
        ("Nowhere Study Group and {The Nowhere Group}", "Nowhere Study Group"),
    ] {
        let read = only(&bib(&format!("year=2020, author={{{author}}}")));
        assert_eq!(read.bibliography.author[0].full(), expected, "{author}");
    }
    assert!(matches!(only(&bib("year=2020, author={{Anna} {Two Words}}")).bibliography.author[0], Name::Person { .. }));
    // A comma at the end says that all of it is the family name; `Md` is how Mohammad is shortened.
    for (author, family, given) in [("Nobody H-M,", "Nobody H-M", None), ("Two Words, Md", "Two Words", Some("Md"))] {
        let read = only(&bib(&format!("year=2020, author={{{author}}}")));
        let expected = Name::Person { family: family.into(), given: given.map(str::to_owned), suffix: None };
        assert_eq!(read.bibliography.author, [expected], "{author}");
    }
    let group = xml(
        "<AuthorList><Author><CollectiveName>; for the Nowhere study group</CollectiveName></Author></AuthorList>",
        "",
    );
    assert_eq!(names(&only(&group).bibliography.author), ["for the Nowhere study group"]);
    let unsure = only(&bib("year=2020, author={Anna Nobody, Bert Example and Carl Third}"));
    assert!(has_note(&unsure, "whether it is two"), "{:?}", unsure.notes);
    for author in [
        "{\"firstName\":\"Anna\",\"lastName\":\"Nobody\"}",
        "{\"first\":\"Anna\",\"last\":\"Nobody\"}",
        "{\"family\":\"Nobody\",\"initials\":\"Anna\"}",
    ] {
        let read = only(&csl(&format!("\"issued\":2020,\"author\":[{author}]")));
        assert_eq!(
            read.bibliography.author,
            [Name::Person { family: "Nobody".into(), given: Some("Anna".into()), suffix: None }]
        );
    }
    for author in ["{\"family\":\"\",\"given\":\"Anna Nobody\"}", "{\"literal\":\"Nobody A\"}"] {
        let read = only(&csl(&format!("\"issued\":2020,\"author\":[{author}]")));
        assert!(!read.notes.is_empty(), "{author}");
    }
}

#[test]
fn a_list_that_is_cut_says_so_wherever_the_cut_is_told() {
    for text in [
        xml(
            "<AuthorList CompleteYN=\"N\"><Author><LastName>Nobody</LastName><ForeName>Anna</ForeName></Author></AuthorList>",
            "",
        ),
        csl("\"issued\":2020,\"author\":[{\"family\":\"Nobody\",\"given\":\"Anna et al.\"}]"),
        wos("AU Nobody, Anna\n   et al"),
        enw("%A Nobody, Anna, et al"),
    ] {
        let read = only(&text);
        assert_eq!(names(&read.bibliography.author), ["Anna Nobody"], "{text}");
        assert!(has_note(&read, "cuts the list"), "{text}: {:?}", read.notes);
    }
}

#[test]
fn no_part_of_a_date_is_lost_or_made_up() {
    let issued = |text: &str| {
        let read = only(text);
        (read.bibliography.issued.to_string(), !read.notes.is_empty())
    };
    for (date, expected, is_told) in [
        ("{\"date-parts\":[[2020,11],[2020,12]]}", "2020-11", true),
        ("{\"date-parts\":[[2020]],\"season\":2}", "2020", true),
        ("{\"date-parts\":[[2020,5]],\"season\":2}", "2020-05", false),
        ("{\"date-parts\":[[\"2020\",\"Nov\",\"3\"]]}", "2020-11-03", false),
        ("{\"date-parts\":[[\"2020-05-03\"]]}", "2020-05-03", false),
        ("{\"date-parts\":[[\"[2020]\"]]}", "2020", false),
    ] {
        assert_eq!(issued(&csl(&format!("\"issued\":{date}"))), (expected.to_owned(), is_told), "{date}");
    }
    let print =
        only(&csl("\"issued\":{\"date-parts\":[[2020,3,23]]},\"published-online\":{\"date-parts\":[[2020,3,23]]},\
         \"journal-issue\":{\"issue\":\"1\",\"published-print\":{\"date-parts\":[[2021,1]]}}"));
    assert_eq!(print.bibliography.issued.to_string(), "2021-01");
    assert_eq!(print.bibliography.available_date, "2020-03-23".parse().ok());
    let year = |year: &str| issued(&ris("").replace("PY  - 2020", &format!("PY  - {year}")));
    assert_eq!(year("2015?"), ("2015".to_owned(), true));
    assert_eq!(year("2015年5月3日"), ("2015-05-03".to_owned(), false));
    assert_eq!(issued(&bib("date={~2015}")).0, "2015");
}

#[test]
fn a_retraction_is_seen_in_every_place_of_a_title_and_in_sentences() {
    use EditorialStatus::{ExpressionOfConcern, Retracted, RetractedAndRepublished};
    for title in [
        "Humming nowhere: RETRACTED",
        "Humming nowhere - Retracted",
        "Humming nowhere RETRACTED",
        "Humming nowhere--RETRACTED",
        "RETRACTED ARTICLE Humming nowhere",
        "RETRACTED CHAPTER: Humming nowhere",
        "RETRACTADO: Humming nowhere",
        "{RETRACTED}: Humming nowhere",
        "Humming nowhere (Withdrawn Publication)",
        "Humming nowhere [retracted in: J Nowhere 2021;2:1]",
        "Humming nowhere. (Retraction in: J Nowhere 2021)",
    ] {
        let read = only(&ris("").replace("Humming nowhere", title));
        assert_eq!(read.editorial.status, Retracted, "{title}");
        assert_eq!(read.bibliography.title.trim_end_matches('.'), "Humming nowhere", "{title}");
    }
    for (text, status) in [
        (bib("year=2020, note={[RETRACTED]}"), Retracted),
        (ris("N1  - (Retracted)"), Retracted),
        (enw("%Z This article has been retracted."), Retracted),
        (csl("\"issued\":2020,\"note\":\"The paper was withdrawn by its authors.\""), Retracted),
        (csl("\"issued\":2020,\"is_retracted\":true"), Retracted),
        (bib("year=2020, retracted={true}"), Retracted),
        (wos("DT Article; Publication with Expression of Concern"), ExpressionOfConcern),
        (nbib("PRIN- J Nowhere. 2021;2:1. PMID: 99999977"), Retracted),
        (nbib("RRI - J Nowhere. 2021;2:1. PMID: 99999977"), RetractedAndRepublished),
    ] {
        assert_eq!(only(&text).editorial.status, status, "{text}");
    }
    for (text, kind) in [
        (ris("").replace("Humming nowhere", "Expression of concern for: Humming"), "expression of concern"),
        (ris("").replace("Humming nowhere", "Erratum"), "correction"),
        (ris("").replace("Humming nowhere", "Errata: Humming"), "correction"),
        (wos("DT Item Withdrawal"), "retraction"),
        (nbib("PROF- J Nowhere. 2019;1:1"), "retraction"),
        (nbib("RRF - J Nowhere. 2019;1:1"), "republication"),
    ] {
        let read = only(&text);
        assert_eq!(read.editorial.status, EditorialStatus::Unchecked, "{text}");
        assert!(has_note(&read, &format!("itself a notice ({kind})")), "{text}: {:?}", read.notes);
    }
    for title in [
        "Retracted humming nowhere",
        "Humming and the drum retracted",
        "Eardrums that are withdrawn-retracted",
        "HUMMING IS RETRACTED",
        "Withdrawal symptoms of humming",
        "Addendum and appendix in humming",
    ] {
        let read = only(&ris("").replace("Humming nowhere", title));
        assert_eq!((read.editorial.status, read.bibliography.title.as_str()), (EditorialStatus::Unchecked, title));
        assert_eq!(read.notes, [""; 0], "{title}");
    }
    // A study of articles that were retracted is not retracted.
    for note in
        ["The study is about articles that were retracted.", "The authors withdrew.", "The patient was withdrawn."]
    {
        assert_eq!(only(&ris(&format!("N1  - {note}"))).editorial.status, EditorialStatus::Unchecked, "{note}");
    }
}

#[test]
fn what_is_printed_again_is_not_retracted() {
    let remark = |kind: &str| {
        xml(
            "",
            &format!(
                "<CommentsCorrectionsList><CommentsCorrections RefType=\"{kind}\"><RefSource>J Elsewhere. 2021;2:1</RefSource></CommentsCorrections></CommentsCorrectionsList>"
            ),
        )
    };
    for text in [
        nbib("RPI - J Elsewhere. 2021;2:1"),
        nbib("RPF - J Elsewhere. 2021;2:1"),
        remark("RepublishedIn"),
        remark("ReprintOf"),
    ] {
        let read = only(&text);
        assert_eq!(read.editorial.status, EditorialStatus::Unchecked, "{text}");
        assert!(has_note(&read, "printed elsewhere: J Elsewhere. 2021;2:1"), "{text}: {:?}", read.notes);
    }
}

#[test]
fn article_numbers_are_numbers_in_these_places_too() {
    for (text, number) in [
        (enw("%] e1042"), "e1042"),
        (ris("AR  - e1042"), "e1042"),
        (ris("M1  - Article 1042"), "Article 1042"),
        (ris("SP  - Article ID 1042"), "1042"),
        (ris("SP  - CD000011"), "CD000011"),
        (bib("year=2020, art_number={e1042}"), "e1042"),
        (bib("year=2020, elocation-id={e1042}"), "e1042"),
        (bib("year=2020, pages={Artikel 12}"), "12"),
        (bib("year=2020, pages={1042:1--1042:20}"), "1042"),
    ] {
        let read = only(&text);
        let found = (read.bibliography.number.as_deref(), read.bibliography.page.as_deref());
        assert_eq!(found, (Some(number.trim_start_matches("Article ")), None), "{text}");
    }
    let count = only(&ris("SP  - 12 p"));
    assert_eq!(
        (&count.bibliography.page, has_note(&count, "`12 p` names no page")),
        (&None, true),
        "{:?}",
        count.notes
    );
}

#[test]
fn what_tex_raises_stays_raised() {
    for (written, expected) in [
        ("$10^{9}$ aches", "10⁹ aches"),
        ("$10^9$ aches", "10⁹ aches"),
        ("10\\textsuperscript{9} aches", "10⁹ aches"),
        ("10$^{-3}$ m", "10⁻³ m"),
        ("The 5\\textsuperscript{th} ache", "The 5th ache"),
        ("H$_2$O and $\\alpha$", "H2O and α"),
        ("{\\it In vitro} and {\\em back}", "In vitro and back"),
        ("{\\relax Ch}arles", "Charles"),
    ] {
        let read = only(&bib("year=2020").replace("Humming nowhere", written));
        assert_eq!(read.bibliography.title, expected, "{written}");
    }
}

#[test]
fn identifiers_are_read_in_these_places_too() {
    let doi = |text: &str| only(text).bibliography.doi.map(|doi| doi.to_string());
    for text in [
        ris("DI  - 10.5555/x.1"),
        ris("ID  - 10.5555/x.1"),
        ris("U3  - doi:10.5555/x.1"),
        ris("L3  - https://doi.org/10.5555/x.1"),
        ris("DO  - 10.5555/x.1#citeas"),
        ris("DO  - 10.5555/x.1?via=nowhere"),
        ris("UR  - http://proxy.nowhere.example/login?url=https://doi.org/10.5555/x.1"),
        ris("UR  - http://resolver.nowhere.example/?sid=OVID:embase&id=pmid:&id=doi:10.5555%2Fx.1&volume=1"),
        enw("%M 10.5555/x.1"),
        csl("\"issued\":2020,\"doi\":\"10.5555/x.1\""),
        csl("\"issued\":2020,\"id\":\"https://doi.org/10.5555/x.1\""),
    ] {
        assert_eq!(doi(&text).as_deref(), Some("10.5555/x.1"), "{text}");
    }
    for text in [
        ris("PM  - 99999901"),
        ris("U1  - 99999901[pmid]"),
        ris("C3  - PUBMED 99999901,EMBASE 999999999"),
        ris("N1  - [PMID:99999901]"),
        ris("N1  - PubMed ID 99999901"),
        ris("N1  - Accession Number: 999. Language: English. PMID: NLM99999901."),
        ris("UR  - http://resolver.nowhere.example/?sid=OVID:medline&id=pmid:99999901&issn="),
        bib("year=2020, pubmed={99999901}"),
        bib("year=2020, pubmed_id={99999901}"),
        csl("\"issued\":2020,\"pmid\":99999901"),
    ] {
        assert_eq!(only(&text).bibliography.pmid.map(|pmid| pmid.to_string()).as_deref(), Some("99999901"), "{text}");
    }
    for text in [ris("U2  - PMC9999999"), ris("C6  - PMC9999999"), csl("\"issued\":2020,\"PMCID\":\"9999999\"")] {
        assert_eq!(only(&text).bibliography.pmcid.map(|id| id.to_string()).as_deref(), Some("PMC9999999"), "{text}");
    }
    // A number without a label is that of somebody else; two identifiers are not one.
    for text in [ris("U1  - 99999901"), ris("ID  - 99999901"), ris("C5  - 99999901"), enw("%M 99999901")] {
        assert_eq!(only(&text).bibliography.pmid, None, "{text}");
    }
    let two = only(&ris("DO  - 10.5555/x.1, 10.5555/other"));
    assert_eq!(two.bibliography.doi.as_ref().map(|doi| doi.as_str()), Some("10.5555/x.1"));
    assert!(has_note(&two, "10.5555/other"), "{:?}", two.notes);
}

#[test]
fn a_second_value_is_told() {
    let read = only(&csl("\"issued\":2020,\"container-title-short\":\"J N\",\"journalAbbreviation\":\"J Now\""));
    assert!(has_note(&read, "journalAbbreviation"), "{:?}", read.notes);
    let read = only(&csl("\"issued\":2020,\"genre\":\"Letter\""));
    assert!(has_note(&read, "`Letter`"), "{:?}", read.notes);
    // Decomposed letters are the same letters.
    let composed = only(&ris("").replace("Humming", "Mu\u{308}ller’s"));
    assert_eq!(
        (composed.bibliography.title.as_str(), composed.notes.len()),
        ("Müller’s nowhere", 0),
        "{:?}",
        composed.notes
    );
}

#[test]
fn files_of_another_kind_say_what_they_are() {
    for (text, of) in [
        ("{\"resultList\":{\"result\":[{\"title\":\"Humming\",\"authorString\":\"Nobody A\"}]}}", "Europe PMC"),
        (
            "[{\"key\":\"A\",\"data\":{\"itemType\":\"journalArticle\",\"title\":\"Humming\",\"date\":\"2020\"}}]",
            "Zotero",
        ),
        (
            "{\"result\":{\"uids\":[\"1\"],\"1\":{\"title\":\"Humming\",\"sortpubdate\":\"2020\"}}}",
            "PubMed's summaries",
        ),
    ] {
        let (read, faults) = all(text);
        assert!(read.is_empty() && faults.iter().any(|fault| fault.contains(of)), "{of}: {faults:?}");
    }
    let table =
        "\"Author\",\"Title\",\"Year\",\"Journal\",\"DOI\"\n\"Nobody, A.\",\"Humming\",2020,\"J\",\"10.5555/x\"\n";
    let ended = exchange::read(table.as_bytes(), None, &mut |_| ());
    assert!(
        matches!(&ended, Err(ReadError::Format(message)) if message.contains("a table of references")),
        "{ended:?}"
    );
}
