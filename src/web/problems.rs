//! `/problems`: everything that can go wrong with a request, each with what to do.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::page;
use crate::{
    domain::vocabulary::nearest,
    http::{
        cache::CachePolicy,
        problem::{Code, Problem},
    },
};

/// A code as the pages show it.
struct Shown {
    slug: &'static str,
    status: String,
    title: &'static str,
    retryable: bool,
    /// The explanation, cut where code begins and ends: every other piece is code.
    explanation: Vec<&'static str>,
}

impl From<&Code> for Shown {
    fn from(&code: &Code) -> Self {
        Self {
            slug: code.slug(),
            status: code.status().to_string(),
            title: code.title(),
            retryable: code.is_retryable(),
            explanation: code.explanation().split('`').collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "problems.html")]
struct Problems {
    codes: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct OneProblem {
    code: Shown,
}

#[derive(Template)]
#[template(path = "no_such_problem.html")]
struct NoSuchProblem<'a> {
    slug: &'a str,
    nearest: Option<&'static str>,
}

#[get("/problems")]
pub(super) async fn index() -> Result<HttpResponse, Problem> {
    let codes = Code::ALL.iter().map(Shown::from).collect();
    page(HttpResponse::Ok(), &Problems { codes }, CachePolicy::Asset)
}

#[get("/problems/{code}")]
pub(super) async fn one(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let slug = request.match_info().get("code").unwrap_or_default();
    match Code::ALL.iter().find(|code| code.slug() == slug) {
        Some(code) => page(HttpResponse::Ok(), &OneProblem { code: code.into() }, CachePolicy::Asset),
        None => {
            let nearest = nearest(slug, Code::ALL.iter().map(|code| code.slug()));
            page(HttpResponse::NotFound(), &NoSuchProblem { slug, nearest }, CachePolicy::NoStore)
        }
    }
}
