//! Notices of retraction, concern and correction, as Retraction Watch lists them in CSV and PubMed in XML.

use std::io::{BufRead, BufReader, Read};

use encoding_rs::WINDOWS_1252;

use super::{ImportFormat, PubmedItem, ReadError, WholeItem, plain, read_whole};
use crate::domain::{
    EditorialState, Identifier, PartialDate,
    identifier::{Doi, Pmid},
};

/// A notice about a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeEntry {
    /// What it makes of the publication.
    pub state: EditorialState,
    /// DOI of the publication.
    pub doi: Option<Doi>,
    /// PubMed id of the publication.
    pub pmid: Option<Pmid>,
    /// DOI of the notice.
    pub notice_doi: Option<Doi>,
    /// PubMed id of the notice.
    pub notice_pmid: Option<Pmid>,
    /// Where the notice was printed, when a database says no more.
    pub place: Option<String>,
    /// Day of the notice.
    pub date: Option<PartialDate>,
    /// Why, in the words of the list.
    pub reason: Option<String>,
    /// The publication in words, by which references without an identifier are told; none from XML of PubMed.
    pub paper: Option<NoticedPaper>,
}

/// A publication as a list of notices names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticedPaper {
    /// Title.
    pub title: String,
    /// First author, given names first.
    pub author: Option<String>,
    /// Journal.
    pub journal: Option<String>,
    /// Day of issue.
    pub issued: PartialDate,
}

impl NoticeEntry {
    /// The notice by the first of its DOI, its PubMed id and its place.
    pub fn named(&self) -> Option<String> {
        let Self { notice_doi, notice_pmid, place, .. } = self;
        None.or_else(|| notice_doi.as_ref().map(ToString::to_string))
            .or_else(|| notice_pmid.map(|pmid| format!("pmid:{pmid}")))
            .or_else(|| place.clone())
    }
}

/// What a file of notices holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeList {
    /// The notices about publications that have a DOI or a PubMed id.
    pub notices: Vec<NoticeEntry>,
    /// Rows or remarks that name no publication by an identifier, or are no notice: reinstatements.
    pub passed_over: usize,
    /// Values that were no UTF-8, and were read as Windows-1252.
    pub decoded: usize,
}

/// Why a file of notices cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum NoticesError {
    /// Columns are missing.
    #[error("the file has no column {}; expected the columns of Retraction Watch: {}", .missing.join(", "), COLUMNS.join(", "))]
    Columns {
        /// Which.
        missing: Vec<&'static str>,
    },
    /// A row cannot be read.
    #[error("line {line}: {message}")]
    Row {
        /// The line it begins on.
        line: u64,
        /// What is wrong.
        message: String,
    },
    /// XML of PubMed cannot be read.
    #[error(transparent)]
    Xml(#[from] ReadError),
}

/// The columns that are read, by their names.
const COLUMNS: [&str; 7] = [
    "RetractionDate",
    "RetractionDOI",
    "RetractionPubMedID",
    "OriginalPaperDOI",
    "OriginalPaperPubMedID",
    "RetractionNature",
    "Reason",
];

/// Columns that are read where they are there.
const FURTHER: [&str; 4] = ["Title", "Author", "Journal", "OriginalPaperDate"];

/// Most bytes of a row: reasons are some hundred.
const MAX_ROW: usize = 1 << 20;

/// Reads notices: CSV with the columns of Retraction Watch, or XML of PubMed, packed with gzip or not.
///
/// # Errors
/// [`NoticesError`].
pub fn read_notices(file: impl Read) -> Result<NoticeList, NoticesError> {
    let mut file = BufReader::new(file);
    let head = file.fill_buf().map_err(|source| ReadError::Io { line: 1, source })?;
    let begin = head.iter().position(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte));
    let is_xml = begin.is_some_and(|at| head[at] == b'<') || head.starts_with(&[0x1f, 0x8b]);
    if is_xml { of_pubmed(file) } else { of_csv(file) }
}

