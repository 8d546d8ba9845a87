//! XML of PubMed.
//!
//! Two readers share it: of a reference, and of the [whole record](whole) with abstract, headings and remarks.

mod whole;

pub use whole::{AbstractPart, MeshHeading, PubmedItem, PubmedRecord, Remark};

use super::{
    ReadError,
    explain::Each,
    input::Input,
    name::{Written, is_suffix},
    raw::RawEntry,
    status::Said,
    tidy::{shortened, without_stop},
    xml::{self, Complete, Doctype, Element, Record},
};
use crate::domain::{EditorialStatus, StudyDesign, source::ItemType};

/// A document of which a reference is read.
const REFERENCES: Doctype =
    Doctype { roots: &ROOTS, begins_record: |name| RECORDS.contains(&name), passes_over: is_passed_over };

/// A document of which all is read that the database says, and which records it deletes.
const WHOLE: Doctype = Doctype {
    roots: &ROOTS,
    begins_record: |name| RECORDS.contains(&name) || name == DELETED,
    passes_over: |name| is_passed_over(name) && !is_of_whole(name),
};

/// The element that names the records which an update file deletes.
const DELETED: &str = "DeleteCitation";

/// Elements of those passed over that belong to the whole record.
fn is_of_whole(name: &str) -> bool {
    matches!(name, "Abstract" | "MeshHeadingList")
}

/// Elements of an article that are passed over: texts that belong to their publishers, and what no reference names.
fn is_passed_over(name: &str) -> bool {
    matches!(
        name,
        "Abstract"
            | "OtherAbstract"
            | "MeshHeadingList"
            | "ChemicalList"
            | "ReferenceList"
            | "GrantList"
            | "KeywordList"
            | "AffiliationInfo"
            | "History"
            | "InvestigatorList"
            | "CoiStatement"
            | "GeneralNote"
            | "SupplMeshList"
            | "GeneSymbolList"
            | "PersonalNameSubjectList"
            | "CopyrightInformation"
            | "DateCompleted"
            | "DateRevised"
            | "Sections"
            | "Identifier"
    )
}

/// Elements of which a value may be lost without a word in the draft: second forms of what is read, types of publication, which are
/// searched; numbers and days of the database; comments on the article and by it, and the article it updates. Names and notices are
/// read as lists, of which each says what became of it; a name that the database calls a misprint stands beside the right one.
pub(super) fn passed_over() -> impl Iterator<Item = &'static str> {
    const PASSED_OVER: &[&str] = &[
        "MedlineCitation/Article/AuthorList/Author/LastName",
        "MedlineCitation/Article/AuthorList/Author/ForeName",
        "MedlineCitation/Article/AuthorList/Author/Initials",
        "MedlineCitation/Article/AuthorList/Author/Suffix",
        "MedlineCitation/Article/Journal/ISOAbbreviation",
        "MedlineCitation/Article/Pagination/StartPage",
        "MedlineCitation/Article/Pagination/EndPage",
        "MedlineCitation/Article/PublicationTypeList/PublicationType",
        "MedlineCitation/Article/ArticleDate/Year",
        "MedlineCitation/Article/ArticleDate/Month",
        "MedlineCitation/Article/ArticleDate/Day",
        "MedlineCitation/Article/ELocationID[pii]",
        "MedlineCitation/Article/DataBankList/DataBank/DataBankName",
        "MedlineCitation/Article/DataBankList/DataBank/AccessionNumberList/AccessionNumber",
        "MedlineCitation/MedlineJournalInfo/Country",
        "MedlineCitation/MedlineJournalInfo/NlmUniqueID",
        "MedlineCitation/MedlineJournalInfo/ISSNLinking",
        "MedlineCitation/MedlineJournalInfo/MedlineTA",
        "MedlineCitation/CitationSubset",
        "MedlineCitation/NumberOfReferences",
        "MedlineCitation/SpaceFlightMission",
        "MedlineCitation/OtherID",
        "MedlineCitation/CommentsCorrectionsList/CommentsCorrections[AssociatedDataset]",
        "MedlineCitation/CommentsCorrectionsList/CommentsCorrections[AssociatedPublication]",
        "MedlineCitation/CommentsCorrectionsList/CommentsCorrections[Cites]",
        "MedlineCitation/CommentsCorrectionsList/CommentsCorrections[CommentIn]",
        "MedlineCitation/CommentsCorrectionsList/CommentsCorrections[CommentOn]",
        "MedlineCitation/CommentsCorrectionsList/CommentsCorrections[OriginalReportIn]",
        "MedlineCitation/CommentsCorrectionsList/CommentsCorrections[SummaryForPatientsIn]",
        "MedlineCitation/CommentsCorrectionsList/CommentsCorrections[UpdateOf]",
        "PubmedData/PublicationStatus",
        "PubmedData/ArticleIdList/ArticleId[mid]",
        "PubmedData/ArticleIdList/ArticleId[pii]",
        "PubmedData/ArticleIdList/ArticleId[pubmed]",
        "PubmedData/ObjectList/Object/Param",
        "BookDocument/AuthorList/Author/Initials",
        "BookDocument/Book/AuthorList/Author/Initials",
        "BookDocument/Book/Medium",
        "BookDocument/ContributionDate/Year",
        "BookDocument/ContributionDate/Month",
        "BookDocument/ContributionDate/Day",
        "BookDocument/LocationLabel",
        "BookDocument/PublicationType",
        "PubmedBookData/PublicationStatus",
        "PubmedBookData/ArticleIdList/ArticleId[pubmed]",
    ];
    PASSED_OVER.iter().copied()
}

