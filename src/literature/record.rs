//! A record of the literature, and how records are named and told apart by age.

mod states;

use std::{fmt, str::FromStr};

use super::key::compared;
use crate::{
    citation::exchange::{AbstractPart, Imported, MeshHeading, PubmedRecord, Remark},
    domain::{
        EditorialState, PartialDate, SaidBy, StateSaid, StudyDesign,
        identifier::{Doi, Identifier, Pmid},
        source::{Bibliography, Registration},
    },
};
pub(super) use states::state_once_updated_at;

/// The name of a record: `pmid:12345678`.
///
/// What PubMed does not have is named `doi:10.5555/x`, `pmcid:PMC1` or `isbn:978…`, by the first of these that it has. DOIs are
/// in lower case, so that equal names are equal texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LiteratureId(String);

/// Why a text names no record of the literature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a record of the literature is named `pmid:12345678`, `doi:10.5555/x`, `pmcid:PMC1` or `isbn:978…`")]
pub struct LiteratureIdError;

impl LiteratureId {
    /// The name that an identifier is; none for our own ids, registrations and addresses.
    pub fn of(identifier: &Identifier) -> Option<Self> {
        match identifier {
            Identifier::Pmid(_) | Identifier::Pmcid(_) | Identifier::Isbn(_) => Some(Self(identifier.to_string())),
            Identifier::Doi(doi) => Some(Self(format!("doi:{}", compared(doi)))),
            Identifier::Source(_) | Identifier::Nct(_) | Identifier::Prospero(_) | Identifier::Url(_) => None,
        }
    }

    /// The name of a record of PubMed.
    pub fn of_pmid(pmid: Pmid) -> Self {
        Self(format!("pmid:{pmid}"))
    }

    /// The name that a reference has.
    pub fn of_reference(bibliography: &Bibliography) -> Option<Self> {
        let Bibliography { pmid, doi, pmcid, isbn, .. } = bibliography;
        None.or_else(|| pmid.map(Identifier::Pmid))
            .or_else(|| doi.clone().map(Identifier::Doi))
            .or_else(|| pmcid.clone().map(Identifier::Pmcid))
            .or_else(|| isbn.clone().map(Identifier::Isbn))
            .and_then(|identifier| Self::of(&identifier))
    }

    /// With its scheme: `pmid:12345678`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it stands in an address: the slashes of a DOI are encoded.
    pub fn in_address(&self) -> String {
        let kept = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':');
        self.0
            .bytes()
            .map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect()
    }

    /// The identifier it is.
    pub fn identifier(&self) -> Option<Identifier> {
        Identifier::recognise(&self.0).ok()
    }

    /// The number records are ordered by where nothing else tells them apart: the PMID, or a hash of the name above all
    /// PMIDs.
    pub(super) fn number(&self) -> u64 {
        let pmid = self.0.strip_prefix("pmid:").and_then(|number| number.parse().ok());
        pmid.unwrap_or_else(|| xxhash_rust::xxh3::xxh3_64(self.0.as_bytes()) | 1 << 63)
    }
}

impl fmt::Display for LiteratureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for LiteratureId {
    type Err = LiteratureIdError;

    /// Takes a name with its scheme, in any letter case; never a bare number, which could be anything.
    fn from_str(text: &str) -> Result<Self, LiteratureIdError> {
        let text = text.trim();
        // Nearly all names are this, as it is printed.
        if let Some(pmid) = text.strip_prefix("pmid:").and_then(|number| number.parse().ok()) {
            return Ok(Self::of_pmid(pmid));
        }
        let (scheme, _) = text.split_once(':').ok_or(LiteratureIdError)?;
        let known = ["pmid", "doi", "pmcid", "isbn"];
        if !known.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            return Err(LiteratureIdError);
        }
        Identifier::recognise(text).ok().and_then(|identifier| Self::of(&identifier)).ok_or(LiteratureIdError)
    }
}

/// How new a record is: of two records of one publication the higher one holds. Files of the NLM are numbered through a
/// year; what is in no numbered file is older than what is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// The year in the name of the file, of two digits: 21 for `pubmed21n1298.xml.gz`; 0 for other files.
    pub year: u16,
    /// The number in the name of the file, 0 for other files.
    pub number: u32,
    /// Version of the record, from 1.
    pub version: u16,
}

impl Rank {
    pub(super) fn packed(self) -> u64 {
        (u64::from(self.year) << 48) | (u64::from(self.number) << 16) | u64::from(self.version)
    }

    pub(super) fn unpacked(packed: u64) -> Self {
        Self {
            year: u16::try_from(packed >> 48).unwrap_or_default(),
            number: u32::try_from((packed >> 16) & 0xffff_ffff).unwrap_or_default(),
            version: u16::try_from(packed & 0xffff).unwrap_or_default(),
        }
    }
}

/// A DOI that the reference of a record does not name, and that means the same publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherDoi {
    /// The version of the record that has it.
    pub version: u16,
    /// The DOI.
    pub doi: Doi,
}

/// A bibliographic record: what a database says of a publication. Nobody here has appraised it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub id: LiteratureId,
    /// How new it is.
    pub rank: Rank,
    /// Name of the file it was read from.
    pub file: String,
    /// What a reference is made of.
    pub bibliography: Bibliography,
    /// Further DOIs.
    pub other_dois: Vec<OtherDoi>,
    /// Registrations of the study.
    pub registration: Registration,
    /// The design, where the types of publication say one.
    pub design: Option<StudyDesign>,
    /// The abstract; empty when the database has none.
    pub abstract_parts: Vec<AbstractPart>,
    /// Headings of the NLM's thesaurus.
    pub mesh: Vec<MeshHeading>,
    /// Types of publication, in the words of the database.
    pub types: Vec<String>,
    /// Links to other publications, as this record has them. Those that only the other record has are found by
    /// [`Literature::states`](super::Literature::states).
    pub remarks: Vec<Remark>,
    /// What its title, its types and its exporter say became of it.
    pub said: Vec<StateSaid>,
}

