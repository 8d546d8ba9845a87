//! The identifier in what people paste.

use percent_encoding::percent_decode_str;
use url::Url;

use super::{Identifier, IdentifierError, IdentifierKind, Unrecognised, addresses, digits, spelling};

impl Identifier {
    /// The identifier in what a person pasted: with or without prefix or resolver address, in any letter case, with
    /// quotes or brackets around it and punctuation after it, with the signs of word processors. A bare number is a PMID.
    ///
    /// # Errors
    /// [`Unrecognised`] when nothing fits.
    pub fn recognise(pasted: &str) -> Result<Self, Unrecognised> {
        let plain = spelling::plain_signs(pasted);
        let read = Self::written_so(&plain);
        match read {
            Ok(_) => read,
            // Blanks where a line was broken.
            Err(_) => {
                spelling::without_breaks(&plain).and_then(|joined| Self::written_so(&joined).ok()).map_or(read, Ok)
            }
        }
    }

    /// What a pasted text may mean, the likeliest first: the identifier to the letter; with plain signs; without what the
    /// pages of publishers put behind a DOI. The last one is what a record should hold. Empty when nothing fits.
    pub fn readings(pasted: &str) -> Vec<Self> {
        let to_the_letter = Self::written_so(pasted).ok();
        let plain = Self::recognise(pasted).ok();
        let bare = plain.as_ref().and_then(Self::without_tail);
        let mut readings: Vec<Self> = Vec::new();
        for reading in [to_the_letter, plain, bare].into_iter().flatten() {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        readings
    }

    /// What a pasted address could mean besides, by rules that most records of a publisher follow and not all: worth a
    /// look among the records, and no proof without one.
    pub fn conjectures(pasted: &str) -> Vec<Self> {
        let plain = spelling::plain_signs(pasted);
        let text = strip_wrapping(&plain);
        let dois = addresses::conjectured(text).into_iter().filter_map(|doi| doi.parse().ok().map(Self::Doi));
        let pages = addresses::shortened(text).into_iter().filter_map(|page| page.parse().ok().map(Self::Url));
        dois.chain(pages).collect()
    }

    /// A DOI without what the address of a page has behind it: `/abstract`, `.full`.
    fn without_tail(&self) -> Option<Self> {
        let Self::Doi(doi) = self else { return None };
        let bare = addresses::without_tail(doi.as_str());
        (bare.len() < doi.as_str().len()).then(|| bare.parse().ok().map(Self::Doi)).flatten()
    }

    /// The identifier of a text whose signs are taken as they are.
    fn written_so(pasted: &str) -> Result<Self, Unrecognised> {
        let text = strip_wrapping(pasted);
        // A link as Markdown has it: what it leads to is meant.
        let text = text.split_once("](").map_or(text, |(_, target)| strip_wrapping(target));
        let text = text.strip_prefix("info:doi/").or_else(|| text.strip_prefix("urn:doi:")).unwrap_or(text);
        // `99999901[pmid]`, as a search in PubMed has it.
        if let Some((number, tag)) = text.split_once('[')
            && digits(number.trim())
            && ["pmid", "uid"].iter().any(|known| tag.trim_end_matches(']').eq_ignore_ascii_case(known))
        {
            return Self::of_kind(IdentifierKind::Pmid, number.trim());
        }
        // `PMID40938602`, as reference lists run it together.
        if let Some(head) = text.get(..4)
            && head.eq_ignore_ascii_case("pmid")
            && text.len() > 4
            && digits(&text[4..])
        {
            return Self::of_kind(IdentifierKind::Pmid, &text[4..]);
        }
        // What is labelled and no identifier may be a sentence that has one further on.
        let labelled = |kind, rest: &str| {
            let read = Self::of_kind(kind, strip_wrapping(alone(kind, rest)));
            read.or_else(|malformed| Self::in_reference(text).ok_or(malformed))
        };
        for sign in [":", "- ", "="] {
            if let Some((scheme, rest)) = text.split_once(sign)
                && let Some(kind) = scheme_of(scheme)
            {
                return labelled(kind, rest);
            }
        }
        for word in ["pmid ", "pubmed id ", "pubmed pmid ", "pubmed ", "pmcid ", "pmc ", "doi ", "isbn "] {
            if text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
                && let Some(kind) = scheme_of(word.trim_end())
            {
                return labelled(kind, &text[word.len()..]);
            }
        }
        if let Some((scheme, number)) = text.split_once(':')
            && scheme.trim().eq_ignore_ascii_case("arxiv")
            && let Some(doi) = number.split([' ', '[']).find(|number| !number.is_empty()).and_then(addresses::of_arxiv)
        {
            return doi.parse().map(Self::Doi).map_err(Unrecognised::Malformed);
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
            IdentifierKind::Pmcid => {
                // `8095030` and `PMC 8095030`
                let begin = text.get(..3).filter(|begin| begin.eq_ignore_ascii_case("pmc"));
                let number = begin.map_or(text, |begin| text[begin.len()..].trim_start());
                format!("PMC{number}").parse().map(Self::Pmcid).map_err(malformed)
            }
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
        // With blanks it is a sentence, or several.
        if text.contains(char::is_whitespace) {
            return None;
        }
        let looks_like_host = text.split('/').next().is_some_and(|host| host.contains('.')) && text.contains('/');
        let with_scheme = looks_like_host.then(|| format!("https://{text}"))?;
        Self::in_address(&Url::parse(&with_scheme).ok()?, &with_scheme).ok()
    }

    /// The DOI of a decoded part of an address, where signs and punctuation stand that come along with a paste.
    fn doi_in(decoded: &str) -> Option<Self> {
        strip_wrapping(&spelling::plain_signs(decoded)).parse().ok().map(Self::Doi)
    }

    fn in_address(url: &Url, written: &str) -> Result<Self, Unrecognised> {
        // The address that a library's proxy or a page for sharing leads to, if it says what is meant; one such step.
        let pairs = || url.query_pairs().filter(|(_, value)| value.len() > 4);
        let target = pairs().find(|(name, value)| {
            LEADING.iter().any(|known| name.eq_ignore_ascii_case(known)) && value.starts_with("http")
        });
        if let Some((_, target)) = target
            && let Ok(inner) = Url::parse(&target)
            && let Ok(found @ (Self::Doi(_) | Self::Pmid(_) | Self::Pmcid(_))) = Self::in_one_address(&inner, &target)
        {
            return Ok(found);
        }
        // OpenURL (ANSI/NISO Z39.88): `id=doi:10.…`, `rft_id=info:pmid/…`.
        let named = |scheme: &str| {
            pairs().find_map(|(name, value)| {
                let is_id = ["id", "rft_id"].iter().any(|known| name.eq_ignore_ascii_case(known));
                let value = value.strip_prefix("info:").unwrap_or(&value);
                let id = value.strip_prefix(scheme)?.trim_start_matches([':', '/']);
                (is_id && !id.is_empty()).then(|| id.to_owned())
            })
        };
        if let Some(doi) = named("doi").as_deref().and_then(Self::doi_in) {
            return Ok(doi);
        }
        if let Some(pmid) = named("pmid").and_then(|id| id.parse().ok()) {
            return Ok(Self::Pmid(pmid));
        }
        Self::in_one_address(url, written)
    }

    /// The identifier of an address that leads to what it names.
    fn in_one_address(url: &Url, written: &str) -> Result<Self, Unrecognised> {
        let host = url.host_str().unwrap_or_default();
        let path = percent_decode_str(url.path()).decode_utf8_lossy();
        if let Some(doi) = doi_within(&path).and_then(|doi| Self::doi_in(addresses::without_tail(doi))) {
            return Ok(doi);
        }
        if let Some(doi) = addresses::doi(host, &path).and_then(|doi| Self::doi_in(&doi)) {
            return Ok(doi);
        }
        let query = |names: &[&str]| {
            let pair = url.query_pairs().find(|(name, _)| names.iter().any(|known| name.eq_ignore_ascii_case(known)));
            pair.map(|(_, value)| value.into_owned())
        };
        // `?id=10.1371/journal.pone.0000000`
        let named = query(&["id", "doi", "rft.doi", "q", "query", "term", "search"]);
        if let Some(doi) = named.as_deref().filter(|id| id.starts_with("10.")).and_then(Self::doi_in) {
            return Ok(doi);
        }
        let segments = || path.split('/').filter(|segment| !segment.is_empty());
        if let Some(found) = segments().find_map(|s| s.parse().ok().map(Self::Pmcid)) {
            return Ok(found);
        }
        if addresses::is_pubmed(host, &path) {
            let term = query(&["term", "list_uids", "uid", "id"]);
            let term = term.as_deref().map(|term| term.trim().split('[').next().unwrap_or_default().trim());
            let number = segments().find(|segment| digits(segment)).or(term);
            if let Some(number) = number.or_else(|| segments().next_back()) {
                return number.parse().map(Self::Pmid).map_err(Unrecognised::Malformed);
            }
        }
        // A search for one record: the older addresses of PubMed, and Europe PMC's field for its number.
        let of_pubmed = query(&["db"]).is_some_and(|database| database.eq_ignore_ascii_case("pubmed"));
        let by_number = query(&["list_uids"]).filter(|number| of_pubmed && digits(number));
        let by_field = query(&["query"]).and_then(|text| {
            let (field, number) = text.split_once(':')?;
            (field.trim().eq_ignore_ascii_case("ext_id") && digits(number.trim())).then(|| number.trim().to_owned())
        });
        if let Some(pmid) = by_number.or(by_field).and_then(|number| number.parse().ok()) {
            return Ok(Self::Pmid(pmid));
        }
        let trial = query(&["TrialID", "term", "id"]);
        if let Some(found) = segments().chain(trial.as_deref()).find_map(|s| s.parse().ok().map(Self::Nct)) {
            return Ok(found);
        }
        if host.ends_with("crd.york.ac.uk") {
            let number = query(&["RecordID", "ID"]).map(|id| if digits(&id) { format!("CRD{id}") } else { id });
            if let Some(found) = segments().chain(number.as_deref()).find_map(|s| s.parse().ok().map(Self::Prospero)) {
                return Ok(found);
            }
        }
        if let Some(page) = addresses::record_page(host, &path).and_then(|page| page.parse().ok()) {
            return Ok(Self::Url(page));
        }
        written.parse().map(Self::Url).map_err(Unrecognised::Malformed)
    }
}

/// Parameters of addresses whose value is the address that is meant.
const LEADING: [&str; 7] = ["url", "qurl", "u", "q", "target", "dest", "redirect_uri"];

fn scheme_of(word: &str) -> Option<IdentifierKind> {
    Some(match word.trim().to_ascii_lowercase().as_str() {
        "doi" => IdentifierKind::Doi,
        "pmid" | "pubmed" | "pubmed id" | "pubmed pmid" | "medline" => IdentifierKind::Pmid,
        "pmcid" | "pmc" => IdentifierKind::Pmcid,
        "nct" | "clinicaltrials.gov" => IdentifierKind::Nct,
        "prospero" => IdentifierKind::Prospero,
        "isbn" | "isbn-13" => IdentifierKind::Isbn,
        "url" => IdentifierKind::Url,
        "id" | "source" => IdentifierKind::Source,
        _ => return None,
    })
}

/// A number of PubMed without the remarks behind it: `[Indexed for MEDLINE]`, `[Free full text]`.
fn alone(kind: IdentifierKind, labelled: &str) -> &str {
    let number = labelled.trim_start();
    let (digits, behind) = number.split_at(number.bytes().take_while(u8::is_ascii_digit).count());
    let is_remark = behind.trim_start_matches([']', ')']).trim_start().starts_with('[');
    if kind == IdentifierKind::Pmid && !digits.is_empty() && is_remark { digits } else { labelled }
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
    let mut text = pasted.trim().trim_start_matches(['"', '\'', '“', '‘', '<', '(', '[', '{', '@', ' ']);
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
            ("10.7326/M16\u{2011}2367", "doi:10.7326/M16-2367"),
            ("10.7326/M16\u{2013}2367", "doi:10.7326/M16-2367"),
            ("10.7326/M16-\u{200b}23\u{ad}67", "doi:10.7326/M16-2367"),
            ("10.7326/ M16-2367", "doi:10.7326/M16-2367"),
            ("10.7326 / M16- 2367", "doi:10.7326/M16-2367"),
            ("DOI\u{ff1a}10.7326/M16-2367", "doi:10.7326/M16-2367"),
            ("10.7326%2FM16-2367", "doi:10.7326/M16-2367"),
            ("10.7326\u{ff0f}M16-2367", "doi:10.7326/M16-2367"),
            (
                "10.1002/(SICI)1097-0258(19980815/30)17:15/16&lt;1661::AID-SIM970&gt;3.0.CO;2-2",
                "doi:10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM970>3.0.CO;2-2",
            ),
            ("https://www.nowhere.example/doi/10.5555/nous.12244/abstract", "doi:10.5555/nous.12244"),
            ("https://www.nowhere.example/doi/pdf/10.5555/nous.12244.pdf?download=true", "doi:10.5555/nous.12244"),
            (
                "https://www.medrxiv.org/content/10.5555/2021.01.01.99999999v2.full-text",
                "doi:10.5555/2021.01.01.99999999",
            ),
            (
                "https://journals.plos.org/plosone/article?id=10.5555/journal.pone.0000000",
                "doi:10.5555/journal.pone.0000000",
            ),
            ("https://www.bmj.com/content/357/bmj.j0000", "doi:10.1136/bmj.j0000"),
            ("https://www.nature.com/articles/s00000-000-00000-0", "doi:10.1038/s00000-000-00000-0"),
            (
                "https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(16)00000-3/fulltext",
                "doi:10.1016/S0140-6736(16)00000-3",
            ),
            ("PubMed ID 99999999", "pmid:99999999"),
            ("[PMID: 99999999] [Free full text]", "pmid:99999999"),
            ("PMID: 99999999 [Indexed for MEDLINE]", "pmid:99999999"),
            ("PubMed PMID: 99999999; PubMed Central PMCID: PMC9999999.", "pmid:99999999"),
            ("PMCID\u{ff1a}PMC 9999999", "pmcid:PMC9999999"),
            ("PMC 9999999", "pmcid:PMC9999999"),
            ("arXiv:2099.00000v3 [stat.AP]", "doi:10.48550/arXiv.2099.00000"),
            ("arXiv: 2099.00000", "doi:10.48550/arXiv.2099.00000"),
            ("https://arxiv.org/pdf/2099.00000v1.pdf", "doi:10.48550/arXiv.2099.00000"),
            ("https://arxiv.org/html/2099.00000v2", "doi:10.48550/arXiv.2099.00000"),
            ("https://www.nowhere.example/cdsr/doi/10.5555/nous.12244.pub2/full/es?x=1", "doi:10.5555/nous.12244.pub2"),
            ("https://europepmc.org/article/MED/28192789", "pmid:28192789"),
            ("https://europepmc.org/abstract/med/28192789", "pmid:28192789"),
            ("https://www.ncbi.nlm.nih.gov/m/pubmed/28192789/", "pmid:28192789"),
            ("https://pubmed.ncbi.nlm.nih.gov/?term=28192789", "pmid:28192789"),
            ("https://www.ncbi.nlm.nih.gov/pubmed?term=28192789[uid]", "pmid:28192789"),
            ("https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/28192789/", "pmid:28192789"),
            ("https://pubmed.gov/28192789", "pmid:28192789"),
            ("https://clinicaltrials.gov/search?term=NCT00000000", "nct:NCT00000000"),
            ("https://trialsearch.who.int/Trial2.aspx?TrialID=NCT00000000", "nct:NCT00000000"),
            ("https://www.crd.york.ac.uk/PROSPERO/view/CRD42020000000", "prospero:CRD42020000000"),
            (
                "https://www.ncbi.nlm.nih.gov/books/NBK000000/table/t1/?report=reader",
                "https://www.ncbi.nlm.nih.gov/books/NBK000000",
            ),
        ];
        for (pasted, expected) in cases {
            assert_eq!(Identifier::recognise(pasted).map(|id| id.to_string()), Ok(expected.to_owned()), "{pasted}");
        }
        assert_eq!(Identifier::recognise("doi:banana"), Err(Unrecognised::Malformed(IdentifierError::Doi)));
        for nothing in ["", "   ", "((((", "low back pain", "ünï", "%%%"] {
            assert_eq!(Identifier::recognise(nothing), Err(Unrecognised::Unknown), "{nothing}");
        }
    }

