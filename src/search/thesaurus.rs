//! The names of topics and what ways of saying mean: what stands for the same in a text.

use std::collections::HashMap;

use super::{completion::Completions, place::places, spelling::MAX_COMPLETIONS};
use crate::{
    corpus::Corpus,
    domain::{
        Topic, TopicId,
        word_table::{WordMap, WordSet},
    },
    text::{Analyser, Questions, Shape, Word},
};

/// A name of a topic found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Concept {
    /// Position of the topic in the corpus.
    pub(super) topic: usize,
    /// The first of its words in the list of words.
    pub(super) first: usize,
    /// The last of its words.
    pub(super) last: usize,
}

/// What is known of names.
#[derive(Debug)]
pub(super) struct Thesaurus {
    /// Stems of a name, joined by spaces, to the topics that have it.
    names: WordMap<String, Vec<usize>>,
    /// Names with another meaning elsewhere, folded and joined by spaces. Their stems may be those of a name that has
    /// one meaning: `anti-inflammatory` and `anti-inflammatories`.
    ambiguous: WordSet<String>,
    /// Most words a name has.
    longest_name: usize,
    /// For each first stem of a name the most words that such a name has: most words of a text begin none.
    begun: WordMap<String, usize>,
    /// For each topic, itself and all wider ones.
    wider: Vec<Vec<usize>>,
    completions: Completions,
    /// For each way of saying, what it means.
    meanings: Vec<Vec<Meaning>>,
    /// Where publications stand: article numbers, pages with their volume, ends of DOIs.
    places: WordSet<String>,
}

/// What a way of saying means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A topic, by its position in the corpus.
    Topic(usize),
    /// Words in a row, as stems.
    Words(Vec<String>),
}

impl Thesaurus {
    /// Of a corpus. What was made of sources for a version of the data before is taken from there.
    pub(super) fn new(corpus: &Corpus, analyser: &mut Analyser, before: Option<(&Corpus, &Self)>) -> Self {
        let topics = corpus.topics();
        let position: HashMap<&TopicId, usize> = topics.iter().enumerate().map(|(i, topic)| (&topic.id, i)).collect();
        let mut names: WordMap<String, Vec<usize>> = WordMap::default();
        let mut longest_name = 0;
        for (i, topic) in topics.iter().enumerate() {
            for name in topic.names() {
                let words = analyser.words(name);
                let stems = stems(&words);
                longest_name = longest_name.max(stems.len());
                let owners = names.entry(stems.join(" ")).or_default();
                if !stems.is_empty() && !owners.contains(&i) {
                    owners.push(i);
                }
            }
        }
        names.remove("");
        let mut begun: WordMap<String, usize> = WordMap::default();
        for name in names.keys() {
            let mut stems = name.split(' ');
            let longest = begun.entry(stems.next().unwrap_or_default().to_owned()).or_default();
            *longest = (*longest).max(1 + stems.count());
        }
        let ambiguous = topics
            .iter()
            .flat_map(|topic| &topic.ambiguous)
            .map(|name| {
                let words = analyser.words(name);
                let exact: Vec<&str> =
                    words.iter().filter(|word| word.shape != Shape::Compound).map(|word| word.exact.as_str()).collect();
                exact.join(" ")
            })
            .collect();
        let wider = (0..topics.len()).map(|i| wider(topics, &position, i)).collect();
        let before = before.map(|(corpus, thesaurus)| (corpus, &thesaurus.completions));
        let completions = Completions::of(corpus, analyser, before);
        let mut meaning = |text: &String| {
            let words = analyser.words(text);
            let stems: Vec<String> = stems(&words).into_iter().map(str::to_owned).collect();
            match names.get(&stems.join(" ")) {
                Some(topics) => topics.iter().map(|&topic| Meaning::Topic(topic)).collect(),
                None => vec![Meaning::Words(stems)],
            }
        };
        let meanings =
            Questions::english().all_means().map(|means| means.iter().flat_map(&mut meaning).collect()).collect();
        // The number of a guideline is a name of it, and of all that is said of it.
        let is_no_name = |place: &String| !completions.has_word(place);
        let places =
            corpus.sources().iter().flat_map(|source| places(&source.bibliography)).filter(is_no_name).collect();
        Self { names, ambiguous, longest_name, begun, wider, completions, meanings, places }
    }

