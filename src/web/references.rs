//! `/references`: a list of references held against the records: which publication each means, what of it differs, and what
//! became of the publication.
//!
//! The same answers as `POST /v1/references/check`, by the same code. What is pasted is asked about and forgotten.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web};
use askama::Template;

use super::{
    answer,
    bibliography::without_number,
    html, literature,
    parts::{self, Linked, Mark, Tone},
    posted::{Refused, body_of, decoded, with_line_feeds},
};
use crate::{
    app::{Library, MAX_REFERENCES},
    domain::{Vocabulary, repeated::one_line, stop::Stop},
    http::{
        cache::CachePolicy,
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
    literature::LiteratureId,
    references::{
        Checked, Difference, MAX_CHECKED, RecordName, ReferenceEditorial, ReferenceState, ReferenceStatus, References,
        ReferencesError,
    },
};

#[derive(Template)]
#[template(path = "references.html")]
struct ReferencesPage {
    text: String,
    most: usize,
    notice: Option<String>,
    /// What was found, in a sentence.
    headline: String,
    checked: Vec<Row>,
    /// Every record that is meant, as a list.
    list: Option<String>,
    /// How many records of the literature there are beside the appraised ones.
    loaded: Option<String>,
}

/// What became of a reference.
struct Row {
    said: String,
    marks: Vec<Mark>,
    record: Option<Meant>,
    editorial: Option<String>,
    differences: Vec<String>,
    identifier_of: Option<Linked>,
    candidates: Vec<Meant>,
    remark: Option<&'static str>,
}

/// A record, as lists of references name it.
struct Meant {
    key: String,
    page: Linked,
    by: String,
}

impl Meant {
    fn of(name: &RecordName) -> Self {
        let RecordName { id, pmid: _, doi: _, title, by } = name;
        let href = match id.parse::<LiteratureId>() {
            Ok(id) => literature::address(&id),
            Err(_) => parts::address("sources", id),
        };
        Self { key: id.clone(), page: Linked { href, label: title.clone() }, by: by.clone() }
    }
}

/// The form, empty.
#[get("/references")]
pub(super) async fn blank(context: RequestContext) -> Result<HttpResponse, Problem> {
    context
        .respond(Effort::Light, |context, _| {
            let made = ReferencesPage::of(&context.served.library, String::new(), None, &[]);
            Ok(answer(HttpResponse::Ok(), html(&made)?, CachePolicy::Dataset))
        })
        .await
}

/// The references that were sent, checked. Nobody may keep the answer.
#[post("/references")]
pub(super) async fn posted(
    request: HttpRequest,
    payload: web::Payload,
    context: RequestContext,
) -> Result<HttpResponse, Problem> {
    let body = body_of(&request, payload, "/v1/references/check").await;
    context
        .respond(Effort::Heavy, move |context, stop| {
            let library = &context.served.library;
            let (text, checked) = match body {
                Ok(bytes) => {
                    let text = text_of(&bytes);
                    let checked = check(library, &text, stop);
                    (text, checked)
                }
                Err(refused) => (String::new(), Err(Failed::Refused(refused))),
            };
            let (status, made) = match checked {
                Ok(checked) => (StatusCode::OK, ReferencesPage::of(library, text, None, &checked)),
                Err(Failed::Refused(Refused { status, message })) => {
                    (status, ReferencesPage::of(library, text, Some(message), &[]))
                }
                Err(Failed::Problem(problem)) => return Err(problem),
            };
            Ok(answer(HttpResponse::build(status), html(&made)?, CachePolicy::NoStore))
        })
        .await
}

/// The field of the form.
fn text_of(bytes: &[u8]) -> String {
    let body = String::from_utf8_lossy(bytes);
    let pairs = body.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let text = pairs.filter(|(name, _)| *name == "text").map(|(_, value)| decoded(value).0).next_back();
    with_line_feeds(&text.unwrap_or_default())
}

/// Why nothing was checked.
enum Failed {
    /// What was sent; said on the page.
    Refused(Refused),
    /// The service.
    Problem(Problem),
}

fn check(library: &Library, text: &str, stop: &Stop) -> Result<Vec<Checked>, Failed> {
    let refused = |message: String| Failed::Refused(Refused::new(StatusCode::UNPROCESSABLE_ENTITY, message));
    let failed = |error: ReferencesError| match error {
        ReferencesError::TooLong { .. } | ReferencesError::TooMany | ReferencesError::Unreadable(_) => {
            let message = error.to_string();
            let mut letters = message.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>()).unwrap_or_default();
            refused(format!("{first}{}.", letters.as_str().trim_end_matches('.')))
        }
        ReferencesError::Damaged(because) => {
            tracing::error!("{because}");
            let detail = "the literature is damaged; the operator's log says how";
            Failed::Problem(Problem::new(Code::LiteratureUnreadable, detail))
        }
        ReferencesError::Literature(error) => Failed::Problem(Problem::new(Code::Internal, error.to_string())),
        ReferencesError::Stopped(stopped) => Failed::Problem(Problem::new(Code::DeadlineExceeded, stopped.to_string())),
    };
    if text.trim().is_empty() {
        return Err(refused("There is nothing to check yet: paste a list of references first.".to_owned()));
    }
    let references = References::of_text(text).map_err(failed)?;
    if references.is_empty() {
        return Err(refused("No reference was found in this text.".to_owned()));
    }
    library.check_references(references, stop).map_err(failed)
}

