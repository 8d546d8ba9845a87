//! `/`: what this is, and where to begin.

use actix_web::{HttpResponse, get};
use askama::Template;

use super::page;
use crate::{
    domain::Date,
    http::{cache::CachePolicy, problem::Problem, served::Now},
};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    sources: usize,
    findings: usize,
    claims: usize,
    blurbs: usize,
    topics: usize,
    version: String,
    today: Date,
}

#[get("/")]
pub(super) async fn home(now: Now) -> Result<HttpResponse, Problem> {
    let Now { served, today } = now;
    let corpus = served.library.corpus();
    let home = Home {
        sources: corpus.sources().len(),
        findings: corpus.findings().len(),
        claims: corpus.claims().len(),
        blurbs: corpus.blurbs().len(),
        topics: corpus.topics().len(),
        version: served.version.clone(),
        today,
    };
    page(HttpResponse::Ok(), &home, CachePolicy::Dataset)
}
