//! What is asked of the literature, as a tree that no engine's words are in.
//!
//! Tokens come from the analyser of all texts, so that every engine looks for the same words; `engine` translates the tree
//! into tantivy, and another engine would be another translation. The tree is built here and bounded: four levels and
//! [`MAX_TERMS`] words, whatever was typed.

use crate::{
    domain::{EditorialState, Identifier, vocabulary::vocabulary},
    text::{Analyser, Shape, Word, is_stopword},
};

use super::{cursor::Cursor, document::author_words, record::LiteratureId};

/// Most words of a question that are looked for.
pub const MAX_TERMS: usize = 64;

/// Most bytes of a question that are read.
pub const MAX_BYTES: usize = 4096;

/// A field of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordField {
    /// Title and abstract, stemmed.
    Text,
    /// Family names and initials, folded.
    Author,
}

/// A field of names that are compared whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameField {
    /// The name of the record.
    Key,
    /// Any of its DOIs, in lower case.
    Doi,
    /// PubMed Central.
    Pmcid,
    /// The journal, by any of its names.
    Journal,
    /// Types of publication, in lower case.
    Kind,
    /// Headings, in lower case.
    Mesh,
    /// Language, in lower case.
    Language,
    /// States that the record itself tells.
    Editorial,
}

/// A field of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberField {
    /// Year of issue.
    Year,
    /// 1 where there is an abstract.
    HasAbstract,
    /// 1 for records, 0 for the marks of deleted ones.
    Live,
    /// The number that records are ordered by.
    Id,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// Every record.
    Everything,
    /// Records with a word.
    Term {
        /// Where.
        field: WordField,
        /// The word, as the analyser has it.
        token: String,
    },
    /// Records with words one after the other.
    Phrase {
        /// Where.
        field: WordField,
        /// The words, two or more, with their distance from the first.
        tokens: Vec<(usize, String)>,
    },
    /// Records that all of these find.
    All(Vec<Query>),
    /// Records that so many of these find.
    Any {
        /// 1 or more.
        min: usize,
        /// The questions.
        queries: Vec<Query>,
    },
    /// Records that this does not find.
    Not(Box<Query>),
    /// Records whose number is between these, both included.
    Range {
        /// Which number.
        field: NumberField,
        /// From this.
        from: u64,
        /// To this.
        to: u64,
    },
    /// Records with one of these names.
    In {
        /// Which name.
        field: NameField,
        /// The names.
        names: Vec<String>,
    },
    /// Records with one of these numbers.
    InNumbers {
        /// Which number.
        field: NumberField,
        /// The numbers.
        numbers: Vec<u64>,
    },
    /// Records with a name that begins so.
    Prefix {
        /// Which name.
        field: NameField,
        /// How it begins.
        start: String,
    },
}

vocabulary! {
    /// How many of the words a record must have.
    pub enum Matching ("way of matching") {
        /// All; when no record has, most of them; when none has these, any. The answer says which it was.
        MinimumShouldMatch = "most", "Most words";
        /// All of them.
        All = "all", "All words";
        /// At least one.
        Any = "any", "Any word";
    }
}

vocabulary! {
    /// The order of records.
    pub enum Sort ("order of the literature") {
        /// By how well the words fit; without words the newest first.
        Relevance = "relevance", "Best match";
        /// The newest issue first.
        Newest = "newest", "Newest";
        /// The oldest issue first.
        Oldest = "oldest", "Oldest";
    }
}

vocabulary! {
    /// What records can be counted by.
    pub enum Facet ("facet of the literature") {
        /// Year of issue.
        Year = "year", "Year";
        /// Type of publication.
        Type = "type", "Type of publication";
        /// Journal.
        Journal = "journal", "Journal";
        /// Heading.
        Mesh = "mesh", "Heading";
        /// Language.
        Language = "language", "Language";
    }
}

/// How many records have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value, as it is written in the records.
    pub value: String,
    /// Records that have it.
    pub count: u64,
}

