//! Bodies of POST requests: JSON, or text where a resource takes it, read whole within a limit, every fault said with its
//! place.

use std::{future::Future, pin::Pin, time::Duration};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue},
    rt::time::timeout,
    web,
};
use serde::de::DeserializeOwned;

use super::{
    limits::MAX_POSTED_BYTES,
    problem::{Code, Fault, Problem},
};
use crate::domain::{repeated::shortened, vocabulary::nearest};

/// How long the body may take to arrive.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What a body can be read as. Derive `Deserialize` with `deny_unknown_fields`.
pub trait Body: DeserializeOwned + 'static {
    /// Media types of text, in small letters, that stand for a body with that text in it.
    const TEXTS: &'static [&'static str] = &[];

    /// The body that a text of one of [`Self::TEXTS`] stands for.
    fn of_text(_media: &str, _text: String) -> Option<Self> {
        None
    }
}

/// The body of a request, read as JSON or as text.
#[derive(Clone, Debug)]
pub struct Posted<T>(pub T);

impl<T: Body> FromRequest for Posted<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let announced = announced(request.headers(), T::TEXTS);
        let payload = web::Payload::from_request(request, payload).into_inner();
        Box::pin(async move {
            let text = announced?;
            let payload = payload.map_err(|error| Problem::new(Code::InvalidJson, format!("no body: {error}")))?;
            let bytes = whole(payload, MAX_POSTED_BYTES).await?;
            let Some(media) = text else { return read(&bytes).map(Self) };
            let refuse = |detail: String| Problem::new(Code::InvalidBody, detail);
            let text = std::str::from_utf8(&bytes)
                .map_err(|error| refuse(format!("the text is no UTF-8 from byte {} on", error.valid_up_to())))?;
            let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
            T::of_text(media, text).map(Self).ok_or_else(|| refuse(format!("no body can be read from {media}")))
        })
    }
}

/// All bytes of a body.
///
/// # Errors
/// [`Code::PayloadTooLarge`] when there are more than `most`, [`Code::RequestTimeout`] when they do not arrive in time.
pub async fn whole(payload: web::Payload, most: usize) -> Result<web::Bytes, Problem> {
    match timeout(PATIENCE, payload.to_bytes_limited(most)).await {
        Ok(Ok(read)) => read.map_err(|error| Problem::new(Code::InvalidJson, format!("no body: {error}"))),
        Ok(Err(_)) => Err(Problem::new(
            Code::PayloadTooLarge,
            format!("the body has more than {most} bytes, which are read at most"),
        )),
        Err(_) => {
            let detail = format!("the body did not arrive within {} s", PATIENCE.as_secs());
            Err(Problem::new(Code::RequestTimeout, detail))
        }
    }
}

/// The media type, if the headers say that the body is one of `texts` as it stands; none for JSON.
fn announced(headers: &HeaderMap, texts: &'static [&'static str]) -> Result<Option<&'static str>, Problem> {
    let text = |name| headers.get(name).map(HeaderValue::to_str).map(Result::unwrap_or_default);
    let refuse = |detail: String| Err(Problem::new(Code::UnsupportedMediaType, detail));
    let stated = text(CONTENT_TYPE).unwrap_or_default();
    let (media, parameters) = stated.split_once(';').unwrap_or((stated, ""));
    let media = media.trim().to_ascii_lowercase();
    let as_text = texts.iter().find(|known| **known == media).copied();
    let is_json = media == "application/json" || media.starts_with("application/") && media.ends_with("+json");
    if !is_json && as_text.is_none() {
        let found =
            if media.is_empty() { "there is none".to_owned() } else { format!("it is `{}`", shortened(&media)) };
        let taken: Vec<String> = ["application/json"].iter().chain(texts).map(|known| format!("`{known}`")).collect();
        return refuse(format!("`Content-Type` must be {}; {found}", taken.join(" or ")));
    }
    let charset = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_ascii_lowercase())
    });
    if let Some(charset) = charset.filter(|charset| !matches!(charset.as_str(), "utf-8" | "utf8")) {
        return refuse(format!("bodies are read in UTF-8, not in `{}`", shortened(&charset)));
    }
    match text(CONTENT_ENCODING) {
        Some(encoding) if !encoding.eq_ignore_ascii_case("identity") => {
            refuse(format!("the body is read as it is sent, without `Content-Encoding: {}`", shortened(encoding)))
        }
        Some(_) | None => Ok(as_text),
    }
}

/// The value that a body stands for.
///
/// # Errors
/// [`Code::InvalidJson`] with line and column, or [`Code::InvalidBody`] with the place as a JSON pointer.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // A mark of byte order is no part of JSON, but editors on one system write it.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(Problem::new(Code::InvalidJson, "there is no body"));
    }
    // Syntax first, so that a fault of form never hides one of syntax behind it.
    if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(bytes) {
        return Err(not_json(&error));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let error = error.into_inner();
        if error.is_syntax() || error.is_eof() {
            not_json(&error)
        } else {
            not_as_expected(pointer, &error.to_string())
        }
    })
}

