//! Which representation a request wants (RFC 9110, section 12.5.1).
//!
//! `Accept` is read here, once, into one of a few values; nothing else of it decides what a kept answer is kept for.

use actix_web::http::header::{ACCEPT, HeaderMap, HeaderValue};

use super::problem::{Code, Problem};

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

/// The media types that a request accepts, the one it wants most first. There are sixteen such lists, whatever
/// clients write into `Accept`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Preference([Option<Media>; 3]);

impl Preference {
    /// What a request accepts that does not say.
    pub const ANY: Self = Self([Some(Media::Json), Some(Media::Html), Some(Media::Markdown)]);

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
        Self(wanted.map(|(media, quality)| (quality > 0.0).then_some(media)))
    }

    /// The one of `offered` that is wanted most.
    ///
    /// # Errors
    /// [`Code::NotAcceptable`] when all of them are excluded.
    pub fn choose(self, offered: &[Media]) -> Result<Media, Problem> {
        self.0.into_iter().flatten().find(|media| offered.contains(media)).ok_or_else(|| {
            let names: Vec<_> = offered
                .iter()
                .map(|media| {
                    let (kind, sub) = media.essence();
                    format!("`{kind}/{sub}`")
                })
                .collect();
            let detail = format!("this resource answers with {}, which `Accept` excludes", names.join(", "));
            Problem::new(Code::NotAcceptable, detail)
        })
    }

    /// A number of its own for each, below 64.
    pub(super) fn number(self) -> u64 {
        let digit = |media: Option<Media>| match media {
            None => 0,
            Some(Media::Json) => 1,
            Some(Media::Html) => 2,
            Some(Media::Markdown) => 3,
        };
        self.0.into_iter().fold(0, |number, media| number * 4 + digit(media))
    }
}

/// How much a media type is wanted, from 0 to 1: the most specific range that covers it decides.
fn quality(accept: &str, media: Media) -> f32 {
    let (kind, sub) = media.essence();
    let mut ranges = 0;
    let mut decisive: Option<(u8, f32)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let Some((of_kind, of_sub)) = name.split_once('/') else { continue };
        ranges += 1;
        let specific = match (of_kind, of_sub) {
            (k, s) if k == kind && s == sub => 2,
            (k, "*") if k == kind => 1,
            ("*", "*") => 0,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight = weight.map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
        // No weight is above one (RFC 9110, 12.4.2), and one that is no number is none.
        let weight = if f32::is_nan(weight) { 0.0 } else { weight.clamp(0.0, 1.0) };
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
