//! What a person sees in a browser where a program gets `application/problem+json`.

use askama::Template;

use super::html;
use crate::http::problem::{Fault, Problem};

#[derive(Template)]
#[template(path = "refused.html")]
struct Refused<'a> {
    title: &'static str,
    slug: &'static str,
    detail: Vec<&'a str>,
    faults: &'a [Fault],
    retryable: bool,
    request_id: &'a str,
}

/// A problem as a page; none when it cannot be drawn.
pub(super) fn page(problem: &Problem, request_id: &str) -> Option<String> {
    let Problem { code, detail, errors, allow: _, successor: _, retry_after: _ } = problem;
    let page = Refused {
        title: code.title(),
        slug: code.slug(),
        // Cut where code begins and ends: every other piece is code.
        detail: detail.split('`').collect(),
        faults: if errors.len() > 1 { errors } else { &[] },
        retryable: code.is_retryable(),
        request_id,
    };
    html(&page).ok()
}
