//! Records of PubMed composed of the words of real ones, as many as are wanted.
//!
//! Title, sentences of abstracts, authors, journals and headings of a record come from several real ones, so that none is a plain
//! copy and words are as frequent as they are. Nothing is drawn by a clock: a seed makes the same records every time.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    ops::Range,
    path::{Path, PathBuf},
};

use evidence::{
    citation::exchange::{AbstractPart, MeshHeading, PubmedItem, PubmedRecord, WholeItem, read_whole},
    domain::Name,
};
use flate2::{Compression, write::GzEncoder};

use super::Failure;

/// PMIDs of composed records begin here.
pub(crate) const PMIDS: usize = 50_000_000;

/// Numbers that look like chance and are the same every time (xorshift64*).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below `end`; 0 when there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16;
        usize::try_from(number).unwrap_or_default() % end.max(1)
    }
}

/// The files of PubMed in a folder, in the order of their names.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".xml.gz") || file.to_string_lossy().ends_with(".xml"));
    files.sort();
    Ok(files)
}

/// What real records are made of.
#[derive(Default)]
pub(crate) struct Parts {
    titles: Vec<String>,
    /// Sentences of abstracts; how many an abstract has.
    sentences: Vec<String>,
    lengths: Vec<usize>,
    authors: Vec<Vec<Name>>,
    journals: Vec<(String, String)>,
    headings: Vec<Vec<String>>,
    types: Vec<Vec<String>>,
}

impl Parts {
    /// Reads every file of PubMed in a folder.
    pub(crate) fn of(folder: &Path) -> Result<Self, Failure> {
        let mut parts = Self::default();
        for file in files(folder)? {
            read_whole(fs::File::open(&file)?, &mut |item| {
                if let WholeItem::Pubmed(PubmedItem::Record(record)) = item {
                    parts.take(*record);
                }
            })?;
        }
        if parts.titles.is_empty() || parts.sentences.is_empty() {
            return Err(format!("{} holds no files of PubMed with abstracts", folder.display()).into());
        }
        Ok(parts)
    }

    fn take(&mut self, record: PubmedRecord) {
        let PubmedRecord { imported, abstract_parts, mesh, types, .. } = record;
        let reference = imported.bibliography;
        self.titles.push(reference.title);
        let before = self.sentences.len();
        for AbstractPart { label: _, text } in abstract_parts {
            self.sentences.extend(text.split(". ").map(|sentence| sentence.trim_end_matches('.').to_owned()));
        }
        self.lengths.push(self.sentences.len() - before);
        self.authors.push(reference.author);
        if let (Some(journal), Some(short)) = (reference.container_title, reference.container_title_short) {
            self.journals.push((journal, short));
        }
        self.headings.push(mesh.into_iter().map(|MeshHeading { descriptor, .. }| descriptor).collect());
        self.types.push(types);
    }

    /// A record in the words of several: half of one title, half of another, sentences of many abstracts.
    fn compose(&self, pmid: usize, chance: &mut Chance, xml: &mut String) {
        fn any<'a, T>(all: &'a [T], chance: &mut Chance) -> Option<&'a T> {
            all.get(chance.below(all.len()))
        }
        let mut title: Vec<&str> = Vec::new();
        for half in 0..2 {
            let words: Vec<&str> =
                any(&self.titles, chance).map(|title| title.split_whitespace().collect()).unwrap_or_default();
            let middle = words.len() / 2;
            title.extend(if half == 0 { &words[..middle] } else { &words[middle..] });
        }
        let title = escaped(&title.join(" "));
        let year = 1990 + chance.below(36);
        let _ = write!(
            xml,
            "<PubmedArticle><MedlineCitation><PMID Version=\"1\">{pmid}</PMID><Article><Journal><JournalIssue><Volume>{}</Volume>\
             <Issue>{}</Issue><PubDate><Year>{year}</Year></PubDate></JournalIssue>",
            1 + chance.below(90),
            1 + chance.below(12)
        );
        let journal = any(&self.journals, chance);
        if let Some((name, _)) = journal {
            let _ = write!(xml, "<Title>{}</Title>", escaped(name));
        }
        let page = 1 + chance.below(2_000);
        let _ = write!(
            xml,
            "</Journal><ArticleTitle>{title}</ArticleTitle><Pagination><MedlinePgn>{page}-{}</MedlinePgn></Pagination>\
             <ELocationID EIdType=\"doi\" ValidYN=\"Y\">10.5555/composed.{pmid}</ELocationID>",
            page + chance.below(12)
        );
        let length = any(&self.lengths, chance).copied().unwrap_or_default();
        if length > 0 {
            xml.push_str("<Abstract><AbstractText>");
            for _ in 0..length {
                if let Some(sentence) = any(&self.sentences, chance) {
                    let _ = write!(xml, "{}. ", escaped(sentence));
                }
            }
            xml.push_str("</AbstractText></Abstract>");
        }
        xml.push_str("<AuthorList>");
        for author in any(&self.authors, chance).into_iter().flatten() {
            match author {
                Name::Person { family, given, suffix: _ } => {
                    let given = given.as_deref().unwrap_or_default();
                    let (family, given) = (escaped(family), escaped(given));
                    let _ = write!(xml, "<Author><LastName>{family}</LastName><ForeName>{given}</ForeName></Author>");
                }
                Name::Organisation { literal } => {
                    let _ = write!(xml, "<Author><CollectiveName>{}</CollectiveName></Author>", escaped(literal));
                }
            }
        }
        xml.push_str("</AuthorList><Language>eng</Language><PublicationTypeList>");
        for kind in any(&self.types, chance).into_iter().flatten() {
            let _ = write!(xml, "<PublicationType>{}</PublicationType>", escaped(kind));
        }
        xml.push_str("</PublicationTypeList></Article>");
        if let Some((_, short)) = journal {
            let _ = write!(xml, "<MedlineJournalInfo><MedlineTA>{}</MedlineTA></MedlineJournalInfo>", escaped(short));
        }
        xml.push_str("<MeshHeadingList>");
        for heading in any(&self.headings, chance).into_iter().flatten() {
            let _ = write!(
                xml,
                "<MeshHeading><DescriptorName MajorTopicYN=\"N\">{}</DescriptorName></MeshHeading>",
                escaped(heading)
            );
        }
        xml.push_str("</MeshHeadingList></MedlineCitation></PubmedArticle>\n");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A file of composed records, packed as the NLM packs its own.
pub(crate) fn write(path: &Path, parts: &Parts, chance: &mut Chance, records: Range<usize>) -> Result<(), Failure> {
    let mut file = GzEncoder::new(fs::File::create(path)?, Compression::default());
    file.write_all(b"<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n")?;
    let mut xml = String::new();
    for record in records {
        xml.clear();
        parts.compose(PMIDS + record, chance, &mut xml);
        file.write_all(xml.as_bytes())?;
    }
    file.write_all(b"</PubmedArticleSet>\n")?;
    file.finish()?;
    Ok(())
}
