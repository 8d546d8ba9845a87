//! One line for every request, without what people search for.

use std::io::Write;

use crate::support::Program;

#[test]
fn queries_are_not_logged() {
    let program = Program::start(&[]);
    program.client.send("GET", "/healthz?q=secret", &[("X-Request-Id", "first")]);
    let line: serde_json::Value = serde_json::from_str(&program.wait_for("\"first\"")).unwrap();
    assert_eq!(line["path"], "/healthz");
    assert_eq!(line["method"], "GET");
    assert_eq!(line["status"], 200);
    assert_eq!(line["bytes"], 15);
    assert_eq!(line["cached"], false);
    assert!(line["micros"].is_u64() && line["time"].is_string(), "{line}");
}

#[test]
fn queries_are_logged_when_the_operator_says_so() {
    let program = Program::start(&["--log-queries"]);
    program.client.send("GET", "/healthz?q=ache", &[("X-Request-Id", "first")]);
    let line: serde_json::Value = serde_json::from_str(&program.wait_for("\"first\"")).unwrap();
    assert_eq!(line["path"], "/healthz?q=ache");
}

#[test]
fn the_log_can_be_switched_off() {
    let mut program = Program::start(&["--access-log", "off", "--log-format", "json"]);
    program.client.get("/healthz");
    program.signal("TERM");
    let (_, log) = program.wait();
    assert!(!log.iter().any(|line| line.contains("/healthz")), "{log:?}");
    // Everything else is still logged, each line an object.
    assert!(log.iter().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log:?}");
    assert!(log.iter().any(|line| line.contains("stopped")), "{log:?}");
}

#[test]
fn what_is_not_sent_is_not_counted_as_sent() {
    let program = Program::start(&[]);
    program.client.send("HEAD", "/healthz", &[("X-Request-Id", "first")]);
    let line: serde_json::Value = serde_json::from_str(&program.wait_for("\"first\"")).unwrap();
    assert_eq!((&line["method"], &line["bytes"]), (&"HEAD".into(), &0.into()));
}

#[test]
fn what_the_parser_refuses_is_logged_and_counted() {
    let program = Program::start(&[]);
    let refused = program.client.raw("GET / HTTP/1.1\r\nbad header\r\n\r\n");
    assert!(refused.starts_with("HTTP/1.1 400 "), "{refused}");
    let line: serde_json::Value = serde_json::from_str(&program.wait_for("\"status\":400")).unwrap();
    assert_eq!(line["method"], "other");
    // What is not read of it resets the connection, and may take the answer along.
    let mut stream = std::net::TcpStream::connect(program.client.address()).unwrap();
    let _ = write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {}", "a".repeat(200_000));
    program.wait_for("\"status\":431");
    let metrics = program.client.get("/metrics");
    assert!(metrics.text().contains("evidence_http_requests_refused_by_parser_total 2"), "{}", metrics.text());
}
