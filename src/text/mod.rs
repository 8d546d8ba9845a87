//! The reading of text: tokens, words and their forms, sentences, numbers. The only place that understands a language.
//!
//! What is English about it stands in `data/lexicon/en/*.toml`, which is built into the program.

mod fold;
pub mod lexicon;
mod lists;
mod memo;
mod names;
pub mod number;
mod printed;
mod question;
mod sentence;
mod subject;
mod synonyms;
mod telling;
mod token;
mod wording;
mod words;

pub use fold::{fold, plain, slug, title_key, without_possessive};
pub use lists::{
    Citing, Grammar, days_in, in_millimetres, is_month, is_point, journal_alias, number_in_word, number_word,
    same_span, scale, time_spellings,
};
pub use names::given_words;
pub use number::{
    Counted, Number, NumberKind, NumberRole, NumberValue, Period, Qualifier, Spread, SpreadKind, numbers,
};
pub use printed::{PrintedValue, Size, printed_values};
pub use question::{Asks, Questions, is_common, is_english, is_slip_of_common};
pub use sentence::sentences;
pub use subject::{SubjectKind, Subjects};
pub use synonyms::Synonyms;
pub use telling::{Telling, Told};
pub use token::{Figure, FigureForm, Token, TokenKind, tokens};
pub use wording::{Wording, reading_grade, word_count};
pub use words::{Analyser, CutWord, FoldedWord, Shape, Word, folded_words, is_stopword, title_words};
