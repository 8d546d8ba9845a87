//! So much work at once, for so long, and none for clients that have gone.

use std::{
    io::Write,
    net::TcpStream,
    num::NonZeroU32,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use actix_web::{HttpResponse, web};
use evidence::http::{
    cache::{CachePolicy, cached},
    rate::ClientRate,
    served::RequestContext,
    work::{Effort, WorkLimits},
};

use crate::support::Service;

/// Nothing takes this long; a test that would wait for ever fails instead.
const PATIENCE: Duration = Duration::from_secs(60);

const ONE_AT_A_TIME: WorkLimits = WorkLimits { light: 1, heavy: 1, queue: 1, patience: PATIENCE, deadline: PATIENCE };

/// A route whose work begins, says so, and goes on until the test lets it end or nobody waits for it any more. It says then
/// which of the two it was.
struct Gate {
    entered: Receiver<()>,
    open: Sender<()>,
    was_stopped: Receiver<bool>,
}

fn gated(limits: WorkLimits) -> (Service, Gate) {
    let (entering, entered) = channel();
    let (open, opened) = channel::<()>();
    let (ending, was_stopped) = channel();
    let opened = Arc::new(Mutex::new(opened));
    let service = Service::start_as(
        |state| state.working_within(limits),
        move |config| {
            let (entering, opened, ending) = (entering.clone(), Arc::clone(&opened), ending.clone());
            let work = move |context: RequestContext| {
                let (entering, opened, ending) = (entering.clone(), Arc::clone(&opened), ending.clone());
                context.respond(Effort::Heavy, move |_, stop| {
                    entering.send(()).unwrap();
                    let opened = opened.lock().unwrap();
                    while !stop.is_stopped() && opened.try_recv().is_err() {
                        thread::yield_now();
                    }
                    ending.send(stop.is_stopped()).unwrap();
                    Ok(HttpResponse::Ok().body("worked out"))
                })
            };
            let light = |context: RequestContext| {
                context.respond(Effort::Light, |_, _| {
                    Ok(cached(HttpResponse::Ok().content_type("text/plain").body("light"), CachePolicy::Dataset))
                })
            };
            config.route("/heavy", web::get().to(work)).route("/light", web::get().to(light));
        },
    );
    (service, Gate { entered, open, was_stopped })
}

#[test]
fn who_comes_when_all_work_waits_and_who_comes_then_is_sent_away() {
    let (service, gate) = gated(ONE_AT_A_TIME);
    let ask = || {
        let client = service.client.clone();
        thread::spawn(move || client.get("/heavy"))
    };
    let first = ask();
    gate.entered.recv_timeout(PATIENCE).unwrap();
    let second = ask();
    while service.state.metrics.work.waiting.get() == 0 {
        thread::yield_now();
    }
    let third = service.client.get("/heavy");
    assert_eq!(third.status, 503);
    assert_eq!(third.json()["code"], "overloaded");
    assert_eq!(third.json()["retryable"], true);
    assert_eq!(third.header("retry-after"), "1");
    assert_eq!(third.header("cache-control"), "no-store");
    // Neither a look-up nor an answer that is kept ready waits for heavy work.
    for _ in 0..2 {
        assert_eq!(service.client.get("/light").text(), "light");
    }
    assert_eq!(service.client.get("/healthz").status, 200);

    gate.open.send(()).unwrap();
    assert_eq!(first.join().unwrap().text(), "worked out");
    gate.entered.recv_timeout(PATIENCE).unwrap();
    gate.open.send(()).unwrap();
    assert_eq!(second.join().unwrap().text(), "worked out");
    let work = &service.state.metrics.work;
    assert_eq!((work.waiting.get(), work.working.get(), work.overloads.get()), (0, 0, 1));
}

#[test]
fn work_that_takes_too_long_is_given_up_and_ends() {
    let (service, gate) = gated(WorkLimits { deadline: Duration::from_millis(1), ..ONE_AT_A_TIME });
    let answer = service.client.get("/heavy");
    assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("deadline-exceeded")));
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(gate.was_stopped.recv_timeout(PATIENCE), Ok(true));
    assert_eq!(service.state.metrics.work.deadlines.get(), 1);
}

#[test]
fn who_waits_too_long_is_sent_away() {
    let (service, gate) = gated(WorkLimits { patience: Duration::from_millis(1), ..ONE_AT_A_TIME });
    let first = {
        let client = service.client.clone();
        thread::spawn(move || client.get("/heavy"))
    };
    gate.entered.recv_timeout(PATIENCE).unwrap();
    let second = service.client.get("/heavy");
    assert_eq!((second.status, second.json()["code"].as_str()), (503, Some("overloaded")));
    gate.open.send(()).unwrap();
    assert_eq!(first.join().unwrap().status, 200);
}

#[test]
fn nobody_works_for_a_client_that_has_gone() {
    let (service, gate) = gated(ONE_AT_A_TIME);
    let mut gone = TcpStream::connect(service.client.address()).unwrap();
    gone.write_all(b"GET /heavy HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    gate.entered.recv_timeout(PATIENCE).unwrap();
    drop(gone);
    assert_eq!(gate.was_stopped.recv_timeout(PATIENCE), Ok(true));
    // And the next one need not wait for it.
    gate.open.send(()).unwrap();
    assert_eq!(service.client.get("/heavy").text(), "worked out");
}

#[test]
fn a_client_has_so_many_requests_where_the_operator_says_so() {
    let rate = || ClientRate::new(NonZeroU32::new(3).unwrap(), None);
    let service = Service::start_as(|state| state.limiting(Some(rate())), |_| {});
    for left in [2, 1, 0] {
        let answer = service.client.get("/v1/sample");
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("ratelimit-policy"), "\"client\";q=3;w=60");
        assert!(answer.header("ratelimit").starts_with(&format!("\"client\";r={left};t=")), "{answer:?}");
    }
    let refused = service.client.get("/v1/sample");
    assert_eq!((refused.status, refused.json()["code"].as_str()), (429, Some("too-many-requests")));
    assert!((1..=20).contains(&refused.header("retry-after").parse::<u64>().unwrap()));
    assert!(refused.header("ratelimit").starts_with("\"client\";r=0;t="));
    // Operators are not counted, and what is kept is as it was for the next client.
    assert_eq!(service.client.get("/healthz").status, 200);
    let unlimited = Service::start();
    assert_eq!(unlimited.client.get("/v1/sample").header("ratelimit"), "");
}
