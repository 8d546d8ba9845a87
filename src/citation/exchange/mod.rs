//! References from and for other programs: reference managers, databases, spreadsheets.
//!
//! Reading takes any bytes and gives the records in them one by one, with the line each begins on; a record that cannot
//! be read is told and passed over. What is read is checked as far as its form goes and no further: whether it is true
//! of the publication, a person must see. Memory is bounded by [`MAX_RECORD`], whatever the file.
//!
//! Writing gives every field a format has a place for, and where it has none, a note that reading understands: what was
//! written is read back equal. Identifiers that nobody has verified are left out and named in a note.

mod bibtex;
mod cochrane;
mod csl_json;
mod csv;
mod endnote_xml;
mod explain;
mod export;
mod finish;
mod input;
mod labels;
mod language;
mod name;
mod nbib;
mod notices;
mod ovid;
mod pages;
mod plain;
mod pubmed;
mod raw;
mod ris;
mod ris_like;
mod serial;
mod status;
mod summary;
mod table;
mod tagged;
mod tidy;
mod xml;

use std::io::{self, Read};

pub use bibtex::{write_biblatex, write_bibtex};
pub use csl_json::{items_in, write as write_csl_json, write_one as write_csl_item};
pub use csv::{COLUMNS as CSV_COLUMNS, write as write_csv};
pub use explain::{Explained, ExplainedPart, FieldValue};
pub use export::Exported;
pub use finish::is_preprint_server;
pub use input::MAX_RECORD;
pub use nbib::write as write_nbib;
pub use notices::{NoticeEntry, NoticeList, NoticedPaper, NoticesError, read_notices};
pub use pages::written_out as pages_written_out;
pub use plain::plain;
pub(super) use plain::raised;
pub use pubmed::{AbstractPart, MeshHeading, PubmedItem, PubmedRecord, Remark};
pub use ris::write as write_ris;
pub use status::standing_of_title;

use crate::domain::{
    Editorial, StudyDesign,
    source::{Bibliography, Registration},
    vocabulary::vocabulary,
};
use explain::Each;
use input::Input;

vocabulary! {
    /// Formats that can be read.
    pub enum ImportFormat ("format of references") {
        /// XML of PubMed: `PubmedArticleSet`.
        PubmedXml = "pubmed-xml", "PubMed XML";
        /// MEDLINE, as PubMed exports it.
        Nbib = "nbib", "NBIB (MEDLINE)";
        /// Research Information Systems, as reference managers and publishers export it.
        Ris = "ris", "RIS";
        /// BibTeX and BibLaTeX.
        Bibtex = "bibtex", "BibTeX";
        /// Citation Style Language, as reference managers export it.
        CslJson = "csl-json", "CSL-JSON";
        /// EndNote's own tags (`.enw`), as search engines and publishers hand them out.
        EndNote = "enw", "EndNote (.enw)";
        /// RefWorks' own tags.
        RefWorks = "refworks", "RefWorks tagged";
        /// Web of Science's own tags.
        WebOfScience = "wos", "Web of Science tagged";
        /// EndNote's XML (`<xml><records>`), which Zotero and Mendeley write as well.
        EndNoteXml = "endnote-xml", "EndNote XML";
        /// Citations as PubMed prints them: its summaries as text, and what its button "Cite" copies.
        PubmedText = "pubmed-text", "PubMed citations (text)";
        /// Ovid's tagged records and citations.
        Ovid = "ovid", "Ovid (tagged or text)";
        /// Citations of the Cochrane Library as text.
        Cochrane = "cochrane", "Cochrane Library (text)";
        /// Tables of Scopus, PubMed and Zotero, and our own.
        Table = "csv", "CSV of Scopus, PubMed or Zotero";
    }
}

