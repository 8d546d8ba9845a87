//! What a form of a page sends, and what is said when it cannot be read.

use actix_web::{HttpRequest, http::StatusCode, web};
use percent_encoding::percent_decode_str;

use crate::http::{body, limits, problem::Problem};

/// What was wrong with what was sent, in words for the page.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) message: String,
}

impl Refused {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }
}

/// The body of a form as it was sent. `programs` says where programs send theirs.
pub(super) async fn body_of(
    request: &HttpRequest,
    payload: web::Payload,
    programs: &str,
) -> Result<web::Bytes, Refused> {
    if !limits::is_form(request.headers()) {
        let message = format!(
            "This page reads what its own form sends (application/x-www-form-urlencoded). Programs send JSON to POST {programs}."
        );
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    body::whole(payload, limits::MAX_FORM_BYTES)
        .await
        .map_err(|Problem { code, detail, .. }| Refused::new(code.status(), format!("{detail}.")))
}

/// A name or value of a form, and whether it is UTF-8.
pub(super) fn decoded(text: &str) -> (String, bool) {
    let spaced = text.replace('+', " ");
    match percent_decode_str(&spaced).decode_utf8() {
        Ok(decoded) => (decoded.into_owned(), true),
        Err(_) => (percent_decode_str(&spaced).decode_utf8_lossy().into_owned(), false),
    }
}

/// Forms are sent with CRLF whatever stood in the box, where a line break is one character.
pub(super) fn with_line_feeds(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}
