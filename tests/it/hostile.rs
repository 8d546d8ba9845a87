//! What others wrote is shown, and handed on, as text: nothing in it steers a terminal, forges a record or hides.

use std::{collections::BTreeSet, fs, path::Path};

use evidence::{
    citation::exchange,
    corpus::{Corpus, LoadError},
    domain::{
        Source,
        visible::{is_foreign, is_hidden},
    },
};

use crate::{
    exchange::read,
    support::{Ended, Fixture, Service, cli},
};

/// Characters that no record may hold, one of each kind: controls of C0 and C1, DEL, controls of direction, what is not
/// seen, and what is no character.
const FOREIGN: &[&str] = &[
    "\u{1b}[31m",
    "\0",
    "\u{7f}",
    "\u{9b}31m",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{61c}",
    "\u{200b}",
    "\u{ad}",
    "\u{2060}",
    "\u{feff}",
    "\u{fffa}",
    "\u{e0041}",
    "\u{ffff}",
];

/// What a record may hold, and what means something in one format or another.
const NASTY: &[&str] = &[
    "\nER  - \n\nTY  - JOUR\nTI  - Forged\n",
    "\r\n\r\nPMID- 1\r\nTI  - Forged\r\n",
    "\t}\n@article{forged, title = {Forged}}\n",
    "\", \"forged\n\"\n=1+1,\u{2028}+2",
    "</title><script>\"'&amp;]]>--></script>",
    "\\textbf{$#%_^~} \\\\ {{ }} {",
    "*a* [b](javascript:c) `d` | e\n# f\n- g",
    "👩\u{200d}⚕\u{fe0f} می\u{200c}خواهم",
];

const TRIAL: &str = "sources/example-trial-nowhere.toml";

/// The trial with a value for every text a source may have.
fn full() -> (Fixture, String) {
    let fixture = Fixture::new();
    let path = fixture.data().join(TRIAL);
    let text = fs::read_to_string(&path).unwrap();
    let text = text
        .replace(
            "language = \"en\"\n",
            "language = \"en\"\npublisher = \"Fabricated Press\"\npublisher-place = \"Nowhere\"\n\
             container-title-short = \"J Fabr Results\"\nversion = \"second\"\nURL = \"https://example.org/trial\"\n",
        )
        .replace("also-known-as = []", "also-known-as = [\"The Nowhere Trial\"]")
        .replace("funding = \"not-reported\"", "funding = \"Fabricated Fund\"")
        .replace("conflicts = \"not-reported\"", "conflicts = \"none that are real\"")
        .replace("sourced = [\"example.org/trial\"]", "sourced = [\"example.org/trial\", \"a shelf\"]")
        .replace(
            "status = \"none\"",
            "status = \"corrected\"\nnotice = \"https://example.org/notice\"\nnote = \"Made up.\"",
        );
    fs::write(&path, &text).unwrap();
    Corpus::load(&fixture.data()).unwrap_or_else(|error| panic!("{error}"));
    (fixture, text)
}

/// Begin and end of every text in a file that has no quotes in its texts.
fn texts(file: &str) -> Vec<(usize, usize)> {
    let quotes: Vec<usize> = file.match_indices('"').map(|(at, _)| at).collect();
    quotes.chunks_exact(2).map(|pair| (pair[0] + 1, pair[1])).collect()
}

/// The file with something put into one of its texts, before the last character.
fn with(file: &str, (begin, end): (usize, usize), put: &str) -> String {
    let escaped: String = put.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    let last = file[begin..end].chars().next_back().map_or(0, char::len_utf8);
    format!("{}{escaped}{}", &file[..end - last], &file[end - last..])
}

