//! What became of a publication goes with its reference through every door, in every state and every format, and comes back
//! when what was handed out is read.

use std::{collections::BTreeMap, fs, sync::LazyLock};

use evidence::{
    app::intake::{Intake, Verdict},
    citation::exchange::{self, Imported},
    domain::{Editorial, EditorialStatus, Vocabulary},
    http::state::State,
};

use crate::{
    library::{AS_OF, LIBRARY},
    support::{Fixture, Service, cli},
};

/// Each state by the id of a source that is in it: what makes it so, and words of which every door must have one. Letter case
/// aside: words for people, and those of a column.
const STATES: &[(&str, &str, &str, &[&str])] = &[
    (
        "lapsed-2010",
        UNCHECKED,
        "rule = \"lapses-after\"\nyears = 5\nissuer = \"Board of Nowhere\"",
        &["lapsed on 2015-11-01"],
    ),
    (
        "superseded-2010",
        UNCHECKED,
        "rule = \"does-not-lapse\"",
        &["was superseded on 2020-11-01 by successor of superseded-2010"],
    ),
    ("due-2010", UNCHECKED, "rule = \"unstated\"\nreview-due = \"2019-06\"", &["is due for review"]),
    (
        "retracted-2010",
        "retracted",
        UNSTATED,
        &["retracted (10.5555/notice.9", "retracted on", "retracted,", "\"retracted\""],
    ),
    (
        "corrected-2010",
        "corrected",
        UNSTATED,
        &["corrected (10.5555/notice.9", "corrected on", "corrected,", "\"corrected\""],
    ),
    (
        "concern-2010",
        "expression-of-concern",
        UNSTATED,
        &["expression of concern (10.5555/notice.9", "expression of concern on", "expression-of-concern"],
    ),
    ("removed-2010", "removed", UNSTATED, &["removed (10.5555/notice.9", "removed on", "removed,", "\"removed\""]),
    (
        "again-2010",
        "retracted-and-republished",
        UNSTATED,
        &["retracted and republished (10.5555/notice.9", "retracted and republished on", "retracted-and-republished"],
    ),
    ("unchecked-2010", UNCHECKED, UNSTATED, &["notices not looked up", "nobody has looked yet", "unchecked"]),
    (
        "unverified-2010",
        UNCHECKED,
        UNSTATED,
        &["not verified: left out: doi", "left out: doi", "nobody looked it up", "unverified"],
    ),
    (
        "unfound-2010",
        UNCHECKED,
        UNSTATED,
        &["not identified", "could not be identified", "could not be found", "asserted"],
    ),
];

const UNCHECKED: &str = "unchecked";
const UNSTATED: &str = "rule = \"unstated\"";

/// Formats of the export that are read again.
const READ: [&str; 6] = ["ris", "bibtex", "biblatex", "csl-json", "nbib", "csv"];

