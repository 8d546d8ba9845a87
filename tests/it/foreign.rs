//! What other programs write, kind by kind: each in the formats and at the places where the same can stand. The
//! publications are made up.

use evidence::{
    citation::exchange::{self, ImportFormat, Imported},
    domain::{EditorialStatus, Name, source::ItemType},
};
use proptest::{prelude::*, sample::select};

use crate::{exchange::read, library::real_library};

fn records(text: &str) -> Vec<Imported> {
    let (outcomes, ended) = read(text.as_bytes());
    if let Err(error) = ended {
        panic!("{error}: {text}");
    }
    outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|fault| panic!("{fault:?}: {text}"))).collect()
}

fn only(text: &str) -> Imported {
    let mut all = records(text);
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

/// A record of RIS with these lines.
fn ris(lines: &str) -> String {
    format!("TY  - JOUR\nTI  - Humming nowhere\nPY  - 2020\nJF  - J Nowhere\n{lines}\nER  - \n")
}

fn nbib(lines: &str) -> String {
    format!("PMID- 99999901\nDP  - 2020\nTI  - Humming nowhere.\nJT  - J Nowhere\nPT  - Journal Article\n{lines}\n")
}

fn bib(fields: &str) -> String {
    format!("@article{{a, title={{Humming nowhere}}, journal={{J Nowhere}}, year={{2020}}, {fields}}}")
}

fn csl(members: &str) -> String {
    format!(
        "[{{\"type\":\"article-journal\",\"title\":\"Humming nowhere\",\"container-title\":\"J Nowhere\",\
         \"issued\":{{\"date-parts\":[[2020]]}},{members}}}]"
    )
}

fn xml(inner: &str, beside: &str) -> String {
    format!(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>99999901</PMID><Article><Journal><JournalIssue><Volume>1</Volume>\
         <PubDate><Year>2020</Year></PubDate></JournalIssue><Title>J Nowhere</Title></Journal>\
         <ArticleTitle>Humming nowhere.</ArticleTitle>{inner}</Article>{beside}</MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
}

/// The names in short: `Nobody/Anna`, and organisations in brackets.
fn names(names: &[Name]) -> Vec<String> {
    let short = |name: &Name| match name {
        Name::Organisation { literal } => format!("[{literal}]"),
        Name::Person { family, given, suffix } => {
            let suffix = suffix.as_ref().map(|suffix| format!("/{suffix}")).unwrap_or_default();
            format!("{family}/{}{suffix}", given.as_deref().unwrap_or_default())
        }
    };
    names.iter().map(short).collect()
}

#[test]
fn several_people_in_one_field_are_several() {
    let expected = ["Nobody/Anna", "Example/Bert C.", "Third/D."];
    let list = "Nobody, Anna; Example, Bert C.; Third, D.";
    for text in [
        ris(&format!("AU  - {list}")),
        nbib(&format!("FAU - {list}")),
        bib(&format!("author={{{list}}}")),
        csl(&format!("\"author\":[{{\"literal\":\"{list}\"}}]")),
        csl(&format!("\"author\":[\"{list}\"]")),
        csl(&format!("\"author\":\"{list}\"")),
    ] {
        let read = only(&text);
        assert_eq!(names(&read.bibliography.author), expected, "{text}");
        assert!(read.notes.iter().any(|note| note.contains("3 authors")), "{text}: {:?}", read.notes);
    }
    let editors = only(&ris(&format!("ED  - {list}")));
    assert_eq!(names(&editors.bibliography.editor), expected);
}

#[test]
fn a_cut_list_of_authors_is_told_however_it_is_cut() {
    for text in [
        ris("AU  - Nobody, Anna\nAU  - et al."),
        ris("AU  - Nobody, Anna et al."),
        nbib("FAU - Nobody, Anna\nAU  - Nobody A\nFAU - et al"),
        bib("author={Nobody, Anna and others}"),
        bib("author={Nobody, Anna and {et al.}}"),
        csl("\"author\":[{\"family\":\"Nobody\",\"given\":\"Anna\"},{\"family\":\"al.\",\"given\":\"et\"}]"),
        csl("\"author\":[{\"family\":\"Nobody\",\"given\":\"Anna\"},{\"literal\":\"others\"}]"),
    ] {
        let read = only(&text);
        assert_eq!(names(&read.bibliography.author), ["Nobody/Anna"], "{text}");
        assert!(read.notes.iter().any(|note| note.contains("cuts the list")), "{text}: {:?}", read.notes);
    }
}

#[test]
fn people_without_a_comma_are_people() {
    for (text, expected) in [
        (
            ris("AU  - Nobody A\nA1  - van der Example B.C.\nAU  - Nowhere Study Group"),
            &["Nobody/A", "van der Example/B.C.", "[Nowhere Study Group]"][..],
        ),
        (nbib("AU  - Nobody A\nAU  - Example BC Jr"), &["Nobody/A", "Example/BC/Jr"]),
        (
            bib("author={Nobody A and Duncan {Two Words} and Anna {Example}}"),
            &["Nobody/A", "Two Words/Duncan", "Example/Anna"],
        ),
        (
            bib("author={family=Nobody, given=Anna, prefix=de and {Nowhere, Inc.}}"),
            &["de Nobody/Anna", "[Nowhere, Inc.]"],
        ),
        (csl("\"author\":{\"family\":\"Nobody\",\"given\":\"Anna\"}"), &["Nobody/Anna"]),
    ] {
        assert_eq!(names(&only(&text).bibliography.author), expected, "{text}");
    }
    let unsure = only(&ris("AU  - Anna Nobody"));
    assert!(unsure.notes.iter().any(|note| note.contains("Anna Nobody")), "{:?}", unsure.notes);
}

#[test]
fn what_a_note_says_of_another_publication_is_not_taken_for_this_one() {
    for (text, status) in [
        ("Retraction in: J Nowhere. 2021;2:1. doi: 10.5555/notice.1", Some(EditorialStatus::Retracted)),
        ("Retracted 2019", Some(EditorialStatus::Retracted)),
        ("Withdrawn on 3 May 2020", Some(EditorialStatus::Retracted)),
        ("Erratum in: J Nowhere. 2021;2:1. PMID: 99999977", Some(EditorialStatus::Corrected)),
        (
            "Expression of concern in: J Nowhere. 2021;2:1. doi: 10.5555/notice.1",
            Some(EditorialStatus::ExpressionOfConcern),
        ),
        ("Retraction of: J Nowhere. 2019;1:1. doi: 10.5555/other.1", None),
        ("Retracted eardrums in 10 people", None),
    ] {
        for record in
            [ris(&format!("N1  - {text}")), bib(&format!("note={{{text}}}")), csl(&format!("\"note\":\"{text}\""))]
        {
            let read = only(&record);
            let told = Some(read.editorial.status).filter(|status| *status != EditorialStatus::Unchecked);
            assert_eq!(told, status, "{record}");
            assert_eq!((read.bibliography.doi, read.bibliography.pmid), (None, None), "{record}");
        }
    }
    for title in [
        "Humming nowhere (Retraction of vol 1, pg 2, 2015)",
        "\"Retraction Note to: Humming nowhere\"",
        "Humming nowhere [Correction to vol 1, pg 2, 2015]",
    ] {
        let read = only(&ris("").replace("Humming nowhere", title));
        assert_eq!(read.editorial.status, EditorialStatus::Unchecked, "{title}");
        assert!(read.notes.iter().any(|note| note.contains("itself a notice")), "{title}: {:?}", read.notes);
    }
}

#[test]
fn groups_that_write_for_others_are_groups() {
    let group = only(&ris("AU  - The Nowhere Study Group, on behalf of everybody"));
    assert_eq!(names(&group.bibliography.author), ["[The Nowhere Study Group, on behalf of everybody]"]);
    let listed = only(&csl("\"author\":[{\"literal\":\"Nobody A, Example BC\"}]"));
    assert_eq!(names(&listed.bibliography.author), ["Nobody/A", "Example/BC"]);
}

#[test]
fn degrees_are_left_out_and_names_that_look_like_them_stay() {
    for (name, expected, is_told) in [
        ("Anna Nobody, MD", "Nobody/Anna", true),
        ("Anna Nobody, Phd", "Nobody/Anna", true),
        ("Nobody, Anna, PhD, MPH", "Nobody/Anna", true),
        // A comma, and one word before it: what follows are given names or initials.
        ("Nobody, MA", "Nobody/MA", false),
        ("van Example, MA", "van Example/MA", false),
        // Names of people, as a name is written.
        ("van Example, Ma", "van Example/Ma", false),
        ("Two Words, Do", "Two Words/Do", false),
        ("Two Words, Med", "Two Words/Med", false),
    ] {
        for text in [ris(&format!("AU  - {name}")), ris(&format!("A1  - {name}")), bib(&format!("author={{{name}}}"))] {
            let read = only(&text);
            assert_eq!(names(&read.bibliography.author), [expected], "{text}");
            assert_eq!(read.notes.iter().any(|note| note.contains("degrees")), is_told, "{text}: {:?}", read.notes);
        }
    }
}

#[test]
fn what_became_of_a_publication_is_seen_however_it_is_told() {
    use EditorialStatus::{Corrected, Retracted};
    let title = |title: &str| ris("").replace("Humming nowhere", title);
    for (text, status) in [
        (title("RETRACTED: Humming nowhere"), Retracted),
        (title("Humming nowhere [Retracted]"), Retracted),
        (nbib("").replace("Humming nowhere.", "WITHDRAWN: Humming nowhere."), Retracted),
        (bib("").replace("Humming nowhere", "{RETRACTED ARTICLE}: Humming nowhere"), Retracted),
        (
            csl(
                "\"updated-by\":[{\"type\":\"retraction\",\"DOI\":\"10.5555/notice.1\",\"updated\":{\"date-parts\":[[2021,2,3]]}}]",
            ),
            Retracted,
        ),
        (csl("\"status\":\"retracted\""), Retracted),
        (ris("KW  - Retracted Publication"), Retracted),
        (ris("N1  - Retracted"), Retracted),
        (bib("keywords={aches; Retracted Publication}"), Retracted),
        (nbib("CRI - J Nowhere. 2021;2:1. PMID: 99999902"), Corrected),
        (
            xml(
                "",
                "<CommentsCorrectionsList><CommentsCorrections RefType=\"CorrectedandRepublishedIn\"><RefSource>J Nowhere. 2021;2:1</RefSource></CommentsCorrections></CommentsCorrectionsList>",
            ),
            Corrected,
        ),
    ] {
        let read = only(&text);
        assert_eq!(read.editorial.status, status, "{text}");
        assert_eq!(read.bibliography.title, "Humming nowhere", "{text}");
    }
    for (text, told) in [
        (title("Retraction: Humming nowhere"), "itself a notice"),
        (csl("\"update-to\":[{\"type\":\"retraction\",\"DOI\":\"10.5555/nowhere.1\"}]"), "10.5555/nowhere.1"),
        (nbib("ROF - J Nowhere. 2019;1:1. PMID: 99999903"), "99999903"),
        (nbib("PT  - Published Erratum"), "itself a notice"),
        (nbib("UIN - J Nowhere. 2022;3:1. PMID: 99999904"), "99999904"),
        (
            xml(
                "",
                "<CommentsCorrectionsList><CommentsCorrections RefType=\"UpdateIn\"><RefSource>J Nowhere. 2022</RefSource><PMID>99999904</PMID></CommentsCorrections></CommentsCorrectionsList>",
            ),
            "99999904",
        ),
    ] {
        let read = only(&text);
        assert_eq!(read.editorial.status, EditorialStatus::Unchecked, "{text}");
        assert!(read.notes.iter().any(|note| note.contains(told)), "{text}: {:?}", read.notes);
    }
    let noticed = only(&csl("\"updated-by\":[{\"type\":\"retraction\",\"DOI\":\"10.5555/notice.1\",\"updated\":{\"date-parts\":[[2021,2,3]]}}]")).editorial;
    assert_eq!((noticed.notice.as_deref(), noticed.noticed), (Some("10.5555/notice.1"), "2021-02-03".parse().ok()));
}

#[test]
fn lines_that_belong_to_nothing_are_told_and_in_no_value() {
    let read = only(&ris(
        "VL  - 7\nSource: Nowhere 12\nSP  - 3\nCopyright 2016\nAU  - Nobody, A\nDatabase: Nowhere\nDO  - 10.5555/x.1\nDOI - 10.5555/other",
    ));
    let b = &read.bibliography;
    assert_eq!((b.volume.as_deref(), b.page.as_deref()), (Some("7"), Some("3")));
    assert_eq!(names(&b.author), ["Nobody/A"]);
    assert_eq!(b.doi.as_ref().map(|doi| doi.as_str()), Some("10.5555/x.1"));
    assert_eq!(read.notes.iter().filter(|note| note.contains("belongs to no field")).count(), 3, "{:?}", read.notes);
    // A title may go on.
    assert_eq!(
        only("TY  - JOUR\nTI  - Humming\n      nowhere\nPY  - 2020\nER  - \n").bibliography.title,
        "Humming nowhere"
    );
}

#[test]
fn records_are_found_however_their_tags_stand() {
    let plain = "TY  - JOUR\nTI  - One\nPY  - 2020\nER  - \n";
    let indented = "    TY  - JOUR\n    TI  - Two\n    PY  - 2020\n    ER  -\n";
    let blanks = "TY\u{a0}\u{a0}- JOUR\nTI\u{a0}\u{a0}- Two\nPY\u{a0} - 2020\nER\u{a0}\u{a0}- \n";
    let marked = "\u{feff}TY  - JOUR\nTI  - Two\nPY  - 2020\nER  - \n";
    let sorted = "AU  - Nobody, A\nTI  - Two\nTY  - JOUR\nPY  - 2020\nER  - \n";
    let tight = "TY  -JOUR\nTI  -Two\nPY  -2020\nER  -\n";
    for second in [indented, blanks, marked, sorted, tight] {
        let read = records(&format!("{plain}{second}{}", plain.replace("One", "Three")));
        let titles: Vec<&str> = read.iter().map(|read| read.bibliography.title.as_str()).collect();
        assert_eq!(titles, ["One", "Two", "Three"], "{second}");
        assert!(read.iter().all(|read| read.notes.is_empty()), "{second}");
    }
    let nbib = "PMID- 1\nTI  - One.\nDP  - 2020\n\n";
    let moved: String =
        nbib.replace("PMID- 1", "PMID- 2").replace("One", "Two").lines().map(|line| format!("  {line}\n")).collect();
    assert_eq!(records(&format!("{nbib}{moved}")).len(), 2);
    let json = "[{\"type\":\"book\",\"title\":\"One\",\"issued\":\"2020\"}]";
    assert_eq!(records(&format!("\u{feff}{json}\n\u{feff}{json}")).len(), 2);
    for wrapped in [
        format!("{{\"status\":\"ok\",\"message\":{}}}", &json[1..json.len() - 1]),
        format!("{{\"status\":\"ok\",\"message\":{{\"items\":{json}}}}}"),
        format!("{{\"one\":{}}}", &json[1..json.len() - 1]),
    ] {
        assert_eq!(only(&wrapped).bibliography.title, "One", "{wrapped}");
    }
    for entry in [
        "@book{a key of &eacute; words, title={One}, year=2020}",
        "@book{a, title=\"{\"}One{\"}\", year=2020}",
        "@book{a, title={One}, Some Field Of Theirs = {x}, year=2020}",
    ] {
        assert!(only(entry).bibliography.title.contains("One"), "{entry}");
    }
}

#[test]
fn dates_are_read_from_their_parts() {
    let issued = |text: &str| only(text).bibliography.issued.to_string();
    let day = |day: &str| ris("").replace("PY  - 2020\n", &format!("Y1  - {day}\n"));
    for (written, expected) in [
        ("2020/11//Nov/Dec2020", "2020-11"),
        ("2019/05/02/May 2, 2019", "2019-05-02"),
        ("2019-05-02T00:00:00Z", "2019-05-02"),
        ("c2015", "2015"),
        ("2016a", "2016"),
    ] {
        assert_eq!(issued(&day(written)), expected, "{written}");
    }
    // The date of the issue is the later one, and both are kept.
    let both = only(
        &csl("\"published-online\":{\"date-parts\":[[2019,12,3]]},\"published-print\":{\"date-parts\":[[2020,2]]}")
            .replace("[[2020]]", "[[2019,12,3]]"),
    );
    assert_eq!(
        (both.bibliography.issued.to_string(), both.bibliography.available_date),
        ("2020-02".to_owned(), "2019-12-03".parse().ok())
    );
    let both = only(&ris("DA  - 2021/02/03"));
    assert_eq!(both.bibliography.issued.to_string(), "2021-02-03");
    assert!(both.notes.iter().any(|note| note.contains("two years")), "{:?}", both.notes);
    for empty in [
        "\"issued\":{\"date-parts\":[[null]]},\"published\":{\"date-parts\":[[2020]]}",
        "\"issued\":{\"date-parts\":[2020]}",
        "\"issued\":2020",
        "\"issued\":\"2020\"",
    ] {
        assert_eq!(issued(&format!("[{{\"type\":\"book\",\"title\":\"One\",{empty}}}]")), "2020", "{empty}");
    }
}

#[test]
fn article_numbers_are_numbers_wherever_they_stand() {
    for (text, number) in [
        (nbib("VI  - 1\nLID - 1042 [pii]\nLID - 10.5555/x.1 [doi]"), "1042"),
        (nbib("VI  - 1\nPG  - pii: E1392. doi: 10.5555/x.9"), "E1392"),
        (ris("SP  - pii: E1392"), "E1392"),
        (ris("SP  - e045961"), "e045961"),
        (ris("C7  - Article 1042"), "1042"),
        (bib("articleno={1042}"), "1042"),
        (bib("Article-Number={e7777}"), "e7777"),
        (csl("\"article-number\":\"1042\""), "1042"),
        (xml("<ELocationID EIdType=\"pii\">1042</ELocationID>", ""), "1042"),
    ] {
        let read = only(&text);
        assert_eq!((read.bibliography.number.as_deref(), read.bibliography.page), (Some(number), None), "{text}");
    }
    let own = only(&nbib("VI  - 1\nLID - nu11020001 [pii]"));
    assert_eq!(own.bibliography.number, None);
    assert!(own.notes.iter().any(|note| note.contains("nu11020001")), "{:?}", own.notes);
}

#[test]
fn text_is_plain_and_composed_in_every_format() {
    let written = "Effects of <i>Radix</i> on CO<sub>2</sub> &amp; Mu\u{308}ller at &lt;5, 10<sup>9</sup>";
    let expected = "Effects of Radix on CO2 & Müller at <5, 10⁹";
    let escaped = written.replace('<', "&lt;").replace('&', "&amp;");
    for text in [
        ris("").replace("Humming nowhere", written),
        nbib("").replace("Humming nowhere.", written),
        csl("").replace("Humming nowhere", written).replace(",}", "}"),
        xml("", "").replace("Humming nowhere.", &escaped),
    ] {
        assert_eq!(only(&text).bibliography.title, expected, "{text}");
    }
    let read = only(&ris("JO  - J\nAU  - M&uuml;ller, Jo\u{308}rg\nPB  - Health &amp; Needles"));
    assert_eq!(
        (names(&read.bibliography.author), read.bibliography.publisher.as_deref()),
        (vec!["Müller/Jörg".to_owned()], Some("Health & Needles"))
    );
    let subtitled = only(&csl("\"subtitle\":[\"a trial that never was\"]"));
    assert_eq!(subtitled.bibliography.title, "Humming nowhere: a trial that never was");
}

#[test]
fn identifiers_are_read_wherever_they_stand() {
    let doi = |text: &str| only(text).bibliography.doi.map(|doi| doi.to_string());
    for text in [
        ris("N1  - doi: 10.5555/x.1"),
        ris("M3  - doi: 10.5555/x.1"),
        ris("UR  - https://www.nowhere.example/doi/10.5555/x.1/abstract"),
        ris("DO  - 10.5555/x.1/full"),
        ris("DOI - 10.5555/x.1"),
        ris("L2  - https://doi.org/10.5555/x.1"),
        nbib("SO  - J Nowhere. 2020. doi: 10.5555/x.1."),
        bib("note={doi: 10.5555/x.1}"),
        bib("howpublished={\\url{https://doi.org/10.5555/x.1}}"),
        bib("eprinttype={doi}, eprint={10.5555/x.1}"),
        csl("\"note\":\"DOI: 10.5555/x.1\""),
        csl("\"URL\":\"http://dx.doi.org/10.5555/x.1\""),
    ] {
        assert_eq!(doi(&text).as_deref(), Some("10.5555/x.1"), "{text}");
    }
    for text in [
        bib("eprinttype={pmid}, eprint={99999901}"),
        bib("note={PMID: 99999901\nPMCID: PMC9999999}"),
        csl("\"note\":\"PMID: 99999901 PMCID: PMC9999999\""),
        ris("N1  - PMID: 99999901"),
        ris("UR  - https://europepmc.org/article/MED/99999901"),
    ] {
        assert_eq!(only(&text).bibliography.pmid.map(|pmid| pmid.to_string()).as_deref(), Some("99999901"), "{text}");
    }
}

#[test]
fn what_is_no_article_is_none() {
    let kind = |text: &str| only(text).bibliography.item_type;
    let typed = |kind: &str, lines: &str| ris(lines).replace("TY  - JOUR", &format!("TY  - {kind}"));
    for (text, expected) in [
        (typed("CHAP", "A2  - Editor, Ed"), ItemType::Chapter),
        (typed("THES", ""), ItemType::Thesis),
        (typed("CONF", ""), ItemType::PaperConference),
        (typed("UNPB", "DO  - 10.5555/x.1"), ItemType::Preprint),
        (typed("JOUR", "T2  - medRxiv").replace("JF  - J Nowhere\n", ""), ItemType::Preprint),
        (bib("booktitle={Handbook}, editor={Editor, Ed}").replace("@article", "@incollection"), ItemType::Chapter),
        (bib("").replace("@article", "@phdthesis"), ItemType::Thesis),
        (bib("").replace("@article", "@inproceedings"), ItemType::PaperConference),
        (csl("\"editor\":[{\"family\":\"Editor\"}]").replace("article-journal", "book-chapter"), ItemType::Chapter),
        (csl("\"subtype\":\"preprint\"").replace("article-journal", "posted-content"), ItemType::Preprint),
        (csl("\"genre\":\"PhD thesis\"").replace("article-journal", "dissertation"), ItemType::Thesis),
        (nbib("").replace("PT  - Journal Article", "PT  - Preprint"), ItemType::Preprint),
    ] {
        assert_eq!(kind(&text), expected, "{text}");
    }
    assert_eq!(names(&only(&typed("CHAP", "A2  - Editor, Ed")).bibliography.editor), ["Editor/Ed"]);
    let article = only(&ris("T2  - Notes from the clinic"));
    assert_eq!(article.bibliography.container_title.as_deref(), Some("J Nowhere"));
    assert!(article.notes.iter().any(|note| note.contains("Notes from the clinic")), "{:?}", article.notes);
}

/// Where in the fabricated texts below a value can be: in the record, in a note, or as a line that is named.
fn is_told(read: &Imported, tag: &str, line: usize, mark: &str) -> bool {
    let Imported { line: _, bibliography, registration, design: _, editorial, notes } = read;
    let whole = format!("{bibliography:?} {registration:?} {editorial:?}");
    whole.contains(mark)
        || notes.iter().any(|note| note.contains(mark) || note.contains(&format!("{tag} (line {line})")))
}

proptest! {
    /// Nothing is dropped in silence: every line of a record is in it, in a note, or of a field that is said to be passed over.
    #[test]
    fn every_line_ends_in_a_value_or_a_note(tags in proptest::collection::vec("[A-Z][A-Z0-9]", 1..12), kind in select(vec!["JOUR", "CHAP", "BOOK", "RPRT", "THES", "ELEC"])) {
        let begin = format!("TY  - {kind}\nTI  - Humming nowhere\nPY  - 2020\n");
        let mut text = begin.clone();
        let mut marks = Vec::new();
        for (at, tag) in tags.iter().filter(|tag| !matches!(tag.as_str(), "TY" | "ER" | "TI" | "PY")).enumerate() {
            let mark = format!("Qz{at}x");
            text.push_str(&format!("{tag}  - {mark}\n"));
            marks.push((tag, begin.lines().count() + at + 1, mark));
        }
        text.push_str("ER  - \n");
        let read = only(&text);
        let passed_over = exchange::passed_over(ImportFormat::Ris);
        for (tag, line, mark) in marks {
            let is_known = passed_over.contains(&tag.as_str());
            prop_assert!(is_known || is_told(&read, tag, line, &mark), "{tag} of line {line} is lost: {text}{read:#?}");
        }
    }

    /// The same of formats that are read as RIS is: each has its own tags.
    #[test]
    fn every_line_of_its_kin_ends_in_a_value_or_a_note(
        tags in proptest::collection::vec("[A-Z@~?&0-9][A-Z0-9]", 1..12),
        format in select(vec![ImportFormat::EndNote, ImportFormat::RefWorks, ImportFormat::WebOfScience]),
    ) {
        let is_endnote = format == ImportFormat::EndNote;
        let begin = if is_endnote {
            "%0 Journal Article\n%T Humming nowhere\n%D 2020\n"
        } else if format == ImportFormat::RefWorks {
            "RT Journal Article\nT1 Humming nowhere\nYR 2020\n"
        } else {
            "PT J\nTI Humming nowhere\nPY 2020\n"
        };
        let mut text = begin.to_owned();
        let mut marks = Vec::new();
        let own = |tag: &String| if is_endnote { format!("%{}", &tag[..1]) } else { tag.clone() };
        let is_begin = |tag: &String| ["%0", "%T", "%D", "RT", "T1", "YR", "PT", "TI", "PY", "ER", "EF"].contains(&tag.as_str());
        for tag in tags.iter().map(own).filter(|tag| !is_begin(tag)) {
            // What does not begin with a letter is no tag of the others.
            if !is_endnote && !tag.starts_with(|c: char| c.is_ascii_uppercase()) {
                continue;
            }
            let mark = format!("Qz{}x", marks.len());
            text.push_str(&format!("{tag} {mark}\n"));
            marks.push((tag, begin.lines().count() + marks.len() + 1, mark));
        }
        let mut all = Vec::new();
        exchange::read(text.as_bytes(), Some(format), &mut |outcome| all.push(outcome)).unwrap();
        let [Ok(read)] = all.as_slice() else { panic!("{text}{all:?}") };
        let passed_over = exchange::passed_over(format);
        for (tag, line, mark) in marks {
            let is_known = passed_over.contains(&tag.as_str());
            prop_assert!(is_known || is_told(read, &tag, line, &mark), "{tag} of line {line} is lost: {text}{read:#?}");
        }
    }

    #[test]
    fn every_member_ends_in_a_value_or_a_note(names in proptest::collection::vec("[a-z]{2,9}(-[a-z]{2,6})?", 1..8)) {
        let members: Vec<String> = names.iter().enumerate().map(|(at, name)| format!("\"{name}\":\"Qz{at}x\"")).collect();
        let read = only(&csl(&members.join(",")));
        let passed_over = exchange::passed_over(ImportFormat::CslJson);
        for name in names.iter().filter(|name| !passed_over.contains(&name.as_str())) {
            // A name that stands twice has its last value.
            let at = names.iter().rposition(|other| other == name).unwrap();
            let mark = format!("Qz{at}x");
            let told = is_told(&read, name, 0, &mark) || read.notes.iter().any(|note| note.contains(name.as_str()));
            prop_assert!(told, "{name} is lost: {read:#?}");
        }
    }

    #[test]
    fn every_field_ends_in_a_value_or_a_note(names in proptest::collection::vec("[a-z]{2,12}", 1..8)) {
        let fields: Vec<String> = names.iter().enumerate().map(|(at, name)| format!("{name}={{Qz{at}x}}")).collect();
        let read = only(&bib(&fields.join(", ")));
        let passed_over = exchange::passed_over(ImportFormat::Bibtex);
        for (at, name) in names.iter().enumerate().filter(|(_, name)| !passed_over.contains(&name.as_str())) {
            let told = is_told(&read, name, 0, &format!("Qz{at}x")) || read.notes.iter().any(|note| note.contains(name.as_str()));
            prop_assert!(told || names.iter().filter(|other| *other == name).count() > 1, "{name} is lost: {read:#?}");
        }
    }
}

/// What people paste of a record leads to it, and where something was printed does too.
#[test]
fn pasted_addresses_and_printed_places_find_their_records() {
    let library = real_library();
    let found = |pasted: &str| -> Vec<String> {
        library.look_up(pasted).sources.iter().map(|source| source.id.to_string()).collect()
    };
    let mut tried = 0;
    for source in library.corpus().sources().iter().filter(|source| source.assertion.is_none()) {
        let Some(doi) = source.bibliography.doi.as_ref() else { continue };
        let odd = doi.as_str().replace('-', "\u{2011}");
        for pasted in [
            doi.to_string(),
            odd,
            format!("https://www.nowhere.example/doi/{doi}/full"),
            format!("{doi}.full"),
            format!("{doi}/"),
            format!("DOI\u{ff1a}{doi}"),
            doi.as_str().replacen('/', "/ ", 1),
            doi.as_str().replace('/', "%2F"),
            format!("urn:doi:{doi}"),
            format!("doi = {{{doi}}},"),
            format!("[{doi}](https://doi.org/{doi})"),
            format!("{doi}#citeas"),
            format!("https://www.nowhere.example/url?q=https://doi.org/{doi}"),
            format!("https://login.proxy.nowhere.example/login?url=https://www.nowhere.example/doi/{doi}"),
            format!("http://resolver.nowhere.example/?sid=OVID:embase&id=pmid:&id=doi:{doi}"),
            format!("{doi} and 10.5555/nowhere.1"),
        ] {
            assert!(found(&pasted).contains(&source.id.to_string()), "{pasted}");
        }
        if let Some(pmid) = source.bibliography.pmid {
            for pasted in [
                format!("{pmid}[pmid]"),
                format!("pmid={pmid}"),
                format!("PMID- {pmid}"),
                format!("PubMed PMID: {pmid};"),
                format!("https://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=PubMed&list_uids={pmid}"),
                format!("https://europepmc.org/search?query=EXT_ID:{pmid}"),
            ] {
                assert!(found(&pasted).contains(&source.id.to_string()), "{pasted}");
            }
        }
        let b = &source.bibliography;
        let first =
            b.page.as_ref().or(b.number.as_ref()).map(|page| page.split('-').next().unwrap_or_default().to_owned());
        if let (Some(journal), Some(volume), Some(page)) = (&b.container_title_short, &b.volume, first)
            && page.bytes().any(|byte| byte.is_ascii_digit())
        {
            tried += 1;
            let reference = format!("{journal} {};{volume}:{page}", source.year());
            let candidates = library.recognise(&reference);
            assert!(candidates.iter().any(|candidate| candidate.source.id == source.id), "{reference}");
            for reference in
                [format!("{journal}, {volume}(1), {page}"), format!("{journal} {volume}, {page} ({})", source.year())]
            {
                // A volume of four digits could be a year.
                let is_found = library.recognise(&reference).iter().any(|candidate| candidate.source.id == source.id);
                assert!(is_found || volume.len() == 4, "{reference}");
            }
            let other = format!("{journal} {};{volume}:{page}9", source.year());
            assert!(library.recognise(&other).iter().all(|candidate| candidate.score < 0.9), "{other}");
        }
    }
    assert!(tried > 5, "{tried}");
}
