//! References checked by the command, against a fabricated collection and a fabricated library of literature.

use std::fs;

use serde_json::Value;

use crate::support::{Ended, Fixture, cli};

const RIGHT: &str = "Nobody N, Doe J. Invented therapy for the imaginary ache: a fabricated trial. Journal of Fabricated Results. 2021;1(2):3-9. doi:10.5555/nowhere.2021.1";
const WRONG: &str = "Nobody N, Doe J. Invented therapy for the imaginary ache: a fabricated trial. Journal of Fabricated Results. 2021;1(2):13-19.";
const MADE_UP: &str =
    "Somebody X. Juggling with invisible spoons in a made-up ward. J Elsewhere. 2011;3:4-9. doi:10.5555/nowhere.2021.1";

/// A record of PubMed that nobody wrote, and the notice that retracts it.
const PUBMED: &str = r#"<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">99990001</PMID><Article><Journal><JournalIssue><Volume>4</Volume><PubDate><Year>2015</Year></PubDate></JournalIssue><Title>Journal of Nowhere</Title></Journal><ArticleTitle>Carving soap against boredom in waiting rooms.</ArticleTitle><Pagination><MedlinePgn>11-9</MedlinePgn></Pagination><AuthorList><Author><LastName>Fourth</LastName><ForeName>Hal</ForeName><Initials>H</Initials></Author></AuthorList><PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article><MedlineJournalInfo><MedlineTA>J Nowhere</MedlineTA></MedlineJournalInfo></MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID Version="1">99990002</PMID><Article><Journal><JournalIssue><Volume>5</Volume><PubDate><Year>2016</Year></PubDate></JournalIssue><Title>Journal of Nowhere</Title></Journal><ArticleTitle>Retraction: Carving soap against boredom in waiting rooms.</ArticleTitle><Pagination><MedlinePgn>20</MedlinePgn></Pagination><PublicationTypeList><PublicationType>Retraction of Publication</PublicationType></PublicationTypeList></Article><MedlineJournalInfo><MedlineTA>J Nowhere</MedlineTA></MedlineJournalInfo><CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><RefSource>J Nowhere. 2015;4:11-9</RefSource><PMID Version="1">99990001</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"#;

struct Scene {
    fixture: Fixture,
    folder: tempfile::TempDir,
}

impl Scene {
    fn new(references: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("list.txt"), references).unwrap();
        Self { fixture: Fixture::new(), folder }
    }

    fn check(&self, more: &[&str]) -> Ended {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        let (data, index) = (self.fixture.data().display().to_string(), self.fixture.index().display().to_string());
        let list = path("list.txt");
        let arguments = ["check", "--references", &list, "--data", &data, "--index", &index];
        let ended = cli(arguments.into_iter().chain(more.iter().copied()));
        Ended { stdout: ended.stdout.replace(&list, "list.txt"), ..ended }
    }

    fn json(&self, more: &[&str]) -> Vec<Value> {
        let ended = self.check(&[&["--format", "json"], more].concat());
        let files: Value = serde_json::from_str(&ended.stdout).unwrap_or_else(|_| panic!("{}", ended.stderr));
        files[0]["report"]["data"].as_array().unwrap().clone()
    }
}

