//! Data that are loaded again, beside those before, answer as they would after a fresh start, whatever has changed.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use evidence::{
    app::{Library, OpenError, OpenedLibrary},
    check::CheckRequest,
    corpus::LoadError,
    search::{Facet, Opened, Request},
};

use crate::library::{AS_OF, LIBRARY, copy};

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most.max(1)
    }
}

/// The files of a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// A new source with the findings of another one, under a name of its own.
fn add(from: &Path, number: usize) {
    let old = from.file_stem().unwrap().to_str().unwrap();
    let new = format!("{}-copy-{number}", ["aaa", "mmm", "zzz"][number % 3]);
    let text = fs::read_to_string(from).unwrap().replace(old, &new);
    let kept = text.lines().filter(|line| !["DOI", "PMID", "also-known-as"].iter().any(|key| line.starts_with(key)));
    let text = kept.collect::<Vec<_>>().join("\n");
    let text = text.replacen("title = \"", &format!("title = \"Copied {number} times: "), 2);
    fs::write(from.with_file_name(format!("{new}.toml")), text).unwrap();
}

/// Changes one thing. What it is, in words.
fn change(data: &Path, dice: &mut Dice, number: usize) -> String {
    let sources = files(&data.join("sources"));
    let source = &sources[dice.below(sources.len())];
    let copied = sources.iter().find(|path| path.to_string_lossy().contains("-copy-"));
    let topics = files(&data.join("topics"));
    match (dice.below(8), copied) {
        (0, _) => {
            edit(source, "summary = \"", &format!("summary = \"Told again, with word{number} and 4{number} gleams. "));
            format!("a summary of {source:?}")
        }
        (1, _) => {
            edit(source, "statement = \"In", "statement = \"After 9 weeks, in");
            format!("a statement of {source:?}")
        }
        (2, _) => {
            edit(source, "status = \"none\"", "status = \"retracted\"");
            format!("the retraction of {source:?}")
        }
        (3, Some(copied)) => {
            fs::remove_file(copied).unwrap();
            format!("the removal of {copied:?}")
        }
        (4, Some(copied)) => {
            add(copied, number);
            fs::remove_file(copied).unwrap();
            format!("another name for {copied:?}")
        }
        (5, _) => {
            let topic = &topics[dice.below(topics.len())];
            edit(topic, "lay = [", &format!("lay = [\"glowing number {number}\", "));
            format!("a name of {topic:?}")
        }
        (6, _) => {
            let blurbs = files(&data.join("blurbs"));
            let blurb = &blurbs[dice.below(blurbs.len())];
            edit(blurb, "title = \"", &format!("title = \"Number {number}: "));
            format!("the title of {blurb:?}")
        }
        _ => {
            add(source, number);
            format!("a copy of {source:?}")
        }
    }
}

/// Everything that a library says, as text.
fn told(library: &Library) -> String {
    let corpus = library.corpus();
    let mut told = format!("{}\n", corpus.fingerprint());
    for record in corpus.records() {
        writeln!(told, "{record:?}").unwrap();
    }
    let questions =
        ["lunapressure", "moonache \"no more than sham\"", "gleams", "glowing number", "lunapresure", "8270", ""];
    for question in questions {
        let facets = [Facet::Kind, Facet::Topic, Facet::Source, Facet::EditorialStatus];
        let request = Request {
            facets: facets.to_vec(),
            excerpts: true,
            explain: true,
            limit: 50,
            ..Request::new(question, AS_OF)
        };
        let answer = library.search(&request).unwrap();
        for found in &answer.hits {
            writeln!(told, "{:?} {:?}", found.record.id(), found.hit).unwrap();
        }
        writeln!(told, "{} {:?} {:?} {:?}", answer.total, answer.facets, answer.understood, answer.lead).unwrap();
        writeln!(told, "{:?}", library.suggest(question, &[], AS_OF, 20)).unwrap();
    }
    let mut draft = String::new();
    for source in corpus.sources() {
        let name = &source.short_title;
        writeln!(draft, "The {name} found this in {} people: {}\n", source.year(), source.summary).unwrap();
        for finding in corpus.findings_of(source).take(2) {
            writeln!(draft, "{} ({name}). Not one of 40 people had less moonache ({name}).\n", finding.statement)
                .unwrap();
        }
    }
    let report = library.check(&CheckRequest::new(&draft, AS_OF)).unwrap();
    writeln!(told, "{report:?}").unwrap();
    told
}

fn opened(result: Result<OpenedLibrary, OpenError>) -> Result<(Library, String), String> {
    match result {
        Ok(OpenedLibrary { library, warnings, index: _ }) => {
            let told = format!("{warnings:?}\n{}", told(&library));
            Ok((library, told))
        }
        Err(OpenError::Data(LoadError::Faults(faults))) => Err(format!("{faults:?}")),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn data_loaded_again_answer_as_after_a_fresh_start() {
    let (mut loaded, mut refused) = (0, 0);
    for seed in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let (data, index) = (folder.path().join("data"), folder.path().join("index"));
        copy(Path::new(LIBRARY), &data);
        let mut dice = Dice(seed);
        let mut served = Library::open(&data, &index, &|_| ()).unwrap().library;
        // What a check reads of a record is remembered by the version it belongs to.
        told(&served);
        for step in 0..6 {
            let good = tempfile::tempdir().unwrap();
            copy(&data, good.path());
            let what: Vec<String> = (0..=dice.below(2)).map(|i| change(&data, &mut dice, 10 * step + i)).collect();
            let again = opened(Library::open_after(Some(&served), &data, &index, &|_| ()));
            let fresh = tempfile::tempdir().unwrap();
            let fresh = opened(Library::open(&data, fresh.path(), &|_| ()));
            match (again, fresh) {
                (Ok((again, told)), Ok((_, expected))) => {
                    assert!(told == expected, "{what:?}: {}", first_difference(&told, &expected));
                    // What was left in the folder, too.
                    let OpenedLibrary { library, warnings, index } = Library::open(&data, &index, &|_| ()).unwrap();
                    assert_eq!(index, Opened::AsItWas, "{what:?}");
                    let kept = format!("{warnings:?}\n{}", self::told(&library));
                    assert!(kept == expected, "{what:?}: {}", first_difference(&kept, &expected));
                    served = again;
                    loaded += 1;
                }
                (Err(told), Err(expected)) => {
                    assert_eq!(told, expected, "{what:?}");
                    refused += 1;
                    fs::remove_dir_all(&data).unwrap();
                    copy(good.path(), &data);
                }
                (Ok(_), Err(faults)) => panic!("{what:?} was loaded again, and is refused at a start: {faults}"),
                (Err(faults), Ok(_)) => panic!("{what:?} was refused, and is loaded at a start: {faults}"),
            }
        }
    }
    assert!(loaded >= 8 && loaded + refused == 24, "{loaded} loaded, {refused} refused");
}

fn first_difference(a: &str, b: &str) -> String {
    let lines = a.lines().zip(b.lines());
    let different = lines.filter(|(a, b)| a != b).map(|(a, b)| {
        let at = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| text.chars().skip(at.saturating_sub(80)).take(200).collect::<String>();
        format!("{}\n{}", near(a), near(b))
    });
    different.take(1).collect()
}
