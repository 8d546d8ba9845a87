//! `/oembed`: a blurb for programs that turn an address into something to show (oEmbed 1.0).

use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;
use serde::Serialize;
use url::Url;

use super::{NAME, frame, json, query::Query, rendered, xml_text};
use crate::{
    api,
    domain::{Date, Vocabulary, blurb::TextLength, repeated::escaped_html},
    http::{
        origin::Origin,
        problem::{Code, Problem},
        served::RequestContext,
    },
};

/// The width that is named when nothing narrower is asked for, in pixels. The frame fits any width.
const WIDTH: u32 = 600;
/// How long others may keep the answer, in seconds, and how long on the last day of a blurb.
const DAY: u32 = 86_400;
const LAST_DAY: u32 = 300;

/// `dnt` is what `WordPress` adds for those who do not want to be tracked, which nobody is here.
const PARAMETERS: [&str; 5] = ["url", "format", "maxwidth", "maxheight", "dnt"];

/// A response of type `rich`.
#[derive(Serialize, Template)]
#[template(path = "oembed.xml", escape = "html")]
struct Rich {
    version: &'static str,
    r#type: &'static str,
    title: String,
    provider_name: &'static str,
    provider_url: String,
    cache_age: u32,
    width: u32,
    /// About as high as the text needs. What is higher scrolls.
    height: u32,
    /// A frame, because that is what publishing systems let in from services they do not know.
    html: String,
}

/// The blurb an address means: that of its page or of its resource, with or without the host.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    id: String,
    length: TextLength,
}

impl Target {
    /// What the address means here; none when it is no address of a blurb of this service.
    fn of(address: &str, origin: &Origin) -> Option<Self> {
        let base = Url::parse(&origin.address("/")).ok()?;
        let url = base.join(address).ok()?;
        // A proxy may have added TLS that the origin does not know of.
        let is_ours = matches!(url.scheme(), "http" | "https")
            && url.host() == base.host()
            && (url.port() == base.port() || url.port_or_known_default() == base.port_or_known_default());
        if !is_ours {
            return None;
        }
        let id = url.path().strip_prefix("/v1").unwrap_or(url.path()).strip_prefix("/blurbs/")?;
        let length = url.query_pairs().find(|(name, _)| name == "length");
        let length = length.map_or(Ok(TextLength::Short), |(_, value)| TextLength::from_slug(&value)).ok()?;
        Some(Self { id: id.to_owned(), length })
    }
}

#[get("/oembed")]
pub(super) async fn oembed(
    request: HttpRequest,
    context: RequestContext,
    origin: Origin,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(&request, &PARAMETERS);
    let width = query.number("maxwidth", 1..=u32::MAX).map_or(WIDTH, |most| most.min(WIDTH));
    let most = query.number("maxheight", 1..=u32::MAX);
    let address = query.required("url", "give the address of a blurb");
    let format = query.text("format").unwrap_or("json").to_owned();
    query.end()?;
    let is_xml = match format.as_str() {
        "json" => false,
        "xml" => true,
        _ => return Err(Problem::new(Code::NotImplemented, "`format` is `json` or `xml`; there is no other")),
    };

    let target = Target::of(&address, &origin).ok_or_else(|| {
        let detail = format!("`url` is no address of a blurb of this service: {}", origin.address("/blurbs/{id}"));
        Problem::new(Code::NotFound, detail)
    })?;
    let rich = rich(&context, &target, (width, most), &origin)?;
    if is_xml { rendered("text/xml; charset=utf-8", &rich) } else { json("application/json", &rich) }
}

fn rich(
    context: &RequestContext,
    target: &Target,
    (width, most): (u32, Option<u32>),
    origin: &Origin,
) -> Result<Rich, Problem> {
    let library = &context.served.library;
    // What may not be published has an answer of its own.
    api::blurb_fragment(library, &target.id, target.length, context.today)?;
    let blurb = library.corpus().blurb(&target.id);
    let blurb = blurb.ok_or_else(|| Problem::new(Code::Internal, format!("the blurb {} is lost", target.id)))?;
    let height = frame::height(blurb, target.length, width);
    let height = most.map_or(height, |most| height.min(most));
    let title = escaped_html(&blurb.title);
    let src = escaped_html(&frame::address(blurb, target.length, origin));
    let html = format!("<iframe src=\"{src}\" title=\"{title}\" width=\"{width}\" height=\"{height}\"></iframe>");
    Ok(Rich {
        version: "1.0",
        r#type: "rich",
        title: xml_text(&blurb.title),
        provider_name: NAME,
        provider_url: origin.address("/"),
        cache_age: cache_age(context.today, blurb.life.valid_until),
        width,
        height,
        html: xml_text(&html),
    })
}

/// How long an answer of today may be kept, so that nobody shows it after the last day.
fn cache_age(today: Date, valid_until: Date) -> u32 {
    if today < valid_until { DAY } else { LAST_DAY }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_not_kept_past_the_last_day() {
        let last = Date::constant(2027, 1, 10);
        assert_eq!(cache_age(Date::constant(2027, 1, 9), last), 86_400);
        assert_eq!(cache_age(last, last), 300);
    }
}
