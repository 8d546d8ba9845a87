//! References go out to other programs and come back equal, and what others write is read.

use evidence::{
    citation::exchange::{self, Exported, ImportFormat, Imported, Malformed, Outcome, ReadError},
    domain::{
        Editorial, EditorialStatus, Name, PartialDate, Source, StudyDesign, Vocabulary,
        source::{Bibliography, ItemType, Registration},
    },
};
use proptest::{option, prelude::*, sample::select};

use crate::library::{library, real_library, root};

type Write = fn(&[Exported<'_>]) -> String;

/// Every format that is written and read.
const FORMATS: [(ImportFormat, &str, Write); 6] = [
    (ImportFormat::Ris, "RIS", exchange::write_ris),
    (ImportFormat::Nbib, "NBIB", exchange::write_nbib),
    (ImportFormat::Bibtex, "BibTeX", exchange::write_bibtex),
    (ImportFormat::Bibtex, "BibLaTeX", exchange::write_biblatex),
    (ImportFormat::CslJson, "CSL-JSON", exchange::write_csl_json),
    (ImportFormat::Table, "CSV", exchange::write_csv),
];

/// Everything a file holds, and how reading it ended.
pub(crate) fn read(bytes: &[u8]) -> (Vec<Outcome>, Result<ImportFormat, ReadError>) {
    let mut outcomes = Vec::new();
    let ended = exchange::read(bytes, None, &mut |outcome| outcomes.push(outcome));
    (outcomes, ended)
}

/// The records of a file that has no fault.
fn records(text: &str) -> Vec<Imported> {
    let (outcomes, ended) = read(text.as_bytes());
    if let Err(error) = ended {
        panic!("{error}: {text}");
    }
    outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|fault| panic!("{fault:?}: {text}"))).collect()
}

#[track_caller]
fn comes_back(sources: &[&Source]) {
    for (format, name, write) in FORMATS {
        let text = write(&exported(sources));
        let (_, detected) = read(text.as_bytes());
        assert_eq!(detected.unwrap(), format, "{name}: {text}");
        let read = records(&text);
        assert_eq!(read.len(), sources.len(), "{name}: {text}");
        for (imported, source) in read.iter().zip(sources) {
            assert_eq!(imported.bibliography, handed_on(source), "{name}: {text}");
            assert_eq!(imported.registration, source.registration, "{name}: {text}");
        }
    }
}

fn exported<'a>(sources: &[&'a Source]) -> Vec<Exported<'a>> {
    sources.iter().map(|source| Exported::from(*source)).collect()
}

/// What a file says of a publication since it appeared goes out with it, and is there when it is read again.
#[test]
fn what_became_of_a_publication_goes_with_it() {
    let model = library().corpus().sources().first().unwrap();
    let notice = Some("10.5555/notice.1".to_owned());
    let noticed = "2020-01-02".parse().ok();
    for status in EditorialStatus::ALL.iter().filter(|status| status.is_notice()) {
        let editorial = Editorial { status: *status, checked: None, notice: notice.clone(), noticed, note: None };
        let source = Source { editorial, ..model.clone() };
        let currency = Some("Nowhere 2020 lapsed on 2025-01-02; in force: Nowhere 2026".to_owned());
        for (_, name, write) in FORMATS {
            let text = write(&[Exported { source: &source, currency: currency.clone() }]);
            let read = records(&text);
            let Editorial { status: found, notice: place, noticed: day, .. } = &read[0].editorial;
            assert_eq!((found, place), (status, &notice), "{name}: {text}");
            assert_eq!(*day, noticed, "{name}: {text}");
            assert!(read[0].notes.iter().any(|note| note.contains("in force: Nowhere 2026")), "{name}: {text}");
        }
        let table = exchange::write_csv(&[Exported { source: &source, currency }]);
        assert!(table.contains(status.slug()) && table.contains("in force: Nowhere 2026"), "{table}");
    }
}

