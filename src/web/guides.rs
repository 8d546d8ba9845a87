//! `/docs`: guides for people. Each is one Markdown file in `guides/`, with `{{places}}` that are filled from the records
//! and the program when it is asked for; what results is answered as it is at the address with `.md`, and as a page
//! without. So the two cannot differ, and no number is typed twice.

mod dictionary;
mod figures;
mod markdown;
mod places;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{LINK, LOCATION},
};
use askama::Template;

use self::{markdown::Rendered, places::Places};
use super::page;
use crate::{
    domain::vocabulary::nearest,
    http::{
        cache::{CachePolicy, cached},
        origin::Origin,
        problem::{Code, Problem},
        served::RequestContext,
        work::Effort,
    },
};

/// A page of the documentation, as the navigation, `/llms.txt` and the first page list it.
pub(super) struct Entry {
    address: &'static str,
    label: &'static str,
    /// What a reader finds there, as a sentence.
    about: &'static str,
    /// Its text; none for what is made elsewhere.
    text: Option<&'static str>,
    /// The pages it is divided into, which the navigation shows on it and on them.
    parts: &'static [Entry],
}

impl Entry {
    /// Whether the page that is shown is this one or one of its parts.
    fn holds(&self, here: &str) -> bool {
        !self.parts.is_empty() && (self.address == here || self.parts.iter().any(|part| part.address == here))
    }
}

/// The pages that belong together, under what they have in common.
pub(super) struct Group {
    label: &'static str,
    entries: &'static [Entry],
}

/// The parts of the data dictionary.
const OF_DATA: &[Entry] = &[
    Entry {
        address: "/docs/data/source",
        label: "Sources",
        about: "Every field of a publication: what it is, how it was made, whether it still holds.",
        text: Some(include_str!("guides/data/source.md")),
        parts: &[],
    },
    Entry {
        address: "/docs/data/finding",
        label: "Findings",
        about: "Every field of what a publication found or advises, with its numbers.",
        text: Some(include_str!("guides/data/finding.md")),
        parts: &[],
    },
    Entry {
        address: "/docs/data/claim",
        label: "Claims",
        about: "Every field of a sentence of an audited page, with its verdict.",
        text: Some(include_str!("guides/data/claim.md")),
        parts: &[],
    },
    Entry {
        address: "/docs/data/blurb",
        label: "Blurbs",
        about: "Every field of a text that may be published, with the day it ends.",
        text: Some(include_str!("guides/data/blurb.md")),
        parts: &[],
    },
    Entry {
        address: "/docs/data/topic",
        label: "Topics",
        about: "Every field of a condition, a treatment or another concept.",
        text: Some(include_str!("guides/data/topic.md")),
        parts: &[],
    },
    Entry {
        address: "/docs/data/parts",
        label: "Parts of records",
        about: "What the fields of the records are made of.",
        text: Some(include_str!("guides/data/parts.md")),
        parts: &[],
    },
    Entry {
        address: "/docs/data/vocabularies",
        label: "Vocabularies",
        about: "Every closed list with its values and what they mean.",
        text: Some(include_str!("guides/data/vocabularies.md")),
        parts: &[],
    },
    Entry {
        address: "/docs/data/formats",
        label: "Identifiers and dates",
        about: "How identifiers, dates and addresses are written.",
        text: Some(include_str!("guides/data/formats.md")),
        parts: &[],
    },
];

/// The parts of the page on the command.
const OF_COMMAND: &[Entry] = &[Entry {
    address: "/docs/command/help",
    label: "Every command",
    about: "The help of every command of the program, as it prints it.",
    text: Some(include_str!("guides/command_help.md")),
    parts: &[],
}];

const HOME: Entry = Entry {
    address: "/docs",
    label: "Documentation",
    about: "How to look evidence up, show it on a website and build with it: three short paths, and the rest.",
    text: Some(include_str!("guides/home.md")),
    parts: &[],
};

