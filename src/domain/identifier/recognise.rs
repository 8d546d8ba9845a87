//! The identifier in what people paste.

use percent_encoding::percent_decode_str;
use url::Url;

use super::{Identifier, IdentifierError, IdentifierKind, Unrecognised, digits};

impl Identifier {
    /// The identifier in what a person pasted: with or without prefix or resolver address, in any letter case, with
    /// quotes or brackets around it and punctuation after it. A bare number is a PMID.
    ///
    /// # Errors
    /// [`Unrecognised`] when nothing fits.
    pub fn recognise(pasted: &str) -> Result<Self, Unrecognised> {
        let text = strip_wrapping(pasted);
        let text = text.strip_prefix("info:doi/").unwrap_or(text);
        // `PMID40938602`, as reference lists run it together.
        if let Some(head) = text.get(..4)
            && head.eq_ignore_ascii_case("pmid")
            && text.len() > 4
            && digits(&text[4..])
        {
            return Self::of_kind(IdentifierKind::Pmid, &text[4..]);
        }
        if let Some((scheme, rest)) = text.split_once(':')
            && let Some(kind) = scheme_of(scheme)
        {
            return Self::of_kind(kind, strip_wrapping(rest));
        }
        for word in ["pmid ", "pubmed ", "pmcid ", "doi ", "isbn "] {
            if text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
                && let Some(kind) = scheme_of(word.trim_end())
            {
                return Self::of_kind(kind, strip_wrapping(&text[word.len()..]));
            }
        }
        if let Ok(url) = Url::parse(text)
            && matches!(url.scheme(), "http" | "https")
        {
            return Self::in_address(&url, text);
        }
        Self::bare(text)
            .or_else(|| Self::in_schemeless_address(text))
            .or_else(|| Self::in_reference(text))
            .ok_or(Unrecognised::Unknown)
    }

    /// The identifier that stands in a reference or a sentence: the DOI before the ids of PubMed, because a reference has
    /// one DOI, and may name the PMID of its correction.
    fn in_reference(text: &str) -> Option<Self> {
        let words = || text.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '<' | '>' | '[' | ']'));
        words().nth(1)?;
        let doi = words().filter_map(doi_within).find_map(|word| strip_wrapping(word).parse().ok().map(Self::Doi));
        let labelled = |label: &str| {
            words().zip(words().skip(1)).find_map(|(before, word)| {
                let before = before.trim_matches(['(', ':', '.']);
                before.eq_ignore_ascii_case(label).then(|| strip_wrapping(word))
            })
        };
        let joined = |label: &str| {
            words().find_map(|word| {
                let (before, id) = strip_wrapping(word).split_once(':')?;
                before.eq_ignore_ascii_case(label).then_some(id)
            })
        };
        doi.or_else(|| labelled("pmid").or_else(|| joined("pmid"))?.parse().ok().map(Self::Pmid))
            .or_else(|| words().find_map(|word| strip_wrapping(word).parse().ok().map(Self::Pmcid)))
            .or_else(|| words().find_map(|word| strip_wrapping(word).parse().ok().map(Self::Nct)))
    }

    fn of_kind(kind: IdentifierKind, text: &str) -> Result<Self, Unrecognised> {
        let malformed = Unrecognised::Malformed;
        match kind {
            IdentifierKind::Source => text.parse().map(Self::Source).map_err(|_| Unrecognised::Unknown),
            IdentifierKind::Doi => {
                let plain = doi_within(text).unwrap_or(text);
                plain.parse().map(Self::Doi).map_err(malformed)
            }
            IdentifierKind::Pmid => text.parse().map(Self::Pmid).map_err(malformed),
            IdentifierKind::Pmcid => text
                .parse()
                .or_else(|error| if digits(text) { format!("PMC{text}").parse() } else { Err(error) })
                .map(Self::Pmcid)
                .map_err(malformed),
            IdentifierKind::Nct => text.parse().map(Self::Nct).map_err(malformed),
            IdentifierKind::Prospero => text.parse().map(Self::Prospero).map_err(malformed),
            IdentifierKind::Isbn => text.parse().map(Self::Isbn).map_err(malformed),
            IdentifierKind::Url => match Url::parse(text) {
                Ok(url) => Self::in_address(&url, text),
                Err(_) => Err(Unrecognised::Malformed(IdentifierError::Url)),
            },
        }
    }

    fn bare(text: &str) -> Option<Self> {
        if text.starts_with("10.") {
            return text.parse().ok().map(Self::Doi);
        }
        None.or_else(|| text.parse().ok().map(Self::Pmid))
            .or_else(|| text.parse().ok().map(Self::Pmcid))
            .or_else(|| text.parse().ok().map(Self::Nct))
            .or_else(|| text.parse().ok().map(Self::Prospero))
            .or_else(|| text.parse().ok().map(Self::Isbn))
            .or_else(|| text.to_ascii_lowercase().parse().ok().map(Self::Source))
    }

    /// `doi.org/10.…` and other addresses without their scheme.
    fn in_schemeless_address(text: &str) -> Option<Self> {
        let looks_like_host = text.split('/').next().is_some_and(|host| host.contains('.')) && text.contains('/');
        let with_scheme = looks_like_host.then(|| format!("https://{text}"))?;
        Self::in_address(&Url::parse(&with_scheme).ok()?, &with_scheme).ok()
    }

    fn in_address(url: &Url, written: &str) -> Result<Self, Unrecognised> {
        let host = url.host_str().unwrap_or_default();
        let path = percent_decode_str(url.path()).decode_utf8_lossy();
        if let Some(doi) = doi_within(&path).and_then(|doi| doi.parse().ok()) {
            return Ok(Self::Doi(doi));
        }
        let segments = || path.split('/').filter(|segment| !segment.is_empty());
        let last = segments().next_back().unwrap_or_default();
        if host.ends_with("pubmed.ncbi.nlm.nih.gov") || (host.ends_with("nlm.nih.gov") && path.starts_with("/pubmed/"))
        {
            return last.parse().map(Self::Pmid).map_err(Unrecognised::Malformed);
        }
        if let Some(found) = segments().find_map(|s| s.parse().ok().map(Self::Pmcid)) {
            return Ok(found);
        }
        if let Some(found) = segments().find_map(|s| s.parse().ok().map(Self::Nct)) {
            return Ok(found);
        }
        if host.ends_with("crd.york.ac.uk")
            && let Some((_, id)) = url.query_pairs().find(|(name, _)| name.eq_ignore_ascii_case("RecordID"))
            && let Ok(id) = format!("CRD{id}").parse()
        {
            return Ok(Self::Prospero(id));
        }
        written.parse().map(Self::Url).map_err(Unrecognised::Malformed)
    }
}

