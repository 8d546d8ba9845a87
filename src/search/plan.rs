//! What is looked for: groups of clauses, which the reader of a query makes and the index is asked for.

use super::{
    answer::{QueryInterpretation, TextField},
    rank::{self, Voice},
    together::Together,
};
use crate::{
    domain::{
        Sought,
        scope::{OutsideKind, OutsideTerm},
    },
    text::{Shape, SubjectKind, Word, is_stopword},
};

/// Most terms that are looked for.
pub const MAX_TERMS: usize = 32;

/// How the terms of a clause stand in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// As folded.
    Exact,
    /// As stemmed; names of topics stand here, too.
    Stem,
}

/// One way in which a record can have a term: one word, or several in a row, in one field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    pub(super) field: TextField,
    pub(super) form: Form,
    /// One or more; several must follow one another.
    pub(super) words: Vec<String>,
    pub(super) boost: f32,
}

impl Clause {
    /// A whole name of a source, by the word that stands for it.
    pub(super) fn whole_name(word: String) -> Self {
        let (field, form) = (TextField::Names, Form::Exact);
        Self { field, form, words: vec![word], boost: rank::boost(field) * rank::WHOLE_NAME_BONUS }
    }

    /// Whether it is one.
    pub(super) fn is_whole_name(&self) -> bool {
        self.field == TextField::Names && matches!(self.words.as_slice(), [word] if word.starts_with(NAME_MARK))
    }

    /// A whole question that a blurb answers, by the word that stands for it.
    pub(super) fn whole_question(word: String) -> Self {
        let (field, form) = (TextField::Asked, Form::Exact);
        Self { field, form, words: vec![word], boost: rank::boost(field) * rank::WHOLE_QUESTION_BONUS }
    }
}

/// What is looked for in place of one term.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) clauses: Vec<Clause>,
    /// What of it is marked in excerpts.
    pub(super) marks: Vec<Mark>,
    /// Whether it is one common word of the language that names nothing: who asks did not choose it for the few records that
    /// have it.
    pub(super) is_ordinary: bool,
}

impl Group {
    pub(super) fn new(clauses: Vec<Clause>, marks: Vec<Mark>) -> Self {
        Self { clauses, marks, is_ordinary: false }
    }
}

/// What is marked in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Words with this stem.
    Stem(String),
    /// These folded words in a row, and only in a row.
    Phrase(Vec<String>),
    /// Names of this topic.
    Topic(usize),
}

/// A group that stands for something no record is about.
#[derive(Clone, Debug)]
pub(super) struct OutsideGroup {
    /// Its position among the groups.
    pub(super) group: usize,
    /// Whether records that only mention it are found.
    pub(super) mentioned: bool,
    pub(super) term: OutsideTerm,
    pub(super) why: Why,
    /// What it may be beside what is recorded.
    pub(super) kind: Option<OutsideKind>,
    /// Whether nothing may stand in for it. Else it is told beside what is found.
    pub(super) is_required: bool,
}

/// Why something is taken for what no record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The collection lists it.
    Listed,
    /// It is a topic without records.
    Topic,
    /// It stands for something a question can be about, whatever a collection holds.
    Subject(SubjectKind),
    /// No record has it. Whether it stands where a question says what it is about, and whether it is a common word.
    Unknown {
        /// Where a question says what it is about.
        is_led: bool,
        /// A common word, or one but for a slip.
        is_common: bool,
    },
}

/// What is looked for.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) groups: Vec<Group>,
    /// The whole text as the name of a record; who types it wants that record. Optional, beside the groups.
    pub(super) name: Option<Clause>,
    /// The whole text as a question that a blurb answers. Optional like the name.
    pub(super) question: Option<Clause>,
    /// How it is asked.
    pub(super) voice: Voice,
    /// What is asked for.
    pub(super) asked: Vec<Sought>,
    /// Positions of the topics it names.
    pub(super) topics: Vec<usize>,
    /// What it names that no record is about.
    pub(super) outside: Vec<OutsideGroup>,
    /// What it asks whether it goes together.
    pub(super) together: Option<Together>,
    /// Whether it names nothing that the collection knows, and asks for nothing.
    pub(super) names_nothing: bool,
    /// Positions of the red flags it tells of, the most urgent first.
    pub(super) flags: Vec<usize>,
    pub(super) understood: QueryInterpretation,
}

/// The word that stands for a topic in the index. No text can hold it: folding keeps no control characters.
pub(super) fn concept_word(topic_id: &str) -> String {
    format!("\u{1}{topic_id}")
}

/// The word that stands in the index for something that can be asked for.
pub(super) fn sought_word(sought: Sought) -> String {
    format!("\u{3}{sought}")
}

/// Begins the words that stand for whole names and questions.
const NAME_MARK: char = '\u{2}';

/// The word that stands for a whole name of a source, or a whole question, in the index; none when it has only stopwords.
pub(super) fn name_word(words: &[Word]) -> Option<String> {
    let telling = words.iter().filter(|word| word.shape != Shape::Compound && !is_stopword(&word.exact));
    let stems: Vec<&str> = telling.map(|word| word.stem.as_str()).collect();
    (!stems.is_empty()).then(|| format!("{NAME_MARK}{}", stems.join(" ")))
}
