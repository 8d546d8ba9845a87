//! The OpenAPI document: what the resources say of themselves, and what holds for all of them.
//!
//! Handlers describe their question and their answer. Everything shared is added here, once: failures, headers, and
//! that a field which may be null is there all the same.

mod beside;
mod older;
mod refusal;

use std::collections::BTreeMap;

use serde_json::json;
use utoipa::openapi::{
    Components, ContactBuilder, Content, ContentBuilder, Header, HeaderBuilder, InfoBuilder, LicenseBuilder,
    ObjectBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder, Schema, Server, Type, extensions::Extensions,
    schema::ArrayItems, tag::TagBuilder,
};
use utoipa_actix_web::AppExt;

use super::{
    params::{IDS, Listing, Resource},
    view::hit::HITS,
};
use crate::{
    domain::Vocabulary,
    http::problem::{self, Code},
};

/// The document as text in both versions, made once and served as it is.
#[derive(Clone, Debug)]
pub(super) struct Document {
    current: String,
    older: String,
}

impl Document {
    pub(super) fn new() -> Self {
        Self { current: openapi_json(), older: older_openapi_json() }
    }

    /// In OpenAPI 3.1.
    pub(super) fn current(&self) -> String {
        self.current.clone()
    }

    /// In OpenAPI 3.0.3.
    pub(super) fn older(&self) -> String {
        self.older.clone()
    }
}

/// The same document in OpenAPI 3.0.3, for generators that read no later version: the text at `/openapi-3.0.json` and in
/// `openapi/openapi-3.0.json`.
pub fn older_openapi_json() -> String {
    // Plain data with text keys always prints.
    let document = serde_json::to_value(document()).map(older::downgraded);
    let mut text = document.and_then(|document| serde_json::to_string_pretty(&document)).unwrap_or_default();
    text.push('\n');
    text
}

/// The document as JSON, indented, with a line end at its end: the text at `/openapi.json` and in
/// `openapi/openapi.json`.
pub fn openapi_json() -> String {
    // Plain data with text keys always prints.
    let mut text = document().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// The whole document.
pub fn document() -> OpenApi {
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .configure(crate::http::health::configure)
        .configure(super::resources)
        .split_for_parts();
    document.paths.paths.extend(beside::paths());
    document.info = InfoBuilder::new()
        .title("Evidence and citation reference API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .contact(Some(ContactBuilder::new().name(Some("The maintainers of this installation")).build()))
        .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build()))
        .build();
    document.servers = Some(vec![Server::new("/")]);
    // Said outright: no operation needs credentials.
    document.security = Some(Vec::new());
    document.tags =
        Some(TAGS.iter().map(|(name, text)| TagBuilder::new().name(*name).description(Some(*text)).build()).collect());
    add_shared(&mut document);
    document
}

const DESCRIPTION: &str = "\
Checked medical evidence for health content teams: publications, what each of them found, and how sure one may be.

**Reading.** Every operation reads; POST asks what is too long for an address. The data change by reviewed files, never over HTTP, so no operation needs a key. \
All answers below `/v1` are JSON in `snake_case`. Ids are short, and never reused. A field that has no value is `null` \
and still there, unless it says otherwise.

**Lists** have the same envelope everywhere: `data`, `meta` (the exact `total`, `next_cursor`, the version of the data, \
how the text was understood, warnings) and `facets`. Follow `meta.next_cursor`, or the `Link` header with `rel=\"next\"`.

**Parameters.** An empty one counts as absent. Filters take `name=a,b` for or, are repeated for and, and numbers take \
ranges: `year=2017..2025`. `fields` and `brief` leave fields of the records of a list out. A parameter or a value that is not known is refused with the nearest one and the whole list.

**Status.** Retracted, superseded and lapsed publications are never hidden: every representation of a source or a \
finding says what it is in `status` or, in brief, in `editorial_status` and `currency`, and how far it was checked in
`verification`.

**Failures** are `application/problem+json` (RFC 9457). `code` is stable; its page at `/problems/{code}` says what to do.

**Load.** So many texts, lists and exports are worked on at once; then the answer is 503 `overloaded`. An operator may limit the \
requests of each client: then `RateLimit` says how many are left, and 429 that there is none. Both have `Retry-After`. What is \
cut off because an answer would become too large is said there, with how to go on.

**Caching.** Answers carry an `ETag`; send it back as `If-None-Match` and get 304 while nothing has changed. HEAD works \
wherever GET does. Scripts of any site may read.
";

