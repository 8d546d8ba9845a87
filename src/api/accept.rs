//! Which representation a request wants (RFC 9110, section 12.5.1).

use crate::http::problem::{Code, Problem};

/// A media type some resource answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/json`: every resource.
    Json,
    /// `text/html`: the fragment of a blurb.
    Html,
    /// `text/markdown`: the same.
    Markdown,
}

impl Media {
    fn essence(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("application", "json"),
            Self::Html => ("text", "html"),
            Self::Markdown => ("text", "markdown"),
        }
    }

    /// The value of `Content-Type`.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }
}

/// The one of `offered` that `Accept` wants most, the first of equals. Ranges that cannot be read are passed over, and a
/// request without any accepts everything.
///
/// # Errors
/// [`Code::NotAcceptable`] when it excludes all of them.
pub(super) fn preferred(accept: &str, offered: &[Media]) -> Result<Media, Problem> {
    let mut best: Option<(Media, f32)> = None;
    for &media in offered {
        let quality = quality(accept, media);
        if quality > 0.0 && best.is_none_or(|(_, found)| quality > found) {
            best = Some((media, quality));
        }
    }
    best.map(|(media, _)| media).ok_or_else(|| {
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
    use super::{Media, preferred};

    fn json(accept: &str) -> bool {
        preferred(accept, &[Media::Json]).is_ok()
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
        ];
        for accept in wanted {
            assert!(json(accept), "{accept}");
        }
        for accept in ["text/html", "*/*, application/json;q=0", "application/xml, text/*", "application/json;q=0.0"] {
            assert!(!json(accept), "{accept}");
        }
    }

    #[test]
    fn of_several_the_one_wanted_most_is_given() {
        let all = [Media::Json, Media::Html, Media::Markdown];
        let given = |accept| preferred(accept, &all).ok();
        assert_eq!(given("*/*"), Some(Media::Json));
        assert_eq!(given("text/html,application/xhtml+xml,*/*;q=0.8"), Some(Media::Html));
        assert_eq!(given("text/markdown, text/html;q=0.5"), Some(Media::Markdown));
        assert_eq!(given("text/*"), Some(Media::Html));
        assert_eq!(given("image/png"), None);
    }
}
