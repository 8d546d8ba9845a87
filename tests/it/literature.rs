//! The literature tier: what is loaded, what holds, what is found. All records are invented.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use evidence::{
    domain::{EditorialState, SaidBy, stop::Stop},
    literature::{
        Counts, Facet, Filters, ListOutcome, Literature, LiteratureId, LoadError, Loader, Matching, OpenError, Outcome,
        Request, Sort,
    },
};
use flate2::{Compression, write::GzEncoder};

/// A record of PubMed, as its files have them.
#[derive(Clone)]
pub struct Article {
    pub pmid: u32,
    pub version: u32,
    pub title: String,
    pub text: String,
    pub year: u16,
    pub doi: Option<String>,
    pub types: Vec<&'static str>,
    pub remarks: Vec<(&'static str, u32, &'static str)>,
    pub mesh: Vec<&'static str>,
    pub journal: &'static str,
}

impl Article {
    pub fn new(pmid: u32, title: &str) -> Self {
        Self {
            pmid,
            version: 1,
            title: title.to_owned(),
            text: String::new(),
            year: 2001,
            doi: Some(format!("10.5555/Nowhere.{pmid}")),
            types: vec!["Journal Article"],
            remarks: Vec::new(),
            mesh: Vec::new(),
            journal: "J Nowhere Med",
        }
    }

    fn xml(&self) -> String {
        let Self { pmid, version, title, text, year, doi, types, remarks, mesh, journal } = self;
        let doi =
            doi.as_ref().map(|doi| format!("<ELocationID EIdType=\"doi\">{doi}</ELocationID>")).unwrap_or_default();
        let text = if text.is_empty() {
            String::new()
        } else {
            format!("<Abstract><AbstractText Label=\"AIM\">{text}</AbstractText></Abstract>")
        };
        let types: String = types.iter().map(|kind| format!("<PublicationType>{kind}</PublicationType>")).collect();
        let remarks: String = remarks
            .iter()
            .map(|(kind, of, place)| {
                format!(
                    "<CommentsCorrections RefType=\"{kind}\"><RefSource>{place}</RefSource><PMID>{of}</PMID></CommentsCorrections>"
                )
            })
            .collect();
        let mesh: String = mesh
            .iter()
            .map(|heading| {
                format!(
                    "<MeshHeading><DescriptorName UI=\"D1\" MajorTopicYN=\"Y\">{heading}</DescriptorName></MeshHeading>"
                )
            })
            .collect();
        format!(
            "<PubmedArticle><MedlineCitation><PMID Version=\"{version}\">{pmid}</PMID><Article><Journal>\
             <JournalIssue><Volume>7</Volume><Issue>2</Issue><PubDate><Year>{year}</Year></PubDate></JournalIssue>\
             <Title>Journal of Nowhere Medicine</Title></Journal><ArticleTitle>{title}</ArticleTitle>\
             <Pagination><MedlinePgn>{pmid}-9</MedlinePgn></Pagination>{doi}{text}<AuthorList><Author><LastName>Nemo</LastName>\
             <ForeName>Ada B</ForeName><Initials>AB</Initials></Author></AuthorList><Language>eng</Language>\
             <PublicationTypeList>{types}</PublicationTypeList></Article>\
             <MedlineJournalInfo><MedlineTA>{journal}</MedlineTA></MedlineJournalInfo>\
             <CommentsCorrectionsList>{remarks}</CommentsCorrectionsList><MeshHeadingList>{mesh}</MeshHeadingList>\
             </MedlineCitation></PubmedArticle>"
        )
    }
}

/// A whole file.
pub fn file_of(articles: &[Article], deleted: &[u32]) -> String {
    let articles: String = articles.iter().map(Article::xml).collect();
    let deleted: String = deleted.iter().map(|pmid| format!("<PMID Version=\"1\">{pmid}</PMID>")).collect();
    let deleted = if deleted.is_empty() { deleted } else { format!("<DeleteCitation>{deleted}</DeleteCitation>") };
    format!("<?xml version=\"1.0\"?>\n<PubmedArticleSet>{articles}{deleted}</PubmedArticleSet>")
}

pub struct Place(tempfile::TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn folder(&self) -> PathBuf {
        self.0.path().join("literature")
    }

    pub fn put(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.path().join(name);
        if name.ends_with(".gz") {
            let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
            packed.write_all(content.as_bytes()).unwrap();
            fs::write(&path, packed.finish().unwrap()).unwrap();
        } else {
            fs::write(&path, content).unwrap();
        }
        path
    }

    pub fn load(&self, name: &str, articles: &[Article], deleted: &[u32]) -> Counts {
        let path = self.put(name, &file_of(articles, deleted));
        counts(add(&self.folder(), &path).unwrap())
    }

    pub fn open(&self) -> Literature {
        Literature::open(&self.folder()).unwrap()
    }
}

fn add(folder: &Path, file: &Path) -> Result<Outcome, LoadError> {
    let mut loader = Loader::open(folder, "evidence test")?;
    let outcome = loader.add(file, &mut |_| ());
    loader.finish()?;
    outcome
}

