//! Slow, endless and confused clients: answered, and the connection closed.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    thread,
    time::Duration,
};

use crate::support::Service;

/// Nothing takes this long; a test that would wait for ever fails instead.
const PATIENCE: Duration = Duration::from_secs(60);

fn connect(service: &Service) -> TcpStream {
    let stream = TcpStream::connect(service.client.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// All that comes until the other side closes. What it resets after its answer is closed as well.
fn to_the_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(bytes) => answer.extend_from_slice(&piece[..bytes]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("the connection stays open: {error}; so far {:?}", String::from_utf8_lossy(&answer)),
        }
    }
    String::from_utf8(answer).unwrap()
}

/// Writes the same for as long as anybody takes it.
fn write_on(stream: &TcpStream, piece: &'static [u8]) -> thread::JoinHandle<()> {
    let mut stream = stream.try_clone().unwrap();
    thread::spawn(move || while stream.write_all(piece).is_ok() {})
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

fn header<'a>(answer: &'a str, name: &str) -> &'a str {
    let head = answer.split("\r\n\r\n").next().unwrap_or_default();
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
    line.and_then(|line| line.split_once(':')).map_or("", |(_, value)| value.trim())
}

#[test]
fn a_body_that_nobody_reads_ends_the_connection() {
    let service = Service::start();
    for (method, path) in [
        ("GET", "/healthz"),
        ("HEAD", "/healthz"),
        ("GET", "/v1/sample"),
        ("GET", "/v1/sample"),
        ("DELETE", "/v1/sample"),
    ] {
        // In chunks, of which no more comes.
        let mut stream = connect(&service);
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
            .unwrap();
        let answer = to_the_end(&mut stream);
        let expected = if method == "DELETE" { "405" } else { "200" };
        assert_eq!(status(&answer), expected, "{method} {path}: {answer}");
        assert_eq!(header(&answer, "connection"), "close", "{method} {path}");

        // In chunks without an end.
        let mut stream = connect(&service);
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
        let writing = write_on(&stream, b"400\r\n0123456789\r\n");
        let answer = to_the_end(&mut stream);
        // The chunks are no chunks: that may be noticed first.
        assert!([expected, "400", ""].contains(&status(&answer)), "{method} {path}: {answer}");
        drop(stream);
        writing.join().unwrap();
    }
}

#[test]
fn a_body_that_is_too_large_ends_the_connection() {
    let service = Service::start();
    let chunk: &'static [u8] =
        Box::leak(format!("10000\r\n{}\r\n", "a".repeat(0x10000)).into_bytes().into_boxed_slice());
    for framing in ["Transfer-Encoding: chunked", "Content-Length: 209715200"] {
        let mut stream = connect(&service);
        write!(stream, "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{framing}\r\n\r\n")
            .unwrap();
        let writing = write_on(&stream, chunk);
        let answer = to_the_end(&mut stream);
        drop(stream);
        writing.join().unwrap();
        // The reset that follows may take the answer along.
        assert!(["413", ""].contains(&status(&answer)), "{framing}: {answer}");
    }
}

#[test]
fn who_asks_whether_a_body_may_be_sent_is_told() {
    let service = Service::start();
    let ask = |bytes: usize| {
        let mut stream = connect(&service);
        write!(
            stream,
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {bytes}\r\n\
             Expect: 100-continue\r\n\r\n"
        )
        .unwrap();
        stream
    };
    let mut refused = ask(200 * 1024 * 1024);
    let answer = to_the_end(&mut refused);
    assert_eq!(status(&answer), "413", "{answer}");
    assert_eq!(header(&answer, "connection"), "close");
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
    assert!(!header(&answer, "x-request-id").is_empty() && !header(&answer, "evidence-version").is_empty(), "{answer}");

    let body = r#"{"text": "yes"}"#;
    let mut taken = ask(body.len());
    let mut first = [0; 25];
    taken.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 100 Continue\r\n\r\n");
    taken.write_all(body.as_bytes()).unwrap();
    let mut answer = [0; 15];
    taken.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
}

/// The answers to requests that were written together, up to the end of the connection, as a client reads them that goes by
/// the lengths the answers state.
fn pipelined(service: &Service, methods: &[&str], path: &str) -> Vec<(String, String)> {
    let mut stream = connect(service);
    let requests: String = methods
        .iter()
        .enumerate()
        .map(|(i, method)| {
            let last = if i + 1 == methods.len() { "Connection: close\r\n" } else { "" };
            format!("{method} {path}&n={i} HTTP/1.1\r\nHost: localhost\r\n{last}\r\n")
        })
        .collect();
    stream.write_all(requests.as_bytes()).unwrap();
    let all = to_the_end(&mut stream);
    let mut rest = all.as_str();
    let mut answers = Vec::new();
    for method in methods {
        if rest.is_empty() {
            break;
        }
        let (head, after) = rest.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer begins with {rest:?}"));
        assert!(head.starts_with("HTTP/1.1 "), "{method}: an answer begins with {:?}", &head[..head.len().min(40)]);
        let length = if *method == "HEAD" { 0 } else { header(head, "content-length").parse().unwrap() };
        let (body, next) = after.split_at(length);
        answers.push((head.to_owned(), body.to_owned()));
        rest = next;
    }
    assert_eq!(rest, "");
    answers
}

#[test]
fn a_pipelined_head_has_no_body() {
    let service = Service::start();
    let orders: [&[&str]; 4] = [&["HEAD", "GET"], &["HEAD", "HEAD", "GET"], &["GET", "GET"], &["HEAD", "HEAD"]];
    for (n, methods) in orders.into_iter().enumerate() {
        // Worked out, and kept ready.
        for _ in 0..2 {
            let answers = pipelined(&service, methods, &format!("/v1/sample?order={n}"));
            assert_eq!(answers.len(), methods.len(), "{methods:?}");
            let lengths: Vec<_> = answers.iter().map(|(head, _)| header(head, "content-length")).collect();
            assert!(lengths.iter().all(|length| *length == lengths[0] && *length != "0"), "{methods:?}: {lengths:?}");
        }
    }
}

#[test]
fn a_client_that_has_gone_is_not_worked_for() {
    let service = Service::start();
    let mut stream = connect(&service);
    stream.write_all(b"GET /v1/sample HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    // Whether the answer came first or the end was seen first: the connection is closed.
    to_the_end(&mut stream);
}
