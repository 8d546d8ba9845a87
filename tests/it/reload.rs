//! New data are served without a stop; bad data are refused and the last good ones stay.

use std::fs;

use crate::support::{Program, Service};

#[test]
fn a_signal_swaps_the_data() {
    let program = Program::start(&[]);
    let before = program.client.get("/healthz").header("evidence-version");
    program.fixture.edit("It does not exist.", "It still does not exist.");
    program.signal("HUP");
    program.wait_for("loaded the data again");
    let after = program.client.get("/readyz");
    assert_ne!(after.header("evidence-version"), before);
    assert_eq!(after.json()["last_reload"]["ok"], true);
    let metrics = program.client.get("/metrics");
    assert!(metrics.text().contains("evidence_reloads_total{outcome=\"success\"} 1"), "{}", metrics.text());
}

#[test]
fn bad_data_are_refused_and_named() {
    let program = Program::start(&[]);
    let before = program.client.get("/healthz").header("evidence-version");
    program.fixture.edit("design = \"guideline\"", "design = \"guidelin\"");
    program.signal("HUP");
    program.wait_for("the last good ones are served");

    let ready = program.client.get("/readyz");
    assert_eq!((ready.status, ready.header("evidence-version")), (200, before.clone()));
    let body = ready.json();
    assert_eq!(body["status"], "ready");
    assert_eq!(body["last_reload"]["ok"], false);
    let fault = &body["last_reload"]["faults"][0];
    assert_eq!(fault["file"], "sources/example-guideline-nowhere.toml");
    assert_eq!(fault["code"], "unknown-word");
    assert!(fault["line"].as_u64().is_some_and(|line| line > 1), "{fault}");
    let metrics = program.client.get("/metrics");
    assert!(metrics.text().contains("evidence_reloads_total{outcome=\"failure\"} 1"), "{}", metrics.text());
    assert!(metrics.text().contains("evidence_last_load_success 0"), "{}", metrics.text());

    program.fixture.edit("design = \"guidelin\"", "design = \"guideline\"");
    program.signal("HUP");
    program.wait_for("loaded the data again");
    let ready = program.client.get("/readyz");
    assert_eq!(ready.header("evidence-version"), before);
    assert_eq!(ready.json()["last_reload"]["ok"], true);
}

#[test]
fn damaged_literature_is_told_and_the_records_are_served() {
    let program = Program::start(&[]);
    let ready = program.client.get("/readyz");
    assert_eq!(ready.json()["literature"], "not-loaded");
    let literature = program.fixture.index().join("literature");
    fs::create_dir_all(&literature).unwrap();
    fs::write(literature.join("meta.json"), "{").unwrap();
    program.signal("HUP");
    program.wait_for("loaded the data again");
    let damaged = program.client.get("/readyz");
    assert_eq!((damaged.status, &damaged.json()["literature"]), (200, &"damaged".into()));
    assert_ne!(damaged.header("evidence-version"), ready.header("evidence-version"), "kept answers would be served on");
}

#[test]
fn a_watched_folder_is_loaded_when_it_changes() {
    let program = Program::start(&["--watch"]);
    let before = program.client.get("/healthz").header("evidence-version");
    program.fixture.edit("It does not exist.", "It still does not exist.");
    program.wait_for("loaded the data again");
    assert_ne!(program.client.get("/healthz").header("evidence-version"), before);
}

/// A deployment puts a new folder in the place of the old one; it is watched, too.
#[test]
fn a_folder_that_is_replaced_stays_watched() {
    let program = Program::start(&["--watch"]);
    let data = program.fixture.data();
    let old = data.with_file_name("old");
    std::fs::rename(&data, &old).unwrap();
    program.wait_for("the new data were not taken");
    std::fs::rename(&old, &data).unwrap();
    program.wait_for("loaded the data again");
    let before = program.client.get("/healthz").header("evidence-version");
    program.fixture.edit("It does not exist.", "It still does not exist.");
    program.wait_for("loaded the data again");
    assert_ne!(program.client.get("/healthz").header("evidence-version"), before);
}

#[test]
fn a_request_sees_one_version() {
    let service = Service::start();
    let old = service.client.get("/v1/sample");
    assert_eq!(old.json()["version"], old.header("evidence-version"));
    service.fixture.edit("It does not exist.", "It still does not exist.");
    service.reload();
    let new = service.client.get("/v1/sample");
    assert_eq!(new.json()["version"], new.header("evidence-version"));
    assert_ne!(new.json()["version"], old.json()["version"]);
}