fn scheme_of(word: &str) -> Option<IdentifierKind> {
    Some(match word.trim().to_ascii_lowercase().as_str() {
        "doi" => IdentifierKind::Doi,
        "pmid" | "pubmed" | "pubmed id" => IdentifierKind::Pmid,
        "pmcid" | "pmc" => IdentifierKind::Pmcid,
        "nct" | "clinicaltrials.gov" => IdentifierKind::Nct,
        "prospero" => IdentifierKind::Prospero,
        "isbn" | "isbn-13" => IdentifierKind::Isbn,
        "url" => IdentifierKind::Url,
        "id" | "source" => IdentifierKind::Source,
        _ => return None,
    })
}

/// From the first `10.` and digits on.
fn doi_within(text: &str) -> Option<&str> {
    // What has a slash after it stands before the last one.
    let slash = text.rfind('/')?;
    text[..slash]
        .match_indices("10.")
        .map(|(at, _)| &text[at..])
        .find(|rest| rest[3..].bytes().take(4).take_while(u8::is_ascii_digit).count() == 4)
}

/// Without the white space, quotes, brackets and sentence punctuation that come along with a paste. A closing bracket
/// stays when its opening one is inside, since DOIs hold pairs of them: `10.1016/s0140-6736(05)12345-6`.
fn strip_wrapping(pasted: &str) -> &str {
    // Nothing but wrapping can stand before what is left, and only one of its ends is taken off below.
    let mut text = pasted.trim().trim_start_matches(['"', '\'', '“', '‘', '<', '(', '[', '{', ' ']);
    let mut spare = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(open, close)| (close, text.matches(close).count().saturating_sub(text.matches(open).count())));
    loop {
        text = text.trim_end_matches(['"', '\'', '”', '’', '>', '.', ',', ';', ' ']);
        let closes = |(close, count): &&mut (char, usize)| *count > 0 && text.ends_with(*close);
        let Some((_, count)) = spare.iter_mut().find(closes) else { return text };
        *count -= 1;
        text = &text[..text.len() - 1];
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn recognises_what_people_paste() {
        let cases = [
            ("10.7326/M16-2367", "doi:10.7326/M16-2367"),
            ("  https://doi.org/10.1001/jamanetworkopen.2025.31348. ", "doi:10.1001/jamanetworkopen.2025.31348"),
            ("http://dx.doi.org/10.7326/M16-2367", "doi:10.7326/M16-2367"),
            ("doi.org/10.7326/M16-2367", "doi:10.7326/M16-2367"),
            ("DOI: 10.7326/M16-2367;", "doi:10.7326/M16-2367"),
            ("https://www.acpjournals.org/doi/10.7326/M16-2367", "doi:10.7326/M16-2367"),
            ("https://www.acpjournals.org/doi/full/10.7326%2FM16-2367?x=1#sec", "doi:10.7326/M16-2367"),
            ("(doi:10.1016/S0140-6736(05)12345-6)", "doi:10.1016/S0140-6736(05)12345-6"),
            ("PMID: 40938602.", "pmid:40938602"),
            ("pmid 40938602", "pmid:40938602"),
            ("PMID40938602", "pmid:40938602"),
            ("pubmed 40938602", "pmid:40938602"),
            ("info:doi/10.7326/M16-2367", "doi:10.7326/M16-2367"),
            ("40938602", "pmid:40938602"),
            ("https://pubmed.ncbi.nlm.nih.gov/40938602/", "pmid:40938602"),
            ("https://www.ncbi.nlm.nih.gov/pubmed/40938602", "pmid:40938602"),
            ("pmc8095030", "pmcid:PMC8095030"),
            ("PMCID: 8095030", "pmcid:PMC8095030"),
            ("https://pmc.ncbi.nlm.nih.gov/articles/PMC8095030/table/t1", "pmcid:PMC8095030"),
            ("NCT04982315,", "nct:NCT04982315"),
            ("https://clinicaltrials.gov/study/NCT04982315?tab=history", "nct:NCT04982315"),
            ("crd42020123456", "prospero:CRD42020123456"),
            ("https://www.crd.york.ac.uk/prospero/display_record.php?RecordID=42020123456", "prospero:CRD42020123456"),
            ("978-92-4-008178-9", "isbn:9789240081789"),
            ("ACP-2017", "id:acp-2017"),
            ("id:acp-2017", "id:acp-2017"),
            ("https://example.org/a/b/", "https://example.org/a/b/"),
            (
                "Nobody A, Doe J. A Fabricated Title. J Nowhere. 2021;1(2):3-9. doi:10.5555/nowhere.2021.1.",
                "doi:10.5555/nowhere.2021.1",
            ),
            (
                "Nobody, A. (2021). A title. J Nowhere, 1(2). https://doi.org/10.5555/NOWHERE.2021.1",
                "doi:10.5555/NOWHERE.2021.1",
            ),
            (
                "Nobody A. A title. J Nowhere. 2021;1:3. PubMed PMID: 99999999; PubMed Central PMCID: PMC9999999.",
                "pmid:99999999",
            ),
            ("J Nowhere. 2021;1:3 [PMID:99999999]", "pmid:99999999"),
            ("see the trial NCT00000000, registered late", "nct:NCT00000000"),
        ];
        for (pasted, expected) in cases {
            assert_eq!(Identifier::recognise(pasted).map(|id| id.to_string()), Ok(expected.to_owned()), "{pasted}");
        }
        assert_eq!(Identifier::recognise("doi:banana"), Err(Unrecognised::Malformed(IdentifierError::Doi)));
        for nothing in ["", "   ", "((((", "low back pain", "ünï", "%%%"] {
            assert_eq!(Identifier::recognise(nothing), Err(Unrecognised::Unknown), "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn no_paste_panics(text in any::<String>()) {
            let _ = Identifier::recognise(&text);
        }

        #[test]
        fn printing_gives_back_what_was_recognised(
            text in r"(10\.[0-9]{4,9}/[a-z0-9]{1,12}|[1-9][0-9]{0,7}|PMC[0-9]{1,9}|NCT[0-9]{8}|CRD[0-9]{11})"
        ) {
            let identifier = Identifier::recognise(&text).expect("well-formed");
            prop_assert_eq!(Identifier::recognise(&identifier.to_string()), Ok(identifier));
        }
    }
}