fn counts(outcome: Outcome) -> Counts {
    match outcome {
        Outcome::Loaded(loaded) => loaded.file.counts,
        Outcome::Known(name) => panic!("known as {name}"),
    }
}

fn asked<'a>(text: &'a str) -> Request<'a> {
    Request {
        text,
        matching: Matching::MinimumShouldMatch,
        filters: Filters::default(),
        sort: Sort::Relevance,
        limit: 10,
        after: None,
        facets: Vec::new(),
    }
}

fn ids(literature: &Literature, request: &Request<'_>) -> Vec<String> {
    let answer = literature.search(request, &Stop::default()).unwrap();
    answer.found.iter().map(|found| found.record.id.to_string()).collect()
}

#[test]
fn the_newest_file_and_version_hold_whatever_the_order() {
    let old = |title: &str| [Article::new(1, title), Article::new(2, "Stays"), Article::new(3, "Goes")];
    let mut revised = Article::new(1, "Revised");
    revised.doi = Some("10.5555/revised".to_owned());
    let files: [(&str, Vec<Article>, Vec<u32>); 3] = [
        ("pubmed20n0001.xml.gz", old("First").to_vec(), vec![]),
        ("pubmed20n0002.xml", vec![Article::new(1, "Second"), Article::new(4, "New")], vec![3]),
        ("pubmed21n0001.xml.gz", vec![revised], vec![]),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1], [1, 2, 0], [2, 0, 1]] {
        let place = Place::new();
        for i in order {
            let (name, articles, deleted) = &files[i];
            place.load(name, articles, deleted);
        }
        let literature = place.open();
        assert_eq!(literature.total(), 3, "{order:?}");
        let title =
            |pmid: &str| literature.by_pmid(pmid.parse().unwrap()).unwrap().map(|record| record.bibliography.title);
        assert_eq!(title("1").as_deref(), Some("Revised"), "{order:?}");
        assert_eq!((title("2").is_some(), title("3"), title("4").is_some()), (true, None, true), "{order:?}");
        // The DOI of the revised version was corrected, and is found no more.
        assert_eq!(literature.by_doi(&"10.5555/nowhere.1".parse().unwrap()).unwrap().len(), 0, "{order:?}");
        assert_eq!(literature.by_doi(&"10.5555/REVISED".parse().unwrap()).unwrap().len(), 1, "{order:?}");
        assert!(literature.verify(|_| ()).is_ok());
    }
}

#[test]
fn versions_of_one_record_are_one_and_all_their_dois_find_it() {
    let version = |version: u32, title: &str| {
        let mut article = Article::new(1, title);
        article.version = version;
        article.doi = Some(format!("10.5555/v.{version}"));
        article
    };
    let all = [version(1, "One"), version(2, "Two"), version(3, "Three")];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        for in_files in [false, true] {
            let place = Place::new();
            let articles: Vec<Article> = order.iter().map(|i| all[*i].clone()).collect();
            if in_files {
                for (i, article) in articles.iter().enumerate() {
                    place.load(&format!("pubmed-part-{i}.xml"), std::slice::from_ref(article), &[]);
                }
            } else {
                place.load("pubmed20n0001.xml", &articles, &[]);
            }
            let literature = place.open();
            assert_eq!(literature.total(), 1, "{order:?}");
            for doi in ["10.5555/v.1", "10.5555/V.2", "10.5555/v.3"] {
                let found = literature.by_doi(&doi.parse().unwrap()).unwrap();
                let titles: Vec<&str> = found.iter().map(|record| record.bibliography.title.as_str()).collect();
                assert_eq!(titles, ["Three"], "{doi} {order:?} {in_files}");
            }
        }
    }
}

#[test]
fn a_file_is_loaded_once_whatever_it_is_called() {
    let place = Place::new();
    let articles = [Article::new(1, "A needle")];
    place.load("pubmed20n0001.xml", &articles, &[]);
    let again = place.put("copy.xml", &file_of(&articles, &[]));
    assert_eq!(add(&place.folder(), &again).unwrap(), Outcome::Known("pubmed20n0001.xml".to_owned()));
    assert_eq!(place.open().ledger().files.len(), 1);
    // Another file under its name is another file.
    let changed = place.load("pubmed20n0001.xml", &[Article::new(1, "Two needles")], &[]);
    assert_eq!(changed, Counts { replaced: 1, ..Counts::default() });
    assert_eq!(place.open().ledger().files.len(), 1);
}

