//! The draft check: what is promised of it, tried on the fabricated collection and on rubbish. How it does on the real records
//! stands in `data_check.rs`.

use std::{fs, path::Path, sync::LazyLock};

use evidence::{
    check::{
        Acknowledgement, AttributeKind, CHECK_RULES, CheckError, CheckRequest, CheckVerdict, DraftFormat, HitSeverity,
        MAX_SENTENCES, MAX_TEXT, Report, Standing, find_rule,
    },
    domain::{Date, Vocabulary},
};
use proptest::prelude::*;

use crate::{
    library::{AS_OF, LIBRARY, library},
    support::{Ended, Program, cli},
};

fn check(text: &str) -> Report {
    library().check(&CheckRequest::new(text, AS_OF)).unwrap()
}

/// The rules that hit a text, notes included, and the verdict of its first sentence.
fn judged(text: &str) -> (Vec<&'static str>, CheckVerdict) {
    let report = check(text);
    let mut rules: Vec<&str> = report.open_hits().map(|(_, hit)| hit.rule.id).collect();
    rules.dedup();
    (rules, report.sentences[0].verdict)
}

#[test]
fn the_trial_of_800_is_known_and_so_is_what_is_wrong() {
    let report = check("A trial of 800 adults found benefits 12 months after treatment");
    let sentence = &report.sentences[0];
    assert_eq!(sentence.source.as_ref().unwrap().id.as_str(), "gloam-2025");
    assert_eq!(sentence.verdict, CheckVerdict::Conflicts);
    let hit = |id: &str| sentence.hits.iter().find(|hit| hit.rule.id == id).unwrap();
    let origin = hit("E002");
    assert_eq!(origin.found, "12 months after treatment");
    assert_eq!(origin.expected.as_deref(), Some("12 months after randomization"));
    let right = origin.suggestion.as_deref().unwrap();
    assert!(right.contains("65 and older") && right.contains("12 months after randomization"), "{right}");
    assert_eq!(hit("W101").expected.as_deref(), Some("aged 65 and older"));
    // What is offered as right is right.
    assert_eq!(check(&format!("GLOAM: {right}")).count(HitSeverity::Error), 0);
}

#[test]
fn a_certainty_belongs_to_its_comparison() {
    let report = check(
        "The Moonrane review found, with moderate certainty, that lunapressure lowers moonache no more than sham.",
    );
    let sentence = &report.sentences[0];
    assert_eq!(sentence.verdict, CheckVerdict::Conflicts);
    let hit = sentence.hits.iter().find(|hit| hit.rule.id == "E007").unwrap();
    assert!(hit.message.contains("LOW"), "{}", hit.message);
}

#[test]
fn what_the_review_says_is_matched() {
    assert_eq!(
        judged("In the Moonrane review of adults with chronic moonache, lunapressure may be no better than sham."),
        (vec![], CheckVerdict::Matched)
    );
}

/// `Lowered it no more than` says that there was no difference, not that it fell.
#[test]
fn no_more_than_a_comparison_is_no_difference() {
    for text in [
        "In the Moonrane review of adults with chronic moonache, lunapressure may lower moonache no more than sham.",
        "The Moonrane review: in adults with chronic moonache, lunapressure may do no more than a sham.",
    ] {
        assert_eq!(check(text).count(HitSeverity::Error), 0, "{text}: {:#?}", check(text).sentences);
    }
    // A bound of a number is none.
    let bound = "In the Moonrane review, lunapressure lowered moonache by no more than 3 points against sham.";
    assert!(judged(bound).0.contains(&"E005"), "{:?}", judged(bound));
}

