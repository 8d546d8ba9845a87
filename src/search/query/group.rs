//! Groups of clauses that are made alike wherever a query is read.

use crate::{
    domain::{Identifier, Vocabulary},
    search::{
        answer::TextField,
        plan::{Clause, Form, Group},
        rank,
    },
};

/// Whether a match in a field says what a record is about. Caveats also say what it is not about.
pub(super) fn tells(field: TextField) -> bool {
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
    Group::new(vec![Clause { field, form: Form::Exact, words, boost: rank::boost(field) }], Vec::new())
}