#[test]
fn what_is_no_file_of_records_changes_nothing_and_is_told() {
    let place = Place::new();
    place.load("pubmed20n0001.xml.gz", &[Article::new(1, "A needle")], &[]);
    let before = place.open().version().to_owned();
    let many: Vec<Article> = (10..400).map(|pmid| Article::new(pmid, "Cut off")).collect();
    let whole = place.put("pubmed20n0002.xml.gz", &file_of(&many, &[]));
    let packed = fs::read(&whole).unwrap();
    let cut = place.0.path().join("pubmed20n0003.xml.gz");
    fs::write(&cut, &packed[..packed.len() / 2]).unwrap();
    let damaged = place.0.path().join("pubmed20n0004.xml.gz");
    let turned = packed.iter().enumerate().map(|(at, byte)| if at == packed.len() / 2 { !byte } else { *byte });
    fs::write(&damaged, turned.collect::<Vec<u8>>()).unwrap();
    let bad = [
        (cut, "the packed file breaks off"),
        (damaged, "the packed file is damaged"),
        (place.put("feed.xml", "<rss><channel/></rss>"), "expected <PubmedArticleSet>"),
        (place.put("short.xml", &file_of(&many, &[])[..20_000]), "cut off"),
        (place.put("prose.txt", "Nothing but words."), "in no format we read"),
        (place.put("empty.xml", ""), "empty"),
        (
            place.put("untitled.xml", "<PubmedArticleSet><PubmedArticle></PubmedArticle></PubmedArticleSet>"),
            "none of its 1 records can be taken; line 1: ",
        ),
        (
            place.put("pubmed20n0005.xml", &file_of(&many[..1], &[]).replacen("\">10</PMID>", "\">ten</PMID>", 1)),
            "the record has no PMID that is a number",
        ),
        (place.0.path().join("nowhere.xml"), "cannot be read"),
    ];
    for (file, expected) in bad {
        let error = add(&place.folder(), &file).unwrap_err();
        let mut said = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(next) = cause {
            said.push_str(&format!(": {next}"));
            cause = next.source();
        }
        assert!(said.contains(expected), "{}: {said}", file.display());
    }
    let literature = place.open();
    assert_eq!((literature.total(), literature.version()), (1, before.as_str()));
    assert!(literature.verify(|_| ()).is_ok());
    // And the file that was cut loads when it is whole.
    assert_eq!(counts(add(&place.folder(), &whole).unwrap()).added, 390);
}

/// The columns of Retraction Watch that are read.
const COLUMNS: &str = "Record ID,Title,Journal,Author,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n";

/// A row about a publication that nobody wrote.
fn row(doi: &str, pmid: &str, nature: &str) -> String {
    format!(
        "1,Humming at walls of nowhere,J Nowhere Med,Ada B Nemo,3/31/2020 0:00,10.5555/notice.1,0,1/2/2001 0:00,{doi},{pmid},{nature},+Doubts;\n"
    )
}

fn add_notices(place: &Place, name: &str, content: &[u8]) -> Result<ListOutcome, LoadError> {
    let path = place.0.path().join(name);
    fs::write(&path, content).unwrap();
    let mut loader = Loader::open(&place.folder(), "evidence test")?;
    let outcome = loader.add_notices(&path);
    loader.finish()?;
    outcome
}

#[test]
fn lists_of_notices_tell_what_became_of_records_and_of_what_is_not_loaded() {
    let place = Place::new();
    place.load("pubmed20n0001.xml", &[Article::new(1, "Humming at walls"), Article::new(2, "Another")], &[]);
    let rows = [
        row("10.5555/NOWHERE.1", "0", "Retraction"),
        row("unavailable", "77", "Expression of concern"),
        row("", "0", "Retraction"),
    ];
    let mut content = format!("{COLUMNS}{}", rows.concat()).into_bytes();
    content.extend_from_slice(b"9,Na\xefve walls,J,A,1/1/2020,,0,1/1/2001,10.5555/absent.9,0,Correction,None\n");
    let ListOutcome::Loaded(loaded) = add_notices(&place, "list.csv", &content).unwrap() else { panic!("it is new") };
    assert_eq!((loaded.notices, loaded.before, loaded.passed_over, loaded.decoded), (3, 0, 1, 1));
    let literature = place.open();
    assert_eq!((literature.total(), literature.notices()), (2, 3));
    assert!(literature.verify(|_| ()).is_ok());
    // No question finds a notice.
    assert_eq!(ids(&literature, &asked("humming walls")), ["pmid:1"]);
    assert_eq!(literature.search(&asked(""), &Stop::default()).unwrap().total, 2);
    let of = |identifier: &str| {
        let identifier = evidence::domain::Identifier::recognise(identifier).unwrap();
        let states = literature.states_of(&identifier).unwrap();
        states.gravest().map(|said| (said.state, said.by, said.list.as_ref().unwrap().name.clone()))
    };
    let list = || "list.csv".to_owned();
    assert_eq!(of("pmid:1"), Some((EditorialState::Retracted, SaidBy::List, list())));
    assert_eq!(of("10.5555/nowhere.1"), Some((EditorialState::Retracted, SaidBy::List, list())));
    assert_eq!(of("pmid:77"), Some((EditorialState::OfConcern, SaidBy::List, list())));
    assert_eq!((of("pmid:2"), of("10.5555/nothing.here")), (None, None));
    let record = literature.by_pmid("1".parse().unwrap()).unwrap().unwrap();
    let states = literature.states(&record).unwrap();
    let said = states.gravest().unwrap();
    assert_eq!(said.date.map(|date| date.to_string()).as_deref(), Some("2020-03-31"));
    assert_eq!(said.list.as_ref().unwrap().reason.as_deref(), Some("+Doubts;"));
    // The filter counts what lists tell.
    let retracted = Filters { editorial: vec![Some(EditorialState::Retracted)], ..Filters::default() };
    assert_eq!(ids(&literature, &Request { filters: retracted, ..asked("") }), ["pmid:1"]);
    let none = Filters { editorial: vec![None], ..Filters::default() };
    assert_eq!(ids(&literature, &Request { filters: none, ..asked("") }), ["pmid:2"]);
}