/// Elements that are one record.
const RECORDS: [&str; 2] = ["PubmedArticle", "PubmedBookArticle"];
/// Elements a document of PubMed has at its root.
const ROOTS: [&str; 4] = ["PubmedArticleSet", "PubmedBookArticleSet", "PubmedArticle", "PubmedBookArticle"];

pub(super) fn read(input: Input<'_>, each: &mut Each<'_>) -> Result<(), ReadError> {
    xml::elements(input, &REFERENCES, &mut |event| match event {
        Complete::Element(Record { element, notes, passed_over }) => {
            let read = |element: Element<'_>| {
                let mut raw = reference(element);
                raw.notes.extend(notes.iter().cloned());
                let values = xml::values(element);
                let is_notice = |name: &str| NOTICES.iter().any(|(kind, _)| name.ends_with(&format!("[{kind}]")));
                let kept = values
                    .iter()
                    .filter(|value| !is_notice(&value.name) && self::passed_over().all(|known| known != value.name));
                raw.note_unread(kept.map(|value| {
                    let line = value.line.map(|line| format!(" (line {line})")).unwrap_or_default();
                    (format!("{}{line}", value.name), value.written.as_str())
                }));
                raw
            };
            each.record(read(element), || xml::anatomy(element, passed_over, read));
        }
        Complete::Fault(fault) => each.fault(fault),
    })
}

/// Reads the records of a file whole, and which it deletes.
///
/// # Errors
/// [`ReadError`].
pub(super) fn read_whole(input: Input<'_>, each: &mut dyn FnMut(PubmedItem)) -> Result<(), ReadError> {
    xml::elements(input, &WHOLE, &mut |event| match event {
        Complete::Element(Record { element, notes, passed_over: _ }) => each(whole::item(element, notes)),
        Complete::Fault(fault) => each(PubmedItem::Malformed(fault)),
    })
}

/// What a record says of its publication.
fn reference(record: Element<'_>) -> RawEntry {
    if record.name() == RECORDS[1] { book(record) } else { article(record) }
}

