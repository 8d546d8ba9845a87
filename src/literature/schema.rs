//! The fields of the literature's index, and how a record becomes a document.
//!
//! Words are cut, folded and stemmed by the analyser that all texts share (`text`); the index does nothing to them.

use std::{collections::HashMap, ops::Range};

use tantivy::{
    Index, TantivyDocument,
    directory::MmapDirectory,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
    },
    tokenizer::{LowerCaser, RawTokenizer, TextAnalyzer},
};

use super::{
    notices::ListedNotice,
    place::{RemarkPlace, remark_doi},
    record::{LiteratureId, Rank, Record, compared},
    row::{PARTING, Parting, Row},
    states,
    stored::{self, StoredError},
};
use crate::{
    domain::{
        EditorialState, Name, PartialDate, Vocabulary,
        identifier::{Doi, Pmid},
        source::Bibliography,
    },
    text::{Analyser, Citing, Grammar, Shape, fold, given_words},
};

/// Changes when the fields do: an index of another layout is not opened.
pub(super) const LAYOUT: u32 = 3;

/// Most words of one text that are indexed.
const MAX_WORDS: usize = 20_000;

/// The tokenizer of names that are compared without letter case.
const LOWERED: &str = "lowered";

macro_rules! fields {
    ($($(#[doc = $doc:literal])+ $name:ident: $add:expr;)+) => {
        /// The fields.
        #[derive(Clone, Copy, Debug)]
        pub(super) struct Fields { $( $(#[doc = $doc])+ pub(super) $name: Field, )+ }

        impl Fields {
            pub(super) fn schema() -> Schema {
                let mut builder = Schema::builder();
                $( $add(&mut builder, stringify!($name)); )+
                builder.build()
            }

            pub(super) fn of(schema: &Schema) -> tantivy::Result<Self> {
                Ok(Self { $( $name: schema.get_field(stringify!($name))?, )+ })
            }
        }
    };
}

type Builder = tantivy::schema::SchemaBuilder;

fn name(builder: &mut Builder, field: &str) {
    builder.add_text_field(field, STRING);
}

/// A name that is filtered by without letter case, and counted as it is written.
fn counted_name(builder: &mut Builder, field: &str) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(LOWERED)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    builder.add_text_field(field, TextOptions::default().set_indexing_options(indexing).set_fast("raw"));
}

fn words(builder: &mut Builder, field: &str, option: IndexRecordOption) {
    let indexing = TextFieldIndexing::default().set_tokenizer(PARTING).set_fieldnorms(true).set_index_option(option);
    builder.add_text_field(field, TextOptions::default().set_indexing_options(indexing));
}

fn number(builder: &mut Builder, field: &str) {
    builder.add_u64_field(field, NumericOptions::default() | FAST | INDEXED);
}

fields! {
    /// The name of the record.
    key: name;
    /// [`LiteratureId::number`].
    id: number;
    /// [`Rank::packed`].
    rank: |builder: &mut Builder, field: &str| { builder.add_u64_field(field, FAST); };
    /// How many DOIs of other versions the record has.
    others: |builder: &mut Builder, field: &str| { builder.add_u64_field(field, FAST); };
    /// 1 for a record, 0 for the mark of one that the database deleted.
    live: number;
    /// Title and abstract, stemmed, with positions.
    text: |builder: &mut Builder, field: &str| words(builder, field, IndexRecordOption::WithFreqsAndPositions);
    /// Title alone, stemmed.
    title: |builder: &mut Builder, field: &str| words(builder, field, IndexRecordOption::WithFreqs);
    /// Family names and initials, folded, with positions.
    author: |builder: &mut Builder, field: &str| words(builder, field, IndexRecordOption::WithFreqsAndPositions);
    /// Every name of the journal, as [`journal_key`] has it, and its ISSN.
    journal: name;
    /// The journal, as it is shown.
    journal_name: counted_name;
    /// The journal, the volume and the first page together.
    place: name;
    /// Year of issue.
    year: number;
    /// Day of issue: 20170404; 0 for what is not known of it.
    issued: |builder: &mut Builder, field: &str| { builder.add_u64_field(field, FAST); };
    /// Types of publication.
    kind: counted_name;
    /// Headings.
    mesh: counted_name;
    /// Language.
    language: counted_name;
    /// 1 where there is an abstract.
    has_abstract: number;
    /// Every DOI that means it, in lower case.
    doi: name;
    /// PubMed Central.
    pmcid: name;
    /// States that the record itself tells.
    editorial: name;
    /// The publications it speaks of: `retraction-of:12345678`.
    about: name;
    /// The file it was read from, in lower case.
    file: name;
    /// The publications that a notice of a list is about, `pmid:12345678`, `doi:10.5555/x`, and those that a record speaks
    /// of by their DOI.
    concerned: name;
    /// The places of publications that a record speaks of, each with its journal and without.
    concerned_place: name;
    /// The title of a publication that a notice of a list is about, stemmed.
    concerned_title: |builder: &mut Builder, field: &str| words(builder, field, IndexRecordOption::WithFreqs);
    /// The whole notice of a list.
    notice: |builder: &mut Builder, field: &str| { builder.add_bytes_field(field, STORED); };
    /// The whole record.
    record: |builder: &mut Builder, field: &str| { builder.add_bytes_field(field, STORED); };
}

/// Opens the index of a folder, or makes one there.
pub(super) fn open(folder: &std::path::Path, make: bool) -> tantivy::Result<Index> {
    let directory = MmapDirectory::open(folder)?;
    let index = if make { Index::open_or_create(directory, Fields::schema())? } else { Index::open(directory)? };
    index.tokenizers().register(LOWERED, TextAnalyzer::builder(RawTokenizer::default()).filter(LowerCaser).build());
    index.tokenizers().register(PARTING, TextAnalyzer::from(Parting::default()));
    Ok(index)
}

/// The name of a journal as journals are compared: letters and digits of its words, folded, without what stands in
/// brackets or behind a colon, and without an article in front.
pub fn journal_key(journal: &str) -> String {
    let whole = journal.split([':', '(', '[']).next().unwrap_or_default();
    let whole = if whole.trim().is_empty() { journal } else { whole };
    let words = whole.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty());
    let words: Vec<String> = words.filter(|word| !Grammar::And.has(word)).collect();
    let skipped = usize::from(words.len() > 1 && words.first().is_some_and(|word| Grammar::Definite.has(word)));
    words[skipped..].concat()
}

/// The names under which a journal is cited that its name on record holds: catalogues put the initials before the name, and `AJR.
/// American journal of roentgenology` is cited as `AJR` and as what stands behind. The name itself is the first.
pub fn journal_names(journal: &str) -> Vec<&str> {
    // Of fewer words, the first word may begin with these letters by chance.
    const LEAST: usize = 3;
    let mut names = vec![journal];
    let journal = journal.trim();
    if let Some(end) = journal.find(|c: char| !c.is_alphanumeric()) {
        let (initials, rest) = journal.split_at(end);
        let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let folded = fold(initials);
        let words = rest.split(|c: char| !c.is_alphanumeric()).map(fold);
        let begins: Vec<char> =
            words.filter(|word| !Citing::LeftOutOfJournals.has(word)).filter_map(|word| word.chars().next()).collect();
        if begins.len() >= LEAST && folded.chars().eq(begins) {
            names.extend([initials, rest]);
        }
    }
    names
}

/// The first page of a range, in lower case.
pub fn first_page(page: &str) -> String {
    let first = page.split(['-', '–', ',', ' ']).find(|part| !part.is_empty()).unwrap_or_default();
    first.to_lowercase()
}

pub(super) fn place_key(journal: &str, volume: &str, page: &str) -> String {
    place_of_key(&journal_key(journal), volume, page)
}

pub(super) fn place_of_key(key: &str, volume: &str, page: &str) -> String {
    format!("{key}|{}|{}", volume.trim().to_lowercase(), first_page(page))
}

pub(super) fn day_number(date: PartialDate) -> u64 {
    let (year, month, day) = date.parts();
    let part = |part: Option<i8>| u64::try_from(part.unwrap_or(0)).unwrap_or(0);
    u64::try_from(year).unwrap_or(0) * 10_000 + part(month) * 100 + part(day)
}

/// Cuts texts into the words of the index.
pub(super) struct Documents {
    pub(super) fields: Fields,
    analyser: Analyser,
    /// The words of one text, with their positions.
    cut: String,
    places: Vec<(Range<usize>, u32)>,
    /// What [`journal_key`] makes of the names that a name holds.
    journals: HashMap<String, Vec<String>>,
    /// What [`given_words`] makes of names.
    given: HashMap<Box<str>, Vec<String>>,
}

/// Most given names remembered.
const MAX_GIVEN: usize = 20_000;

/// Most names of journals remembered; the NLM has some 35,000, each in two forms.
const MAX_JOURNALS: usize = 20_000;

impl Documents {
    pub(super) fn new(fields: Fields) -> Self {
        Self {
            fields,
            analyser: Analyser::new(),
            cut: String::new(),
            places: Vec::new(),
            journals: HashMap::new(),
            given: HashMap::new(),
        }
    }

    fn journal_keys(&mut self, journal: &str) -> Vec<String> {
        if let Some(known) = self.journals.get(journal) {
            return known.clone();
        }
        let keys: Vec<String> = journal_names(journal).into_iter().map(journal_key).collect();
        if self.journals.len() < MAX_JOURNALS {
            self.journals.insert(journal.to_owned(), keys.clone());
        }
        keys
    }

    /// The document of a record.
    pub(super) fn document(&mut self, record: &Record) -> Result<TantivyDocument, StoredError> {
        let fields = self.fields;
        let Record { id, rank, file, bibliography, other_dois, abstract_parts, mesh, types, remarks, .. } = record;
        let Bibliography {
            title,
            author,
            editor,
            container_title,
            container_title_short,
            issued,
            volume,
            page,
            number,
            language,
            pmcid,
            issn,
            ..
        } = bibliography;
        let mut document = TantivyDocument::default();
        document.add_text(fields.key, id.as_str());
        document.add_u64(fields.id, id.number());
        document.add_u64(fields.rank, rank.packed());
        document.add_u64(fields.others, u64::try_from(other_dois.len()).unwrap_or(u64::MAX));
        document.add_u64(fields.live, 1);
        let mut words = Row::default();
        self.add_stems(title, &mut words);
        document.add_text(fields.title, words.as_str());
        for part in abstract_parts {
            words.part();
            self.add_stems(&part.text, &mut words);
        }
        document.add_text(fields.text, words.as_str());
        words.clear();
        self.add_names(author.iter().chain(editor), &mut words);
        document.add_text(fields.author, words.as_str());
        let mut keys: Vec<String> = Vec::new();
        for journal in [container_title, container_title_short].into_iter().flatten() {
            for key in self.journal_keys(journal) {
                if !key.is_empty() && !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        for key in &keys {
            document.add_text(fields.journal, key);
            if let (Some(volume), Some(page)) = (volume, page.as_ref().or(number.as_ref())) {
                document.add_text(fields.place, place_of_key(key, volume, page));
            }
        }
        if let Some(issn) = issn {
            document.add_text(fields.journal, issn.as_str());
        }
        if let Some(journal) = container_title_short.as_ref().or(container_title.as_ref()) {
            document.add_text(fields.journal_name, journal);
        }
        document.add_u64(fields.year, u64::try_from(issued.year()).unwrap_or(0));
        document.add_u64(fields.issued, day_number(*issued));
        for kind in types {
            document.add_text(fields.kind, kind);
        }
        for heading in mesh {
            document.add_text(fields.mesh, &heading.descriptor);
        }
        document.add_text(fields.language, language);
        document.add_u64(fields.has_abstract, u64::from(!abstract_parts.is_empty()));
        for doi in record.dois() {
            document.add_text(fields.doi, compared(doi));
        }
        if let Some(pmcid) = pmcid {
            document.add_text(fields.pmcid, pmcid.as_str());
        }
        for state in states::own(record).distinct() {
            document.add_text(fields.editorial, state.slug());
        }
        for remark in remarks.iter().filter(|remark| remark.kind.speaks()) {
            if let Some(pmid) = remark.pmid {
                document.add_text(fields.about, about(remark.kind, pmid));
            }
            if let Some(doi) = remark_doi(&remark.place) {
                document.add_text(fields.concerned, concerned_doi(&doi));
            }
            if let Some(RemarkPlace { journal, volume, page }) = RemarkPlace::of(&remark.place) {
                document.add_text(fields.concerned_place, place_key(journal, volume, page));
                // A reference may have the journal under a name that no record here has.
                document.add_text(fields.concerned_place, place_key("", volume, page));
            }
        }
        document.add_text(fields.file, file.to_lowercase());
        document.add_bytes(fields.record, &stored::write(record)?);
        Ok(document)
    }

    /// The mark of a record that the database deleted, so that an older file does not bring it back.
    pub(super) fn gone(&self, id: &LiteratureId, rank: Rank) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.fields.key, id.as_str());
        document.add_u64(self.fields.id, id.number());
        document.add_u64(self.fields.rank, rank.packed());
        document.add_u64(self.fields.others, 0);
        document.add_u64(self.fields.live, 0);
        document
    }

    /// A notice of a list. It is no record: no question finds it.
    pub(super) fn notice(&mut self, notice: &ListedNotice, number: usize) -> Result<TantivyDocument, StoredError> {
        let fields = self.fields;
        let mut document = TantivyDocument::default();
        let key = format!("notice:{}:{number}", notice.list);
        document.add_u64(fields.id, xxhash_rust::xxh3::xxh3_64(key.as_bytes()) | 1 << 63);
        document.add_text(fields.key, key);
        document.add_u64(fields.rank, 0);
        document.add_u64(fields.others, 0);
        document.add_u64(fields.live, 0);
        document.add_text(fields.file, notice.list.to_lowercase());
        for term in notice.concerned() {
            document.add_text(fields.concerned, term);
        }
        if let Some(paper) = &notice.entry.paper {
            let mut words = Row::default();
            self.add_stems(&paper.title, &mut words);
            document.add_text(fields.concerned_title, words.as_str());
        }
        document.add_bytes(fields.notice, &notice.write()?);
        Ok(document)
    }

    /// Adds the stems of a text, each at its place.
    fn add_stems(&mut self, text: &str, words: &mut Row) {
        let Self { analyser, cut, places, .. } = self;
        cut.clear();
        places.clear();
        analyser.each_word(text, |word| {
            let start = cut.len();
            cut.push_str(word.stem);
            places.push((start..cut.len(), word.position));
        });
        places.truncate(MAX_WORDS);
        // The joined form of a hyphenated word comes after its parts and stands at the first of them.
        places.sort_by_key(|(_, position)| *position);
        let mut last = None;
        for (word, position) in places.iter() {
            let word = cut.get(word.clone()).unwrap_or_default();
            if last == Some(*position) {
                words.push_beside(word)
            } else {
                words.push(word)
            }
            last = Some(*position);
        }
    }

    fn add_names<'a>(&mut self, names: impl Iterator<Item = &'a Name>, words: &mut Row) {
        for name in names {
            words.part();
            each_author_word(&mut self.analyser, name.main(), |word| words.push(word));
            if let Name::Person { given: Some(given), .. } = name {
                let known = match self.given.get(given.as_str()) {
                    Some(known) => known,
                    None => {
                        if self.given.len() >= MAX_GIVEN {
                            self.given.clear();
                        }
                        self.given.entry(given.as_str().into()).or_insert_with(|| given_words(given))
                    }
                };
                // All at one place behind the family name: `Smith J`, `Smith JA` and `Smith John` are one.
                for (at, word) in known.iter().enumerate() {
                    if at == 0 { words.push(word) } else { words.push_beside(word) }
                }
            }
        }
    }
}

/// The folded words of a name.
pub(super) fn author_words(analyser: &mut Analyser, name: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_author_word(analyser, name, |word| words.push(word.to_owned()));
    words
}

fn each_author_word(analyser: &mut Analyser, name: &str, mut each: impl FnMut(&str)) {
    analyser.each_word(name, |word| {
        if word.shape != Shape::Compound {
            each(word.exact);
        }
    });
}

/// The term of a publication that a record speaks of.
pub(super) fn about(kind: crate::domain::RemarkKind, pmid: Pmid) -> String {
    format!("{}:{pmid}", kind.slug())
}

/// The term of a publication that a notice names by its DOI.
pub(super) fn concerned_doi(doi: &Doi) -> String {
    format!("doi:{}", compared(doi))
}

/// The term of a publication that a notice of a list names by its PubMed id.
pub(super) fn concerned_pmid(pmid: Pmid) -> String {
    format!("pmid:{pmid}")
}

/// The term of a state.
pub(super) fn state_term(state: EditorialState) -> &'static str {
    state.slug()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journals_are_compared_without_their_trimmings() {
        for (one, other) in [
            ("The Lancet", "Lancet (London, England)"),
            ("J. Nowhere Med.", "J Nowhere Med"),
            ("Pain and Backs", "Pain Backs"),
            ("Journal: an organ of nobody", "journal"),
        ] {
            assert_eq!(journal_key(one), journal_key(other));
        }
        assert_eq!(journal_key("The"), "the");
        assert_eq!((first_page("514-30"), first_page("E12")), ("514".to_owned(), "e12".to_owned()));
    }

    #[test]
    fn initials_are_found_however_they_are_written() {
        assert_eq!(given_words("John A"), ["a", "j", "ja", "john"]);
        assert_eq!(given_words("JA"), ["j", "ja"]);
        assert_eq!(given_words("Jo"), ["j", "jo"]);
    }
}