/// The same figure is a share, a number needed to treat and a size on a scale: what is said in points is held beside points.
#[test]
fn points_of_a_scale_are_no_percentages() {
    let said = |points: &str| {
        let report =
            check(&format!("The GLOAM trial found that lunapressure reduced moon disability by {points} at 6 months."));
        let sentence = &report.sentences[0];
        let sizes = sentence.attributes.iter().filter(|attribute| attribute.kind == AttributeKind::Effect);
        let confirmed = sizes.filter(|attribute| attribute.standing == Standing::Confirmed).count();
        let expected = sentence.hits.iter().find(|hit| hit.rule.id == "E001").and_then(|hit| hit.expected.clone());
        (confirmed, expected)
    };
    // 9.7% more people improved, ten have to be treated for one of them, and the scale has 24 points.
    assert_eq!(said("10 points").0, 0);
    let (confirmed, expected) = said("20 points");
    assert_eq!(confirmed, 0);
    let expected = expected.unwrap();
    assert!(expected.contains("MD -1.0") && !expected.contains("NNT") && !expected.contains("9.7"), "{expected}");
    let report = check(
        "In the GLOAM trial, 39.1% improved with standard lunapressure and 29.4% with usual care at 6 months, a gap of 9.7 points.",
    );
    assert_eq!(report.count(HitSeverity::Error), 0);
}

/// Wrong ones, each with the rule that must hit it, beside right ones of the same turn, which no error may hit.
#[test]
fn what_is_set_apart_denied_or_credited_is_read_as_such() {
    let cases: [(&str, Option<&str>); 8] = [
        (
            "In the GLOAM trial moon disability was lower in moonache that was chronic, not in moonache that was acute.",
            None,
        ),
        (
            "In the GLOAM trial moon disability was lower in moonache that was acute, not in moonache that was chronic.",
            Some("E003"),
        ),
        ("Nobody in the GLOAM trial was younger than 65.", None),
        ("Everybody in the GLOAM trial was younger than 65.", Some("E003")),
        ("Nobody knows how many of the people in the GLOAM trial were still pressing.", None),
        ("Council NW59, the guideline of the Council of Elsewhere, advises against lunapressure for moonache.", None),
        (
            "Council NW59, the guideline of the Northland Society on moonache, says that lunapressure should not be used.",
            Some("W111"),
        ),
        ("In the GLOAM trial, which the Elsewhere Lancet published in 2025, moon disability was lower.", Some("W111")),
    ];
    for (text, rule) in cases {
        let (rules, _) = judged(text);
        match rule {
            Some(rule) => assert!(rules.contains(&rule), "{text}: {rules:?}"),
            None => assert_eq!(check(text).count(HitSeverity::Error), 0, "{text}: {rules:?}"),
        }
    }
}

#[test]
fn a_source_nobody_found_is_not_identified() {
    let (rules, verdict) = judged("The analysis covered 63 trials with 9,454 participants.");
    assert_eq!((rules, verdict), (vec!["E006"], CheckVerdict::NotFound));
    let report = check("63 trials with 9,454 participants");
    assert!(report.sentences[0].hits[0].message.contains("source is not identified"), "{report:?}");
}

#[test]
fn what_stands_before_is_remembered() {
    // The study is named in a sentence before, in the heading, and in the context.
    for text in [
        "GLOAM compared lunapressure with usual care. The trial showed benefits 12 months after treatment.",
        "The GLOAM trial\n\nBenefits were seen 12 months after treatment in people with long-lasting moonache.",
    ] {
        assert!(judged(text).0.contains(&"E002") || check(text).count(HitSeverity::Error) == 1, "{text}");
    }
    let request = CheckRequest {
        context: "The GLOAM trial",
        ..CheckRequest::new("The trial found benefits 12 months after treatment.", AS_OF)
    };
    let report = library().check(&request).unwrap();
    assert_eq!(report.sentences[0].source.as_ref().unwrap().recognised_by, ["context"]);
    assert_eq!(report.sentences[0].hits[0].rule.id, "E002");
    // Another study ends it.
    let text = "GLOAM compared lunapressure with usual care. A new study found benefits 12 months after treatment.";
    assert_eq!(check(text).count(HitSeverity::Error), 0);
}

