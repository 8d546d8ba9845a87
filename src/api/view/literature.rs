//! A record of the literature, as the API shows it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    citation::exchange::{AbstractPart, MeshHeading, Remark},
    domain::{
        EditorialState, Listed, Name, PartialDate, RemarkKind, SaidBy, Source, SourceId, StateSaid, States,
        StudyDesign,
        identifier::{Doi, Isbn, Issn, Pmcid, Pmid},
        source::{Bibliography, ItemType},
        vocabulary::vocabulary,
    },
    literature::{LiteratureId, Record},
};

vocabulary! {
    /// Whether somebody here has read a publication and judged it.
    pub(crate) enum Appraisal ("appraisal") {
        /// Nobody has: this is what a database says.
        NotAppraised = "not-appraised", "Not appraised";
    }
}

/// The address of a record. Slashes of a DOI are encoded.
pub(crate) fn href(id: &LiteratureId) -> String {
    format!("/v1/literature/{}", id.in_address())
}

/// A record of the literature: what a database says of a publication. Nobody here has appraised it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LiteratureRecord)]
pub(crate) struct LiteratureView<'a> {
    /// Its name: `pmid:` and a number; `doi:`, `pmcid:` or `isbn:` for what PubMed does not have.
    #[schema(example = "pmid:99999901")]
    id: String,
    /// Address of this record.
    #[schema(example = "/v1/literature/pmid:99999901")]
    href: String,
    /// Always `not-appraised`.
    appraisal: Appraisal,
    /// The appraised record of the same publication, which is to be used in its place; null for most.
    appraised: Option<AppraisedView<'a>>,
    /// What became of it.
    editorial: EditorialView,
    /// Type of publication.
    item_type: ItemType,
    /// Title. Square brackets around it say that it is translated.
    title: &'a str,
    /// Authors, in their order.
    authors: &'a [Name],
    /// Editors.
    editors: &'a [Name],
    /// Journal, or the book of a chapter.
    container_title: Option<&'a str>,
    /// Abbreviation of the journal.
    container_title_short: Option<&'a str>,
    /// Publisher.
    publisher: Option<&'a str>,
    /// Date of issue, as precise as it is known.
    issued: PartialDate,
    /// Date it was first online, where that is another one.
    available_date: Option<PartialDate>,
    /// Volume.
    volume: Option<&'a str>,
    /// Issue.
    issue: Option<&'a str>,
    /// Pages.
    page: Option<&'a str>,
    /// Number of an article without pages.
    number: Option<&'a str>,
    /// Language, BCP 47; `und` when the database does not say it.
    language: &'a str,
    /// DOI.
    doi: Option<&'a Doi>,
    /// DOIs of its other versions.
    other_dois: Vec<&'a Doi>,
    /// PubMed id.
    pmid: Option<Pmid>,
    /// PubMed Central id.
    pmcid: Option<&'a Pmcid>,
    /// ISSN of the journal.
    issn: Option<&'a Issn>,
    /// ISBN.
    isbn: Option<&'a Isbn>,
    /// The address to open; null when there is none.
    url: Option<String>,
    /// Numbers of trial registers.
    registrations: Vec<String>,
    /// The design, where the types of publication say one.
    design: Option<StudyDesign>,
    /// Types of publication, in the words of the database.
    types: &'a [String],
    /// Headings of the NLM's thesaurus.
    mesh: Vec<MeshView<'a>>,
    /// The abstract, in its parts; empty when the database has none. It belongs to its publisher.
    #[serde(rename = "abstract")]
    abstract_parts: Vec<AbstractPartView<'a>>,
    /// Links to other publications that stand on this record.
    links: Vec<LiteratureLink<'a>>,
    /// Where the record comes from.
    read_from: ReadFrom<'a>,
}

/// The appraised record of a publication.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AppraisedRecord)]
pub(crate) struct AppraisedView<'a> {
    /// Id of the source.
    id: &'a SourceId,
    /// Address of the source.
    #[schema(example = "/v1/sources/acp-2017")]
    href: String,
    /// The name people use for it.
    short_title: &'a str,
}

/// What became of a publication since it appeared, as far as the records that are loaded tell it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LiteratureEditorial)]
pub(crate) struct EditorialView {
    /// The gravest state; null when the records tell of none, which does not mean that there is none.
    state: Option<EditorialState>,
    /// Every state, the gravest first, with who says so.
    said: Vec<StateView>,
}

/// A state of a publication, and who says so.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LiteratureState)]
pub(crate) struct StateView {
    /// The state.
    state: EditorialState,
    /// Who says so.
    by: SaidBy,
    /// PMID of the notice; where this record is the notice, of the publication it speaks of.
    pmid: Option<Pmid>,
    /// The notice as the database cites it.
    #[schema(example = "J Nowhere. 2003 May;8(1):2")]
    place: Option<String>,
    /// Date of the notice.
    date: Option<PartialDate>,
    /// What a list of notices says; null where only records tell the state.
    list: Option<ListedView>,
}