#[test]
fn a_newer_list_takes_the_place_of_the_one_before_and_goes_when_it_is_removed() {
    let place = Place::new();
    place.load("own.xml", &[Article::new(1, "Humming at walls")], &[]);
    let list = |rows: &[String]| format!("{COLUMNS}{}", rows.concat()).into_bytes();
    let first = list(&[row("10.5555/nowhere.1", "0", "Retraction"), row("10.5555/x", "0", "Correction")]);
    add_notices(&place, "list.csv", &first).unwrap();
    assert_eq!(add_notices(&place, "copy.csv", &first).unwrap(), ListOutcome::Known("list.csv".to_owned()));
    let ListOutcome::Loaded(loaded) =
        add_notices(&place, "list.csv", &list(&[row("10.5555/y", "0", "Retraction")])).unwrap()
    else {
        panic!("it is another")
    };
    assert_eq!((loaded.notices, loaded.before), (1, 2));
    let record = place.open().by_pmid("1".parse().unwrap()).unwrap().unwrap();
    assert!(place.open().states(&record).unwrap().gravest().is_none(), "a reinstated publication stays retracted");
    // Records and notices are not mixed up under one name.
    let error = add_notices(&place, "own.xml", &list(&[row("10.5555/z", "0", "Retraction")])).unwrap_err();
    assert!(matches!(error, LoadError::NameTaken { .. }), "{error}");
    let mut loader = Loader::open(&place.folder(), "evidence test").unwrap();
    assert_eq!(loader.remove_file("list.csv").unwrap(), Some(1));
    loader.finish().unwrap();
    assert_eq!((place.open().total(), place.open().notices()), (1, 0));
    assert!(place.open().verify(|_| ()).is_ok());
}

#[test]
fn what_is_no_list_of_notices_changes_nothing_and_is_told() {
    let place = Place::new();
    place.load("pubmed20n0001.xml", &[Article::new(1, "A needle")], &[]);
    let before = place.open().version().to_owned();
    let unclosed = format!("{COLUMNS}1,\"{}\n", "x".repeat(2 << 20));
    for (name, content, expected) in [
        ("title.csv", "Title,Reason\nAches,None\n", "has no column RetractionDate"),
        ("none.csv", COLUMNS, "none of its 0 rows is a notice"),
        ("unclosed.csv", unclosed.as_str(), "a quotation mark is missing"),
        ("empty.csv", "", "has no column"),
        ("feed.xml", "<rss><channel/></rss>", "expected <PubmedArticleSet>"),
    ] {
        let error = add_notices(&place, name, content.as_bytes()).unwrap_err();
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        let said = format!("{error}: {cause}");
        assert!(said.contains(expected) && said.contains(name), "{name}: {said}");
    }
    assert_eq!(place.open().version(), before);
}

#[test]
fn a_number_that_is_none_costs_its_record_and_is_told_with_its_line() {
    let place = Place::new();
    let good = file_of(&[Article::new(1, "A needle"), Article::new(2, "Another")], &[]);
    let file = place.put("pubmed20n0001.xml", &good.replacen("\">2</PMID>", "\">two</PMID>", 1));
    let Outcome::Loaded(loaded) = add(&place.folder(), &file).unwrap() else { panic!("it is new") };
    assert_eq!((loaded.file.counts.added, loaded.file.counts.refused), (1, 1));
    assert_eq!(loaded.refused.len(), 1, "{:?}", loaded.refused);
    assert!(loaded.refused[0].line > 0 && !loaded.refused[0].message.is_empty(), "{:?}", loaded.refused);
}

