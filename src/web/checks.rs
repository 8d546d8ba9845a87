//! `/docs/checks/{rule}`: a page for each rule of the draft check, with what it asks and how it decides. The guide
//! `/docs/checks` lists them.

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::page;
use crate::{
    check::{CHECK_RULES, CheckRule, find_rule},
    domain::{Vocabulary, vocabulary::nearest},
    http::{cache::CachePolicy, problem::Problem},
};

/// A rule as the pages show it.
struct Shown {
    rule: &'static CheckRule,
    severity: &'static str,
    /// The explanation, cut where code begins and ends: every other piece is code.
    why: Vec<&'static str>,
}

impl From<&'static CheckRule> for Shown {
    fn from(rule: &'static CheckRule) -> Self {
        Self { rule, severity: rule.severity.label(), why: rule.why.split('`').collect() }
    }
}

#[derive(Template)]
#[template(path = "check.html")]
struct OneCheck {
    shown: Shown,
}

#[derive(Template)]
#[template(path = "no_such_check.html")]
struct NoSuchCheck<'a> {
    id: &'a str,
    nearest: Option<&'static str>,
}

#[get("/docs/checks/{rule}")]
pub(super) async fn one(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let id = request.match_info().get("rule").unwrap_or_default();
    match find_rule(id) {
        Some(rule) => page(HttpResponse::Ok(), &OneCheck { shown: rule.into() }, CachePolicy::Asset),
        None => {
            let known = CHECK_RULES.iter().flat_map(|rule| [rule.id, rule.name]);
            page(HttpResponse::NotFound(), &NoSuchCheck { id, nearest: nearest(id, known) }, CachePolicy::NoStore)
        }
    }
}
