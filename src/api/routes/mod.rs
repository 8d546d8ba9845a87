//! One file for each resource: its description, its handler, and the function that answers.

pub(super) mod blurbs;
pub(super) mod changes;
pub(super) mod check;
pub(super) mod citations;
pub(super) mod claims;
pub(super) mod document;
pub(super) mod export;
pub(super) mod findings;
pub(super) mod index;
pub(super) mod literature;
pub(super) mod references;
pub(super) mod search;
pub(super) mod sources;
pub(super) mod suggest;
pub(super) mod topics;

use super::{
    Answer, Context,
    params::{Asked, NoParams},
    view,
};
use crate::{
    corpus::Record,
    domain::{RecordKind, Vocabulary, repeated::shortened, stop::Stopped, vocabulary::nearest},
    http::problem::{Code, Problem},
};

/// The problem of an id that no record of the kind has: says what else it may be.
fn no_such_record<'a>(context: &Context<'_>, kind: RecordKind, ids: impl IntoIterator<Item = &'a str>) -> Problem {
    let id = context.id;
    let shown = shortened(id);
    let noun = kind.label().to_lowercase();
    let corpus = context.library.corpus();
    let elsewhere = corpus.records().find(|record| record.id() == id).map(Record::kind);
    let hint = if let Some(other) = elsewhere {
        format!("it is the id of a {}: see {}", other.label().to_lowercase(), view::href(other, id))
    } else if let Some(near) = nearest(id, ids) {
        format!("did you mean `{near}`?")
    } else if kind == RecordKind::Source {
        "identifiers of other schemes are looked up with /v1/sources?id=".to_owned()
    } else {
        format!("look for it with /v1/search?kind={}&q=", kind.slug())
    };
    Problem::new(Code::NotFound, format!("there is no {noun} `{shown}`; {hint}"))
}

/// The problem of an answer that nobody waits for any more: whoever reads it has not gone, but was kept too long.
fn given_up(stopped: Stopped) -> Problem {
    Problem::new(Code::DeadlineExceeded, stopped.to_string())
}

/// Refuses parameters for resources that take none.
fn takes_nothing(context: &Context<'_>) -> Result<(), Problem> {
    Asked::<NoParams>::read(context).map(|_| ())
}

/// An answer with the address of the page after it.
fn with_next(context: &Context<'_>, answer: Answer, next_cursor: Option<&String>) -> Answer {
    Answer { next: next_cursor.map(|cursor| next_page(context, cursor)), ..answer }
}

/// The address of a list that goes on at a cursor.
fn next_page(context: &Context<'_>, cursor: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in context.pairs {
        if name != "cursor" && !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.append_pair("cursor", cursor);
    format!("{}?{}", context.resource.path(), query.finish())
}