/// A notice as a list of notices has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LiteratureListedNotice)]
pub(crate) struct ListedView {
    /// Name of the list.
    #[schema(example = "retraction_watch.csv")]
    name: String,
    /// DOI of the notice.
    #[schema(example = "10.5555/notice.1")]
    doi: Option<Doi>,
    /// Why, in the words of the list.
    #[schema(example = "Concerns about the data")]
    reason: Option<String>,
}

impl From<&States> for EditorialView {
    fn from(states: &States) -> Self {
        let listed = |Listed { name, doi, reason }: &Listed| ListedView {
            name: name.clone(),
            doi: doi.clone(),
            reason: reason.clone(),
        };
        let view = |StateSaid { state, by, other, place, date, list }: &StateSaid| StateView {
            state: *state,
            by: *by,
            pmid: *other,
            place: place.clone(),
            date: *date,
            list: list.as_ref().map(listed),
        };
        Self { state: states.gravest().map(|said| said.state), said: states.all().iter().map(view).collect() }
    }
}

/// A heading.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LiteratureHeading)]
pub(crate) struct MeshView<'a> {
    /// The descriptor.
    #[schema(example = "Back Pain")]
    descriptor: &'a str,
    /// Its identifier.
    #[schema(example = "D001416")]
    id: Option<&'a str>,
    /// Whether the publication is mainly about it.
    is_major: bool,
    /// Its qualifiers.
    qualifiers: &'a [String],
}

/// A part of an abstract.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LiteratureAbstractPart)]
pub(crate) struct AbstractPartView<'a> {
    /// Its label; null for an abstract in one piece.
    label: Option<&'a str>,
    /// Its text.
    text: &'a str,
}

/// A link to another publication.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct LiteratureLink<'a> {
    /// What it says.
    kind: RemarkKind,
    /// PMID of the other publication, where the database knows it.
    pmid: Option<Pmid>,
    /// Address of its record, which need not be loaded.
    href: Option<String>,
    /// The other publication, as the database cites it.
    place: &'a str,
}

/// Where a record comes from.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ReadFrom<'a> {
    /// Name of the file that was loaded.
    #[schema(example = "pubmed21n1298.xml.gz")]
    file: &'a str,
    /// Version of the record in the database.
    version: u16,
}

impl<'a> LiteratureView<'a> {
    pub(crate) fn of(record: &'a Record, states: &States, appraised: Option<&'a Source>) -> Self {
        let Record {
            id,
            rank,
            file,
            bibliography,
            other_dois,
            registration,
            design,
            abstract_parts,
            mesh,
            types,
            remarks,
            said: _,
        } = record;
        let Bibliography {
            item_type,
            title,
            author,
            editor,
            translator: _,
            container_title,
            container_title_short,
            event_title: _,
            edition: _,
            genre: _,
            publisher,
            publisher_place: _,
            issued,
            available_date,
            accessed: _,
            volume,
            issue,
            page,
            number,
            version: _,
            language,
            doi,
            pmid,
            pmcid,
            issn,
            isbn,
            url: _,
        } = bibliography;
        let registrations = registration
            .nct
            .iter()
            .map(ToString::to_string)
            .chain(registration.prospero.iter().map(ToString::to_string));
        Self {
            id: id.to_string(),
            href: href(id),
            appraisal: Appraisal::NotAppraised,
            appraised: appraised.map(|source| AppraisedView {
                id: &source.id,
                href: format!("/v1/sources/{}", source.id),
                short_title: &source.short_title,
            }),
            editorial: EditorialView::from(states),
            item_type: *item_type,
            title,
            authors: author,
            editors: editor,
            container_title: container_title.as_deref(),
            container_title_short: container_title_short.as_deref(),
            publisher: publisher.as_deref(),
            issued: *issued,
            available_date: *available_date,
            volume: volume.as_deref(),
            issue: issue.as_deref(),
            page: page.as_deref(),
            number: number.as_deref(),
            language,
            doi: doi.as_ref(),
            other_dois: other_dois.iter().map(|other| &other.doi).collect(),
            pmid: *pmid,
            pmcid: pmcid.as_ref(),
            issn: issn.as_ref(),
            isbn: isbn.as_ref(),
            url: bibliography.best_url(),
            registrations: registrations.collect(),
            design: *design,
            types,
            mesh: mesh
                .iter()
                .map(|MeshHeading { descriptor, id, is_major, qualifiers }| MeshView {
                    descriptor,
                    id: id.as_deref(),
                    is_major: *is_major,
                    qualifiers,
                })
                .collect(),
            abstract_parts: abstract_parts
                .iter()
                .map(|AbstractPart { label, text }| AbstractPartView { label: label.as_deref(), text })
                .collect(),
            links: remarks
                .iter()
                .map(|Remark { kind, pmid, place }| LiteratureLink {
                    kind: *kind,
                    pmid: *pmid,
                    href: pmid.map(|pmid| href(&LiteratureId::of_pmid(pmid))),
                    place,
                })
                .collect(),
            read_from: ReadFrom { file, version: rank.version },
        }
    }
}