/// What records must be. Several values of one field mean any of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Authors: a family name, or with initials behind it.
    pub author: Vec<String>,
    /// Journals, by full name, abbreviation or ISSN.
    pub journal: Vec<String>,
    /// Earliest and latest year, both included.
    pub year: Option<(u16, u16)>,
    /// Types of publication.
    pub kind: Vec<String>,
    /// Headings.
    pub mesh: Vec<String>,
    /// Whether there is an abstract.
    pub has_abstract: Option<bool>,
    /// States; none for records of which nothing is known.
    pub editorial: Vec<Option<EditorialState>>,
    /// Languages.
    pub language: Vec<String>,
}

/// A question with the page of its answer.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What was typed.
    pub text: &'a str,
    /// How many of its words a record must have.
    pub matching: Matching,
    /// What records must be.
    pub filters: Filters,
    /// The order.
    pub sort: Sort,
    /// Most records of the page.
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<Cursor>,
    /// What to count by.
    pub facets: Vec<Facet>,
}

/// The words of a question: each of `clauses` is one that a record can have.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) clauses: Vec<Query>,
    /// The record it names, if it is an identifier.
    pub(super) named: Option<Query>,
}

/// Reads what was typed. Quotes make phrases; common words tell nothing outside of them, unless there are no others.
pub(super) fn read(text: &str) -> Words {
    let text = clip(text.trim(), MAX_BYTES);
    let mut analyser = Analyser::new();
    let mut words = Words { clauses: Vec::new(), named: named(text) };
    let mut common = Vec::new();
    let is_paired = text.matches('"').count() >= 2;
    for (i, part) in text.split('"').enumerate() {
        let cut = analyser.words(part);
        if is_paired && i % 2 == 1 {
            words.clauses.extend(phrase(&cut));
            continue;
        }
        let mut skip_to = 0;
        for (at, word) in cut.iter().enumerate() {
            if word.shape == Shape::Compound || at < skip_to {
                continue;
            }
            // The parts of a hyphenated word, which is written in one word elsewhere.
            let whole = cut.iter().position(|whole| whole.shape == Shape::Compound && whole.start == word.start);
            if let Some(whole) = whole {
                let joined = Query::Term { field: WordField::Text, token: cut[whole].stem.clone() };
                let parts = cut[at..whole].iter().filter(|part| part.shape != Shape::Compound);
                let parts: Vec<Query> =
                    parts.map(|part| Query::Term { field: WordField::Text, token: part.stem.clone() }).collect();
                words.clauses.push(Query::Any { min: 1, queries: vec![joined, Query::All(parts)] });
                skip_to = whole;
                continue;
            }
            let term = Query::Term { field: WordField::Text, token: word.stem.clone() };
            if is_stopword(&word.exact) { common.push(term) } else { words.clauses.push(term) }
        }
    }
    if words.clauses.is_empty() {
        words.clauses = common;
    }
    let mut seen: Vec<Query> = Vec::new();
    words.clauses.retain(|clause| {
        let is_new = !seen.contains(clause);
        if is_new {
            seen.push(clause.clone());
        }
        is_new
    });
    words.clauses.truncate(MAX_TERMS);
    words
}

fn phrase(cut: &[Word]) -> Option<Query> {
    let words: Vec<&Word> = cut.iter().filter(|word| word.shape != Shape::Compound).take(MAX_TERMS).collect();
    let first = words.first()?.position;
    let tokens: Vec<(usize, String)> =
        words.iter().map(|word| (usize::try_from(word.position - first).unwrap_or(0), word.stem.clone())).collect();
    Some(match tokens.as_slice() {
        [(_, only)] => Query::Term { field: WordField::Text, token: only.clone() },
        _ => Query::Phrase { field: WordField::Text, tokens },
    })
}

/// The record that is named, when an identifier is all that was typed. A short number alone is a number.
fn named(text: &str) -> Option<Query> {
    let identifier = Identifier::recognise(text).ok()?;
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && text.len() < 6 {
        return None;
    }
    let name = |field, name: String| Query::In { field, names: vec![name] };
    let key = LiteratureId::of(&identifier).map(|id| name(NameField::Key, id.to_string()))?;
    let other = match &identifier {
        Identifier::Doi(doi) => Some(name(NameField::Doi, doi.as_str().to_lowercase())),
        Identifier::Pmcid(pmcid) => Some(name(NameField::Pmcid, pmcid.as_str().to_owned())),
        Identifier::Source(_)
        | Identifier::Pmid(_)
        | Identifier::Nct(_)
        | Identifier::Prospero(_)
        | Identifier::Isbn(_)
        | Identifier::Url(_) => None,
    };
    Some(Query::Any { min: 1, queries: std::iter::once(key).chain(other).collect() })
}