#[test]
fn two_sources_in_one_sentence_are_told_apart() {
    let report = check(
        "The Board of Nowhere lists lunapressure for chronic moonache on moderate-quality evidence; the Council of Elsewhere advises against it.",
    );
    let sources: Vec<&str> = report.sentences.iter().filter_map(|s| Some(s.source.as_ref()?.id.as_str())).collect();
    assert_eq!(sources, ["board-2017", "council-2020"]);
    assert_eq!(report.count(HitSeverity::Error), 0, "{report:?}");
}

#[test]
fn spans_point_into_the_draft_as_it_was_sent() {
    let html = "<h1>Naïve 😀</h1><p>A <b>trial</b> of 800&nbsp;adults found benefits 12&#32;months <i>after</i> treatment.</p>";
    let report =
        library().check(&CheckRequest { format: DraftFormat::Html, ..CheckRequest::new(html, AS_OF) }).unwrap();
    let (_, hit) = report.open_hits().find(|(_, hit)| hit.rule.id == "E002").unwrap();
    let (start, end) = (hit.span.start, hit.span.end);
    assert_eq!(&html[start.bytes..end.bytes], "12&#32;months <i>after</i> treatment");
    let utf16: Vec<u16> = html.encode_utf16().collect();
    assert_eq!(String::from_utf16(&utf16[start.utf16..end.utf16]).unwrap(), &html[start.bytes..end.bytes]);
}

#[test]
fn rules_can_be_chosen_and_left_out() {
    let text = "A trial of 800 adults found benefits 12 months after treatment";
    let ids = |only: &[&str], without: &[&str]| {
        let find = |names: &[&str]| names.iter().map(|name| find_rule(name).unwrap()).collect::<Vec<_>>();
        let request = CheckRequest { only: find(only), without: find(without), ..CheckRequest::new(text, AS_OF) };
        let report = library().check(&request).unwrap();
        report.open_hits().map(|(_, hit)| hit.rule.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["wrong-time-origin"], &[]), ["E002"]);
    assert_eq!(ids(&[], &["E002", "w102", "W106"]), ["W101"]);
}

#[test]
fn an_acknowledged_hit_is_silent_until_its_sentence_or_record_changes() {
    let text = "A trial of 800 adults found benefits 12 months after treatment";
    let report = check(text);
    let sentence = &report.sentences[0];
    let seen = |record: &str| Acknowledgement {
        rule: "E002".to_owned(),
        sentence: sentence.hash.clone(),
        record: record.to_owned(),
        reason: "the editor knows".to_owned(),
        date: AS_OF,
    };
    let errors = |text: &str, record: &str| {
        let request = CheckRequest { acknowledged: vec![seen(record)], ..CheckRequest::new(text, AS_OF) };
        library().check(&request).unwrap().count(HitSeverity::Error)
    };
    let record = &sentence.hits[0].record;
    assert_eq!(errors(text, record), 0);
    // Punctuation and letter case are no change; a word is; and so is the record.
    assert_eq!(errors(&format!("{}!", text.to_uppercase()), record), 0);
    assert_eq!(errors(&text.replace("adults", "people"), record), 1);
    assert_eq!(errors(text, "0123456789abcdef"), 1);
}

#[test]
fn currency_is_that_of_the_day() {
    let text = "The Board of Nowhere recommends lunapressure for chronic moonache.";
    let on = |day| library().check(&CheckRequest::new(text, day)).unwrap();
    let has = |report: &Report| report.open_hits().any(|(_, hit)| hit.rule.id == "W108");
    assert!(has(&on(AS_OF)));
    assert!(!has(&on(Date::constant(2018, 1, 1))));
}

// --- too much, and rubbish