const GROUPS: [Group; 3] = [
    Group {
        label: "Begin",
        entries: &[
            Entry {
                address: "/docs/write",
                label: "I write",
                about: "Find a publication, cite it, see whether it still holds, check a sentence, make a bibliography.",
                text: Some(include_str!("guides/write.md")),
                parts: &[],
            },
            Entry {
                address: "/docs/website",
                label: "I run a website",
                about: "Show a reviewed text, keep it fresh, and take it down in time.",
                text: Some(include_str!("guides/website.md")),
                parts: &[],
            },
            Entry {
                address: "/docs/build",
                label: "I build",
                about: "From the first request to a typed client: search, cite, check, errors, paging, caching.",
                text: Some(include_str!("guides/build.md")),
                parts: &[],
            },
        ],
    },
    Group {
        label: "Look up",
        entries: &[
            Entry {
                address: "/docs/api",
                label: "API reference",
                about: "Every operation with its parameters, its answer and samples in curl, JavaScript, Python and Rust.",
                text: None,
                parts: &[],
            },
            Entry {
                address: "/docs/try",
                label: "Try the API",
                about: "Send requests from the browser.",
                text: None,
                parts: &[],
            },
            Entry {
                address: "/docs/data",
                label: "Data dictionary",
                about: "Every field of the records, every vocabulary with its values, and what they mean.",
                text: Some(include_str!("guides/data.md")),
                parts: OF_DATA,
            },
            Entry {
                address: "/docs/checks",
                label: "Draft check",
                about: "The rules of the draft check, how often each of them is right, and what the check cannot do.",
                text: Some(include_str!("guides/checks.md")),
                parts: &[],
            },
            Entry {
                address: "/docs/command",
                label: "The command",
                about: "Everything the program can do from a terminal: serve, search, cite, check, import, lint.",
                text: Some(include_str!("guides/command.md")),
                parts: OF_COMMAND,
            },
            Entry {
                address: "/docs/literature",
                label: "Literature",
                about: "Bibliographic records beside the appraised ones: how an operator loads them, and how they are asked.",
                text: Some(include_str!("guides/literature.md")),
                parts: &[],
            },
            Entry {
                address: "/problems",
                label: "Problems",
                about: "Everything that can go wrong with a request, and what to do then.",
                text: None,
                parts: &[],
            },
            Entry {
                address: "/embed",
                label: "Snippets",
                about: "Choose a text and copy the snippet for a website.",
                text: None,
                parts: &[],
            },
        ],
    },
    Group {
        label: "Rely on",
        entries: &[
            Entry {
                address: "/docs/methods",
                label: "Methods",
                about: "How sources are chosen, graded and reviewed, and what is missing.",
                text: Some(include_str!("guides/methods.md")),
                parts: &[],
            },
            Entry {
                address: "/docs/limits",
                label: "Limits and caching",
                about: "How much one request may ask, how long an answer may be kept, and what the service does not do.",
                text: Some(include_str!("guides/limits.md")),
                parts: &[],
            },
            Entry {
                address: "/docs/versions",
                label: "Versions",
                about: "What stays as it is, what may change, and how a change is told.",
                text: Some(include_str!("guides/versions.md")),
                parts: &[],
            },
            Entry {
                address: "/docs/changelog",
                label: "Changelog",
                about: "What changed in the API, the data and the program.",
                text: Some(include_str!("../../CHANGELOG.md")),
                parts: &[],
            },
        ],
    },
];

/// Every page of the documentation, the first page first.
fn entries() -> impl Iterator<Item = &'static Entry> {
    let with_parts = |entry: &'static Entry| std::iter::once(entry).chain(entry.parts);
    std::iter::once(&HOME).chain(GROUPS.iter().flat_map(|group| group.entries).flat_map(with_parts))
}

/// Where its pages are.
pub(super) fn addresses() -> impl Iterator<Item = &'static str> {
    entries().map(|entry| entry.address)
}

/// The side navigation of the documentation.
pub(super) fn navigation() -> &'static [Group] {
    &GROUPS
}

/// The pages that have a text.
fn written() -> impl Iterator<Item = (&'static Entry, &'static str)> {
    entries().filter_map(|entry| Some((entry, entry.text?)))
}

#[derive(Template)]
#[template(path = "guide.html")]
struct Guide<'a> {
    entry: &'static Entry,
    /// The page it is a part of.
    whole: Option<&'static Entry>,
    groups: &'static [Group],
    title: String,
    /// Its whole address.
    canonical: String,
    rendered: &'a Rendered,
    /// Whether it has so many sections that a list of them helps.
    has_contents: bool,
}

#[derive(Template)]
#[template(path = "no_such_guide.html")]
struct NoSuchGuide<'a> {
    path: &'a str,
    meant: Option<&'static Entry>,
    groups: &'static [Group],
}

/// The text of a guide on this day, its places filled.
fn text_of(text: &str, context: &RequestContext, origin: &Origin) -> Result<String, Problem> {
    let places = Places::new(context, origin);
    places::chosen(text, |name| places.has(name))
        .and_then(|text| places::filled(&text, |name| places.value(name)))
        .map_err(|name| Problem::new(Code::Internal, format!("nothing fills `{name}` of a guide")))
}

/// The main heading of a text.
fn title(text: &str) -> &str {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default()
}