impl Words {
    /// The question that all, most or any of the words make.
    pub(super) fn query(&self, stage: Stage) -> Query {
        let Self { clauses, named } = self;
        let by_words = match (clauses.len(), stage) {
            (0, _) => None,
            (_, Stage::All) => Some(Query::All(clauses.clone())),
            (n, Stage::Most) => Some(Query::Any { min: n - n / 3, queries: clauses.clone() }),
            (_, Stage::Any) => Some(Query::Any { min: 1, queries: clauses.clone() }),
        };
        match (by_words, named) {
            (None, None) => Query::Everything,
            (Some(words), None) => words,
            (None, Some(named)) => named.clone(),
            (Some(words), Some(named)) => Query::Any { min: 1, queries: vec![named.clone(), words] },
        }
    }
}

/// How many of the words a record must have, decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    All,
    Most,
    Any,
}

/// The words of an author filter: `Smith`, `Smith J`, `van der Berg JA`.
pub(super) fn author(text: &str) -> Option<Query> {
    let mut analyser = Analyser::new();
    let words = author_words(&mut analyser, clip(text, 200));
    let tokens: Vec<(usize, String)> = words.into_iter().enumerate().take(8).collect();
    match tokens.as_slice() {
        [] => None,
        [(_, only)] => Some(Query::Term { field: WordField::Author, token: only.clone() }),
        _ => Some(Query::Phrase { field: WordField::Author, tokens }),
    }
}

/// One of these names, without letter case; `back pain*` is all that begin so.
pub(super) fn names(field: NameField, names: &[String]) -> Query {
    let lowered = |name: &String| clip(name.trim(), MAX_BYTES).to_lowercase();
    let (begins, whole): (Vec<String>, Vec<String>) = names.iter().map(lowered).partition(|name| name.ends_with('*'));
    let begins = begins.iter().map(|name| name.trim_end_matches('*')).filter(|start| !start.is_empty());
    let mut queries: Vec<Query> = begins.map(|start| Query::Prefix { field, start: start.to_owned() }).collect();
    if !whole.is_empty() || queries.is_empty() {
        queries.push(Query::In { field, names: whole });
    }
    Query::Any { min: 1, queries }
}

/// The begin of a text, at most so many bytes, at the border of a character.
fn clip(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(token: &str) -> Query {
        Query::Term { field: WordField::Text, token: token.to_owned() }
    }

    #[test]
    fn words_phrases_and_hyphens_are_read() {
        assert_eq!(read("the needles of a knee").clauses, [term("needl"), term("knee")]);
        assert_eq!(read("of the").clauses, [term("of"), term("the")]);
        assert_eq!(read("knee knee Knees").clauses, [term("knee")]);
        let phrase =
            Query::Phrase { field: WordField::Text, tokens: vec![(0, "back".to_owned()), (1, "pain".to_owned())] };
        assert_eq!(read("\"back pain\" knee").clauses, [phrase, term("knee")]);
        // A quote without its other one is no phrase.
        assert_eq!(read("knee \" pain").clauses, [term("knee"), term("pain")]);
        let hyphen =
            Query::Any { min: 1, queries: vec![term("microneedl"), Query::All(vec![term("micro"), term("needl")])] };
        assert_eq!(read("micro-needling").clauses, [hyphen]);
        assert_eq!(read("").query(Stage::All), Query::Everything);
    }

    #[test]
    fn identifiers_name_records_and_years_do_not() {
        assert!(read("10.5555/X.1").named.is_some());
        assert!(read("pmid:12").named.is_some());
        assert!(read("12345678").named.is_some());
        assert!(read("2009").named.is_none());
    }
}