/// Checks every file that can be made of these sources.
fn exports_are_whole(sources: &[&Source], told: &str) {
    let exported: Vec<exchange::Exported<'_>> = sources.iter().map(|source| (*source).into()).collect();
    for (name, text) in [
        ("RIS", exchange::write_ris(&exported)),
        ("NBIB", exchange::write_nbib(&exported)),
        ("BibTeX", exchange::write_bibtex(&exported)),
        ("BibLaTeX", exchange::write_biblatex(&exported)),
        ("CSL-JSON", exchange::write_csl_json(&exported)),
    ] {
        is_plain(&text, &format!("{name}, {told}"));
        let (records, ended) = read(text.as_bytes());
        assert!(ended.is_ok(), "{name}, {told}: {text}");
        assert_eq!(records.len(), sources.len(), "{name}, {told}: {text}");
        assert!(records.iter().all(Result::is_ok), "{name}, {told}: {text}");
    }
    let table = exchange::write_csv(&exported);
    is_plain(table.trim_start_matches('\u{feff}'), &format!("CSV, {told}"));
    assert_eq!(rows(&table), sources.len() + 1, "CSV, {told}: {table}");
}

/// Rows of a table of RFC 4180: line ends within quotes end none.
fn rows(table: &str) -> usize {
    let mut is_quoted = false;
    table
        .chars()
        .filter(|c| {
            is_quoted ^= *c == '"';
            *c == '\n' && !is_quoted
        })
        .count()
}

fn is_plain(text: &str, told: &str) {
    let steering = text.chars().find(|c| is_foreign(*c) && *c != '\r');
    assert_eq!(steering, None, "{told}: {text:?}");
}

#[test]
fn no_text_of_a_source_forges_a_record_or_hides_a_character() {
    let (fixture, file) = full();
    let path = fixture.data().join(TRIAL);
    let mut taken = BTreeSet::new();
    for (i, place) in texts(&file).into_iter().enumerate() {
        // Each place is tried with one of these, and the first place with all.
        let foreign = if i == 0 { FOREIGN } else { &FOREIGN[i % FOREIGN.len()..][..1] };
        for put in foreign.iter().chain(NASTY) {
            fs::write(&path, with(&file, place, put)).unwrap();
            let told = format!("{put:?} in {:?}", &file[place.0..place.1]);
            match Corpus::load(&fixture.data()) {
                Ok(loaded) => {
                    assert!(!FOREIGN.contains(put), "not refused: {told}");
                    exports_are_whole(&loaded.corpus.sources().iter().collect::<Vec<_>>(), &told);
                    taken.insert(place);
                }
                Err(LoadError::Faults(faults)) => assert!(!faults.is_empty(), "{told}"),
                Err(other) => panic!("{told}: {other}"),
            }
        }
    }
    // Titles, names and sentences take what is nasty; ids, words and addresses take nothing.
    assert!(taken.len() > 30, "{}", taken.len());
    assert!(taken.iter().all(|place| !file[place.0..place.1].starts_with("https://")));
}

#[test]
fn what_websites_take_is_well_formed_whatever_a_source_says() {
    let service = Service::start();
    let path = service.fixture.data().join(TRIAL);
    let mut file = fs::read_to_string(&path).unwrap();
    let mut number = 0;
    while let Some(place) = texts(&file).get(number).copied() {
        // All of them, as far as they are taken.
        for put in NASTY {
            let next = with(&file, place, put);
            fs::write(&path, &next).unwrap();
            if Corpus::load(&service.fixture.data()).is_ok() {
                // Escapes hold no quote, so the places of the texts stay in their order.
                file = next;
            }
        }
        number += 1;
    }
    fs::write(&path, &file).unwrap();
    service.reload();
    let title = "example-trial-nowhere";
    for (address, is_xml) in [
        ("/feeds/changes.atom".to_owned(), true),
        ("/feeds/changes.json".to_owned(), false),
        (format!("/badges/sources/{title}.svg"), true),
        (format!("/v1/sources/{title}"), false),
        (format!("/v1/sources/{title}/citation"), false),
        (format!("/sources/{title}"), false),
        ("/v1/export?format=ndjson".to_owned(), false),
        ("/v1/search?q=invented".to_owned(), false),
    ] {
        let answer = service.client.get(&address);
        assert_eq!(answer.status, 200, "{address}");
        let body = String::from_utf8(answer.body.clone()).unwrap();
        is_plain(&body, &address);
        assert!(!body.contains("<script>\""), "{address}");
        if is_xml {
            let mut reader = quick_xml::Reader::from_str(&body);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{address}: {error}: {body}"),
                }
            }
        }
    }
}

