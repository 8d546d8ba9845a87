//! Which representation a request wants (RFC 9110, section 12.5.1).
//!
//! `Accept` is read here, once, into one of a few values; nothing else of it decides what a kept answer is kept for.

use actix_web::http::header::{ACCEPT, HeaderMap, HeaderValue};

use super::problem::{Code, Problem};
use crate::{
    citation::{locale::LocaleId, style::StyleId},
    domain::Vocabulary,
};

/// A media type some resource answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Media {
    /// `application/json`: every resource.
    Json,
    /// `text/html`: the fragment of a blurb.
    Html,
    /// `text/markdown`: the same.
    Markdown,
}

impl Media {
    /// All of them, the first of equals first.
    const ALL: [Self; 3] = [Self::Json, Self::Html, Self::Markdown];

    fn essence(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("application", "json"),
            Self::Html => ("text", "html"),
            Self::Markdown => ("text", "markdown"),
        }
    }

    /// The value of `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }
}

/// A publication as reference managers and citation processors ask a resolver of DOIs for it.
///
/// The media types are those of DOI content negotiation (citation.doi.org/docs.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceMedia {
    /// `application/vnd.citationstyles.csl+json`, or `application/citeproc+json`: one item.
    CslJson,
    /// `application/x-bibtex`.
    Bibtex,
    /// `application/x-research-info-systems`.
    Ris,
    /// `text/x-bibliography`, with `style` and `locale`: the reference as a line of text.
    Text {
        /// The style asked for; AMA without one, none for one we do not have.
        style: Option<StyleId>,
        /// The language asked for; that of the style without one, or with one we do not have.
        locale: Option<LocaleId>,
    },
}

impl ReferenceMedia {
    /// What a range of `Accept` names.
    fn named(range: &str) -> Option<Self> {
        let name = range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let parameter = |wanted: &str| {
            let pairs = range.split(';').skip(1).filter_map(|part| part.split_once('='));
            let mut values = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
            values.next().map(|(_, value)| value.trim().trim_matches('"').to_owned())
        };
        Some(match name.as_str() {
            "application/vnd.citationstyles.csl+json" | "application/citeproc+json" => Self::CslJson,
            "application/x-bibtex" => Self::Bibtex,
            "application/x-research-info-systems" => Self::Ris,
            "text/x-bibliography" => Self::Text {
                style: match parameter("style") {
                    // The names under which the styles are published in the CSL repository.
                    Some(style) => Some(style.to_ascii_lowercase()).and_then(|style| match style.as_str() {
                        "american-medical-association" => Some(StyleId::Ama),
                        "modern-language-association" => Some(StyleId::Mla),
                        "harvard-cite-them-right" => Some(StyleId::Harvard),
                        slug => StyleId::from_slug(slug).ok(),
                    }),
                    None => Some(StyleId::Ama),
                },
                locale: parameter("locale").and_then(|locale| {
                    LocaleId::ALL.iter().copied().find(|known| known.slug().eq_ignore_ascii_case(&locale))
                }),
            },
            _ => return None,
        })
    }

    /// The value of `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::CslJson => "application/vnd.citationstyles.csl+json",
            Self::Bibtex => "application/x-bibtex; charset=utf-8",
            Self::Ris => "application/x-research-info-systems; charset=utf-8",
            Self::Text { .. } => "text/x-bibliography; charset=utf-8",
        }
    }

    /// A number of its own for each, from 1.
    fn number(self) -> u64 {
        fn place<T: Vocabulary>(value: Option<T>) -> u64 {
            let found = value.and_then(|value| T::ALL.iter().position(|other| *other == value));
            found.map_or(0, |place| u64::try_from(place + 1).unwrap_or_default())
        }
        match self {
            Self::CslJson => 1,
            Self::Bibtex => 2,
            Self::Ris => 3,
            Self::Text { style, locale } => 4 + place(style) * 256 + place(locale),
        }
    }
}

/// The media types that a request accepts, the one it wants most first, and the form of a reference that it asks for.
///
/// There are sixteen such lists and as many forms as styles in languages, whatever clients write into `Accept`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Preference {
    media: [Option<Media>; 3],
    reference: Option<ReferenceMedia>,
}

impl Preference {
    /// What a request accepts that does not say.
    pub const ANY: Self =
        Self { media: [Some(Media::Json), Some(Media::Html), Some(Media::Markdown)], reference: None };

