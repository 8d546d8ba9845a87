//! How a record becomes a document of the index.
//!
//! Words are cut, folded and stemmed by the analyser that all texts share (`text`); the index does nothing to them.

use std::{collections::HashMap, ops::Range};

use tantivy::TantivyDocument;

use super::{
    key::{about, compared, concerned_doi, journal_key, journal_names, place_key, place_of_key},
    notices::ListedNotice,
    place::{RemarkPlace, remark_doi},
    record::{LiteratureId, Rank, Record},
    row::Row,
    schema::Fields,
    stored::{self, StoredError},
};
use crate::{
    domain::{Name, PartialDate, Vocabulary, source::Bibliography},
    text::{Analyser, Shape, given_words},
};

/// Most words of one text that are indexed.
const MAX_WORDS: usize = 20_000;

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
        for state in record.own_states().distinct() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_found_however_they_are_written() {
        assert_eq!(given_words("John A"), ["a", "j", "ja", "john"]);
        assert_eq!(given_words("JA"), ["j", "ja"]);
        assert_eq!(given_words("Jo"), ["j", "jo"]);
    }
}