/// A source that is made up, in a state.
fn record(id: &str, status: &str, currency: &str) -> String {
    let notice = if status == UNCHECKED {
        String::new()
    } else {
        "\nnotice = \"10.5555/notice.9\"\nnoticed = \"2016-01-05\"\nchecked = \"2026-01-02\"".to_owned()
    };
    let review = if currency.contains("review-due") { "" } else { "\nreview-due = \"not-reported\"" };
    let name = if id.starts_with("newer") { "Successor of superseded-2010" } else { id };
    let issued = if id.starts_with("newer") { "2020-11" } else { "2010-11" };
    let link = if id.starts_with("newer") {
        "\n[[link]]\nrelation = \"supersedes\"\nsource = \"superseded-2010\"\n"
    } else {
        ""
    };
    let provenance = match id {
        "unverified-2010" => {
            "sourced = [\"example.org/pages\"]\n\n[[provenance.except]]\nfields = [\"DOI\"]\nunverified = \"Nobody looked it up.\""
        }
        "unfound-2010" => "unverified = \"Nobody found it.\"",
        _ => "sourced = [\"example.org/pages\"]",
    };
    // What nobody found has no identifier.
    let doi = if id == "unfound-2010" { String::new() } else { format!("DOI = \"10.5555/{id}\"\n") };
    let assertion = if id == "unfound-2010" {
        "\n[assertion]\nby = \"a page of nowhere\"\nsays = \"That humming helps.\"\nsearch = \"Nobody looked.\"\n"
    } else {
        ""
    };
    format!(
        "# Fabricated: nobody wrote this, nothing of it is true.\nid = \"{id}\"\nshort-title = \"{name}\"\nalso-known-as = []\n\
         recorded = \"2026-03-02\"\n\ntype = \"article-journal\"\ntitle = \"Nothing About {id}\"\n\
         author = [{{ family = \"Warm\", given = \"Finn\" }}]\nissued = \"{issued}\"\nlanguage = \"en\"\n{doi}\
         container-title = \"Annals of Nothing\"\nvolume = \"3\"\npage = \"1-9\"\n\ndesign = \"commentary\"\nlevel = \"not-reported\"\n\
         topics = [\"moonache\"]\nsummary = \"A text that nobody wrote.\"\nconclusion = \"Nothing follows.\"\nfunding = \"not-reported\"\n\
         conflicts = \"not-reported\"\nlicence = \"not-reported\"\nlimitations = [\"It does not exist.\"]\n\n[pico]\n\
         population = \"people with moonache\"\nintervention = \"none\"\ncomparator = \"none\"\noutcome = \"none\"\n\n[study]\n\
         sample = \"not-reported\"\nstudies = \"not-applicable\"\nage-min = \"not-reported\"\nage-max = \"not-reported\"\n\
         searched-through = \"not-applicable\"\nenrolled = \"not-reported\"\nsetting = \"not-reported\"\n\n[editorial]\n\
         status = \"{status}\"{notice}\n\n[currency]\n{currency}{review}\n{link}{assertion}\n[provenance]\n{provenance}\n"
    )
}

/// The fabricated library with a source in each state, served.
static SERVICE: LazyLock<Service> = LazyLock::new(|| {
    let fixture = Fixture::of(LIBRARY.as_ref());
    let newer = ("newer-2020", UNCHECKED, UNSTATED);
    for (id, status, currency) in
        STATES.iter().map(|(id, status, currency, _)| (*id, *status, *currency)).chain([newer])
    {
        let path = fixture.data().join(format!("sources/{id}.toml"));
        fs::write(path, record(id, status, currency)).unwrap();
    }
    Service::start_on(fixture, |state: State| state, |_| {})
});

/// What somebody gets of a source through one door.
fn through(door: &str, id: &str) -> String {
    let service = &SERVICE;
    let get = |path: &str, accept: &str| {
        let answer = service.client.send("GET", path, &[("Accept", accept)]);
        assert_eq!(answer.status, 200, "{door}: {}", answer.text());
        answer.text().to_owned()
    };
    let post = |body: &str| {
        let answer = service.client.post("/v1/bibliography", body);
        assert_eq!(answer.status, 200, "{door}: {}", answer.text());
        answer.text().to_owned()
    };
    let run = |arguments: &[&str]| {
        let (data, index) = (service.fixture.data(), service.fixture.index());
        let folders = ["--data", data.to_str().unwrap(), "--index", index.to_str().unwrap()];
        let ended = cli(arguments.iter().copied().chain(folders));
        assert_eq!(ended.code, Some(0), "{door}: {ended:?}");
        // Plain references have their notices beside them.
        if arguments.contains(&"text") { format!("{}{}", ended.stdout, ended.stderr) } else { ended.stdout }
    };
    let page = format!("/sources/{id}");
    match door.split_once(' ') {
        Some(("export", format)) => get(&format!("/v1/export?ids={id}&format={format}"), "*/*"),
        Some(("negotiated", media)) => get(&page, media),
        Some(("page", "source")) => get(&page, "text/html"),
        Some(("page", "bibliography")) => get(&format!("/bibliography?id={id}&style=ama"), "text/html"),
        Some(("file", format)) => get(&format!("/bibliography?id={id}&style=ama&format={format}"), "*/*"),
        Some(("cited", style)) => get(&format!("/v1/sources/{id}/citation?style={style}"), "*/*"),
        Some(("list", "ids")) => post(&format!("{{\"ids\": [\"{id}\"]}}")),
        Some(("list", "text")) => post(&format!("{{\"text\": \"So it is [@{id}].\", \"style\": \"apa\"}}")),
        Some(("command", "export")) => run(&["export", id]),
        Some(("command", format)) => run(&["cite", id, "--format", format]),
        _ => panic!("there is no door {door}"),
    }
}