fn article(record: Element<'_>) -> RawEntry {
    let mut raw = RawEntry::at(record.line());
    raw.item_type = Some(ItemType::ArticleJournal);
    let Some(citation) = record.child("MedlineCitation") else { return raw };
    let Some(article) = citation.child("Article") else { return raw };
    raw.pmid = owned(citation.value(&["PMID"]));
    raw.title = title(article.value(&["ArticleTitle"]).or_else(|| article.value(&["VernacularTitle"])));
    if let (Some(_), Some(own)) = (article.value(&["ArticleTitle"]), article.value(&["VernacularTitle"])) {
        raw.note(format!("the title in its own language: `{}`", shortened(own)));
    }
    raw.author = article.child("AuthorList").map(authors).unwrap_or_default();
    raw.container_title = owned(article.value(&["Journal", "Title"]));
    raw.container_title_short = owned(
        citation.value(&["MedlineJournalInfo", "MedlineTA"]).or_else(|| article.value(&["Journal", "ISOAbbreviation"])),
    );
    if let Some(issue) = article.at(&["Journal", "JournalIssue"]) {
        raw.volume = owned(issue.value(&["Volume"]));
        raw.issue = owned(issue.value(&["Issue"]));
        raw.issued = issue.child("PubDate").and_then(day);
    }
    raw.available = article.all("ArticleDate").next().and_then(day);
    raw.serials.extend(owned(article.value(&["Journal", "ISSN"])));
    raw.language = owned(article.value(&["Language"]));
    raw.page = owned(article.value(&["Pagination", "MedlinePgn"])).or_else(|| {
        let pages = article.child("Pagination")?;
        match (pages.value(&["StartPage"])?, pages.value(&["EndPage"])) {
            (start, Some(end)) => Some(format!("{start}-{end}")),
            (start, None) => Some(start.to_owned()),
        }
    });
    for location in article.all("ELocationID").filter(|element| element.attribute("ValidYN") != Some("N")) {
        match location.attribute("EIdType") {
            Some("doi") if raw.doi.is_none() => raw.doi = Some(location.text().to_owned()),
            Some("pii") if raw.page.as_deref() == Some(location.text()) => {
                raw.number = Some(location.text().to_owned());
            }
            Some("pii") => raw.publisher_numbers.push(location.text().to_owned()),
            _ => {}
        }
    }
    for id in record.at(&["PubmedData", "ArticleIdList"]).into_iter().flat_map(|list| list.all("ArticleId")) {
        match id.attribute("IdType") {
            Some("doi") => raw.doi = Some(id.text().to_owned()),
            Some("pmc") => raw.pmcid = Some(id.text().to_owned()),
            Some("pii") => raw.publisher_numbers.push(id.text().to_owned()),
            _ => {}
        }
    }
    for bank in article.child("DataBankList").into_iter().flat_map(|list| list.all("DataBank")) {
        if matches!(bank.value(&["DataBankName"]), Some("ClinicalTrials.gov" | "PROSPERO")) {
            let numbers = bank.child("AccessionNumberList").into_iter().flat_map(|list| list.all("AccessionNumber"));
            raw.registered.extend(numbers.map(|number| number.text().to_owned()));
        }
    }
    let types: Vec<&str> = article
        .child("PublicationTypeList")
        .into_iter()
        .flat_map(|list| list.all("PublicationType"))
        .map(Element::text)
        .collect();
    raw.design = design(types.iter().copied());
    raw.item_type = item_type(types.iter().copied()).or(raw.item_type);
    for kind in types {
        raw.takes_word(kind);
    }
    let remarks = citation.child("CommentsCorrectionsList");
    for (kind, said) in NOTICES {
        let of_kind = |remark: &Element<'_>| remark.attribute("RefType") == Some(*kind);
        for remark in remarks.into_iter().flat_map(|list| list.all("CommentsCorrections")).filter(of_kind) {
            let place = remark.value(&["RefSource"]).unwrap_or_default();
            let pmid = remark.value(&["PMID"]).map(|pmid| format!(" PMID: {pmid}")).unwrap_or_default();
            raw.takes(*said, Some(format!("{}{pmid}", place.trim())));
        }
    }
    raw
}

