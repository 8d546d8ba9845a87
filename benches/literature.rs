//! What the literature costs: `cargo bench --bench literature -- --pubmed DIR`, with a folder of files of PubMed; with
//! `--records 1000000` for so many records (50,000 without).
//!
//! Records are composed of the real ones (`support/compose.rs`). The figures of the project are made with the files that
//! `tests/tools/pubmed DIR` gets; `make literature` does both. `--literature DIR` keeps the index there, `--compose DIR` writes the files of
//! composed records and measures nothing.
//!
//! - records a second of processor time, for files as the NLM has them and for an update file of 30,000 revisions
//! - processor time of questions: all words, any word; ten records with the exact total
//! - anonymous memory of a process that has answered them
//!
//! Processor times are read from `/proc`, so this runs on Linux only; other processes make them longer than they are.

#![expect(clippy::print_stdout, reason = "a report is what it is for")]

#[path = "support/compose.rs"]
mod compose;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use evidence::{
    domain::stop::Stop,
    literature::{Filters, Literature, Loader, Matching, Request, Sort},
};

use compose::{Chance, PMIDS, Parts, write};

/// Whatever ends the bench early.
type Failure = Box<dyn std::error::Error>;

/// Records of a file, as the NLM has them.
const A_FILE: usize = 30_000;

/// Questions of each kind.
const QUESTIONS: usize = 200;

/// How often each is asked: kernels that count processor time in ticks of 4 ms know nothing shorter.
const REPEATS: u32 = 40;

/// Clock ticks in a second, as `/proc` counts them on every Linux.
const TICKS: f64 = 100.0;

fn main() -> Result<(), Failure> {
    let (mut real, mut count, mut kept, mut arguments) = (None, 50_000_usize, None, env::args().skip(1));
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--pubmed" => real = Some(PathBuf::from(arguments.next().ok_or("--pubmed needs a folder")?)),
            "--records" => count = arguments.next().ok_or("--records needs a number")?.parse()?,
            "--literature" => kept = Some(PathBuf::from(arguments.next().ok_or("--literature needs a folder")?)),
            "--compose" => {
                let real = real.ok_or("--pubmed comes before --compose")?;
                let to = PathBuf::from(arguments.next().ok_or("--compose needs a folder")?);
                return each_file(&Parts::of(&real)?, &to, count, |_| Ok(()));
            }
            // The process that only asks.
            "--ask" => return ask(Path::new(&arguments.next().ok_or("--ask needs a folder")?)),
            // Cargo says this to every bench.
            "--bench" => {}
            other => return Err(format!("unknown argument {other}; write -- --pubmed DIR --records N").into()),
        }
    }
    let Some(real) = real else {
        println!("literature: nothing was measured; write -- --pubmed DIR for a folder with files of PubMed");
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    println!("| what | records | CPU s | records a CPU second |\n| --- | --- | --- | --- |");
    load_real(&real, &folder.path().join("real"))?;
    let literature = kept.unwrap_or_else(|| folder.path().join("literature"));
    if Literature::is_in(&literature) {
        return Err(format!("{} holds literature already", literature.display()).into());
    }
    let parts = Parts::of(&real)?;
    let mut loading = 0.0;
    each_file(&parts, folder.path(), count, |file| {
        loading += load(&literature, file)?;
        Ok(fs::remove_file(file)?)
    })?;
    println!("| composed records | {count} | {loading:.1} | {:.0} |", rate(count, loading));
    let update = folder.path().join("pubmed30n9999.xml.gz");
    let revised = A_FILE.min(count);
    // Other words than those of the records that are revised.
    write(&update, &parts, &mut Chance(0x6a09_e667_f3bc_c908), 0..revised)?;
    let updating = load(&literature, &update)?;
    println!("| update file | {revised} | {updating:.1} | {:.0} |", rate(revised, updating));
    // Another process, so that nothing of the composing is in its memory.
    let status = Command::new(env::current_exe()?).arg("--ask").arg(&literature).status()?;
    if status.success() { Ok(()) } else { Err("the questions were not answered".into()) }
}

