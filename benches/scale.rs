//! What the service costs when a collection is large: `cargo bench --bench scale`, or
//! `cargo bench --bench scale -- --sources 20000 --program PATH` for another size or another program.
//!
//! A fabricated collection of that many sources, with findings, topics, texts and audited pages, is written into a folder that goes
//! when it ends. Then, each in processor time of the service, user and system:
//!
//! - starting without an index and with one, loading again after one word has changed, and the memory each takes
//! - one request of each kind: nothing is kept ready (`--cache 0`), so each is worked out
//! - each letter of some texts that are typed, in this process
//!
//! Each row has its goal for 20,000 sources beside it, where there is one. Processor time and memory are read from `/proc`, so this
//! runs on Linux only.

#![expect(clippy::print_stdout, reason = "a report is what it is for")]

#[path = "../tests/support/clock.rs"]
mod clock;
#[path = "../tests/support/collection.rs"]
mod collection;
#[path = "support/cpu.rs"]
mod cpu;
mod support;

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use clock::{ran, threads_of, timed};
use cpu::cpu;
use evidence::{app::Library, domain::Date, search::Request};
use support::{Failure, Snapshot, memory};
use ureq::Agent;
use url::form_urlencoded::byte_serialize;

const SOURCES: usize = 20_000;
/// Requests of a kind are asked until they took this much, so that a single one is not measured by chance.
const ENOUGH: Duration = Duration::from_millis(300);
/// But no more often than this.
const MOST: usize = 40;
/// How many texts are typed letter by letter.
const KEYSTROKE_TEXTS: usize = 60;
/// How often what is typed is asked at each letter.
const KEYSTROKE_TIMES: u32 = 16;
/// A question that has no answer by then is given up.
const PATIENCE: Duration = Duration::from_secs(600);

fn main() -> Result<(), Failure> {
    let (program, sources) = settings()?;
    let folder = tempfile::tempdir()?;
    let (data, index) = (folder.path().join("data"), folder.path().join("index"));
    collection::write(&data, sources)?;
    println!("{sources} sources\n\n| what | CPU | goal at 20,000 | memory |\n| --- | --: | --: | --: |");

    let plain = ["--cache", "0", "--access-log", "off"].map(OsStr::new);
    let folders = ["--data".as_ref(), data.as_os_str(), "--index".as_ref(), index.as_os_str()];
    let arguments: Vec<&OsStr> = folders.into_iter().chain(plain).collect();
    let started = |what: &str, goal: &str| -> Result<Snapshot, Failure> {
        let service = Snapshot::start(&program, &arguments)?;
        let (seconds, resident, highest) =
            (cpu(service.id())?, memory(service.id(), "VmRSS")?, memory(service.id(), "VmHWM")?);
        println!("| {what} | {seconds:.1} s | {goal} | {resident:.0} MB, at most {highest:.0} |");
        Ok(service)
    };
    drop(started("start without an index", "")?);
    let service = started("start with an index", "12 s, 700 MB")?;
    load_again(&service, &data)?;

    println!("\n| request | CPU ms | goal | median wall ms | bytes |\n| --- | --: | --: | --: | --: |");
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(PATIENCE))
        .build()
        .into();
    for Row { name, goal, targets, body } in rows(sources)? {
        // What is made at the first question of its kind is no part of the next ones.
        ask(&agent, &service, &targets[0], body.as_deref())?;
        let (mut spent, mut times, mut bytes) = (Duration::ZERO, Vec::new(), 0);
        for target in targets.iter().cycle().take(MOST.max(targets.len())) {
            let asked = Instant::now();
            let (took, answer) = timed(|| threads_of(service.id()), || ask(&agent, &service, target, body.as_deref()));
            times.push(asked.elapsed());
            spent += took;
            bytes += answer?;
            if spent > ENOUGH && times.len() >= targets.len() {
                break;
            }
        }
        let count = u32::try_from(times.len())?;
        times.sort_unstable();
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        println!(
            "| {name} | {:.2} | {goal} | {:.2} | {} |",
            millis(spent / count),
            millis(times[times.len() / 2]),
            bytes / u64::from(count)
        );
    }
    println!("\nresident after all of it: {:.0} MB", memory(service.id(), "VmRSS")?);
    drop(service);
    keystrokes(&data, &index, sources)
}

