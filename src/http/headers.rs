//! The headers that all answers have in common. Written here and nowhere else.

use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ETAG, HeaderMap, HeaderName, HeaderValue, LINK, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};

use super::{cache::CachePolicy, etag::Tag};

/// `Evidence-Version`: which version of data and program answered.
pub const EVIDENCE_VERSION: HeaderName = HeaderName::from_static("evidence-version");

const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
/// What people search for stands in addresses, and is no other site's business.
const OWN_SITE: HeaderValue = HeaderValue::from_static("same-origin");
const ANYBODY: HeaderValue = HeaderValue::from_static("*");
/// What scripts of other sites may read, beyond the headers that are always readable.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "ETag, Link, Evidence-Version, X-Request-Id, Retry-After, Allow, Content-Disposition, RateLimit, RateLimit-Policy",
);
const DESCRIBED: HeaderValue =
    HeaderValue::from_static("</openapi.json>; rel=\"service-desc\", </docs>; rel=\"service-doc\"");
const BY_ENCODING: HeaderValue = HeaderValue::from_static("Accept-Encoding");
/// Bounded staleness: five minutes unasked, an hour while the new one is fetched, a day when the service is down.
pub const DATASET_CACHING: &str = "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400";
const DATASET: HeaderValue = HeaderValue::from_static(DATASET_CACHING);
const ASSET: HeaderValue = HeaderValue::from_static("public, max-age=86400");
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
/// Pages load nothing from elsewhere and run no script that stands in the page.
const CONTENT_SECURITY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// Writes what every answer has.
pub fn common(headers: &mut HeaderMap, path: &str, version: &HeaderValue) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, NOSNIFF);
    headers.insert(REFERRER_POLICY, OWN_SITE);
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY);
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    headers.insert(EVIDENCE_VERSION, version.clone());
    if path == "/v1" || path.starts_with("/v1/") {
        // Beside links of the resource itself, such as rel="next".
        headers.append(LINK, DESCRIBED);
    }
    let is_html = headers.get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if is_html && !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, CONTENT_SECURITY);
    }
}

/// Writes how long an answer may be kept.
pub fn caching(headers: &mut HeaderMap, policy: CachePolicy, tag: Option<Tag>) {
    debug_assert!(
        !headers.contains_key(CACHE_CONTROL) && !headers.contains_key(ETAG),
        "a handler states its CachePolicy; the headers are written here"
    );
    headers.insert(
        CACHE_CONTROL,
        match policy {
            CachePolicy::Dataset => DATASET,
            CachePolicy::Asset => ASSET,
            CachePolicy::Immutable => IMMUTABLE,
            CachePolicy::NoStore => NO_STORE,
        },
    );
    match policy {
        CachePolicy::Dataset | CachePolicy::Asset | CachePolicy::Immutable => {
            headers.append(VARY, BY_ENCODING);
            if let Some(tag) = tag {
                headers.insert(ETAG, tag.header());
            }
        }
        CachePolicy::NoStore => {}
    }
}

/// The value of `Retry-After` for what may work in a moment, in seconds.
pub const IN_A_MOMENT: HeaderValue = HeaderValue::from_static("1");
