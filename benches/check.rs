//! What the draft check costs: `cargo bench --bench check`.
//!
//! - the audited page, and prose of doubling sizes: the time a byte takes must not grow with the text
//! - what was written to be slow: megabytes of one letter, deep HTML, numbers and names without end

#![expect(clippy::print_stdout, reason = "a report is what it is for")]

use std::{
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

use evidence::{
    app::Library,
    check::{CheckRequest, DraftFormat, MAX_TEXT},
    domain::Date,
};

const ROUNDS: usize = 9;
const AS_OF: Date = Date::constant(2026, 11, 23);

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir()?;
    let library = Library::open(&root.join("data"), folder.path(), &|_| ())?.library;
    let page = std::fs::read_to_string(root.join("tests/check/page.txt"))?;

    println!("| text | bytes | sentences | median | per byte |\n| --- | --- | --- | --- | --- |");
    measure(&library, "the audited page", &page, DraftFormat::Plain);
    for size in [12_500, 25_000, 50_000, 100_000, 200_000, 400_000, 800_000] {
        let text = cut(&page.repeat(size / page.len() + 1), size);
        measure(&library, "prose", &text, DraftFormat::Plain);
    }
    let hostile = [
        ("one letter", "a".repeat(MAX_TEXT), DraftFormat::Plain),
        ("one word", "acupuncture ".repeat(80_000), DraftFormat::Plain),
        ("numbers", "1 in 2 to 3 of 4 - 5 % ".repeat(40_000), DraftFormat::Plain),
        ("names", "Cochrane ACP NICE WHO 2020 trial ".repeat(30_000), DraftFormat::Plain),
        ("negations", "no better than no more than ".repeat(35_000), DraftFormat::Plain),
        ("deep HTML", "<div><ul><li>".repeat(75_000), DraftFormat::Html),
        ("entities", "&amp;&nbsp;&notit;".repeat(55_000), DraftFormat::Html),
        ("quotes", "> ".repeat(450_000), DraftFormat::Markdown),
        ("emphasis", "*a_".repeat(330_000), DraftFormat::Markdown),
        ("brackets", "[(".repeat(480_000), DraftFormat::Markdown),
        ("bullets", "- no\n".repeat(19_000), DraftFormat::Markdown),
    ];
    for (name, text, format) in hostile {
        measure(&library, name, &text, format);
    }
    Ok(())
}

/// The first `size` bytes, or a little less.
fn cut(text: &str, size: usize) -> String {
    let mut end = size.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

fn measure(library: &Library, name: &str, text: &str, format: DraftFormat) {
    let mut times = Vec::new();
    let mut sentences = 0;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let report = library.check(&CheckRequest { format, ..CheckRequest::new(text, AS_OF) });
        times.push(started.elapsed());
        sentences = black_box(report).map_or(0, |report| report.sentences.len());
        if times.iter().sum::<Duration>() > Duration::from_secs(10) {
            break;
        }
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let per_byte = median.as_secs_f64() * 1e9 / f64::from(bytes);
    println!("| {name} | {bytes} | {sentences} | {:.1} ms | {per_byte:.0} ns |", median.as_secs_f64() * 1e3);
}
