//! What the words of our own texts say, by the phrases of the lexicon.

use std::collections::HashMap;

use crate::{
    corpus::lexicon::{Cue, Lexicon},
    domain::{
        Topic, TopicKind,
        phrase::{Found, NamedTopic, Phrases},
    },
    text::{FoldedWord, folded_words},
};

/// The phrases of the lexicon and the names of topics, ready to be looked for.
pub(super) struct WordingReader {
    phrases: Phrases<Cue>,
    /// Names of topics as folded words, by the first of them.
    names: HashMap<String, Vec<(Vec<String>, TopicKind)>>,
}

/// A text with the phrases in it.
pub(super) struct ReadWording<'t> {
    text: &'t str,
    pub(super) words: Vec<FoldedWord>,
    pub(super) cues: Vec<Found<Cue>>,
}

impl WordingReader {
    pub(super) fn new<'a>(lexicon: &'a Lexicon, topics: impl Iterator<Item = &'a Topic> + Clone) -> Self {
        let phrases = Phrases::new(lexicon.cues(topics.clone()), |word| {
            folded_words(word).into_iter().map(|part| part.exact).collect()
        });
        let mut names: HashMap<String, Vec<(Vec<String>, TopicKind)>> = HashMap::new();
        for topic in topics {
            for name in topic.names() {
                let words: Vec<String> = folded_words(name).into_iter().map(|word| word.exact).collect();
                if let Some(first) = words.first() {
                    names.entry(first.clone()).or_default().push((words, topic.kind));
                }
            }
        }
        Self { phrases, names }
    }

    pub(super) fn read<'t>(&self, text: &'t str) -> ReadWording<'t> {
        let words = folded_words(text);
        let named: Vec<NamedTopic> = (0..words.len())
            .flat_map(|first| {
                let here = words.get(first).and_then(|word| self.names.get(&word.exact)).into_iter().flatten();
                let rest = words.get(first..).unwrap_or_default();
                here.filter(move |(name, _)| begins_with(rest, name)).map(move |(name, kind)| NamedTopic {
                    kind: *kind,
                    first,
                    last: first + name.len() - 1,
                })
            })
            .collect();
        let cues = self.phrases.find(words.iter().map(|word| word.exact.as_str()), &named);
        ReadWording { text, words, cues }
    }
}

impl<'t> ReadWording<'t> {
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.cues.iter().any(|found| found.cue == cue)
    }

    /// A phrase as the text has it.
    pub(super) fn said(&self, found: Found<Cue>) -> &'t str {
        let ends = self.words.get(found.first).zip(self.words.get(found.last));
        ends.and_then(|(first, last)| self.text.get(first.start..last.end)).unwrap_or_default()
    }
}

fn begins_with(words: &[FoldedWord], name: &[String]) -> bool {
    words.len() >= name.len() && words.iter().zip(name).all(|(word, name)| word.exact == *name)
}
