//! The last word, where it is not finished: people see the list while they type.

use super::{Draft, Reader, term, text_fields};
use crate::{
    search::{
        answer::TermRole,
        plan::{Clause, Form, Group, Mark},
        rank,
    },
    text::{Questions, Shape, Word, is_english, is_stopword},
};

impl Reader<'_> {
    /// What the last word may become when it is not finished; none when it is. Where that makes the name of a topic, or of
    /// what no record is about, the word is replaced.
    pub(super) fn complete(&mut self, words: &mut [Word]) -> Vec<Word> {
        if self.asking && ends_a_way(words) {
            return Vec::new();
        }
        let Some((last, before)) = words.split_last_mut() else { return Vec::new() };
        let is_talk = self.asking && Questions::english().is_talk(&last.exact);
        if is_talk || is_stopword(&last.exact) || is_english(&last.exact) || self.scope_names.knows(last) {
            return Vec::new();
        }
        // `ng5` may become `ng59`; a number is what it prints.
        let is_mixed = last.shape == Shape::Digits && last.exact.starts_with(char::is_alphabetic);
        if last.shape == Shape::Digits && !is_mixed {
            return Vec::new();
        }
        let meant: Vec<String> = match is_mixed {
            true => self.thesaurus.named_words(&last.exact).map(str::to_owned).collect(),
            false => self.spell_checker.completions(last).into_iter().map(str::to_owned).collect(),
        };
        let mut completions: Vec<Word> = Vec::new();
        for word in meant.iter().filter_map(|word| self.analyser.words(word).into_iter().next()) {
            if completions.iter().all(|known| known.stem != word.stem) {
                completions.push(word);
            }
        }
        let mut stems: Vec<&str> = Vec::new();
        stems.extend(before.iter().filter(|word| word.shape != Shape::Compound).map(|word| word.stem.as_str()));
        let longest = self.thesaurus.longest_name().min(stems.len() + 1);
        let named = (1..=longest).rev().find_map(|length| {
            completions.iter().find(|word| {
                let name: Vec<&str> =
                    stems[stems.len() + 1 - length..].iter().copied().chain([word.stem.as_str()]).collect();
                self.thesaurus.is_name(&name)
            })
        });
        let whole = named.map(|word| (word.exact.clone(), word.stem.clone()));
        let outside = || (!self.spell_checker.has_form_of(last)).then(|| self.scope_names.completion(last)).flatten();
        if let Some((exact, stem)) =
            whole.or_else(|| completions.is_empty().then(outside).flatten().map(|stem| (stem.clone(), stem)))
        {
            last.exact = exact;
            last.stem = stem;
            return Vec::new();
        }
        completions
    }

    /// A word that is not finished: as it stands, or any that begins with it.
    pub(super) fn begun(&mut self, text: &str, word: &Word, completions: &[Word], draft: &mut Draft) {
        let mut clauses = Vec::new();
        for field in text_fields() {
            let boost = rank::boost(field);
            clauses.push(Clause { field, form: Form::Exact, words: vec![word.exact.clone()], boost });
            clauses.extend(completions.iter().map(|completion| {
                let words = vec![completion.stem.clone()];
                Clause { field, form: Form::Stem, words, boost: boost * rank::SYNONYM_DISCOUNT }
            }));
        }
        let marks = completions.iter().chain([word]).map(|word| Mark::Stem(word.stem.clone())).collect();
        let mut understood = term(&text[word.start..word.end], TermRole::Word);
        understood.completed_to = completions.iter().map(|word| word.exact.clone()).collect();
        draft.add(Group::new(clauses, marks), understood);
    }
}

/// Whether the last word ends a way of saying of several words: `after my back op` is whole as it stands.
fn ends_a_way(words: &[Word]) -> bool {
    let plain: Vec<&str> =
        words.iter().filter(|word| word.shape != Shape::Compound).map(|word| word.exact.as_str()).collect();
    let ways = Questions::english().ways(plain.iter().copied());
    ways.iter().any(|way| way.first < way.last && way.last + 1 == plain.len())
}