/// A record as it was read: its form is that of a source, its truth is not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The line it begins on, from 1.
    pub line: usize,
    /// What a reference is made of. The language is `und` where the file does not say it.
    pub bibliography: Bibliography,
    /// Registrations of the study.
    pub registration: Registration,
    /// The design, where a database that judges designs says one.
    pub design: Option<StudyDesign>,
    /// What a database says the publisher has said since.
    pub editorial: Editorial,
    /// What could not be carried over as it stands, for the person who completes the record. At most 20.
    pub notes: Vec<String>,
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The line it begins on, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// Why a file could not be read to its end. What was read before stands.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// None of the formats.
    #[error("{0}")]
    Format(String),
    /// The file breaks off, is damaged, or holds more at a time than any record has.
    #[error("line {line}: {message}")]
    Broken {
        /// Where.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// Reading failed.
    #[error("line {line}: the file cannot be read")]
    Io {
        /// Where.
        line: usize,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// What became of one record.
pub type Outcome = Result<Imported, Malformed>;

/// Reads a file, packed with gzip or not, and hands every record of it to `each` in their order. The format is told from
/// the content unless it is given. Encodings are UTF-8, UTF-16 and Windows-1252.
///
/// # Errors
/// [`ReadError`], when the file is none of the formats, breaks off or cannot be read. Malformed records are no error.
pub fn read(
    file: impl Read,
    format: Option<ImportFormat>,
    each: &mut dyn FnMut(Outcome),
) -> Result<ImportFormat, ReadError> {
    read_each(file, format, &mut Each::Outcome(each))
}

/// As [`read`], and says of each record which value was read from where. Each record is read once more for each of its parts.
///
/// # Errors
/// As [`read`].
pub fn read_explained(
    file: impl Read,
    format: Option<ImportFormat>,
    each: &mut dyn FnMut(Explained),
) -> Result<ImportFormat, ReadError> {
    read_each(file, format, &mut Each::Explained { each, passed_over: Vec::new() })
}

fn read_each(file: impl Read, format: Option<ImportFormat>, each: &mut Each<'_>) -> Result<ImportFormat, ReadError> {
    let input = Input::open(file).map_err(|source| ReadError::Io { line: 1, source })?;
    let format = match format {
        Some(format) => format,
        None => detect(input.head())?,
    };
    if let Each::Explained { passed_over: names, .. } = each {
        *names = passed_over(format);
    }
    read_input(input, format, each).map(|()| format)
}

/// The format of a file, and its records whole where the format is PubMed's XML; of other formats the references.
///
/// # Errors
/// As [`read`].
pub fn read_whole(file: impl Read, each: &mut dyn FnMut(WholeItem)) -> Result<ImportFormat, ReadError> {
    let input = Input::open(file).map_err(|source| ReadError::Io { line: 1, source })?;
    let format = detect(input.head())?;
    match format {
        ImportFormat::PubmedXml => pubmed::read_whole(input, &mut |item| each(WholeItem::Pubmed(item)))?,
        ImportFormat::Nbib
        | ImportFormat::Ris
        | ImportFormat::Bibtex
        | ImportFormat::CslJson
        | ImportFormat::EndNote
        | ImportFormat::RefWorks
        | ImportFormat::WebOfScience
        | ImportFormat::EndNoteXml
        | ImportFormat::PubmedText
        | ImportFormat::Ovid
        | ImportFormat::Cochrane
        | ImportFormat::Table => {
            let mut each = |outcome| each(WholeItem::Reference(Box::new(outcome)));
            read_input(input, format, &mut Each::Outcome(&mut each))?;
        }
    }
    Ok(format)
}

/// What [`read_whole`] gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WholeItem {
    /// From XML of PubMed.
    Pubmed(PubmedItem),
    /// From another format.
    Reference(Box<Outcome>),
}

fn read_input(mut input: Input<'_>, format: ImportFormat, each: &mut Each<'_>) -> Result<(), ReadError> {
    let result = match format {
        ImportFormat::PubmedXml => return pubmed::read(input, each),
        ImportFormat::EndNoteXml => return endnote_xml::read(input, each),
        ImportFormat::Nbib => nbib::read(&mut input, each),
        ImportFormat::Ris => ris::read(&mut input, each),
        ImportFormat::Bibtex => bibtex::read(&mut input, each),
        ImportFormat::CslJson => csl_json::read(&mut input, each),
        ImportFormat::EndNote => ris_like::read_endnote(&mut input, each),
        ImportFormat::RefWorks => ris_like::read_refworks(&mut input, each),
        ImportFormat::WebOfScience => ris_like::read_web_of_science(&mut input, each),
        ImportFormat::PubmedText => summary::read(&mut input, each),
        ImportFormat::Ovid => ovid::read(&mut input, each),
        ImportFormat::Cochrane => cochrane::read(&mut input, each),
        ImportFormat::Table => table::read(&mut input, each),
    };
    result.map_err(|source| ReadError::Io { line: input.line(), source })
}

/// The fields of a format of which reading may lose a value without a note.
///
/// They are what belongs to others (abstracts), what says something of the database and not of the publication, and notes,
/// which are searched for identifiers, dates and what became of the publication. Of all other fields each value is in the
/// record or in a note.
pub fn passed_over(format: ImportFormat) -> Vec<&'static str> {
    match format {
        ImportFormat::PubmedXml => pubmed::passed_over().collect(),
        ImportFormat::Nbib => nbib::passed_over().collect(),
        ImportFormat::Ris => ris::passed_over().collect(),
        ImportFormat::Bibtex => bibtex::passed_over().collect(),
        ImportFormat::CslJson => csl_json::passed_over().collect(),
        ImportFormat::EndNote => ris_like::passed_over_endnote().collect(),
        ImportFormat::RefWorks => ris_like::passed_over_refworks().collect(),
        ImportFormat::WebOfScience => ris_like::passed_over_web_of_science().collect(),
        ImportFormat::EndNoteXml => endnote_xml::passed_over().collect(),
        ImportFormat::PubmedText => Vec::new(),
        ImportFormat::Ovid => ovid::passed_over().collect(),
        ImportFormat::Cochrane => cochrane::passed_over().collect(),
        ImportFormat::Table => table::passed_over().collect(),
    }
}

