//! Where the publication that a notice is about was printed, read from what PubMed writes on the record of the notice:
//! `Nobody A. J Nowhere. 2002 Mar;7(2):101-9. doi: 10.5555/x`.

use crate::domain::identifier::{Doi, Identifier};

/// A place in a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemarkPlace<'a> {
    /// The journal, as PubMed abbreviates it.
    pub journal: &'a str,
    /// The volume.
    pub volume: &'a str,
    /// The first page, or the pages.
    pub page: &'a str,
}

impl<'a> RemarkPlace<'a> {
    /// Reads what stands on a record; none without journal, volume and page.
    pub fn of(text: &'a str) -> Option<Self> {
        // The date begins with a year behind a full stop.
        let date = text.match_indices(". ").map(|(at, _)| at).find(|at| {
            let rest = text.get(at + 2..).unwrap_or_default();
            let is_year = rest.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
            is_year && rest.get(4..).is_some_and(|rest| rest.starts_with([' ', ';', '-', ':']))
        })?;
        let before = text.get(..date)?;
        let journal = before.rsplit(". ").next()?.trim();
        let (_, printed) = text.get(date..)?.split_once(';')?;
        let (volume, page) = printed.split_once(':')?;
        let volume = volume.split('(').next()?.trim();
        let page = page.split(['.', ';', ',', ' ']).find(|part| !part.is_empty())?;
        (!journal.is_empty() && !volume.is_empty()).then_some(Self { journal, volume, page })
    }
}

/// The DOI that stands on a record for the other publication.
pub(super) fn remark_doi(text: &str) -> Option<Doi> {
    let at = text.find("10.").filter(|_| text.to_lowercase().contains("doi"))?;
    let written = text.get(at..)?.split(|c: char| c.is_whitespace() || c == ';').next()?;
    match Identifier::recognise(written.trim_end_matches(['.', ','])) {
        Ok(Identifier::Doi(doi)) => Some(doi),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_pubmed_writes_them() {
        for (text, expected) in [
            ("J Nowhere. 2002 Mar;7(2):101-9", Some(("J Nowhere", "7", "101-9"))),
            (
                "Nobody A, Example B. J Nowhere Med. 2015 Feb 3;9:77. doi: 10.5555/x.1",
                Some(("J Nowhere Med", "9", "77")),
            ),
            (
                "J Nowhere (Elsewhere). 2010;12 Suppl 1:S4-9; discussion S10",
                Some(("J Nowhere (Elsewhere)", "12 Suppl 1", "S4-9")),
            ),
            ("J Nowhere. 2021 Jan 4;:", None),
            ("J Nowhere. 2021 Jan 4", None),
            ("", None),
        ] {
            let read = RemarkPlace::of(text).map(|RemarkPlace { journal, volume, page }| (journal, volume, page));
            assert_eq!(read, expected, "{text}");
        }
        let doi = remark_doi("J Nowhere. 2021 Jan 4;1:2. doi: 10.5555/(X)1.2.").map(|doi| doi.to_string());
        assert_eq!(doi.as_deref(), Some("10.5555/(X)1.2"));
        assert_eq!(remark_doi("J Nowhere. 2010.1;2"), None);
    }
}