/// The bibliography of a source without the identifiers that nobody has verified.
fn handed_on(source: &Source) -> Bibliography {
    let values = source.bibliography_values();
    let mut expected = source.bibliography.clone();
    expected.doi = expected.doi.filter(|_| values.doi.is_verified());
    expected.pmid = expected.pmid.filter(|_| values.pmid.is_verified());
    expected.pmcid = expected.pmcid.filter(|_| values.pmcid.is_verified());
    expected.issn = expected.issn.filter(|_| values.issn.is_verified());
    expected.isbn = expected.isbn.filter(|_| values.isbn.is_verified());
    expected.url = expected.url.filter(|_| values.url.is_verified());
    expected
}

/// A program that reads an export opens publications by their identifiers: one that nobody has checked is not handed on
/// as one, and is not lost either.
#[test]
fn an_unverified_identifier_is_named_in_a_note_only() {
    let corpus = library().corpus();
    let guideline = corpus.source("office-2022").unwrap();
    let unverified = guideline.bibliography.pmid.unwrap();
    assert!(!guideline.bibliography_values().pmid.is_verified());
    assert_eq!(guideline.best_url(), None);
    let told = format!("left out: PMID {unverified}");
    // The table has a column for it.
    for (_, name, write) in FORMATS.into_iter().filter(|(format, ..)| *format != ImportFormat::Table) {
        let text = write(&[guideline.into()]);
        let in_one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(in_one_line.contains(&format!("Not verified: {told}")), "{name}: {text}");
        assert_eq!(in_one_line.matches(&unverified.to_string()).count(), 1, "{name}: {text}");
    }
    let table = exchange::write_csv(&[guideline.into()]);
    assert!(table.contains(&told), "{table}");
    assert_eq!(table.matches(&unverified.to_string()).count(), 1, "{table}");
    // One whose identifiers were all read on pages says nothing of the kind.
    let trial = corpus.source("gloam-2025").unwrap();
    assert!(
        exchange::write_ris(&[trial.into()]).contains("AN  - 99000817"),
        "{}",
        exchange::write_ris(&[trial.into()])
    );
    assert!(!exchange::write_ris(&[trial.into()]).contains("left out"));
}

#[test]
fn every_source_comes_back_from_every_format() {
    // Whatever the records hold.
    let sources: Vec<&Source> = real_library().corpus().sources().iter().chain(library().corpus().sources()).collect();
    for source in &sources {
        comes_back(&[source]);
    }
    comes_back(&sources);
}

/// People who are called like organisations, and groups whose names read like lists.
#[test]
fn names_that_look_like_others_come_back() {
    let model = library().corpus().source("gloam-2025").unwrap();
    let person =
        |family: &str, given: &str| Name::Person { family: family.into(), given: Some(given.into()), suffix: None };
    let author = vec![
        person("Authors Nobody K", "Co First"),
        person("Group", "Anna"),
        Name::Organisation {
            literal: "Reviewers: members of the board: Anna Nobody; by its chair: Bert Example".into(),
        },
    ];
    let bibliography = Bibliography { author, ..model.bibliography.clone() };
    comes_back(&[&Source { bibliography, ..model.clone() }]);
}

/// A text as titles, names and journals have it: the signs that mean something in one of the formats among them.
fn text() -> impl Strategy<Value = String> {
    let word = "[A-Za-zÄöéşŁ中β0-9{}$&#%_^~\\\\<>\"'`@:;/()+=*|-]{1,12}";
    proptest::collection::vec(word, 1..6).prop_map(|words| words.join(" ")).prop_filter("a title of its own", |text| {
        // Markup, and what two lines of one field would be taken for.
        !text.contains('<') || !text.contains('>')
    })
}

fn word() -> impl Strategy<Value = String> {
    "[A-ZÄÖÉŁ][a-zäöéł]{1,8}(-[A-Z][a-z]{1,5})?"
}

