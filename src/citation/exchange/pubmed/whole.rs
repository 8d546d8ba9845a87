//! The whole record of PubMed: the reference, and what the database says beside it.

use super::{
    super::{
        Imported, Malformed,
        status::{self, date_in},
        tidy::clean_long,
    },
    DELETED, Element, RECORDS, reference,
};
use crate::domain::{
    EditorialState, RemarkKind, SaidBy, StateSaid,
    identifier::{Doi, Identifier, Pmid},
};

/// A part of an abstract; one without a label is the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbstractPart {
    /// `METHODS`, as its publisher has it.
    pub label: Option<String>,
    /// Its text.
    pub text: String,
}

/// A heading of the NLM's thesaurus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeshHeading {
    /// The descriptor: `Back Pain`.
    pub descriptor: String,
    /// Its identifier: `D001416`.
    pub id: Option<String>,
    /// Whether it, or one of its qualifiers, is what the publication is mainly about.
    pub is_major: bool,
    /// Its qualifiers: `therapy`.
    pub qualifiers: Vec<String>,
}

/// A link to another publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it says.
    pub kind: RemarkKind,
    /// The other publication, where the database knows it.
    pub pmid: Option<Pmid>,
    /// The other publication, as the database cites it.
    pub place: String,
}

/// A record of PubMed with all that the literature tier keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PubmedRecord {
    /// The reference.
    pub imported: Imported,
    /// Version of the record, from 1: PubMed keeps several of a few publications, each with its own DOI.
    pub version: u32,
    /// The abstract; empty when there is none.
    pub abstract_parts: Vec<AbstractPart>,
    /// Headings.
    pub mesh: Vec<MeshHeading>,
    /// Types of publication, in the words of the NLM.
    pub types: Vec<String>,
    /// Links to other publications, as the record has them.
    pub remarks: Vec<Remark>,
    /// What title and types say became of it, or which notice it is.
    pub said: Vec<StateSaid>,
    /// DOIs on the record beside that of the reference.
    pub other_dois: Vec<Doi>,
}

/// What a file of PubMed holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PubmedItem {
    /// A record.
    Record(Box<PubmedRecord>),
    /// Records that the database has deleted.
    Deleted(Vec<Pmid>),
    /// A record that cannot be read.
    Malformed(Malformed),
}

/// What the database prints where a publication has no title.
const NO_TITLE: &str = "[Not Available]";

/// Most characters of a part of an abstract.
const MAX_ABSTRACT: usize = 60_000;

pub(super) fn item(element: Element<'_>, mut notes: Vec<String>) -> PubmedItem {
    if element.name() == DELETED {
        return PubmedItem::Deleted(element.all("PMID").filter_map(|pmid| pmid.text().trim().parse().ok()).collect());
    }
    let is_book = element.name() == RECORDS[1];
    let citation = element.child(if is_book { "BookDocument" } else { "MedlineCitation" });
    let article_element = if is_book { citation } else { citation.and_then(|citation| citation.child("Article")) };
    let mut raw = reference(element);
    raw.notes.append(&mut notes);
    if raw.title.as_deref().is_none_or(|title| title.trim().is_empty()) {
        raw.title = Some(NO_TITLE.to_owned());
    }
    let title = raw.title.clone().unwrap_or_default();
    let imported = match raw.finish() {
        Ok(imported) => imported,
        Err(fault) => return PubmedItem::Malformed(fault),
    };
    let types: Vec<String> = article_element
        .into_iter()
        .flat_map(|article| {
            // Those of a book stand beside its title.
            article.all("PublicationType").chain(article.child("PublicationTypeList").into_iter().flat_map(of_types))
        })
        .filter_map(|kind| clean_long(kind.text(), MAX_ABSTRACT))
        .collect();
    let version = citation.and_then(|citation| citation.child("PMID")?.attribute("Version")?.trim().parse().ok());
    PubmedItem::Record(Box::new(PubmedRecord {
        version: version.unwrap_or(1),
        abstract_parts: article_element.and_then(|article| article.child("Abstract")).map(parts).unwrap_or_default(),
        mesh: citation.and_then(|citation| citation.child("MeshHeadingList")).map(headings).unwrap_or_default(),
        remarks: citation
            .and_then(|citation| citation.child("CommentsCorrectionsList"))
            .map(remarks)
            .unwrap_or_default(),
        said: said(&title, &types),
        other_dois: other_dois(element, imported.bibliography.doi.as_ref()),
        types,
        imported,
    }))
}

