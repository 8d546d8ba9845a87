//! One line for every request, without what people search for.

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
