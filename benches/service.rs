//! What the service costs, against what it is compared with, in one run: `cargo bench --bench service`.
//!
//! - a cached read, beside a bare actix server that sends the same bytes (same number of workers, nothing else in it)
//! - a read that is not cached
//! - a search over HTTP, beside the same search in process
//! - building and opening the index; cold start to the first answer; memory
//!
//! Two servers and the load generator share the machine, so the figures to read are the ratios and the medians; the two
//! sides of a ratio take turns, so that a noisy minute hits both.

#![expect(clippy::print_stdout, reason = "a report is what it is for")]

mod support;

use std::{
    hint::black_box,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use actix_web::{App, HttpResponse, HttpServer, web};
use evidence::{
    app::Library,
    domain::Date,
    search::{Matching, Request},
};
use support::{Failure, Snapshot, memory};

const PROGRAM: &str = env!("CARGO_BIN_EXE_evidence");

const CONNECTIONS: usize = 64;
const ROUNDS: usize = 31;
const REQUESTS_A_ROUND: usize = 20_000;
const QUERIES: [&str; 8] = [
    "the 800 person trial of acupuncture",
    "lumbago",
    "slipped disc",
    "acupunture",
    "8,270 participants",
    "RMDQ older adults",
    "\"usual care\" pain cochrane",
    "is acupuncture better than sham for chronic low back pain",
];

fn main() -> Result<(), Failure> {
    if std::env::args().any(|argument| argument == "--bare") {
        return bare_server();
    }
    let folder = tempfile::tempdir()?;
    let index = folder.path().join("index");
    let today = Date::constant(2026, 11, 23);

    println!("| what | median | compared with | ratio |\n| --- | --- | --- | --- |");
    let built = median(7, || {
        let _ = std::fs::remove_dir_all(&index);
        open(&index)
    })?;
    let opened = median(7, || open(&index))?;
    row("index: read data, check, build, write", built, "open the one on disk", Some(opened));

    let search = |library: &Library, query: &str| -> Result<usize, Failure> {
        Ok(library.search(&Request::new(black_box(query), today))?.total)
    };
    let library = Library::open(Path::new("data"), &index, &|_| ())?.library;
    for matching in [Matching::MinimumShouldMatch, Matching::Any] {
        let mut i = 0;
        let each = median(2000, || {
            i += 1;
            let mut request = Request::new(black_box(QUERIES[i % QUERIES.len()]), today);
            request.matching = matching;
            black_box(library.search(&request)?.total);
            Ok(())
        })?;
        row(&format!("search in process, ten hits with excerpts, match={matching}"), each, "", None);
    }

    let cold = |index: &Path, fresh: bool| {
        median(7, || {
            if fresh {
                let _ = std::fs::remove_dir_all(index);
            }
            let service = Snapshot::start(Path::new(PROGRAM), &["--index".as_ref(), index.as_os_str()])?;
            Connection::open(service.address)?.get("/v1/search?q=lumbago")?;
            Ok(())
        })
    };
    let without = cold(&index, true)?;
    let with = cold(&index, false)?;
    row("cold start to the first answer, no index", without, "with an index", Some(with));

    let service = Snapshot::start(Path::new(PROGRAM), &["--index".as_ref(), index.as_os_str()])?;
    let at_rest = memory(service.id(), "VmRSS")?;
    let target = "/v1/sources/acp-2017";
    let body = Connection::open(service.address)?.get(target)?.1;
    let bare = Bare::start(&body)?;
    let mut ratios = Vec::new();
    let (mut cached_rates, mut bare_rates) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let bare_rate = throughput(bare.address, target)?;
        let cached_rate = throughput(service.address, target)?;
        if round > 0 {
            bare_rates.push(bare_rate);
            cached_rates.push(cached_rate);
            ratios.push(cached_rate / bare_rate);
        }
    }
    println!(
        "| cached read of {} bytes, {CONNECTIONS} connections | {:.0} requests/s | the same body from bare actix, \
         {:.0} requests/s | {:.2} ({:.2} to {:.2}) |",
        body.len(),
        middle(&mut cached_rates),
        middle(&mut bare_rates),
        middle(&mut ratios),
        ratios[0],
        ratios[ratios.len() - 1],
    );

    // Each address is asked for once, so that nothing is answered from memory.
    let mut connection = Connection::open(service.address)?;
    let (mut over_http, mut in_process, mut read, mut kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for i in 0..2000_usize {
        let query = QUERIES[i % QUERIES.len()];
        let encoded: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        over_http.push(timed(|| connection.get(&format!("/v1/search?q={encoded}&year=1000..{}", 3000 + i)))?);
        in_process.push(timed(|| search(&library, query))?);
        read.push(timed(|| connection.get(&format!("/v1/sources/acp-2017?as_of={}-01-01", 2000 + i)))?);
        kept.push(timed(|| connection.get(target))?);
    }
    row("search over HTTP, not cached, one connection", mid(&mut over_http), "in process", Some(mid(&mut in_process)));
    row("read over HTTP, not cached, one connection", mid(&mut read), "cached", Some(mid(&mut kept)));
    println!(
        "| memory (resident) after start | {at_rest:.1} MB | after the load | {:.1} MB |",
        memory(service.id(), "VmRSS")?
    );
    Ok(())
}

fn open(index: &Path) -> Result<(), Failure> {
    black_box(Library::open(Path::new("data"), index, &|_| ())?);
    Ok(())
}

fn row(what: &str, time: Duration, other: &str, compared: Option<Duration>) {
    match compared {
        Some(compared) => {
            let ratio = time.as_secs_f64() / compared.as_secs_f64();
            println!("| {what} | {time:.1?} | {other}, {compared:.1?} | {ratio:.2} |");
        }
        None => println!("| {what} | {time:.1?} | | |"),
    }
}

fn timed<T>(mut run: impl FnMut() -> Result<T, Failure>) -> Result<Duration, Failure> {
    let started = Instant::now();
    black_box(run()?);
    Ok(started.elapsed())
}

fn median(times: usize, mut run: impl FnMut() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let mut all = (0..times).map(|_| timed(&mut run)).collect::<Result<Vec<_>, _>>()?;
    Ok(mid(&mut all))
}

fn mid(all: &mut [Duration]) -> Duration {
    all.sort_unstable();
    all[all.len() / 2]
}

/// The median; sorts.
fn middle(all: &mut [f64]) -> f64 {
    all.sort_unstable_by(f64::total_cmp);
    all[all.len() / 2]
}

/// Requests a second over many connections: each asks again as soon as it is answered.
fn throughput(address: SocketAddr, target: &str) -> Result<f64, Failure> {
    let mut connections = (0..CONNECTIONS).map(|_| Connection::open(address)).collect::<Result<Vec<_>, _>>()?;
    let request = request(target);
    let length = connections[0].ask(&request)?.0;
    let started = Instant::now();
    for _ in 0..REQUESTS_A_ROUND / CONNECTIONS {
        for connection in &mut connections {
            connection.stream.write_all(&request)?;
        }
        for connection in &mut connections {
            connection.skip(length)?;
        }
    }
    Ok((REQUESTS_A_ROUND / CONNECTIONS * CONNECTIONS) as f64 / started.elapsed().as_secs_f64())
}

fn request(target: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n").into_bytes()
}

/// A connection that is kept open.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 256 * 1024] })
    }

    /// Bytes of the whole answer, and its body.
    fn ask(&mut self, request: &[u8]) -> Result<(usize, Vec<u8>), Failure> {
        self.stream.write_all(request)?;
        let mut got = 0;
        loop {
            got += match self.stream.read(&mut self.buffer[got..])? {
                0 => return Err("the connection was closed".into()),
                bytes => bytes,
            };
            let Some(head) = self.buffer[..got].windows(4).position(|window| window == b"\r\n\r\n") else { continue };
            let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
            if !text.starts_with("http/1.1 200") {
                return Err(text.into());
            }
            let length: usize = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .ok_or("an answer without a length")?
                .trim()
                .parse()?;
            let whole = head + 4 + length;
            if got >= whole {
                return Ok((whole, self.buffer[head + 4..whole].to_vec()));
            }
        }
    }

    fn get(&mut self, target: &str) -> Result<(usize, Vec<u8>), Failure> {
        self.ask(&request(target))
    }

    /// Reads an answer of known length.
    fn skip(&mut self, length: usize) -> Result<(), Failure> {
        Ok(self.stream.read_exact(&mut self.buffer[..length])?)
    }
}

/// This program as a server of one body.
struct Bare {
    address: SocketAddr,
    child: Child,
}

impl Bare {
    fn start(body: &[u8]) -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("--bare")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        child.stdin.take().ok_or("no input")?.write_all(body)?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Self { address: line.trim().parse()?, child })
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn bare_server() -> Result<(), Failure> {
    let mut body = Vec::new();
    std::io::stdin().read_to_end(&mut body)?;
    let body = web::Bytes::from(body);
    let workers = std::thread::available_parallelism().map_or(2, usize::from).max(2);
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            let body = body.clone();
            let send = move || {
                let body = body.clone();
                async move { HttpResponse::Ok().content_type("application/json").body(body) }
            };
            App::new().default_service(web::to(send))
        })
        .workers(workers)
        .tcp_nodelay(true)
        .bind("127.0.0.1:0")?;
        println!("{}", server.addrs()[0]);
        server.run().await?;
        Ok(())
    })
}
