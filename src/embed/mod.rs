//! What other sites put into their pages: blurbs as an element, in a frame and over oEmbed, their description for search
//! engines, badges, feeds, and the page that writes the snippet.
//!
//! Stands below `web`, whose guides show its snippet, and above `api`: what it shows of a blurb is what the resource of
//! that blurb answers. Nothing here sets a cookie, loads anything from a third host or asks who is asking.

mod badge;
mod element;
mod feed;
mod frame;
mod oembed;
mod page;
mod query;
mod structured_data;
mod tags;

use actix_web::{
    HttpResponse,
    web::{Data, ServiceConfig},
};
use askama::Template;

use crate::{
    app::Library,
    domain::{Date, RecordKind, blurb::TextLength},
    http::{
        cache::{CachePolicy, cached},
        origin::Origin,
        problem::{Code, Problem},
    },
};

pub use structured_data::{Place, about, structured_data};

/// What the service is called where it speaks of itself.
const NAME: &str = "Evidence and citation reference";

/// Registers everything that other sites embed.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(Data::new(element::Element::current()))
        .service(page::snippet)
        .service(page::current)
        .service(frame::frame)
        .service(element::file)
        .service(oembed::oembed)
        .service(badge::of_source)
        .service(feed::atom)
        .service(feed::json);
}

/// The snippet that puts a blurb into a page, as `/embed` writes it; none if there is no such blurb, or none that may be
/// published on this day.
pub fn snippet(library: &Library, blurb: &str, length: TextLength, today: Date, origin: &Origin) -> Option<String> {
    let settings = tags::Settings { length, level: tags::DEFAULT_LEVEL, references: "", is_pinned: false };
    let tags = tags::tags_of(library, library.corpus().blurb(blurb)?, today, settings, origin).ok()?;
    Some(format!("{}\n{tags}", element::Element::current().tag(origin)))
}

/// Address of the file that defines the element.
pub fn element_path() -> String {
    element::Element::current().path
}

/// A template as an answer that holds until the data change.
fn rendered(content_type: &'static str, template: &impl Template) -> Result<HttpResponse, Problem> {
    let text = template.render().map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    Ok(cached(HttpResponse::Ok().content_type(content_type).body(text), CachePolicy::Dataset))
}

/// The same for JSON.
fn json(content_type: &'static str, body: &impl serde::Serialize) -> Result<HttpResponse, Problem> {
    let text = serde_json::to_string(body).map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    Ok(cached(HttpResponse::Ok().content_type(content_type).body(text), CachePolicy::Dataset))
}

/// The page of a record for people.
fn record_page(kind: RecordKind, id: &str) -> String {
    let collection = match kind {
        RecordKind::Source => "sources",
        RecordKind::Finding => "findings",
        RecordKind::Claim => "claims",
        RecordKind::Blurb => "blurbs",
        RecordKind::Topic => "topics",
    };
    format!("/{collection}/{id}")
}

/// Text that may stand in XML: what XML 1.0 has no place for, even escaped, becomes U+FFFD.
fn xml_text(text: &str) -> String {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}');
    text.chars().map(|c| if is_allowed(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}