    /// What can be completed.
    pub(super) fn completions(&self) -> &Completions {
        &self.completions
    }

    /// Whether a publication stands at a place.
    pub(super) fn has_place(&self, place: &str) -> bool {
        self.places.contains(place)
    }

    /// The words of names that begin so, in the order of the alphabet; none where one is just that.
    pub(super) fn named_words<'a>(&'a self, begun: &'a str) -> impl Iterator<Item = &'a str> {
        let is_finished = self.completions.has_word(begun);
        self.completions.words_beginning(begun).take(if is_finished { 0 } else { MAX_COMPLETIONS })
    }

    /// What a way of saying means.
    pub(super) fn meanings(&self, way: usize) -> &[Meaning] {
        self.meanings.get(way).map_or(&[], Vec::as_slice)
    }

    /// Every name of a topic in a text, overlapping ones included, by first word and then by length.
    pub(super) fn concepts(&self, words: &[Word]) -> Vec<Concept> {
        let plain: Vec<usize> = (0..words.len()).filter(|&i| words[i].shape != Shape::Compound).collect();
        let mut found = Vec::new();
        for (from, &first) in plain.iter().enumerate() {
            let names = plain[from..].iter().map(|&at| (at, words[at].stem.as_str(), words[at].exact.as_str()));
            self.names_from(first, self.longest_from(&words[first].stem), names, &mut found);
        }
        found
    }

    /// Most words of a name that begins with a stem; most begin none.
    pub(super) fn longest_from(&self, stem: &str) -> usize {
        self.begun.get(stem).copied().unwrap_or(0)
    }

    /// Finds the names that begin at a word: of at most so many of the words from it on, each with its place, stem and spelling.
    pub(super) fn names_from<'w>(
        &self,
        first: usize,
        longest: usize,
        words: impl Iterator<Item = (usize, &'w str, &'w str)>,
        found: &mut Vec<Concept>,
    ) {
        let (mut key, mut spelt) = (String::new(), String::new());
        for (last, stem, exact) in words.take(longest) {
            if !key.is_empty() {
                key.push(' ');
                spelt.push(' ');
            }
            key.push_str(stem);
            spelt.push_str(exact);
            if let Some(topics) = self.names.get(&key)
                && !self.ambiguous.contains(&spelt)
            {
                found.extend(topics.iter().map(|&topic| Concept { topic, first, last }));
            }
        }
    }

    /// Whether a row of stems is the name of a topic.
    pub(super) fn is_name(&self, stems: &[&str]) -> bool {
        self.names.contains_key(&stems.join(" "))
    }

    /// Most words a name has.
    pub(super) fn longest_name(&self) -> usize {
        self.longest_name
    }

    /// A topic and all wider ones.
    pub(super) fn with_wider(&self, topic: usize) -> &[usize] {
        self.wider.get(topic).map_or(&[], Vec::as_slice)
    }
}

fn stems(words: &[Word]) -> Vec<&str> {
    words.iter().filter(|word| word.shape != Shape::Compound).map(|word| word.stem.as_str()).collect()
}

fn wider(topics: &[Topic], position: &HashMap<&TopicId, usize>, topic: usize) -> Vec<usize> {
    let mut all = vec![topic];
    let mut next = 0;
    while let Some(&at) = all.get(next) {
        for above in topics[at].broader.iter().filter_map(|id| position.get(id)) {
            if !all.contains(above) {
                all.push(*above);
            }
        }
        next += 1;
    }
    all
}
