//! What of a hit can be taken along: copied, or kept for a bibliography.

use super::may_be_repeated;
use crate::{
    app::{self, Draft, Library, Notice},
    citation::{
        render::{Linking, RenderOptions},
        style::StyleId,
    },
    corpus::Record,
    domain::{Blurb, Source},
    http::problem::{Code, Problem},
    web::parts::{self, Scene},
};

/// What of a hit can be taken along: copied, or kept for a bibliography.
#[derive(Default)]
pub(super) struct Citing {
    /// Ids of the sources it rests on, with blanks between; empty if there is none that may be cited.
    pub(super) sources: String,
    /// The query of the list of these sources.
    pub(super) listed: String,
    /// Whether it rests on publications that nobody could identify, and on no other.
    pub(super) is_uncitable: bool,
    /// A blurb that may be published: itself, or the shortest one that rests on it.
    pub(super) blurb: Option<String>,
    /// Lengths in which its text is offered, with a word for each.
    pub(super) lengths: Vec<(&'static str, &'static str)>,
    /// The references in the style that was asked for.
    pub(super) printed: Vec<String>,
    /// What should be known of the references that are printed.
    pub(super) printed_notices: Vec<String>,
    /// What there is to know of the references in some style, each after its kind, source and field.
    pub(super) notices: Vec<(String, String)>,
}

impl Citing {
    pub(super) fn of(
        library: &Library,
        scene: Scene<'_>,
        record: Record<'_>,
        style: Option<StyleId>,
    ) -> Result<Self, Problem> {
        let mut citing = Self::default();
        let sources: Vec<&Source> = match record {
            Record::Source(source) => vec![source],
            Record::Finding(finding) => scene.corpus.source_of(finding).into_iter().collect(),
            Record::Claim(claim) => scene.corpus.sources_of_claim(claim),
            Record::Blurb(blurb) if may_be_repeated(scene, record) => scene.corpus.sources_of_blurb(blurb),
            Record::Blurb(_) | Record::Topic(_) => Vec::new(),
        };
        let had_some = !sources.is_empty();
        let sources: Vec<&Source> = sources.into_iter().filter(|source| source.assertion.is_none()).collect();
        let ids: Vec<String> = sources.iter().map(|source| source.id.to_string()).collect();
        citing.is_uncitable = had_some && ids.is_empty();
        let said = |notice: &Notice| {
            let of = |source: &&&Source| ids.len() > 1 && source.id == notice.source;
            let whose = sources.iter().find(of).map(|source| format!("{}. ", source.short_title));
            whose.unwrap_or_default() + &parts::notice(notice)
        };
        for source in &sources {
            citing.notices.extend(app::notices(scene.corpus, source, scene.as_of).iter().map(|notice| {
                let part = notice.part.as_ref().map_or("", |part| part.field.as_str());
                let about = format!("{} {} {part}", notice.kind, notice.source);
                (about, said(notice))
            }));
        }
        if let Some(blurb) = text_about(scene, record) {
            citing.lengths = match record {
                Record::Blurb(_) => vec![("line", "one-line text"), ("short", "short text")],
                Record::Source(_) | Record::Finding(_) | Record::Claim(_) | Record::Topic(_) => vec![("line", "blurb")],
            };
            citing.blurb = Some(blurb.id.to_string());
        }
        if let (Some(style), false) = (style, ids.is_empty()) {
            let set = library.renderer().style(style);
            let options = RenderOptions { style: set, locale: None, linking: Linking::Url, has_anchors: false };
            let made = library.bibliography(options, Draft::Keys(&ids), scene.as_of);
            let made = made.map_err(|error| Problem::new(Code::Internal, format!("the list {error}")))?;
            citing.printed_notices = made.notices.iter().map(said).collect();
            citing.printed = made.references.iter().map(|(reference, _, _)| reference.text.html()).collect();
        }
        citing.sources = ids.join(" ");
        let mut listed = url::form_urlencoded::Serializer::new(String::new());
        citing.listed = listed.extend_pairs(ids.iter().map(|id| ("id", id))).finish();
        Ok(citing)
    }
}

/// Text about a record that may be published: a blurb itself, of what blurbs rest on the one with the shortest line.
fn text_about<'a>(scene: Scene<'a>, record: Record<'a>) -> Option<&'a Blurb> {
    let resting: Vec<&Blurb> = match record {
        Record::Blurb(own) => vec![own],
        Record::Finding(finding) => scene.corpus.blurbs_on(finding).collect(),
        Record::Source(source) => scene.corpus.blurbs_of(source).collect(),
        Record::Claim(_) | Record::Topic(_) => Vec::new(),
    };
    let published = |blurb: &&Blurb| blurb.life.is_publishable(scene.as_of);
    resting.into_iter().filter(published).min_by_key(|blurb| blurb.texts.line.chars().count())
}
