//! Phrases of fixed words, looked up at a place in a row of words.

use crate::domain::word_table::WordMap;

/// Phrases with what each stands for, found in a row of words; the longest counts.
#[derive(Clone, Debug)]
pub struct PhraseTable<T> {
    entries: WordMap<String, T>,
    /// For each word that begins a phrase the words of the longest that it begins: most words of a text begin none.
    begun: WordMap<String, usize>,
    /// The same for each word that ends one.
    ended: WordMap<String, usize>,
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        Self { entries: WordMap::default(), begun: WordMap::default(), ended: WordMap::default() }
    }
}

impl<T: Copy> PhraseTable<T> {
    /// From phrases of words with one blank between.
    pub fn new<'a>(entries: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut phrases = Self::default();
        for (phrase, value) in entries {
            let words: Vec<&str> = phrase.split(' ').collect();
            let Self { entries, begun, ended } = &mut phrases;
            for (longest, word) in [(begun, words.first()), (ended, words.last())] {
                let longest = longest.entry(word.copied().unwrap_or_default().to_owned()).or_default();
                *longest = words.len().max(*longest);
            }
            entries.insert(phrase.to_owned(), value);
        }
        phrases
    }

    /// Whether a phrase begins with this word.
    pub(super) fn begins(&self, word: &str) -> bool {
        self.begun.contains_key(word)
    }

    /// Whether a phrase ends with this word.
    pub(super) fn ends(&self, word: &str) -> bool {
        self.ended.contains_key(word)
    }

    /// The words that phrases begin with.
    pub(super) fn first_words(&self) -> Vec<String> {
        self.begun.keys().cloned().collect()
    }

    /// What the phrase stands for.
    pub fn get(&self, phrase: &str) -> Option<T> {
        self.entries.get(phrase).copied()
    }

    /// The longest phrase that begins with the first of `words`, and how many of them it has. `word(n)` is the n-th word,
    /// empty where there is none.
    pub fn at<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<(usize, T)> {
        self.longest(&self.begun, word, |phrase, next| {
            phrase.push(' ');
            phrase.push_str(next);
        })
    }

    /// The longest phrase that ends with the last of the words before a place. `word(n)` is the n-th word backwards.
    pub fn before<'w>(&self, word: impl Fn(usize) -> &'w str) -> Option<(usize, T)> {
        self.longest(&self.ended, word, |phrase, next| phrase.insert_str(0, &format!("{next} ")))
    }

    /// The longest phrase of words in a row, of which `most` says how many a phrase can have that has the first of them at its end;
    /// `join` adds the next one.
    fn longest<'w>(
        &self,
        most: &WordMap<String, usize>,
        word: impl Fn(usize) -> &'w str,
        join: impl Fn(&mut String, &str),
    ) -> Option<(usize, T)> {
        let first = word(0);
        let most = *most.get(first)?;
        let mut phrase = first.to_owned();
        let mut found = self.get(&phrase).map(|value| (1, value));
        for n in 1..most {
            let next = word(n);
            if next.is_empty() {
                break;
            }
            join(&mut phrase, next);
            found = self.get(&phrase).map(|value| (n + 1, value)).or(found);
        }
        found
    }
}
