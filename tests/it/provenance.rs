//! A value has one address, and whoever reads it is told by that address whether somebody has verified it: the lint, pages,
//! JSON, exports and the draft check alike.

use std::{fs, path::Path};

use evidence::{
    app::Library,
    check::{CheckRequest, CheckVerdict, HitSeverity},
    citation::exchange,
    corpus::{Corpus, Diagnostic, LoadError},
    domain::FieldPath,
};
use tempfile::TempDir;

use crate::{
    library::{AS_OF, copy, root},
    support::{Fixture, Program, cli},
};

const REVIEW: &str = "sources/review-2023.toml";
const EFFECT: &str = "blurbs/needling-effect.md";

/// The fabricated corpus with texts replaced, each once, in a file.
fn doctored(changes: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("tests/fixtures/lint"), folder.path());
    for (file, from, to) in changes {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from:?}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
    folder
}

/// The end of the table of a source, where exceptions to its provenance are written.
const OF_SOURCE: &str = "sourced = [\"example.org/review\"]\n\n\n[[finding]]\nid = \"review-2023-sham\"";

/// Says that nobody has verified some fields of the review.
fn unverified(fields: &str) -> (&'static str, &'static str, String) {
    let exception = format!("\n[[provenance.except]]\nfields = {fields}\nunverified = \"nobody looked\"\n");
    let (end, finding) = OF_SOURCE.split_at(OF_SOURCE.find("\n\n").unwrap());
    (REVIEW, OF_SOURCE, format!("{end}{exception}{finding}"))
}

/// Says so of fields of its finding on the comparison with a sham.
fn unverified_of_finding(fields: &str) -> (&'static str, &'static str, String) {
    let end = "sourced = [\"example.org/review\"]\n\n\n[[finding]]\nid = \"review-2023-care\"";
    let exception = format!(
        "sourced = [\"example.org/review\"]\n[[finding.provenance.except]]\nfields = {fields}\nunverified = \"nobody looked\"\n\n\
         [[finding]]\nid = \"review-2023-care\""
    );
    (REVIEW, end, exception)
}