/// Words that do not become smaller when they are packed.
fn noise(words: u64, mut seed: u64) -> String {
    let mut text = String::new();
    for _ in 0..words {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("w{:x} ", seed >> 24));
    }
    text
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_last_good_state_stands() {
    let place = Place::new();
    place.load("pubmed20n0001.xml", &[Article::new(1, "A needle")], &[]);
    let many: Vec<Article> = (10..1_000)
        .map(|pmid| Article { text: noise(120, u64::from(pmid)), ..Article::new(pmid, "A needle") })
        .collect();
    let file = place.put("pubmed20n0002.xml.gz", &file_of(&many, &[]));
    let names = || {
        let mut names: Vec<_> = fs::read_dir(place.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    // A file may have so many blocks of 512 bytes, as if the disk had no more; the signal for it is passed over.
    let ended = std::process::Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 400; exec \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_evidence"),
            "literature",
            "add",
        ])
        .arg(&file)
        .arg("--literature")
        .arg(place.folder())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{said}");
    for part in ["1 records stand", "pubmed20n0002.xml.gz was not loaded", "see that its disk has room"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(place.open().total(), 1);
    assert!(place.open().verify(|_| ()).is_ok());
    // When there is room the same file loads, and nothing of the first try is left.
    assert_eq!(counts(add(&place.folder(), &file).unwrap()).added, 990);
    assert_eq!(place.open().total(), 991);
    let segment = |name: &std::ffi::OsString| name.to_string_lossy().split('.').next().unwrap_or_default().to_owned();
    let segments: std::collections::BTreeSet<String> =
        names().iter().map(segment).filter(|name| name.len() == 32).collect();
    assert!(segments.len() <= 2, "{segments:?} after {before:?}");
}

#[test]
fn two_loaders_at_once_are_told() {
    let place = Place::new();
    let loader = Loader::open(&place.folder(), "evidence test").unwrap();
    let error = Loader::open(&place.folder(), "another").unwrap_err();
    assert!(matches!(error, LoadError::Held { .. }), "{error}");
    assert!(error.to_string().contains("evidence test, process"), "{error}");
    drop(loader);
    Loader::open(&place.folder(), "another").unwrap().finish().unwrap();
}

/// A process that is started while a loader is open inherits its files until it runs its own program, and their locks.
#[test]
fn a_lock_of_the_engine_that_outlives_its_loader_hinders_nobody() {
    let place = Place::new();
    place.load("pubmed20n0001.xml", &[Article::new(1, "A needle")], &[]);
    let inherited =
        fs::File::options().write(true).create(true).truncate(false).open(place.folder().join(".tantivy-writer.lock"));
    let inherited = inherited.unwrap();
    inherited.try_lock().unwrap();
    place.load("pubmed20n0002.xml", &[Article::new(2, "Another")], &[]);
    drop(inherited);
    assert_eq!(place.open().total(), 2);
}

#[test]
fn what_was_not_committed_is_not_there() {
    let place = Place::new();
    place.load("pubmed20n0001.xml", &[Article::new(1, "A needle")], &[]);
    // As a process that is killed: nothing of it is cleared up.
    let mut loader = Loader::open(&place.folder(), "evidence test").unwrap();
    let more = place.put("pubmed20n0002.xml", &file_of(&[Article::new(2, "Another")], &[]));
    let file = loader.add(&more, &mut |_| ());
    assert!(file.is_ok());
    std::mem::forget(loader);
    assert_eq!(place.open().total(), 2);
}

/// What holds after each of some files: the titles of the records, by their PMIDs. Each file has new records, revises some of the
/// file before and deletes others.
fn files_that_revise(place: &Place, count: u32) -> (Vec<PathBuf>, Vec<BTreeMap<u32, String>>) {
    let (mut paths, mut after, mut held) = (Vec::new(), vec![BTreeMap::new()], BTreeMap::new());
    for number in 1..=count {
        let new = number * 1_000..number * 1_000 + 60;
        let revised = (number - 1) * 1_000..(number - 1) * 1_000 + if number > 1 { 20 } else { 0 };
        let deleted: Vec<u32> = if number > 1 { (revised.end..revised.end + 3).collect() } else { Vec::new() };
        let title = |pmid: u32| format!("Needle {pmid} as file {number} has it");
        let articles: Vec<Article> = new.chain(revised).map(|pmid| Article::new(pmid, &title(pmid))).collect();
        paths.push(place.put(&format!("pubmed20n{number:04}.xml.gz"), &file_of(&articles, &deleted)));
        held.extend(articles.iter().map(|article| (article.pmid, article.title.clone())));
        held.retain(|pmid, _| !deleted.contains(pmid));
        after.push(held.clone());
    }
    (paths, after)
}

#[test]
fn a_loader_that_is_killed_twenty_times_loses_nothing_and_doubles_nothing() {
    let place = Place::new();
    let (paths, after) = files_that_revise(&place, 16);
    let start = || {
        Command::new(env!("CARGO_BIN_EXE_evidence"))
            .args(["literature", "add", "--literature"])
            .arg(place.folder())
            .args(&paths)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let holds = || match Literature::open(&place.folder()) {
        Err(OpenError::Nothing { .. }) => 0,
        Err(error) => panic!("{error}"),
        Ok(literature) => {
            let files = literature.ledger().files.len();
            assert_eq!(literature.total(), after[files].len() as u64, "after {files} files");
            files
        }
    };
    let mut kills = 0;
    let mut wait = 40;
    while kills < 20 {
        let mut loader = start();
        thread::sleep(Duration::from_millis(wait));
        // Early, late and at whatever it does between.
        wait = (wait * 7 + 13) % 400;
        if loader.try_wait().unwrap().is_some() {
            // There was nothing left to do.
            fs::remove_dir_all(place.folder()).unwrap();
            continue;
        }
        loader.kill().unwrap();
        loader.wait().unwrap();
        kills += 1;
        holds();
    }
    assert!(start().wait().unwrap().success());
    assert_eq!(holds(), paths.len());
    let literature = place.open();
    literature.verify(|_| ()).unwrap();
    for (pmid, title) in &after[paths.len()] {
        let record = literature.by_pmid(pmid.to_string().parse().unwrap()).unwrap();
        assert_eq!(record.map(|record| record.bibliography.title).as_ref(), Some(title));
    }
}

#[test]
fn damage_is_told_and_never_served_in_silence() {
    let place = Place::new();
    assert!(matches!(Literature::open(&place.folder()), Err(OpenError::Nothing { .. })));
    let articles: Vec<Article> = (1..200).map(|pmid| Article::new(pmid, "A needle in the hay")).collect();
    place.load("pubmed20n0001.xml", &articles, &[]);
    let files: Vec<PathBuf> = fs::read_dir(place.folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_stem().is_some_and(|stem| stem.len() == 32))
        .collect();
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        let whole = fs::read(&file).unwrap();
        let mut damaged = whole.clone();
        let middle = damaged.len() / 3;
        damaged[middle] ^= 0xff;
        fs::write(&file, &damaged).unwrap();
        let is_told = match Literature::open(&place.folder()) {
            Ok(literature) => literature.verify(|_| ()).is_err(),
            Err(OpenError::Damaged { .. }) => true,
            Err(other) => panic!("{other}"),
        };
        assert!(is_told, "{}", file.display());
        // Half written, or gone.
        fs::write(&file, &whole[..whole.len() / 2]).unwrap();
        assert!(matches!(Literature::open(&place.folder()), Err(OpenError::Damaged { .. })), "{}", file.display());
        fs::remove_file(&file).unwrap();
        assert!(matches!(Literature::open(&place.folder()), Err(OpenError::Damaged { .. })), "{}", file.display());
        fs::write(&file, &whole).unwrap();
    }
    assert!(place.open().verify(|_| ()).is_ok());
}

#[test]
fn states_come_from_links_both_ways_from_titles_and_from_types() {
    let place = Place::new();
    let with = |mut article: Article, types: &[&'static str], remarks: &[(&'static str, u32, &'static str)]| {
        article.types = types.to_vec();
        article.remarks = remarks.to_vec();
        article
    };
    let article = "Journal Article";
    place.load(
        "pubmed20n0001.xml",
        &[
            with(
                Article::new(1, "Told by its own link"),
                &[article],
                &[("RetractionIn", 91, "J Nowhere. 2003 May;8(1):2")],
            ),
            with(Article::new(2, "Told by the notice alone"), &[article], &[]),
            with(
                Article::new(3, "Statement."),
                &["Retraction of Publication"],
                &[("RetractionOf", 2, ""), ("RetractionOf", 77, "")],
            ),
            with(Article::new(4, "Retracted: Told by its title"), &[article], &[]),
            with(Article::new(5, "WITHDRAWN: Told by its title"), &[article], &[]),
            with(Article::new(6, "Told by its type"), &[article, "Retracted Publication"], &[]),
            with(
                Article::new(7, "A correction, corrected"),
                &["Published Erratum"],
                &[("ErratumFor", 8, ""), ("ErratumIn", 9, "")],
            ),
            with(Article::new(8, "Corrected"), &[article], &[]),
            with(Article::new(10, "Both kinds"), &["Published Erratum", "Retraction of Publication"], &[]),
            with(Article::new(11, "A concern"), &[article], &[("ExpressionOfConcernIn", 12, "")]),
            with(Article::new(13, "A preprint in print"), &["Preprint"], &[("UpdateIn", 14, "J Nowhere. 2021")]),
            with(Article::new(15, "An edition"), &["Systematic Review"], &[("UpdateIn", 16, "")]),
            with(Article::new(17, "A letter and its reply"), &["Letter"], &[("UpdateIn", 18, "")]),
            with(
                Article::new(19, "The new edition"),
                &[article],
                &[("UpdateOf", 20, "Cochrane Database Syst Rev. 2014;(2):1")],
            ),
            with(Article::new(21, "Again"), &[article], &[("RetractedandRepublishedFrom", 22, "")]),
        ],
        &[],
    );
    let literature = place.open();
    let states = |pmid: u32| -> Vec<&'static str> {
        use evidence::domain::Vocabulary;
        let states = literature.states_of_pmid(pmid.to_string().parse().unwrap()).unwrap();
        states.distinct().map(Vocabulary::slug).collect()
    };
    for (pmid, expected) in [
        (1, &["retracted"][..]),
        (2, &["retracted"]),
        (77, &["retracted"]),
        (3, &["retraction-notice"]),
        (4, &["retracted"]),
        (5, &["withdrawn"]),
        (6, &["retracted"]),
        (7, &["corrected", "correction-notice"]),
        (8, &["corrected"]),
        (10, &["retraction-notice"]),
        (11, &["expression-of-concern"]),
        (13, &["published-since"]),
        (15, &["superseded"]),
        (17, &[]),
        (20, &["superseded"]),
        (21, &[]),
        (22, &["retracted-and-republished"]),
        (999, &[]),
    ] {
        assert_eq!(states(pmid), expected, "{pmid}");
    }
    let record = literature.by_pmid("1".parse().unwrap()).unwrap().unwrap();
    let said = literature.states(&record).unwrap().gravest().unwrap().clone();
    assert_eq!((said.by, said.date, said.other), (SaidBy::Remark, "2003-05".parse().ok(), "91".parse().ok()));
    // What a filter finds is what the records say.
    let mut request = asked("");
    request.limit = 100;
    for state in
        [Some(EditorialState::Retracted), Some(EditorialState::Corrected), Some(EditorialState::Superseded), None]
    {
        request.filters.editorial = vec![state];
        let found = ids(&literature, &request);
        for record in (1..=21).filter_map(|pmid: u32| literature.by_pmid(pmid.to_string().parse().unwrap()).unwrap()) {
            let states = literature.states(&record).unwrap();
            let has = state.map_or(states.all().is_empty(), |state| states.has(state));
            assert_eq!(found.contains(&record.id.to_string()), has, "{} {state:?}", record.id);
        }
    }
}

