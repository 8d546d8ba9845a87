//! XML of PubMed, read as a stream: one article is in memory at a time, and of it only what a reference needs.
//!
//! Two readers share it: of a reference, and of the [whole record](whole) with abstract, headings and remarks.
//!
//! Entities are never expanded: those of XML itself and numbered characters are read, any other stays as it is written,
//! so that a document that defines some for itself gains nothing by it.

mod whole;

use std::io::{self, BufRead, Read};

pub use whole::{AbstractPart, MeshHeading, PubmedItem, PubmedRecord, Remark};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::{
    Malformed, Outcome, ReadError,
    input::{Input, MAX_RECORD},
    name::{Written, is_suffix},
    plain::raised,
    raw::{Raw, shortened, without_stop},
    status::Said,
};
use crate::domain::{EditorialStatus, StudyDesign, source::ItemType};

/// What is read of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// What a reference needs.
    Reference,
    /// What the database says of it as well; and which records it deletes.
    Whole,
}

impl Extent {
    fn passes_over(self, name: &str) -> bool {
        PASSED_OVER.contains(&name) && (self == Self::Reference || !OF_WHOLE.contains(&name))
    }

    fn begins_record(self, name: &str) -> bool {
        RECORDS.contains(&name) || (self == Self::Whole && name == DELETED)
    }
}

/// Elements of those passed over that belong to the whole record.
const OF_WHOLE: [&str; 2] = ["Abstract", "MeshHeadingList"];
/// The element that names the records which an update file deletes.
const DELETED: &str = "DeleteCitation";

/// Elements of an article that are passed over: texts that belong to their publishers, and what no reference names.
const PASSED_OVER: &[&str] = &[
    "Abstract",
    "OtherAbstract",
    "MeshHeadingList",
    "ChemicalList",
    "ReferenceList",
    "GrantList",
    "KeywordList",
    "AffiliationInfo",
    "History",
    "InvestigatorList",
    "CoiStatement",
    "GeneralNote",
    "SupplMeshList",
    "GeneSymbolList",
    "PersonalNameSubjectList",
    "CopyrightInformation",
    "DateCompleted",
    "DateRevised",
    "Sections",
    "Identifier",
];

/// Elements that are one record.
const RECORDS: [&str; 2] = ["PubmedArticle", "PubmedBookArticle"];
/// Elements a document of PubMed has at its root.
const ROOTS: [&str; 4] = ["PubmedArticleSet", "PubmedBookArticleSet", "PubmedArticle", "PubmedBookArticle"];

/// Deepest nesting of an article; theirs is nine, with markup in a title.
const MAX_DEPTH: usize = 32;

/// Most elements that may be open at once in a whole document, articles or not: the reader of XML remembers each.
const MAX_OPEN: usize = 10_000;

/// What an element takes beside its texts, in bytes.
const ELEMENT: usize = size_of::<Element>();