impl Record {
    /// A record of PubMed, from a file with this name. None without a PMID, which no record of PubMed lacks: one that is no
    /// number would make another record of it.
    pub fn of_pubmed(record: PubmedRecord, file: &str, year: u16, number: u32) -> Option<Self> {
        let PubmedRecord { imported, version, abstract_parts, mesh, types, remarks, said, other_dois } = record;
        let Imported { line: _, bibliography, registration, design, editorial: _, notes: _ } = imported;
        let version = u16::try_from(version).unwrap_or(u16::MAX);
        Some(Self {
            id: LiteratureId::of_pmid(bibliography.pmid?),
            rank: Rank { year, number, version },
            file: file.to_owned(),
            bibliography,
            other_dois: other_dois.into_iter().map(|doi| OtherDoi { version, doi }).collect(),
            registration,
            design,
            abstract_parts,
            mesh,
            types,
            remarks,
            said,
        })
    }

    /// A record of a team's own library. None when the reference has no PMID, DOI, PMCID or ISBN to name it by.
    pub fn of_library(imported: Imported, file: &str) -> Option<Self> {
        let Imported { line: _, bibliography, registration, design, editorial, notes: _ } = imported;
        let said = EditorialState::of_status(editorial.status).map(|state| StateSaid {
            state,
            by: SaidBy::Export,
            other: None,
            place: editorial.notice,
            date: editorial.noticed,
            list: None,
        });
        Some(Self {
            id: LiteratureId::of_reference(&bibliography)?,
            rank: Rank { year: 0, number: 0, version: 1 },
            file: file.to_owned(),
            bibliography,
            other_dois: Vec::new(),
            registration,
            design,
            abstract_parts: Vec::new(),
            mesh: Vec::new(),
            types: Vec::new(),
            remarks: Vec::new(),
            said: said.into_iter().collect(),
        })
    }

    /// Every DOI that means this publication.
    pub fn dois(&self) -> impl Iterator<Item = &Doi> {
        self.bibliography.doi.iter().chain(self.other_dois.iter().map(|other| &other.doi))
    }

    /// Takes over the DOIs of a record of the same publication that gives way to this one. Of each version the newest
    /// holds. True when there was one that this record did not have.
    pub(super) fn takes_dois(&mut self, older: impl IntoIterator<Item = (u16, Doi)>) -> bool {
        let mut any = false;
        let before: Vec<u16> = self.other_dois.iter().map(|other| other.version).chain([self.rank.version]).collect();
        for (version, doi) in older {
            if !before.contains(&version) && self.dois().all(|known| *known != doi) {
                self.other_dois.push(OtherDoi { version, doi });
                any = true;
            }
        }
        any
    }

    /// Its DOIs, each with the version that has it.
    pub(super) fn versioned_dois(&self) -> Vec<(u16, Doi)> {
        let own = self.bibliography.doi.iter().map(|doi| (self.rank.version, doi.clone()));
        own.chain(self.other_dois.iter().map(|other| (other.version, other.doi.clone()))).collect()
    }

    /// The abstract in one text, its labels in front of its parts.
    pub fn abstract_text(&self) -> Option<String> {
        if self.abstract_parts.is_empty() {
            return None;
        }
        let part = |AbstractPart { label, text }: &AbstractPart| match label {
            Some(label) => format!("{label}: {text}"),
            None => text.clone(),
        };
        Some(self.abstract_parts.iter().map(part).collect::<Vec<_>>().join(" "))
    }

    /// How it is cited where one line is enough, as PubMed does: `J Nowhere. 2020;1(2):3-4`.
    pub fn place(&self) -> String {
        let Bibliography { container_title, container_title_short, issued, volume, issue, page, number, .. } =
            &self.bibliography;
        let mut place = container_title_short.as_ref().or(container_title.as_ref()).cloned().unwrap_or_default();
        if !place.is_empty() {
            place.push_str(". ");
        }
        place.push_str(&issued.to_string());
        if let Some(volume) = volume {
            place.push_str(&format!(";{volume}"));
        }
        if let Some(issue) = issue {
            place.push_str(&format!("({issue})"));
        }
        if let Some(page) = page.as_ref().or(number.as_ref()) {
            place.push_str(&format!(":{page}"));
        }
        place
    }

    /// Date of its issue.
    pub fn issued(&self) -> PartialDate {
        self.bibliography.issued
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_spelling() {
        let name = |text: &str| text.parse::<LiteratureId>().map(|id| id.to_string());
        assert_eq!(name("PMID:12"), Ok("pmid:12".to_owned()));
        assert_eq!(name("doi:10.5555/ABC"), Ok("doi:10.5555/abc".to_owned()));
        for wrong in ["12", "pmid:x", "doi:abc", "nct:NCT01234567", "https://example.org", ""] {
            assert_eq!(name(wrong), Err(LiteratureIdError), "{wrong}");
        }
    }

    #[test]
    fn ranks_are_in_order_and_come_back() {
        let rank = |year, number, version| Rank { year, number, version };
        let rising = [rank(0, 0, 1), rank(20, 14, 1), rank(20, 14, 2), rank(20, 900, 1), rank(21, 1, 1)];
        assert!(rising.windows(2).all(|pair| pair[0] < pair[1] && pair[0].packed() < pair[1].packed()));
        assert!(rising.iter().all(|rank| Rank::unpacked(rank.packed()) == *rank));
    }
}