#[test]
fn the_command_tells_each_reference_in_every_form() {
    let scene = Scene::new(&format!("1. {RIGHT}\n2. {WRONG}\n3. {MADE_UP}\n"));
    let ended = scene.check(&[]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    for line in [
        "list.txt:1:1: Matches example-trial-nowhere",
        "list.txt:2:1: Differs example-trial-nowhere",
        "  warning: Pages: the reference says `13-19`; on record it is `3-9`",
        "list.txt:3:1: Identifier of another publication",
        "  error: its words mean nothing that is here, and its identifier belongs to example-trial-nowhere (Invented therapy for the imaginary ache: a fabricated trial)",
    ] {
        assert!(ended.stdout.lines().any(|shown| shown == line), "{line}\n{}", ended.stdout);
    }
    assert!(ended.stderr.contains("3 references: 1 match; 1 error, 1 warning"), "{}", ended.stderr);

    let data = scene.json(&[]);
    assert_eq!(data[1]["input"], format!("2. {WRONG}"));
    assert_eq!(
        data[1]["record"],
        serde_json::json!({ "id": "example-trial-nowhere", "pmid": null, "doi": "10.5555/nowhere.2021.1" })
    );
    assert_eq!(data[1]["differences"], serde_json::json!([{ "field": "pages", "said": "13-19", "on_record": "3-9" }]));
    assert_eq!(
        (&data[2]["record"], &data[2]["identifier_of"]["id"]),
        (&Value::Null, &Value::from("example-trial-nowhere"))
    );

    let annotations = scene.check(&["--format", "github"]).stdout;
    assert!(annotations.contains("::warning file=list.txt,line=2,title=reference-differs::Pages"), "{annotations}");
    let sarif: Value = serde_json::from_str(&scene.check(&["--format", "sarif"]).stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let told: Vec<&str> = results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(told, ["reference-differs", "reference-mismatch"]);
    assert_eq!(results[1]["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
}

#[test]
fn the_literature_is_looked_up_where_it_is_loaded() {
    let cited = "Fourth H. Carving soap against boredom in waiting rooms. J Nowhere. 2015;4:11-9.";
    let scene = Scene::new(&format!("{cited}\n\nJ Nowhere 2016;5:20\n\n{RIGHT}\n"));
    assert_eq!(scene.json(&[])[0]["status"], "not-in-this-collection");

    let literature = scene.folder.path().join("literature").display().to_string();
    let file = scene.folder.path().join("pubmed.xml");
    fs::write(&file, PUBMED).unwrap();
    let loaded = cli(["literature", "add", &file.display().to_string(), "--literature", &literature]);
    assert_eq!(loaded.code, Some(0), "{}", loaded.stderr);
    let data = scene.json(&["--literature", &literature]);
    assert_eq!(
        (&data[0]["status"], &data[0]["record"]["id"]),
        (&Value::from("matches"), &Value::from("pmid:99990001"))
    );
    assert_eq!(data[0]["editorial"], serde_json::json!({ "status": "retracted", "notice": "pmid:99990002" }));
    assert_eq!(data[1]["record"]["id"], "pmid:99990002");
    assert_eq!(data[1]["editorial"]["status"], "retraction-notice");
    assert_eq!(data[2]["record"]["id"], "example-trial-nowhere");

    let missing = scene.check(&["--literature", "nowhere"]);
    assert_eq!(missing.code, Some(2), "{}", missing.stdout);
    assert!(missing.stderr.contains("cannot use the literature in nowhere"), "{}", missing.stderr);
}

/// A notice of PubMed about a publication that is not loaded: its title, and what it says of the publication.
fn notice(pmid: u32, title: &str, kind: &str, place: &str, author: &str) -> String {
    format!(
        "<PubmedArticle><MedlineCitation><PMID Version=\"1\">{pmid}</PMID><Article><Journal><JournalIssue><Volume>30</Volume><PubDate><Year>2019</Year></PubDate></JournalIssue><Title>Journal of Nowhere</Title></Journal><ArticleTitle>{title}</ArticleTitle><Pagination><MedlinePgn>{pmid}</MedlinePgn></Pagination><AuthorList><Author><LastName>{author}</LastName><ForeName>Ida</ForeName><Initials>I</Initials></Author></AuthorList></Article><MedlineJournalInfo><MedlineTA>J Nowhere</MedlineTA></MedlineJournalInfo><CommentsCorrectionsList><CommentsCorrections RefType=\"{kind}\"><RefSource>{place}</RefSource><PMID Version=\"1\">{}</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation></PubmedArticle>",
        pmid + 1000
    )
}

#[test]
fn what_is_not_loaded_is_told_by_its_notice() {
    let notices = [
        notice(501, "Statement.", "RetractionOf", "J Nowhere. 2011 Mar;21(3):301-9", "Editor"),
        notice(
            502,
            "Retraction notice to &quot;Folding paper boats against gloom in libraries&quot; [J Nowhere 22 (2012) 99-105].",
            "RetractionOf",
            "J Nowhere. 2012",
            "Boat",
        ),
        notice(
            503,
            "Expression of concern for: Stacking chairs against draughts in empty halls.",
            "ExpressionOfConcernFor",
            "Elsewhere Lett. 2013;5:50-1",
            "Chair",
        ),
        notice(504, "Notice.", "RetractionOf", "J Nowhere. 2014;24:40-8. doi: 10.5555/absent.504", "Editor"),
    ];
    let file = format!("<PubmedArticleSet>{}</PubmedArticleSet>", notices.concat());
    let references = [
        // By place alone, abbreviated; by title where no place is said, or with a slip in it; by DOI.
        "First, I. (2011). Counting clouds against worry in the waiting rooms of stations. Journal of Nowhere, 21(3), 301–309.",
        "Boat I. Folding paper boats against gloom in libraries. J Nowhere. 2012;22:99-105.",
        "Chair I. Stacking chairs against draughts in empty halls. Elsewhere Lett. 2013.",
        "https://doi.org/10.5555/ABSENT.504",
        "PMID: 1501",
        // Nothing is said of these: another place, another year, a part of a title.
        "First I. Counting clouds against worry in the waiting rooms of stations. J Nowhere. 2011;21(3):401-409.",
        "Boat I. Folding paper boats against gloom in libraries. J Nowhere. 2018;28:99-105.",
        "First I. Counting clouds against worry in the waiting rooms of stations. J Elsewhere Surg. 2011;21(3):301-309.",
        "Other E. Folding paper hats against gloom in museums. J Nowhere. 2012;22:99-105.",
    ];
    let scene = Scene::new(&references.join("\n\n"));
    let literature = scene.folder.path().join("literature").display().to_string();
    let path = scene.folder.path().join("pubmed.xml");
    fs::write(&path, file).unwrap();
    let loaded = cli(["literature", "add", &path.display().to_string(), "--literature", &literature]);
    assert_eq!(loaded.code, Some(0), "{}", loaded.stderr);
    let data = scene.json(&["--literature", &literature]);
    let told: Vec<String> = data
        .iter()
        .map(|one| {
            let of = |field: &str| one["editorial"][field].as_str().unwrap_or("-").to_owned();
            format!("{} {} {}", one["status"].as_str().unwrap(), of("status"), of("notice"))
        })
        .collect();
    let absent = |told: &str| format!("not-in-this-collection {told}");
    assert_eq!(
        told,
        [
            absent("retracted pmid:501"),
            absent("retracted pmid:502"),
            absent("expression-of-concern pmid:503"),
            absent("retracted pmid:504"),
            absent("retracted pmid:501"),
            absent("- -"),
            absent("- -"),
            absent("- -"),
            absent("- -"),
        ]
    );
}

#[test]
fn lists_of_notices_are_kept_by_the_command() {
    let scene = Scene::new("Absent Z. Whistling at clouds that were never there. Ex J Nowhere. 2005;1:2.\n");
    let literature = scene.folder.path().join("literature").display().to_string();
    let list = scene.folder.path().join("list.csv");
    fs::write(&list, "Title,Journal,Author,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\nWhistling at clouds that were never there,Ex J Nowhere,Zoe Absent,6/7/2008 0:00,10.5555/notice.2,0,3/1/2005 0:00,10.5555/absent.1,0,Retraction,+Invented;\n").unwrap();
    let list = list.display().to_string();
    let kept = cli(["literature", "notices", &list, "--literature", &literature]);
    assert_eq!(kept.code, Some(0), "{}", kept.stderr);
    assert!(kept.stderr.contains("list.csv: 1 notices"), "{}", kept.stderr);
    let status = cli(["literature", "status", "--files", "--literature", &literature]).stdout;
    assert!(status.contains("notices   1\n") && status.contains("list.csv\tnotices 1"), "{status}");
    let data = scene.json(&["--literature", &literature]);
    assert_eq!(data[0]["editorial"], serde_json::json!({ "status": "retracted", "notice": "doi:10.5555/notice.2" }));
    let again = cli(["literature", "notices", &list, "--literature", &literature]);
    assert!(again.code == Some(0) && again.stderr.contains("loaded already, as list.csv"), "{}", again.stderr);
}

#[test]
fn a_draft_is_told_what_is_wrong_with_its_references() {
    let soap = "Fourth H. Carving soap against boredom in waiting rooms. J Nowhere. 2015;4:11-9.";
    let draft = format!(
        "# Humming\n\nCarving was tried once (PMID: 99990001).\n\n## References\n\n1. {soap}\n2. {WRONG}\n3. {MADE_UP}\n4. {RIGHT}\n5. {soap} Retracted in: J Nowhere. 2016;5:20.\n"
    );
    let scene = Scene::new("");
    let page = scene.folder.path().join("page.md");
    fs::write(&page, &draft).unwrap();
    let (data, index) = (scene.fixture.data().display().to_string(), scene.fixture.index().display().to_string());
    let check = |more: &[&str]| {
        let page = page.display().to_string();
        let arguments = ["check", &page, "--data", &data, "--index", &index];
        cli(arguments.into_iter().chain(more.iter().copied()))
    };
    let told = |more: &[&str]| -> Vec<String> {
        let sarif = check(&[&["--format", "sarif"], more].concat()).stdout;
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let of_references =
            results.iter().filter(|result| result["ruleId"].as_str().unwrap().starts_with("W2")).map(|result| {
                let region = &result["locations"][0]["physicalLocation"]["region"];
                format!("{} {}", result["ruleId"].as_str().unwrap(), region["startLine"])
            });
        of_references.collect()
    };
    // Without literature the appraised records alone.
    assert_eq!(told(&[]), ["W202 8", "W203 9"]);
    let literature = scene.folder.path().join("literature").display().to_string();
    let file = scene.folder.path().join("pubmed.xml");
    fs::write(&file, PUBMED).unwrap();
    cli(["literature", "add", &file.display().to_string(), "--literature", &literature]);
    let with = ["--literature", literature.as_str()];
    assert_eq!(told(&with), ["W201 3", "W201 7", "W202 8", "W203 9"]);
    let github = check(&[&["--format", "github"], &with[..]].concat()).stdout;
    assert!(github.contains("title=W201 reference-taken-back::“Carving soap against boredom in waiting rooms”: retracted, see pmid:99990002"), "{github}");
    assert!(
        github.contains("title=W202 reference-misquoted::Pages: the reference says `13-19`, on record it is `3-9`"),
        "{github}"
    );
    assert_eq!(told(&[&with[..], &["--without", "W201,reference-mismatch"]].concat()), ["W202 8"]);
    // What somebody lets stand is silent until the reference or the record changes.
    let json: Value = serde_json::from_str(&check(&[&["--format", "json"], &with[..]].concat()).stdout).unwrap();
    let sentences = json[0]["report"]["sentences"].as_array().unwrap();
    let (sentence, hit) = sentences
        .iter()
        .flat_map(|sentence| sentence["hits"].as_array().unwrap().iter().map(move |hit| (sentence, hit)))
        .find(|(_, hit)| hit["rule"] == "W202")
        .unwrap();
    let seen = serde_json::json!([{ "rule": "W202", "sentence": sentence["hash"], "record": hit["record"], "reason": "An erratum says so", "date": "2026-11-23" }]);
    let acknowledged = scene.folder.path().join("seen.json");
    fs::write(&acknowledged, seen.to_string()).unwrap();
    let acknowledged = acknowledged.display().to_string();
    let left = check(&[&["--format", "github", "--acknowledge", &acknowledged], &with[..]].concat()).stdout;
    assert!(!left.contains("W202") && left.contains("W201"), "{left}");
}

#[test]
fn notices_say_what_to_write_into_records() {
    let fixture = Fixture::new();
    let folder = tempfile::tempdir().unwrap();
    let verify = |name: &str, content: &str| {
        let file = folder.path().join(name);
        fs::write(&file, content).unwrap();
        let (data, file) = (fixture.data().display().to_string(), file.display().to_string());
        cli(["verify", "--data", &data, "--as-of", "2026-11-23", "--notices", &file])
    };
    let header = "Record ID,Title,Journal,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Notes\n";
    let row =
        "1,Aches,J,3/31/2022 0:00,10.5555/notice.1,0,5/1/2021 0:00,10.5555/NOWHERE.2021.1,0,Retraction,+Made up;,\n";
    let ended = verify("list.csv", &format!("{header}{row}"));
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    let block = "[editorial]\nstatus = \"retracted\"\nchecked = \"2026-11-23\"\nnotice = \"10.5555/notice.1\"\nnoticed = \"2022-03-31\"\n";
    assert!(ended.stdout.contains(block), "{}", ended.stdout);
    assert!(
        ended.stdout.contains("cannot be looked up, without DOI and PMID: example-guideline-nowhere"),
        "{}",
        ended.stdout
    );

    let ended = verify("none.csv", header);
    assert_eq!(ended.code, Some(0), "{}", ended.stdout);
    assert!(
        ended.stdout.contains("status = \"none\"\nchecked = \"2026-11-23\"\n\n  example-trial-nowhere\n"),
        "{}",
        ended.stdout
    );

    let ended = verify("other.csv", "Title,Reason\nAches,None\n");
    assert_eq!(ended.code, Some(2), "{}", ended.stdout);
    assert!(ended.stderr.contains("has no column RetractionDate, RetractionDOI"), "{}", ended.stderr);
}