/// The bytes of a document, counted between two elements, so that one that never ends is noticed.
struct Bounded<'a> {
    input: Input<'a>,
    since: usize,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let amount = ready.len().min(buffer.len());
        buffer[..amount].copy_from_slice(&ready[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > MAX_RECORD {
            let message = format!("one element or text has more than {} MiB", MAX_RECORD >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        self.input.ready()
    }

    fn consume(&mut self, amount: usize) {
        self.since += amount;
        self.input.take_ready(amount);
    }
}

/// An element of one article, as far as it is kept.
#[derive(Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    /// All text within, that of its children included: markup in a title is not kept.
    text: String,
}

impl Element {
    fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn value(&self, path: &[&str]) -> Option<String> {
        self.at(path).map(|element| element.text.clone()).filter(|text| !text.trim().is_empty())
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What has come to its end.
enum Complete<'a> {
    /// A record, or a list of those that are deleted.
    Element { element: &'a Element, line: usize, notes: Vec<String> },
    /// What should have been one.
    Fault(Malformed),
}

/// Who is told of it.
type Told<'a> = dyn FnMut(Complete<'_>) + 'a;

/// What has been read of an article.
struct Open {
    line: usize,
    /// The open elements, the article first.
    stack: Vec<Element>,
    size: usize,
    notes: Vec<String>,
}

/// Where in the document the reader is.
enum Place {
    /// Between articles.
    Between,
    /// In an article.
    Within(Open),
    /// In an element of an article that is passed over, so many elements deep.
    Passing(Open, usize),
    /// After a fault, until the next article begins.
    Lost,
}

pub(super) fn read(input: Input<'_>, each: &mut dyn FnMut(Outcome)) -> Result<(), ReadError> {
    elements(input, Extent::Reference, &mut |event| match event {
        Complete::Element { element, line, mut notes } => {
            let mut raw = if element.name == RECORDS[1] { book(element, line) } else { article(element, line) };
            raw.notes.append(&mut notes);
            each(raw.finish());
        }
        Complete::Fault(fault) => each(Err(fault)),
    })
}

/// Reads the records of a file whole, and which it deletes.
///
/// # Errors
/// [`ReadError`].
pub(super) fn read_whole(input: Input<'_>, each: &mut dyn FnMut(PubmedItem)) -> Result<(), ReadError> {
    elements(input, Extent::Whole, &mut |event| match event {
        Complete::Element { element, line, notes } => each(whole::item(element, line, notes)),
        Complete::Fault(fault) => each(PubmedItem::Malformed(fault)),
    })
}

fn elements(input: Input<'_>, extent: Extent, each: &mut Told<'_>) -> Result<(), ReadError> {
    let mut reader = Reader::from_reader(Bounded { input, since: 0 });
    // Ends are compared with begins below, where a wrong one costs one article and not the file.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut buffer = Vec::new();
    let mut place = Place::Between;
    let mut root: Option<String> = None;
    let mut is_closed = false;
    let mut last_fault_at = None;
    let mut opened = 0_usize;
    loop {
        buffer.clear();
        reader.get_mut().since = 0;
        let event = reader.read_event_into(&mut buffer);
        let line = reader.get_ref().input.line();
        let event = match event {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => {
                if let Place::Within(open) | Place::Passing(open, _) = place {
                    each(Complete::Fault(Malformed { line: open.line, message: "the record is not whole".to_owned() }));
                }
                let of_content =
                    [io::ErrorKind::InvalidData, io::ErrorKind::UnexpectedEof, io::ErrorKind::InvalidInput];
                if of_content.contains(&error.kind()) {
                    return Err(ReadError::Broken { line, message: error.to_string() });
                }
                let source = io::Error::new(error.kind(), error.to_string());
                return Err(ReadError::Io { line, source });
            }
            Err(fault) => {
                let at = reader.buffer_position();
                // A fault that nothing moves past would be told for ever.
                let is_stuck = last_fault_at == Some(at);
                last_fault_at = Some(at);
                match std::mem::replace(&mut place, Place::Lost) {
                    Place::Within(open) | Place::Passing(open, _) => {
                        each(Complete::Fault(Malformed {
                            line: open.line,
                            message: format!("line {line} is no XML: {fault}"),
                        }));
                    }
                    Place::Between => {
                        each(Complete::Fault(Malformed { line, message: format!("this is no XML: {fault}") }))
                    }
                    Place::Lost => {}
                }
                if is_stuck {
                    return Err(ReadError::Broken { line, message: fault.to_string() });
                }
                continue;
            }
        };
        if let Event::Start(element) | Event::Empty(element) = &event
            && root.is_none()
        {
            let name = element.name().as_ref().to_owned();
            if !ROOTS.contains(&name.as_str()) {
                let name = shortened(&name);
                let message = format!("the root element is <{name}>; expected <PubmedArticleSet>, as PubMed saves it");
                return Err(ReadError::Format(message));
            }
            root = Some(name);
        }
        if let Event::Eof = event {
            match place {
                Place::Within(open) | Place::Passing(open, _) => {
                    each(Complete::Fault(Malformed {
                        line: open.line,
                        message: "the file ends within the record".to_owned(),
                    }));
                }
                Place::Between | Place::Lost => {}
            }
            return match &root {
                None => Err(ReadError::Format("the file holds no element; expected <PubmedArticleSet>".to_owned())),
                Some(name) if !is_closed && !RECORDS.contains(&name.as_str()) => {
                    let message = format!("the file is cut off: it ends without </{name}>");
                    Err(ReadError::Broken { line, message })
                }
                Some(_) => Ok(()),
            };
        }
        match &event {
            Event::Start(_) => opened += 1,
            Event::End(end) => {
                opened = opened.saturating_sub(1);
                is_closed |= root.as_deref() == Some(end.name().as_ref());
            }
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::Eof => {}
        }
        if opened > MAX_OPEN {
            let message = format!("{MAX_OPEN} elements stand in one another, and none is closed");
            return Err(ReadError::Broken { line, message });
        }
        place = step(place, &event, line, extent, each);
    }
}

fn step(place: Place, event: &Event<'_>, line: usize, extent: Extent, each: &mut Told<'_>) -> Place {
    // An article within an article: the end of the first one is missing.
    if let Event::Start(start) = event
        && extent.begins_record(start.name().as_ref())
    {
        if let Place::Within(open) | Place::Passing(open, _) = place {
            let message = format!("the record does not end before the next one, which begins on line {line}");
            each(Complete::Fault(Malformed { line: open.line, message }));
        }
        return Place::Within(Open { line, stack: vec![element(start)], size: 0, notes: Vec::new() });
    }
    match (place, event) {
        (Place::Passing(open, depth), Event::Start(_)) => Place::Passing(open, depth + 1),
        (Place::Passing(open, 0), Event::End(_)) => Place::Within(open),
        (Place::Passing(open, depth), Event::End(_)) => Place::Passing(open, depth - 1),
        (Place::Within(open), event) => within(open, event, line, extent, each),
        (place, _) => place,
    }
}

fn within(mut open: Open, event: &Event<'_>, line: usize, extent: Extent, each: &mut Told<'_>) -> Place {
    let lost = |open: Open, message: String| (Malformed { line: open.line, message }, Place::Lost);
    let (fault, place) = match event {
        Event::Start(start) if extent.passes_over(start.name().as_ref()) => return Place::Passing(open, 0),
        Event::Start(start) => {
            let element = element(start);
            open.size += ELEMENT + element.name.len();
            if open.size > MAX_RECORD {
                return within_size(open, line, each);
            }
            if open.stack.len() >= MAX_DEPTH {
                lost(open, format!("elements stand more than {MAX_DEPTH} deep in one another on line {line}"))
            } else {
                open.stack.push(element);
                return Place::Within(open);
            }
        }
        Event::Empty(start) => {
            open.size += ELEMENT + start.len();
            if let Some(parent) = open.stack.last_mut() {
                parent.children.push(element(start));
            }
            return within_size(open, line, each);
        }
        Event::End(end) => match open.stack.pop() {
            Some(mut element) if element.name == end.name().as_ref() => match open.stack.last_mut() {
                Some(parent) => {
                    // Flattened, 10⁹ would be another number.
                    match element.name.rsplit(':').next() {
                        Some("sup") => {
                            raised(&mut element.text, 0);
                        }
                        Some("msup") => {
                            let power = element.children.last().map_or(0, |power| power.text.len());
                            let from = element.text.len().saturating_sub(power);
                            raised(&mut element.text, from);
                        }
                        _ => {}
                    }
                    parent.text.push_str(&element.text);
                    parent.children.push(element);
                    return Place::Within(open);
                }
                None => {
                    each(Complete::Element { element: &element, line: open.line, notes: open.notes });
                    return Place::Between;
                }
            },
            other => {
                let (found, expected) = (end.name(), other.unwrap_or_default().name);
                let (found, expected) = (shortened(found.as_ref()), shortened(&expected));
                let message = format!("line {line} ends <{found}> where <{expected}> is open");
                lost(open, message)
            }
        },
        Event::Text(text) => {
            add_text(&mut open, text);
            return within_size(open, line, each);
        }
        Event::CData(text) => {
            add_text(&mut open, text);
            return within_size(open, line, each);
        }
        Event::GeneralRef(entity) => {
            let name = entity.to_string();
            let read = match entity.resolve_char_ref() {
                Ok(Some(c)) => Some(c.to_string()),
                Ok(None) => quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned),
                Err(_) => None,
            };
            let text = read.unwrap_or_else(|| {
                if open.notes.is_empty() {
                    open.notes.push(format!("line {line} holds `&{};`, which is not expanded", shortened(&name)));
                }
                format!("&{name};")
            });
            add_text(&mut open, &text);
            return within_size(open, line, each);
        }
        Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {
            return Place::Within(open);
        }
    };
    each(Complete::Fault(fault));
    place
}

fn add_text(open: &mut Open, text: &str) {
    open.size += text.len();
    if let Some(element) = open.stack.last_mut() {
        element.text.push_str(text);
    }
}

fn within_size(open: Open, line: usize, each: &mut Told<'_>) -> Place {
    if open.size <= MAX_RECORD {
        return Place::Within(open);
    }
    let message = format!("more than {} MiB by line {line}: no record is that long", MAX_RECORD >> 20);
    each(Complete::Fault(Malformed { line: open.line, message }));
    Place::Lost
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start
        .attributes()
        .filter_map(Result::ok)
        .take(16)
        .filter_map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
            Some((attribute.key.as_ref().to_owned(), value))
        })
        .collect();
    Element { name: start.name().as_ref().to_owned(), attributes, ..Element::default() }
}