#[test]
fn a_notice_that_bears_the_title_of_what_it_retracts_is_not_retracted() {
    let place = Place::new();
    let mut notice = Article::new(9, "RETRACTED: A needle for nothing");
    notice.types = vec!["Retraction of Publication"];
    notice.remarks = vec![("RetractionOf", 8, "J Nowhere Med. 2001;7(2):8-9")];
    let mut paper = Article::new(8, "RETRACTED: A needle for nothing");
    paper.types = vec!["Journal Article", "Retracted Publication"];
    place.load("pubmed20n0001.xml", &[notice, paper], &[]);
    let literature = place.open();
    let states = |pmid: &str| -> Vec<EditorialState> {
        literature.states_of_pmid(pmid.parse().unwrap()).unwrap().distinct().collect()
    };
    assert_eq!(states("9"), [EditorialState::RetractionNotice]);
    assert_eq!(states("8"), [EditorialState::Retracted]);
    let retracted = Filters { editorial: vec![Some(EditorialState::Retracted)], ..Filters::default() };
    assert_eq!(ids(&literature, &Request { filters: retracted, ..asked("") }), ["pmid:8"]);
}

#[test]
fn a_teams_library_gives_way_to_pubmed_and_is_found_by_its_own_names() {
    let ris = "TY  - JOUR\nTI  - A needle of our own\nPY  - 2001\nDO  - 10.5555/Nowhere.1\nER  - \n\n\
               TY  - BOOK\nTI  - The book of needles\nPY  - 1999\nSN  - 978-0-306-40615-7\nER  - \n\n\
               TY  - JOUR\nTI  - Nameless\nPY  - 2001\nER  - \n";
    let pubmed = [Article::new(1, "A needle")];
    for library_first in [true, false] {
        let place = Place::new();
        let library = place.put("library.ris", ris);
        if !library_first {
            place.load("pubmed20n0001.xml", &pubmed, &[]);
        }
        let said = counts(add(&place.folder(), &library).unwrap());
        assert_eq!((said.refused, said.known), (1, u64::from(!library_first)));
        if library_first {
            assert_eq!(place.open().total(), 2);
            place.load("pubmed20n0001.xml", &pubmed, &[]);
        }
        let literature = place.open();
        assert_eq!(literature.total(), 2, "{library_first}");
        assert!(literature.by_id(&"isbn:9780306406157".parse().unwrap()).unwrap().is_some());
        let by_doi = literature.by_id(&"doi:10.5555/nowhere.1".parse().unwrap()).unwrap().unwrap();
        assert_eq!(by_doi.id.as_str(), "pmid:1");
        // Its records go with it, and no others.
        let mut loader = Loader::open(&place.folder(), "evidence test").unwrap();
        assert_eq!(loader.remove_file("library.ris").unwrap(), Some(1));
        assert_eq!(loader.remove_file("library.ris").unwrap(), None);
        assert_eq!(loader.remove(&["pmid:1".parse().unwrap(), "pmid:9".parse().unwrap()]).unwrap(), 1);
        loader.compact().unwrap();
        assert_eq!(place.open().total(), 0);
    }
}

