//! What reading references costs: `cargo bench --bench exchange`, or `cargo bench --bench exchange -- FILE…` with files of
//! one's own, of which every record is also written in each format and read again.
//!
//! Without files, each format is tried on some thousands of records, made of those of the repository and of the
//! fixtures over and over.

#![expect(clippy::print_stdout, reason = "a report is what it is for")]

use std::{
    collections::BTreeMap,
    fs::File,
    path::{Path, PathBuf},
    time::Instant,
};

use evidence::{
    citation::exchange::{self, Exported, Imported},
    corpus::{Corpus, Shared},
    domain::Source,
};

type Failure = Box<dyn std::error::Error>;
type Write = fn(&[Exported<'_>]) -> String;

const FORMATS: [(&str, Write); 6] = [
    ("RIS", exchange::write_ris),
    ("NBIB", exchange::write_nbib),
    ("BibTeX", exchange::write_bibtex),
    ("BibLaTeX", exchange::write_biblatex),
    ("CSL-JSON", exchange::write_csl_json),
    ("CSV", exchange::write_csv),
];

/// How often the records of the repository are repeated.
const COPIES: usize = 200;
const ROUNDS: usize = 5;
/// Records that are written into one file on the way there and back.
const BATCH: usize = 500;
/// Differences that are shown in full.
const SHOWN: usize = 5;

fn main() -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = Corpus::load(&root.join("data"))?.corpus;
    let files: Vec<PathBuf> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).map(PathBuf::from).collect();
    if files.is_empty() { made(root, corpus.sources()) } else { given(&files, corpus.sources()) }
}

/// The best of several rounds for each format, on records made for it.
fn made(root: &Path, sources: Shared<'_, Source>) -> Result<(), Failure> {
    println!(
        "| format | records | MB | MB/s read | records/s read | MB/s written |\n| --- | --- | --- | --- | --- | --- |"
    );
    let many: Vec<Exported<'_>> = std::iter::repeat_n(sources, COPIES).flatten().map(Exported::from).collect();
    for (name, write) in FORMATS {
        let (text, written) = best(|| write(&many));
        row(name, &text, Some(written))?;
    }
    let fixture = std::fs::read_to_string(root.join("tests/fixtures/exchange/pubmed.xml"))?;
    let (begin, end) = (fixture.find("<PubmedArticle>"), fixture.rfind("</PubmedArticleSet>"));
    let article =
        begin.zip(end).and_then(|(begin, end)| fixture.get(begin..end)).ok_or("the fixture has no article")?;
    let set = format!("<PubmedArticleSet>{}</PubmedArticleSet>", article.repeat(many.len()));
    row("PubMed XML", &set, None)
}

fn row(name: &str, text: &str, written: Option<f64>) -> Result<(), Failure> {
    let (count, seconds) = best(|| {
        let mut count = 0;
        let ended = exchange::read(text.as_bytes(), None, &mut |outcome| count += usize::from(outcome.is_ok()));
        ended.map(|_| count)
    });
    let (count, megabytes) = (count?, text.len() as f64 / 1e6);
    let written = written.map_or("-".to_owned(), |seconds| format!("{:.0}", megabytes / seconds));
    let (speed, records) = (megabytes / seconds, count as f64 / seconds);
    println!("| {name} | {count} | {megabytes:.1} | {speed:.0} | {records:.0} | {written} |");
    Ok(())
}

/// What a work gives, and the seconds of its fastest round.
fn best<T>(mut work: impl FnMut() -> T) -> (T, f64) {
    let mut fastest = f64::INFINITY;
    loop {
        let mut result = None;
        for _ in 0..ROUNDS {
            let started = Instant::now();
            result = Some(work());
            fastest = fastest.min(started.elapsed().as_secs_f64());
        }
        if let Some(result) = result {
            return (result, fastest);
        }
    }
}

/// Files as they are: how many records, how fast, in how much memory, and whether each comes back from every format.
fn given(files: &[PathBuf], sources: Shared<'_, Source>) -> Result<(), Failure> {
    // Identifiers that nobody has verified are not handed on, so the model is one of which somebody has.
    let is_verified = |source: &&Source| {
        let values = source.bibliography_values();
        values.doi.is_verified()
            && values.pmid.is_verified()
            && values.pmcid.is_verified()
            && values.issn.is_verified()
            && values.isbn.is_verified()
            && values.url.is_verified()
    };
    let model = sources.iter().find(is_verified).ok_or("no source of the repository is verified")?;
    for path in files {
        let bytes = path.metadata()?.len() as f64 / 1e6;
        let (mut count, mut faults) = (0_usize, Vec::new());
        let started = Instant::now();
        let ended = exchange::read(File::open(path)?, None, &mut |outcome| match outcome {
            Ok(_) => count += 1,
            Err(fault) => faults.push(fault),
        });
        let seconds = started.elapsed().as_secs_f64();
        println!("{}: {bytes:.1} MB, {count} records in {seconds:.2} s", path.display());
        println!("  {:.1} MB/s of the file, {:.0} records/s", bytes / seconds, count as f64 / seconds);
        if let Some(peak) = peak_memory() {
            println!("  peak memory so far: {peak}");
        }
        if let Err(error) = ended {
            println!("  not read to its end: {error}");
        }
        for fault in faults.iter().take(SHOWN) {
            println!("  line {}: {}", fault.line, fault.message);
        }
        println!("  {} malformed", faults.len());

        let (mut batch, mut tally) = (Vec::new(), Tally::default());
        let _ = exchange::read(File::open(path)?, None, &mut |outcome| {
            batch.extend(outcome.ok());
            if batch.len() >= BATCH {
                there_and_back(model, &std::mem::take(&mut batch), &mut tally);
            }
        });
        there_and_back(model, &batch, &mut tally);
        for (name, _) in FORMATS {
            let (equal, different) = tally.get(name).copied().unwrap_or_default();
            println!("  {name}: {equal} come back equal, {different} do not");
        }
    }
    Ok(())
}

/// Equal and different records by format.
type Tally = BTreeMap<&'static str, (usize, usize)>;

fn there_and_back(model: &Source, records: &[Imported], tally: &mut Tally) {
    let sources: Vec<Source> = records
        .iter()
        .map(|record| Source {
            bibliography: record.bibliography.clone(),
            registration: record.registration.clone(),
            ..model.clone()
        })
        .collect();
    let exported: Vec<Exported<'_>> = sources.iter().map(Exported::from).collect();
    for (name, write) in FORMATS {
        let text = write(&exported);
        let mut back = Vec::new();
        let _ = exchange::read(text.as_bytes(), None, &mut |outcome| back.push(outcome));
        let (equal, different) = tally.entry(name).or_default();
        for (at, source) in sources.iter().enumerate() {
            let read = back.get(at).and_then(|outcome| outcome.as_ref().ok());
            let is_equal = read.is_some_and(|read| {
                read.bibliography == source.bibliography && read.registration == source.registration
            });
            if is_equal {
                *equal += 1;
                continue;
            }
            *different += 1;
            if *different <= SHOWN {
                let read = read.map(|read| &read.bibliography);
                println!("  {name} differs:\n    {:?}\n    {read:?}", source.bibliography);
            }
        }
    }
}

/// The most memory this process has had, where the system says so.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
