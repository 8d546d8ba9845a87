//! What citing costs: `cargo bench --bench citation`.
//!
//! - reading a style and the terms of all languages, once
//! - one source in each style, as `/v1/sources/{id}/citation` works it out
//! - lists of 1, 50 and 300 references
//!
//! The longest list repeats records under other ids and years, because the data have fewer. What is kept by the
//! service costs what any cached read costs; `benches/service.rs` measures that.

#![expect(clippy::print_stdout, reason = "a report is what it is for")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use evidence::{
    citation::{
        csl::variable,
        render::{Linking, RenderOptions, Renderer},
        style::StyleId,
        work::Work,
    },
    corpus::Corpus,
    domain::Vocabulary,
};

/// The longest list the service makes.
const LONGEST: usize = 300;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let corpus = Corpus::load(std::path::Path::new("data"))?.corpus;
    let works: Vec<Work> = corpus.sources().iter().filter(|source| source.assertion.is_none()).map(Work::of).collect();
    let many: Vec<Work> = works
        .iter()
        .cycle()
        .take(LONGEST)
        .enumerate()
        .map(|(place, work)| {
            let mut work = work.clone();
            work.item.id = format!("{}-{place}", work.item.id);
            if let Some(date) = work.item.dates.get_mut(variable::ISSUED).and_then(|date| date.parts.first_mut()) {
                date.0 -= i16::try_from(place / works.len()).unwrap_or_default();
            }
            work
        })
        .collect();

    let first = works.first().ok_or("there are no sources")?;
    println!(
        "| style | first use | one source, all forms | 1 reference | 50 | {LONGEST} |\n| --- | --- | --- | --- | --- | --- |"
    );
    for id in StyleId::ALL {
        let begun = Instant::now();
        let renderer = Renderer::new();
        let setting =
            RenderOptions { style: renderer.style(*id), locale: None, linking: Linking::Url, has_anchors: true };
        black_box(renderer.citation(setting, first, None));
        let first_use = begun.elapsed();
        let one = median(31, || {
            black_box(renderer.citation(setting, black_box(first), None));
        });
        let list = |length: usize, rounds| {
            median(rounds, || {
                black_box(renderer.list(setting, black_box(&many[..length]), &[]));
            })
        };
        println!(
            "| {id} | {:.1} ms | {:.2} ms | {:.2} ms | {:.1} ms | {:.0} ms |",
            millis(first_use),
            millis(one),
            millis(list(1, 31)),
            millis(list(50, 7)),
            millis(list(LONGEST, 3)),
        );
    }
    Ok(())
}

fn median(rounds: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[rounds / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
