//! Reads are answered with headers that let others keep them, and without work when they are kept here.

use std::io::Read;

use crate::support::{Answer, Service};

const DATASET: &str = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400";

/// The headers of an answer but those that differ from request to request.
fn stable(answer: &Answer) -> Vec<(String, String)> {
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    headers
}

#[test]
fn a_second_read_is_the_same_and_costs_no_work() {
    let service = Service::start();
    let first = service.client.get("/v1/sample?q=ache");
    let second = service.client.get("/v1/sample?q=ache");
    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!(first.body, second.body);
    assert_eq!(stable(&first), stable(&second));
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    assert_eq!((service.state.metrics.misses.get(), service.state.metrics.hits.get()), (1, 1));

    assert_eq!(first.header("cache-control"), DATASET);
    assert_eq!(first.header("vary"), "Accept-Encoding");
    assert_eq!(first.header("evidence-version"), service.state.served().version);
    assert_eq!(first.header("access-control-allow-origin"), "*");
    assert_eq!(first.header("x-content-type-options"), "nosniff");
    assert_eq!(first.header("referrer-policy"), "same-origin");
    let link = first.header("link");
    assert!(link.contains("rel=\"next\"") && link.contains("rel=\"service-desc\""), "{link}");
}

#[test]
fn who_has_it_is_told_so() {
    let service = Service::start();
    let tag = service.client.get("/v1/sample").header("etag");
    assert!(tag.starts_with("W/\""), "{tag}");
    for method in ["GET", "HEAD"] {
        for listed in [tag.clone(), tag.trim_start_matches("W/").to_owned(), format!("\"other\", {tag}")] {
            let answer = service.client.send(method, "/v1/sample", &[("If-None-Match", &listed)]);
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{listed}");
            assert_eq!(answer.header("etag"), tag);
            assert_eq!(answer.header("cache-control"), DATASET);
            assert_eq!(answer.header("vary"), "Accept-Encoding");
            assert_eq!(answer.header("evidence-version"), service.state.served().version);
            assert_eq!(answer.header("content-length"), "");
        }
    }
    for listed in ["*", "\"other\"", ""] {
        assert_eq!(service.client.send("GET", "/v1/sample", &[("If-None-Match", listed)]).status, 200, "{listed}");
    }
    assert_eq!(service.client.send("GET", "/v1/sample?q=other", &[("If-None-Match", &tag)]).status, 200);
    assert_eq!(service.state.metrics.not_modified.get(), 6);
}

#[test]
fn new_data_have_new_tags_and_new_answers() {
    let service = Service::start();
    let old = service.client.get("/v1/sample");
    service.fixture.edit("It does not exist.", "It still does not exist.");
    service.reload();
    let new = service.client.send("GET", "/v1/sample", &[("If-None-Match", &old.header("etag"))]);
    assert_eq!(new.status, 200);
    assert_ne!(old.header("etag"), new.header("etag"));
    assert_ne!(old.header("evidence-version"), new.header("evidence-version"));
    assert_ne!(old.body, new.body);
    // And back: what the first version answered is right again.
    service.fixture.edit("It still does not exist.", "It does not exist.");
    service.reload();
    let back = service.client.send("GET", "/v1/sample", &[("If-None-Match", &old.header("etag"))]);
    assert_eq!(back.status, 304);
}

#[test]
fn every_encoding_holds_the_same_body() {
    let service = Service::start();
    let plain = service.client.get("/v1/sample");
    assert_eq!(plain.header("content-encoding"), "");
    for round in ["made", "kept"] {
        let gzip = service.client.send("GET", "/v1/sample", &[("Accept-Encoding", "gzip")]);
        assert_eq!((gzip.status, gzip.header("content-encoding")), (200, "gzip".to_owned()), "{round}");
        let mut body = Vec::new();
        flate2::read::GzDecoder::new(&gzip.body[..]).read_to_end(&mut body).unwrap();
        assert_eq!(body, plain.body);
        assert!(gzip.body.len() < plain.body.len());

        let br = service.client.send("GET", "/v1/sample", &[("Accept-Encoding", "gzip;q=0.9, br")]);
        assert_eq!((br.status, br.header("content-encoding")), (200, "br".to_owned()), "{round}");
        let mut body = Vec::new();
        brotli::BrotliDecompress(&mut &br.body[..], &mut body).unwrap();
        assert_eq!(body, plain.body);

        let zstd = service.client.send("GET", "/v1/sample", &[("Accept-Encoding", "zstd")]);
        assert_eq!((zstd.status, zstd.header("content-encoding")), (200, "zstd".to_owned()), "{round}");
        assert_eq!(zstd::stream::decode_all(&zstd.body[..]).unwrap(), plain.body);

        for encoded in [&gzip, &br, &zstd] {
            assert_eq!(encoded.header("etag"), plain.header("etag"), "one answer, one weak tag");
            assert_eq!(encoded.header("vary"), "Accept-Encoding");
        }
    }
    let refused = service.client.send("GET", "/v1/sample", &[("Accept-Encoding", "gzip;q=0, br;q=0")]);
    assert_eq!((refused.header("content-encoding"), refused.body), (String::new(), plain.body));
    let small = service.client.send("GET", "/small", &[("Accept-Encoding", "br")]);
    assert_eq!((small.header("content-encoding"), small.text()), (String::new(), "small"));
}

#[test]
fn head_is_get_without_its_body() {
    let service = Service::start();
    for path in ["/v1/sample", "/healthz", "/small", "/nothing"] {
        // A HEAD may come first: what it leaves behind must serve a GET.
        let head = service.client.send("HEAD", path, &[("X-Request-Id", "one")]);
        let get = service.client.send("GET", path, &[("X-Request-Id", "one")]);
        let again = service.client.send("HEAD", path, &[("X-Request-Id", "one")]);
        assert_eq!((head.status, again.status), (get.status, get.status), "{path}");
        assert_eq!((head.body.len(), again.body.len()), (0, 0), "{path}");
        assert_eq!(stable(&head), stable(&get), "{path}");
        assert_eq!(stable(&again), stable(&get), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
    }
}

#[test]
fn only_what_may_be_kept_is_kept() {
    let service = Service::start();
    for path in ["/healthz", "/readyz", "/metrics", "/nothing", "/refused"] {
        let answer = service.client.send("GET", path, &[("Accept-Encoding", "gzip")]);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("etag"), "", "{path}");
        assert_eq!(answer.header("content-encoding"), "", "{path}");
    }
    assert_eq!(service.state.metrics.misses.get(), 0);
}

#[test]
fn parts_of_the_program_outlive_the_data() {
    let service = Service::start();
    let style = service.client.get("/style.css");
    assert_eq!(style.header("cache-control"), "public, max-age=86400");
    service.fixture.edit("It does not exist.", "It still does not exist.");
    service.reload();
    let again = service.client.send("GET", "/style.css", &[("If-None-Match", &style.header("etag"))]);
    assert_eq!((again.status, again.header("cache-control")), (304, "public, max-age=86400".to_owned()));
}

#[test]
fn pages_load_nothing_from_elsewhere() {
    let service = Service::start();
    let policy = service.client.get("/page").header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert_eq!(service.client.get("/v1/sample").header("content-security-policy"), "");
}