/// Names of columns, by which a table of references is told: databases offer one beside the formats we read.
const TABLE: &[&str] = &[
    "title",
    "authors",
    "author",
    "author full names",
    "year",
    "publication year",
    "doi",
    "source title",
    "pmid",
    "journal",
];

/// The format, told from the begin of a file.
fn detect(head: &str) -> Result<ImportFormat, ReadError> {
    const EXPECTED: &str = "expected PubMed XML, EndNote XML, NBIB, RIS, BibTeX, CSL-JSON, citations as PubMed, Ovid or \
                            the Cochrane Library print them, a table of Scopus, PubMed or Zotero, or the tagged format of EndNote, \
                            RefWorks or Web of Science";
    let begin = head.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if begin.is_empty() {
        return Err(ReadError::Format("the file is empty".to_owned()));
    }
    if ovid::begins(begin) {
        return Ok(ImportFormat::Ovid);
    }
    if cochrane::begins(begin) {
        return Ok(ImportFormat::Cochrane);
    }
    if begin.starts_with('<') {
        let is_endnote = xml::root(begin).is_some_and(|name| endnote_xml::ROOTS.contains(&name));
        return Ok(if is_endnote { ImportFormat::EndNoteXml } else { ImportFormat::PubmedXml });
    }
    if begin.starts_with('[') || begin.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}'])) {
        return Ok(ImportFormat::CslJson);
    }
    for line in begin.lines() {
        let line = line.trim_start_matches('\u{feff}');
        if let Some((tag, _)) = tagged::nbib_field(line)
            && nbib::STARTS.contains(&tag)
        {
            return Ok(ImportFormat::Nbib);
        }
        if let Some(("TY", _)) = ris::field(line) {
            return Ok(ImportFormat::Ris);
        }
        if bibtex::entry_start(line).is_some() {
            return Ok(ImportFormat::Bibtex);
        }
        if let Some(("%0", _)) = ris_like::endnote_field(line) {
            return Ok(ImportFormat::EndNote);
        }
        if ris_like::begins_refworks(line) {
            return Ok(ImportFormat::RefWorks);
        }
        if ris_like::begins_web_of_science(line) {
            return Ok(ImportFormat::WebOfScience);
        }
    }
    if table::begins(begin) {
        return Ok(ImportFormat::Table);
    }
    if summary::begins(begin) {
        return Ok(ImportFormat::PubmedText);
    }
    let first = begin.lines().next().unwrap_or_default().to_lowercase();
    if first.split([',', ';', '\t']).filter(|name| TABLE.contains(&name.trim_matches(['"', ' ']))).count() >= 2 {
        let message =
            format!("this is a table of references, which we do not read: export them in another format; {EXPECTED}");
        return Err(ReadError::Format(message));
    }
    Err(ReadError::Format(format!("the file is in no format we read: {EXPECTED}")))
}