const DOORS: &[&str] = &[
    "export ris",
    "export bibtex",
    "export biblatex",
    "export csl-json",
    "export nbib",
    "export csv",
    "export ndjson",
    "negotiated application/vnd.citationstyles.csl+json",
    "negotiated application/x-bibtex",
    "negotiated application/x-research-info-systems",
    "negotiated text/x-bibliography; style=vancouver",
    "page source",
    "page bibliography",
    "file text",
    "file html",
    "file markdown",
    "cited ama",
    "cited chicago-notes",
    "list ids",
    "list text",
    "command export",
    "command text",
    "command json",
    "command csl-json",
];

#[test]
fn every_state_goes_through_every_door() {
    let mut missing = BTreeMap::new();
    for door in DOORS {
        for (id, _, _, words) in STATES {
            // The records of the API have it in a field of its own.
            let made = through(door, id).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            // A page of its own names what nobody could identify; lists and files cite it as no publication.
            let plain = made.replace('\\', "");
            if !words.iter().any(|word| plain.contains(word)) && *door != "export ndjson" {
                missing.insert((door, id), made);
            }
        }
    }
    let shown: Vec<_> = missing.keys().collect();
    assert!(missing.is_empty(), "{shown:?}: {:#?}", missing.values().next());
}

fn read(file: &str) -> Vec<Imported> {
    let mut records = Vec::new();
    exchange::read(file.as_bytes(), None, &mut |outcome| records.push(outcome.unwrap())).unwrap();
    records
}

#[test]
fn reading_an_export_keeps_the_state() {
    let checked = "2026-01-02".parse().ok();
    for format in READ {
        for (id, status, _, words) in STATES {
            let file = through(&format!("export {format}"), id);
            let records = read(&file);
            let [imported] = records.as_slice() else { panic!("{format}, {id}: {file}") };
            let status = EditorialStatus::from_slug(status).unwrap();
            let expected = match status.is_notice() {
                true => Editorial {
                    status,
                    checked,
                    notice: Some("10.5555/notice.9".to_owned()),
                    noticed: "2016-01-05".parse().ok(),
                    note: None,
                },
                false => Editorial { status, checked: None, notice: None, noticed: None, note: None },
            };
            assert_eq!(imported.editorial, expected, "{format}, {id}: {file}");
            let has_doi = !["unverified-2010", "unfound-2010"].contains(id);
            assert_eq!(imported.bibliography.doi.is_some(), has_doi, "{format}, {id}: {file}");
            if *id == "unfound-2010" {
                let told = imported.notes.iter().any(|note| note.contains("could not be found"));
                assert!(told, "{format}: {:?}", imported.notes);
            }
            if ["lapsed-2010", "superseded-2010", "due-2010"].contains(id) {
                let told = imported.notes.iter().any(|note| note.to_lowercase().contains(words[0]));
                assert!(told, "{format}, {id}: {:?}: {file}", imported.notes);
            }
            // What is begun from it says so as well.
            let Verdict::New(new) = Intake::default().consider(imported.clone(), "file", AS_OF) else {
                panic!("{format}, {id} is new")
            };
            let draft = new.file();
            assert_eq!(draft.contains(&format!("status = \"{status}\"")), status.is_notice(), "{format}: {draft}");
        }
    }
}

/// That somebody looked and found nothing is kept with its day.
#[test]
fn a_look_up_without_a_notice_is_kept() {
    for format in READ {
        let file = through(&format!("export {format}"), "gloam-2025");
        let records = read(&file);
        let [Imported { editorial, .. }] = records.as_slice() else { panic!("{format}: {file}") };
        assert_eq!((editorial.status, editorial.checked), (EditorialStatus::None, "2026-01-02".parse().ok()), "{file}");
    }
}

/// What is in the place of a publication that was superseded is the last of its line, and nothing that was retracted.
#[test]
fn what_stands_in_the_place_of_another_is_named() {
    let made = through("cited ama", "superseded-2010");
    assert!(made.contains("by Successor of superseded-2010"), "{made}");
}
