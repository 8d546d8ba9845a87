//! What databases and reference managers export, each with its peculiarities: one publication that is made up, and the same
//! from all of them.

use evidence::{
    citation::exchange::Imported,
    domain::{
        EditorialStatus::Retracted,
        Name,
        source::{Bibliography, ItemType},
    },
};

use crate::exchange::{expected, fixture, read};

fn records(file: &str) -> Vec<Imported> {
    let (outcomes, ended) = read(&fixture(file));
    ended.unwrap_or_else(|error| panic!("{file}: {error}"));
    outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|fault| panic!("{file}: {fault:?}"))).collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// With the initials of the given names only, as some databases have them.
fn with_initials(b: Bibliography, stop: &str) -> Bibliography {
    let short = |name: Name| match name {
        Name::Person { family, given, suffix: _ } => {
            let given = given.and_then(|given| given.chars().next()).map(|c| format!("{c}{stop}"));
            Name::Person { family, given, suffix: None }
        }
        organisation => organisation,
    };
    Bibliography { author: b.author.into_iter().map(short).collect(), ..b }
}

#[test]
fn each_program_gives_the_same_publication() {
    // What a program does not export is not there.
    let all = Bibliography { available_date: None, pmid: None, pmcid: None, ..expected() };
    let pmid = "99999999".parse().ok();
    let online = expected().available_date;
    let year = || "2024".parse().unwrap();
    let issn = || "0003-4819".parse().ok();
    for (file, expected) in [
        ("scopus.ris", Bibliography { publisher: some("Nowhere Press"), ..all.clone() }),
        (
            "ovid.ris",
            Bibliography {
                pmid,
                publisher_place: some("Nowhere"),
                url: "https://ovidsp.ovid.com/ovidweb.cgi?T=JS&CSC=Y&NEWS=N&PAGE=fulltext&D=medl&AN=99999999"
                    .parse()
                    .ok(),
                ..all.clone()
            },
        ),
        (
            "embase.ris",
            with_initials(
                Bibliography {
                    issued: year(),
                    issn: issn(),
                    url: "https://www.embase.com/search/results?subaction=viewrecord&id=L999999999&from=export"
                        .parse()
                        .ok(),
                    ..all.clone()
                },
                ".",
            ),
        ),
        (
            "cinahl.ris",
            Bibliography {
                pmid,
                container_title_short: some("J INVENT RESULTS"),
                publisher_place: some("Nowhere, Nowhere"),
                language: "und".to_owned(),
                url: "https://search.ebscohost.com/login.aspx?direct=true&db=ccm&AN=999999999&site=ehost-live"
                    .parse()
                    .ok(),
                ..all.clone()
            },
        ),
        (
            "cochrane.ris",
            with_initials(
                Bibliography {
                    pmid,
                    issued: year(),
                    container_title_short: None,
                    language: "und".to_owned(),
                    ..all.clone()
                },
                "",
            ),
        ),
        ("citavi.ris", all.clone()),
        ("ovid.txt", Bibliography { pmid, available_date: online, ..all.clone() }),
        (
            "ovid-citation.txt",
            with_initials(
                Bibliography {
                    pmid,
                    container_title_short: None,
                    language: "und".to_owned(),
                    author: all.author.iter().take(2).cloned().collect(),
                    ..all.clone()
                },
                ".",
            ),
        ),
        (
            "cochrane.txt",
            with_initials(
                Bibliography {
                    pmid,
                    issued: year(),
                    container_title_short: None,
                    language: "und".to_owned(),
                    author: all.author.iter().take(2).cloned().collect(),
                    ..all.clone()
                },
                "",
            ),
        ),
        ("zotero.csv", Bibliography { pmid, pmcid: expected().pmcid, ..all.clone() }),
        ("europepmc.json", Bibliography { available_date: online, pmid, pmcid: expected().pmcid, ..all.clone() }),
        ("mendeley.bib", Bibliography { pmid, container_title_short: None, ..all.clone() }),
        (
            "zotero.bib",
            Bibliography {
                pmid,
                issn: issn(),
                issued: "2024-05".parse().unwrap(),
                container_title_short: None,
                ..all.clone()
            },
        ),
    ] {
        let read = records(file).remove(0);
        // An address of the database itself, or of what has a DOI: whoever completes the record decides about it.
        let found = Bibliography { doi: read.bibliography.doi.clone(), ..read.bibliography };
        assert_eq!(found, expected, "{file}: {:#?}", read.notes);
    }
}