fn not_json(error: &serde_json::Error) -> Problem {
    Problem::new(Code::InvalidJson, format!("the body is no JSON: {error}"))
}

/// A path as RFC 6901 writes it: `/citations/3/id`.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        pointer.push('/');
        match segment {
            Segment::Seq { index } => pointer.push_str(&index.to_string()),
            Segment::Map { key } => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => pointer.push_str(variant),
            Segment::Unknown => pointer.push('-'),
        }
    }
    pointer
}

/// A fault of form, in our words: the deserializer says what it expected between backquotes.
fn not_as_expected(pointer: String, said: &str) -> Problem {
    let said = said.rsplit_once(" at line ").map_or(said, |(said, _)| said);
    let mut words = said.split('`').skip(1).step_by(2).map(str::to_owned);
    let place = if pointer.is_empty() { "the body".to_owned() } else { format!("`{}`", shortened(&pointer)) };
    let is_field = said.starts_with("unknown field ");
    let fault = if is_field || said.starts_with("unknown variant ") {
        let found = words.next().unwrap_or_default();
        let allowed: Vec<String> = words.collect();
        let near = nearest(&found, allowed.iter().map(String::as_str)).map(str::to_owned);
        let mut message = if is_field {
            format!("`{}` is no field here", shortened(&found))
        } else {
            format!("takes one of {}", allowed.join(", "))
        };
        if let Some(near) = &near {
            message.push_str(&format!("; did you mean `{near}`?"));
        }
        Fault {
            parameter: None,
            pointer: Some(pointer),
            message,
            found: Some(shortened(&found)),
            did_you_mean: near,
            allowed,
        }
    } else {
        Fault {
            parameter: None,
            pointer: Some(pointer),
            message: shortened(said),
            found: None,
            did_you_mean: None,
            allowed: Vec::new(),
        }
    };
    Problem::new(Code::InvalidBody, format!("{place}: {}", fault.message)).with_errors(vec![fault])
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the reading of them is tried")]
    struct Sample {
        words: Vec<Word>,
        #[serde(default)]
        style: Option<Kind>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the reading of them is tried")]
    struct Word {
        text: String,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        InText,
        InNotes,
    }

    fn refused(body: &str) -> Problem {
        read::<Sample>(body.as_bytes()).expect_err(body)
    }

    #[test]
    fn faults_of_form_have_their_place() {
        let check = |body: &str, pointer: &str, message: &str, near: Option<&str>| {
            let problem = refused(body);
            assert_eq!(problem.code, Code::InvalidBody, "{body}");
            let fault = problem.errors.first().expect(body);
            assert_eq!(fault.pointer.as_deref(), Some(pointer), "{body}");
            assert!(fault.message.starts_with(message), "{body}: {}", fault.message);
            assert_eq!(fault.did_you_mean.as_deref(), near, "{body}");
        };
        check(r#"{"wrods": []}"#, "/wrods", "`wrods` is no field here", Some("words"));
        check(r#"{"words": [{"text": "a"}, {"txt": "b"}]}"#, "/words/1/txt", "`txt` is no field here", Some("text"));
        check(r#"{"words": [{"text": 7}]}"#, "/words/0/text", "invalid type: integer `7`, expected a string", None);
        check(r#"{"words": [], "style": "in-txet"}"#, "/style", "takes one of in-text, in-notes", Some("in-text"));
        check("{}", "", "missing field `words`", None);
        check("[1]", "/0", "invalid type", None);
        check(r#"{"words": [], "words": []}"#, "", "duplicate field `words`", None);
    }

    #[test]
    fn what_is_no_json_has_line_and_column() {
        for (body, place) in [
            ("{\n  \"words\": [,]\n}", "line 2 column 13"),
            ("{'words': []}", "line 1 column 2"),
            (r#"{"words": []"#, "line 1 column 12"),
            (r#"{"words": []} x"#, "line 1 column 15"),
        ] {
            let problem = refused(body);
            assert_eq!(problem.code, Code::InvalidJson, "{body}");
            assert!(problem.detail.contains(place), "{body}: {}", problem.detail);
        }
        assert_eq!(refused(" \n").detail, "there is no body");
        assert_eq!(refused(&"[".repeat(100_000)).code, Code::InvalidJson);
        assert!(read::<Sample>("\u{feff}{\"words\": []}".as_bytes()).is_ok());
        assert_eq!(read::<Sample>(b"{\"words\": [{\"text\": \"\xff\"}]}").expect_err("bytes").code, Code::InvalidJson);
    }
}
