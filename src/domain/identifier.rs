//! Identifiers that others give to publications and studies, in one normal form each.
//!
//! [`FromStr`] of each type takes the identifier itself, as a record must hold it. [`Identifier::recognise`] takes
//! what people paste: resolver addresses, `doi:` and `PMID:` prefixes, other letter case, a full stop at the end.

mod addresses;
mod recognise;
mod several;
mod spelling;

use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};
use url::Url;

use super::{id::SourceId, schema::text_schema, visible::is_hidden, vocabulary::vocabulary};

/// Why a text is not the identifier it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Not of the form of a DOI.
    #[error("a DOI is `10.`, a registrant of 4 to 9 digits, `/` and a suffix without spaces: `10.7326/M16-2367`")]
    Doi,
    /// Not of the form of a PubMed id.
    #[error("a PMID is a whole number of at most 8 digits, without a leading zero")]
    Pmid,
    /// Not of the form of a PubMed Central id.
    #[error("a PMCID is `PMC` and at most 9 digits: `PMC8095030`")]
    Pmcid,
    /// Not of the form of a ClinicalTrials.gov id.
    #[error("a ClinicalTrials.gov id is `NCT` and 8 digits: `NCT04982315`")]
    Nct,
    /// Not of the form of a PROSPERO id.
    #[error("a PROSPERO id is `CRD` and 11 digits: `CRD42020123456`")]
    Prospero,
    /// Not eight characters of an ISSN.
    #[error("an ISSN is four digits, a hyphen, three digits and a check digit: `0003-4819`")]
    Issn,
    /// The check digit of an ISSN does not fit (ISO 3297, weights 8 to 2, modulus 11).
    #[error("the check digit of this ISSN is wrong: one of its digits is mistyped")]
    IssnCheckDigit,
    /// Not thirteen digits of an ISBN.
    #[error("an ISBN is 13 digits beginning with 978 or 979, hyphens allowed: `978-92-4-008178-9`")]
    Isbn,
    /// The check digit of an ISBN does not fit (ISO 2108, weights 1 and 3, modulus 10).
    #[error("the check digit of this ISBN is wrong: one of its digits is mistyped")]
    IsbnCheckDigit,
    /// Not an `http` or `https` address.
    #[error(
        "an address begins with `https://` or `http://`, names a host and holds no white space, quotes or angle brackets"
    )]
    Url,
}

