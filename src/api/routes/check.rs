//! `POST /v1/check`: the draft check.

use actix_web::post;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{given_up, takes_nothing};
use crate::{
    api::{Answer, Context, PostedRequest, Reply, params::Resource, view::check::CheckReport},
    check::{
        Acknowledgement, CHECK_RULES, CheckError, CheckRequest, CheckRule, DraftFormat, MAX_ACKNOWLEDGED, find_rule,
    },
    domain::{Date, Vocabulary, repeated::shortened, vocabulary::nearest},
    http::{
        body::Body,
        limits::MAX_ANSWER_BYTES,
        problem::{Code, Fault, Problem},
    },
};

/// A draft to check.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CheckRequest)]
pub(crate) struct CheckBody {
    /// The draft. Neither stored nor logged.
    #[schema(example = "A trial of 800 adults found benefits 12 months after treatment.")]
    text: String,
    /// How it is written down: `text/plain` (also when missing), `text/markdown` or `text/html`.
    #[serde(default)]
    #[schema(value_type = Option<DraftFormat>)]
    content_type: Option<String>,
    /// What the text belongs to, in words: the title of its page, the heading above it. It is not checked itself.
    #[serde(default)]
    #[schema(example = "Acupuncture for back pain")]
    context: Option<String>,
    /// Which rules to apply; all when missing.
    #[serde(default)]
    rules: Option<RuleChoice>,
    /// Hits that somebody has looked at and lets stand, at most 1,000. One holds until its sentence or the record behind it
    /// changes.
    #[serde(default)]
    #[schema(max_items = 1000)]
    acknowledge: Vec<AcknowledgeBody>,
}

impl Body for CheckBody {
    const TEXTS: &'static [&'static str] = &["text/plain", "text/markdown", "text/html"];

    fn of_text(media: &str, text: String) -> Option<Self> {
        let content_type = Some(media.to_owned());
        Some(Self { text, content_type, context: None, rules: None, acknowledge: Vec::new() })
    }
}

/// Which rules to apply, by id or name.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleChoice {
    /// Only these.
    #[serde(default)]
    #[schema(example = json!(["E001", "E002"]))]
    only: Vec<String>,
    /// All but these.
    #[serde(default)]
    #[schema(example = json!(["I201"]))]
    without: Vec<String>,
}

/// A hit that may stand.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Acknowledge)]
pub(crate) struct AcknowledgeBody {
    /// Id of the rule.
    #[schema(example = "W101")]
    rule: String,
    /// `hash` of the sentence.
    #[schema(example = "6b86b273ff34fce1")]
    sentence: String,
    /// `record` of the hit.
    #[schema(example = "d4735e3a265e16ee")]
    record: String,
    /// Why it may stand.
    #[schema(example = "The next paragraph says who was studied.")]
    reason: String,
    /// When that was decided.
    #[schema(value_type = String, format = Date, example = "2026-11-23")]
    date: String,
}

/// Check a draft
///
/// Each sentence that makes an evidence claim comes back with the findings behind it, the caveats it must carry and what is
/// wrong with it, by the rules at `/docs/checks`. Deterministic rules over checked records: the same text, data and day give the
/// same answer. The draft may also be the body itself, as `text/plain`, `text/markdown` or `text/html`. What cannot be compared is `not-found` or `not-checkable`; no sentence is called true or false. The text
/// is neither stored nor logged, and nobody may keep the answer.
#[utoipa::path(
    tag = "check",
    operation_id = "checkDraft",
    request_body(
        content(
            (CheckBody = "application/json", example = json!({ "text": "In a trial of 800 adults, benefits lasted 12 months after treatment." })),
            (String = "text/plain"),
            (String = "text/markdown"),
            (String = "text/html"),
        ),
        description = "The draft and how to read it; or the draft itself.",
    ),
    responses((status = 200, description = "Every sentence with what the collection says of it.", body = CheckReport)),
)]
#[post("/v1/check")]
pub(crate) async fn check(question: PostedRequest<CheckBody>) -> Reply {
    question.answer(Resource::Check, answer).await
}

