//! The element for a blurb with its text between the tags, as a website pastes it and as a frame holds it.

use super::record_page;
use crate::{
    api,
    app::Library,
    domain::{Blurb, Date, RecordKind, Vocabulary, blurb::TextLength, repeated::escaped_html},
    http::{origin::Origin, problem::Problem},
};

/// The level of a heading where nothing is said.
pub(super) const DEFAULT_LEVEL: u32 = 3;

/// What a snippet says beside the id of its blurb.
#[derive(Clone, Copy)]
pub(super) struct Settings<'a> {
    pub(super) length: TextLength,
    pub(super) level: u32,
    /// A word of the element; empty for what fits the length.
    pub(super) references: &'a str,
    /// Whether it shows the words of today and no others.
    pub(super) is_pinned: bool,
}

/// The element with the text between its tags, as a website pastes it: the text is there before the element is, without
/// scripts, and for search engines.
///
/// # Errors
/// The [`Problem`] of a blurb that may not be published on this day.
pub(super) fn tags_of(
    library: &Library,
    blurb: &Blurb,
    today: Date,
    settings: Settings<'_>,
    origin: &Origin,
) -> Result<String, Problem> {
    let Settings { length, level, references, is_pinned } = settings;
    let id = blurb.id.as_str();
    let page = escaped_html(&origin.address(&record_page(RecordKind::Blurb, id)));
    let (printed, version) = api::blurb_printed(library, id, length, today, &page, level)?;
    let mut attributes = format!("blurb=\"{id}\" length=\"{}\"", length.slug());
    if level != DEFAULT_LEVEL {
        attributes.push_str(&format!(" heading-level=\"{level}\""));
    }
    if !references.is_empty() {
        attributes.push_str(&format!(" references=\"{references}\""));
    }
    if is_pinned {
        attributes.push_str(&format!(" version=\"{version}\""));
    }
    let valid_until = blurb.life.valid_until;
    Ok(format!("<evidence-blurb {attributes} valid-until=\"{valid_until}\">\n{printed}\n</evidence-blurb>"))
}