macro_rules! text_identifiers {
    ($( $(#[doc = $doc:literal])+ $Type:ident, pattern $pattern:literal, example $example:literal; )+) => { $(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
        #[schema(value_type = String, pattern = $pattern, example = $example)]
        pub struct $Type(String);

        impl $Type {
            /// The identifier in its normal form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+ };
}

text_identifiers! {
    /// A PubMed Central id: `PMC` and digits.
    Pmcid, pattern r"^PMC\d{1,9}$", example "PMC8095030";
    /// A ClinicalTrials.gov registration: `NCT` and eight digits.
    NctId, pattern r"^NCT\d{8}$", example "NCT04982315";
    /// A PROSPERO registration: `CRD` and eleven digits.
    ProsperoId, pattern r"^CRD\d{11}$", example "CRD42020123456";
    /// A serial number with a valid check digit, hyphenated.
    Issn, pattern r"^\d{4}-\d{3}[\dX]$", example "0003-4819";
    /// A book number of 13 digits with a valid check digit, without hyphens.
    Isbn, pattern r"^97[89]\d{10}$", example "9789240081789";
}

impl Pmcid {
    /// The address of the text at PubMed Central.
    pub fn url(&self) -> String {
        format!("https://pmc.ncbi.nlm.nih.gov/articles/{self}/")
    }
}

/// A Digital Object Identifier without resolver, in the letter case it was written in.
///
/// Compared without letter case (DOI Handbook: names are case-insensitive), printed as its publisher prints it.
#[derive(Clone, Debug)]
pub struct Doi {
    written: String,
    compared: String,
}

text_schema!(
    Doi,
    "A DOI without resolver, in the letter case of its publisher. Compare it without letter case.",
    r"^10\.\d{4,9}/\S+$",
    "10.7326/M16-2367"
);

impl PartialEq for Doi {
    fn eq(&self, other: &Self) -> bool {
        self.compared == other.compared
    }
}

impl Eq for Doi {}

impl std::hash::Hash for Doi {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.compared.hash(state);
    }
}

impl fmt::Display for Doi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl Serialize for Doi {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

impl Doi {
    /// The identifier as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The address at the DOI resolver.
    pub fn url(&self) -> String {
        // The characters a suffix may hold that would end or change the path of an address.
        let mut url = String::from("https://doi.org/");
        for c in self.written.chars() {
            match c {
                '%' => url.push_str("%25"),
                '#' => url.push_str("%23"),
                '?' => url.push_str("%3F"),
                '<' => url.push_str("%3C"),
                '>' => url.push_str("%3E"),
                '"' => url.push_str("%22"),
                c => url.push(c),
            }
        }
        url
    }
}

/// A PubMed id, 1 to 99,999,999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pmid(u32);

text_schema!(Pmid, "A PubMed id.", r"^[1-9]\d{0,7}$", "40938602");

impl Pmid {
    /// The address of its record at PubMed.
    pub fn url(self) -> String {
        format!("https://pubmed.ncbi.nlm.nih.gov/{self}/")
    }
}

impl fmt::Display for Pmid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Pmid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An address on the web, `http` or `https`.
///
/// Compared without scheme, `www.`, fragment and final slash: people paste all of these for one page.
#[derive(Clone, Debug)]
pub struct WebAddress {
    written: String,
    compared: String,
}

text_schema!(WebAddress, "An address on the web.", r"^https?://\S+$", "https://www.ncbi.nlm.nih.gov/books/NBK599210");

impl WebAddress {
    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }
}

impl PartialEq for WebAddress {
    fn eq(&self, other: &Self) -> bool {
        self.compared == other.compared
    }
}

impl Eq for WebAddress {}

impl std::hash::Hash for WebAddress {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.compared.hash(state);
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl Serialize for WebAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

impl FromStr for Doi {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let (prefix, suffix) = text.split_once('/').ok_or(IdentifierError::Doi)?;
        let mut registrant = prefix.strip_prefix("10.").ok_or(IdentifierError::Doi)?.split('.');
        let main = registrant.next().unwrap_or_default();
        let main_is_number = (4..=9).contains(&main.len()) && digits(main);
        let rest_are_numbers = registrant.all(|part| !part.is_empty() && digits(part));
        let suffix_is_printable = !suffix.is_empty() && !suffix.chars().any(|c| c.is_whitespace() || is_hidden(c));
        if main_is_number && rest_are_numbers && suffix_is_printable && text.len() <= 256 {
            Ok(Self { written: text.to_owned(), compared: text.to_lowercase() })
        } else {
            Err(IdentifierError::Doi)
        }
    }
}

impl FromStr for Pmid {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        if text.is_empty() || text.len() > 8 || !digits(text) || text.starts_with('0') {
            return Err(IdentifierError::Pmid);
        }
        text.parse().map(Self).map_err(|_| IdentifierError::Pmid)
    }
}

impl FromStr for Pmcid {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        prefixed(text, "PMC", 1..=9).map(Self).ok_or(IdentifierError::Pmcid)
    }
}

impl FromStr for NctId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        prefixed(text, "NCT", 8..=8).map(Self).ok_or(IdentifierError::Nct)
    }
}

impl FromStr for ProsperoId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        prefixed(text, "CRD", 11..=11).map(Self).ok_or(IdentifierError::Prospero)
    }
}

impl FromStr for Issn {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let text = text.to_ascii_uppercase();
        let (first, last) = text.split_once('-').ok_or(IdentifierError::Issn)?;
        let (Some(body), Some(check)) = (last.get(..3), last.get(3..)) else { return Err(IdentifierError::Issn) };
        if first.len() != 4 || !digits(first) || !digits(body) || check.len() != 1 {
            return Err(IdentifierError::Issn);
        }
        let sum: u32 = first.bytes().chain(body.bytes()).zip((2..=8).rev()).map(|(b, w)| u32::from(b - b'0') * w).sum();
        let expected = match (11 - sum % 11) % 11 {
            10 => "X".to_owned(),
            digit => digit.to_string(),
        };
        if check == expected { Ok(Self(text)) } else { Err(IdentifierError::IssnCheckDigit) }
    }
}

impl FromStr for Isbn {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let plain: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        if plain.len() != 13 || !digits(&plain) || !(plain.starts_with("978") || plain.starts_with("979")) {
            return Err(IdentifierError::Isbn);
        }
        let sum: u32 = plain.bytes().zip([1, 3].into_iter().cycle()).map(|(b, w)| u32::from(b - b'0') * w).sum();
        if sum.is_multiple_of(10) { Ok(Self(plain)) } else { Err(IdentifierError::IsbnCheckDigit) }
    }
}

