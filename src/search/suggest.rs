//! What is being typed, completed and corrected.

use super::{
    Engine,
    answer::Suggestion,
    plan::MAX_TERMS,
    query::{MAX_BYTES, clip},
    request::{Expansion, Matching},
};
use crate::{
    corpus::Corpus,
    domain::{Date, RecordKind},
    text::{Analyser, Questions, Shape},
};

impl Engine {
    /// Completions of what is being typed, best first. When nothing completes it, its words are corrected and tried
    /// again.
    pub fn suggest(&self, text: &str, kinds: &[RecordKind], as_of: Date, limit: usize) -> Vec<Suggestion> {
        let typed = typed(text);
        let found = self.thesaurus.completions().complete_on(&typed, kinds, as_of, limit);
        if !found.is_empty() {
            return found;
        }
        // `this vs tha`: a name has the words that tell, not those that ask.
        let telling: Vec<String> = typed.iter().filter(|word| !Questions::english().is_asking(word)).cloned().collect();
        if telling.len() < typed.len() {
            let found = self.thesaurus.completions().complete_on(&telling, kinds, as_of, limit);
            if !found.is_empty() {
                return found;
            }
        }
        let corrected: Vec<String> = typed
            .iter()
            .map(|word| match self.spell_checker.knows(word) {
                true => word.clone(),
                false => self.spell_checker.correction(word).unwrap_or(word).to_owned(),
            })
            .collect();
        self.thesaurus.completions().complete_on(&corrected, kinds, as_of, limit)
    }

    /// Whether something completes the text as it stands.
    pub fn completes(&self, text: &str, kinds: &[RecordKind], as_of: Date) -> bool {
        !self.thesaurus.completions().complete_on(&typed(text), kinds, as_of, 1).is_empty()
    }

    /// The text with words corrected that no record has, if there are any.
    pub fn did_you_mean(&self, corpus: &Corpus, text: &str) -> Option<String> {
        let mut analyser = Analyser::new();
        let reader = self.reader(corpus, &mut analyser, Expansion::Full, true);
        reader.read(text, Matching::MinimumShouldMatch).understood.corrected
    }
}

/// The folded words of a text that is being typed.
fn typed(text: &str) -> Vec<String> {
    let words = Analyser::new().words(clip(text, MAX_BYTES)).into_iter();
    words.filter(|word| word.shape != Shape::Compound).take(MAX_TERMS).map(|word| word.exact).collect()
}
