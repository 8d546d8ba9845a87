//! Which compression a client takes, and compressing.
//!
//! Answers are compressed when they are put in the store of answers, once for each encoding, so the effort is
//! chosen for size; what is not stored is not compressed.

use std::io::{self, Write};

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};

/// Bodies below this many bytes fit in a packet or two anyway.
pub const MIN_BYTES: usize = 1024;

/// Larger bodies are compressed on another thread than the one that serves connections.
pub const INLINE_MAX_BYTES: usize = 64 * 1024;

/// Of eleven; the next levels take several times as long for a few percent.
const BROTLI_QUALITY: i32 = 5;
const BROTLI_WINDOW_BITS: i32 = 20;
const GZIP_LEVEL: u32 = 6;
const ZSTD_LEVEL: i32 = 6;

/// How a body is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// As it is.
    Identity,
    /// gzip (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
    /// Zstandard (RFC 8878).
    Zstd,
}

impl Encoding {
    /// The best one that the client takes: by its q-values, among equals the one that makes bodies smallest.
    /// Identity is sent even to clients that refuse it; the alternative is an error that helps nobody.
    pub fn negotiate(headers: &HeaderMap) -> Self {
        let (mut gzip, mut brotli, mut zstd, mut identity, mut any) = (None, None, None, None, None);
        for line in headers.get_all(ACCEPT_ENCODING) {
            for item in line.to_str().unwrap_or_default().split(',') {
                let (name, q) = weighted(item);
                let slot = if name.eq_ignore_ascii_case("br") {
                    &mut brotli
                } else if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") {
                    &mut gzip
                } else if name.eq_ignore_ascii_case("zstd") {
                    &mut zstd
                } else if name.eq_ignore_ascii_case("identity") {
                    &mut identity
                } else if name == "*" {
                    &mut any
                } else {
                    continue;
                };
                *slot = Some(q);
            }
        }
        let any = any.unwrap_or(0);
        // Not naming identity does not rank it.
        let offered = [
            (Self::Brotli, brotli.unwrap_or(any)),
            (Self::Zstd, zstd.unwrap_or(any)),
            (Self::Gzip, gzip.unwrap_or(any)),
            (Self::Identity, identity.unwrap_or(0)),
        ];
        let best = offered.iter().map(|(_, q)| *q).max().filter(|q| *q > 0);
        offered.into_iter().find(|(_, q)| Some(*q) == best).map_or(Self::Identity, |(encoding, _)| encoding)
    }

    /// The value of `Content-Encoding`.
    pub fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Brotli => Some(HeaderValue::from_static("br")),
            Self::Zstd => Some(HeaderValue::from_static("zstd")),
        }
    }

    /// The encoded body; none when it is sent as it is.
    ///
    /// # Errors
    /// Never in practice: the compressors write to memory.
    pub fn encode(self, body: &[u8]) -> io::Result<Option<Vec<u8>>> {
        match self {
            Self::Identity => Ok(None),
            Self::Gzip => {
                let level = flate2::Compression::new(GZIP_LEVEL);
                let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), level);
                encoder.write_all(body)?;
                encoder.finish().map(Some)
            }
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams {
                    quality: BROTLI_QUALITY,
                    lgwin: BROTLI_WINDOW_BITS,
                    size_hint: body.len(),
                    ..Default::default()
                };
                let mut encoded = Vec::with_capacity(body.len() / 3);
                brotli::BrotliCompress(&mut &body[..], &mut encoded, &params)?;
                Ok(Some(encoded))
            }
            Self::Zstd => zstd::bulk::compress(body, ZSTD_LEVEL).map(Some),
        }
    }
}

/// Name and weight, in thousandths, of one item of the header. A weight that cannot be read counts as full.
fn weighted(item: &str) -> (&str, u16) {
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let q = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let q = q.and_then(|q| q.trim().parse::<f32>().ok()).unwrap_or(1.0).clamp(0.0, 1.0);
    // Between 0 and 1000 after the clamp; NaN becomes 0.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1 above")]
    let thousandths = (q * 1000.0) as u16;
    (name, thousandths)
}

/// Whether bodies of this type become much smaller.
pub fn is_compressible(content_type: &HeaderValue) -> bool {
    let full = content_type.to_str().unwrap_or_default();
    let essence = full.split(';').next().unwrap_or_default().trim();
    essence.starts_with("text/")
        || essence.ends_with("+json")
        || essence.ends_with("+xml")
        || matches!(
            essence,
            "application/json"
                | "application/javascript"
                | "application/xml"
                | "application/x-ndjson"
                | "application/x-research-info-systems"
                | "application/x-bibtex"
                | "application/nbib"
        )
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn clients_get_the_encoding_they_like_best() {
        let check = |accept: &str, expected| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_str(accept).expect("a header value"));
            assert_eq!(Encoding::negotiate(&headers), expected, "{accept}");
        };
        check("gzip, deflate, br, zstd", Encoding::Brotli);
        check("gzip, deflate", Encoding::Gzip);
        check("GZIP", Encoding::Gzip);
        check("br;q=0.5, gzip;q=0.8", Encoding::Gzip);
        check("br;q=0, gzip;q=0", Encoding::Identity);
        check("*", Encoding::Brotli);
        check("*, br;q=0", Encoding::Zstd);
        check("identity, gzip;q=0.5", Encoding::Identity);
        check("identity;q=0.5, gzip", Encoding::Gzip);
        check("identity;q=0", Encoding::Identity);
        check("zstd", Encoding::Zstd);
        check("deflate, zstd;q=0.5, gzip;q=0.4", Encoding::Zstd);
        check("*, br;q=0, zstd;q=0", Encoding::Gzip);
        check("deflate", Encoding::Identity);
        check("", Encoding::Identity);
        check(",;q,;;q=x,gzip;q=nonsense", Encoding::Gzip);
        check("br;q=NaN", Encoding::Identity);
        assert_eq!(Encoding::negotiate(&HeaderMap::new()), Encoding::Identity);
    }

    #[test]
    fn encoded_bodies_decode_to_the_same_bytes() {
        let body = "benefits lasted ".repeat(500);
        let gzip = Encoding::Gzip.encode(body.as_bytes()).expect("gzip").expect("encoded");
        let mut decoded = String::new();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_string(&mut decoded).expect("gzip");
        assert_eq!(decoded, body);
        let br = Encoding::Brotli.encode(body.as_bytes()).expect("brotli").expect("encoded");
        let mut decoded = Vec::new();
        brotli::BrotliDecompress(&mut &br[..], &mut decoded).expect("brotli");
        assert_eq!(decoded, body.as_bytes());
        let zstd = Encoding::Zstd.encode(body.as_bytes()).expect("zstd").expect("encoded");
        assert_eq!(zstd::stream::decode_all(&zstd[..]).expect("zstd"), body.as_bytes());
        assert_eq!(Encoding::Identity.encode(b"x").expect("identity"), None);
    }

    #[test]
    fn only_text_is_compressed() {
        for (content_type, expected) in [
            ("application/json", true),
            ("application/json; charset=utf-8", true),
            ("text/html; charset=utf-8", true),
            ("image/svg+xml", true),
            ("application/ld+json", true),
            ("image/png", false),
            ("application/octet-stream", false),
        ] {
            assert_eq!(is_compressible(&HeaderValue::from_static(content_type)), expected, "{content_type}");
        }
    }
}