/// What is asked while somebody types, at each letter: suggestions, and the list with the last word not finished. In this
/// process, so that a slow one among many is seen.
fn keystrokes(data: &Path, index: &Path, sources: usize) -> Result<(), Failure> {
    let library = Library::open(data, index, &|_| ())?.library;
    let as_of: Date = "2026-03-01".parse()?;
    let name = collection::known().treatment.label;
    let words = (0..KEYSTROKE_TEXTS).map(|i| [0, 1].map(|j| collection::word(word_at(i * 3 + j, sources))).join(" "));
    let texts: Vec<String> = words.chain([name]).collect();
    let typed = || {
        texts.iter().flat_map(|text| (2..=text.chars().count()).map(|end| text.chars().take(end).collect::<String>()))
    };
    println!("\n| a keystroke, in process | median CPU ms | p99 | most | goal p99 |\n| --- | --: | --: | --: | --: |");
    let print = |what: &str, mut times: Vec<Duration>| {
        times.sort_unstable();
        let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
        let millis = |time: Option<&Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64() * 1e3);
        println!(
            "| {what}, {} of them | {:.2} | {:.2} | {:.2} | 5 |",
            times.len(),
            millis(at(50)),
            millis(at(99)),
            millis(times.last())
        );
    };
    // The time of a thread is counted in steps of a few milliseconds: each is asked several times.
    let spent = |asked: &dyn Fn() -> Result<(), Failure>| -> Result<Duration, Failure> {
        let now = || ran("/proc/thread-self").ok_or("the time of this thread cannot be read");
        let before = now()?;
        for _ in 0..KEYSTROKE_TIMES {
            asked()?;
        }
        Ok(Duration::from_nanos(now()? - before) / KEYSTROKE_TIMES)
    };
    // What is made at the first question of its kind is no part of the next ones.
    library.search(&Request::new(&texts[0], as_of))?;
    let mut suggested = Vec::new();
    let mut searched = Vec::new();
    for text in typed() {
        suggested.push(spent(&|| {
            library.suggest(&text, &[], as_of, 10);
            Ok(())
        })?);
        let request = Request { limit: 10, excerpts: true, ..Request::new(&text, as_of) };
        searched.push(spent(&|| Ok(library.search(&request).map(drop)?))?);
    }
    print("suggestions", suggested);
    print("a search, its last word not finished", searched);
    Ok(())
}

/// The program to start, and how many sources there are to be.
fn settings() -> Result<(PathBuf, usize), Failure> {
    let mut arguments = std::env::args().skip(1);
    let (mut program, mut sources) = (PathBuf::from(env!("CARGO_BIN_EXE_evidence")), SOURCES);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--program" => program = arguments.next().ok_or("--program needs a path")?.into(),
            "--sources" => sources = arguments.next().ok_or("--sources needs a number")?.parse()?,
            // Cargo says this to every bench.
            "--bench" => {}
            other => return Err(format!("unknown argument {other}; write -- --sources NUMBER --program PATH").into()),
        }
    }
    Ok((program, sources))
}

/// Changes one word of one record, and has the service load the data again.
fn load_again(service: &Snapshot, data: &Path) -> Result<(), Failure> {
    let file = data.join("sources").join(format!("{}.toml", collection::known().source));
    let text = fs::read_to_string(&file)?;
    let changed = text.replacen("setting = \"Nowhere\"", "setting = \"Elsewhere\"", 1);
    if changed == text {
        return Err("there was no word to change".into());
    }
    let before = memory(service.id(), "VmRSS")?;
    // The highest value is counted from here.
    fs::write(format!("/proc/{}/clear_refs", service.id()), "5")?;
    let (spent, agent) = (cpu(service.id())?, Agent::new_with_defaults());
    let version = || -> Result<Option<String>, Failure> {
        let answer = agent.get(format!("http://{}/healthz", service.address)).call()?;
        Ok(answer.headers().get("evidence-version").and_then(|value| value.to_str().ok()).map(str::to_owned))
    };
    let old = version()?;
    fs::write(&file, changed)?;
    let told = Command::new("sh").args(["-c", "kill -s HUP \"$0\"", &service.id().to_string()]).status()?;
    if !told.success() {
        return Err("the service could not be told".into());
    }
    let begun = Instant::now();
    while version()? == old {
        if begun.elapsed() > PATIENCE {
            return Err("the data were not loaded again".into());
        }
        thread::sleep(Duration::from_millis(50));
    }
    let spent = cpu(service.id())? - spent;
    // The old data go when the last request that sees them has ended.
    thread::sleep(Duration::from_secs(3));
    let (highest, after) = (memory(service.id(), "VmHWM")?, memory(service.id(), "VmRSS")?);
    println!(
        "| load again after one changed word | {spent:.1} s | below a start, 1.3 times | at most {highest:.0} MB, {:.2} times; {after:.0} \
         after it |",
        highest / before
    );
    Ok(())
}

/// Requests of one kind.
struct Row {
    name: &'static str,
    goal: &'static str,
    targets: Vec<String>,
    /// What is posted; none for a GET.
    body: Option<String>,
}