const TAGS: [(&str, &str); 11] = [
    ("search", "Find records by words."),
    ("sources", "Publications: what is cited."),
    ("citations", "References and citations in the styles of journals."),
    ("findings", "Results that sources report: what a sentence can be checked against."),
    ("claims", "Sentences of audited pages, and what the evidence says of them."),
    ("blurbs", "Text that may be published, with its references and dates."),
    ("topics", "Concepts with everything people call them."),
    ("literature", "Bibliographic records beside the appraised ones. Nobody here has appraised them."),
    ("check", "The draft check: what in a text does the evidence not say?"),
    ("embedding", "What other sites put into their pages: previews, badges and feeds."),
    ("service", "The service itself."),
];

/// Fields that are missing, and not null, when there is nothing to say.
const OPTIONAL: [(&str, &[&str]); 13] = [
    ("CheckRequest", &["content_type", "context", "rules", "acknowledge"]),
    ("ReferencesRequest", &["text", "references"]),
    ("RuleChoice", &["only", "without"]),
    ("SourceHit", &["status", "source", "year", "design", "score", "topics", "excerpts", "explanation"]),
    ("FindingHit", &["status", "source", "year", "design", "certainty", "score", "topics", "excerpts", "explanation"]),
    ("ClaimHit", &["score", "topics", "excerpts", "explanation"]),
    ("BlurbHit", &["score", "topics", "excerpts", "explanation"]),
    ("TopicHit", &["score", "topics", "excerpts", "explanation"]),
    ("Excerpt", &["text", "html", "start", "marks"]),
    ("Position", &["source"]),
    ("OverviewFinding", &["source", "status", "good_to_know", "editor_notes", "caveats", "qualified_by", "unstated"]),
    ("BibliographyRequest", &["ids", "text", "input", "style", "locale", "link"]),
    ("LastReload", &["message", "faults"]),
];

/// Headers of every answer.
const ON_ALL: [&str; 5] = [
    "Evidence-Version",
    "X-Request-Id",
    "X-Content-Type-Options",
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
];

/// Where a response lists the values that `code` can have in it.
const PROBLEM_CODES: &str = "x-problem-codes";

/// Further headers of answers that may be kept.
const ON_KEPT: [&str; 3] = ["ETag", "Cache-Control", "Vary"];

fn add_shared(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in [("get", item.get.as_mut()), ("post", item.post.as_mut())] {
            if let Some(operation) = operation {
                add_to_operation(path, method, operation);
            }
        }
    }
    let components = document.components.get_or_insert_default();
    for (name, schema) in &mut components.schemas {
        require_all(name, schema);
    }
    name_kinds(components);
    for listing in Listing::ALL {
        add_listed(components, listing);
    }
    components.schemas.insert("Problem".to_owned(), RefOr::T(refusal::problem()));
    components.schemas.insert("Fault".to_owned(), RefOr::T(refusal::fault()));
    add_headers(components);
    add_responses(components);
}

fn add_to_operation(path: &str, method: &str, operation: &mut utoipa::openapi::path::Operation) {
    let resource =
        Resource::ALL.iter().copied().find(|resource| resource.path() == path && resource.method() == method);
    let responses = &mut operation.responses.responses;
    let kept = if (resource.is_some() || beside::is_here(path)) && method == "get" {
        &ON_KEPT[..]
    } else {
        &["Cache-Control"]
    };
    let link = path.starts_with("/v1").then_some("Link");
    let file_name = (resource == Some(Resource::Export)).then_some("Content-Disposition");
    for response in responses.values_mut() {
        if let RefOr::T(response) = response {
            response.headers = headers(ON_ALL.into_iter().chain(kept.iter().copied()).chain(link).chain(file_name));
        }
    }
    let mut refer = |status: u16, name| {
        responses.insert(status.to_string(), RefOr::Ref(Ref::from_response_name(name)));
    };
    match resource {
        Some(resource) => {
            if method == "get" {
                refer(304, "NotModified");
            }
            failures(resource).for_each(|failure| refer(failure.status(), failure.name()));
        }
        // The service's own addresses take no parameters and are always fresh.
        None if beside::is_here(path) => {
            beside::failures(path).for_each(|failure| refer(failure.status(), failure.name()))
        }
        None => refer(Failure::UriTooLong.status(), Failure::UriTooLong.name()),
    }
}

/// Fields that may be null are there all the same: generated clients should not have to ask whether they are missing.
fn require_all(name: &str, schema: &mut RefOr<Schema>) {
    let optional = OPTIONAL.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, fields)| fields);
    if let RefOr::T(Schema::Object(object)) = schema {
        object.required =
            object.properties.keys().filter(|field| !optional.contains(&field.as_str())).cloned().collect();
    }
}