/// The body of the resource.
pub(crate) fn answer(context: &Context<'_>, body: CheckBody) -> Result<Answer, Problem> {
    takes_nothing(context)?;
    let CheckBody { text, content_type, context: about, rules, acknowledge } = body;
    if text.trim().is_empty() {
        return Err(unprocessable("/text", "has no words to look at"));
    }
    let format = match content_type {
        None => DraftFormat::Plain,
        Some(named) => DraftFormat::from_slug(&named).map_err(|unknown| {
            let fault = Fault {
                pointer: Some("/content_type".to_owned()),
                message: unknown.to_string(),
                found: Some(shortened(&unknown.found)),
                did_you_mean: unknown.nearest.map(str::to_owned),
                allowed: unknown.allowed.iter().map(|&slug| slug.to_owned()).collect(),
                ..Fault::default()
            };
            Problem::new(Code::InvalidBody, format!("`/content_type`: {}", fault.message)).with_errors(vec![fault])
        })?,
    };
    if acknowledge.len() > MAX_ACKNOWLEDGED {
        return Err(unprocessable("/acknowledge", &format!("has more than {MAX_ACKNOWLEDGED} entries")));
    }
    let RuleChoice { only, without } = rules.unwrap_or_default();
    let about = about.unwrap_or_default();
    let request = CheckRequest {
        text: &text,
        format,
        context: &about,
        only: chosen("/rules/only", &only)?,
        without: chosen("/rules/without", &without)?,
        acknowledged: acknowledge
            .into_iter()
            .enumerate()
            .map(|(i, seen)| acknowledged(i, seen))
            .collect::<Result<_, _>>()?,
        as_of: context.today,
        max_report: MAX_ANSWER_BYTES,
        stop: context.stop.clone(),
    };
    let report = context.library.check(&request).map_err(|error| match error {
        CheckError::TooLong { .. } | CheckError::TooManySentences { .. } | CheckError::ContextTooLong { .. } => {
            let place = if matches!(error, CheckError::ContextTooLong { .. }) { "/context" } else { "/text" };
            unprocessable(place, &error.to_string())
        }
        CheckError::References(_) => Problem::new(Code::LiteratureUnreadable, error.to_string()),
        CheckError::Stopped(stopped) => given_up(stopped),
    })?;
    Answer::of(&CheckReport::of(&report))
}

fn unprocessable(pointer: &str, message: &str) -> Problem {
    let fault = Fault { pointer: Some(pointer.to_owned()), message: message.to_owned(), ..Fault::default() };
    Problem::new(Code::Unprocessable, format!("`{pointer}`: {message}")).with_errors(vec![fault])
}

/// The rules with these ids or names.
fn chosen(pointer: &str, names: &[String]) -> Result<Vec<&'static CheckRule>, Problem> {
    names.iter().enumerate().map(|(i, name)| rule(format!("{pointer}/{i}"), name)).collect()
}

/// The rule with this id or name.
fn rule(pointer: String, name: &str) -> Result<&'static CheckRule, Problem> {
    find_rule(name).ok_or_else(|| {
        let known = || CHECK_RULES.iter().flat_map(|rule| [rule.id, rule.name]);
        let shown = shortened(name);
        let message = format!("`{shown}` is not a rule");
        let detail = format!("`{pointer}`: {message}");
        let fault = Fault {
            pointer: Some(pointer),
            message,
            did_you_mean: nearest(name, known()).map(str::to_owned),
            found: Some(shown),
            allowed: CHECK_RULES.iter().map(|rule| rule.id.to_owned()).collect(),
            ..Fault::default()
        };
        Problem::new(Code::Unprocessable, detail).with_errors(vec![fault])
    })
}

fn acknowledged(i: usize, seen: AcknowledgeBody) -> Result<Acknowledgement, Problem> {
    let AcknowledgeBody { rule: named, sentence, record, reason, date } = seen;
    let date: Date = date.parse().map_err(|_| {
        let pointer = format!("/acknowledge/{i}/date");
        let message = "is no day of the calendar: write `2026-11-23`".to_owned();
        let fault = Fault { pointer: Some(pointer.clone()), message: message.clone(), ..Fault::default() };
        Problem::new(Code::InvalidBody, format!("`{pointer}`: {message}")).with_errors(vec![fault])
    })?;
    let rule = rule(format!("/acknowledge/{i}/rule"), &named)?.id.to_owned();
    Ok(Acknowledgement { rule, sentence, record, reason, date })
}
