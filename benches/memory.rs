//! What bursts of posts leave behind, and what they do to readers: `cargo bench --bench memory`, or
//! `cargo bench --bench memory -- --program PATH` for another program. Settings of the service are taken from the environment.
//!
//! - 60 clients at once post a draft of 100 kB each to `/v1/check`, then 16 post 1 MB each, then the 60 once more
//! - memory before, at its highest during, 1 s and 5 s after; what was answered, and the processor time it took
//! - meanwhile two readers ask for `/healthz` and for a source that is kept ready, again and again
//!
//! Once with the audited page over and over, once with a sentence that names a trial and draws hits: the same size, with answers
//! many times as long. Each text has a service of its own, on the real data. Memory and processor time are read
//! from `/proc`, so this runs on Linux only. Clients and service share the machine: compare rows of one run.

#![expect(clippy::print_stdout, reason = "a report is what it is for")]

#[path = "support/cpu.rs"]
mod cpu;
mod support;

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use cpu::cpu;
use support::{Failure, Snapshot, memory};
use ureq::{Agent, http::Uri};

/// How many post at once, and how many bytes of text each.
const BURSTS: [(usize, usize); 3] = [(60, 100_000), (16, 990_000), (60, 100_000)];
/// A client that has no answer by then gives up.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two questions of one reader, so that readers do not become the load.
const PAUSE: Duration = Duration::from_millis(5);
const READS: [&str; 2] = ["/healthz", "/v1/sources/acp-2017"];

fn main() -> Result<(), Failure> {
    let program = program()?;
    let folder = tempfile::tempdir()?;
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/page.txt"))?;
    let claim = "The BackInAction trial of 700 adults found benefits 12 months after treatment.\n\n";

    println!(
        "| text | burst | MB before | highest | 1 s after | 5 s after | answers | MB sent | wall s | CPU s | /healthz p50 / p99 / max \
         ms | kept source p50 / p99 / max ms |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    );
    for (name, text) in [("the audited page", page.as_str()), ("a claim", claim)] {
        let service = Snapshot::start(&program, &["--index".as_ref(), folder.path().as_os_str()])?;
        // What is made at the first question of its kind is no part of a burst.
        for read in READS {
            ask(&agent(), &address(&service, read)?, None)?;
        }
        for (clients, bytes) in BURSTS {
            burst(name, text, clients, bytes, &service)?;
        }
    }
    Ok(())
}

/// The program to start: the one built for this bench, or the one after `--program`.
fn program() -> Result<PathBuf, Failure> {
    let mut arguments = std::env::args().skip(1);
    let mut program = PathBuf::from(env!("CARGO_BIN_EXE_evidence"));
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--program" => program = arguments.next().ok_or("--program needs a path")?.into(),
            // Cargo says this to every bench.
            "--bench" => {}
            other => return Err(format!("unknown argument {other}; write -- --program PATH").into()),
        }
    }
    Ok(program)
}

fn burst(name: &str, text: &str, clients: usize, bytes: usize, service: &Snapshot) -> Result<(), Failure> {
    let body = body(text, bytes)?;
    let check = address(service, "/v1/check")?;
    let reads = READS.iter().map(|read| address(service, read)).collect::<Result<Vec<_>, _>>()?;
    let before = memory(service.id(), "VmRSS")?;
    // The highest value is counted from here.
    fs::write(format!("/proc/{}/clear_refs", service.id()), "5")?;
    let cpu_before = cpu(service.id())?;
    let start = Barrier::new(clients);
    let is_over = AtomicBool::new(false);
    let begun = Instant::now();

    let (answers, times) = thread::scope(|scope| {
        let readers: Vec<_> = reads.iter().map(|uri| scope.spawn(|| read_on(uri, &is_over))).collect();
        let posts: Vec<_> = (0..clients)
            .map(|_| {
                scope.spawn(|| {
                    let agent = agent();
                    start.wait();
                    ask(&agent, &check, Some(&body)).unwrap_or_else(|error| (error.to_string(), 0))
                })
            })
            .collect();
        let answers: Vec<(String, u64)> = posts.into_iter().filter_map(|post| post.join().ok()).collect();
        is_over.store(true, Ordering::Relaxed);
        let times: Vec<_> = readers.into_iter().filter_map(|reader| reader.join().ok()).collect();
        (answers, times)
    });

    let wall = begun.elapsed().as_secs_f64();
    thread::sleep(Duration::from_secs(1));
    let one_second = memory(service.id(), "VmRSS")?;
    thread::sleep(Duration::from_secs(4));
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    for (status, _) in &answers {
        *statuses.entry(status).or_default() += 1;
    }
    let statuses: Vec<String> = statuses.iter().map(|(status, count)| format!("{count} × {status}")).collect();
    let sent = answers.iter().map(|(_, length)| length).sum::<u64>() as f64 / 1e6;
    let times: Vec<String> = times.into_iter().map(percentiles).collect();
    println!(
        "| {name} | {clients} × {} kB | {before:.0} | {:.0} | {one_second:.0} | {:.0} | {} | {sent:.1} | {wall:.1} | {:.1} | {} |",
        bytes / 1000,
        memory(service.id(), "VmHWM")?,
        memory(service.id(), "VmRSS")?,
        statuses.join(", "),
        cpu(service.id())? - cpu_before,
        times.join(" | "),
    );
    Ok(())
}

/// A question to the check with about this many bytes of text.
fn body(text: &str, bytes: usize) -> Result<String, Failure> {
    let long: String = text.chars().cycle().take(bytes).collect();
    Ok(serde_json::json!({ "text": long }).to_string())
}

/// A client with a connection of its own.
fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build().into()
}

fn address(service: &Snapshot, target: &str) -> Result<Uri, Failure> {
    Ok(format!("http://{}{target}", service.address).parse()?)
}

/// Status and bytes of the answer, which is read to its end and not kept.
fn ask(agent: &Agent, uri: &Uri, body: Option<&str>) -> Result<(String, u64), Failure> {
    let response = match body {
        Some(body) => agent.post(uri).content_type("application/json").send(body)?,
        None => agent.get(uri).call()?,
    };
    let status = response.status().as_u16().to_string();
    let length = io::copy(&mut response.into_body().into_reader(), &mut io::sink())?;
    Ok((status, length))
}

/// How long each read took, until the burst is over; a read that failed took for ever.
fn read_on(uri: &Uri, is_over: &AtomicBool) -> Vec<Duration> {
    let agent = agent();
    let mut times = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        let is_right = ask(&agent, uri, None).is_ok_and(|(status, _)| status == "200");
        times.push(if is_right { begun.elapsed() } else { Duration::MAX });
        thread::sleep(PAUSE);
    }
    times
}

/// The median, the time that 99 of 100 stay below, and the longest, in milliseconds; with how many failed, if any did.
fn percentiles(mut times: Vec<Duration>) -> String {
    let all = times.len();
    times.retain(|time| *time != Duration::MAX);
    let failed = all - times.len();
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
    let millis =
        |time: Option<&Duration>| time.map_or("–".to_owned(), |time| format!("{:.1}", time.as_secs_f64() * 1e3));
    let said = format!("{} / {} / {}", millis(at(50)), millis(at(99)), millis(times.last()));
    if failed == 0 { said } else { format!("{said}, {failed} of {all} failed") }
}