/// Says of the hits of each kind that they have no other, so that a client that looks at `kind` knows the rest.
fn name_kinds(components: &mut Components) {
    for (kind, name) in HITS {
        if let Some(RefOr::T(Schema::Object(hit))) = components.schemas.get_mut(name) {
            let only = ObjectBuilder::new()
                .schema_type(Type::String)
                .description(Some("Kind of the record."))
                .enum_values(Some([kind.slug()]));
            hit.properties.insert("kind".to_owned(), only.into());
        }
    }
}

/// Adds the records of a list, of which `fields` and `brief` leave fields out, and has the page say that it holds these.
fn add_listed(components: &mut Components, listing: Listing) {
    let name = format!("Listed{}", listing.record());
    let Some(RefOr::T(Schema::Object(record))) = components.schemas.get(listing.record()) else { return };
    let mut listed = record.clone();
    listed.required = listing.always().iter().map(|field| (*field).to_owned()).collect();
    listed.description = Some(format!(
        "A record of a list: the same as `{}`, with the fields that `fields` and `brief` leave; all of them by default.",
        listing.record()
    ));
    let items = Ref::from_schema_name(&name);
    components.schemas.insert(name, RefOr::T(Schema::Object(listed)));
    if let Some(RefOr::T(Schema::Object(page))) = components.schemas.get_mut(listing.page())
        && let Some(RefOr::T(Schema::Array(data))) = page.properties.get_mut("data")
    {
        data.items = ArrayItems::RefOrSchema(Box::new(items.into()));
    }
}

/// The ways in which a request can fail, as the document names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    BadRequest,
    BadBody,
    NotFound,
    NoLiterature,
    Gone,
    NotAcceptable,
    RequestTimeout,
    Conflict,
    PayloadTooLarge,
    UriTooLong,
    UnsupportedMediaType,
    Unprocessable,
    TooManyRequests,
    Unavailable,
    FormNotImplemented,
}

impl Failure {
    const ALL: [Self; 15] = [
        Self::BadRequest,
        Self::BadBody,
        Self::NotFound,
        Self::NoLiterature,
        Self::Gone,
        Self::NotAcceptable,
        Self::RequestTimeout,
        Self::Conflict,
        Self::PayloadTooLarge,
        Self::UriTooLong,
        Self::UnsupportedMediaType,
        Self::Unprocessable,
        Self::TooManyRequests,
        Self::Unavailable,
        Self::FormNotImplemented,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::BadRequest => "BadRequest",
            Self::BadBody => "BadBody",
            Self::NotFound => "NotFound",
            Self::NoLiterature => "NoLiterature",
            Self::Gone => "Gone",
            Self::NotAcceptable => "NotAcceptable",
            Self::RequestTimeout => "RequestTimeout",
            Self::Conflict => "Conflict",
            Self::PayloadTooLarge => "PayloadTooLarge",
            Self::UriTooLong => "UriTooLong",
            Self::UnsupportedMediaType => "UnsupportedMediaType",
            Self::Unprocessable => "Unprocessable",
            Self::TooManyRequests => "TooManyRequests",
            Self::Unavailable => "Unavailable",
            Self::FormNotImplemented => "FormNotImplemented",
        }
    }

    /// The codes it can have; the first one gives the example.
    fn codes(self) -> &'static [Code] {
        match self {
            Self::BadRequest => &[Code::UnknownParameter, Code::InvalidParameter, Code::InvalidCursor],
            Self::BadBody => &[Code::InvalidBody, Code::InvalidJson, Code::UnknownParameter],
            Self::NotFound => &[Code::NotFound],
            Self::NoLiterature => &[Code::LiteratureNotLoaded, Code::NotFound],
            Self::Gone => &[Code::Gone],
            Self::NotAcceptable => &[Code::NotAcceptable],
            Self::RequestTimeout => &[Code::RequestTimeout],
            Self::Conflict => &[Code::ExpiredCursor],
            Self::PayloadTooLarge => &[Code::PayloadTooLarge],
            Self::UriTooLong => &[Code::UriTooLong],
            Self::UnsupportedMediaType => &[Code::UnsupportedMediaType],
            Self::Unprocessable => &[Code::Unprocessable],
            Self::TooManyRequests => &[Code::TooManyRequests],
            Self::Unavailable => {
                &[Code::Overloaded, Code::DeadlineExceeded, Code::Unavailable, Code::LiteratureUnreadable]
            }
            Self::FormNotImplemented => &[Code::NotImplemented],
        }
    }

    fn status(self) -> u16 {
        self.codes().first().map_or(500, |code| code.status().as_u16())
    }

    fn description(self) -> &'static str {
        match self {
            Self::BadRequest => {
                "A parameter is not known, or has a value it cannot take. `errors` names every one, what is nearest and \
                 what is allowed."
            }
            Self::BadBody => {
                "The body is no JSON, or not of the form described, or the address has parameters. `errors` has the place \
                 as a JSON pointer, what is nearest and what is allowed."
            }
            Self::NotFound => "There is no record with this id, or with one of these. `detail` names the nearest one.",
            Self::NoLiterature => {
                "This installation has no literature, or there is no record of this name in it. `detail` says which."
            }
            Self::Gone => {
                "The text was withdrawn, or not reviewed in time. Take it down; `successor` is what to use instead, if \
                 there is anything."
            }
            Self::NotAcceptable => "The `Accept` header excludes every media type of the answer.",
            Self::Conflict => "The data have changed since the cursor was given. Begin again without it.",
            Self::RequestTimeout => "The body did not arrive within ten seconds.",
            Self::PayloadTooLarge => "The body has more than 1 MiB.",
            Self::UriTooLong => "The address has more than 16 KiB.",
            Self::UnsupportedMediaType => "The body is not announced as JSON in UTF-8.",
            Self::Unprocessable => {
                "The body has the right form, but asks for more than one request may, or contradicts itself. `errors` says \
                 where."
            }
            Self::TooManyRequests => {
                "The client has sent more requests than the operator allows each; by default any number is allowed. Try again \
                 after the seconds in `Retry-After`."
            }
            Self::Unavailable => {
                "The service has too much to do, is starting or shutting down: try again after the seconds in `Retry-After`. Or \
                 the answer took longer than it may: ask for less."
            }
            Self::FormNotImplemented => {
                "The answer is asked for in a form that it does not have; the status is the one of oEmbed 1.0."
            }
        }
    }
}

