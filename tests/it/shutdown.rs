//! What is under way is finished.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use actix_web::{HttpResponse, web};
use tokio::sync::Notify;

use crate::support::{Program, Service};

#[test]
fn a_request_under_way_is_answered() {
    let gate = Arc::new(Notify::new());
    let (sender, entered) = mpsc::channel();
    let mut service = Service::start_with({
        let gate = Arc::clone(&gate);
        move |config| {
            let (gate, sender) = (Arc::clone(&gate), sender.clone());
            let slow = move || {
                let (gate, sender) = (Arc::clone(&gate), sender.clone());
                async move {
                    sender.send(()).unwrap();
                    gate.notified().await;
                    HttpResponse::Ok().body("finished")
                }
            };
            config.route("/slow", web::get().to(slow));
        }
    });
    let request = thread::spawn({
        let client = service.client.clone();
        move || client.get("/slow")
    });
    entered.recv().unwrap();
    drop(service.handle.stop(true));
    gate.notify_one();
    let answer = request.join().unwrap();
    assert_eq!((answer.status, answer.text()), (200, "finished"));
    service.join();
}

#[test]
fn while_it_drains_every_answer_ends_its_connection() {
    let service = Service::start();
    let connection = || {
        let ready = service.client.get("/readyz");
        let kept = service.client.get("/v1/sample");
        let posted = service.client.post("/echo", r#"{"text": "yes"}"#);
        assert_eq!((kept.status, posted.status), (200, 200));
        [ready, kept, posted].map(|answer| answer.header("connection"))
    };
    assert_eq!(connection(), ["", "", ""]);
    service.state.drain();
    // Worked out or kept ready.
    for _ in 0..2 {
        assert_eq!(connection(), ["close", "close", "close"]);
    }
    assert_eq!(service.client.get("/readyz").status, 503);
}

#[test]
fn a_signal_ends_the_program_and_its_log_is_whole() {
    for signal in ["TERM", "INT"] {
        let mut program = Program::start(&[]);
        let id = program.client.get("/healthz").header("x-request-id");
        program.signal(signal);
        let (status, log) = program.wait();
        assert!(status.success(), "{signal}: {status}");
        assert!(log.iter().any(|line| line.contains(&id)), "{log:?}");
    }
}
