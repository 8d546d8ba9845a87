//! What is looked for in place of a term: the ways in which a record can have it, and what of it is marked.

use crate::{
    domain::{Identifier, Vocabulary},
    search::{answer::TextField, rank},
};

/// How the terms of a leaf stand in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::search) enum Form {
    /// As folded.
    Exact,
    /// As stemmed; names of topics stand here, too.
    Stem,
}

/// One way in which a record can have a term: one word, or several in a row, in one field.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::search) struct Leaf {
    pub(in crate::search) field: TextField,
    pub(in crate::search) form: Form,
    /// One or more; several must follow one another.
    pub(in crate::search) words: Vec<String>,
    pub(in crate::search) boost: f32,
}

impl Leaf {
    /// A whole name of a source, by the word that stands for it.
    pub(super) fn whole_name(word: String) -> Self {
        let (field, form) = (TextField::Names, Form::Exact);
        Self { field, form, words: vec![word], boost: rank::boost(field) * rank::WHOLE_NAME_BONUS }
    }

    /// Whether it is one.
    pub(in crate::search) fn is_whole_name(&self) -> bool {
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
pub(in crate::search) struct Group {
    pub(in crate::search) leaves: Vec<Leaf>,
    /// What of it is marked in excerpts.
    pub(in crate::search) marks: Vec<Mark>,
    /// Whether it is one common word of the language that names nothing: who asks did not choose it for the few records that
    /// have it.
    pub(in crate::search) is_ordinary: bool,
}

impl Group {
    pub(in crate::search) fn new(leaves: Vec<Leaf>, marks: Vec<Mark>) -> Self {
        Self { leaves, marks, is_ordinary: false }
    }
}

/// What is marked in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) enum Mark {
    /// Words with this stem.
    Stem(String),
    /// These folded words in a row, and only in a row.
    Phrase(Vec<String>),
    /// Names of this topic.
    Topic(usize),
}

/// Begins the words that stand for whole names and questions.
pub(super) const NAME_MARK: char = '\u{2}';

/// Whether a match in a field says what a record is about. Caveats also say what it is not about.
pub(in crate::search) fn tells(field: TextField) -> bool {
    !matches!(field, TextField::Caveats | TextField::Numbers | TextField::Bibliography)
}

/// Fields that hold words.
pub(super) fn text_fields() -> impl Iterator<Item = TextField> {
    TextField::ALL.iter().copied().filter(|field| *field != TextField::Identifiers)
}

pub(super) fn identifier_group(identifier: &Identifier) -> Group {
    identifier_word_group(identifier.to_string())
}

pub(super) fn identifier_word_group(word: String) -> Group {
    let field = TextField::Identifiers;
    let words = vec![word];
    Group::new(vec![Leaf { field, form: Form::Exact, words, boost: rank::boost(field) }], Vec::new())
}
