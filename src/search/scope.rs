//! Names of what the collection has nothing on, and of what must be answered before any evidence, found in a question.

use std::collections::{HashMap, HashSet};

use crate::{
    corpus::Corpus,
    domain::TopicKind,
    text::{Analyser, Shape, Word},
};

/// What a name in a question stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// An entry of the list of what there is nothing on, by its position.
    Outside(usize),
    /// A topic that no record belongs to, by its position.
    EmptyTopic(usize),
    /// A red flag, by its position.
    Flag(usize),
}

/// Names in a question that set a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoundLimit {
    pub(super) limit: Limit,
    /// The first of its words in the list of words.
    pub(super) first: usize,
    /// The last of its words.
    pub(super) last: usize,
}

/// All such names.
#[derive(Debug, Default)]
pub(super) struct Limits {
    /// Stems of a name, joined by spaces.
    names: HashMap<String, Vec<Limit>>,
    longest: usize,
    /// The stems of all names.
    stems: HashSet<String>,
    /// For each entry of the list of what there is nothing on, its names as stems.
    outside: Vec<Vec<Vec<String>>>,
}

/// Words beyond which no name of a concept is looked for in records: the names of one concept are few.
const MAX_NAMES: usize = 12;

impl Limits {
    pub(super) fn new(corpus: &Corpus, analyser: &mut Analyser) -> Self {
        let mut limits = Self::default();
        for (i, topic) in corpus.topics().iter().enumerate() {
            // How research is done, and what it compares with and measures, need no record of their own.
            let is_subject = matches!(topic.kind, TopicKind::Condition | TopicKind::Intervention | TopicKind::Payer);
            if is_subject && corpus.has_nothing_on(topic) {
                for name in topic.names() {
                    limits.add(name, Limit::EmptyTopic(i), analyser);
                }
            }
        }
        let Some(scope) = corpus.scope() else { return limits };
        for (i, outside) in scope.outside.iter().enumerate() {
            let names = std::iter::once(&outside.label).chain(&outside.names);
            let mut stems: Vec<_> = names.filter_map(|name| limits.add(name, Limit::Outside(i), analyser)).collect();
            stems.truncate(MAX_NAMES);
            limits.outside.push(stems);
        }
        for (i, flag) in scope.flags.iter().enumerate() {
            for name in &flag.names {
                limits.add(name, Limit::Flag(i), analyser);
            }
        }
        limits
    }

    fn add(&mut self, name: &str, limit: Limit, analyser: &mut Analyser) -> Option<Vec<String>> {
        let stems: Vec<String> = analyser
            .words(name)
            .into_iter()
            .filter(|word| word.shape != Shape::Compound)
            .map(|word| word.stem)
            .collect();
        if stems.is_empty() {
            return None;
        }
        self.stems.extend(stems.iter().cloned());
        self.longest = self.longest.max(stems.len());
        let all = self.names.entry(stems.join(" ")).or_default();
        if !all.contains(&limit) {
            all.push(limit);
        }
        Some(stems)
    }

    /// The names of an entry of the list of what there is nothing on, as stems.
    pub(super) fn names_of(&self, outside: usize) -> &[Vec<String>] {
        self.outside.get(outside).map_or(&[], Vec::as_slice)
    }

    /// Whether a word is part of a name.
    pub(super) fn knows(&self, word: &Word) -> bool {
        self.stems.contains(&word.stem)
    }

    /// Every such name in a text, by first word and then by length.
    pub(super) fn find(&self, words: &[Word]) -> Vec<FoundLimit> {
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
                let limits = self.names.get(&key).into_iter().flatten();
                found.extend(limits.map(|&limit| FoundLimit { limit, first, last }));
            }
        }
        found
    }
}