    #[test]
    fn a_doi_is_read_to_the_letter_first_and_without_its_tail_last() {
        let readings =
            |pasted: &str| -> Vec<String> { Identifier::readings(pasted).iter().map(ToString::to_string).collect() };
        for (pasted, expected) in [
            ("10.5555/nous.1", &["doi:10.5555/nous.1"][..]),
            ("10.5555/nous.1.full", &["doi:10.5555/nous.1.full", "doi:10.5555/nous.1"]),
            ("10.5555/nous.1/", &["doi:10.5555/nous.1/", "doi:10.5555/nous.1"]),
            ("10.5555/nous.1/full/html", &["doi:10.5555/nous.1/full/html", "doi:10.5555/nous.1"]),
            ("10.5555/nous\u{2010}1", &["doi:10.5555/nous\u{2010}1", "doi:10.5555/nous-1"]),
            ("10.5555/tao.02(iwnop)", &["doi:10.5555/tao.02(iwnop)"]),
            ("no identifier", &[]),
        ] {
            assert_eq!(readings(pasted), expected, "{pasted}");
        }
        let conjectures =
            |pasted: &str| -> Vec<String> { Identifier::conjectures(pasted).iter().map(ToString::to_string).collect() };
        assert_eq!(
            conjectures("https://www.sciencedirect.com/science/article/abs/pii/S0140673616000003"),
            ["doi:10.1016/S0140-6736(16)00000-3"]
        );
        assert_eq!(conjectures("CD000000"), ["doi:10.1002/14651858.CD000000"]);
        assert_eq!(
            conjectures("https://www.nowhere.example/guidance/ng00/chapter/Recommendations"),
            ["https://www.nowhere.example/guidance/ng00"]
        );
    }

    proptest! {
        #[test]
        fn no_paste_panics(text in any::<String>()) {
            let _ = (Identifier::recognise(&text), Identifier::readings(&text), Identifier::conjectures(&text));
        }

        #[test]
        fn no_address_panics(text in "https?://(www\\.)?[a-z]{1,6}\\.(com|gov|ac\\.uk)/[a-zA-Z0-9/?=&%.()äſ-]{0,40}") {
            let _ = (Identifier::recognise(&text), Identifier::readings(&text), Identifier::conjectures(&text));
        }

        #[test]
        fn what_was_recognised_in_an_address_is_recognised_when_written(
            text in "https?:/{0,2}[a-z.]{1,12}/(10\\.[0-9]{4}/|doi/|\\?id=|%2F|%22|%5C|%20|%3C|%c3%9b|&amp;|&lt;|\\\\|[a-z0-9.,;'()_#?/-]|\u{2010}|\u{ff0f}){0,16}"
        ) {
            if let Ok(identifier) = Identifier::recognise(&text) {
                let written = identifier.to_string();
                prop_assert_eq!(Identifier::recognise(&written), Ok(identifier), "{}", written);
            }
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
