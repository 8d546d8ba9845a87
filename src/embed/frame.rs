//! `/embed/frame/{id}`: a text as a page of its own within another one, for publishing systems that let nothing in but a
//! frame. The same element as in a snippet, so that the text renews itself and goes when it may not be published any more.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::{
        StatusCode,
        header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue},
    },
    web::Data,
};
use askama::Template;

use super::{
    element::{EMBEDDABLE, Element},
    query::Query,
    record_page,
    tags::{DEFAULT_LEVEL, Settings, tags_of},
};
use crate::{
    domain::{Blurb, RecordKind, blurb::TextLength},
    http::{
        cache::{CachePolicy, cached},
        origin::Origin,
        problem::{Code, Problem},
        served::RequestContext,
    },
};

/// Any site may show it; it runs and loads nothing but what the service has.
const CONTENT_SECURITY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors *",
);

const ISOLATED: (HeaderName, HeaderValue) =
    (HeaderName::from_static("cross-origin-embedder-policy"), HeaderValue::from_static("require-corp"));

#[derive(Template)]
#[template(path = "frame.html")]
struct Frame<'a> {
    title: &'a str,
    /// The page of the text.
    page: String,
    /// The element with its text; none for a text that is not published any more.
    tags: Option<String>,
    element: &'a Element,
}

/// The address of the frame of a text.
pub(super) fn address(blurb: &Blurb, length: TextLength, origin: &Origin) -> String {
    use crate::domain::Vocabulary;
    origin.address(&format!("/embed/frame/{}?length={}", blurb.id, length.slug()))
}

/// About how high the frame of a text is when it is so wide, in pixels; rather too high than too low.
pub(super) fn height(blurb: &Blurb, length: TextLength, width: u32) -> u32 {
    // Letters of body text that fit into a line, with the padding taken off.
    let in_a_line = (width.saturating_sub(24) / 8).max(10);
    let lines = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX).div_ceil(in_a_line);
    let text = lines(blurb.texts.of(length)).saturating_mul(26);
    // A line is a line; longer texts have a heading, and what is good to know.
    let around = match length {
        TextLength::Line => 130,
        TextLength::Short | TextLength::Full => {
            let known: u32 = blurb.good_to_know.iter().map(|point| lines(point)).sum();
            lines(&blurb.title).saturating_mul(32).saturating_add(known.saturating_mul(26)).saturating_add(240)
        }
    };
    text.saturating_add(around)
}

#[get("/embed/frame/{id}")]
pub(super) async fn frame(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
    element: Data<Element>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, &["length"]);
    let length = query.word("length").unwrap_or(TextLength::Short);
    query.end()?;
    let id = request.match_info().get("id").unwrap_or_default();
    let library = &context.served.library;
    let Some(blurb) = library.corpus().blurb(id) else {
        return Err(Problem::new(Code::NotFound, "there is no text with this id"));
    };
    let settings = Settings { length, level: DEFAULT_LEVEL, references: "", is_pinned: false };
    let (status, tags) = match tags_of(library, blurb, context.today, settings, &origin) {
        Ok(tags) => (StatusCode::OK, Some(tags)),
        Err(Problem { code: Code::Gone, .. }) => (StatusCode::GONE, None),
        Err(problem) => return Err(problem),
    };
    let policy = if tags.is_some() { CachePolicy::Dataset } else { CachePolicy::NoStore };
    let page = origin.address(&record_page(RecordKind::Blurb, id));
    let shown = Frame { title: &blurb.title, page, tags, element: &element };
    let html = shown.render().map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    let mut response = HttpResponse::build(status);
    response.content_type("text/html; charset=utf-8").insert_header((CONTENT_SECURITY_POLICY, CONTENT_SECURITY));
    // Pages that isolate themselves show no frame but one that is isolated as well.
    response.insert_header(EMBEDDABLE).insert_header(ISOLATED);
    Ok(cached(response.body(html), policy))
}