impl ReferencesPage {
    fn of(library: &Library, text: String, notice: Option<String>, checked: &[Checked]) -> Self {
        let mut list = url::form_urlencoded::Serializer::new(String::new());
        let mut keys: Vec<&str> = Vec::new();
        for record in checked.iter().filter_map(|checked| checked.record.as_ref()) {
            if !keys.contains(&record.id.as_str()) && keys.len() < MAX_REFERENCES {
                keys.push(&record.id);
                list.append_pair("id", &record.id);
            }
        }
        Self {
            text,
            most: MAX_CHECKED,
            notice,
            headline: headline(checked),
            list: (!keys.is_empty()).then(|| format!("/bibliography?{}", list.finish())),
            checked: checked.iter().map(Row::of).collect(),
            loaded: library.shelf().literature().map(|literature| parts::separated(literature.total())),
        }
    }
}

/// How many references stand how, and how many publications must not be used.
fn headline(checked: &[Checked]) -> String {
    let mut parts = vec![match checked.len() {
        0 => return String::new(),
        1 => "1 reference".to_owned(),
        all => format!("{all} references"),
    }];
    for status in ReferenceStatus::ALL {
        let count = checked.iter().filter(|one| one.status == *status).count();
        if count > 0 {
            parts.push(format!("{count} {}", in_words(*status)));
        }
    }
    let grave = checked.iter().filter(|one| one.editorial.as_ref().is_some_and(|editorial| is_grave(editorial.state)));
    let grave = grave.count();
    if grave > 0 {
        parts.push(format!("{grave} retracted, withdrawn or doubted"));
    }
    parts.join(", ")
}

fn in_words(status: ReferenceStatus) -> &'static str {
    match status {
        ReferenceStatus::Matches => "as on record",
        ReferenceStatus::Differs => "not as on record",
        ReferenceStatus::Ambiguous => "that may mean several",
        ReferenceStatus::Mismatch => "with the identifier of another publication",
        ReferenceStatus::NotInThisCollection => "not in this collection",
    }
}

fn is_grave(state: ReferenceState) -> bool {
    matches!(
        state,
        ReferenceState::Retracted
            | ReferenceState::RetractedAndRepublished
            | ReferenceState::Withdrawn
            | ReferenceState::ExpressionOfConcern
    )
}

impl Row {
    fn of(checked: &Checked) -> Self {
        let Checked { input, recognised_by: _, record, status, differences, editorial, candidates, identifier_of } =
            checked;
        let told = editorial.as_ref().filter(|editorial| editorial.state.is_remarkable());
        let mut marks: Vec<Mark> = Vec::new();
        if let Some(ReferenceEditorial { state, notice: _ }) = told {
            let tone = if is_grave(*state) { Tone::Bad } else { Tone::Caution };
            marks.push(Mark::new(tone, state.label()));
        }
        let tone = match status {
            // A reference that is right is no approval of what was taken back.
            ReferenceStatus::Matches if told.is_some_and(|editorial| is_grave(editorial.state)) => Tone::Plain,
            ReferenceStatus::Matches => Tone::Good,
            ReferenceStatus::Differs => Tone::Warn,
            ReferenceStatus::Mismatch => Tone::Bad,
            ReferenceStatus::Ambiguous => Tone::Caution,
            ReferenceStatus::NotInThisCollection => Tone::Plain,
        };
        marks.push(Mark::new(tone, status.label()));
        let difference = |Difference { field, said, on_record }: &Difference| match on_record {
            Some(on_record) => {
                format!("{}: the reference says “{said}”, on record it is “{on_record}”.", field.label())
            }
            None => format!("{}: “{said}” belongs to another publication.", field.label()),
        };
        let remark = match status {
            ReferenceStatus::NotInThisCollection => Some("No record here is meant. It may exist all the same."),
            ReferenceStatus::Mismatch => Some(
                "Its words mean nothing that is here, and its identifier belongs to another publication: look the reference up.",
            ),
            ReferenceStatus::Ambiguous => Some("It may mean:"),
            ReferenceStatus::Matches | ReferenceStatus::Differs => None,
        };
        Self {
            // The list on the page has numbers of its own.
            said: without_number(&one_line(input)).to_owned(),
            marks,
            record: record.as_ref().map(Meant::of),
            editorial: told.map(|ReferenceEditorial { state, notice }| {
                let notice = notice.as_ref().map(|notice| format!(": {notice}")).unwrap_or_default();
                format!("{}{notice}.", state.label())
            }),
            differences: differences.iter().map(difference).collect(),
            identifier_of: identifier_of.as_ref().map(|name| Meant::of(name).page),
            candidates: candidates.iter().map(Meant::of).collect(),
            remark,
        }
    }
}
