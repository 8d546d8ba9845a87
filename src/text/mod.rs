//! The reading of text: tokens, words and their forms, sentences, numbers. The only place that understands a language.
//!
//! What is English about it stands in `data/lexicon/en/*.toml`, which is built into the program.

mod common_words;
mod fold;
mod lexicon;
mod lists;
mod memo;
mod names;
pub mod number;
mod number_words;
mod phrase_table;
mod printed;
mod question;
mod sentence;
mod subject;
mod subject_kind;
mod synonyms;
mod telling;
mod token;
mod word_class;
mod word_file;
mod word_lists;
mod wording;
mod words;

pub use common_words::{is_common, is_english, is_slip_of_common};
pub use fold::{fold, plain, slug, title_key, without_possessive};
pub use lists::{Citing, Grammar, journal_alias};
pub use names::given_words;
pub use number::{Number, NumberKind, NumberRole, NumberValue, Period, Spread, SpreadKind, numbers};
pub use number_words::{
    days_in, in_millimetres, is_month, is_point, number_in_word, number_word, same_span, scale, time_spellings,
};
pub use printed::{PrintedValue, Size, printed_values};
pub use question::{Asks, Questions};
pub use sentence::sentences;
pub use subject::Subjects;
pub use subject_kind::SubjectKind;
pub use synonyms::Synonyms;
pub use telling::{Telling, Told};
pub use token::{Figure, FigureForm, Token, TokenKind, tokens};
pub use word_class::{Counted, Qualifier};
pub use wording::{Wording, reading_grade, word_count};
pub use words::{Analyser, CutWord, FoldedWord, Shape, Word, folded_words, is_stopword, title_words};

/// Whether a file below `data/lexicon/en` says how texts are read: it holds lists of words, no phrases with a meaning.
pub fn is_word_file(name: &str) -> bool {
    let of_rules = [lists::GRAMMAR, question::QUESTIONS, synonyms::SYNONYMS, telling::TELLING];
    lexicon::FILES.contains(&name) || of_rules.iter().any(|(file, _)| *file == name)
}