fn as_page(
    entry: &'static Entry,
    text: &str,
    context: &RequestContext,
    origin: &Origin,
) -> Result<HttpResponse, Problem> {
    let text = text_of(text, context, origin)?;
    let rendered = markdown::rendered(&text);
    let mut response = HttpResponse::Ok();
    let twin = format!("<{}.md>; rel=\"alternate\"; type=\"text/markdown\"", entry.address);
    response.insert_header((LINK, twin));
    let title = title(&text).to_owned();
    let has_contents = rendered.sections.len() > 2;
    page(
        response,
        &Guide {
            entry,
            whole: entries().find(|whole| whole.address != entry.address && whole.holds(entry.address)),
            groups: navigation(),
            title,
            canonical: origin.address(entry.address),
            rendered: &rendered,
            has_contents,
        },
        CachePolicy::Dataset,
    )
}

fn as_markdown(entry: &Entry, text: &str, context: &RequestContext, origin: &Origin) -> Result<HttpResponse, Problem> {
    let page = format!("<{}>; rel=\"canonical\"", entry.address);
    let mut response = HttpResponse::Ok();
    response.insert_header((LINK, page)).content_type("text/markdown; charset=utf-8");
    Ok(cached(response.body(text_of(text, context, origin)?), CachePolicy::Dataset))
}

/// The answer at an address of the documentation.
async fn at(path: &str, context: RequestContext, origin: Origin) -> Result<HttpResponse, Problem> {
    let path = path.to_owned();
    context.respond(Effort::Light, move |context, _| found(&path, context, &origin)).await
}

fn found(path: &str, context: &RequestContext, origin: &Origin) -> Result<HttpResponse, Problem> {
    let (address, is_markdown) = path.strip_suffix(".md").map_or((path, false), |address| (address, true));
    match written().find(|(entry, _)| entry.address == address) {
        Some((entry, text)) if is_markdown => as_markdown(entry, text, context, origin),
        Some((entry, text)) => as_page(entry, text, context, origin),
        None => {
            let near = nearest(address.trim_end_matches('/'), entries().map(|entry| entry.address));
            let meant = near.and_then(|near| entries().find(|entry| entry.address == near));
            page(HttpResponse::NotFound(), &NoSuchGuide { path, meant, groups: navigation() }, CachePolicy::NoStore)
        }
    }
}

#[get("/docs")]
pub(super) async fn home(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    at(request.path(), context, origin).await
}

#[get("/docs.md")]
pub(super) async fn home_markdown(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    at(request.path(), context, origin).await
}

/// Register it after everything else below `/docs`.
#[get("/docs/{page:.*}")]
pub(super) async fn one(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    if request.path() == "/docs/" {
        let response = HttpResponse::PermanentRedirect().insert_header((LOCATION, HOME.address)).finish();
        return Ok(cached(response, CachePolicy::Asset));
    }
    at(request.path(), context, origin).await
}

/// The search page as it looks, which the first page shows. `tests/contract/screenshot.mjs` takes it.
#[get("/docs/search.png")]
pub(super) async fn picture() -> Result<HttpResponse, Problem> {
    let picture: &[u8] = include_bytes!("guides/search.png");
    Ok(cached(HttpResponse::Ok().content_type("image/png").body(picture), CachePolicy::Asset))
}

/// What a language model should know of, as <https://llmstxt.org> proposes.
#[get("/llms.txt")]
pub(super) async fn index_for_models(context: RequestContext, origin: Origin) -> Result<HttpResponse, Problem> {
    context
        .respond(Effort::Light, move |context, _| plain(text_of(include_str!("guides/llms.md"), context, &origin)?))
        .await
}

/// The guides in one file.
#[get("/llms-full.txt")]
pub(super) async fn all_for_models(context: RequestContext, origin: Origin) -> Result<HttpResponse, Problem> {
    context
        .respond(Effort::Light, move |context, _| {
            let texts = written().map(|(entry, text)| {
                let text = text_of(text, context, &origin)?;
                Ok(format!("<!-- {} -->\n\n{}\n", origin.address(entry.address), text.trim()))
            });
            plain(texts.collect::<Result<Vec<_>, Problem>>()?.join("\n"))
        })
        .await
}

fn plain(text: String) -> Result<HttpResponse, Problem> {
    Ok(cached(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text), CachePolicy::Dataset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guide_says_first_whom_it_is_for() {
        for (entry, text) in written() {
            let first = text.split("\n\n").map(str::trim).find(|block| !block.is_empty() && !block.starts_with('#'));
            assert!(first.is_some_and(|first| first.starts_with("For ")), "{}: {first:?}", entry.address);
        }
    }

    #[test]
    fn every_page_of_the_guides_has_an_address_of_its_own() {
        let mut all: Vec<&str> = addresses().collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
