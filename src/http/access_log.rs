//! One line of JSON on stderr for every request, written behind the back of the request.
//!
//! Workers put what happened in a queue of bounded length and go on; a thread of its own formats and writes in batches.
//! When it cannot keep up, lines are dropped and counted: a full disk or a slow terminal must not slow an answer down.
//! The query is left out unless the operator asks for it, because what people search for is theirs.

use std::{
    fmt,
    io::{self, Write},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle, Thread},
    time::{Duration, SystemTime},
};

use jiff::Timestamp;
use prometheus_client::metrics::counter::Counter;
use serde::{Serialize, Serializer};

use super::request_id::RequestId;

/// Lines that wait to be written.
const QUEUE_LINES: usize = 16 * 1024;

/// How long lines are gathered before they are written together.
const GATHERING: Duration = Duration::from_millis(5);

/// The writer looks at least this often, should a wake-up get lost between two threads.
const NAP: Duration = Duration::from_millis(100);

/// What happened to one request.
#[derive(Clone, Debug)]
pub struct Line {
    /// When it came.
    pub time: SystemTime,
    /// Its id.
    pub id: RequestId,
    /// Its method.
    pub method: &'static str,
    /// Its path; with the query when that is to be logged.
    pub address: Box<str>,
    /// Status of the answer.
    pub status: u16,
    /// Bytes of the body; none when they were not known beforehand.
    pub bytes: Option<u64>,
    /// Time to the answer.
    pub took: Duration,
    /// Whether the answer was kept ready.
    pub cached: bool,
}

/// [`Line`] as it is written.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(serialize_with = "with_micros")]
    time: Timestamp,
    id: &'a str,
    method: &'a str,
    path: &'a str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    micros: u128,
    cached: bool,
}

fn with_micros<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{time:.6}"))
}

/// The log and the thread that writes it.
pub struct AccessLog {
    queue: SyncSender<Line>,
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
    drops: Counter,
    with_query: bool,
}

struct Shared {
    /// The writer has nothing to do and sleeps.
    is_idle: AtomicBool,
    /// No more lines will come.
    is_closing: AtomicBool,
    thread: OnceLock<Thread>,
}

impl AccessLog {
    /// Starts writing to `out`. Lines that are lost are counted in `drops`.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(out: impl Write + Send + 'static, with_query: bool, drops: Counter) -> io::Result<Self> {
        let (queue, lines) = sync_channel(QUEUE_LINES);
        let shared = Arc::new(Shared {
            is_idle: AtomicBool::new(false),
            is_closing: AtomicBool::new(false),
            thread: OnceLock::new(),
        });
        let writer = thread::Builder::new().name("access-log".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || write_all(&lines, &shared, out)
        })?;
        let _ = shared.thread.set(writer.thread().clone());
        Ok(Self { queue, shared, writer: Mutex::new(Some(writer)), drops, with_query })
    }

    /// Whether addresses are logged with their query.
    pub fn with_query(&self) -> bool {
        self.with_query
    }

    /// Hands a line over.
    pub fn push(&self, line: Line) {
        if self.queue.try_send(line).is_err() {
            self.drops.inc();
        }
        let shared = &self.shared;
        if shared.is_idle.load(Ordering::SeqCst)
            && shared.is_idle.swap(false, Ordering::SeqCst)
            && let Some(writer) = shared.thread.get()
        {
            writer.unpark();
        }
    }

    /// Writes what is waiting and ends the thread. Lines that come later are dropped.
    pub fn close(&self) {
        self.shared.is_closing.store(true, Ordering::SeqCst);
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            writer.thread().unpark();
            // A writer that panicked has nothing left to write.
            let _ = writer.join();
        }
    }
}

impl Drop for AccessLog {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for AccessLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessLog").field("with_query", &self.with_query).finish_non_exhaustive()
    }
}

fn write_all(lines: &Receiver<Line>, shared: &Shared, mut out: impl Write) {
    let mut batch = Vec::new();
    loop {
        // Read before the queue is emptied: what was pushed before closing is then in the queue.
        let is_closing = shared.is_closing.load(Ordering::SeqCst);
        while let Ok(line) = lines.try_recv() {
            format_line(&line, &mut batch);
        }
        if !batch.is_empty() {
            // Nobody could be told that stderr is closed.
            let _ = out.write_all(&batch).and_then(|()| out.flush());
            batch.clear();
            batch.shrink_to(64 * 1024);
        } else if is_closing {
            return;
        } else {
            shared.is_idle.store(true, Ordering::SeqCst);
            thread::park_timeout(NAP);
            shared.is_idle.store(false, Ordering::SeqCst);
        }
        if !is_closing {
            thread::sleep(GATHERING);
        }
    }
}

fn format_line(line: &Line, batch: &mut Vec<u8>) {
    let Line { time, id, method, address, status, bytes, took, cached } = line;
    let written = Written {
        time: Timestamp::try_from(*time).unwrap_or_default(),
        id: id.as_str(),
        method,
        path: address,
        status: *status,
        bytes: *bytes,
        micros: took.as_micros(),
        cached: *cached,
    };
    let begin = batch.len();
    match serde_json::to_writer(&mut *batch, &written) {
        Ok(()) => batch.push(b'\n'),
        // Plain data always prints; half a line would spoil the log.
        Err(_) => batch.truncate(begin),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::http::request_id::RequestIds;

    /// Hands what is written to a channel.
    struct Pipe(mpsc::Sender<Vec<u8>>);

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.send(bytes.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn line(id: RequestId, address: &str) -> Line {
        Line {
            time: SystemTime::UNIX_EPOCH,
            id,
            method: "GET",
            address: address.into(),
            status: 200,
            bytes: Some(12),
            took: Duration::from_micros(345),
            cached: true,
        }
    }

    #[test]
    fn every_line_is_written_before_it_closes() {
        let (sender, written) = mpsc::channel();
        let log = AccessLog::start(Pipe(sender), false, Counter::default()).expect("a thread");
        let ids = RequestIds::new();
        let first = ids.next();
        log.push(line(first, "/v1/\"quoted\""));
        for _ in 0..999 {
            log.push(line(ids.next(), "/v1"));
        }
        log.close();
        let all: Vec<u8> = written.try_iter().flatten().collect();
        let text = String::from_utf8(all).expect("UTF-8");
        assert_eq!(text.lines().count(), 1000);
        assert_eq!(
            text.lines().next(),
            Some(&*format!(
                "{{\"time\":\"1970-01-01T00:00:00.000000Z\",\"id\":\"{first}\",\"method\":\"GET\",\
                     \"path\":\"/v1/\\\"quoted\\\"\",\"status\":200,\"bytes\":12,\"micros\":345,\"cached\":true}}"
            ))
        );
    }

    #[test]
    fn what_cannot_be_written_is_dropped_and_counted() {
        /// Waits until it is let go, then swallows everything.
        struct Stuck(mpsc::Receiver<()>);
        impl Write for Stuck {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                let _ = self.0.recv();
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let (release, stuck) = mpsc::channel();
        let drops = Counter::default();
        let log = AccessLog::start(Stuck(stuck), false, drops.clone()).expect("a thread");
        let ids = RequestIds::new();
        // One batch may be in the hands of the writer, one in the queue; the rest has no place.
        for _ in 0..3 * QUEUE_LINES {
            log.push(line(ids.next(), "/v1"));
        }
        assert!(drops.get() >= 1, "nothing was dropped");
        drop(release);
        log.close();
    }
}