fn faults(data: &Path) -> Vec<Diagnostic> {
    match Corpus::load(data) {
        Ok(loaded) => loaded.warnings,
        Err(LoadError::Faults(faults)) => faults,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_field_no_record_has_is_refused_with_the_one_that_was_meant() {
    let (file, from, to) =
        unverified(r#"["smaple", "nonsense.at.all", "doi", "PICO", "study.sample", "study.sample"]"#);
    let data = doctored(&[(file, from, to.as_str())]);
    let found = faults(data.path());
    let told: Vec<_> = found.iter().map(|fault| (fault.code, fault.message.as_str(), fault.help.as_str())).collect();
    let unknown = |name: &str| format!("`{name}` is no field of a source that has a provenance");
    let line =
        fs::read_to_string(data.path().join(REVIEW)).unwrap().lines().position(|l| l.contains("smaple")).unwrap();
    assert!(found.iter().all(|fault| fault.file == REVIEW && fault.line == line + 1), "{found:?}");
    assert_eq!(
        told,
        [
            ("provenance-field", unknown("smaple").as_str(), "did you mean `study.sample`?"),
            (
                "provenance-field",
                &unknown("nonsense.at.all"),
                "write it as in the file, below its table with a dot: `study.sample`, `DOI`"
            ),
            ("provenance-field", &unknown("doi"), "did you mean `DOI`?"),
            ("provenance-field", &unknown("PICO"), "did you mean `pico`?"),
            ("provenance-field", "`study.sample` is named twice", "a value has one provenance: keep one"),
        ]
    );
    // `sample` is a field of a finding, not of a source.
    let (file, from, to) = unverified(r#"["sample"]"#);
    assert_eq!(faults(doctored(&[(file, from, to.as_str())]).path())[0].help, "did you mean `study.sample`?");
    let (file, from, to) = unverified_of_finding(r#"["study.sample"]"#);
    assert_eq!(faults(doctored(&[(file, from, to.as_str())]).path())[0].help, "did you mean `sample`?");
}

#[test]
fn a_text_prints_no_number_that_nobody_has_verified_whichever_way_that_is_said() {
    let prints = (
        EFFECT,
        "A review of nothing looked at nowhere pain.",
        "A review of nothing in 1,234 people looked at nowhere pain.",
    );
    assert_eq!(faults(doctored(&[prints]).path()), []);
    for fields in [r#"["study.sample"]"#, r#"["study"]"#] {
        let (file, from, to) = unverified(fields);
        let found = faults(doctored(&[prints, (file, from, to.as_str())]).path());
        let codes: Vec<_> = found.iter().map(|fault| (fault.file.as_str(), fault.code)).collect();
        assert_eq!(codes, [(EFFECT, "unverified-text")], "{fields}");
    }
    // What is said of the part counts more than what is said of the whole.
    let (file, from, to) = unverified(r#"["study"]"#);
    let but = to.replacen(
        "\"nobody looked\"\n",
        "\"nobody looked\"\n[[provenance.except]]\nfields = [\"study.sample\"]\nsourced = [\"example.org/table-1\"]\n",
        1,
    );
    assert_eq!(faults(doctored(&[prints, (file, from, but.as_str())]).path()), []);
    // Ages, times, doses and scales are numbers too.
    let prints = (EFFECT, "At 7 weeks, pain", "At 7 weeks, on a scale up to 10, pain");
    assert_eq!(faults(doctored(&[prints]).path()), []);
    for fields in [r#"["time"]"#, r#"["time.to"]"#] {
        let (file, from, to) = unverified_of_finding(fields);
        let other = (REVIEW, "id = \"review-2023-care\"", "id = \"review-2023-care\"");
        let care = (
            REVIEW,
            "time = { at = \"7 weeks\", origin = \"randomization\" }\nsample = { value = 987, unit = \"participants\" }\nstudies = 9\ndirection = \"favours-intervention\"\nimportance = \"not-reported\"\ncertainty = { system = \"grade\", rating = \"moderate\" }",
            "time = \"not-reported\"\nsample = \"not-reported\"\nstudies = 9\ndirection = \"favours-intervention\"\nimportance = \"not-reported\"\ncertainty = { system = \"grade\", rating = \"moderate\" }",
        );
        let found = faults(doctored(&[prints, (file, from, to.as_str()), other, care]).path());
        assert!(found.iter().any(|fault| fault.code == "unverified-text"), "{fields}: {found:?}");
    }
}

#[test]
fn an_identifier_that_nobody_has_verified_is_not_handed_on_as_one() {
    let (file, from, to) = unverified(r#"["DOI"]"#);
    let corpus = Corpus::load(doctored(&[(file, from, to.as_str())]).path()).unwrap().corpus;
    let review = corpus.source("review-2023").unwrap();
    let ris = exchange::write_ris(&[review.into()]);
    assert!(!ris.contains("DO  -") && ris.contains("left out: DOI 10.5555/review.2023"), "{ris}");
    let plain = Corpus::load(doctored(&[]).path()).unwrap().corpus;
    assert!(exchange::write_ris(&[plain.source("review-2023").unwrap().into()]).contains("DO  - 10.5555/review.2023"));
}

/// A part of a page between two texts, without its marks.
fn part<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no {from:?} in {page}"));
    rest.split_once(to).map_or(rest, |(part, _)| part)
}

#[test]
fn pages_mark_what_stands_below_an_unverified_field() {
    let importance = "importance = \"not-reported\"\ncertainty = { system = \"grade\", rating = \"low\" }";
    let certainty = "certainty = { system = \"grade\", rating = \"low\" }";
    let table = "[finding.population]\ndescription = \"nobody\"";
    let rated = "[finding.importance]\nanswer = \"no\"\nthreshold = \"1 point of 10\"\nset-by = \"nobody\"\n\n[finding.population]\ndescription = \"nobody\"";
    let (file, from, to) = unverified_of_finding(r#"["certainty", "importance", "population"]"#);
    let data = doctored(&[(REVIEW, importance, certainty), (REVIEW, table, rated), (file, from, to.as_str())]);
    let program = Program::start_on(Fixture::of(data.path()), &[]);
    let page = program.client.send("GET", "/findings/review-2023-sham", &[("Accept", "text/html")]).text().to_owned();
    for (label, value) in
        [("Answer", "Not clinically important"), ("Threshold", "1 point of 10"), ("Threshold set by", "nobody")]
    {
        let fact = part(&page, &format!("<dt>{label}</dt>"), "</dd>");
        assert!(fact.contains(value) && fact.contains("Not confirmed") && fact.contains("nobody looked"), "{fact}");
    }
    let rating = part(&page, "id=\"certainty\"", "</section>");
    assert!(rating.contains("Low certainty (GRADE)") && rating.contains("Not confirmed"), "{rating}");
    assert!(page.contains("Low certainty (GRADE), not confirmed"), "{page}");
    let duration = part(&page, "<dt>Duration of pain</dt>", "</dd>");
    assert!(duration.contains("Not confirmed"), "{duration}");
    // What was verified is not marked.
    let sessions = part(&page, "<dt>When</dt>", "</dd>");
    assert!(!sessions.contains("Not confirmed"), "{sessions}");
    // The JSON names the same addresses, in its own spelling.
    let record = program.client.send("GET", "/v1/findings/review-2023-sham", &[]).json();
    let fields: Vec<_> =
        record["provenance"]["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["certainty", "importance", "population"]);
}

fn library(data: &Path) -> Library {
    let index = tempfile::tempdir().unwrap();
    Library::open(data, index.path(), &|_| ()).unwrap().library
}

#[test]
fn nobody_is_accused_of_an_error_by_a_value_that_nobody_has_verified() {
    let wrong = "The Review of nothing 2023 included 17 studies.";
    let hit = |library: &Library| {
        let report = library.check(&CheckRequest::new(wrong, AS_OF)).unwrap();
        let hit = report.open_hits().map(|(_, hit)| hit.clone()).find(|hit| hit.rule.id == "E001").unwrap();
        (hit, report.sentences[0].verdict)
    };
    let (sure, verdict) = hit(&library(doctored(&[]).path()));
    assert_eq!((sure.severity, verdict), (HitSeverity::Error, CheckVerdict::Conflicts));
    let (file, from, to) = unverified(r#"["study.studies"]"#);
    let (unsure, verdict) = hit(&library(doctored(&[(file, from, to.as_str())]).path()));
    assert_eq!(unsure.severity, HitSeverity::Warning);
    assert_eq!(unsure.rule.severity, HitSeverity::Error);
    assert!(unsure.message.ends_with("; but the value on record is not verified: nobody looked"), "{}", unsure.message);
    assert_eq!(unsure.suggestion, None);
    // The verdict follows what was compared; how much it matters follows what that rests on.
    assert_eq!(verdict, CheckVerdict::Conflicts);
    // Another field of the record being in doubt changes nothing.
    let (file, from, to) = unverified(r#"["study.sample", "pico", "DOI"]"#);
    let (sure, _) = hit(&library(doctored(&[(file, from, to.as_str())]).path()));
    assert_eq!(sure.severity, HitSeverity::Error);
}

#[test]
fn the_json_of_a_record_has_a_value_at_every_address() {
    let program = Program::start_on(Fixture::of(&root().join("tests/fixtures/lint")), &[]);
    let reached = |record: &serde_json::Value, path: &str| {
        let mut value = Some(record);
        for part in path.split('.') {
            // What is null has nothing below it.
            value = match value {
                Some(serde_json::Value::Null) => return true,
                Some(value) => value.get(part),
                None => return false,
            };
        }
        value.is_some()
    };
    let source = program.client.send("GET", "/v1/sources/review-2023", &[]).json();
    for field in FieldPath::of_source() {
        assert!(reached(&source, field.json()), "{field}: no {} in {source}", field.json());
    }
    let effect = program.client.send("GET", "/v1/findings/review-2023-sham", &[]).json();
    for field in FieldPath::of_finding() {
        assert!(reached(&effect, field.json()), "{field}: no {} in {effect}", field.json());
    }
}

#[test]
fn verify_lists_what_is_not_verified_under_the_name_of_its_field() {
    let (file, from, to) = unverified(r#"["study.sample"]"#);
    let data = doctored(&[(file, from, to.as_str())]);
    let ended = cli(["verify", "--data", data.path().to_str().unwrap(), "--unverified"]);
    assert!(ended.stdout.contains("study.sample: nobody looked"), "{}", ended.stdout);
}

/// Pages as people name them, and whether they are the publication's own.
#[test]
fn a_page_of_its_own_is_told_from_a_copy_and_from_the_page_of_another() {
    let data = root().join("tests/fixtures/lint");
    let mut source = Corpus::load(&data).unwrap().corpus.source("review-2023").unwrap().clone();
    source.published_at = vec!["journal.example".to_owned(), "example.org/ours".to_owned()];
    source.bibliography.pmid = Some("99999901".parse().unwrap());
    source.bibliography.pmcid = Some("PMC99999902".parse().unwrap());
    source.bibliography.doi = Some("10.5555/Nowhere.1".parse().unwrap());
    for own in [
        "https://journal.example/article/1",
        "www.journal.example",
        "HTTP://example.org/ours?page=2",
        "https://pubmed.ncbi.nlm.nih.gov/99999901/",
        "http://www.ncbi.nlm.nih.gov/pubmed/99999901",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC99999902/table/T1",
        "PMC99999902/table/T1",
        "https://doi.org/10.5555/nowhere.1",
    ] {
        assert!(source.is_own_page(own), "{own}");
    }
    for other in [
        "https://pubmed.ncbi.nlm.nih.gov/99999903/",
        "https://pubmed.ncbi.nlm.nih.gov/999999013/",
        "mirror of pubmed.ncbi.nlm.nih.gov/99999901",
        "https://mirror.example/https://pubmed.ncbi.nlm.nih.gov/99999901",
        "journal.example.elsewhere.example/1",
        "https://notjournal.example/1",
        "example.org/oursandtheirs",
        "example.org",
        "https://doi.org/10.5555/nowhere.12",
        "",
    ] {
        assert!(!source.is_own_page(other), "{other}");
    }
}

#[test]
fn what_was_read_second_hand_is_told_and_is_not_called_verified() {
    let own = doctored(&[(REVIEW, "[pico]", "published-at = [\"example.org/review\"]\n\n[pico]")]);
    let state = |data: &Path| {
        let corpus = Corpus::load(data).unwrap().corpus;
        let of_finding = corpus.finding("review-2023-care").unwrap().verification();
        (corpus.source("review-2023").unwrap().verification().to_string(), of_finding.to_string())
    };
    assert_eq!(state(own.path()), ("verified".to_owned(), "verified".to_owned()));
    assert_eq!(state(doctored(&[]).path()), ("second-hand".to_owned(), "second-hand".to_owned()));
}