fn name() -> impl Strategy<Value = Name> {
    let family = prop_oneof![word(), word().prop_map(|word| format!("van der {word}"))];
    let given = prop_oneof!["[A-Z][a-zé]{1,6}( [A-Z]\\.)?", "[A-Z]( [A-Z])?", "[A-Z][a-z]{2,5}-[A-Z][a-z]{2,5}"]
        // Nobody can tell a person called Jr from one without a given name.
        .prop_filter("a suffix", |given| !matches!(given.as_str(), "Jr" | "Sr"));
    let person = (family.clone(), given, option::of(select(vec!["Jr", "Sr", "III", "2nd"]))).prop_map(
        |(family, given, suffix)| Name::Person { family, given: Some(given), suffix: suffix.map(str::to_owned) },
    );
    let one_name = family.prop_map(|family| Name::Person { family, given: None, suffix: None });
    let organisation = prop_oneof![
        "[A-Z][a-z]{2,8}( (for|and|of|&) [A-Z][a-z]{2,8}){1,3}",
        "[A-Z]{2,5}",
        "[A-Z][a-z]{2,8} of [A-Z][a-z]{2,8}, [A-Z][a-z]{2,8}",
    ];
    prop_oneof![6 => person, 1 => one_name, 2 => organisation.prop_map(|literal| Name::Organisation { literal })]
}