fn rows(sources: usize) -> Result<Vec<Row>, Failure> {
    let collection::Known { source, doi, title, finding, condition, treatment, blurb, page, claim } =
        collection::known();
    let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let row = |name, goal, targets| Row { name, goal, targets, body: None };
    let one = |name, goal, target: String| row(name, goal, vec![target]);
    let beginning: String = treatment.label.chars().take(4).collect();
    let queries: Vec<[String; 3]> =
        (0..200).map(|i| [0, 1, 2].map(|j| collection::word(word_at(i * 3 + j, sources)))).collect();
    let words = |count: usize, matching: &str| -> Vec<String> {
        let query = |words: &[String; 3]| words[..count].join("+");
        queries.iter().map(|words| format!("/v1/search?match={matching}&fields=excerpts&q={}", query(words))).collect()
    };
    let list = "any list or record page: 30";
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/page.txt"))?;
    let check = serde_json::json!({ "text": text }).to_string();
    Ok(vec![
        one("sources, a list of 10", list, "/v1/sources".into()),
        one("sources, a list of 100", list, "/v1/sources?limit=100".into()),
        one("findings, a list of 100", list, "/v1/findings?limit=100".into()),
        one("claims, a list of 100", list, "/v1/claims?limit=100".into()),
        one("texts, a list of 100", list, "/v1/blurbs?limit=100".into()),
        one("topics, a list of 10", list, "/v1/topics".into()),
        one("topics, a list of 100", list, "/v1/topics?limit=100".into()),
        one("changes, a page", list, "/v1/changes?since=2026-02-10&as_of=2026-03-01".into()),
        one("one source", list, format!("/v1/sources/{source}")),
        one("one finding", list, format!("/v1/findings/{finding}")),
        one("one claim", list, format!("/v1/claims/{claim}")),
        one("one text", list, format!("/v1/blurbs/{blurb}")),
        one("one topic, the most frequent", list, format!("/v1/topics/{}", condition.id)),
        one("the same for one treatment", list, format!("/v1/topics/{}?intervention={}", condition.id, treatment.id)),
        one("one source as a page", "3", format!("/sources/{source}")),
        one("one finding as a page", list, format!("/findings/{finding}")),
        one("one topic as a page", list, format!("/topics/{}", condition.id)),
        one("all topics as a page", list, "/topics".into()),
        one("one text as a page", list, format!("/blurbs/{blurb}")),
        one("one audited page as a page", list, format!("/pages/{page}")),
        one("the first page", list, "/".into()),
        one("a search as a page", list, format!("/?q={}", encoded(&treatment.label))),
        one(
            "a filter and five facets",
            "8",
            format!("/v1/search?topic={}&facets=kind,design,population,intervention,certainty", condition.id),
        ),
        one("every source counted", "", "/v1/search?q=adults&facets=source".into()),
        one("another day", "", "/v1/search?q=adults&as_of=2026-06-30".into()),
        one("suggestions", "1", format!("/v1/suggest?q={}", encoded(&beginning))),
        one("suggestions for nothing that is there", "1", "/v1/suggest?q=zzyzzx".into()),
        one("a misspelt name", "", format!("/v1/search?q={}x", encoded(&treatment.label.replacen('a', "e", 1)))),
        one("one identifier looked up", "1", format!("/v1/sources?id={}", encoded(&doi))),
        one(
            "a reference looked up",
            "",
            format!("/v1/sources?bibliographic={}", encoded(&format!("{title}, a trial of {}", treatment.label))),
        ),
        row("search, both of two words (AND)", "", words(2, "all")),
        row("search, any of three words (OR)", "", words(3, "any")),
        row("the same, as people ask (most)", "", words(3, "most")),
        Row {
            name: "draft check, the audited page's text",
            goal: "40",
            targets: vec!["/v1/check".into()],
            body: Some(check),
        },
        one("the feed", "", "/feeds/changes.atom".into()),
        one("the export as RIS, all", "", "/v1/export?format=ris".into()),
        one("the export as NDJSON, all", "", "/v1/export?format=ndjson".into()),
        one("the map of the site", "", "/sitemap.xml".into()),
    ])
}

/// The rank of a word that is asked for: each as often as it stands in the texts, but for those in every one of them.
fn word_at(number: usize, sources: usize) -> usize {
    let most = 2000 + 4 * sources;
    // Multiples of the golden ratio, modulo one, lie evenly.
    let share = (number as f64 * 0.618_033_988_75).fract();
    (((most as f64).powf(share)) as usize).clamp(24, most)
}

/// The bytes of the answer, which must be one.
fn ask(agent: &Agent, service: &Snapshot, target: &str, body: Option<&str>) -> Result<u64, Failure> {
    let uri = format!("http://{}{target}", service.address);
    let response = match body {
        Some(body) => agent.post(uri).content_type("application/json").send(body)?,
        None => agent.get(uri).call()?,
    };
    let status = response.status();
    if !status.is_success() {
        return Err(format!("{target}: {status}").into());
    }
    Ok(io::copy(&mut response.into_body().into_reader(), &mut io::sink())?)
}
