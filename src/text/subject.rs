//! Words that stand for something a question can be about, whatever a collection holds: conditions, parts of the body, drugs,
//! other treatments, animals. They are read from `data/lexicon/subjects-en.txt`; endings that such words alone have stand with the
//! other words of questions.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    common_words::{is_common, is_english},
    question::Questions,
    subject_kind::SubjectKind,
    words::{Analyser, Shape, Word},
};
use crate::domain::{vocabulary::Vocabulary, word_table::WordMap};

/// The list: a kind in brackets, and below it its words in the order of their letters, one a line.
const SUBJECTS: &str = include_str!("../../data/lexicon/subjects-en.txt");

/// Shortest word that an ending tells what it is, in characters.
const MIN_WITH_ENDING: usize = 7;

/// Shortest word that is taken for a misspelt one, in characters.
const MIN_MISSPELT: usize = 5;

/// Most slips of any word.
const TWO_SLIPS: usize = 2;

/// From this length on, in characters, two slips are allowed instead of one.
const TWO_SLIPS_FROM: usize = 9;

/// The words, as they are looked for.
#[derive(Debug)]
pub struct Subjects {
    by_word: WordMap<String, SubjectKind>,
    by_stem: WordMap<String, SubjectKind>,
    /// The same as written, by their first letter.
    spelt: HashMap<char, Vec<(String, SubjectKind)>>,
}

/// A line that is neither a kind nor a word below one.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no kind of subject, or stands below none")]
struct SubjectsError(String);

impl Subjects {
    /// The list that ships with the program.
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<Subjects> =
            LazyLock::new(|| Subjects::read(SUBJECTS).expect("a test reads the list that is built in"));
        &ENGLISH
    }

    fn read(text: &str) -> Result<Self, SubjectsError> {
        let mut analyser = Analyser::new();
        let mut all = Self { by_word: WordMap::default(), by_stem: WordMap::default(), spelt: HashMap::new() };
        let mut kind = None;
        for line in text.lines() {
            if let Some(slug) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                kind = Some(SubjectKind::from_slug(slug).map_err(|_| SubjectsError(line.to_owned()))?);
                continue;
            }
            let Some(kind) = kind else { return Err(SubjectsError(line.to_owned())) };
            for word in analyser.words(line) {
                all.by_word.insert(word.exact.clone(), kind);
                if let Some(first) = word.exact.chars().next() {
                    all.spelt.entry(first).or_default().push((word.exact, kind));
                }
                all.by_stem.entry(word.stem).or_insert(kind);
            }
        }
        Ok(all)
    }

    /// Whether the list has a word in any form.
    pub fn has(&self, word: &Word) -> bool {
        self.listed(word).is_some()
    }

    /// What a word of the list stands for. The plural of one is one; another common word with the same stem is not.
    fn listed(&self, word: &Word) -> Option<SubjectKind> {
        if word.shape != Shape::Letters {
            return None;
        }
        let mut forms = Questions::english().singulars(&word.exact);
        let as_spelt = forms.find_map(|form| self.by_word.get(form).copied());
        let of_stem = || self.by_stem.get(&word.stem).copied().filter(|_| !is_common(&word.exact));
        as_spelt.or_else(of_stem)
    }

    /// What a word stands for; none for one that is no such word.
    pub fn kind(&self, word: &Word) -> Option<SubjectKind> {
        self.listed(word).or_else(|| {
            let may_have = word.shape == Shape::Letters
                && word.exact.chars().count() >= MIN_WITH_ENDING
                && !is_common(&word.exact);
            may_have.then(|| Questions::english().kind_by_ending(&word.exact)).flatten()
        })
    }

    /// Whether a folded word may stand for such a thing: the list has it, or it is no common word.
    pub fn may_be(&self, exact: &str) -> bool {
        !is_common(exact) || Questions::english().singulars(exact).any(|form| self.by_word.contains_key(form))
    }

    /// The word that a misspelt one was meant for, with what it stands for. It begins with the same letter: writers get that
    /// right.
    pub fn meant(&self, exact: &str) -> Option<(&str, SubjectKind)> {
        let length = exact.chars().count();
        if length < MIN_MISSPELT || is_english(exact) {
            return None;
        }
        let slips = if length >= TWO_SLIPS_FROM { TWO_SLIPS } else { 1 };
        let alike = self.spelt.get(&exact.chars().next()?)?.iter();
        let alike = alike.filter(|(word, _)| word.chars().count().abs_diff(length) <= slips);
        let near = alike.map(|(word, kind)| (strsim::osa_distance(exact, word), word.as_str(), *kind));
        let ending = |word: &str| Questions::english().ending(word);
        // A letter that has moved is one slip, and two that are counted.
        let letters = |word: &str| {
            let mut letters: Vec<char> = word.chars().collect();
            letters.sort_unstable();
            letters
        };
        let is_near =
            |distance: usize, word: &str| distance <= slips || distance <= TWO_SLIPS && letters(word) == letters(exact);
        let near = near.filter(|(distance, word, _)| is_near(*distance, word) && ending(word) == ending(exact));
        near.min_by_key(|(distance, word, _)| (*distance, *word)).map(|(_, word, kind)| (word, kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(word: &str) -> Option<SubjectKind> {
        Subjects::english().kind(&Analyser::new().words(word)[0])
    }

    #[test]
    fn the_list_is_read_and_knows_forms_of_its_words() {
        assert!(Subjects::read(SUBJECTS).is_ok());
        assert_eq!(kind("asthma"), Some(SubjectKind::Condition));
        assert_eq!(kind("tumours"), Some(SubjectKind::Condition));
        assert_eq!(kind("wrists"), Some(SubjectKind::BodyPart));
        assert_eq!(kind("statins"), Some(SubjectKind::Drug));
        assert_eq!(kind("yesterday"), None);
        // Two words with one stem may have nothing in common.
        assert_eq!((kind("appendicitis"), kind("append")), (Some(SubjectKind::Condition), None));
        assert!(Subjects::read("asthma").is_err() && Subjects::read("[colour]\nred").is_err());
    }

    #[test]
    fn endings_tell_what_no_list_has() {
        assert_eq!(kind("zzyzxitis"), Some(SubjectKind::Condition));
        assert_eq!(kind("zzyzxopril"), Some(SubjectKind::Drug));
        // An English word with such an ending is what it is.
        assert_eq!(kind("diploma"), None);
    }

    #[test]
    fn a_slip_is_seen_through_and_never_across_diseases() {
        let meant = |word| Subjects::english().meant(word).map(|(word, _)| word);
        assert_eq!(meant("athsma"), Some("asthma"));
        assert_eq!(meant("spondylosis").filter(|word| *word == "spondylitis"), None);
        assert_eq!(meant("shoes"), None);
    }
}