fn date() -> impl Strategy<Value = PartialDate> {
    (1900u16..=2026, 1u8..=12, 1u8..=28, 0u8..3).prop_map(|(year, month, day, precision)| {
        let text = match precision {
            0 => format!("{year}"),
            1 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        text.parse().unwrap()
    })
}

fn pages() -> impl Strategy<Value = (Option<String>, Option<String>)> {
    prop_oneof![
        Just((None, None)),
        (1u32..9_000, 0u32..60).prop_map(|(first, more)| (Some(format!("{first}-{}", first + more + 1)), None)),
        "S[1-9][0-9]{0,2}".prop_map(|page| (Some(page), None)),
        "[1-9][0-9]{0,3}".prop_map(|page| (Some(page), None)),
        "e[1-9][0-9]{4,6}".prop_map(|number| (None, Some(number))),
    ]
}

prop_compose! {
    fn publication()(
        (title, author, issued, available_date, (page, number)) in
            (text(), proptest::collection::vec(name(), 1..5), date(), option::of(date()), pages()),
        (journal, short, volume, issue) in
            (text(), option::of(text()), option::of("[1-9][0-9]{0,3}"), option::of("[1-9][0-9]?( Suppl [1-9])?")),
        (publisher, place, version, report_number) in
            (text(), option::of(text()), option::of("[1-9](\\.[0-9])?"), option::of("NG[1-9][0-9]{0,2}")),
        language in select(vec!["en", "de", "fr", "en-GB", "pt-BR", "zh", "und"]),
        (doi, pmid, pmcid) in
            (option::of("10\\.[0-9]{4,6}/[a-z0-9.()<>;:_/-]{1,16}[a-z0-9]"), option::of(1u32..90_000_000), option::of(1u32..90_000_000)),
        issn in option::of(select(vec!["0003-4819", "2574-3805"])),
        isbn in option::of(select(vec!["9789240081789"])),
        url in option::of("https://[a-z]{3,8}\\.example/[a-z0-9_~%#&=?-]{0,16}"),
        nct in proptest::collection::vec("NCT[0-9]{8}", 0..3),
        prospero in proptest::collection::vec("CRD[0-9]{11}", 0..2),
        item_type in select(ItemType::ALL),
        (editor, translator, event_title, edition, accessed) in (
            proptest::collection::vec(name(), 0..3),
            proptest::collection::vec(name(), 0..2),
            option::of(text()),
            option::of("[1-9](nd|th| revised)?"),
            option::of(date()),
        ),
    ) -> (Bibliography, Registration) {
        let is_article = item_type == ItemType::ArticleJournal;
        let is_part = matches!(item_type, ItemType::Chapter | ItemType::PaperConference);
        let has_url = url.is_some();
        let available_date = available_date.filter(|online| *online != issued);
        let (nct, prospero) = (distinct(nct), distinct(prospero));
        let registration = Registration { nct, prospero };
        let bibliography = Bibliography {
            item_type,
            title,
            author,
            editor,
            translator,
            event_title: event_title.filter(|_| item_type == ItemType::PaperConference),
            edition: edition.filter(|_| is_part || item_type == ItemType::Book),
            genre: (item_type == ItemType::Thesis && has_url).then(|| "PhD thesis".to_owned()),
            accessed: accessed.filter(|_| has_url && !is_article),
            container_title: (is_article || is_part).then_some(journal),
            container_title_short: short.filter(|_| is_article),
            publisher: (!is_article).then_some(publisher),
            publisher_place: place.filter(|_| !is_article),
            issued,
            available_date,
            volume,
            issue,
            page: page.filter(|_| is_article || is_part),
            number: if is_article { number } else { report_number },
            version: version.filter(|_| !is_article),
            language: language.to_owned(),
            doi: doi.map(|doi| doi.parse().unwrap()),
            pmid: pmid.map(|pmid| pmid.to_string().parse().unwrap()),
            pmcid: pmcid.map(|pmcid| format!("PMC{pmcid}").parse().unwrap()),
            issn: issn.map(|issn| issn.parse().unwrap()),
            isbn: isbn.map(|isbn| isbn.parse().unwrap()),
            url: url.map(|url| url.parse().unwrap()),
        };
        (bibliography, registration)
    }
}

fn distinct<T: std::str::FromStr + PartialEq>(texts: Vec<String>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for item in texts.iter().filter_map(|text| text.parse().ok()) {
        if !all.contains(&item) {
            all.push(item);
        }
    }
    all
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_equal(publications in proptest::collection::vec(publication(), 1..4)) {
        let model = library().corpus().sources().first().unwrap();
        let sources: Vec<Source> = publications
            .into_iter()
            .map(|(bibliography, registration)| Source { bibliography, registration, ..model.clone() })
            .collect();
        comes_back(&sources.iter().collect::<Vec<_>>());
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for format in ImportFormat::ALL {
            let _ = exchange::read(&bytes[..], Some(*format), &mut |_| ());
        }
        let _ = read(&bytes);
    }

    #[test]
    fn no_damaged_file_panics(at in any::<prop::sample::Index>(), inserted in "[@{}\"\\\\<>&;\\[\\],=#$~A-Z0-9 -]{0,6}\n?", cut in 0usize..40) {
        let sources: Vec<&Source> = library().corpus().sources().iter().take(3).collect();
        for (_, _, write) in FORMATS {
            let mut bytes = write(&exported(&sources)).into_bytes();
            let at = at.index(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, inserted.bytes());
            let _ = read(&bytes);
        }
    }
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/fixtures/exchange").join(name)).unwrap()
}

/// The one publication of the fixtures, with what all formats have of it.
pub(crate) fn expected() -> Bibliography {
    let person = |family: &str, given: &str, suffix: Option<&str>| Name::Person {
        family: family.to_owned(),
        given: Some(given.to_owned()),
        suffix: suffix.map(str::to_owned),
    };
    Bibliography {
        item_type: ItemType::ArticleJournal,
        title: "Humming for Ache of Nowhere: A Randomized Trial That Never Took Place".to_owned(),
        author: vec![
            person("Nobody", "Anna", None),
            person("Example", "Bert", Some("Jr")),
            Name::Organisation { literal: "Nowhere Study Group".to_owned() },
        ],
        editor: Vec::new(),
        translator: Vec::new(),
        event_title: None,
        edition: None,
        genre: None,
        accessed: None,
        container_title: Some("Journal of Invented Results".to_owned()),
        container_title_short: Some("J Invent Results".to_owned()),
        publisher: None,
        publisher_place: None,
        issued: "2024-05-02".parse().unwrap(),
        available_date: "2024-04-11".parse().ok(),
        volume: Some("7".to_owned()),
        issue: Some("2".to_owned()),
        page: Some("101-109".to_owned()),
        number: None,
        version: None,
        language: "en".to_owned(),
        doi: "10.5555/nowhere.2024.101".parse().ok(),
        pmid: "99999999".parse().ok(),
        pmcid: "PMC999999999".parse().ok(),
        issn: None,
        isbn: None,
        url: None,
    }
}

#[test]
fn one_publication_is_the_same_from_every_program() {
    let all = expected();
    let url = "https://example.org/humming?x=1".parse().ok();
    // What the program does not export is not there.
    let without_numbers = Bibliography { available_date: None, pmid: None, pmcid: None, ..all.clone() };
    for (file, expected) in [
        ("endnote.ris", all.clone()),
        ("zotero.ris", Bibliography { url, ..all.clone() }),
        ("mendeley.ris", without_numbers.clone()),
        ("refworks.ris", without_numbers.clone()),
        ("pubmed.nbib", all.clone()),
        ("pubmed.xml", all.clone()),
        ("library.bib", Bibliography { pmid: all.pmid, ..without_numbers.clone() }),
        ("zotero.json", all.clone()),
        ("endnote.enw", Bibliography { container_title_short: None, ..without_numbers.clone() }),
        ("refworks.txt", without_numbers.clone()),
        ("endnote.xml", all.clone()),
    ] {
        let (outcomes, ended) = read(&fixture(file));
        ended.unwrap();
        let first = outcomes.into_iter().next().unwrap().unwrap();
        assert_eq!(first.bibliography, expected, "{file}");
    }
}

#[test]
fn the_tagged_formats_of_databases_are_read_whole() {
    let (outcomes, ended) = read(&fixture("wos.txt"));
    assert_eq!(ended.unwrap(), ImportFormat::WebOfScience);
    let [Ok(imported)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    let expected = Bibliography {
        container_title_short: Some("J. Invent Results".to_owned()),
        publisher: Some("Nowhere Press".to_owned()),
        available_date: "2024-04".parse().ok(),
        pmcid: None,
        ..expected()
    };
    assert_eq!(imported.bibliography, expected);
    assert_eq!(imported.notes, [""; 0]);

    let (outcomes, ended) = read(&fixture("endnote.enw"));
    assert_eq!(ended.unwrap(), ImportFormat::EndNote);
    let [Ok(_), Ok(book)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    let Bibliography { item_type, title, author, edition, publisher, publisher_place, .. } = &book.bibliography;
    assert_eq!((*item_type, title.as_str()), (ItemType::Book, "Songs of Nowhere"));
    assert_eq!(author.first().map(Name::main), Some("Nobody"));
    let said = [edition, publisher, publisher_place].map(|value| value.as_deref().unwrap_or_default());
    assert_eq!(said, ["2nd", "Nowhere Press", "Nowhere"]);
}

#[test]
fn what_databases_know_of_a_publication_is_kept() {
    for file in ["pubmed.nbib", "pubmed.xml"] {
        let (outcomes, _) = read(&fixture(file));
        let [Ok(imported)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
        assert_eq!(imported.design, Some(StudyDesign::Rct), "{file}");
        assert_eq!(imported.registration.nct.len(), 1, "{file}");
        assert_eq!(imported.editorial.status, EditorialStatus::Retracted, "{file}");
        assert_eq!(imported.editorial.noticed, "2025-01-03".parse().ok(), "{file}");
        assert!(imported.editorial.notice.as_deref().is_some_and(|notice| notice.contains("99999998")), "{file}");
        assert_eq!(imported.notes, [] as [String; 0], "{file}");
    }
}

#[test]
fn latex_is_read_as_what_it_prints() {
    let (outcomes, _) = read(&fixture("library.bib"));
    let [Ok(first), Ok(second)] = outcomes.as_slice() else { panic!("{outcomes:#?}") };
    assert_eq!((first.line, second.line), (6, 23));
    assert_eq!(first.notes, ["`crossref` is not followed"]);
    let b = &second.bibliography;
    assert_eq!(b.title, "“Costs & benefits”: 50% of β-blockers, 10 mg per day — or none?");
    let names: Vec<String> = b.author.iter().map(Name::full).collect();
    assert_eq!(names, ["Jörg H. Müller", "A. Gonçalves", "Ø. Smørgrav", "Ida van der Heide"]);
    assert_eq!(b.container_title.as_deref(), Some("J LaTeX Nowhere"));
    assert_eq!(b.url.as_ref().map(|url| url.as_str()), Some("https://example.org/a_b?c=1%20d"));
}

/// The faults of a file, and the titles of the records that were read all the same.
fn faults_and_titles(text: &str) -> (Vec<Malformed>, Vec<String>) {
    let (outcomes, ended) = read(text.as_bytes());
    ended.unwrap();
    let (mut faults, mut titles) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(imported) => titles.push(imported.bibliography.title),
            Err(fault) => faults.push(fault),
        }
    }
    (faults, titles)
}

#[test]
fn a_malformed_record_costs_itself_only() {
    let good = |title: &str| format!("TY  - JOUR\nTI  - {title}\nPY  - 2024\nER  - \n");
    let article = |title: &str| {
        format!(
            "<PubmedArticle><MedlineCitation><Article><Journal><JournalIssue><PubDate><Year>2024</Year></PubDate>\
             </JournalIssue></Journal><ArticleTitle>{title}.</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n"
        )
    };
    let set = |inner: &str| format!("<PubmedArticleSet>\n{inner}</PubmedArticleSet>");
    let broken = article("Broken").replace("</Journal>", "</Jurnal>");
    let unended = article("Unended").replace("</Article></MedlineCitation></PubmedArticle>", "");
    let deep = article("Deep").replace("Deep", &format!("{}x{}", "<i>".repeat(40), "</i>".repeat(40)));
    let cases = [
        (format!("{}TY  - JOUR\nTI  - No year\nER  - \n{}", good("A"), good("B")), 5, "no year"),
        (format!("{}TY  - JOUR\nPY  - 2020\nER  - \n{}", good("A"), good("B")), 5, "no title"),
        (format!("PB  - the end of something\nER  - \n{}{}", good("A"), good("B")), 1, "outside a record"),
        ("PMID- 1\nTI  - A.\nDP  - 2024\n\nPMID- 2\nDP  - 2024\n\nPMID- 3\nTI  - B.\nDP  - 2024\n".to_owned(), 5, "no title"),
        (
            "@misc{a, title={A}, year=2024}\n@misc{x, title={X, year=2024}\n@misc{b, title={B}, year=2024}".to_owned(),
            2,
            "not closed before line 3",
        ),
        (
            "@misc{a, title={A}, year=2024}\n@misc{x, title=, year=2024}\n@misc{b, title={B}, year=2024}".to_owned(),
            2,
            "malformed",
        ),
        (
            format!("@misc{{a, title={{A}}, year=2024}}\n@misc{{x, title={}y{}, year=2024}}\n@misc{{b, title={{B}}, year=2024}}", "{".repeat(99), "}".repeat(99)),
            2,
            "deep",
        ),
        (
            "[{\"title\":\"A\",\"issued\":{\"raw\":\"2024\"}},\n{\"title\":\"X,\n},\n{\"title\":\"B\",\"issued\":{\"raw\":\"2024\"}}]".to_owned(),
            2,
            "no JSON",
        ),
        (
            "[{\"title\":\"A\",\"issued\":{\"raw\":\"2024\"}}, 7, \"x\",\n{\"title\":\"B\",\"issued\":{\"raw\":\"2024\"}}]".to_owned(),
            1,
            "no item",
        ),
        (set(&format!("{}{broken}{}", article("A"), article("B"))), 3, "ends <Jurnal>"),
        (set(&format!("{}{unended}{}", article("A"), article("B"))), 3, "does not end before"),
        (set(&format!("{}{deep}{}", article("A"), article("B"))), 3, "deep"),
        (set(&format!("{}{}{}", article("A"), article(""), article("B"))), 3, "no title"),
    ];
    for (text, line, message) in cases {
        let (faults, titles) = faults_and_titles(&text);
        let [fault] = faults.as_slice() else { panic!("{faults:#?}: {text}") };
        assert_eq!(fault.line, line, "{}: {text}", fault.message);
        assert!(fault.message.contains(message), "{}: {text}", fault.message);
        assert_eq!(titles, ["A", "B"], "{text}");
    }
}

#[test]
fn what_cannot_be_read_says_what_would_be_right() {
    for (text, message) in [
        ("", "the file is empty"),
        (
            "dear diary",
            "expected PubMed XML, EndNote XML, NBIB, RIS, BibTeX, CSL-JSON, citations as PubMed, Ovid or the Cochrane Library print them",
        ),
        ("<html><body>Sign in</body></html>", "<html>; expected <PubmedArticleSet>"),
        ("<PubmedArticleSet>\n<PubmedArticle>", "cut off"),
        ("<?xml version=\"1.0\"?>", "expected <PubmedArticleSet>"),
        ("<XML><RECORDS>", "<XML>; expected <PubmedArticleSet>, as PubMed saves it, or <xml> with <records>"),
        ("<xml><records><record><titles>", "cut off"),
    ] {
        let (_, ended) = read(text.as_bytes());
        let error = ended.expect_err(text).to_string();
        assert!(error.contains(message), "{text}: {error}");
    }
}

#[test]
fn entities_are_never_expanded() {
    let bomb = "<!DOCTYPE PubmedArticleSet [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    let text = format!(
        "{bomb}<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><Journal><JournalIssue><PubDate><Year>2024</Year>\
         </PubDate></JournalIssue></Journal><ArticleTitle>A &b; &c; &lt;&#946;&#x3b2;.</ArticleTitle></Article>\
         </MedlineCitation></PubmedArticle></PubmedArticleSet>"
    );
    let records = records(&text);
    assert_eq!(records[0].bibliography.title, "A &b; &c; <ββ");
    assert_eq!(records[0].notes, ["line 1 holds `&b;`, which is not expanded"]);
}

#[test]
fn abbreviations_that_multiply_are_refused() {
    let mut text = String::from("@string{a0 = \"aaaaaaaaaaaaaaaa\"}\n@string{self = self}\n");
    for n in 1..64 {
        text.push_str(&format!("@string{{a{n} = a{} # a{}}}\n", n - 1, n - 1));
    }
    text.push_str("@misc{x, title = {Fine}, year = 2024, journal = self}\n");
    let (faults, titles) = faults_and_titles(&text);
    assert!(faults.iter().all(|fault| fault.message.contains("more text than any does")), "{faults:?}");
    assert!(!faults.is_empty());
    assert_eq!(titles, ["Fine"]);
}

/// A file that is made while it is read: `begin`, then `body` until there are so many bytes, then nothing.
struct Endless {
    begin: &'static [u8],
    body: &'static [u8],
    left: usize,
    at: usize,
}

impl std::io::Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut given = 0;
        while given < buffer.len() && self.left > 0 {
            let from = if self.at < self.begin.len() {
                self.begin[self.at]
            } else {
                self.body[(self.at - self.begin.len()) % self.body.len()]
            };
            buffer[given] = from;
            (given, self.at, self.left) = (given + 1, self.at + 1, self.left - 1);
        }
        Ok(given)
    }
}