fn of_csv(file: impl Read) -> Result<NoticeList, NoticesError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let row_error = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        NoticesError::Row { line, message: error.to_string() }
    };
    let header = reader.byte_headers().map_err(row_error)?.clone();
    let is_named = |cell: &[u8], name: &str| {
        let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell);
        cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes())
    };
    let column = |name: &str| header.iter().position(|cell| is_named(cell, name));
    let (at, further) = (COLUMNS.map(column), FURTHER.map(column));
    let missing: Vec<&str> = COLUMNS.iter().zip(at).filter(|(_, at)| at.is_none()).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        return Err(NoticesError::Columns { missing });
    }
    let mut list = NoticeList::default();
    let mut row = csv::ByteRecord::new();
    while reader.read_byte_record(&mut row).map_err(row_error)? {
        if row.as_slice().len() > MAX_ROW {
            let line = row.position().map_or(1, csv::Position::line);
            let message = format!("the row has more than {MAX_ROW} bytes: a quotation mark is missing");
            return Err(NoticesError::Row { line, message });
        }
        let mut decoded = 0;
        let mut read = |at: Option<usize>| {
            let bytes = at.and_then(|at| row.get(at)).unwrap_or_default();
            let text = String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| {
                decoded += 1;
                WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
            });
            plain(&text).trim().to_owned()
        };
        let [date, notice_doi, notice_pmid, doi, pmid, nature, reason] = at.map(&mut read);
        let [title, author, journal, issued] = further.map(read);
        list.decoded += decoded;
        let (doi, pmid) = (doi_in(&doi), pmid_in(&pmid));
        match (nature_of(&nature), doi.is_some() || pmid.is_some()) {
            (Some(state), true) => list.notices.push(NoticeEntry {
                state,
                doi,
                pmid,
                notice_doi: doi_in(&notice_doi),
                notice_pmid: pmid_in(&notice_pmid),
                place: None,
                date: day_in(&date),
                reason: said(reason),
                paper: day_in(&issued).filter(|_| !title.is_empty()).map(|issued| NoticedPaper {
                    title,
                    author: said(author.split(';').next().unwrap_or_default().trim().to_owned()),
                    journal: said(journal),
                    issued,
                }),
            }),
            _ => list.passed_over += 1,
        }
    }
    Ok(list)
}