/// The failures a resource can have. A wrong method is none of them: it is no operation of this document.
fn failures(resource: Resource) -> impl Iterator<Item = Failure> {
    let has_id = resource.path().contains("{id}");
    let has_cursor = resource.params().iter().any(|param| param.name == "cursor");
    let of_literature =
        matches!(resource, Resource::Literature | Resource::LiteratureRecord | Resource::LiteratureCitation);
    let has_body = resource.method() == "post";
    let names_sources = resource.params().iter().any(|param| param.name == IDS);
    Failure::ALL.into_iter().filter(move |failure| match failure {
        Failure::BadRequest => !has_body,
        Failure::BadBody
        | Failure::RequestTimeout
        | Failure::PayloadTooLarge
        | Failure::UnsupportedMediaType
        | Failure::Unprocessable => has_body,
        Failure::NotFound => (has_id && !of_literature) || names_sources,
        Failure::NoLiterature => of_literature,
        Failure::Gone => resource == Resource::Blurb,
        // Its cursor names a record, and no version of the data.
        Failure::Conflict => has_cursor && !of_literature,
        // What `format` asks for is what comes.
        Failure::NotAcceptable => resource != Resource::Export,
        Failure::UriTooLong | Failure::TooManyRequests | Failure::Unavailable => true,
        Failure::FormNotImplemented => false,
    })
}

fn headers<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, RefOr<Header>> {
    names
        .into_iter()
        .map(|name| (name.to_owned(), RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))))
        .collect()
}

fn add_headers(components: &mut Components) {
    let described = [
        ("ETag", "Changes when the answer does. Send it back as `If-None-Match`.", "W/\"941de6195e657a69\""),
        (
            "Cache-Control",
            "How long the answer may be kept. Failures are not kept.",
            "public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400",
        ),
        ("Vary", "Request headers the answer depends on.", "Accept-Encoding"),
        (
            "Evidence-Version",
            "Version of data and program: the same as `meta.dataset.version`.",
            "3f9c1d0a5b7e4c2f8a6d9e0b1c2d3e4f+0.1.0.1a2b3c4d",
        ),
        (
            "Link",
            "Where to go on: `rel=\"next\"` for the next page of a list, `rel=\"service-desc\"` for this document, \
             `rel=\"service-doc\"` for its readable form. May occur more than once.",
            "</openapi.json>; rel=\"service-desc\", </docs>; rel=\"service-doc\"",
        ),
        (
            "X-Request-Id",
            "Id of the request: the one that was sent, if it is well formed, else a new one. The log has it.",
            "fa7a3d3e3ee828fd-1",
        ),
        ("X-Content-Type-Options", "The media type is what `Content-Type` says.", "nosniff"),
        ("Access-Control-Allow-Origin", "Scripts of any site may read.", "*"),
        (
            "Access-Control-Expose-Headers",
            "Headers that scripts may read.",
            "ETag, Link, Evidence-Version, X-Request-Id, Retry-After, Allow, Content-Disposition",
        ),
        ("Content-Disposition", "A name for the file.", "attachment; filename=\"evidence.ris\""),
        ("Retry-After", "Seconds after which the request may succeed.", "1"),
    ];
    for (name, description, example) in described {
        let header = HeaderBuilder::new()
            .description(Some(description))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .example(Some(json!(example)))
            .build();
        components.headers.insert(name.to_owned(), RefOr::T(header));
    }
}

