//! Every error is one kind of body, with the id of its request, and gives nothing away.

use crate::support::{Answer, Client, Program, Service};

/// Checks what all problems have in common.
fn problem(answer: &Answer, status: u16, code: &str) -> serde_json::Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let body = answer.json();
    assert_eq!(body["status"], status);
    assert_eq!(body["code"], code);
    assert_eq!(body["type"], format!("/problems/{code}"));
    assert_eq!(body["request_id"], answer.header("x-request-id"));
    assert!(body["title"].is_string() && body["detail"].is_string(), "{body}");
    body
}

#[test]
fn unknown_addresses_name_the_nearest() {
    let service = Service::start();
    let body = problem(&service.client.get("/healtz"), 404, "not-found");
    assert_eq!(body["detail"], "there is nothing at /healtz; did you mean /healthz?");
    problem(&service.client.get("/v1/nothing/like/this?q=1"), 404, "not-found");
    problem(&service.client.send("POST", "/nothing", &[]), 404, "not-found");
    problem(&service.client.send("OPTIONS", "/nothing", &[]), 404, "not-found");
}

#[test]
fn an_address_that_is_surely_meant_is_led_to() {
    let service = Service::start();
    for (asked, meant) in [
        ("/v1/sources/?limit=1&q=a%20b", "/v1/sources?limit=1&q=a%20b"),
        ("/v1//", "/v1"),
        ("/v1/sources/10.5555/nowhere.1", "/v1/sources/10%2E5555%2Fnowhere%2E1"),
        ("/v1/sources/https://doi.org/10.5555/nowhere.1", "/v1/sources/10%2E5555%2Fnowhere%2E1"),
    ] {
        let answer = service.client.get(asked);
        assert_eq!((answer.status, answer.header("location").as_str()), (308, meant), "{asked}");
    }
    // Never to another host.
    for asked in ["//example.org/", "//example.org//", "/nothing/"] {
        problem(&service.client.get(asked), 404, "not-found");
    }
}

#[test]
fn a_browser_gets_a_page_and_a_program_the_problem() {
    let service = Service::start();
    let browser = [("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")];
    let page = service.client.send("GET", "/healtz/%3Cscript%3E", &browser);
    assert_eq!((page.status, page.header("content-type").as_str()), (404, "text/html; charset=utf-8"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(page.text().contains("<h1>Not found</h1>"), "{}", page.text());
    assert!(page.text().contains(&page.header("x-request-id")) && !page.text().contains("<script>"), "{}", page.text());
    let faulty = service.client.send("GET", "/embed?lenght=short&level=9", &browser);
    assert_eq!(faulty.status, 400);
    for said in ["did you mean <code>length</code>?", "<code>level=9</code>"] {
        assert!(faulty.text().contains(said), "{said}\n{}", faulty.text());
    }
    // Programs, and whoever reads the API in a browser.
    problem(&service.client.send("GET", "/nothing", &[("Accept", "*/*")]), 404, "not-found");
    problem(&service.client.send("GET", "/nothing", &[("Accept", "application/json, text/*;q=0.1")]), 404, "not-found");
    problem(&service.client.send("GET", "/v1/nothing", &browser), 404, "not-found");
}

#[test]
fn other_methods_are_told_which_there_are() {
    let service = Service::start();
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"] {
        let answer = service.client.send(method, "/healthz", &[]);
        problem(&answer, 405, "method-not-allowed");
        assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
    }
    // What is asked with a body is not read without one.
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let answer = service.client.send(method, "/v1/bibliography", &[]);
        assert_eq!((answer.status, answer.header("allow").as_str()), (405, "POST, OPTIONS"), "{method}");
    }
    let posted = service.client.send("POST", "/v1/search", &[]);
    assert_eq!((posted.status, posted.header("allow").as_str()), (405, "GET, HEAD, OPTIONS"));
    let asked = [("Origin", "https://clinic.example"), ("Access-Control-Request-Method", "POST")];
    let preflight = service.client.send("OPTIONS", "/v1/bibliography", &asked);
    assert_eq!(preflight.header("access-control-allow-methods"), "POST, OPTIONS");
    // Whatever is repeated to its sender is shortened.
    let (method, id) = ("BREW".repeat(10_000), "a".repeat(10_000));
    let answer = service.client.send(&method, &format!("/v1/sources/{id}"), &[]);
    problem(&answer, 405, "method-not-allowed");
    assert!(answer.body.len() < 2_000, "{}", answer.body.len());
    let options = service.client.send("OPTIONS", "/healthz", &[]);
    assert_eq!((options.status, options.header("allow")), (204, "GET, HEAD, OPTIONS".to_owned()));
}

