//! The answer to an address that no record has.

use actix_web::HttpResponse;
use askama::Template;

use super::{
    page,
    parts::{Brief, Scene},
};
use crate::{
    corpus::Record,
    domain::{RecordKind, Vocabulary, vocabulary::nearest},
    http::{cache::CachePolicy, problem::Problem},
};

#[derive(Template)]
#[template(path = "missing.html")]
struct Missing<'a> {
    noun: String,
    id: &'a str,
    /// A record of another kind with this id, or the one with the nearest.
    meant: Option<Brief>,
}

/// Says that there is no such record, and which one may be meant.
pub(super) fn no_such_record(scene: Scene<'_>, kind: RecordKind, id: &str) -> Result<HttpResponse, Problem> {
    let of_kind = |record: &Record<'_>| record.kind() == kind;
    let near = || nearest(id, scene.corpus.records().filter(of_kind).map(Record::id));
    let meant = scene.corpus.records().find(|record| record.id() == id).or_else(|| {
        near().and_then(|near| scene.corpus.records().find(|record| of_kind(record) && record.id() == near))
    });
    let missing = Missing { noun: kind.label().to_lowercase(), id, meant: meant.map(|record| scene.brief(record)) };
    page(HttpResponse::NotFound(), &missing, CachePolicy::NoStore)
}

/// The same for an audited page.
pub(super) fn no_such_page(id: &str) -> Result<HttpResponse, Problem> {
    let missing = Missing { noun: "audited page".to_owned(), id, meant: None };
    page(HttpResponse::NotFound(), &missing, CachePolicy::NoStore)
}
