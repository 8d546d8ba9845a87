//! Whether a request accepts JSON (RFC 9110, section 12.5.1).

use actix_web::{HttpRequest, http::header::ACCEPT};

use crate::http::problem::{Code, Problem};

/// Nothing, unless the `Accept` headers exclude `application/json`. Ranges that cannot be read are passed over, and a
/// request without any accepts everything.
pub(super) fn json(request: &HttpRequest) -> Result<(), Problem> {
    let fields: Vec<_> = request.headers().get_all(ACCEPT).filter_map(|value| value.to_str().ok()).collect();
    if accepts_json(&fields.join(",")) {
        return Ok(());
    }
    Err(Problem::new(Code::NotAcceptable, "this resource answers with `application/json`, which `Accept` excludes"))
}

fn accepts_json(accept: &str) -> bool {
    let mut ranges = 0;
    // The most specific range that covers JSON decides.
    let mut decisive: Option<(u8, bool)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next().unwrap_or_default().to_ascii_lowercase();
        if !media.contains('/') {
            continue;
        }
        ranges += 1;
        let specific = match media.as_str() {
            "application/json" => 2,
            "application/*" => 1,
            "*/*" => 0,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let wanted = weight.is_none_or(|q| q.trim().parse::<f32>().is_ok_and(|q| q > 0.0));
        if decisive.is_none_or(|(found, _)| specific >= found) {
            decisive = Some((specific, wanted));
        }
    }
    match decisive {
        Some((_, wanted)) => wanted,
        None => ranges == 0,
    }
}

#[cfg(test)]
mod tests {
    use super::accepts_json;

    #[test]
    fn the_most_specific_range_decides() {
        let json = [
            "",
            "*/*",
            "application/json",
            "Application/JSON; charset=utf-8",
            "text/html, */*;q=0.1",
            "application/*",
            "nonsense",
            "text/html;q=0, application/json;q=0.001",
        ];
        for accept in json {
            assert!(accepts_json(accept), "{accept}");
        }
        for accept in ["text/html", "*/*, application/json;q=0", "application/xml, text/*", "application/json;q=0.0"] {
            assert!(!accepts_json(accept), "{accept}");
        }
    }
}