/// Nothing a terminal would obey, and nothing that is not seen.
#[track_caller]
fn is_shown(ended: &Ended, what: &str) {
    let Ended { code: _, stdout, stderr } = ended;
    for text in [stdout, stderr] {
        assert!(!text.contains(is_hidden), "{what}: {text:?}");
    }
    // Arguments that are refused lose their escape sequences before they are repeated.
    assert!([stdout, stderr].iter().any(|text| text.contains("\\u{202e}")), "{what}: {stdout}{stderr}");
}

const ESCAPES: &str = "\u{1b}[31mred\u{1b}]0;owned\u{7}\u{202e}\u{200b}\u{9b}1m";

#[test]
fn texts_of_others_steer_no_terminal() {
    let fixture = Fixture::new();
    let place = fixture.data().join("..");
    let (data, index) = (fixture.data().display().to_string(), fixture.index().display().to_string());
    let folders = ["--data", &data, "--index", &index];
    let write = |name: &str, text: String| {
        let path = place.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let draft =
        write("draft.txt", format!("A trial of 120 adults {ESCAPES} found benefits 12 months after treatment."));
    let cited = write("cited.txt", format!("It hums {ESCAPES} [@nobody-{ESCAPES}] [@example-trial-nowhere]."));
    let list = write("list.ris", format!("TY  - JOUR\nTI  - {ESCAPES} no year\nER  - \n"));
    let unnamed = format!("/nonexistent/{ESCAPES}");
    for arguments in [
        &["check", &draft][..],
        &["check", &unnamed],
        &["show", ESCAPES],
        &["cite", ESCAPES],
        &["cite", "--text", &cited],
        &["export", ESCAPES],
        &["export", "--search", ESCAPES, "--format", ESCAPES],
    ] {
        is_shown(&cli(arguments.iter().copied().chain(folders)), &arguments.join(" "));
    }
    for arguments in [
        &["import", "--dry-run", &list, &unnamed, "--data", &data][..],
        &["new", "source", ESCAPES, "--data", &data],
        &["lint", "--data", &unnamed],
        &["diff", ESCAPES, "--data", &data],
        &[ESCAPES],
        &["due", "--as-of", ESCAPES],
        &["verify", "--data", &unnamed],
    ] {
        is_shown(&cli(arguments.iter().copied()), &arguments.join(" "));
    }
    // These leave the characters out.
    for arguments in [&["check", "--format", "github", &draft][..], &["search", ESCAPES]] {
        let ended = cli(arguments.iter().copied().chain(folders));
        assert!(!format!("{}{}", ended.stdout, ended.stderr).contains(is_hidden), "{arguments:?}");
    }
    // What is wrong with a file is shown with the line it stands on.
    fixture.edit("design = \"guideline\"", &format!("design = \"{}\"", "\u{202e}enil\u{200b}ediug"));
    for arguments in [&["lint"][..], &["lint", "--format", "github"], &["verify"], &["due"]] {
        let ended = cli(arguments.iter().copied().chain(["--data", &data]));
        assert!(!format!("{}{}", ended.stdout, ended.stderr).contains(is_hidden), "{arguments:?}");
        let told = format!("{}{}", ended.stdout, ended.stderr);
        assert!(told.contains("\\u{202e}") || told.contains("U+202E"), "{told}");
    }
}

/// A program reads JSON: what it was sent comes back, by the rules of JSON.
#[test]
fn data_keep_the_rules_of_their_format() {
    let fixture = Fixture::new();
    let draft = fixture.data().join("../draft.txt");
    fs::write(&draft, format!("A trial of 120 adults {ESCAPES} found benefits 12 months after treatment.")).unwrap();
    let folders = ["--data".to_owned(), path(&fixture.data()), "--index".to_owned(), path(&fixture.index())];
    for format in ["json", "sarif"] {
        let arguments = ["check".to_owned(), "--format".to_owned(), format.to_owned(), path(&draft)];
        let ended = cli(arguments.iter().chain(&folders).map(String::as_str));
        let read: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
        assert!(!ended.stdout.contains('\u{1b}'), "{format}");
        assert!(format == "sarif" || read.to_string().contains("red"), "{read}");
    }
}

fn path(path: &Path) -> String {
    path.display().to_string()
}
