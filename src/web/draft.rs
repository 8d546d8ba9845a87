//! `/check`: a draft with what the evidence does not say marked in its place, and the reasons beside it.
//!
//! The same verdicts as `POST /v1/check`, by the same code. A draft is asked about and forgotten: it is part of no address,
//! no log and no answer that anybody may keep.

mod form;
mod replace;
mod report;
mod substantiation;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{StatusCode, header},
    post, web,
};
use askama::Template;

use self::{
    form::{Accepted, Form, Wish},
    replace::{replacement, suggestions},
    report::{Marked, Part, visible},
};
use super::{answer, html, posted::Refused};
use crate::{
    app::Library,
    check::{CheckError, CheckRequest, DraftFormat, MAX_TEXT, Report},
    domain::{Date, Vocabulary, stop::Stop},
    http::{
        cache::{CachePolicy, cached, query_pairs},
        limits::MAX_ANSWER_BYTES,
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
};

pub use substantiation::substantiation;

/// What the example button shows: a short draft in which much goes wrong that goes wrong on real pages.
const EXAMPLE: &str = include_str!("draft/example.txt");

#[derive(Template)]
#[template(path = "draft.html")]
struct DraftPage<'a> {
    form: &'a Form,
    text: String,
    /// The formats to choose from, when none is recognised by itself.
    formats: Vec<(&'static str, &'static str, bool)>,
    max_bytes: usize,
    notice: Option<String>,
    marked: Option<Marked>,
}

/// The form, empty or with the example checked.
#[get("/check")]
pub(super) async fn blank(request: HttpRequest, context: RequestContext) -> Result<HttpResponse, Problem> {
    let is_example = query_pairs(&request).iter().any(|(name, _)| name == "example");
    context
        .respond(Effort::Light, move |context, stop| {
            let library = &context.served.library;
            let mut form = Form::empty();
            if is_example {
                form.text = EXAMPLE.trim_end().to_owned();
            }
            let report = if is_example { Some(check(library, &form, context.today, stop)) } else { None };
            let (report, refused) = match report {
                Some(Ok(report)) => (Some(report), None),
                Some(Err(refused)) => (None, Some(refused)),
                None => (None, None),
            };
            let page = shown(library, &form, report.as_ref(), refused.map(|refused| refused.message))?;
            Ok(answer(HttpResponse::Ok(), page, CachePolicy::Dataset))
        })
        .await
}

/// The draft that was sent, checked. Nobody may keep the answer.
#[post("/check")]
pub(super) async fn posted(
    request: HttpRequest,
    payload: web::Payload,
    context: RequestContext,
) -> Result<HttpResponse, Problem> {
    let (form, refused) = Form::read(&request, payload).await;
    context
        .respond(Effort::Heavy, move |context, stop| {
            done(&context.served.library, form, refused, context.today, stop).map(Done::respond)
        })
        .await
}

/// What a POST is answered with.
enum Done {
    Page { status: StatusCode, html: String },
    File(String),
}

impl Done {
    fn respond(self) -> HttpResponse {
        match self {
            Self::Page { status, html } => answer(HttpResponse::build(status), html, CachePolicy::NoStore),
            Self::File(html) => {
                let mut response = HttpResponse::Ok();
                response.content_type("text/html; charset=utf-8");
                response.insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"substantiation.html\""));
                cached(response.body(html), CachePolicy::NoStore)
            }
        }
    }
}

fn done(
    library: &Library,
    mut form: Form,
    refused: Option<Refused>,
    today: Date,
    stop: &Stop,
) -> Result<Done, Problem> {
    let mut refused = refused;
    let mut notice = None;
    let mut report = None;
    if refused.is_none() {
        match check(library, &form, today, stop) {
            Ok(found) => report = Some(found),
            Err(why) => refused = Some(why),
        }
    }
    if let (Wish::File, Some(Report { left: Some(_), .. })) = (&form.wish, &report) {
        notice = Some("The text is too long for one substantiation file: make one for each part of it.".to_owned());
    } else if let (Wish::File, Some(report)) = (&form.wish, &report) {
        let name = match (form.name.as_str(), form.context.as_str()) {
            ("", "") => "Draft",
            ("", context) => context,
            (name, _) => name,
        };
        let file = substantiation(library, [(name, report)], today);
        return file.map(Done::File).map_err(|error| Problem::new(Code::Internal, error.to_string()));
    }
    if let (Wish::Accept(accepted), Some(before)) = (form.wish.clone(), &report) {
        match accept(&form, before, &accepted) {
            Some(text) => {
                form.text = text;
                match check(library, &form, today, stop) {
                    Ok(found) => report = Some(found),
                    Err(why) => refused = Some(why),
                }
                notice = Some(
                    "The sentence was replaced, and the text checked again. Your browser's Back undoes it.".to_owned(),
                );
            }
            None => notice = Some("Nothing was replaced: the text has changed since. It was checked again.".to_owned()),
        }
    }
    let status = refused.as_ref().map_or(StatusCode::OK, |refused| refused.status);
    let notice = refused.map(|refused| refused.message).or(notice);
    Ok(Done::Page { status, html: shown(library, &form, report.as_ref(), notice)? })
}

fn check(library: &Library, form: &Form, today: Date, stop: &Stop) -> Result<Report, Refused> {
    if form.text.trim().is_empty() {
        return Err(Refused::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "There is nothing to check yet: paste a text first.",
        ));
    }
    let request = CheckRequest {
        context: &form.context,
        format: form.format,
        acknowledged: form.acknowledged(today),
        max_report: MAX_ANSWER_BYTES,
        stop: stop.clone(),
        ..CheckRequest::new(&form.text, today)
    };
    library.check(&request).map_err(|error| match error {
        CheckError::TooLong { .. } | CheckError::ContextTooLong { .. } | CheckError::TooManySentences { .. } => {
            let said = error.to_string();
            let mut letters = said.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>()).unwrap_or_default();
            Refused::new(StatusCode::UNPROCESSABLE_ENTITY, format!("{first}{}.", letters.as_str()))
        }
        CheckError::References(why) => {
            tracing::error!("{why}");
            let message =
                "The references of the text cannot be looked up: the literature of this service cannot be read.";
            Refused::new(StatusCode::SERVICE_UNAVAILABLE, message)
        }
        // Whoever reads this has not gone.
        CheckError::Stopped(_) => Refused::new(StatusCode::SERVICE_UNAVAILABLE, "The check was given up.".to_owned()),
    })
}

/// The text with one sentence replaced; none when that sentence does not stand there any more.
fn accept(form: &Form, report: &Report, accepted: &Accepted) -> Option<String> {
    let Accepted { start, end, hash, choice } = accepted;
    let sentence = report.sentences.iter().find(|sentence| {
        sentence.span.start.bytes == *start && sentence.span.end.bytes == *end && sentence.hash == *hash
    })?;
    let right = suggestions(sentence).get(*choice).copied()?;
    let (before, original, after) = (form.text.get(..*start)?, form.text.get(*start..*end)?, form.text.get(*end..)?);
    Some(format!("{before}{}{after}", replacement(form.format, original, right)))
}

fn shown(library: &Library, form: &Form, report: Option<&Report>, notice: Option<String>) -> Result<String, Problem> {
    let formats = DraftFormat::ALL
        .iter()
        .map(|format| (format.slug(), format.label(), !form.is_recognised && *format == form.format));
    html(&DraftPage {
        form,
        text: visible(&form.text),
        formats: formats.collect(),
        max_bytes: MAX_TEXT,
        notice,
        marked: report.map(|report| Marked::of(library, form, report)),
    })
}