#[test]
fn what_is_compact_lies_in_one_piece_and_answers_as_before() {
    let place = Place::new();
    for number in 1..=3 {
        let article = Article::new(number, "Needles for nothing");
        place.load(&format!("pubmed20n000{number}.xml"), &[article], &[]);
    }
    place.load("pubmed20n0004.xml", &[Article::new(4, "Straw for needles")], &[2]);
    let pieces = || {
        let files = fs::read_dir(place.folder()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|end| end == "store")).count()
    };
    let before = ids(&place.open(), &asked("needles"));
    assert!(pieces() > 1 && before.len() == 3, "{before:?}");
    Loader::open(&place.folder(), "evidence test").unwrap().compact().unwrap();
    assert_eq!((pieces(), ids(&place.open(), &asked("needles"))), (1, before));
    // The next file goes on from there, and what an older one says of a deleted record is not taken.
    place.load("pubmed20n0005.xml", &[Article::new(5, "Hay")], &[]);
    place.load("pubmed20n0000.xml", &[Article::new(2, "Back again")], &[]);
    assert_eq!(place.open().total(), 4);
}

#[test]
fn records_are_found_by_place_title_author_and_words() {
    let place = Place::new();
    let mut first = Article::new(101, "Needles in the knee: a trial of nothing");
    first.text = "Nobody was helped by micro-needling of the patella.".to_owned();
    first.mesh = vec!["Knee Joint"];
    let mut second = Article::new(102, "Straw in the shoulder");
    (second.year, second.types) = (2010, vec!["Randomized Controlled Trial"]);
    let third = Article::new(103, "Hay fever and knees");
    place.load("pubmed20n0001.xml", &[first, second, third], &[]);
    let literature = place.open();
    let places = literature.by_place("The Journal of Nowhere Medicine", "7", "101-9").unwrap();
    assert_eq!(places.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(), ["pmid:101"]);
    assert!(literature.by_place("J. Nowhere Med.", "7", "102").unwrap().len() == 1);
    assert!(literature.knows_journal("J Nowhere Med").unwrap() && !literature.knows_journal("J Elsewhere").unwrap());
    let titles = literature.by_title("Needles in the knee", 20).unwrap();
    assert_eq!(titles.first().map(|found| found.record.id.as_str()), Some("pmid:101"));
    assert!(literature.by_title("of the", 20).unwrap().len() == 2);
    assert!(literature.by_title("", 20).unwrap().is_empty());
    assert_eq!(ids(&literature, &asked("microneedling")), ["pmid:101"]);
    assert_eq!(ids(&literature, &asked("\"straw in the shoulder\"")), ["pmid:102"]);
    assert_eq!(ids(&literature, &asked("Nemo hay")), ["pmid:103"]);
    assert_eq!(ids(&literature, &asked("10.5555/nowhere.102")), ["pmid:102"]);
    // Nothing has all the words: most of them are enough, and the answer says so.
    let answer = literature.search(&asked("straw shoulder unheard"), &Stop::default()).unwrap();
    assert_eq!(
        (answer.total, answer.matching, answer.unknown.as_slice()),
        (1, Matching::MinimumShouldMatch, &["unheard".to_owned()][..])
    );
    let filtered = |change: &dyn Fn(&mut Filters)| {
        let mut request = asked("");
        change(&mut request.filters);
        let mut found = ids(&literature, &request);
        found.sort();
        found
    };
    assert_eq!(filtered(&|f| f.year = Some((2005, 2020))), ["pmid:102"]);
    assert_eq!(filtered(&|f| f.kind = vec!["randomized controlled trial".to_owned()]), ["pmid:102"]);
    assert_eq!(filtered(&|f| f.kind = vec!["Randomized*".to_owned()]), ["pmid:102"]);
    assert_eq!(filtered(&|f| f.mesh = vec!["knee joint".to_owned()]), ["pmid:101"]);
    assert_eq!(filtered(&|f| f.has_abstract = Some(true)), ["pmid:101"]);
    assert_eq!(filtered(&|f| f.journal = vec!["j nowhere med.".to_owned()]).len(), 3);
    for author in ["Nemo", "nemo a", "Nemo AB", "Nemo Ada"] {
        assert_eq!(filtered(&|f| f.author = vec![author.to_owned()]).len(), 3, "{author}");
    }
    assert_eq!(filtered(&|f| f.author = vec!["Nemo X".to_owned()]).len(), 0);
    let mut request = asked("knee");
    request.facets = vec![Facet::Year, Facet::Type];
    let answer = literature.search(&request, &Stop::default()).unwrap();
    let years: Vec<(&str, u64)> = answer.facets[0].1.iter().map(|count| (count.value.as_str(), count.count)).collect();
    assert_eq!((answer.total, years.as_slice()), (2, &[("2001", 2)][..]));
}

#[test]
fn pages_neither_repeat_nor_hide_a_record_while_others_are_loaded() {
    let place = Place::new();
    let all: Vec<Article> = (1..=57).map(|pmid| Article::new(pmid, "A needle in the hay")).collect();
    place.load("pubmed20n0001.xml", &all, &[]);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let mut seen: Vec<String> = Vec::new();
        let mut request = asked("needle");
        (request.sort, request.limit) = (sort, 10);
        loop {
            let literature = place.open();
            let answer = literature.search(&request, &Stop::default()).unwrap();
            seen.extend(answer.found.iter().map(|found| found.record.id.to_string()));
            // Between two pages a record of an earlier page goes, and the number of records changes.
            if seen.len() == 20 {
                let mut loader = Loader::open(&place.folder(), "evidence test").unwrap();
                loader.remove(&[seen[0].parse::<LiteratureId>().unwrap()]).unwrap();
                loader.finish().unwrap();
            }
            match answer.next {
                Some(next) => request.after = Some(next),
                None => break,
            }
        }
        let found = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), found, "{sort}");
        assert!(found >= 55, "{sort}: {found}");
    }
    let stopped = Stop::default();
    stopped.stop();
    assert!(place.open().search(&asked("needle"), &stopped).is_err());
}
