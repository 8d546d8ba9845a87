//! What the words of our own texts say, by the phrases of the lexicon.

use std::collections::HashMap;

use crate::{
    corpus::lexicon::{Cue, Lexicon},
    domain::{
        Topic, TopicKind,
        phrase::{Found, NamedTopic, Phrases},
        prose,
    },
};

/// The phrases of the lexicon and the names of topics, ready to be looked for.
pub(super) struct WordingReader {
    phrases: Phrases<Cue>,
    /// Names of topics as folded words, by the first of them.
    names: HashMap<String, Vec<(Vec<String>, TopicKind)>>,
}

/// A text with the phrases in it.
pub(super) struct ReadWording {
    pub(super) words: Vec<String>,
    pub(super) cues: Vec<Found<Cue>>,
}

impl WordingReader {
    pub(super) fn new<'a>(lexicon: &'a Lexicon, topics: impl Iterator<Item = &'a Topic> + Clone) -> Self {
        let phrases = Phrases::new(lexicon.cues(topics.clone()), |word| folded(word).concat());
        let mut names: HashMap<String, Vec<(Vec<String>, TopicKind)>> = HashMap::new();
        for topic in topics {
            for name in topic.names() {
                let words = folded(name);
                if let Some(first) = words.first() {
                    names.entry(first.clone()).or_default().push((words, topic.kind));
                }
            }
        }
        Self { phrases, names }
    }

    pub(super) fn read(&self, text: &str) -> ReadWording {
        let words = folded(text);
        let named: Vec<NamedTopic> = (0..words.len())
            .flat_map(|first| {
                let here = words.get(first).and_then(|word| self.names.get(word)).into_iter().flatten();
                let rest = words.get(first..).unwrap_or_default();
                here.filter(move |(name, _)| rest.starts_with(name)).map(move |(name, kind)| NamedTopic {
                    kind: *kind,
                    first,
                    last: first + name.len() - 1,
                })
            })
            .collect();
        let cues = self.phrases.find(words.iter().map(String::as_str), &named);
        ReadWording { words, cues }
    }
}

impl ReadWording {
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.cues.iter().any(|found| found.cue == cue)
    }

    /// The words of a phrase.
    pub(super) fn said(&self, found: Found<Cue>) -> String {
        self.words.get(found.first..=found.last).unwrap_or_default().join(" ")
    }
}

/// The words of a text in lower case: compounds apart, without apostrophes and possessive endings.
fn folded(text: &str) -> Vec<String> {
    let words = prose::words(text);
    let parts = words.iter().flat_map(|word| word.split('-'));
    parts.map(|word| word.strip_suffix("'s").unwrap_or(word).replace('\'', "")).collect()
}
