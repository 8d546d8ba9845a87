//! Names of what the collection has nothing on, and of what must be answered before any evidence, found in a question.

use super::spelling::near;
use crate::{
    corpus::Corpus,
    domain::{
        TopicKind,
        phrase::{Found, Phrases},
        word_table::{WordMap, WordSet},
    },
    text::{Analyser, Questions, Shape, Word, fold, is_common, is_english},
};

/// What a name in a question stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeEntry {
    /// An entry of the list of what there is nothing on, by its position.
    Outside(usize),
    /// A topic that no record belongs to, by its position.
    EmptyTopic(usize),
    /// A red flag, by its position.
    Flag(usize),
}

/// A name of an entry in a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoundEntry {
    pub(super) entry: ScopeEntry,
    /// The first of its words in the list of words.
    pub(super) first: usize,
    /// The last of its words.
    pub(super) last: usize,
}

/// All such names.
#[derive(Debug)]
pub(super) struct ScopeNames {
    /// Stems of a name, joined by spaces.
    names: WordMap<String, Vec<ScopeEntry>>,
    longest: usize,
    /// The stems of all names.
    stems: WordSet<String>,
    /// For each entry of the list of what there is nothing on, its names as stems.
    outside: Vec<Vec<Vec<String>>>,
    /// Ways of asking for such entries.
    say: Phrases<usize>,
    /// Names of a single word, as they are spelt: another common word with the same stem is no such name.
    singles: WordSet<String>,
    /// The words of the names that are never anything else, in the order of the alphabet.
    spelt: Vec<String>,
}

/// Shortest word that is ever corrected, in characters.
const MIN_CORRECTED: usize = 5;

/// Most names of one concept that are looked for in records.
const MAX_NAMES: usize = 12;

impl ScopeNames {
    pub(super) fn new(corpus: &Corpus, analyser: &mut Analyser) -> Self {
        let entries = corpus.scope().map_or(&[][..], |scope| &scope.outside);
        let say = entries.iter().enumerate().flat_map(|(i, entry)| entry.say.iter().map(move |say| (i, say)));
        let mut all = Self {
            names: WordMap::default(),
            longest: 0,
            stems: WordSet::default(),
            outside: Vec::new(),
            say: Phrases::new(say, fold),
            singles: WordSet::default(),
            spelt: Vec::new(),
        };
        for (i, topic) in corpus.topics().iter().enumerate() {
            // How research is done, and what it compares with and measures, need no record of their own.
            let is_subject = matches!(topic.kind, TopicKind::Condition | TopicKind::Intervention | TopicKind::Payer);
            if is_subject && corpus.has_nothing_on(topic) {
                for name in topic.names() {
                    all.add(name, ScopeEntry::EmptyTopic(i), analyser);
                }
            }
        }
        let Some(scope) = corpus.scope() else { return all.in_order() };
        for (i, outside) in scope.outside.iter().enumerate() {
            let names = std::iter::once(&outside.label).chain(&outside.names);
            let mut stems: Vec<_> = names.filter_map(|name| all.add(name, ScopeEntry::Outside(i), analyser)).collect();
            stems.truncate(MAX_NAMES);
            all.outside.push(stems);
        }
        for (i, flag) in scope.flags.iter().enumerate() {
            for name in &flag.names {
                all.add(name, ScopeEntry::Flag(i), analyser);
            }
        }
        all.in_order()
    }

    fn in_order(mut self) -> Self {
        self.spelt.sort_unstable();
        self.spelt.dedup();
        self
    }

    fn add(&mut self, name: &str, entry: ScopeEntry, analyser: &mut Analyser) -> Option<Vec<String>> {
        let words = analyser.words(name).into_iter().filter(|word| word.shape != Shape::Compound);
        let is_spelt = !matches!(entry, ScopeEntry::Flag(_));
        let mut stems: Vec<String> = Vec::new();
        let words: Vec<Word> = words.collect();
        if let [word] = words.as_slice() {
            self.singles.insert(word.exact.clone());
        }
        for word in words {
            if is_spelt && word.shape == Shape::Letters && word.exact.chars().count() >= MIN_CORRECTED {
                self.spelt.push(word.exact);
            }
            stems.push(word.stem);
        }
        if stems.is_empty() {
            return None;
        }
        self.stems.extend(stems.iter().cloned());
        self.longest = self.longest.max(stems.len());
        let all = self.names.entry(stems.join(" ")).or_default();
        if !all.contains(&entry) {
            all.push(entry);
        }
        Some(stems)
    }

    /// The names of an entry of the list of what there is nothing on, as stems.
    pub(super) fn names_of(&self, outside: usize) -> &[Vec<String>] {
        self.outside.get(outside).map_or(&[], Vec::as_slice)
    }

    /// The word of a name that a misspelt one was meant for: one slip, and the first letter as it is meant.
    pub(super) fn correction(&self, exact: &str) -> Option<&str> {
        if is_english(exact) {
            return None;
        }
        let meant: Vec<char> = exact.chars().collect();
        let first = meant.first().filter(|_| meant.len() >= MIN_CORRECTED)?;
        let from = self.spelt.partition_point(|name| name.chars().next() < Some(*first));
        let to = self.spelt.partition_point(|name| name.chars().next() <= Some(*first));
        let near = near(self.spelt.get(from..to).unwrap_or_default(), &meant, 1).into_iter();
        let ending = |word: &str| Questions::english().ending(word);
        near.map(|(name, _)| name).find(|name| ending(name) == ending(exact))
    }

    fn is_single(&self, exact: &str) -> bool {
        !is_common(exact) || Questions::english().singulars(exact).any(|form| self.singles.contains(form))
    }

    /// Whether a word is part of a name.
    pub(super) fn knows(&self, word: &Word) -> bool {
        self.stems.contains(&word.stem)
    }

    /// The shortest word of a name that begins with an unfinished one, as a stem.
    pub(super) fn completion(&self, begun: &Word) -> Option<String> {
        let begins = self.stems.iter().filter(|stem| stem.starts_with(&begun.exact));
        begins.min_by_key(|stem| (stem.len(), *stem)).cloned()
    }

    /// Every such name in a text, by first word and then by length.
    pub(super) fn find(&self, words: &[Word]) -> Vec<FoundEntry> {
        let plain: Vec<usize> = (0..words.len()).filter(|&i| words[i].shape != Shape::Compound).collect();
        let mut found = Vec::new();
        let mut key = String::new();
        for (from, &first) in plain.iter().enumerate() {
            key.clear();
            for &last in plain[from..].iter().take(self.longest) {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(&words[last].stem);
                let is_name = first != last || self.is_single(&words[first].exact);
                let entries = self.names.get(&key).filter(|_| is_name).into_iter().flatten();
                found.extend(entries.map(|&entry| FoundEntry { entry, first, last }));
            }
        }
        let said = self.say.find(plain.iter().map(|&i| words[i].exact.as_str()), &[]).into_iter();
        found.extend(said.map(|Found { cue, first, last }| FoundEntry {
            entry: ScopeEntry::Outside(cue),
            first: plain[first],
            last: plain[last],
        }));
        found
    }
}