/// What the remarks of PubMed say, by their types.
const NOTICES: &[(&str, Said)] = &[
    ("RetractedandRepublishedIn", Said::Of(EditorialStatus::RetractedAndRepublished)),
    ("RetractionIn", Said::Of(EditorialStatus::Retracted)),
    ("PartialRetractionIn", Said::Of(EditorialStatus::Retracted)),
    ("ExpressionOfConcernIn", Said::Of(EditorialStatus::ExpressionOfConcern)),
    ("CorrectedandRepublishedIn", Said::Of(EditorialStatus::Corrected)),
    ("ErratumIn", Said::Of(EditorialStatus::Corrected)),
    ("UpdateIn", Said::Updated),
    ("RepublishedIn", Said::Reprinted),
    ("RepublishedFrom", Said::Reprinted),
    ("ReprintIn", Said::Reprinted),
    ("ReprintOf", Said::Reprinted),
    ("PartialRetractionOf", Said::Notice("retraction")),
    ("RetractionOf", Said::Notice("retraction")),
    ("RetractedandRepublishedFrom", Said::Notice("republication")),
    ("ExpressionOfConcernFor", Said::Notice("expression of concern")),
    ("ErratumFor", Said::Notice("correction")),
    ("CorrectedandRepublishedFrom", Said::Notice("corrected republication")),
];

fn book(record: Element<'_>) -> RawEntry {
    let mut raw = RawEntry::at(record.line());
    raw.item_type = Some(ItemType::Book);
    let Some(document) = record.child("BookDocument") else { return raw };
    let Some(book) = document.child("Book") else { return raw };
    raw.pmid = owned(document.value(&["PMID"]));
    let chapter = title(document.value(&["ArticleTitle"]));
    let whole = title(book.value(&["BookTitle"]));
    let is_of_editors = |list: &Element<'_>| list.attribute("Type") == Some("editors");
    raw.author = lists_of_people(document).find(|list| !is_of_editors(list)).map(authors).unwrap_or_default();
    if raw.author.is_empty() {
        raw.author = lists_of_people(book).find(|list| !is_of_editors(list)).map(authors).unwrap_or_default();
    }
    raw.editor =
        lists_of_people(document).chain(lists_of_people(book)).filter(is_of_editors).flat_map(authors).collect();
    (raw.title, raw.container_title) = match (chapter, whole) {
        (Some(chapter), Some(whole)) if chapter != whole => {
            raw.item_type = Some(ItemType::Chapter);
            (Some(chapter), Some(whole))
        }
        (chapter, whole) => (chapter.or(whole), owned(book.value(&["CollectionTitle"]))),
    };
    raw.edition = owned(book.value(&["Edition"]));
    raw.volume = owned(book.value(&["Volume"]));
    raw.number = owned(book.value(&["ReportNumber"]));
    raw.publisher = owned(book.value(&["Publisher", "PublisherName"]));
    raw.publisher_place = owned(book.value(&["Publisher", "PublisherLocation"]));
    raw.issued = book.child("PubDate").and_then(day).or_else(|| document.child("ContributionDate").and_then(day));
    raw.serials.extend(book.all("Isbn").map(|isbn| isbn.text().to_owned()));
    raw.language = owned(document.value(&["Language"]));
    for id in document.child("ArticleIdList").into_iter().flat_map(|list| list.all("ArticleId")) {
        match id.attribute("IdType") {
            Some("doi") => raw.doi = Some(id.text().to_owned()),
            Some("bookaccession") => raw.url = Some(format!("https://www.ncbi.nlm.nih.gov/books/{}", id.text().trim())),
            _ => {}
        }
    }
    raw
}

fn lists_of_people<'t>(element: Element<'t>) -> impl Iterator<Item = Element<'t>> {
    element.all("AuthorList")
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

