//! `<evidence-blurb>`: the file that defines it, under a name that holds its hash.
//!
//! A site names the file with its integrity, so the file of a name may never change, and a name that was given out must go
//! on working: when the element changes after a release, the released text stays in `files/` under its whole name and
//! gets a line in [`FILES`], below the current one.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{HeaderName, HeaderValue},
    web::Data,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha384};

use crate::http::{
    cache::{CachePolicy, cached},
    origin::Origin,
    problem::{Code, Problem},
};

/// Every text of the element that was ever given out, the current one first.
const FILES: &[&str] = &[include_str!("files/evidence-blurb.js")];
/// What the page `/embed` loads beside it.
const PAGE_STYLE: &str = include_str!("files/page.css");
const PAGE_SCRIPT: &str = include_str!("files/page.js");
/// What a text in a frame loads beside it.
const FRAME_STYLE: &str = include_str!("files/frame.css");
const FRAME_SCRIPT: &str = include_str!("files/frame.js");

const SCRIPT: &str = "text/javascript; charset=utf-8";
/// Digits of the hash in a name: enough to tell apart as many files as a person will ever write.
const NAME_BYTES: usize = 6;

/// Pages that isolate themselves load from other hosts only what says that it may be loaded.
pub(super) const EMBEDDABLE: (HeaderName, HeaderValue) =
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));

/// The file as sites name it.
#[derive(Debug)]
pub(super) struct Element {
    /// Address without the host: `/embed/evidence-blurb-0123456789ab.js`.
    pub(super) path: String,
    /// Value of the attribute `integrity` (Subresource Integrity, SHA-384).
    pub(super) integrity: String,
    /// Size before compression.
    pub(super) bytes: usize,
}

impl Element {
    /// The file that new snippets name.
    pub(super) fn current() -> Self {
        Self::of(FILES.first().copied().unwrap_or_default())
    }

    fn of(text: &str) -> Self {
        let hash = Sha384::digest(text);
        let name: String = hash.iter().take(NAME_BYTES).map(|byte| format!("{byte:02x}")).collect();
        Self {
            path: format!("/embed/evidence-blurb-{name}.js"),
            integrity: format!("sha384-{}", STANDARD.encode(hash)),
            bytes: text.len(),
        }
    }

    /// The tag that loads it.
    pub(super) fn tag(&self, origin: &Origin) -> String {
        let Self { path, integrity, bytes: _ } = self;
        let src = origin.address(path);
        format!("<script src=\"{src}\" integrity=\"{integrity}\" crossorigin=\"anonymous\" defer></script>")
    }
}

#[get("/embed/{file}")]
pub(super) async fn file(request: HttpRequest, current: Data<Element>) -> Result<HttpResponse, Problem> {
    let (content_type, text, policy) = match request.match_info().get("file") {
        Some("page.css") => ("text/css; charset=utf-8", PAGE_STYLE, CachePolicy::Asset),
        Some("page.js") => (SCRIPT, PAGE_SCRIPT, CachePolicy::Asset),
        Some("frame.css") => ("text/css; charset=utf-8", FRAME_STYLE, CachePolicy::Asset),
        Some("frame.js") => (SCRIPT, FRAME_SCRIPT, CachePolicy::Asset),
        Some(_) | None => {
            let text = FILES.iter().find(|text| Element::of(text).path == request.path()).ok_or_else(|| {
                let detail = format!("there is no such file; the element is at {} now", current.path);
                Problem::new(Code::NotFound, detail)
            })?;
            (SCRIPT, *text, CachePolicy::Immutable)
        }
    };
    let response = HttpResponse::Ok().insert_header(EMBEDDABLE).content_type(content_type).body(text);
    Ok(cached(response, policy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrity_is_what_browsers_compute() {
        // The example of the specification (Subresource Integrity, section 3.1).
        let element = Element::of("alert('Hello, world.');");
        assert_eq!(element.integrity, "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO");
    }

    #[test]
    fn the_element_is_small_and_loads_nothing() {
        let text = FILES.first().expect("there is a current one");
        assert!(text.len() < 13_000, "{} bytes", text.len());
        for unwanted in ["innerHTML", "eval(", "cookie =", "localStorage", "import(", "://cdn"] {
            assert!(!text.contains(unwanted), "{unwanted}");
        }
    }
}