fn of_types<'t>(list: Element<'t>) -> impl Iterator<Item = Element<'t>> {
    list.all("PublicationType")
}

fn parts(list: Element<'_>) -> Vec<AbstractPart> {
    let part = |part: Element<'_>| {
        let label = part.attribute("Label").and_then(|label| clean_long(label, 200));
        // Some records name a part `UNLABELLED`.
        let label = label.filter(|label| !label.eq_ignore_ascii_case("unlabelled"));
        Some(AbstractPart { label, text: clean_long(part.text(), MAX_ABSTRACT)? })
    };
    list.all("AbstractText").filter_map(part).collect()
}

fn headings(list: Element<'_>) -> Vec<MeshHeading> {
    let heading = |heading: Element<'_>| {
        let descriptor = heading.child("DescriptorName")?;
        let is_major = |name: Element<'_>| name.attribute("MajorTopicYN") == Some("Y");
        Some(MeshHeading {
            id: descriptor.attribute("UI").map(str::to_owned),
            is_major: is_major(descriptor) || heading.all("QualifierName").any(is_major),
            qualifiers: heading.all("QualifierName").filter_map(|name| clean_long(name.text(), 200)).collect(),
            descriptor: clean_long(descriptor.text(), 400)?,
        })
    };
    list.all("MeshHeading").filter_map(heading).collect()
}

fn remarks(list: Element<'_>) -> Vec<Remark> {
    let remark = |remark: Element<'_>| {
        let kind = RemarkKind::of_pubmed(remark.attribute("RefType")?)?;
        let pmid = remark.value(&["PMID"]).and_then(|pmid| pmid.trim().parse().ok());
        let place = remark.value(&["RefSource"]).and_then(|place| clean_long(place, 400));
        let place = place.map(|place| status::without_empty_parts(&place)).unwrap_or_default();
        Some(Remark { kind, pmid, place })
    };
    list.all("CommentsCorrections").filter_map(remark).collect()
}

/// What types and title say. A record typed both erratum and retraction is a retraction.
fn said(title: &str, types: &[String]) -> Vec<StateSaid> {
    let by_types: Vec<EditorialState> = types.iter().filter_map(|kind| status::standing_of_word(kind)).collect();
    let is_retraction = by_types.contains(&EditorialState::RetractionNotice);
    let by_types = by_types
        .into_iter()
        .filter(|state| !(is_retraction && *state == EditorialState::CorrectionNotice))
        .map(|state| (state, SaidBy::PublicationType));
    let by_title = status::standing_of_title(title)
        // "Correction: …" of a retraction.
        .filter(|state| !(is_retraction && *state == EditorialState::CorrectionNotice))
        .map(|state| (state, SaidBy::Title));
    by_types
        .chain(by_title)
        .map(|(state, by)| StateSaid { state, by, other: None, place: None, date: None, list: None })
        .collect()
}

fn other_dois(record: Element<'_>, known: Option<&Doi>) -> Vec<Doi> {
    let article = record.at(&["MedlineCitation", "Article"]);
    let locations = article.into_iter().flat_map(|article| article.all("ELocationID"));
    let locations = locations
        .filter(|location| location.attribute("EIdType") == Some("doi") && location.attribute("ValidYN") != Some("N"));
    let ids = record.at(&["PubmedData", "ArticleIdList"]).into_iter().flat_map(|list| list.all("ArticleId"));
    let ids = ids.filter(|id| id.attribute("IdType") == Some("doi"));
    let mut others: Vec<Doi> = Vec::new();
    for element in locations.chain(ids) {
        if let Some(Identifier::Doi(doi)) = Identifier::readings(element.text()).pop()
            && Some(&doi) != known
            && !others.contains(&doi)
        {
            others.push(doi);
        }
    }
    others
}

impl Remark {
    /// The day in the citation of the other publication.
    pub fn date(&self) -> Option<crate::domain::PartialDate> {
        date_in(&self.place)
    }
}