#[test]
fn what_never_ends_is_one_fault() {
    for (begin, body) in [
        (&b"TY  - JOUR\nTI  - "[..], &b"x"[..]),
        (b"TY  - JOUR\nTI  - x\n", b"AU  - Nobody, Anna\n"),
        (b"PMID- 1\nTI  - ", b"x"),
        (b"@article{a,\n title = {", b"x"),
        (b"@article{a,\n title = ", b"{"),
        (b"[{\"title\": \"", b"x"),
        (b"[{\"title\": ", b"["),
        (b"<PubmedArticleSet><PubmedArticle><ArticleTitle>", b"x"),
        (b"<PubmedArticleSet><PubmedArticle>", b"<i>"),
        (b"<PubmedArticleSet><PubmedArticle><!--", b"x"),
        (b"<PubmedArticleSet><PubmedArticle a=\"", b"x"),
        (b"<!DOCTYPE PubmedArticleSet [", b"x"),
        (b"<xml><records><record><titles><title>", b"x"),
        (b"<xml><records><record>", b"<style>"),
        (b"<xml><records><record>", b"<custom1>x</custom1>"),
    ] {
        let file = Endless { begin, body, left: exchange::MAX_RECORD + (2 << 20), at: 0 };
        let mut faults = 0;
        let ended = exchange::read(file, None, &mut |outcome| {
            assert!(outcome.is_err());
            faults += 1;
        });
        let told = faults + usize::from(ended.is_err());
        assert!((1..=2).contains(&told), "{}: {faults} faults, {ended:?}", String::from_utf8_lossy(begin));
    }
}