#[test]
fn too_much_is_refused() {
    let long = "a".repeat(MAX_TEXT + 1);
    assert_eq!(library().check(&CheckRequest::new(&long, AS_OF)), Err(CheckError::TooLong { bytes: MAX_TEXT + 1 }));
    let many = "It is so. ".repeat(MAX_SENTENCES + 5);
    assert!(matches!(library().check(&CheckRequest::new(&many, AS_OF)), Err(CheckError::TooManySentences { .. })));
    let context = "a".repeat(3_000);
    let request = CheckRequest { context: &context, ..CheckRequest::new("It is.", AS_OF) };
    assert!(matches!(library().check(&request), Err(CheckError::ContextTooLong { bytes: 3_000 })));
}

#[test]
fn rubbish_is_read_without_harm() {
    let deep = format!("{}lunapressure works{}", "<div><ul><li>".repeat(20_000), "</li></ul></div>".repeat(20_000));
    let quotes = "> ".repeat(40_000);
    let emphasis = "*_".repeat(40_000);
    let brackets = "[(".repeat(40_000);
    let numbers = "1 in 2 to 3 of 4 - 5 % ".repeat(4_000);
    let names = "Moonrane Board Council GLOAM 2020 ".repeat(4_000);
    for text in [
        &"a".repeat(900_000),
        &"😀".repeat(200_000),
        &"\u{0}".repeat(100_000),
        &deep,
        &quotes,
        &emphasis,
        &brackets,
        &numbers,
        &names,
    ] {
        for &format in DraftFormat::ALL {
            let report = library().check(&CheckRequest { format, ..CheckRequest::new(text, AS_OF) });
            if let Ok(report) = report {
                assert!(report.sentences.len() <= MAX_SENTENCES);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_hit_has_its_place(
        text in "((A|The|In|no|than|sham|lunapressure|Moonrane|Council|GLOAM|Board|2020|800|adults|12|months|after|treatment|chronic|moonache|moon|disability|better|moderate-certainty|;|,|\\.|\\(|\\)|%|–|<p>|</p>|&amp;|é|😀|\n)[ ]?){0,40}"
    ) {
        for &format in DraftFormat::ALL {
            let report = library().check(&CheckRequest { format, ..CheckRequest::new(&text, AS_OF) }).unwrap();
            for sentence in &report.sentences {
                prop_assert!(text.get(sentence.span.start.bytes..sentence.span.end.bytes).is_some());
                for hit in &sentence.hits {
                    prop_assert!(text.get(hit.span.start.bytes..hit.span.end.bytes).is_some());
                    prop_assert!(hit.span.start.utf16 <= hit.span.end.utf16);
                }
            }
        }
    }

    #[test]
    fn the_same_text_gives_the_same_report(text in "[ -~é\n]{0,200}") {
        prop_assert_eq!(check(&text), check(&text));
    }
}

// --- interfaces

#[test]
fn the_service_answers_and_keeps_nothing() {
    let program = Program::start(&["--log-queries"]);
    let secret =
        "Unmistakable sentence zebra quagga about a trial of 800 adults that found benefits 12 months after treatment.";
    let body = serde_json::json!({ "text": secret }).to_string();
    let answer = program.client.send_body(
        "POST",
        "/v1/check",
        &[("Content-Type", "application/json"), ("X-Request-Id", "first")],
        body.as_str(),
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    let report = answer.json();
    assert_eq!(report["coverage"]["evidence_claims"], 1);
    assert!(report["coverage"]["anchored"].is_u64());
    assert!(report["sentences"][0]["text"].as_str().unwrap().contains("quagga"));
    program.wait_for("\"first\"");
    let metrics = program.client.get("/metrics");
    assert!(!metrics.text().contains("quagga"));
    let mut program = program;
    program.signal("TERM");
    let (_, log) = program.wait();
    assert!(!log.iter().any(|line| line.contains("quagga") || line.contains("zebra")), "{log:?}");
}

#[test]
fn faults_of_a_request_are_said_with_their_place() {
    let program = Program::start(&[]);
    let fault = |body: &str, status: u16, pointer: &str| {
        let answer = program.client.post("/v1/check", body);
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{}", answer.text());
        answer.json()
    };
    fault(r#"{"text": "  "}"#, 422, "/text");
    fault(r#"{"text": "a", "content_type": "text/rtf"}"#, 400, "/content_type");
    let unknown = fault(r#"{"text": "a", "rules": {"only": ["E02"]}}"#, 422, "/rules/only/0");
    assert_eq!(unknown["errors"][0]["did_you_mean"], "E002");
    fault(r#"{"text": "a", "txet": "b"}"#, 400, "/txet");
    fault(
        r#"{"text": "a", "acknowledge": [{"rule": "E002", "sentence": "a", "record": "b", "reason": "c", "date": "soon"}]}"#,
        400,
        "/acknowledge/0/date",
    );
    let too_large = format!(r#"{{"text": "{}"}}"#, "a".repeat(1_100_000));
    assert_eq!(program.client.post("/v1/check", &too_large).status, 413);
    let send =
        |media: &str, body: &[u8]| program.client.send_body("POST", "/v1/check", &[("Content-Type", media)], body);
    let form = send("application/x-www-form-urlencoded", b"text=a");
    assert_eq!(form.status, 415);
    assert!(form.text().contains("`application/json` or `text/plain`"), "{}", form.text());
    assert_eq!(send("text/plain; charset=utf-16", b"a").status, 415);
    assert_eq!(send("text/plain", b"caf\xe9").status, 400);
    // The draft itself is as good as one in JSON.
    let text = "Lunapressure **cures** moonache.";
    for media in ["text/plain", "text/markdown"] {
        let json = serde_json::json!({ "text": text, "content_type": media }).to_string();
        let as_text = send(&format!("{media}; charset=UTF-8"), text.as_bytes());
        assert_eq!(as_text.status, 200, "{}", as_text.text());
        assert_eq!(as_text.json()["data"], program.client.post("/v1/check", &json).json()["data"], "{media}");
    }
    let read = program.client.get("/v1/check");
    assert_eq!((read.status, read.header("allow")), (405, "POST, OPTIONS".to_owned()));
}

/// `evidence check` on the records of a folder, with their index.
fn command_on(data: &Path, index: &Path, arguments: &[&str]) -> Ended {
    let folders = ["check", "--data", data.to_str().unwrap(), "--index", index.to_str().unwrap()];
    cli(folders.into_iter().chain(arguments.iter().copied()))
}

/// An index of these records.
fn indexed(data: &Path) -> tempfile::TempDir {
    let index = tempfile::tempdir().unwrap();
    let ended = cli(["index", "--data", data.to_str().unwrap(), "--index", index.path().to_str().unwrap()]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    index
}

/// The same on the fabricated collection. All share one index: the first builds it, and the others wait for it.
fn command(arguments: &[&str]) -> Ended {
    static INDEX: LazyLock<tempfile::TempDir> = LazyLock::new(|| indexed(Path::new(LIBRARY)));
    command_on(Path::new(LIBRARY), INDEX.path(), arguments)
}

#[test]
fn the_command_says_how_it_went() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let wrong = write("wrong.md", "# Trial\n\nA trial of 800 adults found benefits 12 months *after* treatment.\n");
    let clean = write("clean.txt", "Lunapressure was no better than sham in the Moonrane review.\n");
    let ended = command(&[&wrong]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(
        ended.stdout.contains("wrong.md:3:1") && ended.stdout.contains("error[E002 wrong-time-origin]"),
        "{}",
        ended.stdout
    );
    assert!(ended.stderr.contains("1 error, "), "{}", ended.stderr);
    assert_eq!(command(&[&clean]).code, Some(0));
    assert_eq!(command(&["--fail-on", "never", &wrong]).code, Some(0));
    assert_eq!(command(&["--only", "W101", &wrong]).code, Some(0));
    assert_eq!(command(&["--only", "W101", "--fail-on", "warning", &wrong]).code, Some(1));
    let pattern = folder.path().join("*.md").to_str().unwrap().to_owned();
    assert_eq!(command(&[&pattern]).code, Some(1));
    for bad in [
        &["--only", "E999", &clean][..],
        &["/no/such/file"],
        &["/no/such/*.md"],
        &["--content-type", "text/rtf", &clean],
    ] {
        let ended = command(bad);
        assert_eq!(ended.code, Some(2), "{bad:?} {}", ended.stderr);
        assert!(!ended.stderr.is_empty());
    }
}

#[test]
fn only_what_changed_since_a_revision_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let git = |arguments: &[&str]| {
        let done = std::process::Command::new("git")
            .arg("-C")
            .arg(folder.path())
            .args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let path = folder.path().join("draft.txt");
    let name = path.to_str().unwrap();
    let write = |text: &str| fs::write(&path, text).unwrap();
    let sentences = |arguments: &[&str]| {
        let ended = command(&[&["--fail-on", "never", "--format", "json"], arguments].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        let all: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
        let report = &all[0]["report"];
        let texts = report["sentences"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap().to_owned());
        let texts: Vec<String> = texts.collect();
        assert_eq!(report["coverage"]["sentences"], texts.len());
        texts
    };
    let (first, second) = ("Lunapressure cures moonache.", "Moons are thin.");
    write(&format!("{first} {second}"));
    let ended = command(&["--since", "HEAD", name]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("is in no git repository"), "{}", ended.stderr);
    git(&["init", "--quiet"]);
    git(&["commit", "--quiet", "--allow-empty", "-m", "nothing"]);
    assert_eq!(sentences(&["--since", "HEAD", name]), [first, second], "a file that was not there is new");
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "-m", "a draft"]);
    assert!(sentences(&["--since", "HEAD", name]).is_empty());
    // What moved has not changed.
    write(&format!("{second}\n\n{first} It has no side effects."));
    assert_eq!(sentences(&["--since", "HEAD", name]), ["It has no side effects."]);
    assert_eq!(sentences(&[name]).len(), 3);
    for (bad, why) in [("no-such-revision", "there is no revision `no-such-revision`"), ("--all", "is no revision")] {
        let ended = command(&[&format!("--since={bad}"), name]);
        assert_eq!(ended.code, Some(2));
        assert!(ended.stderr.contains(why), "{}", ended.stderr);
    }
    let ended = command(&["--since", "HEAD", "-"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("standard input has none"), "{}", ended.stderr);
}

#[test]
fn every_format_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a <b> draft.txt");
    fs::write(&path, "A trial of 800 adults found benefits 12 months after treatment & <more>.\n").unwrap();
    let path = path.to_str().unwrap();
    let json: serde_json::Value = serde_json::from_str(&command(&["--format", "json", path]).stdout).unwrap();
    let hits = json[0]["report"]["sentences"][0]["hits"].as_array().unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&command(&["--format", "sarif", path]).stdout).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), hits.len());
    for (result, hit) in results.iter().zip(hits) {
        assert_eq!(result["ruleId"], hit["rule"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["byteOffset"], hit["span"]["start"]["bytes"]);
    }
    assert_eq!(sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len(), CHECK_RULES.len());
    let github = command(&["--format", "github", path]).stdout;
    assert_eq!(github.lines().count(), hits.len(), "{github}");
    assert!(github.starts_with("::error file="), "{github}");
    let html = command(&["--format", "html", path]).stdout;
    assert!(html.contains("treatment &#38; &#60;more&#62;") && !html.contains("<more>"), "{html}");
    assert!(html.contains("Lunapressure for Chronic Moonache in Older Adults"), "{html}");
}