/// Writes the files of so many composed records one after the other, and hands each on.
fn each_file(
    parts: &Parts,
    folder: &Path,
    count: usize,
    mut each: impl FnMut(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for (number, first) in (1..).zip((0..count).step_by(A_FILE)) {
        let of_file = A_FILE.min(count - first);
        let file = folder.join(format!("pubmed30n{number:04}.xml.gz"));
        write(&file, parts, &mut chance, first..first + of_file)?;
        each(&file)?;
    }
    Ok(())
}

/// Loads the files as they came.
fn load_real(real: &Path, literature: &Path) -> Result<(), Failure> {
    let mut loading = 0.0;
    for file in compose::files(real)? {
        loading += load(literature, &file)?;
    }
    let records = usize::try_from(Literature::open(literature)?.total())?;
    println!("| files as they came | {records} | {loading:.1} | {:.0} |", rate(records, loading));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn rate(records: usize, seconds: f64) -> f64 {
    records as f64 / seconds.max(0.01)
}

/// Loads a file; gives the processor time it took.
fn load(folder: &Path, file: &Path) -> Result<f64, Failure> {
    let before = process_time()?;
    let mut loader = Loader::open(folder, "evidence bench")?;
    loader.add(file, &mut |_| ())?;
    loader.finish()?;
    Ok(process_time()? - before)
}

/// Processor time of this process, in seconds.
fn process_time() -> Result<f64, Failure> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let of = |at: usize| -> Result<f64, Failure> { Ok(fields.get(at).ok_or("no processor time")?.parse::<f64>()?) };
    Ok((of(11)? + of(12)?) / TICKS)
}

/// Processor time of this thread, in milliseconds.
fn thread_time() -> Result<f64, Failure> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(stat.split_whitespace().next().ok_or("no processor time")?.parse::<f64>()? / 1e6)
}

/// Asks what the titles of the records ask for.
fn ask(folder: &Path) -> Result<(), Failure> {
    let literature = Literature::open(folder)?;
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let titles = titles(&literature, &mut chance)?;
    println!("\n| question | p50 CPU ms | p99 CPU ms | found on average |\n| --- | --- | --- | --- |");
    for (name, words, matching) in [("all of 3 words", 3, Matching::All), ("any of 6 words", 6, Matching::Any)] {
        let (mut times, mut found) = (Vec::new(), 0);
        for title in &titles {
            let text = chosen(title, words, &mut chance);
            let request = request(&text, matching);
            found += literature.search(&request, &Stop::default())?.total;
            let before = thread_time()?;
            for _ in 0..REPEATS {
                literature.search(&request, &Stop::default())?;
            }
            times.push((thread_time()? - before) / f64::from(REPEATS));
        }
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times.get(times.len() * share / 100).or(times.last()).copied().unwrap_or_default();
        let average = found / u64::try_from(times.len().max(1))?;
        println!("| {name} | {:.2} | {:.2} | {average} |", at(50), at(99));
    }
    let status = fs::read_to_string("/proc/self/status")?;
    let memory = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("no memory figure")?;
    println!("\nAnonymous memory: {}", memory.trim());
    Ok(())
}

fn request(text: &str, matching: Matching) -> Request<'_> {
    let (filters, facets) = (Filters::default(), Vec::new());
    Request { text, matching, filters, sort: Sort::Relevance, limit: 10, after: None, facets }
}

/// Titles of records here and there.
fn titles(literature: &Literature, chance: &mut Chance) -> Result<Vec<String>, Failure> {
    let mut titles = Vec::new();
    let total = usize::try_from(literature.total())?;
    while titles.len() < QUESTIONS {
        let pmid = PMIDS + chance.below(total);
        let record = literature.by_pmid(pmid.to_string().parse()?)?;
        titles.extend(record.map(|record| record.bibliography.title));
    }
    Ok(titles)
}

/// Some of the words of a title that tell something.
fn chosen(title: &str, count: usize, chance: &mut Chance) -> String {
    let mut words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
    let mut some = Vec::new();
    while some.len() < count && !words.is_empty() {
        some.push(words.swap_remove(chance.below(words.len())));
    }
    some.join(" ")
}