/// A title without the full stop of the database. Brackets stay: they say that it is translated.
fn title(text: Option<&str>) -> Option<String> {
    text.map(|title| without_stop(title).to_owned())
}

/// A date of three elements, or one that is printed as it was: `1998 Dec-1999 Jan`.
fn day(date: Element<'_>) -> Option<String> {
    if let Some(printed) = date.value(&["MedlineDate"]) {
        return Some(printed.to_owned());
    }
    let parts = ["Year", "Month", "Day"].into_iter().map_while(|part| date.value(&[part]));
    let season = date.value(&["Season"]);
    Some(parts.chain(season).collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

fn authors(list: Element<'_>) -> Vec<Written> {
    // A list that the database says it has cut.
    let others = (list.attribute("CompleteYN") == Some("N")).then(|| Written::Text("et al.".to_owned()));
    list.all("Author")
        // What was misprinted is in the list beside what is right.
        .filter(|author| author.attribute("ValidYN") != Some("N"))
        .filter_map(|author| {
            if let Some(literal) = author.value(&["CollectiveName"]) {
                return Some(Written::Organisation(without_stop(literal).to_owned()));
            }
            let given = author.value(&["ForeName"]).or_else(|| author.value(&["Initials"]));
            // Publishers put degrees there as well, which no reference names.
            let suffix = author.value(&["Suffix"]).and_then(|suffix| match suffix.trim() {
                "Junior" | "Júnior" => Some("Jr".to_owned()),
                suffix => is_suffix(suffix).then(|| suffix.to_owned()),
            });
            Some(Written::Parts(author.value(&["LastName"])?.to_owned(), owned(given), suffix))
        })
        .chain(others)
        .collect()
}

/// Publication types of the NLM for what is no journal article. The first of each is the one we write.
pub(super) const TYPES: &[(&str, ItemType)] = &[
    ("Preprint", ItemType::Preprint),
    ("Technical Report", ItemType::Report),
    ("Book", ItemType::Book),
    ("Web Page", ItemType::Webpage),
    ("Legislation", ItemType::Legislation),
    ("Book Chapter", ItemType::Chapter),
    ("Congress", ItemType::PaperConference),
    ("Academic Dissertation", ItemType::Thesis),
];

/// What the publication types say that it is; none for articles and what nobody says.
pub(super) fn item_type<'a>(types: impl Iterator<Item = &'a str> + Clone) -> Option<ItemType> {
    let has = |name: &str| types.clone().any(|known| known.trim() == name);
    let (_, found) = TYPES.iter().find(|(name, _)| has(name))?;
    // A technical report or a congress that is an article of a journal is cited as one.
    (*found == ItemType::Preprint || !has("Journal Article")).then_some(*found)
}

/// The design, as far as the publication types of the NLM say one.
pub(super) fn design<'a>(types: impl Iterator<Item = &'a str> + Clone) -> Option<StudyDesign> {
    const DESIGNS: [(&str, StudyDesign); 11] = [
        ("Practice Guideline", StudyDesign::Guideline),
        ("Guideline", StudyDesign::Guideline),
        ("Clinical Trial Protocol", StudyDesign::Protocol),
        ("Network Meta-Analysis", StudyDesign::NetworkMetaAnalysis),
        ("Systematic Review", StudyDesign::SystematicReview),
        ("Meta-Analysis", StudyDesign::MetaAnalysis),
        ("Pragmatic Clinical Trial", StudyDesign::PragmaticRct),
        ("Randomized Controlled Trial", StudyDesign::Rct),
        ("Case Reports", StudyDesign::CaseReport),
        ("Comment", StudyDesign::Commentary),
        ("Editorial", StudyDesign::Commentary),
    ];
    let find = |name: &str| types.clone().any(|known| known.trim() == name);
    DESIGNS.into_iter().find(|(name, _)| find(name)).map(|(_, design)| design)
}