#[test]
fn scripts_of_other_sites_may_read() {
    let service = Service::start();
    let asked = [("Origin", "https://clinic.example"), ("Access-Control-Request-Method", "GET")];
    let preflight = service.client.send("OPTIONS", "/v1/sample", &asked);
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    assert_eq!(preflight.header("access-control-allow-methods"), "GET, HEAD, OPTIONS");
    assert!(preflight.header("access-control-allow-headers").contains("If-None-Match"));
    assert!(!preflight.header("access-control-max-age").is_empty());
    for path in ["/v1/sample", "/nothing"] {
        let answer = service.client.send("GET", path, &asked[..1]);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.header("access-control-expose-headers").contains("Evidence-Version"));
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let service = Service::start();
    problem(&service.client.get(&format!("/v1/sample?q={}", "a".repeat(16 * 1024))), 414, "uri-too-long");
    assert_eq!(service.client.get(&format!("/v1/sample?q={}", "a".repeat(16 * 1024 - 13))).status, 200);
    let answer = service.client.raw("GET /v1/sample HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("\"code\":\"payload-too-large\""), "{answer}");
}

#[test]
fn bodies_are_read_as_json_and_nothing_else() {
    let service = Service::start();
    let client = &service.client;
    let answer = client.post("/echo", "{\"text\": \"Grüße\"}");
    assert_eq!((answer.status, answer.text()), (200, "Grüße"));
    assert_eq!((answer.header("cache-control").as_str(), answer.header("etag").as_str()), ("no-store", ""));

    let body = problem(&client.post("/echo", "{\"txet\": \"a\"}"), 400, "invalid-body");
    assert_eq!(body["errors"][0]["pointer"], "/txet");
    assert_eq!(body["errors"][0]["did_you_mean"], "text");
    assert!(body["errors"][0]["parameter"].is_null());
    let body = problem(&client.post("/echo", "{\n\"text\": }"), 400, "invalid-json");
    assert!(body["detail"].as_str().unwrap().contains("line 2 column 9"), "{body}");
    problem(&client.post("/echo", ""), 400, "invalid-json");

    let sent = "{\"text\": \"a\"}";
    for (name, value) in [
        ("Content-Type", "text/plain"),
        ("Content-Type", "application/json; charset=utf-16"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ] {
        problem(&client.send_body("POST", "/echo", &[(name, value)], sent), 415, "unsupported-media-type");
    }
    let zipped = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")];
    problem(&client.send_body("POST", "/echo", &zipped, sent), 415, "unsupported-media-type");
    for json in ["application/json; charset=UTF-8", "application/vnd.example+json"] {
        assert_eq!(client.send_body("POST", "/echo", &[("Content-Type", json)], sent).status, 200, "{json}");
    }
}

#[test]
fn bodies_without_a_length_are_counted_while_they_are_read() {
    let service = Service::start();
    let head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    let announced = service.client.raw(&format!("{head}Content-Length: 1048577\r\n\r\n"));
    assert!(announced.starts_with("HTTP/1.1 413 "), "{announced}");
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let chunked = service.client.raw(&format!("{head}Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n", chunk.repeat(17)));
    assert!(chunked.starts_with("HTTP/1.1 413 "), "{chunked}");
    assert!(chunked.contains("\"code\":\"payload-too-large\""), "{chunked}");
    let small = "e\r\n{\"text\": \"abc\"\r\n1\r\n}\r\n0\r\n\r\n";
    let read = service.client.raw(&format!("{head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n{small}"));
    assert!(read.starts_with("HTTP/1.1 200 ") && read.ends_with("abc"), "{read}");
}

#[test]
fn what_the_framework_refuses_is_a_problem_too() {
    let service = Service::start();
    // Its own word for a path parameter that does not parse is 404.
    problem(&service.client.get("/numbers/many"), 404, "not-found");
    problem(&service.client.get("/refused"), 400, "invalid-parameter");
}

#[test]
fn failures_of_ours_keep_their_cause_to_the_log() {
    let service = Service::start();
    for path in ["/broken", "/panic"] {
        let answer = service.client.get(path);
        let body = problem(&answer, 500, "internal");
        assert!(!answer.text().contains("secret"), "{body}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("evidence-version"), service.state.served().version);
        assert_eq!(body["retryable"], true);
    }
    assert_eq!(service.client.get("/healthz").status, 200);
}

#[test]
fn request_ids_are_taken_over_or_made() {
    let service = Service::start();
    let id = |given: &str| service.client.send("GET", "/healthz", &[("X-Request-Id", given)]).header("x-request-id");
    assert_eq!(id("from.the_client-1"), "from.the_client-1");
    for bad in ["", "with space", "<script>", &"a".repeat(65)] {
        let made = id(bad);
        assert!(made != bad && !made.is_empty(), "{bad}: {made}");
    }
}

#[test]
fn shutting_down_is_not_ready() {
    let mut program = Program::start(&["--drain", "3600"]);
    let ready = |client: &Client| client.get("/readyz");
    assert_eq!(ready(&program.client).json()["status"], "ready");
    program.signal("TERM");
    program.wait_for("stopping");
    let answer = ready(&program.client);
    assert_eq!((answer.status, answer.header("retry-after")), (503, "1".to_owned()));
    assert_eq!(answer.json()["status"], "draining");
    assert_eq!(program.client.get("/healthz").status, 200);
    // A second one does not wait for the hour.
    program.signal("TERM");
    let (status, _) = program.wait();
    assert!(status.success());
}
