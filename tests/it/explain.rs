//! `evidence import --explain`: which value of a record was read from where. The publications are made up.

use std::fs;

use evidence::citation::exchange::{self, Explained, ExplainedPart, FieldValue, ImportFormat};

use crate::{library::root, support::cli};

fn explained(text: &str) -> Explained {
    let mut all = Vec::new();
    exchange::read_explained(text.as_bytes(), None, &mut |one| all.push(one)).expect("the file is whole");
    assert_eq!(all.len(), 1, "{text}");
    all.remove(0)
}

fn part<'a>(explained: &'a Explained, name: &str) -> &'a ExplainedPart {
    let found = explained.parts.iter().find(|part| part.name == name);
    found.unwrap_or_else(|| panic!("{name}: {explained:#?}"))
}

/// Values in short: `title=Humming nowhere`.
fn short(values: &[FieldValue]) -> Vec<String> {
    values.iter().map(|FieldValue { field, values }| format!("{field}={}", values.join("; "))).collect()
}

#[test]
fn each_tag_says_what_it_gave() {
    let explained = explained(
        "TY  - JOUR\nAU  - Nobody, Anna\nAU  - Example, Bert\nTI  - Humming nowhere\nT2  - J Nowhere\nJF  - J Nowhere\nPY  - 2020\n\
         SP  - 101\nEP  - 9\nDO  - 10.5555/x.1\nAB  - Nobody hummed.\nKW  - humming\nM1  - what\nXX  - that\nER  - \n",
    );
    let gives = |name: &str| short(&part(&explained, name).gives);
    assert_eq!(gives("AU"), ["author=Nobody, Anna; Example, Bert"]);
    assert_eq!(part(&explained, "AU").lines, [2, 3]);
    assert_eq!(gives("TI"), ["title=Humming nowhere"]);
    assert_eq!(gives("PY"), ["issued=2020"]);
    assert_eq!((gives("SP"), gives("EP")), (vec!["page=101-109".to_owned()], vec!["page=101-109".to_owned()]));
    assert_eq!(gives("DO"), ["DOI=10.5555/x.1"]);
    // Two tags for one thing: neither is needed, both say it.
    for name in ["T2", "JF"] {
        let said = short(&part(&explained, name).repeats);
        assert!(gives(name).is_empty() && said.contains(&"container-title=J Nowhere".to_owned()), "{explained:#?}");
    }
    assert!(part(&explained, "AB").is_passed_over && part(&explained, "KW").is_passed_over);
    assert_eq!(part(&explained, "M1").notes, ["not read: M1 (line 13)"]);
    assert_eq!(explained.notes, ["not read: XX (line 14)"]);
}

#[test]
fn each_format_says_where_its_values_stood() {
    let fixture = |name: &str| fs::read(root().join("tests/fixtures/exchange").join(name)).unwrap();
    for (file, title, number) in [
        ("endnote.ris", "TI", "DO"),
        ("mendeley.ris", "T1", "DO"),
        ("pubmed.nbib", "TI", "LID"),
        ("pubmed.xml", "MedlineCitation/Article/ArticleTitle", "PubmedData/ArticleIdList/ArticleId[doi]"),
        ("library.bib", "title", "doi"),
        ("zotero.json", "title", "DOI"),
        ("endnote.enw", "%T", "%R"),
        ("refworks.txt", "T1", "DO"),
        ("wos.txt", "TI", "DI"),
        ("endnote.xml", "titles/title", "electronic-resource-num"),
    ] {
        let mut all = Vec::new();
        exchange::read_explained(fixture(file).as_slice(), None, &mut |one| all.push(one)).unwrap();
        let first = &all[0];
        let has = |name: &str, field: &str| {
            let ExplainedPart { gives, repeats, .. } = part(first, name);
            gives.iter().chain(repeats).any(|value| value.field == field)
        };
        assert!(has(title, "title") && has(number, "DOI"), "{file}: {first:#?}");
        // Nothing is explained that the reader does not do.
        let mut plain = Vec::new();
        exchange::read(fixture(file).as_slice(), None, &mut |one| plain.push(one)).unwrap();
        assert_eq!(all.into_iter().map(|one| one.outcome).collect::<Vec<_>>(), plain, "{file}");
    }
}

#[test]
fn a_part_that_gives_nothing_is_a_note_or_said_to_be_passed_over() {
    for (file, format) in [
        ("endnote.ris", ImportFormat::Ris),
        ("zotero.ris", ImportFormat::Ris),
        ("refworks.ris", ImportFormat::Ris),
        ("pubmed.nbib", ImportFormat::Nbib),
        ("library.bib", ImportFormat::Bibtex),
        ("zotero.json", ImportFormat::CslJson),
        ("endnote.enw", ImportFormat::EndNote),
        ("wos.txt", ImportFormat::WebOfScience),
        ("endnote.xml", ImportFormat::EndNoteXml),
        ("pubmed.xml", ImportFormat::PubmedXml),
        ("ovid.txt", ImportFormat::Ovid),
    ] {
        let bytes = fs::read(root().join("tests/fixtures/exchange").join(file)).unwrap();
        let read = exchange::read_explained(bytes.as_slice(), None, &mut |one| {
            for ExplainedPart { name, gives, repeats, notes, is_passed_over, .. } in &one.parts {
                let is_told = !(gives.is_empty() && repeats.is_empty() && notes.is_empty()) || *is_passed_over;
                assert!(is_told, "{file}: {name} is lost: {one:#?}");
            }
        });
        assert_eq!(read.unwrap(), format);
    }
}

#[test]
fn the_command_explains_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = root().join("tests/fixtures/exchange/endnote.xml").display().to_string();
    let data = folder.path().join("none").display().to_string();
    let ended = cli(["import", "--explain", "--data", &data, &file]);
    assert_eq!((ended.code, ended.stderr.trim()), (Some(0), "2 can be imported; nothing was written"));
    for line in [
        ":3: Humming for Ache of Nowhere",
        "    titles/title (line 16)               title: Humming for Ache of Nowhere",
        "    database (line 4)                    passed over",
        "note: custom4 is `a reader's own field`, for which we have no place",
    ] {
        assert!(ended.stdout.contains(line), "{line}: {}", ended.stdout);
    }
    let ended = cli(["import", "--explain", "--json", "--data", &data, &file]);
    let records: Vec<serde_json::Value> =
        ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [first, _] = records.as_slice() else { panic!("{}", ended.stdout) };
    let doi = first["parts"].as_array().unwrap().iter().find(|part| part["name"] == "electronic-resource-num").unwrap();
    assert_eq!(doi["gives"], serde_json::json!([{ "field": "DOI", "values": ["10.5555/nowhere.2024.101"] }]));
    assert_eq!(doi["written"], serde_json::json!(["10.5555/nowhere.2024.101"]));
    assert!(!folder.path().join("none").exists());
    let ended = cli(["import", "--json", &file]);
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
}