fn article(record: &Element, line: usize) -> Raw {
    let mut raw = Raw::at(line);
    raw.item_type = Some(ItemType::ArticleJournal);
    let Some(citation) = record.child("MedlineCitation") else { return raw };
    let Some(article) = citation.child("Article") else { return raw };
    raw.pmid = citation.value(&["PMID"]);
    raw.title = title(article.value(&["ArticleTitle"]).or_else(|| article.value(&["VernacularTitle"])));
    raw.author = article.child("AuthorList").map(authors).unwrap_or_default();
    raw.container_title = article.value(&["Journal", "Title"]);
    raw.container_title_short =
        citation.value(&["MedlineJournalInfo", "MedlineTA"]).or_else(|| article.value(&["Journal", "ISOAbbreviation"]));
    if let Some(issue) = article.at(&["Journal", "JournalIssue"]) {
        raw.volume = issue.value(&["Volume"]);
        raw.issue = issue.value(&["Issue"]);
        raw.issued = issue.child("PubDate").and_then(day);
    }
    raw.available = article.all("ArticleDate").next().and_then(day);
    raw.serials.extend(article.value(&["Journal", "ISSN"]));
    raw.language = article.value(&["Language"]);
    raw.page = article.value(&["Pagination", "MedlinePgn"]).or_else(|| {
        let pages = article.child("Pagination")?;
        match (pages.value(&["StartPage"])?, pages.value(&["EndPage"])) {
            (start, Some(end)) => Some(format!("{start}-{end}")),
            (start, None) => Some(start),
        }
    });
    for location in article.all("ELocationID").filter(|element| element.attribute("ValidYN") != Some("N")) {
        match location.attribute("EIdType") {
            Some("doi") if raw.doi.is_none() => raw.doi = Some(location.text.clone()),
            Some("pii") if raw.page.as_ref() == Some(&location.text) => raw.number = Some(location.text.clone()),
            Some("pii") => raw.publisher_numbers.push(location.text.clone()),
            _ => {}
        }
    }
    for id in record.at(&["PubmedData", "ArticleIdList"]).into_iter().flat_map(|list| list.all("ArticleId")) {
        match id.attribute("IdType") {
            Some("doi") => raw.doi = Some(id.text.clone()),
            Some("pmc") => raw.pmcid = Some(id.text.clone()),
            Some("pii") => raw.publisher_numbers.push(id.text.clone()),
            _ => {}
        }
    }
    for bank in article.child("DataBankList").into_iter().flat_map(|list| list.all("DataBank")) {
        if matches!(bank.value(&["DataBankName"]).as_deref(), Some("ClinicalTrials.gov" | "PROSPERO")) {
            let numbers = bank.child("AccessionNumberList").into_iter().flat_map(|list| list.all("AccessionNumber"));
            raw.registered.extend(numbers.map(|number| number.text.clone()));
        }
    }
    let types: Vec<&str> = article
        .child("PublicationTypeList")
        .into_iter()
        .flat_map(|list| list.all("PublicationType"))
        .map(|element| element.text.as_str())
        .collect();
    raw.design = design(types.iter().copied());
    raw.item_type = item_type(types.iter().copied()).or(raw.item_type);
    for kind in types {
        raw.takes_word(kind);
    }
    let remarks = citation.child("CommentsCorrectionsList");
    for (kind, said) in NOTICES {
        let of_kind = |remark: &&Element| remark.attribute("RefType") == Some(*kind);
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
    ("RetractionOf", Said::Notice("retraction")),
    ("RetractedandRepublishedFrom", Said::Notice("republication")),
    ("ExpressionOfConcernFor", Said::Notice("expression of concern")),
    ("ErratumFor", Said::Notice("correction")),
    ("CorrectedandRepublishedFrom", Said::Notice("corrected republication")),
];

fn book(record: &Element, line: usize) -> Raw {
    let mut raw = Raw::at(line);
    raw.item_type = Some(ItemType::Book);
    let Some(document) = record.child("BookDocument") else { return raw };
    let Some(book) = document.child("Book") else { return raw };
    raw.pmid = document.value(&["PMID"]);
    let chapter = title(document.value(&["ArticleTitle"]));
    let whole = title(book.value(&["BookTitle"]));
    let is_of_editors = |list: &&Element| list.attribute("Type") == Some("editors");
    let lists = |element| Element::all(element, "AuthorList");
    raw.author = lists(document).find(|list| !is_of_editors(list)).map(authors).unwrap_or_default();
    if raw.author.is_empty() {
        raw.author = lists(book).find(|list| !is_of_editors(list)).map(authors).unwrap_or_default();
    }
    raw.editor = lists(document).chain(lists(book)).filter(is_of_editors).flat_map(authors).collect();
    (raw.title, raw.container_title) = match (chapter, whole) {
        (Some(chapter), Some(whole)) if chapter != whole => {
            raw.item_type = Some(ItemType::Chapter);
            (Some(chapter), Some(whole))
        }
        (chapter, whole) => (chapter.or(whole), book.value(&["CollectionTitle"])),
    };
    raw.edition = book.value(&["Edition"]);
    raw.volume = book.value(&["Volume"]);
    raw.publisher = book.value(&["Publisher", "PublisherName"]);
    raw.publisher_place = book.value(&["Publisher", "PublisherLocation"]);
    raw.issued = book.child("PubDate").and_then(day).or_else(|| document.child("ContributionDate").and_then(day));
    raw.serials.extend(book.all("Isbn").map(|isbn| isbn.text.clone()));
    raw.language = document.value(&["Language"]);
    for id in document.child("ArticleIdList").into_iter().flat_map(|list| list.all("ArticleId")) {
        match id.attribute("IdType") {
            Some("doi") => raw.doi = Some(id.text.clone()),
            Some("bookaccession") => raw.url = Some(format!("https://www.ncbi.nlm.nih.gov/books/{}", id.text.trim())),
            _ => {}
        }
    }
    raw
}

/// A title without the full stop of the database. Brackets stay: they say that it is translated.
fn title(text: Option<String>) -> Option<String> {
    text.map(|title| without_stop(&title).to_owned())
}

/// A date of three elements, or one that is printed as it was: `1998 Dec-1999 Jan`.
fn day(date: &Element) -> Option<String> {
    if let Some(printed) = date.value(&["MedlineDate"]) {
        return Some(printed);
    }
    let parts = ["Year", "Month", "Day"].into_iter().map_while(|part| date.value(&[part]));
    let season = date.value(&["Season"]);
    Some(parts.chain(season).collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

fn authors(list: &Element) -> Vec<Written> {
    list.all("Author")
        // What was misprinted is in the list beside what is right.
        .filter(|author| author.attribute("ValidYN") != Some("N"))
        .filter_map(|author| {
            if let Some(literal) = author.value(&["CollectiveName"]) {
                return Some(Written::Organisation(without_stop(&literal).to_owned()));
            }
            let given = author.value(&["ForeName"]).or_else(|| author.value(&["Initials"]));
            // Publishers put degrees there as well, which no reference names.
            let suffix = author.value(&["Suffix"]).and_then(|suffix| match suffix.trim() {
                "Junior" | "Júnior" => Some("Jr".to_owned()),
                suffix => is_suffix(suffix).then(|| suffix.to_owned()),
            });
            Some(Written::Parts(author.value(&["LastName"])?, given, suffix))
        })
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