fn said(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn nature_of(nature: &str) -> Option<EditorialState> {
    match nature.to_lowercase().as_str() {
        "retraction" => Some(EditorialState::Retracted),
        "expression of concern" => Some(EditorialState::OfConcern),
        "correction" => Some(EditorialState::Corrected),
        "withdrawal" => Some(EditorialState::Withdrawn),
        _ => None,
    }
}

/// The list writes `unavailable` and `0` for what there is not.
fn doi_in(text: &str) -> Option<Doi> {
    match Identifier::recognise(text) {
        Ok(Identifier::Doi(doi)) => Some(doi),
        _ => None,
    }
}

fn pmid_in(text: &str) -> Option<Pmid> {
    text.parse().ok()
}

/// `3/31/2020 0:00`, month first, and ISO dates.
fn day_in(text: &str) -> Option<PartialDate> {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split('/').collect();
    match parts.as_slice() {
        [month, day, year] => format!("{year}-{month:0>2}-{day:0>2}").parse().ok(),
        _ => day.parse().ok(),
    }
}

fn of_pubmed(file: impl Read) -> Result<NoticeList, NoticesError> {
    let mut list = NoticeList::default();
    let format = read_whole(file, &mut |item| {
        let WholeItem::Pubmed(PubmedItem::Record(record)) = item else { return };
        let own = &record.imported.bibliography;
        for remark in &record.remarks {
            let entry = if remark.kind.speaks() {
                // This record is the notice.
                remark.kind.reverse().state().map(|state| NoticeEntry {
                    state,
                    doi: None,
                    pmid: remark.pmid,
                    notice_doi: own.doi.clone(),
                    notice_pmid: own.pmid,
                    place: None,
                    date: Some(own.issued),
                    reason: None,
                    paper: None,
                })
            } else {
                remark.kind.state().map(|state| NoticeEntry {
                    state,
                    doi: own.doi.clone(),
                    pmid: own.pmid,
                    notice_doi: None,
                    notice_pmid: remark.pmid,
                    place: Some(remark.place.clone()).filter(|place| !place.is_empty()),
                    date: remark.date(),
                    reason: None,
                    paper: None,
                })
            };
            match entry.filter(|entry| entry.doi.is_some() || entry.pmid.is_some()) {
                Some(entry) => list.notices.push(entry),
                None => list.passed_over += 1,
            }
        }
    })?;
    if format != ImportFormat::PubmedXml {
        let message =
            "notices are read from XML of PubMed, and from CSV with the columns of Retraction Watch".to_owned();
        return Err(ReadError::Format(message).into());
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEADER: &str = "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes\n";

    #[test]
    fn rows_of_retraction_watch_are_read() {
        let rows = "1,\"Aches, nowhere\",x,y,J Nowhere,P,Z,Nobody A,,Research,3/31/2020 0:00,10.5555/notice.1,0,1/2/2019 0:00,10.5555/PAPER.1,99990001,Retraction,+Doubts;,No,\n\
            2,Pains,x,y,J Nowhere,P,Z,Nobody B,,Research,2021-02-03,unavailable,99990003,,unavailable,99990002,Expression of concern,,No,\n\
            3,Stings,x,y,J Nowhere,P,Z,Nobody C,,Research,1/1/2021,,0,,10.5555/paper.3,0,Reinstatement,,No,\n\
            4,None,x,y,J Nowhere,P,Z,Nobody D,,Research,1/1/2021,,0,,,0,Retraction,,No,\n";
        let list = read_notices(format!("\u{feff}{HEADER}{rows}").as_bytes()).expect("it is whole");
        assert_eq!((list.notices.len(), list.passed_over, list.decoded), (2, 2, 0));
        let [first, second] = list.notices.as_slice() else { panic!("two notices") };
        assert_eq!((first.state, first.named().as_deref()), (EditorialState::Retracted, Some("10.5555/notice.1")));
        assert_eq!((first.date, first.pmid), ("2020-03-31".parse().ok(), "99990001".parse().ok()));
        assert_eq!((second.state, second.named().as_deref()), (EditorialState::OfConcern, Some("pmid:99990003")));
        assert_eq!(second.doi, None);
        let paper = first.paper.as_ref().expect("it has a title and a date");
        assert_eq!((paper.title.as_str(), paper.author.as_deref()), ("Aches, nowhere", Some("Nobody A")));
        assert_eq!((paper.issued.to_string(), second.paper.is_none()), ("2019-01-02".to_owned(), true));
    }

    #[test]
    fn odd_bytes_are_decoded_and_counted() {
        let mut bytes = HEADER.as_bytes().to_vec();
        bytes.extend_from_slice(b"1,Aches,x,y,J,P,Z,A,,R,1/2/2020,,0,,10.5555/p.1,0,Retraction,na\xefve,No,\n");
        let list = read_notices(bytes.as_slice()).expect("it is whole");
        assert_eq!((list.decoded, list.notices[0].reason.as_deref()), (1, Some("naïve")));
    }

    #[test]
    fn a_file_without_its_columns_says_which() {
        let error = read_notices("Title,RetractionDOI\na,b\n".as_bytes()).expect_err("columns are missing").to_string();
        assert!(
            error.starts_with("the file has no column RetractionDate, RetractionPubMedID, OriginalPaperDOI"),
            "{error}"
        );
        assert!(read_notices(&b""[..]).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_notices(bytes.as_slice());
            let _ = read_notices([HEADER.as_bytes(), &bytes].concat().as_slice());
        }
    }
}