impl FromStr for WebAddress {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        // The parser leaves these out or writes them in another way; what is handed on is the address as it was written.
        let is_written_otherwise = |c: char| matches!(c, '<' | '>' | '"' | '`' | '\\');
        if text.chars().any(|c| c.is_whitespace() || is_hidden(c) || is_written_otherwise(c)) {
            return Err(IdentifierError::Url);
        }
        let url = Url::parse(text).map_err(|_| IdentifierError::Url)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(IdentifierError::Url)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(IdentifierError::Url);
        }
        let mut compared = host.strip_prefix("www.").unwrap_or(host).to_owned();
        compared.push_str(url.path().trim_end_matches('/'));
        if let Some(query) = url.query() {
            compared.push('?');
            compared.push_str(query);
        }
        Ok(Self { written: text.to_owned(), compared })
    }
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn prefixed(text: &str, prefix: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<String> {
    let head = text.get(..prefix.len())?;
    let number = &text[prefix.len()..];
    (head.eq_ignore_ascii_case(prefix) && lengths.contains(&number.len()) && digits(number))
        .then(|| format!("{prefix}{number}"))
}

vocabulary! {
    /// The schemes of identifier that look-up understands.
    pub enum IdentifierKind ("kind of identifier") {
        /// Our own id.
        Source = "source", "Evidence id";
        /// Digital Object Identifier.
        Doi = "doi", "DOI";
        /// PubMed.
        Pmid = "pmid", "PMID";
        /// PubMed Central.
        Pmcid = "pmcid", "PMCID";
        /// ClinicalTrials.gov.
        Nct = "nct", "ClinicalTrials.gov";
        /// PROSPERO register of systematic reviews.
        Prospero = "prospero", "PROSPERO";
        /// Book number.
        Isbn = "isbn", "ISBN";
        /// Address of a page.
        Url = "url", "URL";
    }
}

/// Any identifier a publication can be looked up by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identifier {
    /// Our own id.
    Source(SourceId),
    /// Digital Object Identifier.
    Doi(Doi),
    /// PubMed.
    Pmid(Pmid),
    /// PubMed Central.
    Pmcid(Pmcid),
    /// ClinicalTrials.gov.
    Nct(NctId),
    /// PROSPERO.
    Prospero(ProsperoId),
    /// Book number.
    Isbn(Isbn),
    /// Address of a page that carries none of the others.
    Url(WebAddress),
}

/// What was pasted is no identifier we know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unrecognised {
    /// A prefix such as `doi:` promised a kind that the rest is not.
    #[error("{0}")]
    Malformed(IdentifierError),
    /// Nothing in it looks like an identifier.
    #[error(
        "not an identifier: expected an evidence id, DOI, PMID, PMCID, NCT or PROSPERO number, ISBN or web address"
    )]
    Unknown,
}

impl Identifier {
    /// Which scheme it belongs to.
    pub fn kind(&self) -> IdentifierKind {
        match self {
            Self::Source(_) => IdentifierKind::Source,
            Self::Doi(_) => IdentifierKind::Doi,
            Self::Pmid(_) => IdentifierKind::Pmid,
            Self::Pmcid(_) => IdentifierKind::Pmcid,
            Self::Nct(_) => IdentifierKind::Nct,
            Self::Prospero(_) => IdentifierKind::Prospero,
            Self::Isbn(_) => IdentifierKind::Isbn,
            Self::Url(_) => IdentifierKind::Url,
        }
    }
}

impl fmt::Display for Identifier {
    /// With its scheme: `doi:10.7326/M16-2367`. An address is printed as it was written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(id) => write!(f, "id:{id}"),
            Self::Doi(doi) => write!(f, "doi:{doi}"),
            Self::Pmid(pmid) => write!(f, "pmid:{pmid}"),
            Self::Pmcid(pmcid) => write!(f, "pmcid:{pmcid}"),
            Self::Nct(nct) => write!(f, "nct:{nct}"),
            Self::Prospero(crd) => write!(f, "prospero:{crd}"),
            Self::Isbn(isbn) => write!(f, "isbn:{isbn}"),
            Self::Url(url) => write!(f, "{url}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_many_addresses() {
        let parse = |text: &str| text.parse::<WebAddress>().expect("an address");
        assert_eq!(parse("http://www.example.org/a/"), parse("https://example.org/a#section"));
        assert_ne!(parse("https://example.org/a?x=1"), parse("https://example.org/a?x=2"));
        assert_eq!("ftp://example.org".parse::<WebAddress>(), Err(IdentifierError::Url));
        for text in [" https://example.org", "https://example.org/\nER  - ", "https://example.org/\u{202e}gpj.exe"] {
            assert_eq!(text.parse::<WebAddress>(), Err(IdentifierError::Url), "{text:?}");
        }
    }

    #[test]
    fn check_digits_are_checked() {
        assert!("0003-4819".parse::<Issn>().is_ok());
        assert!("2574-3805".parse::<Issn>().is_ok());
        assert_eq!("0003-4818".parse::<Issn>(), Err(IdentifierError::IssnCheckDigit));
        assert!("978-92-4-008178-9".parse::<Isbn>().is_ok());
        assert_eq!("978-92-4-008178-8".parse::<Isbn>(), Err(IdentifierError::IsbnCheckDigit));
    }
}
