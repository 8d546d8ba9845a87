//! Doors of files: what `evidence import` and `evidence lint` read. The functions of these commands are called in this process,
//! because a process for each text would cost more than its work; `commands.rs` runs the program on some of them.

use std::{fs, hint::black_box};

use evidence::{
    app::intake::{Intake, Verdict},
    citation::exchange::{self, ImportFormat},
    corpus::Corpus,
    domain::{Date, Vocabulary},
};
use serde_json::json;

use crate::{
    doors::{Door, Work},
    support::{Collection, collection::known},
};

/// Lengths of a file.
const FILE: &[usize] = &[4_000, 16_000, 64_000];
/// Any day.
const TODAY: Date = Date::constant(2026, 11, 23);

/// A file of each format, and each kind of record.
pub(crate) fn files() -> Vec<Door> {
    let mut doors = Vec::new();
    for &format in ImportFormat::ALL {
        let slug = format.slug();
        doors.push(Door::in_process(format!("import {slug}, the file"), FILE, move |text| {
            import(format, text.to_owned())
        }));
        doors.push(Door::in_process(format!("import {slug}, title and author"), FILE, move |text| {
            import(format, record(format, text))
        }));
    }
    doors.push(lint("a source file", |_, text| (String::from("sources/shape.toml"), text.to_owned())));
    doors.push(lint("the summary of a source", |collection, text| {
        let file = format!("sources/{}.toml", known().source);
        let record = read(collection, &file);
        // What JSON writes as a text is one in TOML.
        let summary = format!("\nsummary = {}\n#", json!(text));
        (file, record.replacen("\nsummary = ", &summary, 1))
    }));
    doors.push(lint("a blurb file", |_, text| (String::from("blurbs/shape.md"), format!("+++\n{text}"))));
    doors.push(lint("the texts of a blurb", |collection, text| {
        let file = format!("blurbs/{}.md", known().blurb);
        let blurb = read(collection, &file).replace("It is not known", &format!("{text} It is not known"));
        (file, blurb)
    }));
    doors.push(lint("the words of a page", |collection, text| {
        let file = format!("pages/{}.txt", known().page);
        let words = read(collection, &file) + text;
        (file, words)
    }));
    doors
}

fn import(format: ImportFormat, file: String) -> Work {
    Box::new(move |_| {
        let mut intake = Intake::default();
        // That a text is no file of the format is no fault.
        let _ = exchange::read(file.as_bytes(), Some(format), &mut |outcome| {
            if let Ok(imported) = outcome
                && let Verdict::New(new) = intake.consider(imported, "a file", TODAY)
            {
                black_box(new.file());
            }
        });
        Ok(())
    })
}

/// A file of one record with the text as its title and as its author.
fn record(format: ImportFormat, text: &str) -> String {
    match format {
        ImportFormat::PubmedXml => {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!(
                "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><Journal><JournalIssue><PubDate><Year>2020\
                 </Year></PubDate></JournalIssue><Title>M</Title></Journal><ArticleTitle>{text}</ArticleTitle><AuthorList><Author>\
                 <LastName>{text}</LastName></Author></AuthorList></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
            )
        }
        ImportFormat::EndNoteXml => {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!(
                "<xml><records><record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>{text}</author>\
                 </authors></contributors><titles><title>{text}</title><secondary-title>M</secondary-title></titles>\
                 <dates><year>2020</year></dates></record></records></xml>"
            )
        }
        ImportFormat::Nbib => format!("PMID- 1\nTI  - {text}\nFAU - {text}\nDP  - 2020\nJT  - M\n"),
        ImportFormat::Ris => format!("TY  - JOUR\nTI  - {text}\nAU  - {text}\nPY  - 2020\nJO  - M\nER  - \n"),
        ImportFormat::Bibtex => {
            format!(
                "@article{{m,\n  title = {{{text}}},\n  author = {{{text}}},\n  journal = {{M}},\n  year = 2020\n}}\n"
            )
        }
        ImportFormat::PubmedText => format!("1: Nobody A. {text}. M. 2020;1:2. doi: 10.5555/m. {text}. PMID: 1.\n"),
        ImportFormat::Ovid => {
            format!("<1. >\nTI  - {text}\nFA  - {text}\nNJ  - M\nSO  - M. {text}, 2020.\nYR  - 2020\n")
        }
        ImportFormat::Cochrane => format!("Record #1 of 1\nAU: {text}\nTI: {text}\nSO: M\nYR: 2020\n"),
        ImportFormat::Table => {
            format!("Authors,Title,Year,Source title\n\"{text}\",\"{text}\",2020,M\n")
        }
        ImportFormat::EndNote => format!("%0 Journal Article\n%T {text}\n%A {text}\n%D 2020\n%J M\n"),
        ImportFormat::RefWorks => format!("RT Journal Article\nT1 {text}\nA1 {text}\nYR 2020\nJF M\n"),
        ImportFormat::WebOfScience => format!("PT J\nAU {text}\nTI {text}\nSO M\nPY 2020\nER\n"),
        ImportFormat::CslJson => json!([{
            "id": "m",
            "type": "article-journal",
            "title": text,
            "author": [{ "literal": text }],
            "container-title": "M",
            "issued": { "date-parts": [[2020]] },
        }])
        .to_string(),
    }
}

/// The records of one source, and one file more or other than before: its name and what it says.
fn lint(name: &str, edit: fn(&Collection, &str) -> (String, String)) -> Door {
    Door::in_process(format!("lint, {name}"), FILE, move |text| {
        let collection = Collection::of(1);
        let (file, content) = edit(&collection, text);
        fs::write(collection.data().join(file), content).unwrap();
        Box::new(move |_| {
            // Most texts have faults, and telling them is work as well.
            if let Err(error) = black_box(Corpus::load(&collection.data())) {
                black_box(error.to_string());
            }
            Ok(())
        })
    })
}

fn read(collection: &Collection, file: &str) -> String {
    fs::read_to_string(collection.data().join(file)).unwrap()
}