    /// What these headers accept. Several lines are one list, ranges that cannot be read are passed over, and a request
    /// without any accepts everything.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut lines = headers.get_all(ACCEPT).map(HeaderValue::as_bytes);
        // What most programs send.
        if let (None | Some(b"*/*"), None) = (lines.next(), lines.next()) {
            return Self::ANY;
        }
        let lines: Vec<_> = headers.get_all(ACCEPT).filter_map(|value| value.to_str().ok()).collect();
        Self::read(&lines.join(","))
    }

    fn read(accept: &str) -> Self {
        let mut wanted = Media::ALL.map(|media| (media, quality(accept, media)));
        // Stable: the order of `ALL` decides between equals.
        wanted.sort_by(|(_, left), (_, right)| right.total_cmp(left));
        let page = quality(accept, Media::Html);
        // A page that is wanted as much goes first: who asks for a reference says so.
        let reference = accept
            .split(',')
            .filter_map(|range| Some((ReferenceMedia::named(range)?, weight(range))))
            .filter(|(_, weight)| *weight > page)
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        Self {
            media: wanted.map(|(media, quality)| (quality > 0.0).then_some(media)),
            reference: reference.map(|(reference, _)| reference),
        }
    }

    /// The form of a reference that is wanted rather than a page, if one is.
    pub fn reference(self) -> Option<ReferenceMedia> {
        self.reference
    }

    /// The one of `offered` that is wanted most.
    ///
    /// # Errors
    /// [`Code::NotAcceptable`] when all of them are excluded.
    pub fn choose(self, offered: &[Media]) -> Result<Media, Problem> {
        self.media.into_iter().flatten().find(|media| offered.contains(media)).ok_or_else(|| {
            let names: Vec<_> = offered
                .iter()
                .map(|media| {
                    let (kind, sub) = media.essence();
                    format!("`{kind}/{sub}`")
                })
                .collect();
            let mut detail = format!("this resource answers with {}, which `Accept` excludes", names.join(", "));
            if self.reference.is_some() {
                detail.push_str("; references in that form are at `/sources/{id}` and at `/v1/export?format=`");
            }
            Problem::new(Code::NotAcceptable, detail)
        })
    }

    /// A number of its own for each.
    pub(super) fn number(self) -> u64 {
        let digit = |media: Option<Media>| match media {
            None => 0,
            Some(Media::Json) => 1,
            Some(Media::Html) => 2,
            Some(Media::Markdown) => 3,
        };
        let media = self.media.into_iter().fold(0, |number, media| number * 4 + digit(media));
        media + self.reference.map_or(0, ReferenceMedia::number) * 64
    }
}

/// How much a range of `Accept` is wanted, from 0 to 1.
fn weight(range: &str) -> f32 {
    let mut parts = range.split(';').skip(1).map(str::trim);
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight: f32 = weight.map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
    // No weight is above one (RFC 9110, 12.4.2), and one that is no number is none.
    if f32::is_nan(weight) { 0.0 } else { weight.clamp(0.0, 1.0) }
}

/// How much a media type is wanted, from 0 to 1: the most specific range that covers it decides.
fn quality(accept: &str, media: Media) -> f32 {
    let (kind, sub) = media.essence();
    let mut ranges = 0;
    let mut decisive: Option<(u8, f32)> = None;
    for range in accept.split(',') {
        let name = range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let Some((of_kind, of_sub)) = name.split_once('/') else { continue };
        ranges += 1;
        let specific = match (of_kind, of_sub) {
            (k, s) if k == kind && s == sub => 2,
            (k, "*") if k == kind => 1,
            ("*", "*") => 0,
            _ => continue,
        };
        let weight = weight(range);
        if decisive.is_none_or(|(found, _)| specific >= found) {
            decisive = Some((specific, weight));
        }
    }
    match decisive {
        Some((_, weight)) => weight,
        None if ranges == 0 => 1.0,
        None => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(accept: &str) -> bool {
        Preference::read(accept).choose(&[Media::Json]).is_ok()
    }

    #[test]
    fn the_most_specific_range_decides() {
        let wanted = [
            "",
            "*/*",
            "application/json",
            "Application/JSON; charset=utf-8",
            "text/html, */*;q=0.1",
            "application/*",
            "nonsense",
            "text/html;q=0, application/json;q=0.001",
            "application/json;q=inf",
        ];
        for accept in wanted {
            assert!(json(accept), "{accept}");
        }
        let refused = [
            "text/html",
            "*/*, application/json;q=0",
            "application/xml, text/*",
            "application/json;q=0.0",
            "application/json;q=-1",
            "application/json;q=NaN",
        ];
        for accept in refused {
            assert!(!json(accept), "{accept}");
        }
    }

    #[test]
    fn of_several_the_one_wanted_most_is_given() {
        let given = |accept| Preference::read(accept).choose(&Media::ALL).ok();
        assert_eq!(given("*/*"), Some(Media::Json));
        assert_eq!(given("text/html,application/xhtml+xml,*/*;q=0.8"), Some(Media::Html));
        assert_eq!(given("text/markdown, text/html;q=0.5"), Some(Media::Markdown));
        assert_eq!(given("text/*"), Some(Media::Html));
        assert_eq!(given("image/png"), None);
    }

    #[test]
    fn what_wants_the_same_is_the_same() {
        let same =
            ["text/html, */*;q=0.1", "TEXT/HTML,*/*;q=0.2", "*/*;q=0.5, text/html;level=1", "text/html;q=1,*/*;q=.1"];
        for accept in same {
            assert_eq!(Preference::read(accept), Preference::read("text/html, */*;q=0.8"), "{accept}");
        }
        assert_eq!(Preference::read("*/*"), Preference::ANY);
        let numbers: std::collections::BTreeSet<u64> =
            ["", "text/html", "text/markdown", "application/json", "image/png", "text/*", "text/html, */*;q=0.1"]
                .map(|accept| Preference::read(accept).number())
                .into();
        assert_eq!(numbers.len(), 7);
    }
}