fn add_responses(components: &mut Components) {
    let mut add = |name: &str, mut response: Response, with: &[&'static str]| {
        response.headers = headers(ON_ALL.into_iter().chain(["Cache-Control"]).chain(with.iter().copied()));
        components.responses.insert(name.to_owned(), RefOr::T(response));
    };
    let unchanged = "The answer is the one the client has: its `ETag` was in `If-None-Match`.";
    add("NotModified", Response::new(unchanged), &["ETag", "Vary"]);
    for failure in Failure::ALL {
        let codes: Vec<_> = failure.codes().iter().map(|code| code.slug()).collect();
        let response = ResponseBuilder::new()
            .description(failure.description())
            .content(problem::CONTENT_TYPE, content(failure))
            .extensions(Some(Extensions::from_iter([(PROBLEM_CODES, codes)])));
        let with: &[_] =
            if matches!(failure, Failure::Unavailable | Failure::TooManyRequests) { &["Retry-After"] } else { &[] };
        add(failure.name(), response.build(), with);
    }
}

fn content(failure: Failure) -> Content {
    let Some(code) = failure.codes().first() else { return Content::default() };
    let (detail, errors) = match failure {
        Failure::BadRequest => (
            "`desing` is no parameter of /v1/search; did you mean `design`?",
            json!([{
                "parameter": "desing",
                "message": "is no parameter of /v1/search; did you mean `design`?",
                "did_you_mean": "design",
                "allowed": ["q", "match", "expand", "kind", "design"],
            }]),
        ),
        Failure::BadBody => (
            "`/styel`: `styel` is no field here; did you mean `style`?",
            json!([{
                "pointer": "/styel",
                "message": "`styel` is no field here; did you mean `style`?",
                "found": "styel",
                "did_you_mean": "style",
                "allowed": ["text", "style"],
            }]),
        ),
        Failure::RequestTimeout => ("the body did not arrive within 10 s", json!(null)),
        Failure::PayloadTooLarge => ("the body has 2000000 bytes; at most 1048576 are read", json!(null)),
        Failure::UnsupportedMediaType => ("`Content-Type` must be `application/json`; it is `text/plain`", json!(null)),
        Failure::Unprocessable => {
            ("`/text`: has no words to look at", json!([{ "pointer": "/text", "message": "has no words to look at" }]))
        }
        Failure::NotFound => ("there is no source `acp-2071`; did you mean `acp-2017`?", json!(null)),
        Failure::NoLiterature => {
            ("no literature is loaded; the operator loads some with `evidence literature add FILE`", json!(null))
        }
        Failure::Gone => (
            "the blurb `example` was withdrawn on 2026-11-23: it named the wrong group; use `example-2` instead",
            json!(null),
        ),
        Failure::NotAcceptable => {
            ("this resource answers with `application/json`, which `Accept` excludes", json!(null))
        }
        Failure::FormNotImplemented => ("`format` is `json` or `xml`; there is no other", json!(null)),
        Failure::Conflict => ("the data has changed since the first page; begin again without `cursor`", json!(null)),
        Failure::UriTooLong => ("the address has 20000 bytes; at most 16384 are read", json!(null)),
        Failure::TooManyRequests => ("600 requests a minute are answered for each client; wait 4 s", json!(null)),
        Failure::Unavailable => (
            "too many requests wait for an answer already; send it again after the seconds in `Retry-After`",
            json!(null),
        ),
    };
    let mut example = json!({
        "type": format!("/problems/{}", code.slug()),
        "title": code.title(),
        "status": code.status().as_u16(),
        "detail": detail,
        "code": code.slug(),
        "retryable": code.is_retryable(),
        "request_id": "fa7a3d3e3ee828fd-1",
    });
    if let (Some(example), false) = (example.as_object_mut(), errors.is_null()) {
        example.insert("errors".to_owned(), errors);
    }
    ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).example(Some(example)).build()
}