#[test]
fn what_they_have_besides_is_told_or_is_theirs() {
    for (file, notes) in [
        ("scopus.ris", &[][..]),
        ("ovid.ris", &[]),
        ("embase.ris", &["a further ISSN"]),
        ("cinahl.ris", &[]),
        ("cochrane.ris", &["a further identifier: doi:10.1002/central/"]),
        ("citavi.ris", &[]),
        ("mendeley.bib", &[]),
        ("zotero.bib", &["a further ISSN"]),
        ("scopus.bib", &["taken for an organisation"]),
    ] {
        let read = records(file).remove(0);
        let told = read.notes.iter().all(|note| notes.iter().any(|known| note.contains(known)));
        assert!(told, "{file}: {:#?}", read.notes);
    }
    let number = records("scopus.bib").remove(0).bibliography;
    assert_eq!(
        (number.number.as_deref(), &number.page, number.publisher.as_deref()),
        (Some("e1042"), &None, Some("Nowhere Press"))
    );
    // What a database says of a publication in its own way.
    let retracted = records("ovid.txt").remove(1);
    assert_eq!(
        (retracted.editorial.status, retracted.bibliography.title.as_str()),
        (Retracted, "Aches that went away")
    );
    let b = &retracted.bibliography;
    assert_eq!(
        (b.volume.as_deref(), b.page.as_deref(), b.issued.to_string()),
        (Some("6"), Some("44"), "2023".to_owned())
    );
    let lecture = records("ovid-citation.txt").remove(1);
    assert_eq!(lecture.bibliography.container_title.as_deref(), Some("Journal of Invented Results"));
    assert_eq!(
        (lecture.bibliography.issue.as_deref(), lecture.bibliography.page.as_deref()),
        (Some("SUPPL 1"), Some("S55"))
    );
    for words in ["3rd Congress of Nowhere", "Conference Abstract"] {
        assert!(lecture.notes.iter().any(|note| note.contains(words)), "{:?}", lecture.notes);
    }
    let number = records("cochrane.txt").remove(1).bibliography;
    assert_eq!((number.number.as_deref(), number.issue.as_deref()), (Some("CD999999"), Some("5")));
    let [_, chapter, program] = records("zotero.csv").try_into().unwrap();
    let b = &chapter.bibliography;
    assert_eq!((b.item_type, b.editor.len(), b.edition.as_deref()), (ItemType::Chapter, 1, Some("2")));
    assert!(program.notes.iter().any(|note| note.contains("COMPUTERPROGRAM")), "{:?}", program.notes);
    let retracted = records("europepmc.json").remove(0);
    assert_eq!(retracted.editorial.status, Retracted);
    assert!(retracted.editorial.notice.is_some_and(|notice| notice.contains("8(1):3")));
    assert!(retracted.notes.iter().any(|note| note.contains("corrected as well")), "{:?}", retracted.notes);
    let thesis = records("datacite.json").remove(0);
    let b = &thesis.bibliography;
    assert_eq!(
        (b.title.as_str(), b.publisher.as_deref()),
        ("Humming: a thesis nobody wrote", Some("University of Nowhere"))
    );
    assert_eq!((b.item_type, b.issued.to_string(), b.author.len()), (ItemType::Thesis, "2019-03-01".to_owned(), 2));
    assert!(thesis.notes.iter().any(|note| note.contains("10.5555/nowhere.2024.101")), "{:?}", thesis.notes);
    let review = records("cochrane.ris").remove(1).bibliography;
    assert_eq!((review.number.as_deref(), review.issue.as_deref()), (Some("CD999999"), Some("5")));
    assert_eq!(review.doi.as_ref().map(|doi| doi.as_str()), Some("10.1002/14651858.CD999999.pub2"));
}
